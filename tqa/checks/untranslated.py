"""What was not translated: nothing where the source says something, and words of the source that are not English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import Context, Evidence, Example, Finding, Segment, Span, rule
from tqa.text import regex, word_class

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTER = regex(r"[^\W\d_]")
_SAID = regex(r"[^\W_]")


@rule(
    "accuracy/empty-translation",
    Example("[[.]]", source="Die Regierung trat am Montag zurück."),
    Example("[[—]]", source="会议于周一结束。"),
    Example("14", source="十四"),
    Example("***", source="* * *"),
    severity="error",
    langs=("zh>en", "ja>en", "hi>en", "ru>en", "de>en", "fr>en", "es>en", "it>en", "pl>en", "cs>en"),
    mqm="accuracy/omission",
)
def empty_translation(segment: Segment, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """No translation beside a source that has words

    The target holds no letter and no digit. Figures and signs alone, which need no translation, are left alone.
    """
    source, value = segment.source, segment.target.value
    if source is None or (value and (len(value) > _LONGEST_EMPTY or _SAID.search(value))):
        return
    if word := _LETTER.search(source.value):
        shown = Evidence("What the source says", Span(word.start(), len(source.value.rstrip())), "source")
        yield Finding(Span(0, len(value)), "The segment is not translated", (shown,))


_LONGEST_EMPTY = 40


_WHOLE = regex(r"(?<![\w.@/#’'-])[^\W\d_]{3,}(?![\w@/-]|\.\w|[’'](?!s\b)\w)")
_QUOTED = regex(r"[\"“„«‘(](?:[^\s\"“”„«»‘’()]+\s?){1,3}[\"”“»’)]")
_NAMED = regex(r"\s+[A-ZÀ-ÖØ-Þ]")
_BEFORE = regex(r"[A-ZÀ-ÖØ-Þ][\w’'-]*\s+\Z")
_GERMAN_NOUN = regex(r"[A-ZÄÖÜ][a-zäöüß]+(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|tät|täten|nis|nisse)")


@rule(
    "accuracy/untranslated-word",
    Example(
        "The first type was launched on [[octubre]] 10, 1958.",
        source="El primer tipo se lanzó el 10 de octubre de 1958.",
    ),
    Example(
        "The [[Regierung]] in Berlin resigned on Monday.",
        source="Die Regierung in Berlin trat am Montag zurück.",
    ),
    Example(
        "Lions are [[parfois]] timid, he said.",
        source="Les lions sont parfois timides, a-t-il dit.",
    ),
    Example("The minister of Lyon ate a “galette” there.", source="Le ministre de Lyon y mangea une « galette »."),
    Example(
        "Les lions [[sont parfois timides, selon les gardiens]].",
        source="Les lions sont parfois timides, selon les gardiens.",
    ),
    Example("They sang in a chateau.", source="Sie sangen in einem Chateau."),
    langs=("de>en", "fr>en", "es>en", "it>en", "pl>en", "cs>en"),
    mqm="accuracy/untranslated",
    status="preview",
)
def untranslated_word(segment: Segment, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """A word of the source left in the translation

    A word in lower case, or a German noun by its ending, that stands so in the source and that the English lexicon
    does not have as English. Names and their particles ("Mar del Plata"), quoted terms and glosses in brackets are left
    alone. In sentences into which one word of the source was put, it finds most; in some 290 clean ones it spoke up
    three times, at "kayak", "kilos" and "walkman", now among the loans it knows. It has not been measured on news that
    a machine translated, so it is off unless asked for. Not found: a source word that
    English has too ("commerce"), one with another ending than in the source, German nouns that might be names.
    """
    source, value = segment.source, segment.target.value
    if source is None:
        return
    left = list(_left(value, source.value, source.lang))
    if len(left) > _MANY and 3 * len(left) > len(value.split()):
        whole = Span(0, len(source.value))
        start, end = left[0][0].start, left[-1][0].end
        shown = (Evidence("The source has the same words", whole, "source"),)
        yield Finding(Span(start, end), "This is not translated", shown, severity="error")
        return
    for span, there in left:
        word = value[span.start : span.end]
        shown = (Evidence(f"“{word}” in the source", there, "source"),)
        yield Finding(span, f"“{word}” is not translated", shown)


_MANY = 3
"""More words than this, and a third of all, are a passage in another language."""


def _left(value: str, original: str, lang: str) -> Iterator[tuple[Span, Span]]:
    """The words of the source left in a translation, and where they stand in the source."""
    quoted: list[Span] | None = None
    for match in _WHOLE.finditer(value):
        word, span = match[0], Span(*match.span())
        if word not in original or not (word.islower() or _left_german(word, lang)) or _english(word):
            continue
        there = next((Span(*m.span()) for m in _WHOLE.finditer(original) if m[0] == word), None)
        if there is None or (_NAMED.match(value, span.end) and _BEFORE.search(value, 0, span.start)):
            continue
        if quoted is None:
            quoted = [Span(*m.span()) for m in _QUOTED.finditer(value)]
        if not any(q.start <= span.start < q.end for q in quoted):
            yield span, there


def _left_german(word: str, lang: str) -> bool:
    return lang[:2].lower() == "de" and _GERMAN_NOUN.fullmatch(word) is not None


def _english(word: str) -> bool:
    """Whether the English lexicon has the word, or the word that it is the plural of."""
    found = word_class(word) or (word_class(word[:-1]) if word.endswith("s") else None)
    return word in _LOANS or (found not in (None, "FW") and word not in _FUNCTION_WORDS)


# In English use, and not in the lexicon or there as foreign.
_LOANS = frozenset(
    """etc per via vis versus vice versa ergo quasi circa kayak kayaks kilo kilos walkman blog blogs podcast podcasts
    selfie selfies smartphone smartphones online email emails app apps tsunami tsunamis burka burqa hijab sushi euro
    euros peso pesos pixel pixels robot robots coronavirus internet web wifi tweet tweets influencer
    influencers""".split()
)
# Never English in lower case, though the lexicon has them, from names and titles.
_FUNCTION_WORDS = frozenset("avec pour dans sans mais mit oder auf pero como porque anche sono".split())
