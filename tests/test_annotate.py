"""Findings put into documents: nothing but insertions, and readers of the format find each of them where it is."""

from __future__ import annotations

import re
import subprocess
from importlib import import_module
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tqa import KINDS, Checker, Finding, Segment, Span, UnwritableError, rule
from tqa.cli import FAILED, OK, main
from tqa.formats import tqa_formats
from tqa.formats.its import NAMESPACE, SEVERITIES, issue_type
from tqa.hookspecs import TakesAnnotations
from tqa.model import SEVERITIES as OURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tqa import Context, Diagnostic

XML = "http://www.w3.org/XML/1998/namespace"

Fraction = tuple[float, float]

ISSUE_TYPES = set(
    "terminology mistranslation omission untranslated addition duplication inconsistency grammar legal register "
    "locale-specific-content locale-violation style characters misspelling typographical formatting "
    "inconsistent-entities numbers markup pattern-problem whitespace internationalization length non-conformance "
    "uncategorized other".split()
)
"""https://www.w3.org/TR/its20/#lqissue-typevalues"""


def found(name: str, data: bytes, spans: Sequence[Fraction]) -> list[Diagnostic]:
    """A finding from one part of each segment to another, for each pair of fractions of its length."""

    @rule("style/chosen", langs="*>*", mqm="accuracy/omission", kinds=[*KINDS])
    def chosen(segment: Segment, context: Context) -> Iterator[Finding]:
        """Chosen"""
        length = len(segment.target.value)
        for number, pair in enumerate(spans):
            start, end = sorted(round(share * length) for share in pair)
            yield Finding(
                Span(start, end), f'No. {segment.id}.{number}: <“{segment.target.value[start:end]}” & "more">'
            )

    checker = Checker([chosen])
    return [d for document in tqa_formats()[name].read(data, "") for d in checker.check(document).diagnostics]


def annotated(name: str, data: bytes, spans: Sequence[Fraction]) -> tuple[bytes, list[Diagnostic]]:
    form = tqa_formats()[name]
    assert isinstance(form, TakesAnnotations)
    findings = found(name, data, spans)
    return form.annotate(data, findings), findings


