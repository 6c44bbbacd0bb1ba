"""Formats of termbases: what is read, what is said of the rest, and that what is written is read again."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqa.formats.termbases import FORMATS
from tqa.termbase import BadRow, Term, TermbaseError, TermEntry, clean
from tqa.terms import written

# Written after ISO 30042: version 2 (martif) with its two kinds of term, and version 3 in both styles.
MARTIF = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<!-- a comment -->
<martif type="TBX" xml:lang="en">
  <martifHeader><fileDesc><sourceDesc><p>made for a test</p></sourceDesc></fileDesc></martifHeader>
  <text><body>
    <termEntry id="c1">
      <descripGrp><descrip type="subjectField">finance</descrip></descripGrp>
      <admin type="productSubset">X</admin>
      <langSet xml:lang="en">
        <descripGrp><descrip type="definition">What sets the
          rates</descrip></descripGrp>
        <ntig><termGrp><term>central <hi>bank</hi> </term>
          <termNote type="partOfSpeech">noun</termNote>
          <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp>
          <note>as <foreign xml:lang="de">Zentralbank</foreign></note></ntig>
        <tig><term>bank of issue</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
      </langSet>
      <langSet xml:lang="zh-CN"><tig><term>中央银行</term></tig></langSet>
      <langSet><tig><term>nobody's</term></tig></langSet>
    </termEntry>
    <termEntry id="c2"><langSet xml:lang="en"><tig><term> </term></tig></langSet></termEntry>
    <termEntry id="c3"><langSet xml:lang="en"><tig><note>noun</note></tig></langSet></termEntry>
  </body></text>
</martif>
"""
DCA = """\
<?xml version='1.0'?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
  <tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>
  <text><body>
    <conceptEntry id="c1"><descrip type="subjectField">finance</descrip>
      <langSec xml:lang="en"><termSec><term>central bank</term>
        <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
        <termNote type="partOfSpeech">noun</termNote></termSec></langSec>
      <langSec xml:lang="zh"><termSec><term>央行</term>
        <termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec></langSec>
    </conceptEntry>
  </body></text>
</tbx>
"""
DCT = """\
<?xml version='1.0'?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
     xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
  <tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>
  <text><body>
    <conceptEntry id="c1"><min:subjectField>finance</min:subjectField>
      <langSec xml:lang="en"><termSec><term>central bank</term>
        <min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus>
        <min:partOfSpeech>noun</min:partOfSpeech></termSec></langSec>
      <langSec xml:lang="zh"><termSec><term>央行</term>
        <min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec></langSec>
    </conceptEntry>
  </body></text>
</tbx>
"""


def read(name: str, data: str | bytes, langs: tuple[str, str] = ("zh", "en")) -> tuple[list[TermEntry], list[BadRow]]:
    raw = data.encode() if isinstance(data, str) else data
    found = list(FORMATS[name].read(raw, f"t.{name}", langs))
    return [f for f in found if isinstance(f, TermEntry)], [f for f in found if isinstance(f, BadRow)]


# --- TBX --------------------------------------------------------------------------------------------------------------


def test_tbx_of_version_2() -> None:
    (entry,), bad = read("tbx", MARTIF)
    assert entry == TermEntry(
        (
            Term("central bank", "en", "preferred", "noun", "as Zentralbank"),
            Term("bank of issue", "en", "deprecated"),
            Term("中央银行", "zh-CN"),
        ),
        "c1",
        "finance",
        "What sets the rates",
        place="t.tbx:7",
    )
    assert [b.line for b in bad] == [20, 22, 23]
    assert "xml:lang" in bad[0].message
    assert "empty" in bad[1].message
    assert "no <term>" in bad[2].message


def test_tbx_of_version_3_in_both_styles() -> None:
    (one,), (other,) = read("tbx", DCA)[0], read("tbx", DCT)[0]
    assert one._replace(place="") == other._replace(place="")
    assert one.domain == "finance"
    assert [(t.text, t.status, t.pos) for t in one.terms] == [
        ("central bank", "preferred", "noun"),
        ("央行", "deprecated", ""),
    ]


