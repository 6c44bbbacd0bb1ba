"""The text of Word documents: paragraphs, whatever runs and revisions they are cut into.

What is read is what the document says when all changes that are recorded in it are accepted: insertions and what was
moved here are text, deletions and what was moved away are none. A paragraph whose end was deleted goes on in the next.
"""

from __future__ import annotations

from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from tqa import Document, Origin, Problem, Segment, Span, Suppression, Text
from tqa.formats.ids import Ids
from tqa.formats.strand import Strand
from tqa.formats.suppress import RequestError, parse
from tqa.formats.xmltext import OBJECT, XML, escape, pieces
from tqa.text import regex

from .bilingual import pairing
from .markup import WORD, attribute, has, value
from .parts import Parts, sound
from .styles import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tqa.formats.xmltext import Element

    from .parts import Story

MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)

_SPACE = " \t\r\n"
NO_TEXT = f"{_SPACE}{OBJECT}"
"""Characters that make no text."""
_LINE_END = regex(r"\r\n?|\n")
_FORMATTING = regex(r"<(?:\w+:)?(?:lang|noProof)\b[^>]*>")
"""What makes no difference to the eye."""
_WRITTEN_FIELDS = frozenset(("HYPERLINK", "FORMTEXT", ""))
"""Fields whose result people write; others Word computes anew."""


class Leaf(NamedTuple):
    """A stretch of text, or an element that is a character, with what has to be known of it to change it. Places are
    those of the part."""

    start: int
    end: int
    element: Element
    run: Element | None
    """None where it is not right in the run, so that the run cannot be cut here."""
    properties: str
    """The run's, as they stand in the file."""
    is_text: bool
    locked: str
    """Why it is not to be changed, "" where it may be."""
    inserted: Element | None
    """The recorded insertion (or move) that it is part of."""
    first: bool
    last: bool
    """Nothing but properties is before it in its run; nothing is after it."""


class Block(NamedTuple):
    """What becomes a segment."""

    text: Text
    kind: str
    comments: tuple[tuple[str, Span], ...] = ()
    """The comments on it, by their ids, and where they are anchored in the content."""
    source: Text | None = None


# --- documents --------------------------------------------------------------------------------------------------------


class Reader:
    """Reads a document. `keep`: what writers have to know of the text, too."""

    def __init__(self, parts: Parts, keep: bool = False) -> None:
        self.parts = parts
        self.leaves: list[list[Leaf]] = []
        """Of each story, in its order."""
        self.references: dict[str, Element] = {}
        """Where notes hang in the text, by what their segments are called."""
        self._keep = keep
        self._segments: list[Segment] = []
        self._suppressions: list[Suppression] = []
        self._problems: list[Problem] = []
        self._ids = Ids()

    def document(self) -> Document:
        """The document, with its notes, headers and footers after its text."""
        parts = self.parts
        asked = dict(_requests(parts))
        for story in parts.stories:
            scan = _Scan(parts, story, self._keep)
            self.leaves.append(scan.leaves)
            for name, block in scan.blocks():
                self._add(self._ids.unique(name or str(len(self._segments) + 1)), block, asked)
            for number, place in scan.waiting:
                self._ask(asked.get(number, ""), None, place)
            self.references.update(scan.references)
            self._problems += [Problem(f"{story.name}: {what}", Span(0, 0)) for what in scan.problems]
        return Document(
            path=parts.path,
            format="docx",
            segments=tuple(self._segments),
            content=parts.content,
            suppressions=tuple(self._suppressions),
            problems=tuple(self._problems),
        )

    def _add(self, name: str, block: Block, asked: dict[str, str]) -> None:
        self._segments.append(Segment(name, block.text, block.source, block.kind))
        for number, place in block.comments:
            self._ask(asked.get(number, ""), name, place)

    def _ask(self, body: str, segment: str | None, place: Span) -> None:
        """Heed a comment that asks to leave findings alone."""
        if not body:
            return
        try:
            rules, reason, until, whole = parse(body)
        except RequestError as problem:
            self._problems.append(Problem(f"this comment is not understood: {problem}", place))
            return
        if segment is None and not whole:
            self._problems.append(Problem("no text follows this comment for it to cover", place))
        else:
            self._suppressions.append(Suppression(rules, reason, until, None if whole else segment, place))


def _requests(parts: Parts) -> Iterator[tuple[str, str]]:
    """The comments that speak to tqa, by their ids."""
    name = parts.of_kind("comments")
    if name:
        xml = parts.xml(name)
        for comment in sound(xml, "comments", ("comment",)):
            body = xml.plain(comment)
            if body[:3].lower() == "tqa" and not body[3:4].isalnum():
                yield attribute(comment, "id"), body


