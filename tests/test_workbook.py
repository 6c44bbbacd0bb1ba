"""Workbooks of pairs: cells say what openpyxl reads there, positions are cells, and a fix changes its cell alone."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tqa import Document, PlacedEdit, Position, Range, Segment, Span, UnreadableError, UnwritableError
from tqa.config import Configs
from tqa.formats.workbook import Workbook
from tqa.runner import Options, Session, discover

if TYPE_CHECKING:
    from collections.abc import Sequence

FILES = sorted((Path(__file__).parent / "data" / "documents" / "xlsx").iterdir())


def read(data: bytes) -> list[Document]:
    return list(Workbook().read(data, "a.xlsx"))


def segments(data: bytes) -> dict[str, Segment]:
    return {s.id: s for d in read(data) for s in d.segments}


def book(*sheets: Sequence[Sequence[object]], hidden: int = 0) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for number, rows in enumerate(sheets, 1):
        sheet = made.create_sheet(f"S{number}")
        sheet.sheet_state = "hidden" if number == hidden else "visible"
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def sharing(data: bytes) -> bytes:
    """The workbook with its strings among those that cells share, as Excel has them."""
    parts = members(data)
    strings: list[str] = []

    def index(match: re.Match[str]) -> str:
        if match[2] not in strings:
            strings.append(match[2])
        return f'{match[1]} t="s"><v>{strings.index(match[2])}</v></c>'

    for name in [name for name in parts if name.startswith("xl/worksheets/")]:
        sheet = re.sub(r'(<c r="\w+") t="inlineStr"><is>(.*?)</is></c>', index, parts[name].decode())
        parts[name] = sheet.encode()
    listed = "".join(f"<si>{string}</si>" for string in strings)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}" uniqueCount="{len(strings)}">{listed}</sst>'.encode()
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    declared = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{office}.sharedStrings+xml"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", declared.encode())
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="s" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", relation.encode())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return out.getvalue()


def put(data: bytes, *changes: tuple[str, str, str]) -> bytes:
    edits = []
    for name, old, new in changes:
        segment = segments(data)[name]
        start = segment.target.value.index(old)
        span = Span(start, start + len(old))
        place = Range(Position(0, 0), Position(0, 0), segment.target.origin.span(span))
        edits.append(PlacedEdit(place, segment.target.origin.written(new), name, span, new))
    return Workbook().write(data, edits)


def cells(data: bytes) -> dict[str, str]:
    found = openpyxl.load_workbook(io.BytesIO(data))
    return {
        f"{sheet.title}!{cell.coordinate}": str(cell.value)
        for sheet in found.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_file_is_read_and_a_fix_changes_its_cell_alone(path: Path) -> None:
    data = path.read_bytes()
    said = cells(data)
    found = segments(data)
    assert len(found) >= 5
    for name, segment in found.items():
        assert segment.source is not None
        assert segment.target.value == said[name]
        assert segment.source.value in said.values()
        word = next(word for word in segment.target.value.split() if word.isalpha() and len(word) > 3)
        try:
            written = put(data, (name, word, "Ödegård & <Söhne>"))
        except UnwritableError:
            assert "rich" in path.name
            continue
        after = cells(written)
        expected = segment.target.value.replace(word, "Ödegård & <Söhne>", 1)
        assert after == {**said, name: expected}
        before, now = members(data), members(written)
        assert list(before) == list(now)
        assert sum(before[part] != now[part] for part in before) <= 2
    assert Workbook().write(data, []) == data


def test_there_are_five_real_files() -> None:
    assert len(FILES) >= 5


_TEXT = st.text("ab漢😀<&\"' \n", min_size=1, max_size=10).map(lambda text: f"x{text}x")


@given(st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=6), st.data())
def test_every_character_is_where_its_origin_says(rows: list[tuple[str, str]], data: st.DataObject) -> None:
    made = book([("source", "target"), *rows])
    (document,) = read(made)
    assert [(s.source.value if s.source else "", s.target.value) for s in document.segments] == rows
    content = document.content.value
    for row, segment in enumerate(document.segments, 2):
        assert segment.id == f"S1!B{row}"
        for at, c in enumerate(segment.target.value):
            place = segment.target.origin.span(Span(at, at + 1))
            raw = content[place.start : place.end]
            assert html.unescape(raw) == c
    segment = data.draw(st.sampled_from(document.segments))
    written = put(made, (segment.id, segment.target.value, "new\ntext & more"))
    assert cells(written) == {**cells(made), segment.id: "new\ntext & more"}


def test_a_string_that_cells_share_is_split() -> None:
    made = sharing(book([("source", "target"), ("一", "He  came."), ("二", "He  came."), ("三", "He  came.")]))
    written = put(made, ("S1!B3", "He  came", "He came"))
    assert cells(written) == {**cells(made), "S1!B3": "He came."}
    assert put(written, ("S1!B2", "He  came", "He came")) != written
    changed = {name for name, part in members(made).items() if members(written)[name] != part}
    assert changed == {"xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"}


def test_a_string_that_a_hidden_sheet_shares_is_split() -> None:
    made = sharing(
        book([("source", "target"), ("一", "He  came.")], [("source", "target"), ("x", "He  came.")], hidden=2)
    )
    assert [s.id for d in read(made) for s in d.segments] == ["S1!B2"]
    written = put(made, ("S1!B2", "He  came", "He came"))
    assert cells(written) == {**cells(made), "S1!B2": "He came."}
    assert cells(made)["S2!B2"] == "He  came."


def test_fixes_of_all_cells_that_share_a_string_come_round_after_round(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    made = book([("zh", "en"), ("他来了。", "He came  today."), ("他到了。", "He came  today.")])
    path.write_bytes(sharing(made))
    options = Options(select=("linguistic/double-space",), fix=("safe",))
    result = Session(Configs(isolated=True), options).check_file(path)
    assert result.applied == 2
    assert [cells(path.read_bytes())[name] for name in ("S1!B2", "S1!B3")] == ["He came today."] * 2


def test_runs_of_rich_text_are_one_text_and_keep_their_looks() -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.append(["source", "target"])
    sheet.append(["一", CellRichText("one ", TextBlock(InlineFont(b=True), "two  bold"), " three")])
    out = io.BytesIO()
    made.save(out)
    data = out.getvalue()
    assert segments(data)["Sheet!B2"].target.value == "one two  bold three"
    written = put(data, ("Sheet!B2", "  bold", " bold"))
    found = openpyxl.load_workbook(io.BytesIO(written), rich_text=True).worksheets[0]["B2"].value
    assert isinstance(found, CellRichText)
    assert str(found) == "one two bold three"
    assert any(isinstance(part, TextBlock) and part.font.b and part.text == "two bold" for part in found)


def test_positions_are_rows_and_characters_of_cells() -> None:
    (document,) = read(book([("source", "target"), ("一", "one"), ("二", "two 😀 <three>")]))
    target = document.segments[1].target
    place = target.origin.span(Span(6, 7))
    assert document.content.position(place.start) == Position(2, 7)
    assert document.content.position(place.start, "utf-32") == Position(2, 6)
    assert document.content.position(place.start, "utf-8") == Position(2, 9)


def test_each_sheet_of_pairs_is_a_document() -> None:
    pairs = [("source", "target"), ("一", "one")]
    documents = read(book(pairs, [("city", "people"), ("Paris", 2)], [("de", "en"), ("Haus", "house")]))
    assert [(d.name, d.source_lang, d.target_lang) for d in documents] == [("S1", "", ""), ("S3", "de", "en")]


def test_numbers_formulas_and_cells_beside_the_table_are_no_trouble() -> None:
    data = book(
        [("id", "source", "target"), (1, "一", "one", "beside"), (2, "二", 22), (3, None, None), (4, "四", "=B2")]
    )
    found = segments(data)
    assert [s.target.value for s in found.values()] == ["one", "22", ""]
    with pytest.raises(UnwritableError, match="S1!C3 is no text that could be changed"):
        put(data, ("S1!C3", "22", "23"))


def test_a_workbook_without_pairs_says_so_and_is_left_out_of_folders(tmp_path: Path) -> None:
    other = book([("city", "people"), ("Paris", 2)])
    with pytest.raises(UnreadableError, match=r"a\.xlsx: no sheet of it is a table of pairs"):
        read(other)
    (tmp_path / "other.xlsx").write_bytes(other)
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "terms.xlsx").write_bytes(book([("zh", "en", "status"), ("银行", "bank", "preferred")]))
    (tmp_path / "pairs.xlsx").write_bytes(book([("zh", "en"), ("银行", "bank")]))
    assert list(discover([tmp_path], Session(Configs(isolated=True), Options()))) == [tmp_path / "pairs.xlsx"]


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_unreadable(at: int, byte: int) -> None:
    data = bytearray(FILES[0].read_bytes())
    data[at % len(data)] = byte
    message = "a.xlsx"
    try:
        read(bytes(data))
    except UnreadableError as problem:
        message = str(problem)
    assert message.startswith("a.xlsx")
