"""The numbers of Japanese, Korean, Hindi and Arabic news: their values, kinds and places."""

from __future__ import annotations

import re
import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quantity_tables import LANGUAGES, assert_spans_hold_numerals, quantities, shown

from tqa.plugins import build
from tqa.testing import check, document

JAPANESE = {
    "ブランビーズが２４－０で快勝し、開幕３連勝の勝ち点１４として": ["number 24", "number 0", "number 3", "number 14"],
    "１～３回戦は３年主体で戦い、力のある２年は控えに回っていた。": ["number 1", "number 3", "number 3", "number 2"],
    "20日（26人）を除いては30～60人台となっていた。": ["day 20", "number 26", "number 30", "~number 60"],
    "仙台市に住む５０代と６０代の男性会社員": ["era 50", "era 60"],
    "約2カ月間をかけ": ["~number 2 mo"],
    "このフェラーリを1994年の事件に": ["year 1994"],
    "大谷は9回最後の打者だったため、二塁走者に。": ["number 9", "name 2"],
    "県内の死者は計４人、九州の死者は計７３人": ["number 4", "name 9", "number 73"],
    "祖母登志美さん（８１）が": ["number 81"],
    "1日当たりの新規感染者数が100人を超えたのは4月1日（101人）以来、115日ぶり。": [
        "day 1", "~number 100", "month 4", "day 1", "number 101", "number 115",
    ],
    "8月6日午前0時から48時間実施する": ["month 8", "day 6", "time 0", "number 48 h"],
    "同日のグリニッジ標準時12:00頃に": ["time 720"],
    "計113項目の基準をクリア": ["number 113"],
    "諏訪赤十字病院は24日夜": ["name 10", "day 24"],
    "一千年以上の歴史をもつ": ["~number 1000"],
    "２５日から３日間の日程で": ["day 25", "number 3 d"],
    "復帰には３～４週間を要する": ["number 3", "number 4 wk"],
    "27日（月）にかけて雨量が増える": ["day 27", "weekday 1"],
    "全長約１０メートル、直径約５０センチ、重さ約１トン": ["~number 10 m", "~number 50 cm", "~number 1 t"],
    "第5シードのザンビアに26-00の快勝": ["ordinal 5", "number 26", "number 0"],
    "当時千年以上前に建てられた": ["~number 1000"],
    "第三者から見て": ["name 3"],
    "最低でも100ヤード（100メートル）": ["~number 100 yd", "number 100 m"],
    "2,500円～13万円の価格帯で、約7,000円になる": ["money 2500 JPY", "money 130000 JPY", "~money 7000 JPY"],
    "１月13日土曜日に開幕、午後6時から8時まで": ["month 1", "day 13", "weekday 6", "time 1080", "time 480"],
    "20代前半で": ["era 20"],
    "（1995～2005年）": ["number 1995", "year 2005"],
    "識字率が４倍に": ["multiple 4"],
    "１日に１億ユーロ（1.1億ドル）の損失": ["day 1", "money 100000000 EUR", "money 110000000 USD"],
    "2040年にはこれを40％まで引き上げる": ["year 2040", "percent 40"],
    "7000社余りのワイン生産者": ["~number 7000"],
    "34兆ドルの国家債務": ["money 34000000000000 USD"],
    "推定160億ドルの支出削減": ["~money 16000000000 USD"],
    "1パーセントの支出削減": ["percent 1"],
    "数千万人の投資家": ["~name 10000000"],
    "違反が3,692件報告された": ["number 3692"],
    "10代のシンガーが": ["era 10"],
    "患者の10人に４人は４時間以上待たされ": ["number 10", "number 4", "~number 4 h"],
    "廃棄物約135万トンの": ["~number 1350000 t"],
    "600万ポンドを超える": ["~money 6000000 GBP"],
    "約1年半前に導入された": ["~number 3/2"],
    "1億2000万円": ["money 120000000 JPY"],
    "2万4801人": ["number 24801"],
    "1兆5千億円": ["money 1500000000000 JPY"],
    "3〜5万人": ["number 30000", "number 50000"],
    "二百三十人": ["number 230"],
    "三百五人": ["number 305"],
    "３・５％の上昇": ["percent 7/2"],
    "3割5分": ["percent 35"],
    "2割半": ["percent 25"],
    "打率3割2分1厘": ["name 3"],
    "支持率は3ポイント低下": ["points 3"],
    "三分の二の議席": ["fraction 2/3"],
    "4分の1": ["fraction 1/4"],
    "半年ぶり": ["fraction 1/2"],
    "2時間半": ["number 5/2"],
    "令和6年1月1日": ["year 2024", "month 1", "day 1"],
    "令和元年": ["year 2019"],
    "1ドル＝155円10銭前後": ["money 1 USD", "~money 1551/10 JPY"],
    "100メートル9秒58": ["number 100 m", "number 479/50 s"],
    "国王ルイ14世": ["name 14"],
    "第2次世界大戦後、第3四半期に": ["name 2", "ordinal 3", "name 4"],
    "5億8千5百万ナイラ": ["number 585000000"],
    "平成30年度": ["year 2018"],
    "昭和六十四年": ["year 1989"],
    "平成30（2018）年": ["year 2018", "number 2018"],
    "1990年代": ["era 1990"],
    "21世紀": ["era 21"],
    "午後３時半": ["time 930"],
    "深夜25時": ["time 60"],
    "正午": ["time 720"],
    "15:30": ["time 930"],
    "金曜日": ["weekday 5"],
    "2番目に大きい": ["ordinal 2"],
    "世界3位": ["ordinal 3"],
    "第96回大会": ["ordinal 96"],
    "二、三日": ["name 2", "day 3"],
    "三つの課題": ["number 3"],
    "ふたりは": ["number 2"],
    "七人の侍": ["number 7"],
    "六本木の千葉さんは十分に万一に備えた": ["name 6", "name 1000", "name 10", "name 10001"],
    "三菱商事と四国電力": ["name 3", "name 4"],
    "二酸化炭素": ["name 2"],
    "両国は合意した": ["name 2"],
    "新型コロナ(COVID-19)とG20": ["name 19", "name 20"],
    "2023/02/11": ["year 2023", "month 2", "day 11"],
    "4〜6月期": ["month 4", "month 6"],
    "上旬": [],
    "数字はない": [],
}  # fmt: skip

