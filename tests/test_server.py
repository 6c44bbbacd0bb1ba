"""The language server: what an editor is told, and what it can do about it."""

from __future__ import annotations

import codecs
import json
import os
import random
import re
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest
from lsp_client import CAPABLE, PULLING, RefusedError, Spawned, Threaded, applied, merged, place

from tqa.cache import Cache, NoCache
from tqa.config import Configs
from tqa.formats.plain import Plain
from tqa.runner import Options, Session
from tqa.server.project import as_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tqa import PositionEncoding

SEEDS = Path(__file__).parent.parent / "seeds"
SEED = SEEDS / "hong-kong-science-cooperation.txt"

DOUBLE = "The minister said  that talks would go on."
"""There are two spaces after “said”: a safe fix."""
FIXED = "The minister said that talks would go on."
TWICE = "He spoke of of trade &amp; science."


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Threaded]:
    with Threaded(tmp_path) as client:
        yield client
        client.leave()


def started(client: Threaded, capabilities: Mapping[str, Any] = CAPABLE, **more: Any) -> Threaded:
    client.initialize(capabilities, **more)
    return client


def rules(found: list[dict[str, Any]]) -> list[str]:
    return [d["code"] for d in found]


# --- the life of the server -------------------------------------------------------------------------------------------


def test_what_it_says_it_can_do(editor: Threaded) -> None:
    result = editor.initialize()
    can = result["capabilities"]
    assert result["serverInfo"]["name"] == "tqa"
    assert can["textDocumentSync"]["openClose"] is True
    assert can["textDocumentSync"]["change"] == 2
    assert can["textDocumentSync"]["save"]
    assert can["diagnosticProvider"] == {
        "identifier": "tqa",
        "interFileDependencies": False,
        "workspaceDiagnostics": False,
    }
    assert can["codeActionProvider"]["codeActionKinds"] == ["quickfix", "source.fixAll", "source.fixAll.tqa"]
    assert can["codeActionProvider"]["resolveProvider"] is True
    assert can["hoverProvider"] is True
    assert can["executeCommandProvider"]["commands"] == ["tqa.openDocumentation"]


@pytest.mark.parametrize(
    ("offered", "agreed"),
    [
        (None, "utf-16"),
        (["utf-8", "utf-16"], "utf-8"),
        (["utf-16", "utf-8"], "utf-16"),
        (["utf-32", "utf-8"], "utf-32"),
        (["latin-1"], "utf-16"),
    ],
)
def test_positions_count_what_the_client_likes_best(editor: Threaded, offered: Any, agreed: PositionEncoding) -> None:
    started(editor, {"general": {"positionEncodings": offered}} if offered else {})
    assert editor.encoding == agreed
    text = f"🙂 é 新: {DOUBLE}"
    editor.open("a.txt", text)
    (found,) = [d for d in editor.published("a.txt") if d["code"] == "linguistic/double-space"]
    at = text.index("  ")
    assert found["range"] == place(text, at, at + 2, agreed)
    wide = (
        1
        + len(
            "🙂 é 新: The".encode("utf-8" if agreed == "utf-8" else "utf-16-le" if agreed == "utf-16" else "utf-32-le")
        )
        // {"utf-8": 1, "utf-16": 2, "utf-32": 4}[agreed]
    )
    editor.change(
        "a.txt",
        2,
        {
            "range": {"start": {"line": 0, "character": wide}, "end": {"line": 0, "character": wide + 8}},
            "text": "premier",
        },
    )
    editor.published("a.txt", 2)
    assert editor.service.buffers[editor.uri("a.txt")].content.value == text.replace("minister", "premier")


def test_nothing_is_done_before_initialize_and_after_shutdown(tmp_path: Path) -> None:
    with Threaded(tmp_path) as client:
        with pytest.raises(RefusedError) as early:
            client.request("textDocument/hover", {})
        assert early.value.code == -32002
        client.open("a.txt", DOUBLE)
        client.initialize()
        with pytest.raises(RefusedError) as again:
            client.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        assert again.value.code == -32600
        client.request("shutdown")
        with pytest.raises(RefusedError) as late:
            client.request("textDocument/hover", {})
        assert late.value.code == -32600
        client.open("a.txt", DOUBLE)
        client.notify("exit")
        client.thread.join(10)
        assert not client.thread.is_alive()
        assert not client.service.buffers


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", -32700),
        (b"\xff\xfe", -32700),
        (b"[" * 100_000, -32700),
        (b"[]", -32600),
        (b'"hover"', -32600),
        (b'{"id": 7, "method": "shutdown"}', -32600),
        (b'{"jsonrpc": "2.0", "id": {}, "method": "shutdown"}', -32600),
        (b'{"jsonrpc": "2.0", "id": 7}', -32600),
        (b'{"jsonrpc": "2.0", "id": 7, "method": 3}', -32600),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "tqa/nothing"}', -32601),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "textDocument/rename", "params": {}}', -32601),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover", "params": {"textDocument": 5}}', -32602),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover"}', -32602),
    ],
)
def test_what_is_no_proper_request_is_answered(editor: Threaded, body: bytes, code: int) -> None:
    started(editor)
    editor.raw(body)
    number = 7 if b'"id": 7' in body else None
    with pytest.raises(RefusedError) as refused:
        editor.result(number)
    assert refused.value.code == code
    editor.open("a.txt", DOUBLE)
    assert rules(editor.published("a.txt")) == ["linguistic/double-space"]


def test_what_is_no_proper_notification_is_passed_over(editor: Threaded) -> None:
    started(editor)
    editor.notify("tqa/nothing", {"a": 1})
    editor.notify("textDocument/didOpen", {"textDocument": {}})
    editor.notify("$/setTrace", {"value": "off"})
    editor.change("never-opened.txt", 2, {"text": "x"})
    editor.notify("textDocument/didClose", {"textDocument": {"uri": editor.uri("never-opened.txt")}})
    editor.send({"jsonrpc": "2.0", "id": "unknown", "result": None})
    editor.open("a.txt", DOUBLE)
    assert rules(editor.published("a.txt")) == ["linguistic/double-space"]


def test_a_document_that_is_not_open(editor: Threaded) -> None:
    started(editor)
    with pytest.raises(RefusedError, match=r"a\.txt is not open"):
        editor.request(
            "textDocument/hover",
            {"textDocument": {"uri": editor.uri("a.txt")}, "position": {"line": 0, "character": 0}},
        )


