"""The command `tqa`; the only module that knows all the others."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from .cache import Cache
    from .engine import Checked

OK, FOUND, FAILED = 0, 1, 2
"""Exit codes: nothing to complain of; something at or above --fail-on; tqa could not do its work."""


class UsageError(Exception):
    """A command line that asks for something impossible."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    args = list(sys.argv[1:] if argv is None else argv)
    if args == ["--version"]:  # answered before anything is imported
        from . import __version__

        print(f"tqa {__version__}")
        return OK
    return _main(args)


def _main(args: list[str]) -> int:
    from .config import ConfigError
    from .declare import RuleFileError
    from .plugins import PluginError

    parsed = parser().parse_args(args)
    try:
        code: int = parsed.run(parsed)
    except (ConfigError, RuleFileError, PluginError, UsageError) as problem:
        print(f"tqa: {problem}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        return 130
    return code


def parser() -> argparse.ArgumentParser:
    import argparse

    from . import __version__

    top = argparse.ArgumentParser(prog="tqa", description="Translation QA for news.")
    top.add_argument("--version", action="version", version=f"tqa {__version__}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="check documents and report what is wrong")
    check.set_defaults(run=_check)
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files and folders; - is standard input")
    check.add_argument("--format", default="terminal", help="the report: terminal, json, jsonl, …")
    check.add_argument("--input-format", default="", help="the format of the documents, where the suffix does not say")
    check.add_argument("--output", type=Path, metavar="FILE", help="write the report there")
    check.add_argument("--select", default="", metavar="RULES", help="run only these rules or dimensions")
    check.add_argument("--ignore", default="", metavar="RULES", help="leave these rules or dimensions out")
    check.add_argument("--fail-on", choices=["error", "warning", "info", "hint", "never"])
    check.add_argument("--exit-zero", action="store_true", help="exit code 0 whatever is found")
    check.add_argument("--jobs", type=int, default=0, metavar="N", help="processes; default: one a processor")
    check.add_argument("--no-cache", action="store_true", help="neither read nor write tqa's cache")
    return top


def _names(value: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in value.split(","))))


def _cache(args: argparse.Namespace) -> Cache:
    from .cache import Cache, NoCache

    return NoCache() if args.no_cache else Cache()


def _check(args: argparse.Namespace) -> int:
    from .config import Configs
    from .engine import Run, Summary
    from .runner import Options, Session, discover, run

    options = Options(select=_names(args.select), ignore=_names(args.ignore), format=args.input_format)
    session = Session(Configs(), options, _cache(args))
    paths = args.paths or [Path()]
    config = session.config(paths[0])
    registry = session.registry(config)
    report = registry.reports.get(args.format)
    if report is None:
        raise UsageError(f"there is no report {args.format!r}; there are {', '.join(registry.reports)}")
    summary = Summary()
    fail_on = args.fail_on or config.fail_on
    about = Run(summary, registry.rules, fail_on)

    def checked() -> Iterator[Checked]:
        jobs = args.jobs or os.cpu_count() or 1
        for result in run(discover(paths, session), session, summary, jobs):
            yield from result.checked

    out = args.output.open("w", encoding="utf-8") if args.output else sys.stdout
    try:
        for piece in report(checked(), about):
            out.write(piece)
        out.flush()
    finally:
        if args.output:
            out.close()
    return FOUND if summary.fails(fail_on) and not args.exit_zero else OK


if __name__ == "__main__":
    sys.exit(main())
