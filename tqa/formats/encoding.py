"""Bytes ↔ characters: BOM, UTF-8, and what is neither."""

from __future__ import annotations

from typing import NamedTuple

from tqa.model import UnreadableError


class Encoding(NamedTuple):
    name: str
    bom: bytes = b""


_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def decode(data: bytes, path: str) -> tuple[str, Encoding]:
    """The text without its BOM, and how it was encoded. Raises UnreadableError for what is no text."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(name), Encoding(name, bom)
            except UnicodeDecodeError as problem:
                raise UnreadableError(f"{path}: begins as {name.upper()} but is not: {problem}") from None
    try:
        return data.decode("utf-8"), Encoding("utf-8")
    except UnicodeDecodeError as problem:
        raise UnreadableError(f"{path}: not UTF-8 (byte {problem.start})") from None


def encode(text: str, encoding: Encoding, was: bytes) -> bytes:  # noqa: ARG001
    return encoding.bom + text.encode(encoding.name)
