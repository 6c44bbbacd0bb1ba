"""What extras bring and what is said where they are missing; the sentence encoder, its cache, and shifted segments."""

from __future__ import annotations

import importlib.util
import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lsp_client import CAPABLE, Threaded

import tqa
from tqa import Content, Document, Example, Origin, Rule, Segment, Text
from tqa.cache import Cache, NoCache
from tqa.checks.meaning import added_sentence, omitted_sentence, unrelated_meaning
from tqa.cli import main
from tqa.encoder import Encoder
from tqa.extras import EXTRAS, Extra, command, installed
from tqa.model import SetupError
from tqa.testing import checker_of, problems

if TYPE_CHECKING:
    from collections.abc import Iterator

NEWS = (
    ("财政部长宣布明年将降低中小企业所得税。", "The finance minister said that small firms will pay less income tax."),
    ("周一，大雨淹没了南部的两个村庄。", "Heavy rain flooded two villages in the south on Monday."),
    ("医生警告说，冬季可能出现新一波感染。", "Doctors warned of a new wave of infections in winter."),
    ("总统下周将前往巴黎，讨论贸易问题。", "The president will fly to Paris next week to talk about trade."),
)


def document(sources: list[str], targets: list[str], source_lang: str = "zh") -> Document:
    segments = [
        Segment(str(n), Text(t, "en", Origin.contiguous(0, len(t))), Text(s, source_lang, Origin.contiguous(0, len(s))))
        for n, (s, t) in enumerate(zip(sources, targets, strict=True), 1)
    ]
    return Document("a.txt", "text", tuple(segments), source_lang, "en", content=Content("\n".join(targets + sources)))


# --- what the encoder says --------------------------------------------------------------------------------------------


def test_a_run_of_shifted_segments_is_one_finding() -> None:
    sources, targets = [s for s, _ in NEWS], [t for _, t in NEWS]
    (found,) = checker_of([unrelated_meaning]).check(document(sources, [*targets[1:], targets[-1]])).diagnostics
    assert found.segment_id == "1"
    assert found.message == "This translates segment 2, and so on to segment 3: 3 translations are shifted"
    assert [(e.side, e.segment_id) for e in found.evidence] == [
        ("source", "1"),
        ("source", "2"),
        ("target", "2"),
        ("target", "3"),
    ]
    assert not checker_of([unrelated_meaning]).check(document(sources, targets)).diagnostics


def test_what_is_said_in_another_segment_is_not_left_out() -> None:
    (one, uno), (two, due), (three, tre), _ = NEWS
    rules = [omitted_sentence, added_sentence]
    assert [d.rule for d in checker_of(rules).check(document([one + two + three], [f"{uno} {tre}"])).diagnostics] == [
        omitted_sentence.id
    ]
    moved = document([one + two, three], [uno, f"{due} {tre}"])
    assert not checker_of(rules).check(moved).diagnostics


@pytest.mark.parametrize("language", ["cs", "hi"])
def test_languages_that_the_encoder_does_not_know_are_left_alone(language: str) -> None:
    sources = ["Prezident příští týden odletí do Paříže na jednání o obchodu."]
    assert not checker_of([unrelated_meaning]).check(document(sources, [NEWS[1][1]], language)).diagnostics


def test_vectors_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for pair in NEWS for text in pair]
    first = Encoder(Cache(tmp_path)).encode(texts)
    assert (first[0] @ first[1]) > 0.5 > (first[0] @ first[3])

    def no_model() -> Any:
        raise AssertionError("what is kept is not computed again")

    monkeypatch.setattr("tqa.encoder._model", no_model)
    assert (Encoder(Cache(tmp_path)).encode(texts) == first).all()
    with pytest.raises(AssertionError):
        Encoder(NoCache(tmp_path)).encode(texts)


def test_a_rule_that_does_not_require_the_encoder_gets_no_vectors() -> None:
    def check(segment: Segment, context: Any) -> Iterator[Any]:
        context.vectors([segment.target.value])
        yield from ()

    careless = Rule("style/careless", "Careless", check)
    (crash,) = checker_of([careless]).check(document(["是"], ["Yes."])).diagnostics
    assert 'requires="semantic"' in crash.message


def test_a_table_keeps_the_newest_and_is_never_in_the_way(tmp_path: Path) -> None:
    table = Cache(tmp_path).table("made", 3)
    assert table.read([b"a"]) == []
    for name in (b"a", b"b", b"c", b"d"):
        table.write({name: name * 2})
    assert sorted(table.read([b"a", b"b", b"c", b"d", b"e"])) == [(n, n * 2) for n in (b"b", b"c", b"d")]
    assert len(Cache(tmp_path).table("many", 5000).read(b"%d" % n for n in range(2500))) == 0
    (tmp_path / "broken.db").write_bytes(b"not a database" * 100)
    broken = Cache(tmp_path).table("broken", 3)
    broken.write({b"a": b"a"})
    assert broken.read([b"a"]) == []
    NoCache(tmp_path).table("none", 3).write({b"a": b"a"})
    assert not (tmp_path / "none.db").exists()
    with sqlite3.connect(tmp_path / "made.db") as db:
        assert db.execute("SELECT count(*) FROM kept").fetchone() == (3,)


