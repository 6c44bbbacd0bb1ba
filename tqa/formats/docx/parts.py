"""The parts of a Word document that hold its text, and the content that they are together.

Positions of a document are those in the part that they are in: lines and columns of ``word/document.xml``, of
``word/footnotes.xml`` and so on. Offsets go on from part to part, so that one of them means one place.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING, NamedTuple

from tqa import Content, Position, UnreadableError
from tqa.formats.archive import Package
from tqa.formats.xmltext import MalformedError, Xml

from .markup import attribute, has
from .styles import Styles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tqa import PositionEncoding
    from tqa.formats.xmltext import Element

_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_MARGINS = {"header": "hdr", "footer": "ftr"}


class Story(NamedTuple):
    """A part with text in it."""

    name: str
    kind: str
    """document, footnotes, endnotes, header, footer."""
    root: str
    xml: Xml
    base: int
    """Where it begins in the content."""

    @property
    def stem(self) -> str:
        """What its segments are called after, "" for the document itself."""
        return "" if self.kind == "document" else _NOTES.get(self.kind) or basename(self.name).partition(".")[0]

    @property
    def is_margin(self) -> bool:
        return self.kind in _MARGINS


class Parts:
    """What a package holds of a document. Raises UnreadableError."""

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self.package = Package(data, path, "Word file")
        self.main = self._main()
        self.relation_ids = set[str]()
        self._kinds = dict[str, list[str]]()
        """The names of other parts, by what they are to the document: "styles", "comments"."""
        for relation in self.elements(self.relations_name, "Relationships", ("Relationship",)):
            self.relation_ids.add(relation.get("Id"))
            if relation.get("TargetMode") != "External":
                name = normpath(join(dirname(self.main), relation.get("Target"))).lstrip("/")
                self._kinds.setdefault(basename(relation.get("Type")), []).append(name)
        self.stories = [*self._stories()]
        self.content = PartedContent(self.stories)

    def _main(self) -> str:
        for relation in self.elements("_rels/.rels", "Relationships", ("Relationship",)):
            name = normpath(relation.get("Target")).lstrip("/")
            if basename(relation.get("Type")) == "officeDocument" and name in self.package:
                return name
        if "word/document.xml" in self.package:
            return "word/document.xml"
        raise UnreadableError(f"{self.path}: this ZIP archive holds no Word document (there is no word/document.xml)")

    @property
    def relations_name(self) -> str:
        """The name of the part that says what other parts the document has."""
        return f"{dirname(self.main)}/_rels/{basename(self.main)}.rels"

    def of_kind(self, kind: str) -> str:
        """The name of the first part of a kind, "" where there is none."""
        return next((name for name in self._kinds.get(kind, ()) if name in self.package), "")

    @property
    def is_signed(self) -> bool:
        return any(name.startswith("_xmlsignatures/") for name in self.package.names())

    def _stories(self) -> Iterator[Story]:
        base = 0
        wanted = [(self.main, "document", "document")]
        for kind, root in [*((k, k) for k in _NOTES), *_MARGINS.items()]:
            wanted += [(name, kind, root) for name in dict.fromkeys(self._kinds.get(kind, ())) if name in self.package]
        for name, kind, root in wanted:
            xml = self.xml(name)
            yield Story(name, kind, root, xml, base)
            base += len(xml.content.value) + 1

    def xml(self, name: str) -> Xml:
        return Xml(self.package.read(name), f"{self.path}, {name}" if self.path else name)

    def elements(self, name: str, root: str, whole: Collection[str]) -> Iterator[Element]:
        """Elements of a part, none where it is missing."""
        if name in self.package:
            yield from sound(self.xml(name), root, whole)

    @cached_property
    def styles(self) -> Styles:
        return Styles(self.elements(self.of_kind("styles"), "styles", ("style",)))

    @cached_property
    def settings(self) -> Settings:
        protected, tracked = "", False
        for element in self.elements(self.of_kind("settings"), "settings", ("documentProtection", "trackRevisions")):
            if element.name == "trackRevisions":
                tracked = has(element)
            elif attribute(element, "enforcement") in ("1", "true", "on"):
                protected = attribute(element, "edit")
        return Settings(protected, tracked)


class Settings(NamedTuple):
    """What the document asks of those who change it."""

    protected: str
    """What Word leaves open for change: "readOnly", "comments", "trackedChanges", "forms", "none"; "" where it does not
    protect the document."""
    tracked: bool
    """Word records changes."""


def sound(xml: Xml, root: str, whole: Collection[str]) -> Iterator[Element]:
    """Elements of a part that has to be whole. Raises UnreadableError where it is not."""
    try:
        yield from xml.elements((root,), whole)
    except MalformedError as problem:
        raise xml.unreadable(problem) from None


class PartedContent(Content):
    """The text of parts, one after the other with a line end between. Positions are those in the part."""

    __slots__ = ("_bases",)

    def __init__(self, stories: list[Story]) -> None:
        super().__init__("\n".join(story.xml.content.value for story in stories))
        self._bases = [story.base for story in stories]

    def position(self, offset: int, encoding: PositionEncoding = "utf-16") -> Position:
        found = super().position(offset, encoding)
        base = self._bases[self.part(offset)]
        return found._replace(line=found.line - super().position(base).line) if base else found

    def part(self, offset: int) -> int:
        """The number of the part that an offset is in."""
        return bisect_right(self._bases, offset) - 1
