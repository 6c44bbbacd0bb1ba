"""Quotation marks, brackets and apostrophes: open ones, mixed ones, and the punctuation beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tqa import Context, Document, Edit, Evidence, Example, Finding, Fix, Pattern, Segment, Span, rule
from tqa.text import regex, whole, words

from ._quoted import in_quotation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DOUBLE = regex('["“”](?<!"")')  # doubled where a table was read as text
_BEFORE_OPENING = frozenset("([{—–/‘'“-")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–/’'”…")
_INCHES = regex(r"(?:^|[\s(])[\d./x-]+\Z")


def _role(value: str, at: int) -> str:
    """Whether a straight mark opens or closes, by its neighbours; "" where they do not tell."""
    before = value[at - 1] if at else " "
    end = at + 1
    while value[end : end + 1] == '"':
        end += 1
    after = value[end] if end < len(value) else " "
    may_open = before.isspace() or before in _BEFORE_OPENING
    may_close = after.isspace() or after in _AFTER_CLOSING
    return "" if may_open == may_close else "open" if may_open else "close"


_CURLY = regex('“[^"“”\n]*”')
_STRAIGHT = regex(
    r""""(?=[^\s.,;:!?)\]}—–/’'”…"])(?<![^\s([{—–/‘'-]")[^"“”\n]*"""
    r""""(?!")(?:(?=[\s.,;:!?)\]}—–/’'”…]|\Z)|(?<![\s([{—–/‘'-]"))"""
)
"""Quotations whose marks `_Quotes` takes for their beginning and end where none is open before. They begin with the
mark, for which `re` looks ten times as fast as for one of two."""


def _in_pairs(text: str) -> bool:
    """Whether all the marks of a document are those of such quotations, as most are."""
    marks = text.count('"') + text.count("“") + text.count("”")
    return marks == 0 or marks == 2 * (len(_CURLY.findall(text)) + len(_STRAIGHT.findall(text)))


class _Mark(NamedTuple):
    segment: Segment
    at: int


class _Quotes:
    """The quotations of a document, read in order."""

    def __init__(self) -> None:
        self.open: list[_Mark] = []
        self.stray: list[_Mark] = []

    def read(self, segment: Segment) -> None:
        value = segment.target.value
        marks = [m.start() for m in _DOUBLE.finditer(value)]
        for number, at in enumerate(marks):
            role = self._settle(value, at, len(marks) - number - 1)
            if role == "open":
                self.open.append(_Mark(segment, at))
            elif role == "close":
                if self.open:
                    self.open.pop()
                else:
                    self.stray.append(_Mark(segment, at))

    def _settle(self, value: str, at: int, more: int) -> str:
        char = value[at]
        if self.open and not value[:at].strip():
            # The segment opens with a mark while a quotation is open: either the quotation ends here, or, as in print,
            # each paragraph of a long one opens with a mark.
            if more % 2 == 0 and char != "“":
                return "close"
            self.open.pop()
            return "open"
        if char == "“":  # at the very end it is a closing mark turned the wrong way
            return "open" if not self.open or value[at + 1 :].strip() else "close"
        if char == "”":
            return "close"
        if not self.open and value[at - 1 : at].isdigit() and _INCHES.search(value, 0, at):
            after = value[at + 1 : at + 2]
            if after not in (".", ",", ";"):
                return ""
        return _role(value, at) or ("close" if self.open else "open")


@rule(
    "linguistic/unclosed-quotation",
    Example('The minister said: [["]]We will go on.\n\nHe left.\n\nThe talks had failed.'),
    Example('She was with the correspondents[["]] dinner in April.\n\nIt was late.'),
    Example('"We will go on.\n\n"But we will not wait," he said.\n\nA 24" screen stood there. "Good."'),
    Example("He said: “We will go on.\n\n“But we will not wait,” he added, “for “them” or you.”"),
    scope="document",
    langs="*>en",
    mqm="linguistic/punctuation",
)
def unclosed_quotation(document: Document, context: Context) -> Iterator[Finding]:
    """A quotation mark without its partner

    Who is speaking is lost where a quotation does not end. Judged over the whole document, because a quotation often
    ends in a later paragraph: of those open at the end of a segment, raters marked no more than a fifth of what chance
    would give. Paragraphs of a long quotation that each open with a mark, nested quotations, and inches are
    understood. In a document of one segment, which may be cut from a longer quotation, only a mark that stands behind a
    word in mid-sentence counts.
    """
    if _in_pairs(whole(document)):
        return
    quotes = _Quotes()
    segments = list(context.segments)
    for segment in segments:
        value = segment.target.value
        if '"' in value or "“" in value or "”" in value:
            quotes.read(segment)
    alone = len(segments) == 1
    for segment, at in quotes.stray:
        value = segment.target.value
        in_sentence = value[at - 1 : at].isalnum() and re.match(r" \w", value[at + 1 :])
        if any(map(str.isalnum, value)) and (not alone or in_sentence):
            yield Finding(Span(at, at + 1), "This mark closes a quotation that nothing opens", segment=segment)
    for segment, at in quotes.open:
        value = segment.target.value
        if alone and (not value[:at].strip() or value[at + 1 : at + 2].isupper()):
            continue
        yield Finding(Span(at, at + 1), "This quotation is never closed", segment=segment)


_BRACKET = regex(r"[()\[\]（）]")
_PAIR = {"(": "(", ")": "(", "（": "(", "）": "(", "[": "[", "]": "["}
_LIST_MARK = regex(r"(?:^|[\s;,:—])(?:\d{1,3}\.?|[a-zA-Z]|[ivx]+)\Z")
_FACE = regex(r"[:;][-']?\Z")


@rule(
    "linguistic/unbalanced-bracket",
    Example("It went public in 1996 [[(]]on the stock exchange.\n\nIt was the first."),
    Example("Its name is Li (the elder)[[)]] in the list.\n\nIt was the first."),
    Example("He listed 1) the cost, and a) the time.\n\nIt (the plan\n\nof the [old] firm) failed. :)"),
    scope="document",
    langs="*>en",
    mqm="linguistic/punctuation",
)
def unbalanced_bracket(document: Document, context: Context) -> Iterator[Finding]:
    """A bracket without its partner

    Judged over the document, as a bracket may close in a later paragraph. The marks of a list ("1)") and faces are left
    alone, and so is text that is full of them, as chats are. None in 13,000 words of native news.
    """
    text = whole(document)
    if text.count("(") == text.count(")") and text.count("[") == text.count("]") and "（" not in text:
        return
    waiting: list[_Mark] = []
    stray: list[_Mark] = []
    for segment in context.segments:
        value = segment.target.value
        if "(" not in value and ")" not in value and "[" not in value and "]" not in value and "（" not in value:
            continue
        for match in _BRACKET.finditer(value):
            at, char = match.start(), match[0]
            if char in "([（":
                waiting.append(_Mark(segment, at))
            elif waiting and _PAIR[waiting[-1].segment.target.value[waiting[-1].at]] == _PAIR[char]:
                waiting.pop()
            elif not _LIST_MARK.search(value, 0, at) and not _FACE.search(value, 0, at):
                stray.append(_Mark(segment, at))
    if len(waiting) + len(stray) > _MANY:
        return
    for segment, at in waiting:
        if not _FACE.search(segment.target.value, 0, at):
            yield Finding(Span(at, at + 1), "This bracket is never closed", segment=segment)
    for segment, at in stray:
        yield Finding(Span(at, at + 1), "This bracket closes nothing", segment=segment)


_MANY = 6
"""More brackets without partner than this in one document are no slips but a way of writing."""


_OUTSIDE = Pattern(r"""(?<=[^\s,.!?;:…"“”])(["”])([,.])(?=\s|$)""")
_INSIDE = regex(r"""[,.]["”](?=\s|$)""")
_BRITISH = regex(
    r"\b(?:(?:organ|real|recogn|modern|normal|stabil|util|special|author|emphas|minim|maxim|urban|industrial|apolog)is\w+"
    r"|(?:[Cc]ol|[Ff]av|[Ll]ab|[Bb]ehavi|[Nn]eighb|[Hh]on|[Hh]arb|[Rr]um|[Hh]um|[Ee]ndeav)our\w*"
    r"|(?:[Cc]ent|[Tt]heat|[Mm]et|[Ff]ib)res?|[Pp]rogrammes?|[Dd]efence|[Tt]ravell\w+|[Ff]ulfil(?:s|ment)?)\b"
)


# One of these is in every such word; looking for them is ten times as fast as the expression.
_BRITISH_PARTS = (
    "organis realis recognis modernis normalis stabilis utilis specialis authoris emphasis minimis "
    "maximis urbanis industrialis apologis olour avour abour ehaviour eighbour onour arbour umour "
    "ndeavour entre heatre etre ibre rogramme efence ravell ulfil"
).split()


def _british(document: Document) -> bool:
    """Whether the text is spelt the British way, where punctuation stands by its sense."""
    text = whole(document)
    parts = [part for part in _BRITISH_PARTS if part in text]
    values = [s.target.value for s in document.segments if any(map(s.target.value.__contains__, parts))]
    return sum(len(_BRITISH.findall(value)) for value in values) > 1


@rule(
    "style/punctuation-outside-quotation",
    Example('They set up a "technology alliance[[",]] he said.', fixed='They set up a "technology alliance," he said.'),
    Example("He called it a “plan[[”.]]", fixed="He called it a “plan.”"),
    Example('They set up an "alliance," he said. "Is it so?" she asked. It is "ours" and he is "good."'),
    Example('The organisation has its centre in Leeds. It is called the "hub", and it is "new".'),
    severity="info",
    scope="document",
    langs="*>en",
    mqm="linguistic/punctuation",
    patterns=(_OUTSIDE,),
)
def punctuation_outside_quotation(document: Document, context: Context) -> Iterator[Finding]:
    """A comma or full stop outside the closing quotation mark

    American style, which most English news follows, sets both inside; Chinese sets them outside, and machine
    translation keeps that. Raters mark it 2.2 times as often as chance would have it; native news has 100 such places,
    all of them inside. A text in British spelling, where punctuation may stand by its sense, is left alone unless it
    also sets some inside.
    """
    if not _INSIDE.search(whole(document)) and _british(document):
        return
    for segment, _, match in context.all_matches():
        span = Span(match.start(), match.end())
        new = match[2] + match[1]
        fix = Fix(f"Write {new}", (Edit(span, new),), "safe")
        what = "comma" if match[2] == "," else "full stop"
        yield Finding(span, f"American style sets the {what} inside the quotation", fix=fix, segment=segment)


def _mixed(
    segments: Sequence[Segment], straight: re.Pattern[str], curly: re.Pattern[str], use: str
) -> tuple[list[tuple[Segment, re.Match[str]]], list[tuple[Segment, re.Match[str]]]]:
    """(the places of the form that has to go, the other's): that which the house style does not use, else the rarer;
    at a tie the curly ones."""
    a, b = ([(s, m) for s in segments for m in form.finditer(s.target.value)] for form in (straight, curly))
    if use not in ("", "straight", "curly"):
        raise ValueError(f"use = {use!r}: there are straight, curly")
    return (a, b) if (use == "curly" if use else len(a) < len(b)) else (b, a)


def _said(what: str, use: str, others: int) -> str:
    return f"{what}: the house style is {use}" if use else f"{what}; elsewhere the text has {others} of the other form"


# They begin with the mark, which `re` then searches for; the word around it is asked for only where one is shown.
_STRAIGHT_APOSTROPHE = regex(r"'(?:(?<=\w')(?=\w)|(?<=s')(?=\s))")
_CURLY_APOSTROPHE = regex(r"’(?:(?<=\w’)(?=\w)|(?<=s’)(?=\s))")
_WORD_BEFORE = regex(r"\w*\Z")
_WORD_AFTER = regex(r"\w*")


def _word_around(segment: Segment, match: re.Match[str]) -> Span:
    value = segment.target.value
    before = _WORD_BEFORE.search(value, max(0, match.start() - 40), match.start())
    after = _WORD_AFTER.match(value, match.end())
    return Span(before.start() if before else match.start(), after.end() if after else match.end())


@rule(
    "style/mixed-apostrophes",
    Example(
        "The country's plan helps.\n\nHong Kong's needs are many, and the [[people’s]] too.",
        fixed="The country's plan helps.\n\nHong Kong's needs are many, and the people's too.",
    ),
    Example("The country's plan helps.\n\nHong Kong's needs are many. He said: “Good.”"),
    Example("It is [[Li’s]] car.", fixed="It is Li's car.", options={"use": "straight"}),
    Example("It is Li’s. ‘Yes,’ she said."),
    severity="info",
    scope="document",
    langs="*>en",
    mqm="style/inconsistent-style",
    options={"use": ""},
)
def mixed_apostrophes(document: Document, context: Context) -> Iterator[Finding]:
    """Straight and curly apostrophes in one document

    The trace of two tools or two hands. One finding a document, at the first word with the rarer form, with the others
    as evidence; the fix brings them all to the form that is more frequent.
    """
    text, use = whole(document), context.option("use")
    if ("'" not in text or "’" not in text) and not use:
        return
    segments = list(context.segments)
    rare, common = _mixed(segments, _STRAIGHT_APOSTROPHE, _CURLY_APOSTROPHE, use)
    if not rare or not (common or use):
        return
    new, shape = ("’", "straight") if rare[0][1][0] == "'" else ("'", "curly")
    edits = tuple(Edit(Span(m.start(), m.end()), new, s) for s, m in rare)
    words = [(s, _word_around(s, m)) for s, m in rare[:20]]
    segment, span = words[0]
    yield Finding(
        span,
        _said(f"A {shape} apostrophe", use, len(common)),
        tuple(Evidence(s.target.value[at.start : at.end], at, segment=s) for s, at in words[1:]),
        Fix(f"Write {new} throughout", edits, "safe"),
        segment,
    )


_STRAIGHT_QUOTE = regex('"')
_CURLY_QUOTE = regex("[“”]")


@rule(
    "style/mixed-quotation-marks",
    Example(
        'It is called a "gym".\n\nAnother [[“]]massive” "one" closed.',
        fixed='It is called a "gym".\n\nAnother "massive" "one" closed.',
    ),
    Example('It is a “gym”, a “hall”, and a [["]]club".', fixed="It is a “gym”, a “hall”, and a “club”."),
    Example('It is a [["]]gym".', fixed="It is a “gym”.", options={"use": "curly"}),
    Example('It is a “gym,” a “hall” and, in front of a 24" screen, a “club.”'),
    severity="info",
    scope="document",
    langs="*>en",
    mqm="style/inconsistent-style",
    options={"use": ""},
)
def mixed_quotation_marks(document: Document, context: Context) -> Iterator[Finding]:
    """Straight and curly quotation marks in one document

    One finding a document, at the first mark of the rarer form; the fix brings them all to the form that is more
    frequent. Neither form by itself is an error: native news is full of straight marks, and of eight raters two mark
    each of them and the others hardly any.
    """
    text, use = whole(document), context.option("use")
    if ('"' not in text or ("“" not in text and "”" not in text)) and not use:
        return
    segments = list(context.segments)
    rare, common = _mixed(segments, _STRAIGHT_QUOTE, _CURLY_QUOTE, use)
    rare = [(s, m) for s, m in rare if not _INCHES.search(s.target.value, 0, m.start())]
    if not rare or not (common or use):
        return
    edits = []
    for segment, match in rare:
        new = '"' if match[0] != '"' else "“" if _role(segment.target.value, match.start()) == "open" else "”"
        edits.append(Edit(Span(match.start(), match.end()), new, segment))
    segment, match = rare[0]
    shape = "straight" if match[0] == '"' else "curly"
    yield Finding(
        Span(match.start(), match.end()),
        _said(f"A {shape} quotation mark", use, len(common)),
        tuple(Evidence(m[0], Span(m.start(), m.end()), segment=s) for s, m in rare[1:20]),
        Fix("Make the quotation marks alike", tuple(edits), "unsafe" if shape == "straight" else "safe"),
        segment,
    )


@rule(
    "linguistic/adjacent-quotations",
    Example('They set up a "four-sided mechanism[[" "]]Indo-Pacific framework" and a market.'),
    Example('He wrote "Frozen," "Hercules" and "Mulan." She said "no" and "yes" to it.'),
    langs="*>en",
    mqm="linguistic/punctuation",
    patterns=(Pattern(r"""(?<=[^\s,.!?;:…"“”])(?:["”] ["“](?=\w)|”“(?=\w))"""),),
)
def adjacent_quotations(segment: Segment, context: Context) -> Iterator[Finding]:
    """Two quotations with nothing between them

    Chinese may set two names in quotation marks side by side with no comma; English needs a comma or "and".
    """
    for _, match in context.matches(segment):
        yield Finding(Span(match.start(), match.end()), "Nothing stands between the two quotations: a comma or “and”?")


_FEW, _IN_A_THOUSAND = 2, 7
"""So many paragraphs with words in quotation marks, and so many places in a thousand words, are the habit of another
language."""
_REPORTED = regex(
    r"(?i)\b(?:said|says?|saying|call(?:s|ed|ing)?|describe[sd]|as|told|wr(?:ote|ites?)|stated|added|insisted|warned|slammed"
    r"|accused|termed|dubbed|(?:en)?titled|named|slogan|words?|term|phrase|hashtag)\b[^.]{0,25}\Z"
)


@rule(
    "style/scare-quotes",
    Example(
        'The firm lost its [["core"]] in the [["chip war"]] and saw the price index drop.\n\nIts members waited to see '
        'what came of it: another [["storm"]] was not far off.'
    ),
    Example('He called it a "storm" in a teacup, a term that his mother used. "We know," he said, "what comes."'),
    Example('The firm lost its "core" and saw the price index drop.\n\nIts members waited to see what came of it.'),
    severity="info",
    scope="document",
    langs="*>en",
    mqm="style/awkward",
    patterns=(Pattern(r"""(?<!\w)["“] ?[a-z][a-z'’-]*(?: [a-z][a-z'’-]*){0,2} ?["”](?!\w)"""),),
)
def scare_quotes(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """Ordinary words in quotation marks, again and again

    Chinese sets a figure of speech, a slogan or a new word in quotation marks; in English they say that the writer
    doubts the word, or that somebody said it. One such place is good English, so nothing is said before an article has
    them in two paragraphs, and seven in a thousand words, of up to three words in small letters; what is said, called
    or described so is left alone. Raters marked 126 such places in one set 2.2 times as often as chance, 292 in another
    1.6 times; of the 24 in 13,000 words of news by native writers two are reported.
    """
    places = [
        (segment, match)
        for segment, _, match in context.all_matches()
        if not in_quotation(segment.target.value, match.start())
        and not _REPORTED.search(segment.target.value, max(0, match.start() - 50), match.start())
    ]
    if len({segment.id for segment, _ in places}) < _FEW:
        return
    if len(places) * 1000 < _IN_A_THOUSAND * sum(len(words(segment.target)) for segment in context.segments):
        return
    for segment, match in places:
        message = f"{match[0]}: in quotation marks it reads as doubted, or as what somebody said"
        yield Finding(Span(match.start(), match.end()), message, segment=segment)