# --- HTML -------------------------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title id="t">Harbour &amp; News</title></head>
<body><h1>Bridge <em>re</em>opens</h1>
<p>The bridge, <!-- closed --> closed <i>since <b>last</b></i> year, &notin; reopened<br>on   Saturday 𝒳&nbsp;.</p>
<ul><li>one<li>two &lt;three&gt;</ul><!-- </body> -->
</body>
</html>
"""


def bare_page(page: str) -> str:
    page = re.sub(r'<script type="application/its\+xml" id="tqa1-\d+">.*?</script>\n', "", page)
    page = re.sub(r'<title its-loc-quality[^"]*("[^"]*"[^"]*?)*?(?=>| id=)', "<title", page)
    return re.sub(r'<span its-loc-quality-(?:"[^"]*"|[^">])*>(.*?)</span>', r"\1", page, flags=re.DOTALL)


def issues_in_page(data: bytes) -> dict[str, str]:
    """The comments of all issues, each with the text that it is said of."""
    said: dict[str, str] = {}
    root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))
    lists = {script.get("id"): etree.fromstring(script.text or "") for script in root.iter("script")}
    for name, listed in lists.items():
        assert listed.get(f"{{{XML}}}id") == name
    for element in root.iter("span", "title"):
        comments = [element.get("its-loc-quality-issue-comment")]
        if ref := element.get("its-loc-quality-issues-ref"):
            comments = [issue.get("locQualityIssueComment") for issue in lists[ref.removeprefix("#")]]
        for comment in filter(None, comments):
            said[comment] = said.get(comment, "") + text_of(element)
    return said


def text_of(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


SPANS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=5)


@given(SPANS)
def test_a_page_says_each_finding_at_its_words(spans: list[Fraction]) -> None:
    data, findings = annotated("html", PAGE.encode(), spans)
    assert bare_page(data.decode()) == PAGE
    said = issues_in_page(data)
    for finding in findings:
        words = said[f"{finding.message} [style/chosen]"]
        flagged = finding.excerpt[finding.span.start : finding.span.end]
        if finding.excerpt == "Harbour & News":
            assert words == finding.excerpt
        else:
            assert "".join(words.split()) == "".join(flagged.split())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "cp1252"])
def test_a_page_keeps_its_encoding(encoding: str) -> None:
    page = f'<html><meta charset="{encoding}"><p>A café of their own</p></html>'
    data, _ = annotated("html", page.encode(encoding), [(0, 1)])
    assert bare_page(data.decode(encoding)) == page


def test_a_page_of_xml_stays_well_formed() -> None:
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><p>One <b>two</b> <![CDATA[three <four>]]></p></html>'
    data, _ = annotated("html", page.encode(), [(0, 1), (0.5, 0.8)])
    root = etree.fromstring(data)
    assert text_of(root).startswith("One two three <four>")
    listed = root.findall(f".//{{{NAMESPACE}}}locQualityIssues")
    assert {len(one) for one in listed} == {1, 2}


def test_annotating_twice_uses_new_ids() -> None:
    once, _ = annotated("html", b"<p>One <b>two</b> three.</p>", [(0, 1)])
    twice, _ = annotated("html", once, [(0, 1)])
    ids = re.findall(rb'<script[^>]* id="([^"]+)"', twice)
    assert len(set(ids)) == len(ids) == 2


# --- XLIFF ------------------------------------------------------------------------------------------------------------

CLASSIC = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a" source-language="de" target-language="en" datatype="plaintext"><body>
<trans-unit id="1"><source>Die Brücke</source><target>The <g id="1">bridge</g> &amp; the <x id="2"/> road</target>
  <alt-trans><target>Bridge</target></alt-trans></trans-unit>
<trans-unit id="2" approved="yes"><source>Eins</source><target/><note>Known</note></trans-unit>
<trans-unit id="3"><source>Eins. Zwei.</source><seg-source><mrk mtype="seg" mid="0">Eins.</mrk> <mrk mtype="seg"
  mid="1">Zwei.</mrk></seg-source>
  <target><mrk mtype="seg" mid="0">One.</mrk> <mrk mtype="seg" mid="1"><![CDATA[T<w>o.]]>
  </mrk></target></trans-unit>
</body></file></xliff>
"""
MODERN = """<x:xliff xmlns:x="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="de" trgLang="en">
<x:file id="f1"><x:unit id="1"><x:segment id="s1"><x:source>Die Brücke</x:source>
<x:target>The <x:pc id="1">bridge</x:pc>
&amp; <x:mrk id="m1" type="term">road</x:mrk></x:target></x:segment>
<x:segment id="s2" state="final"><x:source>Zwei</x:source><x:target></x:target></x:segment></x:unit>
<x:unit id="2"><x:notes><x:note id="n1">Known</x:note></x:notes>
<x:segment state="final"><x:source>Eins</x:source><x:target/></x:segment></x:unit></x:file></x:xliff>
"""
STUDIO = CLASSIC.replace('version="1.2"', 'version="1.2" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0"')


def bare_xliff(text: str) -> str:
    text = re.sub(r"<its:locQualityIssues .*?</its:locQualityIssues>", "", text)
    ours = r'(?:id="tqa1-m\d+" type="its:generic"|mtype="x-its")'
    text = re.sub(rf"<((?:x:)?)mrk {ours}[^>]*>(.*?)</\1mrk>", r"\2", text, flags=re.DOTALL)
    text = re.sub(r'<((?:x:)?)note priority="\d" [^>]*>.*?</\1note>', "", text).replace("<x:notes></x:notes>", "")
    text = re.sub(r"\]\]>(<!\[CDATA\[)", "", text) if "CDATA" in text else text
    return text.replace(f' xmlns:its="{NAMESPACE}" its:version="2.0"', "", 1)


def issues_in_xliff(data: bytes) -> dict[str, str]:
    said: dict[str, str] = {}
    root = etree.fromstring(data)
    lists = {listed.get(f"{{{XML}}}id"): listed for listed in root.iter(f"{{{NAMESPACE}}}locQualityIssues")}
    for mark in root.iter("{*}mrk"):
        comments = [mark.get(f"{{{NAMESPACE}}}locQualityIssueComment")]
        if ref := mark.get(f"{{{NAMESPACE}}}locQualityIssuesRef"):
            listed = lists[ref.removeprefix("#").removeprefix("its=")]
            (unit,) = (e for e in mark.iterancestors() if etree.QName(e).localname in ("unit", "trans-unit"))
            assert listed.getparent() is unit
            comments = [issue.get("locQualityIssueComment") for issue in listed]
        for comment in filter(None, comments):
            said[comment] = said.get(comment, "") + text_of(mark)
    return said


