"""NewsML-G2 and NITF, the IPTC's formats of the wire.

Of NewsML-G2 each item is a document: a <newsItem>, with what its <contentMeta> says of it (headline, by-line, dateline,
summary or caption) and its content as NITF, XHTML or plain text; a <packageItem>, with the titles and descriptions of
what it refers to. Other items (concepts, events, plans) are no articles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .article import CONTENT, HEAD, PLAIN, SUMMARY, TITLE, Article
from .blocks import XHTML, Vocabulary, parts
from .newsxml import NewsXml, Reading
from .xmltext import XML

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .xmltext import Element

G2 = "http://iptc.org/std/nar/2006-10-01/"

# --- NITF -------------------------------------------------------------------------------------------------------------

_NITF_KINDS = {
    **dict.fromkeys(("hedline", "hl1", "hl2"), "headline"),
    "byline": "byline",
    "dateline": "dateline",
    "abstract": "lead",
    **dict.fromkeys(("media-caption", "caption"), "caption"),
    "bq": "quote",
    **dict.fromkeys(("li", "dt", "dd"), "list"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(
        ("title", "body.end", "credit", "distributor", "media-producer", "note", "rights", "series", "tagline"),
        "furniture",
    ),
}
_NITF_SKIPPED = frozenset(
    "alt-code bibliography docdata media-metadata media-object media-reference meta pre pubdata revision-history rt rp "
    "tobject".split()
)
_NITF_BLOCKS = _NITF_SKIPPED.difference(("alt-code", "rt", "rp")).union(
    _NITF_KINDS,
    "block body body.content body.head byttl col colgroup content dl fn head hr media nitf nitf-table ol p table tbody "
    "tfoot thead tr ul".split(),
)


def _nitf_kind(element: Element, outer: str) -> str:
    if element.name == "p" and element.get("lede") == "true":
        return "lead"
    found = _NITF_KINDS.get(element.name, outer)
    return outer if outer in ("caption", "furniture") else found


NITF = Vocabulary(_NITF_BLOCKS, _NITF_SKIPPED, _nitf_kind)


class _NitfReading(Reading):
    def articles(self) -> Iterator[Article]:
        for root in self.xml.elements(("nitf",), ("nitf",)):
            body = root.child("body")
            article = Article(lang=(body and body.get("lang", XML)) or root.get("lang", XML))
            head = root.child("head")
            if head is not None:
                article.add("title", parts(self.xml, head, NITF, "furniture", article.lang), TITLE)
            if body is not None:
                article.add("", parts(self.xml, body, NITF, lang=article.lang), CONTENT)
            yield article


class Nitf(NewsXml):
    """Format "nitf"."""

    name = "nitf"
    suffixes = (".nitf", ".xml")
    roots = (("*", "nitf"),)
    reading = _NitfReading


# --- NewsML-G2 --------------------------------------------------------------------------------------------------------

_META = {
    "headline": ("headline", HEAD),
    "by": ("byline", HEAD),
    "dateline": ("dateline", HEAD),
    "creditline": ("furniture", HEAD),
    "description": ("lead", SUMMARY),
}
"""Of what stands in <contentMeta> the kind, and how it ranks."""

_PICTURES = ("picture", "graphic", "video", "audio", "animation")
"""Items whose description is a caption, by the end of their class."""


class _G2Reading(Reading):
    def articles(self) -> Iterator[Article]:
        roots = ("newsMessage", "newsItem", "packageItem")
        for item in self.xml.elements(roots, roots[1:]):
            if item.namespace == G2:
                yield self._item(item)

    def _item(self, item: Element) -> Article:
        said = item.inherited("lang", XML)
        meta = item.child("contentMeta")
        tags = [] if meta is None else [language.get("tag") for language in meta.all("language")]
        content = tags[0] if len(tags) == 1 else said
        article = Article(item.get("guid") if item.parent is not None else "", content)
        caption = _class(item).endswith(_PICTURES)
        for about in [*([] if meta is None else [meta]), *item.all("partMeta")]:
            self._about(about, article, said or content, caption)
        for group in [group for groups in item.all("groupSet") for group in groups.all("group")]:
            for reference in group.all("itemRef"):
                self._reference(reference, article, said)
        for content_set in item.all("contentSet"):
            for child in content_set.children:
                self._content(child, article)
        return article

    def _about(self, meta: Element, article: Article, lang: str, caption: bool) -> None:
        for child in meta.children:
            if child.name in _META and child.namespace == meta.namespace:
                kind, rank = _META[child.name]
                if child.name == "description" and (caption or child.get("role").endswith("caption")):
                    kind = "caption"
                article.add(child.name, parts(self.xml, child, XHTML, kind, lang), rank)

    def _reference(self, reference: Element, article: Article, lang: str) -> None:
        for child in reference.children:
            kind = {"title": "headline", "headline": "headline", "description": "lead"}.get(child.name)
            if kind and child.namespace == reference.namespace:
                article.add(child.name, parts(self.xml, child, XHTML, kind, lang), SUMMARY)

    def _content(self, content: Element, article: Article) -> None:
        lang = content.get("lang", XML) or article.lang
        kind = content.get("contenttype").lower()
        if content.name == "inlineXML":
            for root in content.children:
                if root.name == "nitf":
                    article.add("", parts(self.xml, root, NITF, lang=lang), CONTENT)
                elif "html" in kind or root.namespace.endswith("/xhtml") or root.name == "html":
                    article.add("", parts(self.xml, root, XHTML, lang=lang), CONTENT)
        elif content.name == "inlineData" and kind[:5] in ("text/", "") and not content.get("encoding"):
            layer = self.xml.layer(content)
            markup = "html" in kind
            article.add_layer("", layer, "body", CONTENT if markup else PLAIN, lang=lang, markup=markup, flow=True)


def _class(item: Element) -> str:
    """What an item is, as its <itemClass> says: "ninat:picture"."""
    meta = item.child("itemMeta")
    found = None if meta is None else meta.child("itemClass")
    return "" if found is None else found.get("qcode") or found.get("uri")


class NewsMl(NewsXml):
    """Format "newsml"."""

    name = "newsml"
    suffixes = (".newsml", ".xml")
    roots = ((G2, "newsItem"), (G2, "packageItem"), (G2, "newsMessage"))
    reading = _G2Reading
