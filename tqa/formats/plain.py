"""Plain text: a blank line ends a segment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tqa import Content, Document, Origin, Segment, Text

from .encoding import decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tqa.model import PlacedEdit

# A line end, then white space up to another line end: what separates paragraphs. A paragraph keeps its indentation.
_BREAK = re.compile(r"(?:\r\n|\n|\r)(?:[^\S\r\n]*(?:\r\n|\n|\r))+")


class Plain:
    """Format "text"."""

    suffixes = (".txt", ".text")

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        value, _ = decode(data, path)
        segments: list[Segment] = []
        start = 0
        for end, after in [*((m.start(), m.end()) for m in _BREAK.finditer(value)), (len(value), len(value))]:
            paragraph = value[start:end].rstrip("\r\n")
            first = len(paragraph) - len(paragraph.lstrip("\r\n"))  # at the beginning of a file
            if paragraph and not paragraph.isspace():
                paragraph = paragraph[first:]
                origin = Origin.contiguous(start + first, len(paragraph))
                segments.append(Segment(str(len(segments) + 1), Text(paragraph, "", origin)))
            start = after
        yield Document(path=path, format="text", segments=tuple(segments), content=Content(value))

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        from tqa.engine import splice

        value, encoding = decode(data, "")
        return encode(splice(value, edits), encoding, data)
