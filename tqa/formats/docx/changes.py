"""Changes of a story's text: as they are, or recorded as Word records them; and marks put between its characters.

Nothing is written anew from a tree. A change replaces characters of ``<w:t>``; where something has to stand beside a
run, the run is cut: closed before it and opened again after it, with its properties.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from tqa import PlacedEdit, Position, Range, Span
from tqa.formats.encoding import put_into
from tqa.formats.xmltext import FORBIDDEN, OBJECT, XML, common_ends, escape
from tqa.text import regex

from .markup import WORD, attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tqa import Text
    from tqa.formats.xmltext import Element, Xml

    from .parts import Story
    from .reading import Leaf

AUTHOR = "tqa"

_KEPT = ' xml:space="preserve"'
_SPACE = " \t\r\n"
_NAME = regex(r"<([\w.-]+:)?[^\s/>]+")
_NUMBER = regex(r"""\bid\s*=\s*["'](\d{1,9})["']""")
_ID = regex(r"""(\bid\s*=\s*)["'][^"']*["']""")


class RefusedError(Exception):
    """A change that cannot be written safely; the message says why, in the middle of a sentence."""


class Stroke(NamedTuple):
    """New content of a range of a part."""

    start: int
    end: int
    text: str


class Marker:
    """What markup that is put in has to say of itself: a number that no other has, who put it in and when."""

    def __init__(self, stories: Iterable[Story]) -> None:
        self._taken = {int(n) for story in stories for n in _NUMBER.findall(story.xml.content.value)}
        self._last = 0
        self.date = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def number(self) -> int:
        self._last += 1
        while self._last in self._taken:
            self._last += 1
        return self._last

    def stamp(self, prefix: str) -> str:
        return f' {prefix}id="{self.number()}" {prefix}author="{AUTHOR}" {prefix}date="{self.date}"'


def spliced(xml: Xml, data: bytes, strokes: Iterable[Stroke]) -> bytes:
    """The bytes of a part with strokes put in. Raises UnwritableError for what its encoding lacks."""
    nowhere = Position(0, 0)
    edits = [
        PlacedEdit(Range(nowhere, nowhere, Span(s.start, s.end)), s.text, "", Span(0, 0), s.text)
        for s in sorted(strokes, key=lambda stroke: stroke[:2])
    ]
    return put_into(data, xml.content.value, xml.encoding, edits)


class _Cut(NamedTuple):
    """Where something can stand beside a run: what has to be closed before it and opened again after it."""

    at: int
    closing: str
    opening: str


def around(element: Element) -> Iterator[Element]:
    """What an element is in, from the inside."""
    outer = element.parent
    while outer is not None:
        yield outer
        outer = outer.parent


class Changes:
    """The changes of one story."""

    def __init__(self, story: Story, leaves: Iterable[Leaf], marker: Marker) -> None:
        self._story, self._xml, self._marker = story, story.xml, marker
        self._value = story.xml.content.value
        self._leaves = sorted(leaves, key=lambda leaf: leaf.start)
        self._starts = [leaf.start for leaf in self._leaves]
        self._strokes: dict[Leaf, list[Stroke]] = {}
        self._marks: dict[tuple[Leaf, int], tuple[list[str], list[str]]] = {}
        """By place: marks that end there, marks that begin there."""
        self._around: list[Stroke] = []

    def put(self, data: bytes) -> bytes:
        """The bytes of the part with all changes. Raises UnwritableError for what its encoding lacks."""
        for (leaf, at), (ends, starts) in sorted(self._marks.items(), key=lambda mark: (mark[0][0].start, mark[0][1])):
            cut = self._cut(leaf, at)
            self._stroke(leaf, cut.at, cut.at, "".join([cut.closing, *ends, *starts, cut.opening]))
        strokes = [stroke for leaf, here in self._strokes.items() for stroke in (*here, *self._spaced(leaf, here))]
        return spliced(self._xml, data, [*strokes, *self._around])

    def _stroke(self, leaf: Leaf, start: int, end: int, text: str) -> None:
        self._strokes.setdefault(leaf, []).append(Stroke(start, end, text))

    # -- new words --

    def edit(self, text: Text, span: Span, new: str, *, tracked: bool) -> None:
        """Put `new` where `span` of a text is. Raises RefusedError, and then has changed nothing."""
        before, after = common_ends(text.value[span.start : span.end], new)
        start, end, new = span.start + before, span.end - after, new[before : len(new) - after]
        if OBJECT in new or FORBIDDEN.search(new):
            raise RefusedError("Word has no such characters")
        stretches = [*self._stretches(text, start, end)]
        if not stretches and not new:
            return
        last = stretches[-1] if stretches else self._beside(text, start)
        for leaf, _, _ in (*stretches, last):
            self._check(leaf, cuts=tracked)
        if tracked:
            self._record(stretches, last, new)
            return
        for n, (leaf, first, stop) in enumerate(stretches):
            self._replace(leaf, first, stop, new if n == 0 else "")
        if not stretches:
            leaf, _, at = last
            self._replace(leaf, at, at, new)

    def _stretches(self, text: Text, start: int, end: int) -> Iterator[tuple[Leaf, int, int]]:
        """What the characters of a text from `start` to `end` are in."""
        found: tuple[Leaf, int, int] | None = None
        for number in range(start, end):
            leaf, first, last = self._place(text, number)
            if found is not None and found[0] is leaf and found[2] == first:
                found = leaf, found[1], last
            else:
                if found is not None:
                    yield found
                found = leaf, first, last
        if found is not None:
            yield found

    def _place(self, text: Text, number: int) -> tuple[Leaf, int, int]:
        start, end = (at - self._story.base for at in text.origin.span(Span(number, number + 1)))
        found = bisect_right(self._starts, start) - 1
        if found < 0 or self._leaves[found].end < end:
            raise RefusedError("they are not in one paragraph")
        return self._leaves[found], start, end

    def _beside(self, text: Text, at: int) -> tuple[Leaf, int, int]:
        """The place of new text: behind the character before it, or in front of the first."""
        if at > 0:
            leaf, _, end = self._place(text, at - 1)
            return leaf, end, end
        leaf, start, _ = self._place(text, 0)
        return leaf, start, start

    def _check(self, leaf: Leaf, *, cuts: bool) -> None:
        if leaf.locked:
            raise RefusedError(leaf.locked)
        if leaf.is_text and "<" in self._value[leaf.start : leaf.end]:
            raise RefusedError("there is markup of XML among the words")
        if cuts and (leaf.run is None or not self.prefix(leaf.run)):
            raise RefusedError("what they are in cannot be cut")
        if cuts and leaf.inserted is not None and leaf.run is not None and leaf.run.parent is not leaf.inserted:
            raise RefusedError("they are in an insertion that is recorded already")

    def _replace(self, leaf: Leaf, start: int, end: int, new: str) -> None:
        prefix = self.prefix(leaf.element)
        written = self._written(new, prefix)
        if new and not leaf.is_text:
            written = f"<{prefix}t{_KEPT}>{written}</{prefix}t>"
        self._stroke(leaf, start, end, written)

    def _written(self, new: str, prefix: str) -> str:
        """New text as the content of an element <w:t>."""
        out = escape(new, self._xml.encoding.name)
        for character, name in (("\t", "tab"), ("\n", "br")):
            out = out.replace(character, f"</{prefix}t><{prefix}{name}/><{prefix}t{_KEPT}>")
        return out

    def _spaced(self, leaf: Leaf, strokes: Sequence[Stroke]) -> Iterator[Stroke]:
        """What keeps the white space at the ends of a text that had none there before."""
        if not leaf.is_text or leaf.element.get("space", XML) == "preserve":
            return
        out, at = [], leaf.start
        for stroke in sorted(strokes, key=lambda stroke: stroke[:2]):
            if stroke.start < leaf.start <= stroke.end:
                return  # its tag is written anew
            if leaf.start <= stroke.start <= leaf.end:
                out += [self._value[at : stroke.start], stroke.text]
                at = stroke.end
        left = "".join([*out, self._value[at : leaf.end]]).partition("</")[0]
        if left != left.strip(_SPACE):
            name = _NAME.match(self._value, leaf.element.start)
            assert name is not None
            yield Stroke(name.end(), name.end(), _KEPT)

    # -- new words, recorded --

    def _record(self, stretches: Sequence[tuple[Leaf, int, int]], last: tuple[Leaf, int, int], new: str) -> None:
        for stretch in stretches:
            leaf, start, end = stretch
            words = new if stretch is last else ""
            if self._is_ours(leaf):
                self._replace(leaf, start, end, words)
            else:
                self._record_deletion(leaf, start, end, self._insertion(leaf, words))
        if not stretches:
            leaf, _, at = last
            if self._is_ours(leaf):
                self._replace(leaf, at, at, new)
            else:
                cut = self._cut(leaf, at)
                self._stroke(leaf, cut.at, cut.at, cut.closing + self._insertion(leaf, new) + cut.opening)

    def _is_ours(self, leaf: Leaf) -> bool:
        """Whether the words are such as tqa has put in before, and nobody has accepted yet."""
        return leaf.inserted is not None and attribute(leaf.inserted, "author") == AUTHOR

    def _record_deletion(self, leaf: Leaf, start: int, end: int, then: str) -> None:
        """Of characters of a leaf; `then` follows."""
        prefix = self.prefix(leaf.element)
        text = ("<{}delText{}>", "</{}delText>") if leaf.is_text else ("", "")
        opened = f"<{prefix}del{self._marker.stamp(prefix)}>{self._opened(leaf)}{text[0].format(prefix, _KEPT)}"
        into, out = self._cut(leaf, start), self._cut(leaf, end)
        self._stroke(leaf, into.at, start, into.closing + opened)
        closed = f"{text[1].format(prefix)}</{prefix}r></{prefix}del>"
        self._stroke(leaf, end, out.at, closed + then + out.opening)

    def _insertion(self, leaf: Leaf, new: str) -> str:
        if not new:
            return ""
        prefix = self.prefix(leaf.element)
        words = f"{self._opened(leaf)}<{prefix}t{_KEPT}>{self._written(new, prefix)}</{prefix}t></{prefix}r>"
        made = f"<{prefix}ins{self._marker.stamp(prefix)}>{words}</{prefix}ins>"
        around = leaf.inserted
        if around is None:
            return made
        tag = self._value[around.start : self._xml.inner(around)]  # of somebody else: it is closed before and goes on
        name = _NAME.match(tag)
        assert name is not None
        number = self._marker.number()
        return f"</{name[0][1:]}>{made}" + _ID.sub(lambda match: f'{match[1]}"{number}"', tag)

    # -- marks --

    def mark(self, text: Text, span: Span, before: str, after: str) -> None:
        """Put marks around a part of a text, beside runs. Raises RefusedError, and then has changed nothing."""
        leaf, start, _ = self._place(text, span.start)
        last, _, end = self._place(text, span.end - 1)
        for one in (leaf, last):
            self._check(one._replace(locked="", inserted=None), cuts=True)
            if any(element.name == "txbxContent" for element in around(one.element)):
                raise RefusedError("they are in a text box")
        self._marks.setdefault((leaf, start), ([], []))[1].append(before)
        self._marks.setdefault((last, end), ([], []))[0].append(after)

    def mark_around(self, element: Element, before: str, after: str) -> None:
        """Put marks around what holds an element in the outermost paragraph that it is in."""
        held = [element, *around(element)]
        outer = max(n for n, one in enumerate(held) if one.name == "p" and one.namespace in WORD)
        holder = held[outer - 1]
        end = self._xml.end(holder)
        self._around += [Stroke(holder.start, holder.start, before), Stroke(end, end, after)]

    # -- runs --

    def leaf(self, text: Text, number: int) -> Leaf:
        """What a character of a text is in. Raises RefusedError."""
        return self._place(text, number)[0]

    def _cut(self, leaf: Leaf, at: int) -> _Cut:
        run, prefix = leaf.run, self.prefix(leaf.element)
        assert run is not None
        closing, opening = f"</{prefix}r>", self._opened(leaf)
        if at == leaf.start:
            return _Cut(run.start, "", "") if leaf.first else _Cut(leaf.element.start, closing, opening)
        if at == leaf.end:
            end = self._xml.end(run if leaf.last else leaf.element)
            return _Cut(end, "", "") if leaf.last else _Cut(end, closing, opening)
        return _Cut(at, f"</{prefix}t>{closing}", f"{opening}<{prefix}t{_KEPT}>")

    def _opened(self, leaf: Leaf) -> str:
        """The run's beginning, once more."""
        run = leaf.run
        assert run is not None
        return self._value[run.start : self._xml.inner(run)] + leaf.properties

    def prefix(self, element: Element) -> str:
        """The prefix of Word's names, with its colon."""
        name = _NAME.match(self._value, element.start)
        return name[1] or "" if name else ""
