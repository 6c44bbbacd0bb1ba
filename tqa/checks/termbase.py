"""What a project's termbase says: terms that are missing, not to be used, of another variant, or not to be translated.

Without a termbase these rules find nothing. `tqa.termbase` finds the terms of both texts, and is not imported here
before there are any.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from tqa import Context, Document, Edit, Evidence, Example, Finding, Fix, Segment, Span, rule
from tqa.text import lower, regex, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tqa import Severity, Text
    from tqa.termbase import Mention, Term, Termbase, TermEntry


class _Group(NamedTuple):
    """A term in a source, with the entries that have it: one of them is meant."""

    span: Span
    entries: tuple[TermEntry, ...]
    numbers: frozenset[int]

    def allowed(self, lang: str) -> list[Term]:
        return [term for entry in self.entries for term in entry.allowed(lang)]


class _Pair(NamedTuple):
    """A segment with the terms in it."""

    segment: Segment
    demanded: list[_Group]
    """Each once, at its first place; of terms within longer ones, the longer."""
    used: list[Mention]
    """Every term of the target's language in the target, in any variant and of any status."""

    @property
    def numbers(self) -> frozenset[int]:
        """The entries that the source asks for."""
        return frozenset().union(*(group.numbers for group in self.demanded))

    def uses(self, group: _Group) -> bool:
        return any(mention.entry in group.numbers for mention in self.used)


def _pairs(document: Document, context: Context) -> list[_Pair]:
    """The segments that have terms; found once for all rules here."""
    termbase = context.termbase
    if termbase is None:
        return []
    known: tuple[Termbase, list[_Pair]] | None = document.memo.get(__name__)
    if known is None or known[0] is not termbase:
        found = (_pair(segment, document, termbase) for segment in context.segments)
        known = document.memo[__name__] = termbase, [pair for pair in found if pair.demanded or pair.used]
    return known[1]


def _pair(segment: Segment, document: Document, termbase: Termbase) -> _Pair:
    from tqa.termbase import covers, longest

    used = termbase.mentions(segment.target, document.target_lang)
    demanded: dict[frozenset[int], _Group] = {}
    source = segment.source
    if source is not None:
        here = [m for m in termbase.mentions(source, document.source_lang) if covers(m.term.lang, document.source_lang)]
        for span, mentions in groupby(longest(here), key=lambda m: m.span):
            numbers = frozenset(m.entry for m in mentions)
            demanded.setdefault(numbers, _Group(span, tuple(map(termbase.entry, sorted(numbers))), numbers))
    return _Pair(segment, list(demanded.values()), used)


_LANGS = "*>*"
_SCHEME = {"zh": "联合资助计划", "en": {"text": "Joint Funding Scheme", "status": "preferred"}}
_BUREAU = {
    "zh": "创新及科技局",
    "en": [
        {"text": "Innovation and Technology Bureau", "status": "preferred"},
        {"text": "Innovation and Technology Agency", "status": "forbidden", "note": "Agency is 署"},
    ],
}


# --- missing ----------------------------------------------------------------------------------------------------------


