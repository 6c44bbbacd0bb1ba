"""The line format: one JSON object a line, a segment each, grouped to documents by "document"."""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]  # the standard library's scanner of JSON strings
from typing import TYPE_CHECKING, Any

from tqa import Content, Document, Origin, Segment, Span, Text
from tqa.model import KINDS, Problem

from .encoding import decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tqa.model import PlacedEdit

KEYS = {
    "document": str,
    "id": str,
    "source": str,
    "target": str,
    "kind": str,
    "source_lang": str,
    "target_lang": str,
    "note": str,
}


class Lines:
    """Format "jsonl"."""

    suffixes = (".jsonl", ".ndjson")

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        text, _ = decode(data, path)
        content = Content(text)
        groups: dict[str, list[tuple[Segment, str, str]]] = {}
        problems: list[Problem] = []
        at = 0
        for line in text.split("\n"):
            if line and not line.isspace():
                try:
                    row = _row(json.loads(line))
                except ValueError as problem:
                    place = getattr(problem, "pos", 0)
                    problems.append(Problem(f"this line is skipped: {problem}", Span(at + place, at + len(line))))
                else:
                    group = groups.setdefault(row.get("document", ""), [])
                    group.append(_segment(row, len(group), line, at))
            at += len(line) + 1
        if problems and not groups:
            groups[""] = []
        for number, (name, rows) in enumerate(groups.items()):
            yield Document(
                path=path,
                format="jsonl",
                segments=tuple(segment for segment, _, _ in rows),
                source_lang=next((lang for _, lang, _ in rows if lang), ""),
                target_lang=next((lang for _, _, lang in rows if lang), ""),
                name=name,
                content=content,
                problems=tuple(problems) if number == 0 else (),
            )

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        from tqa.engine import splice

        text, encoding = decode(data, "")
        return encode(splice(text, edits), encoding, data)


def _row(row: Any) -> dict[str, str]:
    if not isinstance(row, dict):
        raise ValueError("a line must be a JSON object")
    if "target" not in row:
        raise ValueError('the object has no "target"')
    for key, value in row.items():
        if key in KEYS and not isinstance(value, str):
            if key == "id" and isinstance(value, int):
                row[key] = str(value)
            elif value is None and key != "target":
                row[key] = ""
            else:
                raise ValueError(f'"{key}" must be text, not {value!r}')
    if row.get("kind") and row["kind"] not in KINDS:
        raise ValueError(f'"kind" is {row["kind"]!r}; there are {", ".join(KINDS)}')
    return row


def _segment(row: dict[str, str], number: int, line: str, at: int) -> tuple[Segment, str, str]:
    source_lang, target_lang = row.get("source_lang", ""), row.get("target_lang", "")
    source = row.get("source")
    return (
        Segment(
            id=row.get("id") or str(number + 1),
            target=Text(row["target"], target_lang, _origin(line, at, "target")),
            source=Text(source, source_lang, _origin(line, at, "source")) if source is not None else None,
            kind=row.get("kind") or "body",
            note=row.get("note", ""),
        ),
        source_lang,
        target_lang,
    )


def _origin(line: str, at: int, key: str) -> Origin:
    return Origin.deferred(lambda: _places(line, at, key), _escape)


def _escape(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


_SPACE = re.compile(r"[ \t\r\n]*")
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL
)


def _places(line: str, at: int, wanted: str) -> tuple[list[int], list[int]]:
    """Where each character of the string under key `wanted` (the last, if it is there twice) stands in the file."""
    raw = json.JSONDecoder().raw_decode
    found = (0, 0)
    i = _space(line, line.index("{") + 1)
    while line[i] != "}":
        key, i = scanstring(line, i + 1)
        i = _space(line, _space(line, i) + 1)
        start = i
        _, i = raw(line, i)
        if key == wanted:
            found = (start + 1, i - 1)
        i = _space(line, i)
        if line[i] == ",":
            i = _space(line, i + 1)
    starts, ends = [], []
    for match in _CHARACTER.finditer(line, *found):
        starts.append(at + match.start())
        ends.append(at + match.end())
    return starts, ends


def _space(line: str, i: int) -> int:
    match = _SPACE.match(line, i)
    return match.end() if match else i
