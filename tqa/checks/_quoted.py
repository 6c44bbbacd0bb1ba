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
    rf"[“「『《„«»](?:(?<=《)([^《》\n]{{2,{_MOST}}})》|(?<=“)([^“”「」《》\n]{{2,{_MOST}}})”"
    rf"|(?<=[「『])([^「」『』《》\n]{{2,{_MOST}}})[」』]"
    r"|(?<=„)([^„“”\n]{2,40})[“”]|(?<=[«»])\s?([^«»\n]{2,40}?)\s?[«»])"
)  # one class comes first, so that `re` can search for it
_TARGET = regex('["“《]([^"“”《》\\n]+)["”》]')
_ARTICLE = regex(r"\s*(?:(?:[Tt]he|[Aa]n?) )?")
_STEM = 5


def in_quotation(value: str, at: int) -> bool:
    """Whether a quotation is open at this place."""
    return value.count('"', 0, at) % 2 == 1 or value.count("“", 0, at) > value.count("”", 0, at)


def rendered_otherwise(table: Names) -> Iterator[tuple[str, Renderings]]:
    """Terms that the source has in quotation marks several times, and the translation in other words."""
    found = _rendered(table)
    if all(len(forms) == 1 for forms in found.values()):
        return
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


def _rendered(table: Names) -> dict[str, Renderings]:
    """What the source has in quotation marks, and what of the translation stands for it; nothing where the source has
    all of it once."""
    found: dict[str, Renderings] = {}
    matches = list(_SOURCE.finditer(table.sources.text)) if table.sources is not None else []
    terms = [str(match[match.lastindex or 0]) for match in matches]
    if table.sources is None or len(terms) == len(set(terms)):
        return found
    quoted: dict[int, list[str]] = {}
    for match, term in zip(matches, terms, strict=True):
        number, _ = table.sources.place(match.start())
        quoted.setdefault(number, []).append(term)
    for number, originals in quoted.items():
        segment, begins = table.numbered(number)
        renderings = list(_TARGET.finditer(segment.target.value))
        if len(originals) == len(renderings):
            for term, rendering in zip(originals, renderings, strict=True):
                start, form = _stripped(rendering.start(1), rendering[1])
                if form and form.count(" ") < _WORDS and "," not in form:
                    found.setdefault(term, {}).setdefault(form, []).append(begins + start)
    return found


def _stripped(start: int, form: str) -> tuple[int, str]:
    """Without an article before and punctuation behind."""
    match = _ARTICLE.match(form)
    skipped = match.end() if match else 0
    return start + skipped, form[skipped:].rstrip(" .?!;:")


def _told_by(form: str, named: bool) -> frozenset[str]:
    """What tells a rendering from others: of names their words, of other terms how the words begin."""
    words = form.lower().replace("-", " ").split()
    return frozenset(word if named else word[:_STEM] for word in words if word not in JOINING)
