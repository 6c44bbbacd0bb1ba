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


_WHOLE = regex(r"(?<![\w.@/#’'-])[^\W\d_]{3,}(?![\w@/’'-]|\.\w)")
_QUOTED = regex(r"[\"“„«‘(][^\"“”„«»‘’()]*[\"”“»’)]")
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
    Example("They sang in a chateau.", source="Sie sangen in einem Chateau."),
    langs=("de>en", "fr>en", "es>en", "it>en", "pl>en", "cs>en"),
    mqm="accuracy/untranslated",
    status="preview",
)
def untranslated_word(segment: Segment, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """A word of the source left in the translation

    A word in lower case, or a German noun by its ending, that stands so in the source and that the English lexicon
    does not have. Names, quoted words and words in brackets are left alone.
    """
    source, value = segment.source, segment.target.value
    if source is None:
        return
    original = source.value
    quoted: list[Span] | None = None
    for match in _WHOLE.finditer(value):
        word = match[0]
        if word not in original or not (word.islower() or _left_german(word, source.lang)) or _english(word):
            continue
        there = next((m for m in _WHOLE.finditer(original) if m[0] == word), None)
        if there is None:
            continue
        if quoted is None:
            quoted = [Span(*m.span()) for m in _QUOTED.finditer(value)]
        if not any(q.start <= match.start() < q.end for q in quoted):
            shown = Evidence(f"“{word}” in the source", Span(*there.span()), "source")
            yield Finding(Span(*match.span()), f"“{word}” is not translated", (shown,))


def _left_german(word: str, lang: str) -> bool:
    return lang[:2].lower() == "de" and _GERMAN_NOUN.fullmatch(word) is not None


def _english(word: str) -> bool:
    """Whether the English lexicon has the word, or the word that it is the plural of."""
    return word_class(word) is not None or (word.endswith("s") and word_class(word[:-1]) is not None)
