"""What Word's styles say of a paragraph or a run: that it is a heading, a list, code, hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tqa.text import regex

from .markup import attribute, has, value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tqa.formats.xmltext import Element

_HEADING = regex(r"(?:heading|überschrift|titre|标题|標題|見出し) ?\d?")
_KINDS = {
    **dict.fromkeys(("title", "headline", "heading"), "headline"),
    **dict.fromkeys(("subtitle", "lead", "lede", "standfirst"), "lead"),
    **dict.fromkeys(("author", "byline"), "byline"),
    "dateline": "dateline",
    **dict.fromkeys(("caption", "image caption", "table caption", "figure caption"), "caption"),
    **dict.fromkeys(("quote", "intense quote", "block text", "quotations"), "quote"),
    **dict.fromkeys(("html preformatted", "source code", "plain text code", "preformatted text", "code"), "code"),
    **dict.fromkeys(
        ("header", "footer", "toc heading", "contents heading", "table of figures", "page number"), "furniture"
    ),
}
"""By the name of a style; built-in ones have English names in whatever language Word is."""
_PREFIXES = (("toc ", "furniture"), ("contents ", "furniture"), ("index ", "furniture"), ("list", "list"))
LEVELS = tuple("012345678")
"""Of headings; 9 is none."""


class _Style(NamedTuple):
    name: str
    based_on: str
    kind: str
    hidden: bool


class Styles:
    """The styles of a document, by their ids."""

    def __init__(self, elements: Iterable[Element]) -> None:
        self._styles: dict[str, _Style] = {}
        for element in elements:
            self._styles[attribute(element, "styleId")] = _style(element)

    def kind(self, style: str) -> str:
        """The kind of segment that paragraphs of a style are."""
        if style and style not in self._styles:
            return _named(style.lower().replace("heading", "heading "))
        return next((s.kind for s in self._chain(style) if s.kind), "body")

    def hidden(self, style: str) -> bool:
        """Whether text in a style shows neither on screen nor on paper, or is what Word says in place of text."""
        return any(s.hidden for s in self._chain(style))

    def _chain(self, style: str) -> list[_Style]:
        """A style and those it is based on."""
        found: list[_Style] = []
        while style in self._styles and len(found) < 20:  # more can only be a circle
            found.append(self._styles[style])
            style = found[-1].based_on
        return found


def _style(element: Element) -> _Style:
    name = value(element, "name").lower()
    kind = _named(name)
    if kind == "body":
        if value(element, "pPr", "outlineLvl") in LEVELS:
            kind = "headline"
        elif has(element, "pPr", "numPr"):
            kind = "list"
    hidden = name == "placeholder text" or has(element, "rPr", "vanish")
    return _Style(name, value(element, "basedOn"), "" if kind == "body" else kind, hidden)


def _named(name: str) -> str:
    if _HEADING.fullmatch(name):
        return "headline"
    return _KINDS.get(name) or next((kind for prefix, kind in _PREFIXES if name.startswith(prefix)), "body")
