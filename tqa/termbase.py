"""What a termbase holds, and finding its terms in texts.

A concept is a `TermEntry`, each way to say it a `Term`, and where a text says it a `Mention`. A `Termbase` is compiled:
bytes that are kept in tqa's cache, of which only the languages and entries that are asked for are decoded. So 100,000
entries are there at once.

A text is looked through once, whatever the number of terms. Each two words (in Chinese, Japanese and the like each two
characters) are looked up among those that terms begin with, by keys that all forms of a word share; what the index
knows of the lengths of such terms says how many words to look up together. `inflection` then says whether these are the
term's words. Automata were measured, too: Hyperscan takes seconds to compile so many literals; those of Aho and
Corasick take half a second to make, and can be kept as a pickle only.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
import zlib
from array import array
from functools import cache, lru_cache
from hashlib import sha256
from itertools import accumulate, pairwise
from operator import add
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from .inflection import same, stemmer
from .model import SetupError, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from .cache import Cache
    from .hookspecs import TermbaseFormat
    from .model import Text

Status = Literal["preferred", "admitted", "deprecated", "forbidden"]
STATUSES: tuple[Status, ...] = get_args(Status)


class TermbaseError(SetupError):
    """A termbase that cannot be used; the message begins with its file."""


class Term(NamedTuple):
    """One way to say something in one language."""

    text: str
    lang: str
    """BCP 47; "en" is for any English, "en-GB" for that of Britain."""
    status: Status | Literal[""] = ""
    """"" where nobody said: such a term may be used."""
    pos: str = ""
    """Part of speech, as the termbase calls it."""
    note: str = ""
    case_sensitive: bool = False

    @property
    def allowed(self) -> bool:
        return self.status not in ("deprecated", "forbidden")


class TermEntry(NamedTuple):
    """A concept: what there is to say it in each language."""

    terms: tuple[Term, ...]
    id: str = ""
    domain: str = ""
    definition: str = ""
    note: str = ""
    translate: bool = True
    """Otherwise translations have the term as the source has it."""
    place: str = ""
    """The file and line it comes from."""
    places: tuple[str, ...] = ()
    """Where each of its terms comes from, if that is not the same for all."""

    def place_of(self, term: Term) -> str:
        """The file and line that one of its terms comes from."""
        return self.places[self.terms.index(term)] if self.places else self.place

    def with_more(self, more: Iterable[Term], of: TermEntry) -> TermEntry:
        """The entry with further terms, which come from another."""
        new = tuple(more)
        places = (*map(self.place_of, self.terms), *map(of.place_of, new))
        return self._replace(terms=(*self.terms, *new), places=places if len({self.place, *places}) > 1 else ())

    def allowed(self, lang: str) -> tuple[Term, ...]:
        """The terms that may be used in a text of a language, the preferred first and those of its very variant before
        those of the language as such."""
        found = [t for t in self.terms if t.allowed and covers(t.lang, lang)]
        return tuple(sorted(found, key=lambda t: (t.status != "preferred", -len(t.lang), t.status == "admitted")))


class Mention(NamedTuple):
    """A term in a text."""

    span: Span
    entry: int
    """The number of the entry in its termbase."""
    term: Term


class BadRow(NamedTuple):
    """A part of a termbase that is left out."""

    line: int
    """From 1; of a workbook the row."""
    message: str


def covers(lang: str, text_lang: str) -> bool:
    """Whether terms of a language can be expected in a text of another: "en" in "en-US", and "en-US" in "en", of which
    nobody says what English it is; not "en-GB" in "en-US"."""
    one, other = lang.lower(), text_lang.lower()
    return one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")


def primary(lang: str) -> str:
    """The primary subtag of a language: "zh" of "zh-Hans"."""
    return lang.partition("-")[0].lower()


_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


def language_tag(text: str) -> str | None:
    """A code of a language as BCP 47 writes it ("en-GB" for "en_gb"); None for what is none."""
    text = text.strip()
    if not _LANG.fullmatch(text):
        return None
    first, *rest = re.split("[-_]", text)
    return "-".join([first.lower(), *(r.upper() if len(r) == 2 else r.title() if len(r) == 4 else r for r in rest)])


def clean(text: str) -> str:
    """Text of a termbase without white space around it, on one line, composed, without control characters."""
    return unicodedata.normalize("NFC", _SPACES.sub(" ", _CONTROLS.sub(" ", text))).strip()


# --- keys -------------------------------------------------------------------------------------------------------------

_UNSPACED = frozenset("zh ja th lo km my bo yue wuu ko".split())
"""Languages whose terms are found character by character. Korean words take their particles on."""
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff\u200c\u200d"
_WORD = re.compile(rf"[\w{_MARKS}]+")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDE = re.compile("[\uff01-\uff5e]")
_JOINING = re.compile("[\\s\u00ad\u2010-\u2013-]*")
"""Between the words of a term hyphens and white space are one."""
_APOSTROPHES = str.maketrans("’ʼ`", "'''")


def _lowered(text: str) -> str:
    """In lower case, of the same length."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low if low.isascii() or not _WIDE.search(low) else low.translate(_NARROW)


