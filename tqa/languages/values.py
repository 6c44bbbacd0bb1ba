"""What numbers are worth, and what else they can stand for, where languages do not differ."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from tqa import Quantity, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tqa import QuantityKind

    Number = int | Fraction

LONGEST = 200
"""Code points; what is longer is no number."""

HALF = Fraction(1, 2)
HALVES = (6, 30, 15, 12, 50, 2)
"""What half of a year, an hour, a month, a day and a century may be called, and one of two."""


def whole(value: Number) -> Number:
    """An int where it is one."""
    return value.numerator if value.denominator == 1 else value


def decimal(digits: str) -> Number:
    """The value of ASCII digits with a point, and commas between groups."""
    units, _, decimals = digits.replace(",", "").partition(".")
    return whole(Fraction(int(units + decimals), 10 ** len(decimals))) if decimals else int(units)


READINGS: dict[str, Callable[[Number], tuple[QuantityKind, tuple[Number, ...]]]] = {
    "points": lambda _: ("points", ()),
    "basis": lambda value: ("points", (whole(Fraction(value) / 100),)),
    "percent": lambda _: ("percent", ()),
    "multiple": lambda value: ("multiple", (value + 1, value - 1, value * 100, (value - 1) * 100)),
    "decade": lambda value: ("era", (value % 100, value + 1900, value + 2000, value + 1800)),
    "century": lambda value: ("era", ((value - 1) * 100,)),
    "ordinal": lambda _: ("ordinal", ()),
    "years": lambda value: ("number", (value * 12,)),
}
"""What is said of a number → its kind, and other values it may stand for."""


def with_decimals(value: Number, digits: str | None) -> Number:
    """What a number is with digits that are said after its unit: 9秒58, 155円10銭."""
    return whole(value + Fraction(int(digits), 10 ** len(digits))) if digits else value


def part(over: Number, under: Number, span: Span, *, about: bool = False) -> Quantity:
    """A fraction; of a hundred, so many per cent."""
    value = whole(Fraction(over) / (under or 1))
    if under == 100:
        return Quantity(over, span, "percent", "", about, (value,))
    return Quantity(value, span, "fraction", "", about, (whole(value * 100), over, under))


@lru_cache(1 << 12)
def in_name(written: str) -> Sequence[Number]:
    """The figures of a name: "C919", "M7.3", "424.10.0.20"; behind the first those with a point as one number, too."""
    figures = [int(digits) for digits in re.findall(r"\d+", written)]
    return (*figures[:1], *map(decimal, re.findall(r"(?<![\d.])\d+\.\d+(?![\d.])", written)), *figures[1:])


def code(match: re.Match[str]) -> list[Quantity]:
    """A number that is part of a name."""
    first, *others = in_name(match[0])
    return [Quantity(first, Span(*match.span()), "name", readings=tuple(others))]


RACE = r"(?<![\d:.])\d{1,2}:[0-5]\d\.\d{1,2}(?![\d:]|\.\d)"
"""A pattern of how long a race took: "2:11.60"."""


def race(match: re.Match[str]) -> list[Quantity]:
    """Such a time, in seconds; it may be said in minutes and seconds, too."""
    minutes, seconds = match[0].split(":")
    value = decimal(seconds)
    readings = (int(minutes), value, int(value))
    return [Quantity(whole(int(minutes) * 60 + value), Span(*match.span()), unit="s", readings=readings)]


def slashed(match: re.Match[str]) -> list[Quantity]:
    """A fraction, of the groups "over" and "under"."""
    return [part(int(match["over"]), int(match["under"]), Span(*match.span()))]


def half(match: re.Match[str]) -> list[Quantity]:
    """Half of something that the match does not name."""
    return [Quantity(HALF, Span(*match.span()), "fraction", readings=HALVES)]


def date(year: str, month: str, day: str) -> Callable[[re.Match[str]], list[Quantity]]:
    """Reads a date in figures by the names of its groups."""
    kinds: tuple[tuple[str, QuantityKind], ...] = ((year, "year"), (month, "month"), (day, "day"))

    def read(match: re.Match[str]) -> list[Quantity]:
        return [Quantity(int(match[group]), Span(*match.span(group)), kind) for group, kind in kinds]

    return read


def time(span: Span, hour: int, minute: int = 0, *, about: bool = False) -> Quantity:
    """A time of the day. Hours from 24 on are those of the night after, as Japanese broadcasters count."""
    readings = dict.fromkeys((hour % 12 or 12, hour % 24, hour, *([minute] if minute else [])))
    return Quantity(hour % 24 * 60 + minute, span, "time", "", about, tuple(readings))


def afternoon(hour: int, least: int = 0) -> int:
    """An hour of the clock as one of the afternoon; hours before `least` are those after midnight ("one at night")."""
    return hour + 12 if least <= hour < 12 else hour


def plain(value: Number) -> str:
    """In ASCII digits, groups of three apart; no more than six decimals."""
    return f"{value:,}" if isinstance(value, int) else f"{float(value):,.6f}".rstrip("0").rstrip(".")


def by_myriads(value: int, names: str) -> str:
    """In ASCII digits, with a name after each four: "1億2000万"."""
    parts = []
    for power in range(len(names), -1, -1):
        count, value = divmod(value, 10 ** (4 * power))
        if count:
            parts.append(f"{count}{names[power - 1] if power else ''}")
    return "".join(parts) or "0"


def digits_as(like: str, written: str) -> str:
    """ASCII digits turned into those that another text has."""
    zero = next((ord(c) - int(c) for c in like if c.isdecimal()), ord("0"))
    return written.translate({ord("0") + n: zero + n for n in range(10)})


def named(rows: str) -> dict[str, str]:
    """A table by name, from rows "km: kilometre, kilometer; m: metre"."""
    pairs = (row.split(":") for row in rows.split(";"))
    return {name.strip(): value.strip() for value, names in pairs for name in names.split(",")}


def numbered(rows: str) -> dict[str, int]:
    """A table as `named` makes it, of numbers."""
    return {name: int(value) for name, value in named(rows).items()}


def any_of(words: Iterable[str], behind: Callable[[str], str] = lambda _: "") -> str:
    """An alternation of plain words, the longest first; those with the same first character stand together, so that
    the other characters are looked at once. `behind`: the pattern that has to follow a word."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]) + behind(word))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())


def scan(
    value: str, starts: Iterable[int], pattern: re.Pattern[str], read: Callable[[re.Match[str]], Iterable[Quantity]]
) -> list[Quantity]:
    """What `read` makes of the matches of a pattern, none over another. `starts`: where one may begin, which a simpler
    pattern has found: that takes a fifth of the time."""
    match_at, end = pattern.match, 0
    found: list[Quantity] = []
    for start in starts:
        if start >= end and (match := match_at(value, start)):
            end = match.end()
            if end - start <= LONGEST:
                found += read(match)
    return found


def by_group(
    readers: Mapping[str, Callable[[re.Match[str]], Iterable[Quantity]]],
) -> Callable[[re.Match[str]], Iterable[Quantity]]:
    """Reads a match by the first of these groups that is in it."""

    def read(match: re.Match[str]) -> Iterable[Quantity]:
        return readers[next(name for name in readers if match[name] is not None)](match)

    return read
