"""Words and phrases that come again where they should not: a doubled word, a translation that loops."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, islice
from operator import eq
from typing import TYPE_CHECKING

from tqa import Context, Document, Edit, Evidence, Example, Finding, Fix, Segment, Severity, Span, rule
from tqa.text import lower, regex

from ._words import bare_words

if TYPE_CHECKING:
    from collections.abc import Iterator


# A word and itself, once or more; a number stands twice by right in "No. 4 4", so there it takes three, or the end.
_NUMBER = r"\d(?:[\w.,]*\w)?"
_AGAIN = regex(
    r"(?<![\w'’&.-])(?:"
    r"([^\W\d_][\w'’/-]*|\(\w[\w&.-]+\))(?: +\1(?![\w'’/-]))+"
    rf"|({_NUMBER})(?: +\2(?![\w'’/-]|[.,]\d)){{2,}}"
    rf"|({_NUMBER}) +\3(?=[.,;!?]*$))",
    re.IGNORECASE,
)

# Doubled by right: grammar ("had had", "that that"), emphasis, sounds, and first halves of names.
_TWICE = frozenset(
    """had that very so really no yes far more many much long big small never always again less and on out up down ha
    hey hi hello oh ah now well night bye there please ok okay yeah wow hear knock tut chop blah bla cha tsk quack woof
    zip yo pom tick bora walla pago boutros duran sirhan humbert""".split()
)
# Of these, what people also say three times and more.
_OFTEN = frozenset(
    """very so really no yes far never always less ha hey hi hello oh ah now well bye please ok okay yeah wow hear knock
    tut chop blah bla cha tsk quack woof yo pom tick""".split()
)
# Of these, what nobody doubles at the end of a sentence: "was beaten again again."
_NOT_LAST = frozenset("again there well more less now night".split())
# Nobody doubles these on purpose, so the fix is safe ("taken in in May" shows why prepositions are not among them).
_FUNCTION = frozenset(
    """a an the of and or but is are was were be been has have will would can could its their his her our your my which
    who than as it they we she""".split()
)


@rule(
    "linguistic/repeated-word",
    Example(
        "The minister said [[the the]] talks would go on.",
        fixed="The minister said the talks would go on.",
    ),
    Example(
        "They do not have to choose between a [[protest protest]] and a strike.",
        fixed="They do not have to choose between a protest and a strike.",
    ),
    Example("It opened on July [[11 11 11 11]].", fixed="It opened on July 11."),
    Example("The team was tested in [[Beijing Beijing]].", fixed="The team was tested in Beijing."),
    Example("They crossed it and were checked [[again again]].", fixed="They crossed it and were checked again."),
    Example("He met the mayor, Kubera [[(ODS) (ODS)]].", fixed="He met the mayor, Kubera (ODS)."),
    Example("He had had enough, and said that that was clear. It was a very, very long night."),
    Example("Bora Bora and Walla Walla are far apart. Mr Adamu Adamu signed it. We won again, again."),
    Example("New York, New York. It rose from 1 1/2 to 3 3/4. General M M Naravane and R K S Bhadauria met."),
    langs="*>en",
    mqm="linguistic/grammar",
    scope="document",  # one call a document, as it must look at every word
)
def repeated_word(document: Document, context: Context) -> Iterator[Finding]:
    """The same word twice in a row

    "the the": a slip of the machine at the seam of two phrases, or of the editor who cut between them. Three or more in
    a row is a decoder that is stuck, and an error. Left alone: what English doubles by right ("had had", "that that",
    "very very"), names of two like halves ("Bora Bora", and any capitalised pair before the end of a sentence),
    initials, fractions, and a pair with a comma between ("again, again"). In 360,000 words by people it found 12
    places, eleven of them slips; of words doubled on purpose in test sentences it finds 99%.
    """
    for segment, words in bare_words(document):
        if any(map(eq, words, islice(words, 1, None))) and context.rule.looks_at(segment.kind):  # at the speed of C
            yield from _repeated(segment)


def _repeated(segment: Segment) -> Iterator[Finding]:
    value = segment.target.value
    for match in _AGAIN.finditer(value):
        word = match[1] or match[2] or match[3]
        got = match[0].split()
        if match[1] and _by_right(value, match, got):
            continue
        span = Span(match.start(), match.end())
        sure = word.lower() in _FUNCTION or len(got) > 2
        fix = Fix(f"Keep one “{word}”", (Edit(span, word),), "safe" if sure else "unsafe")
        often = "twice" if len(got) == 2 else f"{len(got)} times"
        severity: Severity | None = "error" if len(got) > 2 else None
        yield Finding(span, f"“{word}” stands here {often} in a row", (), fix, segment, severity)


_STOP = regex(r"""["”’)]*[.!?]["”’)]*\s*$""")
_GOING_ON = regex(r"(?:[\w'’%)-]+ ){3}\Z")


def _by_right(value: str, match: re.Match[str], got: list[str]) -> bool:
    """Whether these words may well be meant to stand twice or more."""
    word, low = got[0], got[0].lower()
    last = _STOP.match(value, match.end()) is not None
    if low in _NOT_LAST and last and _GOING_ON.search(value, 0, match.start()):
        return False
    if len(got) > 2:
        return low in _OFTEN or (len(word) == 1 and word.isupper())
    if low in _TWICE:
        return True
    if got[1][0].isupper():
        if word[0].islower():  # "in In Cold Blood"
            return True
        # A name of two like halves; but a name does not mostly close the sentence, and a repetition often does.
        return len(word) == 1 or match.start() == 0 or not last
    return False


@rule(
    "accuracy/looping-translation",
    Example(
        "He is sorry to hear that, but [[he is sorry to hear that, but he is sorry to hear that, but he is sorry to]] "
        "hear that, but he is not."
    ),
    Example(
        "The film tells of the village, [[of the village, of the village, of the village, of the village, of the "
        "village, of]] the people."
    ),
    Example(
        "We need to enhance the foresight of our strategy; we need to enhance its scope, and we need to enhance its "
        "hold on the whole country and the people in it."
    ),
    severity="error",
    langs="*>en",
    mqm="accuracy/addition",
    scope="document",
)
def looping_translation(document: Document, context: Context) -> Iterator[Finding]:
    """A translation that goes round in circles

    A neural translator that meets what it does not know may repeat one phrase until its length limit; what the source
    said there is lost. Found where the same four words come three times or more and most of the segment is made of such
    repeats. Parallel sentences, which Chinese reports are full of ("we must strengthen … we must strengthen …"), are
    not loops: of fifteen segments of translated news in which four words came three times, raters called only the two
    that this rule finds broken for that reason.
    """
    for segment, bare in bare_words(document):
        if len(bare) >= _SHORTEST_LOOP and len(set(bare)) <= 0.4 * len(bare) and context.rule.looks_at(segment.kind):
            yield from _loop(segment)


_SHORTEST_LOOP = 14


def _loop(segment: Segment) -> Iterator[Finding]:
    words = lower(segment.target).split()
    if len(set(words)) > 0.4 * len(words):
        return
    counts = Counter(zip(words, words[1:], words[2:], words[3:], strict=False))
    phrase, count = counts.most_common(1)[0]
    looped = sum(n for n in counts.values() if n > 2)
    if count < 3 or looped < 0.6 * len(words):
        return
    places = [m.span() for m in re.finditer(r"\S+", segment.target.value)]
    starts = [i for i in range(len(words) - 3) if tuple(words[i : i + 4]) == phrase]
    again = list(chain.from_iterable(range(i, i + 4) for i in starts[1:]))
    span = Span(places[again[0]][0], places[again[-1]][1])
    first = Span(places[starts[0]][0], places[starts[0] + 3][1])
    shown = segment.target.value[first.start : first.end]
    message = f"“{shown}” comes {count} times: the translation is looping"
    yield Finding(span, message, (Evidence(shown, first),), segment=segment)
