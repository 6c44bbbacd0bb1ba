"""What XLIFF 2.0 to 2.2 ask of a file beyond being well-formed: elements and attributes, and what has to fit together.

What is broken is told and read all the same. The elements and attributes of the core are a table, SHAPES; what no table
of elements can say are small functions, CHECKS for a unit and MODULES for the elements of the standard's modules. Where
a translation is not finished, what is still missing in it is no breach.
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from tqa import Problem, Span
from tqa.model import INVALID_FILE
from tqa.text import regex

from .xmltext import XML

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from .xmltext import Element, Xml

    Breach = tuple[Element, str]

MOST = 50
"""Of more breaches than this in a file, the rest would say nothing new."""

_URN = "urn:oasis:names:tc:xliff:"
_ITS = "http://www.w3.org/2005/11/its"
_GLS, _MTC, _MDA = f"{_URN}glossary:2.0", f"{_URN}matches:2.0", f"{_URN}metadata:2.0"
_RES, _SLR, _VAL, _FS = (
    f"{_URN}resourcedata:2.0",
    f"{_URN}sizerestriction:2.0",
    f"{_URN}validation:2.0",
    f"{_URN}fs:2.0",
)
_CTR = f"{_URN}changetracking:2.0"


# --- elements and attributes ------------------------------------------------------------------------------------------

_NAME = r"[\w.\-·]+"
_ANY = regex(r"(?s).*")
_ID = regex(_NAME)
_IDS = regex(rf"\s*{_NAME}(?:\s+{_NAME})*\s*")
_YES = regex("yes|no")
_FIRST = regex("yes|no|firstNo")
_DIR = regex("ltr|rtl|auto")
_OWN = regex(r"[^\s:]+:[^\s:]+")
_LANG = regex(r"(?:[A-Za-z]{2,8}|[xXiI](?=-))(?:-[A-Za-z0-9]{1,8})*")
_NO_XML = regex(r"(?:00)?(?:000[0-8BCEFbcef]|001[0-9A-Fa-f]|[Dd][89A-Fa-f][0-9A-Fa-f]{2}|[Ff]{3}[EFef])")
"""The code points that XML lacks, for which alone <cp> is."""
_NUMBER = regex(r"\+?0*[1-9][0-9]*")


class Shape(NamedTuple):
    """What may stand in the tag of an element, and between its tags."""

    attributes: Mapping[str, re.Pattern[str]]
    """Its attributes, and what their values are; those that it must have end in "!"."""
    children: re.Pattern[str] | None = None
    """The names of its children in their order, each followed by a space, "*" for one of another namespace. None: any
    inline elements."""
    foreign: str = ""
    """What attributes of other namespaces there may be: "any", those of the standard's "modules", or none."""


_NONE = regex("")
_SPACE = regex("default|preserve")
_PLACE = {
    "translate": _YES,
    "canResegment": _YES,
    "srcDir": _DIR,
    "trgDir": _DIR,
    f"{XML} space": regex("default|preserve"),
}
_PARENT = {"id!": _ID, "name": _ANY, "type": _OWN, **_PLACE}
_TEXT = {f"{XML} lang": _LANG, f"{XML} space": _SPACE}
_MARK = {
    "id!": _ID,
    "translate": _YES,
    "type": regex(r"generic|comment|term|[^\s:]+:[^\s:]+"),
    "ref": _ANY,
    "value": _ANY,
}
_CODE = {
    **dict.fromkeys(("canCopy", "canDelete"), _YES),
    "canReorder": _FIRST,
    "copyOf": _ID,
    "subType": _OWN,
    "type": regex("fmt|ui|quote|link|image|other"),
}
_POINT = {**_CODE, **dict.fromkeys(("disp", "equiv"), _ANY), "dataRef": _ID, "subFlows": _IDS}
_END = {**_POINT, "canOverlap": _YES, "isolated": _YES, "dir": _DIR}
_PAIR = {
    **_CODE,
    "id!": _ID,
    "canOverlap": _YES,
    "dir": _DIR,
    "dataRefStart": _ID,
    "dataRefEnd": _ID,
    **dict.fromkeys(("dispStart", "dispEnd", "equivStart", "equivEnd"), _ANY),
    **dict.fromkeys(("subFlowsStart", "subFlowsEnd"), _IDS),
}

