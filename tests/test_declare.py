"""Rule files: what each kind finds and mends, and that everything wrong in one is an error of its very line."""

from __future__ import annotations

import json
import os
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqa.cache import Cache
from tqa.declare import EXAMPLE, HEAD, KINDS_OF_RULE, TOKEN, RuleFileError, build, decode, load
from tqa.lines import lines
from tqa.testing import check, document, problems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tqa import Diagnostic, Rule
    from tqa.lines import Place


def toml(kind: str, table: str, head: str = "", examples: str = "") -> str:
    """A rule file: a kind's table in a head and examples that are right (and of no matter here)."""
    return f"""\
kind = "{kind}"
summary = "A problem"
why = "It matters."
{"" if "message =" in head else 'message = "Not “{match}”"'}
{head}

[{kind}]
{table}

{examples or EXAMPLES}"""


EXAMPLES = """
[[bad]]
text = "[[x]]"

[[good]]
text = "y"
"""


def rule(kind: str, table: str, head: str = "") -> Rule:
    return build(decode(toml(kind, table, head), "rule.toml", KINDS_OF_RULE), "style/it", KINDS_OF_RULE, "rule.toml")


def diagnostics(found: Rule, text: str, source: str = "") -> tuple[Diagnostic, ...]:
    out = check([found], document(text, source=source))
    assert [d.message for d in out if d.rule == "tqa/rule-crashed"] == []
    return out


def marked(found: Rule, text: str, source: str = "") -> str:
    """The text with what the rule finds in [[brackets]] and, behind it, {what the fix makes of it}."""
    out = text
    for d in sorted(diagnostics(found, text, source), key=lambda d: d.range.span, reverse=True):
        span = d.range.span
        fix = f"{{{'|'.join(e.new_text for e in d.fix.edits)}}}" if d.fix else ""
        out = f"{out[: span.start]}[[{out[span.start : span.end]}]]{fix}{out[span.end :]}"
    return out


# --- the kinds --------------------------------------------------------------------------------------------------------