HINDI = {
    "बुधवार को कहा": ["weekday 3"],
    "छह-बिंदु वाली हार्नेस बेल्ट": ["number 6"],
    "देश के सबसे बड़े प्रयोग में 5,000 चालक": ["number 5000"],
    "दुनिया की चौथी सबसे बड़ी विमान निर्माता": ["ordinal 4"],
    "एक वर्ष पहले 57 से नीचे, तिमाही के दौरान 45 विमान": ["number 1 yr", "~number 57", "number 45"],
    "न्यायालय के चार अन्य उदारवादी सदस्यों": ["number 4"],
    "वर्ष 2011 में": ["year 2011"],
    "दर्जनों फ्रांसीसी": ["~name 12"],
    "$ 108.58 प्रति बैरल से 26 सेंट": ["money 5429/50 USD", "number 26 cent"],
    "802.11a और 802.11g": ["number 80211/100", "number 80211/100"],
    "5000 ईसा पूर्व": ["number 5000"],
    "करीब 17,500 मील प्रति घंटा": ["~number 17500 mi"],
    "दोनों सैटेलाइट": ["~name 2"],
    "100 फ़ीट से ज़्यादा ऊँचे": ["~number 100 ft"],
    "सितंबर 2017 में": ["month 9", "year 2017"],
    "25-30 साल पीछे": ["number 25", "number 30 yr"],
    "कम से कम दो अस्पताल": ["~number 2"],
    "शनिवार, 13 जनवरी को": ["weekday 6", "day 13", "month 1"],
    "शाम 6 से 8 बजे तक": ["time 1080", "time 1200"],
    "रविवार 3 मार्च तक": ["weekday 7", "day 3", "month 3"],
    "2022 की एक ऐसी कलाकृति": ["year 2022", "number 1"],
    "20 वर्ष की उम्र के आसपास": ["~number 20 yr"],
    "(1995-2005)": ["year 1995", "year 2005"],
    "पाँच पीढ़ियाँ लगेंगी": ["number 5"],
    "1970 से 2022 तक": ["year 1970", "year 2022"],
    "साक्षरता दर चार गुनी हो गई": ["multiple 4"],
    "महिलाओं की शामिलगिरी दुगुनी": ["multiple 2"],
    "दो दशक से अधिक": ["~number 2"],
    "आठ दिनों के": ["number 8 d"],
    "€100m ($110m)": ["money 100 EUR", "money 110 USD"],
    "40% तक बढ़ जाना": ["percent 40"],
    "99% से अधिक": ["~percent 99"],
    "1 प्रतिशत बजट कटौती": ["percent 1"],
    "लगभग 165 बार": ["~number 165"],
    "अंदाज़न लगभग $16 बिलियन": ["~money 16000000000 USD"],
    "$34 ट्रिलियन": ["money 34000000000000 USD"],
    "लगभग 1.35 मिलियन टन": ["~number 1350000 t"],
    "पिछले छह सालों के दौरान": ["number 6 yr"],
    "दस में से चार मरीज़": ["number 10", "number 4"],
    "साढ़े तीन लाख": ["number 350000"],
    "ढाई सौ": ["number 250"],
    "डेढ़ हज़ार": ["number 1500"],
    "सवा लाख": ["number 125000"],
    "सवा सौ": ["number 125"],
    "पौने दो करोड़": ["number 17500000"],
    "2 लाख 50 हजार": ["number 250000"],
    "12 हज़ार 345 रुपये": ["money 12345 INR"],
    "एक सौ पचास": ["number 150"],
    "2 लाख करोड़ रुपये": ["money 2000000000000 INR"],
    "१,००,००० रुपये": ["money 100000 INR"],
    "1,25,00,000": ["number 12500000"],
    "3 से 5 करोड़": ["number 30000000", "number 50000000"],
    "सात अरब डॉलर": ["money 7000000000 USD"],
    "सऊदी अरब और दो अरब देश": ["number 2"],
    "30 से 40 फ़ीसदी": ["percent 30", "percent 40"],
    "दो प्रतिशत अंक": ["points 2"],
    "निन्यानवे": ["number 99"],
    "सैंतालीस": ["number 47"],
    "दो तिहाई बहुमत": ["fraction 2/3"],
    "तीन चौथाई": ["fraction 3/4"],
    "आधे घंटे": ["fraction 1/2"],
    "21वीं सदी": ["era 21"],
    "1990 के दशक में": ["era 1990"],
    "74वें स्वतंत्रता दिवस": ["ordinal 74"],
    "पांचवीं बार": ["ordinal 5"],
    "तीसरा टेस्ट": ["ordinal 3"],
    "सुबह साढ़े दस बजे": ["time 630"],
    "रात 11 बजकर 30 मिनट": ["time 1410"],
    "दोपहर 2:30 बजे": ["time 870"],
    "शाम 5.45 बजे": ["time 1065"],
    "हज़ारों लोग": ["~name 1000"],
    "15 अगस्त 1947": ["day 15", "month 8", "year 1947"],
    "जी-20 और COVID-19": ["number 20", "name 19"],
    "कोई संख्या नहीं": [],
}  # fmt: skip