SHAPES: Mapping[str, Shape] = {
    "xliff": Shape(
        {"version!": regex(r"2\.[0-9]"), "srcLang!": _LANG, "trgLang": _LANG, f"{XML} space": _SPACE},
        foreign="any",
    ),
    "file": Shape({"id!": _ID, "original": _ANY, **_PLACE}, foreign="any"),
    "group": Shape(_PARENT, foreign="any"),
    "unit": Shape(_PARENT, regex(r"(?:\* )*(?:notes )?(?:originalData )?(?:(?:segment|ignorable) )+"), foreign="any"),
    "skeleton": Shape({"href": _ANY}, regex(r"(?:\* )*")),
    "notes": Shape({}, regex("(?:note )+")),
    "note": Shape(
        {"id": _ID, "appliesTo": regex("source|target"), "category": _ANY, "priority": regex("[1-9]|10"), "ref": _ANY},
        _NONE,
        foreign="any",
    ),
    "originalData": Shape({}, regex("(?:data )+")),
    "data": Shape({"id!": _ID, "dir": _DIR, f"{XML} space": regex("preserve")}, regex("(?:cp )*")),
    "segment": Shape(
        {
            "id": _ID,
            "canResegment": _YES,
            "state": regex("initial|translated|reviewed|final"),
            "subState": _OWN,
        },
        regex("source (?:target )?"),
        foreign="modules",
    ),
    "ignorable": Shape({"id": _ID}, regex("source (?:target )?")),
    "source": Shape(_TEXT),
    "target": Shape({**_TEXT, "order": _NUMBER}),
    "cp": Shape({"hex!": _NO_XML}, _NONE),
    "ph": Shape({"id!": _ID, **_POINT}, _NONE, "modules"),
    "pc": Shape(_PAIR, None, "modules"),
    "sc": Shape({"id!": _ID, **_END}, _NONE, "modules"),
    "ec": Shape({"id": _ID, "startRef": _ID, **_END}, _NONE, "modules"),
    "mrk": Shape(_MARK, None, "any"),
    "sm": Shape(_MARK, _NONE, "any"),
    "em": Shape({"startRef!": _ID}, _NONE),
}
_VALUES = {name: {key.rstrip("!"): test for key, test in shape.attributes.items()} for name, shape in SHAPES.items()}
_NEEDED = {name: [key[:-1] for key in shape.attributes if key[-1] == "!"] for name, shape in SHAPES.items()}
_CODES = frozenset(("ph", "pc", "sc", "ec"))
_INLINE = _CODES | {"cp", "mrk", "sm", "em"}
_WITH_TEXT = frozenset(("source", "target", "pc", "mrk"))
_FITTING = {"pc": "code", "sc": "code", "ec": "code", "ph": "code", "mrk": "mark", "sm": "mark"}
"""What an element of a target may be that has the id of one of the source."""


@cache
def _tests(name: str, keys: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...] | None:
    """What an element with these attributes has to be tested for; None where it can't have them."""
    values = _VALUES.get(name)
    if values is None or not all(key in keys for key in _NEEDED[name]):
        return None
    if not all(key in values or _foreign(key, SHAPES[name].foreign) for key in keys):
        return None
    return tuple((key, values[key]) for key in keys if values.get(key, _ANY) is not _ANY)


def _sound(element: Element) -> bool:
    """Whether `_shape` has nothing to say; quick, because most have their shape."""
    name, attributes = element.name, element.attributes
    tests = _tests(name, tuple(attributes))
    if tests is None:
        return False
    for key, test in tests:
        if not test.fullmatch(attributes[key]):
            return False
    wanted = SHAPES[name].children
    return not element.children if wanted is _NONE else next(_children(element, wanted), None) is None


def _shape(element: Element) -> Iterator[Breach]:
    """What is wrong with attributes and children of an element of the core."""
    name = element.name
    if name not in SHAPES:
        yield element, f"there is no element <{name}>"
        return
    values = _VALUES[name]
    for key, value in element.attributes.items():
        if not values.get(key, _ANY).fullmatch(value):
            yield element, f"<{name}> can’t have {key.rpartition(' ')[2]}=“{value}”"
        elif key not in values and not _foreign(key, SHAPES[name].foreign):
            yield element, f"<{name}> has no attribute {key.rpartition(' ')[2]}"
    for key in _NEEDED[name]:
        if key not in element.attributes:
            yield element, f"<{name}> has no {key}"
    yield from _children(element, SHAPES[name].children)


def _children(element: Element, wanted: re.Pattern[str] | None) -> Iterator[Breach]:
    if wanted is None:
        for child in element.children if element.name in _WITH_TEXT else ():
            if child.name not in _INLINE or child.namespace != element.namespace:
                yield child, f"<{child.name}> can’t stand in <{element.name}>"
        return
    names = "".join([f"{c.name} " if c.namespace == element.namespace else "* " for c in element.children])
    if not wanted.fullmatch(names):
        found = ", ".join(f"<{c.name}>" for c in element.children[:10]) or "nothing"
        yield element, f"what is in <{element.name}> must be something else, or in another order: there is {found}"