@pytest.mark.parametrize(("orderly", "code"), [(True, 0), (False, 1)])
def test_the_exit_code_says_whether_it_was_shut_down(tmp_path: Path, orderly: bool, code: int) -> None:
    with Spawned(tmp_path) as client:
        client.initialize()
        if orderly:
            client.request("shutdown")
        client.notify("exit")
        assert client.ended() == (code, "")


def test_an_editor_that_goes_away(tmp_path: Path) -> None:
    with Spawned(tmp_path) as client:
        client.initialize()
        assert client.ended() == (1, "")


def test_nothing_but_the_protocol_goes_to_standard_output(tmp_path: Path) -> None:
    """A plugin prints while it loads and while its rule runs, from Python and behind its back."""
    (tmp_path / "noisy.py").write_text(
        "import os, sys\n"
        "from tqa import Finding, Span, hookimpl, rule\n"
        "def noise():\n    print('noise')\n    os.write(1, b'noise')\n    os.system('echo noise')\n"
        "    sys.__stdout__.write('noise')\n    sys.__stdout__.flush()\n    assert sys.stdin.read() == ''\n"
        "noise()\n"
        "@rule('style/noisy')\n"
        "def noisy(segment, context):\n    'Noise'\n    noise()\n    yield Finding(Span(0, 3), 'noise')\n"
        "@hookimpl\n"
        "def tqa_rules():\n    return [noisy]\n",
        encoding="utf-8",
    )
    info = tmp_path / "noisy-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: noisy\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[tqa]\nnoisy = noisy\n", encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), str(SEEDS.parent), os.environ.get("PYTHONPATH", "")])
    with Spawned(tmp_path, "--no-cache", "--target-lang", "en", env={"PYTHONPATH": path}) as client:
        client.initialize()
        client.open("a.txt", "The talks went on.")
        assert rules(client.published("a.txt")) == ["style/noisy"]
        client.leave()
        code, said = client.ended()
    assert code == 0
    assert said.count("noise") >= 8


# --- diagnostics ------------------------------------------------------------------------------------------------------


def test_what_is_found_is_what_the_report_says(editor: Threaded) -> None:
    from tqa.reports.lsp import lsp_diagnostic

    text = SEED.read_text(encoding="utf-8")
    checked = Session(Configs(), Options(target_lang="en"), NoCache()).check_bytes(text.encode(), SEED).checked
    uri = "file:///" + SEED.name
    expected = [lsp_diagnostic(d, uri) for c in checked for d in c.diagnostics]
    started(editor)
    editor.open(uri, text)
    found = editor.published(uri)
    assert len(found) == len(expected) >= 10
    for one, other in zip(found, expected, strict=True):
        assert one["data"] == {"fingerprint": other["data"]["fingerprint"]}
        assert {k: v for k, v in one.items() if k not in ("data", "codeDescription")} == {
            k: v for k, v in other.items() if k != "data"
        }


def test_versions_and_closing(editor: Threaded) -> None:
    started(editor)
    editor.open("a.txt", DOUBLE, version=4)
    assert rules(editor.published("a.txt", 4)) == ["linguistic/double-space"]
    editor.change("a.txt", 5, {"text": FIXED})
    assert editor.published("a.txt", 5) == []
    editor.change("a.txt", 6, {"text": DOUBLE})
    editor.notify("textDocument/didClose", {"textDocument": {"uri": editor.uri("a.txt")}})
    assert editor.published("a.txt") == []
    time.sleep(0.3)
    editor.settle()
    assert not editor.said


def test_a_newer_change_takes_the_place_of_an_older_one(editor: Threaded) -> None:
    started(editor)
    editor.open("a.txt", FIXED)
    editor.published("a.txt")
    for version in range(2, 40):
        editor.change("a.txt", version, {"text": DOUBLE if version % 2 else FIXED})
    assert rules(editor.published("a.txt")) == ["linguistic/double-space"]
    editor.settle()
    assert not editor.said


def test_several_changes_at_once_each_see_the_one_before(editor: Threaded) -> None:
    started(editor)
    editor.open("a.txt", "one\r\ntwo\rthree\nfour\u2028five")

    def at(line: int, start: int, end: int) -> dict[str, Any]:
        return {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}

    editor.change(
        "a.txt",
        2,
        {"range": at(1, 0, 3), "text": "zwei\nzweieinhalb"},
        {"range": at(3, 0, 5), "text": "drei"},
        {"range": at(4, 5, 99), "text": "FIVE"},
        {"range": at(99, 0, 9), "text": "!"},
        {"range": at(0, 3, 3), "text": "🙂\ud83d"},
    )
    editor.settle()
    assert editor.service.buffers[editor.uri("a.txt")].content.value == (
        "one🙂\ufffd\r\nzwei\nzweieinhalb\rdrei\nfour\u2028FIVE!"
    )


def test_a_client_that_pulls_is_not_sent_the_same_unasked(editor: Threaded) -> None:
    started(editor, PULLING)
    editor.open("a.txt", DOUBLE)
    first = editor.pulled("a.txt")
    assert (first["kind"], rules(first["items"])) == ("full", ["linguistic/double-space"])
    same = editor.pulled("a.txt", previousResultId=first["resultId"])
    assert same == {"kind": "unchanged", "resultId": first["resultId"]}
    editor.change("a.txt", 2, {"text": FIXED})
    other = editor.pulled("a.txt", previousResultId=first["resultId"])
    assert (other["kind"], other["items"]) == ("full", [])
    assert other["resultId"] != first["resultId"]
    editor.notify("textDocument/didClose", {"textDocument": {"uri": editor.uri("a.txt")}})
    time.sleep(0.3)
    editor.settle()
    assert not editor.said


def test_a_question_that_is_taken_back(editor: Threaded) -> None:
    started(editor, PULLING)
    editor.open("a.txt", DOUBLE)
    editor.open("long.txt", article(5000))
    editor.ask("textDocument/diagnostic", {"textDocument": {"uri": editor.uri("long.txt")}})  # so that it is busy
    number = editor.ask("textDocument/diagnostic", {"textDocument": {"uri": editor.uri("a.txt")}})
    editor.notify("$/cancelRequest", {"id": number})
    with pytest.raises(RefusedError) as cancelled:
        editor.result(number)
    assert cancelled.value.code == -32800
    editor.notify("$/cancelRequest", {"id": 12345})
    assert editor.pulled("a.txt")["kind"] == "full"


