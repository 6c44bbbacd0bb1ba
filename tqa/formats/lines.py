"""The line format: one JSON object a line, a segment each, grouped to documents by "document".

What is wrong with a line is a problem of the file's first document, and the other lines are checked; a wrong value of
a key that can be done without only costs that key. Of the segments of a document with the same id the first keeps it;
the others are called "7#2", "7#3" … A segment without id is called by its number in the document, from 1.
"""

from __future__ import annotations

import json
from functools import partial
from json.decoder import scanstring  # type: ignore[attr-defined]  # the standard library's scanner of JSON strings
from typing import TYPE_CHECKING, Any

from tqa import Content, Document, Origin, Segment, Span, Text
from tqa.model import KINDS, Problem, UnreadableError
from tqa.text import regex

from .collector import without_collector
from .encoding import decode, put
from .ids import Ids
from .jsonstring import HALF, escaper, places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tqa.model import PlacedEdit

    Places = tuple[Sequence[int], Sequence[int]]

MOST_PROBLEMS = 50
"""A file with more wrong lines than this is no JSON Lines at all, and more messages would say nothing new."""

_KEYS = ("document", "id", "source", "kind", "source_lang", "target_lang", "note")
"""Those that a line may do without."""
_TEXT_OR_NOTHING = frozenset((str, type(None)))

_DECODER = json.JSONDecoder()
_LINE = regex(r"[^\r\n]+")


class Lines:
    """Format "jsonl". `encoding` is that of files that are not Unicode; "" leaves it to detection."""

    suffixes = (".jsonl", ".ndjson")

    def __init__(self, encoding: str = "") -> None:
        self.encoding = encoding

    def in_encoding(self, name: str) -> Lines:
        return Lines(name)

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        text, encoding = decode(data, path, self.encoding)
        return _Reader(text, escaper(text, encoding.name)).documents(path)

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        return put(data, edits, self.encoding)


class _Group:
    """A document as it grows."""

    __slots__ = ("ids", "segments", "source_lang", "target_lang")

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self.ids = Ids()
        self.source_lang = ""
        self.target_lang = ""


