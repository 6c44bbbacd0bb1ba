"""French: the quantities of a text ("3,5 millions d’euros", "quatre-vingt-dix-sept", "le 1er mai à 15h30")."""

from __future__ import annotations

from ._grammar import Grammar, inflected, numbers, symbols, words

_ORDINALS = """
    1 unième
    2 deuxième
    3 troisième
    4 quatrième
    5 cinquième
    6 sixième
    7 septième
    8 huitième
    9 neuvième
    10 dixième
    11 onzième
    12 douzième
    13 treizième
    14 quatorzième
    15 quinzième
    16 seizième
    20 vingtième
    30 trentième
    40 quarantième
    50 cinquantième
    60 soixantième
    100 centième
    1000 millième
"""

GRAMMAR = Grammar(
    cardinals=numbers("""
        0 zéro
        1 un une
        2 deux
        3 trois
        4 quatre
        5 cinq
        6 six
        7 sept
        8 huit
        9 neuf
        10 dix
        11 onze
        12 douze
        13 treize
        14 quatorze
        15 quinze
        16 seize
        20 vingt vingts
        30 trente
        40 quarante
        50 cinquante
        60 soixante
        70 septante
        80 huitante octante
        90 nonante
    """),
    magnitudes=numbers("""
        10 dizaine dizaines
        12 douzaine douzaines
        15 quinzaine
        20 vingtaine
        30 trentaine
        40 quarantaine
        50 cinquantaine
        60 soixantaine
        100 cent cents centaine centaines
        1000 mille millier milliers
        1000000 million millions
        1000000000 milliard milliards md mds mrd
        1000000000000 billion billions
    """),
    single=words("cent mille"),
    ordinals=inflected(_ORDINALS, "- s")
    | numbers("""
        1 premier première premiers premières
        2 second seconde seconds
    """),
    parts=numbers("""
        3 tiers
        4 quart quarts
    """)
    | {word: value for word, value in inflected(_ORDINALS, "- s").items() if value > 2},
    halves=symbols("0.5 demi demie moitié"),
    and_half="[ -](?:[^\\W\\d_]+ )?et demie?",
    months=numbers("""
        1 janvier
        2 février
        3 mars
        4 avril
        5 mai
        6 juin
        7 juillet
        8 août
        9 septembre
        10 octobre
        11 novembre
        12 décembre
    """),
    weekdays=numbers("""
        1 lundi lundis
        2 mardi mardis
        3 mercredi mercredis
        4 jeudi jeudis
        5 vendredi vendredis
        6 samedi samedis
        7 dimanche dimanches
    """),
    percent=words("pour_cent pourcent"),
    points=words("point_de_pourcentage points_de_pourcentage"),
    money=symbols("""
        EUR euro euros
        USD dollar dollars dollars_américains dollars_us
        CAD dollars_canadiens
        AUD dollars_australiens
        GBP livre_sterling livres_sterling
        CHF francs_suisses
        FRF francs franc
        JPY yen yens
        CNY yuan yuans
        RUB rouble roubles
        INR roupies
    """),
    measures=symbols("""
        km kilomètre kilomètres
        km² kilomètres_carrés
        m mètre mètres
        m² mètres_carrés
        m³ mètres_cubes
        cm centimètre centimètres
        mm millimètre millimètres
        mi mile miles milles
        ft pied pieds
        in pouce pouces
        ha hectare hectares
        kg kilogramme kilogrammes kilo kilos
        g gramme grammes
        t tonne tonnes
        l litre litres
        cent cents centimes
        °C degrés_celsius
        kW kilowatts
        MW mégawatt mégawatts
        GW gigawatt gigawatts
        km/h km-h kilomètres-heure
        h heure heures
        min minute minutes
        s seconde secondes
        d jour jours
        wk semaine semaines
        mo mois
        yr an ans année années
    """),
    times=words("fois"),
    multiples=numbers("2 double doubles"),
    stems=numbers("""
        2 doubl
        3 tripl
        4 quadrupl
        10 décupl
    """),
    century=words("siècle siècles"),
    approximate="environ|près de|près d['’]|presque|plus de|plus d['’]|moins de|moins d['’]|quelque|autour de"
    "|jusqu['’]à|au moins|au plus|à peu près|au-delà de|à peine|dépasse|quasi|quasiment",
    about_after=r"\+|environ\b|ou plus\b",
    ranges="à|et|ou|jusqu['’]à",
    joins="et",
    vigesimal=True,
    of="de|d['’]",
    nth=r"(?:er|ère|re|e|ème|ième|nde?|è)s?\b",
    decade_after="années",
    clock=r"(?P<hour>[01]?\d|2[0-4])[ \u00a0\u202f]?h[ \u00a0\u202f]?(?P<minute>[0-5]\d)?(?!\w)",
    clock_after="à|vers|dès|avant|après|jusqu['’]à|entre",
    hours="heures?",
    afternoon="de l['’]après-midi|du soir",
    clocks=numbers("720 midi\n0 minuit"),
    thousands="\u202f",
    names="zéro un deux trois quatre cinq six sept huit neuf dix onze douze",
    scales=(
        (10**9, ("milliard", "milliards")),
        (10**6, ("million", "millions")),
    ),
    plural=lambda value: value >= 2,
)