def test_an_answer_is_about_the_newest_text(editor: Threaded) -> None:
    started(editor, PULLING)
    editor.open("a.txt", FIXED)
    number = editor.ask("textDocument/diagnostic", {"textDocument": {"uri": editor.uri("a.txt")}})
    editor.change("a.txt", 2, {"text": DOUBLE})
    assert rules(editor.result(number)["items"]) in (["linguistic/double-space"], [])
    assert rules(editor.pulled("a.txt")["items"]) == ["linguistic/double-space"]


def test_evidence_is_related_information(editor: Threaded) -> None:
    text = f"{FIXED} A lot of consensus."
    started(editor)
    editor.open("a.txt", text)
    (found,) = editor.published("a.txt")
    assert found["code"] == "style/fragment"
    (shown,) = found["relatedInformation"]
    assert shown["location"] == {"uri": editor.uri("a.txt"), "range": place(text, 0, len(FIXED))}
    assert shown["message"]


def test_a_client_that_can_do_nothing_gets_the_plain_thing(editor: Threaded) -> None:
    started(editor, {})
    editor.open("a.txt", f"{FIXED} A lot of consensus.")
    (found,) = editor.published("a.txt")
    assert set(found) == {"range", "severity", "code", "source", "message", "data"}


def test_links_lead_to_the_rule(editor: Threaded) -> None:
    started(editor)
    editor.open("a.txt", f"{DOUBLE} <!-- tqa: ignore[style/fragment] why not -->")
    found = {d["code"]: d for d in editor.published("a.txt")}
    page = (SEEDS.parent / "rules" / "README.md").read_text(encoding="utf-8")
    for name, anchor in [("linguistic/double-space", "linguisticdouble-space"), ("tqa/unused-suppression", "tqa")]:
        assert found[name]["codeDescription"]["href"].endswith(f"/rules/README.md#{anchor}")
        heading = name if anchor != "tqa" else "tqa"
        assert re.search(rf"^##+ {re.escape(heading)}$", page, re.MULTILINE)
    assert found["tqa/unused-suppression"]["tags"] == [1]
    assert "tags" not in found["linguistic/double-space"]


def test_a_known_finding_is_a_hint(editor: Threaded, tmp_path: Path) -> None:
    started(editor)
    editor.open("a.txt", DOUBLE)
    (found,) = editor.published("a.txt")
    known = {"version": 1, "findings": [{"fingerprint": found["data"]["fingerprint"]}]}
    (tmp_path / "known.json").write_text(json.dumps(known), encoding="utf-8")
    (tmp_path / "tqa.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    watched(editor, "tqa.toml")
    (again,) = editor.published("a.txt")
    assert (found["severity"], again["severity"]) == (3, 4)
    (tmp_path / "known.json").write_text(json.dumps({**known, "findings": []}), encoding="utf-8")
    watched(editor, "known.json")
    assert editor.published("a.txt") == [found]


# --- documents of every kind ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("uri", "language"),
    [
        ("untitled:Untitled-1", "plaintext"),
        ("untitled:", "plaintext"),
        ("inmemory://model/1", "text"),
        ("a.txt", "jsonl"),
        ("with%20space/%C3%A9%26.txt", "plaintext"),
        ("no-suffix", "plaintext"),
    ],
)
def test_documents_that_are_no_files_or_have_odd_names(editor: Threaded, uri: str, language: str) -> None:
    started(editor)
    editor.open(uri, DOUBLE, language)
    assert rules(editor.published(uri)) == ["linguistic/double-space"]


def test_a_document_without_a_name_is_of_the_format_that_the_editor_says(editor: Threaded) -> None:
    started(editor)
    editor.open("untitled:Untitled-1", "It *was* `the  last` word , he said.\n", "markdown")
    (found,) = editor.published("untitled:Untitled-1")
    assert (found["code"], found["range"]["start"]["character"]) == ("linguistic/space-before-punctuation", 25)


@pytest.mark.parametrize(
    ("name", "language"), [("a.jsonl", "plaintext"), ("untitled:Untitled-1", "jsonl"), ("b", "jsonlines")]
)
def test_the_format_is_told_by_the_name_or_the_language(editor: Threaded, name: str, language: str) -> None:
    started(editor)
    text = json.dumps({"target": DOUBLE, "source": "部长说"}) + "\n"
    editor.open(name, text, language)
    (found,) = editor.published(name)
    at = text.index("  ")
    assert found["range"] == place(text, at, at + 2)
    ignoring = [a for a in editor.actions(name, found["range"]) if "in this paragraph" in a["title"]]
    assert not ignoring


def test_evidence_in_the_source_is_shown_where_it_stands(editor: Threaded, tmp_path: Path) -> None:
    path = tmp_path / "qa" / "accuracy" / "dropped-percent.toml"
    path.parent.mkdir(parents=True)
    path.write_text(
        'kind = "existence"\nsummary = "A percentage"\nwhy = "Figures."\nmessage = "five of what?"\nlangs = ["zh>en"]\n'
        'when_source = "百分之"\n[existence]\ntokens = ["five"]\n'
        '[[bad]]\nsource = "百分之五"\ntext = "[[five]]"\n[[good]]\nsource = "百分之五"\ntext = "5 percent"\n',
        encoding="utf-8",
    )
    (tmp_path / "tqa.toml").write_text('rules = ["qa"]\nselect = ["accuracy/dropped-percent"]\n', encoding="utf-8")
    started(editor)
    text = json.dumps({"target": "five", "source": "百分之五"}, ensure_ascii=False)
    editor.open("a.jsonl", text)
    (found,) = editor.published("a.jsonl")
    at = text.index("百分之")
    assert found["relatedInformation"][0]["location"]["range"] == place(text, at, at + 3)


@pytest.mark.parametrize("name", ["tqa.toml", "pyproject.toml", "settings.toml"])
def test_configuration_is_not_prose(editor: Threaded, name: str) -> None:
    started(editor)
    editor.open(name, f"# {DOUBLE}\n", "toml")
    assert editor.published(name) == []


@pytest.mark.parametrize(
    ("name", "text"), [("a.json", f'{{"a": "{DOUBLE}"}}'), ("a.xml", f"<a>{DOUBLE}</a>"), ("a.csv", f"{DOUBLE},b\n")]
)
def test_what_no_format_knows_for_its_own_is_not_prose(editor: Threaded, name: str, text: str) -> None:
    started(editor)
    editor.open(name, text)
    assert editor.published(name) == []