class _Words(NamedTuple):
    """A term, cut as texts are."""

    words: tuple[str, ...]
    gaps: tuple[str, ...]
    """What stands between them."""
    verb: bool | None
    exact: str
    """The term from its first word to its last, where capitals count; else ""."""
    before: str
    after: str
    """What it has before its first word and after its last: the last point of "U.S."."""


@lru_cache(1 << 14)
def _words(term: Term) -> _Words:
    found = list(_WORD.finditer(_lowered(term.text)))
    gaps = [term.text[a.end() : b.start()] for a, b in pairwise(found)]
    pos = term.pos.lower()
    exact = term.case_sensitive or (term.text.isupper() and len(term.text) <= _ACRONYM)
    start, end = (found[0].start(), found[-1].end()) if found else (0, 0)
    return _Words(
        tuple(m[0] for m in found),
        tuple(map(_gap, gaps)),
        pos.startswith("v") if pos else None,
        term.text[start:end] if exact else "",
        term.text[:start],
        term.text[end:],
    )


_ACRONYM = 5
"""Terms of so few capitals alone are found only as capitals: WHO is not who."""


def _gap(text: str) -> str:
    return "" if _JOINING.fullmatch(text) else text.translate(_APOSTROPHES).strip()


def _key(term: Term) -> tuple[str, str, int]:
    """What a term is found by: its key, what it begins with (two units, or one where it has no more), and how many
    units it has. The key of a term without letters is empty."""
    lang = primary(term.lang)
    low = _lowered(term.text)
    if lang in _UNSPACED:
        return low, low[:2], len(low)
    units = [stemmer(lang)(word) for word in _words(term).words]
    return " ".join(units), " ".join(units[:2]), len(units)


# --- the compiled termbase --------------------------------------------------------------------------------------------

_FORM = 2
"""Raised when keys or the layout change, so that what is in the cache is not used."""
_MAGIC = b"tqa-terms"
_TERMS = 16
"""Bits of a reference that say which of its entry's terms is meant."""


def compiled(entries: Iterable[TermEntry], problems: Sequence[str] = ()) -> bytes:
    """Entries as bytes that a `Termbase` is read from: a line of JSON that says what is where, entries as JSON, and for
    each language its keys with what they refer to."""
    blobs: list[bytes] = []
    ends = array("Q", [0])
    by_lang: dict[str, dict[str, list[int]]] = {}
    firsts: dict[str, dict[str, int]] = {}
    size = 0
    for number, entry in enumerate(entries):
        blobs.append(json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode())
        size += len(blobs[-1])
        ends.append(size)
        for at, term in enumerate(entry.terms[: 1 << _TERMS]):
            key, begins, count = _key(term)
            if not key or count > _LONGEST:
                continue
            lang = primary(term.lang)
            by_lang.setdefault(lang, {}).setdefault(key, []).append(number << _TERMS | at)
            lengths = firsts.setdefault(lang, {})
            lengths[begins] = lengths.get(begins, 0) | 1 << count
    sections: list[tuple[str, bytes]] = [("ends", ends.tobytes()), ("entries", b"".join(blobs))]
    for lang, keys in by_lang.items():
        starts = array("Q", accumulate(map(len, keys.values()), initial=0))
        refs = array("Q", [ref for found in keys.values() for ref in found])
        sections += [
            (f"keys {lang}", "\n".join(keys).encode()),
            (f"starts {lang}", starts.tobytes()),
            (f"refs {lang}", refs.tobytes()),
            (f"firsts {lang}", "\n".join(firsts[lang]).encode()),
            (f"lengths {lang}", array("Q", firsts[lang].values()).tobytes()),
        ]
    body = b"".join(data for _, data in sections)
    head = json.dumps([zlib.crc32(body), [(name, len(data)) for name, data in sections], list(problems)])
    return b"%s\n%s\n%s" % (_MAGIC, head.encode(), body)


