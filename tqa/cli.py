"""The command `tqa`; the only module that knows all the others."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from .cache import Cache
    from .changed import Changed
    from .engine import Checked, Summary
    from .hookspecs import Report
    from .model import Safety
    from .plugins import Registry
    from .runner import FileResult, Options, Session
    from .termbase import Termbase, TermEntry

    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

OK, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: nothing to complain of; something at or above --fail-on; tqa could not do its work; Control-C."""


class UsageError(Exception):
    """A command line that asks for something impossible."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code. Argument errors leave through SystemExit, as argparse does."""
    args = list(sys.argv[1:] if argv is None else argv)
    if args == ["--version"]:  # answered before anything is imported
        from . import __version__

        print(f"tqa {__version__}")
        return OK
    return _main(args)


def _main(args: list[str]) -> int:
    from .model import SetupError

    try:
        parsed = parser(args[0] if args else "").parse_args(args)
        code: int = parsed.run(parsed)
    except (SetupError, UsageError) as problem:
        print(f"tqa: {problem}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:  # noqa: BLE001 - a fault of ours: show it whole, and let no caller take it for "something was found"
        import traceback

        traceback.print_exc()
        print("tqa: this is a bug in tqa; nothing was changed in the file it was working on", file=sys.stderr)
        return FAILED
    return code


# --- the command line -------------------------------------------------------------------------------------------------

_TOP = """\
Translation QA for news: finds what a machine translation got wrong, and says where and why.

  tqa check seeds/                        check every document in a folder
  tqa check --fix article.txt             apply the fixes that are safe
  tqa check --format json article.txt     diagnostics for an editor
  tqa init                                write a tqa.toml to change
  tqa rules show style/fragment           what a rule does, and why
"""

_CHECK = """\
  tqa check                               every document below this folder
  tqa check --diff article.txt            show what --fix would change
  tqa check --select terminology,style/fragment drafts/
  tqa check --baseline known.json --update-baseline .
  tqa check --since origin/main drafts/
  tqa check --format github --report sarif=tqa.sarif --report markdown=summary.md
  cat article.txt | tqa check --target-lang en -

Exit code 0: nothing at or above --fail-on; 1: something; 2: tqa could not do its work.
"""

_FORMATS = "terminal, html, json, jsonl, sarif, github, gitlab, rdjson, rdjsonl, checkstyle, junit, markdown [terminal]"
"""A test compares it with the reports that there are: to ask for them here would load every plugin."""

_EXAMPLES = {
    "annotate": """\
  tqa annotate article.html -o article.tqa.html
  tqa annotate --select terminology job.xlf -o job.tqa.xlf

The copy differs from the file only by what is put in: attributes and lists of issues as ITS 2.0 has them, or notes and
comments. Exit code 0: it is written; 2: it is not, and it is said why.
""",
    "rules list": """\
  tqa rules list                          every rule
  tqa rules list --select all             … with those in preview on
""",
    "rules show": """\
  tqa rules show style/fragment
""",
    "rules test": """\
  tqa rules test                          all rules, those of the project too
  tqa rules test qa/rules style/fragment  those of a folder, and one by its id

Exit code 0: all do what their examples say; 1: one does not.
""",
    "rules new": """\
  tqa rules new style/shouting            writes rules/style/shouting.toml
  tqa rules new terminology/titles --kind substitution --folder qa/rules
""",
    "init": """\
  tqa init                                writes tqa.toml
  tqa init drafts/                        … for one folder
""",
    "config": """\
  tqa config                              what holds in this folder
  tqa config --why drafts/article.txt     … for one document, and why each rule is on or off
""",
    "terms import": """\
  tqa terms import agency.tbx glossary.csv      adds their entries to tqa-terms.toml
  tqa terms import words.tab --source-lang zh --target-lang en
  tqa terms import terms.xlsx --output terms.tbx

Formats, by suffix: TBX (.tbx, .xml), CSV, TSV, glossaries with tabs (.tab, .txt, .utf8), .xlsx, .toml.
Exit code 0: all of it is there; 1: some of it was left out, and it is said what; 2: tqa could not do its work.
""",
    "terms export": """\
  tqa terms export --output terms.tbx           the project's terms, for other programs
  tqa terms export qa/terms.csv --output terms.xlsx

What the other format cannot hold is said.
""",
    "terms extract": """\
  tqa terms extract drafts/ --output candidates.csv
  tqa terms extract archive/ --least 10 --output candidates.csv

Review it in a spreadsheet: write preferred, admitted, deprecated or forbidden under “status”, and leave the rest
empty. Then: tqa terms lock candidates.csv
""",
    "terms lock": """\
  tqa terms lock candidates.csv                 what has a status goes into tqa-terms.toml

tqa check holds every document to tqa-terms.toml beside the configuration.
Exit code 0: all of it is there; 1: some of it is settled otherwise already, and it is said what.
""",
    "mine": """\
  tqa mine --translated drafts/ --reference archive/
  tqa mine --translated drafts/ --reference archive/ --marks marks.jsonl --output candidates/

Phrases and patterns of word classes that the translations have more often, the surest first, with the z-score of the
log-odds ratio. With --output each becomes a rule file with examples from the texts: keep what your editors would
change, say what to write instead, and try it with: tqa rules test candidates/
""",
    "completion": """\
  tqa completion bash                     in ~/.bashrc: eval "$(tqa completion bash)"
  tqa completion zsh                      to a file _tqa in a folder of $fpath
  tqa completion fish                     to ~/.config/fish/completions/tqa.fish

It completes the rules, formats and reports of the plugins and the configuration that are here now.
""",
    "plugins": """\
  tqa plugins
""",
    "lsp": """\
  tqa lsp                                 speaks the Language Server Protocol on standard input and output
  tqa lsp --log-level debug               … and says on standard error what it does
  tqa lsp --target-lang en                for articles whose language nothing says

Editors start it; docs/editors.md says how to tell them (Neovim, Helix, Emacs, VS Code, Sublime Text, Kate).
Configuration files hold as for `tqa check`, and are read anew when they change. Settings of the editor go over
them (initializationOptions, or the section "tqa"): select, ignore, profile, semantic, grammar, source_lang,
target_lang.

Exit code 0: it was shut down; 1: the editor went away; 2: tqa could not do its work.
""",
}


def parser(command: str = "") -> argparse.ArgumentParser:
    """The command line: the whole of it, or as far as it takes to read the arguments of one command."""
    import argparse

    from . import __version__

    top = argparse.ArgumentParser(prog="tqa", description=_TOP, formatter_class=_raw)
    top.add_argument("--version", action="version", version=f"tqa {__version__}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND", prog="tqa")
    for name, add in _COMMANDS.items():
        if name == command or command not in _COMMANDS:
            add(commands)
    return top


def _raw(prog: str) -> argparse.HelpFormatter:
    import argparse

    return argparse.RawDescriptionHelpFormatter(prog, width=_width() - 2)  # told its width, it does not load shutil


def _command(commands: _Commands, name: str, says: str) -> argparse.ArgumentParser:
    """A command whose help ends with its examples."""
    about = f"{says[0].upper()}{says[1:]}."
    last = name.split()[-1]
    return commands.add_parser(last, help=says, description=about, epilog=_EXAMPLES[name], formatter_class=_raw)


def _add_check(commands: _Commands) -> None:
    check = commands.add_parser(
        "check", help="check documents", description="Check documents.", epilog=_CHECK, formatter_class=_raw
    )
    check.set_defaults(run=_check)
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files and folders; - is standard input")
    report = check.add_argument_group("report")
    report.add_argument("--format", default="terminal", metavar="NAME", help=_FORMATS)
    report.add_argument("--output", type=Path, metavar="FILE", help="write the report to a file")
    report.add_argument(
        "--report",
        action="append",
        default=[],
        metavar="NAME=FILE",
        help="write a further report of the run to a file, as sarif=tqa.sarif; may be given more than once",
    )
    report.add_argument("--color", choices=["auto", "always", "never"], default="auto", help="colours [auto]")
    report.add_argument("--verbose", action="store_true", help="say why each rule matters")
    report.add_argument(
        "--fail-on", choices=["error", "warning", "info", "hint", "never"], help="exit code 1 from here"
    )
    report.add_argument("--exit-zero", action="store_true", help="exit code 0 whatever is found")
    fixes = check.add_argument_group("fixes")
    fixes.add_argument("--fix", action="store_true", help="apply the safe fixes")
    fixes.add_argument("--unsafe-fixes", action="store_true", help="apply the unsafe fixes, too")
    fixes.add_argument("--track-changes", action="store_true", help="… as tracked changes, in Word files")
    fixes.add_argument("--diff", action="store_true", help="show what would be fixed and write nothing")
    known = check.add_argument_group("known findings")
    known.add_argument("--baseline", type=Path, metavar="FILE", help="findings in this file are known and do not count")
    known.add_argument("--update-baseline", action="store_true", help="write all findings to the baseline")
    changed = check.add_argument_group("changes, by git")
    changed.add_argument("--changed", action="store_true", help="check only files changed since the last commit")
    changed.add_argument("--since", metavar="BASE", help="… since the merge base with BASE, as origin/main")
    changed.add_argument("--changed-lines", action="store_true", help="… and report only what touches a changed line")
    documents = check.add_argument_group("documents")
    _add_input(documents)
    documents.add_argument("--force-exclude", action="store_true", help="excludes hold for files named here, too")
    documents.add_argument("--stdin-name", type=Path, default=Path("<stdin>"), metavar="FILE", help="what - stands for")
    documents.add_argument("--jobs", type=int, default=0, metavar="N", help="processes [one a processor]")
    _add_selection(check)


def _add_annotate(commands: _Commands) -> None:
    annotate = _command(commands, "annotate", "write a copy of a document that has the findings in it")
    annotate.set_defaults(run=_annotate)
    annotate.add_argument("file", type=Path, metavar="FILE", help="a document of a format that holds annotations")
    annotate.add_argument("--output", "-o", type=Path, metavar="FILE", help="the file to write [standard output]")
    annotate.add_argument("--baseline", type=Path, metavar="FILE", help="findings in this file are left out")
    _add_input(annotate.add_argument_group("document"))
    _add_selection(annotate)


def _add_input(group: argparse._ArgumentGroup) -> None:
    """How documents are to be read, and with which terms."""
    group.add_argument(
        "--input-format", default="", metavar="NAME", help="the format, where no suffix says it: docs/formats.md"
    )
    group.add_argument(
        "--source", type=Path, metavar="FILE", help="what the document was translated from, side by side"
    )
    group.add_argument("--encoding", default="", metavar="NAME", help="the encoding of files that are not Unicode")
    group.add_argument("--termbase", action="append", type=Path, default=[], metavar="FILE", help=_TERMBASE)


def _add_rules(commands: _Commands) -> None:
    rules = commands.add_parser("rules", help="list, show, test and write rules", formatter_class=_raw).add_subparsers(
        required=True, metavar="ACTION", prog="tqa rules"
    )
    listing = _command(rules, "rules list", "every rule, and whether it is on here")
    listing.set_defaults(run=_rules_list)
    _add_selection(listing)
    show = _command(rules, "rules show", "what a rule does, why, and its examples")
    show.set_defaults(run=_rules_show)
    show.add_argument("id", help="as style/fragment")
    _add_selection(show)
    test = _command(rules, "rules test", "run the examples of rules")
    test.set_defaults(run=_rules_test)
    test.add_argument("what", nargs="*", metavar="RULE", help="ids, dimensions, rule files, folders [all rules]")
    _add_selection(test)
    new = _command(rules, "rules new", "write a rule file to fill in")
    new.set_defaults(run=_rules_new)
    new.add_argument("id", help="dimension/problem, as style/shouting")
    new.add_argument("--kind", default="existence", metavar="KIND", help="the kind of rule [existence]")
    new.add_argument("--folder", type=Path, default=Path("rules"), metavar="DIR", help="folder of rules [rules]")


def _add_init(commands: _Commands) -> None:
    init = _command(commands, "init", "write a tqa.toml with comments")
    init.set_defaults(run=_init)
    init.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="DIR", help="where [this folder]")


