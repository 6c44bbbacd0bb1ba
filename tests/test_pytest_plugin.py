"""The plugin for pytest, in pytest runs of their own."""

from __future__ import annotations

import os
from importlib.metadata import entry_points
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

INSTALLED = bool(entry_points(group="pytest11", name="tqa"))

RULE = """\
kind = "substitution"
summary = "A word"
why = "It is a word of these tests."
message = "“{match}”"
langs = ["*>en"]
[substitution.swap]
plum = "fig"

[[bad]]
text = "It is a [[plum]]."
fixed = "It is a fig."

[[good]]
text = "It is a stone."
"""


def run(pytester: pytest.Pytester, *arguments: str, alone: bool = False) -> pytest.RunResult:
    """Runs pytest, in a process of its own if that matters."""
    loaded = () if INSTALLED else ("-p", "tqa.pytest_plugin")
    runs = pytester.runpytest_subprocess if alone else pytester.runpytest_inprocess
    others = [part for name in ("cacheprovider", "pytest-lsp", "asyncio") for part in ("-p", f"no:{name}")]
    return runs(*others, *loaded, *arguments)


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one rule that is well, and one test."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent), prepend=os.pathsep)
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    write(pytester.path / "qa/rules/style/plum.toml", RULE)
    write(pytester.path / "tests/test_x.py", "def test_x():\n    pass\n")
    write(pytester.path / "other/style/plum.toml", "nonsense")
    return pytester.path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_unasked_it_loads_nothing_and_tests_nothing(pytester: pytest.Pytester, project: Path) -> None:
    write(
        project / "tests/test_x.py",
        "import sys\ndef test_x():\n"
        "    assert [m for m in sys.modules if m.startswith('tqa.')] == ['tqa.pytest_plugin']\n",
    )
    run(pytester, alone=True).assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("ini", "arguments"),
    [
        ("[pytest]\ntqa_rules = qa/rules\n", ()),
        ("[pytest]\ntqa_rules = qa/rules\ntestpaths = tests\n", ()),
        ("[pytest]\ntestpaths = tests\n", ("--tqa-rules=qa",)),
        ("[pytest]\n", ("--tqa-rules", "qa/rules/style/plum.toml")),
    ],
)
def test_asked_each_example_is_a_test(
    pytester: pytest.Pytester, project: Path, ini: str, arguments: tuple[str, ...]
) -> None:
    write(project / "pytest.ini", ini)
    result = run(pytester, "-v", *arguments)
    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines(
        [f"*rules/style/plum.toml::{name} PASSED*" for name in ("complete", "bad-1", "good-1")], consecutive=True
    )


def test_what_is_named_is_what_runs(pytester: pytest.Pytester, project: Path) -> None:
    write(project / "pytest.ini", "[pytest]\ntqa_rules = qa/rules\n")
    run(pytester, "tests").assert_outcomes(passed=1)
    run(pytester, "qa/rules/style/plum.toml::bad-1").assert_outcomes(passed=1)
    run(pytester, "qa", "-k", "good").assert_outcomes(passed=1)


def test_the_configuration_s_folder_counts(
    pytester: pytest.Pytester, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "pyproject.toml", '[tool.pytest.ini_options]\ntqa_rules = ["qa/rules"]\n')
    monkeypatch.chdir(project / "qa")
    run(pytester).assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("old", "new", "test", "lines"),
    [
        ("a [[plum]].", "[[a]] plum.", "bad-1", ["expected 'It is [[a]] plum.'", "but found 'It is a [[plum]].'"]),
        (
            '= "It is a fig."',
            '= "It is a pear."',
            "bad-1",
            ["should give 'It is a pear.'", "but gave    'It is a fig.'"],
        ),
        ("a stone.", "a plum.", "good-1", ["expected 'It is a plum.'", "but found 'It is a [[plum]].'"]),
        ('"A word"', '"TODO"', "complete", ['still to be filled in: summary = "TODO"']),
    ],
)
def test_a_failure_says_where_what_and_what_instead(
    pytester: pytest.Pytester, project: Path, old: str, new: str, test: str, lines: list[str]
) -> None:
    changed = RULE.replace(old, new)
    assert changed != RULE
    path = write(project / "qa/rules/style/plum.toml", changed)
    number = {"bad-1": 9, "good-1": 13, "complete": 2}[test]
    result = run(pytester, "--tqa-rules=qa", "qa")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines([f"_*style/plum {test}*_"])
    said = result.stdout.str()
    assert f"\n{path}:{number}: " in said
    assert [line for line in lines if line not in said] == []
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*runtest*")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("style/x.toml", "kind = ", "*style/x.toml:1: Invalid value*"),
        ("style/x.toml", RULE.replace("[substitution.swap]", "[substitutoin.swap]"), "*style/x.toml:*substitutoin*"),
        ("stile/x.toml", RULE, "*stile/x.toml: 'stile' is none of MQM's dimensions*"),
        ("style/fragment.toml", RULE, "*style/fragment.toml: rule style/fragment is already there, from plugin tqa*"),
    ],
)
def test_a_file_that_is_no_rule_is_an_error_of_one_line(
    pytester: pytest.Pytester, project: Path, name: str, text: str, message: str
) -> None:
    write(project / "qa/rules" / name, text)
    result = run(pytester, "--tqa-rules=qa/rules", "qa")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([message])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_folder_that_is_not_there(pytester: pytest.Pytester, project: Path) -> None:
    result = run(pytester, "--tqa-rules=nowhere")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: tqa-rules: there is no *nowhere"])
