"""The contract of every reader of documents with markup, on real files and on made ones: each character is where its
origin says, an edit changes only the bytes of its words, and nothing raises but that a file is unreadable.
"""

from __future__ import annotations

import html
import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqa import (
    Document,
    Edit,
    Finding,
    Fix,
    PlacedEdit,
    Position,
    Range,
    Segment,
    Span,
    UnreadableError,
    UnwritableError,
    check_files,
    rule,
)
from tqa.engine import Checker, mend
from tqa.formats import Encoded, Later, tqa_formats
from tqa.formats.encoding import Encoding, decode, holds
from tqa.formats.feeds import Feed
from tqa.formats.gettext import Po
from tqa.formats.html import DEEPEST, Html
from tqa.formats.markdown import Markdown
from tqa.formats.newsml import NewsMl, Nitf
from tqa.formats.ninjs import Ninjs
from tqa.formats.subtitles import Subtitles, WebVtt
from tqa.formats.table import Table
from tqa.formats.xmltext import read_encoding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tqa import Context, Format, Safety
    from tqa.formats.newsxml import NewsXml


def markdown_stands_for(raw: str, c: str) -> bool:
    return html_stands_for(raw, c) or raw == f"\\{c}" or (c in " \n" and re.fullmatch(r"[\\\s>]+", raw) is not None)


def subtitle_stands_for(raw: str, c: str) -> bool:
    return html_stands_for(raw, c) or (raw, c) == ("", " ")


def po_stands_for(raw: str, c: str) -> bool:
    if raw[:2] == "\\x":
        return bytes.fromhex(raw[2:].zfill(2)).decode("latin-1") == c
    if raw[:1] == "\\" and raw[1:].isdigit():
        return int(raw[1:], 8) == ord(c)
    short = dict(zip("ntrabfv", "\n\t\r\a\b\f\v", strict=True))
    return c == (short.get(raw[1], raw[1]) if raw[:1] == "\\" else raw)


_TIMES = "00:00:01,000 --> 00:00:02.500\n"
SUBTITLES = (
    *(
        "1\n",
        _TIMES,
        "00:01.000 --> 00:02.000 align:left\r\n",
        "1:00:00,000 --> 1:00:01,000\n",
        "\n",
        "\n\n",
        "\r\n\r\n",
    ),
    *(
        "Words of text",
        "One. ",
        "Two,",
        "- Three",
        "–",
        "<i>",
        "</i>",
        "<v Ann>",
        "{\\an8}",
        "{\\",
        "<",
        "&amp;",
        "&lrm;",
        "&",
    ),
    *(
        "WEBVTT\n\n",
        "NOTE tqa: ignore[a/b] why\n\n",
        "NOTE x\n\n",
        "STYLE\n::cue{}\n\n",
        "漢字",
        "😀",
        " ",
        "\t",
        "-->",
        "\u2028",
    ),
)

DATA = Path(__file__).parent / "data" / "documents"


def csv_stands_for(raw: str, c: str) -> bool:
    return raw == c or (raw, c) == ('""', '"') or (c == "\n" and raw in ("\r\n", "\r"))


def html_stands_for(raw: str, c: str) -> bool:
    return (
        c == raw
        or (c == " " and raw.isspace())
        or (c == "\n" and re.fullmatch(r"(?i)<br\b[^>]*>", raw) is not None)
        or (raw.startswith("&") and c in html.unescape(raw))
    )


class Kind(NamedTuple):
    reader: Format
    stands_for: Callable[[str, str], bool]
    """Whether what is in the file says a character."""
    pieces: tuple[str, ...]
    """What files of the format are made of, and broken ones."""
    frame: str = "%s"
    """What is around that in a file."""
    decoded: Callable[[bytes], tuple[str, Encoding]] = lambda data: decode(data, "", "iso-8859-1")
    said: Callable[[bytes], list[Document]] | None = None
    """All documents of a file with all that they say, where reading leaves out what they say twice."""


def xml_stands_for(raw: str, c: str) -> bool:
    return html_stands_for(raw, c) or html_stands_for(html.unescape(raw), c)


def json_stands_for(raw: str, c: str) -> bool:
    said = re.sub("[\ud800-\udfff]", "\ufffd", json.loads(f'"{raw}"', strict=False))
    return html_stands_for(said, c)


INLINE = (
    *(
        "<p>",
        "</p>",
        "words of text",
        " ",
        "\n",
        "\r\n",
        "\t",
        "é漢字",
        "😀",
        "One.",
        "\xa0",
        "<b>bold</b>",
        "<p>a</p>",
    ),
    *("<em>x</em> y", "<br/>", "<p/>", "<p id='a'>One <i>two</i></p>", "<ul><li>a</li></ul>", "<pre>code</pre>"),
    *(
        "<p lede='true'>Lead</p>",
        "<h1>Head</h1>",
        "<hl1>Head</hl1>",
        "<table><tr><td>1</td></tr></table>",
        "<bq>q</bq>",
    ),
    *(
        "&amp;",
        "&lt;",
        "&#8217;",
        "&#10;",
        "&#13;",
        "&#x1F600;",
        "&amp;amp;",
        "&amp;lt;b&amp;gt;",
        "&eacute;",
        "&amp;#233;",
    ),
    *(
        "&lt;p&gt;a&lt;/p&gt;",
        "&lt;br&gt;",
        "&lt;!-- tqa: ignore[a/b] why --&gt;",
        "&lt;!--",
        "<!-- c -->",
        "<?p i?>",
        "]]",
    ),
    *(
        "<![CDATA[a & <b>b</b> &amp; c\r\n]]>",
        "<![CDATA[]]>",
        "<![CDATA[<p>One</p>]]>",
        "<![CDATA[ <!-- x ]]>",
        "<",
        "&",
        ">",
    ),
)
"""What is in XML with text and markup, or with HTML that is escaped."""

