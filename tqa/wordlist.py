"""The words of a language, and what a word that is none of them was meant to be.

A list is a sorted text file, one word a line. Words are found in it by bisection, and where many are asked for,
most of them among the common ones, which have a list of their own.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain, islice
from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


class SortedLines:
    """A file of lines in the order of their bytes, each beginning with a key that a space or the line's end closes. At
    its head there may be comments, which begin with ";;;"."""

    _PAGE = 1000
    """What is left so short by halving is searched whole."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self.data = data = mmap(file.fileno(), 0, access=ACCESS_READ)
        self.start = 0
        """Where the first line is that is no comment."""
        while data[self.start : self.start + 3] == b";;;":
            self.start = data.find(b"\n", self.start) + 1
        self._met: dict[int, tuple[int, int, bytes, bytes]] = {}

    def find(self, key: bytes) -> bytes | None:
        """What stands behind the key in its line; None if there is no such line."""
        if key.split() != [key]:
            return None
        met = self._met
        before, end = self.start - 1, len(self.data)  # ends of lines: that of the one before, and of the last
        while end - before > self._PAGE:
            middle = (before + end) // 2
            line = met.get(middle)
            if line is None:  # the first halves are the same for many keys
                line = met[middle] = self._line(middle)
            starts, ends, here, rest = line
            if here == key:
                return rest
            if here < key:
                before = ends
            else:
                end = starts - 1
        page = b"\n%s\n" % self.data[before + 1 : max(end, 0)]
        at = page.find(b"\n%s " % key)
        if at >= 0:
            return page[at + len(key) + 2 : page.index(b"\n", at + 1)]
        return b"" if b"\n%s\n" % key in page else None

    def _line(self, at: int) -> tuple[int, int, bytes, bytes]:
        """Where the line at a place starts and ends, its key and what is behind it."""
        data = self.data
        start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at)
        if end < 0:
            end = len(data)
        key, _, rest = data[start:end].partition(b" ")
        return start, end, key, rest


class Slip(NamedTuple):
    """A word that another may have been meant to be, and what happened to it."""

    word: str
    rank: int
    """How many common words are more frequent."""
    kind: str
    """swapped, lost, added or changed: of letters; several: of more than one."""
    at: int
    """Where in the misspelt word; 0 for several."""

    @property
    def cost(self) -> float:
        """How unlikely it is, beside others: the rarer the word, and the rarer such a slip. Hardly one changes the
        first letter."""
        return (self.rank + 10) * (1 if self.kind != "changed" else 30 if self.at == 0 else 4)


