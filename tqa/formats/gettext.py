"""gettext PO: each translated message with its original; of plurals each form.

Fuzzy, obsolete and untranslated entries are left out: nobody calls them translations. A comment line
``# tqa: ignore[rule] why`` above a message covers it, all its plural forms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tqa import Content, Document, Problem, Segment, Span, Suppression, UnreadableError
from tqa.text import regex

from .encoding import decode, holds, known_encoding
from .strand import Strand, put_checked
from .suppress import RequestError, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tqa import Diagnostic, PlacedEdit

_CHARSET = re.compile(rb"charset=([\w.:-]+)")
_LINE = regex(r"[^\r\n]+")
_STRING = regex(
    r'[ \t]*(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d{1,2}\])?)[ \t]*)?"((?:[^"\\\r\n]|\\[^\r\n])*)"[ \t]*'
)
_ESCAPE = regex(r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.))")
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_FIELD = regex(r"(?im)^(language|x-source-language|plural-forms):[ \t]*([^\n]*)")
_ONE_FORM = regex(r"nplurals[ \t]*=[ \t]*1\b")
_ASKED = regex(r"#[ \t]*(tqa\b.*)", re.IGNORECASE)


class Po:
    """Format "po". `encoding` is that of files that neither are Unicode nor say what they are."""

    suffixes = (".po",)

    def __init__(self, encoding: str = "") -> None:
        self.encoding = encoding

    def in_encoding(self, name: str) -> Po:
        return Po(name)

    def read(self, data: bytes, path: str) -> Iterator[Document]:
        text, _ = decode(data, path, self._encoding(data))
        yield _Reader(text).document(path)

    def write(self, data: bytes, edits: Sequence[PlacedEdit]) -> bytes:
        return put_checked(data, edits, self, self._encoding(data))

    def comment(self, document: Document, segment: str, request: str) -> tuple[int, str]:
        """A line above the entry."""
        value = document.content.value
        reader = _Reader(value)
        reader.document("")
        return reader.starts[segment], f"# {request}" + ("\r\n" if "\r\n" in value else "\n")

    def annotate(self, data: bytes, diagnostics: Sequence[Diagnostic]) -> bytes:
        """A translator's comment for each finding, above its entry."""
        from .annotation import Insertions, intact, places
        from .its import remark

        text, encoding = decode(data, "", self._encoding(data))
        reader = _Reader(text)
        before = [reader.document("")]
        line_end = "\r\n" if "\r\n" in text else "\n"
        insertions = Insertions(text)
        for _, segment, findings in places(before, diagnostics):
            form = segment.id.partition("[")[1:]
            of = f"msgstr{''.join(form)}, " if any(form) else ""
            for found in findings:
                told = _within(encoding.name, " ".join(remark(found).split()))
                insertions.add(reader.starts[segment.id], f"# {of}{told}{line_end}")
        new = insertions.put(data, encoding)
        intact(before, self.read(new, ""))
        return new

    def _encoding(self, data: bytes) -> str:
        match = _CHARSET.search(data)
        try:
            return known_encoding(match[1].decode()) if match else self.encoding
        except UnreadableError:  # "CHARSET", in templates
            return self.encoding


