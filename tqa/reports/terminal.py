"""For people: each document with its findings, the gravest first, and a summary.

The report is made once, as lines of (text, style) pieces; two thin renderers write them with colours or without.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .display import Line, Mark, Piece, excerpt, shown, windows, wrap
from .preview import preview

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tqa import Checked, Diagnostic, Position, Run, Severity, Summary
    from tqa.model import PlacedEdit, PlacedEvidence

STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "hint": "bold blue",
    "known": "dim",
    "path": "bold underline",
    "message": "bold",
    "place": "cyan",
    "quiet": "dim",
    "evidence": "blue",
    "fix": "green",
    "good": "bold green",
}
"""The styles of the report in rich's words; the colours are the terminal's own sixteen."""

ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2, "hint": 3}

MOST_EVIDENCE = 4
"""So many places are quoted, the others only named."""

MOST_PLACES = 12

MANY = 20
"""From so many findings on, the summary names the rules that found most."""


def report(results: Iterable[Checked], run: Run) -> Iterator[str]:
    render = _colored() if run.color else _plain
    for section in _sections(results, run):
        yield "".join([render(line) + "\n" for line in section])


def _plain(line: Line) -> str:
    return "".join([text for text, _ in line])


def _colored() -> Callable[[Line], str]:
    from rich.color import ColorSystem
    from rich.style import Style

    styles = {name: Style.parse(style) for name, style in STYLES.items()}

    def render(line: Line) -> str:
        return "".join(
            [styles[style].render(text, color_system=ColorSystem.STANDARD) if style else text for text, style in line]
        )

    return render


@dataclass(slots=True)
class _Tally:
    """What the summary says and the run does not know."""

    documents: int = 0
    """With something new."""
    fixes: Counter[str] = field(default_factory=Counter)


def _sections(results: Iterable[Checked], run: Run) -> Iterator[Iterable[Line]]:
    tally = _Tally()
    explained: set[str] = set()
    for checked in results:
        new = [d for d in checked.diagnostics if not d.known]
        if new:
            tally.documents += 1
            tally.fixes.update(d.fix.safety for d in new if d.fix)
        if new or (run.verbose and checked.diagnostics):
            yield _document(checked, run, explained)
    yield _summary(run, tally)


# --- a document -------------------------------------------------------------------------------------------------------


def _document(checked: Checked, run: Run, explained: set[str]) -> Iterator[Line]:
    name = f", document {shown(checked.document)}" if checked.document else ""
    yield [(shown(checked.path) + name, "path"), *_counts(checked)]
    yield []
    found = [d for d in checked.diagnostics if run.verbose or not d.known]
    for diagnostic in sorted(found, key=lambda d: (d.known, ORDER[d.severity])):
        yield from _finding(diagnostic, run, checked.format)
        if run.verbose and diagnostic.rule not in explained:
            explained.add(diagnostic.rule)
            yield from _why(diagnostic.rule, run)
        yield []


def _counts(checked: Checked) -> Line:
    severities = Counter(d.severity for d in checked.diagnostics if not d.known)
    pieces: list[Piece] = [(_count(severities[s], s), s) for s in ORDER if severities[s]]
    known = sum(d.known for d in checked.diagnostics)
    if known:
        pieces.append((f"{known} known", "known"))
    line: Line = []
    for piece in pieces:
        line += [(", " if line else ": ", ""), piece]
    return line


def _finding(d: Diagnostic, run: Run, format_name: str) -> Iterator[Line]:
    style = "known" if d.known else d.severity
    yield from wrap(
        [
            (d.severity + (" (known)" if d.known else ""), style),
            (":", ""),
            (" " + shown(d.message), "message"),
            (f" [{d.rule}]", "quiet"),
        ],
        run.width,
        "  ",
        "    ",
    )
    if not d.segment_id and d.range.span.end == 0:
        yield [("  ", ""), (shown(d.path), "place")]  # about the file as a whole
        return
    text, start, end = _spot(d)
    where: Line = [("  ", ""), (f"{shown(d.path)}:{_place(d.range.start)}", "place")]
    if d.segment_id:
        where.append((f" (segment {shown(d.segment_id)})", "quiet"))
    yield where
    parts = windows(text, start, end, run.width - 4)
    seen = [p for p in parts if p is not None]
    here = [
        e
        for e in d.evidence
        if e.side == "target"
        and e.segment_id == d.segment_id
        and any(p.start <= e.span.start and e.span.end <= p.end for p in seen)
        and (e.span.end <= start or end <= e.span.start)
    ]
    marks = [Mark(start, end, "^", style), *(Mark(e.span.start, e.span.end, "~", "evidence") for e in here)]
    yield from excerpt(text, parts, marks, "    ")
    yield from _evidence(d, here, run)
    yield from _fix(d, run, as_is=format_name == "text")


def _spot(d: Diagnostic) -> tuple[str, int, int]:
    """The text to quote, and where in it the finding is. A finding about the file quotes the line of the file."""
    if d.segment_id or not d.excerpt:
        return d.excerpt, d.span.start, d.span.end
    start = _offset(d.excerpt, d.range.start.character)
    end = _offset(d.excerpt, d.range.end.character) if d.range.end.line == d.range.start.line else len(d.excerpt)
    return d.excerpt, start, max(start, end)


def _offset(line: str, character: int) -> int:
    """The offset in code points of a UTF-16 column."""
    if line.isascii():
        return min(character, len(line))
    return len(line.encode("utf-16-le", "surrogatepass")[: 2 * character].decode("utf-16-le", "replace"))


def _place(position: Position) -> str:
    return f"{position.line + 1}:{position.character + 1}"


# --- evidence ---------------------------------------------------------------------------------------------------------


def _evidence(d: Diagnostic, here: list[PlacedEvidence], run: Run) -> Iterator[Line]:
    quoted = len(d.evidence) if run.verbose else MOST_EVIDENCE
    if len(d.evidence) == quoted + 1:
        quoted += 1  # no sense in "and 1 more"
    for evidence in d.evidence[:quoted]:
        where = _where(evidence) + _of(evidence, d)
        says = [(": " + shown(evidence.message), "")] if evidence.message else []
        yield from wrap([(where, "evidence"), *says], run.width, "    ", "      ")
        if evidence not in here:
            parts = windows(evidence.excerpt, evidence.span.start, evidence.span.end, run.width - 6)
            mark = Mark(evidence.span.start, evidence.span.end, "~", "evidence")
            yield from excerpt(evidence.excerpt, parts, [mark], "      ")
    others = d.evidence[quoted:]
    if others:
        places = ", ".join(map(_where, others[:MOST_PLACES]))
        more = f" and {len(others) - MOST_PLACES:,} more" if len(others) > MOST_PLACES else ""
        yield from wrap([("also at", "evidence"), (f" {places}{more}", "")], run.width, "    ", "      ")


def _where(evidence: PlacedEvidence) -> str:
    """Line and column, and the file where that is another than the finding's."""
    place = _place(evidence.range.start)
    return f"{shown(evidence.path)}:{place}" if evidence.path else place


