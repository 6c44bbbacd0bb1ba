"""Workflow commands of GitHub Actions: printed by a step, they become annotations of the run and of the pull request.

| tqa | command |
| --- | --- |
| error | error |
| warning | warning |
| info, hint | notice |
| rules that did not run | notice |

GitHub shows ten annotations of each command a step and fifty a job; the others are in the log only, which is why the
last line counts them all. It takes columns only where a finding begins and ends in one line.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from . import ci

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tqa import Checked, Diagnostic, Run, Severity

COMMAND: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice", "hint": "notice"}

SHOWN = 10
"""Annotations of one command that GitHub shows a step."""


def report(results: Iterable[Checked], run: Run) -> Iterator[str]:
    severities: Counter[str] = Counter()
    for checked in results:
        for diagnostic in ci.new(checked):
            severities[diagnostic.severity] += 1
            yield command(diagnostic)
    commands: Counter[str] = Counter()
    for severity, name in COMMAND.items():
        commands[name] += severities[severity]
    rest = f"; GitHub shows the first {SHOWN} of each level" if any(n > SHOWN for n in commands.values()) else ""
    for notice in run.summary.notices:
        yield f"::notice title=tqa::{_data(notice.message)}\n"
    yield f"tqa: {ci.verdict(severities, run.summary.documents)}{rest}\n"


def command(d: Diagnostic) -> str:
    """A finding as a workflow command, with its line end."""
    at = ci.place(d.range)
    properties: dict[str, str | int] = {"file": ci.relative(d.path), "line": at.line, "endLine": at.end_line}
    if at.line == at.end_line:
        properties |= {"col": at.column, "endColumn": at.end_column}
    properties["title"] = d.rule
    said = ",".join([f"{key}={_property(str(value))}" for key, value in properties.items()])
    return f"::{COMMAND[d.severity]} {said}::{_data(chr(10).join([ci.sentence(d), *ci.details(d)]))}\n"


_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def _data(text: str) -> str:
    return re.sub(r"[%\r\n]", lambda match: _DATA[match[0]], ci.clean(text))


def _property(text: str) -> str:
    return re.sub(r"[%\r\n:,]", lambda match: _PROPERTY[match[0]], ci.clean(text))
