"""What in the source a name of the translation stands for, told from where both of them stand."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from itertools import accumulate, chain
from operator import add
from sys import intern
from typing import TYPE_CHECKING

from tqa.languages.concepts import folded
from tqa.text import kept, regex, romanised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tqa import Segment, Text

_HAN = regex("[\u3005\u30a0-\u30ff\u4e00-\u9fff\uac00-\ud7a3]+")
_WORD = regex(r"[^\W\d_][\w’'-]*")
_STEM = 6
_MANY = 4
_LONG = 5
"""In characters; what is so long is hardly in two texts by chance."""


@lru_cache(64)
def _without_spaces(lang: str) -> bool:
    return lang[:2].lower() in ("zh", "ja", "ko")


@kept
def _pieces(text: Text) -> frozenset[str]:
    """Pairs of characters, or how capitalised words begin: what of two texts can be compared."""
    if _without_spaces(text.lang):
        found: set[str] = set()
        for run in _HAN.findall(text.value):
            found.update(map(intern, map(add, run, run[1:])))  # each is held once in a long document
        return frozenset(found)
    words = (w for w in _WORD.findall(text.value) if len(w) > 2 and not w.islower())
    return frozenset(folded(word)[:_STEM] for word in words)


class Sources:
    """The sources of the segments of a document, by number."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._texts = [segment.source for segment in segments]
        self._values = [text.value if text is not None else "" for text in self._texts]
        self._spaced = {n for n, text in enumerate(self._texts) if text is not None and not _without_spaces(text.lang)}
        self.text = "\n\n".join(self._values)
        """All of them, to be looked through at once."""
        self._starts = list(accumulate([len(value) + 2 for value in self._values], initial=0))
        self._runs: dict[tuple[frozenset[int], bool], tuple[str, ...]] = {}

    def place(self, at: int) -> tuple[int, int]:
        """Which source a place in `text` is in, and where in it."""
        number = bisect_right(self._starts, at) - 1
        return number, at - self._starts[number]

    def common(self, numbers: frozenset[int], *, most: bool = False) -> tuple[str, ...]:
        """What all these segments have in their sources and few others have, the longest first. Where there is nothing
        and they are many, what all but one have: a translation may name what its source leaves to the reader, or calls
        by a shorter name. With `most`, what two of three have."""
        found = self._runs.get((numbers, most))
        if found is None:
            by_length = sorted(sorted(numbers), key=lambda number: len(self._values[number]))
            found = self._runs[numbers, most] = self._common(by_length, most=most)
        return found

    def _common(self, numbers: Sequence[int], *, most: bool) -> tuple[str, ...]:
        """`numbers`: those of the shortest first."""
        least = len(numbers)
        shared = self._shared(numbers, least)
        if not shared and (most or least >= _MANY):
            least = (2 * least + 2) // 3 if most else least - 1
            shared = self._shared(numbers, least)
        if not shared:
            return ()
        first = next(number for number in numbers if self._some(number, shared))
        if first in self._spaced:
            found: Iterable[str] = shared
        elif least == 1:
            found = [run for run in _HAN.findall(self._values[first]) if len(run) > 1]
        else:
            runs = _joined(self._values[first], shared)
            found = [run for run in runs if sum([self.has(n, run) for n in numbers]) >= least]
        few = 2 * len(numbers)
        own = [f for f in dict.fromkeys(found) if self.often(f) <= few + (len(f) >= _LONG)]
        return tuple(sorted(own, key=len, reverse=True))

    def _shared(self, numbers: Sequence[int], least: int) -> frozenset[str]:
        """The pieces that at least so many of these segments have. Those of the shortest are looked for in the others,
        which is less work than to cut all of them into pieces."""
        some = len(numbers) - least + 1
        shared = self._pieces(numbers[0]).union(*map(self._pieces, numbers[1:some]))
        if some == 1:
            for number in numbers[1:]:
                shared = self._some(number, shared)
            return shared
        counts = Counter(chain.from_iterable([self._some(number, shared) for number in numbers]))
        return frozenset([piece for piece, count in counts.items() if count >= least])

    def _some(self, number: int, pieces: frozenset[str]) -> frozenset[str]:
        """Those of some pieces that a segment has."""
        if number in self._spaced:
            return pieces & self._pieces(number)
        value = self._values[number]
        return frozenset([piece for piece in pieces if piece in value])

    def has(self, number: int, piece: str) -> bool:
        return piece in self._values[number] or (number in self._spaced and piece in self._pieces(number))

    def _pieces(self, number: int) -> frozenset[str]:
        text = self._texts[number]
        return _pieces(text) if text is not None else frozenset()

    def often(self, piece: str) -> int:
        """In how many segments it is."""
        return len(self.having(piece)) if self._spaced else sum([piece in value for value in self._values])

    def having(self, piece: str) -> frozenset[int]:
        """The segments it is in."""
        return frozenset(number for number in range(len(self._texts)) if self.has(number, piece))

    def count(self, number: int, piece: str) -> int:
        value = self._values[number]
        return value.count(piece) or folded(value).count(piece)

    def read(self, number: int) -> str:
        """A source in Latin letters, without spaces."""
        text = self._texts[number]
        return _read(text) if text is not None else ""


@kept
def _read(text: Text) -> str:
    return romanised(text.value).replace(" ", "")


def _joined(value: str, pairs: frozenset[str]) -> list[str]:
    """The runs of characters of which each pair is one of `pairs`."""
    runs: list[str] = []
    end = 0
    for at in [at for at, pair in enumerate(map(add, value, value[1:])) if pair in pairs]:
        if runs and at == end - 1:
            runs[-1] += value[end]
        else:
            runs.append(value[at : at + 2])
        end = at + 2
    return runs
