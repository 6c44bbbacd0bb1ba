"""`build()` puts a Registry together from the built-in plugins, the installed ones and a project's own rule files.

There is no global state: two registries do not know of each other. A plugin that will not load, a misspelt hook or
two rules of one id are errors, never log lines.
"""

from __future__ import annotations

import json
import re
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from zlib import crc32

import pluggy

from . import __version__, hookspecs
from .declare import RuleFileError, check_dimension, load, rule_id
from .model import SetupError
from .rule import DIMENSIONS, Rule, is_id, owned
from .text import closest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from .cache import Cache
    from .declare import Kind
    from .hookspecs import Format, Language, Report, TermbaseFormat

_Shape = TypeVar("_Shape", list[Any], dict[str, Any])

GROUP = "tqa"
"""The entry point group that announces plugins."""

BUILT_IN = ("tqa.checks", "tqa.languages", "tqa.formats", "tqa.reports")

PROJECT = "project"
"""Whose the rules of a project's own rule folders are."""


class PluginError(SetupError):
    """A plugin that cannot be used; the message names it."""


class Plugin(NamedTuple):
    name: str
    version: str
    module: str


class Registry(NamedTuple):
    """Everything plugins have given."""

    rules: Mapping[str, Rule]
    kinds: Mapping[str, Kind]
    formats: Mapping[str, Format]
    reports: Mapping[str, Report]
    languages: Mapping[str, Language]
    termbase_formats: Mapping[str, TermbaseFormat]
    detect_language: Callable[[str], str | None]
    plugins: tuple[Plugin, ...]


def build(
    rule_paths: Sequence[Path] = (),
    cache: Cache | None = None,
    *,
    installed: bool = True,
    more: Mapping[str, object] | None = None,
) -> Registry:
    """Load all plugins. `rule_paths`: a project's rule folders and files; `installed=False` leaves out the plugins of
    other distributions; `more`: plugins that are not installed, by name. Raises PluginError or RuleFileError.
    """
    with stdout_to_stderr():
        return _build(rule_paths, cache, installed, more or {})


def stdout_to_stderr() -> AbstractContextManager[object]:
    """While plugins load and their rules run, standard output is tqa's alone: what they print would end in a report,
    and goes to standard error."""
    return redirect_stdout(sys.stderr)


def _build(rule_paths: Sequence[Path], cache: Cache | None, installed: bool, more: Mapping[str, object]) -> Registry:
    manager, plugins = _registered(cache, installed, more)
    kinds = _collect(manager, "tqa_rule_kinds", "rule kind")
    return Registry(
        rules=_rules(manager, kinds, rule_paths, cache),
        kinds=kinds,
        formats=_collect(manager, "tqa_formats", "format"),
        reports=_collect(manager, "tqa_reports", "report"),
        languages=_languages(manager),
        termbase_formats=_collect(manager, "tqa_termbase_formats", "termbase format"),
        detect_language=_detector(manager),
        plugins=plugins,
    )


def languages() -> Mapping[str, Language]:
    """The languages that tqa's own and the installed plugins know, without loading their rules."""
    with stdout_to_stderr():
        return _languages(_registered(None, True, {})[0])


def _languages(manager: pluggy.PluginManager) -> Mapping[str, Language]:
    return _collect(manager, "tqa_languages", "language")


def _registered(
    cache: Cache | None, installed: bool, more: Mapping[str, object]
) -> tuple[pluggy.PluginManager, tuple[Plugin, ...]]:
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    plugins = [Plugin(module, __version__, module) for module in BUILT_IN]
    if installed:
        plugins += _entry_points(cache)
    for plugin in plugins:
        _register(manager, _import(plugin), plugin.name)
    for name, module in more.items():
        _register(manager, module, name)
        plugins.append(Plugin(name, "", getattr(module, "__name__", "")))
    return manager, tuple(plugins)


