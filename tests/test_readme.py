"""README.md and the other pages say what is true: what they show was printed by tqa, what they tell to write works,
what they name exists."""

from __future__ import annotations

import doctest
import json
import re
import shlex
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tqa import Rule, cli, dev
from tqa.config import choose, load
from tqa.declare import KINDS_OF_RULE
from tqa.declare import load as load_rules
from tqa.plugins import build, rule_files
from tqa.testing import problems

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in dev.pages()}

page = pytest.mark.parametrize("page", PAGES)


def fences(text: str) -> list[tuple[str, str, int]]:
    """(language, text, line it begins on) of the blocks of a page."""
    found = re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [(m[1], m[2], text.count("\n", 0, m.start(2)) + 1) for m in found]


def prose(text: str) -> str:
    """A page without its blocks."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def blocks(language: str, containing: str) -> list[str]:
    return [text for known, text, _ in fences(README) if known == language and containing in text]


def block(language: str, containing: str) -> str:
    (only,) = blocks(language, containing)
    return only


def table(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading."""
    section = README.split(f"\n## {heading}\n")[1]
    rows = re.search(r"(?:^\|.*\n)+", section, re.MULTILINE)
    assert rows
    split = [re.split(r"(?<!\\)\|", row.strip().strip("|")) for row in rows[0].splitlines()[2:]]
    return [[cell.strip() for cell in cells] for cells in split]


# --- samples ----------------------------------------------------------------------------------------------------------


def test_samples_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["samples", "--check"]) == 0, capsys.readouterr().err


