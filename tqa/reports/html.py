"""A page for people: each article as it is read, source beside target, with what was found in the margin.

One file, which loads nothing: a policy in it allows only its own style sheet and script, by their hashes. All findings
are in its HTML; the script (page/report.js) adds filters, the keyboard, and with many articles a view for each. The
summary is known last, so it is written last, and a slot shows it first.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from tqa import Span, __version__

from .lsp import WEIGHTS
from .markup import Place, Ref, inline, language, marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tqa import Checked, Diagnostic, Run, Segment, Severity, Side, Suppression
    from tqa.model import PlacedEdit, PlacedEvidence, PlacedFix

ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2, "hint": 3}

MOST = 3
"""So many places of evidence, and edits of a fix, are shown at once; the others behind a click."""

AROUND = 28
"""Characters of context on each side of an edit."""

LONGEST = 90
"""Characters of the words of a finding that are quoted in its note."""


def report(results: Iterable[Checked], run: Run) -> Iterator[str]:
    total = _Total()
    yield _head()
    for number, checked in enumerate(results, 1):
        article = _Article(number, checked)
        total.add(article)
        yield "".join(_article(article, run))
    yield "".join(_end(total, run))


# --- the page ---------------------------------------------------------------------------------------------------------


@cache
def _part(name: str) -> str:
    return (Path(__file__).with_name("page") / name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _head() -> str:
    style, script = f"\n{_part('report.css')}", f"\n{_part('report.js')}"
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="tqa {__version__}">
<meta name="referrer" content="no-referrer">
<title>Translation QA report</title>
<style>{style}</style>
<script>{script}</script>
</head>
<body>
{_part("tools.html")}<main id="main" tabindex="-1">
<template shadowrootmode="open"><slot name="summary"></slot><slot></slot></template>
"""


def _end(total: _Total, run: Run) -> Iterator[str]:
    yield '<div slot="summary" id="summary">\n'
    yield from _summary(total, run)
    if len(total.rows) > 1:
        yield from _index(total)
    yield "</div>\n</main>\n"
    yield f"<footer><p>Made by tqa {__version__}. Findings are known if the baseline has them, and suppressed if a"
    yield " comment in the text asks to leave them alone; neither are counted.</p></footer>\n</body>\n</html>\n"


# --- an article -------------------------------------------------------------------------------------------------------


class _Article:
    """A document with the places in its texts that notes speak of."""

    def __init__(self, number: int, checked: Checked) -> None:
        self.number, self.checked = number, checked
        self.segments: Sequence[Segment] = checked.source.segments if checked.source else ()
        self.places: dict[tuple[int, Side], dict[Span, Place]] = {}
        self.explained: set[str] = set()
        """Rules whose reason was given; on paper it is not given again."""
        self.by_id: dict[str, int] = {}
        self._by_text: dict[tuple[str, str], int] = {}
        for n, segment in enumerate(self.segments):
            self.by_id.setdefault(segment.id, n)
            for text in (segment.target, segment.source):
                if text:
                    self._by_text.setdefault((segment.id, text.value), n)
        self.found = sorted((d for d in checked.diagnostics if not d.known), key=self._order)
        """What is new, in the order of the text; first what is about the file."""
        self.known = [d for d in checked.diagnostics if d.known]
        self.severities = Counter(d.severity for d in self.found)
        self.penalty = sum(WEIGHTS[d.severity] for d in self.found if not d.rule.startswith("tqa/"))

    def _order(self, d: Diagnostic) -> tuple[int, Span]:
        segment = self.segment(d)
        return (-1 if segment is None else segment, d.span)

    @property
    def name(self) -> str:
        return self.checked.document or self.checked.path

    @property
    def id(self) -> str:
        return f"d{self.number}"

    @property
    def score(self) -> float:
        """MQM penalty points per 1,000 words."""
        return 1000 * self.penalty / self.checked.words if self.checked.words else 0.0

    def segment(self, at: Diagnostic | PlacedEvidence) -> int | None:
        """The number of the segment that something is in (several may have the same id)."""
        return self._by_text.get((at.segment_id, at.excerpt), self.by_id.get(at.segment_id))

    def place(self, at: Diagnostic | PlacedEvidence) -> Place | None:
        """The place of a finding or of evidence; None if it is in none of the texts."""
        number = self.segment(at)
        side: Side = getattr(at, "side", "target")
        if number is None or (side == "source" and self.segments[number].source is None):
            return None
        start, end = at.span
        if not 0 <= start <= end <= len(self.segments[number].side(side).value):
            return None
        places = self.places.setdefault((number, side), {})
        if at.span not in places:
            places[at.span] = Place(f"{self.id}s{number + 1}{side[0]}{start}-{end}", at.span)
        return places[at.span]

    def lang(self, at: Diagnostic | PlacedEvidence) -> str:
        """The attributes for words quoted from a text."""
        number = self.segment(at)
        return language("" if number is None else self.segments[number].side(getattr(at, "side", "target")).lang)


