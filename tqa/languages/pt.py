"""Portuguese of Brazil and Portugal: the quantities of a text ("3,5 bilhões de reais", "mil milhões", "às 15h30")."""

from __future__ import annotations

from ._grammar import Grammar, inflected, numbers, symbols, words

_ORDINALS = """
    1 primeir
    2 segund
    3 terceir
    4 quart
    5 quint
    6 sext
    7 sétim
    8 oitav
    9 non
    10 décim
    20 vigésim
    30 trigésim
    40 quadragésim
    50 quinquagésim
    60 sexagésim
    70 septuagésim
    80 octogésim
    90 nonagésim
    100 centésim
    1000 milésim
"""

GRAMMAR = Grammar(
    cardinals=numbers("""
        0 zero
        1 um uma
        2 dois duas
        3 três
        4 quatro
        5 cinco
        6 seis
        7 sete
        8 oito
        9 nove
        10 dez
        11 onze
        12 doze
        13 treze
        14 catorze quatorze
        15 quinze
        16 dezesseis dezasseis
        17 dezessete dezassete
        18 dezoito
        19 dezenove dezanove
        20 vinte
        30 trinta
        40 quarenta
        50 cinquenta
        60 sessenta
        70 setenta
        80 oitenta
        90 noventa
        100 cem cento
        200 duzentos duzentas
        300 trezentos trezentas
        400 quatrocentos quatrocentas
        500 quinhentos quinhentas
        600 seiscentos seiscentas
        700 setecentos setecentas
        800 oitocentos oitocentas
        900 novecentos novecentas
    """),
    magnitudes=numbers("""
        10 dezena dezenas
        12 dúzia dúzias
        100 centena centenas
        1000 mil milhar milhares
        1000000 milhão milhões mi
        1000000000 bilhão bilhões bi
        1000000000000 trilhão trilhões tri bilião biliões
    """),
    single=words("mil"),
    ordinals=inflected(_ORDINALS, "o a os as")
    | numbers("""
        3 terça terças
    """),
    parts=numbers("""
        3 terço terços
        4 quarto quartos
        5 quinto quintos
        6 sexto sextos
        7 sétimo sétimos
        8 oitavo oitavos
        9 nono nonos
        10 décimo décimos
    """),
    halves=symbols("0.5 metade meio meia"),
    weak_halves=words("meio meia"),
    and_half="(?: [^\\W\\d_]+)? e mei[oa]",
    months=numbers("""
        1 janeiro
        2 fevereiro
        3 março
        4 abril
        5 maio
        6 junho
        7 julho
        8 agosto
        9 setembro
        10 outubro
        11 novembro
        12 dezembro
    """),
    weekdays=numbers("""
        6 sábado sábados
        7 domingo domingos
    """),
    weekday_after=words("feira feiras"),
    percent=words("por_cento"),
    points=words("ponto_percentual pontos_percentuais"),
    money=symbols("""
        EUR euro euros
        USD dólar dólares dólares_americanos
        BRL real reais
        GBP libras libras_esterlinas
        CHF francos_suíços
        JPY ienes
        CNY yuan yuans
        RUB rublos
        ARS pesos_argentinos
    """),
    measures=symbols("""
        km quilômetro quilômetros quilómetro quilómetros
        km² quilômetros_quadrados quilómetros_quadrados
        m metro metros
        m² metros_quadrados
        m³ metros_cúbicos
        cm centímetro centímetros
        mm milímetro milímetros
        mi milha milhas
        ft pé pés
        ha hectare hectares
        kg quilo quilos quilograma quilogramas
        g grama gramas
        t tonelada toneladas
        l litro litros
        bbl barril barris
        cent centavo centavos cêntimos
        °C graus_celsius
        kW quilowatts
        MW megawatt megawatts
        GW gigawatt gigawatts
        km/h quilômetros_por_hora quilómetros_por_hora
        h hora horas
        min minuto minutos
        s segundo segundos
        d dia dias
        wk semana semanas
        mo mês meses
        yr ano anos
    """),
    times=words("vez vezes"),
    multiples=numbers("2 dobro ambos ambas\n3 triplo\n4 quádruplo"),
    stems=numbers("""
        2 duplic dobra
        3 triplic
        4 quadruplic
    """),
    century=words("século séculos"),
    approximate="cerca de|quase|mais de|menos de|aproximadamente|até|pelo menos|ao menos|em torno de|por volta de"
    "|no mínimo|no máximo|apenas|uns|umas|perto de|acima de|abaixo de",
    about_after=r"\+|ou mais\b|aproximadamente\b",
    ranges="(?:a|e|ou|até)(?: os| as)?",
    joins="e",
    of="de",
    nth=r"\.?[ºª°](?!c)",
    decade_after="anos|década de|décadas de",
    clock=r"(?P<hour>[01]?\d|2[0-4])[ \u00a0\u202f]?h(?:[ \u00a0\u202f]?(?P<minute>[0-5]\d)(?:min)?)?(?!\w)",
    clock_after="às?|das|até as|até às|desde as|pelas|entre as",
    hours="horas",
    bare_hour=True,
    afternoon="da tarde|da noite",
    thousands=".",
    names="zero um dois três quatro cinco seis sete oito nove dez onze doze",
    scales=(
        (10**12, ("trilhão", "trilhões")),
        (10**9, ("bilhão", "bilhões")),
        (10**6, ("milhão", "milhões")),
    ),
    plural=lambda value: value >= 2,
)
