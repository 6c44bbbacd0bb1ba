"""One diagnostic a line: the stable format that everything measures through."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tqa import Checked, Diagnostic, Range, Run


def jsonl(results: Iterable[Checked], run: Run) -> Iterator[str]:  # noqa: ARG001
    for checked in results:
        for diagnostic in checked.diagnostics:
            yield json.dumps(line(diagnostic), ensure_ascii=False) + "\n"


def lsp_range(where: Range) -> dict[str, Any]:
    """A range as in the Language Server Protocol: zero-based lines, UTF-16 columns."""
    return {
        "start": {"line": where.start.line, "character": where.start.character},
        "end": {"line": where.end.line, "character": where.end.character},
    }


def line(d: Diagnostic) -> dict[str, Any]:
    """A diagnostic as an object of the line format."""
    return {
        "rule": d.rule,
        "severity": d.severity,
        "message": d.message,
        "path": d.path,
        "document": d.document,
        "segment": {"id": d.segment_id, "start": d.span.start, "end": d.span.end},
        "range": lsp_range(d.range),
        "mqm": d.mqm,
        "evidence": [{"message": e.message, "range": lsp_range(e.range), "side": e.side} for e in d.evidence],
        "fix": {
            "title": d.fix.title,
            "safety": d.fix.safety,
            "edits": [{"range": lsp_range(e.range), "new_text": e.new_text} for e in d.fix.edits],
        }
        if d.fix
        else None,
        "fingerprint": d.fingerprint,
        "plugin": d.plugin,
        **({"known": True} if d.known else {}),
    }