KINDS = [
    # existence
    ("existence", "tokens = ['very', 'really']", "Very, every, very much", "Very, every, [[very]] much"),
    ("existence", "tokens = ['very']\nignorecase = true", "Very very", "[[Very]] [[very]]"),
    ("existence", "tokens = ['ver']\nnonword = true", "every", "e[[ver]]y"),
    ("existence", "tokens = ['a|b']", "a b ab", "[[a]] [[b]] ab"),
    ("existence", "tokens = ['一带一路']", "在一带一路上 一带一路", "在一带一路上 [[一带一路]]"),
    ("existence", "tokens = ['一带一路']\nnonword = true", "在一带一路上", "在[[一带一路]]上"),
    ("existence", "raw = ['(?<=\\w)[ ]{2,}', 'x']", "a  b x", "a[[  ]]b [[x]]"),
    ("existence", "raw = ['[ ]{2,}']\nreplace = ' '", "a   b", "a[[   ]]{ }b"),
    ("existence", "raw = ['([.,])([.,])']\nreplace = '\\1'", "a,. b", "a[[,.]]{,} b"),
    ("existence", "tokens = ['(?P<n>\\d) pct']\nreplace = '\\g<n>%'", "5 pct", "[[5 pct]]{5%}"),
    ("existence", "tokens = ['very', 'v\\w+']", "very", "[[very]]"),
    ("existence", "tokens = ['iron']\nexceptions = ['iron curtain']", "iron, iron curtain", "[[iron]], iron curtain"),
    (
        "existence",
        "tokens = ['Iron']\nexceptions = ['iron curtain']\nignorecase = true",
        "Iron Curtain, iron",
        "Iron Curtain, [[iron]]",
    ),
    ("existence", "tokens = ['iron']\nexceptions = ['curtain']", "iron curtain", "[[iron]] curtain"),
    # substitution
    (
        "substitution",
        "swap = {utilize = 'use', 'in order to' = 'to'}",
        "utilize it in order to",
        "[[utilize]]{use} it [[in order to]]{to}",
    ),
    (
        "substitution",
        "swap = {utilize = 'use'}\nignorecase = true\ncapitalize = true",
        "Utilize, utilize",
        "[[Utilize]]{Use}, [[utilize]]{use}",
    ),
    ("substitution", "swap = {'(\\d+) per cent' = '\\1%'}", "5 per cent", "[[5 per cent]]{5%}"),
    ("substitution", "swap = {'colou?r' = 'color'}", "colour color", "[[colour]]{color} color"),
    ("substitution", "swap = {foo = ''}", "a foo b", "a [[foo]]{} b"),
    ("substitution", "swap = {iron = 'x'}\nexceptions = ['iron y']", "iron y iron", "iron y [[iron]]{x}"),
    ("substitution", "swap = {'汉语' = '中文'}\nnonword = true", "学汉语吧", "学[[汉语]]{中文}吧"),
    # occurrence
    ("occurrence", "token = ','\nnonword = true\nmax = 2", "a, b, c, d, e", "a, b, c, d[[,]] e"),
    ("occurrence", "token = ','\nnonword = true\nmax = 2", "a, b, c", "a, b, c"),
    ("occurrence", "token = 'x'\nmax = 0", "x y", "[[x]] y"),
    ("occurrence", "token = '[.!?]'\nnonword = true\nmin = 1", "No end", "[[No end]]"),
    ("occurrence", "token = '[.!?]'\nnonword = true\nmin = 1", "An end.", "An end."),
    # repetition
    ("repetition", "ignorecase = true", "The the cat", "[[The the]]{The} cat"),
    ("repetition", "", "The the cat cat", "The the [[cat cat]]{cat}"),
    ("repetition", "", "the (the the) “on on”", "the ([[the the]]{the}) “[[on on]]{on}”"),
    ("repetition", "", "he said—so so it is", "he said—[[so so]]{so} it is"),
    ("repetition", "", "the theory, is this", "the theory, is this"),
    ("repetition", "", "it’s it’s", "[[it’s it’s]]{it’s}"),
    ("repetition", "", "had\nhad", "[[had\nhad]]{had}"),
    ("repetition", "exceptions = ['had had']", "had had, was was", "had had, [[was was]]{was}"),
    ("repetition", "token = '\\d+'", "the the 5 5", "the the [[5 5]]{5}"),
    ("repetition", "token = 'in \\w+'", "in it in it", "[[in it in it]]{in it}"),
    # consistency
    ("consistency", "either = {grey = 'gray'}", "grey gray grey", "grey [[gray]]{grey} grey"),
    ("consistency", "either = {grey = 'gray'}", "gray gray grey", "gray gray [[grey]]{gray}"),
    ("consistency", "either = {grey = 'gray'}", "grey, gray", "grey, [[gray]]{grey}"),
    ("consistency", "either = {grey = 'gray'}", "gray, grey", "gray, [[grey]]{gray}"),
    ("consistency", "either = {grey = 'gray'}", "gray\n\ngrey", "gray\n\n[[grey]]{gray}"),
    ("consistency", "either = {grey = 'gray'}", "grey grey", "grey grey"),
    (
        "consistency",
        "either = {grey = 'gray'}",
        "gray gray gray grey\n\ngrey",
        "gray gray gray [[grey]]{gray|gray}\n\ngrey",
    ),
    (
        "consistency",
        "either = {grey = 'gray'}\neach = true",
        "gray gray gray grey\n\ngrey",
        "gray gray gray [[grey]]{gray}\n\n[[grey]]{gray}",
    ),
    (
        "consistency",
        "either = {grey = 'gray'}\nignorecase = true",
        "Gray gray gray Grey",
        "Gray gray gray [[Grey]]{Gray}",
    ),
    ("consistency", "either = {a = 'b', c = 'd'}", "a a b c d", "a a [[b]]{a} c [[d]]{c}"),
    ("consistency", "either = {grey = 'gray'}\nexceptions = ['Lady gray']", "grey Lady gray", "grey Lady gray"),
    # conditional
    (
        "conditional",
        "first = '\\b([A-Z]{2,})\\b'\nsecond = '\\(([A-Z]{2,})\\)'",
        "WHO\n\nthe EU",
        "[[WHO]]\n\nthe [[EU]]",
    ),
    (
        "conditional",
        "first = '\\b([A-Z]{2,})\\b'\nsecond = '\\(([A-Z]{2,})\\)'",
        "WHO\n\nWorld Health Organization (WHO)",
        "WHO\n\nWorld Health Organization (WHO)",
    ),
    ("conditional", "first = 'EU'\nsecond = 'Union'\nexceptions = ['EUR']", "EUR", "EUR"),
    ("conditional", "first = 'EU'\nsecond = 'Union'", "EU EU", "[[EU]] EU"),
    # capitalization
    ("capitalization", "style = 'title'", "The cat and the Dog", "[[The cat and the Dog]]{The Cat and the Dog}"),
    ("capitalization", "style = 'title'", "The Cat in It", "The Cat in It"),
    ("capitalization", "style = 'title'\nexceptions = ['iPhone']", "An iPhone", "An iPhone"),
    ("capitalization", "style = 'sentence'", "The Cat in NATO", "[[The Cat in NATO]]{The cat in NATO}"),
    ("capitalization", "style = 'sentence'\nexceptions = ['Cat']", "The Cat", "The Cat"),
    ("capitalization", "style = 'upper'", "Éa", "[[Éa]]{ÉA}"),
    ("capitalization", "style = 'lower'", "éa 5", "éa 5"),
    # sequence
    (
        "sequence",
        "tokens = [{pattern = 'more'}, {pattern = '\\w+er'}]",
        "more better, More faster, more so",
        "[[more better]], [[More faster]], more so",
    ),
    (
        "sequence",
        "tokens = [{pattern = 'a', mark = true}, {pattern = '[aeiou]\\w+'}]\nreplace = 'an'",
        "a apple, a pear",
        "[[a]]{an} apple, a pear",
    ),
    ("sequence", "tokens = [{pattern = 'not'}, {pattern = 'only', skip = 2}]", "not he only", "[[not he only]]"),
    (
        "sequence",
        "tokens = [{pattern = ','}, {pattern = 'however'}, {pattern = ',', negate = true}]",
        "so, however it is, however, he",
        "so[[, however it]] is, however, he",
    ),
    (
        "sequence",
        "tokens = [{pattern = 'very', min = 2, max = 3}, {pattern = 'good'}]",
        "very good, very very good",
        "very good, [[very very good]]",
    ),
    ("sequence", "tokens = [{pattern = '^the$'}, {pattern = '^of$'}]", "it is the of", "it is [[the of]]"),
    ("sequence", "tokens = [{pattern = 'a'}, {pattern = 'b'}]\nexceptions = ['a b c']", "a b c a b", "a b c [[a b]]"),
    ("sequence", "tokens = [{tag = 'MD'}, {tag = 'MD'}]", "He will can go", "He [[will can]] go"),
]


