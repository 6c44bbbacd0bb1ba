"""Findings in a copy of an XLIFF file.

As the ITS module of XLIFF 2.1 has it, and the mapping of the W3C for 1.2: ``<mrk>`` around the words, and lists of
issues in their unit. SDLXLIFF and MQXLIFF, whose tools know the elements of their own only, and XLIFF 1.0, which has no
namespaces, get notes; so do texts that are empty.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from tqa.text import regex

from .annotation import Insertions, intact, places, runs
from .its import NAMESPACE, Issues, element, free_prefix, remark
from .xliff import MEMOQ, SDL, Reader, is_modern
from .xmltext import sound

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tqa import Diagnostic

    from .annotation import Place
    from .xmltext import Element

_ITS = regex(r"""\bxmlns:its\s*=\s*["']([^"']*)""")
_PRIORITIES = {"error": "1", "warning": "3", "info": "6", "hint": "9"}
"""From 1, the highest, to 10."""


class _Unit(NamedTuple):
    """Where in a unit there is room."""

    start: int
    """The unit's own place, which tells it from others."""
    issues: int
    """Where lists of issues go."""
    notes: int
    """Where notes go."""
    has_notes: bool
    """Whether that is inside an element for notes."""


class _Placing(Reader):
    """Notes where there is room in the unit of each segment."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, "")
        self.units: dict[tuple[str, str], _Unit] = {}
        """By document and id of the segment."""
        self.root: Element | None = None

    def _file(self, element: Element, root: Element, modern: bool) -> None:
        self.root = root
        super()._file(element, root, modern)

    def _unit(self, unit: Element, modern: bool) -> None:
        first = len(self.segments)
        super()._unit(unit, modern)
        if len(self.segments) > first:
            place = self._modern(unit) if modern else self._classic(unit)
            self.units.update({(self.name, segment.id): place for segment in self.segments[first:]})

    def _modern(self, unit: Element) -> _Unit:
        notes = unit.child("notes")
        own = next(child.start for child in unit.children if child.namespace == unit.namespace)
        at = own if notes is None else notes.close
        return _Unit(unit.start, self.xml.inner(unit), at, notes is not None)

    def _classic(self, unit: Element) -> _Unit:
        target = unit.child("target")
        assert target is not None
        return _Unit(unit.start, unit.close, self.xml.end(target), has_notes=True)


class _Annotator:
    def __init__(self, reader: _Placing, root: Element) -> None:
        content = reader.xml.content.value
        self.encoding = reader.xml.encoding.name
        self.insertions = Insertions(content)
        self.prefix = free_prefix(content)
        self.issues = Issues(self.prefix, self.encoding)
        self.modern, self.oldest = is_modern(root, ""), root.get("version") == "1.0"
        opening = content[root.start : reader.xml.inner(root)]
        self.core = opening[1 : opening.index("xliff")]
        """The prefix of the format's own elements, with its colon."""
        self.marks = not (SDL in opening or MEMOQ in opening or self.oldest)
        declared = set(_ITS.findall(content))
        self.its = "its" if declared <= {NAMESPACE} else f"{self.prefix}its"
        if self.marks:
            missing = "" if self.its == "its" and _ITS.search(opening) else f' xmlns:{self.its}="{NAMESPACE}"'
            missing += "" if root.get("version", NAMESPACE) else f' {self.its}:version="2.0"'
            self.insertions.add(root.start + opening.index("xliff") + len("xliff"), missing)
        self.marks_made = 0

    def annotate(self, unit: _Unit, found: Iterable[Place]) -> None:
        """Puts in what was found in the segments of a unit."""
        notes = ""
        for _, segment, findings in found:
            if self.marks and segment.target.value:
                stretches = runs(segment.target, findings)
                for run in stretches:
                    mark = self._mark(self.issues.of(stretches, run, findings))
                    self.insertions.wrap(run, f"<{self.core}mrk{mark}>", f"</{self.core}mrk>")
            else:
                notes += "".join(map(self._note, findings))
        if notes and not unit.has_notes:
            notes = f"<{self.core}notes>{notes}</{self.core}notes>"
        self.insertions.add(unit.issues, "".join(listed for _, listed in self.issues.standoff()))
        self.insertions.add(unit.notes, notes)

    def _mark(self, properties: dict[str, str] | str) -> str:
        """The attributes of a mark."""
        own = {"mtype": "x-its"}
        if self.modern:
            self.marks_made += 1
            own = {"id": f"{self.prefix}m{self.marks_made}", "type": "its:generic"}
        if isinstance(properties, str):
            properties = {"locQualityIssuesRef": f"#its={properties}" if self.modern else f"#{properties}"}
        return self.issues.attributes(own) + self.issues.attributes(properties, lambda name: f"{self.its}:{name}")

    def _note(self, found: Diagnostic) -> str:
        about = {"priority": _PRIORITIES[found.severity]}
        if self.modern:
            about |= {"category": "tqa", "appliesTo": "target"}
        else:
            about |= {"from": "tqa"} if self.oldest else {"from": "tqa", "annotates": "target"}
        tag = f"{self.core}note"
        return f"<{tag}{self.issues.attributes(about)}>{element(remark(found), self.encoding)}</{tag}>"


def annotate(data: bytes, diagnostics: Sequence[Diagnostic]) -> bytes:
    """The file with findings put in. Raises UnwritableError."""
    reader = _Placing(data)
    before = sound(reader.documents())
    if not diagnostics or reader.root is None:
        return data
    annotator = _Annotator(reader, reader.root)
    found = places(before, diagnostics)
    for unit, here in groupby(found, lambda place: reader.units[place.document.name, place.segment.id]):
        annotator.annotate(unit, here)
    new = annotator.insertions.put(data, reader.xml.encoding)
    intact(before, Reader(new, "").documents())
    return new
