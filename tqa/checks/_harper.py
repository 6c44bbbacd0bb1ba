"""Grammar of English by Harper (the extra "grammar"), as far as it is to be trusted. The only importer of harper.

Of its 917 lints those are left whose findings no reader would dispute. Each was held against 205,000 words of
machine-translated news, 360,000 that people wrote or translated, 13,000 of news by native writers, and sentences in
which the same words are right. Left out is what is but a matter of style (the serial comma, compounds, dashes), what
took right for wrong, as its spelling and long sentences do, and what other rules of tqa find.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from tqa import Edit, Finding, Fix, Span
from tqa.text import kept, lower, sentences

from ._quoted import in_quotation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from harper import Linter

    from tqa import Context, Document, Segment, Text

CONFUSED = frozenset(
    """AllIntentsAndPurposes BareInMind BatedBreath CanBeSeen CautionaryTale DampSquib DigestiveTract DoesOrDose
    DueDiligence EggYolk Everyday FlauntForFlout FreeRein GetRidOf InflectionPoint IsKnownFor LetAlone
    MakeDoWith ModalOf MootPoint OnSecondThought OneAndTheSame OneFellSwoop Payed PeaceOfMind RiseTheQuestion
    SneakPeekPreview SpinalChord StatuteOfLimitations SupposedTo TheDifferenceBetween ThenThan ThoughtProcess
    TrialAndError WasAloud WreakHavoc""".split()
)
"""Lints of words that sound or look like the right ones."""

UNGRAMMATICAL = frozenset(
    """AnAnother AnotherThings AsComparedTo AsFollows AsOpposedTo AtFaceValue AwareOf ComprisesOf CompoundSubjectI
    CorrectNumberSuffix DespiteOf DoMistake EverSince ExceptOf FootTheBill GoSoFarAsTo GoToWar GrindToAHalt
    HowDoesCompared InThisThatRegard InsteadOf LastNight LeadRiseTo LookForwardTo MakeItSeem NailInCoffin
    PassersBy ResponsibilityFor ResponsibleFor SimilarLike SimplePastToPastParticiple TakePrideIn TheMy""".split()
)
"""Lints of words in a form or in company that English does not have."""


class _Lint(NamedTuple):
    name: str
    span: Span
    """Whole words."""
    instead: tuple[str, ...]
    """What may stand there, the likeliest first."""


_ONE_AT_A_TIME = Lock()
"""A linter can serve one thread only."""


@cache
def _linter() -> Linter:
    """It takes a second to make."""
    from harper import Linter

    linter = Linter()
    linter.set_lint_config({name: name in CONFUSED or name in UNGRAMMATICAL for name in linter.get_lint_config()})
    return linter


@kept
def _lints(text: Text) -> list[_Lint]:
    """What Harper says of a text; its offsets are code points, too."""
    value = text.value
    with _ONE_AT_A_TIME:
        said = _linter().organized_lints(value, language="plaintext")
    found = []
    for name, lints in said.items():
        for lint in lints:
            start, end = lint.span.start, lint.span.end
            while start and value[start - 1].isalnum():
                start -= 1
            while end < len(value) and value[end].isalnum():
                end += 1
            before, behind = value[start : lint.span.start], value[lint.span.end : end]
            texts = [s.replacement_text for s in lint.suggestions if s.kind.name == "REPLACE"]
            if texts:
                instead = tuple(f"{before}{text}{behind}" for text in texts)
                found.append(_Lint(name, Span(start, end), instead))
    return sorted(found, key=lambda lint: lint.span)


def findings(document: Document, context: Context, names: Collection[str]) -> Iterator[Finding]:
    """What lints of these names find in a document, unless something explains it."""
    found = [
        (segment, lint)
        for segment in context.segments
        if segment.target.value.strip()
        for lint in _lints(segment.target)
        if lint.name in names
    ]
    times = Counter((lint.name, _said(segment, lint)) for segment, lint in found)
    for segment, lint in found:
        said = _said(segment, lint)
        if times[lint.name, said] == 1 and not _explained(segment, lint.span, said, document, context):
            best = " or ".join(f"“{words}”" for words in lint.instead)
            edit = Edit(lint.span, lint.instead[0])
            fix = Fix(f"write {lint.instead[0]}", (edit,), "unsafe" if len(lint.instead) == 1 else "display")
            shown = segment.target.value[slice(*lint.span)]
            yield Finding(lint.span, f"“{shown}” should be {best} here", fix=fix, segment=segment)


def _said(segment: Segment, lint: _Lint) -> str:
    return lower(segment.target)[slice(*lint.span)]


def _explained(segment: Segment, span: Span, said: str, document: Document, context: Context) -> bool:
    """Whether it is a name, somebody else's words, or what the source or the project's terms have."""
    value, target = segment.target.value, segment.target
    opens = any(sentence.start == span.start for sentence in sentences(target))
    if value[span.start + opens : span.end].lower() != value[span.start + opens : span.end]:
        return True
    if in_quotation(value, span.start):
        return True
    whole = re.compile(rf"(?<![a-z]){re.escape(said)}(?![a-z])")
    if any(s.source is not None and whole.search(lower(s.source)) for s in document.segments):
        return True
    terms = context.termbase
    return terms is not None and any(
        mention.span.start < span.end and span.start < mention.span.end
        for mention in terms.mentions(target, target.lang)
    )
