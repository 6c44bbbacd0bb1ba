"""Termbases that are tables: CSV, TSV, and the tab-separated glossaries of OmegaT, Xbench and others.

A header row names the columns. Either there is a column a language, and rows with the same source are one entry; or a
row is a term, with its language in a column. Without a header the columns are source, target and a comment, in the
languages of the configuration.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from tqa import UnreadableError
from tqa.formats.columns import LANGUAGES, plain
from tqa.formats.delimited import BadLine, lines
from tqa.formats.encoding import decode
from tqa.termbase import STATUSES, BadRow, Term, TermbaseError, TermEntry, clean, language_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tqa.termbase import Status

_Row = tuple[int, "list[str]"]
"""A row's number, as messages name it, and its cells."""

_COLUMNS = {
    name: column
    for column, names in {
        "source": "source|source term|src|原文|源语",
        "target": "target|target term|tgt|translation|译文",
        "term": "term|text",
        "lang": "lang|language|locale",
        "status": "status|term status|usage|usage status|administrative status",
        "forbidden": "forbidden",
        "pos": "pos|part of speech|partofspeech|word class",
        "domain": "domain|subject|subject field|subjectfield|field|category",
        "definition": "definition|meaning",
        "note": "note|notes|comment|comments|description|remark|remarks|备注",
        "term note": "term note|usage note",
        "case": "case|case sensitive|casesensitive|match case",
        "translate": "translate|translatable",
        "untranslated": "do not translate|dnt|untranslatable",
        "entry": "entry|entry id|concept|concept id|id",
        "-": "count|documents|context",
    }.items()
    for name in names.split("|")
}
"""What columns may be called, in lower case and with spaces, and what they are; "-" are those of candidates that a
reviewer reads and a termbase does not hold."""

_STATUSES: dict[str, Status] = {
    name: status
    for status, names in {
        STATUSES[0]: "preferred|preferred term|preferredterm|standard|standardized|approved|recommended|yes",
        STATUSES[1]: "admitted|admitted term|admittedterm|accepted|allowed|legal|regulated",
        STATUSES[2]: "deprecated|deprecated term|deprecatedterm|superseded|superseded term|supersededterm|obsolete"
        "|not recommended|notrecommended|avoid",
        STATUSES[3]: "forbidden|forbidden term|prohibited|banned|blacklisted|rejected|do not use|wrong",
    }.items()
    for name in names.split("|")
}
"""What statuses are called in termbases, in lower case."""


def status_of(text: str) -> Status | None:
    """The status that a termbase means, None for a word that is not known: "preferredTerm-admn-sts", "Forbidden"."""
    return _STATUSES.get(plain(text).removesuffix(" admn sts"))


class Csv:
    """Format "csv". Semicolons and tabs separate, too, where the first line has more of them than commas."""

    suffixes: tuple[str, ...] = (".csv",)
    delimiter = ","
    quotes = True

    def read(self, data: bytes, path: str, langs: tuple[str, str]) -> Iterator[TermEntry | BadRow]:
        try:
            text = decode(data, path)[0]
        except UnreadableError as problem:
            raise TermbaseError(str(problem).replace(", or name its encoding with --encoding", "")) from None
        yield from Table(path, langs).entries(self._rows(text))

    def write(self, entries: Sequence[TermEntry]) -> bytes:
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator="\n")
        writer.writerows([guarded(cell) for cell in row] for row in rows_of(entries))
        return out.getvalue().encode()

    def _rows(self, text: str) -> Iterator[_Row | BadRow]:
        first = text[: text.find("\n")] if "\n" in text else text
        delimiter = max((self.delimiter, ";", "\t"), key=first.count) if self.delimiter == "," else self.delimiter
        for line in lines(text, delimiter):
            if isinstance(line, BadLine):
                yield BadRow(line.number, f"this is not CSV, and the row is left out: {line.why}")
            else:
                yield line.number, [_unguarded(cell.value) for cell in line.cells]


class Tsv(Csv):
    """Format "tsv"."""

    suffixes = (".tsv",)
    delimiter = "\t"


class Glossary(Csv):
    """Format "glossary": source, target and comment with tabs between, quotation marks as they stand; lines that begin
    with # are comments."""

    suffixes = (".tab", ".utf8", ".txt")

    def _rows(self, text: str) -> Iterator[_Row | BadRow]:
        for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
            if not line.startswith("#"):
                yield number, line.split("\t")

    def write(self, entries: Sequence[TermEntry]) -> bytes:
        lines = []
        for entry in entries:
            first = entry.terms[0]
            others = [t for t in entry.terms if t.lang != first.lang and t.allowed]
            others = others or ([first] if not entry.translate else [])
            lines += [_joined(first.text, t.text, t.note or entry.note) for t in others]
        if not lines:
            raise TermbaseError("a glossary holds pairs of a term and its translation, and there is none")
        return "".join(lines).encode()


