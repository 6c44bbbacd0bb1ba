"""Offices under two titles."""

from __future__ import annotations

from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from tqa import Context, Document, Edit, Evidence, Example, Finding, Fix, Span, rule
from tqa.text import regex

from ._names import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tqa import Segment

_TITLES = {
    "总统": "President|Premier|Prime Minister|Chancellor",
    "总理": "Prime Minister|Premier|Chancellor|President",
    "首相": "Prime Minister|Premier|Chancellor|President",
    "国务卿": "Secretary of State|State Secretary|Foreign Minister",
    "外长": "Foreign Minister|Foreign Secretary|Secretary of State",
    "总书记": "General Secretary|Secretary-General|President|Chairman",
    "秘书长": "Secretary-General|Secretary General|General Secretary",
    "董事长": "Chairman|Chairwoman|Chair|President|Director",
    "会长": "President|Chairman|Chairwoman|Chair|Director",
    "局长": "Director-General|Director General|Director|Administrator|Commissioner|Secretary|Minister",
    "处长": "Director|Section Chief|Commissioner|Secretary|Minister",
    "市长": "Mayor|Governor",
    "州长": "Governor|Mayor",
    "检察官": "Prosecutor|Procurator|Attorney",
    "校长": "Headmaster|Principal|President|Chancellor|Rector",
    "院长": "Dean|President|Director",
}
"""Offices in Chinese, and what they may be called in English: each right somewhere, but one of them in one text."""
_ENGLISH = {office: regex(rf"(?i)\b(?:{titles})\b(?!-)") for office, titles in _TITLES.items()}
_CHINESE = regex("|".join(sorted(_TITLES, key=len, reverse=True)))
_DEPUTY = frozenset("副")


class _Called(NamedTuple):
    segment: Segment
    span: Span
    title: str
    place: Span
    """Of the office in the source."""


@rule(
    "terminology/title-changed",
    Example(
        "The last prime minister died.\n\nHe was prime minister once.\n\nThen he was no longer [[chancellor]].",
        source="最后一位总理去世。\n\n他担任总理一年。\n\n后来他不再担任总理。",
        fixed="The last prime minister died.\n\nHe was prime minister once.\n\nThen he was no longer prime minister.",
    ),
    Example(
        "Germany’s Chancellor met the press.\n\nIndia’s prime minister left.",
        source="德国总理会见记者。\n\n印度总理离开。",
    ),
    Example("The President met the press.\n\nHis deputy premier left.", source="总统会见记者。\n\n副总统离开。"),
    scope="document",
    langs="zh>en",
    mqm="terminology/inconsistent-use",
)
def title_changed(document: Document, _: Context) -> Iterator[Finding]:
    """One office under two titles

    总理 is the premier of China, the prime minister of India and the chancellor of Germany, but one of these in a text
    about one of them. Looked at where a segment has the office once and one of its English titles once; left alone
    where the segments speak of several countries. On the rarer title, of equally frequent ones the later.

    In 555 machine-translated articles six are found, all of East Germany's last prime minister; raters marked 61% of
    the places.
    """
    for office, places in _offices(document).items():
        titles: dict[str, list[_Called]] = {}
        for call in _called(office, places) if len(places) > 1 else ():
            titles.setdefault(call.title.lower(), []).append(call)
        if len(titles) > 1:
            from tqa.languages.concepts import concepts, proper_names, together

            calls = chain.from_iterable(titles.values())
            spoken_of = [concepts(c.segment.source) for c in calls if c.segment.source is not None]
            if together(found.sure & proper_names() for found in spoken_of if found).bit_count() <= 1:
                yield _found(office, titles)


def _offices(document: Document) -> dict[str, list[tuple[Segment, int]]]:
    """The offices that the sources name, and where."""
    offices: dict[str, list[tuple[Segment, int]]] = {}
    for table in names(document):
        if table.sources is None:
            continue
        for match in _CHINESE.finditer(table.sources.text):
            number, start = table.sources.place(match.start())
            offices.setdefault(match[0], []).append((table.numbered(number)[0], start))
    return offices


def _called(office: str, places: list[tuple[Segment, int]]) -> Iterator[_Called]:
    """The English titles of an office, in segments that name it once."""
    for segment, found in groupby(places, key=itemgetter(0)):
        at, *others = [start for _, start in found]
        assert segment.source is not None
        if others or segment.source.value[at - 1 : at] in _DEPUTY:
            continue
        titles = list(_ENGLISH[office].finditer(segment.target.value))
        if len(titles) == 1:
            yield _Called(segment, Span(*titles[0].span()), titles[0][0], Span(at, at + len(office)))


def _found(office: str, titles: dict[str, list[_Called]]) -> Finding:
    usual, *_, rare = sorted(titles, key=lambda title: -len(titles[title]))
    first = titles[rare][0]
    says = f"{office} is {first.title} here, {titles[usual][0].title} elsewhere"
    elsewhere = [c for title, calls in titles.items() if title != rare for c in calls]
    shown = tuple(Evidence(f"here it is {c.title}", c.span, segment=c.segment) for c in elsewhere[:20])
    edits = tuple(Edit(c.span, _as(titles[usual][0].title, c.title), segment=c.segment) for c in titles[rare])
    source = Evidence(office, first.place, "source", first.segment)
    return Finding(first.span, says, (*shown, source), Fix(f"write {usual}", edits), first.segment)


def _as(title: str, like: str) -> str:
    """A title with capitals where another one has them."""
    return title.lower() if like.islower() else title if not title.islower() else title.title()