def _foreign(key: str, allowed: str) -> bool:
    """Whether an attribute is of another namespace, and allowed."""
    namespace, space, _ = key.partition(" ")
    return bool(space) and (
        allowed == "any" or (allowed == "modules" and (namespace == _ITS or namespace.startswith(_URN)))
    )


# --- units ------------------------------------------------------------------------------------------------------------


class Side(NamedTuple):
    """The inline elements of the sources of a unit, or of its targets, in the order of the text."""

    elements: Sequence[Element]
    finished: bool
    """Whether it is there for all segments, in their order."""


class Unit:
    """A unit, with what the checks look at."""

    def __init__(self, element: Element, file: str, root: Element) -> None:
        core = element.namespace
        self.element, self.file, self.root = element, file, root
        self.parts = [c for c in element.children if c.namespace == core and c.name in ("segment", "ignorable")]
        self.texts = [(part.child("source"), part.child("target")) for part in self.parts]
        targets = [target for _, target in self.texts if target is not None]
        self.sources = Side([*chain.from_iterable(_inside(s) for s, _ in self.texts if s is not None)], finished=True)
        whole = len(targets) == len(self.parts) and not any(t.get("order") for t in targets)
        self.targets = Side([*chain.from_iterable(map(_inside, targets))], whole)
        self.sides = (self.sources, self.targets)
        self.data = {d.get("id") for holder in element.all("originalData") for d in holder.all("data")}
        self.notes = {n.get("id") for holder in element.all("notes") for n in holder.all("note")}


def _inside(element: Element) -> Iterator[Element]:
    for child in element.children:
        yield child
        if child.children:
            yield from _inside(child)


def _twice(elements: Sequence[Element], what: str) -> Iterator[Breach]:
    seen: set[str] = set()
    for element in elements:
        name = element.get("id")
        if name and name in seen:
            yield element, f"the id “{name}” is there twice among {what}"
        seen.add(name)


def ids(unit: Unit) -> Iterator[Breach]:
    """Ids are unique; what in a target has the id of something in the source is the same thing."""
    for holder in unit.element.all("notes"):
        yield from _twice(holder.all("note"), "these notes")
    for holder in unit.element.all("originalData"):
        yield from _twice(holder.all("data"), "the original data")
    yield from _twice([*unit.parts, *unit.sources.elements], "the segments and codes of this unit")
    yield from _twice(unit.targets.elements, "the codes of the targets")
    known = {e.get("id"): e.name for e in (*unit.parts, *unit.sources.elements)}
    for element in unit.targets.elements:
        other = known.get(element.get("id"), element.name) if element.get("id") else element.name
        if _FITTING.get(other) != _FITTING.get(element.name):
            yield element, f"the id “{element.get('id')}” is that of <{other}> in this unit"


def languages(unit: Unit) -> Iterator[Breach]:
    """xml:lang is that of the file, and xml:space the same in both texts of a segment."""
    root = unit.root
    for texts in unit.texts:
        for text, key in zip(texts, ("srcLang", "trgLang"), strict=True):
            lang = "" if text is None else text.inherited("lang", XML)
            if text is not None and lang and root.get(key) and lang.lower() != root.get(key).lower():
                yield text, f"xml:lang is “{lang}”, and {key} “{root.get(key)}”"
        source, target = texts
        if source is not None and target is not None:
            spaces = [text.inherited("space", XML) or "default" for text in (source, target)]
            if spaces[0] != spaces[1]:
                yield target, "xml:space of source and target differ"


def unspoken(unit: Unit) -> Iterator[Breach]:
    """Targets have a language."""
    for _, target in unit.texts if "trgLang" not in unit.root.attributes else ():
        if target is not None:
            yield target, "there is a target, but <xliff> has no trgLang"


def states(unit: Unit) -> Iterator[Breach]:
    """A subState belongs to a state."""
    for part in unit.parts:
        if "subState" in part.attributes and "state" not in part.attributes:
            yield part, "subState without state"


def order(unit: Unit) -> Iterator[Breach]:
    """No two targets have one place in the order."""
    taken: dict[int, Element] = {}
    for number, (_, target) in enumerate(unit.texts, 1):
        if target is None or not _NUMBER.fullmatch(target.get("order") or "1"):
            continue
        place = int(target.get("order") or number)
        if place in taken:
            first = target if target.get("order") else taken[place]
            yield first, f"order=“{place}” is the place of another target, too"
        elif place > len(unit.parts):
            yield target, f"order=“{place}”, where the unit has {len(unit.parts)} segments"
        taken[place] = target


