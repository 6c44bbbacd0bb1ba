"""The numbers of real sentences: their values, kinds and places."""

from __future__ import annotations

import time
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from quantity_tables import LANGUAGES, assert_spans_hold_numerals, quantities, shown

from tqa import Checker, Quantity, Span, hookimpl
from tqa.plugins import PluginError, build
from tqa.testing import check, document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tqa import Language, Text

CHINESE = {
    "出口315.1亿美元，年减21.2%，连续第5个月": ["money 31510000000 USD", "percent 106/5", "ordinal 5"],
    "从2021年的33.06万人次增长19倍": ["year 2021", "number 330600", "multiple 19"],
    "达到630万人次": ["number 6300000"],
    "预估的400万至600万人次": ["number 4000000", "number 6000000"],
    "3至5万": ["number 30000", "number 50000"],
    "30-50%": ["percent 30", "percent 50"],
    "出动检查人员28万余人次，隧道1.7万余座": ["~number 280000", "~number 17000"],
    "一项金额4.244亿美元的倡议": ["number 1", "money 424400000 USD"],
    "5000多的工资": ["~number 5000"],
    "100余亿美元": ["~money 10000000000 USD"],
    "6千多万": ["~number 60000000"],
    "十几万": ["~number 100000"],
    "年的路税马币十几千": ["~money 10000 MYR"],
    "三四千": ["~number 3000"],
    "五六百": ["~number 500"],
    "十七八岁": ["~number 17 yr"],
    "共发出2万4801张": ["number 24801"],
    "市值蒸发 2510 亿美元": ["money 251000000000 USD"],
    "1亿2000万": ["number 120000000"],
    "一亿两千万": ["number 120000000"],
    "三千五百亿": ["number 350000000000"],
    "1万亿元": ["money 1000000000000 CNY"],
    "三千五": ["number 3500"],
    "一百零五": ["number 105"],
    "两百三十": ["number 230"],
    "四十八": ["number 48"],
    "二十": ["number 20"],
    "３５％": ["percent 35"],
    "2,300.5元": ["money 4601/2 CNY"],
    "百分之八点五": ["percent 17/2"],
    "三分之二": ["fraction 2/3"],
    "约三分之一": ["~fraction 1/3"],
    "三成": ["percent 30"],
    "两成半": ["percent 25"],
    "一成五": ["percent 15"],
    "提高1.5个百分点": ["points 3/2"],
    "增长3.5倍": ["multiple 7/2"],
    "二〇二四年": ["year 2024"],
    "1979年": ["year 1979"],
    "7月24日15时50分": ["month 7", "day 24", "time 950"],
    "下午3时": ["time 900"],
    "凌晨1时": ["time 60"],
    "上午九点半": ["time 570"],
    "14:30": ["time 870"],
    "2023-02-11": ["year 2023", "month 2", "day 11"],
    "（14日）": ["day 14"],
    "3至6月": ["month 3", "month 6"],
    "20世纪90年代": ["era 20", "era 90"],
    "19世纪初": ["era 19"],
    "三个半小时": ["number 7/2 h"],
    "两年半": ["number 5/2 yr"],
    "半小时": ["fraction 1/2"],
    "第四十八研究所": ["ordinal 48"],
    "第十次": ["ordinal 10"],
    "C919和G20": ["name 919", "name 20"],
    "新冠肺炎COVID-19": ["name 19"],
    "一带一路": ["name 1"],
    "五一假期": ["name 5"],
    "党的二十大": ["name 20"],
    "星期三": ["weekday 3"],
    "上周日晚8时": ["weekday 7", "time 1200"],
    "每周三次，每周五": ["number 3", "weekday 5"],
    "四周一片寂静，两周一次": ["name 4", "number 1", "number 2", "number 1"],
    "农历八月十五": ["name 8", "name 15"],
    "大年初五": ["~name 5"],
    "100元新台币，港币50元，$20": ["money 100 TWD", "money 50 HKD", "money 20 USD"],
    "20 元": ["money 20 CNY"],
    "票价50新元，儿童30元": ["money 50 SGD", "money 30"],
    "25个基点": ["points 25"],
    "7.8万平方公里": ["number 78000 km²"],
    "100平方米，3升和5升": ["number 100 m²", "number 3 l", "number 5 l"],
    "1.3万亿斤": ["number 1300000000000 jin"],
    "10余吨，5 公斤，36℃": ["~number 10 t", "number 5 kg", "number 36 °C"],
    "3个月、5天、90分钟、两周、40余年": ["number 3 mo", "number 5 d", "number 90 min", "number 2 wk", "~number 40 yr"],
    "二十周年，5升至6，3克拉": ["number 20", "number 5", "number 6", "number 3"],
    "两国关系": ["name 2"],
    "数百位医护工作者": ["~name 100"],
    "千难万险": ["~name 1000", "~name 10000"],
    "几十项": ["~name 10"],
    "Ⅱ级": ["name 2"],
    "由II级调整为III级": ["name 2", "name 3"],
    "三四五六年级": ["number 3"],
    "3000亩": ["number 3000 mu"],
    "424.10.0.20.02.002": ["name 424"],
    "600884.SH": ["name 600884"],
    "近900公里": ["~number 900 km"],
    "50人以上": ["~number 50"],
    "没有数字": [],
}

