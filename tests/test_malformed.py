"""Files that are broken or meant to do harm: each is named in a line, and costs neither time nor memory."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import time
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tqa.cli import main

if TYPE_CHECKING:
    from pathlib import Path

ZIP_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
CLASSIC = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="de"'
    ' target-language="en"><body>{}</body></file></xliff>'
)
MODERN = (
    '<xliff version="2.0" srcLang="de" trgLang="en" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f1">{}'
    "</file></xliff>"
)
UNIT = '<trans-unit id="1"><source>a</source><target>{}</target></trans-unit>'
MEMORY = '<tmx version="1.4"><header srclang="de"/><body>{}</body></tmx>'
PO = 'msgid ""\nmsgstr "Language: en\\n"\n\n{}'
LINE = '{"target": "Good text."}\n'


def entities(root: str) -> str:
    """A document type in which each entity is ten of the one before."""
    bomb = "".join(f"<!ENTITY {n} '{f'&{m};' * 10}'>" for m, n in pairwise("abcdefghi"))
    return f"<!DOCTYPE {root} [<!ENTITY a 'aaaaaaaaaa'>{bomb}]>"


def zipped(document: str | bytes = "") -> bytes:
    """A Word document, or one without its text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", ZIP_TYPES)
        if document:
            archive.writestr("word/document.xml", document)
    return out.getvalue()


def word(body: str) -> bytes:
    return zipped(WORD.format(body))


def cut(data: bytes, share: float) -> bytes:
    return data[: int(len(data) * share)]


