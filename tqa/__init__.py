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
        "KINDS Content Diagnostic Document Edit Evidence Finding Fix Origin PlacedEdit PlacedEvidence PlacedFix "
        "Position PositionEncoding Problem Quantity QuantityKind Range Safety "
        "Segment SetupError Severity Side Span Suppression Text "
        "UnreadableError UnwritableError"
    ),
    "rule": "Context Example Rule rule",
    "match": "Pattern",
    "engine": "OWN_RULES Checked Checker Memory Run Summary Suppressed splice",
    "api": "Settings check check_files fix",
    "hookspecs": "DocumentReport Format HasConcepts HasWords Language Report TermbaseFormat hookimpl",
    "wordlist": "WordList",
}
_WHERE = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = [
    "KINDS",
    "OWN_RULES",
    "Checked",
    "Checker",
    "Content",
    "Context",
    "Diagnostic",
    "Document",
    "DocumentReport",
    "Edit",
    "Evidence",
    "Example",
    "Finding",
    "Fix",
    "Format",
    "HasConcepts",
    "HasWords",
    "Language",
    "Memory",
    "Origin",
    "Pattern",
    "PlacedEdit",
    "PlacedEvidence",
    "PlacedFix",
    "Position",
    "PositionEncoding",
    "Problem",
    "Quantity",
    "QuantityKind",
    "Range",
    "Report",
    "Rule",
    "Run",
    "Safety",
    "Segment",
    "Settings",
    "SetupError",
    "Severity",
    "Side",
    "Span",
    "Summary",
    "Suppressed",
    "Suppression",
    "TermbaseFormat",
    "Text",
    "UnreadableError",
    "UnwritableError",
    "WordList",
    "__version__",
    "check",
    "check_files",
    "fix",
    "hookimpl",
    "rule",
    "splice",
]

if TYPE_CHECKING:
    from .api import Settings, check, check_files, fix
    from .engine import OWN_RULES, Checked, Checker, Memory, Run, Summary, Suppressed, splice
    from .hookspecs import DocumentReport, Format, HasConcepts, HasWords, Language, Report, TermbaseFormat, hookimpl
    from .match import Pattern
    from .model import (
        KINDS,
        Content,
        Diagnostic,
        Document,
        Edit,
        Evidence,
        Finding,
        Fix,
        Origin,
        PlacedEdit,
        PlacedEvidence,
        PlacedFix,
        Position,
        PositionEncoding,
        Problem,
        Quantity,
        QuantityKind,
        Range,
        Safety,
        Segment,
        SetupError,
        Severity,
        Side,
        Span,
        Suppression,
        Text,
        UnreadableError,
        UnwritableError,
    )
    from .rule import Context, Example, Rule, rule
    from .wordlist import WordList


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
