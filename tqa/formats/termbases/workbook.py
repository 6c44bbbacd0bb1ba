"""Termbases that are workbooks (XLSX); needs the extra `xlsx`. The sheets are tables as in CSV."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from tqa.termbase import BadRow, TermbaseError

from .table import Table, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tqa.termbase import TermEntry

_MOST_BYTES = 500_000_000
"""Unpacked; what is larger is no termbase."""
_MOST_TIMES = 200
"""How many times larger than packed."""


class Workbook:
    """Format "xlsx"."""

    suffixes = (".xlsx", ".xlsm")

    def read(self, data: bytes, path: str, langs: tuple[str, str]) -> Iterator[TermEntry | BadRow]:
        openpyxl = _library()
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                size = sum(item.file_size for item in archive.infolist())
            if size > _MOST_BYTES or size > _MOST_TIMES * len(data) + 1_000_000:
                raise TermbaseError(f"{path}: the workbook unpacks to {size:,} bytes, and was left alone")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        except TermbaseError:
            raise
        except Exception as problem:  # noqa: BLE001 - whatever the library and the XML parser think of a broken file
            raise TermbaseError(f"{path}: this is no workbook that can be read: {problem}") from None
        sheets = [sheet for sheet in book.worksheets if getattr(sheet, "max_row", 1) != 0]
        for sheet in sheets:
            where = f"sheet “{sheet.title}”, " if len(sheets) > 1 else ""
            for found in Table(path, langs).entries(_rows(sheet)):
                yield found._replace(message=where + found.message) if isinstance(found, BadRow) else found

    def write(self, entries: Sequence[TermEntry]) -> bytes:
        openpyxl = _library()
        from openpyxl.cell.cell import WriteOnlyCell

        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("terms")
        sheet.freeze_panes = "A2"
        for row in rows_of(entries):
            cells = []
            for text in row:
                cell = WriteOnlyCell(sheet, text)
                cell.data_type = "s"  # never a formula
                cells.append(cell)
            sheet.append(cells)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def _library() -> Any:
    try:
        import openpyxl
    except ImportError:
        raise TermbaseError('workbooks need the package openpyxl: pip install "tqa[xlsx]"') from None
    return openpyxl


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]] | BadRow]:
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        try:
            yield number, [_text(value) for value in row]
        except ValueError as problem:
            yield BadRow(number, f"{problem}; the row is left out")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if not isinstance(value, str | int | float):
        raise ValueError(f"a cell is a date or a time ({value}); format it as text")
    return str(value)