ENGLISH = {
    "exports of $31.51 billion, down 21.2%": ["money 31510000000 USD", "percent 106/5"],
    "from 33.06 million in 2021": ["number 33060000", "year 2021"],
    "increased 19-fold": ["multiple 19"],
    "3 to 5 million people": ["number 3", "number 5000000"],
    "30 to 40 percent": ["percent 30", "percent 40"],
    "3-5%": ["percent 3", "percent 5"],
    "S$13.8 to S$14.3 billion": ["money 69/5 SGD", "money 14300000000 SGD"],
    "more than 280,000 inspectors": ["~number 280000"],
    "RMB280 Million": ["money 280000000 CNY"],
    "US$50 million": ["money 50000000 USD"],
    "€3.5bn": ["money 3500000000 EUR"],
    "2,300 yuan": ["money 2300 CNY"],
    "500 Hong Kong dollars": ["money 500 HKD"],
    "RMB 500": ["money 500 CNY"],
    "three hundred and fifty": ["number 350"],
    "one hundred and five thousand": ["number 105000"],
    "twenty-two thousand three hundred": ["number 22300"],
    "two million five hundred thousand": ["number 2500000"],
    "two hundred thousand": ["number 200000"],
    "forty-eight": ["number 48"],
    "Forty-eighth Research Institute": ["ordinal 48"],
    "twenty-first century": ["era 21"],
    "the 21st century": ["era 21"],
    "the early 19th century": ["era 19"],
    "in the 1990s": ["era 1990"],
    "one in his fifties": ["number 1", "era 50"],
    "more than two decades": ["~number 2"],
    "in 2:11.60 minutes": ["number 658/5 s"],
    "from 1981-87": ["year 1981", "number 87"],
    "a N585 million fund": ["number 585000000"],
    "between ¥2,500 and ¥130,000": ["money 2500", "money 130000"],
    "two and a half years": ["number 5/2 yr"],
    "one and a half million": ["number 1500000"],
    "half a million": ["fraction 500000"],
    "half an hour": ["fraction 1/2"],
    "two-thirds": ["fraction 2/3"],
    "about a third of": ["~fraction 1/3"],
    "1/3": ["fraction 1/3"],
    "three quarters": ["fraction 3/4"],
    "25 percentage points": ["points 25"],
    "two percentage points": ["points 2"],
    "12 per cent": ["percent 12"],
    "nearly ten percent": ["~percent 10"],
    "July 17": ["month 7", "day 17"],
    "Feb. 11, 2023": ["month 2", "day 11", "year 2023"],
    "24 July": ["number 24", "month 7"],
    "in May": ["month 5"],
    "they may go": [],
    "the 14th Five-Year Plan": ["ordinal 14", "number 5 yr"],
    "2023-02-11": ["year 2023", "month 2", "day 11"],
    "at 15:50": ["time 950"],
    "at 18: 00": ["time 1080"],
    "7:30 p.m.": ["time 1170"],
    "3 p.m.": ["time 900"],
    "12 a.m.": ["time 0"],
    "at noon": ["time 720"],
    "ten o'clock": ["number 10"],
    "5 o’clock": ["time 300"],
    "COVID-19": ["name 19"],
    "the G20 and the C919": ["name 20", "name 919"],
    "mid-2017": ["name 2017"],
    "a dozen": ["number 12"],
    "two dozen": ["number 24"],
    "doubled": ["multiple 2"],
    "twice": ["multiple 2"],
    "50 times": ["multiple 50"],
    "fivefold": ["multiple 5"],
    "both sides": ["multiple 2"],
    "the tenth time": ["ordinal 10"],
    "third": ["ordinal 3"],
    "100+": ["~number 100"],
    "1339 people from 3315 households": ["number 1339", "number 3315"],
    "on Sunday, and on Mondays": ["weekday 7", "weekday 1"],
    "3,000 square metres": ["number 3000 m²"],
    "7.8 million sq km": ["number 7800000 km²"],
    "a 300-km road": ["number 300 km"],
    "725km": ["number 725 km"],
    "2 tonnes, 5 kilograms and 36 degrees Celsius": ["number 2 t", "number 5 kg", "number 36 °C"],
    "90 minutes or three months": ["number 90 min", "number 3 mo"],
    "in 2022 has": ["year 2022"],
    "25 basis points": ["points 25"],
    "the 17th-18th century": ["ordinal 17", "era 18"],
    "won 3-0": ["number 3", "number 0"],
    "2.5 lakh": ["number 250000"],
    "10 crore": ["number 100000000"],
    "1.5-fold": ["multiple 3/2"],
    "424.10.0.20.02.002": ["name 424"],
    "no figures": [],
}


