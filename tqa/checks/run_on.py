"""Sentences that run into one another: with a comma for a full stop, or with the full stop lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqa import Context, Document, Edit, Example, Finding, Fix, Pattern, Segment, Span, rule
from tqa.languages.en_words import CALENDAR
from tqa.text import place, regex, sentences, split_words, whole, word_classes

from ._quoted import in_quotation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SUBJECTS = frozenset("it he she they we there i you this that these those some many all most".split())
_ALSO_DETERMINERS = frozenset("this these those some many all most".split())
_DETERMINERS = "the|these|those|his|her|its|their|our|an?|some|many|all|most|every"

_FINITE_TAGS = frozenset(("VBZ", "VBP", "VBD", "MD"))
_AUXILIARIES = frozenset(
    """is are was were has have had do does did will would can cannot could should must may might isn't aren't wasn't
    weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't shouldn't""".split()
)
# "…, he said": a clause that may stand behind a comma, and one whose "that" may have been left out.
_REPORTS = frozenset(
    """said says say saying told tells added adds believe believes believed think thinks thought wrote writes noted
    notes explained explains recalled recalls argued argues claimed claims reported reports announced announces insisted
    warned stressed admitted concluded hope hopes hoped suggest suggested suggests continued asked know knows knew feel
    feels felt seem seems seemed appear appears appeared pointed mentioned mentions stated states emphasized emphasised
    declared predicted predicts estimates estimated found introduced specifies specified spoke complained quipped
    confirmed confirms revealed reveals""".split()
)
# What opens a clause that is not a main one, or a phrase before it.
_CONJUNCTIONS = frozenset(
    """if when while as although though since after before because once unless whereas until whether despite where
    whenever wherever so""".split()
)
_OPENERS = _CONJUNCTIONS | frozenset(
    """what whatever however whoever even according given considering in on at by with for from during following amid
    under over through unlike besides instead to how who which why not no only among based compared due thanks had were
    should provided like just regardless rather lest supposing assuming granted now of than about between against
    without within upon toward towards along including""".split()
)
_RELATIVES = frozenset("which who whose whom where when while that what".split())
_CLAIMS = _CONJUNCTIONS | _RELATIVES | _REPORTS
"""Words of a clause that claim what stands behind the comma after it."""
_DENIAL = regex(r"\b(?:not?|never)\b|n't\b")
_NOMINAL = frozenset("NN NNS NNP NNPS PRP".split())
_BEFORE_NOUN = frozenset("DT JJ JJR JJS CD PRP$ POS PDT RB RBR RBS VBN VBG $".split())
_WITHIN_SUBJECTS = frozenset("of in from for at on with".split())
_NO_SUBJECT_BEFORE = frozenset("DT JJ PRP$ CC TO".split())
_NO_SENTENCE_OPENER = frozenset("VBG VBN RB TO IN VB VBD".split())

# Speech runs on as people speak; and after these marks it takes more than tags to know what belongs to what.
_MARKS = regex(r"[\"“”‘:;?!—–()>]| -|--")
_JOINT = regex(
    rf", (?:it|he|she|they|we|there|I|you|this|that|{_DETERMINERS}) \w"
    r"(?=([^\n.?!…。！？\"“”‘:;—–()>]*)\.)"  # the end of the sentence, or of its first abbreviation
)
_SERIES = regex(r", (?:and|or)\b")
_TIMES = frozenset("moment day minute year time more less way same".split())
_FEWEST = 3
"""A main clause of fewer words ("I know") is none that a comma sets apart."""
_REACH = 8
"""So many words of a subject are looked at."""
_AHEAD = 120
"""Characters in which they are looked for."""


@rule(
    "linguistic/comma-splice",
    Example(
        "The plan was approved[[, it]] will begin in May.",
        fixed="The plan was approved; it will begin in May.",
    ),
    Example(
        "The drivers did not call for a strike today[[, the]] metro should be running normally.",
        fixed="The drivers did not call for a strike today; the metro should be running normally.",
    ),
    Example("The plan was approved, and it will begin in May. In May, it will begin. If it is approved, it begins."),
    Example("The talks, the minister said, had failed. It will begin in May, the paper reported."),
    Example("It is not a plan, it is a hope. He came, he saw, and he conquered. The more he has, the more he wants."),
    Example("They met the mayor, the man accused of fraud. The house that he bought, the last in the row, was cheap."),
    Example('"I bought it, it was cheap," he said.'),
    severity="info",
    langs="*>en",
    mqm="linguistic/punctuation",
    scope="document",  # one call a document: a third of all segments have such a comma
)
def comma_splice(document: Document, context: Context) -> Iterator[Finding]:
    """Two sentences joined by nothing but a comma

    Chinese sets sentence after sentence with commas between them; English wants a full stop, a semicolon or "and". The
    rule speaks rarely and is right: of 65 places found in 360,000 words by people, not all of them writers, 64 were
    comma splices; 11 more in 203,000 words of machine-translated Chinese news, none in 13,000 words of news by native
    writers. Raters mark them no more often than other places, so it is a remark.

    Both sides of the comma have to be main clauses, with a finite verb after a subject that opens with a pronoun or a
    determiner. Left alone: quoted speech, reporting clauses (", he said"), clauses after "that", "who", "when" or "if",
    contrasts ("it is not a plan, it is a hope"), and series that end in "and".
    """
    text = whole(document)
    for match in _JOINT.finditer(text):
        if _SERIES.search(match[1]) or _claimed(text, match.start()):
            continue
        words = split_words(text[match.start() + 2 : match.start() + _AHEAD])[: _REACH + 1]
        pronoun = words[0].lower() in _SUBJECTS
        if not _opens_clause(words, word_classes(words), pronoun=pronoun):
            continue
        segment, at = place(document, match.start())
        value = segment.target.value
        span = next(span for span in sentences(segment.target) if span.end > at)
        sentence = value[span.start : span.end]
        if not sentence.endswith(".") or _MARKS.search(sentence) or _SERIES.search(value, at + 2, span.end):
            continue
        if _main_clause_ends(value[span.start : at], pronoun=pronoun) and context.rule.looks_at(segment.kind):
            fix = Fix("Write a semicolon", (Edit(Span(at, at + 1), ";", segment),), "display")
            message = "Two sentences with no more than a comma between them"
            yield Finding(Span(at, at + len(match[0]) - 2), message, fix=fix, segment=segment)


def _claimed(text: str, comma: int) -> bool:
    """Whether a look at the clause before a comma shows what `_main_clause_ends` would find: most need no more."""
    start = max(text.rfind(", ", 0, comma) + 2, text.rfind(". ", 0, comma) + 2, text.rfind("\n", 0, comma) + 1)
    clause = text[start if start > 1 else 0 : comma]
    words = clause.lower().split()
    claimed = bool(words) and (words[0] in _OPENERS or not _CLAIMS.isdisjoint(words))
    return claimed and not _MARKS.search(clause)  # one of which may begin another sentence


def _main_clause_ends(before: str, *, pronoun: bool) -> bool:
    """Whether what stands before a comma, from where the sentence begins, is or ends in a main clause that claims
    nothing behind it. What is cheap to tell comes first, and the tags last. `pronoun`: such a word follows."""
    *_, clause = earlier = before.lower().replace("’", "'").split(", ")
    if any(part.split(" ", 1)[0] in _OPENERS for part in earlier) or not _CLAIMS.isdisjoint(clause.split()):
        return False
    if pronoun and _DENIAL.search(clause):
        return False
    words = split_words(before)
    if len(words) < _FEWEST:
        return False
    low, tags = _lower(words), word_classes(words)
    start = next((at for at in range(len(low), 0, -1) if low[at - 1] == ","), 0)
    if low[-1] in _AUXILIARIES or low[-1] == "however" or not _is_main(low, tags):
        return False
    if start and not _is_main(low[start:], tags[start:]) and _verb(low, tags, start) is None:
        return False
    # "and according to him, it …", "and including friends, they …"
    return not any(
        tags[at - 1] == "CC" and (low[at] in _OPENERS or tags[at] == "VBG") for at in range(start + 1, len(low))
    )


def _lower(words: Sequence[str]) -> list[str]:
    return [word.lower().replace("’", "'") for word in words]


def _opens_clause(words: Sequence[str], tags: Sequence[str], *, pronoun: bool) -> bool:
    """Whether these words are the beginning of a main clause, and of none that reports or compares."""
    low = _lower(words)
    verb = _verb(low, tags, 0)
    if verb is None or verb + 1 == len(low) or low[verb] in _REPORTS or low[1] in _TIMES:
        return False
    if low[verb] in _AUXILIARIES:
        return low[verb + 1] != ","  # "that is, …"
    participle = low[verb].endswith("ed") and not pronoun  # "the man accused of fraud"
    return not participle and low[verb + 1] not in (",", ".")


def _verb(low: Sequence[str], tags: Sequence[str], at: int) -> int | None:
    """Where the finite verb is of the clause whose subject opens here."""
    if at + 1 >= len(low):
        return None
    if low[at] in _SUBJECTS:
        verb = at + 1
        while tags[verb] == "RB" and verb < at + 3 and verb + 1 < len(low):
            verb += 1
        if low[verb] in _AUXILIARIES or tags[verb] in _FINITE_TAGS:
            return verb
        if low[at] not in _ALSO_DETERMINERS:
            return None
    noun = False
    for here in range(at, min(at + _REACH, len(low) - 1)):
        if noun and (low[here] in _AUXILIARIES or tags[here] in _FINITE_TAGS):
            return here
        if tags[here] in _NOMINAL or low[here] == "one":
            noun = True
        elif tags[here] not in _BEFORE_NOUN and not (noun and low[here] in _WITHIN_SUBJECTS):
            return None
    return None


def _is_main(low: Sequence[str], tags: Sequence[str]) -> bool:
    """Whether this may be a main clause: with a finite verb, and opened by no subordinate word."""
    if len(low) < _FEWEST or low[0] in _OPENERS or tags[0] in _NO_SENTENCE_OPENER:
        return False
    if tags[0] == "CC" and low[1] in _OPENERS:
        return False
    return low[0] in _AUXILIARIES or any(
        word in _AUXILIARIES or (tag in _FINITE_TAGS and tag_before not in _NO_SUBJECT_BEFORE)
        for word, tag, tag_before in zip(low[1:], tags[1:], tags, strict=False)
    )


# --- a full stop that is lost -----------------------------------------------------------------------------------------

# Words that open sentences, and no names: "In", "On", "A", "Most" and others open titles or are names, too.
_STARTERS = (
    "The|He|She|It|They|We|This|These|Those|There|However|According|As|After|When|While|If|An|That|Since|From|Although|"
    "Also|Then|So|And|During|Some|Many|Meanwhile|Because|At|In|By|His|Her|Its|Their|Our|But|With|For|Among|Unlike|Last|"
    "Another|Both|Each|Once|Unfortunately|Earlier|Later"
)
# "the album called This is it": what a title may stand behind.
_BEFORE_TITLES = frozenset(
    """called named titled entitled the a an by or album band book drama film hit magazine movie musical newspaper novel
    opera paper play poem series show single song""".split()
)
_GOES_ON = frozenset(
    """and or but to of in on at by for with from into as than have has had is are was were be been will would can could
    should may might must not when while where which who that if because although""".split()
)


@rule(
    "linguistic/lost-full-stop",
    Example(
        "Tourism revenue should grow [[It]] will return to the level of 2019 in May.",
        fixed="Tourism revenue should grow. It will return to the level of 2019 in May.",
    ),
    Example(
        "The council met on Monday [[The]] minister said that talks would go on.",
        fixed="The council met on Monday. The minister said that talks would go on.",
    ),
    Example("The film should be able to [[When]] it is shown abroad, move the audience."),
    Example("The council met on Monday. The minister said so. He read the Times and The Crown was on the air."),
    Example("They saw the play The lady from the sea. He met Liu He on Monday. It is the album called This is it."),
    Example("Talks go on After six hours\n\nThey met in Rome."),
    langs="*>en",
    mqm="linguistic/punctuation",
    patterns=(Pattern(rf"[ (](?:[a-z][a-z'’-]*[a-z]|{CALENDAR}) ({_STARTERS}),? [a-z]"),),
)
def lost_full_stop(segment: Segment, context: Context) -> Iterator[Finding]:
    """A sentence that begins in the middle of another

    Two pieces of a text were joined, and the end mark between them is lost, or the end of the first piece: "… and
    tourism revenue It will return to …". Nothing else has such a word with a capital between small ones. Rare and
    right: 8 findings in 203,000 words of machine-translated Chinese news, agreement with raters 0.63, ten times chance;
    2 slips in 360,000 words by people; none in 13,000 words of news by native writers. Of full stops taken out of those
    it finds 39%: those before words that no name begins with, such as “The” or “They”.
    """
    value = segment.target.value
    if not value.rstrip().endswith((".", '"', "”", "!", "?")):
        return
    for _, match in context.matches(segment):
        at = match.start(1)
        before = match[0].split()[0].lstrip("(")
        if before in _BEFORE_TITLES or in_quotation(value, at):
            continue
        span = Span(at, match.end(1))
        if before in _GOES_ON:
            yield Finding(span, "A sentence begins in the middle of another: is the end of the first one lost?")
        else:
            fix = Fix("Add a full stop", (Edit(Span(at - 1, at - 1), "."),), "display")
            yield Finding(span, "A sentence begins here, and the one before it has no end mark", fix=fix)
