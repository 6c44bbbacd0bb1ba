"""What a rule is: a stateless value that looks at a segment or a document and yields findings.

A rule never sees files, configuration files or output. Its examples are its tests, its documentation and the proof
that its fix exists: what a bad example marks with ``[[double brackets]]`` is what the rule must find there, exactly,
and in a good example it must find nothing.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field, replace
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .model import LASTING, Document, Segment, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from .encoder import Encoder, Vectors
    from .hookspecs import Language
    from .match import Matcher, Pattern
    from .model import Finding, Severity, Text
    from .termbase import Termbase

Scope = Literal["segment", "document"]
Status = Literal["stable", "preview"]

DIMENSIONS = ("terminology", "accuracy", "linguistic", "style", "locale", "audience", "design")
"""The dimensions of MQM: the first part of every rule's id."""

SKIPPED_KINDS = frozenset({"code", "furniture"})
"""Segments of these kinds are seen only by rules that name them."""

ASKED_FOR = frozenset({"grammar", "semantic"})
"""The extras whose rules are slow, so that they run only with the option of that name."""

_SEGMENTS = f"{LASTING}segments"

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")
_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


class Example(NamedTuple):
    """A text with the words that the rule must find in [[double brackets]] (a bad example), or without (a good one).

    A blank line separates segments, in `text` and in `source` alike. `fixed` is the whole text after the rule's fix.
    """

    text: str
    fixed: str | None = None
    source: str = ""
    kind: str = "body"
    options: Mapping[str, object] = MappingProxyType({})
    terms: Sequence[Mapping[str, object]] = ()
    """The entries of the termbase that it is checked with, as in tqa-terms.toml: ``{"zh": "…", "en": "…"}``."""

    @property
    def bad(self) -> bool:
        return _MARK.search(self.text) is not None

    def unmarked(self) -> str:
        """The text without its marks."""
        return _MARK.sub(r"\1", self.text)

    def marks(self) -> list[tuple[int, Span]]:
        """(number of the segment from 0, span in it) of every mark."""
        out = []
        for number, segment in enumerate(split_segments(self.text)):
            for removed, match in enumerate(_MARK.finditer(segment)):
                start = match.start() - 4 * removed
                out.append((number, Span(start, start + len(match[1]))))
        return out


def split_segments(text: str) -> list[str]:
    """The segments of an example: what blank lines separate."""
    return re.split(r"\n[ \t]*\n", text)


@dataclass(frozen=True, slots=True)
class Rule:
    """A check and all that is known of it. See `rule` for writing one in code, `tqa.declare` for rule files."""

    id: str
    summary: str
    check: Callable[[Any, Context], Iterable[Finding]]
    examples: tuple[Example, ...] = ()
    why: str = ""
    severity: Severity = "warning"
    scope: Scope = "segment"
    langs: tuple[str, ...] = ("*>*",)
    """Pairs "source>target" of language subtags; * is any."""
    mqm: str = ""
    """The MQM error type, "dimension/type"."""
    patterns: tuple[Pattern, ...] = ()
    """Triggers: the rule runs only where one of them matches; without any it runs everywhere."""
    options: Mapping[str, object] = field(default_factory=dict)
    """The options a project may set, with their defaults."""
    kinds: tuple[str, ...] = ()
    """The kinds of segment it looks at; empty: all but code and furniture."""
    status: Status = "stable"
    requires: str = ""
    """The extra that it needs, by its name in `tqa.extras`; "" for none."""
    plugin: str = "tqa"
    origin: str = ""
    """Where the rule is written: a rule file, or a module."""

    def __post_init__(self) -> None:
        if not is_id(self.id):
            raise ValueError(f"rule id {self.id!r}: an id is 'dimension/problem' in lower case, as in 'style/fragment'")

    @property
    def default(self) -> bool:
        """Whether it is on without being asked for."""
        return self.status == "stable" and self.requires not in ASKED_FOR

    def speaks(self, source_lang: str, target_lang: str) -> bool:
        """Whether the rule is meant for this pair of languages; "" is a language not known."""
        return any(
            _covers(source, source_lang) and _covers(target, target_lang)
            for source, _, target in (pair.partition(">") for pair in self.langs)
        )

    def looks_at(self, kind: str) -> bool:
        return kind in self.kinds if self.kinds else kind not in SKIPPED_KINDS


def is_id(text: str) -> bool:
    """Whether a text has the form of a rule's id, "dimension/problem"."""
    return _ID.fullmatch(text) is not None


def _covers(pattern: str, lang: str) -> bool:
    return pattern == "*" or lang.lower() == pattern.lower() or lang.lower().startswith(pattern.lower() + "-")


class Tools(NamedTuple):
    """What the contexts of one Checker share."""

    matcher: Matcher
    languages: Mapping[str, Language]
    """By primary subtag."""
    encoder: Encoder | None
    termbase: Termbase | None


