"""Bytes ↔ characters: what encoding a file is in, and edits that leave every other byte alone.

Unicode is recognised for sure: by its BOM, as valid UTF-8, or as UTF-16 and UTF-32 without BOM by where their NUL
bytes stand. For the rest a reading has to look like the language that is written so: common Chinese characters, kana
in Japanese, accents that one alphabet has. Only where exactly one reading does is it taken (English with a few accents
passes for Windows-1252, whatever else it might be); otherwise the answer is an UnreadableError that says what to do,
because a wrong guess would report what nobody wrote.
"""

from __future__ import annotations

import codecs
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tqa.model import UnreadableError, UnwritableError
from tqa.text import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tqa.model import PlacedEdit


class Encoding(NamedTuple):
    name: str
    bom: bytes = b""


BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive (DOCX, XLSX, ODT and EPUB files are such)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh91AY&SY", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
)

_ADVICE = "save it as UTF-8, or name its encoding with --encoding"


def decode(data: bytes, path: str, encoding: str = "") -> tuple[str, Encoding]:
    """The text without its BOM, and how it was encoded. `encoding` is that of files that are not Unicode; "" leaves
    it to detection. Raises UnreadableError for what is no text, and where the encoding is not certain.
    """
    if encoding:
        encoding = known_encoding(encoding)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            word = "; a Word file is read as what it is with --input-format docx" if magic.startswith(b"PK") else ""
            raise UnreadableError(f"{path}: this is {kind}, not text; save its text as UTF-8{word}")
    for bom, name in BOMS:
        if data.startswith(bom):
            return _strict(data, path, Encoding(name, bom), f"begins as {name.upper()}")
    if b"\0" in data:
        found = _utf_without_bom(data, path, encoding)
        return _strict(data, path, Encoding(found), f"looks like {found.upper()}")
    try:
        return data.decode("utf-8"), Encoding("utf-8")
    except UnicodeDecodeError as problem:
        if encoding:
            return _strict(data, path, Encoding(encoding), f"was to be {encoding}")
        at = f"byte {problem.start} (0x{data[problem.start]:02x}, line {_line(data, problem.start)})"
        return _legacy(data, path, at, problem.start)


def known_encoding(name: str) -> str:
    """The usual name of an encoding. Raises UnreadableError where there is none of that name."""
    try:
        found = codecs.lookup(name)
        "".encode(name)  # refuses codecs such as base64 that are no encodings of text
    except (LookupError, ValueError):
        raise UnreadableError(
            f"there is no encoding {name!r}; common ones are {', '.join(names[-1] for names, _ in _READINGS)}"
        ) from None
    return found.name


def _strict(data: bytes, path: str, encoding: Encoding, claim: str) -> tuple[str, Encoding]:
    try:
        text = data[len(encoding.bom) :].decode(encoding.name)
    except UnicodeDecodeError as problem:
        start = problem.start + len(encoding.bom)
        line = _line(data, start) if "utf-16" not in encoding.name and "utf-32" not in encoding.name else 0
        at = f"byte {start} (0x{data[start]:02x}" + (f", line {line})" if line else ")")
        raise UnreadableError(f"{path}: the file {claim} but is not, at {at}: {problem.reason}") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UnreadableError(f"{path}: there is a NUL character on line {line}: this is a binary file, not text")
    return text, encoding


def _line(data: bytes, at: int) -> int:
    return len(re.findall(rb"\r\n|\n|\r(?!\n)", data[:at])) + 1


# --- UTF-16 and UTF-32 without BOM ------------------------------------------------------------------------------------


