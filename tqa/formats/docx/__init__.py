"""DOCX: documents of Word, and of whatever else writes Office Open XML.

New text goes into the runs that are there, or is recorded as a change that somebody accepts or rejects in Word: where
that is asked for, and where the document itself asks Word to record changes.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tqa import UnreadableError, UnwritableError
from tqa.formats.collector import without_collector

from .parts import Parts
from .reading import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tqa import Diagnostic, Document, PlacedEdit


class Docx:
    """Format "docx". `tracked`: changes are recorded."""

    suffixes = (".docx", ".docm")

    def __init__(self, *, tracked: bool = False) -> None:
        self.tracked = tracked

    def tracking(self) -> Docx:
        return Docx(tracked=True)

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        with without_collector():
            yield Reader(Parts(data, path)).document()

    def as_text(self, data: bytes, path: str) -> str:
        """A paragraph a line."""
        (document,) = self.read(data, path)
        return "".join(f"{segment.target.value}\n" for segment in document.segments)

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        from .writing import write

        with _writing():
            return write(data, edits, tracked=self.tracked) if edits else data

    def annotate(self, data: bytes, diagnostics: Sequence[Diagnostic]) -> bytes:
        from .comments import annotate

        with _writing():
            return annotate(data, diagnostics)


@contextmanager
def _writing() -> Iterator[None]:
    """A part that only writers look at may be broken, too."""
    try:
        with without_collector():
            yield
    except UnreadableError as problem:
        raise UnwritableError(f"nothing is written: {problem}") from None
