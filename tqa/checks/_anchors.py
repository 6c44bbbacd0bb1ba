"""Anchors: what of a text can be recognised in its translation without understanding either. Words that news uses most,
names, numbers, words in Latin letters. One that is on both sides speaks for the translation; texts that share none,
though each has several, do not belong together.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from itertools import chain
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tqa.text import kept, regex, romanised

from ._names import pinyin

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tqa import Language, Text

    Known = Callable[[Text], Language | None]

_DATA = Path(__file__).with_name("data") / "news-words.tsv"
_HAN = frozenset(("zh", "ja"))
_LATIN = frozenset(("de", "fr", "es", "it", "pl", "cs"))


# --- the words of the news -------------------------------------------------------------------------------------------


class _Words(NamedTuple):
    """The news words of one language."""

    concepts: dict[str, tuple[int, ...]]
    """What a word, the beginning of a word, or one or two Han characters may stand for."""
    whole: frozenset[str]
    """The forms that are no mere beginnings."""
    longer: dict[str, tuple[tuple[str, int], ...]]
    """Forms of three Han characters and more, and what they stand for, by their first two."""
    longest: int


@cache
def _table() -> tuple[dict[str, _Words], frozenset[int]]:
    """The news words by language, and the concepts that never speak against a translation."""
    with _DATA.open(encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    kinds, *columns = zip(*lines, strict=True)
    little = frozenset(concept for concept, kind in enumerate(kinds[1:]) if kind == "little")
    return {lang: _words(lang, cells) for lang, *cells in columns}, little


def _words(lang: str, cells: Sequence[str]) -> _Words:
    concepts: dict[str, tuple[int, ...]] = defaultdict(tuple)
    longer: dict[str, tuple[tuple[str, int], ...]] = defaultdict(tuple)
    whole = set()
    for concept, cell in enumerate(cells):
        for form in cell.split():
            if lang in _HAN and len(form) > 2:
                longer[form[:2]] += ((form, concept),)
                continue
            plain = form if form.isupper() else folded(form.removesuffix(".")) or form
            concepts[plain] += (concept,)
            if form.isupper() or (plain != form and form[-1] == "."):
                whole.add(plain)
    return _Words(dict(concepts), frozenset(whole), dict(longer), max(map(len, concepts)))


# Letters that do not decompose, or that English writes with others.
_FOLD = str.maketrans(
    "àáâãäåāăąçćĉċčďđèéêëēĕėęěìíîïīįłñńňòóôõöøōőŕřśşšţťùúûüūůűųýÿźżžßёѐ",
    "aaaaaaaaacccccddeeeeeeeeeiiiiiilnnnoooooooorrsssttuuuuuuuuyyzzzsее",
)


def folded(word: str) -> str:
    """A word in lower case and without accents."""
    low = word.lower()
    return low if low.isascii() else low.translate(_FOLD)


_WORD = regex(r"U\.(?:S|K|N)\.|\w[\w\u0900-\u097f]*|[$€%]")


@cache
def _lookup(lang: str) -> Callable[[str], tuple[int, ...]]:
    """A word of a language → its concepts."""
    words = _table()[0][lang]

    @lru_cache(1 << 15)
    def concepts(word: str) -> tuple[int, ...]:
        if word.isupper() and word in words.concepts:
            return words.concepts[word]
        low = folded(word)
        found: tuple[int, ...] = ()
        for end in range(1, min(len(low), words.longest) + 1):
            form = low[:end]
            if form in words.concepts and (form not in words.whole or low[end:] in _ENDINGS.get(lang, _NONE)):
                found += words.concepts[form]
        return found

    return concepts


_NONE = ("",)
_ENDINGS = {"en": ("", "s")}
"""What may follow a whole word and leave it that word."""


class Concepts(NamedTuple):
    """What a text speaks of, as far as the news words tell."""

    sure: frozenset[int]
    all: frozenset[int]


@kept
def concepts(text: Text) -> Concepts | None:
    """The concepts of a text; None where its language, or its script, is not known."""
    lang = text.lang[:2].lower()
    table, little = _table()
    if lang not in table:
        return None
    if lang not in _HAN:
        found = frozenset(chain.from_iterable(map(_lookup(lang), _WORD.findall(text.value))))
        return Concepts(found - little, found)
    if lang == "zh" and len(_TRADITIONAL.intersection(text.value)) > 1:
        return None
    known, value = table[lang], text.value
    pairs = set(map(add, value, value[1:]))
    sure = set(chain.from_iterable(map(known.concepts.__getitem__, pairs & known.concepts.keys())))
    for form, concept in chain.from_iterable(map(known.longer.__getitem__, pairs & known.longer.keys())):
        if form in value:
            sure.add(concept)
    loose = chain.from_iterable(map(known.concepts.__getitem__, known.concepts.keys() & set(value)))
    return Concepts(frozenset(sure - little), frozenset(sure.union(loose)))


_TRADITIONAL = frozenset(
    "國們這來時會說對經為個關發後開學長門間問題車東馬風飛魚據從與將區應該還沒種點兩幾樣讓給話員報選舉總統業務電"
    "視網機場達過運動進遠邊連週農實處見規覺記設許認議論證調談請無熱爾現環產當師帶幣廣張強錄錢鐵險陽陸階隊際難"
)
"""Characters that simplified Chinese writes otherwise; a name may have one."""


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
    return _values(one, source), _values(other, target)


def _values(language: Language, text: Text) -> frozenset[object]:
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


def likeness(source: Text, target: Text, known: Known, enough: int) -> Likeness | None:
    """What anchors say about a source and an English text; None where the source's language or script is not read.
    `known`: what is known of a text's language.

    Where news words alone reach the score `enough`, nothing else is looked at.
    """
    ours, theirs = concepts(source), concepts(target)
    if ours is None or theirs is None:
        return None
    sure = len(ours.sure & theirs.sure)
    found = Likeness(sure, len(ours.all & theirs.all) - sure, len(ours.sure - theirs.all), len(theirs.sure - ours.all))
    if found.score >= enough:
        return found
    lang = source.lang[:2].lower()
    numbers, others = _numbers(source, target, known)
    same = len(numbers & others)
    if lang in _LATIN:
        names = len(_beginnings(source) & _beginnings(target))
    else:
        names = len(_latin(source) & _latin(target))
        names += len(_in_pinyin(source, target) if lang == "zh" else _sounds(source) & _sounds(target))
    return Likeness(
        found.shared + same + names,
        found.hints,
        found.lacking + len(numbers) - same,
        found.extra + len(others) - same,
    )
