"""Korean: the quantities of a text, in digits, Sino-Korean and native numerals ("1조 2000억", "열두 시 반")."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from tqa import Quantity, Span
from tqa.languages.han import parse
from tqa.languages.values import (
    HALF,
    RACE,
    READINGS,
    afternoon,
    any_of,
    by_group,
    by_myriads,
    code,
    date,
    digits_as,
    half,
    named,
    numbered,
    part,
    plain,
    race,
    scan,
    slashed,
    time,
    whole,
    with_decimals,
)
from tqa.text import kept, regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tqa import QuantityKind, Text

    Number = int | Fraction

_HAN = str.maketrans("영공일이삼사오육륙칠팔구십백천만억조", "零零一二三四五六六七八九十百千万億兆", " ")
_UNITS = "십백천만억조"
_ONES = numbered("1: 한, 하나; 2: 두, 둘; 3: 세, 셋, 석; 4: 네, 넷, 넉; 5: 다섯; 6: 여섯; 7: 일곱; 8: 여덟; 9: 아홉")
_TENS = numbered("10: 열; 20: 스물, 스무; 30: 서른; 40: 마흔; 50: 쉰; 60: 예순; 70: 일흔; 80: 여든; 90: 아흔")
_WEEKDAYS = "월화수목금토일"
_MONEY = named(
    """KRW: 원; USD: 달러, 미국 달러; EUR: 유로; JPY: 엔; CNY: 위안; GBP: 파운드; INR: 루피; RUB: 루블; HKD: 홍콩달러,
    홍콩 달러; AUD: 호주달러, 호주 달러; CAD: 캐나다달러, 캐나다 달러; SGD: 싱가포르달러, 싱가포르 달러; TWD:
    대만달러, 대만 달러; CHF: 스위스프랑, 스위스 프랑; THB: 밧, 바트; VND: 동; : 페소; BRL: 헤알; TRY: 리라; ZAR:
    랜드; IDR: 루피아; AED: 디르함"""
)
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW", "¥": ""}
_MEASURES = named(
    """km: 킬로미터, ㎞, km; m: 미터, m; cm: 센티미터, ㎝, cm; mm: 밀리미터, ㎜, mm; km²: 제곱킬로미터, ㎢; m²:
    제곱미터, ㎡; ha: 헥타르, ㏊; ac: 에이커; mi: 마일; ft: 피트; in: 인치; yd: 야드; t: 톤, t; kg: 킬로그램, ㎏,
    kg; g: 그램; l: 리터, ℓ; bbl: 배럴; kW: 킬로와트; MW: 메가와트, ㎿; GW: 기가와트; h: 시간; min: 분간, 분; s:
    초간, 초; d: 일간, 일; wk: 주일, 주간; mo: 개월; yr: 년간; cent: 센트"""
)

_D = r"\d+(?:,\d{3})*(?:\.\d+)?(?!\d)"
_IN_FIGURES = rf"(?<=제)\d+|{_D}(?:[{_UNITS}]+(?!각)(?: ?(?:{_D}(?=[{_UNITS}])|\d{{1,4}}(?![\d.,년월일시분초%·])))?)*"
# What native numerals count; those of the second list only where a space is between.
_COUNTERS = (
    r"(?: ?(?:명|개(?!골)|번|살|시(?![적라름바])|가지|마리|차례|사람|군데|건)"
    r"| (?:대(?![표통기학한])|장(?![관군])|주(?!택)|분(?!기)|쪽|통|병|해|편|곳|골|달|배(?!우)"
    r"|채|쌍|척|권|자리|그루|송이|벌|켤레|잔"
    r"|끼|바퀴|팀|나라|종류|세트|단계|차원))"
)
_NATIVE = rf"(?:(?:{'|'.join(_TENS)})?(?:{'|'.join(_ONES)})|{'|'.join(_TENS)})"
_COUNTED_SINO = r" ?여|명|원|개|년|번|배|마리|가지|달러|곳|건|대|차례|킬로미터|미터|톤|만|억|조"

# What follows a number and says its kind; the first that matches.
_AFTER = (
    r" ?(?P<points>(?:%|퍼센트) ?포인트|% ?[pP](?![A-Za-z])|포인트)| ?(?P<percent>%|퍼센트|프로(?![가-힣]))"
    r"|(?P<tenths>할(?![인당머아수애리]))(?: ?(?P<more>\d)푼)?"
    r"| ?(?P<half>(?:년|개월|달|시간|주|배) ?반)(?![가-힣])"
    r"| ?(?P<multiple>배(?![럴우터당송치포열출상수기달경급심구식]))"
    r"|(?P<century> ?세기)|(?P<decade>년대|(?<=[1-9]0)대(?![로를의])(?! ?(?:국회|대통령|총선)))"
    r"| ?(?P<ordinal>번 ?째|위(?![원안반치])|등(?![급록장학교산기])|차(?![량례이선세종관원익])|째)"
    r"|(?P<month>월(?![급드요]))"
    r"|(?P<day>일(?![간째본반부정상차])"
    r"(?! ?(?:만에|동안|연속|이상|이내|앞두|뒤(?!늦)|전(?![국체세면직남북화날쟁문])|후(?![보반]))))"
    r"|(?P<year>년(?!간))"
    r"|(?P<hour> ?시(?!간|즌|리즈))(?: ?(?P<minute>\d{1,2})분| ?(?P<half_past>반)(?![가-힣]))?"
    rf"|여? ?(?:(?P<money>{any_of(_MONEY)})(?![유격작칙래료심생])(?:(?P<jeon>(?<=원)\d{{1,2}})전)?"
    rf"|(?P<measure>{any_of(_MEASURES)})(?![A-Za-z])(?P<split>(?<=초)\d{{1,2}}(?!\d))?)"
)
_APPROXIMATE = regex(r"(?:약|대략|최소|최대|최고|최저|거의|무려|적어도|많게는|적게는|줄잡아) ?[$€£₩]?\Z")
_ABOUT_AFTER = regex(
    r"여(?![가-힣])| ?[^\s,.\d]{0,4}? ?(?:이상|이하|미만|안팎|가량|정도|남짓|내외|초과|이내|쯤"
    r"|께|(?:을|를|이|가) ?(?:넘|웃도|웃돈))"
)
_LATE = regex(r"(?:오후|저녁|밤) ?\Z")
_RANGE = regex(
    rf" ?(?:[-~∼～–]|에서 ) ?(?:{_D}) ?"
    rf"(?P<unit>[{_UNITS}]+|% ?포인트|% ?[pP]|%|퍼센트|배|개월|월|일(?!간)|시(?!간)|년대)"
)


@cache
def _start() -> re.Pattern[str]:
    """Where a quantity can begin; what else a text has is passed over in one go."""
    words = "".join(sorted({word[0] for word in (*_ONES, *_TENS, "첫째", "절반", "정오", "자정")}))
    return re.compile(
        rf"\d|(?<![가-힣])(?:[{words}]|[수몇](?= ?[{_UNITS}])|반(?=년|세기)|[일이삼사오육칠팔구]?[{_UNITS}])"
        rf"|[{_WEEKDAYS}](?=요일|\))"
    )


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?P<code>\d+(?:\.\d+){2,}|(?:(?<=[A-Za-z])|(?<=[A-Za-z][-‑–]))\d+(?:[-.]\d+)*[A-Za-z]*|\d{1,2}·\d{1,2}(?![\d%]))"
        r"|(?P<weekday>[월화수목금토일](?:요일|(?<=일\(.)(?=\))))"
        rf"|(?P<race>{RACE})"
        r"|(?P<clock>(?<![\d:.])\d{1,2}):(?P<clock_minute>[0-5]\d)(?![\d:])|(?P<noon>정오)|(?P<midnight>자정)"
        r"|(?P<date>(?<![\d.-])(?:19|20)\d\d)[-/.](?P<date_month>1[0-2]|0?[1-9])"
        r"[-/.](?P<date_day>3[01]|[12]\d|0?[1-9])(?!\d)|(?P<over>(?<![\d/])\d{1,2})/(?P<under>\d{1,3})(?![\d/])"
        r"|(?P<half_of>절반|반(?=년|세기))|(?P<first>첫(?: ?번째|째)?)"
        rf"|(?P<some>[수몇] ?[{_UNITS}]+)(?![가-힣]*[음니])"
        rf"|(?P<rank>{_NATIVE})(?: ?번 ?)?째"
        rf"|(?P<native>{_NATIVE})(?={_COUNTERS}|(?<=[나둘셋넷])(?:[ ,.]|[가를도의로](?![가-힣])))(?:(?P<native_half>"
        rf" ?(?:시간|달|배) ?반)(?![가-힣])| ?(?P<native_hour>시)(?![간적라름바])(?: ?(?P<native_minute>\d{{1,2}})분"
        r"| ?(?P<native_past>반)(?![가-힣]))?)?"
        rf"|(?:(?P<whole>{_D})분의 ?)?(?P<number>{_IN_FIGURES}"
        rf"|[일이삼사오육칠팔구{_UNITS}]*[{_UNITS}][일이삼사오육칠팔구]?(?= ?(?:{_COUNTED_SINO})))(?:{_AFTER})?"
    )


@kept
def quantities(text: Text) -> Sequence[Quantity]:
    """Every number in a text."""
    value = text.value
    starts = [match.start() for match in _start().finditer(value)]
    return scan(value, starts, _pattern(), _read)


def _value(written: str) -> Number:
    return parse(written.translate(_HAN)).value


def _native_value(written: str) -> int:
    tens = next((word for word in _TENS if written.startswith(word)), "")
    return _TENS.get(tens, 0) + _ONES.get(written[len(tens) :], 0)


def _weekday(match: re.Match[str]) -> list[Quantity]:
    return [Quantity(_WEEKDAYS.index(match[0][0]) + 1, Span(*match.span()), "weekday")]


def _clock(match: re.Match[str]) -> list[Quantity]:
    return [_time(match, int(match["clock"]), int(match["clock_minute"]))]


def _noon(match: re.Match[str]) -> list[Quantity]:
    return [time(Span(*match.span()), 12 if match["noon"] else 0)]


def _first(match: re.Match[str]) -> list[Quantity]:
    return [Quantity(1, Span(*match.span()), "ordinal")]


def _some(match: re.Match[str]) -> list[Quantity]:
    return [Quantity(_value(match["some"][1:]), Span(*match.span()), "name", approximate=True)]


def _rank(match: re.Match[str]) -> list[Quantity]:
    return [Quantity(_native_value(match["rank"]), Span(*match.span("rank")), "ordinal")]


def _native(match: re.Match[str]) -> list[Quantity]:
    value, span = _native_value(match["native"]), Span(*match.span("native"))
    if match["native_hour"] and value in _CLOCK_HOURS:
        return [_time(match, value, int(match["native_minute"] or (30 if match["native_past"] else 0)))]
    about = _ABOUT_AFTER.match(match.string, span.end, span.end + 12) is not None
    if match["native_half"]:
        return [Quantity(value + HALF, span, "number", "", about, (value, value * 12 + 6))]
    return [Quantity(value, span, approximate=about)]


_CLOCK_HOURS = range(1, 13)


def _time(match: re.Match[str], hour: int, minute: int, *, about: bool = False) -> Quantity:
    late = _LATE.search(match.string, max(0, match.start() - 4), match.start()) is not None
    return time(Span(*match.span()), afternoon(hour) if late else hour, minute, about=about)


def _counted(match: re.Match[str]) -> list[Quantity]:
    text, (start, end) = match.string, match.span("number")
    value = _value(match["number"])
    about = (
        _ABOUT_AFTER.match(text, match.end() if match["hour"] else end, match.end() + 14) is not None
        or _APPROXIMATE.search(text, max(0, start - 6), start) is not None
    )
    if match["whole"]:
        return [part(value, _value(match["whole"]), Span(match.start("whole"), end), about=about)]
    if match["hour"] and isinstance(value, int) and value < _HOURS:
        minute = int(match["minute"] or 0) or (30 if match["half_past"] else 0)
        return [_time(match, value, minute, about=about)]
    kind, readings, value = _meant(match, value)
    if kind == "number" and not match["measure"] and (following := _RANGE.match(text, end, end + 24)):
        kind, readings, value = _shared(match, value, following["unit"])
    unit = _MEASURES.get(match["measure"], "yr" if match["year"] else "") if kind == "number" else ""
    if kind == "money":
        unit = _MONEY[match["money"]] if match["money"] else _SIGNS[text[start - 1]]
    group = next((group for group in _UNIT_GROUPS if match[group]), None)
    place = Span(*match.span(group)) if group else None
    return [Quantity(value, Span(start, end), kind, unit, about, readings, place)]


_HOURS = 25
_UNIT_GROUPS = ("money", "measure", "percent", "points")
_read = by_group(
    {
        "number": _counted,
        "native": _native,
        "rank": _rank,
        "first": _first,
        "some": _some,
        "code": code,
        "weekday": _weekday,
        "race": race,
        "clock": _clock,
        "noon": _noon,
        "midnight": _noon,
        "date": date("date", "date_month", "date_day"),
        "over": slashed,
        "half_of": half,
    }
)


def _meant(match: re.Match[str], value: Number) -> tuple[QuantityKind, tuple[Number, ...], Number]:
    """By what stands before and after a number: its kind, what else it may be, and its value."""
    before = match.string[match.start() - 1 : match.start()]
    if before == "제":
        return *READINGS["century" if match["century"] else "ordinal"](value), value
    if match["tenths"]:
        tenths = value + Fraction(int(match["more"] or 0), 10)
        return "percent", (whole(tenths), whole(tenths / 10)), whole(tenths * 10)
    if match["half"]:
        return "number", (value, value * 12 + 6), whole(value + HALF)
    if match["year"]:
        year = len(match["number"]) == len("2024") and value in range(1000, 2200)
        return ("year", (), value) if year else ("number", (value * 12,), value)
    if match["month"] or match["day"]:
        kind: QuantityKind = "month" if match["month"] else "day"
        return kind if value in range(1, 13 if match["month"] else 32) else "number", (), value
    if match["money"] or before in _SIGNS:
        return "money", (), with_decimals(value, match["jeon"])
    if match["split"]:
        return "number", (), with_decimals(value, match["split"])
    for group in ("points", "percent", "multiple", "century", "decade", "ordinal"):
        if match[group]:
            return *READINGS[group](value), value
    return "number", (), value


def _shared(match: re.Match[str], value: Number, unit: str) -> tuple[QuantityKind, tuple[Number, ...], Number]:
    """What a number stands for that shares the unit of the one after it: "3~5만"."""
    if unit[0] in _UNITS:
        if any(c in _UNITS for c in match["number"]):
            return "number", (), value
        return "number", (value,), whole(value * _value(unit))
    if unit == "시":
        found = _time(match, int(value), 0)
        return found.kind, found.readings, found.value
    if unit in _SHARED:
        return _SHARED[unit], (), value
    group = {"배": "multiple", "년대": "decade", "%": "percent", "퍼센트": "percent"}.get(unit, "points")
    return *READINGS[group](value), value


_SHARED: dict[str, QuantityKind] = {"월": "month", "일": "day", "개월": "number"}


def write(value: Number, like: str) -> str:
    """A number as Korean news writes it ("33만600"), in figures or in native words as `like` is."""
    if value in range(11) and not any(map(str.isdecimal, like)):
        return "영 하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열".split()[int(value)]
    if not isinstance(value, int):
        return digits_as(like, plain(value).replace(",", ""))
    return digits_as(like, by_myriads(value, "만억조"))
