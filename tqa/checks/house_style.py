"""One house style in one article: forms of which either is good English and both together are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import Document, Edit, Evidence, Example, Finding, Fix, Pattern, Span, rule

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from tqa import Context, Segment

Place = tuple["Segment", "re.Match[str]"]

_STATES = ("US", "UK", "UN", "EU")
# Neither in a longer name or code ("US-3", "AT&US") nor before a dollar sign ("US$5").
_PLAIN = r"(?<![\w$.&/-])(?:{0})(?![\w$&/.]|-\d)|(?<![\w$.&/-])(?:{0})(?=\.(?!\w))"
_POINTS = r"(?<![\w.])(?:U\.S\.|U\.K\.|U\.N\.|E\.U\.)(?![A-Z]\b)"


@rule(
    "style/country-with-and-without-points",
    Example(
        "The [[US]] bars six Chinese firms.\n\nThe U.S. embassy declined to comment.",
        fixed="The U.S. bars six Chinese firms.\n\nThe U.S. embassy declined to comment.",
    ),
    Example(
        "He left the [[US]].\n\nThe U.S. embassy declined to comment.",
        fixed="He left the U.S.\n\nThe U.S. embassy declined to comment.",
    ),
    Example(
        "The US bars six firms.\n\nThe [[U.S.]] embassy said so in the [[U.S.]]",
        fixed="The US bars six firms.\n\nThe US embassy said so in the US.",
        options={"keep": "plain"},
    ),
    Example("The US bars six firms, and the price is US$5.\n\nThe US embassy declined to comment."),
    Example("The U.S. bars six firms at a price of US$5 a share."),
    severity="info",
    scope="document",
    langs="*>en",
    mqm="style/inconsistent-style",
    patterns=(Pattern(_PLAIN.format("|".join(_STATES))), Pattern(_POINTS)),
    options={"keep": "points"},
)
def country_with_and_without_points(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """US and U.S. in one article

    Raters marked "US" 5.4 times as often as chance where the text also has "U.S." (79 places), and "U.S." there only
    1.7 times, whichever of the two is the more frequent; so each "US" is shown. A house that writes US sets
    `keep = "plain"`. One native article in 36 has both.
    """
    if len(context.met()) < 2:
        return
    plain: dict[str, list[Place]] = {}
    points: dict[str, list[Place]] = {}
    for segment, number, match in context.all_matches():
        name = match[0].replace(".", "")
        (points if number else plain).setdefault(name, []).append((segment, match))
    keep_plain = context.option("keep") == "plain"
    for name in plain.keys() & points.keys():
        with_points = "".join(f"{letter}." for letter in name)
        wrong, right, new = (points, plain, name) if keep_plain else (plain, points, with_points)
        segment, match = right[name][0]
        shown = (Evidence(f"“{match[0]}”", Span(*match.span()), segment=segment),)
        for place, found in wrong[name]:
            span = Span(*found.span())
            edit = _edit(place.target.value, span, new, place)
            fix = Fix(f"Write {new}", (edit,), "unsafe" if keep_plain else "safe")
            yield Finding(span, f"“{found[0]}” beside “{match[0]}”", shown, fix, place)


def _edit(value: str, span: Span, new: str, segment: Segment) -> Edit:
    """The full stop of the sentence and that of the abbreviation are one."""
    if new.endswith(".") and value[span.end : span.end + 1] == ".":
        return Edit(Span(span.start, span.end + 1), new, segment)
    if not new.endswith(".") and not value[span.end :].strip("\"'”’) "):
        return Edit(span, f"{new}.", segment)
    return Edit(span, new, segment)


@rule(
    "style/percent-word-and-sign",
    Example(
        "Exports fell 21.2% and imports 18.3%.\n\nOf those asked, 58 [[percent]] agreed.",
        fixed="Exports fell 21.2% and imports 18.3%.\n\nOf those asked, 58% agreed.",
    ),
    Example(
        "About 52 per cent came back, then 58 per cent.\n\nSales fell 3[[%]] in May.",
        fixed="About 52 per cent came back, then 58 per cent.\n\nSales fell 3 per cent in May.",
    ),
    Example("Exports fell 21.2 percent, and 58 percent agreed."),
    Example("Exports fell 21.2%. One percent of voters decided, two per cent at most."),
    severity="info",
    scope="document",
    langs="*>en",
    mqm="style/inconsistent-style",
    patterns=(Pattern(r"(?<=\d )per ?cent\b"), Pattern(r"(?<=\d)%(?!\w)")),
)
def percent_word_and_sign(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """Percent and % in one article

    The rarer of the two is shown; at a tie the words. Raters marked the rarer form 3.5 times as often as chance (10
    places). Numbers written out ("two percent") do not count.
    """
    if len(context.met()) < 2:
        return
    forms: tuple[list[Place], list[Place]] = ([], [])
    for segment, number, match in context.all_matches():
        forms[number].append((segment, match))
    words, signs = forms
    if not words or not signs:
        return
    rare, common = (words, signs) if len(words) <= len(signs) else (signs, words)
    segment, match = common[0]
    shown = (Evidence(f"“{match[0]}”", Span(*match.span()), segment=segment),)
    for place, found in rare:
        start, end = found.span()
        edit = (
            Edit(Span(start - 1, end), "%", place) if rare is words else Edit(Span(start, end), f" {match[0]}", place)
        )
        message = f"“{found[0]}” beside “{match[0]}”, which the article has {len(common)} times"
        yield Finding(Span(start, end), message, shown, Fix(f"Write {match[0]}", (edit,), "safe"), place)


@rule(
    "style/us-beside-united-states",
    Example("The [[US]] bars six firms.\n\nThe United States and China are to meet."),
    Example("The US bars six firms.\n\nUS officials are to meet their counterparts."),
    severity="info",
    scope="document",
    langs="*>en",
    mqm="style/inconsistent-style",
    patterns=(Pattern(_PLAIN.format("US")), Pattern(r"\bUnited States\b"), Pattern(r"\bU\.S\.")),
    status="preview",
)
def us_beside_united_states(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """US beside the name in full

    Off by default: most papers write the name in full once and US from then on. Two raters of eight marked it as a rule
    (51 places, 4.8 times chance); those of another test set hardly ever (373 places, 0.9).
    """
    found: tuple[list[Place], list[Place], list[Place]] = ([], [], [])
    for segment, number, match in context.all_matches():
        found[number].append((segment, match))
    short, full, points = found
    if not full or points:
        return
    segment, match = full[0]
    shown = (Evidence("“United States”", Span(*match.span()), segment=segment),)
    for place, us in short:
        yield Finding(Span(*us.span()), "“US” beside “United States”", shown, segment=place)
