"""A summary in Markdown, for the summary of a job on GitHub or a comment on a merge request.

| tqa | shown as |
| --- | --- |
| error | 🔴 error |
| warning | 🟠 warning |
| info | 🔵 info |
| hint | ⚪ hint |

GitHub takes 65,536 characters in a comment and 1 MiB in a summary, GitLab a million: what is written here is at most
`MOST` bytes, with the gravest findings first. Words of the texts are kept from being markup, and from calling people
or naming issues (@someone, #12).
"""

from __future__ import annotations

from collections import Counter
from heapq import nsmallest
from typing import TYPE_CHECKING

from . import ci
from .display import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tqa import Checked, Diagnostic, Run, Severity

ORDER = ("error", "warning", "info", "hint")

SIGN: Mapping[Severity, str] = {"error": "🔴", "warning": "🟠", "info": "🔵", "hint": "⚪"}

MOST = 60_000
"""Bytes of the whole summary."""

MOST_RULES = 100
"""Rows of the table."""

MOST_FINDINGS = 200
"""That are kept while the documents come in; MOST bounds them, too."""


def report(results: Iterable[Checked], run: Run) -> Iterator[str]:
    rules: Counter[tuple[Severity, str]] = Counter()
    urls: dict[str, str] = {}

    def found() -> Iterator[Diagnostic]:
        for checked in results:
            for diagnostic in ci.new(checked):
                rules[diagnostic.severity, diagnostic.rule] += 1
                urls[diagnostic.rule] = ci.help_uri(diagnostic.rule, diagnostic.plugin)
                yield diagnostic

    worst = nsmallest(MOST_FINDINGS, found(), key=lambda d: ORDER.index(d.severity))
    head = "".join([*_verdict(run), *_table(rules, urls)])
    yield ci.clean(head)
    yield from map(ci.clean, _findings(worst, rules.total(), MOST - len(ci.clean(head).encode())))


def _verdict(run: Run) -> Iterator[str]:
    summary = run.summary
    sign = "❌" if summary.fails(run.fail_on) else "✅"
    said = ci.verdict(summary.severities, summary.documents) if summary.findings else "nothing found"
    if not summary.documents:
        said = "nothing was checked: no documents"
    elif not summary.findings:
        said += f" in {ci.count(summary.documents, 'document')}"
    yield f"### {sign} tqa: {said}\n\n"
    facts = [ci.count(summary.words, "word")]
    if summary.findings and summary.words:
        facts.append(f"{summary.per_thousand_words:,.1f} findings per 1,000 words")
    facts += [f"{summary.fixed:,} fixed"] * bool(summary.fixed)
    facts += [f"{summary.known:,} known from the baseline"] * bool(summary.known)
    facts += [f"{summary.suppressed:,} suppressed in the text"] * bool(summary.suppressed)
    yield ", ".join(facts) + ".\n"
    for notice in summary.notices:
        yield f"\nℹ️ {ci.markdown(notice.message)}\n"


def _table(rules: Counter[tuple[Severity, str]], urls: Mapping[str, str]) -> Iterator[str]:
    if not rules:
        return
    yield "\n| findings | severity | rule |\n| ---: | --- | --- |\n"
    rows = sorted(rules.items(), key=lambda item: (ORDER.index(item[0][0]), -item[1], item[0][1]))
    for (severity, rule), number in rows[:MOST_RULES]:
        name = f"[{rule}]({urls[rule]})" if urls[rule] else rule
        yield f"| {number:,} | {SIGN[severity]} {severity} | {name} |\n"
    if len(rows) > MOST_RULES:
        yield f"| … | | and {len(rows) - MOST_RULES:,} more |\n"


def _findings(worst: Iterable[Diagnostic], total: int, room: int) -> Iterator[str]:
    """As many findings as there is room for, and how many are left."""
    entries: list[str] = []
    for diagnostic in worst:
        entry = _entry(diagnostic)
        room -= len(ci.clean(entry).encode())
        if room < 200:  # for what surrounds them
            break
        entries.append(entry)
    if not entries:
        return
    title = ci.count(total, "finding") if len(entries) == total else f"The gravest {len(entries)} of {total:,} findings"
    yield f"\n<details{' open' * (total <= 10)}><summary>{title}</summary>\n\n"
    yield from entries
    yield "\n</details>\n"


def _entry(d: Diagnostic) -> str:
    at = ci.place(d.range)
    where = ci.code(f"{shown(ci.relative(d.path))}:{at.line}:{at.column}")
    lines = [f"- {SIGN[d.severity]} {where} {ci.markdown(shown(d.message))} ({d.rule})"]
    words = ci.words(d)
    if words.strip() and words not in d.message:
        lines.append(f"  in: {ci.code(words)}")
    lines += [f"  {ci.markdown(detail)}" for detail in ci.details(d)]
    return "<br>\n".join(lines) + "\n"
