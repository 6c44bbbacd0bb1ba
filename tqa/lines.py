"""Where the keys and values of a TOML file stand, so that an error can name the line. Standard library only."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Place = tuple[str | int, ...]
"""The way to a key or to an item of a list, as ("bad", 1, "text")."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\]|\\.)*"'
    r"|'[^']*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[\w-]+")
_SCALAR = re.compile(r"[^,\]}#\r\n]+")


def lines(source: str) -> dict[Place, int]:
    """The line (from 1) of every key, table and list item of a text that `tomllib` takes."""
    return _Walk(source).found


def line_of(place: Place, found: dict[Place, int]) -> int:
    """The line of a place, else of the closest thing that holds it."""
    while place and place not in found:
        place = place[:-1]
    return found.get(place, 1)


class _Walk:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.found: dict[Place, int] = {}
        self._starts = [0, *(m.end() for m in re.finditer("\n", source))]
        self._lists: dict[Place, int] = {}  # the number of the last table of each [[list of tables]]
        table: Place = ()
        self._skip()
        while self.at < len(source):
            table = self._header() if source[self.at] == "[" else self._pair(table)
            self._skip()

    def _skip(self) -> None:
        blank = _BLANK.match(self.source, self.at)
        self.at = blank.end() if blank else self.at

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.at)
        if found is None:
            raise ValueError(f"no TOML at {self.at}")
        self.at = found.end()
        return found[0]

    def _mark(self, place: Place, at: int) -> None:
        self.found.setdefault(place, bisect_right(self._starts, at))

    def _keys(self) -> list[str]:
        """The parts of a key, which dots separate."""
        keys = []
        while True:
            self._skip()
            keys.append(_text(self._take(_STRING)) if self.source[self.at] in "\"'" else self._take(_BARE_KEY))
            self._skip()
            if self.source[self.at] != ".":
                return keys
            self.at += 1

    def _header(self) -> Place:
        at = self.at
        double = self.source.startswith("[[", at)
        self.at += 1 + double
        table: Place = ()
        *outer, last = self._keys()
        self.at += 1 + double
        for key in outer:
            self._mark((*table, key), at)
            table = self._inner((*table, key))
        table = (*table, last)
        if double:
            self._mark(table, at)
            self._lists[table] = self._lists.get(table, -1) + 1
        table = self._inner(table)
        self._mark(table, at)
        return table

    def _inner(self, table: Place) -> Place:
        return (*table, self._lists[table]) if table in self._lists else table

    def _pair(self, table: Place) -> Place:
        at = self.at
        place = table
        for key in self._keys():
            place = (*place, key)
            self._mark(place, at)
        self.at += 1  # the equals sign
        self._skip()
        self._value(place)
        return table

    def _value(self, place: Place) -> None:
        opening = self.source[self.at]
        if opening in "\"'":
            self._take(_STRING)
        elif opening == "[":
            self._until("]", lambda number: self._item((*place, number)))
        elif opening == "{":
            self._until("}", lambda _: self._pair(place))
        else:
            self._take(_SCALAR)

    def _item(self, place: Place) -> None:
        self._mark(place, self.at)
        self._value(place)

    def _until(self, closing: str, read: Callable[[int], object]) -> None:
        self.at += 1
        number = 0
        self._skip()
        while self.source[self.at] != closing:
            read(number)
            number += 1
            self._skip()
            if self.source[self.at] == ",":
                self.at += 1
            self._skip()
        self.at += 1


def _text(quoted: str) -> str:
    import tomllib

    return str(tomllib.loads(f"key = {quoted}")["key"])
