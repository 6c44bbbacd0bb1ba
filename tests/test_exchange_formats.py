"""XLIFF and TMX: the place of every character, inline codes, what is left out, and edits that touch nothing else."""

from __future__ import annotations

import html
import json
import os
import re
import sys
from importlib import import_module
from pathlib import Path
from random import Random
from subprocess import run
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tqa import Document, Position, Range, Segment, Span
from tqa.cli import main
from tqa.formats import tqa_formats
from tqa.formats.xmltext import OBJECT
from tqa.model import PlacedEdit, UnreadableError, UnwritableError
from tqa.plugins import build

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

FORMATS = tqa_formats()
ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "tests/data/exchange").glob("*.*x*"))
SAMPLES = os.environ.get("TQA_SAMPLES", "")
"""A folder of more files, of any make: each is to be read with every character in its place."""
"""More files, where they are."""

files = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def read(data: bytes | str, name: str = "a.xlf") -> list[Document]:
    form = next(f for f in FORMATS.values() if name.endswith(f.suffixes))
    return list(form.read(data.encode() if isinstance(data, str) else data, name))


def segments(data: bytes | str, name: str = "a.xlf") -> list[Segment]:
    return [segment for document in read(data, name) for segment in document.segments]


def shown(data: str, name: str = "a.xlf") -> list[tuple[str, str]]:
    return [(segment.id, segment.target.value) for segment in segments(data, name)]


def classic(*units: str, more: str = "") -> str:
    head = f'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"{more}>'
    langs = 'source-language="de" target-language="en"'
    return f'{head}<file original="a" {langs}><body>{"".join(units)}</body></file></xliff>'


def unit(target: str, number: int = 1) -> str:
    return (
        f'<trans-unit id="{number}"><source>Quelle</source><target xml:space="preserve">{target}</target></trans-unit>'
    )


def modern(*units: str) -> str:
    head = '<xliff version="2.1" srcLang="de" trgLang="en" xmlns="urn:oasis:names:tc:xliff:document:2.0">'
    return f'{head}<file id="f1">{"".join(units)}</file></xliff>'


def placed(segment: Segment, start: int, end: int, new: str) -> PlacedEdit:
    origin = segment.target.origin
    place = Range(Position(0, 0), Position(0, 0), origin.span(Span(start, end)))
    return PlacedEdit(place, origin.written(new), segment.id, Span(start, end), new)


def put(data: str, start: int, end: int, new: str) -> str:
    """A file after an edit of its first segment."""
    return FORMATS["xliff"].write(data.encode(), [placed(segments(data)[0], start, end, new)]).decode()


# --- positions --------------------------------------------------------------------------------------------------------


def check_places(document: Document) -> int:
    """Every character of every segment is what stands at its origin, and they stand in their order."""
    content, seen = document.content.value, 0
    for segment in document.segments:
        for text in filter(None, (segment.target, segment.source)):
            assert len(text.origin) == len(text.value)
            last = 0
            for i, character in enumerate(text.value):
                place = text.origin.span(Span(i, i + 1))
                assert place.start >= last
                last = place.end
                raw = content[place.start : place.end]
                if character == OBJECT and raw != OBJECT:
                    assert raw[0] + raw[-1] == "<>"
                elif character == "\n":
                    assert raw.isspace() or html.unescape(raw) == "\n"
                else:
                    assert character in (raw, html.unescape(raw))
                seen += 1
    return seen


@files
def test_every_character_of_a_file_is_where_its_origin_says(path: Path) -> None:
    documents = read(path.read_bytes(), path.name)
    assert sum(map(check_places, documents)) > 200
    assert {problem.rule for document in documents for problem in document.problems} <= {"tqa/invalid-file"}


@pytest.mark.skipif(not SAMPLES, reason="TQA_SAMPLES names no folder of more files")
def test_every_sample_is_read_with_its_places() -> None:
    seen = 0
    for path in sorted(Path(SAMPLES).rglob("*")):
        if path.suffix in (".tmx", ".xlf", ".sdlxliff"):
            for document in read(path.read_bytes(), path.name):
                seen += check_places(document)
    assert seen


