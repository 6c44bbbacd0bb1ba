r"""XML with the place of every character: what all readers of XML rest on.

expat reads the file (it says where each tag stands, which no other parser does) and finds what is not well-formed. The
text between the tags is then cut from the file itself, so that a place is known for each character of it: entities and
references to characters are one character, CDATA sections, comments and processing instructions leave gaps, and line
ends are ``\n`` as XML has it. Edits are spliced into the file's own bytes; nothing is ever written anew from a tree.

A file comes from anywhere. Nothing outside it is loaded, no entity that it declares is taken, and how deep elements
nest is bounded.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import partial
from html.entities import html5
from typing import TYPE_CHECKING, Literal, NamedTuple
from xml.parsers import expat

from tqa import Content, Origin, Span, Text
from tqa.model import Problem, UnreadableError, UnwritableError
from tqa.text import regex

from .encoding import BOMS, Encoding, decode, holds, known_encoding, put_into
from .layers import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from tqa import Document
    from tqa.model import PlacedEdit

DEEPEST = 256
"""How deep elements may nest."""
MOST_ELEMENTS = 1_000_000
"""How many there may be in one that is read whole: so much memory it takes."""

XML = "http://www.w3.org/XML/1998/namespace"

OBJECT = "\ufffc"
"""What stands in a text for an inline code that is an object, where the text reads wrong without: U+FFFC."""

Role = Literal["text", "code", "object"]
"""What an element inside a text is: `text` is part of it, and only its tags are not; a `code` (bold on, bold off)
leaves a gap; so does an `object` (a placeholder, an image, a line break) but where the text reads wrong without it.
"""


class MalformedError(Exception):
    """What is not well-formed XML, or not safe to read; the message says what, `at` where in the content."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


class Element:
    """An element with its places, in code points of the content."""

    __slots__ = ("attributes", "children", "close", "name", "namespace", "parent", "start")

    def __init__(
        self, namespace: str, name: str, attributes: dict[str, str], parent: Element | None, start: int
    ) -> None:
        self.namespace, self.name = namespace, name
        self.attributes = attributes
        """Those of a namespace are called by its URI, a space and their name."""
        self.parent = parent
        self.start = start
        self.close = -1
        """Where its end tag begins; behind the tag, if that is all there is of it. -1 while that is not known."""
        self.children: list[Element] = []
        """Only of elements that are read whole."""

    def get(self, name: str, namespace: str = "") -> str:
        return self.attributes.get(f"{namespace} {name}" if namespace else name, "")

    def inherited(self, name: str, namespace: str = "") -> str:
        """The value of an attribute here or at the nearest element around that has it."""
        key = f"{namespace} {name}" if namespace else name
        element: Element | None = self
        while element is not None:
            if key in element.attributes:
                return element.attributes[key]
            element = element.parent
        return ""

    def release(self) -> None:
        """Forget what is in it, which refers back to it: it would stay in memory for long."""
        for child in self.children:
            child.release()
        self.children = []

    def child(self, name: str) -> Element | None:
        """The first child of a name, in this element's namespace."""
        return next((c for c in self.children if c.name == name and c.namespace == self.namespace), None)

    def all(self, name: str) -> list[Element]:
        """The children of a name, in this element's namespace."""
        return [c for c in self.children if c.name == name and c.namespace == self.namespace]


