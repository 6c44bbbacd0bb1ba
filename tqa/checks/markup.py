"""What has to reach the translation as it is: tags, placeholders, addresses, and what a project protects."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tqa import Context, Edit, Evidence, Example, Finding, Fix, Segment, Span, rule
from tqa.text import closest, regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tqa.model import Safety


class _Code(NamedTuple):
    """A piece of a text that no translator may touch."""

    text: str
    span: Span
    key: str
    """What has to be the same on both sides."""


def _finder(pattern: re.Pattern[str], key: Callable[[str], str] = str) -> Callable[[str], list[_Code]]:
    return lambda value: [_Code(m[0], Span(*m.span()), key(m[0])) for m in pattern.finditer(value)]


def _compared(
    segment: Segment, find: Callable[[str], Sequence[_Code]], what: str, safety: Safety = "safe"
) -> Iterator[Finding]:
    """What is missing, added or changed, by the numbers of each key on both sides. `safety`: of restoring it."""
    assert segment.source is not None
    value = segment.target.value
    wanted, present = find(segment.source.value), find(value)
    lost, new = _surplus(wanted, present), _surplus(present, wanted)
    for code in new:
        match = closest(code.text, [other.text for other in lost]) if lost else None
        original = next((other for other in lost if other.text == match), None)
        if original is None and len(lost) == len(new) == 1:
            original = lost[0]
        if original is None:
            yield Finding(code.span, f"The source has no {what} “{code.text}”")
            continue
        lost.remove(original)
        shown = (Evidence(f"“{original.text}” in the source", original.span, "source"),)
        restored = Fix(f"Write “{original.text}”", (Edit(code.span, original.text),), safety)
        yield Finding(code.span, f"“{code.text}” is “{original.text}” in the source", shown, restored)
    if not lost or not value.strip():
        return
    names = ", ".join(f"“{code.text}”" for code in lost[:_NAMED]) + " …" * (len(lost) > _NAMED)
    places = tuple(Evidence("here in the source", code.span, "source") for code in lost)
    edits = [edit for code in lost if (edit := _at_the_edge(segment.source.value, code, value))]
    fix = Fix(f"Put in {names}", tuple(edits), "safe") if len(edits) == len(lost) else None
    whole = Span(len(value) - len(value.lstrip()), len(value.rstrip()))
    yield Finding(whole, f"The {what} {names} is missing" if len(lost) == 1 else f"Missing: {names}", places, fix)


_NAMED = 4


def _surplus(codes: Sequence[_Code], others: Sequence[_Code]) -> list[_Code]:
    """The codes that the others do not have, or not as often."""
    left = Counter(code.key for code in others)
    out = []
    for code in codes:
        if left[code.key]:
            left[code.key] -= 1
        else:
            out.append(code)
    return out


def _at_the_edge(source: str, code: _Code, value: str) -> Edit | None:
    """How a code that begins or ends the source is put at that end of the translation; in between, who knows where."""
    before, after = source[: code.span.start], source[code.span.end :]
    if not before.strip():
        start = len(value) - len(value.lstrip())
        return Edit(Span(start, start), code.text + after[: len(after) - len(after.lstrip())])
    if not after.strip():
        end = len(value.rstrip())
        return Edit(Span(end, end), before[len(before.rstrip()) :] + code.text)
    return None


# --- placeholders -----------------------------------------------------------------------------------------------------

_PLACEHOLDER = regex(
    r"\{\{\s*[\w.$-]+\s*\}\}|\$?\{[\w.$-]*(?:![rsa])?(?::[^{}\s]*)?\}"
    r"|(?<![\d%])%(?:\(\w+\)|\d+\$)?[#0+-]*\d*(?:\.\d+)?(?:hh?|ll?|[qjzt])?[diouxXeEfFgGcrs@](?![A-Za-z])"
    r"|(?<!\w)%[A-Za-z][\w-]*%(?!\w)"
)
_POSITION = regex(r"(?<=%)\d+\$")


@rule(
    "design/placeholder-mismatch",
    Example(
        "Hola [[{nombre}]], tienes %d mensajes.",
        fixed="Hola {name}, tienes %d mensajes.",
        source="Hello {name}, you have %d messages.",
    ),
    Example("[[Datei nicht gefunden:]]", fixed="Datei nicht gefunden: %s", source="File not found: %s"),
    Example("Ha sumado [[{count}]] artículos.", source="Items were added."),
    Example("%2$s von %1$s; ${total} 8% der Summe", source="%1$s has %2$s; ${total} 8% of it"),
    Example("Sales grew 50% in May and were 100% a success.", source="5月销售额增长50%，百分之百成功。"),
    severity="error",
    mqm="design/markup",
)
def placeholder_mismatch(segment: Segment, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """A placeholder that is missing, changed or made up

    What a program fills in, as {name}, ${x}, {{x}}, %s and %(x)d, has to stand in the translation as often as in the
    source; only order is free. News has none, and none of 15,000 news sentences is taken to have one.
    """
    source, value = segment.source, segment.target.value
    if source is not None and any(mark in value or mark in source.value for mark in "{%"):
        yield from _compared(segment, _placeholders, "placeholder")


_placeholders = _finder(_PLACEHOLDER, lambda text: _POSITION.sub("", text).replace(" ", ""))


# --- tags -------------------------------------------------------------------------------------------------------------

_TAG = regex(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]{0,1000})?/?>")
_TRANSLATABLE = regex(r"""\s(?:alt|title|placeholder|aria-label)\s*=\s*(?:"[^"]*"|'[^']*')""")
_SPACE = regex(r"\s+")


