r"""Text in rows and cells: CSV and TSV as RFC 4180 and spreadsheets write them, with the place of every cell.

A cell may be in quotation marks, and may then hold delimiters, line ends and, doubled, quotation marks; spaces before
and behind those marks are no part of it. Lines end at ``\n``, ``\r\n`` or ``\r``. A first line ``sep=;`` names the
delimiter, as Excel has it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tqa import Origin, Span, Text
from tqa.text import regex

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Sequence

DELIMITERS = ",;\t"

_LINE_END = regex(r"\r\n?")
_ESCAPED = regex(r'""|\r\n?')
_FIRST = regex(r"sep=([,;\t|])[ \t]*(?:\r\n?|\n|\Z)")


class Cell(NamedTuple):
    """A cell, by what of the content is in it: without the quotation marks around."""

    content: str
    start: int
    end: int
    quoted: bool

    @property
    def value(self) -> str:
        raw = self.content[self.start : self.end]
        if self.quoted and '"' in raw:
            raw = raw.replace('""', '"')
        return _LINE_END.sub("\n", raw) if "\r" in raw else raw

    def text(self, lang: str) -> Text:
        """The cell as a text whose characters have their places."""
        value = self.value
        if len(value) == self.end - self.start:
            origin = Origin(range(self.start, self.end), range(self.start + 1, self.end + 1) or (self.start,), _doubled)
        else:
            origin = Origin.deferred(self._places, _doubled)
        return Text(value, lang, origin)

    def _places(self) -> tuple[Sequence[int], Sequence[int]]:
        starts: list[int] = []
        at = self.start
        for pair in _ESCAPED.finditer(self.content, self.start, self.end):
            starts += range(at, pair.start() + 1)
            at = pair.end()
        starts += range(at, self.end)
        return starts, [*starts[1:], self.end]


def _doubled(new: str) -> str:
    return new.replace('"', '""')


class Line(NamedTuple):
    """A row, which may go over several lines."""

    number: int
    """Of the line that it begins in, from 1."""
    place: Span
    cells: Sequence[Cell]


class BadLine(NamedTuple):
    """A row whose quotation marks do not fit, and why."""

    number: int
    place: Span
    why: str


def lines(content: str, delimiter: str, quoting: bool = True) -> Iterator[Line | BadLine]:
    """The rows that are not blank. Without `quoting`, quotation marks are characters as any other."""
    first = _FIRST.match(content)
    at, number = (first.end(), 2) if first else (0, 1)
    field, size = _field(delimiter, quoting), len(content)
    while at < size:
        begin, why = at, ""
        cells: list[Cell] = []
        while True:
            match = field(content, at)
            assert match is not None
            at = match.end()
            if match.start(1) >= 0:
                cells.append(Cell(content, *match.span(1), True))
            else:
                cells.append(Cell(content, *match.span(2), False))
                if quoting and match[2].lstrip(" ").startswith('"'):
                    why = why or (_UNCLOSED if match[2].count('"') % 2 else _UNQUOTED)
            if match[3] != delimiter:
                break
        place = Span(begin, match.start(3))
        if why:
            yield BadLine(number, place, why)
        elif len(cells) > 1 or cells[0].start < cells[0].end:
            yield Line(number, place, cells)
        number += _count(content, begin, at)


_UNCLOSED = "a quotation mark is opened and not closed"
_UNQUOTED = "text follows a cell that is in quotation marks"


def _count(content: str, start: int, end: int) -> int:
    """How many lines end there."""
    both = content.count("\r\n", start, end)
    return content.count("\n", start, end) + content.count("\r", start, end) - both


@cache
def _field(delimiter: str, quoting: bool) -> Callable[[str, int], re.Match[str] | None]:
    """A cell, in quotation marks (1) or without (2), and what ends it (3). A quotation mark that does not fit is looked
    for as far as the next one that is not doubled, which no other cell before that can begin with: it takes time
    linear in the file."""
    end = rf"{delimiter}|\r\n?|\n|\Z"
    quoted = rf' *"([^"]*(?:""[^"]*)*)" *(?={end})|' if quoting else "(?!)()|"
    return regex(rf"(?:{quoted}([^{delimiter}\r\n]*))({end})").match
