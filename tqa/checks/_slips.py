"""Slips of the pen and of translation that one change to an English sentence mends, and how likely each is.

At a place, every change of a kind is tried: another form of the word, another function word, the two words the other
way round, a word put in between. The one that makes the words around most likely is taken, and a regression weighs
what the model of sequences tells of the place before and after it.
"""

from __future__ import annotations

import json
from functools import cache
from heapq import nlargest
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from ._sequences import BITS, MARK, NEUTRAL, START, STEP, STOP, Model, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FILE = Path(__file__).with_name("slips.json")
Kind = Literal["form", "function", "order", "gap"]
"""Another form of a word, another function word, two words the other way round, a word between."""

_ARTICLES = ("a", "an", "the")
_COMMON = "of in to that for on at by with from as the a".split()
_PREPOSITIONS = """of in to for on at by with from about into as than that through during under between among against
    after before over within without across toward towards until since upon beyond amid along onto around behind above
    below inside outside near despite""".split()
_LOST = "the a of to in and that is was he it they has by be had people government time".split()
TAGS = ("", "noun", "verb", "past", "gerund", "adjective", "adverb")
"""The parts of speech that words of a family are told apart by, as `Model.tags` numbers them."""


_NOUN, _VERB, _PAST, _GERUND, _ADJECTIVE, _ADVERB = range(1, len(TAGS))


class Change(NamedTuple):
    """What one change makes of a place."""

    gain: float
    """How many times more likely it makes the words there: the logarithm."""
    words: tuple[int, ...]
    """What is put there."""
    features: list[float]
    company: list[int]
    """The sorts of the words around, and of the words themselves; with `features` what is weighed."""


@cache
def _stop(known: Model) -> int:
    return known.kinds[known.numbers[STOP]]


class Line:
    """Units as the model reads them: their numbers and classes."""

    __slots__ = ("_follows", "kinds", "known", "numbers")

    def __init__(self, known: Model, numbers: Sequence[int], kinds: Sequence[int]) -> None:
        self.known, self.numbers, self.kinds = known, numbers, kinds
        self._follows: dict[int, tuple[float, int]] = {}

    @classmethod
    def of(cls, known: Model, units: Sequence[Unit]) -> Line:
        return cls(known, [unit.number for unit in units], [unit.kind for unit in units])

    def put(self, start: int, end: int, numbers: Sequence[int]) -> Line:
        """The line with other words in a place."""
        kinds = [self.known.kinds[number] for number in numbers]
        return Line(
            self.known,
            [*self.numbers[:start], *numbers, *self.numbers[end:]],
            [*self.kinds[:start], *kinds, *self.kinds[end:]],
        )

    def sort(self, at: int) -> int:
        """What sort of unit stands there: a part of speech, one of the groups of function words, a name, a figure, a
        mark, the end of a sentence."""
        known, last = self.known, SORTS - 1
        if not 0 <= at < len(self.numbers):
            return last
        number, kind = self.numbers[at], self.kinds[at]
        if kind in known.names:
            return last - 1
        if kind == MARK:
            return last - 2
        if number == known.unknown:
            return 0 if kind == NEUTRAL else last - 3
        if kind <= 1:
            return last - 4
        return _sorts(known).get(number) or known.tags[number]

    def follows(self, at: int) -> tuple[float, int]:
        """`Model.triple` of the word that stands there."""
        found = self._follows.get(at)
        if found is None:
            numbers, unknown = self.numbers, self.known.unknown
            first, second = numbers[at - 2] if at > 1 else unknown, numbers[at - 1] if at else unknown
            found = self._follows[at] = self.known.triple(first, second, numbers[at])
        return found

    def likely(self, start: int, end: int) -> float:
        """The logarithm of the probability of these words after those before."""
        return sum(self.follows(at)[0] for at in range(start, min(end, len(self.numbers))))

    def features(self, start: int, end: int) -> list[float]:
        """How well each of these words follows those before: five figures each."""
        known, numbers, kinds = self.known, self.numbers, self.kinds
        stop, unknown, size, groups = _stop(known), known.unknown, known.group_count, known.groups
        found: list[float] = []
        for at in range(start, end):
            a, b, c = (kinds[n] if 0 <= n < len(kinds) else MARK for n in (at - 2, at - 1, at))
            if at < len(numbers) and numbers[at] != unknown:
                likely, level = self.follows(at)
                found += (likely - known.single(numbers[at]), level)
            else:
                found += (0, 0)
            found.append(known.beside[b][c] / STEP if b >= 0 and c >= 0 and b != stop else 0)
            if min(a, b, c) >= 0 and stop not in (a, b):
                found.append(known.apart[a][c] / STEP)
                found.append(known.triples[(groups[a] * size + groups[b]) * size + groups[c]] / STEP)
            else:
                found += (0, 0)
        return found


