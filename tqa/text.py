"""What is computed of a text, once, and kept with it: words, tokens, sentences, word classes, language, similarity.

Everything here is lazy: nothing is computed, and no library imported, until a rule asks.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import Counter, deque
from functools import cache, lru_cache, wraps
from itertools import accumulate, chain, combinations
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from .model import LASTING, Document, Span, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .model import Segment
    from .tagger import Lexicon

_Kept = TypeVar("_Kept", Text, Document)
_Result = TypeVar("_Result")
_More = ParamSpec("_More")


class _Lazy:
    """Stands in for a compiled pattern, and takes over its methods when the first of them is used."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._source)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)


_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split", "pattern", "flags", "groups")


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression that is compiled when it is first used. For patterns at the top of a module: compiling those
    of all rules takes longer than checking an article, and most are never needed for it."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


def kept(compute: Callable[Concatenate[_Kept, _More], _Result]) -> Callable[Concatenate[_Kept, _More], _Result]:
    """Makes an annotation of a function of a Text or a Document: computed once, kept with it.

    The result is shared by all rules, so none may change it. Further arguments are what it takes to compute it, and
    must not make a difference.
    """
    return _keeping(f"{compute.__module__}.{compute.__qualname__}", compute)


def lasting(
    compute: Callable[Concatenate[Document, _More], _Result],
) -> Callable[Concatenate[Document, _More], _Result]:
    """The same for what several families of rules ask of a Document and is small even where that has very many
    segments: other annotations of such a document are forgotten when rules of another module come."""
    return _keeping(f"{LASTING}{compute.__module__}.{compute.__qualname__}", compute)


def _briefly(compute: Callable[[Text], _Result]) -> Callable[[Text], _Result]:
    """The same for what takes far more memory than the text and is soon computed again: only that of the texts asked
    for last is kept."""
    key = f"{compute.__module__}.{compute.__qualname__}"
    recent: deque[dict[str, Any]] = deque()

    @wraps(compute)
    def annotation(of: Text, /) -> _Result:
        memo = of.memo
        if key not in memo:
            memo[key] = compute(of)
            recent.append(memo)
            if len(recent) > _RECENT:
                recent.popleft().pop(key, None)
        found: _Result = memo[key]
        return found

    return annotation


_RECENT = 1000
"""Texts."""


def _keeping(
    key: str, compute: Callable[Concatenate[_Kept, _More], _Result]
) -> Callable[Concatenate[_Kept, _More], _Result]:
    @wraps(compute)
    def annotation(of: _Kept, /, *args: _More.args, **kwargs: _More.kwargs) -> _Result:
        memo = of.memo
        if key not in memo:
            memo[key] = compute(of, *args, **kwargs)
        found: _Result = memo[key]
        return found

    return annotation


@kept
def lower(text: Text) -> str:
    """The text in lower case, of the same length, so that offsets hold."""
    return lowered(text.value)


def lowered(value: str) -> str:
    """The same of any string."""
    low = value.lower()
    return low if len(low) == len(value) else "".join(c.lower() if len(c.lower()) == 1 else c for c in value)


def stripped(text: Text) -> Span:
    """All of it but the white space around."""
    value = text.value
    return Span(len(value) - len(value.lstrip()), len(value.rstrip()))


@kept
def whole(document: Document) -> str:
    """All targets in one string, a line each or more, where one look tells what a document has none of."""
    return "\n".join([segment.target.value for segment in document.segments])


@kept
def _starts(document: Document) -> list[int]:
    return list(accumulate((len(segment.target.value) + 1 for segment in document.segments), initial=0))


def place(document: Document, at: int) -> tuple[Segment, int]:
    """The segment that a place in `whole` is in, and where in it."""
    starts = _starts(document)
    number = bisect_right(starts, at) - 1
    return document.segments[number], at - starts[number]


@_briefly
def words(text: Text) -> list[str]:
    """What white space separates, punctuation included."""
    return text.value.split()


@_briefly
def distinct(text: Text) -> frozenset[str]:
    """The same, each once."""
    return frozenset(words(text))


_TOKEN = regex(r"\w+(?:['’.,\-]\w+)*|[^\w\s]")


@kept
def tokens(text: Text) -> list[Span]:
    """Words ("Kim's", "14th", "3.5" and "Shenzhen-Hong" whole) and single punctuation marks."""
    return [Span(m.start(), m.end()) for m in _TOKEN.finditer(text.value)]


@kept
def tags(text: Text) -> list[str]:
    """The Penn Treebank tag of every token (English)."""
    from .tagger import tag

    value = text.value
    return tag([value[s.start : s.end] for s in tokens(text)])


