"""Paths → documents → engine: discovery, reading, fixing, processes."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from . import config as _config
from .engine import Checked, Checker, Memory, Summary, mend
from .hookspecs import AnyEncoding, Recognises, TakesAnnotations, TracksChanges
from .model import Diagnostic, Document, Position, Range, Span, UnreadableError, UnwritableError
from .plugins import Registry, build, stdout_to_stderr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeGuard

    from .cache import Cache
    from .changed import Changed
    from .config import Config, Configs
    from .hookspecs import Format
    from .model import Safety, Segment
    from .paired import Pairs
    from .termbase import Termbase

SKIPPED_FOLDERS = frozenset({"__pycache__", "node_modules", "build", "dist"})
"""Not entered, nor are folders whose name begins with a dot."""

PARALLEL_BYTES = 2_000_000
"""Below this, more processes cost more than they bring."""

CHUNK_BYTES = 500_000


class Options(NamedTuple):
    """What the command line asks for; it wins over configuration files."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    source_lang: str = ""
    target_lang: str = ""
    profile: str = ""
    semantic: bool = False
    grammar: bool = False
    baseline: Path | None = None
    """The file of known findings."""
    source: Path | None = None
    """The file with the source of what is checked, where that is one text."""
    termbases: tuple[Path, ...] = ()
    """Termbases besides those of the configuration."""
    update_baseline: bool = False
    """The baseline is being written, so nothing is known yet."""
    fix: tuple[Safety, ...] = ()
    """The kinds of fixes to apply."""
    write: bool = True
    """Write fixed files; otherwise `FileResult.fixed` only holds what would be written."""
    format: str = ""
    """The format of all files, by name; otherwise the suffix decides."""
    encoding: str = ""
    """The encoding of files that are not Unicode; otherwise it is detected."""
    track_changes: bool = False
    """Write fixes as changes that somebody accepts or rejects, where the format has such."""
    keep_documents: bool = False
    """Keep each document as `Checked.source`: a report asks for it."""
    changed: Changed | None = None
    """Check only what has changed."""
    force_exclude: bool = False
    """Files that are named are chosen from as those of a folder are: a hook passes on what there is."""


class FileResult(NamedTuple):
    """What came of one file."""

    path: str
    checked: tuple[Checked, ...]
    applied: int = 0
    """How many fixes were applied."""
    before: bytes | None = None
    """The file's bytes before its fixes, and after; None where fixes were not asked for."""
    after: bytes | None = None

    @property
    def changed(self) -> bool:
        return self.before != self.after


