"""What Harper says of English, and what of it is left alone (the extra "grammar")."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tqa import Content, Document, Origin, Segment, Text
from tqa.checks._harper import CONFUSED, UNGRAMMATICAL, _linter, _lints
from tqa.checks.grammar import confused_words, ungrammatical_phrase
from tqa.cli import main
from tqa.termbase import Term, Termbase, TermEntry
from tqa.testing import checker_of

if TYPE_CHECKING:
    from pathlib import Path

    from tqa import Diagnostic

SLIPS = """
AllIntentsAndPurposes: The deal is [[for all intensive purposes]] dead.
AnAnother: He bought [[an another]] house.
AnotherThings: There are [[another things]] to consider.
AsComparedTo: Sales rose [[as compare to]] last year.
AsFollows: The results are [[as follow]].
AsOpposedTo: It is a ban [[as oppose to]] a limit.
AtFaceValue: What strikes most [[on face value]] is the tone.
AwareOf: The ministry is [[aware about]] the risks.
BareInMind: Voters should [[bare in mind]] the cost.
BatedBreath: Fans waited with [[baited breath]] for the result.
CanBeSeen: The tower [[can be seem]] from the sea.
CautionaryTale: The crash is a cautionary [[tail]] for investors.
CompoundSubjectI: My brother and [[me]] will help the villagers.
ComprisesOf: The forum [[comprises of]] four sessions.
CorrectNumberSuffix: The goal came in the [[63th]] minute.
DampSquib: The launch was a [[damp squid]].
DespiteOf: The match went on [[despite of]] the rain.
DigestiveTract: It affects the [[digestive track]] of cattle.
DoMistake: The minister [[did]] a mistake.
DoesOrDose: [[It dose]] not matter.
DueDiligence: The buyer did its [[do diligence]] first.
EggYolk: The dish needs one [[egg yoke]] and milk.
EverSince: The mine has been shut [[every since]].
Everyday: The ministry meets the press [[everyday]].
ExceptOf: All were saved except [[of]] two.
FlauntForFlout: Drivers [[flaunt the rules]] at night.
FootTheBill: Taxpayers will [[flip the bill]].
FreeRein: The army was given [[free reign]] in the north.
GetRidOf: They want to [[get ride of]] the tax.
GoSoFarAsTo: He would not [[go so far to]] say that.
GoToWar: The country will go [[at]] war with its rival.
GrindToAHalt: Traffic will [[grind to halt]] in the city.
HowDoesCompared: How does it [[compared]] to rice?
InThisThatRegard: Little was done [[in this regards]].
InflectionPoint: The economy is at an [[infliction point]].
InsteadOf: He came [[in stead of]] her.
IsKnownFor: The town [[is know for]] its wine.
LastNight: The fire broke out [[yesterday night]] in the port.
LeadRiseTo: This [[leads]] rise to doubts.
LetAlone: They cannot feed themselves, [[let along]] others.
LookForwardTo: We [[look forward for]] the results.
MakeDoWith: Families had to [[make due with]] less.
MakeItSeem: The film [[makes it seems]] easy.
ModalOf: The driver [[should of]] stopped.
MootPoint: Whether he knew is a [[mute point]].
NailInCoffin: It was the last nail [[on]] the coffin of the plan.
OnSecondThought: On [[second though]], he stayed.
OneAndTheSame: The two firms are [[one in the same]].
OneFellSwoop: It ended in [[one foul swoop]].
PassersBy: Two [[passerbys]] were hurt.
Payed: The firm [[payed]] the full price.
PeaceOfMind: Insurance gives [[piece of mind]] to owners.
ResponsibilityFor: No group [[took responsibility of]] the attack.
ResponsibleFor: The agency is [[responsible about]] safety.
RiseTheQuestion: The deaths [[rise the question]] of safety.
SimilarLike: The car is [[similar like]] the old one.
SimplePastToPastParticiple: Prices have [[began]] to rise again.
SneakPeekPreview: Visitors got a sneak [[peak]] at the car.
SpinalChord: The blow hurt his spinal [[chord]].
StatuteOfLimitations: The [[statue of limitations]] has run out.
SupposedTo: The team is [[suppose to]] arrive on Friday.
TakePrideIn: They take pride [[of]] the team.
TheDifferenceBetween: He explained [[the different between]] the two sets.
TheMy: It was [[the my]] grades that mattered.
ThenThan: More [[then]] a hundred people were hurt.
ThoughtProcess: The [[though process]] behind it is unclear.
TrialAndError: They learnt by [[trail and error]].
WasAloud: No one [[was aloud]] to leave.
WreakHavoc: The storm [[wrecked havoc]] on the coast.
""".strip().splitlines()

RIGHT = """
They earned better then.
The mottos were painted by hand, and the tornados passed by.
It could of course rain.
The payment fell due with the rent.
There were two in one room and one in the next.
They go so far that nobody follows.
It was an everyday affair.
The 11th, the 12th, the 113th and the 21st came first.
He took pride in it, and responsibility for it.
The road is widely used, and its free use is known for long.
They do mistake him for his brother.
What he said to my brother and me will stay between us.
On second thought, he gave her a piece of his mind.
""".strip().splitlines()


def document(*targets: str, source: str = "", lang: str = "en") -> Document:
    segments = [
        Segment(
            str(n),
            Text(target, lang, Origin.contiguous(0, len(target))),
            Text(source, "de", Origin.contiguous(0, len(source))) if source else None,
        )
        for n, target in enumerate(targets, 1)
    ]
    return Document("a.txt", "text", tuple(segments), "de", lang, content=Content("\n".join((*targets, source))))


def found(*targets: str, source: str = "", lang: str = "en") -> list[Diagnostic]:
    checker = checker_of([confused_words, ungrammatical_phrase])
    return list(checker.check(document(*targets, source=source, lang=lang)).diagnostics)


@pytest.mark.parametrize("line", SLIPS)
def test_each_lint_finds_its_slip(line: str, capfd: pytest.CaptureFixture[str]) -> None:
    name, _, marked = line.partition(": ")
    value = re.sub(r"\[\[|\]\]", "", marked)
    wrong = marked[marked.index("[[") + 2 : marked.index("]]")]
    assert [lint.name for lint in _lints(Text(value, "en", Origin.contiguous(0, len(value))))] == [name]
    (diagnostic,) = found(value)
    assert diagnostic.rule == (confused_words if name in CONFUSED else ungrammatical_phrase).id
    assert value[slice(*diagnostic.span)] == wrong
    assert diagnostic.fix
    assert capfd.readouterr() == ("", "")  # some of Harper's lints print what they look at


def test_threads_wait_for_one_another() -> None:
    texts = [f"The driver should of stopped {n} times. " * 40 for n in range(24)]
    with ThreadPoolExecutor(4) as pool:
        lints = pool.map(lambda value: _lints(Text(value, "en", Origin.contiguous(0, len(value)))), texts)
        assert [len(of) for of in lints] == [40] * len(texts)


def test_every_lint_has_a_slip() -> None:
    assert {line.partition(":")[0] for line in SLIPS} == CONFUSED | UNGRAMMATICAL
    assert not CONFUSED & UNGRAMMATICAL
    assert _linter().get_lint_config().keys() >= CONFUSED | UNGRAMMATICAL


@pytest.mark.parametrize("value", RIGHT)
def test_what_is_right_is_left_alone(value: str) -> None:
    assert not found(value)


def test_several_ways_to_mend_it_are_only_shown() -> None:
    (several,) = found("The match went on despite of the rain.")
    assert several.message == "“despite of” should be “despite” or “in spite of” here"
    assert several.fix
    assert several.fix.safety == "display"
    (one,) = found("More then a hundred people were hurt.")
    assert one.fix
    assert one.fix.safety == "unsafe"


@pytest.mark.parametrize("before", ["𝕏😀 ", "é́ ", "One.\r\n\r\n", "One.\r", "\ud800 ", "\0 "])
def test_offsets_are_code_points(before: str) -> None:
    (diagnostic,) = found(f"{before}The driver should of stopped.")
    assert diagnostic.span.start == len(before) + len("The driver ")


def test_names_and_quotations_are_left_alone() -> None:
    assert found("Despite of the rain, he stayed.")
    assert not found("The band Despite Of played.")
    assert not found("He wrote: “I should of stopped.”")
    assert not found('He wrote: "I should of stopped."')
    assert found('He wrote: "I stopped." He should of known.')


def test_what_the_source_or_the_document_has_is_left_alone() -> None:
    assert found("It is a damp squid.", source="Ein Reinfall.")
    assert not found("It is a damp squid.", source="Der Film „A Damp Squid“.")
    assert found("More then a hundred came.", source="Sie waren mit Athen verbunden.")
    assert not found("It is a damp squid.", "He likes the damp squid.")
    assert len(found("It is a damp squid.", "More then a hundred came.")) == 2


def test_terms_are_left_alone() -> None:
    term = TermEntry((Term("nasser Tintenfisch", "de"), Term("damp squid", "en")))
    checker = checker_of([confused_words], termbase=Termbase.of([term]))
    assert not checker.check(document("It is a damp squid.")).diagnostics


@pytest.mark.parametrize("lang", ["de", "fr"])
def test_other_languages_are_left_alone(lang: str) -> None:
    assert not found("More then a hundred people were hurt.", lang=lang)


def test_it_runs_where_it_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = tmp_path / "a.txt"
    article.write_text("More then a hundred people were hurt in the storm on Monday.\n", encoding="utf-8")
    check = ["check", "--target-lang", "en", str(article)]
    assert main(check) == 0
    assert main([*check, "--grammar"]) == 1
    assert main([*check, "--select", confused_words.id]) == 1
    (tmp_path / "tqa.toml").write_text("grammar = true\n", encoding="utf-8")
    assert main(check) == 1
    assert "“then” should be “than” here" in capsys.readouterr().out
