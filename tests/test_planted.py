"""Faults planted in whole articles: openings that were cut off, and ends of sentences split off by a full stop."""

from __future__ import annotations

import pytest

import tqa

ARTICLES = [
    """Ferry company cuts winter sailings to the northern islands

The company that runs ferries to the northern islands will cut its winter sailings by a third, it said on Tuesday.

Passengers who have booked will get their money back, said Anna Berg, who has led the Northern Ferry Company since May.

Mayor Jon Sand called the plan a blow. The Northern Ferry Company carried 40,000 people last winter.""",
    """Farmers in Kent Ask Mayor Ruth Hale For Help In Ashford

Three nights of frost have destroyed most of the cherries in the county, farmers told a meeting in Ashford.

The government has promised to look at their losses. It paid four million pounds after the frost of 2017.

"We have never seen anything like this in April," Ruth Hale told them after the meeting. Ruth Hale grows fruit, too.""",
]
"""Written for this test, in the way of native news."""

OPENINGS = frozenset(("design/truncated-opening", "linguistic/lower-case-opening", "linguistic/lower-cased-text"))


def opening(text: str) -> bool:
    return any(d.rule in OPENINGS and d.range.start.line == 0 for d in tqa.check(text, target_lang="en"))


@pytest.mark.parametrize("article", ARTICLES)
def test_a_whole_article_opens_well(article: str) -> None:
    assert not tqa.check(article, target_lang="en")


@pytest.mark.parametrize("part", ["headline", "lead"])
def test_openings_that_were_cut_off(part: str) -> None:
    found: dict[bool, list[bool]] = {True: [], False: []}
    for article in ARTICLES:
        whole = article if part == "headline" else article.partition("\n\n")[2] + "\n\nNo more was said on Tuesday."
        first = whole.partition("\n\n")[0].split(" ")
        for cut in range(1, len(first)):
            text = " ".join(first[cut:]) + whole[whole.index("\n\n") :]
            found[text[0].islower()].append(opening(text))
    assert sum(found[True]) >= 0.9 * len(found[True])
    if part == "headline":
        assert sum(found[False]) >= 0.4 * len(found[False])


@pytest.mark.parametrize(
    "quantity", ["A number of", "A lot of", "Many", "Dozens of", "More than 20", "A wide range of"]
)
@pytest.mark.parametrize("what", ["agreements", "consensus", "trade deals", "measures", "help for small firms"])
def test_quantities_split_off(quantity: str, what: str) -> None:
    text = f"The two sides met in Shenzhen on Friday and reached an agreement. {quantity} {what}."
    assert [d.rule for d in tqa.check(text, target_lang="en")] == ["style/fragment"]


@pytest.mark.parametrize(
    "sentence", ["Many people work.", "Some of them left.", "A number of firms closed.", "Two men sat."]
)
def test_quantities_that_do_something(sentence: str) -> None:
    assert not tqa.check(f"The two sides met on Friday. {sentence}", target_lang="en")
