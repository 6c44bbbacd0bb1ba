"""Whether he is she in the translation."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tqa import Context, Document, Evidence, Example, Finding, Span, rule
from tqa.text import kept, regex

from ._given_names import MAN, WOMAN, given_name
from ._words import bare_words

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping

    from tqa import Segment, Text

_DATA = Path(__file__).with_name("data") / "gender"
_HAN = ("zh", "ja")


class _Words(NamedTuple):
    """What tells the gender of people in a language: each form with its gender and whether it is sure."""

    forms: Mapping[str, tuple[int, bool]]
    endings: Mapping[str, tuple[int, bool]]
    longest: int
    characters: re.Pattern[str] | None
    """The forms of a language without spaces, the longest first, with those that tell nothing."""


@cache
def _words() -> Mapping[str, _Words]:
    read: dict[str, dict[str, tuple[int, bool] | None]] = {}
    for line in (_DATA / "words.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            lang, gender, kind, forms = line.split("\t")
            meant = None if gender == "none" else (WOMAN if gender == "f" else MAN, kind == "sure")
            read.setdefault(lang, {}).update(dict.fromkeys(forms.split(), meant))
    return {lang: _compiled(lang, forms) for lang, forms in read.items()}


def _compiled(lang: str, forms: Mapping[str, tuple[int, bool] | None]) -> _Words:
    known = {form: meant for form, meant in forms.items() if meant is not None}
    endings = {form[1:]: meant for form, meant in known.items() if form.startswith("-")}
    longest = max(map(len, endings), default=0)
    characters = regex("|".join(sorted(forms, key=len, reverse=True))) if lang in _HAN else None
    return _Words(known, endings, longest, characters)


class _People(NamedTuple):
    """What a text says of women and of men, at their indices."""

    sure: tuple[Span | None, Span | None]
    """Where a word first tells it."""
    slight: tuple[bool, bool]
    """Whether something agrees with that gender, be it a person's or not."""

    def none(self, gender: int) -> bool:
        return self.sure[gender] is None and not self.slight[gender]


_WORD = regex(r"[^\W\d_](?:[\w\u0900-\u097f'’-]*[\w\u0900-\u097f])?")


@kept
def _people(text: Text) -> _People:
    lang = text.lang[:2].lower()
    words = _words()[lang]
    sure: list[Span | None] = [None, None]
    slight = [False, False]
    for match in (words.characters or _WORD).finditer(text.value):
        found = words.forms.get(match[0]) if words.characters else _of_word(match, words, lang)
        if found:
            gender, certain = found
            if certain:
                sure[gender] = sure[gender] or Span(*match.span())
            else:
                slight[gender] = True
    return _People((sure[0], sure[1]), (slight[0], slight[1]))


_ELIDED = regex(".*['’](?=.)")


def _of_word(match: re.Match[str], words: _Words, lang: str) -> tuple[int, bool] | None:
    word = _ELIDED.sub("", match[0]) if lang in ("fr", "it") else match[0]
    low = word.lower()
    found = words.forms.get(low)
    if found is None and words.longest:
        for length in range(min(words.longest, len(word) - 2), 1, -1):
            found = words.endings.get(low[-length:])
            if found and (found[1] == (word != low) or not match.start()):  # surnames have capitals, verbs have not
                return found
        return None
    if found is None and lang == "en" and word[0].isupper() and not word.isupper():
        gender = given_name(word.removesuffix("'s").removesuffix("’s"))
        return None if gender is None else (gender, True)
    return found


_PRONOUN = (regex(r"\b(?:[Ss]he|[Hh]ers?|[Hh]erself)\b"), regex(r"\b(?:[Hh]e|[Hh]im|[Hh]is|[Hh]imself)\b"))
_PRONOUNS = frozenset(
    word + ending
    for word in ("she", "her", "hers", "herself", "he", "him", "his", "himself")
    for ending in ("", "s", "'s", "d", "'d", "ll", "'ll")
)
"""As `bare_words` has them, which leaves out typographic apostrophes."""
_EITHER = regex(
    r"(?i)\b(?:he|him|his|himself) ?(?:/|or|and) ?(?:she|hers?|herself)\b|\b(?:she|her)(?:/| or )(?:he|him|his)\b"
)
_SAYS = ("a woman", "a man")