_SUBTYPES = {**dict.fromkeys(("xlf:lb", "xlf:pb", "xlf:b", "xlf:i", "xlf:u"), "fmt"), "xlf:var": "ui"}


def types(unit: Unit) -> Iterator[Breach]:
    """A subType belongs to a type; those of the standard to certain ones."""
    for element in (*unit.sources.elements, *unit.targets.elements):
        kind = element.get("subType")
        if not kind:
            continue
        if "type" not in element.attributes:
            yield element, "subType without type"
        elif kind.startswith("xlf:") and _SUBTYPES.get(kind) != element.get("type"):
            yield element, f"subType “{kind}” does not go with type “{element.get('type')}”"


def references(unit: Unit) -> Iterator[Breach]:
    """Original data is there; a copy is of a code that may be copied, and has no original data."""
    for side in unit.sides:
        codes = {e.get("id"): e for e in (*unit.sources.elements, *side.elements) if e.name in _CODES and e.get("id")}
        for element in side.elements:
            for key in ("dataRef", "dataRefStart", "dataRefEnd"):
                if key in element.attributes and element.attributes[key] not in unit.data:
                    yield element, f"{key}=“{element.attributes[key]}”: this unit has no such original data"
            base = element.get("copyOf")
            if not base:
                continue
            if base not in codes:
                yield element, f"copyOf=“{base}”: this unit has no such code"
            elif codes[base].get("canCopy") == "no":
                yield element, f"copyOf=“{base}”: that code says canCopy=“no”"
            if any(key.startswith("dataRef") for key in element.attributes):
                yield element, "copyOf is for codes without original data"


def pairs(unit: Unit) -> Iterator[Breach]:
    """A start has its end after it, and an end its start before it; ends of codes agree with their starts."""
    for side in unit.sides:
        for start, end in (("sc", "ec"), ("sm", "em")):
            yield from _pairs(side, start, end)


def _pairs(side: Side, start: str, end: str) -> Iterator[Breach]:
    starts = {e.get("id"): (number, e) for number, e in enumerate(side.elements) if e.name == start}
    ended: set[str] = set()
    for number, element in enumerate(side.elements):
        if element.name != end:
            continue
        alone = element.get("isolated") == "yes"
        if end == "ec":
            yield from _end_of_code(element, alone=alone)
        ref = element.get("startRef")
        if not ref or alone:
            continue
        ended.add(ref)
        place, begun = starts.get(ref, (-1, None))
        if begun is not None and place < number:
            yield from _agree(begun, element)
        elif side.finished:
            what = f"startRef=“{ref}”: there is no such <{start}>"
            yield element, f"<{end}> stands before the <{start}> “{ref}” that it ends" if begun is not None else what
    for name, (_, element) in starts.items():
        if element.get("isolated") == "yes":
            if name in ended:
                yield element, "isolated=“yes”, but its <ec> is in the same unit"
        elif name not in ended and side.finished:
            cure = "; if that is elsewhere, it is isolated=“yes”" if start == "sc" else ""
            yield element, f"<{start}> “{name}” has no <{end}> in this unit{cure}"


def _end_of_code(element: Element, *, alone: bool) -> Iterator[Breach]:
    if alone and ("startRef" in element.attributes or "id" not in element.attributes):
        yield element, "an <ec> with isolated=“yes” has an id, and no startRef"
    if not alone and ("id" in element.attributes or "startRef" not in element.attributes):
        yield element, "an <ec> without isolated=“yes” has a startRef, and no id"
    if not alone and "dir" in element.attributes:
        yield element, "dir is for an <ec> with isolated=“yes”"


def _agree(start: Element, end: Element) -> Iterator[Breach]:
    if end.name == "em":
        return
    for key in ("canCopy", "canDelete", "canOverlap"):
        if (start.get(key) or "yes") != (end.get(key) or "yes"):
            yield end, f"{key} of <sc> and <ec> differ"
    if ((start.get("canReorder") or "yes") == "yes") != ((end.get("canReorder") or "yes") == "yes"):
        yield end, "canReorder of <sc> and <ec> differ"


def reordering(unit: Unit) -> Iterator[Breach]:
    """A sequence of codes that stay in their order begins with firstNo; they can be neither copied nor deleted."""
    for side in unit.sides:
        begun = False
        for element in side.elements:
            value = element.get("canReorder") or "yes"
            if value == "yes":
                continue
            if element.get("canCopy") != "no" or element.get("canDelete") != "no":
                yield element, f"canReorder=“{value}” goes with canCopy=“no” and canDelete=“no”"
            if value == "no" and not begun and side.finished:
                yield element, "canReorder=“no”, but no code before it says “firstNo”"
            begun = True


