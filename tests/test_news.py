"""News formats: what is a document, of what kind and language its texts are, what is said twice, how files are told
apart, and what is refused. (Places and edits are tested with those of all formats, in test_documents.)
"""

from __future__ import annotations

import html
import io
import json
from typing import TYPE_CHECKING

import pytest

from tqa import Document, PlacedEdit, Position, Range, Segment, Span, UnreadableError, UnwritableError
from tqa.cli import main
from tqa.formats import Recognised, tqa_formats
from tqa.formats.jsontext import MalformedError, first_keys
from tqa.formats.jsontext import read as read_json

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = tqa_formats()

G2 = "http://iptc.org/std/nar/2006-10-01/"
ATOM = "http://www.w3.org/2005/Atom"


def read(form: str, data: str | bytes) -> list[Document]:
    return list(FORMATS[form].read(data.encode() if isinstance(data, str) else data, "news"))


def shown(document: Document) -> list[tuple[str, str, str]]:
    return [(segment.id, segment.kind, segment.target.value) for segment in document.segments]


def texts(form: str, data: str) -> list[str]:
    return [segment.target.value for document in read(form, data) for segment in document.segments]


def edit_of(segment: Segment, old: str, new: str) -> PlacedEdit:
    origin = segment.target.origin
    start = segment.target.value.index(old)
    span = Span(start, start + len(old))
    place = Range(Position(0, 0), Position(0, 0), origin.span(span))
    return PlacedEdit(place, origin.written(new), segment.id, span, new)


def put(form: str, data: str, old: str, new: str) -> str:
    """A file after words of its first segment that has them are changed."""
    (segment, *_) = [s for document in read(form, data) for s in document.segments if old in s.target.value]
    return FORMATS[form].write(data.encode(), [edit_of(segment, old, new)]).decode()


# --- NITF -------------------------------------------------------------------------------------------------------------

NITF = """<?xml version="1.0"?>
<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">
<nitf xml:lang="en-GB">
  <head><title>In the file's name</title><docdata><doc-id id-string="1"/></docdata></head>
  <body>
    <body.head>
      <hedline><hl1>Bridge  reopens</hl1><hl2>At last</hl2></hedline>
      <note><body.content><p>Embargo lifted</p></body.content></note>
      <byline>By <person>Ana Ruiz</person><byttl>Staff</byttl></byline>
      <distributor>AP</distributor>
      <dateline><location>PORT HALLEY</location>, May 3</dateline>
      <abstract><p>Short of it.</p></abstract>
    </body.head>
    <body.content>
      <p id="p-1" lede="true">The <em>old</em> bridge<pronounce guide="x"/> is
         open.</p>
      <block><p>One<br/>two<br/><br/>three</p><bq><block><p>Said.</p></block></bq></block>
      <ul><li>Item</li></ul>
      <table><caption>Costs</caption><tr><th>Stage</th><td>14</td></tr></table>
      <media media-type="image"><media-reference source="a.jpg">x</media-reference>
        <media-caption><p>At night</p></media-caption><media-producer>AFP</media-producer></media>
      <p xml:lang="zh">大桥</p>
      <pre>1  2</pre>
    </body.content>
    <body.end><tagline>Editing by B.</tagline></body.end>
  </body>
</nitf>
"""


def test_the_texts_of_nitf() -> None:
    (document,) = read("nitf", NITF)
    assert document.target_lang == "en-GB"
    assert {s.target.lang for s in document.segments} == {"en-GB", "zh"}
    assert shown(document) == [
        ("title", "furniture", "In the file's name"),
        ("1", "headline", "Bridge reopens"),
        ("2", "headline", "At last"),
        ("3", "furniture", "Embargo lifted"),
        ("4", "byline", "By Ana Ruiz"),
        ("5", "byline", "Staff"),
        ("6", "furniture", "AP"),
        ("7", "dateline", "PORT HALLEY, May 3"),
        ("8", "lead", "Short of it."),
        ("p-1", "lead", "The old bridge is open."),
        ("9", "body", "One\ntwo"),
        ("10", "body", "three"),
        ("11", "quote", "Said."),
        ("12", "list", "Item"),
        ("13", "caption", "Costs"),
        ("14", "cell", "Stage"),
        ("15", "cell", "14"),
        ("16", "caption", "At night"),
        ("17", "furniture", "AFP"),
        ("18", "body", "大桥"),
        ("19", "furniture", "Editing by B."),
    ]


