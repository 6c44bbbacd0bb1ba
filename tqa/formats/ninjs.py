"""ninjs 1.x to 3.x, the IPTC's format of the wire in JSON: an item is a document.

Of a text that is there in plain and with markup, the markup is read. Pictures and the like that go with an item are its
captions; texts that go with it are documents of their own.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tqa import Content, Document, Problem, Span, UnreadableError, UnwritableError

from .article import CONTENT, HEAD, PLAIN, SUMMARY, TITLE, Article
from .collector import without_collector
from .encoding import BOMS, decode, put
from .ids import Ids
from .jsonstring import HALF, escaper, places
from .jsontext import MalformedError, first_keys, read
from .layers import Layer
from .strand import checked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from tqa import PlacedEdit

    from .jsontext import Value

_FIELDS = {
    "headline": ("headline", HEAD),
    "headlines": ("headline", HEAD),
    "subheadlines": ("headline", HEAD),
    "byline": ("byline", HEAD),
    "by": ("byline", HEAD),
    "located": ("dateline", HEAD),
    "description": ("lead", SUMMARY),
    "descriptions": ("lead", SUMMARY),
    "body": ("body", PLAIN),
    "bodies": ("body", PLAIN),
    "title": ("furniture", TITLE),
}
"""By the start of its name ("body_xhtml", "description_text") the kind of a field, and how it ranks."""

_OWN = frozenset(
    "associations bodies byline descriptions headline headlines pubStatus pubstatus renditions versionCreated "
    "versioncreated".split()
)
"""Keys of ninjs, one of which stands beside "uri" in every item."""

RECOGNISED_BY = 1 << 16
"""Bytes at the beginning of a file among which the keys stand that tell it."""

_ARTICLES = ("text", "composite", "")
"""Types of what goes with an item and is one of its own."""


class Ninjs:
    """Format "ninjs"."""

    suffixes = (".ninjs", ".json")

    def recognises(self, file: BinaryIO) -> bool:
        start = file.read(RECOGNISED_BY)
        name = next((name for mark, name in BOMS if start.startswith(mark)), "utf-8")
        keys = set(first_keys(start.decode(name, "replace").removeprefix("\ufeff")))
        return "uri" in keys and any(map(_is_own, keys))

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        with without_collector():
            yield from _Reading(data, path).documents(everything=False)

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        if not edits:
            return data
        if broken := _Reading(data, "").broken:
            raise UnwritableError(f"nothing is written: {broken.message}")
        return checked(data, edits, put(data, edits), self.said)

    def said(self, data: bytes) -> list[Document]:
        """All that a file says, what it says twice, too; nothing where it is not sound."""
        try:
            reading = _Reading(data, "")
        except UnreadableError:
            return []
        return [] if reading.broken else list(reading.documents(everything=True))


class _Reading:
    def __init__(self, data: bytes, path: str) -> None:
        text, encoding = decode(data, path)
        if not encoding.name.startswith("utf"):
            raise UnreadableError(f"{path}: JSON has to be in UTF-8, and this is not (perhaps {encoding.name})")
        self.text, self.path = text, path
        self.content = Content(text)
        self.encoding = encoding.name
        escape = escaper(text, encoding.name)
        self.escape = lambda new, _: escape(new)
        self.ready: list[Article] = []
        self.broken: Problem | None = None
        """Why there is nothing to read."""
        self.items: Sequence[Value] = ()
        try:
            whole = read(text)
        except MalformedError as problem:
            line, column = self.content.position(problem.at, "utf-32")
            what = f"this is not sound JSON at line {line + 1}, column {column + 1}: {problem}"
            self.broken = Problem(what, Span(problem.at, min(problem.at + 1, len(text))))
        else:
            self.items = whole.items if isinstance(whole.data, list) else (whole,)
            if not self.items or not all(_is_item(item) for item in self.items):
                raise UnreadableError(f'{path}: this is JSON, but not ninjs: an object with "uri" and what ninjs has')

    def documents(self, *, everything: bool) -> Iterator[Document]:
        if self.broken:
            yield Document(self.path, "ninjs", (), content=self.content, problems=(self.broken,))
        names = Ids()
        for item in self.items:
            self._article(item, "")
            for article in self.ready:
                article.name = names.unique(article.name)
                yield article.document(self.path, "ninjs", self.content, everything=everything)
            self.ready.clear()

    def _article(self, item: Value, prefix: str) -> None:
        """An item that is a document; `prefix`: the path to it in the one that it goes with."""
        alone = not prefix and len(self.items) == 1
        article = Article("" if alone else item.get("uri").text or prefix)
        self.ready.append(article)
        picture = item.get("type").text not in _ARTICLES
        self._item(item, article, f"{prefix}." if prefix else "", caption=picture)

    def _item(self, item: Value, article: Article, prefix: str, caption: bool) -> None:
        """What an item says. `caption`: that it is a picture or the like, which is described."""
        lang = item.get("language").text
        article.lang = article.lang or lang
        self._repeated(item, article)
        for key, (kind, rank) in _FIELDS.items():
            here = "caption" if caption and kind in ("headline", "lead", "body") else kind
            for name, value in item.members.items():
                if name == key or name.startswith(f"{key}_"):
                    self._field(value, article, f"{prefix}{name}", here, rank, lang or article.lang)
        with_it = item.get("associations")
        found = [(f".{name}", value) for name, value in with_it.members.items()]
        found += [(f"[{number}]", value) for number, value in enumerate(with_it.items)]
        for name, value in found:
            if value.get("type").text in _ARTICLES:
                self._article(value, f"{prefix}associations{name}")
            else:
                self._item(value, article, f"{prefix}associations{name}.", caption=True)

    def _field(self, value: Value, article: Article, name: str, kind: str, rank: int, lang: str) -> None:
        """A text, or the texts of an array, each with what it is for and whether it has markup."""
        if value.text:
            markup = not name.endswith("_text") and (name.endswith("html") or self._layer(value).is_markup)
            self._text(value, article, name, kind, rank, lang, markup=markup)
        for number, entry in enumerate(value.items):
            said = entry.get("value")
            form = (entry.get("contenttype").text or entry.get("contentType").text).lower()
            if said.text:
                self._repeated(entry, article)
                markup = "html" in form or "xml" in form or (not form and self._layer(said).is_markup)
                here = "caption" if kind == "lead" and "caption" in entry.get("role").text.lower() else kind
                own = entry.get("language").text or lang
                self._text(said, article, f"{name}[{number}]", here, rank, own, markup=markup)

    def _text(
        self, value: Value, article: Article, name: str, kind: str, rank: int, lang: str, *, markup: bool
    ) -> None:
        rank = CONTENT if markup and rank == PLAIN else rank
        layer = self._layer(value)
        for half in HALF.finditer(value.text):
            place = layer.span(Span(*half.span()))
            what = f"half a character, {self.text[place.start : place.end]}; it is read as \ufffd"
            article.problems.append(Problem(what, place))
        article.add_layer(name, layer, kind, rank, lang=lang, markup=markup, flow=False)

    def _layer(self, value: Value) -> Layer:
        said = HALF.sub("\ufffd", value.text)
        return Layer(said, partial(places, self.text, value.start + 1, value.end - 1), self.escape, self.encoding)

    def _repeated(self, value: Value, article: Article) -> None:
        """Says which keys an object has twice."""
        for key, at in value.repeated:
            what = f'the key "{key}" is here again in the same object, and only its last value is read'
            article.problems.append(Problem(what, Span(at, at + len(key) + 2)))


def _is_item(value: Value) -> bool:
    keys = value.members.keys()
    return "uri" in keys and any(map(_is_own, keys))


def _is_own(key: str) -> bool:
    return key in _OWN or key.startswith(("headline_", "body_", "description_"))
