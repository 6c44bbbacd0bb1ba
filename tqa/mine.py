"""What `tqa mine` does: turns of phrase that translated texts have more often than texts written in the language, as
candidates for rules.

Features are phrases of two to four words, and patterns in which open-class words stand for their word class. They are
ranked by the log-odds ratio with an informative Dirichlet prior, as a z-score (Monroe, Colaresi and Quinn, "Fightin'
Words", Political Analysis 16, 2008): what both sides have in common pulls rare features towards no difference, so that
neither the commonest nor the rarest words come first, as they do by frequency and by plain odds.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from . import text as _text
from .model import Document, SetupError, Span
from .runner import FileResult, discover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from .model import Text
    from .runner import Session

    Feature = tuple[str, ...]
    Marks = Mapping[tuple[str, str], list[Span]]

_PHRASE = range(2, 5)
_PATTERN = range(3, 6)
_CLOSED = frozenset("CC DT EX IN MD PDT POS PRP PRP$ RP TO WDT WP WP$ WRB".split())
_CLASS = re.compile(r"[A-Z]+\$?")
_PRIOR = 500.0
"""The weight of the prior, in words: for how much text a feature's common rate counts, at most; and less where there
is less than twenty times as much of translations."""
_SHOWN = 3


class Corpus:
    """The texts of one side, and how often each feature is in them."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str, Text]] = []
        """(document, segment, text)"""
        self.counts: Counter[Feature] = Counter()
        self.spread: dict[Feature, set[int]] = defaultdict(set)
        """The numbers of the documents that have a feature."""
        self.documents = 0
        self.words = 0

    def add(self, document: Document) -> None:
        for segment in document.segments:
            text = segment.target
            if text.lang.partition("-")[0] not in ("", "en"):
                continue
            self.texts.append((document.name or document.path, segment.id, text))
            self.words += len(_text.tokens(text))
            for feature, _ in features(text):
                self.counts[feature] += 1
                self.spread[feature].add(self.documents)
        self.documents += 1


def features(text: Text) -> Iterator[tuple[Feature, Span]]:
    """The phrases and patterns of a text, with their places. None goes over a punctuation mark or holds a name or
    figure."""
    spans, tags, value = _text.tokens(text), _text.tags(text), text.value
    words: list[str] = []
    classes: list[str] = []
    for n, (span, tag) in enumerate(zip(spans, tags, strict=True)):
        word = value[span.start : span.end]
        opens = n == 0 or not value[spans[n - 1].start].isalnum()
        plain = word[0].isalpha() and (word.islower() or (opens and not tag.startswith("NNP")))
        words.append(word.lower() if plain else "")
        classes.append(word.lower() if tag in _CLOSED else tag if plain else "")
    for start in range(len(words)):
        for size in range(_PHRASE.start, _PATTERN.stop):
            end = start + size
            if end > len(words) or not words[end - 1]:
                break
            if not words[start]:
                break
            span = Span(spans[start].start, spans[end - 1].end)
            phrase, pattern = tuple(words[start:end]), tuple(classes[start:end])
            if "" in phrase:
                break
            if size in _PHRASE and any(_is_class(item) for item in pattern):
                yield phrase, span
            if size in _PATTERN and any(map(_is_class, pattern)) and not all(map(_is_class, pattern)):
                yield pattern, span


def _is_class(item: str) -> bool:
    return item.isupper()


class Candidate(NamedTuple):
    """A feature that the translated side has more often, and how much more."""

    feature: Feature
    z: float
    times: int
    reference: int
    documents: int
    places: tuple[tuple[Text, Span], ...]
    """Some of the places, no two in the same words."""
    marked: float | None = None
    """The share of its places that marks touch; None without marks."""
    lift: float | None = None
    """That share over the share of spans as long at random words of the same documents."""

    @property
    def name(self) -> str:
        return " ".join(self.feature)


def z_scores(counts: Counter[Feature], reference: Counter[Feature], words: int, others: int) -> dict[Feature, float]:
    """The log-odds ratio of every feature of `counts` in units of its standard deviation."""
    scores = {}
    weight = min(_PRIOR, words / 20)
    for feature, n in counts.items():
        m = reference[feature]
        prior = weight * (n + m) / (words + others)
        here = math.log((n + prior) / (words + weight - n - prior))
        there = math.log((m + prior) / (others + weight - m - prior))
        scores[feature] = (here - there) / math.sqrt(1 / (n + prior) + 1 / (m + prior))
    return scores


