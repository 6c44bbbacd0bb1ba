"""A translation and its source, each in a file of its own: the segments of the one get their sources from the other."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from .align import Alignment
from .model import Document, Origin, Problem, Segment, SourceFile, Span, Text, UnreadableError
from .text import regex, sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from .hookspecs import Format, Language
    from .model import PlacedEdit


class Pattern(NamedTuple):
    """Names of files in which one part is free: "{name}.zh.txt", "zh/{name}.md"."""

    before: str
    after: str

    @classmethod
    def of(cls, pattern: str) -> Pattern:
        """Raises ValueError, with what is wrong, for what is no pattern."""
        before, found, after = pattern.partition("{name}")
        if not found:
            raise ValueError("it has no {name}, which stands for what both names have in common")
        if "{" in before + after or "}" in before + after:
            raise ValueError("it may have {name} once, and no other braces")
        if "\\" in pattern or pattern.startswith("/") or ".." in pattern.split("/"):
            raise ValueError("it has to be relative to the configuration, with / between folders")
        return cls(before, after)

    def name(self, path: str) -> str | None:
        """What is free in a path, which is relative and has / between folders; None where it does not fit."""
        folder, free = ("", ".+") if "/" in self.before + self.after else ("(?:.*/)?", "[^/]+")
        match = _compiled(f"({folder}){re.escape(self.before)}({free}){re.escape(self.after)}").fullmatch(path)
        return f"{match[1]}\0{match[2]}" if match else None

    def path(self, name: str) -> str:
        """The path for what `name` found in another."""
        folder, _, free = name.partition("\0")
        return f"{folder}{self.before}{free}{self.after}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class Pairs(NamedTuple):
    """What the files of sources and of their translations are called."""

    source: Pattern
    target: Pattern

    def source_of(self, path: str) -> str | None:
        """The source of a translation; None for what is none."""
        name = self.target.name(path) if self._is_target(path) else None
        return None if name is None else self.source.path(name)

    def target_of(self, path: str) -> str | None:
        """The translation of a source; None for what is none."""
        name = None if self._is_target(path) else self.source.name(path)
        return None if name is None else self.target.path(name)

    def _is_target(self, path: str) -> bool:
        """Whether a file is a translation: of two patterns that fit, the longer one says what it is."""
        if self.target.name(path) is None or self.source.name(path) is None:
            return self.target.name(path) is not None
        return len("".join(self.target)) > len("".join(self.source))


class Paired:
    """A format of translations whose sources are in files beside them."""

    suffixes = ()

    def __init__(
        self,
        target: Format,
        source: Format,
        source_path: Path,
        languages: Mapping[str, Language],
        known: Callable[[Document, bool], Document],
    ) -> None:
        """`languages` by primary subtag; `known` gives a document its language, as a source's where it is asked to."""
        self._target, self._source, self._source_path = target, source, source_path
        self._languages, self._known = languages, known

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        document = self._known(_single(self._target, data, path), False)
        try:
            original = _single(self._source, self._source_path.read_bytes(), str(self._source_path))
        except OSError as problem:
            what = f"its source, {self._source_path}, cannot be read ({problem.strerror}), and is not compared"
            yield replace(document, problems=(*document.problems, Problem(what, Span(0, 0))))
            return
        yield beside(document, self._known(original, True), self._languages)

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        return self._target.write(data, edits)


def _single(reader: Format, data: bytes, path: str) -> Document:
    """The document of a file that holds one, in one language."""
    found = list(reader.read(data, path))
    if len(found) != 1 or any(segment.source is not None for segment in found[0].segments):
        what = "several documents" if len(found) > 1 else "no document" if not found else "its sources"
        raise UnreadableError(f"{path}: the file has {what} in it, so it can't go with another, side by side")
    return found[0]


