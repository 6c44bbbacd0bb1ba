"""Names of a document that its translation takes for one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tqa import Context, Document, Edit, Example, Finding, Fix, rule
from tqa.text import alike, romanised

from ._names import PLACES, key_of, names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._names import Form, Names
    from ._sources import Sources


@rule(
    "accuracy/name-of-another",
    Example(
        "Modrow met Duterte.\n\nModrow spoke.\n\nDuterte heard it.\n\nThen [[Modrow]] left.\n\nModrow stayed.",
        source="莫德罗会见杜特尔特。\n\n莫德罗讲话。\n\n杜特尔特听到了。\n\n然后杜特尔特离开。\n\n莫德罗留下。",
        fixed="Modrow met Duterte.\n\nModrow spoke.\n\nDuterte heard it.\n\nThen Duterte left.\n\nModrow stayed.",
    ),
    Example(
        "Chen Guangming came.\n\nChen Guangming sang.\n\nHis brother [[Chen Guangming]] danced.",
        source="陈光明来了。\n\n陈光明唱歌。\n\n他弟弟陈光辉跳舞。",
    ),
    Example(
        "Modrow came.\n\nModrow spoke, and Duterte with him.\n\nThe chancellor and Modrow left.",
        source="莫德罗来了。\n\n莫德罗和杜特尔特讲话。\n\n杜特尔特和他离开。",
    ),
    Example(
        "Chen Guangming came on Monday.\n\nOn Monday Chen Guangming sang.\n\nOn Sunday Chen Guangming danced.",
        source="周一陈光明来了。\n\n周一陈光明唱歌。\n\n周日他跳舞。",
    ),
    severity="error",
    scope="document",
    langs="zh>en",
    mqm="accuracy/mistranslation",
    status="preview",
)
def name_of_another(document: Document, _: Context) -> Iterator[Finding]:
    """A person or place where the source has another one of the document

    What stands for a name of the source is told from the segments that have both, and has to sound like it. Where the
    source then has another of these names and the translation nothing of it, but the first, the two were exchanged;
    where it has a name that differs from the first by a character, two people were made one. Countries are left alone,
    and so are pronouns that the translation replaces by the name.

    A preview, for in 555 machine-translated articles there was hardly a case: it speaks twice. Of names exchanged in
    them for another one of the article it finds 15 of 19.
    """
    for table in names(document):
        if table.sources is not None:
            yield from _exchanged(table, table.sources)


class _Named(NamedTuple):
    form: Form
    piece: str
    """What of the source it stands for."""
    at: frozenset[int]
    """The segments whose sources have it."""


def _exchanged(table: Names, sources: Sources) -> Iterator[Finding]:
    forms = [f for f in table.forms if (len(f.words) > 1 or f.rare) and 1 < len(table.within(f.text)) <= _MOST]
    if not forms:
        return
    known = [named for form in forms if (named := _stands_for(sources, form, table.within(form.text)))]
    lacking = [named for named in known if named.at - table.within(named.form.text)]
    for form in forms:
        within = table.within(form.text)
        for number in sorted(within) if len(within) > _FEW else ():
            named = _stands_for(sources, form, within - {number})
            if named is not None and number not in named.at:
                yield from _taken_for(table, named, number, lacking)


_FEW = 2
_MOST = 12
"""A name that is in more segments is no cheaper to look at, and better known."""


def _stands_for(sources: Sources, form: Form, within: frozenset[int]) -> _Named | None:
    for piece in sources.common(within):
        if len(piece) > 1 and _sounds(form, piece):
            at = sources.having(piece)
            if within <= at and 3 * len(within) >= 2 * len(at):
                return _Named(form, piece, at)
    return None


def _sounds(form: Form, piece: str) -> bool:
    sound = key_of(romanised(piece))
    words = (form.key, *map(str.lower, form.rare))
    return form.text.lower() not in PLACES and any(alike(sound, word, _ALIKE) for word in words)


_ALIKE = 0.55


def _taken_for(table: Names, named: _Named, number: int, others: list[_Named]) -> Iterator[Finding]:
    form = named.form.text
    start = next(at for at in table.spots(form) if table.number(at) == number)
    segment, span = table.place(start, start + len(form))
    said = segment.target.value.lower()
    for other in others:
        if number not in other.at or other.piece in named.piece or named.piece in other.piece:
            continue
        if any(word.lower() in said for word in other.form.words if len(word) > _FEW):
            continue
        right = other.form.text
        says = f"{other.piece} is {right} elsewhere, {form} is {named.piece}"
        shown = tuple(table.originals(other.piece, segment))
        yield Finding(span, says, shown, Fix(f"write {right}", (Edit(span, right, segment=segment),)), segment)
        return
    near = _nearly(named.piece, segment.source.value if segment.source else "")
    if near:
        shown = tuple(table.originals(near, segment))
        yield Finding(span, f"{form} is {named.piece} elsewhere, here it stands for {near}", shown, segment=segment)


_AREAS = "省市县区州国"


def _nearly(piece: str, source: str) -> str:
    """What in the source differs from a name by a character that is read otherwise."""
    size = len(piece)
    for at in range(len(source) - size + 1) if size > _FEW and piece[-1] not in _AREAS else ():
        other = source[at : at + size]
        if other[0] == piece[0] and sum(map(str.__ne__, piece, other)) == 1 and other.isalpha():
            return other if romanised(other) != romanised(piece) else ""
    return ""
