"""What is English and what is not: short lists beside this module, and the lexicon of English."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from tqa.text import word_class

LANGUAGES = ("cs", "de", "es", "fr", "it", "pl")
"""Those whose function words are listed."""


@cache
def listed(name: str) -> frozenset[str]:
    """A list beside this module: the function words of a language, "de-nouns"; of an unknown one nothing."""
    try:
        text = (Path(__file__).with_name("data") / "foreign" / f"{name}.txt").read_text("utf-8")
    except FileNotFoundError:
        return frozenset()
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@lru_cache(1 << 14)
def is_english(word: str) -> bool:
    """Whether the English lexicon has the word, or the word that it is the plural of."""
    low = word.lower()
    if low in listed("english") or low.removesuffix("s") in listed("english"):
        return True
    found = word_class(low) or (word_class(low[:-1]) if low.endswith("s") else None)
    if found is None and word != low:
        found = word_class(word) if word not in listed("de-nouns") else None
    return found not in (None, "FW")
