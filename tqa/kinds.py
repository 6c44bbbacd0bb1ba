"""What part of an article a segment is: headline, dateline, byline, caption, furniture, or prose.

Readers of some formats know. For all that do not, the shape of the text and its place tell; every rule that has to
know asks here, so that one guess holds for all. What is guessed is English news; other languages have headlines only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .text import kept, looks_like_headline, regex

if TYPE_CHECKING:
    from .model import Document, Segment, Text

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DATE = rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:, ?20\d\d)?"
_AGENCY = (
    r"(?:Xinhua(?:net)?(?: News Agency)?|China ?News(?: Service| Agency| Network)?"
    r"|(?i:china ?news|ecns|xinhuanet)\.(?:com|cn)"
    r"|CNS|ECNS|AP|AFP|Reuters|UPI|dpa|TASS|Kyodo|Yonhap|PTI|ANI|IANS|PA|CNN|RFI|VOA)"
)
_PLACE = r"(?:[A-Z][\w.'’]*(?:[ -](?:[A-Z][\w.'’]*|of|and|de|the)){0,4})"
_NAMED = r"(?: ?\([^()\n]{2,90}\))"
_DASH = r"(?:--?|[–—])"

# The forms that datelines take, from "BEIJING, Feb. 11 (Xinhua) --" to "Xinhua News Agency, Beijing, February 11 (…)".
_DATELINES = (
    regex(
        rf"\s*(?P<place>[A-Z][A-Z.'’ -]{{2,40}}[A-Z]),? (?:[A-Z][A-Za-z.]+,? )?{_DATE},? ?"
        rf"\((?P<agency>{_AGENCY})\b[^()]{{0,60}}\){_NAMED}?[:.]?(?: ?{_DASH})?\s*"
    ),
    regex(
        rf"\s*(?P<place>[A-Z][A-Z.'’ -]{{2,40}}[A-Z])(?:, (?:[A-Z][a-z]+\.?|[A-Z]\w+(?: [A-Z]\w+)?))?"
        rf"(?:, {_DATE})?(?: +\((?P<agency>{_AGENCY})\) ?| +){_DASH}{{1,2}}(?:\s+|\Z)"
    ),
    regex(rf"\s*{_DATE} \((?P<agency>{_AGENCY})\) ?{_DASH}\s*"),
    regex(
        rf"\s*(?P<agency>{_AGENCY})(?:,? (?P<place>(?!{_MONTH} ){_PLACE}))?,? (?:on )?{_DATE}{_NAMED}*"
        rf"(?: ?{_DASH}| ?[:.,]|(?<=\)))\s*"
    ),
)

_FURNITURE = regex(
    r"""(?xi)
    \[ [^\]\n]{0,20} (?:editor|proofreader) [^\]\n]{0,80} \]
    | [\[(]?\s* (?:(?:responsible|duty|chief|copy|web)\ )? (?:editor|proofreader)(?:[ -]in[ -]ch(?:arge|ief))?
      \s*[:：] .{0,60}
    | font(?:\ size)? \s*[:：]? [\s\[\]|/]* (?:(?:large|medium|small|big)[\s\[\]|/,]*)+ (?:print.{0,20})?
    | (?:share|print|send) (?: \ (?:this|to|on|via|by|it)\b .{0,40} | \s*[:：] .{0,60})?
    | (?:follow\ us|subscribe|sign\ up)\b .{0,50}
    | (?:source | original\ (?:title|link) | keywords? | tags? | filed\ under | topics) \s*[:：] .{0,80}
    | (?:copyright | © | \(c\)) .{0,200} | .{0,120} \ball\ rights\ reserved\b .{0,60}
    | (?:related|recommended|further)\ (?:news|reports?|reading|articles?|stor(?:y|ies)|links?|topics?) \b.{0,20}
    | (?:read|see|learn|find\ out)\ (?:more|also)\b .{0,80} | click\ here\b .{0,60} | advertisement
    | \(?\s*(?:the\ )?end\s*\)? | \#{2,}
    | 20\d\d[-/.]\d{1,2}[-/.]\d{1,2} (?:\s+\d{1,2}:\d\d(?::\d\d)?)? .{0,60}
    | [-–—|]\s? (?-i:[A-Z])[\w.]* (?:\ (?-i:[A-Z])[\w.]*){0,4}
    """
)
_BYLINE = regex(
    r"(?:(?:[Tt]ext |[Ww]ritten |[Rr]eported )?[Bb]y (?:[A-Z][\w.'’-]*,? ?(?:and )?){2,8}"
    r"|\(?(?:[A-Z]\w+ ){0,4}(?:[Rr]eporters?|[Cc]orrespondents?|[Jj]ournalists?|[Cc]ommentators?)"
    r"(?:[:,]? (?:[A-Z]\w+,? ?(?:and )?){1,6})?\)?)"
)
_CAPTION = regex(
    r"(?:File )?(?:[Pp]hoto|PHOTO|[Ii]mage|[Pp]icture|[Vv]ideo|[Gg]raphic)s?"
    r"(?: (?:by|from|courtesy of|credit|taken)\b|\s?[:：/])"
    r"|\[?(?:(?:The|This) (?:picture|photo|image|chart|graphic) (?:shows|taken)|Pictured\b|Above:|Below:"
    r"|Schematic diagram|Screenshot)"
)
_CREDITED = regex(
    r"[(\[](?:(?:File )?[Pp]hoto|[Ii]mage|[Pp]icture|[Cc]redit|AP|AFP|PA|EPA|Reuters|Getty|Xinhua/)[^()\[\]]{0,60}[)\]]"
    r"\.?\Z"
    r"|(?:[Pp]hoto (?:by|/|:)|/(?:AFP|AP|Reuters|Xinhua|Getty))[^.]{0,50}\.?\Z"
)
# What these patterns cannot match without; looking for it takes a tenth of the time.
_IN_CREDITS = ("(", "[", "hoto", "/")
_FURNITURE_OPENS = (
    "the end",
    *"""[ ( - – — | © # 20 responsible duty chief copy web editor proofreader font share print send follow subscribe
    sign source original keyword tag filed topics related recommended further read see learn find click advertisement
    end""".split(),
)
_IN_BYLINES = ("By ", "by ", "eporter", "orrespondent", "ournalist", "ommentator")
_HEAD_LENGTH, _CAPTION_LENGTH = 160, 420
"""Code points: what is longer is prose whatever it begins with."""
_CREDIT_LENGTH = 80
"""Code points: no credit that closes a caption is longer."""

_IN_DATELINES = ("-", "–", "—", *"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
"""A dash, or how a month begins: there is no dateline without one of them."""


class Dateline(NamedTuple):
    """The beginning of an agency's report: where, when and by whom; "" or None where it does not say."""

    end: int
    """Where it ends in its text and the report begins."""
    place: str
    month: str
    day: int | None
    agency: str


def dateline(value: str) -> Dateline | None:
    """The dateline that a text opens with."""
    if not any(map(value.__contains__, _IN_DATELINES)):  # most texts then need none of the patterns
        return None
    for pattern in _DATELINES:
        if match := pattern.match(value):
            found = match.groupdict()
            day = found.get("day")
            return Dateline(
                match.end(), found.get("place") or "", found.get("month") or "", int(day) if day else None,
                found.get("agency") or "",
            )  # fmt: skip
    return None


class Kinds:
    """The kind of every segment of a document, by its id. All but the first two are guessed when they are first asked
    for: rules ask about few of them."""

    __slots__ = ("_found", "_others")

    def __init__(self, document: Document) -> None:
        self._others = {segment.id: segment for segment in document.segments[2:]}
        self._found: dict[str, str] = {}
        may_be_headline = True
        for segment in document.segments[:2]:
            kind = _kind(segment)
            if kind == segment.kind == "body" and may_be_headline and looks_like_headline(segment.target):
                kind = "headline"
            may_be_headline = may_be_headline and kind in _ABOVE
            if segment.id not in self._others:  # of two segments of one id the later counts
                self._found[segment.id] = kind

    def __getitem__(self, segment_id: str) -> str:
        kind = self._found.get(segment_id)
        if kind is None:
            kind = self._found[segment_id] = _kind(self._others[segment_id])
        return kind


@kept
def kinds(document: Document) -> Kinds:
    """The kinds of a document's segments: what the format says, and where that is no more than "body", what the text
    looks like.
    """
    return Kinds(document)


def _kind(segment: Segment) -> str:
    return segment.kind if segment.kind != "body" else _guess(segment.target)


_ABOVE = frozenset(("headline", "furniture", "byline", "dateline"))
"""What may stand above a headline, or between it and the one under it."""


@kept
def _guess(text: Text) -> str:
    value = text.value.strip()
    length = len(value)
    credit = max(0, length - _CREDIT_LENGTH)
    if length <= _CAPTION_LENGTH and (
        _CAPTION.match(value)
        or (any(map(value[credit:].__contains__, _IN_CREDITS)) and _CREDITED.search(value, credit))
    ):
        return "caption"
    if length > _HEAD_LENGTH:
        return "body"
    low = value.lower()
    if (low.startswith(_FURNITURE_OPENS) or "rights reserved" in low) and _FURNITURE.fullmatch(value):
        return "furniture"
    if any(map(value.__contains__, _IN_BYLINES)) and _BYLINE.fullmatch(value):
        return "byline"
    head = dateline(value)
    return "dateline" if head is not None and head.end >= length else "body"
