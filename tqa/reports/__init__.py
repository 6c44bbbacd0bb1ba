"""Checked documents → text: one module a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import hookimpl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tqa.hookspecs import Report


@hookimpl
def tqa_reports() -> Mapping[str, Report]:
    from .jsonl import jsonl

    return {"jsonl": jsonl}
