"""Findings in the shapes of the Language Server Protocol, as JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tqa.engine import OWN_RULES
from tqa.reports.ci import help_uri
from tqa.reports.jsonl import lsp_range
from tqa.reports.lsp import lsp_core

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tqa.model import Content, Diagnostic, PlacedEdit, PositionEncoding, Range, Span
    from tqa.rule import Rule

    from .project import Trouble

_UNNECESSARY = 1
"""The tag of what could be left out; editors show it faded."""

_IDLE = ("tqa/unused-suppression", "tqa/expired-suppression")

_HINT = 4


class Client(NamedTuple):
    """What the editor can do, as far as it matters here."""

    encoding: PositionEncoding = "utf-16"
    pulls: bool = False
    """It asks for diagnostics, so that they are not sent unasked."""
    refreshes: bool = False
    tags: bool = False
    related: bool = False
    links: bool = False
    versions: bool = False
    """It takes edits of a certain version of a document, and of several documents in order."""
    creates: bool = False
    """It makes files; then it takes edits in order, even if it does not say so."""
    snippets: bool = False
    resolves: bool = False
    """It asks for the edit of an action when the action is chosen."""
    shows: bool = False
    """It opens web pages and files."""
    markdown: bool = False
    configures: bool = False
    """It can be asked for its settings."""
    reconfigures: bool = False
    """It can be asked to say when its settings change."""
    watches: bool = False
    """It can be asked to watch files."""


ENCODINGS: tuple[PositionEncoding, ...] = ("utf-8", "utf-16", "utf-32")


def client(capabilities: dict[str, Any]) -> Client:
    """What a client says of itself. Of the encodings that it offers, the first is taken that we can do."""

    def get(path: str) -> Any:
        value: Any = capabilities
        for name in path.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def of_diagnostics(name: str) -> list[Any]:
        """Of what is sent unasked, and of what is asked for."""
        return [get(f"textDocument.{kind}.{name}") for kind in ("publishDiagnostics", "diagnostic")]

    offered = [e for e in get("general.positionEncodings") or () if e in ENCODINGS]
    return Client(
        encoding=offered[0] if offered else "utf-16",
        pulls=get("textDocument.diagnostic") is not None,
        refreshes=bool(get("workspace.diagnostics.refreshSupport")),
        tags=any(_UNNECESSARY in (tags or ()) for tags in of_diagnostics("tagSupport.valueSet")),
        related=any(of_diagnostics("relatedInformation")),
        links=any(of_diagnostics("codeDescriptionSupport")),
        versions=bool(get("workspace.workspaceEdit.documentChanges")),
        creates="create" in (get("workspace.workspaceEdit.resourceOperations") or ()),
        snippets=bool(get("workspace.workspaceEdit.snippetEditSupport")),
        resolves="edit" in (get("textDocument.codeAction.resolveSupport.properties") or ()),
        shows=bool(get("window.showDocument.support")),
        markdown="markdown" in (get("textDocument.hover.contentFormat") or ())[:1],
        configures=bool(get("workspace.configuration")),
        reconfigures=bool(get("workspace.didChangeConfiguration.dynamicRegistration")),
        watches=bool(get("workspace.didChangeWatchedFiles.dynamicRegistration")),
    )


def span_range(content: Content, span: Span, encoding: PositionEncoding) -> dict[str, Any]:
    """A range of code points as the client counts."""
    start, end = content.position(span.start, encoding), content.position(span.end, encoding)
    return {
        "start": {"line": start.line, "character": start.character},
        "end": {"line": end.line, "character": end.character},
    }


def diagnostics(found: Iterable[Diagnostic], uri: str, content: Content, can: Client) -> list[dict[str, Any]]:
    """What a client shows. Evidence in the source is shown, too, for it stands in the same file; a known finding is
    but a hint."""

    def place(where: Range) -> dict[str, Any]:
        return lsp_range(where) if can.encoding == "utf-16" else span_range(content, where.span, can.encoding)

    out = []
    for d in found:
        shape = lsp_core(d, uri, place, ("target", "source") if can.related else ())
        if d.known:
            shape["severity"] = _HINT
        if can.links and (page := help_uri(d.rule, d.plugin)):
            shape["codeDescription"] = {"href": page}
        if can.tags and d.rule in _IDLE:
            shape["tags"] = [_UNNECESSARY]
        shape["data"] = {"fingerprint": d.fingerprint}
        out.append(shape)
    return out


def trouble(of: Trouble) -> dict[str, Any]:
    """What is wrong with a configuration file; the whole line is marked."""
    start, end = {"line": of.line, "character": 0}, {"line": of.line + 1, "character": 0}
    return {"range": {"start": start, "end": end}, "severity": 1, "source": "tqa", "message": of.message}


def text_edits(edits: Iterable[PlacedEdit], content: Content, encoding: PositionEncoding) -> list[dict[str, Any]]:
    return [{"range": span_range(content, e.range.span, encoding), "newText": e.new_text} for e in edits]


def hover(found: Iterable[tuple[Diagnostic, Rule | None]], markdown: bool) -> dict[str, Any]:
    """What is known of findings, the words that were seen among it."""
    parts = [(_markdown if markdown else _plain)(d, rule) for d, rule in found]
    return {
        "kind": "markdown" if markdown else "plaintext",
        "value": ("\n\n---\n\n" if markdown else "\n\n").join(parts),
    }


def _plain(d: Diagnostic, rule: Rule | None) -> str:
    summary, why = _about(d, rule)
    return "\n".join(filter(None, [f"{d.rule} ({d.severity}): {d.message}", _seen(d), summary, why]))


def _markdown(d: Diagnostic, rule: Rule | None) -> str:
    page = help_uri(d.rule, d.plugin)
    name = f"[{d.rule}]({page})" if page else d.rule
    summary, why = map(_escaped, _about(d, rule))
    head = f"**{name}** ({d.severity}): {_escaped(d.message)}"
    return "\n\n".join(filter(None, [head, _escaped(_seen(d)), f"*{summary}*", why]))


def _about(d: Diagnostic, rule: Rule | None) -> tuple[str, str]:
    """The summary of a rule, and why it matters; of what tqa says of its own work there is a summary."""
    return (rule.summary, rule.why) if rule is not None else (OWN_RULES[d.rule][1], "")


_MOST = 200
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-!<>|~&])")


def _seen(d: Diagnostic) -> str:
    words = " ".join(d.excerpt[d.span.start : d.span.end].split())
    return f"seen: “{words if len(words) <= _MOST else words[:_MOST] + '…'}”" if words else ""


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def workspace_edit(
    uri: str, version: int | None, edits: list[dict[str, Any]], can: Client, create: bool = False
) -> dict[str, Any]:
    """An edit of one document, of the version that it was made for. `create`: the file is not there yet."""
    if not (can.versions or create):
        return {"changes": {uri: edits}}
    change: dict[str, Any] = {"textDocument": {"uri": uri, "version": version}, "edits": edits}
    made = [{"kind": "create", "uri": uri, "options": {"ignoreIfExists": True}}] if create else []
    return {"documentChanges": [*made, change]}
