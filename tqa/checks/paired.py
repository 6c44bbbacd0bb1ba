"""A word joined to itself."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from tqa import Example, Finding, Segment, Span, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tqa import Context

# Said on purpose: "more and more", "years and years", "thousands and thousands", "neck and neck".
_IDIOMS = frozenset(
    """again better bigger billions closer cold days deeper dozens drops ever faster fewer further generations greater
    half hand higher hours hundreds larger less longer lots louder many miles millions minutes months more neck older
    only over pages rounds round scores smaller smarter stronger such through tens thousands through time times tons
    weaker weeks worse years younger""".split()
)  # fmt: skip
_SHORTEST = 4
_FIRST_WORD = re.compile(r"\w+")


@rule(
    "accuracy/word-paired-with-itself",
    Example("She introduced her daily [[experience and experience]]."),
    Example("Exports of electronic [[components and components]] fell by 20.1%."),
    Example("The heat makes people feel [[tired and tired]], doctors say."),
    Example("There were more and more of them, and they argued for hours and hours."),
    Example("Officials say that this and that is better and faster and fairer, and areas and area heads differ."),
    langs="*>en",
    mqm="accuracy/mistranslation",
)
def word_paired_with_itself(segment: Segment, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """A word joined to itself by “and”

    Two words that mean nearly the same in the source came out as one: "experience and experience" for 心得和经验.
    Raters marked 16 such pairs 2.7 times as often as chance, four of five of them, and 24 in another test set 2.1
    times; news written in English has none. Idioms ("more and more", "years and years") are left alone.
    """
    value = segment.target.value
    parts = value.split(" and ")
    at = 0
    for left, right in pairwise(parts):
        at += len(left)
        word = _FIRST_WORD.match(right)
        if word and left.endswith(word[0]) and len(word[0]) >= _SHORTEST:
            start = at - len(word[0])
            alone = start == 0 or not (value[start - 1].isalnum() or value[start - 1] in "-'’")
            after = value[at + 5 + word.end() : at + 6 + word.end()]
            if alone and after not in ("-", "'", "’") and word[0].lower() not in _IDIOMS:
                message = f"“{word[0]}” twice: two different words of the source?"
                yield Finding(Span(start, at + 5 + word.end()), message)
        at += 5