@pytest.mark.parametrize(("kind", "table", "text", "expected"), KINDS)
def test_kind(kind: str, table: str, text: str, expected: str) -> None:
    assert marked(rule(kind, table), text) == expected


def test_every_kind_is_tested() -> None:
    assert {kind for kind, *_ in KINDS} == set(KINDS_OF_RULE)


def test_messages() -> None:
    found = rule("substitution", "swap = {'(?P<n>\\d+) pct' = '\\1%'}", "message = 'Write {fix}, not {match}: {1} {n}'")
    assert [d.message for d in diagnostics(found, "5 pct")] == ["Write 5%, not 5 pct: 5 5"]
    found = rule("occurrence", "token = 'a'\nmax = 1", "message = '{count} of {match}, not {max}'")
    assert [d.message for d in diagnostics(found, "a a a")] == ["3 of a, not 1"]
    found = rule("occurrence", "token = 'a'\nmin = 2", "message = '{count}, not {min}'")
    assert [d.message for d in diagnostics(found, "a b")] == ["1, not 2"]
    found = rule("consistency", "either = {grey = 'gray'}", "message = '{fix} ({count})'")
    assert [d.message for d in diagnostics(found, "gray gray grey")] == ["gray (2)"]
    found = rule("repetition", "", "message = '{match}: {fix}{again}'")
    assert [d.message for d in diagnostics(found, "so so")] == ["so so: so so"]


def test_a_group_that_took_no_part_is_empty() -> None:
    found = rule("existence", "raw = ['a(b)?']\nreplace = '[\\1]'", "message = '({1})'")
    assert [(d.message, d.fix and d.fix.edits[0].new_text) for d in diagnostics(found, "a ab")] == [
        ("()", "[]"),
        ("(b)", "[b]"),
    ]


