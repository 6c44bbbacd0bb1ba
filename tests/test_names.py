"""Names rendered in two ways: planted into articles that have each three times or more, and found again."""

from __future__ import annotations

import json
import random
import sys
from itertools import product
from subprocess import run
from typing import NamedTuple

import pytest

from tqa import Checker, Content, Diagnostic, Document, Origin, Segment, Text
from tqa.checks._known import known_names
from tqa.checks.terms import inconsistent_name
from tqa.termbase import Termbase, entry_of
from tqa.text import alike_pairs


class Article(NamedTuple):
    pairs: tuple[tuple[str, str], ...]
    """Sources and translations."""
    variants: dict[str, tuple[str, ...]]
    """What may stand in the place of a name."""


ARTICLES = (
    Article(
        (
            (
                "渔业局局长陈光明周一访问了沙子坝。",
                "Chen Guangming, of the Fisheries Bureau, was in Shaziba on Monday.",
            ),
            ("陈光明说，沙子坝的渔民需要帮助。", "Chen Guangming said that the fishermen of Shaziba need help."),
            ("渔业局将修建新码头。", "The Fisheries Bureau will build a new pier."),
            (
                "沙子坝有三百名渔民，陈光明会见了二十人。",
                "Shaziba has 300 fishermen. Chen Guangming met 20.",
            ),
            ("渔业局尚未公布费用。", "The Fisheries Bureau has not published the cost."),
        ),
        {
            "Chen Guangming": ("Guangming Chen", "Chen Kuangming", "Cheng Guangming", "Chen Guang-ming"),
            "Shaziba": ("Shaba", "Shazipa", "Sha-ziba"),
            "Fisheries Bureau": ("Fisheries Agency", "Bureau of Fisheries", "Fishery Bureau"),
        },
    ),
    Article(
        (
            ("联合资助计划今年启动。", "The Joint Funding Scheme was launched this year."),
            ("金正恩没有出席，但他的妹妹来了。", "Kim Jong-un did not attend, but his sister came."),
            ("联合资助计划帮助了四十所学校。", "The Joint Funding Scheme has helped 40 schools."),
            ("报道称，金正恩支持联合资助计划。", "Reports say that Kim Jong-un supports the Joint Funding Scheme."),
            ("金正恩将于五月发表讲话。", "Kim Jong-un will speak in May."),
        ),
        {
            "Joint Funding Scheme": ("Joint Funding Program", "Joint Financing Scheme", "Scheme for Joint Funding"),
            "Kim Jong-un": ("Kim Jong Un", "Kim Jongun", "Kim Jong-eun"),
        },
    ),
    Article(
        (
            ("莫德罗是东德最后一位总理。", "Hans Modrow was the last premier there."),
            ("环境与卫生委员会悼念莫德罗。", "The Committee on Environment and Health mourned Modrow."),
            (
                "莫德罗曾是环境与卫生委员会成员。",
                "Modrow was in the Committee on Environment and Health.",
            ),
            ("环境与卫生委员会将选出新主席。", "The Committee on Environment and Health will elect a new head."),
            ("人们记得莫德罗。", "People remember Modrow well."),
        ),
        {
            "Committee on Environment and Health": (
                "Environment and Health Commission",
                "Council for Environment and Health",
            ),
            "Modrow": ("Modro", "Modrov", "Moderow"),
        },
    ),
    Article(
        (
            ("一场大雨袭击了江西和得克萨斯州。", "Heavy rain struck Jiangxi, and Texas as well."),
            ("江西有三条河决堤，得州则有两条。", "Three rivers burst in Jiangxi, and two in Texas."),
            ("金鸥奖的颁奖因此推迟。", "The ceremony of the Golden Gull Award was put off."),
            ("金鸥奖从未推迟过。", "Never before was the Golden Gull Award put off."),
            ("得州州长取消了金鸥奖之行。", "The governor of Texas will not come to the Golden Gull Award."),
            ("江西省财政已拨款。", "The province has paid. People in Jiangxi need help."),
        ),
        {
            "Jiangxi": ("Chianghsi", "Jianxi"),
            "Texas": ("Teksas", "Texes"),
            "Golden Gull Award": ("Golden Gull Prize", "Award of Golden Gull", "Award for Golden Gull"),
        },
    ),
)


def document(pairs: tuple[tuple[str, str], ...], *, source: bool) -> Document:
    segments = tuple(
        Segment(str(number), text(target, "en"), text(original, "zh") if source else None)
        for number, (original, target) in enumerate(pairs)
    )
    return Document("a.jsonl", "jsonl", segments, "zh", "en", content=Content(""))


def text(value: str, lang: str) -> Text:
    return Text(value, lang, Origin.contiguous(0, len(value)))


def found(pairs: tuple[tuple[str, str], ...], *, source: bool, termbase: Termbase | None = None) -> list[Diagnostic]:
    checker = Checker([inconsistent_name], termbase=termbase)
    return list(checker.check(document(pairs, source=source)).diagnostics)


def planted(source: bool) -> tuple[int, int]:
    """How many variants are found at their place, and how many there are: each in the place of each mention."""
    hits = total = 0
    for article in ARTICLES:
        for name, variants in article.variants.items():
            mentions = [n for n, (_, target) in enumerate(article.pairs) if name in target]
            assert len(mentions) >= 3
            for number, variant in product(mentions, variants):
                pairs = list(article.pairs)
                original, target = pairs[number]
                start, end = target.index(name), target.index(name) + len(variant)
                pairs[number] = original, target.replace(name, variant, 1)
                total += 1
                hits += any(
                    d.segment_id == str(number) and d.span.start < end and start < d.span.end
                    for d in found(tuple(pairs), source=source)
                )
    return hits, total