@pytest.mark.parametrize("value", CHINESE)
def test_chinese(value: str) -> None:
    assert shown("zh", value) == CHINESE[value]


@pytest.mark.parametrize("value", ENGLISH)
def test_english(value: str) -> None:
    assert shown("en", value) == ENGLISH[value]


@pytest.mark.parametrize(("lang", "value"), [*(("zh", v) for v in CHINESE), *(("en", v) for v in ENGLISH)])
def test_spans_are_in_order_and_hold_the_numeral(lang: str, value: str) -> None:
    assert_spans_hold_numerals(lang, value)


@pytest.mark.parametrize(
    ("lang", "value", "like", "written"),
    [
        ("en", 330600, "33.06 million", "330,600"),
        ("en", 424400000, "424.4 billion", "424.4 million"),
        ("en", 2_800_000, "280 Million", "2.8 Million"),
        ("en", 1234567, "12", "1,234,567"),
        ("en", 3, "nine", "three"),
        ("en", 3, "Nine", "Three"),
        ("en", 3, "9", "3"),
        ("en", Fraction(7, 2), "3", "3.5"),
        ("zh", 330600, "33.06", "33.06万"),
        ("zh", 424400000, "42.44", "4.244亿"),
        ("zh", 3, "九", "三"),
        ("zh", 3, "9", "3"),
        ("zh", Fraction(7, 2), "3", "3.5"),
    ],
)
def test_a_number_as_news_writes_it(lang: str, value: int | Fraction, like: str, written: str) -> None:
    assert LANGUAGES[lang].write(value, like) == written


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "unit", "1 十 一 三 百 万 1, 1. 1万 百分之 农历1月 下午3时 one twenty- hundred million 1/ 1: a1- ２ half-a-".split()
)
def test_long_runs_take_no_long_time(lang: str, unit: str) -> None:
    began = time.process_time()
    assert len(quantities(lang, unit * 5000)) <= 15000
    assert time.process_time() - began < 5


# --- the rules --------------------------------------------------------------------------------------------------------

RULES = [
    rule
    for name, rule in build(installed=False).rules.items()
    if name.startswith("accuracy/") and name.endswith(("-mismatch", "-added", "-missing"))
]


def found(target: str, source: str) -> list[str]:
    return [f"{d.rule.partition('/')[2]}: {d.message}" for d in check(RULES, document(target, source=source))]