# --- texts ------------------------------------------------------------------------------------------------------------


class _RunOrigin(Origin):
    """The origin of a text that is cut into runs. What looks the same is one piece to who changes it; no change goes
    over a wall between pieces that do not."""

    __slots__ = ("_walls",)

    def __init__(
        self,
        walls: Sequence[int],
        make: Callable[[], tuple[Sequence[int], Sequence[int]]],
        escape: Callable[[str], str],
    ) -> None:
        super().__init__((), (), escape, make)
        self._walls = walls

    def whole(self, span: Span) -> bool:
        return not any(span.start < wall < span.end for wall in self._walls)


class _Runs(Strand):
    """A strand of runs, with walls where formatting changes or something else is between them."""

    def __init__(self, content: str) -> None:
        super().__init__(content)
        self._walls: list[int] = []
        """The numbers of the parts before which there is one."""

    def wall(self) -> None:
        self._walls.append(len(self._parts))

    def runs(self, escape: Callable[[str], str]) -> Text:
        ends = [0, *accumulate(map(len, self._parts))]
        walls = [ends[wall] for wall in self._walls if 0 < wall < len(ends)]
        return Text(self.value, "", _RunOrigin(walls, self.places(), escape))


def _joined(texts: Sequence[Text], escape: Callable[[str], str]) -> Text:
    """Paragraphs as lines of one text."""
    ends = [*accumulate(len(text.value) + 1 for text in texts)]
    walls = [wall for end in ends for wall in (end - 1, end)]

    def places() -> tuple[Sequence[int], Sequence[int]]:
        starts: list[int] = []
        stops: list[int] = []
        for text in texts:
            here = [text.origin.span(Span(i, i + 1)) for i in range(len(text.value))]
            if starts:
                starts.append(stops[-1])
                stops.append(here[0].start)
            starts += [place.start for place in here]
            stops += [place.end for place in here]
        return starts, stops

    return Text("\n".join(text.value for text in texts), "", _RunOrigin(walls, places, escape))


