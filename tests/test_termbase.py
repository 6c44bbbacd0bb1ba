"""Termbases: terms in texts, by their forms and without a look at the clock; and what the cache keeps of them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqa import Origin, Span, Text, cli
from tqa.cache import Cache
from tqa.inflection import plural, same, stemmer
from tqa.plugins import build
from tqa.termbase import (
    Mention,
    Term,
    Termbase,
    TermbaseError,
    TermEntry,
    clean,
    compiled,
    covers,
    entry_of,
    language_tag,
    load,
    longest,
    plain_entry,
)
from tqa.testing import check, checker_of, document


def base(*entries: dict[str, Any]) -> Termbase:
    return Termbase.of([entry_of(raw) for raw in entries])


def found(termbase: Termbase, value: str, lang: str = "en") -> list[str]:
    """What the longest terms in a text are, as it has them."""
    mentions = termbase.mentions(Text(value, lang, Origin.contiguous(0, len(value))), lang)
    return [value[m.span.start : m.span.end] for m in longest(mentions)]


# --- forms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("joint funding scheme", "Joint Funding Schemes"),
        ("Joint Funding Scheme", "the joint-funding scheme's end"),
        ("company", "companies"),
        ("crisis", "crises"),
        ("policeman", "Policemen"),
        ("person", "people"),
        ("leaf", "leaves"),
        ("bus", "buses"),
        ("carry out", "It was carried out"),
        ("make public", "made public"),
        ("People's Bank", "the People’s Bank"),
        ("U.S. dollar", "U.S. dollars"),
        ("e-commerce", "e‑commerce"),
        ("café", "cafés"),
        ("GDP", "GDPs"),
    ],
)
def test_forms_of_an_english_term(term: str, text: str) -> None:
    (mention,) = found(base({"en": term}), text)
    assert mention.lower()[:2] == text.lower()[text.lower().index(mention.lower()) :][:2]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("funding", "funds were funded"),
        ("building", "builds"),
        ("scheme", "scheming"),
        ("organ", "organisation"),
        ("organisation", "organs"),
        ("joint funding scheme", "joint funding. Schemes"),
        ("joint funding scheme", "a joint scheme"),
        ("WHO", "who"),
        ("IT", "it"),
        ("bank", "banking"),
        ("university", "universe"),
        ("U.S. dollar", "us dollar"),
    ],
)
def test_what_is_no_form_of_an_english_term(term: str, text: str) -> None:
    assert found(base({"en": term}), text) == []


@pytest.mark.parametrize(
    ("lang", "term", "text"),
    [
        ("de", "Zusammenarbeit", "die Zusammenarbeiten"),
        ("de", "zentrale Bank", "der zentralen Bank"),
        ("fr", "accord national", "les accords nationaux"),
        ("es", "acuerdo comercial", "acuerdos comerciales"),
        ("ru", "центральный банк", "центрального банка"),
        ("uk", "національний банк", "національного банку"),
        ("hi", "सरकार", "सरकारें"),
    ],
)
def test_forms_in_other_languages(lang: str, term: str, text: str) -> None:
    assert len(found(base({lang: term}), text, lang)) == 1


def test_case_counts_where_the_termbase_says_so() -> None:
    termbase = base({"en": {"text": "Mainland", "case_sensitive": True}})
    assert found(termbase, "the mainland and the Mainland, Mainlands") == ["Mainland", "Mainlands"]


def test_marks_at_the_ends_are_the_terms() -> None:
    termbase = base({"en": "U.S."}, {"en": "Yahoo!"}, {"en": ".NET"})
    assert found(termbase, "the U.S. and the U.S, Yahoo! and Yahoo, .NET") == ["U.S.", "U.S", "Yahoo!", "Yahoo", ".NET"]


def test_a_verb_is_one_where_the_termbase_says_so() -> None:
    assert found(base({"en": {"text": "plan", "pos": "verb"}}), "They planned it.") == ["planned"]
    assert found(base({"en": {"text": "report", "pos": "noun"}}), "They reported reports.") == ["reports"]


WORDS = st.text(st.characters(codec="utf-8", categories=["L"]), min_size=1, max_size=12)


@given(WORDS)
def test_a_word_is_a_form_of_itself_and_of_its_plural(word: str) -> None:
    low = word.lower()
    assert same(low, low, "en")
    assert stemmer("en")(low) == stemmer("en")(low)
    many = plural(low)
    assert same(low, many.lower(), "en")


@pytest.mark.parametrize(
    "word", ["scheme", "bus", "gas", "city", "knife", "crisis", "child", "man", "policeman", "give"]
)
def test_all_forms_have_one_key(word: str) -> None:
    assert stemmer("en")(plural(word)) == stemmer("en")(word)


# --- Chinese, Japanese, Korean ----------------------------------------------------------------------------------------


def test_chinese_needs_no_spaces_and_the_longest_term_wins() -> None:
    termbase = base({"zh": "中国"}, {"zh": "银行"}, {"zh": "中国人民银行"}, {"zh": "行"})
    assert found(termbase, "昨天中国人民银行说，中国的银行不行。", "zh") == ["中国人民银行", "中国", "银行", "行"]


@pytest.mark.parametrize(
    ("lang", "term", "text", "count"),
    [
        ("zh", "5G", "5G网络和15G", 1),
        ("zh", "AI", "ＡＩ模型", 1),
        ("ja", "アメリカ", "アメリカは、アメリカンは", 1),
        ("ja", "東京", "東京都", 1),
        ("ko", "정부", "정부는 중앙정부와", 1),
        ("zh-Hant", "臺灣", "臺灣的", 1),
    ],
)
def test_terms_do_not_cut_words(lang: str, term: str, text: str, count: int) -> None:
    assert len(found(base({lang: term}), text, lang)) == count


# --- finding ----------------------------------------------------------------------------------------------------------


def test_a_term_within_a_longer_one_is_found_and_not_the_longest() -> None:
    termbase = base({"en": "bank"}, {"en": "central bank"}, {"en": "central"})
    text = Text("A central bank.", "en", Origin.contiguous(0, 15))
    assert sorted(m.span for m in termbase.mentions(text, "en")) == [Span(2, 9), Span(2, 14), Span(10, 14)]
    assert [m.span for m in longest(termbase.mentions(text, "en"))] == [Span(2, 14)]


def test_terms_of_one_form_are_all_found() -> None:
    termbase = base({"zh": "岸", "en": "bank"}, {"zh": "银行", "en": "Bank"})
    text = Text("the banks", "en", Origin.contiguous(0, 9))
    assert [(m.entry, m.term.text) for m in termbase.mentions(text, "en")] == [(0, "bank"), (1, "Bank")]


TERMS = st.lists(st.lists(st.sampled_from(["bank", "central", "north", "plan", "of", "the"]), min_size=1, max_size=4))


@given(TERMS, st.lists(st.sampled_from(["bank", "banks", "Central", "north", "plan", "of", "the", "x"]), max_size=12))
def test_one_pass_finds_what_a_loop_over_terms_finds(terms: list[list[str]], words: list[str]) -> None:
    text = " ".join(words)
    termbase = Termbase.of([TermEntry((Term(" ".join(term), "en"),)) for term in terms])
    mentions = termbase.mentions(Text(text, "en", Origin.contiguous(0, len(text))), "en")
    low = [word.lower() for word in words]
    slow = set()
    for number, term in enumerate(terms):
        for at in range(len(low) - len(term) + 1):
            if all(b == a or b == f"{a}s" for a, b in zip(term, low[at : at + len(term)], strict=True)):
                start = len(" ".join(words[:at])) + (at > 0)
                slow.add((number, Span(start, start + len(" ".join(words[at : at + len(term)])))))
    assert {(m.entry, m.span) for m in mentions} == slow


@given(
    st.lists(st.text(st.sampled_from("中国人民银行岸"), min_size=1, max_size=4)),
    st.text(st.sampled_from("中国人民银行岸，")),
)
def test_one_pass_finds_every_chinese_term(terms: list[str], text: str) -> None:
    termbase = Termbase.of([TermEntry((Term(term, "zh"),)) for term in terms])
    mentions = termbase.mentions(Text(text, "zh", Origin.contiguous(0, len(text))), "zh")
    slow = {(n, Span(i, i + len(t))) for n, t in enumerate(terms) for i in range(len(text)) if text.startswith(t, i)}
    assert {(m.entry, m.span) for m in mentions} == slow


def test_languages_and_their_variants() -> None:
    assert covers("en", "en-US")
    assert covers("en-US", "en")
    assert not covers("en-GB", "en-US")
    assert not covers("en", "eng")
    assert language_tag("ZH_hant_tw") == "zh-Hant-TW"
    assert language_tag("nonsense") is None


def test_clean() -> None:
    assert clean(" a\u0301\n\tb\x00 ") == "á b"


# --- compiled ---------------------------------------------------------------------------------------------------------

TEXTS = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
    .map(clean)
    .filter(bool)
)
ENTRIES = st.lists(
    st.builds(
        TermEntry,
        st.lists(
            st.builds(
                Term,
                TEXTS,
                st.sampled_from(["en", "en-GB", "zh", "de"]),
                st.sampled_from(["", "preferred", "admitted", "deprecated", "forbidden"]),
                st.sampled_from(["", "noun"]),
                st.sampled_from(["", "a note, “quoted”"]),
                st.booleans(),
            ),
            min_size=1,
            max_size=4,
        ).map(tuple),
        st.sampled_from(["", "c1"]),
        st.sampled_from(["", "law"]),
        st.sampled_from(["", "what it is"]),
        st.sampled_from(["", "a note"]),
        st.booleans(),
        st.just(""),
        st.just(()),
    ),
    max_size=5,
)


@given(ENTRIES)
def test_what_is_compiled_is_read_back(entries: list[TermEntry]) -> None:
    assert list(Termbase(compiled(entries))) == entries


@given(ENTRIES)
def test_plain_values_make_the_same_entry(entries: list[TermEntry]) -> None:
    for entry in entries:
        by_lang = sorted(entry.terms, key=lambda t: [term.lang for term in entry.terms].index(t.lang))
        assert entry_of(plain_entry(entry)) == entry._replace(terms=tuple(by_lang))


@pytest.mark.parametrize("data", [b"", b"tqa-terms\n", b"tqa-terms\n[1, [], []]\nx", b"\x80\x04.\n[]\n"])
def test_what_is_not_compiled_is_refused(data: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        Termbase(data)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({}, "there is no term"),
        ({"english": "x"}, "'english' is no language"),
        ({"en": ""}, "the term has no text"),
        ({"en": 1}, "en must be a text"),
        ({"en": {"text": "x", "state": "y"}}, "a term has text, status"),
        ({"en": {"text": "x", "status": "bad"}}, "status 'bad'"),
        ({"en": {"text": "x", "case_sensitive": 1}}, "must be true or false"),
        ({"en": "x", "do_not_translate": "yes"}, "must be true or false"),
        ({"en": "x", "note": 1}, "note must be text"),
    ],
)
def test_wrong_plain_values(raw: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        entry_of(raw)


def formats() -> Any:
    return build(installed=False).termbase_formats


def test_the_cache_is_used_until_a_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("zh,en\n银行,bank\n岸\n", encoding="utf-8")
    cache = Cache(tmp_path / "cache")
    first = load([path], formats, cache=cache)
    assert first.problems == [f"{path}:3: there is no translation of “岸”; the row is left out"]
    assert [f.suffix for f in cache.path.iterdir()] == [".terms"]

    def asked() -> Any:
        raise AssertionError("the file was read again")

    again = load([path], asked, cache=cache)
    assert list(again) == list(first)
    assert again.problems == first.problems
    path.write_text("zh,en\n银行,bank\n岸,shore\n", encoding="utf-8")
    assert len(load([path], formats, cache=cache)) == 2


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("zh,en\n银行,bank\n", encoding="utf-8")
    cache = Cache(tmp_path / "cache")
    load([path], formats, cache=cache)
    (kept,) = cache.path.iterdir()
    kept.write_bytes(kept.read_bytes()[:-3] + b"xyz")
    assert len(load([path], formats, cache=cache)) == 1


def test_a_termbase_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TermbaseError, match=r"no\.csv: the termbase cannot be read"):
        load([tmp_path / "no.csv"], formats)


# --- rules ------------------------------------------------------------------------------------------------------------


def findings(
    termbase: Termbase, text: str, source: str = "", langs: tuple[str, str] = ("zh", "en")
) -> list[tuple[str, str]]:
    """(rule, words) of what the rules on termbases find."""
    rules = [r for r in build(installed=False).rules.values() if r.origin == "tqa.checks.termbase"]
    checked = checker_of(rules, termbase=termbase).check(document(text, source=source, langs=langs))
    return [(d.rule, d.excerpt[d.span.start : d.span.end]) for d in checked.diagnostics]


LABOUR = {"en-GB": "labour force", "en-US": "labor force", "fr": "main-d'œuvre"}


def test_a_term_of_another_variety() -> None:
    termbase = base(LABOUR)
    wrong = [("terminology/wrong-variety", "Labour forces")]
    assert findings(termbase, "Labour forces grew.", langs=("zh", "en-US")) == wrong
    assert findings(termbase, "The labor force grew.", langs=("zh", "en-US")) == []
    assert findings(termbase, "The labour force grew.", langs=("zh", "en-GB")) == []
    assert findings(termbase, "The labour force grew.", langs=("zh", "en")) == []


def test_other_pairs_of_languages() -> None:
    termbase = base({"de": "Zentralbank", "en": "central bank", "fr": "banque centrale"})
    missing = [("terminology/missing-term", "Il baisse les taux.")]
    assert findings(termbase, "Il baisse les taux.", "Die Zentralbank senkt die Zinsen.", ("de", "fr")) == missing
    assert findings(termbase, "Les banques centrales.", "Die Zentralbanken.", ("de", "fr")) == []
    assert findings(termbase, "La banque.", "Nothing of the kind.", ("en", "fr")) == []


def test_a_term_may_be_in_the_segment_beside() -> None:
    termbase = base({"zh": "银行", "en": "bank"})
    assert findings(termbase, "It rained. The bank was shut.\n\nNobody came.", "下雨了。\n\n银行关门，没人来。") == []
    both = findings(termbase, "It rained on the bank.\n\nNobody came.", "下雨了，银行湿了。\n\n银行关门，没人来。")
    assert [rule for rule, _ in both] == ["terminology/missing-term"]


def test_a_finding_says_where_the_termbase_has_it(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("zh,en,status,note\n银行,bank,preferred,\n银行,shore,forbidden,That is 岸\n", encoding="utf-8")
    (rule,) = [r for r in build(installed=False).rules.values() if r.id == "terminology/forbidden-term"]
    checker = checker_of([rule], termbase=load([path], formats))
    (d,) = checker.check(document("Shores rose.", source="银行涨了。")).diagnostics
    assert d.severity == "error"
    assert d.fix is not None
    assert d.fix.edits[0].text == "Banks"
    assert d.message.endswith("That is 岸")
    assert [(e.side, e.message) for e in d.evidence] == [
        ("source", "the termbase has “shore” (terms.csv:3): That is 岸")
    ]


def test_without_a_termbase_nothing_is_found() -> None:
    rules = [r for r in build(installed=False).rules.values() if r.origin == "tqa.checks.termbase"]
    assert len(rules) == 4
    assert check(rules, document("It rained.", source="银行。")) == ()


def test_the_memory_of_an_editor_keeps_no_terms_of_another_termbase() -> None:
    text = Text("A bank.", "en", Origin.contiguous(0, 7))
    assert len(base({"en": "bank"}).mentions(text, "en")) == 1
    assert base({"en": "shore"}).mentions(text, "en") == []


# --- in a project -----------------------------------------------------------------------------------------------------


def test_a_project_is_held_to_its_terms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tqa.toml").write_text('termbases = ["qa/terms.csv"]\nsource_lang = "zh"\ntarget_lang = "en"\n')
    Path("qa").mkdir()
    Path("qa/terms.csv").write_text("银行,bank\n岸,shore,a note\n银行\n", encoding="utf-8")
    Path("more.tab").write_text("# more\n雨\train\n", encoding="utf-8")
    Path("tqa-terms.toml").write_text('[[term]]\nzh = "涨"\nen = "rise"\n', encoding="utf-8")
    Path("a.jsonl").write_text('{"source": "银行、岸、雨、涨", "target": "It is so."}\n', encoding="utf-8")
    assert cli.main(["check", "--select", "terminology", "--format", "jsonl", "--termbase", "more.tab", "a.jsonl"]) == 1
    out, err = capsys.readouterr()
    assert [out.count(f'"{term} is ') for term in ("银行", "岸", "雨", "涨")] == [1, 1, 1, 1]
    assert err == "tqa: qa/terms.csv:3: there is no translation of “银行”; the row is left out\n"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("terms.doc", "x", "no termbase format has this suffix; there are .csv, "),
        ("terms.csv", "term,status\nx,\n", "the column “term” needs a column “lang” beside it"),
        ("terms.csv", "银行,bank\n", "nothing says what languages the terms are in"),
        ("terms.tbx", "<tbx>", "terms.tbx:1: this is not XML from here on"),
        ("terms.tbx", "<html/>", "this is XML, but no TBX: it begins with <html>"),
        ("terms.toml", "x = [", "terms.toml:1: "),
        ("terms.toml", "[[entry]]\nen = 'x'", "'entry' is not known; a file of terms has [[term]] tables"),
        ("terms.xlsx", "PK", "this is no workbook that can be read"),
    ],
)
def test_a_termbase_that_cannot_be_used_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, name: str, content: str, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(content, encoding="utf-8")
    Path("a.txt").write_text("It rained.\n")
    assert cli.main(["check", "--termbase", name, "a.txt"]) == 2
    err = capsys.readouterr().err
    assert says in err
    assert err.count("\n") == 1


# --- speed ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_hundred_thousand_entries_are_there_at_once() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    word = [f"{a}{b}{c}{d}" for a in letters for b in "aeiou" for c in letters for d in "aeiou"]
    han = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
    entries = [
        TermEntry(
            (
                Term(f"{han[n % 2999]}{han[n * 7 % 2993]}{han[n * 13 % 2971]}", "zh"),
                Term(f"{word[n % len(word)]} {word[n * 7 % len(word)]} {word[n * 11 % len(word)]}", "en", "preferred"),
            )
        )
        for n in range(100_000)
    ]
    data = compiled(entries)
    english = " ".join(f"{w} rain on the plain" for w in word[:2000])
    texts = [Text(english, "en", Origin.contiguous(0, len(english))), Text("".join(han) * 3, "zh", Origin((), ()))]

    def loaded() -> float:
        before = time.process_time()
        Termbase(data).mentions(Text("x", "en", Origin.contiguous(0, 1)), "en")
        Termbase(data).mentions(Text("x", "zh", Origin.contiguous(0, 1)), "zh")
        return time.process_time() - before

    assert min(loaded() for _ in range(3)) < 0.3
    termbase = Termbase(data)
    for text in texts:
        termbase.mentions(text, text.lang)  # the keys of its words are known then
        text.memo.clear()
        before = time.process_time()
        assert isinstance(termbase.mentions(text, text.lang)[:1], list)
        assert len(text.value) / (time.process_time() - before) > 300_000  # characters a second


def test_a_mention_is_a_place_and_a_term() -> None:
    termbase = base({"en": "bank"})
    text = Text("A bank.", "en", Origin.contiguous(0, 7))
    assert termbase.mentions(text, "en") == [Mention(Span(2, 6), 0, Term("bank", "en"))]