# --- what is said where an extra is missing ---------------------------------------------------------------------------


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation without extras."""
    find = importlib.util.find_spec
    missing = {module for extra in EXTRAS.values() for module in extra.modules}
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name in missing else find(name, *rest))
    installed.cache_clear()
    yield
    installed.cache_clear()


@pytest.fixture
def article(tmp_path: Path) -> str:
    file = tmp_path / "a.jsonl"
    line = {"source": NEWS[0][0], "target": NEWS[0][1], "source_lang": "zh", "target_lang": "en"}
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    return str(file)


SAYS = "accuracy/omitted-sentence, accuracy/unrelated-meaning did not run"


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("format_name", ["terminal", "json", "github", "markdown", "sarif", "html", "jsonl", "junit"])
def test_every_summary_tells_of_rules_that_did_not_run(
    format_name: str, article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--semantic", "--format", format_name, article]) == 0
    shown = capsys.readouterr()
    said = shown.err if format_name in ("jsonl", "junit") else shown.out
    assert SAYS in said
    assert command("semantic").replace('"', "") in "".join(c for c in said if c not in '\\"').replace("&quot;", "")


@pytest.mark.usefixtures("bare")
def test_nothing_is_said_of_rules_that_were_not_to_run(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["--semantic", "--source-lang", "hi"], ["--semantic", "--ignore", "accuracy"]):
        assert main(["check", "--exit-zero", "--format", "jsonl", *arguments, article]) == 0
        assert not capsys.readouterr().err


@pytest.mark.usefixtures("bare")
def test_grammar_is_missed_only_where_it_is_asked_for(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--grammar", "--format", "jsonl", article]) == 0
    said = capsys.readouterr().err
    assert said.count("linguistic/confused-words, linguistic/ungrammatical-phrase did not run") == 1
    assert command("grammar") in said


@pytest.mark.usefixtures("bare")
def test_fixes_on_standard_output_leave_the_word_to_standard_error(
    article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--semantic", "--diff", article]) == 0
    assert SAYS in capsys.readouterr().err


@pytest.mark.usefixtures("bare")
def test_rules_list_and_show_say_what_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "show", "accuracy/omitted-sentence"]) == 0
    shown = capsys.readouterr().out
    assert 'not installed: pip install "tqa[semantic]"' in shown
    assert "silent in other pairs" in shown
    assert "stable: on with --semantic" in shown
    assert main(["rules", "list"]) == 0
    assert "needs tqa[semantic], which is not installed" in capsys.readouterr().out


def test_semantic_rules_run_where_they_are_asked_for(article: str, tmp_path: Path) -> None:
    shifted = Path(article).read_text(encoding="utf-8").replace(NEWS[0][1], NEWS[1][1])
    Path(article).write_text(shifted, encoding="utf-8")
    check = ["check", "--ignore", "accuracy/unrelated-translation", article]
    assert main(check) == 0
    assert main([*check, "--semantic"]) == 1
    assert main([*check, "--select", "accuracy/unrelated-meaning"]) == 1
    (tmp_path / "tqa.toml").write_text("semantic = true\n", encoding="utf-8")
    assert main(check) == 1


@pytest.mark.usefixtures("bare")
def test_an_editor_is_told_once(article: str, tmp_path: Path) -> None:
    with Threaded(tmp_path) as editor:
        editor.initialize(CAPABLE, initializationOptions={"semantic": True})
        for name in ("a.jsonl", "b.jsonl"):
            editor.open(name, Path(article).read_text(encoding="utf-8"))
            assert editor.published(name) == []
        told = editor.told("window/showMessage")
        assert SAYS in told["message"]
        assert told["type"] == 3
        assert not editor.said
        editor.leave()


@pytest.mark.usefixtures("bare")
def test_a_program_is_warned() -> None:
    with pytest.warns(UserWarning, match=SAYS) as caught:
        assert tqa.check(NEWS[0][1], NEWS[0][0], source_lang="zh", target_lang="en", semantic=True) == []
    assert caught[0].filename == __file__


def test_a_folder_of_its_name_is_no_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made_up").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(EXTRAS, "made", Extra(("made_up",), "pretend"))
    assert importlib.util.find_spec("made_up")
    assert not installed("made")


def test_an_extra_that_is_none() -> None:
    with pytest.raises(SetupError, match=r"there is no such extra; there are: .*semantic"):
        checker_of([Rule("style/made", "Made", lambda *_: (), requires="semantics")])


def test_a_rule_whose_extra_is_missing_cannot_be_tested(bare: None) -> None:
    rule = Rule("style/made", "Made", lambda *_: (), (Example("[[a]]"), Example("b")), why="w", requires="zh")
    assert [*problems(rule)] == ['style/made: to test it, pip install "tqa[zh]"']
