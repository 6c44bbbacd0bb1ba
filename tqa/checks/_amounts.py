"""The numbers of each segment beside those of its source: compared by value, kind and unit, once a document for all the
rules that ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tqa.text import lasting, regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from fractions import Fraction

    from tqa import Context, Document, Language, Quantity, Segment, Span, Text

    Number = int | Fraction

PAIRS = tuple(f"{source}>en" for source in "zh ja hi de fr es it ru pl cs".split())
"""The pairs of languages that the comparison has been measured on."""

COUNTED = frozenset(("number", "money", "percent", "points", "multiple"))
_REPEATABLE = COUNTED | {"name"}
CALENDAR = frozenset(("year", "month", "day", "weekday", "time", "era"))
_CLOSE = 20
"""A rounded number is off by less than a twentieth."""
_SAME_PLACE = 0.3
"""Of the length of a text: a word and its translation are mostly less far apart."""
_FIGURE = regex(r"\d")
_SMALL = 3
"""Up to here a number goes without saying: "the two countries", "a research institute"."""


class Side(NamedTuple):
    """A text with its numbers."""

    text: Text
    language: Language
    quantities: Sequence[Quantity]
    values: AbstractSet[Number]
    """Of all of them, in all their readings."""
    kinds: AbstractSet[str]
    units: bool
    """Whether any has a unit, or what stands for it."""

    def words(self, q: Quantity) -> str:
        return self.text.value[q.span.start : q.span.end]

    def with_unit(self, q: Quantity) -> str:
        """The words of a quantity and of what it is counted in."""
        spans = [q.span, q.unit_span or q.span]
        return self.text.value[min(s.start for s in spans) : max(s.end for s in spans)]

    def in_figures(self, q: Quantity) -> bool:
        return _FIGURE.search(self.text.value, *q.span) is not None


if TYPE_CHECKING:
    Sides = tuple[Side, Side]
    """The source and the translation."""


class Pair(NamedTuple):
    """A number of the translation, and what it stands for in the source."""

    is_: Quantity
    meant: Quantity


class Difference(NamedTuple):
    """What the numbers of a segment and of its source do not share."""

    segment: Segment
    source: Side
    target: Side
    changed: Sequence[Pair]
    added: Sequence[Quantity]
    missing: Sequence[Quantity]
    renamed: Sequence[Pair]
    """Of the same value, in another currency or unit, or per cent for percentage points."""
    rounded: Sequence[Pair]
    """To fewer digits than the source's."""


def differences(document: Document, context: Context) -> Sequence[Difference]:
    """Of the segments that have any, in their order; nothing where one of the languages is not known."""
    first = next((s for s in document.segments if s.source is not None), None)
    if first is None or first.source is None:
        return ()
    source, target = context.language(first.source), context.language(first.target)
    if source is None or target is None:
        return ()
    return _differences(document, context)


@lasting
def _differences(_: Document, context: Context) -> Sequence[Difference]:
    found: list[Difference] = []
    segments = context.segments
    before, here = None, _sides(segments[0], context) if segments else None
    for at, segment in enumerate(segments):
        after = _sides(segments[at + 1], context) if at + 1 < len(segments) else None
        if here and (difference := _difference(segment, here, (before, after), context)):
            found.append(difference)
        before, here = here, after
    return tuple(found)


