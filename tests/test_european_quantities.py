"""The numbers of expressions in European languages, from sentences of news and from grammars.

tests/data/quantities has a table for each language, a line an expression and its quantities: kind, value and unit, with
"~" where the value is approximate.
"""

from __future__ import annotations

import random
import time
from fractions import Fraction
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from tqa import Origin, Text
from tqa.languages import tqa_languages
from tqa.plugins import build
from tqa.testing import check, document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tqa import Quantity
    from tqa.languages._grammar import Grammar

LANGUAGES = tqa_languages()
TABLES = sorted((Path(__file__).parent / "data" / "quantities").glob("*.txt"))
CODES = [path.stem for path in TABLES]
EXPRESSIONS = [
    (path.stem, *line.rpartition(" =")[::2]) for path in TABLES for line in path.read_text("utf-8").splitlines()
]


def quantities(lang: str, value: str) -> Sequence[Quantity]:
    return LANGUAGES[lang].quantities(Text(value, lang, Origin.contiguous(0, len(value))))


def grammar(lang: str) -> Grammar:
    found: Grammar = import_module(f"tqa.languages.{lang}").GRAMMAR
    return found


def test_every_language_has_a_table() -> None:
    assert set(CODES) <= set(LANGUAGES)
    assert all(sum(lang == code for lang, *_ in EXPRESSIONS) >= 60 for code in CODES)


@pytest.mark.parametrize(("lang", "value", "expected"), EXPRESSIONS)
def test_the_quantities_of_an_expression(lang: str, value: str, expected: str) -> None:
    found = quantities(lang, value)
    shown = [f"{'~' * q.approximate}{q.kind} {q.value} {q.unit}".rstrip() for q in found]
    assert shown == [part.strip() for part in expected.split(";") if part.strip()]
    _assert_in_order(found, value)


def _assert_in_order(found: Sequence[Quantity], value: str) -> None:
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    for q in found:
        assert any(c.isalnum() for c in value[slice(*q.span)])
        assert q.unit_span is None or (0 <= q.unit_span.start < q.unit_span.end <= len(value))


@pytest.mark.parametrize("lang", CODES)
def test_numbers_in_words(lang: str) -> None:
    """As another library, which only writes them, has them."""
    code = "pt_BR" if lang == "pt" else lang
    rng = random.Random(lang)
    for number in [*range(2, 118), *(rng.randrange(10**digits) for digits in range(3, 11) for _ in range(20))]:
        words = num2words(number, lang=code).replace(",", "").replace("odicotto", "odiciotto")
        assert [q.value for q in quantities(lang, words)] == [number], words
        if lang in ("de", "pl", "ru") and number < 100:
            words = num2words(number, lang=code, to="ordinal")
            assert [(q.value, q.kind) for q in quantities(lang, words)] == [(number, "ordinal")], words


@pytest.mark.parametrize("lang", CODES)
def test_every_form_in_the_tables_is_read(lang: str) -> None:
    rules = grammar(lang)
    for word, value in rules.cardinals.items():
        read = [q.value for q in quantities(lang, word)]
        assert read == [value] or (value in (1, 0.5) and not read), word
    for word, value in rules.magnitudes.items():
        assert [q.value for q in quantities(lang, f"3 {word}")] in ([3 * value], [3, value], [3]), word
        assert [q.value for q in quantities(lang, word)] == [value], word
    for word, month in rules.months.items():
        assert [(q.kind, q.value) for q in quantities(lang, f"5 {word}")] == [("day", 5), ("month", month)], word
    for word, code in rules.money.items():
        assert [(q.kind, q.unit) for q in quantities(lang, f"300 {word}")] == [("money", code)], word
    for word, symbol in rules.measures.items():
        assert [(q.kind, q.unit) for q in quantities(lang, f"300 {word}")] == [("number", symbol)], word


@pytest.mark.parametrize("lang", CODES)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_the_words_of_numbers_in_any_order(lang: str, data: st.DataObject) -> None:
    rules = grammar(lang)
    words = [*rules.words, *rules.after, "3", "1.5", "2,", "1 000", "24.11.", "15:30", "%", "$", "-", ".", "XIX", "A4"]
    chosen = data.draw(st.lists(st.tuples(st.sampled_from(words), st.sampled_from(["", " ", "-", ". "])), max_size=12))
    value = "".join(word + space for word, space in chosen)
    _assert_in_order(quantities(lang, value), value)


