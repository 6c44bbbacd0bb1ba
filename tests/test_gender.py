"""Whether he is she: what tells it, in ten languages."""

from __future__ import annotations

import pytest

from tqa import Checker, Content, Document, Origin, Segment, Text
from tqa.checks.gender import gender_changed


def found(lang: str, *pairs: tuple[str, str]) -> list[str]:
    segments = tuple(
        Segment(str(number), text(target, "en"), text(source, lang)) for number, (source, target) in enumerate(pairs)
    )
    document = Document("a.txt", "lines", segments, lang, "en", content=Content(""))
    checked = Checker([gender_changed]).check(document)
    return [d.excerpt[d.span.start : d.span.end] for d in checked.diagnostics]


def text(value: str, lang: str) -> Text:
    return Text(value, lang, Origin.contiguous(0, len(value)))


@pytest.mark.parametrize(
    ("lang", "source", "target", "pronouns"),
    [
        ("zh", "她说会来。", "{} said that it would rain.", "She He"),
        ("ja", "彼は来ると言った。", "{} said that it would rain.", "He She"),
        ("hi", "महिला ने कहा कि बारिश होगी।", "{} said that it would rain.", "She He"),
        ("ru", "Она сказала, что будет дождь.", "{} said that it would rain.", "She He"),
        ("ru", "Рассказал об этом и депутат.", "{} said so, too.", "He She"),
        ("de", "Er sagte, dass es regnen werde.", "{} said that it would rain.", "He She"),
        ("fr", "On sait qu'elle est venue.", "It is known that {} came.", "she he"),
        ("es", "La directora dijo que llovería.", "{} said that it would rain.", "She He"),
        ("it", "Il padre disse che pioveva.", "{} said that it rained.", "He She"),
        ("pl", "Powiedziała, że będzie padać.", "{} said that it would rain.", "She He"),
        ("cs", "Řekl, že bude pršet.", "{} said that it would rain.", "He She"),
    ],
)
def test_what_tells_it(lang: str, source: str, target: str, pronouns: str) -> None:
    right, wrong = pronouns.split()
    assert found(lang, (source, target.format(right))) == []
    assert found(lang, (source, target.format(wrong))) == [wrong]


@pytest.mark.parametrize(
    ("lang", "source", "target"),
    [
        ("zh", "其他人会来。", "The woman and her friends will come."),
        ("zh", "迈克尔退出了比赛。", "He pulled out of the race."),
        ("zh", "每个学生都有自己的床，她也有。", "Each student has his or her own bed."),
        ("ru", "Компания сообщила о прибыли, и он ушёл.", "He left, since the firm made a profit."),
        ("ko", "그녀는 왔다.", "He came."),
    ],
)
def test_what_tells_nothing(lang: str, source: str, target: str) -> None:
    assert found(lang, (source, target)) == []


def test_a_given_name_tells_it_unless_the_document_speaks_of_both() -> None:
    one = ("亚当·丘登表达了不满。", "Adam Cuerden expressed her frustration.")
    assert found("zh", one) == ["her"]
    assert found("zh", ("他的妻子来了。", "His wife came."), one) == []