PIECES = (
    *("a", "Two words", " ", "  ", "\t", "\n", "\r\n", "\r", "é", "漢字", "😀", ".", "(", "]]", "'", '"', "&#xA0;"),
    *("&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#10;", "&#13;", "&#x1F600;", "&#38;lt;", "<!-- c -->", "<?p i?>"),
    *(
        "<![CDATA[]]>",
        "<![CDATA[a <b> & c]]>",
        "<![CDATA[\r\n&amp;]]>",
        '<x id="1"/>',
        "<x id='>'></x>",
        "<bx id='2'/>",
    ),
)


@st.composite
def mixed(draw: DrawFn) -> str:
    """What may stand in a target."""
    pieces = draw(st.lists(st.sampled_from(PIECES), max_size=8))
    for _ in range(draw(st.integers(0, 2))):
        first = draw(st.integers(0, len(pieces)))
        last = draw(st.integers(first, len(pieces)))
        inner = "".join(pieces[first:last])
        pieces[first:last] = [f'<g id="g" ctype=\n"x&gt;">{inner}</g >']
    return "".join(pieces)


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "iso-8859-1")


def encoded(text: str, encoding: str) -> bytes:
    """The file in an encoding, with what it lacks as references (in CDATA, that changes what it says)."""
    declared = encoding.removesuffix("-sig").removesuffix("-le")
    return f'<?xml version="1.0" encoding="{declared}"?>{text}'.encode(encoding, "xmlcharrefreplace")


def said(data: bytes) -> list[str]:
    """The targets, as another parser has them."""
    root = etree.fromstring(data)
    return [str(t.xpath("string()")) for t in root.iter("{*}target")]


@given(st.lists(mixed(), min_size=1, max_size=3), st.sampled_from(ENCODINGS))
def test_any_markup_is_read_as_another_parser_reads_it(targets: list[str], encoding: str) -> None:
    data = encoded(
        classic(
            *(
                f'<trans-unit id="{i}"><target state="final" xml:space="preserve">{t}</target></trans-unit>'
                for i, t in enumerate(targets)
            )
        ),
        encoding,
    )
    (document,) = read(data)
    check_places(document)
    found = {segment.id: segment.target.value.replace(OBJECT, "") for segment in document.segments}
    for number, text in enumerate(said(data)):
        assert found.get(str(number), "") == text


@given(mixed().map(lambda t: f"a{t}"), st.data(), st.sampled_from(ENCODINGS))
def test_an_edit_changes_what_it_says_and_nothing_else_or_is_refused(
    target: str, data: st.DataObject, encoding: str
) -> None:
    before = encoded(classic(unit(target), unit("Other", 2)), encoding)
    (document,) = read(before)
    segment = document.segments[0]
    value = segment.target.value
    start = data.draw(st.integers(0, len(value)))
    end = data.draw(st.integers(start, len(value)))
    new = data.draw(st.text("ab &<>é漢]\n", max_size=4))
    edit = placed(segment, start, end, new)
    try:
        after = FORMATS["xliff"].write(before, [edit])
    except UnwritableError:
        assert "<" in target or encoding == "iso-8859-1"
        return
    assert said(after) == [(value[:start] + new + value[end:]).replace(OBJECT, ""), "Other"]
    was, now = document.content.value, read(after)[0].content.value
    place = edit.range.span
    assert now.startswith(was[: place.start])
    assert now.endswith(was[place.end :])


# --- XLIFF 1.2 --------------------------------------------------------------------------------------------------------


