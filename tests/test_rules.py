"""Every rule does what its examples say, none finds anything in another's good examples, and what is generated from
the rules is up to date."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import tqa.checks
from tqa import Context, Document, Edit, Example, Finding, Fix, Rule, Segment, Span, authoring, dev, rule
from tqa.engine import Checker
from tqa.model import SEVERITIES
from tqa.plugins import build
from tqa.rule import DIMENSIONS
from tqa.testing import assert_examples, checker_of, problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent


@cache
def built_in() -> dict[str, Rule]:
    return dict(build(installed=False).rules)


every_rule = pytest.mark.parametrize("name", built_in())


@every_rule
def test_examples(name: str) -> None:
    assert_examples(built_in()[name])


@every_rule
def test_description(name: str) -> None:
    found = built_in()[name]
    assert authoring.id_problem(name) is None
    assert found.summary
    assert not found.summary.endswith("."), "a summary is a heading"
    assert len(found.summary) <= 100
    assert len(found.why.split()) >= 5
    assert found.severity in SEVERITIES
    dimension, _, kind = found.mqm.partition("/")
    assert dimension in DIMENSIONS, found.mqm
    assert re.fullmatch(r"[a-z0-9-]+", kind), found.mqm
    assert all(re.fullmatch(r"(\*|[a-z]{2,3})>(\*|[a-z]{2,3})", pair) for pair in found.langs)
    for example in found.examples:
        assert set(example.options) <= set(found.options)


def test_no_default_rule_finds_anything_in_the_good_examples_of_the_others() -> None:
    defaults = [found for found in built_in().values() if found.default]
    wrong = list(authoring.crossfire(built_in().values(), checker_of(defaults)))
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_rule_file_and_every_module_of_rules_is_registered() -> None:
    files = {path.relative_to(ROOT / "rules").with_suffix("").as_posix() for path in (ROOT / "rules").rglob("*.toml")}
    assert files <= set(built_in())
    folder = Path(tqa.checks.__file__).parent
    modules = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("[!_]*.py")}
    written = {name for name, code in modules.items() if re.search(r"(?m)^@rule\(|= rule\(", code)}
    assert written <= {found.origin.rpartition(".")[2] for found in built_in().values()}


# --- what is generated ------------------------------------------------------------------------------------------------


def test_the_documentation_of_the_rules_is_up_to_date() -> None:
    stale = [path.name for path in dev.outdated(dev.docs())]
    assert not stale, "run: python -m tqa.dev docs"


def test_the_findings_in_the_seed_articles_are_up_to_date() -> None:
    stale = [path.name for path in dev.outdated(dev.seeds())]
    assert not stale, "run: python -m tqa.dev seeds"


@pytest.mark.slow
def test_generated_files_do_not_depend_on_the_order_of_sets() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tqa.dev", "all", "--check"],
        env=os.environ | {"PYTHONHASHSEED": "1"},  # another than that of this process
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


# --- the tests of rules, tested ---------------------------------------------------------------------------------------


def words(*found: str, to: str | None = None, longer: int = 0) -> Callable[[Segment, Context], Iterator[Finding]]:
    """A check that finds words, with a fix where `to` says what it makes of them."""

    def check(segment: Segment, context: Context) -> Iterator[Finding]:
        """Words that are wrong

        They are not in the dictionary of this test.
        """
        for word in found:
            for match in re.finditer(word, segment.target.value):
                span = Span(match.start(), match.end() + longer)
                fix = Fix("Mend", (Edit(span, to),)) if to is not None and word == found[0] else None
                yield Finding(span, f"{word} is wrong", fix=fix)

    return check


def raising(segment: Segment, context: Context) -> Iterator[Finding]:
    """Words that are wrong

    They are not in the dictionary of this test.
    """
    raise LookupError("no dictionary")


def unplaced(document: Document, context: Context) -> Iterator[Finding]:
    """Words that are wrong

    They are not in the dictionary of this test.
    """
    yield Finding(Span(0, 1), "Somewhere")


def undescribed(segment: Segment, context: Context) -> Iterator[Finding]:
    return iter(())


BAD, GOOD = Example("One [[teh]] here."), Example("One the here.")
MENDED = Example("One [[teh]] here.", fixed="One the here.")

WRONG: dict[str, tuple[Any, list[Example], str]] = {
    "a span too long": (words("teh", longer=1), [BAD, GOOD], "but found 'One [[teh ]]here.'"),
    "a span too short": (words("te"), [BAD, GOOD], "but found 'One [[te]]h here.'"),
    "nothing found": (words("hte"), [BAD, GOOD], "but found 'One teh here.'"),
    "more found than marked": (words("teh", "here"), [BAD, GOOD], "but found 'One [[teh]] [[here]].'"),
    "less found than marked": (words("teh"), [Example("[[teh]] [[hte]]"), GOOD], "but found '[[teh]] hte'"),
    "a find in a good example": (words("teh", "the"), [BAD, GOOD], "but found 'One [[the]] here.'"),
    "a find in another segment": (words("teh"), [Example("[[teh]]\n\nteh"), GOOD], "but found '[[teh]]\\n\\n[[teh]]'"),
    "a fix nobody speaks of": (words("teh", to="the"), [BAD, GOOD], "has a fix; say with `fixed`"),
    "a fix that is not there": (words("teh"), [MENDED, GOOD], "says `fixed` but the finding has no fix"),
    "a fix to something else": (words("teh", to="a"), [MENDED, GOOD], "but gave    'One a here.'"),
    "a fix that is not silent": (
        words("teh", "hte", to="hte"),
        [Example("One [[teh]] here.", fixed="One hte here."), GOOD],
        "the fixed text 'One hte here.' is not silent: hte is wrong",
    ),
    "a fix that never ends": (words("teh", to="teh teh"), [MENDED, GOOD], "it brings up the same finding again"),
    "no good example": (words("teh"), [BAD], "no good example"),
    "no bad example": (words("teh"), [GOOD], "no bad example"),
    "no summary": (undescribed, [GOOD], "no summary"),
    "no reason": (undescribed, [GOOD], "no why"),
    "a crash": (raising, [BAD, GOOD], "raised LookupError: no dictionary"),
    "a span outside the text": (words("here.", longer=9), [Example("One [[here.]]"), GOOD], "is not in the segment's"),
    "a finding in no segment": (unplaced, [BAD, GOOD], "must say which segment"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_rule_that_is_wrong_is_found_out(name: str) -> None:
    check, examples, expected = WRONG[name]
    made = rule("linguistic/teh", *examples, scope="document" if check is unplaced else "segment")(check)
    found = list(problems(made))
    assert any(expected in line for line in found), found
    with pytest.raises(AssertionError, match="linguistic/teh"):
        assert_examples(made)


@pytest.mark.parametrize(
    ("check", "examples"),
    [
        (words("teh"), [BAD, GOOD]),
        (words("teh", to="the"), [MENDED, GOOD]),
        (words("teh", to="the"), [Example("[[teh]], [[teh]]\n\n[[teh]]", fixed="the, the\n\nthe"), GOOD]),
        (words("𝄞", to="clef"), [Example("新聞 [[𝄞]]", fixed="新聞 clef"), GOOD]),
    ],
)
def test_a_rule_that_is_right_is_left_alone(check: Any, examples: list[Example]) -> None:
    assert_examples(rule("linguistic/teh", *examples)(check))


def test_a_find_in_the_good_example_of_another_rule_is_found_out() -> None:
    one = rule("linguistic/teh", BAD, GOOD)(words("teh"))
    two = rule("linguistic/one", Example("[[One]]"), Example("Two"))(words("One"))
    assert list(authoring.crossfire([one, two], Checker([one, two]))) == [
        "linguistic/one finds something in a good example of linguistic/teh: '[[One]] the here.': One is wrong"
    ]