STRINGS = (
    *(
        "words of text",
        " ",
        "\\n",
        "\\n\\n",
        "\\r\\n",
        "\\t",
        "é漢字",
        "😀",
        "\\u00e9",
        "\\ud83d\\ude00",
        "\\ud83d",
        "\\ude00",
    ),
    *(
        "\\u003cp\\u003e",
        "<p>",
        "<\\/p>",
        "</p>",
        "<b>",
        "</b>",
        "<br>",
        "&amp;",
        "&",
        "&eacute;",
        "\\u0026lt;",
        "&#8217;",
    ),
    *(
        "<!-- tqa: ignore[a/b] why -->",
        "<!--",
        '\\"',
        "\\\\",
        "\\b",
        "\\u2028",
        "\\u0000",
        "\\",
        '"',
        "\n",
        "<ul><li>a</ul>",
    ),
    *('", "body_text": "', '", "headline": "One", "body_xhtml": "', '", "type": 1e9, "x": [{"a": null}], "body_x": "'),
    *('", "associations": {"a": {"type": "picture", "headline": "One"}}, "description_text": "', "\xa0", "\u2028"),
)
"""What is in a string of ninjs, and between two."""

_G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


def news_kind(reader: NewsXml, frame: str) -> Kind:
    return Kind(reader, xml_stands_for, INLINE, frame, lambda data: read_encoding(data, ""), reader.said)


NINJS = Ninjs()


KINDS = {
    "html": Kind(
        Html(),
        html_stands_for,
        (
            *(
                "<p>",
                "</p>",
                "<b>",
                "</b>",
                "<br>",
                "<br/>",
                "<div class=lead>",
                "</div>",
                "<li>",
                "<ul>",
                "</ul>",
                "<td>",
            ),
            *(
                "<table>",
                "</table>",
                "<!-- tqa: ignore[a/b] why -->",
                "<!--",
                "-->",
                "<!",
                "<!DOCTYPE html>",
                "<![CDATA[",
            ),
            *(
                "]]>",
                "<code>",
                "</code>",
                "<script>",
                "</script>",
                "<title>",
                "</title>",
                "<p lang='zh'>",
                '<a href="x>y">',
            ),
            *(
                "</a>",
                "<a href='",
                "<",
                ">",
                "&",
                "&amp;",
                "&eacute;",
                "&#8217;",
                "&#x1F600;",
                "&notit;",
                "&NotEqualTilde;",
            ),
            *(
                "&#0;",
                "&nosuch;",
                " ",
                "\n",
                "\r\n",
                "\t ",
                "\xa0",
                "words of text",
                "漢字",
                "😀",
                "<?xml version='1.0'?>",
                "=",
                "/",
            ),
            *("<span translate=no>", "</span>", "<h1>", "</h1>", "<blockquote>", "<svg/>", "<p/>", "\x0c", "\u2028"),
        ),
    ),
    "markdown": Kind(
        Markdown(),
        markdown_stands_for,
        (
            *(
                "# ",
                "## ",
                " ##",
                "- ",
                "1. ",
                "> ",
                ">",
                "    ",
                "\t",
                "\n",
                "\n\n",
                "\r\n",
                "  \n",
                "\\\n",
                "---\n",
                "===\n",
            ),
            *(
                "*",
                "**",
                "_",
                "__",
                "~~",
                "`",
                "``",
                "```\n",
                "~~~\n",
                "[",
                "]",
                "](x)",
                "](<a b> 'c')",
                "![",
                "[^1]",
                "[^1]: ",
            ),
            *(
                "[a]: /url 'x'\n",
                "[a]",
                "][a]",
                "<b>",
                "</b>",
                "<br>",
                "<div>\n",
                "</div>\n",
                "<http://a.b>",
                "<!-- x -->",
            ),
            *(
                "<!-- tqa: ignore[a/b] why -->",
                "<!-- tqa: ignore[a/b] why -->\n\n",
                "&amp;",
                "&eacute;",
                "&#8217;",
                "&",
                "\\*",
            ),
            *(
                "\\a",
                "\\",
                "| a | b |\n|---|---|\n",
                "| c \\| d | *e* |\n",
                "a|b\n-|-\n1|2\n",
                "words of text",
                "漢字",
                "😀",
                " ",
            ),
            *("---\ntitle: A news\nlang: en\n---\n", "+++\ntitle = 'A'\n+++\n", "\x0c", "\u2028", "\xa0"),
        ),
    ),
    "srt": Kind(Subtitles(), subtitle_stands_for, SUBTITLES),
    "webvtt": Kind(WebVtt(), subtitle_stands_for, SUBTITLES),
    "csv": Kind(
        Table(),
        csv_stands_for,
        (
            *("source,target\n", "id;zh;en\r\n", "Source\tTranslation\n", "sep=;\n", "source,target,context\n"),
            *(
                "原文，一。,words of text\n",
                '"a ""b"" c","d\r\ne"\n',
                "1;二;three\n",
                "文\ta 'b'\n",
                "a,b,c,d\n",
                "a\n",
            ),
            *(
                ",",
                ";",
                "\t",
                "\n",
                "\r\n",
                "\r",
                '"',
                '""',
                ' "',
                '" ',
                "words of text",
                "漢字",
                "😀",
                "\u2028",
                " ",
                ",,\n",
            ),
        ),
        decoded=lambda data: decode(data, ""),
    ),
    "po": Kind(
        Po(),
        po_stands_for,
        (
            *(
                'msgid "One"\n',
                'msgstr "Eins"\n',
                'msgid ""\n',
                'msgstr ""\n',
                '"more"\n',
                '"a \\"b\\" \\\\ \\n\\t\\101\\x41"\n',
                "\n",
            ),
            *(
                'msgid_plural "Ones"\r\n',
                'msgstr[0] "x"\n',
                'msgstr[1] "y"\n',
                'msgctxt "c"\n',
                "#, fuzzy\n",
                '#~ msgid "a"\n',
            ),
            *(
                "# tqa: ignore[a/b] why\n",
                "# x\n",
                "#. note\n",
                "#: a.c:1\n",
                '#| msgid "p"\n',
                '"',
                "msgstr",
                "漢",
                '"Language: de\\n"\n',
            ),
        ),
    ),
    "newsml": news_kind(
        NewsMl(),
        f"<newsItem {_G2}><contentMeta><headline>One</headline></contentMeta><contentSet><inlineXML>"
        '<html xmlns="http://www.w3.org/1999/xhtml">%s</html></inlineXML><inlineData>One</inlineData>'
        "</contentSet></newsItem>",
    ),
    "nitf": news_kind(Nitf(), '<nitf xml:lang="en"><body><body.content>%s</body.content></body></nitf>'),
    "feed": news_kind(
        Feed(),
        "<rss version='2.0'><channel><title>One</title><item><title>One</title><description>%s</description></item>"
        "</channel></rss>",
    ),
    "ninjs": Kind(
        NINJS, json_stands_for, STRINGS, '{"uri": "a", "headline": "One", "body_xhtml": "%s"}', said=NINJS.said
    ),
}