class _Reader:
    def __init__(self, text: str, escape: Callable[[str], str]) -> None:
        self.text = text
        self.escape = escape
        self.content = Content(text)
        self.groups: dict[str, _Group] = {}
        self.problems: list[Problem] = []
        self.left_out = 0
        self.kinds: set[str] = set()
        """Those that there are not, and that was said of."""

    def documents(self, path: str) -> Iterator[Document]:
        with without_collector():
            self._scan()
        if self.left_out:
            if not self.groups:
                first = self.problems[0]
                raise UnreadableError(
                    f'{path}: no line of it is a JSON object with "target", as JSON Lines has; {first.message}'
                )
            last = self.problems[-1]
            self.problems.append(Problem(f"and {self.left_out} more problems in the lines after this", last.place))
        if self.problems and not self.groups:
            self.groups[""] = _Group()
        for number, (name, group) in enumerate(self.groups.items()):
            yield Document(
                path=path,
                format="jsonl",
                segments=tuple(group.segments),
                source_lang=group.source_lang,
                target_lang=group.target_lang,
                name=name,
                content=self.content,
                problems=tuple(self.problems) if number == 0 else (),
            )

    def _scan(self) -> None:
        text, size = self.text, len(self.text)
        decode_line = _DECODER.raw_decode
        at = 0
        while at < size:
            end = text.find("\n", at)
            if end < 0:
                end = size
            line = text[at:end]
            try:
                row, stop = decode_line(line)
            except (ValueError, RecursionError):
                self._slowly(at, end)
            else:
                if stop == len(line) or line[stop:] == "\r":
                    self._row(row, line, at)
                else:
                    self._slowly(at, end)
            at = end + 1

    def _slowly(self, at: int, end: int) -> None:
        """A line that is not simply an object: blank, with white space around, with lone carriage returns, or wrong."""
        for match in _LINE.finditer(self.text, at, end):
            start = match.start()
            line = match[0]
            if line.startswith("\ufeff"):  # of files that were put together
                line, start = line[1:], start + 1
            if not line or line.isspace():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as problem:
                what = f"this is not JSON, and the line is left out: {problem.msg} (column {problem.pos + 1})"
                self._problem(what, Span(start + problem.pos, start + len(line)))
            except RecursionError:
                self._problem("this is nested too deep, and the line is left out", Span(start, start + len(line)))
            except ValueError as problem:  # a number of thousands of digits
                self._problem(f"the line is left out: {problem}", Span(start, start + len(line)))
            else:
                self._row(row, line, start)

    def _problem(self, message: str, place: Span) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            line = self.content.position(place.start).line + 1
            self.problems.append(Problem(f"line {line}: {message}", place))
        else:
            self.left_out += 1

    def _row(self, row: Any, line: str, at: int) -> None:
        target = row.get("target") if type(row) is dict else None
        if type(target) is not str:
            what = _no_target(row)
            self._problem(f"{what}, and the line is left out", Span(at, at + len(line)))
            return
        if "\\u" in line and _HALF.search(line):
            self._mend_surrogates(row, line, at)
            target = row["target"]
        if type(row.get("id")) is int:
            row["id"] = str(row["id"])
        if not _TEXT_OR_NOTHING.issuperset(map(type, row.values())):
            self._mend_types(row, line, at)
        get = row.get
        kind = get("kind") or "body"
        if kind not in KINDS:
            kind = self._mend_kind(kind, line, at)
        document = get("document") or ""
        group = self.groups.get(document)
        if group is None:
            group = self.groups[document] = _Group()
        segments = group.segments
        name = group.ids.unique(get("id") or str(len(segments) + 1))
        source_lang, target_lang = get("source_lang") or "", get("target_lang") or ""
        if source_lang and not group.source_lang:
            group.source_lang = source_lang
        if target_lang and not group.target_lang:
            group.target_lang = target_lang
        source = get("source")
        end = at + len(line)
        segments.append(
            Segment(
                name,
                Text(target, target_lang, self._origin(at, end, "target")),
                None if source is None else Text(source, source_lang, self._origin(at, end, "source")),
                kind,
                get("note") or "",
            )
        )

    def _origin(self, at: int, end: int, key: str) -> Origin:
        return Origin.deferred(partial(_places, self.text, at, end, key), self.escape)

    def _mend_surrogates(self, row: dict[str, Any], line: str, at: int) -> None:
        """Half of a surrogate pair is read as U+FFFD."""
        for key in ("target", *_KEYS):
            value = row.get(key)
            half = HALF.search(value) if type(value) is str else None
            if half and type(value) is str:
                row[key] = HALF.sub("\ufffd", value)
                starts, ends = _places(self.text, at, at + len(line), key)
                place = Span(starts[half.start()], ends[half.start()])
                self._problem(
                    f'"{key}" has half a character, {self.text[place.start : place.end]}; it is read as �', place
                )

    def _mend_types(self, row: dict[str, Any], line: str, at: int) -> None:
        for key in _KEYS:
            value = row.get(key)
            if type(value) in _TEXT_OR_NOTHING:
                continue
            if key == "document" and type(value) is int:
                row[key] = str(value)
            else:
                row[key] = None
                self._problem(f'"{key}" is {_named(value)}, not text; it is left out', Span(at, at + len(line)))

    def _mend_kind(self, kind: str, line: str, at: int) -> str:
        if kind not in self.kinds:
            self.kinds.add(kind)
            what = f'there is no "kind" {kind!r}, and it is read as "body"; there are {", ".join(KINDS)}'
            self._problem(what, Span(at, at + len(line)))
        return "body"


def _no_target(row: Any) -> str:
    if type(row) is not dict:
        return f"a line has to be a JSON object, and this is {'text' if type(row) is str else _named(row)}"
    if "target" not in row:
        return 'the object has no "target"'
    return f'"target" is {_named(row["target"])}, not text'


def _named(value: object) -> str:
    """What JSON calls a value."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return "an object" if type(value) is dict else "an array" if type(value) is list else "a number"


_HALF = regex(r"\\u[dD][89a-fA-F]")


# --- origins ----------------------------------------------------------------------------------------------------------


_SPACE = regex(r"[ \t\r\n]*")


def _places(text: str, at: int, end: int, wanted: str) -> Places:
    """Where each character of the string under key `wanted` (the last, if it is there twice) of the line from `at` to
    `end` stands in the file."""
    line = text[at:end]
    first, last = _value(line, wanted)
    return places(text, at + first, at + last)


def _value(line: str, wanted: str) -> tuple[int, int]:
    """Where between its quotation marks the string stands that is under key `wanted`."""
    key = f'"{wanted}"'
    if line.count(key) == line.count("{") == 1 and "\\u" not in line:  # the key, and nothing else can look like it
        start = _space(line, _space(line, line.index(key) + len(key)) + 1) + 1
        if "\\" not in line:
            return start, line.index('"', start)
        return start, scanstring(line, start)[1] - 1
    raw = _DECODER.raw_decode
    found = (0, 0)
    i = _space(line, line.index("{") + 1)
    while line[i] != "}":
        key, i = scanstring(line, i + 1)
        i = _space(line, _space(line, i) + 1)
        start = i
        _, i = raw(line, i)
        if key == wanted:
            found = (start + 1, i - 1)
        i = _space(line, i)
        if line[i] == ",":
            i = _space(line, i + 1)
    return found


def _space(line: str, i: int) -> int:
    if line[i] > " ":
        return i
    match = _SPACE.match(line, i)
    return match.end() if match else i