@pytest.mark.parametrize(("source", "least"), [(True, 0.85), (False, 0.6)])
def test_a_variant_of_a_name_is_found(source: bool, least: float) -> None:
    hits, total = planted(source)
    assert hits / total >= least, f"{hits} of {total}"


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: min(article.variants))
@pytest.mark.parametrize("source", [True, False])
def test_articles_as_they_are(article: Article, source: bool) -> None:
    assert found(article.pairs, source=source) == []


def test_the_source_tells_names_apart_that_look_alike() -> None:
    pairs = (
        ("安达纳尔来了。", "Andanar came."),
        ("安达纳尔说，他会留下。", "Soon Andanar said that he would stay."),
        ("港口在因达诺。", "The port is in Andanor."),
    )
    assert found(pairs, source=True) == []


@pytest.mark.parametrize("source", [True, False])
def test_places_that_look_alike_are_two(source: bool) -> None:
    pairs = (
        ("漳州下雨。", "It rained in Zhangzhou."),
        ("雨从漳州到了常州。", "The rain went from Zhangzhou to Changzhou."),
        ("山西和陕西没有雨。", "There was none in Shanxi and none in Shaanxi."),
        ("漳州的农民高兴。", "The farmers of Zhangzhou were glad."),
    )
    assert found(pairs, source=source) == []


def test_what_a_name_is_a_part_of_is_no_form_of_it() -> None:
    pairs = (
        ("海河公安局治安支队来了。", "The Public Security Detachment of the Haihe City Public Security Bureau came."),
        ("海河公安局称，他失踪了。", "The Haihe Public Security Bureau said that he was missing."),
        ("海河公安局在找他。", "The Haihe Public Security Bureau is looking for him."),
    )
    assert not any("Detachment" in d.message for d in found(pairs, source=True))


def test_a_finding_tells_all_forms_and_the_source() -> None:
    first, *rest = ARTICLES[0].pairs
    (one,) = found(((first[0], first[1].replace("Guangming", "Kuangming")), *rest), source=True)
    assert one.message == "陈光明 is Chen Kuangming here, Chen Guangming (2 times) elsewhere"
    assert [(e.side, e.segment_id) for e in one.evidence] == [("target", "1"), ("target", "3"), ("source", "0")]


def test_the_termbase_settles_which_form_is_right() -> None:
    first, *rest = ARTICLES[0].pairs
    pairs = ((first[0], first[1].replace("Chen Guangming", "Guangming Chen")), *rest)
    termbase = Termbase.of([entry_of({"zh": "陈光明", "en": "Guangming Chen"})])
    (one,) = found(pairs, source=True, termbase=termbase)
    assert one.fix is not None
    assert {edit.text for edit in one.fix.edits} == {"Guangming Chen"}
    assert [edit.segment_id for edit in one.fix.edits] == ["1", "3"]


def test_a_known_name_is_right_even_where_it_is_rare() -> None:
    pairs = (("梅根来了。", "Megan came."), ("梅根唱歌。", "Soon Megan sang."), ("后来梅根离开。", "Meghan left."))
    (one,) = found(pairs, source=True)
    assert one.fix is not None
    assert [(edit.segment_id, edit.text) for edit in one.fix.edits] == [("0", "Meghan"), ("1", "Meghan")]


def known_names_in(source: str) -> list[str]:
    return [known.name for known, _ in known_names(source)]


def test_known_names_are_no_parts_of_other_words() -> None:
    assert known_names_in("拜登和联合报的记者") == ["Biden", "United Daily News"]
    assert known_names_in("联合报道，中央社会工作部，莫迪利亚尼") == []


def test_phrases_that_are_alike() -> None:
    phrases = ["Joint Funding Scheme", "joint funding schemes", "Modrow", "rain", "Modro", "sun"]
    assert list(alike_pairs(phrases, 0.85)) == [("Joint Funding Scheme", "joint funding schemes"), ("Modrow", "Modro")]


@pytest.mark.slow
def test_many_phrases_are_compared_in_a_short_time() -> None:
    dice = random.Random(1)
    syllables = [a + b + c for a, b, c in product("bdfgklmnprstvz", "aeiou", ["", "n", "r", "s", "t"])]

    def word() -> str:
        return "".join(dice.choices(syllables, k=dice.choice((2, 2, 3)))).capitalize()

    words = [word() for _ in range(20_000)]
    phrases = dict.fromkeys(" ".join(dice.choices(words, k=dice.choice((1, 2, 3, 4)))) for _ in range(55_000))
    many = list(phrases)[:49_000]
    changed = {phrase[: len(phrase) // 2] + "ch" + phrase[len(phrase) // 2 + 1 :]: phrase for phrase in many[:1000]}
    many += [phrase for phrase in changed if phrase not in phrases]
    work = run([sys.executable, "-c", COMPARE], input=json.dumps(many), capture_output=True, text=True, check=True)
    seconds, kilobytes, pairs = json.loads(work.stdout)
    assert seconds < 15
    long = {(phrase, new) for new, phrase in changed.items() if len(phrase) > 10 and new not in phrases}
    assert len(long & set(map(tuple, pairs))) > 0.95 * len(long)
    if sys.platform == "linux":
        assert kilobytes < 300_000


COMPARE = """\
import json, sys, time
from tqa.text import alike_pairs

phrases = json.load(sys.stdin)
began = time.process_time()
pairs = list(alike_pairs(phrases, 0.8))
seconds = time.process_time() - began
kilobytes = 0
if sys.platform == "linux":  # ru_maxrss would begin with what the process had that this one was forked from
    with open("/proc/self/status") as status:
        kilobytes = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
json.dump([seconds, kilobytes, pairs], sys.stdout)
"""
"""In a process of its own, whose memory is what this takes and nothing else."""
