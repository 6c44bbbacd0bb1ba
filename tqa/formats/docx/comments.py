"""Findings as comments in the margin of a Word document, on the words that they are about.

Word has comments on the text of the document itself only: what was found in a header is said at the document's first
words, what was found in a note where its number stands, what was found in a text box where that hangs.
"""

from __future__ import annotations

from collections import Counter
from itertools import count
from posixpath import basename, dirname, join
from typing import TYPE_CHECKING

from tqa import Span, UnwritableError
from tqa.formats.annotation import intact, places
from tqa.formats.its import comment, remark
from tqa.formats.xmltext import FORBIDDEN, escape
from tqa.text import regex

from .changes import AUTHOR, Changes, Marker, RefusedError, Stroke, spliced
from .markup import STRICT, attribute
from .parts import Parts, sound
from .reading import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tqa import Diagnostic, Segment
    from tqa.formats.xmltext import Element

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = {STRICT: "http://purl.oclc.org/ooxml/officeDocument/relationships"}
_ANCHORED = regex(r"""\bcomment(?:RangeStart|RangeEnd|Reference)\s[^<>]*?\bid\s*=\s*["'](\d{1,9})["']""")
_TYPES = "[Content_Types].xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def annotate(data: bytes, diagnostics: Sequence[Diagnostic]) -> bytes:
    """The file with findings as comments; those that are there already are not made again. Raises UnwritableError."""
    parts = Parts(data, "")
    if parts.is_signed:
        raise UnwritableError("nothing is written: the document is signed, and would not be so any more")
    annotator = _Annotator(parts)
    for _, segment, findings in places([annotator.document], diagnostics):
        for found in findings:
            annotator.add(segment, found)
    if not annotator.made:
        return data
    new = parts.package.replaced(dict(annotator.written()))
    intact([annotator.document], [Reader(Parts(new, "")).document()])
    return new


class _Annotator:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.made: list[str] = []
        """The comments, as they stand in their part."""
        reader = Reader(parts, keep=True)
        self.document = reader.document()
        self._references = reader.references
        main, leaves = parts.stories[0], reader.leaves[0]
        if not leaves:
            raise UnwritableError("nothing is written: there is no text in the document that a comment could be on")
        self._first = leaves[0]
        self._namespace = self._first.element.namespace
        self._marker = Marker(parts.stories)
        self._changes = Changes(main, leaves, self._marker)
        self._last = max(map(int, _ANCHORED.findall(main.xml.content.value)), default=-1)
        """The highest number of a comment."""
        self._there = Counter[str]()
        """What comments of tqa say that are there already, without white space."""
        name = parts.of_kind("comments")
        xml = parts.xml(name) if name else None
        for found in sound(xml, "comments", ("comment",)) if xml else ():
            if attribute(found, "id").isdigit():
                self._last = max(self._last, int(attribute(found, "id")))
            if xml and attribute(found, "author") == AUTHOR:
                self._there[_bare(xml.plain(found))] += 1

    def add(self, segment: Segment, found: Diagnostic) -> None:
        """A comment about a finding, on its words or on what is nearest to them."""
        said = [f"{found.severity}: {comment(found)}", *_evidence(found)]
        apart = [remark(found), *_evidence(found)]
        for lines in (said, apart):
            if self._there[_bare("".join(lines))]:
                self._there[_bare("".join(lines))] -= 1
                return
        number = self._last = self._last + 1
        prefix = self._changes.prefix(self._first.element)
        if not prefix:
            raise UnwritableError("nothing is written: Word’s elements have no prefix in this file")
        mark = f'{prefix}id="{number}"'
        before = f"<{prefix}commentRangeStart {mark}/>"
        after = f"<{prefix}commentRangeEnd {mark}/><{prefix}r><{prefix}commentReference {mark}/></{prefix}r>"
        if not self._on_words(segment, found.span, before, after):
            said = apart
            self._changes.mark_around(self._nearest(segment), before, after)
        self.made.append(_comment(number, self._marker.date, said))

    def _on_words(self, segment: Segment, span: Span, before: str, after: str) -> bool:
        if self._story(segment):
            return False
        if span.start == span.end:
            span = Span(max(0, span.start - 1), max(1, span.start))
        try:
            self._changes.mark(segment.target, span, before, after)
        except RefusedError:
            return False
        return True

    def _story(self, segment: Segment) -> int:
        return self.parts.content.part(segment.target.origin[0])

    def _nearest(self, segment: Segment) -> Element:
        """What in the document's text a comment can be on that is about something elsewhere."""
        if self._story(segment):
            return self._references.get(segment.id.partition("#")[0], self._first.element)
        return self._changes.leaf(segment.target, 0).element

    # -- parts --

    def written(self) -> Iterator[tuple[str, bytes]]:
        """The parts that change, and those that are new."""
        parts, main = self.parts, self.parts.main
        yield main, self._changes.put(parts.package.read(main))
        name = parts.of_kind("comments")
        if name:
            yield name, _appended(parts, name, "comments", self._comments)
            return
        folder = dirname(main)
        name = next(n for n in _names(folder) if n not in parts.package)
        yield name, f"{_DECLARATION}<w:comments{self._declared}>{self._comments('w:')}</w:comments>".encode()
        override = f'Override PartName="/{name}" ContentType="{_TYPE}"/>'
        yield _TYPES, _appended(parts, _TYPES, "Types", lambda prefix: f"<{prefix}{override}")
        number = next(f"rId{n}" for n in count(1) if f"rId{n}" not in parts.relation_ids)
        kind = f"{_OFFICE.get(self._namespace, _TRANSITIONAL)}/comments"
        made = f'Relationship Id="{number}" Type="{kind}" Target="{basename(name)}"/>'
        relations = parts.relations_name
        if relations in parts.package:
            yield relations, _appended(parts, relations, "Relationships", lambda prefix: f"<{prefix}{made}")
        else:
            root = f'<Relationships xmlns="{_PACKAGE}/relationships">'
            yield relations, f"{_DECLARATION}{root}<{made}</Relationships>".encode()

    @property
    def _declared(self) -> str:
        return f' xmlns:w="{self._namespace}"'

    def _comments(self, prefix: str) -> str:
        """All of them, for a part whose elements have a prefix."""
        made = "".join(self.made)
        return made if prefix == "w:" else made.replace("<w:comment ", f"<w:comment{self._declared} ")