def _add_config(commands: _Commands) -> None:
    config = _command(commands, "config", "which configuration holds, and why")
    config.set_defaults(run=_config)
    config.add_argument("--why", type=Path, metavar="FILE", help="which file and which rules apply to a document")
    _add_selection(config)


def _add_completion(commands: _Commands) -> None:
    completion = _command(commands, "completion", "a script that completes commands in a shell")
    completion.set_defaults(run=_completion)
    completion.add_argument("shell", choices=["bash", "zsh", "fish"])
    _add_selection(completion)


def _add_plugins(commands: _Commands) -> None:
    plugins = _command(commands, "plugins", "the plugins that are loaded")
    plugins.set_defaults(run=_plugins)
    _add_selection(plugins)


def _add_lsp(commands: _Commands) -> None:
    lsp = _command(commands, "lsp", "a language server, for editors")
    lsp.set_defaults(run=_lsp)
    lsp.add_argument("--stdio", action="store_true", help="what it does anyway; some editors add it")
    lsp.add_argument(
        "--log-level",
        choices=["debug", "info", "warning", "error"],
        default="error",
        help="what to say on standard error [error]",
    )
    lsp.add_argument("--termbase", action="append", type=Path, default=[], metavar="FILE", help=_TERMBASE)
    _add_selection(lsp)


