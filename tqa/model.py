"""The nouns of tqa: documents, their texts, and what was found in them. All are frozen; standard library
only. Most are named tuples, which cost a fifth of a dataclass at start-up and half of one to make.

Every offset counts Unicode code points and every span is half-open. A span belongs to one named Text; where its
characters stand in the file is the Text's origin, which the reader wrote down. Lines and UTF-16 columns are computed
only for output, from the document's content.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from fractions import Fraction

Severity = Literal["error", "warning", "info", "hint"]
Safety = Literal["safe", "unsafe", "display"]
Side = Literal["target", "source"]
PositionEncoding = Literal["utf-8", "utf-16", "utf-32"]
"""What a column counts: bytes, UTF-16 code units, or code points. The names are the Language Server Protocol's."""

QuantityKind = Literal[
    "number",
    "percent",
    "points",
    "money",
    "fraction",
    "multiple",
    "ordinal",
    "year",
    "month",
    "day",
    "weekday",
    "time",
    "era",
    "name",
]
"""points: percentage points; weekday: 1 is Monday; era: a decade or century; name: part of a name or an idiom ("C919",
"一带一路").
"""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info", "hint")
"""From the gravest to the slightest."""

SAFETIES: tuple[Safety, ...] = ("safe", "unsafe", "display")

KINDS = ("headline", "dateline", "byline", "lead", "body", "caption", "quote", "list", "cell", "code", "furniture")
"""The kinds of segment a reader can tell apart."""


class Span(NamedTuple):
    """Half-open, in code points of one Text (or, where said, of a file's content)."""

    start: int
    end: int


class Origin:
    r"""Where each character of a Text stands in its file: for every character a half-open range of code points of the
    file's content. A character may take more than one (``\u00e9`` in JSON), and there may be gaps (masked markup).
    """

    __slots__ = ("_ends", "_escape", "_make", "_starts")

    def __init__(
        self,
        starts: Sequence[int],
        ends: Sequence[int],
        escape: Callable[[str], str] | None = None,
        make: Callable[[], tuple[Sequence[int], Sequence[int]]] | None = None,
    ) -> None:
        """`escape` writes new text as the file wants it at this place. Of an empty text, `ends` is its place alone.
        `make`: what computes starts and ends when they are first asked for; most texts have no finding and never are.
        """
        self._starts, self._ends, self._escape, self._make = starts, ends, escape, make

    @classmethod
    def contiguous(cls, at: int, length: int) -> Origin:
        """The origin of a slice of the file, character for character."""
        return cls(range(at, at + length), range(at + 1, at + length + 1) or (at,))

    @classmethod
    def deferred(
        cls, make: Callable[[], tuple[Sequence[int], Sequence[int]]], escape: Callable[[str], str] | None = None
    ) -> Origin:
        """An origin computed by `make` when it is first asked for."""
        return cls((), (), escape, make)

    def __reduce__(self) -> tuple[Any, ...]:
        """For another process, to which functions cannot go: there nothing is written any more."""
        self._resolve()
        return Origin, (self._starts, self._ends)

    def _resolve(self) -> None:
        if self._make is not None:
            self._starts, self._ends = map(_compact, self._make())
            self._make = None

    def __len__(self) -> int:
        self._resolve()
        return len(self._starts)

    def __getitem__(self, index: int) -> int:
        """Where character `index` starts in the file."""
        self._resolve()
        return self._starts[index]

    def written(self, text: str) -> str:
        """New text as it has to stand in the file."""
        return self._escape(text) if self._escape else text

    def span(self, span: Span) -> Span:
        """The file's range for a range of the text; an empty range is the place before its character."""
        if self._make is not None:
            self._resolve()
        start, end = span
        if start < end:
            return Span(self._starts[start], self._ends[end - 1])
        ends = [*self._starts[start : start + 1], *self._ends[-1:], 0]
        return Span(ends[0], ends[0])

    def whole(self, span: Span) -> bool:
        """Whether all that stands in the file's range for `span` is its characters: no masked markup among them that a
        new text would put away, none that shares its place with a character outside, none without a place.
        """
        self._resolve()
        starts, ends = self._starts, self._ends
        if isinstance(starts, range) or span.start == span.end:
            return True
        first, last = span.start, span.end - 1
        return (
            all(starts[i] < ends[i] for i in range(first, last + 1))
            and all(
                ends[i] == starts[i + 1] or (starts[i], ends[i]) == (starts[i + 1], ends[i + 1])
                for i in range(first, last)
            )
            and (first == 0 or ends[first - 1] <= starts[first])
            and (span.end == len(starts) or ends[last] <= starts[span.end])
        )


def _compact(places: Sequence[int]) -> Sequence[int]:
    """A list in a tenth of its memory: a large file has findings in tens of thousands of texts."""
    if not isinstance(places, list):
        return places
    from array import array

    return array("I", places)


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text in one language (BCP 47, or "" while unknown)."""

    value: str
    lang: str
    origin: Origin = field(compare=False, repr=False)
    memo: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What was computed of this text and is kept; only `tqa.text` writes here (and `engine.Memory` carries it on)."""


