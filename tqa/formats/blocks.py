"""Text with markup in XML: a block's text is a segment, its inline markup is masked, and white space is what is shown
of it, as in HTML. What is a block, what no text, and of what kind, a vocabulary says: XHTML's or NITF's.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from .article import Part
from .html import BLOCKS, SKIPPED, kind_of
from .strand import Strand
from .xmltext import XML, escape, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from .xmltext import Element, Xml


_SPACE = " \t\r\n\f"


class Vocabulary(NamedTuple):
    blocks: Container[str]
    skipped: Container[str]
    """Elements that hold no text."""
    kind: Callable[[Element, str], str]
    """The kind of what is in a block, whose surroundings are of a kind."""


def parts(xml: Xml, element: Element, vocabulary: Vocabulary, kind: str = "body", lang: str = "") -> list[Part]:
    """The texts in an element, which is a block of a kind. `lang`: what they are in where nothing within says it."""
    reading = _Reading(xml, vocabulary)
    lang = element.get("lang", XML) or element.get("lang") or lang
    reading.block(element, _Block(kind, lang, element.get("id")))
    return reading.parts


def html_kind(element: Element, outer: str) -> str:
    return kind_of(element.name, element.attributes, outer)


XHTML = Vocabulary(BLOCKS, SKIPPED, html_kind)


class _Block(NamedTuple):
    """What a block says of its text."""

    kind: str
    lang: str
    name: str


class _Reading:
    def __init__(self, xml: Xml, vocabulary: Vocabulary) -> None:
        self.xml, self.vocabulary = xml, vocabulary
        self.content = xml.content.value
        self.parts: list[Part] = []
        self.strand = Strand(self.content)
        self.line_end: tuple[int, int] | None = None
        """A line break that the text has not gone on after."""
        self.in_cdata = False
        """Whether the text begins in CDATA: then new text is written as there."""

    def block(self, element: Element, block: _Block) -> None:
        self._inside(element, block)
        self._flush(block)

    def _nested(self, element: Element, around: _Block) -> _Block:
        lang = element.get("lang", XML) or element.get("lang") or around.lang
        return _Block(self.vocabulary.kind(element, around.kind), lang, element.get("id"))

    def _inside(self, element: Element, block: _Block) -> None:
        """What is in a block, or in an inline element of it."""
        at = self.xml.inner(element)
        for child in element.children:
            self._text(at, child.start)
            at = self.xml.end(child)
            is_block = child.name in self.vocabulary.blocks
            if is_block:
                self._flush(block)
            if child.name == "br":
                self._break(child.start, at, block)
            elif (
                child.name in self.vocabulary.skipped or child.get("translate") == "no" or "hidden" in child.attributes
            ):
                continue
            elif is_block:
                self.block(child, self._nested(child, block))
            else:
                self._inside(child, block)
        self._text(at, element.close)

    def _text(self, start: int, end: int) -> None:
        if not self.strand and not self.content[start:end].strip():
            return
        for said, first, last in pieces(self.content, start, end):
            if not said.strip(_SPACE):
                self._space(said, first, last)
                continue
            begins = not self.strand
            if self.line_end is not None:
                self.strand.put("\n", *self.line_end)
                self.line_end = None
            if len(said) == last - first:
                self.strand.flow(first, last)
            else:
                self.strand.put(said, first, last)
            if begins:
                opened = self.content.rfind("<![CDATA[", start, first)
                self.in_cdata = opened >= 0 and self.content.find("]]>", opened, first) < 0

    def _space(self, said: str, first: int, last: int) -> None:
        """White space: one space, where it is not at the start of a line."""
        if said and self.strand and self.line_end is None and self.strand.last not in _SPACE:
            self.strand.put(" ", first, last)

    def _break(self, start: int, end: int, block: _Block) -> None:
        """A line end; a second one ends the text."""
        if self.line_end is not None:
            self._flush(block)
        elif self.strand:
            self.strand.trim()
            self.line_end = (start, end)

    def _flush(self, block: _Block) -> None:
        """What was read so far is a text, if there is any."""
        strand = self.strand
        strand.trim()
        self.strand, self.line_end = Strand(self.content), None
        if strand:
            written = partial(escape, encoding=self.xml.encoding.name, cdata=self.in_cdata)
            self.parts.append(Part(block.kind, strand.text(block.lang, written), block.name))
