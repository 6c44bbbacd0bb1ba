"""What texts speak of, as far as the words that news uses most tell: the same concepts for a word and its translation,
in eleven languages.

A set of concepts is a number that has the bit of each: two of them are compared, and what they share is counted, in a
fraction of the time that sets take.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from functools import cache, lru_cache, reduce
from itertools import chain
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tqa.text import distinct, kept, regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tqa import Text

_DATA = Path(__file__).with_name("data")
HAN = frozenset(("zh", "ja"))
"""The languages written in Han characters."""


_KIND = "kind"
"""The column that tells of a concept whether it is a word, a name, or says little."""


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    """The news words of each language, a cell a concept."""
    lines = [
        line.split("\t")
        for name in ("news-words", "territories")
        for line in (_DATA / f"{name}.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    heads = lines[0]
    return dict(zip(heads, zip(*(line for line in lines if line != heads), strict=True), strict=True))


def _of_kind(kind: str) -> int:
    return together(1 << concept for concept, its in enumerate(_columns()[_KIND]) if its == kind)


@cache
def proper_names() -> int:
    """The concepts that are names, of countries mostly."""
    return _of_kind("name")


@cache
def _telling() -> int:
    """The concepts that may speak against a translation."""
    return _of_kind("name") | _of_kind("word")


def numbers(concepts: int) -> Iterator[int]:
    """The concepts of a set one by one, by their number."""
    while concepts:
        lowest = concepts & -concepts
        yield lowest.bit_length() - 1
        concepts ^= lowest


def together(concepts: Iterable[int]) -> int:
    """Those of several sets."""
    return reduce(or_, concepts, 0)


# --- of languages written with spaces --------------------------------------------------------------------------------


class _Words(NamedTuple):
    """The news words of a language."""

    concepts: dict[str, int]
    """What a word, or the beginning of one, may stand for."""
    whole: frozenset[str]
    """The forms that are no mere beginnings."""
    lengths: dict[str, tuple[int, ...]]
    """How long those forms are that begin with two letters, or are one."""


def _words(lang: str) -> _Words:
    concepts: dict[str, int] = defaultdict(int)
    whole = set()
    for concept, cell in enumerate(_columns()[lang]):
        for form in cell.split():
            plain = form if form.isupper() else folded(form.removesuffix(".")) or form
            concepts[plain] |= 1 << concept
            if form.isupper() or (plain != form and form[-1] == "."):
                whole.add(plain)
    lengths: dict[str, set[int]] = defaultdict(set)
    for form in concepts:
        lengths[form[:2]].add(len(form))
    return _Words(dict(concepts), frozenset(whole), {start: tuple(sorted(found)) for start, found in lengths.items()})


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
def lookup(lang: str) -> Callable[[str], int]:
    """A word of a language → its concepts."""
    words = _words(lang)
    endings = _ENDINGS.get(lang, _NONE)

    @lru_cache(1 << 15)
    def concepts(word: str) -> int:
        if word.isupper() and word in words.concepts:
            return words.concepts[word]
        low = folded(word)
        found = 0
        for start in (low[:1], low[:2]):
            for length in words.lengths.get(start, ()):
                form = low[:length]
                if form in words.concepts and (form not in words.whole or low[length:] in endings):
                    found |= words.concepts[form]
        return found

    return concepts


class _Meanings(dict[str, int]):
    """What the words of a language, as white space separates them, stand for."""

    def __init__(self, lang: str) -> None:
        self._lookup = lookup(lang)

    def __missing__(self, written: str) -> int:
        if len(self) > _MANY:
            self.clear()
        self[written] = found = together(map(self._lookup, WORD.findall(written)))
        return found


meanings = cache(_Meanings)
"""By language."""
_MANY = 1 << 17

_NONE = ("",)
_ENDINGS = {"en": ("", "s")}
"""What may follow a whole word and leave it that word."""


def _by_words(lang: str) -> Callable[[Text], Concepts]:
    meant, telling = meanings(lang).__getitem__, _telling()

    def read(text: Text) -> Concepts:
        found = together(filter(None, map(meant, distinct(text))))
        return Concepts(found & telling, lambda: found)

    return read


# --- of languages written in Han characters --------------------------------------------------------------------------


@cache
def forms(lang: str) -> tuple[tuple[str, ...], ...]:
    """The forms of each concept, of two characters and more."""
    return tuple(tuple(form for form in cell.split() if len(form) > 1) for cell in _columns()[lang])


def _codes(value: str) -> Iterable[int]:
    """Every two characters that follow one another, as a number, in no order: made faster than pieces of the text."""
    data = value.encode("utf-16-le", "surrogatepass")
    size = len(data)
    return chain(array("I", data[: size & ~3]), array("I", data[2 : (size - 2 & ~3) + 2]))


def _by_characters(lang: str) -> Callable[[Text], Concepts | None]:
    single: dict[str, int] = defaultdict(int)
    pairs: dict[int, int] = defaultdict(int)
    longer: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for concept, cell in enumerate(_columns()[lang]):
        for form in cell.split():
            if len(form) == 1:
                single[form] |= 1 << concept
                continue
            (code,) = _codes(form[:2])
            pairs[code] |= 1 << concept if len(form) == 2 else 0
            if len(form) > 2:
                longer[code].append((form, 1 << concept))
    singles, starts, begins = frozenset(single), frozenset(pairs), frozenset(longer)
    chinese, telling = lang == "zh", _telling()

    def read(text: Text) -> Concepts | None:
        value = text.value
        if chinese and len(set(_TRADITIONAL.findall(value))) > 1:
            return None
        here = starts.intersection(_codes(value))
        sure = together(map(pairs.__getitem__, here))
        for start in begins & here:
            sure |= together(concept for form, concept in longer[start] if form in value)
        return Concepts(sure & telling, lambda: sure | together(map(single.__getitem__, singles.intersection(value))))

    return read


_TRADITIONAL = regex(
    "[國們這來時會說對經為個關發後開學長門間問題車東馬風飛魚據從與將區應該還沒種點兩幾樣讓給話員報選舉總統業務電"
    "視網機場達過運動進遠邊連週農實處見規覺記設許認議論證調談請無熱爾現環產當師帶幣廣張強錄錢鐵險陽陸階隊際難]"
)
"""Characters that simplified Chinese writes otherwise; a name may have one."""


# --- of any language --------------------------------------------------------------------------------------------------


class Concepts:
    """What a text speaks of, as far as the news words tell."""

    __slots__ = ("_loose", "all", "sure")

    sure: int
    all: int
    """With those that say little, and those of single Han characters; found when they are asked for."""

    def __init__(self, sure: int, loose: Callable[[], int]) -> None:
        self.sure = sure
        self._loose = loose

    def __getattr__(self, name: str) -> int:
        if name != "all":
            raise AttributeError(name)
        self.all = self._loose()
        return self.all


@kept
def concepts(text: Text) -> Concepts | None:
    """The concepts of a text; None where its language, or its script, is not known."""
    read = _reader(text.lang)
    return read(text) if read else None


@cache
def _reader(lang: str) -> Callable[[Text], Concepts | None] | None:
    lang = lang[:2].lower()
    if lang in HAN:
        return _by_characters(lang)
    return _by_words(lang) if lang in _columns() else None