def kept_codes(unit: Unit) -> Iterator[Breach]:
    """A code that can't be deleted is in the target."""
    there = {element.get("id") for element in unit.targets.elements}
    for source, target in unit.texts:
        if source is None or target is None:
            continue
        for element in _inside(source):
            name = element.get("id")
            if element.get("canDelete") == "no" and name and name not in there:
                yield target, f"the code “{name}” of the source can’t be deleted, but is not in the target"


def marks(unit: Unit) -> Iterator[Breach]:
    """A comment has its text or points to a note of the unit; references within the file are written as such."""
    for element in (*unit.sources.elements, *unit.targets.elements):
        if element.name not in ("mrk", "sm"):
            continue
        ref = element.get("ref")
        if wrong := _fragment(ref):
            yield element, f"ref=“{ref}”: {wrong}"
        elif element.get("type") == "comment":
            if ("ref" in element.attributes) == ("value" in element.attributes):
                yield element, "a comment has either a value or a ref to a note"
            elif ref and not _is_note(ref, unit):
                yield element, f"ref=“{ref}” is no note of this unit"


def _is_note(ref: str, unit: Unit) -> bool:
    selectors = dict(part.partition("=")[::2] for part in ref.removeprefix("#").strip("/").split("/"))
    here = {"f": unit.file, "u": unit.element.get("id")}
    within = all(selectors.get(key, name) == name for key, name in here.items())
    return within and selectors.get("n") in unit.notes and ("u" in selectors or not selectors.keys() & {"f", "g"})


_FRAGMENT = regex(rf"#/?(?:{_NAME}=)?{_NAME}(?:/(?:{_NAME}=)?{_NAME})*")
_AROUND = ("f", "g", "u")
_PREFIXES = frozenset("f g u n d t gls mtc mda res slr val fs its itsm ctr pgs".split())


def _fragment(ref: str) -> str:
    """What is wrong with a reference into the same file."""
    if not ref.startswith("#"):
        return ""
    if not _FRAGMENT.fullmatch(ref):
        return "a reference into the file is “#”, and “prefix=id” or an id, with “/” between them"
    prefixes = [part.partition("=")[0] if "=" in part else "" for part in ref.removeprefix("#").strip("/").split("/")]
    if unknown := next((p for p in prefixes if p and p not in _PREFIXES), ""):
        return f"there is no prefix “{unknown}”"
    around = [p for p in prefixes if p in _AROUND]
    if around != sorted(set(around), key=_AROUND.index) or (prefixes[: len(around)] != around):
        return "f, g and u come first, in this order, and once"
    if len(prefixes) - len(around) > 1:
        return "only one thing can be referred to"
    return ""


CHECKS: tuple[tuple[Callable[[Unit], Iterator[Breach]], frozenset[str]], ...] = (
    (ids, frozenset(("unit",))),
    (languages, frozenset((f"{XML} lang", f"{XML} space"))),
    (unspoken, frozenset(("target",))),
    (states, frozenset(("subState",))),
    (order, frozenset(("order",))),
    (types, frozenset(("subType",))),
    (references, frozenset(("dataRef", "dataRefStart", "dataRefEnd", "copyOf"))),
    (pairs, frozenset(("sc", "ec", "sm", "em"))),
    (reordering, frozenset(("canReorder",))),
    (kept_codes, frozenset(("canDelete",))),
    (marks, frozenset(("mrk", "sm"))),
)
"""What is looked at in a unit, and the elements and attributes without which there is nothing to look at."""


# --- modules ----------------------------------------------------------------------------------------------------------


def _glossary(element: Element, _: str) -> Iterator[Breach]:
    for entry in element.all("glossEntry"):
        if entry.child("term") is None:
            yield entry, "a <glossEntry> has no <term>"
        if entry.child("translation") is None and entry.child("definition") is None:
            yield entry, "a <glossEntry> has a <translation> or a <definition>"


_SOURCES = regex("am|mt|icm|idm|tb|tm|other")
_SHARE = regex(r"(?:100(?:\.0+)?|[0-9]{1,2}(?:\.[0-9]+)?)")


