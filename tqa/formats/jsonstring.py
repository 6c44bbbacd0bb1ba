r"""Strings of JSON: an escape (``\u00e9``, a pair of surrogates) is one character."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tqa.text import regex

from .encoding import holds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Places = tuple[Sequence[int], Sequence[int]]

HALF = regex("[\ud800-\udfff]")
r"""Half of a surrogate pair, such as \ud83d alone: no character, and nothing could write it out again."""

_ESCAPED = regex(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^u])")


def places(text: str, first: int, last: int) -> Places:
    """Where each character of a string stands that is between quotation marks from `first` to `last`."""
    if first == last:
        return (), (first,)
    if "\\" not in text[first:last]:
        return range(first, last), range(first + 1, last + 1)
    # Stretches without escapes are ranges; an escape is one character.
    starts: list[int] = []
    for match in _ESCAPED.finditer(text, first, last):
        starts += range(first, match.start() + 1)
        first = match.end()
    starts += range(first, last)
    return starts, [*starts[1:], last]


def escaper(text: str, encoding: str) -> Callable[[str], str]:
    """How new text is written into a file of JSON: as the file does it, and so that its encoding can hold it."""
    ascii_only = text.isascii() and "\\u" in text

    def escape(new: str) -> str:
        if not ascii_only:
            written = json.dumps(new, ensure_ascii=False)[1:-1]
            if holds(encoding, written):
                return written
        return json.dumps(new)[1:-1]

    return escape
