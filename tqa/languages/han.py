"""Numerals in Han characters, alone and mixed with digits, as Chinese, Japanese and (in Hangul) Korean have them."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tqa.languages.values import decimal, whole
from tqa.text import regex

if TYPE_CHECKING:
    Number = int | Fraction

DIGITS = {
    char: value
    for value, chars in enumerate(("零〇", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
UNITS = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "萬": 10**4,
    "亿": 10**8,
    "億": 10**8,
    "兆": 10**12,
    "廿": 20,
    "卅": 30,
}
SOME = "多余餘几来"
"""Within a numeral: "and some"."""

_ONES = "".join(DIGITS)
_PIECE = regex(
    rf"(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?)|(?P<point>点)(?P<decimals>[{_ONES}]+)|(?P<some>[{SOME}])"
    rf"|(?P<one>[{_ONES}])|(?P<unit>[{''.join(UNITS)}])"
)
_TWO = regex(rf"([一二两三四五六七八九])([一二两三四五六七八九])(?![{_ONES}])")
_POSITIONAL = regex(rf"[{_ONES}]+")


class Numeral(NamedTuple):
    value: Number
    also: tuple[Number, ...] = ()
    """Other values it may have."""
    about: bool = False


@lru_cache(1 << 12)
def parse(text: str, *, elliptic: bool = False) -> Numeral:
    """The value of a numeral. "三四千" is 3,000 and can be 4,000. `elliptic`: "三千五" is 3,500, as in Chinese."""
    if text.isdigit() and text.isascii():
        return Numeral(int(text))
    if text in DIGITS:
        return Numeral(DIGITS[text])
    two = _TWO.search(text)
    if two and len(_POSITIONAL.search(text)[0]) == 2 and not text.startswith(("零", "〇")):  # type: ignore[index]
        low, high = (text[: two.start()] + two[n] + text[two.end() :] for n in (1, 2))
        return Numeral(_sum(low, elliptic), (_sum(high, elliptic),), about=True)
    if _POSITIONAL.fullmatch(text) and len(text) > 1:
        digits = [DIGITS[c] for c in text]
        inline = int("".join(map(str, digits)))
        if 3 <= len(digits) <= 6 and digits == sorted(set(digits)) and digits[0]:  # 三四五年级
            return Numeral(digits[0], (*digits[1:], inline))
        return Numeral(inline)
    return Numeral(_sum(text, elliptic), about=any(c in text for c in SOME))


def _sum(text: str, elliptic: bool) -> Number:
    total: Number = 0  # of whole 万, 亿
    section: Number = 0  # below the next of them
    current: Number | None = None  # a digit that waits for its unit
    unit = 0
    zero = some = False
    for match in _PIECE.finditer(text):
        if match["digits"]:
            current = decimal(match["digits"])
        elif match["point"]:
            decimals = "".join(str(DIGITS[c]) for c in match["decimals"])
            current = (current or 0) + Fraction(int(decimals), 10 ** len(decimals))
        elif match["one"]:
            zero = zero or match["one"] in "零〇"
            current = DIGITS[match["one"]] if not (current and zero) else current * 10 + DIGITS[match["one"]]
        elif match["unit"]:
            unit, char = UNITS[match["unit"]], match["unit"]
            if char in "廿卅":
                section += unit
            elif some and unit < 10**4:  # 十几千
                section = (section + (current or 0)) * unit
            elif unit < 10**4:
                section += (1 if current is None else current) * unit
            else:
                below = section + (current or 0)
                if total and (not below or unit > 10**8 or total < unit):
                    total = (total + below) * unit
                else:
                    total += (below or 1) * unit
                section = 0
            current, zero, some = None, False, False
        else:
            some = True
    rest = current or 0
    if elliptic and unit >= 100 and rest in range(1, 10) and not zero and text[-1] in DIGITS:
        rest = rest * unit // 10
    return whole(total + section + rest)
