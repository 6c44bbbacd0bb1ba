"""What holds for the documents: their configuration, the editor's settings over it, and the checks they ask for.

A configuration that cannot be used is a `Trouble`, and the last one that could be used goes on.
"""

from __future__ import annotations

import codecs
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tqa import config as _config
from tqa.config import FILE, PROFILES, ConfigError, Configs, suggestion
from tqa.engine import Summary, mend
from tqa.hookspecs import Recognises
from tqa.model import SetupError
from tqa.plugins import build, stdout_to_stderr
from tqa.runner import Session, of_suffix
from tqa.termbase import format_of

from .buffers import Buffer, Found
from .protocol import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tqa.cache import Cache
    from tqa.config import Config
    from tqa.engine import Checked
    from tqa.hookspecs import Format, TermbaseFormat
    from tqa.model import Safety
    from tqa.rule import Rule
    from tqa.runner import Options

CONFIGURATIONS = (FILE, "pyproject.toml")

_FORMATS = {"plaintext": "text", "jsonlines": "jsonl", "ndjson": "jsonl"}
"""What editors call the languages of formats that have another name here."""


class Trouble(NamedTuple):
    """Why a configuration cannot be used; where in which file, if it is the fault of one."""

    message: str
    path: Path | None = None
    line: int = 0
    """From zero."""


class Project:
    """The sessions that open documents are checked in."""

    def __init__(self, make: Callable[[], Configs], options: Options, cache: Cache) -> None:
        """`make` reads the configuration files anew; `options`: what the command line asks for. Raises PluginError and
        ConfigError."""
        self._make, self._cache = make, cache
        self._registry = build((), cache)
        self._asked = self._options = options._replace(keep_documents=True)
        self._good: dict[Path, Session] = {}
        """The last session that could be used, by folder."""
        self._bad: dict[Path | None, Trouble] = {}
        """Why the current session cannot be used, by folder; None is that of a file named on the command line."""
        self._current = Session(make(), self._options, cache, registry=self._registry)

    def reload(self) -> None:
        """Read configuration and rules anew, when they are next asked for."""
        self._bad = {}
        try:
            self._current = Session(self._make(), self._options, self._cache, registry=self._registry)
        except ConfigError as problem:
            self._bad[None] = _trouble(problem)

    def configure(self, settings: object) -> list[str]:
        """Take the editor's settings, under the names of tqa.toml. Returns what is wrong with them."""
        options, wrong = _with_settings(self._asked, settings)
        if options != self._options:
            self._options = options
            self.reload()
        return wrong

    def troubles(self, documents: Iterable[Path]) -> list[Trouble]:
        """What is wrong with the configuration of documents."""
        for path in documents:
            self.session(path)
        return list(dict.fromkeys(self._bad.values()))

    def is_stale(self, changed: Iterable[Path], documents: Iterable[Path]) -> bool:
        """Whether changes to files concern the configuration of documents, their rules or their known findings."""
        try:
            fresh = self._make()
        except ConfigError:
            return True
        for document in {document.parent: document for document in documents}.values():
            config = self.configuration(document)
            parts = [
                *config.rules,
                *_config.termbases(config, self._options.termbases),
                config.root / _config.TERMS,
                *([config.baseline] if config.baseline else []),
            ]
            if any(path.is_relative_to(part) for path in changed for part in parts):
                return True
            try:
                if document.parent in self._bad or fresh.for_file(document) != config:
                    return True
            except ConfigError:
                return True
        return False

    def session(self, path: Path) -> Session:
        """The session for a document: the current one, or the last whose configuration could be used."""
        folder = path.parent
        if self._good.get(folder) is self._current:
            return self._current
        if folder not in self._bad:
            try:
                self._current.checker(self._current.config(path))
            except SetupError as problem:
                self._bad[folder] = _trouble(problem)
            else:
                self._good[folder] = self._current
                return self._current
        if folder not in self._good:
            nothing = self._options._replace(select=(), ignore=(), profile="", baseline=None)
            self._good[folder] = Session(Configs(isolated=True), nothing, self._cache, registry=self._registry)
        return self._good[folder]

    def configuration(self, path: Path) -> Config:
        """The configuration of a document, without the editor's settings."""
        return self.session(path).configs.for_file(path)

    def rule(self, buffer: Buffer, name: str) -> Rule | None:
        """A rule by its id; None for what tqa says of its own work."""
        session = self.session(buffer.path)
        return session.registry(session.config(buffer.path)).rules.get(name)

    def format(self, buffer: Buffer) -> Format:
        """The format of a document: by its suffix (or what it holds), else by what the editor says, else plain text."""
        session = self.session(buffer.path)
        registry = session.registry(session.config(buffer.path))
        named = registry.formats.get(_FORMATS.get(buffer.language, buffer.language))
        found = session.format(buffer.path, registry, as_file(buffer.content.value))
        return found or named or registry.formats["text"]

    def termbase_format(self, buffer: Buffer, path: Path) -> TermbaseFormat:
        """The format of a termbase of a document's project."""
        session = self.session(buffer.path)
        return format_of(path, session.registry(session.config(buffer.path)).termbase_formats)

    def _is_read(self, buffer: Buffer) -> bool:
        """Whether a document is one of a format; of the suffixes that others have, too, it may not be, nor be prose."""
        session = self.session(buffer.path)
        registry = session.registry(session.config(buffer.path))
        data = as_file(buffer.content.value)
        form = session.format(buffer.path, registry, data)
        if form is None:
            return buffer.path.suffix != ".toml" and not of_suffix(buffer.path, registry)
        return not isinstance(form, Recognises) or form.recognises(io.BytesIO(data))

    def check(self, buffer: Buffer) -> Found:
        """What is found in a document as it is in the editor. Only what has changed is looked at again."""
        session = self.session(buffer.path)
        if buffer.session is not session:
            buffer.session, buffer.memory, buffer.found = session, {}, None
        if buffer.found is None:
            if _config.excluded(session.config(buffer.path), buffer.path) or not self._is_read(buffer):
                buffer.found = Found()
            else:
                checked = self._check(buffer, as_file(buffer.content.value))
                found = tuple(d for c in checked for d in c.diagnostics)
                documents = {c.document: c.source for c in checked if c.source is not None}
                buffer.found = Found(found, documents, _notices(checked))
        return buffer.found

    def _check(self, buffer: Buffer, data: bytes) -> tuple[Checked, ...]:
        session = self.session(buffer.path)
        try:
            return session.check_bytes(data, buffer.path, self.format(buffer), buffer.memory).checked
        except SetupError as problem:  # a plugin's detection of languages may raise it at any time
            raise RefusedError(str(problem)) from None

    def mended(self, buffer: Buffer) -> str:
        """The text of a document with all safe fixes, as `tqa check --fix` would make it."""
        with stdout_to_stderr():
            done = mend(
                as_file(buffer.content.value),
                lambda data: self._check(buffer, data),
                self.format(buffer).write,
                _SAFE,
            )
        return done.data.decode("utf-8-sig")


