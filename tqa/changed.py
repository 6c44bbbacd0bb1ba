"""What git says has changed: the files, and the lines of them. The only module that runs git."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .engine import Checked
    from .model import Diagnostic, Range

WHOLE = range(2**31)
"""All lines of a file."""

DEEPER = "run `git fetch --unshallow`, or in CI fetch the whole history (actions/checkout: `fetch-depth: 0`)"

_DIFF = (
    "diff",
    "--no-color",
    "--no-ext-diff",  # a user's own settings must not change what git prints here
    "--no-textconv",
    "--no-renames",  # a renamed file is a new one
    "--no-relative",
    "--ignore-submodules=all",  # a submodule is a repository of its own
)
_PATCH = ("--unified=0", "--inter-hunk-context=0", "--text", "--src-prefix=a/", "--dst-prefix=b/")
_HUNK = re.compile(rb"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb'\\([0-7]{3}|[abtnvfr"\\])')
_ESCAPED = dict(zip(b"abtnvfr", b"\a\b\t\n\v\f\r", strict=True))
_LONE_RETURN = re.compile(rb"\r(?!\n)")


class GitError(Exception):
    """git is not there, or cannot tell what has changed; the message says what to do."""


class Changed(NamedTuple):
    """The files that have changed, by absolute path, each with its changed lines (from zero)."""

    top: Path
    """The folder of the work tree."""
    files: Mapping[Path, tuple[range, ...]]
    folders: frozenset[Path]
    """Those that hold a changed file, at any depth."""
    lines_only: bool = False
    """Findings count only where they touch a changed line."""

    def holds(self, path: Path) -> bool:
        """Whether it is a changed file or a folder with one."""
        key = absolute(path)
        return key in self.files or key in self.folders

    def narrowed(self, checked: Checked, data: bytes) -> Checked:
        """The findings in a file of these bytes that touch a changed line, with their own place or with evidence; all
        of them where that is not asked for. That a file could not be read is said of any file."""
        if not self.lines_only or not (checked.diagnostics or checked.suppressed):
            return checked
        lines = self.files[absolute(Path(checked.path))]
        if b"\0" in data or _LONE_RETURN.search(data):
            lines = (WHOLE,)  # UTF-16, or lines that end as git does not know: it counts otherwise than tqa
        return checked._replace(
            diagnostics=tuple(d for d in checked.diagnostics if d.rule == "tqa/unreadable" or _touches(d, lines)),
            suppressed=tuple(s for s in checked.suppressed if _touches(s.diagnostic, lines)),
        )


def absolute(path: Path) -> Path:
    """A path as the keys of `Changed.files` are: resolved but for its last part, which may be a link itself."""
    return Path(os.path.realpath(path.parent), path.name) if path.name not in ("", "..") else path.resolve()


def changed(since: str | None = None, *, lines_only: bool = False) -> Changed:
    """What has changed in the work tree of the current folder: since the last commit or, of `since`, since the merge
    base with that commit. `since` may be a range that ends at the commit that is checked out. Files that git does not
    know yet count, unless it ignores them. Raises GitError.
    """
    top, shallow = _repository()
    base = _base(since, top, shallow)
    lines: dict[bytes, tuple[range, ...]] = {}
    if lines_only:
        lines = {name: tuple(found) for name, found in _hunks(_git(top, *_DIFF, *_PATCH, base)).items()}
    names = {name: lines.get(name, ()) for name in _names(top, *_DIFF, "--name-only", "--diff-filter=d", base)}
    names |= dict.fromkeys(_names(top, "ls-files", "--others", "--exclude-standard"), (WHOLE,))
    files = {top / os.fsdecode(name): found for name, found in names.items()}
    return Changed(top, files, frozenset(folder for file in files for folder in file.parents), lines_only)


def _repository() -> tuple[Path, bool]:
    """The folder of the work tree, and whether its history was cut off."""
    done = _run(Path(), "rev-parse", "--is-shallow-repository", "--show-toplevel")
    if done.returncode:
        said = _said(done)
        if "not a git repository" in said:
            raise GitError("this folder is in no git repository")
        if "work tree" in said:
            raise GitError("this git repository has no work tree")
        raise GitError(f"git says: {said}")
    shallow, _, top = done.stdout.partition(b"\n")
    return Path(os.path.realpath(os.fsdecode(top.removesuffix(b"\n")))), shallow == b"true"


def _base(since: str | None, top: Path, shallow: bool) -> str:
    """The commit (or the tree without files) that the work tree is compared with."""
    head = _commit(top, "HEAD")
    if since is None:
        return head or _text(_git(top, "hash-object", "-t", "tree", "--stdin"))  # no commit yet: all is new
    if not since:
        raise GitError("no commit is named")
    if not head:
        raise GitError("there is no commit yet")
    start, dots, end = since.partition("...") if "..." in since else since.partition("..")
    if dots and _commit(top, end or "HEAD") != head:
        raise GitError(f"{since!r} does not end at the commit that is checked out")
    base = _commit(top, start or "HEAD")
    if not base:
        raise GitError(f"git knows no commit {start!r}" + (f"; this clone is shallow: {DEEPER}" if shallow else ""))
    if dots == "..":
        return base
    done = _run(top, "merge-base", base, head)
    if done.returncode == 0:
        return _text(done.stdout)
    if shallow:
        raise GitError(f"the merge base with {start!r} is not in this shallow clone; {DEEPER}")
    raise GitError(f"{start!r} and what is checked out have no commit in common")


def _commit(top: Path, name: str) -> str:
    """The id of a commit, "" where there is none of this name."""
    return _text(_run(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").stdout)


def _names(top: Path, *arguments: str) -> list[bytes]:
    command, *rest = arguments
    return _git(top, command, "-z", *rest).split(b"\0")[:-1]


def _hunks(patch: bytes) -> dict[bytes, list[range]]:
    """The new lines of each file, from a patch without context."""
    found: dict[bytes, list[range]] = {}
    lines: list[range] | None = None  # None: before the name; after it a line may look like a name
    for line in patch.split(b"\n"):
        if line.startswith(b"diff --git "):
            lines = None
        elif lines is None:
            if line.startswith(b"+++ "):
                name = _unquoted(line.removeprefix(b"+++ ").removesuffix(b"\t")).removeprefix(b"b/")
                lines = found[name] = []
        elif hunk := _HUNK.match(line):
            first = int(hunk[1]) - 1
            lines.append(range(first, first + int(hunk[2] or 1)))
    return found


def _unquoted(name: bytes) -> bytes:
    """A file's name as it is, from how git quotes it."""
    if not name.startswith(b'"'):
        return name
    return _ESCAPE.sub(
        lambda m: bytes([int(m[1], 8)]) if len(m[1]) == 3 else bytes([_ESCAPED.get(m[1][0], m[1][0])]), name[1:-1]
    )


def _touches(diagnostic: Diagnostic, lines: tuple[range, ...]) -> bool:
    places = (diagnostic.range, *(e.range for e in diagnostic.evidence if not e.path))
    return any(_meets(place, changed) for place in places for changed in lines)


def _meets(place: Range, lines: range) -> bool:
    return place.start.line < lines.stop and lines.start <= place.end.line


# --- git --------------------------------------------------------------------------------------------------------------


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(  # noqa: S603
            ("git", *arguments),  # noqa: S607 - the git of whoever calls
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    except OSError as problem:
        raise GitError(f"git cannot be run: {problem.strerror}") from None


def _git(folder: Path, *arguments: str) -> bytes:
    done = _run(folder, *arguments)
    if done.returncode:
        raise GitError(f"git says: {_said(done)}")
    return done.stdout


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """The first line of git's complaint."""
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else f"exit code {done.returncode}"


def _text(output: bytes) -> str:
    return output.decode("ascii").strip()