def test_a_file_is_a_document_with_its_languages_and_notes() -> None:
    data = classic(
        '<group translate="no"><trans-unit id="0"><source>a</source><target>a</target></trans-unit></group>'
        '<trans-unit id="1" restype="x-html-h1"><source>Titel</source><target>Title</target>'
        "<note>of the <b>page</b></note><note>short</note>"
        "<alt-trans><source>x</source><target>y</target></alt-trans></trans-unit>"
        '<trans-unit id="1"><source xml:lang="de-AT">Zwei</source><target xml:lang="en-GB">Two</target></trans-unit>'
    ).replace(
        "</file>", '</file><file original="b"><body><trans-unit><target>Three</target></trans-unit></body></file>'
    )
    first, second = read(data)
    assert (first.name, first.source_lang, first.target_lang) == ("a", "de", "en")
    title, two = first.segments
    assert (title.id, title.kind, title.note) == ("1", "headline", "of the page · short")
    assert two.source is not None
    assert (two.id, two.target.lang, two.source.lang) == ("1#2", "en-GB", "de-AT")
    assert (second.name, second.source_lang) == ("b", "")
    assert [(s.id, s.target.value, s.source) for s in second.segments] == [("1", "Three", None)]


@pytest.mark.parametrize(
    ("attributes", "target", "expected"),
    [
        ("", "", []),
        ("", "<target/>", []),
        ("", "<target>\n</target>", []),
        ("", '<target state="new">Haus</target>', []),
        ("", '<target state="needs-translation"/>', []),
        ("", '<target state="translated"/>', [""]),
        (' approved="yes"', "<target></target>", [""]),
        (' approved="no"', "<target>House</target>", ["House"]),
        (' translate="no"', "<target>House</target>", []),
    ],
)
def test_what_is_not_translated_yet_is_left_out(attributes: str, target: str, expected: list[str]) -> None:
    data = classic(f'<trans-unit id="1"{attributes}><source>Haus</source>{target}</trans-unit>')
    assert [value for _, value in shown(data)] == expected


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ('A <g id="1">bold <x id="2"/>word</g>.', "A bold word."),
        ('The <ph id="1">{0}</ph> files', f"The {OBJECT} files"),
        ('Page <x id="1"/><x id="2"/>.', f"Page {OBJECT}."),
        ('<bpt id="1">&lt;b></bpt>Bold<ept id="1">&lt;/b></ept> text<x id="3"/>', "Bold text"),
        ('one<x id="1" ctype="lb"/>two', f"one{OBJECT}two"),
        ('<mrk mtype="x-sdl-deleted">old</mrk><mrk mtype="x-sdl-added">new</mrk>', "new"),
    ],
)
def test_inline_codes_are_no_text(target: str, value: str) -> None:
    assert shown(classic(unit(target))) == [("1", value)]


def test_what_a_code_holds_is_a_segment_of_its_own() -> None:
    code = '<ph id="1">&lt;img alt="<sub>{}</sub>"></ph>'
    data = classic(
        f'<trans-unit id="7"><source>Bild {code.format("Ein Hund")}</source>'
        f"<target>Image {code.format('A <g>dog</g>')}</target></trans-unit>"
    )
    found = segments(data)
    assert [(s.id, s.source and s.source.value, s.target.value) for s in found] == [
        ("7", f"Bild {OBJECT}", f"Image {OBJECT}"),
        ("7/sub1", "Ein Hund", "A dog"),
    ]


def marked(*texts: str) -> str:
    marks = (f'<mrk mtype="seg" mid="{number}">{text}</mrk>' for number, text in enumerate(texts, 1))
    return f'<g id="1">{" ".join(marks)}</g>'


TRADOS = classic(
    '<trans-unit id="u"><source>Eins. Zwei. Drei. Vier.</source>'
    f"<seg-source>{marked('Eins.', 'Zwei.', 'Drei.', 'Vier.')}</seg-source>"
    f"<target>{marked('The  first.', 'The  second.', 'Drei.', '')}</target><sdl:seg-defs>"
    '<sdl:seg id="1" conf="Translated"/><sdl:seg id="2" conf="ApprovedSignOff" locked="true"/>'
    '<sdl:seg id="3" origin="not-translated"/><sdl:seg id="4" conf="Draft"/></sdl:seg-defs></trans-unit>',
    more=' xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" sdl:version="1.0"',
)
MEMOQ = classic(
    '<trans-unit id="1" mq:status="NotStarted"><source>Eins</source><target>Eins</target></trans-unit>'
    '<trans-unit id="2" mq:status="Confirmed"><source>Zwei</source><target>The  second.</target></trans-unit>'
    '<trans-unit id="3" mq:locked="locked"><source>Drei</source><target>The  third.</target></trans-unit>',
    more=' xmlns:mq="MQXliff"',
)


