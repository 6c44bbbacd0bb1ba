"""Tables that are a text and its translation side by side: which column is which.

A table is taken for that where its first row names the columns, as in a table of CSV (see `columns`; where it names
languages, the columns have to differ in that): only what is below that row is read, and only these two columns. Without
such a row it has to have two columns of different languages, both filled in nearly every row, and mostly with
sentences: so that a form (labels in one language, entries in another) is none. The left column then is the source.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tqa.formats import pairs
from tqa.text import language, regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    Rows = Sequence[Sequence[str]]


class Pairing(NamedTuple):
    """How the rows that have `width` cells are to be read."""

    width: int
    header: int
    """How many of these rows stand above the text."""
    source: int
    """The number of the column."""
    target: int


FEWEST_ROWS = 3
"""That two columns without a word above them need to have."""
FILLED, SENTENCES = 0.8, 0.5
"""What part of the rows has to be filled on both sides, and what part with sentences."""

_WORD, _SIGN = regex(r"\w+"), regex("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SENTENCE_WORDS, _SENTENCE_SIGNS = 5, 8


def pairing(rows: Rows) -> Pairing | None:
    """How a table is to be read as pairs, None where it is no such table. `rows`: what its cells say."""
    if not rows:
        return None
    width = Counter(map(len, rows)).most_common(1)[0][0]
    even = [row for row in rows if len(row) == width]
    named = pairs.by_header(even[0])
    if named is None:
        return Pairing(2, 0, 0, 1) if width == 2 and _side_by_side(even) else None
    source, (target, lang) = named.source, named.targets[0]
    below = [(row[source], row[target]) for row in even[1:] if row[source] and row[target]]
    if not below or ((named.source_lang or lang) and not _differ(below)):
        return None
    return Pairing(width, 1, source, target)


def _side_by_side(rows: Rows) -> bool:
    filled = [row for row in rows if all(row)]
    if len(filled) < FEWEST_ROWS or len(filled) < FILLED * sum(map(any, rows)):
        return False
    sentences = sum(all(map(_is_sentence, row)) for row in filled)
    return sentences >= SENTENCES * len(filled) and _differ(filled, both=True)


def _differ(rows: Rows, *, both: bool = False) -> bool:
    """Whether two columns are in different languages; of `both` it has to be known which."""
    left, right = (language("\n".join(row[side] for row in rows)) for side in (0, 1))
    return left != right and not (both and None in (left, right))


def _is_sentence(cell: str) -> bool:
    return len(_WORD.findall(cell)) >= _SENTENCE_WORDS or len(_SIGN.findall(cell)) >= _SENTENCE_SIGNS
