"""tqa in editors: a client library's view of the server, and Neovim with the configuration that docs/editors.md has."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from tqa import Content, Position
from tqa.cache import Cache
from tqa.config import Configs
from tqa.runner import Options, Session

if TYPE_CHECKING:
    from tqa import Diagnostic, PositionEncoding

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "hong-kong-science-cooperation.txt"
SERVER = [sys.executable, "-m", "tqa", "lsp"]


PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")


def fixed(data: bytes, path: Path) -> bytes | None:
    return Session(Configs(), Options(fix=("safe",)), Cache()).check_bytes(data, path).after


def found(path: Path) -> tuple[Diagnostic, ...]:
    (checked,) = Session(Configs(), Options(), Cache()).check_file(path).checked
    return checked.diagnostics


@pytest.mark.parametrize("editor", ["emacs", "neovim@0.7.0", "neovim@0.11.0", "visual_studio_code"])
def test_a_client_that_can_do_what_an_editor_can(tmp_path: Path, editor: str) -> None:
    """pytest-lsp warns of what the protocol does not allow with such a client, and a warning is an error here."""
    asyncio.run(asyncio.wait_for(_mend(tmp_path, editor), 60))


async def _mend(folder: Path, editor: str) -> None:
    path = folder / SEED.name
    shutil.copy(SEED, path)
    config = ClientServerConfig(server_command=SERVER)
    client = await config.start()
    assert isinstance(client, LanguageClient)
    can = client_capabilities(editor)
    agreed = await client.initialize_session(types.InitializeParams(capabilities=can, root_uri=folder.as_uri()))
    uri, text = path.as_uri(), path.read_text(encoding="utf-8")
    item = types.TextDocumentItem(uri=uri, language_id="plaintext", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
    document = types.TextDocumentIdentifier(uri)
    if can.text_document and can.text_document.diagnostic:
        report = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(text_document=document))
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        shown = list(report.items)
    else:
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        shown = list(client.diagnostics[uri])
    assert [d.code for d in shown] == [d.rule for d in found(path)]

    everything = types.Range(types.Position(0, 0), types.Position(999, 0))
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            text_document=document,
            range=everything,
            context=types.CodeActionContext(diagnostics=shown, only=[types.CodeActionKind.SourceFixAll]),
        )
    )
    assert actions
    (action,) = actions
    assert isinstance(action, types.CodeAction)
    if action.edit is None:
        action = await client.code_action_resolve_async(action)
    assert action.edit
    if action.edit.document_changes:
        (change,) = action.edit.document_changes
        assert isinstance(change, types.TextDocumentEdit)
        edits = list(change.edits)
    else:
        edits = list((action.edit.changes or {})[uri])
    content = Content(text)
    encoding: PositionEncoding = "utf-8" if agreed.capabilities.position_encoding == "utf-8" else "utf-16"
    for edit in reversed(edits):
        assert isinstance(edit, types.TextEdit)
        start, end = (
            content.offset(Position(at.line, at.character), encoding) for at in (edit.range.start, edit.range.end)
        )
        text = text[:start] + edit.new_text + text[end:]
    assert text.encode() == fixed(path.read_bytes(), path)
    await client.shutdown_session()
    await client.stop()  # type: ignore[no-untyped-call]


@pytest.mark.skipif(
    shutil.which("nvim") is None, reason="tqa was not tried in Neovim: it is not here (Debian: apt-get install neovim)"
)
def test_neovim_shows_the_findings_and_mends_the_file(tmp_path: Path) -> None:
    path = tmp_path / SEED.name
    shutil.copy(SEED, path)
    tqa = tmp_path / "bin" / "tqa"
    tqa.parent.mkdir()
    tqa.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tqa "$@"\n', encoding="utf-8")
    tqa.chmod(0o755)
    folders = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    import_path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    keys = f"luafile {ROOT / 'tests/data/neovim.lua'}"
    done = subprocess.run(
        ["nvim", "--headless", "--clean", "-u", str(ROOT / "docs/editors/neovim.lua"), path.name, "-c", keys],
        cwd=tmp_path,
        env={**os.environ, **folders, "PATH": f"{tqa.parent}:{os.environ['PATH']}", "PYTHONPATH": import_path},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    shown = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    before = SEED.read_text(encoding="utf-8").splitlines()

    def column(line: int, character: int) -> int:
        """Neovim counts bytes."""
        return len(before[line].encode("utf-16-le")[: 2 * character].decode("utf-16-le").encode())

    assert sorted(shown) == sorted(
        [d.rule, r.start.line, column(*r.start), r.end.line, column(*r.end)] for d in found(SEED) for r in [d.range]
    )
    assert path.read_text(encoding="utf-8").rstrip("\n") == (fixed(SEED.read_bytes(), SEED) or b"").decode().rstrip(
        "\n"
    )


def test_the_page_has_the_configuration_that_was_tried() -> None:
    assert f"```lua\n{(ROOT / 'docs/editors/neovim.lua').read_text(encoding='utf-8')}```\n" in PAGE


def test_what_the_page_has_in_json_is_such() -> None:
    blocks = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 3
    for block in blocks:
        assert "tqa" in json.dumps(json.loads(block))
        assert '"lsp"' in block
