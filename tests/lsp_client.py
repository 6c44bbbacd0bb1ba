"""A client of the language server that says exactly what a test wants it to say, over pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any

from tqa import Content, Position
from tqa.cache import Cache
from tqa.config import Configs
from tqa.runner import Options
from tqa.server import Service
from tqa.server.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import IO, Self

    from tqa import PositionEncoding

PATIENCE = 60
"""Seconds to wait for a message."""

CAPABLE: dict[str, Any] = {
    "textDocument": {
        "publishDiagnostics": {
            "relatedInformation": True,
            "codeDescriptionSupport": True,
            "tagSupport": {"valueSet": [1, 2]},
            "versionSupport": True,
        },
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
    },
    "workspace": {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["create"]}},
    "window": {"showDocument": {"support": True}},
}
"""A client that can do most things; it does not ask for diagnostics itself."""


def merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(one)
    for key, value in other.items():
        out[key] = merged(out[key], value) if isinstance(value, dict) and isinstance(out.get(key), dict) else value
    return out


PULLING = merged(CAPABLE, {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}})
"""… and one that does."""


class RefusedError(Exception):
    """An error in place of a result."""

    def __init__(self, error: Mapping[str, Any]) -> None:
        super().__init__(error["message"])
        self.code = error["code"]


class Client:
    """Talks to a server that reads from `to` and writes to `back`."""

    def __init__(self, to: IO[bytes], back: IO[bytes], root: Path) -> None:
        self.to, self.back, self.root = to, back, root
        self.encoding = "utf-16"
        self.said: list[dict[str, Any]] = []
        """What the server said that nobody has asked for yet."""
        self._last = 0
        self._messages: Queue[dict[str, Any] | None] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            size = 0
            while (line := self.back.readline()).strip():
                name, _, value = line.partition(b":")
                size = int(value) if name.lower() == b"content-length" else size
            if not line:
                self._messages.put(None)
                return
            self._messages.put(json.loads(self.back.read(size)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self.to.closed:
            self.to.close()

    # --- messages ---------------------------------------------------------------------------------------------------

    def raw(self, body: bytes) -> None:
        self.to.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.to.flush()

    def send(self, message: Any) -> None:
        self.raw(json.dumps(message).encode())

    def notify(self, method: str, params: Any = None) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any = None) -> int:
        """Send a request; returns its id."""
        self._last += 1
        self.send({"jsonrpc": "2.0", "id": self._last, "method": method, "params": params})
        return self._last

    def request(self, method: str, params: Any = None) -> Any:
        """Send a request and wait for its result. Raises RefusedError."""
        return self.result(self.ask(method, params))

    def result(self, number: int | None) -> Any:
        answer = self.expect(lambda m: "method" not in m and m.get("id") == number)
        if "error" in answer:
            raise RefusedError(answer["error"])
        return answer["result"]

    def expect(self, wanted: Any) -> dict[str, Any]:
        """The next message that is wanted; others wait until they are."""
        for number, message in enumerate(self.said):
            if wanted(message):
                return self.said.pop(number)
        while True:
            try:
                found = self._messages.get(timeout=PATIENCE)
            except Empty:
                raise AssertionError(f"the server does not answer; it said {self.said}") from None
            if found is None:
                raise AssertionError(f"the server is gone; it said {self.said}")
            if wanted(found):
                return found
            self.said.append(found)

    def told(self, method: str) -> Any:
        """The parameters of the next notification or request of a method; a request is answered with null."""
        message = self.expect(lambda m: m.get("method") == method)
        if "id" in message:
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": None})
        return message["params"]

    def settle(self) -> None:
        """Wait until the server has done what it was told so far; what it says goes to `said`."""
        with suppress(RefusedError):
            self.request("tqa/nothing")

    # --- life -------------------------------------------------------------------------------------------------------

    def initialize(self, capabilities: Mapping[str, Any] = CAPABLE, **more: Any) -> Any:
        folders = [{"uri": self.root.as_uri(), "name": "root"}]
        params = {"processId": None, "rootUri": self.root.as_uri(), "workspaceFolders": folders}
        result = self.request("initialize", {**params, "capabilities": capabilities, **more})
        self.encoding = result["capabilities"]["positionEncoding"]
        self.notify("initialized", {})
        return result

    def leave(self) -> None:
        self.request("shutdown")
        self.notify("exit")

    # --- documents --------------------------------------------------------------------------------------------------

    def uri(self, name: str) -> str:
        return name if ":" in name else (self.root / name).as_uri()

    def open(self, name: str, text: str, language: str = "plaintext", version: int = 1) -> None:
        item = {"uri": self.uri(name), "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, name: str, version: int, *changes: Mapping[str, Any]) -> None:
        document = {"uri": self.uri(name), "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def published(self, name: str, version: int | None = None) -> list[dict[str, Any]]:
        """The next diagnostics that are sent for a document, or for a version of it."""
        while True:
            params = self.expect(
                lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == self.uri(name)
            )["params"]
            if version is None or params.get("version") == version:
                found: list[dict[str, Any]] = params["diagnostics"]
                return found

    def pulled(self, name: str, **more: Any) -> Any:
        return self.request("textDocument/diagnostic", {"textDocument": {"uri": self.uri(name)}, **more})

    def actions(self, name: str, where: Mapping[str, Any], diagnostics: Any = (), **context: Any) -> list[Any]:
        params = {"textDocument": {"uri": self.uri(name)}, "range": where}
        return (
            self.request("textDocument/codeAction", {**params, "context": {"diagnostics": diagnostics, **context}})
            or []
        )


class Threaded(Client):
    """A client of a server in a thread of this process, which is there at once."""

    def __init__(self, root: Path, options: Options | None = None) -> None:
        (read_in, write_in), (read_out, write_out) = os.pipe(), os.pipe()
        project = Project(lambda: Configs(), options or Options(target_lang="en"), Cache())
        self._out = os.fdopen(write_out, "wb")
        self.service = Service(project, os.fdopen(read_in, "rb"), self._out)
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()
        super().__init__(os.fdopen(write_in, "wb"), os.fdopen(read_out, "rb"), root)

    def _serve(self) -> None:
        with self._out:
            self.code = self.service.connection.serve()

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        self.thread.join(PATIENCE)
        self._reader.join(PATIENCE)  # it comes to the end of what the server has written
        self.back.close()


class Spawned(Client):
    """A client of `tqa lsp`."""

    def __init__(self, root: Path, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tqa", "lsp", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(env or {})},
            cwd=root,
        )
        assert self.process.stdin
        assert self.process.stdout
        super().__init__(self.process.stdin, self.process.stdout, root)

    def seconds(self) -> float:
        """The processor time of the server so far, user and system (Linux)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ended(self) -> tuple[int, str]:
        """Exit code and standard error."""
        if not self.to.closed:
            self.to.close()
        assert self.process.stderr
        with self.process.stderr as stderr:
            said = stderr.read().decode()
        return self.process.wait(PATIENCE), said

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        try:
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self.process.wait()
        for stream in (self.back, self.process.stderr):
            if stream:
                stream.close()


# --- edits ------------------------------------------------------------------------------------------------------------


def place(content: str, start: int, end: int, encoding: PositionEncoding = "utf-16") -> dict[str, Any]:
    """A range of code points as the protocol has it."""
    at = [Content(content).position(offset, encoding) for offset in (start, end)]
    first, last = ({"line": p.line, "character": p.character} for p in at)
    return {"start": first, "end": last}


def applied(text: str, edits: Iterable[Mapping[str, Any]], encoding: PositionEncoding = "utf-16") -> str:
    """A text after edits, as a client applies them."""
    content = Content(text)

    def offset(at: Mapping[str, int]) -> int:
        return content.offset(Position(at["line"], at["character"]), encoding)

    pieces = sorted((offset(e["range"]["start"]), offset(e["range"]["end"]), e["newText"]) for e in edits)
    for start, end, new in reversed(pieces):
        text = text[:start] + new + text[end:]
    return text
