"""The chores of tqa's repository: ``python -m tqa.dev docs``, ``seeds``, ``samples``, ``hooks`` or ``all``, each also
with ``--check``.

`docs` writes rules/README.md from the rules themselves, `seeds` beside each article in seeds/ what tqa finds in it,
`samples` into README.md and other pages what tqa prints and what its keys are, `hooks` into .pre-commit-hooks.yaml
which files tqa reads. With ``--check`` nothing is written; exit code 1 says that a file is not what would be written.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shlex
import sys
from contextlib import chdir, contextmanager, redirect_stdout
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest import mock

from . import cli, config
from .authoring import languages, messages, toml, visible
from .config import Configs
from .declare import EXAMPLE, HEAD, TOKEN
from .engine import OWN_RULES
from .plugins import build
from .rule import DIMENSIONS
from .runner import Options, Session, discover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from .config import Config
    from .declare import Field
    from .engine import Checked
    from .model import Diagnostic, PlacedFix
    from .plugins import Registry
    from .rule import Example, Rule

ROOT = Path(__file__).resolve().parent.parent
FINDINGS = ".findings"
"""The suffix of the snapshot beside an article: of no format, so that it is not checked itself."""


# --- docs -------------------------------------------------------------------------------------------------------------

_INTRODUCTION = """\
# The rules of tqa

<!-- Made by `python -m tqa.dev docs` from the rules; change those. -->

