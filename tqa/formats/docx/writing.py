"""Fixes in a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import UnreadableError, UnwritableError

from .changes import Changes, Marker, RefusedError
from .parts import Parts
from .reading import NO_TEXT, Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tqa import PlacedEdit, Segment


def write(data: bytes, edits: Sequence[PlacedEdit], *, tracked: bool) -> bytes:
    """The file with edits put in, recorded as changes if they are to be `tracked` or the document wants that. What
    comes of it is read again, and has to say exactly what was wanted. Raises UnwritableError.
    """
    parts = Parts(data, "")
    reader = Reader(parts, keep=True)
    segments = reader.document().segments
    tracked = tracked or parts.settings.tracked
    _check_open(parts, tracked=tracked)
    marker = Marker(parts.stories)
    changes = [Changes(s, leaves, marker) for s, leaves in zip(parts.stories, reader.leaves, strict=True)]
    by_id = {segment.id: segment for segment in segments}
    wanted: dict[str, list[PlacedEdit]] = {}
    refused: dict[str, list[PlacedEdit]] = {}
    touched: set[int] = set()
    for edit in edits:
        number = parts.content.part(edit.range.span.start)
        try:
            text = _found(edit, by_id.get(edit.segment_id)).target
            changes[number].edit(text, edit.span, edit.text, tracked=tracked)
        except RefusedError as problem:
            refused.setdefault(f"in segment {edit.segment_id}, {problem}", []).append(edit)
        else:
            touched.add(number)
            wanted.setdefault(edit.segment_id, []).append(edit)
    if refused:
        raise _refusal("; ".join([*refused][:3]), [edit for group in refused.values() for edit in group])
    names = {number: parts.stories[number].name for number in sorted(touched)}
    new = parts.package.replaced({name: changes[n].put(parts.package.read(name)) for n, name in names.items()})
    _compare(segments, _read_again(new), wanted, edits)
    return new


def _check_open(parts: Parts, *, tracked: bool) -> None:
    """Raises UnwritableError for a document that is not to be changed."""
    protected = parts.settings.protected
    if protected == "trackedChanges" and not tracked:
        raise UnwritableError(
            "nothing is written: Word lets this document change only with changes recorded: --track-changes does that"
        )
    if protected not in ("", "none", "trackedChanges"):
        raise UnwritableError(f"nothing is written: Word protects this document ({protected})")
    if parts.is_signed:
        raise UnwritableError("nothing is written: the document is signed, and would not be so any more")


def _found(edit: PlacedEdit, segment: Segment | None) -> Segment:
    """The segment of an edit. Raises RefusedError where it says something else by now."""
    if segment is not None:
        text = segment.target
        if edit.span.end <= len(text.value) and text.origin.span(edit.span) == edit.range.span:
            return segment
    raise RefusedError("the file has changed")


def _read_again(data: bytes) -> Iterator[Segment]:
    try:
        yield from Reader(Parts(data, "")).document().segments
    except UnreadableError:
        return


def _compare(
    segments: Sequence[Segment],
    after: Iterator[Segment],
    wanted: dict[str, list[PlacedEdit]],
    edits: Sequence[PlacedEdit],
) -> None:
    """Raises UnwritableError where the file, read again, says anything but what was asked for."""
    for segment in segments:
        here = wanted.get(segment.id, [])
        value = _edited(segment.target.value, here).strip(NO_TEXT)
        if value:
            found = next(after, None)
            if found is None or _said(found, found.target.value.strip(NO_TEXT)) != _said(segment, value):
                raise _refusal("they would change more than the words there", here or edits)
    if next(after, None) is not None:
        raise _refusal("they would change more than the words there", edits)


def _edited(value: str, edits: Sequence[PlacedEdit]) -> str:
    for edit in sorted(edits, key=lambda e: e.span, reverse=True):
        value = value[: edit.span.start] + edit.text + value[edit.span.end :]
    return value


def _said(segment: Segment, value: str) -> tuple[object, ...]:
    return value, segment.source and segment.source.value, segment.kind


def _refusal(why: str, edits: Sequence[PlacedEdit]) -> UnwritableError:
    return UnwritableError(f"some fixes are left out: {why}", edits=edits)
