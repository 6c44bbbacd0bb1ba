"""Bytes ↔ documents: plain text, pages, and bilingual files; and bytes ↔ termbases."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, cast

from tqa import hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tqa import Diagnostic, Document, Format, PlacedEdit
    from tqa.hookspecs import (
        AnyEncoding,
        Packed,
        Recognises,
        TakesAnnotations,
        TakesComments,
        TermbaseFormat,
        TracksChanges,
    )


class Later:
    """A format that loads when the first of its files is read: `where` is "module:class" in this package."""

    def __init__(self, where: str, suffixes: tuple[str, ...]) -> None:
        self.where, self.suffixes = where, suffixes

    def loaded(self) -> Format:
        module, _, name = self.where.partition(":")
        found: Format = getattr(import_module(f".{module}", __package__), name)()
        return found

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        return self.loaded().read(data, path)

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        return self.loaded().write(data, edits)


class Encoded(Later):
    """One whose files do not say their encoding. `encoding` as in `AnyEncoding.in_encoding`."""

    def __init__(self, where: str, suffixes: tuple[str, ...], encoding: str = "") -> None:
        super().__init__(where, suffixes)
        self.encoding = encoding

    def loaded(self) -> Format:
        found = super().loaded()
        return cast("AnyEncoding", found).in_encoding(self.encoding) if self.encoding else found

    def in_encoding(self, name: str) -> Format:
        return type(self)(self.where, self.suffixes, name)


class Recognised(Later):
    """One whose suffixes are those of other files, too."""

    def recognises(self, file: BinaryIO) -> bool:
        return cast("Recognises", self.loaded()).recognises(file)


class RecognisedEncoded(Recognised, Encoded):
    """One that is recognised, and whose files do not say their encoding."""


class Commented(Encoded):
    """One that takes comments, too."""

    def comment(self, document: Document, segment: str, request: str) -> tuple[int, str]:
        return cast("TakesComments", self.loaded()).comment(document, segment, request)


class Annotated(Later):
    """One that holds annotations."""

    def annotate(self, data: bytes, diagnostics: Sequence[Diagnostic]) -> bytes:
        return cast("TakesAnnotations", self.loaded()).annotate(data, diagnostics)


class Office(Annotated):
    """One whose files are no text themselves, and can hold annotations and tracked changes; with `tracked` they do."""

    def __init__(self, where: str, suffixes: tuple[str, ...], *, tracked: bool = False) -> None:
        super().__init__(where, suffixes)
        self.tracked = tracked

    def loaded(self) -> Format:
        found = super().loaded()
        return cast("TracksChanges", found).tracking() if self.tracked else found

    def tracking(self) -> Format:
        return type(self)(self.where, self.suffixes, tracked=True)

    def as_text(self, data: bytes, path: str) -> str:
        return cast("Packed", self.loaded()).as_text(data, path)


class Remarked(Annotated, Commented):
    """One that takes comments and holds annotations."""


@hookimpl
def tqa_formats() -> Mapping[str, Format]:
    from .plain import Plain

    return {
        "text": Plain(),
        "jsonl": Encoded("lines:Lines", (".jsonl", ".ndjson")),
        "html": Remarked("html:Html", (".html", ".htm", ".xhtml", ".xht")),
        "xliff": Annotated("xliff:Xliff", (".xlf", ".xliff", ".sdlxliff", ".mqxliff")),
        "tmx": Annotated("tmx:Tmx", (".tmx",)),
        "docx": Office("docx:Docx", (".docx", ".docm")),
        "markdown": Commented("markdown:Markdown", (".md", ".markdown", ".mkd")),
        "csv": RecognisedEncoded("table:Table", (".csv", ".tsv")),
        "xlsx": Recognised("workbook:Workbook", (".xlsx", ".xlsm")),
        "po": Remarked("gettext:Po", (".po",)),
        "srt": Encoded("subtitles:Subtitles", (".srt",)),
        "webvtt": Commented("subtitles:WebVtt", (".vtt",)),
        "newsml": Recognised("newsml:NewsMl", (".newsml", ".xml")),
        "nitf": Recognised("newsml:Nitf", (".nitf", ".xml")),
        "feed": Recognised("feeds:Feed", (".rss", ".atom", ".xml")),
        "ninjs": Recognised("ninjs:Ninjs", (".ninjs", ".json")),
    }


@hookimpl
def tqa_termbase_formats() -> Mapping[str, TermbaseFormat]:
    from .termbases import FORMATS

    return FORMATS
