"""What the XML formats of news have in common: articles, each a document; files recognised by their root element; and
edits that leave every other byte alone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from tqa import Document, UnreadableError, UnwritableError

from .collector import without_collector
from .encoding import put_into
from .ids import Ids
from .strand import checked
from .xmltext import FORBIDDEN, MalformedError, Xml, root_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from tqa import PlacedEdit, Problem

    from .article import Article


RECOGNISED_BY = 1 << 16
"""Bytes at the beginning of a file among which its root element stands."""


class Reading(ABC):
    """One reading of a file."""

    def __init__(self, data: bytes, path: str) -> None:
        self.xml = Xml(data, path)
        self.broken: Problem | None = None
        """Why it was not read to its end."""

    @abstractmethod
    def articles(self) -> Iterator[Article]:
        """The articles, in the order of the file. Raises as `Xml.elements` does."""


class NewsXml(ABC):
    """A format of articles in XML."""

    name: ClassVar[str]
    roots: ClassVar[tuple[tuple[str, str], ...]]
    """Namespace and name of the elements that files begin with; "*" is any namespace."""
    suffixes: tuple[str, ...]
    reading: ClassVar[type[Reading]]

    def recognises(self, file: BinaryIO) -> bool:
        namespace, name = root_of(file.read(RECOGNISED_BY))
        return (namespace, name) in self.roots or ("*", name) in self.roots

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        with without_collector():
            yield from self._documents(self.reading(data, path), everything=False)

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        if not edits:
            return data
        if forbidden := [edit for edit in edits if FORBIDDEN.search(edit.text)]:
            raise UnwritableError("some fixes are left out: XML has no such characters", edits=forbidden)
        reading = self.reading(data, "")
        for _ in self._documents(reading, everything=True):
            pass
        if reading.broken:
            raise UnwritableError(f"nothing is written: {reading.broken.message}")
        new = put_into(data, reading.xml.content.value, reading.xml.encoding, edits)
        return checked(data, edits, new, self.said)

    def said(self, data: bytes) -> list[Document]:
        """All that a file says, what it says twice, too; nothing where it is not sound."""
        try:
            reading = self.reading(data, "")
            documents = list(self._documents(reading, everything=True))
        except UnreadableError:
            return []
        return [] if reading.broken else documents

    def _documents(self, reading: Reading, *, everything: bool) -> Iterator[Document]:
        """The documents, at least one; where the file breaks off, the last says so."""
        xml, names = reading.xml, Ids()
        path, content = xml.path, xml.content
        begun = False
        try:
            for article in reading.articles():
                begun = True
                article.name = names.unique(article.name)
                yield article.document(path, self.name, content, everything=everything)
        except MalformedError as problem:
            if not begun:
                raise xml.unreadable(problem) from None
            reading.broken = xml.problem(problem)
            name = names.unique("")
            yield Document(path, self.name, (), name=name, content=content, problems=(reading.broken,))
            return
        if not begun:
            yield Document(path, self.name, (), content=content)
