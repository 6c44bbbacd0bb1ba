"""Sentences without a finite verb."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tqa import Context, Document, Edit, Evidence, Example, Finding, Fix, Segment, Span, rule
from tqa.kinds import kinds
from tqa.text import each_word_class, regex, sentences, split_words, word_class, word_classes

from ._quoted import in_quotation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The commonest finite verbs: nearly every sentence has one, and then costs no more than this look.
_COMMON = frozenset(
    """is was are be were am 's has have had will would can could may might must should shall cannot do does did being
    been said says say told reported took found came must got received announced added started sent died confirmed
    means asked thought shows showed makes won tried explained comes wanted ran arrived wrote closed began saw
    played needs worked ordered decided turned seems became wants warned spent included includes returned gave
    bought agreed signed appeared happened broke met occurred spoke felt opened goes went kept continued provides
    remains remained managed followed allows revealed recommended approved stopped helped declared lived ended
    carried fell tore talked gives visited scored refused knows entered emphasized emphasised admitted pointed knew
    continues attended commented believed posted finished concluded participated learned begins promised happens
    contains refers noticed missed looked joined feels demanded appears responded picked believes walked tells ate
    stayed stands moved fought ensures contributed claimed brings attempted supports requires pushed keeps becomes
    threw gathered failed explains exceeded drove depends urged thinks suggested requested rejected gained indicated
    loved forgot dropped chose welcomed stood pulled meant exists escaped decreased crashed belongs answered
    stressed recalled realized realised proved protested intends holds emerged earned dispatched watched settled
    resulted finds waited understands sought reflected predicted insisted flew expects consists considers walks rose
    resumed replied used made held increased led called helps hopes proposes emphasizes encourages improves reaches
    calls urges reflects looks sits praises regrets faces runs involves focuses highlights launches leads promises
    opposes falls reveals agrees starts concludes carries adds turns maintains serves declares seeks offers performs
    sees achieves celebrates occurs delivers demonstrates operates lacks indicates describes loses takes enhances
    introduces explores opens uses ensures it's he's she's that's there's what's don't doesn't didn't
    can't won't isn't aren't wasn't weren't hasn't haven't hadn't couldn't wouldn't shouldn't it’s he’s she’s that’s
    there’s what’s don’t doesn’t didn’t can’t won’t isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t couldn’t
    wouldn’t shouldn’t i'm i’m we're we’re they're they’re you're you’re I'm I’m We're We’re They're They’re You're
    You’re It's It’s He's He’s She's She’s That's That’s There's There’s Is Are Was Were Has Have Had Can Could Will
    Would Should May Do Does Did""".split()
)

# Past forms that look like participles or like the base form; after a noun or pronoun they are finite.
_PAST = frozenset(
    """put set cut hit let cost hurt shed spread split quit bet beat bid shut rid fit read felt left met saw sent led
    kept held lost won made told sold paid said built spent stood sat lay fell rose grew drew flew threw knew began
    drank sang swam ran came went took gave got wrote drove chose broke spoke woke wore bore tore swore froze stole
    ate did has is was""".split()
)
_AUXILIARIES = frozenset(
    "am is are was were have has had do does did will would can could shall should may might must cannot".split()
)
_CLITIC = regex(r"(?:['’](?:re|ve|ll|d|m)|n['’]t)$|^(?:it|he|she|that|there|what|who|here)['’]s$")
_NOMINAL = frozenset("NN NNS NNP NNPS PRP RB RBR EX WDT WP FW CD".split())
_BEFORE_VERB = frozenset(
    'all this that those these some many most both few others none each who which ” " ) ’ , - – —'.split()
)
_SURE = frozenset(("VBZ", "VBP", "MD", "VB"))
_FINITE_TAGS = _SURE | {"VBD"}
_TO = frozenset(("to", "To", "TO"))
_ATTRIBUTE = frozenset(("DT", "PRP$", "POS"))
_PHRASAL = frozenset("me us it them him your yourself here up out down off on back away".split())

# What stands alone by right: answers and turns of phrase, captions, sources, datelines, list heads.
_OPENERS = frozenset(
    "yes no not absolutely why how what so and but or nor thank thanks with if as then perhaps maybe welcome".split()
)
_CREDIT = regex(
    r"[\"“(]?(?:Source|Photo|Image|Picture|Video|Author|Reporter|Editor|Courtesy|Caption|By|Text|Via|Related|Read|Also|"
    r"Watch|Contact|Tel|Poster|Note|AFP|Reuters|Getty|\d+[.)])\b"
)
_IN_CREDITS = (":", "/", "|", "@", "#", ".com", "News Agency", "Xinhua")
_DATE = regex(r"(?:Jan|Feb|Mar|Apr|Aug|Sep|Oct|Nov|Dec)(?<!\w...)[a-z]*\.? \d")
_ORDINALS = ("st.", "nd.", "rd.", "th.")
_PHOTO = regex(r"photo(?<!\w.....)(?:graph)?s? by\b")
_LONGEST = 300
_NO_PROSE = frozenset(("headline", "dateline", "byline", "caption", "furniture"))


@rule(
    "style/fragment",
    Example(
        "The two sides discussed the future direction of cooperation, and reached an agreement. "
        "[[A lot of consensus.]]",
        fixed="The two sides discussed the future direction of cooperation, and reached an agreement, "
        "a lot of consensus.",
    ),
    Example("[[Continuous operation of the duty system to strengthen the security management of the camps.]]"),
    Example("[[Creating city-level, high-quality wireless LANs.]]"),
    Example("The two sides reached an agreement and a lot of consensus."),
    Example('Would he stay on? "Not at all."'),
    Example("Photo by Li Wei of the weekend market in Hong Kong."),
    Example("A red lantern hung over the door. It swayed in the wind."),
    Example("The top ten countries for graduates in 2022. Source: a survey of graduates."),
    langs="*>en",
    mqm="style/awkward",
    scope="document",  # one call a document, as it must look at every segment
)
def fragment(document: Document, context: Context) -> Iterator[Finding]:
    """A sentence without a finite verb

    A stray full stop has cut the end of a sentence off ("reached an agreement. A lot of consensus."), or the subject
    and verb of the source were lost. Rare and mostly right: 14 findings in 203,000 words of machine-translated Chinese
    news, agreement with raters 0.74, 2.4 times chance; none in 13,000 words of news by native writers and none in 490
    clean sentences.

    Left alone: headlines, captions, sources and datelines, quoted words, short answers, and any sentence with a word
    that could be a finite verb.
    """
    for segment in context.segments:
        if not _settled(segment.target.value):
            for finding in _fragments(segment):
                if kinds(document)[segment.id] not in _NO_PROSE:
                    yield finding


def _fragments(segment: Segment) -> Iterator[Finding]:
    value = segment.target.value
    spans = sentences(segment.target)
    for number, span in enumerate(spans):
        sentence = value[span.start : span.end]
        if not _candidate(sentence) or in_quotation(value, span.start) or _is_caption(value[span.end :]):
            continue
        spoken = split_words(sentence)
        if not _is_fragment(spoken) and not (number and _is_quantity(sentence, spoken)):
            continue
        before = spans[number - 1] if number else None
        if before is None:
            yield Finding(span, "This sentence has no verb", segment=segment)
        elif value[before.end - 1] == ".":
            message = "This sentence has no verb; it may belong to the one before"
            evidence = (Evidence("the sentence it may belong to", before),)
            yield Finding(span, message, evidence, _join(value, before, span), segment)


def _settled(value: str) -> bool:
    """Whether a quick look shows that there is nothing to find: every sentence has a common verb, or is a credit."""
    if "." not in value:
        return True
    without = _COMMON.isdisjoint
    for sentence in value.rstrip().split(". "):
        if without(sentence.split()) and not any(map(sentence.__contains__, _IN_CREDITS)):
            return False
    return True


def _candidate(sentence: str) -> bool:
    return (
        sentence.endswith(".")
        and not sentence.endswith("..")
        and len(sentence) <= _LONGEST
        and _COMMON.isdisjoint(sentence.split())
        and '"' not in sentence
        and "“" not in sentence
        and not any(map(sentence.__contains__, _IN_CREDITS))
        and not (sentence.endswith(_ORDINALS) and sentence[-4:-3].isdigit())
        and not (_CREDIT.match(sentence) or _DATE.search(sentence) or _PHOTO.search(sentence))
    )


def _is_caption(rest: str) -> bool:
    """Whether what follows names the source of a picture or table."""
    return rest.lstrip().startswith(("Source:", "Photo", "Image source"))


def _is_fragment(spoken: Sequence[str]) -> bool:
    proper = [word for word in spoken if word[0].isalpha()]
    return (
        len(proper) > 1
        and len(spoken) > 2
        and spoken[0].lower() not in _OPENERS
        and any(word.islower() for word in proper[1:])
        and not has_finite_verb(spoken)
    )


_QUANTITY = regex(
    r"(?:An? (?:very |whole |good |great |large |small |wide |vast |broad |growing )*"
    r"(?:number|lot|series|range|variety|handful|couple|batch|set|host|dozen|wealth|amount|deal|total|string|raft) of"
    r"|(?:(?:Tens|Hundreds) of )?(?:Dozens|Hundreds|Thousands|Millions|Scores|Lots|Plenty|Loads|thousands|millions) of"
    r"|Quite a few|A (?:few|great many)|Many more|Many|Several|Numerous|Some|Much|Various|Countless"
    r"|(?:(?:More than|Over|Nearly|Almost|About|Around|At least|As many as|A total of|Up to) )?"
    r"(?:\d[\d,.]*|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twelve|[Tt]wo|[Tt]hree))"
    r"(?: (?:\d[\d,.]*|hundred|thousand|million|billion|dozen))* (?=[a-z])"
)
_FEWEST = 3


def _is_quantity(sentence: str, spoken: Sequence[str]) -> bool:
    """Whether a sentence names no more than how much of something there is: "A number of trade deals." Behind such an
    opening no word in -s is a verb, as that would have to be in the plural, nor is the word that comes first.
    """
    opening = _QUANTITY.match(sentence)
    if opening is None or len(spoken) < _FEWEST:
        return False
    _, *rest = sentence[opening.end() :].split(" ", 1)
    if not rest:
        return True
    words = ["things" if w.endswith("s") and w not in _AUXILIARIES else w for w in split_words(rest[0])]
    return not has_finite_verb(["Things", *words])


def has_finite_verb(spoken: Sequence[str]) -> bool:
    """Whether a word is, or could be, a finite verb. It is better to miss a fragment than to call a sentence one."""
    if not _COMMON.isdisjoint(spoken) or not _AUXILIARIES.isdisjoint(spoken):
        return True
    tags: list[str] = []
    before = ""
    for word, tag in zip(spoken, each_word_class(spoken), strict=True):  # most have a sure one among the first
        if (tag in _SURE and before not in _TO) or (tag in _FINITE_TAGS and not before):
            return True
        tags.append(tag)
        before = word
    first = spoken[0].lower()
    if spoken[1].lower() in _PHRASAL and (word_class(first) in ("VB", "VBP") or _is_verb_stem(first)):
        return True  # "Answer me", "Dress up"
    before, before_tag = "", ""
    for word, tag in zip(spoken, tags, strict=True):
        low = word.lower()
        if low in _AUXILIARIES or (not low.isalpha() and _CLITIC.search(low)):
            return True
        if before and _finite_here(low, tag, before, before_tag):
            return True
        before, before_tag = word, tag
    return False


def _finite_here(low: str, tag: str, before: str, before_tag: str) -> bool:
    """`low`, after `before`: a verb form that no "to" or determiner claims, or a word that may be a verb where one may
    stand.
    """
    if tag in _FINITE_TAGS and before.lower() != "to":
        return not (tag == "VBD" and before_tag in _ATTRIBUTE)  # "the planned meeting"
    people = before_tag == "JJ" and before.istitle()  # "the British planted"
    if not people and before_tag not in _NOMINAL and before.lower() not in _BEFORE_VERB:
        return False
    return _may_be_verb(low)


@lru_cache(1 << 14)
def _may_be_verb(low: str) -> bool:
    return _is_past(low) or any(_is_verb_stem(stem) for stem in _stems(low))


def _is_past(low: str) -> bool:
    listed = word_class(low)
    return listed in ("VBN", "VBD") or low in _PAST or (low.endswith("ed") and listed in (None, "JJ"))


def _stems(low: str) -> Iterator[str]:
    """What the word may be the third person of, and itself."""
    if not low.isalpha():
        return
    yield low
    if low.endswith("s"):
        yield low[:-1]
        if low.endswith("es"):
            yield low[:-2]
        if low.endswith("ies"):
            yield low[:-3] + "y"


def _is_verb_stem(stem: str) -> bool:
    """Whether the lexicon knows a form in -ing of it ("drink": "drinking")."""
    if len(stem) < 3 or stem.endswith("ing"):
        return False
    forms = (stem + "ing", stem[:-1] + "ing" if stem.endswith("e") else "", stem + stem[-1] + "ing")
    return any(form and word_class(form) in ("VBG", "NN", "JJ", "NNP", "VB") for form in forms)


def _join(value: str, before: Span, span: Span) -> Fix:
    """A comma for the full stop, and a small letter, unless the first word is a name."""
    first = value[span.start : span.end].split()[0]
    name = word_classes([first])[0] in ("NNP", "NNPS") or (len(first) > 1 and first.isupper()) or first == "I"
    opening = value[span.start] if name else value[span.start].lower()
    return Fix("Join to the sentence before", (Edit(Span(before.end - 1, span.start + 1), f", {opening}"),), "display")
