"""For the authors of rules and plugins, and for tqa's own tests: run a rule's examples.

In a plugin's tests::

    import my_plugin
    from tqa.testing import assert_examples, rules_of

    @pytest.mark.parametrize("rule", rules_of(my_plugin), ids=lambda rule: rule.id)
    def test_examples(rule: Rule) -> None:
        assert_examples(rule)
"""

from __future__ import annotations

from functools import cache as cache_result
from typing import TYPE_CHECKING

from .engine import Checker, mend, splice
from .extras import command, installed
from .model import Content, Document, Origin, Segment, SourceFile, Span, Text
from .plugins import build, languages
from .rule import split_segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .cache import Cache
    from .engine import Checked
    from .hookspecs import Language
    from .model import Diagnostic, PlacedEdit
    from .rule import Example, Rule
    from .termbase import Termbase

LANGUAGES = ("zh", "en")
"""Source and target of an example where the rule is for any."""


def document(text: str, *, source: str = "", kind: str = "body", langs: tuple[str, str] = LANGUAGES) -> Document:
    """A document of a text: a blank line separates segments, in `source` as in `text`."""
    source_lang, target_lang = langs
    sources = split_segments(source) if source else []
    other = SourceFile("source.txt", Content(source)) if source else None
    segments = []
    at = 0
    for number, value in enumerate(split_segments(text)):
        at = text.index(value, at)
        segment_source = None
        if number < len(sources):
            start = source.index(sources[number])
            segment_source = Text(sources[number], source_lang, Origin.contiguous(start, len(sources[number])))
        target = Text(value, target_lang, Origin.contiguous(at, len(value)))
        segments.append(Segment(str(number + 1), target, segment_source, kind))
        at += len(value)
    return Document(
        "example.txt", "text", tuple(segments), source_lang, target_lang, content=Content(text), source_file=other
    )


def checker_of(
    rules: Sequence[Rule],
    options: Mapping[str, Mapping[str, object]] | None = None,
    cache: Cache | None = None,
    termbase: Termbase | None = None,
) -> Checker:
    """A checker of rules alone, with all languages that are known."""
    return Checker(rules, options=options, cache=cache, languages=_languages(), termbase=termbase)


def example_checker(rule: Rule, example: Example) -> Checker:
    """A checker of a rule as an example has it: with its options and its terms."""
    termbase = None
    if example.terms:
        from .termbase import Termbase, entry_of

        termbase = Termbase.of([entry_of(raw, f"terms:{number}") for number, raw in enumerate(example.terms, 1)])
    return checker_of([rule], {rule.id: example.options}, termbase=termbase)


@cache_result
def _languages() -> Mapping[str, Language]:
    return languages()


def check(rules: Sequence[Rule], doc: Document) -> tuple[Diagnostic, ...]:
    """What rules find in a document."""
    return checker_of(rules).check(doc).diagnostics


def rules_of(plugin: object) -> list[Rule]:
    """The rules of a plugin (its module, installed or not), of code and of rule files, loaded as tqa loads them.
    Raises PluginError where tqa would not take it."""
    name = str(getattr(plugin, "__name__", plugin))
    return [rule for rule in build(installed=False, more={name: plugin}).rules.values() if rule.plugin == name]


def assert_examples(rule: Rule) -> None:
    """Raises AssertionError, with all that is wrong, unless the rule does what its examples say."""
    wrong = list(problems(rule))
    if wrong:
        raise AssertionError("\n".join(wrong))


def problems(rule: Rule) -> Iterator[str]:
    """What the examples of a rule say that the rule does not do, one line or more each, and what the rule lacks."""
    yield from incomplete(rule)
    if not installed(rule.requires):
        yield f"{rule.id}: to test it, {command(rule.requires)}"
        return
    for example in rule.examples:
        yield from example_problems(rule, example)


def incomplete(rule: Rule) -> Iterator[str]:
    """What a rule has to say and does not."""
    if not rule.summary:
        yield f"{rule.id}: no summary (the first line of the docstring)"
    if not rule.why:
        yield f"{rule.id}: no why (the rest of the docstring)"
    for bad in (True, False):
        if not any(example.bad == bad for example in rule.examples):
            yield f"{rule.id}: no {'bad' if bad else 'good'} example"


def example_document(rule: Rule, example: Example) -> Document:
    """The document of an example, in languages that the rule is for."""
    source, _, target = rule.langs[0].partition(">")
    langs = (LANGUAGES[0] if source == "*" else source, LANGUAGES[1] if target == "*" else target)
    return document(example.unmarked(), source=example.source, kind=example.kind, langs=langs)


def example_problems(rule: Rule, example: Example) -> Iterator[str]:
    """What one example says that the rule does not do."""
    checker = example_checker(rule, example)
    doc = example_document(rule, example)
    found = checker.check(doc).diagnostics
    crashes = [d.message for d in found if d.rule == "tqa/rule-crashed"]
    if crashes:
        yield f"{rule.id}: on {example.text!r}: {crashes[0]}"
        return
    numbers = {s.id: n for n, s in enumerate(doc.segments)}
    spans = sorted((numbers[d.segment_id], d.span) for d in found)
    if spans != sorted(example.marks()):
        yield f"{rule.id}: expected {example.text!r}\n  but found {_marked(doc, spans)!r}"
        return
    fixes = any(d.fix for d in found)
    if example.fixed is None:
        if fixes:
            yield f"{rule.id}: {example.text!r} has a fix; say with `fixed` what it makes of the text"
        return
    if not fixes:
        yield f"{rule.id}: {example.text!r} says `fixed` but the finding has no fix"
        return
    fixed, left = _fix(checker, rule, example)
    if loops := [d.message for d in left if d.rule == "tqa/fix-loop"]:
        yield f"{rule.id}: on {example.text!r}: {loops[0]}"
        return
    if fixed != example.fixed:
        yield f"{rule.id}: the fix of {example.text!r}\n  should give {example.fixed!r}\n  but gave    {fixed!r}"
    elif left:
        yield f"{rule.id}: the fixed text {fixed!r} is not silent: {left[0].message}"


def _fix(checker: Checker, rule: Rule, example: Example) -> tuple[str, list[Diagnostic]]:
    """The text after all fixes, and what is still found then."""
    original = example_document(rule, example)

    def run(data: bytes) -> Iterable[Checked]:
        langs = (original.source_lang, original.target_lang)
        text = data.decode("utf-8", "surrogatepass")
        return [checker.check(document(text, source=example.source, kind=example.kind, langs=langs))]

    def put(data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        return splice(data.decode("utf-8", "surrogatepass"), edits).encode("utf-8", "surrogatepass")

    mended = mend(example.unmarked().encode("utf-8", "surrogatepass"), run, put, ("safe", "unsafe", "display"))
    return mended.data.decode("utf-8", "surrogatepass"), [d for c in mended.checked for d in c.diagnostics]


def _marked(doc: Document, spans: Sequence[tuple[int, Span]]) -> str:
    """The text with what was found in [[brackets]]."""
    out = []
    for number, segment in enumerate(doc.segments):
        value = segment.target.value
        for span in sorted((s for n, s in spans if n == number), reverse=True):
            value = f"{value[: span.start]}[[{value[span.start : span.end]}]]{value[span.end :]}"
        out.append(value)
    return "\n\n".join(out)