def beside(document: Document, original: Document, languages: Mapping[str, Language]) -> Document:
    """The document with the paragraphs of another beside its segments. One of the source that is not translated stands
    beside an empty segment; one that was put in has no source."""
    sources = [segment.target for segment in original.segments]
    alignment = Alignment(sources, [segment.target for segment in document.segments], languages)
    segments: list[Segment] = []
    for link in alignment.links:
        here = document.segments[link.targets.start : link.targets.stop]
        there = sources[link.sources.start : link.sources.stop]
        if here:
            parts = _parted(_joined(there), [segment.target for segment in here], languages) if there else [None]
            parts += [None] * (len(here) - len(parts))
            segments += [replace(segment, source=part) for segment, part in zip(here, parts, strict=True)]
        else:
            at = segments[-1].target.origin.span(_end(segments[-1].target)).end if segments else 0
            empty = Text("", document.target_lang, Origin((), (at,)))
            name = f"source {original.segments[link.sources.start].id}"
            segments.append(Segment(name, empty, there[0], original.segments[link.sources.start].kind))
    return replace(
        document,
        segments=tuple(segments),
        source_lang=original.target_lang,
        source_file=SourceFile(original.path, original.content),
        problems=(*document.problems, *(_about(original, problem) for problem in original.problems)),
    )


def _about(original: Document, problem: Problem) -> Problem:
    line = original.content.position(problem.place.start).line + 1
    return Problem(f"in the source, {original.path}, line {line}: {problem.message}", Span(0, 0))


def _end(text: Text) -> Span:
    return Span(max(0, len(text.value) - 1), len(text.value))


# --- texts that are put together, and parts of them -------------------------------------------------------------------


def _joined(texts: Sequence[Text]) -> Text:
    """Paragraphs as one text, with a line end between them."""
    if len(texts) == 1:
        return texts[0]

    def places() -> tuple[list[int], list[int]]:
        starts: list[int] = []
        ends: list[int] = []
        for text in texts:
            if ends:
                starts.append(ends[-1])
                ends.append(ends[-1])
            for at in range(len(text.value)):
                start, end = text.origin.span(Span(at, at + 1))
                starts.append(start)
                ends.append(end)
        return starts, ends

    return Text("\n".join(text.value for text in texts), texts[0].lang, Origin.deferred(places))


def _part(text: Text, start: int, end: int) -> Text:
    def places() -> tuple[list[int], list[int]]:
        spans = [text.origin.span(Span(at, at + 1)) for at in range(start, end)]
        return [span.start for span in spans], [span.end for span in spans]

    return Text(text.value[start:end], text.lang, Origin.deferred(places))


_CLAUSE = regex(r"[,;:，；：、]\s*")
_MOST_PARTS = 60


def _parted(source: Text, targets: Sequence[Text], languages: Mapping[str, Language]) -> list[Text | None]:
    """A text cut between its sentences, else its clauses, where the paragraphs that it was split into fit best; if it
    cannot be cut, whole."""
    count = len(targets)
    if count == 1:
        return [source]
    starts = [span.start for span in sentences(source)]
    if len(starts) < count:
        starts = [0, *(match.end() for match in _CLAUSE.finditer(source.value) if match.end() < len(source.value))]
    if not count <= len(starts) <= _MOST_PARTS:
        return [source]
    starts[0] = 0
    ends = [*starts[1:], len(source.value)]
    pieces = [_part(source, start, end) for start, end in zip(starts, ends, strict=True)]
    costs = Alignment(pieces, targets, languages)

    def cost(cuts: tuple[int, ...]) -> float:
        edges = (0, *cuts, len(pieces))
        return sum(costs.cost(range(edges[n], edges[n + 1]), range(n, n + 1)) for n in range(count))

    best = min(combinations(range(1, len(pieces)), count - 1), key=cost)
    edges = (0, *best, len(pieces))
    return [_stripped(source, starts[edges[n]], ends[edges[n + 1] - 1]) for n in range(count)]


def _stripped(text: Text, start: int, end: int) -> Text:
    value = text.value[start:end]
    return _part(text, start + len(value) - len(value.lstrip()), start + len(value.rstrip()))
