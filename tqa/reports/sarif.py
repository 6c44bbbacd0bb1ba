"""SARIF 2.1.0, for GitHub code scanning and for programs that show such files.

| tqa | level | problem.severity |
| --- | --- | --- |
| error | error | error |
| warning | warning | warning |
| info, hint | note | recommendation |

- The rules are those that are on where the run began, whether they found something or not, and any other that found
  something: GitHub asks that two runs of one tool differ in their results, not in their rules.
- Columns count UTF-16 code units, and `columnKind` says so. There is no `charOffset`: SARIF counts it in characters
  and does not say in which unit, and lines with columns tell the place whole.
- What tqa could not do (a file that cannot be read, a rule that crashed) is a notification of the invocation, as it is
  about the run, and so are rules that did not run for want of an extra; what is wrong with a comment for tqa is a
  result, as it is mended in the text.
- A finding that a comment suppresses is there with its `suppressions`, a finding of the baseline with `baselineState`
  "unchanged". GitHub reads neither and would show them: docs/ci.md says how to leave them out.
- The fingerprint is tqa's own. `primaryLocationLineHash` is left for GitHub's upload to fill in, which complains of
  any that is not its own hash of the line.

Results are written as the documents come in; the rules follow them, when it is known which there are.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqa import OWN_RULES, __version__

from . import ci

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tqa import Checked, Diagnostic, Example, PlacedFix, Range, Rule, Run, Severity, Suppression

LEVEL: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note", "hint": "note"}
PROBLEM: Mapping[Severity, str] = {
    "error": "error",
    "warning": "warning",
    "info": "recommendation",
    "hint": "recommendation",
}

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"

NOTIFICATIONS = frozenset({"tqa/rule-crashed", "tqa/unreadable", "tqa/segment-too-long", "tqa/fix-loop"})
"""What is about the run rather than about the text."""

MOST_RELATED = 100
"""Related locations of a result that GitHub keeps."""

MOST_DESCRIBED = 1024
"""Characters of a rule's description that GitHub takes."""

EXAMPLES = 2
"""Of what a rule finds, and of what it leaves alone, each."""


def report(results: Iterable[Checked], run: Run) -> Iterator[str]:
    log = _Log(run)
    here = Path.cwd().as_uri() + "/"
    head = {
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "automationDetails": {"id": "tqa/"},
        "originalUriBaseIds": {ROOT: {"uri": here, "description": {"text": "The folder in which tqa was run."}}},
    }
    yield f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{\n{ci.dumps(head)[1:-1]},\n"results": '
    yield from ci.array(ci.dumps(result) for result in log.results(results))
    invocation = {
        "executionSuccessful": not log.failed,
        "workingDirectory": {"uri": here},
        "toolExecutionNotifications": log.notifications,
        "toolConfigurationNotifications": [
            {"level": "note", "message": {"text": notice.message}} for notice in run.summary.notices
        ],
    }
    yield f',"invocations": [{ci.dumps(invocation)}],\n"tool": {{"driver": {ci.dumps(log.driver())[:-1]}, "rules": '
    yield from ci.array(ci.dumps(log.rule(name)) for name in log.indices)
    yield "}}}]}\n"


class _Log:
    """What has to be known of all results once they have been written."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.indices: dict[str, int] = {name: index for index, name in enumerate(sorted(run.on))}
        """The place of each rule among the rules."""
        self.found: dict[str, Diagnostic] = {}
        """Of rules that are tqa's own, or of another configuration, a finding that tells of them."""
        self.notifications: list[dict[str, Any]] = []
        self.failed = False

    def results(self, results: Iterable[Checked]) -> Iterator[dict[str, Any]]:
        for checked in results:
            for diagnostic in checked.diagnostics:
                if diagnostic.rule in NOTIFICATIONS:
                    self.failed |= diagnostic.severity == "error"
                    self.notifications.append(_notification(diagnostic))
                else:
                    yield self.result(diagnostic)
            for diagnostic, request in checked.suppressed:
                yield self.result(diagnostic, request)

    def result(self, d: Diagnostic, request: Suppression | None = None) -> dict[str, Any]:
        index = self.indices.setdefault(d.rule, len(self.indices))
        self.found.setdefault(d.rule, d)
        return {
            "ruleId": d.rule,
            "ruleIndex": index,
            "level": LEVEL[d.severity],
            "message": _message(d),
            "locations": [_location(d.path, d.range)],
            **({"relatedLocations": _related(d)} if d.evidence else {}),
            **({"partialFingerprints": {"tqa/v1": d.fingerprint}} if d.fingerprint else {}),
            # By the standard, all results of a run say whether they are suppressed, or none does.
            "suppressions": [_suppression(request)] if request else [],
            **({"baselineState": "unchanged" if d.known else "new"} if self.run.baseline else {}),
            **({"fixes": [_fix(d.fix, d.path)]} if d.fix and d.fix.edits else {}),
            "properties": {
                "severity": d.severity,
                "mqm": d.mqm,
                "document": d.document,
                "segment": d.segment_id,
                "plugin": d.plugin,
            },
        }

    def driver(self) -> dict[str, Any]:
        return {
            "name": "tqa",
            "semanticVersion": __version__,
            "informationUri": ci.HOME,
            "shortDescription": {"text": "Translation QA for news"},
            "notifications": [
                {"id": name, "shortDescription": {"text": OWN_RULES[name][1]}} for name in sorted(NOTIFICATIONS)
            ],
        }

    def rule(self, name: str) -> dict[str, Any]:
        rule = self.run.rules.get(name)
        if rule is not None:
            return _descriptor(rule)
        severity, summary = OWN_RULES.get(name) or (self.found[name].severity, self.found[name].message)
        about = {"text": _cut(summary)}
        return {
            "id": name,
            "name": _pascal(name),
            "shortDescription": about,
            "fullDescription": about,
            "help": about,
            "defaultConfiguration": {"level": LEVEL[severity]},
            "properties": {"problem.severity": PROBLEM[severity], "tags": ["tqa"]},
        }


# --- results ----------------------------------------------------------------------------------------------------------


def _message(d: Diagnostic) -> dict[str, str]:
    """The message, with links to the evidence: GitHub shows only related locations that the message links to."""
    linked = d.evidence[: ci.MOST_EVIDENCE]
    links = [f"[{_link(_label(e.message, e.side))}]({number})" for number, e in enumerate(linked, 1)]
    links += ["…"] * (len(d.evidence) > len(linked))
    text = ci.sentence(d).replace("{", "{{").replace("}", "}}")  # braces would be places for arguments
    return {"text": f"{text} (see {', '.join(links)})" if links else text}


def _label(message: str, side: str) -> str:
    return message or ("the source" if side == "source" else "here")


def _link(text: str) -> str:
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace("{", "{{").replace("}", "}}")


def _related(d: Diagnostic) -> list[dict[str, Any]]:
    return [
        {"id": number, **_location(e.path or d.path, e.range), "message": {"text": _label(e.message, e.side)}}
        for number, e in enumerate(d.evidence[:MOST_RELATED], 1)
    ]


def _location(path: str, where: Range | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(path)}
    if where is not None:
        physical["region"] = _region(where)
    return {"physicalLocation": physical}


def _artifact(path: str) -> dict[str, str]:
    uri = ci.uri(path)
    return {"uri": uri} if uri.startswith("file:") else {"uri": uri, "uriBaseId": ROOT}


def _region(where: Range) -> dict[str, int]:
    at = ci.place(where)
    return {
        "startLine": at.line,
        "startColumn": at.column,
        "endLine": at.end_line,
        "endColumn": at.end_column,
    }


def _fix(fix: PlacedFix, path: str) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.range), "insertedContent": {"text": edit.new_text}} for edit in fix.edits
    ]
    return {
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": _artifact(path), "replacements": replacements}],
        "properties": {"safety": fix.safety},
    }


