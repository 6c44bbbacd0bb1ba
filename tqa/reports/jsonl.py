"""One diagnostic a line: the stable format that everything measures through (schemas/tqa-jsonl.schema.json)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tqa import Checked, Diagnostic, Range, Run


def report(results: Iterable[Checked], run: Run) -> Iterator[str]:  # noqa: ARG001
    for checked in results:
        if checked.diagnostics:
            yield "".join([dumps(line(diagnostic)) + "\n" for diagnostic in checked.diagnostics])


# A lone surrogate cannot be written as UTF-8; the others end a line or steer a terminal for some who read the output.
_ESCAPED = re.compile("[\x80-\x9f\u2028\u2029\ud800-\udfff]")
encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def dumps(value: Any) -> str:
    r"""JSON on one line, characters as they are but for those that would break the line or the output (``\ud83d``)."""
    return escaped(encode(value))


def escaped(text: str) -> str:
    """JSON with what would break the line or the output as escapes."""
    return text if text.isascii() else _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def lsp_range(where: Range) -> dict[str, Any]:
    """A range as in the Language Server Protocol: zero-based lines, UTF-16 columns."""
    start, end = where.start, where.end
    return {
        "start": {"line": start.line, "character": start.character},
        "end": {"line": end.line, "character": end.character},
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
        "known": d.known,
    }
