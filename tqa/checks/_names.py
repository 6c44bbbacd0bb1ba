"""The names of an English document, found once and shared by the rules on names and terms.

A name is a run of capitalised words, with "of", "and", "for", "on" and "&" allowed inside: "Innovation and Technology
Agency". Function words that open it go, and a possessive divides it. What follows from a name's letters alone is
computed once a name and kept across documents.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property, lru_cache
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from tqa import Document, Evidence, Segment, Span
from tqa.text import kept, regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._sources import Sources
    from ._variants import Name


def _listed(name: str) -> frozenset[str]:
    """The words of a list in data/names."""
    lines = (Path(__file__).with_name("data") / "names" / f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


ABBREVIATIONS = _listed("abbreviations")
COMMON = _listed("common")
OPENING = _listed("opening")
_COUNTRIES = _listed("places")
DISTINCT = _COUNTRIES | _listed("people")
"""Names of which two are never one, however alike they look."""
PLACES = frozenset(w.lower() for w in _COUNTRIES) | frozenset(
    """national state us u.s united states hong kong uk eu world global international federal central country provincial
    municipal city province sino north south""".split()
)
"""Words, in lower case, that say where a body is: what one form of its name may leave out."""

_SKIPPED = ("code", "furniture")
_UPPER = r"A-Z\u00c0-\u00d6\u00d8-\u00de"
_REST = r"[\w\u2019']*(?:[-\u2010-\u2013]\w+)*"
_NAME = regex(
    rf"[{_UPPER}](?<![\w\u2019'-].){_REST}(?: (?:[{_UPPER}\d]|(?:of|and|for|on|&) [{_UPPER}\d]){_REST})*"
)  # the look-behind stands after the first letter, so that `re` can search for that letter
JOINING = frozenset({"of", "and", "for", "on", "&", "the"})

# Heads that stand for one another in translations of one name.
SLOTS = {
    head: slot
    for slot, heads in {
        "body": "bureau agency department office administration authority directorate board service",
        "committee": "committee commission council",
        "plan": "scheme program programme project plan initiative",
        "centre": "center centre institute institution academy",
        "association": "association federation society union league alliance",
        "treaty": "agreement accord pact treaty protocol",
        "meeting": "meeting conference forum summit symposium seminar workshop session congress",
        "report": "report survey study",
        "fund": "fund foundation",
        "court": "court tribunal",
        "zone": "zone area region district",
        "market": "market exchange",
        "network": "network platform system",
        "school": "university college school",
        "law": "law act bill ordinance regulations regulation rules",
        "prize": "prize award",
        "museum": "museum gallery",
        "hospital": "hospital clinic infirmary",
        "festival": "festival carnival fair gala",
        "exhibition": "exhibition exposition expo",
        "laboratory": "laboratory lab",
        "statement": "statement declaration communique manifesto",
        "strategy": "strategy policy",
        "film": "film films movie pictures",
        "church": "church cathedral chapel",
        "temple": "temple monastery shrine",
        "park": "park garden gardens",
        "team": "team squad",
        "tournament": "tournament championship championships cup",
        "street": "street road avenue boulevard",
        "airport": "airport airfield",
        "campaign": "campaign movement",
    }.items()
    for head in heads.split()
}
_PART = 60_000
"""Longer documents are looked at in parts of so many characters: what is compared in pairs must not grow with them."""


_Word = tuple[str, int]
"""A word of a name, and where in the name it begins."""


class Form:
    """What a name's letters tell of it. Made once a name, and the cost of all rules on names: no step without need."""

    __slots__ = (
        "acronyms", "content", "divided", "head", "key", "neighbours", "person", "rare", "slot", "stem", "tails",
        "text", "turned", "words"
    )  # fmt: skip

    def __init__(self, text: str) -> None:
        low = text.lower()
        self.text = text
        self.words = words = text.split(" ")
        lows = low.split(" ")
        acronyms: list[str] = []
        rare: list[str] = []
        for word, lower in zip(words, lows, strict=True):
            if word[1:] != lower[1:]:
                acronyms += _acronym(word)
                if word.isupper():
                    continue
            if len(word) > 4 and lower not in COMMON and (word.isalpha() or _LETTERS.fullmatch(word)):
                rare.append(word)
        self.acronyms = tuple(acronyms)
        """Of three to six letters, and not in the list of those that need no introduction."""
        self.rare = tuple(rare)
        """Words of five letters or more that are not common English."""
        self.key = key_of(low)
        self.divided = len(self.key) > 4 and (len(words) > 1 or "-" in text)
        """Whether it could also be written as one word."""
        self.neighbours: tuple[tuple[str, str], ...] = ()
        """The words that follow one another, but where one is there twice."""
        self.tails: tuple[str, ...] = ()
        """The name with its last word, or last two, in lower case: "Labour party" of "Labour Party"."""
        self.person = ""
        """The given name of what looks like a Chinese person: "Yonggang" of "Zheng Yonggang"."""
        self.head, self.slot, self.stem = "", "", ""
        self.content: frozenset[str] = frozenset()
        """Its content words, without the head."""
        self.turned: tuple[str, ...] = ()
        """The name after what it is of: "Golden Goblet Award" of "Award of Golden Goblet"."""
        if len(words) < 2:
            return
        if len(set(words)) == len(words):
            self.neighbours = tuple([pair for pair in pairwise(words) if JOINING.isdisjoint(pair)])
        if len(words) > len(self.neighbours) + 1:
            parts = map(text.partition, (" of ", " for ", " on "))
            self.turned = tuple([f"{after} {before}" for before, joint, after in parts if joint])
        if lows[-1] in COMMON:
            self.tails = _tails(words, lows)
        elif len(words) == 2:
            self.person = _person(words, lows)
        head = _head(lows)
        if head is not None:
            self.head = lows[head]
            self.slot = SLOTS[self.head]
            self.content = frozenset(_plain(w) for i, w in enumerate(lows) if i != head and w not in JOINING)
            if head == len(words) - 1 and head > 1 and JOINING.isdisjoint(words[-3:-1]):
                self.stem = " ".join(words[-3:-1])