KOREAN = {
    "3800여 명이 숨지고 3만7000여 명이 다친": ["~number 3800", "~number 37000"],
    "최소 25명이 숨졌다": ["~number 25"],
    "지난해 8월에도 18명이 숨지는": ["month 8", "number 18"],
    "환율은 10원50전 상승한 1394원50전에 마감했다": ["money 21/2 KRW", "money 2789/2 KRW"],
    "7거래일 연속": ["number 7"],
    "오전 11시31분께 1400원으로 올라섰다": ["~time 691", "money 1400 KRW"],
    "2022년 11월 7일(1413원50전) 이후 약 17개월 만에": [
        "year 2022", "month 11", "day 7", "money 2827/2 KRW", "~number 17 mo",
    ],
    "1997년 외환위기": ["year 1997"],
    "엔화 등 6개 통화": ["number 6"],
    "0.7% 증가한 7096억달러로": ["percent 7/10", "money 709600000000 USD"],
    "외국인 투자자가 2724억원어치를 순매도": ["money 272400000000 KRW"],
    "3년 만기 국고채 금리는 0.029%포인트 오른 연 3.469%": ["number 3 yr", "points 29/1000", "percent 3469/1000"],
    "문재인에 2.7%P 앞서": ["points 27/10"],
    "3주 연속 1위": ["number 3", "ordinal 1"],
    "18~ 22일": ["day 18", "day 22"],
    "4·29 재보선 승리": ["name 4"],
    "2위인 문 대표": ["ordinal 2"],
    "2500명을 대상으로": ["number 2500"],
    "잔액은 1993조1000억원으로": ["money 1993100000000000 KRW"],
    "14조원 늘어난 규모": ["money 14000000000000 KRW"],
    "36조2547억원": ["money 36254700000000 KRW"],
    "18세 이상 유권자 2515명": ["~number 18", "number 2515"],
    "60대 남성": ["era 60"],
    "수억 달러 규모의": ["~name 100000000"],
    "수천억 달러 규모의 투자": ["~name 100000000000"],
    "10억 달러 규모의 기존 공약": ["money 1000000000 USD"],
    "350개 이상의 기업용 제품": ["~number 350"],
    "기술직 직원 109명이": ["number 109"],
    "약 2.2조원, 15.4억 달러": ["~money 2200000000000 KRW", "money 1540000000 USD"],
    "1만 개 도시, 연간 900억 달러": ["number 10000", "money 90000000000 USD"],
    "7조 8,500억 원(약 58억 달러) 이상": ["money 7850000000000 KRW", "~money 5800000000 USD"],
    "약 3개월에 걸쳐": ["~number 3 mo"],
    "약 1,070억 달러 규모": ["~money 107000000000 USD"],
    "약 80% 감소": ["~percent 80"],
    "2018-10-02 카쇼기 살해": ["year 2018", "month 10", "day 2"],
    "100만 토큰당 입력 10달러": ["number 1000000", "money 10 USD"],
    "약 75분이 아니라 약 40분에": ["~number 75 min", "~number 40 min"],
    "약 10배 빠른 수준": ["~multiple 10"],
    "1조 2000억 원": ["money 1200000000000 KRW"],
    "2만 4801명": ["number 24801"],
    "3~5만 명": ["number 30000", "number 50000"],
    "5천만 명": ["number 50000000"],
    "백만 명이 넘는": ["~number 1000000"],
    "천 명의 학생": ["number 1000"],
    "두 번째로 큰": ["ordinal 2"],
    "세 차례 회담": ["number 3"],
    "열두 시 반": ["time 750"],
    "오후 세 시 30분": ["time 930"],
    "오후 3시 반": ["time 930"],
    "스무 살": ["number 20"],
    "서른다섯 명": ["number 35"],
    "두 사람은 하나의 목표": ["number 2", "number 1"],
    "첫 번째 대결과 둘째 아들": ["ordinal 1", "ordinal 2"],
    "3분의 2 이상": ["~fraction 2/3"],
    "절반이 넘는": ["fraction 1/2"],
    "100m 9초58": ["number 100 m", "number 479/50 s"],
    "타율 3할 5푼": ["percent 35"],
    "2년 반 만에": ["number 5/2"],
    "21세기": ["era 21"],
    "1990년대": ["era 1990"],
    "제20대 국회": ["ordinal 20"],
    "제2차 세계대전": ["ordinal 2"],
    "헌법 제1조": ["ordinal 1"],
    "정오부터 자정까지": ["time 720", "time 0"],
    "월요일(15일)": ["weekday 1", "day 15"],
    "15일(금) 오전": ["day 15", "weekday 5"],
    "7일 만에": ["number 7 d"],
    "48시간 안에": ["number 48 h"],
    "코로나19와 G20, COVID-19": ["number 19", "name 20", "name 19"],
    "한국과 두개골, 세계, 네덜란드, 하나은행": [],
    "일이 많은 천사와 만일의 사태": [],
    "숫자가 없다": [],
}  # fmt: skip

