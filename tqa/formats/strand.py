"""Texts that are put together from stretches of a file, with the place of every character; and edits of such texts,
written and then read again to see that nothing else came of them.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from tqa import Origin, Text, UnwritableError
from tqa.text import regex

from .encoding import put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tqa import Document, Format, PlacedEdit, Segment


_SPACE = " \t\n\r\f"
_RUN = regex(rf"[{_SPACE}]+")


class Strand:
    """A text as it grows. Stretches are added in the order of the file; what lies between them is masked."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._parts: list[str] = []
        self._places: list[tuple[int, int, int]] = []
        """Of each part the number of its characters and the range it stands in."""

    def __bool__(self) -> bool:
        return bool(self._parts)

    @property
    def last(self) -> str:
        """The last character, "" where there is none."""
        return self._parts[-1][-1] if self._parts else ""

    @property
    def tail(self) -> str:
        """The end of the text."""
        return "".join(self._parts[-4:])[-20:]

    @property
    def start(self) -> int:
        """Where the first stretch begins in the file."""
        return self._places[0][1]

    @property
    def end(self) -> int:
        """Where the last stretch ends in the file."""
        return self._places[-1][2]

    def add(self, start: int, end: int) -> None:
        """The file's characters as they are."""
        if start < end:
            self._parts.append(self._content[start:end])
            self._places.append((end - start, start, end))

    def flow(self, start: int, end: int) -> None:
        """The file's characters as a browser shows them: a run of white space is one space, and none where a line
        begins.
        """
        content = self._content
        for run in _RUN.finditer(content, start, end):
            at, stop = run.span()
            if at == start and (not self or self.last in _SPACE):
                start = stop
            elif stop - at > 1 or run[0] != " ":
                self.add(start, at)
                self.put(" ", at, stop)
                start = stop
        self.add(start, end)

    def put(self, text: str, start: int, end: int) -> None:
        """Characters that the file's range as a whole stands for (``&eacute;``)."""
        if text:
            self._parts.append(text)
            self._places.append((-len(text), start, end))

    def trim(self) -> None:
        """Takes away white space at the end, but no no-break space."""
        while self._parts:
            part = self._parts.pop()
            count, start, end = self._places.pop()
            kept = len(part.rstrip(_SPACE))
            if kept:
                self._parts.append(part[:kept])
                self._places.append((kept, start, start + kept) if count > 0 else (count, start, end))
                break

    def text(self, lang: str, escape: Callable[[str], str] | None = None) -> Text:
        """The text; `escape` writes new characters as its place in the file wants them."""
        return Text(self.value, lang, Origin.deferred(self.places(), escape))

    @property
    def value(self) -> str:
        """The characters so far."""
        return "".join(self._parts)

    def places(self) -> Callable[[], tuple[Sequence[int], Sequence[int]]]:
        """What computes where each of them starts and ends in the file."""
        places = self._places
        return lambda: _origins(places)


def _origins(places: Sequence[tuple[int, int, int]]) -> tuple[Sequence[int], Sequence[int]]:
    if not places:
        return (), ()
    if len(places) == 1 and places[0][0] > 0:
        _, start, end = places[0]
        return range(start, end), range(start + 1, end + 1)
    starts = chain.from_iterable(range(s, e) if n > 0 else [s] * -n for n, s, e in places)
    ends = chain.from_iterable(range(s + 1, e + 1) if n > 0 else [e] * -n for n, s, e in places)
    return list(starts), list(ends)


# --- writing ----------------------------------------------------------------------------------------------------------


def put_checked(
    data: bytes,
    edits: Sequence[PlacedEdit],
    reader: Format,
    encoding: str = "",
    placed: Sequence[PlacedEdit] = (),
) -> bytes:
    """The file's bytes with edits that do not touch, in order, put in, as `encoding.put` does it. `placed`: what to put
    in, where that is more than the edits. Raises UnwritableError where the file, read again, would say anything but
    what was asked for.
    """
    if not edits:
        return data
    return checked(data, edits, put(data, placed or edits, encoding), lambda current: reader.read(current, ""))


def checked(data: bytes, edits: Sequence[PlacedEdit], new: bytes, read: Callable[[bytes], Iterable[Document]]) -> bytes:
    """`new`, made of `data` by edits. Raises UnwritableError where it says anything but what was asked for."""
    wanted: dict[str, list[PlacedEdit]] = {}
    for edit in edits:
        wanted.setdefault(edit.segment_id, []).append(edit)
    found = (segment for segment in _segments(read, new) if segment.target.value.split())  # not what an edit emptied
    for segment in _segments(read, data):
        here = [edit for edit in wanted.get(segment.id, ()) if _is_of(edit, segment)]
        value = _edited(segment, here)
        if not value.split():
            continue
        after = next(found, None)
        if after is None or _said(after, after.target.value) != _said(segment, value):
            raise _refusal(here or edits)
    if next(found, None) is not None:
        raise _refusal(edits)
    return new


def _is_of(edit: PlacedEdit, segment: Segment) -> bool:
    """Whether an edit is of this segment: documents of one file may have segments of the same id."""
    text = segment.target
    return edit.span.end <= len(text.value) and text.origin.span(edit.span) == edit.range.span


def _segments(read: Callable[[bytes], Iterable[Document]], data: bytes) -> Iterator[Segment]:
    return (segment for document in read(data) for segment in document.segments)


def _edited(segment: Segment, edits: Sequence[PlacedEdit]) -> str:
    value, origin = segment.target.value, segment.target.origin
    for edit in sorted(edits, key=lambda e: e.span, reverse=True):
        if not origin.whole(edit.span):
            raise _refusal([edit])
        value = value[: edit.span.start] + edit.text + value[edit.span.end :]
    return value


def _said(segment: Segment, value: str) -> tuple[object, ...]:
    """What a reader understands: of white space only where it is. (Ids may be numbers, which an emptied paragraph
    changes.)"""
    return value.split(), segment.source and segment.source.value, segment.kind, segment.note


def _refusal(edits: Sequence[PlacedEdit]) -> UnwritableError:
    refused = {edit.new_text for edit in edits}
    shown = ", ".join(sorted({f"“{edit.text}”" for edit in edits})[:3])
    return UnwritableError(f"a fix is left out, because it would change more than the words there: {shown}", refused)