def key_of(low: str) -> str:
    """A name in lower case without spaces, hyphens and apostrophes."""
    key = low.replace(" ", "")
    if "-" in key or "'" in key or "\u2019" in key:
        key = key.replace("-", "").replace("\u2019", "").replace("'", "")
    return key


_LETTERS = regex(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_ACRONYM = regex(r"(?![IVXLC]+\Z)[A-Z]+")


def _acronym(word: str) -> tuple[str, ...]:
    word = word.partition("-")[0]
    if word[-1] == "s":
        word = word[:-1]
    return (word,) if 3 <= len(word) <= 6 and word not in ABBREVIATIONS and _ACRONYM.fullmatch(word) else ()


@lru_cache(1 << 16)
def form(name: str) -> Form:
    return Form(name)


@lru_cache(1 << 16)
def _forms(run: str) -> tuple[Form, ...]:
    """The names in a run of capitalised words that some rule may want to look at."""
    made = [form(name) for name, _ in pieces(run)]
    return tuple(f for f in made if len(f.words) > 1 or f.acronyms or f.rare)


def _plain(word: str) -> str:
    return word[:-2] if word.endswith(("'s", "\u2019s")) else word.rstrip("'\u2019")


def _head(words: list[str]) -> int | None:
    """Which word says what kind of thing it is: the first in "Bureau of Trade", the last in "Trade Bureau"."""
    if words[-1] in SLOTS and not (words[1] == "of" and words[0] in SLOTS and len(words) > 2):
        return len(words) - 1
    for i in range(len(words) - 2):
        if words[i] in SLOTS and words[i + 1] in ("of", "for", "on"):
            return i
    return None


def _tails(words: list[str], lows: list[str]) -> tuple[str, ...]:
    if words[-1][0] == lows[-1][0] or words[-1][1:] != lows[-1][1:]:
        return ()
    one = " ".join([*words[:-1], lows[-1]])
    if len(words) > 2 and lows[-2] in COMMON and words[-2][0] != lows[-2][0] and words[-2][1:] == lows[-2][1:]:
        return one, " ".join([*words[:-2], *lows[-2:]])
    return (one,)


def _person(words: list[str], lows: list[str]) -> str:
    (family, given), (family_low, given_low) = words, lows
    if not (2 <= len(family) <= 6 <= len(given) and family[1:] == family_low[1:] and given[1:] == given_low[1:]):
        return ""
    if family_low in COMMON or family in DISTINCT or given in DISTINCT:
        return ""
    return given if pinyin(given_low) and pinyin(family_low) else ""


_SYLLABLES = regex(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un"
    r"|ia|ie|iu|ua|ui|uo|ue|er|a|e|i|o|u|v))+"
)


@lru_cache(1 << 14)
def pinyin(word: str) -> bool:
    """Whether a word in lower case can be read as Chinese syllables."""
    return _SYLLABLES.fullmatch(word) is not None


@lru_cache(1 << 16)
def pieces(run: str) -> tuple[_Word, ...]:
    """The names in a run of capitalised words, and where in it they begin."""
    if "'" not in run and "\u2019" not in run and run.partition(" ")[0].lower() not in OPENING:
        return ((run, 0),)
    out: list[_Word] = []
    _divide(run, 0, out)
    return tuple(out)


def _divide(run: str, at: int, out: list[_Word]) -> None:
    while True:
        first, _, rest = run.partition(" ")
        if first.lower() not in OPENING:
            break
        if not rest:
            return
        run, at = rest, at + len(first) + 1
    owner = run.find("'s ")
    if owner < 0:
        owner = run.find("\u2019s ")
    if owner >= 0:
        _divide(run[:owner], at, out)
        _divide(run[owner + 3 :], at + owner + 3, out)
        return
    run = run[:-2] if run.endswith(("'s", "\u2019s")) else run.rstrip("'\u2019")
    if run:
        out.append((run, at))


class Names:
    """The names of a document, or of a part of a long one.

    Places are computed when they are first asked for: most documents give no rule a reason to.
    """

    def __init__(self, segments: list[Segment]) -> None:
        self._segments = segments
        values = [s.target.value for s in segments]
        self.text = "\n\n".join(values)
        self._starts = list(accumulate([len(v) + 2 for v in values], initial=0))
        runs = _NAME.findall(self.text)
        self.hyphened = [run for run in runs if "-" in run]
        """The runs of capitalised words in which there is a hyphen."""
        self.forms: list[Form] = list(dict.fromkeys(chain.from_iterable(map(_forms, runs))))
        """Every name, in order of its first mention."""
        self.acronyms: dict[str, None] = dict.fromkeys(chain.from_iterable([f.acronyms for f in self.forms]))
        """The abbreviations that need an introduction."""
        self._within: dict[str, frozenset[int]] = {}
        self._long: dict[str, tuple[str, int, int] | None] = {}

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Every name, and where it begins in `text`, in order."""
        places: dict[str, list[int]] = {}
        for match in _NAME.finditer(self.text):
            for name, offset in pieces(match[0]):
                places.setdefault(name, []).append(match.start() + offset)
        return places

    @cached_property
    def uses(self) -> dict[str, list[_Word]]:
        """The names that a word that is not common English stands in, and where in the name."""
        uses: dict[str, list[_Word]] = {}
        for made in self.forms:
            if not made.rare:
                continue
            at = 0
            for word in made.words:
                for found in made.rare:
                    if word.startswith(found):
                        uses.setdefault(found, []).append((made.text, at))
                at += len(word) + 1
        return uses

    def spots(self, word: str) -> list[int]:
        """Where a name, or a part of one, stands, in order. A name with a head only where it is whole: the Ministry of
        Science is not in that of Science and Technology."""
        if word in self.uses:
            return sorted(p + offset for name, offset in self.uses[word] for p in self.places[name])
        if form(word).head and word in self.places:
            return self.places[word]
        return list(whole(self.text, word))

    def within(self, word: str) -> frozenset[int]:
        """The numbers of the segments that a name, or a part of one, stands in."""
        if word not in self._within:
            self._within[word] = frozenset(map(self.number, self.spots(word)))
        return self._within[word]

    def numbered(self, number: int) -> tuple[Segment, int]:
        """A segment, and where in `text` it begins."""
        return self._segments[number], self._starts[number]

    def number(self, at: int) -> int:
        """Which segment a place in `text` is in."""
        return bisect_right(self._starts, at) - 1

    @cached_property
    def sources(self) -> Sources | None:
        """The sources of the segments, if there are any."""
        if not any(s.source is not None and s.source.value for s in self._segments):
            return None
        from ._sources import Sources

        return Sources(self._segments)

    @cached_property
    def variants(self) -> list[Name]:
        """The names that have more than one form."""
        from ._variants import in_two_forms

        return in_two_forms(self)

    def in_a_source(self, word: str) -> bool:
        return self.sources is not None and word in self.sources.text

    def originals(self, piece: str, segment: Segment | None) -> Iterator[Evidence]:
        """Where the source of a segment has a piece."""
        source = segment.source if segment is not None else None
        at = source.value.find(piece) if source is not None else -1
        if at >= 0:
            yield Evidence(piece, Span(at, at + len(piece)), "source", segment)

    @cached_property
    def lower(self) -> str:
        """The text in lower case, of the same length."""
        low = self.text.lower()
        return (
            low if len(low) == len(self.text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)
        )

    def segment(self, at: int) -> tuple[Segment, int]:
        """The segment of a place in `text`, and where that segment begins."""
        return self.numbered(self.number(at))

    def place(self, start: int, end: int) -> tuple[Segment, Span]:
        segment, begins = self.segment(start)
        return segment, Span(start - begins, end - begins)

    def mentions(self, short: str) -> list[int]:
        """Where an abbreviation stands, also with an s."""
        text, out, at = self.text, [], self.text.find(short)
        while at >= 0:
            end = at + len(short)
            after = text[end + 1 : end + 2] if text[end : end + 1] == "s" else text[end : end + 1]
            before = text[at - 1] if at else ""
            if not (before.isalnum() or before in ("-", "'", "\u2019", "_") or after.isalnum()):
                out.append(at)
            at = text.find(short, end)
        return out

    def long(self, short: str) -> str:
        """What has an abbreviation's initials, within a name."""
        found = self._spelt_out(short)
        return found[0][found[1] : found[2]] if found else ""

    def long_at(self, short: str) -> tuple[int, int]:
        """Where that stands first."""
        found = self._spelt_out(short)
        assert found is not None
        name, start, end = found
        begins = self.places[name][0]
        return begins + start, begins + end

    def _spelt_out(self, short: str) -> tuple[str, int, int] | None:
        if short not in self._long:
            names = ((_initials(form.text), form.text) for form in self.forms if len(form.words) > 1)
            found = next(((name, initials.index(short)) for initials, name in names if short in initials), None)
            self._long[short] = (found[0], *_spelt_out(*found, len(short))) if found else None
        return self._long[short]

    def headline(self, at: int) -> bool:
        """Whether the segment is written with capitals throughout."""
        return titled(self.segment(at)[0].target.value)

    def opens(self, at: int) -> bool:
        """Whether a sentence begins here."""
        before = self.text[max(0, at - 4) : at].rstrip(" \"\u201c\u2018'(")
        return not before or before[-1] in "\n.!?:;\u2014"

    def ordinal(self, name: str) -> str:
        """The ordinal before a name's first mention: the 16th of "the 16th China-Japan Forum"."""
        at = self.places[name][0]
        match = _ORDINAL_BEFORE.search(self.text, max(0, at - 6), at)
        return match[1] if match else ""


@lru_cache(1 << 14)
def _initials(name: str) -> str:
    words = name.replace("-", " ").split(" ")
    return "".join([w[0] for w in words if w and w not in JOINING]).upper()


def _spelt_out(name: str, first: int, count: int) -> tuple[int, int]:
    """Where the words stand that give these initials."""
    spans, at = [], 0
    for word in name.replace("-", " ").split(" "):
        if word and word not in JOINING:
            spans.append((at, at + len(word)))
        at += len(word) + 1
    return spans[first][0], spans[first + count - 1][1]


_ORDINAL_BEFORE = regex(r"(?:\A|\D)(\d+(?:st|nd|rd|th)) \Z")
_LONG_WORD = regex(r"[A-Za-z][\w'\u2019-]{3,}")


@lru_cache(1 << 10)
def titled(text: str) -> bool:
    words = _LONG_WORD.findall(text)
    return len(words) > 2 and sum(w[0].isupper() for w in words) >= 0.7 * len(words)


def whole(text: str, phrase: str) -> Iterator[int]:
    """Where a phrase stands as whole words."""
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        before, after = text[at - 1 : at] if at else "", text[end : end + 1]
        if not (before.isalnum() or before in ("-", "'", "\u2019")) and not (after.isalnum() or after == "-"):
            yield at
        at = text.find(phrase, end)


@kept
def names(document: Document) -> list[Names]:
    """The names of a document: one table, or one for each part of a long document."""
    parts: list[Names] = []
    segments: list[Segment] = []
    size = 0
    for segment in document.segments:
        if segment.kind in _SKIPPED:
            continue
        segments.append(segment)
        size += len(segment.target.value)
        if size > _PART:
            parts.append(Names(segments))
            segments, size = [], 0
    if segments:
        parts.append(Names(segments))
    return parts
