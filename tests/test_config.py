"""Configuration files: which one holds for a document, what is wrong with one, and which rules run because of it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tqa import config as configuration
from tqa import rule
from tqa.config import (
    DEFAULT_PROFILE,
    KEYS,
    PROFILES,
    Config,
    ConfigError,
    Configs,
    Profile,
    changed,
    choose,
    excluded,
    ignored_in,
    load,
    matches,
    options_of,
    selects,
    severity_of,
    template,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tqa import Context, Finding, Rule, Segment
    from tqa.rule import Status


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path, text: str) -> str:
    """The message for a file that cannot be used, its folder left out."""
    with pytest.raises(ConfigError) as caught:
        load(write(path, text))
    message = str(caught.value)
    assert message.startswith(str(path))
    return message.removeprefix(str(path.parent))[1:]


# --- which file holds -------------------------------------------------------------------------------------------------


def test_the_working_directory_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = write(tmp_path / "news" / "tqa.toml", 'fail_on = "info"\nrules = ["qa"]\nbaseline = "known.json"\n')
    document = write(tmp_path / "news" / "may" / "1.txt", "text")
    found = []
    for folder, named in (
        (tmp_path, Path("news/may/1.txt")),
        (document.parent, Path("1.txt")),
        (tmp_path / "news", document),
    ):
        monkeypatch.chdir(folder)
        config = Configs().for_file(named)
        found.append((config, excluded(config, named), ignored_in(config, named, RULES.values())))
    assert found[0] == found[1] == found[2]
    assert found[0][0] == Config(
        own, fail_on="info", rules=(tmp_path / "news" / "qa",), baseline=tmp_path / "news" / "known.json"
    )


def test_the_closest_file_wins_whole(tmp_path: Path) -> None:
    write(tmp_path / "tqa.toml", 'fail_on = "info"\nignore = ["style"]\n[severity]\nstyle = "hint"\n')
    write(tmp_path / "a" / "tqa.toml", 'source_lang = "zh"\n')
    configs = Configs()
    inner = configs.for_file(tmp_path / "a" / "b" / "1.txt")
    assert changed(inner) == {"path": tmp_path / "a" / "tqa.toml", "source_lang": "zh"}
    assert configs.for_file(tmp_path / "1.txt").ignore == ("style",)
    assert configs.for_file(tmp_path / "a" / "2.txt") is inner


def test_a_fixed_file_and_none(tmp_path: Path) -> None:
    write(tmp_path / "tqa.toml", 'fail_on = "info"\n')
    other = write(tmp_path / "other.toml", 'fail_on = "hint"\n')
    assert Configs(other).for_file(tmp_path / "1.txt").fail_on == "hint"
    assert Configs(isolated=True).for_file(tmp_path / "1.txt") == Config()
    assert Config().root == Path.cwd()


def test_no_file_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(configuration, "FILE", "no-such-name.toml")
    assert Configs().for_file(tmp_path / "1.txt") == Config()


def test_pyproject(tmp_path: Path) -> None:
    project = write(
        tmp_path / "pyproject.toml",
        '[project]\nname = "x"\n\n[tool.tqa]\nselect = ["all"]\n\n[tool.tqa.severity]\nstyle = "hint"\n',
    )
    config = Configs().for_file(tmp_path / "1.txt")
    assert (config.path, config.select, config.severity) == (project, ("all",), {"style": "hint"})
    # only a table below [tool.tqa]
    write(tmp_path / "b" / "pyproject.toml", '[tool.tqa.options."style/many"]\nmost = 2\n')
    assert Configs().for_file(tmp_path / "b" / "1.txt").options == {"style/many": {"most": 2}}
    # one that says nothing of tqa is passed over, though it names it
    write(tmp_path / "c" / "pyproject.toml", '[project]\ndependencies = ["tqa"]\n')
    assert Configs().for_file(tmp_path / "c" / "1.txt") == config
    # of two in one folder, tqa.toml
    own = write(tmp_path / "tqa.toml", "")
    assert Configs().for_file(tmp_path / "1.txt") == Config(own)


@pytest.mark.parametrize(
    "text",
    [
        '[project]\nname = "x"\n',
        "[tool.tqa-other]\nselect = 1\n",
        "[tool.tqax]\nselect = 1\n",
        "# [tool.tqa] would go here\n",
    ],
)
def test_a_pyproject_of_something_else_is_passed_over(tmp_path: Path, text: str) -> None:
    outer = write(tmp_path / "tqa.toml", 'fail_on = "info"\n')
    write(tmp_path / "a" / "pyproject.toml", text)
    assert Configs().for_file(tmp_path / "a" / "1.txt").path == outer


@pytest.mark.parametrize("header", ["[ tool.tqa ]", "[tool . tqa]", '[tool."tqa"]', "[tool]\ntqa.fail_on='info'\n[x]"])
def test_other_ways_to_write_the_header(tmp_path: Path, header: str) -> None:
    text = f"{header}\nfail_on = 'info'\n"
    project = write(tmp_path / "pyproject.toml", text)
    assert Configs().for_file(tmp_path / "1.txt").path == project


def test_extend(tmp_path: Path) -> None:
    write(tmp_path / "tqa.toml", 'fail_on = "info"\nignore = ["style"]\nrules = ["qa"]\n[severity]\nstyle = "hint"\n')
    write(tmp_path / "a" / "tqa.toml", 'extend = "../tqa.toml"\nignore = []\n[severity]\nlocale = "error"\n')
    write(tmp_path / "a" / "b" / "tqa.toml", 'extend = "../tqa.toml"\nsource_lang = "zh"\n')
    config = Configs().for_file(tmp_path / "a" / "b" / "1.txt")
    assert config.path == tmp_path / "a" / "b" / "tqa.toml"
    assert (config.fail_on, config.ignore, config.source_lang) == ("info", (), "zh")
    assert config.severity == {"locale": "error"}, "a key that is there replaces the other's whole"
    assert [path.resolve() for path in config.rules] == [tmp_path / "qa"], "relative to the file that names it"


def test_patterns_of_an_extended_file_stay_relative_to_it(tmp_path: Path) -> None:
    write(
        tmp_path / "[x]" / "tqa.toml",
        'exclude = ["archive/**", "*.md"]\n[per_file_ignores]\n"a/old/*" = ["style"]\n',
    )
    write(tmp_path / "[x]" / "a" / "tqa.toml", 'extend = "../tqa.toml"\n')
    config = Configs().for_file(tmp_path / "[x]" / "a" / "1.txt")
    for name, left_out in {"archive/1.txt": True, "a/archive/1.txt": False, "a/1.md": True, "a/1.txt": False}.items():
        assert excluded(config, tmp_path / "[x]" / name) == left_out, name
    assert ignored_in(config, tmp_path / "[x]" / "a" / "old" / "1.txt", RULES.values())
    assert not ignored_in(config, tmp_path / "[x]" / "a" / "1.txt", RULES.values())


def test_the_way_to_a_file_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = write(tmp_path / "a" / "tqa.toml", 'exclude = ["may/*.txt"]\n')
    write(tmp_path / "b" / "tqa.toml", 'fail_on = "info"\n')
    monkeypatch.chdir(tmp_path / "b")
    for way in ("../a/may/1.txt", "../b/../a/may/../may/1.txt", tmp_path / "b" / ".." / "a" / "may" / "1.txt"):
        config = Configs().for_file(Path(way))
        assert config.path == own
        assert excluded(config, Path(way))


def test_extend_of_a_pyproject(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", '[tool.tqa]\nfail_on = "info"\n')
    path = write(tmp_path / "a" / "tqa.toml", 'extend = "../pyproject.toml"\n')
    assert load(path).fail_on == "info"


def test_extend_in_a_circle(tmp_path: Path) -> None:
    one = write(tmp_path / "one.toml", 'extend = "two.toml"\n')
    write(tmp_path / "two.toml", 'extend = "three.toml"\n')
    write(tmp_path / "three.toml", '\nextend = "one.toml"\n')
    with pytest.raises(ConfigError, match=r"three\.toml:2: extend goes in a circle: .*one.*two.*three.*one"):
        load(one)
    write(tmp_path / "self.toml", 'extend = "self.toml"\n')
    with pytest.raises(ConfigError, match="extend goes in a circle"):
        load(tmp_path / "self.toml")


def test_extend_in_a_circle_by_way_of_other_folders(tmp_path: Path) -> None:
    one = write(tmp_path / "a" / "tqa.toml", 'extend = "../b/tqa.toml"\n')
    write(tmp_path / "b" / "tqa.toml", 'extend = "../a/tqa.toml"\n')
    with pytest.raises(ConfigError, match="extend goes in a circle"):
        load(one)


def test_extend_of_what_is_not_there(tmp_path: Path) -> None:
    message = refused(tmp_path / "tqa.toml", 'fail_on = "info"\nextend = "../none.toml"\n')
    assert message.startswith("tqa.toml:2: extend: there is no ")


def test_a_mistake_in_the_extended_file_names_that_file(tmp_path: Path) -> None:
    write(tmp_path / "base.toml", "\nseverty = 1\n")
    with pytest.raises(ConfigError, match=r"base\.toml:2: unknown key 'severty'"):
        load(write(tmp_path / "tqa.toml", 'extend = "base.toml"\n'))


# --- what is wrong with a file ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('select = ["all"]\nsorce_lang = "zh"\n', "2: unknown key 'sorce_lang'; did you mean 'source_lang'?"),
        ("\n\n[severty]\nstyle = 'hint'\n", "3: unknown key 'severty'; did you mean 'severity'?"),
        ("[option.'style/many']\nmost = 2\n", "1: unknown key 'option'; did you mean 'options'?"),
        ("qqqqqq = 1\n", "1: unknown key 'qqqqqq'; there are: baseline, encoding, exclude, extend, "),
        ("# qqqqqq = 1\nselect = []\n'qqqqqq' = 1\n", "3: unknown key 'qqqqqq'; there are: "),
        ('select = "all"\n', "1: select must be a list of texts, not 'all'"),
        ('ignore = ["a"]\n\nselect = ["all", 1]\n', "3: select must be a list of texts, not ['all', 1]"),
        ("fail_on = 1\n", "1: fail_on must be text, not 1"),
        ("fail_on = true\n", "1: fail_on must be text, not True"),
        ("extend = ['a']\n", "1: extend must be text, not ['a']"),
        ("fail_on = 'info'\nseverity = 'hint'\n", "2: severity must be a table, not 'hint'"),
        ("[severity]\n'style' = 'hint'\n'locale/x' = 2\n", "3: locale/x must be text, not 2"),
        ("[severity]\n'style/y' = 'hint'\n'style/x' = 'grave'\n", "3: severity of style/x is 'grave': must be one of "),
        ("options = []\n", "1: options must be a table, not []"),
        ("[options]\n'style/x' = 1\n", '2: options takes a table a rule, as [options."style/x"]'),
        ("per_file_ignores = 1\n", "1: per_file_ignores must be a table, not 1"),
        ("[per_file_ignores]\n'*.txt' = 'style'\n", "2: *.txt must be a list of texts, not 'style'"),
        ("fail_on = 'warnings'\n", "1: fail_on = 'warnings'; did you mean 'warning'?"),
        ("\nprofile = 'us_news'\n", "2: profile = 'us_news'; did you mean 'us-news'?"),
        ("rules = ['a', 'b']\nbaseline = ['c']\n", "2: baseline must be text, not ['c']"),
        ("select = [\n  'all',\n]\nignored = []\n", "4: unknown key 'ignored'; did you mean 'ignore'?"),
        ("\ntarget_lang = 'English'\n", "2: target_lang = 'English': must be the code of a language, as "),
        ("source_lang = 'zh_CN'\n", "1: source_lang = 'zh_CN': must be the code of a language"),
        # TOML that is none
        ("select = ['all']\nignore = [\n", "Invalid value"),
        ("select = ['all']\nignore == []\nfail_on = 'info'\n", "2: Invalid value (at line 2, "),
        ("fail_on = 'info'\nfail_on = 'info'\n", "Cannot overwrite a value (at line 2, "),
    ],
)
def test_mistakes(tmp_path: Path, text: str, expected: str) -> None:
    message = refused(tmp_path / "tqa.toml", text)
    assert re.match(r"tqa\.toml:\d+: ", message)
    assert expected in message
    if expected[0].isdigit():
        assert message.startswith(f"tqa.toml:{expected}")


def test_the_line_of_a_mistake_in_pyproject(tmp_path: Path) -> None:
    text = '[project]\nname = "x"\nselct = "x"\n\n[tool.other]\nselct = 1\n\n[tool.tqa]\nfail_on = "info"\nselct = []\n'
    message = refused(tmp_path / "pyproject.toml", text)
    assert message == "pyproject.toml:10: unknown key 'selct'; did you mean 'select'?"


def test_the_line_of_a_mistake_where_other_tables_have_the_key(tmp_path: Path) -> None:
    text = "select = ['all']\n# profile = 1\n[options.'style/many']\nprofile = 'x'\n[severity]\nselect = 3\n"
    assert refused(tmp_path / "tqa.toml", text) == "tqa.toml:6: select must be text, not 3"


@pytest.mark.parametrize("text", ["tool = 1\n# [tool.tqa]\n", "[tool]\ntqa = 1\n# [tool.tqa]\n"])
def test_a_pyproject_whose_tables_are_none(tmp_path: Path, text: str) -> None:
    assert "pyproject.toml:" in refused(tmp_path / "pyproject.toml", text)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read: "):
        load(tmp_path / "none.toml")
    latin = tmp_path / "latin.toml"
    latin.write_bytes("profile = 'é'".encode("latin-1"))
    with pytest.raises(ConfigError, match=r"latin\.toml:1: not UTF-8 \(byte 11\); save the file as UTF-8"):
        load(latin)
    bom = tmp_path / "bom.toml"
    bom.write_text("fail_on = 'info'\n", encoding="utf-8-sig")  # as some editors save UTF-8
    assert load(bom).fail_on == "info"


# --- which rules run --------------------------------------------------------------------------------------------------


def made(name: str, status: Status = "stable", options: Mapping[str, object] | None = None) -> Rule:
    @rule(name, status=status, options=options)
    def nothing(segment: Segment, context: Context) -> Iterator[Finding]:
        """Nothing"""
        yield from ()

    return nothing


RULES = {
    r.id: r
    for r in (
        made("style/many", options={"most": 2, "word": "a", "share": 0.5, "on": True, "names": [], "any": None}),
        made("style/other"),
        made("style/draft", "preview"),
        made("locale/date"),
    )
}


def on(**settings: Any) -> set[str]:
    return {name for name, choice in choose(Config(**settings), RULES).items() if choice.on}


STABLE = {"style/many", "style/other", "locale/date"}


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        (("default",), (), STABLE),
        (("all",), (), {*STABLE, "style/draft"}),
        (("style",), (), {"style/many", "style/other", "style/draft"}),
        (("style/draft",), (), {"style/draft"}),
        (("default", "style/draft"), (), {*STABLE, "style/draft"}),
        ((), (), set()),
        (("default",), ("style",), {"locale/date"}),
        (("style/many",), ("style/many",), set()),
        (("style/many",), ("style",), set()),
        (("all",), ("all",), set()),
        (("all",), ("default",), {"style/draft"}),
        (("locale", "style/many"), ("style/other",), {"locale/date", "style/many"}),
    ],
)
def test_choose(select: tuple[str, ...], ignore: tuple[str, ...], expected: set[str]) -> None:
    assert on(select=select, ignore=ignore) == expected


def test_why(tmp_path: Path) -> None:
    chosen = choose(Config(ignore=("style/other",)), RULES)
    assert {name: choice.why for name, choice in chosen.items()} == {
        "style/many": "selected by 'default'",
        "style/other": "ignored by 'style/other' in the command line",
        "style/draft": "preview: off until selected by name",
        "locale/date": "selected by 'default'",
    }
    chosen = choose(Config(tmp_path / "tqa.toml", select=("locale",), ignore=("locale",)), RULES)
    assert chosen["locale/date"].why == f"ignored by 'locale' in {tmp_path / 'tqa.toml'}"
    assert chosen["style/draft"].why == chosen["style/many"].why == "not selected"


def test_profiles(monkeypatch: pytest.MonkeyPatch) -> None:
    house = Profile("House", ("style/draft",), ("style/many", "locale"), {"style/many": {"most": 5, "word": "b"}})
    monkeypatch.setattr(configuration, "PROFILES", {**PROFILES, "house": house})
    assert on(profile="house") == {"style/other", "style/draft"}
    assert choose(Config(profile="house"), RULES)["locale/date"].why == "not part of profile 'house'"
    # what is selected by name is wanted all the same, what is ignored is not
    assert on(profile="house", select=("default", "style/many")) == {"style/many", "style/other", "style/draft"}
    assert on(profile="house", select=("all",)) == {"style/other", "style/draft"}
    assert on(profile="house", ignore=("style/draft",)) == {"style/other"}
    # a selection of other rules than the default ones is what it says
    assert on(profile="house", select=("style/other",)) == {"style/other"}
    own = {"style/many": {"most": 3}, "style/other": {}}
    assert options_of(Config(profile="house", options=own)) == {
        "style/many": {"most": 3, "word": "b"},
        "style/other": {},
    }
    assert house.options == {"style/many": {"most": 5, "word": "b"}}, "merging leaves the profile as it is"


def test_the_profiles_that_come_with_it() -> None:
    assert DEFAULT_PROFILE in PROFILES
    assert Config().profile == DEFAULT_PROFILE
    for name, profile in PROFILES.items():
        assert profile.summary, name


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"select": ("styl/many",)}, "select: there is no rule 'styl/many'; did you mean 'style/many'?"),
        ({"severity": {"all": "hint"}}, "severity: there is no rule 'all'"),
        ({"ignore": ("locales",)}, "ignore: there is no rule 'locales'; did you mean 'locale'?"),
        ({"severity": {"style/mny": "hint"}}, "severity: there is no rule 'style/mny'; did you mean 'style/many'?"),
        ({"per_file_ignores": {"*.txt": ("stile",)}}, "per_file_ignores.'*.txt': there is no rule 'stile'"),
        ({"options": {"style/mani": {}}}, "options: there is no rule 'style/mani'; did you mean 'style/many'?"),
        ({"options": {"style/many": {"mot": 1}}}, "rule style/many has no option 'mot'; did you mean 'most'?"),
        ({"options": {"style/other": {"most": 1}}}, "rule style/other has no option 'most'; it has none"),
        ({"options": {"style/many": {"most": "1"}}}, "option 'most' of style/many must be of type int, not '1'"),
        ({"options": {"style/many": {"most": True}}}, "option 'most' of style/many must be of type int, not True"),
        ({"options": {"style/many": {"on": 1}}}, "option 'on' of style/many must be of type bool, not 1"),
        ({"options": {"style/many": {"names": "a"}}}, "option 'names' of style/many must be of type list, not 'a'"),
    ],
)
def test_names_and_options_that_are_not(settings: dict[str, Any], expected: str) -> None:
    with pytest.raises(ConfigError) as caught:
        choose(Config(**settings), RULES)
    assert str(caught.value).startswith(expected)
    with pytest.raises(ConfigError) as caught:
        choose(Config(Path("x.toml"), **settings), RULES)
    assert str(caught.value).startswith(f"x.toml: {expected}")


def test_the_line_of_names_that_are_not(tmp_path: Path) -> None:
    write(tmp_path / "base.toml", "\nignore = ['locale', 'locales']\n[options.'style/many']\nmost = 1\nmot = 2\n")
    path = write(tmp_path / "tqa.toml", "extend = 'base.toml'\nselect = [\n  'all',\n  'stile',\n]\n")

    def message(config: Config) -> str:
        with pytest.raises(ConfigError) as caught:
            choose(config, RULES)
        return str(caught.value)

    config = load(path)
    assert message(config).startswith(f"{path}:4: select: there is no rule 'stile'; did you mean 'style'?")
    config = replace(config, select=("styl",))  # as by --select
    assert message(config).startswith("the command line: select: there is no rule 'styl'")
    config = replace(config, select=("all",))
    assert message(config).startswith(f"{tmp_path / 'base.toml'}:2: ignore: there is no rule 'locales'")
    config = replace(config, ignore=())
    assert message(config).startswith(f"{tmp_path / 'base.toml'}:5: rule style/many has no option 'mot'")
    project = write(tmp_path / "pyproject.toml", "[tool.tqa.per_file_ignores]\n'*.md' = ['all']\n'*.txt' = ['stile']\n")
    assert message(load(project)).startswith(f"{project}:3: per_file_ignores.'*.txt': there is no rule 'stile'")


def test_options_that_are_right() -> None:
    values = {"most": 1, "word": "", "share": 0.1, "on": False, "names": ["x"], "any": 3}
    assert on(options={"style/many": values}) == STABLE


def test_a_whole_number_is_a_number_with_decimals() -> None:
    assert on(options={"style/many": {"share": 1}}) == STABLE


def test_selects() -> None:
    many, draft = RULES["style/many"], RULES["style/draft"]
    assert selects(("locale", "style", "all"), many) == "style"
    assert selects(("styl", "style/man", "locale"), many) is None
    assert selects(("default",), draft) is None
    assert selects((), many) is None


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "taken", "left"),
    [
        ("*.txt", ["1.txt", "a/1.txt", "a/b/1.txt"], ["1.txt.md", "txt", "a/1.TXT"]),
        ("1.txt", ["1.txt", "a/1.txt"], ["11.txt"]),
        ("archive", ["archive/1.txt", "a/archive/1.txt"], ["archives/1.txt", "1.txt"]),
        ("archive/**", ["archive/1.txt", "archive/a/b/1.txt"], ["a/archive/1.txt", "archive.txt", "archives/1.txt"]),
        ("archive/*.txt", ["archive/1.txt"], ["archive/1.md", "a/archive/1.txt"]),
        ("**/x.txt", ["x.txt", "a/x.txt", "a/b/x.txt"], ["x.txt/y", "a/y.txt"]),
        ("**/old/*", ["old/1.txt", "a/old/1.txt"], ["old.txt", "1.txt"]),
        ("a/**/x.txt", ["a/x.txt", "a/b/x.txt", "a/b/c/x.txt"], ["x.txt", "b/x.txt"]),
        ("a/[0-9].txt", ["a/1.txt"], ["a/x.txt", "a/10.txt"]),
        ("a/?.txt", ["a/1.txt"], ["a/10.txt"]),
        ("archive/", ["archive/1.txt", "archive/a/1.txt"], ["archive", "a/archive/1.txt"]),
        ("**", ["1.txt", "a/1.txt"], []),
        ("a/[z-a", ["a/[z-a"], ["a/z"]),
        ("a/[z-a]", [], ["a/z", "a/[z-a]"]),
    ],
)
def test_patterns_of_files(tmp_path: Path, pattern: str, taken: list[str], left: list[str]) -> None:
    config = Config(tmp_path / "tqa.toml", exclude=(pattern,), per_file_ignores={pattern: ("style", "locale/date")})
    for name in taken:
        assert matches(pattern, tmp_path / name, config), name
        assert excluded(config, tmp_path / name)
        assert ignored_in(config, tmp_path / name, RULES.values()) == set(RULES)
    for name in left:
        assert not matches(pattern, tmp_path / name, config), name
        assert not excluded(config, tmp_path / name)
        assert ignored_in(config, tmp_path / name, RULES.values()) == frozenset()


@pytest.mark.parametrize("pattern", ["**/x.txt", "a/**/x.txt"])
def test_two_stars_are_whole_folders(tmp_path: Path, pattern: str) -> None:
    config = Config(tmp_path / "tqa.toml")
    assert not matches(pattern, tmp_path / "a" / "yx.txt", config)
    assert not matches(pattern, tmp_path / "a" / "b" / "yx.txt", config)


def test_one_star_stays_in_its_folder(tmp_path: Path) -> None:
    assert not matches("archive/*.txt", tmp_path / "archive" / "a" / "1.txt", Config(tmp_path / "tqa.toml"))


def test_patterns_do_not_look_above_the_configuration(tmp_path: Path) -> None:
    config = Config(tmp_path / "archive" / "tqa.toml", exclude=("archive", "archive/**"))
    assert not excluded(config, tmp_path / "archive" / "1.txt")
    assert excluded(config, tmp_path / "archive" / "archive" / "1.txt")


def test_ignored_by_several_patterns(tmp_path: Path) -> None:
    config = Config(
        tmp_path / "tqa.toml", per_file_ignores={"*.txt": ("style/many",), "a/**": ("locale",), "b/**": ("all",)}
    )
    assert ignored_in(config, tmp_path / "a" / "1.txt", RULES.values()) == {"style/many", "locale/date"}
    assert ignored_in(config, tmp_path / "1.txt", RULES.values()) == {"style/many"}
    assert ignored_in(config, tmp_path / "1.md", RULES.values()) == frozenset()
    assert ignored_in(Config(), tmp_path / "1.txt", RULES.values()) == frozenset()


def test_severity_of_a_rule_over_that_of_its_dimension() -> None:
    config = Config(severity={"style": "hint", "style/many": "error", "locale/date": "info"})
    assert severity_of(config, RULES.values()) == {
        "style/many": "error",
        "style/other": "hint",
        "style/draft": "hint",
        "locale/date": "info",
    }
    assert severity_of(Config(), RULES.values()) == {}


# --- the template, and what differs -----------------------------------------------------------------------------------


def test_the_template_names_every_key(tmp_path: Path) -> None:
    text = template()
    assert load(write(tmp_path / "tqa.toml", text)) == Config(tmp_path / "tqa.toml"), "all of it is commented"
    opened = re.sub(r"""^# (?=(?:\[|["\w]+ = ))""", "", text, flags=re.MULTILINE)
    values = tomllib.loads(opened)
    assert list(values) == list(KEYS) or set(values) == set(KEYS)
    for _, meaning in KEYS.values():
        assert meaning in text
    write(tmp_path / "a" / "tqa.toml", opened)
    assert load(tmp_path / "a" / "tqa.toml").rules == (tmp_path / "a" / "qa" / "rules",)


def test_the_template_says_the_defaults() -> None:
    opened = re.sub(r"""^# (?=\w+ = )""", "", template(), flags=re.MULTILINE)
    values = tomllib.loads(opened)
    default = Config()
    assert values["select"] == list(default.select)
    assert values["fail_on"] == default.fail_on
    assert values["profile"] == default.profile


def test_changed(tmp_path: Path) -> None:
    assert changed(Config()) == {}
    path = write(tmp_path / "tqa.toml", 'fail_on = "warning"\nsource_lang = "zh"\n[severity]\nstyle = "hint"\n')
    assert changed(load(path)) == {"path": path, "source_lang": "zh", "severity": {"style": "hint"}}
