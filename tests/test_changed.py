"""`tqa check` of what git says has changed, in real repositories."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tqa import Checked, Context, Document, Evidence, Finding, Span, cli, rule
from tqa.changed import Changed, GitError, changed
from tqa.testing import check as run
from tqa.testing import document

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

FLAW = "The committee met  in Shenzhen on Friday.\n"
"""One finding of the rule that `check` runs."""

FINE = "The committee met in Shenzhen on Friday.\n"

ODD_NAMES = [
    "a b.txt",
    'say "no".txt',
    "tab\there.txt",
    "new\nline.txt",
    "新闻.txt",
    "back\\slash.txt",
    "-dash.txt",
    "é.txt",
]


def git(*arguments: str, folder: Path = Path()) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def write(name: str, text: str = FLAW) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def commit(*names: str) -> str:
    git("add", "--all", "--", *names)
    git("commit", "--quiet", "--allow-empty", "--message", "x")
    return git("rev-parse", "HEAD")


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, and git without anyone's configuration."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    identity = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    hermetic = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CEILING_DIRECTORIES": str(tmp_path)}
    for name, value in (identity | hermetic).items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "repository"
    git("init", "--quiet", "--initial-branch=main", str(folder))
    monkeypatch.chdir(folder)
    return folder


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """The path and line of each finding of one rule."""
    assert cli.main(["check", "--isolated", "--select=linguistic/double-space", "--format=jsonl", *arguments]) < 2
    out, err = capsys.readouterr()
    assert not err
    found = [json.loads(line) for line in out.splitlines()]
    return [f"{f['path']}:{f['range']['start']['line'] + 1}" for f in found]


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that says why there is nothing to check by."""
    assert cli.main(["check", "--isolated", *arguments]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.count("\n") == 1
    return err


# --- files ------------------------------------------------------------------------------------------------------------


def test_files_changed_since_the_last_commit(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("same", "worktree", "index", "both", "deleted", "renamed", "back"):
        write(f"{name}.txt", FINE if name == "back" else FLAW)
    write(".gitignore", "ignored*\n")
    commit()
    write("worktree.txt", FLAW * 2)
    write("index.txt", FLAW * 2)
    write("both.txt", FLAW * 2)
    write("back.txt")
    git("add", "index.txt", "both.txt", "back.txt")
    write("both.txt", FLAW * 3)
    write("back.txt", FINE)  # as committed, whatever the index holds
    git("mv", "renamed.txt", "moved.txt")
    Path("deleted.txt").unlink()
    for name in ("new.txt", "ignored.txt", "new.bin", ".hidden.txt", "build/new.txt", "deep/er/new.txt"):
        write(name)
    found = {where.partition(":")[0] for where in check(capsys, "--changed")}
    assert found == {"worktree.txt", "index.txt", "both.txt", "moved.txt", "new.txt", "deep/er/new.txt"}


def test_paths_narrow_it_and_are_shown_as_they_were_given(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commit()
    for name in ("a/1.txt", "b/2.txt", "b/c/3.txt"):
        write(name)
    assert check(capsys, "--changed", "b") == ["b/2.txt:1", "b/c/3.txt:1"]
    assert check(capsys, "--changed", "a/1.txt", "b/c") == ["a/1.txt:1", "b/c/3.txt:1"]
    assert check(capsys, "--changed", str(Path("a").absolute())) == [f"{Path('a/1.txt').absolute()}:1"]
    monkeypatch.chdir("b")
    assert check(capsys, "--changed") == ["2.txt:1", "c/3.txt:1"]
    assert check(capsys, "--changed", "..") == ["../a/1.txt:1", "../b/2.txt:1", "../b/c/3.txt:1"]
    monkeypatch.chdir("..")
    commit()
    assert check(capsys, "--changed", "a/1.txt") == []


def test_a_folder_after_the_option_is_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    """`--changed drafts/` asks about drafts/, it does not compare with a commit of that name."""
    write("drafts/a.txt", FINE)
    write("b.txt", FINE)
    commit()
    git("branch", "drafts")
    write("drafts/a.txt")
    write("b.txt")
    assert check(capsys, "--changed", "drafts") == ["drafts/a.txt:1"]
    assert check(capsys, "--changed-lines", "drafts") == ["drafts/a.txt:1"]
    assert "--since: git knows no commit 'drafts/'" in complaint(capsys, "--since", "drafts/")


@pytest.mark.skipif(os.name != "posix", reason="these names are for POSIX")
@pytest.mark.parametrize("option", ["--changed", "--changed-lines"])
@pytest.mark.parametrize("known", [True, False])
def test_any_name_a_file_may_have(capsys: pytest.CaptureFixture[str], option: str, known: bool) -> None:
    for name in ODD_NAMES:
        write(name, FINE)
    if known:
        commit()
    for name in ODD_NAMES:
        write(name)
    assert sorted(check(capsys, option)) == sorted(f"{name}:1" for name in ODD_NAMES)


def test_excludes_hold(capsys: pytest.CaptureFixture[str]) -> None:
    commit()
    write("tqa.toml", 'exclude = ["old/**"]\nselect = ["linguistic/double-space"]\n')
    write("old/a.txt")
    write("b.txt")
    assert cli.main(["check", "--changed", "--fail-on=hint", "--format=jsonl"]) == 1
    assert capsys.readouterr().out.count("\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_through_symbolic_links(
    capsys: pytest.CaptureFixture[str], repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit()
    write("a.txt")
    Path("link.txt").symlink_to("a.txt")
    (repository.parent / "way").symlink_to(repository)
    assert check(capsys, "--changed", "../way") == ["../way/a.txt:1", "../way/link.txt:1"]
    monkeypatch.chdir("../way")
    assert check(capsys, "--changed", "a.txt") == ["a.txt:1"]


def test_before_the_first_commit_all_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt")
    write("b.txt")
    git("add", "b.txt")
    assert check(capsys, "--changed") == check(capsys, "--changed-lines") == ["a.txt:1", "b.txt:1"]
    assert "--since: there is no commit yet" in complaint(capsys, "--since", "main")


def test_a_work_tree_and_a_submodule(
    capsys: pytest.CaptureFixture[str], repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", FINE)
    commit()
    git("worktree", "add", "--quiet", "../tree")
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repository), "sub")
    commit()
    write("sub/a.txt")  # of a repository of its own
    assert check(capsys, "--changed") == []
    for other in ("sub", "../../tree"):
        monkeypatch.chdir(other)
        write("a.txt")
        assert check(capsys, "--changed") == ["a.txt:1"]


def test_nothing_changed_is_nothing_found(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt")
    commit()
    assert cli.main(["check", "--isolated", "--changed"]) == 0
    assert "no documents" in capsys.readouterr().out


# --- since a commit ---------------------------------------------------------------------------------------------------


@pytest.fixture
def branches() -> str:
    """A branch with a commit of its own, and work on top of it; main went on meanwhile. Returns where they parted."""
    for name in ("a", "b", "c", "d"):
        write(f"{name}.txt", FINE)
    start = commit()
    git("switch", "--quiet", "--create", "work")
    write("a.txt")
    commit()
    git("switch", "--quiet", "main")
    write("b.txt")
    commit()
    git("switch", "--quiet", "work")
    write("c.txt")
    return start


@pytest.mark.parametrize("base", ["main", "main...", "main...HEAD", "main...work"])
def test_since_the_merge_base(capsys: pytest.CaptureFixture[str], branches: str, base: str) -> None:
    assert check(capsys, "--since", base) == ["a.txt:1", "c.txt:1"]
    assert check(capsys, f"--since={base}", "c.txt") == ["c.txt:1"]


def test_since_a_commit_itself(capsys: pytest.CaptureFixture[str], branches: str) -> None:
    write("b.txt")
    assert check(capsys, "--since", "main..") == ["a.txt:1", "c.txt:1"]  # b.txt is as on main
    assert check(capsys, "--since", branches) == ["a.txt:1", "b.txt:1", "c.txt:1"]
    assert check(capsys, "--since", "HEAD") == check(capsys, "--changed") == ["b.txt:1", "c.txt:1"]


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ("nowhere", "--since: git knows no commit 'nowhere'\n"),
        ("--output=x", "--since: git knows no commit '--output=x'\n"),
        ("", "--since: no commit is named\n"),  # an empty variable of a CI system
        ("work..main", "--since: 'work..main' does not end at the commit that is checked out\n"),
    ],
)
def test_a_base_that_is_none(capsys: pytest.CaptureFixture[str], branches: str, base: str, message: str) -> None:
    assert complaint(capsys, f"--since={base}") == f"tqa: {message}"


def test_histories_without_a_common_commit(capsys: pytest.CaptureFixture[str]) -> None:
    commit()
    git("switch", "--quiet", "--orphan", "other")
    write("a.txt")
    commit()
    assert "'main' and what is checked out have no commit in common" in complaint(capsys, "--since", "main")


def test_a_shallow_clone_says_how_to_get_the_rest(
    capsys: pytest.CaptureFixture[str], repository: Path, branches: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("clone", "--quiet", "--depth=1", "--no-single-branch", repository.as_uri(), "../shallow")
    monkeypatch.chdir("../shallow")
    for base, what in (("origin/main", "the merge base with 'origin/main' is not"), (branches, "git knows no commit")):
        message = complaint(capsys, "--since", base)
        assert what in message
        assert "git fetch --unshallow" in message
        assert "fetch-depth: 0" in message
    git("fetch", "--quiet", "--unshallow")
    assert check(capsys, "--since", "origin/main") == ["a.txt:1"]


# --- lines ------------------------------------------------------------------------------------------------------------


def test_only_findings_in_changed_lines(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt", f"{FLAW}\n{FINE}\n{FLAW}\n{FLAW}")
    write("b.txt", f"{FINE}\n{FLAW}")
    base = commit()
    write("a.txt", f"{FLAW}\nThe committee met  in Macao.\n\n{FLAW}\nIt met  again.\n\n{FLAW}")
    write("b.txt", FLAW)  # a paragraph less
    write("c.txt")
    assert check(capsys, "--changed-lines") == ["a.txt:3", "a.txt:7", "c.txt:1"]
    commit()
    assert check(capsys, "--changed-lines", "--since", base) == ["a.txt:3", "a.txt:7", "c.txt:1"]
    assert check(capsys, "--changed-lines") == []


def test_lines_that_look_like_a_patch(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt", f"{FLAW}-- a/b.txt\n")
    write("b.txt", FLAW)
    commit()
    write("a.txt", f"{FLAW}++ b/b.txt\n@@ -1 +1 @@\ndiff --git a/b.txt b/b.txt\n+++ b/b.txt\n@@ -1 +1 @@\n")
    assert check(capsys, "--changed-lines") == []


def test_evidence_counts() -> None:
    """A name rendered two ways is reported in the paragraph that is not new, when the one it differs from is."""

    @rule("style/pair", langs="*>en", scope="document")
    def pair(doc: Document, context: Context) -> Iterator[Finding]:
        """A pair

        Of segments.
        """
        one, _, three = doc.segments
        evidence = Evidence("here", Span(0, 1), segment=three)
        yield Finding(Span(0, 1), "differs", (evidence,), segment=one)

    (found,) = run([pair], document("One.\n\nTwo.\n\nThree."))
    checked = Checked("a.txt", "", "text", 3, 3, (found,))
    path = Path("a.txt").absolute()
    for line, kept in ((0, 1), (2, 0), (4, 1)):
        state = Changed(path.parent, {path: (range(line, line + 1),)}, frozenset(), lines_only=True)
        assert len(state.narrowed(checked, b"One.").diagnostics) == kept


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_where_git_counts_other_lines_the_whole_file_is_changed(
    capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    end = "\r" if encoding == "utf-8" else "\n"
    path = Path("a.txt")
    path.write_bytes(f"{FINE.strip()}{end}{end}{FLAW.strip()}{end}".encode(encoding))
    commit()
    path.write_bytes(f"{FINE.strip()} Ċ Ċ{end}{end}{FLAW.strip()}{end}".encode(encoding))
    assert check(capsys, "--changed-lines") == ["a.txt:3"]


def test_what_cannot_be_read_is_said_in_any_case(capsys: pytest.CaptureFixture[str]) -> None:
    lines = ['{"id": "1", "target": "One."}', "{", '{"id": "2", "target": "Two."}', ""]
    write("a.jsonl", "\n".join(lines))
    commit()
    lines[0] = lines[0].replace("One", "Three")
    write("a.jsonl", "\n".join(lines))
    assert check(capsys, "--changed-lines") == ["a.jsonl:2"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--changed-lines", "--fix"], "--changed-lines can't go with fixes"),
        (["--changed-lines", "--diff"], "--changed-lines can't go with fixes"),
        (["--changed", "--baseline=x", "--update-baseline"], "what --changed leaves out would be forgotten"),
        (["--since=HEAD", "-"], "--since: git does not know standard input"),
        (["--changed", ".."], "--changed: .. is not in this git repository, "),
    ],
)
def test_what_does_not_go_together(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    commit()
    assert message in complaint(capsys, *arguments)


def test_fixes_are_for_changed_files(capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt")
    commit()
    write("b.txt")
    assert check(capsys, "--changed", "--fix") == []
    assert Path("a.txt").read_text() == FLAW
    assert Path("b.txt").read_text() == FINE


# --- git --------------------------------------------------------------------------------------------------------------


def test_a_user_s_git_settings_do_not_matter(capsys: pytest.CaptureFixture[str]) -> None:
    write("d/a b.txt", FINE)
    write(".gitattributes", "*.txt diff=loud binary\n")
    commit()
    settings = {
        "color.ui": "always",
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "diff.relative": "true",
        "diff.external": "false",
        "diff.loud.textconv": "false",
        "diff.context": "9",
        "diff.interHunkContext": "9",
        "core.quotePath": "true",
        "core.pager": "false",
    }
    for name, value in settings.items():
        git("config", name, value)
    write("d/a b.txt", f"{FINE}\n{FLAW}")
    assert check(capsys, "--changed-lines") == ["d/a b.txt:3"]


@pytest.mark.skipif(os.name != "posix", reason="a script as a hook")
@pytest.mark.parametrize("where", [".", "../tree"])
def test_in_a_hook_where_git_names_its_index_itself(
    repository: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    write("sub/a.txt", FINE)
    commit()
    git("worktree", "add", "--quiet", "../tree")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    hook = write(
        ".git/hooks/pre-commit",
        f"""#!/bin/sh
exec {sys.executable} -m tqa check --isolated --changed --fail-on hint --select linguistic/double-space
""",
    )
    hook.chmod(0o755)
    monkeypatch.chdir(f"{where}/sub")
    write("a.txt", f"{FINE}\nNew.\n")
    git("commit", "--quiet", "--all", "--message=x")
    write("a.txt")
    done = subprocess.run(["git", "commit", "--all", "--message=x"], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "sub/a.txt:1:18" in done.stdout + done.stderr


def test_no_repository_no_work_tree_no_git(
    capsys: pytest.CaptureFixture[str], repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit()
    monkeypatch.chdir(repository / ".git")
    assert complaint(capsys, "--changed") == "tqa: --changed: this git repository has no work tree\n"
    monkeypatch.chdir(repository.parent)
    assert complaint(capsys, "--changed-lines") == "tqa: --changed-lines: this folder is in no git repository\n"
    monkeypatch.chdir(repository)
    monkeypatch.setenv("PATH", str(repository))
    assert complaint(capsys, "--changed") == "tqa: --changed: git is not installed\n"
    broken = repository / "git"
    broken.write_text("")
    assert complaint(capsys, "--changed") == "tqa: --changed: git cannot be run: Permission denied\n"
    broken.write_text("#!/bin/sh\necho 'fatal: detected dubious ownership' >&2\nexit 128\n")
    broken.chmod(0o755)
    assert complaint(capsys, "--changed") == "tqa: --changed: git says: detected dubious ownership\n"


def test_it_is_an_exception_of_its_own(monkeypatch: pytest.MonkeyPatch, repository: Path) -> None:
    monkeypatch.chdir(repository.parent)
    with pytest.raises(GitError):
        changed()