def _comment(number: int, date: str, lines: Sequence[str]) -> str:
    stamp = f'w:id="{number}" w:author="{AUTHOR}" w:date="{date}" w:initials="{AUTHOR}"'
    sign = "<w:r><w:annotationRef/></w:r>"
    texts = (FORBIDDEN.sub("\ufffd", " ".join(line.split())) for line in lines)
    runs = (f'<w:r><w:t xml:space="preserve">{escape(text, "utf-8")}</w:t></w:r>' for text in texts)
    paragraphs = (f"<w:p>{sign * (n == 0)}{run}</w:p>" for n, run in enumerate(runs))
    return f"<w:comment {stamp}>{''.join(paragraphs)}</w:comment>"


def _evidence(found: Diagnostic) -> list[str]:
    said = []
    for evidence in found.evidence:
        words = evidence.excerpt[evidence.span.start : evidence.span.end]
        said.append(f"{evidence.message}: “{words}”" if words else evidence.message)
    return said


def _bare(text: str) -> str:
    return "".join(text.split())


def _names(folder: str) -> Iterator[str]:
    for n in count():
        yield join(folder, f"comments{n or ''}.xml")


def _appended(parts: Parts, name: str, root: str, made: Callable[[str], str]) -> bytes:
    """A part with something at the end of its root; it is told the prefix of the root's name."""
    if name not in parts.package:
        raise UnwritableError(f"nothing is written: {name} is missing in the file")
    xml, data = parts.xml(name), parts.package.read(name)
    (element,) = sound(xml, root, (root,))
    inner = xml.inner(element)
    tag = xml.content.value[element.start : inner]
    full = tag[1:].split(None, 1)[0].rstrip("/>")
    text = made(full.removesuffix(root))
    if tag.endswith("/>"):
        return spliced(xml, data, [Stroke(inner - 2, inner, f">{text}</{full}>")])
    return spliced(xml, data, [Stroke(element.close, element.close, text)])
