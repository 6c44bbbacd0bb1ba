"""How text shows in a terminal: the cells it takes, what stands for the invisible, lines that fit, and a window on a
long line with marks under some of its words. Without `rich`, which takes longer to import than an article to check.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category, east_asian_width

from tqa.text import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Piece = tuple[str, str]
"""Text, and the name of its style ("" for none)."""

Line = list[Piece]

TAB = 4

# Controls, marks of direction, characters of no width that mean nothing to the eye, what is no character, halves of
# surrogate pairs: a reader must see that they are there, and a terminal must not obey them. Joiners (U+200C, U+200D)
# belong to their words.
INVISIBLE = regex(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff"
    "\ufff9-\ufffb\ufffe\uffff]"
)


def shown(text: str) -> str:
    """A text as it shows in running words: on one line, and with what is invisible made visible ("<U+200B>")."""
    if text.isprintable():
        return text
    return INVISIBLE.sub(lambda match: code(match[0]), re.sub(r"[\t\n\r]+", " ", text))


def code(character: str) -> str:
    return f"<U+{ord(character):04X}>"


# --- cells ------------------------------------------------------------------------------------------------------------


class Row(NamedTuple):
    """What stands for each character of a line, and the cell where each begins and the last ends. Characters that take
    no cell (accents, joiners) belong to the one before.
    """

    glyphs: Sequence[str]
    at: Sequence[int]

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """The range, of one character at least, with all that belongs to its first and its last."""
        end = min(max(end, start + 1), len(self.glyphs))
        while start > 0 and self.at[start] == self.at[start + 1]:
            start -= 1
        while end < len(self.glyphs) and self.at[end] == self.at[end + 1]:
            end += 1
        return start, end


# Latin letters and the punctuation of the West: a cell each.
_SIMPLE = regex("[ -~\xa0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u20ac]*")


def row(text: str) -> Row:
    """A line (or a part of one) as it shows."""
    if _SIMPLE.fullmatch(text):
        return Row(text, range(len(text) + 1))
    glyphs: list[str] = []
    widths: list[int] = []
    base = -1  # the character that those of no width belong to
    for number, character in enumerate(text):
        glyph = character
        if character == "\t":
            glyph, width = " " * TAB, TAB
        elif INVISIBLE.match(character):
            glyph = code(character)
            width = len(glyph)
        else:
            width = 1 if character.isascii() else _width(character)
            before = widths[base] if base >= 0 else 0
            if before == 2 and ("\U0001f3fb" <= character <= "\U0001f3ff" or text[number - 1] == _ZWJ):
                width = 0  # a colour of skin, or a part of the emoji before
            elif before == 1 and character == _EMOJI:
                widths[base] = 2  # asks for the character before to be drawn as an emoji
            elif before == 0 and width == 0:
                glyph = code(character)  # nothing that it could belong to
                width = len(glyph)
        if width:
            base = number
        glyphs.append(glyph)
        widths.append(width)
    return Row(glyphs, [0, *accumulate(widths)])


_ZWJ, _EMOJI = "\u200d", "\ufe0f"


@lru_cache(4096)
def _width(character: str) -> int:
    if category(character) in {"Mn", "Mc", "Me", "Cf"} or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1


def cells(text: str) -> int:
    """How many cells a text takes."""
    return row(text).at[-1]


# --- running words ----------------------------------------------------------------------------------------------------

_WORD = regex(r"( *)([^ ]+)")


def wrap(pieces: Sequence[Piece], width: int, first: str, rest: str) -> Iterator[Line]:
    """Pieces in lines of at most `width` cells, of which the first begins with `first` and the others with `rest`.
    Space at the end of a piece is dropped: put it at the beginning of the next.
    """
    line: Line = [(first, "")]
    used = len(first)
    if used + sum([cells(text) for text, _ in pieces]) <= width:
        yield line + list(pieces)
        return
    for text, style in pieces:
        for gap, word in _WORD.findall(text):
            for part in _parts(word, width - len(rest)):
                size = cells(part)
                if used + len(gap) + size > width and (gap or part is not word) and len(line) > 1:
                    yield line
                    line, used, gap = [(rest, "")], len(rest), ""
                if line[-1][1] == style and len(line) > 1:
                    line[-1] = (line[-1][0] + gap + part, style)
                else:
                    line.append((gap + part, style))
                used += len(gap) + size
                gap = ""
    yield line


def _parts(word: str, room: int) -> list[str]:
    """What a word may be broken into: at wide characters, and anywhere if it is longer than a line."""
    if word.isascii() and len(word) <= room:
        return [word]
    at = row(word).at
    parts = [word[:1]]
    size = before = at[1]
    for number, character in enumerate(word[1:], 1):
        width = at[number + 1] - at[number]
        wide = 2 in (width, before) and not (
            category(character) in {"Pe", "Pf", "Po"} or category(word[number - 1]) in {"Ps", "Pi"}
        )
        if width and (wide or size + width > room):
            parts.append(character)
            size = width
        else:
            parts[-1] += character
            size += width
        before = width or before
    return parts if len(parts) > 1 else [word]


# --- excerpts ---------------------------------------------------------------------------------------------------------

ELLIPSIS = "…"
MOST_LINES = 4
LEAST_ROOM = 20


class Mark(NamedTuple):
    """Characters of a text to be underlined with a sign."""

    start: int
    end: int
    sign: str
    style: str


class Window(NamedTuple):
    """The part of one line of a text that is shown, and whether there is more of the line to the left and right."""

    start: int
    end: int
    left: bool = False
    right: bool = False


def windows(text: str, start: int, end: int, room: int) -> list[Window | None]:
    """The lines of a text that `start` to `end` lie on, each as far as it fits in `room` cells; None stands for lines
    left out.
    """
    room = max(room, LEAST_ROOM)
    start, end = min(start, len(text)), min(max(start, end), len(text))
    lines = list(_lines(text, start, end))
    found: list[Window | None] = [
        _window(text, first, last, max(start, first), min(end, last), room)
        for first, last in (lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 2], lines[-1]])
    ]
    if len(lines) > MOST_LINES:
        found.insert(-1, None)
    return found


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    while True:
        last = min((i for i in (text.find("\n", first), text.find("\r", first)) if i >= 0), default=len(text))
        yield first, last
        first = last + (2 if text.startswith("\r\n", last) else 1)
        if first >= max(end, start + 1) or last == len(text):
            return


def _window(text: str, first: int, last: int, start: int, end: int, room: int) -> Window:
    # Only what may be shown is measured: a line may be a whole book.
    low = max(first, start - room - 40)
    high = min(last, min(end, start + room) + room + 40)
    part = text[low:high]
    at = row(part).at
    if (low, high) == (first, last) and at[-1] <= room:
        return Window(first, last)
    start, end = start - low, min(end - low, len(part))
    size = at[end] - at[start]
    spare = room - 4 - size  # for what is around the focus; 4 cells are for the ellipses
    left = min(max(spare // 2, spare - (at[-1] - at[end]), room // 8), at[start])
    lo = bisect_left(at, at[start] - left)
    clipped = low + lo > first
    if clipped:
        lo = _snap_left(part, at, lo, start)
    budget = at[lo] + room - (2 if clipped else 0)
    hi = bisect_right(at, budget) - 1
    if low + hi < last:
        hi = bisect_right(at, budget - 2) - 1
        hi = _snap_right(part, at, hi, end if end <= hi else min(start + 1, hi))
    return Window(low + lo, low + hi, clipped, low + hi < last)


SNAP = 20
"""A word at the edge of a window is left out, if it is not longer than this."""


def _snap_left(part: str, at: Sequence[int], lo: int, most: int) -> int:
    while lo < most and at[lo] == at[lo + 1]:
        lo += 1
    if not _boundary(part, at, lo):
        space = part.find(" ", lo, min(most, lo + SNAP))
        lo = space if space >= 0 else lo
    while lo < most and part[lo] == " ":
        lo += 1
    return lo


def _snap_right(part: str, at: Sequence[int], hi: int, least: int) -> int:
    if not _boundary(part, at, hi):
        space = part.rfind(" ", max(least, hi - SNAP), hi)
        hi = space if space >= 0 else hi
    while hi > least and part[hi - 1] == " ":
        hi -= 1
    return hi


def _boundary(part: str, at: Sequence[int], index: int) -> bool:
    """Whether a line may be cut here: at a space, or at a wide character."""
    if not 0 < index < len(part):
        return True
    return " " in part[index - 1 : index + 1] or 2 in (at[index] - at[index - 1], at[index + 1] - at[index])


def excerpt(text: str, parts: Iterable[Window | None], marks: Sequence[Mark], indent: str) -> Iterator[Line]:
    """The windows, with the marks under them; where marks overlap, the first is drawn."""
    for part in parts:
        if part is None:
            yield [(indent + ELLIPSIS, "")]
            continue
        left = ELLIPSIS + " " if part.left else ""
        above: Line = [(indent + left, "")]
        below: Line = [(" " * len(indent + left), "")]
        shown_row = row(text[part.start : part.end] + " ")  # a mark may be at the end of the line
        placed = _placed(part, marks, shown_row)
        edges = {0, len(shown_row.glyphs), *(m.start for m in placed), *(m.end for m in placed)}
        for start, end in pairwise(sorted(edges)):
            mark = next((m for m in placed if m.start <= start and end <= m.end), None)
            above.append(("".join(shown_row.glyphs[start:end]), mark.style if mark else ""))
            size = shown_row.at[end] - shown_row.at[start]
            below.append((mark.sign * size, mark.style) if mark else (" " * size, ""))
        above = stripped(above)
        if part.right:
            above.append((" " + ELLIPSIS, ""))
        yield above
        if placed:
            yield stripped(below)


def _placed(part: Window, marks: Sequence[Mark], shown_row: Row) -> list[Mark]:
    """The marks that are in the window, counted from its start."""
    placed = []
    for mark in marks:
        start, end = max(mark.start, part.start), min(mark.end, part.end)
        at_end = part.start <= mark.start <= part.end and start >= end  # nothing, or the end of the line
        if start < end or at_end:
            start, end = shown_row.whole(start - part.start, end - part.start)
            placed.append(Mark(start, end, mark.sign, mark.style))
    return placed


def stripped(line: Line) -> Line:
    """A line without the space at its end."""
    line = list(line)
    while line:
        text, style = line.pop()
        if text := text.rstrip(" "):
            return [*line, (text, style)]
    return line
