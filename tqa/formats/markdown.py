"""Markdown (CommonMark, with tables and strikethrough): the prose, in blocks; marks, addresses and code are masked.

markdown-it finds the blocks and what is markup in them. It gives lines, no columns; so its inline rules are watched as
they go through a block's text, which tells what each of them took for what. Pages within (HTML blocks) are read as
such, comments for tqa among them.

Front matter in YAML or TOML is no prose but for its title; its ``lang`` or ``language`` is that of the document.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from tqa import Segment, Span
from tqa.text import regex

from .encoding import decode
from .html import Scan, escaper
from .strand import Strand, put_checked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from tqa import Document, PlacedEdit, Suppression


class Markdown:
    """Format "markdown". `encoding` is that of files that are not Unicode; "" leaves it to detection."""

    suffixes = (".md", ".markdown", ".mkd")

    def __init__(self, encoding: str = "") -> None:
        self.encoding = encoding

    def in_encoding(self, name: str) -> Markdown:
        return Markdown(name)

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        text, _ = decode(data, path, self.encoding)
        yield _Reader(text).document(path)

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        return put_checked(data, edits, self, self.encoding)

    def comment(self, document: Document, segment: str, request: str) -> tuple[int, str]:
        """At the text's end, where it is part of the same block; of a title in front matter, on a line before."""
        origin = next(s.target.origin for s in document.segments if s.id == segment)
        content = document.content
        start, end = origin.span(Span(0, len(origin)))
        front = _FRONT.match(content.value)
        if front is None or start >= front.end():
            return end, f" <!-- {request} -->"
        return content.lines()[content.position(start).line], f"# {request}{_LINE_END.findall(front[0])[0]}"


# --- what the inline rules take ---------------------------------------------------------------------------------------


class _Piece(NamedTuple):
    """A stretch of a block's text that is prose."""

    start: int
    end: int
    text: str | None = None
    """What it stands for; None: what stands there."""
    marks: Sequence[tuple[Token, int]] = ()
    """Marks that may be emphasis, with their length; those that are text in the end are prose."""


def _notes(state: StateInline) -> list[_Piece]:
    """The pieces of the text that is being parsed; what an image has in its brackets is another."""
    found: list[_Piece] = state.env["pieces"].setdefault(id(state.tokens), [])
    return found


def _watched(rule: Callable[..., bool], note: Callable[[StateInline, int, int], _Piece | None]) -> Callable[..., bool]:
    """A rule that also notes what it took. `note` gets where that starts, and how many tokens there were before."""

    def watch(state: StateInline, silent: bool) -> bool:
        start, made = state.pos, len(state.tokens)
        took = bool(rule(state, silent))
        if took and not silent:
            piece = note(state, start, made)
            if piece is not None:
                _notes(state).append(piece)
        return took

    return watch


def _rest(state: StateInline, silent: bool) -> bool:
    """What no rule takes is text."""
    if not silent:
        state.pending += state.src[state.pos]
    state.pos += 1
    return True


def _footnote(state: StateInline, silent: bool) -> bool:  # noqa: ARG001
    """A footnote's mark in the text, and the label it begins with."""
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if match is None or (match[0][-1] != "]" and state.pos > 0):
        return False
    state.pos = match.end()
    return True


