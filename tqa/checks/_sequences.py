"""Which English words stand side by side: a model of words and of word classes.

It knows 22,000 words: how frequent each is, how likely it is after each of those it was seen after (1.7 million pairs),
and after two (1.3 million triples). Every word belongs to one of 254 classes of words that are used alike ("minister",
"president"; "of" is one by itself). For every two classes the model knows how much oftener, or less often, than by
chance one stands before the other, and before the word after the next; for three in a row it knows the same of groups
of classes. `bench/sequences.py` makes the file, and says from what.

Pairs and triples are in a filter (a binary fuse filter, Graf and Lemire 2022): three slots of a table, found by the
words' hash, together yield a check and the probability. Of the pairs that were never seen one in 4,096 has one, too.
"""

from __future__ import annotations

import json
import mmap
import re
import sys
import zlib
from array import array
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILE = Path(__file__).with_name("sequences.bin")
STEP = 40
"""A factor of ten, in the steps in which the file counts logarithms of classes."""
TIE, FOLLOW = 20, 8
"""A factor of ten, in the steps in which logarithms of words are counted; how many of these make one step of the
filter."""
RAREST = 150
"""What no word is taken to be rarer than, in those steps."""
BITS = 15
"""Of the number of a word."""

START, STOP = "<s>", "</s>"
NEUTRAL, MARK = -1, -2
"""What has no class: words that the model does not know, and punctuation marks."""

PAIR = 1 << 3 * BITS
"""What tells the key of a pair, two numbers in a row, from that of a triple."""
FACTOR, CHECK = 0x9E3779B97F4A7C15, 0xFFF0
"""The odd number that keys are multiplied by, modulo 2 ** 64; of what comes of it the bits that a slot holds."""
_MASK = (1 << 64) - 1
_TOKEN = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d[\d.,:]*\d|\d|[^\sA-Za-z\d]")
_TITLES = frozenset("mr mrs ms dr st gen sen gov lt col no vs prof jr sr inc co corp ltd".split())
_SENTENCE_ENDS = re.compile(r"[\"”’)']*(?:\s+[A-Z\"“('0-9]|\s*$)")
_BEFORE, _AFTER = 36, 36
"""How many characters before and after a place are read, to the end of a word."""


class Unit(NamedTuple):
    """A word, a figure or a mark of a text."""

    number: int
    """Of the word, or `Model.unknown`."""
    kind: int
    """Its class, NEUTRAL or MARK."""
    word: str
    start: int
    end: int


