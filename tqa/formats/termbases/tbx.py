"""TBX (ISO 30042): version 2 ("martif") and 3, core and basic dialects, data categories as attributes (DCA) or as
elements (DCT); what it does not know of it passes over. Written is TBX-Basic, version 3, DCA."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from tqa.termbase import BadRow, Term, TermbaseError, TermEntry, clean, language_tag

from .table import status_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tqa.termbase import Status

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES = ("termEntry", "conceptEntry")
_LANGUAGES = ("langSet", "langSec")
_TERMS = ("tig", "ntig", "termSec")
_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_WRITTEN: dict[str, str] = {
    "preferred": "preferredTerm-admn-sts",
    "admitted": "admittedTerm-admn-sts",
    "deprecated": "deprecatedTerm-admn-sts",
    "forbidden": "deprecatedTerm-admn-sts",
}
"""TBX knows no term that is forbidden."""


class Tbx:
    """Format "tbx"."""

    suffixes = (".tbx", ".xml")

    def read(self, data: bytes, path: str, langs: tuple[str, str]) -> Iterator[TermEntry | BadRow]:  # noqa: ARG002
        # Neither entities nor anything outside the file: a termbase comes from anywhere.
        parsing: Any = etree.iterparse(
            io.BytesIO(data),
            events=("end",),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            attribute_defaults=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        entries = 0
        try:
            for _, element in parsing:
                if _name(element) in _ENTRIES:
                    entries += 1
                    yield from _entry(element, path)
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except etree.XMLSyntaxError as problem:
            line = problem.lineno or 1
            says = f"this is not XML from here on: {problem.msg}"
            if not entries:
                raise TermbaseError(f"{path}:{line}: {says}") from None
            yield BadRow(line, f"{says}; what follows is left out")
        if not entries and parsing.root is not None and _name(parsing.root) not in ("martif", "tbx", "TBX"):
            raise TermbaseError(f"{path}:1: this is XML, but no TBX: it begins with <{_name(parsing.root)}>")

    def write(self, entries: Sequence[TermEntry]) -> bytes:
        lang = entries[0].terms[0].lang if entries else "en"
        nsmap: Any = {None: _NAMESPACE}  # the stubs do not know of a default namespace
        root = etree.Element(
            f"{{{_NAMESPACE}}}tbx", {"type": "TBX-Basic", "style": "dca", _XML_LANG: lang}, nsmap=nsmap
        )
        header = _sub(_sub(root, "tbxHeader"), "fileDesc")
        _sub(_sub(header, "sourceDesc"), "p", "Written by tqa")
        body = _sub(_sub(root, "text"), "body")
        for number, entry in enumerate(entries, 1):
            _write(body, entry, entry.id or f"c{number}")
        etree.indent(root, "  ")
        made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        return made + b"\n"


def _name(element: Any) -> str:
    """The name of an element without its namespace; "" of what is none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


# --- reading ----------------------------------------------------------------------------------------------------------


class _Category(NamedTuple):
    """A data category, in whichever style: <descrip type="subjectField"> or <basic:subjectField>."""

    name: str
    value: str


def _categories(element: Any, *, stop: Sequence[str]) -> Iterator[_Category]:
    """The data categories within an element, but for those of elements named in `stop`."""
    for child in element:
        name = _name(child)
        if name in stop or not name:
            continue
        if name == "termNote" or name in ("descrip", "admin", "note"):
            yield _Category(child.get("type") or name, clean("".join(child.itertext())))
        elif len(child) and name.endswith("Grp"):
            yield from _categories(child, stop=stop)
        elif not len(child):
            yield _Category(name, clean(child.text or ""))


def _entry(element: Any, path: str) -> Iterator[TermEntry | BadRow]:
    about: dict[str, str] = {}
    for category in _categories(element, stop=_LANGUAGES):
        about.setdefault(category.name, category.value)
    terms: list[Term] = []
    for section in (child for child in element if _name(child) in _LANGUAGES):
        for category in _categories(section, stop=_TERMS):
            if category.name == "definition":
                about.setdefault("definition", category.value)
        for found in _section(section):
            if isinstance(found, Term):
                terms.append(found)
            else:
                yield found
    if terms:
        yield TermEntry(
            tuple(terms),
            clean(element.get("id") or ""),
            about.get("subjectField", ""),
            about.get("definition", ""),
            about.get("note", ""),
            place=f"{path}:{element.sourceline or 1}",
        )


def _section(section: Any) -> Iterator[Term | BadRow]:
    """The terms of one language."""
    tag = section.get(_XML_LANG) or section.get("lang") or ""
    lang = language_tag(tag)
    if lang is None:
        says = f"{tag!r} is no language" if tag else "nothing says what language this is in (xml:lang)"
        yield BadRow(section.sourceline or 1, f"{says}; its terms are left out")
        return
    yield from (_term(child, lang) for child in section if _name(child) in _TERMS)


def _term(group: Any, lang: str) -> Term | BadRow:
    line = group.sourceline or 1
    written = next((e for e in group.iter() if _name(e) == "term"), None)
    if written is None:
        return BadRow(line, "there is no <term>; it is left out")
    if any(node.tag is etree.Entity for node in written.iter()):
        return BadRow(line, "the term has an entity in it, and is left out; write the character itself")
    text = clean("".join(written.itertext()))
    if not text:
        return BadRow(line, "the term is empty, and is left out")
    status: Status | str = ""
    pos = note = ""
    for category in _categories(group, stop=("term",)):
        match category.name:
            case "administrativeStatus" | "normativeAuthorization" | "usageStatus":
                status = status_of(category.value) or status
            case "partOfSpeech":
                pos = category.value
            case "note" | "usageNote":
                note = note or category.value
            case "forbidden" if category.value.casefold() in ("true", "yes", "1"):
                status = "forbidden"
    return Term(text, lang, status, pos, note)  # type: ignore[arg-type]


# --- writing ----------------------------------------------------------------------------------------------------------


def _sub(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    child = etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
    child.text = text or None
    return child


def _write(body: Any, entry: TermEntry, name: str) -> None:
    concept = _sub(body, "conceptEntry", id=name)
    if entry.domain:
        _sub(concept, "descrip", entry.domain, type="subjectField")
    if entry.definition:
        _sub(concept, "descrip", entry.definition, type="definition")
    if entry.note:
        _sub(concept, "note", entry.note)
    for lang in dict.fromkeys(term.lang for term in entry.terms):
        section = _sub(concept, "langSec")
        section.set(_XML_LANG, lang)
        for term in (term for term in entry.terms if term.lang == lang):
            group = _sub(section, "termSec")
            _sub(group, "term", term.text)
            if term.status:
                _sub(group, "termNote", _WRITTEN[term.status], type="administrativeStatus")
            if term.pos:
                _sub(group, "termNote", term.pos, type="partOfSpeech")
            if term.note:
                _sub(group, "note", term.note)
