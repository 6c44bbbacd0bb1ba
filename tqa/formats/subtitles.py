"""Subtitles, SRT and WebVTT: a segment is a sentence or more, over as many cues as it takes.

A cue whose text does not end a sentence goes on in the next, unless that comes much later, is somebody else's, or the
segment has grown long; the times in between are masked. Lines that begin with a dash are different speakers. Marks of
style and voice are masked. In WebVTT a block ``NOTE tqa: ignore[rule] why`` covers the segment that begins after it.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from tqa import Content, Document, Problem, Segment, Span, Suppression, UnreadableError
from tqa.text import regex

from .encoding import decode
from .strand import Strand, put_checked
from .suppress import RequestError, parse

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from tqa import PlacedEdit

LONGEST = 1000
"""Code points of a segment, after which the next cue begins another though no sentence has ended."""

PAUSE = 4.0
"""Seconds without a cue that end a sentence."""

_BLOCK = regex(r"[^\r\n]+(?:(?:\r\n?|\n)[^\r\n]+)*")
_TIMES = regex(
    r"(?<![^\r\n])[ \t]*(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})[ \t]*-->[ \t]*"
    r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})(?=[ \t\r\n]|\Z)[^\r\n]*(?:\r\n?|\n|\Z)"
)
_LANGUAGE = regex(r"(?im)^language:[ \t]*([\w-]+)")
_SAID = regex(r"[ \t]*([-–—][ \t]*(?![-–—]))?[^\r\n]+(?:\r\n?|\n)?")
_MARK = regex(r"<[^<>\r\n]*>|\{\\[^{}\r\n]*\}|&(?:amp|lt|gt|nbsp|lrm|rlm|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_ENDED = regex(r"""[.!?…:;。！？♪\])][\s"'”’»」』)]*\Z""")
_NUMBER = regex(r"\s*\d+\s*")


class Subtitles:
    """Formats "srt" and "webvtt". `encoding` is that of files that are not Unicode; "" leaves it to detection."""

    name = "srt"
    suffixes: tuple[str, ...] = (".srt",)

    def __init__(self, encoding: str = "") -> None:
        self.encoding = encoding

    def in_encoding(self, name: str) -> Subtitles:
        return type(self)(name)

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        text, _ = decode(data, path, self.encoding)
        yield _Reader(text, self.name).document(path)

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        return put_checked(data, edits, self, self.encoding)


class WebVtt(Subtitles):
    name = "webvtt"
    suffixes = (".vtt",)

    def comment(self, document: Document, segment: str, request: str) -> tuple[int, str]:
        """A block of its own before the segment's first cue."""
        value = document.content.value
        start = next(s.target.origin.span(Span(0, 0)).start for s in document.segments if s.id == segment)
        block = max((m.start() for m in _BLOCK.finditer(value, 0, start)), default=0)
        end = "\r\n" if "\r\n" in value else "\n"
        return block, f"NOTE {request}{end}{end}"


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.segments: list[Segment] = []
        self.suppressions: list[Suppression] = []
        self.problems: list[Problem] = []
        self.waiting: list[Suppression] = []
        self.strand = Strand(text)
        self.id = ""
        self.length = 0
        self.until = 0.0
        """When the last cue ended, in seconds."""
        self.lang = ""

    def document(self, path: str) -> Document:
        cues = 0
        blocks = list(_BLOCK.finditer(self.text))
        for number, block in enumerate(blocks):
            times = _TIMES.search(self.text, block.start(), block.end())
            if times is not None:
                cues += 1
                self._cue(cues, times, block.end())
            elif self.name == "webvtt":
                self._note(block, number == 0)
            elif not _NUMBER.fullmatch(block[0]):
                what = "no times stand before this text, and it is not read"
                self.problems.append(Problem(what, Span(*block.span())))
        self._flush()
        if blocks and not cues and self.name == "srt":
            raise UnreadableError(
                f"{path}: there is no cue in it; its times are a line such as 0:01:02,500 --> 0:01:05,000"
            )
        for request in self.waiting:
            self.problems.append(Problem("no cue follows this comment for it to cover", request.place))
        return Document(
            path=path,
            format=self.name,
            segments=tuple(self.segments),
            target_lang=self.lang,
            content=Content(self.text),
            suppressions=tuple(self.suppressions),
            problems=tuple(self.problems),
        )

    def _note(self, block: re.Match[str], first: bool) -> None:
        if first:
            language = _LANGUAGE.search(block[0])
            self.lang = language[1] if language and block[0].startswith("WEBVTT") else ""
        body = block[0].removeprefix("NOTE").lstrip()
        if not block[0].startswith("NOTE") or body[:3].lower() != "tqa" or body[3:4].isalnum():
            return
        place = Span(*block.span())
        try:
            rules, reason, until, whole = parse(body)
        except RequestError as problem:
            self.problems.append(Problem(f"this comment is not understood: {problem}", place))
            return
        self._flush()
        (self.suppressions if whole else self.waiting).append(Suppression(rules, reason, until, None, place))

    def _cue(self, number: int, times: re.Match[str], end: int) -> None:
        begins, ends = _seconds(times.groups()[:4]), _seconds(times.groups()[4:])
        if begins - self.until > PAUSE or begins < self.until - PAUSE:
            self._flush()
        self.until = ends
        parts = 0
        for line in _SAID.finditer(self.text, times.end(), end):
            start = line.start()
            if parts == 0 or line[1]:
                if line[1]:
                    self._flush()
                    start = line.end(1)
                self._begin(f"{number}.{parts + 1}" if parts else str(number))
                parts += 1
            self._line(start, line.end())

    def _begin(self, name: str) -> None:
        """A cue, or a speaker's part of it: goes on with the sentence before, or begins a segment."""
        strand = self.strand
        strand.trim()
        if strand and (self.length > LONGEST or _ENDED.search(strand.tail)):
            self._flush()
        if not self.strand:
            self.id = name
        elif strand.last < "\u2e80":  # scripts without spaces are joined as they are
            strand.put(" ", strand.end, strand.end)

    def _line(self, start: int, end: int) -> None:
        text, strand = self.text, self.strand
        self.length += end - start
        for mark in _MARK.finditer(text, start, end):
            strand.add(start, mark.start())
            start = mark.end()
            if mark[0][0] == "&" and self.name == "webvtt":
                strand.put(html.unescape(mark[0]), mark.start(), start)
            elif mark[0][0] == "&":
                strand.add(mark.start(), start)
        strand.add(start, end)

    def _flush(self) -> None:
        strand = self.strand
        strand.trim()
        text = strand.text(self.lang, _escape if self.name == "webvtt" else None)
        self.strand, self.length = Strand(self.text), 0
        if text.value.strip():
            segment = Segment(self.id, text)
            self.segments.append(segment)
            self.suppressions += [request._replace(segment=segment.id) for request in self.waiting]
            self.waiting = []


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")


def _escape(new: str) -> str:
    return new.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
