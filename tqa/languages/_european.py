"""The quantities of a text in one of the European languages whose numbers differ in words and marks, not in how they
are built: a `Grammar` has what a language says and writes, and the functions here read and write by it.

Words are looked up one by one, which is faster than an alternation of a thousand forms and takes no time to compile.
The tables are our own: text2num reads numerals of some of these languages, but gives no place in characters and knows
no cases, magnitudes behind figures or dates; CLDR has months and weekdays in two cases of up to seven.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tqa import Quantity, Span
from tqa.text import kept, lower, regex

from ._grammar import CURRENCY_SIGNS, DIGITS, SPACE, Meaning
from .values import LONGEST, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tqa import QuantityKind, Text

    from ._grammar import Grammar

    Number = int | Fraction

_MEASURES = {
    "°c": "°C", "°f": "°F", "km²": "km²", "km2": "km²", "m²": "m²", "m2": "m²", "m³": "m³", "км²": "km²", "м²": "m²",
    "квкм": "km²", "квм": "m²", "км/ч": "km/h", "km/h": "km/h",
}  # fmt: skip
_SYMBOLS = {
    "%": Meaning("percent"),
    **{sign: Meaning("money", CURRENCY_SIGNS[sign]) for sign in "€$£¥₽"},
    **{symbol: Meaning("measure", name) for symbol, name in _MEASURES.items()},
}
"""What may follow a number in any of the languages, apart from words."""
_ARTICLES = frozenset("ein eine einen einem einer eines un une una um uma uno".split())
"""One, or a."""

_WEEKS = {8: (7, 1), 15: (14, 2)}
"""Days by which weeks are counted: "quinze jours" are two of them."""

_TOKEN = regex(r"[^\W\d_]{2,}|[0-9]")
_WORD = regex(r"[^\W\d_]+")
_NEXT = regex(rf"[{SPACE}-]?([^\W\d_]+)")
_SYMBOL = regex(
    rf"[{SPACE}]?(%|(?P<points>[pп]\.[{SPACE}]?[pп]\.)|кв\.[{SPACE}]?к?м\b|€|\$|£|¥|₽|°[cf]\b|km[²2]|m[²³2]|км²|м²|км/ч|km/h)"
)
_SIGN = regex(rf"(?<![^\W\d_])({'|'.join(sorted(map(re.escape, CURRENCY_SIGNS), key=len)[::-1])})[{SPACE}]?\Z")
# "1.234.567,8", "1 234,5", "1'234", "1.234", "12,5", "12.5"; the mark between groups is the same throughout.
_FIGURES = regex(
    rf"(?P<grouped>\d{{1,3}}(?P<mark>[.,'’{SPACE}])\d{{3}}(?!\d)(?:(?P=mark)\d{{3}}(?!\d))*)(?P<rest>[.,]\d+(?![.,]?\d))?"
    r"|(?P<whole>\d+)(?:[.,](?P<decimals>\d+)(?![.,]?\d))?"
)
_LISTED = regex(r"\d,(\d+)")
_MORE_FIGURES = regex(rf"[{SPACE}](\d{{1,3}})(?![\d.,])")
_CODE = regex(r"\d+(?:[-.]\d+)*(?:[^\W\d_]+\d*)?")
_VERSION = regex(r"\d+(?:\.\d+){2,}")
_LETTERED = regex(r"(\d+)([^\W\d_]+\w*)")
_ISO = regex(r"(?P<year>(?:19|20)\d\d)-(?P<month>1[0-2]|0[1-9])-(?P<day>3[01]|[12]\d|0[1-9])(?!\d)")
_DAY_MONTH = r"(?P<day>3[01]|[12]\d|0?[1-9]){0}[{1}]?(?P<month>1[0-2]|0?[1-9])"
_DATE = regex(
    _DAY_MONTH.format("(?P<mark>[./-])", SPACE)
    + rf"(?P=mark)[{SPACE}]?(?P<year>(?:1[5-9]|20)\d\d|\d\d(?!\d| ?%))(?!\d|[.,]\d)"
)
_SHORT_DATE = regex(_DAY_MONTH.format(r"\.", SPACE) + rf"\.(?![{SPACE}]?\d)")
_CLOCK = regex(r"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![\d:])")
_SLASHED = regex(r"(?P<over>\d{1,2})/(?P<under>\d{1,3})(?![\d/])")
_ROMAN = regex(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")
_DASH = regex(rf"[{SPACE}]?[-–—/][{SPACE}]?")
_BEFORE_MONTH = regex(rf"[.ºªo°]?(?:er)?[{SPACE}-]?(?:de[{SPACE}]|\.)?")


class European(NamedTuple):
    """A language by its grammar."""

    grammar: Grammar

    def quantities(self, text: Text) -> Sequence[Quantity]:
        return _quantities(text, self.grammar)

    def write(self, value: Number, like: str) -> str:
        return _write(value, like, self.grammar)


@kept
def _quantities(text: Text, grammar: Grammar) -> Sequence[Quantity]:
    """Every number in a text."""
    low, words, heads = lower(text), grammar.words, grammar.heads
    found: list[_Found] = []
    end = 0
    for match in _TOKEN.finditer(low):
        token = match[0]
        if (token in words or (token[:3] in heads and len(token) > 3)) and match.start() >= end:
            place = _Place(text.value, low, match.start(), grammar)
            for item in place.figures() if token in DIGITS else place.words(token):
                end = max(end, item.end)
                if item.quantity.span.end - item.quantity.span.start <= LONGEST:
                    found.append(item)
    return tuple(item.quantity for item in _shared(found, low, grammar))


class _Found(NamedTuple):
    """A quantity with what only its neighbours ask for."""

    quantity: Quantity
    end: int
    """Behind its unit."""
    scale: int = 1
    """Of its magnitude."""


class _Numeral(NamedTuple):
    """Words or figures that make one number."""

    value: Number
    end: int
    scale: int = 1
    also: tuple[Number, ...] = ()
    nth: bool = False
    word: str = ""
    """The last."""


class _After(NamedTuple):
    """What stands behind a number."""

    role: str
    value: str
    start: int
    end: int


class _Sum(NamedTuple):
    """What the words of a numeral come to."""

    total: Number = 0
    """Of whole thousands, millions."""
    section: int = 0
    """Below the next of them."""
    scale: int = 1

    def plus(self, value: int, times: bool, vigesimal: bool, ordinals: bool) -> _Sum | None:
        """With the next word; None where it cannot follow. `times`: it multiplies; `ordinals`: all words are."""
        total, section, scale = self
        if not times:
            if vigesimal and section % 100 == 4 and value == 20:
                return _Sum(total, section + 76, scale)
            return _Sum(total, section + value, scale) if _fits(section, value, vigesimal, ordinals) else None
        if value == 100:
            return _Sum(total, (section or 1) * 100, scale) if section < 20 else None
        if value > scale:
            return _Sum((total + section or 1) * value, 0, value)
        return _Sum(total + (section or 1) * value, 0, value) if value < scale else None


def _fits(section: int, value: int, vigesimal: bool, ordinals: bool) -> bool:
    """Whether a numeral below a thousand can follow others: tens behind hundreds, ones behind tens."""
    tens = section % 100
    if vigesimal and ((tens in (60, 80) and 0 < value < 20) or (tens == 10 and 6 < value < 10)):
        return True
    if section and 0 < value < 10:
        return tens % 10 == 0 and (tens != 10 or ordinals)  # "décimo primeiro"
    return not section or (0 < value < 100 and not tens)


class _Place(NamedTuple):
    """A place of a text where a number may begin."""

    text: str
    low: str
    start: int
    grammar: Grammar

    def stands_after(self, name: str) -> bool:
        """Whether one of the patterns of the grammar for what stands before a number does."""
        return self.grammar.patterns[name].search(self.low, max(0, self.start - 32), self.start) is not None

    def quantity(
        self, value: Number, end: int, kind: QuantityKind = "number", readings: tuple[Number, ...] = ()
    ) -> Quantity:
        return Quantity(value, Span(self.start, end), kind, readings=readings)

    # --- figures

    def figures(self) -> Iterator[_Found]:
        for read in (self._name, self._date, self._time, self._slashed, self._version):
            if found := read():
                return iter(found)
        return self._counted(self._scaled(self._number()), in_figures=True)

    def _name(self) -> list[_Found]:
        """Figures that are part of a name: "F-35", "A4", "3D"."""
        low, start = self.low, self.start
        joined = low[start - 1 : start] in tuple("-‑–'’.")
        at = start - 1 if joined else start
        if at and low[at - 1].isalpha() and not _SIGN.search(low, max(0, start - 5), start):
            if (low[at] in "'’" and self._elided(at)) or self.stands_after("decade_after"):
                return []
            match = _CODE.match(low, start)
        else:
            match = _LETTERED.match(low, start)
            if match and self._ends_in_word(match):
                return []
        if match is None:
            return []
        first, *others = (int(digits[:LONGEST]) for digits in re.findall(r"\d+", match[0]))
        return [_Found(self.quantity(first, match.end(), "name", tuple(others)), match.end())]

    def _elided(self, at: int) -> bool:
        """Whether an apostrophe is of an article or a preposition: "l'8 maggio", "plus d'1 million"."""
        return bool(self.grammar.of) and self.low[:at].endswith(("l", "d", "un"), max(0, at - 3))

    def _ends_in_word(self, match: re.Match[str]) -> bool:
        """Whether the letters that are joined to figures are a unit, the mark of an ordinal or a word ("jährig")."""
        letters, at, grammar = match[2], match.start(2), self.grammar
        if len(letters) == 1 and self.text[at].isupper():  # "5G"
            return False
        return (
            letters in grammar.after
            or letters in grammar.magnitudes
            or (len(letters) > 3 and letters.isalpha())
            or any(grammar.patterns[name].match(self.low, at) for name in ("nth", "decade"))
            or grammar.patterns["clock"].match(self.low, self.start) is not None
            or _SYMBOL.match(self.low, at) is not None
        )

    def _date(self) -> list[_Found]:
        """A date in figures."""
        low, start = self.low, self.start
        match = _ISO.match(low, start) or _DATE.match(low, start)
        if match is None and self.grammar.nth_after:
            match = _SHORT_DATE.match(low, start)
        if match is None:
            return []
        kinds: tuple[QuantityKind, ...] = ("day", "month", "year")
        found = []
        for span, kind in sorted((match.span(kind), kind) for kind in kinds if match.groupdict().get(kind)):
            value = int(low[slice(*span)])
            readings = (2000 + value, 1900 + value) if kind == "year" and value < 100 else ()
            found.append(_Found(Quantity(value, Span(*span), kind, readings=readings), match.end()))
        return found

    def _time(self) -> list[_Found]:
        """A time of day."""
        low, start, patterns = self.low, self.start, self.grammar.patterns
        match = patterns["clock"].match(low, start) or _CLOCK.match(low, start)
        if match is None and self.stands_after("clock_after"):
            match = patterns["hours"].match(low, start)
        if match is None:
            return []
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        late = hour <= 12 and patterns["afternoon"].match(low, match.end())
        full = hour % 12 + 12 if late else hour
        readings = (hour, full, *([minute] if minute else []))
        return [_Found(self.quantity(full * 60 + minute, match.end(), "time", readings), match.end())]

    def _slashed(self) -> list[_Found]:
        match = _SLASHED.match(self.low, self.start)
        if match is None or self.low[self.start - 1 : self.start] == "/":
            return []
        over, under = int(match["over"]), int(match["under"])
        value = whole(Fraction(over, under or 1))
        return [_Found(self.quantity(value, match.end(), "fraction", (over, under, whole(value * 100))), match.end())]

    def _version(self) -> list[_Found]:
        """Figures with more than one full stop that are no groups: "2.8.1"."""
        match = _VERSION.match(self.low, self.start)
        if match is None or _FIGURES.fullmatch(match[0]):
            return []
        first, *others = (int(digits[:LONGEST]) for digits in match[0].split("."))
        return [_Found(self.quantity(first, match.end(), "name", tuple(others)), match.end())]

    def _number(self) -> _Numeral:
        """Figures alone. "1.234" is 1,234 and may be 1.234 in another country; "1,234" is the other way round."""
        listed = _LISTED.match(self.low, self.start - 2) if self.start > 1 else None  # "1,2,3"
        if listed:
            return _Numeral(_decimal(listed[1], ""), listed.end())
        match = _FIGURES.match(self.low, self.start)
        assert match is not None, "begins with a digit"
        if not match["grouped"]:
            return _Numeral(_decimal(match["whole"], match["decimals"] or ""), match.end())
        mark, rest = match["mark"], match["rest"] or ""
        groups = match["grouped"].split(mark)
        if rest[:1] == mark:  # no groups, then: "1.234.5"
            return _Numeral(int(groups[0]), self.start + len(groups[0]))
        value = _decimal("".join(groups), rest[1:])
        if len(groups) > 2 or rest or mark not in ".,":
            return _Numeral(value, match.end())
        other = _decimal(*groups)
        if groups[0] == "0" or (mark == "," and not self.grammar.comma_groups):
            value, other = other, value
        return _Numeral(value, match.end(), also=(other,))

    def _scaled(self, numeral: _Numeral) -> _Numeral:
        """Figures with the magnitudes behind them: "5 mil millones", "2 Millionen 300 Tausend"."""
        total, end, scale, last, word = numeral.value, numeral.end, 1, 1, ""
        while (found := self._magnitude(end)) and found[0] > last and found[0] != 100:  # "5 cents" are money
            last, end, word = found
            total, scale = total * last, scale * last
        more = _MORE_FIGURES.match(self.low, end) if last > 1000 else None
        if more and (found := self._magnitude(more.end())) and found[0] < last:
            total, end, word = total + int(more[1]) * found[0], found[1], found[2]
        also = tuple(whole(other * scale) for other in numeral.also)
        return _Numeral(whole(total), end, scale, also, word=word)

    def _magnitude(self, at: int) -> tuple[int, int, str] | None:
        """The magnitude that stands there: its value, end and word."""
        match = _NEXT.match(self.low, at)
        value = self.grammar.magnitudes.get(match[1]) if match else None
        return (value, match.end(), match[1]) if match and value else None

    # --- words

    def words(self, token: str) -> Iterator[_Found]:
        end = self.start + len(token)
        if self.low[self.start - 1 : self.start].isdigit() or self.low[end : end + 1].isdigit():
            return iter(())
        if token in _ARTICLES and not self._goes_on(end):
            return iter(())
        role, value = self.grammar.words.get(token, ("", 0))
        if role in _SAYS:
            return iter([_Found(_SAYS[role](int(value), Span(self.start, end)), end)])
        if role == "half":
            return self._half(value, token, end)
        if role == "part":
            return iter([self._part(1, int(value), end)])
        if role in ("", "roman") and (found := self._hidden(token, end)):
            return iter([found])
        if len(token) > 1 and self.text[self.start : end].isupper() and not self.text.isupper():  # an acronym
            return iter(())
        numeral = self._spelt()
        return self._counted(numeral, in_figures=False) if numeral else iter(())

    def _goes_on(self, end: int) -> bool:
        """Whether the word behind an article may make it a number."""
        match = _NEXT.match(self.low, end)
        word, grammar = match[1] if match else "", self.grammar
        return word in grammar.words or word in grammar.after or word[:3] in grammar.heads

    def _half(self, value: Number, token: str, end: int) -> Iterator[_Found]:
        about = self._about(end)
        if found := self._magnitude(end):
            unit, end, _ = found
            half = self.quantity(whole(value * unit), end, "fraction")
            yield _Found(half._replace(approximate=about), end, unit)
            return
        after = self._after(end)
        if after.role == "measure" or token not in self.grammar.weak_halves:
            readings = (whole(value * 100), 2, whole(value * 60), whole(value * 12))  # per cent, minutes, months
            half = self.quantity(value, end, "fraction" if value < 1 else "number", readings)
            if after.role == "measure":
                half = half._replace(unit=after.value, unit_span=Span(after.start, after.end))
            yield _Found(half._replace(approximate=about), end)

    def _hidden(self, token: str, end: int) -> _Found | None:
        """A word known by its beginning, or a Roman numeral."""
        grammar = self.grammar
        if match := grammar.stem.match(token):
            role, value = grammar.beginnings[match[0]]
            return _Found(_SAYS[role](value, Span(self.start, end)), end)
        compound = grammar.compound.match(token)
        if compound and compound["bound"]:
            return _Found(self.quantity(grammar.bound[compound["bound"]], end), end)
        roman = _ROMAN.match(token)
        if roman and (roman.end() == len(token) or grammar.patterns["nth"].fullmatch(token, roman.end())):
            return self._roman(roman[0], end)
        return None

    def _roman(self, numeral: str, end: int) -> _Found | None:
        numeral_end = self.start + len(numeral)
        if not self.text[self.start : numeral_end].isupper():
            return None
        worth = [{"i": 1, "v": 5, "x": 10}[char] for char in numeral]
        value = sum(-one if one < max(worth[n:]) else one for n, one in enumerate(worth))
        before = self.low[max(0, self.start - 20) : self.start].split()
        dotted = bool(self.grammar.nth_after) and self.low.startswith(".", end)
        after = self._after(end + dotted)
        if after.role == "century" or (before and before[-1] in self.grammar.century):
            century = self.quantity(value, numeral_end, "era", ((value - 1) * 100,))
            return _Found(century, after.end if after.role == "century" else end)
        return _Found(self.quantity(value, numeral_end, "name"), end)

    def _spelt(self) -> _Numeral | None:
        """A number in words, as long as each word can follow the one before it."""
        grammar, low = self.grammar, self.low
        amount, at, end, nth, last = _Sum(), self.start, self.start, False, ""
        while match := _WORD.match(low, at):
            pieces, is_nth = self._pieces(match[0])
            more: _Sum | None = amount if pieces and is_nth >= nth else None
            for times, value in pieces:
                more = more and more.plus(value, times, grammar.vigesimal, nth and is_nth)
            if more is None:
                break
            amount, end, nth, last = more, match.end(), is_nth, match[0]
            gap = grammar.gap.match(low, end)
            if gap is None:
                break
            at = gap.end()
        return _Numeral(amount.total + amount.section, end, amount.scale, (), nth, last) if last else None

    def _pieces(self, word: str) -> tuple[list[tuple[bool, int]], bool]:
        """The numbers in a word, each with whether it multiplies; and whether the word is an ordinal."""
        grammar = self.grammar
        tables = ((grammar.magnitudes, True), (grammar.cardinals, False), (grammar.ordinals, False))
        for table, times in tables:
            if word in table:
                return [(times, table[word])], table is grammar.ordinals
        match = grammar.compound.match(word) if word[:3] in grammar.heads else None
        if match is None or not match["pieces"]:
            return [], False
        values = [grammar.fused[piece] for piece in grammar.piece.findall(match["pieces"])]
        return [(value >= 100, value) for value in values], match["nth"] is not None

    # --- what stands about a number

    def _after(self, end: int) -> _After:
        """What the words behind a number mean; role "" where they mean nothing to it."""
        if symbol := _SYMBOL.match(self.low, end):
            role, value = Meaning("points") if symbol["points"] else _SYMBOLS[re.sub(rf"[.{SPACE}]", "", symbol[1])]
            return _After(role, value, symbol.start(1), symbol.end())
        match = self.grammar.following.match(self.low, end)
        if match and (self.low[end] != "." or self._dotted(end)):
            start = match.start(1)
            words = match[1].replace("\u00a0", " ").replace("\u202f", " ")
            while words:
                if words in self.grammar.after:
                    return _After(*self.grammar.after[words], start, start + len(words))
                words = words[: max(words.rfind(" "), words.rfind("-"), 0)]
        return _After("", "", end, end)

    def _dotted(self, end: int) -> bool:
        """Whether the full stop there is of an abbreviation or an ordinal."""
        word = re.search(r"\w*\Z", self.low[max(0, end - 6) : end])
        return word is not None and (word[0].isdecimal() or word[0] in self.grammar.abbreviated)

    def _about(self, end: int) -> bool:
        patterns = self.grammar.patterns
        return self.stands_after("approximate") or patterns["about_after"].match(self.low, end) is not None

    def _counted(self, numeral: _Numeral, in_figures: bool) -> Iterator[_Found]:
        """A number by what stands about it."""
        low, grammar, end, value = self.low, self.grammar, numeral.end, numeral.value
        half = grammar.patterns["and_half"].match(low, end)
        after = self._after(end)
        if half and not after.role:
            after = self._after(half.end())
        if numeral.word in _ARTICLES and not (half or value > 1 or after.role in ("part", "points", "percent")):
            return
        first = _WORD.match(low, self.start)
        if first and first[0] in grammar.magnitudes and first[0] not in grammar.single:  # "Millionen"
            yield _Found(self.quantity(value, end, "name")._replace(approximate=True), end, numeral.scale)
            return
        if found := self._decade(numeral) or (in_figures and numeral.scale == 1 and self._ordinal(numeral)):
            yield found
        elif after.role == "part" and numeral.scale == 1 and not numeral.nth and value < 100:
            yield self._part(value, int(after.value), after.end)
        else:
            if half:
                numeral, after = self._and_half(numeral, after, half.end())
            yield self._by(numeral, after)

    def _and_half(self, numeral: _Numeral, after: _After, end: int) -> tuple[_Numeral, _After]:
        """A number and a half of its magnitude, which may stand behind that: "два с половиной миллиона"."""
        value = whole(numeral.value + Fraction(numeral.scale, 2))
        if numeral.scale == 1 and (found := self._magnitude(end)):
            scale, end, _ = found
            return numeral._replace(value=whole(value * scale), end=end, scale=scale), self._after(end)
        also = (*numeral.also, numeral.value, numeral.value * 12 + 6)  # months
        return numeral._replace(value=value, also=also), after._replace(end=max(end, after.end))

    def _decade(self, numeral: _Numeral) -> _Found | None:
        """A decade in figures or in words."""
        low, patterns, value, end = self.low, self.grammar.patterns, numeral.value, numeral.end
        if value % 10 or not (0 < value < 100 or 1000 < value < 2200) or numeral.scale > 1:
            return None
        if match := patterns["decade"].match(low, end):
            stop = match.end()
        elif self.stands_after("decade_after"):
            stop = end
        elif numeral.nth and (match := _NEXT.match(low, end)) and match[1] in self.grammar.decade_words:
            stop = match.end()
        else:
            return None
        return _Found(_era(int(value), Span(self.start, end)), stop)

    def _ordinal(self, numeral: _Numeral) -> _Found | None:
        """Figures with the mark of an ordinal."""
        low, value, end = self.low, numeral.value, numeral.end
        match = self.grammar.patterns["nth"].match(low, end)
        if match is None and not (value < 1000 and self._ordinal_stop(end)):
            return None
        after = self._after(match.end() if match else end)
        stop = match.end() if match else end + 1
        if after.role == "century":
            return _Found(self.quantity(value, end, "era", ((value - 1) * 100,)), after.end)
        return _Found(self.quantity(value, end, "year" if _is_year(low[self.start : end]) else "ordinal"), stop)

    def _ordinal_stop(self, at: int) -> bool:
        """Whether a full stop is there and does not end the sentence."""
        if not self.grammar.nth_after or not self.low.startswith(". ", at):
            return False
        follows = self.text[at + 2 : at + 3]
        return follows.islower() or (follows.isalpha() and self.stands_after("nth_after"))

    def _by(self, numeral: _Numeral, after: _After) -> _Found:
        """A number by its currency, per cent sign or unit."""
        start, end, value, also = self.start, numeral.end, numeral.value, numeral.also
        role, unit, *span = after
        unit_span: Span | None = Span(*span)
        kind: QuantityKind = "ordinal" if numeral.nth else "number"
        if sign := _SIGN.search(self.low, max(0, start - 5), start):
            kind, unit, unit_span = "money", CURRENCY_SIGNS[sign[1]], Span(*sign.span(1))
        elif role == "measure" and not (unit == "yr" and _is_year(self.low[start:end])):
            if unit == "d" and value in _WEEKS:
                also = (*also, *_WEEKS[int(value)])
        elif role == "money":
            kind = "money"
        elif role == "points":
            kind = "points"
        elif role == "percent":
            kind, also = "percent", (*also, whole(Fraction(value) / 100))
        else:
            unit, unit_span = "", None
            if role == "times" and not numeral.nth:
                kind, also = "multiple", (*also, value - 1, value + 1, value * 100)
            elif role == "century":
                kind, also = "era", (*also, (value - 1) * 100)
            elif role == "weekday" and numeral.nth:
                kind, value = "weekday", value - 1
            elif _is_year(self.low[start:end]):
                kind = "year"
        quantity = Quantity(value, Span(start, end), kind, unit, self._about(end), also, unit_span)
        return _Found(quantity, after.end, numeral.scale)

    def _part(self, over: Number, under: int, end: int) -> _Found:
        readings = (over, under, whole(Fraction(over * 100) / under))
        part = self.quantity(whole(Fraction(over) / under), end, "fraction", readings)
        return _Found(part._replace(approximate=self._about(end)), end)


def _multiple(value: int, span: Span) -> Quantity:
    return Quantity(value, span, "multiple", readings=(value - 1, value * 100, 100, Fraction(1, value)))


def _era(value: int, span: Span) -> Quantity:
    """A decade: the nineties, the 1990s."""
    readings = (value + 1900, value + 1800, value + 2000) if value < 100 else (value % 100,)
    return Quantity(value, span, "era", readings=readings)


_SAYS: dict[str, Callable[[int, Span], Quantity]] = {
    "month": lambda value, span: Quantity(value, span, "month"),
    "weekday": lambda value, span: Quantity(value, span, "weekday"),
    "multiple": _multiple,
    "idiom": lambda value, span: Quantity(value, span, "name"),
    "decade": _era,
    "clock": lambda value, span: Quantity(value, span, "time", readings=(value // 60, 24, 0)),
}
"""What a word of a role says by itself."""


def _is_year(figures: str) -> bool:
    return len(figures) == 4 and figures.isdecimal() and 1500 <= int(figures) < 2200


def _shared(found: list[_Found], low: str, grammar: Grammar) -> list[_Found]:
    """With what a number takes from the one behind it: "3 bis 5 Millionen", "17. und 18. Mai", "10-15 %"."""
    for n in range(len(found) - 2, -1, -1):
        (one, end, scale), (other, _, unit) = found[n], found[n + 1]
        between = low[end : other.span.start]
        together = grammar.patterns["ranges"].fullmatch(between)
        if one.kind == "era":
            if together and other.kind == "number" and other.value in range(10, 100, 10):
                found[n + 1] = found[n + 1]._replace(quantity=_era(int(other.value), other.span))
        elif one.kind not in ("number", "ordinal", "money") or scale > 1:
            pass
        elif other.kind == "month" and _day(one) and _BEFORE_MONTH.fullmatch(low[one.span.end : other.span.start]):
            found[n] = found[n]._replace(quantity=one._replace(kind="day"))
        elif end <= one.span.end + 1 and (together or _DASH.fullmatch(between)):
            found[n] = found[n]._replace(quantity=_like(one, other, unit))
    return found


def _day(q: Quantity) -> bool:
    return 1 <= q.value <= 31 and not q.unit


def _like(one: Quantity, other: Quantity, scale: int) -> Quantity:
    """A number as the one behind it is."""
    if other.kind == "day":
        return one._replace(kind="day") if _day(one) else one
    if other.kind not in ("percent", "points", "money", "number", "era"):
        return one
    readings = (*one.readings, one.value * scale) if scale > 1 else one.readings
    kind = other.kind if one.kind == "number" else one.kind
    return one._replace(kind=kind, unit=one.unit or other.unit, readings=readings)


def _decimal(units: str, decimals: str) -> Number:
    if len(units) + len(decimals) > LONGEST:
        return 0
    return whole(Fraction(int(units + decimals), 10 ** len(decimals))) if decimals else int(units)


def _write(value: Number, like: str, grammar: Grammar) -> str:
    """A number as news writes it: in words if `like` is and it is small, else in figures with a word for millions."""
    names = grammar.names.split()
    if value in range(len(names)) and not any(map(str.isdigit, like)):
        name = names[int(value)]
        return name.capitalize() if like[:1].isupper() else name
    for unit, forms in grammar.scales:
        scaled = Fraction(value) / unit
        if scaled >= 1 and (scaled * 1000).denominator == 1:
            return f"{_grouped(whole(scaled), grammar)} {forms[grammar.plural(whole(scaled))]}"
    return _grouped(value, grammar)


def _grouped(value: Number, grammar: Grammar) -> str:
    units, _, decimals = f"{float(value):.4f}".partition(".") if isinstance(value, Fraction) else (str(value), "", "")
    if len(units) >= grammar.least_grouped:
        units = f"{int(units):,}".replace(",", grammar.thousands)
    decimals = decimals.rstrip("0")
    return f"{units},{decimals}" if decimals else units
