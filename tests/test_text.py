"""What is computed of a text: sentences, tokens, lower case, language, similarity."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqa import Origin, Span, Text
from tqa.text import (
    closest,
    kept,
    language,
    looks_like_headline,
    lower,
    sentences,
    similarity,
    split_words,
    tags,
    tokens,
    words,
)


def text(value: str, lang: str = "en") -> Text:
    return Text(value, lang, Origin.contiguous(0, len(value)))


ANYTHING = st.text(
    st.one_of(st.sampled_from("abI .!?…。！\"'”’)(\n-İßΣςʼŉ中é\u0301\U0001f600"), st.characters()), max_size=40
)

# A bar is where one sentence ends and the next begins.
SENTENCES = [
    "Growth was 3.5 percent.|It fell.",
    "One sentence without an end",
    "“We won.”|He smiled.",
    "“We won,” he said.|“It was easy.”",
    '"Is it?" she asked.|"Yes."',
    "He said “no.”|Then he left.",
    "Really?!|Yes.|Wait…|What?|No!",
    "It was (it seems) so.|(It was true.)|Fine.",
    "What a day!|3 people died.|5 million stayed.",
    "In 2020.|5 people came.",
    "No space.Next sentence, www.example.com and v2.0 too.",
    "Prices rose 5%.|In May, they fell.",
    "the first.|Élodie and Über came.|И он.",
    "It ended. and went on.",
    "He left...|She stayed.",
    # titles and names
    "Mr. Smith met Dr. Jones.|They left.",
    "Sen. Warren, Rep. Lee and Gov. Cox met.|Prof. Li came.",
    "J. K. Rowling wrote it.|John F. Kennedy read it.|W. He and J. So did not.",
    "St. Petersburg is cold.|Lt. Gen. John Doe is not.",
    "It is he or I.|He knows.",
    # places, companies, times
    "The U.S. Army and the U.N. Security Council met.|They left.",
    "He lives in the U.S.|The President agreed.|He went to Washington, D.C.|She did not.",
    "He joined Foo Inc.|The shares rose.|Foo Co., Ltd. of Bar Corp. fell.|In May it rose.",
    "It starts at 9 a.m. on Monday.|It ends at 5 p.m.|They left.",
    "Tickets at 9 a.m. Eastern Time.|No more.",
    "Bring pens, paper, etc.|This is all.",
    # dates and numbers
    "On Jan. 5, 2021, it rained.|On Sat. Sept. 4 it did not.",
    "They walked in the sun.|We sat.|They fed the cat.|It was in may.|He did.",
    "It costs Rs. 500 and No. 5 is here.|See p. 3, Fig. 2 and Sec. 4.|No.|That is wrong.",
    "It is the art.|Art. 5 is not.",
    "1. First item.|2. Second item.",
    "He said: 1. First item.|2. Second item.|Version 2.|It works.",
    "A vs. B, approx. 5, i.e. Five, e.g. Six.|Done.",
    # other scripts
    "中国说。|世界听！|好吗？|“是的。”|他说。",
    "今天…明天。|「はい。」|と言った。",
    # white space
    "Hello.\n\n|World.\u3000|Yes.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences(marked: str) -> None:
    parts = marked.split("|")
    value = " ".join(parts) if parts[0].isascii() or "“" in parts[0] else "".join(parts)
    found = [value[s.start : s.end] for s in sentences(text(value))]
    assert found == [part.strip() for part in parts]


@given(ANYTHING)
def test_sentences_hold_all_but_white_space(value: str) -> None:
    spans = sentences(text(value))
    at = 0
    for span in spans:
        assert at <= span.start < span.end <= len(value)
        assert not value[at : span.start].strip()
        piece = value[span.start : span.end]
        assert piece == piece.strip()
        at = span.end
    assert not value[at:].strip()


TOKENS = [
    ("Kim's 14th, 3.5% rise", ["Kim's", "14th", ",", "3.5", "%", "rise"]),
    ("the Shenzhen-Hong Kong “link”…", ["the", "Shenzhen-Hong", "Kong", "“", "link", "”", "…"]),
    ("don’t, won't; U.S.", ["don’t", ",", "won't", ";", "U.S", "."]),
    ("1,000,000 (or so)", ["1,000,000", "(", "or", "so", ")"]),
    ("café über naïve", ["café", "über", "naïve"]),
    ("中国 US", ["中国", "US"]),
    ("a--b -c-", ["a", "-", "-", "b", "-", "c", "-"]),
    ("", []),
]


@pytest.mark.parametrize(("value", "expected"), TOKENS)
def test_tokens(value: str, expected: list[str]) -> None:
    assert [value[s.start : s.end] for s in tokens(text(value))] == expected
    assert split_words(value) == expected
    assert len(tags(text(value))) == len(expected)


@given(ANYTHING)
def test_tokens_hold_all_but_white_space(value: str) -> None:
    spans = tokens(text(value))
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = {i for s in spans for i in range(s.start, s.end)}
    assert {i for i, c in enumerate(value) if not c.isspace()} <= covered


@given(ANYTHING)
def test_lower_keeps_offsets(value: str) -> None:
    low = lower(text(value))
    assert len(low) == len(value)
    for old, new in zip(value, low, strict=True):
        assert new == old.lower() or len(old.lower()) > 1 or old == "Σ"


def test_lower() -> None:
    assert lower(text("İSTANBUL, ÉTAT, ΟΔΟΣ")) == "İstanbul, état, οδοσ"  # of another length in full: i and a dot
    assert lower(text("ΟΔΟΣ")) == "οδος"


def test_words_keep_their_punctuation() -> None:
    assert words(text(" a, b\u3000(c)\n")) == ["a,", "b", "(c)"]


def test_what_is_computed_is_kept() -> None:
    calls = []

    @kept
    def length(of: Text) -> int:
        """Length"""
        calls.append(of.value)
        return len(of.value)

    one, two = text("abc"), text("abc")
    assert (length(one), length(one), length(two)) == (3, 3, 3)
    assert calls == ["abc", "abc"]
    assert length.__doc__ == "Length"
    assert sentences(one) is sentences(one)


# --- language ---------------------------------------------------------------------------------------------------------

LANGUAGES = {
    "en": "The government said on Monday that it was not on the list of countries with new measures.",
    "de": "Die Regierung teilte am Montag mit, dass sie nicht auf der Liste der Länder steht.",
    "fr": "Le gouvernement a annoncé lundi que de nouvelles mesures seront prises dans les régions.",
    "es": "El gobierno anunció el lunes que las medidas son para la economía del país.",
    "it": "Il governo ha annunciato lunedì che le misure non sono per gli altri paesi.",
    "pt": "O governo anunciou na segunda-feira que não são as medidas para a economia do país.",
    "nl": "De regering heeft gisteren aangekondigd dat er nieuwe maatregelen komen voor de economie.",
    "sv": "Regeringen meddelade på måndagen att det inte finns några nya åtgärder för ekonomin.",
    "pl": "Rząd ogłosił wczoraj nowe środki wsparcia dla gospodarki kraju i obywateli.",
    "ru": "Правительство России сообщило о новых мерах поддержки экономики страны.",
    "uk": "Уряд України повідомив про нові заходи підтримки економіки країни.",
    "el": "Η κυβέρνηση ανακοίνωσε νέα μέτρα για την οικονομία.",
    "zh": "中国政府周一宣布了新的经济措施。",
    "ja": "政府は月曜日に新しい経済対策を発表した。",
    "ko": "정부는 월요일 새로운 경제 대책을 발표했다.",
    "ar": "أعلنت الحكومة يوم الاثنين عن تدابير جديدة.",
    "he": "הממשלה הודיעה ביום שני על צעדים חדשים.",
    "hi": "सरकार ने सोमवार को नए उपायों की घोषणा की।",
    "th": "รัฐบาลประกาศมาตรการใหม่เมื่อวันจันทร์",
    # what shares a script or words with these
    "fa": "دولت روز دوشنبه اعلام کرد که از اقتصاد کشور با تدابیر جدید حمایت خواهد کرد.",
    "ur": "حکومت نے پیر کو اعلان کیا کہ وہ نئے اقدامات کے ساتھ ملک کی معیشت کی مدد کرے گی۔",
    "mr": "सरकारने सोमवारी जाहीर केले की ते नवीन उपाययोजनांसह देशाच्या अर्थव्यवस्थेला पाठिंबा देईल.",
    "ne": "सरकारले सोमबार नयाँ उपायहरूको साथ देशको अर्थतन्त्रलाई समर्थन गर्ने घोषणा गर्‍यो।",
    "ca": "El govern va anunciar dilluns que donarà suport a l'economia del país amb noves mesures durant l'any que ve."
    " El president va dir en una roda de premsa que calen més diners per a les escoles i els hospitals, i que això és"
    " important per a tots els ciutadans. L'oposició, en canvi, és crítica amb el pla, que considera massa car.",
}


@pytest.mark.parametrize(("lang", "value"), LANGUAGES.items())
def test_language(lang: str, value: str) -> None:
    assert language(value) == lang
    assert language(f"  {value} 2021\n") == lang
    assert language(f"{value} " * 60) == lang


@pytest.mark.parametrize(
    "value",
    [
        *("", "   ", "2021, 300 – 50 %", "\U0001f600", "x", "Beijing", "Xi Jinping", "Barack Obama met Angela Merkel"),
        *("BEIJING (Xinhua)", "Volkswagen AG", "Photo: Reuters", "El Niño", "Le Monde", "Die Zeit", "москва"),
    ],
)
def test_names_and_a_few_words_are_in_no_language(value: str) -> None:
    assert language(value) is None


def test_source_words_in_a_translation_do_not_change_its_language() -> None:
    assert language(f"{LANGUAGES['en']} 新华社 (Xinhua)") == "en"
    assert language(f"{LANGUAGES['zh']} GDP, WTO") == "zh"


def test_language_is_the_same_each_time() -> None:
    """langdetect draws lots; it is seeded, also in another process."""
    value = "Regeringen sagde i går at der ikke er nye tiltag"
    expected = {language(value) for _ in range(10)}
    assert len(expected) == 1
    code = f"from tqa.text import language; print(language({value!r}))"
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        )
        assert {done.stdout.strip()} == {str(found) for found in expected}


@given(ANYTHING)
def test_any_text_has_a_language_or_none(value: str) -> None:
    found = language(value)
    assert found is None or (found.isascii() and found.islower() and 2 <= len(found) <= 3)
    assert language(value) == found


# --- the rest ---------------------------------------------------------------------------------------------------------


def test_headlines() -> None:
    for value in (
        "Hong Kong and Shenzhen sign deal",
        "DEAL SIGNED",
        "Nation's Economy Rose Sharply In Quarter.",
        "The deal was signed on Monday. - China News Service",
    ):
        assert looks_like_headline(text(value)), value
    for value in ("", "The deal was signed on Monday.", "It rose. It fell", "One two three. " * 20):
        assert not looks_like_headline(text(value)), value


def test_similarity() -> None:
    assert similarity("abc", "abc") == 1
    assert similarity("abc", "xyz") == 0
    assert 0.7 < similarity("Shenzhen", "Shenzen") < 1


def test_closest() -> None:
    assert closest("sevrity", ["severity", "segments", "status"]) == "severity"
    assert closest("qqq", ["severity", "segments"]) is None
    assert closest("x", []) is None


def test_spans_are_of_the_text() -> None:
    assert tokens(text("\U0001f600 é")) == [Span(0, 1), Span(2, 3)]
