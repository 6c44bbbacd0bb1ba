"""The page: its HTML as a parser reads it, and what it does in a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqa import (
    Checked,
    Checker,
    Content,
    Diagnostic,
    Document,
    Edit,
    Evidence,
    Finding,
    Fix,
    Origin,
    Position,
    Range,
    Rule,
    Run,
    Segment,
    Span,
    Summary,
    Suppression,
    Text,
)
from tqa.cli import main
from tqa.reports import html, tqa_reports
from tqa.reports.display import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from lxml.html import HtmlElement
    from playwright.sync_api import Browser, BrowserContext, Page

    from tqa import Severity

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "hong-kong-science-cooperation.txt"


# --- what pages are made of -------------------------------------------------------------------------------------------


def pairs(*rows: tuple[str, str], name: str = "", kinds: Sequence[str] = (), langs: str = "zh>en") -> Document:
    """A document of (target, source) segments, "" for no source."""
    source_lang, _, target_lang = langs.partition(">")
    content = "\n".join(part for row in rows for part in row)
    segments, at = [], 0
    for number, row in enumerate(rows):
        target, source = (
            Text(value, lang, Origin.contiguous(start, len(value)))
            for value, lang, start in (
                (row[0], target_lang, at),
                (row[1], source_lang, at + len(row[0]) + 1),
            )
        )
        kind = kinds[number] if number < len(kinds) else "body"
        segments.append(Segment(str(number + 1), target, source if row[1] else None, kind))
        at += len(row[0]) + len(row[1]) + 2
    return Document("dir/a.jsonl", "jsonl", tuple(segments), source_lang, target_lang, name, Content(content))


def rule(
    find: Callable[[Document], Iterable[Finding]],
    name: str = "style/fragment",
    severity: Severity = "warning",
    mqm: str = "style/awkward",
    why: str = "Readers\nstumble.\n\nTwice.",
) -> Rule:
    return Rule(name, "A rule", lambda doc, _: find(doc), why=why, scope="document", severity=severity, mqm=mqm)


def at(doc: Document, words: str, message: str = "It is wrong", segment: int = 0, **more: Any) -> Finding:
    start = doc.segments[segment].target.value.index(words)
    return Finding(Span(start, start + len(words)), message, segment=doc.segments[segment], **more)


def checked(doc: Document, *rules: Rule, known: Sequence[str] = ()) -> Checked:
    return Checker(rules, known=known).check(doc)._replace(source=doc)


def written(*results: Checked, rules: Sequence[Rule] = (), **about: Any) -> str:
    """The page, with the summary that the runner would make while the documents come."""
    run = Run(Summary(), {r.id: r for r in rules}, **about)

    def come() -> Iterator[Checked]:
        for result in results:
            run.summary.add(result)
            yield result

    return "".join(html.report(come(), run))


def parsed(*results: Checked, rules: Sequence[Rule] = (), **about: Any) -> HtmlElement:
    return lxml.html.document_fromstring(written(*results, rules=rules, **about))


def text_of(element: HtmlElement) -> str:
    """The text of an element, with the characters that a code stands for in place of the code."""
    out = [element.text or ""]
    if element.get("class") == "ctl":
        out = [chr(int(out[0].removeprefix("U+"), 16))]
    for child in element:
        out += [text_of(child), child.tail or ""]
    return "".join(out)


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def by_class(page: HtmlElement, name: str) -> list[HtmlElement]:
    return list(page.find_class(name))


def pieces(page: HtmlElement, place: str) -> list[HtmlElement]:
    return [m for m in by_class(page, "m") if m.get("id") == place or place in m.get("data-p", "").split()]


def hard_cases() -> list[Checked]:
    """Documents with all that a page may meet."""
    rules: list[Rule] = []
    doc = pairs(
        ("Hard <i>cases</i> & “quotes”", "难题 <b>标题</b>"),
        ("HONG KONG, December 3 –", ""),
        ("One two three four five six. \u202eEvil\u202c e\u0301t\u0301 👩‍🚀 a\tb\u200bc </script><!-- <p>", "一二三四五六。"),
        ("Line one\r\nLine two\x00\x9b end", ""),
        ("", "空"),
        name="hard </title> & “cases”",
        kinds=["headline", "dateline"],
    )
    headline, _, body = doc.segments[:3]
    evidence = (
        Evidence("the source’s words", Span(0, 2), "source", body),
        Evidence("", Span(5, 8), "target", headline),
        Evidence("and <b>here</b>", Span(0, 1), "target", doc.segments[3]),
        Evidence("an empty place", Span(2, 2), "source", doc.segments[0]),
        *(Evidence(f"place {n}", Span(n, n + 3)) for n in range(4)),
    )
    fix = Fix("Say “2”", (Edit(Span(4, 7), "2"), Edit(Span(0, 4), "", headline)), "safe")
    blanks = Fix("Drop it", (Edit(Span(3, 4), ""),), "unsafe")
    rules += [
        rule(lambda d: [at(d, "two three four", "Long", 2), at(d, "three", "Within", 2), at(d, "four five", "Over", 2)]),
        rule(
            lambda d: [at(d, "two", "Starts as another does", 2, evidence=evidence, fix=fix)],
            "accuracy/error",
            "error",
            "accuracy/mistranslation",
        ),
        rule(lambda d: [at(d, " ", "Blank", 2, fix=blanks)], "design/blank", "hint", "design/markup"),
        rule(lambda d: [Finding(Span(3, 3), "Nothing here", segment=body)], "locale/empty", "info", "locale/date-format"),
        rule(lambda d: [Finding(Span(0, 0), "No text", segment=d.segments[4])], "locale/none", "info", "locale/date-format"),
        rule(lambda d: [at(d, "</script><!-- <p>", "“</script>” \u202e", 2)], "design/tag", "error", "design/markup"),
        rule(lambda d: 1 / 0, "linguistic/crash"),  # type: ignore[arg-type, return-value]
    ]
    arabic = pairs(("قال الوزير إن 3 دول وافقت", "The minister said 3 countries agreed."), name="arabic", langs="en>ar")
    first = checked(doc, *rules)
    known = checked(doc, rules[2], known=[d.fingerprint for d in checked(doc, rules[2]).diagnostics])
    missing = Diagnostic(
        "tqa/unreadable",
        "error",
        "no.txt: no such file",
        "no.txt",
        "",
        "",
        Span(0, 0),
        Range(Position(0, 0), Position(0, 0), Span(0, 0)),
        "",
    )
    return [
        first,
        checked(arabic, rule(lambda d: [at(d, "الوزير", evidence=(Evidence("", Span(4, 12), "source"),))])),
        known,
        checked(suppressing(doc), rules[2]),
        checked(pairs(("Fine.", ""), name="fine")),
        Checked("no.txt", "", "", 0, 0, (missing,)),
    ]


def suppressing(doc: Document) -> Document:
    request = Suppression(("design/blank",), "the <desk>’s own", "2999-01-31", None, Span(0, 1))
    return Document(doc.path, doc.format, doc.segments, "zh", "en", "asked", doc.content, (request,))


def seed_page(path: Path) -> Path:
    assert main(["check", str(SEED), "--isolated", "--exit-zero", "--format", "html", "--output", str(path)]) == 0
    return path


# --- the HTML ---------------------------------------------------------------------------------------------------------

CHARACTERS = st.characters(codec=None) | st.sampled_from("<>&\"'\r\n\t \u202e\u200b\x00\ud83d\u05d0中\U0001f469\u200d")
SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12)


@given(st.text(CHARACTERS, max_size=40), SPANS, SPANS, st.sampled_from(["body", "code", "quote", "headline"]))
def test_marks_cover_the_words_and_nothing_is_lost(
    value: str, found: list[tuple[int, int]], shown: list[tuple[int, int]], kind: str
) -> None:
    def spans(given_: list[tuple[int, int]]) -> list[Span]:
        return [Span(*sorted((min(a, len(value)), min(b, len(value))))) for a, b in given_]

    evidence = tuple(Evidence("", span) for span in spans(shown))
    doc = pairs((value, ""), kinds=[kind])
    one = rule(lambda d: [Finding(s, str(n), evidence, segment=d.segments[0]) for n, s in enumerate(spans(found))])
    page = parsed(checked(doc, one))
    (target,) = by_class(page, "target")
    assert text_of(target) == value.replace("\r\n", "\n") or text_of(target) == value
    for note, number in zip(by_class(page, "note"), sorted(spans(found)), strict=True):
        (link,) = note.xpath("./p[@class='spot']/a")
        covered = "".join(text_of(m) for m in pieces(page, link.get("href")[1:]))
        assert covered.replace("\r\n", "\n") == value[slice(*number)].replace("\r\n", "\n")
        assert page.get_element_by_id(link.get("href")[1:]) is not None
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for href in page.xpath("//article//a/@href"):
        assert href[1:] in ids


def test_many_findings_on_the_same_words_nest_no_deeper_than_browsers_allow() -> None:
    value = "x" * 300
    doc = pairs((value, ""))
    one = rule(lambda d: [Finding(Span(n, 300 - n), "Deep", segment=d.segments[0]) for n in range(100)])
    page = parsed(checked(doc, one))
    (target,) = by_class(page, "target")
    assert text_of(target) == value
    assert max(len(list(m.iterancestors())) for m in by_class(page, "m")) < 30
    for n in range(100):
        place = f"d1s1t{n}-{300 - n}"
        assert page.get_element_by_id(place) is not None
        assert "".join(text_of(m) for m in pieces(page, place)) == value[n : 300 - n]


def test_markup_in_texts_names_and_messages_is_text() -> None:
    odd = "</script></style><!-- <script>alert(1)</script> & &amp; \"'`\ud800\x00\u202e<img src=x onerror=alert(1)>"
    doc = pairs((odd, odd), name=odd, kinds=[odd], langs="zh>en")
    doc = Document(odd, "jsonl", doc.segments, odd, odd, odd, doc.content)
    more = {"evidence": (Evidence(odd, Span(0, 5), "source"),), "fix": Fix(odd, (Edit(Span(0, 1), odd),))}
    one = rule(lambda d: [at(d, "script", odd, **more)], mqm=odd, why=odd)
    text = written(checked(doc, one), rules=[one])
    page = lxml.html.document_fromstring(text)
    assert len(page.xpath("//script")) == len(page.xpath("//style")) == 1
    assert not page.xpath("//img | //comment()[contains(., 'script')]")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    (target,), (source,) = by_class(page, "target"), by_class(page, "source")
    assert text_of(target) == text_of(source) == odd
    visible = re.sub("[\ud800\x00\u202e]", lambda m: f"<U+{ord(m[0]):04X}>", odd)
    (message,) = by_class(page, "message")
    assert message.text_content() == visible
    (ins,) = page.xpath("//ins")
    assert ins.text_content() == visible
    text.encode()
    assert not INVISIBLE.search(text.replace("\n", ""))


def test_the_policy_allows_the_page_its_own_style_and_script_and_nothing_else() -> None:
    text = written(*hard_cases())
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    allowed = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert allowed.pop("default-src") == allowed.pop("base-uri") == allowed.pop("form-action") == "'none'"
    assert sorted(allowed) == ["script-src", "style-src"]
    for tag in ("script", "style"):
        (inline,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert allowed[f"{tag}-src"] == f"'sha256-{digest}'"
    page = lxml.html.document_fromstring(text)
    assert not page.xpath("//@src | //@style | //link")
    assert all(href.startswith("#") for href in page.xpath("//@href"))


def test_a_finding_says_what_why_where_and_how_to_mend_it() -> None:
    doc = pairs(("He came on the 2nd day", "他二日来"), ("December 3", ""))
    evidence = (Evidence("the date", Span(0, 10), segment=doc.segments[1]), Evidence("", Span(1, 3), "source"))
    fix = Fix("Name the month", (Edit(Span(8, 18), "on <December> 2"),), "unsafe")
    one = rule(lambda d: [at(d, "on the 2nd", "Of which month?", evidence=evidence, fix=fix)])
    page = parsed(checked(doc, one), rules=[one])
    (note,) = by_class(page, "note")
    assert words(note.xpath("./p[@class='spot']")[0]) == "1 Warning on the 2nd"
    assert words(note.xpath("./p[@class='message']")[0]) == "Of which month?"
    assert words(note.xpath("./p[@class='fix']")[0]) == "Fix (unsafe) Name the month"
    (edit,) = note.xpath("./ul[@class='edits']/li")
    assert edit.text_content() == "He came on the 2ndon <December> 2 day"
    assert [e.tag for e in edit] == ["del", "ins"]
    date, source = note.xpath("./ul[@class='evidence']/li")
    assert words(date) == "segment 2 December 3: the date"
    assert words(source) == "source 二日"
    for item, text in ((date, "December 3"), (source, "二日")):
        place = page.get_element_by_id(item.xpath("./a/@href")[0][1:])
        assert text_of(place) == text
    assert source.xpath(".//q/@lang") == ["zh"]
    (why,) = note.xpath("./details")
    assert words(why) == "Why? style/fragment MQM style/awkward Readers stumble. Twice."
    (link,) = by_class(page, "ref")
    assert (link.get("href"), link.get("aria-label")) == (f"#{note.get('id')}", "finding 1: warning")
    assert link.getprevious() is page.get_element_by_id("d1s1t8-18")


def test_long_lists_are_folded() -> None:
    doc = pairs(("abcdefghij", ""))
    evidence = tuple(Evidence(f"e{n}", Span(n, n + 1)) for n in range(5))
    fix = Fix("All", tuple(Edit(Span(n, n + 1), "X") for n in range(4)))
    page = parsed(checked(doc, rule(lambda d: [at(d, "a", evidence=evidence, fix=fix)])))
    (note,) = by_class(page, "note")
    assert len(note.xpath("./ul[@class='evidence']/li")) == 3
    assert [words(e) for e in note.xpath("./details[@class='evidence']/summary")] == ["2 more"]
    assert len(note.xpath("./details[@class='evidence']/ul/li")) == 2
    assert len(note.xpath("./ul[@class='edits']/li")) == 4


def test_texts_say_their_language_and_direction() -> None:
    page = parsed(
        checked(pairs(("Hello", "سلام"), langs="fa>en")),
        checked(pairs(("שלום", "Hi"), langs="en-GB>he")),
        checked(pairs(("?", "你"), langs="zh-Hant>")),
        checked(pairs(("az", ""), langs="en>az-Arab")),
    )
    found = [(e.get("lang"), e.get("dir")) for e in page.xpath("//*[@class='source' or @class='target']")]
    assert found == [
        ("fa", "rtl"),
        ("en", "ltr"),
        ("en-GB", "ltr"),
        ("he", "rtl"),
        ("zh-Hant", "ltr"),
        ("", "auto"),
        ("az-Arab", "rtl"),
    ]


def test_segments_look_like_what_they_are() -> None:
    kinds = ["headline", "quote", "code", "furniture", "body"]
    page = parsed(checked(pairs(*((k, "") for k in kinds), kinds=kinds)))
    assert [e.tag for e in by_class(page, "target")] == ["h3", "blockquote", "pre", "p", "p"]
    assert [words(e) for e in by_class(page, "label")] == ["1 headline", "2 quote", "3 code", "4 furniture", "5"]


def test_known_and_suppressed_findings_stand_apart() -> None:
    _, _, known, suppressed, *_ = hard_cases()
    page = parsed(known, suppressed)
    first, second = page.xpath("//article")
    (apart,) = first.xpath("./details[@class='apart']")
    assert words(apart.xpath("./summary")[0]) == "Known from the baseline: 1"
    (other,) = second.xpath("./details[@class='apart']")
    assert words(other.xpath("./summary")[0]) == "Suppressed in the text: 1"
    assert words(by_class(other, "reason")[0]) == "Suppressed, until 2999-01-31: the <desk>’s own"
    assert not by_class(page, "ref")
    assert not page.xpath("//*[@data-rule]")
    assert words(by_class(first, "counts")[0]).endswith("· nothing new found")
    place = apart.xpath(".//p[@class='spot']/a/@href")[0][1:]
    assert text_of(page.get_element_by_id(place)) == " "
    figures = {words(d.find("dt")): words(d.find("dd")) for d in page.xpath("//dl[@class='figures']/div")}
    assert (figures["known"], figures["suppressed"], figures["findings"]) == ("1", "1", "0")


def test_the_summary_counts_and_judges() -> None:
    doc = pairs((" ".join(["word"] * 99) + " bad", ""))
    rules = [
        rule(lambda d: [at(d, "bad")]),
        rule(lambda d: [at(d, "word")], "accuracy/x", "error", "accuracy/omission"),
        rule(lambda d: [at(d, "word word")], "accuracy/y", "error", "accuracy/omission"),
        rule(lambda d: [at(d, "d w")], "style/z", "hint"),
    ]
    result = checked(doc, *rules)

    def verdict(fail_on: str, *results: Checked) -> str:
        return words(by_class(parsed(*results, fail_on=fail_on), "verdict")[0])

    assert verdict("error", result) == "Fail 2 findings of severity error"
    assert verdict("warning", result) == "Fail 3 findings at or above warning"
    assert verdict("hint", result) == "Fail 4 findings at or above hint"
    assert verdict("warning", checked(doc)) == "Pass nothing at or above warning"
    assert verdict("never", result).startswith("No verdict")
    page = parsed(result)
    figures = {words(d.find("dt")): words(d.find("dd")) for d in page.xpath("//dl[@class='figures']/div")}
    assert figures == {"documents": "1", "words": "100", "findings": "4", "MQM penalty per 1,000 words": "110.0"}
    rows = [[words(cell) for cell in row] for row in page.xpath("//table[@class='chart']/tbody/tr")]
    assert rows == [["accuracy/omission", "2"], ["style/awkward", "2"]]
    assert [rect.get("width") for rect in page.xpath("//rect")] == ["100", "100"]
    assert not page.xpath("//*[@id='index']")


def test_findings_about_the_file_are_above_its_text() -> None:
    *_, missing = hard_cases()
    page = parsed(missing, checked(pairs(("A", "")), rule(lambda d: 1 / 0, "style/crash")))  # type: ignore[arg-type, return-value]
    unread, crashed = page.xpath("//article")
    assert words(unread.xpath("./ol//p[@class='message']")[0]) == "no.txt: no such file"
    assert "ZeroDivisionError" in words(crashed.xpath("./ol//p[@class='message']")[0])
    assert [words(row[0]) for row in page.xpath("//*[@id='index']//tbody/tr")] == ["no.txt", "dir/a.jsonl"]


def test_the_page_is_written_as_the_documents_come() -> None:
    pulled = 0

    def come() -> Iterator[Checked]:
        nonlocal pulled
        for number in range(100):
            pulled = number
            yield checked(pairs((f"Text {number}.", "")))

    parts = html.report(come(), Run(Summary()))
    seen = ""
    while "Text 0." not in seen:
        seen += next(parts)
    assert pulled == 0
    assert "Text 99." in "".join(parts)


def test_the_report_of_the_seed_is_small_and_by_name(tmp_path: Path) -> None:
    page = seed_page(tmp_path / "seed.html")
    assert page.stat().st_size < 150_000
    found = lxml.html.document_fromstring(page.read_text("utf-8"))
    assert [text_of(e) for e in by_class(found, "target")] == re.split(r"\n\n+", SEED.read_text("utf-8").strip("\n"))
    assert len(by_class(found, "note")) == len(by_class(found, "ref")) > 5
    assert getattr(tqa_reports()["html"], "needs_documents", False)
