"""German: the quantities of a text ("3,5 Mio. Euro", "einundzwanzig", "am 19. Juli um 15.30 Uhr")."""

from __future__ import annotations

from ._grammar import Grammar, inflected, numbers, symbols, words

_ONES = numbers("""
    1 ein
    2 zwei zwo
    3 drei
    4 vier
    5 fünf
    6 sechs
    7 sieben
    8 acht
    9 neun
""")
_TEENS = numbers("""
    10 zehn
    11 elf
    12 zwölf
    13 dreizehn
    14 vierzehn
    15 fünfzehn
    16 sechzehn
    17 siebzehn
    18 achtzehn
    19 neunzehn
""")
_TENS = numbers("""
    20 zwanzig
    30 dreißig dreissig
    40 vierzig
    50 fünfzig
    60 sechzig
    70 siebzig
    80 achtzig
    90 neunzig
""")
_BELOW_100 = _ONES | _TEENS | _TENS
_BELOW_100 |= {f"{one}und{ten}": a + b for one, a in _ONES.items() for ten, b in _TENS.items()}
_MAGNITUDES = numbers("""
    12 dutzend dutzende dutzenden
    100 hundert hunderte hunderten
    1000 tausend tausende tausenden tsd
    10000 zehntausende zehntausenden
    100000 hunderttausende hunderttausenden
    1000000 million millionen mio
    1000000000 milliarde milliarden mrd
    1000000000000 billion billionen
    1000000000000000 billiarde billiarden
""")
_STEMS = """
    1 erst
    2 zweit
    3 dritt
    4 viert
    5 fünft
    6 sechst
    7 siebt siebent
    8 acht
    9 neunt
    10 zehnt
    11 elft
    12 zwölft
"""
_PARTS = numbers("""
    3 drittel dritteln
    4 viertel vierteln
    5 fünftel fünfteln
    6 sechstel
    7 siebtel
    8 achtel
    9 neuntel
    10 zehntel
    12 zwölftel
    20 zwanzigstel
    100 hundertstel
    1000 tausendstel
""")

GRAMMAR = Grammar(
    cardinals=_BELOW_100
    | numbers("""
        0 null
        1 eins eine einen einem einer eines
        2 zweien zweier
        3 dreien dreier
        4 vieren
    """),
    magnitudes=_MAGNITUDES,
    single=words("hundert tausend dutzend million milliarde billion"),
    ordinals=inflected(_STEMS, "e en er es em"),
    parts=_PARTS,
    halves=symbols(
        "0.5 halb halbe halben halber halbes hälfte\n1.5 anderthalb eineinhalb\n2.5 zweieinhalb\n"
        "3.5 dreieinhalb\n4.5 viereinhalb\n5.5 fünfeinhalb\n6.5 sechseinhalb"
    ),
    months=numbers("""
        1 januar jänner januars
        2 februar feber
        3 märz
        4 april
        5 mai
        6 juni
        7 juli
        8 august
        9 september
        10 oktober
        11 november
        12 dezember
    """),
    weekday_stems=numbers("""
        1 montag
        2 dienstag
        3 mittwoch
        4 donnerstag
        5 freitag
        6 samstag sonnabend
        7 sonntag
    """),
    percent=words("prozent prozentige prozentigen v_h"),
    points=words("prozentpunkt prozentpunkte prozentpunkten prozentpunktes"),
    money=symbols("""
        EUR euro euros
        USD dollar us-dollar us_dollar dollars
        GBP pfund britische_pfund pfund_sterling
        CHF franken schweizer_franken fr sfr
        JPY yen
        CNY yuan renminbi
        RUB rubel
        TRY lira
        PLN zloty
        CZK kronen tschechische_kronen
        INR rupien
        DEM mark d-mark
    """),
    measures=symbols("""
        km kilometer kilometern
        km² quadratkilometer quadratkilometern
        m meter metern
        m² quadratmeter quadratmetern qm
        m³ kubikmeter kubikmetern
        cm zentimeter zentimetern
        mm millimeter millimetern
        mi meile meilen
        ft fuß
        in zoll
        ha hektar
        kg kilogramm kilo
        g gramm
        t tonne tonnen
        l liter litern
        °C grad_celsius
        kW kilowatt
        MW megawatt
        GW gigawatt
        kWh kilowattstunden
        cent cent
        km/h stundenkilometer stundenkilometern
        h stunde stunden
        min minute minuten
        s sekunde sekunden
        d tag tage tagen
        wk woche wochen
        mo monat monate monaten
        yr jahr jahre jahren
    """),
    times=words("mal fach malige maligen facher fachen fache"),
    multiples=numbers("2 beide beiden beider beides beidem doppelt doppelte doppelten doppelter"),
    stems=numbers("""
        2 verdoppel zweifach zweimal halbier
        3 verdreifach dreifach dreimal
        4 vervierfach vierfach viermal
        5 verfünffach fünffach fünfmal
        6 versechsfach sechsfach sechsmal
        7 siebenfach siebenmal
        8 achtfach achtmal
        9 neunmal
        10 verzehnfach zehnfach zehnmal
    """),
    century=words("jahrhundert jahrhunderts jahrhunderte jahrhunderten jh jhdt"),
    approximate="rund|etwa|ca[.]?|circa|ungefähr|knapp|fast|über|mehr als|weniger als|mindestens|höchstens|bis zu|gut"
    "|unter|annähernd|beinahe|nahezu|gegen|um die|zirka|maximal|minimal",
    about_after=r"\+|(?:oder )?mehr\b",
    ranges="bis|und|oder|bis zu",
    bound={word: value for word, value in _BELOW_100.items() if value > 1},
    bound_to="jährig|jahres|tägig|stündig|monat|wöchig|köpfig|stellig|teilig|stöckig|prozentig|seitig|minütig|mal|fach|dimensional|spurig|sprachig",
    fused=_BELOW_100 | {"eins": 1, "hundert": 100, "tausend": 1000},
    fused_join="(?:und)?",
    fused_nth="s?te[nrsm]?",
    abbreviated=words("mio mrd tsd jh"),
    of="von",
    nth_after="der|die|das|dem|den|des|am|im|zum|zur|vom|beim|seinen|ihren|seinem|ihrem|ihr|sein|jeder|jeden|bis|und|ab"
    "|diesen|dieser|jedes|platz|rang|ersten|mein|ihre|seine",
    decade=r"er\b(?:[ -]jahren?\b)?",
    decades=numbers(
        "20 zwanziger\n30 dreißiger\n40 vierziger\n50 fünfziger\n60 sechziger\n70 siebziger\n80 achtziger\n90 neunziger"
    ),
    clock=r"(?P<hour>[01]?\d|2[0-4])(?:[.:](?P<minute>[0-5]\d))? ?uhr\b",
    clock_after="um|gegen|ab|bis|von|seit",
    afternoon="nachmittags|abends|am nachmittag|am abend",
    clocks=numbers("0 mitternacht"),
    thousands=".",
    names="null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    scales=(
        (10**12, ("Billion", "Billionen")),
        (10**9, ("Milliarde", "Milliarden")),
        (10**6, ("Million", "Millionen")),
    ),
    plural=lambda value: value != 1,
)