def test_tbx_in_utf_16() -> None:
    data = MARTIF.replace("UTF-8", "UTF-16").encode("utf-16")
    assert read("tbx", data)[0][0].terms[2].text == "中央银行"


def test_tbx_that_breaks_off_keeps_what_came_before() -> None:
    entries, bad = read("tbx", DCA.replace("</body>", "<conceptEntry><langSec></body>"))
    assert len(entries) == 1
    assert bad[0].line == 12
    assert "not XML from here on" in bad[0].message


def test_entities_are_neither_resolved_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    head = f'<!DOCTYPE tbx [<!ENTITY in "inner"><!ENTITY out SYSTEM "{secret.as_uri()}">]>'
    for name in ("in", "out"):
        data = DCA.replace("<?xml version='1.0'?>", head).replace("<term>央行", f"<term>a &{name}; b")
        entries, bad = read("tbx", data)
        assert [t.text for t in entries[0].terms] == ["central bank"]
        assert "an entity" in bad[0].message


def test_a_bomb_does_not_go_off() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    data = f'<!DOCTYPE tbx [<!ENTITY l0 "lol">{lol}]>' + DCA[DCA.index("<tbx") :].replace("央行", "&l9;")
    with pytest.raises(TermbaseError, match="entity amplification"):
        read("tbx", data)


# --- tables -----------------------------------------------------------------------------------------------------------


def terms(entries: list[TermEntry]) -> list[list[str]]:
    return [[f"{t.lang}:{t.text}{f'!{t.status}' if t.status else ''}" for t in e.terms] for e in entries]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("csv", "zh,en,status\n银行,bank,preferred\n银行,shore,forbidden\n"),
        ("csv", "\ufeffzh;en;Status\r\n银行;bank;Preferred\r\n银行;shore;Do not use\r\n"),
        ("csv", "source,target,term status\n银行,bank,approved\n银行,shore,prohibited\n"),
        ("csv", "Chinese,English,usage\n银行,bank,standard\n银行,shore,banned\n"),
        ("csv", "zh\ten\tstatus\n银行\tbank\tpreferred\n银行\tshore\tforbidden\n"),
        ("tsv", "zh\ten\tstatus\n银行\tbank\tpreferred\n\n银行\tshore\tforbidden\n"),
        ("csv", "entry,lang,term,status\n1,zh,银行,\n1,en,bank,preferred\n1,en,shore,forbidden\n"),
        ("csv", "lang,term,status,id\nChinese,银行,,1\nen,bank,preferred,1\nen,shore,forbidden,1\n"),
        ("glossary", "# a comment\nzh\ten\tstatus\n银行\tbank\tpreferred\n银行\tshore\tforbidden\n"),
    ],
)
def test_tables(name: str, data: str) -> None:
    entries, bad = read(name, data)
    assert bad == []
    assert terms(entries) == [["zh:银行", "en:bank!preferred", "en:shore!forbidden"]]


def test_a_table_in_the_encoding_of_chinese_spreadsheets() -> None:
    data = ("zh,en\n" + "".join(f"中国人民银行第{n}部门的工作,department {n}\n" for n in range(40))).encode("gb18030")
    assert read("csv", data)[0][0].terms[0].text == "中国人民银行第0部门的工作"


def test_a_table_without_a_header_is_source_target_and_note() -> None:
    entries, bad = read("csv", "银行,bank\n岸,shore,a note\n")
    assert terms(entries) == [["zh:银行", "en:bank"], ["zh:岸", "en:shore"]]
    assert entries[1].terms[1].note == "a note"
    assert [e.place for e in entries] == ["t.csv:1", "t.csv:2"]
    assert bad == []


def test_quotation_marks_in_a_glossary_are_as_they_stand() -> None:
    entries, _ = read("glossary", '“一”\t"one" way\tsaid "so\n')
    assert entries[0].terms[1] == Term('"one" way', "en", note='said "so')