def _matches(element: Element, _: str) -> Iterator[Breach]:
    unit = element.parent
    inside = {e.get("id") for e in _inside(unit) if e.namespace == unit.namespace} if unit is not None else set()
    for match in element.all("match"):
        ref = match.get("ref")
        if not ref.startswith("#") or ref[1:].rpartition("/")[2] not in inside:
            yield match, f"ref=“{ref}” is no place in this unit, as “#id” is"
        if not _SOURCES.fullmatch(match.get("type") or "tm"):
            yield match, f"<match> can’t have type=“{match.get('type')}”"
        if "subType" in match.attributes and "type" not in match.attributes:
            yield match, "subType without type"
        if f"{XML} lang" in match.attributes:
            yield match, "<match> has no xml:lang; its texts may"
        for key in ("similarity", "matchQuality", "matchSuitability"):
            if not _SHARE.fullmatch(match.get(key) or "0"):
                yield match, f"{key}=“{match.get(key)}” is no number from 0 to 100"


_APPLIES = regex("source|target|ignorable")


def _metadata(element: Element, _: str) -> Iterator[Breach]:
    if not element.all("metaGroup") or element.all("meta"):
        yield element, "a <metadata> has <metaGroup>, and nothing else"
    for inner in _inside(element):
        if inner.name == "meta" and inner.attributes.keys() != {"type"} and inner.namespace == element.namespace:
            yield inner, "a <meta> has a type, and no other attribute"
        elif inner.name == "metaGroup" and not _APPLIES.fullmatch(inner.get("appliesTo") or "source"):
            yield inner, f"<metaGroup> can’t have appliesTo=“{inner.get('appliesTo')}”"


def _resources(element: Element, lang: str) -> Iterator[Breach]:
    for item in element.all("resourceItem"):
        for inner in (*item.all("source"), *item.all("target")):
            if ("href" in inner.attributes) == bool(inner.children):
                yield inner, f"<{inner.name}> of a resource has either an href or content"
        for inner in item.all("source"):
            if (inner.get("lang", XML) or lang).lower() != lang.lower():
                yield inner, f"xml:lang is “{inner.get('lang', XML)}”, and srcLang “{lang}”"
        for inner in item.all("reference"):
            if "href" not in inner.attributes:
                yield inner, "a <reference> has an href"
    for inner in element.all("resourceItemRef"):
        if "ref" not in inner.attributes:
            yield inner, "a <resourceItemRef> has a ref"


_TESTS = frozenset(("isPresent", "isNotPresent", "startsWith", "endsWith"))
_TEST_VALUES = {
    **dict.fromkeys(("existsInSource", "caseSensitive", "disabled"), _YES),
    "normalization": regex("none|nfc|nfd"),
    "occurs": _NUMBER,
}


def _validation(element: Element, _: str) -> Iterator[Breach]:
    for rule in element.all("rule"):
        tests = [key for key in rule.attributes if key in _TESTS or " " in key]
        if len(tests) != 1:
            yield rule, "a <rule> has exactly one of isPresent, isNotPresent, startsWith, endsWith or its own attribute"
        elif rule.get("existsInSource") and tests[0] == "isNotPresent":
            yield rule, "existsInSource goes with isPresent, startsWith or endsWith"
        if "occurs" in rule.attributes and "isPresent" not in rule.attributes:
            yield rule, "occurs goes with isPresent"
        for key, test in _TEST_VALUES.items():
            if key in rule.attributes and not test.fullmatch(rule.attributes[key]):
                yield rule, f"<rule> can’t have {key}=“{rule.attributes[key]}”"


def _changes(element: Element, _: str) -> Iterator[Breach]:
    around = element.parent
    known = {e.get("id"): e for e in _inside(around)} if around is not None else {}
    for revisions in element.all("revisions"):
        ref = revisions.get("ref")
        if ref and ref not in known:
            yield revisions, f"ref=“{ref}”: there is no such element here"
            continue
        for revision in revisions.all("revision"):
            seen: set[str] = set()
            for item in revision.all("item"):
                what = item.get("property")
                if what in seen:
                    yield item, f"property=“{what}” is there twice in one revision"
                elif ref and what != "content" and what not in known[ref].attributes:
                    yield item, f"property=“{what}” is no attribute of “{ref}”"
                seen.add(what)


class Module(NamedTuple):
    """A module of the standard that has elements."""

    roots: frozenset[str]
    """The elements that stand in the core's."""
    check: Callable[[Element, str], Iterator[Breach]]
    """What is wrong in such an element; with the language of the file's sources."""
    scope: bool
    """Whether ids need to be unique within such an element only; otherwise within the unit, group or file."""


MODULES: Mapping[str, Module] = {
    _GLS: Module(frozenset(("glossary",)), _glossary, scope=True),
    _MTC: Module(frozenset(("matches",)), _matches, scope=True),
    _MDA: Module(frozenset(("metadata",)), _metadata, scope=True),
    _RES: Module(frozenset(("resourceData",)), _resources, scope=False),
    _VAL: Module(frozenset(("validation",)), _validation, scope=False),
    _CTR: Module(frozenset(("changeTrack",)), _changes, scope=False),
}

