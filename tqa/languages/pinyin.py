"""Chinese in Latin letters: which words can be pinyin, and which of them English readers know."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

SYLLABLES = """
ai an ang ao ba bai ban bang bao bei ben beng bi bian biang biao bie bin bing bo bong bu ca cai can cang cao ce cei
cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong
cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di dia dian diao die din ding diu dong dou du duan dui
dun duo ei en eng er fa fan fang fei fen feng fiao fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua
guai guan guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia
jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan
kuang kui kun kuo la lai lan lang lao le lei len leng li lia lian liang liao lie lin ling liu lo long lou lu luan
lun luo lv lve ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne
nei nen neng ni nia nian niang niao nie nin ning niu nong nou nu nuan nun nuo nv nve ou pa pai pan pang pao pei pen
peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao
re ren reng ri rong rou ru rua ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang shao she shei
shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao
te tei teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wong wu xi xia xian
xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai
zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang
zhui zhun zhuo zi zong zou zu zuan zui zun zuo
"""
"""The syllables of Standard Chinese as pinyin writes them, without tones; those of one letter left out."""


SHAPE = "(?:[B-DF-HJ-NP-TW-Z]h?|[AEO])[aeiou]{0,3}(?:ng?|r)?(?:[b-df-hj-np-tw-z]h?[aeiou]{1,3}(?:ng?|r)?){1,3}"
"""A regular expression for capitalised words that may be pinyin; it is small, and looser than `is_chinese`."""


@cache
def _word() -> re.Pattern[str]:
    syllables = sorted(SYLLABLES.split(), key=lambda s: (-len(s), s))
    return re.compile(f"(?:{'|'.join(syllables)}){{2,4}}")


# Sounds that other languages seldom spell so: what has none could as well be Italian, Arabic or Japanese.
_CHINESE = r"[aeio]ng|iao|ian|uan|uai|ui|uo|zh|x|iu"


def is_chinese(word: str) -> bool:
    """Whether a word in lower case parses as two to four syllables of pinyin, and not as another language's."""
    return re.search(_CHINESE, word) is not None and in_syllables(word)


def in_syllables(word: str) -> bool:
    """Whether a word in lower case parses as two to four syllables of pinyin, though it may be another language's."""
    return _word().fullmatch(word) is not None


@cache
def known(name: str) -> frozenset[str]:
    """The words, in lower case, of a list beside this module: "places" or "loanwords"."""
    text = (Path(__file__).with_name("data") / f"chinese-{name}.txt").read_text("utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


_CONFUSED = re.compile("(?<=[zcs])h|(?<=[aei]n)g")


def loosely_read(word: str) -> str:
    """A word in lower case without what many speakers of Chinese do not hear: zh is z, and ang is an."""
    return _CONFUSED.sub("", word)


_SOUNDS = re.compile("zh|ch|hs|sh|t[sz]|[cgjkqtpxz]|ien|[iu]eh|uei|ung")
_ALIKE = {
    sound: sounds.partition(" ")[0]
    for sounds in "j zh ch q|x hs sh|z c ts tz|g k|d t|b p|ian ien|ie ieh|ue ueh|ui uei|ong ung".split("|")
    for sound in sounds.split(" ")
}


@lru_cache(1 << 14)
def any_romanisation(word: str) -> str:
    """A word in lower case with one spelling for the sounds that pinyin and older romanisations write across each
    other: Qinghai and Chinghai, Kangding and Kangting become the same."""
    return _SOUNDS.sub(lambda match: _ALIKE[match[0]], word)
