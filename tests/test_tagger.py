"""Word classes are those of textblob's own tagger, without its half second of import."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tqa.tagger import Lexicon, lexicon, lexicon_file, tag
from tqa.text import word_class

TEXTS = (
    "A lot of consensus .",
    "The Chinese team has rescued four people ; it continues its work .",
    "Xue Yongheng said that the 5G-based 14th plan 's 3.5 % growth was blorptastic and fooify-able !",
    "China 's GDP grew 5 % in 2022 . Always unreadable , the gribbling wugs flimpled quoxly .",
    "The café sold naïve résumés at $ 3.50 ...",
)


def test_tags() -> None:
    assert tag("A lot of consensus .".split()) == ["DT", "NN", "IN", "NN", "."]
    assert tag([]) == []


def test_first_word_of_every_sentence_is_looked_up_in_lower_case_too() -> None:
    assert tag("He left . Always late .".split())[3] == "RB"


def test_words_with_a_clitic_have_the_class_of_the_word_before_it() -> None:
    assert tag(["the", "minister's", "car"])[1] == "NN"
    assert tag(["the", "ministers’s", "car"])[1] == "NNS"


@pytest.mark.slow
def test_same_as_textblob() -> None:
    script = (
        "import sys, warnings; warnings.simplefilter('ignore'); from textblob.en import parser;"
        "[print(*(t for _, t in parser.find_tags(line.split()))) for line in sys.argv[1:]]"
    )
    done = subprocess.run([sys.executable, "-c", script, *TEXTS], capture_output=True, text=True, check=True)
    for text, theirs in zip(TEXTS, done.stdout.splitlines(), strict=True):
        sentence = text.replace(" . ", " .\n").split("\n")[0]  # textblob takes one sentence at a time
        count = len(sentence.split())
        assert tag(sentence.split()) == theirs.split()[:count]


def test_reading_whole_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["consensus", "ran", "Zzyzx", "the", "~", "!", "zygotes", ";;;", "", "two words", "Ünder"]
    one_by_one = [lexicon().get(word) for word in words]
    monkeypatch.setattr(Lexicon, "_MANY", 0)
    whole = Lexicon(lexicon_file())
    assert [whole.get(word) for word in words] == one_by_one


def test_textblob_is_not_imported() -> None:
    script = "import sys; from tqa.text import word_class; word_class('lot'); print('textblob' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_word_class() -> None:
    assert word_class("consensus") == "NN"
    assert word_class("huigang") is None
