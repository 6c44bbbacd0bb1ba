"""Words, segments and languages that were left as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tqa.checks.untranslated import untranslated_segment, untranslated_word, wrong_language
from tqa.testing import checker_of, document

if TYPE_CHECKING:
    from tqa import Rule


def found(rule: Rule, target: str, source: str, langs: tuple[str, str]) -> list[str]:
    checked = checker_of([rule]).check(document(target, source=source, langs=langs))
    return [d.excerpt[d.span.start : d.span.end] for d in checked.diagnostics]


@pytest.mark.parametrize(
    ("lang", "source", "target", "left"),
    [
        ("es", "Pero nadie vino.", "Pero nobody came.", ["Pero"]),
        ("es", "José Ortega y Gasset nació en 1883.", "José Ortega y Gasset was born in 1883.", []),
        ("es", "Hoteles y playas en Mar del Plata.", "Hotels y beaches in Mar del Plata.", ["y"]),
        ("de", "Die Alternative für Deutschland siegte.", "The Alternative für Deutschland won.", []),
        ("de", "Die Behörden warnen.", "The Behörden warn.", ["Behörden"]),
        ("de", "Das schrieb die Süddeutsche Zeitung.", "So said the Süddeutsche Zeitung.", []),
        ("de", "Präsident Steinmeier kam.", "Präsident Steinmeier came.", ["Präsident"]),
        ("fr", "Le mot « parfois » est court.", "The word parfois is short.", []),
        ("fr", "Le véhicule lui-même a été vendu.", "The vehicle lui-même was sold.", ["lui-même"]),
        ("fr", "Un coup d'état et le vis-à-vis.", "A coup d'état and its vis-à-vis.", []),
        ("pl", "George H. W. Bush był w USA.", "George H. W. Bush was in the US.", []),
        ("it", "L'hinterland turco è vasto.", "The Turkish hinterland is vast.", []),
        ("it", "La pizzeria chiude anche oggi.", "The pizzeria is closed anche today.", ["anche"]),
        ("cs", "Řekl, že přijde.", "He said že he would come.", ["že"]),
    ],
)
def test_words_of_the_source(lang: str, source: str, target: str, left: list[str]) -> None:
    assert found(untranslated_word, target, source, (lang, "en")) == left


def test_a_copy_is_said_once() -> None:
    copy = "Le gouvernement a démissionné lundi après de longues négociations avec les syndicats."
    said = [found(rule, copy, copy, ("fr", "en")) for rule in (untranslated_segment, untranslated_word, wrong_language)]
    assert said == [[copy], [], []]


@pytest.mark.parametrize(
    ("target", "lang", "wrong"),
    [
        ("Vláda v pondělí odstoupila po dlouhých jednáních s odbory o důchodech a mzdách.", "sk", False),
        ("Vláda v pondělí odstoupila po dlouhých jednáních s odbory o důchodech a mzdách.", "en", True),
        ("The government resigned on Monday after long talks with the unions on pensions.", "fr", True),
        ("The government resigned on Monday after long talks with the unions on pensions.", "", False),
        ("Bayern München, Borussia Dortmund, Real Madrid, Paris Saint-Germain, Inter, Milan", "en", False),
    ],
)
def test_only_a_language_that_is_certain_is_wrong(target: str, lang: str, wrong: bool) -> None:
    assert bool(found(wrong_language, target, "是", ("zh", lang))) == wrong
