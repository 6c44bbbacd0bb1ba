"""Words that do not go with those beside them: a wrong form, a wrong preposition, out of order, or with one missing."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import accumulate, chain
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from tqa import Context, Document, Edit, Example, Finding, Fix, Segment, Span, rule
from tqa.text import kept, looks_like_headline, lower, regex, sentences

from . import _sequences as sequences
from . import _slips as slips
from ._words import bare_words, marked_words
from .grammar import never_together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tqa import Text

    from ._slips import Kind

_SELDOM, _LOOSE_TIE = -40, -80
"""How seldom two words side by side must meet by their classes (`Model.meetings`) for a slip to be looked for; and that
with twice what they are tied by (`Model.ties`)."""
_BEFORE, _AFTER = 3, 3
"""How many words before the second of the two are looked at, and how many from there on."""
_SPOT = 6
"""Places that are no more than so many characters apart are one spot: a single slip shows in several of them."""


class _Slip(NamedTuple):
    """A place where the words are likely wrong."""

    kind: Kind
    likely: float
    span: Span
    """Of the word; of order and gap, of the two words."""
    meant: str
    """What is likelier in its place."""


@kept
def _wrong(document: Document) -> list[tuple[Segment, _Slip]]:
    """The slips that are sure where two words seldom meet by their classes: a look at few places."""
    return _slips(document, everywhere=False)


@kept
def _wrong_anywhere(document: Document) -> list[tuple[Segment, _Slip]]:
    """The slips that are sure, wherever two words are tied loosely."""
    return _slips(document, everywhere=True)


def _slips(document: Document, *, everywhere: bool) -> list[tuple[Segment, _Slip]]:
    """The slips that are sure, one in a spot. What is said twice is meant, and nothing is told of a sentence that is in
    disorder as a whole."""
    known = sequences.model()
    found: dict[Segment, dict[tuple[Kind, int], _Slip]] = {}
    for segment, row, at in _loose_rows(document, everywhere):
        places = slips.doubtful(known, list(map(known.numbers.__getitem__, row)), at)
        if places and _is_prose(segment):
            _look(segment.target, row, places, found.setdefault(segment, {}))
    times = Counter((_said(segment, slip), slip.meant) for segment, here in found.items() for slip in here.values())
    scrambled = set(_scrambled(document)) if times else set()
    wrong: list[tuple[Segment, _Slip]] = []
    for segment, here in found.items():
        once = [slip for slip in here.values() if times[_said(segment, slip), slip.meant] == 1]
        for span in sentences(segment.target) if once else ():
            if (segment, span) not in scrambled and segment.target.value[span.end - 1] != "?":
                inside = (slip for slip in once if span.start <= slip.span.start < span.end)
                wrong.extend((segment, slip) for slip in _sure(inside))
    return wrong


def _sure(found: Iterable[_Slip]) -> list[_Slip]:
    """Those that are sure, one in a spot."""
    sure: list[_Slip] = []
    for slip in sorted(found, key=lambda slip: -slip.likely):
        if all(slip.span.end + _SPOT < o.span.start or o.span.end + _SPOT < slip.span.start for o in sure):
            sure.append(slip)
    return sure


def _is_prose(segment: Segment) -> bool:
    return segment.kind in ("body", "lead", "quote") and not looks_like_headline(segment.target)


def _said(segment: Segment, slip: _Slip) -> str:
    return segment.target.value[slip.span.start : slip.span.end]


def _loose_rows(document: Document, everywhere: bool) -> Iterator[tuple[Segment, Sequence[str], int]]:
    """Rows of words with two in the middle that seldom meet, by their classes and by themselves; and the number of the
    second of the two."""
    known, words, ends = sequences.model(), bare_words(document), _ends(document)
    numbers, ties, all_met = known.numbers, known.ties, _met(document)
    loosest = max(gate.loosest for gate in slips.GATES.values())
    for at in [at for at, met in enumerate(all_met, 1) if met <= _SELDOM or everywhere]:
        which = bisect_right(ends, at)
        segment, here = words[which]
        within = at - ends[which] + len(here)
        if not within:  # the two are of two segments
            continue
        tied = ties[numbers[here[within - 1]] << sequences.BITS | numbers[here[within]]]
        if all_met[at - 1] + 2 * tied <= _LOOSE_TIE or (everywhere and tied <= loosest):
            start = max(0, within - _BEFORE)
            yield segment, here[start : within + _AFTER], within - start


@kept
def _met(document: Document) -> list[int]:
    """How often each two words in a row of the document meet, by their classes (`Model.meetings`)."""
    known, words = sequences.model(), chain.from_iterable(here for _, here in bare_words(document))
    return known.meetings(bytes(map(known.classes.__getitem__, words)))


@kept
def _ends(document: Document) -> list[int]:
    """Of every segment, how many words there are up to its end."""
    return list(accumulate(len(here) for _, here in bare_words(document)))


def _look(
    text: Text, row: Sequence[str], places: Iterable[tuple[Kind, int]], found: dict[tuple[Kind, int], _Slip]
) -> None:
    """Adds the slips that are sure at places of a row of words, wherever it is in a text."""
    known, value = sequences.model(), text.value
    low = lower(text).replace("’", "'")
    for kind, number in places:
        for at in _places(low, row, number):
            if (kind, at) in found or value[at] != low[at]:
                continue
            units, here = sequences.around(known, value, at)
            if here < 0 or not slips.may_be(known, kind, units, here):
                continue
            change = slips.best_change(slips.Line.of(known, units), here, kind)
            if change is not None and (likely := slips.weigh(kind, change)) >= slips.least(known, kind, units[here]):
                start = units[here - (kind in ("order", "gap"))].start
                meant = " ".join(map(known.word, change.words))
                if kind == "form" and meant.removesuffix("s") == units[here].word.removesuffix("s"):
                    continue  # "drags": "drag" is no other part of speech
                found[kind, at] = _Slip(kind, likely, Span(start, units[here].end), meant)


def _places(low: str, words: Sequence[str], number: int) -> Iterator[int]:
    """Where a word may stand in a text in lower case: wherever it has the neighbour that it has in the row."""
    word, before = words[number], words[number - 1]
    both, skip = f"{before} {word}", len(before) + 1
    start = low.find(both)
    while start >= 0:
        end = start + len(both)
        if not low[start - 1 : start].isalnum() and not low[end : end + 1].isalnum():
            yield start + skip
        start = low.find(both, start + 1)


def _reported(
    found: Iterable[tuple[Segment, _Slip]], context: Context, *kinds: Kind
) -> Iterator[tuple[Segment, _Slip]]:
    """Of the slips those of these kinds."""
    for segment, slip in found:
        if slip.kind in kinds and context.rule.looks_at(segment.kind):
            yield segment, slip


# --- sentences in disorder --------------------------------------------------------------------------------------------

_STRETCH, _LOOSE = 12, -40
"""So many words in a row are looked at together first; and how seldom their classes must meet, all together."""
_FUNCTION_WORDS = 0.2
"""What part of a sentence at least is words with a class of their own: fewer, and it is a list or a label."""
_EXPECTED, _OF_CLASSES = 2, 0.2
"""Between what words of good sentences and those in disorder are tied by, in steps of `Model.ties`; and what part the
classes have in it."""
_EVIDENCE = 68
"""From where on a sentence is in disorder: how far its words, all together, are from what was expected."""


_SPOTS, _WIDTH = 3, 3
"""In so many spots at least words must be rarer than by chance; a spot is so many words wide, for two that are the
wrong way round make that many."""
_FOREIGN = regex(r"[^\W\x00-\x7f]")
"""A letter whose word the model does not know."""


@kept
def _scrambled(document: Document) -> list[tuple[Segment, Span]]:
    """The sentences whose words are in disorder."""
    known, words = sequences.model(), bare_words(document)
    loose = _loose_stretches(_met(document))
    if not loose:
        return []
    ends = _ends(document)
    found: list[tuple[Segment, Span]] = []
    for number in dict.fromkeys(bisect_right(ends, at) for at in loose):
        segment, _ = words[number]
        if _is_prose(segment):
            value = segment.target.value
            spans = (span for span in sentences(segment.target) if value[span.end - 1] != "?")
            found.extend((segment, s) for s in spans if _disorder(known, value[s.start : s.end]) >= _EVIDENCE)
    return found


def _loose_stretches(met: Sequence[int]) -> list[int]:
    """Of the stretches in which words meet that seldom do, the number of the word in the middle."""
    half = _STRETCH // 2
    sums = list(map(sum, zip(*[iter(met)] * half, strict=False)))
    if len(sums) < 2:
        return [(len(met) + 1) // 2] if sum(met) <= _LOOSE else []
    return [half * (n + 1) for n, both in enumerate(map(add, sums, sums[1:])) if both <= _LOOSE]


def _disorder(known: sequences.Model, sentence: str) -> float:
    """How far the words of a sentence are from following one another; names and unknown words tell nothing."""
    words = marked_words(_FOREIGN.sub("_", sentence), sequences.STOP)
    numbers = list(map(known.numbers.__getitem__, words))
    kinds = list(map(known.kinds.__getitem__, numbers))
    if sum(kind < known.singles for kind in kinds) <= _FUNCTION_WORDS * len(kinds):
        return 0
    tell = [number != known.unknown and kind not in known.names for number, kind in zip(numbers, kinds, strict=True)]
    pairs = [at for at in range(1, len(words)) if tell[at - 1] and tell[at]]
    classes = sum(known.beside[kinds[at - 1]][kinds[at]] for at in pairs)
    if classes >= 0:  # the sentence beside
        return 0
    ties = [known.ties[numbers[at - 1] << sequences.BITS | numbers[at]] for at in pairs]
    if _spots(ties) < _SPOTS:
        return 0
    return _EXPECTED * len(pairs) - sum(ties) - _OF_CLASSES * classes


def _spots(ties: Sequence[int]) -> int:
    count, after = 0, 0
    for at, tied in enumerate(ties):
        if tied < 0 and at >= after:
            count, after = count + 1, at + _WIDTH
    return count


# --- the rules --------------------------------------------------------------------------------------------------------


@rule(
    "linguistic/wrong-word-form",
    Example(
        "The [[manipulate]] of information is a problem for the government.",
        fixed="The manipulation of information is a problem for the government.",
    ),
    Example("We had many more decisions to make. They decided that the economy had grown."),
    severity="info",
    langs="*>en",
    mqm="linguistic/grammar",
    scope="document",  # one call a document, as it must look at every word
    status="preview",
)
def wrong_word_form(document: Document, context: Context) -> Iterator[Finding]:
    """A word of the right family in the wrong part of speech: “the manipulate of information”

    A model of 22,000 English words (how likely each is after one and after two others) tells where another word of the
    same family ("manipulation") would be far more likely than the one that stands there; a regression fitted to good
    sentences and the same with such a slip judges the place. It is a remark, with the likelier word to confirm.

    In test sentences with one word put in another form it finds one in six. In 216,000 words of news by native
    writers and machine translation it says nothing, in 360,000 of other human text it speaks up a few times, mostly at
    a real slip ("would be significant lower"). A preview, as it has to look at every word.

    Participles are left alone, as they are adjectives and nouns, too, and so are nouns before nouns ("cooperation
    arrangement"); also names, figures, what is in capitals, questions, headlines, and what the document says twice.
    """
    yield from _replacements(_reported(_wrong_anywhere(document), context, "form"))


def _replacements(found: Iterable[tuple[Segment, _Slip]]) -> Iterator[Finding]:
    for segment, slip in found:
        said = _said(segment, slip)
        if not {said, slip.meant} <= {"a", "an"}:  # a matter of wrong-article
            fix = Fix(f"Replace with “{slip.meant}”", (Edit(slip.span, slip.meant),), "unsafe")
            yield Finding(slip.span, f"“{said}”: is “{slip.meant}” meant?", fix=fix, segment=segment)


@rule(
    "linguistic/wrong-function-word",
    Example(
        "At the time, India was trying [[for]] improve relations with Pakistan.",
        fixed="At the time, India was trying to improve relations with Pakistan.",
    ),
    Example("He spoke on the first day of July in Paris about what the city had been."),
    severity="info",
    langs="*>en",
    mqm="linguistic/grammar",
    scope="document",
    status="preview",
)
def wrong_function_word(document: Document, context: Context) -> Iterator[Finding]:
    """A preposition or article where another is used: “trying for improve”

    Found and judged as `linguistic/wrong-word-form` is, with prepositions and articles in place of a word's family.
    What may stand before any noun ("amid", "inside") must be far less likely than another. In 216,000 words of news by
    native writers and machine translation it speaks up once, rightly ("India was trying for improve relations"), in
    360,000 of other human text a few times, half of the time at a real slip: a preview.

    Left alone: names, figures, questions, headlines, and what the document says twice; a for an is a matter of
    `linguistic/wrong-article`.
    """
    yield from _replacements(_reported(_wrong_anywhere(document), context, "function"))


@rule(
    "linguistic/broken-sequence",
    Example("The whole story of [[his about]] the war has been told on Monday."),
    Example(
        "Scientists say the animals find food thanks to [[sense their]] of smell.",
        fixed="Scientists say the animals find food thanks to their sense of smell.",
    ),
    Example("He spoke on the first day of July in Paris. They have had what they needed for a long time."),
    Example("Who is it that the two men saw there and then? It was, so far as we know, no one."),
    severity="info",
    langs="*>en",
    mqm="linguistic/grammar",
    scope="document",
)
def broken_sequence(document: Document, context: Context) -> Iterator[Finding]:
    """Two words in an order that English does not have, or with one missing between them

    Judged as in `linguistic/wrong-word-form`: two words that would be far more likely the other way round, or that
    seldom stand side by side. It looks only where the classes of two words seldom meet, which takes little time. In
    216,000 words of news by native writers and machine translation it speaks up once, at a real slip ("medicines to
    with them"), in 360,000 words of other human text four times, rightly ("an intensive unit care doctor"), in 100,000
    words of human translation once, wrongly. Of test sentences with two words swapped it finds, with the other rules,
    one in four.

    Left alone: names, figures and what is in capitals, questions, headlines, and what the document has twice.
    """
    for segment, slip in _reported(_wrong(document), context, "order", "gap"):
        said = _said(segment, slip)
        if never_together(*said.lower().split()[:2]):
            continue  # a matter of missing-word
        if slip.kind == "order":
            fix = Fix(f"Write “{slip.meant}”", (Edit(slip.span, slip.meant),), "unsafe")
            yield Finding(slip.span, f"“{said}”: is “{slip.meant}” meant?", fix=fix, segment=segment)
        else:
            yield Finding(slip.span, f"“{said}”: a word is missing between them", segment=segment)


@rule(
    "linguistic/scrambled-sentence",
    Example(
        "[[The hostile and up accident the been terrain to is of believed high have caused an country in the by fire "
        "place took.]]"
    ),
    Example("He spoke on the first day of July in Paris. They have had what they needed for a long time."),
    Example("It said that the capital could up to 5 millimeters of rain on Monday."),
    langs="*>en",
    mqm="linguistic/grammar",
    scope="document",
)
def scrambled_sentence(document: Document, context: Context) -> Iterator[Finding]:
    """A sentence whose words are in disorder

    The model of `linguistic/wrong-word-form` tells how much oftener than by chance each word follows the one before it,
    and so words of its class. In good sentences most do, in disorder most do not: over a whole sentence that is as sure
    as it is vague for a single place. In 610,000 words of human and machine translation two sentences are reported,
    one of them rightly ("I case the screen frozen one more time, please process this steps"), in 13,000 words of news
    by native writers none; of shuffled test sentences nine in ten.
    """
    for segment, span in _scrambled(document):
        if context.rule.looks_at(segment.kind):
            yield Finding(span, "The words of this sentence are in disorder", segment=segment)
