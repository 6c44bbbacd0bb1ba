"""Chinese left in romanisation where a translation belongs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tqa import Context, Document, Example, Finding, Pattern, Span, rule
from tqa.languages import pinyin
from tqa.text import word_class

if TYPE_CHECKING:
    from collections.abc import Iterator

# What stands before an attribute and hardly ever before the name of a person or place.
_BEFORE = (
    r"an?|the|this|these|those|its|their|his|her|our|new|old|first|second|big|small|local|such|some|many|several|more|"
    r"other|certain|various|major|all|[a-z]+(?:al|ed|ic|ive|ous|ful|ese|ary|ent|ant|able|ing)"
)
# Nouns that a name stands before by right.
_AFTER_NAMES = frozenset(
    """airport area army art ballet basin bay beach border brand bridge brothers campus canal case castle
    cemetery checkpoint city cities civilization clan coast coffee company corridor couple county counties
    court cuisine culture dam desert dialect dish district districts dynasty embassy era ethnic family ferry
    festival firm formation fossils garden glacier government grottoes group gorge harbor harbour hospital
    hotel incident island islands lake language line liquor market massacre method metro minority monastery
    mountain mountains movement mural museum national opera palace park party pass peninsula people plain
    plateau police port power prefecture prison province provinces rail railway range region reservoir
    residents resort restaurant river rivers road ruins school scholar section site society stadium star
    station stock store strait street studio style subdistrict subway summit tea team temple theatre theater
    tower town township tribe university valley variety village volcano wine zone zoo""".split()
)
_NOUNS = frozenset(("NN", "NNS", "JJ", "VBG", "VBN"))


@rule(
    "accuracy/untranslated-romanisation",
    Example("The ministry announced a series of new [[Huigang]] technological measures in early September."),
    Example("It advised the city to turn the stadium into a [[Fangcang]] shelter hospital."),
    Example("The ministry announced a series of new Hong Kong technological measures in early September."),
    Example("The old Jiangning police station and the Wenzhou merchants are known in all China."),
    Example("The new Zhengyang cuisine is light, and the Shanshan brand is known for suits."),
    Example("The first Shanshan suits were sold in 1989. The firm says Shanshan shirts came later."),
    langs="*>en",
    mqm="accuracy/untranslated",
    scope="document",
    patterns=(Pattern(rf"(?:^|[\s(“\"])(?:{_BEFORE}) ({pinyin.SHAPE}) ([a-z]{{3,}})"),),
)
def untranslated_romanisation(document: Document, context: Context) -> Iterator[Finding]:
    """A Chinese term spelled out instead of translated

    "Huigang measures" tells an English reader nothing; 惠港 means "to the benefit of Hong Kong". Rare: two findings
    in 203,000 words of machine-translated news and one in the sample article. Each is a term that raters marked, none
    a name; nothing is found in news by native writers or in translations from nine other languages.

    Told from the names of people, places and firms: the word stands as an attribute before a small-lettered noun,
    after a determiner or adjective; occurs once; is no English word, no place in China, none of the Chinese words that
    English has taken in; and no noun follows that names are wont to stand before (city, family, brand, dynasty).
    """
    for segment, _, match in context.all_matches():
        word, following = match[1], match[2]
        if not _is_term(word.lower(), following) or _is_english(word):
            continue
        values = (s.target.value for s in document.segments if word in s.target.value)
        if sum(len(re.findall(rf"\b{word}\b", value)) for value in values) > 1:
            continue
        span = Span(match.start(1), match.end(1))
        yield Finding(span, f"“{word}” seems to be Chinese left untranslated", segment=segment)


def _is_term(low: str, following: str) -> bool:
    return (
        pinyin.is_chinese(low)
        and following not in _AFTER_NAMES
        and word_class(following) in _NOUNS
        and low not in pinyin.known("places")
        and low not in pinyin.known("loanwords")
    )


def _is_english(word: str) -> bool:
    low = word.lower()
    forms = [word, low]
    for ending, instead in (("s", ""), ("es", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("er", "")):
        if low.endswith(ending):
            forms += [low.removesuffix(ending) + instead, (low.removesuffix(ending) + instead).capitalize()]
    return any(word_class(form) is not None for form in forms if form)