ARABIC = {
    "خسائر تجاوزت 2.7 مليار دولار في عام 2023": ["~money 2700000000 USD", "year 2023"],
    "يبلغ 125,000 دولار": ["money 125000 USD"],
    "ما قيمته 514 مليار دولار في عام 2016": ["money 514000000000 USD", "year 2016"],
    "ثامن أضخم اقتصاد على مستوى العالم": ["ordinal 8"],
    "يحتل المرتبة 12": ["number 12"],
    "يساهم بحوالي 42% من الناتج": ["~percent 42"],
    "إلى حوالي 175 مليار دولار في عام 2024": ["~money 175000000000 USD", "year 2024"],
    "من 8.33 جيجاوات في 2024 إلى 23.74 جيجاوات بحلول 2029": [
        "number 833/100 GW", "year 2024", "number 1187/50 GW", "year 2029",
    ],
    "ليصل إلى 3.4 تريليون دولار بحلول عام 2033": ["money 3400000000000 USD", "year 2033"],
    "ما يقرب من 50% من تمويل الشركات": ["~percent 50"],
    "أثر على 9.5 مليون شخص": ["number 9500000"],
    "البالغ 56 عاماً": ["~number 56 yr"],
    "(182) مليار دولار": ["money 182000000000 USD"],
    "بنسبة ارتفاع بلغت 10.8%": ["percent 54/5"],
    "ما يقارب 11.3مليار دولار أمريكي": ["~money 11300000000 USD"],
    "أكثر من ثلث هذا المبلغ": ["fraction 1/3"],
    "نحو 70 في المئة من السكان": ["~percent 70"],
    "لمدة عشر سنوات": ["number 10 yr"],
    "ثلاثين يوماً من تاريخ": ["number 30 d"],
    "بين خمسة وعشرين ومائة ليرة": ["number 25", "money 100"],
    "ألف وتسعمائة واثنان وعشرين": ["number 1922"],
    "مليون ومئتان وخمسة وأربعين ألفاً وسبعمائة": ["number 1245700"],
    "اثنا عشر ألفاً وثلاثمئة وخمسة وأربعون": ["number 12345"],
    "٢٥ يومًا": ["number 25 d"],
    "٣٫٥ ملايين": ["number 3500000"],
    "١٬٢٥٠ شخصا": ["number 1250"],
    "12 ألفا و500 شخص": ["number 12500"],
    "5 ملايين و200 ألف": ["number 5200000"],
    "خمسة آلاف وثلاثة جرحى": ["number 5000", "number 3"],
    "ثلاثة أشخاص وأربعة أطفال": ["number 3", "number 4"],
    "أحد عشر لاعبا وإحدى عشرة لاعبة": ["number 11", "number 11"],
    "ثلاثة وعشرون": ["number 23"],
    "مئة وخمسون": ["number 150"],
    "ألف ومئتان": ["number 1200"],
    "ألفا شخص": ["number 2000"],
    "مليوني دولار": ["money 2000000 USD"],
    "مليار ونصف": ["number 1500000000"],
    "نصف مليون نازح": ["number 500000"],
    "قبل يومين": ["number 2 d"],
    "مليونان": ["number 2000000"],
    "خمسون بالمئة": ["percent 50"],
    "٪30": ["percent 30"],
    "بنقطتين مئويتين": ["points 2"],
    "3 نقاط مئوية": ["points 3"],
    "25 نقطة أساس": ["points 25"],
    "ثلاثة أضعاف": ["multiple 3"],
    "7 أكتوبر/تشرين الأول 2023": ["day 7", "month 10", "year 2023"],
    "السابع من أكتوبر": ["day 7", "month 10"],
    "الخامس والعشرين من يناير": ["day 25", "month 1"],
    "كانون الثاني": ["month 1"],
    "في آب الماضي": ["month 8"],
    "أب وأم": [],
    "يوم الثلاثاء": ["weekday 2"],
    "الأحد المقبل": ["weekday 7"],
    "القرن الحادي والعشرين": ["era 21"],
    "القرن التاسع عشر": ["era 19"],
    "القرن العشرين": ["era 20"],
    "تسعينيات القرن الماضي": ["era 90"],
    "الذكرى الخمسين": ["ordinal 50"],
    "المرة الأولى": ["ordinal 1"],
    "الساعة الثالثة والنصف": ["time 210"],
    "الساعة 15:30": ["time 930"],
    "في العاشرة صباحا": ["time 600"],
    "8 مساء": ["time 1200"],
    "من 3 إلى 5 ملايين": ["number 3000000", "number 5000000"],
    "30-40%": ["percent 30", "percent 40"],
    "آلاف المتظاهرين ومئات الجنود": ["~name 1000", "~name 100"],
    "مجموعة الـ20 وكوفيد-19 وCOVID-19": ["number 20", "number 19", "name 19"],
    "واحد منهم": ["number 1"],
    "لا أرقام هنا": [],
}  # fmt: skip

