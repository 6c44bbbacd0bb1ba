"""The Reviewdog Diagnostic Format, as one object (`rdjson`) or a diagnostic a line (`rdjsonl`). Columns count UTF-8
bytes.

| tqa | reviewdog |
| --- | --- |
| error | ERROR |
| warning | WARNING |
| info, hint | INFO |

A fix becomes one suggestion, from its first edit to its last, as a reviewer accepts suggestions one by one and half a
fix may be worse than none. One that reaches over more lines than a review can show is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tqa import Content

from . import ci

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tqa import Checked, Diagnostic, PlacedFix, Range, Run, Severity

SEVERITY: Mapping[Severity, str] = {"error": "ERROR", "warning": "WARNING", "info": "INFO", "hint": "INFO"}

MOST_LINES = 20
"""Of a suggestion."""


def report(results: Iterable[Checked], run: Run) -> Iterator[str]:  # noqa: ARG001
    yield f'{{"source": {ci.dumps(_SOURCE)}, "diagnostics": '
    yield from ci.array(ci.dumps(diagnostic) for diagnostic in _diagnostics(results))
    yield "}\n"


def report_lines(results: Iterable[Checked], run: Run) -> Iterator[str]:  # noqa: ARG001
    for diagnostic in _diagnostics(results):
        yield ci.dumps({**diagnostic, "source": _SOURCE}) + "\n"


_SOURCE = {"name": "tqa", "url": ci.HOME}


def _diagnostics(results: Iterable[Checked]) -> Iterator[dict[str, Any]]:
    for checked in results:
        content = checked.source.content if checked.source else Content("")  # of a file that could not be read
        other = checked.source.source_file if checked.source else None
        for diagnostic in ci.new(checked):
            yield _diagnostic(diagnostic, content, other.content if other else content)


def _diagnostic(d: Diagnostic, content: Content, other: Content) -> dict[str, Any]:
    """`other`: that of evidence in another file."""
    path, url = ci.relative(d.path), ci.help_uri(d.rule, d.plugin)
    found: dict[str, Any] = {
        "message": ci.sentence(d),
        "location": {"path": path, "range": _range(d.range, content)},
        "severity": SEVERITY[d.severity],
        "code": {"value": d.rule, **({"url": url} if url else {})},
    }
    suggestion = _suggestion(d.fix, content) if d.fix and d.fix.edits else None
    if suggestion:
        found["suggestions"] = [suggestion]
    if d.evidence:
        found["related_locations"] = [
            {
                "message": e.message or ("the source" if e.side == "source" else "here, too"),
                "location": {
                    "path": ci.relative(e.path) if e.path else path,
                    "range": _range(e.range, other if e.path else content),
                },
            }
            for e in d.evidence
        ]
    return found


def _range(where: Range, content: Content) -> dict[str, Any]:
    at = ci.place_in(content, where, "utf-8")
    return {
        "start": {"line": at.line, "column": at.column},
        "end": {"line": at.end_line, "column": at.end_column},
    }


def _suggestion(fix: PlacedFix, content: Content) -> dict[str, Any] | None:
    first, last = fix.edits[0].range, fix.edits[-1].range
    if last.end.line - first.start.line >= MOST_LINES:
        return None
    parts, at = [], first.span.start
    for edit in fix.edits:
        parts += [content.value[at : edit.range.span.start], edit.new_text]
        at = edit.range.span.end
    whole = first._replace(end=last.end, span=first.span._replace(end=last.span.end))
    return {"range": _range(whole, content), "text": "".join(parts)}
