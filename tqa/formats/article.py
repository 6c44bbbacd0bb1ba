"""News articles as the formats of the wire have them: headline, by-line, lead and body, each a field of its own. What
an article says twice is checked once.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from tqa import Document, Segment, Text

from .html import Scan, escaper
from .ids import Ids

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from tqa import Content, Problem, Suppression

    from .layers import Layer

CONTENT, PLAIN, HEAD, SUMMARY, TITLE = range(5)
"""How fields rank that say the same: the body with markup before the plain one, both before what is about them."""


class Part(NamedTuple):
    """A text of a field: what becomes a segment."""

    kind: str
    text: Text
    name: str = ""
    """Its id in the file, "" where it has none."""
    requests: tuple[Suppression, ...] = ()
    """What comments ask to leave out of it."""


class _Field(NamedTuple):
    rank: int
    segments: tuple[Segment, ...]
    requests: tuple[Suppression, ...]


class Article:
    """An article as it is read."""

    def __init__(self, name: str = "", lang: str = "") -> None:
        self.name, self.lang = name, lang
        self.problems: list[Problem] = []
        self.suppressions: list[Suppression] = []
        """Those that cover all of it."""
        self._fields: list[_Field] = []
        self._ids = Ids()
        self._numbers = count(1)

    def __bool__(self) -> bool:
        return bool(self._fields or self.problems)

    def add(self, name: str, parts: Iterable[Part], rank: int = HEAD) -> None:
        """A field. Its texts are called by their own ids, else "name" or, where they are several, "name/1" …; of a
        field without name "1" …, counted through the article."""
        known = tuple(parts)
        segments, suppressions = [], []
        for number, part in enumerate(known, 1):
            called = part.name or (
                str(next(self._numbers)) if not name else name if len(known) == 1 else f"{name}/{number}"
            )
            unique = self._ids.unique(called)
            segments.append(Segment(unique, part.text, kind=part.kind))
            suppressions += [request._replace(segment=unique) for request in part.requests]
        if segments:
            self._fields.append(_Field(rank, tuple(segments), tuple(suppressions)))

    def add_layer(self, name: str, layer: Layer, kind: str, rank: int, *, lang: str, markup: bool, flow: bool) -> None:
        """A field that is HTML where it has `markup`, else plain text, as in `Layer.paragraphs`."""
        if markup:
            self.add(name, self._scanned(layer, kind, lang), rank)
        else:
            self.add(name, (Part(kind, text) for text in layer.paragraphs(lang, flow=flow)), rank)

    def _scanned(self, layer: Layer, kind: str, lang: str) -> list[Part]:
        scan = Scan(layer.value, escaper(layer.value, layer.encoding), lang)
        scan.scan(0, len(layer.value))
        inner = scan.document("", "html")
        self.problems += [problem._replace(place=layer.span(problem.place)) for problem in inner.problems]
        asked: dict[str | None, list[Suppression]] = {}
        for request in inner.suppressions:
            asked.setdefault(request.segment, []).append(request._replace(place=layer.span(request.place)))
        self.suppressions += asked.pop(None, ())
        return [
            Part(
                kind if segment.kind == "body" else segment.kind,
                layer.outward(segment.target),
                requests=tuple(asked.get(segment.id, ())),
            )
            for segment in inner.segments
        ]

    def document(self, path: str, form: str, content: Content, *, everything: bool) -> Document:
        """The article. `everything`: with what it says twice."""
        fields = self._fields if everything else list(_once(self._fields))
        segments = tuple(segment for field in fields for segment in field.segments)
        ids = {segment.id for segment in segments}
        requests = (request for field in fields for request in field.requests if request.segment in ids)
        return Document(
            path=path,
            format=form,
            segments=segments,
            target_lang=self.lang,
            name=self.name,
            content=content,
            suppressions=(*self.suppressions, *requests),
            problems=tuple(self.problems),
        )


def _once(fields: list[_Field]) -> Iterator[_Field]:
    """The fields without what is said in one that ranks before them: of a plain body the paragraphs that the one with
    markup has, a summary that is its first paragraph. What is no headline does not replace one.
    """
    texts: set[tuple[bool, str]] = set()
    kept: dict[int, _Field] = {}
    for number in sorted(range(len(fields)), key=lambda number: fields[number].rank):
        segments = fields[number].segments
        said = [(segment.kind == "headline", " ".join(segment.target.value.split())) for segment in segments]
        whole = all(headline for headline, _ in said), " ".join(text for _, text in said)
        if not _is_said(*whole, texts):
            here = [segment for segment, one in zip(segments, said, strict=True) if not _is_said(*one, texts)]
            kept[number] = fields[number]._replace(segments=tuple(here))
        texts.update(said, [whole])
    return (kept[number] for number in sorted(kept))


def _is_said(is_headline: bool, text: str, texts: Container[tuple[bool, str]]) -> bool:
    return (True, text) in texts or (not is_headline and (False, text) in texts)
