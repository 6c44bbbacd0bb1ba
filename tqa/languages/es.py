"""Spanish: the quantities of a text ("3,5 millones de euros", "cinco mil millones", "el 1.º de mayo a las 15.30")."""

from __future__ import annotations

from ._grammar import Grammar, inflected, numbers, symbols, words

_ORDINALS = """
    1 primer
    2 segund
    3 tercer
    4 cuart
    5 quint
    6 sext
    7 séptim
    8 octav
    9 noven
    10 décim
    11 undécim decimoprimer
    12 duodécim decimosegund
    13 decimotercer
    14 decimocuart
    15 decimoquint
    16 decimosext
    17 decimoséptim
    18 decimoctav
    19 decimonoven
    20 vigésim
    30 trigésim
    40 cuadragésim
    50 quincuagésim
    60 sexagésim
    70 septuagésim
    80 octogésim
    90 nonagésim
    100 centésim
    1000 milésim
"""

GRAMMAR = Grammar(
    cardinals=numbers("""
        0 cero
        1 un uno una
        2 dos
        3 tres
        4 cuatro
        5 cinco
        6 seis
        7 siete
        8 ocho
        9 nueve
        10 diez
        11 once
        12 doce
        13 trece
        14 catorce
        15 quince
        16 dieciséis
        17 diecisiete
        18 dieciocho
        19 diecinueve
        20 veinte
        21 veintiuno veintiún veintiuna
        22 veintidós
        23 veintitrés
        24 veinticuatro
        25 veinticinco
        26 veintiséis
        27 veintisiete
        28 veintiocho
        29 veintinueve
        30 treinta
        40 cuarenta
        50 cincuenta
        60 sesenta
        70 setenta
        80 ochenta
        90 noventa
        100 cien ciento
        200 doscientos doscientas
        300 trescientos trescientas
        400 cuatrocientos cuatrocientas
        500 quinientos quinientas
        600 seiscientos seiscientas
        700 setecientos setecientas
        800 ochocientos ochocientas
        900 novecientos novecientas
    """),
    magnitudes=numbers("""
        10 decena decenas
        12 docena docenas
        20 veintena
        100 cientos centenar centenares centena centenas
        1000 mil miles millar millares
        1000000 millón millones
        1000000000 millardo millardos
        1000000000000 billón billones
        1000000000000000000 trillón trillones
    """),
    single=words("mil"),
    ordinals=inflected(_ORDINALS, "o a os as")
    | numbers("""
        1 primer
        3 tercer
    """),
    parts=numbers("""
        3 tercio tercios
        4 cuarto cuartos cuarta_parte cuartas_partes
        5 quinto quintos quinta_parte quintas_partes
        6 sexto sextos
        7 séptimo séptimos
        8 octavo octavos
        9 noveno novenos
        10 décimo décimos décima décimas
        100 centésima centésimas
    """),
    halves=symbols("0.5 mitad medio media"),
    weak_halves=words("medio media"),
    and_half="(?: [^\\W\\d_]+)? y medi[oa]",
    months=numbers("""
        1 enero
        2 febrero
        3 marzo
        4 abril
        5 mayo
        6 junio
        7 julio
        8 agosto
        9 septiembre setiembre
        10 octubre
        11 noviembre
        12 diciembre
    """),
    weekdays=numbers("""
        1 lunes
        2 martes
        3 miércoles
        4 jueves
        5 viernes
        6 sábado sábados
        7 domingo domingos
    """),
    percent=words("por_ciento"),
    points=words("punto_porcentual puntos_porcentuales"),
    money=symbols("""
        EUR euro euros
        USD dólar dólares dólares_estadounidenses dólares_americanos
        GBP libra_esterlina libras libras_esterlinas
        MXN pesos pesos_mexicanos
        ARS pesos_argentinos
        CLP pesos_chilenos
        COP pesos_colombianos
        PEN soles
        CHF francos_suizos
        JPY yenes
        CNY yuan yuanes
        RUB rublos
        INR rupias
        BRL reales
        ESP pesetas
    """),
    measures=symbols("""
        km kilómetro kilómetros
        km² kilómetros_cuadrados
        m metro metros
        m² metros_cuadrados
        m³ metros_cúbicos
        cm centímetro centímetros
        mm milímetro milímetros
        mi milla millas mi
        ft pie pies ft
        in pulgada pulgadas
        ha hectárea hectáreas
        kg kilogramo kilogramos kilo kilos
        g gramo gramos
        t tonelada toneladas
        l litro litros
        bbl barril barriles
        cent centavo centavos céntimo céntimos
        °C grados_celsius grados_centígrados
        kW kilovatios
        MW megavatio megavatios
        GW gigavatio gigavatios
        km/h kilómetros_por_hora
        h hora horas
        min minuto minutos
        s segundo segundos
        d día días
        wk semana semanas
        mo mes meses
        yr año años
    """),
    times=words("vez veces"),
    multiples=numbers("2 doble ambos ambas\n3 triple\n4 cuádruple"),
    stems=numbers("""
        2 duplic
        3 triplic
        4 cuadruplic
        5 quintuplic
    """),
    century=words("siglo siglos"),
    approximate="unos|unas|cerca de|casi|más de|menos de|alrededor de|aproximadamente|hasta|al menos|por lo menos"
    "|como mínimo|como máximo|en torno a|apenas|sobre|cuando menos|supera|superior a|superiores a",
    about_after=r"\+|o más\b|aproximadamente\b",
    ranges="(?:a|y|o|al|hasta)(?: el| los| las)?",
    joins="y",
    of="de",
    nth=r"\.?[ºª°](?!c)|(?:er|r[oa]|d[oa]|t[oa]|m[oa]|v[oa]|n[oa])\b",
    decade_after="años|década de|década de los|decenio de",
    clock=r"(?P<hour>[01]?\d|2[0-4])(?:[.:](?P<minute>[0-5]\d))?[ \u00a0\u202f]?(?:h|hs|hrs)\b(?!/)",
    clock_after="a las?|desde las?|hasta las?|de las?|sobre las?|entre las?|hacia las?|y las",
    hours="horas|h",
    bare_hour=True,
    afternoon=r"de la tarde|de la noche|p\. ?m",
    clocks=numbers("720 mediodía\n0 medianoche"),
    comma_groups=True,
    thousands=".",
    names="cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
    scales=(
        (10**12, ("billón", "billones")),
        (10**6, ("millón", "millones")),
    ),
    plural=lambda value: value != 1,
)