def test_the_segments_of_trados_and_their_states() -> None:
    found = [(s.id, s.source and s.source.value, s.target.value) for s in segments(TRADOS, "a.sdlxliff")]
    assert found == [("u/1", "Eins.", "The  first."), ("u/2", "Zwei.", "The  second.")]


def test_the_states_of_memoq() -> None:
    assert shown(MEMOQ, "a.mqxliff") == [("2", "The  second."), ("3", "The  third.")]


@pytest.mark.parametrize(
    ("data", "name", "change"),
    [(TRADOS, "a.sdlxliff", ("The  first", "The first")), (MEMOQ, "a.mqxliff", ("The  second", "The second"))],
)
def test_no_fix_goes_into_a_locked_segment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: str, name: str, change: tuple[str, str]
) -> None:
    path = tmp_path / name
    path.write_text(data)
    assert main(["check", "--fix", "--isolated", "--select", "linguistic/double-space", str(path)]) == 1
    assert path.read_text() == data.replace(*change)
    assert "is locked" in "".join(capsys.readouterr())


# --- XLIFF 2 ----------------------------------------------------------------------------------------------------------


def test_the_segments_of_version_2() -> None:
    data = modern(
        '<unit id="u"><notes><note>say it</note></notes><segment id="s1" state="final"><source>Eins.</source>'
        '<target>One <pc id="1">bold<cp hex="0007"/></pc>.</target></segment><ignorable><source> </source></ignorable>'
        '<segment state="initial"><source>Zwei.</source><target>Zwei.</target></segment>'
        '<segment state="translated"><source>Drei.</source><target/></segment>'
        "<segment><source>Vier.</source><target/></segment></unit>"
        '<group translate="no"><unit id="v"><segment><source>a</source><target>a</target></segment></unit>'
        '<unit id="w" translate="yes" type="html:li"><segment><source>b</source>'
        '<target>b<sc id="1"/>c<ec startRef="1"/></target></segment></unit></group>'
    )
    (document,) = read(data)
    assert (document.name, document.source_lang, document.target_lang) == ("f1", "de", "en")
    assert [(s.id, s.target.value, s.kind, s.note) for s in document.segments] == [
        ("u/s1", "One bold.", "body", "say it"),
        ("u/3", "", "body", "say it"),
        ("w", "bc", "list", ""),
    ]


# --- TMX --------------------------------------------------------------------------------------------------------------


def memory(*units: str, srclang: str = "de") -> str:
    dtd = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    return f'{dtd}<tmx version="1.4"><header srclang="{srclang}"/><body>{"".join(units)}</body></tmx>'


def test_each_language_of_a_memory_is_a_document() -> None:
    data = memory(
        '<tu tuid="t1"><note>of the site</note><tuv xml:lang="en"><seg>A <hi>big</hi> <ph>{0}</ph> dog&nbsp;</seg>'
        "</tuv>"
        '<tuv xml:lang="DE-de"><seg>Ein Hund</seg></tuv><tuv lang="fr"><seg>Un chien</seg></tuv></tu>',
        '<tu><tuv xml:lang="de"><seg>Nur deutsch</seg></tuv></tu>',
        '<tu srclang="fr"><tuv xml:lang="en"><seg>Two</seg></tuv><tuv xml:lang="fr"><seg>Deux</seg></tuv></tu>',
    )
    english, french = read(data, "a.tmx")
    assert (english.name, english.source_lang, english.target_lang) == ("en", "DE-de", "en")
    assert [(s.id, s.target.value, s.source and s.source.value, s.note) for s in english.segments] == [
        ("t1", f"A big {OBJECT} dog\xa0", "Ein Hund", "of the site"),
        ("3", "Two", "Deux", ""),
    ]
    assert [s.target.value for s in french.segments] == ["Un chien"]
    check_places(english)


