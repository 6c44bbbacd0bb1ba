"""Dates and times of the translation that are not those of the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import Context, Document, Edit, Evidence, Example, Finding, Fix, rule

from ._amounts import CALENDAR, PAIRS, differences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._amounts import Pair, Side


@rule(
    "accuracy/date-mismatch",
    Example("They met on July [[15]].", fixed="They met on July 17.", source="他们于7月17日会面。"),
    Example("They met on [[Thursday]].", source="他们于周三会面。"),
    Example("They meet three times a week, on Wednesday.", source="他们每周三次会面，在星期三。"),
    severity="error",
    scope="document",
    langs=PAIRS,
    mqm="accuracy/mistranslation",
)
def date_mismatch(document: Document, context: Context) -> Iterator[Finding]:
    """A date or a day of the week that is not the source's"""
    for segment, source, target, changed, *_ in differences(document, context):
        for pair in changed:
            if pair.meant.kind in CALENDAR and pair.meant.kind != "time":
                yield _changed(pair, source, target)._replace(segment=segment)


@rule(
    "accuracy/time-mismatch",
    Example("He left at [[7:15 AM]].", source="他15时离开。"),
    Example("Half an hour later, at 3:50 p.m. on May 1", source="五一当天15时50分，半小时后"),
    severity="error",
    scope="document",
    langs=PAIRS,
    mqm="accuracy/mistranslation",
)
def time_mismatch(document: Document, context: Context) -> Iterator[Finding]:
    """A time of day that is not the source's"""
    for segment, source, target, changed, *_ in differences(document, context):
        for pair in changed:
            if pair.meant.kind == "time":
                yield _changed(pair, source, target)._replace(segment=segment)


def _changed(pair: Pair, source: Side, target: Side) -> Finding:
    q, meant = pair
    words, original = target.words(q), source.words(meant)
    says = f"“{words}” where the source has {original}"
    shown = (Evidence(original, meant.span, "source"),)
    if q.kind != meant.kind or q.kind not in ("day", "year"):
        return Finding(q.span, says, shown)
    new = str(meant.value)
    return Finding(q.span, says if new == original else f"{says}, which is {new}", shown, Fix(f"Write “{new}”", (Edit(q.span, new),), "display"))
