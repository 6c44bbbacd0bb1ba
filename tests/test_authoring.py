"""What authors of rules are shown, told and given to begin with; and the chores that keep generated files true."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tqa import Context, Example, Finding, Segment, Span, authoring, dev, rule
from tqa.authoring import AuthoringError, find_rules, list_rules, new_rule, show_rule, toml, visible
from tqa.config import Choice, Config, choose
from tqa.declare import KINDS_OF_RULE, RuleFileError, load
from tqa.plugins import build, rule_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tqa.plugins import Registry

SHOUTING = Example("He said [[NO]].\n\nNo."), Example("He said [[OH]].", options={"most": 1}), Example("He said no.")


@rule("style/shouting", *SHOUTING, langs="*>en", severity="info", options={"most": 0}, status="preview")
def shouting(segment: Segment, context: Context) -> Iterator[Finding]:
    """Words in capitals for emphasis

    Capitals shout.
    They do so twice.
    """
    for word in ("NO", "OH"):
        at = segment.target.value.find(word)
        if at >= 0:
            yield Finding(Span(at, at + 2), f"“{word}” shouts")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return build(installed=False)


# --- list and show ----------------------------------------------------------------------------------------------------


def test_a_list_has_a_line_for_each_rule_in_columns() -> None:
    other = replace(shouting, id="accuracy/long-name-of-a-rule", severity="warning", status="stable", summary="Names")
    rules = {found.id: found for found in (shouting, other)}
    lines = list(list_rules(rules, choose(Config(), rules)))
    assert lines[0] == "accuracy/long-name-of-a-rule  warning  on   tqa  Names"
    assert lines[1].startswith("style/shouting                info     off  tqa  Words in capitals for emphasis")
    assert lines[1].endswith("  (preview: off until selected by name)")
    lines = list(list_rules(rules, choose(Config(select=("style",)), rules), {"style/shouting": "error"}))
    assert lines[1].startswith("style/shouting                error    on   tqa")
    assert lines[1].endswith("(selected by 'style')")
    assert list(list_rules({}, {})) == []


def test_a_rule_is_shown_whole() -> None:
    assert (
        "\n".join(show_rule(shouting, Choice(True, "selected by 'all'")))
        == """\
style/shouting
  Words in capitals for emphasis

  severity    info
  status      preview: off until selected by name
  here        on, selected by 'all'
  languages   any to en
  MQM type    style/shouting
  looks at    one segment at a time
  segments    all but code and furniture
  plugin      tqa
  written in  test_authoring

  Capitals shout.
  They do so twice.

Options, with their defaults, as tqa.toml has them:
  [options."style/shouting"]
  most = 0

Finds:
  He said [[NO]].

  No.
    says     “NO” shouts

  He said [[OH]].
    options  most = 1
    says     “OH” shouts