_TERMBASE = "hold documents to these terms, too (TBX, CSV, TSV, XLSX, TOML); may be given more than once"


def _add_terms(commands: _Commands) -> None:
    actions = commands.add_parser("terms", help="read, write, find and settle terms")
    terms = actions.add_subparsers(required=True, metavar="ACTION", prog="tqa terms")
    reading = _command(terms, "terms import", "add the entries of termbases to the project's terms")
    reading.set_defaults(run=_terms_import)
    reading.add_argument("files", nargs="+", type=Path, metavar="FILE", help="termbases")
    writing = _command(terms, "terms export", "write termbases in another format")
    writing.set_defaults(run=_terms_export)
    writing.add_argument("files", nargs="*", type=Path, metavar="FILE", help="termbases [those of the project]")
    extract = _command(terms, "terms extract", "candidates for a termbase out of documents, for review")
    extract.set_defaults(run=_terms_extract)
    extract.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    extract.add_argument("--least", type=int, default=3, metavar="N", help="how often a term is there [3]")
    extract.add_argument("--most", type=int, default=5000, metavar="N", help="how many terms to write [5000]")
    lock = _command(terms, "terms lock", "settle on terms that were reviewed")
    lock.set_defaults(run=_terms_lock)
    lock.add_argument("files", nargs="+", type=Path, metavar="FILE", help="reviewed candidates, or termbases")
    for action, text in (
        (reading, "the file that is added to [tqa-terms.toml]"),
        (writing, "the file to write; its suffix says the format"),
        (extract, "the file to write [standard output]"),
        (lock, "the file of settled terms [tqa-terms.toml]"),
    ):
        action.add_argument("--output", "-o", type=Path, metavar="FILE", help=text, required=action is writing)
        _add_selection(action)


