"""tqa.toml or [tool.tqa] in pyproject.toml → Config. The file closest to a document wins whole; nothing is merged
unless `extend` asks for it. Paths are relative to the file they stand in. An unknown key is an error.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from . import text as _text
from .model import INVALID_FILE, SEVERITIES, SetupError
from .rule import ASKED_FOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .lines import Place
    from .model import Severity
    from .rule import Rule

FILE = "tqa.toml"
TERMS = "tqa-terms.toml"
"""The termbase that a project settles its terms in, beside its configuration."""


class ConfigError(SetupError):
    """A configuration that cannot be used; the message begins with file and line."""


class Profile(NamedTuple):
    """A house style: which rules it leaves out or adds, and what options it sets."""

    summary: str
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    options: Mapping[str, Mapping[str, object]] = MappingProxyType({})
    path: Path | None = None
    """The file that it was read from."""


DEFAULT_PROFILE = "plain"
_PLAIN = Profile("No style of its own: what an article does most often is its style")


class _Profiles(Mapping[str, Profile]):
    """The house styles that come with tqa, each a file that is read when it is asked for; but for the default one,
    which says nothing, as reading TOML takes longer than checking a paragraph."""

    def __getitem__(self, name: str) -> Profile:
        if name not in self._names:
            raise KeyError(name)
        return _PLAIN if name == DEFAULT_PROFILE else _read_profile(_PROFILES / f"{name}.toml")

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    _names = ("plain", "us-news", "uk-news", "china-english")


_PROFILES = Path(__file__).parent / "profiles"
PROFILES: Mapping[str, Profile] = _Profiles()


def profile(name: str) -> Profile:
    """The house style of a name or of a file (".toml"). Raises ConfigError."""
    if name.endswith(".toml"):
        return _read_profile(Path(name))
    if name not in PROFILES:
        raise ConfigError(f"there is no {name!r}{suggestion(name, PROFILES)}")
    return PROFILES[name]


@cache
def _read_profile(path: Path, _seen: tuple[Path, ...] = ()) -> Profile:
    path = _absolute(path)
    reader, raw = _toml(path)
    base = _PLAIN
    if "extend" in raw:
        other = reader.text(("extend",), raw.pop("extend"))
        if other.endswith(".toml"):
            if path.parent / other in (*_seen, path):
                raise reader.error(("extend",), f"extend goes in a circle: {path.parent / other}")
            base = _read_profile(path.parent / other, (*_seen, path))
        elif other in PROFILES:
            base = PROFILES[other]
        else:
            raise reader.error(("extend",), f"extend: there is no {other!r}{suggestion(other, PROFILES)}")
    kinds = {"summary": "text", "select": "list", "ignore": "list", "options": "tables"}
    for key in raw:
        if key not in kinds:
            raise reader.error((key,), f"unknown key {key!r}{suggestion(key, (*kinds, 'extend'))}")
    said = {key: getattr(reader, kinds[key])((key,), value) for key, value in raw.items()}
    return Profile(
        said.get("summary", base.summary),
        (*base.select, *said.get("select", ())),
        (*base.ignore, *said.get("ignore", ())),
        _merged(base.options, said.get("options", {})),
        path,
    )


def _merged(
    base: Mapping[str, Mapping[str, object]], over: Mapping[str, Mapping[str, object]]
) -> dict[str, dict[str, object]]:
    """The options by rule, with what `over` says in place of what the other says."""
    return {rule: {**base.get(rule, {}), **over.get(rule, {})} for rule in (*base, *(r for r in over if r not in base))}


@dataclass(frozen=True, slots=True)
class Config:
    """What a configuration file says; without a file, the defaults."""

    path: Path | None = None
    """The file it was read from."""
    source_lang: str = ""
    target_lang: str = ""
    profile: str = DEFAULT_PROFILE
    select: tuple[str, ...] = ("default",)
    ignore: tuple[str, ...] = ()
    semantic: bool = False
    """Whether the rules of the extra "semantic" run."""
    grammar: bool = False
    """Whether those of the extra "grammar" do."""
    severity: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    protect: tuple[str, ...] = ()
    """Regular expressions of what translations have to keep as it is."""
    rules: tuple[Path, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: str = "warning"
    baseline: Path | None = None
    termbases: tuple[Path, ...] = ()
    encoding: str = ""
    """That of files that are not Unicode; "" leaves it to detection."""
    pairs: Mapping[str, str] = field(default_factory=dict)
    """What files of sources ("source") and of their translations ("target") are called: `tqa.paired.Pattern`."""

    @property
    def root(self) -> Path:
        """The folder that patterns of files are relative to."""
        return self.path.parent if self.path else Path.cwd()


KEYS: Mapping[str, tuple[str, str]] = {
    "extend": ("text", "another configuration file whose settings hold where this one says nothing"),
    "source_lang": ("text", 'language of the sources, as "zh"; documents that name theirs win'),
    "target_lang": ("text", 'language of the translations, as "en"; detected where neither says'),
    "profile": ("text", "house style: " + ", ".join(PROFILES) + "; or a file of your own"),
    "select": ("list", 'rules to run: ids, dimensions ("style"), "default" or "all"'),
    "ignore": ("list", "rules not to run: ids or dimensions"),
    "semantic": ("flag", "also compare what source and translation mean; slow, and needs tqa[semantic]"),
    "grammar": ("flag", "also check the grammar of English; slow, and needs tqa[grammar]"),
    "severity": ("table", "rule or dimension → error, warning, info or hint"),
    "options": ("tables", "rule → its options"),
    "per_file_ignores": ("lists", "pattern of files → rules not to run there"),
    "protect": ("list", "regular expressions of what has to stand in the translation as in the source"),
    "rules": ("list", "folders and files with rules of your own"),
    "exclude": ("list", "patterns of files to leave alone"),
    "fail_on": ("text", "the slightest severity that makes exit code 1: error, warning, info, hint or never"),
    "baseline": ("text", "file of findings already known"),
    "encoding": ("text", "encoding of files that are not Unicode; detected where nothing says it"),
    "pairs": ("table", 'source and target: names of files that belong together, as "{name}.zh.txt", "{name}.en.txt"'),
    "termbases": ("list", "files with the terms to hold to; tqa-terms.toml beside this file is always one"),
}
"""The keys of a configuration file: their type and meaning, in the order that `tqa init` writes them."""


class Configs:
    """Finds and reads configuration files, each once."""

    def __init__(self, fixed: Path | Config | None = None, *, isolated: bool = False) -> None:
        """`fixed`: use this file, or what it would say, for everything; `isolated`: use none."""
        self._isolated = isolated
        self._fixed = load(fixed) if isinstance(fixed, Path) else fixed
        self._by_folder: dict[Path, Config] = {}
        self._by_name: dict[str, Config] = {}

    def for_file(self, path: Path) -> Config:
        """The configuration for a document, or for a folder."""
        if self._fixed is not None:
            return self._fixed
        if self._isolated:
            return Config()
        name = str(path)
        folder = name if os.path.isdir(name) else os.path.dirname(name)  # noqa: PTH112, PTH120 - a million files ask
        found = self._by_name.get(folder)
        if found is None:
            found = self._by_name[folder] = self._for_folder(_absolute(Path(folder)))
        return found

    def _for_folder(self, folder: Path) -> Config:
        found = self._by_folder.get(folder)
        if found is None:
            path = _in_folder(folder)
            if path is not None:
                found = load(path)
            elif folder == folder.parent:
                found = Config()
            else:
                found = self._for_folder(folder.parent)
            self._by_folder[folder] = found
        return found


def _absolute(path: Path) -> Path:
    """Without "..", which would make folders beside the file look as if they held it."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute() keeps ".."


