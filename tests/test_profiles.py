"""House styles: the profiles that come with tqa, and those of users."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tqa
from tqa.config import PROFILES, load, profile

if TYPE_CHECKING:
    from pathlib import Path

DRAFT = """Xinhua News Agency, Beijing, February 11 (Li Wei) The US bought 3 ships from Mr. Li on 9 February.

It paid 7 per cent, or RMB 5 million, at 3 PM on February 9th, and flew to Macau.

COVID-19 had closed the yard -- until now."""

STYLES = {
    "plain": DRAFT.replace("9 February", "February 9"),
    "us-news": """BEIJING (Xinhua) — The U.S. bought three ships from Mr. Li on Feb. 9.

It paid 7%, or 5 million yuan, at 3 p.m. on Feb. 9, and flew to Macao.

COVID-19 had closed the yard -- until now.""",
    "uk-news": """Xinhua News Agency, Beijing, 11 February (Li Wei) The US bought three ships from Mr Li on 9 February.

It paid 7%, or 5 million yuan, at 3 pm on 9 February, and flew to Macau.

Covid-19 had closed the yard – until now.""",
    "china-english": """BEIJING, Feb. 11 (Xinhua) -- The U.S. bought three ships from Mr. Li on Feb. 9.

It paid 7 percent, or 5 million yuan, at 3 p.m. on Feb. 9, and flew to Macao.

COVID-19 had closed the yard -- until now.""",
}


def rewritten(text: str, style: str) -> str:
    return tqa.fix(text, target_lang="en", profile=style, unsafe=True, select=["style", "locale"])


@pytest.mark.parametrize("style", list(PROFILES))
def test_a_draft_in_each_style(style: str) -> None:
    assert rewritten(DRAFT, style) == STYLES[style]


@pytest.mark.parametrize("style", list(PROFILES))
def test_what_is_in_the_style_stays(style: str) -> None:
    assert rewritten(STYLES[style], style) == STYLES[style]


def test_a_house_has_its_own(tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text(
        'extend = "uk-news"\nignore = ["style/small-number-form"]\n[options]\n'
        '"style/percent-word-and-sign" = { use = "per cent" }\n',
        encoding="utf-8",
    )
    (tmp_path / "desk.toml").write_text('extend = "house.toml"\nsummary = "The desk"\n', encoding="utf-8")
    (tmp_path / "tqa.toml").write_text('profile = "desk.toml"\n', encoding="utf-8")
    style = load(tmp_path / "tqa.toml").profile
    assert profile(style).summary == "The desk"
    assert rewritten("The U.S. paid 3 firms 7%.", style) == "The US paid 3 firms 7 per cent."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("summry = 'x'\n", "house.toml:1: unknown key 'summry'; did you mean 'summary'?"),
        ("extend = 'uk-new'\n", "house.toml:1: extend: there is no 'uk-new'; did you mean 'uk-news'?"),
        ("extend = 'house.toml'\n", "house.toml:1: extend goes in a circle"),
        ("select = 'style'\n", "house.toml:1: select must be a list of texts"),
        ("[options]\n'style/dash-from' = { use = 'em' }\n", "house.toml: there is no rule 'style/dash-from'; did you"),
        ("[options]\n'style/dash-form' = { us = 'em' }\n", "house.toml: rule style/dash-form has no option 'us'; did"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "house.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(tqa.SetupError) as caught:
        tqa.check("It rained.", target_lang="en", profile=str(path))
    assert says in str(caught.value)
