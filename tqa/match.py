"""The patterns of all rules in one pass over a text.

`Matcher.fired` says which patterns may match, in one native scan (Hyperscan); `re` then confirms only those, so that
results are exactly those of `re`, one pattern at a time. What the native library scans for is an over-approximation
of each pattern on UTF-8 bytes: boundaries and lookarounds are dropped, and wherever a pattern takes characters beyond
ASCII it takes any of them. Without the native library (or with a release of it that misses matches) `re` tries every
pattern of which a necessary word is there: the same results, slower.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import zlib
from functools import cache as cache_result
from functools import cached_property
from itertools import accumulate, chain
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .cache import Cache

hyperscan: Any
try:
    import hyperscan
except ImportError:  # no wheel for this platform
    hyperscan = None

NATIVE = hyperscan is not None


def slow() -> str:
    """Why patterns are looked for with `re`, several times slower; "" where the native library does it."""
    if not NATIVE:
        return "the package hyperscan is not installed"
    if _sound.cache_info().currsize and not _sound():
        return f"hyperscan {hyperscan.__version__} is not used, for it misses matches on this machine"
    return ""


class Pattern(NamedTuple):
    """A regular expression in the syntax of `re`. The case of letters counts unless `ignorecase`."""

    regex: str
    ignorecase: bool = False

    def compile(self) -> re.Pattern[str]:
        return re.compile(self.regex, re.IGNORECASE if self.ignorecase else 0)


def _machine() -> str:
    """The kind of processor; what `platform.machine` says, without its start-up."""
    return os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "")


class Matcher:
    """Several groups of patterns (a group is mostly a rule) in one automaton.

    The automaton is kept in `cache` under a hash of the patterns and of the library's version; it is a serialised
    Hyperscan database with a JSON head, never a pickle.
    """

    def __init__(self, groups: Sequence[Sequence[Pattern]], cache: Cache | None = None) -> None:
        self._groups = groups
        self._starts = [0, *accumulate(len(g) for g in groups)]
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._always: list[int] = []
        self._database: Any = None
        self._lock = Lock()
        if NATIVE and self._starts[-1]:
            self._load(cache)

    def __len__(self) -> int:
        return self._starts[-1]

    def regex(self, group: int, number: int) -> re.Pattern[str]:
        """Pattern `number` of `group`, compiled once and only when first needed."""
        key = self._starts[group] + number
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = self._groups[group][number].compile()
        return found

    def fired(self, text: str) -> list[tuple[int, int]]:
        """The (group, number) of every pattern that may match in `text`, in order; never misses one that does."""
        homes = self._homes
        return [homes[key] for key in self._candidates(text)]

    def matches(self, text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
        """Every match of every pattern, as `finditer` of each pattern alone gives them."""
        for group, number in self.fired(text):
            for match in self.regex(group, number).finditer(text):
                yield group, number, match

    @cached_property
    def _homes(self) -> list[tuple[int, int]]:
        """Every pattern's group and number in it."""
        return [(group, number) for group, patterns in enumerate(self._groups) for number in range(len(patterns))]

    def _candidates(self, text: str) -> list[int]:
        if self._database is None:
            return self._by_word(text)
        fired = self._always.copy()
        seen = fired.append

        def on_match(key: int, _start: int, _end: int, _flags: int, _context: object) -> None:
            seen(key)

        with self._lock:  # the library's scratch space is for one scan at a time
            self._database.scan(text.encode("utf-8", "surrogatepass"), on_match)
            if not text.isascii() and _ODD_CASES.search(text):
                self._database.scan(text.translate(_FOLD).encode("utf-8", "surrogatepass"), on_match)
                fired = list(set(fired))
        fired.sort()
        return fired

    def _by_word(self, text: str) -> list[int]:
        """The patterns one of whose necessary words is in the text, and those that have none."""
        low = (text if text.isascii() else text.translate(_FOLD)).lower()
        words, fired = self._words
        fired = fired.copy()
        for word, keys in words.items():
            if word in low:
                fired += keys
        return sorted(set(fired))

    @cached_property
    def _words(self) -> tuple[dict[str, list[int]], list[int]]:
        """Necessary words, each with the patterns that need it, and the patterns that need none."""
        words: dict[str, list[int]] = {}
        always = []
        for key, pattern in enumerate(chain.from_iterable(self._groups)):
            needed = necessary(pattern)
            for word in needed:
                words.setdefault(word, []).append(key)
            if not needed:
                always.append(key)
        return words, always

    def _load(self, cache: Cache | None) -> None:
        patterns = list(chain.from_iterable(self._groups))
        about = [hyperscan.__version__, sys.version, _machine(), _FORM, [regex for regex, _ in patterns]]
        digest = hashlib.sha256(json.dumps(about).encode())
        digest.update(bytes(ignorecase for _, ignorecase in patterns))
        name = f"patterns-{digest.hexdigest()[:32]}.hs"
        kept = cache.read(name) if cache is not None else None
        if kept is not None:
            try:
                self._always, self._database = _thaw(kept)
            except (hyperscan.error, ValueError, TypeError):
                pass  # written by another library or on another processor, or damaged: compile anew
            else:
                return
        if not _sound():
            return
        self._always, self._database = _build(patterns)
        if cache is not None and self._database is not None:
            cache.write(name, _freeze(self._always, self._database))


