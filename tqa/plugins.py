"""`build()` puts a Registry together from the built-in plugins, the installed ones and a project's own rule files.

There is no global state: two registries do not know of each other. A plugin that will not load, a misspelt hook or
two rules of one id are errors, never log lines.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pluggy

from . import __version__, hookspecs
from .declare import RuleFileError, check_dimension, load, rule_id
from .rule import Rule, owned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from .cache import Cache
    from .declare import Kind
    from .hookspecs import Format, Report

GROUP = "tqa"
"""The entry point group that announces plugins."""

BUILT_IN = ("tqa.checks", "tqa.languages", "tqa.formats", "tqa.reports")

PROJECT = "project"
"""Whose the rules of a project's own rule folders are."""


class PluginError(Exception):
    """A plugin that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Plugin:
    name: str
    version: str
    module: str


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything plugins have given."""

    rules: Mapping[str, Rule]
    kinds: Mapping[str, Kind]
    formats: Mapping[str, Format]
    reports: Mapping[str, Report]
    detect_language: Callable[[str], str | None]
    plugins: tuple[Plugin, ...]


def build(rule_paths: Sequence[Path] = (), cache: Cache | None = None, *, installed: bool = True) -> Registry:
    """Load all plugins. `rule_paths`: a project's rule folders and files; `installed=False` leaves out the plugins of
    other distributions. Raises PluginError or RuleFileError.
    """
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    plugins = []
    for module in BUILT_IN:
        _register(manager, _import(module, "tqa"), module)
        plugins.append(Plugin(module, __version__, module))
    if installed:
        for entry in _entry_points(cache):
            _register(manager, _import(entry.module, entry.name), entry.name)
            plugins.append(entry)
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as problem:
        raise PluginError(f"plugin {manager.get_name(problem.plugin)}: {problem}") from None
    kinds = _collect(manager, "tqa_rule_kinds", "rule kind")
    return Registry(
        rules=_rules(manager, kinds, rule_paths, cache),
        kinds=kinds,
        formats=_collect(manager, "tqa_formats", "format"),
        reports=_collect(manager, "tqa_reports", "report"),
        detect_language=lambda text: manager.hook.tqa_detect_language(text=text),
        plugins=tuple(plugins),
    )


def _register(manager: pluggy.PluginManager, plugin: object, name: str) -> None:
    for attribute in dir(plugin):
        found = getattr(plugin, attribute) if attribute.startswith("tqa_") else None
        if callable(found) and not hasattr(found, "tqa_impl"):
            raise PluginError(f"plugin {name}: {attribute} is not marked with @hookimpl, so it would never be called")
    try:
        manager.register(plugin, name=name)
    except (ValueError, pluggy.PluginValidationError) as problem:
        raise PluginError(f"plugin {name}: {problem}") from None


def _import(module: str, name: str) -> object:
    from importlib import import_module

    path, _, attribute = module.partition(":")
    try:
        found: Any = import_module(path)
        for part in filter(None, attribute.split(".")):
            found = getattr(found, part)
    except Exception as problem:
        raise PluginError(
            f"plugin {name} ({module}) cannot be loaded: {type(problem).__name__}: {problem}"
        ) from problem
    else:
        return found


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


_LIST = f"plugins-{sys.version_info[0]}{sys.version_info[1]}.json"


def _each(manager: pluggy.PluginManager, hook: str) -> Iterator[tuple[str, Any]]:
    """(plugin, what its hook gave), in the order of registration: one plugin at a time, so that each thing has an
    owner."""
    order = {name: number for number, (name, _) in enumerate(manager.list_name_plugin())}
    for impl in sorted(getattr(manager.hook, hook).get_hookimpls(), key=lambda impl: order[impl.plugin_name]):
        try:
            yield impl.plugin_name, impl.function()
        except (PluginError, RuleFileError):
            raise
        except Exception as problem:
            message = f"plugin {impl.plugin_name}: {hook} raised {type(problem).__name__}: {problem}"
            raise PluginError(message) from problem


def _collect(manager: pluggy.PluginManager, hook: str, what: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    owner: dict[str, str] = {}
    for plugin, things in _each(manager, hook):
        for name, thing in dict(things).items():
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

    for plugin, found in _each(manager, "tqa_rules"):
        add(_owner(plugin), found)
    for plugin, paths in _each(manager, "tqa_rule_files"):
        add(_owner(plugin), load(rule_files(paths), kinds, cache))
    if rule_paths:
        add(PROJECT, load(rule_files(rule_paths), kinds, cache))
    return rules


def _owner(plugin: str) -> str:
    return "tqa" if plugin in BUILT_IN else plugin


def rule_files(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """(file, rule id) of rule files and of all rule files in folders. Raises RuleFileError for a path that is not."""
    found = []
    for path in map(Path, paths):
        if path.is_dir():
            found += [(file, rule_id(file, path)) for file in sorted(path.rglob("*.toml"))]
        elif path.is_file():
            found.append((path, rule_id(path, path.parent.parent)))
        else:
            raise RuleFileError(f"{path}: no such rule file or folder")
    return found
