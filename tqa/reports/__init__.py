"""Checked documents → text: one module a report, imported when the report is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from tqa import hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tqa import Checked, Run
    from tqa.hookspecs import Report


@hookimpl
def tqa_reports() -> Mapping[str, Report]:
    return {
        "terminal": _lazy("terminal"),
        "json": _lazy("lsp"),
        "jsonl": _lazy("jsonl"),
    }


def _lazy(module: str) -> Report:
    """The function `report` of a module of this package, which is imported when the report is made."""

    def report(results: Iterable[Checked], run: Run) -> Iterator[str]:
        found = cast("Report", import_module(f"{__name__}.{module}").report)
        return found(results, run)

    return report
