"""What the tests of quantities share: a text's numbers, shown so that tables of them read well."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tqa import Origin, Quantity, Text
from tqa.languages import tqa_languages

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGES = tqa_languages()


def quantities(lang: str, value: str) -> Sequence[Quantity]:
    return LANGUAGES[lang].quantities(Text(value, lang, Origin.contiguous(0, len(value))))


def shown(lang: str, value: str) -> list[str]:
    """Every number as "kind value", with "~" where it is approximate and its unit where it has one."""
    return [f"{'~' * q.approximate}{q.kind} {q.value}{' ' * bool(q.unit)}{q.unit}" for q in quantities(lang, value)]


def assert_spans_hold_numerals(lang: str, value: str) -> None:
    """The spans are in order, inside the text, apart from one another, and none is blank."""
    spans = [q.span for q in quantities(lang, value)]
    assert all(0 <= a.start < a.end <= b.start for a, b in pairwise(spans))
    assert all(0 <= s.start < s.end <= len(value) for s in spans)
    assert all(any(c.isnumeric() or c.isalpha() for c in value[s.start : s.end]) for s in spans)
