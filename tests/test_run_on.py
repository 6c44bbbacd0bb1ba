"""Sentences that run into one another, where the examples of the rules do not look: at the edges of a text, and in
whatever order words and commas come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tqa

PIECES = "it he is was the plan that approved when began said, and , . ’s “ not a man of one these in x 5 –".split(" ")


def spliced(value: str) -> list[str]:
    found = tqa.check([value], target_lang="en", select=["linguistic/comma-splice"])
    return [value[d.span.start : d.span.end] for d in found]


@pytest.mark.parametrize(
    "value",
    [
        ", it is late.",
        "The plan, it, he is late.",
        "The plan was good,, it is late.",
        "The plan was good, it x",
        "The plan was good, that is, it had friends.",
        "The plan was good, the man accused.",
        "He has one plan and according to friends, it is good.",
        "The question is, the plan was good.",
    ],
)
def test_what_is_no_comma_splice(value: str) -> None:
    assert spliced(value) == []


@pytest.mark.parametrize(
    "before", ["", "They met. ", 'He said: "Go on, it is late." ', "In May, it rained, and it froze. "]
)
def test_each_sentence_is_looked_at_by_itself(before: str) -> None:
    assert spliced(before + "The plan was approved, it will begin in May. Others did not begin.") == [", it"]


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_order_of_words_is_too_much(pieces: list[str]) -> None:
    assert set(spliced(" ".join(pieces).replace(" ,", ",") + ".")) <= {
        ", it",
        ", he",
        ", the",
        ", that",
        ", a",
        ", these",
    }