def documents_of(kind: Kind, data: bytes, path: str = "file") -> list[Document]:
    return list(kind.reader.read(data, path))


def said_in(kind: Kind, data: bytes) -> dict[tuple[str, Span], list[str]]:
    """The words of each segment, by its id and place."""
    documents = kind.said(data) if kind.said else documents_of(kind, data)
    texts = ((s.id, s.target) for document in documents for s in document.segments)
    return {(name, text.origin.span(Span(0, len(text.value)))): text.value.split() for name, text in texts}


def framed(kind: Kind, text: str) -> str:
    return kind.frame.replace("%s", text)


def samples() -> list[object]:
    return [
        pytest.param(KINDS[name], path, id=f"{name}/{path.name}")
        for name in KINDS
        for path in sorted((DATA / name).iterdir())
    ]


def check_places(kind: Kind, documents: list[Document]) -> int:
    """Holds each segment to its origins; the number of characters that were looked at."""
    seen = 0
    for document in documents:
        content = document.content.value
        ids = [segment.id for segment in document.segments]
        assert len(set(ids)) == len(ids)
        for segment in document.segments:
            for text in (segment.target, segment.source):
                value = text.value if text else ""
                last = 0
                for i, c in enumerate(value):
                    assert text is not None
                    start, end = text.origin.span(Span(i, i + 1))
                    assert last <= start <= end <= len(content)
                    assert kind.stands_for(content[start:end], c), (content[start:end], c)
                    last = start
                seen += len(value)
        for place in [s.place for s in document.suppressions] + [p.place for p in document.problems]:
            assert 0 <= place.start <= place.end <= len(content)
        assert {s.segment for s in document.suppressions} <= {None, *ids}
    return seen


@pytest.mark.parametrize("name", KINDS)
def test_there_are_five_real_files_of_each_format(name: str) -> None:
    assert len(list((DATA / name).iterdir())) >= 5


@pytest.mark.parametrize(("kind", "path"), samples())
def test_every_character_of_a_real_file_is_where_its_origin_says(kind: Kind, path: Path) -> None:
    documents = documents_of(kind, path.read_bytes(), str(path))
    assert check_places(kind, documents) > 100
    assert [p for d in documents for p in d.problems] == []


def edit_of(segment: Segment, span: Span, new: str) -> PlacedEdit:
    origin = segment.target.origin
    place = Range(Position(0, 0), Position(0, 0), origin.span(span))
    return PlacedEdit(place, origin.written(new), segment.id, span, new)


