"""What the numbers of the translation are counted in: currencies, units of measure, percentage points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import Context, Document, Evidence, Example, Finding, rule

from ._amounts import PAIRS, differences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


@rule(
    "accuracy/currency-mismatch",
    Example("The fund holds 200 million [[yuan]].", source="该基金规模为2亿美元。"),
    Example("The ticket costs [[$]]35.", source="门票35元。"),
    Example("The fund holds 200 million dollars.", source="该基金规模为2亿美元。"),
    Example("The fund holds RMB 200 million ($28 million).", source="该基金规模为2亿元（约合2800万美元）。"),
    Example("The board set aside $110 million.", source="旅游局拨出1.1亿新元。"),
    severity="error",
    scope="document",
    langs=PAIRS,
    mqm="accuracy/mistranslation",
)
def currency_mismatch(document: Document, context: Context) -> Iterator[Finding]:
    """A sum in another currency than the source's

    The figure is the source's, the currency is not: neither side has the figure in the other's currency as well. A
    plain "dollar" may be that of any country, and a sum whose currency the source does not say may be in any.

    Of 572 machine-translated articles three had one, all Singapore dollars (新元) as yuan; one rater of three marked
    each. In 3,700 human translations there is none; of the sums changed in them to yuan or dollars on purpose, those
    are found whose currency the source names (17 of 18, 35 of 48).
    """
    return _renamed(document, context, ("money",))


@rule(
    "accuracy/unit-mismatch",
    Example("The road is 300 [[miles]] long.", source="这条路长300公里。"),
    Example("The house has 120 [[meters]].", source="房子有120平方米。"),
    Example("The flood lasted for three [[weeks]].", source="洪水持续了三天。"),
    Example("The road is 300 kilometers (186 miles) long.", source="这条路长300公里。"),
    Example("They walked 5 kilometers in 5 hours.", source="他们5小时走了5公里。"),
    severity="error",
    scope="document",
    langs=PAIRS,
    mqm="accuracy/mistranslation",
)
def unit_mismatch(document: Document, context: Context) -> Iterator[Finding]:
    """A measure in another unit than the source's

    The figure is the source's, the unit is not: miles for 公里, months for 年, metres for 平方米. A figure that was
    converted with its unit is left alone.

    Neither 572 machine-translated articles nor 3,700 human translations have one; of units changed in the latter on
    purpose (hours to minutes, days to weeks, years to months) 76% are found. The rest stand at figures that the source
    counts otherwise (日, 载) or has twice.
    """
    return _renamed(document, context, ("number",))


@rule(
    "accuracy/percentage-point-mismatch",
    Example("The rate, 2.3 [[percentage points]], was a record.", source="增长率为2.3%，创历史新高。"),
    Example("The rate rose by 2.3[[%]].", source="增长率上升2.3个百分点。"),
    Example("The rate was 2.3%, up 0.5 percentage points.", source="增长率为2.3%，上升0.5个百分点。"),
    scope="document",
    langs=PAIRS,
    mqm="accuracy/mistranslation",
)
def percentage_point_mismatch(document: Document, context: Context) -> Iterator[Finding]:
    """Per cent for percentage points, or percentage points for per cent

    A rate of 50% that rises by two percentage points is at 52%; one that rises by 2% is at 51%.

    Not in the articles and translations that the rules are measured on; of per cents changed in human translations to
    percentage points on purpose 93% are found.
    """
    return _renamed(document, context, ("percent", "points"))


def _renamed(document: Document, context: Context, kinds: Collection[str]) -> Iterator[Finding]:
    for d in differences(document, context):
        for q, meant in d.renamed:
            if q.kind in kinds:
                original = d.source.with_unit(meant)
                says = f"“{d.target.with_unit(q)}” where the source has {original}"
                shown = (Evidence(original, meant.span, "source"),)
                yield Finding(q.unit_span or q.span, says, shown, segment=d.segment)