class Session:
    """Registries and checkers, made once for each configuration that is met."""

    def __init__(
        self,
        configs: Configs,
        options: Options,
        cache: Cache | None = None,
        more: Mapping[str, object] | None = None,
        registry: Registry | None = None,
    ) -> None:
        """`more`: plugins that are not installed, by name; `registry`: that of projects without rules of their own, if
        it is there already.
        """
        self.configs, self.options, self.cache, self.more = configs, options, cache, more
        self._registries: dict[tuple[Path, ...], Registry] = {(): registry} if registry else {}
        self._checkers: dict[Path | None, Checker] = {}
        self._pairs: dict[Path | None, Pairs] = {}
        self._termbases: dict[tuple[Path, ...], Termbase] = {}

    def registry(self, config: Config) -> Registry:
        found = self._registries.get(config.rules)
        if found is None:
            found = self._registries[config.rules] = build(config.rules, self.cache, more=self.more)
        return found

    def config(self, path: Path) -> Config:
        """The configuration of a file, with what the command line says over it."""
        config = self.configs.for_file(path)
        options = self.options
        if options.select:
            config = replace(config, select=options.select)
        if options.ignore:
            config = replace(config, ignore=(*config.ignore, *options.ignore))
        if options.profile:
            config = replace(config, profile=options.profile)
        if options.semantic:
            config = replace(config, semantic=True)
        if options.grammar:
            config = replace(config, grammar=True)
        return config

    def checker(self, config: Config) -> Checker:
        found = self._checkers.get(config.path)
        if found is None:
            registry = self.registry(config)
            rules = registry.rules
            chosen = _config.choose(config, rules)
            active = [rule for name, rule in rules.items() if chosen[name].on]
            found = self._checkers[config.path] = Checker(
                active,
                options=_config.options_of(config),
                severity=_config.severity_of(config, active),
                known=self._known(config),
                all_rules=rules,
                languages=registry.languages,
                termbase=self.termbase(config),
                cache=self.cache,
            )
        return found

    def termbase(self, config: Config) -> Termbase | None:
        """The terms of the configuration, None where it has none. Raises TermbaseError."""
        paths = _config.termbases(config, self.options.termbases)
        if not paths:
            return None
        if paths not in self._termbases:
            from .termbase import load

            formats = lambda: self.registry(config).termbase_formats  # noqa: E731
            self._termbases[paths] = load(paths, formats, self.languages(config), self.cache)
        return self._termbases[paths]

    def languages(self, config: Config) -> tuple[str, str]:
        """Source and target of what does not say its languages; "" where nobody does."""
        return self.options.source_lang or config.source_lang, self.options.target_lang or config.target_lang

    def _known(self, config: Config) -> frozenset[str]:
        path = self.options.baseline or config.baseline
        return read_baseline(path) if path and not self.options.update_baseline else frozenset()

    def format(self, path: Path, registry: Registry, data: bytes | None = None) -> Format | None:
        """The format of a file by the option, else by its suffix; where several have that, by what the file holds.
        `data`: that, where it is not to be read from the path."""
        if self.options.format:
            return registry.formats[self.options.format]
        named = of_suffix(path, registry)
        if len(named) > 1:
            able = (f for f in named.values() if isinstance(f, Recognises))
            return next((f for f in able if _recognises(f, path, data)), None)
        return next(iter(named.values()), None)

    def reader(self, path: Path, registry: Registry, data: bytes | None = None) -> Format:
        """The format that a file is read and written with: plain text where nothing says which. Raises UnreadableError
        where its suffix is of several formats and it is none of them. `data` as for `format`."""
        found = self.format(path, registry, data)
        if found is None:
            if named := of_suffix(path, registry):
                raise UnreadableError(
                    f"{path}: of its suffix tqa reads {', '.join(named)}, and this is none of them; name the"
                    " format with --input-format"
                )
            found = registry.formats["text"]
        encoding = self.encoding(path)
        if encoding and isinstance(found, AnyEncoding):
            found = found.in_encoding(encoding)
        return found.tracking() if self.options.track_changes and isinstance(found, TracksChanges) else found

    def encoding(self, path: Path) -> str:
        """That of a file that is not Unicode, by the option, else by the configuration; "" leaves it to detection."""
        return self.options.encoding or self.configs.for_file(path).encoding

    def _with_source(self, reader: Format, path: Path, config: Config, registry: Registry) -> Format:
        """The reader of a file, which finds its source beside it where there is one."""
        source = self.options.source
        if source is None and config.pairs:
            found = self.pairs(config).source_of(_config.relative(path, config))
            source = _seen(config.root / found, path) if found else None
        if source is None:
            return reader
        from .paired import Paired

        def known(document: Document, as_source: bool) -> Document:
            if as_source:  # what is its target is our source
                lang = self.options.source_lang or document.target_lang or config.source_lang
                return _in_language(document, lang or registry.detect_language(_sample(document)) or "")
            return self._with_languages(document, config, registry)

        return Paired(reader, self.reader(source, registry), source, registry.languages, known)

    def pairs(self, config: Config) -> Pairs:
        """What files of sources and of translations are called; every file of a folder is asked."""
        found = self._pairs.get(config.path)
        if found is None:
            from .paired import Pairs, Pattern

            found = Pairs(Pattern.of(config.pairs["source"]), Pattern.of(config.pairs["target"]))
            self._pairs[config.path] = found
        return found

    def check_file(self, path: Path) -> FileResult:
        """Check a file, and fix it if that is asked for. What cannot be read is a diagnostic."""
        data = _read(path)
        if isinstance(data, FileResult):
            return data
        result = self.check_bytes(data, path)
        if changed := self.options.changed:
            result = result._replace(checked=tuple(changed.narrowed(c, data) for c in result.checked))
        if result.changed and result.after is not None and self.options.write:
            try:
                write_atomically(path, result.after)
            except OSError as problem:
                return _unreadable(str(path), f"{path}: cannot be written: {problem.strerror}")
        return result

    def annotate_file(self, path: Path) -> FileResult:
        """Check a file; `after` is its bytes with the findings put in as its format has annotations, None where nothing
        could be read. The file itself is left alone. Raises UnwritableError where the format has no annotations, or the
        file cannot take them.
        """
        registry = self.registry(self.config(path))
        try:
            reader = self.reader(path, registry)
        except UnreadableError as problem:
            return _unreadable(str(path), str(problem))
        if not isinstance(reader, TakesAnnotations):
            able = ", ".join(sorted(name for name, f in registry.formats.items() if isinstance(f, TakesAnnotations)))
            raise UnwritableError(f"{path}: files of this format hold no annotations; those of {able} do")
        data = _read(path)
        if isinstance(data, FileResult):
            return data
        result = self.check_bytes(data, path, reader)
        if not all(c.format for c in result.checked):  # it could not be read
            return result
        found = [d for c in result.checked for d in c.diagnostics if d.segment_id and not d.known]
        return result._replace(applied=len(found), before=data, after=reader.annotate(data, found) if found else data)

    def check_bytes(
        self, data: bytes, path: Path, reader: Format | None = None, memory: dict[str, Memory] | None = None
    ) -> FileResult:
        """Check, and if that is asked for fix, what is or might be in a file. `reader`: the format, where the path does
        not say it; `memory`: what is remembered of the file's documents, by name, from one check to the next.
        """
        config = self.config(path)
        registry = self.registry(config)
        checker = self.checker(config)
        skip = _config.ignored_in(config, path, checker.rules)

        def check(current: bytes, form: Format) -> Iterator[Checked]:
            for document in form.read(current, str(path)):
                known = self._with_languages(document, config, registry)
                remembered = memory.setdefault(document.name, Memory()) if memory is not None else None
                checked = checker.check(known, skip, remembered)
                yield checked._replace(source=known) if self.options.keep_documents else checked

        try:
            form = self._with_source(reader or self.reader(path, registry, data), path, config, registry)
            with stdout_to_stderr():
                if not self.options.fix:
                    return FileResult(str(path), tuple(check(data, form)))
                mended = mend(data, lambda current: check(current, form), form.write, self.options.fix)
        except UnreadableError as problem:
            return _unreadable(str(path), str(problem))
        refused = [c for why in mended.refused for c in _unreadable(str(path), f"{path}: {why}").checked]
        return FileResult(str(path), (*mended.checked, *refused), mended.applied, data, mended.data)

    def documents(self, path: Path, complain: Callable[[str], None]) -> Iterator[Document]:
        """The documents of a file, unchecked; `complain` is told why where there are none."""
        config = self.config(path)
        registry = self.registry(config)
        try:
            if not _is_readable(str(path)):
                complain(f"{path}: not a file")
                return
            data = path.read_bytes()
            reader = self._with_source(self.reader(path, registry, data), path, config, registry)
            for document in reader.read(data, str(path)):
                yield self._with_languages(document, config, registry)
        except OSError as problem:
            complain(f"{path}: cannot be read: {problem.strerror}")
        except UnreadableError as problem:
            complain(str(problem))

    def check_document(self, document: Document) -> Checked:
        """Check a document that is no file."""
        path = Path(document.path)
        config = self.config(path)
        checker = self.checker(config)
        known = self._with_languages(document, config, self.registry(config))
        return checker.check(known, _config.ignored_in(config, path, checker.rules))

    def _with_languages(self, document: Document, config: Config, registry: Registry) -> Document:
        options = self.options
        source = options.source_lang or document.source_lang or config.source_lang
        target = options.target_lang or document.target_lang or config.target_lang
        if not target:
            target = registry.detect_language(_sample(document)) or ""
        if not source and any(s.source for s in document.segments):
            source = registry.detect_language(_sample(document, source=True)) or ""
        segments = document.segments
        if options.source_lang or options.target_lang or not all(map(_says_languages, segments)):
            segments = tuple([_in_languages(s, source, target, options) for s in segments])
        elif (source, target) == (document.source_lang, document.target_lang):
            return document
        return replace(document, source_lang=source, target_lang=target, segments=segments)