def _difference(segment: Segment, sides: Sides, around: Sequence[Sides | None], context: Context) -> Difference | None:
    source, target = sides
    foreign, unsaid = _apart(target, source), _apart(source, target)
    renamed = tuple(_renamed(source, target)) if source.units and target.units else ()
    if not (foreign or unsaid or renamed):
        return None
    extra = [q for q in foreign if (_counts(q, target) or _two(q)) and not _in_source(q, source)]
    lacking = [q for q in unsaid if (_meant(q, source) or _two(q)) and not _in_target(q, target)]
    rounded = tuple(_cut(unsaid, foreign, source, target)) if unsaid and foreign else ()
    if extra or lacking:
        exacter = [q for q in extra if _exact_elsewhere(q, source, context)]
        if exacter:
            extra = [q for q in extra if q not in exacter]
            lacking = [o for o in lacking if not any(_rounded(o, q) for q in exacter)]
        for beside in around:
            extra, lacking = _elsewhere(extra, lacking, beside)
    elif not renamed and not rounded:
        return None
    changed, added = [], []
    for q in extra:
        candidates = [o for o in lacking if _comparable(q, o) and _both_count(q, o, source, target)]
        if candidates:
            meant = next((o for o in candidates if o.kind == q.kind), candidates[0])
            lacking.remove(meant)
            changed.append(Pair(q, meant))
        elif q.kind in _SAID_AS and (there := _counterpart(q, source, target)):
            changed.append(Pair(q, there))
        elif q.kind in COUNTED and target.in_figures(q) and q.value != 1:  # which may be an article
            added.append(q)
    for q in _repeated(source, target) if lacking else ():
        other = next(
            (o for o in lacking if (o.kind, o.unit) == (q.kind, q.unit) and _alike(q, o, source, target)), None
        )
        if other is not None:
            lacking.remove(other)
            changed.append(Pair(q, other))
    missing = [q for q in lacking if q.kind in COUNTED and _has_to_be_there(q, source)]
    return Difference(segment, source, target, changed, added, missing, renamed, rounded)


def _has_to_be_there(q: Quantity, source: Side) -> bool:
    """Whether a translation that does not name a counted number of the source lacks something."""
    if not source.in_figures(q):
        return q.value > 10
    in_a_name = not q.unit and q.kind == "number" and 1950 <= q.value < 2050 and len(source.words(q)) == 4  # a year
    return q.value > _SMALL and not in_a_name


def _exact_elsewhere(q: Quantity, source: Side, context: Context) -> bool:
    """Whether a number is one of the source to more digits, which another segment of the source has."""
    return any(_rounded(o, q) for o in source.quantities) and _in_source(q, _figures(context.document, context))


class _Figures(NamedTuple):
    """The numbers of the source of a whole document."""

    quantities: Sequence[Quantity]
    """Each once."""
    values: AbstractSet[Number]
    kinds: AbstractSet[str]
    right: Mapping[_Figure, Sequence[tuple[Segment, Span]]]
    """Where the translation has one as it is: in the first two of the segments that do."""


_Figure = tuple["Number", str, str]
"""A number by its value, kind and unit."""


def right_elsewhere(q: Quantity, segment: Segment, context: Context) -> tuple[Segment, Span] | None:
    """The first other segment of whose source a number is, and where the translation has it as it is."""
    places = _figures(context.document, context).right.get((q.value, q.kind, q.unit), ())
    return next((place for place in places if place[0] is not segment), None)


@lasting
def _figures(_: Document, context: Context) -> _Figures:
    """From a single pass: a document may have tens of thousands of segments, and numbers to compare in most."""
    distinct: dict[tuple[object, ...], Quantity] = {}
    right: dict[_Figure, list[tuple[Segment, Span]]] = {}
    for segment in context.segments:
        sides = _sides(segment, context)
        for o in sides[0].quantities if sides else ():
            figure = o.value, o.kind, o.unit
            distinct.setdefault((*figure, o.readings), o)
            places = right.setdefault(figure, [])
            if len(places) < 2 and not (places and places[0][0] is segment):
                span = next((q.span for q in sides[1].quantities if q.value == o.value), None) if sides else None
                if span is not None:
                    places.append((segment, span))
    quantities = tuple(distinct.values())
    values, kinds, _units = _values(quantities)
    return _Figures(quantities, values, kinds, right)