def _freeze(always: list[int], database: Any) -> bytes:
    head = json.dumps(always).encode()
    return b"%s\n%08x\n%s" % (head, zlib.crc32(head), hyperscan.dumpb(database))


def _thaw(kept: bytes) -> tuple[list[int], Any]:
    """Raises hyperscan.error, ValueError or TypeError for what `_freeze` did not write. The library checks its part."""
    head, check, body = kept.split(b"\n", 2)
    if int(check, 16) != zlib.crc32(head):
        raise ValueError("damaged")
    database = hyperscan.loadb(body, mode=hyperscan.HS_MODE_BLOCK)
    database.scratch = hyperscan.Scratch(database)
    return json.loads(head), database


@cache_result
def _sound() -> bool:
    """Whether the library finds what is there. Vectorscan 5.4.12 (hyperscan 0.7.23 to 0.9.1) does not: where it looks
    for two bytes at once it passes over them (its issues 317, 358 and 382)."""
    pairs = (b"(?:\\xc3\\x85)", b"(?:(?:\\xc3\\x85|\\xc3\\xa5|\\xe2\\x84\\xab)+){6,}")
    for expressions, text in (
        ((rb"a[\x00-\xff]*\|[\x20\n]*b",), b"a%s| b%s" % (b"." * 40, b"." * 40)),
        (pairs, b"." * 20 + b"\xc3\x85"),
    ):
        found: list[int] = []
        _compile(expressions, [0] * len(expressions)).scan(text, lambda key, *_, found=found: found.append(key))
        if 0 not in found:
            return False
    return True


_FORM = 5
"""Raised when the over-approximation changes, so that old automata are not used."""

# Under IGNORECASE `re` lets these match s, k and i; the scan sees the text a second time with them folded.
_ODD_CASES = re.compile("[\u017f\u212a\u0130\u0131]")
_FOLD = str.maketrans("\u017f\u212a\u0130\u0131", "skii")


def _build(patterns: list[Pattern]) -> tuple[list[int], Any]:
    """The keys of patterns that must always be tried, and the automaton of the others (None if there are none)."""
    always: list[int] = []
    keys: list[int] = []
    expressions: list[bytes] = []
    flags: list[int] = []
    for key, pattern in enumerate(patterns):
        wide = widen(pattern)
        if wide is None:
            always.append(key)
            continue
        expression, caseless = wide
        keys.append(key)
        expressions.append(expression)
        flags.append(hyperscan.HS_FLAG_CASELESS if caseless else 0)
    while expressions:
        try:
            return sorted(always), _compile(expressions, flags, keys)
        except hyperscan.error:
            # One it refuses (mostly: too large) spoils the whole; find and set aside those that it refuses alone.
            refused = [i for i, e in enumerate(expressions) if not _accepts(e, flags[i])]
            if not refused:
                return list(range(len(patterns))), None
            always += [keys[i] for i in refused]
            for i in reversed(refused):
                del expressions[i], keys[i], flags[i]
    return sorted(always), None


def _compile(expressions: Sequence[bytes], flags: Sequence[int], keys: Sequence[int] | None = None) -> Any:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    single = [flag | hyperscan.HS_FLAG_SINGLEMATCH for flag in flags]
    ids = list(range(len(expressions)) if keys is None else keys)
    database.compile(expressions=list(expressions), ids=ids, elements=len(ids), flags=single)
    return database


def _accepts(expression: bytes, flags: int) -> bool:
    try:
        _compile([expression], [flags])
    except hyperscan.error:
        return False
    return True


# --- over-approximation -----------------------------------------------------------------------------------------------

