"""What the numbers of the translation are counted in: currencies, units of measure, percentage points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import Context, Document, Evidence, Example, Finding, rule

from ._amounts import PAIRS, differences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ._amounts import Pair


@rule(
    "accuracy/currency-mismatch",
    Example("The fund holds 200 million [[yuan]].", source="该基金规模为2亿美元。"),
    Example("The fund holds 200 million dollars.", source="该基金规模为2亿美元。"),
    Example("The fund holds RMB 200 million ($28 million).", source="该基金规模为2亿元（约合2800万美元）。"),
    severity="error",
    scope="document",
    langs=PAIRS,
    mqm="accuracy/mistranslation",
)
def currency_mismatch(document: Document, context: Context) -> Iterator[Finding]:
    """A sum in another currency than the source's

    The figure is the same, the currency is not.
    """
    return _renamed(document, context, lambda pair: pair.is_.kind == "money")


@rule(
    "accuracy/unit-mismatch",
    Example("The road is 300 [[miles]] long.", source="这条路长300公里。"),
    Example("The road is 300 kilometers long.", source="这条路长300公里。"),
    severity="error",
    scope="document",
    langs=PAIRS,
    mqm="accuracy/mistranslation",
)
def unit_mismatch(document: Document, context: Context) -> Iterator[Finding]:
    """A measure in another unit than the source's

    The figure is the same, the unit is not.
    """
    return _renamed(document, context, lambda pair: pair.is_.kind == "number")


@rule(
    "accuracy/percentage-point-mismatch",
    Example("The rate rose by 2.3 [[percentage points]].", source="增长率为2.3%。"),
    Example("The rate was 2.3%.", source="增长率为2.3%。"),
    severity="error",
    scope="document",
    langs=PAIRS,
    mqm="accuracy/mistranslation",
)
def percentage_point_mismatch(document: Document, context: Context) -> Iterator[Finding]:
    """Per cent for percentage points, or percentage points for per cent

    A rate of 50% that rises by two percentage points is at 52%, one that rises by 2% at 51%.
    """
    return _renamed(document, context, lambda pair: pair.is_.kind in ("percent", "points"))


def _renamed(document: Document, context: Context, wanted: Callable[[Pair], bool]) -> Iterator[Finding]:
    for segment, source, target, *_, renamed in differences(document, context):
        for pair in filter(wanted, renamed):
            q, meant = pair
            original = source.with_unit(meant)
            shown = (Evidence(original, meant.span, "source"),)
            says = f"“{target.with_unit(q)}” where the source has {original}"
            yield Finding(q.unit_span or q.span, says, shown, segment=segment)
