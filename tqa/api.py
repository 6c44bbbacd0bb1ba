"""tqa in a program of one's own: `check` and `fix` for texts, `check_files` for files.

No configuration file is looked for: what is found depends on what is said here, not on the folder the program runs in.
What settings ask for is set up at the first call with them, and kept; later calls take as long as the check itself.
All may be called from several threads.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from . import config as _config
from .cache import Cache
from .engine import Summary, mend, splice
from .hookspecs import hookimpl
from .model import Content, Diagnostic, Document, Origin, Segment, Text
from .rule import Rule
from .runner import Options, Session, discover

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from .engine import Checked
    from .model import PlacedEdit, Safety

NAME = "<text>"
"""The path of what has none, as messages show it."""


class Settings(TypedDict, total=False):
    """How to check; all of it may be left out."""

    source_lang: str
    """The language of the source, as "zh"."""
    target_lang: str
    """The language of the translation, as "en". Detected where nobody says."""
    select: Sequence[str]
    """Only these rules: ids, dimensions, "default", "all"."""
    ignore: Sequence[str]
    """Not these."""
    profile: str
    """House style, as "us-news"."""
    semantic: bool
    """Also compare what source and translation mean (needs tqa[semantic])."""
    grammar: bool
    """Also check the grammar of English (needs tqa[grammar])."""
    rules: Sequence[Rule | str | Path]
    """Rules besides those that come with tqa: made with @rule, or files and folders of rule files."""
    termbases: Sequence[str | Path]
    """Files with the terms to hold to."""
    config: str | Path | Mapping[str, object]
    """A configuration file, or what would stand in one; its paths are relative to the current folder then. What is
    said beside it wins."""


def check(
    text: str | Document | Iterable[str],
    source: str | Iterable[str | None] | None = None,
    **settings: Unpack[Settings],
) -> list[Diagnostic]:
    """What is wrong in a text: paragraphs with blank lines between them, as in a file; or its segments one by one; or
    a Document. `source` is what it was translated from, in the same number of paragraphs or segments.

    Raises ValueError where they are not as many, UnreadableError for a text with NUL characters, and SetupError for
    settings that cannot be.
    """
    session = _session(settings)
    checked = session.check_document(_document(text, source, session))
    _warn([checked])
    return list(checked.diagnostics)


def check_files(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]], **settings: Unpack[Settings]
) -> list[Diagnostic]:
    """What is wrong in files, and in the files of known formats in folders. What cannot be read is a diagnostic of
    the rule "tqa/unreadable". Raises SetupError."""
    session = _session(settings)
    named = [paths] if isinstance(paths, str | os.PathLike) else paths
    results = (f if not isinstance(f, Path) else session.check_file(f) for f in discover(map(Path, named), session))
    checked = [one for result in results for one in result.checked]
    _warn(checked)
    return [diagnostic for one in checked for diagnostic in one.diagnostics]


def fix(text: str, source: str | None = None, *, unsafe: bool = False, **settings: Unpack[Settings]) -> str:
    """The text with its safe fixes applied, and with the `unsafe` ones if wished, until there are none left. Raises
    what `check` does."""
    session = _session(settings)

    def run(data: bytes) -> Iterable[Checked]:
        return [session.check_document(_document(_decoded(data), source, session))]

    def put(data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        return _encoded(splice(_decoded(data), edits))

    allowed: tuple[Safety, ...] = ("safe", "unsafe") if unsafe else ("safe",)
    return _decoded(mend(_encoded(text), run, put, allowed).data)


def _warn(checked: Iterable[Checked]) -> None:
    """A warning for the caller's line, which Python shows once, of rules that did not run."""
    summary = Summary()
    for one in checked:
        summary.add(one)
    for notice in summary.notices:
        warnings.warn(f"tqa: {notice.message}", stacklevel=3)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # a lone surrogate is no reason to refuse a text, and stays


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


# --- texts ------------------------------------------------------------------------------------------------------------