def _notices(checked: Iterable[Checked]) -> tuple[str, ...]:
    summary = Summary()
    for one in checked:
        summary.add(one)
    return tuple(notice.message for notice in summary.notices)


_SAFE: tuple[Safety, ...] = ("safe",)


def as_file(text: str) -> bytes:
    """The text as a file in UTF-8, marked as such only where that could be in doubt, or where the mark would be taken
    for what is the text's own first character."""
    return (codecs.BOM_UTF8 if "\0" in text or text.startswith("\ufeff") else b"") + text.encode()


_PLACE = re.compile(r"(?P<path>.+?\.(?:toml|json))(?::(?P<line>\d+))?: (?P<what>.*)", re.DOTALL)


def _trouble(problem: Exception) -> Trouble:
    message = str(problem)
    place = _PLACE.fullmatch(message)
    if place is None:
        ours = isinstance(problem, ConfigError)  # no file says it
        return Trouble(f"the editor's settings: {message.removeprefix('the command line: ')}" if ours else message)
    return Trouble(place["what"], Path(place["path"]).absolute(), int(place["line"] or 1) - 1)


def _with_settings(options: Options, settings: object) -> tuple[Options, list[str]]:
    """Options with the settings that make sense, and a word on each that does not."""
    if isinstance(settings, dict) and isinstance(settings.get("tqa"), dict):
        settings = settings["tqa"]
    if not settings:
        return options, []
    if not isinstance(settings, dict):
        return options, [f"settings must be an object, not {settings!r}"]
    good: dict[str, Any] = {}
    wrong = []
    for key, value in settings.items():
        if key in ("select", "ignore"):
            if isinstance(value, list) and all(isinstance(name, str) for name in value):
                good[key] = tuple(value)
            else:
                wrong.append(f"{key} must be a list of rules, not {value!r}")
        elif key in ("semantic", "grammar"):
            if isinstance(value, bool):
                good[key] = value
            else:
                wrong.append(f"{key} must be true or false, not {value!r}")
        elif key in ("source_lang", "target_lang", "profile"):
            if not isinstance(value, str):
                wrong.append(f"{key} must be text, not {value!r}")
            elif key == "profile" and value and value not in PROFILES and not value.endswith(".toml"):
                wrong.append(f"profile = {value!r}{suggestion(value, PROFILES)}")
            else:
                good[key] = value
        else:
            wrong.append(f"there is no setting {key!r}{suggestion(key, _SETTINGS)}")
    return options._replace(**good), wrong


_SETTINGS = ("select", "ignore", "profile", "semantic", "grammar", "source_lang", "target_lang")