TABLES = {"ja": JAPANESE, "ko": KOREAN, "hi": HINDI, "ar": ARABIC}
ROWS = [(lang, value) for lang, table in TABLES.items() for value in table]


@pytest.mark.parametrize(("lang", "value"), ROWS)
def test_numbers_of_real_news(lang: str, value: str) -> None:
    assert shown(lang, value) == TABLES[lang][value]


@pytest.mark.parametrize(("lang", "value"), ROWS)
def test_spans_are_in_order_and_hold_the_numeral(lang: str, value: str) -> None:
    assert_spans_hold_numerals(lang, value)


@pytest.mark.parametrize("lang", TABLES)
@given(data=st.data())
def test_any_text_of_such_pieces_is_read(lang: str, data: st.DataObject) -> None:
    pieces = sorted({piece for value in TABLES[lang] for piece in re.findall(r"\d+|\D", value)})
    words = sorted({word for value in TABLES[lang] for word in value.split()})
    some = st.lists(st.one_of(st.sampled_from(pieces), st.sampled_from(words), st.just(" ")), max_size=30)
    assert_spans_hold_numerals(lang, "".join(data.draw(some)))


@pytest.mark.parametrize(
    ("lang", "value", "like", "written"),
    [
        ("ja", 330600, "33.06", "33万600"),
        ("ja", 424400000, "42.44億", "4億2440万"),
        ("ja", 3, "九", "三"),
        ("ja", 3, "９", "３"),
        ("ja", Fraction(7, 2), "3", "3.5"),
        ("ko", 330600, "33.06", "33만600"),
        ("ko", 1_200_000_000_000, "1", "1조2000억"),
        ("ko", 3, "아홉", "셋"),
        ("ko", Fraction(7, 2), "3", "3.5"),
        ("ar", 330600, "33.06", "330,600"),
        ("ar", 4_200_000, "42", "4.2 ملايين"),
        ("ar", 34_500_000_000, "٣٤", "٣٤٫٥ مليار"),
        ("ar", 3, "تسعة", "ثلاثة"),
        ("ar", Fraction(7, 2), "3", "3.5"),
        ("hi", 330000, "33.06", "3.3 लाख"),
        ("hi", 330612, "33", "3,30,612"),
        ("hi", 424400000, "42", "42.44 करोड़"),
        ("hi", 3, "नौ", "तीन"),
        ("hi", 12345, "९", "१२,३४५"),
        ("hi", Fraction(7, 2), "3", "3.5"),
    ],
)
def test_a_number_as_news_writes_it(lang: str, value: int | Fraction, like: str, written: str) -> None:
    assert LANGUAGES[lang].write(value, like) == written


