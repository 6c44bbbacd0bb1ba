"""Words that are no words: lists of words, and the rule that looks words up in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tqa
from tqa import WordList
from tqa.languages import en_words

WORDS = ["Europe", "because", "can't", "hospital", "hospitals", "report", "the", "their", "there", "Zürich"]


def make(folder: Path, words: list[str], common: list[str]) -> WordList:
    (folder / "words.txt").write_text("\n".join(sorted(words)) + "\n", "utf-8")
    (folder / "common.txt").write_text("\n".join(common) + "\n", "utf-8")
    letters = "abcdefghijklmnopqrstuvwxyzü'"
    return WordList(folder / "words.txt", folder / "common.txt", letters, prefixes=("re",), suffixes=("s",))


@pytest.fixture
def small(tmp_path: Path) -> WordList:
    return make(tmp_path, WORDS, ["the", "there", "their", "because", "report", "Europe", "hospital"])


def test_what_is_listed(small: WordList, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = [*WORDS, "", "th", "hosp", "hospitalss", "zzz", "A", "europe", "Zürichs", "ue\n", "\ud800"]
    one_by_one = [small.has(word) for word in asked]
    assert one_by_one == [word in WORDS for word in asked]
    monkeypatch.setattr(WordList, "_MANY", 0)
    whole = make(tmp_path, WORDS, ["the"])
    assert [whole.has(word) for word in asked] == one_by_one


@pytest.mark.parametrize(
    ("word", "meant", "kind"),
    [
        ("becuase", "because", "swapped"),
        ("becase", "because", "lost"),
        ("beccause", "because", "added"),
        ("becouse", "because", "changed"),
        ("hopsittal", "hospital", "several"),
        ("Eurpoe", "Europe", "swapped"),
    ],
)
def test_what_a_word_was_meant_to_be(small: WordList, word: str, meant: str, kind: str) -> None:
    slip = small.slips(word)[0]
    assert (slip.word, slip.kind) == (meant, kind)


def test_the_likeliest_word_comes_first(small: WordList) -> None:
    assert [slip.word for slip in small.slips("thier")] == ["their"]
    assert [slip.word for slip in small.slips("thre")] == ["the", "there"]
    assert small.slips("nothing") == ()


def test_words_made_of_listed_ones(small: WordList) -> None:
    assert small.makes("rereport")
    assert small.makes("reports")
    assert small.makes("hospitalreport")
    assert not small.makes("reporte")


def found(text: str) -> list[str]:
    return [text[d.span.start : d.span.end] for d in tqa.check(text, target_lang="en") if d.rule == RULE]


RULE = "linguistic/misspelling"


@pytest.mark.parametrize(
    "text",
    [
        "Mr Smyth met Ms Browne and Peng Jining in Sindh; Awas Yojana and Hansi Flick did not come.",
        "It is at https://exmaple.org/wokring, thsoe@exmaple.org, #goverment, @goverment, x_wrok and wrok/paly.",
        "The café in Zürich, the fiancée's résumé and the naïve façade; tsk, hmm, lol, haha and omg.",
        "The 10 th and the 2nd, 3 km, 40 kg and 5 mln; no-brainers, two-seaters and left-handers.",
        "The Gazzetta dello Sport, the Frankfurter Allgemeine, “und” and the Partido dos Trabalhadores.",
        "Chinese hutongs, siheyuan, baijiu and jiaozi; fintechs, livestreams, retweets and cryptocurrencies.",
        "It’s theirs, isn’t it? They’d’ve gone; the boys’ coats, James’s and the ’90s.",
        "An iPhone, an eReader, IPOs, NATO's, PhDs and USB-C.",
        "Grey or gray, colour or color, organise or organize, traveller or traveler, judgement or judgment.",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Thsoe who left were wokring in adn around the town.", ["Thsoe", "wokring", "adn"]),
        ("the goverment’s report, anounced in Feburary", ["goverment", "anounced", "Feburary"]),
        ("The (fourth-larest) city; “sevral” are lost.\nTheri homes are far.", ["larest", "Theri"]),
        ("It will be anounced. It was announced, and anounced again.", ["anounced"]),
        ("It will be anounced. It was anounced again.", []),
    ],
)
def test_what_is_found(text: str, words: list[str]) -> None:
    assert sorted(found(text)) == sorted(words)


WORD = st.sampled_from(
    "the of becuase Becuase goverment's goverment’s report, (wokring) thsoe—those “adn” wnet. x-wrok 3rd café".split()
)


@given(st.lists(WORD, min_size=1, max_size=12).map(" ".join))
def test_what_is_flagged_is_exactly_a_word(text: str) -> None:
    for d in tqa.check(text, target_lang="en"):
        if d.rule == RULE:
            around = text[max(0, d.span.start - 1) : d.span.start], text[d.span.end : d.span.end + 1]
            assert re.fullmatch(r"[A-Za-z]+", text[d.span.start : d.span.end])
            assert not any(re.match(r"\w", char) for char in around)


def test_the_files_of_english_are_in_order() -> None:
    data = Path(en_words.__file__).parent / "data" / "english"
    words = (data / "words.txt").read_bytes().splitlines()
    assert words == sorted(set(words))
    common = (data / "common.txt").read_bytes().splitlines()
    assert len(common) == len(set(common))
    assert not set(common) - set(words)


def varied(text: str) -> list[tuple[str, str]]:
    return [(d.excerpt[slice(*d.span)], d.message) for d in tqa.check(text, target_lang="en") if d.rule == VARIETY]


VARIETY = "locale/spelling-variety"


def test_the_rarer_variety_is_one_finding_a_document() -> None:
    text = "The color of the harbor.\n\nA theatre, and a theatre again.\n\nIts flavor."
    ((word, message),) = varied(text)
    assert (word, message) == ("theatre", "“theatre” is British spelling, “color” American")
    assert not varied("The color of the harbor, organized.") + varied("The colour of the harbour, organized.")
    assert not varied("The color of the harbor of the Theatre Royal and the BBC’s Labour.")


def test_what_one_variety_spells_so_the_other_spells_differently() -> None:
    known = en_words.varieties()
    assert known["colour"] == ("british", "color")
    assert known["color"] == ("american", "colour")
    assert known["organise"] == ("british", "organize")
    assert "organize" not in known
    assert "cancelled" not in known
    assert all(other not in known or known[other][0] != variety for variety, other in known.values())
    assert all(en_words.words().has(other) and en_words.words().has(word) for word, (_, other) in known.items())


def test_a_few_words_do_not_load_the_lists() -> None:
    listed = WordList(en_words.words()._words_file, en_words.words()._common_file, "abc")
    for word in "all these are words that everybody knows".split():
        assert listed.has(word)
    assert not {"_all", "_rank", "_common"} & vars(listed).keys()