def _document(
    text: str | Document | Iterable[str], source: str | Iterable[str | None] | None, session: Session
) -> Document:
    if isinstance(text, Document):
        if source is not None:
            raise ValueError("a Document has its source in its segments")
        return text
    if isinstance(text, str):
        document = _read(text, session)
        if source is None:
            return document
        if not isinstance(source, str):
            raise ValueError("a text in one piece has its source in one piece")
        sources: list[str | None] = [s.target.value for s in _read(source, session).segments]
        content = text
    else:
        values = list(text)
        if isinstance(source, str):
            raise ValueError("segments have their sources one by one")
        document, content = _of_segments(values)
        sources = [None] * len(values) if source is None else list(source)
    if len(sources) != len(document.segments):
        raise ValueError(f"the text has {len(document.segments)} segments and its source {len(sources)}")
    return _with_sources(document, content, sources)


def _read(text: str, session: Session) -> Document:
    """A text as the format "text" reads it from a file, with the comments for tqa that are in it."""
    known = text.encode("utf-8", "replace")  # one “?” for a lone surrogate: places stay what they are
    (document,) = session.registry(session.config(Path(NAME))).formats["text"].read(b"\xef\xbb\xbf" + known, NAME)
    return document


def _of_segments(values: Sequence[str]) -> tuple[Document, str]:
    segments, at = [], 0
    for number, value in enumerate(values, 1):
        segments.append(Segment(str(number), Text(value, "", Origin.contiguous(at, len(value)))))
        at += len(value) + 2
    content = "\n\n".join(values)
    return Document(NAME, "text", tuple(segments), content=Content(content)), content


def _with_sources(document: Document, content: str, sources: Sequence[str | None]) -> Document:
    """The document with the sources of its segments, which stand after it in what serves as its file."""
    segments, parts, at = [], [content], len(content)
    for segment, value in zip(document.segments, sources, strict=True):
        if value is None:
            segments.append(segment)
            continue
        segments.append(replace(segment, source=Text(value, "", Origin.contiguous(at + 2, len(value)))))
        parts.append(value)
        at += 2 + len(value)
    return replace(document, segments=tuple(segments), content=Content("\n\n".join(parts)))


# --- settings ---------------------------------------------------------------------------------------------------------


class _Made(NamedTuple):
    """Rules made in code, compared by what they are rather than by what they say: that may not be hashable."""

    rules: tuple[Rule, ...]

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.rules)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Made) and [*map(id, self.rules)] == [*map(id, other.rules)]


class _Program(NamedTuple):
    """The plugin that the program is whose rules these are."""

    made: _Made

    @hookimpl
    def tqa_rules(self) -> tuple[Rule, ...]:
        return self.made.rules


def _session(settings: Settings) -> Session:
    """The session of settings: the one that was made for the same ones before, if there is any."""
    rules = settings.get("rules", ())
    made = _Made(tuple(rule for rule in rules if isinstance(rule, Rule)))
    said = {key: value for key, value in settings.items() if key != "rules"}
    said["rules"] = [os.fspath(rule) for rule in rules if not isinstance(rule, Rule)]
    return _set_up(json.dumps(said, sort_keys=True, default=_plain), made, Path.cwd())


def _plain(value: object) -> object:
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"{value!r} is no setting")


@lru_cache(maxsize=32)
def _set_up(settings: str, made: _Made, folder: Path) -> Session:  # noqa: ARG001 - paths are relative to the folder
    said = json.loads(settings)
    given = said.pop("config", {})
    config = _config.load(Path(given)) if isinstance(given, str) else _config.parse(given)
    if unknown := said.keys() - Settings.__annotations__.keys():
        raise TypeError(f"there is no setting {min(unknown)!r}")
    here = _config.parse(said)
    options = Options(
        select=here.select if "select" in said else (),
        ignore=here.ignore,
        source_lang=here.source_lang,
        target_lang=here.target_lang,
        termbases=here.termbases,
        profile=said.get("profile", ""),
        semantic=here.semantic,
        grammar=here.grammar,
    )
    more = {"program": _Program(made)} if made.rules else None
    configs = _config.Configs(replace(config, rules=(*config.rules, *here.rules)))
    session = Session(configs, options, Cache(), more)
    session.checker(session.config(Path(NAME)))  # says at once what cannot be, and compiles the patterns
    return session


def forget() -> None:
    """Set up anew at the next call: configuration and rule files may have changed."""
    _set_up.cache_clear()
