"""Texts within texts: HTML that is escaped in XML, or that a string of JSON holds. What the outer format says is a
layer, read as a file of its own; what is found in it stands where the file says it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import Origin, Span, Text
from tqa.text import regex

from .strand import Strand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Places = tuple[Sequence[int], Sequence[int]]

_BLANK = regex(r"\n(?:[^\S\n]*\n)+")
_MARKUP = regex(
    r"&(?:#[xX][0-9a-fA-F]+|#[0-9]+|[a-zA-Z][a-zA-Z0-9]*);"
    r"|</?(?:a|abbr|article|aside|b|blockquote|br|center|cite|div|em|figcaption|figure|font|footer|h[1-6]|header|hr|i"
    r"|iframe|img|li|main|ol|p|pre|q|s|section|small|span|strike|strong|sub|sup|table|tbody|td|th|thead|time|tr|u|ul"
    r"|video)(?=[\s/>])",
    2,
)


class Layer:
    """A text that a file says, with the place of every character there, and how new text is written at a place."""

    def __init__(
        self, value: str, places: Callable[[], Places], escape: Callable[[str, int], str], encoding: str
    ) -> None:
        """`places`: where each character begins and ends in the file; computed when a place is first asked for.
        `escape`: how new text has to stand at a place in the file, which is in `encoding`."""
        self.value = value
        self.escape = escape
        self.encoding = encoding
        self._make = places
        self._places: Places | None = None

    @property
    def is_markup(self) -> bool:
        """Whether it reads like HTML, and not like plain text: there is a tag in it or a reference."""
        return _MARKUP.search(self.value) is not None

    def span(self, inner: Span) -> Span:
        """Where in the file a range of the layer stands."""
        starts, ends = self._found()
        if inner.start < inner.end:
            return Span(starts[inner.start], ends[inner.end - 1])
        at = starts[inner.start] if inner.start < len(starts) else ends[-1] if ends else 0
        return Span(at, at)

    def outward(self, text: Text) -> Text:
        """A text of the layer as one of the file."""
        inner = text.origin

        def places() -> Places:
            spans = [self._stretch(inner.span(Span(i, i + 1))) for i in range(len(text.value))]
            return [span.start for span in spans], [span.end for span in spans]

        def written(new: str) -> str:
            return self.escape(inner.written(new), self.span(inner.span(Span(0, 1))).start)

        return Text(text.value, text.lang, Origin.deferred(places, written))

    def _stretch(self, inner: Span) -> Span:
        """As `span`, but only up to a gap, such as a comment in white space, which is not to be lost."""
        starts, ends = self._found()
        end = inner.start + 1
        while end < inner.end and (ends[end - 1] == starts[end] or starts[end - 1] == starts[end]):
            end += 1
        return self.span(inner._replace(end=min(end, inner.end)))

    def paragraphs(self, lang: str, *, flow: bool) -> Iterator[Text]:
        """Plain text by its blank lines. `flow`: line ends and runs of spaces are one space, as where a file is laid
        out."""
        value, at = self.value, 0
        for end in (*(m.start() for m in _BLANK.finditer(value)), len(value)):
            strand = Strand(value)
            if flow:
                strand.flow(at, end)
                strand.trim()
            else:
                part = value[at:end]
                first = at + len(part) - len(part.lstrip())
                strand.add(first, max(first, at + len(part.rstrip())))
            if strand:
                yield self.outward(strand.text(lang))
            at = end

    def _found(self) -> Places:
        if self._places is None:
            self._places = self._make()
        return self._places
