"""One diagnostic a line: the stable format that everything measures through (schemas/tqa-jsonl.schema.json)."""

from __future__ import annotations

import json
import re
from json.encoder import encode_basestring as _text
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tqa import Checked, Diagnostic, PlacedFix, Range, Run


def report(results: Iterable[Checked], run: Run) -> Iterator[str]:  # noqa: ARG001
    for checked in results:
        if checked.diagnostics:
            yield escaped("".join([line(diagnostic) + "\n" for diagnostic in checked.diagnostics]))


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


def line(d: Diagnostic) -> str:
    """A diagnostic as an object of the line format. Written out, which takes a third of the time that building the
    object does and having it encoded."""
    evidence = ", ".join(
        [
            f'{{"message": {_text(e.message)}, "range": {_range(e.range)}, "side": "{e.side}"'
            + (f', "path": {_text(e.path)}}}' if e.path else "}")
            for e in d.evidence
        ]
    )
    (start, end), fix = d.span, _fix(d.fix) if d.fix else "null"
    return (
        f'{{"rule": {_text(d.rule)}, "severity": "{d.severity}", "message": {_text(d.message)}, '
        f'"path": {_text(d.path)}, "document": {_text(d.document)}, '
        f'"segment": {{"id": {_text(d.segment_id)}, "start": {start}, "end": {end}}}, "range": {_range(d.range)}, '
        f'"mqm": {_text(d.mqm)}, "evidence": [{evidence}], "fix": {fix}, "fingerprint": "{d.fingerprint}", '
        f'"plugin": {_text(d.plugin)}, "known": {"true" if d.known else "false"}}}'
    )


def _fix(fix: PlacedFix) -> str:
    edits = ", ".join([f'{{"range": {_range(e.range)}, "new_text": {_text(e.new_text)}}}' for e in fix.edits])
    return f'{{"title": {_text(fix.title)}, "safety": "{fix.safety}", "edits": [{edits}]}}'


def _range(where: Range) -> str:
    (line, character), (last_line, last_character), _ = where
    return (
        f'{{"start": {{"line": {line}, "character": {character}}}, '
        f'"end": {{"line": {last_line}, "character": {last_character}}}}}'
    )
