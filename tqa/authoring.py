"""What `tqa rules` does for the authors of rules: list, show, test, and start a new one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .cache import Cache
from .config import suggestion
from .declare import HEAD, KINDS_OF_RULE, load
from .plugins import rule_files, stdout_to_stderr
from .rule import DIMENSIONS, is_id
from .testing import checker_of, example_checker, example_document, problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .config import Choice
    from .declare import Field, Kind
    from .engine import Checker
    from .model import Severity
    from .plugins import Registry
    from .rule import Example, Rule


class AuthoringError(Exception):
    """A rule that cannot be found or started; the message says why."""


# --- list and show ----------------------------------------------------------------------------------------------------


def list_rules(
    rules: Mapping[str, Rule], chosen: Mapping[str, Choice], severity: Mapping[str, Severity] | None = None
) -> Iterator[str]:
    """One line a rule: id, severity, whether it is on, its plugin and its problem; why, where that is not the default.
    `severity`: what the configuration changes."""
    rows = [
        (rule.id, (severity or {}).get(rule.id, rule.severity), "on" if chosen[rule.id].on else "off", rule.plugin)
        for rule in rules.values()
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
    for row, rule in sorted(zip(rows, rules.values(), strict=True), key=lambda pair: pair[0]):
        why = chosen[rule.id].why
        notes = [why] * (why != "selected by 'default'") + [_needs(rule, short=True)] * bool(rule.requires)
        note = f"  ({'; '.join(notes)})" if notes else ""
        yield "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)) + f"  {rule.summary}{note}"


def show_rule(rule: Rule, choice: Choice | None = None) -> Iterator[str]:
    """All that is known of a rule, for a terminal."""
    yield rule.id
    yield f"  {rule.summary}"
    yield ""
    facts = {
        "severity": rule.severity,
        "status": _status(rule),
        "here": f"{'on' if choice.on else 'off'}, {choice.why}" if choice else "",
        "languages": spoken(rule),
        "needs": _needs(rule),
        "MQM type": rule.mqm,
        "looks at": "whole documents" if rule.scope == "document" else "one segment at a time",
        "segments": ", ".join(rule.kinds) or "all but code and furniture",
        "plugin": rule.plugin,
        "written in": rule.origin,
    }
    for name, value in facts.items():
        if value:
            yield f"  {name:10}  {value}"
    if rule.why:
        yield ""
        yield from _indented(rule.why, "  ")
    if rule.options:
        yield ""
        yield "Options, with their defaults, as tqa.toml has them:"
        yield f'  [options."{rule.id}"]'
        yield from (f"  {name} = {toml(default)}" for name, default in rule.options.items())
    for title, wanted in (("Finds:", True), ("Leaves alone:", False)):
        examples = [example for example in rule.examples if example.bad == wanted]
        if examples:
            yield ""
            yield title
        for number, example in enumerate(examples):
            if number:
                yield ""
            yield from _example(rule, example)


def _example(rule: Rule, example: Example) -> Iterator[str]:
    yield from _indented(visible(example.text), "  ")
    about = {
        "source": example.source,
        "kind": "" if example.kind == "body" else example.kind,
        "options": ", ".join(f"{name} = {toml(value)}" for name, value in example.options.items()),
        "terms": "\n".join(map(toml, example.terms)),
        "says": "\n".join(messages(rule, example)),
        "becomes": example.fixed or "",
    }
    for name, value in about.items():
        for number, line in enumerate(visible(value).splitlines()):
            yield f"    {'' if number else name:8} {line}".rstrip()


def _indented(text: str, by: str) -> Iterator[str]:
    for line in text.splitlines():
        yield f"{by}{line}".rstrip()


def languages(rule: Rule) -> str:
    """The languages a rule is for, in words: "zh to en", "any to en"."""
    pairs = (pair.partition(">") for pair in rule.langs)
    return ", ".join(
        f"{'any' if source == '*' else source} to {'any' if target == '*' else target}" for source, _, target in pairs
    )


def spoken(rule: Rule) -> str:
    """The languages, and for a rule that compares two, that it is silent in others."""
    bilingual = not any(pair.startswith("*>") for pair in rule.langs)
    return languages(rule) + "; silent in other pairs" * bilingual


def _status(rule: Rule) -> str:
    if rule.status == "stable":
        return f"stable: on {'by default' if rule.default else f'with --{rule.requires}'}"
    return f"{rule.status}: off until selected by name"


def _needs(rule: Rule, *, short: bool = False) -> str:
    """The extra that it needs, and whether that is here."""
    from .extras import EXTRAS, command, installed

    if not rule.requires:
        return ""
    if short:
        return f"needs tqa[{rule.requires}]{', which is not installed' * (not installed(rule.requires))}"
    here = "installed" if installed(rule.requires) else f"not installed: {command(rule.requires)}"
    return f"tqa[{rule.requires}], to {EXTRAS[rule.requires].purpose}; {here}"


def messages(rule: Rule, example: Example) -> list[str]:
    """What the rule says of an example, each thing once."""
    if not example.bad:
        return []
    checker = example_checker(rule, example)
    return list(dict.fromkeys(d.message for d in checker.check(example_document(rule, example)).diagnostics))


_UNSEEN = re.compile(
    r"[^\S \n]|[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[ ]+$", re.MULTILINE
)


def visible(text: str) -> str:
    """The text with what nobody sees (odd spaces, control characters, spaces at the end of a line) as ⟨U+00A0⟩."""
    return _UNSEEN.sub(lambda match: "".join(f"⟨U+{ord(char):04X}⟩" for char in match[0]), text)


def toml(value: object) -> str:
    """A value as a configuration file has it."""
    import json

    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(k, ensure_ascii=False)} = {toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        return f"[{', '.join(map(toml, items))}]"
    return json.dumps(value, ensure_ascii=False)


# --- test -------------------------------------------------------------------------------------------------------------


def find_rules(names: Sequence[str], registry: Registry) -> list[Rule]:
    """The rules of ids, dimensions, rule files and folders of rule files, also of such as no configuration knows; all
    registered rules where nothing is named. Raises AuthoringError and RuleFileError."""
    if not names:
        return list(registry.rules.values())
    found = []
    for name in names:
        if name in registry.rules:
            found.append(registry.rules[name])
        elif Path(name).exists():
            found += load(rule_files([Path(name)]), registry.kinds)
        elif family := [rule for rule in registry.rules.values() if rule.id.partition("/")[0] == name]:
            found += family
        else:
            raise AuthoringError(f"there is no rule and no file {name!r}{suggestion(name, registry.rules)}")
    return found


def test_rules(rules: Iterable[Rule], others: Iterable[Rule]) -> Iterator[tuple[str, bool]]:
    """Runs the examples of rules: for each (what there is to say, whether all is well). Where a default rule among
    `others` finds something in a good example, that is said, too, and changes nothing."""
    checker: Checker | None = None
    others = [rule for rule in others if rule.default]
    for rule in rules:
        with stdout_to_stderr():
            todo = unfilled(rule)
            wrong = todo or list(problems(rule))
            checker = checker or checker_of(others, cache=Cache())
            warned = [] if todo else list(crossfire([rule], checker))
        counts = [sum(example.bad == bad for example in rule.examples) for bad in (True, False)]
        lines = [f"{'WRONG' if wrong else 'ok':5}  {rule.id}  ({counts[0]} bad, {counts[1]} good)"]
        lines += [f"       {line}" for each in wrong for line in each.splitlines()]
        lines += [f"       warning: {each}" for each in warned]
        yield "\n".join(lines), not wrong


def crossfire(rules: Iterable[Rule], checker: Checker) -> Iterator[str]:
    """Where the rules of `checker` find something in a good example of another rule."""
    for rule in rules:
        for example in rule.examples:
            if example.bad:
                continue
            for d in checker.check(example_document(rule, example)).diagnostics:
                if d.rule != rule.id:
                    text, (start, end) = d.excerpt, (d.span.start, d.span.end)
                    marked = visible(f"{text[:start]}[[{text[start:end]}]]{text[end:]}")
                    yield f"{d.rule} finds something in a good example of {rule.id}: {marked!r}: {d.message}"


_TODO = "TODO"


def unfilled(rule: Rule) -> list[str]:
    """The lines of a rule file that `new_rule` left to its author."""
    if not rule.origin.endswith(".toml"):
        return []
    lines = Path(rule.origin).read_text(encoding="utf-8").splitlines()
    return [
        f"{rule.origin}:{number}: still to be filled in: {line.strip()}"
        for number, line in enumerate(lines, 1)
        if _TODO in line and not line.startswith("#")
    ]


# --- new --------------------------------------------------------------------------------------------------------------

_CURES = ("avoid-", "ban-", "banned-", "disallow-", "disallowed-", "forbid-", "prefer-", "use-")
"""An id reads as "allow <problem>"; these begin the name of a cure."""


def id_problem(rule_id: str) -> str | None:
    """What is wrong with the name of a rule, or None."""
    dimension, _, problem = rule_id.partition("/")
    if not is_id(rule_id):
        return "an id is dimension/problem, in lower case with hyphens, as in style/shouting"
    if dimension not in DIMENSIONS:
        return f"{dimension!r} is none of MQM's dimensions{suggestion(dimension, DIMENSIONS)}"
    if problem.startswith(_CURES):
        return f"{problem!r} is the name of a cure; an id names the problem, so that it reads as “allow …”"
    return None


def new_rule(rule_id: str, folder: Path, kind: str = "existence", kinds: Mapping[str, Kind] = KINDS_OF_RULE) -> Path:
    """Writes a rule file to fill in, at the place in `folder` that its id says. Raises AuthoringError."""
    if wrong := id_problem(rule_id):
        raise AuthoringError(f"{rule_id!r}: {wrong}")
    if kind not in kinds:
        raise AuthoringError(f"there is no kind of rule {kind!r}{suggestion(kind, kinds)}")
    dimension = rule_id.partition("/")[0]
    root = folder.parent if folder.name == dimension else folder
    path = root / f"{rule_id}.toml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(skeleton(rule_id, kind, kinds))
    except FileExistsError:
        raise AuthoringError(f"{path} is already there; it was left as it is") from None
    except OSError as problem:
        raise AuthoringError(f"{path} cannot be written: {problem.strerror}") from None
    return path


_WORDS = f"{_TODO}-WORDS"
_REQUIRED: Mapping[str, Mapping[str, str]] = {
    "existence": {"tokens": f"['{_WORDS}']"},
    "occurrence": {"max": "1"},
    "repetition": {"token": f"'{_WORDS}'"},
    "capitalization": {"style": '"sentence"'},
}
"""What a kind needs besides the keys it requires, for the rule to load."""


def skeleton(rule_id: str, kind: str, kinds: Mapping[str, Kind]) -> str:
    """A rule file that loads, and in which every line still to be written says so."""
    head = {
        "summary": f'"{_TODO}: {HEAD["summary"].doc}"',
        "why": f'"""\n{_TODO}: {HEAD["why"].doc}.\n"""',
        "message": f'"{_TODO}: what is said of each place; {{match}} is what was found there"',
        "severity": '"warning"',
        "langs": '["*>en"]',
    }
    lines = [
        f"# The rule {rule_id}. Its path is its id. Write what says {_TODO}, then run: tqa rules test THIS-FILE",
        "",
        f'kind = "{kind}"  # {kinds[kind].summary}; there are {", ".join(sorted(kinds))}',
        *(f"{key} = {value}{_doc(key)}" for key, value in head.items()),
        *(
            f"# {key} = {toml(spec.default)}  # {spec.doc}"
            for key, spec in HEAD.items()
            if key not in head and not spec.required
        ),
        "",
        f"[{kind}]",
    ]
    for key, spec in kinds[kind].fields.items():
        value = _REQUIRED.get(kind, {}).get(key) or (_placeholder(spec) if spec.required else "")
        lines.append(f"{key} = {value}  # {spec.doc}" if value else f"# {key} = {_default(spec)}  # {spec.doc}")
    lines += [
        "",
        "# A text with what the rule must find in [[double brackets]], exactly, and what its fix makes of the text.",
        "[[bad]]",
        f'text = "{_TODO}: a sentence from the news with [[{_WORDS}]] in it."',
        f'{"" if kind == "substitution" else "# "}fixed = "{_TODO}: a sentence from the news with {_TODO} in it."',
        "",
        "# The text most like it in which nothing is wrong.",
        "[[good]]",
        f'text = "{_TODO}: the same sentence as it should be."',
    ]
    return "\n".join(lines) + "\n"


def _doc(key: str) -> str:
    return "" if key in ("summary", "why", "message") else f"  # {HEAD[key].doc}"


def _default(spec: Field) -> str:
    return toml(spec.default if spec.default is not None else 0 if spec.type is int else "")


def _placeholder(spec: Field) -> str:
    known: dict[Any, str] = {
        "regex": f"'{_WORDS}'",
        "regexes": f"['{_WORDS}']",
        "strings": f'["{_TODO}"]',
        "table": f'{{ "{_WORDS}" = "{_TODO}" }}',
        "tokens": f"[{{ pattern = '{_WORDS}' }}]",
        str: f'"{_TODO}"',
        int: "1",
        bool: "false",
    }
    return known.get(spec.type) or f'"{str(spec.type).partition("|")[0]}"'
