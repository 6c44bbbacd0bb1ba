"""Rules × document → diagnostics: running the rules, suppression, the baseline, and fixes to a fixed point."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from .match import Matcher
from .model import (
    LASTING,
    SAFETIES,
    SEVERITIES,
    Content,
    Diagnostic,
    Document,
    Evidence,
    Finding,
    Fix,
    PlacedEdit,
    PlacedEvidence,
    PlacedFix,
    Range,
    Segment,
    Span,
    Suppression,
    UnwritableError,
)
from .rule import Context, Rule, Tools

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from .cache import Cache
    from .encoder import Encoder
    from .extras import Notice
    from .hookspecs import Language
    from .model import Safety, Severity, Text
    from .termbase import Termbase

    Scan = Callable[[str], list[tuple[int, int]]]
    """Text → the (group, number) of every pattern that may match in it."""

OWN_RULES: Mapping[str, tuple[Severity, str]] = {
    "tqa/rule-crashed": ("error", "A rule raised an exception; the others went on"),
    "tqa/unreadable": ("error", "A file or a part of it could not be read"),
    "tqa/invalid-file": (
        "warning",
        "A file breaks the rules of its format; it was read, but other programs may refuse it",
    ),
    "tqa/segment-too-long": ("error", "A paragraph so long that it cannot be one; it was not checked"),
    "tqa/unused-suppression": ("warning", "An ignore comment that suppresses nothing"),
    "tqa/expired-suppression": ("warning", "An ignore comment whose date has passed"),
    "tqa/suppression-without-reason": ("warning", "An ignore comment that gives no reason"),
    "tqa/fix-loop": ("warning", "Fixes that undo one another or come to no end; none of them was applied"),
}
"""What tqa itself reports, about its own work rather than about the text."""

MAX_SEGMENT = 100_000
"""Code points. What is longer is no paragraph but a file without line ends, and takes rules minutes."""

MANY_SEGMENTS = 10_000
"""In a document of more, what was computed of its texts is forgotten when the rules of another module come: most of it
serves a family of rules, and all of it at a time would take gigabytes of a large translation memory."""

BLOCK = 5_000
"""Segments of such a document that rules which look at one at a time look at together."""

_NOWHERE: Mapping[str, list[int]] = MappingProxyType({})
_NO_OPTIONS: Mapping[str, object] = MappingProxyType({})

ROUNDS = 10
"""Fixes may uncover others; after this many rounds they come to no end."""


class Suppressed(NamedTuple):
    """A diagnostic that a comment in the text asked to leave out."""

    diagnostic: Diagnostic
    request: Suppression


class Checked(NamedTuple):
    """The diagnostics of one document."""

    path: str
    document: str
    format: str
    segments: int
    words: int
    diagnostics: tuple[Diagnostic, ...]
    suppressed: tuple[Suppressed, ...] = ()
    source: Document | None = None
    """What was checked, for reports that ask for it (`hookspecs.DocumentReport`)."""
    not_run: tuple[tuple[str, str], ...] = ()
    """Rules meant for the document that did not run for want of an extra: (extra, rule)."""


def _can_run(rule: Rule) -> bool:
    from .extras import installed

    return installed(rule.requires)


def _encoder(cache: Cache | None) -> Encoder:
    from .encoder import Encoder

    return Encoder(cache)


def _today() -> dt.date:
    import datetime as dt

    return dt.date.today()


@dataclass(slots=True)
class Summary:
    """Counts of a run; complete when its results are at their end."""

    files: int = 0
    documents: int = 0
    segments: int = 0
    words: int = 0
    fixed: int = 0
    suppressed: int = 0
    known: int = 0
    severities: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    not_run: dict[str, set[str]] = field(default_factory=dict)
    """Extras that are not installed → rules that did not run for want of them."""

    def add(self, checked: Checked) -> None:
        self.documents += 1
        self.segments += checked.segments
        self.words += checked.words
        self.suppressed += len(checked.suppressed)
        for diagnostic in checked.diagnostics:
            if diagnostic.known:
                self.known += 1
            else:
                self.severities[diagnostic.severity] += 1
                self.rules[diagnostic.rule] += 1
        for extra, rule in checked.not_run:
            self.not_run.setdefault(extra, set()).add(rule)

    @property
    def notices(self) -> list[Notice]:
        """What has to be said of rules that did not run."""
        if not self.not_run:
            return []
        from .extras import notices

        return notices(self.not_run)

    @property
    def findings(self) -> int:
        return self.severities.total()

    @property
    def per_thousand_words(self) -> float:
        """Findings per 1,000 words; 0 where there are no words."""
        return 1000 * self.findings / self.words if self.words else 0.0

    def fails(self, fail_on: str) -> bool:
        """Whether there is a finding at or above a severity ("never": no)."""
        if fail_on == "never":
            return False
        counted = SEVERITIES[: [str(s) for s in SEVERITIES].index(fail_on) + 1]
        return any(self.severities[severity] for severity in counted)


@dataclass(slots=True)
class Run:
    """What a report may know of the run it reports on."""

    summary: Summary
    rules: Mapping[str, Rule] = field(default_factory=dict)
    on: Collection[str] = ()
    """The ids of the rules that are on where the run begins; in some folders others may be."""
    baseline: bool = False
    """Whether there is a record of known findings."""
    fail_on: str = "warning"
    color: bool = False
    width: int = 100
    verbose: bool = False


class Checker:
    """The rules of one configuration, ready to run over documents. Holds no state of the documents."""

    def __init__(
        self,
        rules: Sequence[Rule],
        *,
        options: Mapping[str, Mapping[str, object]] | None = None,
        severity: Mapping[str, Severity] | None = None,
        known: Collection[str] = (),
        cache: Cache | None = None,
        today: dt.date | None = None,
        all_rules: Collection[str] = (),
        languages: Mapping[str, Language] | None = None,
        termbase: Termbase | None = None,
    ) -> None:
        """`options` and `severity` by rule id; `known`: the fingerprints of a baseline; `all_rules`: the ids of rules
        that are there but not run, which comments may name; `languages`: by primary subtag, what rules may ask of;
        `termbase`: the terms that documents are held to. Rules whose extra is not installed are left out;
        `Checked.not_run` tells. Raises SetupError where there is no such extra.
        """
        self.rules = tuple(rules)
        needy = [rule for rule in rules if rule.requires]
        self._held_back = [rule for rule in needy if not _can_run(rule)]
        if self._held_back:
            lost = {rule.id for rule in self._held_back}
            self.rules = tuple(rule for rule in rules if rule.id not in lost)
        self._origins = [rule.origin for rule in self.rules]
        self._options = options or {}
        self._severity = severity or {}
        self._known = frozenset(known)
        self._today = today
        self._all = {rule.id for rule in rules}.union(all_rules, OWN_RULES) if all_rules else frozenset()
        self._tools = Tools(
            Matcher([r.patterns for r in self.rules], cache),
            languages or {},
            _encoder(cache) if any(rule.requires == "semantic" for rule in self.rules) else None,
            termbase,
        )
        self._plans: dict[tuple[str, str], tuple[frozenset[int], list[int]]] = {}

    def check(self, document: Document, skip: Collection[str] = (), memory: Memory | None = None) -> Checked:
        """Run every rule that is meant for the document's languages; `skip` names rules to leave out. With the memory
        of an earlier state of the document, rules of segment scope run only in segments whose text is another.
        """
        found: list[Diagnostic] = []
        if any(len(s.target.value) > MAX_SEGMENT for s in document.segments):
            found = [_too_long(s, document) for s in document.segments if len(s.target.value) > MAX_SEGMENT]
            document = replace(
                document, segments=tuple(s for s in document.segments if len(s.target.value) <= MAX_SEGMENT)
            )
        scan: Scan = self._tools.matcher.fired
        if memory is not None:
            scan = memory.recall(document, scan)
        fired, words = self._scan(document, scan)
        by_id: dict[str, list[Segment]] = {}
        tools = self._tools
        plan, always = self._plan(document.source_lang, document.target_lang)
        many = memory is None and len(document.segments) > MANY_SEGMENTS
        chosen = sorted([*always, *filter(plan.__contains__, fired)])
        if skip:
            chosen = [group for group in chosen if self.rules[group].id not in skip]
        for _, family in groupby(chosen, key=self._origins.__getitem__):
            tasks: list[_Task] = []
            for group in family:
                rule, places = self.rules[group], fired.get(group, _NOWHERE)
                context = Context(rule, document, self._options.get(rule.id, _NO_OPTIONS), tools, group, places)
                subjects: Sequence[Segment | Document] = (document,)
                if rule.scope == "segment" and rule.patterns:
                    by_id = by_id or _by_id(document)
                    hit = [segment for name in places for segment in by_id[name]]
                    subjects = [s for s in hit if rule.looks_at(s.kind)]
                elif rule.scope == "segment":
                    subjects = context.segments
                check = memory.findings if memory and rule.scope == "segment" else rule.check
                tasks.append(_Task(rule, check, context, subjects))
            for task in _sparing(tasks, document) if many else tasks:
                self._run(*task, document, found)
        requests = self._suppress(document, found, skip) if document.suppressions else {}
        found += [_about_file(document, p.rule, p.message, p.place) for p in document.problems if p.rule not in skip]
        diagnostics, suppressed = self._finish(document, found, requests) if found else ((), ())
        return Checked(
            path=document.path,
            document=document.name,
            format=document.format,
            segments=len(document.segments),
            words=words,
            diagnostics=diagnostics,
            suppressed=suppressed,
            not_run=tuple(self._not_run(document, skip)) if self._held_back else (),
        )

    def _not_run(self, document: Document, skip: Collection[str]) -> Iterator[tuple[str, str]]:
        for rule in self._held_back:
            if rule.speaks(document.source_lang, document.target_lang) and rule.id not in skip:
                yield rule.requires, rule.id

    def _scan(self, document: Document, scan: Scan) -> tuple[dict[int, dict[str, list[int]]], int]:
        """Which patterns may match where (rule → segment → patterns, by number), and the number of words."""
        fired: dict[int, dict[str, list[int]]] = {}
        words = 0
        for segment in document.segments:
            value = segment.target.value
            words += len(value.split())
            for group, number in scan(value):
                places = fired.get(group)
                if places is None:
                    fired[group] = {segment.id: [number]}
                elif segment.id not in places:
                    places[segment.id] = [number]
                elif number not in places[segment.id]:  # there may be two segments of one id
                    places[segment.id].append(number)
        return fired, words

    def _plan(self, source_lang: str, target_lang: str) -> tuple[frozenset[int], list[int]]:
        """The numbers of the rules for a pair of languages: of those that run where one of their patterns fired, and
        of those without patterns, which always run."""
        plan = self._plans.get((source_lang, target_lang))
        if plan is None:
            speaking = [group for group, rule in enumerate(self.rules) if rule.speaks(source_lang, target_lang)]
            always = [group for group in speaking if not self.rules[group].patterns]
            plan = self._plans[source_lang, target_lang] = frozenset(speaking).difference(always), always
        return plan

    def _run(
        self,
        rule: Rule,
        check: Callable[[Any, Context], Iterable[Finding]],
        context: Context,
        subjects: Sequence[Segment | Document],
        document: Document,
        found: list[Diagnostic],
    ) -> None:
        """Adds what a rule finds in each subject, by `check`, to `found`."""
        place = self._place
        for subject in subjects:
            segment = subject if isinstance(subject, Segment) else None
            try:
                for finding in check(subject, context):
                    at = finding.segment or segment
                    if at is None:
                        raise ValueError("a rule of document scope must say which segment its finding is in")
                    found.append(place(rule, finding, at, document))
            except Exception as problem:  # noqa: BLE001 - a plugin's rule may raise anything; the others must go on
                found.append(_crash(rule, problem, segment, document))

    def _place(self, rule: Rule, finding: Finding, segment: Segment, document: Document) -> Diagnostic:
        _check_finding(finding)
        content = document.content
        return Diagnostic(
            rule=rule.id,
            severity=self._severity.get(rule.id) or finding.severity or rule.severity,
            message=finding.message,
            path=document.path,
            document=document.name,
            segment_id=segment.id,
            span=finding.span,
            range=_range(content, segment.target, finding.span),
            excerpt=segment.target.value,
            mqm=rule.mqm,
            evidence=tuple(_place_evidence(document, e, e.segment or segment) for e in finding.evidence),
            fix=_place_fix(content, finding.fix, segment) if finding.fix else None,
            plugin=rule.plugin,
        )

    def _suppress(
        self, document: Document, found: list[Diagnostic], skip: Collection[str]
    ) -> dict[Diagnostic, Suppression]:
        """Which of the diagnostics a comment asks to leave out. Adds to `found` what is wrong with the comments."""
        today = (self._today or _today()).isoformat()
        used: set[tuple[int, str]] = set()
        asked: dict[Diagnostic, Suppression] = {}
        for diagnostic in found:
            for number, request in enumerate(document.suppressions):
                if (
                    diagnostic.rule in request.rules
                    and request.segment in (None, diagnostic.segment_id)
                    and not (request.until and request.until < today)
                ):
                    used.add((number, diagnostic.rule))
                    asked[diagnostic] = request
                    break
        here = {rule.id for rule in self.rules if rule.speaks(document.source_lang, document.target_lang)}.difference(
            skip
        )
        for number, request in enumerate(document.suppressions):
            idle = [rule for rule in request.rules if rule in here and (number, rule) not in used]
            unknown = [rule for rule in request.rules if self._all and rule not in self._all]
            complaint = _complaint(request, idle, unknown, today)
            if complaint:
                found.append(_about_file(document, *complaint, span=request.place))
        return asked

    def _finish(
        self, document: Document, found: list[Diagnostic], asked: Mapping[Diagnostic, Suppression]
    ) -> tuple[tuple[Diagnostic, ...], tuple[Suppressed, ...]]:
        """In the order of the file, each once, with its fingerprint, known ones marked; those that comments asked to
        leave out apart. (A finding keeps its fingerprint when another one like it is suppressed.)
        """
        found.sort(key=_order)
        counts: dict[str, int] = {}
        place = f"{re.split(_FOLDERS, document.path)[-1]}\0{document.name}"
        crashes: set[str] = set()
        last = None
        out: list[Diagnostic] = []
        suppressed: list[Suppressed] = []
        for diagnostic in found:
            if diagnostic == last or diagnostic.message in crashes:
                continue
            if diagnostic.rule == "tqa/rule-crashed":  # the same in every segment: once is enough
                crashes.add(diagnostic.message)
            last = diagnostic
            base = f"{place}\0{_fingerprint_base(diagnostic)}"
            count = counts[base] = counts.get(base, 0) + 1
            mark = sha256(f"{base}\0{count}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
            marked = diagnostic._replace(fingerprint=mark, known=mark in self._known)
            if asked and diagnostic in asked:
                suppressed.append(Suppressed(marked, asked[diagnostic]))
            else:
                out.append(marked)
        return tuple(out), tuple(suppressed)


class Memory:
    """What a Checker found in the segments of a document, for its next check of it: after an edit, rules of segment
    scope run again only where the text is another, and annotations of the rest are kept.

    That is sound because such a rule judges by the texts, the kind and the note of its segment; what it finds after a
    look at the rest of the document is not remembered.
    """

    __slots__ = ("_fired", "_segments")

    def __init__(self) -> None:
        self._fired: dict[str, list[tuple[int, int]]] = {}
        self._segments: dict[_Subject, _Remembered] = {}

    def recall(self, document: Document, scan: Scan) -> Scan:
        """Turn to a new state of the document: what is no longer in it is forgotten. Returns `scan` with a memory."""
        fired, segments = self._fired, self._segments
        self._fired, self._segments = {}, {}
        for segment in document.segments:
            subject = _subject(segment)
            known = self._segments[subject] = segments.get(subject) or _Remembered()
            if segment.target.value in fired:
                self._fired[segment.target.value] = fired[segment.target.value]
            segment.target.memo.update(known.target)
            known.target = segment.target.memo
            if segment.source is not None:
                segment.source.memo.update(known.source)
                known.source = segment.source.memo
        here = self._fired

        def remembered(value: str) -> list[tuple[int, int]]:
            found = here.get(value)
            if found is None:
                found = here[value] = scan(value)
            return found

        return remembered

    def findings(self, segment: Segment, context: Context) -> Iterator[Finding]:
        """What the context's rule finds in a segment."""
        known = self._segments[_subject(segment)].findings
        rule = context.rule
        found = known.get(rule.id)
        if found is not None:
            yield from found
            return
        context.looked_around = False
        new = []
        for finding in rule.check(segment, context):
            new.append(finding)
            yield finding
        if not context.looked_around:
            known[rule.id] = [_alone(finding) for finding in new]