def _of(evidence: PlacedEvidence, d: Diagnostic) -> str:
    """Whose the place is, as far as it isn't the finding's segment."""
    elsewhere = f"segment {shown(evidence.segment_id)}" if evidence.segment_id != d.segment_id else ""
    if evidence.side == "source":
        return f" (source of {elsewhere})" if elsewhere else " (source)"
    return f" ({elsewhere})" if elsewhere else ""


# --- fixes ------------------------------------------------------------------------------------------------------------


def _fix(d: Diagnostic, run: Run, as_is: bool) -> Iterator[Line]:
    if d.fix is None:
        return
    yield from wrap([(f"fix ({d.fix.safety}):", "fix"), (" " + shown(d.fix.title), "")], run.width, "    ", "      ")
    most = len(d.fix.edits) if run.verbose else MOST_EVIDENCE
    previews, rest = preview(d, as_is)
    for after in previews[:most]:
        parts = windows(after.text, after.spans[0][0], after.spans[-1][1], run.width - 6)
        marks = [Mark(start, end, "+", "fix") for start, end in after.spans if start < end]
        yield from excerpt(after.text, parts, marks, "      ")
    left = max(most - len(previews), 0)
    for edit in rest[:left]:
        yield from wrap(_says(edit), run.width, "      ", "        ")
    hidden = len(previews[most:]) + len(rest[left:])
    if hidden:
        yield [("      ", ""), (f"and so in {_count(hidden, 'more place')}", "quiet")]


