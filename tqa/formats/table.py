"""CSV and TSV: a row is a source and its translation; see `pairs` for how the columns are told.

Commas, semicolons and tabs divide, whichever makes a table of pairs. Where quotation marks do not fit in a file with
tabs, they are characters as any other: so corpora are written.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from tqa import Content, Problem, Span, UnreadableError

from . import pairs
from .collector import without_collector
from .delimited import DELIMITERS, BadLine, Line, lines
from .encoding import decode
from .strand import put_checked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tqa import Document, PlacedEdit

HEAD = 1 << 16
"""Bytes by which a file is recognised."""


class Table:
    """Format "csv". `encoding` is that of files that are not Unicode; "" leaves it to detection."""

    suffixes = (".csv", ".tsv")

    def __init__(self, encoding: str = "") -> None:
        self.encoding = encoding

    def in_encoding(self, name: str) -> Table:
        return Table(name)

    def recognises(self, file: BinaryIO) -> bool:
        """Whether a file is a table of pairs, and no termbase, by its beginning."""
        head = file.read(HEAD)
        if len(head) == HEAD:
            head = _whole_lines(head)
        try:
            text = decode(head, "", self.encoding)[0]
        except UnreadableError:  # that is for the reader to say, if the header, in ASCII, calls for one
            text = head.decode("latin-1")
        dialect = _dialect(text)
        return dialect is not None and not dialect.columns.terms

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        text, _ = decode(data, path, self.encoding)
        if not text.strip():
            return
        dialect = _dialect(text)
        if dialect is None:
            raise UnreadableError(f"{path}: this table is not one of pairs: {pairs.NONE}")
        with without_collector():
            made = pairs.documents(_rows(text, dialect), dialect.columns, path=path, name="csv", content=Content(text))
            yield from list(made)

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        """Puts a cell in quotation marks where it needs them for what comes into it."""
        if not edits:
            return data
        text, _ = decode(data, "", self.encoding)
        dialect = _dialect(text)
        quoted = edits if dialect is None else _quoted(edits, text, dialect)
        return put_checked(data, edits, self, self.encoding, placed=quoted)


class _Dialect(NamedTuple):
    """How a file is written, and what its columns are."""

    delimiter: str
    quoting: bool
    columns: pairs.Columns


def _dialect(text: str) -> _Dialect | None:
    """The first way of reading in which a header names the columns, else the first that makes two columns of text."""
    ways = []
    for delimiter in DELIMITERS:
        for quoting in (True, False) if delimiter == "\t" else (True,):
            first = list(islice(lines(text, delimiter, quoting), pairs.SAMPLE))
            if quoting and delimiter == "\t" and any(isinstance(line, BadLine) for line in lines(text, delimiter)):
                continue
            rows = [[cell.value for cell in line.cells] for line in first if isinstance(line, Line)]
            ways.append((delimiter, quoting, rows))
    for find in (lambda rows: pairs.by_header(rows[0]), pairs.columns_of):
        for delimiter, quoting, rows in ways:
            columns = find(rows) if rows else None
            if columns is not None:
                return _Dialect(delimiter, quoting, columns)
    return None


def _rows(text: str, dialect: _Dialect) -> Iterator[pairs.Row | Problem]:
    """The rows below the header."""
    header = dialect.columns.header
    for number, line in enumerate(lines(text, dialect.delimiter, dialect.quoting), 1):
        if isinstance(line, BadLine):
            yield Problem(f"line {line.number}: {line.why}, and the row is left out", line.place)
        elif header:
            header = False
        else:
            yield pairs.Row(f"line {line.number}", str(number), line.place, line.cells)


def _quoted(edits: Sequence[PlacedEdit], text: str, dialect: _Dialect) -> list[PlacedEdit]:
    """The edits, and with them quotation marks around the cells that now need them."""
    marks = (dialect.delimiter, '"', "\n", "\r") if dialect.quoting else ()
    wanting = [e.range.span for e in edits if any(mark in e.text for mark in marks)]
    out = list(edits)
    at = 0
    for line in lines(text, dialect.delimiter, dialect.quoting) if wanting else ():
        if at < len(wanting) and wanting[at].start <= line.place.end and isinstance(line, Line):
            for cell in line.cells:
                here = [span for span in wanting if cell.start <= span.start <= span.end <= cell.end]
                at += len(here)
                if here and not cell.quoted:
                    first = next(n for n, e in enumerate(out) if e.range.span.start >= cell.start)
                    behind = next((n for n, e in enumerate(out) if e.range.span.start > cell.end), len(out))
                    out.insert(behind, _mark(edits[0], cell.end))
                    out.insert(first, _mark(edits[0], cell.start))
    return out


def _mark(edit: PlacedEdit, at: int) -> PlacedEdit:
    return edit._replace(range=edit.range._replace(span=Span(at, at)), new_text='"')


def _whole_lines(head: bytes) -> bytes:
    """The beginning of a file without the line that it breaks off in, and without half a character."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head:
        return head[: len(head) // 4 * 4] if b"\0\0" in head else head[: len(head) // 2 * 2]
    end = max(head.rfind(b"\n"), head.rfind(b"\r"))
    return head[: end + 1] if end > 0 else head
