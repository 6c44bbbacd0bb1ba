"""Tables of pairs, by rows in CSV, TSV and workbooks: which columns are read, what is said of wrong rows, what fixes
write, and what a folder gives.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqa import Document, PlacedEdit, Position, Range, Span, UnreadableError, UnwritableError
from tqa.config import Config, Configs
from tqa.formats.columns import heading, language_of
from tqa.formats.delimited import BadLine, Line, lines
from tqa.formats.pairs import by_header
from tqa.formats.table import Table
from tqa.runner import Options, Session, discover

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def read(text: str | bytes) -> list[Document]:
    return list(Table().read(text.encode() if isinstance(text, str) else text, "a.csv"))


def pairs_of(text: str) -> list[tuple[str, str | None, str]]:
    return [(s.id, s.source.value if s.source else None, s.target.value) for d in read(text) for s in d.segments]


def put(data: bytes, old: str, new: str) -> bytes:
    """The file after the first segment that has `old` got `new` for it."""
    segment = next(s for d in Table().read(data, "") for s in d.segments if old in s.target.value)
    start = segment.target.value.index(old)
    span = Span(start, start + len(old))
    origin = segment.target.origin
    nowhere = Position(0, 0)
    edit = PlacedEdit(Range(nowhere, nowhere, origin.span(span)), origin.written(new), segment.id, span, new)
    return Table().write(data, [edit])


# --- cells ------------------------------------------------------------------------------------------------------------


_ROWS = st.lists(st.lists(st.text('ab"\n;,\t 漢😀', max_size=8), min_size=1, max_size=4), max_size=6)


@given(_ROWS, st.sampled_from(",;\t"), st.sampled_from(["\r\n", "\n", "\r"]), st.booleans())
def test_what_is_written_by_the_csv_module_is_read(
    rows: list[list[str]], delimiter: str, end: str, everything: bool
) -> None:
    out = io.StringIO(newline="")
    dialect = csv.unix_dialect if everything or end == "\r" else csv.excel
    csv.writer(out, dialect, delimiter=delimiter, lineterminator=end).writerows(rows)
    found = list(lines(out.getvalue(), delimiter))
    assert [[cell.value for cell in line.cells] for line in found if isinstance(line, Line)] == [
        row for row in rows if row != [""]
    ]


@given(st.lists(st.sampled_from([*'ab",\n', '""', "\r\n", "\r", 'x"']), max_size=20).map("".join))
def test_lines_are_what_the_csv_module_makes_of_them(text: str) -> None:
    ours = list(lines(text, ","))
    if any(isinstance(line, BadLine) for line in ours):
        with pytest.raises(csv.Error):
            list(csv.reader(io.StringIO(text, newline=""), strict=True))
        return
    theirs = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row and row != [""]]
    unified = [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in theirs]
    found = [[cell.value for cell in line.cells] for line in ours if isinstance(line, Line)]
    assert found == unified


# --- columns ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "source", "targets", "others"),
    [
        ("source,target", 0, {1: ""}, {}),
        ("target,source", 1, {0: ""}, {}),
        ("id,zh,en", 1, {2: "en"}, {"id": 0}),
        ("key,de_DE,en-us,fr", 1, {2: "en-US", 3: "fr"}, {"id": 0}),
        ("location,source,target,id,fuzzy,context,translator_comments", 1, {2: ""}, {"id": 3, "fuzzy": 4}),
        ("Identifier,Source String,Translation,Context", 1, {2: ""}, {"id": 0, "notes": (3,)}),
        ("Source (Chinese),Target (English)", 0, {1: "en"}, {"source_lang": "zh"}),
        ("原文,译文,备注", 0, {1: ""}, {"notes": (2,)}),
        ("Deutsch;Englisch", 0, {1: "en"}, {"source_lang": "de"}),
        ("text_de,text_en", 0, {1: "en"}, {"source_lang": "de"}),
        ("source,English", 0, {1: "en"}, {}),
        ("Chinese (Simplified),English (United Kingdom)", 0, {1: "en-GB"}, {"source_lang": "zh-Hans"}),
        ("doc_id,seg_id,src_lang,tgt_lang,src,tgt", 4, {5: ""}, {"document": 0, "id": 1, "langs": (2, 3)}),
    ],
)
def test_columns_are_told_by_their_names(
    header: str, source: int, targets: dict[int, str], others: dict[str, object]
) -> None:
    columns = by_header(header.replace(";", ",").split(","))
    assert columns is not None
    assert (columns.source, dict(columns.targets)) == (source, targets)
    assert {name: getattr(columns, name) for name in others} == others


@pytest.mark.parametrize("header", ["city,population", "source,date", "name,id", "en", "key,value", "x,y,z"])
def test_columns_without_a_pair_among_them_are_none(header: str) -> None:
    assert by_header(header.split(",")) is None


@pytest.mark.parametrize(
    ("name", "lang"),
    [
        ("pt_br", "pt-BR"),
        ("zh-hans", "zh-Hans"),
        ("English (en-GB)", "en-GB"),
        ("Klingon", ""),
        ("foo", ""),
        ("ID", "id"),
    ],
)
def test_languages_by_code_and_name(name: str, lang: str) -> None:
    assert language_of(name) == lang


def test_the_name_of_a_column_of_ids_is_no_language() -> None:
    assert heading("ID").role == heading("no").role == "id"


def test_two_columns_of_text_in_two_languages_need_no_header() -> None:
    rows = (
        ("1", "会议在深圳举行，双方达成了很多共识。", "The meeting was held in Shenzhen."),
        ("2", "他说这是好消息。", "This is good news, he said."),
    )
    text = "".join("\t".join(row) + "\n" for row in rows)
    assert pairs_of(text) == [*rows]
    (document,) = read(text)
    assert (document.source_lang, document.target_lang) == ("zh", "en")


@pytest.mark.parametrize(
    "text",
    [
        "city,population\nParis,2000000\n",
        "The first of the texts,and the other of the texts\nThe third of the texts,and that was the last of them\n",
        "会议在深圳举行，双方达成了很多共识。\tThe meeting was held in Shenzhen.\n",  # one row proves nothing
    ],
)
def test_another_table_is_refused_with_a_word_on_what_is_missing(text: str) -> None:
    with pytest.raises(UnreadableError, match=r"a\.csv: this table is not one of pairs: no header names"):
        read(text)


def test_each_further_language_is_a_document() -> None:
    documents = read("key,de,en,fr\na,Haus,house,maison\nb,Hof,,cour\n")
    assert [(d.name, d.source_lang, d.target_lang) for d in documents] == [("en", "de", "en"), ("fr", "de", "fr")]
    assert [[s.target.value for s in d.segments] for d in documents] == [["house", ""], ["maison", "cour"]]


def test_a_column_of_documents_divides_the_table() -> None:
    documents = read("document,source,target\nx,一,one\ny,二,two\nx,三,three\n")
    assert [(d.name, [s.target.value for s in d.segments]) for d in documents] == [
        ("x", ["one", "three"]),
        ("y", ["two"]),
    ]


def test_fuzzy_rows_and_rows_without_text_are_left_out() -> None:
    assert pairs_of("source,target,fuzzy\n一,one,True\n二,two,False\n,,\n三,three,\n") == [
        ("3", "二", "two"),
        ("5", "三", "three"),
    ]


def test_notes_are_kept_with_their_segment_and_ids_are_unique() -> None:
    (document,) = read("id,source,target,context,comment\na,一,one,menu,short\na,二,two,,\n,三,three,,\n")
    assert [(s.id, s.note) for s in document.segments] == [("a", "menu · short"), ("a#2", ""), ("4", "")]


# --- rows that are wrong ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "says", "kept"),
    [
        ("1,二,two,x,y", "line 3: 5 cells, where the header has 4, and the row is left out", False),
        ("1,二,two", "line 3: 3 cells, where the header has 4", True),
        ("1,二", "line 3: 2 cells, where the header has 4, and the row is left out", False),
        ('1,二,"two" three,', "line 3: text follows a cell that is in quotation marks, and the row is left out", False),
        ('1,二,"two,x', "line 3: a quotation mark is opened and not closed, and the row is left out", False),
    ],
)
def test_a_wrong_row_is_named_and_the_others_are_read(row: str, says: str, kept: bool) -> None:
    (document,) = read(f"id,source,target,note\na,一,one,\n{row}\nb,三,three,\n")
    assert [p.message for p in document.problems] == [says]
    assert document.content.position(document.problems[0].place.start).line == 2
    assert [s.target.value for s in document.segments] == ["one", *["two"] * kept, "three"]


def test_lines_are_counted_across_cells_of_several_lines() -> None:
    (document,) = read('source,target\r\n"一\r\n二","one\r\ntwo"\r\n三\r\n')
    assert [p.message for p in document.problems] == ["line 5: 1 cell, where the header has 2, and the row is left out"]


def test_many_wrong_rows_are_counted() -> None:
    (document,) = read("source,target\n一,one\n" + "a,b,c\n" * 99)
    assert len(document.problems) == 51
    assert document.problems[-1].message == "and 49 more problems in the rows after this"


def test_quotation_marks_that_fit_nowhere_are_text_where_tabs_divide() -> None:
    assert pairs_of('source\ttarget\n"一\t"one", he said\n"二"\ttwo\n') == [
        ("2", '"一', '"one", he said'),
        ("3", '"二"', "two"),
    ]


# --- encodings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030"])
def test_a_fix_keeps_encoding_and_everything_else(encoding: str) -> None:
    text = "id,原文,译文\r\n1,会议在深圳举行，双方达成了很多共识，他说。,The talks  were held.\r\n" * 2
    data = text.encode(encoding)
    written = put(data, "talks  were", "talks were")
    assert written == text.replace("talks  were", "talks were", 1).encode(encoding)


# --- fixes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "new", "written"),
    [
        ("one two", "one, two", '"one, two"'),
        ("one two", 'the "one" two', '"the ""one"" two"'),
        ('"one two"', 'the "one" two', '"the ""one"" two"'),
        ('"a ""one two"""', "one, two", '"a ""one, two"""'),
        ("one two", "one\ntwo", '"one\ntwo"'),
        ("one two", "one;two", "one;two"),
        (' "one two" ', "one, two", ' "one, two" '),
    ],
)
def test_a_cell_gets_quotation_marks_where_it_needs_them(cell: str, new: str, written: str) -> None:
    data = f"source,target\n一,{cell}\n二,other\n"
    assert put(data.encode(), "one two", new).decode() == data.replace(cell, written)