def of_suffix(path: Path, registry: Registry) -> dict[str, Format]:
    """The formats, by name, whose files are called like this."""
    name = path.name.lower()
    return {n: f for n, f in registry.formats.items() if name.endswith(f.suffixes)}


def _can_recognise(reader: Format) -> TypeGuard[Recognises]:
    return hasattr(reader, "recognises")  # isinstance(reader, Recognises) takes ten times as long


def _recognises(reader: Recognises, path: Path, data: bytes | None = None) -> bool:
    """Whether a file is one of a format. One that cannot be opened is: whoever reads it says so."""
    try:
        with path.open("rb") if data is None else io.BytesIO(data) as file:
            return reader.recognises(file)
    except OSError:
        return True


def _in_language(document: Document, lang: str) -> Document:
    segments = tuple(replace(s, target=replace(s.target, lang=s.target.lang or lang)) for s in document.segments)
    return replace(document, target_lang=lang, segments=segments)


def _says_languages(segment: Segment) -> bool:
    return bool(segment.target.lang and (segment.source is None or segment.source.lang))


def _in_languages(segment: Segment, source_lang: str, target_lang: str, options: Options) -> Segment:
    """The segment with the languages that its file leaves out, or that the command line puts in place of the file's."""
    source, target = segment.source, segment.target
    if source is not None and (options.source_lang or not source.lang):
        source = replace(source, lang=source_lang)
    if options.target_lang or not target.lang:
        target = replace(target, lang=target_lang)
    return replace(segment, source=source, target=target)


