"""A text as HTML: escaped, what is invisible made visible, and places marked in it, which may overlap, touch or be
empty. Apart from what stands for the invisible, the text of the HTML is the text, character for character.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from .display import INVISIBLE, code, shown

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from tqa import Severity, Span

RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw nqo ps sd syr ug ur yi Adlm Arab Hebr Nkoo Syrc Thaa".lower().split())
"""Languages and scripts, in lower case."""

LANES = 4
"""Underlines one below the other; what overlaps more than that shares the last."""

DEEPEST = 16
"""So many elements are put into one another where places overlap (browsers give up at 512)."""


class Ref(NamedTuple):
    """A finding that a place is marked for."""

    note: str
    """The id of the element that says what is wrong."""
    number: int
    severity: Severity


@dataclass(slots=True)
class Place:
    """A range of a text with the findings on it, the gravest first; evidence has none."""

    id: str
    span: Span
    refs: list[Ref] = field(default_factory=list)


def inline(text: str) -> str:
    """A text in running words, or as the value of an attribute."""
    return escape(shown(text))


def literal(text: str) -> str:
    """A text as it stands, for an element that keeps white space."""
    text = escape(text, quote=False)
    return text if text.isprintable() else INVISIBLE.sub(_visible, text)


def _visible(match: re.Match[str]) -> str:
    character = match[0]
    if character in "\t\n":
        return character
    if match.string.startswith("\r\n", match.start()):
        return "&#13;"  # a reference, or the parser would make one character of the two
    return f'<bdi class="ctl">{code(character)[1:-1]}</bdi>'


def language(lang: str) -> str:
    """The attributes for a text in a language ("": not known)."""
    subtags = lang.lower().split("-")
    scripts = [subtag for subtag in subtags[1:] if len(subtag) == 4 and subtag.isalpha()]
    direction = "rtl" if RIGHT_TO_LEFT.intersection(scripts or subtags[:1]) else "ltr"
    return f' lang="{inline(lang)}" dir="{direction}"' if lang else ' lang="" dir="auto"'


def marked(text: str, places: Iterable[Place]) -> str:
    """A text with its places. The element of a place has the place's id; where another place begins or ends within it,
    there are more of them, which name it in `data-p`. Behind it comes a link to each of its findings.
    """
    opening: defaultdict[int, list[Place]] = defaultdict(list)
    closing: defaultdict[int, list[Place]] = defaultdict(list)
    for place in sorted(places, key=lambda p: (p.span.start, -p.span.end)):
        opening[place.span.start].append(place)
        closing[place.span.end].append(place)
    out: list[str] = []
    active: list[Place] = []
    lanes: dict[str, int] = {}
    edges = sorted({0, len(text), *opening, *closing})
    for start, end in pairwise([*edges, len(text)]):
        active = [p for p in active if p.span.end > start]
        for place in closing[start]:
            if place.span.start == start:
                out.append(f'<span id="{place.id}" class="m empty{_severity(place)}"></span>')
            out += [_link(ref) for ref in place.refs]
        for place in opening[start]:
            if place.span.end > start:
                lanes[place.id] = _free_lane([lanes[p.id] for p in active if p.refs]) if place.refs else 0
                active.append(place)
        if start < end:
            out.append(_piece(literal(text[start:end]), start, active, lanes))
    return "".join(out)


def _free_lane(taken: list[int]) -> int:
    return next(lane for lane in range(LANES) if lane not in taken or lane == LANES - 1)


def _piece(html: str, start: int, active: list[Place], lanes: dict[str, int]) -> str:
    """A part of the text that is covered by the same places from its beginning to its end."""
    nested, more = active[:DEEPEST], active[DEEPEST:]
    html = "".join([f'<span id="{place.id}"></span>' for place in more if place.span.start == start]) + html
    for place in reversed(nested):
        first = place.span.start == start
        name = f' id="{place.id}"' if first else ""
        names = [p.id for p in more] if first else [place.id, *(p.id for p in more)]
        others = f' data-p="{" ".join(names)}"' if names else ""
        lane = f" l{lanes[place.id]}" if place.refs else ""
        html = f'<span{name}{others} class="m{_severity(place)}{lane}">{html}</span>'
        more = []
    return html


def _severity(place: Place) -> str:
    return f" {place.refs[0].severity}" if place.refs else ""


def _link(ref: Ref) -> str:
    what = f"finding {ref.number}: {ref.severity}"
    return f'<a class="ref {ref.severity}" href="#{ref.note}" aria-label="{what}" data-n="{ref.number}"></a>'