def notes_in(data: bytes) -> list[str]:
    return [text_of(note) for note in etree.fromstring(data).iter("{*}note") if text_of(note) != "Known"]


@given(st.sampled_from([CLASSIC, MODERN]), SPANS)
def test_xliff_says_each_finding_at_its_words(xliff: str, spans: list[Fraction]) -> None:
    data, findings = annotated("xliff", xliff.encode(), spans)
    assert bare_xliff(data.decode()) == xliff
    said, notes = issues_in_xliff(data), notes_in(data)
    for finding in findings:
        comment = f"{finding.message} [style/chosen]"
        if not finding.excerpt:
            assert f"warning: {comment}" in notes
        else:
            words = finding.excerpt[finding.span.start : finding.span.end].replace("\ufffc", "")
            assert "".join(said[comment].split()) == "".join(words.split())


def test_lists_of_issues_come_before_everything_else_in_a_unit_of_xliff_2() -> None:
    data, _ = annotated("xliff", MODERN.encode(), [(0, 1), (0.2, 0.6)])
    units = list(etree.fromstring(data).iter("{*}unit"))
    order = [[etree.QName(child).localname for child in unit] for unit in units]
    assert order[0][-3:] == ["notes", "segment", "segment"]
    assert set(order[0][:-3]) == {"locQualityIssues"}
    assert order[1] == ["notes", "segment"]
    ids = [str(mark.get("id")) for mark in etree.fromstring(data).iter("{*}mrk")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("xliff", [STUDIO, STUDIO.replace("http://sdl.com/FileTypes/SdlXliff/1.0", "MQXliff")])
def test_tools_that_know_their_own_elements_only_get_notes(xliff: str) -> None:
    data, findings = annotated("xliff", xliff.encode(), [(0, 1)])
    assert bare_xliff(data.decode()) == xliff
    assert notes_in(data) == [
        f"warning: {f'“{words}”: ' if (words := ' '.join(f.excerpt.split())) else ''}{f.message} [style/chosen]"
        for f in findings
    ]
    for unit in etree.fromstring(data).iter("{*}trans-unit"):
        names = [etree.QName(child).localname for child in unit]
        assert names[names.index("target") + 1] == "note"


def test_a_prefix_that_is_taken_is_left_alone() -> None:
    taken = MODERN.replace('version="2.1"', 'version="2.1" xmlns:its="urn:other"')
    data, _ = annotated("xliff", taken.encode(), [(0, 1)])
    (mark, *_) = (e for e in etree.fromstring(data).iter("{*}mrk") if e.get("type") == "its:generic")
    assert mark.get(f"{{{NAMESPACE}}}locQualityIssuesRef") is not None


def test_a_file_that_breaks_off_is_not_annotated() -> None:
    with pytest.raises(UnwritableError, match="nothing is written: this is not sound XML"):
        annotated("xliff", CLASSIC[:-20].encode(), [(0, 1)])


# --- TMX and PO -------------------------------------------------------------------------------------------------------


def test_a_memory_has_notes_in_the_variant() -> None:
    memory = (
        '<tmx version="1.4"><header srclang="de"/><body><tu><note>Known</note><tuv xml:lang="de"><seg>Weg</seg></tuv>'
        '<tuv xml:lang="en"><prop type="p">x</prop><seg>Bridge<ph>a<sub>Inner</sub></ph></seg></tuv></tu></body></tmx>'
    )
    data, findings = annotated("tmx", memory.encode(), [(0, 0.5)])
    assert re.sub("<note>warning.*?</note>", "", data.decode()) == memory
    variant = list(etree.fromstring(data).iter("tuv"))[1]
    assert [child.tag for child in variant] == ["prop", "note", "note", "seg"]
    assert [f.excerpt for f in findings] == ["Bridge", "Inner"]
    assert notes_in(data)[0] == f"warning: “Bri”: {findings[0].message} [style/chosen]"


def test_messages_have_comments_above_them() -> None:
    catalogue = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=iso-8859-1\\n"\n\n#. Note\n#: a.c:1\nmsgid "Brücke"\n'
        'msgid_plural "Brücken"\nmsgstr[0] "Bridge"\nmsgstr[1] "Bridges"\n'
    )
    data, _ = annotated("po", catalogue.encode("latin-1"), [(0, 1)])
    text = data.decode("latin-1")
    assert re.sub("(?m)^# msgstr.*\n", "", text) == catalogue
    assert '\n\n# msgstr[0], warning: "Bridge": No. 1[0].0: <"Bridge" & "more"> [style/chosen]\n# msgstr[1], ' in text