_ANY = frozenset(range(128))
_DIGITS = frozenset(b"0123456789")
_ASCII_SPACES = frozenset(b" \t\n\r\f\v")
_SPACES = _ASCII_SPACES | frozenset(b"\x1c\x1d\x1e\x1f")
_WORD = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
_REPEAT = 6
"""Counted repeats above this are widened to "or more": the automaton grows with each count."""


class _UnknownError(Exception):
    """A construct this walk does not know: the pattern is then always tried."""


class _MixedError(Exception):
    """The case of letters counts in one part of the pattern and not in another."""


def widen(pattern: Pattern) -> tuple[bytes, bool] | None:
    """A Hyperscan expression over UTF-8 bytes that matches wherever `pattern` does, and maybe more, and whether it is
    to be compiled caseless; None where it would match everywhere or cannot be made.
    """
    from re import _parser  # type: ignore[attr-defined]  # the standard library's own, renamed in Python 3.11

    tree = _parser.parse(pattern.regex, re.IGNORECASE if pattern.ignorecase else 0)
    flags = tree.state.flags
    caseless = bool(flags & re.IGNORECASE)
    try:
        try:
            wide, nullable = _sequence(tree, flags, caseless, first=True, last=True)
        except _MixedError:
            caseless = False
            wide, nullable = _sequence(tree, flags, caseless, first=True, last=True)
    except _UnknownError:
        return None
    return None if nullable else (wide, caseless)


def _sequence(nodes: Any, flags: int, caseless: bool, first: bool = False, last: bool = False) -> tuple[bytes, bool]:
    """`first`, `last`: nothing of the pattern stands before, or behind. What may be there or not at its edges tells
    nothing, and makes the automaton larger."""
    nodes = list(nodes)
    while last and len(nodes) > 1 and _may_be_missing(*nodes[-1]):
        nodes.pop()
    while first and len(nodes) > 1 and _may_be_missing(*nodes[0]):
        nodes.pop(0)
    end = len(nodes) - 1
    parts = [
        _node(str(op), value, flags, caseless, first and number == 0, last and number == end)
        for number, (op, value) in enumerate(nodes)
    ]
    return b"".join(p for p, _ in parts), all(n for _, n in parts)


def _may_be_missing(op: Any, value: Any) -> bool:
    return str(op) in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and int(value[0]) == 0


def _node(op: str, value: Any, flags: int, caseless: bool, first: bool, last: bool) -> tuple[bytes, bool]:
    """`caseless`: the whole expression is compiled caseless, so that letters need no second form, and also sees the
    text folded (`_FOLD`)."""
    match op:
        case "LITERAL" | "NOT_LITERAL" | "IN" | "ANY" | "CATEGORY":
            return _characters(op, value, flags, caseless)[0], False
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _repeat(value, flags, caseless)
        case "SUBPATTERN":
            _, add, remove, inner = value
            if caseless and remove & re.IGNORECASE:
                raise _MixedError
            body, nullable = _sequence(inner, (flags | add) & ~remove, caseless, first, last)
            return b"(?:" + body + b")", nullable
        case "ATOMIC_GROUP":
            body, nullable = _sequence(value, flags, caseless, first, last)
            return b"(?:" + body + b")", nullable
        case "BRANCH":
            branches = [_sequence(branch, flags, caseless, first, last) for branch in value[1]]
            return b"(?:" + b"|".join(b for b, _ in branches) + b")", any(n for _, n in branches)
        case "AT":
            return _anchor(str(value), flags), True
        case "ASSERT" if (first and value[0] < 0) or (last and value[0] > 0):
            # What must stand before the whole match, or behind it, is there for the scan to see, too.
            body, nullable = _sequence(value[1], flags, caseless)
            return b"(?:" + body + b")", nullable
        case "ASSERT" | "ASSERT_NOT":
            return b"", True
        case "GROUPREF":
            return b"[\\x00-\\xff]*", True
        case "GROUPREF_EXISTS":
            _, yes, no = value
            a, a_nullable = _sequence(yes, flags, caseless)
            b, b_nullable = _sequence(no, flags, caseless) if no else (b"", True)
            return b"(?:" + a + b"|" + b + b")", a_nullable or b_nullable
        case _:
            raise _UnknownError(op)


def _anchor(where: str, flags: int) -> bytes:
    """A text is scanned whole, so the anchors of Hyperscan mean what those of `re` mean."""
    if where == "AT_BEGINNING_STRING" or (where == "AT_BEGINNING" and not flags & re.MULTILINE):
        return b"^"
    if where == "AT_END_STRING":
        return b"\\z"
    if where == "AT_END" and not flags & re.MULTILINE:
        return b"\\n?\\z"
    return b""


