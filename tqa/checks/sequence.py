"""Words that stand beside the wrong words: out of order, or with one missing between them."""

from __future__ import annotations

from collections import Counter
from itertools import islice, repeat
from operator import getitem, itemgetter
from typing import TYPE_CHECKING

from tqa import Context, Document, Example, Finding, Segment, Span, rule
from tqa.text import looks_like_headline, sentences

from . import _sequences as sequences
from ._words import bare_words
from .grammar import never_together

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIKELY, _SURE_OF_ORDER = 0.9, 0.985


def _is_prose(segment: Segment) -> bool:
    return segment.kind in ("body", "lead", "quote") and not looks_like_headline(segment.target)


# Words that may follow nearly anything, and be followed by it: they open a clause, or stand where the writer likes.
_ANYWHERE = frozenset(
    """if when how because but also then thus first now per still his her your my their our all some both each said says
    while whether although though unless once so yet too either neither another nor as only out one newly""".split()
)

# "is of great importance", "accused it of"; "the people coming in were", "what he lived for was".
_BEFORE_OF = frozenset("is are was were be been it even".split())
_STRANDED = frozenset("in on up off over at for with about by from to of".split())
_FINITE = frozenset("is are was were has have had".split())


@rule(
    "linguistic/broken-sequence",
    Example("It said that the capital [[could up]] to 5 millimeters of rain on Monday."),
    Example("He was told [[the that]] about audience expanding the law."),
    Example(
        "[[Fire have accident up took is and the high place been by a in terrain to hostile caused believed.]]",
    ),
    Example("He spoke on the first day of July in Paris. They have had what they needed for a long time."),
    Example("Who is it that the two men saw there and then? It was, so far as we know, no one."),
    severity="info",
    langs="*>en",
    mqm="linguistic/grammar",
    scope="document",  # one call a document, as it must look at every word
    status="preview",
)
def broken_sequence(document: Document, context: Context) -> Iterator[Finding]:
    """Words in an order that English does not have, or with one missing between them

    A model of word classes (27,000 words; how often two or three classes stand in a row) tells which pairs of words are
    far less often side by side than chance would have it, and judges them with the words around. It says no more than
    that the place deserves a look, so it is a remark; three such places in one sentence of few words are disorder, and
    a warning. In test sentences it finds, with the other rules, 85% of those with all words shuffled and one in four
    with two words swapped. In 360,000 words by people it speaks up 39 times, more than half at real slips ("problems
    las year", "a even surface", "in year 2021").

    Off unless asked for: the three remarks in 13,000 words of news by native writers are all at good English ("among
    its leaders a Syrian national"), and of 21 in machine-translated news raters marked no more than chance would have
    it (three in one test set; 18 in another, lift 0.8, most of them at "but also interview more medical staff").

    Left alone: names, figures and what is in capitals, words that adverbs and clauses may be put beside, questions,
    headlines, and a pair that the document has twice.
    """
    for segment, places in _broken(document).items():
        if not context.rule.looks_at(segment.kind) or not _is_prose(segment):
            continue
        value = segment.target.value
        for sentence in sentences(segment.target):
            inside = [place for place in places if sentence.start <= place[1].start < sentence.end]
            if not inside or value[sentence.end - 1] == "?":
                continue
            best, span = max(inside, key=itemgetter(0))
            if len(inside) >= _MANY and len(inside) * _SPREAD > len(value[sentence.start : sentence.end].split()):
                yield Finding(
                    sentence, "The words of this sentence are in disorder", segment=segment, severity="warning"
                )
            elif best >= _SURE_OF_ORDER:
                said = value[span.start : span.end]
                message = f"“{said}”: the order of the words is wrong, or one is missing"
                yield Finding(span, message, segment=segment)


_MANY, _SPREAD = 3, 9
"""So many doubtful places, one in so many words, are no accident."""


def _broken(document: Document) -> dict[Segment, list[tuple[float, Span]]]:
    """By segment the places where words are likely out of order, and how likely."""
    doubts = [(segment, *pair) for segment, words in bare_words(document) for pair in _doubtful(words)]
    times = Counter((first, second) for _, first, second in doubts)
    found: dict[Segment, list[tuple[float, Span]]] = {}
    for segment, first, second in doubts:
        if times[first, second] == 1 and (place := _place(segment, first, second)) is not None:
            likely = _LIKELY if never_together(first, second) else _judged(segment, place)
            if likely >= _LIKELY:
                found.setdefault(segment, []).append((likely, place))
    return found


def _doubtful(words: list[str]) -> list[tuple[str, str]]:
    """The words that stand side by side and seldom do."""
    known = sequences.model()
    kinds = list(map(known.classes.get, words, repeat(known.unknown)))
    figures = list(map(getitem, map(known.beside.__getitem__, kinds), islice(kinds, 1, None)))  # at the speed of C
    if not figures or min(figures) >= sequences.DOUBTFUL:
        return []
    numbers = (number for number, figure in enumerate(figures) if figure < sequences.DOUBTFUL)
    pairs = ((words[number], words[number + 1]) for number in numbers)
    return [pair for pair in pairs if not _may_stand(*pair)]


def _may_stand(first: str, second: str) -> bool:
    """Whether sentences may bring any two words together as these."""
    return (
        not _ANYWHERE.isdisjoint((first, second))
        or (second == "of" and first in _BEFORE_OF)
        or (second in _FINITE and first in _STRANDED)
    )


def _place(segment: Segment, first: str, second: str) -> Span | None:
    """Where the two words stand in small letters, with only a space between them; None where they do not."""
    value, both = segment.target.value, f"{first} {second}"
    start = value.find(both)
    while start >= 0:
        end = start + len(both)
        if not value[start - 1 : start].isalnum() and not value[end : end + 1].isalnum():
            return Span(start, end)
        start = value.find(both, start + 1)
    return None


def _judged(segment: Segment, place: Span) -> float:
    """How likely it is that the two words at a place are out of order."""
    known, value = sequences.model(), segment.target.value
    around, number = sequences.around(known, value, value.index(" ", place.start) + 1)
    features = sequences.order_features(known, around, number) if number > 0 else None
    if features is None or features[sequences.HERE] >= sequences.DOUBTFUL:  # part of a name, or of a longer word
        return 0.0
    return known.order(features)