def test_the_title_of_a_fix() -> None:
    swap = "swap = {foo = 'bar', gone = ''}"
    titles = [d.fix and d.fix.title for d in diagnostics(rule("substitution", swap), "foo gone")]
    assert titles == ["Replace with “bar”", "Remove"]
    titled = rule("substitution", swap, "fix_title = 'Write “{fix}” for “{match}”'")
    assert [d.fix and d.fix.title for d in diagnostics(titled, "foo")] == ["Write “bar” for “foo”"]


def test_evidence_of_a_consistency() -> None:
    (found,) = diagnostics(rule("consistency", "either = {grey = 'gray'}"), "gray gray grey\n\ngray gray grey")
    assert [(e.segment_id, e.span.start, e.message) for e in found.evidence] == [
        ("1", 0, "“gray”"),
        ("1", 5, "“gray”"),
        ("2", 0, "“gray”"),
        ("2", 5, "“gray”"),
        ("2", 10, "“grey”"),
    ]


def test_head() -> None:
    found = rule(
        "existence",
        "tokens = ['x']",
        "severity = 'info'\nlangs = ['zh>en', '*>de']\nmqm = 'style/awkward'\nstatus = 'preview'\n"
        "segments = ['headline']\nsafety = 'safe'",
    )
    assert (found.severity, found.langs, found.mqm, found.status) == (
        "info",
        ("zh>en", "*>de"),
        "style/awkward",
        "preview",
    )
    assert (found.kinds, found.scope, found.why, found.default) == (("headline",), "segment", "It matters.", False)
    assert rule("existence", "tokens = ['x']").mqm == "style/it"
    assert check([found], document("x", kind="body")) == ()
    assert len(check([found], document("x", kind="headline"))) == 1


# --- with the source --------------------------------------------------------------------------------------------------


def test_when_source() -> None:
    found = rule(
        "substitution",
        "swap = {'great leap' = '{source.1} ({source.year})', 'big' = 'x'}",
        """when_source = '(大跃进)?(?P<year>\\d{4})年'\nmessage = "{match}: {source}, {source.1}, {source.2}"
fix_title = "{fix} as {source.year}" """,
    )
    text, source = "The great leap.\n\nA great leap.\n\nA great leap.", "在大跃进1958年\n\n没有\n\n在1960年"
    one, two = diagnostics(found, text, source)
    assert (one.segment_id, one.message) == ("1", "great leap: 大跃进1958年, 大跃进, 1958")
    assert one.fix is not None
    assert (one.fix.title, one.fix.edits[0].new_text) == ("大跃进 (1958) as 1958", "大跃进 (1958)")
    (evidence,) = one.evidence
    assert (evidence.side, evidence.message, evidence.span.start, evidence.span.end) == ("source", "大跃进1958年", 1, 9)
    assert evidence.excerpt == "在大跃进1958年"
    assert (two.segment_id, two.message, two.fix and two.fix.edits[0].new_text) == (
        "3",
        "great leap: 1960年, , 1960",
        " (1960)",
    )


def test_when_source_without_a_source() -> None:
    found = rule("existence", "tokens = ['x']", "when_source = '中'")
    assert diagnostics(found, "x") == ()
    assert len(diagnostics(found, "x", "中")) == 1


def test_when_source_of_a_document() -> None:
    found = rule("consistency", "either = {grey = 'gray'}\neach = true", "when_source = '灰'")
    text = "grey grey grey\n\ngray\n\ngray"
    assert [d.segment_id for d in diagnostics(found, text, "灰\n\n红\n\n灰")] == ["3"]


# --- strictness -------------------------------------------------------------------------------------------------------

