"""The action for GitHub: its metadata by the published schema, and its steps as a runner runs them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: dict[str, dict[str, Any]] = {step["id"]: step for step in ACTION["runs"]["steps"]}

TEXT = "The committee met  in Shenzhen on Friday.\n\nA lot of consensus.\n"

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


# --- the metadata -----------------------------------------------------------------------------------------------------


def test_the_metadata_is_as_github_wants_it() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_script_is_made_of_what_a_workflow_says() -> None:
    """An expression in a script is put in before the shell reads it: `$(…)` in an input would run."""
    for step in STEPS.values():
        assert "${{" not in step.get("run", "")


def test_actions_of_others_are_pinned() -> None:
    assert [
        u for step in STEPS.values() if (u := step.get("uses")) and not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", u)
    ] == []


def test_every_input_is_used_and_every_output_is_made() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert [name for name in ACTION["inputs"] if f"inputs.{name}" not in text.partition("runs:")[2]] == []
    for output in ACTION["outputs"].values():
        step, name = re.findall(r"steps\.(\w+)\.outputs\.([\w-]+)", output["value"])[0]
        assert f"{name}=%s" in STEPS[step]["run"]


def test_inputs_and_outputs_are_on_the_page_about_ci() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert [name for name in (*ACTION["inputs"], *ACTION["outputs"]) if f"`{name}`" not in page] == []
    for name, spec in ACTION["inputs"].items():
        row = next(line for line in page.splitlines() if line.startswith(f"| `{name}` |"))
        assert not spec["default"] or name == "paths" or row.endswith(f"| `{spec['default']}` |")


# --- a runner ---------------------------------------------------------------------------------------------------------


class Outcome(NamedTuple):
    code: int
    out: str
    outputs: dict[str, str]
    summary: str


class Runner:
    """Runs steps of the action in a workspace, with what GitHub's runner gives them."""

    def __init__(self, folder: Path) -> None:
        self.temp, self.workspace = folder / "temp", folder / "work space"
        for made in (self.temp, self.workspace):
            made.mkdir()
        self.context: dict[str, str] = {
            "github.base_ref": "",
            "steps.python.outputs.python-path": sys.executable,
            "steps.install.outputs.bin": sysconfig.get_path("scripts"),
        }

    def run(self, step: str, **inputs: str) -> Outcome:
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert given.keys() <= ACTION["inputs"].keys()
        values = {f"inputs.{name}": given.get(name, spec["default"]) for name, spec in ACTION["inputs"].items()}
        files = {name: self.temp / f"{name}-{step}" for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("")
        script = self.temp / "script.sh"
        script.write_text(STEPS[step]["run"], encoding="utf-8")
        assert STEPS[step]["shell"] == "bash"
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "GIT_"))},
                "GIT_CONFIG_NOSYSTEM": "1",
                "GITHUB_ACTION_PATH": str(ROOT),
                "RUNNER_TEMP": str(self.temp),
                **{name: str(path) for name, path in files.items()},
                **{name: self.value(text, values) for name, text in STEPS[step]["env"].items()},
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        return Outcome(done.returncode, done.stdout, outputs, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8"))

    def value(self, text: str, inputs: dict[str, str]) -> str:
        """An expression's value: a name, or another where it is empty."""
        expression = re.fullmatch(r"\$\{\{ (.*) \}\}", text)
        if expression is None:
            return text
        known = inputs | self.context
        parts = (p[1:-1] if p.startswith("'") else known[p] for p in expression[1].split(" || "))
        return next(filter(None, parts), "")


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    runner = Runner(tmp_path)
    (runner.workspace / "a.txt").write_text(TEXT)
    (runner.workspace / "tqa.toml").write_text('target_lang = "en"\nselect = ["style/fragment", "linguistic"]\n')
    return runner


def test_annotations_outputs_and_a_summary(runner: Runner) -> None:
    outcome = runner.run("check")
    assert outcome.code == 1
    assert outcome.outputs == {"findings": "2", "exit-code": "1", "sarif": ""}
    assert re.search(r"^::warning .*file=a\.txt,line=3,.*::", outcome.out, re.MULTILINE)
    assert "style/fragment" in outcome.summary


def test_sarif_and_no_summary(runner: Runner) -> None:
    outcome = runner.run("check", sarif="out put.sarif", summary="false")
    assert outcome.outputs["sarif"] == "out put.sarif"
    assert '"ruleId"' in (runner.workspace / "out put.sarif").read_text(encoding="utf-8")
    assert outcome.summary == ""


def test_nothing_found(runner: Runner) -> None:
    (runner.workspace / "a.txt").write_text("Both sides met on Friday.\n")
    outcome = runner.run("check")
    assert (outcome.code, outcome.outputs["findings"], outcome.outputs["exit-code"]) == (0, "0", "0")


@pytest.mark.parametrize(("severity", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_what_fails(runner: Runner, severity: str, code: int) -> None:
    assert runner.run("check", fail_on=severity).code == code


def test_paths_arguments_and_a_configuration(runner: Runner) -> None:
    for name in ("b c.txt", "-d.txt", "e.txt"):
        (runner.workspace / name).write_text(TEXT)
    (runner.workspace / "own.toml").write_text('target_lang = "en"\nselect = ["style/fragment"]\n')
    inputs = {"paths": "b c.txt\n\n-d.txt\n", "args": "  --exit-zero\n--jobs 1 ", "config": "own.toml"}
    outcome = runner.run("check", **inputs)
    assert (outcome.code, outcome.outputs["findings"]) == (0, "2"), outcome.out


def test_what_tqa_cannot_do_fails_the_step_and_says_why(runner: Runner) -> None:
    outcome = runner.run("check", args="--select nonsense")
    assert outcome.code == 2
    assert outcome.outputs == {"findings": "", "exit-code": "2", "sarif": ""}
    assert "there is no rule 'nonsense'" in outcome.out


@pytest.mark.parametrize("name", ["paths", "args", "config", "fail_on", "changed", "sarif", "summary"])
def test_no_input_runs_as_code(runner: Runner, name: str) -> None:
    for evil in ('"; touch owned; "', "$(touch owned)", "`touch owned`", "x\ntouch owned", "*"):
        outcome = runner.run("check", **{name: evil})
        assert not (runner.workspace / "owned").exists()
        assert set(outcome.outputs) <= {"findings", "exit-code", "sarif"}


def test_only_what_a_pull_request_changes(runner: Runner) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *arguments], cwd=runner.workspace, check=True, capture_output=True)

    for command in (["init", "-b", "main"], ["add", "."], ["commit", "-m", "x"], ["branch", "-m", "origin/main"]):
        git(*command)
    git("switch", "-c", "work")
    (runner.workspace / "b.txt").write_text(TEXT)
    assert runner.run("check", changed="true").outputs["findings"] == "4"  # no pull request
    assert runner.run("check", changed="origin/main").outputs["findings"] == "2"
    runner.context["github.base_ref"] = "main"
    assert runner.run("check", changed="true").outputs["findings"] == "2"
    assert runner.run("check", changed="false").outputs["findings"] == "4"
    assert "--since: git knows no commit 'nowhere'" in runner.run("check", changed="nowhere").out


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_it_installs_itself(runner: Runner) -> None:
    """From the package index; what is installed is the tqa of the action, and runs."""
    installed = runner.run("install")
    assert installed.code == 0, installed.out
    runner.context["steps.install.outputs.bin"] = installed.outputs["bin"]
    assert installed.outputs["bin"].startswith(str(runner.temp))
    outcome = runner.run("check")
    assert outcome.outputs["findings"] == "2", outcome.out
