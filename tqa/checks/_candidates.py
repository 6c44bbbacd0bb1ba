"""What in a document may be a term: its names, and the noun phrases that it has more than once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tqa.text import regex, tags, tokens

from ._names import COMMON, names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tqa import Document, Text


class Found(NamedTuple):
    forms: dict[str, tuple[int, str]]
    """How often each is there, and the first place with what stands around it."""
    pairs: list[tuple[str, str]]
    """Forms that seem to be of one name."""


def candidates(document: Document) -> Found:
    """The candidates in the target texts of a document."""
    forms: dict[str, tuple[int, str]] = {}
    pairs: list[tuple[str, str]] = []
    for part in names(document):
        for name, places in part.places.items():
            count, context = forms.get(name, (0, ""))
            if " " in name or name.lower() not in COMMON:
                at = places[0]
                forms[name] = count + len(places), context or _around(part.text, at, at + len(name))
        pairs += [(name.forms[0].text, form.text) for name in part.variants for form in name.forms[1:]]
    for segment in document.segments:
        for phrase, start, end in _phrases(segment.target):
            count, context = forms.get(phrase, (0, ""))
            forms[phrase] = count + 1, context or _around(segment.target.value, start, end)
    return Found(forms, pairs)


_SPACE = regex(r"\s+")
_WORDS_AROUND = 60


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _WORDS_AROUND) : start], text[end : end + _WORDS_AROUND]
    if start > _WORDS_AROUND:
        before = f"…{before.partition(' ')[2]}"
    if end + _WORDS_AROUND < len(text):
        after = f"{after.rpartition(' ')[0]}…"
    return _SPACE.sub(" ", f"{before}{text[start:end]}{after}").strip()


_MOST = 4


def _phrases(text: Text) -> Iterator[tuple[str, int, int]]:
    """Noun phrases of two to four words in lower case: adjectives and nouns that end in a noun (English)."""
    run: list[int] = []
    value, spans, found = text.value, tokens(text), tags(text)
    for at in range(len(spans) + 1):
        if at < len(spans):
            span, tag = spans[at], found[at]
            word = value[span.start : span.end]
            joined = not run or spans[run[-1]].end + 1 == span.start
            if word.islower() and word[0].isalpha() and joined and tag in ("JJ", "NN", "NNS"):
                run.append(at)
                continue
        while run and found[run[-1]] == "JJ":
            run.pop()
        if 2 <= len(run) <= _MOST:
            start, end = spans[run[0]].start, spans[run[-1]].end
            yield value[start:end], start, end
        run = [at] if at < len(spans) and word.islower() and word[0].isalpha() and tag in ("JJ", "NN", "NNS") else []
