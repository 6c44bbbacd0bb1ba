"""Bad input through the real command: what is wrong is named with its place, all else is checked, and the exit code
says it. Never a traceback, and never a wait for what does not come."""

from __future__ import annotations

import builtins
import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tqa.cli import main

GOOD = "The committee met  in Shenzhen on Friday.\n"
"""Text with one finding, which says that the file was checked."""

FINDING = "linguistic/double-space"

posix = pytest.mark.skipif(os.name != "posix", reason="no such files here")


class Outcome(NamedTuple):
    code: int
    found: list[dict[str, Any]]
    errors: str

    def unreadable(self) -> list[str]:
        return [d["message"] for d in self.found if d["rule"] == "tqa/unreadable"]

    def checked(self) -> list[str]:
        """The names of the files whose text was looked at."""
        return [Path(d["path"]).name for d in self.found if d["rule"] == FINDING]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD)
    return tmp_path


class Check:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *args: str) -> Outcome:
        code = main(["check", "--format", "jsonl", "--isolated", "--select", FINDING, "--jobs", "1", *args])
        out, errors = self.capsys.readouterr()
        return Outcome(code, [json.loads(line) for line in out.splitlines()], errors)


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Check:
    return Check(capsys)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "this is a PNG image, not text"),
        (b"PK\x03\x04rest", "this is a ZIP archive"),
        (b"text\r\nand\0more", "byte 9 is NUL (line 2): this is a binary file, not text"),
        ("“One” is ‘fine’.\n".encode() + b"\xe2\x80", "broken UTF-8 at byte 25 (0xe2, line 2)"),
        (b"\xff\xfea", "begins as UTF-16-LE but is not"),
        ("北京".encode("gbk"), "its encoding is not certain"),
    ],
)
def test_a_file_that_is_no_text_is_named_and_the_others_are_checked(check: Check, data: bytes, message: str) -> None:
    Path("bad.txt").write_bytes(data)
    outcome = check(".")
    assert outcome.code == 1
    (found,) = outcome.unreadable()
    assert found.startswith("bad.txt: ")
    assert message in found
    assert outcome.checked() == ["good.txt"]
    assert outcome.errors == ""


def test_a_named_encoding_is_used(check: Check) -> None:
    Path("bad.txt").write_bytes(GOOD.replace("Shenzhen", "北京").encode("gbk"))
    assert check(".").unreadable() != []
    outcome = check(".", "--encoding", "gbk")
    assert outcome.unreadable() == []
    assert outcome.checked() == ["bad.txt", "good.txt"]


@pytest.mark.parametrize("text", ["", "\n", " \r\n\t\n"])
@pytest.mark.parametrize("name", ["empty.txt", "empty.jsonl"])
def test_an_empty_file_is_no_trouble(check: Check, name: str, text: str) -> None:
    Path(name).write_text(text)
    assert check(name) == (0, [], "")


def test_malformed_json_on_line_7(check: Check) -> None:
    good = json.dumps({"target": GOOD})
    Path("bad.jsonl").write_text("\n".join([*[good] * 6, '{"target": "x",}', good, '{"target": 5}']))
    outcome = check(".")
    assert outcome.code == 1
    wrong = [d for d in outcome.found if d["rule"] == "tqa/unreadable"]
    assert [d["range"]["start"]["line"] for d in wrong] == [6, 8]
    assert wrong[0]["message"].startswith("line 7: this is not JSON, and the line is left out: ")
    assert outcome.checked() == ["bad.jsonl"] * 7 + ["good.txt"]


def test_a_comment_that_is_not_understood(check: Check) -> None:
    Path("bad.txt").write_text(f"{GOOD}\n# tqa: ignore[{FINDING}] why until=soon\n{GOOD}")
    outcome = check("bad.txt")
    assert outcome.code == 1
    (wrong,) = [d for d in outcome.found if d["rule"] == "tqa/unreadable"]
    assert "“until=soon” is not a date" in wrong["message"]
    assert wrong["range"]["start"] == {"line": 2, "character": 0}
    assert outcome.checked() == ["bad.txt"] * 2


def test_what_is_not_there(check: Check) -> None:
    outcome = check("nowhere.txt", "good.txt")
    assert (outcome.code, outcome.unreadable()) == (1, ["nowhere.txt: no such file or folder"])
    assert outcome.checked() == ["good.txt"]