_LONGEST = 63
"""Units of a term beyond which it is not found."""
_SINGLE = 1 << 1
"""The lengths that are known of a term of one unit, which nothing longer is looked up by."""


class _Index:
    """The terms of one language."""

    def __init__(self, part: Callable[[str], bytes]) -> None:
        keys = part("keys").decode().split("\n")
        self.keys = dict(zip(keys, range(len(keys)), strict=True))
        self._starts, self._refs = array("Q", part("starts")), array("Q", part("refs"))
        lengths = array("Q", part("lengths"))
        begins = dict(zip(part("firsts").decode().split("\n"), lengths, strict=True))
        self._singles = frozenset(unit for unit, mask in begins.items() if mask == _SINGLE)
        self._pairs = begins

    def found(
        self, units: Sequence[str], pairs: Sequence[str], joined: Callable[[Any], str]
    ) -> Iterator[tuple[int, int, Sequence[int]]]:
        """Where keys are in a text: the first unit, how many, and what the key refers to; of those that begin at one
        place the longest first. `pairs` are each unit with the one after it, as keys are looked up by; `joined` makes
        a key of units."""
        known, singles, keys = self._pairs, self._singles, self.keys
        hits: Iterable[int] = [at for at, pair in enumerate(pairs) if pair in known]
        alone: frozenset[int] | set[int] = _NOWHERE
        if singles:
            alone = {at for at, unit in enumerate(units) if unit in singles}
            hits = sorted(alone.union(hits))
        for at in hits:
            if at < len(pairs):
                for count in _bits(known.get(pairs[at], 0)):
                    number = keys.get(joined(units[at : at + count]))
                    if number is not None and at + count <= len(units):
                        yield at, count, self._refs[self._starts[number] : self._starts[number + 1]]
            if at in alone:
                number = keys[units[at]]
                yield at, 1, self._refs[self._starts[number] : self._starts[number + 1]]


_NOWHERE: frozenset[int] = frozenset()


@cache
def _bits(mask: int) -> tuple[int, ...]:
    return tuple(n for n in range(_LONGEST, 0, -1) if mask >> n & 1)


class Termbase:
    """The entries of one or more termbases, ready to be looked for."""

    def __init__(self, data: bytes) -> None:
        """`data`: of `compiled`. Raises ValueError for what is not."""
        magic, head, body = data.split(b"\n", 2)
        check, sections, self.problems = json.loads(head)
        if magic != _MAGIC or zlib.crc32(body) != check:
            raise ValueError("damaged")
        self._parts: dict[str, tuple[int, int]] = {}
        at = 0
        for name, size in sections:
            self._parts[name] = at, at + size
            at += size
        self._body = memoryview(body)
        self._ends = array("Q", self._part("ends"))
        self._entries: dict[int, TermEntry] = {}
        self._indexes: dict[str, _Index | None] = {}

    @classmethod
    def of(cls, entries: Iterable[TermEntry]) -> Termbase:
        return cls(compiled(entries))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[TermEntry]:
        return map(self.entry, range(len(self)))

    def entry(self, number: int) -> TermEntry:
        found = self._entries.get(number)
        if found is None:
            start, _ = self._parts["entries"]
            blob = bytes(self._body[start + self._ends[number] : start + self._ends[number + 1]])
            terms, *rest, places = json.loads(blob)
            entry = TermEntry(tuple(Term(*term) for term in terms), *rest)
            found = self._entries[number] = entry._replace(places=tuple(places))
        return found

    def mentions(self, text: Text, lang: str) -> list[Mention]:
        """Every term of a language, in any variant of it, in a text; shorter ones within longer ones too. In order of
        their places, of those that begin at one the longest first. Kept with the text."""
        known = text.memo.get(_MEMO)
        if known is not None and known[0] is self:
            found: list[Mention] = known[1]
            return found
        found = list(self._look(text.value, primary(lang)))
        text.memo[_MEMO] = self, found
        return found

    def _look(self, value: str, lang: str) -> Iterator[Mention]:
        index = self._index(lang)
        if index is None:
            return iter(())
        return self._by_character(value, lang, index) if lang in _UNSPACED else self._by_word(value, lang, index)

    def _index(self, lang: str) -> _Index | None:
        if lang not in self._indexes:
            known = f"keys {lang}" in self._parts
            self._indexes[lang] = _Index(lambda name: self._part(f"{name} {lang}")) if known else None
        return self._indexes[lang]

    def _part(self, name: str) -> bytes:
        start, end = self._parts[name]
        return bytes(self._body[start:end])

    def _referred(self, refs: Iterable[int]) -> Iterator[tuple[int, Term]]:
        for ref in refs:
            number, at = ref >> _TERMS, ref & ((1 << _TERMS) - 1)
            yield number, self.entry(number).terms[at]

    def _by_word(self, value: str, lang: str, index: _Index) -> Iterator[Mention]:
        low = _lowered(value)
        words = _WORD.findall(low)
        units = list(map(stemmer(lang), words))
        places: list[tuple[int, int]] = []
        for at, count, refs in index.found(units, list(map(" ".join, pairwise(units))), " ".join):
            places = places or [match.span() for match in _WORD.finditer(low)]
            here = places[at : at + count]
            span = Span(here[0][0], here[-1][1])
            gaps = [_gap(value[end:start]) for (_, end), (start, _) in pairwise(here)]
            for number, term in self._referred(refs):
                if _fits(term, words[at : at + count], gaps, value[span.start : span.end], lang):
                    yield Mention(_widened(span, value, _words(term)), number, term)

    def _by_character(self, value: str, lang: str, index: _Index) -> Iterator[Mention]:
        low = _lowered(value)
        for at, count, refs in index.found(low, list(map(add, low, low[1:])), str):
            if _free(low, at, at + count, lang):
                for number, term in self._referred(refs):
                    if not _words(term).exact or term.text == value[at : at + count].translate(_NARROW):
                        yield Mention(Span(at, at + count), number, term)