@rule(
    "design/tag-mismatch",
    Example(
        "Kliknij [[<em>]]tutaj</b>, aby zamknąć.",
        fixed="Kliknij <b>tutaj</b>, aby zamknąć.",
        source="Click <b>here</b> to close.",
    ),
    Example(
        "[[The plant was closed.]]",
        fixed="<p>The plant was closed.</p>",
        source="<p>工厂已关闭。</p>",
    ),
    Example(
        '<img src="a.png" alt="Ein Haus"/>Siehe <b>oben</b>.',
        source='<img src="a.png" alt="A house"/>See <b>above</b>.',
    ),
    Example("If a < b and c > d, it holds.", source="若a < b且c > d，则成立。"),
    severity="error",
    mqm="design/markup",
)
def tag_mismatch(segment: Segment, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """A tag of the source that is missing, changed or made up

    Tags have to stand in the translation as often as in the source, with the same attributes but for those that are
    read (alt, title). A tag where the source has none at all is left to design/html-tag.
    """
    source = segment.source
    if source is not None and "<" in source.value and _TAG.search(source.value):
        yield from _compared(segment, _tags, "tag")


_tags = _finder(_TAG, lambda text: _SPACE.sub(" ", _TRANSLATABLE.sub("", text)).replace(" />", "/>"))


# --- addresses --------------------------------------------------------------------------------------------------------

_ADDRESS = regex(
    r"(?:https?|ftp)://[!-;=?-~]*[\w/#=]|(?<![\w@.])www\.[\w-]+\.[!-;=?-~]*[\w/#=]"
    r"|(?<![\w.+-])[A-Za-z\d][\w.+-]*@[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)*\.[A-Za-z]{2,}",
    re.ASCII,
)


@rule(
    "accuracy/address-changed",
    Example(
        "Write to [[press@un.com]] by Friday.",
        fixed="Write to press@un.org by Friday.",
        source="请于周五前写信至press@un.org。",
    ),
    Example("[[See for the report.]]", source="报告见https://www.who.int/zh/news/123。谢谢。"),
    Example("The report is at https://www.who.int/zh/news/123.", source="报告见：https://www.who.int/zh/news/123。"),
    Example("The forum opened on Friday, www.chinanews.com says.", source="中新网：论坛周五开幕"),
    Example("The account @fangfang sells soup.", source="账号@芳芳卖汤。"),
    mqm="accuracy/do-not-translate",
)
def address_changed(segment: Segment, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """A web or e-mail address of the source that is missing or changed

    It leads readers elsewhere, or nowhere. Restoring it is an unsafe fix: a page may have been replaced on purpose by
    that in the reader's language. An address where the source has none is left alone: sites are called by theirs
    ("www.chinanews.com" for 中新网), as in 11 of 6,700 segments of machine-translated news.
    """
    source = segment.source
    if source is not None and any(mark in source.value for mark in ("@", "://", "www.")) and _addresses(source.value):
        yield from _compared(segment, _addresses, "address", "unsafe")


_bare_addresses = _finder(_ADDRESS, lambda text: text.rstrip("/").removeprefix("http://").removeprefix("https://"))


def _addresses(value: str) -> Sequence[_Code]:
    """Those in tags are compared with the tags."""
    return _bare_addresses(_TAG.sub(lambda tag: " " * len(tag[0]), value) if "<" in value else value)


# --- what a project protects ------------------------------------------------------------------------------------------


@rule(
    "accuracy/protected-text-changed",
    Example(
        "The [[XJ-18]] model costs more.",
        fixed="The XJ-17 model costs more.",
        source="XJ-17型更贵。",
        options={"patterns": [r"[A-Z]{2}-\d+"]},
    ),
    Example("The XJ-17 model costs more.", source="XJ-17型更贵。", options={"patterns": [r"[A-Z]{2}-\d+"]}),
    severity="error",
    mqm="accuracy/do-not-translate",
    options={"patterns": []},
)
def protected_text_changed(segment: Segment, context: Context) -> Iterator[Finding]:
    """Text that the project protects, and that is missing, changed or made up

    What matches one of the regular expressions of `protect` in tqa.toml has to stand in the translation just as often
    as in the source: product codes, docket numbers, slugs.
    """
    patterns = context.option("patterns")
    if patterns and segment.source is not None:
        for pattern in patterns:
            yield from _compared(segment, _finder(_compiled(pattern)), "protected text")


@lru_cache(maxsize=1000)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
