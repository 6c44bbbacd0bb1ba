"""Numbers of the source and of the translation, compared by value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tqa import Context, Edit, Evidence, Example, Finding, Fix, Segment, Span, rule
from tqa.text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from tqa import Language, Quantity, Text

    Number = int | Fraction

_CALENDAR = frozenset(("year", "month", "day", "time", "era"))
_COUNTED = frozenset(("number", "money", "percent", "points", "multiple"))
_CLOSE = 20
"""A rounded number is off by less than a twentieth."""
_SMALL = 3
"""Up to here a number goes without saying: "the two countries", "a research institute"."""


@rule(
    "accuracy/number-mismatch",
    Example(
        "Visitors rose 19-fold from [[33.06 million]] in 2021 to 6.3 million.",
        fixed="Visitors rose 19-fold from 330,600 in 2021 to 6.3 million.",
        source="入境旅客从2021年的33.06万人次增长19倍，达到630万人次。",
    ),
    Example(
        "Taiwan's exports in January were [[31.1 billion]] U.S. dollars, down 21.2%.",
        fixed="Taiwan's exports in January were 31.51 billion U.S. dollars, down 21.2%.",
        source="台湾地区今年1月出口315.1亿美元，年减21.2%。",
    ),
    Example(
        "It will be cloudy in Beijing for the next [[nine]] days.",
        fixed="It will be cloudy in Beijing for the next three days.",
        source="未来三天，北京多阴雨天气。",
    ),
    Example("They met on July [[15]].", fixed="They met on July 17.", source="他们于7月17日会面。"),
    Example("[[Everyone was moved.]]", source="在场的2800人都很感动。"),
    Example("Exports came to $31.51 billion, more than 30% of the total.", source="出口315.1亿美元，占总额三成多。"),
    Example("Over 17,000 tunnels and 3 to 5 million people", source="隧道1.7万余座，300万至500万人"),
    Example("The two countries signed up to the Belt and Road Initiative.", source="两国签署共建一带一路协议。"),
    Example("Half an hour later, at 3:50 p.m. on May 1", source="五一当天15时50分，半小时后"),
    Example(
        "The farm has 200 hectares, and its output doubled in the 1990s.", source="农场有3000亩，90年代产量翻了2倍。"
    ),
    severity="error",
    langs=("zh>en",),
    mqm="accuracy/mistranslation",
)
def number_mismatch(segment: Segment, context: Context) -> Iterator[Finding]:
    """A number that is not the source's

    Compared by value, in any writing and rounded as news rounds: 1.7万余, "over 17,000", 17,000. What a translator may
    add or leave out is let be: a year, a month, "two" and "one", numbers within names and idioms (五一, C919), ordinals
    such as those of party congresses, and numbers that went to the segment before or after.

    Seen in 1,900 pairs by human translators and 555 machine-translated articles: nearly every finding is an error of
    fact. Most are magnitudes (33.06万 as 33.06 million, 4.244亿 as 424.4 billion, 315.1亿 as 31.1 billion), then digits
    miscopied, hours and dates changed, and 六一 (June 1) read as 61. Where three raters read a text, they marked all
    of these; one rater alone passed over three of seven (2030万 as 203 million among them). A number that is missing is
    mostly a clause that is missing. Not found: the right figure at the wrong thing, and "doubled" for 双降.
    """
    sides = segment.source and _sides(segment.source, segment.target, context)
    if not sides:
        return
    source, target = sides
    extra = [q for q in target.quantities if target.counts(q) and not _among(q, source)]
    lacking = [q for q in source.quantities if source.counts(q) and not _among(q, target)]
    if extra or lacking:
        extra, lacking = _here(extra, lacking, segment, context)
    for q in extra:
        meant = next((other for other in lacking if _comparable(q, other)), None)
        if meant is not None:
            lacking.remove(meant)
            yield _changed(q, meant, source, target)
        elif q.kind in _COUNTED and target.in_figures(q):
            yield Finding(q.span, f"No number of the source is “{target.words(q)}”", severity="warning")
    missing = [q for q in lacking if q.kind in _COUNTED and q.value > (_SMALL if source.in_figures(q) else 10)]
    if missing:
        yield _missing(missing, source, target)


class _Side(NamedTuple):
    """A text with its numbers."""

    text: Text
    language: Language
    quantities: Sequence[Quantity]

    def words(self, q: Quantity) -> str:
        return self.text.value[q.span.start : q.span.end]

    def in_figures(self, q: Quantity) -> bool:
        return any(map(str.isdigit, self.words(q)))

    def counts(self, q: Quantity) -> bool:
        """Whether the other side has to have the number, too."""
        return q.kind != "name" and (q.value >= _SMALL or self.in_figures(q))


def _sides(source: Text, target: Text, context: Context) -> tuple[_Side, _Side] | None:
    """Both texts with their numbers; None where one of the languages is not known."""
    one, other = context.language(source), context.language(target)
    if one is None or other is None:
        return None
    return _Side(source, one, one.quantities(source)), _Side(target, other, other.quantities(target))


def _among(q: Quantity, other: _Side) -> bool:
    """Whether the other side has the number, in one of its readings or rounded."""
    times = [o.value for o in other.quantities if o.kind == "time"] if q.kind == "time" else []
    if times:
        return any((time - q.value) % 720 == 0 for time in times)
    readings = {q.value, *q.readings}
    return any(o.value in readings or not readings.isdisjoint(o.readings) for o in other.quantities) or any(
        _rounded(q, o) or _rounded(o, q) for o in other.quantities
    )


def _rounded(q: Quantity, exact: Quantity) -> bool:
    """Whether a number is the other one rounded or cut to fewer digits: 4.2 million for 4,176,000."""
    if q.kind in _CALENDAR or exact.kind in _CALENDAR or not q.value:
        return False
    from fractions import Fraction

    step = _last_digit(q.value)
    off = [abs(Fraction(value) - q.value) for value in (exact.value, *exact.readings)]
    return any(by < step and by * _CLOSE < q.value for by in off)


def _last_digit(value: Number) -> Number:
    """What one more in the last digit that is not zero is worth: 100,000 in 4.2 million."""
    from fractions import Fraction

    step: Number = 1
    if isinstance(value, Fraction):
        while (value / step).denominator != 1 and step > Fraction(1, 10**6):
            step = Fraction(step, 10)
        return step
    while value % (step * 10) == 0:
        step *= 10
    return step


def _here(
    extra: list[Quantity], lacking: list[Quantity], segment: Segment, context: Context
) -> tuple[list[Quantity], list[Quantity]]:
    """Without the numbers that went to or came from a segment beside this one."""
    segments = context.document.segments
    at = next((n for n, other in enumerate(segments) if other is segment), 0)
    for beside in (*segments[max(0, at - 1) : at], *segments[at + 1 : at + 2]):
        sides = beside.source and _sides(beside.source, beside.target, context)
        if sides:
            source, target = sides
            extra = [q for q in extra if not _among(q, source) or _among(q, target)]
            lacking = [q for q in lacking if not _among(q, target) or _among(q, source)]
    return extra, lacking


def _comparable(q: Quantity, other: Quantity) -> bool:
    """Whether one of them can stand for the other."""
    kinds = {q.kind, other.kind}
    if kinds & _CALENDAR:
        return len(kinds) == 1 or kinds in ({"day", "number"}, {"day", "ordinal"}, {"year", "number"})
    return True


def _changed(q: Quantity, meant: Quantity, source: _Side, target: _Side) -> Finding:
    from fractions import Fraction

    words, original = target.words(q), source.words(meant)
    plain = q.kind == meant.kind and q.kind in ("day", "year")
    new = str(meant.value) if plain else target.language.write(meant.value, words)
    times = Fraction(q.value) / meant.value if meant.value else Fraction(0)
    magnitude = q.kind in _COUNTED and _power_of_ten(times)
    says = f"“{words}” where the source has {original}"
    if q.kind in _COUNTED or plain:
        fix = Fix(f"Write “{new}”", (Edit(q.span, new),), "unsafe" if magnitude else "display")
        says += "" if new == original else f", which is {new}"
    else:
        fix = None
    return Finding(q.span, says, (Evidence(original, meant.span, "source"),), fix)


def _power_of_ten(times: Fraction) -> bool:
    """Whether one number is the other with the wrong magnitude."""
    digits = str(max(times.numerator, times.denominator))
    return min(times.numerator, times.denominator) == 1 and len(digits) > 1 and digits.rstrip("0") == "1"


def _missing(missing: Sequence[Quantity], source: _Side, target: _Side) -> Finding:
    """One finding for all of them, in the sentence that stands where the first stands in the source."""
    places = sentences(target.text) or [Span(0, len(target.text.value))]
    share = missing[0].span.start / len(source.text.value)
    place = next((s for s in places if s.end >= share * len(target.text.value)), places[-1])
    listed = ", ".join(source.words(q) for q in missing)
    shown = tuple(Evidence(source.words(q), q.span, "source") for q in missing)
    return Finding(place, f"The translation has no number for {listed}", shown, severity="warning")