@rule(
    "terminology/missing-term",
    Example(
        "They launched the [[joint funding programme]].",
        fixed="They launched the Joint Funding Scheme.",
        source="他们启动了联合资助计划。",
        terms=(_SCHEME,),
    ),
    Example("[[Money is given.]] It is cold.", source="联合资助计划已启动。天气冷。", terms=(_SCHEME,)),
    Example(
        "[[The central bank cut rates.]]",
        source="中国人民银行降息。",
        terms=({"zh": "中国人民银行", "en": "People's Bank of China"}, {"zh": "银行", "en": "bank"}),
    ),
    Example(
        "Two Joint Funding Schemes (JFS) began.\n\nThe scheme is new, and the JFS is large.",
        source="两个联合资助计划启动。\n\n联合资助计划是新的，联合资助计划很大。",
        terms=(_SCHEME,),
    ),
    Example(
        "The People’s Bank of China cut rates.",
        source="中国人民银行降息。",
        terms=({"zh": "中国人民银行", "en": "People's Bank of China"}, {"zh": "银行", "en": "bank"}),
    ),
    Example("Studies were carried out.", source="开展了研究。", terms=({"zh": "开展", "en": "carry out"},)),
    Example(
        "It set a plan, the river bank was wet.",
        source="计划已定，岸边湿了。",
        terms=({"zh": "计划", "en": ["plan", "scheme"]}, {"zh": "岸", "en": "bank"}),
    ),
    scope="document",
    langs=_LANGS,
    mqm="terminology/inconsistent-with-terminology-resource",
)
def missing_term(document: Document, context: Context) -> Iterator[Finding]:
    """A term of the source whose rendering in the termbase is not in the translation

    Any of the entry's terms for the target language will do, in any inflection. Once a term was used, one of its words
    (“the scheme”) or its initials will do, too. Of terms within longer ones only the longer is looked for. What the
    segment before or after has for it is accepted; where the text has a form that the termbase forbids or has for
    another variety, the other rules on terms speak. The finding is where words of the term stand, else in the sentence
    that stands where the term stands in the source.

    It holds the text to what the project wrote down, for any pair of languages that the termbase has; a term with more
    than one good rendering needs them all in the termbase.
    """
    pairs = _pairs(document, context)
    lang = document.target_lang
    introduced: set[int] = set()
    for number, pair in enumerate(pairs):
        for group in pair.demanded:
            wanted = group.allowed(lang)
            if not wanted or not all(entry.translate for entry in group.entries):
                continue
            beside = (*pairs[max(0, number - 1) : number], *pairs[number + 1 : number + 2])
            if pair.uses(group):
                introduced |= group.numbers
            elif not (
                (introduced & group.numbers and _short(pair.segment.target, wanted))
                or any(other.uses(group) and not group.numbers & other.numbers for other in beside)
                or any(True for _ in _foreign(pair.segment.target, group, lang))
            ):
                yield _missing(pair.segment, group, wanted, lang)


def _missing(segment: Segment, group: _Group, wanted: Sequence[Term], lang: str) -> Finding:
    target, source = segment.target, segment.source
    assert source is not None
    there = source.value[group.span.start : group.span.end]
    names = " or ".join(dict.fromkeys(f"“{term.text}”" for term in wanted[:_SHOWN]))
    span, close = _closest(target, wanted)
    fix = None
    if close is not None:
        new = _written(target.value[span.start : span.end], close, close, lang)
        fix = Fix(f"write {new}", (_edit(target.value, span, new, lang),))
    else:
        share = group.span.start / max(1, len(source.value))
        span = next((s for s in sentences(target) if s.end >= share * len(target.value)), Span(0, len(target.value)))
    message = f"{there} is {names} in the termbase"
    return Finding(span, message, (_evidence(group.span, group.entries[0], wanted[0]),), fix, segment)


_SHOWN = 3


def _evidence(span: Span, entry: TermEntry, term: Term) -> Evidence:
    """The entry, at the term in the source."""
    notes = " — ".join(dict.fromkeys(filter(None, (term.note, entry.note, entry.definition))))
    place = re.split(r"[/\\]", entry.place_of(term))[-1]
    says = f"the termbase has “{term.text}”" + (f" ({place})" if place else "")
    return Evidence(f"{says}: {notes}" if notes else says, span, "source")


_WORD = regex(r"\w+")
_SMALL = frozenset("a an and at by de der die das des du et for from in la le les of on or the to und with y".split())


def _content(term: Term) -> list[str]:
    return [w for w in _WORD.findall(term.text.lower()) if len(w) > 1 and w not in _SMALL]


def _short(target: Text, wanted: Sequence[Term]) -> bool:
    """Whether a text has one of a term's words, or its initials."""
    from tqa.inflection import same, stemmer

    low = target.value.lower()
    for term in wanted:
        lang = term.lang.partition("-")[0]
        stem = stemmer(lang)
        words: dict[str, list[str]] = {}
        for word in _WORD.findall(low):
            words.setdefault(stem(word), []).append(word)
        content = _content(term)
        if any(same(part, word, lang) for part in content for word in words.get(stem(part), ())):
            return True
        initials = "".join(word[0] for word in content).upper()
        if len(initials) > 2 and initials in target.value:
            return True
    return False


