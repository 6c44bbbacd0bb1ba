"""Names whose right form the characters do not tell: outlets, people, bodies that news in Chinese has often."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tqa import Span
from tqa.languages.concepts import folded
from tqa.text import regex

from ._anchors import BY_SOUND
from ._names import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


class _Forms(NamedTuple):
    """The Chinese forms of all names, for a text to be searched for: an expression of all takes five times as long."""

    beginning: re.Pattern[str]
    """Where one may begin."""
    by_beginning: dict[str, list[str]]
    """By their first three, or the two they have, the longest first."""


@cache
def _forms() -> _Forms:
    forms = sorted(_listed(), key=len, reverse=True)
    by_beginning: dict[str, list[str]] = {}
    for form in forms:
        by_beginning.setdefault(form[:3], []).append(form)
    for beginning, longer in by_beginning.items():
        longer += by_beginning.get(beginning[:2], ()) if len(beginning) > 2 else ()
    first, second, third, last = (
        re.escape("".join(sorted(chars)))
        for chars in (
            {form[0] for form in forms},
            {form[1] for form in forms if len(form) > 2},
            {form[2] for form in forms if len(form) > 2},
            {form[1] for form in forms if len(form) == 2},
        )
    )
    return _Forms(re.compile(f"[{first}](?=[{second}][{third}]|[{last}])"), by_beginning)


def known_names(value: str) -> Iterator[tuple[Known, Span]]:
    """The known names in a Chinese text, and where they are."""
    beginning, by_beginning = _forms()
    end = 0
    for start in [match.start() for match in beginning.finditer(value)]:
        forms = by_beginning.get(value[start : start + 3]) or by_beginning.get(value[start : start + 2])
        for form in forms if forms and start >= end else ():
            if value.startswith(form, start):
                end = start + len(form)
                known, place = _listed()[form], Span(start, end)
                if not _runs_on(value, place, known.kind):
                    yield known, place
                break


_LONGER = frozenset("道告会名案导发纸门")
"""What stands behind 报 or 社 where it is the beginning of another word: 联合报道, 中央社会工作部, 人社部门."""


def _runs_on(value: str, place: Span, kind: str) -> bool:
    """Whether what looks like a name is but a part of another word."""
    start, end = place
    if kind != "people":
        return value[end : end + 1] in _LONGER
    before, after = value[start - 1 : start], value[end : end + 2]
    return before in BY_SOUND or (len(after) > 1 and BY_SOUND.issuperset(after))


_POSSESSIVE = regex("['’]s\\b")


def unsaid(known: Iterable[Known], text: str) -> list[Known]:
    """Those of them that an English text does not have."""
    low = folded(text)
    if "'s" in low or "’s" in low:
        low = _POSSESSIVE.sub("", low)
    lacking = [one for one in known if not any(_stands(word, low) for word in one.words)]
    if any(one.keys for one in lacking):
        letters = key_of(low)
        lacking = [one for one in lacking if not any(key in letters for key in one.keys)]
    return lacking


def _stands(word: str, text: str) -> bool:
    """Whether a text has a word, be it with a hyphen or an apostrophe."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (text[end : end + 1].isalnum() or (at and text[at - 1].isalnum())):
            return True
        at = text.find(word, end)
    return False


def is_right(chinese: str, form: str) -> bool:
    """Whether a form is the name of what the Chinese has."""
    known = _listed().get(chinese)
    return known is not None and not unsaid((known,), form)
