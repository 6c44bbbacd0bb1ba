"""What the columns of a table are called: languages, and the two sides of a translation."""

from __future__ import annotations

import re
from typing import NamedTuple

LANGUAGES = dict(
    pair.split("/")
    for pair in """arabic/ar bulgarian/bg catalan/ca chinese/zh croatian/hr czech/cs danish/da dutch/nl english/en
    estonian/et finnish/fi french/fr german/de greek/el hebrew/he hindi/hi hungarian/hu indonesian/id italian/it
    japanese/ja korean/ko latvian/lv lithuanian/lt malay/ms norwegian/nb persian/fa polish/pl portuguese/pt romanian/ro
    russian/ru serbian/sr slovak/sk slovenian/sl spanish/es swedish/sv thai/th turkish/tr ukrainian/uk vietnamese/vi
    中文/zh 汉语/zh 漢語/zh 英文/en 英语/en 英語/en 日本語/ja 日语/ja 한국어/ko 法语/fr 德语/de 西班牙语/es 俄语/ru
    deutsch/de englisch/en französisch/fr chinesisch/zh français/fr anglais/en allemand/de español/es inglés/en
    italiano/it português/pt русский/ru polski/pl čeština/cs nederlands/nl""".split()
)
"""By their names, in lower case."""

_CODES = frozenset(
    """af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km
    kn ko ky lo lt lv mk ml mn mr ms mt my nb ne nl nn no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz
    vi yue zh zu""".split()
)
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_](?:[A-Za-z]{2,4}|\d{3})){0,2}")
_NAME = re.compile(r"(\w+) ?[(\[（]([^()\[\]（）]+)[)\]）]")
_VARIETIES = {
    "simplified": "Hans",
    "traditional": "Hant",
    "china": "CN",
    "taiwan": "TW",
    "hong kong": "HK",
    "us": "US",
    "usa": "US",
    "united states": "US",
    "uk": "GB",
    "gb": "GB",
    "united kingdom": "GB",
    "australia": "AU",
    "canada": "CA",
    "brazil": "BR",
    "portugal": "PT",
    "spain": "ES",
    "mexico": "MX",
    "germany": "DE",
    "austria": "AT",
    "switzerland": "CH",
    "france": "FR",
}

_ROLES = {
    name: role
    for role, names in {
        "source": "source|source text|source string|source phrase|source segment|source sentence|source language text"
        "|src|original|original text|original string|原文|源文|源语|quelle|ausgangstext|texte source",
        "target": "target|target text|target string|target segment|target sentence|tgt|translation|translated"
        "|translated text|translated string|translation text|mt|译文|翻译|zieltext|übersetzung|traduction",
        "id": "id|key|key id|key name|identifier|string id|string key|resource id|seg id|segid|segment id|segment|unit"
        "|no|nr|#|number|line|index|row|序号|编号",
        "note": "context|note|notes|comment|comments|description|developer comment|developer comments|developer notes"
        "|translator comments|translator comment|备注|说明",
        "document": "document|document id|doc|doc id|docid|article|article id|file|filename|file name",
        "fuzzy": "fuzzy",
        "source lang": "source lang|source language|source locale|src lang",
        "target lang": "target lang|target language|target locale|tgt lang",
        "term": "term|terms|status|term status|usage|usage status|forbidden|pos|part of speech|do not translate",
    }.items()
    for name in names.split("|")
}
_TEXT = frozenset(("text", "string", "value", "content", "sentence", "segment"))


_LONGEST = 60
"""What is longer is no name of a column."""


class Heading(NamedTuple):
    """What a column is by its name."""

    role: str
    """source, target, lang (a text in `lang`), id, note, document, fuzzy, source lang, target lang; term, of what only
    termbases have; "" where it is not known."""
    lang: str = ""


def plain(name: str) -> str:
    """A name in lower case, with a space for what divides its words."""
    return re.sub(r"[\s_\-.:]+", " ", name).strip().casefold()


def heading(name: str) -> Heading:
    """What a column of this name is: "source", "zh-CN", "Source (Chinese)", "English translation", "text_en"."""
    name = name.strip()
    if len(name) > _LONGEST:
        return Heading("")
    if role := _ROLES.get(plain(name)):
        return Heading(role)
    if lang := language_of(name):
        return Heading("lang", lang)
    for divider in re.finditer(r"[\s:_\-–—/([（]+", name):
        first, second = name[: divider.start()], name[divider.end() :].rstrip(")]） ")
        for side, other in ((first, second), (second, first)):
            lang, side = language_of(other), plain(side)
            if lang and (side in _TEXT or _ROLES.get(side) in ("source", "target")):
                return Heading(_ROLES.get(side, "") if side not in _TEXT else "lang", lang)
    return Heading("")


def language_of(name: str) -> str:
    """The language that a code or a name means ("zh_CN", "Chinese (Simplified)"), in the form of BCP 47; "" of none."""
    name = name.strip()
    tag = _TAG.fullmatch(name)
    if tag and tag[1].lower() in _CODES:
        first, *rest = re.split("[-_]", name)
        return "-".join([first.lower(), *(r.title() if len(r) == 4 else r.upper() for r in rest)])
    if lang := LANGUAGES.get(plain(name)):
        return lang
    variety = _NAME.fullmatch(name)
    lang = LANGUAGES.get(plain(variety[1]), "") if variety else ""
    if not variety or not lang:
        return ""
    tag = _TAG.fullmatch(variety[2])
    if tag and tag[1].lower() == lang:  # "English (en-GB)"
        return language_of(variety[2])
    of = _VARIETIES.get(plain(variety[2]))
    return f"{lang}-{of}" if of else ""
