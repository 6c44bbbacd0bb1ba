"""What `tqa terms` does: termbases from one format into another, candidates for a termbase out of documents, and the
terms that a project has settled on."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from .formats.termbases.table import guarded
from .runner import FileResult
from .termbase import BadRow, Term, TermEntry, format_of, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from .hookspecs import TermbaseFormat
    from .model import Document
    from .runner import Session


# --- reading and writing ----------------------------------------------------------------------------------------------


class Found(NamedTuple):
    """The entries of files, and what was left out of them."""

    entries: list[TermEntry]
    problems: list[str]


def read_all(paths: Iterable[Path], formats: Mapping[str, TermbaseFormat], langs: tuple[str, str]) -> Found:
    """The entries of termbase files, in order. Raises TermbaseError."""
    found = Found([], [])
    for path in paths:
        for item in read(path, formats, langs):
            if isinstance(item, BadRow):
                found.problems.append(f"{path}:{item.line}: {item.message}")
            else:
                found.entries.append(item)
    return found


def written(entries: Sequence[TermEntry], path: Path, formats: Mapping[str, TermbaseFormat]) -> tuple[bytes, list[str]]:
    """A termbase file, in the format of its suffix, and what of the entries is not in it. That is found out by reading
    it again. Raises TermbaseError."""
    form = format_of(path, formats)
    data = form.write(entries)
    langs = [term.lang for entry in entries for term in entry.terms] or [""]
    pair = langs[0], next((lang for lang in langs if lang != langs[0]), langs[0])
    back = [e for e in form.read(data, str(path), pair) if isinstance(e, TermEntry)] if entries else []
    return data, [f"{what} ({count})" for what, count in _lost(entries, back).items()]


def _lost(entries: Iterable[TermEntry], back: Iterable[TermEntry]) -> Counter[str]:
    """What entries and terms have that those read back have not, and how often."""
    kept: dict[tuple[str, str], list[tuple[TermEntry, Term]]] = {}
    for entry in back:
        for term in entry.terms:
            kept.setdefault((term.lang, term.text), []).append((entry, term))
    lost: Counter[str] = Counter()
    for entry in entries:
        homes = [kept.get((term.lang, term.text), []) for term in entry.terms]
        for name, what in _OF_ENTRIES.items():
            value = getattr(entry, name)
            if value not in ("", True) and not any(getattr(e, name) == value for home in homes for e, _ in home):
                lost[what] += 1
        for term, home in zip(entry.terms, homes, strict=True):
            if not home:
                lost["terms"] += 1
                continue
            for name, what in _OF_TERMS.items():
                value = getattr(term, name)
                if value and not any(getattr(t, name) == value for _, t in home):
                    lost[what.format(value)] += 1
    return lost


_OF_ENTRIES = {
    "id": "names of entries",
    "domain": "domains",
    "definition": "definitions",
    "note": "notes of entries",
    "translate": "what is not to be translated",
}
_OF_TERMS = {
    "status": "the status “{}”",
    "pos": "parts of speech",
    "note": "notes of terms",
    "case_sensitive": "that capitals count",
}


# --- settling ---------------------------------------------------------------------------------------------------------


class Settled(NamedTuple):
    """The terms of a project after more of them were settled."""

    entries: list[TermEntry]
    added: int
    """Entries that are new or say more than before."""
    conflicts: list[str]
    """What is settled otherwise already, and was left as it is."""


def reviewed(entries: Iterable[TermEntry]) -> Iterator[TermEntry]:
    """What a review has decided: entries with a term that has a status, without the other terms of its language."""
    for entry in entries:
        decided = {term.lang for term in entry.terms if term.status}
        if decided or not entry.translate:
            terms = [term for term in entry.terms if term.status or term.lang not in decided]
            yield entry._replace(terms=(), places=()).with_more(terms, entry)


def settle(known: Sequence[TermEntry], more: Iterable[TermEntry]) -> Settled:
    """Entries put together: those that share a term that may be used are one."""
    entries = list(known)
    homes = {(t.lang, t.text): number for number, entry in enumerate(entries) for t in entry.terms if t.allowed}
    added = 0
    conflicts: list[str] = []
    for entry in more:
        number = next((homes[t.lang, t.text] for t in entry.terms if (t.lang, t.text) in homes and t.allowed), None)
        if number is None:
            number = len(entries)
            entries.append(entry)
            added += 1
        else:
            merged, against = _merged(entries[number], entry)
            conflicts += against
            added += merged != entries[number]
            entries[number] = merged
        homes |= {(t.lang, t.text): number for t in entries[number].terms if t.allowed}
    return Settled(entries, added, conflicts)


def _merged(known: TermEntry, more: TermEntry) -> tuple[TermEntry, list[str]]:
    terms = {(term.lang, term.text): term for term in known.terms}
    new: list[Term] = []
    preferred = {term.lang: term for term in known.terms if term.status == "preferred"}
    conflicts = []
    for term in more.terms:
        old = terms.get((term.lang, term.text))
        best = preferred.get(term.lang)
        if old and old.status and term.status not in ("", old.status):
            conflicts.append(_conflict(more, term, f"is {old.status}", known, old))
        elif term.status == "preferred" and best is not None and best.text != term.text:
            conflicts.append(_conflict(more, term, f"has “{best.text}” instead", known, best))
        elif old is None:
            new.append(term)
        elif not old.status:
            terms[term.lang, term.text] = old._replace(status=term.status)
    merged = known._replace(
        terms=tuple(terms.values()),
        domain=known.domain or more.domain,
        definition=known.definition or more.definition,
        note=known.note or more.note,
        translate=known.translate and more.translate,
    )
    return merged.with_more(new, more), conflicts


def _conflict(more: TermEntry, term: Term, says: str, known: TermEntry, other: Term) -> str:
    return f"{more.place_of(term)}: “{term.text}” {says} in {known.place_of(other)}, and was not made {term.status}"


# --- candidates -------------------------------------------------------------------------------------------------------


class Candidate(NamedTuple):
    """A form that recurs in documents."""

    concept: int
    """The same for the forms of what seems to be one name or term, from 1."""
    text: str
    lang: str
    mentions: int
    documents: int
    context: str
    """The first place, with some words around it."""


class Candidates:
    """The terms and names of documents, counted in a database on disk, so that memory does not grow with them."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")  # a file of its own that goes with the connection
        self._base.executescript(
            """
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000;
            CREATE TABLE form (text TEXT, lang TEXT, count INTEGER, documents INTEGER, context TEXT,
                               PRIMARY KEY (lang, text)) WITHOUT ROWID;
            CREATE TABLE link (lang TEXT, one TEXT, other TEXT, PRIMARY KEY (lang, one, other)) WITHOUT ROWID;
            """
        )

    def close(self) -> None:
        self._base.close()

    def add(self, document: Document) -> None:
        """Count a document's terms and names."""
        from .checks._candidates import candidates

        lang = document.target_lang
        found = candidates(document)
        self._base.executemany(
            """INSERT INTO form VALUES (?, ?, ?, 1, ?)
               ON CONFLICT DO UPDATE SET count = count + excluded.count, documents = documents + 1""",
            [(text, lang, count, context) for text, (count, context) in found.forms.items()],
        )
        self._base.executemany("INSERT OR IGNORE INTO link VALUES (?, ?, ?)", [(lang, *pair) for pair in found.pairs])

    def found(self, least: int, most: int) -> Iterator[Candidate]:
        """The forms seen `least` times or more and those linked to them, at most `most` concepts, the most frequent
        first."""
        from .checks._variants import spellings

        often = self._base.execute("SELECT lang, text, count FROM form WHERE count >= ?", (least,))
        counts = {(lang, text): count for lang, text, count in often}
        homes: dict[tuple[str, str], tuple[str, str]] = {}

        def home(form: tuple[str, str]) -> tuple[str, str]:
            while (up := homes.get(form, form)) != form:
                form = up
            return form

        def tie(lang: str, one: str, other: str) -> None:
            a, b = home((lang, one)), home((lang, other))
            homes[max(a, b)] = min(a, b)
            homes.setdefault((lang, one), home((lang, one)))
            homes.setdefault((lang, other), home((lang, other)))

        for lang, one, other in self._base.execute("SELECT lang, one, other FROM link"):
            if (lang, one) in counts or (lang, other) in counts:
                tie(lang, one, other)
        for lang in {lang for lang, _ in counts}:
            for pair in spellings(sorted(text for its, text in counts if its == lang)):
                tie(lang, *pair)
        concepts: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for form in dict.fromkeys((*counts, *homes)):
            concepts.setdefault(home(form), []).append(form)
        ranked = sorted(concepts.values(), key=lambda forms: (-sum(counts.get(f, 0) for f in forms), min(forms)))
        for number, forms in enumerate(ranked[:most], 1):
            rows = [
                self._base.execute("SELECT * FROM form WHERE lang = ? AND text = ?", form).fetchone() for form in forms
            ]
            for text, lang, count, documents, context in sorted(filter(None, rows), key=lambda r: (-r[2], r[0])):
                yield Candidate(number, text, lang, count, documents, context)


HEAD = ("entry", "lang", "term", "status", "count", "documents", "context")
"""The columns of candidates; `status` is for the reviewer to fill in. It is a termbase."""


def table(candidates: Iterable[Candidate]) -> Iterator[str]:
    """Candidates as CSV, line by line."""
    yield _line(HEAD)
    for c in candidates:
        yield _line((f"#{c.concept}", c.lang, guarded(c.text), "", c.mentions, c.documents, guarded(c.context)))


def _line(row: Sequence[object]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(row)
    return out.getvalue()


def extract(
    found: Iterable[Path | FileResult], session: Session, complain: Callable[[str], None], least: int, most: int
) -> Iterator[str]:
    """Candidates of the documents in files, as CSV; `complain` is told of files that cannot be read."""
    base = Candidates()
    try:
        for item in found:
            if isinstance(item, FileResult):
                complain(item.checked[0].diagnostics[0].message)
                continue
            for document in session.documents(item, complain):
                base.add(document)
        yield from table(base.found(least, most))
    finally:
        base.close()
