"""Czech: the quantities of a text ("3,5 milionu korun", "pětadvacet", "v 90. letech", "24. 11. 2026", "v 15.30")."""

from __future__ import annotations

from ._grammar import Grammar, inflected, numbers, symbols, words

_TENS = numbers("""
    20 dvacet
    30 třicet
    40 čtyřicet
    50 padesát
    60 šedesát
    70 sedmdesát
    80 osmdesát
    90 devadesát
""")
_BEFORE_TENS = numbers("""
    1 jedna
    2 dva
    3 tři
    4 čtyři
    5 pět
    6 šest
    7 sedm
    8 osm
    9 devět
""")
_ORDINALS = """
    2 druh
    4 čtvrt
    5 pát
    6 šest
    7 sedm
    8 osm
    9 devát
    10 desát
    11 jedenáct
    12 dvanáct
    13 třináct
    14 čtrnáct
    15 patnáct
    16 šestnáct
    17 sedmnáct
    18 osmnáct
    19 devatenáct
    20 dvacát
    30 třicát
    40 čtyřicát
    50 padesát
    60 šedesát
    70 sedmdesát
    80 osmdesát
    90 devadesát
    100 st
"""

GRAMMAR = Grammar(
    cardinals=inflected(
        """
        10 deset
        11 jedenáct
        12 dvanáct
        13 třináct
        14 čtrnáct
        15 patnáct
        16 šestnáct
        17 sedmnáct
        18 osmnáct
        19 devatenáct
        20 dvacet
        30 třicet
        40 čtyřicet
        50 padesát
        60 šedesát
        70 sedmdesát
        80 osmdesát
        90 devadesát
        """,
        "- i",
    )
    | {  # "pětadvacet": five and twenty
        f"{one}{'' if one == 'jedna' else 'a'}{ten}{ending}": a + b
        for one, a in _BEFORE_TENS.items()
        for ten, b in _TENS.items()
        for ending in ("", "i")
    }
    | numbers("""
        0 nula
        1 jeden jedna jedno jednoho jedné jednomu jednom jedním jednou
        2 dva dvě dvou dvěma
        3 tři tří třem třemi třech
        4 čtyři čtyř čtyřem čtyřmi čtyřech
        5 pět pěti
        6 šest šesti
        7 sedm sedmi
        8 osm osmi
        9 devět devíti
        200 dvěstě
        300 třista
        400 čtyřista
        500 pětset
        600 šestset
        700 sedmset
        800 osmset
        900 devětset
    """),
    magnitudes=numbers("""
        10 desítka desítky desítek desítkami
        12 tucet tucty tuctů
        100 sto sta set stě stovka stovky stovek stovku stovkami
        1000 tisíc tisíce tisíci tisíců tisícům tisících tis
        1000000000 miliarda miliardy miliard miliardu miliardě miliardám miliardami mld
    """)
    | inflected(
        """
        1000000 milion milión
        1000000000000 bilion bilión
        """,
        "- u y ů ům em ech",
    ),
    single=words("sto tisíc milion milión miliarda miliardu bilion tucet"),
    ordinals=inflected(_ORDINALS, "ý á é ého ému ém ým ou ých ými")
    | inflected("1 prvn\n3 třet\n1000 tisíc", "í ího ímu ím ích ími"),
    parts=inflected(
        """
        3 třetin
        4 čtvrtin
        5 pětin
        6 šestin
        7 sedmin
        8 osmin
        10 desetin
        100 setin
        """,
        "a y u ě ou - ami ách",
    ),
    halves=symbols("0.5 půl polovina poloviny polovinu polovině polovinou\n1.5 půldruhého"),
    and_half="(?: [^\\W\\d_]+)? a půl",
    months=numbers("""
        1 leden ledna lednu lednem
        2 únor února únoru únorem
        3 březen března březnu březnem
        4 duben dubna dubnu dubnem
        5 květen května květnu květnem
        6 červen června červnu červnem
        7 červenec července červenci červencem
        8 srpen srpna srpnu srpnem
        9 září
        10 říjen října říjnu říjnem
        11 listopad listopadu listopadem
        12 prosinec prosince prosinci prosincem
    """),
    weekdays=numbers("""
        2 úterý úterní úterního
        3 středa středu středeční středečního
        4 čtvrtek čtvrtka čtvrtku čtvrteční čtvrtečního
        5 pátek pátku páteční pátečního
    """),
    weekday_stems=numbers("""
        1 ponděl
        6 sobot
        7 neděl
    """),
    percent=words("procento procenta procenty procent procentům procentech procentní procentního"),
    points=words("procentní_bod procentního_bodu procentní_body procentních_bodů"),
    money=symbols("""
        CZK kč koruna koruny korun korunu korunách
        EUR euro eura eur
        USD dolar dolaru dolary dolarů amerických_dolarů
        GBP libra libry liber
        CHF franků švýcarských_franků
        JPY jenů
        CNY jüanů
        RUB rublů
        PLN zlotých
        UAH hřiven
    """),
    measures=symbols("""
        km kilometr kilometru kilometry kilometrů
        km² kilometrů_čtverečních čtverečních_kilometrů
        m metr metru metry metrů
        m² metrů_čtverečních čtverečních_metrů
        m³ metrů_krychlových
        cm centimetr centimetru centimetry centimetrů
        mm milimetr milimetru milimetry milimetrů
        mi míle mil
        ft stop stopy
        in palec palce palců
        ha hektar hektaru hektary hektarů
        kg kilogram kilogramu kilogramy kilogramů kilo kil
        g gram gramu gramy gramů
        t tuna tuny tun
        l litr litru litry litrů
        bbl barel barelu barely barelů
        cent cent centy centů
        °C stupeň_celsia stupně_celsia stupňů_celsia
        kW kilowattů
        MW megawatt megawattu megawattů
        GW gigawatt gigawattu gigawattů
        km/h kilometrů_za_hodinu
        h hodina hodiny hodin hodinu
        min minuta minuty minut minutu
        s sekunda sekundy sekund sekundu
        d den dny dní dnů
        wk týden týdny týdnů
        mo měsíc měsíce měsíců
        yr rok roku roky let roků
    """),
    times=words("krát násobně násobek"),
    multiples=numbers("2 oba obě obou oběma dvakrát dvojitý\n3 třikrát\n4 čtyřikrát\n5 pětkrát\n10 desetkrát"),
    stems=numbers("""
        2 zdvojnásob dvojnásob
        3 ztrojnásob trojnásob
        4 zčtyřnásob čtyřnásob
        10 desetinásob
    """),
    bound=numbers("""
        1 jedno
        2 dvou
        3 tří
        4 čtyř
        5 pěti
        6 šesti
        7 sedmi
        8 osmi
        9 devíti
        10 deseti
        11 jedenácti
        12 dvanácti
        13 třinácti
        14 čtrnácti
        15 patnácti
        16 šestnácti
        17 sedmnácti
        18 osmnácti
        19 devatenácti
        20 dvaceti
        30 třiceti
        40 čtyřiceti
        50 padesáti
    """),
    bound_to="let|strann|denn|hodin|měsíčn|člen|násob|procent|minut|týdenn|patr|stup|krát|metr|kilometr|tun",
    century=words("století"),
    approximate="asi|zhruba|přibližně|téměř|skoro|přes|více než|méně než|nejméně|alespoň|minimálně|maximálně|až|kolem"
    "|okolo|necelých|bezmála|nejvýše|cca|takřka",
    about_after=r"\+|nebo více\b",
    ranges="až|a|nebo|či|do",
    abbreviated=words("tis"),
    nth_after="v|na|od|po|ze|z|do",
    decade=r"\.[ \u00a0](?:lét\w*|let(?:ech)?)\b",
    decade_words=words("léta letech let"),
    clock=r"(?P<hour>[01]?\d|2[0-4])[.:](?P<minute>[0-5]\d)[ \u00a0](?:hodin\w*|h)\b",
    clock_after="v|ve|od|do|kolem|před|po|mezi",
    hours="hodin(?:y|u|a|ách)?|h",
    afternoon="odpoledne|večer",
    clocks=numbers("720 poledne\n0 půlnoc půlnoci"),
    thousands="\u00a0",
    names="nula jeden dva tři čtyři pět šest sedm osm devět deset",
    scales=(
        (10**12, ("bilion", "biliony", "bilionů", "bilionu")),
        (10**9, ("miliarda", "miliardy", "miliard", "miliardy")),
        (10**6, ("milion", "miliony", "milionů", "milionu")),
    ),
    plural=lambda value: 3 if value.denominator > 1 else 0 if value == 1 else 1 if value < 5 else 2,
)