LONG = {
    "ar": "1 ١ 1, 1. ثلاثة_ ألف_ و ال بال مئة_و خمسة_وعشرون_ 3_إلى_ 1/ 1: a1- الساعة_الثالثة_ نصف_".split(),
    "ko": "1 일 만 1, 1. 1만_ 1억 3분의 두_ 열 수천 3~ 1· 한_명 a1- 1: 오후_3시 여".split(),
    "ja": "1 十 一 三 百 万 1, 1. 1万 三分の 令和 1: a1- ２ 数千 3〜 1・ 半 両".split(),
    "hi": "1 १ 1, 1. एक-एक- सौ_ साढ़े_ लाख_ 1/ 1: a1- दो_ से_ 1_से_ एक_सौ_ वीं".split(),
}


@pytest.mark.parametrize(("lang", "unit"), [(lang, unit) for lang, units in LONG.items() for unit in units])
def test_long_runs_take_no_long_time(lang: str, unit: str) -> None:
    began = time.process_time()
    quantities(lang, unit.replace("_", " ") * 5000)
    assert time.process_time() - began < 5


# --- the rules --------------------------------------------------------------------------------------------------------


def found(source: str, target: str, lang: str) -> list[str]:
    rules = build(installed=False).rules
    of_numbers = [rules[f"accuracy/{name}-mismatch"] for name in ("number", "date", "time", "unit", "currency")]
    return [d.message for d in check(of_numbers, document(target, source=source, langs=(lang, "en")))]