def test_json_is_read_where_it_is_news(editor: Threaded) -> None:
    started(editor)
    text = json.dumps({"uri": "u", "language": "en", "body_text": DOUBLE})
    editor.open("a.json", text, "json")
    (found,) = editor.published("a.json")
    at = text.index("  ")
    assert found["range"] == place(text, at, at + 2)


def test_excluded_files_are_left_alone(editor: Threaded, tmp_path: Path) -> None:
    (tmp_path / "tqa.toml").write_text('exclude = ["old/**"]\n', encoding="utf-8")
    started(editor)
    editor.open("old/a.txt", DOUBLE)
    assert editor.published("old/a.txt") == []


def test_what_cannot_be_read_is_said(editor: Threaded) -> None:
    started(editor)
    editor.open("a.jsonl", "no JSON\n")
    (found,) = editor.published("a.jsonl")
    assert (found["code"], found["severity"]) == ("tqa/unreadable", 1)


@pytest.mark.parametrize("text", ["", "\n\n", "\0", "a\0b", "\ufeffHe  said.", "PK\x03\x04", "\ud83d", "x" * 100_001])
def test_odd_texts(editor: Threaded, text: str) -> None:
    started(editor)
    editor.open("a.txt", text)
    for found in editor.published("a.txt"):
        assert found["code"].startswith(
            ("linguistic/double-space", "design/", "tqa/segment-too-long", "tqa/unreadable")
        )


def test_a_format_that_knows_no_byte_order_mark_is_given_none(editor: Threaded) -> None:
    """As that of docs/writing-plugins.md; a mark of the text itself is kept, and counts."""
    started(editor)
    for text, mark in [(DOUBLE, b""), ("\ufeff" + DOUBLE, codecs.BOM_UTF8), (DOUBLE + "\0", codecs.BOM_UTF8)]:
        assert as_file(text) == mark + text.encode()
    editor.open("a.txt", "\ufeff" + DOUBLE)
    (found,) = [d for d in editor.published("a.txt") if d["code"] == "linguistic/double-space"]
    at = DOUBLE.index("  ") + 1
    assert found["range"] == place("\ufeff" + DOUBLE, at, at + 2)


def test_many_documents(editor: Threaded) -> None:
    started(editor)
    for number in range(100):
        editor.open(f"{number}.txt", DOUBLE if number % 2 else FIXED)
    for number in range(100):
        assert bool(editor.published(f"{number}.txt")) == bool(number % 2)


# --- actions ----------------------------------------------------------------------------------------------------------


def everywhere(text: str) -> dict[str, Any]:
    return place(text, 0, len(text))


def edits(action: Mapping[str, Any], uri: str) -> list[dict[str, Any]]:
    """The edits that an action makes in one document."""
    edit = action["edit"]
    if "changes" in edit:
        return list(edit["changes"][uri])
    (change,) = (c for c in edit["documentChanges"] if c.get("textDocument", {}).get("uri") == uri)
    return list(change["edits"])


def titled(actions: list[Any], part: str) -> dict[str, Any]:
    (found,) = [a for a in actions if part in a["title"]]
    return dict(found)


def test_a_fix(editor: Threaded) -> None:
    started(editor)
    editor.open("a.txt", DOUBLE, version=3)
    (found,) = editor.published("a.txt")
    action = titled(editor.actions("a.txt", found["range"], [found]), "Remove")
    assert (action["kind"], action["isPreferred"], action["diagnostics"]) == ("quickfix", True, [found])
    (change,) = action["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": editor.uri("a.txt"), "version": 3}
    assert applied(DOUBLE, change["edits"]) == FIXED


def test_an_unsafe_fix_says_so_and_is_not_preferred(editor: Threaded) -> None:
    text = SEED.read_text(encoding="utf-8")
    started(editor)
    editor.open("a.txt", text)
    fixes = [a for a in editor.actions("a.txt", everywhere(text)) if "isPreferred" in a]
    unsafe = [a for a in fixes if not a["isPreferred"]]
    assert unsafe
    assert len(fixes) > len(unsafe)
    assert all(a["title"].endswith("(look twice)") for a in unsafe)


def test_only_what_is_at_the_place(editor: Threaded) -> None:
    text = f"{DOUBLE}\n\n{TWICE}"
    started(editor)
    editor.open("a.txt", text)
    at = text.index("&amp;")
    titles = [a["title"] for a in editor.actions("a.txt", place(text, at, at), only=["quickfix"])]
    assert any("&" in title for title in titles)
    assert not any("double-space" in title or "repeated" in title for title in titles)


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (None, {"quickfix", "source.fixAll.tqa"}),
        (["quickfix"], {"quickfix"}),
        (["source"], {"source.fixAll.tqa"}),
        (["source.fixAll"], {"source.fixAll"}),
        (["source.fixAll.tqa"], {"source.fixAll.tqa"}),
        (["source.fixAll.other"], set()),
        (["source.fix"], set()),
        (["refactor"], set()),
        ([""], {"quickfix", "source.fixAll.tqa"}),
        ([], set()),
    ],
)
def test_only_the_kinds_that_are_asked_for(editor: Threaded, only: list[str] | None, kinds: set[str]) -> None:
    started(editor)
    editor.open("a.txt", DOUBLE)
    context = {} if only is None else {"only": only}
    assert {a["kind"] for a in editor.actions("a.txt", everywhere(DOUBLE), **context)} == kinds


@pytest.mark.parametrize("resolves", [True, False])
def test_all_safe_fixes_at_once(editor: Threaded, resolves: bool) -> None:
    text = f"🙂 {DOUBLE}\r\n\r\n{TWICE}\r\n"
    support = {"textDocument": {"codeAction": {"resolveSupport": {"properties": ["edit"]}}}} if resolves else {}
    started(editor, merged(CAPABLE, support))
    editor.open("a.txt", text)
    (action,) = editor.actions("a.txt", place(text, 0, 0), only=["source.fixAll"])
    assert ("edit" not in action) == resolves
    if resolves:
        action = editor.request("codeAction/resolve", action)
    after = applied(text, edits(action, editor.uri("a.txt")))
    assert after == f"🙂 {FIXED}\r\n\r\nHe spoke of trade & science.\r\n"
    editor.change("a.txt", 2, {"text": after})
    assert not editor.actions("a.txt", place(after, 0, 0), only=["source.fixAll"])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_ignoring_a_finding_where_it_is(editor: Threaded, end: str) -> None:
    text = f"{FIXED}{end}{end}{TWICE}{end}"
    started(editor)
    editor.open("a.txt", text)
    action = titled(editor.actions("a.txt", everywhere(text)), "Ignore design/html-entity in this paragraph")
    after = applied(text, edits(action, editor.uri("a.txt")))
    assert after == f"{FIXED}{end}{end}<!-- tqa: ignore[design/html-entity] -->{end}{TWICE}{end}"
    editor.change("a.txt", 2, {"text": after})
    found = rules(editor.published("a.txt", 2))
    assert "design/html-entity" not in found
    assert "tqa/suppression-without-reason" in found
    editor.change("a.txt", 3, {"text": after.replace("] -->", "] the agency's way -->")})
    assert sorted(rules(editor.published("a.txt", 3))) == ["linguistic/missing-word", "linguistic/repeated-word"]