@pytest.mark.parametrize("lang", CODES)
def test_long_runs_take_no_long_time(lang: str) -> None:
    rules = grammar(lang)
    few = list(rules.words)[:: len(rules.words) // 6]
    units = ["1", "1 ", "1.", "1,", "1/", "1: ", "a1-", "x", "XIX", *few, *(word + " " for word in few)]
    for unit in units:
        began = time.process_time()
        assert len(quantities(lang, unit * 4000)) <= 4000
        assert time.process_time() - began < 2, unit


@pytest.mark.parametrize(
    ("lang", "value", "like", "written"),
    [
        ("de", 330600, "33,06 Millionen", "330.600"),
        ("de", 424_400_000, "424,4 Milliarden", "424,4 Millionen"),
        ("de", 10**9, "3", "1 Milliarde"),
        ("de", 3, "Neun", "Drei"),
        ("de", Fraction(7, 2), "3", "3,5"),
        ("fr", 1_500_000, "3", "1,5 million"),
        ("fr", 2_000_000, "3", "2 millions"),
        ("fr", 12345, "3", "12\u202f345"),
        ("es", 5 * 10**9, "3", "5000 millones"),
        ("es", 2500, "3", "2500"),
        ("it", 3_500_000_000, "3", "3,5 miliardi"),
        ("pt", 3_500_000_000, "3", "3,5 bilhões"),
        ("ru", 3_500_000, "3", "3,5 млн"),
        ("ru", 12345, "3", "12\u00a0345"),
        ("pl", 1_400_000_000, "3", "1,4 mld"),
        ("cs", 1_000_000, "3", "1 milion"),
        ("cs", 3_000_000, "3", "3 miliony"),
        ("cs", 5_000_000, "3", "5 milionů"),
        ("cs", 3_500_000, "3", "3,5 milionu"),
        ("cs", 3, "dva", "tři"),
    ],
)
def test_a_number_as_news_writes_it(lang: str, value: int | Fraction, like: str, written: str) -> None:
    assert LANGUAGES[lang].write(value, like) == written


# --- the rules --------------------------------------------------------------------------------------------------------

RULES = [
    rule
    for name, rule in build(installed=False).rules.items()
    if name.startswith("accuracy/") and name.endswith(("-mismatch", "-added", "-missing"))
]


def found(lang: str, source: str, target: str) -> list[str]:
    diagnostics = check(RULES, document(target, source=source, langs=(lang, "en")))
    return [f"{d.rule.partition('/')[2]}: {d.message}" for d in diagnostics]


@pytest.mark.parametrize(
    ("lang", "source", "target"),
    [
        ("de", "Ein Zeuge hörte gegen 3.40 Uhr Geräusche.", "A witness heard noises at around 3:40 a.m."),
        ("de", "Die 97-Jährige ist 1926 geboren.", "The 97-year-old was born in 1926."),
        ("de", "nach nur anderthalb Jahren", "after just one and a half years"),
        ("de", "Zehntausende kamen am 1. Januar.", "Tens of thousands came on 1 January."),
        ("de", "Es waren 3,5 bis 4 Milliarden Euro.", "It was 3.5 to 4 billion euros."),
        ("fr", "vers 12 h 00 GMT le même jour", "around 1200 GMT the same day"),
        ("fr", "Dans les années 70 et 80", "In the 1970s and 1980s"),
        ("fr", "dans quinze jours", "in two weeks"),
        ("fr", "quatre-vingt-dix-sept députés sur 577", "97 of 577 members"),
        ("es", "5.000 millones de dólares", "$5 billion"),
        ("es", "en el siglo XV", "in the 15th century"),
        ("es", "cerca de 20 km (15 mi)", "about 15 miles (20 km)"),
        ("it", "questa nazione perdette 50 mila soldati", "this nation lost 50,000 soldiers"),
        ("it", "un piano da 700 miliardi di dollari", "a $700 billion plan"),
        ("ru", "За сутки умерло 77 человек.", "In the past 24 hours, 77 people died."),
        ("ru", "десятки тысяч людей", "tens of thousands of people"),
        ("ru", "в 1990-х годах", "in the 1990s"),
        ("pl", "Lata dwudzieste XX wieku", "The 1920s"),
        ("pl", "Jedna trzecia z 12 poprawek", "A third of the 12 amendments"),
        ("cs", "se nakazilo 15 212 lidí, 371 nemoci covid-19 podlehlo", "15,212 were infected, 371 died of Covid-19"),
        ("cs", "pětadvacet let", "25 years"),
    ],
)
def test_what_is_the_same_number(lang: str, source: str, target: str) -> None:
    assert found(lang, source, target) == []


@pytest.mark.parametrize(
    ("lang", "source", "target", "message"),
    [
        ("de", "vor zwei Wochen", "four weeks ago", "number-mismatch: “four” where the source has zwei, which is two"),
        (
            "de",
            "alle vier Prüfungen vor drei Wochen",
            "all four tests four weeks ago",
            "“four” where the source has drei",
        ),
        ("de", "2 Milliarden Euro", "2 million euros", "“2 million” where the source has 2 Milliarden"),
        ("fr", "ces trois groupes", "these two groups", "“two” where the source has trois, which is three"),
        ("es", "46 centavos", "50 cents", "“50” where the source has 46"),
        ("it", "dal 1962 al 1982", "from 1962 to 1985", "date-mismatch: “1985” where the source has 1982"),
        ("ru", "11 июля", "on July 15", "date-mismatch: “15” where the source has 11"),
        ("ru", "1,2 трлн рублей", "1.2 billion roubles", "“1.2 billion” where the source has 1,2 трлн"),
        ("pl", "Myśliwiec F-35", "The F-43 fighter", "“43” where the source has 35"),
        ("pl", "do środy 2 października", "until Wednesday October 10", "“10” where the source has 2"),
        ("cs", "pandemií covidu-19", "the covid-93 pandemic", "“93” where the source has 19"),
    ],
)
def test_what_is_another_number(lang: str, source: str, target: str, message: str) -> None:
    assert [message in says for says in found(lang, source, target)] == [True]


def test_no_pair_is_declared_that_was_not_measured() -> None:
    assert found("pt", "46 centavos", "50 cents") == []