# --- NewsML-G2 --------------------------------------------------------------------------------------------------------


def item(content: str = "", meta: str = "", guid: str = "a", kind: str = "text", more: str = "") -> str:
    return (
        f'<newsItem xmlns="{G2}" guid="{guid}"{more}><itemMeta><itemClass qcode="ninat:{kind}"/></itemMeta>'
        f"<contentMeta>{meta}</contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


def inline(content: str) -> str:
    return f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">{content}</html></inlineXML>'


def test_the_texts_of_a_news_item() -> None:
    (document,) = read(
        "newsml",
        item(
            inline("<body><p>One <b>two</b></p><p class='caption'>Three</p></body>"),
            "<slugline>x</slugline><by>Ana</by><dateline>Rome</dateline><headline>H<br/>I</headline>"
            '<creditline>AFP</creditline><description role="drol:summary">S</description>'
            '<description role="drol:caption">C</description>',
        ),
    )
    assert shown(document) == [
        ("by", "byline", "Ana"),
        ("dateline", "dateline", "Rome"),
        ("headline", "headline", "H\nI"),
        ("creditline", "furniture", "AFP"),
        ("description", "lead", "S"),
        ("description#2", "caption", "C"),
        ("1", "body", "One two"),
        ("2", "caption", "Three"),
    ]


def test_of_a_picture_the_description_is_a_caption() -> None:
    (document,) = read("newsml", item("", "<description>The bridge</description>", kind="picture"))
    assert shown(document) == [("description", "caption", "The bridge")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<inlineData>One\n  two\n \nthree</inlineData>", ["One two", "three"]),
        (
            '<inlineData contenttype="text/html">&lt;p>One&lt;br>two&lt;p>AT&amp;amp;T</inlineData>',
            ["One\ntwo", "AT&T"],
        ),
        ('<inlineData contenttype="image/png">iVBO</inlineData>', []),
        ('<inlineData encoding="base64">iVBO</inlineData>', []),
        ('<inlineXML contenttype="application/nitf+xml"><nitf><body><p>One</p></body></nitf></inlineXML>', ["One"]),
        ("<inlineXML><sports-content><p>One</p></sports-content></inlineXML>", []),
        (inline('<body><p translate="no">One</p><p hidden="">Two</p><pre>Three</pre>Four</body>'), ["Four"]),
    ],
)
def test_the_contents_of_a_news_item(content: str, expected: list[str]) -> None:
    assert texts("newsml", item(content)) == expected


def test_languages_of_a_news_item() -> None:
    meta = '<language tag="en"/><headline>H</headline><headline xml:lang="fr">T</headline>'
    (document,) = read("newsml", item(inline("<p>One</p><p lang='it'>Due</p>"), meta, more=' xml:lang="de"'))
    assert document.target_lang == "en"
    assert [s.target.lang for s in document.segments] == ["de", "fr", "en", "it"]


def test_items_of_a_message_and_of_a_package_keep_apart() -> None:
    package = (
        f'<packageItem xmlns="{G2}" guid="p"><contentMeta><headline>Top</headline></contentMeta><groupSet><group>'
        "<itemRef><title>One</title><description>Two</description></itemRef></group></groupSet></packageItem>"
    )
    one = item("", "<headline>A</headline>", guid="a")
    concept = f'<conceptItem xmlns="{G2}"><concept><name>x</name></concept></conceptItem>'
    message = f'<newsMessage xmlns="{G2}"><itemSet>{one}{one}{concept}{package}</itemSet></newsMessage>'
    documents = read("newsml", message)
    assert [d.name for d in documents] == ["a", "a#2", "p"]
    assert [[value for _, _, value in shown(d)] for d in documents] == [["A"], ["A"], ["Top", "One", "Two"]]
    changed = FORMATS["newsml"].write(message.encode(), [edit_of(documents[1].segments[0], "A", "B & C")]).decode()
    assert changed == message.replace(one * 2, one + one.replace(">A<", ">B &amp; C<"))


