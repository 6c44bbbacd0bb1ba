"""Plugins: the example one really installed, and what becomes of the broken ones."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tqa_example

from tqa.plugins import PluginError, build
from tqa.testing import rules_of

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLE = Path(__file__).parent.parent / "plugins" / "tqa-example"
TEXT = "The spokesperson pointed out that the floods had covered 3,000 mu of farmland in the north of the province.\n"


class Site:
    """A folder of installed distributions, as site-packages is, and a place to run tqa in."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.work = folder / "site", folder / "work"
        self.folder.mkdir()
        self.work.mkdir()
        (self.work / "article.txt").write_text(TEXT, encoding="utf-8")
        path = os.pathsep.join(filter(None, [str(self.folder), os.environ.get("PYTHONPATH")]))
        self.env = os.environ | {"PYTHONPATH": path, "TQA_CACHE_DIR": str(folder / "cache"), "PYTHONUTF8": "1"}

    def plant(self, name: str, code: str, files: Mapping[str, str] | None = None) -> None:
        """Installs a distribution with one module of that name, announced as a plugin."""
        (self.folder / f"{name}.py").write_text(code, encoding="utf-8")
        info = self.folder / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[tqa]\n{name} = {name}\n", encoding="utf-8")
        for path, text in (files or {}).items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_text(text, encoding="utf-8")

    def python(self, *args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *args], env=self.env, cwd=self.work, capture_output=True, encoding="utf-8", check=False
        )

    def tqa(self, *args: str) -> subprocess.CompletedProcess[str]:
        return self.python("-m", "tqa", *args)

    def check(self, *args: str) -> tuple[int, list[dict[str, Any]], str]:
        """The exit code, the diagnostics and what was said on standard error."""
        done = self.tqa("check", "--isolated", "--format", "jsonl", *args, "article.txt")
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


# --- the example ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_example_plugin_installed(site: Site) -> None:
    assert "tqa-example" not in site.tqa("plugins").stdout
    assert list((site.folder.parent / "cache").glob("plugins-*.json")), "the list of plugins is kept"

    install = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--target"]
    done = site.python("-m", "pip", "install", *install, str(site.folder), str(EXAMPLE))
    assert done.returncode == 0, done.stderr

    listed = site.tqa("plugins")  # the kept list does not hide what was installed after it was made
    assert listed.returncode == 0, listed.stderr
    assert re.search(r"^tqa-example 0\.1\.0\b.*\b2 rules", listed.stdout, re.MULTILINE)

    code, found, said = site.check("--fail-on", "info")
    assert code == 1, said
    ours = {d["rule"]: d for d in found if d["plugin"] == "tqa-example"}
    assert set(ours) == {"audience/mu-alone", "style/loaded-attribution"}
    assert ours["audience/mu-alone"]["segment"] == {"id": "1", "start": 57, "end": 65}

    tested = site.tqa("rules", "test", *ours)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "plugin" in site.tqa("rules", "show", "audience/mu-alone").stdout

    site.tqa("check", "--isolated", "--unsafe-fixes", "--select", ",".join(ours), "article.txt")
    fixed = (site.work / "article.txt").read_text(encoding="utf-8")
    assert fixed == TEXT.replace("pointed out that", "said that").replace("3,000 mu", "3,000 mu (200 hectares)")


def test_the_example_plugin_is_as_its_readme_says() -> None:
    readme = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    for rule in rules_of(tqa_example):
        assert f"| `{rule.id}` | {rule.summary} |" in readme
    project = (EXAMPLE / "pyproject.toml").read_text(encoding="utf-8")
    announced = re.search(r"\[project\.entry-points\.tqa\]\n(.*)", project)
    assert announced
    assert re.sub("(?m)^", "    ", announced[0]) in readme
    for path in re.findall(r"`((?:src|tests)/[\w/.-]+)`", readme):
        assert (EXAMPLE / path).is_file()


# --- the broken -------------------------------------------------------------------------------------------------------

