"""Two texts side by side: which paragraphs of a translation render which of its source, also where some were merged,
split, left out or put in.

As Gale and Church have it, the cheapest way through both texts is looked for, by how long paragraphs are; and what is
on both sides speaks for a pair: numbers by their value, words of the news, words in Latin letters, names by their
sound, the more the rarer they are. The search keeps to a band about the diagonal, or about a chain of paragraphs that
share what no others have, so that it takes time linear in the texts.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from .text import regex, romanised, syllables

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from .hookspecs import Language
    from .model import Text


class Link(NamedTuple):
    """Paragraphs that belong together, by their numbers; on one side there may be none."""

    sources: range
    targets: range


_MOVES = {(1, 1): 0.0, (2, 1): 8.0, (1, 2): 8.0, (3, 1): 16.0, (1, 3): 16.0, (1, 0): 6.0, (0, 1): 6.0}
"""How many paragraphs of source and target go together, and what that costs. Two of each never do: that is a matter of
their order, not of what renders what."""
_VARIANCE, _LEAST_VARIANCE = 2.5, 20.0
"""Of the length of a translation: for each letter of it, and in any case."""
_SHARED = 1.2
"""What is gained by something on both sides, times the logarithm of how few paragraphs have it. All these were measured
on news, Chinese and German to English, of which paragraphs were merged, split and left out at random."""
_SURE = 4.0
"""By so much a way has to be cheaper than the simplest one, where there are as many paragraphs on both sides."""
_BAND, _WIDEST = 12, 300
"""Paragraphs to each side of the middle of the band: at first, and at most."""
_EDGE = 3
"""A way that comes so near to the edge of the band might leave it."""


class Alignment:
    """What belongs together in two texts, and what speaks for it."""

    def __init__(self, sources: Sequence[Text], targets: Sequence[Text], languages: Mapping[str, Language]) -> None:
        """`languages`: what is known of languages, by primary subtag."""
        anchors = [[_anchors(text, languages) for text in side] for side in (sources, targets)]
        ours, theirs = (Counter(a for found in side for a in found) for side in anchors)
        size = max(len(sources), len(targets))
        self._worth = {
            a: _SHARED * math.log(size / count)
            for a in ours.keys() & theirs.keys()
            if (count := max(ours[a], theirs[a])) < size
        }
        self._ours, self._theirs = ([found & self._worth.keys() for found in side] for side in anchors)
        lengths = [[_length(text.value) for text in side] for side in (sources, targets)]
        # Much may be missing on one side; whatever the languages, the ratio of what belongs together is about 1.
        ratio = min(max(sum(lengths[1]) / max(1, sum(lengths[0])), 0.6), 1.7)
        self._lengths = [0.0, *accumulate(length * ratio for length in lengths[0])], [0.0, *accumulate(lengths[1])]

    @property
    def links(self) -> list[Link]:
        """The links, in order; every paragraph is in one of them. Where there are as many paragraphs on both sides,
        they belong together one by one, unless another way is clearly better."""
        n, m = len(self._ours), len(self._theirs)
        band = _BAND
        while True:
            links, cost, cramped = self._way(band)
            if not cramped or band >= _WIDEST:
                break
            band *= 3
        if n == m:
            straight = [Link(range(i, i + 1), range(i, i + 1)) for i in range(n)]
            if sum(self.cost(*link) for link in straight) < cost + _SURE:
                return straight
        return links

    def _way(self, band: int) -> tuple[list[Link], float, bool]:
        """The cheapest way, what it costs, and whether it comes near the edge of the band."""
        n, m = len(self._ours), len(self._theirs)
        reach = [(max(0, middle - band), min(m, middle + band)) for middle in self._middle()]
        reach[0] = 0, reach[0][1]
        reach = [(low, max(high, next_low)) for (low, high), (next_low, _) in pairwise([*reach, (m, m)])]
        best: list[dict[int, tuple[float, int, int]]] = [{0: (0.0, 0, 0)}, *({} for _ in range(n))]
        for i, (low, high) in enumerate(reach):
            row = best[i]
            for j in range(low, high + 1):
                ways = [
                    (before[0] + price + self.cost(range(i - di, i), range(j - dj, j)), di, dj)
                    for (di, dj), price in _MOVES.items()
                    if di <= i and (before := best[i - di].get(j - dj)) is not None
                ]
                if ways:
                    row[j] = min(ways)
        links: list[Link] = []
        i, j = n, m
        cramped = False
        while i or j:
            low, high = reach[i]
            cramped = cramped or 0 < low > j - _EDGE or m > high < j + _EDGE
            _, di, dj = best[i][j]
            links.append(Link(range(i - di, i), range(j - dj, j)))
            i, j = i - di, j - dj
        return links[::-1], best[n][m][0], cramped

    def cost(self, sources: range, targets: range) -> float:
        """What speaks against a link, apart from how many it links; what speaks for it is less than 0."""
        if not sources or not targets:
            return 0.0
        ours, theirs = (
            of[link.stop] - of[link.start] for of, link in zip(self._lengths, (sources, targets), strict=True)
        )
        difference = (theirs - ours) ** 2 / (_VARIANCE * (ours + theirs) / 2 + _LEAST_VARIANCE)
        left, right = self._ours[sources.start], self._theirs[targets.start]
        if len(sources) > 1:
            left = left.union(*self._ours[sources.start : sources.stop])
        if len(targets) > 1:
            right = right.union(*self._theirs[targets.start : targets.stop])
        return min(difference / 2, 12.0) - sum(map(self._worth.__getitem__, left & right))

    def _middle(self) -> list[int]:
        """About where in the translation each place between paragraphs of the source is."""
        n, m = len(self._ours), len(self._theirs)
        middle: list[int] = []
        for (i, j), (next_i, next_j) in pairwise([(0, 0), *self._chain(), (n, m)]):
            middle += [j + (at - i) * (next_j - j) // (next_i - i) for at in range(i, next_i)]
        return [*middle, m]

    def _chain(self) -> list[tuple[int, int]]:
        """The longest chain, in the order of both texts, of paragraphs that share two things or more that no others
        have: a single one may be chance."""
        once = [
            {a: number for number, found in enumerate(side) for a in found if counts[a] == 1}
            for side in (self._ours, self._theirs)
            for counts in [Counter(a for found in side for a in found)]
        ]
        votes = Counter((once[0][a], once[1][a]) for a in once[0].keys() & once[1].keys())
        pairs = [pair for pair, count in votes.items() if count > 1 and pair[0] > 0]
        return _rising(sorted(pairs, key=lambda pair: (pair[0], -pair[1])))


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of pairs in which both numbers rise; sorted, but those of one first number the other way."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        place = bisect_left(ends, there)
        before.append(last[place - 1] if place else -1)
        ends[place : place + 1], last[place : place + 1] = [there], [number]
    found = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


_DENSE = regex("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_SYLLABIC = regex("[\u3040-\u30ff\uac00-\ud7a3]")


def _length(value: str) -> float:
    """How long a text is, in letters of an alphabet: a Chinese character says as much as three and a half."""
    letters = sum(map(len, value.split()))
    return 1 + letters + 2.5 * len(_DENSE.findall(value)) + len(_SYLLABIC.findall(value))


# --- anchors ----------------------------------------------------------------------------------------------------------

_DIGITS = regex(r"\d+(?:[.,:]\d+)*")
_LATIN = regex("[A-Za-z\u00c0-\u024f]+")
_HAN = regex("[\u3400-\u9fff]{2,}")
_LETTERS = 6
"""Of a word or a name so many are compared: endings differ."""


def _anchors(text: Text, languages: Mapping[str, Language]) -> frozenset[Hashable]:
    """What of a text may be recognised in a translation."""
    language = languages.get(text.lang[:2].lower())
    found: set[Hashable] = set(_names(text.value))
    if language is None:
        found.update(_DIGITS.findall(text.value))
    else:
        found.update(str(quantity.value) for quantity in language.quantities(text) if quantity.kind != "name")
    concepts_of = getattr(language, "concepts", None)  # as `hookspecs.HasConcepts`
    if concepts_of is not None:
        found.update(concepts_of(text))
    return frozenset(found)


def _names(value: str) -> Iterator[str]:
    """Words in Latin letters, and what may be a name in Han characters by its sound."""
    for word in _LATIN.findall(value):
        if len(word) > 3 or word.isupper():
            yield romanised(word)[:_LETTERS]
    for run in _HAN.findall(value):
        sounds = syllables(run)
        for size in (2, 3):
            for at in range(len(sounds) - size + 1):
                yield "".join(sounds[at : at + size])[:_LETTERS]
