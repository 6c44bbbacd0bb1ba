"""tqa's own cache folder: files that can always be made again. Standard library only."""

from __future__ import annotations

import os
import re
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

KEEP = 60
"""Files kept; the ones not used for longest go first."""


def folder() -> Path:
    """TQA_CACHE_DIR, else the platform's cache folder for the user."""
    if named := os.environ.get("TQA_CACHE_DIR"):
        return Path(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        return Path(base).expanduser() / "tqa"
    except RuntimeError:  # a user without a home, as in some containers: nothing can be kept
        return Path(os.devnull) / "tqa"


class Cache:
    """Named files of bytes. What cannot be read or written is as if it were not there: the work is done anew."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or folder()

    def read(self, name: str) -> bytes | None:
        file = self.path / name
        try:
            data = file.read_bytes()
        except OSError:
            return None
        with suppress(OSError):  # of a folder that may only be read
            if file.stat().st_mtime < time.time() - _DAY:
                os.utime(file)  # so that what is used stays
        return data

    def write(self, name: str, data: bytes) -> None:
        """Whole or not at all, also when two processes write at once."""
        draft = self.path / f".{name}.{os.getpid()}"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(data)
            draft.replace(self.path / name)
            self._prune()
        except OSError:
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def table(self, name: str, most: int) -> Table:
        """A table of small values in one file, of which at most `most` are kept."""
        return Table(self.path / f"{name}.db", most)

    def _prune(self) -> None:
        """TQA_CACHE_DIR may name a folder with other files in it."""
        own = (f for f in self.path.iterdir() if _OWN.fullmatch(f.name) and f.is_file())
        files = sorted(own, key=lambda f: f.stat().st_mtime, reverse=True)
        for old in files[KEEP:]:
            old.unlink(missing_ok=True)


_DAY = 86_400
_OWN = re.compile(r"\.?[a-z]+-(?:[0-9a-f]{32}|\d+)\.(?:hs|json|terms)(?:\.\d+)?")
"""Names of files that are tqa's: those that are kept, and drafts of them that a process left behind."""


class NoCache(Cache):
    """Keeps nothing (--no-cache)."""

    def read(self, name: str) -> bytes | None:  # noqa: ARG002
        return None

    def write(self, name: str, data: bytes) -> None:  # noqa: ARG002
        return None

    def table(self, name: str, most: int) -> Table:  # noqa: ARG002
        return Table(None, most)


class Table:
    """Bytes by name, in a database that processes may share; of too many, those that came first go. What cannot be read
    or written is as if it were not there.
    """

    def __init__(self, path: Path | None, most: int) -> None:
        """`path` None: keeps nothing."""
        self._path, self._most = path, most

    def read(self, names: Iterable[bytes]) -> list[tuple[bytes, bytes]]:
        """The names that there are, with their values."""
        wanted = list(names)
        found: list[tuple[bytes, bytes]] = []
        with suppress(*self._errors()), self._open() as db:
            for at in range(0, len(wanted), _AT_ONCE):
                part = wanted[at : at + _AT_ONCE]
                marks = ",".join("?" * len(part))
                found += db.execute(f"SELECT name, value FROM kept WHERE name IN ({marks})", part)  # noqa: S608
        return found

    def write(self, values: Mapping[bytes, bytes]) -> None:
        with suppress(*self._errors()), self._open() as db, db:
            db.executemany("INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)", values.items())
            (newest,) = db.execute("SELECT max(number) FROM kept").fetchone()
            db.execute("DELETE FROM kept WHERE number <= ?", (newest - self._most,))

    def _errors(self) -> tuple[type[Exception], ...]:
        import sqlite3

        return (OSError, sqlite3.Error)

    def _open(self) -> closing[sqlite3.Connection]:
        import sqlite3

        if self._path is None:
            raise FileNotFoundError
        self._path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self._path, timeout=2)
        db.execute("PRAGMA synchronous = OFF")  # what a power cut loses is made again
        db.execute(
            "CREATE TABLE IF NOT EXISTS kept (number INTEGER PRIMARY KEY AUTOINCREMENT, name BLOB UNIQUE, value BLOB)"
        )
        return closing(db)


_AT_ONCE = 500
"""Names in one question; older SQLite takes no more than 999."""
