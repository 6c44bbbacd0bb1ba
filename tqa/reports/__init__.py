"""Checked documents → text: one module a report, imported when the report is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from tqa import hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tqa import Checked, Run
    from tqa.hookspecs import Report


class _Lazy(NamedTuple):
    """A function of a module of this package, which is imported when the report is made."""

    module: str
    needs_documents: bool = False
    function: str = "report"

    def __call__(self, results: Iterable[Checked], run: Run) -> Iterator[str]:
        found = cast("Report", getattr(import_module(f"{__name__}.{self.module}"), self.function))
        return found(results, run)


@hookimpl
def tqa_reports() -> Mapping[str, Report]:
    return {
        "terminal": _Lazy("terminal"),
        "json": _Lazy("lsp"),
        "jsonl": _Lazy("jsonl"),
        "html": _Lazy("html", needs_documents=True),
        "sarif": _Lazy("sarif"),
        "github": _Lazy("github"),
        "gitlab": _Lazy("gitlab"),
        "rdjson": _Lazy("rdjson", needs_documents=True),
        "rdjsonl": _Lazy("rdjson", needs_documents=True, function="report_lines"),
        "checkstyle": _Lazy("checkstyle"),
        "junit": _Lazy("junit"),
        "markdown": _Lazy("markdown"),
    }
