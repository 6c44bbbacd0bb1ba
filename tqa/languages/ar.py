"""Arabic: the quantities of a text, in digits of either kind and in words, with their genders, cases, duals and what is
joined to them ("٣٫٥ ملايين", "بثلاثة آلاف وخمسمئة", "يومان", "القرن الحادي والعشرين").
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from tqa import Quantity, Span
from tqa.languages.values import (
    HALF,
    HALVES,
    RACE,
    READINGS,
    afternoon,
    any_of,
    by_group,
    code,
    date,
    decimal,
    digits_as,
    named,
    numbered,
    plain,
    race,
    scan,
    slashed,
    time,
    whole,
)
from tqa.text import kept, regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tqa import QuantityKind, Text

    Number = int | Fraction

_FOLDED = str.maketrans("أإٱىة", "ااايه") | {
    **{zero + n: str(n) for zero in (ord("٠"), ord("۰")) for n in range(10)},
    **dict(zip(map(ord, "٫٬٪"), ".,%", strict=True)),
}
"""Letters that are written in more than one way, digits and marks; all words below are in this spelling."""

_ONES = numbered(
    """1: واحد, واحده, احد, احدي; 2: اثنان, اثنين, اثنتان, اثنتين, اثنا, اثني, اثنتا, اثنتي; 3: ثلاثه, ثلاث; 4:
    اربعه, اربع; 5: خمسه, خمس; 6: سته, ست; 7: سبعه, سبع; 8: ثمانيه, ثماني, ثمان; 9: تسعه, تسع"""
)
_TEN = numbered("10: عشر, عشره")
_TENS = numbered(
    """20: عشرون, عشرين; 30: ثلاثون, ثلاثين; 40: اربعون, اربعين; 50: خمسون, خمسين; 60: ستون, ستين; 70: سبعون,
    سبعين; 80: ثمانون, ثمانين; 90: تسعون, تسعين"""
)
_HUNDRED = numbered("100: مئه, مائه")
_HUNDREDS = _HUNDRED | numbered(
    """200: مئتان, مئتين, مائتان, مائتين, مئتا, مئتي, مائتا, مائتي; 300: ثلاثمئه, ثلاثمائه; 400: اربعمئه, اربعمائه;
    500: خمسمئه, خمسمائه; 600: ستمئه, ستمائه; 700: سبعمئه, سبعمائه; 800: ثمانمئه, ثمانمائه; 900: تسعمئه, تسعمائه"""
)
_SCALES = numbered(
    """1000: الف, الفا, آلاف, الاف; 1000000: مليون, مليونا, ملايين; 1000000000: مليار, مليارا, مليارات, بليون;
    1000000000000: تريليون, تريليونا, تريليونات"""
)
_DUAL_SCALES = numbered(
    """2000: الفان, الفين, الفا, الفي; 2000000: مليونان, مليونين, مليوني; 2000000000: ملياران, مليارين, ملياري;
    2000000000000: تريليونان, تريليونين"""
)
_ROUND = numbered("10: عشرات; 100: مئات; 1000: آلاف, الاف; 1000000: ملايين; 1000000000: مليارات")
"""Words that name no exact number where they stand alone."""
_ORDINALS = numbered(
    """1: اول, اولي, حادي, حاديه; 2: ثاني, ثانيه; 3: ثالث, ثالثه; 4: رابع, رابعه; 5: خامس, خامسه; 6: سادس, سادسه;
    7: سابع, سابعه; 8: ثامن, ثامنه; 9: تاسع, تاسعه; 10: عاشر, عاشره"""
)
_PARTS = named("1/2: نصف; 1/3: ثلث; 2/3: ثلثا, ثلثي, ثلثان, ثلثين; 1/4: ربع; 3/4: ثلاثه ارباع")
_DUALS = named(
    """d: يومان, يومين; wk: اسبوعان, اسبوعين; mo: شهران, شهرين; yr: عامان, عامين, سنتان, سنتين; h: ساعتان, ساعتين;
    min: دقيقتان, دقيقتين; : مرتان, مرتين, شخصان, شخصين, رجلان, رجلين, امراتان, امراتين, طفلان, طفلين, جنديان,
    جنديين, شرطيان, شرطيين, دولتان, دولتين, بلدين, مدينتان, مدينتين, طائرتان, طائرتين, سيارتان, سيارتين, شركتان,
    شركتين, جانبان, جانبين, طرفان, طرفين, هدفان, هدفين, حزبان, حزبين, مرحلتان, مرحلتين, جولتان, جولتين, قتيلان,
    قتيلين, جريحان, جريحين"""
)
_MONTHS = numbered(
    """1: يناير, كانون الثاني, جانفي; 2: فبراير, شباط, فيفري; 3: مارس, آذار, اذار; 4: ابريل, نيسان, افريل; 5: مايو,
    ايار; 6: يونيو, يونيه, حزيران; 7: يوليو, يوليه, تموز, جويليه; 8: اغسطس, آب, اوت, غشت; 9: سبتمبر, ايلول,
    شتنبر; 10: اكتوبر, تشرين الاول; 11: نوفمبر, تشرين الثاني, نونبر; 12: ديسمبر, كانون الاول, دجنبر"""
)
_WEEKDAYS = numbered("1: اثنين; 2: ثلاثاء; 3: اربعاء; 4: خميس; 5: جمعه; 6: سبت; 7: احد")
_DECADES = numbered(
    """20: عشرينيات, عشرينات; 30: ثلاثينيات, ثلاثينات; 40: اربعينيات, اربعينات; 50: خمسينيات, خمسينات; 60: ستينيات,
    ستينات; 70: سبعينيات, سبعينات; 80: ثمانينيات, ثمانينات; 90: تسعينيات, تسعينات"""
)
_MONEY = named(
    """USD: دولار, دولارا, دولارات, دولار امريكي, دولار اميركي; EUR: يورو; GBP: جنيه استرليني, جنيها استرلينيا;
    EGP: جنيه مصري, جنيها مصريا; SAR: ريال سعودي, ريالا سعوديا; AED: درهم اماراتي; MAD: درهم مغربي; KWD: دينار
    كويتي; IQD: دينار عراقي; JOD: دينار اردني; DZD: دينار جزائري; TND: دينار تونسي; LYD: دينار ليبي; TRY: ليره
    تركيه; SYP: ليره سوريه; LBP: ليره لبنانيه; JPY: ين; CNY: يوان, يوانا; RUB: روبل, روبلا; INR: روبيه; ILS:
    شيكل, شيكلا, شيقل; CHF: فرنك سويسري; : جنيه, جنيها, جنيهات, ريال, ريالا, ريالات, درهم, درهما, دراهم, دينار,
    دينارا, دنانير, ليره, ليرات, فرنك"""
)
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "", "₪": "ILS"}
_MEASURES = named(
    """km: كيلومتر, كيلومترا, كيلومترات, كلم, كم; m: متر, مترا, امتار; cm: سنتيمتر, سنتيمترا, سم; mm: ملم; km²:
    كيلومتر مربع, كيلومترا مربعا, كلم مربع; m²: متر مربع, مترا مربعا; ha: هكتار, هكتارا, هكتارات; t: طن, طنا,
    اطنان; kg: كيلوغرام, كيلوغراما, كيلوغرامات, كيلوجرام, كغ, كجم; g: غرام, غراما, جرام; l: لتر, لترا; bbl:
    برميل, برميلا, براميل; mi: ميل, ميلا, اميال; ft: قدم, قدما, اقدام; MW: ميغاوات, ميجاوات; GW: غيغاوات,
    جيغاوات, جيجاوات; h: ساعه, ساعات; min: دقيقه, دقائق; s: ثانيه, ثوان, ثواني; d: يوم, يوما, ايام; wk: اسبوع,
    اسبوعا, اسابيع; mo: شهر, شهرا, اشهر, شهور; yr: عام, عاما, اعوام, سنه, سنوات, سنين; cent: سنت, سنتا, سنتات"""
)
_VALUES = _ONES | _TEN | _TENS | _HUNDREDS | _DUAL_SCALES

_LETTER = "ء-ي\u064b-\u0652"
_END = f"[\u064b-\u0652]?(?![{_LETTER}])"
_JOINED = "[وف]?[بلك]?"
"""And, then; with, to, as: one letter each, joined to the word."""
_D = r"\d+(?:,\d{3})*(?:\.\d+)?(?!\d)"


def _words(words: Iterable[str]) -> str:
    return f"(?:{any_of(words)}){_END}"


def _number() -> str:
    """A pattern of numbers: "12 ألفا و500", "مليون ومئتا ألف", "ثلاثة وعشرون"."""
    ones, tens = _words(_ONES), _words(_TENS)
    two_digits = f"(?:{ones} (?:{_words(_TEN)}|و{tens})|{tens}|{_words(_TEN)})"
    hundreds = f"(?:{ones} {_words(_HUNDRED)}|{_words(_HUNDREDS)})(?: و(?:{two_digits}|{ones}))?"
    below_1000 = f"(?:{hundreds}|{two_digits}|{ones})"
    of_scale = rf"(?:(?:{_D}\)?|{below_1000}) ?{_words(_SCALES)}|{_words(_DUAL_SCALES)})"
    scale = f"(?:{of_scale}|{_words(('الف', 'مليون', 'مليار', 'تريليون'))})"
    rest = rf"(?: و ?(?:{hundreds}|{two_digits}|\d{{3}}(?![\d.,%])))?"
    return f"(?:{scale}(?: و ?{of_scale})*(?: و(?P<and_half>نصف){_END}|{rest})|{below_1000}|{_D})"


_PERCENT = rf" ?(?P<percent>%)| (?P<percent_word>(?:في |ب)(?:ال)?(?:مئه|مائه)){_END}"
_DAYTIME = "(?P<{}daytime> (?:صباحا|فجرا|مساء|ظهرا|عصرا|ليلا|من مساء|من صباح|بعد الظهر)[\u064b-\u0652]?(?![ء-ي]))?"
_AFTER = (
    rf"{_PERCENT}| (?P<points>نقطه مئويه|نقاط مئويه){_END}"
    rf"| (?P<basis>نقطه اساس|نقاط اساس){_END}"
    rf"| (?P<multiple>اضعاف|ضعفا|ضعف){_END}| ?(?P<money>{_words(_MONEY)})| ?(?P<measure>{_words(_MEASURES)})"
    rf"|(?P<day>(?= (?:من )?(?:شهر )?{_words(_MONTHS)}))"
)
_APPROXIMATE = regex(
    r"(?:نحو|حوالي|قرابه|زهاء|ما يقرب من|ما يقارب|اكثر من|ازيد من|اقل من|ما لا يقل عن|علي الاقل|يتجاوز|تجاوزت?|تتجاوز"
    r"|فاقت?|يناهز|بالغه?) [$€£]?\Z"
)
_ABOUT_AFTER = regex(rf"[^،.؛\d]{{0,16}}? (?:علي الاقل|علي الاكثر|تقريبا|او اكثر|فما فوق){_END}")
_HOUR = regex(r"الساعه \Z")
_CENTURY = regex(r"(?:ال)?قرن(?:ين)? \Z")
_RANGE = regex(
    rf"(?: ?[-–] ?| الي | و ?| او )(?:{_D}) ?(?P<unit>%|(?:في |ب)(?:ال)?(?:مئه|مائه)|{any_of(_SCALES)}){_END}"
)
_BEFORE_YEAR = regex(rf"(?:عام|العام|سنه|السنه|عامي|منذ|حتي|خلال|بحلول|في|{any_of(_MONTHS)}),? \Z")


@cache
def _pattern() -> re.Pattern[str]:
    ordinal = _words(_ORDINALS)
    return re.compile(
        r"(?P<code>\d+(?:\.\d+){2,}|(?:(?<=[A-Za-z])|(?<=[A-Za-z][-‑–]))\d+(?:[-.]\d+)*[A-Za-z]*)"
        r"|(?P<iso>(?<![\d.-])(?:19|20)\d\d)[-/](?P<iso_month>1[0-2]|0?[1-9])[-/](?P<iso_day>3[01]|[12]\d|0?[1-9])(?!\d)"
        rf"|(?P<race>{RACE})"
        rf"|(?P<clock>(?<![\d:.])\d{{1,2}}):(?P<clock_minute>[0-5]\d)(?![\d:]){_DAYTIME.format('clock_')}"
        r"|(?P<over>(?<![\d/])\d{1,2})/(?P<under>\d{1,3})(?![\d/])"
        rf"|{_JOINED}(?:ال(?P<weekday>{_words(_WEEKDAYS)})|(?P<month>{_words(_MONTHS)})(?: ?/ ?{_words(_MONTHS)})?"
        rf"|(?P<two_points>نقطت[اي]ن مئويت[اي]ن)|(?:ال|ل)?(?P<dual>{_words(_DUALS)})"
        rf"|(?:ال|ل)?(?P<decade>{_words(_DECADES)})"
        rf"|(?:ال|ل)?(?P<part>{_words(_PARTS)})(?: (?P<part_scale>{_words(_SCALES)}))?"
        rf"|(?P<ordinal>(?:ال|ل)?{ordinal}(?: و(?:ال){_words(_TENS)}| {_words(_TEN)})?)"
        rf"(?: و(?P<past>النصف|الربع|الثلث|نصف|ربع|ثلث){_END})?{_DAYTIME.format('ordinal_')}"
        rf"|(?P<the>ال|ل)?(?P<number>{_number()})(?:{_AFTER})?{_DAYTIME.format('')}"
        rf"|(?:ال|ل)?(?P<round>{_words(_ROUND)})|(?P<double>ضعف|ضعفي|ضعفين|ضعفا){_END})"
    )


@cache
def _start() -> re.Pattern[str]:
    """Where a quantity can begin; what else a text has is passed over in one go."""
    words = (_VALUES, _SCALES, _ROUND, _ORDINALS, _PARTS, _DUALS, _MONTHS, _WEEKDAYS, _DECADES, {"ضعف": 2, "نقطت": 2})
    by_first: dict[str, set[str]] = {}
    for word in {word[:3] for listed in words for word in listed}:
        by_first.setdefault(word[0], set()).add(word[1:])
    begins = "|".join(f"{first}(?:{'|'.join(sorted(rests))})" for first, rests in sorted(by_first.items()))
    return re.compile(rf"\d|(?<![{_LETTER}]){_JOINED}(?:ال|ل)?(?:{begins})")


@kept
def quantities(text: Text) -> Sequence[Quantity]:
    """Every number in a text."""
    value = text.value.translate(_FOLDED).replace("\u064bا", "ا\u064b")
    starts = [match.start() for match in _start().finditer(value)]
    return scan(value, starts, _pattern(), _read)


def _plain(word: str) -> str:
    """A word as it is listed: without the mark of its case."""
    return word.rstrip("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")


def _clock(match: re.Match[str]) -> list[Quantity]:
    hour = _hour(int(match["clock"]), match["clock_daytime"])
    return [time(Span(match.start("clock"), match.end("clock_minute")), hour, int(match["clock_minute"]))]


def _weekday(match: re.Match[str]) -> list[Quantity]:
    return [Quantity(_WEEKDAYS[_plain(match["weekday"])], Span(*match.span("weekday")), "weekday")]


def _month(match: re.Match[str]) -> list[Quantity]:
    return [Quantity(_MONTHS[_plain(match["month"])], Span(*match.span("month")), "month")]


def _dual(match: re.Match[str]) -> list[Quantity]:
    return [Quantity(2, Span(*match.span("dual")), unit=_DUALS[_plain(match["dual"])])]


def _two_points(match: re.Match[str]) -> list[Quantity]:
    return [Quantity(2, Span(*match.span("two_points")), "points", unit_span=Span(*match.span("two_points")))]


def _decade(match: re.Match[str]) -> list[Quantity]:
    kind, readings = READINGS["decade"](value := _DECADES[_plain(match["decade"])])
    return [Quantity(value, Span(*match.span("decade")), kind, readings=readings)]


def _part(match: re.Match[str]) -> list[Quantity]:
    value: Number = Fraction(_PARTS[_plain(match["part"])])
    span = Span(match.start("part"), match.end())
    if match["part_scale"]:
        return [Quantity(whole(value * _SCALES[_plain(match["part_scale"])]), span)]
    readings = (*(HALVES if value == HALF else ()), whole(value * 100), value.numerator, value.denominator)
    return [Quantity(value, span, "fraction", readings=readings)]


def _ordinal(match: re.Match[str]) -> list[Quantity]:
    text, span = match.string, Span(*match.span("ordinal"))
    first, *more = (_plain(word.removeprefix("و").removeprefix("ال")) for word in match["ordinal"].split())
    value = _ORDINALS.get(first) or _ORDINALS[first.removeprefix("ل")]
    value += sum((_TEN | _TENS)[word] for word in more)
    if value in _CLOCK_HOURS and (match["ordinal_daytime"] or _HOUR.search(text, max(0, span.start - 7), span.start)):
        return [time(span, _hour(value, match["ordinal_daytime"]), _PAST.get((match["past"] or "")[-3:], 0))]
    if _CENTURY.search(text, max(0, span.start - 9), span.start):
        return [Quantity(value, span, "era", readings=READINGS["century"](value)[1])]
    return [Quantity(value, span, "day" if _DAY.match(text, span.end) else "ordinal")]


_CLOCK_HOURS = range(1, 13)
_PAST = {"نصف": 30, "ربع": 15, "ثلث": 20}
"""Minutes."""
_DAY = regex(rf" (?:من )?(?:شهر )?{_words(_MONTHS)}")


def _round(match: re.Match[str]) -> list[Quantity]:
    return [Quantity(_ROUND[_plain(match["round"])], Span(*match.span("round")), "name", approximate=True)]


def _double(match: re.Match[str]) -> list[Quantity]:
    return [Quantity(2, Span(*match.span("double")), "multiple", readings=READINGS["multiple"](2)[1])]


def _hour(hour: int, daytime: str | None) -> int:
    """Of twenty-four; what is at night (ليلا) is before and after midnight."""
    if daytime and any(late in daytime for late in ("مساء", "عصر", "ظهر", "ليل")):
        return afternoon(hour, 6 if "ليل" in daytime else 0)
    return hour


def _counted(match: re.Match[str]) -> list[Quantity]:
    text, (start, end), written = match.string, match.span("number"), match["number"]
    value = _value(written)
    about = (
        _APPROXIMATE.search(text, max(0, match.start() - 18), match.start()) is not None
        or _ABOUT_AFTER.match(text, end, end + 40) is not None
    )
    if value in range(25) and (match["daytime"] or _HOUR.search(text, max(0, match.start() - 7), match.start())):
        return [time(Span(start, end), _hour(int(value), match["daytime"]), about=about)]
    kind, readings, unit = _meant(match, value)
    if kind == "number" and not unit and (following := _RANGE.match(text, end, end + 30)):
        kind, readings, value = _shared(match, value, following["unit"])
    group = next((group for group in _UNIT_GROUPS if match[group]), None)
    place = Span(*match.span(group)) if group else None
    return [Quantity(value, Span(start, end), kind, unit, about, readings, place)]


_UNIT_GROUPS = ("money", "measure", "percent", "percent_word", "points", "basis")
_read = by_group(
    {
        "number": _counted,
        "ordinal": _ordinal,
        "month": _month,
        "weekday": _weekday,
        "dual": _dual,
        "two_points": _two_points,
        "decade": _decade,
        "part": _part,
        "round": _round,
        "double": _double,
        "code": code,
        "iso": date("iso", "iso_month", "iso_day"),
        "race": race,
        "clock": _clock,
        "over": slashed,
    }
)


def _meant(match: re.Match[str], value: Number) -> tuple[QuantityKind, tuple[Number, ...], str]:
    """By what stands before and after a number: its kind, what else it may be, and its unit."""
    text, start = match.string, match.start()
    before = text[start - 1 : start]
    for group in ("points", "basis", "multiple"):
        if match[group]:
            return *READINGS[group](value), ""
    if match["percent"] or match["percent_word"] or before == "%":
        return *READINGS["percent"](value), ""
    if match["money"]:
        return "money", (), _MONEY[_plain(match["money"])]
    if before in _SIGNS:
        return "money", (), _SIGNS[before]
    if _CENTURY.search(text, max(0, start - 9), start):
        return *READINGS["century"](value), ""
    if match["the"] and match["number"] in _TENS:
        return "ordinal", (), ""
    if match["day"] is not None and value in range(1, 32):
        return "day", (), ""
    unit = _MEASURES.get(_plain(match["measure"] or ""), "")
    if not unit and _YEAR.fullmatch(match["number"]) and _BEFORE_YEAR.search(text, max(0, start - 16), start):
        return "year", (), ""
    return "number", (value * 12,) if unit == "yr" else (), unit


_YEAR = regex("(?:1[5-9]|2[01])[0-9]{2}")


def _shared(match: re.Match[str], value: Number, unit: str) -> tuple[QuantityKind, tuple[Number, ...], Number]:
    """What a number stands for that shares the unit of the one after it: "من 3 إلى 5 ملايين"."""
    scale = _SCALES.get(_plain(unit))
    if scale is None:
        return *READINGS["percent"](value), value
    if _plain(match["number"].split()[-1]) in _SCALES:
        return "number", (), value
    return "number", (value,), whole(value * scale)


def _value(written: str) -> Number:
    """The value of a numeral: "12 الفا و500", "مليون ومئتا الف"."""
    total: Number = 0
    current: Number = 0
    scale = 1
    for token in re.findall(rf"\d[\d.,]*|[{_LETTER}]+", written):
        word = _plain(token)
        if word[0] == "و" and word not in _VALUES:
            word = word[1:]
        if word in _HUNDRED and current in range(3, 10):
            current *= 100
        elif word in _SCALES and (current or word not in _DUAL_SCALES):
            scale = _SCALES[word]
            total, current = total + (current or 1) * scale, 0
        elif word == "نصف":
            current = Fraction(scale, 2)
        elif word:
            current += decimal(word) if word[0].isdigit() else _VALUES[word]
    return whole(total + current)


def write(value: Number, like: str) -> str:
    """A number as Arabic news writes it, in the digits of `like`, or up to ten and if `like` is, in words."""
    if value in range(11) and not any(map(str.isdecimal, like)):
        return "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split()[int(value)]
    for unit, one, many in ((10**12, "تريليون", "تريليونات"), (10**9, "مليار", "مليارات"), (10**6, "مليون", "ملايين")):
        scaled = Fraction(value) / unit
        if scaled >= 1 and (scaled * 1000).denominator == 1:
            name = many if 3 <= scaled <= 10 else one
            return _marked(digits_as(like, f"{float(scaled):.3f}".rstrip("0").rstrip(".")), like) + f" {name}"
    return _marked(digits_as(like, plain(value)), like)


def _marked(figures: str, like: str) -> str:
    """With the marks that go with Arabic-Indic digits, if they are."""
    indic = any("٠" <= c <= "٩" for c in like)
    return figures.translate(str.maketrans(".,", "٫٬")) if indic else figures
