"""Checkstyle's XML, which Jenkins' Warnings plugin, reviewdog and many others read.

| tqa | Checkstyle |
| --- | --- |
| error | error |
| warning | warning |
| info, hint | info |

`source` is "tqa.style.fragment" for the rule style/fragment: Jenkins takes what follows the last full stop for the
type of a warning and what stands before it for its category.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tqa import __version__

from . import ci

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tqa import Checked, Diagnostic, Run, Severity

SEVERITY: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "info", "hint": "info"}


def report(results: Iterable[Checked], run: Run) -> Iterator[str]:  # noqa: ARG001
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="tqa {__version__}">\n'
    for path, documents in groupby(results, key=lambda checked: checked.path):
        errors = "".join([_error(d) for checked in documents for d in ci.new(checked)])
        yield ci.element("file", {"name": ci.relative(path)}, f"\n{errors}") + "\n"
    yield "</checkstyle>\n"


def _error(d: Diagnostic) -> str:
    at = ci.place(d.range)
    return "  {}\n".format(
        ci.element(
            "error",
            {
                "line": at.line,
                "column": at.column,
                "severity": SEVERITY[d.severity],
                "message": ci.sentence(d),
                "source": f"tqa.{d.rule.replace('/', '.')}",
            },
        )
    )