# --- feeds ------------------------------------------------------------------------------------------------------------


def rss(*items: str, more: str = "") -> str:
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/"'
    )
    return f'<rss version="2.0" {spaces}><channel>{more}{"".join(f"<item>{i}</item>" for i in items)}</channel></rss>'


def test_items_of_rss_are_documents() -> None:
    feed = rss(
        "<title>One</title><description>Sum</description><content:encoded><![CDATA[<p>A<p>B]]></content:encoded>"
        "<dc:creator>Ana</dc:creator><guid>g1</guid>"
        '<media:group><media:content url="x"><media:description>Cap</media:description></media:content></media:group>',
        "<title>Deux</title><link>http://b</link><description>Texte</description><dc:language>fr</dc:language>",
        "<title>Third</title>",
        more="<title>Feed</title><description>About</description><language>en-us</language>",
    )
    one, two, three, about = read("feed", feed)
    assert [(d.name, d.target_lang) for d in (one, two)] == [("g1", "en-us"), ("http://b", "fr")]
    assert [(d.name, d.target_lang) for d in (three, about)] == [("3", "en-us"), ("", "en-us")]
    assert shown(one) == [
        ("title", "headline", "One"),
        ("description", "lead", "Sum"),
        ("content:encoded/1", "body", "A"),
        ("content:encoded/2", "body", "B"),
        ("dc:creator", "byline", "Ana"),
        ("media:description", "caption", "Cap"),
    ]
    assert shown(two) == [("title", "headline", "Deux"), ("description", "body", "Texte")]
    assert shown(about) == [("title", "furniture", "Feed"), ("description", "furniture", "About")]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("AT&amp;T &lt; 5", "AT&T < 5"),
        ("AT&amp;amp;T", "AT&T"),
        ("It&amp;#8217;s", "It’s"),
        ("It&#8217;s", "It’s"),
        ("<![CDATA[It&#8217;s <b>on</b>]]>", "It’s on"),
        ("&lt;b&gt;On&lt;/b&gt; air", "On air"),
        ("use &lt;stdin&gt; or a&lt;b", "use <stdin> or a<b"),
        ("One<b>&amp;</b>two", "One&two"),
    ],
)
def test_a_title_of_rss_is_html_where_it_looks_like_it(said: str, expected: str) -> None:
    assert texts("feed", rss(f"<title>{said}</title>")) == [expected]


def test_entries_of_atom_are_documents() -> None:
    one, two, about = read(
        "feed",
        f'<feed xmlns="{ATOM}" xml:lang="en"><title>Feed</title><subtitle type="html">&lt;i>Sub</subtitle>'
        '<entry><id>u1</id><title type="html">A &amp;amp; B</title><summary>&lt;b></summary>'
        '<content type="xhtml" xml:lang="de"><div xmlns="http://www.w3.org/1999/xhtml"><p>Eins</p><p>Zwei</p></div></content>'
        "<author><name>Ana</name></author></entry>"
        '<entry><id>u2</id><summary type="html">&lt;p>One</summary><content type="image/png">iVBO</content></entry>'
        "</feed>",
    )
    assert [(d.name, d.target_lang) for d in (one, two, about)] == [("u1", "en"), ("u2", "en"), ("", "en")]
    assert shown(one) == [
        ("title", "headline", "A & B"),
        ("summary", "lead", "<b>"),
        ("content/1", "body", "Eins"),
        ("content/2", "body", "Zwei"),
        ("author", "byline", "Ana"),
    ]
    assert [s.target.lang for s in one.segments] == ["en", "en", "de", "de", "en"]
    assert shown(two) == [("summary", "lead", "One")]
    assert shown(about) == [("title", "furniture", "Feed"), ("subtitle", "furniture", "Sub")]


