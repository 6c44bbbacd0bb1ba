"""English: its words, and those that only one variety spells so. Apart from its quantities: few texts need both."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tqa import WordList

_DATA = Path(__file__).with_name("data") / "english"
_PREFIXES = """anti bio co counter cyber de dis eco electro extra fore geo hydro hyper inter intra macro mega meta micro
    mid mini mis mono multi nano neo neuro non out over photo poly post pre pro pseudo psycho quasi re semi socio sub
    super tele thermo trans ultra un under up""".split()


WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
"""In full, for an alternation."""
MONTH = rf"(?:{MONTHS}|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
CALENDAR = f"(?:{WEEKDAY}|{MONTHS.replace('May|', '')})"
"""What is no other word, as May is, and has a capital within a sentence though it is no name."""


@cache
def words() -> WordList:
    """The words of English, American and British; data/english/README.md says where they are from."""
    from tqa import WordList

    letters = "abcdefghijklmnopqrstuvwxyz'"
    return WordList(_DATA / "words.txt", _DATA / "common.txt", letters, prefixes=_PREFIXES, suffixes=("s",))


@cache
def varieties() -> Mapping[str, tuple[str, str]]:
    """Of words that only one variety of English spells so: which, "american" or "british", and how the other does."""
    text = (_DATA / "varieties.txt").read_text(encoding="utf-8")
    fields = text.split()
    return dict(zip(fields[::3], zip(fields[1::3], fields[2::3], strict=True), strict=True))
