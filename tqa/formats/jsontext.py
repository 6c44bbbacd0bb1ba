"""JSON with the place of every value. Strict as RFC 8259 is, and bounded in depth."""

from __future__ import annotations

import json
from json.decoder import scanstring  # type: ignore[attr-defined]  # the standard library's scanner of JSON strings
from typing import TYPE_CHECKING, NamedTuple

from tqa.text import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DEEPEST = 256
"""How deep arrays and objects may nest."""


class MalformedError(Exception):
    """What is not JSON; the message says what, `at` where in the text."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


class Value(NamedTuple):
    """A value and where it stands."""

    data: str | list[Value] | dict[str, Value] | None
    """None of a number, true, false and null."""
    start: int
    end: int
    repeated: tuple[tuple[str, int], ...] = ()
    """The keys that an object has had before, and where they are there again; their last value counts."""

    def get(self, key: str) -> Value:
        """What is under a key; nothing, where this is no object or has no such key."""
        return self.data.get(key, _NOTHING) if isinstance(self.data, dict) else _NOTHING

    @property
    def text(self) -> str:
        """The string that it is, "" if it is none."""
        return self.data if isinstance(self.data, str) else ""

    @property
    def items(self) -> Sequence[Value]:
        """Those of the array that it is; of anything else none."""
        return self.data if isinstance(self.data, list) else ()

    @property
    def members(self) -> dict[str, Value]:
        """Those of the object that it is; of anything else none."""
        return self.data if isinstance(self.data, dict) else {}


_NOTHING = Value(None, 0, 0)

_SPACE = regex(r"[ \t\n\r]*")
_SCALAR = regex(r"(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)(?![\w.+-])")


def read(text: str) -> Value:
    """The value that a text is. Raises MalformedError."""
    found = _value(text, _space(text, 0), 0)
    end = _space(text, found.end)
    if end < len(text):
        raise MalformedError("the value is at its end, and there is more", end)
    return found


def first_keys(text: str) -> Iterator[str]:
    """The keys of the object that a text is, or the first in the array that it is, as far as it goes: it may break
    off."""
    at = _space(text, 0)
    if text.startswith("[", at):
        at = _space(text, at + 1)
    if not text.startswith("{", at):
        return
    at = _space(text, at + 1)
    try:
        while True:
            key, at = _key(text, at)
            yield key
            at = _expect(",", text, _value(text, at, 1).end)
    except MalformedError:  # or the object is at its end
        return


def _value(text: str, at: int, depth: int) -> Value:
    opened = text[at : at + 1]
    if opened == '"':
        data, end = _string(text, at)
        return Value(data, at, end)
    if opened in ("{", "["):
        if depth == DEEPEST:
            raise MalformedError(f"values are nested more than {DEEPEST} deep", at)
        return _object(text, at, depth) if opened == "{" else _array(text, at, depth)
    if match := _SCALAR.match(text, at):
        return Value(None, at, match.end())
    raise MalformedError("a value is missing here" if opened else "the file ends too early", at)


def _object(text: str, at: int, depth: int) -> Value:
    data: dict[str, Value] = {}
    repeated = []
    end = _space(text, at + 1) + 1
    for key, place, value in _members(text, at, depth):
        if key in data:
            repeated.append((key, place))
        data[key] = value
        end = _space(text, value.end) + 1
    return Value(data, at, end, tuple(repeated))


def _members(text: str, at: int, depth: int) -> Iterator[tuple[str, int, Value]]:
    """The members of an object that begins at `at`: the key, its place, the value."""
    at = _space(text, at + 1)
    if text.startswith("}", at):
        return
    while True:
        place = at
        key, at = _key(text, at)
        value = _value(text, at, depth + 1)
        yield key, place, value
        at = _space(text, value.end)
        if text.startswith("}", at):
            return
        at = _expect(",", text, at)


def _key(text: str, at: int) -> tuple[str, int]:
    """A key, and where its value begins."""
    if not text.startswith('"', at):
        raise MalformedError("a key in quotation marks is missing here" if at < len(text) else _EARLY, at)
    key, at = _string(text, at)
    return key, _expect(":", text, at)


def _array(text: str, at: int, depth: int) -> Value:
    data: list[Value] = []
    start, at = at, _space(text, at + 1)
    if text.startswith("]", at):
        return Value(data, start, at + 1)
    while True:
        data.append(_value(text, at, depth + 1))
        at = _space(text, data[-1].end)
        if text.startswith("]", at):
            return Value(data, start, at + 1)
        at = _expect(",", text, at)


def _expect(mark: str, text: str, at: int) -> int:
    """Where what follows a mark begins."""
    at = _space(text, at)
    if not text.startswith(mark, at):
        raise MalformedError(f"“{mark}” is missing here" if at < len(text) else _EARLY, at)
    return _space(text, at + 1)


def _string(text: str, at: int) -> tuple[str, int]:
    try:
        found: tuple[str, int] = scanstring(text, at + 1)
    except json.JSONDecodeError as problem:
        raise MalformedError(_SAID.get(problem.msg.split()[0], _EARLY), problem.pos) from None
    return found


_EARLY = "the file ends too early"
_SAID = {
    "Unterminated": "this string is not closed",
    "Invalid": "this character or escape is not allowed in a string",
}


def _space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