def _closest(target: Text, wanted: Sequence[Term]) -> tuple[Span, Term | None]:
    """The piece of a text that has most words of a term, and the term if it is half of them or more."""
    from tqa.inflection import stemmer

    best: tuple[float, int, Span, Term] | None = None
    places = list(_WORD.finditer(target.value))
    for term in wanted:
        stem = stemmer(term.lang.partition("-")[0])
        units = [stem(match[0].lower()) for match in places]
        content = list(map(stem, _content(term)))
        every = list(map(stem, _WORD.findall(term.text.lower())))
        for at in [at for at, unit in enumerate(units) if unit in content and len(places[at][0]) > 1]:
            window = units[at : at + len(every)]
            share = len(set(content).intersection(window)) / len(set(content))
            if share >= _HALF and (best is None or share > best[0]):
                first, last = _stretched(at, window, content, places, target.value)
                best = share, at, Span(places[first].start(), places[last].end()), term
    return (best[2], best[3]) if best else (Span(0, 0), None)


_HALF = 0.5


def _stretched(
    at: int, window: Sequence[str], content: Sequence[str], places: Sequence[re.Match[str]], value: str
) -> tuple[int, int]:
    """From the first to the last word of a window that the term has; one word more where the term's last is not
    among them ("joint funding programme")."""
    last = at + max(n for n, unit in enumerate(window) if unit in content)
    if content[-1] not in window and last + 1 < len(places):
        between = value[places[last].end() : places[last + 1].start()]
        last += between == " " and places[last + 1][0].lower() not in _SMALL
    return at, last


# --- not to be used ---------------------------------------------------------------------------------------------------


@rule(
    "terminology/forbidden-term",
    Example(
        "The [[Innovation and Technology Agency]] said so.",
        fixed="The Innovation and Technology Bureau said so.",
        source="创新及科技局说。",
        terms=(_BUREAU,),
    ),
    Example(
        "An [[agreement]] was signed, and [[agreements]] followed.",
        fixed="A treaty was signed, and treaties followed.",
        terms=({"en": [{"text": "treaty"}, {"text": "agreement", "status": "deprecated"}]},),
    ),
    Example(
        "The [[Taiwan Relations Law]] is old.",
        terms=({"en": {"text": "Taiwan Relations Law", "status": "forbidden", "note": "It is an act"}},),
    ),
    Example(
        "The scheme of the Joint Funding Program began.",
        source="计划启动。",
        terms=(
            {"zh": "方案", "en": ["programme", {"text": "scheme", "status": "forbidden"}]},
            {"en": ["Joint Funding Program"]},
            {"en": ["grant", {"text": "funding", "status": "deprecated"}]},
        ),
    ),
    Example("Who are they?", terms=({"en": {"text": "WHO", "status": "forbidden"}},)),
    scope="document",
    langs=_LANGS,
    mqm="terminology/inconsistent-with-terminology-resource",
)
def forbidden_term(document: Document, context: Context) -> Iterator[Finding]:
    """A term that the termbase forbids or no longer wants

    In any inflection; an error where it is forbidden, a warning where it is deprecated. The fix is the term to use
    instead, in the same number and with the same capitals, if the entry has one. A part of a longer term that may be
    used is left alone, and where the source is there, the entry must be about a term that is in it: “scheme” is wrong
    for 方案 and right for 计划.
    """
    from_source = document.source_lang
    for pair in _pairs(document, context):
        for span, mentions in _together(pair.used):
            meant = [m for m in mentions if _is_meant(m, pair, context, from_source)]
            wrong = [m for m in meant if not m.term.allowed]
            if wrong and len(wrong) == len(meant):
                yield _forbidden(span, wrong[0], pair, document, context)


def _together(used: Sequence[Mention]) -> Iterator[tuple[Span, list[Mention]]]:
    """The longest terms, each with all that is said of it."""
    if used:
        from tqa.termbase import longest

        for span, mentions in groupby(longest(used), key=lambda m: m.span):
            yield span, list(mentions)