class WordList:
    """The words of a language."""

    _MANY = 500
    """Words asked for after which the common ones are read: most others will be among them."""

    def __init__(
        self, words: Path, common: Path, letters: str, prefixes: Sequence[str] = (), suffixes: Sequence[str] = ()
    ) -> None:
        """`words`: a file of all words, sorted by their bytes, names with their capital. `common`: those of them that
        others are misspellings of, the most frequent first. `letters`: those that the words have, in lower case; of
        words with others nothing is known. `prefixes`, `suffixes`: what makes a word of any listed one."""
        self._words_file, self._common_file, self.letters = words, common, frozenset(letters)
        self._prefixes, self._suffixes = tuple(prefixes), tuple(suffixes)
        self._known: dict[str, bool] = {}
        self._slips: dict[str, tuple[Slip, ...]] = {}

    def has(self, word: str) -> bool:
        """Whether exactly this word is listed."""
        known = self._known
        found = known.get(word)
        if found is None:
            if len(known) == self._MANY:
                known.update(dict.fromkeys(self._common, True))
            found = known.get(word)
            if found is None:
                found = known[word] = self._lines.find(word.encode("utf-8", "surrogatepass")) is not None
        return found

    def makes(self, word: str) -> bool:
        """Whether a word that is not listed is made of one that is ("re" + "elected"), or of two; short ones do not
        count."""
        has = self.has
        stems = chain(
            (word.removeprefix(prefix) for prefix in self._prefixes if word.startswith(prefix)),
            (word.removesuffix(suffix) for suffix in self._suffixes if word.endswith(suffix)),
        )
        return any(len(stem) >= _STEM and has(stem) for stem in stems) or any(
            has(word[:at]) and has(word[at:]) for at in range(_PART, len(word) - _PART + 1)
        )

    def slips(self, word: str) -> tuple[Slip, ...]:
        """The common words that a word which is not listed may have been meant to be, the most likely first: one letter
        away or, of a long word in lower case, two. At most three."""
        found = self._slips.get(word)
        if found is None:
            low = word.lower()
            one = list({slip.word: slip for slip in self._one_away(low)}.values())
            if word == low:  # "coms": comes rather than Com
                one = [slip for slip in one if slip.word.islower()] or one
            best = sorted(one, key=lambda slip: slip.cost)[:3]
            found = self._slips[word] = tuple(best or (self._two_away(low) if word == low else ()))
        return found

    @cached_property
    def _lines(self) -> SortedLines:
        return SortedLines(self._words_file)

    @cached_property
    def _common(self) -> list[str]:
        return self._common_file.read_text(encoding="utf-8").split()

    @cached_property
    def _rank(self) -> dict[str, int]:
        return _ranks(self._common)

    @cached_property
    def _frequent(self) -> list[str]:
        """The first of them, as many as a short word may be a misspelling of: a tenth of the time to read."""
        with self._common_file.open(encoding="utf-8") as file:
            return [line.rstrip("\n") for line in islice(file, max(_LEAST.values()))]

    @cached_property
    def _frequent_rank(self) -> dict[str, int]:
        return _ranks(self._frequent)

    def _one_away(self, word: str) -> Iterator[Slip]:
        short, letters = len(word) in _LEAST, self.letters
        common, rank = (self._frequent, self._frequent_rank) if short else (self._common, self._rank)
        least = _LEAST.get(len(word), len(rank))
        for at in range(len(word) + 1):
            head, tail, rest = word[:at], word[at:], word[at + 1 :]
            forms = [("lost", form) for form in _between(head, letters, tail) if form in rank]
            if tail:
                forms += [("changed", form) for form in _between(head, letters, rest) if form in rank]
                forms += [("added", head + rest), ("swapped", head + tail[1:2] + tail[0] + tail[2:])]
            for kind, form in forms:
                if form != word and rank.get(form, least) < least:
                    yield Slip(common[rank[form]], rank[form], kind, at)

    def _two_away(self, word: str) -> list[Slip]:
        if len(word) < _LONG:
            return []
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        rank, most = self._rank, _FREQUENT if len(word) > _LONG else _FREQUENT // 2
        like = [form for size in range(len(word) - 2, len(word) + 3) for form in self._shelves.get((word[0], size), ())]
        near = extract(word, like, scorer=OSA.distance, score_cutoff=2, limit=3)
        found = [Slip(self._common[rank[f]], rank[f], "several", 0) for f, _, _ in near if rank[f] < most]
        return sorted(found, key=lambda slip: slip.rank)

    @cached_property
    def _shelves(self) -> dict[tuple[str, int], list[str]]:
        """The long common words by first letter and length."""
        shelves: dict[tuple[str, int], list[str]] = {}
        for word in self._rank:
            if len(word) >= _LONG - 2:
                shelves.setdefault((word[0], len(word)), []).append(word)
        return shelves


def _ranks(words: Sequence[str]) -> dict[str, int]:
    """The place in the order of their frequency, by the word in lower case."""
    low = "\n".join(words).lower().split("\n")
    return dict(zip(reversed(low), range(len(low) - 1, -1, -1), strict=True))


def _between(head: str, letters: Iterable[str], tail: str) -> list[str]:
    """What is made of each letter between a head and a tail, which hold no white space."""
    return f"{head}{f'{tail} {head}'.join(letters)}{tail}".split()  # one by one it takes twice as long


_STEM, _PART = 5, 4
_LONG = 7
_FREQUENT = 15_000
"""Of how many most frequent words a long one with two letters wrong may be a misspelling; of shorter ones half as
many."""
_LEAST = {1: 30, 2: 600, 3: 4000}
"""Of how many most frequent words a word of so few letters may be a misspelling: all short ones are near one."""