class Context:
    """What a rule may know besides the segment or document it checks."""

    __slots__ = ("_document", "_fired", "_group", "_tools", "looked_around", "options", "rule")

    def __init__(
        self,
        rule: Rule,
        document: Document,
        options: Mapping[str, object],
        tools: Tools,
        group: int,
        fired: Mapping[str, list[int]],
    ) -> None:
        """`group`: the rule's number; `fired`: which of its patterns may match, by segment."""
        self.rule, self._document, self.options = rule, document, options
        self._tools, self._group, self._fired = tools, group, fired
        self.looked_around = False
        """Whether the rule has looked at the document, so that what it finds in a segment may hang on others."""

    @property
    def document(self) -> Document:
        """The document that the segment is of."""
        self.looked_around = True
        return self._document

    def option(self, name: str) -> Any:
        """The project's value of an option of this rule, else its default."""
        return self.options.get(name, self.rule.options[name])

    def language(self, text: Text) -> Language | None:
        """What is known of a text's language; None where no plugin knows it."""
        lang, known = text.lang, self._tools.languages
        return known.get(lang) or known.get(lang.partition("-")[0].lower())

    @property
    def termbase(self) -> Termbase | None:
        """The terms that the project holds its documents to, if it has any."""
        return self._tools.termbase

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """What texts mean, a unit vector a row; only for rules that require "semantic". Ask for many at once, and only
        of texts in `tqa.encoder.LANGUAGES`."""
        if self._tools.encoder is None:
            raise ValueError(f'{self.rule.id} must say requires="semantic" to ask for vectors')
        return self._tools.encoder.encode(texts)

    @property
    def segments(self) -> Sequence[Segment]:
        """The document's segments of the kinds that the rule looks at."""
        document, looks_at = self.document, self.rule.looks_at
        key = f"{_SEGMENTS} {self.rule.kinds}" if self.rule.kinds else _SEGMENTS
        found: Sequence[Segment] | None = document.memo.get(key)
        if found is None:
            found = document.memo[key] = tuple([s for s in document.segments if looks_at(s.kind)])
        return found

    def fired(self, segment: Segment) -> Sequence[int]:
        """The numbers of the rule's patterns that may match in the segment's target."""
        return self._fired.get(segment.id, ())

    def met(self) -> frozenset[int]:
        """The numbers of the rule's patterns that may match somewhere in the document."""
        return frozenset(chain.from_iterable(self._fired.values()))

    def regex(self, number: int) -> re.Pattern[str]:
        """The rule's pattern `number`, compiled."""
        return self._tools.matcher.regex(self._group, number)

    def matches(self, segment: Segment) -> Iterator[tuple[int, re.Match[str]]]:
        """Every match of the rule's patterns in the segment's target, with the pattern's number."""
        value = segment.target.value
        for number in self._fired.get(segment.id, ()):
            for match in self._tools.matcher.regex(self._group, number).finditer(value):
                yield number, match

    def all_matches(self) -> Iterator[tuple[Segment, int, re.Match[str]]]:
        """The matches in all segments of the document, in order of the segments."""
        for segment in self.segments:
            if segment.id in self._fired:
                for number, match in self.matches(segment):
                    yield segment, number, match


def rule(
    id: str,  # noqa: A002 - the word everyone uses
    *examples: Example,
    severity: Severity = "warning",
    scope: Scope = "segment",
    langs: str | Sequence[str] = "*>*",
    mqm: str = "",
    patterns: Sequence[Pattern] = (),
    options: Mapping[str, object] | None = None,
    kinds: Sequence[str] = (),
    status: Status = "stable",
    requires: str = "",
) -> Callable[[Callable[[Any, Context], Iterable[Finding]]], Rule]:
    """Makes a Rule of a function that yields findings::

        @rule("style/shouting", Example("He said [[NO WAY]]."), Example("NATO said no."), langs="*>en")
        def shouting(segment: Segment, context: Context) -> Iterator[Finding]:
            \"\"\"Words in capitals for emphasis

            Why it matters, and what was seen in the data.
            \"\"\"

    The function takes a Segment, or with ``scope="document"`` a Document. The first line of its docstring is the
    rule's summary, the rest its `why`.
    """

    def make(check: Callable[[Any, Context], Iterable[Finding]]) -> Rule:
        summary, _, why = inspect.cleandoc(check.__doc__ or "").partition("\n")
        return Rule(
            id=id,
            summary=summary,
            check=check,
            examples=examples,
            why=why.strip(),
            severity=severity,
            scope=scope,
            langs=(langs,) if isinstance(langs, str) else tuple(langs),
            mqm=mqm or id,
            patterns=tuple(patterns),
            options=options or {},
            kinds=tuple(kinds),
            status=status,
            requires=requires,
            origin=check.__module__,
        )

    return make


def owned(found: Rule, plugin: str) -> Rule:
    """The rule, with the plugin it came from."""
    return found if found.plugin == plugin else replace(found, plugin=plugin)
