"""`tqa terms`: from one format to another, candidates out of documents, and what a project has settled on."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tqa import cli
from tqa.formats.termbases import FORMATS
from tqa.termbase import TermEntry, entry_of, plain_entry
from tqa.terms import read_all, reviewed, settle

ARTICLE = """\
The Joint Funding Scheme began. Its funding period is long, and the Joint Funding Scheme helps Lam Siu-ming.

The Joint Funding Program, said Lam Siu-ming, has a second funding period; Lam Siu-ming thanked Dr Chan.
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("tqa.toml").write_text('source_lang = "zh"\ntarget_lang = "en"\n')
    return tmp_path


def run(*args: str) -> int:
    return cli.main(["terms", *args])


def settled() -> list[dict[str, Any]]:
    found = FORMATS["toml"].read(Path("tqa-terms.toml").read_bytes(), "tqa-terms.toml", ("", ""))
    return [plain_entry(entry) for entry in found if isinstance(entry, TermEntry)]


def test_import_adds_to_the_projects_terms(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.csv").write_text("zh,en,status\n银行,bank,preferred\n岸\n", encoding="utf-8")
    Path("b.tab").write_text("银行\tbanking house\n雨\train\tfalls\n", encoding="utf-8")
    assert run("import", "a.csv") == 1
    assert capsys.readouterr() == (
        "tqa-terms.toml: 1 new or changed, 1 in all\n",
        "tqa: a.csv:3: there is no translation of “岸”; the row is left out\n",
    )
    assert run("import", "b.tab") == 0
    assert settled() == [
        {"zh": "银行", "en": [{"text": "bank", "status": "preferred"}, "banking house"]},
        {"zh": "雨", "en": {"text": "rain", "note": "falls"}},
    ]
    capsys.readouterr()
    assert run("import", "b.tab") == 0
    assert capsys.readouterr().out == "tqa-terms.toml: 0 new or changed, 2 in all\n"


def test_import_without_a_configuration_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("tqa.toml").unlink()
    Path("a.csv").write_text("zh,en\n银行,bank\n", encoding="utf-8")
    assert run("import", "a.csv") == 0
    assert "`tqa init` writes one" in capsys.readouterr().out


def test_import_into_a_file_with_faults_leaves_it_alone(capsys: pytest.CaptureFixture[str]) -> None:
    Path("tqa-terms.toml").write_text('[[term]]\nenglish = "x"\n')
    Path("a.csv").write_text("zh,en\n银行,bank\n", encoding="utf-8")
    assert run("import", "a.csv") == 2
    assert "tqa-terms.toml:2: 'english' is no language" not in capsys.readouterr().out
    assert Path("tqa-terms.toml").read_text() == '[[term]]\nenglish = "x"\n'


def test_export_of_the_projects_terms(capsys: pytest.CaptureFixture[str]) -> None:
    Path("tqa.toml").write_text('termbases = ["a.csv"]\n')
    Path("a.csv").write_text("zh,en,status\n银行,bank,\n银行,shore,forbidden\n", encoding="utf-8")
    Path("tqa-terms.toml").write_text('[[term]]\nen = "rain"\n')
    assert run("export", "--output", "out.tbx") == 0
    assert capsys.readouterr().out == "out.tbx: 2 entries\nthis format cannot hold the status “forbidden” (1)\n"
    assert run("export", "out.tbx", "-o", "out.csv") == 0
    assert "shore,deprecated" in Path("out.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("export", "-o", "x.tbx"), "terms export: name a FILE"),
        (("export", "none.csv", "-o", "x.tbx"), "none.csv: the termbase cannot be read"),
        (("export", "a.csv", "-o", "x.doc"), "x.doc: no termbase format has this suffix"),
        (("export", "a.csv", "-o", "no/x.tbx"), "no/x.tbx cannot be written"),
        (("lock", "a.csv"), "nothing in a.csv has a status"),
    ],
)
def test_what_cannot_be_done_is_said(args: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.csv").write_text("zh,en\n银行,bank\n", encoding="utf-8")
    assert run(*args) == 2
    assert says in capsys.readouterr().err


# --- candidates -------------------------------------------------------------------------------------------------------


def candidates() -> list[dict[str, str]]:
    with Path("c.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_candidates_are_counted_and_grouped() -> None:
    Path("a.txt").write_text(ARTICLE)
    lines = [{"target": paragraph, "document": str(n)} for n in (1, 2) for paragraph in ARTICLE.split("\n\n")]
    Path("b.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert run("extract", ".", "-o", "c.csv") == 0
    found = {row["term"]: row for row in candidates()}
    scheme, program = found["Joint Funding Scheme"], found["Joint Funding Program"]
    assert scheme["entry"] == program["entry"]
    assert (scheme["count"], scheme["documents"], scheme["lang"]) == ("6", "3", "en")
    assert scheme["context"].startswith("The Joint Funding Scheme began.")
    assert program["count"] == "3"
    assert found["Lam Siu-ming"]["count"] == "9"
    assert found["funding period"]["count"] == "3"
    assert found["Chan"]["count"] == "3"
    assert {row["status"] for row in found.values()} == {""}


def test_rare_candidates_are_left_out() -> None:
    Path("a.txt").write_text(ARTICLE)
    assert run("extract", "a.txt", "-o", "c.csv") == 0
    assert [row["term"] for row in candidates() if row["count"] == "3"] == ["Lam Siu-ming"]
    assert run("extract", "a.txt", "--least", "1", "--most", "1", "-o", "c.csv") == 0
    assert len({row["entry"] for row in candidates()}) == 1


def test_what_cannot_be_read_is_said_and_the_rest_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text(ARTICLE)
    Path("b.txt").write_bytes(b"PK\x03\x04" + b"\0" * 100)
    assert run("extract", "a.txt", "b.txt", "gone.txt") == 1
    out, err = capsys.readouterr()
    assert "Lam Siu-ming" in out
    assert "b.txt" in err
    assert "gone.txt" in err


def test_reviewed_candidates_are_settled() -> None:
    Path("a.txt").write_text(ARTICLE)
    run("extract", "a.txt", "--least", "1", "-o", "c.csv")
    text = Path("c.csv").read_text()
    text = text.replace("Joint Funding Scheme,,", "Joint Funding Scheme,preferred,")
    text = text.replace("Joint Funding Program,,", "Joint Funding Program,forbidden,")
    Path("c.csv").write_text(text)
    assert run("lock", "c.csv") == 0
    scheme = {"text": "Joint Funding Scheme", "status": "preferred"}
    assert settled() == [{"en": [scheme, {"text": "Joint Funding Program", "status": "forbidden"}]}]
    assert cli.main(["check", "--select", "terminology/forbidden-term", "--fail-on", "error", "a.txt"]) == 1


# --- settling ---------------------------------------------------------------------------------------------------------


def entries(*raw: dict[str, Any]) -> list[TermEntry]:
    return [entry_of(item, f"t:{number}") for number, item in enumerate(raw, 1)]


BANK = {"text": "bank", "status": "preferred"}


def test_what_is_settled_stays() -> None:
    known = entries({"zh": "银行", "en": [BANK, {"text": "shore", "status": "forbidden"}]})
    more = entries(
        {"zh": "银行", "en": {"text": "banking house", "status": "preferred"}},
        {"zh": "银行", "en": {"text": "shore", "status": "admitted"}},
        {"zh": "银行", "en": ["bank", {"text": "riverside", "status": "forbidden"}], "note": "n"},
    )
    found = settle(known, more)
    assert found.added == 1
    assert found.conflicts == [
        "t:1: “banking house” has “bank” instead in t:1, and was not made preferred",
        "t:2: “shore” is forbidden in t:1, and was not made admitted",
    ]
    (entry,) = found.entries
    assert [t.text for t in entry.terms] == ["银行", "bank", "shore", "riverside"]
    assert entry.note == "n"


def test_a_conflict_is_named_by_its_row() -> None:
    Path("known.csv").write_text("zh,en,status\n银行,bank,preferred\n银行,shore,forbidden\n")
    Path("more.csv").write_text("zh,en,status\n银行,riverside,forbidden\n银行,shore,admitted\n")
    known, more = (read_all([Path(name)], FORMATS, ("zh", "en")).entries for name in ("known.csv", "more.csv"))
    assert settle(known, more).conflicts == [
        "more.csv:3: “shore” is forbidden in known.csv:3, and was not made admitted"
    ]


def test_a_forbidden_term_ties_nothing_together() -> None:
    known = entries({"zh": "银行", "en": [BANK, {"text": "shore", "status": "forbidden"}]})
    assert len(settle(known, entries({"zh": "岸", "en": "shore"})).entries) == 2


def test_settling_twice_changes_nothing() -> None:
    more = entries({"zh": "银行", "en": BANK}, {"en": "rain"})
    once = settle([], more)
    assert once.added == 2
    assert settle(once.entries, more)._replace(added=2) == once
    assert settle(once.entries, more).added == 0


def test_a_review_leaves_out_what_it_does_not_decide() -> None:
    made = entries({"zh": "银行", "en": [BANK, "banking house"]}, {"en": "rain"}, {"en": "x", "do_not_translate": True})
    assert [[t.text for t in e.terms] for e in reviewed(made)] == [["银行", "bank"], ["x"]]