def test_all_that_a_row_can_say() -> None:
    head = "en,pos,domain,definition,note,case sensitive,do not translate,forbidden,de\n"
    (entry,), bad = read("csv", head + "Bank|bank house,noun,money,what it is,see 3,yes,x,1,Bank\n")
    assert bad == []
    assert entry.domain == "money"
    assert entry.definition == "what it is"
    assert not entry.translate
    assert entry.terms == (
        Term("Bank", "en", case_sensitive=True),
        Term("bank house", "en", case_sensitive=True),
        Term("Bank", "de", "forbidden", "noun", "see 3", True),
    )


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("银行,bank,good", "the status 'good' is not known; there are preferred, admitted, deprecated, forbidden"),
        ("银行,,", "there is no translation of “银行”"),
        (",,preferred", "there is no term in zh or en"),
        ('银行,"bank"x,', "this is not CSV"),
        ('银行,"bank,', "a quotation mark is opened and not closed"),
    ],
)
def test_a_wrong_row_is_named_and_the_others_hold(row: str, says: str) -> None:
    entries, bad = read("csv", f"zh,en,status\n岸,shore,\n{row}\n雨,rain,\n")
    assert [b.line for b in bad] == [3]
    assert says in bad[0].message
    assert bad[0].message.count("left out") == 1
    assert terms(entries) == [["zh:岸", "en:shore"], ["zh:雨", "en:rain"]]


def test_a_misspelt_column_is_named() -> None:
    entries, bad = read("csv", "zh,en,statsu\n岸,shore,x\n")
    assert terms(entries) == [["zh:岸", "en:shore"]]
    assert bad[0].line == 1
    assert "'statsu' is not known" in bad[0].message


@pytest.mark.parametrize(("row", "says"), [("1,xx-,a,", "'xx-' is no language"), ("1,en,,", "there is no term")])
def test_wrong_rows_of_a_table_by_term(row: str, says: str) -> None:
    _, bad = read("csv", f"entry,lang,term,status\n{row}x\n".replace("x\n", "\n"))
    assert says in bad[0].message


def test_many_wrong_quotation_marks_cost_their_rows_only() -> None:
    entries, bad = read("csv", "zh,en\n" + '银,"x\n' * 1001 + "岸,shore\n")
    assert terms(entries) == [["zh:岸", "en:shore"]]
    assert {b.line for b in bad} <= set(range(2, 1003))


def test_no_spreadsheet_takes_a_term_for_a_formula() -> None:
    entry = TermEntry((Term("=SUM(A1)", "en"), Term("'@x", "en"), Term("-1", "zh")))
    data = FORMATS["csv"].write([entry])
    assert b",'=SUM(A1)," in data
    assert read("csv", data)[0][0].terms == entry.terms


# --- workbooks --------------------------------------------------------------------------------------------------------