def test_a_place_for_the_reason(editor: Threaded) -> None:
    started(editor, merged(CAPABLE, {"workspace": {"workspaceEdit": {"snippetEditSupport": True}}}))
    editor.open("a.txt", DOUBLE)
    (edit,) = edits(titled(editor.actions("a.txt", everywhere(DOUBLE)), "in this paragraph"), editor.uri("a.txt"))
    assert edit["snippet"] == {
        "kind": "snippet",
        "value": "<!-- tqa: ignore[linguistic/double-space] ${1:why} -->\n",
    }


def test_a_comment_after_a_paragraph_separator_stands_on_a_line_of_its_own() -> None:
    reader = Plain()
    text = f"{FIXED}\u2029{DOUBLE}"
    (document,) = reader.read(text.encode(), "a.txt")
    at, comment = reader.comment(document, "2", "tqa: ignore[linguistic/double-space] quoted")
    (after,) = reader.read((text[:at] + comment + text[at:]).encode(), "a.txt")
    assert [s.target.value for s in after.segments] == [FIXED, DOUBLE]
    assert [s.segment for s in after.suppressions] == ["2"]


CONFIGURATIONS = [
    ("tqa.toml", None, 'ignore = ["linguistic/double-space"]\n'),
    ("tqa.toml", "", 'ignore = ["linguistic/double-space"]\n'),
    (
        "tqa.toml",
        '# house style\nignore = [\n  "style/fragment",  # ours\n]\n\n[severity]\n"style" = "info"\n',
        (
            '# house style\nignore = [\n  "style/fragment",  # ours\n  "linguistic/double-space",\n]\n\n'
            '[severity]\n"style" = "info"\n'
        ),
    ),
    (
        "tqa.toml",
        'target_lang = "en" # always\r\n\r\n[severity]\r\nstyle = "info"\r\n',
        None,
    ),
    ("pyproject.toml", '[project]\nname = "x"\n\n[tool.tqa]\nprofile = "uk-news"\n\n[tool.other]\na = 1\n', None),
]


@pytest.mark.parametrize(("name", "before", "after"), CONFIGURATIONS)
def test_ignoring_a_rule_in_the_project(
    editor: Threaded, tmp_path: Path, name: str, before: str | None, after: str | None
) -> None:
    path = tmp_path / name
    if before is not None:
        path.write_bytes(before.encode())
    started(editor)
    editor.open("sub/a.txt", DOUBLE)
    editor.published("sub/a.txt")
    action = titled(editor.actions("sub/a.txt", everywhere(DOUBLE)), "in this project")
    changes = action["edit"]["documentChanges"]
    assert (changes[0].get("kind") == "create") == (before is None)
    new = applied(before or "", edits(action, path.as_uri()))
    if after is not None:
        assert new == after
    for line in (before or "").splitlines(keepends=True):
        assert line in new
    path.write_bytes(new.encode())
    watched(editor, name)
    assert editor.published("sub/a.txt") == []


def test_a_configuration_that_is_open_is_changed_as_it_is_there(editor: Threaded, tmp_path: Path) -> None:
    (tmp_path / "tqa.toml").write_text('profile = "us-news"\n', encoding="utf-8")
    started(editor)
    editor.open("a.txt", DOUBLE)
    unsaved = '# unsaved\nprofile = "us-news"\n'
    editor.open("tqa.toml", unsaved, "toml", version=9)
    action = titled(editor.actions("a.txt", everywhere(DOUBLE)), "in this project")
    (change,) = action["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": editor.uri("tqa.toml"), "version": 9}
    assert applied(unsaved, change["edits"]).startswith(unsaved)


