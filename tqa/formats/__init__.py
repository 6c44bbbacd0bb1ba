"""Bytes ↔ documents: plain text and the bilingual line format; and bytes ↔ termbases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import hookimpl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tqa.hookspecs import Format, TermbaseFormat


@hookimpl
def tqa_formats() -> Mapping[str, Format]:
    from .lines import Lines
    from .plain import Plain

    return {"text": Plain(), "jsonl": Lines()}


@hookimpl
def tqa_termbase_formats() -> Mapping[str, TermbaseFormat]:
    from .termbases import FORMATS

    return FORMATS
