"""The syllables of pinyin that tqa carries are those of the language."""

from __future__ import annotations

import pytest

from tqa.languages import pinyin

constants = pytest.importorskip("pypinyin.constants")
convert = pytest.importorskip("pypinyin.contrib.tone_convert")


def test_syllables_are_those_of_pypinyin() -> None:
    theirs = {
        convert.to_normal(reading).replace("ü", "v")
        for readings in constants.PINYIN_DICT.values()
        for reading in readings.split(",")
    }
    ours = set(pinyin.SYLLABLES.split())
    spoken = {s for s in theirs if s.isascii() and len(s) > 1 and set(s) & set("aeiouv")}
    assert ours == spoken


@pytest.mark.parametrize("word", ["huigang", "fangcang", "zhuhui", "huoxiangzhengqi"])
def test_chinese(word: str) -> None:
    assert pinyin.is_chinese(word)


@pytest.mark.parametrize("word", ["mechichi", "taliban", "consensus", "hui", "measures", "duale"])
def test_not_chinese(word: str) -> None:
    assert not pinyin.is_chinese(word)


@pytest.mark.parametrize(("name", "word"), [("places", "shenzhen"), ("places", "guangdong"), ("loanwords", "gaokao")])
def test_lists(name: str, word: str) -> None:
    assert word in pinyin.known(name)


@pytest.mark.parametrize("name", ["places", "loanwords"])
def test_lists_hold_plain_words(name: str) -> None:
    assert all(word.isascii() and word.isalpha() and word.islower() for word in pinyin.known(name))


@pytest.mark.parametrize(
    ("one", "other"),
    [("qinghai", "chinghai"), ("kangding", "kangting"), ("beijing", "peiching"), ("zengguofan", "tsengkuofan")],
)
def test_older_romanisations_are_told_to_be_alike(one: str, other: str) -> None:
    assert pinyin.any_romanisation(one) == pinyin.any_romanisation(other)
    assert pinyin.any_romanisation("qinghai") != pinyin.any_romanisation("qingshui")
