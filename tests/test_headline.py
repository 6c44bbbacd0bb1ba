"""What reads as a headline where the format does not say."""

from __future__ import annotations

import pytest

from tqa import Origin, Text
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
