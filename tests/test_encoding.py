"""What encoding a file is in, what is no text at all, and edits that leave every other byte as it was."""

from __future__ import annotations

import codecs
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tqa import Checker, Edit, Finding, Fix, Position, Range, Segment, Span, rule
from tqa.engine import mend
from tqa.formats.encoding import Encoding, decode, known_encoding, put
from tqa.formats.plain import Plain
from tqa.model import PlacedEdit, UnreadableError, UnwritableError

if TYPE_CHECKING:
    from tqa.model import Safety

NEWS = {
    "gbk": "据新华社北京电，中国国家主席周三在人民大会堂会见来访的外国领导人。双方就贸易和地区安全交换了意见。",
    "cp950": "據中央社臺北報導，總統週三在總統府會見來訪的外國領袖。雙方就雙邊關係、貿易與區域安全交換意見。",
    "cp932": "首相は水曜日、官邸で外国の首脳と会談した。双方は貿易や地域の安全保障について意見を交わした。",
    "euc_jp": "首相は水曜日、官邸で外国の首脳と会談した。双方は貿易や地域の安全保障について意見を交わした。",
    "euc_kr": "대통령은 수요일 청와대에서 외국 정상과 회담했다. 양측은 무역과 지역 안보에 대해 의견을 교환하기로 했다.",
    "cp1251": "Президент в среду встретился с главой государства. Стороны обсудили торговлю и безопасность в регионе.",
    "koi8_r": "Президент в среду встретился с главой государства. Стороны обсудили торговлю и безопасность в регионе.",
    "cp1253": "Ο πρόεδρος συναντήθηκε την Τετάρτη με ξένο ηγέτη. Οι δύο πλευρές συζήτησαν το εμπόριο και την ασφάλεια.",
    "cp1252": "The president said Wednesday that China’s economy “will grow” by 5% — the fastest pace since 2010.",
    "cp1250": "Prezydent spotkał się w środę z zagranicznym przywódcą. Strony omówiły handel i bezpieczeństwo.",
    "cp1254": "Cumhurbaşkanı çarşamba günü yabancı lider ile görüştü. İki taraf ticaret konularını ele aldı.",
}

MORE = (
    ("cp1252", "Le président a reçu à l’Élysée son homologue. Où en est le commerce « équitable » ? Très loin, déjà."),
    ("latin-1", "Der Präsident empfing den Staatschef. Für größere Übungen ist später Zeit, hieß es."),
    (
        "cp1252",
        "El presidente recibió el miércoles a su homólogo. ¿Qué pasó después? Nada, según la señora de información.",
    ),
    ("cp1252", "“The naïve view is wrong,” said Beyoncé, as the agency reported on Wednesday. ”" + " So it went." * 9),
    ("gbk", "The president said Wednesday that China’s economy “will grow” — its fastest pace…"),
    ("gb18030", "据新华社北京电，中国国家主席周三在人民大会堂会见来访的外国领导人㐂，双方就双边关系交换了意见。"),
    ("gbk", "President Xi Jinping said the country (中国的国家主席在北京说，这是我们的经济) would grow."),
    ("big5hkscs", "據中央社臺北報導，總統週三在總統府會見來訪的外國領袖，這是佢哋嘅新聞，他們就關係交換意見。"),
    (
        "cp949",
        "대통령은 수요일 청와대에서 외국 정상과 회담했다. 똠방각하 펲시콜라는 지역 안보에 대해 의견을 교환하기로 했다.",
    ),
)


def edit(start: int, end: int, new: str) -> PlacedEdit:
    return PlacedEdit(Range(Position(0, 0), Position(0, 0), Span(start, end)), new, "1", Span(start, end), new)


def refusal(data: bytes, encoding: str = "") -> str:
    with pytest.raises(UnreadableError) as caught:
        decode(data, "news.txt", encoding)
    message = str(caught.value)
    assert "\n" not in message
    return message