def _in_folder(folder: Path) -> Path | None:
    if (own := folder / FILE).is_file():
        return own
    project = folder / "pyproject.toml"
    try:
        source = project.read_bytes()
    except OSError:
        return None
    return project if b"tqa" in source and re.search(_TOOL, source) and _configures(source) else None


_TOOL = rb"""(?m)^\s*\[?\s*["']?tool["']?\s*(?:\]|=|\.\s*["']?tqa)"""
"""What a table [tool.tqa] cannot do without; reading TOML to be sure takes longer than checking a paragraph."""


def _configures(project: bytes) -> bool:
    """Whether a pyproject.toml has a table [tool.tqa], in whichever way TOML lets one write it."""
    import tomllib

    try:
        tool = tomllib.loads(project.decode("utf-8-sig")).get("tool")
    except ValueError:  # it may be meant for others; where it is meant for tqa, `load` says what is wrong
        return b"[tool.tqa" in project
    return isinstance(tool, dict) and "tqa" in tool


def load(path: Path, _seen: tuple[Path, ...] = ()) -> Config:
    """Read a configuration file, and what it extends. Raises ConfigError."""
    path = _absolute(path)
    reader, raw = _toml(path)
    if path.name == "pyproject.toml":
        for key in ("tool", "tqa"):
            raw = reader.table_of(raw, key)
    return replace(_whole(reader, raw, (*_seen, path.resolve())), path=path)


