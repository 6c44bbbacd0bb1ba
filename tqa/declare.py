"""A rule file → Rule, and the kinds of rule file.

Decoding is strict: an unknown key, a wrong type, a pattern that does not compile or a missing example is an error that
names the file and the line. A decoded file is plain data and is kept in the cache, so that TOML is read and patterns
are compiled only when a file has changed.
"""

from __future__ import annotations

import json
import re
import sys
import warnings
from collections import Counter, defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from . import text as _text
from .match import Pattern
from .model import KINDS, SEVERITIES, Edit, Evidence, Finding, Fix, Segment, SetupError, Span
from .rule import DIMENSIONS, Context, Example, Rule, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from .cache import Cache
    from .lines import Place
    from .model import Document, Safety


class RuleFileError(SetupError):
    """A rule file that cannot be used; the message begins with file and line."""


class Field(NamedTuple):
    """A key of a kind's table."""

    type: type | str
    """str, int, bool, "strings", "regex", "regexes", "table" (regex → text), "tokens", "examples", or words to choose
    from, "a|b|c"."""
    doc: str
    default: Any = None
    required: bool = False


class Made(NamedTuple):
    """What a kind makes of its table: the triggers, what runs where they fire, and what its messages may name."""

    patterns: tuple[Pattern, ...]
    check: Callable[[Any, Context], Iterable[Finding]]
    scope: Scope = "segment"
    fills: tuple[str, ...] = ()
    """Placeholders of the message besides {match}; "fix" where there is one."""
    grouped: tuple[Pattern, ...] | None = None
    """The patterns whose groups the message may name; None: the triggers."""
    templates: tuple[str, ...] = ()
    """For each trigger the new text, if it may name groups of the match as ``\\1``."""


class Kind(NamedTuple):
    """A kind of rule file: its keys, and the function that makes a check of them."""

    summary: str
    fields: Mapping[str, Field]
    make: Callable[[Mapping[str, Any], Messages], Made]


class Messages:
    """The message and fix templates of a rule file, filled in from a match.

    ``{match}`` is the text found, ``{fix}`` what would stand there, ``{1}`` or ``{name}`` a group, ``{source}`` what
    `when_source` matched, ``{source.1}`` a group of that. Decoding makes sure that there is nothing else in braces.
    """

    __slots__ = ("safety", "template", "title")

    def __init__(self, template: str, title: str, safety: Safety) -> None:
        self.template, self.title, self.safety = template, title, safety

    def message(self, match: str, fix: str | None = None, groups: re.Match[str] | None = None, **more: str) -> str:
        return _fill(self.template, {"match": match, "fix": fix or "", **more}, groups)

    def fix(self, span: Span, new: str | None, old: str) -> Fix | None:
        if new is None or new == old:
            return None
        return Fix(self.fix_title(new, old), (Edit(span, new),), self.safety)

    def fix_title(self, new: str, old: str) -> str:
        default = f"Replace with “{new}”" if new.strip() else "Remove"
        return _fill(self.title, {"match": old, "fix": new}, None) if self.title else default


_PLACEHOLDER = re.compile(r"\{(\w+(?:\.\w+)?)\}")


def _fill(template: str, values: Mapping[str, str], groups: re.Match[str] | None) -> str:
    def value(placeholder: re.Match[str]) -> str:
        name = placeholder[1]
        if name in values:
            return values[name]
        if groups is not None and not name.startswith("source"):
            found = groups[int(name) if name.isdigit() else name]
            return found or ""
        return placeholder[0]

    return _PLACEHOLDER.sub(value, template)


# --- the head of every rule file --------------------------------------------------------------------------------------

HEAD: Mapping[str, Field] = {
    "kind": Field(str, "which kind of rule this is", required=True),
    "summary": Field(str, "the problem in one line, as a heading", required=True),
    "why": Field(str, "why it matters, what was seen in the data, what it leaves alone", required=True),
    "message": Field(str, "what is said of each place; {match}, {fix}, {1} and the like are filled in", required=True),
    "severity": Field("|".join(SEVERITIES), "how grave it is", "warning"),
    "langs": Field("strings", 'language pairs it is for: "*>en", "zh>en"', ["*>*"]),
    "mqm": Field(str, "the MQM error type; without it the rule's id", ""),
    "status": Field("stable|preview", "a preview rule is off until selected", "stable"),
    "requires": Field(str, "the extra that it needs, as zh; without that it does not run, and the summary says so", ""),
    "segments": Field("strings", "the kinds of segment it looks at; without it all but code and furniture", []),
    "when_source": Field("regex", "only where the segment's source matches this", ""),
    "fix_title": Field(
        str, "what the fix does, for a menu, with {match} and {fix}; without it the new text is named", ""
    ),
    "safety": Field("safe|unsafe|display", "whether --fix may apply the fix", "unsafe"),
    "bad": Field("examples", "texts with what the rule finds in [[double brackets]]", required=True),
    "good": Field("examples", "texts in which it finds nothing", required=True),
}
EXAMPLE: Mapping[str, Field] = {
    "text": Field(str, "the text; a blank line separates segments", required=True),
    "fixed": Field(str, "the whole text after the fix"),
    "source": Field(str, "the source text, segment by segment", ""),
    "kind": Field("|".join(KINDS), "the kind of the segments", "body"),
    "options": Field(dict, "option values to run it with", {}),
}


