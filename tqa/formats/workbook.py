"""Workbooks (XLSX): each sheet that is a table of pairs is a document; see `pairs` for how its columns are told.

Segments are called by the cell of their translation ("Sheet1!C2"), and positions are row and character in the cell.
Fixes go into the text of the cell, run by run, whether it stands in the sheet or among the strings that cells share;
where other cells share a string, the cell that is mended gets one of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import replace
from itertools import islice
from posixpath import basename, dirname, join, normpath
from string import ascii_uppercase
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from tqa import Content, Origin, PlacedEdit, Position, Range, Span, Text, UnreadableError, UnwritableError

from . import pairs
from .archive import Package
from .collector import without_collector
from .encoding import put_into
from .strand import checked
from .xmltext import FORBIDDEN, MalformedError, Xml, escape

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from tqa import Document, PositionEncoding

    from .xmltext import Element


class Workbook:
    """Format "xlsx"."""

    suffixes = (".xlsx", ".xlsm")

    def recognises(self, file: BinaryIO) -> bool:
        """Whether a workbook has a sheet that is a table of pairs, and no termbase."""
        try:
            book = _Book(file.read(), "")
            return any(columns is not None and not columns.terms for columns in map(_columns, book.sheets))
        except UnreadableError:
            return False

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        with without_collector():
            yield from list(_Book(data, path).documents())

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        """Raises UnwritableError also for what a formula or a number would have to say."""
        if not edits:
            return data
        return checked(data, edits, _Book(data, "").put(edits), lambda current: self.read(current, ""))


class _Cell(NamedTuple):
    """A cell: where it is in its sheet's XML, and the parts that its text consists of."""

    book: _Book
    part: int
    """The number of the part that its text stands in."""
    runs: tuple[Element, ...]
    """The elements with its text; none where it is no text."""
    raw: str = ""
    """What it says where it is no text: a number, the result of a formula."""
    shared: int = -1
    """The number of its string among those that cells share."""
    place: Span = Span(0, 0)
    """Where in the sheet that number stands."""

    @property
    def value(self) -> str:
        return self.text("").value if self.runs else self.raw

    def text(self, lang: str) -> Text:
        xml, base = self.book.parts[self.part], self.book.bases[self.part]
        texts = [xml.text(run, lang, lambda _: "text", as_is=True) for run in self.runs]

        def places() -> tuple[list[int], list[int]]:
            spans = [t.origin.span(Span(at, at + 1)) for t in texts for at in range(len(t.value))]
            return [base + s.start for s in spans], [base + s.end for s in spans]

        def places_of_raw() -> tuple[list[int], list[int]]:  # nothing can be written there
            at = base + self.place.start
            return [at] * len(self.raw), [at] * max(1, len(self.raw))

        if not self.runs:
            return Text(self.raw, lang, Origin.deferred(places_of_raw))
        value = "".join(t.value for t in texts)
        if not value:
            return Text("", lang, Origin((), (base + xml.inner(self.runs[0]),)))
        return Text(value, lang, Origin.deferred(places, lambda new: escape(new, xml.encoding.name)))


class _Sheet(NamedTuple):
    title: str
    part: int
    rows: dict[int, dict[int, _Cell]]
    """By row and column, from 1; in column 0, what is empty in the row."""
    hidden: bool

    def table(self) -> Iterator[tuple[int, list[_Cell]]]:
        """Its rows that say anything, each with its number, all as wide as the widest."""
        width = max((column for row in self.rows.values() for column in row), default=0)
        for number, row in self.rows.items():
            yield number, [row.get(at, row[0]) for at in range(1, width + 1)]


def _columns(sheet: _Sheet) -> pairs.Columns | None:
    if sheet.hidden:
        return None
    return pairs.columns_of([[cell.value for cell in cells] for _, cells in islice(sheet.table(), pairs.SAMPLE)])


