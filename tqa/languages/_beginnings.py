"""Where quantities may begin in a text, by its words: most have nothing of a number, and each is looked into once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa.text import distinct, lower, lowered

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable

    from tqa import Text

_MANY = 1 << 16
"""So many words are remembered."""
_FEW = 32
"""A text with more words of numbers is looked through as a whole, for finding each would take longer."""


class Beginnings:
    """Of a language that has white space between its words; for all texts of a run."""

    def __init__(self, find: Callable[[str], Iterable[int]], first: re.Pattern[str], second: tuple[str, ...]) -> None:
        """`find`: where quantities may begin in a text in lower case. What stands beyond white space makes no
        difference to it, but for a word that matches `first`, with the space, before one that begins with any of
        `second`: "a million".
        """
        self._find, self._first, self._second = find, first, second
        self._known: dict[str, list[int]] = {}
        self._nothing: set[str] = set()
        self._seconds: set[str] = set()

    def of(self, text: Text) -> list[int]:
        """The places in a text, in order."""
        written = distinct(text) - self._nothing
        if written and (new := written.difference(self._known)):
            if len(self._nothing) + len(self._known) > _MANY:
                self._nothing, self._known, self._seconds = set(), {}, set()
                new = distinct(text)
            self._learn(new)
            written = distinct(text) - self._nothing
        if not written:
            return []
        if len(written) > _FEW:
            return list(self._find(lower(text)))
        value, size, found = text.value, len(text.value), []
        for word in written:
            at = value.find(word)
            while at >= 0:
                end = at + len(word)
                if (not at or value[at - 1].isspace()) and (end == size or value[end].isspace()):
                    found += [at + offset for offset in self._known[word]]
                    if word in self._seconds and (match := self._first.search(lower(text), max(0, at - 8), at)):
                        found.append(match.start())
                at = value.find(word, end)
        found.sort()
        return found

    def _learn(self, words: frozenset[str]) -> None:
        joined = "\n".join(words)
        low = lowered(joined)
        for place in self._find(low):
            start, end = low.rfind("\n", 0, place) + 1, low.find("\n", place)
            self._known.setdefault(joined[start : end if end >= 0 else None], []).append(place - start)
        self._seconds.update(word for word in self._known.keys() & words if lowered(word).startswith(self._second))
        self._nothing.update(words.difference(self._known))