# The line that is wrong ends with "#!"; the message holds the words.
WRONG = [
    # syntax
    ('kind = "existence"\nsummary = #!', "Invalid value"),
    ('kind = "existence"\nkind = "existence" #!', "Cannot overwrite"),
    # the kind
    (toml("existnce", "").replace('"existnce"', '"existnce" #!'), "unknown kind 'existnce'; did you mean 'existence'?"),
    ('summary = "x" #!', 'a rule file needs kind = "…"'),
    (toml("existence", "").replace('"existence"', '"existence" #!').replace("[existence]", ""), "needs tokens or raw"),
    # keys
    (toml("existence", "tokens = ['a']", "sevrity = 'info' #!"), "unknown key 'sevrity'; did you mean 'severity'?"),
    (toml("existence", "tokens = ['a']\ntoken = 3 #!"), "unknown key 'token' in [existence]; did you mean 'tokens'?"),
    (toml("existence", "tokens = ['a']", "[substitution] #!"), "unknown key 'substitution'"),
    (toml("existence", "tokens = ['a']", examples=f"{EXAMPLES}qqq = 1 #!"), "unknown key 'qqq' in [good]; known keys"),
    (
        toml("existence", "tokens = ['a']", examples=f"{EXAMPLES}\n[[bad]]\ntext = '[[y]]'\nfixd = 'y' #!"),
        "did you mean 'fixed'?",
    ),
    (toml("existence", "tokens = ['a']").replace('summary = "A problem"', ""), "'summary' is missing"),
    (toml("existence", "tokens = ['a']").replace('"A problem"', '" " #!'), "summary is empty"),
    (toml("existence", "tokens = ['a']").replace('[[good]]\ntext = "y"', "[[good]] #!"), "'text' is missing in [good]"),
    # types
    (toml("existence", "tokens = 'a' #!"), "tokens must be a list, not 'a'"),
    (toml("existence", "tokens = [\n'a',\n3, #!\n]"), "an item of tokens must be text, not 3"),
    (toml("existence", "tokens = ['a']\nignorecase = 'yes' #!"), "ignorecase must be true or false"),
    (
        toml("existence", "tokens = ['a']", "summary2 = 1").replace("summary2", "safety").replace("= 1", "= 1 #!"),
        "must",
    ),
    (toml("existence", "tokens = ['a']", "severity = 'grave' #!"), "must be one of error, warning, info, hint"),
    (toml("existence", "tokens = ['a']", "status = 'draft' #!"), "must be one of stable, preview"),
    (toml("existence", "tokens = ['a']", "langs = 'en' #!"), "langs must be a list"),
    (toml("occurrence", "token = 'a'\nmax = true #!"), "max must be a whole number"),
    (toml("occurrence", "token = 'a'\nmax = 1.5 #!"), "max must be a whole number"),
    (toml("occurrence", "max = 3").replace("[occurrence]", "[occurrence] #!"), "'token' is missing in [occurrence]"),
    (toml("substitution", "swap = ['a'] #!"), "swap must be a table"),
    (toml("substitution", "[substitution.swap]\na = 'b'\nc = 3 #!"), "c must be text"),
    (toml("existence", "", "existence = 3 #!").replace("[existence]", ""), "existence must be a table"),
    (toml("existence", "tokens = ['a']", "bad = 3 #!", "[[good]]\ntext = 'y'"), "bad must be a list"),
    (toml("sequence", "tokens = [\n{pattern = 'a'},\n{patern = 'b'}, #!\n]"), "did you mean 'pattern'?"),
    (toml("sequence", "[[sequence.tokens]]\npattern = 'a'\n[[sequence.tokens]]\nmin = 'x' #!"), "min must be a whole"),
    # values
    (toml("existence", "tokens = ['a']", "langs = ['en'] #!"), "'en' is no language pair"),
    (toml("existence", "tokens = ['a']", "langs = [\n'zh>en',\n'zh-Hans>', #!\n]"), "'zh-Hans>' is no language pair"),
    (toml("existence", "tokens = ['a']", "langs = [] #!"), "would never run"),
    (toml("existence", "tokens = ['a']", "segments = ['bdy'] #!"), "unknown kind of segment 'bdy'"),
    # patterns
    (toml("existence", "tokens = [\n'a', # 'b('\n'b(', #!\n]"), "the pattern 'b(' does not compile: missing )"),
    (toml("existence", "tokens = ['[[a]']  #!"), "does not compile: Possible nested set"),
    (toml("existence", "raw = ['a', '*'] #!"), "nothing to repeat"),
    (toml("existence", "tokens = [\n'a',\n'(?i)b', #!\n]"), "global flags not at the start"),
    (toml("existence", "tokens = ['a']\nexceptions = ['('] #!"), "does not compile"),
    (toml("substitution", "[substitution.swap]\na = 'b'\n'c[' = 'd' #!"), "the pattern 'c[' does not compile"),
    (toml("occurrence", "token = 'a{2,1}' #!\nmax = 1"), "does not compile"),
    (toml("existence", "tokens = ['a']", "when_source = '(' #!"), "does not compile"),
    (toml("sequence", "[[sequence.tokens]]\npattern = 'a'\n[[sequence.tokens]]\ntag = '(' #!"), "does not compile"),
    # what a kind asks for
    (toml("existence", "").replace("[existence]", "[existence] #!"), "existence needs tokens or raw"),
    (
        toml("substitution", "swap = {}").replace("[substitution]", "[substitution] #!"),
        "substitution needs a swap table",
    ),
    (toml("occurrence", "token = 'a'").replace("[occurrence]", "[occurrence] #!"), "occurrence needs min or max"),
    (toml("occurrence", "token = 'a'\nmin = 2\nmax = 1").replace("[occurrence]", "[occurrence] #!"), "at most 1"),
    (toml("consistency", "either = {}").replace("[consistency]", "[consistency] #!"), "consistency needs an either"),
    (toml("sequence", "tokens = []").replace("[sequence]", "[sequence] #!"), "sequence needs tokens"),
    (toml("sequence", "tokens = [{min = 0}]").replace("[sequence]", "[sequence] #!"), "one of which must be there"),
    (toml("sequence", "tokens = [{min = 3}]").replace("[sequence]", "[sequence] #!"), "a token cannot"),
    (
        toml("conditional", "first = '(a)'\nsecond = 'b'").replace("[conditional]", "[conditional] #!"),
        "give both a first group or neither",
    ),
    (toml("capitalization", "style = 'camel' #!"), "must be one of title, sentence, lower, upper"),
    # examples
    (toml("existence", "tokens = ['a']", examples="[[bad]]\ntext = '[[a]]'"), "'good' is missing"),
    (toml("existence", "tokens = ['a']", examples="[[good]]\ntext = 'b'"), "'bad' is missing"),
    (toml("existence", "tokens = ['a']", "good = [] #!", "[[bad]]\ntext = '[[a]]'"), "at least one [[good]] example"),
    (
        toml("existence", "tokens = ['a']", examples="[[bad]]\ntext = 'a' #!\n[[good]]\ntext = 'b'"),
        "the bad example 'a' marks nothing in [[double brackets]]",
    ),
    (
        toml("existence", "tokens = ['a']", examples=f"{EXAMPLES}[[good]]\ntext = 'b [[a]]' #!"),
        "the good example 'b [[a]]' must not have [[marks]]",
    ),
    (
        toml("existence", "tokens = ['a']", examples=f"{EXAMPLES}[[bad]]\ntext = 'b [[a]]'\nkind = 'boddy' #!"),
        "must be one of headline",
    ),
    # placeholders
    (toml("existence", "tokens = ['a']", "message = 'Not {foo}' #!"), "nothing fills {foo} in the message; there are"),
    (toml("existence", "tokens = ['a']", "message = 'Not {1}' #!"), "nothing fills {1}"),
    (toml("existence", "tokens = ['(a)', 'b']", "message = 'Not {1}' #!"), "nothing fills {1}"),
    (toml("existence", "tokens = ['(?P<x>a)']", "message = 'Not {x} {y}' #!"), "{1}, {match}, {x}"),
    (toml("existence", "tokens = ['a']", "message = 'Write {fix}' #!"), "nothing fills {fix}"),
    (toml("existence", "tokens = ['a']", "message = 'For {source}' #!"), "nothing fills {source}"),
    (
        toml("existence", "tokens = ['a']", "when_source = '(中)'\nmessage = 'For {source.2}' #!"),
        "there are {match}, {source}, {source.1}",
    ),
    (toml("occurrence", "token = 'a'\nmax = 1", "message = '{min}' #!"), "nothing fills {min}"),
    (toml("occurrence", "token = '(a)'\nmin = 1", "message = '{1}' #!"), "nothing fills {1}"),
    (toml("sequence", "tokens = [{pattern = '(a)'}]", "message = '{1}' #!"), "nothing fills {1}"),
    (toml("conditional", "first = 'a'\nsecond = 'b'", "message = '{fix}' #!"), "nothing fills {fix}"),
    (toml("existence", "tokens = ['a']", "fix_title = '{match}' #!"), "it takes none"),
    (toml("substitution", "swap = {a = 'b'}", "fix_title = '{1}' #!"), "there are {fix}, {match}"),
    (toml("existence", "tokens = ['a']\nreplace = '{source}' #!"), "nothing fills {source}"),
    # new texts
    (toml("existence", "raw = ['(a)']\nreplace = '\\2' #!"), "the new text '\\\\2': invalid group reference 2"),
    (toml("existence", "raw = ['(a)', 'b']\nreplace = '\\1' #!"), "invalid group reference 1"),
    (toml("existence", "raw = ['a']\nreplace = '\\q' #!"), "bad escape"),
    (toml("existence", "raw = ['a']\nreplace = '\\g<x>' #!"), "unknown group name 'x'"),
    (toml("substitution", "[substitution.swap]\n'(a)' = '\\1'\nb = '\\1x' #!"), "invalid group reference 1"),
    (toml("substitution", "[substitution.swap]\nb = '{source.1}' #!", "when_source = 'x'"), "nothing fills {source.1}"),
]