@pytest.mark.parametrize("new", ["changed", "Ödegård’s “a < b” & c"])
@pytest.mark.parametrize(("kind", "path"), samples())
def test_an_edited_word_changes_no_other_byte_of_a_real_file(kind: Kind, path: Path, new: str) -> None:
    data = path.read_bytes()
    documents = documents_of(kind, data)
    content, encoding = kind.decoded(data)
    assert content == documents[0].content.value
    segments = [(d.name, s) for d in documents for s in d.segments if re.search(r"\w{4}", s.target.value)]
    for name, segment in segments[:: max(1, len(segments) // 6)]:
        word = re.search(r"\w{4,}", segment.target.value)
        assert word is not None
        edit = edit_of(segment, Span(*word.span()), new)
        if not holds(encoding.name, edit.new_text):
            with pytest.raises(UnwritableError, match="has no"):
                kind.reader.write(data, [edit])
            continue
        written = kind.reader.write(data, [edit])
        start, end = (len(encoding.bom + content[:at].encode(encoding.name)) for at in edit.range.span)
        assert written == data[:start] + edit.new_text.encode(encoding.name) + data[end:]
        after = [s for d in documents_of(kind, written) if d.name == name for s in d.segments]
        expected = segment.target.value[: word.start()] + new + segment.target.value[word.end() :]
        assert [s.target.value for s in after if s.id == segment.id] == [expected]
    assert kind.reader.write(data, []) == data


@pytest.mark.parametrize("name", KINDS)
@given(data=st.data())
def test_every_character_of_a_made_file_is_where_its_origin_says(name: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    text = data.draw(st.lists(st.sampled_from(kind.pieces) | st.text(max_size=3), max_size=30).map("".join))
    try:
        documents = documents_of(kind, framed(kind, text).encode("utf-8", "surrogatepass"))
    except UnreadableError:
        return
    check_places(kind, documents)


@pytest.mark.parametrize("name", KINDS)
@given(data=st.data())
def test_a_file_says_what_was_asked_for_after_an_edit_or_the_edit_is_refused(name: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    parts = st.lists(st.sampled_from(kind.pieces) | st.text("ab &<", max_size=3), min_size=3, max_size=30)
    raw = framed(kind, data.draw(parts.map("".join))).encode()
    try:
        segments = [s for document in documents_of(kind, raw) for s in document.segments]
    except UnreadableError:
        return
    before = said_in(kind, raw)
    for segment in segments:
        value = segment.target.value
        start = data.draw(st.integers(0, len(value)))
        span = Span(start, data.draw(st.integers(start, min(start + 3, len(value)))))
        new = data.draw(st.sampled_from(kind.pieces) | st.text("ab &<", max_size=3))
        edit = edit_of(segment, span, new)
        try:
            written = kind.reader.write(raw, [edit])
        except UnwritableError:
            continue
        place = (segment.id, segment.target.origin.span(Span(0, len(value))))
        expected = {**before, place: (value[: span.start] + new + value[span.end :]).split()}
        assert [*filter(None, said_in(kind, written).values())] == [*filter(None, expected.values())]


@pytest.mark.parametrize("name", KINDS)
def test_any_piece_repeated_is_read_in_time_linear_in_its_length(name: str) -> None:
    kind = KINDS[name]
    for piece in kind.pieces:
        data = framed(kind, piece * (60_000 // len(piece))).encode()
        began = time.process_time()
        try:
            documents_of(kind, data)
        except UnreadableError:
            continue
        assert time.process_time() - began < 5, piece


@given(st.binary(max_size=60), st.sampled_from(["", "gb18030", "latin-1", "utf-16-le"]), st.sampled_from(list(KINDS)))
def test_any_bytes_are_read_or_unreadable(data: bytes, encoding: str, name: str) -> None:
    reader = tqa_formats()[name]
    message = "news: "
    try:
        for document in (reader.in_encoding(encoding) if isinstance(reader, Encoded) else reader).read(data, "news"):
            assert all(segment.id for segment in document.segments)
    except UnreadableError as problem:
        message = str(problem)
    assert message.startswith("news: ")


def test_a_format_that_is_loaded_later_is_the_one_that_is_announced() -> None:
    for name, reader in tqa_formats().items():
        if isinstance(reader, Later):
            loaded = reader.loaded()
            assert loaded.suffixes == reader.suffixes
            for more in ("comment", "in_encoding", "recognises"):
                assert hasattr(loaded, more) == hasattr(reader, more), (name, more)


# --- fixes ------------------------------------------------------------------------------------------------------------


@rule("style/never")
def never(segment: Segment, context: Context) -> Iterator[Finding]:
    """Capitals of words, and “no” after “say”."""
    for match in re.finditer(r"say no|[A-Z]{3,}", segment.target.value):
        span = Span(match.start(), match.end())
        new = "say yes" if match[0] == "say no" else match[0].lower()
        yield Finding(span, "found", fix=Fix("write", (Edit(span, new),), "safe"))


SAFE: tuple[Safety, ...] = ("safe",)


def mended(reader: Format, text: str) -> tuple[str, int]:
    checker = Checker([never])
    done = mend(text.encode(), lambda data: [checker.check(d) for d in reader.read(data, "file")], reader.write, SAFE)
    return done.data.decode(), done.applied


def test_a_fix_leaves_the_markup_among_its_words_or_is_shown_only() -> None:
    assert mended(Html(), "<p><b>I say</b> no.<p>We <i>S</i>HOUT") == ("<p><b>I say</b> yes.<p>We <i>S</i>HOUT", 1)
    (document,) = Html().read(b"<p>We <i>S</i>HOUT", "file")
    (diagnostic,) = Checker([never]).check(document).diagnostics
    assert diagnostic.fix is not None
    assert diagnostic.fix.safety == "display"


def test_half_of_a_character_reference_is_not_edited() -> None:
    (document,) = Html().read(b"a&NotEqualTilde;b", "file")
    (segment,) = document.segments
    assert segment.target.value == "a\u2242\u0338b"
    assert not segment.target.origin.whole(Span(1, 2))
    assert not segment.target.origin.whole(Span(2, 4))
    assert segment.target.origin.whole(Span(1, 3))
    with pytest.raises(UnwritableError, match="“x”"):
        Html().write(b"a&NotEqualTilde;b", [edit_of(segment, Span(1, 2), "x")])


# --- one article in every format --------------------------------------------------------------------------------------

ARTICLE = (
    ("2024年5月3日，大桥重新开放。", "The harbour bridge was was reopened on on May 3, 2024 & “many” people came ."),
    ("市长说：“我们做到了。”", "The mayor said , “We have done it. It cost us 42 million."),
    ("有轨电车每六分钟一班。", "Trams runs every six minutes, and They are full。"),
)
"""Source, and a translation with slips."""

MONOLINGUAL: dict[str, Callable[[Sequence[str]], str]] = {
    "a.txt": "\n\n".join,
    "a.jsonl": lambda texts: "\n".join(json.dumps({"target": text}) for text in texts),
    "a.html": lambda texts: "".join(f"<p>{html.escape(text)}</p>" for text in texts),
    "a.md": "\n\n".join,
    "a.srt": lambda texts: "\n".join(f"{n}\n00:0{n}:00,000 --> 00:0{n}:09,000\n{t}\n" for n, t in enumerate(texts, 1)),
    "a.vtt": lambda texts: (
        "WEBVTT\n\n"
        + "\n".join(f"00:0{n}:00.000 --> 00:0{n}:09.000\n{html.escape(t)}\n" for n, t in enumerate(texts, 1))
    ),
}


def paragraphs(texts: Sequence[str]) -> str:
    return "".join(f"<p>{html.escape(text)}</p>" for text in texts)


NEWS: dict[str, Callable[[Sequence[str]], str]] = {
    "a.nitf": lambda texts: f"<nitf><body><body.content>{paragraphs(texts)}</body.content></body></nitf>",
    "xhtml.newsml": lambda texts: (
        f'<newsItem {_G2}><contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>{paragraphs(texts)}'
        "</body></html></inlineXML></contentSet></newsItem>"
    ),
    "plain.newsml": lambda texts: (
        f"<newsItem {_G2}><contentSet><inlineData>"
        + html.escape("\n\n".join(texts))
        + "</inlineData></contentSet></newsItem>"
    ),
    "escaped.rss": lambda texts: (
        f"<rss><channel><item><description>{html.escape(paragraphs(texts))}</description></item></channel></rss>"
    ),
    "cdata.rss": lambda texts: (
        f"<rss><channel><item><description><![CDATA[{paragraphs(texts)}]]></description></item></channel></rss>"
    ),
    "a.atom": lambda texts: (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        f"{paragraphs(texts)}</div></content></entry></feed>"
    ),
    "plain.ninjs": lambda texts: json.dumps({"uri": "a", "body_text": "\n\n".join(texts)}),
    "xhtml.ninjs": lambda texts: json.dumps({"uri": "a", "bodies": [{"value": paragraphs(texts)}]}),
}
MONOLINGUAL |= NEWS


BILINGUAL: dict[str, Callable[[Sequence[tuple[str, str]]], str]] = {
    "b.jsonl": lambda pairs: "\n".join(json.dumps({"source": s, "target": t}) for s, t in pairs),
    "b.po": lambda pairs: "\n".join(
        f"msgid {json.dumps(s, ensure_ascii=False)}\nmsgstr {json.dumps(t, ensure_ascii=False)}\n" for s, t in pairs
    ),
}


def test_an_article_has_the_same_findings_on_the_same_words_in_every_format(tmp_path: Path) -> None:
    targets = [target for _, target in ARTICLE]
    files = {name: write(targets) for name, write in MONOLINGUAL.items()}
    files |= {name: write(ARTICLE) for name, write in BILINGUAL.items()}
    found: dict[str, list[tuple[str, str, str]]] = {}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        diagnostics = check_files(tmp_path / name, target_lang="en", source_lang="zh")
        found[name] = [(d.rule, d.excerpt[d.span.start : d.span.end], d.message) for d in diagnostics]
    assert len(found["a.txt"]) > 4
    assert {name: found[name] for name in MONOLINGUAL} == dict.fromkeys(MONOLINGUAL, found["a.txt"])
    assert {name: found[name] for name in BILINGUAL} == dict.fromkeys(BILINGUAL, found["b.jsonl"])


# --- HTML -------------------------------------------------------------------------------------------------------------


def page(text: str) -> Document:
    return next(Html().read(text.encode(), "page.html"))


def shown(document: Document) -> list[tuple[str, str]]:
    return [(segment.kind, segment.target.value) for segment in document.segments]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One<p>Two<p>Three", ["One", "Two", "Three"]),
        ("<p>  One\r\n  <b> two</b>&nbsp;three </p>", ["One two\xa0three"]),
        ("One<br>two <br/> three<br> <br>four", ["One\ntwo\nthree", "four"]),
        ("<p>Use <code>x = 1</code> here", ["Use here"]),
        ("<p>Says <span translate=no>Acme <b translate=yes>today</b></span>.", ["Says today."]),
        ("<script>if (a<b) '</p>'</script><style>p{}</style>One", ["One"]),
        ("<pre>code</pre>One<textarea>two</textarea><p hidden>three", ["One"]),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", ["漢字"]),
        ("AT&T &copy 2020 &notit; &amp;amp; &#x41;&#66;", ["AT&T © 2020 ¬it; &amp; AB"]),
        ("a < b <3 </ p>c", ["a < b <3 c"]),
        ("a<!--b--><!>c<!---->d<?php e ?>f", ["acdf"]),
        ("<?xml version='1.0'?><p>a<![CDATA[b & c]]></p><p/>d", ["ab & c", "d"]),
        ("<a title='a>b' href=x/>One</a>", ["One"]),
        ("", []),
    ],
)
def test_the_text_of_a_page(text: str, expected: list[str]) -> None:
    assert [value for _, value in shown(page(text))] == expected


def test_kinds_of_segments() -> None:
    document = page(
        "<title>T</title><nav><ul><li>Home</ul></nav><h1>Head</h1><p class='x byline'>By A</p>"
        "<div itemprop=description><p>Lead</div><figure><img><figcaption>Cap</figcaption></figure>"
        "<blockquote><p>Said</blockquote><ul><li>One<li><p>Two</ul><table><caption>Tab<tr><th>A<td>B</table>Body<footer><h2>About</h2></footer>"
    )
    assert shown(document) == [
        ("furniture", "T"),
        ("furniture", "Home"),
        ("headline", "Head"),
        ("byline", "By A"),
        ("lead", "Lead"),
        ("caption", "Cap"),
        ("quote", "Said"),
        ("list", "One"),
        ("list", "Two"),
        ("caption", "Tab"),
        ("cell", "A"),
        ("cell", "B"),
        ("body", "Body"),
        ("furniture", "About"),
    ]


def test_languages_are_those_that_the_page_says() -> None:
    document = page("<html lang='en-GB'><p>One<blockquote lang=zh><p>二</blockquote><p xml:lang=''>three")
    assert document.target_lang == "en-GB"
    assert [segment.target.lang for segment in document.segments] == ["en-GB", "zh", ""]


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("<!-- tqa: ignore[a/b] why --><p>One<p>Two", "1"),
        ("<p>One</p><!-- tqa: ignore[a/b] why --><p>Two", "2"),
        ("<p>One <!-- tqa: ignore[a/b] why --> more<p>Two", "1"),
        ("<p>One<p><!-- tqa: ignore[a/b] why -->Two", "2"),
        ("<p>One<!-- tqa: ignore-file[a/b] why -->", None),
    ],
)
def test_a_comment_covers_the_segment_it_is_in_or_before(text: str, covered: str | None) -> None:
    document = page(text)
    assert [(s.rules, s.segment) for s in document.suppressions] == [(("a/b",), covered)]
    assert document.problems == ()


def test_a_comment_put_in_covers_the_segment() -> None:
    text = "<ul><li><b>One</b> two<li>three</ul>"
    document = page(text)
    at, comment = Html().comment(document, "2", "tqa: ignore[a/b] why")
    again = page(text[:at] + comment + text[at:])
    assert [s.segment for s in again.suppressions] == ["2"]
    assert shown(again) == shown(document)


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("<p>One<!-- two <p>three", "this “<!--” is not closed", "<!--"),
        ("<p>One<a href='x>two</a>", "the tag “<a” is not closed", "<a"),
        ("One<script>two", "this “<script>” is not closed", ">"),
        ("One<!-- tqa: ignore[a] -->", "not the name of a rule", "<!-- tqa: ignore[a] -->"),
        ("One<p><!-- tqa: ignore[a/b] x -->", "no text follows", "<!-- tqa: ignore[a/b] x -->"),
        ("<div>" * (DEEPEST + 5) + "One", "elements are open here", "<div>"),
    ],
)
def test_what_is_wrong_with_a_page_is_a_problem_with_its_place(text: str, message: str, place: str) -> None:
    document = page(text)
    assert [segment.target.value for segment in document.segments] == ["One"]
    (problem,) = document.problems
    assert message in problem.message
    assert text[problem.place.start : problem.place.end] == place