def test_a_memory_of_any_source_is_read_from_its_first_variant() -> None:
    data = memory(
        '<tu><tuv xml:lang="en"><seg>One</seg></tuv><tuv xml:lang="de"><seg>Eins</seg></tuv></tu>', srclang="*all*"
    )
    (document,) = read(data, "a.tmx")
    assert (document.source_lang, document.target_lang) == ("en", "de")


# --- writing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "start", "end", "new", "expected"),
    [
        ("a &amp; b", 2, 3, "<&>", "a &lt;&amp;&gt; b"),
        ("<![CDATA[a & b]]>", 2, 3, "<>", "<![CDATA[a <> b]]>"),
        ("a<![CDATA[ & b]]>", 2, 3, "<", "a<![CDATA[ < b]]>"),
        ("a <g id='1'> b</g>", 1, 3, " ", "a <g id='1'>b</g>"),
        ("one <g id='1'>two</g>", 0, 7, "One two", "One <g id='1'>two</g>"),
        ("one <g id='1'>two</g>", 7, 7, "!", "one <g id='1'>two!</g>"),
    ],
)
def test_an_edit_keeps_the_codes_around_it(target: str, start: int, end: int, new: str, expected: str) -> None:
    data = classic(unit(target))
    assert put(data, start, end, new) == data.replace(target, expected)


@pytest.mark.parametrize(
    ("target", "start", "end", "new", "why"),
    [
        ("one <g id='1'>two</g>", 2, 6, "x", "in segment 1 they would cut an inline code"),
        ("a <x id='1'/> b", 2, 3, "", "in segment 1 they would cut an inline code"),
        ("a", 0, 1, "\x00", "XML has no such characters"),
    ],
)
def test_an_edit_that_would_harm_the_file_is_refused(target: str, start: int, end: int, new: str, why: str) -> None:
    with pytest.raises(UnwritableError, match=why):
        put(classic(unit(target)), start, end, new)


def test_nothing_is_put_beside_an_empty_element() -> None:
    data = classic('<trans-unit id="1"><source>a</source><target state="final"/></trans-unit>')
    with pytest.raises(UnwritableError, match="without harm"):
        put(data, 0, 0, "new")


def test_an_edit_of_another_state_of_the_file_is_refused() -> None:
    edit = placed(segments(classic(unit("a longer one")))[0], 10, 12, "x")
    with pytest.raises(UnwritableError, match="the file has changed"):
        FORMATS["xliff"].write(classic(unit("short")).encode(), [edit])


@files
def test_one_word_is_changed_and_no_byte_besides(path: Path) -> None:
    data = path.read_bytes()
    form = FORMATS["tmx" if path.suffix == ".tmx" else "xliff"]
    segment = next(s for s in segments(data, path.name) if "Xiaoming" in s.target.value)
    start = segment.target.value.index("Xiaoming")
    after = form.write(data, [placed(segment, start, start + 8, "Xiaohong")])
    wide = "utf-16-le" if "utf16" in path.name else "ascii"
    assert after == data.replace("Xiaoming".encode(wide), "Xiaohong".encode(wide))
    assert after != data