class _Scan:
    """The text of a story."""

    def __init__(self, parts: Parts, story: Story, keep: bool) -> None:
        self._styles, self._story, self._xml, self._keep = parts.styles, story, story.xml, keep
        self._content = parts.content.value
        self._escape = partial(escape, encoding=story.xml.encoding.name)
        self.leaves: list[Leaf] = []
        self.problems: list[str] = []
        self.references: dict[str, Element] = {}
        """The numbers of notes, by what segments of the notes are called."""
        self.waiting: list[tuple[str, Span]] = []
        """Comments on no text so far, by their ids, and where they are anchored."""
        self._out: list[Block] = []
        self._strand = _Runs(self._content)
        self._kind = "body"
        self._break: Element | None = None
        """A line break that the text has not gone on after."""
        self._boxes: list[tuple[Element, str]] = []
        """Text boxes in the paragraph, and why they are not to be changed."""
        self._run: _Run | None = None
        self._look: tuple[Element | None, str] = None, ""
        """What the text so far is part of, and its formatting."""
        self._fields: list[_Field] = []
        self._locked = ""
        """Why the text here is not to be changed."""
        self._inserted: Element | None = None
        self._in_ruby = False
        self._cells = 0
        """How many tables it is in."""

    def blocks(self) -> Iterator[tuple[str, Block]]:
        """The blocks, each with the name of its segment ("" where it has none but a number)."""
        stem, number = self._story.stem, 0
        for element in sound(self._xml, self._story.root, _BLOCKS):
            if element.name in _NOTES:
                if attribute(element, "type") in ("", "normal"):
                    self._flow(element.children)
                    self._flush()
            else:
                self._flow((element,))
            for block in self._taken():
                number += 1
                yield _name(stem, attribute(element, "id") if element.name in _NOTES else str(number)), block
        self._flush()
        for block in self._taken():
            yield _name(stem, str(number + 1)), block
        if not self._shows():
            self.problems.append("a field is not closed, and the text after it is not read")

    def _taken(self) -> list[Block]:
        out, self._out = self._out, []
        return out

    # -- blocks --

    def _flow(self, elements: Iterable[Element]) -> None:
        """Paragraphs, tables and what holds them."""
        for element in elements:
            if element.namespace in WORD:
                name = element.name
                if name == "p":
                    self._paragraph(element)
                elif name == "tbl":
                    self._table(element)
                elif name == "sdt":
                    self.control(element, self._flow)
                elif name == "altChunk":
                    self.problems.append("the text of another file is to stand here (“altChunk”), and is not read")
                elif name in _AROUND:
                    self._flow(element.children)
            elif element.namespace == MARKUP:
                self._alternatives(element, self._flow)

    def _paragraph(self, paragraph: Element) -> None:
        properties = paragraph.child("pPr")
        self._kind = self._kind_of(properties)
        self.walk(paragraph.children)
        if self._strand and (has(properties, "rPr", "del") or has(properties, "rPr", "moveFrom")):
            self._strand.wall()  # its end is deleted: it goes on in the next
        else:
            self._flush()

    def _kind_of(self, properties: Element | None) -> str:
        if self._story.is_margin:
            return "furniture"
        kind = self._styles.kind(value(properties, "pStyle"))
        if value(properties, "outlineLvl") in LEVELS:
            kind = "headline"
        elif kind == "body" and value(properties, "numPr", "numId") not in ("", "0"):
            kind = "list"
        return "cell" if self._cells and kind == "body" else kind

    def _flush(self) -> None:
        """What was read so far is a block, if there is text in it; then come the text boxes that hang on it."""
        self._strand.trim()
        strand, self._strand, self._break = self._strand, _Runs(self._content), None
        if strand.value.strip(NO_TEXT):
            self._out.append(Block(strand.runs(self._escape), self._kind, tuple(self.waiting)))
            self.waiting.clear()
        boxes, self._boxes = self._boxes, []
        for box, locked in boxes:
            outside = self._locked, self._run, self._fields
            self._locked, self._run, self._fields = locked, None, []
            self._flow(box.children)
            self._flush()
            self._locked, self._run, self._fields = outside

    def _table(self, table: Element) -> None:
        self._flush()
        outer = self._taken()
        self._cells += 1
        rows = [[self._cell(cell) for cell in _inside(row, "tc", "tcPr")] for row in _inside(table, "tr", "trPr")]
        self._cells -= 1
        found = pairing([["\n".join(b.text.value for b in cell) for cell in row] for row in rows])
        if found is None or any(block.source for row in rows for cell in row for block in cell):
            self._out = [*outer, *(block for row in rows for cell in row for block in cell)]
        else:
            pairs = [self._pairs(row[found.source], row[found.target]) for row in rows if len(row) == found.width]
            self._out = [*outer, *(pair for row in pairs[found.header :] for pair in row)]

    def _cell(self, cell: Element) -> list[Block]:
        self._flow(cell.children)
        self._flush()
        return self._taken()

    def _pairs(self, source: Sequence[Block], target: Sequence[Block]) -> list[Block]:
        """Source and translation by paragraph, where there are as many of both, else as a whole."""
        if not target:
            return []
        if len(source) != len(target) and source:
            source, target = ([self._whole(side)] for side in (source, target))
        originals: list[Text | None] = [block.text for block in source] or [None] * len(target)
        return [
            block._replace(source=original, kind="body" if block.kind == "cell" else block.kind)
            for block, original in zip(target, originals, strict=True)
        ]

    def _whole(self, blocks: Sequence[Block]) -> Block:
        text = _joined([block.text for block in blocks], self._escape)
        return Block(text, blocks[0].kind, tuple(comment for block in blocks for comment in block.comments))

    def control(self, element: Element, read: Callable[[Iterable[Element]], None]) -> None:
        """A content control."""
        properties, content = element.child("sdtPr"), element.child("sdtContent")
        locked = ""
        if value(properties, "lock") in ("contentLocked", "sdtContentLocked"):
            locked = "a content control that is locked holds the words"
        elif properties is not None and any(child.name == "dataBinding" for child in properties.children):
            locked = "a content control fills the words in from data"
        if content is not None and not has(properties, "showingPlcHdr"):
            self._guarded(content.children, locked, read)

    def _alternatives(self, element: Element, read: Callable[[Iterable[Element]], None]) -> None:
        """The same in several ways, for programs that know more and for those that know less."""
        if element.name == "AlternateContent" and element.children:
            chosen, *others = element.children
            twice = any(map(_has_text, others))
            self._guarded(chosen.children, "the words stand in the file twice, for older programs" * twice, read)

    def _guarded(self, elements: Iterable[Element], locked: str, read: Callable[[Iterable[Element]], None]) -> None:
        outside, self._locked = self._locked, self._locked or locked
        self._strand.wall()
        read(elements)
        self._strand.wall()
        self._locked = outside

    # -- runs --

    def walk(self, elements: Iterable[Element]) -> None:
        """What is in a paragraph or a run."""
        for element in elements:
            if element.namespace in WORD:
                reader = _READERS.get(element.name)
                if reader is not None:
                    reader(self, element)
                elif element.name not in _SILENT:
                    self._strand.wall()
            elif element.namespace == MARKUP:
                self._alternatives(element, self.walk)
            elif element.namespace in MATH:
                self.object(element)

    def around(self, element: Element) -> None:
        """What holds runs: a link, the base of ruby."""
        self._strand.wall()
        self.walk(element.children)
        self._strand.wall()

    def insertion(self, element: Element) -> None:
        outside, self._inserted = self._inserted, element
        self.around(element)
        self._inserted = outside

    def ruby(self, element: Element) -> None:
        """Only words can stand in it, no marks and no changes that are recorded."""
        self._in_ruby = True
        for base in element.all("rubyBase"):
            self.around(base)
        self._in_ruby = False

    def read_run(self, run: Element) -> None:
        xml, properties = self._xml, run.child("rPr")
        if properties is not None and (has(properties, "vanish") or self._styles.hidden(value(properties, "rStyle"))):
            self.walk([child for child in run.children if child.name in ("fldChar", "instrText")])
            return
        written = "" if properties is None else xml.content.value[properties.start : xml.end(properties)]
        content = [child for child in run.children if child is not properties]
        outside, self._run = self._run, _Run(run, written, _FORMATTING.sub("", written), content[:1], content[-1:])
        self.walk(content)
        self._run = outside

    def field_mark(self, element: Element) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].shown = True
        elif self._fields and kind == "end":
            self._fields.pop()
        self._strand.wall()

    def instruction(self, element: Element) -> None:
        if self._fields:
            self._fields[-1].code += self._xml.plain(element)

    def simple_field(self, element: Element) -> None:
        self._fields.append(_Field(attribute(element, "instr"), shown=True))
        self.around(element)
        self._fields.pop()

    def note(self, element: Element) -> None:
        """A comment, where it is anchored."""
        place = Span(self._story.base + element.start, self._story.base + self._xml.end(element))
        self.waiting.append((attribute(element, "id"), place))

    def reference(self, element: Element) -> None:
        """Where a footnote or an endnote hangs."""
        self._strand.wall()
        if self._keep:
            self.references[f"{element.name.removesuffix('Reference')}-{attribute(element, 'id')}"] = element

    def find_boxes(self, element: Element) -> None:
        """Pictures and shapes; what text boxes are in them is read after the paragraph."""
        self._strand.wall()
        self._look_for_boxes(element)

    def _look_for_boxes(self, element: Element) -> None:
        for child in element.children:
            if child.name == "txbxContent":
                self._boxes.append((child, self._locked))
            else:
                self._look_for_boxes(child)

    # -- characters --

    def words(self, element: Element) -> None:
        start, end = self._xml.inner(element), element.close
        value = self._xml.content.value
        if element.get("space", XML) != "preserve":
            end = start + len(value[start:end].rstrip(_SPACE))
            start = end - len(value[start:end].lstrip(_SPACE))
        if start == end or not self._shows():
            return
        self._begin()
        self._keep_leaf(element, start, end)
        strand, base, content = self._strand, self._story.base, self._content
        if not strand:
            start = end - len(value[start:end].lstrip(_SPACE))
        for piece, first, last in pieces(content, base + start, base + end):
            if len(piece) != last - first:
                strand.put(" " if piece == "\n" else piece, first, last)
                continue
            for line_end in _LINE_END.finditer(content, first, last):  # shown as a space
                strand.add(first, line_end.start())
                strand.put(" ", *line_end.span())
                first = line_end.end()
            strand.add(first, last)

    def _character(self, element: Element, shown: str) -> None:
        """An element that is a character."""
        if self._shows():
            start, end = element.start, self._xml.end(element)
            self._begin()
            self._keep_leaf(element, start, end)
            if self._strand or shown not in _SPACE:
                self._strand.put(shown, self._story.base + start, self._story.base + end)

    def tab(self, element: Element) -> None:
        self._character(element, "\t")

    def hyphen(self, element: Element) -> None:
        self._character(element, "\u2011")

    def object(self, element: Element) -> None:
        """A formula, a sign of a font of signs."""
        self._strand.wall()
        self._character(element, OBJECT)
        self._strand.wall()

    def line_end(self, element: Element) -> None:
        """Two of them are as good as the end of a paragraph."""
        if not self._shows():
            return
        if self._break is not None:
            self._flush()
        elif self._strand:
            self._break = element
            self._keep_leaf(element, element.start, self._xml.end(element))

    def _shows(self) -> bool:
        """Whether text that stands here shows: what a field is made of does not."""
        return all(field.shown for field in self._fields)

    def _begin(self) -> None:
        """Text follows."""
        run = self._run
        if self._break is not None:
            element, self._break = self._break, None
            self._strand.trim()
            self._strand.wall()
            base = self._story.base
            self._strand.put("\n", base + element.start, base + self._xml.end(element))
            self._strand.wall()
        look = (run.element.parent, run.look) if run else (None, "")
        if look != self._look:
            self._strand.wall()
            self._look = look

    def _keep_leaf(self, element: Element, start: int, end: int) -> None:
        if not self._keep:
            return
        cuttable = self._run and self._run.element is element.parent and not self._in_ruby
        run = self._run if cuttable else None
        self.leaves.append(
            Leaf(
                start=start,
                end=end,
                element=element,
                run=run and run.element,
                properties=run.properties if run else "",
                is_text=element.name == "t",
                locked=self._locked or self._field_lock(),
                inserted=self._inserted,
                first=run is not None and element in run.first,
                last=run is not None and element in run.last,
            )
        )

    def _field_lock(self) -> str:
        code = next((f.code for f in self._fields if f.name not in _WRITTEN_FIELDS), "")
        return f"Word computes them anew (a field “{code.split()[0]}”)" if code else ""