_FORMATS = frozenset(
    "a b bdo big blockquote body br button caption center cite code col colgroup dd del div dl dt em h1 h2 h3 h4 h5 h6 "
    "head hr html i img label legend li ol p pre q s samp select small span strike strong sub sup table tbody td tfoot "
    "th thead title tr tt u ul".split()
)
_SIZES = frozenset(("equivStorage", "sizeInfo", "sizeInfoRef", "sizeRestriction", "storageRestriction"))
_RESTRICTION = regex(r"(?:[0-9]+|\*)(?:,(?:[0-9]+|\*))?")
_MODULE_ATTRIBUTES = (f"{_FS} ", f"{_SLR} ")


def _module_attributes(element: Element, profiled: bool) -> Iterator[Breach]:
    """Those of the format style and the size restriction module. `profiled`: sizes are in the standard's units."""
    has = {
        key.rpartition(" ")[2]: value for key, value in element.attributes.items() if key.startswith(_MODULE_ATTRIBUTES)
    }
    if not has:
        return
    if unknown := has.keys() - _SIZES - {"fs", "subFs"}:
        yield element, f"its module has no attribute {min(unknown)}"
    if has.get("fs", "b") not in _FORMATS:
        yield element, f"fs=“{has['fs']}” is none of the elements that the format style module has"
    if "subFs" in has and "fs" not in has:
        yield element, "subFs without fs"
    if "sizeInfo" in has and "sizeInfoRef" in has:
        yield element, "sizeInfo and sizeInfoRef do not go together"
    if element.name == "ec" and element.get("isolated") != "yes":
        yield element, f"{min(has)} is for an <ec> with isolated=“yes”"
    if profiled:
        if not (has.get("equivStorage") or "0").isdecimal():
            yield element, f"equivStorage=“{has['equivStorage']}” is no number"
        for key in ("sizeRestriction", "storageRestriction"):
            if not _RESTRICTION.fullmatch(has.get(key, "*")):
                yield element, f"{key}=“{has[key]}” is no size, as “10”, “10,20” or “10,*” are"


# --- the file ---------------------------------------------------------------------------------------------------------

_RANKS = {"skeleton": 0, "notes": 2, "unit": 3, "group": 3}
"""In what order the elements of a file or a group come; those of other namespaces are 1."""


