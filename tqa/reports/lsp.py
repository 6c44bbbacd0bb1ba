"""One JSON object (schemas/tqa-json.schema.json): every diagnostic in exactly the shape that the Language Server
Protocol 3.17 gives it, with tqa's own under `data`. Written as the documents come in, a line a diagnostic.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqa import __version__

from .jsonl import dumps, lsp_range

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from tqa import Checked, Diagnostic, Range, Run
    from tqa.model import PlacedEvidence

VERSION = 1
"""Of the schema: it changes when something that was there is there no longer, or means something else."""

SEVERITY = {"error": 1, "warning": 2, "info": 3, "hint": 4}
"""The protocol's numbers."""

WEIGHTS: Mapping[str, float] = {"error": 5, "warning": 1, "info": 0.1, "hint": 0}
"""Penalty points of MQM: a major error 5, a minor one 1, as is usual; a matter of taste a tenth."""


def report(results: Iterable[Checked], run: Run) -> Iterator[str]:
    points: Counter[str] = Counter()
    yield f'{{"version": {VERSION}, "tool": {dumps({"name": "tqa", "version": __version__})},\n"files": ['
    between = "\n"
    for path, documents in groupby(results, key=lambda checked: checked.path):
        yield between
        yield from _file(path, documents, points)
        between = ",\n"
    yield f'\n],\n"summary": {dumps(_summary(run, points))}}}\n'


def _file(path: str, documents: Iterable[Checked], points: Counter[str]) -> Iterator[str]:
    uri = file_uri(path)
    yield f'{{"path": {dumps(path)}, "uri": {dumps(uri)}, "diagnostics": ['
    between = "\n"
    about = []
    for checked in documents:
        for diagnostic in checked.diagnostics:
            yield between + dumps(lsp_diagnostic(diagnostic, uri))
            between = ",\n"
            if not diagnostic.known and not diagnostic.rule.startswith("tqa/"):
                points[diagnostic.severity] += 1
        about.append(dumps(_document(checked)))
    yield f'],\n"documents": [{", ".join(about)}]}}'


def _document(checked: Checked) -> dict[str, Any]:
    return {
        "name": checked.document,
        "format": checked.format,
        "segments": checked.segments,
        "words": checked.words,
        "suppressed": len(checked.suppressed),
    }


def _summary(run: Run, points: Counter[str]) -> dict[str, Any]:
    summary = run.summary
    penalty = sum(weight * points[severity] for severity, weight in WEIGHTS.items())
    return {
        "files": summary.files,
        "documents": summary.documents,
        "segments": summary.segments,
        "words": summary.words,
        "findings": summary.findings,
        "severities": {severity: summary.severities[severity] for severity in SEVERITY},
        "rules": dict(sorted(summary.rules.items(), key=lambda item: (-item[1], item[0]))),
        "per_thousand_words": round(summary.per_thousand_words, 4),
        "mqm": {
            "weights": dict(WEIGHTS),
            "penalty": round(penalty, 4),
            "per_thousand_words": round(1000 * penalty / summary.words, 4) if summary.words else 0.0,
        },
        "known": summary.known,
        "suppressed": summary.suppressed,
        "fixed": summary.fixed,
        "not_run": [{"extra": n.extra, "rules": list(n.rules), "message": n.message} for n in summary.notices],
        "fail_on": run.fail_on,
        "pass": not summary.fails(run.fail_on),
    }


def file_uri(path: str) -> str:
    """The URI of a file as the protocol wants it, absolute; standard input gets one that names no file."""
    return "untitled:stdin" if path in {"-", "<stdin>"} else Path(path).absolute().as_uri()


def words_of(at: Diagnostic | PlacedEvidence) -> str:
    """The words that a diagnostic or evidence is about."""
    return at.excerpt[at.span.start : at.span.end]


def lsp_diagnostic(d: Diagnostic, uri: str) -> dict[str, Any]:
    """A diagnostic as in the Language Server Protocol. Evidence in the source has no place there that an editor could
    show beside the translation, so it is only in `data`.
    """
    found = lsp_core(d, uri)
    found["data"] = {
        "rule": d.rule,
        "mqm": d.mqm,
        "document": d.document,
        "segment": {"id": d.segment_id, "start": d.span.start, "end": d.span.end},
        "text": words_of(d),
        "evidence": [
            {
                "message": e.message,
                "side": e.side,
                "segment": {"id": e.segment_id, "start": e.span.start, "end": e.span.end},
                "text": words_of(e),
                "range": lsp_range(e.range),
                **({"uri": file_uri(e.path)} if e.path else {}),
            }
            for e in d.evidence
        ],
        "fix": {
            "title": d.fix.title,
            "safety": d.fix.safety,
            "edits": [{"range": lsp_range(e.range), "newText": e.new_text} for e in d.fix.edits],
        }
        if d.fix
        else None,
        "fingerprint": d.fingerprint,
        "plugin": d.plugin,
        "known": d.known,
    }
    return found


def lsp_core(
    d: Diagnostic,
    uri: str,
    place: Callable[[Range], dict[str, Any]] = lsp_range,
    sides: Collection[str] = ("target",),
) -> dict[str, Any]:
    """What the protocol itself asks of a diagnostic. `place` gives the ranges; `sides`: which evidence is related
    information.
    """
    found: dict[str, Any] = {
        "range": place(d.range),
        "severity": SEVERITY[d.severity],
        "code": d.rule,
        "source": "tqa",
        "message": d.message,
    }
    related = [
        {"location": {"uri": uri, "range": place(e.range)}, "message": e.message or words_of(e)}
        for e in d.evidence
        if e.side in sides
    ]
    if related:
        found["relatedInformation"] = related
    return found