def _add_mine(commands: _Commands) -> None:
    mining = _command(commands, "mine", "find what translated texts say more often than others, as rules to review")
    mining.set_defaults(run=_mine)
    for name, text in (
        ("--translated", "files and folders of translations"),
        ("--reference", "… of texts of the language's own"),
    ):
        mining.add_argument(name, nargs="+", type=Path, metavar="PATH", required=True, help=text)
    mining.add_argument("--marks", type=Path, metavar="FILE", help="errors that readers marked, as JSON lines")
    mining.add_argument("--least", type=int, default=5, metavar="N", help="in how many documents a phrase is [5]")
    mining.add_argument("--most", type=int, default=50, metavar="N", help="how many to show [50]")
    mining.add_argument("--output", "-o", type=Path, metavar="DIR", help="write a rule file for each into this folder")
    _add_selection(mining)


def _add_selection(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("configuration")
    group.add_argument("--select", default="", metavar="RULES", help='only these: ids, dimensions, "default", "all"')
    group.add_argument("--ignore", default="", metavar="RULES", help="not these")
    group.add_argument("--source-lang", default="", metavar="LANG", help='as "zh"; wins over what documents say')
    group.add_argument("--target-lang", default="", metavar="LANG", help='as "en"')
    group.add_argument("--profile", default="", metavar="NAME", help="house style: us-news, …, or a file")
    group.add_argument(
        "--semantic", action="store_true", help="also compare what source and translation mean (needs tqa[semantic])"
    )
    group.add_argument("--grammar", action="store_true", help="also check the grammar of English (needs tqa[grammar])")
    group.add_argument("--config", type=Path, metavar="FILE", help="use this configuration for all documents")
    group.add_argument("--isolated", action="store_true", help="use no configuration file")
    group.add_argument("--no-cache", action="store_true", help="neither read nor write tqa's cache")


_COMMANDS: Mapping[str, Callable[[_Commands], None]] = {
    "check": _add_check,
    "annotate": _add_annotate,
    "rules": _add_rules,
    "terms": _add_terms,
    "mine": _add_mine,
    "init": _add_init,
    "config": _add_config,
    "completion": _add_completion,
    "plugins": _add_plugins,
    "lsp": _add_lsp,
}


def _names(value: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in value.split(","))))


def _cache(args: argparse.Namespace) -> Cache:
    from .cache import Cache, NoCache

    return NoCache() if args.no_cache else Cache()


def _session(
    args: argparse.Namespace, fix: tuple[Safety, ...] = (), write: bool = True, changed: Changed | None = None
) -> Session:
    from .config import Configs
    from .runner import Session

    options = _options(args)._replace(fix=fix, write=write, changed=changed)
    return Session(Configs(args.config, isolated=args.isolated), options, _cache(args))


def _options(args: argparse.Namespace) -> Options:
    from .config import ConfigError, profile
    from .runner import Options

    try:
        profile(args.profile or "plain")
    except ConfigError as problem:
        raise UsageError(f"--profile: {problem}") from None
    return Options(
        select=_names(args.select),
        ignore=_names(args.ignore),
        source_lang=args.source_lang,
        target_lang=args.target_lang,
        profile=args.profile,
        semantic=args.semantic,
        grammar=args.grammar,
        format=getattr(args, "input_format", ""),
        encoding=getattr(args, "encoding", ""),
        track_changes=getattr(args, "track_changes", False),
        baseline=getattr(args, "baseline", None),
        source=getattr(args, "source", None),
        termbases=tuple(getattr(args, "termbase", ())),
        update_baseline=getattr(args, "update_baseline", False),
        force_exclude=getattr(args, "force_exclude", False),
    )


# --- check ------------------------------------------------------------------------------------------------------------


