"""HTML and XHTML: a block's text is a segment, its inline markup is masked.

Tokens, and which elements are open, are as the HTML standard has them as far as text depends on it: a start tag closes
what cannot hold it, end tags of what is not open are nothing, and scripts, styles and comments are no text. White space
is what a browser shows: a run of it is one space, ``<br>`` ends a line, and two of them end a segment.

No text are code, ``translate="no"``, what is hidden, and readings of ruby. The page's own parts (navigation, forms,
footers) are of kind "furniture"; ``itemprop`` of schema.org and the usual class names tell a headline, a by-line, a
dateline and a lead.

``<!-- tqa: ignore[rule] why -->`` within a block's text covers that segment, elsewhere the one that follows.
"""

from __future__ import annotations

import re
from functools import cache
from html.entities import html5
from typing import TYPE_CHECKING, NamedTuple

from tqa import Content, Document, Problem, Segment, Span, Suppression, UnreadableError
from tqa.text import regex

from .encoding import Encoding, decode, holds, known_encoding
from .strand import Strand, put_checked
from .suppress import RequestError, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tqa import Diagnostic, PlacedEdit

    from .its import Issues

_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w:.-]+)|\A\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.-]+)""",
    re.IGNORECASE,
)
_BROADER = {"gb2312": "gbk", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "shift_jis": "cp932"}
"""What browsers take for what a page says."""

_SNIFFED = 4096
"""Bytes in which a file says its encoding."""

DEEPEST = 512
"""Open elements; browsers go no deeper."""


class Html:
    """Format "html". `encoding` is that of files that neither are Unicode nor say what they are; "" leaves it to
    detection."""

    suffixes = (".html", ".htm", ".xhtml", ".xht")

    def __init__(self, encoding: str = "") -> None:
        self.encoding = encoding

    def in_encoding(self, name: str) -> Html:
        return Html(name)

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        text, encoding = decode(data, path, self._encoding(data))
        reader = Scan(text, escaper(text, self._written(data, encoding)))
        reader.scan(0, len(text))
        yield reader.document(path, "html")

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        return put_checked(data, edits, self, self._encoding(data))

    def comment(self, document: Document, segment: str, request: str) -> tuple[int, str]:
        """Right before the segment's first word."""
        start = next(s.target.origin.span(Span(0, 0)).start for s in document.segments if s.id == segment)
        return start, f"<!-- {request} -->"

    def annotate(self, data: bytes, diagnostics: Sequence[Diagnostic]) -> bytes:
        """By ITS 2.0: a ``<span>`` around each word that was found, attributes at a ``<title>``."""
        from .annotation import Insertions, intact, places, runs
        from .its import Issues, free_prefix, issue

        text, encoding = decode(data, "", self._encoding(data))
        before = list(self.read(data, ""))
        insertions = Insertions(text)
        issues = Issues(free_prefix(text), self._written(data, encoding))
        titles = [match.span() for match in _TITLE.finditer(text)]
        for _, segment, findings in places(before, diagnostics):
            at = segment.target.origin.span(Span(0, 0)).start
            if title := next((start for start, end in titles if start < at < end), 0):
                found = issue(findings[0]) if len(findings) == 1 else issues.listed(findings)
                insertions.add(title + len("<title"), _marks(found, issues))
                continue
            stretches = runs(segment.target, findings)
            for run in stretches:
                insertions.wrap(run, f"<span{_marks(issues.of(stretches, run, findings), issues)}>", "</span>")
        for name, listed in issues.standoff():
            insertions.add(_body_end(text), f'<script type="application/its+xml" id="{name}">{listed}</script>\n')
        new = insertions.put(data, encoding)
        intact(before, self.read(new, ""))
        return new

    def _encoding(self, data: bytes) -> str:
        return declared(data) or self.encoding

    def _written(self, data: bytes, encoding: Encoding) -> str:
        """The encoding that new text is in: a page in ASCII may say that it is in some other."""
        return "ascii" if data.isascii() and (declared(data) or "utf-8") != "utf-8" else encoding.name


