"""Which forms of a word are the same word: "schemes" and "scheme", "carried out" and "carry out".

`stem` brings all forms of a word to one key, by which an index finds them; it takes too much together ("building",
"builds"), and `same` then says whether two words that share a key are forms of one. English has rules of its own, as
stemmers take "organ" and "organisation" for one. The other languages have Snowball's; where there is none, two words
are one when they begin alike.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""Snowball's stemmers by primary subtag."""


class _Kept(dict[str, str]):
    """The keys of words, each computed once; a dictionary is twice as fast as `lru_cache`."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        super().__init__()
        self._stem = stem

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        key = self[word] = self._stem(word)
        return key


_MOST_KEPT = 200_000


@cache
def stemmer(lang: str) -> Callable[[str], str]:
    """Word in lower case → key, for a primary subtag of BCP 47 ("en")."""
    if lang == "en":
        return _Kept(_english).__getitem__
    if name := _SNOWBALL.get(lang):
        from snowballstemmer import stemmer as make

        return _Kept(make(name).stemWord).__getitem__
    return _beginning


def same(term: str, word: str, lang: str, verb: bool | None = None) -> bool:
    """Whether a word is a form of a term's word; both are in lower case and have the same key. `verb`: whether the term
    is a verb, None where nobody says."""
    if term == word:
        return True
    if lang == "en":
        return _same_english(term, word, verb)
    return lang in _SNOWBALL or _begin_alike(term, word)


_PREFIX = 4
"""Letters of the key where there is no stemmer."""


def _beginning(word: str) -> str:
    return word[:_PREFIX]


def _begin_alike(term: str, word: str) -> bool:
    """Whether two words differ by no more than a short ending."""
    short, long = sorted((term, word), key=len)
    least = max(_PREFIX, len(short) - 2)
    return len(long) - len(short) <= 3 and short[:least] == long[:least]


# --- English ----------------------------------------------------------------------------------------------------------

_PLURALS = dict(
    pair.split("/")
    for pair in """men/man women/woman children/child people/person feet/foot teeth/tooth geese/goose mice/mouse
    oxen/ox data/datum media/medium criteria/criterion phenomena/phenomenon bacteria/bacterium curricula/curriculum
    memoranda/memorandum strata/stratum stadia/stadium nuclei/nucleus stimuli/stimulus fungi/fungus alumni/alumnus
    indices/index matrices/matrix vertices/vertex appendices/appendix leaves/leaf lives/life wives/wife knives/knife
    halves/half shelves/shelf selves/self wolves/wolf thieves/thief loaves/loaf calves/calf""".split()
)
_PASTS = {
    form: base
    for base, *forms in map(
        str.split,
        """be is are was were been being am|have has had|do does did done|go goes went gone|become became
        begin began begun|break broke broken|bring brought|build built|buy bought|choose chose chosen|come came
        cut|deal dealt|draw drew drawn|drive drove driven|fall fell fallen|feel felt|fight fought|find found
        fly flew flown|forbid forbade forbidden|forget forgot forgotten|freeze froze frozen|get got gotten
        give gave given|grow grew grown|hear heard|hold held|keep kept|know knew known|lay laid|lead led|leave left
        lend lent|let|lose lost|make made|mean meant|meet met|oversee oversaw overseen|pay paid|put
        overthrow overthrew overthrown|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent
        set|shoot shot|shrink shrank shrunk|speak spoke spoken|spend spent|spread|stand stood|steal stole stolen
        strike struck stricken|swear swore sworn|take took taken|teach taught|tell told|think thought
        throw threw thrown|undergo underwent undergone|undertake undertook undertaken|uphold upheld|win won
        withdraw withdrew withdrawn|withhold withheld|write wrote written""".replace("\n", "|").split("|"),
    )
    for form in forms
}


def _english(word: str) -> str:
    word = _PLURALS.get(word) or _PASTS.get(word) or word
    if word.endswith("men") and len(word) > 4:  # policemen
        word = f"{word[:-3]}man"
    bare = word.rstrip("s")
    if bare.endswith("ing") and len(bare) > 4:
        bare = bare[:-3]
    elif bare.endswith("ed") and len(bare) > 3:
        bare = bare[:-2]
    bare = bare.rstrip("esiyfv")
    if len(bare) > 2 and bare[-1] == bare[-2]:
        bare = bare[:-1]
    return bare or word


@lru_cache(1 << 14)
def _same_english(term: str, word: str, verb: bool | None) -> bool:
    if word in _nouns(term) or term in _nouns(word):
        return True
    if verb is None:
        verb = _is_verb(term)
    return verb and (_PASTS.get(word) == term or word in _verbs(term))


def _is_verb(word: str) -> bool:
    from .tagger import lexicon

    return (lexicon().get(word) or "")[:2] == "VB"


def _nouns(word: str) -> tuple[str, ...]:
    """The plurals that a noun may have."""
    found = [f"{word}s", f"{word}es"]
    if word.endswith("y"):
        found.append(f"{word[:-1]}ies")
    elif word.endswith(("f", "fe")):
        found.append(f"{word.rstrip('e')[:-1]}ves")
    elif word.endswith("sis"):
        found.append(f"{word[:-2]}es")
    elif word.endswith("man"):
        found.append(f"{word[:-3]}men")
    found += [plural for plural, singular in _PLURALS.items() if singular == word]
    return tuple(found)


def _verbs(word: str) -> tuple[str, ...]:
    """The regular forms of a verb besides those that end in s."""
    if word.endswith("e"):
        return (f"{word}d", f"{word[:-1]}ing")
    if word.endswith("y"):
        return (f"{word[:-1]}ied", f"{word}ed", f"{word}ing")
    return (f"{word}ed", f"{word}ing", f"{word}{word[-1:]}ed", f"{word}{word[-1:]}ing")


def plural(word: str) -> str:
    """The plural of an English noun."""
    low = word.lower()
    if found := next((many for many, one in _PLURALS.items() if one == low), None):
        return f"{word[0]}{found[1:]}" if found[0] == low[0] else found
    if low.endswith("y") and low[-2:-1] not in tuple("aeiou"):
        return f"{word[:-1]}ies"
    if low.endswith("sis"):
        return f"{word[:-2]}es"
    return f"{word}es" if low.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def is_plural_of(word: str, singular: str) -> bool:
    """Whether an English word is a plural of another; both are in lower case."""
    return word != singular and word in _nouns(singular)