def _register(manager: pluggy.PluginManager, plugin: object, name: str) -> None:
    hooks = {hook for hook in vars(hookspecs) if hook.startswith("tqa_")}
    for attribute in dir(plugin):
        found = getattr(plugin, attribute, None)
        marks = getattr(found, "tqa_impl", None)
        if isinstance(marks, dict):
            hook = marks.get("specname") or attribute
            if hook not in hooks:
                close = closest(hook, sorted(hooks))
                hint = f"did you mean {close}?" if close else f"there are {', '.join(sorted(hooks))}"
                raise PluginError(f"plugin {name}: there is no hook {hook}; {hint}")
        elif attribute.startswith("tqa_") and callable(found):
            raise PluginError(f"plugin {name}: {attribute} is not marked with @hookimpl, so it would never be called")
    try:
        manager.register(plugin, name=name)
    except (ValueError, pluggy.PluginValidationError) as problem:
        raise PluginError(f"plugin {name}: {_line(problem)}") from None


def _import(plugin: Plugin) -> object:
    from importlib import import_module

    path, _, attribute = plugin.module.partition(":")
    try:
        found: Any = import_module(path)
        for part in filter(None, attribute.split(".")):
            found = getattr(found, part)
    except (Exception, SystemExit) as problem:
        raise PluginError(
            f"plugin {plugin.name} ({plugin.module}) cannot be loaded: {type(problem).__name__}: {_line(problem)}"
        ) from problem
    else:
        return found


def _line(problem: BaseException) -> str:
    """The message of an exception, on one line."""
    return " ".join(str(problem).split())


def _entry_points(cache: Cache | None) -> list[Plugin]:
    """The installed plugins. Scanning all distributions takes longer than checking an article, so the list is kept for
    as long as the folders on sys.path do not change."""
    stamps = []
    for folder in sys.path:
        try:
            stamps.append(f"{folder} {Path(folder).stat().st_mtime_ns}")
        except OSError:
            continue
    stamp = "\n".join(stamps)
    kept = cache.read(_LIST) if cache else None
    if kept is not None:
        try:
            data = json.loads(kept)
            if data["stamp"] == stamp:
                return [Plugin(*fields) for fields in data["plugins"]]
        except (ValueError, TypeError, KeyError):
            pass  # damaged: scan anew
    from importlib.metadata import entry_points

    found = sorted(
        (Plugin(e.name, e.dist.version if e.dist else "", e.value) for e in entry_points(group=GROUP)),
        key=lambda plugin: plugin.name,
    )
    if cache:
        fields = [[p.name, p.version, p.module] for p in found]
        cache.write(_LIST, json.dumps({"stamp": stamp, "plugins": fields}).encode())
    return found


_LIST = f"plugins-{sys.version_info[0]}{sys.version_info[1]}-{crc32(sys.prefix.encode()):x}.json"
"""Of each environment its own, or two that are used in turn would scan each time."""


def _each(manager: pluggy.PluginManager, hook: str, shape: Callable[[Any], _Shape]) -> Iterator[tuple[str, _Shape]]:
    """(plugin, what its hook gave, as a list or dict), in the order of registration: one plugin at a time, so that
    each thing has an owner."""
    order = {name: number for number, (name, _) in enumerate(manager.list_name_plugin())}
    for impl in sorted(getattr(manager.hook, hook).get_hookimpls(), key=lambda impl: order[impl.plugin_name]):
        try:
            found = shape(impl.function())
        except (Exception, SystemExit) as problem:
            raise _hook_error(impl.plugin_name, hook, problem) from problem
        yield impl.plugin_name, found


def _hook_error(plugin: str, hook: str, problem: BaseException) -> PluginError:
    return PluginError(f"plugin {plugin}: {hook} raised {type(problem).__name__}: {_line(problem)}")