@pytest.mark.parametrize(
    ("target", "source"),
    [
        ("4.2 million people", "417.6万人"),
        ("about 30 per cent", "约三成"),
        ("half of them", "50%的人"),
        ("a fourfold rise", "增长3倍"),
        ("the 1990s", "上世纪90年代"),
        ("5 p.m. on the 25th", "25日下午5时"),
        ("17:00", "下午5时"),
        ("200 hectares", "3000亩"),
        ("495 acres", "3000亩"),
        ("25 kg", "50斤"),
        ("186 miles", "300公里"),
        ("300 km (186 miles)", "300公里"),
        ("96.8 degrees Fahrenheit", "36摄氏度"),
        ("24 hours", "一天"),
        ("18 months", "一年半"),
        ("The centenary", "一百周年"),
        ("The 20th National Congress", "二十大"),
        ("The sixth plenary session of the 19th Central Committee", "六中全会"),
        ("In 2022 the firm grew.", "去年该公司增长。"),
        ("thousands of difficulties", "千难万险"),
        ("grade 3, 4, 5 and 6", "三四五六年级"),
        ("from March to June", "3至6月"),
        ("level II", "Ⅱ级"),
        ("a research institute", "1家研究机构"),
        ("BEIJING, Dec. 8 – On Wednesday they met.", "（8日电）周三会面。"),
        ("They met last Wednesday.", "他们于上周三会面。"),
        ("It fell on September 29.", "时值农历八月十五。"),
        ("RMB 300 million", "3亿元人民币"),
        ("about 300 million yuan ($42 million)", "约3亿元（4200万美元）"),
        ("up 0.25 percentage points", "上调25个基点"),
        ("8 a.m. EDT", "晚9时"),
    ],
)
def test_what_is_the_same_number(target: str, source: str) -> None:
    assert found(target, source) == []


@pytest.mark.parametrize(
    ("target", "source", "message"),
    [
        (
            "203 million yuan",
            "2030万元",
            "number-mismatch: “203 million” where the source has 2030万, which is 20.3 million",
        ),
        ("114 countries", "110个国家", "number-mismatch: “114” where the source has 110"),
        ("over 61", "过六一", "number-added: No number of the source is “61”"),
        ("at 7:15 AM", "7日15时", "time-mismatch: “7:15 AM” where the source has 15时"),
        ("the early 20th century", "19世纪初", "date-mismatch: “20th” where the source has 19"),
        ("November 30 and August 27", "11月27日，11月30日", "date-mismatch: “August” where the source has 11"),
        ("on Thursday", "星期三", "date-mismatch: “Thursday” where the source has 星期三"),
        ("more than 45 years", "40余年", "number-mismatch: “45” where the source has 40"),
        ("It rained.", "降雨150毫米", "number-missing: The translation has no number for 150"),
        ("150 square meters", "150公顷", "unit-mismatch: “150 square meters” where the source has 150公顷"),
        ("150 years", "150天", "unit-mismatch: “150 years” where the source has 150天"),
        ("HK$50", "50欧元", "currency-mismatch: “HK$50” where the source has 50欧元"),
        ("5 percent", "5个百分点", "percentage-point-mismatch: “5 percent” where the source has 5个百分点"),
    ],
)
def test_what_is_another_number(target: str, source: str, message: str) -> None:
    assert found(target, source) == [message]


SOURCE = (
    "（记者12月8日电）该公司周三宣布，2021年前三季度营收4.244亿美元，同比增长12.5%，毛利率提高2.3个百分点，共有1.7万余名员工，"
    "新厂占地300公顷，距机场45公里，将于18时30分剪彩，并投入3亿元建设120公里铁路。"
)
TARGET = (
    "(Dec. 8) The company announced on Wednesday that it earned $424.4 million in the first three quarters of 2021, up "
    "12.5 percent, with its gross margin up 2.3 percentage points. It has more than 17,000 employees. The new plant "
    "covers 300 hectares, 45 kilometers from the airport, and opens at 6:30 p.m. It will spend 300 million yuan on 120 "
    "km of railway."
)


def test_a_sound_translation_is_left_alone() -> None:
    assert found(TARGET, SOURCE) == []