def test_excerpts_end_with_a_whole_finding() -> None:
    for command, number in re.findall(r"^<!-- sample: tqa (.*?) \| head (\d+) -->$", README, re.MULTILINE):
        lines = dev.printed(shlex.split(command)).splitlines()
        assert lines[int(number) - 1] == "", f"head {number} cuts a finding in two"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of one article, with a configuration above it that must not matter."""
    (tmp_path / "tqa.toml").write_text('nonsense = "x"\n')
    folder = tmp_path / "repository"
    (folder / "docs").mkdir(parents=True)
    (folder / "a.txt").write_text("The committee met  in Shenzhen on Friday.\n")
    monkeypatch.setattr(dev, "ROOT", folder)
    monkeypatch.setattr(dev, "CHORES", {"samples": lambda: dev.samples(folder)})
    return folder


def sample(command: str, old: str = "") -> str:
    return f"Before.\n\n<!-- sample: {command} -->\n{old}<!-- /sample -->\n\nAfter.\n"


CHECK = "tqa check --select linguistic/double-space --exit-zero a.txt"


def test_a_sample_is_written_checked_and_stays(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = root / "docs" / "x.md"
    page.write_text(sample(f"{CHECK} | head 1", "old\n") + sample(f"{CHECK} | tail 1"))
    assert dev.main(["samples", "--check"]) == 1
    assert capsys.readouterr().err == "docs/x.md is out of date; run: python -m tqa.dev samples\n"
    assert dev.main(["samples"]) == 0
    first, second = page.read_text().split("After.\n")[:2]
    assert "```text\na.txt: 1 " in first
    assert "old" not in first
    assert "\n1 can be fixed with --fix\n```\n<!-- /sample -->" in second
    assert page.read_text().count("```") == 4
    assert dev.main(["samples", "--check"]) == 0


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("\n<!-- sample: tqa check -->\n", "README.md:2: a sample has no <!-- /sample --> after it"),
        (
            "<!-- sample: tqa check -->\n" + sample("tqa --version"),
            "README.md:1: a sample has no <!-- /sample --> after it",
        ),
        (sample("rm -r x"), "README.md:3: 'rm -r x' is not “tqa …”, “tqa … | head N” or “tqa … | tail N”"),
        (sample("tqa check | sort"), "README.md:3: 'tqa check | sort' is not “tqa …”"),
        (sample("tqa check --nonsense"), "README.md:3: tqa check --nonsense fails with exit code 2"),
        (sample("tqa check --select nonsense"), "README.md:3: tqa check --select nonsense fails with exit code 2"),
    ],
)
def test_a_sample_that_cannot_be_made_is_named(
    root: Path, capsys: pytest.CaptureFixture[str], page: str, message: str
) -> None:
    (root / "README.md").write_text(page)
    assert dev.main(["samples"]) == 1
    assert message in capsys.readouterr().err
    assert (root / "README.md").read_text() == page


# --- what to write ----------------------------------------------------------------------------------------------------


def test_the_rule_file_is_a_rule_whose_examples_pass(tmp_path: Path) -> None:
    path = tmp_path / "rules" / "style" / "weasel-opening.toml"
    path.parent.mkdir(parents=True)
    path.write_text(block("toml", "[[bad]]"), encoding="utf-8")
    (rule,) = load_rules(rule_files([tmp_path / "rules"]), KINDS_OF_RULE)
    assert rule.id == re.search(r"`tqa rules new (\S+)`", README)[1]  # type: ignore[index]
    assert list(problems(rule)) == []


def test_the_configuration_loads(tmp_path: Path) -> None:
    path = tmp_path / "tqa.toml"
    path.write_text(block("toml", "[per_file_ignores]"), encoding="utf-8")
    config = load(path)
    chosen = choose(config, build(installed=False).rules)
    assert not chosen["style/mixed-apostrophes"].on
    assert config.severity["style/fragment"] == "error"
    assert config.rules == (tmp_path / "qa" / "rules",)


# --- what to run ------------------------------------------------------------------------------------------------------


def commands() -> list[str]:
    """The commands in the table "Use it"; what only begins with an option belongs to the command before it."""
    found: list[str] = []
    for _, cell in table("Use it"):
        for code in re.findall(r"`(.*?)`", cell):
            command = code.replace("\\|", "|").split("|")[-1].strip()
            if command.startswith("tqa "):
                found.append(command)
            else:
                assert command.startswith("--"), command
                found.append(f"tqa check {command} x")
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_in_the_table_parses(command: str) -> None:
    parses(command)


def parses(command: str) -> None:
    """That the command line takes it."""
    code = None
    try:
        cli.parser().parse_args(shlex.split(command)[1:])
    except SystemExit as leaving:  # argparse has its say: --help, or what is wrong
        code = leaving.code
    assert not code, command


def test_commands_are_found() -> None:
    assert len(commands()) >= 12


@page
def test_every_command_parses(page: str) -> None:
    """Of blocks for the console, and in the text; not where it is about commands as such."""
    said = re.findall(r"`(tqa [a-z][^`…|]*)`", prose(PAGES[page]))
    said += [line for known, text, _ in fences(PAGES[page]) if known == "console" for line in _typed(text)]
    for command in said:
        parses(command)


def _typed(text: str) -> list[str]:
    """The commands of tqa in what stands after prompts."""
    lines = re.findall(r"^\$ (.*?)(?:\s+#.*)?$", text, re.MULTILINE)
    return [part.strip() for line in lines for part in line.split("|") if part.strip().startswith("tqa ")]


@page
def test_every_option_exists(page: str) -> None:
    known = set(re.findall(r"--[a-z][a-z-]*", cli_help())) | {"--tqa-rules"}
    assert set(re.findall(r"`(--[a-z][a-z-]*)", prose(PAGES[page]))) <= known


@page
def test_what_is_to_be_typed_into_python_runs(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In order and in one namespace; what is shown after >>> comes out, and rules do what their examples say."""
    names: dict[str, Any] = {"__name__": "page"}
    with dev.project(PAGES[page]) as folder:
        monkeypatch.chdir(folder)
        for language, text, line in fences(PAGES[page]):
            if language == "python":
                exec(compile("\n" * (line - 1) + text, page, "exec"), names)
                for rule in [value for value in names.values() if isinstance(value, Rule)]:
                    assert list(problems(rule)) == []
            elif language == "pycon":
                said: list[str] = []
                test = doctest.DocTestParser().get_doctest(text, names, page, page, line - 1)
                doctest.DocTestRunner().run(test, out=said.append, clear_globs=False)
                names.update(test.globs)
                assert not said, "".join(said)