_MEMO = "tqa.termbase"


def _fits(term: Term, words: Sequence[str], gaps: Sequence[str], text: str, lang: str) -> bool:
    """Whether words that have a term's key are the term."""
    wanted = _words(term)
    if tuple(gaps) != wanted.gaps:
        return False
    if wanted.exact:
        return text == wanted.exact or (lang == "en" and text == f"{wanted.exact}s")
    return all(map(lambda a, b: same(a, b, lang, wanted.verb), wanted.words, words))


def _widened(span: Span, value: str, words: _Words) -> Span:
    """The place of a term's words with the marks around them that are the term's, if they are there."""
    start = span.start - len(words.before)
    start = start if start >= 0 and value.startswith(words.before, start) else span.start
    return Span(start, span.end + len(words.after) * value.startswith(words.after, span.end))


_LATIN = re.compile(r"[0-9a-z\u00c0-\u024f]")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]")
_HANGUL = re.compile("[\uac00-\ud7a3]")


def _free(text: str, start: int, end: int, lang: str) -> bool:
    """Whether a piece of a text without spaces may be a term: not where it cuts a word in Latin letters or katakana or
    a number in two, and in Korean not within a word; its end may have a particle after it."""
    before, after = text[start - 1 : start], text[end : end + 1]
    for script in (_LATIN, _KATAKANA):
        if before and script.match(text[start]) and script.match(before):
            return False
        if after and script.match(text[end - 1]) and script.match(after):
            return False
    return lang != "ko" or not (before and _HANGUL.match(before) and _HANGUL.match(text[start]))


def longest(mentions: Iterable[Mention]) -> list[Mention]:
    """Without those within longer ones, and those that a longer or earlier one cuts into."""
    out: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.span.start - m.span.end, m.span.start)):
        if all(
            m.span == mention.span or m.span.end <= mention.span.start or mention.span.end <= m.span.start for m in out
        ):
            out.append(mention)
    return sorted(out, key=lambda m: m.span)


# --- reading ----------------------------------------------------------------------------------------------------------


def load(
    paths: Sequence[Path],
    formats: Callable[[], Mapping[str, TermbaseFormat]],
    langs: tuple[str, str] = ("", ""),
    cache: Cache | None = None,
) -> Termbase:
    """The entries of termbase files together, from the cache where the files are as they were. `formats` are asked for
    only where a file has to be read; `langs`: source and target, for tables that name no languages. Raises
    TermbaseError for a file that cannot be read at all; `problems` of the result says what was left out."""
    name = _name(paths, langs)
    kept = cache.read(name) if cache is not None else None
    if kept is not None:
        try:
            return Termbase(kept)
        except ValueError:
            pass  # damaged: read the files anew
    entries: list[TermEntry] = []
    problems: list[str] = []
    for path in paths:
        for found in read(path, formats(), langs):
            if isinstance(found, BadRow):
                problems.append(f"{path}:{found.line}: {found.message}")
            else:
                entries.append(found)
    data = compiled(entries, problems)
    if cache is not None:
        cache.write(name, data)
    return Termbase(data)


