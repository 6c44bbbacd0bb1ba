"""What is said and written of numbers in a language, as data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    Number = int | Fraction

SPACE = " \u00a0\u202f"
_CODES = "usd eur gbp chf jpy cny rub pln czk brl mxn aud cad sek nok dkk huf try inr uah".split()
CURRENCY_SIGNS = {
    "us$": "USD", "$us": "USD", "hk$": "HKD", "a$": "AUD", "c$": "CAD", "nt$": "TWD", "r$": "BRL", "$": "USD",
    "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", **{code: code.upper() for code in _CODES},
}  # fmt: skip
_SYMBOLS = {name.lower(): name for name in "km m cm mm kg g mg t ha l ml kW MW GW kWh MWh GWh min".split()}
DIGITS = frozenset("0123456789")
_ROMAN = "ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx xxi".split()
_NEVER = "(?!)"


def symbols(table: str) -> dict[str, str]:
    """Lines of a value and the words that have it ("_" is a space within one) → the value of each word."""
    rows = (line.split() for line in table.splitlines())
    return {word.replace("_", " "): row[0] for row in rows if row for word in row[1:]}


def numbers(table: str) -> dict[str, int]:
    """The same for whole numbers."""
    return {word: int(value) for word, value in symbols(table).items()}


def inflected(table: str, endings: str) -> dict[str, int]:
    """The same for stems, each with all of the endings ("-" is none)."""
    tails = [ending.strip("-") for ending in endings.split()]
    return {stem + tail: value for stem, value in numbers(table).items() for tail in tails}


def words(text: str) -> frozenset[str]:
    """Words ("_" is a space within one)."""
    return frozenset(word.replace("_", " ") for word in text.split())


class Meaning(NamedTuple):
    """What a word behind a number makes of it."""

    role: str
    value: str = ""


@dataclass(frozen=True)
class Grammar:
    """The words and marks of a language, in lower case. What is called a pattern is a regular expression."""

    cardinals: Mapping[str, int]
    """Below a thousand, in every gender and case."""
    magnitudes: Mapping[str, int]
    """What multiplies: hundred (where it is a word of its own), thousand, million; a dozen."""
    single: AbstractSet[str]
    """Magnitudes that mean one of them where they stand alone; others then mean many ("Millionen")."""
    ordinals: Mapping[str, int]
    parts: Mapping[str, int]
    """Names of fractions, by what they divide by."""
    months: Mapping[str, int]
    percent: AbstractSet[str]
    points: AbstractSet[str]
    """Percentage points."""
    money: Mapping[str, str]
    measures: Mapping[str, str]
    century: AbstractSet[str]
    approximate: str
    """A pattern for what stands before a number that is about, more or less than that."""
    ranges: str
    """A pattern for the word between two numbers that share what follows the second."""
    names: str
    """The numbers from 0 on as one writes them in words."""
    scales: Sequence[tuple[int, Sequence[str]]]
    """Magnitudes as one writes them, the greatest first, in the forms that `plural` chooses from."""
    plural: Callable[[Number], int]

    # Numerals
    joins: str = ""
    """A pattern for the word within a numeral: "y" in "treinta y cinco"."""
    vigesimal: bool = False
    """Whether 70 is sixty-ten and 80 four-twenties."""
    fused: Mapping[str, int] = field(default_factory=dict)
    """Where a numeral is one word: its pieces; from a hundred on they multiply."""
    fused_join: str = ""
    """A pattern for what may stand between them."""
    fused_nth: str = _NEVER
    """A pattern for what makes an ordinal of them."""
    elided: str = ""
    """A pattern for a piece that loses its vowel before others."""
    bound: Mapping[str, int] = field(default_factory=dict)
    """Numerals that are the first part of another word ("двух", "pięcio")."""
    bound_to: str = ""
    """A pattern for what follows them there."""
    abbreviated: AbstractSet[str] = frozenset()
    """What a full stop may follow within a sentence."""
    of: str = ""
    """A pattern for the word between a magnitude and what is counted."""
    halves: Mapping[str, str] = field(default_factory=dict)
    """Words for one half, and for one and a half, by their value."""
    weak_halves: AbstractSet[str] = frozenset()
    """Those of them that are halves only before a measure or a magnitude."""
    and_half: str = _NEVER
    """A pattern for "and a half"."""

    # Ordinals and multiples
    nth: str = _NEVER
    """A pattern for the mark of an ordinal behind figures."""
    nth_after: str = ""
    """A pattern for what stands before figures with a full stop that are an ordinal, where these are written so."""
    times: AbstractSet[str] = frozenset()
    """What makes a multiple of a number."""
    multiples: Mapping[str, int] = field(default_factory=dict)
    """Words such as "doubled", "both"."""
    stems: Mapping[str, int] = field(default_factory=dict)
    """Beginnings of such words: "verdoppel"."""
    idioms: Mapping[str, int] = field(default_factory=dict)
    """Words that a translation may say with a number."""

    # Dates and times
    weekdays: Mapping[str, int] = field(default_factory=dict)
    weekday_stems: Mapping[str, int] = field(default_factory=dict)
    weekday_after: AbstractSet[str] = frozenset()
    """What makes a weekday of an ordinal: "segunda-feira"."""
    decade: str = _NEVER
    """A pattern for what makes figures a decade, behind them."""
    decade_after: str = _NEVER
    """A pattern for the same before them."""
    decades: Mapping[str, int] = field(default_factory=dict)
    decade_words: AbstractSet[str] = frozenset()
    """What makes a decade of an ordinal: "девяностые годы"."""
    clock: str = _NEVER
    """A pattern for a time of day, with groups hour and minute, besides "15:30"."""
    clock_after: str = _NEVER
    """A pattern for what stands before a time of day such as "15.30"."""
    bare_hour: bool = False
    """Whether that alone makes a number without minutes a time ("alle 15")."""
    hours: str = _NEVER
    """A pattern for the word for hours behind such a time."""
    afternoon: str = _NEVER
    """A pattern for what follows a time after noon."""
    clocks: Mapping[str, int] = field(default_factory=dict)
    """Times of day in a word, in minutes."""

    about_after: str = r"\+"
    """A pattern for what follows a number that is about or more than that."""
    comma_groups: bool = False
    """Whether "1,500" is rather 1,500 than 1.5."""
    thousands: str = "."
    """The mark between groups of three digits."""
    least_grouped: int = 5
    """How many digits a number has at least that is written in groups."""

    @cached_property
    def words(self) -> Mapping[str, tuple[str, Number]]:
        """What a number can begin with → its role and value."""
        found: dict[str, tuple[str, Number]] = {word: ("half", Fraction(value)) for word, value in self.halves.items()}
        roles = (
            ("cardinal", self.cardinals),
            ("magnitude", self.magnitudes),
            ("month", self.months),
            ("weekday", self.weekdays),
            ("ordinal", self.ordinals),
            ("multiple", self.multiples),
            ("idiom", self.idioms),
            ("decade", self.decades),
            ("clock", self.clocks),
            ("part", self.parts),
            ("figures", dict.fromkeys(DIGITS, 0)),
            ("roman", {numeral + tail: 0 for numeral in _ROMAN for tail in ("", "e", "er", "ème")}),
        )
        for role, table in roles:
            for word, value in table.items():
                found.setdefault(word, (role, value))
        return found

    @cached_property
    def after(self) -> Mapping[str, Meaning]:
        """What can follow a number → what that means."""
        found = {word: Meaning("measure", symbol) for word, symbol in {**_SYMBOLS, **self.measures}.items()}
        codes = {code: code.upper() for code in _CODES}
        found |= {word: Meaning("money", code) for word, code in {**codes, **self.money}.items()}
        found |= {word: Meaning("part", str(value)) for word, value in self.parts.items()}
        roles = (
            ("times", self.times),
            ("century", self.century),
            ("weekday", self.weekday_after),
            ("points", self.points),
            ("percent", self.percent),
        )
        return found | {word: Meaning(role) for role, of_role in roles for word in of_role}

    @cached_property
    def beginnings(self) -> Mapping[str, tuple[str, int]]:
        """Stems → the role and value of the words that begin with them."""
        kinds = (("multiple", self.stems), ("weekday", self.weekday_stems))
        return {stem: (role, value) for role, table in kinds for stem, value in table.items()}

    @cached_property
    def heads(self) -> frozenset[str]:
        """The first three letters of longer words that are looked into: compounds and inflected stems."""
        return frozenset(word[:3] for word in (*self.fused, *self.bound, *self.beginnings))

    @cached_property
    def stem(self) -> re.Pattern[str]:
        return re.compile(_any(self.beginnings))

    @cached_property
    def compound(self) -> re.Pattern[str]:
        """A word with a numeral in it: one that is all numeral, or what begins with one."""
        piece = f"(?:{_any(self.fused)})"
        return re.compile(
            rf"(?P<pieces>{piece}(?:{self.fused_join}{piece})*)(?P<nth>{self.fused_nth})?\Z"
            rf"|(?P<bound>{_any(self.bound)})(?:{self.bound_to})\w*\Z"
        )

    @cached_property
    def piece(self) -> re.Pattern[str]:
        return re.compile(f"{self.elided or _NEVER}|{_any(self.fused)}")

    @cached_property
    def gap(self) -> re.Pattern[str]:
        """What may stand between two words of a numeral."""
        join = rf"(?:(?:{self.joins})[{SPACE}-])?" if self.joins else ""
        return re.compile(rf"[{SPACE}-]{join}")

    @cached_property
    def following(self) -> re.Pattern[str]:
        """Up to three words behind a number."""
        of = rf"(?:(?:{self.of})(?:[{SPACE}]|(?<=['’])))?" if self.of else ""
        return re.compile(rf"\.?[{SPACE}-]?{of}([^\W\d_]+(?:[{SPACE}-][^\W\d_]+){{0,2}})")

    @cached_property
    def patterns(self) -> Mapping[str, re.Pattern[str]]:
        """The patterns among the fields, by their names; those for what stands before end where the number begins."""
        ahead = rf"(?<![^\W\d_])(?:{{}})[{SPACE}]?{{}}\Z"
        hours = rf"(?:{self.hours})\b"
        bare = r"|(?=[,;)]|[.]?$|[.] )" if self.bare_hour else ""
        found = {
            "approximate": ahead.format(self.approximate, ""),
            "nth_after": ahead.format(self.nth_after or _NEVER, ""),
            "clock_after": ahead.format(self.clock_after, ""),
            "decade_after": ahead.format(self.decade_after, "['’]?"),
            "ranges": rf"[{SPACE}](?:{self.ranges})[{SPACE}](?:\S{{0,2}}[$€£])?",
            "and_half": rf"(?:{self.and_half})\b",
            "nth": self.nth,
            "decade": self.decade,
            "clock": self.clock,
            "hours": rf"(?P<hour>[01]?\d|2[0-4])(?:[.:h](?P<minute>[0-5]\d)(?!\d)(?:[{SPACE}]{hours})?"
            rf"|[{SPACE}]?{hours}|(?=[{SPACE}](?:{self.afternoon})\b){bare})(?! ?%|[.,]\d)",
            "afternoon": rf"[{SPACE}](?:{self.afternoon})\b",
            "about_after": rf"[{SPACE}]?(?:{self.about_after})",
        }
        return {name: re.compile(pattern) for name, pattern in found.items()}


def _any(alternatives: Iterable[str]) -> str:
    """An alternation, the longest first."""
    return "|".join(sorted(map(re.escape, alternatives), key=len, reverse=True)) or _NEVER