def candidates(translated: Corpus, reference: Corpus, marks: Marks, least: int, most: int) -> list[Candidate]:
    """The `most` best candidates that are in `least` documents or more: with marks by lift and z together, else by
    z."""
    scores = z_scores(translated.counts, reference.counts, translated.words, max(reference.words, 1))
    spread = translated.spread
    ranked = sorted(
        (f for f, z in scores.items() if z > _LEAST_Z and len(spread[f]) >= least), key=lambda f: (-scores[f], f)
    )
    chosen = set(_without_parts(ranked[: 2 * _POOL * most], translated.counts)[: _POOL * most if marks else most])
    places: dict[Feature, list[tuple[str, str, Text, Span]]] = defaultdict(list)
    for document, segment, text in translated.texts:
        for feature, span in features(text):
            if feature in chosen:
                places[feature].append((document, segment, text, span))
    chance = _Chance(translated.texts, marks)
    found = []
    for feature, at in places.items():
        marked, lift = chance.lift(at) if marks else (None, None)
        found.append(
            Candidate(
                feature,
                scores[feature],
                translated.counts[feature],
                reference.counts[feature],
                len(spread[feature]),
                tuple(_different(at)),
                marked,
                lift,
            )
        )
    found.sort(key=lambda c: (-c.z * (math.log2(c.lift + 0.1) if c.lift is not None else 1), c.feature))
    return found[:most]


_LEAST_Z = 1.96
_POOL = 20
"""Where marks are to rank them, so many times as many are looked at as are shown."""


def _without_parts(ranked: Sequence[Feature], counts: Counter[Feature]) -> list[Feature]:
    """The features without those that are hardly ever but in a longer one that is there, too."""
    parts = set()
    for feature in ranked:
        for size in range(2, len(feature)):
            for start in range(len(feature) - size + 1):
                part = feature[start : start + size]
                if counts[feature] >= _MOSTLY * counts.get(part, math.inf):
                    parts.add(part)
    return [feature for feature in ranked if feature not in parts]


_MOSTLY = 0.8


def _different(places: Iterable[tuple[str, str, Text, Span]]) -> Iterator[tuple[Text, Span]]:
    seen: set[str] = set()
    for _, _, text, span in places:
        around = text.value[max(0, span.start - 20) : span.end + 20]
        if around not in seen and len(seen) < _SHOWN:
            seen.add(around)
            yield text, span


class _Chance:
    """How often marks touch a place, and a span as long elsewhere in its document."""

    def __init__(self, texts: Iterable[tuple[str, str, Text]], marks: Marks) -> None:
        self._marks = {key: sorted(spans) for key, spans in marks.items()}
        self._starts: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for document, segment, text in texts if marks else ():
            self._starts[document] += [(segment, span.start) for span in _text.tokens(text)]
        self._known: dict[tuple[str, int], float] = {}

    def _touched(self, document: str, segment: str, span: Span) -> bool:
        spans = self._marks.get((document, segment), [])
        return any(s.end > span.start for s in spans[: bisect_left(spans, (span.end, 0))])

    def lift(self, places: Sequence[tuple[str, str, Text, Span]]) -> tuple[float, float]:
        hits = sum(self._touched(document, segment, span) for document, segment, _, span in places)
        expected = 0.0
        for document, _, _, span in places:
            length = span.end - span.start
            if (document, length) not in self._known:
                starts = self._starts[document]
                touched = sum(self._touched(document, segment, Span(at, at + length)) for segment, at in starts)
                self._known[document, length] = touched / len(starts)
            expected += self._known[document, length]
        return hits / len(places), hits / expected if expected else math.inf if hits else 0.0


# --- files ------------------------------------------------------------------------------------------------------------


def mine(
    translated: Sequence[Path],
    reference: Sequence[Path],
    session: Session,
    complain: Callable[[str], None],
    marks: Path | None = None,
    least: int = 5,
    most: int = 50,
) -> tuple[list[Candidate], Corpus]:
    """The candidates of the documents in files, and the reference they were held against. `complain` is told of files
    that cannot be read."""
    sides = []
    for paths in (translated, reference):
        corpus = Corpus()
        for item in discover(paths, session):
            if isinstance(item, FileResult):
                complain(item.checked[0].diagnostics[0].message)
                continue
            for document in session.documents(item, complain):
                corpus.add(document)
        if not corpus.words:
            raise SetupError(f"mine: there is no English text in {', '.join(map(str, paths))}")
        sides.append(corpus)
    ours, theirs = sides
    return candidates(ours, theirs, read_marks(marks) if marks else {}, least, most), theirs