class _Book:
    """The parts of a workbook that hold text. Raises UnreadableError."""

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self.package = Package(data, path, "workbook")
        self.names: list[str] = []
        self.parts: list[Xml] = []
        self.bases: list[int] = []
        main = next((n for n in ("xl/workbook.xml", *self.package.names()) if _is_main(n) and n in self.package), "")
        if not main:
            raise UnreadableError(f"{path}: this ZIP archive holds no workbook (there is no xl/workbook.xml)")
        related = {}
        strings = ""
        for relation in self._elements(Xml(self.package.read(_relations(main)), path), ("Relationship",)):
            name = normpath(join(dirname(main), relation.get("Target"))).lstrip("/")
            related[relation.get("Id")] = name
            strings = name if basename(relation.get("Type")) == "sharedStrings" else strings
        self.strings: list[Element] = []
        self.strings_part = self._add(strings) if strings in self.package else -1
        if strings in self.package:
            self.strings = _kept(self._elements(self.parts[self.strings_part], ("si",)))
        self.sheets: list[_Sheet] = []
        for sheet in self._elements(Xml(self.package.read(main), path), ("sheet",)):
            name = related.get(
                next((v for k, v in sheet.attributes.items() if k.endswith("/relationships id")), ""), ""
            )
            if name in self.package:
                self.sheets.append(self._sheet(sheet, self._add(name)))

    def _add(self, name: str) -> int:
        self.bases.append(self.bases[-1] + len(self.parts[-1].content.value) + 1 if self.parts else 0)
        self.names.append(name)
        self.parts.append(Xml(self.package.read(name), f"{self.path}, {name}"))
        return len(self.parts) - 1

    def _elements(self, xml: Xml, whole: Collection[str]) -> Iterator[Element]:
        try:
            yield from xml.elements(_ROOTS, whole)
        except MalformedError as problem:
            raise xml.unreadable(problem) from None

    def _sheet(self, sheet: Element, part: int) -> _Sheet:
        rows: dict[int, dict[int, _Cell]] = {}
        number = 0
        for row in _kept(self._elements(self.parts[part], ("row",))):
            number = _number(row.get("r"), number + 1)
            column = 0
            found: dict[int, _Cell] = {}
            for element in row.all("c"):
                column = _column(element.get("r")) or column + 1
                cell = self._cell(element, part)
                if cell is not None and column <= _MOST_COLUMNS and cell.value.strip():
                    found[column] = cell
            if found:
                found[0] = _Cell(self, part, (), place=Span(row.start, row.start))
                rows[number] = found
        return _Sheet(sheet.get("name"), part, rows, "idden" in sheet.get("state"))  # "hidden", "veryHidden"

    def _cell(self, element: Element, part: int) -> _Cell | None:
        kind, xml = element.get("t"), self.parts[part]
        if kind == "inlineStr" and (inline := element.child("is")) is not None:
            return _Cell(self, part, tuple(_runs(inline)))
        said = element.child("v")
        if said is None or kind == "e":
            return None
        if kind == "str" and element.child("f") is None:
            return _Cell(self, part, (said,))
        raw, place = xml.plain(said), Span(xml.inner(said), said.close)
        string = _number(raw, -1) if kind == "s" else -1
        if 0 <= string < len(self.strings):
            return _Cell(self, self.strings_part, tuple(_runs(self.strings[string])), "", string, place)
        return _Cell(self, part, (), raw, -1, place)

    # --- documents

    def documents(self) -> Iterator[Document]:
        tables = [(sheet, columns) for sheet in self.sheets if (columns := _columns(sheet)) is not None]
        if not tables:
            raise UnreadableError(f"{self.path}: no sheet of it is a table of pairs: {pairs.NONE}")
        content = _Content("\n".join(part.content.value for part in self.parts))
        for sheet, columns in tables:
            for document in pairs.documents(
                _rows(sheet, columns), columns, path=self.path, name="xlsx", content=content
            ):
                for segment in document.segments:
                    row = int(segment.id.rpartition("!")[2].lstrip(ascii_uppercase))
                    for text in filter(None, (segment.target, segment.source)):
                        content.add(row, text)
                name = " ".join(filter(None, (sheet.title if len(tables) > 1 else "", document.name)))
                yield replace(document, name=name)

    # --- writing

    def put(self, edits: Sequence[PlacedEdit]) -> bytes:
        cells = {
            _name(sheet.title, column, number): (sheet, cell)
            for sheet in self.sheets
            for number, row in sheet.rows.items()
            for column, cell in row.items()
            if column
        }
        uses = Counter(cell.shared for _, cell in cells.values())
        wanted: dict[str, list[PlacedEdit]] = {}
        for edit in edits:
            wanted.setdefault(edit.segment_id, []).append(edit)
        strokes: dict[int, list[PlacedEdit]] = {}
        copies: list[str] = []
        for name, its in wanted.items():
            sheet, cell = cells.get(name, (None, None))
            if sheet is None or cell is None or not cell.runs or any(FORBIDDEN.search(edit.text) for edit in its):
                raise UnwritableError(f"a fix is left out, because {name} is no text that could be changed", edits=its)
            if cell.shared >= 0 and uses[cell.shared] > 1:
                new = str(len(self.strings) + len(copies))
                copies.append(self._copy(cell, its))
                strokes.setdefault(sheet.part, []).append(_stroke(cell.place, new))
            else:
                base = self.bases[cell.part]
                its = [_moved(edit, -base) for edit in its]
                strokes.setdefault(cell.part, []).extend(its)
        if copies:
            strokes.setdefault(self.strings_part, []).extend(self._appended(copies))
        new_parts = {}
        for number, its in strokes.items():
            xml, name = self.parts[number], self.names[number]
            its.sort(key=lambda edit: edit.range.span)
            new_parts[name] = put_into(self.package.read(name), xml.content.value, xml.encoding, its)
        return self.package.replaced(new_parts)

    def _copy(self, cell: _Cell, edits: Sequence[PlacedEdit]) -> str:
        """The string of a cell, as XML, with edits in it."""
        xml, base = self.parts[cell.part], self.bases[cell.part]
        element = self.strings[cell.shared]
        out, at = [], element.start
        for edit in edits:
            start, end = (place - base for place in edit.range.span)
            out += [xml.content.value[at:start], edit.new_text]
            at = end
        return "".join([*out, xml.content.value[at : xml.end(element)]])

    def _appended(self, copies: Sequence[str]) -> Iterator[PlacedEdit]:
        """Strings behind the others, and how many there are now."""
        value = self.parts[self.strings_part].content.value
        last = self.parts[self.strings_part].end(self.strings[-1])
        count = _UNIQUE.search(value, 0, self.strings[0].start)
        if count is not None:
            yield _stroke(Span(*count.span(1)), str(len(self.strings) + len(copies)))
        yield _stroke(Span(last, last), "".join(copies))


