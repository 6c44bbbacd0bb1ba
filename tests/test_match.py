"""The matcher finds exactly what `re` finds, whatever the pattern and the text, with the native library and without."""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache as cache_result
from random import Random
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tqa import match
from tqa.cache import Cache, NoCache
from tqa.match import Matcher, Pattern, necessary, slow, widen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


native = pytest.mark.skipif(not match.NATIVE, reason="hyperscan has no wheel here")

# Letters of several scripts, with all whose case is no matter of two letters: ß ẞ, final sigma, dotted and dotless i,
# long s, Kelvin and Ångström sign, titlecase digraphs; combining marks, emoji, lone surrogates, every kind of space.
CHARACTERS = (
    *"aAsSkKiIzZ_09 .,-\n\t\r\x1c\x1f\x00\x0b",
    *"éÉßẞſ\u212aİıσςΣжЖåÅ\u212bµμ中国،اक१ǅǆǄᾳᾼﬅﬆ\u0345\u1c80в",
    *"\u0301\U0001f600\ud800\udfff\x85\u2028\xa0\u3000",
)


def matches(matcher: Matcher, text: str) -> list[tuple[int, int, tuple[int, int], tuple[str | None, ...]]]:
    return [(group, number, m.span(), m.groups()) for group, number, m in matcher.matches(text)]


def by_re(
    groups: Sequence[Sequence[Pattern]], text: str
) -> list[tuple[int, int, tuple[int, int], tuple[str | None, ...]]]:
    return [
        (group, number, m.span(), m.groups())
        for group, patterns in enumerate(groups)
        for number, pattern in enumerate(patterns)
        for m in pattern.compile().finditer(text)
    ]


SOUND = sys.version_info >= (3, 11, 5)
"""Before, `re` gets possessive and atomic groups wrong, up to matches without end (CPython issue 106052)."""


class Expressions:
    """Makes regular expressions of every construct that `re` knows, over few letters, so that they often match.

    Plain random choice, for hypothesis makes one in the time in which this makes a hundred; what a failing example
    looks like does not depend on it, since patterns are looked at one by one.
    """

    def __init__(self, random: Random) -> None:
        self.random = random
        self.letters = random.sample(CHARACTERS, random.randint(2, 7))
        self.groups = 0
        self.repeats = 0

    def pick(self, *options: str) -> str:
        return self.random.choice(options)

    def one(self, *ways: Callable[[], str]) -> str:
        return self.random.choice(ways)()

    def pattern(self) -> Pattern:
        """One that compiles."""
        while True:
            self.groups = 0
            flags = self.pick("", "", "", "", "(?i)", "(?s)", "(?m)", "(?a)", "(?x)")
            pattern = Pattern(flags + self.any(self.random.randint(1, 4)), self.random.random() < 0.5)
            try:
                pattern.compile()
            except (re.error, OverflowError):
                continue
            return pattern

    def text(self) -> str:
        few, all_ = tuple(self.letters), CHARACTERS
        return "".join(
            self.pick(*(all_ if self.random.random() < 0.1 else few)) for _ in range(self.random.randint(0, 12))
        )

    def any(self, depth: int) -> str:
        if depth == 0 or self.random.random() < 0.3:
            return self.one(self.word, self.word, self.single, self.single, self.anchor, self.behind)
        way = self.random.choice(
            [self.row, self.row, self.either, self.times, self.times, self.open, self.open, self.back]
        )
        return way(depth - 1)

    def letter(self) -> str:
        return re.escape(self.pick(*self.letters))

    def word(self) -> str:
        return "".join(self.letter() for _ in range(self.random.randint(1, 3)))

    def category(self) -> str:
        return self.pick(r"\w", r"\W", r"\d", r"\D", r"\s", r"\S")

    def single(self) -> str:
        return self.one(self.letter, self.letter, self.category, self.set, self.set, lambda: ".")

    def set(self) -> str:
        members = (
            self.one(self.letter, self.letter, self.range, self.category) for _ in range(self.random.randint(1, 3))
        )
        return f"[{self.pick('', '^')}{''.join(members)}]"

    def range(self) -> str:
        low, high = sorted([self.pick(*self.letters, "!", "Z", "_", "ж"), self.pick(*self.letters, "~", "ÿ")])
        return f"{re.escape(low)}-{re.escape(high)}"

    def anchor(self) -> str:
        return self.pick("^", "$", r"\A", r"\Z", r"\b", r"\B")

    def behind(self) -> str:
        return f"(?<{self.pick('=', '!')}{self.single()})"

    def row(self, depth: int) -> str:
        return self.any(depth) + self.any(depth)

    def either(self, depth: int) -> str:
        return f"(?:{self.any(depth)}|{self.any(depth)})"

    def times(self, depth: int) -> str:
        """Repeats inside repeats are few and short: `re` itself can take years over what is refused here."""
        if self.repeats > 1 or self.random.random() < 0.5:
            what = self.single()
            times = self.pick("*", "+", "?", "{2}", "{0,2}", "{1,3}", "{2,}", "{7}", "{3,9}", "{0}")
        else:
            self.repeats += 1
            what = f"(?:{self.any(depth)})"
            self.repeats -= 1
            times = self.pick("*", "+", "?", "{2}", "{0,2}", "{0}") if self.repeats == 0 else "?"
        if self.repeats > 0 and times not in ("?", "{2}", "{7}", "{0}"):
            times = "?"
        return what + times + self.pick("", "", "?", "+" if SOUND else "")

    def open(self, depth: int) -> str:
        how = self.pick(
            "", "", "", "?>" if SOUND else "?:", "?=", "?!", "?i:", "?-i:", "?s:", "?m:", "?a:", "?im:", "?s-i:", "?x: "
        )
        self.groups += how == ""
        return f"({how}{self.any(depth)})"

    def back(self, depth: int) -> str:
        number = self.random.randint(1, max(1, self.groups))
        return self.one(
            lambda: rf"\{number}(?:)",
            lambda: f"(?({number}){self.any(depth)})",
            lambda: f"(?({number}){self.any(depth)}|{self.any(depth)})",
        )