class _Entry:
    """A message as it is read."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.fields: dict[str, Strand] = {}
        self.field = ""
        """The one that goes on."""
        self.notes: list[str] = []
        self.fuzzy = False
        self.requests: list[Suppression] = []


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.entry: _Entry | None = None
        self.count = 0
        """Messages so far, without the header."""
        self.seen = False
        """Whether there was any entry."""
        self.segments: list[Segment] = []
        self.starts: dict[str, int] = {}
        """Where the entry of each segment begins."""
        self.suppressions: list[Suppression] = []
        self.problems: list[Problem] = []
        self.source_lang = self.target_lang = ""
        self.one_form = False

    def document(self, path: str) -> Document:
        wrong = 0
        for line in _LINE.finditer(self.text):
            start, end = line.span()
            if line[0].isspace():
                self._finish()
            elif line[0].startswith("#"):
                self._comment(line[0], start, end)
            elif not self._string(start, end):
                wrong += 1
                if wrong <= MOST_PROBLEMS:
                    what = "this is no line of a PO file, and it is left out"
                    self.problems.append(Problem(what, Span(start, end)))
        self._finish()
        if wrong and not self.seen:
            raise UnreadableError(f"{path}: there is no msgid in it, as PO files have")
        return Document(
            path=path,
            format="po",
            segments=tuple(self.segments),
            source_lang=self.source_lang,
            target_lang=self.target_lang,
            content=Content(self.text),
            suppressions=tuple(self.suppressions),
            problems=tuple(self.problems),
        )

    def _comment(self, line: str, start: int, end: int) -> None:
        if line.startswith("#~"):
            self._finish()
            return
        if line.startswith("#|"):
            return
        entry = self._at(start)
        if line.startswith("#,"):
            entry.fuzzy = entry.fuzzy or "fuzzy" in re.split(r"[,\s]+", line)
        elif line.startswith("#."):
            entry.notes.append(line[2:].strip())
        elif asked := _ASKED.fullmatch(line):
            place = Span(start, end)
            try:
                rules, reason, until, whole = parse(asked[1])
            except RequestError as problem:
                self.problems.append(Problem(f"this comment is not understood: {problem}", place))
                return
            (self.suppressions if whole else entry.requests).append(Suppression(rules, reason, until, None, place))

    def _string(self, start: int, end: int) -> bool:
        """A line with a string: of a field that begins, or of the one before it. False for what is none."""
        match = _STRING.fullmatch(self.text, start, end)
        if match is None:
            return False
        name = match[1]
        if name is None:
            if self.entry is None or not self.entry.field:
                return False
            entry, name = self.entry, self.entry.field
        else:
            entry = self._at(start, new=name in ("msgctxt", "msgid"))
            entry.field = name
        strand = entry.fields.setdefault(name, Strand(self.text))
        at, stop = match.span(2)
        for escape in _ESCAPE.finditer(self.text, at, stop):
            strand.add(at, escape.start())
            octal, hexadecimal, short = escape.groups()
            code = int(octal, 8) if octal else int(hexadecimal, 16) if hexadecimal else -1
            strand.put(_SHORT.get(short, short) if code < 0 else chr(code), *escape.span())
            at = escape.end()
        strand.add(at, stop)
        return True

    def _at(self, start: int, new: bool = True) -> _Entry:
        """The entry that a line belongs to: one that has its translation is at its end where another may begin."""
        if self.entry is not None and new and any(name.startswith("msgstr") for name in self.entry.fields):
            self._finish()
        if self.entry is None:
            self.entry = _Entry(start)
        return self.entry

    def _finish(self) -> None:
        entry, self.entry = self.entry, None
        if entry is None or "msgid" not in entry.fields:
            for request in entry.requests if entry else ():
                self.problems.append(Problem("no message follows this comment for it to cover", request.place))
            return
        original = entry.fields["msgid"].text(self.source_lang)
        if not original.value and "msgctxt" not in entry.fields:
            self.seen = True
            if not self.count and "msgstr" in entry.fields:
                self._header(entry.fields["msgstr"].text("").value)
            return
        self.seen = True
        self.count += 1
        if entry.fuzzy:
            return
        plural = entry.fields.get("msgid_plural")
        context = [entry.fields["msgctxt"].text("").value] if "msgctxt" in entry.fields else []
        note = "; ".join(filter(None, [*context, *entry.notes]))
        for name, strand in entry.fields.items():
            if not name.startswith("msgstr"):
                continue
            target = strand.text(self.target_lang, _escape)
            if not target.value:
                continue
            form = name.removeprefix("msgstr")
            of_many = plural is not None and (form != "[0]" or self.one_form)
            source = plural.text(self.source_lang) if plural is not None and of_many else original
            segment = Segment(f"{self.count}{form}", target, source, note=note)
            self.segments.append(segment)
            self.starts[segment.id] = entry.start
            self.suppressions += [request._replace(segment=segment.id) for request in entry.requests]

    def _header(self, value: str) -> None:
        fields = {name.lower(): said.strip() for name, said in _FIELD.findall(value)}
        self.target_lang = _language(fields.get("language", ""))
        self.source_lang = _language(fields.get("x-source-language", ""))
        self.one_form = _ONE_FORM.search(fields.get("plural-forms", "")) is not None


MOST_PROBLEMS = 50
"""A file with more wrong lines than this is none of gettext, and more messages would say nothing new."""


def _language(locale: str) -> str:
    """`zh_CN.UTF-8` and `sr@latin` in the form of BCP 47, as far as that is certain."""
    return re.split(r"[.@]", locale)[0].replace("_", "-")


def _within(encoding: str, text: str) -> str:
    """A comment as far as the file's encoding has its characters."""
    if holds(encoding, text):
        return text
    return "".join(c if holds(encoding, c) else _PLAIN.get(c, "?") for c in text)


_PLAIN = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."}


def _escape(new: str) -> str:
    new = new.replace("\\", "\\\\").replace('"', '\\"')
    return new.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