class Constraints:
    """Looks at the elements of a file as they are read, and notes what breaks the standard's rules."""

    def __init__(self, xml: Xml) -> None:
        self._xml = xml
        self._found: list[Problem] = []
        self._count = 0
        self._files: set[str] = set()
        self._file: Element | None = None
        self._root: Element | None = None
        self._profiled = False
        self._around: set[str] = set()
        """The attributes of the elements that stand around units."""
        self._ranks: dict[Element, int] = {}
        """Of the elements around, what their last child was."""
        self._ids: dict[Element, set[tuple[str, str]]] = {}
        """Of the elements around, the ids of the extensions in them."""
        self._groups: set[str] = set()
        self._units: set[str] = set()
        self._flows: list[tuple[str, Span]] = []
        """Units that codes of the file refer to."""

    def take(self, *, whole: bool = True) -> tuple[Problem, ...]:
        """What was found since this was last asked; of a `whole` <file> also what can only be said at its end."""
        if whole:
            self._end()
        found, self._found = self._found, []
        self._file, self._flows, self._ranks, self._ids = None, [], {}, {}
        self._groups, self._units = set(), set()
        return tuple(found)

    def _end(self) -> None:
        for name, place in self._flows:
            if name not in self._units:
                self._say(place, f"subFlows refers to a unit “{name}” that this <file> has not")
        if self._file is not None and self._ranks.get(self._file, 0) < 3:
            self._breach(self._file, "a <file> has at least one <unit> or <group>")
        if self._root is not None and not self._files and self._file is None:
            self._breach(self._root, "an <xliff> has at least one <file>")

    def see(self, element: Element) -> None:
        """An element has begun (<xliff>, <file>, <group>) or is there with all that is in it."""
        parent = element.parent
        if element.name in ("xliff", "file", "group"):
            self._around.update(element.attributes)
        if parent is None:
            self._root = element
            self._tell(_shape(element))
            return
        core = self._root is not None and element.namespace == self._root.namespace
        if parent is self._root:
            if element.name not in ("file", "notes") if core else element.namespace != _MDA:
                self._breach(element, f"<{element.name}> can’t stand in <xliff>")
                return
        elif parent.namespace == (self._root and self._root.namespace):
            self._ordered(element, parent, core=core)
        else:
            return  # within an extension
        if core:
            self._core(element)
        else:
            self._extension(element, self._ids.setdefault(parent, set()))

    def _core(self, element: Element) -> None:
        name = element.get("id")
        if element.name == "file":
            self._file = element
            self._profiled = False
            self._once(element, name, self._files, "files")
        elif element.name == "group":
            self._once(element, name, self._groups, "the groups of this file")
        elif element.name == "unit":
            self._once(element, name, self._units, "the units of this file")
            self._unit(element)
            return
        elif element.name == "skeleton":
            if ("href" in element.attributes) != self._xml.is_empty(element):
                self._breach(element, "a <skeleton> has either an href or content")
            self._tell(_shape(element))
            return
        elif element.name == "notes":
            self._tell(_twice(element.all("note"), "these notes"))
        for inner in (element, *_inside(element)):
            self._tell(_shape(inner))
            self._tell(_module_attributes(inner, self._profiled))

    def _once(self, element: Element, name: str, seen: set[str], what: str) -> None:
        if name in seen:
            self._breach(element, f"the id “{name}” is there twice among {what}")
        seen.add(name)

    def _ordered(self, element: Element, parent: Element, *, core: bool) -> None:
        rank = _RANKS.get(element.name, -1) if core else 1
        before = self._ranks.get(parent, -1)
        if rank < 0 or (rank == 0 and parent.name != "file"):
            self._breach(element, f"<{element.name}> can’t stand in <{parent.name}>")
        elif rank < before or (rank == before and rank in (0, 2)):
            self._breach(element, f"<{element.name}> can’t stand here in <{parent.name}>: it comes earlier, or once")
        self._ranks[parent] = max(rank, before)

    def _unit(self, element: Element) -> None:
        extensions: set[tuple[str, str]] = set()
        kinds = {"unit", *self._around, *element.attributes}
        inside = [element]
        for child in element.children:
            if child.namespace != element.namespace:
                self._extension(child, extensions)
            else:
                inside += (child, *_inside(child))
        for inner in inside:
            kinds.add(inner.name)
            kinds.update(inner.attributes)
            if inner.namespace == element.namespace and not _sound(inner):
                self._tell(_shape(inner))
        if any(key.startswith(_MODULE_ATTRIBUTES) for key in kinds):
            for inner in inside:
                self._tell(_module_attributes(inner, self._profiled))
        for key in kinds.intersection(("subFlows", "subFlowsStart", "subFlowsEnd")):
            self._flows += [(name, self._place(inner)) for inner in inside for name in inner.get(key).split()]
        if self._root is not None:
            unit = Unit(element, self._file.get("id") if self._file is not None else "", self._root)
            for check, when in CHECKS:
                if not when.isdisjoint(kinds):
                    self._tell(check(unit))

    def _extension(self, element: Element, around: set[tuple[str, str]]) -> None:
        """An element of another namespace, in one of the core."""
        module = MODULES.get(element.namespace)
        if element.namespace == _SLR and element.name == "profiles":
            kinds = (element.get("generalProfile"), element.get("storageProfile"))
            self._profiled = all(kind.startswith("xliff:") for kind in kinds if kind)
        if module is not None:
            if element.name not in module.roots:
                self._breach(element, f"its module has no element <{element.name}>")
            else:
                lang = self._root.get("srcLang") if self._root is not None else ""
                self._tell(module.check(element, lang))
        self._unique(element, set() if module is not None and module.scope else around)

    def _unique(self, element: Element, seen: set[tuple[str, str]]) -> None:
        """Ids of extensions, each namespace for itself."""
        name = element.get("id")
        if name:
            if (element.namespace, name) in seen:
                self._breach(element, f"the id “{name}” is there twice")
            if element.namespace in MODULES and not _ID.fullmatch(name):
                self._breach(element, f"<{element.name}> can’t have id=“{name}”")
            seen.add((element.namespace, name))
        for child in element.children:
            if child.namespace == element.namespace:
                self._unique(child, seen)
            elif self._root is not None and child.namespace != self._root.namespace:
                self._extension(child, set())

    # --- telling

    def _tell(self, breaches: Iterator[Breach]) -> None:
        for element, message in breaches:
            self._breach(element, message)

    def _breach(self, element: Element, message: str) -> None:
        self._say(self._place(element), message)

    def _place(self, element: Element) -> Span:
        return Span(element.start, self._xml.inner(element))

    def _say(self, place: Span, message: str) -> None:
        self._count += 1
        if self._count <= MOST:
            self._found.append(Problem(f"this is not valid XLIFF: {message}", place, INVALID_FILE))
