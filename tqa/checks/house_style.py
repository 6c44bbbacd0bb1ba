"""House style: points on which each of several forms is good English, and one article keeps to one of them.

A point is a table of its forms: how each is recognised, and how it is written with what another one named. Both uses
come from it. Without a house style, the form that an article has most often is its style, and the others are drift;
with `use`, which profiles set, every other form is rewritten.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tqa import Document, Edit, Evidence, Example, Finding, Fix, Pattern, Rule, Segment, Span, rule
from tqa.kinds import dateline, kinds
from tqa.languages.en_words import MONTH, MONTHS
from tqa.text import regex

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tqa import Context, Safety

    Place = tuple[Segment, re.Match[str]]


class Form(NamedTuple):
    """One way to write a thing."""

    name: str
    """As the option `use` has it."""
    pattern: str
    """How it is found. The group `form` is what is shown of it, if it is not all."""
    write: Callable[[Mapping[str, str]], str]
    """The form, of the groups of the match that it takes the place of."""


def _point(
    name: str,
    doc: str,
    forms: Sequence[Form],
    *examples: Example,
    key: Callable[[re.Match[str]], str] = lambda _: "",
    drift: bool = True,
    usual: str = "",
    safety: Safety = "safe",
    mqm: str = "style/inconsistent-style",
    headlines: bool = True,
    langs: str = "*>en",
) -> Rule:
    """The rule for a point of style.

    `key`: places with different keys are different things. `drift`: whether mixed forms are reported where no house
    style says which to use. `usual`: the form that is kept then, whichever is more frequent; at a tie it is the first
    of the table. `headlines`: whether headlines are held to it, too.
    """
    numbers = {form.name: number for number, form in enumerate(forms)}

    def check(document: Document, context: Context) -> Iterator[Finding]:
        use = context.option("use")
        met = context.met()
        if len(met) < 2 and (not use or met == {numbers.get(use)}):
            return
        if use and use not in numbers:
            raise ValueError(f"use = {use!r}: there are {', '.join(numbers)}")
        if not use and not drift:
            return
        things: dict[str, dict[int, list[Place]]] = defaultdict(lambda: defaultdict(list))
        for segment, number, match in context.all_matches():
            if headlines or kinds(document)[segment.id] != "headline":
                things[key(match)][number].append((segment, match))
        for places in things.values():
            if use:
                kept = numbers[use]
            elif len(places) > 1:
                kept = numbers[usual] if usual else max(places, key=lambda n: (len(places[n]), -n))
            else:
                continue
            yield from _others(forms[kept], places.pop(kept, []), places, safety, bool(use))

    names = ", ".join(f'"{form.name}"' for form in forms)
    check.__doc__ = f"{doc.rstrip()}\n\n    A house style says which with the option `use`: {names}.\n"
    return rule(
        name,
        *examples,
        severity="info",
        scope="document",
        langs=langs,
        mqm=mqm,
        patterns=[Pattern(form.pattern) for form in forms],
        options={"use": ""},
    )(check)


def _others(
    kept: Form, right: Sequence[Place], places: Mapping[int, Sequence[Place]], safety: Safety, asked: bool
) -> Iterator[Finding]:
    """A finding for every place that is not in the form that is kept; `asked`: because the house style says so."""
    evidence: tuple[Evidence, ...] = ()
    beside = ""
    if right:
        segment, match = right[0]
        span = _shown(match)
        beside = segment.target.value[span.start : span.end]
        evidence = (Evidence(f"“{beside}”", span, segment=segment),)
    for found in places.values():
        for segment, match in found:
            value, span = segment.target.value, _shown(match)
            new = kept.write(_groups(match))
            if new == match[0]:
                continue
            old = value[span.start : span.end]
            if asked or not beside:
                message = f"“{old}”: the house style is “{new}”"
            elif len(right) >= len(found):
                message = f"“{old}” beside “{beside}”, which the article has {_times(len(right))}"
            else:
                message = f"“{old}” beside “{beside}”"
            fix = Fix(f"Write “{new}”", (_edit(value, Span(*match.span()), new, segment),), safety)
            yield Finding(span, message, evidence, fix, segment)


def _groups(match: re.Match[str]) -> Mapping[str, str]:
    """What the groups of a match hold, "" for none, and under "" the whole. A name cannot stand in a pattern twice; the
    second time it has a "_" behind it."""
    found = {name.rstrip("_"): text for name, text in match.groupdict().items() if text}
    return defaultdict(str, found) | {"": match[0]}


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _shown(match: re.Match[str]) -> Span:
    return Span(*match.span("form" if "form" in match.re.groupindex else 0))


def _edit(value: str, span: Span, new: str, segment: Segment) -> Edit:
    """The full stop of the sentence and that of an abbreviation are one."""
    if new.endswith(".") and value[span.end : span.end + 1] == ".":
        return Edit(Span(span.start, span.end + 1), new, segment)
    stops = value[span.end - 1] == "." and not new.endswith(".")
    if stops and (not value[span.end :].strip("\"'”’) ") or _SENTENCE_FOLLOWS.match(value, span.end)):
        return Edit(span, f"{new}.", segment)
    return Edit(span, new, segment)


_SENTENCE_FOLLOWS = regex(r"[\"”’)]* (?:The|A|An|In|On|At|It|He|She|They|We|But|And|This|That|These|However)\b")


def _form(name: str, pattern: str, template: str) -> Form:
    """A form that is written by filling the groups of a match into a template."""
    return Form(name, pattern, lambda groups: template.format_map(groups))


# --- the points -------------------------------------------------------------------------------------------------------

# Neither in a longer name or code ("US-3", "AT&US") nor before a dollar sign ("US$5").
_PLAIN = r"(?<![\w$.&/-])(?:{0})(?![\w$&/.]|-\d)|(?<![\w$.&/-])(?:{0})(?=\.(?!\w))"

country = _point(
    "style/country-with-and-without-points",
    """US and U.S. in one article

    Raters marked "US" 5.4 times as often as chance where the text also has "U.S." (79 places), and "U.S." there only
    1.7 times, whichever of the two is the more frequent; so each "US" is shown, but for headlines, in which AP leaves
    the points out.
    """,
    (
        Form("points", r"(?<![\w.])(?:U\.S\.|U\.K\.|U\.N\.|E\.U\.)(?![A-Z]\b)", lambda g: ".".join(g[""]) + "."),
        Form("plain", _PLAIN.format("US|UK|UN|EU"), lambda g: g[""].replace(".", "")),
    ),
    Example(
        "The two sides met.\n\nThe [[US]] bars six firms.\n\nThe U.S. embassy declined to comment.",
        fixed="The two sides met.\n\nThe U.S. bars six firms.\n\nThe U.S. embassy declined to comment.",
    ),
    Example(
        "He left the [[US]].\n\nThe U.S. embassy declined to comment.",
        fixed="He left the U.S.\n\nThe U.S. embassy declined to comment.",
    ),
    Example(
        "The US bars six firms.\n\nThe [[U.S.]] embassy said so in the [[U.S.]]",
        fixed="The US bars six firms.\n\nThe US embassy said so in the US.",
        options={"use": "plain"},
    ),
    Example("The US bars six firms, and the price is US$5.\n\nThe US embassy declined to comment."),
    Example("The U.S. bars six firms at a price of US$5 a share."),
    Example("US bars six firms\n\nThe U.S. embassy declined to comment."),
    key=lambda match: match[0].replace(".", ""),
    usual="points",
    headlines=False,
)

percent = _point(
    "style/percent-word-and-sign",
    """Percent, per cent and % in one article

    The rarer is shown; at a tie the words. Raters marked the rarer form 4.6 times as often as chance (9 places).
    Numbers written out ("two percent") do not count.
    """,
    (
        _form("%", r"(?P<n>\d)(?P<form>%)(?!\w)", "{n}%"),
        _form("percent", r"(?P<n>\d) (?P<form>percent)\b", "{n} percent"),
        _form("per cent", r"(?P<n>\d) (?P<form>per cent)\b", "{n} per cent"),
    ),
    Example(
        "Exports fell 21.2% and imports 18.3%.\n\nOf those asked, 58 [[percent]] agreed.",
        fixed="Exports fell 21.2% and imports 18.3%.\n\nOf those asked, 58% agreed.",
    ),
    Example(
        "About 52 per cent came back, then 58 per cent.\n\nSales fell 3[[%]] in May.",
        fixed="About 52 per cent came back, then 58 per cent.\n\nSales fell 3 per cent in May.",
    ),
    Example("Sales fell 3[[%]].", fixed="Sales fell 3 percent.", options={"use": "percent"}),
    Example("Exports fell 21.2 percent, and 58 percent agreed."),
    Example("Exports fell 21.2%. One percent of voters decided, two per cent at most."),
)

_YEAR = r"(?:19|20)\d\d"


def _month_first(groups: Mapping[str, str]) -> str:
    return f"{groups['month']} {groups['day']}" + (f", {groups['year']}" if groups["year"] else "")


def _day_first(groups: Mapping[str, str]) -> str:
    return f"{groups['day']} {groups['month']}" + (f" {groups['year']}" if groups["year"] else "")


date_order = _point(
    "locale/day-and-month-order-mixed",
    """31 January beside February 11

    Both orders are good English, and an article keeps to one. The rarer is shown; at a tie the day before the month,
    which raters marked 3.2 times as often as chance where the article has both.
    """,
    (
        Form(
            "month-first",
            rf"\b(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:\d])(?:, (?P<year>{_YEAR})\b)?",
            _month_first,
        ),
        Form(
            "day-first",
            rf"(?<![:\d])\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul"
            rf"|Aug|Sept?|Oct|Nov|Dec)\b(?! \d{{1,2}}\b)(?: (?P<year>{_YEAR})\b)?",
            _day_first,
        ),
    ),
    Example(
        "The first strike was on [[31 January]].\n\nOn Saturday (February 11), the unions met again on February 12.",
        fixed="The first strike was on January 31.\n\nOn Saturday (February 11), the unions met again on February 12.",
    ),
    Example("It began on [[January 31, 2023]].", fixed="It began on 31 January 2023.", options={"use": "day-first"}),
    Example("The first strike was on 31 January, the next on 11 February."),
    Example("The first strike was on January 31, the next on February 11."),
    mqm="locale/date-format",
    safety="unsafe",
)

_ORDINALS = {"1": "st", "21": "st", "31": "st", "2": "nd", "22": "nd", "3": "rd", "23": "rd"}

date_ordinal = _point(
    "locale/ordinal-in-date",
    """February 11th where the house writes February 11, or the other way round

    Only where a house style says which; raters mind neither in an article that has both.
    """,
    (
        _form("cardinal", rf"\b(?P<month>{MONTH}) (?P<day>\d{{1,2}})\b(?![:\d])", "{month} {day}"),
        Form(
            "ordinal",
            rf"\b(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)\b",
            lambda g: f"{g['month']} {g['day']}{_ORDINALS.get(g['day'], 'th')}",
        ),
    ),
    Example("It opened on [[February 11th]].", fixed="It opened on February 11.", options={"use": "cardinal"}),
    Example("It opened on [[May 3]].", fixed="It opened on May 3rd.", options={"use": "ordinal"}),
    Example("It opened on February 11th, and closed on February 12."),
    drift=False,
    mqm="locale/date-format",
)

_AP_MONTHS = {"January": "Jan.", "February": "Feb.", "August": "Aug.", "September": "Sept.", "October": "Oct."} | {
    "November": "Nov.",
    "December": "Dec.",
}
_FULL_MONTHS = {short[:3]: full for full, short in _AP_MONTHS.items()}

month_name = _point(
    "locale/month-abbreviated-or-not",
    """Feb. 11 beside February 11

    An article keeps to one. AP shortens the names of seven months before a day (Jan., Feb., Aug., Sept., Oct., Nov.,
    Dec.), and others none. Four places in the data, half of which raters marked.
    """,
    (
        Form(
            "full",
            r"\b(?P<month>January|February|August|September|October|November|December) (?P<day>\d{1,2})\b(?!:)",
            lambda g: f"{_FULL_MONTHS[g['month'][:3]]} {g['day']}",
        ),
        Form(
            "abbreviated",
            r"\b(?P<month>Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\b\.? (?P<day>\d{1,2})\b(?!:)",
            lambda g: f"{_AP_MONTHS[_FULL_MONTHS[g['month'][:3]]]} {g['day']}",
        ),
    ),
    Example(
        "It opened on February 11, and closed on February 12.\n\nIt opens again on [[Feb. 13]].",
        fixed="It opened on February 11, and closed on February 12.\n\nIt opens again on February 13.",
    ),
    Example("It opened on [[February 11]].", fixed="It opened on Feb. 11.", options={"use": "abbreviated"}),
    Example("It opened on February 11 and in February 2023, and closes on March 5.\n\nBEIJING, Feb. 11 (Reuters) -"),
    mqm="locale/date-format",
    key=lambda match: "dateline" if match.end() <= _dateline_end(match.string) else "",
)


def _dateline_end(value: str) -> int:
    head = dateline(value)
    return head.end if head else 0


_AMOUNT = r"(?P<amount>\d[\d,.]*\d|\d)(?P<size>(?: (?:hundred|thousand|million|billion|trillion))?)"

_AGAIN = _AMOUNT.replace(">", "_>")

yuan = _point(
    "locale/currency-name-mixed",
    """RMB, CNY and yuan in one article

    News writes 5,150 yuan, some houses RMB 5,150; an article keeps to one. The rarer is shown. Raters marked 12 amounts
    in CNY beside yuan 6.9 times as often as chance, and others hardly.
    """,
    (
        _form("yuan", rf"{_AMOUNT} (?P<form>yuan)\b", "{amount}{size} yuan"),
        _form("RMB", rf"\b(?P<form>RMB) ?{_AMOUNT}", "RMB {amount}{size}"),
        _form("CNY", rf"\b(?P<form>CNY) ?{_AMOUNT}|{_AGAIN} CNY\b", "CNY {amount}{size}"),
    ),
    Example(
        "It paid 300 yuan, then 400 yuan.\n\nThe fund holds [[RMB]] 3 billion.",
        fixed="It paid 300 yuan, then 400 yuan.\n\nThe fund holds 3 billion yuan.",
    ),
    Example("It paid 300 [[yuan]].", fixed="It paid RMB 300.", options={"use": "RMB"}),
    Example("It paid RMB 300, and the yuan fell."),
    mqm="locale/currency-format",
)

dollars = _point(
    "locale/dollar-form",
    """$5 million, US$5 million or 5 million U.S. dollars

    Only where a house style says which; an article that has several is seldom marked for that.
    """,
    (
        _form("$", rf"(?<![\w$])\${_AMOUNT}", "${amount}{size}"),
        _form("US$", rf"\bUS\$ ?{_AMOUNT}|\bUSD ?(?=\d){_AGAIN}", "US${amount}{size}"),
        _form("words", rf"{_AMOUNT} (?P<form>(?:US|U\.S\.) dollars)\b", "{amount}{size} U.S. dollars"),
    ),
    Example("It cost [[US$5 million]].", fixed="It cost $5 million.", options={"use": "$"}),
    Example("It cost [[$5 million]].", fixed="It cost 5 million U.S. dollars.", options={"use": "words"}),
    Example("It cost $5 million, or US$4 million without the roof."),
    drift=False,
    mqm="locale/currency-format",
)

noon = _point(
    "locale/am-and-pm",
    """3 p.m., 3 pm and 3 PM in one article

    The rarer form is shown.
    """,
    (
        Form(
            "p.m.",
            r"(?P<n>\d) ?(?P<form>(?P<half>[ap])\.m\.)",
            lambda g: f"{g['n']} {g['half'].lower()}.m.",
        ),
        Form("pm", r"(?P<n>\d) ?(?P<form>(?P<half>[ap])m)\b", lambda g: f"{g['n']} {g['half'].lower()}m"),
        Form("PM", r"(?P<n>\d) ?(?P<form>(?P<half>[AP])M)\b", lambda g: f"{g['n']} {g['half'].upper()}M"),
    ),
    Example(
        "It opened at 3 p.m. and closed at 5 p.m.\n\nThe next is at 8 [[pm]].",
        fixed="It opened at 3 p.m. and closed at 5 p.m.\n\nThe next is at 8 p.m.",
    ),
    Example("It opened at 3 [[p.m.]] on Friday.", fixed="It opened at 3 pm on Friday.", options={"use": "pm"}),
    Example("It opened at 3 pm and closed at 5pm."),
    mqm="locale/time-format",
)

billion = _point(
    "locale/billion-abbreviated-or-not",
    """5bn beside 5 billion

    The rarer form is shown.
    """,
    (
        _form("billion", r"(?P<n>\d) (?P<form>(?P<size>billion))\b", "{n} billion"),
        _form("bn", r"(?P<n>\d) ?(?P<form>bn)\b", "{n}bn"),
    ),
    Example(
        "It lent 5 billion, then 6 billion.\n\nIt owes 3[[bn]].",
        fixed="It lent 5 billion, then 6 billion.\n\nIt owes 3 billion.",
    ),
    Example("It lent 5bn and owes 6bn."),
    mqm="locale/number-format",
)

titles = _point(
    "style/courtesy-title-with-and-without-point",
    """Mr. Li beside Mr Li

    American houses set the point, British ones leave it out; an article keeps to one. The rarer is shown.
    """,
    (
        _form("points", r"\b(?P<form>(?P<title>Mr|Mrs|Ms|Dr)\.)(?= [A-Z])", "{title}."),
        _form("plain", r"\b(?P<form>(?P<title>Mr|Mrs|Ms|Dr))(?= [A-Z])", "{title}"),
    ),
    Example("Mr. Li met Ms. Berg.\n\nThen [[Mr]] Li left.", fixed="Mr. Li met Ms. Berg.\n\nThen Mr. Li left."),
    Example("[[Mr.]] Li left.", fixed="Mr Li left.", options={"use": "plain"}),
    Example("Mr Li met Ms Berg."),
)

_DIGITS = dict(zip("23456789", "two three four five six seven eight nine".split(), strict=True))
_WORDS = {word: digit for digit, word in _DIGITS.items()}
_NOT_COUNTED = (
    r"(?!(?:\w*(?:kilo|centi|milli)?met(?:er|re)s|years|degrees|points|percent|miles|hours|minutes|seconds|inches|feet"
    r"|tons|tonnes|times|euros|pounds|dollars|cents|litres|liters|hectares|acres|grams|kilos|kilograms)\b)"
)

small_numbers = _point(
    "style/small-number-form",
    """A number under ten in figures, where the house writes it in words, or the other way round

    Only where a house style says which; an article that has both is marked no more often than others. Ages, measures,
    times, money and scores are written in figures by all and left alone.
    """,
    (
        Form(
            "words",
            rf"\b(?P<n>{'|'.join(_WORDS)}) (?={_NOT_COUNTED}[a-z]{{3,}}s\b)",
            lambda g: f"{_DIGITS.get(g['n'], g['n'])} ",
        ),
        Form(
            "figures",
            rf"(?<![\d.,$£€:/–-])(?<!No )(?<!no )\b(?P<n>[2-9]) (?={_NOT_COUNTED}[a-z]{{3,}}s\b)",
            lambda g: f"{_WORDS.get(g['n'], g['n'])} ",
        ),
    ),
    Example("He met [[3 ]]ministers in 5 years.", fixed="He met three ministers in 5 years.", options={"use": "words"}),
    Example("He met [[three ]]ministers.", fixed="He met 3 ministers.", options={"use": "figures"}),
    Example("He met 3 ministers and four envoys."),
    drift=False,
    safety="unsafe",
    mqm="style/number-format",
)

dashes = _point(
    "style/dash-form",
    """A dash that is not the house's

    Only where a house style says which.
    """,
    (
        _form("em", r"(?<=\w)(?P<form> ?— ?)(?=\w)", "—"),
        _form("spaced em", r"(?<=\w)(?P<form> — )(?=\w)", " — "),
        _form("spaced en", r"(?<=\w)(?P<form> – )(?=\w)", " – "),
        _form("double hyphen", r"(?<=\w)(?P<form> -- )(?=\w)", " -- "),
    ),
    Example("He left[[ -- ]]late.", fixed="He left – late.", options={"use": "spaced en"}),
    Example("He left – late -- and alone."),
    drift=False,
    mqm="linguistic/punctuation",
)

spanish_quotations = _point(
    "style/spanish-quotation-marks-mixed",
    """«…» beside “…” in Spanish

    Either pair is good Spanish, and an article keeps to one, but for quotations inside quotations. The rarer is shown.
    """,
    (
        _form("«»", r"«(?P<words>[^«»“”\n]{1,300})»", "«{words}»"),
        _form("“”", r"“(?P<words>[^«»“”\n]{1,300})”", "“{words}”"),
    ),
    Example(
        "Habló de un «buen día» y de una «buena noche».\n\nElla, de un [[“mal día”]].",
        fixed="Habló de un «buen día» y de una «buena noche».\n\nElla, de un «mal día».",
    ),
    Example("Habló de un «buen día» y de una «buena noche»."),
    langs="*>es",
)

german_quotations = _point(
    "style/german-quotation-marks-mixed",
    """„…“ beside »…« in German

    Newspapers have the one, books the other; a text keeps to one, but for quotations inside quotations. The rarer is
    shown.
    """,
    (
        _form("„“", r"„(?P<words>[^„“»«\n]{1,300})“", "„{words}“"),
        _form("»«", r"»(?P<words>[^„“»«\n]{1,300})«", "»{words}«"),
    ),
    Example(
        "Er sprach vom „guten Tag“ und der „guten Nacht“.\n\nSie sprach vom [[»schlechten Tag«]].",
        fixed="Er sprach vom „guten Tag“ und der „guten Nacht“.\n\nSie sprach vom „schlechten Tag“.",
    ),
    Example("Er sprach vom „guten Tag“ und der „guten Nacht“."),
    langs="*>de",
)

# --- two spellings of one name ----------------------------------------------------------------------------------------

_PAIRS = (
    ("Macao", "Macau"),
    ("Kim Jong-un", "Kim Jong Un"),
    ("Kim Jong-il", "Kim Jong Il"),
    ("Kim Yo-jong", "Kim Yo Jong"),
    ("Moon Jae-in", "Moon Jae In"),
    ("Yoon Suk-yeol", "Yoon Suk Yeol"),
    ("Ban Ki-moon", "Ban Ki Moon"),
    ("COVID-19", "Covid-19"),
    ("WeChat", "Wechat"),
    ("Uyghur", "Uighur"),
    ("Uyghurs", "Uighurs"),
    ("Kyiv", "Kiev"),
    ("Zelensky", "Zelenskyy"),
    ("Erdogan", "Erdoğan"),
    ("Urumqi", "Ürümqi"),
    ("Sun Yat-sen", "Sun Yat Sen"),
    ("Chiang Kai-shek", "Chiang Kai Shek"),
    ("Tsai Ing-wen", "Tsai Ing Wen"),
    ("Lai Ching-te", "Lai Ching Te"),
    ("Xi'an", "Xian"),
    ("Yan'an", "Yanan"),
    ("Hezbollah", "Hizbollah"),
    ("Muhammad bin Salman", "Mohammed bin Salman"),
    ("Gaddafi", "Qaddafi"),
)
"""Forms that differ in nothing but spelling."""


@rule(
    "style/two-forms",
    Example(
        "The [[Macao]] delegation arrived first.\n\nVisitors to Macau spent more, and Macau hotels were full.",
        fixed="The Macau delegation arrived first.\n\nVisitors to Macau spent more, and Macau hotels were full.",
    ),
    Example(
        "Visitors to [[Macau]] spent more.", fixed="Visitors to Macao spent more.", options={"use": ["Macao", "Kyiv"]}
    ),
    Example("Visitors to Macao spent more, and Macao hotels were full."),
    severity="info",
    scope="document",
    langs="*>en",
    mqm="style/inconsistent-style",
    patterns=[Pattern(rf"(?<!\w){name}(?!\w)".replace("'", "['’]")) for pair in _PAIRS for name in pair],
    options={"use": []},
)
def two_forms(document: Document, context: Context) -> Iterator[Finding]:
    """Two spellings of one name or word in an article

    An article keeps to one form: Macao or Macau, Kim Jong Un or Kim Jong-un, COVID-19 or Covid-19. Which, is for the
    house to say, in `use`; what stands out without that is that both occur. The rarer form is shown, once, with its
    places; at a tie the later one.
    """
    use = context.option("use")
    met = context.met()
    numbers = {name: number for number, name in enumerate(name for pair in _PAIRS for name in pair)}
    if unknown := [name for name in use if name not in numbers]:
        raise ValueError(f"use: {unknown[0]!r} is none of {', '.join(numbers)}")
    asked = {numbers[name] for name in use}
    pairs = [n for n in range(0, len(numbers), 2) if {n, n + 1} <= met or ({n, n + 1} & met and {n, n + 1} & asked)]
    if not pairs:
        return
    found: dict[int, list[Place]] = defaultdict(list)
    for segment, number, match in context.all_matches():
        found[number].append((segment, match))
    order = {segment.id: number for number, segment in enumerate(document.segments)}
    for pair in pairs:
        kept = next((n for n in (pair, pair + 1) if n in asked), None)
        if kept is None:
            kept = min(
                (pair, pair + 1),
                key=lambda n: (-len(found[n]), order[found[n][0][0].id] if found[n] else 0, _first_start(found[n])),
            )
        wrong = found[pair if kept != pair else pair + 1]
        if wrong and (found[kept] or kept in asked):
            name = _PAIRS[pair // 2][kept - pair]
            (segment, match), *others = wrong
            beside = [Evidence(f"“{m[0]}”", Span(*m.span()), segment=s) for s, m in (*found[kept][:1], *others)]
            edits = tuple(Edit(Span(*m.span()), name, s) for s, m in wrong)
            message = f"“{match[0]}”: the house style is “{name}”" if kept in asked else _KEEP.format(match[0], name)
            yield Finding(Span(*match.span()), message, tuple(beside), Fix(f"Write “{name}”", edits, "unsafe"), segment)


_KEEP = "“{}” beside “{}”, another spelling of the same: keep to one"


def _first_start(places: Sequence[Place]) -> int:
    return places[0][1].start() if places else 0


# --- points that are no forms of a word -------------------------------------------------------------------------------


@rule(
    "style/dateline-form",
    Example(
        "[[Xinhua News Agency, Beijing, February 11 (Reporter Li Wei)]] The forum opened.",
        fixed="BEIJING, Feb. 11 (Xinhua) -- The forum opened.",
        options={"use": "agency"},
    ),
    Example(
        "[[BEIJING, Feb. 11 (Reuters) -]] The forum opened.",
        fixed="BEIJING (Reuters) — The forum opened.",
        options={"use": "ap"},
    ),
    Example("BEIJING, Feb. 11 (Reuters) -- The forum opened.", options={"use": "agency"}),
    Example("Xinhua News Agency, Beijing, February 11 (Reporter Li Wei) The forum opened."),
    severity="info",
    scope="document",
    langs="*>en",
    mqm="style/inconsistent-style",
    options={"use": ""},
)
def dateline_form(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """A dateline that is not in the form of the house

    Only where a house style says which: "agency" is "BEIJING, Feb. 11 (Xinhua) --", "ap" is "BEIJING (AP) —". What the
    dateline does not say is not made up: without a place there is no finding.
    """
    use = context.option("use")
    if not use:
        return
    if use not in ("agency", "ap"):
        raise ValueError(f"use = {use!r}: there are agency, ap")
    for segment in context.segments[:4]:
        value = segment.target.value
        head = dateline(value)
        if head is None or not head.place:
            continue
        start = len(value) - len(value.lstrip())
        end = len(value[: head.end].rstrip())
        agency = _AGENCIES.get(head.agency.lower().removesuffix(".com").removesuffix(".cn"), head.agency)
        by = f" ({agency})" if agency else ""
        month = _AP_MONTHS.get(head.month, head.month)
        date = f", {month} {head.day}" if use == "agency" and head.day else ""
        new = f"{head.place.upper()}{date}{by} {'--' if use == 'agency' else '—'}"
        if value[start:end] != new:
            edit = Edit(Span(start, head.end), f"{new} ", segment)
            message = f"The house style for this dateline is “{new}”"
            yield Finding(Span(start, end), message, fix=Fix(f"Write “{new}”", (edit,), "unsafe"), segment=segment)


_AGENCIES = {
    "xinhua news agency": "Xinhua",
    "xinhuanet": "Xinhua",
    "china news service": "CNS",
    "china news": "CNS",
    "china news agency": "CNS",
    "china news network": "CNS",
    "chinanews": "CNS",
    "ecns": "CNS",
}
_SMALL = frozenset(
    "a an and as at but by for from in into nor of off on onto or over per so the to up via vs with yet".split()
)


@rule(
    "style/headline-capitals",
    Example(
        "Ministers [[agree]] on a [[plan]] for the North\n\nThey met on Friday in Berlin.",
        fixed="Ministers Agree on a Plan for the North\n\nThey met on Friday in Berlin.",
        options={"use": "title"},
    ),
    Example(
        "[[Ministers Agree on a Plan for the North]]\n\nThey met on Friday in Berlin.", options={"use": "sentence"}
    ),
    Example("Ministers Agree on a Plan for the North\n\nThey met on Friday in Berlin.", options={"use": "title"}),
    Example("Ministers agree on a plan for the North\n\nThey met on Friday in Berlin.", options={"use": "sentence"}),
    Example("Ministers agree on a Plan for the North\n\nThey met on Friday in Berlin."),
    severity="info",
    scope="document",
    langs="*>en",
    mqm="linguistic/spelling",
    options={"use": ""},
)
def headline_capitals(document: Document, context: Context) -> Iterator[Finding]:
    """Capitals in a headline that are not the house's

    Only where a house style says which: "title" has a capital for every word but articles and short prepositions and
    conjunctions, "sentence" for the first word and for names. What is a name only a reader knows, so there is no fix
    for the latter.
    """
    use = context.option("use")
    if not use:
        return
    if use not in ("title", "sentence"):
        raise ValueError(f"use = {use!r}: there are title, sentence")
    kind = kinds(document)
    for segment in context.segments:
        if kind[segment.id] != "headline":
            continue
        value = segment.target.value
        words = list(_HEADLINE_WORD.finditer(value))[1:]
        wanting = [m for m in words if m[0][0].islower() and m[0] not in _SMALL]
        if use == "title":
            for m in wanting:
                new = m[0][0].upper() + m[0][1:]
                fix = Fix(f"Write “{new}”", (Edit(Span(*m.span()), new, segment),), "unsafe")
                yield Finding(Span(*m.span()), "The house style has capitals in headlines", fix=fix, segment=segment)
        elif not wanting and sum(m[0] not in _SMALL for m in words) >= _FEWEST_CAPITALS:
            yield Finding(
                Span(0, len(value.rstrip())), "The house style has headlines in small letters", segment=segment
            )


_HEADLINE_WORD = regex(r"(?<![\w’'.-])[^\W\d_][\w’'.-]*")
_FEWEST_CAPITALS = 3
_US = _PLAIN.format("US")


@rule(
    "style/us-beside-united-states",
    Example("The [[US]] bars six firms.\n\nThe United States and China are to meet."),
    Example("The US bars six firms.\n\nUS officials are to meet their counterparts."),
    severity="info",
    scope="document",
    langs="*>en",
    mqm="style/inconsistent-style",
    patterns=(Pattern(_US), Pattern(r"\bUnited States\b"), Pattern(r"\bU\.S\.")),
    status="preview",
)
def us_beside_united_states(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """US beside the name in full

    Off by default: most papers write the name in full once and US from then on. Two raters of eight marked it as a rule
    (51 places, 4.8 times chance); those of another test set hardly ever (373 places, 0.9).
    """
    found: tuple[list[Place], list[Place], list[Place]] = ([], [], [])
    for segment, number, match in context.all_matches():
        found[number].append((segment, match))
    short, full, points = found
    if not full or points:
        return
    segment, match = full[0]
    shown = (Evidence("“United States”", Span(*match.span()), segment=segment),)
    for place, us in short:
        yield Finding(Span(*us.span()), "“US” beside “United States”", shown, segment=place)