class _Run(NamedTuple):
    """The run that the text is in."""

    element: Element
    properties: str
    """As they stand in the file."""
    look: str
    """… without what makes no difference to the eye."""
    first: list[Element]
    last: list[Element]
    """The one that is first in it, but for its properties, and the one that is last; none of an empty run."""


class _Field:
    """A field that the text is in: what computes it, and whether what it came to follows."""

    __slots__ = ("code", "shown")

    def __init__(self, code: str = "", *, shown: bool = False) -> None:
        self.code, self.shown = code, shown

    @property
    def name(self) -> str:
        return (self.code.split() or [""])[0].upper()


def _name(stem: str, number: str) -> str:
    return f"{stem}-{number}" if stem else ""


def _inside(element: Element, name: str, properties: str) -> list[Element]:
    """The rows of a table, the cells of a row; not those whose deletion is recorded."""
    found = []
    for child in element.children:
        if child.name == name:
            if not has(child, properties, "del") and not has(child, properties, "cellDel"):
                found.append(child)
        elif child.name in ("sdt", "sdtContent", "customXml"):
            found += _inside(child, name, properties)
    return found


def _has_text(element: Element) -> bool:
    return (element.name == "t" and element.namespace in WORD) or any(map(_has_text, element.children))


_NOTES = frozenset(("footnote", "endnote"))
_BLOCKS = frozenset(("p", "tbl", "sdt", "altChunk", "AlternateContent", *_NOTES))
_AROUND = frozenset(("customXml", "ins", "moveTo", "smartTag"))
_SILENT = frozenset(
    "pPr rPr proofErr bookmarkStart bookmarkEnd lastRenderedPageBreak commentRangeStart commentRangeEnd annotationRef "
    "permStart permEnd softHyphen rubyPr sdtPr smartTagPr customXmlPr delInstrText".split()
)
"""What is nothing to the eye, and stays where it is when the words around it change."""
_READERS: dict[str, Callable[[_Scan, Element], None]] = {
    "r": _Scan.read_run,
    "t": _Scan.words,
    **dict.fromkeys(("tab", "ptab"), _Scan.tab),
    "noBreakHyphen": _Scan.hyphen,
    **dict.fromkeys(("br", "cr"), _Scan.line_end),
    "sym": _Scan.object,
    "fldChar": _Scan.field_mark,
    "instrText": _Scan.instruction,
    "fldSimple": _Scan.simple_field,
    **dict.fromkeys(("ins", "moveTo"), _Scan.insertion),
    **dict.fromkeys(("hyperlink", "smartTag", "customXml", "dir", "bdo"), _Scan.around),
    "sdt": lambda scan, element: scan.control(element, scan.walk),
    "ruby": _Scan.ruby,
    **dict.fromkeys(("drawing", "pict", "object"), _Scan.find_boxes),
    "commentReference": _Scan.note,
    **dict.fromkeys(("footnoteReference", "endnoteReference"), _Scan.reference),
}