def load(files: Sequence[tuple[Path, str]], kinds: Mapping[str, Kind], cache: Cache | None = None) -> list[Rule]:
    """The rules of files, given as (path, id). Raises RuleFileError, with file and line, for anything wrong."""
    stamps = []
    for path, _ in files:
        try:
            stat = path.stat()
        except OSError as problem:
            raise RuleFileError(f"{path}: cannot be read: {problem.strerror}") from None
        stamps.append(f"{path} {stat.st_mtime_ns} {stat.st_size}")
    about = [f"{name} {list(kind.fields)}" for name, kind in sorted(kinds.items())]
    name = f"rules-{_digest(_FORM, sys.version, str(list(HEAD)), *about, *stamps)}.json"
    decoded = _kept(cache.read(name) if cache else None, len(files))
    if decoded is None:
        decoded = [decode(_read(path), str(path), kinds) for path, _ in files]
        if cache:
            cache.write(name, json.dumps(decoded, ensure_ascii=False).encode())
    return [build(data, rule_id, kinds, str(path)) for data, (path, rule_id) in zip(decoded, files, strict=True)]


_FORM = "2"
"""Raised when what a decoded file holds changes."""


def _kept(data: bytes | None, number: int) -> list[dict[str, Any]] | None:
    """The decoded files of a cache file, None where it is not there or damaged."""
    with suppress(ValueError):
        decoded = json.loads(data or b"null")
        if isinstance(decoded, list) and len(decoded) == number and all(isinstance(d, dict) for d in decoded):
            return decoded
    return None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        raise RuleFileError(f"{path}:1: not UTF-8 (byte {problem.start}); save the file as UTF-8") from None
    except OSError as problem:
        raise RuleFileError(f"{path}: cannot be read: {problem.strerror}") from None


def _digest(*parts: str) -> str:
    from hashlib import sha256

    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def build(data: dict[str, Any], rule_id: str, kinds: Mapping[str, Kind], origin: str) -> Rule:
    """The rule of a decoded file."""
    messages = Messages(data["message"], data["fix_title"], data["safety"])
    made = kinds[data["kind"]].make(data[data["kind"]], messages)
    check = _with_source(made.check, data["when_source"]) if data["when_source"] else made.check
    return Rule(
        id=rule_id,
        summary=data["summary"],
        check=check,
        examples=tuple(Example(**e) for e in [*data["bad"], *data["good"]]),
        why=data["why"].strip(),
        severity=data["severity"],
        scope=made.scope,
        langs=tuple(data["langs"]),
        mqm=data["mqm"] or rule_id,
        patterns=made.patterns,
        kinds=tuple(data["segments"]),
        status=data["status"],
        requires=data["requires"],
        origin=origin,
    )


def _with_source(check: Callable[[Any, Context], Iterable[Finding]], regex: str) -> Callable[..., Iterator[Finding]]:
    """The check, kept to segments whose source matches; the match fills {source} in messages and shows as evidence."""
    source_pattern = re.compile(regex)

    def conditioned(subject: Segment | Document, context: Context) -> Iterator[Finding]:
        for finding in check(subject, context):
            segment = finding.segment or subject
            if not isinstance(segment, Segment) or segment.source is None:
                continue
            match = source_pattern.search(segment.source.value)
            if match is None:
                continue
            values = {"source": match[0]}
            values |= {f"source.{n}": g or "" for n, g in enumerate(match.groups(), 1)}
            values |= {f"source.{n}": g or "" for n, g in match.groupdict().items()}
            shown = Evidence(match[0], Span(match.start(), match.end()), "source", segment)
            fix = finding.fix and finding.fix._replace(
                title=_fill(finding.fix.title, values, None),
                edits=tuple(e._replace(text=_fill(e.text, values, None)) for e in finding.fix.edits),
            )
            message = _fill(finding.message, values, None)
            yield finding._replace(message=message, evidence=(*finding.evidence, shown), fix=fix)

    return conditioned


# --- decoding ---------------------------------------------------------------------------------------------------------


