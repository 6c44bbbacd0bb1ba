"""What the rule for long sentences says of one, and when it has nothing to measure it by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tqa

if TYPE_CHECKING:
    from pathlib import Path

LONG = (
    "The council, which has long wanted a line along the river, will pay for the first part of it, and the region "
    "will pay for the rest."
)
SHORT = "It will begin in May."


def found(tmp_path: Path, value: str, **options: float) -> list[tqa.Diagnostic]:
    config = tmp_path / "tqa.toml"
    said = "".join(f"{name} = {value}\n" for name, value in options.items())
    config.write_text(f'target_lang = "en"\nselect = ["style/long-sentence"]\n[options."style/long-sentence"]\n{said}')
    return tqa.check(value, config=config)


def test_says_how_long_it_is_and_where_it_could_be_divided(tmp_path: Path) -> None:
    value = f"{SHORT} {SHORT}\n\n{LONG}\n\n{SHORT} {SHORT}"
    (only,) = found(tmp_path, value, words=20)
    assert only.excerpt == LONG
    assert only.message == "This sentence has 27 words; half of the article's have 5 or fewer"
    assert [LONG[e.span.start : e.span.end] for e in only.evidence] == [", and the"]


@pytest.mark.parametrize(
    ("value", "options"),
    [
        (f"{LONG} {SHORT} {SHORT}", {"words": 20}),
        (f"{LONG} {SHORT} {SHORT} {SHORT} {SHORT} {SHORT}", {"words": 27}),
        (f"{' '.join([SHORT] * 9)} {LONG}", {"words": 20, "times": 5.5}),
        (" ".join([LONG] * 9), {"words": 20}),
    ],
)
def test_an_article_too_short_to_tell_or_whose_sentences_are_all_long(
    tmp_path: Path, value: str, options: dict[str, float]
) -> None:
    assert found(tmp_path, value, **options) == []
