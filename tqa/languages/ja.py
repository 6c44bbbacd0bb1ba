"""Japanese: the quantities of a text, in digits, kanji or both ("1億2000万円", "3〜5割", "三分の二", "令和6年")."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tqa import Quantity, Span
from tqa.languages.han import DIGITS, parse
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

_ASCII = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_WIDE = regex("[\uff01-\uff5e]")

_HAN = "〇零一二三四五六七八九十百千万億兆"
_AFTER_DECIMALS = "[%万億兆倍割度]|パーセント|ポイント|キロ|メートル|センチ|ミリ|トン|ドル|円"
_D = rf"\d+(?:,\d{{3}})*(?:\.\d+|・\d+(?={_AFTER_DECIMALS}))?(?!\d)"
_NUMBER = rf"(?:{_D}|[{_HAN}])(?:[{_HAN[11:]}]|(?<!\d)[{_HAN[:11]}]|(?<=[{_HAN[11:]}])(?:{_D})(?![年月日時]))*"
_NAMES = Path(__file__).with_name("data") / "japanese-numeral-idioms.txt"

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
"""The year before the first of each."""
_WEEKDAYS = "月火水木金土日"
_NATIVE = {"ひとつ": 1, "ひとり": 1, "ふたつ": 2, "ふたり": 2, "みっつ": 3, "よっつ": 4, "ななつ": 7}
_MONEY = named(
    """JPY: 円; USD: ドル, 米ドル; EUR: ユーロ; GBP: ポンド; CNY: 元, 人民元; KRW: ウォン; HKD: 香港ドル; TWD:
    台湾ドル, 台湾元; AUD: 豪ドル, オーストラリアドル; CAD: カナダドル; SGD: シンガポールドル; NZD:
    ニュージーランドドル; CHF: スイスフラン; INR: ルピー; RUB: ルーブル; THB: バーツ; : ペソ; BRL: レアル;
    TRY: リラ, トルコリラ; ZAR: ランド; MYR: リンギット, リンギ; IDR: ルピア; VND: ドン; ILS: シェケル; AED:
    ディルハム; SAR: リヤル; UAH: フリブナ; SEK: クローナ; PLN: ズロチ"""
)
_SIGNS = {"$": "USD", "¥": "", "€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR"}
_MEASURES = named(
    """km: キロメートル, km; m: メートル, m; cm: センチメートル, センチ, cm; mm: ミリメートル, ミリ, mm; km²:
    平方キロメートル, 平方キロ; m²: 平方メートル; ha: ヘクタール; m³: 立方メートル; l: リットル; ml:
    ミリリットル; t: トン; kg: キログラム, kg; g: グラム; mg: ミリグラム; mi: マイル; yd: ヤード; ft: フィート;
    in: インチ; ac: エーカー; bbl: バレル; ly: 光年; kWh: キロワット時; kW: キロワット; MW: メガワット; GW:
    ギガワット; h: 時間; min: 分間; s: 秒間, 秒; d: 日間; wk: 週間; yr: 年間; cent: セント;
    mo: か月, カ月, ヵ月, ヶ月, ケ月, 箇月"""
)
_COUNTERS = any_of(
    """人 名 か所 カ所 ヶ所 ヵ所 箇所 か国 カ国 ヵ国 ヶ国 回 つ 個 本 冊 枚 台 匹 頭 羽 件 社 校 週 歳 才 階 試合 点 票
    戸 軒 世帯 種類 団体 都県 都府県 県 市 町 村 区 機 隻 着 杯 泊 通 条 項 章 巻 話 曲 組 列 連勝 連敗 勝 敗 段 チーム
    キロ 両編成 棟 部屋 カ条 か条 球団 大会 期 世代 桁""".split()
)

# What follows a number and says its kind; the first that matches.
_AFTER = (
    r"(?P<points>(?:%|パーセント)?ポイント)|(?P<percent>%|パーセント)|(?P<multiple>倍(?!半))|(?P<century>世紀)"
    rf"|(?P<tenths>割)(?:(?P<more>[\d{_HAN[2:11]}])分(?P<thousandths>\d厘)?|(?P<tenths_half>半))?"
    r"|(?P<ordinal>(?:番|[回人日年度代例つ件]|試合|カ所|か所|カ国|か国)目|位|番(?![組台])|等(?!し))"
    r"|(?P<half>(?:年|時間|[かカヵヶケ箇]月|日|世紀|週間)半)|(?P<decade>年代|(?<=[1-9]0)代|(?<=十)代)"
    r"|(?P<day>日(?!間|ぶり|連続|続|後(?!半)|前(?!後)|以内|以上|分|がか|余|おき|近|未満|も|足らず|ほど))"
    r"|(?P<year>年(?!生|目))|(?P<month>月(?![間額給面]))"
    rf"|(?P<hour>時(?![間代期点速給差刻]))(?:(?P<minute>\d{{1,2}}|[{_HAN[:12]}]{{1,3}})分|(?P<half_past>半))?"
    rf"|(?:余り?の?)?(?:(?P<money>{any_of(_MONEY)})(?![首老祖素手満日盤])(?:(?P<sen>(?<=円)\d{{1,2}})銭)?"
    rf"|(?P<measure>{any_of(_MEASURES)})(?P<split>(?<=秒)\d{{1,2}}(?!\d))?|(?P<reign>世)(?![紀代界帯論間話])"
    rf"|(?P<counter>{_COUNTERS}))"
)
_APPROXIMATE = regex(
    r"(?:約|およそ|おおよそ|ほぼ|最大|最高|最低|最多|少なくとも|推定|推計|延べ|概算|優に)(?:でも?|の)?[$¥€£₩₹]?\Z"
)
_ABOUT_AFTER = regex(
    r"[^\s、。,.()「」\d]{0,4}?(?:以上|以下|未満|超|余|あまり|前後|程度|ほど|くらい|ぐらい|ごろ|頃|近く|近い|弱|強(?!化|制|い)"
    r"|台(?!湾|風)|以内|足らず|内外|を(?:超え|上回|下回))"
)
_LATE = regex(r"(?:午後|夜|夕方)の?\s?\Z")
_RANGE = regex(
    rf"\s?(?:[-−–―~〜、・]|から|ないし)\s?(?:{_D}|[{_HAN[2:12]}])"
    r"(?P<unit>[十百千万億兆]+|%|パーセント|(?:%)?ポイント|割|月(?!間)|日(?!間)|時(?!間)|年代)"
)


@cache
def _names() -> Sequence[str]:
    lines = _NAMES.read_text("utf-8").splitlines()
    return [name for line in lines if line[:1] != "#" for name in line.split()]


@cache
def _start() -> re.Pattern[str]:
    """Where a quantity can begin; what else a text has is passed over in one go."""
    firsts = "".join(sorted({name[0] for name in _names()} - set(_HAN)))
    return re.compile(
        rf"[\d{_HAN}]|[{firsts}](?=[\d{_HAN}])|[{_WEEKDAYS}](?=曜|\))|[令平昭大明](?=[和成正治][\d{_HAN}元])|正午"
        r"|両(?=[国者方軍社党氏首市県陣親選側院人])|半(?=[年日月数分額期減]|世紀)|ひと[つり]|ふた[つり]|[みよ]っつ|ななつ"
    )


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?P<code>\d+(?:\.\d+){2,}|(?:(?<=[A-Za-z])|(?<=[A-Za-z][-‑–]))\d+(?:[-.]\d+)*[A-Za-z]*)"
        rf"|(?P<name>{any_of(_names())}|両)"
        rf"|(?P<weekday>[{_WEEKDAYS}](?:曜日?|(?<=日\(.)(?=\))))"
        rf"|(?P<era>{'|'.join(_ERAS)})(?P<era_year>\d{{1,2}}|元|[{_HAN[2:12]}]{{1,3}})(?=年|\()"
        rf"|(?P<race>{RACE})"
        r"|(?P<clock>(?<![\d:.])\d{1,2}):(?P<clock_minute>[0-5]\d)(?![\d:])|(?P<noon>正午)"
        r"|(?P<date>(?<![\d.-])(?:19|20)\d\d)[-/.](?P<date_month>1[0-2]|0?[1-9])"
        r"[-/.](?P<date_day>3[01]|[12]\d|0?[1-9])(?!\d)|(?P<over>(?<![\d/])\d{1,2})/(?P<under>\d{1,3})(?![\d/])"
        rf"|(?P<half_of>半)|(?P<native>{'|'.join(_NATIVE)})"
        rf"|(?:(?P<whole>{_NUMBER})分の)?(?P<number>{_NUMBER})(?:{_AFTER})?"
    )


@kept
def quantities(text: Text) -> Sequence[Quantity]:
    """Every number in a text."""
    value = text.value
    if _WIDE.search(value):
        value = value.translate(_ASCII)
    starts = [match.start() for match in _start().finditer(value)]
    return scan(value, starts, _pattern(), _read)


def _named(match: re.Match[str]) -> list[Quantity]:
    first, *others = [parse(run).value for run in re.findall(rf"\d+|[{_HAN}]+", match[0])] or [2]  # 両
    return [Quantity(first, Span(*match.span()), "name", readings=tuple(others))]


def _weekday(match: re.Match[str]) -> list[Quantity]:
    return [Quantity(_WEEKDAYS.index(match[0][0]) + 1, Span(*match.span()), "weekday")]


def _year_of_era(match: re.Match[str]) -> list[Quantity]:
    year = 1 if match["era_year"] == "元" else parse(match["era_year"]).value
    return [Quantity(_ERAS[match["era"]] + year, Span(*match.span()), "year", readings=(year,))]


def _clock(match: re.Match[str]) -> list[Quantity]:
    return [_time(match, int(match["clock"]), int(match["clock_minute"]))]


def _noon(match: re.Match[str]) -> list[Quantity]:
    return [time(Span(*match.span()), 12)]


def _native(match: re.Match[str]) -> list[Quantity]:
    return [Quantity(_NATIVE[match[0]], Span(*match.span()))]


def _time(match: re.Match[str], hour: int, minute: int, *, about: bool = False) -> Quantity:
    late = _LATE.search(match.string, max(0, match.start() - 4), match.start()) is not None
    return time(Span(*match.span()), afternoon(hour) if late else hour, minute, about=about)


def _counted(match: re.Match[str]) -> list[Quantity]:
    text, (start, end), written = match.string, match.span("number"), match["number"]
    value, also, about = parse(written.replace("・", "."))
    about = (
        about
        or _ABOUT_AFTER.match(text, end, end + 12) is not None
        or (match["sen"] is not None and _ABOUT_AFTER.match(text, match.end()) is not None)
        or _APPROXIMATE.search(text, max(0, start - 6), start) is not None
    )
    if match["whole"]:
        span = Span(match.start("whole"), end)
        return [part(value, parse(match["whole"]).value, span, about=about)]
    if match["hour"] and isinstance(value, int) and value < _HOURS:
        minute = parse(match["minute"]).value if match["minute"] else 30 if match["half_past"] else 0
        return [_time(match, value, int(minute), about=about)]
    some = text[start - 1 : start] in _SOME or text[end : end + 1] in _SOME
    if some or match["reign"] or match["thousandths"] or not _counts(match):
        return [Quantity(value, Span(start, end), "name", "", some, also)]
    kind, readings, value = _meant(match, value)
    if kind == "number" and not match["measure"] and (following := _RANGE.match(text, end, end + 24)):
        kind, readings, value = _shared(match, value, following["unit"])
    unit = _MEASURES.get(match["measure"], "") if kind == "number" else ""
    if kind == "money":
        unit = _MONEY[match["money"]] if match["money"] else _SIGNS[text[start - 1]]
    group = next((group for group in _UNIT_GROUPS if match[group]), None)
    place = Span(*match.span(group)) if group else None
    return [Quantity(value, Span(start, end), kind, unit, about, (*also, *readings), place)]


_read = by_group(
    {
        "number": _counted,
        "name": _named,
        "code": code,
        "weekday": _weekday,
        "era": _year_of_era,
        "race": race,
        "clock": _clock,
        "noon": _noon,
        "date": date("date", "date_month", "date_day"),
        "over": slashed,
        "half_of": half,
        "native": _native,
    }
)
_UNIT_GROUPS = ("money", "measure", "percent", "points")
_HOURS = 30
"""Broadcasters count hours of the night on: 25時 is one in the morning."""
_SOME = frozenset("数何幾")
"""Beside them a numeral names no number: "数百", "十数人"."""


def _counts(match: re.Match[str]) -> bool:
    """Whether a numeral is a number. In kanji it is mostly part of a word unless something is counted."""
    written, before = match["number"], match.string[match.start() - 1 : match.start()]
    if any(map(str.isdigit, written)) or match.lastgroup != "number" or before == "第":
        return True
    ones = sum(c in DIGITS for c in written)
    return ones > 2 or 0 < ones < len(written)  # 二〇二四, 三十


def _meant(match: re.Match[str], value: Number) -> tuple[QuantityKind, tuple[Number, ...], Number]:
    """By what stands before and after a number: its kind, what else it may be, and its value."""
    before = match.string[match.start() - 1 : match.start()]
    if before == "第":
        return *READINGS["century" if match["century"] else "ordinal"](value), value
    if match["tenths"]:
        more: Number = parse(match["more"]).value if match["more"] else 5 if match["tenths_half"] else 0
        tenths = value + Fraction(more) / 10
        return "percent", (whole(tenths), whole(tenths / 10)), whole(tenths * 10)
    if match["half"]:
        return "number", (value, value * 12 + 6), whole(value + HALF)
    if match["year"]:
        return _years(match["number"], value)
    if match["month"] or match["day"]:
        kind: QuantityKind = "month" if match["month"] else "day"
        return kind if value in range(1, 13 if match["month"] else 32) else "number", (), value
    if match["money"] or before in _SIGNS:
        return "money", (), with_decimals(value, match["sen"])
    if match["split"]:
        return "number", (), with_decimals(value, match["split"])
    for group in ("points", "percent", "multiple", "century", "decade", "ordinal"):
        if match[group]:
            return *READINGS[group](value), value
    return "number", (), value


def _years(written: str, value: Number) -> tuple[QuantityKind, tuple[Number, ...], Number]:
    """A year, or a number of years, which may also be said in months."""
    if len(written) == len("2024") and value in range(1000, 2200):
        return "year", (), value
    short = (2000 + value, 1900 + value) if len(written) == len("24") and written.isdigit() else ()
    return "number", (*short, value * 12), value


def _shared(match: re.Match[str], value: Number, unit: str) -> tuple[QuantityKind, tuple[Number, ...], Number]:
    """What a number stands for that shares the unit of the one after it: "3〜5万"."""
    if unit[0] in "十百千万億兆":
        if any(c in "十百千万億兆" for c in match["number"]):
            return "number", (), value
        return "number", (value,), whole(value * parse(unit).value)
    if unit == "割":
        return "percent", (value,), value * 10
    if unit == "時":
        found = _time(match, int(value), 0)
        return found.kind, found.readings, found.value
    if unit in _SHARED:
        return _SHARED[unit], (), value
    group = "decade" if unit == "年代" else "points" if "ポイント" in unit else "percent"
    return *READINGS[group](value), value


_SHARED: dict[str, QuantityKind] = {"月": "month", "日": "day"}


def write(value: Number, like: str) -> str:
    """A number as Japanese news writes it ("33万600"), in figures or in kanji as `like` is."""
    if value in range(11) and not any(map(str.isdecimal, like)):
        return "〇一二三四五六七八九十"[int(value)]
    if not isinstance(value, int):
        return digits_as(like, plain(value).replace(",", ""))
    return digits_as(like, by_myriads(value, "万億兆"))