class Model:
    """What the file holds. Logarithms are to base 10."""

    def __init__(self, data: mmap.mmap | bytes) -> None:
        view = memoryview(data)
        at = 4 + int.from_bytes(view[:4], "big")
        head = json.loads(zlib.decompress(view[4:at]))

        def part(size: int) -> memoryview:
            nonlocal at
            at += size
            return view[at - size : at]

        count, classes, groups = head["words"], head["classes"], head["groups"]
        self.unknown: int = count
        """The number of any word that is not listed. What is told of it is neutral."""
        self.singles: int = head["singles"]
        """Classes below this are of one word each."""
        self.names = frozenset(head["names"])
        """The classes of names."""
        self.unknown_class: int = classes - 1
        self.group_count: int = groups
        self._list = bytes(part(head["list"]))
        self.numbers: Mapping[str, int] = Numbers(self._list, count)
        """The number of every word in lower case, `unknown` for others; the more frequent, the lower."""
        self.rarity: Sequence[int] = part(count + 1)
        """Of every word, by its number, the logarithm of how rare it is, in steps."""
        self.backs: Sequence[int] = part(count + 1)
        """The logarithm of how much rarer than by chance words are that were never seen after each word, in steps."""
        self.kinds: Sequence[int] = part(count + 1)
        """The class of every word, by its number."""
        self.tags: Sequence[int] = part(count + 1)
        """The part of speech that each word mostly is, as the place in TAGS; 0 for what has none of them."""
        self.kin_ends: Sequence[int] = shorts(part(2 * count + 2))
        """Up to where, of all listed, are the words that `kin` has of the words before each."""
        self._kin = shorts(part(2 * head["kin"]))
        self._figures = figures = part(2 * classes * classes).cast("b")
        rows = [figures[start : start + classes] for start in range(0, 2 * classes * classes, classes)]
        self.beside: Sequence[Sequence[int]] = rows[:classes]
        """How much oftener than by chance the second class follows the first: the logarithm, in steps."""
        self.apart: Sequence[Sequence[int]] = rows[classes:]
        """The same with one word between them."""
        self.groups: Sequence[int] = part(classes)
        """The group of every class: there are fewer, so that there are figures for three in a row."""
        self.triples: Sequence[int] = part(groups**3).cast("b")
        """For three groups, as three digits of a number: how much oftener they stand in a row than the two pairs
        tell."""
        self._segment: int = head["segment"]
        self._first: int = head["segments"] * self._segment
        self._slots = shorts(part(2 * (self._first + 2 * self._segment)))
        self._words: list[str] = []
        self.ties: Mapping[int, int] = Ties(self)
        """See `Ties`."""
        self.classes: Mapping[str, int] = Classes(self)
        """The class of every word in lower case."""

    def word(self, number: int) -> str:
        """The word of a number."""
        if not self._words:
            self._words = self._list.decode().split()
        return self._words[number]

    def single(self, word: int) -> float:
        """The logarithm of a word's probability."""
        return -self.rarity[word] / TIE

    def triple(self, first: int, second: int, third: int) -> tuple[float, int]:
        """The logarithm of the third word's probability after the two; and how many of the words, the last ones, the
        model has seen in a row, 0 where one of the last two is unknown."""
        unknown = self.unknown
        if second == unknown or third == unknown:
            return self.single(third), 0
        pair = self.held(PAIR | second << BITS | third)
        if pair is None:
            return -(self.rarity[third] + self.backs[second]) / TIE, 1
        if first != unknown and self.held(PAIR | first << BITS | second) is not None:
            found = self.held((first << BITS | second) << BITS | third)
            if found is not None:
                return -found / TIE, 3
        return -pair / TIE, 2

    def kin(self, word: int) -> Sequence[int]:
        """The words of its family that may be meant where it stands: other parts of speech ("decide": "decision")."""
        return self._kin[self.kin_ends[word] : self.kin_ends[word + 1]] if word != self.unknown else ()

    def meetings(self, kinds: bytes) -> list[int]:
        """`beside` of each two in a row of classes, at the speed of C."""
        found, table = [0] * max(0, len(kinds) - 1), self._by_both
        for first in (0, 1):
            pairs = shorts(memoryview(kinds)[first : len(kinds) - (len(kinds) - first) % 2])
            found[first::2] = map(table.__getitem__, pairs.tolist())
        return found

    @cached_property
    def _by_both(self) -> Sequence[int]:
        """`beside`, by both classes as the bytes of one number, the first the lower."""
        size = len(self.beside)
        columns = (self._figures[second : size * size : size].tobytes() for second in range(size))
        return array("b", b"".join(column.ljust(256, b"\0") for column in columns))

    def held(self, key: int) -> int | None:
        """How rare the last word of a pair or triple is after the others, in steps; None if it was not seen there, or
        is as rare after fewer."""
        mixed = key * FACTOR & _MASK
        mixed ^= mixed >> 32
        one, segment, slots = (mixed >> 32) * self._first >> 32, self._segment, self._slots
        two = one + segment ^ mixed >> 9 & segment - 1
        three = one + 2 * segment ^ mixed >> 20 & segment - 1
        found = slots[one] ^ slots[two] ^ slots[three] ^ mixed & CHECK
        return None if found > 15 else FOLLOW * found


def shorts(data: memoryview) -> memoryview | array[int]:
    """The numbers of 16 bits that bytes stand for, the lower byte first."""
    if sys.byteorder == "little":
        return data.cast("H")
    found = array("H", bytes(data))
    found.byteswap()
    return found