_Subject = tuple["Text", "Text | None", str, str]
"""What a rule of segment scope may judge by."""


def _subject(segment: Segment) -> _Subject:
    return segment.target, segment.source, segment.kind, segment.note


class _Remembered:
    """Of a segment: what rules found in it, and what was computed of its texts."""

    __slots__ = ("findings", "source", "target")

    def __init__(self) -> None:
        self.findings: dict[str, list[Finding]] = {}
        self.target: dict[str, Any] = {}
        self.source: dict[str, Any] = {}


def _alone(finding: Finding) -> Finding:
    """A finding in a segment that says so nowhere, so that it holds for another of the same text, too."""
    if finding.segment is None and not finding.evidence and finding.fix is None:
        return finding
    fix = finding.fix
    return finding._replace(
        segment=None,
        evidence=tuple(e._replace(segment=None) for e in finding.evidence),
        fix=fix and fix._replace(edits=tuple(e._replace(segment=None) for e in fix.edits)),
    )


class _Task(NamedTuple):
    """A rule, and what it is to look at."""

    rule: Rule
    check: Callable[[Any, Context], Iterable[Finding]]
    context: Context
    subjects: Sequence[Segment | Document]


def _sparing(tasks: Sequence[_Task], document: Document) -> Iterator[_Task]:
    """The tasks of one family of rules in a document of many segments: those of segment scope for a block of segments
    at a time. What was computed of texts is forgotten after it has served, but where rules look at few segments.
    """
    if all(task.rule.patterns for task in tasks):
        yield from tasks
        return
    if any(task.rule.scope == "document" for task in tasks):
        yield from tasks
        _forget(document.segments)
    else:
        blocks = {id(segment): number // BLOCK for number, segment in enumerate(document.segments)}
        divided: list[dict[int, list[Segment | Document]]] = [{} for _ in tasks]
        for task, parts in zip(tasks, divided, strict=True):
            for subject in task.subjects:
                parts.setdefault(blocks[id(subject)], []).append(subject)
        for number in sorted(set().union(*divided)):
            for task, parts in zip(tasks, divided, strict=True):
                yield task._replace(subjects=parts.get(number, ()))
            _forget(document.segments[number * BLOCK : (number + 1) * BLOCK])
    for key in [key for key in document.memo if not key.startswith(LASTING)]:
        del document.memo[key]


def _forget(segments: Iterable[Segment]) -> None:
    """What was computed of the texts is computed anew when it is next asked for."""
    for segment in segments:
        segment.target.memo.clear()
        if segment.source is not None:
            segment.source.memo.clear()


def _by_id(document: Document) -> dict[str, list[Segment]]:
    found: dict[str, list[Segment]] = {}
    for segment in document.segments:
        found.setdefault(segment.id, []).append(segment)
    return found


def _order(d: Diagnostic) -> tuple[Span, str, str]:
    return d.range.span, d.rule, d.message


def _check_finding(finding: Finding) -> None:
    """Raises ValueError for a finding that cannot be shown: the fault of its rule. `_range` looks at the spans."""
    if not isinstance(finding.message, str):
        raise ValueError(f"a finding's message must be text, not {finding.message!r}")
    if finding.severity is not None and finding.severity not in SEVERITIES:
        raise ValueError(f"a finding's severity is {finding.severity!r}; there are {', '.join(SEVERITIES)}")
    if not all(isinstance(evidence.message, str) for evidence in finding.evidence):
        raise ValueError("the message of evidence must be text")
    if finding.fix is not None:
        if not isinstance(finding.fix.title, str):
            raise ValueError(f"a fix's title must be text, not {finding.fix.title!r}")
        if finding.fix.safety not in SAFETIES or not finding.fix.edits:
            raise ValueError(f"a fix needs edits, and one of {', '.join(SAFETIES)} as its safety")
        if not all(isinstance(edit.text, str) for edit in finding.fix.edits):
            raise ValueError("an edit's new text must be text")


def _range(content: Content, text: Text, span: Span) -> Range:
    """Raises ValueError for a span that a rule must not have given."""
    if not 0 <= span.start <= span.end <= len(text.value):
        raise ValueError(f"{span} is not in the segment's {len(text.value)} characters")
    at = text.origin.span(span)
    return Range(content.position(at.start), content.position(at.end), at)


def _place_evidence(document: Document, evidence: Evidence, segment: Segment) -> PlacedEvidence:
    text = segment.side(evidence.side)
    other = document.source_file if evidence.side == "source" else None
    return PlacedEvidence(
        evidence.message,
        evidence.side,
        segment.id,
        evidence.span,
        _range(other.content if other else document.content, text, evidence.span),
        text.value,
        other.path if other else "",
    )


def _place_fix(content: Content, fix: Fix, segment: Segment) -> PlacedFix:
    """Of a fix that would put away markup in the middle of what it changes, a person has to say what becomes of that:
    it is only shown."""
    edits = []
    safety = fix.safety
    for edit in fix.edits:
        at = edit.segment or segment
        where = _range(content, at.target, edit.span)
        span, text = edit.span, edit.text
        if not at.target.origin.whole(span):
            span, text = _narrowed(at.target.value, span, text)
            where = _range(content, at.target, span)
            if not at.target.origin.whole(span):
                safety = "display"
        edits.append(PlacedEdit(where, at.target.origin.written(text), at.id, span, text))
    edits.sort(key=_place_of)
    for one, next_one in pairwise(edits):
        if one.range.span.end > next_one.range.span.start:
            raise ValueError(f"two edits of one fix overlap: {one.span} and {next_one.span}")
    return PlacedFix(fix.title, safety, tuple(edits))


def _narrowed(value: str, span: Span, text: str) -> tuple[Span, str]:
    """An edit without what is the same at its ends."""
    old = value[span.start : span.end]
    least = min(len(old), len(text))
    before = next((i for i in range(least) if old[i] != text[i]), least)
    after = next((i for i in range(least - before) if old[-1 - i] != text[-1 - i]), least - before)
    return Span(span.start + before, span.end - after), text[before : len(text) - after]


def _about_file(document: Document, rule: str, message: str, span: Span) -> Diagnostic:
    """A diagnostic of tqa's own; `span` in the file's content."""
    content = document.content
    where = Range(content.position(span.start), content.position(span.end), span)
    return Diagnostic(
        rule=rule,
        severity=OWN_RULES[rule][0],
        message=message,
        path=document.path,
        document=document.name,
        segment_id="",
        span=Span(0, 0),
        range=where,
        excerpt=content.line(where.start.line),
    )


def _too_long(segment: Segment, document: Document) -> Diagnostic:
    length = len(segment.target.value)
    message = f"{length:,} characters without a blank line are too long for a paragraph; this part was not checked"
    start = segment.target.origin.span(Span(0, 0))
    found = _about_file(document, "tqa/segment-too-long", message, start)
    return found._replace(segment_id=segment.id, excerpt=segment.target.value[:200])


def _crash(rule: Rule, problem: Exception, segment: Segment | None, document: Document) -> Diagnostic:
    where = problem.__traceback__
    while where and where.tb_next:
        where = where.tb_next
    at = f" ({where.tb_frame.f_code.co_filename}:{where.tb_lineno})" if where else ""
    message = f"rule {rule.id} of plugin {rule.plugin} raised {type(problem).__name__}: {problem}{at}"
    crash = _about_file(document, "tqa/rule-crashed", message, Span(0, 0))
    if segment is not None:
        start = segment.target.origin.span(Span(0, 0))
        where_in_file = document.content.position(start.start)
        crash = crash._replace(
            segment_id=segment.id,
            range=Range(where_in_file, where_in_file, start),
            excerpt=segment.target.value,
        )
    return crash._replace(plugin=rule.plugin)


def _complaint(request: Suppression, idle: Sequence[str], unknown: Sequence[str], today: str) -> tuple[str, str] | None:
    """What is wrong with a request to ignore rules, of which `idle` found nothing that it covers, and `unknown` are no
    rules.
    """
    names = ", ".join(request.rules)
    if unknown:
        return "tqa/unused-suppression", f"There is no rule {', '.join(unknown)}, so nothing is ignored"
    if request.until and request.until < today:
        return "tqa/expired-suppression", f"This request to ignore {names} ended on {request.until}"
    if idle:
        cure = "remove this comment" if len(idle) == len(request.rules) else "take it out of the brackets"
        return "tqa/unused-suppression", f"Nothing here for {', '.join(idle)} to ignore; {cure}"
    if not request.reason:
        return "tqa/suppression-without-reason", f"Say after the bracket why {names} is to be ignored here"
    return None


_FOLDERS = r"[\\/]"
_CONTEXT = 40
"""Characters to each side in which the two words of context are looked for."""


def _fingerprint_base(d: Diagnostic) -> str:
    """What a finding is, apart from where it stands: its rule, the words it flags and two words to each side. Survives
    edits elsewhere, and a move of the folder."""
    (start, end), text = d.span, d.excerpt
    before = text[max(0, start - _CONTEXT) : start].split()[-2:]
    after = text[end : end + _CONTEXT].split()[:2]
    return f"{d.rule}\0{' '.join(before)}\0{text[start:end]}\0{' '.join(after)}"


# --- fixes ------------------------------------------------------------------------------------------------------------


class Mended(NamedTuple):
    """A file after its fixes: its new bytes, how many fixes went in, and what is still found."""

    data: bytes
    applied: int
    checked: tuple[Checked, ...]
    refused: tuple[str, ...] = ()
    """Why some fixes could not go in; what they would mend is still found."""


def mend(
    data: bytes,
    check: Callable[[bytes], Iterable[Checked]],
    splice: Callable[[bytes, Sequence[PlacedEdit]], bytes],
    allowed: Collection[Safety],
) -> Mended:
    """Apply the fixes of the `allowed` kinds until none is left. `check` reads and checks the file's bytes, `splice`
    puts edits into them and leaves every other byte alone, or raises UnwritableError for those that it cannot put in.

    The fixes of rules that undo one another, or come to no end, are left out, so that mending twice changes nothing.
    """
    applied = 0
    for _ in range(ROUNDS):
        mended, circles = _mend_all(data, check, splice, allowed)
        applied += mended.applied
        if not circles or mended.data == data:
            break
        data = mended.data  # where the circle is gone, what was left out may go in
    checked = tuple(_with_loops(c, allowed, circles) for c in mended.checked) if circles else mended.checked
    return mended._replace(applied=applied, checked=checked)


def _mend_all(
    data: bytes,
    check: Callable[[bytes], Iterable[Checked]],
    splice: Callable[[bytes, Sequence[PlacedEdit]], bytes],
    allowed: Collection[Safety],
) -> tuple[Mended, list[frozenset[str]]]:
    """The file after the fixes of all rules but those that go in circles, and the circles."""
    circles: list[frozenset[str]] = []
    while True:
        mended, circle = _mend(data, check, splice, allowed, frozenset().union(*circles))
        if not circle:
            return mended, circles
        circles.append(circle)


def _mend(
    data: bytes,
    check: Callable[[bytes], Iterable[Checked]],
    splice: Callable[[bytes, Sequence[PlacedEdit]], bytes],
    allowed: Collection[Safety],
    left_out: Collection[str],
) -> tuple[Mended, frozenset[str]]:
    """The file after the fixes of all rules but those `left_out`; or the rules that go in a circle."""
    applied = 0
    barred: frozenset[str | tuple[str, str]] = frozenset()
    refused: list[str] = []
    seen = [data]
    rules: list[set[str]] = []
    while True:
        checked = tuple(check(data))
        found = [d for c in checked for d in c.diagnostics if not d.known and d.rule not in left_out]
        chosen = select_fixes(found, allowed, barred)
        if not chosen:
            break
        try:
            data = splice(data, edits_of(chosen))
        except UnwritableError as problem:
            refused.append(str(problem))
            if problem.barred <= barred:
                break
            barred |= problem.barred
            continue
        rules.append({d.rule for d in chosen})
        if data in seen:
            return Mended(data, 0, checked), frozenset().union(*rules[seen.index(data) :])
        if len(rules) == ROUNDS:
            return Mended(data, 0, checked), frozenset().union(*rules[ROUNDS // 2 :])
        seen.append(data)
        applied += len(chosen)
    return Mended(data, applied, checked, tuple(dict.fromkeys(refused))), frozenset()


def _with_loops(checked: Checked, allowed: Collection[Safety], circles: Sequence[frozenset[str]]) -> Checked:
    """A word on each rule whose fixes were left out, where one of them would have gone in."""
    out: list[Diagnostic] = []
    told: set[str] = set()
    for diagnostic in checked.diagnostics:
        out.append(diagnostic)
        circle = next((c for c in circles if diagnostic.rule in c), None)
        fix = diagnostic.fix
        if circle is None or fix is None or fix.safety not in allowed or diagnostic.known or diagnostic.rule in told:
            continue
        told.add(diagnostic.rule)
        others = ", ".join(sorted(circle - {diagnostic.rule}))
        why = f"it and the fixes of {others} undo one another" if others else "it brings up the same finding again"
        mark = sha256(f"tqa/fix-loop\0{diagnostic.fingerprint}".encode()).hexdigest()[:16]
        out.append(
            diagnostic._replace(
                rule="tqa/fix-loop",
                severity=OWN_RULES["tqa/fix-loop"][0],
                message=f"The fix of {diagnostic.rule} is not applied: {why}",
                mqm="",
                evidence=(),
                fix=None,
                fingerprint=mark,
            )
        )
    return checked._replace(diagnostics=tuple(out))


def select_fixes(
    diagnostics: Iterable[Diagnostic],
    allowed: Collection[Safety],
    barred: Collection[str | tuple[str, str]] = (),
) -> list[Diagnostic]:
    """As many diagnostics as have fixes that go together. A fix goes in whole or not at all; of two that touch, the
    first wins and the next round sees what is left of the other. `barred`: new texts that cannot be written at all, and
    those (as `PlacedEdit.bar` has them) that cannot be written in their segment.
    """
    taken: list[PlacedEdit] = []
    chosen = []
    for diagnostic in diagnostics:
        fix = diagnostic.fix
        if fix is None or fix.safety not in allowed or any(e.new_text in barred or e.bar in barred for e in fix.edits):
            continue
        if any(_touches(edit.range.span, taken) for edit in fix.edits):
            continue
        for edit in fix.edits:
            insort(taken, edit, key=_place_of)
        chosen.append(diagnostic)
    return chosen


def edits_of(diagnostics: Iterable[Diagnostic]) -> list[PlacedEdit]:
    """The edits of the fixes of diagnostics, in the order of the file."""
    return sorted((edit for d in diagnostics if d.fix for edit in d.fix.edits), key=_place_of)


def _place_of(edit: PlacedEdit) -> Span:
    return edit.range.span


def _touches(span: Span, taken: Sequence[PlacedEdit]) -> bool:
    """Whether one of the edits, which are in order, touches a span."""
    at = bisect_left(taken, span, key=_place_of)
    around = taken[max(0, at - 1) : at + 1]
    return any(span.start <= edit.range.span.end and edit.range.span.start <= span.end for edit in around)


def splice(content: str, edits: Sequence[PlacedEdit]) -> str:
    """`content` with edits that do not touch, in order."""
    out, at = [], 0
    for edit in edits:
        span = edit.range.span
        out += [content[at : span.start], edit.new_text]
        at = span.end
    return "".join([*out, content[at:]])