def _is_meant(mention: Mention, pair: _Pair, context: Context, source_lang: str) -> bool:
    """Whether a term of the target can be the rendering of what its entry is about."""
    if pair.segment.source is None or mention.entry in pair.numbers:
        return True
    from tqa.termbase import covers

    return not any(covers(term.lang, source_lang) for term in _entry(mention, context).terms)


def _entry(mention: Mention, context: Context) -> TermEntry:
    assert context.termbase is not None
    return context.termbase.entry(mention.entry)


def _forbidden(span: Span, mention: Mention, pair: _Pair, document: Document, context: Context) -> Finding:
    entry, term, lang = _entry(mention, context), mention.term, document.target_lang
    siblings = (group.allowed(lang) for group in pair.demanded if mention.entry in group.numbers)
    better = (*entry.allowed(lang), *(other for found in siblings for other in found))
    value = pair.segment.target.value
    found = value[span.start : span.end]
    message = f"“{found}” is {term.status} in the termbase"
    fix = None
    if better:
        new = _written(found, term, better[0], lang)
        message += f", which has “{better[0].text}”"
        fix = Fix(f"write {new}", (_edit(value, span, new, lang),))
    if term.note:
        message += f": {term.note}"
    severity: Severity = "error" if term.status == "forbidden" else "warning"
    return Finding(span, message, tuple(_asked(pair, mention.entry, entry, term)), fix, pair.segment, severity)


def _asked(pair: _Pair, number: int, entry: TermEntry, term: Term) -> Iterator[Evidence]:
    """The entry, at the place in the source that it is about."""
    for group in pair.demanded:
        if number in group.numbers:
            yield _evidence(group.span, entry, term)


# --- of another variety or language -----------------------------------------------------------------------------------


@rule(
    "terminology/wrong-variety",
    Example(
        "The [[Volksbank]] cut rates.",
        fixed="The People's Bank cut rates.",
        source="人民银行降息。",
        terms=({"zh": "人民银行", "en": "People's Bank", "de": "Volksbank"},),
    ),
    Example("The labor force grew.", terms=({"en-GB": "labour force", "en-US": "labor force"},)),
    scope="document",
    langs=_LANGS,
    mqm="terminology/inconsistent-with-terminology-resource",
)
def wrong_variety(document: Document, context: Context) -> Iterator[Finding]:
    """A term as another variety of the language, or another language, has it

    “Labour force” in American English, where the termbase has a term for both; or, where the source asks for a term
    that is not there, the term of a third language in its place.
    """
    lang = document.target_lang
    for pair in _pairs(document, context):
        for span, mentions in _together(pair.used):
            right = [_right(m, pair, context, document) for m in mentions]
            if right and all(right) and right[0] is not None:
                yield _other(span, mentions[0].term, right[0], pair.segment, lang)
        for group in pair.demanded:
            wanted = group.allowed(lang)
            if wanted and not pair.uses(group):
                for span, term in _foreign(pair.segment.target, group, lang):
                    yield _other(span, term, wanted[0], pair.segment, lang)


def _right(mention: Mention, pair: _Pair, context: Context, document: Document) -> Term | None:
    """The term for the target's variety, where the one used is that of another."""
    from tqa.termbase import covers

    if covers(mention.term.lang, document.target_lang) or not _is_meant(mention, pair, context, document.source_lang):
        return None
    return next(iter(_entry(mention, context).allowed(document.target_lang)), None)


def _foreign(target: Text, group: _Group, lang: str) -> Iterator[tuple[Span, Term]]:
    """Terms of the entries in other languages, as they stand in a text."""
    from tqa.termbase import primary

    for term in (term for entry in group.entries if entry.translate for term in entry.terms):
        if primary(term.lang) != primary(lang) and term.text in target.value:
            at = target.value.index(term.text)
            end = at + len(term.text)
            if not (target.value[at - 1 : at].isalnum() and at) and not target.value[end : end + 1].isalnum():
                yield Span(at, end), term


