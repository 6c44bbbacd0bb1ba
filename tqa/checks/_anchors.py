"""Anchors: what of a text can be recognised in its translation without understanding either. Words that news uses most,
names, numbers, words in Latin letters. One that is on both sides speaks for the translation; texts that share none,
though each has several, do not belong together.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from tqa import Span
from tqa.languages.concepts import HAN, WORD, concepts, folded, forms, lookup, numbers, proper_names
from tqa.languages.en_words import CALENDAR
from tqa.languages.pinyin import any_romanisation, is_chinese, known
from tqa.text import alike, kept, regex, romanised, word_class

from ._names import COMMON, OPENING, pinyin

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator

    from tqa import Language, Text
    from tqa.languages.concepts import Concepts

    Known = Callable[[Text], Language | None]

_DATA = Path(__file__).with_name("data")
_LATIN = frozenset(("de", "fr", "es", "it", "pl", "cs"))


# --- names and numbers -----------------------------------------------------------------------------------------------

_LETTERS = regex(r"[^\W\d_]{4,}")
_BEGINNING = 5


@kept
def _beginnings(text: Text) -> frozenset[str]:
    """How the longer words begin: alike in names, and in words that languages of Latin letters share."""
    return frozenset(folded(word)[:_BEGINNING] for word in _LETTERS.findall(text.value))


_LATIN_WORD = regex(r"[A-Za-z][A-Za-z0-9-]{2,}")


@kept
def _latin(text: Text) -> frozenset[str]:
    """The words in Latin letters, of a text in others or of English."""
    return frozenset(map(str.lower, _LATIN_WORD.findall(text.value)))


_SOUNDING = {
    "en": _LETTERS,
    "ru": regex(r"[\u0400-\u04ff]{4,}"),
    "hi": regex(r"[\u0900-\u0963\u0970-\u097f]{3,}"),
    "ja": regex(r"[\u30a1-\u30fa\u30fc]{3,}"),
}


@kept
def _sounds(text: Text) -> frozenset[str]:
    """What the longer words sound like: their first consonants, as far as writing systems agree on them."""
    words = _SOUNDING[text.lang[:2].lower()].findall(text.value)
    return frozenset(sound[:_SOUND] for sound in map(_sound, words) if len(sound) >= _SOUND)


_SOUND = 4


@lru_cache(1 << 14)
def _sound(word: str) -> str:
    consonants = _CLUSTER.sub(lambda match: _CLUSTERS[match[0]], romanised(word)).translate(_CONSONANTS)
    return _DOUBLED.sub(r"\1", consonants)


_CLUSTERS = {
    "dzh": "j", "zh": "j", "ge": "j", "gi": "j", "tch": "k", "sch": "s", "sh": "s", "ch": "k", "ph": "f", "th": "s",
    "kh": "", "ts": "s", "x": "ks", "ck": "k", "ce": "s", "ci": "s", "cy": "s",
}  # fmt: skip
_CLUSTER = regex("|".join(sorted(_CLUSTERS, key=len, reverse=True)))
_CONSONANTS = str.maketrans("bwqcmzlgd", "vvkknsrkt", "aeiouyh'-")
_DOUBLED = regex(r"(.)\1+")


_PINYIN_SHAPED = regex(r"(?<![A-Za-z])[A-Z][a-z]{3,}")


def _in_pinyin(source: Text, target: Text) -> set[str]:
    """The capitalised words of a translation that are characters of the source, read as Chinese."""
    names = set(filter(pinyin, map(str.lower, _PINYIN_SHAPED.findall(target.value))))
    return {name for name in names if name in _read(source)} if names else names


@kept
def _read(text: Text) -> str:
    return romanised(text.value)


_FIGURE = regex(r"\d+(?:[.,]\d+)*")
_GROUPED = regex(r"[.,](?=\d{3})")


@kept
def _figures(text: Text) -> frozenset[object]:
    """The numbers in figures, whatever the language uses for its thousands."""
    plain = (_GROUPED.sub("", figure) for figure in _FIGURE.findall(text.value))
    return frozenset(int(n) if n.isdigit() else n.replace(",", ".") for n in plain)


def _numbers(source: Text, target: Text, known: Known) -> tuple[frozenset[object], frozenset[object]]:
    """By value where both languages are known."""
    one, other = known(source), known(target)
    if one is None or other is None:
        return _figures(source), _figures(target)
    return _values(source, one), _values(target, other)


@kept
def _values(text: Text, language: Language) -> frozenset[object]:
    quantities = (q for q in language.quantities(text) if q.value > _SMALL)
    return frozenset(chain.from_iterable((q.value, *q.readings) for q in quantities))


_SMALL = 2
"""Up to here a number may go without saying."""


# --- together --------------------------------------------------------------------------------------------------------


class Likeness(NamedTuple):
    """How much speaks for one text being a translation of another."""

    shared: int
    """Anchors that both have."""
    hints: int
    """What both have, but says little: frequent words, single Han characters."""
    lacking: int
    """Anchors of the source alone."""
    extra: int
    """Anchors of the translation alone."""

    @property
    def score(self) -> int:
        """An anchor that both have outweighs three of one alone: there are more ways to say a word than are known."""
        return 3 * self.shared + self.hints - self.lacking - self.extra


def likeness(source: Text, target: Text, known: Known, enough: int, least: int | None = None) -> Likeness | None:
    """What anchors say about a source and an English text; None where the source's language or script is not read.
    `known`: what is known of a text's language.

    What is cheapest comes first, and what follows is not looked at where the score is `enough` already, or the words
    of the news do not bring it to `least`.
    """
    ours, theirs = concepts(source), concepts(target)
    if ours is None or theirs is None:
        return None
    shared = (ours.sure & theirs.sure).bit_count()
    lacking = ours.sure.bit_count() - (ours.sure & theirs.all).bit_count()
    extra = theirs.sure.bit_count() - shared  # at the most
    if 3 * shared - lacking - extra >= enough:
        return Likeness(shared, 0, lacking, extra)
    extra = theirs.sure.bit_count() - (theirs.sure & ours.all).bit_count()
    found = Likeness(shared, (ours.all & theirs.all).bit_count() - shared, lacking, extra)
    if found.score >= enough or (least is not None and found.score < least):
        return found
    values, others = _numbers(source, target, known)
    same = len(values & others)
    found = Likeness(
        found.shared + same,
        found.hints,
        found.lacking + len(values) - same,
        found.extra + len(others) - same,
    )
    if found.score >= enough:
        return found
    return found._replace(shared=found.shared + _names_in_common(source, target))


def _names_in_common(source: Text, target: Text) -> int:
    lang = source.lang[:2].lower()
    if lang in _LATIN:
        return len(_beginnings(source) & _beginnings(target))
    heard = _in_pinyin(source, target) if lang == "zh" else _sounds(source) & _sounds(target)
    written = _latin(source)
    return len(heard) + (len(written & _latin(target)) if written else 0)


# --- names one by one ------------------------------------------------------------------------------------------------


class Anchor(NamedTuple):
    """A name that a text has and its counterpart has not."""

    word: str
    span: Span
    proper: bool
    """Whether it is hardly anything but a name: of a country, or no common word of English."""
    concepts: int = 0
    """What it is, if that is known: a country, mostly."""


class Unmatched(NamedTuple):
    """The names of a source and of its translation that the other one does not have."""

    source: tuple[Anchor, ...]
    target: tuple[Anchor, ...]


CAPITALS = ("fr", "es", "it", "pl", "cs", "ru")
"""The languages that capitalise names, as English does, and nothing else."""


COMPARED = ("de", "hi", "ja", "zh")
"""Those of the others in which a name of the translation is found again, if it is there."""


@kept
def unmatched(target: Text, source: Text) -> Unmatched:
    """Compares the names of an English translation with those of its source; a target has but one."""
    lang = source.lang[:2].lower()
    if lang not in CAPITALS:
        if lang not in COMPARED:
            return Unmatched(tuple(_latin_left_out(source, target)), ())
        acronyms = _acronyms(source, target) if lang == "de" else _latin_left_out(source, target)
        lacking = (*acronyms, *_left_out(source, target))
        return Unmatched(lacking, tuple(name for name in _without_counterpart(target, source) if name.proper))
    lacking = tuple(_without_counterpart(source, target))
    if not lacking:
        lacking = tuple(_latin_left_out(source, target) if lang == "ru" else _acronyms(source, target))
    return Unmatched(lacking, tuple(_without_counterpart(target, source)))


_PERSON = {
    "de": regex(r"(?<=[\w,] )([A-ZÄÖÜ][a-zäöüß]{3,}) [A-ZÄÖÜ][a-zäöüß]{3,}\b"),
    "hi": regex(
        "(?:श्री|श्रीमती|सुश्री|डॉ[.]?|मि[.]|प्रधानमंत्री|राष्ट्रपति|मंत्री|एडवोकेट) "
        "((?!ने |को |का |के |की |में |से |पर |और |है)[\u0900-\u0963]{3,})"
    ),
    "ja": regex(
        "[\u30a1-\u30fa\u30fc]{2,}[\u30fb＝][\u30a1-\u30fa\u30fc]{2,}"
        "|[\u30a1-\u30fa\u30fc]{3,}(?=氏|さん|選手|首相|大統領|監督|州|市|県)"
    ),
    "zh": regex("[\u4e00-\u9fff]{2,6}\u00b7[\u4e00-\u9fff]{2,6}?(?=[，。、是在说的和与称对将已曾宣认表])"),
}


@cache
def _german() -> frozenset[str]:
    """Frequent nouns of German, in lower case."""
    lines = (_DATA / "foreign" / "de-nouns.txt").read_text("utf-8").splitlines()
    return frozenset(word.lower() for line in lines if not line.startswith("#") for word in line.split())


_ACRONYM = regex(r"(?<![\w.-])[A-Z]{3,6}(?![\w-]|\.\w)")


def _acronyms(source: Text, target: Text) -> Iterator[Anchor]:
    """Abbreviations in capitals that the translation neither has nor renders by others."""
    ours = {match[0]: Span(*match.span()) for match in _ACRONYM.finditer(source.value)}
    if ours and set(_ACRONYM_OF_ENGLISH.findall(target.value)) <= ours.keys():
        lang, there = source.lang[:2].lower(), target.value.lower()
        for word, span in ours.items():
            if word.lower() not in there and not lookup(lang)(word):
                yield Anchor(word, span, proper=True)


_ACRONYM_OF_ENGLISH = regex(r"\b[A-Z]{2,}\b")


_PART_OF_A_NAME = regex(
    "[\u4e00-\u9fff]{2}(?:[尼斯特克尔诺纳利里拉罗德布姆亚西]|之[声音])|海地[区方带]|我国|中国|大陆|内地|北京时间"
)
"""What Chinese says for China within China, and what is but the beginning of a longer name."""
BY_SOUND = frozenset(
    "阿巴贝比彼波伯布查察达大丹得德登迪地蒂顿多敦尔法菲费夫弗福盖戈格贡哈汉赫亨基吉加杰卡坎凯康科克库拉莱兰朗劳勒雷里利莉丽列"
    "林龙卢路鲁伦罗洛马麦曼毛梅蒙米密明莫墨姆穆内纳南尼宁纽努诺欧帕佩皮普奇切琴萨塞森沙杉尚圣史斯苏索塔泰坦汤特廷图托瓦万维"
    "威韦温文沃乌西希夏休叙雪亚扬耶伊因英约泽扎珍芝兹佐"
)
"""The characters that write foreign names; two of them behind a country begin that of a place in it, which English may
name alone: 美国洛杉矶, Los Angeles."""


def _unsaid(value: str, place: Span) -> bool:
    """Whether a translation does well without a country or city: it is part of a name, or a news agency is there, or a
    place in it is named."""
    start, end = place
    return (
        value[start - 1 : start] in ("社", "网")
        or _PART_OF_A_NAME.match(value, start) is not None
        or (len(value) > end + 1 and BY_SOUND.issuperset(value[end : end + 2]))
    )


def _left_out(source: Text, target: Text) -> Iterator[Anchor]:
    """The countries, and the people whom a title, a suffix or a point in their name tells, that a translation lacks."""
    lang = source.lang[:2].lower()
    ours, theirs = concepts(source), concepts(target)
    if ours is None or theirs is None or not target.value:
        return
    taken = set()
    for concept in numbers(ours.sure & proper_names() & ~theirs.all):
        place = _place(source, concept)
        if place is not None and not (lang in HAN and _unsaid(source.value, place)):
            taken.add(place.start)
            yield Anchor(source.value[place.start : place.end], place, proper=True, concepts=1 << concept)
    for match in _people(source, lang):
        parts = _NO_LETTER.split(match[0]) if lang != "hi" else [match[1]]
        if lang == "de" and any(lookup("de")(part) or part.lower() in _german() for part in parts):
            continue
        if lang == "zh":
            words = [_rough(folded(word[0])) for word in _ANY_WORD.finditer(target.value) if word[0][0].isupper()]
            runs = [_rough(romanised(part)) for part in parts]
            known = any(len(w) > 1 and (_within(w, r) or _within(r, w)) for w in words for r in runs)
        else:
            known = any(_resembles(part, _spellings(target)) for part in parts)
        if not known and match.start() not in taken:
            yield Anchor(match[0], Span(*match.span()), proper=True)
    place_or_person = _IN_JAPAN.search(source.value) if lang == "ja" else None
    if place_or_person and not _any_name(target):
        yield Anchor(place_or_person[0], Span(*place_or_person.span()), proper=True)


def _people(text: Text, lang: str) -> Iterable[re.Match[str]]:
    if lang not in _PERSON or (lang == "zh" and "·" not in text.value):
        return ()
    return _PERSON[lang].finditer(text.value)


_IN_JAPAN = regex("[\u4e00-\u9fff]{2,3}(?:市|県|町|村|さん|氏)(?![\u4e00-\u9fff])")
"""A place or a person."""


def _any_name(text: Text) -> bool:
    """Whether an English text has any word that may be a name of Japan."""
    words = (match[0] for match in _ANY_WORD.finditer(text.value))
    return any(word[0].isupper() and len(word) > 2 and _unlisted(word) for word in words)


def _place(text: Text, concept: int) -> Span | None:
    """Where a text first has a word for a concept."""
    lang, value = text.lang[:2].lower(), text.value
    if lang in HAN:
        here = forms(lang)[concept]
        return min((Span(at, at + len(form)) for form in here if (at := value.find(form)) >= 0), default=None)
    return next((Span(*m.span()) for m in WORD.finditer(value) if lookup(lang)(m[0]) >> concept & 1), None)


_LATIN_NAME = regex(r"[A-Za-z]{3,}(?:[&.-][A-Za-z]+)*")
_NO_LETTER = regex(r"[\W_]+")
_OTHER_LETTER = regex("[\u0400-\u04ff\u0900-\u097f\u3040-\u30ff\u4e00-\u9fff]")


def _latin_left_out(source: Text, target: Text) -> Iterator[Anchor]:
    """The names that a text writes in Latin letters though its own are others, and its translation does not have."""
    if _OTHER_LETTER.search(source.value) and (found := list(_LATIN_NAME.finditer(source.value))):
        there = _letters(target.value)
        for match in found:
            if not match[0].islower() and _NO_LETTER.sub("", match[0].lower()) not in there:
                yield Anchor(match[0], Span(*match.span()), proper=True)


_ANY_WORD = regex(r"[^\W\d_](?:[\w\u0900-\u0963’'-]*[\w\u0900-\u0963])?")
# Those of `_ANY_WORD` that do not begin with a small letter of English.
_NO_SMALL_WORD = regex(r"[^\W\d_a-z](?<!\w.)(?<!\w[’'-].)(?:[\w\u0900-\u0963’'-]*[\w\u0900-\u0963])?")
_OPENING = frozenset('.!?:;…"“”„«»‘(–—-/|')
_SHORTEST = 4


@kept
def _capitalised(text: Text) -> list[re.Match[str]]:
    """The longer capitalised words that begin neither a sentence nor a quotation; of English also those that do and are
    in no dictionary."""
    value, english = text.value, text.lang[:2].lower() == "en"
    found = []
    for match in _NO_SMALL_WORD.finditer(value):
        if match.end() - match.start() >= _SHORTEST and value[match.start()].isupper():
            at = match.start() - 1
            while at >= 0 and value[at].isspace():
                at -= 1
            inside = at >= 0 and value[at] not in _OPENING
            if inside or (english and _unlisted(match[0]) and _AS_A_NAME.match(value, match.end())):
                found.append(match)
    return found


def _unlisted(word: str) -> bool:
    """Whether a word is in no list of English words, whole or without its ending."""
    low = _POSSESSIVE.sub("", word.lower())
    stems = (low, *(low.removesuffix(end) for end in _INFLECTIONS if low.endswith(end)))
    return not any(stem in COMMON or stem in OPENING or word_class(stem) is not None for stem in stems)


_AS_A_NAME = regex(
    r"['’]s?\b|,| [A-Z]|"
    r" (?:is|was|has|had|will|would|can|could|may|must|also|said|says|told|did|does|then|later|[a-z]+ed)\b"
)
_INFLECTIONS = ("s", "es", "ed", "d", "ing", "ly", "er", "n")


class _Spellings(NamedTuple):
    """The words of a text, and their parts if they have a hyphen, in Latin letters and by their sound."""

    words: list[str]
    beginnings: frozenset[str]
    """The first three letters; of short words the first two."""
    sounds: frozenset[str]


@kept
def _spellings(text: Text) -> _Spellings:
    parts = dict.fromkeys(chain.from_iterable(map(_parts, _ANY_WORD.findall(text.value))))
    words = [folded(romanised(part)) for part in parts]
    return _Spellings(
        words,
        frozenset(word[:3] for word in words).union(word[:2] for word in words if len(word) <= _SHORT),
        frozenset(_sound(part)[:3] for part in parts),
    )


def _resembles(name: str, other: _Spellings) -> bool:
    """Whether one of the words may be the name in another spelling or inflection."""
    letters, sound = folded(romanised(name)), _sound(name)
    return (
        letters[:3] in other.beginnings
        or (len(letters) <= _SHORT and letters[:2] in other.beginnings)
        or (len(sound) > 1 and sound[:3] in other.sounds)
        or any(letters[:_SHORT] in word or alike(letters, word, _ALIKE) for word in other.words[:_MANY])
    )


_SHORT = 5
_ALIKE = 0.65
_MANY = 200
"""So many words are compared letter by letter; most paragraphs have fewer."""


def _parts(word: str) -> list[str]:
    return [word, *word.split("-")] if "-" in word else [word]


def _letters(word: str) -> str:
    """A word without accents and marks, in lower case."""
    return _NO_LETTER.sub("", folded(word))


class _Pinyin(dict[str, tuple[str, ...]]):
    """What can hardly be anything but Chinese in the words of English, as white space separates them."""

    def __missing__(self, written: str) -> tuple[str, ...]:
        if len(self) > _MANY_WORDS:
            self.clear()
        found: tuple[str, ...] = ()
        if not (written.isascii() and written.islower()):
            names = (_POSSESSIVE.sub("", name) for name in _NO_SMALL_WORD.findall(written))
            found = tuple(low for name in names if _is_pinyin(low := _letters(name)))
        self[written] = found
        return found


_PINYIN = _Pinyin()
_MANY_WORDS = 1 << 17


def _all_in_chinese(text: Text, other: Text, there: Concepts) -> bool:
    """Whether a Chinese source has what it has to have of its translation: each country, each name in pinyin."""
    here = concepts(text)
    if here is None or ((missing := here.all & proper_names() & ~there.sure) and missing & ~there.all):
        return False
    pinyin = list(chain.from_iterable(filter(None, map(_PINYIN.__getitem__, text.value.split()))))
    return not pinyin or all(map(_read(other).__contains__, pinyin))


def _without_counterpart(text: Text, other: Text) -> Iterator[Anchor]:
    lang, other_lang = text.lang[:2].lower(), other.lang[:2].lower()
    there = concepts(other)
    if there is None or (other_lang == "zh" and _all_in_chinese(text, other, there)):
        return
    names = _capitalised(text)
    countries = proper_names()
    for match in names:
        word = _POSSESSIVE.sub("", match[0])
        meant = lookup(lang)(word) or lookup(lang)(word.partition("-")[0])
        if there.all & meant or _CALENDAR.fullmatch(word):
            continue
        country = countries & meant != 0
        if (meant and not country) and lang != "en":  # a word of a name that is translated: "Organizacji"
            continue
        if other_lang in HAN:
            known = folded(word) in _written(other) or (_abbreviated if country else _heard_in_han)(word, other)
        else:
            known = any(_resembles(part, _spellings(other)) for part in _parts(word))
        if not known and not (lang == "en" and (word in _TRANSLATED or word.rpartition("-")[2].islower())):
            common = lang == "en" and word_class(word.lower()) not in _NO_COMMON_WORD
            span = Span(match.start(), match.start() + len(word))
            yield Anchor(word, span, country or not (meant or common), meant if country else 0)


_KATAKANA = regex("[\u30a1-\u30fa\u30fc]{2,}")
_KANJI = regex("[\u4e00-\u9fff]")
_SYLLABLES = regex(
    r"(?i)(?:(?:[kgszjtdnhbpmrwfy]y?|sh|ch|ts|kk|tt|pp|ss|ssh|cch|tch|dz)?[aeiou]|n(?=[^aeiou]|\Z)|(?<=[ou])h)+"
)
"""A word that may be Japanese."""


@kept
def _written(text: Text) -> str:
    """A text with its Latin letters in small ones of usual width."""
    return folded(normalize("NFKC", text.value))


_NOT_OLDER = regex("zh|[bdqx]|(?<!n)g")
"""What Wade and Giles, and those before them, did not write; a name with it is pinyin, right or wrong."""


def _heard_in_han(word: str, text: Text) -> bool:
    """Whether a name may be in a text in Han characters or kana, or nothing tells that it is not: Chinese writes some
    foreign names by their sound and others by their meaning, so of these only pinyin is looked for."""
    low = _letters(word)
    chinese = text.lang[:2].lower() == "zh"
    if word.isupper() or (chinese and not _is_pinyin(low)):
        return True
    if any(len(part) > 2 and part in _written(text) for part in (low, *word.lower().split("-"))):
        return True
    if chinese:
        read = _read(text)
        if low in read or low in romanised(text.value.translate(_READ_OTHERWISE)):
            return True
        return _NOT_OLDER.search(low) is None and any_romanisation(low) in any_romanisation(read)
    if any(map(_SYLLABLES.fullmatch, _parts(word))) and _KANJI.search(text.value):
        return True
    return any(_same_sound(low, romanised(run)) for run in _KATAKANA.findall(text.value))


@lru_cache(1 << 14)
def _is_pinyin(low: str) -> bool:
    """Whether a word in small letters can hardly be anything but Chinese."""
    return (
        len(low) <= _LONG_PINYIN
        and is_chinese(low)
        and not _SYLLABLES.fullmatch(low)
        and low not in known("places")
        and low not in known("loanwords")
    )


_ROUGHLY = regex(r"th|[sc]h|zh|ck|ph|gh|ng|c(?=[eiy])|h(?![aeiou])|r(?![aeiou])|[wy]")
_ROUGH_CLASSES = {"th": "t", "sh": "s", "ch": "s", "zh": "s", "ck": "k", "ph": "p", "ng": "n", "c": "s"}
_ROUGH = str.maketrans("bfvdjqzxcghrm", "pppt" + "ssss" + "kkkln", "aeiou'’-. ·")


def _rough(word: str) -> str:
    """The consonants of a name, as far as Chinese tells them apart."""
    low = _ROUGHLY.sub(lambda match: _ROUGH_CLASSES.get(match[0], ""), word)
    return _DOUBLED.sub(r"\1", low.translate(_ROUGH))


def _within(sound: str, run: str) -> bool:
    return any(alike(sound, run[at : at + len(sound)], 0.6) for at in range(max(1, len(run) - len(sound) + 1)))


_LONG_PINYIN = 11
_READ_OTHERWISE = str.maketrans("朝重长行乐单曾查解仇覃盖沈翟区尉佛", "招虫张航月山增扎谢求秦葛陈狄欧玉夫")
"""Characters that are read in another way in many names, by others that are read like that."""


def _abbreviated(country: str, text: Text) -> bool:
    """Whether a country may be there by one of its characters, or without being said."""
    lang, meant = text.lang[:2].lower(), lookup("en")(country) or lookup("en")(country.partition("-")[0])
    if meant & lookup("en")("China") and "国" in text.value:
        return True
    return any(form[0] in text.value for concept in numbers(meant) for form in forms(lang)[concept])


def _same_sound(one: str, other: str) -> bool:
    return _resembles(one, _Spellings([other], frozenset((other[:3],)), frozenset((_sound(other)[:3],))))


_POSSESSIVE = regex("['’]s?\\Z")
_CALENDAR = regex(CALENDAR)
_TRANSLATED = frozenset(
    """Africa African Africans American Antarctic Arctic Atlantic Balkan Balkans Baltic Bible Caribbean Catholic
    Catholics Chinese Christ Christian Christians Christmas Earth Easter English Georgia God Greek Hong Inter
    Internet Islam Islamic Islamist Jewish Jews Kong Latin Mars Mediterranean Moon Muslim Muslims Nazi Nazis Nordic
    Olympic Olympics Orthodox Pacific Protestant Roman Romans Soviet Western""".split()
)
"""Names that languages have words of their own for, and that translators add."""
_NO_COMMON_WORD = (None, "NNP", "NNPS", "FW")
