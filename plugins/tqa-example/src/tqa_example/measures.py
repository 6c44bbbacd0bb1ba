"""Chinese measures that readers elsewhere cannot picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tqa import Context, Edit, Example, Finding, Fix, Pattern, Segment, Span, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

PER_MU = {"hectares": 1 / 15, "acres": 0.16474}
_SCALE = {"": 1, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}


@rule(
    "audience/mu-alone",
    Example(
        "The floods covered [[3,000 mu]] of farmland.",
        fixed="The floods covered 3,000 mu (200 hectares) of farmland.",
    ),
    Example(
        "Farmers planted [[3.5 million mu]] of rice.",
        fixed="Farmers planted 3.5 million mu (about 580,000 acres) of rice.",
        options={"unit": "acres"},
    ),
    Example("The rain flattened [[hundreds of mu]] of chillies."),
    Example("The floods covered 3,000 mu (200 hectares) of farmland."),
    Example("The hills of Mu Us are green again, and Mu Dan took 3 gold medals."),
    langs="*>en",
    mqm="audience/culture-specific-reference",
    patterns=(
        Pattern(r"\b(?:([\d,]*\d(?:\.\d+)?)(?: (thousand|million|billion))?|(?:tens|hundreds|thousands) of) mu\b"),
    ),
    options={"unit": "hectares"},
)
def mu_alone(segment: Segment, context: Context) -> Iterator[Finding]:
    """An area in mu, with nothing that readers know beside it

    A mu is a fifteenth of a hectare. Reports from the Chinese countryside count land in it; outside China hardly
    anybody can tell whether 3,000 mu is a field or a county. The desk keeps the figure of the source and adds its own
    unit in brackets. Option `unit`: "hectares" or "acres".
    """
    unit = context.option("unit")
    for _, match in context.matches(segment):
        if re.match(r"\s*\(", segment.target.value[match.end() :]):
            continue  # converted already
        span = Span(match.start(), match.end())
        fix = None
        if match[1]:
            mu = float(match[1].replace(",", "")) * _SCALE[match[2] or ""]
            beside = f" ({converted(mu * PER_MU[unit])} {unit})"
            fix = Fix(f"Add “{beside.strip()}”", (Edit(Span(span.end, span.end), beside),))
        yield Finding(span, f"Few readers know what “{match[0]}” is; give it in {unit}, too", fix=fix)


def converted(area: float) -> str:
    """A figure that is no more exact than the one it was made of: "200", "about 580,000"."""
    rounded = float(f"{area:.2g}")
    shown = f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"
    return shown if abs(rounded - area) < 1e-6 * area else f"about {shown}"