def test_a_comment_in_html_of_a_feed_covers_its_paragraph() -> None:
    text = rss("<description><![CDATA[<p>A</p><!-- tqa: ignore[a/b] why --><p>B]]></description>")
    document, *_ = read("feed", text)
    (asked,) = document.suppressions
    assert (asked.segment, text[asked.place.start : asked.place.end]) == (
        "description/2",
        "<!-- tqa: ignore[a/b] why -->",
    )
    (broken, *_) = read("feed", rss("<description><![CDATA[<p>A<!-- B]]></description>"))
    assert "is not closed" in broken.problems[0].message
    assert broken.content.value[slice(*broken.problems[0].place)] == "<!--"


# --- ninjs ------------------------------------------------------------------------------------------------------------


def ninjs(**keys: object) -> str:
    return json.dumps({"uri": "u", **keys})


def test_the_texts_of_ninjs_1() -> None:
    (document,) = read(
        "ninjs",
        ninjs(
            language="en",
            byline="Ana",
            located="Rome",
            headline="H",
            description_text="D",
            body_text="One\n\nTwo  words\nmore",
            associations={"pic": {"type": "picture", "headline": "P", "description_text": "Cap"}},
        ),
    )
    assert document.target_lang == "en"
    assert shown(document) == [
        ("headline", "headline", "H"),
        ("byline", "byline", "Ana"),
        ("located", "dateline", "Rome"),
        ("description_text", "lead", "D"),
        ("body_text/1", "body", "One"),
        ("body_text/2", "body", "Two  words\nmore"),
        ("associations.pic.headline", "caption", "P"),
        ("associations.pic.description_text", "caption", "Cap"),
    ]


def test_the_texts_of_ninjs_3() -> None:
    one, two = read(
        "ninjs",
        ninjs(
            language="en",
            by="Ana",
            headlines=[{"role": "main", "value": "H"}, {"role": "x", "value": "T", "language": "fr"}],
            descriptions=[{"role": "caption", "value": "D"}],
            bodies=[
                {"contentType": "text/plain", "value": "a <b> c"},
                {"contentType": "application/xhtml+xml", "value": "<ul><li>One</li></ul>"},
            ],
            associations=[{"uri": "s", "type": "text", "headlines": [{"value": "Other"}]}],
        ),
    )
    assert shown(one) == [
        ("headlines[0]", "headline", "H"),
        ("headlines[1]", "headline", "T"),
        ("by", "byline", "Ana"),
        ("descriptions[0]", "caption", "D"),
        ("bodies[0]", "body", "a <b> c"),
        ("bodies[1]", "list", "One"),
    ]
    assert [s.target.lang for s in one.segments] == ["en", "fr", "en", "en", "en", "en"]
    assert (two.name, shown(two)) == ("s", [("associations[0].headlines[0]", "headline", "Other")])


def test_items_in_an_array_are_documents() -> None:
    text = "[" + ninjs(headline="A") + "," + ninjs(headline="A", language="fr") + "]"
    assert [(d.name, d.target_lang, len(d.segments)) for d in read("ninjs", text)] == [("u", "", 1), ("u#2", "fr", 1)]


def test_keys_that_are_there_twice_and_half_characters_are_told() -> None:
    text = '{"uri": "u", "headline": "A", "headline": "B \\ud83d", "renditions": {"a": 1, "a": 2}}'
    (document,) = read("ninjs", text)
    assert shown(document) == [("headline", "headline", "B \ufffd")]
    assert [(p.message.split(" ")[:3], text[slice(*p.place)]) for p in document.problems] == [
        (["the", "key", '"headline"'], '"headline"'),
        (["half", "a", "character,"], "\\ud83d"),
    ]
    assert document.problems[0].place.start == text.rindex('"headline"')


def test_new_text_in_ninjs_is_escaped_in_both_layers() -> None:
    text = '{"uri": "u", "body_xhtml": "<p>One \\"two\\" caf\\u00e9 &amp; \\ud83d\\ude00<\\/p>"}'
    assert put("ninjs", text, "café & 😀", 'a < "b" 😀\\') == text.replace(
        "caf\\u00e9 &amp; \\ud83d\\ude00", 'a &lt; \\"b\\" \\ud83d\\ude00\\\\'
    )