@pytest.mark.parametrize("native", [pytest.param(True, marks=native), False])
@given(seed=st.integers(0, 2**32))
@settings(max_examples=6 * settings().max_examples)
@pytest.mark.filterwarnings("ignore:Possible:FutureWarning")
def test_finds_what_re_finds(native: bool, seed: int) -> None:
    make = Expressions(Random(seed))
    groups = [[make.pattern() for _ in range(5)], [make.pattern() for _ in range(7)]]
    with mock.patch.object(match, "NATIVE", native):
        matcher = Matcher(groups)
    for _ in range(6):
        text = make.text()
        try:
            expected = by_re(groups, text)
        except SystemError:  # "The span of capturing group is wrong": a fault of `re` itself
            continue
        assert matches(matcher, text) == expected, f"in {text!r}"
        assert matcher.fired(text) == sorted(set(matcher.fired(text)))


@pytest.mark.parametrize("native", [pytest.param(True, marks=native), False])
@given(
    words=st.lists(st.text(st.sampled_from(CHARACTERS), min_size=1, max_size=6), min_size=3, max_size=12, unique=True),
    picked=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 5), st.integers(0, 99), st.booleans()), min_size=1),
    order=st.lists(st.integers(0, 99), max_size=60),
)
def test_phrases_and_gaps(
    native: bool, words: list[str], picked: list[tuple[int, int, int, bool]], order: list[int]
) -> None:
    gaps = [
        r"\b{}\b.*{}",
        r"{}\s+{}",
        r"{}[^\n]*\|\s*{}",
        r"(?:{}|{})s?\b",
        r"{}(?:\W+\w+){{0,3}}\W+{}",
        r"{}.{{0,9}}{}$",
    ]

    def word(number: int) -> str:
        return re.escape(words[number % len(words)])

    groups = [[Pattern(gaps[gap].format(word(a), word(b)), ignorecase) for a, gap, b, ignorecase in picked]]
    text = " | ".join(words[number % len(words)] for number in order) + " "
    with mock.patch.object(match, "NATIVE", native):
        matcher = Matcher(groups)
    assert matches(matcher, text) == by_re(groups, text)
    assert matches(matcher, text.replace(" | ", " ") * 3) == by_re(groups, text.replace(" | ", " ") * 3)


