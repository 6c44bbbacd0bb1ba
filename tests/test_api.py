"""tqa in a program: texts, documents and files in, diagnostics and fixed texts out."""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import tqa
from tqa import Context, Document, Example, Finding, Rule, Segment, Settings, SetupError, Span, api, rule
from tqa.reports.jsonl import line
from tqa.testing import document

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAGMENT = "A lot of consensus."
SPACES = "The committee met  in Shenzhen on Friday."

RULE = """\
kind = "existence"
summary = "A word"
why = "It is a word of these tests."
message = "“{match}”"
langs = ["*>en"]
[existence]
tokens = ["plum"]
[[bad]]
text = "It is a [[plum]]."
[[good]]
text = "It is a stone."
"""


@rule("style/pear", Example("A [[pear]]."), Example("A fig."), langs="zh>en")
def pear(segment: Segment, context: Context) -> Iterator[Finding]:
    """A pear

    It is a word of these tests; it is found where the source names one.
    """
    at = segment.target.value.find("pear")
    if at >= 0 and segment.source is not None and "梨" in segment.source.value:
        yield Finding(Span(at, at + 4), "a pear")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a configuration that must not matter."""
    monkeypatch.chdir(tmp_path)
    Path("tqa.toml").write_text("nonsense = 1\n")
    api.forget()
    yield tmp_path
    api.forget()


def found(*args: Any, **settings: Any) -> list[tuple[str, str, tuple[int, int]]]:
    """(rule, segment, span) of each diagnostic."""
    return [(d.rule, d.segment_id, tuple(d.span)) for d in tqa.check(*args, **settings)]  # type: ignore[misc]


# --- texts ------------------------------------------------------------------------------------------------------------


def test_a_text() -> None:
    (only,) = tqa.check(FRAGMENT, target_lang="en")
    assert (only.rule, only.segment_id, only.span, only.path) == ("style/fragment", "1", Span(0, 19), "<text>")
    assert tqa.check("", target_lang="en") == []


def test_paragraphs_and_comments_are_those_of_a_file() -> None:
    text = (
        f"Both sides met on Friday.\r\n\r\n{FRAGMENT}\n\n<!-- tqa: ignore[style/fragment] his words -->\n{FRAGMENT}\n"
    )
    assert found(text, target_lang="en") == [("style/fragment", "2", (0, 19))]


@pytest.mark.parametrize("before", ["", "\ufeff", "\ud800 ", "😀 "])
def test_places_are_those_of_the_text_whatever_it_begins_with(before: str) -> None:
    text = f"{before}{SPACES}"
    (only,) = tqa.check(text, target_lang="en", select=["linguistic/double-space"])
    assert text[slice(*only.range.span)] == "  "
    assert tqa.fix(text, target_lang="en", select=["linguistic/double-space"]) == text.replace("  ", " ")


def test_what_is_no_text_is_refused() -> None:
    for call in (tqa.check, tqa.fix):
        with pytest.raises(tqa.UnreadableError, match="there is a NUL character on line 2"):
            call("Both sides met.\n\0")


def test_segments_one_by_one() -> None:
    values = ["Both sides met.", "", FRAGMENT + "\n\n" + FRAGMENT]
    (only, other) = tqa.check(values, target_lang="en", select=["style/fragment"])
    assert (only.segment_id, other.segment_id, only.span, other.span) == ("3", "3", (0, 19), (21, 40))
    assert found(iter(values), target_lang="en", select=["style/fragment"])[0][1] == "3"


def test_a_document() -> None:
    doc = document(FRAGMENT, langs=("zh", "en"))
    assert found(doc) == [("style/fragment", "1", (0, 19))]
    assert found(doc, target_lang="fr", select=["style"]) == []


def test_the_language_is_detected_where_nobody_says() -> None:
    text = f"The two sides met on Friday in Shenzhen and agreed to meet again. {FRAGMENT}"
    assert found(text) == [("style/fragment", "1", (66, 85))]


# --- sources ----------------------------------------------------------------------------------------------------------

LANGS = {"source_lang": "zh", "target_lang": "en", "select": ["style/pear"], "rules": [pear]}


def test_the_source_of_a_text() -> None:
    text = "A pear.\n\nA pear.\n"
    assert found(text, "苹果。\n\n梨。", **LANGS) == [("style/pear", "2", (2, 6))]
    assert found(text, **LANGS) == []


def test_the_sources_of_segments() -> None:
    assert found(["A pear.", "A pear.", "A pear."], ["梨。", "", None], **LANGS) == [("style/pear", "1", (2, 6))]


def test_evidence_in_the_source_has_a_place() -> None:
    @rule("style/seen", Example("A pear."), langs="zh>en")
    def seen(segment: Segment, context: Context) -> Iterator[Finding]:
        """Seen

        In the source.
        """
        yield Finding(Span(0, 1), "seen", (tqa.Evidence("here", Span(0, 1), "source"),))

    for text, source in (("A.\n\nB.", "甲。\n\n乙。"), (["A.", "B."], ["甲。", "乙。"])):
        places = [
            d.evidence[0].excerpt[slice(*d.evidence[0].span)]
            for d in tqa.check(text, source, source_lang="zh", target_lang="en", select=["style/seen"], rules=[seen])
        ]
        assert places == ["甲", "乙"]


@pytest.mark.parametrize(
    ("text", "source", "message"),
    [
        ("A.\n\nB.", "甲。", "the text has 2 segments and its source 1"),
        (["A."], ["甲。", "乙。"], "the text has 1 segments and its source 2"),
        ("A.", ["甲。"], "a text in one piece has its source in one piece"),
        (["A."], "甲。", "segments have their sources one by one"),
        (document("A."), "甲。", "a Document has its source in its segments"),
    ],
)
def test_a_source_that_does_not_fit(text: str | list[str] | Document, source: str | list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        tqa.check(text, source)


# --- settings ---------------------------------------------------------------------------------------------------------


def test_rules_are_selected_and_ignored() -> None:
    text = f"{SPACES} {FRAGMENT}"
    every = {name for name, _, _ in found(text, target_lang="en")}
    assert every >= {"linguistic/double-space", "style/fragment"}
    assert {name for name, _, _ in found(text, target_lang="en", select=("style",))} == {"style/fragment"}
    assert "style/fragment" not in {name for name, _, _ in found(text, target_lang="en", ignore=["style/fragment"])}


def test_rules_of_ones_own(folder: Path) -> None:
    path = folder / "qa" / "style" / "plum.toml"
    path.parent.mkdir(parents=True)
    path.write_text(RULE)
    for named in ("qa", folder / "qa", path):
        assert ("style/plum", "1", (2, 6)) in found("A plum.", target_lang="en", rules=[named])
    assert found("A plum.", target_lang="en", select=["style/plum"], config={"rules": ["qa"]})
    (only,) = tqa.check("A pear and a plum.", "梨。", **{**LANGS, "rules": [pear, "qa"]})  # type: ignore[arg-type]
    assert only.plugin == "program"


def test_a_configuration(folder: Path) -> None:
    (folder / "own.toml").write_text('target_lang = "en"\nignore = ["linguistic"]\n[severity]\n"style" = "error"\n')
    said = {"target_lang": "en", "ignore": ("linguistic",), "severity": {"style": "error"}}
    for config in ("own.toml", folder / "own.toml", said):
        (only,) = tqa.check(f"{SPACES} {FRAGMENT}", config=config)
        assert (only.rule, only.severity) == ("style/fragment", "error")
    assert found(FRAGMENT, config="own.toml", ignore=["style"]) == []
    base = {"extend": "own.toml", "ignore": []}
    assert len(tqa.check(f"{SPACES} {FRAGMENT}", config=base)) == 2


def test_a_relative_path_is_of_the_folder_of_the_call(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, severity in (("a", "error"), ("b", "hint")):
        (folder / name).mkdir()
        (folder / name / "own.toml").write_text(f'[severity]\n"style" = "{severity}"\n')
        monkeypatch.chdir(folder / name)
        assert [d.severity for d in tqa.check(FRAGMENT, target_lang="en", config="own.toml")] == [severity]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"select": ["style/fragmant"]}, "select: there is no rule 'style/fragmant'; did you mean 'style/fragment'?"),
        ({"ignore": ["stile"]}, "ignore: there is no rule 'stile'; did you mean 'style'?"),
        ({"profile": "us-new"}, "profile = 'us-new'; did you mean 'us-news'?"),
        ({"target_lang": "English"}, "target_lang = 'English': must be the code of a language"),
        ({"select": "style"}, "select must be a list of texts, not 'style'"),
        ({"config": {"nonsense": 1}}, "unknown key 'nonsense'"),
        ({"config": "nowhere.toml"}, "nowhere.toml: cannot be read"),
        ({"config": "tqa.toml"}, "tqa.toml:1: unknown key 'nonsense'"),
        ({"rules": ["nowhere"]}, "nowhere: no such rule file or folder"),
    ],
)
def test_settings_that_cannot_be(settings: dict[str, Any], message: str) -> None:
    for call in (tqa.check, tqa.fix, tqa.check_files):
        with pytest.raises(SetupError) as raised:
            call("x", **settings)
        assert message in str(raised.value)
        assert "command line" not in str(raised.value)


def test_a_setting_that_is_none() -> None:
    with pytest.raises(TypeError, match="there is no setting 'targetlang'"):
        tqa.check("x", targetlang="en")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="is no setting"):
        tqa.check("x", select=[object()])  # type: ignore[list-item]


# --- fixes ------------------------------------------------------------------------------------------------------------


def test_a_fixed_text() -> None:
    text = f"{SPACES}\r\n\r\nOn the 2nd, it ended.\r\n"
    assert tqa.fix(text, target_lang="en") == text.replace("  ", " ")
    assert tqa.fix(text, target_lang="en", ignore=["linguistic/double-space"]) == text
    dated = "Shenzhen, December 3rd. On the 2nd, both sides met  again."
    assert tqa.fix(dated, target_lang="en") == dated.replace("  ", " ")
    assert "On December 2, both sides met again." in tqa.fix(dated, target_lang="en", unsafe=True)


def test_fixes_know_the_source() -> None:
    @rule("style/apple", Example("A [[apple]].", fixed="A pear."), langs="zh>en")
    def apple(segment: Segment, context: Context) -> Iterator[Finding]:
        """An apple

        Where the source has a pear.
        """
        at = segment.target.value.find("apple")
        if at >= 0 and segment.source and "梨" in segment.source.value:
            span = Span(at, at + 5)
            yield Finding(span, "no apple", fix=tqa.Fix("pear", (tqa.Edit(span, "pear"),), "safe"))

    settings: Settings = {"source_lang": "zh", "target_lang": "en", "select": ["style/apple"], "rules": [apple]}
    fixed = tqa.fix("An apple.\n\nAn apple.", "苹果。\n\n梨。", **settings)
    assert fixed == "An apple.\n\nAn pear."


# --- files ------------------------------------------------------------------------------------------------------------


def test_files_and_folders(folder: Path) -> None:
    (folder / "drafts").mkdir()
    (folder / "drafts/a.txt").write_text(FRAGMENT)
    (folder / "b.jsonl").write_text(json.dumps({"id": "x", "target": FRAGMENT}) + "\n")
    every = tqa.check_files(["drafts", folder / "b.jsonl"], target_lang="en", select=["style/fragment"])
    assert [(Path(d.path).name, d.segment_id) for d in every] == [("a.txt", "1"), ("b.jsonl", "x")]
    for one in ("drafts", Path("drafts")):
        assert [d.path for d in tqa.check_files(one, target_lang="en")] == [str(Path("drafts/a.txt"))]
    (only,) = tqa.check_files("nowhere.txt")
    assert (only.rule, only.message) == ("tqa/unreadable", "nowhere.txt: no such file or folder")
    assert [d.path for d in tqa.check_files(folder, target_lang="en", config={"exclude": ["drafts"]})] == [
        str(folder / "b.jsonl")
    ]


# --- again and again --------------------------------------------------------------------------------------------------


def test_later_calls_set_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    tqa.check(FRAGMENT, target_lang="en", rules=[pear])
    monkeypatch.setattr("tqa.runner.build", None)
    monkeypatch.setattr("tqa.runner.Checker", None)
    start = time.perf_counter()
    for _ in range(100):
        assert len(tqa.check(FRAGMENT, target_lang="en", rules=[pear])) == 1
    assert time.perf_counter() - start < 1  # a hundred times what it takes
    with pytest.raises(TypeError):
        tqa.check(FRAGMENT, target_lang="fr", rules=[pear])


def test_another_rule_of_the_same_words_is_another_rule() -> None:
    def made(word: str) -> Rule:
        @rule("style/word", Example("x"), langs="*>en")
        def check(segment: Segment, context: Context) -> Iterator[Finding]:
            """A word

            Of these tests.
            """
            if word in segment.target.value:
                yield Finding(Span(0, 1), word)

        return check

    for word in ("fig", "pear"):
        assert [d.message for d in tqa.check("pear", target_lang="en", select=["style/word"], rules=[made(word)])] == (
            ["pear"] if word == "pear" else []
        )


def test_changed_files_are_read_after_forget(folder: Path) -> None:
    path = folder / "own.toml"
    path.write_text('ignore = ["style"]\n')
    assert found(FRAGMENT, target_lang="en", config=path) == []
    path.write_text("")
    assert found(FRAGMENT, target_lang="en", config=path) == []
    api.forget()
    assert len(found(FRAGMENT, target_lang="en", config=path)) == 1


def test_from_several_threads() -> None:
    texts = [f"Both sides met {'  ' * (n % 2)}on Friday {n}. {FRAGMENT}" for n in range(60)]
    with ThreadPoolExecutor(8) as pool:
        at_once = list(pool.map(lambda text: found(text, target_lang="en"), texts))
    assert at_once == [found(text, target_lang="en") for text in texts]


def test_diagnostics_as_json() -> None:
    (only,) = tqa.check(FRAGMENT, target_lang="en")
    assert json.loads(line(only))["segment"] == {"id": "1", "start": 0, "end": 19}


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    tqa.check(FRAGMENT, target_lang="en")
    assert capfd.readouterr() == ("", "")


def test_the_names_are_functions_after_the_modules_are_loaded() -> None:
    assert "tqa.checks" in sys.modules
    assert callable(tqa.check)
    assert callable(tqa.fix)