def _repeated(source: Side, target: Side) -> Iterator[Quantity]:
    """Numbers that the translation has more often than the source: "2-4 weeks, in just 2" for ３～４週間, ２週間."""
    for q in target.quantities:
        if q.kind in _REPEATABLE and _counts(q, target):
            theirs = sum(o.value == q.value or q.value in o.readings for o in source.quantities)
            if 0 < theirs < sum(o.value == q.value for o in target.quantities):
                yield q


def _sides(segment: Segment, context: Context) -> Sides | None:
    """The source and the translation with their numbers; None where there are none to compare."""
    if segment.source is None:
        return None
    source, target = context.language(segment.source), context.language(segment.target)
    if source is None or target is None:
        return None
    theirs, ours = source.quantities(segment.source), target.quantities(segment.target)
    if not theirs and not ours:
        return None
    return _side(segment.source, source, theirs), _side(segment.target, target, ours)


def _side(text: Text, language: Language, quantities: Sequence[Quantity]) -> Side:
    return Side(text, language, quantities, *_values(quantities))


def _values(quantities: Sequence[Quantity]) -> tuple[set[Number], set[str], bool]:
    """Those of all readings, the kinds, and whether any has a unit."""
    values: set[Number] = set()
    kinds: set[str] = set()
    units = False
    for q in quantities:
        kinds.add(q.kind)
        if q.kind != "weekday":
            values.add(q.value)
            values.update(q.readings)
        if q.unit or q.kind in _RATES:
            units = True
    return values, kinds, units


def _counts(q: Quantity, side: Side) -> bool:
    """Whether the source has to have a number of the translation, too. One in a name has a counterpart only in another
    name (F-35, F-43)."""
    return (q.kind != "name" and (q.value >= _SMALL or q.kind in _NAMED)) or side.in_figures(q)


def _two(q: Quantity) -> bool:
    """Whether it goes without saying, but not in the place of another number: "two weeks" for three."""
    return q.kind == "number" and q.value == _SMALL - 1


def _both_count(q: Quantity, other: Quantity, source: Side, target: Side) -> bool:
    """Whether two numbers can be compared: where one of them goes without saying, both have to be words and in about
    the same place."""
    counts = _counts(q, target), _meant(other, source)
    if not all(counts):
        apart = abs(q.span.start / len(target.text.value) - other.span.start / len(source.text.value))
        words = not target.in_figures(q) and not source.in_figures(other)
        return any(counts) and words and q.kind == other.kind and apart < _SAME_PLACE
    return True


def _alike(q: Quantity, other: Quantity, source: Side, target: Side) -> bool:
    """Whether both numbers count and are in figures, or both in words."""
    return _counts(other, source) and target.in_figures(q) == source.in_figures(other)


def _meant(q: Quantity, side: Side) -> bool:
    """Whether a number of the source may be what one of the translation stands for that is not in the source."""
    return q.kind == "ordinal" or _counts(q, side)


_NAMED = frozenset(("month", "weekday"))


def _elsewhere(
    extra: list[Quantity], lacking: list[Quantity], beside: Sides | None
) -> tuple[list[Quantity], list[Quantity]]:
    """Without the numbers that went to or came from the segment beside."""
    if beside is None:
        return extra, lacking
    source, target = beside
    return (
        [q for q in extra if not _in_source(q, source) or _in_target(q, target)],
        [q for q in lacking if not _in_target(q, target) or _in_source(q, source)],
    )


def _in_source(q: Quantity, source: Side | _Figures) -> bool:
    """Whether the source has a number of the translation, in one of its readings, converted or exacter."""
    known = _among(q, source)
    return any(_rounded(q, o) or _reworded(q, o) for o in source.quantities) if known is None else known


def _in_target(q: Quantity, target: Side) -> bool:
    """Whether the translation has a number of the source, in one of its readings, converted or rounded."""
    known = _among(q, target)
    return any(_rounded(o, q) or _reworded(q, o) for o in target.quantities) if known is None else known