def _is_readable(name: str) -> bool:
    """Whether reading a file comes to an end: a pipe that nobody writes to and a device may not. Pipes that the shell
    makes for `<(command)` have a writer. Raises OSError where there is no such file.
    """
    mode = os.stat(name).st_mode  # noqa: PTH116 - one of these for each of a million files
    if stat.S_ISFIFO(mode):
        return name.startswith(("/dev/fd/", "/proc/self/fd/")) or name == "/dev/stdin"
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)  # of a folder the system says so


def _read(path: Path) -> bytes | FileResult:
    """What is in a file, or why it cannot be read."""
    name = str(path)
    try:
        if not _is_readable(name):
            return _unreadable(name, f"{path}: not a file; `-` reads standard input")
        with open(name, "rb", buffering=0) as file:  # noqa: PTH123 - three times as fast as Path.read_bytes
            return file.read()
    except OSError as problem:
        return _unreadable(name, f"{path}: cannot be read: {problem.strerror}")


def _sample(document: Document, source: bool = False) -> str:
    """The first few thousand characters."""
    parts: list[str] = []
    size = 0
    for segment in document.segments:
        text = segment.source if source else segment.target
        if text is not None:
            parts.append(text.value[:4000])
            size += len(parts[-1])
        if size > 4000:
            break
    return "\n".join(parts)


def _unreadable(path: str, message: str) -> FileResult:
    nowhere = Range(Position(0, 0), Position(0, 0), Span(0, 0))
    diagnostic = Diagnostic("tqa/unreadable", "error", message, path, "", "", Span(0, 0), nowhere, "")
    return FileResult(path, (Checked(path, "", "", 0, 0, (diagnostic,)),))


def read_baseline(path: Path) -> frozenset[str]:
    """The fingerprints of a baseline. Raises ConfigError where it cannot be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return frozenset(entry["fingerprint"] for entry in data["findings"])
    except OSError as problem:
        raise _config.ConfigError(
            f"{path}: the baseline cannot be read: {problem.strerror}; --update-baseline writes one"
        ) from None
    except (ValueError, KeyError, TypeError) as problem:
        line = getattr(problem, "lineno", 1)
        raise _config.ConfigError(f"{path}:{line}: not a baseline of tqa; --update-baseline writes one anew") from None


def write_baseline(path: Path, checked: Iterable[Checked]) -> int:
    """Write all findings as known, one a line so that reviews can read it; returns their number."""
    entries = sorted(
        {
            (Path(d.path).as_posix(), d.rule, d.fingerprint, d.message)
            for c in checked
            for d in c.diagnostics
            if not d.rule.startswith("tqa/")
        }
    )
    lines = [
        json.dumps(
            {"fingerprint": mark, "rule": rule, "path": Path(where).as_posix(), "message": message}, ensure_ascii=False
        )
        for where, rule, mark, message in entries
    ]
    body = '{"version": 1, "findings": [\n' + ",\n".join(lines) + "\n]}\n"
    try:
        path.write_text(body, encoding="utf-8")
    except OSError as problem:
        raise _config.ConfigError(f"{path}: the baseline cannot be written: {problem.strerror}") from None
    return len(entries)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file whole: a reader sees the old bytes or the new, and a crash leaves one of them. Keeps the mode,
    and writes through a symbolic link."""
    import tempfile
    from contextlib import suppress

    path = path.resolve()
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(path.stat().st_mode & 0o7777)
        Path(draft).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(draft).unlink()
        raise


# --- discovery --------------------------------------------------------------------------------------------------------


def discover(paths: Iterable[Path], session: Session) -> Iterator[Path | FileResult]:
    """The files to check, in order: those named, and in folders those of a known format; of these only those that have
    changed, where the session asks for that. What cannot be looked into comes as a FileResult that says so."""
    for path in paths:
        if path.is_dir():
            yield from _walk(path, session)
        elif path.exists() or path.is_symlink():
            if _wanted(path, session) and (not session.options.force_exclude or _meant(path, session)):
                yield _unpaired(path, session) or path
        else:
            yield _unreadable(str(path), f"{path}: no such file or folder")


