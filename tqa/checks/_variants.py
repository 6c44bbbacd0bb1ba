"""Forms of names in a document that seem to be of one name: told from their letters, and from the source where it is
known."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, combinations
from typing import TYPE_CHECKING, NamedTuple

from tqa.languages.pinyin import any_romanisation, in_syllables, loosely_read
from tqa.text import alike, alike_pairs, regex, romanised, word_class

from ._names import COMMON, DISTINCT, JOINING, PLACES, SLOTS, Form, Names, key_of, pinyin, whole
from ._quoted import rendered_otherwise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ._sources import Sources

Pair = tuple[str, str]


class Spelling(NamedTuple):
    """A form of a name, and where it stands in `Names.text`, in order."""

    text: str
    places: list[int]

    @property
    def counted(self) -> str:
        return self.text if len(self.places) == 1 else f"{self.text} ({len(self.places)} times)"


class Name(NamedTuple):
    """A name or term of a document."""

    forms: list[Spelling]
    """The commonest first; of equally frequent ones, the one that comes first."""
    source: str
    """What it stands for, where the source is known and tells."""

    @property
    def known(self) -> Spelling | None:
        """The form that is right whatever the document has more often."""
        if not self.source:
            return None
        from ._known import is_right

        return next((form for form in self.forms if is_right(self.source, form.text)), None)


def in_two_forms(table: Names) -> list[Name]:
    """The names of a document that have more than one form."""
    names = []
    for group in _groups(_pairs(table)):
        forms = _by_frequency([Spelling(form, table.spots(form)) for form in group])
        source = ""
        if table.sources is not None:
            within = frozenset().union(*(table.within(form) for form in group))
            source = _named(table.sources.common(within), forms)
        names.append(Name(forms, source))
    return names


def terms_in_two_forms(table: Names) -> Iterator[Name]:
    """The terms of a document that its source has in quotation marks and that have more than one form, but for names
    that are found anyway."""
    known = {form.text for name in table.variants for form in name.forms}
    for term, renderings in rendered_otherwise(table):
        if known.isdisjoint(renderings):
            yield Name(_by_frequency([Spelling(*item) for item in renderings.items()]), term)


def _by_frequency(forms: list[Spelling]) -> list[Spelling]:
    return sorted(forms, key=lambda form: (-len(form.places), form.places[0], form.text))


_LONG_NAME = 15
"""In characters; what is longer is a clause that two segments share."""


def _named(pieces: Iterable[str], forms: list[Spelling]) -> str:
    """Which piece of the source the forms stand for: one that sounds like them, else the longest."""
    likely = [piece for piece in pieces if len(piece) <= _LONG_NAME]
    plain = ["".join(filter(str.isalpha, form.text.lower())) for form in forms]
    for piece in likely:
        sound = romanised(piece).replace(" ", "")
        if any(alike(sound, form, 0.7) for form in plain):
            return piece
    return likely[0] if likely else ""


def _groups(pairs: list[Pair]) -> list[set[str]]:
    groups: list[set[str]] = []
    for pair in pairs:
        touched = [g for g in groups if not g.isdisjoint(pair)]
        merged = set(pair).union(*touched)
        groups = [g for g in groups if g not in touched] + [merged]
    return groups


def _pairs(table: Names) -> list[Pair]:
    """Pairs of forms that seem to be of one name."""
    sure = [*_joined(table), *_hyphened(table), *_reordered(table), *_turned(table)]
    likely = [*_headed(table), *_same_given_name(table), *_spelt(table)]
    if table.sources is None:
        return sure + likely
    likely = [pair for pair in likely if _may_be_one(table, table.sources, *pair)]
    return [*sure, *likely, *_rendered(table, table.sources)]


# --- with the source --------------------------------------------------------------------------------------------------


def _may_be_one(table: Names, sources: Sources, one: str, other: str) -> bool:
    """Whether something in the source may be what both forms stand for."""
    return any(True for _ in _shared(sources, table.within(one), table.within(other)))


def _shared(sources: Sources, one: frozenset[int], other: frozenset[int], *, most: bool = False) -> Iterator[str]:
    """What the sources of both have, or `most` of them; of the rarer one all."""
    few = min(one, other, key=len)
    for piece in sources.common(one | other, most=most):
        if all(sources.has(n, piece) for n in few):
            yield piece


def _rendered(table: Names, sources: Sources) -> Iterator[Pair]:
    """A name, and what stands in its place where the source has it again."""
    texts = {form.text for form in table.forms if len(form.words) > 1}
    forms = [f for f in table.forms if (len(f.words) > 1 or f.rare) and texts.isdisjoint(f.text.split(" and ")[1:])]
    for name, other in _near(forms):
        if len(table.within(name.text)) < len(table.within(other.text)):
            name, other = other, name
        if _renders(table, sources, name, other):
            yield name.text, other.text


_CROWD = 12
"""A word that stands in more names than that says little."""


def _near(forms: list[Form]) -> Iterator[tuple[Form, Form]]:
    """Forms that share a word or look alike."""
    by_stem: dict[str, list[Form]] = {}
    for form in forms:
        for stem in _stems(form):
            by_stem.setdefault(stem, []).append(form)
    sharing = [some for some in by_stem.values() if 1 < len(some) <= _CROWD]
    pairs = {(other.text, one.text): (other, one) for some in sharing for other, one in combinations(some, 2)}
    keyed = {form.key: form for form in reversed(forms)}
    for pair in chain(alike_pairs(keyed, 0.7), _of_one_sound(keyed)):
        one, other = keyed[pair[0]], keyed[pair[1]]
        if (other.text, one.text) not in pairs:
            pairs[one.text, other.text] = (one, other)
    for one, other in pairs.values():
        if _comparable(one, other):
            yield one, other


_SOUNDED = str.maketrans("cjqxzkp", "sssssgb", "aeiouhdt")
"""One letter for consonants that older romanisations write across each other; vowels, t and d are left out."""


def _of_one_sound(words: Iterable[str]) -> Iterator[Pair]:
    """Words in lower case that pinyin and an older romanisation may write for one name: beijing, peiching."""
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word.translate(_SOUNDED), []).append(word)
    for group in groups.values():
        if len(group) > 1:
            first: dict[str, str] = {}
            for word in group:
                other = first.setdefault(any_romanisation(word), word)
                if other != word:
                    yield other, word


def _comparable(one: Form, other: Form) -> bool:
    mine, yours = _content(one), _content(other)
    if mine <= yours or yours <= mine:
        return False
    ours, theirs = _solid(one), _solid(other)
    shared = ours & theirs
    if not shared and not alike(one.key, other.key, 0.6):
        return False
    left, right = mine - yours, yours - mine
    if len(left) == len(right) and {*map(any_romanisation, left)} == {*map(any_romanisation, right)}:
        return True
    few, many = sorted((len(mine), len(yours)))
    if 2 * few <= many and not alike(one.key, other.key, 0.7):
        return False
    if not _CONTRAST.isdisjoint(left | right) or any(w[0].isdigit() for w in left | right):
        return False
    if left <= _FIRM and right <= _FIRM:
        return False
    if mine.isdisjoint(_ABROAD) != yours.isdisjoint(_ABROAD) and not _respelt(left, right):
        return False
    if len(mine & yours) < _MANY and any(_of_one_stem(x, y) for x in left for y in right):
        return False
    alike_words = len(shared) + len((mine & yours).intersection(SLOTS))
    if any(w.lower()[:_STEM] in shared for w in one.rare) or 4 * alike_words > len(mine) + len(yours):
        return True
    if not (ours and theirs):
        return _respelt(left, right)
    return alike("".join(sorted(mine)), "".join(sorted(yours)), 0.7) or alike(one.key, other.key, 0.7)


def _respelt(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether what one name has and the other has not is there in another spelling: Beijing, Peiching. Not two places
    that are known."""
    return (left.isdisjoint(_ABROAD) or right.isdisjoint(_ABROAD)) and all(
        any(_one_sound(word, other) for other in others)
        for words, others in ((left, right), (right, left))
        for word in words
    )


