"""What texts speak of, as far as the words that news uses most tell: the same number for a word and its translation, in
eleven languages.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from itertools import chain
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tqa.text import distinct, kept, regex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from tqa import Text

_DATA = Path(__file__).with_name("data")
HAN = frozenset(("zh", "ja"))
"""The languages written in Han characters."""


class _Words(NamedTuple):
    """The news words of a language written with spaces."""

    concepts: dict[str, tuple[int, ...]]
    """What a word, or the beginning of one, may stand for."""
    whole: frozenset[str]
    """The forms that are no mere beginnings."""
    longest: int


class _Characters(NamedTuple):
    """The news words of a language written in Han characters."""

    single: dict[str, tuple[int, ...]]
    """What a character may stand for."""
    longer: dict[str, tuple[tuple[str, int], ...]]
    """The longer forms, and what they stand for, by their first two characters."""
    singles: frozenset[str]
    starts: frozenset[str]
    """The keys of both, for sets to be compared at the speed of C."""
    forms: tuple[tuple[str, ...], ...]
    """The longer forms of each concept."""


class Table(NamedTuple):
    words: dict[str, _Words]
    """By language."""
    characters: dict[str, _Characters]
    """By language."""
    little: frozenset[int]
    """The concepts that never speak against a translation."""
    names: frozenset[int]
    """The concepts that are names, of countries mostly."""


@cache
def table() -> Table:
    lines = [
        line.split("\t")
        for name in ("news-words", "territories")
        for line in (_DATA / f"{name}.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    languages = lines[0]
    kinds, *columns = zip(*(line for line in lines if line != languages), strict=True)
    cells = dict(zip(languages[1:], columns, strict=True))
    return Table(
        {lang: _words(cells[lang]) for lang in cells if lang not in HAN},
        {lang: _characters(cells[lang]) for lang in cells if lang in HAN},
        frozenset(concept for concept, kind in enumerate(kinds) if kind == "little"),
        frozenset(concept for concept, kind in enumerate(kinds) if kind == "name"),
    )


def _words(cells: Sequence[str]) -> _Words:
    concepts: dict[str, tuple[int, ...]] = defaultdict(tuple)
    whole = set()
    for concept, cell in enumerate(cells):
        for form in cell.split():
            plain = form if form.isupper() else folded(form.removesuffix(".")) or form
            concepts[plain] += (concept,)
            if form.isupper() or (plain != form and form[-1] == "."):
                whole.add(plain)
    return _Words(dict(concepts), frozenset(whole), max(map(len, concepts)))


def _characters(cells: Sequence[str]) -> _Characters:
    single: dict[str, tuple[int, ...]] = defaultdict(tuple)
    longer: dict[str, tuple[tuple[str, int], ...]] = defaultdict(tuple)
    for concept, cell in enumerate(cells):
        for form in cell.split():
            if len(form) == 1:
                single[form] += (concept,)
            else:
                longer[form[:2]] += ((form, concept),)
    forms = tuple(tuple(form for form in cell.split() if len(form) > 1) for cell in cells)
    return _Characters(dict(single), dict(longer), frozenset(single), frozenset(longer), forms)


# Letters that do not decompose, or that English writes with others.
_FOLD = str.maketrans(
    "àáâãäåāăąçćĉċčďđèéêëēĕėęěìíîïīįłñńňòóôõöøōőŕřśşšţťùúûüūůűųýÿźżžßёѐ",
    "aaaaaaaaacccccddeeeeeeeeeiiiiiilnnnoooooooorrsssttuuuuuuuuyyzzzsее",
)


def folded(word: str) -> str:
    """A word in lower case and without accents."""
    low = word.lower()
    return low if low.isascii() else low.translate(_FOLD)


WORD = regex(r"U\.(?:S|K|N)\.|\w[\w\u0900-\u097f]*|[$€%]")


@cache
def lookup(lang: str) -> Callable[[str], tuple[int, ...]]:
    """A word of a language → its concepts."""
    words = table().words[lang]

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


class Meanings(dict[str, tuple[int, ...]]):
    """What the words of a language, as white space separates them, stand for; of those that stand for nothing only that
    they do not."""

    def __init__(self, lang: str) -> None:
        self._lookup = lookup(lang)
        self.nothing: set[str] = set()

    def __missing__(self, written: str) -> tuple[int, ...]:
        found = tuple(chain.from_iterable(map(self._lookup, WORD.findall(written))))
        if found:
            self[written] = found
        else:
            self.nothing.add(written)
        return found

    def by(self, written: frozenset[str]) -> frozenset[int]:
        """What any of some words stands for."""
        if len(self) + len(self.nothing) > _MANY:
            self.clear()
            self.nothing.clear()
        return frozenset(chain.from_iterable(map(self.__getitem__, written - self.nothing)))


meanings = cache(Meanings)
"""By language."""
_MANY = 1 << 17

_NONE = ("",)
_ENDINGS = {"en": ("", "s")}
"""What may follow a whole word and leave it that word."""


class Concepts:
    """What a text speaks of, as far as the news words tell."""

    __slots__ = ("_loose", "all", "sure")

    sure: AbstractSet[int]
    all: AbstractSet[int]
    """With those that say little, and those of single Han characters; found when they are asked for."""

    def __init__(self, sure: AbstractSet[int], loose: Callable[[], AbstractSet[int]]) -> None:
        self.sure = sure
        self._loose = loose

    def __getattr__(self, name: str) -> AbstractSet[int]:
        if name != "all":
            raise AttributeError(name)
        self.all = self.sure | self._loose()
        return self.all


@kept
def concepts(text: Text) -> Concepts | None:
    """The concepts of a text; None where its language, or its script, is not known."""
    lang, news = text.lang[:2].lower(), table()
    if lang in news.words:
        found = meanings(lang).by(distinct(text))
        return Concepts(found - news.little, lambda: found)
    if lang not in news.characters:
        return None
    value = text.value
    known, characters = news.characters[lang], set(value)
    if lang == "zh" and len(_TRADITIONAL & characters) > 1:
        return None
    starts = known.starts.intersection(map(add, value, value[1:]))
    sure = {concept for start in starts for form, concept in known.longer[start] if len(form) == 2 or form in value}
    single, singles = known.single, known.singles
    return Concepts(sure - news.little, lambda: sure.union(*(single[char] for char in singles.intersection(value))))


_TRADITIONAL = frozenset(
    "國們這來時會說對經為個關發後開學長門間問題車東馬風飛魚據從與將區應該還沒種點兩幾樣讓給話員報選舉總統業務電"
    "視網機場達過運動進遠邊連週農實處見規覺記設許認議論證調談請無熱爾現環產當師帶幣廣張強錄錢鐵險陽陸階隊際難"
)
"""Characters that simplified Chinese writes otherwise; a name may have one."""
