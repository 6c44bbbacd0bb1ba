"""XLIFF: 1.0 to 1.2, with what Trados Studio (SDLXLIFF) and memoQ (MQXLIFF) add to it, and 2.0 to 2.2.

A <file> is a document. What is not translated yet is left out: units without <target>, and those whose state or tool
says so; an empty <target> also where nothing says that it is translated (many tools write one for every unit). Where
something does, it is a segment, for rules to find. So are locked segments; but no fix goes into them. Left out, too, is
what is not to be translated (translate="no").

A unit in parts (<mrk mtype="seg"> of 1.2, <segment> of 2.x) is a segment for each: "unit/part". Text that an inline
code holds (<sub>) is a segment of its own: "unit/sub1".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tqa import Document, Segment, Text
from tqa.model import UnreadableError
from tqa.text import regex

from .collector import without_collector
from .ids import Ids
from .xmltext import XML, Element, MalformedError, Xml, subflows, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tqa.model import Diagnostic, PlacedEdit, Problem

    from .xliff_constraints import Constraints
    from .xmltext import Role

SDL = "http://sdl.com/FileTypes/SdlXliff/1.0"
MEMOQ = "MQXliff"

_UNTRANSLATED = ("new", "needs-translation", "initial")
_CONFIRMED = ("Translated", "ApprovedTranslation", "ApprovedSignOff", "RejectedTranslation", "RejectedSignOff")

_KINDS = {
    **dict.fromkeys(("title", "heading", "headline", "h1", "h2", "h3", "h4", "h5", "h6"), "headline"),
    **dict.fromkeys(("caption", "figcaption"), "caption"),
    **dict.fromkeys(("cell", "td", "th"), "cell"),
    **dict.fromkeys(("listitem", "li", "dt", "dd"), "list"),
    **dict.fromkeys(("blockquote", "q"), "quote"),
    **dict.fromkeys(("code", "pre", "gettext-domain-header"), "code"),
    **dict.fromkeys(("header", "footer", "button", "menu", "menuitem", "toolbar"), "furniture"),
}
"""By restype (1.2) or type (2.x), without "x-", "x-html-" or the prefix of who defines it."""


class Xliff:
    """Format "xliff"."""

    suffixes = (".xlf", ".xliff", ".sdlxliff", ".mqxliff")

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        with without_collector():
            yield from Reader(data, path, valid=True).documents()

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        reader = Reader(data, "")
        return write(data, edits, _Rereading(reader), lambda document, name: (document.name, name) in reader.locked)

    def annotate(self, data: bytes, diagnostics: Sequence[Diagnostic]) -> bytes:
        """By ITS 2.0: ``<mrk>`` around each word that was found; as notes where the file takes no more."""
        from .xliff_annotation import annotate

        return annotate(data, diagnostics)


class _Rereading:
    """Reads with a reader that is there already, and then with new ones."""

    def __init__(self, first: Reader) -> None:
        self.first: Reader | None = first

    def __call__(self, data: bytes) -> Iterator[Document]:
        reader, self.first = self.first or Reader(data, ""), None
        return reader.documents()


class _Part(NamedTuple):
    """What becomes a segment."""

    name: str
    source: Element | None
    target: Element
    locked: bool = False


_AROUND = ("xliff", "file", "group")
_MODERN = regex(r"""<(?:[\w.-]+:)?xliff\s[^<>]*?\bversion\s*=\s*["']2""")
_OPENING = 20_000
"""Characters in which a file has its first tag."""


class _Inside:
    """The names of all elements that others do not stand around."""

    def __contains__(self, name: object) -> bool:
        return name not in _AROUND


class Reader:
    """Reads a file, once."""

    def __init__(self, data: bytes, path: str, *, valid: bool = False) -> None:
        """`valid`: tell also what is not as the standard has it, of XLIFF 2."""
        self.xml = Xml(data, path)
        self.path = path
        self.constraints: Constraints | None = None
        if valid and _MODERN.search(self.xml.content.value[:_OPENING]):
            from .xliff_constraints import Constraints

            self.constraints = Constraints(self.xml)
        self.locked: set[tuple[str, str]] = set()
        """Name of the document and id of the segments that are not to be changed."""
        self.names = Ids()
        """Of the documents."""
        self._open("", "", "")

    def _open(self, name: str, source_lang: str, target_lang: str) -> None:
        """Begin a document."""
        self.name, self.source_lang, self.target_lang = name, source_lang, target_lang
        self.segments: list[Segment] = []
        self.ids = Ids()

    def documents(self) -> Iterator[Document]:
        """The documents; one that is not sound has what was read up to there."""
        root: Element | None = None
        modern = False
        files = 0
        try:
            for element in self._elements():
                begins = root is not None and element.name == "file" and element.namespace == root.namespace
                if begins and files:
                    yield self._document(())
                if self.constraints is not None:
                    self.constraints.see(element)
                if root is None:
                    root = element
                    modern = is_modern(root, self.path)
                elif element.namespace != root.namespace:
                    continue
                elif begins:
                    files += 1
                    self._file(element, root, modern)
                elif modern == (element.name == "unit"):
                    self._unit(element, modern)
        except MalformedError as problem:
            if not files:
                raise self.xml.unreadable(problem) from None
            yield self._document((self.xml.problem(problem),))
            return
        yield self._document(())

    def _elements(self) -> Iterator[Element]:
        if self.constraints is None:
            return self.xml.elements(("xliff",), ("trans-unit", "unit"), ("xliff", "file"))
        return self.xml.elements(("xliff",), _Inside(), _AROUND)

    def _file(self, element: Element, root: Element, modern: bool) -> None:
        if modern:
            langs = root.get("srcLang"), root.get("trgLang")
        else:
            langs = element.get("source-language"), element.get("target-language")
        self._open(self.names.unique(element.get("original") or element.get("id") or str(len(self.names) + 1)), *langs)

    def _document(self, problems: tuple[Problem, ...]) -> Document:
        breaches = () if self.constraints is None else self.constraints.take(whole=not problems)
        return Document(
            path=self.path,
            format="xliff",
            segments=tuple(self.segments),
            source_lang=self.source_lang,
            target_lang=self.target_lang,
            name=self.name,
            content=self.xml.content,
            problems=(*breaches, *problems),
        )

    def _unit(self, unit: Element, modern: bool) -> None:
        if unit.inherited("translate") == "no":
            return
        name = unit.get("id") or str(len(self.ids) + 1)
        kind = _kind(unit.get("type" if modern else "restype"))
        note = ""
        for part in _segments(self.xml, unit, name) if modern else _classic(self.xml, unit, name):
            note = note or " · ".join(filter(None, map(self.xml.plain, _notes(unit))))
            self._segment(part, kind, note)

    def _segment(self, part: _Part, kind: str, note: str) -> None:
        target = self._text(part.target, self.target_lang)
        source = None if part.source is None else self._text(part.source, self.source_lang)
        if not target.value and (source is None or not source.value):
            return
        name = self.ids.unique(part.name)
        self.segments.append(Segment(name, target, source, kind, note))
        if part.locked:
            self.locked.add((self.name, name))
        sources = [] if part.source is None else subflows(part.source)
        for number, sub in enumerate(subflows(part.target)):
            inner = _Part(
                f"{name}/sub{number + 1}", sources[number] if number < len(sources) else None, sub, part.locked
            )
            self._segment(inner, "body", note)

    def _text(self, element: Element, lang: str) -> Text:
        return self.xml.text(element, element.get("lang", XML) or lang, _role)


