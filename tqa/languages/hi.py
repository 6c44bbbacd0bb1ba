"""Hindi: the quantities of a text, in digits of either script and in words ("1,00,000", "साढ़े तीन लाख", "21वीं सदी")."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tqa import Quantity, Span
from tqa.languages.values import (
    HALF,
    RACE,
    READINGS,
    afternoon,
    any_of,
    by_group,
    code,
    date,
    decimal,
    digits_as,
    half,
    named,
    numbered,
    part,
    race,
    scan,
    slashed,
    time,
    whole,
)
from tqa.text import kept, regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tqa import QuantityKind, Text

    Number = int | Fraction

_WORDS = Path(__file__).with_name("data") / "hindi-numbers.txt"
_NUKTA = "\u093c"
_FOLDED = {ord("०") + n: str(n) for n in range(10)} | dict(
    zip(map(ord, "\u0958\u0959\u095a\u095b\u095c\u095d\u095eँ"), "कखगजडढफं", strict=True)
)
"""Letters for which there is a plainer spelling of the same length, and digits."""

_UNITS = {
    "सौ": 100, "हजार": 1000, "लाख": 10**5, "करोड": 10**7, "अरब": 10**9, "खरब": 10**11,
    "मिलियन": 10**6, "बिलियन": 10**9, "ट्रिलियन": 10**12, "दर्जन": 12,
}  # fmt: skip
_MIXED = {"डेढ": Fraction(3, 2), "ढाई": Fraction(5, 2), "अढाई": Fraction(5, 2), "पौन": Fraction(3, 4)}
_ADDED = {"साढे": HALF, "सवा": Fraction(1, 4), "पौने": Fraction(-1, 4)}
"""What they add to the number after them."""
_ORDINALS = numbered(
    """1: पहला, पहली, प्रथम; 2: दूसरा, दूसरी, दूसरे, द्वितीय; 3: तीसरा, तीसरी, तीसरे, तृतीय; 4: चौथा, चौथी, चौथे, चतुर्थ;
    6: छठा, छठी, छठे, छठवां, छठवीं, छठवें"""
)
_ROUND = numbered(
    """100: सैकडों; 1000: हजारों; 100000: लाखों, लाख; 10000000: करोडों, करोड; 1000000000: अरबों; 12: दर्जनों; 2: दोनों;
    3: तीनों; 4: चारों; 5: पांचों"""
)
"""Words that name no exact number, or one that goes without saying."""
_MULTIPLES = numbered("2: दोगुना, दोगुनी, दोगुने, दुगुना, दुगुनी, दुगुने, दुगना; 3: तिगुना, तिगुनी; 4: चौगुना, चौगुनी")
_MONTHS = numbered(
    """1: जनवरी; 2: फरवरी; 3: मार्च; 4: अप्रैल; 5: मई; 6: जून; 7: जुलाई; 8: अगस्त; 9: सितंबर, सितम्बर; 10: अक्टूबर, अक्तूबर;
    11: नवंबर, नवम्बर; 12: दिसंबर, दिसम्बर"""
)
_WEEKDAYS = numbered(
    """1: सोमवार; 2: मंगलवार; 3: बुधवार; 4: गुरुवार, गुरूवार, बृहस्पतिवार, वीरवार; 5: शुक्रवार; 6: शनिवार; 7: रविवार, इतवार"""
)
_MONEY = named(
    """INR: रुपये, रुपए, रुपया, रुपयों, रूपये, रूपए, रु; USD: डॉलर, अमेरिकी डॉलर, अमरीकी डॉलर; EUR: यूरो; GBP:
    पाउंड, पौंड; JPY: येन; CNY: युआन; RUB: रूबल; BDT: टका; AED: दिरहम; CHF: फ्रैंक; KRW: वॉन"""
)
_SIGNS = {"$": "USD", "₹": "INR", "€": "EUR", "£": "GBP", "¥": "JPY"}
_MEASURES = named(
    """km: किलोमीटर, किमी; m: मीटर; cm: सेंटीमीटर, सेमी; mm: मिलीमीटर, मिमी; mi: मील; ft: फुट, फीट; in: इंच; yd:
    गज; ha: हेक्टेयर; ac: एकड; km²: वर्ग किलोमीटर, वर्ग किमी; m²: वर्ग मीटर; sq ft: वर्ग फुट; l: लीटर; bbl:
    बैरल; t: टन; kg: किलोग्राम, किलो; g: ग्राम; kW: किलोवाट; MW: मेगावाट; GW: गीगावाट; h: घंटे, घंटा, घंटों;
    cent: सेंट; min: मिनट, मिनटों; s: सेकंड, सेकेंड; d: दिन, दिनों; wk: हफ्ते, हफ्तों, सप्ताह; mo: महीने, महीनों, माह; yr:
    साल, सालों, वर्ष, वर्षों"""
)

_N = f"{_NUKTA}?"
_LETTER = "\u0900-\u0963\u0970-\u097f"
_END = f"(?![{_LETTER}])"
_D = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"


def _spelt(words: Iterable[str]) -> str:
    """An alternation of words whose letters may have a dot below."""
    return re.sub(f"[कखगजडढफ]{_N}", lambda match: f"{match[0][0]}{_N}", any_of(words))


@cache
def _below_100() -> Mapping[str, int]:
    rows = (line.split() for line in _WORDS.read_text("utf-8").splitlines() if line[0] != "#")
    return {word.replace(_NUKTA, ""): int(number) for number, *words in rows for word in words}


_APPROXIMATE = regex(
    rf"(?:क{_N}रीब|लगभग|तक{_N}रीबन|कम से कम|अधिकतम|ज{_N}्यादा से ज{_N}्यादा|अनुमानित)(?: \S{{2,4}})? [$₹€£¥]? ?\Z"
)
_ABOUT_AFTER = regex(
    rf"[^.,;।\d]{{0,16}}? (?:से (?:भी )?(?:ज{_N}्यादा|अधिक|कम|ऊपर|नीचे)|के (?:आसपास|आस-पास|क{_N}रीब|लगभग))| ?\+"
)
_LATE = regex(r"(?P<part>दोपहर|शाम|सायं|रात)(?: (?:को|के|में|बाद|लगभग|करीब|क़रीब)){0,2}(?: \d{1,2} (?:से|और|या))? \Z")
_SIGN = regex(r"[$₹€£¥] ?\Z")
_RANGE = regex(
    rf"(?: से | या |-| ?[-–—] ?)(?:{_D}|[{_LETTER}]{{2,8}}) ?"
    rf"(?P<unit>%|प्रतिशत|फ{_N}ीसदी?|बजे|{_spelt(_UNITS)}){_END}"
)


@cache
def _pattern() -> re.Pattern[str]:
    word = f"(?:{_spelt(_below_100())})"
    one = f"(?:{_D}|{word}{_END})"
    units = f"(?:(?:{_spelt(u for u in _UNITS if u != 'अरब')}|अरब(?! (?:देश|लीग|अमीरात|दुनिया|जगत|मूल|सागर|नेता))){_END})"
    head = f"(?:(?:{_spelt(_ADDED)}) {one}|सवा(?= {units})|(?:{_spelt(_MIXED)}){_END}|{one})"
    more = rf"(?:(?:(?<=सौ)|(?<=ार)) (?:{word}{_END}|\d{{1,3}}(?![\d.,:%])))?"
    number = f"(?:{head}(?:[ -]?{units})+(?: {one}(?:[ -]?{units})+)*{more}|{head}|(?:सौ|हज{_N}ार){_END}{more})"
    after = (
        r" ?-?(?P<nth>वां|वीं|वें|वा|वी|वे)(?P<century> (?:सदी|शताब्दी))?"
        rf"|[ -]?(?:प्रतिशत|फ{_N}ीसदी|%) (?P<points>अंक|अंकों|पॉइंट|प्वाइंट)"
        rf"|[ -]?(?P<percent>प्रतिशत|फ{_N}ीसदी?|परसेंट|पर्सेंट)"
        r"|[ -]?(?P<multiple>गुना|गुनी|गुने)|(?P<decade> (?:के|वाले) दशक)|(?: का)? (?:(?P<third>तिहाई)|(?P<quarter>चौथाई))"
        r"| ?(?P<oclock>बजे|बजकर)(?: (?P<minute>\d{1,2}) मिनट)?"
        rf"|[ -]?(?:(?P<money>{_spelt(_MONEY)})|(?P<measure>{_spelt(_MEASURES)}))"
    )
    return re.compile(
        r"(?P<code>\d+(?:\.\d+){2,}|(?:(?<=[A-Za-z])|(?<=[A-Za-z][-‑–]))\d+(?:[-.]\d+)*[A-Za-z]*)"
        r"|(?P<iso>(?<![\d.-])(?:19|20)\d\d)[-/](?P<iso_month>1[0-2]|0?[1-9])[-/](?P<iso_day>3[01]|[12]\d|0?[1-9])(?!\d)"
        rf"|(?P<race>{RACE})"
        r"|(?P<clock>(?<![\d:.])\d{1,2}):(?P<clock_minute>[0-5]\d)(?![\d:])(?: बजे)?"
        r"|(?P<over>(?<![\d/])\d{1,2})/(?P<under>\d{1,3})(?![\d/])"
        rf"|(?P<month>{_spelt(_MONTHS)}){_END}|(?P<weekday>{_spelt(_WEEKDAYS)}){_END}|(?P<round>{_spelt(_ROUND)}){_END}"
        rf"|(?P<ordinal>{_spelt(_ORDINALS)}){_END}|(?P<multiples>{_spelt(_MULTIPLES)}){_END}|(?P<half>आध[ािे]|आधी){_END}"
        rf"|(?P<number>{number})(?:(?:{after}){_END}|(?P<sign> ?%))?"
        rf"|(?P<stuck>{word})(?P<stuck_nth>वां|वीं|वें)(?P<stuck_century> (?:सदी|शताब्दी))?{_END}"
    )


@cache
def _start() -> re.Pattern[str]:
    """Where a quantity can begin; what else a text has is passed over in one go."""
    words = {
        *_below_100(),
        *_UNITS,
        *_MIXED,
        *_ADDED,
        *_ORDINALS,
        *_ROUND,
        *_MULTIPLES,
        *_MONTHS,
        *_WEEKDAYS,
        "आधा",
        "आधी",
    }
    by_first: dict[str, set[str]] = {}
    for word in words:
        by_first.setdefault(word[0], set()).add(word[1:2])
    begins = "|".join(f"{first}[{''.join(sorted({*seconds, _NUKTA}))}]" for first, seconds in sorted(by_first.items()))
    return re.compile(rf"\d|(?<![{_LETTER}])(?:{begins})")


@kept
def quantities(text: Text) -> Sequence[Quantity]:
    """Every number in a text."""
    value = text.value.translate(_FOLDED)
    starts = [match.start() for match in _start().finditer(value)]
    return scan(value, starts, _pattern(), _read)


def _plain(word: str) -> str:
    return word.replace(_NUKTA, "")


def _clock(match: re.Match[str]) -> list[Quantity]:
    return [_time(match, int(match["clock"]), int(match["clock_minute"]))]


def _listed(group: str, values: Mapping[str, int], kind: QuantityKind) -> Callable[[re.Match[str]], list[Quantity]]:
    """Reads a word that is listed with its value."""

    def read(match: re.Match[str]) -> list[Quantity]:
        value = values[_plain(match[group])]
        readings = READINGS["multiple"](value)[1] if kind == "multiple" else ()
        return [Quantity(value, Span(*match.span(group)), kind, "", kind == "name", readings)]

    return read


def _stuck(match: re.Match[str]) -> list[Quantity]:
    """An ordinal in words: "पांचवां"."""
    value = _below_100()[_plain(match["stuck"])]
    kind, readings = READINGS["century" if match["stuck_century"] else "ordinal"](value)
    return [Quantity(value, Span(match.start(), match.end("stuck_nth")), kind, readings=readings)]


def _time(match: re.Match[str], hour: int, minute: int, *, about: bool = False) -> Quantity:
    """A time of the day; "रात" (night) is before and after midnight."""
    if late := _LATE.search(match.string, max(0, match.start() - 24), match.start()):
        hour = afternoon(hour, 6 if late["part"] == "रात" else 0)
    return time(Span(*match.span()), hour, minute, about=about)


def _counted(match: re.Match[str]) -> list[Quantity]:
    text, (start, end), written = match.string, match.span("number"), match["number"]
    value = _value(written)
    about = (
        _ABOUT_AFTER.match(text, end, end + 40) is not None
        or _APPROXIMATE.search(text, max(0, start - 28), start) is not None
    )
    if match["third"] or match["quarter"]:
        return [part(value, 3 if match["third"] else 4, Span(start, match.end()), about=about)]
    if match["oclock"] and 0 <= value < _HOURS:
        hour = int(value)
        dotted = written.partition(".")[2]
        return [_time(match, hour, int(match["minute"] or dotted or (value - hour) * 60), about=about)]
    kind, readings, unit = _meant(match, value)
    if kind == "number" and not unit and (following := _RANGE.match(text, end, end + 24)):
        kind, readings, value = _shared(match, value, following["unit"])
    end = max(end, match.end("nth"))
    group = match.lastgroup
    place = Span(*match.span(group)) if group in _UNIT_GROUPS else None
    return [Quantity(value, Span(start, end), kind, unit, about, readings, place)]


_UNIT_GROUPS = frozenset(("money", "measure", "percent", "points", "sign"))
_HOURS = 25
_read = by_group(
    {
        "number": _counted,
        "month": _listed("month", _MONTHS, "month"),
        "weekday": _listed("weekday", _WEEKDAYS, "weekday"),
        "round": _listed("round", _ROUND, "name"),
        "ordinal": _listed("ordinal", _ORDINALS, "ordinal"),
        "multiples": _listed("multiples", _MULTIPLES, "multiple"),
        "half": half,
        "stuck": _stuck,
        "code": code,
        "iso": date("iso", "iso_month", "iso_day"),
        "race": race,
        "clock": _clock,
        "over": slashed,
    }
)


def _meant(match: re.Match[str], value: Number) -> tuple[QuantityKind, tuple[Number, ...], str]:
    """By what stands before and after a number: its kind, what else it may be, and its unit."""
    text = match.string
    if sign := _SIGN.search(text, max(0, match.start() - 2), match.start()):
        return "money", (), _SIGNS[sign[0][0]]
    if match["sign"]:
        return *READINGS["percent"](value), ""
    if match["nth"]:
        return *READINGS["century" if match["century"] else "ordinal"](value), ""
    for group in ("points", "percent", "multiple", "decade"):
        if match[group]:
            return *READINGS[group](value), ""
    if match["money"]:
        return "money", (), _MONEY[_plain(match["money"])]
    unit = _MEASURES.get(_plain(match["measure"] or ""), "")
    if _YEAR.fullmatch(match["number"]) and (
        unit in ("", "yr")
        and (
            _AFTER_YEAR.match(text, match.end("number"))
            or _BEFORE_YEAR.search(text, max(0, match.start() - 16), match.start())
        )
    ):
        return "year", (), ""
    if _DAY.match(text, match.end("number")) and value in range(1, 32):
        return "day", (), ""
    return "number", (value * 12,) if unit == "yr" else (), unit


_YEAR = regex("(?:1[5-9]|2[01])[0-9]{2}")
_AFTER_YEAR = regex(rf" (?:में|से|तक|के|की|का|को|और|या|व){_END}|[-–—/,.;:)।|]|\Z| ईसा")
_BEFORE_YEAR = regex(rf"(?:वर्ष|साल|सन्?|{_spelt(_MONTHS)}),? \Z")
_DAY = regex(rf" (?:{_spelt(_MONTHS)}|तारीख){_END}")


def _shared(match: re.Match[str], value: Number, unit: str) -> tuple[QuantityKind, tuple[Number, ...], Number]:
    """What a number stands for that shares the unit of the one after it: "3 से 5 करोड़"."""
    if scale := _UNITS.get(_plain(unit)):
        return (
            ("number", (), value)
            if _plain(match["number"]).endswith(tuple(_UNITS))
            else ("number", (value,), whole(value * scale))
        )
    if unit == "बजे":
        found = _time(match, int(value), 0)
        return found.kind, found.readings, found.value
    return *READINGS["percent"](value), value


def _value(written: str) -> Number:
    """The value of a numeral: "2 लाख 50 हजार", "साढे तीन सौ"."""
    total: Number = 0
    current: Number = 0
    added: Number = 0
    last = 0  # the unit before, where nothing stands between
    for word in re.findall(rf"[\d.,]+|[{_LETTER}]+", _plain(written)):
        unit = _UNITS.get(word, 0)
        if not unit:
            if word in _ADDED:
                added = _ADDED[word]
                continue
            current += added + (_MIXED.get(word) or (decimal(word) if word[0].isdigit() else _below_100()[word]))
        elif last > 10**3 and not current:  # लाख करोड
            total *= unit
        else:
            current = (current or 1) + added  # सवा लाख
            total, current = (total, current * unit) if unit == 10**2 else (total + current * unit, 0)
        added, last = 0, unit
    return whole(total + (current or bool(added)) + added)


def write(value: Number, like: str) -> str:
    """A number as Hindi news writes it: in figures by lakh and crore or, up to ten and if `like` is, in words."""
    if value in range(11) and not any(map(str.isdecimal, like)):
        return next(word for word, number in _below_100().items() if number == value)
    for name in ("करोड़", "लाख"):
        scaled = Fraction(value) / _UNITS[_plain(name)]
        if scaled >= 1 and (scaled * 100).denominator == 1:
            return digits_as(like, f"{float(scaled):.2f}".rstrip("0").rstrip(".") + f" {name}")
    if not isinstance(value, int):
        return digits_as(like, f"{float(value):g}")
    head, tail = divmod(value, 1000)
    groups = [f"{tail:03}"] if head else [str(tail)]
    while head:
        head, group = divmod(head, 100)
        groups.insert(0, f"{group:02}" if head else str(group))
    return digits_as(like, ",".join(groups))