class Xml:
    """A file of XML. Raises UnreadableError where its encoding is not what it says."""

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        value, self.encoding = read_encoding(data, path)
        self.content = Content(value)
        self.utf8 = data[len(self.encoding.bom) :] if self.encoding.name == "utf-8" else value.encode()
        self._escape = partial(escape, encoding=self.encoding.name)

    # --- structure

    def elements(self, roots: Container[str], whole: Container[str], begun: Container[str] = ()) -> Iterator[Element]:
        """The elements of these names, in the order of the file: those of `begun` when they begin, those of `whole`
        when they end, with everything that is in them. Raises UnreadableError where the root is not one of `roots`,
        MalformedError for what is not well-formed, after the elements before it.
        """
        builder = _Builder(self, roots, whole, begun)
        utf8 = self.utf8
        # In pieces, so that few elements are held at a time; not in too many, because expat reads a tag that is cut
        # off from its start again.
        step = max(1 << 20, len(utf8) // 16)
        try:
            for at in range(0, len(utf8) or 1, step):
                builder.feed(utf8[at : at + step], last=at + step >= len(utf8))
                for element in builder.ready:
                    yield element
                    element.release()
                builder.ready.clear()
        except MalformedError:
            yield from builder.ready
            raise
        finally:
            builder.close()

    def inner(self, element: Element) -> int:
        """Where its content begins."""
        match = _TAG.match(self.content.value, element.start)
        assert match is not None
        return match.end()

    def end(self, element: Element) -> int:
        """Where it ends."""
        value, close = self.content.value, element.close
        if value.startswith("/>", close - 2) and self.inner(element) == close:
            return close
        return value.index(">", close) + 1

    def is_empty(self, element: Element) -> bool:
        """Whether there is nothing but white space in it."""
        return not element.children and not self.content.value[self.inner(element) : element.close].strip(_SPACE)

    # --- text

    def text(self, element: Element, lang: str, role: Callable[[Element], Role], *, as_is: bool = False) -> Text:
        """The text of an element that was read whole. `role` says what the elements in it are. Where white space is
        not to be kept (`as_is`, xml:space), indentation at its ends is no part of it, and within is one line end.
        """
        value, first = self.content.value, self.inner(element)
        if not element.children:
            raw = value[first : element.close]
            if raw and not _SPECIAL.search(raw) and "\n" not in raw:
                return Text(raw, lang, Origin.deferred(partial(_straight, first, element.close), self._escape))
        parts: list[_Part] = []
        self._parts(element, role, parts)
        kept = as_is or element.inherited("space", XML) == "preserve"
        if not kept:
            parts = [piece for part in parts for piece in _unindented(value, part)]
        read = _settle(value, parts)
        begin, end = (0, len(read)) if kept else _indentation(read)
        read = read[begin:end]
        cdata = next((value.startswith("<![CDATA[", p.start) for p in parts if p.end > p.start), False)
        written = partial(escape, encoding=self.encoding.name, cdata=True) if cdata else self._escape
        return Text(read, lang, Origin.deferred(partial(_places, value, tuple(parts), begin, end, first), written))

    def layer(self, element: Element) -> Layer:
        """What an element without others in it says, to be read as a file of its own."""
        value, first = self.content.value, self.inner(element)
        part = _Part(first, element.close)
        said = _value(value, part)

        def written(new: str, at: int) -> str:
            return escape(new, self.encoding.name, cdata=in_cdata(value, at, first))

        return Layer(said, partial(_places, value, (part,), 0, len(said), first), written, self.encoding.name)

    def _parts(self, element: Element, role: Callable[[Element], Role], out: list[_Part]) -> None:
        at = self.inner(element)
        for child in element.children:
            out.append(_Part(at, child.start))
            at, what = self.end(child), role(child)
            if what == "text":
                self._parts(child, role, out)
            elif what == "object":
                out.append(_Part(child.start, at, OBJECT))
        if element.close > at:
            out.append(_Part(at, element.close))

    def plain(self, element: Element) -> str:
        """What stands in an element, without tags and with single spaces: for notes and the like."""
        return " ".join(self.text(element, "", lambda _: "text").value.split())

    # --- what is wrong

    def problem(self, found: MalformedError) -> Problem:
        """A file that breaks off, as a problem of the document that was read up to there."""
        what = f"{self._where(found)}; what follows is not checked"
        return Problem(what, Span(found.at, min(found.at + 1, len(self.content.value))))

    def unreadable(self, found: MalformedError) -> UnreadableError:
        return UnreadableError(f"{self.path}: {self._where(found)}")

    def _where(self, found: MalformedError) -> str:
        line, column = self.content.position(found.at, "utf-32")
        return f"this is not sound XML at line {line + 1}, column {column + 1}: {found}"


class _Builder:
    """Makes elements of what expat tells."""

    def __init__(self, xml: Xml, roots: Container[str], whole: Container[str], begun: Container[str]) -> None:
        self.path, self.utf8, self.ascii = xml.path, xml.utf8, xml.content.value.isascii()
        self.roots, self.whole, self.begun = roots, whole, begun
        self.ready: list[Element] = []
        self.names: dict[str, tuple[str, str]] = {}
        self.current: Element | None = None
        self.depth = 0
        self.inside = 0
        """How deep it is in an element that is read whole; 0 outside."""
        self.held = 0
        """How many elements are in it so far."""
        self.byte = self.char = 0
        self.parser = parser = expat.ParserCreate("utf-8", " ")
        parser.specified_attributes = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.EntityDeclHandler, parser.SkippedEntityHandler = self._declared, self._skipped

    def feed(self, piece: bytes, *, last: bool) -> None:
        try:
            self.parser.Parse(piece, last)
        except expat.ExpatError as problem:
            at = len(self.utf8[: self.parser.ErrorByteIndex].decode(errors="ignore"))
            raise MalformedError(expat.ErrorString(problem.code), at) from None

    def close(self) -> None:
        """Parser and builder hold each other, and the file."""
        parser = self.parser
        parser.StartElementHandler = parser.EndElementHandler = None
        parser.EntityDeclHandler = parser.SkippedEntityHandler = None

    def _place(self) -> int:
        """Where the parser is. Characters are counted on from where it was last."""
        here = self.parser.CurrentByteIndex
        if self.ascii:
            return here
        self.char += len(self.utf8[self.byte : here].decode())
        self.byte = here
        return self.char

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        found = self.names.get(tag)
        if found is None:
            namespace, _, name = tag.rpartition(" ")
            found = self.names[tag] = (namespace, name)
        around = self.current
        if around is None and found[1] not in self.roots:
            raise UnreadableError(f"{self.path}: this is XML, but not of this format: it begins with <{found[1]}>")
        self.depth += 1
        if self.depth > DEEPEST:
            raise MalformedError(f"elements are nested more than {DEEPEST} deep", self._place())
        made = self.current = Element(*found, attributes, around, self._place())
        if around is not None and self.inside:
            self.inside += 1
            self.held += 1
            if self.held > MOST_ELEMENTS:
                raise MalformedError(f"there are more than {MOST_ELEMENTS:,} elements in one", self._place())
            around.children.append(made)
        elif found[1] in self.whole:
            self.inside, self.held = 1, 0
        elif found[1] in self.begun:
            self.ready.append(made)

    def _end(self, _: str) -> None:
        done = self.current
        assert done is not None
        self.current = done.parent
        self.depth -= 1
        done.close = self._place()
        if self.inside:
            self.inside -= 1
            if not self.inside:
                self.ready.append(done)

    def _declared(self, name: str, *_: object) -> None:
        raise MalformedError(f"the file declares an entity of its own, {name}: it is not safe to read", self._place())

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter and f"{name};" not in html5:
            raise MalformedError(f"the entity &{name}; is not declared in this file", self._place())


def subflows(element: Element) -> list[Element]:
    """The texts of their own (<sub>) that inline codes hold."""
    found: list[Element] = []
    for child in element.children:
        if child.name == "sub":
            found.append(child)
        else:
            found += subflows(child)
    return found


class _Part(NamedTuple):
    """A stretch of the content: text as it stands there, or one character for all of it."""

    start: int
    end: int
    shown: str = ""


_SPACE = " \t\r\n"
_TAG = regex(r"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_SPECIAL = regex(r"[&\r]|<[!?]")
_TOKEN = regex(r"&([^;]+);|\r\n?|<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_LINE_END = regex(r"\r\n?|\n")
_WHITE = regex(r"(?<![ \t\r\n])[ \t\r\n]{2,}")
_PREDEFINED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def pieces(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """What the content says from `start` to `end`, with its places: pieces that stand there as they are, and, where
    the place is of another length, what it says as a whole."""
    at = start
    for token in _TOKEN.finditer(text, start, end):
        yield text[at : token.start()], at, token.start()
        at = token.end()
        if token[1]:
            yield _referred(token[1]), token.start(), at
        elif token[2]:
            inside = token.start(2)
            for line_end in _LINE_END.finditer(text, inside, token.end(2)):
                yield text[inside : line_end.start()], inside, line_end.start()
                yield "\n", line_end.start(), line_end.end()
                inside = line_end.end()
            yield text[inside : token.end(2)], inside, token.end(2)
        elif token[0][0] == "\r":
            yield "\n", token.start(), at
    yield text[at:end], at, end


def _referred(name: str) -> str:
    if name.startswith("#"):
        return chr(int(f"0{name[1:]}", 0) if name[1] == "x" else int(name[1:]))
    return _PREDEFINED.get(name) or html5[f"{name};"]  # of what only a DTD declares, HTML's are known


def _value(text: str, part: _Part) -> str:
    if part.shown or part.start == part.end:
        return part.shown
    raw = text[part.start : part.end]
    return "".join(piece for piece, _, _ in pieces(text, part.start, part.end)) if _SPECIAL.search(raw) else raw


def _straight(start: int, end: int) -> tuple[Sequence[int], Sequence[int]]:
    """Where the characters of a slice of the content stand."""
    return range(start, end), range(start + 1, end + 1)


def _places(text: str, parts: Sequence[_Part], begin: int, end: int, empty: int) -> tuple[Sequence[int], Sequence[int]]:
    """Where the characters from `begin` to `end` of the parts stand; of an empty text, its place."""
    starts: list[int] = []
    ends: list[int] = []
    for part in parts:
        read = [(part.shown, part.start, part.end)] if part.shown else pieces(text, part.start, part.end)
        for piece, first, last in read:
            if len(piece) == last - first:
                starts += range(first, last)
                ends += range(first + 1, last + 1)
            else:  # an entity is one character, some of HTML's are two
                starts += [first] * len(piece)
                ends += [last] * len(piece)
    return starts[begin:end], ends[begin:end] or [empty]


def _settle(text: str, parts: list[_Part]) -> str:
    """The text of the parts. Of the objects those are taken out that need not show: one that hangs on a word, or stands
    behind a full stop, can go without trace; one between two words, two spaces or brackets cannot. Of several in a row
    one is shown.
    """
    values = [_value(text, part) for part in parts]
    after, afters = "", []
    for part, value in zip(reversed(parts), reversed(values), strict=True):
        afters.append(after)
        if value and part.shown != OBJECT:
            after = value[0]
    before = ""
    for i, following in enumerate(reversed(afters)):
        if parts[i].shown == OBJECT and not _needed(before.strip(), following.strip()):
            parts[i], values[i] = _Part(parts[i].start, parts[i].start), ""
        before = values[i][-1:] or before
    return "".join(values)


def _needed(before: str, after: str) -> bool:
    if before == OBJECT:
        return False
    if before and after:
        return before.isalnum() == after.isalnum()
    return not before and (not after or after in ".,;:!?)]}”’»%。，、；：！？）」』")


def _unindented(text: str, part: _Part) -> Iterator[_Part]:
    """The part, with the white space around a line end as a part of its own that is one line end."""
    at = part.start
    if not part.shown and "<![CDATA[" not in text[part.start : part.end]:
        for found in _WHITE.finditer(text, part.start, part.end):
            if found[0] == "\r\n" or not _LINE_END.search(found[0]):
                continue
            yield _Part(at, found.start())
            yield _Part(found.start(), at := found.end(), "\n")
    yield _Part(at, part.end, part.shown)


def _indentation(text: str) -> tuple[int, int]:
    """The text without white space at its ends that has a line end in it."""
    begin, end = len(text) - len(text.lstrip(_SPACE)), len(text.rstrip(_SPACE))
    if begin >= end:
        return 0, 0 if "\n" in text else len(text)
    return begin if "\n" in text[:begin] else 0, end if "\n" in text[end:] else len(text)


# --- bytes and characters ---------------------------------------------------------------------------------------------

_DECLARED = re.compile(rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_WIDE = (
    *((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be")),
    *((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")),
)
"""How a file begins that is in these, without BOM."""
_ASCII = "".join(map(chr, range(0x20, 0x7F)))


def read_encoding(data: bytes, path: str) -> tuple[str, Encoding]:
    """The text without its BOM, and its encoding: by BOM, by the XML declaration, else UTF-8. Raises UnreadableError
    where the bytes are not that."""
    wide = next((name for start, name in _WIDE if data.startswith(start)), "")
    declared = _DECLARED.match(data[:500])
    if not wide and (declared is None or data.startswith(b"\xef\xbb\xbf")):
        text, encoding = decode(data, path)
        if not encoding.name.startswith("utf"):
            raise UnreadableError(
                f"{path}: the file is not UTF-8, and its XML declaration names no other encoding"
                f" (perhaps {encoding.name}): name it there, or save the file as UTF-8"
            )
        return text, encoding
    claim = wide if wide or declared is None else declared[1].decode("ascii")
    name = wide or _like_ascii(claim)
    if not name:
        raise UnreadableError(f"{path}: the XML declaration names {claim!r}, which it cannot be in: save it as UTF-8")
    for attempt in (name, "gb18030") if name == "gb2312" else (name,):  # files say so that have what extends it
        try:
            return data.decode(attempt), Encoding(attempt)
        except UnicodeDecodeError as problem:
            start = problem.start
    line = len(re.findall(rb"\r\n?|\n", data[:start])) + 1
    raise UnreadableError(
        f"{path}: the file says that it is in {claim!r}, but byte {start} (0x{data[start]:02x}, line {line}) is not:"
        " mend it there, or save the file as UTF-8"
    )


def root_of(start: bytes) -> tuple[str, str]:
    """Namespace and name of the element that a file of XML begins with; "" where that cannot be told."""
    name = next((name for mark, name in (*BOMS, *_WIDE) if start.startswith(mark)), "latin-1")
    found: list[str] = []
    parser = expat.ParserCreate("utf-8", " ")
    parser.StartElementHandler = lambda tag, _: found.append(tag)
    with suppress(expat.ExpatError):
        parser.Parse(start.decode(name, "replace").removeprefix("\ufeff").encode(), False)
    namespace, _, name = found[0].rpartition(" ") if found else ("", "", "")
    return namespace, name


def _like_ascii(claim: str) -> str:
    """The usual name of an encoding in which ASCII is as ever; "" of any other."""
    try:
        name = known_encoding(claim)
        alike = _ASCII.encode(name) == _ASCII.encode() and rb"\u0041".decode(name) == r"\u0041"
    except (UnreadableError, UnicodeError):
        return ""
    return name if alike else ""


_MARKED = regex(r"[&<>\r]")
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


def escape(text: str, encoding: str, cdata: bool = False) -> str:
    """New text as it has to stand in an element, where references are for what the encoding lacks; or in CDATA."""
    if cdata:
        return text.replace("]]>", "]]]]><![CDATA[>")
    out = _MARKED.sub(lambda m: _REFERENCES[m[0]], text)
    return out if holds(encoding, out) else "".join(c if holds(encoding, c) else f"&#x{ord(c):X};" for c in out)


# --- writing ----------------------------------------------------------------------------------------------------------

FORBIDDEN = regex("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(
    data: bytes,
    edits: Sequence[PlacedEdit],
    read: Callable[[bytes], Iterable[Document]],
    locked: Callable[[Document, str], bool] = lambda _document, _id: False,
) -> bytes:
    """The file with the edits put in. `read` reads it, `locked` tells whether a segment may not be changed.

    An edit keeps every inline code: where there is one in its span, only the text on one side of it may change. What
    comes of it is read again, and has to say exactly what was wanted. Raises UnwritableError.
    """
    if not edits:
        return data
    documents = sound(read(data))
    value = documents[0].content.value
    encoding = read_encoding(data, "")[1]
    targets = _Targets(documents)
    wanted: dict[int, list[PlacedEdit]] = {}
    placed: list[PlacedEdit] = []
    refused: dict[str, list[PlacedEdit]] = {}
    sections = "<![CDATA[" in value

    def written(new: str, at: int) -> str:
        return escape(new, encoding.name, cdata=sections and in_cdata(value, at))

    for edit in edits:
        found = targets.of(edit)
        if found is None:
            refused.setdefault("the file has changed", []).append(edit)
            continue
        number, document, text = found
        if locked(document, edit.segment_id):
            refused.setdefault(f"segment {edit.segment_id} is locked", []).append(edit)
        elif FORBIDDEN.search(edit.text):
            refused.setdefault("XML has no such characters", []).append(edit)
        elif (fitted := _fitted(text, edit, written)) is None:
            refused.setdefault(f"in segment {edit.segment_id} they would cut an inline code", []).append(edit)
        else:
            placed.append(fitted)
            wanted.setdefault(number, []).append(edit)
    if refused:
        why = "; ".join([*refused][:3])
        raise UnwritableError(f"some fixes are left out: {why}", edits=[e for group in refused.values() for e in group])
    new = put_into(data, value, encoding, sorted(placed, key=lambda e: e.range.span))
    meant = [_bare(_edited(text, wanted.get(number, ()))) for number, text in enumerate(targets.values)]
    if [*filter(None, meant)] != [*filter(None, _reread(new, read))]:
        raise UnwritableError("the fixes cannot be written into this XML without harm to it")
    return new


def sound(documents: Iterable[Document]) -> list[Document]:
    """The documents. Raises UnwritableError where the file breaks off."""
    found = list(documents)
    if broken := [problem for document in found for problem in document.problems]:
        raise UnwritableError(f"nothing is written: {broken[0].message}")
    return found


def _reread(data: bytes, read: Callable[[bytes], Iterable[Document]]) -> list[str]:
    try:
        documents = list(read(data))
    except UnreadableError:
        return []
    return [] if any(d.problems for d in documents) else [_bare(s.target.value) for d in documents for s in d.segments]


class _Targets:
    """The targets of a file, to be found by their places."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.all = [(document, segment) for document in documents for segment in document.segments]
        self.values = [segment.target.value for _, segment in self.all]
        self.by_id: dict[str, list[int]] = {}
        for number, (_, segment) in enumerate(self.all):
            self.by_id.setdefault(segment.id, []).append(number)

    def of(self, edit: PlacedEdit) -> tuple[int, Document, Text] | None:
        for number in self.by_id.get(edit.segment_id, ()):
            document, segment = self.all[number]
            text = segment.target
            if edit.span.end <= len(text.value) and text.origin.span(edit.span) == edit.range.span:
                return number, document, text
        return None


def _fitted(text: Text, edit: PlacedEdit, written: Callable[[str, int], str]) -> PlacedEdit | None:
    """The edit without what it leaves as it is at its ends; None where what remains has an inline code in it. `written`
    is how new text has to stand at a place."""
    (start, end), new = edit.span, edit.text
    old = text.value[start:end]
    before, after = common_ends(old, new)
    old, new = old[before : len(old) - after], new[before : len(new) - after]
    start, end = start + before, end - after
    origin = text.origin
    if OBJECT in old + new or any(origin.span(Span(i, i + 1)).end != origin[i + 1] for i in range(start, end - 1)):
        return None
    place = origin.span(Span(start, end))
    if start == end > edit.span.start:  # put in behind what stays, not before what follows
        behind = origin.span(Span(start - 1, start)).end
        place = Span(behind, behind)
    return edit._replace(range=edit.range._replace(span=place), new_text=written(new, place.start))


def common_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts have in common at their beginning, and of the rest at their end."""
    least = min(len(old), len(new))
    before = next((i for i in range(least) if old[i] != new[i]), least)
    return before, next((i for i in range(least - before) if old[-1 - i] != new[-1 - i]), least - before)


def in_cdata(content: str, at: int, first: int = 0) -> bool:
    """Whether a place in a text is in a CDATA section; `first`: where none is open."""
    opened = content.rfind("<![CDATA[", first, at)
    return opened >= 0 and content.find("]]>", opened, at) < 0


def _edited(text: str, edits: Sequence[PlacedEdit]) -> str:
    out, at = [], 0
    for edit in sorted(edits, key=lambda e: e.span):
        out += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*out, text[at:]])


def _bare(text: str) -> str:
    """A text to compare with another: which codes show in it depends on what is around them, and so does white space
    at its ends."""
    return text.replace(OBJECT, "").strip(_SPACE)
