"""Characters that have no business in English text: other scripts, broken encodings, markup, what cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from tqa import Edit, Evidence, Example, Finding, Fix, Pattern, Segment, Span, Text, rule
from tqa.text import kept, regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tqa import Context
    from tqa.model import Safety

_HAN = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3040-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_LOOKALIKE = "\u0370-\u03ff\u0400-\u052f"
_OTHERS = "\u0531-\u058f\u0591-\u06ff\u0900-\u0dff\u0e01-\u0e7f\u10a0-\u10ff"


_USUAL = frozenset(map(chr, range(32, 127))) | frozenset("\n\t‘’“”–—…•·£€°éèêëáàäóôöúüíñçÉÖÜ")


@kept
def _unusual(text: Text) -> bool:
    """Whether the text has any character that a rule of this module may look for: a set difference takes a hundredth of
    the time that five searches for rare characters take, and text full of curly quotation marks is common."""
    return not _USUAL.issuperset(text.value)


def _spans(
    segment: Segment,
    context: Context,
    new: Callable[[re.Match[str]], str | None],
    what: str,
    safety: Safety,
    title: str,
) -> Iterator[Finding]:
    """A finding for every match, with a fix where `new` knows what is to stand there. {0} in `what` is the match."""
    source = segment.source.value if segment.source else ""
    for _, match in context.matches(segment):
        if match[0].partition(" ")[0] in source:  # a tag may have other attributes
            continue
        span = Span(*match.span())
        text = new(match)
        fix = None if text is None or text == match[0] else Fix(title.format(text), (Edit(span, text),), safety)
        yield Finding(span, what.format(match[0]), fix=fix)


@rule(
    "accuracy/foreign-script",
    Example("She runs the account @[[芳芳一人食]] and sells soup."),
    Example("The deal was signed by [[北京]] on Friday, [[Москва]] said."),
    Example(
        "Most common [[記録形式]] (such as APS) are close to it.",
        source="一般的な記録形式（APS系など）の多くはこれに近い。",
    ),
    Example("The guard [[и]] the army will help.", source="Помогать будут гвардия и армия."),
    Example("The account @芳芳 (Fangfang) belongs to Zhang (张), who wrote “Snow” (《雪》) for стройка.рф in 1936."),
    Example("The α particle weighs 4 μg at β = 2."),
    severity="error",
    langs="*>en",
    mqm="accuracy/untranslated",
    patterns=(
        Pattern(
            rf"[{_HAN}{_OTHERS}]+(?:[\s\u3000-\u3020\uff00-\uff0f·]*[{_HAN}{_OTHERS}]+)*"
            rf"|(?<!\w)[{_LOOKALIKE}]{{2,}}(?:[\s-]+[{_LOOKALIKE}]{{2,}})*(?!\w)"
            rf"|(?<!\w)[вижкя](?:/[{_LOOKALIKE}]+)?(?!\w)"
        ),
    ),
)
def foreign_script(segment: Segment, context: Context) -> Iterator[Finding]:
    """Words in another script

    Han, Hangul, Cyrillic, Arabic and the like in the middle of an English text were left untranslated; that is beyond
    dispute. The original in brackets after its romanisation, or a romanisation in brackets after the original, is good
    practice and left alone, but for brackets that the source has, too. Single Greek letters are symbols. Raters marked
    it 3.2 times as often as chance; of English sentences into which a word of another language was put, this finds
    those in another script.
    """
    if not _unusual(segment.target):
        return
    value = segment.target.value
    source = segment.source.value if segment.source else ""
    for _, match in context.matches(segment):
        start, end = match.span()
        if _in_address(value, start, end):
            continue
        there = Span(at := source.find(match[0]), at + len(match[0]))
        known = at >= 0
        if _is_gloss(value, start, end) and not (known and _has_bracket(source, *there)):
            continue
        shown = (Evidence("left as it is here", there, "source"),) if known else ()
        yield Finding(Span(start, end), f"“{match[0]}” is not translated", shown)


_BRACKET = regex(r"[\"”’》」]?\s?[(（]")
_IN_BRACKETS = regex(r"[(（][^()（）]*\Z")


def _has_bracket(source: str, start: int, end: int) -> bool:
    """Whether the source, too, has words in brackets or before them: then these hold no romanisation of it."""
    return bool(_BRACKET.match(source, end) or _IN_BRACKETS.search(source, max(0, start - 80), start))


def _in_address(value: str, start: int, end: int) -> bool:
    return value[start - 1 : start] in ("/", ".") or bool(
        value[end : end + 1] == "." and value[end + 1 : end + 2].isalpha()
    )


_OPEN_BRACKET = regex(r"[A-Za-z\d'’\"”\]》]\s?[(（][^()（）]*\Z")
_GLOSSED = regex(r"[\"”’》」]?\s?[(（][\"“]?[A-Za-z]")


def _is_gloss(value: str, start: int, end: int) -> bool:
    return _OPEN_BRACKET.search(value, max(0, start - 80), start) is not None or _GLOSSED.match(value, end) is not None


# Not a unit or symbol beside a number or a single letter ("10μs", "50Ω", "Δt").
_LETTERS = regex("[\u0400-\u052f]|[A-Za-z]{3}")
# Letters of Cyrillic and Greek that look like Latin ones.
_LATIN = str.maketrans("АВЕЅІЈКМНОРСТХУасеіјорѕхуΑΒΕΖΗΙΚΜΝΟΡΤΥΧονр", "ABESIJKMHOPCTXYaceijopsxyABEZHIKMNOPTYXovp")


@rule(
    "design/mixed-alphabet",
    Example("According to [[WНO]] data, cases rose in March.", fixed="According to WHO data, cases rose in March."),
    Example("The bed measures [[145х190]] cm.", fixed="The bed measures 145x190 cm."),
    Example("The WHO measured 4 μm of it, and the α-decay took 10μs at 50Ω."),
    severity="error",
    langs="*>en",
    mqm="design/character-encoding",
    patterns=(Pattern(rf"\w*(?:[A-Za-z\d][{_LOOKALIKE}]|[{_LOOKALIKE}][A-Za-z\d])\w*"),),
)
def mixed_alphabet(segment: Segment, context: Context) -> Iterator[Finding]:
    """A letter of another alphabet inside a word

    The Н of "WНO" is Cyrillic: no one sees it, and no search finds the word. Letters that look like Latin ones are
    replaced; symbols such as μ and Ω after a number are left alone.
    """
    if not _unusual(segment.target):
        return
    for _, match in context.matches(segment):
        if not _LETTERS.search(match[0]):
            continue
        span = Span(*match.span())
        new = match[0].translate(_LATIN)
        fix = Fix(f"Replace with “{new}”", (Edit(span, new),), "safe") if new.isascii() else None
        yield Finding(span, f"“{match[0]}” mixes two alphabets", fix=fix)


@rule(
    "design/fullwidth-character",
    Example("She introduced her daily creations[[。]]", fixed="She introduced her daily creations."),
    Example(
        "The plant[[，]]he said[[，]] was closed [[（]]again[[）]].", fixed="The plant, he said, was closed (again)."
    ),
    Example("Exports rose [[１２％]] in May.", fixed="Exports rose 12% in May."),
    Example("The plant, he said, was closed (again); the poem “Snow” (《雪》) was read."),
    severity="warning",
    langs="*>en",
    mqm="linguistic/punctuation",
    patterns=(Pattern("[、。〈-】〔-〛！-｠￠-￦\u3000]+"),),
)
def fullwidth_character(segment: Segment, context: Context) -> Iterator[Finding]:
    """Punctuation, digits or letters of Chinese width

    A mark of the source's typography that was not converted ("creations。"). Titles in Chinese marks together with
    their Chinese text are left alone. No news written in English has any.
    """
    if not _unusual(segment.target):
        return
    value = segment.target.value
    for _, match in context.matches(segment):
        start, end = match.span()
        if _HAN_LETTER.match(value, end) or (start and _HAN_LETTER.match(value, start - 1)):
            continue
        new = unicodedata.normalize("NFKC", match[0].translate(_HALF))
        if new[-1:] in ",.;:!?" and value[end : end + 1].isalnum():
            new += " "
        fix = Fix(f"Replace with “{new}”", (Edit(Span(start, end), new),), "safe")
        yield Finding(Span(start, end), f"“{match[0]}” is of Chinese width", fix=fix)


_HAN_LETTER = regex(f"[{_HAN}]")
_HALF = str.maketrans("、。「」『』【】《》〈〉", ",.“”‘’[]“”‘’")


@rule(
    "design/garbled-character",
    Example("The caf[[Ã©]] is closed.", fixed="The café is closed."),
    Example("He said it[[â€™]]s over.", fixed="He said it’s over."),
    Example("He said it[[\x92]]s over.", fixed="He said it’s over."),
    Example("The name was [[�]]nl\u00fc."),
    Example("São Paulo’s café cost 3 £; “Âme” is French, and Ã is a letter."),
    severity="error",
    langs="*>en",
    mqm="design/character-encoding",
    patterns=(
        Pattern(
            "(?:[ÂÃ][\u0080-\u00bf\u20ac\u201a-\u203a\u0152-\u017e\u02c6\u02dc\u2122\u0192]"
            "|â(?:\u0080|€)[\u0080-\u00bf\u0152-\u0178\u02dc\u2122\u2013-\u203a]"
            "|ï»¿|[\u00e3-\u00e9][\u0080-\u00bf\u20ac\u201a-\u203a\u0152-\u017e\u02c6\u02dc\u2122]{2})+"
        ),
        Pattern("\ufffd+"),
        Pattern("[\u0080-\u009f]+"),
    ),
)
def garbled_character(segment: Segment, context: Context) -> Iterator[Finding]:
    """Text read in the wrong encoding

    "cafÃ©" is UTF-8 that was read as Windows-1252. Where reading it back gives good text, that is the fix. U+FFFD
    stands for what is lost, and has none.
    """
    if not _unusual(segment.target):
        return
    for number, match in context.matches(segment):
        span = Span(*match.span())
        if number == 1:
            yield Finding(span, "A character was lost here (U+FFFD)")
            continue
        new = _read_again(match[0], utf8=number == 0)
        if number == 0 and new is None:
            continue
        fix = Fix(f"Replace with “{new}”", (Edit(span, new),), "safe") if new else None
        yield Finding(span, f"“{match[0]}” was read in the wrong encoding", fix=fix)


def _read_again(text: str, *, utf8: bool) -> str | None:
    """The text that the same bytes are in UTF-8 (read as Windows-1252 or Latin-1), or in Windows-1252 (read as
    Latin-1)."""
    raw = bytearray()
    for char in text:
        try:
            raw += char.encode("latin-1" if ord(char) < 256 else "cp1252")
        except UnicodeEncodeError:
            return None
    try:
        return raw.decode("utf-8" if utf8 else "cp1252").lstrip("\ufeff")
    except UnicodeDecodeError:
        return None


@rule(
    "design/html-entity",
    Example("Research[[&nbsp;]][[&amp;]] development", fixed="Research & development"),
    Example("AT&T and R&D; the query string a=1&copy=2 is code."),
    Example("The firm of Smith &amp; Sons was sold.", source="史密斯父子公司 (Smith &amp; Sons)"),
    severity="warning",
    langs="*>*",
    mqm="design/markup",
    patterns=(
        Pattern(
            r"&(?:amp|lt|gt|quot|apos|nbsp|ensp|emsp|thinsp|[lr][sd]quo|[lr]aquo|[nm]dash|hellip|middot|bull|copy|reg"
            r"|yen|euro|pound|times|deg|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});"
        ),
    ),
)
def html_entity(segment: Segment, context: Context) -> Iterator[Finding]:
    """A character written as an HTML entity

    "&amp;" and "&nbsp;" are read by browsers, not by people; in a text they are left over from a page. Those that the
    source has, too, are left alone.
    """

    def new(match: re.Match[str]) -> str:
        import html

        return html.unescape(match[0]).replace("\xa0", " ")

    return _spans(segment, context, new, "“{0}” is an HTML entity", "safe", "Replace with “{0}”")


@rule(
    "design/html-tag",
    Example("The plant was closed.[[<br/>]]It will not reopen.", fixed="The plant was closed. It will not reopen."),
    Example("[[<strong>]]Closed[[</strong>]] for good.", fixed="Closed for good."),
    Example("If a < b and c > d, then <none> of it holds."),
    severity="warning",
    langs="*>*",
    mqm="design/markup",
    patterns=(
        Pattern(
            r"</?(?:p|br|b|i|u|s|em|strong|span|div|a|font|img|h[1-6]|ul|ol|li|td|tr|th|table|tbody|blockquote|center"
            r"|section|figure|figcaption|script|style)(?:\s[^<>]{0,300})?/?>",
            ignorecase=True,
        ),
    ),
)
def html_tag(segment: Segment, context: Context) -> Iterator[Finding]:
    """An HTML tag in the text

    A format that knows markup keeps it out of the text; a tag that is seen here will be seen by readers. Tags that the
    source has, too, are left alone.
    """
    value = segment.target.value

    def new(match: re.Match[str]) -> str:
        before, after = value[match.start() - 1 : match.start()], value[match.end() : match.end() + 1]
        breaks = re.match(r"</?(?:p|br|div|li|td|tr|h\d)\b", match[0], re.IGNORECASE)
        return " " if breaks and before.strip() and after.strip() else ""

    return _spans(segment, context, new, "“{0}” is markup", "unsafe", "Remove the tag")


@rule(
    "design/literal-escape",
    Example(r"It[[\u2019]]s over.", fixed="It’s over."),
    Example(r"The plant was closed.[[\n]]It will not reopen.", fixed="The plant was closed. It will not reopen."),
    Example(r"The file is C:\new\users, the pattern \d+."),
    severity="warning",
    langs="*>*",
    mqm="design/character-encoding",
    patterns=(
        Pattern(
            r"(?<![\w:\\])\\[nrt](?![a-z\\])|(?<=[.!?,;”\"])\\[nrt](?=[A-Z\\\s]|\Z)|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}"
        ),
    ),
)
def literal_escape(segment: Segment, context: Context) -> Iterator[Finding]:
    r"""A character written as a programmer's escape

    "\u2019" and "\n" come from a string that was taken over with its escapes.
    """

    def new(match: re.Match[str]) -> str:
        return " " if match[0][1] in "nrt" else match[0].encode().decode("unicode_escape")

    return _spans(segment, context, new, "“{0}” is an escape sequence", "unsafe", "Replace with “{0}”")


_CHARACTERS = {
    "\u200b": "zero-width space",
    "\u2060": "word joiner",
    "\ufeff": "byte-order mark",
    "\xad": "soft hyphen",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u202a": "left-to-right embedding",
    "\u202b": "right-to-left embedding",
    "\u202c": "end of a direction change",
    "\u202d": "left-to-right override",
    "\u202e": "right-to-left override",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
}


@rule(
    "design/invisible-character",
    Example("The plant[[\u200b]] was closed.", fixed="The plant was closed."),
    Example("The account[[\u202e]] was closed[[\x07]].", fixed="The account was closed."),
    Example("The plant was closed 👨\u200d👩\u200d👧, he\xa0said."),
    severity="warning",
    langs="*>en",
    mqm="design/character-encoding",
    patterns=(
        Pattern("[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\xad\ue000-\uf8ff]+"),
        Pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+"),
    ),
)
def invisible_character(segment: Segment, context: Context) -> Iterator[Finding]:
    """A character that cannot be seen

    Zero-width spaces, soft hyphens, control characters and marks of writing direction break searching and line breaks,
    and a direction override can turn a name around. Joiners inside emoji are left alone.
    """
    if not _unusual(segment.target):
        return
    for _, match in context.matches(segment):
        span = Span(*match.span())
        name = _CHARACTERS.get(match[0][0], f"U+{ord(match[0][0]):04X}")
        new = " " if match[0][0] in "\u2028\u2029" else ""
        yield Finding(span, f"An invisible character: {name}", fix=Fix("Remove it", (Edit(span, new),), "safe"))
