"""Findings put back into a file as annotations. Only insertions: without them the bytes are what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tqa import PlacedEdit, Position, Range, Span, UnwritableError

from .encoding import put_into
from .xmltext import in_cdata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tqa import Diagnostic, Document, Segment, Text

    from .encoding import Encoding


class Run(NamedTuple):
    """A stretch of the file without markup in it, with the findings that all of it is part of; an empty one is where
    something is missing."""

    start: int
    end: int
    findings: tuple[int, ...]
    """By their number."""


class Place(NamedTuple):
    """A segment, and what was found in it."""

    document: Document
    segment: Segment
    findings: tuple[Diagnostic, ...]


def places(documents: Iterable[Document], diagnostics: Iterable[Diagnostic]) -> Iterator[Place]:
    """The segments in which something was found, in the order of the file."""
    found: dict[tuple[str, str], list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        found.setdefault((diagnostic.document, diagnostic.segment_id), []).append(diagnostic)
    for document in documents:
        for segment in document.segments:
            here = found.pop((document.name, segment.id), None)
            if here:
                yield Place(document, segment, tuple(here))


def runs(text: Text, findings: Sequence[Diagnostic]) -> list[Run]:
    """The stretches of the file that findings in a text are about, in their order; none overlaps another."""
    pieces = [(start, end, n) for n, found in enumerate(findings) for start, end in _pieces(text, found.span)]
    begin: dict[int, list[int]] = {}
    finish: dict[int, list[int]] = {}
    empty: dict[int, list[int]] = {}
    for start, end, n in pieces:
        (empty if start == end else begin).setdefault(start, []).append(n)
        finish.setdefault(end, []).append(n)
    out: list[Run] = []
    covering: set[int] = set()
    cuts = sorted({*begin, *finish})
    for at, following in zip(cuts, [*cuts[1:], -1], strict=True):
        covering = covering.difference(finish.get(at, ())).union(begin.get(at, ()))
        if at in empty:
            out.append(Run(at, at, tuple(empty[at])))
        if covering:
            out.append(Run(at, following, tuple(sorted(covering))))
    return out


def _pieces(text: Text, span: Span) -> Iterator[tuple[int, int]]:
    """The stretches of the file that a part of a text stands in: markup is between them."""
    origin = text.origin
    if span.start == span.end:
        yield origin.span(span)
        return
    start = end = -1
    for number in range(span.start, span.end):
        first, last = origin.span(Span(number, number + 1))
        if first == last or last <= end:  # without a place, or in that of the character before it
            continue
        if first != end:
            if end >= 0:
                yield start, end
            start = first
        end = last
    if end >= 0:
        yield start, end


class Insertions:
    """Text to be put into a file's content."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._at: dict[int, list[str]] = {}
        self._sections = "<![CDATA[" in content

    def add(self, at: int, text: str) -> None:
        """`text` before character `at`, behind what was added there before."""
        if text:
            self._at.setdefault(at, []).append(text)

    def wrap(self, run: Run, before: str, after: str) -> None:
        """Markup around a stretch, for which a CDATA section is left. Stretches are wrapped in their order."""
        if self._sections and in_cdata(self._content, run.start):
            before, after = f"]]>{before}<![CDATA[", f"]]>{after}<![CDATA["
        self.add(run.start, before)
        self.add(run.end, after)

    def put(self, data: bytes, encoding: Encoding) -> bytes:
        """The file's bytes with everything put in. Raises UnwritableError."""
        edits = []
        nowhere = Position(0, 0)
        for at, texts in sorted(self._at.items()):
            text = "".join(texts)
            edits.append(PlacedEdit(Range(nowhere, nowhere, Span(at, at)), text, "", Span(0, 0), text))
        return put_into(data, self._content, encoding, edits)


def intact(before: Iterable[Document], after: Iterable[Document]) -> None:
    """Raises UnwritableError where the annotated file would say anything but what it said."""
    if _said(before) != _said(after):
        raise UnwritableError("the findings cannot be put into this file without harm to its text")


def _said(documents: Iterable[Document]) -> list[tuple[str, str, str | None]]:
    return [
        (document.name, segment.target.value, segment.source.value if segment.source else None)
        for document in documents
        for segment in document.segments
    ]