Every rule that comes with tqa. The texts are its tests: what stands in `[[double brackets]]` is what the rule finds
there, and in the texts under *Leaves alone* it finds nothing. ⟨U+00A0⟩ is a character that nobody sees. A rule in
preview is off until a project selects it. `tqa rules show ID` says the same in the terminal; how to write rules of
your own is in [docs/writing-rules.md](../docs/writing-rules.md).
"""


def docs(root: Path = ROOT) -> dict[Path, str]:
    """rules/README.md, by path."""
    return {root / "rules" / "README.md": "\n".join(_page(build(installed=False).rules.values(), root)) + "\n"}


def _page(rules: Iterable[Rule], root: Path) -> Iterator[str]:
    families: dict[str, list[Rule]] = {name: [] for name in DIMENSIONS}
    for rule in sorted(rules, key=lambda rule: rule.id):
        families[rule.id.partition("/")[0]].append(rule)
    yield _INTRODUCTION
    for name, family in families.items():
        if family:
            yield f"- [{name}](#{name}): {_count(len(family), 'rule')}"
    yield "- [tqa](#tqa): what tqa says of its own work"
    for name, family in families.items():
        if family:
            yield from ("", f"## {name}", "")
            yield from _table(
                ("rule", "finds", "severity", "languages"),
                ((_link(r.id), _prose(r.summary), _severity(r), languages(r)) for r in family),
            )
            for rule in family:
                yield from _section(rule, root)
    yield from ("", "## tqa", "", "These are about tqa's work rather than the text, and cannot be switched off.", "")
    yield from _table(
        ("diagnostic", "says", "severity"), ((f"`{name}`", says, grave) for name, (grave, says) in OWN_RULES.items())
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _link(rule_id: str) -> str:
    """A link to the heading of a rule; the slash is left out of anchors."""
    return f"[`{rule_id}`](#{rule_id.replace('/', '')})"


def _severity(rule: Rule) -> str:
    if rule.default:
        return rule.severity
    return f"{rule.severity}, {rule.status if rule.status != 'stable' else f'with --{rule.requires}'}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---"] * len(head))
    yield from map(_row, rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _section(rule: Rule, root: Path) -> Iterator[str]:
    yield from ("", f"### {rule.id}", "", f"{_prose(rule.summary)}.", "")
    if rule.why:
        yield from (_prose(rule.why), "")
    facts = {
        "severity": rule.severity,
        "status": rule.status,
        "languages": languages(rule),
        "needs": f"`tqa[{rule.requires}]`" if rule.requires else "",
        "MQM": rule.mqm,
        "segments": ", ".join(rule.kinds),
        "written in": _place(rule.origin, root),
    }
    yield " · ".join(f"{name}: {value}" for name, value in facts.items() if value)
    if rule.options:
        options = (f"{name} = {toml(value)}" for name, value in rule.options.items())
        yield from ("", "Options, with their defaults:", "", *_fence([f'[options."{rule.id}"]', *options], "toml"))
    bad = [example for example in rule.examples if example.bad][:2]
    good = [example for example in rule.examples if not example.bad][:2]
    for example in bad:
        yield from ("", "Finds:", "", *_shown(rule, example))
    for example in good:
        yield from ("", "Leaves alone:", "", *_shown(rule, example))


def _prose(text: str) -> str:
    """Text of ours in Markdown: what stands between backticks is code, and nothing else is markup."""
    parts = text.split("`")
    return "`".join(re.sub(r"[*<>&\[\]]", r"\\\g<0>", part) if n % 2 == 0 else part for n, part in enumerate(parts))


def _place(origin: str, root: Path) -> str:
    """Where a rule is written, as a link from the page."""
    path = Path(origin) if origin.endswith(".toml") else root / f"{origin.replace('.', '/')}.py"
    shown = path.relative_to(root).as_posix()
    return f"[{shown}](../{shown})"


def _shown(rule: Rule, example: Example) -> Iterator[str]:
    if example.source:
        yield from (*_fence(visible(example.source).splitlines()), "", "translated as", "")
    yield from _fence(visible(example.text).splitlines())
    about = [f"{name} = {toml(value)}" for name, value in example.options.items()]
    about += [f"with the terms {toml(entry)}" for entry in example.terms]
    if example.kind != "body":
        about.append(f"in a {example.kind}")
    if about:
        yield from ("", f"({'; '.join(about)})")
    for message in messages(rule, example):
        yield from ("", f"> {_prose(visible(message))}")
    if example.fixed is not None:
        yield from ("", "becomes", "", *_fence(visible(example.fixed).splitlines()))


def _fence(lines: Sequence[str], language: str = "text") -> Iterator[str]:
    marks = "```"
    while any(marks in line for line in lines):
        marks += "`"
    yield from (f"{marks}{language}", *lines, marks)


# --- seeds ------------------------------------------------------------------------------------------------------------


class _BuiltIn(Session):
    """A session that knows no plugins but tqa's own, whatever is installed here."""

    def __init__(self) -> None:
        super().__init__(Configs(), Options())
        self._registry = build(installed=False)

    def registry(self, config: Config) -> Registry:  # noqa: ARG002
        return self._registry


def seeds(root: Path = ROOT) -> dict[Path, str]:
    """The findings of each article in seeds/, by the path of its snapshot."""
    session = _BuiltIn()
    made = {}
    for path in discover([root / "seeds"], session):
        if isinstance(path, Path):
            content = path.read_bytes().decode("utf-8-sig")
            result = session.check_file(path)
            made[path.with_name(path.name + FINDINGS)] = "".join(_snapshot(path.name, result.checked, content))
    return made


def _snapshot(name: str, checked: Sequence[Checked], content: str) -> Iterator[str]:
    found = [d for c in checked for d in c.diagnostics]
    counts = (_count(sum(d.severity == s for d in found), s) for s in ("error", "warning", "info"))
    yield "# Made by `python -m tqa.dev seeds`. Each finding: segment:start-end, severity, rule; then the [[words]].\n"
    yield f"{name}: {_count(sum(c.words for c in checked), 'word')}, {', '.join(counts)}\n"
    for diagnostic in found:
        yield "\n" + "\n".join(_finding(diagnostic, content)) + "\n"


