"""The model of English word classes, and what it finds."""

from __future__ import annotations

import pytest

from tqa.checks import _sequences as sequences
from tqa.checks.grammar import missing_subject
from tqa.checks.sequence import broken_sequence
from tqa.testing import check, document

KNOWN = sequences.model()


def said(text: str) -> list[tuple[str, str]]:
    """What the rule marks in a text, and how severe it is."""
    return [(text[d.span.start : d.span.end], d.severity) for d in check([broken_sequence], document(text))]


def test_words_that_are_used_alike_share_a_class() -> None:
    kind = KNOWN.classes
    assert kind["january"] == kind["february"]
    assert kind["of"] < KNOWN.singles
    assert kind["smith"] in KNOWN.names
    assert kind["table"] not in KNOWN.names
    assert KNOWN.unknown not in kind.values()


def test_the_figures_are_those_of_english() -> None:
    kind = KNOWN.classes
    assert KNOWN.beside[kind["of"]][kind["the"]] > sequences.STEP / 4
    assert KNOWN.beside[kind["the"]][kind["of"]] < sequences.DOUBTFUL
    assert not any(KNOWN.beside[KNOWN.unknown])


def test_sentences_and_joined_words_are_kept_apart() -> None:
    units = sequences.units(KNOWN, "He left. The six-day talks in Smith County failed.")
    assert [unit.word for unit in units if unit.kind in (0, 1)] == ["<s>", "</s>", "<s>", "</s>"]
    kinds = {unit.word: unit.kind for unit in units}
    assert kinds["six"] == kinds["day"] == sequences.NEUTRAL
    assert kinds["county"] in KNOWN.names


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("I had bigger problems las year because of Corona.", "las year"),
        ("It also said that the capital could up to 5 millimeters of precipitation.", "could up"),
        ("The layers make for a even surface later.", "a even"),
    ],
)
def test_slips_of_people(text: str, place: str) -> None:
    assert said(text) == [(place, "info")]


def test_a_sentence_in_disorder_is_one_finding_and_a_warning() -> None:
    wrong = "Fire have accident up took is and the high place been by a in terrain to hostile caused believed."
    assert said(f"He left. {wrong} She stayed.") == [(wrong, "warning")]


@pytest.mark.parametrize(
    "text",
    [
        "Who said that the capital could up to 5 millimeters of rain?",  # a question
        "It said that the capital Could Up to 5 millimeters of rain.",
        "The capital could up to 5 millimeters. The town could up to 6.",  # twice, so it is meant
        "The capital could, up to 5 millimeters, of rain.",
        "It is of special significance for the region.",
        "",
    ],
)
def test_left_alone(text: str) -> None:
    assert said(text) == []


def test_what_missing_word_says_is_not_said_again() -> None:
    assert said("Most tourists leave the and head to the mainland.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Would the storm pass, they asked. It did.",
        "Limited the damage was not.",
        "Asked about the plan, he said that it was late.",
    ],
)
def test_a_sentence_may_open_with_its_verb(text: str) -> None:
    assert check([missing_subject], document(text)) == ()
