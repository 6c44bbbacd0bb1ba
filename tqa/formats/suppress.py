"""Comments in a document that ask to leave findings alone: ``tqa: ignore[rule] why until=2027-01-31``.

The brackets take one rule or several with commas between. Say why after them; ``until=`` and a date make the request
expire. ``ignore-file`` in place of ``ignore`` covers the whole document. Where such a comment may stand, and what
``ignore`` then covers, is for each format to say.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tqa.text import regex


class Request(NamedTuple):
    """What a comment asks for."""

    rules: tuple[str, ...]
    reason: str
    until: str
    document: bool
    """It covers the document, not a segment."""


class RequestError(ValueError):
    """A comment for tqa that it does not understand; the message says what to write."""


HOW = "write tqa: ignore[style/fragment] and after it why"

_REQUEST = regex(r"\s*tqa\s*:\s*([\w-]*)\s*(\[?)([^\]]*)(\]?)(.*)", re.IGNORECASE | re.DOTALL)
_RULE = regex(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")
_UNTIL = regex(r"\buntil\s*=\s*([^\s,;)]*)", re.IGNORECASE)
_DATE = regex(r"\d{4}-\d\d-\d\d")


def parse(comment: str) -> Request:
    """What a comment, without the marks that make it one, asks for. Raises RequestError."""
    match = _REQUEST.fullmatch(comment)
    if match is None:
        raise RequestError(f"there is no colon after “tqa”; {HOW}")
    verb, opened, names, closed, rest = match.groups()
    if verb.lower() not in ("ignore", "ignore-file"):
        raise RequestError(f"tqa can be asked to “ignore” or to “ignore-file”, not “{verb}”; {HOW}")
    if not opened:
        raise RequestError(f"no rule is named in square brackets; {HOW}")
    if not closed:
        raise RequestError(f"the square bracket is not closed; {HOW}")
    rules = tuple(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
    if not rules:
        raise RequestError(f"there is no rule in the square brackets; {HOW}")
    for rule in rules:
        if not _RULE.fullmatch(rule):
            raise RequestError(f"“{rule}” is not the name of a rule; names look like style/fragment")
    dates = _UNTIL.findall(rest)
    if len(dates) > 1:
        raise RequestError("“until=” is there twice")
    until = dates[0].rstrip(".") if dates else ""
    if dates and not _is_date(until):
        raise RequestError(f"“until={until}” is not a date; write it as until=2027-01-31")
    reason = " ".join(_UNTIL.sub(" ", rest).split()).strip(" :–—-")
    return Request(rules, reason, until, verb.lower() == "ignore-file")


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        import datetime as dt

        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True