@files
def test_translate_toolkit_reads_what_was_mended(path: Path, tmp_path: Path) -> None:
    storage = pytest.importorskip("translate.storage")
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    main(["check", "--fix", "--isolated", "--format", "json", "--select", "linguistic/double-space", str(copy)])
    assert copy.read_bytes() != path.read_bytes()
    name = "tmx.tmxfile" if path.suffix == ".tmx" else "xliff2.Xliff2File" if "2.0" in path.name else "xliff.xlifffile"
    module, _, kind = name.partition(".")
    parse = getattr(import_module(f"{storage.__name__}.{module}"), kind).parsefile
    before, after = ([str(unit.target) for unit in parse(str(p)).units] for p in (path, copy))
    assert [t.replace("Shenzhen  launches", "Shenzhen launches") for t in before] == after
    assert any("Xinhua" in t or "Xiaoming" in t for t in after)


# --- what is wrong ----------------------------------------------------------------------------------------------------

BOMB = "<!DOCTYPE xliff [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {name} '{f'&{inner};' * 10}'>" for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "line 1, column 1: no element found"),
        (b" \r\n ", "line 2, column 2: no element found"),
        (b"<html></html>", "this is XML, but not of this format: it begins with <html>"),
        (b"plain text", "line 1, column 1: syntax error"),
        (b"<xliff", "line 1, column 1: unclosed token"),
        (b"<xliff version='3.0'/>", "version '3.0'"),
        (classic(unit("a"))[:-30].encode(), "unclosed token"),
        (classic(unit("a <b")).encode(), "not well-formed"),
        (classic(unit("a &nbsp; b")).encode(), "undefined entity"),
        (classic(unit("a & b")).encode(), "not well-formed"),
        (classic(unit("a\x0bb")).encode(), "not well-formed"),
        (classic(unit("a &#0; b")).encode(), "reference to invalid character number"),
        (classic(unit("a &#xD800; b")).encode(), "reference to invalid character number"),
        (classic(unit("a <g></h>")).encode(), "mismatched tag"),
        (classic(unit("<x a='1' a='2'/>")).encode(), "duplicate attribute"),
        (classic(unit("<q:x/>")).encode(), "unbound prefix"),
        (classic(unit("<![CDATA[a")).encode(), "unclosed CDATA section"),
        (classic(unit("a")).encode() + b"<more/>", "junk after document element"),
        (classic(unit("<g>" * 300 + "</g>" * 300)).encode(), "nested more than 256 deep"),
        (("<xliff>" * 100_000).encode(), "nested more than 256 deep"),
        (classic(unit("a\0b")).encode(), "NUL"),
        (classic(unit("é")).encode("latin-1"), "not UTF-8"),
        (b'<?xml version="1.0" encoding="UTF-8"?>' + classic(unit("é")).encode("latin-1"), "is in 'UTF-8', but byte"),
        (b'<?xml version="1.0" encoding="UTF-16"?><xliff/>', "names 'UTF-16', which it cannot be in"),
        (b'<?xml version="1.0" encoding="utf-7"?><xliff/>', "names 'utf-7', which it cannot be in"),
        (b'<?xml version="1.0" encoding="base64"?><xliff/>', "names 'base64', which it cannot be in"),
        (b'<?xml version="1.0" encoding="nonsense"?><xliff/>', "names 'nonsense', which it cannot be in"),
        ((BOMB + "]>" + classic(unit("&i;"))).encode(), "declares an entity of its own, a"),
        (b"<!DOCTYPE x [<!ENTITY % p '<!ENTITY a \"x\">'>%p;]><xliff/>", "declares an entity of its own, p"),
        (b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><xliff>&a;</xliff>", "declares an entity of its own"),
        (b"<!DOCTYPE x SYSTEM 'http://localhost/x.dtd'><xliff>&a;</xliff>", "the entity &a; is not declared"),
        (b"PK\x03\x04rest", "this is a ZIP archive"),
        (b"<xliff a='" + b"a" * 20_000_000, "unclosed token"),
    ],
)
def test_a_file_that_is_not_sound_is_told_with_its_place(data: bytes, message: str) -> None:
    try:
        problems = [problem.message for document in read(data) for problem in document.problems]
    except UnreadableError as problem:
        problems = [str(problem)]
    (found,) = problems
    assert message in found
    assert "\n" not in found