def _repeat(value: Any, flags: int, caseless: bool) -> tuple[bytes, bool]:
    low, high, inner = int(value[0]), int(value[1]), value[2]
    if high == 0:
        return b"", True
    single = len(inner) == 1 and str(inner[0][0]) in {"LITERAL", "NOT_LITERAL", "IN", "ANY", "CATEGORY"}
    if single:
        body, byte_class = _characters(str(inner[0][0]), inner[0][1], flags, caseless)
        nullable = False
        if byte_class is not None:  # up to four bytes a character
            body, high = byte_class, high * 4
    else:
        body, nullable = _sequence(inner, flags, caseless)
        body = b"(?:" + body + b")"
    if low == 0 and high == 1:
        count = b"?"
    elif high > _REPEAT:
        count = b"*" if low == 0 else b"+" if low == 1 else b"{%d,}" % min(low, _REPEAT)
    else:
        count = b"{%d,%d}" % (low, high)
    return body + count, nullable or low == 0


def _characters(op: str, value: Any, flags: int, caseless: bool) -> tuple[bytes, bytes | None]:
    """The expression for one character, and where it may be beyond ASCII, the class of its bytes."""
    folded = bool(flags & re.IGNORECASE)
    if op == "LITERAL":
        return _literal(chr(value), folded, caseless), None
    if op == "ANY":
        ascii_part, beyond = (_ANY if flags & re.DOTALL else _ANY - {10}), True
    elif op == "NOT_LITERAL":
        ascii_part, beyond = (_ANY if folded else _ANY - {value}), True
    elif op == "CATEGORY":
        ascii_part, beyond = _category(str(value), flags)
    else:
        if not folded and (exact := _listed(value)):
            return exact, None
        ascii_part, beyond = _set(value, flags, folded, caseless)
    if not beyond:
        return _byte_class(ascii_part), None
    wide = _byte_class(ascii_part, beyond=True)
    return wide + b"{1,4}", wide


def _set(items: Any, flags: int, folded: bool, caseless: bool) -> tuple[frozenset[int], bool]:
    inside: set[int] = set()
    negated = beyond = False
    for kind, value in items:
        match str(kind):
            case "NEGATE":
                negated = True
            case "LITERAL":
                inside.add(value)
            case "RANGE":
                inside.update(range(value[0], min(value[1], 127) + 1))
                beyond |= value[1] > 127
            case "CATEGORY":
                ascii_part, more = _category(str(value), flags)
                inside |= ascii_part
                beyond |= more
            case other:
                raise _UnknownError(other)
    beyond |= any(code > 127 for code in inside)
    if folded:
        if negated:
            return _ANY, True
        if beyond:  # a letter beyond ASCII may fold into it
            inside |= frozenset(b"ikIKsS")
        elif not caseless:  # it may take a letter beyond ASCII, which is not folded
            beyond = not inside.isdisjoint(b"ikIKsS")
        inside |= {ord(c) for code in inside if code < 128 for c in (chr(code).lower(), chr(code).upper())}
    inside = {code for code in inside if code < 128}
    return (_ANY - inside, True) if negated else (frozenset(inside), beyond)


def _listed(items: Any) -> bytes | None:
    """A set of characters and ranges of them, some beyond ASCII, mostly up to the second byte of each: curly quotation
    marks, which stand everywhere, must not pass for Chinese. None for other sets."""
    if any(str(kind) not in ("LITERAL", "RANGE") for kind, _ in items):
        return None
    ranges = [value if str(kind) == "RANGE" else (value, value) for kind, value in items]
    if all(high < 128 for _, high in ranges):
        return None
    parts = [part for low, high in ranges for part in _encoded(low, high)]
    inside = frozenset(code for low, high in ranges for code in range(low, min(high, 127) + 1))
    return b"(?:" + b"|".join([*([_byte_class(inside)] if inside else []), *dict.fromkeys(parts)]) + b")"