def _meant(path: Path, session: Session) -> bool:
    """Whether a file that a program named is to be checked, as one in a folder would be."""
    config = session.config(path)
    reader = session.format(path, session.registry(config))
    if reader is None:
        return not of_suffix(path, session.registry(config)) and not _config.excluded(config, path)
    return not _config.excluded(config, path) and _recognised(path, reader, config, session)


def _translation(path: Path, config: Config, session: Session) -> Path | None:
    """The translation of a file that is a source by the configuration; None of any other."""
    if not config.pairs or session.options.source is not None:
        return None
    target = session.pairs(config).target_of(_config.relative(path, config))
    return _seen(config.root / target, path) if target else None


def _seen(path: Path, like: Path) -> Path:
    """A path, relative to the current folder if the other is."""
    return path if like.is_absolute() else Path(os.path.relpath(path))


def _unpaired(path: Path, session: Session) -> FileResult | None:
    """What is said of a file that was named and is the source of another; None of any other."""
    translation = _translation(path, session.config(path), session)
    if translation is None:
        return None
    return _unreadable(str(path), f"{path}: the configuration has it as a source; name its translation, {translation}")


def _walk(folder: Path, session: Session) -> Iterator[Path | FileResult]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as problem:
        yield _unreadable(str(folder), f"{folder}: cannot be read: {problem.strerror}")
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith(".") or not _wanted(path, session):
            continue
        if _is(entry.is_dir):
            if entry.name not in SKIPPED_FOLDERS and not entry.is_symlink():
                yield from _walk(path, session)
        elif _is(entry.is_file):
            config = session.config(path)
            reader = session.format(path, session.registry(config))
            if reader and not _config.excluded(config, path) and _recognised(path, reader, config, session):
                translation = _translation(path, config, session)
                if translation is None:
                    yield path
                elif not translation.exists():
                    yield _unreadable(str(path), f"{path}: its translation, {translation}, is not there")


def _recognised(path: Path, reader: Format, config: Config, session: Session) -> bool:
    """Whether a file of a known suffix is one of its format, where the suffix alone does not tell that, and none of
    the project's termbases."""
    if session.options.format or not _can_recognise(reader):
        return True
    if path.resolve() in {p.resolve() for p in _config.termbases(config, session.options.termbases)}:
        return False
    return _recognises(reader, path)


def _wanted(path: Path, session: Session) -> bool:
    """Whether a file has changed, or a file in a folder; yes where nobody asks."""
    changed = session.options.changed
    return changed is None or changed.holds(path)


def _is(test: Callable[[], bool]) -> bool:
    """False also for symbolic links in a circle."""
    try:
        return test()
    except OSError:
        return False


# --- running ----------------------------------------------------------------------------------------------------------


def run(found: Iterable[Path | FileResult], session: Session, summary: Summary, jobs: int = 1) -> Iterator[FileResult]:
    """Check files in order, in `jobs` processes where there is enough to do; `summary` grows as results come."""
    if jobs > 1:
        listed = list(found)
        files = [f for f in listed if isinstance(f, Path)]
        if len(files) > 1 and sum(_size(f) for f in files) >= PARALLEL_BYTES:
            results = _parallel(listed, session, jobs)
        else:
            results = _serial(listed, session)
    else:
        results = _serial(found, session)
    for result in results:
        summary.files += 1
        summary.fixed += result.applied
        for checked in result.checked:
            summary.add(checked)
        yield result


def _serial(found: Iterable[Path | FileResult], session: Session) -> Iterator[FileResult]:
    for item in found:
        yield item if isinstance(item, FileResult) else session.check_file(item)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


_worker: Session | None = None


def _start(session: Session) -> None:
    global _worker
    _worker = session


def _check_chunk(items: Sequence[Path | FileResult]) -> list[FileResult]:
    if _worker is None:
        raise RuntimeError("the worker has no session")
    return list(_serial(items, _worker))


def _parallel(found: Sequence[Path | FileResult], session: Session, jobs: int) -> Iterator[FileResult]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    chunks: list[list[Path | FileResult]] = [[]]
    size = 0
    for item in found:
        if size > CHUNK_BYTES:
            chunks.append([])
            size = 0
        chunks[-1].append(item)
        size += _size(item) if isinstance(item, Path) else 0
    # A forked worker shares the compiled rules; where there is no fork, each makes its own from the cache.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    fresh = (
        session if sys.platform == "linux" else Session(session.configs, session.options, session.cache, session.more)
    )
    with ProcessPoolExecutor(min(jobs, len(chunks)), context, _start, (fresh,)) as pool:
        for results in pool.map(_check_chunk, chunks):
            yield from results
