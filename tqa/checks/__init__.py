"""The built-in rules: those of the rule files, and those that need code, one module a rule or close family."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tqa import Rule, hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tqa.declare import Kind


@hookimpl
def tqa_rules() -> Iterable[Rule]:
    """The rules of every module of this folder whose name does not begin with an underscore."""
    from importlib import import_module

    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        module = import_module(f"{__name__}.{path.stem}")
        yield from (value for value in vars(module).values() if isinstance(value, Rule))


@hookimpl
def tqa_rule_files() -> Iterable[Path]:
    return [rules_folder()]


@hookimpl
def tqa_rule_kinds() -> Mapping[str, Kind]:
    from tqa.declare import KINDS_OF_RULE

    return KINDS_OF_RULE


def rules_folder() -> Path:
    """Where the rule files are: in the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent / "rules"