class _Content(Content):
    """The parts, one after the other. Positions are those of people: the row of the sheet and the character in the
    cell."""

    __slots__ = ("_cells", "_sorted")

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self._cells: list[tuple[int, int, Text]] = []
        self._sorted = True

    def add(self, row: int, text: Text) -> None:
        self._cells.append((text.origin.span(Span(0, 0)).start, row, text))
        self._sorted = False

    def position(self, offset: int, encoding: PositionEncoding = "utf-16") -> Position:
        if not self._sorted:
            self._cells.sort(key=lambda cell: cell[:2])
            self._sorted = True
        at = bisect_right(self._cells, offset, key=lambda cell: cell[0]) - 1
        if at < 0:
            return Position(0, 0)
        _, row, text = self._cells[at]
        origin = text.origin
        before = text.value[: bisect_left(range(len(text.value)), offset, key=lambda i: origin[i])]
        if encoding == "utf-32":
            return Position(row - 1, len(before))
        unit = 2 if encoding == "utf-16" else 1
        return Position(row - 1, len(before.encode("utf-16-le" if unit == 2 else "utf-8", "surrogatepass")) // unit)

    def line(self, number: int) -> str:  # noqa: ARG002 - no line of the XML would tell anybody anything
        return ""


_MOST_COLUMNS = 256
"""What is further to the right is no column of pairs."""
_ROOTS = ("workbook", "worksheet", "sst", "Relationships")
_ADDRESS = re.compile(r"([A-Z]{1,3})\d+")
_UNIQUE = re.compile(r"""\buniqueCount\s*=\s*["'](\d+)""")


def _is_main(name: str) -> bool:
    return name == "xl/workbook.xml" or (name.endswith("/workbook.xml") and "_rels" not in name)


def _relations(name: str) -> str:
    return f"{dirname(name)}/_rels/{basename(name)}.rels"


def _kept(elements: Iterator[Element]) -> list[Element]:
    """Elements with what is in them, which their reader takes away when it goes on."""
    found = []
    for element in elements:
        children, element.children = element.children, []
        found.append((element, children))
    for element, children in found:
        element.children = children
    return [element for element, _ in found]


def _runs(element: Element) -> Iterator[Element]:
    """The elements with the text of a string: one, or one a run; not those of its reading."""
    for child in element.children:
        if child.name == "t":
            yield child
        elif child.name == "r":
            yield from child.all("t")


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else otherwise


def _column(address: str) -> int:
    """The number of the column of "AB12"; 0 of what is no address."""
    number = 0
    found = _ADDRESS.fullmatch(address)
    for c in found[1] if found else "":
        number = 26 * number + ord(c) - ord("A") + 1
    return number


def _name(title: str, column: int, row: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{title}!{letters}{row}"


def _rows(sheet: _Sheet, columns: pairs.Columns) -> Iterator[pairs.Row]:
    """The rows below the header, as wide as that: what stands beside a table is none of it."""
    for number, cells in islice(sheet.table(), 1 if columns.header else 0, None):
        names = [_name(sheet.title, at, number) for at in range(1, columns.width + 1)]
        yield pairs.Row(f"row {number}", str(number), Span(0, 0), cells[: columns.width], names)


_NOWHERE = Position(0, 0)


def _stroke(span: Span, new: str) -> PlacedEdit:
    return PlacedEdit(Range(_NOWHERE, _NOWHERE, span), new, "", Span(0, 0), new)


def _moved(edit: PlacedEdit, by: int) -> PlacedEdit:
    start, end = edit.range.span
    return edit._replace(range=edit.range._replace(span=Span(start + by, end + by)))