def test_what_an_extended_configuration_ignores_stays_ignored(editor: Threaded, tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text('ignore = ["style/fragment"]\n', encoding="utf-8")
    (tmp_path / "tqa.toml").write_text('extend = "base.toml"\n', encoding="utf-8")
    started(editor)
    editor.open("a.txt", DOUBLE)
    action = titled(editor.actions("a.txt", everywhere(DOUBLE)), "in this project")
    after = applied('extend = "base.toml"\n', edits(action, editor.uri("tqa.toml")))
    assert after == 'extend = "base.toml"\nignore = ["style/fragment", "linguistic/double-space"]\n'


def test_a_configuration_that_is_no_toml_is_not_touched(editor: Threaded, tmp_path: Path) -> None:
    (tmp_path / "tqa.toml").write_text("", encoding="utf-8")
    started(editor, merged(CAPABLE, {"textDocument": {"codeAction": {"resolveSupport": {"properties": ["edit"]}}}}))
    editor.open("a.txt", DOUBLE)
    editor.open("tqa.toml", "ignore = [", "toml")
    action = titled(editor.actions("a.txt", everywhere(DOUBLE)), "in this project")
    with pytest.raises(RefusedError, match="no TOML"):
        editor.request("codeAction/resolve", action)


def test_no_configuration_and_a_client_that_makes_no_files(editor: Threaded) -> None:
    started(editor, merged(CAPABLE, {"workspace": {"workspaceEdit": {"resourceOperations": []}}}))
    editor.open("a.txt", DOUBLE)
    assert not [a for a in editor.actions("a.txt", everywhere(DOUBLE)) if "project" in a["title"]]


@pytest.mark.parametrize(
    "before",
    [
        "",
        '[options."terminology/undefined-abbreviation"]\nknown = ["SAR"] # ours\n',
        '[options]\n"terminology/undefined-abbreviation" = { known = ["SAR"] }\n',
    ],
)
def test_a_word_that_the_newsroom_knows(editor: Threaded, tmp_path: Path, before: str) -> None:
    text = "The minister said that talks with the CPQ would go on."
    (tmp_path / "tqa.toml").write_text(before, encoding="utf-8")
    started(editor)
    editor.open("a.txt", text)
    assert rules(editor.published("a.txt")) == ["terminology/undefined-abbreviation"]
    action = titled(editor.actions("a.txt", everywhere(text)), "“CPQ”")
    after = applied(before, edits(action, editor.uri("tqa.toml")))
    assert ("SAR" in after, "# ours" in after) == ("SAR" in before, "# ours" in before)
    (tmp_path / "tqa.toml").write_text(after, encoding="utf-8")
    editor.notify("textDocument/didSave", {"textDocument": {"uri": editor.uri("tqa.toml")}})
    assert editor.published("a.txt") == []


NAMES = "".join(
    json.dumps({"id": str(n), "source": source, "target": target, "source_lang": "zh", "target_lang": "en"}) + "\n"
    for n, (source, target) in enumerate(
        [
            ("沙子坝下雨。", "Shaziba rained."),
            ("他在沙子坝。", "He is in Shaziba."),
            ("沙子坝重建。", "They rebuilt Shaba."),
        ]
    )
)


@pytest.mark.parametrize("form", ["Shaziba", "Shaba"])
def test_a_form_that_the_project_settles_on(editor: Threaded, tmp_path: Path, form: str) -> None:
    (tmp_path / "tqa.toml").write_text("", encoding="utf-8")
    started(editor)
    editor.open("a.jsonl", NAMES, "jsonl")
    assert "terminology/inconsistent-name" in rules(editor.published("a.jsonl"))
    action = titled(editor.actions("a.jsonl", everywhere(NAMES)), f"Settle on “{form}”")
    text = applied("", edits(action, editor.uri("tqa-terms.toml")))
    (tmp_path / "tqa-terms.toml").write_text(text, encoding="utf-8")
    watched(editor, "tqa-terms.toml")
    (found,) = (d for d in editor.published("a.jsonl") if d["code"] == "terminology/inconsistent-name")
    assert found["message"].startswith("沙子坝 is ")
    fix = titled(editor.actions("a.jsonl", everywhere(NAMES)), "Write ")
    assert fix["title"].startswith(f"Write {form}")


def test_what_is_settled_otherwise_is_left_so(editor: Threaded, tmp_path: Path) -> None:
    (tmp_path / "tqa.toml").write_text("", encoding="utf-8")
    known = '[[term]]\nzh = "沙子坝"\nen = { text = "Shaziba Village", status = "preferred" }\n'
    (tmp_path / "tqa-terms.toml").write_text(known, encoding="utf-8")
    started(editor, merged(CAPABLE, {"textDocument": {"codeAction": {"resolveSupport": {"properties": ["edit"]}}}}))
    editor.open("a.jsonl", NAMES, "jsonl")
    action = titled(editor.actions("a.jsonl", everywhere(NAMES)), "Settle on “Shaba”")
    with pytest.raises(RefusedError, match="has “Shaziba Village” instead"):
        editor.request("codeAction/resolve", action)


def test_reading_about_a_rule(editor: Threaded) -> None:
    started(editor)
    editor.open("a.txt", DOUBLE)
    command = titled(editor.actions("a.txt", everywhere(DOUBLE)), "Read about")["command"]
    editor.request("workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]})
    shown = editor.told("window/showDocument")
    assert shown == {"uri": command["arguments"][0], "external": True}
    assert shown["uri"].endswith("#linguisticdouble-space")
    with pytest.raises(RefusedError):
        editor.request("workspace/executeCommand", {"command": "tqa.other", "arguments": []})


def test_a_client_that_opens_no_pages_is_not_offered_any(editor: Threaded) -> None:
    started(editor, {})
    editor.open("a.txt", DOUBLE)
    actions = editor.actions("a.txt", everywhere(DOUBLE))
    assert not [a for a in actions if "command" in a]
    fix = titled(actions, "Remove")
    assert applied(DOUBLE, fix["edit"]["changes"][editor.uri("a.txt")]) == FIXED


# --- hover ------------------------------------------------------------------------------------------------------------


def hovered(client: Threaded, name: str, character: int) -> Any:
    return client.request(
        "textDocument/hover",
        {"textDocument": {"uri": client.uri(name)}, "position": {"line": 0, "character": character}},
    )


def test_hover_says_what_is_known_of_a_finding(editor: Threaded) -> None:
    started(editor)
    editor.open("a.txt", TWICE)
    at = TWICE.index("of of")
    found = hovered(editor, "a.txt", at)
    assert found["range"] == place(TWICE, at, at + 5)
    text = found["contents"]["value"]
    assert found["contents"]["kind"] == "markdown"
    assert "linguistic/repeated-word" in text
    assert "linguistic/missing-word" in text
    assert "(warning)" in text
    assert "“of of”" in text
    assert hovered(editor, "a.txt", 0) is None


def test_hover_in_plain_text(editor: Threaded) -> None:
    started(editor, {"textDocument": {"hover": {"contentFormat": ["plaintext", "markdown"]}}})
    editor.open("a.txt", TWICE)
    contents = hovered(editor, "a.txt", TWICE.index("&amp;") + 2)["contents"]
    assert contents["kind"] == "plaintext"
    assert contents["value"].startswith("design/html-entity (warning): “&amp;” is an HTML entity\nseen: “&amp;”\n")


def test_hover_over_what_tqa_says_of_its_own_work(editor: Threaded) -> None:
    started(editor, {})
    text = f"{FIXED} <!-- tqa: ignore[style/fragment] why not -->"
    editor.open("a.txt", text)
    assert "suppresses nothing" in hovered(editor, "a.txt", len(text) - 5)["contents"]["value"]


# --- configuration ----------------------------------------------------------------------------------------------------


def watched(client: Threaded, *names: str) -> None:
    changes = [{"uri": client.uri(name), "type": 2} for name in names]
    client.notify("workspace/didChangeWatchedFiles", {"changes": changes})


def test_files_are_watched_by_clients_that_can(editor: Threaded) -> None:
    support = {
        "workspace": {
            "didChangeWatchedFiles": {"dynamicRegistration": True},
            "didChangeConfiguration": {"dynamicRegistration": True},
        }
    }
    started(editor, merged(CAPABLE, support))
    asked = {r["method"]: r["registerOptions"] for r in editor.told("client/registerCapability")["registrations"]}
    assert asked == {
        "workspace/didChangeWatchedFiles": {"watchers": [{"globPattern": "**/*.{toml,json}"}]},
        "workspace/didChangeConfiguration": {"section": "tqa"},
    }


def test_a_configuration_that_changes(editor: Threaded, tmp_path: Path) -> None:
    started(editor)
    editor.open("sub/a.txt", DOUBLE)
    assert editor.published("sub/a.txt")
    (tmp_path / "tqa.toml").write_text('ignore = ["linguistic"]\n', encoding="utf-8")
    watched(editor, "tqa.toml")
    assert editor.published("sub/a.txt") == []
    (tmp_path / "tqa.toml").unlink()
    watched(editor, "tqa.toml")
    assert editor.published("sub/a.txt")
    (tmp_path / "Cargo.toml").write_text("", encoding="utf-8")
    watched(editor, "Cargo.toml", "package.json")
    editor.settle()
    assert not editor.said


def test_a_client_that_pulls_is_told_to_ask_again(editor: Threaded, tmp_path: Path) -> None:
    started(editor, PULLING)
    editor.open("a.txt", DOUBLE)
    assert editor.pulled("a.txt")["items"]
    (tmp_path / "tqa.toml").write_text('ignore = ["linguistic"]\n', encoding="utf-8")
    watched(editor, "tqa.toml")
    editor.told("workspace/diagnostic/refresh")
    assert editor.pulled("a.txt")["items"] == []


@pytest.mark.parametrize("capabilities", [CAPABLE, PULLING], ids=["pushed", "pulled"])
def test_a_broken_configuration_is_said_there_and_the_last_good_one_goes_on(
    editor: Threaded, tmp_path: Path, capabilities: dict[str, Any]
) -> None:
    path = tmp_path / "tqa.toml"
    path.write_text('ignore = ["linguistic"]\n', encoding="utf-8")
    started(editor, capabilities)
    editor.open("a.txt", f"{DOUBLE} A lot of consensus.")
    assert rules(editor.pulled("a.txt")["items"]) == ["style/fragment"]
    path.write_text('target_lang = "en"\nignroe = ["style"]\n', encoding="utf-8")
    watched(editor, "tqa.toml")
    (wrong,) = editor.published("tqa.toml")
    assert wrong["range"]["start"] == {"line": 1, "character": 0}
    assert (wrong["severity"], wrong["source"]) == (1, "tqa")
    assert "did you mean 'ignore'?" in wrong["message"]
    shown = editor.told("window/showMessage")
    assert shown["type"] == 1
    assert f"{path}:2: unknown key 'ignroe'" in shown["message"]
    found = editor.pulled("a.txt")["items"]
    assert rules(found) == ["style/fragment"]
    path.write_text('target_lang = "en"\n', encoding="utf-8")
    watched(editor, "tqa.toml")
    assert editor.published("tqa.toml") == []
    assert sorted(rules(editor.pulled("a.txt")["items"])) == ["linguistic/double-space", "style/fragment"]


@pytest.mark.parametrize(
    ("source", "where", "what"),
    [
        ("ignore = [\n", 1, ""),
        ('ignore = ["style/fragmnet"]\n', 0, "there is no rule 'style/fragmnet'; did you mean 'style/fragment'?"),
        ('\nrules = ["gone"]\n', 0, "gone"),
    ],
)
def test_a_configuration_that_is_broken_from_the_beginning(
    editor: Threaded, tmp_path: Path, source: str, where: int, what: str
) -> None:
    (tmp_path / "tqa.toml").write_text(source, encoding="utf-8")
    started(editor)
    editor.open("a.txt", DOUBLE)
    assert what in editor.told("window/showMessage")["message"]
    assert rules(editor.published("a.txt")) == ["linguistic/double-space"]
    assert editor.pulled("a.txt")["items"]


def test_one_broken_configuration_does_not_spoil_other_folders(editor: Threaded, tmp_path: Path) -> None:
    for folder, source in [("good", 'ignore = ["linguistic"]\n'), ("bad", "nonsense = 1\n")]:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "tqa.toml").write_text(source, encoding="utf-8")
    started(editor)
    editor.open("bad/a.txt", DOUBLE)
    editor.open("good/a.txt", DOUBLE)
    assert rules(editor.published("bad/a.txt")) == ["linguistic/double-space"]
    assert editor.published("good/a.txt") == []
    assert len(editor.published("bad/tqa.toml")) == 1


def test_rules_of_the_project_that_change(editor: Threaded, tmp_path: Path) -> None:
    rule = tmp_path / "qa" / "style" / "foxes.toml"
    rule.parent.mkdir(parents=True)
    source = (
        'kind = "existence"\nsummary = "Foxes"\nwhy = "None here."\nmessage = "a fox"\n[existence]\ntokens = ["fox"]\n'
        '[[bad]]\ntext = "a [[fox]]"\n[[good]]\ntext = "a hen"\n'
    )
    rule.write_text(source, encoding="utf-8")
    (tmp_path / "tqa.toml").write_text('rules = ["qa"]\nselect = ["style/foxes"]\n', encoding="utf-8")
    started(editor)
    editor.open("a.txt", "A fox and a hen.")
    (found,) = editor.published("a.txt")
    assert "codeDescription" not in found
    rule.write_text(source.replace("fox", "cow").replace("hen", "fox").replace("cow", "hen"), encoding="utf-8")
    watched(editor, "qa/style/foxes.toml")
    (again,) = editor.published("a.txt")
    assert again["range"] == place("A fox and a hen.", 12, 15)


def test_settings_of_the_editor(editor: Threaded) -> None:
    started(editor, initializationOptions={"ignore": ["style"], "target_lang": "en"})
    text = f"{DOUBLE} A lot of consensus."
    editor.open("a.txt", text)
    assert rules(editor.published("a.txt")) == ["linguistic/double-space"]
    editor.notify("workspace/didChangeConfiguration", {"settings": {"tqa": {"select": ["style"]}}})
    assert rules(editor.published("a.txt")) == ["style/fragment"]
    editor.notify("workspace/didChangeConfiguration", {"settings": {"tqa": {"select": ["stlye"]}}})
    assert "the editor's settings: select: there is no rule 'stlye'" in editor.told("window/showMessage")["message"]
    assert rules(editor.published("a.txt")) == ["style/fragment"]
    editor.notify("workspace/didChangeConfiguration", {"settings": {}})
    assert len(editor.published("a.txt")) == 2


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"ignroe": []}, "there is no setting 'ignroe'; did you mean 'ignore'?"),
        ({"ignore": "style"}, "ignore must be a list of rules, not 'style'"),
        ({"profile": "uk"}, "profile = 'uk'"),
        ({"target_lang": 5}, "target_lang must be text, not 5"),
        (["style"], "settings must be an object"),
    ],
)
def test_settings_that_make_no_sense(editor: Threaded, settings: Any, why: str) -> None:
    started(editor, initializationOptions=settings)
    assert why in editor.told("window/showMessage")["message"]
    editor.open("a.txt", DOUBLE)
    assert rules(editor.published("a.txt")) == ["linguistic/double-space"]


