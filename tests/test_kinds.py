"""What part of an article a segment is, where the format does not say."""

from __future__ import annotations

import pytest

from tqa import Document, Origin, Segment, Text
from tqa.kinds import Dateline, dateline, kinds
from tqa.text import looks_like_headline


def text(value: str) -> Text:
    return Text(value, "en", Origin.contiguous(0, len(value)))


@pytest.mark.parametrize(
    "value",
    [
        "East Germany's last communist chancellor dies today",
        "The fitness industry should overcome the crisis of trust - China News Network.",
        "Chinese rescue team continues rescue operation, 4 people rescued-Chinanews.com",
        "China News Financial Reporter Xia Bin",
        "Passengers arrive at Gatwick Airport on Sunday morning (PA)",
        "What Exactly Was the Object Shot Down Over Alaska?",
    ],
)
def test_headlines_captions_and_bylines(value: str) -> None:
    assert looks_like_headline(text(value))


@pytest.mark.parametrize(
    "value",
    [
        "",
        "It rained.",
        "On February 9, Philippine President Bongbong Marcos visited Japan and met with Prime Minister Shinzo Abe.",
        "The bill transfers the decision from a judge to the Attorney-General.",
        "The location was ten miles off the coast. No one was hurt",
        "He left the city - and the country.",
    ],
)
def test_sentences(value: str) -> None:
    assert not looks_like_headline(text(value))


def article(*paragraphs: str, kind: str = "body") -> Document:
    segments = (Segment(str(n), text(p), kind=kind if n == 0 else "body") for n, p in enumerate(paragraphs))
    return Document("a.txt", "text", tuple(segments))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("furniture", "[Editor: Wang Fang]"),
        ("furniture", "Font: [Large and Small]".replace("and ", "")),
        ("furniture", "Responsible editor: Li Na"),
        ("furniture", "Source: China News Service"),
        ("furniture", "- China News Network"),
        ("furniture", "Copyright 2023 by the agency. All rights reserved."),
        ("furniture", "Related reports:"),
        ("furniture", "2020-07-26 11:42:58 Source: China News"),
        ("furniture", "(End)"),
        ("byline", "By Li Wei and Anna Berg"),
        ("byline", "(Reporter Wang Jinyue)"),
        ("byline", "Xinhua News Agency commentator"),
        ("dateline", "BEIJING, Feb. 11 (Xinhua) --"),
        ("dateline", "Xinhua News Agency, Taipei, February 11 (Reporters Zhao Bo and Huang Yang)"),
        ("caption", "The picture shows firefighters at the scene."),
        ("caption", "Photo by Li Wei of the weekend market"),
        ("caption", "Passengers arrive at Gatwick Airport on Sunday morning (PA)"),
        ("body", "The editor said that the article had been read by many."),
        ("body", "Share prices fell in Tokyo on Friday."),
        ("body", "- we will go there, he said."),
        ("body", "By Friday the water had reached the second floor."),
        ("body", "BEIJING, Feb. 11 (Xinhua) -- The forum opened on Friday."),
    ],
)
def test_what_a_paragraph_is(kind: str, value: str) -> None:
    document = article("Talks end", "They were short.", value, "They ended late.")
    assert kinds(document)["2"] == kind


def in_order(document: Document) -> list[str]:
    return [kinds(document)[segment.id] for segment in document.segments]


def test_a_headline_is_at_the_top_also_under_a_byline_and_under_another() -> None:
    document = article("Talks end", "Both sides are content", "They met and did not speak long", "The law was passed.")
    assert in_order(document) == ["headline", "headline", "body", "body"]
    document = article("By Li Wei", "Talks end", "The law was passed.")
    assert in_order(document) == ["byline", "headline", "body"]
    document = article("The talks ended on Friday.", "Both sides are content", "The law was passed.")
    assert in_order(document) == ["body", "body", "body"]


def test_what_the_format_says_holds() -> None:
    assert kinds(article("[Editor: Wang Fang]", kind="quote"))["0"] == "quote"


@pytest.mark.parametrize(
    ("value", "rest", "found"),
    [
        ("BEIJING, Feb. 11 (Xinhua) -- The forum", "The forum", ("BEIJING", "Feb.", 11, "Xinhua")),
        ("VIRGINIA BEACH, Va. -- The city", "The city", ("VIRGINIA BEACH", "", None, "")),
        ("ISLAMABAD (AP) - The president", "The president", ("ISLAMABAD", "", None, "AP")),
        ("July 25 (UPI) -- The centre", "The centre", ("", "July", 25, "UPI")),
        ("China News Service, July 26. Shares", "Shares", ("", "July", 26, "China News Service")),
        (
            "Xinhua News Agency, Kuala Lumpur, July 25th (Reporter Lin Hao) - A video",
            "A video",
            ("Kuala Lumpur", "July", 25, "Xinhua News Agency"),
        ),
    ],
)
def test_datelines(value: str, rest: str, found: tuple[str, str, int | None, str]) -> None:
    assert dateline(value) == Dateline(value.index(rest), *found)


@pytest.mark.parametrize(
    "value", ["The forum opened.", "He left - and Li stayed.", "NATO said no.", "On Feb. 11 (Friday) -"]
)
def test_no_datelines(value: str) -> None:
    assert dateline(value) is None
