"""tqa: translation QA for news. What a rule author or an embedding program imports, and nothing else.

Names load when they are first used, so that ``import tqa`` costs nothing.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

__version__ = "0.1.0"

_HOME = {
    "model": (
        "Content Diagnostic Document Edit Evidence Finding Fix Origin Position Range Segment Severity Span "
        "Suppression Text"
    ),
    "rule": "Context Example Rule rule",
    "match": "Pattern",
    "engine": "Checked Checker Run Summary",
    "hookspecs": "hookimpl",
}
_WHERE = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = [
    "Checked",
    "Checker",
    "Content",
    "Context",
    "Diagnostic",
    "Document",
    "Edit",
    "Evidence",
    "Example",
    "Finding",
    "Fix",
    "Origin",
    "Pattern",
    "Position",
    "Range",
    "Rule",
    "Run",
    "Segment",
    "Severity",
    "Span",
    "Summary",
    "Suppression",
    "Text",
    "__version__",
    "hookimpl",
    "rule",
]

if TYPE_CHECKING:
    from .engine import Checked, Checker, Run, Summary
    from .hookspecs import hookimpl
    from .match import Pattern
    from .model import (
        Content,
        Diagnostic,
        Document,
        Edit,
        Evidence,
        Finding,
        Fix,
        Origin,
        Position,
        Range,
        Segment,
        Severity,
        Span,
        Suppression,
        Text,
    )
    from .rule import Context, Example, Rule, rule


def __getattr__(name: str) -> object:
    if name in _WHERE:
        from importlib import import_module

        value: object = getattr(import_module(f"tqa.{_WHERE[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'tqa' has no attribute {name!r}")


class _Package(ModuleType):
    """Keeps `tqa.rule` the decorator: importing the module of that name would put the module in its place."""

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value.rule if name == "rule" and isinstance(value, ModuleType) else value)


sys.modules[__name__].__class__ = _Package
