"""English word classes (Penn Treebank tags), from the lexicon that textblob ships.

Importing textblob takes half a second, as it loads nltk. Its tagger is a lexicon of 94,000 words (Brill's, from the
Penn Treebank and the Brown corpus) and a few rules on endings for the words that are not in it. The lexicon is a sorted
text file, so that the few words of a text are found by bisection, and it is read whole only when many are asked for.
The tags are those of `textblob.en.tag`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from .wordlist import SortedLines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Lexicon:
    """The words of a file of "word TAG" lines in the order of their bytes, below a head of ";;;" comments."""

    _MANY = 10_000
    """Look-ups by bisection after which the file is read whole: that takes as long as these."""

    def __init__(self, path: Path) -> None:
        self._lines = SortedLines(path)
        self._known: dict[str, str | None] = {}
        self._complete = False

    def get(self, word: str) -> str | None:
        """The tag of exactly this word; None if it is not listed."""
        known = self._known
        if self._complete or word in known:
            return known.get(word)
        if len(self._known) >= self._MANY:
            self._load()
            return self._known.get(word)
        found = self._lines.find(word.encode("utf-8", "surrogatepass"))
        tag = self._known[word] = found.decode().strip() if found is not None else None
        return tag

    def _load(self) -> None:
        fields = self._lines.data[self._lines.start :].decode("utf-8").split()
        self._known = dict(zip(fields[::2], fields[1::2], strict=True))
        self._complete = True


def lexicon_file() -> Path:
    """Where textblob keeps its lexicon."""
    found = find_spec("textblob")  # of a top-level name: looks for the package without running it
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("textblob, whose lexicon tells word classes, is not installed", name="textblob")
    return Path(found.submodule_search_locations[0]) / "en" / "en-lexicon.txt"


@cache
def lexicon() -> Lexicon:
    """The lexicon of English."""
    return Lexicon(lexicon_file())


_STOPS = frozenset({".", "!", "?", "..."})
_CLITIC = re.compile(r"(\w+?)(?:['’](?:s|re|ve|ll|d|m)|n['’]t)")


def tag(words: Sequence[str]) -> list[str]:
    """The tag of every word; punctuation marks are words too, and a sentence ends at a full stop."""
    return list(tags(words))


def tags(words: Iterable[str]) -> Iterator[str]:
    """The same, each when it is asked for."""
    get = lexicon().get
    first = True
    for word in words:
        found = get(word)
        if found is None and first:
            found = get(word.lower())
        yield found or _guess(word)
        first = word in _STOPS


_NUMBER = re.compile(r"[0-9\-,.:/%$]+")
_ENDINGS = (
    (("ate", "ify", "ise", "ize"), "VBP"),
    (("ed",), "VBN"),
    (("able", "al", "ful", "ible", "ient", "ish", "ive", "less", "tic", "ous"), "JJ"),
)


def _guess(word: str) -> str:
    """The tag of a word that the lexicon does not list. With "'s" and the like it is that of the word before them."""
    clitic = _CLITIC.fullmatch(word)
    if clitic is not None:
        host = clitic[1]
        return lexicon().get(host) or lexicon().get(host.lower()) or _guess(host)
    if word.istitle():
        return "NNP"
    if _NUMBER.fullmatch(word):
        return "CD"
    for endings, found in _ENDINGS:
        if word.endswith(endings):
            return found
    if "-" in word:
        return "JJ"
    if word.endswith("s") and not word.endswith(("is", "ous", "ss")):
        return "NNS"
    return "RB" if word.endswith("ly") else "VBG" if word.endswith("ing") else "NN"
