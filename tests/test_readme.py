"""README.md says what is true: what it shows was printed by tqa, what it tells to write works, what it names exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
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
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("plugins/*/README.md"))]


def blocks(language: str, containing: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return [block for block in found if containing in block]


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


def test_all_kinds_of_rule_file_are_named() -> None:
    named = re.search(r"Kinds: (.*?)(?:\(.*?\))?;", README, re.DOTALL)
    assert named
    assert sorted(re.findall(r"\w+", named[1])) == sorted(KINDS_OF_RULE)


def test_the_rule_in_code_runs_and_its_examples_pass() -> None:
    names: dict[str, Any] = {"__name__": "readme"}
    exec(block("python", "@rule("), names)
    (rule,) = [value for value in names.values() if isinstance(value, Rule)]
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


@pytest.mark.parametrize("command", [*commands(), *re.findall(r"^\$ (tqa .*)$", README, re.MULTILINE)])
def test_every_command_parses(command: str) -> None:
    cli.parser().parse_args(shlex.split(command)[1:])


def test_commands_are_found() -> None:
    assert len(commands()) >= 12


@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"`(tqa (?:rules|init|config|plugins|check)\b[^`…]*)`", README)))
)
def test_every_command_in_the_text_parses(command: str) -> None:
    cli.parser().parse_args(shlex.split(command)[1:])


def test_every_option_exists() -> None:
    known = set(re.findall(r"--[a-z][a-z-]*", cli_help()))
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", README)) <= known


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
    found = []
    for page in PAGES:
        text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        found += [(page, link) for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    return found


@pytest.mark.parametrize(("page", "link"), links(), ids=lambda value: str(value).removeprefix(str(ROOT)))
def test_every_link_leads_somewhere(page: Path, link: str) -> None:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    assert target.exists()
    if anchor:
        heads = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert anchor in [re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads]
