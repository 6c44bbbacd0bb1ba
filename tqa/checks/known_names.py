"""Names that a translation from Chinese has to know."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tqa import Context, Document, Edit, Evidence, Example, Finding, Fix, Span, rule
from tqa.text import alike, regex, romanised

from ._names import COMMON, JOINING, PLACES, SLOTS, key_of, names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tqa import Segment

    from ._known import Known


@rule(
    "terminology/known-name",
    Example(
        "Feb. 11 ([[China News Network]]) - It rained, the [[Free Times]] reports.",
        source="中新网2月11日电 自由时报报道，下雨了。",
        fixed="Feb. 11 (China News Service) - It rained, the Liberty Times reports.",
    ),
    Example(
        "[[Kishimoto]] met the press.\n\nMr. Kishimoto was glad.",
        source="岸田会见记者。\n\n岸田先生很高兴。",
        fixed="Kishida met the press.\n\nMr. Kishida was glad.",
    ),
    Example("The [[SFC]] said so.", source="证监会这样说。", fixed="The CSRC said so."),
    Example("The prime minister met the press.", source="岸田会见记者。"),
    Example(
        "China News Service and the Liberty Times say so; China’s securities regulator does not.",
        source="中新网、自由时报、证监会。",
    ),
    Example("The Hunan Times reports that it rained.", source="湖南时报报道，下雨了。"),
    scope="document",
    langs="zh>en",
    mqm="accuracy/mistranslation",
)
def known_name(document: Document, _: Context) -> Iterator[Finding]:
    """A well-known newspaper, body or person under a name that is not its own

    Chinese writes foreign names by their sound or their sense, and media and bodies at home have English names that do
    not follow from the Chinese: 自由时报 is the Liberty Times, 中新网 the China News Service.

    The source has a name of the list `known-zh`, the translation none of its English forms, but a name with a word for
    media; one of a body of the same kind that shares a word with the right one; an abbreviation of a commission; or a
    word that sounds like the Chinese or looks like the right name. Where nothing of the kind is there ("the prime
    minister"), nothing is said. One finding a name and form.

    In machine-translated news raters marked 65% of these places, three times as often as chance (126 findings); in
    3,750 human translations it finds two, both “Journal of Hunan” for 湖南日报.
    """
    found: dict[tuple[Known, str], list[tuple[Segment, Span, Span]]] = {}
    for segment, named, lacking in _named(document):
        for known, wrong in _misnamed(segment, named, lacking):
            form = segment.target.value[wrong.start : wrong.end]
            found.setdefault((known, form), []).append((segment, named[known], wrong))
    for (known, form), places in found.items():
        places.sort(key=lambda found: _suffix(found[0].target.value, found[2]))
        segment, place, wrong = places[0]
        assert segment.source is not None
        chinese = segment.source.value[place.start : place.end]
        shown = [Evidence(f"{chinese} is {known.name}", place, "source", segment)]
        shown += [Evidence("here, too", at, segment=where) for where, _, at in places[1:]]
        edits = tuple(Edit(at, known.name, segment=where) for where, _, at in places)
        says = f"{chinese} is {known.name}, not {form}"
        yield Finding(wrong, says, tuple(shown), Fix(f"write {known.name}", edits), segment)


def _suffix(value: str, span: Span) -> bool:
    """Whether it is but the site's name behind a headline, which has to go anyway."""
    return not value[span.end :].strip(" .") and value[: span.start].rstrip().endswith(("-", "–", "—", "|", "_"))


def _named(document: Document) -> Iterator[tuple[Segment, dict[Known, Span], list[Known]]]:
    """The segments whose sources have known names that their translations lack; where each name is first, and which
    are lacking."""
    from ._known import known_names, unsaid

    for table in names(document):
        if table.sources is None:
            continue
        named: dict[int, dict[Known, Span]] = {}
        for known, place in known_names(table.sources.text):
            number, start = table.sources.place(place.start)
            named.setdefault(number, {}).setdefault(known, Span(start, start + place.end - place.start))
        for number, here in named.items():
            segment, _ = table.numbered(number)
            lacking = unsaid(here, segment.target.value)
            if lacking and segment.target.value:
                yield segment, here, lacking


def _misnamed(segment: Segment, named: dict[Known, Span], lacking: list[Known]) -> Iterator[tuple[Known, Span]]:
    """The names that a translation lacks, and where others stand for them."""
    from tqa.languages.concepts import folded

    assert segment.source is not None
    chinese, target = segment.source.value, segment.target.value
    words = frozenset(form for known in named for form in known.words)
    keys = [form for known in named for form in known.keys]
    taken: list[Span] = []
    for known in lacking:
        for wrong in _SEEMING[known.kind](known, chinese[slice(*named[known])], target):
            form = folded(target[wrong.start : wrong.end])
            free = not any(wrong.start < other.end and other.start < wrong.end for other in taken)
            if free and words.isdisjoint(form.split()) and not any(key in key_of(form) for key in keys):
                taken.append(wrong)
                yield known, wrong
                break


_PRESS = frozenset(
    """network net news times daily post press agency newspaper media journal weekly observer observation observatory
    watch website herald morning evening television radio tv online voice""".split()
)
_RUN = regex(r"[A-Z][\w’'-]*(?: (?:(?:of|and|&) )?[A-Z][\w’'-]*){1,3}")
_NOT_THE_NAME = frozenset(("The", "A", "In", "As", "But", "And"))
_REPORTERS = frozenset(("Reporter", "Reporters", "Journalist", "Correspondent"))


def _outlets(_: Known, __: str, target: str) -> Iterator[Span]:
    for run in _RUN.finditer(target):
        words = run[0].split(" ")
        start = run.start() + (len(words[0]) + 1 if words[0] in _NOT_THE_NAME else 0)
        end = run.end() - (len(words[-1]) + 1 if words[-1] in _REPORTERS else 0)
        words = target[start:end].lower().split(" ")
        if len(words) > 1 and not _PRESS.isdisjoint(words) and "xinhua" not in words:
            yield Span(start, end)


_NAME = regex(r"(?<![\w'’-])[A-Z][^\W\d_]{2,}(?:-[^\W\d_]+)*")


def _people(known: Known, chinese: str, target: str) -> Iterator[Span]:
    from tqa.languages.concepts import folded

    sound = key_of(romanised(chinese.rpartition("·")[2]))
    forms = (sound, *known.words, *known.keys)
    for match in _NAME.finditer(target):
        word = folded(match[0])
        if word not in COMMON and any(alike(word, form, _ALIKE) for form in forms):
            yield Span(*match.span())


_ALIKE = 0.6
_COMMISSION = regex(r"(?<![\w-])[A-Z]{2,4}C(?![\w-])")
_BODY = regex(r"[A-Z][\w’'-]*(?: (?:(?:of|and|for|&) )?[A-Z][\w’'-]*){1,7}")
_STEM = 5


def _bodies(known: Known, _: str, target: str) -> Iterator[Span]:
    if any(key.endswith("commission") for key in known.keys):
        for match in _COMMISSION.finditer(target):
            yield Span(*match.span())
    slots, content = _parts(known.name)
    for run in _BODY.finditer(target):
        start = run.start() + (len("The ") if run[0].startswith("The ") else 0)
        own, words = _parts(target[start : run.end()])
        if not slots.isdisjoint(own) and not content.isdisjoint(words):
            yield Span(start, run.end())


@lru_cache(1 << 10)
def _parts(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """What kind of body a name says it is, and how its other words begin, but those that say whose."""
    words = name.lower().replace(",", "").split(" ")
    slots = {word: SLOTS.get(word, "body" if word == "ministry" else "") for word in words}
    content = (w[:_STEM] for w in words if len(w) > 2 and not slots[w] and w not in JOINING and w not in PLACES)
    return frozenset(filter(None, slots.values())), frozenset(content)


_SEEMING: dict[str, Callable[[Known, str, str], Iterator[Span]]] = {
    "outlets": _outlets,
    "people": _people,
    "bodies": _bodies,
}
"""What may stand for a name of a kind."""
