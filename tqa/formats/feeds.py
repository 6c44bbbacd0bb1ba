"""RSS 2.0 and Atom: each item or entry is a document, and so is what the feed says of itself.

Text that is HTML, escaped or in CDATA, is read as such; of RSS, which does not say whether it is, what looks like it.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from .article import CONTENT, HEAD, SUMMARY, TITLE, Article
from .blocks import XHTML, parts
from .newsxml import NewsXml, Reading
from .xmltext import XML

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .xmltext import Element

ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"

_RSS = {
    ("", "title"): ("headline", HEAD),
    ("", "description"): ("lead", SUMMARY),
    (_CONTENT, "encoded"): ("body", CONTENT),
    (_DC, "creator"): ("byline", HEAD),
    (_MEDIA, "title"): ("caption", SUMMARY),
    (_MEDIA, "description"): ("caption", SUMMARY),
    (_MEDIA, "credit"): ("furniture", HEAD),
}
"""Of what stands in an item the kind, and how it ranks."""

_ATOM = {
    "title": ("headline", HEAD),
    "subtitle": ("lead", SUMMARY),
    "summary": ("lead", SUMMARY),
    "content": ("body", CONTENT),
    "rights": ("furniture", TITLE),
}


class _Reading(Reading):
    def articles(self) -> Iterator[Article]:
        lang, numbers = "", count(1)
        about = Article()
        whole = ("item", "entry", "title", "description", "subtitle", "rights", "language")
        for element in self.xml.elements(("rss", "feed", "entry"), whole):
            atom, around = element.namespace == ATOM, element.parent
            if element.name == "entry" and atom:
                yield self._entry(element, "" if around is None else str(next(numbers)))
            elif element.name == "item" and not element.namespace:
                yield self._item(element, lang, str(next(numbers)))
            elif around is not None and around.name in ("channel", "feed"):
                if element.name == "language" and not element.namespace:
                    lang = about.lang = self.xml.plain(element)
                elif atom and around.name == "feed":
                    about.lang = around.inherited("lang", XML)
                    self._construct(element, element.name, "furniture", TITLE, about)
                elif not atom and element.name in ("title", "description"):
                    self._said(element, element.name, "furniture", TITLE, about, lang)
        if about:
            yield about

    def _item(self, item: Element, lang: str, number: str) -> Article:
        found = {(child.namespace, child.name): child for child in item.children}
        own = found.get((_DC, "language"))
        lang = (own and self.xml.plain(own)) or item.inherited("lang", XML) or lang
        name = next((self.xml.plain(found[key]) for key in (("", "guid"), ("", "link")) if key in found), number)
        article = Article(name, lang)
        for child in _flat(item):
            kind, rank = _RSS.get((child.namespace, child.name), ("", 0))
            if kind == "lead" and (_CONTENT, "encoded") not in found:
                kind = "body"
            if kind:
                called = child.name if not child.namespace else f"{_PREFIXES[child.namespace]}:{child.name}"
                self._said(child, called, kind, rank, article, child.get("lang", XML) or lang)
        return article

    def _said(self, element: Element, name: str, kind: str, rank: int, article: Article, lang: str) -> None:
        """What an element of RSS says: with markup, if it looks like it."""
        if element.children:
            article.add(name, parts(self.xml, element, XHTML, kind, lang), rank)
        else:
            layer = self.xml.layer(element)
            article.add_layer(name, layer, kind, rank, lang=lang, markup=layer.is_markup, flow=True)

    def _entry(self, entry: Element, number: str) -> Article:
        """`number`: its place in the feed, "" where it is alone."""
        named = entry.child("id")
        article = Article(self.xml.plain(named) if named and number else number, entry.inherited("lang", XML))
        for child in entry.children:
            if child.namespace == ATOM and child.name in _ATOM:
                kind, rank = _ATOM[child.name]
                if child.name == "summary" and entry.child("content") is None:
                    kind = "body"
                self._construct(child, child.name, kind, rank, article)
        for author in entry.all("author"):
            for name in author.all("name"):
                article.add("author", parts(self.xml, name, XHTML, "byline", article.lang))
        return article

    def _construct(self, element: Element, name: str, kind: str, rank: int, article: Article) -> None:
        """What a text construct of Atom says, as its type has it."""
        said = element.get("type").lower() or "text"
        lang = element.inherited("lang", XML)
        if said in ("xhtml", "application/xhtml+xml"):
            article.add(name, parts(self.xml, element, XHTML, kind, lang), rank)
        elif said in ("text", "html", "text/plain", "text/html") and not element.children:
            layer = self.xml.layer(element)
            article.add_layer(name, layer, kind, rank, lang=lang, markup="html" in said, flow=True)


_PREFIXES = {_CONTENT: "content", _DC: "dc", _MEDIA: "media"}


def _flat(item: Element) -> Iterator[Element]:
    """What is in an item, and in what media of it are in."""
    for child in item.children:
        yield child
        if child.namespace == _MEDIA:
            yield from _flat(child)


class Feed(NewsXml):
    """Format "feed"."""

    name = "feed"
    suffixes = (".rss", ".atom", ".xml")
    roots = (("", "rss"), (ATOM, "feed"), (ATOM, "entry"))
    reading = _Reading