_TAGS = {"headline": "h3", "quote": "blockquote", "code": "pre"}
"""What a segment of a kind is in HTML; the others are paragraphs."""


def _article(article: _Article, run: Run) -> Iterator[str]:
    checked = article.checked
    notes: dict[int | None, list[str]] = {}
    for number, d in enumerate(article.found, 1):
        place, note = article.place(d), f"f{article.number}-{number}"
        if place:
            place.refs.append(Ref(note, number, d.severity))
            place.refs.sort(key=lambda ref: ORDER[ref.severity])
        notes.setdefault(article.segment(d) if place else None, []).append(_note(d, article, run, note, number))
    apart = [*_apart(article, run)]
    path = f'<p class="path">{inline(checked.path)}</p>\n' if checked.document else ""
    title = inline(article.name)
    bilingual = ' class="bilingual"' if any(s.source for s in article.segments) else ""
    yield f'<article id="{article.id}"{bilingual} aria-labelledby="{article.id}h">\n<header>\n'
    yield f'<h2 id="{article.id}h" tabindex="-1">{title}</h2>\n{path}'
    yield f'<p class="counts">{_counts(article)}</p>\n</header>\n'
    yield from _list("Findings about the file", notes.get(None, ()))
    for number, segment in enumerate(article.segments):
        yield from _segment(article, number, segment, notes.get(number, ()))
    yield from apart
    yield "</article>\n"


def _counts(article: _Article) -> str:
    counted = [_count(article.checked.words, "word"), *_by_severity(article.severities)]
    if not article.found:
        counted.append("nothing new found" if article.known else "nothing found")
    elif article.checked.words:
        counted.append(f"MQM {_rate(article.score)} per 1,000 words")
    return " · ".join(counted)


def _segment(article: _Article, number: int, segment: Segment, notes: Sequence[str]) -> Iterator[str]:
    label = inline(segment.id) + (f" {inline(segment.kind)}" if segment.kind != "body" else "")
    kind = inline(segment.kind)
    yield f'<div class="segment {kind}"><p class="label">{label}</p>\n'
    if segment.source:
        html = marked(segment.source.value, article.places.get((number, "source"), {}).values())
        yield f'<p class="source"{language(segment.source.lang)}>{html}</p>\n'
    tag = _TAGS.get(segment.kind, "p")
    html = marked(segment.target.value, article.places.get((number, "target"), {}).values())
    if tag == "pre" and html.startswith("\n"):
        html = "\n" + html  # the parser drops the first one
    yield f'<{tag} class="target"{language(segment.target.lang)}>{html}</{tag}>\n'
    yield from _list(f"Findings in segment {inline(segment.id)}", notes)
    yield "</div>\n"


def _list(label: str, notes: Sequence[str]) -> Iterator[str]:
    if notes:
        yield f'<ol class="notes" aria-label="{label}">\n{"".join(notes)}</ol>\n'


def _apart(article: _Article, run: Run) -> Iterator[str]:
    """What is not counted: the known, and what comments suppressed."""
    suppressed = article.checked.suppressed
    if article.known:
        notes = [_note(d, article, run) for d in article.known]
        yield from _folded("apart", f"Known from the baseline: {len(notes)}", notes)
    if suppressed:
        notes = [_note(s.diagnostic, article, run, why=_request(s.request)) for s in suppressed]
        yield from _folded("apart", f"Suppressed in the text: {len(notes)}", notes)


def _folded(name: str, title: str, items: Sequence[str]) -> Iterator[str]:
    yield f'<details class="{name}"><summary>{title}</summary>\n<ul>\n{"".join(items)}</ul></details>\n'


def _request(request: Suppression) -> str:
    until = f", until {request.until}" if request.until else ""
    return f"Suppressed{until}: {request.reason}" if request.reason else f"Suppressed{until}, without a reason"


# --- a finding --------------------------------------------------------------------------------------------------------


