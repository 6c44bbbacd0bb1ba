"""TMX 1.1 to 1.4: translation memories.

Each language that units are translated into is a document of its own, named after it where there are several. What a
unit is translated from is in its `srclang`, else the header's; where that is "*all*", it is the first <tuv>.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import Document, Segment

from .collector import without_collector
from .ids import Ids
from .xmltext import XML, Element, MalformedError, Xml, sound, subflows, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tqa.model import Diagnostic, PlacedEdit, Problem

    from .xmltext import Role


class Tmx:
    """Format "tmx"."""

    suffixes = (".tmx",)

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        with without_collector():
            yield from _Reader(data, path).documents()

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        return write(data, edits, lambda new: _Reader(new, "").documents())

    def annotate(self, data: bytes, diagnostics: Sequence[Diagnostic]) -> bytes:
        """A ``<note>`` for each finding, in the variant that it is about."""
        from .annotation import Insertions, intact, places
        from .its import element, remark

        reader = _Placing(data, "")
        before = sound(reader.documents())
        insertions = Insertions(reader.xml.content.value)
        for _, segment, findings in places(before, diagnostics):
            for found in findings:
                note = element(remark(found), reader.xml.encoding.name)
                insertions.add(reader.places[segment.target.lang, segment.id], f"<note>{note}</note>")
        new = insertions.put(data, reader.xml.encoding)
        intact(before, self.read(new, ""))
        return new


class _Language:
    """The document of a target language, as it grows."""

    def __init__(self, source_lang: str) -> None:
        self.source_lang = source_lang
        self.segments: list[Segment] = []
        self.ids = Ids()


class _Reader:
    def __init__(self, data: bytes, path: str) -> None:
        self.xml = Xml(data, path)
        self.path = path
        self.languages: dict[str, _Language] = {}
        self.srclang = ""
        self.units = 0

    def documents(self) -> Iterator[Document]:
        problems: tuple[Problem, ...] = ()
        begun = False
        try:
            for element in self.xml.elements(("tmx",), ("tu",), ("tmx", "header")):
                begun = True
                if element.name == "header":
                    self.srclang = element.get("srclang")
                elif element.name == "tu":
                    self._unit(element)
        except MalformedError as problem:
            if not begun:
                raise self.xml.unreadable(problem) from None
            problems = (self.xml.problem(problem),)
        for lang, found in (self.languages or {"": _Language("")}).items():
            yield Document(
                path=self.path,
                format="tmx",
                segments=tuple(found.segments),
                source_lang=found.source_lang,
                target_lang=lang,
                name=lang if len(self.languages) > 1 else "",
                content=self.xml.content,
                problems=problems,
            )
            problems = ()

    def _unit(self, unit: Element) -> None:
        self.units += 1
        variants = unit.all("tuv")
        wanted = unit.get("srclang") or self.srclang
        source = _of_language(variants, wanted)
        if source is None:
            return
        from_seg, source_lang = source.child("seg"), _lang(source)
        name = unit.get("tuid") or str(self.units)
        notes = unit.all("note")
        for variant in variants:
            seg, lang = variant.child("seg"), _lang(variant)
            if variant is source or seg is None or lang.lower() == source_lang.lower():
                continue
            found = self.languages.setdefault(lang, _Language(source_lang))
            note = " · ".join(filter(None, map(self.xml.plain, (*notes, *variant.all("note")))))
            self._segment(found, name, (from_seg, source_lang), (seg, lang), note)

    def _segment(
        self, found: _Language, name: str, source: tuple[Element | None, str], target: tuple[Element, str], note: str
    ) -> None:
        (from_seg, source_lang), (seg, lang) = source, target
        text = self.xml.text(seg, lang, _role)
        original = None if from_seg is None else self.xml.text(from_seg, source_lang, _role)
        if not text.value and (original is None or not original.value):
            return
        name = found.ids.unique(name)
        found.segments.append(Segment(name, text, original, "body", note))
        sources = [] if from_seg is None else subflows(from_seg)
        for number, sub in enumerate(subflows(seg)):
            inner = sources[number] if number < len(sources) else None
            self._segment(found, f"{name}/sub{number + 1}", (inner, source_lang), (sub, lang), note)


class _Placing(_Reader):
    """Notes where the <seg> of each segment begins."""

    def __init__(self, data: bytes, path: str) -> None:
        super().__init__(data, path)
        self.places: dict[tuple[str, str], int] = {}
        """By language and id of the segment."""

    def _segment(
        self, found: _Language, name: str, source: tuple[Element | None, str], target: tuple[Element, str], note: str
    ) -> None:
        first = len(found.segments)
        super()._segment(found, name, source, target, note)
        seg, lang = target
        while seg.name != "seg" and seg.parent is not None:
            seg = seg.parent
        for segment in found.segments[first:]:
            self.places[lang, segment.id] = seg.start


def _lang(variant: Element) -> str:
    return variant.get("lang", XML) or variant.get("lang")


def _of_language(variants: Sequence[Element], wanted: str) -> Element | None:
    """The variant in a language: in exactly that, else in one of that primary subtag; of any language, the first."""
    if wanted.lower() in ("", "*all*"):
        return next(iter(variants), None)
    lang = wanted.lower()
    exact = next((v for v in variants if _lang(v).lower() == lang), None)
    return exact or next((v for v in variants if _lang(v).lower().partition("-")[0] == lang.partition("-")[0]), None)


def _role(element: Element) -> Role:
    return "text" if element.name == "hi" else "object" if element.name == "ph" else "code"
