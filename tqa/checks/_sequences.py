"""Which English words stand side by side: a small model of word classes, and a judge that reads it.

Every word belongs to one of 254 classes of words that are used alike ("minister", "president"; "of" is one by itself).
For every two classes the model knows how much oftener, or less often, than by chance one stands before the other, and
before the word after the next; for three in a row it knows the same of groups of classes. A small network weighs these
figures around a place: are the words there out of order, or is one missing? `bench/sequences.py` makes the file, and
says from what.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILE = Path(__file__).with_name("sequences.bin")
STEP = 40
"""A factor of ten, in the steps in which the file counts logarithms."""
DOUBTFUL = -STEP
"""Two words less often side by side than a tenth of chance are looked at."""

HERE = 1
"""Which of the features of a place is that of the two words themselves."""

START, STOP = "<s>", "</s>"
NEUTRAL, MARK = -1, -2
"""What has no class: words that the model does not know, and punctuation marks."""

_TOKEN = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d[\d.,:]*\d|\d|[^\sA-Za-z\d]")
_BEFORE, _AFTER = 45, 30
"""How many characters before and after a place are read, to the end of a word."""


class Unit(NamedTuple):
    """A word, a figure or a mark of a text."""

    kind: int
    """Its class, NEUTRAL or MARK."""
    word: str
    start: int
    end: int


class Net(NamedTuple):
    """A network with one hidden layer."""

    hidden: Sequence[tuple[float, Sequence[float]]]
    """Of each hidden unit the bias and the weights of the features."""
    bias: float
    out: Sequence[float]

    def __call__(self, features: Sequence[float]) -> float:
        """How likely it is, as the network sees it: 0 to 1."""
        total = self.bias
        for (bias, weights), weight in zip(self.hidden, self.out, strict=True):
            active = bias + sum(map(mul, weights, features))
            if active > 0:
                total += weight * active
        return 1 / (1 + math.exp(-total)) if total > -50 else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What the file holds."""

    classes: Mapping[str, int]
    """The class of every known word (lower case)."""
    singles: int
    """Classes below this are of one word each."""
    names: frozenset[int]
    unknown: int
    """The class of no word, for which every figure is 0."""
    beside: Sequence[Sequence[int]]
    """How much oftener than by chance the second class follows the first: the logarithm, in steps."""
    apart: Sequence[Sequence[int]]
    """The same with one word between them."""
    groups: Sequence[int]
    """The group of every class: there are fewer, so that there are figures for three in a row."""
    group_count: int
    triples: Sequence[int]
    """For three groups, as three digits of a number: how much oftener they stand in a row than the two pairs tell."""
    order: Net
    """How likely the words before and after a place are out of order."""


@cache
def model() -> Model:
    """The model, read once."""
    return read(FILE.read_bytes())


def read(data: bytes) -> Model:
    """The model that the bytes of a file hold: two packed parts, the first after its length."""
    end = 4 + int.from_bytes(data[:4], "big")
    head = json.loads(zlib.decompress(data[4:end]))
    body = memoryview(zlib.decompress(data[end:]))
    words = head["words"].split(" ")
    count, at = head["classes"], len(words)
    kinds, figures = body[:at], body[at:].cast("b")
    rows = [figures[start : start + count] for start in range(0, 2 * count * count, count)]
    triples = figures[2 * count * count :]
    return Model(
        classes=dict(zip(words, kinds, strict=True)),
        singles=head["singles"],
        names=frozenset(head["names"]),
        unknown=count - 1,
        beside=rows[:count],
        apart=rows[count:],
        groups=triples[:count].tolist(),
        group_count=head["groups"],
        triples=triples[count:],
        order=_net(head["order"]),
    )


def _net(data: Mapping[str, Any]) -> Net:
    return Net([(bias, weights) for bias, weights in data["hidden"]], data["bias"], data["out"])


def units(known: Model, value: str, start: int = 0, end: int | None = None) -> list[Unit]:
    """The words and marks of a text or a part of one, with a START before each sentence and a STOP after it."""
    end = len(value) if end is None else end
    classes, names = known.classes, known.names
    found: list[Unit] = []
    opens, last = start == 0, -1
    for match in _TOKEN.finditer(value, start, end):
        word, at = match[0], match.start()
        if word[0].isalpha():
            low = word.lower().replace("’", "'")
            kind = classes.get(low, NEUTRAL)
            if opens:
                found.append(Unit(classes[START], START, at, at))
            elif word[0].isupper() and low not in _ALWAYS_CAPITAL and kind not in names:
                kind = classes["smith"]
            if at == last and found and found[-1].word in _JOINERS:
                kind = NEUTRAL
            found.append(Unit(kind, low, at, match.end()))
            opens = False
        elif word in ".!?":
            found.append(Unit(classes[STOP], STOP, at, at + 1))
            found.append(Unit(MARK, word, at, at + 1))
            opens = True
        elif word[0].isdigit():
            found.append(Unit(classes["fifteen"], word, at, match.end()))
        else:
            if word in _JOINERS and at == last and found:
                found[-1] = found[-1]._replace(kind=NEUTRAL)
            found.append(Unit(MARK, word, at, match.end()))
        last = match.end()
    return found


_ALWAYS_CAPITAL = frozenset(("i", "i'm", "i've"))
_JOINERS = frozenset("-/&")


def around(known: Model, value: str, at: int) -> tuple[list[Unit], int]:
    """The units around a place where a word starts, and the number of that word's."""
    start = 0 if at <= _BEFORE else value.find(" ", at - _BEFORE, at) + 1
    end = value.find(" ", at + _AFTER)
    found = units(known, value, start, end if end >= 0 else len(value))
    return found, next((n for n, unit in enumerate(found) if unit.start == at and unit.word != START), -1)


def order_features(known: Model, around: Sequence[Unit], number: int) -> list[int] | None:
    """What there is to see between a unit and the one before it; None if one has no class."""
    kinds = [around[n].kind if 0 <= n < len(around) else MARK for n in range(number - 3, number + 3)]
    beside, apart, stop = known.beside, known.apart, known.classes[STOP]
    before, here = kinds[2], kinds[3]
    if before < 0 or here < 0 or before == stop:
        return None
    features = [beside[a][b] if a >= 0 and b >= 0 and a != stop else 0 for a, b in pairwise(kinds[1:])]
    features += [
        apart[a][c] if min(a, b, c) >= 0 and stop not in (a, b) else 0
        for a, b, c in zip(kinds[1:], kinds[2:], kinds[3:], strict=False)
    ]
    size, groups = known.group_count, known.groups
    features += [
        known.triples[(groups[a] * size + groups[b]) * size + groups[c]]
        if min(a, b, c) >= 0 and stop not in (a, b)
        else 0
        for a, b, c in zip(kinds, kinds[1:], kinds[2:], strict=False)
    ]
    flags = (here < known.singles, before < known.singles, here in known.names, before in known.names)
    features += [STEP * flag for flag in flags]
    return features
