"""Given names, and whose they are."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tqa.text import romanised

if TYPE_CHECKING:
    from collections.abc import Mapping

WOMAN, MAN = 0, 1


@cache
def _given_names() -> Mapping[str, int]:
    folder = Path(__file__).with_name("data") / "gender"
    return {
        name: gender
        for gender, which in ((WOMAN, "female"), (MAN, "male"))
        for line in (folder / f"given-names-{which}.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
        for name in line.split()
    }


def given_name(word: str) -> int | None:
    """Whether only women or only men have a name; None for other words."""
    return _given_names().get(romanised(word).capitalize())