def _one_sound(one: str, other: str) -> bool:
    if any_romanisation(one) == any_romanisation(other):
        return True
    return alike(one, other, 0.75) and one + "s" != other and other + "s" != one


_MANY = 3
"""Names that share so many words are one, though one has Chinese where the other has China."""


def spellings(names: Iterable[str]) -> Iterator[Pair]:
    """Names and terms of any documents that look like spellings of one."""
    for one, other in alike_pairs(names, 0.85):
        mine, yours = set(one.lower().split()), set(other.lower().split())
        left, right = mine - yours, yours - mine
        if _CONTRAST.isdisjoint(left | right) and not any(w in COMMON or w[0].isdigit() for w in left | right):
            yield one, other


def _of_one_stem(one: str, other: str) -> bool:
    """Minister and ministry, China and Chinese; not the plural of a word."""
    return _derived(one, other) and not (one + "s" == other or other + "s" == one)


def _renders(table: Names, sources: Sources, name: Form, other: Form) -> bool:
    """Whether the source has in the place of `other` what is `name` elsewhere."""
    here, there = table.within(name.text), table.within(other.text)
    mine, yours = _content(name), _content(other)
    left, right = mine - yours, yours - mine
    spelt = all(any(alike(x, y, 0.6) for y in right) for x in left)
    if spelt and _ordinary(right) and not _ordinary(left):
        spelt = False  # Texas, Taxes
    foreign = spelt and alike(name.key, other.key, 0.8) and _may_be_foreign(left, right)
    if not spelt and _goes_beside(table, name, other):
        return False
    once = len(here) < 2 and len(there) < 2 and not (spelt and len(name.words) > 2)
    both = here & there
    for piece in _shared(sources, here, there, most=spelt):
        sound = romanised(piece).replace(" ", "")
        sounds = spelt and any(alike(sound, word, 0.6) for word in (name.key, other.key, *left, *right))
        if once and not alike(sound, name.key, 0.8):
            continue
        if any(sources.count(n, piece) < 2 for n in both) and not (sounds and _never_read(sources, other, both)):
            continue
        if piece[-1] in "省市县区州国" and _AREA.isdisjoint(mine & yours) and not foreign:
            continue
        if sound in mine & yours and len(mine) > 1:
            continue
        if _said_besides(sources, right, there, sound):
            continue
        if sounds or foreign:
            return True
        if _said_besides(sources, left, here, sound):
            continue
        if _whole(sources, piece, here) and _whole(sources, piece, there):
            return True
    return False


