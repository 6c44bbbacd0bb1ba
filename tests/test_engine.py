"""Running rules over documents: what is found, what is suppressed or known, and what the fixes make of a file."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqa import (
    Checked,
    Checker,
    Content,
    Context,
    Document,
    Edit,
    Evidence,
    Finding,
    Fix,
    Memory,
    Origin,
    Pattern,
    Segment,
    Span,
    Summary,
    Suppressed,
    Suppression,
    Text,
    rule,
)
from tqa.engine import MAX_SEGMENT, OWN_RULES, ROUNDS, edits_of, mend, select_fixes, splice
from tqa.formats.lines import Lines
from tqa.formats.plain import Plain
from tqa.rule import owned
from tqa.testing import check, document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from tqa import Diagnostic, Rule
    from tqa.hookspecs import Format
    from tqa.model import Safety

ALL: tuple[Safety, ...] = ("safe", "unsafe", "display")


def words(id: str, swap: Mapping[str, str | None], safety: Safety = "safe", **more: Any) -> Rule:  # noqa: A002
    """A rule that flags each match of the keys, and mends it to the value."""
    patterns = [Pattern(regex) for regex in swap]
    new = list(swap.values())

    @rule(id, patterns=patterns, **more)
    def found(segment: Segment, context: Context) -> Iterator[Finding]:
        """Words."""
        for number, match in context.matches(segment):
            text = new[number]
            span = Span(match.start(), match.end())
            fix = Fix(f"to {text!r}", (Edit(span, match.expand(text)),), safety) if text is not None else None
            yield Finding(span, f"no {match[0]}", fix=fix)

    return found


def places(diagnostics: Sequence[Diagnostic]) -> list[tuple[str, str, int, int]]:
    return [(d.rule, d.segment_id, d.span.start, d.span.end) for d in diagnostics]


SAFE: tuple[Safety, ...] = ("safe",)
UNSAFE: tuple[Safety, ...] = ("unsafe",)


def mended(
    rules: Sequence[Rule], data: str, allowed: Collection[Safety] = ALL, reader: Format | None = None
) -> tuple[str, list[Diagnostic]]:
    """A file after its fixes, and what is still found."""
    reader = reader or Plain()
    checker = Checker(rules)

    def run(data: bytes) -> Iterator[Checked]:
        return (checker.check(d) for d in reader.read(data, "x"))

    out = mend(data.encode("utf-8", "surrogatepass"), run, reader.write, allowed)
    return out.data.decode("utf-8", "surrogatepass"), [d for c in out.checked for d in c.diagnostics]


# --- what runs where --------------------------------------------------------------------------------------------------


def test_segment_scope() -> None:
    seen = []

    @rule("style/seen")
    def anything(segment: Segment, context: Context) -> Iterator[Finding]:
        """Anything"""
        seen.append((segment.id, context.document.path))
        yield Finding(Span(0, 1), "here")

    assert places(check([anything], document("a\n\nb"))) == [("style/seen", "1", 0, 1), ("style/seen", "2", 0, 1)]
    assert seen == [("1", "example.txt"), ("2", "example.txt")]


def test_a_rule_with_patterns_runs_only_where_one_fires() -> None:
    seen = []

    @rule("style/seen", patterns=[Pattern("fox"), Pattern("dog", ignorecase=True)])
    def foxes(segment: Segment, context: Context) -> Iterator[Finding]:
        """Foxes"""
        seen.append((segment.id, list(context.fired(segment)), [(n, m[0]) for n, m in context.matches(segment)]))
        assert context.regex(1).pattern == "dog"
        yield from ()

    check([foxes], document("A fox.\n\nA hen.\n\nDOG and fox, fox"))
    assert seen == [("1", [0], [(0, "fox")]), ("3", [0, 1], [(0, "fox"), (0, "fox"), (1, "DOG")])]


def test_document_scope() -> None:
    @rule("terminology/twice", patterns=[Pattern("fox")], scope="document")
    def foxes(document: Document, context: Context) -> Iterator[Finding]:
        """Foxes"""
        found = list(context.all_matches())
        (first, _, one), *others = found
        shown = tuple(Evidence(m[0], Span(m.start(), m.end()), segment=s) for s, _, m in others)
        yield Finding(Span(one.start(), one.end()), f"{len(found)} of {len(document.segments)}", shown, segment=first)

    assert check([foxes], document("hen")) == ()
    (found,) = check([foxes], document("A hen.\n\nA fox.\n\nFox, fox"))
    assert (found.segment_id, found.message, found.range.span) == ("2", "2 of 3", Span(10, 13))
    (shown,) = found.evidence
    assert (shown.segment_id, shown.span, shown.range.span) == ("3", Span(5, 8), Span(21, 24))


def test_a_document_rule_must_say_which_segment() -> None:
    @rule("terminology/nowhere", scope="document")
    def nowhere(document: Document, context: Context) -> Iterator[Finding]:
        """Nowhere"""
        yield Finding(Span(0, 1), "here")

    (found,) = check([nowhere], document("a"))
    assert found.rule == "tqa/rule-crashed"
    assert "must say which segment" in found.message


@pytest.mark.parametrize(
    ("langs", "source", "target", "runs"),
    [
        ("*>*", "", "", True),
        ("*>en", "zh", "en", True),
        ("*>en", "zh", "en-GB", True),
        ("*>en", "", "EN", True),
        ("*>en", "zh", "de", False),
        ("*>en", "zh", "", False),
        ("*>e", "zh", "en", False),
        ("zh>en", "", "en", False),
        ("zh>en", "zh-Hans", "en", True),
        ("zh-Hant>en", "zh", "en", False),
        (("zh>de", "zh>en"), "zh", "en", True),
    ],
)
def test_languages(langs: str | tuple[str, ...], source: str, target: str, runs: bool) -> None:
    found = check([words("style/it", {"a": None}, langs=langs)], document("a", langs=(source, target)))
    assert bool(found) == runs


def test_kinds_of_segment() -> None:
    anywhere, headlines = words("style/any", {"a": None}), words("style/head", {"a": None}, kinds=["headline", "code"])

    @rule("style/document", patterns=[Pattern("a")], scope="document")
    def whole(document: Document, context: Context) -> Iterator[Finding]:
        """Whole"""
        assert [s.kind for s in context.segments] == [s.kind for s in document.segments if s.kind not in SKIPPED]
        for segment, _, match in context.all_matches():
            yield Finding(Span(match.start(), match.end()), "a", segment=segment)

    SKIPPED = ("code", "furniture")  # noqa: N806
    for kind, expected in {
        "body": {"style/any", "style/document"},
        "headline": {"style/any", "style/head", "style/document"},
        "code": {"style/head"},
        "furniture": set(),
    }.items():
        assert {d.rule for d in check([anywhere, headlines, whole], document("a", kind=kind))} == expected


def test_options_and_severity() -> None:
    @rule("style/many", options={"most": 1, "word": "a"}, severity="info")
    def many(segment: Segment, context: Context) -> Iterator[Finding]:
        """Many"""
        word = context.option("word")
        count = segment.target.value.count(word)
        if count > context.option("most"):
            yield Finding(Span(0, 1), f"{count} {word}", severity="error" if count > 3 else None)

    def run(text: str, **more: Any) -> list[tuple[str, str]]:
        return [(d.message, d.severity) for d in Checker([many], **more).check(document(text)).diagnostics]

    assert run("a a") == [("2 a", "info")]
    assert run("a a a a") == [("4 a", "error")]
    assert run("a a", options={"style/many": {"most": 2}}) == []
    assert run("a b b b", options={"style/many": {"word": "b"}}) == [("3 b", "info")]
    assert run("a a a a", severity={"style/many": "hint"}) == [("4 a", "hint")]


def test_skipped_rules() -> None:
    rules = [words("style/one", {"a": None}), words("style/two", {"a": None})]
    assert [d.rule for d in Checker(rules).check(document("a"), skip={"style/one"}).diagnostics] == ["style/two"]


def test_two_segments_of_one_id() -> None:
    """A line format takes any ids."""
    data = b'{"id": "x", "target": "a fox"}\n{"id": "x", "target": "fox fox"}\n{"id": "x", "target": "hen"}\n'
    (doc,) = Lines().read(data, "x.jsonl")
    found = Checker([words("style/it", {"fox": None, "hen": None})]).check(doc).diagnostics
    assert [(d.range.start.line, d.span.start) for d in found] == [(0, 2), (1, 0), (1, 4), (2, 0)]


def test_the_same_word_twice_and_only_the_second_flagged() -> None:
    found = check([words("style/it", {"(?<=the )bank": None})], document("A bank is not the bank."))
    assert [(d.span, d.range.span) for d in found] == [(Span(18, 22), Span(18, 22))]


def test_order_and_duplicates() -> None:
    rules = [words("style/b", {"a": None, "[a]": None}), words("style/a", {"b|a": None, "ab": None})]
    assert places(check(rules, document("b ab"))) == [
        ("style/a", "1", 0, 1),
        ("style/a", "1", 2, 3),
        ("style/b", "1", 2, 3),
        ("style/a", "1", 2, 4),
        ("style/a", "1", 3, 4),
    ]


def test_positions_count_utf16() -> None:
    (found,) = check([words("style/it", {"fox": None})], document("x\n\n\U0001f600é\u0301\nसा fox 中"))
    assert (found.range.start.line, found.range.start.character, found.range.end.character) == (3, 3, 6)
    (found,) = check([words("style/it", {"fox": None})], document("\U0001f600\ud800 fox"))
    assert found.range.start.character == 4


def test_counts() -> None:
    checked = Checker([words("style/it", {"a": None})]).check(document("a b c\n\nd a"))
    assert (checked.segments, checked.words, len(checked.diagnostics), checked.format) == (2, 5, 2, "text")
    summary = Summary()
    summary.add(checked)
    summary.add(checked)
    assert (summary.documents, summary.findings, summary.per_thousand_words) == (2, 4, 400)
    assert summary.rules == {"style/it": 4}
    assert Summary().per_thousand_words == 0
    assert [summary.fails(on) for on in ("error", "warning", "info", "hint", "never")] == [
        False,
        True,
        True,
        True,
        False,
    ]


# --- rules that go wrong ----------------------------------------------------------------------------------------------


def raising(segment: Segment, context: Context) -> Iterator[Finding]:
    """Raises after its first finding"""
    yield Finding(Span(0, 1), "first")
    raise LookupError("no dictionary")


def test_a_rule_that_raises_is_reported_once_and_the_rest_goes_on() -> None:
    rules = [words("style/one", {"a": None}), rule("style/raises")(raising), words("style/two", {"a": None})]
    doc = document("a\n\nb\n\na")
    found = check(rules, doc)
    (crash,) = (d for d in found if d.rule == "tqa/rule-crashed")
    assert (crash.severity, crash.segment_id, crash.plugin) == ("error", "1", "tqa")
    assert crash.message.startswith("rule style/raises of plugin tqa raised LookupError: no dictionary (")
    assert "test_engine.py:" in crash.message
    assert [d.rule for d in found if d.segment_id == "3"] == ["style/one", "style/raises", "style/two"]
    assert crash.fingerprint


def test_a_rule_that_is_no_generator() -> None:
    def check_(segment: Segment, context: Context) -> Any:
        return None

    (found,) = check([rule("style/none")(check_)], document("a"))
    assert "raised TypeError" in found.message


@pytest.mark.parametrize("span", [Span(0, 4), Span(-1, 1), Span(2, 1), Span(5, 9)])
@pytest.mark.parametrize("where", ["finding", "evidence", "source", "edit"])
def test_a_span_outside_the_text(span: Span, where: str) -> None:
    good = Span(0, 1)

    @rule("style/outside")
    def outside(segment: Segment, context: Context) -> Iterator[Finding]:
        """Outside"""
        evidence = Evidence(
            "e", span if where in ("evidence", "source") else good, "source" if where == "source" else "target"
        )
        fix = Fix("f", (Edit(span if where == "edit" else good, "x"),))
        yield Finding(span if where == "finding" else good, "m", (evidence,), fix)

    (found,) = check([outside], document("abc", source="一二三"))
    assert found.rule == "tqa/rule-crashed"
    assert f"ValueError: {span} is not in the segment's 3 characters" in found.message


@pytest.mark.parametrize(
    ("malformed", "why"),
    [
        (Finding(Span(0, 1), 3), "a finding's message must be text, not 3"),  # type: ignore[arg-type]
        (Finding(Span(0, 1), "m", severity="grave"), "a finding's severity is 'grave'"),  # type: ignore[arg-type]
        (Finding(Span(0, 1), "m", fix=Fix("f", ())), "a fix needs edits"),
        (
            Finding(Span(0, 1), "m", fix=Fix("f", (Edit(Span(0, 1), "x"),), "sure")),  # type: ignore[arg-type]
            "one of safe, unsafe, display",
        ),
        (
            Finding(Span(0, 1), "m", fix=Fix("f", (Edit(Span(0, 1), None),))),  # type: ignore[arg-type]
            "an edit's new text must be text",
        ),
    ],
)
def test_a_finding_that_cannot_be_shown_is_the_fault_of_its_rule(malformed: Finding, why: str) -> None:
    @rule("style/malformed")
    def broken(segment: Segment, context: Context) -> Iterator[Finding]:
        """Broken"""
        yield Finding(Span(0, 1), "m")
        yield malformed

    fine = words("style/fine", {"b": None})
    found = check([broken, fine], document("abc"))
    assert sorted(d.rule for d in found) == ["style/fine", "style/malformed", "tqa/rule-crashed"]
    assert why in next(d.message for d in found if d.rule == "tqa/rule-crashed")


def test_evidence_of_a_source_that_is_not_there() -> None:
    @rule("style/sourceless")
    def sourceless(segment: Segment, context: Context) -> Iterator[Finding]:
        """Sourceless"""
        yield Finding(Span(0, 1), "m", (Evidence("e", Span(0, 1), "source"),))

    (found,) = check([sourceless], document("abc"))
    assert "segment 1 has no source" in found.message


def test_edits_of_one_fix_that_overlap() -> None:
    @rule("style/overlap")
    def overlap(segment: Segment, context: Context) -> Iterator[Finding]:
        """Overlap"""
        yield Finding(Span(0, 1), "m", fix=Fix("f", (Edit(Span(1, 3), "x"), Edit(Span(0, 2), "y"))))

    (found,) = check([overlap], document("abc"))
    assert "two edits of one fix overlap" in found.message


def test_a_document_rule_that_raises() -> None:
    @rule("terminology/raises", patterns=[Pattern("b")], scope="document")
    def raises(document: Document, context: Context) -> Iterator[Finding]:
        """Raises"""
        segment, _, match = next(context.all_matches())
        yield Finding(Span(match.start(), match.end()), "first", segment=segment)
        raise LookupError

    found = check([raises, words("style/two", {"a": None})], document("a\n\nb"))
    assert [d.rule for d in found] == ["tqa/rule-crashed", "style/two", "terminology/raises"]
    assert (found[0].segment_id, found[0].range.span) == ("", Span(0, 0))


def test_a_crash_names_the_plugin_of_the_rule() -> None:
    (crash,) = check([owned(rule("style/raises")(raising), "house")], document("a"))[:1]
    assert crash.plugin == "house"
    assert "of plugin house raised" in crash.message


def test_a_segment_that_is_too_long_is_not_checked() -> None:
    seen = []

    @rule("style/seen")
    def lengths(segment: Segment, context: Context) -> Iterator[Finding]:
        """Lengths"""
        seen.append(len(segment.target.value))
        yield from ()

    @rule("terminology/seen", scope="document")
    def all_lengths(document: Document, context: Context) -> Iterator[Finding]:
        """All lengths"""
        seen.extend(len(s.target.value) for s in (*document.segments, *context.segments, *context.document.segments))
        yield from ()

    longest = "a " * (MAX_SEGMENT // 2)
    long = "a " * (MAX_SEGMENT // 2) + "a"
    rules = [words("style/it", {"fox": "hen"}), lengths, all_lengths]
    found = check(rules, document(f"fox\n\nfox {long}\n\n{longest[:-3]}fox\n\nfox"))
    assert [(d.rule, d.segment_id) for d in found] == [
        ("style/it", "1"),
        ("tqa/segment-too-long", "2"),
        ("style/it", "3"),
        ("style/it", "4"),
    ]
    assert max(seen) == MAX_SEGMENT
    assert found[1].severity == "error"
    assert f"{MAX_SEGMENT + 5:,} characters" in found[1].message
    assert (found[1].range.start.line, found[1].range.span) == (2, Span(5, 5))
    assert len(found[1].excerpt) < 1000, "not all of it"
    after, left = mended(rules[:1], f"fox\n\nfox {long}")
    assert after == f"hen\n\nfox {long}"
    assert [d.rule for d in left] == ["tqa/segment-too-long"]


# --- suppression ------------------------------------------------------------------------------------------------------

TODAY = dt.date(2026, 6, 1)


def suppressed(
    rules: Sequence[Rule], text: str, *requests: Suppression, skip: Collection[str] = ()
) -> tuple[list[str], int]:
    doc = replace(document(text), suppressions=requests)
    checked = Checker(rules, today=TODAY).check(doc, skip)
    return [d.rule if not d.rule.startswith("tqa/") else f"{d.rule}: {d.message}" for d in checked.diagnostics], (
        len(checked.suppressed)
    )


def request(*rules: str, reason: str = "why", until: str = "", segment: str | None = None) -> Suppression:
    return Suppression(rules, reason, until, segment, Span(0, 1))


ONE, TWO = words("style/one", {"a": None}), words("style/two", {"b": None})
UNUSED = "tqa/unused-suppression: Nothing here for {} to ignore; {}"


def test_a_request_covers_the_document_or_a_segment() -> None:
    assert suppressed([ONE, TWO], "a b\n\na", request("style/one")) == (["style/two"], 2)
    assert suppressed([ONE, TWO], "a b\n\na", request("style/one", segment="2")) == (["style/one", "style/two"], 1)
    assert suppressed([ONE, TWO], "a b\n\na", request("style/one", "style/two")) == ([], 3)


def test_a_request_that_is_not_used() -> None:
    remove, take = "remove this comment", "take it out of the brackets"
    assert suppressed([ONE, TWO], "b", request("style/one")) == (["style/two", UNUSED.format("style/one", remove)], 0)
    assert suppressed([ONE, TWO], "b\n\na", request("style/one", segment="1")) == (
        ["style/two", UNUSED.format("style/one", remove), "style/one"],
        0,
    )
    assert suppressed([ONE, TWO], "b", request("style/one", "style/two")) == ([UNUSED.format("style/one", take)], 1)
    # of two requests for one finding, the second is not used
    found, number = suppressed([ONE], "a", request("style/one"), request("style/one", segment="1"))
    assert (found, number) == ([UNUSED.format("style/one", remove)], 1)


def test_a_request_for_a_rule_that_does_not_run_is_not_unused() -> None:
    """Under --select, for other languages, or where per_file_ignores turns the rule off."""
    german = words("style/german", {"a": None}, langs="*>de")
    assert suppressed([ONE], "b", request("style/two")) == ([], 0)
    assert suppressed([german], "a", request("style/german")) == ([], 0)
    assert suppressed([ONE], "b", request("style/one"), skip={"style/one"}) == ([], 0)
    assert suppressed([ONE], "b", request("style/one", "style/two"))[0] == [
        UNUSED.format("style/one", "take it out of the brackets")
    ]


def test_a_request_that_has_ended() -> None:
    ended = "tqa/expired-suppression: This request to ignore style/one ended on 2026-05-31"
    assert suppressed([ONE], "a", request("style/one", until="2026-05-31")) == (["style/one", ended], 0)
    assert suppressed([ONE], "a", request("style/one", until="2026-06-01")) == ([], 1)


def test_a_request_without_a_reason() -> None:
    asked = "tqa/suppression-without-reason: Say after the bracket why style/one is to be ignored here"
    assert suppressed([ONE], "a", request("style/one", reason="")) == ([asked], 1)


def test_what_is_suppressed_is_kept_with_the_request_and_changes_no_fingerprint() -> None:
    doc = document("a\n\na")
    one, two = Checker([ONE], today=TODAY).check(doc).diagnostics
    asked = request("style/one", segment="1")
    checked = Checker([ONE], today=TODAY).check(replace(doc, suppressions=(asked,)))
    assert checked.suppressed == (Suppressed(one, asked),)
    assert checked.diagnostics == (two,)


def test_a_crash_is_not_counted_as_suppressed() -> None:
    crashing = rule("style/raises")(raising)
    found, number = suppressed([crashing], "x", request("style/raises"))
    assert (len(found), number) == (1, 1)
    assert found[0].startswith("tqa/rule-crashed")


# --- fingerprints and the baseline ------------------------------------------------------------------------------------

PARAGRAPHS = st.lists(
    st.text(st.sampled_from("bcd é中.,\U0001f600\u0301"), min_size=1, max_size=60).filter(lambda s: not s.isspace()),
    max_size=4,
)


def fingerprints(text: str, path: str = "x.txt") -> list[str]:
    (doc,) = Plain().read(text.encode(), path)
    return [d.fingerprint for d in Checker([words("style/it", {"fox|hen": None})]).check(doc).diagnostics]


@given(before=PARAGRAPHS, after=PARAGRAPHS, inside=st.text(st.sampled_from("bcd. "), min_size=41, max_size=80))
def test_fingerprints_survive_edits_elsewhere(before: list[str], after: list[str], inside: str) -> None:
    body = ["The quick fox ran.", "One fox, one hen and one fox.", "The quick fox ran.", "fox"]
    found = fingerprints("\n\n".join(body))
    assert len(set(found)) == 6
    assert fingerprints("\n\n".join([*before, *body, *after])) == found
    assert fingerprints("\n\n".join([*body[:1], *before, *body[1:]])) == found
    assert fingerprints("\n\n".join(body), "elsewhere/x.txt") == found
    long = "Later, after all that was said, the quick brown fox jumped over the lazy dog again and again and again."
    assert fingerprints(f"{inside} {long} {inside}") == fingerprints(long)


def test_fingerprints_tell_findings_apart() -> None:
    base = fingerprints("The quick fox ran.")
    for other in ("The slow fox ran.", "The quick hen ran.", "The quick fox sat.", "fox"):
        assert set(fingerprints(other)).isdisjoint(base)
    assert fingerprints("The quick fox ran.", "y.txt") != base
    assert fingerprints("The quick  fox\nran.") == base


def test_the_baseline_marks_what_is_known() -> None:
    text = "The quick fox ran.\n\nThe quick fox ran."
    known = fingerprints(text)[:1]
    (doc,) = Plain().read(f"A hen.\n\n{text}".encode(), "x.txt")
    checked = Checker([words("style/it", {"fox|hen": "cow"})], known=known).check(doc)
    assert [d.known for d in checked.diagnostics] == [False, True, False]
    summary = Summary()
    summary.add(checked)
    assert (summary.known, summary.findings) == (1, 2)


def test_what_is_known_is_not_mended() -> None:
    checker = Checker([words("style/it", {"fox": "cow"})], known=fingerprints("A fox.\n\nThe fox.")[:1])
    reader = Plain()
    out = mend(b"A fox.\n\nThe fox.", lambda data: map(checker.check, reader.read(data, "x.txt")), reader.write, ALL)
    assert out.data == b"A fox.\n\nThe cow."


# --- memory -----------------------------------------------------------------------------------------------------------


@rule("style/counted")
def _counted(segment: Segment, context: Context) -> Iterator[Finding]:
    """Every text, with evidence and a fix that name the segment."""
    _LOOKED_AT.append(segment.target.value)
    whole = Span(0, len(segment.target.value))
    fix = Fix("none", (Edit(whole, "", segment),))
    yield Finding(whole, "seen", (Evidence("here", whole, segment=segment),), fix, segment)


_LOOKED_AT: list[str] = []


def after(checker: Checker, *states: Document) -> tuple[Checked, list[str]]:
    """The last state as checked with the memory of those before, and what a rule of segment scope looked at in it."""
    memory = Memory()
    for state in states[:-1]:
        checker.check(state, memory=memory)
    _LOOKED_AT.clear()
    return checker.check(states[-1], memory=memory), list(_LOOKED_AT)


def test_only_the_segment_that_changed_is_looked_at_again() -> None:
    checker = Checker([_counted])
    checked, seen = after(checker, document("one\n\ntwo\n\nthree"), document("one\n\ntoo\n\nthree"))
    assert seen == ["too"]
    assert checked == checker.check(document("one\n\ntoo\n\nthree"))


def test_what_is_remembered_moves_with_the_text() -> None:
    checker = Checker([_counted])
    checked, seen = after(checker, document("one\n\ntwo"), document("new\n\none\n\ntwo\n\none"))
    assert seen == ["new"]
    assert checked == checker.check(document("new\n\none\n\ntwo\n\none"))
    assert [d.fix and d.fix.edits[0].segment_id for d in checked.diagnostics] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    "change",
    [{"kind": "lead"}, {"note": "a pun"}, {"source": Text("一", "zh", Origin.contiguous(0, 1))}],
    ids=["kind", "note", "source"],
)
def test_a_segment_of_the_same_text_that_is_otherwise_another(change: dict[str, Any]) -> None:
    before = document("one\n\ntwo")
    now = replace(before, segments=(before.segments[0], replace(before.segments[1], **change)))
    assert after(Checker([_counted]), before, now)[1] == ["two"]


def test_what_is_no_longer_there_is_forgotten() -> None:
    checker = Checker([_counted])
    assert after(checker, document("one"), document("two"), document("one"))[1] == ["one"]


def test_what_a_rule_finds_after_a_look_around_is_not_remembered() -> None:
    @rule("style/last")
    def last(segment: Segment, context: Context) -> Iterator[Finding]:
        """The last segment."""
        if segment is context.document.segments[-1]:
            yield Finding(Span(0, 1), "last")

    @rule("style/alone")
    def alone(segment: Segment, context: Context) -> Iterator[Finding]:
        """A segment alone."""
        if len(context.segments) == 1:
            yield Finding(Span(0, 1), "alone")

    checker = Checker([last, alone])
    for one, other in [("one", "one\n\ntwo"), ("one\n\ntwo", "one")]:
        assert after(checker, document(one), document(other))[0] == checker.check(document(other))


def test_a_rule_that_raises_does_so_again() -> None:
    @rule("style/broken")
    def broken(segment: Segment, context: Context) -> Iterator[Finding]:
        """Finds one, then breaks."""
        yield Finding(Span(0, 1), "first")
        raise RuntimeError("no more")

    checker = Checker([broken])
    checked, _ = after(checker, document("one"), document("one"))
    assert checked == checker.check(document("one"))
    assert {d.rule for d in checked.diagnostics} == {"style/broken", "tqa/rule-crashed"}


def test_what_was_computed_of_a_text_is_carried_on() -> None:
    memory = Memory()
    checker = Checker([_counted])
    before, now = document("one two"), document("one two\n\nthree")
    before.segments[0].target.memo["words"] = ["one", "two"]
    checker.check(before, memory=memory)
    checker.check(now, memory=memory)
    assert now.segments[0].target.memo["words"] is before.segments[0].target.memo["words"]
    assert not now.segments[1].target.memo


# --- fixes ------------------------------------------------------------------------------------------------------------


def test_fixes_go_in_until_none_is_left() -> None:
    rules = [words("style/one", {"a": "b"}), words("style/two", {"bb+": "c"})]
    assert mended(rules, "a aa b") == ("b c b", [])


def test_only_the_fixes_that_are_allowed() -> None:
    rules = [words(f"style/{safety}", {safety: "x"}, safety) for safety in ALL]
    text = "safe unsafe display"
    assert mended([rules[0]], text, ())[0] == text
    assert mended(rules, text, SAFE)[0].startswith("x un")
    assert mended(rules[1:], text, UNSAFE)[0] == "safe x display"


def test_of_two_that_overlap_the_first_wins() -> None:
    rules = [words("style/one", {"abc": "1"}), words("style/two", {"cde": "2"}), words("style/three", {"e f": "3"})]
    text, left = mended(rules, "abcde f")
    assert (text, left) == ("1d3", [])


def test_insertions_at_one_place() -> None:
    """The first goes in; the other sees in the next round whether it is still wanted."""
    rules = [words("style/one", {r"(?<=a)(?=b)": "-"}), words("style/two", {r"(?<=a)(?=b)": "+"})]
    assert mended(rules, "ab ab") == ("a-b a-b", [])


def test_a_fix_of_several_edits_goes_in_whole_or_not_at_all() -> None:
    @rule("style/swap", patterns=[Pattern("(fox) (hen)")])
    def swap(segment: Segment, context: Context) -> Iterator[Finding]:
        """Swap"""
        for _, m in context.matches(segment):
            edits = (Edit(Span(m.start(2), m.end(2)), "HEN"), Edit(Span(m.start(1), m.end(1)), "FOX"))
            yield Finding(Span(m.start(), m.end()), "m", fix=Fix("f", edits, "safe"))

    other = words("style/other", {"the fo": "no"})
    assert mended([swap], "fox hen, fox hen")[0] == "FOX HEN, FOX HEN"
    assert mended([swap, other], "the fox hen, fox hen")[0] == "nox hen, FOX HEN"


def test_a_fix_in_several_segments() -> None:
    @rule("terminology/all", patterns=[Pattern("fox")], scope="document")
    def foxes(document: Document, context: Context) -> Iterator[Finding]:
        """Foxes"""
        found = list(context.all_matches())
        segment, _, first = found[-1]
        edits = tuple(Edit(Span(m.start(), m.end()), "hen", s) for s, _, m in found)
        yield Finding(Span(first.start(), first.end()), "m", fix=Fix("f", edits, "safe"), segment=segment)

    (found,) = check([foxes], document("A fox.\n\nfox"))
    assert found.fix is not None
    assert [(e.segment_id, e.span, e.range.span) for e in found.fix.edits] == [
        ("1", Span(2, 5), Span(2, 5)),
        ("2", Span(0, 3), Span(8, 11)),
    ]
    assert mended([foxes], "A fox.\n\nfox")[0] == "A hen.\n\nhen"


def test_select_fixes() -> None:
    found = check([words("style/one", {"a": "1", "b": "2", "ab": "3"})], document("a b ab c"))
    chosen = select_fixes(found, ALL)
    assert [d.span for d in chosen] == [Span(0, 1), Span(2, 3), Span(4, 5)]
    assert splice("a b ab c", edits_of(chosen)) == "1 2 1b c"
    assert select_fixes(found, UNSAFE) == []
    assert [d.span for d in select_fixes(found, ALL, {"1"})] == [Span(2, 3), Span(4, 6)]


def row(**values: str) -> str:
    return json.dumps(values)


def test_fixes_in_lines_with_escapes() -> None:
    target = "“Caf\u00e9” \U0001f600 fox\n\t\\ fox"
    data = f"{row(id='1', target=target)}\n" + '{"target": "\\u0066ox \\/ \\ud83d\\ude00 fo\\u0078"}\n'
    text, left = mended([words("style/it", {"fox": 'he said "hen\\\\"\n'})], data, reader=Lines())
    assert left == []
    one, two = map(json.loads, text.splitlines())
    new = 'he said "hen\\"\n'
    assert one["target"] == target.replace("fox", new)
    assert two["target"] == f"{new} / \U0001f600 {new}"
    assert "\\ud83d\\ude00 fox\\n" not in text
    assert '"\\u201cCaf\\u00e9\\u201d \\ud83d\\ude00 ' in text  # what was not mended is as it was
    assert " \\/ \\ud83d\\ude00 " in text


CIRCLES = [
    # two that undo one another
    ({"style/one": {"colour": "color"}, "style/two": {"color(?!s)": "colour"}}, "colour", "undo one another"),
    ({"style/one": {"a": "b"}, "style/two": {"b": "c"}, "style/three": {"c": "a"}}, "a", "undo one another"),
    # one that comes to no end
    ({"style/one": {"fox": "foxes"}}, "fox", "brings up the same finding again"),
    ({"style/one": {"fox": "fox"}}, "fox", "brings up the same finding again"),
    ({"style/one": {"$(?<=x)": "x"}}, "x", "brings up the same finding again"),
]


@pytest.mark.parametrize(("swaps", "text", "why"), CIRCLES)
def test_fixes_in_a_circle_are_left_out_and_named(swaps: dict[str, dict[str, str]], text: str, why: str) -> None:
    rules = [words(name, swap) for name, swap in swaps.items()]
    other = words("style/hens", {"hens": "hen"})
    before = f"{text} hens\n\n{text}"
    after, left = mended([*rules, other], before)
    assert after == f"{text} hen\n\n{text}"
    loops = [d for d in left if d.rule == "tqa/fix-loop"]
    assert loops
    assert all(why in d.message for d in loops)
    assert len({d.message for d in loops}) == len(loops)
    assert all(
        d.fingerprint and d.fix is None and d.range == left[n - 1].range for n, d in enumerate(left) if d in loops
    )
    assert mended([*rules, other], after)[0] == after
    for d in loops:  # where the fixes are not asked for, there is nothing to say
        assert d not in mended([*rules, other], before, ())[1]


def test_two_circles() -> None:
    rules = [words("style/up", {"x": "y"}), words("style/down", {"y": "x"}), words("style/more", {"f": "ff"})]
    after, left = mended(rules, "x f")
    assert after == "x f"
    assert [d.message.partition(" is not")[0] for d in left if d.rule == "tqa/fix-loop"] == [
        "The fix of style/up",
        "The fix of style/more",
    ]


def test_many_fixes_side_by_side_are_no_circle() -> None:
    text = "a" * 50
    assert mended([words("style/it", {"a": "b"})], text) == ("b" * 50, [])
    assert mended([words("style/it", {"aa": "a"})], "a" * 2**ROUNDS)[0] in ("a", "a" * 2**ROUNDS)


SWAPS = st.dictionaries(
    st.sampled_from(["a", "b", "ab", "b a", " {2,}", "aa", "a(?= )", "(?<=b)(?=a)", "c|bb", "^", "$", "ba?"]),
    st.sampled_from(["", "a", "b", "ab", " ", "c", "ca", "\\g<0>", "\\g<0> a"]),
    min_size=1,
    max_size=3,
)


@given(swaps=st.lists(SWAPS, min_size=1, max_size=3), text=st.text(st.sampled_from("abc  \n"), max_size=25))
def test_mending_twice_changes_nothing(swaps: list[dict[str, str]], text: str) -> None:
    rules = [words(f"style/rule-{number}", swap) for number, swap in enumerate(swaps)]
    once, left = mended(rules, text)
    twice, left_again = mended(rules, once)
    assert twice == once
    assert [d for d in left if d.rule != "tqa/fix-loop"] == [d for d in left_again if d.rule != "tqa/fix-loop"]
    told = {d.message.split()[3] for d in left if d.rule == "tqa/fix-loop"}
    assert all(d.rule in told for d in left if d.fix), "a fix that is left has a reason"


@given(text=st.text(st.sampled_from('ab "\\\n\t/é中\U0001f600\u2028'), max_size=25))
def test_mending_leaves_everything_else_alone(text: str) -> None:
    swap = words("style/it", {"b+": "é\\n\U0001f600"})
    after, _ = mended([swap], row(target=text), reader=Lines())
    assert json.loads(after)["target"] == re.sub("b+", "é\n\U0001f600", text)


def test_own_rules_are_described() -> None:
    for name, (severity, summary) in OWN_RULES.items():
        assert name.startswith("tqa/")
        assert severity in ("error", "warning")
        assert summary


def test_a_document_made_by_hand() -> None:
    """What a plugin's format makes: texts with gaps, an origin of its own."""
    content = Content("<p>a &amp; fox</p>")
    origin = Origin([3, 4, 5, 10, 11, 12, 13], [4, 5, 10, 11, 12, 13, 14])
    segment = Segment("p", Text("a & fox", "en", origin))
    doc = Document("x.html", "html", (segment,), "zh", "en", content=content)
    (found,) = check([words("style/it", {"& fox": "and"})], doc)
    assert content.value[found.range.span.start : found.range.span.end] == "&amp; fox"
    assert found.fix is not None
    assert splice(content.value, found.fix.edits) == "<p>a and</p>"