def _note(d: Diagnostic, article: _Article, run: Run, note: str = "", number: int = 0, why: str = "") -> str:
    """What is wrong at a place. Those that count have an id and a number, and the script can filter them."""
    data = f' id="{note}" tabindex="-1" data-rule="{inline(d.rule)}" data-mqm="{inline(d.mqm)}"' if note else ""
    label = (
        f'<b class="number">{number}</b> ' * bool(number) + f'<span class="severity">{d.severity.capitalize()}</span>'
    )
    return "".join(
        [
            f'<li class="note {d.severity}"{data}>\n<p class="spot">{_link(d, article, label)}</p>\n',
            f'<p class="message">{inline(d.message)}</p>\n',
            f'<p class="reason">{inline(why)}</p>\n' if why else "",
            *_fix(d.fix, article),
            *_some("evidence", [_evidence(e, d, article) for e in d.evidence]),
            *_why(d, article, run),
            "</li>\n",
        ]
    )


def _link(at: Diagnostic | PlacedEvidence, article: _Article, label: str) -> str:
    """A label that leads to the place, with the words there; of what is in no text, without the link, with the line."""
    place, where = article.place(at), at.range.span
    if place:
        words, lang = at.excerpt[at.span.start : at.span.end], article.lang(at)
    else:
        words, lang = at.excerpt if where.start < where.end else "", language("")
    quoted = f" <q{lang}>{_visible(_short(words))}</q>" if words else ""
    return f'<a href="#{place.id}">{label}{quoted}</a>' if place else label + quoted


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: 2 * LONGEST // 3].rstrip()} … {text[-LONGEST // 4 :].lstrip()}"


def _evidence(evidence: PlacedEvidence, d: Diagnostic, article: _Article) -> str:
    elsewhere = f"segment {inline(evidence.segment_id)}" if evidence.segment_id != d.segment_id else ""
    source = ("source of " if elsewhere else "source") if evidence.side == "source" else ""
    says = f": {inline(evidence.message)}" if evidence.message else ""
    return f"<li>{_link(evidence, article, source + elsewhere or 'here')}{says}</li>\n"


def _fix(fix: PlacedFix | None, article: _Article) -> Iterator[str]:
    if fix:
        yield f'<p class="fix"><span class="label">Fix ({fix.safety})</span> {inline(fix.title)}</p>\n'
        yield from _some("edits", [_edit(edit, article) for edit in fix.edits])


def _edit(edit: PlacedEdit, article: _Article) -> str:
    """Before and after, with the words around them."""
    number = article.by_id.get(edit.segment_id)
    if number is None:
        return f"<li><ins>{_visible(edit.text)}</ins></li>\n"
    target = article.segments[number].target
    text, (start, end) = target.value, edit.span
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    left = "…" if start > AROUND else ""
    right = "…" if end + AROUND < len(text) else ""
    old = f"<del>{_visible(text[start:end])}</del>" if start < end else ""
    new = f"<ins>{_visible(edit.text)}</ins>" if edit.text else ""
    return f"<li{language(target.lang)}>{left}{inline(before)}{old}{new}{inline(after)}{right}</li>\n"


def _visible(text: str) -> str:
    """A text that is deleted or inserted; one of white space alone would not be seen."""
    return inline(text) if text.strip() else inline(text.replace("\n", "↵").replace(" ", "␣"))


def _some(name: str, items: Sequence[str]) -> Iterator[str]:
    """A list of which the first are shown and the others behind a click."""
    most = MOST if len(items) > MOST + 1 else len(items)  # no sense in "1 more"
    if items:
        yield f'<ul class="{name}">\n{"".join(items[:most])}</ul>\n'
    if items[most:]:
        yield from _folded(name, f"{len(items) - most} more", items[most:])


def _why(d: Diagnostic, article: _Article, run: Run) -> Iterator[str]:
    """The rule and its category; behind a click the reason, in its author's words."""
    about = f"<code>{inline(d.rule)}</code>" + (f' <span class="mqm">MQM {inline(d.mqm)}</span>' if d.mqm else "")
    rule = run.rules.get(d.rule)
    paragraphs = rule.why.split("\n\n") if rule and rule.why else []
    if paragraphs:
        why = "".join([f"<p>{inline(paragraph)}</p>\n" for paragraph in paragraphs])
        again = " again" if d.rule in article.explained else ""
        article.explained.add(d.rule)
        yield f'<details class="why{again}"><summary>Why? {about}</summary>\n{why}</details>\n'
    else:
        yield f'<p class="why">{about}</p>\n'


# --- the summary ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Total:
    """What the summary says and the run does not know."""

    rows: list[str] = field(default_factory=list)
    mqm: Counter[str] = field(default_factory=Counter)
    penalty: float = 0.0

    def add(self, article: _Article) -> None:
        self.rows.append(_row(article))
        self.mqm.update(d.mqm or "none (about the work of tqa)" for d in article.found)
        self.penalty += article.penalty


