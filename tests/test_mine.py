"""`tqa mine`: what translated texts say more often than others."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tqa import cli
from tqa.mine import read_marks, z_scores

TOWNS = ["Bonn", "Kent", "Lyon", "Oslo", "Riga", "Ulm"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six translations that say "carry out the work" wherever the texts of the reference say "do the work"."""
    monkeypatch.chdir(tmp_path)
    Path("tqa.toml").write_text('target_lang = "en"\n')
    for name, verb in (("drafts", "carry out"), ("archive", "do")):
        Path(name).mkdir()
        for n, town in enumerate(TOWNS):
            text = (
                f"The mayor of {town} said that it was late and that they would {verb} the work on time.\n\n"
                f"Some in {town} hope that he will {verb} the work, and others that he will wait for {n + 2} days.\n"
            )
            Path(name, f"{n}.txt").write_text(text)


def run(*args: str) -> int:
    return cli.main(["mine", "--translated", "drafts", "--reference", "archive", *args])


def found(out: str) -> dict[str, list[str]]:
    head, *rows = (line.split("\t") for line in out.splitlines())
    assert head == ["z", "count", "reference", "documents", "marked", "lift", "phrase"]
    return {row[-1]: row[:-1] for row in rows}


def test_what_is_said_more_often(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--least", "3") == 0
    phrases = found(capsys.readouterr().out)
    assert phrases["carry out the work"][1:] == ["12", "0", "6", "", ""]
    assert "said that it was" not in phrases
    assert not any(town.lower() in phrase.split() for town in TOWNS for phrase in phrases)
    assert "carry out the" not in phrases, "a part of what is there is not shown besides"


def test_in_how_many_documents(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--least", "7") == 0
    assert found(capsys.readouterr().out) == {}


def test_rule_files_that_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--output", "candidates", "--least", "3") == 0
    files = sorted(Path("candidates").rglob("*.toml"))
    assert Path("candidates/style/carry-out-the-work.toml") in files
    assert any('kind = "sequence"' in file.read_text() for file in files)
    capsys.readouterr()
    assert cli.main(["rules", "test", "candidates"]) == 0


def test_marks_go_first(capsys: pytest.CaptureFixture[str]) -> None:
    marks = []
    for n in range(len(TOWNS)):
        name = f"drafts/{n}.txt"
        for number, text in enumerate(Path(name).read_text().split("\n\n"), 1):
            at = text.index("carry out")
            place = {"id": str(number), "start": at, "end": at + len("carry out")}
            marks.append(json.dumps({"document": str(Path(name)), "segment": place}))
    Path("marks.jsonl").write_text("\n".join(marks) + "\n")
    assert run("--marks", "marks.jsonl", "--least", "3") == 0
    row = found(capsys.readouterr().out)["carry out the work"]
    assert row[4] == "1.00"
    assert 2 < float(row[5]) < 6


def test_nothing_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    assert cli.main(["mine", "--translated", "drafts", "--reference", "empty"]) == 2
    assert capsys.readouterr().err == "tqa: mine: there is no English text in empty\n"


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"document": "a"}', '{"document": "a", "segment": {"id": "1", "start": "x"}}']
)
def test_marks_that_are_none(line: str) -> None:
    Path("marks.jsonl").write_text(f"\n{line}\n")
    with pytest.raises(Exception, match=r"marks\.jsonl:2: a mark is"):
        read_marks(Path("marks.jsonl"))


def test_log_odds() -> None:
    """Equal rates are no difference; of equal ratios the one with more evidence is surer; a word seen once is not."""
    here: Counter[tuple[str, ...]] = Counter({("even",): 100, ("often",): 80, ("seldom",): 8, ("once",): 1})
    there: Counter[tuple[str, ...]] = Counter({("even",): 200, ("often",): 40, ("seldom",): 4})
    z = z_scores(here, there, 10_000, 20_000)
    assert abs(z[("even",)]) < 0.01
    assert z[("often",)] > z[("seldom",)] > z[("once",)] > 0
    assert z[("once",)] < 1.96