@pytest.mark.parametrize(
    ("now", "planted", "rule"),
    [
        ("Dec. 8", "Dec. 9", "date-mismatch"),
        ("Dec. 8", "Nov. 8", "date-mismatch"),
        ("Wednesday", "Thursday", "date-mismatch"),
        ("2021", "2022", "date-mismatch"),
        ("$424.4", "424.4", ""),
        ("$424.4 million", "424.4 million yuan", "currency-mismatch"),
        ("$424.4", "€424.4", "currency-mismatch"),
        ("424.4 million", "42.44 million", "number-mismatch"),
        ("424.4 million", "424.4 billion", "number-mismatch"),
        ("424.4", "420", ""),
        ("424.4", "424.8", "number-mismatch"),
        ("12.5 percent", "12.5 percentage points", "percentage-point-mismatch"),
        ("percentage points", "percent", "percentage-point-mismatch"),
        ("17,000", "70,000", "number-mismatch"),
        ("17,000", "1,700", "number-mismatch"),
        ("hectares", "acres", "unit-mismatch"),
        ("300 hectares", "740 acres", ""),
        ("45 kilometers", "45 miles", "unit-mismatch"),
        ("45 kilometers", "28 miles", ""),
        ("45 kilometers", "54 kilometers", "number-mismatch"),
        ("6:30 p.m.", "18:30", ""),
        ("6:30 p.m.", "8:30 p.m.", "time-mismatch"),
        ("300 million yuan", "300 million dollars", "currency-mismatch"),
        ("300 million yuan", "RMB 300 million", ""),
        ("120 km", "120 meters", "unit-mismatch"),
        (" It will spend 300 million yuan on 120 km of railway.", "", "number-missing"),
    ],
)
def test_a_planted_error_is_found(now: str, planted: str, rule: str) -> None:
    assert TARGET.count(now) == 1
    assert {f.partition(":")[0] for f in found(TARGET.replace(now, planted), SOURCE)} == ({rule} if rule else set())


def test_a_number_that_went_to_the_segment_beside() -> None:
    assert found("He was moved by 300 people.\n\nIt rained.", "他很感动。\n\n300人淋雨。") == []


def test_a_headline_of_the_source_may_be_rounder_than_that_of_the_translation() -> None:
    assert found("It has 424 million.\n\nIt has 424.4 million.", "4.2亿。\n\n4.244亿。") == []
    assert found("It has 424 million.\n\nIt has more.", "4.2亿。\n\n更多。") == [
        "number-mismatch: “424 million” where the source has 4.2亿, which is 420 million"
    ]


def test_a_wrong_number_is_shown_where_it_is_right() -> None:
    text = document("It has 42 million.\n\nIt has 420 million.", source="4.2亿。\n\n4.2亿。")
    (wrong,) = check(RULES, text)
    assert [(e.message, e.segment_id) for e in wrong.evidence] == [("4.2亿", "1"), ("elsewhere “420 million”", "2")]


class Roman:
    """A plugin with a language whose only number is four."""

    @staticmethod
    @hookimpl
    def tqa_languages() -> dict[str, Language]:
        return {"la": Roman()}

    def quantities(self, text: Text) -> Sequence[Quantity]:
        return [Quantity(4, Span(at, at + 2)) for at in range(len(text.value)) if text.value.startswith("IV", at)]

    def write(self, value: int | Fraction, like: str) -> str:
        return "IV"


def test_a_plugin_s_language_is_asked() -> None:
    registry = build(installed=False, more={"roman": Roman})
    rule = replace(registry.rules["accuracy/number-mismatch"], langs=("la>en",))
    checker = Checker([rule], languages=registry.languages)
    text = document("They had 9 men, and 9 horses.", source="IV", langs=("la-VA", "en-GB"))
    assert [d.message for d in checker.check(text).diagnostics] == ["“9” where the source has IV, which is 4"]
    assert not Checker([rule]).check(text).diagnostics  # where no language is known, nothing is said


def test_a_language_that_is_there_twice_is_an_error() -> None:
    class Mine:
        tqa_languages = staticmethod(hookimpl(lambda: {"en": Roman()}, specname="tqa_languages"))

    with pytest.raises(PluginError, match=r"the language .en. is already there, from tqa\.languages"):
        build(installed=False, more={"mine": Mine})
