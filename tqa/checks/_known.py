"""Names whose right form the characters do not tell: outlets, people, bodies that news in Chinese has often."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tqa import Span
from tqa.languages.concepts import folded
from tqa.languages.values import any_of
from tqa.text import regex

from ._anchors import BY_SOUND
from ._names import key_of

if TYPE_CHECKING:
    import re

    from tqa import Text

_LIST = Path(__file__).with_name("data") / "names" / "known-zh.txt"


class Known(NamedTuple):
    kind: str
    """ "outlets", "people" or "bodies"."""
    name: str
    """What to write."""
    words: tuple[str, ...]
    """What is right, too: forms of one word, in lower case and without accents,"""
    keys: tuple[str, ...]
    """and those of several, by their letters."""


@cache
def _listed() -> dict[str, Known]:
    """The names by their Chinese forms."""
    known: dict[str, Known] = {}
    kind = ""
    for line in _LIST.read_text("utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            chinese, english = line.split("\t")
            names = english.split(";")
            plain = [folded(name) for name in names]
            words = tuple(name for name in plain if name.isalnum())
            entry = Known(kind, names[0], words, tuple(key_of(name) for name in plain if not name.isalnum()))
            known.update(dict.fromkeys(chinese.split(" "), entry))
    return known


@cache
def _forms() -> re.Pattern[str]:
    return regex(any_of(_listed()))


def known_names(source: Text) -> dict[Known, Span]:
    """The known names in a Chinese text, and where they are first."""
    named: dict[Known, Span] = {}
    for match in _forms().finditer(source.value):
        known, place = _listed()[match[0]], Span(*match.span())
        if not _runs_on(source.value, place, known.kind):
            named.setdefault(known, place)
    return named


_LONGER = frozenset("道告会名案导发纸门")
"""What stands behind 报 or 社 where it is the beginning of another word: 联合报道, 中央社会工作部, 人社部门."""


def _runs_on(value: str, place: Span, kind: str) -> bool:
    """Whether what looks like a name is but a part of another word."""
    start, end = place
    if kind != "people":
        return value[end : end + 1] in _LONGER
    before, after = value[start - 1 : start], value[end : end + 2]
    return before in BY_SOUND or (len(after) > 1 and BY_SOUND.issuperset(after))


_WORD = regex("[a-z0-9]+")
_POSSESSIVE = regex("['’]s\\b")


def unsaid(known: dict[Known, Span], text: str) -> list[Known]:
    """Those of them that an English text does not have."""
    low = _POSSESSIVE.sub("", folded(text))
    letters, words = key_of(low), set(_WORD.findall(low))
    return [one for one in known if words.isdisjoint(one.words) and not any(key in letters for key in one.keys)]


def is_right(chinese: str, form: str) -> bool:
    """Whether a form is the name of what the Chinese has."""
    known = _listed().get(chinese)
    return known is not None and not unsaid({known: Span(0, 0)}, form)
