"""Capitals that are missing: a sentence that opens in lower case, a text without any capital."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from tqa import Context, Document, Edit, Example, Finding, Fix, Pattern, Segment, Span, rule
from tqa.text import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOWER_FIRST = Pattern(r"""^\s*["“‘']?([a-z][\w'’.-]*)""")

# "von der Leyen said": the first word of a name that begins in lower case, before its capital.
_PARTICLES = frozenset(
    "von van de del della di da dos du la le el al bin ibn ben ter ten zu den der das te abu bint y".split()
)
_PREFIXES = frozenset("anti pro non ex mid pre post un pan inter trans".split())
_NAME_FOLLOWS = regex(r"\s+(?:\w+\s+)?[A-Z]")
_ENDED = regex(r"""[.!?…]["”’')\]]*\s*$""")
_LIST_MARK = regex(r"\s*(?:[a-z]\)|[a-z]\. |[ivx]+[.)] |[(\[•*-])")
_FEWEST_WORDS = 4


def _openings(context: Context) -> Iterator[tuple[Segment, re.Match[str]]]:
    """The segments that open in lower case though the one before has come to its end."""
    before: dict[str, Segment] = {}
    for segment, _, match in context.all_matches():
        if not before:
            before = {b.id: a for a, b in pairwise(context.segments)}
        earlier = before.get(segment.id)
        if earlier is None or _ENDED.search(earlier.target.value):
            yield segment, match


def _all_lower(value: str) -> bool:
    return value.islower() and len(value.split()) > _FEWEST_WORDS and _ENDED.search(value) is not None


@rule(
    "linguistic/lower-cased-text",
    Example("[[the ministry said on friday that talks with iran would go on.]]"),
    Example("The ministry said on Friday that talks would go on.\n\nwords in brackets\n\n10.5 km"),
    severity="error",
    scope="document",
    langs="*>en",
    mqm="linguistic/spelling",
    patterns=(_LOWER_FIRST,),
)
def lower_cased_text(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """A text without a single capital

    Names, nationalities and the openings of sentences all in lower case: the output of a translation system that was
    never put back into case. Found in 487 of 488 test sentences made so. Pieces of four words and less, which may be
    labels or ends of list items, are left alone.
    """
    for segment, match in _openings(context):
        value = segment.target.value
        if _all_lower(value):
            span = Span(match.start(1), len(value.rstrip()))
            message = "No capital anywhere: names and openings of sentences are in lower case"
            yield Finding(span, message, segment=segment)


@rule(
    "linguistic/lower-case-opening",
    Example(
        "[[especially]] in the North, where Turkey has troops, it is cold.",
        fixed="Especially in the North, where Turkey has troops, it is cold.",
    ),
    Example("He left.\n\n[[it]] was late when Li came.", fixed="He left.\n\nIt was late when Li came."),
    Example("iPhone sales fell in May.\n\neBay said so.\n\nvon der Leyen met him.\n\nde Gaulle was there, says Li."),
    Example(
        "He told Li,\n\nwho was late, that it was over.\n\n(with files from Reuters)\n\na) the first point of Li's"
    ),
    scope="document",
    langs="*>en",
    mqm="linguistic/spelling",
    patterns=(_LOWER_FIRST,),
)
def lower_case_opening(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """A sentence that opens in lower case

    Chinese has no capitals; a sentence that the machine took for the middle of one stays in lower case. Left alone:
    names that begin so ("iPhone", "von der Leyen"), list items, and a piece that goes on with the sentence of the one
    before. None in 13,000 words of native news; 99% of the openings changed so in test sentences are found.
    """
    for segment, match in _openings(context):
        value = segment.target.value
        word = match[1]
        opens = len(context.segments) > 1 and segment is context.segments[0]
        if (len(value.split()) < _FEWEST_WORDS and not opens) or _is_name(word, value, match.end()):
            continue
        if _LIST_MARK.match(value) or _all_lower(value):  # of the latter, the rule for lower-cased text speaks
            continue
        span = Span(*match.span(1))
        capital = word[0].upper() + word[1:]
        yield Finding(
            span,
            "The article opens in lower case: is its beginning cut off?"
            if opens
            else "The sentence opens in lower case",
            fix=Fix(f"Write “{capital}”", (Edit(span, capital),)),
            segment=segment,
        )


def _is_name(word: str, value: str, end: int) -> bool:
    """Whether a word is right to begin in lower case: a capital or digit in it, or a particle."""
    core, _, compounded = word.partition("-")
    if compounded and core in _PREFIXES:
        return False
    core = re.split(r"['’-]", word, maxsplit=1)[0]
    core = core.rstrip(".")
    if not core.isalpha() or not word.rstrip(".").replace("-", "").replace("'", "").replace("’", "").islower():
        return True
    if core in _PARTICLES and _NAME_FOLLOWS.match(value, end):
        return True
    return len(core) == 1 and core not in "ai"