def workbook(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"s{number}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook() -> None:
    import datetime as dt

    march = dt.date(2026, 3, 1)
    first: list[list[object]] = [
        ["zh", "en", "status"],
        ["银行", "bank", None],
        ["三月", march, None],
        ["五", 5.0, None],
    ]
    entries, bad = read("xlsx", workbook(first, [["en", "zh"], ["shore", "岸"]]))
    assert terms(entries) == [["zh:银行", "en:bank"], ["zh:五", "en:5"], ["en:shore", "zh:岸"]]
    assert [b.line for b in bad] == [3]
    assert bad[0].message.startswith("sheet “s0”, a cell is a date or a time")


def test_a_workbook_that_unpacks_to_too_much() -> None:
    out = io.BytesIO(workbook([["zh", "en"], ["银行", "bank"]]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", b"0" * 30_000_000)
    with pytest.raises(TermbaseError, match="unpacks to"):
        read("xlsx", out.getvalue())


def test_a_workbook_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(TermbaseError, match=r"tqa\[xlsx\]"):
        read("xlsx", b"")


# --- TOML -------------------------------------------------------------------------------------------------------------


def test_toml_names_the_line_of_a_wrong_entry() -> None:
    entries, bad = read("toml", '[[term]]\nen = "a"\n\n[[term]]\nenglish = "b"\n\n[[term]]\nen = "c"\n')
    assert [(e.place, e.terms[0].text) for e in entries] == [("t.toml:1", "a"), ("t.toml:7", "c")]
    assert [b.line for b in bad] == [4]


# --- there and back ---------------------------------------------------------------------------------------------------

CHARACTERS = st.one_of(
    st.sampled_from("ab银行 \"',;|\t#=+-@<>&\\[]"), st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"])
)
TEXTS = st.text(CHARACTERS, min_size=1, max_size=12).map(clean).filter(bool)
NOTES = st.one_of(st.just(""), TEXTS)
STATUSES = st.sampled_from(["", "preferred", "admitted", "deprecated", "forbidden"])


@st.composite
def entries(draw: Any) -> list[TermEntry]:
    """Entries whose terms are ordered by language and no two are one, as any format keeps them."""
    found: list[TermEntry] = []
    for number in range(draw(st.integers(1, 4))):
        kept: dict[tuple[str, str], Term] = {}
        for lang in draw(st.lists(st.sampled_from(["zh", "en", "en-GB", "de"]), min_size=1, max_size=3, unique=True)):
            for text in draw(st.lists(TEXTS, min_size=1, max_size=2)):
                kept[lang, text] = Term(text, lang, draw(STATUSES), draw(NOTES), draw(NOTES), draw(st.booleans()))
        name = draw(st.sampled_from(["", f"c{number}"]))
        found.append(TermEntry(tuple(kept.values()), name, draw(NOTES), draw(NOTES), draw(NOTES), draw(st.booleans())))
    return found


@pytest.mark.parametrize("name", ["csv", "tsv", "toml"])
@given(made=entries())
def test_what_is_written_is_read_again(name: str, made: list[TermEntry]) -> None:
    back, bad = read(name, FORMATS[name].write(made))
    assert bad == []
    assert [e._replace(place="", places=()) for e in back] == made


@given(entries())
def test_tbx_keeps_all_but_what_it_has_no_word_for(made: list[TermEntry]) -> None:
    def plain(term: Term) -> Term:
        status = "deprecated" if term.status == "forbidden" else term.status
        return term._replace(status=status, case_sensitive=False)

    back, bad = read("tbx", FORMATS["tbx"].write(made))
    assert bad == []
    assert [tuple(map(plain, e.terms)) for e in made] == [e.terms for e in back]
    assert [(e.domain, e.definition, e.note) for e in made] == [(e.domain, e.definition, e.note) for e in back]


def test_a_workbook_is_read_again() -> None:
    made = [
        TermEntry(
            (Term("=1+1", "zh"), Term("a|b", "en", "forbidden", "noun", "a note", True)), "c1", "d", "e", "f", False
        )
    ]
    assert [e._replace(place="", places=()) for e in read("xlsx", FORMATS["xlsx"].write(made))[0]] == made


PAIR = [
    TermEntry((Term("银行", "zh"), Term("bank", "en", "preferred", note="see 3"), Term("shore", "en", "forbidden")))
]


def test_a_table_of_pairs_has_a_column_a_language() -> None:
    data = FORMATS["csv"].write(PAIR).decode()
    assert data == "zh,en,status,note\n银行,bank,preferred,see 3\n银行,shore,forbidden,\n"
    assert [e._replace(place="", places=()) for e in read("csv", data)[0]] == PAIR


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("t.csv", []),
        ("t.xlsx", []),
        ("t.toml", []),
        ("t.tbx", ["the status “forbidden” (1)", "that capitals count (1)", "what is not to be translated (1)"]),
        (
            "t.tab",
            [
                "domains (1)",
                "that capitals count (1)",
                "the status “preferred” (1)",
                "terms (1)",
                "what is not to be translated (1)",
            ],
        ),
    ],
)
def test_what_a_format_cannot_hold_is_said(name: str, lost: list[str]) -> None:
    more = TermEntry((Term("WeChat", "en", case_sensitive=True),), "", "apps", translate=False)
    assert sorted(written([*PAIR, more], Path(name), FORMATS)[1]) == sorted(lost)


def test_a_glossary_of_nothing() -> None:
    with pytest.raises(TermbaseError, match="pairs of a term"):
        FORMATS["glossary"].write([TermEntry((Term("x", "en"),))])