def _finding(d: Diagnostic, content: str) -> Iterator[str]:
    document = f"{d.document}/" if d.document else ""
    yield f"{document}{d.segment_id}:{d.span.start}-{d.span.end} {d.severity} {d.rule}"
    yield f"    {_marked(d.excerpt, d.span.start, d.span.end)}"
    yield f"    {visible(d.message)}"
    for e in d.evidence:
        side = "" if e.side == "target" else f" of the {e.side}"
        marked = _marked(e.excerpt, e.span.start, e.span.end, 80)
        yield f"    see {e.segment_id}:{e.span.start}-{e.span.end}{side} {marked}: {visible(e.message)}"
    if d.fix:
        yield from _fix(d.fix, content)


def _fix(fix: PlacedFix, content: str) -> Iterator[str]:
    yield f"    {fix.safety} fix: {visible(fix.title)}"
    for edit in fix.edits:
        at, span = edit.range.start, edit.range.span
        old, new = visible(content[span.start : span.end]), visible(edit.new_text)
        yield f"        line {at.line + 1}: [[{old}]] → [[{new}]]"


_AROUND = 30


def _marked(text: str, start: int, end: int, longest: int = 1000) -> str:
    """What was found, marked, with some of what stands around it."""
    before, found, after = text[:start], text[start:end], text[end:]
    if len(found) > longest:
        found = f"{found[: longest // 2]} … {found[-longest // 2 :]}"
    if len(before) > _AROUND:
        before = "…" + before[-_AROUND:]
    if len(after) > _AROUND:
        after = after[:_AROUND] + "…"
    return visible(f"{before}[[{found}]]{after}".replace("\n", " "))


# --- samples ----------------------------------------------------------------------------------------------------------


class SampleError(Exception):
    """A sample that cannot be made; the message says where and why."""


WIDTH = 100
"""Columns of the terminal that samples are made for."""