@dataclass(frozen=True, slots=True)
class Segment:
    """What a translator treats as one unit: mostly a paragraph, with its source where that is known."""

    id: str
    target: Text
    source: Text | None = None
    kind: str = "body"
    note: str = ""

    def side(self, side: Side) -> Text:
        text = self.target if side == "target" else self.source
        if text is None:
            raise ValueError(f"segment {self.id} has no source")
        return text


class Quantity(NamedTuple):
    """A number that a text names, in digits or in words, by its value."""

    value: int | Fraction
    """Exact. Of "30%" it is 30; a time is in minutes of the day, a month or a day its number."""
    span: Span
    """The numeral with its magnitude ("3.5 million"), without unit or currency."""
    kind: QuantityKind = "number"
    unit: str = ""
    """Of money the ISO 4217 code ("CNY"), of a measure its symbol in the SI or CLDR ("km", "ha", "°C"), of one that has
    none its name ("mu"); else ""."""
    approximate: bool = False
    """Said to be more, less or about that."""
    readings: tuple[int | Fraction, ...] = ()
    """Other values it can stand for: "90年代" is 1990, "3 to" before "5 million" is 3,000,000 or 3."""
    unit_span: Span | None = None
    """Where the currency, the measure or "percent" stands, if it does."""


class Position(NamedTuple):
    """Zero-based line, and character in UTF-16 code units, as in the Language Server Protocol (in another unit only
    where that was asked for).
    """

    line: int
    character: int


class Suppression(NamedTuple):
    """A request in the text to leave findings alone: ``tqa: ignore[rule] reason until=2027-01-31``."""

    rules: tuple[str, ...]
    reason: str
    until: str
    segment: str | None
    """The id of the segment it covers; None covers the document."""
    place: Span
    """Where the request stands, in code points of the content."""


class Problem(NamedTuple):
    """A part of a file that its reader could not make sense of, or that its format does not allow; the rest is still
    checked.
    """

    message: str
    place: Span
    """In code points of the content."""
    rule: str = "tqa/unreadable"
    """Which of tqa's own rules it is a finding of; where all was read, INVALID_FILE."""


INVALID_FILE = "tqa/invalid-file"
"""The rule of what was read but is not as its format has it; the one of tqa's own rules that can be ignored."""


class SetupError(Exception):
    """What tqa was set up with cannot work: a configuration, a rule file, a plugin. The message says why."""


class UnreadableError(Exception):
    """A file that cannot be read at all; the message says what to do."""


class UnwritableError(Exception):
    """Edits that a file cannot take; the message says what to do."""

    def __init__(self, message: str, new_texts: Iterable[str] = (), edits: Iterable[PlacedEdit] = ()) -> None:
        """Where not all edits are at fault: `new_texts`, those that can stand nowhere in the file; `edits`, those that
        cannot stand in their segment.
        """
        super().__init__(message)
        self.barred: frozenset[str | tuple[str, str]] = frozenset(new_texts) | {e.bar for e in edits}


class Content:
    r"""A file's decoded text, and positions in it. Lines end at \n, \r\n or \r, as in the Language Server
    Protocol.
    """

    __slots__ = ("_lines", "_wide", "value")

    def __init__(self, value: str) -> None:
        self.value = value
        self._lines: list[int] | None = None
        self._wide: list[int] | None = None

    def lines(self) -> list[int]:
        """Where each line starts."""
        if self._lines is None:
            value, starts = self.value, [0]
            if "\r" in value:
                starts += [m.end() for m in _LINE_END.finditer(value)]
            else:
                at = value.find("\n")
                while at >= 0:
                    starts.append(at + 1)
                    at = value.find("\n", at + 1)
            self._lines = starts
        return self._lines

    def wide(self) -> list[int]:
        """Where the characters stand that are two UTF-16 code units."""
        if self._wide is None:
            value = self.value
            few = value.isascii() or len(value.encode("utf-16-le", "surrogatepass")) == 2 * len(value)
            self._wide = [] if few else [m.start() for m in _WIDE.finditer(value)]
        return self._wide

    def position(self, offset: int, encoding: PositionEncoding = "utf-16") -> Position:
        """The line and column of a code-point offset."""
        starts = self._lines or self.lines()
        line = bisect_right(starts, offset) - 1
        start = starts[line]
        column = offset - start
        if encoding == "utf-16":
            if wide := self._wide if self._wide is not None else self.wide():
                column += bisect_left(wide, offset) - bisect_left(wide, start)
        elif encoding == "utf-8" and not self.value.isascii():
            column = len(_utf8(self.value[start:offset]))
        return Position(line, column)

    def offset(self, position: Position, encoding: PositionEncoding = "utf-16") -> int:
        """The code-point offset of a position. As the protocol has it, a column behind the end of its line is that
        end; a line behind the last is the end of the text, and a column within a character is where that begins.
        """
        number, column = max(position.line, 0), max(position.character, 0)
        starts = self.lines()
        if number >= len(starts):
            return len(self.value)
        start, end = self._bounds(number)
        if encoding == "utf-16":
            wide = self.wide()
            first = bisect_left(wide, start)
            column -= bisect_left(range(first, len(wide)), start + column, key=lambda n: wide[n] + n - first)
        elif encoding == "utf-8" and not self.value.isascii():
            data = _utf8(self.value[start : min(start + column, end)])
            while column < len(data) and data[column] & 0xC0 == 0x80:  # within a character
                column -= 1
            column = len(data[:column].decode("utf-8", "surrogatepass"))
        return min(start + column, end)

    def line(self, number: int) -> str:
        """Line `number` (from zero) without its end."""
        start, end = self._bounds(number)
        return self.value[start:end]

    def _bounds(self, number: int) -> tuple[int, int]:
        value, starts = self.value, self.lines()
        start, end = starts[number], starts[number + 1] if number + 1 < len(starts) else len(value)
        while end > start and value[end - 1] in "\r\n":
            end -= 1
        return start, end


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


