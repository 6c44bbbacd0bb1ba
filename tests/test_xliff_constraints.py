"""What XLIFF 2 asks of a file: each breach is named where it is, what is valid is left alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tqa.cli import FOUND, OK, main
from tqa.formats import tqa_formats
from tqa.formats.xliff import Xliff
from tqa.formats.xliff_constraints import MOST
from tqa.hookspecs import TakesAnnotations

if TYPE_CHECKING:
    from tqa import Problem

SAMPLES = Path(os.environ.get("TQA_SAMPLES", ""), "xliff2")
"""The test suites of OASIS, where they are; made with names as core__valid__sample1.xlf."""

HEAD = (
    'xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0" '
    'xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" '
    'xmlns:res="urn:oasis:names:tc:xliff:resourcedata:2.0" xmlns:slr="urn:oasis:names:tc:xliff:sizerestriction:2.0" '
    'xmlns:val="urn:oasis:names:tc:xliff:validation:2.0" xmlns:fs="urn:oasis:names:tc:xliff:fs:2.0" '
    'xmlns:ctr="urn:oasis:names:tc:xliff:changetracking:2.0" xmlns:my="urn:my"'
)


def found(xliff: str) -> list[Problem]:
    return [problem for document in Xliff().read(xliff.encode(), "a.xlf") for problem in document.problems]


def file(inside: str, langs: str = 'srcLang="de" trgLang="en"', more: str = "") -> str:
    return f'<xliff {HEAD} version="2.1" {langs}>\n<file id="f1"{more}>{inside}</file></xliff>'


def unit(inside: str, before: str = "") -> str:
    return file(f'<unit id="u1">{before}<segment id="s1">{inside}</segment></unit>')


def text(source: str, before: str = "") -> str:
    return unit(f"<source>{source}</source>", before)


NOTES = '<notes><note id="n1">One</note></notes>'
DATA = '<originalData><data id="d1"><cp hex="001b"/>b</data><data id="d2">/b</data></originalData>'

VALID = (
    text("One", f'<my:e id="e1"><my:e id="e2"/></my:e>{NOTES}{DATA}'),
    text('<pc id="c1" dataRefStart="d1" dataRefEnd="d2" type="fmt" subType="xlf:b" fs:fs="b">One</pc>', DATA),
    text('<ph id="c1" canCopy="no" canDelete="no" canReorder="firstNo"/>'),
    text('<ph id="c1"/><ph id="c2" copyOf="c1"/><sc id="c3" isolated="yes"/><ec id="c4" isolated="yes" dir="rtl"/>'),
    text('<sc id="c1" canCopy="no"/>One <sm id="m1" translate="no"/>two<ec startRef="c1" canCopy="no"/>'
         '<em startRef="m1"/>'),
    text('<mrk id="m1" type="comment" ref="#n=n1">a</mrk>'
         '<mrk id="m2" type="comment" ref="#/f=f1/u=u1/n=n1">b</mrk>', NOTES),
    text('<mrk id="m1" type="comment" value="a">a</mrk><mrk id="m2" type="term" ref="https://e.org/#/x/=">b</mrk>'),
    unit('<source><ph id="c1"/></source><target><ph id="c1"/></target>'),
    unit('<source><pc id="c1">a</pc></source><target><sc id="c1"/>a<ec startRef="c1"/></target>'),
    unit('<source xml:lang="DE">a</source><target xml:lang="en" order="1">a</target>'),
    file('<unit id="u1"><segment><source><sc id="1"/>a</source><target><sc id="1"/>a</target></segment>'
         '<segment><source>b<ec startRef="1"/></source></segment></unit>'),
    file('<group id="1"><unit id="1"><segment><source>a</source></segment></unit></group><group id="2"/>'),
    file('<skeleton href="a.skl"/><my:e/><notes><note>a</note></notes>'
         '<unit id="1"><segment><source/></segment></unit>'),
    file('<unit id="1"><segment><source><ph id="1" subFlows="2"/></source></segment></unit>'
         '<unit id="2"><segment><source>b</source></segment></unit>'),
    text("One", '<gls:glossary><gls:glossEntry ref="#s1"><gls:term>a</gls:term><gls:translation>b</gls:translation>'
         '</gls:glossEntry></gls:glossary>'),
    text("One", '<mtc:matches><mtc:match ref="#s1" type="mt" similarity="80.5"><source>a</source><target>b</target>'
         '</mtc:match></mtc:matches>'),
    text("One", '<mda:metadata id="m"><mda:metaGroup id="g" appliesTo="source"><mda:meta type="a">b</mda:meta>'
         '</mda:metaGroup></mda:metadata><val:validation><val:rule isPresent="a" occurs="2"/><val:rule my:own="1"/>'
         '</val:validation>'),
    file('<slr:profiles generalProfile="my:inches"/>'
         '<unit id="1" slr:sizeRestriction="2in"><segment><source/></segment></unit>'),
)  # fmt: skip


@pytest.mark.parametrize("xliff", VALID)
def test_what_is_valid_is_left_alone(xliff: str) -> None:
    assert found(xliff) == []


INVALID = {
    # elements and attributes
    "<segment> has no attribute my": text("One").replace('id="s1"', 'id="s1" my="1"'),
    "<segment> has no attribute own": text("One").replace('id="s1"', 'id="s1" my:own="1"'),
    "<unit> has no id": text("One").replace(' id="u1"', ""),
    "<unit> can’t have id=“a b”": text("One").replace('"u1"', '"a b"'),
    "<segment> can’t have state=“done”": text("One").replace('id="s1"', 'state="done"'),
    "<xliff> can’t have trgLang=“e”": text("One").replace('trgLang="en"', 'trgLang="e"'),
    "<cp> can’t have hex=“0041”": text('<cp hex="0041"/>'),
    "there is no element <other>": text("One", "<other/>"),
    "there is <target>": unit("<target>One</target>"),
    "there is <source>, <source>": unit("<source>One</source><source>Two</source>"),
    "there is nothing": text("One", "<notes/>"),
    "<my:e> can’t stand in <pc>".replace("my:", ""): text('<pc id="1"><my:e/></pc>'),
    "<e> can’t stand here in <file>": file('<unit id="1"><segment><source/></segment></unit><my:e/>'),
    "<e> can’t stand in <xliff>": text("One").replace("</file>", "</file><my:e/>"),
    "<skeleton> can’t stand in <group>": file('<group id="1"><skeleton/></group>'),
    "either an href or content": file('<skeleton href="a">b</skeleton><group id="1"/>'),
    "a <file> has at least one": file(NOTES),
    "an <xliff> has at least one": f'<xliff {HEAD} version="2.1" srcLang="de"></xliff>',
    # ids
    "among files": text("One").replace("</xliff>", '<file id="f1"><group id="1"/></file></xliff>'),
    "among the groups of this file": file('<group id="1"/><group id="1"/>'),
    "among the units of this file": file('<unit id="1"><segment><source/></segment></unit>' * 2),
    "among these notes": text("One", '<notes><note id="1"/><note id="1"/></notes>'),
    "among the original data": text("One", '<originalData><data id="1"/><data id="1"/></originalData>'),
    "among the segments and codes": text('<ph id="s1"/>'),
    "among the codes of the targets": unit('<source/><target><ph id="1"/><ph id="1"/></target>'),
    "is that of <segment> in this unit": unit('<source/><target><ph id="s1"/></target>'),
    "the id “1” is there twice": text("One", '<my:e id="1"/><my:e id="1"/>'),
    # texts
    "xml:lang is “fr”, and trgLang “en”": unit('<source/><target xml:lang="fr"/>'),
    "xml:lang is “en”, and srcLang “de”": text("One").replace('id="u1"', 'id="u1" xml:lang="en"'),
    "xml:space of source and target differ": unit('<source xml:space="preserve"/><target/>'),
    "has no trgLang": unit("<source/><target/>").replace('trgLang="en"', ""),
    "subState without state": text("One").replace('id="s1"', 'subState="my:a"'),
    "order=“2”, where the unit has 1": unit('<source/><target order="2"/>'),
    "is the place of another target": file(
        '<unit id="1"><segment><source/><target order="2"/></segment><segment><source/><target/></segment></unit>'
    ),
    # codes
    "subType without type": text('<ph id="1" subType="my:a"/>'),
    "does not go with type “fmt”": text('<ph id="1" type="fmt" subType="xlf:var"/>'),
    "dataRef=“d9”": text('<ph id="1" dataRef="d9"/>', DATA),
    "dataRefEnd=“d9”": text('<pc id="1" dataRefStart="d1" dataRefEnd="d9"/>', DATA),
    "copyOf=“9”": text('<ph id="1" copyOf="9"/>'),
    "that code says canCopy=“no”": text('<ph id="1" canCopy="no"/><ph id="2" copyOf="1"/>'),
    "copyOf is for codes without": text('<ph id="1"/><ph id="2" copyOf="1" dataRef="d1"/>', DATA),
    "subFlows refers to a unit “u9”": text('<ph id="1" subFlows="u1 u9"/>'),
    "<sc> “1” has no <ec>": text('<sc id="1"/>'),
    "<sm> “1” has no <em>": text('<sm id="1" translate="no"/>'),
    "there is no such <sc>": text('<ec startRef="1"/>'),
    "stands before the <sm>": text('<em startRef="1"/><sm id="1"/>'),
    "isolated=“yes”, but": text('<sc id="1" isolated="yes"/><ec startRef="1"/>'),
    "isolated=“yes” has an id": text('<ec isolated="yes" startRef="1"/>'),
    "without isolated=“yes” has a startRef": text('<ec id="1"/>'),
    "dir is for": text('<sc id="1"/><ec startRef="1" dir="ltr"/>'),
    "canOverlap of <sc> and <ec> differ": text('<sc id="1" canOverlap="no"/><ec startRef="1"/>'),
    "canReorder of <sc> and <ec> differ": text(
        '<sc id="1" canReorder="firstNo" canCopy="no" canDelete="no"/><ec startRef="1" canCopy="no" canDelete="no"/>'
    ),
    "goes with canCopy=“no”": text('<ph id="1" canReorder="firstNo" canCopy="no"/>'),
    "no code before it": text('<ph id="1" canReorder="no" canCopy="no" canDelete="no"/>'),
    "can’t be deleted": unit('<source><ph id="1" canDelete="no"/></source><target/>'),
    # annotations
    "either a value or a ref": text('<mrk id="1" type="comment">a</mrk>'),
    "is no note of this unit": text('<mrk id="1" type="comment" ref="#n=n2">a</mrk>', NOTES),
    "there is no prefix “z”": text('<mrk id="1" type="my:a" ref="#z=1">a</mrk>'),
    "“prefix=id” or an id": text('<mrk id="1" type="my:a" ref="#u=/1">a</mrk>'),
    "f, g and u come first": text('<mrk id="1" type="my:a" ref="#u=1/f=1">a</mrk>'),
    "only one thing": text('<mrk id="1" type="my:a" ref="#a/b">a</mrk>'),
    # modules
    "a <translation> or a <definition>": text(
        "a", "<gls:glossary><gls:glossEntry><gls:term>a</gls:term></gls:glossEntry></gls:glossary>"
    ),
    "is no place in this unit": text("a", '<mtc:matches><mtc:match ref="#9"><source/></mtc:match></mtc:matches>'),
    "<match> can’t have type=“a”": text("a", '<mtc:matches><mtc:match ref="#s1" type="a"/></mtc:matches>'),
    "no number from 0 to 100": text("a", '<mtc:matches><mtc:match ref="#s1" similarity="101"/></mtc:matches>'),
    "a <metadata> has <metaGroup>": text("a", '<mda:metadata><mda:meta type="a"/></mda:metadata>'),
    "can’t have appliesTo=“a”": text("a", '<mda:metadata><mda:metaGroup appliesTo="a"/></mda:metadata>'),
    "a <meta> has a type": text("a", "<mda:metadata><mda:metaGroup><mda:meta/></mda:metaGroup></mda:metadata>"),
    "either an href or content ": text(
        "a", "<res:resourceData><res:resourceItem><res:source/></res:resourceItem></res:resourceData>"
    ),
    "exactly one of isPresent": text("a", '<val:validation><val:rule occurs="2"/></val:validation>'),
    "existsInSource goes with": text(
        "a", '<val:validation><val:rule isNotPresent="a" existsInSource="yes"/></val:validation>'
    ),
    "<rule> can’t have normalization": text(
        "a", '<val:validation><val:rule isPresent="a" normalization="a"/></val:validation>'
    ),
    "no element <rules>": text("a", "<val:rules/>"),
    "there is no such element here": text("a", '<ctr:changeTrack><ctr:revisions ref="n9"/></ctr:changeTrack>'),
    "fs=“x” is none": text("a").replace('"u1"', '"u1" fs:fs="x"'),
    "subFs without fs": text("a").replace('"u1"', '"u1" fs:subFs="x"'),
    "do not go together": text('<ph id="1" slr:sizeInfo="1" slr:sizeInfoRef="1"/>'),
    "fs is for an <ec> with": text('<sc id="1"/><ec startRef="1" fs:fs="b"/>'),
    "is no size": file(
        '<slr:profiles generalProfile="xliff:codepoints"/><unit id="1" slr:sizeRestriction="1-2">'
        "<segment><source/></segment></unit>"
    ),
}


@pytest.mark.parametrize("message", INVALID)
def test_a_breach_is_named(message: str) -> None:
    messages = [problem.message for problem in found(INVALID[message])]
    assert any(message.strip() in said for said in messages), messages
    assert len(messages) <= 3


def test_it_is_a_finding_with_its_place_and_the_text_is_checked_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.xlf"
    xliff = unit('<source>a</source><target>The  bridge <ph id="1" dataRef="d9"/></target>')
    path.write_text(xliff)
    assert main(["check", "--isolated", "--select", "linguistic/double-space", str(path)]) == FOUND
    said = capsys.readouterr().out
    assert f"a.xlf:2:{xliff.index('<ph') - xliff.index('<file') + 1}\n" in said
    assert "[tqa/invalid-file]" in said
    assert "[linguistic/double-space]" in said
    assert main(["check", "--isolated", "--fix", "--ignore", "tqa/invalid-file", str(path)]) == OK
    assert "The bridge <ph" in path.read_text()


def test_where_the_file_breaks_off_nothing_is_missed_in_the_rest() -> None:
    (problem,) = found(file(NOTES)[:-15])
    assert "not sound XML" in problem.message


def test_a_file_that_is_wrong_everywhere_says_so_a_limited_number_of_times() -> None:
    assert len(found(file('<unit><segment state="x"><source/></segment></unit>' * 1000))) == MOST


def test_what_belongs_to_a_file_is_told_of_its_document() -> None:
    other = '<file id="f2"><unit id="1"><segment><source/><target>a</target></segment></unit></file></xliff>'
    xliff = text('<ph id="1" subFlows="9"/>').replace("</xliff>", other)
    one, two = Xliff().read(xliff.encode(), "a.xlf")
    assert [len(document.problems) for document in (one, two)] == [1, 0]


@pytest.mark.parametrize("xliff", VALID)
def test_a_copy_with_findings_is_as_valid(xliff: str) -> None:
    from test_annotate import found as findings

    form = tqa_formats()["xliff"]
    assert isinstance(form, TakesAnnotations)
    marked = xliff.replace("<source", "<target>A translation</target><source") if "<target" not in xliff else xliff
    annotated = form.annotate(xliff.encode(), findings("xliff", marked.encode(), [(0, 1), (0.3, 0.9)]))
    assert found(annotated.decode()) == []


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="TQA_SAMPLES names no folder with OASIS's test suites")
def test_the_test_suites_of_oasis() -> None:
    broken = ["modules__valid__Good-pgs_plural.xlf", "modules__valid__Good-mda_top-level.xlf"]  # as they are published
    named = {path.name: bool(found(path.read_text("utf-8-sig"))) for path in SAMPLES.glob("*.xlf")}
    assert [name for name, wrong in named.items() if wrong != ("__invalid__" in name) and name not in broken] == []