def _marks(properties: dict[str, str] | str, issues: Issues) -> str:
    """The attributes of an issue, or of a list of them."""
    if isinstance(properties, str):
        return f' its-loc-quality-issues-ref="#{properties}"'
    return issues.attributes(properties, lambda name: f"its-{_CAPITAL.sub(_hyphened, name)}")


def _hyphened(capital: re.Match[str]) -> str:
    return f"-{capital[0].lower()}"


def _body_end(text: str) -> int:
    """Before the end tag of the body, or of the page; where there is none, the page's end."""
    ends = [match.span() for match in _BODY_END.finditer(text)]
    return next((start for start, _ in ends if text.rfind("<!--", 0, start) <= text.rfind("-->", 0, start)), len(text))


def declared(data: bytes) -> str:
    """The encoding that a page says it is in, "" where it says none that there is."""
    match = _DECLARED.search(data[:_SNIFFED])
    if not match:
        return ""
    name = (match[1] or match[2]).decode("ascii", "replace").lower()
    if match[1]:
        name = _BROADER.get(name, name)
    try:
        return known_encoding(name)
    except UnreadableError:
        return ""


def escaper(text: str, encoding: str) -> Callable[[str], str]:
    """How new text is written in a page: what its encoding lacks by number, no-break spaces as the page has them."""
    named_spaces = "&nbsp;" in text

    def escape(new: str) -> str:
        new = new.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if named_spaces:
            new = new.replace("\xa0", "&nbsp;")
        if holds(encoding, new):
            return new
        return "".join(c if holds(encoding, c) else f"&#{ord(c)};" for c in new)

    return escape


# --- elements ---------------------------------------------------------------------------------------------------------

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
BLOCKS = frozenset(
    "address article aside blockquote body button caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe legend li "
    "main menu nav noscript ol optgroup option p pre search section select summary table tbody td template textarea "
    "tfoot th thead title tr ul".split()
)
_RAW = frozenset("script style xmp iframe noembed noframes textarea title".split())
"""Those whose content is no markup."""
SKIPPED = frozenset(
    "script style xmp iframe noembed noframes noscript template textarea pre code kbd samp tt var svg math object "
    "audio video canvas rt rp select datalist".split()
)
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary"), "headline"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    **dict.fromkeys(("li", "dt", "dd"), "list"),
    **dict.fromkeys(("td", "th"), "cell"),
    "blockquote": "quote",
    **dict.fromkeys(("nav", "footer", "button", "menu", "dialog", "search", "title"), "furniture"),
}
_NAMED = {
    "headline": "headline",
    **dict.fromkeys(("author", "byline", "by-line"), "byline"),
    **dict.fromkeys(("datepublished", "datecreated", "dateline"), "dateline"),
    **dict.fromkeys(("lead", "lede", "standfirst"), "lead"),
    "caption": "caption",
}
_CLOSES_P = BLOCKS - frozenset(
    "body button caption col colgroup head html iframe legend noscript optgroup option tbody td template textarea "
    "tfoot th thead title tr select".split()
)
# What a start tag closes, and the elements within which it does.
_ROWS, _CELLS = frozenset(("tr",)), frozenset(("td", "th"))
_SECTIONS = frozenset(("tbody", "thead", "tfoot"))
_IMPLIED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu", "dir"))),
    **dict.fromkeys(("dt", "dd"), (frozenset(("dt", "dd")), frozenset(("dl",)))),
    **dict.fromkeys(_CELLS, (_CELLS, frozenset(("tr", "table")))),
    "tr": (_CELLS | _ROWS, frozenset(("table",))),
    **dict.fromkeys(_SECTIONS, (_CELLS | _ROWS | _SECTIONS | {"caption"}, frozenset(("table",)))),
    **dict.fromkeys(("option", "optgroup"), (frozenset(("option",)), frozenset(("select", "datalist")))),
    "body": (frozenset(("head",)), frozenset()),
}
_P = (frozenset(("p",)), frozenset(("td", "th", "button", "caption", "object")))
_TABLE_PARTS = _CELLS | _ROWS | _SECTIONS | {"table", "caption"}
_SCOPES = frozenset(("td", "th", "caption", "table", "button", "object", "template"))
"""What an end tag within them does not close anything around."""

