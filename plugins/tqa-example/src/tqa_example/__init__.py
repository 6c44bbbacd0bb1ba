"""The house style of a news desk: what tqa calls to learn of its rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tqa import hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tqa import Rule


@hookimpl
def tqa_rules() -> Iterable[Rule]:
    from .measures import mu_alone

    return [mu_alone]


@hookimpl
def tqa_rule_files() -> Iterable[Path]:
    return [Path(__file__).parent / "rules"]
