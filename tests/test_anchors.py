"""What anchors recognise, and that translations in the wrong place are found by them."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import pytest

from tqa import Checker, Document, Origin, Segment, Text
from tqa.checks import _anchors as anchors
from tqa.checks.anchors import unrelated_translation
from tqa.languages import tqa_languages
from tqa.model import Content

if TYPE_CHECKING:
    from collections.abc import Sequence

ARTICLE = (
    (
        "Der Präsident besuchte am Montag die Schulen der Hauptstadt.",
        "The president visited the schools of the capital on Monday.",
    ),
    (
        "Die Polizei nahm zwei Männer nach dem Angriff auf ein Krankenhaus fest.",
        "Police arrested two men after the attack on a hospital.",
    ),
    (
        "Die Preise für Strom stiegen im Winter um 12 Prozent.",
        "Electricity prices rose by 12 percent in the winter.",
    ),
    (
        "Die Mannschaft aus Brasilien gewann das Turnier in Madrid.",
        "The team from Brazil won the tournament in Madrid.",
    ),
    (
        "Wissenschaftler der Universität untersuchen das Wetter auf dem Planeten Mars.",
        "Scientists at the university are studying the weather on the planet Mars.",
    ),
    (
        "Das Parlament stimmt am Donnerstag über das neue Steuergesetz ab.",
        "Parliament will vote on the new tax law on Thursday.",
    ),
)


def found(targets: Sequence[str], sources: Sequence[str], lang: str = "de") -> list[tuple[int, str]]:
    segments = tuple(
        Segment(str(number), text(target, "en"), text(source, lang))
        for number, (source, target) in enumerate(zip(sources, targets, strict=True))
    )
    document = Document("a.txt", "lines", segments, lang, "en", content=Content(""))
    checked = Checker([unrelated_translation], languages=tqa_languages()).check(document)
    return sorted((int(d.segment_id), d.message) for d in checked.diagnostics)


def text(value: str, lang: str) -> Text:
    return Text(value, lang, Origin.contiguous(0, len(value)))


SOURCES, TARGETS = zip(*ARTICLE, strict=True)


def test_an_article_in_order() -> None:
    assert found(TARGETS, SOURCES) == []


def test_a_translation_that_was_dropped_shifts_the_rest() -> None:
    shifted = [*TARGETS[:2], *TARGETS[3:], TARGETS[-1]]
    assert found(shifted, SOURCES) == [
        (2, "The translation of segment 3 stands here"),
        (3, "The translation of segment 4 stands here"),
        (4, "The translation of segment 5 stands here again"),
    ]


def test_a_translation_that_stands_twice() -> None:
    doubled = [*TARGETS[:2], TARGETS[1], *TARGETS[3:]]
    assert found(doubled, SOURCES) == [(2, "The translation of segment 1 stands here again")]


def test_a_translation_that_stands_twice_far_away() -> None:
    doubled = [*TARGETS[:5], TARGETS[0]]
    assert found(doubled, SOURCES) == [(5, "The translation of segment 0 stands here again")]


def test_two_that_were_swapped() -> None:
    swapped = [TARGETS[1], TARGETS[0], *TARGETS[2:]]
    assert [number for number, _ in found(swapped, SOURCES)] == [0, 1]


def test_one_source_twice_may_have_one_translation() -> None:
    assert found([TARGETS[0]] * 2, [SOURCES[0]] * 2) == []


def test_a_made_up_translation() -> None:
    ((number, message),) = found(["I love my dog, she likes fish and old music.", *TARGETS[1:]], SOURCES)
    assert number == 0
    assert "something else" in message


def test_a_translation_that_runs_on() -> None:
    long = " ".join(
        [*TARGETS, "The army of Japan bought new weapons, and the bank in London lost money in the market."]
    )
    ((_, message),) = found([long], SOURCES[:1])
    assert message == "Nearly all of this is not in the source"


def test_a_translation_that_breaks_off() -> None:
    long = " ".join([*SOURCES, "Die Armee Japans kaufte neue Waffen, und die Bank in London verlor Geld am Markt."])
    ((_, message),) = found(TARGETS[:1], [long])
    assert message == "Nearly nothing of the source is in this translation"


def test_what_cannot_be_read_is_left_alone() -> None:
    other = "Two people were injured when a train hit a car on Sunday."
    assert found([other], ["總統週一訪問了首都的學校，並會見了來自全國的學生與教師。"], "zh") == []
    assert found([other], ["총리는 월요일 학교를 방문했다."], "ko") == []


@pytest.mark.parametrize(
    ("lang", "source", "target"),
    [
        ("ru", "Об этом сообщил Емельяненко.", "Emelianenko said so."),
        ("hi", "यह प्लिबरसेक ने किया।", "Plibersek did this."),
        ("ja", "フェイスブックだ。", "It is Facebook."),
        ("pl", "U Stępińskich.", "At the Stepinskis'."),
        ("zh", "永刚", "Yonggang"),
        ("zh", "PMI是什么", "What is the PMI?"),
    ],
)
def test_a_name_is_recognised(lang: str, source: str, target: str) -> None:
    like = anchors.likeness(text(source, lang), text(target, "en"), lambda _: None, 99)
    assert like is not None
    assert like.shared == 1


def unmatched(lang: str, source: str, target: str) -> tuple[list[str], list[str]]:
    ours, theirs = anchors.unmatched(text(target, "en"), text(source, lang))
    return [name.word for name in ours], [name.word for name in theirs]


@pytest.mark.parametrize(
    ("lang", "source", "target"),
    [
        ("ru", "Депутат Иванов уехал в Санкт-Петербург.", "Deputy Ivanov left for Saint Petersburg."),
        ("ru", "Так пишет журнал The Economist.", "The magazine The Economist says so."),
        ("pl", "Sąd w Warszawie skazał Jana Nowaka.", "A court in Warsaw sentenced Jan Nowak."),
        ("cs", "Podle Sissonové to hlásí v Česku.", "According to Sisson, it is reported by the Czechs."),
        ("es", "La empresa de los Países Bajos llegó en enero.", "The Dutch company came in January."),
        ("fr", "La réunion des Nations unies à Genève.", "The meeting of the United Nations in Geneva."),
        ("it", "Il titolo è salito alla Borsa di Milano.", "The stock rose on the Milan exchange."),
        ("zh", "他用Wi-Fi上网，看了COVID-19的新闻。", "He went online by WiFi and read the Covid-19 news."),
        ("de", "Der Bürgermeister kam aus Bonn.", "The mayor came."),
        ("de", "Der Fluss fließt durch Südafrika.", "The river flows through South Africa."),
        ("de", "Nach zwei Jahren Pause kam sie wieder.", "She came back after a break of two years."),
        ("hi", "श्री कुमार ने मेरठ में कहा।", "Mr. Kumar said so in Meerut."),
        ("ja", "ケリー氏は大阪でカナダと話した。", "In Osaka, Kerry talked to Canada."),
        ("ja", "Ｔｗｉｔｔｅｒで発表した。", "It was announced on Twitter."),
        ("zh", "朝晖在陕西读了《柳叶刀》。", "In Shaanxi, Zhaohui read The Lancet."),
        ("zh", "格雷琴·惠特默是州长。", "The governor is Gretchen Whitmer."),
        ("zh", "菲总统府周一未回应，我国表示关注。", "The Philippine palace did not answer, which is a concern."),
        ("zh", "北京时间八点，新华社北京电。", "At eight o'clock, Xinhua reported it."),
        ("fr", "Selon l'ONU, il pleut.", "According to the UN, it rains."),
    ],
)
def test_names_that_have_their_counterpart(lang: str, source: str, target: str) -> None:
    assert unmatched(lang, source, target) == ([], [])


@pytest.mark.parametrize(
    ("lang", "source", "target", "ours", "theirs"),
    [
        ("ru", "Депутат Иванов уехал.", "The deputy left.", ["Иванов"], []),
        ("ru", "Так пишет журнал Economist.", "A magazine says so.", ["Economist"], []),
        ("pl", "Sąd w Warszawie skazał go.", "A court in Prague sentenced him.", ["Warszawie"], ["Prague"]),
        ("fr", "La réunion du Conseil à Genève.", "The meeting in Geneva of the Board.", ["Conseil"], ["Board"]),
        ("ja", "VIN番号", "The number", ["VIN"], []),
        ("ja", "ケリー氏は泣いた。", "He wept.", ["ケリー"], []),
        ("ja", "渡辺さんは泣いた。", "He wept.", ["渡辺さん"], []),
        ("ja", "トランプ氏はカナダに行った。", "In Canada Merkel wept.", ["トランプ"], ["Merkel"]),
        ("de", "Dann kam Eroll Flynn nach Italien.", "Then he came there.", ["Italien", "Eroll Flynn"], []),
        ("de", "Das berichtet der NDR.", "It is reported there.", ["NDR"], []),
        ("hi", "श्री कुमार भारत गए।", "He went to Iran with Modi.", ["भारत", "श्री कुमार"], ["Iran", "Modi"]),
        ("zh", "格雷琴·惠特默是州长。", "The governor left.", ["格雷琴·惠特默"], []),
        ("zh", "李小杰到加拿大。", "With Li Xiaozake he went to Iran.", ["加拿大"], ["Xiaozake", "Iran"]),
    ],
)
def test_names_that_have_none(lang: str, source: str, target: str, ours: list[str], theirs: list[str]) -> None:
    assert unmatched(lang, source, target) == (ours, theirs)


def test_a_long_text_without_paragraphs_takes_no_long_time() -> None:
    names = [f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{n % 7}xova" for n in range(3000)]
    source = text("La " + " la ".join(name.capitalize() for name in names), "fr")
    target = text("The " + " the ".join(name[::-1].capitalize() for name in names), "en")
    began = process_time()
    anchors.unmatched(target, source)
    assert process_time() - began < 5


def test_one_translation_over_and_over_takes_no_long_time() -> None:
    began = process_time()
    assert len(found([TARGETS[0]] * 2000, [f"{n}. {SOURCES[1]}" for n in range(2000)])) > 1000
    assert process_time() - began < 5