def _check(args: argparse.Namespace) -> int:
    from contextlib import ExitStack
    from dataclasses import replace

    from .engine import Run, Summary

    fix = _fixes(args)
    paths = args.paths or [Path()]
    session = _session(args, fix, write=not args.diff, changed=_changed(args, paths))
    stdin = Path("-") in paths
    config = session.config(args.stdin_name if stdin else paths[0])
    registry = session.registry(config)
    report = _report("--format", args.format, registry, session)
    further = [(_report("--report", name, registry, session), path) for name, path in _further_reports(args)]
    _check_input(args, registry)
    checker = session.checker(config)  # compiles the patterns, which tells how they are looked for
    _say_if_slow()
    _say_left_out(session.termbase(config))
    _spare_the_collector()
    summary = Summary()
    run = Run(
        summary,
        rules=registry.rules,
        on=[rule.id for rule in checker.rules],
        baseline=(args.baseline or config.baseline) is not None and not args.update_baseline,
        fail_on=args.fail_on or config.fail_on,
        color=_color(args),
        width=_width(),
        verbose=args.verbose,
    )
    if stdin and fix and len(paths) > 1:
        raise UsageError("- with --fix prints the fixed text, so it can't go with other files")
    if args.update_baseline:
        _check_baseline(args, config.baseline)
    results = _results(args, session, summary, paths)
    if args.diff or (stdin and fix):
        code = _print_fixed(args, results, session)
        _say_what_did_not_run(summary)
        return code
    kept: list[Checked] = []
    keep = args.update_baseline or bool(further)
    with_source = any(_needs_documents(one) for one, _ in further)

    def checked() -> Iterator[Checked]:
        for result in results:
            if keep:
                kept.extend(result.checked if with_source else (c._replace(source=None) for c in result.checked))
            yield from result.checked

    with ExitStack() as files:  # open before the run, so that what cannot be written is said before it
        out = files.enter_context(_output(args.output))
        more = [(one, files.enter_context(_output(path, "--report"))) for one, path in further]
        out.writelines(report(checked(), run))
        for one, file in more:
            file.writelines(one(kept, replace(run, color=False)))
    if args.format != "terminal" or args.output is not None:
        _say_what_did_not_run(summary)
    if args.update_baseline:
        return _update_baseline(args.baseline or config.baseline or Path(), kept)
    return FOUND if summary.fails(run.fail_on) and not args.exit_zero else OK


def _fixes(args: argparse.Namespace) -> tuple[Safety, ...]:
    if args.unsafe_fixes:
        return ("safe", "unsafe")
    if args.track_changes and not (args.fix or args.diff):
        raise UsageError("--track-changes is for --fix, --unsafe-fixes and --diff")
    return ("safe",) if args.fix or args.diff else ()


def _changed(args: argparse.Namespace, paths: Sequence[Path]) -> Changed | None:
    """What has changed, where only that is to be checked."""
    if not (args.changed or args.changed_lines or args.since is not None):
        return None
    from .changed import GitError, absolute, changed

    option = "--since" if args.since is not None else "--changed-lines" if args.changed_lines else "--changed"
    if Path("-") in paths:
        raise UsageError(f"{option}: git does not know standard input")
    if args.update_baseline:
        raise UsageError(f"--update-baseline: what {option} leaves out would be forgotten")
    if args.changed_lines and (args.fix or args.unsafe_fixes or args.diff):
        raise UsageError("--changed-lines can't go with fixes, which are of whole files")
    try:
        found = changed(args.since, lines_only=args.changed_lines)
    except GitError as problem:
        raise UsageError(f"{option}: {problem}") from None
    for path in paths:
        if not (path.resolve() if path.is_dir() else absolute(path)).is_relative_to(found.top):
            raise UsageError(f"{option}: {path} is not in this git repository, {found.top}")
    return found


def _further_reports(args: argparse.Namespace) -> Iterator[tuple[str, Path]]:
    """The names and files of --report."""
    if args.report and (args.diff or (Path("-") in args.paths and _fixes(args))):
        raise UsageError("--report can't go with --diff or with fixes of standard input, which print text")
    files = {args.output.resolve()} if args.output else set()
    for wanted in args.report:
        name, _, file = wanted.partition("=")
        if not name or not file:
            raise UsageError(f"--report: {wanted!r} is not NAME=FILE, as in sarif=tqa.sarif")
        if Path(file).resolve() in files:
            raise UsageError(f"--report: {file} is written by another report already")
        files.add(Path(file).resolve())
        yield name, Path(file)


def _report(option: str, name: str, registry: Registry, session: Session) -> Report:
    """The report of a name; the session then keeps what it needs."""
    _known_name(option, name, registry.reports)
    report = registry.reports[name]
    if _needs_documents(report):
        session.options = session.options._replace(keep_documents=True)
    return report


def _needs_documents(report: Report) -> bool:
    from .hookspecs import DocumentReport

    return isinstance(report, DocumentReport) and report.needs_documents


def _known_name(option: str, name: str, known: Iterable[str]) -> None:
    from .config import suggestion

    if name not in known:
        raise UsageError(f"{option}: there is no {name!r}{suggestion(name, known)}")


def _check_input(args: argparse.Namespace, registry: Registry) -> None:
    if args.input_format:
        _known_name("--input-format", args.input_format, registry.formats)
    if args.source is not None:
        _check_source(args)
    if args.encoding:
        _known_encoding(args.encoding)


def _check_source(args: argparse.Namespace) -> None:
    paths = [args.file] if "file" in args else args.paths
    if len(paths) != 1 or paths[0].is_dir():
        raise UsageError("--source is of one file; for many, say in tqa.toml under [pairs] what they are called")
    if not args.source.is_file():
        raise UsageError(f"--source: there is no file {args.source}")


