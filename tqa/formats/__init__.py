"""Bytes ↔ documents: plain text and the bilingual line format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import hookimpl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tqa.hookspecs import Format


@hookimpl
def tqa_formats() -> Mapping[str, Format]:
    from .lines import Lines
    from .plain import Plain

    return {"text": Plain(), "jsonl": Lines()}
