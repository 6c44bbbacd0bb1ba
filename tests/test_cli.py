"""The command: what it prints, writes and returns. It runs in this process; in one of its own where only that tells."""

from __future__ import annotations

import argparse
import errno
import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import tqa
from tqa import cli, runner

posix = pytest.mark.skipif(os.name != "posix", reason="no modes and no symbolic links here")

SEVERITIES = ("error", "warning", "info", "hint")
WORDS = ("apple", "pear", "plum", "fig")
INSTEAD = ("A1", "P2", "P3", "F4")

TEXT = "We like apple, pear, plum and fig.\n"
"""One finding of each severity, the gravest first."""

_RULE = """\
kind = "substitution"
summary = "The word {word}"
why = "It is a word of these tests."
message = "“{{match}}” is {severity}"
severity = "{severity}"
safety = "{safety}"
langs = ["*>en"]
[substitution.swap]
{word} = "{other}"
[[bad]]
text = "It is a [[{word}]]."
fixed = "It is a {other}."
[[good]]
text = "It is a stone."
"""


def write_rule(name: str, word: str, severity: str, other: str, safety: str = "safe", folder: str = "qa") -> None:
    path = Path(folder, f"{name}.toml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_RULE.format(word=word, severity=severity, other=other, safety=safety), encoding="utf-8")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with four rules, one of each severity; the fix of the warning is unsafe. No other rule is on."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for severity, word, other in zip(SEVERITIES, WORDS, INSTEAD, strict=True):
        write_rule(f"style/{severity}", word, severity, other, "unsafe" if severity == "warning" else "safe")
    only = [f"style/{severity}" for severity in SEVERITIES]
    Path("tqa.toml").write_text(f'target_lang = "en"\nrules = ["qa"]\nselect = {only}\n', encoding="utf-8")
    Path("a.txt").write_bytes(TEXT.encode())
    return tmp_path


class Outcome(NamedTuple):
    code: int
    out: str
    err: str

    def found(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    def rules(self) -> list[str]:
        return [d["rule"] for d in self.found()]


class Tqa:
    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch

    def __call__(self, *args: str, stdin: bytes = b"") -> Outcome:
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        try:
            code = cli.main(args)
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        return Outcome(code, *self.capsys.readouterr())

    def check(self, *args: str, stdin: bytes = b"") -> Outcome:
        return self("check", "--format", "jsonl", "--jobs", "1", *args, stdin=stdin)


@pytest.fixture(name="tqa")
def _tqa(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Tqa:
    return Tqa(capsys, monkeypatch)


def process(*args: str, code: str = "import sys, tqa.cli; sys.exit(tqa.cli.main())") -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", code, *args]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def files() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


# --- exit codes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("worst", SEVERITIES)
@pytest.mark.parametrize("fail_on", [*SEVERITIES, "never"])
def test_the_exit_code_says_whether_something_as_grave_was_found(tqa: Tqa, fail_on: str, worst: str) -> None:
    only = ",".join(f"style/{s}" for s in SEVERITIES[SEVERITIES.index(worst) :])
    grave = fail_on != "never" and SEVERITIES.index(worst) <= SEVERITIES.index(fail_on)
    assert tqa.check("--select", only, "--fail-on", fail_on, "a.txt").code == int(grave)
    assert tqa.check("--select", only, "--fail-on", fail_on, "--exit-zero", "a.txt").code == 0


def test_warnings_fail_unless_something_else_is_said(tqa: Tqa) -> None:
    assert tqa.check("--select", "style/warning", "a.txt").code == 1
    assert tqa.check("--select", "style/info", "a.txt").code == 0
    with Path("tqa.toml").open("a") as file:
        file.write('fail_on = "info"\n')
    assert tqa.check("--select", "style/info", "a.txt").code == 1
    assert tqa.check("--select", "style/info", "--fail-on", "warning", "a.txt").code == 0


def test_a_path_that_does_not_exist_fails(tqa: Tqa) -> None:
    outcome = tqa.check("--select", "style/hint", "nowhere.txt", "a.txt")
    assert (outcome.code, outcome.rules()) == (1, ["tqa/unreadable", "style/hint"])
    assert outcome.found()[0]["message"] == "nowhere.txt: no such file or folder"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--select", "style/eror"], "select: there is no rule 'style/eror'; did you mean 'style/error'?"),
        (["--ignore", "stile"], "ignore: there is no rule 'stile'; did you mean 'style'?"),
        (["--format", "jsn"], "--format: there is no 'jsn'; did you mean 'json'?"),
        (["--input-format", "txt"], "--input-format: there is no 'txt'; did you mean 'text'?"),
        (["--profile", "us-new"], "--profile: there is no 'us-new'; did you mean 'us-news'?"),
        (["--encoding", "nonsense"], "--encoding: there is no encoding 'nonsense'"),
        (["--config", "nowhere.toml"], "nowhere.toml: cannot be read: No such file or directory"),
        (["--output", "nowhere/x"], "--output: nowhere/x cannot be written: No such file or directory"),
        (["--baseline", "nowhere.json"], "nowhere.json: the baseline cannot be read"),
        (["--update-baseline"], "--update-baseline: say which file"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(tqa: Tqa, args: list[str], message: str) -> None:
    outcome = tqa("check", *args, "a.txt")
    assert outcome.code == 2
    assert outcome.err.startswith("tqa: ")
    assert message in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("args", [["--fail-on", "eror"], ["--color", "blue"], ["--jobs", "many"], ["--nonsense"]])
def test_what_is_no_option_is_a_usage_error(tqa: Tqa, args: list[str]) -> None:
    outcome = tqa("check", *args, "a.txt")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("usage: tqa ")


def test_no_command_is_a_usage_error(tqa: Tqa) -> None:
    outcome = tqa()
    assert (outcome.code, outcome.out) == (2, "")
    assert "COMMAND" in outcome.err


@pytest.mark.parametrize(
    ("toml", "line", "message"),
    [
        ('\nslect = ["style"]\n', 2, "unknown key 'slect'; did you mean 'select'?"),
        ('profile = "us-news"\nfail_on = "eror"\n', 2, "fail_on = 'eror'; did you mean 'error'?"),
        ("select = [\n", 1, ""),
    ],
)
def test_a_configuration_error_names_file_and_line(tqa: Tqa, folder: Path, toml: str, line: int, message: str) -> None:
    Path("tqa.toml").write_text(toml)
    outcome = tqa.check("a.txt")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"tqa: {folder / 'tqa.toml'}:{line}: {message}")
    assert tqa.check("--isolated", "--select", "linguistic/double-space", "a.txt").code == 0


def test_a_broken_rule_file_is_named_with_its_line(tqa: Tqa, folder: Path) -> None:
    path = Path("qa/style/error.toml")
    path.write_text(path.read_text().replace("severity =", "sevrity ="))
    outcome = tqa.check("a.txt")
    assert outcome.code == 2
    assert outcome.err.startswith(f"tqa: {folder / path}:5: ")


def test_an_internal_error_is_no_finding(tqa: Tqa, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("quite unexpected")

    monkeypatch.setattr(runner, "discover", broken)
    outcome = tqa.check("a.txt")
    assert (outcome.code, outcome.out) == (2, "")
    assert "RuntimeError: quite unexpected" in outcome.err
    assert outcome.err.splitlines()[-1].startswith("tqa: this is a bug in tqa")


def test_control_c_has_its_own_exit_code(tqa: Tqa, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "discover", stopped)
    assert tqa.check("a.txt") == (130, "", "")


@posix
@pytest.mark.parametrize("args", [["check", "a.txt"], ["check", "--diff", "a.txt"], ["rules", "list"], ["--help"]])
def test_a_reader_that_has_gone_is_no_trouble(args: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    code = "import sys, tqa.cli; sys.exit(tqa.cli.main())"
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, *args], stdout=writer, stderr=subprocess.PIPE, timeout=60, check=False
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


# --- which rules ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ([], ["error", "warning", "info", "hint"]),
        (["--select", "style/hint"], ["hint"]),
        (["--select", "style/hint, style/error"], ["error", "hint"]),
        (["--ignore", "style/hint,style/error"], ["warning", "info"]),
        (["--select", "style", "--ignore", "style/info"], ["error", "warning", "hint"]),
        (["--ignore", "style"], []),
    ],
)
def test_rules_are_selected_and_ignored(tqa: Tqa, args: list[str], expected: list[str]) -> None:
    assert tqa.check(*args, "a.txt").rules() == [f"style/{name}" for name in expected]


def test_languages_on_the_command_line_win(tqa: Tqa) -> None:
    assert tqa.check("--target-lang", "fr", "a.txt").rules() == []


@pytest.mark.parametrize(
    ("languages", "args"),
    [
        ({}, ["--source-lang", "zh", "--target-lang", "en"]),
        ({}, []),
        ({"source_lang": "de", "target_lang": "fr"}, ["--source-lang", "zh", "--target-lang", "en"]),
    ],
    ids=["command line", "detected", "instead of the file's"],
)
def test_rules_that_ask_what_is_known_of_a_text_know_its_language(
    tqa: Tqa, languages: dict[str, str], args: list[str]
) -> None:
    row = {
        "source": "今年1月出口315.1亿美元。",
        "target": "In January of this year exports came to $31.1 billion.",
        **languages,
    }
    Path("pair.jsonl").write_text(json.dumps(row) + "\n")
    assert tqa.check("--select", "accuracy/number-mismatch", *args, "pair.jsonl").rules() == [
        "accuracy/number-mismatch"
    ]


@pytest.mark.parametrize("args", [["check", "."], ["check"], ["rules", "show", "style/hint"], ["plugins"]])
def test_the_configuration_of_this_folder_holds_in_this_folder(tqa: Tqa, args: list[str]) -> None:
    with Path("tqa.toml").open("a") as file:
        file.write('fail_on = "hint"\n')
    Path("a.txt").write_text("We like fig.\n")
    outcome = tqa(*args)
    assert outcome.code == (1 if args[0] == "check" else 0)
    assert "project" in outcome.out or args[0] == "check"


# --- reports ----------------------------------------------------------------------------------------------------------


def test_the_formats(tqa: Tqa) -> None:
    outcome = tqa("check", "a.txt")
    assert outcome.code == 1
    assert outcome.out.startswith("a.txt: 1 error, 1 warning, 1 info, 1 hint\n")
    assert "“apple” is error [style/error]" in outcome.out
    assert "It is a word of these tests." not in outcome.out
    assert "It is a word of these tests." in tqa("check", "--verbose", "a.txt").out
    assert tqa("check", "--format", "terminal", "a.txt").out == outcome.out
    (file,) = json.loads(tqa("check", "--format", "json", "a.txt").out)["files"]
    assert [d["code"] for d in file["diagnostics"]] == [f"style/{s}" for s in SEVERITIES]
    assert tqa("check", "--format", "jsonl", "a.txt").rules() == [f"style/{s}" for s in SEVERITIES]


@pytest.mark.parametrize("name", ["terminal", "json", "jsonl"])
def test_a_report_goes_into_a_file(tqa: Tqa, name: str) -> None:
    shown = tqa("check", "--format", name, "a.txt")
    before = files()
    assert tqa("check", "--format", name, "--output", "report", "a.txt") == (1, "", "")
    assert Path("report").read_text(encoding="utf-8") == shown.out
    assert files() == sorted([*before, "report"])


@posix
def test_what_is_no_file_is_written_to_and_not_replaced(tqa: Tqa) -> None:
    """Renaming a draft onto /dev/null would make a file of it, for the whole machine."""
    shown = tqa("check", "a.txt").out
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert tqa("check", "--output", "pipe", "a.txt") == (1, "", "")
    assert Path("pipe").is_fifo()
    assert os.read(reader, 100_000).decode() == shown
    os.close(reader)


def test_excludes_hold_for_named_files_if_asked(tqa: Tqa, folder: Path) -> None:
    Path("old.txt").write_text(TEXT)
    config = folder / "tqa.toml"
    config.write_text(f'exclude = ["old.*"]\n{config.read_text()}')
    assert len(tqa("check", "--format", "jsonl", "a.txt", "old.txt").out.splitlines()) == 8
    assert len(tqa("check", "--format", "jsonl", "--force-exclude", "a.txt", "old.txt").out.splitlines()) == 4


def test_a_report_that_fails_midway_leaves_the_old_file(tqa: Tqa) -> None:
    Path("report").write_text("old")
    Path("sub").mkdir()
    Path("sub/tqa.toml").write_text("nonsense = 1\n")
    Path("sub/b.txt").write_text(TEXT)
    before = files()
    outcome = tqa.check("--output", "report", "a.txt", "sub")
    assert (outcome.code, outcome.out) == (2, "")
    assert Path("report").read_text() == "old"
    assert files() == before


def test_colours(tqa: Tqa, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = tqa("check", "a.txt").out
    assert "\x1b" not in plain
    always = tqa("check", "--color", "always", "a.txt").out
    assert "\x1b[" in always
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert tqa("check", "a.txt").out == always
    assert tqa("check", "--color", "never", "a.txt").out == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert tqa("check", "a.txt").out == plain
    assert tqa("check", "--color", "always", "a.txt").out == always
    monkeypatch.setenv("NO_COLOR", "")
    assert tqa("check", "a.txt").out == always
    monkeypatch.setenv("TERM", "dumb")
    assert tqa("check", "a.txt").out == plain


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "true", "TERM": "dumb"}, True),
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"FORCE_COLOR": "0", "CLICOLOR_FORCE": "0"}, False),
        ({"FORCE_COLOR": ""}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours_where_nobody_looks_on(
    tqa: Tqa, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], coloured: bool
) -> None:
    """As in the logs of CI systems, which are no terminals and yet show colours."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in tqa("check", "a.txt").out) is coloured
    assert tqa("check", "--output", "report", "a.txt").code == 1
    assert "\x1b" not in Path("report").read_text()


# --- help -------------------------------------------------------------------------------------------------------------


def commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands, by what calls them."""
    found: dict[str, argparse.ArgumentParser] = {}
    subs = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for sub in subs:
        for child in sub.choices.values():
            found |= commands(child)
    return found if subs else {parser.prog: parser}