def test_settings_are_asked_for_where_they_are_not_sent(editor: Threaded) -> None:
    started(editor, merged(CAPABLE, {"workspace": {"configuration": True}}))
    editor.open("a.txt", DOUBLE)
    assert editor.published("a.txt")
    editor.notify("workspace/didChangeConfiguration", {"settings": None})
    asked = editor.expect(lambda m: m.get("method") == "workspace/configuration")
    assert asked["params"] == {"items": [{"section": "tqa"}]}
    editor.send({"jsonrpc": "2.0", "id": asked["id"], "result": [{"ignore": ["linguistic"]}]})
    assert editor.published("a.txt") == []


def test_workspace_folders(editor: Threaded, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    started(editor)
    event = {"added": [{"uri": other.as_uri(), "name": "other"}], "removed": []}
    editor.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    editor.open("other/deep/a.txt", DOUBLE)
    action = titled(editor.actions("other/deep/a.txt", everywhere(DOUBLE)), "in this project")
    assert action["edit"]["documentChanges"][0]["uri"] == (other / "tqa.toml").as_uri()


# --- as one types -----------------------------------------------------------------------------------------------------

PIECES = [
    "a",
    ".",
    " ",
    "  ",
    "the the ",
    "\n",
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    "🙂",
    "新冠",
    "“",
    "”",
    "\u2028",
    "\u2029",
    ", ",
    "SFC ",
    "Huigang measures ",
]
PASTES = [
    DOUBLE,
    TWICE,
    "A lot of consensus.",
    "<!-- tqa: ignore[style/fragment] said so -->\n",
    "\n\nOn the 2nd, 5 % of them.\n\n",
]


def article(words: int) -> str:
    """An article made of the seed's paragraphs with their words shuffled a little, so that no two are the same."""
    rng = random.Random(7)
    paragraphs = [p for p in SEED.read_text(encoding="utf-8").split("\n\n") if p.strip()]
    vocabulary = " ".join(paragraphs).split()
    made: list[str] = []
    while sum(len(p.split()) for p in made) < words:
        paragraph = paragraphs[len(made) % len(paragraphs)].split(" ")
        made.append(" ".join(w if rng.random() > 0.1 else rng.choice(vocabulary) for w in paragraph))
    return "\n\n".join(made) + "\n"


def an_edit(rng: random.Random, text: str) -> tuple[int, int, str]:
    """A keystroke, mostly; a deletion, a paste, a paragraph split or joined."""
    at = rng.randrange(len(text) + 1)
    kind = rng.random()
    if kind < 0.5:
        return at, at, rng.choice(PIECES)
    if kind < 0.7:
        return at, min(len(text), at + rng.choice([1, 1, 1, 2, 30, 300])), ""
    if kind < 0.8:
        return at, at, rng.choice(PASTES)
    if kind < 0.9 and "\n\n" in text:
        join = text.find("\n\n", at)
        return (join, join + 2, " ") if join >= 0 else (at, at, "x")
    return at, at, "\n\n"


def test_after_500_edits_it_is_as_if_checked_for_the_first_time(tmp_path: Path) -> None:
    rng = random.Random(2026)
    text = SEED.read_text(encoding="utf-8")
    undo: list[str] = []
    fresh = Session(Configs(), Options(target_lang="en"), NoCache())
    with Threaded(tmp_path) as editor:
        started(editor, PULLING)
        editor.open("a.txt", text)
        buffer = editor.service.buffers
        for number in range(500):
            if undo and rng.random() < 0.1:
                before = undo.pop()
                editor.change("a.txt", number + 2, {"text": before})
                text = before
            else:
                undo.append(text)
                start, end, new = an_edit(rng, text)
                where = place(text, start, end)
                # Between \r and \n there is no position, so an edit there is where the client says it is.
                text = applied(text, [{"range": where, "newText": new}])
                editor.change("a.txt", number + 2, {"range": where, "text": new})
            editor.settle()
            current = buffer[editor.uri("a.txt")]
            assert current.content.value == text
            found = editor.service.project.check(current).diagnostics
            (checked,) = fresh.check_bytes(text.encode(), tmp_path / "a.txt").checked
            assert found == checked.diagnostics
        editor.leave()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads processor time from /proc")
def test_the_first_diagnostics_come_soon() -> None:
    """1.5 s of processor time, whole process, if it is not the first time (then patterns are compiled); 0.2 s where it
    was written."""
    Session(Configs(), Options(), Cache()).check_file(SEED)
    with Spawned(SEEDS) as client:
        client.initialize()
        client.open(SEED.name, SEED.read_text(encoding="utf-8"))
        assert client.published(SEED.name)
        spent = client.seconds()
        client.leave()
    assert spent < 1.5


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads processor time from /proc")
def test_a_keystroke_costs_little(tmp_path: Path) -> None:
    """20 ms of processor time for a change in an article of 5,000 words and the diagnostics that follow, the protocol
    included; twice that is forgiven to a slow machine."""
    rng = random.Random(5)
    text = article(5000)
    with Spawned(tmp_path, "--target-lang", "en") as client:
        client.initialize(PULLING)
        client.open("a.txt", text)
        client.pulled("a.txt")
        costs = []
        for number in range(20):
            before = client.seconds()
            for step in range(10):  # the system counts hundredths of seconds
                at = rng.randrange(len(text))
                new = rng.choice("abc .,")
                client.change("a.txt", 10 * number + step + 2, {"range": place(text, at, at), "text": new})
                text = text[:at] + new + text[at:]
                client.pulled("a.txt")
            costs.append((client.seconds() - before) / 10)
        client.leave()
    assert median(costs) < 0.040