_ALIKE = (
    "a an the",
    "his her its their our my your this these those",
    "to",
    """of in for on at by with from about into through during under between among against after before over within
    without until since as than""",
    "is are was were be been being",
    "will would can could should must may might has have had do does did",
    "i he she it they we you who which",
    "and or but",
    "that if when while because where what how",
    "not also still only just even already now then so more most very",
)
"""Function words, by what they do; other words are told apart by their parts of speech."""
SORTS = len(TAGS) + len(_ALIKE) + 5
"""How many sorts of units there are (`Line.sort`)."""


@cache
def _sorts(known: Model) -> Mapping[int, int]:
    return {known.numbers[word]: sort for sort, words in enumerate(_ALIKE, len(TAGS)) for word in words.split()}


class _Weights(NamedTuple):
    """What a regression has found."""

    bias: float
    features: Sequence[float]
    company: Sequence[Sequence[float]]
    """For every unit of `Change.company`, by its sort."""


@cache
def _weights() -> Mapping[Kind, _Weights]:
    return {kind: _Weights(*found) for kind, found in json.loads(FILE.read_bytes()).items()}


def weigh(kind: Kind, change: Change) -> float:
    """The logarithm (base e) of how much likelier it is that a change mends a slip than that it does not."""
    weights = _weights()[kind]
    company = (row[sort] for row, sort in zip(weights.company, change.company, strict=True))
    return sum(map(mul, weights.features, change.features), sum(company, weights.bias))


class _FunctionWords(NamedTuple):
    """The numbers of function words."""

    articles: tuple[int, ...]
    common: tuple[int, ...]
    prepositions: tuple[int, ...]
    lost: tuple[int, ...]
    both: frozenset[int]
    """Articles and prepositions, which may stand for one another."""


@cache
def function_words(known: Model) -> _FunctionWords:
    def numbers(words: Iterable[str]) -> tuple[int, ...]:
        return tuple(known.numbers[word] for word in words)

    articles, prepositions = numbers(_ARTICLES), numbers(_PREPOSITIONS)
    both = frozenset(articles + prepositions)
    return _FunctionWords(articles, numbers(_COMMON), prepositions, numbers(_LOST), both)


def best_change(line: Line, at: int, kind: Kind) -> Change | None:
    """The best change of a kind at a word (order, gap: and the one before); None if it gains too little."""
    known = line.known
    before, here, *rest = line.numbers[at - 1 : at + 2]
    start, end = at - (kind == "order"), at + (kind != "gap")
    options: list[tuple[int, ...]] = [(here, before)]
    if kind != "order":
        after = here if kind == "gap" else rest[0] if rest else known.unknown
        options = [(word,) for _, word in nlargest(_TRIED, _ranked(known, kind, before, here, after))]
    was = line.likely(start, end + 2)
    best: tuple[float, tuple[int, ...], Line] | None = None
    for words in options:
        changed = line.put(start, end, words)
        gain = changed.likely(start, start + len(words) + 2) - was
        if best is None or gain > best[0]:
            best = gain, words, changed
    if best is None or best[0] < LEAST[kind]:
        return None
    gain, words, changed = best
    features = [gain, *line.features(start - (kind == "gap"), end + 2 + (kind == "gap"))]
    features += changed.features(start, start + len(words) + 2)
    features += (known.single(before if kind in ("order", "gap") else words[0]), known.single(here))
    company = [line.sort(n) for n in (start - 2, start - 1, end, end + 1)]
    company += [line.sort(n) for n in range(start, end)] + [changed.sort(n) for n in range(start, start + len(words))]
    return Change(gain, words, features, company)


LEAST: Mapping[Kind, float] = {"form": 0.8, "function": 1.0, "order": 0.8, "gap": -0.5}
"""What a change has to gain to be looked at."""


