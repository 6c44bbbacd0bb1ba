"""What was not translated: empty segments, copies of the source, a third language, words left in the source's."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from tqa import Context, Document, Evidence, Example, Finding, Pattern, Segment, Span, rule
from tqa.text import alike, language, regex, stripped, word_class, words

from ._foreign import is_english, listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tqa import Text

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


@rule(
    "accuracy/punctuation-alone",
    Example("The minister left on Monday.\n\n[[.]]\n\nThe talks failed, he said."),
    Example("“The minister left on Monday.\n\n”\n\n* * *\n\n…\n\n—\n\nThe talks failed, he said."),
    langs="*>en",
    mqm="accuracy/omission",
    patterns=(Pattern(r"""\A\s*(["”]?[.,;]["”]?)\s*\Z"""),),
)
def punctuation_alone(segment: Segment, context: Context) -> Iterator[Finding]:
    """A paragraph of nothing but a full stop or a comma

    What stood before it is lost. Signs that part sections ("* * *", "…") and a quotation mark that closes what other
    paragraphs hold are left alone; where the source is there, `accuracy/empty-translation` compares.
    """
    if segment.source is None:
        for _, match in context.matches(segment):
            yield Finding(Span(*match.span(1)), "Only a punctuation mark: the text is missing", segment=segment)


@rule(
    "accuracy/added-paragraph",
    Example(
        "The port reopened on Friday.\n\nFerries will run again.\n\n[[Our reporter was there.]]",
        source="港口于周五重新开放。\n\n渡轮将恢复运行。",
    ),
    Example(
        "The port reopened on Friday.\n\nFerries will run again.", source="港口于周五重新开放。\n\n渡轮将恢复运行。"
    ),
    Example("The port reopened on Friday.\n\nFerries will run again.\n\nOur reporter was there."),
    scope="document",
    severity="info",
    mqm="accuracy/addition",
)
def added_paragraph(document: Document, context: Context) -> Iterator[Finding]:
    """A paragraph that is left over where source and translation are put side by side

    The source is in a file of its own, and none of its paragraphs goes with this one: the translator put it in, or it
    is page furniture. In news of which a paragraph in twelve was merged, split, left out or put in at random, three of
    four that it named had been put in; in 1,200 articles as they were, it named one.
    """
    if document.source_file is not None:
        for segment in context.segments:
            if segment.source is None and _LETTER.search(segment.target.value):
                yield Finding(stripped(segment.target), "Nothing in the source goes with this", segment=segment)


@rule(
    "accuracy/untranslated-segment",
    Example(
        "[[Die Regierung trat am Montag nach langen Verhandlungen zurück.]]",
        source="Die Regierung trat am Montag nach langen Verhandlungen zurück.",
    ),
    Example(
        "Angela Merkel (CDU), Frank-Walter Steinmeier (SPD)",
        source="Angela Merkel (CDU), Frank-Walter Steinmeier (SPD)",
    ),
    Example("Sting: Every Breath You Take (1983)", source="Sting: Every Breath You Take (1983)"),
    severity="error",
    mqm="accuracy/untranslated",
)
def untranslated_segment(segment: Segment, context: Context) -> Iterator[Finding]:
    """The source in the place of its translation

    The target is the source, or differs in a few characters. Names, figures, and what the source has in the target's
    language already are left alone: four words in lower case are asked for, and for a translation into English that
    most of them are not English.
    """
    source = segment.source
    if source is not None and _is_copy(segment.target, source, context.document.target_lang):
        shown = (Evidence("the same in the source", stripped(source), "source"),)
        yield Finding(stripped(segment.target), "The segment is not translated", shown)


def _is_copy(target: Text, source: Text, lang: str) -> bool:
    value, original = target.value, source.value
    if abs(len(value) - len(original)) > len(original) / 10 or value[:1] != original[:1]:
        return False
    if source.lang[:2].lower() == lang[:2].lower() or not alike(value, original, 0.9):
        return False
    low = [word for word in _PART.findall(value) if word.islower()]
    if lang[:2].lower() == "en":
        return len(low) >= _WORDS and sum(not is_english(word) for word in low) > len(low) / 2
    return len(low) >= _WORDS and language(value) not in (None, lang[:2].lower())


_WORDS = 4


@rule(
    "accuracy/wrong-language",
    Example(
        "[[Le gouvernement a démissionné lundi après de longues négociations avec les syndicats.]]",
        source="Die Regierung trat am Montag nach langen Verhandlungen mit den Gewerkschaften zurück.",
    ),
    Example(
        "The government resigned on Monday after long talks with the unions.",
        source="Die Regierung trat am Montag nach langen Verhandlungen mit den Gewerkschaften zurück.",
    ),
    Example("Ristorante Da Vittorio, Via Cantalupa 17, Brusaporto, Bergamo, Lombardia"),
    severity="error",
    mqm="accuracy/untranslated",
    scope="document",  # one call a document, as it must look at every segment
)
def wrong_language(document: Document, context: Context) -> Iterator[Finding]:
    """A segment in another language than the translation's

    Only where it is certain: eight words or more, most of them in lower case, and for a translation into English few
    that English has. Related languages (Czech and Slovak, Danish and Norwegian) are not told apart, and text in another
    script is left to accuracy/foreign-script. In 41,000 English segments it found nothing; of 240 sentences in five
    other languages it knew 91%, of 50 German ones 60%.
    """
    wanted = document.target_lang[:2].lower()
    if not wanted:
        return
    for segment in context.segments:
        target = segment.target
        if len(target.value) >= _LONG and not (wanted == "en" and _reads_english(target)):
            found = _another_language(segment, wanted)
            if found is not None:
                message = f"This is in {_NAMES.get(found, found)}, not in {_NAMES.get(wanted, wanted)}"
                yield Finding(stripped(target), message, segment=segment)


def _another_language(segment: Segment, wanted: str) -> str | None:
    """The language that a translation is in, where that is certain and it is not the one wanted."""
    if segment.source is not None and _is_copy(segment.target, segment.source, wanted):
        return None
    found = language(segment.target.value)
    if found is None or found == wanted or any({found, wanted} <= family for family in _RELATED):
        return None
    if wanted == "en" and found not in _NAMES:  # another script, or one that short texts are mistaken for
        return None
    return found


_LONG = 40
_ENGLISH = frozenset(
    "the of and to for that with was by from as at it are which has have been be this not he said his".split()
)

_ENGLISH_INSIDE = (" the ", " of ", " and ", " to ", " that ", " was ")


def _reads_english(target: Text) -> bool:
    """Whether a text is English, or too short or too full of names to say that it is not."""
    value = target.value
    if sum(map(value.count, _ENGLISH_INSIDE)) * 12 > value.count(" "):  # at the speed of C
        return True
    parts = words(target)[:60]
    if sum(map(_ENGLISH.__contains__, parts)) * 12 >= len(parts):
        return True
    low = [word for word in _PART.findall(value[:600]) if word.islower()]
    return len(low) < 2 * _WORDS or any(islice(filter(is_english, low), len(low) // 3, None))


_NAMES = {
    "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "en": "English", "es": "Spanish", "et": "Estonian",
    "fi": "Finnish", "fr": "French", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "sk": "Slovak", "sl": "Slovenian", "sv": "Swedish", "tr": "Turkish", "vi": "Vietnamese",
}  # fmt: skip
_RELATED = tuple(
    map(
        frozenset,
        (
            ("cs", "sk"), ("da", "no", "nb", "nn", "sv"), ("hr", "sr", "bs", "sl", "mk"), ("id", "ms"),
            ("ca", "es", "gl", "pt"), ("ru", "uk", "be", "bg", "mk", "sr"), ("nl", "af", "de"), ("hi", "mr", "ne"),
            ("ar", "fa", "ur"), ("zh", "ja", "ko"), ("et", "fi"), ("it", "ro"),
        ),
    )
)  # fmt: skip


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
        "Lions in the zoo [[sont parfois timides, selon les gardiens]].",
        source="Les lions du zoo sont parfois timides, selon les gardiens.",
    ),
    Example("[[Drei]] people were hurt near the [[Strände]].", source="An den Strände wurden drei Menschen verletzt."),
    Example("They sang in a chateau.", source="Sie sangen in einem Chateau."),
    langs=("de>en", "fr>en", "es>en", "it>en", "pl>en", "cs>en"),
    mqm="accuracy/untranslated",
)
def untranslated_word(segment: Segment, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """A word of the source left in the translation

    A word that stands so in the source and is not English: in lower case and unknown to the English lexicon, a function
    word or numeral of the source's language, or a German common noun. Names and their particles ("Mar del Plata"),
    quoted terms, glosses in brackets and words that English has from everywhere ("kayak", "hinterland") are left alone.

    Of 240 sentences in five languages into which one word of the source was put it found 92%, of 50 German ones 78%: a
    noun may always be a name. In two clean translations of each it found nothing. Not found either: a source word that
    English has too ("commerce"), or one with another ending than in the source.
    """
    source, value = segment.source, segment.target.value
    if source is None or _is_copy(segment.target, source, "en"):
        return
    left = list(_left(value, source.value, source.lang[:2].lower()))
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


_GERMAN_NOUN = regex(
    r"[A-ZÄÖÜ][a-zäöüß]{2,}(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|tät|täten|nis|nisse|tionen|ismus)"
)
_WORD = regex(r"(?<![\w.@/#’'-])[^\W\d_]+(?:-[^\W\d_]+|[’'](?!s\b)[^\W\d_]+)*(?![\w@/-]|\.\w|[’'](?!s\b)\w)")
_PART = regex(r"[^\W\d_]+")
_QUOTED = regex(r"[\"“„«‘(]\s?(?:[^\s\"“”„«»‘’()]+\s?){1,3}[\"”“»’)]")
_PARTICLES = "de|la|le|les|el|los|las|du|des|del|della|di|da|von|der|dem|do|dos|of|the|für|zur|und|et|pour"
_NAMED = regex(rf"\s+(?:(?:{_PARTICLES})\s+){{0,2}}[A-ZÀ-ÖØ-Þ]")
_BEFORE = regex(rf"[A-ZÀ-ÖØ-Þ][\w’'-]*\s+(?:(?:{_PARTICLES})\s+){{0,2}}\Z")
_OPENS = regex(r"(?:\A|[.!?:][\"”’)]*\s)\s*[\"“‘„«(]?\Z")


def _left(value: str, original: str, lang: str) -> Iterator[tuple[Span, Span]]:
    """The words of the source left in a translation, and where they stand in the source."""
    there, here = set(_PART.findall(original)), set(_PART.findall(value))
    low = set(map(str.lower, there))
    if low.isdisjoint(listed(lang).intersection(map(str.lower, here))) and not any(
        _is_common(word, lang) for word in here & there
    ):
        return
    there.update(_WORD.findall(original))
    low.update(map(str.lower, there))
    foreign = {word for word in set(_WORD.findall(value)) if word.lower() in low and _is_foreign(word, there, lang)}
    if not foreign:
        return
    quoted = [Span(*m.span()) for m in _QUOTED.finditer(value)]
    for match in _WORD.finditer(value):
        word, span = match[0], Span(*match.span())
        if word not in foreign or _among(span, quoted) or _in_name(value, span, lang):
            continue
        at = re.search(rf"\b{re.escape(word)}\b", original, re.IGNORECASE)
        place = Span(*at.span()) if at else Span(0, len(original))
        if not _among(place, (Span(*m.span()) for m in _QUOTED.finditer(original))):
            yield span, place


def _among(span: Span, others: Iterable[Span]) -> bool:
    """Whether it is within one of others."""
    return any(other.start <= span.start < other.end for other in others)


def _is_foreign(word: str, there: Collection[str], lang: str) -> bool:
    """Whether a word, which the source has `there` in this or another case, is of its language, and neither a
    name nor in English use."""
    low = word.lower()
    if low in listed(lang):
        return word == low or (word == low.capitalize() and len(word) > 1)
    if word not in there:
        return False
    parts = _PART.findall(word)
    if len(parts) > 1:
        return low not in listed("english") and all(_is_common(part, lang) or len(part) < 3 for part in parts)
    return len(word) > 2 and _is_common(word, lang)


def _is_common(word: str, lang: str) -> bool:
    """Whether a word is a common noun or a word in lower case, and not English."""
    return (word.islower() or (lang == "de" and _german_noun(word))) and not is_english(word)


def _german_noun(word: str) -> bool:
    return _GERMAN_NOUN.fullmatch(word) is not None or word in listed("de-nouns")


def _in_name(value: str, span: Span, lang: str) -> bool:
    """Whether a word is part of a name: one in lower case between words with capitals, a capitalised one beside
    another that no sentence begins with. At the opening of a sentence a function word has a capital, too.
    """
    word = value[span.start : span.end]
    named, before = _NAMED.match(value, span.end), _BEFORE.search(value, max(0, span.start - 60), span.start)
    if word.islower():
        return named is not None and before is not None
    if word.lower() in listed(lang):
        return named is not None or not _OPENS.search(value, max(0, span.start - 6), span.start)
    if word in _TITLES:
        return False
    if named:
        return True
    if before is None:
        return False
    first = before[0].split()[0]
    opens = _OPENS.search(value, max(0, before.start() - 6), before.start()) is not None
    return not (first.isupper() or (opens and word_class(first.lower())))


_TITLES = frozenset(
    "Präsident Präsidentin Bundespräsident Kanzler Bundeskanzler Ministerpräsident Bürgermeister".split()
)