@pytest.mark.parametrize(
    ("data", "value", "written"),
    [
        (b"<meta charset=gb2312><p>\xd6\xd0\xce\xc4</p>", "中文", "“é&#128512;”"),
        (b"<?xml version='1.0' encoding='windows-1251'?><p>\xcc\xe8\xf0</p>", "Мир", "“&#233;&#128512;”"),
        (b"<meta charset=iso-8859-1><p>plain</p>", "plain", "&#8220;&#233;&#128512;&#8221;"),
        (b"<meta charset=utf-8><p>plain</p>", "plain", "“é😀”"),
        (b"<meta charset=nonsense><p>plain</p>", "plain", "“é😀”"),
    ],
)
def test_a_page_is_read_and_written_in_the_encoding_that_it_names(data: bytes, value: str, written: str) -> None:
    (document,) = Html().read(data, "page.html")
    (segment,) = document.segments
    assert segment.target.value == value
    edit = edit_of(segment, Span(0, len(value)), "“é😀”")
    assert edit.new_text == written
    (after,) = Html().read(Html().write(data, [edit]), "page.html")
    assert after.segments[0].target.value == "“é😀”"


def test_a_page_has_the_words_that_another_parser_finds() -> None:
    other: Any = pytest.importorskip("lxml.html")
    for path in sorted((DATA / "html").iterdir()):
        encoding = "iso-8859-1" if "latin1" in path.name else "utf-8"
        tree = other.document_fromstring(path.read_bytes(), parser=other.HTMLParser(encoding=encoding))
        for left_out in tree.xpath("//script | //style | //pre | //code | //tt | //var | //*/comment()"):
            left_out.drop_tree()
        ours = " ".join(s.target.value for s in next(Html().read(path.read_bytes(), str(path))).segments)
        assert re.findall(r"\w", ours) == re.findall(r"\w", tree.text_content()), path