def _cut(unsaid: Iterable[Quantity], foreign: Iterable[Quantity], source: Side, target: Side) -> Iterator[Pair]:
    """Numbers of the source that the translation has with fewer digits only; of those that the other side has not."""
    for o in unsaid:
        if o.kind in COUNTED and o.value > _SMALL and _among(o, target) is None:
            yield from (Pair(q, o) for q in foreign if _rounded(q, o) and _among(q, source) is None)


def _apart(side: Side, other: Side) -> list[Quantity]:
    """The numbers of one side that the other has not as they are."""
    values = other.values
    return [q for q in side.quantities if (q.value not in values or q.kind in _ITSELF) and not _among(q, other)]


_ITSELF = frozenset(("weekday", "month", "day", "time"))
"""What is not known by its value alone."""


def _among(q: Quantity, other: Side | _Figures) -> bool | None:
    """Whether the other side has the number as it is; None where it can still have it in another form."""
    kind, value = q.kind, q.value
    if kind in other.kinds:
        if said := _SAID_AS.get(kind):
            return any(value == o.value or value in o.readings for o in other.quantities if o.kind in said)
        if kind == "time":
            return any(o.kind == "time" and (o.value - value) % 720 == 0 for o in other.quantities)
    return value in other.values or not other.values.isdisjoint(q.readings) or None


_SAID_AS: dict[str, frozenset[str]] = {
    "weekday": frozenset(("weekday",)),
    "month": frozenset(("month", "name")),
    "day": frozenset(("day", "number", "ordinal", "name")),
}
"""Where the other side has any of the kind, a quantity of it is looked for only among these."""


def _reworded(q: Quantity, other: Quantity) -> bool:
    """Whether a quantity is the other one in another unit, or a share of one for so many per cent."""
    if "percent" in (q.kind, other.kind) and q.kind != other.kind:
        return q.value * 100 == other.value if other.kind == "percent" else other.value * 100 == q.value
    return _converted(q, other)


def _rounded(q: Quantity, exact: Quantity) -> bool:
    """Whether a number is the other one rounded or cut to fewer digits: 4.2 million for 4,176,000."""
    if q.kind in CALENDAR or exact.kind in CALENDAR or not q.value:
        return False
    off = min(_off(q.value, value) for value in (exact.value, *exact.readings))
    return off * _CLOSE < q.value and off < _last_digit(q.value)


def _off(one: Number, other: Number) -> Number:
    return one - other if one > other else other - one


def _last_digit(value: Number) -> Number:
    """What one more in the last digit that is not zero is worth: 100,000 in 4.2 million."""
    if value.denominator != 1:
        from fractions import Fraction

        for places in range(1, 7):
            if 10**places % value.denominator == 0:
                return Fraction(1, 10**places)
        return Fraction(1, 10**7)
    step = 1
    while value % (step * 10) == 0:
        step *= 10
    return step


def _counterpart(q: Quantity, source: Side, target: Side) -> Quantity | None:
    """The date of the source that stands where one stands in the translation, if both have as many of the kind."""
    ours, theirs = ([o for o in side.quantities if o.kind == q.kind] for side in (target, source))
    return theirs[ours.index(q)] if len(ours) == len(theirs) else None


def _comparable(q: Quantity, other: Quantity) -> bool:
    """Whether one of them can stand for the other."""
    kinds = {q.kind, other.kind}
    if kinds & CALENDAR or "name" in kinds:
        return len(kinds) == 1 or kinds in ({"day", "number"}, {"day", "ordinal"}, {"year", "number"})
    return len(kinds) == 1 or other.kind != "ordinal" or other.value >= _SMALL


# --- units ------------------------------------------------------------------------------------------------------------