# --- other programs ---------------------------------------------------------------------------------------------------

FILES = Path(__file__).parent / "data"
EXCHANGED = [*sorted((FILES / "exchange").glob("*.*x*")), *sorted((FILES / "documents" / "po").glob("*.po"))]


@pytest.mark.parametrize("path", EXCHANGED, ids=lambda path: path.name)
def test_translate_toolkit_reads_what_was_annotated(path: Path) -> None:
    storage = pytest.importorskip("translate.storage")
    name = {".xlf": "xliff", ".tmx": "tmx", ".po": "po"}[path.suffix]
    before = path.read_bytes()
    after, findings = annotated(name, before, [(0, 1), (0.3, 0.6)])
    assert findings
    if path.name == "msgconv-latin1.po":  # it reads UTF-8 only
        return
    kind = {"tmx": "tmx.tmxfile", "po": "pypo.pofile"}.get(name, "xliff.xlifffile")
    module, _, kind = "xliff2.Xliff2File".partition(".") if "2.0" in path.name else kind.partition(".")
    parse = getattr(import_module(f"{storage.__name__}.{module}"), kind).parsestring
    one, other = ([(str(unit.source), str(unit.target)) for unit in parse(data).units] for data in (before, after))
    assert one == other


@pytest.mark.skipif(not which("msgfmt"), reason="gettext is not installed")
@pytest.mark.parametrize("path", sorted((FILES / "documents" / "po").glob("*.po")), ids=lambda path: path.name)
def test_gettext_compiles_the_same_catalogue(path: Path, tmp_path: Path) -> None:
    data, _ = annotated("po", path.read_bytes(), [(0, 1)])
    compiled = []
    for number, current in enumerate((path.read_bytes(), data)):
        source, out = tmp_path / f"{number}.po", tmp_path / f"{number}.mo"
        source.write_bytes(current)
        subprocess.run(["msgfmt", "-o", out, source], check=True, capture_output=True)
        compiled.append(out.read_bytes())
    assert compiled[0] == compiled[1]


# --- ITS --------------------------------------------------------------------------------------------------------------


def test_every_rule_has_a_type_that_its_has() -> None:
    from tqa.plugins import build

    kinds = {rule.mqm for rule in build().rules.values()}
    assert {issue_type(mqm) for mqm in kinds} <= ISSUE_TYPES - {"uncategorized"}
    assert issue_type("accuracy/omission") == "omission"
    assert issue_type("house/own") == "uncategorized"


def test_every_severity_has_a_number() -> None:
    numbers = [float(SEVERITIES[severity]) for severity in OURS]
    assert numbers == sorted(numbers, reverse=True)
    assert all(0 < number <= 100 for number in numbers)


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_writes_a_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, copy = tmp_path / "a.html", tmp_path / "b.html"
    page.write_text("<html lang=en><p>The bridge cost 45 million , the city said.")
    assert main(["annotate", "--isolated", str(page), "-o", str(copy)]) == OK
    assert bare_page(copy.read_text()) == page.read_text()
    assert "typographical" in copy.read_text()
    assert capsys.readouterr().out == f"{copy}: 1 finding put in\n"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.md", b"A lot of consensus.", "hold no annotations; those of "),
        ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nOne.\n", "hold no annotations"),
        ("none.html", None, "cannot be read"),
        ("a.html", b"\xff\x00\xff", "a.html: "),
    ],
)
def test_what_cannot_be_annotated_is_said_in_a_line(
    name: str, content: bytes | None, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert main(["annotate", "--isolated", str(path), "-o", str(tmp_path / "out")]) == FAILED
    complaint = capsys.readouterr().err
    assert says in complaint
    assert complaint.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_findings_of_a_baseline_are_left_out(tmp_path: Path) -> None:
    page, known, copy = tmp_path / "a.html", tmp_path / "known.json", tmp_path / "b.html"
    page.write_text("<html lang=en><p>The bridge cost 45 million , the city said.")
    assert main(["check", "--isolated", str(page), "--baseline", str(known), "--update-baseline"]) == OK
    assert main(["annotate", "--isolated", str(page), "--baseline", str(known), "-o", str(copy)]) == OK
    assert copy.read_bytes() == page.read_bytes()
