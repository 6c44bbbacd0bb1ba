"""White space in the wrong place: before punctuation, missing after it, paragraphs indented here and not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import Context, Document, Edit, Evidence, Example, Finding, Fix, Pattern, Segment, Span, rule
from tqa.text import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

# The space is group 1 or 2. "ten ..." and ".com" keep theirs. (A space before "%" is a rule of the locale.)
_SPACE_BEFORE = Pattern(
    r"""(?<=[\w)"”’%])([ \t]+)(?:[,;](?=\s|$)|[.!?:](?=\s*$|[ ]["“A-Z])|[!?](?=\s)|\.(?=["”])"""
    r"""|(?:n['’]t|['’](?:s|re|ve|ll|d|m))(?![\w'’])|\)(?=[\s.,;:!?]|$))|\(([ \t]+)(?=\w)"""
)
_SPACED_DASH = regex(r"\w - \w+ - \w")
_FEW = 2


def _gaps(segment: Segment, context: Context) -> list[tuple[Span, Span]]:
    """(the space, the space and the mark it stands before) of all that are too many."""
    found = []
    for _, match in context.matches(segment):
        group = 1 if match[1] else 2
        found.append((Span(*match.span(group)), Span(match.start(), match.end())))
    return found


def _tokenised(segment: Segment, gaps: list[tuple[Span, Span]]) -> bool:
    return len(gaps) > _FEW or bool(gaps and _SPACED_DASH.search(segment.target.value))


@rule(
    "linguistic/space-before-punctuation",
    Example("The law has a flaw[[ ,]] he said.", fixed="The law has a flaw, he said."),
    Example("Who pays for it[[ ?]]", fixed="Who pays for it?"),
    Example("He paused ... and went on. See .com sites, the 0 .5 version, and the list (a) to (c)."),
    langs="*>en",
    mqm="linguistic/punctuation",
    patterns=(_SPACE_BEFORE,),
)
def space_before_punctuation(segment: Segment, context: Context) -> Iterator[Finding]:
    """A space before a punctuation mark

    English sets none. In translated news it marks the seam where a full-width mark of the source was replaced; raters
    agree four times as often as chance would have it. One in 13,000 words of native news, a slip there too. Where a
    whole segment is like this, the rule for tokenised text speaks.
    """
    gaps = _gaps(segment, context)
    if _tokenised(segment, gaps):
        return
    for space, whole in gaps:
        mark = segment.target.value[whole.start : whole.end].strip()
        where = "after" if mark == "(" else "before"
        fix = Fix("Remove the space", (Edit(space, ""),), "safe")
        yield Finding(whole, f"No space {where} “{mark}” in English", fix=fix)


@rule(
    "linguistic/tokenised-text",
    Example(
        "Previously[[ ,]] the US had asked the post - war government to go , he said , and it did n't .",
        fixed="Previously, the US had asked the post - war government to go, he said, and it didn't.",
    ),
    Example("The US, he said, asked (in vain) for help - and got none."),
    severity="error",
    langs="*>en",
    mqm="linguistic/textual-conventions",
    patterns=(_SPACE_BEFORE,),
)
def tokenised_text(segment: Segment, context: Context) -> Iterator[Finding]:
    """Text left as a tokeniser split it

    Three or more spaces before punctuation in one segment, or one with hyphens that stand free ("63 - year - old"):
    the output of a translation system that was never put together again. Found in all 488 test sentences made so, and
    in none of their clean forms. The fix closes the gaps before punctuation; free hyphens are left to the editor.
    """
    gaps = _gaps(segment, context)
    if not _tokenised(segment, gaps):
        return
    shown = tuple(Evidence("another", whole) for _, whole in gaps[1:6])
    fix = Fix("Close the gaps before punctuation", tuple(Edit(space, "") for space, _ in gaps))
    yield Finding(gaps[0][1], "The text is still split into tokens: spaces before punctuation", shown, fix)


@rule(
    "linguistic/missing-space",
    Example("The ministry did not[[.The]] office said so.", fixed="The ministry did not. The office said so."),
    Example("He closed schools[[,shops]] and bars.", fixed="He closed schools, shops and bars."),
    Example("Prices fell again[[...Recently]] they rose.", fixed="Prices fell again... Recently they rose."),
    Example("See Chinanews.com, e.g. on 3:00 p.m. at U.S.-led talks. The B.Sc.Hons. degree; node.js, AT&T, and/or."),
    Example("It said “...We go.” The ratio was 3:2, the file report.Final.doc, the song “Hush...Hush” of old."),
    langs="*>en",
    mqm="linguistic/punctuation",
    patterns=(
        Pattern(r"(?<![.@/\w-])[\w'’-]*[a-z]{2}([.,;:!?])(?:[A-Z][a-z]{2,}|[AI])(?=[ ,'’])"),
        Pattern(r"(?<![.@/\w])[\w'’-]*[a-z]{2}([,;])[a-z]{2,}(?=[\s.,;])"),
        Pattern(r"[a-z]{2}\W?(\.{3}|…)[A-Z][a-z]+(?=[ ,'’])"),
    ),
)
def missing_space(segment: Segment, context: Context) -> Iterator[Finding]:
    """No space after a punctuation mark

    Full-width marks carry their space within them; when they are replaced by ASCII ones the space goes missing. Web
    addresses, file names and abbreviations are left alone.
    """
    for _, match in context.matches(segment):
        start, end = match.span(1)
        fix = Fix("Insert a space", (Edit(Span(end, end), " "),))
        yield Finding(Span(start, match.end()), f"No space after “{match[1]}”", fix=fix)


@rule(
    "design/mixed-indentation",
    Example(
        "The fair opened.\n\n[[  ]]Guests came from afar.\n\nIt lasts a week.",
        fixed="The fair opened.\n\nGuests came from afar.\n\nIt lasts a week.",
    ),
    Example("  The fair opened.\n\n  Guests came from afar."),
    severity="info",
    scope="document",
    mqm="design/indentation",
    patterns=(Pattern(r"^(?: {2,}|\t|\u3000)+(?=\S)"),),
)
def mixed_indentation(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """Some paragraphs are indented, others are not

    Chinese typesetting opens a paragraph with two blanks; where some paragraphs of a translation have kept them and
    others not, two passes or two translators show. One finding a document.
    """
    indented = [(segment, Span(match.start(), match.end())) for segment, _, match in context.all_matches()]
    prose = [s for s in context.segments if s.target.value.strip()]
    if not indented or len(indented) == len(prose):
        return
    (segment, span), *rest = indented
    message = f"{len(indented)} of {len(prose)} paragraphs are indented, the others are not"
    shown = tuple(Evidence("also indented", place, segment=other) for other, place in rest)
    fix = Fix("Remove the indentation", tuple(Edit(place, "", other) for other, place in indented), "safe")
    yield Finding(span, message, shown, fix, segment)