# --- JSON -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("", "ends too early", 0),
        ('{"a": NaN}', "a value is missing", 6),
        ('{"a": 01}', "a value is missing", 6),
        ('{"a": Infinity}', "a value is missing", 6),
        ('{"a": tru}', "a value is missing", 6),
        ('{"a" 1}', "“:” is missing", 5),
        ('{"a": 1 "b": 2}', "“,” is missing", 8),
        ('{"a": 1,}', "a key in quotation marks", 8),
        ("[1,]", "a value is missing", 3),
        ("{'a': 1}", "a key in quotation marks", 1),
        ('{"a": "b', "not closed", 6),
        ('{"a": "b\nc"}', "not allowed in a string", 8),
        ('{"a": "\\x"}', "not allowed in a string", 7),
        ('{"a": "\\u12"}', "not allowed in a string", 8),
        ("{} {}", "there is more", 3),
        ("[" * 300 + "]" * 300, "more than 256 deep", 256),
        ('{"a":' * 100_000, "more than 256 deep", 256 * 5),
        ('{"a": [1', "ends too early", 8),
    ],
)
def test_what_is_not_json_is_told_with_its_place(text: str, message: str, at: int) -> None:
    with pytest.raises(MalformedError, match=message) as caught:
        read_json(text)
    assert caught.value.at == at


@pytest.mark.parametrize(
    "text", ['{"a": [1, -2.5e+3, {"b": null}, [], {}, "x"], "c": true}', " \n[]\t", '"\\u00e9"', "0"]
)
def test_what_is_json_is_read_with_its_places(text: str) -> None:
    def check(value: object, data: object) -> None:
        found = getattr(value, "data")  # noqa: B009
        start, end = getattr(value, "start"), getattr(value, "end")  # noqa: B009
        assert json.loads(text[start:end]) == data
        if isinstance(found, dict):
            assert isinstance(data, dict)
            assert found.keys() == data.keys()
            for key in found:
                check(found[key], data[key])
        elif isinstance(found, list):
            assert isinstance(data, list)
            for inner, there in zip(found, data, strict=True):
                check(inner, there)
        else:
            assert found == (data if isinstance(data, str) else None)

    check(read_json(text), json.loads(text))


def test_the_first_keys_of_an_object_that_breaks_off() -> None:
    assert list(first_keys('{"a": {"b": 1}, "c": [1], "d": "x')) == ["a", "c", "d"]
    assert list(first_keys('[ {"a": 1, "b": 2}, {"c": 3}]')) == ["a", "b"]
    assert list(first_keys("[1]")) == list(first_keys("{}")) == list(first_keys("")) == []


# --- what is said twice -----------------------------------------------------------------------------------------------


def test_what_an_article_says_twice_is_checked_once() -> None:
    nitf = "<nitf><body><hedline><hl1>Head</hl1></hedline><p>One</p><p>One</p></body></nitf>"
    meta = "<headline>Head</headline><description>One</description><by>B</by>"
    assert texts("newsml", item(f"<inlineXML>{nitf}</inlineXML>", meta)) == ["B", "Head", "One", "One"]
    assert texts("ninjs", ninjs(headline="A", body_text="One\n\nTwo", body_xhtml="<p>One</p><p>Two.</p>")) == [
        "A",
        "Two",
        "One",
        "Two.",
    ]
    assert texts("ninjs", ninjs(body_text="One Two", body_xhtml="<p>One</p><p>Two</p>")) == ["One", "Two"]
    assert texts("ninjs", ninjs(headline="One", body_xhtml="<p>One</p><p>Two</p>")) == ["One", "One", "Two"]


