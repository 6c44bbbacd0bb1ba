"""What a translation has of its source, by anchors: words of the news, names and numbers that are recognised on both
sides."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tqa import Context, Document, Evidence, Example, Finding, Segment, Span, rule
from tqa.text import kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._anchors import Likeness

_PAIRS = ("zh>en", "ja>en", "hi>en", "ru>en", "de>en", "fr>en", "es>en", "it>en", "pl>en", "cs>en")
"""What anchors have been measured on."""

_UNRELATED = -6
"""No score of a right translation is so low (`_anchors.Likeness.score`)."""
_RIGHT = 5
"""Above this a translation is taken to be of its source."""
_CERTAIN = 4
_BETTER = 6
"""So much better has a translation to fit the source of another segment, to be said to be of that one;"""
_TWICE_BETTER = 3
"""and so much where that segment has the same translation."""
_AROUND = 3
"""A shifted translation is looked for so many segments before and after its place."""


@rule(
    "accuracy/unrelated-translation",
    Example(
        "[[Argentina is known for having the best polo team and players in the world.]]",
        source="据警方消息，莫斯科郊外高速公路发生交通事故，造成三人死亡。",
    ),
    Example(
        "[[Two people were injured when a train hit a car in Osaka on Sunday.]]\n\n"
        "[[Parliament will vote on the new tax law on Thursday.]]",
        source="议会将于周四对新税法进行投票。\n\n周日，一列火车在大阪撞上一辆汽车，造成两人受伤。",
    ),
    Example(
        "Two people were injured when a train hit a car in Osaka on Sunday.\n\n"
        "Parliament will vote on the new tax law on Thursday.",
        source="周日，一列火车在大阪撞上一辆汽车，造成两人受伤。\n\n议会将于周四对新税法进行投票。",
    ),
    Example("Xia Bin, reporter for finance and economics", source="中新财经记者夏宾"),
    Example("Argentina is known for the best polo team in the world.", source="據警方消息，這起交通事故造成三人死亡。"),
    severity="error",
    langs=_PAIRS,
    mqm="accuracy/mistranslation",
)
def unrelated_translation(segment: Segment, context: Context) -> Iterator[Finding]:
    """A translation of something else than its source

    What can be recognised in a translation without understanding it is looked for on both sides: some 230 words that
    news uses most, names of countries and cities among them, in ten languages; names, by their letters or their sound;
    numbers, by value. Where each side has several and next to none is on both, the translation belongs elsewhere, or
    was made up. If it fits a segment near by, or one with the same translation, the finding says which.

    Of sentences in ten languages with the translation of another one, it finds 79% and says nothing on 976 right
    translations. In 560 articles whose translations were shifted by one segment, doubled or swapped it finds 80 to 86%
    of those in the wrong place. In the articles as they are it speaks seven times: six translations that stand one
    segment late, and a headline whose translation runs on. Traditional Chinese, which it does not read, is left alone.
    """
    source, target = segment.source, segment.target
    if source is None or not source.value or not target.value:
        return
    from ._anchors import likeness

    here = likeness(source, target, context.language, _RIGHT)
    if here is None or here.score >= _RIGHT:
        return
    whole = Span(*_stripped(target.value))
    for other in _around(segment, context):
        assert other.source is not None
        again = other.target.value == target.value
        least = max(_CERTAIN, here.score + (_TWICE_BETTER if again else _BETTER))
        there = likeness(other.source, target, context.language, least)
        if there and there.score >= least:
            shown = Evidence("What it translates", Span(*_stripped(other.source.value)), "source", other)
            says = f"The translation of segment {other.id} stands here{' again' if again else ''}"
            yield Finding(whole, says, (shown,))
            return
    if here.score <= _UNRELATED:
        yield Finding(whole, _says(here))


def _says(found: Likeness) -> str:
    if found.shared and found.extra > 4 * found.lacking:
        return "Nearly all of this is not in the source"
    if found.shared and found.lacking > 4 * found.extra:
        return "Nearly nothing of the source is in this translation"
    return "This seems to translate something else: it shares no name, number or frequent word with its source"


def _stripped(value: str) -> tuple[int, int]:
    return len(value) - len(value.lstrip()), len(value.rstrip())


class _Order(NamedTuple):
    """Where segments stand in a document."""

    at: dict[int, int]
    """By the identity of the segment, since ids may come twice."""
    same: dict[str, list[int]]
    """By the text of the translation."""


@kept
def _order(document: Document) -> _Order:
    at, same = {}, defaultdict(list)
    for number, segment in enumerate(document.segments):
        at[id(segment)] = number
        same[segment.target.value].append(number)
    return _Order(at, same)


def _around(segment: Segment, context: Context) -> Iterator[Segment]:
    """The segments whose source the translation may be of: those near, nearest first, and those translated alike."""
    segments, order = context.document.segments, _order(context.document)
    at = order.at[id(segment)]
    near = sorted(range(max(0, at - _AROUND), min(len(segments), at + _AROUND + 1)), key=lambda n: abs(n - at))
    for number in dict.fromkeys([*near, *order.same[segment.target.value]]):
        other = segments[number]
        if other.source is not None and other.source != segment.source:
            yield other