_TOKEN = regex(r"<(?:(/?)([a-zA-Z][^\s/>]*)|!--|!\[CDATA\[|[!?/])")
_ATTRIBUTE = regex(
    r"[\s/]*([^\s/>=][^\s/>=]*|=[^\s/>=]*)(?:\s*=\s*(\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)|[^\s>\"'][^\s>]*)?)?"
)
_TAG_END = regex(r"[\s/]*>?")
_TITLE = regex(r"<title(?=[\s/>]).*?</title", re.IGNORECASE | re.DOTALL)
_BODY_END = regex(r"</(?:body|html)(?=[\s/>])", re.IGNORECASE)
_CAPITAL = regex(r"[A-Z]")
_REFERENCE = regex(r"&(?:#[xX][0-9a-fA-F]+;?|#[0-9]+;?|[a-zA-Z][a-zA-Z0-9]*;?)")
_LONGEST_BARE = 6
"""Letters of the longest name that needs no semicolon."""


class _Element(NamedTuple):
    name: str
    skipped: bool
    lang: str
    kind: str


@cache
def _ends(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)


class Scan:
    """Segments of a page, or of pieces of a file that are such."""

    def __init__(self, content: str, escape: Callable[[str], str], lang: str = "") -> None:
        self.content = content
        self.escape = escape
        self.lang = ""
        """What the page as a whole is in."""
        self.segments: list[Segment] = []
        self.suppressions: list[Suppression] = []
        self.problems: list[Problem] = []
        self.waiting: list[Suppression] = []
        """Requests that cover the segment that follows."""
        self._open = [_Element("", False, lang, "body")]
        self._counts: dict[str, int] = {}
        self._strand = Strand(content)
        self._requests: list[Suppression] = []
        """Those that cover the segment that is being read."""
        self._break: tuple[int, int] | None = None
        """A ``<br>`` that the text has not gone on after."""
        self._too_deep = False

    def document(self, path: str, form: str) -> Document:
        for request in self.waiting:
            self.problems.append(Problem("no text follows this comment for it to cover", request.place))
        return Document(
            path=path,
            format=form,
            segments=tuple(self.segments),
            target_lang=self.lang,
            content=Content(self.content),
            suppressions=tuple(self.suppressions),
            problems=tuple(self.problems),
        )

    # -- tokens --

    def scan(self, at: int, end: int) -> None:
        """Reads from `at` to `end`, and ends there what is open."""
        content = self.content
        while at < end:
            token = _TOKEN.search(content, at, end)
            if token is None:
                self._text(at, end)
                break
            start = token.start()
            self._text(at, start)
            at = self._declaration(token[0], start, end) if token[2] is None else self._tag(token, end)
        self.flush()
        del self._open[1:]
        self._counts.clear()

    def _declaration(self, opened: str, start: int, end: int) -> int:
        """A comment, or what is one to a browser; where it ends."""
        content = self.content
        body = start + len(opened)
        if opened == "<![CDATA[":
            closed, close = content.find("]]>", body, end), 3
        elif opened != "<!--":
            closed, close = content.find(">", body, end), 1
            if opened == "<!" and content[body : body + 7].lower() == "doctype" and "[" in content[body:closed]:
                closed, close = content.find("]>", body, end), 2
        elif content.startswith((">", "->"), body):
            return content.index(">", body) + 1
        else:
            closed, close = content.find("-->", body, end), 3
        if closed < 0:
            if opened == "<!--" or opened == "<![CDATA[":
                self.problems.append(
                    Problem(f"this “{opened}” is not closed, and the text after it is not read", Span(start, body))
                )
            return end
        if opened == "<!--":
            requests = self.requests(content[body:closed], Span(start, closed + close))
            (self._requests if self._strand else self.waiting).extend(requests)
        elif opened == "<![CDATA[" and not self._open[-1].skipped:
            self._words(body, closed, references=False)
        return closed + close

    def requests(self, body: str, place: Span) -> list[Suppression]:
        """What a comment asks for a segment; what it asks for the document, and what is not understood, is noted."""
        if body[:40].lstrip()[:3].lower() != "tqa" or body.lstrip()[3:4].isalnum():
            return []
        try:
            rules, reason, until, whole = parse(body)
        except RequestError as problem:
            self.problems.append(Problem(f"this comment is not understood: {problem}", place))
            return []
        request = Suppression(rules, reason, until, None, place)
        if whole:
            self.suppressions.append(request)
        return [] if whole else [request]

    def _tag(self, token: re.Match[str], end: int) -> int:
        """A start or end tag; where it ends."""
        content, name = self.content, token[2].lower()
        at = token.end()
        attributes: dict[str, str] = {}
        while True:
            attribute = _ATTRIBUTE.match(content, at, end)
            if attribute is None:
                break
            at = attribute.end()
            value = attribute[2] or ""
            if value[:1] in "\"'" and value:
                value = value[1:-1] if len(value) > 1 and value[-1] == value[0] else value[1:]
            attributes.setdefault(attribute[1].lower(), value)
        closed = _TAG_END.match(content, at, end)
        at = closed.end() if closed else at
        if closed is None or not closed[0].endswith(">"):
            what = f"the tag “<{token[1]}{name}” is not closed, and the text after it is not read"
            self.problems.append(Problem(what, Span(*token.span())))
            return end
        if token[1]:
            self._end(name, Span(token.start(), at))
            return at
        self._start(name, attributes, Span(token.start(), at))
        if name in _RAW and content[at - 2] != "/":
            return self._raw(name, at, end)
        if name not in _VOID and content[at - 2] == "/" and self._is_foreign(name):
            self._end(name, Span(at, at))
        return at

    def _is_foreign(self, name: str) -> bool:
        """Whether "/>" ends an element: in XHTML any, in HTML those of SVG and MathML."""
        return self.content.lstrip()[:5] == "<?xml" or name in ("svg", "math") or self._open[-1].skipped

    def _raw(self, name: str, at: int, end: int) -> int:
        """The content of an element that ends only at its end tag."""
        closed = _ends(name).search(self.content, at, end)
        stop = closed.start() if closed else end
        if closed is None:
            self.problems.append(
                Problem(f"this “<{name}>” is not closed, and the text after it is not read", Span(at - 1, at))
            )
        elif name == "title":
            self._text(at, stop)
        return stop

    # -- the tree --

    def _start(self, name: str, attributes: dict[str, str], place: Span) -> None:
        if name in _IMPLIED:
            self._close(*_IMPLIED[name])
        if name in _CLOSES_P and self._counts.get("p"):
            self._close(*_P)
        if name == "br":
            self._line_end(place)
            return
        block = name in BLOCKS
        if block:
            self.flush()
        if name in _VOID:
            return
        if len(self._open) > DEEPEST:
            if not self._too_deep:
                self._too_deep = True
                self.problems.append(
                    Problem(f"more than {DEEPEST} elements are open here; what is deeper is read flat", place)
                )
            return
        outer = self._open[-1]
        lang = attributes.get("lang", attributes.get("xml:lang", outer.lang)).strip()
        if name in ("html", "body") and lang and not self.lang:
            self.lang = lang
        translate = attributes.get("translate", "").lower()
        skipped = (
            (outer.skipped and translate != "yes") or name in SKIPPED or translate == "no" or "hidden" in attributes
        )
        kind = kind_of(name, attributes, outer.kind) if block else outer.kind
        self._open.append(_Element(name, skipped, lang, kind))
        self._counts[name] = self._counts.get(name, 0) + 1

    def _end(self, name: str, place: Span) -> None:
        """Closes the element and all within it, if it is open and no block or table cell is between."""
        block = name in BLOCKS
        if name == "br":  # a slip that browsers take for the start tag
            self._line_end(place)
        elif name == "p" and not self._counts.get("p"):
            self.flush()
        elif self._counts.get(name):
            stops = _SCOPES if block else BLOCKS
            self._close(frozenset((name,)), frozenset() if name in _TABLE_PARTS else stops, least=1)

    def _close(self, names: frozenset[str], within: frozenset[str], least: int = 0) -> None:
        """Closes the outermost of the elements of these names that are open inside the innermost of those `within`;
        with `least` the innermost."""
        if not any(self._counts.get(name) for name in names):
            return
        found = 0
        for number in range(len(self._open) - 1, 0, -1):
            here = self._open[number].name
            if here in names:
                found = number
                if least:
                    break
            elif here in within:
                break
        if not found:
            return
        if any(element.name in BLOCKS for element in self._open[found:]):
            self.flush()
        for element in self._open[found:]:
            self._counts[element.name] -= 1
        del self._open[found:]

    # -- text --

    def _text(self, start: int, end: int) -> None:
        if start < end and not self._open[-1].skipped:
            self._words(start, end)

    def _words(self, at: int, end: int, *, references: bool = True) -> None:
        content = self.content
        for match in _REFERENCE.finditer(content, at, end) if references else ():
            value, stop = _reference(content, *match.span())
            if value:
                self._flow(at, match.start())
                self._broken()
                self._strand.put(value, match.start(), stop)
                at = stop
        self._flow(at, end)

    def _flow(self, start: int, end: int) -> None:
        if self._break is None or self.content[start:end].strip(" \t\n\r\f"):
            self._broken()
            self._strand.flow(start, end)

    def _broken(self) -> None:
        """The end of line that was waiting for text to follow it."""
        if self._break is not None:
            if self._strand:
                self._strand.trim()
                self._strand.put("\n", *self._break)
            self._break = None

    def _line_end(self, place: Span) -> None:
        if self._break is not None:
            self.flush()
        elif self._strand and not self._open[-1].skipped:
            self._break = place

    def flush(self) -> None:
        """What was read so far is a segment, if there is text in it."""
        self._strand.trim()
        strand, requests = self._strand, self._requests
        self._strand, self._requests, self._break = Strand(self.content), [], None
        if not strand:
            self.waiting += requests
            return
        element = self._open[-1]
        text = strand.text(element.lang, self.escape)
        if not text.value.strip():
            self.waiting += requests
            return
        self.add(Segment(str(len(self.segments) + 1), text, kind=element.kind), requests)

    def add(self, segment: Segment, requests: Sequence[Suppression] = ()) -> None:
        self.segments.append(segment)
        self.suppressions += [r._replace(segment=segment.id) for r in (*self.waiting, *requests)]
        self.waiting = []


def kind_of(name: str, attributes: Mapping[str, str], outer: str) -> str:
    """The kind of what stands in a block, whose surroundings are of kind `outer`."""
    if outer == "furniture":
        return outer
    properties = attributes.get("itemprop", "").lower().split()
    if "description" in properties:
        return "lead"
    names = [*properties, *f"{attributes.get('class', '')} {attributes.get('rel', '')}".lower().split()]
    return next((_NAMED[n] for n in names if n in _NAMED), _KINDS.get(name, outer))


def _reference(content: str, start: int, end: int) -> tuple[str, int]:
    """What a character reference stands for, and where it ends; ("", start) for what is none."""
    name = content[start + 1 : end]
    if name[0] == "#":
        import html

        return html.unescape(content[start:end]) or "\ufffd", end
    if name in html5:
        return html5[name], end
    for length in range(min(len(name), _LONGEST_BARE), 1, -1):  # "&notit;" is "¬it;"
        if name[:length] in html5:
            return html5[name[:length]], start + 1 + length
    return "", start
