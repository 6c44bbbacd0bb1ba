"""`tqa lsp`: tqa in an editor, by the Language Server Protocol on standard input and output.

The protocol is our own (see `protocol`), because pygls 2.1, which was tried first, takes too long to start. Processor
time of the whole process until the first diagnostics of the article in seeds/ are there, where 1.5 s are allowed:

- with the rules' patterns in the cache: 0.49 s with pygls, 0.19 s without (medians of five);
- the very first time, when they are compiled: 1.55 s with pygls, 1.23 s without.

Of that the import of lsprotocol is 0.26 s. pygls also leaves unanswered what is
no JSON and what has wrong parameters, ends lines where the protocol does not (U+2028), and exits with 0 whatever
happens.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqa import __version__
from tqa.model import Position, Span

from . import shape
from .actions import KINDS, OPEN, Actions
from .buffers import Buffer, offsets, path_of
from .project import Project
from .protocol import INVALID_PARAMS, Connection, Method, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import BinaryIO

    from tqa.cache import Cache
    from tqa.config import Configs
    from tqa.runner import Options

    from .project import Trouble

PAUSE = 0.1
"""Seconds without a change before what was found is sent: a newer change takes the place of an older one."""


def serve(make: Callable[[], Configs], options: Options, cache: Cache) -> int:
    """Serve one client until it says `exit` or is gone; returns the exit code of the protocol. `make` reads the
    configuration files anew, `options` are those of the command line. Raises PluginError and ConfigError.
    """
    incoming, outgoing = _own_streams()
    return Service(Project(make, options, cache), incoming, outgoing).connection.serve()


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output, for the protocol alone: whatever a rule or a library prints, even from C, goes to
    standard error, and whoever reads gets nothing."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return incoming, outgoing


_DOCUMENT = {"textDocument": {"uri": str}}
_POSITION = {"line": int, "character": int}
_RANGE = {"start": _POSITION, "end": _POSITION}
_ITEM = {"uri": str, "languageId": str, "version": int, "text": str}
_CHANGES = {"textDocument": {"uri": str, "version": int}, "contentChanges": [{"text": str, "range?": _RANGE}]}
_FOLDERS = {"event": {"added": [{"uri": str}], "removed": [{"uri": str}]}}
_CONTEXT = {"diagnostics": [dict], "only?": [str]}


class Service:
    """The features, and the documents that are open."""

    def __init__(self, project: Project, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        self.project = project
        self.can = shape.Client()
        self.buffers: dict[str, Buffer] = {}
        self._folders: list[str] = []
        """The URIs of the workspace's folders."""
        self._told: dict[str, list[Trouble]] = {}
        self._noticed: set[str] = set()
        """The troubles that the client was told of, by the URI of the file they are in."""
        self.connection = Connection(
            incoming,
            outgoing,
            {
                "initialize": Method(self._initialize, {"capabilities": dict, "workspaceFolders?": [{"uri": str}]}),
                "initialized": Method(self._initialized),
                "textDocument/didOpen": Method(self._opened, {"textDocument": _ITEM}),
                "textDocument/didChange": Method(self._changed, _CHANGES),
                "textDocument/didSave": Method(self._saved, _DOCUMENT),
                "textDocument/didClose": Method(self._closed, _DOCUMENT),
                "textDocument/diagnostic": Method(self._pulled, _DOCUMENT, when_idle=True),
                "textDocument/hover": Method(self._hover, {**_DOCUMENT, "position": _POSITION}),
                "textDocument/codeAction": Method(self._actions, {**_DOCUMENT, "range": _RANGE, "context": _CONTEXT}),
                "codeAction/resolve": Method(self._resolve, {"title": str, "data?": {"uri": str}}),
                "workspace/executeCommand": Method(self._execute, {"command": str, "arguments?": [str]}),
                "workspace/didChangeConfiguration": Method(self._settings_changed, dict),
                "workspace/didChangeWatchedFiles": Method(self._files_changed, {"changes": [{"uri": str}]}),
                "workspace/didChangeWorkspaceFolders": Method(self._folders_changed, _FOLDERS),
            },
        )

    # --- beginning --------------------------------------------------------------------------------------------------

    def _initialize(self, params: dict[str, Any]) -> dict[str, Any]:
        self.can = shape.client(params["capabilities"])
        root = params.get("rootUri")
        self._folders = [folder["uri"] for folder in params.get("workspaceFolders") or ()]
        self._folders += [root] if isinstance(root, str) and not self._folders else []
        self._configure(params.get("initializationOptions"))
        return {
            "serverInfo": {"name": "tqa", "version": __version__},
            "capabilities": {
                "positionEncoding": self.can.encoding,
                "textDocumentSync": {"openClose": True, "change": 2, "save": True},
                "diagnosticProvider": {
                    "identifier": "tqa",
                    "interFileDependencies": False,
                    "workspaceDiagnostics": False,
                },
                "codeActionProvider": {"codeActionKinds": KINDS, "resolveProvider": True},
                "hoverProvider": True,
                "executeCommandProvider": {"commands": [OPEN]},
                "workspace": {"workspaceFolders": {"supported": True, "changeNotifications": True}},
            },
        }

    def _initialized(self, _: object) -> None:
        wanted: dict[str, dict[str, Any]] = {}
        if self.can.watches:
            wanted["workspace/didChangeWatchedFiles"] = {"watchers": [{"globPattern": "**/*.{toml,json}"}]}
        if self.can.reconfigures:
            wanted["workspace/didChangeConfiguration"] = {"section": "tqa"}
        if wanted:
            registrations = [{"id": name, "method": name, "registerOptions": more} for name, more in wanted.items()]
            self.connection.request("client/registerCapability", {"registrations": registrations})

    def _folders_changed(self, params: dict[str, Any]) -> None:
        event = params["event"]
        gone = {folder["uri"] for folder in event["removed"]}
        self._folders = [uri for uri in self._folders if uri not in gone] + [f["uri"] for f in event["added"]]

    # --- documents --------------------------------------------------------------------------------------------------

    def _opened(self, params: dict[str, Any]) -> None:
        document = params["textDocument"]
        self.buffers[document["uri"]] = buffer = Buffer(document, self._folder(path_of(document["uri"])))
        self._look_at_configuration([], {buffer.path})
        self._push(buffer, 0)

    def _changed(self, params: dict[str, Any]) -> None:
        buffer = self._buffer(params)
        buffer.change(params["textDocument"]["version"], params["contentChanges"], self.can.encoding)
        self._push(buffer, PAUSE)

    def _saved(self, params: dict[str, Any]) -> None:
        path = path_of(params["textDocument"]["uri"])
        self._look_at_configuration([path] if path else [])

    def _closed(self, params: dict[str, Any]) -> None:
        uri = self._buffer(params).uri
        del self.buffers[uri]
        self.connection.forget(uri)
        if not self.can.pulls:
            self._publish(uri, [])

    def _buffer(self, params: Mapping[str, Any]) -> Buffer:
        uri = params["textDocument"]["uri"]
        if uri not in self.buffers:
            raise RefusedError(f"{uri} is not open", INVALID_PARAMS)
        return self.buffers[uri]

    def _folder(self, path: Path | None) -> Path:
        """The folder of the workspace that a file is in; None is a document without a file."""
        folders = [folder for uri in self._folders if (folder := path_of(uri))]
        if path is None:
            return folders[0] if folders else Path.cwd()
        around = [folder for folder in folders if path.is_relative_to(folder)]
        return max(around, key=lambda folder: len(folder.parts)) if around else path.parent

    # --- diagnostics ------------------------------------------------------------------------------------------------

    def _push(self, buffer: Buffer, pause: float) -> None:
        """Send what is found after a pause, unless something newer does so."""
        if not self.can.pulls:
            self.connection.later(
                buffer.uri, pause, lambda: self._publish(buffer.uri, self._found(buffer), buffer.version)
            )

    def _publish(self, uri: str, diagnostics: list[dict[str, Any]], version: int | None = None) -> None:
        params: dict[str, Any] = {"uri": uri, "diagnostics": diagnostics}
        if version is not None:
            params["version"] = version
        self.connection.notify("textDocument/publishDiagnostics", params)

    def _found(self, buffer: Buffer) -> list[dict[str, Any]]:
        checked = self.project.check(buffer)
        for notice in checked.notices:
            if notice not in self._noticed:
                self._noticed.add(notice)
                self._show(f"tqa: {notice}", 3)
        found = shape.diagnostics(checked.diagnostics, buffer.uri, buffer.content, self.can)
        return [*map(shape.trouble, self._told.get(buffer.uri, ())), *found]

    def _pulled(self, params: dict[str, Any]) -> dict[str, Any]:
        items = self._found(self._buffer(params))
        mark = hashlib.sha256(json.dumps(items).encode()).hexdigest()[:16]
        if params.get("previousResultId") == mark:
            return {"kind": "unchanged", "resultId": mark}
        return {"kind": "full", "resultId": mark, "items": items}

    # --- configuration ----------------------------------------------------------------------------------------------

    def _configure(self, settings: object) -> None:
        for wrong in self.project.configure(settings):
            self._show(f"tqa: the editor's settings: {wrong}")

    def _settings_changed(self, params: dict[str, Any]) -> None:
        settings = params.get("settings")
        if settings or not self.can.configures:
            self._configure(settings)
            self._recheck()
        else:
            items = {"items": [{"section": "tqa"}]}
            self.connection.request("workspace/configuration", items, self._settings_answered)

    def _settings_answered(self, result: Any) -> None:
        self._configure(result[0] if isinstance(result, list) and result else None)
        self._recheck()

    def _files_changed(self, params: dict[str, Any]) -> None:
        self._look_at_configuration([path for change in params["changes"] if (path := path_of(change["uri"]))])

    def _look_at_configuration(self, changed: list[Path], documents: set[Path] | None = None) -> None:
        """Read the configuration anew if it is another for some documents (all that are open), and tell what is wrong
        with it."""
        if documents is None:
            documents = {buffer.path for buffer in self.buffers.values()}
        if self.project.is_stale(changed, documents):
            self.project.reload()
            self._recheck()
        else:
            self._tell()

    def _recheck(self) -> None:
        self._tell()
        for buffer in self.buffers.values():
            self._push(buffer, 0)
        if self.can.pulls and self.can.refreshes:
            self.connection.request("workspace/diagnostic/refresh", None)

    def _tell(self) -> None:
        """Tell the client what is wrong with configuration files, and what no longer is."""
        told: dict[str, list[Trouble]] = {}
        for trouble in self.project.troubles({buffer.path for buffer in self.buffers.values()}):
            told.setdefault(self._uri(trouble.path) if trouble.path else "", []).append(trouble)
        before, self._told = self._told, told
        for uri in {*before, *told}:
            if before.get(uri) == told.get(uri):
                continue
            for trouble in told.get(uri, ()):
                where = f"{trouble.path}:{trouble.line + 1}: " if trouble.path else ""
                self._show(f"tqa: {where}{trouble.message}; what held before still holds")
            if uri and not (uri in self.buffers and self.can.pulls):
                self._publish(uri, list(map(shape.trouble, told.get(uri, ()))))

    def _uri(self, path: Path) -> str:
        return next((buffer.uri for buffer in self.buffers.values() if buffer.path == path), path.as_uri())

    def _show(self, message: str, kind: int = 1) -> None:
        """`kind`: 1 for an error, 3 for information."""
        self.connection.notify("window/showMessage", {"type": kind, "message": message})

    # --- what is asked about findings -------------------------------------------------------------------------------

    def _hover(self, params: dict[str, Any]) -> dict[str, Any] | None:
        buffer, where = self._buffer(params), params["position"]
        at = buffer.content.offset(Position(where["line"], where["character"]), self.can.encoding)
        found = self.project.check(buffer).diagnostics
        here = [d for d in found if d.range.span.start <= at < max(d.range.span.end, d.range.span.start + 1)]
        if not here:
            return None
        span = min((d.range.span for d in here), key=lambda span: span.end - span.start)
        contents = shape.hover(((d, self.project.rule(buffer, d.rule)) for d in here), self.can.markdown)
        return {"contents": contents, "range": shape.span_range(buffer.content, span, self.can.encoding)}

    def _for(self, buffer: Buffer) -> Actions:
        folder = self._folder(path_of(buffer.uri))
        return Actions(self.project, buffer, self.can, folder, list(self.buffers.values()))

    def _actions(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        buffer = self._buffer(params)
        span = Span(*offsets(buffer.content, params["range"], self.can.encoding))
        context = params["context"]
        return list(self._for(buffer).offered(span, context["diagnostics"], context.get("only")))

    def _resolve(self, action: dict[str, Any]) -> dict[str, Any]:
        data = action.get("data")
        return self._for(self._buffer({"textDocument": data})).resolved(action) if data else action

    def _execute(self, params: dict[str, Any]) -> None:
        if params["command"] != OPEN:
            raise RefusedError(f"there is no command {params['command']}", INVALID_PARAMS)
        for page in params.get("arguments") or ():
            self.connection.request("window/showDocument", {"uri": page, "external": True})
