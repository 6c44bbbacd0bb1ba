"""Polish: the quantities of a text ("3,5 mln zł", "dwudziestu pięciu", "w latach 90.", "w XIX wieku", "o 15.30")."""

from __future__ import annotations

from ._grammar import Grammar, inflected, numbers, symbols, words

_ORDINALS = """
    1 pierwsz
    4 czwart
    5 piąt
    6 szóst
    7 siódm
    8 ósm
    9 dziewiąt
    10 dziesiąt
    11 jedenast
    12 dwunast
    13 trzynast
    14 czternast
    15 piętnast
    16 szesnast
    17 siedemnast
    18 osiemnast
    19 dziewiętnast
    20 dwudziest
    30 trzydziest
    40 czterdziest
    50 pięćdziesiąt
    60 sześćdziesiąt
    70 siedemdziesiąt
    80 osiemdziesiąt
    90 dziewięćdziesiąt
    100 setn
    1000 tysięczn
"""

GRAMMAR = Grammar(
    cardinals=numbers("""
        0 zero
        1 jeden jedna jedno jednego jednej jednym jednemu jedną
        2 dwa dwie dwóch dwu dwom dwoma dwiema dwaj dwoje dwojga
        3 trzy trzech trzem trzema trzej troje trojga
        4 cztery czterech czterem czterema czterej czworo czworga
        5 pięć pięciu pięcioma pięcioro pięciorga
        6 sześć sześciu sześcioma sześcioro
        7 siedem siedmiu siedmioma siedmioro
        8 osiem ośmiu ośmioma
        9 dziewięć dziewięciu dziewięcioma
        10 dziesięć dziesięciu dziesięcioma
        11 jedenaście jedenastu
        12 dwanaście dwunastu
        13 trzynaście trzynastu
        14 czternaście czternastu
        15 piętnaście piętnastu
        16 szesnaście szesnastu
        17 siedemnaście siedemnastu
        18 osiemnaście osiemnastu
        19 dziewiętnaście dziewiętnastu
        20 dwadzieścia dwudziestu
        30 trzydzieści trzydziestu
        40 czterdzieści czterdziestu
        50 pięćdziesiąt pięćdziesięciu
        60 sześćdziesiąt sześćdziesięciu
        70 siedemdziesiąt siedemdziesięciu
        80 osiemdziesiąt osiemdziesięciu
        90 dziewięćdziesiąt dziewięćdziesięciu
        100 sto stu
        200 dwieście dwustu
        300 trzysta trzystu
        400 czterysta czterystu
        500 pięćset pięciuset
        600 sześćset sześciuset
        700 siedemset siedmiuset
        800 osiemset ośmiuset
        900 dziewięćset dziewięciuset
    """),
    magnitudes=numbers("""
        10 dziesiątki dziesiątek
        12 tuzin tuziny tuzinów
        100 setki setek setkami
        1000 tysiąc tysiące tysięcy tysiąca tysiącom tysiącami tysiącach tys
        1000000 mln
        1000000000 mld
        1000000000000 bln
    """)
    | inflected(
        """
        1000000 milion
        1000000000 miliard
        1000000000000 bilion
        """,
        "- a y ów om em ami ach",
    ),
    single=words("tysiąc milion miliard bilion tuzin"),
    ordinals=inflected(_ORDINALS, "y a e ego ej emu ym ą ych ymi i")
    | inflected("2 drug\n3 trzec", "i ia a ie iego iej iemu im ią ą ich imi"),
    parts=numbers("""
        3 trzecia trzecie trzecich trzecią
        4 czwarta czwarte czwartych czwartą ćwierć ćwierci
        5 piąta piąte piątych piątą
        6 szósta szóste
        8 ósma ósme
        10 dziesiąta dziesiąte dziesiątych
        100 setna setne setnych
    """),
    halves=symbols("0.5 pół połowa połowy połowę połowie połową\n1.5 półtora półtorej"),
    and_half="(?: [^\\W\\d_]+)? i pół",
    months=numbers("""
        1 styczeń stycznia styczniu styczniem
        2 luty lutego lutym lutemu
        3 marzec marca marcu marcem
        4 kwiecień kwietnia kwietniu kwietniem
        5 maj maja maju majem
        6 czerwiec czerwca czerwcu czerwcem
        7 lipiec lipca lipcu lipcem
        8 sierpień sierpnia sierpniu sierpniem
        9 wrzesień września wrześniu wrześniem
        10 październik października październiku październikiem
        11 listopad listopada listopadzie listopadem
        12 grudzień grudnia grudniu grudniem
    """),
    weekdays=numbers("""
        2 wtorek wtorku wtorki
        3 środa środę środy środzie środowy środowej środowego
        4 czwartek czwartku czwartki czwartkowy czwartkowej
        5 piątek piątku piątki piątkowy piątkowej
    """),
    weekday_stems=numbers("""
        1 poniedział
        6 sobot sobó
        7 niedziel
    """),
    percent=words("procent procenta procentów procentach procentowy procentowego proc"),
    points=words("punkt_procentowy punkty_procentowe punktów_procentowych punktu_procentowego pkt_proc"),
    money=symbols("""
        PLN zł złoty złote złotych złotego złotówek
        EUR euro
        USD dolar dolara dolary dolarów dolarach dolarów_amerykańskich
        GBP funt funta funty funtów
        CHF franka franków franków_szwajcarskich
        JPY jenów
        CNY juanów
        RUB rubli rubla
        CZK koron koron_czeskich
        UAH hrywien
    """),
    measures=symbols("""
        km kilometr kilometra kilometry kilometrów kilometrach
        km² kilometrów_kwadratowych km_kw
        m metr metra metry metrów metrach
        m² metrów_kwadratowych metry_kwadratowe m_kw
        m³ metrów_sześciennych
        cm centymetr centymetra centymetry centymetrów
        mm milimetr milimetra milimetry milimetrów
        mi mila mile mil
        ft stóp stopy
        in cal cale cali
        ha hektar hektara hektary hektarów
        kg kilogram kilograma kilogramy kilogramów kilo
        g gram grama gramy gramów
        t tona tony ton
        l litr litra litry litrów
        bbl baryłek baryłki
        cent cent centy centów
        °C stopień_celsjusza stopnie_celsjusza stopni_celsjusza
        kW kilowatów
        MW megawat megawaty megawatów
        GW gigawat gigawaty gigawatów
        h godzina godziny godzin godzinę
        min minuta minuty minut minutę
        s sekunda sekundy sekund sekundę
        d dzień dni
        wk tydzień tygodnie tygodni
        mo miesiąc miesiące miesięcy
        yr rok roku lata lat
    """),
    times=words("raz razy krotnie krotny"),
    multiples=numbers("2 oba obie obu obydwa obydwie obydwu dwukrotnie podwójny podwójna podwójne podwójnie"),
    stems=numbers("""
        2 podwoi podwaj dwukrot
        3 potroi trzykrot
        4 czterokrot
        5 pięciokrot
        10 dziesięciokrot
    """),
    bound=numbers("""
        1 jedno
        2 dwu
        3 trzy trój
        4 cztero
        5 pięcio
        6 sześcio
        7 siedmio
        8 ośmio
        9 dziewięcio
        10 dziesięcio
        11 jedenasto
        12 dwunasto
        13 trzynasto
        14 czternasto
        15 piętnasto
        16 szesnasto
        17 siedemnasto
        18 osiemnasto
        19 dziewiętnasto
        20 dwudziesto
        30 trzydziesto
        40 czterdziesto
        50 pięćdziesięcio
    """),
    bound_to="letni|stronn|wymiarow|latk|leci|dniow|godzinn|miesięczn|osobow|krotn|piętrow|procentow|tygodniow|minutow|punktow|częściow"
    "|stopniow|tonow|metrow|kilometrow",
    century=words("wiek wieku wieki wieków wiekach wiekiem"),
    approximate="około|ok[.]?|prawie|niemal|ponad|blisko|mniej niż|więcej niż|co najmniej|przynajmniej|aż|powyżej"
    "|poniżej|mniej więcej|nawet|jakieś|najwyżej|minimum|niespełna|przeszło",
    about_after=r"\+|lub więcej\b",
    ranges="do|i|lub|a|oraz",
    abbreviated=words("tys proc pkt"),
    nth=r"-(?:go|ego|ty|sty|t[ya]|tym|tej|ta|gi|ci|mu|szy|letni\w*)\b(?<!letni)",
    nth_after="w|na|od|po|ze|z",
    decade_after="lata|lat|latach",
    clock_after="o|od|do|o godz[.]?|godz[.]?|o godzinie|godzinie|około|po|przed",
    hours="godz",
    clocks=numbers("0 północy"),
    thousands="\u00a0",
    names="zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć",
    scales=(
        (10**12, ("bln",)),
        (10**9, ("mld",)),
        (10**6, ("mln",)),
    ),
    plural=lambda _: 0,
)