def test_of_many_segments_what_was_computed_is_forgotten_between_families_of_rules(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tqa.text import words

    def looking(name: str, origin: str) -> Rule:
        def check(document: Document, context: Context) -> Iterator[Finding]:
            for segment in document.segments:
                known.append(bool(segment.target.memo))
                yield Finding(Span(0, len(words(segment.target)[0])), "x", segment=segment)

        made = rule(f"style/{name}", scope="document")(check)
        return replace(made, origin=origin)

    known: list[bool] = []
    checker = Checker([looking("a", "one"), looking("b", "one"), looking("c", "two")])
    texts = "One two.\n\nThree."
    found = checker.check(document(texts)).diagnostics
    assert known == [False, False, True, True, True, True]
    known.clear()
    monkeypatch.setattr("tqa.engine.MANY_SEGMENTS", 1)
    assert checker.check(document(texts)).diagnostics == found
    assert known == [False, False, True, True, False, False]


def test_in_blocks_of_many_segments_rules_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    @rule("style/long", patterns=[Pattern("[a-z]+")])
    def long(segment: Segment, context: Context) -> Iterator[Finding]:
        for _, match in context.matches(segment):
            yield Finding(Span(*match.span()), f"{match[0]} of {len(context.segments)}")

    @rule("style/every")
    def every(segment: Segment, context: Context) -> Iterator[Finding]:
        yield Finding(Span(0, 1), segment.target.value)

    texts = "\n\n".join(f"{n} {'word' * (n % 3)}" for n in range(23))
    checker = Checker([long, every])
    found = checker.check(document(texts)).diagnostics
    assert len(found) == 23 + 15
    monkeypatch.setattr("tqa.engine.MANY_SEGMENTS", 10)
    monkeypatch.setattr("tqa.engine.BLOCK", 4)
    assert checker.check(document(texts)).diagnostics == found
