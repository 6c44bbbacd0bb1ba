"""Italian: the quantities of a text ("3,5 miliardi di euro", "ventitré", "50 mila", "gli anni ’90", "alle 15.30")."""

from __future__ import annotations

from ._grammar import Grammar, inflected, numbers, symbols, words

_ONES = numbers("""
    1 uno
    2 due
    3 tre
    4 quattro
    5 cinque
    6 sei
    7 sette
    8 otto
    9 nove
""")
_TENS = numbers("""
    20 venti
    30 trenta
    40 quaranta
    50 cinquanta
    60 sessanta
    70 settanta
    80 ottanta
    90 novanta
""")
_BELOW_100 = (
    _ONES
    | _TENS
    | numbers("""
        3 tré
        10 dieci
        11 undici
        12 dodici
        13 tredici
        14 quattordici
        15 quindici
        16 sedici
        17 diciassette
        18 diciotto
        19 diciannove
    """)
)
_BELOW_100 |= {  # a ten loses its vowel before "uno" and "otto", and "uno" before a noun
    (ten[:-1] if one[0] in "uo" else ten) + one: a + b
    for ten, a in _TENS.items()
    for one, b in {**_ONES, "tré": 3, "un": 1}.items()
}
_ORDINALS = inflected(
    """
    1 prim
    2 second
    3 terz
    4 quart
    5 quint
    6 sest
    7 settim
    8 ottav
    9 non
    10 decim
    100 centesim
    1000 millesim
    """,
    "o a i e",
) | {
    (word if word[-2:] in ("re", "ei") else word[:-1]) + "esim" + ending: value
    for word, value in _BELOW_100.items()
    if value > 10 and word[-1] not in "né"
    for ending in "oaie"
}

GRAMMAR = Grammar(
    cardinals=_BELOW_100
    | numbers("""
        0 zero
        1 un una
    """),
    magnitudes=numbers("""
        10 decina decine
        12 dozzina dozzine
        15 quindicina
        20 ventina
        30 trentina
        40 quarantina
        50 cinquantina
        100 cento centinaio centinaia
        1000 mille mila migliaio migliaia
        1000000 milione milioni mln
        1000000000 miliardo miliardi mld
        1000000000000 bilione bilioni
    """),
    single=words("cento mille"),
    ordinals=_ORDINALS,
    parts=numbers("""
        3 terzo terzi
        4 quarto quarti
        5 quinto quinti
        6 sesto sesti
        7 settimo settimi
        8 ottavo ottavi
        9 nono noni
        10 decimo decimi
        100 centesimo centesimi
    """),
    halves=symbols("0.5 metà mezzo mezza mezz"),
    weak_halves=words("mezzo mezza"),
    and_half="(?: [^\\W\\d_]+)? e mezz[oa]",
    months=numbers("""
        1 gennaio
        2 febbraio
        3 marzo
        4 aprile
        5 maggio
        6 giugno
        7 luglio
        8 agosto
        9 settembre
        10 ottobre
        11 novembre
        12 dicembre
    """),
    weekdays=numbers("""
        1 lunedì
        2 martedì
        3 mercoledì
        4 giovedì
        5 venerdì
        6 sabato sabati
        7 domenica domeniche
    """),
    percent=words("per_cento percento"),
    points=words("punto_percentuale punti_percentuali"),
    money=symbols("""
        EUR euro
        USD dollaro dollari dollari_americani dollari_statunitensi
        GBP sterlina sterline
        CHF franchi franchi_svizzeri
        JPY yen
        CNY yuan
        RUB rublo rubli
        INR rupie
        ITL lire
    """),
    measures=symbols("""
        km chilometro chilometri
        km² chilometri_quadrati chilometri_quadri
        m metro metri
        m² metri_quadrati metri_quadri
        m³ metri_cubi
        cm centimetro centimetri
        mm millimetro millimetri
        mi miglio miglia
        ft piede piedi
        in pollice pollici
        ha ettaro ettari
        kg chilogrammo chilogrammi chilo chili
        g grammo grammi
        t tonnellata tonnellate
        l litro litri
        bbl barile barili
        cent cent
        °C gradi_celsius gradi_centigradi
        kW chilowatt
        MW megawatt
        GW gigawatt
        km/h chilometri_orari chilometri_all_ora
        h ora ore
        min minuto minuti
        s secondo secondi
        d giorno giorni
        wk settimana settimane
        mo mese mesi
        yr anno anni
    """),
    times=words("volta volte"),
    multiples=numbers("2 doppio doppia entrambi entrambe ambedue\n3 triplo tripla\n4 quadruplo"),
    stems=numbers("""
        2 raddoppi
        3 triplic
        4 quadruplic
    """),
    century=words("secolo secoli"),
    approximate="(?:circa|quasi|oltre)(?: il| l['’])?|più di|più del|più dell['’]|meno di|meno del|almeno"
    "|fino a|intorno a|attorno a|approssimativamente|appena|pressoché|ben",
    about_after=r"\+|circa\b|o più\b",
    ranges="(?:a|e|o|ai|al|fino a)(?: il| i| l['’])?",
    joins="e",
    fused=_BELOW_100 | {"un": 1, "cento": 100, "cent": 100, "mila": 1000, "mille": 1000},
    elided="cent(?=ott)",
    of="di|d['’]",
    nth=r"[ºª°](?!c)",
    decade_after="anni|decennio",
    clock_after="alle ore|ore|alle|dalle|verso le|intorno alle|fino alle|entro le",
    hours="ore",
    bare_hour=True,
    afternoon="del pomeriggio|di sera|della sera",
    clocks=numbers("720 mezzogiorno\n0 mezzanotte"),
    thousands=".",
    names="zero uno due tre quattro cinque sei sette otto nove dieci undici dodici",
    scales=(
        (10**9, ("miliardo", "miliardi")),
        (10**6, ("milione", "milioni")),
    ),
    plural=lambda value: value != 1,
)