def _toml(path: Path) -> tuple[_Reader, dict[str, Any]]:
    """What a file says, and a reader for it. Raises ConfigError."""
    import tomllib

    try:
        source = path.read_text(encoding="utf-8-sig")
        raw: dict[str, Any] = tomllib.loads(source)
    except OSError as problem:
        raise ConfigError(f"{path}: cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError as problem:
        raise ConfigError(f"{path}:1: not UTF-8 (byte {problem.start}); save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as problem:
        line = re.search(r"at line (\d+)", str(problem))
        number = line[1] if line else len(source.splitlines())
        raise ConfigError(f"{path}:{number}: {problem}") from None
    return _Reader(path, source), raw


def parse(raw: Mapping[str, Any]) -> Config:
    """The configuration that a program gives as values; paths are relative to the current folder. Raises
    ConfigError."""
    return replace(_whole(_Reader(Path.cwd() / FILE, None), dict(raw)), path=None)


def _whole(reader: _Reader, raw: dict[str, Any], seen: tuple[Path, ...] = ()) -> Config:
    """What a file says, over what the file says that it extends."""
    base = Config()
    folder = reader.path.parent
    if "extend" in raw:
        other = folder / reader.text(("extend",), raw.pop("extend"))
        if not other.is_file():
            raise reader.error(("extend",), f"extend: there is no {other}")
        if other.resolve() in seen:
            way = " → ".join(map(str, (*seen, other.resolve())))
            raise reader.error(("extend",), f"extend goes in a circle: {way}")
        base = _rebased(load(other, seen), folder)
    return replace(base, **reader.read(raw))


def _rebased(base: Config, folder: Path) -> Config:
    """What a file in `folder` extends. Patterns of files stay relative to the file that they stand in."""
    from glob import escape

    if base.root == folder:
        return base

    def absolute(pattern: str) -> str:
        return f"{escape(base.root.as_posix())}/{pattern}" if "/" in pattern else pattern

    return replace(
        base,
        exclude=tuple(map(absolute, base.exclude)),
        per_file_ignores={absolute(pattern): rules for pattern, rules in base.per_file_ignores.items()},
    )


class _Reader:
    def __init__(self, path: Path, source: str | None) -> None:
        """`source` None: it comes from no file, and errors name no line."""
        self.path, self._source = path, source
        self._outer: Place = ()

    def error(self, place: Place, message: str) -> ConfigError:
        """An error at the line of a key or of an item of a list, else of what holds it."""
        from .lines import line_of, lines

        if self._source is None:
            return ConfigError(message)
        return ConfigError(f"{self.path}:{line_of((*self._outer, *place), lines(self._source))}: {message}")

    def table_of(self, raw: Mapping[str, Any], key: str) -> dict[str, Any]:
        """The table that a pyproject.toml has under a key; places are in it from now on."""
        value = raw.get(key, {})
        if not isinstance(value, dict):
            raise self.error((key,), f"{key} must be a table, not {value!r}")
        self._outer = (*self._outer, key)
        return value

    def read(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key, value in raw.items():
            if key not in KEYS:
                raise self.error((key,), f"unknown key {key!r}{suggestion(key, KEYS)}")
            out[key] = getattr(self, KEYS[key][0])((key,), value)
        here = self.path.parent
        if "rules" in out:
            out["rules"] = tuple(here / p for p in out["rules"])
        if "termbases" in out:
            out["termbases"] = tuple(here / p for p in out["termbases"])
        if "baseline" in out:
            out["baseline"] = here / out["baseline"]
        for key in ("source_lang", "target_lang"):
            if not re.fullmatch(r"(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)?", out.get(key, "")):
                raise self.error((key,), f'{key} = {out[key]!r}: must be the code of a language, as "zh" or "en-GB"')
        for number, pattern in enumerate(out.get("protect", ())):
            try:
                re.compile(pattern)
            except re.error as problem:
                raise self.error(("protect", number), f"protect: {pattern!r}: {problem}") from None
        self._profile(out)
        self._encoding(out)
        self._pairs(out)
        self._choice(out, "fail_on", (*SEVERITIES, "never"))
        for rule, value in out.get("severity", {}).items():
            if value not in SEVERITIES:
                allowed = ", ".join(SEVERITIES)
                raise self.error(("severity", rule), f"severity of {rule} is {value!r}: must be one of {allowed}")
        return out

    def _profile(self, out: dict[str, Any]) -> None:
        if out.get("profile", "").endswith(".toml"):
            out["profile"] = str(self.path.parent / out["profile"])
            profile(out["profile"])
        else:
            self._choice(out, "profile", PROFILES)

    def _encoding(self, out: Mapping[str, Any]) -> None:
        import codecs

        try:
            "".encode(out.get("encoding") or "utf-8")
            codecs.lookup(out.get("encoding") or "utf-8")
        except (LookupError, ValueError):
            what = (
                f"encoding = {out['encoding']!r}: there is none of that name; common ones are gb18030, big5 and cp1252"
            )
            raise self.error(("encoding",), what) from None

    def _pairs(self, out: Mapping[str, Any]) -> None:
        if "pairs" not in out:
            return
        from .paired import Pattern

        said = out["pairs"]
        for side in said:
            if side not in ("source", "target"):
                raise self.error(("pairs", side), f"pairs: there is no {side!r}; it takes source and target")
            try:
                Pattern.of(said[side])
            except ValueError as problem:
                raise self.error(("pairs", side), f"pairs: {side} = {said[side]!r}: {problem}") from None
        if len(said) < 2:
            raise self.error(("pairs",), "pairs takes both, source and target")
        if said["source"] == said["target"]:
            raise self.error(("pairs", "target"), "pairs: source and target are the same")

    def _choice(self, out: Mapping[str, Any], key: str, choices: Iterable[str]) -> None:
        if key in out and out[key] not in choices:
            raise self.error((key,), f"{key} = {out[key]!r}{suggestion(out[key], choices)}")

    def text(self, place: Place, value: object) -> str:
        if not isinstance(value, str):
            raise self.error(place, f"{place[-1]} must be text, not {value!r}")
        return value

    def flag(self, place: Place, value: object) -> bool:
        if not isinstance(value, bool):
            raise self.error(place, f"{place[-1]} must be true or false, not {value!r}")
        return value

    def list(self, place: Place, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(place, f"{place[-1]} must be a list of texts, not {value!r}")
        return tuple(value)

    def table(self, place: Place, value: object) -> dict[str, str]:
        return {name: self.text((*place, name), item) for name, item in self._dict(place, value).items()}

    def tables(self, place: Place, value: object) -> dict[str, dict[str, object]]:
        found = self._dict(place, value)
        for name, item in found.items():
            if not isinstance(item, dict):
                raise self.error((*place, name), f'{place[-1]} takes a table a rule, as [{place[-1]}."{name}"]')
        return found

    def lists(self, place: Place, value: object) -> dict[str, tuple[str, ...]]:
        return {name: self.list((*place, name), item) for name, item in self._dict(place, value).items()}

    def _dict(self, place: Place, value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.error(place, f"{place[-1]} must be a table, not {value!r}")
        return value


def suggestion(word: object, choices: Iterable[str]) -> str:
    """The end of an error message: “did you mean …?”, or what there is."""
    known = sorted(choices)
    close = _text.closest(str(word), known)
    return f"; did you mean {close!r}?" if close else f"; there are: {', '.join(known)}"


# --- which rules run --------------------------------------------------------------------------------------------------


class Choice(NamedTuple):
    """Whether a rule runs, and why."""

    on: bool
    why: str


def choose(config: Config, rules: Mapping[str, Rule]) -> dict[str, Choice]:
    """For every rule whether it runs under this configuration. Raises ConfigError for names of rules that are not."""
    where = str(config.path) if config.path else "the command line"
    style = profile(config.profile)
    dimensions = {name.partition("/")[0] for name in rules}
    sets = {"all", "default", *rules, *dimensions}
    _check_names(config, ("select",), config.select, sets)
    _check_names(config, ("ignore",), config.ignore, sets | {INVALID_FILE})
    _check_names(config, ("severity",), config.severity, {*rules, *dimensions})
    for pattern, names in config.per_file_ignores.items():
        _check_names(config, ("per_file_ignores", pattern), names, sets | {INVALID_FILE})
    _check_names(config, ("options",), config.options, rules)
    _check_options(config, rules)
    _check_profile(style, rules, sets)
    selectors = (*config.select, *style.select) if "default" in config.select else config.select
    chosen = {}
    for name, rule in rules.items():
        asked = rule.requires in ASKED_FOR and getattr(config, rule.requires)
        selected = selects(selectors, rule)
        if asked and not selected and rule.status == "stable" and "default" in selectors:
            selected = "default"
        dropped = selects(config.ignore, rule)
        styled = selects(style.ignore, rule)
        if dropped:
            chosen[name] = Choice(False, f"ignored by {dropped!r} in {where}")
        elif styled and name not in config.select:
            chosen[name] = Choice(False, f"not part of profile {config.profile!r}")
        elif rule.requires in ASKED_FOR and rule.status == "stable" and not asked and name not in config.select:
            chosen[name] = Choice(False, f"off until asked for with --{rule.requires} or {rule.requires} = true")
        elif selected:
            chosen[name] = Choice(True, f"selected by {selected!r}")
        elif not rule.default and "default" in config.select:
            chosen[name] = Choice(False, f"{rule.status}: off until selected by name")
        else:
            chosen[name] = Choice(False, "not selected")
    return chosen


def selects(selectors: Iterable[str], rule: Rule) -> str | None:
    """The selector that takes the rule, or None."""
    for selector in selectors:
        if selector in ("all", rule.id, rule.id.partition("/")[0]) or (selector == "default" and rule.default):
            return selector
    return None


def ignored_in(config: Config, path: Path, rules: Iterable[Rule]) -> frozenset[str]:
    """The ids of the rules that per_file_ignores turns off for a file, and INVALID_FILE where it is ignored."""
    own = frozenset((INVALID_FILE,)).intersection(config.ignore)
    if not config.per_file_ignores:
        return own
    names = [n for pattern, ids in config.per_file_ignores.items() if matches(pattern, path, config) for n in ids]
    own = own.union({INVALID_FILE}.intersection(names))
    return own.union(rule.id for rule in rules if selects(names, rule)) if names else own


def excluded(config: Config, path: Path) -> bool:
    return any(matches(pattern, path, config) for pattern in config.exclude)


def relative(path: Path, config: Config) -> str:
    """A path as the configuration sees it, with / between folders; outside its folder, absolute."""
    path = _absolute(path)
    try:
        return path.relative_to(_absolute(config.root)).as_posix()
    except ValueError:
        return path.as_posix()


def matches(pattern: str, path: Path, config: Config) -> bool:
    """Whether a pattern of files (`*.txt`, `archive/**`) takes a path. One without "/" looks at each name of the path
    alone; in one with it, `*` stays within a folder and `**/` is any number of them."""
    path, name = _absolute(path), relative(path, config)
    if "/" not in pattern:
        return fnmatchcase(path.name, pattern) or any(fnmatchcase(part, pattern) for part in name.split("/"))
    wanted = f"{pattern}**" if pattern.endswith("/") else pattern
    if Path(pattern).is_absolute():
        name = path.as_posix()
    return _takes(wanted.split("/"), name.split("/"))


def _takes(pattern: Sequence[str], names: Sequence[str]) -> bool:
    if not pattern or not names:
        return not pattern and not names
    if pattern[0] == "**":
        return len(pattern) == 1 or any(_takes(pattern[1:], names[at:]) for at in range(len(names)))
    return fnmatchcase(names[0], pattern[0]) and _takes(pattern[1:], names[1:])


def options_of(config: Config) -> dict[str, dict[str, object]]:
    """The options by rule: the profile's, and over them the configuration's own."""
    merged = _merged(profile(config.profile).options, config.options)
    if config.protect:
        patterns = merged.setdefault("accuracy/protected-text-changed", {})
        patterns["patterns"] = [*config.protect, *cast("list[str]", patterns.get("patterns", []))]
    return merged


def termbases(config: Config, more: Iterable[Path] = ()) -> tuple[Path, ...]:
    """The files of terms that hold: those that are named, and the one that the project settles its terms in."""
    own = config.root / TERMS
    named = [*config.termbases, *more]
    return (*named, own) if config.path and own not in named and own.is_file() else tuple(named)


def severity_of(config: Config, rules: Iterable[Rule]) -> dict[str, Severity]:
    """The severities that the configuration changes, by rule; a rule's own line wins over its dimension's."""
    out: dict[str, Severity] = {}
    for rule in rules:
        for name in (rule.id, rule.id.partition("/")[0]):
            if name in config.severity:
                out[rule.id] = config.severity[name]
                break
    return out


def _check_names(config: Config, place: Place, names: Iterable[str], known: Iterable[str]) -> None:
    for name in names:
        if name not in known:
            key = ".".join([str(place[0]), *map(repr, place[1:])])
            raise ConfigError(f"{_where(config, place, name)}{key}: there is no rule {name!r}{suggestion(name, known)}")


def _where(config: Config, place: Place, name: str) -> str:
    """The beginning of a message: the file and line at which the configuration, or what it extends, has a name in a
    list or table; "" where there is no file."""
    import tomllib

    from .lines import line_of, lines

    path = config.path
    while path is not None:
        try:
            source = path.read_text(encoding="utf-8-sig")
            raw: Any = tomllib.loads(source)
        except (OSError, ValueError):
            return f"{config.path}: "
        prefix: Place = ("tool", "tqa") if path.name == "pyproject.toml" else ()
        for key in prefix:
            raw = raw[key]
        held: Any = raw
        for key in place:
            held = held.get(key, {})
        if name in held:
            at = held.index(name) if isinstance(held, list) else name
            return f"{path}:{line_of((*prefix, *place, at), lines(source))}: "
        path = path.parent / raw["extend"] if "extend" in raw else None
    # What no file says is said on the command line, which selects and ignores; or it is a pattern of another folder.
    if config.path is None:
        return ""
    return "the command line: " if len(place) == 1 else f"{config.path}: "


def _check_options(config: Config, rules: Mapping[str, Rule]) -> None:
    for name, values in config.options.items():
        defaults = rules[name].options
        for option, value in values.items():
            if option not in defaults:
                where = _where(config, ("options", name), option)
                hint = suggestion(option, defaults) if defaults else "; it has none"
                raise ConfigError(f"{where}rule {name} has no option {option!r}{hint}")
            default = type(defaults[option])
            if type(value) is not default and defaults[option] is not None and (default, type(value)) != (float, int):
                where, wanted = _where(config, ("options", name), option), default.__name__
                raise ConfigError(f"{where}option {option!r} of {name} must be of type {wanted}, not {value!r}")


def _check_profile(style: Profile, rules: Mapping[str, Rule], sets: Iterable[str]) -> None:
    if style.path is None:
        return
    for name in (*style.select, *style.ignore, *style.options):
        if name not in (rules if name in style.options else sets):
            raise ConfigError(f"{style.path}: there is no rule {name!r}{suggestion(name, sets)}")
    for name, values in style.options.items():
        for option in values:
            if option not in rules[name].options:
                hint = suggestion(option, rules[name].options) if rules[name].options else "; it has none"
                raise ConfigError(f"{style.path}: rule {name} has no option {option!r}{hint}")


_EXAMPLES: Mapping[str, str] = {
    "extend": '"../tqa.toml"',
    "source_lang": '"zh"',
    "target_lang": '"en"',
    "profile": f'"{DEFAULT_PROFILE}"',
    "select": '["default"]',
    "ignore": '["style/mixed-apostrophes"]',
    "semantic": "true",
    "grammar": "true",
    "protect": r"""['[A-Z]{2}-\d+']""",
    "rules": '["qa/rules"]',
    "exclude": '["archive/**"]',
    "fail_on": '"warning"',
    "baseline": '"tqa-baseline.json"',
    "encoding": '"gb18030"',
    "termbases": '["terms.csv"]',
}
_TABLES = """
# [severity]                                   # {severity}
# "style/fragment" = "error"

# [options."terminology/undefined-abbreviation"]   # {options}
# known = ["SAR", "GBA"]

# [per_file_ignores]                           # {per_file_ignores}
# "archive/**" = ["style"]

# [pairs]                                      # {pairs}
# source = "{{name}}.zh.txt"
# target = "{{name}}.en.txt"
"""


def template() -> str:
    """A commented tqa.toml, for `tqa init`; every line is a comment until its "# " is taken away."""
    lines = ["# Configuration of tqa. The file closest to a document holds for it, alone. Paths are relative to it."]
    for key, example in _EXAMPLES.items():
        lines += ["", f"# {KEYS[key][1]}", f"# {key} = {example}"]
    tables = _TABLES.format(**{key: meaning for key, (_, meaning) in KEYS.items()})
    return "\n".join(lines) + "\n" + tables


def changed(config: Config) -> dict[str, Any]:
    """The settings that differ from the defaults, for `tqa config --why`."""
    default = Config()
    return {f.name: value for f in fields(config) if (value := getattr(config, f.name)) != getattr(default, f.name)}