def _known_encoding(name: str) -> None:
    from .formats.encoding import known_encoding
    from .model import UnreadableError

    try:
        known_encoding(name)
    except UnreadableError as problem:
        raise UsageError(f"--encoding: {problem}") from None


def _say_if_slow() -> None:
    from .match import slow

    if why := slow():
        print(f'tqa: {why}; `re` finds the same, more slowly (pip install "hyperscan<0.7.23")', file=sys.stderr)


def _say_what_did_not_run(summary: Summary) -> None:
    """Where no report that a person is looking at says it."""
    for notice in summary.notices:
        print(f"tqa: {notice.message}", file=sys.stderr)


_MOST_SAID = 20


def _say_left_out(termbase: Termbase | None) -> None:
    """What of a termbase could not be read; the rest holds."""
    _complain(termbase.problems if termbase is not None else ())


def _complain(problems: Sequence[str]) -> None:
    for problem in problems[:_MOST_SAID]:
        print(f"tqa: {_from_here(problem)}", file=sys.stderr)
    if len(problems) > _MOST_SAID:
        print(f"tqa: … and {len(problems) - _MOST_SAID} more", file=sys.stderr)


def _from_here(text: str) -> str:
    """A text with its paths relative to the current folder."""
    return text.replace(f"{Path.cwd()}{os.sep}", "")


