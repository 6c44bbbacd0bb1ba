"""English: its words, and the quantities of a text, in figures and in words ("3.5 million", "two and a half")."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tqa import Quantity, Span
from tqa.languages._beginnings import Beginnings
from tqa.languages.values import RACE, any_of, date, decimal, race, scan, whole
from tqa.text import kept, lower, regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tqa import QuantityKind, Text

    Number = int | Fraction

_ONES = {
    word: number
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
}
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_UNITS = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12,
    "lakh": 10**5, "crore": 10**7, "k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12,
}  # fmt: skip
_ORDINALS = {
    word: number
    for number, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth""".split(),
        1,
    )
}
_ORDINALS |= {word[:-1] + "ieth": value for word, value in _TENS.items()}
_ORDINALS |= {"hundredth": 100, "thousandth": 1000, "millionth": 10**6}
_PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    word + plural: value for word, value in _ORDINALS.items() if value > 2 for plural in ("", "s")
}
_MULTIPLES = {
    "twice": 2, "thrice": 3, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "twofold": 2, "threefold": 3,
    "triple": 3, "tripled": 3, "tripling": 3, "triples": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6, "sevenfold": 7,
    "eightfold": 8, "ninefold": 9, "tenfold": 10, "quadruple": 4, "quadrupled": 4, "quadrupling": 4, "both": 2,
    "couple": 2, "pair": 2, "pairs": 2, "twin": 2, "twins": 2, "duo": 2, "trio": 3, "quartet": 4, "once": 1,
    "single": 1,
    "decade": 10, "decades": 10, "centenary": 100, "centennial": 100, "century": 100, "fortnight": 14,
    "halved": 2, "halve": 2, "halving": 2, "triplets": 3, "quarterly": 4,
}  # fmt: skip
_DECADES = {word[:-1] + "ies": value for word, value in _TENS.items()}
_MONTHS = {
    name[:3]: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
_MONEY = {
    "$": "USD", "us$": "USD", "£": "GBP", "€": "EUR", "¥": "", "rmb": "CNY", "hk$": "HKD", "a$": "AUD", "c$": "CAD",
    "s$": "SGD", "nt$": "TWD", "₹": "INR", "cny": "CNY", "usd": "USD", "eur": "EUR", "yuan": "CNY", "renminbi": "CNY",
    "u.s. dollars": "USD", "us dollars": "USD", "american dollars": "USD", "dollars": "USD", "dollar": "USD",
    "euros": "EUR", "euro": "EUR", "pounds": "GBP", "yen": "JPY", "won": "KRW", "rubles": "RUB", "roubles": "RUB",
    "rupees": "INR", "hong kong dollars": "HKD", "singapore dollars": "SGD", "australian dollars": "AUD",
    "canadian dollars": "CAD", "nt dollars": "TWD", "new taiwan dollars": "TWD", "baht": "THB", "dong": "VND",
    "pesos": "", "reais": "BRL", "swiss francs": "CHF", "francs": "CHF", "ringgit": "MYR", "rupiah": "IDR",
    "new zealand dollars": "NZD", "dirhams": "AED", "shekels": "ILS", "rand": "ZAR", "lira": "TRY", "patacas": "MOP",
}  # fmt: skip
"""By its name or sign; "" where more than one currency has that."""

_MEASURES = {
    "kilometer": "km", "km": "km", "meter": "m", "centimeter": "cm", "cm": "cm", "millimeter": "mm", "mm": "mm",
    "micrometer": "μm", "micron": "μm", "μm": "μm", "nanometer": "nm", "nm": "nm", "nautical mile": "nmi",
    "mile": "mi", "mph": "mi", "foot": "ft", "feet": "ft", "ft": "ft", "inch": "in", "inches": "in", "yard": "yd",
    "li": "li", "light year": "ly", "square kilometer": "km²", "sq km": "km²", "sq. km": "km²", "km²": "km²",
    "km2": "km²", "square meter": "m²", "sq m": "m²", "sq. m": "m²", "m²": "m²", "m2": "m²", "square mile": "sq mi",
    "sq mi": "sq mi", "square foot": "sq ft", "square feet": "sq ft", "sq ft": "sq ft", "hectare": "ha", "ha": "ha",
    "mu": "mu", "acre": "ac", "cubic meter": "m³", "m³": "m³", "m3": "m³", "cubic centimeter": "cm³", "liter": "l",
    "milliliter": "ml", "ml": "ml", "gallon": "gal", "barrel": "bbl", "ton": "t", "tonne": "t", "metric ton": "t",
    "metric tonne": "t", "kilogram": "kg", "kilogramme": "kg", "kilo": "kg", "kg": "kg", "gram": "g",
    "milligram": "mg", "mg": "mg", "microgram": "μg", "jin": "jin", "catty": "jin", "catties": "jin", "lb": "lb",
    "ounce": "oz", "oz": "oz", "kilowatt": "kW", "kw": "kW", "megawatt": "MW", "mw": "MW", "gigawatt": "GW",
    "gw": "GW", "kilowatt hour": "kWh", "kwh": "kWh", "megawatt hour": "MWh", "mwh": "MWh", "gigawatt hour": "GWh",
    "gwh": "GWh", "celsius": "°C", "centigrade": "°C", "degree celsius": "°C", "degrees celsius": "°C",
    "degree centigrade": "°C", "degrees centigrade": "°C", "°c": "°C", "° c": "°C", "℃": "°C", "fahrenheit": "°F",
    "degree fahrenheit": "°F", "degrees fahrenheit": "°F", "°f": "°F", "° f": "°F", "℉": "°F", "hour": "h", "hr": "h",
    "minute": "min", "min": "min", "second": "s", "sec": "s", "secs": "s", "mins": "min", "hrs": "h", "kms": "km",
    "kgs": "kg", "lbs": "lb", "day": "d", "week": "wk", "month": "mo", "year": "yr", "cent": "cent",
}  # fmt: skip
"""Names and symbols in lower case; those of more than three letters may have an s of the plural, too."""
_MEASURES |= {
    name.replace("meter", "metre").replace("liter", "litre"): symbol
    for name, symbol in _MEASURES.items()
    if "meter" in name or "liter" in name
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday", "tuesday tues tue", "wednesday", "thursday thurs thur thu", "friday fri", "saturday", "sunday"), 1
    )
    for name in names.split()
}