def _utf_without_bom(data: bytes, path: str, encoding: str) -> str:
    """The name, where the NUL bytes stand as they do in Latin text, punctuation and line ends of UTF-16 or UTF-32."""
    if encoding.startswith(("utf-16", "utf-32")):
        return encoding
    sample = data[:100_000]
    for name, width, high in (("utf-32-le", 4, 3), ("utf-32-be", 4, 0), ("utf-16-le", 2, 1), ("utf-16-be", 2, 0)):
        if len(data) % width or (sample.count(0) != sample[high::width].count(0) and width == 2):
            continue
        try:
            text = sample[: len(sample) // width * width].decode(name)
        except UnicodeDecodeError as problem:
            if problem.reason != "unexpected end of data":
                continue
            text = sample[: problem.start].decode(name)
        if text and not _ODD.search(text) and _EVERYDAY.search(text):
            return name
    at = data.index(0)
    raise UnreadableError(f"{path}: byte {at} is NUL (line {_line(data, at)}): this is a binary file, not text")


# Controls, private use, unassigned noncharacters: not in a text.
_ODD = regex(r"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]")
_EVERYDAY = regex(r"[ \n\r,.\u3000-\u3002\uff0c]")


# --- encodings that are not Unicode -----------------------------------------------------------------------------------


def _legacy(data: bytes, path: str, at: str, error: int) -> tuple[str, Encoding]:
    around = data[max(0, error - 30_000) : error + 30_000]
    lenient = around.decode("utf-8", "replace")
    bad = lenient.count("\ufffd") - around.count(b"\xef\xbf\xbd")
    good = len(lenient) - bad - len(around.translate(None, _HIGH))
    if good > bad:
        raise UnreadableError(f"{path}: broken UTF-8 at {at}: mend it there, or name its encoding with --encoding")
    start = data[:100_000]
    if len(start) - len(start.translate(None, _CONTROLS)) > len(start) / 100:
        raise UnreadableError(f"{path}: not UTF-8 at {at}, and full of control bytes: a binary file, not text")
    readings: dict[str, str] = {}
    for names, plausible in _READINGS:
        for name in names:
            try:
                text = data.decode(name)
            except UnicodeDecodeError:
                continue
            if plausible(text):
                readings.setdefault(text, name)
            break
    english = [(text, name) for text, name in readings.items() if name == "cp1252" and _mostly_ascii(text)]
    if len(readings) == 1 or (english and set(readings.values()) <= {"cp1252", "cp1250", "cp1254"}):
        text, name = english[0] if english else next(iter(readings.items()))
        return text, Encoding(name)
    likely = [*readings.values()] or _guess(data)
    maybe = f" (perhaps {' or '.join(likely)})" if likely else ""
    raise UnreadableError(f"{path}: not UTF-8 at {at}, and its encoding is not certain{maybe}: {_ADVICE}")


_HIGH = bytes(range(0x80, 0x100))
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1a\x1b"))


def _guess(data: bytes) -> list[str]:
    """What charset-normalizer takes it for: good enough for a hint."""
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:100_000], cp_exclusion=["utf_8", "utf_16", "utf_32", "utf_7"]).best()
    return [best.encoding] if best and not best.encoding.startswith("utf") else []


_SAMPLE = 4000
"""Characters beyond ASCII that are looked at."""

_ENOUGH_SIGNS, _ENOUGH_LETTERS = 8, 20
"""Characters beyond ASCII without which a reading proves nothing, in scripts of many characters and of few."""

_BEYOND = regex(r"[^\0-\x7f]")
_INSIDE = regex(r"(?<=[a-z])[^\W\d_a-zA-Z]|[^\W\d_a-zA-Z](?=[a-z])")

# The characters that any Chinese text is full of, simplified and traditional.
_COMMON_HAN = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小多天而能"
    "好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长市新与月部进行业全民机关"
    "這來國個說們為時會著過學對裡後於還發當無開見經頭從動兩長與進業機關報導員總統議題體質電話車將報总员导将问問题現现"
)


def _chinese(text: str) -> bool:
    beyond = _sample(text)
    han = [c for c in beyond if "\u3400" <= c <= "\u9fff"]
    if not han:  # English with the punctuation of a Chinese keyboard
        return all(c in "“”‘’—…" for c in beyond) and _fit(text) > 0.97
    return (
        len(han) >= _ENOUGH_SIGNS
        and _share(beyond, lambda c: "\u3400" <= c <= "\u9fff" or "\uff01" <= c <= "\uff5e" or _is_punctuation(c))
        > 0.97
        and _share(han, _COMMON_HAN.__contains__) > 0.17
        and _inside_words(text, beyond) < 0.1
    )