# --- Unicode ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\0\0"),
        ("utf-32-be", b"\0\0\xfe\xff"),
    ],
)
@pytest.mark.parametrize("text", ["", "x", "“漢字” é\r\n😀\n"])
def test_unicode_with_and_without_bom(encoding: str, bom: bytes, text: str) -> None:
    data = bom + text.encode(encoding)
    assert decode(data, "x") == (text, Encoding(encoding, bom))
    assert put(data, [edit(len(text), len(text), "”")]) == data + "”".encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["The president said “so”.", "总统星期三说：\n“会增长。”\r\n\r\n第二段。", "日 5,\n"])
def test_utf_16_and_32_without_bom_are_told_by_their_nul_bytes(encoding: str, text: str) -> None:
    data = text.encode(encoding)
    assert decode(data, "x") == (text, Encoding(encoding))
    assert put(data, [edit(0, 1, "x")]) == "x".encode(encoding) + text[1:].encode(encoding)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfea\0b", "begins as UTF-16-LE but is not, at byte 4"),
        (b"\xef\xbb\xbfa\n\xff", "begins as UTF-8 but is not, at byte 5 (0xff, line 2)"),
        (b"\xff\xfea\0\0\0", "NUL character on line 1: this is a binary file"),
        (b"\xff\xfe\0\0\xff\xff\xff\xff", "begins as UTF-32-LE but is not"),
        (b"One\r\ntwo\rthr\0ee", "byte 12 is NUL (line 3): this is a binary file"),
        (b"\0\1\2\3" * 50, "byte 0 is NUL"),
        (bytes(range(256)), "byte 0 is NUL"),
        (b"a\0b\0c\0" + b"\0\0", "byte 1 is NUL"),
        (b"PK\x03\x04 and so on", "this is a ZIP archive (DOCX"),
        (b"%PDF-1.7\n", "this is a PDF document, not text; save its text as UTF-8"),
        (b"\x89PNG\r\n\x1a\n", "this is a PNG image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
        (b"{\\rtf1\\ansi}", "an RTF document"),
        (b"\x01\x02\x80\x81" * 30, "full of control bytes: a binary file"),
        ("“One” two ‘three’".encode() + b"\n\x92", "broken UTF-8 at byte 26 (0x92, line 2)"),
        ("中文的新闻是这样写的".encode()[:-1], "broken UTF-8 at byte 27"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, message: str) -> None:
    found = refusal(data)
    assert found.startswith("news.txt: ")
    assert message in found


# --- other encodings --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("encoding", "text"), [*NEWS.items(), *MORE])
@pytest.mark.parametrize(
    "before", ["", "The ministry said on Wednesday that trade had grown faster than expected.\r\n\r\n"]
)
def test_other_encodings_are_told_where_it_is_certain(encoding: str, text: str, before: str) -> None:
    data = (before + text + "\n").encode(encoding)
    found, how = decode(data, "x")
    assert found == before + text + "\n"
    assert found.encode(how.name) == data
    assert how.bom == b""


@pytest.mark.parametrize("encoding", ["gbk", "cp950", "euc_kr", "cp932"])
def test_what_is_written_is_what_the_smaller_encoding_can_hold(encoding: str) -> None:
    assert decode(NEWS[encoding].encode(encoding), "x")[1].name == encoding


@pytest.mark.parametrize(
    ("data", "perhaps"),
    [
        ("Müller".encode("mac_roman"), ""),
        ("北京".encode("gbk"), ""),
        ("El niño está aquí".encode("cp437"), ""),
        ("שלום עולם, זה העיתון של היום ובו חדשות מהארץ ומן העולם".encode("cp1255"), "(perhaps "),
        ("Ký è".encode("cp1252"), ""),
    ],
)
def test_what_is_not_certain_is_not_guessed(data: bytes, perhaps: str) -> None:
    message = refusal(data)
    assert "not UTF-8 at byte " in message
    assert "its encoding is not certain" in message
    assert perhaps in message
    assert message.endswith("save it as UTF-8, or name its encoding with --encoding")


def test_where_two_readings_are_likely_both_are_named() -> None:
    assert "(perhaps cp1252 or cp1250)" in refusal("Le père se promène avec sa mère.".encode("cp1252"))


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    message = "x: "
    try:
        text, encoding = decode(data, "x")
        assert data == encoding.bom + text.encode(encoding.name) or encoding.name not in {"utf-8", "cp1252"}
    except UnreadableError as problem:
        message = str(problem)
    assert message.startswith("x: ")


@given(st.sampled_from(sorted(NEWS)), st.integers(0, 30))
def test_a_beginning_of_a_text_is_read_rightly_or_not_at_all(encoding: str, length: int) -> None:
    text = NEWS[encoding][:length]
    try:
        found, _ = decode(text.encode(encoding), "x")
    except UnreadableError:
        return
    assert found == text


def test_the_detector_is_loaded_only_for_a_hint() -> None:
    code = (
        "import sys; from tqa.formats.encoding import decode;"
        f"decode({NEWS['gbk'].encode('gbk')!r}, ''); decode(b'x', '');"
        "print('charset_normalizer' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "False\n"


# --- a named encoding -------------------------------------------------------------------------------------------------


def test_a_named_encoding_is_that_of_files_that_are_not_unicode() -> None:
    assert decode("Mušek".encode("cp1250"), "x", "windows-1250")[0] == "Mušek"
    assert decode("Mušek".encode(), "x", "windows-1250") == ("Mušek", Encoding("utf-8"))
    assert decode("\ufeffMušek".encode("utf-16-le"), "x", "windows-1250")[0] == "Mušek"
    assert decode("北京".encode("utf-16-le"), "x", "utf-16-le")[0] == "北京"
    assert decode("北".encode("gbk"), "x", "GBK") == ("北", Encoding("gbk"))


@pytest.mark.parametrize("name", ["no-such", "base64", "rot13", "hex", "a\0b"])
def test_a_name_that_is_no_encoding_is_an_error(name: str) -> None:
    with pytest.raises(UnreadableError, match="there is no encoding"):
        known_encoding(name)


def test_bytes_that_are_not_in_the_named_encoding_are_named() -> None:
    assert refusal(b"a\r\n\x93", "ascii") == (
        "news.txt: the file was to be ascii but is not, at byte 3 (0x93, line 2): ordinal not in range(128)"
    )


# --- writing ----------------------------------------------------------------------------------------------------------


def test_bytes_that_can_be_written_in_two_ways_stay_as_they_were() -> None:
    # ∪, ≒ and the like are there twice in Windows' Japanese; re-encoding would change the one into the other.
    data = b"\x87\x9b\x81\xbe x \x87\x90\x81\xe0 y \xfa\x54"
    text, _ = decode(data, "x", "cp932")
    assert text.encode("cp932") != data
    after = put(data, [edit(3, 4, "z"), edit(8, 9, "‘q")], "cp932")
    assert after == b"\x87\x9b\x81\xbe z \x87\x90\x81\xe0 \x81eq \xfa\x54"


@pytest.mark.parametrize(
    "encoding", ["latin-1", "gb2312", "cp932", "euc_kr", "big5hkscs", "cp1252", "shift_jis", "ascii"]
)
@given(data=st.binary(max_size=60), spans=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))), new=st.text())
def test_an_edit_leaves_all_other_bytes_alone(
    encoding: str, data: bytes, spans: list[tuple[int, int]], new: str
) -> None:
    try:
        text, found = decode(data, "x", encoding)
    except UnreadableError:
        assume(False)
    edits: list[PlacedEdit] = []
    for start, end in sorted((min(s), min(max(s), len(text))) for s in spans):
        if start <= end and (not edits or start > edits[-1].range.span.end):
            edits.append(edit(start, end, new))
    try:
        after = put(data, edits, encoding)
    except UnwritableError:
        return
    at = character_bytes(data, found)
    assume(len(at) == len(text) + 1)  # no two characters in one code
    expected = data
    for one in reversed(edits):
        start, end = at[one.range.span.start], at[one.range.span.end]
        expected = expected[:start] + new.encode(found.name) + expected[end:]
    assert after == expected