_D = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_NINE = any_of(word for word, number in _ONES.items() if 0 < number < 10)
_BELOW_100 = rf"(?:(?:{any_of(_TENS)})(?:[- –](?:{_NINE}))?|{any_of(_ONES)})"
_BELOW_1000 = rf"(?:(?:{_BELOW_100}|an?)[ -]hundred(?:(?: and)? {_BELOW_100})?|{_BELOW_100})"
_BIG = "thousand|million|billion|trillion|lakh|crore|dozen"
_WORDS = (
    rf"(?:{_BELOW_1000}(?:,?[ -](?:{_BIG}|hundred)\b(?:,?(?: and)? {_BELOW_1000}(?!,? (?:and )?{_BELOW_1000}\b))?)*"
    rf"|an?[ -](?:{_BIG})\b)(?: and a half(?:[ -](?:{_BIG}))?)?"
)


_CURRENCY = any_of(name for name in _MONEY if name[-1].isalpha() and len(name) > 2)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_SHORT, _LONG = (any_of(name for name in _MEASURES if (len(name) > 3) == long) for long in (False, True))
_MEASURE = rf"(?:{_LONG})s?|{_SHORT}".replace(r"\ ", "[ -]")
_CENTURY = r"[ -]centur(?:y|ies)\b"
# What follows a number and says its kind.
_AFTER = (
    r"[ -](?P<points>percentage[ -]points?\b)|[ -](?P<basis>basis[ -]points?\b)| ?(?P<percent>%|per ?cent(?:age)?\b)"
    rf"|(?:(?<=\d)(?P<nth>st|nd|rd|th)|(?:(?<=ty)[- ]|(?<=hundred)(?: and)? )(?P<word_nth>{any_of(_ORDINALS)}))\b"
    rf"(?P<century>{_CENTURY})?"
    rf"|(?<=[a-z])(?<!ty)[- ](?P<part>{any_of(_PARTS)})\b"
    rf"|(?P<decade>(?<=\d)['’]?s\b)|(?P<multiple>[ -]?(?:fold|times)\b)"
    rf"|(?P<tens>[ -]decades?\b)|[ -](?P<money>{_CURRENCY})\b"
    rf"|[ -]?(?P<measure>{_MEASURE})(?![\w²³])"
)
# In the text in lower case. The order matters: what is longer comes first.
_QUANTITY = regex(
    r"(?:(?=\d)(?:"
    r"(?P<code>\d+(?:\.\d+){2,}|(?<![\d.,])[2-6][dg]\b"
    r"|(?:(?<=[a-z])(?<!rmb|cny|usd|eur)|(?<=[a-z][-‑–])(?<!\dth[-‑–]))\d+(?:[-.]\d+)*[a-z]*(?!\w| (?:m|b|tr)illion))"
    r"|(?P<iso>(?<![\d.-])(?:19|20)\d\d)[-/](?P<iso_month>1[0-2]|0?[1-9])[-/](?P<iso_day>3[01]|[12]\d|0?[1-9])(?!\d)"
    rf"|(?P<race>{RACE})"
    r"|(?P<hour>(?<![\d:.,])\d{1,2})(?:: ?(?P<minute>[0-5]\d)(?![\d:])(?:[ -]?(?P<half_day>[ap])\.?m\b)?"
    r"|\.?(?P<dot_minute>[0-5]\d)?[ -]?(?P<bare>[ap])\.?m\b| o['’]clock)"
    r"|(?P<military>(?<!\d)(?:[01]\d|2[0-4])[0-5]\d)(?= ?(?:gmt|utc|hrs|hours)\b)"
    r"|(?P<over>(?<![\d/])\d{1,2})/(?P<under>\d{1,3})(?![\d/]))"
    rf"|(?P<month>{_MONTH})\b\.?(?: (?P<month_day>[0-3]?\d)"
    r"(?![\d:]|,\d{3}|\.\d| ?(?:%|percent|million|billion))(?:st|nd|rd|th)?)?"
    rf"|(?:(?P<figures>(?<![\d.])(?:{_D}))(?:[ -]?(?P<magnitude>{any_of(_UNITS)})\b(?![/²³]))?"
    rf"|(?P<words>{_WORDS})(?!\w))(?:{_AFTER})?"
    r"|(?P<fraction>half|halves|(?:an? )?(?:quarter|third|fifth|tenth)s?(?= of\b))\b"
    rf"(?:[- ](?:an? )?(?P<half_a>{_BIG})\b)?"
    rf"|(?P<ordinal>{any_of(_ORDINALS)})\b(?P<ordinal_century>{_CENTURY})?"
    rf"|(?P<multiples>{any_of(_MULTIPLES)}|noon|midnight|dozen)\b"
    rf"|(?P<decade_word>{any_of(_DECADES)})\b|(?P<weekday>{any_of(_WEEKDAYS)})(?:(?<=day)s)?\b)"
)


