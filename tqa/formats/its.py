"""The Internationalization Tag Set 2.0 (W3C): findings as localization quality issues.

One finding about one stretch of text is attributes at that stretch. Where findings overlap, or one goes on behind
markup, the attributes are a reference to a list of issues that stands elsewhere in the file (standoff).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .xmltext import FORBIDDEN, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tqa import Diagnostic

    from .annotation import Run

NAMESPACE = "http://www.w3.org/2005/11/its"

PROFILE = "https://github.com/tqa-project/tqa/blob/main/docs/annotations.md"
"""The quality model: what severities mean, and which rules there are."""

_IN_QUOTES = {ord('"'): "&quot;", ord("\t"): "&#9;", ord("\n"): "&#10;"}

SEVERITIES = {"error": "100", "warning": "50", "info": "25", "hint": "10"}
"""ITS has numbers from 0 to 100, the gravest."""

_TYPES = {
    "terminology": "terminology",
    "accuracy": "mistranslation",
    "accuracy/omission": "omission",
    "accuracy/addition": "addition",
    "accuracy/untranslated": "untranslated",
    "linguistic": "grammar",
    "linguistic/spelling": "misspelling",
    "linguistic/punctuation": "typographical",
    "linguistic/textual-conventions": "other",
    "linguistic/character-encoding": "characters",
    "style": "style",
    "style/register": "register",
    "style/inconsistent-style": "inconsistency",
    "locale": "locale-violation",
    "audience": "locale-specific-content",
    "design": "formatting",
    "design/character-encoding": "characters",
    "design/length": "length",
    "design/markup": "markup",
    "design/truncation": "length",
    "internationalization": "internationalization",
}
"""MQM's types and dimensions in those of ITS; a type that is not here has its dimension's."""


def issue_type(mqm: str) -> str:
    """ITS's type for one of MQM."""
    return _TYPES.get(mqm) or _TYPES.get(mqm.partition("/")[0], "uncategorized")


def comment(found: Diagnostic) -> str:
    """What an annotation says to a person."""
    cure = f" – {found.fix.title}" if found.fix else ""
    return f"{found.message}{cure} [{found.rule}]"


def remark(found: Diagnostic) -> str:
    """What a note says that stands apart from the words that it is about."""
    words = " ".join(found.excerpt[found.span.start : found.span.end].split())
    return f"{found.severity}: {f'“{words}”: ' if words else ''}{comment(found)}"


def issue(found: Diagnostic) -> dict[str, str]:
    """The properties of a localization quality issue, by the names that they have in a standoff list."""
    return {
        "locQualityIssueType": issue_type(found.mqm),
        "locQualityIssueComment": comment(found),
        "locQualityIssueSeverity": SEVERITIES[found.severity],
        "locQualityIssueProfileRef": PROFILE,
    }


class Issues:
    """The issues of a file."""

    def __init__(self, prefix: str, encoding: str) -> None:
        """`prefix`: what the ids of lists begin with; `encoding`: the file's."""
        self._prefix, self._encoding = prefix, encoding
        self._lists: dict[tuple[Diagnostic, ...], str] = {}
        self._count = 0

    def of(self, all_runs: Sequence[Run], run: Run, findings: Sequence[Diagnostic]) -> dict[str, str] | str:
        """The properties of what was found in one of `all_runs`, or the id of the list that has them."""
        alone = len(run.findings) == 1 and sum(run.findings[0] in other.findings for other in all_runs) == 1
        found = tuple(findings[n] for n in run.findings)
        return issue(found[0]) if alone else self.listed(found)

    def listed(self, found: tuple[Diagnostic, ...]) -> str:
        """The id of the list with these issues."""
        if found not in self._lists:
            self._count += 1
            self._lists[found] = f"{self._prefix}{self._count}"
        return self._lists[found]

    def standoff(self) -> list[tuple[str, str]]:
        """Id and XML of each list since this was last asked."""
        lists, self._lists = self._lists, {}
        return [
            (
                name,
                f'<its:locQualityIssues xmlns:its="{NAMESPACE}" xml:id="{name}">'
                + "".join(f"<its:locQualityIssue{self.attributes(issue(one))}/>" for one in found)
                + "</its:locQualityIssues>",
            )
            for found, name in lists.items()
        ]

    def attributes(self, properties: dict[str, str], written: Callable[[str], str] = str) -> str:
        """Properties as the attributes of a tag; `written`: what a name is there."""
        return "".join(f' {written(name)}="{quoted(value, self._encoding)}"' for name, value in properties.items())


def free_prefix(content: str) -> str:
    """What ids can begin with so that they are new in a file: it may have been annotated before."""
    number = 1
    while f"tqa{number}-" in content:
        number += 1
    return f"tqa{number}-"


def quoted(value: str, encoding: str) -> str:
    """A value as it stands between double quotation marks, in XML and in HTML."""
    return element(value, encoding).translate(_IN_QUOTES)


def element(text: str, encoding: str) -> str:
    """Text as it stands in an element of XML."""
    return escape(FORBIDDEN.sub("\ufffd", text), encoding)