def character_bytes(data: bytes, encoding: Encoding) -> list[int]:
    """Where each character begins, found byte by byte; and the end."""
    decoder = codecs.getincrementaldecoder(encoding.name)()
    ends = [len(encoding.bom)]
    for i in range(len(encoding.bom), len(data)):
        ends += [i + 1] * bool(decoder.decode(data[i : i + 1]))
    return ends


@pytest.mark.parametrize(
    ("encoding", "text", "new", "message"),
    [
        ("latin-1", "Müller said", "“x”", "has no “ (U+201C), ” (U+201D)"),
        ("gb2312", "中文的新闻", "é漢", "has no 漢 (U+6F22)"),
        ("cp1252", "Müller", "a\u0301b\u200bçé漢字", "and others"),
        ("shift_jis", "日本", "¥", "has no ¥"),
        ("utf-8", "x", "\ud83d", "has no U+D83D"),
    ],
)
def test_new_text_that_the_encoding_has_not_is_refused(encoding: str, text: str, new: str, message: str) -> None:
    with pytest.raises(UnwritableError, match=re.escape(message)) as caught:
        put(text.encode(encoding), [edit(0, 1, "ok"), edit(2, 3, new)], encoding)
    assert caught.value.barred == {new}
    assert str(caught.value).endswith("save the file as UTF-8 first")