def _spare_the_collector() -> None:
    """Documents are trees of small frozen values without cycles: looking for cycles in them is a tenth of a run."""
    import gc

    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def _color(args: argparse.Namespace) -> bool:
    """Whether to colour: as --color says, else as the environment says (https://no-color.org, https://force-color.org),
    else where a person looks on."""
    if args.color != "auto":
        return bool(args.color == "always")
    if args.output is not None or os.environ.get("NO_COLOR"):
        return False
    forced = any(os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE"))
    return forced or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def _width() -> int:
    try:
        return max(40, min(os.get_terminal_size().columns, 160))
    except OSError:  # no terminal
        return 100


def _results(
    args: argparse.Namespace, session: Session, summary: Summary, paths: Sequence[Path]
) -> Iterator[FileResult]:
    from .runner import discover, run

    jobs = args.jobs or os.cpu_count() or 1

    def found() -> Iterator[Path | FileResult]:
        for path in paths:
            if path == Path("-"):
                yield session.check_bytes(sys.stdin.buffer.read(), args.stdin_name)
            else:
                yield from discover([path], session)

    if sys.stderr.isatty():
        from .reports.progress import progress

        listed = list(found())
        return progress(run(listed, session, summary, jobs), len(listed))
    return run(found(), session, summary, jobs)


class _output:  # noqa: N801 - used as a context manager only
    """Standard output, or a file that is there whole or not at all; a device or a pipe is written to as it is."""

    def __init__(self, path: Path | None, option: str = "--output") -> None:
        self.path, self.option = path, option

    def __enter__(self) -> TextIO:
        if self.path is None:
            if isinstance(sys.stdout, io.TextIOWrapper):  # not when a test or an embedding program has replaced it
                sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
            self.out: TextIO = sys.stdout
        else:
            whole = self.path.is_file() or not self.path.exists()
            self.draft = self.path.with_name(f".{self.path.name}.{os.getpid()}") if whole else self.path
            try:
                self.out = self.draft.open("w", encoding="utf-8", errors="backslashreplace")
            except OSError as problem:
                raise UsageError(f"{self.option}: {self.path} cannot be written: {problem.strerror}") from None
        return self.out

    def __exit__(self, kind: object, *_: object) -> None:
        self.out.flush()
        if self.path is not None:
            self.out.close()
            if self.draft == self.path:
                return
            if kind is None:
                self.draft.replace(self.path)
            else:
                self.draft.unlink()


def _diff(results: Iterable[FileResult], session: Session, out: TextIO) -> bool:
    """Writes what the fixes would change; whether there is anything, or a file that could not be read."""
    from .text import unified_diff

    changes = False
    for result in results:
        if result.changed and result.before is not None and result.after is not None:
            changes = True
            before, after = (_as_text(data, Path(result.path), session) for data in (result.before, result.after))
            out.writelines(unified_diff(before, after, result.path))
        elif result.after is None:
            changes = True
            print(f"tqa: {result.checked[0].diagnostics[0].message}", file=sys.stderr)
    return changes


def _as_text(data: bytes, path: Path, session: Session) -> str:
    """What is or might be in a file, to compare with what else might be."""
    from .formats.encoding import decode
    from .hookspecs import Packed

    reader = session.reader(path, session.registry(session.config(path)), data)
    if isinstance(reader, Packed):
        return reader.as_text(data, str(path))
    return decode(data, str(path), session.encoding(path))[0]


def _print_fixed(args: argparse.Namespace, results: Iterable[FileResult], session: Session) -> int:
    """What the fixes make of the documents, in place of a report."""
    if not args.diff:
        return _filter(results)
    with _output(args.output) as out:
        changes = _diff(results, session, out)
    return FOUND if changes and not args.exit_zero else OK


def _filter(results: Iterable[FileResult]) -> int:
    """Standard input with its fixes goes to standard output."""
    for result in results:
        if result.after is None:
            raise UsageError(result.checked[0].diagnostics[0].message)
        sys.stdout.buffer.write(result.after)
    return OK


def _check_baseline(args: argparse.Namespace, configured: Path | None) -> None:
    if args.baseline is None and configured is None:
        raise UsageError('--update-baseline: say which file, with --baseline FILE or baseline = "FILE" in tqa.toml')
    if args.diff or args.fix or args.unsafe_fixes:
        raise UsageError("--update-baseline writes what is found, so it can't go with fixes")


def _update_baseline(path: Path, kept: Iterable[Checked]) -> int:
    from .runner import write_baseline

    count = write_baseline(path, kept)
    print(f"tqa: {path} now holds {count} known finding{'s' * (count != 1)}", file=sys.stderr)
    return OK


# --- annotate ---------------------------------------------------------------------------------------------------------


def _annotate(args: argparse.Namespace) -> int:
    from .engine import Summary
    from .model import UnwritableError

    session = _session(args)
    config = session.config(args.file)
    _check_input(args, session.registry(config))
    _say_left_out(session.termbase(config))
    try:
        result = session.annotate_file(args.file)
    except UnwritableError as problem:
        raise UsageError(str(problem)) from None
    if result.after is None:
        raise UsageError(result.checked[0].diagnostics[0].message)
    if args.output is None:
        sys.stdout.buffer.write(result.after)
    else:
        _write(args.output, result.after)
        print(f"{args.output}: {result.applied} finding{'s' * (result.applied != 1)} put in")
    summary = Summary()
    for checked in result.checked:
        summary.add(checked)
    _say_what_did_not_run(summary)
    return OK


# --- rules ------------------------------------------------------------------------------------------------------------


def _rules_list(args: argparse.Namespace) -> int:
    from .authoring import list_rules
    from .config import choose, severity_of

    session = _session(args)
    config = session.config(Path())
    rules = session.registry(config).rules
    return _print(list_rules(rules, choose(config, rules), severity_of(config, rules.values())))


def _rules_show(args: argparse.Namespace) -> int:
    from .authoring import show_rule
    from .config import choose

    session = _session(args)
    config = session.config(Path())
    rules = session.registry(config).rules
    _known_name("rules show", args.id, rules)
    return _print(show_rule(rules[args.id], choose(config, rules)[args.id]))


def _rules_test(args: argparse.Namespace) -> int:
    from .authoring import AuthoringError, find_rules, test_rules

    session = _session(args)
    registry = session.registry(session.config(Path()))
    try:
        rules = find_rules(args.what, registry)
    except AuthoringError as problem:
        raise UsageError(str(problem)) from None
    wrong = False
    for text, good in test_rules(rules, registry.rules.values()):
        wrong |= not good
        print(text)
    return FOUND if wrong else OK


def _rules_new(args: argparse.Namespace) -> int:
    from .authoring import AuthoringError, new_rule

    try:
        path = new_rule(args.id, args.folder, args.kind)
    except AuthoringError as problem:
        raise UsageError(str(problem)) from None
    print(f"{path}: fill it in, then run: tqa rules test {path}")
    return OK


def _print(lines: Iterable[str]) -> int:
    for line in lines:
        print(line)
    return OK


# --- terms ------------------------------------------------------------------------------------------------------------


def _terms_import(args: argparse.Namespace) -> int:
    from .terms import read_all

    session = _session(args)
    config = session.config(Path())
    found = read_all(args.files, session.registry(config).termbase_formats, session.languages(config))
    return _settle(args, session, found.entries, found.problems)


def _terms_lock(args: argparse.Namespace) -> int:
    from .terms import read_all, reviewed

    session = _session(args)
    config = session.config(Path())
    found = read_all(args.files, session.registry(config).termbase_formats, session.languages(config))
    decided = list(reviewed(found.entries))
    if not decided:
        raise UsageError(f"nothing in {', '.join(map(str, args.files))} has a status, so nothing is settled")
    return _settle(args, session, decided, found.problems)


def _settle(args: argparse.Namespace, session: Session, entries: Sequence[TermEntry], problems: list[str]) -> int:
    """Add entries to the file of terms."""
    from .config import TERMS
    from .terms import read_all, settle, written

    config = session.config(Path())
    formats = session.registry(config).termbase_formats
    path = args.output or (config.root / TERMS if config.path else Path(TERMS))
    known = read_all([path], formats, session.languages(config)) if path.exists() else None
    if known and known.problems:
        raise UsageError(f"{known.problems[0]}; mend {path} first, so that nothing in it is lost")
    settled = settle(known.entries if known else [], entries)
    data, lost = written(settled.entries, path, formats)
    _write(path, data)
    _complain([*problems, *settled.conflicts])
    print(_from_here(f"{path}: {settled.added} new or changed, {len(settled.entries)} in all"))
    _print(f"this format cannot hold {what}" for what in lost)
    if args.output is None and config.path is None:
        print(f"tqa check reads {TERMS} beside a configuration; `tqa init` writes one")
    return FOUND if problems or settled.conflicts else OK


def _terms_export(args: argparse.Namespace) -> int:
    from .config import termbases
    from .terms import read_all, written

    session = _session(args)
    config = session.config(Path())
    formats = session.registry(config).termbase_formats
    files = args.files or termbases(config)
    if not files:
        raise UsageError('terms export: name a FILE, or termbases = ["FILE"] in tqa.toml')
    found = read_all(files, formats, session.languages(config))
    data, lost = written(found.entries, args.output, formats)
    _write(args.output, data)
    _complain(found.problems)
    print(f"{args.output}: {len(found.entries)} entries")
    _print(f"this format cannot hold {what}" for what in lost)
    return FOUND if found.problems else OK


def _terms_extract(args: argparse.Namespace) -> int:
    from .runner import discover
    from .terms import extract

    session = _session(args)
    problems: list[str] = []
    with _output(args.output) as out:
        out.writelines(extract(discover(args.paths, session), session, problems.append, args.least, args.most))
    _complain(problems)
    return FOUND if problems else OK


def _mine(args: argparse.Namespace) -> int:
    from .mine import mine, rule_files, table

    problems: list[str] = []
    found, reference = mine(
        args.translated, args.reference, _session(args), problems.append, args.marks, args.least, args.most
    )
    sys.stdout.writelines(table(found))
    if args.output:
        for name, text in rule_files(found, reference):
            path = args.output / f"{name}.toml"
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, text.encode())
    _complain(problems)
    return FOUND if problems else OK