def _joined(*cells: str) -> str:
    line = "\t".join(cells).rstrip("\t")
    return f" {line}\n" if line.startswith("#") else f"{line}\n"


_FORMULA = re.compile(r"'*[=+\-@]")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


# --- reading ----------------------------------------------------------------------------------------------------------


class _Said(NamedTuple):
    """What a row says besides its terms."""

    status: Status | str = ""
    pos: str = ""
    case_sensitive: bool = False
    domain: str = ""
    definition: str = ""
    note: str = ""
    term_note: str = ""
    translate: bool = True


_SIDES = ("source", "target", "term")
_OTHERS = tuple(dict.fromkeys(column for column in _COLUMNS.values() if column not in _SIDES))


def _column(name: str) -> str:
    """What a column is by its name: of _COLUMNS, or a language; "" where that is not known."""
    known = plain(name)
    return _COLUMNS.get(known) or LANGUAGES.get(known) or language_tag(name) or ""


class _WrongError(Exception):
    """What is wrong with a row."""


class Table:
    """Rows → entries."""

    def __init__(self, path: str, langs: tuple[str, str]) -> None:
        self.path, self.langs = path, langs
        self._names: list[str] = []
        """What each column is: of _COLUMNS, or a language; "" for one that is left out."""
        self._long = False
        self._entries: dict[object, TermEntry] = {}

    def entries(self, rows: Iterable[_Row | BadRow]) -> Iterator[TermEntry | BadRow]:
        self._entries = {}
        self._names = []
        for row in rows:
            if isinstance(row, BadRow):
                yield row
                continue
            number, cells = row
            cells = [clean(cell) for cell in cells]
            if not any(cells):
                continue
            if not self._names:
                if self._header(cells):
                    yield from self._unknown(number, cells)
                    continue
                self._names = [self._language("source"), self._language("target"), "note"]
            try:
                self._add(number, dict(zip(self._names, cells, strict=False)))
            except _WrongError as problem:
                yield BadRow(number, f"{problem}; the row is left out")
        yield from self._entries.values()

    def _header(self, cells: list[str]) -> bool:
        """Whether a row says what the columns are."""
        names = [_column(cell) for cell in cells]
        rest = [cell for cell, name in zip(cells, names, strict=True) if cell and not name]
        terms = [name for name in names if name in _SIDES or (name and name not in _OTHERS)]
        if not terms or (len(terms) == 1 and rest and "lang" not in names):
            return False
        self._long = "term" in names
        if self._long and "lang" not in names:
            raise TermbaseError(f"{self.path}: the column “term” needs a column “lang” beside it")
        self._names = [self._language(name) if name in ("source", "target") else name for name in names]
        return True

    def _unknown(self, number: int, cells: list[str]) -> Iterator[BadRow]:
        for cell in cells:
            if cell and not _column(cell):
                known = ", ".join(name for name in _OTHERS if name != "-")
                yield BadRow(
                    number, f"the column {cell!r} is not known and is left out; there are {known}, and languages"
                )

    def _language(self, side: str) -> str:
        lang = self.langs[side == "target"]
        if not lang:
            raise TermbaseError(
                f"{self.path}: nothing says what languages the terms are in; begin with a row that does (zh,en,status,"
                "note), or set source_lang and target_lang in tqa.toml"
            )
        return lang

    def _add(self, number: int, row: dict[str, str]) -> None:
        said = _said(row)
        place = f"{self.path}:{number}"
        key: object
        if self._long:
            lang = language_tag(row.get("lang", "")) or LANGUAGES.get(plain(row.get("lang", "")))
            if not lang:
                raise _WrongError(f"{row.get('lang', '')!r} is no language, as “en” is")
            if not row.get("term"):
                raise _WrongError("there is no term")
            terms = (_term(row["term"], lang, said, said.term_note),)
            name = row.get("entry", "")
            key = name or number
            name = "" if name.startswith("#") else name
            entry = TermEntry(terms, name, said.domain, said.definition, said.note, said.translate, place)
        else:
            entry, key = self._pair(number, row, said, place)
        known = self._entries.get(key)
        self._entries[key] = entry if known is None else _merged(known, entry)

    def _pair(self, number: int, row: dict[str, str], said: _Said, place: str) -> tuple[TermEntry, object]:
        langs = [name for name in self._names if name and name not in _COLUMNS.values()]
        first = langs[0]
        terms: list[Term] = []
        for lang in langs:
            # What a row says is said of the translation; the source is what it is.
            about = said if lang != first or len(langs) == 1 else _Said(case_sensitive=said.case_sensitive)
            note = said.term_note or said.note if about is said else ""
            terms += [_term(text, lang, about, note) for text in map(str.strip, row.get(lang, "").split("|")) if text]
        others = [term for term in terms if term.lang != first]
        if not terms:
            raise _WrongError(f"there is no term in {' or '.join(langs)}")
        if len(langs) > 1 and not others and said.translate:
            raise _WrongError(f"there is no translation of “{terms[0].text}”")
        alone = said.note if not others and len(langs) > 1 else ""
        entry = TermEntry(
            tuple(terms), row.get("entry", ""), said.domain, said.definition, alone, said.translate, place
        )
        sources = tuple(term.text for term in terms if term.lang == first)
        return entry, row.get("entry") or ((sources, said.domain) if sources and others else number)


