"""Scripts that complete tqa's command line in a shell. They are static: at a TAB no Python starts, and so what plugins
add is completed once the script has been made anew.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import shtab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .plugins import Registry

SHELLS = ("bash", "zsh", "fish")

_FILES = ("PATH", "FILE", "RULE")
"""What options and arguments are called that take a file."""


def script(parser: argparse.ArgumentParser, shell: str, registry: Registry) -> str:
    """The completion script of a command line for a shell. Changes the parser, which is of no other use then."""
    from .config import PROFILES
    from .rule import DIMENSIONS

    rules = sorted(registry.rules)
    known = {
        "--format": sorted(registry.reports),
        "--input-format": sorted(registry.formats),
        "--profile": sorted(PROFILES),
        "--select": ["all", "default", *DIMENSIONS, *rules],
        "--ignore": [*DIMENSIONS, *rules],
        "--kind": sorted(registry.kinds),
        "tqa rules show": rules,
    }
    for command, action in _actions(parser):
        name = action.option_strings[0] if action.option_strings else command
        if name in known:
            action.choices = known[name]
        elif action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.metavar == "DIR":
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
    return str(shtab.complete(parser, shell))


def _actions(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.Action]]:
    """Every option and argument of a command line with the command it is of."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to list them
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for sub in action.choices.values():
                yield from _actions(sub)
        else:
            yield parser.prog, action
