"""GitLab's Code Quality report: what the merge request and the pipeline show.

| tqa | GitLab |
| --- | --- |
| error | critical |
| warning | major |
| info | minor |
| hint | info |

"blocker" is for what a tool is certain of and a text cannot be. GitLab compares the fingerprints of two branches and
shows one finding of each; tqa's holds for a document, so the path is added to it, and no line, so that a finding that
moves stays the same.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from . import ci

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tqa import Checked, Diagnostic, Run, Severity

SEVERITY: Mapping[Severity, str] = {"error": "critical", "warning": "major", "info": "minor", "hint": "info"}


def report(results: Iterable[Checked], run: Run) -> Iterator[str]:  # noqa: ARG001
    return ci.array(_issues(results))


def _issues(results: Iterable[Checked]) -> Iterator[str]:
    seen: set[str] = set()
    for checked in results:
        for diagnostic in ci.new(checked):
            issue = _issue(diagnostic)
            if issue["fingerprint"] not in seen:  # of a file that was named twice
                seen.add(issue["fingerprint"])
                yield ci.dumps(issue)


def _issue(d: Diagnostic) -> dict[str, Any]:
    at, path = ci.place(d.range), ci.relative(d.path)
    mark = f"{path}\0{d.rule}\0{d.fingerprint or d.message}"
    return {
        "type": "issue",
        "check_name": d.rule,
        "description": ci.sentence(d),
        "categories": ["Style"],
        "severity": SEVERITY[d.severity],
        "fingerprint": sha256(mark.encode("utf-8", "surrogatepass")).hexdigest()[:32],
        "location": {
            "path": path,
            "lines": {"begin": at.line, "end": at.end_line},
            "positions": {
                "begin": {"line": at.line, "column": at.column},
                "end": {"line": at.end_line, "column": at.end_column},
            },
        },
    }
