"""What a fix makes of the text, as far as its edits, which are places in the file, can be told in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tqa import Diagnostic, Span
    from tqa.model import PlacedEdit, PlacedEvidence


class Preview(NamedTuple):
    """The text of a segment after a fix, and where in it the new texts are; where something was deleted, that is a
    span without characters.
    """

    text: str
    spans: tuple[tuple[int, int], ...]


def preview(d: Diagnostic, as_is: bool) -> tuple[list[Preview], list[PlacedEdit]]:
    """What the fix makes of each segment that it changes, and the edits that cannot be shown so.

    `as_is`: the file is its text, character for character. Otherwise a text may be written there with escapes and
    markup, and only those parts are sure that the finding and its evidence tell of in the text and in the file alike.
    """
    anchors = list(_anchors(d, as_is))
    placed: dict[str, list[tuple[int, int, str]]] = {}
    texts: dict[str, str] = {}
    rest: list[PlacedEdit] = []
    for edit in d.fix.edits if d.fix else ():
        span = edit.range.span
        for anchor in anchors:
            if anchor.low <= span.start + anchor.shift and span.end + anchor.shift <= anchor.high:
                texts[anchor.segment] = anchor.text
                change = (span.start + anchor.shift, span.end + anchor.shift, edit.new_text)
                placed.setdefault(anchor.segment, []).append(change)
                break
        else:
            rest.append(edit)
    return [_changed(texts[segment], changes) for segment, changes in placed.items()], rest


class _Anchor(NamedTuple):
    """Characters `low` to `high` of a text stand in the file as they are, `shift` characters before there."""

    segment: str
    text: str
    shift: int
    low: int
    high: int


def _anchors(d: Diagnostic, as_is: bool) -> Iterator[_Anchor]:
    places: list[Diagnostic | PlacedEvidence] = [d, *(e for e in d.evidence if e.side == "target")]
    for place in places:
        span, where = place.span, place.range.span
        if not place.segment_id or span.end - span.start != where.end - where.start:
            continue
        low, high = (0, len(place.excerpt)) if as_is else (_sure_from(place.excerpt, span, place), span.end)
        yield _Anchor(place.segment_id, place.excerpt, span.start - where.start, low, high)


def _sure_from(text: str, span: Span, place: Diagnostic | PlacedEvidence) -> int:
    """The beginning of the line, if it is as far away in the text as in the file; else of the span."""
    start = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    before = text[start : span.start].encode("utf-16-le", "surrogatepass")
    return start if len(before) // 2 == place.range.start.character else span.start


def _changed(text: str, changes: Sequence[tuple[int, int, str]]) -> Preview:
    out: list[str] = []
    spans: list[tuple[int, int]] = []
    at = size = 0
    for start, end, new in changes:
        out += [text[at:start], new]
        size += start - at + len(new)
        spans.append((size - len(new), size))
        at = end
    return Preview("".join([*out, text[at:]]), tuple(spans))