def _write(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as problem:
        draft.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {problem.strerror}") from None


# --- configuration ----------------------------------------------------------------------------------------------------


def _init(args: argparse.Namespace) -> int:
    from .config import FILE, template

    path = args.folder / FILE
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(template())
    except FileExistsError:
        raise UsageError(f"{path} is already there; it was left as it is") from None
    except OSError as problem:
        raise UsageError(f"{path} cannot be written: {problem.strerror}") from None
    print(f"{path}: written. `tqa config --why FILE` says what holds for a document.")
    return OK


def _config(args: argparse.Namespace) -> int:
    from .config import changed, choose, ignored_in

    session = _session(args)
    path = args.why or Path("document.txt")
    config = session.config(path)
    print(f"configuration: {config.path or 'none found, the defaults hold'}")
    for key, value in changed(config).items():
        if key != "path":
            print(f"  {key} = {value!r}")
    if not args.why:
        return OK
    from .runner import of_suffix

    registry = session.registry(config)
    reader = session.format(path, registry)
    none = "none that has this suffix" if of_suffix(path, registry) else "text (no format has this suffix)"
    print(f"format: {next((n for n, f in registry.formats.items() if f is reader), none)}")
    skipped = ignored_in(config, path, registry.rules.values())
    chosen = choose(config, registry.rules)
    wide = max(map(len, chosen))
    for name, choice in chosen.items():
        on, why = (choice.on, choice.why) if name not in skipped else (False, "ignored here by per_file_ignores")
        print(f"  {'on ' if on else 'off'} {name:{wide}}  {why}")
    return OK


def _plugins(args: argparse.Namespace) -> int:
    from collections import Counter

    from . import __version__
    from .plugins import BUILT_IN, PROJECT

    session = _session(args)
    registry = session.registry(session.config(Path()))
    counts = Counter(rule.plugin for rule in registry.rules.values())
    print(f"tqa {__version__}, built in: {_rules(counts['tqa'])}")
    for plugin in registry.plugins:
        if plugin.name not in BUILT_IN:
            print(f"{plugin.name} {plugin.version} ({plugin.module}): {_rules(counts[plugin.name])}")
    if counts[PROJECT]:
        print(f"the project's own: {_rules(counts[PROJECT])}")
    return OK


def _lsp(args: argparse.Namespace) -> int:
    import logging

    from .config import Configs
    from .server import serve

    logging.basicConfig(stream=sys.stderr, level=args.log_level.upper(), format="tqa: %(levelname)s: %(message)s")
    _spare_the_collector()
    return serve(lambda: Configs(args.config, isolated=args.isolated), _options(args), _cache(args))


def _completion(args: argparse.Namespace) -> int:
    from .completion import script

    session = _session(args)
    print(script(parser(), args.shell, session.registry(session.config(Path()))))
    return OK


def _rules(count: int) -> str:
    return f"{count} rule{'s' * (count != 1)}"


if __name__ == "__main__":
    sys.exit(main())