Leaves alone:
  He said no."""
    )


def test_every_built_in_rule_can_be_shown(registry: Registry) -> None:
    for found in registry.rules.values():
        assert next(iter(show_rule(found))) == found.id
        assert len(list(show_rule(found))) > 10


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text\nof two lines", "plain text\nof two lines"),
        ("a\u00a0b\u200bc\td\ufeff", "a⟨U+00A0⟩b⟨U+200B⟩c⟨U+0009⟩d⟨U+FEFF⟩"),
        ("end  \nof line ", "end⟨U+0020⟩⟨U+0020⟩\nof line⟨U+0020⟩"),
        ("新華社　北京", "新華社⟨U+3000⟩北京"),
    ],
)
def test_what_nobody_sees_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "true"),
        (3, "3"),
        ("“yes”", '"“yes”"'),
        (("a", "b"), '["a", "b"]'),
        (frozenset("ba"), '["a", "b"]'),
        ({"US": 1}, '{ "US" = 1 }'),
    ],
)
def test_options_are_shown_as_a_configuration_file_has_them(value: object, written: str) -> None:
    assert toml(value) == written


# --- find and test ----------------------------------------------------------------------------------------------------


def test_rules_are_found_by_id_dimension_file_and_folder(registry: Registry, tmp_path: Path) -> None:
    path = new_rule("style/shouting", tmp_path)
    assert [found.id for found in find_rules(["linguistic/double-space"], registry)] == ["linguistic/double-space"]
    assert {found.id.partition("/")[0] for found in find_rules(["design"], registry)} == {"design"}
    for place in (path, path.parent, tmp_path):
        assert [found.id for found in find_rules([str(place)], registry)] == ["style/shouting"]
    assert find_rules([], registry) == list(registry.rules.values())
    with pytest.raises(AuthoringError, match="did you mean 'linguistic/double-space'"):
        find_rules(["linguistic/double-spaces"], registry)


def test_a_rule_file_outside_a_dimension_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shouting.toml").write_text("", encoding="utf-8")
    with pytest.raises(RuleFileError, match=r"must be <dimension>/<problem>\.toml"):
        rule_files([tmp_path])


def test_rules_are_tested_one_by_one(registry: Registry) -> None:
    wrong = replace(shouting, id="style/whispering", examples=(Example("[[no]]"), Example("NO")))
    tested = list(authoring.test_rules([shouting, wrong], registry.rules.values()))
    assert tested[0] == ("ok     style/shouting  (2 bad, 1 good)", True)
    assert tested[1][0].splitlines() == [
        "WRONG  style/whispering  (1 bad, 1 good)",
        "       style/whispering: expected '[[no]]'",
        "         but found 'no'",
        "       style/whispering: expected 'NO'",
        "         but found '[[NO]]'",
    ]
    assert not tested[1][1]


def test_a_good_example_that_another_rule_finds_fault_with_is_a_warning(registry: Registry) -> None:
    example = Example("He said no,  and went on to the next of the questions.")
    doubled = replace(shouting, examples=(*SHOUTING, example))
    ((lines, good),) = authoring.test_rules([doubled], registry.rules.values())
    assert good
    assert "warning: linguistic/double-space finds something in a good example of style/shouting" in lines


# --- new --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS_OF_RULE)
def test_a_new_rule_loads_and_says_what_is_to_be_written(kind: str, registry: Registry, tmp_path: Path) -> None:
    path = new_rule("style/shouting", tmp_path / "rules", kind)
    assert path == tmp_path / "rules" / "style" / "shouting.toml"
    made = load(rule_files([path]), registry.kinds)
    ((said, good),) = authoring.test_rules(made, ())
    assert not good
    assert f"{path}:4: still to be filled in: summary" in said
    assert "tqa/rule-crashed" not in said


def test_a_new_rule_is_right_once_it_is_written(registry: Registry, tmp_path: Path) -> None:
    path = new_rule("style/shouting", tmp_path, "substitution")
    text = path.read_text(encoding="utf-8")
    text = text.replace("TODO-WORDS", "utilise").replace("with TODO", "with use").replace('= "TODO" }', '= "use" }')
    path.write_text(text.replace("TODO: a", "A").replace("TODO: the", "The").replace("TODO: ", ""), encoding="utf-8")
    assert list(authoring.test_rules(load(rule_files([path]), registry.kinds), registry.rules.values())) == [
        ("ok     style/shouting  (1 bad, 1 good)", True)
    ]


def test_a_new_rule_goes_where_its_id_says_also_from_the_folder_of_its_dimension(tmp_path: Path) -> None:
    assert new_rule("style/shouting", tmp_path / "style") == tmp_path / "style" / "shouting.toml"


def test_a_rule_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    path = new_rule("style/shouting", tmp_path)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(AuthoringError, match="already there"):
        new_rule("style/shouting", tmp_path)
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("shouting", "an id is dimension/problem"),
        ("style/Shouting", "an id is dimension/problem"),
        ("style/../../shouting", "an id is dimension/problem"),
        ("styl/shouting", "did you mean 'style'"),
        ("style/use-small-letters", "names the problem"),
        ("style/avoid-capitals", "names the problem"),
    ],
)
def test_an_id_that_does_not_fit_is_refused(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(AuthoringError, match=said):
        new_rule(name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_kind_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AuthoringError, match="did you mean 'existence'"):
        new_rule("style/shouting", tmp_path, "existance")


# --- chores -----------------------------------------------------------------------------------------------------------


def test_a_generated_file_that_was_changed_is_named_and_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "made.md"
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "CHORES", {"docs": lambda: {path: "made\n"}})
    assert dev.main(["docs", "--check"]) == 1
    assert capsys.readouterr().err == "made.md is out of date; run: python -m tqa.dev docs\n"
    assert not path.exists()
    assert dev.main(["docs"]) == 0
    assert dev.main(["all", "--check"]) == 0
    path.write_text("changed\n", encoding="utf-8")
    assert dev.main(["all", "--check"]) == 1
    assert dev.main(["all"]) == 0
    assert path.read_text(encoding="utf-8") == "made\n"


def test_the_findings_of_an_article_that_is_gone_go_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article, gone = tmp_path / "seeds" / "article.txt", tmp_path / "seeds" / "gone.txt.findings"
    article.parent.mkdir()
    article.write_text("The plant  was closed on Friday, the ministry said.\n", encoding="utf-8")
    gone.write_text("", encoding="utf-8")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "CHORES", {"seeds": lambda: dev.seeds(tmp_path)})
    assert dev.main(["seeds"]) == 0
    assert not gone.exists()
    made = article.with_name("article.txt.findings").read_text(encoding="utf-8")
    assert "article.txt: 9 words, 0 errors, 0 warnings, 1 info\n" in made
    assert "\n1:9-11 info linguistic/double-space\n    The plant[[  ]]was closed on Friday, the mini…\n" in made
    assert "\n        line 1: [[⟨U+0020⟩⟨U+0020⟩]] → [[⟨U+0020⟩]]\n" in made