def _term(text: str, lang: str, said: _Said, note: str) -> Term:
    return Term(text, lang, said.status, said.pos, note, said.case_sensitive)  # type: ignore[arg-type]


def _merged(known: TermEntry, more: TermEntry) -> TermEntry:
    together = known.with_more((term for term in more.terms if term not in known.terms), more)
    return together._replace(
        domain=known.domain or more.domain,
        definition=known.definition or more.definition,
        note=known.note or more.note,
        translate=known.translate and more.translate,
    )


def _said(row: dict[str, str]) -> _Said:
    status: Status | str = ""
    if word := row.get("status", ""):
        found = status_of(word)
        if found is None:
            raise _WrongError(f"the status {word!r} is not known; there are {', '.join(STATUSES)}")
        status = found
    if _flag(row, "forbidden"):
        status = "forbidden"
    return _Said(
        status=status,
        pos=row.get("pos", ""),
        case_sensitive=_flag(row, "case"),
        domain=row.get("domain", ""),
        definition=row.get("definition", ""),
        note=row.get("note", ""),
        term_note=row.get("term note", ""),
        translate=_flag(row, "translate", True) and not _flag(row, "untranslated"),
    )


_YES = frozenset("yes true 1 x y ✓ ✔ 是 sensitive case-sensitive".split())
_NO = frozenset("no false 0 n - 否 insensitive".split())


def _flag(row: dict[str, str], name: str, default: bool = False) -> bool:
    word = row.get(name, "").casefold()
    if not word:
        return default
    if word not in _YES | _NO:
        raise _WrongError(f"{word!r} in the column “{name}” is neither yes nor no")
    return word in _YES


# --- writing ----------------------------------------------------------------------------------------------------------

_LONG = ("entry", "lang", "term", "status", "pos", "case", "term note", "domain", "definition", "note", "translate")


def rows_of(entries: Sequence[TermEntry]) -> Iterator[Sequence[str]]:
    """A table of entries: a column a language where that says everything, else a row a term."""
    yield from _wide(entries) or _by_term(entries)


def _wide(entries: Sequence[TermEntry]) -> list[list[str]] | None:
    langs = list(dict.fromkeys(term.lang for entry in entries for term in entry.terms))
    columns: dict[str, list[str]] = {name: [] for name in (*langs, "status", "pos", "case", "domain", "note")}
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        first, *others = entry.terms
        key = (first.text, entry.domain)
        if (
            len(langs) != 2
            or first.lang != langs[0]
            or {t.lang for t in others} != {langs[1]}
            or first != Term(first.text, first.lang)
            or (entry.id or entry.definition or entry.note or not entry.translate or key in seen)
            or any("|" in t.text or t.case_sensitive for t in entry.terms)
        ):
            return None
        seen.add(key)
        for term in others:
            cells = (first.text, term.text, term.status, term.pos, "", entry.domain, term.note)
            for column, cell in zip(columns.values(), cells, strict=True):
                column.append(cell)
    used = {name: column for name, column in columns.items() if any(column)}
    return [list(used), *map(list, zip(*used.values(), strict=True))] if entries else None


def _by_term(entries: Sequence[TermEntry]) -> Iterator[Sequence[str]]:
    yield _LONG
    taken = {entry.id for entry in entries}
    number = 0
    for entry in entries:
        name = entry.id
        while not name or (name != entry.id and name in taken):
            number += 1
            name = f"#{number}" if f"#{number}" not in taken else ""
        about: tuple[str, ...] = (entry.domain, entry.definition, entry.note, "" if entry.translate else "no")
        for term in entry.terms:
            case = "yes" if term.case_sensitive else ""
            yield name, term.lang, term.text, term.status, term.pos, case, term.note, *about
            about = ("",) * len(about)