# --- where to look ----------------------------------------------------------------------------------------------------


class Gate(NamedTuple):
    """What a place must have to be looked at, in the steps of `Model.ties`."""

    loosest: int
    """How loose the loosest tie must be at least."""
    loose: int
    """How loose the ties must be in all: those of a word to both sides, those within and around two words."""
    tighter: int
    """By how much a change must tighten them."""
    classes: int
    """Order: by how many steps a change must make the classes go together better; gap: how seldom they must meet."""


GATES: Mapping[Kind, Gate] = {
    "form": Gate(-4, 4, 43, 0),
    "function": Gate(-10, -14, 58, 0),
    "order": Gate(-11, -15, 43, 30),
    "gap": Gate(-20, -20, 0, -50),
}
_TRIED = 3
"""So many words are tried at a place: those that have the tightest ties."""


def doubtful(
    known: Model, numbers: Sequence[int], at: int, gates: Mapping[Kind, Gate] = GATES
) -> list[tuple[Kind, int]]:
    """The places around two words in a row, the second of which is the one with this number, where a change may gain,
    and which; fast, and not sure."""
    tie, last = known.ties.__getitem__, len(numbers) - 1
    first, second = numbers[at - 1], numbers[at]
    before = numbers[at - 2] if at > 1 else known.unknown
    after = numbers[at + 1] if at < last else known.unknown
    left, middle, right = tie(before << BITS | first), tie(first << BITS | second), tie(second << BITS | after)
    found: list[tuple[Kind, int]] = []
    if at > 1 and (kind := _other(known, (before, first, second), left, middle, gates)):
        found.append((kind, at - 1))
    if at < last and (kind := _other(known, (first, second, after), middle, right, gates)):
        found.append((kind, at))
    order, gap = gates["order"], gates["gap"]
    if middle <= order.loosest:
        near = range(max(2, at - 1), min(at + 2, last))
        found.extend(("order", n) for n in near if _may_be_swapped(known, numbers[n - 2 : n + 2], order))
    if middle <= gap.loose and _together(known, first, second) <= gap.classes:
        found.append(("gap", at))
    return found


def _other(
    known: Model, row: tuple[int, int, int], left: int, right: int, gates: Mapping[Kind, Gate]
) -> Literal["form", "function"] | None:
    """What may be wrong with a word between two others, tied so to them: its form, or that it is this function word."""
    before, here, after = row
    kind: Literal["form", "function"] = "function" if here in function_words(known).both else "form"
    gate = gates[kind]
    if left + right > gate.loose or min(left, right) > gate.loosest:
        return None
    if kind == "form" and (here == known.unknown or known.kin_ends[here] == known.kin_ends[here + 1]):
        return None
    if (before != known.unknown) + (after != known.unknown) <= (kind == "function"):
        return None
    least = left + right - known.rarity[here] + gate.tighter
    return kind if any(tied >= least for tied, _ in _ranked(known, kind, before, here, after)) else None


def _may_be_swapped(known: Model, row: Sequence[int], gate: Gate) -> bool:
    """Whether the two words in the middle may belong the other way round."""
    one, two, three, four = row
    a, b, c, d = map(known.kinds.__getitem__, row)
    beside = known.beside
    after_a, after_b, after_c = beside[a], beside[b], beside[c]
    if after_a[c] + after_c[b] + after_b[d] - after_a[b] - after_b[c] - after_c[d] < gate.classes:
        return False
    tie = known.ties.__getitem__
    tied = tie(one << BITS | two) + tie(two << BITS | three) + tie(three << BITS | four)
    if tied > gate.loose:
        return False
    return tie(one << BITS | three) + tie(three << BITS | two) + tie(two << BITS | four) >= tied + gate.tighter


def _together(known: Model, one: int, two: int) -> int:
    """How much oftener than by chance words like these stand side by side, in steps of the classes."""
    return known.beside[known.kinds[one]][known.kinds[two]]


def _ranked(known: Model, kind: Kind, before: int, here: int, after: int) -> list[tuple[int, int]]:
    """The words that may be put in, each after how tight its ties are."""
    listed = function_words(known)
    words: Iterable[int]
    if kind == "form":
        words = known.kin(here)
        if known.tags[here] == known.tags[after] == _NOUN:  # "cooperation arrangement": cooperative is no better
            words = (word for word in words if known.tags[word] != _ADJECTIVE)
    elif kind == "gap":
        words = listed.lost
    else:
        words = listed.articles if here in listed.articles else listed.common
    tie, rarity, before = known.ties.__getitem__, known.rarity, before << BITS
    return [(tie(before | word) + tie(word << BITS | after) - rarity[word], word) for word in words if word != here]