def _japanese(text: str) -> bool:
    beyond = _sample(text)
    return (
        len(beyond) >= _ENOUGH_SIGNS
        and _share(beyond, lambda c: "\u3041" <= c <= "\u3096") > 0.2
        and _share(beyond, lambda c: "\uff61" <= c <= "\uff9f") < 0.05
        and _share(beyond, lambda c: "\u3041" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff" or _is_punctuation(c)) > 0.9
    )


def _korean(text: str) -> bool:
    beyond = _sample(text)
    return (
        len(beyond) >= _ENOUGH_SIGNS
        and _share(beyond, lambda c: "\uac00" <= c <= "\ud7a3") > 0.85
        and _share(beyond, "이다는을의에가고지하로사기은어도를리시나대아인서자정부그한일해들과만것제장전".__contains__)
        > 0.3
    )


def _words_of(first: str, last: str, common: str) -> Callable[[str], bool]:
    """Whether what is beyond ASCII is words of an alphabet that has capitals."""
    word = re.compile(f"[{first}-{last}]+")

    def plausible(text: str) -> bool:
        beyond = [c for c in _sample(text) if not _is_punctuation(c)]
        return (
            len(beyond) >= _ENOUGH_LETTERS
            and _share(beyond, lambda c: first <= c <= last) > 0.97
            and _share(beyond, str.islower) > 0.7
            and _share(beyond, common.__contains__) > 0.5
            and 2.5 <= len(beyond) / len(word.findall(text, 0, 10 * _SAMPLE)) <= 12
            and _inside_words(text, beyond) < 0.03
        )

    return plausible


def _sample(text: str) -> list[str]:
    return _BEYOND.findall(text, 0, 10 * _SAMPLE)[:_SAMPLE]


def _share(characters: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, characters)) / len(characters) if characters else 0.0


def _inside_words(text: str, beyond: Sequence[str]) -> float:
    """How many letters beyond ASCII touch small letters of ASCII."""
    return len(_INSIDE.findall(text, 0, 10 * _SAMPLE)) / max(1, len(beyond))


def _is_punctuation(c: str) -> bool:
    return (
        "\u2010" <= c <= "\u2026"
        or "\u3000" <= c <= "\u301f"
        or c in "\xa0\xab\xb0\xb7\xbb\xd7—№€℃，。、！？：；（）％"
    )


