"""What the reports for CI systems share: names of files, addresses of rules, words that fit into one message, and text
that no parser of JSON or XML refuses.

Columns count from 1. Where a format says in which unit, they are in that one; where it does not, in UTF-16 code units,
which is what the web pages that show them count. A finding that the baseline knows is left out of formats that cannot
say so: it is not to be seen again, and does not count.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from .display import shown
from .jsonl import encode, escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tqa import Checked, Content, Diagnostic, PositionEncoding, Range

HOME = "https://github.com/tqa-project/tqa"

MOST_WORDS = 80
"""Characters of the text that a message quotes."""

MOST_EVIDENCE = 10
"""Other places that a message names; a name may be written another way in hundreds."""


def new(checked: Checked) -> Iterator[Diagnostic]:
    """The findings that no baseline knows."""
    return (d for d in checked.diagnostics if not d.known)


# --- places -----------------------------------------------------------------------------------------------------------


class Place(NamedTuple):
    """From one column of a line to another, all counted from 1, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def place(where: Range) -> Place:
    """A range with its columns in UTF-16 code units."""
    start, end = where.start, where.end
    return Place(start.line + 1, start.character + 1, end.line + 1, end.character + 1)


def place_in(content: Content, where: Range, encoding: PositionEncoding) -> Place:
    """A range with its columns in another unit."""
    start, end = content.position(where.span.start, encoding), content.position(where.span.end, encoding)
    return Place(start.line + 1, start.character + 1, end.line + 1, end.character + 1)


def relative(path: str) -> str:
    """A file as CI systems name it: with forward slashes, and seen from the working folder if it is in there."""
    return clean(_seen_from_here(path).as_posix())


def _seen_from_here(path: str) -> PurePath:
    found = PurePath(path)
    if found.is_absolute():
        here = Path.cwd()
        found = found.relative_to(here) if found.is_relative_to(here) else found
    return found


def named(checked: Checked) -> str:
    """A document's file, and which document of that file it is."""
    return relative(checked.path) + (f" ({shown(checked.document)})" if checked.document else "")


def uri(path: str) -> str:
    """The URI of a file, percent-encoded: seen from the working folder if it is in there, else absolute."""
    try:
        encoded = os.fsencode(path)
    except UnicodeEncodeError:  # halves of surrogate pairs that stand for no byte: no file has such a name
        encoded = clean(path).encode()
    found = _seen_from_here(os.fsdecode(encoded))
    if found.is_absolute():
        return found.as_uri()
    return quote(os.fsencode(found.as_posix()))


def help_uri(rule: str, plugin: str = "tqa") -> str:
    """Where a rule that comes with tqa is explained; "" for those of others."""
    if plugin != "tqa":
        return ""
    anchor = "tqa" if rule.startswith("tqa/") else rule.replace("/", "")
    return f"{HOME}/blob/main/rules/README.md#{anchor}"


# --- words ------------------------------------------------------------------------------------------------------------


def words(d: Diagnostic) -> str:
    """The words that a finding is about, on one line and cut where they are many; "" for one about the whole file."""
    return shortened(shown(d.excerpt[d.span.start : d.span.end]))


def shortened(text: str, most: int = MOST_WORDS) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def sentence(d: Diagnostic) -> str:
    """The message of a finding; with the words it is about where it does not name them, as a line may be long."""
    about, message = words(d), shown(d.message)
    return message if not about.strip() or about in message else f"{message}: “{about}”"


def details(d: Diagnostic) -> Iterator[str]:
    """The evidence and the fix of a finding, a line each."""
    for e in d.evidence[:MOST_EVIDENCE]:
        seen, said = shortened(shown(e.excerpt[e.span.start : e.span.end])), shown(e.message)
        if seen not in said:
            said += f"{': ' * bool(said)}“{seen}”"
        file = f"{relative(e.path)}, " if e.path else ""
        yield f"{file}line {e.range.start.line + 1}{', source' * (e.side == 'source')}: {said}"
    if len(d.evidence) > MOST_EVIDENCE:
        yield f"and {count(len(d.evidence) - MOST_EVIDENCE, 'more place')}"
    if d.fix:
        yield f"fix ({d.fix.safety}): {shown(d.fix.title)}"


def verdict(severities: Mapping[str, int], documents: int) -> str:
    """How many findings there are in how many documents, in words."""
    among = [count(severities[s], s) for s in ("error", "warning", "info", "hint") if severities.get(s)]
    total = count(sum(severities.values()), "finding")
    return f"{total}{': ' * bool(among)}{', '.join(among)} in {count(documents, 'document')}"


def count(number: int, what: str) -> str:
    return f"{number:,} {what if number == 1 or what == 'info' else what + 's'}"


# --- text that every parser takes -------------------------------------------------------------------------------------

_SURROGATE = re.compile("[\ud800-\udfff]")
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """A text without halves of surrogate pairs, which UTF-8 cannot hold and some parsers of JSON refuse."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def dumps(value: Any) -> str:
    """JSON on one line, `clean`."""
    return escaped(clean(encode(value)))


def array(items: Iterable[str]) -> Iterator[str]:
    """A JSON array of what is JSON already, an item a line."""
    between = "[\n"
    for item in items:
        yield between + item
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def xml(text: str) -> str:
    """Text as the content of an XML element: with what XML 1.0 forbids replaced."""
    return _FORBIDDEN.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def element(name: str, attributes: Mapping[str, str | int], body: str | None = None) -> str:
    """An XML element with the attributes that are not "", and its content, which is XML already."""
    said = "".join([f' {key}="{_attribute(str(value))}"' for key, value in attributes.items() if value != ""])
    return f"<{name}{said}/>" if body is None else f"<{name}{said}>{body}</{name}>"


def _attribute(text: str) -> str:
    return xml(text).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")


# --- Markdown ---------------------------------------------------------------------------------------------------------

_MARKUP = re.compile(r"[\\`*_\[\]|~$<>&@]|^(?=[#+-])|[#!](?=\d)", re.MULTILINE)
_ENTITY = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "@<!-- -->", "#": "#<!-- -->", "!": "!<!-- -->"}


def markdown(text: str) -> str:
    """A text as it is in Markdown of GitHub and GitLab: no markup, no HTML, no mention of people, issues and merge
    requests.
    """
    return _MARKUP.sub(lambda match: _ENTITY.get(match[0], "\\" + match[0]), text)


def code(text: str) -> str:
    """A text as code within a line of Markdown."""
    ticks = fence(text, 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def fence(text: str, least: int) -> str:
    """Backticks, more than stand in the text in a row, and `least` of them at least."""
    return "`" * max(least, 1 + max(map(len, re.findall("`+", text)), default=0))
