"""Completion, in the shells themselves: a TAB at a prompt, and what the line is then."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tqa import cli
from tqa.completion import SHELLS

if sys.platform != "win32":
    import pexpect

ONE_ANSWER = [
    ("tqa che", "tqa check "),
    ("tqa rules sh", "tqa rules show "),
    ("tqa rules show style/fragm", "tqa rules show style/fragment"),
    ("tqa check --forma", "tqa check --format"),
    ("tqa check --format ter", "tqa check --format terminal"),
    ("tqa check --profile us", "tqa check --profile us-news"),
    ("tqa check --fail-on err", "tqa check --fail-on error"),
    ("tqa check --select accuracy/foreign", "tqa check --select accuracy/foreign-script"),
    ("tqa rules new x --kind occ", "tqa rules new x --kind occurrence"),
    ("tqa check --config draf", "tqa check --config drafts/"),
    ("tqa check drafts/spri", "tqa check drafts/springtime.txt"),
    ("tqa completion z", "tqa completion zsh"),
]
"""What stands before TAB, and after it."""


@pytest.fixture(scope="module", params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    name = str(request.param)
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    return name


@pytest.fixture
def script(shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """The script of a shell, in a folder with one document."""
    monkeypatch.chdir(tmp_path)
    Path("drafts").mkdir()
    Path("drafts/springtime.txt").write_text("x")
    assert cli.main(["completion", shell, "--isolated"]) == 0
    path = Path("functions/_tqa")
    path.parent.mkdir()
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    return path


SETUP = {
    "bash": ("bash", ["--norc", "--noprofile", "-i"], "source functions/_tqa"),
    "zsh": ("zsh", ["-f", "-i"], "fpath+=($PWD/functions); autoload -U compinit; compinit -u -D"),
}


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals")
def test_a_tab_completes(shell: str, script: Path) -> None:
    if shell == "fish":
        for typed, completed in ONE_ANSWER:
            done = subprocess.run(
                ["fish", "--no-config", "-c", f"source {script}; complete -C '{typed}'"],
                capture_output=True,
                encoding="utf-8",
                check=True,
            )
            words = [line.partition("\t")[0] for line in done.stdout.splitlines()]
            assert completed.split()[-1] in words, typed
            assert all(word.startswith(typed.split()[-1]) for word in words)
        return
    command, arguments, setup = SETUP[shell]
    environment = {**os.environ, "TERM": "dumb", "PS1": "@ ", "HOME": str(script.parent), "INPUTRC": os.devnull}
    with pexpect.spawn(command, arguments, env=environment, encoding="utf-8", timeout=20) as terminal:
        terminal.sendline(f"PS1='> '; {setup}; echo re''ady")
        terminal.expect("ready")
        for typed, completed in ONE_ANSWER:
            terminal.send(typed + "\t")
            terminal.expect(re.escape(completed))
            terminal.send("\x15")  # Control-U: an empty line again


def test_every_option_is_completed(shell: str, script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    options = set(re.findall(r"--([a-z][a-z-]+)", " ".join(a for c in _commands() for a in c)))
    assert len(options) > 25
    assert [option for option in sorted(options) if option not in text] == []


def _commands() -> list[list[str]]:
    import argparse

    found, waiting = [], [cli.parser()]
    while waiting:
        parser = waiting.pop()
        found.append([name for action in parser._actions for name in action.option_strings])
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                waiting += action.choices.values()
    return found