def test_an_encoding_with_shifts_is_read_and_not_written() -> None:
    data = "日本 and 中国".encode("iso2022_jp") + b"\xff"
    assert "iso2022_jp" in refusal(data, "iso2022_jp")
    utf7 = "日本 and é".encode("utf-7")
    assert decode(utf7, "x")[1].name == "utf-8"


def test_two_characters_in_one_code_are_not_divided() -> None:
    data = b"a\x88\x62b"  # Ê and a macron that combines with it
    assert decode(data, "x", "big5hkscs")[0] == "a\xca\u0304b"
    with pytest.raises(UnwritableError, match="without harm"):
        put(data, [edit(1, 2, "x")], "big5hkscs")
    assert put(data, [edit(1, 3, "x")], "big5hkscs") == b"axb"


SAFE: tuple[Safety, ...] = ("safe",)


@rule("style/shout")
def quoting(segment: Segment, context: object) -> list[Finding]:
    """Words in capitals."""
    return [
        Finding(Span(*m.span()), "shouted", fix=Fix("quote", (Edit(Span(*m.span()), f"“{m[0].lower()}”"),), "safe"))
        if m[0] != "PLAIN"
        else Finding(Span(*m.span()), "shouted", fix=Fix("lower", (Edit(Span(*m.span()), "plain"),), "safe"))
        for m in re.finditer(r"[A-Z]{2,}", segment.target.value)
    ]


def test_fixes_that_cannot_be_written_are_left_out_and_the_others_go_in() -> None:
    data = "Größe ONE PLAIN TWO".encode("latin-1")
    reader = Plain()
    checker = Checker([quoting])
    mended = mend(data, lambda now: map(checker.check, reader.read(now, "x")), Plain("latin-1").write, SAFE)
    # The reading is Windows-1252, whose curly quotation marks latin-1 does not have.
    assert mended.data == "Größe ONE plain TWO".encode("latin-1")
    assert mended.applied == 1
    assert len(mended.refused) == 1
    assert "has no “ (U+201C)" in mended.refused[0]
    assert len(mended.checked[0].diagnostics) == 2