def word_class(word: str) -> str | None:
    """The Penn Treebank tag that the English lexicon gives a word alone; None where it does not list the word."""
    return _lexicon().get(word)


@cache
def _lexicon() -> Lexicon:
    from .tagger import lexicon

    return lexicon()


def split_words(value: str) -> list[str]:
    """The words and punctuation marks of a piece of a text, cut as `tokens` cuts."""
    return _TOKEN.findall(value)


def each_word_class(words: Sequence[str]) -> Iterator[str]:
    """The tags that `word_classes` gives, each looked up when it is asked for."""
    from .tagger import tags

    return tags(words)


def word_classes(words: Sequence[str]) -> list[str]:
    """The Penn Treebank tags of a few words of a text (English), where `tags` of the whole text would be too much."""
    from .tagger import tag

    return tag(words)


# A full stop after one of these ends no sentence; nor does one after a single capital ("J. Smith") or inside "U.S."
_ABBREVIATIONS = frozenset("al approx cf e.g est etc ft hrs i.e km lb lbs mins v vs a.m p.m".split())
_CAPITALIZED = frozenset(
    """Adm Apr Assn Aug Ave Bros Capt Cmdr Co Col Corp Cpl Dec Dept Dist Dr Est Ext Feb Fr Fri Ft Gen Gov Hon Inc Jan Jr
    Jul Jun Lt Ltd Maj Mar Messrs Mgr Mon Mr Mrs Ms Mt Nov Oct Pres Prof Pvt Rep Reps Rev Rt Sat Sen Sens Sep Sept Sgt
    Sr St Sun Supt Thu Thur Thurs Tue Tues Univ Wed""".split()
)
_BEFORE_NUMBERS = frozenset("art ch fig figs min no nos op p para pp rs sec vol".split())
_SHORTENED = _ABBREVIATIONS | _BEFORE_NUMBERS
# What hardly follows an abbreviation but begins a sentence.
_STARTERS = frozenset(
    """A According After Although An And As At Because Before But During For He Her His However I If In It Its Meanwhile
    No Not On She Since So That The Then There These They This Those Under We When While With Yes You""".split()
)
_MAY_END = regex(r"(?:Bros|Co|Corp|Inc|Jr|Ltd|Sr|etc|al|[\w.]+\.\w)\Z")
_BREAK = regex(
    r"""[.!?…。！？](?:(?<=[.!?…])["'”’)\]]*\s+(?=["'“‘(\[]*[^\W_a-z])|(?<=[。！？])[”’」』）]*\s*(?=\S))"""
)  # one class comes first, so that `re` can search for it
_BEFORE = regex(r"\b[A-Za-z][A-Za-z.]*\Z")
_LONGEST_BEFORE = 14
_NEXT = regex(r"""["'“‘(\[]*(\w+)""")
_NUMBERED = regex(r"(?:\A|[:;]\s)\s*\d{1,2}\Z")


@kept
def sentences(text: Text) -> list[Span]:
    """The sentences, without the space between them."""
    value = text.value
    spans: list[Span] = []
    start = len(value) - len(value.lstrip())
    for match in _BREAK.finditer(value):
        at = match.start()
        if value[at] == "." and _goes_on(value, start, match):
            continue
        end = match.start() + len(match[0].rstrip())
        spans.append(Span(start, end))
        start = match.end()
    end = len(value.rstrip())
    if start < end:
        spans.append(Span(start, end))
    return spans


