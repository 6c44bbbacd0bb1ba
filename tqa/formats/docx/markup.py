"""WordprocessingML's ways of saying things."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tqa.formats.xmltext import Element

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
WORD = frozenset(("http://schemas.openxmlformats.org/wordprocessingml/2006/main", STRICT))
"""The namespace of its elements, and what it is in the “strict” kind of files."""


def attribute(element: Element, name: str) -> str:
    return element.get(name, element.namespace)


def value(element: Element | None, *names: str) -> str:
    """The value of a property of a property … of an element, "" where there is none."""
    for name in names:
        element = None if element is None else element.child(name)
    return "" if element is None else attribute(element, "val")


def has(element: Element | None, *names: str) -> bool:
    """Whether there is a property of a property …, and it is not switched off."""
    for name in names:
        element = None if element is None else element.child(name)
    return element is not None and attribute(element, "val") not in ("0", "false", "off")
