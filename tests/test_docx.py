"""Word files: the place of every character, what revisions and fields leave, edits that touch nothing else of the file,
recorded or not, and archives that are broken or meant to harm.
"""

from __future__ import annotations

import html
import io
import re
import shutil
import struct
import time
import zipfile
import zlib
from pathlib import Path
from subprocess import run
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tqa import (
    KINDS,
    Checker,
    Document,
    Evidence,
    Finding,
    PlacedEdit,
    Position,
    Range,
    Segment,
    Span,
    UnreadableError,
    UnwritableError,
    check_files,
    rule,
)
from tqa.cli import main
from tqa.formats import tqa_formats
from tqa.formats.archive import MOST_MEMBERS, Package
from tqa.formats.docx import Docx
from tqa.formats.docx.bilingual import Pairing, pairing
from tqa.formats.xmltext import OBJECT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hypothesis.strategies import DrawFn

    from tqa import Context, Diagnostic

DATA = Path(__file__).parent / "data" / "docx"
FILES = sorted(DATA.glob("*.docx"))
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DATE = 'w:date="2026-05-03T10:00:00Z"'
SPACE = f" \t\n{OBJECT}"

files = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
both = pytest.mark.parametrize("tracked", [False, True], ids=["direct", "tracked"])


# --- making files -----------------------------------------------------------------------------------------------------


def part(root: str, content: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        f'<w:{root} xmlns:w="{WORD}" xmlns:mc="{MARKUP}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006'
        f'/math">{content}</w:{root}>'
    )


def word(body: str, parts: Mapping[str, str] | None = None, **kinds: str) -> bytes:
    """A Word file; `kinds` are parts that it names, by what they are to it: `styles`, `footnotes`."""
    roots = {"header": "hdr", "footer": "ftr"}
    made = {
        "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relations({f"rId{n}": (k, f"{k}.xml") for n, k in enumerate(kinds, 1)}),
        **{f"word/{kind}.xml": part(roots.get(kind, kind), content) for kind, content in kinds.items()},
    }
    made.update(parts or {})
    return archive({name: content.encode() for name, content in made.items()})


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    entries = (f'<Relationship Id="{i}" Type="{OFFICE}/{k}" Target="{t}"/>' for i, (k, t) in targets.items())
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{''.join(entries)}</Relationships>"
    )


def archive(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name, (2026, 5, 3, 10, 20, 30)), content, method)
    return out.getvalue()


def r(text: str, properties: str = "", preserve: bool = True) -> str:
    kept = ' xml:space="preserve"' if preserve else ""
    return (
        f"<w:r>{properties and f'<w:rPr>{properties}</w:rPr>'}<w:t{kept}>{html.escape(text, quote=False)}</w:t></w:r>"
    )


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{''.join(runs)}</w:p>"