_LINE_END = re.compile(r"\r\n?|\n")
_WIDE = re.compile("[\U00010000-\U0010ffff]")


class SourceFile(NamedTuple):
    """The file that the sources of a document are in, where that is another than its own."""

    path: str
    content: Content


@dataclass(frozen=True, slots=True)
class Document:
    """One article (or other unit of translation). A file may hold several; they then share `content`."""

    path: str
    format: str
    segments: tuple[Segment, ...]
    source_lang: str = ""
    target_lang: str = ""
    name: str = ""
    """Which document of the file; "" where the file is one document."""
    content: Content = field(default_factory=lambda: Content(""), compare=False, repr=False)
    suppressions: tuple[Suppression, ...] = ()
    problems: tuple[Problem, ...] = ()
    source_file: SourceFile | None = None
    """None: the sources are in the document's own file."""
    meta: dict[str, str] = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What was computed of the document and is kept. Where it has very many segments, only what is called LASTING is
    kept from one family of rules to the next."""


LASTING = "lasting "
"""How the name begins of what is small even for a document of very many segments."""


class Edit(NamedTuple):
    """Put `text` where `span` is; of the target, never of the source. `segment` None: the finding's own."""

    span: Span
    text: str
    segment: Segment | None = None


class Fix(NamedTuple):
    """A change that mends a finding. safe: applied by --fix; unsafe: by --unsafe-fixes; display: shown only."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety = "unsafe"


class Evidence(NamedTuple):
    """Another place that shows what is wrong: of the source, or of another segment. `segment` None: the finding's."""

    message: str
    span: Span
    side: Side = "target"
    segment: Segment | None = None


class Finding(NamedTuple):
    """What a rule saw. Rules of document scope must name the segment; in segment scope it is the one checked."""

    span: Span
    message: str
    evidence: tuple[Evidence, ...] = ()
    fix: Fix | None = None
    segment: Segment | None = None
    severity: Severity | None = None
    """Where it differs from the rule's."""


class Range(NamedTuple):
    """From `start` to `end` in the file, with the offsets in code points of its content that they stand for."""

    start: Position
    end: Position
    span: Span


class PlacedEdit(NamedTuple):
    """An edit with its place in the file."""

    range: Range
    new_text: str
    """As it is to stand in the file: escaped where the format escapes."""
    segment_id: str
    span: Span
    """In that segment's target."""
    text: str
    """What is to stand there in the segment's text."""

    @property
    def bar(self) -> tuple[str, str]:
        """What tells an edit that its segment cannot take, also after others have moved it."""
        return self.segment_id, self.new_text


class PlacedFix(NamedTuple):
    """A fix with its places in the file, in their order."""

    title: str
    safety: Safety
    edits: tuple[PlacedEdit, ...]


class PlacedEvidence(NamedTuple):
    """Evidence with its place in the file."""

    message: str
    side: Side
    segment_id: str
    span: Span
    range: Range
    excerpt: str
    """The whole text that `span` is of."""
    path: str = ""
    """The file that it is in; "" for that of the finding."""


class Diagnostic(NamedTuple):
    """What a person reads: a finding with its rule, its place in the file and its fate. Refers to nothing else."""

    rule: str
    severity: Severity
    message: str
    path: str
    document: str
    segment_id: str
    span: Span
    """In the segment's target; (0, 0) and `segment_id` "" for a finding about the file as a whole."""
    range: Range
    excerpt: str
    """The whole text that `span` is of."""
    mqm: str = ""
    evidence: tuple[PlacedEvidence, ...] = ()
    fix: PlacedFix | None = None
    fingerprint: str = ""
    plugin: str = "tqa"
    known: bool = False
    """Recorded in the baseline: reported as known, and not counted."""