def _name(paths: Sequence[Path], langs: tuple[str, str]) -> str:
    """The name in the cache: of the files as they are now, and of all that keys hang on."""
    about: list[object] = [_FORM, sys.byteorder, sys.version, unicodedata.unidata_version, langs]
    for path in paths:
        try:
            found = path.stat()
        except OSError as problem:
            raise TermbaseError(f"{path}: the termbase cannot be read: {problem.strerror}") from None
        about.append([str(path.absolute()), found.st_size, found.st_mtime_ns])
    return f"termbase-{sha256(json.dumps(about).encode()).hexdigest()[:32]}.terms"


def read(
    path: Path, formats: Mapping[str, TermbaseFormat], langs: tuple[str, str] = ("", "")
) -> Iterator[TermEntry | BadRow]:
    """The entries of a termbase file, each with its place, and what is left out of it. Raises TermbaseError."""
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise TermbaseError(f"{path}: the termbase cannot be read: {problem.strerror}") from None
    yield from format_of(path, formats).read(data, str(path), langs)


def format_of(path: Path, formats: Mapping[str, TermbaseFormat]) -> TermbaseFormat:
    """The format of a termbase file, by its suffix. Raises TermbaseError."""
    found = next((f for f in formats.values() if path.name.lower().endswith(f.suffixes)), None)
    if found is None:
        known = ", ".join(sorted(suffix for f in formats.values() for suffix in f.suffixes))
        raise TermbaseError(f"{path}: no termbase format has this suffix; there are {known}")
    return found


# --- entries as plain values ------------------------------------------------------------------------------------------

_ABOUT = {"concept": "id", "domain": "domain", "definition": "definition", "note": "note"}
"""The keys of an entry besides those that are languages, with the fields they give."""


def entry_of(raw: Mapping[str, Any], place: str = "") -> TermEntry:
    """An entry from plain values, as a terms file in TOML and rule examples have them: languages give a text, a table
    (text, status, pos, note, case_sensitive) or a list of these, beside `concept`, `domain`, `definition`, `note` and
    `do_not_translate`. Raises ValueError."""
    terms: list[Term] = []
    about: dict[str, Any] = {}
    for key, value in raw.items():
        if key in _ABOUT:
            about[_ABOUT[key]] = _text(key, value)
        elif key == "do_not_translate":
            if not isinstance(value, bool):
                raise ValueError("do_not_translate must be true or false")
            about["translate"] = not value
        elif lang := language_tag(key):
            terms += [_term(lang, item) for item in (value if isinstance(value, list) else [value])]
        else:
            raise ValueError(f"{key!r} is no language; besides these there are {', '.join(_ABOUT)}, do_not_translate")
    if not terms:
        raise ValueError('there is no term, as in en = "Joint Funding Scheme"')
    return TermEntry(tuple(terms), **about, place=place)


def _term(lang: str, raw: object) -> Term:
    if isinstance(raw, str):
        raw = {"text": raw}
    if not isinstance(raw, dict):
        raise ValueError(f"{lang} must be a text, a table or a list of these, not {raw!r}")
    unknown = raw.keys() - {"text", "status", "pos", "note", "case_sensitive"}
    if unknown:
        raise ValueError(f"{lang}: a term has text, status, pos, note and case_sensitive, not {min(unknown)!r}")
    status = raw.get("status", "")
    if status not in ("", *STATUSES):
        raise ValueError(f"{lang}: status {status!r}; there are {', '.join(STATUSES)}")
    text = _text("text", raw.get("text", ""))
    if not text:
        raise ValueError(f"{lang}: the term has no text")
    case = raw.get("case_sensitive", False)
    if not isinstance(case, bool):
        raise ValueError(f"{lang}: case_sensitive must be true or false")
    return Term(text, lang, status, _text("pos", raw.get("pos", "")), _text("note", raw.get("note", "")), case)


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{key} must be text, not {value!r}")
    return clean(value)


def plain_entry(entry: TermEntry) -> dict[str, Any]:
    """The inverse of `entry_of`; the place is left out."""
    out: dict[str, Any] = {key: getattr(entry, field) for key, field in _ABOUT.items() if getattr(entry, field)}
    if not entry.translate:
        out["do_not_translate"] = True
    for lang in dict.fromkeys(term.lang for term in entry.terms):
        items = [_plain_term(term) for term in entry.terms if term.lang == lang]
        out[lang] = items[0] if len(items) == 1 else items
    return out


def _plain_term(term: Term) -> str | dict[str, Any]:
    said = {key: value for key, value in term._asdict().items() if value and key != "lang"}
    return term.text if len(said) == 1 else said