class Numbers(dict[str, int]):
    """The numbers of words. The most frequent are read at once, others are looked up in the list one by one until that
    takes longer than reading it whole."""

    FIRST, MANY = 16_000, 120
    """How many bytes of the list are read at once; how many words are looked up."""

    def __init__(self, listed: bytes, unknown: int) -> None:
        self._listed, self._unknown = listed, unknown
        self._left = self.MANY
        self._read(listed[: listed.find(b"\n", self.FIRST)])

    def _read(self, listed: bytes) -> None:
        fields = listed.decode().split()
        self.update(zip(fields, range(len(fields)), strict=True))

    def __missing__(self, word: str) -> int:
        if self._left < 0:
            return self._unknown
        self._left -= 1
        if self._left < 0:
            self.clear()
            self._read(self._listed)
            return self.get(word, self._unknown)
        at = self._listed.find(b"\n%b\n" % word.encode("utf-8", "surrogatepass"))
        found = self[word] = self._unknown if at < 0 else self._listed.count(b"\n", 0, at)
        return found


class Classes(dict[str, int]):
    """The classes of the words met."""

    def __init__(self, known: Model, most: int = 100_000) -> None:
        """`most`: how many are kept in memory."""
        self._known, self._most = known, most

    def __missing__(self, word: str) -> int:
        if len(self) >= self._most:
            self.clear()
        found = self[word] = self._known.kinds[self._known.numbers[word]]
        return found


class Ties(dict[int, int]):
    """How much oftener than by chance one word follows another, in steps; by both numbers as digits of one."""

    def __init__(self, known: Model, most: int = 100_000) -> None:
        """`most`: how many are kept in memory."""
        self._known, self._most = known, most

    def __missing__(self, key: int) -> int:
        known = self._known
        first, second = key >> BITS, key & (1 << BITS) - 1
        found = 0
        if first != known.unknown and second != known.unknown:
            held = known.held(PAIR | key)
            found = -known.backs[first] if held is None else known.rarity[second] - held
        if len(self) >= self._most:
            self.clear()
        self[key] = found
        return found


@cache
def model() -> Model:
    """The model; most of its file is read as it is needed."""
    with FILE.open("rb") as file:
        return Model(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def units(known: Model, value: str, start: int = 0, end: int | None = None) -> list[Unit]:
    """The words and marks of a text or a part of one, with a START before each sentence and a STOP after it."""
    end = len(value) if end is None else end
    numbers, kinds, names, unknown = known.numbers, known.kinds, known.names, known.unknown
    smith, figure = kinds[numbers["smith"]], kinds[numbers["fifteen"]]
    begin, stop = numbers[START], numbers[STOP]
    found: list[Unit] = []
    opens, last = start == 0, -1
    for match in _TOKEN.finditer(value, start, end):
        word, (at, to) = match[0], match.span()
        if word[0].isalpha():
            low = word.lower().replace("’", "'")
            number = numbers[low]
            kind = NEUTRAL if number == unknown else kinds[number]
            if opens:
                found.append(Unit(begin, kinds[begin], START, at, at))
                opens = False
            elif word != low and kind not in names and low not in _ALWAYS_CAPITAL:
                kind = smith
            if at == last and found and found[-1].word in _GLUE:
                number, kind = unknown, NEUTRAL
            found.append(Unit(number, kind, low, at, to))
        elif word[0].isdigit():
            found.append(Unit(unknown, figure, word, at, to))
        else:
            if at == last and found and (word in _JOINERS or value[to : to + 1].isalnum()):
                found[-1] = found[-1]._replace(number=unknown, kind=NEUTRAL)
            if word in ".!?" and _SENTENCE_ENDS.match(value, to) and not (found and _shortened(found[-1], at)):
                found.append(Unit(stop, kinds[stop], STOP, at, to))
                opens = True
            found.append(Unit(unknown, MARK, word, at, to))
        last = to
    return found


def _shortened(unit: Unit, at: int) -> bool:
    """Whether the full stop at this place belongs to the word before it ("Mr.", "U.S.")."""
    return unit.end == at and (len(unit.word) == 1 or unit.word in _TITLES)


_ALWAYS_CAPITAL = frozenset(("i", "i'm", "i've", "i'll", "i'd"))
_JOINERS, _GLUE = frozenset("-/&"), frozenset("-/&.")


def around(known: Model, value: str, at: int) -> tuple[list[Unit], int]:
    """The units around a place where a word starts, and the number of that word's, or -1."""
    start = 0 if at <= _BEFORE else value.find(" ", at - _BEFORE, at) + 1
    end = value.find(" ", at + _AFTER)
    found = units(known, value, start, end if end >= 0 else len(value))
    return found, next((n for n, unit in enumerate(found) if unit.start == at and unit.word != START), -1)