def _says(edit: PlacedEdit) -> list[Piece]:
    """An edit whose place in the text is not known."""
    where = _place(edit.range.start)
    if not edit.new_text:
        return [(f"{where}:", "fix"), (" delete", "")]
    what = "insert" if edit.range.start == edit.range.end else "write"
    return [(f"{where}:", "fix"), (f" {what} “", ""), (shown(edit.new_text), "fix"), ("”", "")]


# --- the rule ---------------------------------------------------------------------------------------------------------


def _why(rule: str, run: Run) -> Iterator[Line]:
    """Why the rule is there, in its author's words, paragraph by paragraph."""
    known = run.rules.get(rule)
    label = "why: "
    for paragraph in known.why.split("\n\n") if known and known.why else ():
        why = label + shown(" ".join(paragraph.split()))
        yield from wrap([(why, "quiet")], run.width, "    ", "      " if label else "    ")
        label = ""


# --- the summary ------------------------------------------------------------------------------------------------------


def _summary(run: Run, tally: _Tally) -> Iterator[Line]:
    summary = run.summary
    safe, unsafe = tally.fixes["safe"], tally.fixes["unsafe"]
    fixable = [f"{safe:,} can be fixed with --fix"] * bool(safe)
    fixable += [f"{unsafe:,} {'more' if safe else 'can be fixed'} with --unsafe-fixes"] * bool(unsafe)
    more = "" if run.verbose else " (--verbose shows them)"
    apart = [f"{summary.fixed:,} fixed"] * bool(summary.fixed)
    apart += [f"{summary.known:,} known from the baseline{more}"] * bool(summary.known)
    apart += [f"{summary.suppressed:,} suppressed in the text"] * bool(summary.suppressed)
    paragraphs = [
        _result(summary, tally),
        [(", ".join(fixable), "fix")],
        [(", ".join(apart), "quiet")],
    ]
    for pieces in paragraphs:
        if any(text for text, _ in pieces):
            yield from wrap(pieces, run.width, "", "  ")
    if summary.findings >= MANY and len(summary.rules) > 1:
        yield [("most frequent:", "")]
        most = summary.rules.most_common(5)
        size = len(f"{most[0][1]:,}")
        for rule, count in most:
            yield [(f"  {count:{size},} {rule}", "")]
    for notice in summary.notices:
        yield from wrap([("note:", "message"), (f" {notice.message}", "")], run.width, "", "  ")


def _result(summary: Summary, tally: _Tally) -> list[Piece]:
    documents = _count(summary.documents, "document")
    words = _count(summary.words, "word")
    if not summary.documents:
        return [("Nothing was checked: no documents.", "")]
    if not summary.findings:
        return [("Nothing new found" if summary.known else "Nothing found", "good"), (f" in {documents}, {words}.", "")]
    pieces: list[Piece] = [(_count(summary.findings, "finding") + ":", "message")]
    for severity in ORDER:
        if summary.severities[severity]:
            pieces += [("," * (len(pieces) > 1), ""), (" " + _count(summary.severities[severity], severity), severity)]
    pieces.append((f" in {tally.documents:,} of {documents}", ""))
    if summary.words:
        rate = summary.per_thousand_words
        short = f"{rate:,.1f}" if rate >= 1 else f"{rate:.2g}"
        pieces.append((f", {words}: {short} per 1,000 words", ""))
    return pieces


def _count(number: int, what: str) -> str:
    plural = what if number == 1 or what == "info" else what + "s"
    return f"{number:,} {plural}"
