r"""Plain text: a blank line ends a segment.

Lines end at ``\n``, ``\r\n`` or ``\r``, mixed as they come. A line of nothing but white space is blank; so is the
paragraph separator U+2029 wherever it stands. The line separator U+2028, form feeds and the like are white space inside
a segment. A segment has no line end at its ends and keeps its indentation and the spaces at its end.

Comments for tqa (see `suppress`) are part of no segment:

- alone on a line, ``<!-- tqa: ignore[rule] why -->``, ``# tqa: …`` or ``// tqa: …`` covers the segment that follows,
  with or without a blank line between, and ends the one before it;
- at the end of a segment's last line, in the form ``<!-- … -->`` only, it covers that segment;
- ``ignore-file`` covers the document, in either place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tqa import Content, Document, Origin, Segment, Span, Suppression, Text
from tqa.model import Problem
from tqa.text import regex

from .encoding import decode, put
from .suppress import RequestError, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tqa.model import PlacedEdit

# What separates paragraphs: the end of a line that a blank line (or the end of the file) follows, or U+2029; and all
# blank lines after it. It begins with a set of characters because `re` searches for such the fastest. No group is
# possessive: before Python 3.11.5 `re` gets those wrong (CPython issue 106052).
_BREAK = regex(
    r"[\r\n\u2029](?:(?:(?<=\r)\n|(?<!\r)|(?!\n))(?=[^\S\r\n\u2029]*+(?:[\r\n\u2029]|\Z))|(?<=\u2029))"
    r"(?:[^\S\r\n\u2029]*+[\r\n\u2029])*"
)
_BLANK_LINES = regex(r"(?:[^\S\r\n]*+[\r\n])*")
_LINE_END = regex(r"\r\n?|\n")
_LINE = regex(r"[^\r\n]++(?:\r\n?|\n)?|\r\n?|\n")

_TQA = regex(r"\s*tqa\b", re.IGNORECASE)
_ANYWHERE = regex("tqa", re.IGNORECASE)
_OPENED = regex(r"<!--\s*tqa\b", re.IGNORECASE)
_HASH = regex(r"\s*(?:#+|//+)\s*(tqa\s*(?::|\[|ignore\b).*)", re.IGNORECASE | re.DOTALL)

_INSIDE = "a comment inside a paragraph covers nothing; put it on a line of its own before it, or at its very end"

_Comment = tuple[Span, str]
"""Where a comment stands, and what is in it."""


class Plain:
    """Format "text". `encoding` is that of files that are not Unicode; "" leaves it to detection."""

    suffixes = (".txt", ".text")

    def __init__(self, encoding: str = "") -> None:
        self.encoding = encoding

    def in_encoding(self, name: str) -> Plain:
        return Plain(name)

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        value, _ = decode(data, path, self.encoding)
        yield _Reader(value).document(path)

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        return put(data, edits, self.encoding)

    def comment(self, document: Document, segment: str, request: str) -> tuple[int, str]:
        """A line of its own before the segment."""
        value = document.content.value
        start = next(s.target.origin.span(Span(0, 0)).start for s in document.segments if s.id == segment)
        ends = _LINE_END.search(value)
        end = ends[0] if ends else "\n"
        before = "" if start == 0 or value[start - 1] in "\r\n" else end
        return start, f"{before}<!-- {request} -->{end}"


class _Reader:
    def __init__(self, value: str) -> None:
        self.value = value
        self.segments: list[Segment] = []
        self.suppressions: list[Suppression] = []
        self.problems: list[Problem] = []
        self.waiting: list[Suppression] = []
        """Requests that cover the segment that follows."""

    def document(self, path: str) -> Document:
        value = self.value
        commented = "tqa" in value or "TQA" in value or "Tqa" in value
        start = 0
        for end, after in [*((m.start(), m.end()) for m in _BREAK.finditer(value)), (len(value), len(value))]:
            if commented and _ANYWHERE.search(value, start, end):
                self._commented(start, end)
            else:
                self._paragraph(start, end)
            start = after
        for request in self.waiting:
            self.problems.append(Problem("no paragraph follows this comment for it to cover", request.place))
        return Document(
            path=path,
            format="text",
            segments=tuple(self.segments),
            content=Content(value),
            suppressions=tuple(self.suppressions),
            problems=tuple(self.problems),
        )

    def _paragraph(self, start: int, end: int) -> None:
        """A segment, without the line ends and blank lines at the ends of the piece (those of the file, mostly)."""
        value = self.value
        blank = _BLANK_LINES.match(value, start, end)
        start = blank.end() if blank else start
        while end > start and value[end - 1] in "\r\n":
            end -= 1
        paragraph = value[start:end]
        if not paragraph or paragraph.isspace():
            return
        segment = Segment(str(len(self.segments) + 1), Text(paragraph, "", Origin.contiguous(start, len(paragraph))))
        self.segments.append(segment)
        for request in self.waiting:
            self._cover(request, segment.id)
        self.waiting = []

    def _cover(self, request: Suppression, segment: str) -> None:
        self.suppressions.append(Suppression(request.rules, request.reason, request.until, segment, request.place))

    def _commented(self, start: int, end: int) -> None:
        """A paragraph that mentions tqa; comments on lines of their own divide it."""
        value = self.value
        begin = start
        tail: list[_Comment] = []
        text_end = start
        for line in _LINE.finditer(value, start, end):
            at = line.start()
            rest, comments = self._comments(at, line.end())
            if comments and (rest == at or value[at:rest].isspace()):
                self._gathered(begin, text_end if tail else at, tail)
                self.waiting += self._requests(comments)
                begin, tail = line.end(), []
                continue
            for place, _ in tail:
                self.problems.append(Problem(_INSIDE, place))
            tail, text_end = comments, rest
            for opened in _OPENED.finditer(value, at, rest):
                closed = value.find("-->", opened.end(), rest)
                if closed < 0:
                    self.problems.append(Problem("this comment is not closed on its line", Span(opened.start(), rest)))
                    break
                self.problems.append(Problem(_INSIDE, Span(opened.start(), closed + 3)))
        self._gathered(begin, text_end if tail else end, tail)

    def _gathered(self, begin: int, end: int, tail: list[_Comment]) -> None:
        """A paragraph with the comments at its end."""
        self._paragraph(begin, end)
        for request in self._requests(tail):
            self._cover(request, self.segments[-1].id)

    def _comments(self, at: int, end: int) -> tuple[int, list[_Comment]]:
        """Where the text of a line ends, and the comments for tqa that follow it there."""
        line = self.value[at:end].rstrip()
        hashed = _HASH.fullmatch(line)
        if hashed:
            return at, [(Span(at + len(line) - len(line.lstrip()), at + len(line)), hashed[1])]
        found: list[_Comment] = []
        while line.endswith("-->"):
            start = line.rfind("<!--")
            if start < 0 or not _TQA.match(line, start + 4) or "-->" in line[start:-3]:
                break
            found.append((Span(at + start, at + len(line)), line[start + 4 : -3]))
            line = line[:start].rstrip()
        return at + len(line), found[::-1]

    def _requests(self, comments: list[_Comment]) -> list[Suppression]:
        """The requests for a segment; those for the document are noted, those not understood are problems."""
        out: list[Suppression] = []
        for place, body in comments:
            try:
                rules, reason, until, whole = parse(body)
            except RequestError as problem:
                self.problems.append(Problem(f"this comment is not understood: {problem}", place))
                continue
            request = Suppression(rules, reason, until, None, place)
            (self.suppressions if whole else out).append(request)
        return out