_OF_ANOTHER = regex(r" (?:of|at|under) the [A-Z]")


def _goes_beside(table: Names, name: Form, other: Form) -> bool:
    """Whether a form stands beside what it seems to stand for: the Detachment of the Security Bureau; or owes its first
    word to the beginning of a sentence: Promoting Steel."""
    places = table.places.get(other.text, ())
    if any(_OF_ANOTHER.match(table.text, at + len(other.text)) for at in places):
        return True
    first = other.words[0].lower()
    return (
        first != name.words[0].lower()
        and (word_class(first) or "").startswith("V")
        and all(table.opens(at) for at in places)
    )


def _ordinary(words: frozenset[str]) -> bool:
    return all(word_class(word) not in _OF_NAMES for word in words)


_OF_NAMES = (None, "NNP", "NNPS", "FW")
"""What class a word in lower case has that is no word of English."""


def _may_be_foreign(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether words may be spellings of one foreign name, which Chinese writes now by its sound and now in short."""
    return not all(map(pinyin, left | right)) and _respelt(left, right)


def _never_read(sources: Sources, form: Form, numbers: frozenset[int]) -> bool:
    """Whether a name in pinyin is not what some sources say, read aloud."""
    return pinyin(form.key) and not any(form.key in sources.read(n) for n in numbers)


def _said_besides(sources: Sources, words: frozenset[str], numbers: frozenset[int], sound: str) -> bool:
    """Whether the sources say one of the words, besides what sounds like `sound`."""
    return any(len(w) > 3 and w not in sound and any(w in sources.read(n) for n in numbers) for w in words)


def _whole(sources: Sources, piece: str, numbers: frozenset[int]) -> bool:
    """Whether what the sources of some segments have in common goes hardly beyond a piece."""
    if len(numbers) < 2:
        return True
    runs = [run for run in sources.common(numbers) if piece in run]
    return bool(runs) and 3 * len(piece) >= 2 * max(map(len, runs))


_STEM = 5
_FIRM = frozenset("group holding holdings share shares co company enterprise enterprises limited ltd corp inc".split())
_AREA = frozenset("province city county district region prefecture state town township country".split())
_PLACE_STEMS = frozenset(word[:_STEM] for word in PLACES)
_ABROAD = PLACES - frozenset(
    "national state world global international federal central country provincial municipal city province".split()
)


@lru_cache(1 << 14)
def _content(form: Form) -> frozenset[str]:
    """Its words in lower case, but those that join others."""
    words = form.text.lower().replace("-", " ").split(" ")
    return frozenset(w for w in words if w and w not in JOINING)


@lru_cache(1 << 14)
def _stems(form: Form) -> frozenset[str]:
    """How its words begin, but heads."""
    return frozenset([word[:_STEM] for word in _content(form) if word not in SLOTS])


@lru_cache(1 << 14)
def _solid(form: Form) -> frozenset[str]:
    """The same, but for places."""
    return _stems(form) - _PLACE_STEMS


def _headed(table: Names) -> Iterator[Pair]:
    index: dict[tuple[str, str], list[Form]] = {}
    for form in table.forms:
        for word in form.content:
            index.setdefault((form.slot, word), []).append(form)
    pairs = {(other.text, one.text): (other, one) for forms in index.values() for other, one in combinations(forms, 2)}
    for pair, (other, one) in pairs.items():
        if _one_body(table, one, other):
            yield pair


_CONTRAST = frozenset(
    """first second third fourth fifth sixth north south east west northern southern eastern western new old upper lower
    inner outer central house senate men women boys girls junior senior""".split()
)


_SENSES = {
    word: number
    for number, words in enumerate(
        (
            "technology technical technological tech", "environment environmental ecology ecological green",
            "economic economy economics", "agriculture agricultural farming", "transport transportation traffic",
            "security safety", "health hygiene sanitation", "finance financial financing fiscal funding",
            "trade commerce commercial business", "cooperation collaboration", "education teaching training",
            "protection conservation preservation", "science scientific sciences", "tourism travel",
            "sports sport athletics", "emergency contingency", "foreign external overseas", "labour labor employment",
            "joint united common", "energy power", "international global world", "comprehensive integrated general",
            "film movie cinema", "marine maritime ocean oceanic", "aerospace space aviation", "rural village",
            "youth young", "elderly aged", "children child kids", "rescue relief aid", "construction building",
            "intelligent smart", "disaster calamity", "innovation innovative creative", "football soccer",
            "railway railways railroad rail", "supervision oversight inspection", "logistics distribution",
            "consumer consumption", "automobile automotive car auto", "returnee returnees",
        )
    )
    for word in words.split()
}  # fmt: skip
"""Words that stand for one another in translations of one name, by a number for each sense."""


def _one_body(table: Names, one: Form, other: Form) -> bool:
    """Whether two names with heads of one kind are likely to be one body's."""
    mine, yours = one.content - other.content, other.content - one.content
    if not mine and not yours:
        return one.head != other.head or len(table.places[one.text]) != len(table.places[other.text])
    differ, both = mine | yours, one.content & other.content
    if not differ.isdisjoint(_CONTRAST) or _ordinals(table, one) != _ordinals(table, other):
        return False
    solid = both - PLACES
    if not (mine and yours):  # the shorter leaves out a place, and the head differs
        return one.head != other.head and bool(solid) and differ <= PLACES
    if len(solid) >= 2 and any(w[-2:] in ("st", "nd", "rd", "th") for w in _ordinals(table, one)):
        return True
    if len(mine) > 1 or len(yours) > 1:
        return False
    senses = {_SENSES.get(word) for word in differ}
    if len(senses) == 1 and None not in senses and (solid or one.head == other.head):
        return True
    if not differ.isdisjoint(PLACES):
        return False
    if solid and alike(next(iter(mine)), next(iter(yours)), 0.75):
        return True
    return len(both) >= 3 and len(solid) >= 2 and one.head == other.head


def _ordinals(table: Names, form: Form) -> set[str]:
    found = {w for w in form.content if w[0].isdigit()}
    before = table.ordinal(form.text)
    return found | {before} if before else found


def _joined(table: Names) -> Iterator[Pair]:
    """Names that differ by hyphens, spaces and capitals inside."""
    divided = [form for form in table.forms if form.divided]
    first = {form.key: form.text for form in reversed(divided)}
    for form in divided if len(first) < len(divided) else ():
        other = first[form.key]
        if other is not form.text and other.lower() != form.text.lower():
            yield other, form.text
    words = dict.fromkeys(chain.from_iterable([form.rare for form in table.forms]))
    for key, word in zip(map(key_of, map(str.lower, words)), words, strict=True) if first else ():
        if key in first:
            yield first[key], word


_HYPHENED = regex(r"(?<![\w-])[A-Z][A-Za-z]*(?:-[A-Za-z]+)+")


def _hyphened(table: Names) -> Iterator[Pair]:
    """Words with a hyphen that are elsewhere written without: Jong-un, Jong Un, Jongun."""
    text = table.text
    for word in dict.fromkeys(_HYPHENED.findall(" ".join(table.hyphened))) if table.hyphened else ():
        parts = word.split("-")
        if len(word) <= 5:
            continue
        apart = " ".join(parts)
        others = [" ".join(part[:1].upper() + part[1:] for part in parts), "".join(parts)]
        if parts[0] == "Sino":
            others += [f"China-{parts[1]}", f"Chinese-{parts[1]}"]
        for other in others:
            if any(True for _ in whole(text, other)):
                yield word, other
        if apart != others[0]:  # "Chinese-style buildings", but "in Chinese style"
            following = [_NEXT_WORD.match(text, at + len(apart)) for at in whole(text, apart)]
            if any(found and f"{word}{found[0]}" in text for found in following):
                yield word, apart


_NEXT_WORD = regex(r" \w+")


def _reordered(table: Names) -> Iterator[Pair]:
    """Two words of a name the other way about: Wang Xiaoming, Xiaoming Wang."""
    found = dict.fromkeys(chain.from_iterable([form.neighbours for form in table.forms]))
    for one, other in found:
        if (other, one) in found and not COMMON.issuperset((one.lower(), other.lower())):
            yield f"{other} {one}", f"{one} {other}"


def _turned(table: Names) -> Iterator[Pair]:
    """A name before what it is of, and after it: the Award of the Golden Goblet, the Golden Goblet Award."""
    turned = {other: form.text for form in table.forms for other in form.turned}
    for form in table.forms if turned else ():
        other = form.text
        if other in turned and len(table.places[other]) != len(table.places[turned[other]]):
            yield other, turned[other]


def _same_given_name(table: Names) -> Iterator[Pair]:
    """One Chinese given name of two syllables with two surnames."""
    first: dict[str, str] = {}
    for form in table.forms:
        if form.person:
            other = first.setdefault(form.person, form.text)
            if other != form.text:
                yield other, form.text


def _spelt(table: Names) -> Iterator[Pair]:
    """Words of names that are nearly alike."""
    words = dict.fromkeys(chain.from_iterable([form.rare for form in table.forms]))
    lowered = {word.lower(): word for word in words}
    for low_other, low in _of_one_sound(lowered):
        if in_syllables(low_other) != in_syllables(low):  # Beijing, Peiching; not Changzhou, Zhangzhou
            yield lowered[low_other], lowered[low]
    for other, one in alike_pairs(words, 0.8):
        if -3 < len(one) - len(other) < 3 and _one_spelling(table, one, other):
            yield other, one


def _one_spelling(table: Names, one: str, other: str) -> bool:
    low, low_other = one.lower(), other.lower()
    if _derived(low, low_other) or any(True for w in (low, low_other) for _ in whole(table.text, w)):
        return False
    before, after = _neighbours(table, one)
    before_other, after_other = _neighbours(table, other)
    if before & before_other or after & after_other:
        return True
    if one in DISTINCT and other in DISTINCT:
        return False
    if loosely_read(low) != loosely_read(low_other):
        if low in PLACES or low_other in PLACES:
            return False
        if not alike(one, other, 0.82) or (pinyin(low) and pinyin(low_other)):
            return False  # Fenix, Felix; Qingshui, Qinghai
    for mine, yours in ((before, before_other), (after, after_other)):
        a, b = _uncommon(mine), _uncommon(yours)
        if a and b and not any(alike(x, y, 0.75) for x in a for y in b):
            return False  # Anna Hansen, Peter Hanson
    return _is_name(table, one) and _is_name(table, other)


def _uncommon(words: set[str]) -> set[str]:
    return {w for w in words if w.lower() not in COMMON}


_ENDINGS = frozenset(
    """n an ian ese ish i s es ed ing er ers ist ists ic al ly y ism ans ns or ors a o na ia ry t e d ez on son us
    um ov ova air ial ary""".split()
) | {""}


def _derived(one: str, other: str) -> bool:
    """Whether two words are told apart by their endings: Iran and Iranian, Martin and Martinez."""
    same = 0
    for x, y in zip(one, other, strict=False):
        if x != y:
            break
        same += 1
    return same >= 3 and one[same:] in _ENDINGS and other[same:] in _ENDINGS


def _neighbours(table: Names, word: str) -> tuple[set[str], set[str]]:
    before, after = set(), set()
    for name, offset in table.uses[word]:
        words = name.split(" ")
        i = name.count(" ", 0, offset)
        if i:
            before.add(words[i - 1])
        if i + 1 < len(words):
            after.add(words[i + 1])
    return before - JOINING, after - JOINING


_SAYS = regex(
    r"['\u2019]s |,? (?:also |then |further )?(?:said|says|told|added|announced|noted|argued|believes|believed|wrote"
    r"|pointed|stated|stressed|is|was|has|had|will|did|does)\b"
)


def _is_name(table: Names, word: str) -> bool:
    """Whether somewhere more than the beginning of a sentence or a headline gives the word its capital."""
    for at in table.spots(word):
        end = at + len(word)
        if not table.headline(at) and (
            not table.opens(at) or table.text[end + 1 : end + 2].isupper() or _SAYS.match(table.text, end)
        ):
            return True
    return False