def test_what_stands_before_the_error_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(classic(unit("Two  spaces."), "\n" + unit("Here & there.", 2)))
    assert main(["check", "--isolated", "--format", "jsonl", "--select", "linguistic/double-space", str(path)]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [d["rule"] for d in found] == ["linguistic/double-space", "tqa/unreadable"]
    assert found[1]["range"]["start"]["line"] == 1
    assert "line 2, column 78: not well-formed" in found[1]["message"]


def test_a_file_that_breaks_off_is_not_written() -> None:
    data = classic(unit("Two  spaces."))[:-10]
    with pytest.raises(UnwritableError, match="nothing is written: this is not sound XML at line 1"):
        put(data, 3, 5, " ")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "target",
    [
        "<x id='1'/>" * 100_000,
        "<g/>" * 100_000,
        "&amp;" * 500_000,
        "<!--" + " " * 3_000_000 + "-->",
        "\n \t" * 500_000,
        "]" * 2_000_000,
    ],
    ids=["objects", "codes", "entities", "comment", "spaces", "brackets"],
)
def test_long_texts_are_read_in_linear_time(target: str) -> None:
    (document,) = read(classic(f'<trans-unit id="1"><target state="final">a{target}</target></trans-unit>'))
    assert document.segments[0].target.value.startswith("a")
    assert len(document.segments[0].target.origin) == len(document.segments[0].target.value)


@given(st.binary(max_size=80) | mixed().map(lambda t: classic(t).encode()))
def test_reading_any_bytes_raises_nothing_but_that_they_are_unreadable(data: bytes) -> None:
    for name in ("a.xlf", "a.tmx"):
        said = name
        try:
            read(data, name)
        except UnreadableError as problem:
            said = str(problem)
        assert said.startswith(name)


# --- the whole --------------------------------------------------------------------------------------------------------


def test_the_modules_load_only_when_a_file_is_read() -> None:
    code = "import sys; from tqa.plugins import build; build(); print('xml.parsers.expat' in sys.modules)"
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


READ = """\
import json, sys, time
from tqa.formats.xliff import Xliff

with open(sys.argv[1], "rb") as file:
    data = file.read()
began = time.process_time()
(document,) = Xliff().read(data, "long.xlf")
seconds = time.process_time() - began
kilobytes = 0
if sys.platform == "linux":  # ru_maxrss would begin with what the process had that this one was forked from
    with open("/proc/self/status") as status:
        kilobytes = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(json.dumps([len(document.segments), seconds, kilobytes]))
"""
"""In a process of its own, whose memory is what this takes and nothing else."""


@pytest.mark.slow
def test_a_file_of_20_megabytes_is_read_in_bounded_time_and_memory(tmp_path: Path) -> None:
    pairs = [
        (html.escape(example.source.replace("\n", "")), html.escape(example.text.replace("\n", " ")))
        for rule in build(installed=False).rules.values()
        for example in rule.examples
        if not example.bad and re.search("[一-龥]", example.source)
    ]
    chance = Random(1)
    chosen = [chance.sample(pairs, 3) for _ in range(50_000)]
    size = sum(len(target) for unit in chosen for _, target in unit)
    units = [
        f'<trans-unit id="{number}" xml:space="preserve">\n<source>{"".join(source for source, _ in unit)}</source>\n'
        f'<target state="translated">{" ".join(target for _, target in unit)}</target>\n'
        f'<note from="developer">paragraph {number}</note></trans-unit>\n'
        for number, unit in enumerate(chosen)
    ]
    path = tmp_path / "long.xlf"
    path.write_text(classic(*units).replace('"de"', '"zh"'), encoding="utf-8")
    assert path.stat().st_size > 20_000_000
    work = run([sys.executable, "-c", READ, path], capture_output=True, text=True, check=True)
    segments, seconds, kilobytes = json.loads(work.stdout)
    assert segments == 50_000
    assert size / seconds > 1_000_000
    if sys.platform == "linux":
        assert kilobytes < 250_000