def test_a_fix_goes_into_both_places_that_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    text = ninjs(
        language="en", headline="It is", body_text="It was , she said.", body_xhtml="<p>It was , she said.</p>"
    )
    path.write_text(text, encoding="utf-8")
    (checked,) = read("ninjs", text)
    assert len(checked.segments) == 2
    assert main(["check", "--isolated", "--fix", "--select", "linguistic/space-before-punctuation", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == text.replace(" ,", ",")


# --- recognition ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (NITF, "nitf"),
        (item(), "newsml"),
        (f'<g2:newsMessage xmlns:g2="{G2}"/>', "newsml"),
        (f'\ufeff<?xml version="1.0"?><!-- c --><!DOCTYPE rss><rss>{"x" * 100_000}', "feed"),
        (f'<feed xmlns="{ATOM}">', "feed"),
        ('<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">', "nitf"),
        (f'<conceptItem xmlns="{G2}"/>', ""),
        ("<newsItem/>", ""),
        ("<feed/>", ""),
        ("<project/>", ""),
        ("<svg xmlns='http://www.w3.org/2000/svg'>", ""),
        ("plain text", ""),
        (ninjs(headline="A"), "ninjs"),
        ('{"body_xhtml": "<p>x</p>", "uri": "u", "more": "' + "x" * 100_000, "ninjs"),
        ('{"uri": "u", "body_xhtml": "' + "x" * 100_000, "ninjs"),
        ("[" + ninjs(headline="A") + "]", "ninjs"),
        ('{"uri": "u"}', ""),
        ('{"headline": "A"}', ""),
        ('{"name": "x", "a": {"uri": "u", "headline": "A"}}', ""),
        ("[1, 2]", ""),
        ("", ""),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_files_are_told_apart_by_what_they_hold(data: str, expected: str, encoding: str) -> None:
    found = [name for name, form in FORMATS.items() if _recognises(form, data.encode(encoding))]
    assert found == [expected] * bool(expected)


def _recognises(form: object, data: bytes) -> bool:
    return isinstance(form, Recognised) and form.recognises(io.BytesIO(data))


def test_in_a_folder_only_news_is_read_and_a_named_file_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "news.xml").write_text(rss("<title>Two  spaces</title>"), encoding="utf-8")
    (tmp_path / "news.JSON").write_text(ninjs(headline="Two  spaces"), encoding="utf-8")
    (tmp_path / "pom.xml").write_text("<project>Two  spaces</project>", encoding="utf-8")
    (tmp_path / "package.json").write_text('{"name": "two  spaces"}', encoding="utf-8")
    select = ["--isolated", "--format", "jsonl", "--select", "linguistic/double-space"]
    assert main(["check", *select, str(tmp_path)]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [d["path"].rpartition("/")[2] for d in found] == ["news.JSON"]
    assert main(["check", *select, str(tmp_path / "pom.xml"), str(tmp_path / "package.json")]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [d["message"].partition(": ")[2] for d in found] == [
        "of its suffix tqa reads newsml, nitf, feed, and this is none of them; name the format with --input-format",
        'this is JSON, but not ninjs: an object with "uri" and what ninjs has',
    ]
    assert main(["check", *select, "--force-exclude", str(tmp_path / "pom.xml"), str(tmp_path / "package.json")]) == 0
    assert capsys.readouterr().out == ""
    assert main(["check", *select, "--input-format", "text", str(tmp_path / "pom.xml")]) == 0
    assert '"segment": {"id": "1", "start": 12, "end": 14}' in capsys.readouterr().out


# --- what is not sound ------------------------------------------------------------------------------------------------

BOMB = "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {name} '{f'&{inner};' * 10}'>" for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("form", "data", "message"),
    [
        ("feed", b"", "line 1, column 1: no element found"),
        ("feed", b"<html/>", "this is XML, but not of this format: it begins with <html>"),
        ("feed", rss("<title>a & b</title>").encode(), "not well-formed"),
        ("feed", rss("<title>a</title>").encode()[:-9], "unclosed token"),
        ("feed", (BOMB + "]>" + rss("<title>&i;</title>")).encode(), "declares an entity of its own, a"),
        (
            "nitf",
            b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><nitf>&a;</nitf>",
            "declares an entity of its own",
        ),
        (
            "nitf",
            b"<!DOCTYPE x SYSTEM 'http://localhost/x'><nitf><body>&x;</body></nitf>",
            "the entity &x; is not declared",
        ),
        ("nitf", ("<nitf><body>" + "<em>" * 300).encode(), "nested more than 256 deep"),
        ("newsml", rss("<title>é</title>").encode("latin-1"), "not UTF-8"),
        ("ninjs", b'{"uri": "a",\n "headline": NaN}', "not sound JSON at line 2, column 14: a value is missing here"),
        ("ninjs", b'{"name": "a"}', "this is JSON, but not ninjs"),
        ("ninjs", b"[]", "this is JSON, but not ninjs"),
        ("ninjs", ('{"uri": "u", "headline": "' + "é" * 40 + '"}').encode("latin-1"), ""),
    ],
)
def test_a_file_that_is_not_sound_is_told_with_its_place(form: str, data: bytes, message: str) -> None:
    try:
        problems = [problem.message for document in read(form, data) for problem in document.problems]
    except UnreadableError as problem:
        problems = [str(problem)]
    (found,) = problems
    assert message in found
    assert "\n" not in found


def test_what_stands_before_the_error_is_read_but_nothing_is_written() -> None:
    text = rss("<title>One</title>", "<title>Two & three</title>")
    one, broken = read("feed", text)
    assert [s.target.value for s in one.segments] == ["One"]
    assert text[slice(*broken.problems[0].place)] == " "
    for form, data in (("feed", text), ("ninjs", ninjs(headline="One")[:-1])):
        edit = PlacedEdit(Range(Position(0, 0), Position(0, 0), Span(0, 0)), "x", "title", Span(0, 0), "x")
        with pytest.raises(UnwritableError, match="nothing is written: this is not sound"):
            FORMATS[form].write(data.encode(), [edit])


def test_new_text_is_written_as_its_place_wants_it() -> None:
    new = "a < b & ]]> “c”"
    escaped = html.escape(new, quote=False)
    assert put("nitf", "<nitf><body><p>One</p></body></nitf>", "One", new) == (
        f"<nitf><body><p>{escaped}</p></body></nitf>"
    )
    assert put("nitf", "<nitf><body><p><![CDATA[One]]></p></body></nitf>", "One", new) == (
        "<nitf><body><p><![CDATA[a < b & ]]]]><![CDATA[> “c”]]></p></body></nitf>"
    )
    assert put("feed", rss("<description>&lt;p>One&lt;/p></description>"), "One", new) == rss(
        f"<description>&lt;p>{html.escape(escaped, quote=False)}&lt;/p></description>"
    )
    assert put("feed", rss("<description>a <![CDATA[<p>One</p>]]></description>"), "One", new) == rss(
        f"<description>a <![CDATA[<p>{escaped}</p>]]></description>"
    )
    latin = '<?xml version="1.0" encoding="iso-8859-1"?>' + rss("<title>One</title>")
    assert "<title>&#x201C;</title>" in put("feed", latin, "One", "“")


@pytest.mark.parametrize(
    ("data", "old", "new"),
    [
        ("<nitf><body><p>One <em>two</em></p></body></nitf>", "e t", "-"),
        ("<nitf><body><p>One</p></body></nitf>", "One", "\x0b"),
        ("<nitf><body><p>One<![CDATA[ two]]></p></body></nitf>", "two", "a & b"),
        ("<nitf><body><p>One</p></body></nitf>", "One", "a\n\nb  c\ud83d"),
    ],
)
def test_what_cannot_be_written_without_harm_is_refused(data: str, old: str, new: str) -> None:
    with pytest.raises(UnwritableError):
        put("nitf", data, old, new)


def test_a_comment_in_white_space_is_not_lost() -> None:
    text = rss("<description>One <!-- c --> two</description>")
    segment = read("feed", text)[0].segments[0]
    assert segment.target.value == "One two"
    assert not segment.target.origin.whole(Span(2, 5))
    with pytest.raises(UnwritableError):
        FORMATS["feed"].write(text.encode(), [edit_of(segment, " ", "-")])
    assert put("feed", text, "two", "2") == text.replace("two", "2")


def test_what_comes_into_a_text_without_words_is_looked_at_again() -> None:
    text = rss("<description>\xa0&#10;</description>")
    segment = read("feed", text)[0].segments[0]
    with pytest.raises(UnwritableError):
        FORMATS["feed"].write(text.encode(), [edit_of(segment, "\xa0", "<p>")])