def table(*rows: Sequence[str]) -> str:
    cells = ("".join(f"<w:tc>{cell if cell[:2] == '<w' else p(r(cell))}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def field(mark: str) -> str:
    return f"<w:fldChar w:fldCharType='{mark}'/>"


def control(properties: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def read(data: bytes) -> Document:
    (document,) = Docx().read(data, "a.docx")
    return document


def shown(data: bytes) -> list[tuple[str, str]]:
    return [(segment.id, segment.target.value) for segment in read(data).segments]


def values(body: str, **kinds: str) -> list[str]:
    return [value for _, value in shown(word(body, None, **kinds))]


def edit_of(segment: Segment, span: Span, new: str) -> PlacedEdit:
    origin = segment.target.origin
    place = Range(Position(0, 0), Position(0, 0), origin.span(span))
    return PlacedEdit(place, origin.written(new), segment.id, span, new)


def put(body: str, start: int, end: int, new: str, tracked: bool = False) -> str:
    """A document's body after an edit of its first segment."""
    data = word(body)
    written = Docx(tracked=tracked).write(data, [edit_of(read(data).segments[0], Span(start, end), new)])
    content = Package(written, "", "Word file").read("word/document.xml").decode()
    return content[content.index("<w:body>") + 8 : content.index("</w:body>")]


# --- positions --------------------------------------------------------------------------------------------------------


def stands_for(raw: str, c: str) -> bool:
    if raw.startswith("<"):
        return raw.endswith(">") and c in f"\t\n\u2011{OBJECT}"
    return c in (raw, html.unescape(raw)) or (c == " " and html.unescape(raw).isspace())


def check_places(document: Document, data: bytes) -> int:
    """Every character of every segment is in the part, line and column where its origin says."""
    package = Package(data, "", "Word file")
    parts = [package.read(name).decode() for name in names_of(document, package)]
    content, seen = document.content, 0
    assert content.value == "\n".join(parts)
    bases = [sum(len(before) + 1 for before in parts[:n]) for n in range(len(parts))]
    ids = [segment.id for segment in document.segments]
    assert len(set(ids)) == len(ids)
    for segment in document.segments:
        for text in filter(None, (segment.target, segment.source)):
            assert len(text.origin) == len(text.value)
            last = 0
            for i, c in enumerate(text.value):
                start, end = text.origin.span(Span(i, i + 1))
                assert last <= start < end
                last = end
                assert stands_for(content.value[start:end], c), (content.value[start:end], c)
                number = max(n for n, base in enumerate(bases) if base <= start)
                line, column = content.position(start, "utf-32")
                lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", parts[number])
                assert bases[number] + sum(map(len, lines[:line])) + column == start
                seen += 1
    return seen


def names_of(document: Document, package: Package) -> list[str]:
    """The parts with text, in the order of the content."""
    found = {package.read(name).decode("utf-8", "replace"): name for name in package.names() if name.endswith(".xml")}
    names, rest = [], document.content.value
    while rest:
        value = next(value for value in found if rest.startswith(value) and value)
        names.append(found[value])
        rest = rest[len(value) + 1 :]
    return names


def test_there_are_five_real_files() -> None:
    assert len(FILES) >= 5


@files
def test_every_character_of_a_real_file_is_where_its_origin_says(path: Path) -> None:
    data = path.read_bytes()
    document = read(data)
    assert check_places(document, data) > 100
    assert document.problems == ()


@files
def test_a_real_file_has_the_words_that_another_reader_finds(path: Path) -> None:
    """Of the document itself, with what recorded changes make of it, and without codes of fields."""
    root = etree.fromstring(Package(path.read_bytes(), "", "Word file").read("word/document.xml"))
    gone = "|".join(f"ancestor::w:{name}" for name in ("del", "moveFrom"))
    theirs = root.xpath(f"//w:t[not({gone})]/text()", namespaces={"w": WORD})
    assert isinstance(theirs, list)
    ours = [s for s in read(path.read_bytes()).segments if s.id.isdigit()]
    found = "".join(text.value for s in ours for text in filter(None, (s.source, s.target)))
    assert "".join("".join(map(str, theirs)).split()) == "".join(found.split())


@st.composite
def inline(draw: DrawFn, deep: int = 2) -> tuple[str, str]:
    """What may stand in a paragraph, and what it says."""
    words = draw(st.text(st.sampled_from("ab é漢😀&<>.,"), max_size=5))
    kinds = ["t", "t", "t", "bold", "mark", "del", "tab", "br", "hyphen", "picture", "code", "hidden", "split"]
    kind = draw(st.sampled_from([*kinds, *(["ins", "link", "field", "control", "both"] if deep else [])]))
    simple = {
        "t": (r(words), words),
        "bold": (r(words, "<w:b/>"), words),
        "mark": ('<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="7" w:name="x"/>', ""),
        "del": (f'<w:del w:id="1" w:author="A" {DATE}><w:r><w:delText>{words and "x"}</w:delText></w:r></w:del>', ""),
        "tab": ("<w:r><w:tab/></w:r>", "\t"),
        "br": ("<w:r><w:br/></w:r><w:r><w:t>n</w:t></w:r>", "\nn"),
        "hyphen": ("<w:r><w:noBreakHyphen/></w:r>", "\u2011"),
        "picture": ("<w:r><w:drawing/><w:footnoteReference w:id='2'/></w:r>", ""),
        "code": (f"<w:r>{field('begin')}<w:instrText>A</w:instrText>{field('end')}</w:r>", ""),
        "hidden": (r("x", "<w:vanish/>"), ""),
        "split": ("<w:r><w:t>o</w:t><w:tab/><w:t xml:space='preserve'>p &amp;</w:t></w:r>", "o\tp &"),
    }  # fmt: skip
    if kind in simple:
        return simple[kind]
    inner = draw(st.lists(inline(deep=deep - 1), max_size=3))
    content, says = "".join(xml for xml, _ in inner), "".join(text for _, text in inner)
    around = {
        "ins": f'<w:ins w:id="3" w:author="A" {DATE}>{content}</w:ins>',
        "link": f'<w:hyperlink w:anchor="x">{content}</w:hyperlink>',
        "field": f'<w:fldSimple w:instr=" DATE ">{content}</w:fldSimple>',
        "control": control("<w:lock w:val='contentLocked'/>", content),
        "both": f"<mc:AlternateContent><mc:Choice Requires='x'>{content}</mc:Choice></mc:AlternateContent>",
    }
    return around[kind], says


paragraphs = st.lists(inline(), min_size=1, max_size=6)


def said(pieces: Sequence[tuple[str, str]]) -> str:
    """What a reader makes of it: without white space at the ends and before the end of a line."""
    return re.sub(r"[ \t]+\n", "\n", "".join(text for _, text in pieces)).strip(" \t\r\n")


@given(st.lists(paragraphs, min_size=1, max_size=3))
def test_any_paragraphs_are_read_with_every_character_in_its_place(made: list[list[tuple[str, str]]]) -> None:
    data = word("".join(p(*(xml for xml, _ in pieces)) for pieces in made))
    document = read(data)
    assert [s.target.value for s in document.segments] == [*filter(None, map(said, made))]
    check_places(document, data)


# --- edits ------------------------------------------------------------------------------------------------------------


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        return {info.filename: file.read(info) for info in file.infolist()}


def check_archive(before: bytes, after: bytes) -> list[str]:
    """The names of the members that changed; everything else is byte for byte as it was, in its place and order."""
    old, new = zipfile.ZipFile(io.BytesIO(before)), zipfile.ZipFile(io.BytesIO(after))
    assert old.comment == new.comment
    shift, changed = 0, []
    for one, other in zip(old.infolist(), new.infolist(), strict=True):
        for name in ("filename", "date_time", "compress_type", "flag_bits", "extra", "external_attr", "create_version"):
            assert getattr(one, name) == getattr(other, name)
    for one, other in sorted(zip(old.infolist(), new.infolist(), strict=True), key=lambda pair: pair[0].header_offset):
        assert other.header_offset == one.header_offset + shift
        shift += other.compress_size - one.compress_size
        if old.read(one) != new.read(other):
            changed.append(one.filename)
            continue
        start, size = one.header_offset, 30 + len(one.orig_filename.encode()) + one.compress_size
        assert before[start : start + size] == after[other.header_offset : other.header_offset + size]
    return changed


@files
@both
def test_an_edited_word_changes_one_part_of_a_real_file(path: Path, tracked: bool) -> None:
    data = path.read_bytes()
    document = read(data)
    segments = [s for s in document.segments if re.search(r"\w{4}", s.target.value) and s.id.isdigit()]
    for segment in segments[:: max(1, len(segments) // 6)]:
        word_there = re.search(r"\w{4,}", segment.target.value)
        assert word_there is not None
        span = Span(*word_there.span())
        if not segment.target.origin.whole(span):
            continue
        new = "Ødegård’s “a < b” & c"
        edit = edit_of(segment, span, new)
        written = Docx(tracked=tracked).write(data, [edit])
        assert check_archive(data, written) == ["word/document.xml"]
        after = {s.id: s.target.value for s in read(written).segments}
        value = segment.target.value
        assert after == {s.id: s.target.value for s in document.segments} | {
            segment.id: value[: span.start] + new + value[span.end :]
        }
        before, now = (parts_of(d)["word/document.xml"].decode() for d in (data, written))
        start, end = edit.range.span
        if not tracked and "<" not in before[start:end]:
            assert now == before[:start] + edit.new_text + before[end:]
        if tracked:
            assert rejected(now) == rejected(before)
    assert Docx(tracked=tracked).write(data, []) == data


def rejected(content: str) -> list[str]:
    """What another parser finds in a part after the changes that tqa recorded are rejected."""
    ours = "[@w:author='tqa']"
    found = etree.fromstring(content.encode()).xpath(
        f"//w:t[not(ancestor::w:ins{ours})]|//w:del{ours}//w:delText|//w:tab[not(ancestor::w:ins{ours})]"
        f"|//w:noBreakHyphen|//w:br[not(ancestor::w:ins{ours})]|//w:p",
        namespaces={"w": WORD},
    )
    assert isinstance(found, list)
    pieces = [(e.tag.rpartition("}")[2], e.text or "") for e in found if isinstance(e, etree._Element)]
    return "".join(text if name in ("t", "delText") else f"<{name}>" for name, text in pieces).split("<p>")


@given(st.lists(paragraphs, min_size=1, max_size=3), st.data())
def test_a_file_says_what_was_asked_for_after_an_edit_or_the_edit_is_refused(
    made: list[list[tuple[str, str]]], data: st.DataObject
) -> None:
    before = word("".join(p(*(xml for xml, _ in pieces)) for pieces in made))
    segments = read(before).segments
    tracked = data.draw(st.booleans())
    for number, segment in enumerate(segments):
        value = segment.target.value
        start = data.draw(st.integers(0, len(value)))
        span = Span(start, data.draw(st.integers(start, min(start + 3, len(value)))))
        if not segment.target.origin.whole(span):
            continue
        new = data.draw(st.text("ab &<\t\n漢", max_size=3))
        try:
            written = Docx(tracked=tracked).write(before, [edit_of(segment, span, new)])
        except UnwritableError:
            continue
        assert check_archive(before, written) in (["word/document.xml"], [])
        expected = [s.target.value for s in segments]
        expected[number] = (value[: span.start] + new + value[span.end :]).strip(SPACE)
        assert [s.target.value.strip(SPACE) for s in read(written).segments] == [
            text.strip(SPACE) for text in expected if text.strip(SPACE)
        ]
        if tracked:
            was, now = (parts_of(d)["word/document.xml"].decode() for d in (before, written))
            assert rejected(now) == rejected(was)


@both
def test_several_edits_go_in_at_once(tracked: bool) -> None:
    body = p(r("One  two"), r("  three"), r(" four ,", "<w:b/>")) + p(r("five  six "), r("seven ,", preserve=False))
    data = word(body, footnotes=f'<w:footnote w:id="2">{p(r("A  note"))}</w:footnote>')
    segments = read(data).segments
    spaces = [
        edit_of(s, Span(m.start(), m.start() + 1), "")
        for s in segments
        for m in re.finditer(r" (?=[ ,])", s.target.value)
    ]
    written = Docx(tracked=tracked).write(data, spaces)
    assert check_archive(data, written) == ["word/document.xml", "word/footnotes.xml"]
    assert [v for _, v in shown(written)] == ["One two three four,", "five six seven,", "A note"]


def test_new_words_go_into_the_runs_that_are_there() -> None:
    assert put(p(r("The bri"), r("gde")), 4, 10, "bridge") == p(r("The bri"), r("dge"))
    assert put(p(r("One", preserve=False), r("two")), 3, 3, " ") == p(r("One "), r("two"))
    assert put(p(r("a b")), 1, 2, "\t") == p(
        '<w:r><w:t xml:space="preserve">a</w:t><w:tab/><w:t xml:space="preserve">b</w:t></w:r>'
    )
    line = "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>"
    assert put(p(line), 1, 2, "") == p(line.replace("<w:br/>", ""))
    tab = '<w:r><w:t>a</w:t><w:tab/><w:t xml:space="preserve"> b</w:t></w:r>'
    assert put(p(tab), 1, 2, "") == p(tab.replace("<w:tab/>", ""))
    assert put(p(r("a"), "<w:r><w:noBreakHyphen/></w:r>", r("b")), 1, 2, "-") == p(
        r("a"), '<w:r><w:t xml:space="preserve">-</w:t></w:r>', r("b")
    )


@both
def test_new_words_go_in_front_of_the_first_and_behind_the_last(tracked: bool) -> None:
    for start, expected in ((0, "and One"), (3, "Oneand ")):
        assert values(put(p(r("One")), start, start, "and ", tracked)) == [expected.strip()]


@both
@pytest.mark.parametrize(
    ("body", "change", "why"),
    [
        (p(r("One two")), (1, 2, "\x07"), "no such characters"),
        (p(r("One two")), (1, 2, OBJECT), "no such characters"),
        (table(["Source", "Target"], ["eins zwei", p(r("One")) + p(r("two"))]), (3, 4, " "), "not in one paragraph"),
        (table(["Source", "Target"], ["eins", "One"]), (0, 3, ""), "more than the words"),
        (p(r("One")), (0, 3, "One\n\ntwo"), "more than the words"),
    ],
)
def test_a_change_that_would_be_more_than_one_of_words_is_refused(
    body: str, change: tuple[int, int, str], why: str, tracked: bool
) -> None:
    with pytest.raises(UnwritableError, match=why) as refused:
        put(body, *change, tracked)
    assert refused.value.barred or "Target" in body


def test_a_change_is_not_recorded_where_a_run_cannot_be_cut() -> None:
    link = f"<w:hyperlink>{r('a  b')}</w:hyperlink>"
    for body in (
        p(revision("ins", link)),
        p("<w:r><mc:AlternateContent><mc:Choice><w:t>a  b</w:t></mc:Choice></mc:AlternateContent></w:r>"),
        p(f"<w:r><w:ruby><w:rubyBase>{r('a  b')}</w:rubyBase></w:ruby></w:r>"),
    ):
        with pytest.raises(UnwritableError, match=r"cannot be cut|recorded already"):
            put(body, 1, 2, "", tracked=True)
        assert values(put(body, 1, 2, "")) == ["a b"]


def test_a_file_that_has_changed_is_left_alone() -> None:
    edit = edit_of(read(word(p(r("a  b")))).segments[0], Span(1, 2), "")
    with pytest.raises(UnwritableError, match="the file has changed"):
        Docx().write(word(p(r("Now a  b"), properties="<w:keepNext/>")), [edit])


def recorded(body: str) -> str:
    return re.sub(r' w:id="\d+" w:author="tqa" w:date="[\dTZ:-]+"', "", body)


def test_new_words_are_recorded_beside_the_old() -> None:
    bold = "<w:b/>"
    kept, opened = ' xml:space="preserve"', "<w:r><w:rPr><w:b/></w:rPr>"
    deleted = f"<w:del>{opened}<w:delText{kept}>old</w:delText></w:r></w:del>"
    inserted = f"<w:ins>{opened}<w:t{kept}>new</w:t></w:r></w:ins>"
    assert recorded(put(p(r("The old one", bold)), 4, 7, "new", tracked=True)) == p(
        r("The ", bold), deleted, inserted, r(" one", bold)
    )
    assert recorded(put(p(r("old", bold)), 0, 3, "new", tracked=True)) == p(deleted, inserted)
    assert recorded(put(p(r("old", bold), r("er", bold)), 0, 5, "new", tracked=True)) == p(
        deleted, deleted.replace("old", "er"), inserted
    )


def test_a_second_fix_goes_into_words_that_tqa_has_put_in_before() -> None:
    once = put(p(r("The old one")), 4, 7, "new", tracked=True)
    twice = put(once, 4, 7, "newer", tracked=True)
    assert twice == once.replace(">new<", ">newer<")
    assert put(once, 5, 6, "o", tracked=True) == once.replace(">new<", ">now<")


def test_an_insertion_of_somebody_else_stays_theirs() -> None:
    theirs = f'<w:ins w:id="8" w:author="Ann" {DATE}>{r("an old word")}</w:ins>'
    made = recorded(put(p(r("It is "), theirs), 9, 12, "new", tracked=True))
    again = made.replace('w:id="5"', 'w:id="8"')
    root = etree.fromstring(part("x", again).encode())
    found = root.xpath("//w:ins/@w:author|//w:ins[not(@w:author)]/w:r/w:t/text()", namespaces={"w": WORD})
    assert found == ["Ann", "new", "Ann"]
    assert values(made) == ["It is an new word"]


@both
@pytest.mark.parametrize(
    ("body", "why"),
    [
        (p(f"<w:fldSimple w:instr=' DATE '>{r('May  3')}</w:fldSimple>"), "Word computes them anew (a field “DATE”)"),
        (
            p(control("<w:lock w:val='contentLocked'/>", r("a  b"))),
            "a content control that is locked",
        ),
        (
            control("<w:dataBinding/>", p(r("a  b"))),
            "fills the words in from data",
        ),
        (
            p(
                "<mc:AlternateContent><mc:Choice>", r("a  b"), "</mc:Choice><mc:Fallback>", r("a  b"),
                "</mc:Fallback></mc:AlternateContent>",
            ),
            "twice",
        ),
        (p("<w:r><w:t>a<!-- c -->  b</w:t></w:r>"), "markup of XML"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_safely_is_refused_with_a_reason(body: str, why: str, tracked: bool) -> None:
    data = word(body + p(r("fine  here")))
    segments = read(data).segments
    edits = [edit_of(s, Span(s.target.value.index("  "), s.target.value.index("  ") + 1), "") for s in segments]
    with pytest.raises(UnwritableError, match=re.escape(why)) as refused:
        Docx(tracked=tracked).write(data, edits)
    assert refused.value.barred == {edits[0].bar}
    assert "fine here" in [v for _, v in shown(Docx(tracked=tracked).write(data, edits[1:]))]


@pytest.mark.parametrize(
    ("settings", "parts", "why"),
    [
        ('<w:documentProtection w:edit="readOnly" w:enforcement="1"/>', {}, "Word protects this document"),
        ('<w:documentProtection w:edit="trackedChanges" w:enforcement="1"/>', {}, "--track-changes does that"),
        ("", {"_xmlsignatures/sig1.xml": "<x/>"}, "is signed"),
    ],
)
def test_documents_that_are_not_to_be_changed(settings: str, parts: dict[str, str], why: str) -> None:
    data = word(p(r("a  b")), parts, settings=settings)
    edit = edit_of(read(data).segments[0], Span(1, 2), "")
    with pytest.raises(UnwritableError, match=why):
        Docx().write(data, [edit])
    if "tracked" in settings:
        assert shown(Docx(tracked=True).write(data, [edit])) == [("1", "a b")]


def test_a_broken_part_that_only_writers_read_is_named() -> None:
    data = word(p(r("a  b")), settings="<w:no")
    with pytest.raises(UnwritableError, match=r"nothing is written: word/settings\.xml: this is not sound XML"):
        Docx().write(data, [edit_of(read(data).segments[0], Span(1, 2), "")])


def test_a_document_that_records_changes_has_them_recorded() -> None:
    data = word(p(r("a  b")), settings="<w:trackRevisions/>")
    written = Docx().write(data, [edit_of(read(data).segments[0], Span(1, 2), "")])
    assert b"<w:del " in parts_of(written)["word/document.xml"]
    assert shown(written) == [("1", "a b")]


def test_ids_of_recorded_changes_are_their_own() -> None:
    body = p('<w:bookmarkStart w:id="1" w:name="x"/><w:bookmarkEnd w:id="1"/>', r("a  b  c"))
    data = word(body)
    (segment,) = read(data).segments
    written = Docx(tracked=True).write(data, [edit_of(segment, Span(1, 2), ""), edit_of(segment, Span(4, 5), "x")])
    ids = re.findall(r'<w:(?:del|ins|bookmarkStart) w:id="(\d+)"', parts_of(written)["word/document.xml"].decode())
    assert len(set(ids)) == len(ids) == 4


# --- what is text -----------------------------------------------------------------------------------------------------


def revision(name: str, content: str) -> str:
    return f'<w:{name} w:id="9" w:author="A" {DATE}>{content}</w:{name}>'


def deleted(text: str) -> str:
    return f"<w:r><w:delText>{text}</w:delText></w:r>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(r("Split o"), r("ver r"), r("uns", "<w:b/>")), ["Split over runs"]),
        (p(r("a "), revision("ins", r("new ")), revision("del", deleted("old ")), r("b")), ["a new b"]),
        (p(r("a"), revision("moveFrom", r(" here"))) + p(revision("moveTo", r("here"))), ["a", "here"]),
        (p(r("One "), properties=f"<w:rPr>{revision('del', '')}</w:rPr>") + p(r("two")), ["One two"]),
        (p(revision("del", deleted("x")), properties=f"<w:rPr>{revision('del', '')}</w:rPr>") + p(r("two")), ["two"]),
        (p(r("See "), "<w:hyperlink w:anchor='a'>", r("this"), "</w:hyperlink>", r(".")), ["See this."]),
        (
            p(
                "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>"
                "<w:r><w:fldChar w:fldCharType='separate'/></w:r>", r("the table"),
                "<w:r><w:fldChar w:fldCharType='end'/></w:r>", r(" above"),
            ),
            ["the table above"],
        ),
        (p(r("hid", "<w:vanish/>"), r("shown", "<w:vanish w:val='0'/>")), ["shown"]),
        (p(r("a"), "<w:r><w:br/></w:r>", r("b"), "<w:r><w:br/><w:br/></w:r>", r("c")), ["a\nb", "c"]),
        (p(r("  indented  ")), ["indented"]),
        (p(r(" a ", preserve=False), r("b")), ["ab"]),
        (p("<w:r><w:t xml:space='preserve'>a\r\nb\nc&#10;d</w:t></w:r>"), ["a b c d"]),
        (
            p(f"<w:r>{field('begin')}<w:br/><w:t>code</w:t><w:br/>{field('separate')}<w:t>a</w:t>{field('end')}</w:r>"),
            ["a"],
        ),
        ("<mc:AlternateContent><mc:Choice>" + p(r("a")) + "</mc:Choice></mc:AlternateContent>", ["a"]),
        (f"<w:tbl>{control('', '<w:tr><w:tc>' + p(r('a')) + '</w:tc></w:tr>')}</w:tbl>", ["a"]),
        (
            p("<w:r><w:drawing><x><y><w:txbxContent>", p(r("a")), "</w:txbxContent></y></x></w:drawing></w:r>"),
            ["a"],
        ),
        (p(r("last"), properties=f"<w:rPr>{revision('del', '')}</w:rPr>"), ["last"]),
        (p(r("E = "), "<m:oMath><m:r><m:t>mc2</m:t></m:r></m:oMath>", r(".")), [f"E = {OBJECT}."]),
        (p("<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>"), []),
        (
            p("<w:r><w:ruby><w:rt>", r("kan"), "</w:rt><w:rubyBase>", r("漢"), "</w:rubyBase></w:ruby></w:r>", r("字")),
            ["漢字"],
        ),
        (
            p(
                r("Beside"), "<w:r><w:pict><w:txbxContent>", p(r("in a box")), p(r("of two")),
                "</w:txbxContent></w:pict></w:r>", r(" the box"),
            ),
            ["Beside the box", "in a box", "of two"],
        ),
        (control("<w:showingPlcHdr/>", p(r("Click"))), []),
        (p("<w:r><w:footnoteReference w:id='1'/></w:r>", r("a"), '<w:r><w:commentReference w:id="1"/></w:r>'), ["a"]),
    ],
)  # fmt: skip
def test_the_text_of_a_document(body: str, expected: list[str]) -> None:
    data = word(body)
    assert [value for _, value in shown(data)] == expected
    check_places(read(data), data)


STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{name}"/>{more}</w:style>'
    for i, name, more in [
        ("berschrift1", "heading 1", ""),
        ("Zwischen", "Zwischentitel", '<w:basedOn w:val="berschrift1"/>'),
        ("Ebene", "Ebene", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("Punkte", "Punkte", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'),
        ("Zitat", "Quote", ""),
        ("Inhalt", "toc 1", ""),
        ("Kreis", "Kreis", '<w:basedOn w:val="Kreis"/>'),
    ]
)


def test_styles_tell_the_kind_of_a_paragraph() -> None:
    styles = ("berschrift1", "Zwischen", "Ebene", "Punkte", "Zitat", "Inhalt", "Kreis", "Heading2", "")
    body = "".join(p(r("x"), properties=f'<w:pStyle w:val="{style}"/>' if style else "") for style in styles)
    body += p(r("x"), properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>')
    body += p(r("x"), properties='<w:numPr><w:numId w:val="0"/></w:numPr>') + table(["x"])
    body += p(r("x"), properties='<w:outlineLvl w:val="0"/>')
    kinds = [s.kind for s in read(word(body, styles=STYLES)).segments]
    assert kinds == [
        *("headline", "headline", "headline", "list", "quote", "furniture", "body", "headline", "body", "list", "body"),
        *("cell", "headline"),
    ]  # fmt: skip


def test_notes_headers_and_footers_come_after_the_text() -> None:
    data = word(
        p(r("Text")),
        endnotes=f'<w:endnote w:id="0" w:type="separator">{p(r("-"))}</w:endnote>'
        f'<w:endnote w:id="4">{p(r("An endnote"))}{p(r("of two"))}</w:endnote>',
        footnotes=f'<w:footnote w:id="2">{p(r("A footnote"))}</w:footnote>',
        header=p(r("Harbour News")),
        comments=f'<w:comment w:id="1">{p(r("no text"))}</w:comment>',
    )
    document = read(data)
    assert [(s.id, s.target.value, s.kind) for s in document.segments] == [
        ("1", "Text", "body"),
        ("footnote-2", "A footnote", "body"),
        ("endnote-4", "An endnote", "body"),
        ("endnote-4#2", "of two", "body"),
        ("header-1", "Harbour News", "furniture"),
    ]
    check_places(document, data)


def test_the_kind_called_strict_is_read_as_the_other() -> None:
    members = parts_of(PLAIN)
    for name in members:
        members[name] = (
            members[name]
            .replace(WORD.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            .replace(OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        )
    assert shown(archive(members)) == [("1", "Text")]


def test_comments_ask_to_leave_findings_alone() -> None:
    anchor = '<w:r><w:commentReference w:id="{}"/></w:r>'
    body = p(anchor.format(1)) + p(r("One"), anchor.format(2)) + p(r("Two"), anchor.format(3), anchor.format(4))
    said = ("tqa: ignore[a/b] why", "tqa: ignore[c/d] so", "tqa: ignore-file[e/f] all", "What about tqa: ignore[g/h]?")
    comments = "".join(f'<w:comment w:id="{n}">{p(r(text))}</w:comment>' for n, text in enumerate(said, 1))
    document = read(word(body, comments=comments))
    assert [(s.rules, s.reason, s.segment) for s in document.suppressions] == [
        (("a/b",), "why", "1"),
        (("c/d",), "so", "1"),
        (("e/f",), "all", None),
    ]
    assert all(document.content.value[s.place.start :].startswith("<w:commentRef") for s in document.suppressions)
    late = read(word(p(r("One")) + p(anchor.format(1)), comments=f'<w:comment w:id="1">{p(r(said[0]))}</w:comment>'))
    assert [problem.message for problem in late.problems] == ["no text follows this comment for it to cover"]
    wrong = read(word(p(r("One"), anchor.format(1)), comments=f'<w:comment w:id="1">{p(r("tqa: no"))}</w:comment>'))
    assert "is not understood" in wrong.problems[0].message


# --- tables that are a text and its translation -----------------------------------------------------------------------

CHINESE = ("市政府周六表示大桥已重新开放。", "有轨电车每六分钟一班。", "工程历时二十六个月。")
ENGLISH = ("The bridge has reopened, the city said.", "Trams run every six minutes.", "The works took two years.")


def test_a_table_of_two_languages_is_pairs() -> None:
    (first, *_) = segments = read(word(table(*zip(CHINESE, ENGLISH, strict=True)))).segments
    assert [(s.source and s.source.value, s.target.value) for s in segments] == [*zip(CHINESE, ENGLISH, strict=True)]
    assert first.kind == "body"


def test_cells_are_paired_by_paragraph_or_whole() -> None:
    two = p(r(CHINESE[0])) + p(r(CHINESE[1]))
    data = word(
        table(
            ["Source", "Target"],
            [two, p(r(ENGLISH[0])) + p(r(ENGLISH[1]))],
            [two, p(r("Both at once, it said."))],
            [CHINESE[2], ""],
            ["", ENGLISH[2]],
        )
    )
    found = [(s.source and s.source.value, s.target.value) for s in read(data).segments]
    assert found == [
        *zip(CHINESE[:2], ENGLISH[:2], strict=True),
        ("\n".join(CHINESE[:2]), "Both at once, it said."),
        (None, ENGLISH[2]),
    ]
    check_places(read(data), data)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["ID", "Source", "Target", "Note"], ["1", "a", "b", ""]], Pairing(4, 1, 1, 2)),
        ([["Target segment", "Source segment"], ["a", "b"]], Pairing(2, 1, 1, 0)),
        ([["原文", "译文"], ["a", "b"]], Pairing(2, 1, 0, 1)),
        ([["IT", "HR"], ["12 of 80", "7 of 30"]], None),
        ([["Ausgangstext", "Übersetzung"], ["a", "b"]], Pairing(2, 1, 0, 1)),
        ([["#", "Chinese (Simplified)", "English"], ["1", "大桥", "b"]], Pairing(3, 1, 1, 2)),
        ([["zh-CN", "en-GB"], ["大桥", "b"]], Pairing(2, 1, 0, 1)),
        ([["Source", "Target"]], None),
        ([["Source", "Target"], ["a", ""]], None),
        ([["Source of the news", "Number"], ["a", "b"]], None),
        ([["English", "English"], [ENGLISH[0], ENGLISH[0]]], None),
        ([*map(list, zip(ENGLISH, ENGLISH, strict=True))], None),
        ([["Name", "王伟"], ["Born", "北京"], ["Works at", "大公报"], ["Since", "二月"]], None),
        ([*map(list, zip(CHINESE[:2], ENGLISH[:2], strict=True))], None),
        ([*map(list, zip(CHINESE, ENGLISH, strict=True)), ["x", ""], ["", "y"]], None),
        ([["one cell"]], None),
        ([], None),
    ],
)
def test_which_tables_are_pairs(rows: list[list[str]], expected: Pairing | None) -> None:
    assert pairing(rows) == expected


def test_deleted_rows_and_cells_are_none() -> None:
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p(r("gone")) + "</w:tc></w:tr>"
    rest = (
        "<w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr>" + p(r("gone")) + "</w:tc><w:tc>" + p(r("here")) + "</w:tc></w:tr>"
    )
    assert values(f"<w:tbl>{gone}{rest}</w:tbl>") == ["here"]


# --- what is no Word file, or a bad one -------------------------------------------------------------------------------


def unreadable(data: bytes) -> str:
    with pytest.raises(UnreadableError) as problem:
        read(data)
    assert "\n" not in str(problem.value)
    return str(problem.value)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENTITY = part("document", "&b;").partition("?>")[2]
PLAIN = word(p(r("Text")))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no sound ZIP archive"),
        (b"Some words, and no Word file.", "no sound ZIP archive"),
        (PLAIN[:-40], "no sound ZIP archive"),
        (OLE, "of the old kind"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted with a password"),
        (archive({"a.txt": b"x"}), "holds no Word document"),
        (word(p(r("x")), {"word/document.xml": "<w:document"}), "word/document.xml: this is not sound XML at line 1"),
        (word(p(r("x")), {"word/document.xml": "<html/>"}), "this is XML, but not of this format"),
        (word(p(r("x")), {"word/document.xml": ""}), "word/document.xml"),
        (word(p(r("x")), {"word/_rels/document.xml.rels": "<no"}), "document.xml.rels: this is not sound XML"),
        (word(p(r("x")), styles="<w:style"), "word/styles.xml: this is not sound XML"),
        (
            word("", {"word/document.xml": f'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>{ENTITY}'}),
            "declares an entity of its own",
        ),
        (word("", {"word/document.xml": f'<!DOCTYPE a [<!ENTITY b "bb">]>{ENTITY}'}), "declares an entity of its own"),
        (word("<w:sdt>" * 300 + "</w:sdt>" * 300), "nested more than 256 deep"),
    ],
)  # fmt: skip
def test_what_is_no_word_file_says_so_in_a_line(data: bytes, message: str) -> None:
    assert message in unreadable(data)


def test_a_file_without_its_first_relations_is_read_all_the_same() -> None:
    assert shown(archive({k: v for k, v in parts_of(PLAIN).items() if k != "_rels/.rels"})) == [("1", "Text")]


def test_damage_in_a_part_is_named() -> None:
    at = PLAIN.index(b"word/document.xml") + 17
    assert "word/document.xml in it is damaged" in unreadable(PLAIN[: at + 40] + b"\xff\xff\xff" + PLAIN[at + 43 :])


def test_an_encrypted_member_is_named() -> None:
    data = bytearray(PLAIN)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark)
        data[at + flags] |= 1
    assert "_rels/.rels in it is encrypted" in unreadable(bytes(data))


def test_bombs_are_not_set_off() -> None:
    def seconds(data: bytes) -> float:
        began = time.process_time()
        assert "not safe to read" in unreadable(data)
        return time.process_time() - began

    many = part("document", "<w:body>" + p(r("x")) * 400_000 + "</w:body>")
    assert seconds(word("", {"word/document.xml": many})) < 2
    declared = bytearray(word("", {"word/document.xml": " " * 70_000_000 + "<a/>"}))
    assert seconds(bytes(declared)) < 2
    with pytest.raises(UnreadableError, match="10,001 files"):
        read(archive({f"{n}": b"" for n in range(MOST_MEMBERS + 1)}))


def test_a_size_that_lies_is_found_out() -> None:
    content = part("document", "<w:body>" + p(r("x")) * 50_000 + "</w:body>").encode()
    data = bytearray(word("", {"word/document.xml": content.decode()}))
    for mark, size, name in ((b"PK\x03\x04", 22, 26 + 4), (b"PK\x01\x02", 24, 46)):
        at = data.index(b"word/document.xml", data.index(mark)) - name
        while data[at : at + 4] != mark:
            at = data.index(b"word/document.xml", at + name + 1) - name
        struct.pack_into("<L", data, at + size, 1000)
    assert "damaged" in unreadable(bytes(data)) or "sound" in unreadable(bytes(data))


def test_a_paragraph_of_very_many_elements_is_refused() -> None:
    noise = "".join(f"<w:x{n % 97}/>" for n in range(1_000_500))
    members = parts_of(PLAIN) | {"word/document.xml": part("document", f"<w:body><w:p>{noise}</w:p></w:body>").encode()}
    assert "more than 1,000,000 elements" in unreadable(archive(members, zipfile.ZIP_STORED))


def test_two_members_of_a_name_are_refused() -> None:
    out = io.BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("word/document.xml", part("document", ""))
    assert "two files of the same name" in unreadable(out.getvalue())


def test_what_is_embedded_is_not_read_and_that_is_said() -> None:
    document = read(word(p(r("Text")) + '<w:altChunk r:id="rId9" xmlns:r="x"/>'))
    (problem,) = document.problems
    assert "“altChunk”" in problem.message


def test_a_field_that_hides_the_rest_of_the_text_is_a_problem() -> None:
    document = read(word(p(r("Text"), "<w:r><w:fldChar w:fldCharType='begin'/></w:r>") + p(r("more"))))
    assert [s.target.value for s in document.segments] == ["Text"]
    assert [problem.message for problem in document.problems] == [
        "word/document.xml: a field is not closed, and the text after it is not read"
    ]


@given(st.binary(max_size=60), st.integers(0, len(PLAIN)), st.integers(0, 60))
def test_any_bytes_are_read_or_unreadable(noise: bytes, at: int, instead: int) -> None:
    for data in (noise, PLAIN[:at] + noise + PLAIN[at + instead :]):
        message = "a.docx: "
        try:
            assert all(segment.id for segment in read(data).segments)
        except UnreadableError as problem:
            message = str(problem)
        assert message.startswith("a.docx")


@pytest.mark.parametrize(
    "piece",
    [
        p(r("word ")), r("a "), "<w:r><w:br/></w:r>", revision("del", deleted("x")), "<w:proofErr/>",
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>", p(properties=f"<w:rPr>{revision('del', '')}</w:rPr>"),
        "<w:r><w:tab/></w:r>", table(["a", "b"]),
    ],
)  # fmt: skip
def test_any_piece_repeated_is_read_and_mended_in_time_linear_in_its_length(piece: str) -> None:
    body = piece * 4000 if "<w:p>" in piece else p(piece * 4000)
    began = time.process_time()
    data = word(body + p(r("a  b")))
    for segment in read(data).segments[-1:]:
        at = segment.target.value.rfind("  ")
        written = Docx(tracked=True).write(data, [edit_of(segment, Span(at, at + 1), "")])
        assert read(written).segments[-1].target.value == segment.target.value.replace("  ", " ")
    assert time.process_time() - began < 10


# --- archives ---------------------------------------------------------------------------------------------------------


def streamed(members: Mapping[str, bytes]) -> bytes:
    """An archive as programs write it that cannot go back: sizes follow the data."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            assert isinstance(data, bytes | bytearray | memoryview)
            self.data += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
        file.comment = b"a comment"
    return bytes(pipe.data)


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(archive(parts_of(PLAIN)), id="deflated"),
        pytest.param(archive(parts_of(PLAIN), zipfile.ZIP_STORED), id="stored"),
        pytest.param(streamed(parts_of(PLAIN)), id="streamed"),
    ],
)
def test_archives_of_any_make_keep_it(made: bytes) -> None:
    written = Docx().write(made, [edit_of(read(made).segments[0], Span(0, 4), "Words")])
    assert check_archive(made, written) == ["word/document.xml"]
    assert shown(written) == [("1", "Words")]


def test_parts_are_put_in_place_and_added() -> None:
    data = archive({"a.xml": b"one", "b.xml": b"two" * 1000, "c.xml": b"three"})
    written = Package(data, "", "Word file").replaced({"b.xml": b"2", "new/d.xml": b"four" * 500, "a.xml": b"1" * 300})
    assert parts_of(written) == {"a.xml": b"1" * 300, "b.xml": b"2", "c.xml": b"three", "new/d.xml": b"four" * 500}
    assert zlib.crc32(b"2") == zipfile.ZipFile(io.BytesIO(written)).getinfo("b.xml").CRC
    assert Package(data, "", "Word file").replaced({}) == data


def test_archives_that_are_only_read() -> None:
    edit = edit_of(read(PLAIN).segments[0], Span(0, 4), "Words")
    end = PLAIN.rindex(b"PK\x05\x06")
    count, size, offset = struct.unpack("<HLL", PLAIN[end + 10 : end + 20])
    modern = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
    zip64 = PLAIN[:end] + modern + struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1) + PLAIN[end:]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts_of(PLAIN).items():
            with file.open(name, "w", force_zip64=True) as member:
                member.write(content)
    sized = bytearray(
        out.getvalue()
    )  # of which later releases of Python say, as some programs do, that they are elsewhere
    at = zipfile.ZipFile(out).getinfo("word/document.xml").header_offset
    sized[at + 18 : at + 26] = b"\xff" * 8
    for data, why in ((zip64, "ZIP64"), (bytes(sized), "in a way that is only read")):
        assert shown(data) == [("1", "Text")]
        with pytest.raises(UnwritableError, match=why):
            Docx().write(data, [edit])


def test_an_archive_behind_something_else_is_only_read() -> None:
    data = b"#!/bin/sh\n" + PLAIN
    assert shown(data) == [("1", "Text")]
    with pytest.raises(UnwritableError, match="something in front"):
        Docx().write(data, [edit_of(read(data).segments[0], Span(0, 4), "Words")])


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_fixes_a_word_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.docx"
    shutil.copy(DATA / "npm-bilingual.docx", path)
    options = ["--isolated", "--no-cache", "--select", "linguistic"]
    assert main(["check", "--diff", *options, str(path)]) == 1
    patch = capsys.readouterr().out
    assert "-The harbour bridge has reopened , the city’s office said on Saturday.\n" in patch
    assert "+The harbour bridge has reopened, the city’s office said on Saturday.\n" in patch
    assert path.read_bytes() == (DATA / "npm-bilingual.docx").read_bytes()
    main(["check", "--fix", "--track-changes", *options, str(path)])
    written = path.read_bytes()
    assert check_archive((DATA / "npm-bilingual.docx").read_bytes(), written) == ["word/document.xml"]
    assert b'w:author="tqa"' in parts_of(written)["word/document.xml"]
    main(["check", "--fix", *options, str(path)])
    assert path.read_bytes() == written


def test_changes_are_tracked_only_where_there_are_some(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--track-changes", "--isolated", "a.docx"]) == 2
    assert capsys.readouterr().err == "tqa: --track-changes is for --fix, --unsafe-fixes and --diff\n"


def test_a_position_is_that_in_the_part(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    note = part("footnotes", f'\n<w:footnote w:id="2">\n{p(r("A  note"))}</w:footnote>')
    path.write_bytes(word(p(r("One  two")), {"word/footnotes.xml": note}, footnotes=""))
    main_part, notes = (parts_of(path.read_bytes())[f"word/{name}.xml"].decode() for name in ("document", "footnotes"))
    found = check_files(path, target_lang="en")
    places = {d.segment_id: d.range.start for d in found if d.rule == "linguistic/double-space"}
    assert places == {
        "1": Position(1, main_part.split("\n")[1].index("  ")),
        "footnote-2": Position(3, notes.split("\n")[3].index("  ")),
    }


def test_the_findings_are_those_of_the_same_words_in_plain_text(tmp_path: Path) -> None:
    texts = ("The bridge was was reopened on on May 3 & “many” came .", "He said , “We did it. It cost us 42 million.")
    (tmp_path / "a.txt").write_text("\n\n".join(texts), encoding="utf-8")
    (tmp_path / "a.docx").write_bytes(word("".join(p(r(t[:20]), r(t[20:], "<w:noProof/>")) for t in texts)))
    plain, packed = (
        [(d.rule, d.segment_id, d.span, d.message) for d in check_files(tmp_path / name, target_lang="en")]
        for name in ("a.txt", "a.docx")
    )
    assert len(plain) > 3
    assert packed == plain


def test_the_format_is_announced() -> None:
    announced = tqa_formats()["docx"]
    assert announced.suffixes == Docx().suffixes
    (document,) = announced.read(PLAIN, "a.docx")
    assert document.segments[0].target.value == "Text"


# --- comments ---------------------------------------------------------------------------------------------------------


def found_in(data: bytes, spans: Sequence[tuple[float, float]]) -> list[Diagnostic]:
    """A finding from one part of each segment to another, for each pair of fractions of its length."""

    @rule("style/chosen", langs="*>*", kinds=[*KINDS])
    def chosen(segment: Segment, context: Context) -> Iterator[Finding]:
        """Chosen"""
        size = len(segment.target.value)
        for number, pair in enumerate(spans):
            start, end = sorted(round(share * size) for share in pair)
            evidence = (Evidence("as <here>", Span(0, 1)),) if number else ()
            yield Finding(Span(start, end), f"No. {segment.id}.{number} & more", evidence)

    return [*Checker([chosen]).check(read(data)).diagnostics]


def hidden(element: etree._Element) -> bool:
    return bool(element.xpath("boolean(ancestor::w:r/w:rPr/w:vanish)", namespaces={"w": WORD}))


def commented(data: bytes) -> dict[str, str]:
    """What comments of tqa say, and the words that each is on, as another parser has it."""
    names = {"w": WORD}
    members = parts_of(data)
    open_now, words = set[str](), dict[str, str]()
    for element in etree.fromstring(members["word/document.xml"]).iter():
        name, number = element.tag.rpartition("}")[2], element.get(f"{{{WORD}}}id", "")
        if name == "commentRangeStart":
            open_now.add(number)
            assert words.setdefault(number, "") == ""
        elif name == "commentRangeEnd":
            open_now.remove(number)
            reference = element.getnext()
            assert reference is not None
            assert reference.xpath("string(w:commentReference/@w:id)", namespaces=names) == number
        elif name in ("t", "tab", "br", "cr", "noBreakHyphen", "oMath") and not hidden(element):
            shown = {"t": element.text or "", "noBreakHyphen": "\u2011"}.get(name, " ")
            words |= {one: words[one] + shown for one in open_now}
    assert open_now == set()
    said: dict[str, str] = {}
    for comment in etree.fromstring(members["word/comments.xml"]):
        text = "\n".join("".join(map(str, paragraph.itertext())) for paragraph in comment)
        if comment.get(f"{{{WORD}}}author") == "tqa":
            said[text] = words[comment.get(f"{{{WORD}}}id", "")]
    return said


def check_comments(annotated: bytes, findings: Sequence[Diagnostic], *, near: bool = False) -> None:
    """Each finding is said, on its words; `near`: what cannot be on them quotes them."""
    said = commented(annotated)
    assert len(said) == len(findings)
    for finding in findings:
        flagged = finding.excerpt[finding.span.start : finding.span.end]
        more = "".join(f"\nas <here>: “{finding.excerpt[:1]}”" for _ in finding.evidence).rstrip()
        text = f"warning: {finding.message} [style/chosen]{more}"
        quoted = f"warning: “{' '.join(flagged.split())}”: {finding.message} [style/chosen]{more}"
        if near and (text not in said):
            assert quoted.replace("“”: ", "") in said
        elif flagged:
            assert "".join(said[text].split()) == "".join(flagged.replace(OBJECT, "").split())
        else:
            assert text in said


NEW = ["[Content_Types].xml", "word/_rels/document.xml.rels", "word/comments.xml", "word/document.xml"]


@files
def test_a_real_file_takes_comments_on_its_words(path: Path) -> None:
    data = path.read_bytes()
    findings = found_in(data, [(0.2, 0.6), (0.5, 1), (0, 0)])
    annotated = Docx().annotate(data, findings)
    before, after = parts_of(data), parts_of(annotated)
    assert set(after) - set(before) <= {"word/comments.xml"}
    assert {name for name in after if after[name] != before.get(name)} <= set(NEW)
    assert [*after][: len(before)] == [*before]
    assert shown(annotated) == shown(data)
    check_comments(annotated, findings, near=True)
    assert Docx().annotate(annotated, found_in(annotated, [(0.2, 0.6), (0.5, 1), (0, 0)])) == annotated


@given(st.lists(paragraphs, min_size=1, max_size=3), st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=4))
def test_comments_are_on_the_words_of_any_paragraphs(
    made: list[list[tuple[str, str]]], spans: list[tuple[float, float]]
) -> None:
    data = word("".join(p(*(xml for xml, _ in pieces)) for pieces in made), {"[Content_Types].xml": TYPES})
    findings = found_in(data, spans)
    if findings:
        annotated = Docx().annotate(data, findings)
        assert shown(annotated) == shown(data)
        check_comments(annotated, findings)
        assert rejected(parts_of(annotated)["word/document.xml"].decode()) == rejected(
            parts_of(data)["word/document.xml"].decode()
        )


TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def test_what_word_needs_to_find_comments_is_put_in() -> None:
    data = word(p(r("One two")), {"[Content_Types].xml": TYPES}, styles="")
    members = parts_of(Docx().annotate(data, found_in(data, [(0, 0.5)])))
    assert b'<Override PartName="/word/comments.xml"' in members["[Content_Types].xml"]
    relations_there = etree.fromstring(members["word/_rels/document.xml.rels"])
    assert [(e.get("Id"), e.get("Target")) for e in relations_there] == [
        ("rId1", "styles.xml"),
        ("rId2", "comments.xml"),
    ]
    without = {k: v for k, v in parts_of(data).items() if not k.startswith("word/_rels")}
    assert "word/_rels/document.xml.rels" in parts_of(Docx().annotate(archive(without), found_in(data, [(0, 0.5)])))


def test_comments_that_are_there_stay() -> None:
    theirs = f'<w:comment w:id="3" w:author="Ann" {DATE}>{p(r("Really?"))}</w:comment>'
    anchored = p('<w:commentRangeStart w:id="3"/>', r("One two"), '<w:commentRangeEnd w:id="3"/>')
    data = word(anchored, comments=theirs)
    members = parts_of(Docx().annotate(data, found_in(data, [(0, 0.43)])))
    assert theirs.encode() in members["word/comments.xml"]
    assert b'<w:comment w:id="4" w:author="tqa"' in members["word/comments.xml"]
    empty = word(p(r("One two")), {"word/comments.xml": f'<w:comments xmlns:w="{WORD}"/>'}, comments="")
    check_comments(Docx().annotate(empty, found_in(empty, [(0, 0.43)])), found_in(empty, [(0, 0.43)]))
    other = f'<x:comments xmlns:x="{WORD}"></x:comments>'
    foreign = word(p(r("One two")), {"word/comments.xml": other}, comments="")
    check_comments(Docx().annotate(foreign, found_in(foreign, [(0, 1)])), found_in(foreign, [(0, 1)]))


def test_what_is_found_elsewhere_is_said_in_the_text() -> None:
    data = word(
        p(r("Text"), "<w:r><w:footnoteReference w:id='2'/></w:r>", r(" here"))
        + p(r("Beside"), f"<w:r><w:pict><w:txbxContent>{p(r('In a box'))}</w:txbxContent></w:pict></w:r>", r(" it")),
        {"[Content_Types].xml": TYPES},
        footnotes=f'<w:footnote w:id="2">{p(r("A note"))}{p(r("goes on"))}</w:footnote>',
        header=p(r("Harbour News")),
    )
    annotated = Docx().annotate(data, found_in(data, [(0, 1)]))
    assert commented(annotated) == {
        "warning: No. 1.0 & more [style/chosen]": "Text here",
        "warning: No. 2.0 & more [style/chosen]": "BesideIn a box it",
        "warning: “In a box”: No. 3.0 & more [style/chosen]": "In a box",
        "warning: “A note”: No. footnote-2.0 & more [style/chosen]": "",
        "warning: “goes on”: No. footnote-2#2.0 & more [style/chosen]": "",
        "warning: “Harbour News”: No. header-1.0 & more [style/chosen]": "Text",
    }
    content = parts_of(annotated)["word/document.xml"].decode()
    note, box = content.index("<w:footnoteReference"), content.index("<w:pict>")
    assert [content.index(f'<w:commentRangeStart w:id="{n}"/>') < note for n in (3, 4)] == [True, True]
    assert [content.index(f'<w:commentRangeEnd w:id="{n}"/>') > note for n in (3, 4)] == [True, True]
    assert content[:box].endswith('<w:commentRangeStart w:id="2"/><w:r>')


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (word(p(r("a")), {"_xmlsignatures/sig1.xml": "<x/>"}), "signed"),
        (word("", footnotes=f'<w:footnote w:id="2">{p(r("A note"))}</w:footnote>'), "no text in the document"),
        (
            word("", {"word/document.xml": f'<document xmlns="{WORD}"><body><p><r><t>a</t></r></p></body></document>'}),
            "no prefix",
        ),
        (word(p(r("a"))), r"\[Content_Types\].xml is missing"),
    ],
)
def test_documents_that_take_no_comments(data: bytes, why: str) -> None:
    with pytest.raises(UnwritableError, match=why):
        Docx().annotate(data, found_in(data, [(0, 1)]))


def test_the_command_writes_a_copy_with_comments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, copy = DATA / "npm-bilingual.docx", tmp_path / "copy.docx"
    assert main(["annotate", "--isolated", "--no-cache", "--select", "linguistic", str(path), "-o", str(copy)]) == 0
    assert sorted(commented(copy.read_bytes()).values()) == ["  ", " ,"]
    assert main(["annotate", "--isolated", "--no-cache", str(DATA / "README.md")]) == 2


# --- another program --------------------------------------------------------------------------------------------------


def as_odt(path: Path) -> str:
    """What LibreOffice makes of a file: the content of an ODT."""
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    run(
        ["soffice", profile, "--headless", "--convert-to", "odt", "--outdir", str(path.parent), str(path)],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return parts_of(path.with_suffix(".odt").read_bytes())["content.xml"].decode()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@both
def test_libreoffice_opens_a_mended_file(tmp_path: Path, tracked: bool) -> None:
    path = tmp_path / "a.docx"
    data = (DATA / "npm-bilingual.docx").read_bytes()
    segments = read(data).segments
    edits = [edit_of(segments[1], Span(31, 32), ""), edit_of(segments[5], Span(0, 4), "Less")]
    path.write_bytes(Docx(tracked=tracked).write(data, edits))
    content = as_odt(path)
    assert content.count("<dc:creator>tqa</dc:creator>") == (3 if tracked else 0)
    assert "Less" in content
    assert ("Mor" in content) == tracked


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["npm-bilingual", "word-comments", "libreoffice-revisions"])
def test_libreoffice_shows_the_comments(tmp_path: Path, name: str) -> None:
    data = (DATA / f"{name}.docx").read_bytes()
    findings = [d for d in found_in(data, [(0.2, 0.6), (0.5, 1)]) if d.segment_id.isdigit()]
    path = tmp_path / "a.docx"
    path.write_bytes(Docx().annotate(data, findings))
    content = etree.fromstring(as_odt(path).encode())
    names = {"o": "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "dc": "http://purl.org/dc/elements/1.1/"}
    found = content.xpath("//o:annotation[dc:creator='tqa']", namespaces=names)
    assert isinstance(found, list)
    texts = ["".join("".join(map(str, e.itertext())).split()) for e in found if isinstance(e, etree._Element)]
    assert len(texts) == len(findings)
    for finding in findings:
        assert any("".join(finding.message.split()) in text for text in texts)
