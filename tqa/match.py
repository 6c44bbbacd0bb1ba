"""The patterns of all rules in one pass over a text.

`Matcher.fired` says which patterns may match, in one native scan (Hyperscan); `re` then confirms only those, so that
results are exactly those of `re`, one pattern at a time. What the native library scans for is an over-approximation
of each pattern on UTF-8 bytes: boundaries and lookarounds are dropped, and wherever a pattern takes characters beyond
ASCII it takes any of them. Without the native library every pattern is tried with `re`: the same results, slower.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import sys
from bisect import bisect_right
from functools import cache as cache_result
from itertools import accumulate
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


class Pattern(NamedTuple):
    """A regular expression in the syntax of `re`. The case of letters counts unless `ignorecase`."""

    regex: str
    ignorecase: bool = False

    def compile(self) -> re.Pattern[str]:
        return re.compile(self.regex, re.IGNORECASE if self.ignorecase else 0)


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
        keys = self._candidates(text)
        starts = self._starts
        out = []
        for key in keys:
            group = bisect_right(starts, key) - 1
            out.append((group, key - starts[group]))
        return out

    def matches(self, text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
        """Every match of every pattern, as `finditer` of each pattern alone gives them."""
        for group, number in self.fired(text):
            for match in self.regex(group, number).finditer(text):
                yield group, number, match

    def _candidates(self, text: str) -> list[int]:
        if self._database is None:
            return [
                self._starts[g] + n
                for g, patterns in enumerate(self._groups)
                for n in range(len(patterns))
                if self.regex(g, n).search(text)
            ]
        fired = self._always.copy()
        seen = fired.append

        def on_match(key: int, _start: int, _end: int, _flags: int, _context: object) -> None:
            seen(key)

        self._database.scan(text.encode("utf-8", "surrogatepass"), on_match)
        if not text.isascii() and _ODD_CASES.search(text):
            self._database.scan(text.translate(_FOLD).encode("utf-8", "surrogatepass"), on_match)
            fired = list(set(fired))
        fired.sort()
        return fired

    def _load(self, cache: Cache | None) -> None:
        digest = hashlib.sha256(f"{hyperscan.__version__} {sys.version_info[:2]} {platform.machine()} {_FORM}".encode())
        for group in self._groups:
            for regex, ignorecase in group:
                digest.update(f"{ignorecase:d}{regex}\0".encode("utf-8", "surrogatepass"))
        name = f"patterns-{digest.hexdigest()[:32]}.hs"
        kept = cache.read(name) if cache is not None else None
        if kept is not None:
            head, _, body = kept.partition(b"\n")
            try:
                always = [int(key) for key in json.loads(head)]
                database = hyperscan.loadb(body, mode=hyperscan.HS_MODE_BLOCK)
                database.scratch = hyperscan.Scratch(database)
            except (hyperscan.error, ValueError, TypeError):
                pass  # written by another library or on another processor, or damaged: compile anew
            else:
                self._always, self._database = always, database
                return
        self._always, self._database = _build([p for group in self._groups for p in group])
        if cache is not None and self._database is not None:
            cache.write(name, json.dumps(self._always).encode() + b"\n" + hyperscan.dumpb(self._database))


_FORM = 1
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
        keys.append(key)
        expressions.append(wide)
        flags.append(hyperscan.HS_FLAG_SINGLEMATCH | (hyperscan.HS_FLAG_CASELESS if pattern.ignorecase else 0))
    while expressions:
        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        try:
            database.compile(expressions=expressions, ids=keys, elements=len(keys), flags=flags)
        except hyperscan.error:
            # One it refuses (mostly: too large) spoils the whole; find and set aside those that it refuses alone.
            refused = [i for i, e in enumerate(expressions) if not _accepts(e, flags[i])]
            if not refused:
                return list(range(len(patterns))), None
            always += [keys[i] for i in refused]
            for i in reversed(refused):
                del expressions[i], keys[i], flags[i]
        else:
            return sorted(always), database
    return sorted(always), None


def _accepts(expression: bytes, flags: int) -> bool:
    try:
        hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK).compile(
            expressions=[expression], ids=[0], elements=1, flags=[flags]
        )
    except hyperscan.error:
        return False
    return True


# --- over-approximation -----------------------------------------------------------------------------------------------

_ANY = frozenset(range(128))
_DIGITS = frozenset(b"0123456789")
_SPACES = frozenset(b" \t\n\r\f\v\x1c\x1d\x1e\x1f")
_WORD = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
_CATEGORIES = {
    "CATEGORY_DIGIT": _DIGITS,
    "CATEGORY_NOT_DIGIT": _ANY - _DIGITS,
    "CATEGORY_SPACE": _SPACES,
    "CATEGORY_NOT_SPACE": _ANY - _SPACES,
    "CATEGORY_WORD": _WORD,
    "CATEGORY_NOT_WORD": _ANY - _WORD,
}
_REPEAT = 6
"""Counted repeats above this are widened to "or more": the automaton grows with each count."""


class _UnknownError(Exception):
    """A construct this walk does not know: the pattern is then always tried."""


def widen(pattern: Pattern) -> bytes | None:
    """A Hyperscan expression over UTF-8 bytes that matches wherever `pattern` does, and maybe more; None where it
    would match everywhere or cannot be made.
    """
    from re import _parser  # type: ignore[attr-defined]  # the standard library's own, renamed in Python 3.11

    flags = re.IGNORECASE if pattern.ignorecase else 0
    tree = _parser.parse(pattern.regex, flags)
    try:
        wide, nullable = _sequence(tree, tree.state.flags, bool(flags & re.IGNORECASE))
    except _UnknownError:
        return None
    return None if nullable else wide


def _sequence(nodes: Any, flags: int, caseless: bool) -> tuple[bytes, bool]:
    parts = [_node(str(op), value, flags, caseless) for op, value in nodes]
    return b"".join(p for p, _ in parts), all(n for _, n in parts)


def _node(op: str, value: Any, flags: int, caseless: bool) -> tuple[bytes, bool]:
    """`caseless`: the whole expression is compiled caseless, so that letters need no second form."""
    match op:
        case "LITERAL" | "NOT_LITERAL" | "IN" | "ANY" | "CATEGORY":
            return _characters(op, value, flags, caseless)[0], False
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _repeat(value, flags, caseless)
        case "SUBPATTERN":
            _, add, remove, inner = value
            body, nullable = _sequence(inner, (flags | add) & ~remove, caseless)
            return b"(?:" + body + b")", nullable
        case "ATOMIC_GROUP":
            body, nullable = _sequence(value, flags, caseless)
            return b"(?:" + body + b")", nullable
        case "BRANCH":
            branches = [_sequence(branch, flags, caseless) for branch in value[1]]
            return b"(?:" + b"|".join(b for b, _ in branches) + b")", any(n for _, n in branches)
        case "AT":
            return _anchor(str(value), flags), True
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
        ascii_part, beyond = _CATEGORIES[str(value)], not flags & re.ASCII or "NOT" in str(value)
    else:
        ascii_part, beyond = _set(value, flags, folded)
    if not beyond:
        return _byte_class(ascii_part), None
    wide = _byte_class(ascii_part, beyond=True)
    return wide + b"{1,4}", wide


def _set(items: Any, flags: int, folded: bool) -> tuple[frozenset[int], bool]:
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
                inside |= _CATEGORIES[str(value)]
                beyond |= not flags & re.ASCII or "NOT" in str(value)
            case other:
                raise _UnknownError(other)
    beyond |= any(code > 127 for code in inside)
    if folded:
        if negated:
            return _ANY, True
        if beyond:  # a letter beyond ASCII may fold into it
            inside |= frozenset(b"ikIKsS")
        inside |= {ord(c) for code in inside if code < 128 for c in (chr(code).lower(), chr(code).upper())}
    inside = {code for code in inside if code < 128}
    return (_ANY - inside, True) if negated else (frozenset(inside), beyond)


def _literal(char: str, folded: bool, caseless: bool) -> bytes:
    if char.isascii():
        if folded and not caseless and char.isalpha():
            return _byte_class(frozenset((char.lower() + char.upper()).encode()))
        return _escape(char.encode())
    if not folded:
        return _escape(char.encode("utf-8", "surrogatepass"))
    forms = _case_forms(char)
    if any(form.isascii() for form in forms) or _ODD_CASES.match(char):
        raise _UnknownError(char)
    return b"(?:" + b"|".join(_escape(form.encode("utf-8", "surrogatepass")) for form in sorted(forms)) + b")"


def _case_forms(char: str) -> set[str]:
    """The characters that `re` takes for one another under IGNORECASE."""
    from re import _casefix  # type: ignore[attr-defined]

    forms = {char}
    while True:
        more = {f for c in forms for f in (c.lower(), c.upper(), c.title()) if len(f) == 1}
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
        lower = char.lower()
        if lower != char and len(lower) == 1:
            found.setdefault(lower, []).append(char)
    return found


def _escape(raw: bytes) -> bytes:
    return b"".join(bytes([b]) if chr(b).isalnum() and b < 128 else b"\\x%02x" % b for b in raw)


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