@pytest.mark.parametrize(("source", "words"), WRONG)
def test_what_is_wrong_is_said_of_its_line(source: str, words: str) -> None:
    with pytest.raises(RuleFileError) as raised:
        decode(source, "style/it.toml", KINDS_OF_RULE)
    place, _, message = str(raised.value).partition(": ")
    expected = [number for number, line in enumerate(source.split("\n"), 1) if line.endswith("#!")]
    assert place == f"style/it.toml:{expected[0] if expected else 1}"  # 1: something is missing from the file
    assert words in message


def test_examples_of_right_files() -> None:
    """What `WRONG` breaks is right before."""
    for kind, table in {kind: table for kind, table, *_ in KINDS}.items():
        decode(toml(kind, table), "x.toml", KINDS_OF_RULE)


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "it.toml"
    file.write_text(toml("existence", "tokens = ['a']"), encoding="utf-8-sig")
    assert [r.id for r in load([(file, "style/it")], KINDS_OF_RULE)] == ["style/it"]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match=r"gone\.toml: cannot be read"):
        load([(tmp_path / "gone.toml", "style/gone")], KINDS_OF_RULE)
    (tmp_path / "latin.toml").write_bytes(b'kind = "\xe9"')
    with pytest.raises(RuleFileError, match=r"latin\.toml:1: not UTF-8 \(byte 8\)"):
        load([(tmp_path / "latin.toml", "style/latin")], KINDS_OF_RULE)