def test_a_cell_with_a_quotation_mark_inside_is_not_put_in_quotation_marks() -> None:
    with pytest.raises(UnwritableError, match="left out"):
        put(b'source,target\n\xe4\xb8\x80,6" one two\n', "one two", "one, two")


def test_what_is_text_in_a_table_of_tabs_stays_as_it_is() -> None:
    data = 'source\ttarget\n"一\t"one two, he said\n'.encode()
    assert put(data, "one two", "one, two") == data.replace(b"one two", b"one, two")


# --- folders ----------------------------------------------------------------------------------------------------------


def found(folder: Path, options: Options | None = None, config: Config | None = None) -> Sequence[str]:
    session = Session(Configs(config or Config()), options or Options())
    return [str(path.relative_to(folder)) for path in discover([folder], session) if not isinstance(path, tuple)]


def test_of_a_folder_only_tables_of_pairs_are_read(tmp_path: Path) -> None:
    for name, text in {
        "pairs.csv": "source,target\n一,one\n",
        "places.csv": "city,population\nParis,2000000\n",
        "terms.csv": "zh,en,status\n银行,bank,preferred\n",
        "known.csv": "source,target\n银行,bank\n",
        "wide.tsv": "zh\ten\n一\tone\n",
        "empty.csv": "",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-16" if name == "wide.tsv" else "utf-8")
    assert found(tmp_path, config=Config(termbases=(tmp_path / "known.csv",))) == ["pairs.csv", "wide.tsv"]


def test_of_files_that_a_hook_passes_on_only_tables_of_pairs_are_read(tmp_path: Path) -> None:
    paths = [tmp_path / "pairs.csv", tmp_path / "places.csv", tmp_path / "a.txt"]
    for path in paths:
        path.write_text(
            "source,target\n一,one\n" if path.stem == "pairs" else "city,people\nParis,2\n", encoding="utf-8"
        )
    session = Session(Configs(isolated=True), Options(force_exclude=True))
    assert list(discover(paths, session)) == [paths[0], paths[2]]


def test_a_large_table_is_recognised_by_its_beginning(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-16", "gb18030", "utf-32"):
        (tmp_path / f"{encoding}.csv").write_text(
            "source,target\n" + "会议在深圳举行。,a meeting\n" * 9000, encoding=encoding
        )
    assert len(found(tmp_path)) == 4


def test_a_table_that_is_named_and_none_of_pairs_says_so(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("city,population\nParis,2000000\n", encoding="utf-8")
    (checked,) = Session(Configs(isolated=True), Options()).check_file(path).checked
    (diagnostic,) = checked.diagnostics
    assert diagnostic.rule == "tqa/unreadable"
    assert "not one of pairs" in diagnostic.message
