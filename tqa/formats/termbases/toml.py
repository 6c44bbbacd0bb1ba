"""tqa's own termbase format: TOML that people review line by line, as tqa-terms.toml has it."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

from tqa.termbase import BadRow, TermbaseError, entry_of, plain_entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tqa.termbase import TermEntry

_HEAD = "# Terms that `tqa check` holds every document to.\n"
_ENTRY = re.compile(r"^[ \t]*\[\[[ \t]*term[ \t]*\]\]")


class Toml:
    """Format "toml"."""

    suffixes = (".toml",)

    def read(self, data: bytes, path: str, langs: tuple[str, str]) -> Iterator[TermEntry | BadRow]:  # noqa: ARG002
        try:
            text = data.decode("utf-8-sig")
            raw = tomllib.loads(text)
        except UnicodeDecodeError as problem:
            raise TermbaseError(f"{path}:1: not UTF-8 (byte {problem.start}); save the file as UTF-8") from None
        except tomllib.TOMLDecodeError as problem:
            at = re.search(r"at line (\d+)", str(problem))
            raise TermbaseError(f"{path}:{at[1] if at else text.count(chr(10)) + 1}: {problem}") from None
        if unknown := raw.keys() - {"term"}:
            raise TermbaseError(f"{path}: {min(unknown)!r} is not known; a file of terms has [[term]] tables")
        found = raw.get("term", [])
        if not isinstance(found, list):
            raise TermbaseError(f"{path}: terms are [[term]] tables, in two brackets")
        for line, item in zip(_lines(text, len(found)), found, strict=True):
            try:
                if not isinstance(item, dict):
                    raise ValueError("a term is a table")
                yield entry_of(item, f"{path}:{line}")
            except ValueError as problem:
                yield BadRow(line, f"{problem}; the entry is left out")

    def write(self, entries: Sequence[TermEntry]) -> bytes:
        return "".join([_HEAD, *map(_written, entries)]).encode()


def _lines(text: str, count: int) -> list[int]:
    """The lines that entries begin on; 1 where a text looks like the beginning of one."""
    found = [number for number, line in enumerate(text.split("\n"), 1) if _ENTRY.match(line)]
    return found if len(found) == count else [1] * count


def _written(entry: TermEntry) -> str:
    lines = ["", "[[term]]"]
    for key, value in plain_entry(entry).items():
        if isinstance(value, list):
            lines += [f"{key} = [", *(f"    {_value(item)}," for item in value), "]"]
        else:
            lines.append(f"{key} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_value(item)}' for key, item in value.items())} }}"
    return json.dumps(value, ensure_ascii=False)
