"""JUnit's XML, in the form that Jenkins and GitLab read: a suite a document, and in it a test a rule that found
something, so that a failing document shows which of its problems are new since the last run.

| tqa | JUnit |
| --- | --- |
| at or above --fail-on | failure |
| below | passed, with the findings as its output |
| tqa could not check (tqa/rule-crashed, tqa/unreadable …) | error |

Both systems know a test by `classname` and `name` and drop a second one of the same, so all findings of a rule in a
document are one test. A document with no finding is a test that passed, as Jenkins takes a suite without tests for a
mistake. Jenkins splits `classname` at full stops into packages, hence "a_txt".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import ci

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tqa import Checked, Diagnostic, Run

ORDER = ("error", "warning", "info", "hint", "never")


def report(results: Iterable[Checked], run: Run) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="tqa">\n'
    empty = True
    for checked in results:
        empty = False
        yield _suite(checked, run.fail_on)
    if empty:
        test = ci.element("testcase", {"name": "no documents", "classname": "tqa", "time": "0"})
        yield ci.element("testsuite", {"name": "tqa", "tests": 1, "failures": 0, "errors": 0}, f"\n  {test}\n") + "\n"
    yield "</testsuites>\n"


def _suite(checked: Checked, fail_on: str) -> str:
    rules: dict[str, list[Diagnostic]] = {}
    for diagnostic in ci.new(checked):
        rules.setdefault(diagnostic.rule, []).append(diagnostic)
    name = ci.named(checked)
    outcomes = {rule: _outcome(rule, found, fail_on) for rule, found in rules.items()}
    tests = [_test(rule, name, found, outcomes[rule]) for rule, found in rules.items()]
    tests = tests or [ci.element("testcase", {"name": "no findings", "classname": _class(name), "time": "0"})]
    about: dict[str, str | int] = {
        "name": name,
        "tests": len(tests),
        "failures": list(outcomes.values()).count("failure"),
        "errors": list(outcomes.values()).count("error"),
        "file": ci.relative(checked.path),
    }
    return ci.element("testsuite", about, "".join([f"\n  {test}" for test in tests]) + "\n") + "\n"


def _outcome(rule: str, found: Iterable[Diagnostic], fail_on: str) -> str:
    if fail_on == "never" or min(ORDER.index(d.severity) for d in found) > ORDER.index(fail_on):
        return "system-out"
    return "error" if rule.startswith("tqa/") else "failure"


def _test(rule: str, name: str, found: list[Diagnostic], outcome: str) -> str:
    said = ci.xml("\n".join([line for d in found for line in _lines(d)]))
    first = min(found, key=lambda d: ORDER.index(d.severity))
    message = ci.sentence(first) + (f" (and {len(found) - 1} more)" if len(found) > 1 else "")
    attributes = {} if outcome == "system-out" else {"message": message, "type": first.severity}
    body = ci.element(outcome, attributes, said)
    about: dict[str, str | int] = {"name": rule, "classname": _class(name), "time": "0"}
    about |= {"file": ci.relative(first.path), "line": first.range.start.line + 1}
    return ci.element("testcase", about, body)


def _lines(d: Diagnostic) -> Iterator[str]:
    at = ci.place(d.range)
    yield f"{ci.relative(d.path)}:{at.line}:{at.column}: {d.severity}: {ci.sentence(d)}"
    for detail in ci.details(d):
        yield f"  {detail}"


def _class(name: str) -> str:
    return name.replace(".", "_")