def is_modern(root: Element, path: str) -> bool:
    """Whether it is version 2. Raises UnreadableError for versions that there are not yet."""
    version = root.get("version") or ("2.0" if root.get("srcLang") else "1.2")
    if version[:2] not in ("1.", "2."):
        raise UnreadableError(f"{path}: this is XLIFF of version {version!r}; versions 1 and 2 are read")
    return version[:2] == "2."


def _kind(name: str) -> str:
    return _KINDS.get(name.rpartition(":")[2].lower().removeprefix("x-").removeprefix("html-"), "body")


def _notes(unit: Element) -> Iterable[Element]:
    holders = [unit, *unit.all("notes"), *(n for segment in unit.all("segment") for n in segment.all("notes"))]
    return [note for holder in holders for note in holder.all("note")]


# --- version 1 --------------------------------------------------------------------------------------------------------


def _classic(xml: Xml, unit: Element, name: str) -> Iterator[_Part]:
    """What of a <trans-unit> is translated."""
    source, target = unit.child("source"), unit.child("target")
    if target is None or target.get("state") in _UNTRANSLATED or unit.get("status", MEMOQ) == "NotStarted":
        return
    if not target.get("state") and unit.get("approved") != "yes" and xml.is_empty(target):
        return
    locked = unit.get("locked", MEMOQ) == "locked" or unit.get("locked", SDL) == "true"
    details = {
        seg.get("id"): seg
        for child in unit.children
        if child.namespace == SDL and child.name == "seg-defs"
        for seg in child.children
    }
    segmented = unit.child("seg-source")
    sources = {} if segmented is None else {mark.get("mid"): mark for mark in _marks(segmented)}
    targets = list(_marks(target))
    if not targets:
        yield _Part(name, segmented if source is None else source, target, locked)
    for mark in targets:
        mid = mark.get("mid")
        detail = details.get(mid)
        if detail is not None and _not_started(xml, detail, mark):
            continue
        alone = source if len(targets) == 1 and not sources else None
        yield _Part(
            name if len(targets) == 1 else f"{name}/{mid}",
            sources.get(mid, alone),
            mark,
            locked or (detail is not None and detail.get("locked") == "true"),
        )


def _not_started(xml: Xml, detail: Element, mark: Element) -> bool:
    """Whether Trados Studio calls a segment untranslated, or it is empty and nobody has confirmed it."""
    if detail.get("origin") == "not-translated" and detail.get("conf") not in _CONFIRMED:
        return True
    return xml.is_empty(mark) and detail.get("conf") not in _CONFIRMED


def _marks(element: Element) -> Iterator[Element]:
    """The parts that a text is marked up in."""
    for child in element.children:
        if child.name == "mrk" and child.get("mtype") == "seg":
            yield child
        elif _role(child) == "text":
            yield from _marks(child)


# --- version 2 --------------------------------------------------------------------------------------------------------


def _segments(xml: Xml, unit: Element, name: str) -> Iterator[_Part]:
    """What of a <unit> is translated."""
    segments = unit.all("segment")
    for number, segment in enumerate(segments, 1):
        target = segment.child("target")
        state = segment.get("state")
        if target is None or state == "initial" or (not state and xml.is_empty(target)):
            continue
        mine = name if len(segments) == 1 else f"{name}/{segment.get('id') or number}"
        yield _Part(mine, segment.child("source"), target)


# --- inline -----------------------------------------------------------------------------------------------------------

_TEXT = frozenset(("g", "mrk", "pc"))
_OBJECTS = frozenset(("x", "ph", "cp", "bin"))


def _role(element: Element) -> Role:
    name = element.name
    if name in _TEXT:
        return "code" if element.get("mtype") == "x-sdl-deleted" else "text"
    return "object" if name in _OBJECTS else "code"