def _detector(manager: pluggy.PluginManager) -> Callable[[str], str | None]:
    """The first answer of the plugins, the last registered asked first (pluggy's order)."""
    impls = manager.hook.tqa_detect_language.get_hookimpls()[::-1]

    def detect(text: str) -> str | None:
        for impl in impls:
            try:
                answer = impl.function(*[text for _ in impl.argnames])
            except Exception as problem:
                raise _hook_error(impl.plugin_name, "tqa_detect_language", problem) from problem
            if answer is not None:
                return str(answer)
        return None

    return detect


def _collect(manager: pluggy.PluginManager, hook: str, what: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    owner: dict[str, str] = {}
    for plugin, things in _each(manager, hook, dict):
        for name, thing in things.items():
            if name in found:
                raise PluginError(f"plugin {plugin}: the {what} {name!r} is already there, from {owner[name]}")
            found[name], owner[name] = thing, plugin
    return found


def _rules(
    manager: pluggy.PluginManager, kinds: Mapping[str, Kind], rule_paths: Sequence[Path], cache: Cache | None
) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}

    def add(plugin: str, found: Iterable[object]) -> None:
        for rule in found:
            if not isinstance(rule, Rule):
                raise PluginError(f"plugin {plugin}: {rule!r} is no rule; decorate the function with @rule(…)")
            if wrong := check_dimension(rule):
                raise PluginError(f"plugin {plugin}: rule {rule.id} ({rule.origin}): {wrong}")
            if other := rules.get(rule.id):
                raise PluginError(
                    f"plugin {plugin}: rule {rule.id} ({rule.origin}) is already there, from plugin {other.plugin} "
                    f"({other.origin}); give one of them another id"
                )
            rules[rule.id] = owned(rule, plugin)

    in_code = dict(_each(manager, "tqa_rules", list))
    in_files = dict(_each(manager, "tqa_rule_files", list))
    for plugin, _ in manager.list_name_plugin():  # tqa's own are the first, so that they are nobody's duplicate
        _check_patterns(plugin, in_code.get(plugin, ()))
        add(_owner(plugin), in_code.get(plugin, ()))
        if plugin in in_files:
            try:
                loaded = load(rule_files(in_files[plugin]), kinds, cache)
            except RuleFileError as problem:
                raise problem if plugin in BUILT_IN else PluginError(f"plugin {plugin}: {problem}") from None
            add(_owner(plugin), loaded)
    if rule_paths:
        add(PROJECT, load(rule_files(rule_paths), kinds, cache))
    return rules


def _check_patterns(plugin: str, rules: Iterable[object]) -> None:
    """Raises PluginError for a pattern of a rule in code that does not compile. Those of rule files are tried when the
    file is read, tqa's own by its tests.
    """
    if plugin in BUILT_IN:
        return
    for rule in (r for r in rules if isinstance(r, Rule)):
        for pattern in rule.patterns:
            try:
                pattern.compile()
            except re.error as problem:
                where = f"plugin {plugin}: rule {rule.id} ({rule.origin})"
                raise PluginError(f"{where}: the pattern {pattern.regex!r} does not compile: {problem}") from None


def _owner(plugin: str) -> str:
    return "tqa" if plugin in BUILT_IN else plugin


def rule_files(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """(file, rule id) of rule files and of all rule files in folders. Raises RuleFileError for a path that is not."""
    found = []
    for path in map(Path, paths):
        if path.is_dir():
            found += [(file, _id(file, path)) for file in sorted(path.rglob("*.toml"))]
        elif path.is_file():
            found.append((path, _id(path, path.absolute().parent.parent)))
        else:
            raise RuleFileError(f"{path}: no such rule file or folder")
    return found


def _id(file: Path, root: Path) -> str:
    """The id of a rule file in a folder of rules; also where the folder given is that of one dimension."""
    root, where = root.absolute(), file.absolute()
    if root.name in DIMENSIONS and where.parent == root:
        root = root.parent
    found = rule_id(where, root)
    if not is_id(found):
        raise RuleFileError(
            f"{file}: the path of a rule file is the id of its rule, so it must be <dimension>/<problem>.toml in lower "
            f"case, with one of the dimensions {', '.join(DIMENSIONS)}"
        )
    return found