@posix
def test_symbolic_links_to_nowhere_and_in_circles(check: Check) -> None:
    Path("nowhere.txt").symlink_to("nothing")
    Path("circle.txt").symlink_to("circle.txt")
    Path("up").symlink_to("..")
    outcome = check(".")
    assert outcome.checked() == ["good.txt"]
    outcome = check("nowhere.txt", "circle.txt", "good.txt")
    assert outcome.code == 1
    assert [m.split(": ")[0] for m in outcome.unreadable()] == ["nowhere.txt", "circle.txt"]
    assert outcome.checked() == ["good.txt"]


def test_a_folder_and_a_file_that_may_not_be_read(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    # The superuser may read all, so the refusal of the system is played.
    Path("locked").mkdir()
    Path("locked/x.txt").write_text(GOOD)
    Path("secret.txt").write_text(GOOD)
    scandir, real_open = os.scandir, open

    def no_scandir(path: str | Path) -> Any:
        if Path(path).name == "locked":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    def no_open(path: Any, *args: Any, **more: Any) -> Any:
        if str(path).endswith("secret.txt"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real_open(path, *args, **more)

    monkeypatch.setattr(os, "scandir", no_scandir)
    monkeypatch.setattr(builtins, "open", no_open)
    outcome = check(".")
    assert outcome.code == 1
    assert outcome.unreadable() == [
        "locked: cannot be read: Permission denied",
        "secret.txt: cannot be read: Permission denied",
    ]
    assert outcome.checked() == ["good.txt"]


def test_a_fix_that_the_encoding_cannot_hold_is_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = folder / "qa" / "style"
    rules.mkdir(parents=True)
    example = '[[bad]]\ntext = "[[{}]]"\nfixed = "{}"\n[[good]]\ntext = "x"\n'
    head = 'kind = "substitution"\nsummary = "x"\nwhy = "x"\nmessage = "{}"\nseverity = "warning"\nsafety = "safe"\n'
    for name, old, new in (("dots", "abc", "“”"), ("plain", "def", "ok")):
        body = f'[substitution.swap]\n"{old}" = "{new}"\n'
        (rules / f"{name}.toml").write_text(head.format(name) + body + example.format(old, new))
    (folder / "tqa.toml").write_text('rules = ["qa"]\n')
    path = folder / "bad.txt"
    path.write_bytes("Größe abc def".encode("latin-1"))
    select = ["--select", "style/dots,style/plain"]
    code = main(["check", "--fix", "--format", "jsonl", *select, "--encoding", "latin-1", "bad.txt"])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 1
    assert path.read_bytes() == "Größe abc ok".encode("latin-1")
    assert [d["rule"] for d in found] == ["style/dots", "tqa/unreadable"]
    assert found[1]["message"].startswith("bad.txt: some fixes are left out: ")
    assert "has no “ (U+201C), ” (U+201D); save the file as UTF-8 first" in found[1]["message"]


def run(*args: str | bytes, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tqa", "check", "--isolated", "--format", "jsonl", "--select", FINDING]
    return subprocess.run([*command, *args], input=stdin, capture_output=True, timeout=60, check=False)


@posix
def test_pipes_and_devices_are_not_waited_for(folder: Path) -> None:
    os.mkfifo("pipe.txt")
    name = os.fsdecode(b"caf\xe9.txt")
    Path(name).write_text(GOOD)
    done = run("pipe.txt", "/dev/zero", name, "good.txt")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [d["message"] for d in found[:2]] == [
        "pipe.txt: not a file; `-` reads standard input",
        "/dev/zero: not a file; `-` reads standard input",
    ]
    assert [d["rule"] for d in found[2:]] == [FINDING] * 2
    assert done.stderr == b""


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"\xe5\x8c\x97\xff", b"a\0b"])
def test_standard_input_that_is_no_text(data: bytes) -> None:
    done = run("-", stdin=data)
    (found,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (found["rule"], done.returncode, done.stderr) == ("tqa/unreadable", 1, b"")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["long.txt", "long.jsonl"])
def test_a_line_of_20_megabytes(check: Check, name: str) -> None:
    text = GOOD + "“So” it was, 😀 they said. " * 700_000 + GOOD
    text = text.replace("\n", " ")
    before = '{"target": "'
    content = before + text + '"}' if name.endswith("jsonl") else text
    Path(name).write_text(content, encoding="utf-8")
    assert Path(name).stat().st_size > 20_000_000
    outcome = check(name)
    assert outcome.code == 1
    (found,) = outcome.found
    assert found["rule"] == "tqa/segment-too-long"
    assert found["range"]["start"] == {"line": 0, "character": content.index(text)}
