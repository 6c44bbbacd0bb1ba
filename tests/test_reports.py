"""The reports: what a person and what a program reads of a run."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

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
    Suppressed,
    Suppression,
    Text,
)
from tqa.formats import tqa_formats
from tqa.model import PlacedEdit, PlacedEvidence, PlacedFix
from tqa.reports import jsonl, lsp, progress, terminal, tqa_reports
from tqa.reports.display import cells, row, shown, stripped, windows, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tqa import Severity
    from tqa.hookspecs import Report

ROOT = Path(__file__).parent.parent
FORMATS = tqa_formats()
SEED = ROOT / "seeds" / "hong-kong-science-cooperation.txt"


# --- what the reports are made of -------------------------------------------------------------------------------------


def rule(
    where: Callable[[Document], Iterable[Finding]], name: str = "style/fragment", severity: Severity = "warning"
) -> Rule:
    """A rule that finds what `where` finds."""
    return Rule(
        name,
        "A rule",
        lambda doc, _: where(doc),
        why="Readers\nstumble.\n\nTwice.",
        scope="document",
        severity=severity,
    )


def at(doc: Document, words: str, message: str = "It is wrong", segment: int = 0, **more: Any) -> Finding:
    where = doc.segments[segment]
    start = where.target.value.index(words)
    return Finding(Span(start, start + len(words)), message, segment=where, **more)


def text(value: str, path: str = "a.txt") -> Document:
    """Plain text, as its reader makes it (the reader takes no lone surrogates)."""
    segments: list[Segment] = []
    start = 0
    for paragraph in value.split("\n\n"):
        origin = Origin.contiguous(start, len(paragraph))
        segments.append(Segment(str(len(segments) + 1), Text(paragraph, "en", origin)))
        start += len(paragraph) + 2
    return Document(path, "text", tuple(segments), "zh", "en", content=Content(value))


def lines(*rows: dict[str, str], path: str = "a.jsonl") -> list[Document]:
    return list(FORMATS["jsonl"].read("\n".join(json.dumps(r) for r in rows).encode(), path))


def checked(doc: Document, *rules: Rule, known: Sequence[str] = ()) -> Checked:
    return Checker(rules, known=known).check(doc)


def one(doc: Document, words: str, message: str = "It is wrong", **more: Any) -> Checked:
    """A document with one finding."""
    return checked(doc, rule(lambda d: [at(d, words, message, **more)]))


def write(report: Report, *results: Checked, rules: Sequence[Rule] = (), **about: Any) -> str:
    """The report on results, with the summary that the runner would make while they come."""
    run = Run(Summary(), {r.id: r for r in rules}, **about)

    def come() -> Iterator[Checked]:
        paths = set()
        for result in results:
            run.summary.add(result)
            paths.add(result.path)
            run.summary.files = len(paths)
            yield result

    return "".join(report(come(), run))


def body(*results: Checked, **about: Any) -> str:
    """The terminal report without what is above the first excerpt and without its summary."""
    found = write(terminal.report, *results, **about).split("\n")
    return "\n".join(found[4 : found.index("", 4)])


@cache
def schema(name: str) -> jsonschema.Draft202012Validator:
    path = ROOT / "tqa" / "reports" / "schemas" / f"tqa-{name}.schema.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def hard_cases() -> list[Checked]:
    """Documents with all that a report may meet."""
    astral = "He said 👩‍🚀 “中文” e\u0301t\u0301e\u0301 a\tb\u200b wide\n\nA second\nparagraph \ud83d here."
    doc = text(astral, "dir/ä b.txt")
    evidence = (
        Evidence("as here", Span(2, 8), "target", doc.segments[1]),
        Evidence("", Span(0, 2)),
    )
    fix = Fix("Write it so", (Edit(Span(8, 11), "🚀"), Edit(Span(13, 15), "“x”")), "safe")
    first = checked(
        doc,
        rule(lambda d: [at(d, "“中文”", evidence=evidence, fix=fix), at(d, "a\tb"), at(d, "e\u0301t")]),
        rule(lambda d: [at(d, "paragraph \ud83d here", "Half a \ud83d 中国", segment=1)], "accuracy/half", "error"),
        rule(lambda d: [at(d, "wide", fix=Fix("See", (), "display"))], "design/wide", "hint"),
        rule(lambda d: [at(d, "second", fix=Fix("Go", (Edit(Span(2, 8), ""),)), segment=1)], "design/gone", "info"),
        rule(lambda d: 1 / 0, "linguistic/crash"),  # type: ignore[arg-type, return-value]
    )
    rows = lines(
        {"document": "one", "id": "x1", "target": 'He said "no" to 中国. 👍 Then', "source": "他说“不”"},
        {"document": "two", "id": "y", "target": "Fine."},
        {"document": "one", "id": "x2", "target": "Line one\nLine two 😀 ends"},
    )
    source = Evidence("the source", Span(2, 5), "source")
    second = [
        checked(
            doc,
            rule(lambda d: [at(d, "中国", evidence=(source,), fix=Fix("Say “China”", (Edit(Span(16, 18), '"'),)))])
            if doc.name == "one"
            else rule(lambda d: []),
        )
        for doc in rows
    ]
    broken = [checked(doc) for doc in FORMATS["jsonl"].read(b'{"target": "a"}\n{"target": 1}\n[\n', "broken.jsonl")]
    missing = Diagnostic(
        "tqa/unreadable",
        "error",
        "no.txt: no such file or folder",
        "no.txt",
        "",
        "",
        Span(0, 0),
        Range(Position(0, 0), Position(0, 0), Span(0, 0)),
        "",
    )
    return [first, *second, *broken, Checked("no.txt", "", "", 0, 0, (missing,))]


# --- the terminal -----------------------------------------------------------------------------------------------------


def test_a_document_its_findings_and_the_summary() -> None:
    doc = text("The first paragraph is right.\n\nA lot of consensus. He said so.")
    fix = Fix("Make it a sentence", (Edit(Span(0, 19), "They agreed."),), "safe")
    fragment = rule(lambda d: [at(d, "A lot of consensus.", "This is no sentence", segment=1, fix=fix)])
    error = rule(lambda d: [at(d, "said so", "He did not", segment=1)], "accuracy/added", "error")
    assert write(terminal.report, checked(doc, fragment, error)) == (
        "a.txt: 1 error, 1 warning\n"
        "\n"
        "  error: He did not [accuracy/added]\n"
        "  a.txt:3:24 (segment 2)\n"
        "    A lot of consensus. He said so.\n"
        "                           ^^^^^^^\n"
        "\n"
        "  warning: This is no sentence [style/fragment]\n"
        "  a.txt:3:1 (segment 2)\n"
        "    A lot of consensus. He said so.\n"
        "    ^^^^^^^^^^^^^^^^^^^\n"
        "    fix (safe): Make it a sentence\n"
        "      They agreed. He said so.\n"
        "      ++++++++++++\n"
        "\n"
        "2 findings: 1 error, 1 warning in 1 of 1 document, 12 words: 166.7 per 1,000 words\n"
        "1 can be fixed with --fix\n"
    )


def test_findings_of_one_gravity_are_in_the_order_of_the_text_each_with_its_line() -> None:
    doc = text("One, two and three.")
    result = checked(
        doc,
        rule(lambda d: [at(d, "three", "last")], "design/b"),
        rule(lambda d: [at(d, "One", "first")], "style/a"),
        rule(lambda d: [at(d, "two", "hint")], "accuracy/c", "hint"),
    )
    assert write(terminal.report, result).split("\n")[:-3] == [
        "a.txt: 2 warnings, 1 hint",
        "",
        "  warning: first [style/a]",
        "  a.txt:1:1 (segment 1)",
        "    One, two and three.",
        "    ^^^",
        "",
        "  warning: last [design/b]",
        "  a.txt:1:14 (segment 1)",
        "    One, two and three.",
        "                 ^^^^^",
        "",
        "  hint: hint [accuracy/c]",
        "  a.txt:1:6 (segment 1)",
        "    One, two and three.",
        "         ^^^",
    ]


def test_evidence_shows_where_else_to_look() -> None:
    first, second = "He is Xue Yongheng, the Mr. Xue of old.", "Sue Yongheng spoke."
    doc = text(f"{first}\n\n{second}")
    segments = doc.segments
    result = one(
        doc,
        "Sue Yongheng",
        "One name is written two ways",
        segment=1,
        evidence=(
            Evidence("so it is written here", Span(6, 18), segment=segments[0]),
            Evidence("he spoke", Span(13, 18)),
            Evidence("", Span(28, 31), segment=segments[0]),
        ),
    )
    assert body(result) == (
        "    Sue Yongheng spoke.\n"
        "    ^^^^^^^^^^^^ ~~~~~\n"
        "    1:7 (segment 1): so it is written here\n"
        "      He is Xue Yongheng, the Mr. Xue of old.\n"
        "            ~~~~~~~~~~~~\n"
        "    3:14: he spoke\n"
        "    1:29 (segment 1)\n"
        "      He is Xue Yongheng, the Mr. Xue of old.\n"
        "                                  ~~~"
    )


def test_evidence_of_the_source_and_of_a_document_in_a_file_of_many() -> None:
    rows = [
        {"document": "d1", "id": "a", "source": "拨款4.4亿元。", "target": "It gave 44 million."},
        {"document": "d2", "id": "b", "source": "完。", "target": "The end."},
    ]
    first, second = lines(*rows)
    number = rule(
        lambda d: [
            at(d, "44 million", "The source has 440 million", evidence=(Evidence("here", Span(2, 6), "source"),))
        ],
        "accuracy/number",
        "error",
    )
    other = rule(
        lambda d: [at(d, "end", evidence=(Evidence("", Span(0, 1), "source", first.segments[0]),))], "style/end"
    )
    column = json.dumps(rows[0]).index("44 million") + 1
    source = json.dumps(rows[0]).index("4.4") + 1
    assert write(terminal.report, checked(first, number), checked(second, other)) == (
        "a.jsonl, document d1: 1 error\n"
        "\n"
        "  error: The source has 440 million [accuracy/number]\n"
        f"  a.jsonl:1:{column} (segment a)\n"
        "    It gave 44 million.\n"
        "            ^^^^^^^^^^\n"
        f"    1:{source} (source): here\n"
        "      拨款4.4亿元。\n"
        "          ~~~~~\n"
        "\n"
        "a.jsonl, document d2: 1 warning\n"
        "\n"
        "  warning: It is wrong [style/end]\n"
        f"  a.jsonl:2:{json.dumps(rows[1]).index('end') + 1} (segment b)\n"
        "    The end.\n"
        "        ^^^\n"
        f"    1:{json.dumps(rows[0]).index('source') + 11} (source of segment a)\n"
        "      拨款4.4亿元。\n"
        "      ~~\n"
        "\n"
        "2 findings: 1 error, 1 warning in 2 of 2 documents, 6 words: 333.3 per 1,000 words\n"
    )


def test_of_much_evidence_the_rest_is_only_named() -> None:
    doc = text("\n\n".join(["A name."] * 30))
    evidence = tuple(Evidence("", Span(2, 6), segment=s) for s in doc.segments[1:])
    found = body(one(doc, "name", evidence=evidence))
    assert found.count("~~~~") == 4
    assert found.endswith(
        "    also at 11:3, 13:3, 15:3, 17:3, 19:3, 21:3, 23:3, 25:3, 27:3, 29:3, 31:3, 33:3 and 13 more"
    )
    assert body(one(doc, "name", evidence=evidence[:5])).count("~~~~") == 5
    assert body(one(doc, "name", evidence=evidence), verbose=True).count("~~~~") == 29


@pytest.mark.parametrize(
    ("value", "words", "above", "below"),
    [
        ("他说：“中文”不错。", "中文", "他说：“中文”不错。", "       ^^^^"),
        ("韓国 한국어 text", "text", "韓国 한국어 text", "            ^^^^"),
        ("👍🏽 👩‍🚀 ❤️ 🇭🇰 ok", "ok", "👍🏽 👩‍🚀 ❤️ 🇭🇰 ok", "            ^^"),
        ("an 👩‍🚀 here", "👩‍🚀", "an 👩‍🚀 here", "   ^^"),
        ("cafe\u0301s are", "are", "cafe\u0301s are", "      ^^^"),
        ("cafe\u0301s are", "\u0301", "cafe\u0301s are", "   ^"),
        ("cafe\u0301s are", "cafe", "cafe\u0301s are", "^^^^"),
        ("a\tb c", "b", "a    b c", "     ^"),
        ("a\t\tb", "\t\t", "a        b", " ^^^^^^^^"),
        ("zero\u200bwidth", "width", "zero<U+200B>width", "            ^^^^^"),
        ("half \ud83d pair", "pair", "half <U+D83D> pair", "              ^^^^"),
        ("\x1b[31mred", "red", "<U+001B>[31mred", "            ^^^"),
        ("\u0301 first", "first", "<U+0301> first", "         ^^^^^"),
        ("naïve “quoted” — €5", "€5", "naïve “quoted” — €5", "                 ^^"),
        ("कि हिन्दी", "हिन्दी", "कि हिन्दी", "  ^^^"),
        ("end ", " ", "end", "   ^"),
    ],
)
def test_marks_stand_under_their_words(value: str, words: str, above: str, below: str) -> None:
    assert body(one(text(value), words)) == f"    {above}\n    {below}"


def test_a_place_without_characters_has_one_mark() -> None:
    doc = text("He said")
    for start in (0, 3, 7):
        result = checked(doc, rule(lambda d, start=start: [Finding(Span(start, start), "?", segment=d.segments[0])]))  # type: ignore[misc]
        assert body(result) == "    He said\n    " + " " * start + "^"


@pytest.mark.parametrize(
    ("value", "words", "expected"),
    [
        (
            "word " * 60 + "bad" + " word" * 60,
            "bad",
            "… word word word word bad word word word word word …\n                      ^^^",
        ),
        (
            "bad " + "longish words " * 20,
            "bad",
            "bad longish words longish words longish words longish …\n^^^",
        ),
        (
            "longish words " * 20 + "end bad",
            "bad",
            "… longish words longish words longish words end bad\n                                                ^^^",
        ),
        (
            "x" * 300 + "bad" + "y" * 300,
            "bad",
            "… xxxxxxxxxxxxxxxxxxxxxxxxbadyyyyyyyyyyyyyyyyyyyyyyyyy …\n" + " " * 26 + "^^^",
        ),
        (
            "香港特别行政区政府创新科技局局长" * 6 + "表示" + "双方达成共识" * 9,
            "表示",
            "… 行政区政府创新科技局局长表示双方达成共识双方达成共识 …\n                          ^^^^",
        ),
        ("a b " * 100, "a b " * 80, "a b a b a b a b a b a b a b a b a b a b a b a b a b a …\n" + "^" * 53),
    ],
)
def test_of_a_long_line_the_words_around_are_shown(value: str, words: str, expected: str) -> None:
    found = body(one(text(value), words), width=60)
    assert found == "\n".join("    " + line for line in expected.split("\n"))
    assert max(map(cells, found.split("\n"))) <= 60


@pytest.mark.parametrize("width", [24, 25, 40, 61, 100, 200])
def test_nothing_is_wider_than_the_terminal(width: int) -> None:
    values = ["word and " * 50, "中文和字" * 60, "e\u0301👩‍🚀a" * 80, "x" * 500, "\u200b" * 90, "ab 中文 " * 70]
    for value in values:
        for start in (0, 1, 33, 150, len(value) - 1):
            for size in (0, 1, 12, 90):
                (part,) = windows(value, start, min(start + size, len(value)), width)
                assert part is not None
                assert part.start <= start
                assert start < part.end or start + size >= len(value)
                drawn = cells(value[part.start : part.end]) + 2 * part.left + 2 * part.right
                assert drawn <= max(width, 20)
                assert part.left == (part.start > 0)
                assert part.right == (part.end < len(value))


def test_a_finding_on_several_lines() -> None:
    assert body(one(text("l1 one\r\nl2 two\nl3"), "one\r\nl2")) == "    l1 one\n       ^^^\n    l2 two\n    ^^"
    six = "l1 one\nl2\nl3\nl4\nl5\nl6 six"
    assert body(one(text(six), six[3:23])) == "    l1 one\n       ^^^\n    l2\n    ^^\n    …\n    l6 six\n    ^^^^"
    assert body(one(text("one\ntwo"), "\n")) == "    one\n       ^"
    assert body(one(text("one\n\ttwo"), "two")) == "        two\n        ^^^"


def test_long_messages_are_wrapped() -> None:
    found = write(terminal.report, one(text("No."), "No", "中文的信息很长，" * 8 + "the end\nof it"), width=50)
    assert found.split("\n")[2:6] == [
        "  warning: 中文的信息很长，中文的信息很长，中文的",
        "    信息很长，中文的信息很长，中文的信息很长，中文",
        "    的信息很长，中文的信息很长，中文的信息很长，",
        "    the end of it [style/fragment]",
    ]


def test_wrapped_words_lose_nothing_and_fit() -> None:
    pieces = [("some", "a"), (" words, “引号里的中文”和 more", "b"), (" " + "x" * 50, ""), (" e\u0301nd", "a")]
    for width in (20, 33, 47, 90):
        found = ["".join(text for text, _ in line) for line in wrap(pieces, width, "  ", "    ")]
        assert max(map(cells, found)) <= width
        joined = "".join(line.strip() for line in found).replace(" ", "")
        assert joined == "".join(text for text, _ in pieces).replace(" ", "")
    assert list(wrap([("a b", "s"), ("c", "t")], 80, "- ", "  ")) == [[("- ", ""), ("a b", "s"), ("c", "t")]]


def test_what_a_fix_makes_of_the_text() -> None:
    doc = text('He said "no way" to them.\n\nThe end .')
    quotes = Fix("Use curly marks", (Edit(Span(8, 9), "“"), Edit(Span(15, 16), "”")), "unsafe")
    assert body(one(doc, '"no', fix=quotes)).split("\n")[2:] == [
        "    fix (unsafe): Use curly marks",
        "      He said “no way” to them.",
        "              +      +",
    ]
    space = Fix("Delete the space", (Edit(Span(7, 8), ""),), "safe")
    assert body(one(doc, " .", fix=space, segment=1)).split("\n")[2:] == [
        "    fix (safe): Delete the space",
        "      The end.",
    ]
    both = Fix("Move it", (Edit(Span(0, 3), ""), Edit(Span(0, 3), "She", doc.segments[0])), "display")
    assert body(one(doc, "The", fix=both, segment=1)).split("\n")[2:] == [
        "    fix (display): Move it",
        "       end .",
        "      1:1: write “She”",
    ]


def test_a_fix_in_many_places() -> None:
    doc = text("\n\n".join(f"{n} word" for n in range(7)))
    edits = tuple(Edit(Span(2, 3), "W", s) for s in doc.segments)
    evidence = tuple(Evidence("", Span(2, 6), segment=s) for s in doc.segments[1:3])
    some = one(doc, "word", evidence=evidence, fix=Fix("Write a capital", edits))
    assert body(some).split("\n")[8:] == [
        "    fix (unsafe): Write a capital",
        "      0 Word",
        "        +",
        "      1 Word",
        "        +",
        "      2 Word",
        "        +",
        "      7:3: write “W”",
        "      and so in 3 more places",
    ]
    assert body(some, verbose=True).endswith("\n      11:3: write “W”\n      13:3: write “W”")


def test_a_fix_in_a_file_with_escapes() -> None:
    row = {"target": 'He said "no" to the 中国 side.'}
    (doc,) = lines(row)
    raw = json.dumps(row)
    inside = Fix("Translate it", (Edit(Span(20, 21), "China"), Edit(Span(21, 22), "")))
    assert doc.segments[0].target.value[20:22] == "中国"
    assert body(one(doc, "中国", fix=inside)).split("\n")[2:] == [
        "    fix (unsafe): Translate it",
        f"      1:{raw.index('中'.encode('unicode-escape').decode()) + 1}: write “China”",
        f"      1:{raw.index('国'.encode('unicode-escape').decode()) + 1}: delete",
    ]
    written = one(doc, "side", fix=Fix("Say so", (Edit(Span(23, 27), "party"),)))
    assert body(written).split("\n")[2:] == [
        "    fix (unsafe): Say so",
        '      He said "no" to the 中国 party.',
        "                               +++++",
    ]
    beyond = one(doc, "side", fix=Fix("Say so", (Edit(Span(8, 9), "<"), Edit(Span(11, 12), ">"))))
    wide = Fix("Say so", (Edit(Span(8, 9), "<"), Edit(Span(24, 25), "I"), Edit(Span(16, 16), "x")))
    assert body(one(doc, "side", evidence=(Evidence("", Span(16, 19)),), fix=wide)).split("\n")[3:] == [
        "    fix (unsafe): Say so",
        '      He said "no" to xthe 中国 sIde.',
        "                      +          +",
        f"      1:{raw.index(chr(92)) + 1}: write “<”",
    ]
    assert body(beyond).split("\n")[3:] == [
        f"      1:{raw.index(chr(92)) + 1}: write “<”",
        f"      1:{raw.rindex(chr(92) + chr(34)) + 1}: write “>”",
    ]


def test_what_the_baseline_knows() -> None:
    doc = text("One, two.")
    rules = [rule(lambda d: [at(d, "One")], "style/a"), rule(lambda d: [at(d, "two")], "style/b", "error")]
    marks = {d.rule: d.fingerprint for d in checked(doc, *rules).diagnostics}
    some = checked(doc, *rules, known=[marks["style/b"]])
    assert write(terminal.report, some) == (
        "a.txt: 1 warning, 1 known\n"
        "\n"
        "  warning: It is wrong [style/a]\n"
        "  a.txt:1:1 (segment 1)\n"
        "    One, two.\n"
        "    ^^^\n"
        "\n"
        "1 finding: 1 warning in 1 of 1 document, 2 words: 500.0 per 1,000 words\n"
        "1 known from the baseline (--verbose shows them)\n"
    )
    everything = write(terminal.report, some, verbose=True)
    assert everything.index("warning: It is wrong") < everything.index("  error (known): It is wrong [style/b]")
    assert everything.endswith("\n1 known from the baseline\n")
    every = checked(doc, *rules, known=list(marks.values()))
    assert write(terminal.report, every) == (
        "Nothing new found in 1 document, 2 words.\n2 known from the baseline (--verbose shows them)\n"
    )


def _suppressed(number: int) -> Suppressed:
    nowhere = Range(Position(0, 0), Position(0, 0), Span(0, 0))
    found = Diagnostic("style/a", "info", str(number), "news.txt", "", "1", Span(0, 0), nowhere, "")
    return Suppressed(found, Suppression(("style/a",), "why", "", None, Span(0, 0)))


SUPPRESSED = tuple(_suppressed(number) for number in range(3))


def test_nothing_found() -> None:
    assert write(terminal.report) == "Nothing was checked: no documents.\n"
    fine = checked(text("All is well."))
    assert write(terminal.report, fine) == "Nothing found in 1 document, 3 words.\n"
    assert write(terminal.report, *[fine] * 1200) == "Nothing found in 1,200 documents, 3,600 words.\n"
    assert write(terminal.report, fine._replace(suppressed=SUPPRESSED[:2])).endswith("\n2 suppressed in the text\n")


def test_the_summary_of_a_big_run() -> None:
    doc = text("One, two and " + "many words " * 5000)
    safe, unsafe = Fix("x", (Edit(Span(0, 1), "O"),), "safe"), Fix("x", (Edit(Span(0, 1), "O"),))
    a = rule(lambda d: [at(d, "One", fix=safe)], "style/a")
    b = rule(lambda d: [at(d, "two", fix=unsafe), at(d, "and")], "style/b", "info")
    assert write(terminal.report, *[checked(doc, a, b)] * 20, checked(doc)).split("\n")[-7:] == [
        "",
        "60 findings: 20 warnings, 40 info in 20 of 21 documents, 210,063 words: 0.29 per 1,000 words",
        "20 can be fixed with --fix, 20 more with --unsafe-fixes",
        "most frequent:",
        "  40 style/b",
        "  20 style/a",
        "",
    ]


def test_verbose_tells_once_why_a_rule_is_there() -> None:
    doc = text("One, one.")
    found = rule(lambda d: [at(d, "One"), at(d, "one")])
    lines = write(terminal.report, checked(doc, found), rules=[found], verbose=True).split("\n")
    assert lines[2:13] == [
        "  warning: It is wrong [style/fragment]",
        "  a.txt:1:1 (segment 1)",
        "    One, one.",
        "    ^^^",
        "    why: Readers stumble.",
        "    Twice.",
        "",
        "  warning: It is wrong [style/fragment]",
        "  a.txt:1:6 (segment 1)",
        "    One, one.",
        "         ^^^",
    ]
    assert "why:" not in "\n".join(lines[13:])


def test_findings_about_a_file() -> None:
    missing = hard_cases()[-1]
    assert write(terminal.report, missing).startswith(
        "no.txt: 1 error\n\n  error: no.txt: no such file or folder [tqa/unreadable]\n  no.txt\n\n"
    )
    (broken,) = FORMATS["jsonl"].read('{"target": "a"}\n{"x": "😀", "target": 1}\n'.encode(), "b.jsonl")
    (problem,) = broken.problems
    found = write(terminal.report, checked(broken)).split("\n")
    assert found[3] == "  b.jsonl:2:1"
    assert found[4] == '    {"x": "😀", "target": 1}'
    start = problem.place.start - len('{"target": "a"}\n')
    assert found[5] == "    " + " " * start + "^" * (cells('{"x": "😀", "target": 1}') - start)


def test_colours_change_nothing_else() -> None:
    results = hard_cases()
    rules = [rule(lambda _: [])]
    plain = write(terminal.report, *results, rules=rules, verbose=True)
    coloured = write(terminal.report, *results, rules=rules, verbose=True, color=True)
    assert coloured != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b[1;31merror" in coloured
    assert "\x1b" not in plain
    for line in coloured.split("\n"):
        assert line.count("\x1b[0m") * 2 == line.count("\x1b[")


def test_without_colours_rich_is_not_imported() -> None:
    script = (
        "import sys\n"
        "from tqa import Checked, Run, Summary\n"
        "from tqa.reports import tqa_reports, progress\n"
        "assert 'tqa.reports.terminal' not in sys.modules\n"
        "result = Checked('a', '', 'text', 1, 1, ())\n"
        "for report in tqa_reports().values():\n"
        "    list(report(list(progress.progress([], 5)), Run(Summary())))\n"
        "assert 'tqa.reports.terminal' in sys.modules\n"
        "assert not [m for m in sys.modules if m.split('.')[0] == 'rich']\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)


def test_invisible_characters_are_shown() -> None:
    assert shown("a\u202eb\x07c\nd\te") == "a<U+202E>b<U+0007>c d e"
    assert shown("كتاب\u200cها") == "كتاب\u200cها"
    assert row("a\u00adb").at == [0, 1, 9, 10]
    assert stripped([("a ", "x"), ("  ", ""), (" ", "y")]) == [("a", "x")]


# --- JSON -------------------------------------------------------------------------------------------------------------


def read(*results: Checked, **about: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(write(lsp.report, *results, **about))
    schema("json").validate(found)
    return found


def test_json_of_all_cases_is_as_the_schema_says() -> None:
    results = hard_cases()
    found = read(*results)
    assert [f["path"] for f in found["files"]] == ["dir/ä b.txt", "a.jsonl", "broken.jsonl", "no.txt"]
    assert [d["name"] for d in found["files"][1]["documents"]] == ["one", "two"]
    assert sum(len(f["diagnostics"]) for f in found["files"]) == sum(len(r.diagnostics) for r in results)
    assert found["files"][0]["uri"] == (Path.cwd() / "dir" / "ä b.txt").as_uri()
    write(lsp.report, *results).encode()


def test_jsonl_of_all_cases_is_as_the_schema_says() -> None:
    results = hard_cases()
    found = write(jsonl.report, *results)
    found.encode()
    assert len(found.splitlines()) == sum(len(r.diagnostics) for r in results)
    for line in found.splitlines():
        schema("jsonl").validate(json.loads(line))
    assert "Half a \\ud83d 中国" in found


def test_json_of_the_seed_article_is_as_the_schema_says() -> None:
    (doc,) = FORMATS["text"].read(SEED.read_bytes(), str(SEED))
    result = one(doc, "A lot of consensus.", segment=7, evidence=(Evidence("", Span(0, 4), segment=doc.segments[0]),))
    found = read(result)
    (diagnostic,) = found["files"][0]["diagnostics"]
    assert diagnostic["range"] == {"start": {"line": 14, "character": 312}, "end": {"line": 14, "character": 331}}
    assert diagnostic["relatedInformation"][0]["message"] == ", Ho"
    schema("jsonl").validate(json.loads(write(jsonl.report, result)))


def test_a_diagnostic_of_the_language_server_protocol() -> None:
    rows = [{"id": "a", "source": "他说：“不。”", "target": "😀 He said 😀 no."}]
    path = "a.jsonl"
    (doc,) = FORMATS["jsonl"].read("\n".join(json.dumps(r, ensure_ascii=False) for r in rows).encode(), path)
    evidence = (Evidence("as here", Span(2, 4)), Evidence("the source", Span(4, 5), "source"))
    result = one(doc, "no", evidence=evidence, fix=Fix("Say yes", (Edit(Span(12, 14), '"yes"'),), "safe"))
    raw = json.dumps(rows[0], ensure_ascii=False)

    def place(start: int, length: int, astral: int = 0) -> dict[str, Any]:
        return {
            "start": {"line": 0, "character": start + astral},
            "end": {"line": 0, "character": start + astral + length},
        }

    where = place(raw.index("no."), 2, astral=2)
    found = read(result)
    assert found["files"][0]["diagnostics"] == [
        {
            "range": where,
            "severity": 2,
            "code": "style/fragment",
            "source": "tqa",
            "message": "It is wrong",
            "relatedInformation": [
                {
                    "location": {
                        "uri": Path(path).absolute().as_uri(),
                        "range": place(raw.index("He said"), 2, astral=1),
                    },
                    "message": "as here",
                }
            ],
            "data": {
                "rule": "style/fragment",
                "mqm": "",
                "document": "",
                "segment": {"id": "a", "start": 12, "end": 14},
                "text": "no",
                "evidence": [
                    {
                        "message": "as here",
                        "side": "target",
                        "segment": {"id": "a", "start": 2, "end": 4},
                        "text": "He",
                        "range": place(raw.index("He said"), 2, astral=1),
                    },
                    {
                        "message": "the source",
                        "side": "source",
                        "segment": {"id": "a", "start": 4, "end": 5},
                        "text": "不",
                        "range": place(raw.index("不"), 1),
                    },
                ],
                "fix": {"title": "Say yes", "safety": "safe", "edits": [{"range": where, "newText": '\\"yes\\"'}]},
                "fingerprint": result.diagnostics[0].fingerprint,
                "plugin": "tqa",
                "known": False,
            },
        }
    ]


def test_the_summary_of_json() -> None:
    doc = text("One, two and three " + "words " * 96)
    rules = [
        rule(lambda d: [at(d, "One"), at(d, "two")], "style/a", "error"),
        rule(lambda d: [at(d, "and")], "style/b", "info"),
        rule(lambda d: [at(d, "three")], "style/c", "warning"),
        rule(lambda d: [at(d, "wor")], "style/d", "hint"),
        rule(lambda d: 1 / 0, "style/crash"),  # type: ignore[arg-type, return-value]
    ]
    marks = {d.rule: d.fingerprint for d in checked(doc, *rules).diagnostics}
    result = checked(doc, *rules, known=[marks["style/c"]])._replace(suppressed=SUPPRESSED)
    found = read(result, fail_on="error")["summary"]
    assert found == {
        "files": 1,
        "documents": 1,
        "segments": 1,
        "words": 100,
        "findings": 5,
        "severities": {"error": 3, "warning": 0, "info": 1, "hint": 1},
        "rules": {"style/a": 2, "style/b": 1, "style/d": 1, "tqa/rule-crashed": 1},
        "per_thousand_words": 50.0,
        "mqm": {
            "weights": {"error": 5, "warning": 1, "info": 0.1, "hint": 0},
            "penalty": 10.1,
            "per_thousand_words": 101.0,
        },
        "known": 1,
        "suppressed": 3,
        "fixed": 0,
        "not_run": [],
        "fail_on": "error",
        "pass": False,
    }
    assert read(result, fail_on="never")["summary"]["pass"] is True
    assert read()["files"] == []
    assert read(checked(text("", "-")))["files"][0]["uri"] == "untitled:stdin"


def test_json_is_written_as_the_documents_come() -> None:
    doc = checked(text("One."), rule(lambda d: [at(d, "One")]))
    pulled = 0

    def come() -> Iterator[Checked]:
        nonlocal pulled
        for number in range(1000):
            pulled = number
            yield doc._replace(path=f"{number // 2}.txt")

    pieces = lsp.report(come(), Run(Summary()))
    seen = ""
    while '"code"' not in seen:
        seen += next(pieces)
    assert pulled == 0
    assert len(json.loads(seen + "".join(pieces))["files"]) == 500


def test_a_line_of_the_line_format() -> None:
    doc = text("😀 One, two.")
    fix = Fix("Say 1", (Edit(Span(2, 5), "1"),))
    result = one(doc, "One", fix=fix, evidence=(Evidence("there", Span(7, 10)),))
    where = {"start": {"line": 0, "character": 3}, "end": {"line": 0, "character": 6}}
    there = {"start": {"line": 0, "character": 8}, "end": {"line": 0, "character": 11}}
    assert json.loads(write(jsonl.report, result)) == {
        "rule": "style/fragment",
        "severity": "warning",
        "message": "It is wrong",
        "path": "a.txt",
        "document": "",
        "segment": {"id": "1", "start": 2, "end": 5},
        "range": where,
        "mqm": "",
        "evidence": [{"message": "there", "range": there, "side": "target"}],
        "fix": {"title": "Say 1", "safety": "unsafe", "edits": [{"range": where, "new_text": "1"}]},
        "fingerprint": result.diagnostics[0].fingerprint,
        "plugin": "tqa",
        "known": False,
    }
    known = checked(doc, rule(lambda d: [at(d, "One")]), known=[result.diagnostics[0].fingerprint])
    assert json.loads(write(jsonl.report, known))["known"] is True


def test_every_object_of_the_schemas_is_closed_and_described() -> None:
    def walk(node: Any, where: str) -> Iterator[str]:
        if isinstance(node, list):
            for number, item in enumerate(node):
                yield from walk(item, f"{where}/{number}")
        elif isinstance(node, dict):
            if node.get("type") == "object" and "additionalProperties" not in node:
                yield f"{where} is open"
            for name, value in node.get("properties", {}).items():
                if "description" not in value and "$ref" not in value:
                    yield f"{where}/{name} has no description"
            for key, value in node.items():
                yield from walk(value, f"{where}/{key}")

    for name in ("json", "jsonl"):
        assert list(walk(schema(name).schema, name)) == []


def test_a_line_breaks_only_at_its_end() -> None:
    odd = "a\u2028b\u0085c\u2029d\udc80e\ue000中"
    assert jsonl.dumps({"x": odd}) == '{"x": "a\\u2028b\\u0085c\\u2029d\\udc80e\ue000中"}'
    assert json.loads(jsonl.dumps(odd)) == odd


def many(count: int) -> list[Checked]:
    where = Range(Position(14, 229), Position(14, 248), Span(3000, 3019))
    words = "In the past few months the people’s governments of Guangdong reached an agreement. A lot of consensus."
    evidence = PlacedEvidence("also here", "target", "3", Span(0, 4), where, words)
    fix = PlacedFix("Remove it", "unsafe", (PlacedEdit(where, "x", "1", where.span, "x"),))
    return [
        Checked(
            f"{n}.txt",
            "",
            "text",
            1,
            1,
            (
                Diagnostic(
                    "style/fragment",
                    "warning",
                    "This sentence has no verb: “A lot of consensus.”",
                    f"{n}.txt",
                    "",
                    str(n),
                    Span(83, 102),
                    where,
                    words,
                    "style/awkward",
                    (evidence,),
                    fix,
                    "0123456789abcdef",
                ),
            ),
        )
        for n in range(count)
    ]


def test_lines_cost_little_more_than_their_json() -> None:
    """Against the time of json itself, for machines differ."""
    results = many(2_000)
    objects = [json.loads(jsonl.line(d)) for c in results for d in c.diagnostics]

    def cost(work: Callable[[], object]) -> float:
        times = []
        for _ in range(3):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
        return min(times)

    bare = cost(lambda: [json.dumps(o, ensure_ascii=False) for o in objects])
    assert cost(lambda: sum(map(len, jsonl.report(results, Run(Summary()))))) < 2.5 * bare
    assert cost(lambda: sum(map(len, terminal.report(results, Run(Summary()))))) < 30 * bare


def test_an_enormous_line_costs_no_more_than_a_short_one() -> None:
    book = "中文 words “and” " * 200_000
    start = time.process_time()
    for place in range(0, len(book), len(book) // 50):
        windows(book, place, place + 9, 100)
    assert time.process_time() - start < 0.5


# --- progress ---------------------------------------------------------------------------------------------------------


class Screen(io.StringIO):
    """A terminal, as far as progress cares."""

    def isatty(self) -> bool:
        return True


class Clock:
    """Tells a time that goes on by a step whenever it is asked."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