# --- Markdown ---------------------------------------------------------------------------------------------------------


def note(text: str) -> Document:
    return next(Markdown().read(text.encode(), "note.md"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# One #\n\nTwo\nthree\n===\nFour", [("headline", "One"), ("headline", "Two three"), ("body", "Four")]),
        ("> *One*\n> two  \n> three\\\nfour", [("quote", "One two\nthree\nfour")]),
        ("- One\n  two\n\n  1. # Three\n", [("list", "One two"), ("headline", "Three")]),
        ("snake_case 5 * 3 **b**old `x` ``y`` *", [("body", "snake_case 5 * 3 bold *")]),
        ("[One](/x 'two') ![three](y) [four][r] <http://a.b>\n\n[r]: /z", [("body", "One four")]),
        ("\\*a\\* &lt;b&gt; \\c", [("body", "*a* <b> \\c")]),
        ("> | a \\| b | |\n> |---|---|\n> | c | b |", [("cell", "a | b"), ("cell", "c"), ("cell", "b")]),
        ("    code\n\n```\ncode\n```\nOne", [("body", "One")]),
        (
            "<div>\n<h2>One</h2> &amp; <p class=byline>two\n</div>\n\nThree",
            [("headline", "One"), ("body", "&"), ("byline", "two"), ("body", "Three")],
        ),
        (
            "---\ntitle: 'One: two'\ndate: x\n---\n\nThree[^1]\n\n[^1]: Four",
            [("headline", "One: two"), ("body", "Three"), ("body", "Four")],
        ),
        ('+++\ntitle = "One"\n+++\nTwo', [("headline", "One"), ("body", "Two")]),
        ("---\n\nOne", [("body", "One")]),
    ],
)
def test_the_prose_of_a_markdown_file(text: str, expected: list[tuple[str, str]]) -> None:
    for end in ("\n", "\r\n"):
        document = note(text.replace("\n", end))
        assert shown(document) == expected
        check_places(KINDS["markdown"], [document])