# Letters beyond ASCII that a language has; a text in one of them has hardly any other.
_WESTERN = tuple(
    map(
        frozenset,
        (
            "àâçéèêëîïôùûüÿœæ",
            "àèéìíîòóùú",
            "áéíóúüñïç",
            "áâãàçéêíóôõúü",
            "äöüßé",
            "éèëïíóöüáê",
            "åäöéü",
            "æøåéòôó",
            "áðéíóúýþæö",
            "àáèéíïòóúüç·",
        ),
    )
)
_CENTRAL = tuple(map(frozenset, ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćžšđ")))
_TURKISH = (frozenset({*"çğıöşüâî", "İ".lower()}),)  # two characters
_IN_NAMES = frozenset("šž").union(*_WESTERN) - frozenset("ðýþìòù")


def _latin(alphabets: tuple[frozenset[str], ...], in_names: frozenset[str] = frozenset()) -> Callable[[str], bool]:
    """Whether a text is in one of these alphabets, every accent and mark where such stand; or is English with some
    names in it whose letters are `in_names`.
    """

    def plausible(text: str) -> bool:
        beyond = [c.lower() for c in _sample(text) if c.isalpha()]
        letters = sum(map(str.isalpha, text[: 10 * _SAMPLE]))
        if len(beyond) > 0.3 * letters or _fit(text) < 0.97:
            return False
        if _mostly_ascii(text) and all(c in in_names for c in beyond):
            return True
        return not beyond or any(_share(beyond, alphabet.__contains__) > 0.97 for alphabet in alphabets)

    return plausible


def _mostly_ascii(text: str) -> bool:
    """Whether letters beyond ASCII are so few that the text is English with some names in it."""
    beyond = sum(map(str.isalpha, _sample(text)))
    return beyond < 0.02 * sum(map(str.isalpha, text[: 10 * _SAMPLE]))


def _fit(text: str) -> float:
    """How many of the characters beyond ASCII are where such stand in a text in the Latin script."""
    padded = f" {text[: 10 * _SAMPLE]}  "
    places = [m.start() for m in _BEYOND.finditer(padded)][:_SAMPLE]
    return sum(_fits(*padded[i - 1 : i + 3]) for i in places) / max(1, len(places))


def _fits(before: str, c: str, after: str, next_after: str) -> bool:
    if c in "“‘" and not before.isspace() and not after.isalnum():  # closes a German quotation
        return True
    if c in "“‘„‚‹«¿¡":
        return not before.isalnum() and (not after.isspace() or c == "«" or before.isspace())
    if c in "”»›":
        return not after.isalnum()
    if c in "’´":
        return not before.isspace() or after.isalnum()
    if c == "–":
        return not (before.islower() and after.islower())
    if c in "£€¥¢":
        return (after + next_after).strip()[:1].isdigit() or before.isdigit() or before.isspace()
    if c in "°ºª":
        return before.isdigit() or (before in "noNO" and not after.isalpha()) or (before == " " and after in "CF")
    if c in "²³":
        return before in "m0123456789" and not after.isalnum()
    if c.isalpha() and c not in "µƒˆ":
        if c.isupper():
            return not before.islower() and after.isalpha()
        return not after.isupper() and (before.isalpha() or after.isalpha() or c in "àéèóòáíúý")
    return c in "\xa0\xad—…•·§©®™½¼¾×"


# A smaller encoding before the one that extends it: what is written must be what others can read.
_READINGS: tuple[tuple[tuple[str, ...], Callable[[str], bool]], ...] = (
    (("gbk", "gb18030"), _chinese),
    (("cp950", "big5hkscs"), _chinese),
    (("cp932",), _japanese),
    (("euc_jp",), _japanese),
    (("euc_kr", "cp949"), _korean),
    (("cp1251",), _words_of("\u0400", "\u045f", "оеаинтсрвл")),
    (("koi8_r",), _words_of("\u0400", "\u045f", "оеаинтсрвл")),
    (("cp1253",), _words_of("\u0384", "\u03ce", "αοιετσνηυρ")),
    (("cp1252",), _latin(_WESTERN, _IN_NAMES)),
    (("cp1250",), _latin(_CENTRAL)),
    (("cp1254",), _latin(_TURKISH)),
)


# --- writing ----------------------------------------------------------------------------------------------------------


def holds(encoding: str, text: str) -> bool:
    """Whether a text can be written in an encoding and read again."""
    try:
        return text.encode(encoding).decode(encoding) == text
    except UnicodeError:
        return False


def put(data: bytes, edits: Sequence[PlacedEdit], encoding: str = "") -> bytes:
    """The file's bytes with edits that do not touch, in order, put in. The bytes outside the edits are not encoded
    anew but copied. Raises UnwritableError for new text that the file's encoding does not have.
    """
    return put_into(data, *decode(data, "", encoding), edits) if edits else data


def put_into(data: bytes, text: str, found: Encoding, edits: Sequence[PlacedEdit]) -> bytes:
    """`put` for a file whose text and encoding are known."""
    from tqa.engine import splice

    refused = {e.new_text for e in edits if not holds(found.name, e.new_text)}
    if refused:
        raise UnwritableError(_refusal(found.name, refused), refused)
    offsets = _byte_offsets(data, text, found, [at for e in edits for at in (e.range.span.start, e.range.span.end)])
    out, at = [], 0
    for number, edit in enumerate(edits):
        start, end = offsets[2 * number : 2 * number + 2]
        out += [data[at:start], edit.new_text.encode(found.name)]
        at = end
    new = b"".join([*out, data[at:]])
    try:
        intact = new[len(found.bom) :].decode(found.name) == splice(text, edits)
    except UnicodeDecodeError:
        intact = False
    if not intact:
        raise UnwritableError(f"the fixes cannot be written in {found.name} without harm: save the file as UTF-8 first")
    return new


def _refusal(name: str, refused: set[str]) -> str:
    missing = sorted({c for text in refused for c in text if not holds(name, c)}) or sorted(refused)
    shown = ", ".join(f"{c} (U+{ord(c):04X})" if c.isprintable() else f"U+{ord(c):04X}" for c in missing[:3])
    more = " and others" if len(missing) > 3 else ""
    return f"some fixes are left out: {name}, the file's encoding, has no {shown}{more}; save the file as UTF-8 first"


def _byte_offsets(data: bytes, text: str, encoding: Encoding, wanted: Sequence[int]) -> list[int]:
    """Where in `data` the characters stand whose numbers are given in ascending order."""
    out: list[int] = []
    byte = len(encoding.bom)
    for here, there in pairwise((0, *wanted)):
        piece = text[here:there].encode(encoding.name, "replace")
        if data.startswith(piece, byte):
            byte += len(piece)
        else:  # some characters can be written in more than one way
            byte = _walk(data, byte, there - here, encoding.name)
        out.append(byte)
    return out


def _walk(data: bytes, start: int, count: int, name: str) -> int:
    """Where `count` characters from byte `start` on end."""
    decoder = codecs.getincrementaldecoder(name)()
    at = start
    while count > 0:
        count -= len(decoder.decode(data[at : at + 1]))
        at += 1
    return at
