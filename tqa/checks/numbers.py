"""Numbers of the translation that are not those of the source."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tqa import Context, Document, Edit, Evidence, Example, Finding, Fix, Pattern, Segment, Span, rule
from tqa.text import regex, sentences

from ._amounts import CALENDAR, COUNTED, PAIRS, differences, right_elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from tqa import Quantity, Text

    from ._amounts import Pair, Side

    Number = int | Fraction


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
    Example(
        "He was to be back in [[2]]-4 weeks, and was in just 2.",
        fixed="He was to be back in 3-4 weeks, and was in just 2.",
        source="復帰には３～４週間を要する見込みだったが、丸２週間のスピード復帰。",
    ),
    Example("Exports came to $31.51 billion, more than 30% of the total.", source="出口315.1亿美元，占总额三成多。"),
    Example("Over 17,000 tunnels and 3 to 5 million people", source="隧道1.7万余座，300万至500万人"),
    Example("The two countries signed up to the Belt and Road Initiative.", source="两国签署共建一带一路协议。"),
    Example(
        "The farm has 200 hectares, and its output doubled in the 1990s.", source="农场有3000亩，90年代产量翻了2倍。"
    ),
    severity="error",
    scope="document",
    langs=PAIRS,
    mqm="accuracy/mistranslation",
)
def number_mismatch(document: Document, context: Context) -> Iterator[Finding]:
    """A number that is not the source's

    Compared by value, in any writing and rounded as news rounds: 1.7万余, "over 17,000", 17,000. What a translator may
    add or leave out is let be: a year, a month, "two" and "one", numbers within names and idioms (五一, C919; but not
    C929 for C919), ordinals such as those of party congresses, and numbers that went to the segment before or after. A
    number may be rounder than the source's but not exacter, unless another segment of the source has it so, as the
    body of a headline.

    Seen in 3,700 human translations and 572 machine-translated articles: nearly every finding is an error of
    fact. Most are magnitudes (33.06万 as 33.06 million, 4.244亿 as 424.4 billion, 315.1亿 as 31.1 billion), then digits
    miscopied. Where three raters read a text, they marked all of these; one rater alone passed over three of seven
    (2030万 as 203 million among them). Of the numbers replaced on purpose in translations from Hindi and Japanese 42 of
    43 are found, from Czech, French, German, Italian, Polish, Russian and Spanish all 127; of 270 right translations of
    the former none has a finding, of 674 of the latter two, both of which are wrong indeed (a time of 2:03:26 as
    2:04:26; Prozentpunkte as per cent). Of 16,900 messages of programs in these languages beside the English, 1.2% have
    a finding, mostly in lists, ranges and versions or where the two do differ. Not found: the right figure at the wrong
    thing, and "doubled" for 双降.
    """
    for d in differences(document, context):
        for pair in d.changed:
            if pair.meant.kind not in CALENDAR:
                finding = _changed(pair, d.source, d.target)
                shown = (*finding.evidence, *_as_in(pair.meant, d.segment, context))
                yield finding._replace(segment=d.segment, evidence=shown)


@rule(
    "accuracy/number-added",
    Example("He was there after [[61]] days.", source="他过了六一才去。"),
    Example("He was there after June 1.", source="他过了六一才去。"),
    scope="document",
    langs=PAIRS,
    mqm="accuracy/addition",
)
def number_added(document: Document, context: Context) -> Iterator[Finding]:
    """A figure that the source has not

    And no figure of the source is missing that it could stand for: 六一 (June 1) read as 61, a sum in another currency
    made up. What `accuracy/number-mismatch` lets be is let be here, too.
    """
    for d in differences(document, context):
        for q in d.added:
            yield Finding(q.span, f"No number of the source is “{d.target.words(q)}”", segment=d.segment)


@rule(
    "accuracy/number-missing",
    Example("[[Everyone was moved.]]", source="在场的2800人都很感动。"),
    Example("All 2,800 people were moved.", source="在场的2800人都很感动。"),
    Example("Both countries were moved.", source="2个国家都很感动。"),
    scope="document",
    langs=PAIRS,
    mqm="accuracy/omission",
)
def number_missing(document: Document, context: Context) -> Iterator[Finding]:
    """A figure of the source that the translation has not

    Mostly a clause is missing. It is shown at the sentence that stands where the figure stands in the source; one
    finding for all figures of a segment. What `accuracy/number-mismatch` lets be is let be here, too.
    """
    for d in differences(document, context):
        if d.missing:
            yield _missing(d.missing, d.source, d.target)._replace(segment=d.segment)


@rule(
    "accuracy/number-inconsistent",
    Example(
        "The fund has 424 million dollars.\n\nOf the [[420 million]] dollars, a third is spent.",
        source="该基金有4.24亿美元。\n\n4.24亿美元中，三分之一已用完。",
    ),
    Example(
        "The fund has 424 million dollars.\n\nOf the more than 420 million dollars, a third is spent.",
        source="该基金有4.24亿美元。\n\n4.24亿美元中，三分之一已用完。",
    ),
    Example(
        "The fund has 424 million dollars.\n\nOf the 420 million dollars, a third is spent.",
        source="该基金有4.24亿美元。\n\n约4.2亿美元中，三分之一已用完。",
    ),
    severity="info",
    scope="document",
    langs=PAIRS,
    mqm="style/inconsistent-style",
    status="preview",
)
def number_inconsistent(document: Document, context: Context) -> Iterator[Finding]:
    """A figure of the source, exact in one place of the translation and rounded in another

    A headline may round, and so may whoever says so ("more than 420 million"). A figure that is wrong in one of the
    places is for `accuracy/number-mismatch`, which shows where it is right.

    In 572 machine-translated articles 103 figures come more than once, and none is rounded in one place only: too few
    to be on by default.
    """
    for d in differences(document, context):
        for q, meant in d.rounded if d.segment.kind != "headline" else ():
            shown = () if q.approximate else tuple(_as_in(meant, d.segment, context))
            if shown:
                says = f"“{d.target.words(q)}” here, elsewhere the source's figure in full ({d.source.words(meant)})"
                yield Finding(q.span, says, shown, segment=d.segment)


def _as_in(meant: Quantity, segment: Segment, context: Context) -> Iterator[Evidence]:
    """Where another segment has a figure of the source, and has it right: the first such place."""
    found = right_elsewhere(meant, segment, context)
    if found is not None:
        other, place = found
        yield Evidence(f"elsewhere “{other.target.value[place.start : place.end]}”", place, segment=other)


_FROM_TO = {
    "zh": (regex(""), regex(r"[^，。；、]{0,16}[至到为成][^，。；、]{0,4}|[^，。；、]{0,4}[-－—~～–]")),
    "en": (regex(r"\bfrom [^,.;]{0,12}\Z"), regex(r"[^,.;]{0,24}\bto [^,.;]{0,12}\Z")),
}
"""By language, what stands before the first number of a range, and between the two."""


@rule(
    "accuracy/range-reversed",
    Example("The rate rose from [[3.5% to 2.1%]].", source="比率由2.1%升至3.5%。"),
    Example("The rate rose from 2.1% to 3.5%.", source="比率由2.1%升至3.5%。"),
    Example("The rate rose to 3.5% from 2.1%.", source="比率由2.1%升至3.5%。"),
    severity="error",
    langs=("zh>en",),
    mqm="accuracy/mistranslation",
    patterns=(Pattern(r"\bfrom [^;\n]{1,40} to "),),
)
def range_reversed(segment: Segment, context: Context) -> Iterator[Finding]:
    """A range that goes from where the source's ends to where it begins

    From one number to another, where the source says from the other to the one. All five ranges that were turned in
    human translations on purpose are found; nothing in these translations as they are, nor in 572 machine-translated
    articles.
    """
    if segment.source is None:
        return
    theirs = {(one.value, other.value) for one, other in _ranges(segment.source, context)}
    for one, other in _ranges(segment.target, context) if theirs else ():
        ends = one.value, other.value
        if ends not in theirs and ends[::-1] in theirs:
            place = Span(one.span.start, (other.unit_span or other.span).end)
            yield Finding(place, "The range goes the other way in the source")


def _ranges(text: Text, context: Context) -> Iterator[tuple[Quantity, Quantity]]:
    language = context.language(text)
    before, between = _FROM_TO.get(text.lang.partition("-")[0].lower(), (None, None))
    if language is None or before is None or between is None:
        return
    value = text.value
    for one, other in pairwise(language.quantities(text)):
        if before.search(value, max(0, one.span.start - 20), one.span.start) and between.fullmatch(
            value, one.span.end, other.span.start
        ):
            yield one, other


def _changed(pair: Pair, source: Side, target: Side) -> Finding:
    q, meant = pair
    words, original = target.words(q), source.words(meant)
    says = f"“{words}” where the source has {original}"
    shown = (Evidence(original, meant.span, "source"),)
    if q.kind not in COUNTED:
        return Finding(q.span, says, shown)
    new = target.language.write(meant.value, words)
    fix = Fix(f"Write “{new}”", (Edit(q.span, new),), "unsafe" if _magnitude(q.value, meant.value) else "display")
    return Finding(q.span, says if new == original else f"{says}, which is {new}", shown, fix)


def _magnitude(one: Number, other: Number) -> bool:
    """Whether one number is the other with the wrong magnitude."""
    from fractions import Fraction

    times = Fraction(one) / other if other else Fraction(0)
    digits = str(max(times.numerator, times.denominator))
    return min(times.numerator, times.denominator) == 1 and len(digits) > 1 and digits.rstrip("0") == "1"


def _missing(missing: Sequence[Quantity], source: Side, target: Side) -> Finding:
    """One finding for all of them, in the sentence that stands where the first stands in the source."""
    places = sentences(target.text) or [Span(0, len(target.text.value))]
    share = missing[0].span.start / len(source.text.value)
    place = next((s for s in places if s.end >= share * len(target.text.value)), places[-1])
    listed = ", ".join(source.words(q) for q in missing)
    shown = tuple(Evidence(source.words(q), q.span, "source") for q in missing)
    return Finding(place, f"The translation has no number for {listed}", shown)
