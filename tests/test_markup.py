"""What has to reach the translation as it is, and what the configuration protects."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from tqa.checks.markup import address_changed, placeholder_mismatch, tag_mismatch
from tqa.cli import main
from tqa.testing import checker_of, document

if TYPE_CHECKING:
    from pathlib import Path

    from tqa import Rule


def messages(rule: Rule, source: str, target: str, langs: tuple[str, str] = ("en", "fr")) -> list[str]:
    return [d.message for d in checker_of([rule]).check(document(target, source=source, langs=langs)).diagnostics]


@pytest.mark.parametrize(
    "code",
    [
        "{name}",
        "{0}",
        "{}",
        "{price:.2f}",
        "${x}",
        "{{ user.name }}",
        "%s",
        "%d",
        "%(count)d",
        "%5.2f",
        "%ld",
        "%site%",
    ],
)
def test_placeholders_of_all_kinds(code: str) -> None:
    assert messages(placeholder_mismatch, f"It is {code} here.", f"C'est {code} ici.") == []
    assert messages(placeholder_mismatch, f"It is {code} here.", "C'est ici.") == [
        f"The placeholder “{code}” is missing"
    ]
    assert messages(placeholder_mismatch, "It is here.", f"C'est {code} ici.") == [
        f"The source has no placeholder “{code}”"
    ]


@pytest.mark.parametrize("text", ["100% a success", "50% discount", "5%s", "100 %, in all", "a { b } c", "%%d"])
def test_what_is_no_placeholder(text: str) -> None:
    assert messages(placeholder_mismatch, "It is so.", text) == []


def test_numbers_of_codes_count() -> None:
    assert messages(placeholder_mismatch, "%s and %s", "%s et %d") == ["“%d” is “%s” in the source"]
    assert messages(placeholder_mismatch, "%1$s and %2$s", "%2$s et %1$s") == []
    assert messages(tag_mismatch, "<b>a</b> <b>c</b>", "<b>a</b> c") == ["Missing: “<b>”, “</b>”"]
    assert messages(tag_mismatch, '<a href="x">a</a>', '<a href="y">a</a>') == [
        '“<a href="y">” is “<a href="x">” in the source'
    ]
    assert messages(tag_mismatch, '<img alt="a" />', "<img alt='b'/>") == []


def test_addresses_in_tags_are_the_tags() -> None:
    assert messages(address_changed, '<a href="https://a.org/">a</a>', '<a href="https://b.org/">a</a>') == []


def test_protect_in_the_configuration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = tmp_path / "a.jsonl"
    article.write_text(
        json.dumps({"source": "XJ-17型更贵。", "target": "The XJ-18 costs more.", "target_lang": "en"}) + "\n"
    )
    check = ["check", "--format", "jsonl", str(article)]
    assert main([*check, "--select", "accuracy/protected-text-changed"]) == 0
    config = tmp_path / "tqa.toml"
    config.write_text("protect = ['[A-Z]{2}-\\d+']\n", encoding="utf-8")
    assert main([*check, "--select", "accuracy/protected-text-changed"]) == 1
    assert "“XJ-18” is “XJ-17” in the source" in capsys.readouterr().out
    config.write_text("protect = [\n'a',\n'[A-Z'\n]\n", encoding="utf-8")
    assert main(check) == 2
    assert "tqa.toml:3: protect: '[A-Z': unterminated character set" in capsys.readouterr().err


@pytest.mark.parametrize("piece", ["{", "<a ", "www.", "a@", "http://", "%", "{{ ", "$"])
def test_long_runs_take_no_long_time(piece: str) -> None:
    began = time.process_time()
    for rule in (placeholder_mismatch, tag_mismatch, address_changed):
        messages(rule, piece * 8000, piece * 8000)
    assert time.process_time() - began < 3