def read_marks(path: Path) -> Marks:
    """The marks of a file of JSON lines, as `--format jsonl` writes findings: "document" and "segment" with "id",
    "start" and "end". Raises SetupError."""
    marks: dict[tuple[str, str], list[Span]] = defaultdict(list)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise SetupError(f"{path}: cannot be read: {problem}") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            place = said["segment"]
            marks[str(said["document"]), str(place["id"])].append(Span(int(place["start"]), int(place["end"])))
        except (ValueError, KeyError, TypeError):
            raise SetupError(
                f'{path}:{number}: a mark is {{"document", "segment": {{"id", "start", "end"}}}}'
            ) from None
    return marks


def table(found: Iterable[Candidate]) -> Iterator[str]:
    """The candidates as lines of a table with tabs."""
    yield "z\tcount\treference\tdocuments\tmarked\tlift\tphrase\n"
    for c in found:
        marked = "" if c.marked is None else f"{c.marked:.2f}"
        lift = "" if c.lift is None else f"{c.lift:.1f}"
        yield f"{c.z:.1f}\t{c.times}\t{c.reference}\t{c.documents}\t{marked}\t{lift}\t{c.name}\n"


def rule_files(found: Iterable[Candidate], reference: Corpus) -> Iterator[tuple[str, str]]:
    """(id, what the file holds) of a rule file for each candidate, to be reviewed."""
    taken: set[str] = set()
    for c in found:
        slug = re.sub(r"[^a-z0-9]+", "-", c.name.replace("$", "s").lower()).strip("-")
        if slug and slug not in taken:
            taken.add(slug)
            yield f"style/{slug}", _rule_file(c, reference)


def _rule_file(c: Candidate, reference: Corpus) -> str:
    why = (
        f"In {c.documents} translated documents {c.times} times, in the reference {c.reference}: z = {c.z:.1f} "
        f"(log-odds with a Dirichlet prior)."
    )
    if c.marked is not None and c.lift is not None:
        why += f" Marks touch {c.marked:.0%} of the places, {c.lift:.1f} times as many as chance would have it."
    is_pattern = any(map(_is_class, c.feature))
    lines = [
        f'kind = "{"sequence" if is_pattern else "existence"}"',
        f"summary = {_toml(f'“{c.name}”: a candidate to review')}",
        f"why = {_toml(why)}",
        'message = "“{match}” is more frequent in translations than in texts written in English"',
        'severity = "info"',
        'langs = ["*>en"]',
        'mqm = "style/awkward"',
        "",
    ]
    if is_pattern:
        lines.append("[sequence]\ntokens = [")
        for item in c.feature:
            test = "tag" if _is_class(item) else "pattern"
            lines.append(f"    {{ {test} = {_toml(re.escape(item))} }},")
        lines.append("]")
    else:
        lines += [
            "[existence]",
            "ignorecase = true",
            f"tokens = [{_toml(re.escape(c.name).replace(chr(92) + ' ', ' '))}]",
        ]
    for text, _ in c.places:
        lines += ["", "[[bad]]", f"text = {_toml(_marked(text, c.feature))}"]
    lines += ["", "[[good]]", f"text = {_toml(_good(reference, c.feature))}"]
    return "\n".join(lines) + "\n"


def _marked(text: Text, feature: Feature) -> str:
    value = text.value
    out, at = [], 0
    for found, span in features(text):
        if found == feature and span.start >= at:
            out.append(f"{value[at : span.start]}[[{value[span.start : span.end]}]]")
            at = span.end
    return "".join(out) + value[at:]


def _good(reference: Corpus, feature: Feature) -> str:
    """A text of the reference without the feature: rather one that has a word of it, a whole sentence, a short one."""
    word = max((item for item in feature if not _is_class(item)), key=len)
    ranked = sorted(
        (t for _, _, t in reference.texts if len(t.value) > _SENTENCE),
        key=lambda t: (f" {word} " not in t.value, not t.value.endswith("."), len(t.value)),
    )
    return next((t.value for t in ranked if all(found != feature for found, _ in features(t))), "")


_SENTENCE = 30
"""Code points that an example has at least."""


def _toml(value: str) -> str:
    """A TOML string: JSON's escapes are TOML's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
