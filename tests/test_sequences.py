"""The model of English words side by side, and what it finds."""

from __future__ import annotations

import sys

import pytest

from tqa.checks import _sequences as sequences
from tqa.checks import _slips as slips
from tqa.checks._words import marked_words
from tqa.checks.grammar import missing_subject
from tqa.checks.sequence import broken_sequence, scrambled_sentence, wrong_function_word, wrong_word_form
from tqa.testing import check, document

KNOWN = sequences.model()
NUMBER = KNOWN.numbers


def said(text: str) -> list[tuple[str, str]]:
    """What the rules of sequences mark in a text, and how severe it is."""
    rules = [broken_sequence, scrambled_sentence, wrong_function_word, wrong_word_form]
    return [(text[d.span.start : d.span.end], d.severity) for d in check(rules, document(text))]


def kind(word: str) -> int:
    return KNOWN.kinds[NUMBER[word]]


def test_words_that_are_used_alike_share_a_class() -> None:
    assert kind("january") == kind("february")
    assert kind("of") < KNOWN.singles
    assert kind("smith") in KNOWN.names
    assert kind("table") not in KNOWN.names
    assert KNOWN.beside[kind("of")][kind("the")] > sequences.STEP / 4
    assert KNOWN.beside[kind("the")][kind("of")] < -sequences.STEP
    assert not any(KNOWN.beside[KNOWN.kinds[KNOWN.unknown]])


def test_words_are_known_before_and_after_their_list_is_read_whole() -> None:
    listed = "\nthe\nof\ncafé\n".encode()
    few = sequences.Numbers(listed, 3)
    assert [few["the"], few["café"], few["th"], few["e\nof"], few["\udcff"]] == [0, 2, 3, 3, 3]
    for n in range(few.MANY):
        assert few[f"w{n}"] == 3
    assert len(few) == 3
    assert [few["the"], few["café"], few["w1"]] == [0, 2, 3]


def test_what_follows_is_told_from_what_never_does() -> None:
    one, of, the = (NUMBER[word] for word in ("one", "of", "the"))
    likely, level = KNOWN.triple(one, of, the)
    assert level == 3
    assert likely > -1
    assert KNOWN.triple(KNOWN.unknown, of, the)[1] == 2
    assert KNOWN.triple(one, NUMBER["decision"], NUMBER["minister"])[1] == 1
    assert KNOWN.triple(one, of, KNOWN.unknown)[1] == 0
    # The memory of ties holds the same, also once it has been full.
    key = of << sequences.BITS | the
    tied = KNOWN.ties[key]
    assert tied == round((KNOWN.triple(KNOWN.unknown, of, the)[0] - KNOWN.single(the)) * sequences.TIE)
    few = sequences.Ties(KNOWN, 2)
    assert [few[key], few[key + 1], few[key + 2], few[key]] == [tied, KNOWN.ties[key + 1], KNOWN.ties[key + 2], tied]
    assert len(few) == 2


def test_a_family_holds_other_parts_of_speech() -> None:
    kin = {KNOWN.word(number) for number in KNOWN.kin(NUMBER["decide"])}
    assert "decision" in kin
    assert "decided" not in kin
    assert not KNOWN.kin(KNOWN.unknown)


def test_sentences_and_joined_words_are_kept_apart() -> None:
    units = sequences.units(KNOWN, "He left. The six-day talks in Smith County failed, Mr. Smith of the U.S. said.")
    assert [unit.word for unit in units if unit.kind in (0, 1)] == ["<s>", "</s>", "<s>", "</s>"]
    kinds = {unit.word: unit.kind for unit in units}
    assert kinds["six"] == kinds["day"] == sequences.NEUTRAL
    assert kinds["county"] in KNOWN.names


def test_marks_are_words_of_their_own() -> None:
    doc = document("“Don’t,” he said (twice).\n\nWell - it is 3.5 km…\n\nNo end")
    assert [marked_words(segment.target.value, ".") for segment in doc.segments] == [
        ["don't", ",", "he", "said", ",", "twice", ",", "."],
        ["well", "-", "it", "is", "3.5", "km"],
        ["no", "end"],
    ]


def test_the_first_look_finds_what_the_second_judges() -> None:
    assert ("form", 1) in doubtful("the manipulate of information is a problem")
    assert doubtful("the manipulation of information is a problem") == []
    assert ("order", 4) in doubtful("thanks to the sense their of smell")


def doubtful(text: str) -> list[tuple[slips.Kind, int]]:
    numbers = [NUMBER[word] for word in text.split()]
    return [place for at in range(1, len(numbers)) for place in slips.doubtful(KNOWN, numbers, at)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The whole story of his about the war has been told.", "his about"),
        ("They find food thanks to sense their of smell.", "sense their"),
        ("In the regions this would be significant lower than in others.", "significant"),
        ("India was trying for improve relations with its neighbour.", "for"),
    ],
)
def test_slips(text: str, place: str) -> None:
    assert said(text) == [(place, "info")]


def test_a_sentence_in_disorder_is_one_finding_and_a_warning() -> None:
    wrong = (
        "The hostile and up accident the been terrain to is of believed high have caused an country in the by fire "
        "place took."
    )
    assert said(f"He left. {wrong} She stayed.") == [(wrong, "warning")]


@pytest.mark.parametrize(
    "text",
    [
        "Who said that the capital could up to 5 millimeters of rain?",  # a question
        "It said that the capital Could Up to 5 millimeters of rain.",
        "The capital could up to 5 millimeters. The town could up to 6.",  # twice, so it is meant
        "The capital could, up to 5 millimeters, of rain.",
        "It is of special significance for the region.",
        "The people coming in were from Iraq.",
        "The government signed a cooperation arrangement with Shenzhen in May.",
        "",
        "\x00 \udcff İ",
    ],
)
def test_left_alone(text: str) -> None:
    assert said(text) == []


def test_what_missing_word_says_is_not_said_again() -> None:
    assert said("Most tourists leave the and head to the mainland.") == []


def test_the_file_is_read_on_machines_of_either_byte_order(monkeypatch: pytest.MonkeyPatch) -> None:
    swapped = bytes.fromhex("0100 0200".replace(" ", ""))
    monkeypatch.setattr(sys, "byteorder", "big" if sys.byteorder == "little" else "little")
    assert list(sequences.shorts(memoryview(swapped))) == [256, 512]


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