@rule(
    "accuracy/gender-changed",
    Example("[[He]] said so, and left.", source="她说了这话，然后离开了。"),
    Example("Adam Cuerden expressed [[her]] frustration.", source="亚当·丘登表达了不满。"),
    Example("She said so, and left.", source="她说了这话，然后离开了。"),
    Example("Each child has his or her own bed.", source="每个孩子都有自己的床，爸爸也有。"),
    Example("Watanabe saw his grandmother.", source="渡边见到了祖母和妈妈。"),
    langs=("zh>en", "ja>en", "hi>en", "ru>en", "de>en", "fr>en", "es>en", "it>en", "pl>en", "cs>en"),
    scope="document",
    mqm="accuracy/mistranslation",
)
def gender_changed(document: Document, context: Context) -> Iterator[Finding]:
    """A woman who is he, or a man who is she

    The translation has a pronoun for which its source gives no reason, but one for the other: pronouns, titles and
    words for people; where these are wanting, verbs and participles that agree with a gender, and given names that only
    women or only men have, provided that nothing in the whole document speaks of that gender. Chinese, Japanese, Hindi
    and the Romance languages often leave it to the reader who it is, so much is left alone.

    Of sentences in ten languages in which he was made she, or the reverse, it finds 72%; it speaks of none of 488 right
    translations, nor of 3,750 human ones from Chinese, nor in 572 machine-translated articles from Chinese.
    """
    with_pronouns = {id(segment) for segment, words in bare_words(document) if not _PRONOUNS.isdisjoint(words)}
    for segment in context.segments if with_pronouns else ():
        if id(segment) not in with_pronouns or segment.source is None or not segment.source.value:
            continue
        value = segment.target.value
        found = [pronoun.search(value) for pronoun in _PRONOUN]
        if any(found) and not (all(found) and _EITHER.search(value)):
            for gender, match in enumerate(found):
                if match:
                    yield from _doubted(document, segment, gender, match)


def _doubted(document: Document, segment: Segment, gender: int, match: re.Match[str]) -> Iterator[Finding]:
    assert segment.source is not None
    ours, theirs = _people(segment.source), _people(segment.target)
    if not ours.none(gender) or not theirs.none(gender):
        return
    other = 1 - gender
    said = ours.sure[other]
    if match[0].lower() in ("his", "her") and _relative(segment.target.value, match.end(), other):
        return
    if said is None and not _PRONOUN[other].search(segment.target.value):
        if not ours.slight[other] and theirs.sure[other] is None:
            return
        if gender in _anywhere(document):
            return
    shown = (Evidence(f"the source speaks of {_SAYS[other]}", said, "source"),) if said else ()
    says = f"“{match[0]}”, but the source seems to speak of {_SAYS[other]}"
    yield Finding(Span(*match.span()), says, shown, segment=segment)


_FOLLOWING = regex(r"\W*(\w+)(?:\W+(\w+))?")


def _relative(value: str, at: int, gender: int) -> bool:
    """Whether someone of a gender follows: "his grandmother"."""
    match = _FOLLOWING.match(value, at)
    known = _words()["en"].forms
    return match is not None and any(word and known.get(word.lower(), (None,))[0] == gender for word in match.groups())


@kept
def _anywhere(document: Document) -> frozenset[int]:
    """The genders of the people that a document speaks of."""
    texts = [text for segment in document.segments for text in (segment.source, segment.target) if text is not None]
    known = [_people(text) for text in texts if text.lang[:2].lower() in _words()]
    return frozenset(gender for gender in (WOMAN, MAN) if any(people.sure[gender] for people in known))
