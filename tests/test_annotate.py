"""Findings put into documents: nothing but insertions, and readers of the format find each of them where it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tqa import Checker, Finding, Segment, Span, rule
from tqa.cli import FAILED, OK, main
from tqa.formats import tqa_formats
from tqa.formats.its import NAMESPACE, SEVERITIES, issue_type
from tqa.hookspecs import TakesAnnotations
from tqa.model import SEVERITIES as OURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tqa import Context, Diagnostic

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

    @rule("style/chosen", langs="*>*", mqm="accuracy/omission", kinds=["headline", "body", "furniture", "cell", "list"])
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
        assert listed.get("{http://www.w3.org/XML/1998/namespace}id") == name
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
        ("a.md", b"A lot of consensus.", "hold no annotations; those of html"),
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
