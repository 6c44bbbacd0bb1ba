"""The documents that are open in the editor: their text as it is there, saved or not."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from tqa.model import Content, Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tqa.engine import Memory
    from tqa.model import Diagnostic, Document, PositionEncoding
    from tqa.runner import Session

_HALF = re.compile("[\ud800-\udfff]")


class Found(NamedTuple):
    """What was found in an open document."""

    diagnostics: tuple[Diagnostic, ...] = ()
    documents: Mapping[str, Document] = {}
    """What was checked, by name of the part of the file."""
    notices: tuple[str, ...] = ()
    """What has to be said of rules that did not run."""


class Buffer:
    """An open document. `path` is where its file is, or where it might be saved if it has none."""

    __slots__ = ("content", "found", "language", "memory", "path", "session", "uri", "version")

    def __init__(self, document: Mapping[str, Any], folder: Path) -> None:
        """`document` as the protocol has it; `folder`: where it is thought to be if it has no file."""
        self.uri: str = document["uri"]
        self.version: int = document["version"]
        self.language: str = document["languageId"]
        name = PurePosixPath(unquote(urlsplit(self.uri).path)).name or "untitled"
        self.path = path_of(self.uri) or folder / name
        self.content = Content(_whole(document["text"]))
        self.found: Found | None = None
        """What was found in the text as it is now, if it was checked."""
        self.session: Session | None = None
        """The session that last checked it, and what it remembers of the parts of the file, by name."""
        self.memory: dict[str, Memory] = {}

    def change(self, version: int, changes: Iterable[Mapping[str, Any]], encoding: PositionEncoding) -> None:
        """Apply changes, each to what the one before it left; `encoding` is what their positions count."""
        for change in changes:
            text = _whole(change["text"])
            if change.get("range") is not None:
                old = self.content.value
                start, end = offsets(self.content, change["range"], encoding)
                text = old[:start] + text + old[max(start, end) :]
            self.content = Content(text)
        self.version = version
        self.found = None


def offsets(content: Content, where: Mapping[str, Any], encoding: PositionEncoding) -> tuple[int, int]:
    """The code points that a range of the protocol's begins and ends at."""
    first, last = (Position(at["line"], at["character"]) for at in (where["start"], where["end"]))
    return content.offset(first, encoding), content.offset(last, encoding)


def path_of(uri: str) -> Path | None:
    """The path of the file that a URI names; None where it names something else."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        return None
    path = unquote(parts.path)
    if parts.netloc not in ("", "localhost"):
        path = f"//{parts.netloc}{path}"
    elif re.match(r"/[A-Za-z]:", path):  # Windows
        path = path[1:]
    return Path(path)


def _whole(text: str) -> str:
    """Text without halves of surrogate pairs, which JSON can name but no file hold."""
    return text if text.isascii() else _HALF.sub("\ufffd", text)