def _suppression(request: Suppression) -> dict[str, str]:
    return {
        "kind": "inSource",
        "status": "accepted",
        **({"justification": request.reason} if request.reason else {}),
    }


def _notification(d: Diagnostic) -> dict[str, Any]:
    whole = d.range.span.start == d.range.span.end == 0
    return {
        "descriptor": {"id": d.rule},
        "level": LEVEL[d.severity],
        "message": {"text": d.message},
        "locations": [_location(d.path, None if whole else d.range)],
    }


# --- rules ------------------------------------------------------------------------------------------------------------


def _descriptor(rule: Rule) -> dict[str, Any]:
    uri = ci.help_uri(rule.id, rule.plugin)
    return {
        "id": rule.id,
        "name": _pascal(rule.id),
        "shortDescription": {"text": _cut(rule.summary or rule.id)},
        "fullDescription": {"text": _cut(" ".join((rule.why or rule.summary or rule.id).split()))},
        "help": {"text": "\n".join(_help(rule)), "markdown": "\n".join(_markdown(rule))},
        **({"helpUri": uri} if uri else {}),
        "defaultConfiguration": {"level": LEVEL[rule.severity]},
        "properties": {
            # What is on by default was measured to be right; what is in preview was not yet.
            "precision": "high" if rule.default else "medium",
            "problem.severity": PROBLEM[rule.severity],
            "tags": list(dict.fromkeys(tag for tag in ("translation", rule.mqm, rule.id.partition("/")[0]) if tag)),
        },
    }


def _pascal(name: str) -> str:
    return "".join([word.capitalize() for word in name.replace("/", "-").split("-")])


def _cut(text: str) -> str:
    return ci.shortened(text, MOST_DESCRIBED)


def _examples(rule: Rule, bad: bool) -> Sequence[Example]:
    return [example for example in rule.examples if example.bad == bad][:EXAMPLES]


def _help(rule: Rule) -> Iterator[str]:
    yield rule.summary or rule.id
    if rule.why:
        yield from ("", rule.why)
    for example in _examples(rule, bad=True):
        yield from ("", f"Finds: {example.text}")
        if example.fixed is not None:
            yield f"Becomes: {example.fixed}"
    for example in _examples(rule, bad=False):
        yield from ("", f"Leaves alone: {example.text}")


def _markdown(rule: Rule) -> Iterator[str]:
    yield ci.markdown(rule.summary or rule.id)
    if rule.why:
        yield from ("", ci.markdown(rule.why))
    for example in _examples(rule, bad=True):
        yield from ("", "Finds", "", *_fenced(example.text))
        if example.fixed is not None:
            yield from ("", "becomes", "", *_fenced(example.fixed))
    for example in _examples(rule, bad=False):
        yield from ("", "Leaves alone", "", *_fenced(example.text))


def _fenced(text: str) -> Iterator[str]:
    fence = ci.fence(text, 3)
    yield from (f"{fence}text", text, fence)
