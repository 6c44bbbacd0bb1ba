"""Quotations: whether one is open, and what the source has in quotation marks, titles and terms mostly, beside what the
translation has there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa.text import regex

from ._names import JOINING, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._names import Names

Renderings = dict[str, list[int]]
"""What stands for one term, and where in `Names.text`."""

_MOST = 15
_WORDS = 6
_SOURCE = regex(
    rf"《([^《》\n]{{2,{_MOST}}})》|“([^“”「」《》\n]{{2,{_MOST}}})”|[「『]([^「」『』《》\n]{{2,{_MOST}}})[」』]"
    r"|„([^„“”\n]{2,40})[“”]|[«»]\s?([^«»\n]{2,40}?)\s?[«»]"
)
_OPENS = regex("[“「『《„«»]")
_TARGET = regex('["“《]([^"“”《》\\n]+)["”》]')
_ARTICLE = regex(r"\s*(?:(?:[Tt]he|[Aa]n?) )?")
_STEM = 5


def in_quotation(value: str, at: int) -> bool:
    """Whether a quotation is open at this place."""
    return value.count('"', 0, at) % 2 == 1 or value.count("“", 0, at) > value.count("”", 0, at)


def rendered_otherwise(table: Names) -> Iterator[tuple[str, Renderings]]:
    """Terms that the source has in quotation marks several times, and the translation in other words."""
    found: dict[str, Renderings] = {}
    for segment, begins in table.segments():
        source, target = segment.source, segment.target.value
        if source is None or not ('"' in target or "“" in target or "《" in target) or not _OPENS.search(source.value):
            continue
        ours, theirs = list(_SOURCE.finditer(source.value)), list(_TARGET.finditer(target))
        if len(ours) == len(theirs):
            for original, rendering in zip(ours, theirs, strict=True):
                start, form = _stripped(rendering.start(1), rendering[1])
                if form and form.count(" ") < _WORDS and "," not in form:
                    known = found.setdefault(next(filter(None, original.groups())), {})
                    known.setdefault(form, []).append(begins + start)
    terms: dict[str, set[str]] = {}
    for term, forms in found.items():
        for form in forms:
            terms.setdefault(key_of(form.lower()), set()).add(term)
    for term, forms in found.items():
        own = [form for form in forms if len(terms[key_of(form.lower())]) == 1]
        named = all(form[0].isupper() for form in own)
        told = {_told_by(form, named): form for form in sorted(own, key=lambda form: len(forms[form]))}
        if len(told) > 1:
            yield term, {form: forms[form] for form in told.values()}


def _stripped(start: int, form: str) -> tuple[int, str]:
    """Without an article before and punctuation behind."""
    match = _ARTICLE.match(form)
    skipped = match.end() if match else 0
    return start + skipped, form[skipped:].rstrip(" .?!;:")


def _told_by(form: str, named: bool) -> frozenset[str]:
    """What tells a rendering from others: of names their words, of other terms how the words begin."""
    words = form.lower().replace("-", " ").split()
    return frozenset(word if named else word[:_STEM] for word in words if word not in JOINING)
