"""Bytes ↔ termbase entries: tables, TBX, workbooks, and tqa's own TOML."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tqa import TermbaseFormat
    from tqa.termbase import BadRow, TermEntry


class BuiltIn(NamedTuple):
    """A format whose class, in a module beside this one, loads when a file is first read or written."""

    where: str
    suffixes: tuple[str, ...]

    def read(self, data: bytes, path: str, langs: tuple[str, str]) -> Iterator[TermEntry | BadRow]:
        return self._format().read(data, path, langs)

    def write(self, entries: Sequence[TermEntry]) -> bytes:
        return self._format().write(entries)

    def _format(self) -> TermbaseFormat:
        module, _, name = self.where.partition(".")
        made: Any = getattr(import_module(f"{__name__}.{module}"), name)()
        return cast("TermbaseFormat", made)


FORMATS = {
    "tbx": BuiltIn("tbx.Tbx", (".tbx", ".xml")),
    "csv": BuiltIn("table.Csv", (".csv",)),
    "tsv": BuiltIn("table.Tsv", (".tsv",)),
    "glossary": BuiltIn("table.Glossary", (".tab", ".utf8", ".txt")),
    "xlsx": BuiltIn("workbook.Workbook", (".xlsx", ".xlsm")),
    "toml": BuiltIn("toml.Toml", (".toml",)),
}
