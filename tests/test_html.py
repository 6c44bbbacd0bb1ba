"""The page: its HTML as a parser reads it, and what it does in a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
from contextlib import contextmanager
from itertools import pairwise
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


def read(text: str) -> Any:
    """A page as lxml has it, whose types know nothing of what an XPath gives."""
    return lxml.html.document_fromstring(text)


def parsed(*results: Checked, rules: Sequence[Rule] = (), **about: Any) -> Any:
    return read(written(*results, rules=rules, **about))


def text_of(element: Any) -> str:
    """The text of an element, with the characters that a code stands for in place of the code."""
    out = [element.text or ""]
    if element.get("class") == "ctl":
        out = [chr(int(out[0].removeprefix("U+"), 16))]
    for child in element:
        out += [text_of(child), child.tail or ""]
    return "".join(out)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def by_class(page: Any, name: str) -> list[Any]:
    return list(page.find_class(name))


def pieces(page: Any, place: str) -> list[Any]:
    return [m for m in by_class(page, "m") if m.get("id") == place or place in m.get("data-p", "").split()]


def hard_cases() -> list[Checked]:
    """Documents with all that a page may meet."""
    rules: list[Rule] = []
    doc = pairs(
        ("Hard <i>cases</i> & “quotes”", "难题 <b>标题</b>"),
        ("HONG KONG, December 3 –", ""),
        (
            "One two three four five six. \u202eEvil\u202c e\u0301t\u0301 👩‍🚀 a\tb\u200bc </script><!-- <p>",
            "一二三四五六。",
        ),
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
        rule(
            lambda d: [at(d, "two three four", "Long", 2), at(d, "three", "Within", 2), at(d, "four five", "Over", 2)]
        ),
        rule(
            lambda d: [at(d, "two", "Starts as another does", 2, evidence=evidence, fix=fix)],
            "accuracy/error",
            "error",
            "accuracy/mistranslation",
        ),
        rule(lambda d: [at(d, " ", "Blank", 2, fix=blanks)], "design/blank", "hint", "design/markup"),
        rule(
            lambda d: [Finding(Span(3, 3), "Nothing here", segment=body)], "locale/empty", "info", "locale/date-format"
        ),
        rule(
            lambda d: [Finding(Span(0, 0), "No text", segment=d.segments[4])],
            "locale/none",
            "info",
            "locale/date-format",
        ),
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
    more: dict[str, Any] = {
        "evidence": (Evidence(odd, Span(0, 5), "source"),),
        "fix": Fix(odd, (Edit(Span(0, 1), odd),)),
    }
    one = rule(lambda d: [at(d, "script", odd, **more)], mqm=odd, why=odd)
    text = written(checked(doc, one), rules=[one])
    page = read(text)
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
    page = read(text)
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


def test_segments_of_one_id_are_told_apart_by_their_text() -> None:
    doc = pairs(("one", "一"), ("two", "二"))
    first, second = doc.segments
    same = Segment(first.id, second.target, second.source)
    doc = Document(doc.path, doc.format, (first, same), "zh", "en", "", doc.content)
    page = parsed(
        checked(doc, rule(lambda d: [at(d, "two", segment=1, evidence=(Evidence("", Span(0, 1), "source", same),))]))
    )
    note = page.xpath("//div[contains(@class, 'segment')]")[1].find_class("note")[0]
    places = [page.get_element_by_id(href[1:]) for href in note.xpath(".//a/@href")]
    assert [text_of(place) for place in places] == ["two", "二"]


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
    found = read(page.read_text("utf-8"))
    assert [text_of(e) for e in by_class(found, "target")] == re.split(r"\n\n+", SEED.read_text("utf-8").strip("\n"))
    assert len(by_class(found, "note")) == len(by_class(found, "ref")) > 5
    assert getattr(tqa_reports()["html"], "needs_documents", False)


# --- in a browser -----------------------------------------------------------------------------------------------------

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for all tests here. (Not for the session: while it is there its event loop runs, and other tests need their
    own.)
    """
    if CHROMIUM is None:
        pytest.skip("the page was not tried in a browser: there is no Chromium here (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if root else [])
        yield started
        started.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def seed(folder: Path) -> Path:
    return seed_page(folder / "seed.html")


@pytest.fixture(scope="module")
def hard(folder: Path) -> Path:
    path = folder / "hard.html"
    path.write_text(written(*hard_cases()), encoding="utf-8")
    return path


MADE_UP = [
    ("headline", "市长：新桥明年通车", "Mayor: New bridge to open next year - example.com"),
    ("dateline", "港城12月3日电", "PORT CITY, December 3 (Xinhua) --"),
    ("body", "市长2日表示，这座桥全长3公里。", "The mayor said on the 2nd that the bridge is 3 kilometers long ."),
    (
        "body",
        "“我们很高兴，”他说。达成了很多共识。",
        '"We are glad", he said, and reached an agreement. A lot of consensus.',
    ),
]
"""Pairs of segments as in the news: kind, source, target."""


@pytest.fixture(scope="module")
def many(folder: Path) -> Path:
    """200 articles, each of made-up pairs and the paragraphs of the seed."""
    paragraphs = SEED.read_text("utf-8").split("\n\n")
    with (folder / "many.jsonl").open("w", encoding="utf-8") as lines:
        for number in range(200):
            rows = [{"kind": kind, "source": source, "target": target} for kind, source, target in MADE_UP]
            rows += [{"target": paragraph} for paragraph in paragraphs[: 3 + number % 10]]
            for row in rows:
                about = {"document": f"article {number + 1}", "source_lang": "zh", "target_lang": "en"}
                lines.write(json.dumps({**row, **about}) + "\n")
    page = folder / "many.html"
    args = ["--isolated", "--exit-zero", "--jobs", "1", "--format", "html", "--output", str(page)]
    assert main(["check", str(folder / "many.jsonl"), *args]) == 0
    return page


@contextmanager
def opened(browser: Browser, path: Path, fragment: str = "", **options: Any) -> Iterator[Page]:
    """A page of its own in the browser. Complains of errors, and of requests for anything but the page itself."""
    context: BrowserContext = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    context.on("request", lambda request: wrong.append(f"asks for {request.url}") if not ours(request.url) else None)
    context.route(lambda url: not ours(url), lambda route: route.abort())

    def ours(url: str) -> bool:
        return url.partition("#")[0] == path.as_uri()

    page.set_default_timeout(10_000)
    page.goto(path.as_uri() + fragment)
    yield page
    context.close()
    assert not wrong


def current(page: Page) -> str:
    """The number of the finding that is chosen, "" for none."""
    chosen = page.locator(".note[aria-current] .number").all_text_contents()
    return chosen[0] if chosen else ""


def fragment(page: Page) -> str:
    return page.url.partition("#")[2]


def focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.tagName"))


def test_keys_and_buttons_go_through_the_findings(browser: Browser, seed: Path) -> None:
    with opened(browser, seed) as page:
        total = page.locator(".note").count()
        assert page.locator("#count").inner_text() == f"{total} findings"
        for key, number in (("j", 1), ("n", 2), ("k", 1), ("p", total), ("j", 1)):
            page.keyboard.press(key)
            assert current(page) == str(number)
            assert focus(page) == f"f1-{number}"
            assert page.locator("#count").inner_text() == f"{number} of {total}"
            assert fragment(page) == f"at=f1-{number}"
        page.get_by_role("button", name="Next").click()
        assert current(page) == "2"
        message = page.locator("#f1-2 .message").inner_text()
        assert page.get_by_role("status").inner_text() == f"2 of {total}, warning: {message}"
        words = "".join(page.locator(".m.current").all_text_contents())
        assert words == page.locator("#f1-2 .spot q").inner_text()
        page.get_by_role("button", name="Previous").click()
        assert current(page) == "1"
        page.keyboard.press("Escape")
        assert (current(page), fragment(page)) == ("", "")
        page.locator(".ref").nth(3).click()
        assert current(page) == "4"


def test_help_is_a_dialog_and_keys_can_be_switched_off(browser: Browser, seed: Path) -> None:
    with opened(browser, seed) as page:
        page.keyboard.press("?")
        dialog = page.get_by_role("dialog", name="Keys")
        assert dialog.is_visible()
        page.keyboard.press("j")
        assert current(page) == ""
        dialog.get_by_label("Keys without Ctrl or Alt").uncheck()
        page.keyboard.press("Escape")
        assert not dialog.is_visible()
        page.keyboard.press("j")
        assert current(page) == ""
        page.reload()
        page.keyboard.press("j")
        assert current(page) == ""
        page.get_by_role("button", name="Help").click()
        dialog.get_by_label("Keys without Ctrl or Alt").check()
        dialog.get_by_role("button", name="Close").click()
        page.get_by_label("Search the findings").press("j")
        assert current(page) == ""
        page.get_by_label("Search the findings").fill("")
        page.get_by_label("Search the findings").press("Escape")
        page.keyboard.press("j")
        assert current(page) == "1"


def test_the_first_tab_skips_the_tools_and_every_stop_can_be_seen(browser: Browser, hard: Path) -> None:
    with opened(browser, hard, "#article=1") as page:
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to the text")
        assert skip.evaluate("e => e === document.activeElement && e.getBoundingClientRect().top >= 0")
        page.keyboard.press("Enter")
        assert focus(page) == "main"
        assert fragment(page) == "article=1"
        for _ in range(12):
            page.keyboard.press("Tab")
            outline = page.evaluate("getComputedStyle(document.activeElement).outline")
            assert "solid" in outline
            assert page.evaluate("document.activeElement.closest('#d1') !== null")
        page.evaluate("document.getElementById('tools').querySelector('select').focus()")
        assert "solid" in page.evaluate("getComputedStyle(document.activeElement).outline")


@pytest.mark.parametrize(
    ("address", "chosen", "shown"),
    [
        ("#f2-1", "1", "#d2"),
        ("#d2", "", "#d2"),
        ("#d2s1s4-12", "", "#d2"),
        ("#main", "", "#index"),
        ("#article=99&at=nothing&severity=odd&sort=odd&rule=%", "", "#index"),
    ],
)
def test_addresses_that_name_an_element_or_nonsense(
    browser: Browser, hard: Path, address: str, chosen: str, shown: str
) -> None:
    with opened(browser, hard, address) as page:
        assert page.locator(shown).is_visible()
        assert page.locator("main > article:visible").count() == (shown != "#index")
        assert current(page) == chosen
        assert page.get_by_label("MQM category").locator("option").count() > 5


def test_filters_combine_count_and_are_in_the_address(browser: Browser, hard: Path) -> None:
    def numbers(page: Page) -> list[str]:
        return page.locator("#d1 > .segment .note:visible .number").all_text_contents()

    with opened(browser, hard, "#article=1") as page:
        everything = numbers(page)
        errors = page.locator("#filters label.error small")
        assert errors.inner_text() == "4"  # in all articles
        page.get_by_label("MQM category").select_option("style")
        assert errors.inner_text() == "0"
        assert len(numbers(page)) == 3
        page.get_by_label("MQM category").select_option("design/markup")
        assert errors.inner_text() == "1"
        rules = page.get_by_label("Rule").locator("option").all_text_contents()
        assert [rule for rule in rules if "(0)" not in rule] == [
            "All rules",
            "all design (2)",
            "design/blank (1)",
            "design/tag (1)",
        ]
        assert len(numbers(page)) == 2
        page.get_by_role("checkbox", name="Error").check()
        assert len(numbers(page)) == 1
        assert page.locator("#d1 .ref:visible").count() == 1
        lines = page.locator("#d1 .m:not(.off)").all_text_contents()
        assert "".join(lines) == "</script><!-- <p>"
        page.get_by_label("Search the findings").fill("nowhere to be found")
        assert numbers(page) == []
        page.get_by_label("Search the findings").fill("</SCRIPT>")
        assert len(numbers(page)) == 1
        assert "1 of " in page.locator("#count").inner_text()
        assert fragment(page) == "article=1&severity=error&mqm=design/markup&q=%3C/SCRIPT%3E"
        shown = numbers(page)
        page.reload()
        assert numbers(page) == shown
        assert page.get_by_role("checkbox", name="Error").is_checked()
        assert page.get_by_label("MQM category").input_value() == "design/markup"
        page.get_by_role("button", name="Show all").click()
        assert numbers(page) == everything
        assert fragment(page) == "article=1"


def test_evidence_is_jumped_to_and_escape_leads_back(browser: Browser, hard: Path) -> None:
    with opened(browser, hard, "#article=1") as page:
        note = page.locator(".note", has=page.locator("text=Starts as another does")).first
        note.get_by_text("5 more").click()
        for label, text in (("source", "一二"), ("segment 1", "<i>"), ("segment 4", "L")):
            link = note.locator(".evidence a", has_text=label).first
            link.focus()
            page.keyboard.press("Enter")
            assert "".join(page.locator(".m.flash").all_text_contents()) == text
            assert page.locator(".m.flash").first.is_visible()
            assert focus(page) == str(link.get_attribute("href"))[1:]
            assert page.get_by_role("status").inner_text() == f"In the text: {text}"
            page.keyboard.press("Escape")
            assert page.evaluate("document.activeElement.textContent") == link.text_content()
        assert page.locator(".m.flash").count() == 0
        note.locator(".spot a").click()
        assert "".join(page.locator(".m.flash").all_text_contents()) == "two"


def test_the_index_is_sorted_filtered_and_leads_to_articles(browser: Browser, hard: Path) -> None:
    with opened(browser, hard) as page:
        rows = page.locator("#index tbody tr:visible")

        def column(number: int) -> list[str]:
            return [row.locator("th, td").nth(number).inner_text() for row in rows.all()]

        as_written = column(0)
        assert len(as_written) == 6
        assert not page.locator("article:visible").count()
        assert not page.get_by_role("link", name="Articles").is_visible()
        page.get_by_role("button", name="Findings", exact=True).click()
        assert column(2) == sorted(column(2), key=int, reverse=True)
        assert page.locator("th[aria-sort=descending]").inner_text() == "Findings"
        page.get_by_role("button", name="Findings", exact=True).click()
        assert column(2) == sorted(column(2), key=int)
        page.get_by_role("button", name="Name").click()
        assert [name.split()[0] for name in column(0)] == ["arabic", "asked", "fine", "hard", "hard", "no.txt"]
        assert fragment(page) == "sort=name"
        page.get_by_label("Search the findings").fill("arab")
        assert [name.split()[0] for name in column(0)] == ["arabic"]
        page.get_by_label("Search the findings").fill("")
        page.get_by_role("checkbox", name="Error").check()
        assert [int(n) for n in column(2)] == [3, 1]
        page.get_by_role("button", name="Show all").click()
        page.get_by_role("link", name="arabic").click()
        assert page.locator("article:visible").count() == 1
        assert page.locator("#d2 .target").evaluate("e => getComputedStyle(e).direction") == "rtl"
        assert page.title().startswith("arabic")
        assert focus(page) == "d2h"
        page.keyboard.press("j")
        assert fragment(page) == "article=2&sort=name&at=f2-1"
        page.go_back()
        assert page.locator("#index").is_visible()
        page.go_forward()
        assert page.locator("#d2").is_visible()
        page.get_by_role("link", name="Articles").click()
        assert focus(page) == "indexh"
        page.keyboard.press("j")  # from here on through all articles
        assert page.locator("#d1").is_visible()
        for _ in range(page.locator("#d1 .note[data-rule]").count()):
            page.keyboard.press("j")
        assert page.locator("#d2").is_visible()
        page.keyboard.press("u")
        assert page.locator("#index").is_visible()


def test_the_theme_follows_the_system_until_it_is_chosen(browser: Browser, seed: Path) -> None:
    def ground(page: Page) -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    with opened(browser, seed, color_scheme="dark") as page:
        dark = ground(page)
        page.get_by_role("button", name="Theme: system").click()
        assert ground(page) != dark
        page.reload()
        light = ground(page)
        assert light != dark
        page.get_by_role("button", name="Theme: light").click()
        page.emulate_media(color_scheme="light")
        assert ground(page) == dark
        page.get_by_role("button", name="Theme: dark").click()
        assert ground(page) == light


def test_without_a_script_everything_is_there(browser: Browser, hard: Path) -> None:
    with opened(browser, hard, java_script_enabled=False) as page:
        assert page.locator("article:visible").count() == 6
        tops = [page.locator(where).bounding_box() for where in ("h1", "#index", "#d1", "#d6")]
        assert [box["y"] for box in tops if box] == sorted(box["y"] for box in tops if box)
        assert not page.locator("#tools").is_visible()
        page.locator("#index a").nth(1).click()
        assert fragment(page) == "d2"
        page.locator("#d2 .note").get_by_role("link").nth(1).click()
        marked = page.locator(".m:target")
        assert marked.inner_text() == "minister"
        assert marked.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


def test_overlapping_and_empty_places_can_be_seen(browser: Browser, hard: Path) -> None:
    with opened(browser, hard, "#article=1") as page:
        text = page.locator("#d1s3t8-13 >> xpath=ancestor::p")
        offsets = text.locator(".m").evaluate_all(
            "ms => ms.filter(m => 'three' === m.textContent || m.textContent.startsWith('two three'))"
            ".map(m => getComputedStyle(m).textUnderlineOffset)"
        )
        assert len(set(offsets)) > 1
        styles = page.locator("#d1 .m").evaluate_all("ms => ms.map(m => getComputedStyle(m).textDecorationStyle)")
        assert {"wavy", "solid", "dotted"} <= set(styles)
        empty = page.locator(".m.empty.info").first
        box = empty.bounding_box()
        assert box is not None
        assert box["width"] > 1
        refs = page.locator("#d1 .ref:visible")
        assert refs.count() == page.locator("#d1 > .segment .note").count()
        assert all(box["width"] > 2 for box in (ref.bounding_box() for ref in refs.all()) if box)


def test_notes_in_the_margin_stand_beside_their_paragraph_and_never_over_each_other(
    browser: Browser, many: Path
) -> None:
    with opened(browser, many, "#article=10") as page:
        for width, beside in ((1400, True), (1100, False), (700, False), (360, False)):
            page.set_viewport_size({"width": width, "height": 900})
            boxes = page.locator("article:visible .segment .note").evaluate_all(
                "ns => ns.map(n => [n, n.closest('.segment').querySelector('.target')]"
                ".map(e => e.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom]))"
            )
            assert len(boxes) > 5
            notes = [note for note, _ in boxes]
            assert all(one[3] <= other[1] + 1 for one, other in pairwise(notes))
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            for note, target in boxes[:6]:
                assert note[0] >= target[2] if beside else note[1] >= target[3]


def test_on_paper_the_findings_come_under_the_text(browser: Browser, seed: Path) -> None:
    with opened(browser, seed) as page:
        page.emulate_media(media="print", color_scheme="dark")
        places = page.locator("#d1").evaluate(
            "a => ['.target', '.note'].map(s => [...a.querySelectorAll(s)].map(e => e.getBoundingClientRect()))"
            ".map(bs => [Math.min(...bs.map(b => b.top)), Math.max(...bs.map(b => b.bottom))])"
        )
        assert places[0][1] <= places[1][0]
        assert not page.locator("#tools").is_visible()
        assert page.locator(".why p").first.is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.pdf().startswith(b"%PDF")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("where", ["#", "#article=1", "#article=2", "#article=1&at=f1-3"])
def test_axe_finds_nothing_serious(browser: Browser, hard: Path, scheme: Any, where: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with opened(browser, hard, where, color_scheme=scheme) as page:
        for details in page.locator("details:visible").all():
            details.evaluate("d => { d.open = true; }")
        found = Axe().run(page).response["violations"]
        serious = [v for v in found if v["impact"] in {"serious", "critical"}]
        assert not [(v["id"], [n["target"] for n in v["nodes"]], v["nodes"][0]["failureSummary"]) for v in serious]
        assert not [(v["id"], v["help"], [n["target"] for n in v["nodes"]]) for v in found]


@pytest.mark.slow
def test_two_hundred_articles_open_in_two_seconds(browser: Browser, many: Path) -> None:
    times = []
    for _ in range(3):
        with opened(browser, many) as page:
            assert page.locator("#index tbody tr").count() == 200
            page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
            times.append(
                page.evaluate(
                    "[performance.getEntriesByType('navigation')[0].loadEventEnd,"
                    " performance.getEntriesByName('first-contentful-paint')[0].startTime]"
                )
            )
    load, paint = map(min, zip(*times, strict=True))
    assert load < 2000, times
    assert paint < 2000, times