def test_what_is_no_placeholder_is_left_alone() -> None:
    found = rule("existence", "tokens = ['a']", "message = 'A {}, { b } and {c d}'")
    assert [d.message for d in diagnostics(found, "a")] == ["A {}, { b } and {c d}"]
    found = rule("substitution", "swap = {a = '{b}'}")
    assert marked(found, "a") == "[[a]]{{b}}"


def test_examples_are_carried_over() -> None:
    source = toml(
        "existence",
        "tokens = ['very']\nreplace = 'x'",
        examples='[[bad]]\ntext = "[[very]]"\nfixed = "x"\nsource = "很"\nkind = "lead"\n[[good]]\ntext = "every"',
    )
    found = build(decode(source, "it.toml", KINDS_OF_RULE), "style/it", KINDS_OF_RULE, "it.toml")
    bad, good = found.examples
    assert (bad.text, bad.fixed, bad.source, bad.kind, good.text) == ("[[very]]", "x", "很", "lead", "every")
    assert list(problems(found)) == []


def test_every_key_is_documented() -> None:
    for fields in (HEAD, EXAMPLE, TOKEN, *(kind.fields for kind in KINDS_OF_RULE.values())):
        for field in fields.values():
            assert field.doc


# --- the lines of a TOML file -----------------------------------------------------------------------------------------


def places(value: object, at: Place = ()) -> Iterator[Place]:
    if at:
        yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*at, key))
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from places(inner, (*at, number))


def test_lines() -> None:
    source = (
        'kind = "x"  # [not]\nwhy = """\n[[bad]]\ntokens = ["""\n\n a . "b.c" = {x = 1, \'y\' = [1, {z = "#"}]}\n'
        "[it]\ntokens = [ # one\n 'a]', \"b\\\"]\",\n\n '''c\nd''', 1979-05-27 07:32:00, [\n1]\n]\n"
        "[[bad]]\ntext = 'x'\n[bad.options]\nq = -1.5\n[[bad]]\ntext = ''''y'''''\n[ it . more ]\nk=true"
    )
    found = lines(source)
    assert set(found) == {*places(tomllib.loads(source)), ("bad",)}
    assert [found[p] for p in (("kind",), ("why",), ("a", "b.c", "y", 1, "z"), ("it",), ("it", "tokens", 0))] == [
        1,
        2,
        6,
        7,
        9,
    ]
    assert [found["it", "tokens", n] for n in (1, 2, 3, 4)] == [9, 11, 12, 12]
    assert (found["it", "tokens", 4, 0], found["bad", 0], found["bad", 0, "options", "q"]) == (13, 15, 18)
    assert (found["bad", 1], found["bad", 1, "text"], found["it", "more", "k"]) == (19, 20, 22)