@pytest.mark.parametrize(
    ("lang", "source", "target"),
    [
        ("ja", "確立するのに20年以上かかった。", "It has taken more than two decades to establish."),
        (
            "ja",
            "1970年から識字率が４倍に、就職率が２倍になった。",
            "From 1970, it quadrupled literacy and doubled jobs.",
        ),
        ("ja", "１日に１億ユーロ（1.1億ドル）の損失を被る", "It could cost businesses €100m ($110m) a day."),
        ("ja", "１人は５０代、１人は６０代です。", "One is in his fifties, and one in his sixties."),
        ("ja", "約1年半前に導入された。", "It was introduced nearly 18 months ago."),
        ("ja", "午後6時から8時まで", "a reception from 6-8 p.m."),
        ("ja", "令和6年度予算は112兆円", "The budget for fiscal 2024 is 112 trillion yen."),
        ("ja", "2,500円～13万円の価格帯", "between ¥2,500 and ¥130,000"),
        ("ja", "支持率は3割を切った", "Support fell below 30%."),
        ("ja", "2分11秒60で優勝した", "won in 2:11.60"),
        ("hi", "उसने 2:11.60 मिनट में दौड़ पूरी की", "finished the race in 2:11.60 minutes"),
        ("ja", "規模はM7.3だった。", "It had a magnitude of 7.3."),
        ("ja", "1981年から1987年までの短期間、機関を設置しており", "It briefly had an office from 1981-87."),
        ("ja", "5億8千5百万ナイラの救済基金", "a N585 million palliative fund"),
        (
            "hi",
            "शनिवार, 13 जनवरी को शुरू, शाम 6 से 8 बजे तक रिसेप्शन",
            "It opens on Saturday, Jan. 13, with a reception from 6-8 p.m.",
        ),
        ("hi", "दस में से चार मरीज़ चार घंटे से अधिक प्रतीक्षा करते हैं", "four-in-ten patients waiting longer than four hours"),
        ("hi", "साक्षरता दर चार गुनी हो गई", "It quadrupled female literacy rates."),
        ("hi", "सरकार 2 लाख करोड़ रुपये देगी", "The government will give 2 trillion rupees."),
        ("hi", "डेढ़ साल पहले", "18 months ago"),
        ("hi", "वर्ग फुट 1,25,000", "125,000 square feet"),
    ],
)
def test_what_is_the_same_number(lang: str, source: str, target: str) -> None:
    assert found(source, target, lang) == []


@pytest.mark.parametrize(
    ("lang", "source", "target", "message"),
    [
        (
            "ja",
            "来場者は1億2000万人",
            "12 million visitors",
            "“12 million” where the source has 1億2000万, which is 120 million",
        ),
        ("ja", "計113項目の基準", "a total of 103 criteria", "“103” where the source has 113"),
        ("ja", "金曜日に会った", "They met on Thursday.", "“Thursday” where the source has 金曜日"),
        ("ja", "３００キロメートル", "300 miles", "“300 miles” where the source has ３００キロメートル"),
        ("hi", "5,000 चालक सूचीबद्ध किए", "enlisted 6,300 drivers", "“6,300” where the source has 5,000"),
        (
            "hi",
            "3.5 करोड़ लोग",
            "3.5 million people",
            "“3.5 million” where the source has 3.5 करोड़, which is 35 million",
        ),
        ("hi", "सितंबर 2017 में", "in September 2018", "“2018” where the source has 2017"),
    ],
)
def test_what_is_another_number(lang: str, source: str, target: str, message: str) -> None:
    assert found(source, target, lang) == [message]