def test_the_plugin_on_the_page_about_plugins_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, Any] = {"__name__": "page"}
    for language, text, _ in fences(PAGES["docs/writing-plugins.md"]):
        if language == "python":
            exec(text, names)
    hooks = SimpleNamespace(**{name: value for name, value in names.items() if name.startswith("tqa_")})
    monkeypatch.setattr("tqa.runner.build", lambda paths, cache, **_: build(paths, cache, more={"page": hooks}))
    path = tmp_path / "a.titles"
    path.write_bytes(b"Both sides meet  in Shenzhen\r\nA day\r\n")
    report = tmp_path / "report"
    options = ["--isolated", "--target-lang=en", "--select=linguistic/double-space", "--format=tally"]
    assert cli.main(["check", *options, f"--output={report}", str(path)]) == 0
    assert report.read_text() == f"{path}: 1 in 7 words\n142.9 in 1,000 words\n"
    assert cli.main(["check", *options, f"--output={report}", "--fix", str(path)]) == 0
    assert path.read_bytes() == b"Both sides meet in Shenzhen\r\nA day\r\n"


@page
def test_every_block_of_data_is_of_its_format(page: str) -> None:
    for language, text, line in fences(PAGES[page]):
        if language == "toml":
            try:
                tomllib.loads(text)
            except tomllib.TOMLDecodeError as problem:
                pytest.fail(f"{page}:{line}: {problem}")


def test_every_command_s_help_is_on_the_page_of_commands() -> None:
    for name in dev.commands(cli.parser()):
        assert f"\n## {name}\n" in PAGES["docs/commands.md"]


def test_every_page_is_in_the_index() -> None:
    index = PAGES["docs/README.md"]
    assert [name for name in PAGES if name.startswith("docs/") and f"({name[5:]})" not in index] == ["docs/README.md"]


def test_every_hook_is_on_the_page_about_plugins() -> None:
    hooks = re.findall(r"^def (tqa_\w+)", (ROOT / "tqa" / "hookspecs.py").read_text(encoding="utf-8"), re.MULTILINE)
    assert hooks
    assert [hook for hook in hooks if f"`{hook}(" not in PAGES["docs/writing-plugins.md"]] == []


def test_every_key_of_the_line_format_is_on_its_page() -> None:
    schema = json.loads((ROOT / "tqa/reports/schemas/tqa-jsonl.schema.json").read_text(encoding="utf-8"))
    assert [key for key in schema["properties"] if f"`{key}`" not in PAGES["docs/json.md"]] == []


def cli_help() -> str:
    import argparse

    texts = []
    waiting = [cli.parser()]
    while waiting:
        parser = waiting.pop()
        texts.append(parser.format_help())
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                waiting += action.choices.values()
    return "\n".join(texts)


@pytest.mark.parametrize("target", re.findall(r"^\$ make (\w+)", README, re.MULTILINE))
def test_every_make_target_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


# --- what exists ------------------------------------------------------------------------------------------------------


def places() -> list[str]:
    return [path for _, cell in table("Where to change what") for path in re.findall(r"`([^` ]+)`", cell)]


@pytest.mark.parametrize("path", places())
def test_every_path_exists(path: str) -> None:
    pattern = re.sub(r"<\w+>", "*", path)
    assert list(ROOT.glob(pattern.rstrip("/"))), path
    assert not path.endswith("/") or (ROOT / path).is_dir()


def test_every_module_has_a_place() -> None:
    """Of the modules that people change, none is missing from the table."""
    inner = {"__init__", "__main__", "dev", "lines", "cache", "testing", "authoring"}
    listed = {Path(path).stem for path in places() if path.startswith("tqa/")}
    assert {path.stem for path in (ROOT / "tqa").glob("*.py")} - inner <= listed


def links() -> list[tuple[Path, str]]:
    found = re.compile(r"\]\(([^)\s]+)\)")
    return [
        (ROOT / name, link) for name, text in PAGES.items() for link in found.findall(prose(text)) if ":" not in link
    ]


@pytest.mark.parametrize(("page", "link"), links(), ids=lambda value: str(value).removeprefix(str(ROOT)))
def test_every_link_leads_somewhere(page: Path, link: str) -> None:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    assert target.exists()
    if anchor:
        heads = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert anchor in [re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads]