def _goes_on(value: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the full stop of a sentence that began at `start` is that of an abbreviation or of a number in a list."""
    at = stop.start()
    *_, last = value[max(0, at - _LONGEST_BEFORE) : at].split() or ("",)
    if len(last) > 1 and last.isalpha() and last.isascii():  # as most are
        if last.lower() not in _SHORTENED and last not in _CAPITALIZED:
            return False
    elif last[-1:].isdigit() and _NUMBERED.search(value[start:at]):
        return True
    before = _BEFORE.search(value, max(0, at - _LONGEST_BEFORE), at)
    if before is None:
        return False
    word = before[0]
    if word.endswith("."):  # an ellipsis
        return False
    following = _NEXT.match(value, stop.end())
    after = following[1] if following else ""
    if word.lower() in _BEFORE_NUMBERS:
        return after[:1].isdigit()
    if "." not in word and stop[0].rstrip() != ".":  # “no.”
        return False
    if after in _STARTERS and _MAY_END.search(word):
        return False
    initial = len(word) == 1 and word.isupper() and word != "I"
    return initial or "." in word or word.lower() in _ABBREVIATIONS or word in _CAPITALIZED


# "… - China News Service", "…-Chinanews.com": the name of a site behind a headline.
_SITE = regex(
    r"[-–—|](?:(?<= .) ?[A-Z][\w.]*(?: [A-Z][\w.]*){0,3}\.?$"
    r"|(?<=\w[-–—])[A-Z][\w.]*(?:\.(?:com|cn|net)|net|(?: [A-Z]\w*)? (?:News|Network|Agency|Service|Website|Daily))\.?"
    r"$)"
)
_SITE_MARKS = "-–—|"
_END_MARKS = tuple(".!?…。！？:;,")
_CLOSING = ")\"'”’]"
_HEADLINE_WORDS = 25


@kept
def looks_like_headline(text: Text) -> bool:
    """Whether the text reads as a headline, a caption or a byline rather than as a sentence of the body: one short
    piece without an end mark, or in capitals throughout, or with the name of a site behind it.

    Readers of some formats know the kind of a segment; this is for all that do not.
    """
    value = text.value.strip()
    parts = value.split()
    if not parts or len(parts) > _HEADLINE_WORDS + 15:
        return False
    if any(map(value.__contains__, _SITE_MARKS)) and _SITE.search(value):
        return True
    if len(parts) > _HEADLINE_WORDS or len(sentences(text)) > 1:
        return False
    if not value.rstrip(_CLOSING).endswith(_END_MARKS):
        return True
    long = [word for word in parts[1:] if len(word) > 3 and word[0].isalpha()]
    return len(long) > 2 and sum(word[0].isupper() for word in long) >= 0.9 * len(long)


# --- language ---------------------------------------------------------------------------------------------------------

_FUNCTION_WORDS = {
    "en": "the of and to in a is that for was on with as by at from it are were has have be an this not which his its",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch werden aus er hat dass",
    "fr": "le la les des et du une est que qui dans pour par sur au pas ce il aux avec se ne sont plus cette ont été",
    "es": "el la los las que y del se por un una con para es al lo como más su este sus pero fue ha sobre",
    "it": "il di che la un per è del non con sono della le si dei da nel alla ha più gli anche delle",
    "pt": "o que e do da em um para com não uma os no se na por mais as dos como mas ao das foi são",
}
_LATIN_WORD = regex(r"[^\W\d_]+")
_SCRIPTS = (
    ("ja", regex("[\u3040-\u30ff]")),
    ("ko", regex("[\uac00-\ud7a3]")),
    ("zh", regex("[\u4e00-\u9fff]")),
    ("ar", regex("[\u0600-\u06ff]")),
    ("hi", regex("[\u0900-\u097f]")),
    ("th", regex("[\u0e00-\u0e7f]")),
    ("el", regex("[\u0370-\u03ff]")),
    ("he", regex("[\u0590-\u05ff]")),
)
_ENOUGH_WORDS = 6


def language(value: str) -> str | None:
    """The language of a text (ISO 639-1), or None where it is too short to be sure.

    Script and function words of its beginning settle nearly all of it; what they leave goes to langdetect, with a
    fixed seed, so that the answer is the same each time.
    """
    sample = ""
    for size in _SAMPLES:
        sample = value[:size]
        if found := _by_script(sample) or _by_words(_LATIN_WORD.findall(sample.lower())):
            return found
        if len(value) <= size:
            break
    return _langdetect(sample) if len(_LATIN_WORD.findall(sample)) >= _ENOUGH_WORDS else None


_SAMPLES = (600, 4000)
"""Code points looked at first, and where that settles nothing."""


def _by_script(sample: str) -> str | None:
    if sample.isascii():
        return None
    letters = sum(map(str.isalpha, sample))
    lang = next((lang for lang, script in _SCRIPTS if letters and len(script.findall(sample)) > letters / 5), None)
    shared = (lang == "ar" and _NOT_ARABIC.search(sample)) or (lang == "hi" and not _HINDI.search(sample))
    return _langdetect(sample) if shared else lang


_NOT_ARABIC = regex("[\u0679\u067e\u0686\u0688\u0691\u0698\u06a9\u06af\u06ba\u06cc\u06d2]")
"""Letters of Persian and Urdu."""
_HINDI = regex(r"(?<!\S)(?:है|हैं|में|के|का|और|ने|से|पर)(?!\S)")
"""Words that Marathi and Nepali, of the same script, do not have."""


def _by_words(found: Sequence[str]) -> str | None:
    """By the share of function words: a good part of all words, or for English, which most texts are in, a smaller one
    that no other language comes near. Catalan and Dutch have a few words of the Spanish and German lists."""
    if len(found) < _ENOUGH_WORDS:
        return None
    (best, lang), (second, _), *_ = sorted(
        ((sum(map(listed.__contains__, found)) / len(found), lang) for lang, listed in _listed().items()), reverse=True
    )
    if lang == "en" and len(found) > 60 and best >= 0.06 and best > 8 * second:
        return lang
    return lang if best >= (0.15 if lang == "en" else 0.2) and best > 2 * second else None


def _listed() -> dict[str, frozenset[str]]:
    if not _LISTED:
        _LISTED.update((lang, frozenset(listed.split())) for lang, listed in _FUNCTION_WORDS.items())
    return _LISTED


_LISTED: dict[str, frozenset[str]] = {}


def _langdetect(sample: str) -> str | None:
    from langdetect import DetectorFactory, LangDetectException, detect_langs

    DetectorFactory.seed = 0
    try:
        best = detect_langs(sample)[0]
    except LangDetectException:
        return None
    return str(best.lang).partition("-")[0] if best.prob > 0.9 else None


# --- writing systems --------------------------------------------------------------------------------------------------


def romanised(value: str) -> str:
    """A text in ASCII letters by what its characters sound like, in lower case. Han characters are read as Chinese."""
    return value.lower() if value.isascii() else "".join(map(_SOUNDS.__getitem__, value))


class _Sounds(dict[str, str]):
    """Each character met and what it sounds like: ten times as fast as to ask anew, and they are soon all known."""

    def __missing__(self, char: str) -> str:
        from anyascii import anyascii

        self[char] = sound = anyascii(char).lower()
        return sound


_SOUNDS = _Sounds()


def syllables(value: str) -> list[str]:
    """What Han characters and Hangul sound like, one by one, in ASCII letters and lower case; Han characters are read
    as Chinese."""
    from anyascii import anyascii

    return [syllable.lower() for syllable in _SYLLABLE.findall(anyascii(value))]


_SYLLABLE = regex("[A-Z][a-z]*")


# --- similarity -------------------------------------------------------------------------------------------------------


def similarity(a: str, b: str) -> float:
    """0 to 1: how alike two strings are (rapidfuzz's normalised Indel similarity)."""
    return _ratio()(a, b) / 100


def alike(a: str, b: str, least: float) -> bool:
    """Whether the similarity of two strings is at least `least`. rapidfuzz takes longer to load than a short text to
    check, so until it is there, pairs whose letters alone rule it out are settled without it.
    """
    return (_loaded() or _letters_alike(a, b, least)) and similarity(a, b) >= least


def _loaded() -> bool:
    return "rapidfuzz.fuzz" in sys.modules


def _letters_alike(a: str, b: str, least: float) -> bool:
    """Whether two strings may be alike, by how long they are and which letters they have."""
    needed = least * (len(a) + len(b)) / 2
    return min(len(a), len(b)) >= needed <= sum([min(a.count(letter), b.count(letter)) for letter in set(a)])


def alike_pairs(phrases: Iterable[str], least: float) -> Iterator[tuple[str, str]]:
    """The pairs among phrases that share a run of three letters and whose similarity is at least `least`, each in the
    order in which they came. Case does not count.

    In long lists only those are compared that share one of their rarest runs, so that what it takes grows with the
    phrases and not with their pairs; a few pairs of short ones may be missed for it.
    """
    distinct = list(dict.fromkeys(phrases))
    lowered = [phrase.lower() for phrase in distinct]
    for other, number in (_compared if len(distinct) > _SHORT_LIST else _all_compared)(lowered, least):
        yield distinct[other], distinct[number]


def _all_compared(lowered: Sequence[str], least: float) -> Iterator[tuple[int, int]]:
    if not (_loaded() or any(_letters_alike(a, b, least) and _share_a_run(a, b) for a, b in combinations(lowered, 2))):
        return
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    cutoff = 100 * least
    for number in range(1, len(lowered)):
        low = lowered[number]
        if found := extract(low, lowered[:number], scorer=ratio, score_cutoff=cutoff, limit=None):
            for other in sorted([other for _, _, other in found]):
                if _share_a_run(low, lowered[other]):
                    yield other, number


def _share_a_run(a: str, b: str) -> bool:
    return not set(_trigrams(a)).isdisjoint(_trigrams(b))


def _compared(lowered: Sequence[str], least: float) -> Iterator[tuple[int, int]]:
    grams = [_trigrams(low) for low in lowered] if len(lowered) < _LONG_LIST else [_runs(low, 4) for low in lowered]
    counts = Counter(chain.from_iterable(grams))
    blocks: dict[str, list[int]] = {}
    shorter, longer = least / (2 - least), (2 - least) / least
    for number, (low, found) in enumerate(zip(lowered, grams, strict=True)):
        shared = [gram for gram in found if counts[gram] > 1]
        if len(shared) > _RAREST:
            shared = sorted(shared, key=counts.__getitem__)[:_RAREST]
        others: set[int] = set()
        for gram in shared:
            block = blocks.setdefault(gram, [])
            others.update(block[-_CROWDED:])
            block.append(number)
        low_end, high_end = shorter * len(low), longer * len(low)
        for other in sorted(others):
            if low_end <= len(lowered[other]) <= high_end and alike(low, lowered[other], least):
                yield other, number


def _runs(low: str, size: int) -> tuple[str, ...]:
    padded = f" {low} "
    return tuple(dict.fromkeys([padded[at : at + size] for at in range(len(padded) - size + 1)]))


@lru_cache(1 << 14)
def _trigrams(low: str) -> tuple[str, ...]:
    return _runs(low, 3)


_SHORT_LIST = 200
"""Of so many, to compare all takes no longer than to find those that share a rare run."""
_LONG_LIST = 1000
"""In so long ones, of four letters."""
_RAREST = 6
_CROWDED = 50
"""With so many phrases that share a run of letters one is compared, the last of them."""


@cache
def _ratio() -> Callable[[str, str], float]:
    from rapidfuzz.fuzz import ratio

    return ratio


def unified_diff(before: str, after: str, path: str, context: int = 3) -> Iterator[str]:
    """The lines of a unified diff; an alignment by longest common subsequence (rapidfuzz's LCSseq)."""
    from rapidfuzz.distance import LCSseq

    old, new = _LINE.findall(before), _LINE.findall(after)
    hunks: list[list[list[int]]] = []
    for change in _changes(LCSseq.opcodes(old, new)):
        if hunks and change[0] - hunks[-1][-1][1] <= 2 * context:
            hunks[-1].append(change)
        else:
            hunks.append([change])
    if hunks:
        yield f"--- {path}\n+++ {path}\n"
    for hunk in hunks:
        (first, _, new_first, _), (_, last, _, new_last) = hunk[0], hunk[-1]
        start, end = max(0, first - context), min(len(old), last + context)
        new_start, new_end = new_first - (first - start), new_last + (end - last)
        yield f"@@ -{_hunk_range(start, end)} +{_hunk_range(new_start, new_end)} @@\n"
        at = start
        for old_start, old_end, added_start, added_end in hunk:
            yield from _marked_lines(" ", old[at:old_start])
            yield from _marked_lines("-", old[old_start:old_end])
            yield from _marked_lines("+", new[added_start:added_end])
            at = old_end
        yield from _marked_lines(" ", old[at:end])


def changes(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """What makes `after` of `before`: (start, end, new text), in order. Lines are aligned as in `unified_diff`; of a
    changed piece only what is between the beginning and the end that both have."""
    from rapidfuzz.distance import LCSseq, Postfix, Prefix

    old, new = _LINE.findall(before), _LINE.findall(after)
    starts = [0, *accumulate(map(len, old))]
    for first, last, added_first, added_last in _changes(LCSseq.opcodes(old, new)):
        gone, came = "".join(old[first:last]), "".join(new[added_first:added_last])
        head = Prefix.similarity(gone, came)
        tail = Postfix.similarity(gone[head:], came[head:])
        at = starts[first]
        yield at + head, at + len(gone) - tail, came[head : len(came) - tail]


_LINE = regex(r"[^\n]*\n|[^\n]+")


def _changes(opcodes: Iterable[Any]) -> list[list[int]]:
    """[from, to, from, to] in the old and the new lines; what follows one another directly is one change, for a diff
    says what goes before it says what comes."""
    changes: list[list[int]] = []
    for code in opcodes:
        if code.tag == "equal":
            continue
        if changes and changes[-1][1] == code.src_start and changes[-1][3] == code.dest_start:
            changes[-1][1], changes[-1][3] = code.src_end, code.dest_end
        else:
            changes.append([code.src_start, code.src_end, code.dest_start, code.dest_end])
    return changes


def _hunk_range(start: int, end: int) -> str:
    count = end - start
    return str(start + 1) if count == 1 else f"{start + 1 if count else start},{count}"


def _marked_lines(mark: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n\\ No newline at end of file\n"


def closest(word: str, choices: Sequence[str], least: float = 0.6) -> str | None:
    """The choice most like `word`, for "did you mean"."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(word, choices, scorer=fuzz.WRatio, score_cutoff=least * 100)
    return str(found[0]) if found else None