def _reference(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """The definition of a link's address, which that of a footnote is not."""
    from markdown_it.rules_block import reference

    return not state.src.startswith("[^", state.bMarks[first] + state.tShift[first]) and reference(
        state, first, last, silent
    )


def _verbatim(state: StateInline, start: int, made: int) -> _Piece:  # noqa: ARG001
    return _Piece(start, state.pos)


def _line_end(state: StateInline, start: int, made: int) -> _Piece:  # noqa: ARG001
    return _Piece(start, state.pos, "\n" if state.tokens[-1].type == "hardbreak" else " ")


def _special(state: StateInline, start: int, made: int) -> _Piece:  # noqa: ARG001
    token = state.tokens[-1]
    if token.type == "hardbreak":
        return _Piece(start, state.pos, "\n")
    return _Piece(start, state.pos, None if token.content == state.src[start : state.pos] else token.content)


def _code(state: StateInline, start: int, made: int) -> _Piece | None:
    code = len(state.tokens) > made and state.tokens[-1].type == "code_inline"
    return None if code else _Piece(start, state.pos)


def _emphasis(state: StateInline, start: int, made: int) -> _Piece:  # noqa: ARG001
    marks: list[tuple[Token, int]] = []
    length = 0
    for token in reversed(state.tokens):
        if length == state.pos - start:
            break
        marks.append((token, len(token.content)))
        length += len(token.content)
    return _Piece(start, state.pos, None, marks[::-1])


def _html_inline(state: StateInline, start: int, made: int) -> _Piece | None:  # noqa: ARG001
    raw = state.src[start : state.pos]
    if raw.startswith("<!--"):
        return _Piece(start, state.pos, "")
    return _Piece(start, state.pos, "\n") if _BR.fullmatch(raw) else None


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from markdown_it import rules_inline as rules

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.inline.ruler2.disable("fragments_join")  # the marks are asked what became of them
    parser.core.ruler.disable("text_join")
    for name, rule, note in (
        ("text", rules.text, _verbatim),
        ("newline", rules.newline, _line_end),
        ("escape", rules.escape, _special),
        ("entity", rules.entity, _special),
        ("backticks", rules.backtick, _code),
        ("emphasis", rules.emphasis.tokenize, _emphasis),
        ("strikethrough", rules.strikethrough.tokenize, _emphasis),
        ("html_inline", rules.html_inline, _html_inline),
    ):
        parser.inline.ruler.at(name, _watched(rule, note))
    parser.block.ruler.at("reference", _reference, {"alt": []})
    parser.inline.ruler.before("link", "footnote", _footnote)
    parser.inline.ruler.push("rest", _watched(_rest, _verbatim))
    return parser


# --- blocks -----------------------------------------------------------------------------------------------------------

_FRONT = regex(r"(---|\+\+\+)[ \t]*(?:\r\n?|\n)(?:[^\r\n]*(?:\r\n?|\n))*?(?:\1|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)")
_FIELD = regex(
    r"""(?m)^(title|lang|language)[ \t]*[:=][ \t]*"""
    r"""(?:"([^"\\\r\n]+)"|'([^'\r\n]+)'|([^\s"'\[\]{}&*!|>%@`#,][^\r\n]*))[ \t]*(?=[\r\n])"""
)
_ASKED = regex(r"(?m)^#[ \t]*(tqa\b[^\r\n]*)")
_NOT_PLAIN = regex(r":[ \t]|[ \t]#|:$")
_FOOTNOTE = regex(r"\[\^[^\]\s]+\](?::[ \t]*)?")
_BR = regex(r"<br[ \t]*/?>")
_LINE_END = regex(r"\r\n?|\n")
_PIPE = regex(r"(?<!\\)\|")
_MARKUP = regex(r"[`*_\[<~]|\\(?=[!-/:-@\[-`{-~])|&(?=[#a-zA-Z])|\\\Z|!\Z")
_KINDS = {"heading": "headline", "blockquote": "quote", "list_item": "list", "th": "cell", "td": "cell"}


def _escape(new: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", new)


def _escape_in_cell(new: str) -> str:
    return _escape(new).replace("|", "\\|")


class _Places:
    """Where in the file the characters of a block stand."""

    def __init__(self, places: list[tuple[int, int]]) -> None:
        """`places`: (where in the block, where in the file), for each beginning of a stretch."""
        self.places = places

    def __call__(self, at: int) -> int:
        number = bisect_right(self.places, at, key=itemgetter(0)) - 1
        inner, outer = self.places[max(0, number)]
        return outer + at - inner

    def flow(self, strand: Strand, text: str, start: int, end: int) -> None:
        """Adds a piece that is as it stands in the file, but for the escapes that pipes have in a cell."""
        while start < end:
            here = self(start)
            if text[here] == "|" and text[here - 1 : here] == "\\":
                strand.put("|", here - 1, here + 1)
                start += 1
                continue
            number = bisect_right(self.places, start, key=itemgetter(0))
            stop = min(end, self.places[number][0]) if number < len(self.places) else end
            strand.flow(here, self(stop - 1) + 1)
            start = stop


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [0]
        """Where each line starts, counted as the parser does."""
        self.found = Scan(text, escaper(text, "utf-8"))
        self.body = 0
        """Where the front matter ends."""

    def document(self, path: str) -> Document:
        self._front_matter()
        body = self.text[self.body :]
        self.lines = [self.body, *(self.body + m.end() for m in _LINE_END.finditer(body)), len(self.text)]
        env: dict[str, Any] = {"pieces": {}}
        kinds = ["body"]
        row, cells = 0, 0
        for token in _parser().parse(body, env):
            if token.nesting > 0:
                kinds.append(_KINDS.get(token.type.removesuffix("_open"), kinds[-1]))
                if token.type == "tr_open" and token.map:
                    row, cells = token.map[0], self.lines[token.map[0]]
            elif token.nesting < 0:
                kinds.pop()
            elif token.type == "html_block" and token.map:
                self._page(token, *token.map)
            elif token.type == "inline":
                pieces = env["pieces"].get(id(token.children), ())
                if kinds[-1] == "cell":
                    places, cells = self._cell(token.content, cells, self.lines[row + 1])
                    self._block(token.content, places, pieces, kinds[-1], _escape_in_cell)
                elif token.map:
                    self._block(token.content, self._places(token.content, token.map[0]), pieces, kinds[-1], _escape)
        return self.found.document(path, "markdown")

    def _front_matter(self) -> None:
        """What is in front of the prose; its title is a segment if it is written plainly."""
        match = _FRONT.match(self.text)
        if match is None:
            return
        self.body = match.end()
        for asked in _ASKED.finditer(self.text, 0, self.body):
            self.found.waiting += self.found.requests(asked[1], Span(*asked.span()))
        for field in _FIELD.finditer(self.text, 0, self.body):
            group = field.lastindex or 4
            if group == 4 and (match[1] == "+++" or _NOT_PLAIN.search(field[4])):
                continue
            value, (start, end) = field[group].rstrip(), field.span(group)
            if field[1] == "title":
                strand = Strand(self.text)
                strand.add(start, end)
                strand.trim()
                self._add(strand, "headline", None)
            else:
                self.found.lang = value

    def _page(self, token: Token, first: int, last: int) -> None:
        start, end = self.lines[first], self.lines[min(last, len(self.lines) - 1)]
        if self.text[start:end].split() == token.content.split():  # not where each line has a mark of quotation
            self.found.scan(start, end)

    def _places(self, content: str, line: int) -> list[tuple[int, int]] | None:
        """(where in a block's text, where in the file) for each of its lines."""
        out = []
        at = 0
        for number, part in enumerate(content.split("\n"), line):
            wanted = part.strip(" \t")
            raw = self.text[self.lines[number] : self.lines[number + 1]].rstrip(" \t\r\n")
            # A heading may have marks at both ends; everything else ends as its line does.
            found = len(raw) - len(wanted) if raw.endswith(wanted) else raw.find(wanted, raw.find("#"))
            if found < 0:
                return None
            lead = len(part) - len(part.lstrip(" \t"))
            out.append((at + lead, self.lines[number] + found))
            at += len(part) + 1
        return out

    def _cell(self, content: str, at: int, end: int) -> tuple[list[tuple[int, int]] | None, int]:
        """The same for the next cell of a row, of which the cells before `at` are read; and where it ends."""
        if not content:
            return None, at
        raw = content.replace("|", "\\|")
        while at < end:
            pipe = _PIPE.search(self.text, at, end)
            stop = pipe.start() if pipe else end
            cell = self.text[at:stop].rstrip()
            if cell.endswith(raw):
                start = at + len(cell) - len(raw)
                pipes = [i for i, c in enumerate(content) if c == "|"]
                return [(0, start), *((i, start + i + n) for n, i in enumerate(pipes, 1))], stop + 1
            at = stop + 1
        return None, at

    def _block(
        self,
        content: str,
        places: list[tuple[int, int]] | None,
        pieces: Sequence[_Piece],
        kind: str,
        escape: Callable[[str], str],
    ) -> None:
        if places is None:
            return
        place = _Places(places)
        strand = Strand(self.text)
        requests: list[Suppression] = []
        for start, end, said, marks in pieces:
            here, after = place(start), place(end - 1) + 1
            if said == "":
                requests += self.found.requests(self.text[here + 4 : after - 3], Span(here, after))
            elif said is not None and content[start] in "\n\\" and said.isspace():  # a line's end
                while content[start - 1] in " \t":
                    start -= 1
                strand.trim()
                if strand:
                    strand.put(said, place(start), place(end))
            elif said is not None:
                strand.put(said, here, after)
            else:
                for token, length in marks:
                    if token.type == "text" and token.content:
                        strand.add(here, here + length)
                    here += length
                if not marks:
                    place.flow(strand, self.text, start, end)
        strand.trim()
        self._add(strand, kind, escape, requests)

    def _add(
        self,
        strand: Strand,
        kind: str,
        escape: Callable[[str], str] | None,
        requests: Sequence[Suppression] = (),
    ) -> None:
        text = strand.text(self.found.lang, escape)
        if text.value.strip():
            self.found.add(Segment(str(len(self.found.segments) + 1), text, kind=kind), requests)
        else:
            self.found.waiting += requests