def _encoded(low: int, high: int) -> Iterator[bytes]:
    """Expressions for the characters beyond ASCII from `low` to `high`, in UTF-8."""
    for first, last in ((0x80, 0x7FF), (0x800, 0xFFFF), (0x10000, 0x10FFFF)):
        start, end = max(low, first), min(high, last)
        if start > end:
            continue
        a, b = (chr(code).encode("utf-8", "surrogatepass") for code in (start, end))
        rest = b"[\\x80-\\xbf]" * (len(a) - 2)
        if a[:2] == b[:2] and len(a) == 3:
            yield b"\\x%02x\\x%02x[\\x%02x-\\x%02x]" % (a[0], a[1], a[2], b[2])
            continue
        if a[0] == b[0]:
            yield b"\\x%02x[\\x%02x-\\x%02x]" % (a[0], a[1], b[1]) + rest
            continue
        yield b"\\x%02x[\\x%02x-\\xbf]" % (a[0], a[1]) + rest
        if b[0] - a[0] > 1:
            yield b"[\\x%02x-\\x%02x][\\x80-\\xbf]" % (a[0] + 1, b[0] - 1) + rest
        yield b"\\x%02x[\\x80-\\x%02x]" % (b[0], b[1]) + rest


def _category(name: str, flags: int) -> tuple[frozenset[int], bool]:
    spaces = _ASCII_SPACES if flags & re.ASCII else _SPACES
    inside = _DIGITS if "DIGIT" in name else spaces if "SPACE" in name else _WORD
    return (_ANY - inside, True) if "NOT" in name else (inside, not flags & re.ASCII)


def _literal(char: str, folded: bool, caseless: bool) -> bytes:
    if not folded or (caseless and char.isascii()):
        return _escape(char)
    forms = _case_forms(char)
    if caseless and _ODD_CASES.search("".join(forms)):
        raise _UnknownError(char)
    return b"(?:" + b"|".join(map(_escape, sorted(forms))) + b")"


def _case_forms(char: str) -> set[str]:
    """The characters that `re` takes for one another under IGNORECASE."""
    from re import _casefix  # type: ignore[attr-defined]

    forms = {char}
    while True:
        more = {f for c in forms for f in (c.lower()[0], c.upper(), c.title()) if len(f) == 1}
        more |= {upper for c in forms for upper in _uppers().get(c, ())}
        more |= {chr(code) for c in forms for code in _casefix._EXTRA_CASES.get(ord(c), ())}  # noqa: SLF001
        if more <= forms:
            return forms
        forms |= more


@cache_result
def _uppers() -> dict[str, list[str]]:
    """The characters that lower-case to another, by that other ("ẞ" by "ß", which upper() does not give)."""
    found: dict[str, list[str]] = {}
    for char in map(chr, range(128, 0x1E944)):
        lower = char.lower()[0]  # of the dotted capital İ, lower() gives two characters; `re` takes the first
        if lower != char:
            found.setdefault(lower, []).append(char)
    return found


def _escape(char: str) -> bytes:
    raw = char.encode("utf-8", "surrogatepass")
    if len(raw) > 1:
        return b"(?:" + b"".join(b"\\x%02x" % b for b in raw) + b")"
    return raw if char.isalnum() else b"\\x%02x" % raw[0]


def _byte_class(codes: frozenset[int], beyond: bool = False) -> bytes:
    if not codes and not beyond:
        raise _UnknownError("a set that takes nothing")
    out: list[bytes] = []
    rest = sorted(codes)
    while rest:
        low = high = rest.pop(0)
        while rest and rest[0] == high + 1:
            high = rest.pop(0)
        out.append(b"\\x%02x" % low if low == high else b"\\x%02x-\\x%02x" % (low, high))
    return b"[" + b"".join(out) + (b"\\x80-\\xff" if beyond else b"") + b"]"


# --- necessary words --------------------------------------------------------------------------------------------------

_MOST_WORDS = 20


def necessary(pattern: Pattern) -> frozenset[str]:
    """Words (ASCII, in lower case) one of which is in every match of the pattern; none where that is not known."""
    from re import _parser  # type: ignore[attr-defined]

    return _needs(_parser.parse(pattern.regex, re.IGNORECASE if pattern.ignorecase else 0))


def _needs(nodes: Any) -> frozenset[str]:
    found: list[frozenset[str]] = []
    run = ""
    for op, value in nodes:
        if str(op) == "LITERAL" and value < 128:
            run += chr(value).lower()
            continue
        found.append(frozenset({run}))
        run = ""
        match str(op):
            case "SUBPATTERN":
                found.append(_needs(value[3]))
            case "ATOMIC_GROUP":
                found.append(_needs(value))
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT" if value[0] > 0:
                found.append(_needs(value[2]))
            case "BRANCH":
                branches = [_needs(branch) for branch in value[1]]
                found.append(frozenset().union(*branches) if all(branches) else frozenset())
    usable = [words for words in (*found, frozenset({run})) if words and "" not in words and len(words) <= _MOST_WORDS]
    return max(usable, key=lambda words: min(map(len, words)), default=frozenset())