def is_plain(known: Model, unit: Unit) -> bool:
    """Whether a unit is a known word in small letters."""
    return unit.number != known.unknown and unit.kind not in known.names and unit.word not in (START, STOP)


def may_be(known: Model, kind: Kind, units: Sequence[Unit], at: int) -> bool:
    """Whether a slip of the kind can be told of at a unit."""
    if not 0 < at < len(units) - 1 or not is_plain(known, units[at]):
        return False
    two = units[at - 2] if at > 1 else units[0]
    before, here, after = units[at - 1 : at + 2]
    if kind == "form":
        told = before.number != known.unknown or after.number != known.unknown
        return told and not here.word.endswith("ing") and not _is_adverb_of(known, here, after)
    if kind == "function":
        return before.number != known.unknown and after.kind >= 0
    if kind == "order":
        return is_plain(known, before) and before.word != here.word and not _is_free(known, two, before, here)
    return (
        at > 1 and before.number != known.unknown and before.word != START and not _may_meet(known, two, before, here)
    )


def _is_adverb_of(known: Model, word: Unit, after: Unit) -> bool:
    """Whether an adverb stands before what it may be of: "deeply understanding"."""
    tags = known.tags
    return tags[word.number] == _ADVERB and (tags[after.number] in _MODIFIED or after.word.endswith("ing"))


def _is_free(known: Model, two: Unit, before: Unit, here: Unit) -> bool:
    """Whether two words may well stand in this order and the other: an adverb beside a verb, a phrase with a
    preposition after one ("these simply are", "to be of one opinion")."""
    if before.word in _ADVERBS or here.word in _ADVERBS:
        return True
    tags = known.tags
    pairs = ((before, here), (here, before))
    if any(tags[one.number] == _ADVERB and _is_verb(known, other) for one, other in pairs):
        return True
    return before.word != "to" and before.number in function_words(known).prepositions and _is_verb(known, two)


def _is_verb(known: Model, unit: Unit) -> bool:
    return unit.word in _AUXILIARIES or known.tags[unit.number] in (_VERB, _PAST)


def _may_meet(known: Model, two: Unit, before: Unit, here: Unit) -> bool:
    """Whether good English has two words side by side that seldom are."""
    one, word = before.word, here.word
    if "'" in one or {one, word} & {"so", "if"} or (one, word) == ("of", "by"):
        return True
    if word in _FINITE and (one in _STRANDED or one in _COUNTING):  # "the people coming in were", "only six have"
        return True
    if one in ("other", "another"):  # "accused each other of"
        return two.word in ("each", "one")
    if one == "it":  # "give it him"
        return word in ("him", "her", "them")
    return one == "the" and (word in ("over", "under", "about", "almost", "not") or known.tags[here.number] == _ADVERB)


def least(known: Model, kind: Kind, unit: Unit) -> float:
    """From where on (`weigh`) a slip of a kind at a unit is sure. Some prepositions may stand before any noun, and
    adverbs move about."""
    if kind == "function":
        return _SURE_OF_ANY if unit.word in _ANYWHERE else _SURE["function"]
    return _SURE[kind] + (kind == "form" and known.tags[unit.number] == _ADVERB)


_SURE: Mapping[Kind, float] = {"form": 3.0, "function": 2.2, "order": 2.5, "gap": 2.5}
_SURE_OF_ANY = 4.8
_ANYWHERE = frozenset(
    """amid onto upon beyond inside around across despite among within below above behind along until outside through
    during toward towards near throughout after between""".split()
)
_MODIFIED = (_ADJECTIVE, _GERUND, _PAST, _VERB)
_ADVERBS = frozenset("also still even only just instead already never always".split())
_COUNTING = frozenset("one two three four five six seven eight nine ten many some few most all others both".split())
_STRANDED = frozenset("in on up off over at for with about by from to of".split())
_FINITE = frozenset("is are was were has have had can could will would should may might".split())
_AUXILIARIES = _FINITE | frozenset("be been being am do does did must".split())