_DIMENSIONS: dict[str, dict[str, float]] = {
    "length": {
        "km": 1000, "m": 1, "cm": 0.01, "mm": 0.001, "μm": 1e-6, "nm": 1e-9, "nmi": 1852, "mi": 1609.344, "ft": 0.3048,
        "in": 0.0254, "yd": 0.9144, "ly": 9.4607e15, "li": 500, "chi": 1 / 3,
    },
    "area": {
        "km²": 1e6, "m²": 1, "cm²": 1e-4, "ha": 1e4, "ac": 4046.856, "sq mi": 2589988, "sq ft": 0.092903, "mu": 666.667,
    },
    "volume": {"m³": 1000, "l": 1, "ml": 0.001, "cm³": 0.001, "gal": 3.785, "bbl": 158.987},
    "mass": {
        "t": 1000, "kg": 1, "g": 0.001, "mg": 1e-6, "μg": 1e-9, "jin": 0.5, "lb": 0.453592, "oz": 0.0283495,
    },
    "power": {"kW": 1, "MW": 1000, "GW": 1e6},
    "energy": {"kWh": 1, "MWh": 1000, "GWh": 1e6},
    "duration": {"s": 1, "min": 60, "h": 3600, "d": 86400, "wk": 604800, "mo": 2629800, "yr": 31557600},
    "temperature": {"°C": 1, "°F": 1},
    "small money": {"cent": 1, "fen": 1, "jiao": 10},
}  # fmt: skip
_MEASURES = {unit: (name, factor) for name, units in _DIMENSIONS.items() for unit, factor in units.items()}
_SPATIAL = frozenset(("length", "area", "volume"))
_DOLLARS = frozenset(("USD", "SGD", "HKD", "TWD", "AUD", "CAD", "NZD"))


def _converted(q: Quantity, other: Quantity) -> bool:
    """Whether a quantity is the other one in another unit."""
    if q.unit == other.unit or q.unit not in _MEASURES or other.unit not in _MEASURES:
        return False
    (dimension, factor), (other_dimension, other_factor) = _MEASURES[q.unit], _MEASURES[other.unit]
    if dimension != other_dimension:
        return False
    if dimension == "temperature":
        celsius, fahrenheit = map(float, (q.value, other.value) if q.unit == "°C" else (other.value, q.value))
        return any(abs(celsius * 1.8 + zero - fahrenheit) <= 2 for zero in (32, 0))  # a temperature, a rise of it
    one, two = float(q.value) * factor, float(other.value) * other_factor
    return abs(one - two) * _CLOSE <= max(one, two)


def _renamed(source: Side, target: Side) -> Iterator[Pair]:
    """Numbers of the same value in another unit, where neither unit stands at that number on both sides."""
    for q in target.quantities:
        if not q.unit and q.kind not in _RATES:
            continue
        same = [o for o in source.quantities if o.value == q.value and o.kind not in CALENDAR]
        if same and not any(_agree(q, o) for o in same):
            meant = next((o for o in same if not _has(o, target.quantities)), None)
            if meant is not None:
                yield Pair(q, meant)


def _has(o: Quantity, quantities: Iterable[Quantity]) -> bool:
    return any(q.value == o.value and _unit(q) == _unit(o) for q in quantities)


def _unit(q: Quantity) -> str:
    """The unit of a quantity or what stands for it; "" where it has none."""
    return q.unit or (q.kind if q.kind in _RATES else "")


_RATES = frozenset(("percent", "points"))


def _agree(q: Quantity, other: Quantity) -> bool:
    """Whether two quantities of one value may be the same: what their units say does not contradict."""
    unit, meant = _unit(q), _unit(other)
    if not unit or not meant or unit == meant:
        return True
    if q.kind == "money" and other.kind == "money":
        return {unit, meant} <= _DOLLARS and "USD" in (unit, meant)  # a dollar may be any
    if unit in _MEASURES and meant in _MEASURES:
        dimensions = {_MEASURES[unit][0], _MEASURES[meant][0]}
        return len(dimensions) > 1 and not dimensions <= _SPATIAL
    return {unit, meant} != {"percent", "points"}