SUBTLE = [
    # case beyond ASCII
    ("k", True, "5 \u212a"),
    ("s", True, "Congreſs"),
    ("ſ", True, "Congress CONGRESS"),
    ("i", True, "İstanbul ıı"),
    ("İ{2}", True, "İı iI"),
    ("[k]", True, "\u212a"),
    ("[^a-z]", True, "\u212aſ k"),
    ("[j-l]+", True, "K\u212ak"),
    ("[à-ÿ]", True, "ÀŸ"),
    ("[ſ]", True, "s S"),
    ("straße", True, "STRAẞE straße Strasse"),
    ("ΟΔΟΣ", True, "οδος οδοσ"),
    ("å", True, "\u212b Å"),
    ("ǆ", True, "ǅ Ǆ"),
    ("(?i:k)ſ", False, "\u212aſ"),
    ("(?i:k)[^a-z]", False, "\u212aſ"),
    ("k(?-i:ſ)", True, "\u212aſ"),
    ("k(?-i:[^a-z])", True, "\u212aſ"),
    ("(?i)k(?a:\\W)", False, "\u212aſ"),
    ("(?i:[km])ſ", False, "\u212aſ"),
    ("(?i:İ)", False, "i ı"),
    ("[^ſx]", True, "i"),
    ("(?i)É", False, "é"),
    # characters of several bytes, repeated
    ("é{2}", False, "éé"),
    ("é?x", False, "x"),
    ("aé*b", False, "ab aéb aééb"),
    ("é{2}", True, "éÉ"),
    ("中{3,}", False, "中中中中"),
    ("[中国]{2}", False, "中国"),
    ("a[^x]{2}b", False, "a中中b"),
    ("😀{2,4}+", False, "😀😀😀"),
    ("(?:ß)?t", False, "t"),
    # what is white space, what is a word
    (r"\s", False, "a\x1cb\x85c\u3000"),
    (r"(?a)\S", False, "\x1c"),
    (r"[^\S ]", False, "a\x1fb"),
    (r"[^\S\d]x", False, "\x1cx"),
    (r"\w+", False, "naïve Ёж 中国 हिन्दी ١٢٣"),
    (r"(?a)\w+", False, "naïve"),
    (r"(?a)\W", False, "ï"),
    (r"\bcafé\b", False, "un café noir"),
    (r"\d+", False, "١٢٣ ४५ 12"),
    # the end
    ("foo$", False, "foo\n"),
    ("foo$", False, "foo\n\n"),
    (r"foo\Z", False, "foo\n"),
    (r"foo\Z", False, "a foo"),
    ("(?m)foo$", False, "foo\nfoo"),
    ("(?m:^foo$)", False, "a\nfoo\nb"),
    ("a$\n", False, "a\n"),
    ("$", False, "a\n"),
    ("^", False, "a"),
    ("(?m)^", False, "a\nb"),
    ("^foo", False, "foo foo"),
    ("x^y|a", False, "a"),
    (r"a\Zb|c", False, "c"),
    # nothing
    ("", False, "abc"),
    ("a*", False, "baac"),
    (r"\b", False, "ab cd"),
    ("(?!)", False, "abc"),
    ("(?=a)", False, "aa"),
    ("x*|y", False, "xy"),
    # constructs
    ("a(?=b)", False, "ab ac"),
    ("(?<!x)a", False, "a xa"),
    (r"(\w)\1", False, "aa éé"),
    (r"(?i)(\w)\1", False, "aA éÉ"),
    ("(a)?b(?(1)c|d)", False, "abc bd abd"),
    ("(?>a+)b", False, "aab"),
    ("a++b", False, "aab"),
    ("a+?", False, "aaa"),
    ("(?s:a.b)", False, "a\nb"),
    ("a.b", False, "a\nb a\x85b a\u2028b"),
    ("(?x: a  b # c\n)", False, "ab"),
    ("a{3,9}b", False, "aaaab aab"),
    ("(?:ab){7}", False, "ab" * 8),
    ("[^x]", False, "x\ud800"),
    ("\ud800", False, "a\ud800b"),
    ("a\x00b", False, "a\x00b"),
    ("[\\]\\-^]", False, "]-^"),
    (r"curl.*\|\s*python", False, "curl https://example.org/install | python" + "." * 40),
]