def _starts() -> str:
    """Where a quantity may begin: one character that is a digit, or that stands before a word of them. This is looked
    for first, by a pattern that begins with one class of characters, which takes a tenth of the time.
    """
    alone = {*_ONES, *_TENS, *_ORDINALS, *_MULTIPLES, *_DECADES, *_WEEKDAYS, "halves", "noon", "midnight", "dozen"}
    alone.update(word + "s" for word in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
    alone.update(*(_PARTS, ("half", "quarter")))
    return rf"[^a-z](?:(?<=\d)|(?=(?:{any_of(alone)}|{_MONTH})(?![a-z])|(?:an?[ -])?(?:{'|'.join(_COUNTED)})))"


_COUNTED = (*_BIG.split("|"), "hundred", "quarter", "third", "fifth", "tenth")
"""What an article may stand before."""
_START = regex(_starts())


def _find(low: str) -> Iterator[int]:
    """Where quantities may begin: at words, and at the first of digits that stand together."""
    last = -2
    for match in _START.finditer(f" {low}"):
        if not match[0].isdecimal():
            yield match.end() - 1
        else:
            if match.start() - 1 > last:
                yield match.start() - 1
            last = match.start()


_BEGINNINGS = Beginnings(_find, regex(r"(?<![a-z])an? \Z"), _COUNTED)
_APPROXIMATELY = (
    "about", "around", "nearly", "almost", "some", "over", "more than", "less than", "fewer than", "at least",
    "at most", "up to", "under", "approximately", "roughly", "close to", "exceed", "exceeded", "exceeding", "exceeds",
    "above", "below", "surpass", "surpassed", "surpassing", "surpasses", "topped", "topping", "estimated",
    "as many as", "past", "as much as", "just", "only", "not", "well over", "near", "reach", "reached", "reaching",
    "reaches", "approach", "approached", "approaching", "approaches",
)  # fmt: skip
_APPROXIMATE = regex(rf"(?:{'|'.join(_APPROXIMATELY)}) (?:the |an? |us|hk|rmb ?)?[$£€¥]?\Z")
_BEFORE_APPROXIMATE = frozenset((*(name.split()[-1] for name in _APPROXIMATELY), "us", "hk", "rmb"))
_ARTICLES = frozenset(("the", "a", "an"))
_ABOUT_AFTER = regex(r" ?\+(?!\d)|[^.,;]{0,25} (?:or so|or more|and more|or less|plus)\b")
_RANGE = regex(
    rf" ?(?:to|[-–—]|or|and|~) ?(?:us|hk|nt|[acs])?[$£€¥]?(?:{_D}|{_BELOW_100})(?: ?%"
    rf"|[ -]?(?P<unit>{_BIG}|bn|m|per ?cent|percentage points?)\b)"
)
_JOINS = frozenset("toa-–—~")
"""What may begin what stands between the numbers of a range."""
_SIGN = regex(r"(?:us\$|hk\$|nt\$|a\$|c\$|s\$|[$£€¥₹]|rmb|cny|usd|eur) ?\Z")
_YEAR = regex(r"[. ,]*\d{4}\b")
_BEFORE_MONTH = regex(r"(?:in|of|on|since|by|until|from|to|early|late|mid|last|this|next|and|between|during)[ -]\Z")


@kept
def quantities(text: Text) -> Sequence[Quantity]:
    """Every number in a text."""
    starts = _BEGINNINGS.of(text)
    return scan(lower(text), starts, _QUANTITY, _read) if starts else ()


@lru_cache(1 << 12)
def _figures(written: str) -> Sequence[int]:
    return [int(digits) for digits in re.findall(r"\d+", written)]


def _code(match: re.Match[str]) -> tuple[Quantity, ...]:
    first, *others = _figures(match[0])
    return (Quantity(first, Span(*match.span()), "name", readings=tuple(others)),)


def _month(match: re.Match[str]) -> tuple[Quantity, ...]:
    name, day = match["month"], match["month_day"]
    if day is None and name in _OTHER_WORDS and not _dated(match):
        return ()
    month = Quantity(_MONTHS[name[:3]], Span(*match.span("month")), "month")
    if not day or int(day) > 31:
        return (month,)
    return month, Quantity(int(day), Span(*match.span("month_day")), "day")


_OTHER_WORDS = frozenset(("may", "march", "mar", "dec", "jan", "sep"))


def _dated(match: re.Match[str]) -> bool:
    """Whether a word that can be another stands where months stand."""
    text, (start, end) = match.string, match.span()
    return _BEFORE_MONTH.search(text, max(0, start - 8), start) is not None or _YEAR.match(text, end) is not None


def _time(match: re.Match[str]) -> tuple[Quantity, ...]:
    hour, minute = int(match["hour"]), int(match["minute"] or match["dot_minute"] or 0)
    half = match["half_day"] or match["bare"]
    full = hour % 12 + (12 if half == "p" else 0) if half else hour
    readings = (hour, full, *([minute] if minute else []))
    return (Quantity(full * 60 + minute, Span(*match.span()), "time", readings=readings),)


def _decade(match: re.Match[str]) -> tuple[Quantity, ...]:
    """Of a century or a life: "the sixties", "in his sixties"."""
    value = _DECADES[match[0]]
    return (Quantity(value, Span(*match.span()), "era", readings=(value + 1900, value + 2000)),)


def _weekday(match: re.Match[str]) -> tuple[Quantity, ...]:
    return (Quantity(_WEEKDAYS[match["weekday"]], Span(*match.span()), "weekday"),)


def _military(match: re.Match[str]) -> tuple[Quantity, ...]:
    hour, minute = divmod(int(match[0]), 100)
    return (Quantity(hour * 60 + minute, Span(*match.span()), "time", readings=(hour, minute, int(match[0]))),)


def _slashed(match: re.Match[str]) -> tuple[Quantity, ...]:
    over, under = int(match["over"]), int(match["under"])
    value = whole(Fraction(over, under or 1))
    return (Quantity(value, Span(*match.span()), "fraction", readings=(over, under, whole(value * 100))),)


_KIND: dict[str, Callable[[Number], tuple[QuantityKind, tuple[Number, ...]]]] = {
    "points": lambda _: ("points", ()),
    "basis": lambda value: ("points", (whole(Fraction(value) / 100),)),
    "percent": lambda _: ("percent", ()),
    "century": lambda value: ("era", ((value - 1) * 100,)),
    "nth": lambda _: ("ordinal", ()),
    "word_nth": lambda _: ("ordinal", ()),
    "decade": lambda value: ("era", (value % 100, value + 1900, value + 2000)),
    "tens": lambda value: ("number", (value * 10,)),
    "multiple": lambda value: ("multiple", (value - 1, value + 1, value * 100)),
}
"""What follows a number → its kind, and other values it may stand for."""


class _Meaning(NamedTuple):
    """What a number stands for, by its own words and those behind it that say its kind."""

    value: Number
    length: int
    """Of the numeral, without what it is counted in."""
    kind: QuantityKind
    unit: str
    readings: tuple[Number, ...]
    counted: tuple[int, int] | None
    """Where what it is counted in stands, from the number's first character."""
    magnitude: bool
    """Whether it has one of its own and needs none of a number behind it."""
    short: bool
    """Whether it is two figures, which may be a year without its century."""


_MEANINGS: dict[tuple[str, str | None], _Meaning] = {}
"""Of numbers that were met before."""
_MANY = 1 << 14


def _meaning(match: re.Match[str]) -> _Meaning:
    key = match[0], match.lastgroup
    found = _MEANINGS.get(key)
    if found is None:
        if len(_MEANINGS) >= _MANY:
            _MEANINGS.clear()
        found = _MEANINGS[key] = _meant(match)
    return found


def _number(match: re.Match[str]) -> tuple[Quantity]:
    text, (start, end) = match.string, match.span()
    value, length, kind, unit, readings, counted, magnitude, short = _meaning(match)
    if short and (first := _FIRST_YEAR.search(text, max(0, start - 5), start)):
        readings = (int(first[1]) * 100 + int(value), *readings)
    place = Span(start + counted[0], start + counted[1]) if counted else None
    if text[max(0, start - 2) : start].rstrip()[-1:] in _SIGNS and (
        sign := _SIGN.search(text, max(0, start - 4), start)
    ):
        kind, unit, place = "money", _MONEY[sign[0].strip()], Span(*sign.span())
    after = text[end : end + 34]
    if not magnitude and after.lstrip()[:1] in _JOINS and (following := _RANGE.match(text, end)):
        shared = following["unit"] or "%"
        if shared in _UNITS:
            readings = (*readings, value * _UNITS[shared])
        else:
            kind = "points" if "point" in shared else "percent"
    return (Quantity(value, Span(start, start + length), kind, unit, _about(text, start, after), readings, place),)


def _meant(match: re.Match[str]) -> _Meaning:
    last, start = match.lastgroup or "", match.start()
    figures, magnitude = match["figures"], match["magnitude"]
    end = max(match.end("magnitude"), match.end("figures" if figures else "words"))
    if last in _WITHIN:
        end = max(end, match.end("nth"), match.end("word_nth"), match.end("part"))
    value, readings = _in_figures(figures, magnitude) if figures else _in_words(match)
    kind, more = _kind(match, value)
    unit, counted = "", None
    if last == "money":
        kind, unit = "money", _MONEY[match["money"]]
    elif last == "part":
        kind = "fraction"
    elif last == "measure":
        name = match["measure"].replace("-", " ")
        unit = _MEASURES.get(name) or _MEASURES[name[:-1]]
    if unit or last == "money" or kind in ("percent", "points"):
        counted = match.start(last) - start, match.end(last) - start
    short = figures is not None and len(figures) == len("87") and not magnitude
    return _Meaning(value, end - start, kind, unit, (*readings, *more), counted, magnitude is not None, short)


_WITHIN = frozenset(("nth", "word_nth", "part", "century"))
"""What follows a number and is part of the numeral, with what follows that."""


def _kind(match: re.Match[str], value: Number) -> tuple[QuantityKind, tuple[Number, ...]]:
    """By what follows a number, and other values it may stand for."""
    last = match.lastgroup or ""
    if last in ("figures", "words", "magnitude", "measure", "money"):
        figures = match["figures"]
        year = last == "figures" and len(figures) == 4 and 1500 <= value < 2200
        return "year" if year else "number", ()
    return next((say(value) for group, say in _KIND.items() if match[group]), ("number", ()))


_FIRST_YEAR = regex(r"(?<!\d)(1[5-9]|20)\d\d[-–/]\Z")
"""Before the year that ends a span of them: "1981-87"."""
_SIGNS = frozenset("$£€¥₹bydr")
"""The last characters of what may stand before a sum."""


def _in_figures(figures: str, magnitude: str | None) -> tuple[Number, tuple[Number, ...]]:
    """The value, and what else it may be."""
    value = decimal(figures)
    if not magnitude:
        return value, ()
    return whole(value * _UNITS[magnitude]), (value,) if len(magnitude) == 1 else ()  # 100m, 4K


def _in_words(match: re.Match[str]) -> tuple[Number, tuple[Number, ...]]:
    """The value, and what else it may be."""
    words = match["words"]
    value = _sum(words)
    if match["part"]:
        under = _PARTS[match["part"]]
        return whole(Fraction(value) / under), (value, under, whole(Fraction(value * 100) / under))
    if match["word_nth"]:
        return value + _ORDINALS[match["word_nth"]], ()
    return value, (value * 12,) if "half" in words else ()  # months


def _about(text: str, start: int, after: str) -> bool:
    """Whether a number is said to be approximate, before or in the characters after it."""
    before = text[max(0, start - 24) : start].rstrip("$£€¥ ")
    last = before[before.rfind(" ") + 1 :]
    if last in _ARTICLES:
        before = before[: -len(last)].rstrip()
        last = before[before.rfind(" ") + 1 :]
    if last in _BEFORE_APPROXIMATE and _APPROXIMATE.search(text, max(0, start - 24), start):
        return True
    return ("+" in after or " or" in after or "plus" in after or "more" in after) and (
        _ABOUT_AFTER.match(after) is not None
    )


def _sum(words: str) -> Number:
    total: Number = 0
    section: Number = 0
    unit = 1
    main, half, scale = words.partition(" and a half")
    for word in re.findall(r"[a-z]+", main):
        if word in _ONES or word in _TENS:
            section += _ONES.get(word, 0) + _TENS.get(word, 0)
        elif word == "hundred":
            section = (section or 1) * 100
        elif word in _UNITS:
            unit = _UNITS[word]
            total = total + section * unit if section else (total or 1) * unit
            section = 0
    found = total + section
    if half:
        scale = scale.strip(" -")
        found = (found + Fraction(1, 2)) * _UNITS[scale] if scale else found + Fraction(unit, 2)
    return whole(found)


def _fraction(match: re.Match[str]) -> tuple[Quantity]:
    under = _PARTS[match["fraction"].split()[-1]]
    readings = (whole(Fraction(100, under)), under, 30, 6)  # per cent, minutes, months
    value = whole(Fraction(_UNITS.get(match["half_a"] or "", 1), under))
    about = _about(match.string, match.start(), match.string[match.end() : match.end() + 34])
    return (Quantity(value, Span(*match.span()), "fraction", approximate=about, readings=readings),)


def _ordinal(match: re.Match[str]) -> tuple[Quantity]:
    value = _ORDINALS[match["ordinal"]]
    century = match["ordinal_century"]
    readings = ((value - 1) * 100,) if century else ()
    return (Quantity(value, Span(*match.span("ordinal")), "era" if century else "ordinal", readings=readings),)


def _multiple(match: re.Match[str]) -> tuple[Quantity]:
    word, span = match[0], Span(*match.span())
    if word in ("noon", "midnight"):
        return (Quantity(720 if word == "noon" else 0, span, "time", readings=(12, 24, 0)),)
    if word == "dozen":
        return (Quantity(12, span, readings=(10,), approximate=True),)
    value = _MULTIPLES[word]
    readings = (value - 1, value * 100, 100, Fraction(1, value)) if value > 1 else ()
    return (Quantity(value, span, "multiple", readings=readings),)


def _read(match: re.Match[str]) -> Iterable[Quantity]:
    return _READ.get(match.lastgroup or "", _number)(match)


_READ: dict[str, Callable[[re.Match[str]], Iterable[Quantity]]] = {
    "code": _code,
    "month": _month,
    "month_day": _month,
    "iso_day": date("iso", "iso_month", "iso_day"),
    "hour": _time,
    "military": _military,
    "race": race,
    "minute": _time,
    "half_day": _time,
    "dot_minute": _time,
    "bare": _time,
    "under": _slashed,
    "fraction": _fraction,
    "half_a": _fraction,
    "ordinal": _ordinal,
    "ordinal_century": _ordinal,
    "multiples": _multiple,
    "weekday": _weekday,
    "decade_word": _decade,
}
"""By the last group that matched; all others are of numbers."""


def write(value: Number, like: str) -> str:
    """A number as English news writes it: in figures or, if `like` is and it is below ten, in words."""
    if value in range(10) and not any(map(str.isdigit, like)):
        word = next(word for word, number in _ONES.items() if number == value)
        return word.capitalize() if like[:1].isupper() else word
    for name in ("trillion", "billion", "million"):
        scaled = Fraction(value) / _UNITS[name]
        if scaled >= 1 and (scaled * 1000).denominator == 1:
            return f"{float(scaled):.3f}".rstrip("0").rstrip(".") + f" {name.capitalize() if like.istitle() else name}"
    return f"{value:,}" if isinstance(value, int) else f"{float(value):,g}"