def test_a_markdown_file_has_the_words_that_it_is_rendered_with() -> None:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for path in sorted((DATA / "markdown").iterdir()):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"\A---\n.*?\n---\n|\[\^\d\]:?|<http\S+>", "", text, flags=re.DOTALL)
        rendered = re.sub(r"(?s)<pre>.*?</pre>|<code>.*?</code>|<[^>]*>", "", parser.render(text))
        ours = "".join(s.target.value for s in note(text).segments)
        assert re.findall(r"\w", ours) == re.findall(r"\w", html.unescape(rendered)), path


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("<!-- tqa: ignore[a/b] why -->\n\nOne", "1"),
        ("<!-- tqa: ignore[a/b] why -->\nOne\n\nTwo", "1"),
        ("One\n\n- Two <!-- tqa: ignore[a/b] why -->", "2"),
        ("---\n# tqa: ignore[a/b] why\ntitle: One\n---\nTwo", "1"),
        ("One <!-- tqa: ignore[a/b] why -->\n\nTwo", "1"),
        ("<!-- tqa: ignore-file[a/b] why -->\n\nOne", None),
    ],
)
def test_a_comment_in_markdown_covers_a_segment(text: str, covered: str | None) -> None:
    document = note(text)
    assert [(s.rules, s.segment) for s in document.suppressions] == [(("a/b",), covered)]
    assert document.problems == ()


def test_a_comment_put_into_markdown_covers_the_segment() -> None:
    text = "---\ntitle: T\n---\n# One\n\n> - **Two**\n\n| a | b |\n|--|--|\n| c | d |\n"
    document = note(text)
    for segment in document.segments:
        at, comment = Markdown().comment(document, segment.id, "tqa: ignore[a/b] why")
        again = note(text[:at] + comment + text[at:])
        assert [s.segment for s in again.suppressions] == [segment.id]
        assert shown(again) == shown(document)


def test_new_text_in_markdown_is_no_markup() -> None:
    text = "One two *three*\n\n| a | b |\n|--|--|\n"
    (one, cell, _) = note(text).segments
    edits = [edit_of(one, Span(4, 7), "*2* <b> [x](y) 3 & &amp; `c`"), edit_of(cell, Span(0, 1), "x | y")]
    written = Markdown().write(text.encode(), edits).decode()
    assert written == text.replace("two", r"\*2\* \<b> \[x](y) 3 & \&amp; \`c\`").replace("| a", r"| x \| y")
    with pytest.raises(UnwritableError, match="“- o”"):
        Markdown().write(text.encode(), [edit_of(one, Span(0, 3), "- o")])


# --- subtitles --------------------------------------------------------------------------------------------------------