@pytest.mark.parametrize(("regex", "ignorecase", "text"), SUBTLE)
@pytest.mark.parametrize("native", [pytest.param(True, marks=native), False])
@pytest.mark.parametrize("around", ["", " ", "." * 40])
def test_subtle_places(native: bool, regex: str, ignorecase: bool, text: str, around: str) -> None:
    groups = [[Pattern("zzz")], [], [Pattern(regex, ignorecase), Pattern("é"), Pattern(r"\w+", True)]]
    text = text if around == "" or regex.startswith("^") or "$" in regex or "Z" in regex else f"{around}{text}{around}"
    with mock.patch.object(match, "NATIVE", native):
        matcher = Matcher(groups)
    assert matches(matcher, text) == by_re(groups, text)


def test_every_case_of_every_letter() -> None:
    """Under IGNORECASE, `re` takes more letters for one another than upper() and lower() say."""
    letters = [chr(code) for code in range(0x250) if chr(code).isalpha()] + [*"ΐΰςσΣϐβϑθϕφϖπϰκϱρϵεẛṡẞﬅﬆΩKÅⅷⅧⓐⓐẖǰ"]
    patterns = [Pattern(letter, ignorecase=True) for letter in letters]
    matcher = Matcher([patterns])
    everything = "".join(letters)
    for number, pattern in enumerate(patterns):
        for found in pattern.compile().finditer(everything):
            assert (0, number) in matcher.fired(found[0])


def test_no_patterns() -> None:
    assert Matcher([]).fired("text") == []
    assert Matcher([[], []]).fired("text") == []
    assert len(Matcher([[Pattern("a")], [], [Pattern("b"), Pattern("c")]])) == 3


def test_the_rare_word_is_looked_for_not_the_pattern() -> None:
    """Without the native library a pattern is tried only where a word is that it needs."""
    assert necessary(Pattern(r"\bcarry\w* (?:out|forward)\b")) == {"carry"}
    assert necessary(Pattern("(?:Foo|BAR)?[bB]az+(?:one|Three)")) == {"one", "three"}
    assert necessary(Pattern("(?:ab){2}x?")) == {"ab"}
    assert necessary(Pattern("É[a-z]?")) == frozenset()
    assert necessary(Pattern("a|")) == frozenset()
    assert necessary(Pattern("|".join(f"word{n}" for n in range(50)))) == {"word"}
    with mock.patch.object(match, "NATIVE", False):
        matcher = Matcher([[Pattern("ki[sſ]s", True), Pattern("needle"), Pattern("[A-Z]+")]])
    assert matcher.fired("A KISS") == [(0, 0), (0, 2)]
    assert matcher.fired("a \u212aİſS") == [(0, 0), (0, 2)]


# --- the native library -----------------------------------------------------------------------------------------------

GROUPS = [[Pattern(r"\bcafé\b"), Pattern("[a-z]+ly", True)], [Pattern("a*"), Pattern("中国")], [Pattern(r"\d+ %")]]
TEXT = "Un CAFÉ, un café: really 50 % of 中国"


@native
def test_the_library_here_is_sound() -> None:
    cached = match._sound
    assert cached()
    assert slow() == ""


def test_says_that_the_library_is_missing() -> None:
    with mock.patch.object(match, "NATIVE", False):
        assert "not installed" in slow()


@native
def test_a_library_that_misses_matches_is_not_used() -> None:
    """Vectorscan 5.4.12 does not find "curl.*python" in most texts."""

    @cache_result
    def unsound() -> bool:
        return False

    with mock.patch.object(match, "_sound", unsound):
        matcher = Matcher(GROUPS)
        assert matcher._database is None
        assert matches(matcher, TEXT) == by_re(GROUPS, TEXT)
        assert "misses matches" in slow()


def _kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("patterns-*.hs"))