def decode(source: str, path: str, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """The checked data of a rule file, with every default filled in; JSON can hold it."""
    import tomllib

    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError as problem:
        line = re.search(r"at line (\d+)", str(problem))
        number = line[1] if line else len(source.splitlines())
        raise RuleFileError(f"{path}:{number}: {problem}") from None
    decoder = _Decoder(source, path)
    kind_name = str(raw.get("kind", ""))
    if kind_name not in kinds:
        close = _text.closest(kind_name, sorted(kinds))
        hint = f"; did you mean {close!r}?" if close else f"; there are {', '.join(sorted(kinds))}"
        missing = f'a rule file needs kind = "…"; there are {", ".join(sorted(kinds))}'
        raise decoder.error(("kind",), f"unknown kind {kind_name!r}{hint}" if kind_name else missing)
    kind = kinds[kind_name]
    own = (kind_name,) if kind_name in raw else ("kind",)
    table = raw.pop(kind_name, {})
    data = decoder.table(raw, HEAD, ())
    data[kind_name] = decoder.table(table, kind.fields, (kind_name,))
    _check_head(data, decoder)
    try:
        made = kind.make(data[kind_name], Messages(data["message"], data["fix_title"], data["safety"]))
        for pattern in made.patterns:
            _compile(pattern)
    except re.error as problem:
        wrong = str(problem.pattern)
        raise decoder.error(_written(table, wrong, (kind_name,)), f"the pattern {wrong!r}: {problem}") from None
    except ValueError as problem:
        raise decoder.error(own, str(problem)) from None
    _check_templates(data, made, decoder)
    return data


def _check_head(data: Mapping[str, Any], decoder: _Decoder) -> None:
    for group in ("bad", "good"):
        if not data[group]:
            raise decoder.error((group,), f"at least one [[{group}]] example is needed")
        for number, example in enumerate(data[group]):
            if Example(**example).bad != (group == "bad"):
                hint = "marks nothing in [[double brackets]]" if group == "bad" else "must not have [[marks]]"
                raise decoder.error((group, number, "text"), f"the {group} example {example['text']!r} {hint}")
    if not data["langs"]:
        raise decoder.error(("langs",), 'langs is empty, so that the rule would never run; write "*>*" for all')
    for number, pair in enumerate(data["langs"]):
        if not re.fullmatch(r"(?:\*|[A-Za-z]+(?:-[A-Za-z0-9]+)*)>(?:\*|[A-Za-z]+(?:-[A-Za-z0-9]+)*)", pair):
            raise decoder.error(("langs", number), f'{pair!r} is no language pair; write "*>en" or "zh>en"')
    if data["requires"]:
        from .extras import installed

        try:
            installed(data["requires"])
        except SetupError as problem:
            raise decoder.error(("requires",), str(problem)) from None
    for number, kind in enumerate(data["segments"]):
        if kind not in KINDS:
            there = f"unknown kind of segment {kind!r}; there are {', '.join(KINDS)}"
            raise decoder.error(("segments", number), there)


def _check_templates(data: Mapping[str, Any], made: Made, decoder: _Decoder) -> None:
    """Every {placeholder} of the message and of the fix has something to fill it."""
    condition = re.compile(data["when_source"])
    source = {"source", *(f"source.{group}" for group in _groups(condition))} if data["when_source"] else set()
    groups = [_groups(_compile(pattern)) for pattern in (made.patterns if made.grouped is None else made.grouped)]
    common = set.intersection(*groups) if groups else set()
    for key, names in (
        ("message", {"match", *made.fills, *common, *source}),
        ("fix_title", {"match", "fix", *source} if "fix" in made.fills else set()),
    ):
        for name in _PLACEHOLDER.findall(data[key]):
            if name not in names:
                raise decoder.error((key,), f"nothing fills {{{name}}} in the {key}; {_fillers(names)}")
    places = dict(_new_texts(data))
    for template, place in places.items():
        for name in _PLACEHOLDER.findall(template):
            if name.partition(".")[0] == "source" and name not in source:
                raise decoder.error(place, f"nothing fills {{{name}}} in {template!r}; {_fillers(source)}")
    for pattern, template in zip(made.patterns, made.templates, strict=bool(made.templates)):
        if wrong := _wrong_template(pattern, template):
            raise decoder.error(places.get(template, (data["kind"],)), f"the new text {template!r}: {wrong}")


def _new_texts(data: Mapping[str, Any]) -> Iterator[tuple[str, Place]]:
    """What a rule file puts in the text, and where it says so."""
    kind = data["kind"]
    replace, swap = data[kind].get("replace"), data[kind].get("swap")
    if isinstance(replace, str):
        yield replace, (kind, "replace")
    if isinstance(swap, dict):
        yield from ((new, (kind, "swap", old)) for old, new in swap.items())


def _fillers(names: Iterable[str]) -> str:
    return "there are " + ", ".join(f"{{{name}}}" for name in sorted(names)) if names else "it takes none"


def _groups(regex: re.Pattern[str]) -> set[str]:
    return {*map(str, range(1, regex.groups + 1)), *regex.groupindex}


def _compile(pattern: Pattern) -> re.Pattern[str]:
    """The pattern, compiled; what is doubtful in it is an error too."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return pattern.compile()
    except (Warning, OverflowError, RecursionError) as problem:
        raise re.error(str(problem), pattern.regex) from None


def _wrong_template(pattern: Pattern, template: str) -> str | None:
    """What is wrong with a new text, such as a group that the pattern does not have."""
    try:
        _compile(pattern).sub(template, "")
    except IndexError as problem:
        return str(problem.args[0])
    except re.error as problem:
        return str(problem)
    return None


def _written(table: Mapping[str, Any], wrong: str, place: Place) -> Place:
    """Where a table says what became a part of the pattern `wrong`."""
    for key, value in table.items():
        if isinstance(value, dict) and any(old in wrong for old in value):
            return (*place, key, next(old for old in value if old in wrong))
        if isinstance(value, list) and any(isinstance(item, str) and item in wrong for item in value):
            return (*place, key, next(n for n, item in enumerate(value) if item in wrong))
        if isinstance(value, str) and value in wrong:
            return (*place, key)
    return place


class _Decoder:
    def __init__(self, source: str, path: str) -> None:
        self.source, self.path = source, path

    def error(self, place: Place, message: str) -> RuleFileError:
        """An error at the line of a key or list item, else of what should hold it."""
        from .lines import line_of, lines

        return RuleFileError(f"{self.path}:{line_of(place, lines(self.source))}: {message}")

    def table(self, raw: object, fields: Mapping[str, Field], place: Place) -> dict[str, Any]:
        where = ".".join(str(part) for part in place if isinstance(part, str))
        if not isinstance(raw, dict):
            raise self.error(place, f"{where} must be a table, not {raw!r}")
        inside = f" in [{where}]" if where else ""
        for key in raw:
            if key not in fields:
                close = _text.closest(key, sorted(fields))
                hint = f"; did you mean {close!r}?" if close else f"; known keys: {', '.join(fields)}"
                raise self.error((*place, key), f"unknown key {key!r}{inside}{hint}")
        out = {}
        for key, spec in fields.items():
            if key in raw:
                out[key] = self.value((*place, key), raw[key], spec)
                if spec.required and isinstance(raw[key], str) and not raw[key].strip():
                    raise self.error((*place, key), f"{key} is empty{inside}: {spec.doc}")
            elif spec.required:
                raise self.error(place, f"{key!r} is missing{inside}: {spec.doc}")
            else:
                out[key] = spec.default
        return out

    def value(self, place: Place, value: Any, spec: Field) -> Any:
        key = next(part for part in reversed(place) if isinstance(part, str))
        match spec.type:
            case "examples" | "tokens":
                self._expect(place, value, list)
                fields = EXAMPLE if spec.type == "examples" else TOKEN
                return [self.table(item, fields, (*place, number)) for number, item in enumerate(value)]
            case "regex":
                self._expect(place, value, str)
                self._regex(place, value)
            case "strings" | "regexes":
                self._expect(place, value, list)
                for number, item in enumerate(value):
                    self._expect((*place, number), item, str)
                    if spec.type == "regexes":
                        self._regex((*place, number), item)
            case "table":
                self._expect(place, value, dict)
                for left, right in value.items():
                    self._regex((*place, left), left)
                    self._expect((*place, left), right, str)
            case str() as words:
                if value not in words.split("|"):
                    raise self.error(place, f"{key} = {value!r}: must be one of {', '.join(words.split('|'))}")
            case kind:
                self._expect(place, value, kind)
        return value

    def _expect(self, place: Place, value: object, kind: type) -> None:
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            key = next(part for part in reversed(place) if isinstance(part, str))
            names = {str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "a table"}
            what = f"an item of {key}" if isinstance(place[-1], int) else key
            raise self.error(place, f"{what} must be {names.get(kind, kind.__name__)}, not {value!r}")

    def _regex(self, place: Place, value: str) -> None:
        try:
            _compile(Pattern(value))
        except re.error as problem:
            raise self.error(place, f"the pattern {value!r} does not compile: {problem}") from None


# --- the kinds --------------------------------------------------------------------------------------------------------

_IGNORECASE = Field(bool, "let the case of letters not count", False)
_NONWORD = Field(bool, "match inside words too", False)
_EXCEPTIONS = Field("regexes", "a finding inside a match of one of these is dropped", [])

TOKEN: Mapping[str, Field] = {
    "pattern": Field("regex", "the whole token must match this, in any case", ""),
    "tag": Field("regex", "its Penn Treebank tag must match this", ""),
    "negate": Field(bool, "the token must not be like this", False),
    "min": Field(int, "how many such tokens at least", 1),
    "max": Field(int, "how many at most", 1),
    "skip": Field(int, "up to this many other tokens may stand before it", 0),
    "mark": Field(bool, "flag this token; without any marked, all are flagged", False),
}


def _word(regex: str, nonword: bool) -> str:
    return regex if nonword else rf"\b(?:{regex})\b"


def _span(match: re.Match[str]) -> Span:
    return Span(match.start(), match.end())


def _filled(template: str, match: re.Match[str]) -> str:
    return match.expand(template) if "\\" in template else template  # `re` parses it each time


class _Exceptions:
    """The exceptions of a rule, compiled when the first finding asks for them."""

    __slots__ = ("_compiled", "_flags", "_last", "_regexes")

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._regexes: list[str] = table["exceptions"]
        self._flags = re.IGNORECASE if table.get("ignorecase") else 0
        self._compiled: list[re.Pattern[str]] | None = None
        self._last: tuple[str, list[tuple[int, int]]] = ("", [])  # the text asked for last, and the matches in it

    def excuse(self, value: str, span: Span) -> bool:
        """Whether `span` lies inside a match of one of them."""
        if not self._regexes:
            return False
        if self._compiled is None:
            self._compiled = [re.compile(e, self._flags) for e in self._regexes]
        text, places = self._last
        if text is not value:
            places = [m.span() for exception in self._compiled for m in exception.finditer(value)]
            self._last = (value, places)
        return any(start <= span.start and span.end <= end for start, end in places)


def _existence(table: Mapping[str, Any], messages: Messages) -> Made:
    patterns = tuple(
        [Pattern(_word(t, table["nonword"]), table["ignorecase"]) for t in table["tokens"]]
        + [Pattern(r, table["ignorecase"]) for r in table["raw"]]
    )
    if not patterns:
        raise ValueError("existence needs tokens or raw")
    exceptions, replace = _Exceptions(table), table["replace"]

    def check(segment: Segment, context: Context) -> Iterator[Finding]:
        value = segment.target.value
        seen: set[Span] = set()
        for _, match in context.matches(segment):
            span = _span(match)
            if span in seen or exceptions.excuse(value, span):
                continue
            seen.add(span)
            new = _filled(replace, match) if replace is not None else None
            yield Finding(span, messages.message(match[0], new, match), fix=messages.fix(span, new, match[0]))

    if replace is None:
        return Made(patterns, check)
    return Made(patterns, check, fills=("fix",), templates=(replace,) * len(patterns))


def _substitution(table: Mapping[str, Any], messages: Messages) -> Made:
    swap: list[tuple[str, str]] = list(table["swap"].items())
    if not swap:
        raise ValueError("substitution needs a swap table")
    patterns = tuple(Pattern(_word(old, table["nonword"]), table["ignorecase"]) for old, _ in swap)
    exceptions, keep_case = _Exceptions(table), table["capitalize"]

    def check(segment: Segment, context: Context) -> Iterator[Finding]:
        value = segment.target.value
        for number, match in context.matches(segment):
            span = _span(match)
            new = _filled(swap[number][1], match)
            if keep_case and match[0][:1].isupper():
                new = new[:1].upper() + new[1:]
            if new != match[0] and not exceptions.excuse(value, span):
                yield Finding(span, messages.message(match[0], new, match), fix=messages.fix(span, new, match[0]))

    return Made(patterns, check, fills=("fix",), templates=tuple(new for _, new in swap))


def _occurrence(table: Mapping[str, Any], messages: Messages) -> Made:
    pattern = Pattern(_word(table["token"], table["nonword"]), table["ignorecase"])
    least, most = table["min"], table["max"]
    if not least and most is None:
        raise ValueError("occurrence needs min or max")
    if least < 0 or (most is not None and most < least):
        raise ValueError(f"occurrence cannot be at least {least} and at most {most}")
    regex = pattern.compile()

    def over(segment: Segment, matches: list[re.Match[str]]) -> Finding:
        first, last = matches[0], matches[-1]
        shown = tuple(Evidence(m[0], _span(m)) for m in matches[:-1])
        message = messages.message(first[0], groups=first, count=str(len(matches)), min=str(least), max=str(most))
        return Finding(_span(last), message, shown, segment=segment)

    def check(segment: Segment, context: Context) -> Iterator[Finding]:  # noqa: ARG001
        matches = list(regex.finditer(segment.target.value))
        if most is not None and len(matches) > most:
            yield over(segment, matches)
        elif len(matches) < least and segment.target.value.strip():
            message = messages.message("", count=str(len(matches)), min=str(least), max=str(most))
            yield Finding(Span(0, len(segment.target.value)), message)

    fills = ("count", *(("min",) if least else ()), *(("max",) if most is not None else ()))
    # Too few matches have no groups.
    return Made(() if least else (pattern,), check, fills=fills, grouped=() if least else None)


def _repetition(table: Mapping[str, Any], messages: Messages) -> Made:
    """Words are compared in C; `re` looks only where two neighbours are alike."""
    token = table["token"] or r"[^\W\d_]+(?:['’][^\W\d_]+)*"
    pattern = Pattern(rf"\b({token})(?P<again>\s+\1\b)", table["ignorecase"])
    twice = pattern.compile()
    exceptions = _Exceptions(table)

    def alike(segment: Segment) -> bool:
        value = _text.lower(segment.target) if table["ignorecase"] else segment.target.value
        for joint in _JOINTS:  # "(the the", "said—the the"
            value = value.replace(joint, " ")
        neighbours = value.split()
        return True in map(str.startswith, neighbours[1:], neighbours)

    def check(segment: Segment, context: Context) -> Iterator[Finding]:  # noqa: ARG001
        if not table["token"] and not alike(segment):
            return
        value = segment.target.value
        for match in twice.finditer(value):
            span = _span(match)
            if not exceptions.excuse(value, span):
                new = match[1]
                yield Finding(span, messages.message(match[0], new, match), fix=messages.fix(span, new, match[0]))

    return Made((), check, fills=("fix",), grouped=(pattern,))


_JOINTS = '-–—/([“‘"…'


def _consistency(table: Mapping[str, Any], messages: Messages) -> Made:
    """Both of two forms in one document: the rarer is flagged, at a tie the one that comes later."""
    pairs: list[tuple[str, str]] = list(table["either"].items())
    if not pairs:
        raise ValueError("consistency needs an either table")
    nonword, ignorecase, each = table["nonword"], table["ignorecase"], table["each"]
    patterns = tuple(Pattern(_word(form, nonword), ignorecase) for pair in pairs for form in pair)
    exceptions = _Exceptions(table)

    def check(document: Document, context: Context) -> Iterator[Finding]:
        met = context.met()
        if not any(2 * pair in met and 2 * pair + 1 in met for pair in range(len(pairs))):
            return
        places: dict[int, list[tuple[Segment, re.Match[str]]]] = defaultdict(list)
        for segment, number, match in context.all_matches():
            if not exceptions.excuse(segment.target.value, _span(match)):
                places[number].append((segment, match))
        rank = {segment.id: number for number, segment in enumerate(document.segments)}
        for pair in range(len(pairs)):
            first, second = places[2 * pair], places[2 * pair + 1]
            if first and second:
                rare, common = sorted(
                    (first, second), key=lambda found: (len(found), -rank[found[0][0].id], -found[0][1].start())
                )
                yield from complain(rare, common)

    def complain(
        rare: list[tuple[Segment, re.Match[str]]], common: list[tuple[Segment, re.Match[str]]]
    ) -> Iterator[Finding]:
        usual = Counter(m[0] for _, m in common).most_common(1)[0][0]
        new = [_cased(usual, m[0]) if ignorecase else usual for _, m in rare]
        shown = tuple(Evidence(f"“{m[0]}”", _span(m), segment=s) for s, m in common[:_SHOWN])
        if each:
            for (segment, match), text in zip(rare, new, strict=True):
                message = messages.message(match[0], text, match, count=str(len(common)))
                yield Finding(_span(match), message, shown, messages.fix(_span(match), text, match[0]), segment)
            return
        segment, match = rare[0]
        others = tuple(Evidence(f"“{m[0]}”", _span(m), segment=s) for s, m in rare[1:])
        message = messages.message(match[0], new[0], match, count=str(len(common)))
        edits = tuple(Edit(_span(m), text, s) for (s, m), text in zip(rare, new, strict=True))
        fix = Fix(messages.fix_title(new[0], match[0]), edits, messages.safety)
        yield Finding(_span(match), message, (*shown, *others), fix, segment)

    return Made(patterns, check, "document", fills=("fix", "count"))


def _cased(new: str, old: str) -> str:
    """The new text, its first letter a capital where that of the old one is."""
    return (new[:1].upper() if old[:1].isupper() else new[:1].lower()) + new[1:]


_SHOWN = 5
"""Places of the common form that a finding shows."""


def _conditional(table: Mapping[str, Any], messages: Messages) -> Made:
    """Where `first` matches, `second` must match somewhere in the document, with the same first group if it has one."""
    patterns = (Pattern(table["first"], table["ignorecase"]), Pattern(table["second"], table["ignorecase"]))
    exceptions = _Exceptions(table)
    if len({bool(pattern.compile().groups) for pattern in patterns}) > 1:
        raise ValueError("first and second: give both a first group or neither, for they are compared")

    def key(match: re.Match[str]) -> str:
        return (match[1] if match.re.groups else "") or ""

    def check(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001
        met: set[str] = set()
        asked: dict[str, tuple[Segment, re.Match[str]]] = {}
        for segment, number, match in context.all_matches():
            if number == 1:
                met.add(key(match))
            elif not exceptions.excuse(segment.target.value, _span(match)):
                asked.setdefault(key(match), (segment, match))
        for wanted, (segment, match) in asked.items():
            if wanted not in met:
                yield Finding(_span(match), messages.message(match[0], groups=match), segment=segment)

    return Made(patterns, check, "document", grouped=patterns[:1])


_SMALL = frozenset("a an and as at but by for from if in into nor of off on or per so the to up via with yet".split())


def _capitalization(table: Mapping[str, Any], messages: Messages) -> Made:
    exceptions = frozenset(table["exceptions"])
    style = table["style"]

    def title(value: str) -> str:
        def word(match: re.Match[str]) -> str:
            small = match[0].lower() in _SMALL and match.start() > 0 and match.end() < len(value)
            return match[0] if small or match[0] in exceptions else match[0][:1].upper() + match[0][1:]

        return re.sub(r"[^\W\d_][\w'’]*", word, value)

    def sentence(value: str) -> str:
        first = True

        def word(match: re.Match[str]) -> str:
            nonlocal first
            was_first, first = first, False
            if match[0] in exceptions or match[0].upper() == match[0] or was_first:
                return match[0][:1].upper() + match[0][1:] if was_first and match[0] not in exceptions else match[0]
            return match[0].lower()

        return re.sub(r"[^\W\d_][\w'’]*", word, value)

    wanted: dict[str, Callable[[str], str]] = {
        "title": title,
        "sentence": sentence,
        "lower": str.lower,
        "upper": str.upper,
    }

    def check(segment: Segment, context: Context) -> Iterator[Finding]:  # noqa: ARG001
        value = segment.target.value
        new = wanted[style](value)
        if new != value and value.strip():
            span = Span(0, len(value))
            yield Finding(span, messages.message(value, new), fix=messages.fix(span, new, value))

    return Made((), check, fills=("fix",))


class _TokenTest:
    __slots__ = ("mark", "max", "min", "negate", "pattern", "skip", "tag")

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.pattern = re.compile(table["pattern"], re.IGNORECASE) if table["pattern"] else None
        self.tag = re.compile(table["tag"]) if table["tag"] else None
        self.negate, self.mark = table["negate"], table["mark"]
        self.min, self.max, self.skip = table["min"], table["max"], table["skip"]

    def takes(self, word: str, tag: str) -> bool:
        fits = (self.pattern is None or self.pattern.fullmatch(word) is not None) and (
            self.tag is None or self.tag.fullmatch(tag) is not None
        )
        return bool(fits != self.negate)


def _sequence(table: Mapping[str, Any], messages: Messages) -> Made:
    """Token by token within a sentence. The trigger is the longest pattern that must be there; without one the rule
    has to run everywhere, which costs time."""
    tests = [_TokenTest(t) for t in table["tokens"]]
    if not any(t.min for t in tests):
        raise ValueError("sequence needs tokens, at least one of which must be there")
    if any(t.min < 0 or t.max < max(1, t.min) or t.skip < 0 for t in tests):
        raise ValueError("a token cannot be there less often than never, nor at most less often than at least")
    required = [t["pattern"] for t in table["tokens"] if t["pattern"] and not t["negate"] and t["min"]]
    # A pattern that looks at what is around it sees the token alone, and would see the whole text as a trigger.
    required = [pattern for pattern in required if not _LOOKS_AROUND.search(pattern)]
    trigger = (Pattern(max(required, key=len), ignorecase=True),) if required else ()
    tagged = any(t["tag"] for t in table["tokens"])
    exceptions, replace = _Exceptions(table), table["replace"]

    def check(segment: Segment, context: Context) -> Iterator[Finding]:  # noqa: ARG001
        value = segment.target.value
        spans = _text.tokens(segment.target)
        spoken = [value[s.start : s.end] for s in spans]
        tags = _text.tags(segment.target) if tagged else [""] * len(spoken)
        at = 0
        while at < len(spoken):
            taken = _follow(tests, spoken, tags, at)
            if not taken:
                at += 1
                continue
            marked = [i for test, i in taken if test.mark] or [i for _, i in taken]
            span = Span(spans[marked[0]].start, spans[marked[-1]].end)
            if not exceptions.excuse(value, span):
                old = value[span.start : span.end]
                yield Finding(span, messages.message(old, replace), fix=messages.fix(span, replace, old))
            at = taken[-1][1] + 1

    return Made(trigger, check, fills=("fix",) if replace is not None else (), grouped=())


_LOOKS_AROUND = re.compile(r"[\^$]|\(\?<?[=!]|\\[AbBZ]")


def _follow(
    tests: Sequence[_TokenTest], words: Sequence[str], tags: Sequence[str], at: int
) -> list[tuple[_TokenTest, int]] | None:
    """Which token each test takes, from token `at` on; None where the sequence does not hold. Takes as many as it can,
    then gives back."""
    if not tests:
        return []
    test, rest = tests[0], tests[1:]
    for skipped in range(test.skip + 1):
        start = at + skipped
        count = 0
        while count < test.max and start + count < len(words) and test.takes(words[start + count], tags[start + count]):
            count += 1
        while count >= test.min:
            after = _follow(rest, words, tags, start + count)
            if after is not None:
                return [*((test, start + i) for i in range(count)), *after]
            count -= 1
    return None


_REPLACE = Field(str, r"what is to stand there; \1 is a group of the match")

KINDS_OF_RULE: Mapping[str, Kind] = {
    "existence": Kind(
        "what must not be there",
        {
            "tokens": Field("regexes", "words or phrases, each a regular expression", []),
            "raw": Field("regexes", "regular expressions taken as they are", []),
            "exceptions": _EXCEPTIONS,
            "ignorecase": _IGNORECASE,
            "nonword": _NONWORD,
            "replace": _REPLACE,
        },
        _existence,
    ),
    "substitution": Kind(
        "one form where another is wanted",
        {
            "swap": Field("table", "regular expression → what is to stand there", required=True),
            "exceptions": _EXCEPTIONS,
            "ignorecase": _IGNORECASE,
            "nonword": _NONWORD,
            "capitalize": Field(bool, "begin the new form with a capital where the old one did", False),
        },
        _substitution,
    ),
    "occurrence": Kind(
        "too many or too few of something in a segment",
        {
            "token": Field("regex", "what is counted", required=True),
            "min": Field(int, "how many at least", 0),
            "max": Field(int, "how many at most"),
            "ignorecase": _IGNORECASE,
            "nonword": _NONWORD,
        },
        _occurrence,
    ),
    "repetition": Kind(
        "the same word twice in a row",
        {
            "token": Field("regex", "what may not be repeated; without it a word", ""),
            "exceptions": _EXCEPTIONS,
            "ignorecase": _IGNORECASE,
        },
        _repetition,
    ),
    "consistency": Kind(
        "two forms of one thing in a document",
        {
            "either": Field("table", "one form → the other, both regular expressions", required=True),
            "each": Field(bool, "flag every place of the rarer form, not one with the others as evidence", False),
            "exceptions": _EXCEPTIONS,
            "ignorecase": _IGNORECASE,
            "nonword": _NONWORD,
        },
        _consistency,
    ),
    "conditional": Kind(
        "something that needs something else in the document",
        {
            "first": Field("regex", "what asks for the second", required=True),
            "second": Field("regex", "what must be there; its first group must equal that of `first`", required=True),
            "exceptions": _EXCEPTIONS,
            "ignorecase": _IGNORECASE,
        },
        _conditional,
    ),
    "capitalization": Kind(
        "capitals of a whole segment",
        {
            "style": Field("title|sentence|lower|upper", "how it is to be written", required=True),
            "exceptions": Field("strings", "words that keep their form", []),
        },
        _capitalization,
    ),
    "sequence": Kind(
        "tokens in a row, by form and word class",
        {
            "tokens": Field("tokens", "the tokens, in order", required=True),
            "exceptions": _EXCEPTIONS,
            "replace": Field(str, "what is to stand in place of the flagged tokens"),
        },
        _sequence,
    ),
}


def rule_id(path: Path, root: Path) -> str:
    """The id of a rule file: its path under `root`, without the suffix."""
    return path.relative_to(root).with_suffix("").as_posix()


def check_dimension(rule: Rule) -> str | None:
    """What is wrong with the id of a rule, or None."""
    dimension = rule.id.partition("/")[0]
    return None if dimension in DIMENSIONS else f"{dimension!r} is none of MQM's dimensions: {', '.join(DIMENSIONS)}"