def _other(span: Span, term: Term, right: Term, segment: Segment, lang: str) -> Finding:
    value = segment.target.value
    found = value[span.start : span.end]
    new = _written(found, term, right, lang)
    message = f"“{found}” is the term in {term.lang}; in {right.lang} it is “{right.text}”"
    return Finding(span, message, (), Fix(f"write {new}", (_edit(value, span, new, lang),)), segment)


# --- not to be translated ---------------------------------------------------------------------------------------------


@rule(
    "accuracy/translated-protected-term",
    Example(
        "[[The small programs of the firm grew.]]",
        source="该公司的WeChat Mini Programs增长了。",
        terms=({"zh": "WeChat Mini Programs", "do_not_translate": True},),
    ),
    Example(
        "He sold an [[IPhone]].",
        fixed="He sold an iPhone.",
        source="他卖了iPhone。",
        terms=({"zh": "iPhone", "do_not_translate": True},),
    ),
    Example(
        "He sold an iPhone.",
        source="他卖了iPhone。",
        terms=({"zh": "iPhone", "do_not_translate": True},),
    ),
    severity="error",
    scope="document",
    langs=_LANGS,
    mqm="accuracy/do-not-translate",
)
def translated_protected_term(document: Document, context: Context) -> Iterator[Finding]:
    """A term that is not to be translated, and is not as it should be in the translation

    The termbase marks it; the translation must have it letter for letter, as the source or the entry's term for the
    target language has it.
    """
    for pair in _pairs(document, context):
        for group in pair.demanded:
            kept = [term.text for entry in group.entries if not entry.translate for term in entry.terms]
            if kept and not any(text in pair.segment.target.value for text in kept):
                yield _translated(pair.segment, group, kept)


def _translated(segment: Segment, group: _Group, kept: Sequence[str]) -> Finding:
    target, source = segment.target, segment.source
    assert source is not None
    there = source.value[group.span.start : group.span.end]
    low = lower(target)
    span, fix = Span(0, len(low)), None
    if text := next((text for text in kept if text.lower() in low), ""):
        at = low.index(text.lower())
        span = Span(at, at + len(text))
        fix = Fix(f"write {text}", (Edit(span, text),), "safe")
    entry = next(entry for entry in group.entries if not entry.translate)
    shown = (_evidence(group.span, entry, entry.terms[0]),)
    return Finding(span, f"{there} is not to be translated, says the termbase", shown, fix, segment)


# --- how a term is written in its place -------------------------------------------------------------------------------


def _written(found: str, term: Term, new: Term, lang: str) -> str:
    """A term in the place of another: in the plural if that is, with its capitals."""
    from tqa.inflection import is_plural_of, plural

    text = new.text
    if lang.partition("-")[0].lower() == "en":
        last, was = _last_word(found), _last_word(term.text)
        if last and was and is_plural_of(last.lower(), was.lower()):
            head = _last_word(text)
            text = text[: len(text) - len(head)] + plural(head) if head and text.endswith(head) else text
    if found[:1].isupper() and term.text[:1].islower() and text[:1].islower():
        words = found.split()
        title = len(words) > 1 and all(w[0].isupper() or w.lower() in _SMALL for w in words)
        text = " ".join(w if w in _SMALL else w[:1].upper() + w[1:] for w in text.split()) if title else text
        text = text[:1].upper() + text[1:]
    return text


def _last_word(text: str) -> str:
    words = _WORD.findall(text)
    return words[-1] if words else ""


_ARTICLE = regex(r"\b([Aa])(n?) \Z")


def _edit(value: str, span: Span, new: str, lang: str) -> Edit:
    """Puts a term in its place, with the English article that goes with it."""
    article = _ARTICLE.search(value, 0, span.start) if lang.partition("-")[0].lower() == "en" else None
    if article is None:
        return Edit(span, new)
    n = "n" if new[:1].lower() in tuple("aeio") else ""
    if value[span.start : span.start + 1].lower() in "aeio" and not article[2]:
        n = article[2]  # "a one-off", "a European": as the ear has it
    return Edit(span, new) if n == article[2] else Edit(Span(article.start(), span.end), f"{article[1]}{n} {new}")
