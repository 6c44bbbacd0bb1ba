"""Dates and times of the translation that are not those of the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import Context, Document, Edit, Evidence, Example, Finding, Fix, rule
from tqa.text import regex

from ._amounts import CALENDAR, PAIRS, differences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tqa import Quantity

    from ._amounts import Pair, Side

_ZONE = regex(
    r"\.?[\s,(]{1,2}(?:GMT|UTC|[ECMP][SD]?T|BST|CES?T|[JM]SK?T|(?:Eastern|Central|Pacific)(?: \w+)? [Tt]ime)\b"
)
_GREENWICH = regex("GMT|グリニッジ標準時|格林[尼威]治")


@rule(
    "accuracy/date-mismatch",
    Example("They met on July [[15]].", fixed="They met on July 17.", source="他们于7月17日会面。"),
    Example("They met on [[Thursday]].", source="他们于周三会面。"),
    Example("He painted in the early [[20th]] century.", source="他于19世纪初作画。"),
    Example("They met on Wednesday, December 8, 2021.", source="他们于周三（8日）会面。"),
    Example("They meet three times a week, and met last Wednesday.", source="他们每周三次会面，上周三也是。"),
    Example("Spring Festival falls on February 5.", source="农历正月初一是春节。"),
    severity="error",
    scope="document",
    langs=PAIRS,
    mqm="accuracy/mistranslation",
)
def date_mismatch(document: Document, context: Context) -> Iterator[Finding]:
    """A date or a day of the week that is not the source's

    A year, month, day, weekday or century stands where the source has another. One that was added or left out is let
    be, for a month or a year goes without saying, and so are dates of the lunar calendar, which may be converted.

    Nearly silent on translations, human or not; of dates changed in human translations on purpose, all weekdays, 87%
    of days, 90% of years and 65% of months are found: a month is not where the source has none (10日).
    """
    for d in differences(document, context):
        for pair in d.changed:
            if pair.meant.kind in CALENDAR and pair.meant.kind != "time":
                yield _changed(pair, d.source, d.target)._replace(segment=d.segment)


@rule(
    "accuracy/time-mismatch",
    Example("He left at [[7:15 AM]].", source="他7日15时离开。"),
    Example("Half an hour later, at 3:50 p.m. on May 1", source="五一当天15时50分，半小时后"),
    Example("The match begins at 8 a.m. EDT.", source="比赛于北京时间晚9时开始。"),
    Example("The car was taken away at [[11:00]] GMT.", source="車両はグリニッジ標準時12:00に持ち去られた。"),
    severity="error",
    scope="document",
    langs=PAIRS,
    mqm="accuracy/mistranslation",
)
def time_mismatch(document: Document, context: Context) -> Iterator[Finding]:
    """A time of day that is not the source's

    In twelve or twenty-four hours. A time beside the name of its zone may be converted and is left alone.

    Of 572 machine-translated articles two have one (15时 as 7:15 AM), of 3,700 human translations one, and it is wrong;
    all times that were changed in these on purpose are found.
    """
    for d in differences(document, context):
        for pair in d.changed:
            if pair.meant.kind == "time" and not _converted(pair.is_, d.source, d.target):
                yield _changed(pair, d.source, d.target)._replace(segment=d.segment)


def _converted(q: Quantity, source: Side, target: Side) -> bool:
    """Whether a time may be that of another zone than the source's."""
    zone = _ZONE.match(target.text.value, q.span.end)
    return zone is not None and not ("GMT" in zone[0] and _GREENWICH.search(source.text.value))


def _changed(pair: Pair, source: Side, target: Side) -> Finding:
    q, meant = pair
    words, original = target.words(q), source.words(meant)
    says = f"“{words}” where the source has {original}"
    shown = (Evidence(original, meant.span, "source"),)
    if q.kind != meant.kind or q.kind not in ("day", "year"):
        return Finding(q.span, says, shown)
    new = str(meant.value)
    fix = Fix(f"Write “{new}”", (Edit(q.span, new),), "display")
    return Finding(q.span, says if new == original else f"{says}, which is {new}", shown, fix)