def _summary(total: _Total, run: Run) -> Iterator[str]:
    summary = run.summary
    score = 1000 * total.penalty / summary.words if summary.words else 0.0
    yield f"<h1>Translation QA report</h1>\n{_verdict(run)}"
    yield '<dl class="figures">\n'
    for name, value in (
        ("documents", f"{summary.documents:,}"),
        ("words", f"{summary.words:,}"),
        ("findings", f"{summary.findings:,}"),
        ("MQM penalty per 1,000 words", _rate(score)),
        ("fixed", f"{summary.fixed:,}" if summary.fixed else ""),
        ("known", f"{summary.known:,}" if summary.known else ""),
        ("suppressed", f"{summary.suppressed:,}" if summary.suppressed else ""),
    ):
        if value:
            yield f"<div><dt>{name}</dt><dd>{value}</dd></div>\n"
    yield "</dl>\n"
    if summary.findings:
        yield '<ul class="severities">\n'
        for severity in ORDER:
            if count := summary.severities[severity]:
                yield f'<li><span class="m {severity} l0">{_count(count, severity)}</span></li>\n'
        yield "</ul>\n"
        yield from _chart(total.mqm)
    for notice in summary.notices:
        yield f"<p>{inline(notice.message)}</p>\n"


def _verdict(run: Run) -> str:
    summary = run.summary
    if run.fail_on == "never":
        return '<p class="verdict">No verdict: no severity was named that fails.</p>\n'
    below = f"at or above <em>{run.fail_on}</em>" if run.fail_on != "error" else "of severity <em>error</em>"
    if summary.fails(run.fail_on):
        order = [str(severity) for severity in ORDER]
        grave = sum([summary.severities[severity] for severity in order[: order.index(run.fail_on) + 1]])
        return f'<p class="verdict fail"><strong>Fail</strong> {_count(grave, "finding")} {below}</p>\n'
    return f'<p class="verdict pass"><strong>Pass</strong> nothing {below}</p>\n'


def _chart(counts: Counter[str]) -> Iterator[str]:
    """Findings by MQM category: a table, which is the chart's alternative in words, with a bar in each row."""
    most = max(counts.values())
    yield '<table class="chart"><caption>Findings by MQM category</caption>\n<thead class="sr"><tr>'
    yield '<th scope="col">Category</th><th scope="col">Findings</th></tr></thead>\n<tbody>\n'
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        bar = f'<rect width="{100 * count / most:.4g}" height="10"/>'
        bar = f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{bar}</svg>'
        yield f'<tr><th scope="row" data-mqm="{inline(name)}">{inline(name).replace("/", "/<wbr>")}</th>'
        yield f"<td>{bar}<span>{count:,}</span></td></tr>\n"
    yield "</tbody></table>\n"


def _index(total: _Total) -> Iterator[str]:
    yield '<section id="index" aria-labelledby="indexh">\n<h2 id="indexh" tabindex="-1">Articles</h2>\n'
    yield '<table class="index"><thead><tr><th scope="col" data-sort="name">Name</th>'
    yield '<th scope="col" class="n" data-sort="words">Words</th>'
    yield '<th scope="col" class="n" data-sort="findings">Findings</th>'
    yield '<th scope="col" class="by"><span class="sr">Findings by severity</span></th>'
    yield '<th scope="col" class="n" data-sort="score">MQM per 1,000 words</th></tr></thead>\n<tbody>\n'
    yield from total.rows
    yield "</tbody></table>\n</section>\n"


def _row(article: _Article) -> str:
    where = f' <span class="path">{inline(article.checked.path)}</span>' if article.checked.document else ""
    found = len(article.found)
    severities = f'<td class="by"><span>{", ".join(_by_severity(article.severities))}</span></td>'
    score = f'<td class="n" data-v="{article.score:.6g}">{_rate(article.score)}</td>'
    return (
        f'<tr><th scope="row"><a href="#{article.id}">{inline(article.name)}</a>{where}</th>'
        f'<td class="n" data-v="{article.checked.words}">{article.checked.words:,}</td>'
        f'<td class="n" data-v="{found}"><span class="count">{found:,}</span></td>{severities}{score}</tr>\n'
    )


def _by_severity(severities: Counter[Severity]) -> list[str]:
    return [_count(severities[severity], severity) for severity in ORDER if severities[severity]]


def _rate(value: float) -> str:
    return f"{value:,.1f}"


def _count(number: int, what: str) -> str:
    plural = what if number == 1 or what == "info" else what + "s"
    return f"{number:,} {plural}"