@pytest.mark.parametrize("name", commands(cli.parser()))
def test_the_help_of_a_command_has_examples_that_parse(name: str) -> None:
    command = commands(cli.parser())[name]
    assert command.description
    examples = [line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  ")]
    assert examples
    for example in examples:
        words = shlex.split(example.partition("   ")[0].rpartition("| ")[2])
        assert " ".join(words).startswith(name)
        cli.parser().parse_args(words[1:])
    for action in command._actions:
        assert action.help or action.choices, f"{name}: {action.dest} says nothing"


# --- standard input ---------------------------------------------------------------------------------------------------


def test_standard_input(tqa: Tqa) -> None:
    outcome = tqa.check("--select", "style/error", "-", stdin=TEXT.encode())
    (found,) = outcome.found()
    assert (outcome.code, found["path"], found["rule"]) == (1, "<stdin>", "style/error")


LINES = b'{"target": "an apple", "target_lang": "en"}\n{"id": "7",  "target":"a fig", "target_lang": "en"}\n'


@pytest.mark.parametrize("args", [["--input-format", "jsonl"], ["--stdin-name", "x.jsonl"]])
def test_standard_input_in_lines(tqa: Tqa, args: list[str]) -> None:
    found = tqa.check(*args, "-", stdin=LINES).found()
    assert [(d["rule"], d["range"]["start"]["line"]) for d in found] == [("style/error", 0), ("style/hint", 1)]
    assert found[1]["segment"]["id"] == "7"


def test_the_name_of_standard_input_finds_its_configuration(tqa: Tqa) -> None:
    Path("sub").mkdir()
    Path("sub/tqa.toml").write_text('select = ["linguistic/double-space"]\ntarget_lang = "en"\n')
    outcome = tqa.check("--stdin-name", "sub/x.txt", "-", stdin=b"an apple  fell")
    assert [(d["rule"], d["path"]) for d in outcome.found()] == [("linguistic/double-space", str(Path("sub/x.txt")))]


@pytest.mark.parametrize(
    ("args", "before", "after"),
    [
        ([], b"An apple,\r\na pear  \r\n\r\nA fig.", b"An A1,\r\na pear  \r\n\r\nA F4."),
        (["--unsafe-fixes"], b"An apple, a pear", b"An A1, a P2"),
        ([], b"Nothing.\n", b"Nothing.\n"),
        ([], b"", b""),
        (["--input-format", "jsonl"], LINES, LINES.replace(b"apple", b"A1").replace(b"fig", b"F4")),
    ],
)
def test_standard_input_is_fixed_on_its_way(tqa: Tqa, args: list[str], before: bytes, after: bytes) -> None:
    assert tqa("check", "--fix", *args, "-", stdin=before) == (0, after.decode(), "")


def test_standard_input_that_cannot_be_read_is_not_passed_on(tqa: Tqa) -> None:
    outcome = tqa("check", "--fix", "-", stdin=b"a\0b")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("tqa: ")


def test_standard_input_with_a_line_that_is_left_out_is_fixed(tqa: Tqa) -> None:
    outcome = tqa("check", "--fix", "--input-format", "jsonl", "-", stdin=LINES + b"nonsense\n")
    assert outcome.out.encode() == LINES.replace(b"apple", b"A1").replace(b"fig", b"F4") + b"nonsense\n"


# --- fixes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("An apple\r\nand a fig\r\n", "An A1\r\nand a F4\r\n"),
        ("An apple\rand a fig", "An A1\rand a F4"),
        ("\ufeffAn apple \t\n\n\n  and a fig\n\n", "\ufeffAn A1 \t\n\n\n  and a F4\n\n"),
        ("An apple\u2028“é”, a fig\r\n\n", "An A1\u2028“é”, a F4\r\n\n"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_only_what_is_wrong_changes(tqa: Tqa, before: str, after: str, encoding: str) -> None:
    path = Path("a.txt")
    path.write_bytes(before.encode(encoding))
    assert tqa.check("--fix", "a.txt") == (0, "", "")
    assert path.read_bytes() == after.encode(encoding)
    assert tqa.check("--fix", "a.txt") == (0, "", "")
    assert path.read_bytes() == after.encode(encoding)


def test_lines_keep_their_form(tqa: Tqa) -> None:
    before = b'{ "target" : "an apple, \\u00e9",\t"x":[1.0, "apple"], "source": "apple", "target_lang": "en" }\r\n\r\n'
    Path("a.jsonl").write_bytes(before)
    assert tqa.check("--fix", "a.jsonl").code == 0
    assert Path("a.jsonl").read_bytes() == before.replace(b"an apple", b"an A1")


def test_unsafe_fixes_are_asked_for(tqa: Tqa) -> None:
    assert tqa.check("--fix", "a.txt").rules() == ["style/warning"]
    assert Path("a.txt").read_text() == "We like A1, pear, P3 and F4.\n"
    assert tqa.check("--unsafe-fixes", "a.txt") == (0, "", "")
    assert Path("a.txt").read_text() == "We like A1, P2, P3 and F4.\n"


def test_the_summary_counts_what_was_fixed(tqa: Tqa) -> None:
    assert "3 fixed" in tqa("check", "--fix", "a.txt").out


def test_a_file_without_fixes_is_not_touched(tqa: Tqa) -> None:
    path = Path("a.txt")
    path.write_text("A pear.\n")
    os.utime(path, (1, 1))
    assert tqa.check("--fix", "a.txt").code == 1
    assert path.stat().st_mtime == 1


@posix
def test_fixing_keeps_the_mode_and_writes_through_links(tqa: Tqa) -> None:
    path = Path("a.txt")
    path.chmod(0o751)
    Path("sub").mkdir()
    Path("sub/link.txt").symlink_to("../a.txt")
    before = files()
    assert tqa.check("--fix", "--ignore", "style/warning", "sub/link.txt") == (0, "", "")
    assert path.read_text() == "We like A1, pear, P3 and F4.\n"
    assert path.stat().st_mode & 0o7777 == 0o751
    assert not path.is_symlink()
    assert Path("sub/link.txt").is_symlink()
    assert files() == before
    assert [p.name for p in Path("sub").iterdir()] == ["link.txt"]


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_a_file_that_cannot_be_written_stays_whole(tqa: Tqa, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = files()
    if broken == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(Path, "replace", full)
    outcome = tqa.check("--fix", "--no-cache", "a.txt")
    assert outcome.code == 1
    assert [d["message"] for d in outcome.found()] == ["a.txt: cannot be written: No space left on device"]
    assert Path("a.txt").read_text() == TEXT
    assert files() == before


# --- diff -------------------------------------------------------------------------------------------------------------


def test_a_diff_shows_what_would_change_and_writes_nothing(tqa: Tqa) -> None:
    lines = [f"Line {n}.\n" for n in range(20)]
    text = "".join([*lines[:10], "An apple.\n", *lines[10:]])
    Path("a.txt").write_text(text)
    Path("b.txt").write_text("A stone.\n")
    outcome = tqa("check", "--diff", "a.txt", "b.txt")
    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out.splitlines() == [
        "--- a.txt",
        "+++ a.txt",
        "@@ -8,7 +8,7 @@",
        *(f" Line {n}." for n in (7, 8, 9)),
        "-An apple.",
        "+An A1.",
        *(f" Line {n}." for n in (10, 11, 12)),
    ]
    assert Path("a.txt").read_text() == text


def test_a_diff_of_nothing(tqa: Tqa) -> None:
    Path("a.txt").write_text("A pear.\n")
    assert tqa("check", "--diff", "a.txt") == (0, "", "")
    outcome = tqa("check", "--diff", "--unsafe-fixes", "a.txt")
    assert outcome.code == 1
    assert "+A P2.\n" in outcome.out


def test_a_diff_of_a_file_in_a_named_encoding(tqa: Tqa) -> None:
    data = "An apple from 北京.\n".encode("gbk")
    Path("a.txt").write_bytes(data)
    outcome = tqa("check", "--diff", "--encoding", "gbk", "a.txt")
    assert outcome.code == 1
    assert "-An apple from 北京.\n" in outcome.out
    assert "+An A1 from 北京.\n" in outcome.out
    assert Path("a.txt").read_bytes() == data
    settings = Path("tqa.toml").read_text(encoding="utf-8")
    Path("tqa.toml").write_text(f'encoding = "gbk"\n{settings}', encoding="utf-8")
    assert tqa("check", "--diff", "a.txt") == outcome


# --- known findings ---------------------------------------------------------------------------------------------------


def test_known_findings_do_not_count(tqa: Tqa) -> None:
    assert tqa.check("--baseline", "known.json", "--update-baseline", "a.txt").code == 0
    known = tqa.check("--baseline", "known.json", "a.txt")
    assert known.code == 0
    assert [d["known"] for d in known.found()] == [True] * 4
    assert "Nothing new found" in tqa("check", "--baseline", "known.json", "a.txt").out
    Path("a.txt").write_text(f"Before it.\n\n{TEXT}\nAnother apple fell.\n")
    changed = tqa.check("--baseline", "known.json", "a.txt")
    assert changed.code == 1
    assert [(d["rule"], d["known"]) for d in changed.found()] == [
        *((f"style/{s}", True) for s in SEVERITIES),
        ("style/error", False),
    ]


def test_a_baseline_of_the_configuration(tqa: Tqa) -> None:
    with Path("tqa.toml").open("a") as file:
        file.write('baseline = "known.json"\n')
    assert tqa.check("a.txt").code == 2
    outcome = tqa.check("--update-baseline", "a.txt")
    assert outcome.code == 0
    assert "known.json now holds 4 known findings" in outcome.err
    assert tqa.check("a.txt").code == 0
    written = Path("known.json").read_bytes()
    assert tqa.check("--update-baseline", "a.txt").code == 0
    assert Path("known.json").read_bytes() == written


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"findings": [1]}', '{"findings": [{}]}', "\udcff"])
def test_a_malformed_baseline_is_refused(tqa: Tqa, content: str) -> None:
    Path("known.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    outcome = tqa.check("--baseline", "known.json", "a.txt")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("tqa: known.json:1: not a baseline")


# --- several files ----------------------------------------------------------------------------------------------------

_SMALL = """\
import sys
import tqa.cli
import tqa.runner
tqa.runner.PARALLEL_BYTES = tqa.runner.CHUNK_BYTES = 10
if __name__ == "__main__":
    sys.exit(tqa.cli.main())
"""


def test_files_come_in_the_same_order_from_several_processes() -> None:
    Path("sub").mkdir()
    for number in range(12):
        Path(f"sub/{number}.txt").write_text(TEXT * (number % 3 + 1))
    Path("sub/5.txt").write_bytes(b"a\0b")
    args = ["check", "--format", "jsonl", "sub", "nowhere", "a.txt", "--jobs"]
    outputs = []
    for jobs in ("1", "2"):
        out, err = process(*args, jobs, code=_SMALL).communicate(timeout=60)
        assert err == b""
        outputs.append(out)
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"\n") == sum(4 * (n % 3 + 1) for n in range(12) if n != 5) + 1 + 1 + 4


# --- the other commands -----------------------------------------------------------------------------------------------


def test_the_version(tqa: Tqa) -> None:
    assert tqa("--version") == (0, f"tqa {version()}\n", "")


def version() -> str:
    return tqa.__version__


def helps() -> list[list[str]]:
    """Every command that has a --help of its own."""
    found: list[list[str]] = []
    waiting: list[tuple[list[str], argparse.ArgumentParser]] = [([], cli.parser())]
    while waiting:
        names, parser = waiting.pop()
        found.append(names)
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                waiting += [([*names, name], each) for name, each in action.choices.items()]
    return found


@pytest.mark.parametrize("names", helps(), ids=" ".join)
def test_every_command_explains_itself(tqa: Tqa, names: list[str]) -> None:
    outcome = tqa(*names, "--help")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(f"usage: {' '.join(['tqa', *names])} ")
    if names in ([], ["check"]):
        assert "\n  tqa check --" in outcome.out
        assert "Exit code" in outcome.out or not names


def test_init_writes_a_configuration_once(tqa: Tqa) -> None:
    before = Path("tqa.toml").read_bytes()
    outcome = tqa("init")
    assert (outcome.code, outcome.err) == (2, "tqa: tqa.toml is already there; it was left as it is\n")
    assert Path("tqa.toml").read_bytes() == before
    Path("sub").mkdir()
    assert tqa("init", "sub").code == 0
    assert tqa("config", "--config", "sub/tqa.toml").code == 0
    assert tqa("init", "nowhere").code == 2


def test_what_init_writes_holds_once_it_is_uncommented(tqa: Tqa) -> None:
    Path("sub").mkdir()
    tqa("init", "sub")
    path = Path("sub/tqa.toml")
    lines = path.read_text(encoding="utf-8").splitlines()
    settings = [line[2:] for line in lines if line.startswith(("# [", '# "')) or " = " in line]
    path.write_text("\n".join(line for line in settings if not line.startswith("rules")), encoding="utf-8")
    Path("tqa.toml").write_text("")
    outcome = tqa("config", "--why", "sub/a.txt")
    assert (outcome.code, outcome.err) == (0, "")
    assert "severity = {'style/fragment': 'error'}" in outcome.out


def test_config_says_what_holds_and_why(tqa: Tqa, folder: Path) -> None:
    with Path("tqa.toml").open("a") as file:
        file.write('[per_file_ignores]\n"old/**" = ["style/info"]\n')
    outcome = tqa("config", "--why", "old/a.txt", "--ignore", "style/hint")
    lines = [" ".join(line.split()) for line in outcome.out.splitlines()]
    assert outcome.code == 0
    assert lines[0] == f"configuration: {folder / 'tqa.toml'}"
    assert "target_lang = 'en'" in lines
    assert "format: text" in lines
    assert "on style/error selected by 'style/error'" in lines
    assert "off style/info ignored here by per_file_ignores" in lines
    assert any(line.startswith("off style/hint ignored by 'style/hint'") for line in lines)
    assert "off style/fragment not selected" in lines
    assert "format" not in tqa("config").out
    assert tqa("config", "--isolated").out == "configuration: none found, the defaults hold\n"


def test_plugins(tqa: Tqa) -> None:
    outcome = tqa("plugins", "--config", "tqa.toml")
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert lines[0].startswith(f"tqa {version()}, built in: ")
    assert lines[-1] == "the project's own: 4 rules"


def test_rules_list_and_show(tqa: Tqa) -> None:
    listed = tqa("rules", "list", "--config", "tqa.toml", "--ignore", "style/hint")
    rows = [line.split() for line in listed.out.splitlines()]
    assert listed.code == 0
    assert ["style/error", "error", "on"] in [row[:3] for row in rows]
    assert ["style/hint", "hint", "off"] in [row[:3] for row in rows]
    shown = tqa("rules", "show", "style/error", "--config", "tqa.toml")
    assert shown.code == 0
    assert "It is a word of these tests." in shown.out
    unknown = tqa("rules", "show", "style/eror", "--config", "tqa.toml")
    assert (unknown.code, unknown.out) == (2, "")
    assert unknown.err == "tqa: rules show: there is no 'style/eror'; did you mean 'style/error'?\n"


def test_rules_test(tqa: Tqa) -> None:
    outcome = tqa("rules", "test", "qa")
    assert outcome.code == 0
    assert [line.split()[0] for line in outcome.out.splitlines()] == ["ok"] * 4
    path = Path("qa/style/info.toml")
    path.write_text(path.read_text().replace("a [[plum]].", "a [[stone]]."))
    wrong = tqa("rules", "test", "style/info", "style/error", "--config", "tqa.toml")
    assert wrong.code == 1
    assert wrong.out.splitlines()[0] == "WRONG  style/info  (1 bad, 1 good)"
    assert wrong.out.splitlines()[-1] == "ok     style/error  (1 bad, 1 good)"
    unknown = tqa("rules", "test", "style/eror", "--config", "tqa.toml")
    assert unknown.code == 2
    assert "did you mean 'style/error'?" in unknown.err


def test_rules_new(tqa: Tqa) -> None:
    path = Path("rules/style/shouting.toml")
    outcome = tqa("rules", "new", "style/shouting")
    assert (outcome.code, outcome.out) == (0, f"{path}: fill it in, then run: tqa rules test {path}\n")
    written = path.read_bytes()
    unfilled = tqa("rules", "test", str(path))
    assert unfilled.code == 1
    assert "still to be filled in" in unfilled.out
    again = tqa("rules", "new", "style/shouting")
    assert (again.code, again.err) == (2, f"tqa: {path} is already there; it was left as it is\n")
    assert path.read_bytes() == written
    assert tqa("rules", "new", "stile/shouting").code == 2
    assert tqa("rules", "new", "style/x", "--kind", "substitutoin").code == 2
    assert tqa("rules", "new", "style/x", "--kind", "substitution", "--folder", "qa").code == 0
    assert 'kind = "substitution"' in Path("qa/style/x.toml").read_text(encoding="utf-8")


def test_a_missing_native_library_is_said_once(tqa: Tqa, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.txt").write_text("We like fig.\n")
    Path("b.txt").write_text("We like fig.\n")
    with_it = tqa.check("--target-lang", "en", "a.txt", "b.txt")
    with monkeypatch.context() as missing:
        missing.setattr("tqa.match.NATIVE", False)
        without = tqa.check("--target-lang", "en", "a.txt", "b.txt")
    assert without.err.count("hyperscan is not installed") == 1
    assert with_it.rules()
    assert without.found() == with_it.found()
