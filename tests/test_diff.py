"""The diff that --diff prints can be applied, and a pattern compiled late is like one compiled at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqa.text import changes, regex, unified_diff

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_END = "\\ No newline at end of file\n"


def lines_of(patch: list[str]) -> Iterator[tuple[str, str]]:
    """The lines of a hunk with their marks; one that has no end is said so in the next."""
    for entry in patch:
        mark, line = entry[0], entry[1:]
        yield mark, line.removesuffix("\n" + NO_END) if line.endswith("\n" + NO_END) else line


def apply(before: str, patch: list[str]) -> str:
    """What `patch` makes of `before`; fails where it does not fit."""
    if not patch:
        return before
    old, out, at = re.findall(r"[^\n]*\n|[^\n]+", before), [], 0
    assert re.fullmatch(r"--- .*\n\+\+\+ .*\n", patch[0])
    hunks: list[list[str]] = []
    for entry in patch[1:]:
        if entry.startswith("@@"):
            hunks.append([])
        hunks[-1].append(entry)
    for header, *body in hunks:
        match = re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n", header)
        assert match is not None
        old_start, old_count, new_start, new_count = (1 if g is None else int(g) for g in match.groups())
        marked = list(lines_of(body))
        assert old_count == sum(mark in " -" for mark, _ in marked)
        assert new_count == sum(mark in " +" for mark, _ in marked)
        assert any(mark in "-+" for mark, _ in marked)
        assert "+-" not in "".join(mark for mark, _ in marked), "what goes comes first"
        begin = old_start - 1 if old_count else old_start
        assert begin >= at
        out += old[at:begin]
        assert len(out) == (new_start - 1 if new_count else new_start)
        at = begin
        for mark, line in marked:
            if mark in " -":
                assert old[at] == line
                at += 1
            if mark in " +":
                out.append(line)
    return "".join([*out, *old[at:]])


FEW_LINES = st.lists(st.sampled_from(["a\n", "b\n", "\n", "c c\n", "-- x\n", "@@\n", "é\U0001f600\n"]), max_size=30)
ENDS = st.sampled_from(["", "", "a", " "])


@given(before=FEW_LINES, after=FEW_LINES, ends=st.tuples(ENDS, ENDS), context=st.integers(0, 4))
def test_applying_the_diff_gives_the_new_text(
    before: list[str], after: list[str], ends: tuple[str, str], context: int
) -> None:
    old, new = "".join(before) + ends[0], "".join(after) + ends[1]
    patch = list(unified_diff(old, new, "x.txt", context))
    assert apply(old, patch) == new
    assert bool(patch) == (old != new)


@given(lines=FEW_LINES, at=st.sets(st.integers(0, 29), max_size=4), context=st.integers(0, 4))
def test_a_few_changes_in_much_that_stays(lines: list[str], at: set[int], context: int) -> None:
    old = [f"{number} {line}" for number, line in enumerate(lines)]
    new = [f"new {line}" if number in at else line for number, line in enumerate(old)]
    patch = list(unified_diff("".join(old), "".join(new), "x.txt", context))
    assert apply("".join(old), patch) == "".join(new)
    marks = "".join(entry[0] for entry in patch[1:])
    changed = sum(number < len(lines) for number in at)
    assert (marks.count("-"), marks.count("+")) == (changed, changed)
    assert marks.count(" ") <= 2 * context * changed


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a\n", "a\n", ""),
        ("a\nb\nc\n", "a\nB\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"),
        ("a\n", "b\n", "@@ -1 +1 @@\n-a\n+b\n"),
        ("a\nb\n", "c\nd\n", "@@ -1,2 +1,2 @@\n-a\n-b\n+c\n+d\n"),
        ("", "a\n", "@@ -0,0 +1 @@\n+a\n"),
        ("a\n", "", "@@ -1 +0,0 @@\n-a\n"),
        ("a", "a\n", f"@@ -1 +1 @@\n-a\n{NO_END}+a\n"),
        ("a\nb", "A\nb", f"@@ -1,2 +1,2 @@\n-a\n+A\n b\n{NO_END}"),
    ],
)
def test_unified_diff(before: str, after: str, expected: str) -> None:
    head = "--- x.txt\n+++ x.txt\n" if expected else ""
    assert "".join(unified_diff(before, after, "x.txt")) == head + expected


def test_removed_lines_come_before_added_ones() -> None:
    before, after = "".join(f"{n} a\n" for n in range(6)), "".join(f"{n} b\n" for n in range(6))
    assert "".join(entry[0] for entry in list(unified_diff(before, after, "x"))[2:]) == "------++++++"


def test_line_ends_other_than_the_newline_stay() -> None:
    """A carriage return, and what `str.splitlines` takes for a line end and diff does not."""
    for end in ("\r\n", "\r", "\u2028", "\x0c", "\x85"):
        before, after = f"one{end}two{end}three\n", f"one{end}TWO{end}three\n"
        patch = "".join(unified_diff(before, after, "x"))
        assert f"TWO{end}" in patch
        lines = patch.split("\n")
        assert lines[-1] == ""
        assert all(line[:1] in ("-", "+", " ", "@") for line in lines[:-1])
        assert NO_END.strip() not in patch, repr(end)


# --- patterns that are compiled when they are first used --------------------------------------------------------------


@given(
    pattern=st.sampled_from(["a+", "(a)(?P<x>b)?", "^", "", r"\bé\b", "(?s)a.b", "[ab]{2}", "A"]),
    flags=st.sampled_from([0, re.IGNORECASE, re.MULTILINE | re.DOTALL]),
    text=st.text(st.sampled_from("abAB é\n"), max_size=12),
    span=st.tuples(st.integers(0, 4), st.integers(4, 12)),
)
def test_regex_is_like_re(pattern: str, flags: int, text: str, span: tuple[int, int]) -> None:
    compiled = re.compile(pattern, flags)

    def seen(match: re.Match[str] | None) -> object:
        return match and (match.span(), match.groups(), match.groupdict(), match.re.pattern)

    # each on a fresh one: whichever method comes first makes it compile
    assert seen(regex(pattern, flags).search(text)) == seen(compiled.search(text))
    assert seen(regex(pattern, flags).match(text, *span)) == seen(compiled.match(text, *span))
    assert seen(regex(pattern, flags).fullmatch(text)) == seen(compiled.fullmatch(text))
    assert list(map(seen, regex(pattern, flags).finditer(text))) == list(map(seen, compiled.finditer(text)))
    assert regex(pattern, flags).findall(text) == compiled.findall(text)
    assert regex(pattern, flags).sub(r"<\g<0>>", text) == compiled.sub(r"<\g<0>>", text)
    assert regex(pattern, flags).subn("-", text) == compiled.subn("-", text)
    assert regex(pattern, flags).split(text) == compiled.split(text)
    late = regex(pattern, flags)
    assert (late.pattern, late.flags, late.groups) == (compiled.pattern, compiled.flags, compiled.groups)
    assert late.groupindex == compiled.groupindex


def test_regex_compiles_late_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    compile_ = re.compile

    def counting(pattern: str, flags: int = 0) -> re.Pattern[str]:
        calls.append(pattern)
        return compile_(pattern, flags)

    monkeypatch.setattr(re, "compile", counting)
    late = regex("a+")
    assert calls == []
    assert late.findall("aa b a") == ["aa", "a"]
    assert late.sub("x", "aa b") == "x b"
    assert late.search("b") is None
    assert calls == ["a+"]


def test_a_pattern_that_is_none_is_told_when_it_is_used() -> None:
    late = regex("(")
    for _ in range(2):
        with pytest.raises(re.error):
            late.search("a")
    with pytest.raises(AttributeError):
        _ = regex("a").no_such_method  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a\n", "a\n", []),
        ("one  two\nthree\n", "one two\nthree\n", [(4, 5, "")]),
        ("a\nb\nc\n", "a\nc\n", [(2, 4, "")]),
        ("", "new", [(0, 0, "new")]),
        ("ab\nX\ncd", "aab\nX\ncdd", [(1, 1, "a"), (7, 7, "d")]),
    ],
)
def test_changes(before: str, after: str, expected: list[tuple[int, int, str]]) -> None:
    assert list(changes(before, after)) == expected


_TEXT = st.lists(st.sampled_from(["a", "ab", "é🙂", "\n", "\r\n", " "]), max_size=30).map("".join)


@given(_TEXT, _TEXT)
def test_changes_make_the_one_text_of_the_other(before: str, after: str) -> None:
    made, at = [], 0
    for start, end, new in changes(before, after):
        assert at <= start <= end
        made += [before[at:start], new]
        at = end
    assert "".join([*made, before[at:]]) == after
