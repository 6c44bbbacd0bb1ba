"""The hooks of tqa. A plugin is a module (or object) with functions of these names, marked with `hookimpl` and
announced under the entry point group ``tqa``; the built-in rules, formats and reports come in the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Protocol, runtime_checkable

import pluggy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction
    from pathlib import Path

    from .declare import Kind
    from .engine import Checked, Run
    from .model import Diagnostic, Document, PlacedEdit, Quantity, Text
    from .rule import Rule
    from .termbase import BadRow, TermEntry
    from .wordlist import WordList

hookspec = pluggy.HookspecMarker("tqa")
hookimpl = pluggy.HookimplMarker("tqa")


@hookspec
def tqa_rules() -> Iterable[Rule]:  # type: ignore[empty-body]
    """Rules written in code."""


@hookspec
def tqa_rule_files() -> Iterable[Path]:  # type: ignore[empty-body]
    """Rule files, or folders of them; in a folder the path of a file is the id of its rule."""


@hookspec
def tqa_rule_kinds() -> Mapping[str, Kind]:  # type: ignore[empty-body]
    """Kinds of rule file, by the name that `kind = "…"` gives."""


@hookspec
def tqa_formats() -> Mapping[str, Format]:  # type: ignore[empty-body]
    """Document formats, by name."""


@hookspec
def tqa_reports() -> Mapping[str, Report]:  # type: ignore[empty-body]
    """Reports, by the name that `--format` takes."""


@hookspec
def tqa_languages() -> Mapping[str, Language]:  # type: ignore[empty-body]
    """What is known of languages, by primary subtag of BCP 47 ("zh")."""


@hookspec
def tqa_termbase_formats() -> Mapping[str, TermbaseFormat]:  # type: ignore[empty-body]
    """Formats of termbases, by name."""


@hookspec(firstresult=True)
def tqa_detect_language(text: str) -> str | None:
    """The language of a text (ISO 639-1), or None to leave it to the next plugin. The first answer wins."""


class Language(Protocol):
    """What rules can ask about a text in one language; `tqa.text.kept` spares asking twice."""

    def quantities(self, text: Text) -> Sequence[Quantity]:
        """Every number in the text, in its order; none overlaps another."""

    def write(self, value: int | Fraction, like: str) -> str:
        """A number as news in the language writes it, in figures or words as `like`, which it is to replace, is."""


@runtime_checkable
class HasWords(Protocol):
    """What a language has besides where its words are listed, so that misspelt ones are found."""

    def words(self) -> WordList:
        """The list; always the same one."""


@runtime_checkable
class HasConcepts(Protocol):
    """What a language has besides where it is known what its words stand for."""

    def concepts(self, text: Text) -> frozenset[int]:
        """What a text speaks of: the same numbers as those of its translation, as far as words tell."""


class Format(Protocol):
    """Bytes ↔ documents."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The ends of the names of its files, in lower case."""

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        """The documents of a file, with what it says of their languages ("" where it says nothing).

        What cannot be read of it is a `Problem` of a document; `UnreadableError` is raised where nothing can.
        """

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        """The file's bytes with the edits put in; every other byte as it was."""


@runtime_checkable
class AnyEncoding(Protocol):
    """What a format has besides where its files may be in any encoding and do not say in which."""

    def in_encoding(self, name: str) -> Format:
        """The format for files that are in this encoding if they are not Unicode."""


@runtime_checkable
class Recognises(Protocol):
    """What a format has besides whose suffixes are also those of other files: in a folder only those are read that it
    recognises; and of several formats of a suffix it is the one that recognises a file."""

    def recognises(self, file: BinaryIO) -> bool:
        """Whether a file, open at its beginning, is one of the format."""


@runtime_checkable
class TakesComments(Protocol):
    """What a format has besides where its files can hold comments that ask to leave findings alone."""

    def comment(self, document: Document, segment: str, request: str) -> tuple[int, str]:
        """Where in the content, in code points, which text has to be put in for a request
        (``tqa: ignore[style/fragment] why``) to cover a segment, given by its id."""


@runtime_checkable
class TakesAnnotations(Protocol):
    """What a format has besides where its files can hold what was found in them."""

    def annotate(self, data: bytes, diagnostics: Sequence[Diagnostic]) -> bytes:
        """The file's bytes with findings in its segments put in, as its standard has annotations (`segment_id` and
        `span` say where). Nothing is taken away: without the annotations the bytes are the same again.

        Raises UnwritableError where that cannot be done."""


@runtime_checkable
class TracksChanges(Protocol):
    """What a format has besides where its files can hold changes that somebody still has to accept."""

    def tracking(self) -> Format:
        """The format that writes edits as such changes."""


@runtime_checkable
class Packed(Protocol):
    """What a format has besides where its files are no text themselves."""

    def as_text(self, data: bytes, path: str) -> str:
        """What a file says, for people to compare with what another says."""


class TermbaseFormat(Protocol):
    """Bytes ↔ the entries of a termbase."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The ends of the names of its files, in lower case."""

    def read(self, data: bytes, path: str, langs: tuple[str, str]) -> Iterator[TermEntry | BadRow]:
        """The entries of a file, each with its place, and what has to be left out of it. `langs`: the project's source
        and target language ("" where it has none), for files that do not say theirs. Raises `TermbaseError` where
        nothing can be read."""

    def write(self, entries: Sequence[TermEntry]) -> bytes:
        """A file with what of the entries the format can hold. Raises `TermbaseError` where it can hold nothing of
        them."""


class Report(Protocol):
    """Checked documents → text."""

    def __call__(self, results: Iterable[Checked], run: Run) -> Iterator[str]:
        """Yields pieces of the report as the documents come in. `run.summary` is complete once `results` is at its
        end."""


@runtime_checkable
class DocumentReport(Report, Protocol):
    """A report that shows more than diagnostics: the text itself, or columns that only the text tells."""

    @property
    def needs_documents(self) -> bool:
        """Whether `Checked.source` is to hold the document that was checked."""