GOOD_WORD = word("<w:p><w:r><w:t>Good text.</w:t></w:r></w:p>" * 50)
REFUSED: dict[str, tuple[str, bytes]] = {
    # encodings
    "wrong-utf8.txt": ("not UTF-8 at byte 5", b"Text \xe2\x82 more and more text.\n"),
    "overlong.txt": ("not UTF-8 at byte 5", b"Text \xc0\xaf" + " “quoted”".encode()),
    "surrogate.txt": ("not UTF-8", "“Text” ".encode() + b"\xed\xa0\x80 more"),
    "half-utf16.txt": ("begins as UTF-16-LE but is not", b"\xff\xfeT\0e\0x"),
    "half-utf32.txt": ("begins as UTF-32", b"\xff\xfe\0\0T\0\0"),
    "lone-utf16.txt": ("begins as UTF-16-LE but is not", b"\xff\xfe" + b"T\0\x00\xd8e\0"),
    "nul.txt": ("NUL", b"Text\0more\n"),
    "nul.html": ("NUL", b"<p>Text\0more</p>"),
    "nul.md": ("NUL", b"# Text\0more"),
    "nul.po": ("NUL", b'msgid "a\0"\nmsgstr "b"\n'),
    "nul.srt": ("NUL", b"1\n00:00:01,000 --> 00:00:02,000\nA\0b\n"),
    "nul.jsonl": ("NUL", b'{"target": "a\0b"}'),
    "mixed.txt": ("not certain", "北京和上海".encode("gbk")),
    "claims-ascii.xlf": (
        "says that it is in",
        b"<?xml version='1.0' encoding='us-ascii'?>" + CLASSIC.encode() + b"\xe9",
    ),
    "claims-nothing.xlf": ("which it cannot be in", b"<?xml version='1.0' encoding='utf-99'?><xliff/>"),
    "claims-wide.tmx": ("which it cannot be in", b"<?xml version='1.0' encoding='utf-16'?><tmx/>"),
    "latin.xlf": ("is not UTF-8", CLASSIC.format(UNIT.format("caf\xe9 \x93a\x94")).encode("latin-1")),
    "png.html": ("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    "zip.xlf": ("ZIP", GOOD_WORD),
    "pdf.txt": ("PDF", b"%PDF-1.7\n\0\xff\xfe"),
    # XML
    "empty.xlf": ("no element found", b""),
    "blank.tmx": ("no element found", b" \n\n"),
    "text.xlf": ("not sound XML at line 1, column 1", b"Just text."),
    "tag.xlf": ("unclosed token", b"<xliff"),
    "page.xlf": ("not of this format", b"<html><body><p>Text.</p></body></html>"),
    "future.xlf": ("version '9.0'", b"<xliff version='9.0'/>"),
    "laughs.xlf": ("declares an entity", (entities("xliff") + CLASSIC.format(UNIT.format("&i;"))).encode()),
    "laughs.tmx": ("declares an entity", (entities("tmx") + MEMORY.format("&i;")).encode()),
    "quadratic.xlf": (
        "declares an entity",
        (f"<!DOCTYPE x [<!ENTITY a '{'a' * 50_000}'>]>" + CLASSIC.format(UNIT.format("&a;" * 50_000))).encode(),
    ),
    "itself.xlf": ("declares an entity", b"<!DOCTYPE x [<!ENTITY a '&b;'><!ENTITY b '&a;'>]><xliff>&a;</xliff>"),
    "passwd.xlf": (
        "declares an entity",
        b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><xliff version='1.2'>&a;</xliff>",
    ),
    "parameter.tmx": ("declares an entity", b"<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://e.invalid/x'> %p;]><tmx/>"),
    # archives
    "empty.docx": ("no sound ZIP archive", b""),
    "text.docx": ("no sound ZIP archive", b"This is no archive."),
    "cut.docx": ("no sound ZIP archive", cut(GOOD_WORD, 0.5)),
    "head.docx": ("no sound ZIP archive", GOOD_WORD[:4]),
    "no-document.docx": ("holds no Word document", zipped()),
    "bomb.docx": ("it is not safe to read", word("<w:p><w:r><w:t>" + "a" * 60_000_000 + "</w:t></w:r></w:p>")),
    "scrambled.docx": (
        "no sound ZIP archive",
        GOOD_WORD[:200] + bytes(b ^ 0x55 for b in GOOD_WORD[200:400]) + GOOD_WORD[400:],
    ),
    "no-xml.docx": ("NUL", zipped(b"\0\1\2")),
    "laughs.docx": ("declares an entity", zipped(entities("d") + WORD.format("&i;"))),
    # lists
    "quotes.po": ("no msgid", b'msgid "' + b"\\" * 500_000),
    "hyphens.srt": ("no cue", b"-" * 500_000),
    "no.po": ("no msgid", b"One line.\n\nAnother line.\n"),
}
"""Of which nothing can be read: the name of the file, a part of the message, the bytes."""

DEEP = 100_000
PARTLY: dict[str, tuple[str, bytes]] = {
    "cut.xlf": ("what follows is not checked", cut(CLASSIC.format(UNIT.format("One.") * 3).encode(), 0.8)),
    "cut.tmx": ("what follows is not checked", cut(MEMORY.format("<tu><tuv/></tu>" * 20).encode(), 0.8)),
    "cut-utf16.xlf": ("what follows is not checked", CLASSIC.format(UNIT.format("One."))[:-30].encode("utf-16")),
    "deep.xlf": ("more than 256 deep", CLASSIC.format("<group>" * DEEP).encode()),
    "deep-codes.xlf": ("more than 256 deep", CLASSIC.format(UNIT.format('<g id="1">' * DEEP)).encode()),
    "deep.tmx": ("more than 256 deep", MEMORY.format("<tu><tuv><seg>" + "<hi>" * DEEP).encode()),
    "deep2.xlf": ("more than 256 deep", MODERN.format('<group id="1">' * DEEP).encode()),
    "control.xlf": ("not well-formed", CLASSIC.format(UNIT.format("a\x01b")).encode()),
    "ampersand.xlf": ("not well-formed", CLASSIC.format(UNIT.format("A & B")).encode()),
    "unknown.xlf": ("undefined entity", CLASSIC.format(UNIT.format("a&nosuch;b")).encode()),
    "crossed.xlf": ("mismatched tag", CLASSIC.format(UNIT.format('<g id="1">a</target></g>')).encode()),
    "twice.xlf": ("duplicate attribute", CLASSIC.format(UNIT.format('<g id="1" id="2">a</g>')).encode()),
    "prefix.xlf": ("unbound prefix", CLASSIC.format(UNIT.format("<q:g>a</q:g>")).encode()),
    "ids.xlf": ("there twice", MODERN.format('<unit id="1"><segment><source/></segment></unit>' * 2).encode()),
    "flows.xlf": (
        "a unit “1” that",
        MODERN.format('<unit id="2"><segment><source><ph id="1" subFlows="1"/></source></segment></unit>').encode(),
    ),
    "deep.html": ("512 elements are open", b"<div>" * DEEP + b"Text."),
    "comment.html": ("is not closed", b"<p>One.</p><!-- and so on <p>Two.</p>"),
    "quotation.html": ("is not closed", b"<p>One.</p><p title='and so on>Two.</p>"),
    "script.html": ("is not closed", b"<p>One.</p><script>var a = '<p>Two.</p>'"),
    "cut.jsonl": ("line 2: this is not JSON", (LINE + LINE[:12]).encode()),
    "list.jsonl": ("line 1", b"[1, 2, 3]\n" + LINE.encode()),
    "number.jsonl": ("line 1", b'{"target": 5}\n' + LINE.encode()),
    "deep.jsonl": ("line 1", b'{"target": ' + b"[" * DEEP + b"\n" + LINE.encode()),
    "surrogate.jsonl": ("half a character", b'{"target": "One \\ud800 two."}\n'),
    "string.po": ("no line of a PO file", PO.format('msgid "a\nmsgstr "b"\n').encode()),
    "noise.po": ("no line of a PO file", PO.format("noise\n" * 10_000).encode()),
}
"""Of which a part can be read."""

MANY = " ".join(f'a{n}="1"' for n in range(20_000))
HARMLESS: dict[str, bytes] = {
    "empty.txt": b"",
    "empty.html": b"",
    "empty.md": b"",
    "empty.po": b"",
    "empty.srt": b"",
    "bom.txt": b"\xef\xbb\xbf",
    "line-ends.txt": b"One.\r\n\rTwo.\n\r\nThree.\r\r\nFour.",
    "line-ends.xlf": CLASSIC.format(UNIT.format("One.\r\nTwo.\rThree.\n")).encode(),
    "line-ends.srt": b"1\r00:00:01,000 --> 00:00:02,000\nOne.\r\n\r\n2\n00:00:03,000 --> 00:00:04,000\rTwo.",
    "attribute.xlf": CLASSIC.format(UNIT.format(f'<g id="1" ctype="{"x" * 3_000_000}">a</g>')).encode(),
    "attributes.xlf": CLASSIC.format(UNIT.format(f'<g id="1" {MANY}>a</g>')).encode(),
    "attribute.html": f'<p title="{"x" * 5_000_000}">Text.</p>'.encode(),
    "attributes.html": ("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">Text.</p>").encode(),
    "brackets.html": b"<" * 500_000,
    "ampersands.html": b"<p>" + b"&" * 500_000,
    "comments.html": b"<p>" + b"<!-- --!>" * 50_000,
    "stars.md": b"*" * 50_000,
    "brackets.md": b"[" * 20_000,
    "quotes.md": b">" * 5_000 + b" Text.",
    "backticks.md": b"".join(b"`" * n + b"a" for n in range(1, 400)),
    "times.srt": b"00:00:01,000 --> " * 20_000,
    "spaces.txt": b" " * 500_000 + b"a",
    "marks.txt": ("e" + "\u0301" * 90_000).encode(),
    "quotes.txt": "“".encode() * 30_000,
    "doctype.tmx": ('<!DOCTYPE tmx SYSTEM "http://e.invalid/tmx14.dtd">' + MEMORY.format("")).encode(),
}
"""Which are odd, but nothing that cannot be read."""

FILES = {**{n: d for n, (_, d) in (REFUSED | PARTLY).items()}, **HARMLESS}


@pytest.fixture
def found(tmp_path: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> list[str]:
    """What tqa says of the file that the test is called by."""
    name: str = request.getfixturevalue("name")
    path = tmp_path / name
    path.write_bytes(FILES[name])
    began = time.process_time()
    code = main(["check", "--isolated", "--format", "jsonl", "--select", "linguistic,design", "--jobs", "1", str(path)])
    seconds = time.process_time() - began
    said = capsys.readouterr()
    own = [d for d in map(json.loads, said.out.splitlines()) if d["rule"].startswith("tqa/")]
    assert "Traceback" not in said.err
    assert "rule-crashed" not in said.out
    assert code in ((1,) if own else (0, 1))
    assert seconds < 5
    return [d["message"] for d in own]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_a_line(name: str, found: list[str]) -> None:
    (message,) = found
    assert message.partition(": ")[0].partition(", ")[0].endswith(name)
    assert REFUSED[name][0] in message
    assert len(message) > len(name) + 20
    assert "\n" not in message


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", PARTLY)
def test_what_is_broken_is_named_and_the_rest_is_read(name: str, found: list[str]) -> None:
    assert any(PARTLY[name][0] in message for message in found), found
    assert len(found) <= 51


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_odd_is_read(name: str, found: list[str]) -> None:
    assert not [
        message for message in found if "too long for a paragraph" not in message and "is not closed" not in message
    ]


MEASURED = """\
import re, sys
from tqa.cli import main

code = main(["check", "--isolated", "--format", "jsonl", "--select", "linguistic,design", "--jobs", "1", *sys.argv[1:]])
with open("/proc/self/status") as status:  # ru_maxrss would begin with what the process had that this was forked from
    print(code, re.search(r"VmHWM:\\s*(\\d+)", status.read())[1], file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux tells it")
@pytest.mark.timeout(300)
def test_all_of_them_together_take_little_memory(tmp_path: Path) -> None:
    assert len(FILES) >= 60
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    done = subprocess.run([sys.executable, "-c", MEASURED, tmp_path], capture_output=True, encoding="utf-8", check=True)
    code, kilobytes = map(int, re.findall(r"\d+", done.stderr.splitlines()[-1]))
    assert code == 1
    assert kilobytes < 500_000
    named = {json.loads(line)["path"].rpartition("/")[2] for line in done.stdout.splitlines() if '"tqa/' in line}
    assert named >= REFUSED.keys() | PARTLY.keys()
