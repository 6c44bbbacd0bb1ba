"""The hooks for pre-commit, run by pre-commit itself, which installs tqa from a clone of this checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tqa.plugins import build

ROOT = Path(__file__).resolve().parent.parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"
SHIPPED = ("pyproject.toml", "README.md", "LICENSE", "tqa", "rules", ".pre-commit-hooks.yaml")

FLAW = "The committee met  in Shenzhen on Friday. A lot of consensus.\n"
FIXED = FLAW.replace("  ", " ")


@pytest.mark.parametrize(
    "name", [n + s for f in build(installed=False).formats.values() for n in "aA" for s in f.suffixes]
)
def test_every_format_is_in_the_pattern(name: str) -> None:
    patterns = re.findall(r"^  files: (.*)$", HOOKS.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(patterns) == 2
    for pattern in patterns:
        assert re.search(pattern, f"drafts/{name}")
        assert re.search(pattern, f"drafts/{name.upper()}")
        assert not re.search(pattern, f"{name}.py")


class Project:
    """A git repository that uses the hooks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT", "PYTHON"))}
        self.environment |= {
            "PRE_COMMIT_HOME": str(folder / "home"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            **{f"GIT_{w}_{k}": "x@example.org" for w in ("AUTHOR", "COMMITTER") for k in ("NAME", "EMAIL")},
        }

    def run(self, *command: str, cwd: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder / cwd,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )

    def commit(self, folder: str) -> str:
        """Makes a folder a repository of one commit."""
        for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--no-verify", "--message=x"]):
            done = self.run("git", *command, cwd=folder)
            assert done.returncode == 0, done.stdout
        return self.run("git", "rev-parse", "HEAD", cwd=folder).stdout.strip()

    def hook(self, name: str) -> tuple[int, str]:
        """Its exit code and what pre-commit prints."""
        done = self.run(sys.executable, "-m", "pre_commit", "run", name, "--all-files", "--color=never", cwd="project")
        assert done.returncode < 2, f"pre-commit cannot run it; it installs from the package index:\n{done.stdout}"
        return done.returncode, done.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with a clone of tqa beside it."""
    project = Project(tmp_path_factory.mktemp("precommit"))
    clone = project.folder / "tqa"
    for name in SHIPPED:
        target = clone / name
        target.parent.mkdir(exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, target)
    revision = project.commit("tqa")
    folder = project.folder / "project"
    (folder / "archive").mkdir(parents=True)
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {clone.as_uri()}\n  rev: {revision}\n  hooks:\n  - id: tqa\n  - id: tqa-fix\n"
    )
    (folder / "tqa.toml").write_text('target_lang = "en"\nexclude = ["archive/**"]\nselect = ["style", "linguistic"]\n')
    for name in ("news.txt", "archive/old.txt", "program.py"):
        (folder / name).write_text(FLAW)
    project.commit("project")
    return project


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_hooks_in_a_project(project: Project) -> None:
    news = project.folder / "project" / "news.txt"
    code, said = project.hook("tqa")
    assert code == 1
    assert "- exit code: 1" in said
    assert "files were modified" not in said
    assert "news.txt:1:43" in said
    assert "[style/fragment]" in said
    assert "old.txt" not in said
    assert "program.py" not in said
    assert news.read_text() == FLAW

    code, said = project.hook("tqa-fix")
    assert code == 1
    assert "- files were modified by this hook" in said
    assert news.read_text() == FIXED
    assert (project.folder / "project" / "archive" / "old.txt").read_text() == FLAW
    assert (project.folder / "project" / "program.py").read_text() == FLAW

    news.write_text("The committee met in Shenzhen on Friday.\n")
    for name in ("tqa", "tqa-fix"):
        code, said = project.hook(name)
        assert code == 0, said
        assert "Passed" in said
