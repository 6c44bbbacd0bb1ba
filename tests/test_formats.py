"""Plain text and JSON Lines: the place of every character, comments for tqa, and edits that touch nothing else."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tqa import (
    Checker,
    Content,
    Document,
    Edit,
    Finding,
    Fix,
    Origin,
    Position,
    PositionEncoding,
    Range,
    Segment,
    Span,
    Text,
    rule,
)
from tqa.engine import mend
from tqa.formats.lines import MOST_PROBLEMS, Lines
from tqa.formats.plain import Plain
from tqa.formats.suppress import RequestError, parse
from tqa.model import PlacedEdit, UnreadableError, UnwritableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hypothesis.strategies import DrawFn

    from tqa import Context
    from tqa.engine import Checked
    from tqa.model import Safety

ENCODINGS = {
    "utf-8": b"",
    "utf-8-sig": b"",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "utf-32-le": b"\xff\xfe\x00\x00",
    "utf-32-be": b"\x00\x00\xfe\xff",
}
"""With the BOM that has to be put before."""

PIECES = (
    *(
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "\r\n\r\n",
        "\n \t\n",
        "\u2028",
        "\u2029",
        "\x0b",
        "\x0c",
        "\x85",
        " ",
        "  ",
        "\t",
        "\u3000",
    ),
    *("One word", "two.", "“é", "漢字", "😀", "\u0301", "tqa", "<!--", "-->", "#", "//", "[[", "tqa: ignore"),
    *("<!-- tqa: ignore[style/fragment] why -->", "# tqa: ignore[a/b, c/d] why until=2027-01-31\n"),
    *("\n// tqa: ignore-file[a/b] why\n", "<!-- tqa: ignore[] -->", "<!-- tqa: nonsense -->", "<!-- a comment -->"),
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4)).map("".join)
letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")


def plain(text: str) -> Document:
    return next(Plain().read(text.encode(), "news.txt"))


def values(document: Document) -> list[str]:
    return [segment.target.value for segment in document.segments]


def encoded(text: str, encoding: str) -> bytes:
    return ENCODINGS[encoding] + text.encode(encoding)


def placed(segment: Segment, start: int, end: int, new: str) -> PlacedEdit:
    span = segment.target.origin.span(Span(start, end))
    return PlacedEdit(
        Range(Position(0, 0), Position(0, 0), span), segment.target.origin.written(new), segment.id, span, new
    )


def shown(document: Document, place: Span) -> str:
    return document.content.value[place.start : place.end]


# --- positions --------------------------------------------------------------------------------------------------------


def naive_position(value: str, offset: int, encoding: PositionEncoding = "utf-16") -> Position:
    """Counted character by character."""
    unit = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    line = column = 0
    for i, c in enumerate(value[:offset]):
        if c == "\n" or (c == "\r" and value[i + 1 : i + 2] != "\n"):
            line, column = line + 1, 0
        else:
            column += len(c.encode(f"{encoding}-le" if unit > 1 else encoding, "surrogatepass")) // unit
    return Position(line, column)


awkward = st.text(st.sampled_from("ab\n\r\u2028é漢😀\U0010ffff\x85\ud83d\u0301"), max_size=40)
units = st.sampled_from(get_args(PositionEncoding))


@given(awkward, units)
def test_a_position_is_counted_as_the_language_server_protocol_does(value: str, unit: PositionEncoding) -> None:
    content = Content(value)
    assert [content.position(i, unit) for i in range(len(value) + 1)] == [
        naive_position(value, i, unit) for i in range(len(value) + 1)
    ]


@given(awkward, units)
def test_a_position_leads_back_to_its_offset(value: str, unit: PositionEncoding) -> None:
    content = Content(value)
    for offset in range(len(value) + 1):
        behind_its_line = value[max(offset - 1, 0) : offset + 1] == "\r\n"
        assert content.offset(content.position(offset, unit), unit) == offset - behind_its_line


@given(awkward, units, st.integers(-1, 50), st.integers(-1, 50))
def test_any_position_is_brought_into_the_text(value: str, unit: PositionEncoding, line: int, column: int) -> None:
    content = Content(value)
    found = content.offset(Position(line, column), unit)
    if line >= len(content.lines()):
        assert found == len(value)
        return
    line = max(line, 0)
    before = [  # the places of the line that are not behind the column
        offset
        for offset in range(len(value) + 1)
        if content.position(offset, unit) <= Position(line, max(column, 0))
        and content.lines()[line] <= offset <= content.lines()[line] + len(content.line(line))
    ]
    assert found == before[-1]


@given(st.text(st.sampled_from("ab\n\ré😀"), max_size=40))
def test_lines_are_without_their_ends(value: str) -> None:
    content = Content(value)
    lines = [content.line(number) for number in range(len(content.lines()))]
    assert lines == re.split(r"\r\n|\n|\r", value)


def test_a_position_far_out_in_a_line_costs_no_look_at_the_whole_line() -> None:
    content = Content("“é😀” " * 200_000 + "\n")
    assert content.position(0) == Position(0, 0)
    for offset in range(900_000, 1_000_000):
        content.offset(content.position(offset))
    assert content.position(1_000_000) == Position(0, 1_200_000)


@pytest.mark.parametrize("origin", [Origin.contiguous(7, 0), Origin.deferred(lambda: ((), (7,)))])
def test_an_empty_text_has_a_place(origin: Origin) -> None:
    assert origin.span(Span(0, 0)) == Span(7, 7)
    assert len(origin) == 0


# --- plain text -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_blank_line_ends_a_segment(newline: str) -> None:
    text = "Title||  First line,|second line. | \t|Third.|||Fourth.|"
    document = plain(text.replace("|", newline))
    assert values(document) == ["Title", f"  First line,{newline}second line. ", "Third.", "Fourth."]
    assert [segment.id for segment in document.segments] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n", []),
        (" \r\n\t\r\n\n  ", []),
        ("\u2029 \u2028", []),
        ("\ufeff", []),
        ("a\r\nb", ["a\r\nb"]),
        ("a\n\rb", ["a", "b"]),
        ("a\r\r\nb", ["a", "b"]),
        ("a\nb\r\n\rc", ["a\nb", "c"]),
        ("a\u2029b\u2029\n\nc", ["a", "b", "c"]),
        ("a\n\u2029b", ["a", "b"]),
        ("a\u2028b\x0cc", ["a\u2028b\x0cc"]),
        ("a\n\x0c\nb", ["a", "b"]),
        ("\n\n a\n", [" a"]),
        ("  \n a", [" a"]),
        ("a\n   ", ["a"]),
        ("a \n\u3000\n\u3000b", ["a ", "\u3000b"]),
    ],
)
def test_where_segments_begin_and_end(text: str, expected: list[str]) -> None:
    assert values(plain(text)) == expected


@given(texts, st.sampled_from(list(ENCODINGS)))
def test_every_character_of_plain_text_is_where_its_origin_says(text: str, encoding: str) -> None:
    assume("\0" not in text)
    (document,) = Plain().read(encoded(text, encoding), "news.txt")
    content = document.content.value
    assert content == text.removeprefix("\ufeff" if encoding == "utf-8" else "")
    rest = content
    at = 0
    for number, segment in enumerate(document.segments):
        value, origin = segment.target.value, segment.target.origin
        assert segment.id == str(number + 1)
        assert len(origin) == len(value)
        assert [content[origin[i]] for i in range(len(value))] == list(value)
        assert shown(document, origin.span(Span(0, len(value)))) == value
        assert value.strip()
        assert value == value.strip("\r\n\u2029")
        assert not re.search(r"(?:\r\n|\n|\r(?!\n))[^\S\r\n]*[\r\n]|\u2029", value)
        assert origin[0] >= at
        at = origin[0] + len(value)
        rest = rest[: origin[0]] + " " * len(value) + rest[at:]
    for place in [s.place for s in document.suppressions] + [p.place for p in document.problems]:
        assert 0 <= place.start < place.end <= len(content)
        rest = rest[: place.start] + " " * (place.end - place.start) + rest[place.end :]
    assert not rest.strip(), "all that is neither segment nor comment is white space"
    ids = {segment.id for segment in document.segments}
    assert all(request.segment in ids or request.segment is None for request in document.suppressions)


@given(
    st.binary(max_size=60) | texts.map(str.encode), st.sampled_from(["", "gb18030", "latin-1", "utf-16-le", "cp932"])
)
def test_reading_any_bytes_raises_nothing_but_that_they_are_unreadable(data: bytes, encoding: str) -> None:
    for reader in (Plain(encoding), Lines(encoding)):
        message = "news: "
        try:
            for document in reader.read(data, "news"):
                assert all(segment.id for segment in document.segments)
        except UnreadableError as problem:
            message = str(problem)
        assert message.startswith("news: ")
        assert "\n" not in message


def test_a_hundred_blank_lines_or_very_long_ones_are_no_trouble() -> None:
    for text in ("\n" * 100_000, " " * 200_000, " \n" * 100_000, "a" + " " * 200_000 + "b", "<!-- tqa" * 20_000):
        assert len(plain(text).segments) <= 1


# --- suppression ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "segments", "covers"),
    [
        ("<!-- tqa: ignore[a/b] why -->\nOne\n\nTwo", ["One", "Two"], "1"),
        ("One\n\n<!-- tqa: ignore[a/b] why -->\n\nTwo", ["One", "Two"], "2"),
        ("One\n\n  # tqa: ignore[a/b] why\r\n \r\nTwo", ["One", "Two"], "2"),
        ("One\n// tqa:ignore[a/b] why\nTwo", ["One", "Two"], "2"),
        ("One\n<!--TQA: Ignore [a/b]: why-->\nTwo", ["One", "Two"], "2"),
        ("One\n\nTwo,\nthree. <!-- tqa: ignore[a/b] why -->  \n\nFour", ["One", "Two,\nthree.", "Four"], "2"),
        ("One <!-- tqa: ignore[a/b] why -->", ["One"], "1"),
        ("One <!-- tqa: ignore[a/b] why -->\n# tqa: ignore-file[c/d]\nTwo", ["One", "Two"], "1"),
        ("One <!-- kept --> <!-- tqa: ignore[a/b] why -->\n", ["One <!-- kept -->"], "1"),
    ],
)
def test_a_comment_covers_a_segment_and_is_part_of_none(text: str, segments: list[str], covers: str) -> None:
    document = plain(text)
    assert values(document) == segments
    assert document.problems == ()
    request = next(r for r in document.suppressions if r.rules == ("a/b",))
    assert (request.reason, request.until, request.segment) == ("why", "", covers)
    assert shown(document, request.place).strip("<!-# /").lower().startswith("tqa:")


def test_several_comments_cover_the_same_segment() -> None:
    document = plain(
        "# tqa: ignore[a/b] x\n\n// tqa: ignore[c/d] y\nOne <!-- tqa: ignore[e/f] --> <!-- tqa: ignore[g/h] -->"
    )
    assert values(document) == ["One"]
    assert [(r.rules[0], r.segment) for r in document.suppressions] == [
        ("a/b", "1"),
        ("c/d", "1"),
        ("e/f", "1"),
        ("g/h", "1"),
    ]


@pytest.mark.parametrize("text", ["# tqa: ignore-file[a/b] all\nOne", "One\n\nTwo <!-- tqa: ignore-file[a/b] all -->"])
def test_ignore_file_covers_the_document(text: str) -> None:
    (request,) = plain(text).suppressions
    assert (request.rules, request.reason, request.segment) == (("a/b",), "all", None)


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("<!-- tqa: ignore -->\nOne", "no rule is named", "<!-- tqa: ignore -->"),
        ("One\n\n# tqa: ignore style/fragment\nTwo", "no rule is named", "# tqa: ignore style/fragment"),
        ("# tqa: ignore[a/b\nOne", "bracket is not closed", "# tqa: ignore[a/b"),
        ("# tqa: ignore[]\nOne", "no rule in the square brackets", "# tqa: ignore[]"),
        ("# tqa: ignore[fragment] x\nOne", "“fragment” is not the name of a rule", "# tqa: ignore[fragment] x"),
        ("# tqa ignore[a/b] x\nOne", "no colon", "# tqa ignore[a/b] x"),
        ("# tqa: disable[a/b] x\nOne", "not “disable”", "# tqa: disable[a/b] x"),
        ("# tqa: ignore[a/b] x until=soon\nOne", "“until=soon” is not a date", "# tqa: ignore[a/b] x until=soon"),
        ("One <!-- tqa: nonsense -->", "not “nonsense”", "<!-- tqa: nonsense -->"),
        ("One <!-- tqa: ignore[a/b] x", "not closed on its line", "<!-- tqa: ignore[a/b] x"),
        ("One <!-- tqa: ignore[a/b] x --> two", "inside a paragraph", "<!-- tqa: ignore[a/b] x -->"),
        ("One <!-- tqa: ignore[a/b] x -->\ntwo", "inside a paragraph", "<!-- tqa: ignore[a/b] x -->"),
        ("One\n\n# tqa: ignore[a/b] x\n\n", "no paragraph follows", "# tqa: ignore[a/b] x"),
    ],
)
def test_a_comment_that_is_not_understood_is_a_problem(text: str, message: str, place: str) -> None:
    document = plain(text)
    (problem,) = document.problems
    assert message in problem.message
    assert shown(document, problem.place) == place
    assert document.suppressions == ()


@pytest.mark.parametrize(
    "text", ["The tqa tool", "# Tqarium", "See tqa: ignore[a/b]", "<!-- a comment -->", "#tqarius: x"]
)
def test_other_text_that_mentions_tqa_is_text(text: str) -> None:
    document = plain(text)
    assert values(document) == [text]
    assert not document.suppressions
    assert not document.problems


@pytest.mark.parametrize(
    ("comment", "rules", "reason", "until"),
    [
        ("tqa: ignore[a/b]", ("a/b",), "", ""),
        ("tqa: ignore[a/b, c/d-e ,a/b] until=2027-01-31", ("a/b", "c/d-e"), "", "2027-01-31"),
        ("tqa: ignore[a/b] as until = 2027-01-31, it\n stands", ("a/b",), "as , it stands", "2027-01-31"),
        ("tqa: ignore[a/b] — verbatim [sic] until=2028-02-29.", ("a/b",), "verbatim [sic]", "2028-02-29"),
    ],
)
def test_what_a_comment_asks_for(comment: str, rules: tuple[str, ...], reason: str, until: str) -> None:
    assert parse(comment) == (rules, reason, until, False)


@pytest.mark.parametrize("date", ["2027-13-01", "2027-02-29", "20270131", "2027-1-31", "", "tomorrow", "2027-W01-1"])
def test_a_date_has_to_be_one(date: str) -> None:
    with pytest.raises(RequestError, match="not a date"):
        parse(f"tqa: ignore[a/b] x until={date}")


@given(st.text(st.sampled_from("tqa:[]ignore-file/, until=2027-01-31"), max_size=40))
def test_any_comment_is_understood_or_an_error(comment: str) -> None:
    try:
        rules = parse(comment).rules
    except RequestError:
        rules = ("none",)
    assert all(rules)


SAFE: tuple[Safety, ...] = ("safe",)


@rule("style/shout")
def shouting(segment: Segment, context: Context) -> Iterator[Finding]:
    """Capitals."""
    for match in re.finditer(r"[A-Z]{2,}", segment.target.value):
        span = Span(match.start(), match.end())
        yield Finding(span, "shouted", fix=Fix("lower", (Edit(span, match[0].lower() + "”"),), "safe"))


def test_a_suppressed_finding_is_neither_reported_nor_fixed() -> None:
    data = (
        b"ONE\r\n\r\n<!-- tqa: ignore[style/shout] a name -->\r\nTWO\r\n"
        b"\r\nTHREE <!-- tqa: ignore[style/shout] too -->\n"
    )
    checker = Checker([shouting])

    def check(current: bytes) -> list[Checked]:
        return [checker.check(document) for document in Plain().read(current, "news.txt")]

    mended = mend(data, check, Plain().write, SAFE)
    assert mended.data == data.replace(b"ONE", "one”".encode())
    assert (mended.applied, mended.refused) == (1, ())
    assert [len(c.suppressed) for c in mended.checked] == [2]


# --- edits ------------------------------------------------------------------------------------------------------------


@st.composite
def edits_of(draw: DrawFn, document: Document, new: st.SearchStrategy[str]) -> list[PlacedEdit]:
    """Some edits that do not touch, in order."""
    out: list[PlacedEdit] = []
    for segment in document.segments:
        places = draw(st.lists(st.integers(0, len(segment.target.value)), max_size=6).map(sorted))
        for start, end in zip(places[::2], places[1::2], strict=False):
            edit = placed(segment, start, end, draw(new))
            if not out or edit.range.span.start > out[-1].range.span.end:
                out.append(edit)
    return out


def by_bytes(data: bytes, content: str, edits: Sequence[PlacedEdit], encoding: str) -> bytes:
    """The edits put into bytes, the offsets counted by encoding what stands before."""
    bom = ENCODINGS[encoding] + "".encode(encoding)
    for edit in reversed(edits):
        start, end = (
            len(bom) + len(content[:at].encode(encoding.removesuffix("-sig")))
            for at in (edit.range.span.start, edit.range.span.end)
        )
        data = data[:start] + edit.new_text.encode(encoding.removesuffix("-sig")) + data[end:]
    return data


@given(st.data(), texts, st.sampled_from(list(ENCODINGS)))
def test_an_edit_of_plain_text_changes_only_its_bytes(data: st.DataObject, text: str, encoding: str) -> None:
    assume("\0" not in text and not text.startswith(("PK", "\ufeff")))
    before = encoded(text, encoding)
    (document,) = Plain().read(before, "news.txt")
    edits = data.draw(edits_of(document, st.text(letters, max_size=5)))
    after = Plain().write(before, edits)
    assert after == by_bytes(before, document.content.value, edits, encoding)


def test_no_edit_is_the_same_bytes() -> None:
    data = b"\xef\xbb\xbfOne\r\n\rTwo\n\n"
    assert Plain().write(data, []) == Lines().write(data, []) == data


# --- JSON Lines -------------------------------------------------------------------------------------------------------

SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", '"': '\\"', "\\": "\\\\", "/": "\\/"}


def json_string(value: str, chance: random.Random) -> str:
    """A string in JSON, each character escaped in one of the ways there are."""
    out = []
    for c in value:
        units = c.encode("utf-16-be")
        escaped = "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
        ways = [escaped, escaped.upper().replace("\\U", "\\u")]
        if c in SHORT:
            ways.append(SHORT[c])
        if c >= " " and c not in '"\\':
            ways += [c, c, c]
        out.append(chance.choice(ways))
    return f'"{"".join(out)}"'


words = st.text(letters | st.sampled_from('"\\/\n\r\t\b\f😀\u2028é\x7f\x00'), max_size=12)
others = st.sampled_from(
    ['"}"', "[1, 2.5e3]", '{"target": "}", "source": ["\\"]"]}', "null", "true", '"\\ud83d\\ude00"']
)


@st.composite
def json_lines(draw: DrawFn, target: str, source: str | None) -> str:
    """An object in JSON with these texts, and much else; of keys that are there twice the last counts."""
    chance = random.Random(draw(st.integers(0, 1 << 30)))

    def space() -> str:
        return chance.choice(["", "", " ", " \t"])

    pairs = [
        (key, json_string(value, chance))
        for key, value in (("target", target), ("source", source))
        if value is not None
    ]
    chance.shuffle(pairs)
    for key in draw(st.lists(st.sampled_from(["x", "target ", "Target", "tar", "é"]), max_size=3)):
        pairs.insert(chance.randint(0, len(pairs)), (key, draw(others)))
    if draw(st.booleans()):
        pairs.insert(0, ("target", '"the first of two"'))
    quoted = [f"{json_string(key, chance)}{space()}:{space()}{value}" for key, value in pairs]
    body = f"{space()},{space()}".join(quoted)
    return f"{space()}{{{space()}{body}{space()}}}{space()}"


newlines = st.sampled_from(["\n", "\r\n", "\n\n", "\n \r\n"])


@given(st.data(), st.lists(st.tuples(words, st.none() | words), max_size=4), newlines, st.sampled_from(list(ENCODINGS)))
def test_every_character_of_a_json_text_is_where_its_origin_says(
    data: st.DataObject, rows: list[tuple[str, str | None]], newline: str, encoding: str
) -> None:
    lines = [data.draw(json_lines(*row)) for row in rows]
    content = newline.join(lines)
    documents = list(Lines().read(encoded(content, encoding), "news.jsonl"))
    segments = [segment for document in documents for segment in document.segments]
    assert [(s.target.value, s.source.value if s.source else None) for s in segments] == rows
    for segment in segments:
        for text in (segment.target, segment.source):
            for i, c in enumerate(text.value if text else ""):
                assert text is not None
                place = text.origin.span(Span(i, i + 1))
                assert json.loads(f'"{content[place.start : place.end]}"') == c
    edits = data.draw(edits_of(documents[0], words)) if documents else []
    before = encoded(content, encoding)
    after = Lines().write(before, edits)
    assert after == by_bytes(before, content, edits, encoding)
    if documents:
        again = next(iter(Lines().read(after, "news.jsonl")))
        assert len(again.segments) == len(segments)
        assert again.problems == ()


def read(*lines: str) -> list[Document]:
    return list(Lines().read("\n".join(lines).encode(), "news.jsonl"))


def problems(document: Document) -> list[tuple[str, str]]:
    return [(problem.message, shown(document, problem.place)) for problem in document.problems]


def test_lines_are_grouped_to_documents_in_order() -> None:
    one, two = read(
        '{"document": "a", "target": "x", "source": "甲", "source_lang": "zh", "note": "n", "kind": "headline"}',
        '{"document": "b", "id": 12, "target": "y", "source": null}',
        "",
        '{"document": "a", "id": "x", "target": "", "source_lang": "ja", "target_lang": "en", "unknown": [1]}',
    )
    assert (one.name, one.source_lang, one.target_lang, two.name) == ("a", "zh", "en", "b")
    assert [(s.id, s.target.value, s.kind, s.note) for s in one.segments] == [
        ("1", "x", "headline", "n"),
        ("x", "", "body", ""),
    ]
    assert [s.source.value if s.source else None for s in (*one.segments, *two.segments)] == ["甲", None, None]
    assert [s.target.lang for s in one.segments] == ["", "en"]
    assert [s.id for s in two.segments] == ["12"]
    assert one.content is two.content
    assert one.problems == two.problems == ()


def test_an_empty_file_has_no_documents() -> None:
    assert read("") == read("", " \r", "\ufeff") == []


def test_ids_are_made_unique_and_the_first_keeps_its_own() -> None:
    lines = [json.dumps({"id": name, "target": "x"}) for name in ("a", "a", "a#2", "a", "", "5", "b", "7")]
    (document,) = read(*lines, '{"document": "other", "id": "a", "target": "x"}')[:1]
    assert [s.id for s in document.segments] == ["a", "a#2", "a#2#2", "a#3", "5", "5#2", "b", "7"]


def test_many_segments_with_the_same_id_are_read_as_fast_as_others() -> None:
    (document,) = read(*['{"id": "x", "target": ""}'] * 20_000)
    assert len({s.id for s in document.segments}) == 20_000


@pytest.mark.parametrize(
    ("line", "message", "place"),
    [
        ('{"target": "x",}', "this is not JSON", None),
        ('{"target": "x"},', "Extra data", ","),
        ('{"target": "x', "Unterminated string", '"x'),
        ('{"target": "\\x"}', "Invalid \\escape", None),
        ('{"target": "a\tb"}', "Invalid control character", None),
        ("nonsense", "Expecting value (column 1)", "nonsense"),
        ("[1, 2]", "has to be a JSON object, and this is an array", "[1, 2]"),
        ('"text"', "has to be a JSON object, and this is text", '"text"'),
        ("null", "has to be a JSON object, and this is null", "null"),
        ('{"id": "1"}', 'has no "target"', '{"id": "1"}'),
        ('{"target": 5}', '"target" is a number', '{"target": 5}'),
        ('{"target": null}', '"target" is null', '{"target": null}'),
        ("[" * 100_000, "nested too deep", "[" * 100_000),
        ('{"target": "x", "n": ' + "9" * 5000 + "}", "the line is left out", None),
    ],
)
def test_a_wrong_line_is_named_and_the_others_are_read(line: str, message: str, place: str | None) -> None:
    good = '{"target": "good"}'
    (document,) = read(*[good] * 6, line, good)
    assert values(document) == ["good"] * 7
    ((found, where),) = problems(document)
    assert found.startswith("line 7: ")
    assert message in found
    assert document.content.position(document.problems[0].place.start).line == 6
    if place is not None:
        assert where == place


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ('"source": 5', '"source" is a number'),
        ('"id": 1.5', '"id" is a number'),
        ('"id": true', '"id" is true'),
        ('"note": ["x"]', '"note" is an array'),
        ('"document": {}', '"document" is an object'),
        ('"kind": "poem"', "there is no \"kind\" 'poem'"),
    ],
)
def test_a_wrong_value_costs_only_its_key(pair: str, message: str) -> None:
    (document,) = read('{"target": "x", ' + pair + "}", '{"target": "y"}')
    assert values(document) == ["x", "y"]
    assert [s.kind for s in document.segments] == ["body", "body"]
    ((found, _),) = problems(document)
    assert found.startswith(f"line 1: {message}")


def test_an_unknown_kind_is_named_once() -> None:
    (document,) = read(*['{"target": "x", "kind": "poem"}'] * 5)
    assert len(document.problems) == 1


@pytest.mark.parametrize("escapes", ["\\ud83d", "\\uDE00\\uD83D", "\\ud83dx\\ude00", "\\ud83d\\n"])
def test_half_a_character_is_a_problem(escapes: str) -> None:
    (document,) = read('{"target": "ok \\ud83d\\ude00"}', '{"target": "a\\u00e9' + escapes + '", "source": "\\ud83d"}')
    (message, where), (other, _) = problems(document)
    assert message.startswith('line 2: "target" has half a character')
    assert where == escapes[:6]
    assert other.startswith('line 2: "source" has half a character')
    value = document.segments[1].target.value
    assert value == "a" + json.loads(f'"\\u00e9{escapes}"').encode("utf-16-le", "surrogatepass").decode(
        "utf-16-le", "replace"
    )
    assert len(document.segments[1].target.origin) == len(value)


def test_lone_carriage_returns_end_lines() -> None:
    data = b'{"target": "a"}\r{"target": "b"}\r\r\n{"target": }\r{"target": "c"}'
    (document,) = Lines().read(data, "news.jsonl")
    assert values(document) == ["a", "b", "c"]
    assert document.problems[0].message.startswith("line 4: ")
    assert shown(document, document.segments[1].target.origin.span(Span(0, 1))) == "b"


def test_the_bom_of_a_file_that_was_appended_is_no_trouble() -> None:
    (document,) = read('{"target": "a"}', '\ufeff{"target": "b"}')
    assert values(document) == ["a", "b"]
    assert shown(document, document.segments[1].target.origin.span(Span(0, 1))) == "b"


def test_of_very_many_wrong_lines_the_first_are_named() -> None:
    (document,) = read('{"target": "good"}', *["x"] * 1000)
    assert len(document.problems) == MOST_PROBLEMS + 1
    assert document.problems[-1].message == f"and {1000 - MOST_PROBLEMS} more problems in the lines after this"


def test_a_file_without_any_good_line_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match=r"news\.jsonl: no line of it is a JSON object.*line 1: "):
        read(*json.dumps([{"target": str(n)} for n in range(100)], indent=1).split("\n"))
    (document,) = read("{", "}")
    assert [message for message, _ in problems(document)][1].startswith("line 2: this is not JSON")


@pytest.mark.parametrize(
    ("data", "written"),
    [
        (b'{"target": "x"}', "“é”\\n\\\\/"),
        (b'{"target": "x\\u00e9"}', "\\u201c\\u00e9\\u201d\\n\\\\/"),
        ('{"target": "é \\u00e9"}'.encode(), "“é”\\n\\\\/"),
        ('{"target": "中文的新闻是这样写的，我们都看不到它在哪里。"}'.encode("gbk"), "“é”\\n\\\\/"),
    ],
)
def test_new_text_is_escaped_as_the_file_does(data: bytes, written: str) -> None:
    (document,) = Lines().read(data, "news.jsonl")
    assert document.segments[0].target.origin.written("“é”\n\\/") == written


def test_json_can_hold_any_character_in_any_encoding() -> None:
    data = '{"target": "Müller x"}'.encode("latin-1")
    reader = Lines("latin-1")
    (document,) = reader.read(data, "news.jsonl")
    after = reader.write(data, [placed(document.segments[0], 7, 8, "“漢\U0001f600”")])
    assert after == b'{"target": "M\xfcller \\u201c\\u6f22\\ud83d\\ude00\\u201d"}'


def test_lone_surrogates_in_new_text_are_refused_or_escaped() -> None:
    (document,) = read('{"target": "x"}')
    assert document.segments[0].target.origin.written("\ud83d") == "\\ud83d"
    with pytest.raises(UnwritableError):
        Plain().write(b"x", [placed(plain("x").segments[0], 0, 1, "\ud83d")])


def test_origins_are_not_made_before_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def places(*args: Any) -> tuple[list[int], list[int]]:
        asked.append(args)
        return [0], [1]

    monkeypatch.setattr("tqa.formats.lines._places", places)
    (document,) = read('{"target": "x", "source": "y"}')
    assert asked == []
    assert document.segments[0].target.origin[0] == 0
    assert len(asked) == 1


def test_a_text_of_its_own_can_be_compared() -> None:
    (document,) = read('{"target": "x"}')
    assert document.segments[0].target == Text("x", "", Origin.contiguous(0, 1))