RULE = """
from tqa import Example, Finding, Span, hookimpl, rule

@rule("style/shouting", Example("[[No]]!"), Example("No."))
def shouting(segment, context):
    '''Shouting

    It is rude.
    '''
    {body}

@hookimpl
def tqa_rules():
    {head}
    return [shouting]
"""
FILES = """
from pathlib import Path
from tqa import hookimpl

@hookimpl
def tqa_rule_files():
    return [Path(__file__).parent / "desk_rules"]
"""
RULE_FILE = """
kind = "existence"
summary = "“Utilise”"
why = "Use is shorter."
message = "Utilise"
{more}

[existence]
tokens = ['utilise']

[[bad]]
text = "They [[utilise]] it."

[[good]]
text = "They use it."
"""

BROKEN = {
    "raises on import": ("raise RuntimeError('no\\nlicence')", {}, ["cannot be loaded: RuntimeError: no licence"]),
    "imports what is not there": ("import lost_library", {}, ["cannot be loaded: ModuleNotFoundError", "lost_library"]),
    "is no Python": ("def (", {}, ["cannot be loaded: SyntaxError"]),
    "exits on import": ("import sys; sys.exit(0)", {}, ["cannot be loaded: SystemExit: 0"]),
    "has a rule with a bad id": (
        RULE.replace("style/shouting", "Shouting").format(body="return []", head=""),
        {},
        ["cannot be loaded: ValueError", "'Shouting'", "'dimension/problem'"],
    ),
    "has a rule of no dimension": (
        RULE.replace("style/shouting", "tone/shouting").format(body="return []", head=""),
        {},
        ["tone/shouting", "none of MQM's dimensions"],
    ),
    "has a pattern that does not compile": (
        RULE.replace('Example("No."))', 'Example("No."), patterns=[__import__("tqa").Pattern("a(b")])').format(
            body="return []", head=""
        ),
        {},
        ["style/shouting", "the pattern 'a(b' does not compile"],
    ),
    "takes the id of a rule that is there": (
        RULE.replace("style/shouting", "linguistic/double-space").format(body="return []", head=""),
        {},
        ["linguistic/double-space", "already there, from plugin tqa", "double-space.toml"],
    ),
    "gives the same rule twice": (
        RULE.format(body="return []", head="return [shouting, shouting]"),
        {},
        ["style/shouting", "already there, from plugin desk"],
    ),
    "misspells a hook": (
        RULE.format(body="return []", head="").replace("tqa_rules", "tqa_rulez"),
        {},
        ["there is no hook tqa_rulez; did you mean tqa_rules?"],
    ),
    "misspells a hook and does not mark it": (
        RULE.format(body="return []", head="").replace("@hookimpl\ndef tqa_rules", "def tqa_rulez"),
        {},
        ["tqa_rulez is not marked with @hookimpl"],
    ),
    "does not mark a hook": (
        RULE.format(body="return []", head="").replace("@hookimpl", ""),
        {},
        ["tqa_rules is not marked with @hookimpl"],
    ),
    "marks what is no hook": ("from tqa import hookimpl\n@hookimpl\ndef rules(): return []", {}, ["no hook rules"]),
    "asks for an argument that no hook has": (
        "from tqa import hookimpl\n@hookimpl\ndef tqa_rules(config): return []",
        {},
        ["tqa_rules", "config"],
    ),
    "raises in a hook": (RULE.format(body="", head="1 / 0"), {}, ["tqa_rules raised ZeroDivisionError"]),
    "raises while its rules are taken": (
        RULE.format(body="", head="yield shouting; 1 / 0"),
        {},
        ["tqa_rules raised ZeroDivisionError"],
    ),
    "forgets to return": (RULE.format(body="", head="return None"), {}, ["tqa_rules raised TypeError"]),
    "gives what is no rule": (RULE.format(body="", head="return [tqa_rules]"), {}, ["is no rule", "@rule"]),
    "has a rule file with an unknown key": (
        FILES,
        {"desk_rules/style/utilise.toml": RULE_FILE.format(more='severty = "info"')},
        ["utilise.toml:6: unknown key 'severty'", "did you mean 'severity'?"],
    ),
    "has a rule file that is no TOML": (FILES, {"desk_rules/style/utilise.toml": "kind = "}, ["utilise.toml:1: "]),
    "has a rule file in no dimension": (
        FILES,
        {"desk_rules/utilise.toml": RULE_FILE.format(more="")},
        ["utilise.toml: the path of a rule file is the id of its rule"],
    ),
    "has no rule files where it says": (FILES, {}, ["desk_rules: no such rule file or folder"]),
    "detects no language": (
        "from tqa import hookimpl\n@hookimpl\ndef tqa_detect_language(text): raise OSError('no model')",
        {},
        ["tqa_detect_language raised OSError: no model"],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_stops_tqa(name: str, site: Site) -> None:
    code, files, expected = BROKEN[name]
    site.plant("desk", code, files)
    done = site.tqa("check", "--isolated", "--format", "jsonl", "article.txt")
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("tqa: plugin desk")
    assert done.stderr.count("\n") == 1, done.stderr
    for words in expected:
        assert words in done.stderr


def test_two_plugins_of_one_name_are_told_apart_by_the_message(site: Site) -> None:
    site.plant("desk", RULE.format(body="return []", head=""))
    site.plant("other", RULE.format(body="return []", head=""))
    done = site.tqa("plugins")
    assert done.returncode == 2
    assert "plugin other: rule style/shouting (other) is already there, from plugin desk (desk)" in done.stderr


# --- the rude ---------------------------------------------------------------------------------------------------------


def test_a_rule_that_raises_is_a_diagnostic_and_the_rest_goes_on(site: Site) -> None:
    site.plant("desk", RULE.format(body="raise KeyError('lexicon')", head=""))
    site.plant("other", FILES, {"desk_rules/style/utilise.toml": RULE_FILE.format(more="")})
    (site.work / "article.txt").write_text("They utilise it in the north of the province.\n", encoding="utf-8")
    code, found, said = site.check()
    assert code == 1, said
    crash = next(d for d in found if d["rule"] == "tqa/rule-crashed")
    assert crash["severity"] == "error"
    assert crash["plugin"] == "desk"
    assert "rule style/shouting of plugin desk raised KeyError: 'lexicon'" in crash["message"]
    assert "desk.py:" in crash["message"]
    assert any(d["rule"] == "style/utilise" and d["plugin"] == "other" for d in found)


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_what_a_plugin_prints_is_no_part_of_the_report(form: str, site: Site) -> None:
    body = "print('looking'); yield Finding(Span(0, 3), 'Loud')"
    site.plant("desk", "print('hello')\n" + RULE.format(body=body, head="print('giving')"))
    done = site.tqa("check", "--isolated", "--format", form, "article.txt")
    assert done.returncode == 1, done.stderr
    reports = [json.loads(line) for line in done.stdout.splitlines()] if form == "jsonl" else json.loads(done.stdout)
    assert "style/shouting" in str(reports)
    assert done.stderr.split() == ["hello", "giving", "looking"]


def test_a_plugin_that_prints_does_not_print_into_lists(site: Site) -> None:
    site.plant("desk", "print('hello')\n" + RULE.format(body="print('looking'); return []", head=""))
    assert "hello" not in site.tqa("plugins").stdout
    tested = site.tqa("rules", "test", "style/shouting")
    assert tested.returncode == 1, "it does not find what its example marks"
    assert "looking" not in tested.stdout


# --- without installing -----------------------------------------------------------------------------------------------


def test_plugins_that_are_not_installed_can_be_given_by_name() -> None:
    registry = build(installed=False, more={"desk": tqa_example})
    assert {r.id for r in registry.rules.values() if r.plugin == "desk"} == {r.id for r in rules_of(tqa_example)}
    assert registry.plugins[-1].name == "desk"
    assert "audience/mu-alone" not in build(installed=False).rules, "registries do not know of each other"


def test_the_same_plugin_twice() -> None:
    with pytest.raises(PluginError, match="plugin two"):
        build(installed=False, more={"one": tqa_example, "two": tqa_example})
