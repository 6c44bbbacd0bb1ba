"""Chinese: the quantities of a text, in digits, numerals or both ("1.7万", "3至5万", "百分之三十", "两成半")."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tqa import Quantity, Span
from tqa.languages.han import DIGITS, UNITS, Numeral, parse
from tqa.languages.values import RACE, READINGS, afternoon, any_of, code, date, in_name, race, scan, time, whole
from tqa.text import kept, regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tqa import QuantityKind, Text

    Number = int | Fraction

_ASCII = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_WIDE = regex("[０-９％]")

_D = r"\d+(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_ONES = "".join(DIGITS)
_HAN = _ONES + "".join(UNITS)
_BIG = "[十百千万萬亿億兆]"
_NUMBER = (  # atomic, for what follows is in none of its parts, and trying all ways to part it takes for ever
    rf"(?>(?:(?:{_D})|[{_HAN}]+(?:点[零〇一二三四五六七八九]+(?![分钟刻整点]))?)"
    rf"(?:[多余餘几来]?(?:(?<=\d)\s)?{_BIG}+(?:\d{{1,4}}(?![\d年月日])|(?:{_D})(?={_BIG})|[{_HAN}]+)?)*)"
)
_NAMES = Path(__file__).with_name("data") / "chinese-numeral-idioms.txt"

_ROUND = frozenset("百千万萬亿億兆")
_SOME = frozenset("几数數好幾初")
"""After them, or of round ones alone, a numeral names no number: "数百", "千难万险", "初五"."""

_MONEY = {
    "元": "CNY", "块钱": "CNY", "人民币": "CNY", "美元": "USD", "美金": "USD", "欧元": "EUR", "日元": "JPY",
    "日圆": "JPY", "英镑": "GBP", "英鎊": "GBP", "港元": "HKD", "港币": "HKD", "韩元": "KRW", "卢布": "RUB",
    "卢比": "INR", "印尼盾": "IDR", "迪拉姆": "AED", "谢克尔": "ILS", "澳元": "AUD", "加元": "CAD", "新元": "SGD",
    "坡币": "SGD", "新台币": "TWD", "台币": "TWD", "新西兰元": "NZD", "瑞士法郎": "CHF", "瑞郎": "CHF", "泰铢": "THB",
    "越南盾": "VND", "比索": "PHP", "雷亚尔": "BRL", "里拉": "TRY", "兰特": "ZAR", "林吉特": "MYR", "令吉": "MYR",
    "马币": "MYR", "澳门元": "MOP",
}  # fmt: skip
_YUAN_OF = ("人民币", "新台币", "台币", "港币", "马币", "坡币", "美金")
"""May stand before a sum in 元, or after it, and say which."""
_MONEY |= {"元" + name: _MONEY[name] for name in _YUAN_OF}

_MEASURES = {
    "公里": "km", "千米": "km", "米": "m", "厘米": "cm", "公分": "cm", "毫米": "mm", "微米": "μm", "纳米": "nm",
    "里": "li", "华里": "li", "尺": "chi", "海里": "nmi", "英里": "mi", "英尺": "ft", "英寸": "in", "光年": "ly",
    "平方公里": "km²", "平方千米": "km²", "平方米": "m²", "平方厘米": "cm²", "平方英里": "sq mi", "平方英尺": "sq ft",
    "公顷": "ha", "亩": "mu", "畝": "mu", "英亩": "ac", "立方米": "m³", "立方厘米": "cm³", "升": "l", "毫升": "ml",
    "加仑": "gal", "桶": "bbl", "吨": "t", "噸": "t", "公吨": "t", "公斤": "kg", "千克": "kg", "克": "g", "毫克": "mg",
    "微克": "μg", "斤": "jin", "磅": "lb", "盎司": "oz", "千瓦": "kW", "兆瓦": "MW", "吉瓦": "GW", "千瓦时": "kWh",
    "千瓦小时": "kWh", "度电": "kWh", "兆瓦时": "MWh", "摄氏度": "°C", "℃": "°C", "°C": "°C", "华氏度": "°F", "℉": "°F",
    "小时": "h", "钟头": "h", "分钟": "min", "秒": "s", "秒钟": "s", "天": "d", "周": "wk", "星期": "wk", "礼拜": "wk",
    "个月": "mo", "余年": "yr", "多年": "yr", "岁": "yr", "周岁": "yr", "毛": "jiao", "分钱": "fen",
    "km": "km", "m": "m", "cm": "cm", "mm": "mm", "kg": "kg",
}  # fmt: skip
_NOT_MEASURES = {
    "米": "兰其饭粉线黄面糕", "里": "程约面", "尺": "寸", "克": "拉里服隆制", "升": "至到级格温降值幅学任息破势入",
    "周": f"年岁边围末报刊{_ONES[1:8]}日", "天": "然空津安堂下生才气平台猫河坛地王", "磅": "秤礴", "桶": "装",
    "岁": "月末", "毛": "主泽",
}  # fmt: skip
"""What a character of another word follows."""


def _behind(word: str) -> str:
    """What must not follow a measure, for it would be another word."""
    return "(?![A-Za-z])" if word.isascii() else f"(?![{_NOT_MEASURES[word]}])" if word in _NOT_MEASURES else ""


# What follows a number and says its kind; the first that matches.
_AFTER = (
    r"(?P<points>个百分点|個百分點)|(?P<basis>个?基点)|(?P<percent>\s?%)|(?P<multiple>倍)|(?P<century>世纪|世紀)"
    rf"|(?P<tenths>成(?![为立都功本员人长交果绩份分就熟])(?P<more>[{_ONES}半])?)"
    r"|(?P<half>[个年天倍]半|小时半)|(?P<decade>年代|后(?=[，。、的女男生一员青小]))"
    r"|(?P<month>月)(?!均)|(?P<day>[日号])(?![线楼院馆令]|文件)|(?P<year>年)(?![级纪])"
    r"|(?P<hour>[时時](?![代候期段间常而髦空光差])|[点點](?![五零钟燃评名击赞、，])钟?)"
    r"(?:(?P<minute>\d{1,2}|[零〇一二三四五十]{1,3})分|(?P<part>半|一刻|三刻))?"
    rf"|\s?(?:[多余餘]|几(?=[{_ONES[2:]}名人个万千天年次位家]))?(?:[个多亿]\s?)?"
    rf"(?P<money>{any_of(_MONEY)})(?![素首月旦宵老器])"
    rf"|\s?[多余餘]?个?(?P<measure>{any_of(_MEASURES, _behind)})"
)
_AFTER_BEGINS = "个個基%倍世成小年天后月日号时時点點多余餘几亿" + "".join({name[0] for name in (*_MONEY, *_MEASURES)})
_AFTER = rf"(?=[\s{_AFTER_BEGINS}])(?:{_AFTER})"  # which most numbers do not have
_APPROXIMATE = regex(
    r"(?:约|約|近|超|超过|超過|逾|大约|将近|至少|最多|达到?约|不到|不足|接近|大概|左右|高达|突破|超出)(?:有|为|達|达)?\s?\Z"
)
_BEFORE = frozenset("约約近超过過逾将少多达到足概右出有为達 ")
"""The last characters of what says that a number is approximate."""
_AND_MORE = frozenset("多余餘来")
_ABOUT = frozenset("左上以")
_ABOUT_AFTER = regex(r"[^\s，。；、\d]{0,3}(?:左右|上下|以上|以下|以内)")
"""Behind a number that is approximate; what it has one of."""
_AFTERNOON = regex(r"(?:下午|晚上?|傍晚|夜里|夜间|当晚)\s?\Z")
_WEEKDAY = (  # not "每周三次", "两周一次"
    r"(?:星期|礼拜|禮拜)(?P<weekday>[一二三四五六日天])"
    rf"|(?<![{_HAN}几\d])周(?P<week>[一二三四五六日])(?![{_ONES}十百千万天日年岁月次个名人遍场期届种项])"
)
_RANGE = regex(
    rf"\s?(?:至|到|[-－—~～–])\s?(?:{_D}|[{_ONES}十]+)([百千万萬亿億兆]+|%|[个個]百分[点點]|成|月|日|年(?!级))"
)


_TO = frozenset("至到-－—~～–")
"""What stands between the numbers of a range."""


@cache
def _names() -> Sequence[str]:
    lines = _NAMES.read_text("utf-8").splitlines()
    return [name for line in lines if line[:1] != "#" for name in line.split()]


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        # Most are Han characters, or figures that none of these marks follow.
        r"(?=[A-Za-z\u2160-\u216b]|\d+[.:：A-Za-z]|\d{6})(?:"
        r"(?P<code>\d+(?:\.\d+){2,}|\d{6}(?:\.[A-Z]{2})?(?![\d.,万亿人元名])"
        r"|(?<![A-Za-z])[A-Za-z]+[-－—‑]?\d+(?:[-.]\d+)*[A-Za-z]*|\d+[A-Za-z]+(?<!\d[kKmM])(?<!km)(?<!kg)(?<!cm)(?<!mm))"
        rf"|(?P<race>{RACE})"
        rf"|(?P<clock>(?<![\d:：.])\d{{1,2}})[:：](?P<clock_minute>[0-5]\d)(?![\d:：])"
        r"|(?P<roman>[\u2160-\u216b]|(?<![A-Za-z])(?:I{1,3}|IV|VI{0,3}|IX|XI{0,2})(?![A-Za-z])))"
        rf"|{_WEEKDAY}|(?P<name>{any_of(_names())})"
        r"|(?P<date>(?<![\d.-])(?:19|20)\d\d)[-/.](?P<date_month>1[0-2]|0?[1-9])"
        r"[-/.](?P<date_day>3[01]|[12]\d|0?[1-9])(?!\d)"
        rf"|(?:(?=[\d,.点多余餘几来\s{_HAN}]+分之)(?P<part_of>{_NUMBER})分之)?(?P<ordinal>第)?(?P<number>{_NUMBER})(?!分之)(?:{_AFTER})?"
        rf"|(?P<half_of>半)(?=个?(?:小时|[年月天日数世]|个世纪|数|价))"
    )


@cache
def _starts() -> re.Pattern[str]:
    """What a match may begin with: looked for first, which takes a fifth of the time. Of letters and figures that stand
    together the first, and what begins but idioms with a character that is the second of any of them."""
    numerals = f"{_HAN}第半周星礼禮\u2160-\u216b"
    idioms = [name for name in _names() if name[0] not in numerals]
    begin, follow = ("".join({name[at] for name in idioms}) for at in (0, 1))
    return re.compile(rf"[\dA-Za-z{numerals}{begin}](?:(?<=[\dA-Za-z])[\dA-Za-z]*|(?<![{begin}])|(?=[{follow}]))")


@kept
def quantities(text: Text) -> Sequence[Quantity]:
    """Every number in a text."""
    return _quantities(text.value)


@lru_cache(1 << 10)  # a source comes again beside each of its translations, and in a translation memory
def _quantities(value: str) -> Sequence[Quantity]:
    starts = [match.start() for match in _starts().finditer(value)]
    if not starts:
        return ()
    if _WIDE.search(value):
        value = value.translate(_ASCII)
    out = scan(value, starts, _pattern(), _read)
    if lunar := {match.end() for match in _LUNAR.finditer(value)} if "历" in value else ():
        near = (lunar.isdisjoint(range(q.span.start - 6, q.span.start + 1)) for q in out)
        out = [q if apart else q._replace(kind="name") for q, apart in zip(out, near, strict=True)]
    return tuple(out)


_LUNAR = regex("[农阴旧]历")
"""A date after it is in no other calendar."""


_SHARED: dict[str, QuantityKind] = {"%": "percent", "月": "month", "日": "day", "年": "year"}


def _name(match: re.Match[str]) -> list[Quantity]:
    first, *others = _named(match[0])
    return [Quantity(first, Span(*match.span()), "name", readings=tuple(others))]


def _roman(match: re.Match[str]) -> list[Quantity]:
    return [Quantity(_roman_value(match["roman"]), Span(*match.span()), "name")]


def _clock(match: re.Match[str]) -> list[Quantity]:
    return [_time(match, int(match["clock"]), int(match["clock_minute"]), match.start(), match.end())]


def _weekday(match: re.Match[str]) -> list[Quantity]:
    return [Quantity(DIGITS.get(match[0][-1]) or 7, Span(*match.span()), "weekday")]


def _half(match: re.Match[str]) -> list[Quantity]:
    halves = (6, 30, 15, 12, 50)  # months, minutes, days, hours, years
    return [Quantity(Fraction(1, 2), Span(*match.span()), "fraction", readings=halves)]


def write(value: Number, like: str) -> str:
    """A number as Chinese news writes it, in figures or in numerals as `like` is."""
    if value in range(11) and not any(c.isdigit() and c.isascii() for c in like):
        return "零一二三四五六七八九十"[int(value)]
    for unit, char in ((10**8, "亿"), (10**4, "万")):
        scaled = Fraction(value) / unit
        if scaled >= 1 and (scaled * 10**4).denominator == 1:
            return f"{float(scaled):.4f}".rstrip("0").rstrip(".") + char
    return str(value) if isinstance(value, int) else f"{float(value):g}"


def _roman_value(numeral: str) -> int:
    if len(numeral) == 1 and numeral > "\u215f":
        return ord(numeral) - 0x215F
    values = ["IVX".index(c) for c in numeral]
    worth = (1, 5, 10)
    return sum(-worth[v] if v < max(values[n:]) else worth[v] for n, v in enumerate(values))


@lru_cache(1 << 10)
def _named(name: str) -> Sequence[Number]:
    """The numbers in an idiom that a translation may name."""
    if digits := in_name(name):  # 180度
        return digits
    return [value for run in _HAN_RUN.findall(name) for value in (parse(run).value, *map(_digit, run))] or [2]  # 双


def _digit(char: str) -> int:
    return DIGITS.get(char) or UNITS.get(char, 0)


def _time(match: re.Match[str], hour: int, minute: int, start: int, end: int) -> Quantity:
    late = _AFTERNOON.search(match.string, max(0, start - 4), start)
    return time(Span(start, end), afternoon(hour) if late else hour, minute)


class _Counted(NamedTuple):
    """What a number stands for, by its own words and those that say its kind; places from where these begin."""

    value: Number
    also: tuple[Number, ...]
    kind: QuantityKind
    unit: str
    about: bool
    start: int
    end: int
    """Of the numeral, without what it is counted in."""
    place: tuple[int, int] | None
    """Of what it is counted in."""
    form: str
    """What makes it one whose meaning hangs on what stands around it, too."""


_KNOWN: dict[tuple[str, str | None], _Counted] = {}
"""Of numbers that were met before."""
_MANY = 1 << 14


def _counted(match: re.Match[str]) -> tuple[Quantity]:
    key = match[0], match.lastgroup
    known = _KNOWN.get(key)
    if known is None:
        if len(_KNOWN) >= _MANY:
            _KNOWN.clear()
        known = _KNOWN[key] = _alone(match)
    value, also, kind, unit, about, first, last, place, form = known
    text, at = match.string, match.start()
    start, end = at + first, at + last
    before, after = text[start - 1 : start], text[end : end + 5]
    about = (
        about
        or after[:1] in _AND_MORE
        or (not _ABOUT.isdisjoint(after) and _ABOUT_AFTER.match(text, end) is not None)
        or (before in _BEFORE and _APPROXIMATE.search(text, max(0, start - 5), start) is not None)
    )
    span = Span(start, end)
    if form == "part":
        return (Quantity(value, span, kind, "", about, also),)
    if form == "round" or before in _SOME:
        numeral = parse(match["number"], elliptic=True)
        return (Quantity(numeral.value, span, "name", "", True, numeral.also),)
    if form == "hour":
        minute = parse(match["minute"]).value if match["minute"] else _PARTS.get(match["part"], 0)
        found = _time(match, int(value), int(minute), start, match.end())
        return (found._replace(readings=(*found.readings, *also), approximate=about),)
    if kind == "number" and after.lstrip()[:1] in _TO and (following := _RANGE.match(text, end)):
        value, also, kind = _shared(match["number"], _Meant(value, also, kind), following[1])
    if form == "yuan" or (before in _BEFORE_MONEY and kind != "money"):
        unit = _currency(text, start, match["money"])
        kind = "money" if unit else kind
    elif kind not in ("number", "money"):
        unit = ""
    elif form == "half" and (half := _AFTER_HALF.match(text, match.end())):
        unit = _MEASURES[half[0]]
    return (Quantity(value, span, kind, unit, about, also, place and Span(at + place[0], at + place[1])),)


def _alone(match: re.Match[str]) -> _Counted:
    numeral, at = parse(match["number"], elliptic=True), match.start()
    start, end = match.start("number") - at, match.end("number") - at
    if under := match["part_of"]:
        value, also, kind = _part(numeral, parse(under).value)
        return _Counted(value, also, kind, "", numeral.about, 0, end, None, "part")
    if match["hour"] and isinstance(numeral.value, int) and numeral.value <= 24:
        return _Counted(numeral.value, numeral.also, "time", "", numeral.about, start, end, None, "hour")
    value, also, kind = _by_unit(match, numeral)
    unit, form = "", "round" if _ROUND.issuperset(match["number"]) else ""
    if kind == "money":
        unit, form = _MONEY[match["money"]], form or ("yuan" if match["money"] == "元" else "")
    elif kind == "number":
        unit = _measure(match)
        form = form or ("half" if match["half"] and not unit else "")
    group = match.lastgroup
    place = (match.start(group) - at, match.end(group) - at) if group in _UNIT_GROUPS else None
    return _Counted(value, also, kind, unit, numeral.about, start, end, place, form)


def _read(match: re.Match[str]) -> Iterable[Quantity]:
    return _READ.get(match.lastgroup or "", _counted)(match)


_READ: dict[str, Callable[[re.Match[str]], Iterable[Quantity]]] = {
    "code": code,
    "name": _name,
    "roman": _roman,
    "race": race,
    "clock_minute": _clock,
    "date_day": date("date", "date_month", "date_day"),
    "weekday": _weekday,
    "week": _weekday,
    "half_of": _half,
}
"""By the last group that matched; all others are of counted things."""


def _currency(text: str, start: int, name: str | None) -> str:
    """Of a number that a currency stands before, or 元 after."""
    named = _NAMED_BEFORE.search(text, max(0, start - 4), start)
    name = named[0].strip() if named and name in (None, "元") else name or ""
    if name == "元" and _OTHER_YUAN.search(text):
        return ""
    return _MONEY.get(name) or _SIGNS.get(name, "")


def _measure(match: re.Match[str]) -> str:
    """What a number counts, as far as its own words say."""
    if measure := match["measure"]:
        return _MEASURES[measure]
    if match["year"]:
        return "yr"
    return _HALVES.get(match["half"][0], "") if match["half"] else ""


_OTHER_YUAN = regex("新元|港元|港币|台币|澳元|加元|坡币|澳门元|令吉")
"""Where a text names one of them, 元 alone may stand for it."""
_UNIT_GROUPS = frozenset(("money", "measure", "percent", "points"))
_NAMED_BEFORE = regex(rf"(?:{'|'.join(_YUAN_OF)}|(?:US|HK|NT|[SAC])?\$|[¥￥€£])\s?\Z")
_BEFORE_MONEY = frozenset("币金$¥￥€£")
_SIGNS = {"$": "USD", "US$": "USD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "A$": "AUD", "C$": "CAD", "¥": "CNY"}
_SIGNS |= {"￥": "CNY", "€": "EUR", "£": "GBP"}
_HALVES = {"年": "yr", "天": "d", "小": "h"}
_AFTER_HALF = regex("小时|钟头|星期|礼拜")


_PARTS = {"半": 30, "一刻": 15, "三刻": 45}
"""Minutes past the hour."""


class _Meant(NamedTuple):
    """What a number stands for."""

    value: Number
    also: tuple[Number, ...]
    kind: QuantityKind = "number"


def _part(of: Numeral, under: Number) -> _Meant:
    if under == 100:
        return _Meant(of.value, of.also, "percent")
    value = whole(Fraction(of.value) / (under or 1))
    return _Meant(value, (whole(value * 100),), "fraction")


def _by_unit(match: re.Match[str], numeral: Numeral) -> _Meant:
    """By what stands before and after the number."""
    value, also = numeral.value, numeral.also
    if match["ordinal"]:
        return _Meant(value, also, "ordinal")
    if match.lastgroup in ("number", "measure"):
        return _Meant(value, also)
    if match["tenths"]:
        more = match["more"]
        tenths = value + (Fraction(1, 2) if more == "半" else Fraction(DIGITS.get(more, 0), 10))
        return _Meant(whole(tenths * 10), (whole(tenths), whole(tenths / 10), *(a * 10 for a in also)), "percent")
    if match["half"]:
        return _Meant(whole(value + Fraction(1, 2)), (value, value * 12 + 6))  # months
    if match["year"]:
        return _years(match["number"], value, also)
    if match["month"] or match["day"]:
        most: int = 12 if match["month"] else 31
        kind: QuantityKind = "month" if match["month"] else "day"
        return _Meant(value, also, kind if 1 <= value <= most else "number")
    if match["money"]:
        return _Meant(value, also, "money")
    for group in ("points", "basis", "percent", "multiple", "decade", "century"):
        if match[group]:
            kind, more_also = READINGS[group](value)
            return _Meant(value, (*also, *more_also), kind)
    return _Meant(value, also)


def _years(written: str, value: Number, also: tuple[Number, ...]) -> _Meant:
    """A year, or a number of years, which may also be said in months."""
    if len(written) == 4 and 1000 <= value < 2200 and isinstance(value, int):
        return _Meant(value, also, "year")
    short = (2000 + value, 1900 + value) if len(written) == 2 and written.isdigit() else ()
    return _Meant(value, (*also, *short, value * 12))


def _shared(written: str, meant: _Meant, unit: str) -> _Meant:
    """What a number stands for that shares the unit of the one after it: "3至5万"."""
    value, also, _ = meant
    if unit[0] in UNITS:
        if _ROUND.intersection(written):
            return meant
        scale = parse(unit).value
        return _Meant(whole(value * scale), (*also, value, *(whole(a * scale) for a in also)))
    if unit == "成":
        return _Meant(value * 10, (*also, value), "percent")
    return _Meant(value, also, _SHARED.get(unit, "points"))


_HAN_RUN = regex(rf"[{_HAN}]+")