class File:
    """What came of a file, as far as progress cares."""

    def __init__(self, *found: Checked) -> None:
        self.checked = found


@pytest.fixture
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.usefixtures("_terminal")
def test_a_long_run_shows_its_progress_and_takes_it_away() -> None:
    files = [File() for _ in range(20)]
    err = Screen()
    assert list(progress.progress(files, 20, err=err, out=io.StringIO(), clock=Clock(0.11))) == files
    drawn = err.getvalue()
    assert " 5/20" in drawn
    assert "20/20" in drawn
    assert " 1/20" not in drawn  # too early
    assert drawn.endswith("\x1b[1A\x1b[2K")


@pytest.mark.usefixtures("_terminal")
def test_the_bar_makes_room_for_findings() -> None:
    found = one(text("One."), "One")
    screen = Screen()
    files = [File(found) if n == 10 else File() for n in range(20)]
    for file in progress.progress(files, 20, err=screen, out=screen, clock=Clock(0.2)):
        if file.checked:
            assert screen.getvalue().endswith("\x1b[1A\x1b[2K")
            screen.write("finding\n")
    assert screen.getvalue().count("\x1b[1A\x1b[2K") == 2
    assert "finding\n\x1b[?25l" in screen.getvalue()


@pytest.mark.usefixtures("_terminal")
def test_no_bar_in_a_pipe_or_for_a_short_run_or_on_a_dumb_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [File() for _ in range(20)]
    pipe, screen = io.StringIO(), Screen()
    assert list(progress.progress(files, 20, err=pipe, clock=Clock(1))) == files
    assert list(progress.progress(files, 20, err=screen, clock=Clock(0.001))) == files
    monkeypatch.setenv("TERM", "dumb")
    assert list(progress.progress(files, 20, err=screen, clock=Clock(1))) == files
    assert pipe.getvalue() + screen.getvalue() == ""


@pytest.mark.usefixtures("_terminal")
def test_the_bar_goes_when_the_run_breaks_off() -> None:
    screen = Screen()

    def come() -> Iterator[File]:
        yield from (File() for _ in range(10))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(progress.progress(come(), None, err=screen, out=screen, clock=Clock(1)))
    assert screen.getvalue().endswith("\x1b[1A\x1b[2K")


def test_the_reports_by_name() -> None:
    reports = tqa_reports()
    assert {"terminal", "json", "jsonl"} <= reports.keys()
    results = hard_cases()
    assert write(reports["terminal"], *results) == write(terminal.report, *results)
    assert write(reports["json"], *results) == write(lsp.report, *results)
    assert write(reports["jsonl"], *results) == write(jsonl.report, *results)