@native
def test_the_automaton_is_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    Matcher(GROUPS, cache)
    assert len(_kept(tmp_path)) == 1
    with mock.patch.object(match, "_build", side_effect=AssertionError("compiled again")):
        again = Matcher(GROUPS, Cache(tmp_path))
        assert matches(again, TEXT) == by_re(GROUPS, TEXT)
        with pytest.raises(AssertionError, match="compiled again"):
            Matcher([[Pattern("another")]], cache)


@native
def test_the_automaton_of_another_version_is_not_used(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    Matcher(GROUPS, cache)
    with mock.patch.object(match.hyperscan, "__version__", "999.0"):
        assert matches(Matcher(GROUPS, cache), TEXT) == by_re(GROUPS, TEXT)
    with mock.patch.object(match, "_FORM", -1):
        assert matches(Matcher(GROUPS, cache), TEXT) == by_re(GROUPS, TEXT)
    assert len(_kept(tmp_path)) == 3


@native
@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"[]", b"[]\n", b"[2]\n00000000\n", b"[2]\nx\ny", b"null\n", b"\xff" * 100, b"[999]\n5b5d\nnothing"],
)
def test_a_damaged_automaton_is_made_again(tmp_path: Path, data: bytes) -> None:
    Matcher(GROUPS, Cache(tmp_path))
    (kept,) = _kept(tmp_path)
    whole = kept.read_bytes()
    kept.write_bytes(data)
    assert matches(Matcher(GROUPS, Cache(tmp_path)), TEXT) == by_re(GROUPS, TEXT)
    assert kept.read_bytes() == whole


@native
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), cut=st.booleans())
def test_any_damage_is_seen(tmp_path: Path, place: float, bit: int, cut: bool) -> None:
    Matcher(GROUPS, Cache(tmp_path))
    (kept,) = _kept(tmp_path)
    whole = kept.read_bytes()
    at = int(place * len(whole))
    kept.write_bytes(whole[:at] if cut else whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
    assert matches(Matcher(GROUPS, Cache(tmp_path)), TEXT) == by_re(GROUPS, TEXT)


@native
def test_a_cache_that_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    for cache in (Cache(file), Cache(file / "folder"), NoCache(tmp_path)):
        assert matches(Matcher(GROUPS, cache), TEXT) == by_re(GROUPS, TEXT)
    assert list(tmp_path.iterdir()) == [file]


@native
def test_what_the_library_refuses_is_always_tried(tmp_path: Path) -> None:
    long = "x" * 20_000
    groups = [[Pattern("before"), Pattern(long), Pattern(r"a\Zb")], [Pattern("after")]]
    for _ in range(2):  # compiled, and from the cache
        matcher = Matcher(groups, Cache(tmp_path))
        assert matcher.fired("before and after") == [(0, 0), (0, 1), (0, 2), (1, 0)]
        assert matches(matcher, f"before {long} after") == by_re(groups, f"before {long} after")


@native
def test_scans_in_several_threads() -> None:
    patterns = [Pattern(rf"\bword{n:02}\b") for n in range(50)]
    matcher = Matcher([patterns])
    texts = [" ".join(f"word{n:02}" for n in range(start, 50, 7)) for start in range(50)] * 20
    expected = [[(0, n) for n in range(start, 50, 7)] for start in range(50)] * 20
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(matcher.fired, texts)) == expected


def test_what_the_library_looks_for() -> None:
    """Readable proof of the over-approximation; the property test above is the whole proof."""
    assert widen(Pattern(r"\bbread\b")) == (b"bread", False)
    assert widen(Pattern("na.ve")) == (rb"na[\x00-\x09\x0b-\x7f\x80-\xff]{1,4}ve", False)
    assert widen(Pattern("É", ignorecase=True)) == (rb"(?:(?:\xc3\x89)|(?:\xc3\xa9))", True)
    assert widen(Pattern("(?i:k)")) == (rb"(?:(?:K|k|(?:\xe2\x84\xaa)))", False)
    assert widen(Pattern(r"(?=a)b*")) == (b"(?:a)", False)
    assert widen(Pattern(r"a?b*")) is None