_PAGES = ("README.md", "docs/*.md", "plugins/*/README.md")
_OPENING = re.compile(r"^<!-- (?P<what>sample|made): (?P<about>.*?) -->\n", re.MULTILINE)
_FILE = re.compile(
    r"^<!-- file: (?P<name>\S+) -->\n+(?P<fence>```+)\w*\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
_COMMAND = re.compile(r"tqa (?P<arguments>[^|]*?)(?:\s*\|\s*(?P<part>head|tail) (?P<lines>[1-9]\d*))?")


def samples(root: Path = ROOT) -> dict[Path, str]:
    """The pages that show what is made from tqa itself, by path. Raises SampleError.

    Between ``<!-- sample: tqa … -->`` and ``<!-- /sample -->`` stands what a command prints: in the repository, or
    where a page shows files after ``<!-- file: NAME -->``, in a project of these files. Between
    ``<!-- made: NAME -->`` and ``<!-- /made -->`` stands one of MADE.
    """
    made = {}
    for path in pages(root):
        page = path.read_text(encoding="utf-8")
        if _OPENING.search(page):
            with project(page, root) as folder:
                made[path] = _with_samples(page, path.relative_to(root).as_posix(), folder)
    return made


def pages(root: Path = ROOT) -> list[Path]:
    """The pages for people that are written by hand."""
    return [page for pattern in _PAGES for page in sorted(root.glob(pattern))]


@contextmanager
def project(page: str, root: Path = ROOT) -> Iterator[Path]:
    """A folder with the files that a page shows; the repository where it shows none."""
    files = list(_FILE.finditer(page))
    if not files:
        yield root
        return
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for file in files:
            path = folder / file["name"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file["text"], encoding="utf-8")
        yield folder


def _with_samples(page: str, name: str, folder: Path) -> str:
    parts = []
    at = 0
    for opening in _OPENING.finditer(page):
        where = f"{name}:{page.count(chr(10), 0, opening.start()) + 1}"
        what = opening["what"]
        end = page.find(f"\n<!-- /{what} -->\n", opening.end() - 1)
        if end < 0 or _OPENING.search(page, opening.end(), end + 1):
            raise SampleError(f"{where}: a {what} has no <!-- /{what} --> after it")
        try:
            shown = _sample(opening["about"], folder) if what == "sample" else _made(opening["about"])
        except SampleError as problem:
            raise SampleError(f"{where}: {problem}") from None
        parts += [page[at : opening.end()], *(f"{line}\n" for line in shown)]
        at = end + 1
    return "".join([*parts, page[at:]])


def _sample(command: str, folder: Path) -> Iterable[str]:
    """What a command prints, without blank lines at both ends."""
    asked = _COMMAND.fullmatch(command)
    if asked is None:
        raise SampleError(f"{command!r} is not “tqa …”, “tqa … | head N” or “tqa … | tail N”")
    lines = printed(shlex.split(asked["arguments"]), folder).splitlines()
    if asked["part"]:
        number = int(asked["lines"])
        lines = lines[:number] if asked["part"] == "head" else lines[-number:]
    language = "json" if "--format json" in command else "diff" if "--diff" in command else "text"
    return _fence("\n".join(lines).strip("\n").split("\n"), language)


def printed(arguments: Sequence[str], folder: Path = ROOT) -> str:
    """What `tqa` prints in a folder, whoever runs it: for a terminal of WIDTH columns without colours, with no
    configuration file from outside and no plugins but tqa's own. The folder itself is called /project.
    """
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n")  # takes bytes, too
    plain = {"COLUMNS": str(WIDTH), "NO_COLOR": "1"}
    known = config._in_folder  # noqa: SLF001

    def inside(searched: Path) -> Path | None:
        return known(searched) if searched.is_relative_to(folder) else None

    with (
        chdir(folder),
        redirect_stdout(out),
        mock.patch.dict(os.environ, plain),
        mock.patch("tqa.cli._width", return_value=WIDTH),
        mock.patch("tqa.config._in_folder", inside),
        mock.patch("tqa.runner.build", partial(build, installed=False)),
    ):
        try:
            code = cli.main(arguments)
        except SystemExit as leaving:  # argparse has its say: --help, or what is wrong
            code = cli.FAILED if leaving.code else cli.OK
    if code not in (cli.OK, cli.FOUND):
        raise SampleError(f"{shlex.join(['tqa', *arguments])} fails with exit code {code}")
    out.seek(0)
    return out.read().replace(folder.as_uri(), "file:///project").replace(str(folder), "/project")


# --- made -------------------------------------------------------------------------------------------------------------


def _made(name: str) -> Iterable[str]:
    if name not in MADE:
        raise SampleError(f"nothing makes {name!r}; there are {', '.join(MADE)}")
    return MADE[name]()


def _help() -> Iterator[str]:
    """The help of every command."""
    for name in commands(cli.parser()):
        yield from ("", f"## {name}", "", *_fence(printed([*name.split()[1:], "--help"]).rstrip().splitlines()))
    yield ""


def commands(parser: argparse.ArgumentParser) -> list[str]:
    """The commands that do something, as they are typed."""
    subs = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001
    return [name for sub in subs for child in sub.choices.values() for name in commands(child)] or [parser.prog]


def _configuration() -> Iterator[str]:
    """The keys of a configuration file."""
    types = {
        "text": "text",
        "flag": "true or false",
        "list": "list of texts",
        "table": "table",
        "tables": "tables",
        "lists": "table of lists",
    }
    rows = ((f"`{key}`", types[kind], doc) for key, (kind, doc) in config.KEYS.items())
    yield from ("", *_table(("key", "value", "says"), rows), "")


def _profiles() -> Iterator[str]:
    yield from ("", *_table(("profile", "style"), ((f"`{n}`", p.summary) for n, p in config.PROFILES.items())), "")


def _head() -> Iterator[str]:
    """The keys that every rule file has."""
    yield from ("", *_fields(HEAD), "")


def _examples() -> Iterator[str]:
    """The keys of an example in a rule file."""
    yield from ("", *_fields(EXAMPLE), "")


def _kinds() -> Iterator[str]:
    """The kinds of rule file and their keys."""
    for name, kind in sorted(build(installed=False).kinds.items()):
        yield from ("", f"### {name}", "", f"{_prose(kind.summary[0].upper() + kind.summary[1:])}.", "")
        yield from _fields(kind.fields)
        if any(field.type == "tokens" for field in kind.fields.values()):
            yield from ("", "A token:", "", *_fields(TOKEN))
    yield ""


def _fields(fields: Mapping[str, Field]) -> Iterator[str]:
    def value(field: Field) -> str:
        kind = field.type if isinstance(field.type, str) else field.type.__name__
        return " or ".join(f"`{word}`" for word in kind.split("|")) if "|" in kind else _TYPES.get(kind, kind)

    def default(field: Field) -> str:
        if field.required:
            return "obligatory"
        return "" if field.default in (None, "", [], {}) else f"`{toml(field.default)}`"

    rows = ((f"`{name}`", value(f), default(f), _prose(f.doc)) for name, f in fields.items())
    yield from _table(("key", "value", "default", "says"), rows)


_TYPES = {
    "str": "text",
    "int": "number",
    "bool": "true or false",
    "dict": "table",
    "strings": "list of texts",
    "regex": "regular expression",
    "regexes": "list of regular expressions",
    "table": "table, regular expression → text",
    "tokens": "list of tokens",
    "examples": "list of tables",
}

MADE: Mapping[str, Callable[[], Iterable[str]]] = {
    "commands": _help,
    "configuration keys": _configuration,
    "profiles": _profiles,
    "head of a rule file": _head,
    "example": _examples,
    "kinds of rule file": _kinds,
}
"""What pages show that no command prints, by name."""


# --- hooks ------------------------------------------------------------------------------------------------------------


def hooks(root: Path = ROOT) -> dict[Path, str]:
    """.pre-commit-hooks.yaml, with the suffixes of the formats."""
    path = root / ".pre-commit-hooks.yaml"
    suffixes = sorted(
        {re.escape(s.removeprefix(".")) for f in build(installed=False).formats.values() for s in f.suffixes}
    )
    pattern = rf"(?i)\.({'|'.join(suffixes)})$"
    page = path.read_text(encoding="utf-8")
    return {path: re.sub(r"(?<=^  files: ).*$", lambda _: pattern, page, flags=re.MULTILINE)}


# --- the command ------------------------------------------------------------------------------------------------------

CHORES: Mapping[str, Callable[[], Mapping[Path, str]]] = {
    "docs": docs,
    "seeds": seeds,
    "samples": samples,
    "hooks": hooks,
}


def outdated(files: Mapping[Path, str]) -> list[Path]:
    """The files that are not as they would be written, and snapshots of articles that are gone."""
    wrong = [path for path, text in files.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    return wrong + _orphans(files)


def _orphans(files: Mapping[Path, str]) -> list[Path]:
    folders = sorted({path.parent for path in files if path.suffix == FINDINGS})
    return [old for folder in folders for old in sorted(folder.glob(f"*{FINDINGS}")) if old not in files]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a chore."""
    parser = argparse.ArgumentParser(prog="python -m tqa.dev", description=__doc__, add_help=True)
    parser.add_argument("chore", choices=[*CHORES, "all"])
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 if a file is out of date")
    args = parser.parse_args(argv)
    code = 0
    for name in CHORES if args.chore == "all" else [args.chore]:
        try:
            files = CHORES[name]()
        except SampleError as problem:
            print(problem, file=sys.stderr)
            code = 1
            continue
        for path in outdated(files):
            shown = path.relative_to(ROOT)
            if args.check:
                print(f"{shown} is out of date; run: python -m tqa.dev {name}", file=sys.stderr)
                code = 1
            elif path in files:
                path.write_text(files[path], encoding="utf-8", newline="\n")
                print(f"{shown}: written")
            else:
                path.unlink()
                print(f"{shown}: removed, its article is gone")
    return code


if __name__ == "__main__":
    sys.exit(main())