def cues(*texts: str, form: type[Subtitles] = Subtitles, gap: int = 0) -> Document:
    blocks = [
        f"{n}\n00:0{n * (1 + gap)}:00,000 --> 00:0{n * (1 + gap) + 1}:00,000\n{text}\n"
        for n, text in enumerate(texts, 1)
    ]
    return next(form().read("\n".join(blocks).encode(), "a.srt"))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("One two", "three. ", "Four."), [("1", "One two three."), ("3", "Four.")]),
        (("One <i>two</i>\nthree,", "{\\an8}four"), [("1", "One two\nthree, four")]),
        (("- One?\n- Two.\nThree", "– Four"), [("1", "One?"), ("1.2", "Two.\nThree"), ("2", "Four")]),
        (("一二", "三。", "四"), [("1", "一二三。"), ("3", "四")]),
        (("“One.”", "AT&amp;T <b>"), [("1", "“One.”"), ("2", "AT&amp;T")]),
    ],
)
def test_sentences_go_over_cues(texts: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    document = cues(*texts)
    assert [(s.id, s.target.value) for s in document.segments] == expected
    check_places(KINDS["srt"], [document])


def test_a_pause_ends_a_sentence_and_so_does_its_length() -> None:
    assert len(cues("One", "two", gap=1).segments) == 2
    assert len(cues("One " * 300, "two").segments) == 2


def test_times_are_not_edited() -> None:
    text = "1\n00:00:00,000 --> 00:00:01,000\nWe say\n\n2\n00:00:01,000 --> 00:00:02,000\nno.\n"
    assert mended(Subtitles(), text) == (text.replace("no.", "yes."), 1)
    (segment,) = next(Subtitles().read(text.encode(), "a.srt")).segments
    for span in (Span(6, 7), Span(3, 8)):
        with pytest.raises(UnwritableError):
            Subtitles().write(text.encode(), [edit_of(segment, span, "-")])


def test_webvtt_has_a_header_notes_and_escapes() -> None:
    text = "WEBVTT\nLanguage: en\n\nNOTE tqa: ignore[a/b] why\n\nfirst\n00:00.000 --> 00:01.000\n<v Ann>AT&amp;T\n"
    (document,) = WebVtt().read(text.encode(), "a.vtt")
    (segment,) = document.segments
    assert (segment.target.value, segment.target.lang, document.target_lang) == ("AT&T", "en", "en")
    assert [s.segment for s in document.suppressions] == ["1"]
    written = WebVtt().write(text.encode(), [edit_of(segment, Span(0, 4), "R&D <x>")])
    assert written.decode() == text.replace("AT&amp;T", "R&amp;D &lt;x&gt;")
    at, comment = WebVtt().comment(document, "1", "tqa: ignore[c/d] why")
    (again,) = WebVtt().read((text[:at] + comment + text[at:]).encode(), "a.vtt")
    assert [(s.rules, s.segment) for s in again.suppressions] == [(("a/b",), "1"), (("c/d",), "1")]


def test_text_without_times_is_a_problem_and_a_file_without_any_is_unreadable() -> None:
    text = "1\n00:00:00,000 --> 00:00:01,000\nOne\n\nTwo\n"
    (document,) = Subtitles().read(text.encode(), "a.srt")
    assert [(p.message[:8], text[p.place.start : p.place.end]) for p in document.problems] == [("no times", "Two")]
    with pytest.raises(UnreadableError, match=r"a\.srt: there is no cue in it"):
        next(Subtitles().read(b"1\n00:00:00 -> 00:00:01\nOne\n", "a.srt"))


# --- gettext ----------------------------------------------------------------------------------------------------------

PO = r"""# tqa: ignore[a/b] of the header, so of nothing
msgid ""
msgstr ""
"Language: pt_BR\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

#. on the button
# tqa: ignore[c/d] why
msgctxt "menu"
msgid "Open \"%s\""
msgid_plural "Open "
"%d files"
msgstr[0] "Abrir \"%s\"\n"
msgstr[1] "Abrir %d"
#, c-format, fuzzy
msgid "Fuzzy"
msgstr "Vago"
msgid "Untranslated"
msgstr ""
#| msgid "Before"
msgid "Now"
msgstr "Agora"
#~ msgid "Old"
#~ msgstr "Velho"
"""


def test_the_messages_of_a_po_file() -> None:
    (document,) = Po().read(PO.encode(), "a.po")
    assert document.target_lang == "pt-BR"
    assert [(s.id, s.source and s.source.value, s.target.value, s.note) for s in document.segments] == [
        ("1[0]", 'Open "%s"', 'Abrir "%s"\n', "menu; on the button"),
        ("1[1]", "Open %d files", "Abrir %d", "menu; on the button"),
        ("4", "Now", "Agora", ""),
    ]
    assert [(s.rules, s.segment) for s in document.suppressions] == [(("c/d",), "1[0]"), (("c/d",), "1[1]")]


def test_of_a_language_with_one_form_the_plural_is_the_original() -> None:
    (document,) = Po().read(PO.replace("nplurals=2", "nplurals=1").encode(), "a.po")
    assert [s.source and s.source.value for s in document.segments[:2]] == ["Open %d files"] * 2


def test_a_comment_put_into_a_po_file_covers_its_message() -> None:
    (document,) = Po().read(PO.encode(), "a.po")
    at, comment = Po().comment(document, "4", "tqa: ignore[e/f] why")
    (again,) = Po().read((PO[:at] + comment + PO[at:]).encode(), "a.po")
    assert (("e/f",), "4") in [(s.rules, s.segment) for s in again.suppressions]


def test_what_is_no_po_is_a_problem_or_unreadable() -> None:
    (document,) = Po().read(b'msgid "a"\nmsgstr "b\n\nmsgid "c"\nmsgstr "d"\n', "a.po")
    assert [(p.message[:9], document.content.position(p.place.start).line) for p in document.problems] == [
        ("this is n", 1)
    ]
    with pytest.raises(UnreadableError, match="there is no msgid"):
        next(Po().read(b"One\n\nTwo\n", "a.po"))


def test_another_reader_of_po_files_finds_the_same_before_and_after_an_edit() -> None:
    pypo: Any = pytest.importorskip("translate.storage.pypo")

    def forms(text: Any) -> list[str]:
        return getattr(text, "strings", [text])

    for path in sorted(set((DATA / "po").iterdir()) - {DATA / "po" / "msgconv-latin1.po"}):  # it reads UTF-8 only
        data = path.read_bytes()
        segments = next(Po().read(data, str(path))).segments
        (one,) = [s for s in segments if s.target.value == "Fahrbahn"]
        for current in (data, Po().write(data, [edit_of(one, Span(0, 4), 'a "b" \\ c')])):
            pairs = [
                (str(source), str(target))
                for unit in pypo.pofile.parsestring(current).units
                if unit.istranslated() and not unit.isheader()
                for source, target in zip(forms(unit.source), forms(unit.target), strict=False)
            ]
            ours = [(s.source.value if s.source else "", s.target.value) for s in next(Po().read(current, "")).segments]
            assert ours == pairs, path