_KEY = st.text(st.characters(codec="utf-8", exclude_characters="\x7f", min_codepoint=32), max_size=4)
_VALUE = st.recursive(
    st.one_of(st.booleans(), st.integers(-9, 9), st.text(st.sampled_from("a\"'\\#[]{}=,.\n é中"), max_size=6)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEY, inner, max_size=3)),
    max_leaves=8,
)


def as_toml(value: object, break_lines: bool = True) -> str:
    if isinstance(value, dict):
        inner = (f"{json.dumps(key, ensure_ascii=False)} = {as_toml(item, False)}" for key, item in value.items())
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, list):
        return "[" + "".join(f"{chr(10) * break_lines}{as_toml(item, break_lines)}, " for item in value) + "# ]\n]"
    if isinstance(value, str) and break_lines and not {"'", "\\"} & set(value):
        return f"'''\n{value}'''"
    return json.dumps(value, ensure_ascii=False)


@given(st.dictionaries(_KEY, _VALUE, max_size=4))
def test_every_place_has_its_line(data: dict[str, object]) -> None:
    source = "".join(f"\n{json.dumps(key, ensure_ascii=False)} = {as_toml(value)} # =\n" for key, value in data.items())
    assert tomllib.loads(source) == data
    found = lines(source)
    assert set(found) == set(places(data))
    for key in data:
        assert source.split("\n")[found[key,] - 1].startswith(json.dumps(key, ensure_ascii=False))


# --- the cache of decoded files ---------------------------------------------------------------------------------------


def test_decoded_files_are_kept_until_they_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, cache = tmp_path / "it.toml", Cache(tmp_path / "cache")
    decoded = []

    def counting(source: str, path: str, kinds: object) -> dict[str, object]:
        decoded.append(path)
        return decode(source, path, KINDS_OF_RULE)

    monkeypatch.setattr("tqa.declare.decode", counting)

    def found(text: str) -> str:
        (only,) = load([(file, "style/it")], KINDS_OF_RULE, cache)
        return marked(only, text)

    file.write_text(toml("existence", "tokens = ['a']"), encoding="utf-8")
    assert found("a b") == "[[a]] b"
    assert found("a b") == "[[a]] b"
    assert len(decoded) == 1
    before = file.stat()
    file.write_text(toml("existence", "tokens = ['b']"), encoding="utf-8")  # of the same size
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert found("a b") == "a [[b]]"
    assert len(decoded) == 2
    file.write_text(toml("existence", "tokens = ['(']"), encoding="utf-8")
    with pytest.raises(RuleFileError):
        found("a")


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b"[1]", b"{}", b'[{"kind"', b"\xff", b'["a"]'])
def test_a_damaged_cache_of_decoded_files(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "it.toml"
    file.write_text(toml("existence", "tokens = ['a']"), encoding="utf-8")
    cache = Cache(tmp_path / "cache")
    load([(file, "style/it")], KINDS_OF_RULE, cache)
    (kept,) = (tmp_path / "cache").glob("rules-*.json")
    kept.write_bytes(data)
    (only,) = load([(file, "style/it")], KINDS_OF_RULE, cache)
    assert marked(only, "a") == "[[a]]"


def test_another_key_of_a_kind_makes_the_cache_old(tmp_path: Path) -> None:
    """A plugin in a new version may have more keys than the decoded files that are kept."""

    from tqa.declare import Field

    file = tmp_path / "it.toml"
    file.write_text(toml("existence", "tokens = ['a']"), encoding="utf-8")
    cache = Cache(tmp_path / "cache")
    load([(file, "style/it")], KINDS_OF_RULE, cache)
    kind = KINDS_OF_RULE["existence"]
    newer = {
        "existence": kind._replace(
            fields={**kind.fields, "new": Field(int, "new", 5)},
            make=lambda table, messages: kind.make({**table, "tokens": ["b"] * (table["new"] == 5)}, messages),
        )
    }
    (only,) = load([(file, "style/it")], newer, cache)
    assert marked(only, "a b") == "a [[b]]"
