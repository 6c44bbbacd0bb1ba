"""A word joined to itself."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tqa import Document, Example, Finding, Segment, Span, rule
from tqa.text import regex

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
_AND = " and "
_SHORTEST = 4
_JOINING = tuple("-'’")
_FIRST_WORD = regex(r"\w+")


@rule(
    "accuracy/word-paired-with-itself",
    Example("She introduced her daily [[experience and experience]]."),
    Example("Exports of electronic [[components and components]] fell by 20.1%."),
    Example("The heat makes people feel [[tired and tired]], doctors say."),
    Example("There were more and more of them, and they argued for hours and hours."),
    Example("The Prime Minister and Minister of Industry says it is better and faster and fairer."),
    Example("Residents of flooded areas and area heads differ, and a co-founder and founder agree."),
    langs="*>en",
    mqm="accuracy/mistranslation",
    scope="document",  # one call a document, as it must look at every "and"
)
def word_paired_with_itself(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """A word joined to itself by “and”

    Two words that mean nearly the same in the source came out as one: "experience and experience" for 心得和经验.
    Raters marked 16 such pairs 2.7 times as often as chance, four of five of them, and 24 in another test set 2.1
    times; news written in English has none. Idioms ("more and more", "years and years") are left alone.
    """
    for segment in context.segments:
        value = segment.target.value
        if _AND in value:
            yield from _paired(segment, value)


def _paired(segment: Segment, value: str) -> Iterator[Finding]:
    parts = value.split(_AND)
    at = 0
    for left, right in pairwise(parts):
        at += len(left)
        word = _FIRST_WORD.match(right)
        if word and left.endswith(word[0]) and len(word[0]) >= _SHORTEST:
            span = Span(at - len(word[0]), at + len(_AND) + word.end())
            if word[0].lower() not in _IDIOMS and _stand_alone(value, span, word[0]):
                yield Finding(span, f"“{word[0]}” twice: two different words of the source?", segment=segment)
        at += len(_AND)


def _stand_alone(value: str, span: Span, word: str) -> bool:
    """Whether both are whole words, and not ends of longer names ("Prime Minister and Minister of Industry")."""
    before, after = value[: span.start][-1:], value[span.end :]
    if before.isalnum() or before in _JOINING or after[:1] in _JOINING:
        return False
    return not (word[0].isupper() and after.startswith((" of ", " for ")))
