"""Sentences that are far longer than their article's others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import Context, Document, Evidence, Example, Finding, Span, rule
from tqa.kinds import kinds
from tqa.text import regex, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

_FEWEST_SENTENCES = 5
_FEWEST_WORDS = 5
"""A sentence of fewer words, an answer or a caption, says nothing of how long the article's sentences are."""

# Quoted speech is as long as it was; what a colon opens, and what brackets or semicolons set apart, is a list.
_LEFT_ALONE = regex(r"[\"“”:;(]")
# Where a clause opens that could be a sentence.
_JOINT = regex(
    r", (?:(?:and|but|so|while|whereas|as) (?:also |then )?"
    r"(?:it|he|she|they|we|there|the|this|that|these|those|its|his|her|their|an?|some|many)\b|(?:which|who|where)\b)"
)
_PART = 6
"""Words that each part has to have."""
_MOST_JOINTS = 3


@rule(
    "style/long-sentence",
    Example(
        "The city has a plan for its trams. It will begin in May. [[The council, which has long wanted a line along "
        "the river, will pay for the first part of it, and the region will pay for the rest.]] The work takes two "
        "years. Then the trams will run. All of this is new.",
        options={"words": 25},
    ),
    Example(
        "The city has a plan for its trams. It will begin in May. The council, which has long wanted a line along the "
        "river, will pay for the first part of it, and the region will pay for the rest. The work takes two years. "
        "Then the trams will run. All of this is new.",
    ),
    Example(
        "The city has a plan for its trams. It will begin in May. “The council, which has long wanted a line along the "
        "river, will pay for the first part of it, and I hope for help with the rest,” he said. The work takes two "
        "years. Then the trams will run. All of this is new.",
        options={"words": 25},
    ),
    severity="info",
    scope="document",
    langs="*>en",
    mqm="style/awkward",
    options={"words": 45, "times": 2.5},
    status="preview",
)
def long_sentence(document: Document, context: Context) -> Iterator[Finding]:
    """A sentence far longer than the article's others

    What one sentence of Chinese holds may fill three of English, and a reader loses the thread. As a preview, for
    native writers do the same: 3 such sentences in 13,000 words of theirs, 29 in 196,000 of machine-translated Chinese
    news, in which raters find no more errors than elsewhere (0.96 times chance).

    A sentence counts where it has more than `words` words and more than `times` as many as the median sentence of an
    article of five sentences or more. The message says both numbers; places where it could be divided are shown.
    Left alone: quoted speech, lists, and what is no prose.
    """
    words, times = context.option("words"), context.option("times")
    usual = 0.0
    for segment in context.segments:
        value = segment.target.value
        if value.count(" ") < words or max(part.count(" ") for part in value.split(". ")) < words:
            continue
        for span in sentences(segment.target):
            sentence = value[span.start : span.end]
            size = len(sentence.split())
            if size <= words or _LEFT_ALONE.search(sentence) or kinds(document)[segment.id] not in _PROSE:
                continue
            usual = usual or _usual(context)
            if usual and size > times * usual:
                message = f"This sentence has {size} words; half of the article's have {usual:g} or fewer"
                yield Finding(span, message, tuple(_joints(value, span)), segment=segment)


_PROSE = frozenset(("body", "lead"))


def _usual(context: Context) -> float:
    """The median of the words of the document's sentences; infinite where they are too few."""
    from statistics import median  # with what it imports, a twentieth of the start-up

    sizes = [
        size
        for segment in context.segments
        if kinds(context.document)[segment.id] in _PROSE
        for span in sentences(segment.target)
        if (size := len(segment.target.value[span.start : span.end].split())) >= _FEWEST_WORDS
    ]
    return median(sizes) if len(sizes) >= _FEWEST_SENTENCES else float("inf")


def _joints(value: str, span: Span) -> Iterator[Evidence]:
    """Where the sentence could be divided into parts of some length."""
    last, shown = span.start, 0
    for match in _JOINT.finditer(value, span.start, span.end):
        long = value.count(" ", last, match.start()) >= _PART and value.count(" ", match.start(), span.end) > _PART
        if long and shown < _MOST_JOINTS:
            yield Evidence("it could be divided here", Span(*match.span()))
            last, shown = match.start(), shown + 1
