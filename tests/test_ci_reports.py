"""The reports for CI systems: each is what its published schema says, and its places lead back to the words."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from test_reports import FORMATS, SEED, at, hard_cases, lines, rule, text, write

from tqa import Checked, Checker, Edit, Evidence, Finding, Fix, Rule, Span, Suppressed, Suppression, cli
from tqa.engine import mend
from tqa.plugins import build
from tqa.reports import checkstyle, ci, github, gitlab, rdjson, sarif, tqa_reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tqa import Document, Severity

ROOT = Path(__file__).parent.parent
SCHEMAS = ROOT / "tests" / "data" / "schemas"
REPORTS = tqa_reports()
CI = ("sarif", "github", "gitlab", "rdjson", "rdjsonl", "checkstyle", "junit", "markdown")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info", "hint")

formats = pytest.mark.parametrize("name", CI)


def keep(result: Checked, document: Document) -> Checked:
    """A result as the runner gives it to a report that needs documents."""
    return result._replace(source=document)


def check(document: Document, *rules: Rule, known: Iterable[str] = ()) -> Checked:
    return keep(Checker(rules, known=set(known)).check(document), document)


# --- schemas ----------------------------------------------------------------------------------------------------------


@cache
def json_schema(name: str) -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")))


@cache
def xml_schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMAS / f"{name}.xsd")))


def validate(name: str, out: str) -> None:
    """Raises where a report is not what its schema says."""
    match name:
        case "sarif":
            json_schema("sarif-2.1.0").validate(json.loads(out))
        case "gitlab":
            for issue in json.loads(out):
                json_schema("gitlab-codequality").validate(issue)
                assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        case "rdjson":
            json_schema("rdf-diagnostic-result").validate(json.loads(out))
        case "rdjsonl":
            for line in out.splitlines():
                json_schema("rdf-diagnostic").validate(json.loads(line))
        case "checkstyle" | "junit":
            xml_schema(name).assertValid(etree.fromstring(out.encode()))
        case "github":
            *found, last, end = out.split("\n")
            assert end == ""
            for line in found:
                assert re.fullmatch(r"::(error|warning|notice) (\w+=[^:,]*)(,\w+=[^:,]*)*::.+", line)
            assert last.startswith("tqa: ")
        case "markdown":
            assert out.startswith("### ")
            assert len(out.encode()) <= 60_000


@cache
def seed() -> list[Checked]:
    rules = [r for r in build(installed=False).rules.values() if r.default]
    (document,) = FORMATS["text"].read(SEED.read_bytes(), str(SEED))
    return [check(replace(document, target_lang="en"), *rules)]


@formats
@pytest.mark.parametrize("results", [seed, hard_cases, list], ids=["seed", "hard", "none"])
def test_reports_are_what_their_schemas_say(name: str, results: Callable[[], list[Checked]]) -> None:
    out = write(REPORTS[name], *results())
    validate(name, out)
    out.encode()  # no halves of surrogate pairs


@formats
def test_the_report_of_the_seed_has_all_its_findings(name: str) -> None:
    results = seed()
    out = write(REPORTS[name], *results)
    assert len({d.rule for d in results[0].diagnostics}) >= 10
    for diagnostic in results[0].diagnostics:
        said = diagnostic.rule.replace("/", ".") if name == "checkstyle" else diagnostic.rule
        assert said in out


def test_every_schema_is_spoken_of() -> None:
    page = (SCHEMAS / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in SCHEMAS.iterdir() if path.name not in page] == ["README.md"]


# --- places -----------------------------------------------------------------------------------------------------------


class Found(NamedTuple):
    """A place as a report says it; the end is None where it does not."""

    line: int
    column: int
    end_line: int | None = None
    end_column: int | None = None


def _sarif_regions(out: str) -> Iterator[Found]:
    (run,) = json.loads(out)["runs"]
    assert run["columnKind"] == "utf16CodeUnits"
    for result in run["results"]:
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        yield Found(region["startLine"], region["startColumn"], region["endLine"], region["endColumn"])


def _rdf(diagnostics: Iterable[dict[str, Any]]) -> Iterator[Found]:
    for diagnostic in diagnostics:
        start, end = diagnostic["location"]["range"]["start"], diagnostic["location"]["range"]["end"]
        yield Found(start["line"], start["column"], end["line"], end["column"])


def commands(out: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """(command, properties, message) as GitHub's runner reads them."""
    for line in out.split("\n"):
        if match := re.match(r"::(\w+) (.*?)::(.*)", line):
            pairs = (pair.partition("=") for pair in match[2].split(","))
            yield match[1], {key: unquote(value) for key, _, value in pairs}, unquote(match[3])


def _github(out: str) -> Iterator[Found]:
    for _, said, _ in commands(out):
        if "col" in said:
            yield Found(int(said["line"]), int(said["col"]), int(said["endLine"]), int(said["endColumn"]))
        else:
            assert said["line"] < said["endLine"]


def _gitlab(out: str) -> Iterator[Found]:
    for issue in json.loads(out):
        begin, end = issue["location"]["positions"]["begin"], issue["location"]["positions"]["end"]
        assert issue["location"]["lines"] == {"begin": begin["line"], "end": end["line"]}
        yield Found(begin["line"], begin["column"], end["line"], end["column"])


def _checkstyle(out: str) -> Iterator[Found]:
    for error in etree.fromstring(out.encode()).iter("error"):
        yield Found(int(error.attrib["line"]), int(error.attrib["column"]))


def _junit(out: str) -> Iterator[Found]:
    for failure in etree.fromstring(out.encode()).iter("failure", "system-out"):
        for line, column in re.findall(r"^a\.txt:(\d+):(\d+): ", failure.text or "", re.MULTILINE):
            yield Found(int(line), int(column))


PLACES: dict[str, tuple[str, Callable[[str], Iterator[Found]]]] = {
    "sarif": ("utf-16-le", _sarif_regions),
    "rdjson": ("utf-8", lambda out: _rdf(json.loads(out)["diagnostics"])),
    "rdjsonl": ("utf-8", lambda out: _rdf(map(json.loads, out.splitlines()))),
    "github": ("utf-16-le", _github),
    "gitlab": ("utf-16-le", _gitlab),
    "checkstyle": ("utf-16-le", _checkstyle),
    "junit": ("utf-16-le", _junit),
}


def offset(value: str, line: int, column: int, encoding: str) -> int:
    """The code-point offset of a place, found without tqa."""
    starts = [0, *(m.end() for m in re.finditer(r"\r\n|\r|\n", value))]
    unit = 2 if encoding == "utf-16-le" else 1
    before = value[starts[line - 1] :].encode(encoding)[: unit * (column - 1)]
    return starts[line - 1] + len(before.decode(encoding))


PIECES = (
    *("a", "word", "é", "e\u0301", "中文", "，", "😀", "👩\u200d🚀", "<&>", '"'),
    *("\t", " ", "\u3000", "\u2028", "\r\n", "\n", "\r"),
)
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join).filter(str.strip)


def marks(data: st.DataObject, document: Document) -> list[Finding]:
    """Findings of words chosen at random, none of them empty, no two alike."""
    found: dict[tuple[str, Span], Finding] = {}
    for segment in document.segments:
        length = len(segment.target.value)
        for _ in range(data.draw(st.integers(0, 3))):
            start = data.draw(st.integers(0, length - 1))
            span = Span(start, data.draw(st.integers(start + 1, length)))
            found[segment.id, span] = Finding(span, "It is wrong", segment=segment)
    return list(found.values())


@pytest.mark.parametrize("name", PLACES)
@given(texts, st.data())
def test_places_lead_back_to_the_words(name: str, value: str, data: st.DataObject) -> None:
    (document,) = FORMATS["text"].read(value.encode(), "a.txt")
    result = check(document, rule(lambda _: marks(data, document)))
    encoding, places = PLACES[name]
    found = list(places(write(REPORTS[name], result)))
    spans = [d.range.span for d in result.diagnostics]
    if name == "github":  # has no columns for what goes over a line's end
        spans = [d.range.span for d in result.diagnostics if d.range.start.line == d.range.end.line]
    assert [offset(value, f.line, f.column, encoding) for f in found] == [span.start for span in spans]
    for where, span in zip(found, spans, strict=True):
        if where.end_line is not None and where.end_column is not None:
            assert offset(value, where.end_line, where.end_column, encoding) == span.end


@pytest.mark.parametrize("name", PLACES)
def test_places_in_lines_of_json_are_places_in_the_file(name: str) -> None:
    data = '{"target": "He said \\"不\\" 😀, once", "source": "😀他说"}\n{"target": "é 😀 twice"}\n'
    wanted = ("once", "twice")
    results = [
        check(d, rule(lambda d: [at(d, w, segment=n) for n, w in enumerate(wanted)]))
        for d in FORMATS["jsonl"].read(data.encode(), "a.txt")
    ]
    encoding, places = PLACES[name]
    found = list(places(write(REPORTS[name], *results)))
    assert len(found) == 2
    for where, words in zip(found, wanted, strict=True):
        assert data[offset(data, where.line, where.column, encoding) :].startswith(words)


# --- fixes ------------------------------------------------------------------------------------------------------------


def replaced(value: str, edits: Iterable[tuple[int, int, str]]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        value = value[:start] + new + value[end:]
    return value


def sarif_edits(out: str, value: str) -> Iterator[tuple[int, int, str]]:
    for result in json.loads(out)["runs"][0]["results"]:
        for fix in result.get("fixes", ()):
            for change in fix["artifactChanges"]:
                for edit in change["replacements"]:
                    region = edit["deletedRegion"]
                    yield (
                        offset(value, region["startLine"], region["startColumn"], "utf-16-le"),
                        offset(value, region["endLine"], region["endColumn"], "utf-16-le"),
                        edit["insertedContent"]["text"],
                    )


def rdf_edits(out: str, value: str) -> Iterator[tuple[int, int, str]]:
    for diagnostic in json.loads(out)["diagnostics"]:
        for suggestion in diagnostic.get("suggestions", ()):
            start, end = suggestion["range"]["start"], suggestion["range"]["end"]
            yield (
                offset(value, start["line"], start["column"], "utf-8"),
                offset(value, end["line"], end["column"], "utf-8"),
                suggestion["text"],
            )


EDITS = {"sarif": sarif_edits, "rdjson": rdf_edits}


def twice_replaced(document: Document, old: str, new: str) -> Iterator[Finding]:
    """A finding a segment that has a word, with a fix of all its places there."""
    for segment in document.segments:
        places = [Span(*m.span()) for m in re.finditer(old, segment.target.value)]
        if places:
            fix = Fix("Write it so", tuple(Edit(span, new) for span in places), "safe")
            yield Finding(places[0], "It is wrong", fix=fix, segment=segment)


@pytest.mark.parametrize("name", EDITS)
@given(st.lists(st.sampled_from(("bad", "中bad", "😀", "é", " ", "\t", "\r\n", "\n\n", "“")), max_size=25).map("".join))
def test_fixes_make_of_the_text_what_tqa_makes_of_it(name: str, value: str) -> None:
    fixer = rule(lambda d: twice_replaced(d, "bad", "好 😀"))
    read, apply = FORMATS["text"].read, FORMATS["text"].write

    def run(data: bytes) -> Iterator[Checked]:
        return (check(document, fixer) for document in read(data, "a.txt"))

    mended = mend(value.encode(), run, apply, ["safe"]).data.decode()
    out = write(REPORTS[name], *run(value.encode()))
    assert replaced(value, EDITS[name](out, value)) == mended
    assert "bad" not in mended


@pytest.mark.parametrize("name", EDITS)
def test_fixes_are_written_as_the_file_wants_them(name: str) -> None:
    value = '{"target": "a \\"bad\\" word"}\n'
    fixer = rule(lambda d: twice_replaced(d, '"bad"', '"go\\od"'))
    out = write(REPORTS[name], *(check(d, fixer) for d in FORMATS["jsonl"].read(value.encode(), "a.jsonl")))
    assert json.loads(replaced(value, EDITS[name](out, value))) == {"target": 'a "go\\od" word'}


def test_a_suggestion_that_no_review_can_show_is_left_out() -> None:
    def far(lines_between: int) -> list[tuple[int, int, str]]:
        value = "bad" + "\n" * lines_between + "bad"
        document = text(value)
        edits = (Edit(Span(0, 3), "x"), Edit(Span(0, 3), "x", document.segments[-1]))
        if len(document.segments) == 1:
            edits = (Edit(Span(0, 3), "x"), Edit(Span(len(value) - 3, len(value)), "x"))
        fixer = rule(lambda d: [at(d, "bad", fix=Fix("Write it so", edits, "safe"))])
        return list(rdf_edits(write(REPORTS["rdjson"], check(document, fixer)), value))

    assert far(1) == [(0, 7, "x\nx")]
    assert far(2 * rdjson.MOST_LINES) == []


# --- severities -------------------------------------------------------------------------------------------------------


def table(module: Any) -> dict[str, list[str]]:
    """What the table in a module's docstring says of each severity."""
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in module.__doc__.splitlines() if line[:1] == "|"]
    return {severity: row[1:] for row in rows[2:] for severity in row[0].split(", ")}


def of_severity(severity: Severity) -> Checked:
    document = text("It is bad.")
    return check(document, rule(lambda d: [at(d, "bad")], severity=severity))


@pytest.mark.parametrize("severity", SEVERITIES)
def test_severities_are_what_the_table_in_the_module_says(severity: Severity) -> None:
    result = of_severity(severity)

    def out(name: str) -> str:
        return write(REPORTS[name], result, rules=[rule(lambda d: [], severity=severity)])

    run = json.loads(out("sarif"))["runs"][0]
    (found,), (about,) = run["results"], run["tool"]["driver"]["rules"]
    assert [found["level"], about["properties"]["problem.severity"]] == table(sarif)[severity]
    assert about["defaultConfiguration"] == {"level": found["level"]}
    assert [command for command, _, _ in commands(out("github"))] == table(github)[severity]
    assert [issue["severity"] for issue in json.loads(out("gitlab"))] == table(gitlab)[severity]
    assert [d["severity"] for d in json.loads(out("rdjson"))["diagnostics"]] == table(rdjson)[severity]
    errors = etree.fromstring(out("checkstyle").encode()).iter("error")
    assert [error.attrib["severity"] for error in errors] == table(checkstyle)[severity]


# --- text that breaks things ------------------------------------------------------------------------------------------


NASTY = "\x00\x08\x1b[31m\ud83d\udfff\ufffe\uffff]]>--><!-- &amp; \u2028 \x85 {0} [x](1) `` ``` % %0A ::error::no"


@formats
def test_no_character_breaks_a_report(name: str) -> None:
    value = f"A {NASTY} b"
    document = text(value, path=f"dir/{NASTY}.txt")
    evidence = (Evidence(NASTY, Span(0, len(value))),)
    fix = Fix(NASTY, (Edit(Span(0, 1), NASTY),), "safe")
    result = check(document, rule(lambda d: [at(d, NASTY, f"“{NASTY}”", evidence=evidence, fix=fix)]))
    out = write(REPORTS[name], result)
    out.encode()
    validate(name, out)
    if name in PLACES and name != "junit":  # which has its places within the text
        assert len(list(PLACES[name][1](out))) == 1


@given(st.text(), st.text())
def test_xml_is_read_as_it_was_written(attribute: str, body: str) -> None:
    found = etree.fromstring(ci.element("x", {"y": attribute}, ci.xml(body)).encode())
    legal = r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    assert found.get("y", "") == re.sub(legal, "\ufffd", attribute)
    assert (found.text or "") == re.sub(legal, "\ufffd", body).replace("\r\n", "\n").replace("\r", "\n")


@given(st.text(), st.text())
def test_workflow_commands_are_read_as_they_were_written(path: str, message: str) -> None:
    document = text("It is bad.", path=f"{path}.txt")
    result = check(document, rule(lambda d: [at(d, "bad", message)]))
    out = write(REPORTS["github"], result)
    assert len(re.split(r"[\r\n]", out)) == 3  # a command, the summary, and the end
    ((_, properties, said),) = commands(out)
    assert properties["file"] == ci.relative(f"{path}.txt")
    assert said == ci.clean(ci.sentence(result.diagnostics[0]))


def test_a_workflow_command_says_what_there_is() -> None:
    document = text("One, and 100% bad: two.", path="a,b:c/d.txt")
    evidence = (Evidence("as here", Span(0, 3)),)
    fix = Fix("Write good", (Edit(Span(14, 17), "good"),), "unsafe")
    result = check(document, rule(lambda d: [at(d, "bad", "100% wrong", evidence=evidence, fix=fix)]))
    assert write(REPORTS["github"], result) == (
        "::warning file=a%2Cb%3Ac/d.txt,line=1,endLine=1,col=15,endColumn=18,title=style/fragment"
        "::100%25 wrong: “bad”%0Aline 1: as here: “One”%0Afix (unsafe): Write good\n"
        "tqa: 1 finding: 1 warning in 1 document\n"
    )


def test_github_shows_ten_and_the_last_line_counts_all() -> None:
    def last(number: int) -> str:
        document = text("bad " * number)
        spans = [Span(4 * n, 4 * n + 3) for n in range(number)]
        result = check(document, rule(lambda d: [Finding(s, "No", segment=d.segments[0]) for s in spans]))
        return write(REPORTS["github"], result).splitlines()[-1]

    assert last(10) == "tqa: 10 findings: 10 warnings in 1 document"
    assert last(11) == "tqa: 11 findings: 11 warnings in 1 document; GitHub shows the first 10 of each level"


@pytest.mark.parametrize(
    ("words", "safe"),
    [
        ("*a* _b_ `c` [d](e)", r"\*a\* \_b\_ \`c\` \[d\](e)"),
        ("<img src=x> & | ~~x~~ $y$", r"&lt;img src=x&gt; &amp; \| \~\~x\~\~ \$y\$"),
        ("@someone fixed #12 and !34", "@<!-- -->someone fixed #<!-- -->12 and !<!-- -->34"),
        ("# no heading\n- no list\n+ no", "\\# no heading\n\\- no list\n\\+ no"),
        ("Plain words - and “quotes”.", "Plain words - and “quotes”."),
    ],
)
def test_words_are_kept_from_being_markup(words: str, safe: str) -> None:
    assert ci.markdown(words) == safe


def test_code_is_fenced_with_more_backticks_than_it_has() -> None:
    assert ci.code("a") == "`a`"
    assert ci.code("a``b`c") == "```a``b`c```"
    assert ci.code("`a") == "`` `a ``"


# --- files ------------------------------------------------------------------------------------------------------------


def test_files_are_named_as_seen_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path in ("sub/a b.txt", "./sub/a b.txt", str(tmp_path / "sub" / "a b.txt")):
        assert ci.relative(path) == "sub/a b.txt"
        assert ci.uri(path) == "sub/a%20b.txt"
    assert ci.uri("新闻/100%.txt") == "%E6%96%B0%E9%97%BB/100%25.txt"
    assert ci.uri("a:b.txt") == "a%3Ab.txt"
    assert ci.uri("<stdin>") == "%3Cstdin%3E"
    assert ci.uri("caf\udce9.txt") == "caf%E9.txt"  # a byte that is no UTF-8
    outside = tmp_path.parent / "x y.txt"
    assert ci.relative(str(outside)) == outside.as_posix()
    assert ci.uri(str(outside)) == outside.as_uri()


def test_files_are_named_so_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    class Here(PureWindowsPath):
        @classmethod
        def cwd(cls) -> Here:
            return cls("C:\\news")

    monkeypatch.setattr(ci, "PurePath", PureWindowsPath)
    monkeypatch.setattr(ci, "Path", Here)
    for path in ("drafts\\a b.txt", ".\\drafts\\a b.txt", "C:\\news\\drafts\\a b.txt"):
        assert ci.relative(path) == "drafts/a b.txt"
        assert ci.uri(path) == "drafts/a%20b.txt"
    assert ci.relative("D:\\old\\a.txt") == "D:/old/a.txt"
    assert ci.uri("D:\\old\\a.txt") == "file:///D:/old/a.txt"
    (error,) = etree.fromstring(write(REPORTS["checkstyle"], one_bad("C:\\news\\a.txt")).encode())
    assert error.attrib["name"] == "a.txt"


def one_bad(path: str = "a.txt") -> Checked:
    return check(text("It is bad.", path=path), rule(lambda d: [at(d, "bad")]))


# --- known and suppressed findings ------------------------------------------------------------------------------------


def one_of_each() -> Checked:
    """A new finding, a known one and one that a comment suppresses."""
    document = text("new, known and left")
    seeker = rule(lambda d: [at(d, word, f"say not {word}") for word in ("new", "known", "left")])
    _, known, left = check(document, seeker).diagnostics
    result = check(document, seeker, known=[known.fingerprint])
    request = Suppression((left.rule,), "a name", "", "1", Span(0, 0))
    return result._replace(
        diagnostics=tuple(d for d in result.diagnostics if d.message != left.message),
        suppressed=(Suppressed(left, request),),
    )


def sarif_results(*results: Checked, **about: Any) -> list[dict[str, Any]]:
    out = write(REPORTS["sarif"], *results, **about)
    validate("sarif", out)
    found: list[dict[str, Any]] = json.loads(out)["runs"][0]["results"]
    return found


def test_sarif_says_what_is_new_known_and_suppressed() -> None:
    found = sarif_results(one_of_each(), baseline=True)
    assert [(r["message"]["text"], r["baselineState"], r["suppressions"]) for r in found] == [
        ("say not new", "new", []),
        ("say not known", "unchanged", []),
        ("say not left", "new", [{"kind": "inSource", "status": "accepted", "justification": "a name"}]),
    ]
    assert not any("baselineState" in result for result in sarif_results(one_of_each()))


@pytest.mark.parametrize("name", [name for name in CI if name != "sarif"])
def test_the_others_leave_out_what_does_not_count(name: str) -> None:
    out = write(REPORTS[name], one_of_each())
    assert "say not new" in out
    assert "say not known" not in out
    assert "say not left" not in out


# --- SARIF ------------------------------------------------------------------------------------------------------------


def test_the_rules_of_sarif_are_those_that_are_on() -> None:
    documented = build(installed=False).rules
    ran = sorted(name for name, r in documented.items() if r.default)
    here = one_bad()._replace(diagnostics=())
    out = write(REPORTS["sarif"], here, rules=list(documented.values()), on=ran)
    validate("sarif", out)
    driver = json.loads(out)["runs"][0]["tool"]["driver"]
    assert [r["id"] for r in driver["rules"]] == ran
    for about in driver["rules"]:
        known = documented[about["id"]]
        assert known.mqm in about["properties"]["tags"]
        assert 0 < len(about["shortDescription"]["text"]) <= 1024
        assert 0 < len(about["fullDescription"]["text"]) <= 1024
        assert known.summary in about["help"]["text"]
        assert "Finds" in about["help"]["markdown"]
        assert about["helpUri"].startswith("https://github.com/tqa-project/tqa/")
        assert re.fullmatch("([A-Z][a-z0-9]*)+", about["name"])
        assert about["properties"]["precision"] == "high"
        assert len(about["properties"]["tags"]) == len(set(about["properties"]["tags"]))


def test_the_help_of_rules_leads_to_their_headings() -> None:
    headings = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")
    anchors = {h.lower().replace("/", "") for h in re.findall(r"^#+ (\S+)$", headings, re.MULTILINE)}
    for name in [*build(installed=False).rules, "tqa/unreadable"]:
        assert ci.help_uri(name).partition("#")[2] in anchors
    assert ci.help_uri("style/fragment", "tqa-other") == ""


def test_results_of_sarif_name_their_rules() -> None:
    mine = [rule(lambda d: [at(d, "bad")], name) for name in ("style/b", "style/a", "style/of-another-folder")]
    out = write(REPORTS["sarif"], check(text("It is bad."), *mine), rules=mine[:2], on=["style/b", "style/a"])
    run = json.loads(out)["runs"][0]
    names = [about["id"] for about in run["tool"]["driver"]["rules"]]
    assert names == ["style/a", "style/b", "style/of-another-folder"]
    assert all(names[result["ruleIndex"]] == result["ruleId"] for result in run["results"])


def test_a_message_of_sarif_links_to_the_evidence() -> None:
    document = text("One [1] and two {2}.")
    evidence = (Evidence("see [1] {x}", Span(4, 7)), Evidence("", Span(0, 3)))
    (result,) = sarif_results(check(document, rule(lambda d: [at(d, "{2}", "Not {2}", evidence=evidence)])))
    assert result["message"] == {"text": "Not {{2}} (see [see \\[1\\] {{x}}](1), [here](2))"}
    first, second = result["relatedLocations"]
    assert (first["id"], first["message"]["text"]) == (1, "see [1] {x}")
    assert first["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 8}
    assert second["id"] == 2


def test_evidence_in_many_places_is_told_in_a_few_words() -> None:
    document = text("bad " * 300)
    evidence = tuple(Evidence("also here", Span(4 * n, 4 * n + 3)) for n in range(1, 300))
    result = check(document, rule(lambda d: [at(d, "bad", evidence=evidence)]))
    (found,) = sarif_results(result)
    assert len(found["relatedLocations"]) == 100
    assert found["message"]["text"].endswith(", [also here](9), [also here](10), …)")
    ((_, _, said),) = commands(write(REPORTS["github"], result))
    assert said.splitlines()[-2:] == ["line 1: also here: “bad”", "and 289 more places"]
    assert len(said.splitlines()) == 12
    (diagnostic,) = json.loads(write(REPORTS["rdjson"], result))["diagnostics"]
    assert len(diagnostic["related_locations"]) == 299


def test_what_tqa_could_not_do_is_a_notification() -> None:
    crash = rule(lambda d: 1 / 0, "style/crash")  # type: ignore[arg-type, return-value]
    broken = [check(d) for d in FORMATS["jsonl"].read(b'{"target": "a"}\n{"target": 1}\n', "b.jsonl")]
    out = write(REPORTS["sarif"], check(text("It is bad."), crash), *broken)
    validate("sarif", out)
    run = json.loads(out)["runs"][0]
    (invocation,) = run["invocations"]
    assert run["results"] == []
    assert invocation["executionSuccessful"] is False
    said = {n["descriptor"]["id"]: n for n in invocation["toolExecutionNotifications"]}
    assert set(said) == {"tqa/rule-crashed", "tqa/unreadable"}
    assert said["tqa/unreadable"]["locations"][0]["physicalLocation"]["region"]["startLine"] == 2
    assert set(said) <= {n["id"] for n in run["tool"]["driver"]["notifications"]}
    assert json.loads(write(REPORTS["sarif"], one_bad()))["runs"][0]["invocations"][0]["executionSuccessful"] is True


def test_a_comment_that_suppresses_nothing_is_a_result() -> None:
    value = "<!-- tqa: ignore[style/fragment] not here -->\nIt is good.\n"
    (document,) = FORMATS["text"].read(value.encode(), "a.txt")
    seeker = rule(lambda d: [])
    out = write(REPORTS["sarif"], check(document, seeker), rules=[seeker], on=[seeker.id])
    validate("sarif", out)
    run = json.loads(out)["runs"][0]
    assert [r["ruleId"] for r in run["results"]] == ["tqa/unused-suppression"]
    assert "suppresses nothing" in run["tool"]["driver"]["rules"][1]["help"]["text"]


# --- GitLab, JUnit, Markdown ------------------------------------------------------------------------------------------


def test_fingerprints_of_gitlab_are_of_one_finding_each() -> None:
    results = [one_bad("a/x.txt"), one_bad("b/x.txt"), one_bad("a/x.txt")]
    issues = json.loads(write(REPORTS["gitlab"], *results))
    assert [issue["location"]["path"] for issue in issues] == ["a/x.txt", "b/x.txt"]  # named twice is found once
    assert len({issue["fingerprint"] for issue in issues}) == 2
    moved = check(text("First.\n\nIt is bad.", path="a/x.txt"), rule(lambda d: [at(d, "bad", segment=1)]))
    assert json.loads(write(REPORTS["gitlab"], moved))[0]["fingerprint"] == issues[0]["fingerprint"]


def junit_tests(*results: Checked, **about: Any) -> list[tuple[str, str, str]]:
    out = write(REPORTS["junit"], *results, **about)
    validate("junit", out)
    found = []
    for suite in etree.fromstring(out.encode()):
        outcomes = [(str(t.attrib["classname"]), str(t.attrib["name"]), t[0].tag if len(t) else "") for t in suite]
        assert suite.attrib["tests"] == str(len(outcomes))
        assert suite.attrib["failures"] == str(sum(o == "failure" for *_, o in outcomes))
        assert suite.attrib["errors"] == str(sum(o == "error" for *_, o in outcomes))
        found += outcomes
    assert len({(classname, name) for classname, name, _ in found}) == len(found)
    return found


def test_a_test_of_junit_is_a_rule_in_a_document() -> None:
    document = text("It is bad, and bad.", path="dir/a.b.txt")
    twice = rule(lambda d: [Finding(Span(s, s + 3), "No", segment=d.segments[0]) for s in (6, 15)])
    slight = rule(lambda d: [at(d, "and")], "style/slight", "info")
    result = check(document, twice, slight)
    one, two = ("dir/a_b_txt", "style/fragment"), ("dir/a_b_txt", "style/slight")
    assert junit_tests(result) == [(*one, "failure"), (*two, "system-out")]
    assert junit_tests(result, fail_on="info") == [(*one, "failure"), (*two, "failure")]
    assert junit_tests(result, fail_on="error") == [(*one, "system-out"), (*two, "system-out")]
    assert junit_tests(result, fail_on="never") == [(*one, "system-out"), (*two, "system-out")]
    failure = etree.fromstring(write(REPORTS["junit"], result).encode()).find(".//failure")
    assert failure is not None
    assert (failure.get("message"), failure.get("type")) == ("No: “bad” (and 1 more)", "warning")
    assert (failure.text or "").splitlines() == [
        "dir/a.b.txt:1:7: warning: No: “bad”",
        "dir/a.b.txt:1:16: warning: No: “bad”",
    ]


def test_documents_without_findings_are_tests_that_passed() -> None:
    good = check(text("It is good."), rule(lambda d: []))
    assert junit_tests(good) == [("a_txt", "no findings", "")]
    assert junit_tests() == [("tqa", "no documents", "")]


def test_what_could_not_be_checked_is_an_error_of_junit() -> None:
    crash = rule(lambda d: 1 / 0, "style/crash")  # type: ignore[arg-type, return-value]
    assert junit_tests(check(text("It is bad."), crash)) == [("a_txt", "tqa/rule-crashed", "error")]


def test_documents_of_one_file_are_suites_of_their_own() -> None:
    rows = lines({"document": "1", "target": "bad"}, {"document": "2", "target": "bad"})
    found = junit_tests(*(check(d, rule(lambda d: [at(d, "bad")])) for d in rows))
    assert found == [("a_jsonl (1)", "style/fragment", "failure"), ("a_jsonl (2)", "style/fragment", "failure")]


def test_the_summary_in_markdown() -> None:
    document = text("It is bad and *worse*.")
    bad = rule(lambda d: [at(d, "bad", "No <b>", fix=Fix("Write good", (Edit(Span(6, 9), "good"),), "safe"))])
    worse = rule(lambda d: [at(d, "*worse*", "Not @you")], "accuracy/worse", "error")
    out = write(REPORTS["markdown"], check(document, bad, worse))
    rules = "https://github.com/tqa-project/tqa/blob/main/rules/README.md"
    assert out == (
        "### ❌ tqa: 2 findings: 1 error, 1 warning in 1 document\n"
        "\n"
        "5 words, 400.0 findings per 1,000 words.\n"
        "\n"
        "| findings | severity | rule |\n"
        "| ---: | --- | --- |\n"
        f"| 1 | 🔴 error | [accuracy/worse]({rules}#accuracyworse) |\n"
        f"| 1 | 🟠 warning | [style/fragment]({rules}#stylefragment) |\n"
        "\n"
        "<details open><summary>2 findings</summary>\n"
        "\n"
        "- 🔴 `a.txt:1:15` Not @<!-- -->you (accuracy/worse)<br>\n"
        "  in: `*worse*`\n"
        "- 🟠 `a.txt:1:7` No &lt;b&gt; (style/fragment)<br>\n"
        "  in: `bad`<br>\n"
        "  fix (safe): Write good\n"
        "\n"
        "</details>\n"
    )


def test_the_verdict_is_that_of_the_exit_code() -> None:
    assert write(REPORTS["markdown"], one_bad(), fail_on="error").startswith("### ✅ tqa: 1 finding: 1 warning in")
    assert write(REPORTS["markdown"]).startswith("### ✅ tqa: nothing was checked: no documents\n")
    good = check(text("It is good."), rule(lambda d: []))
    assert write(REPORTS["markdown"], good).startswith("### ✅ tqa: nothing found in 1 document\n\n3 words.\n")


def test_the_summary_in_markdown_has_a_bound() -> None:
    words = "漢" * 50

    def many() -> Iterator[Checked]:
        for number in range(400):
            document = text(f"{words} " * 10, path=f"{'長' * 60}{number}.txt")
            names = [f"style/rule-{number}-{n}" for n in range(2)]
            yield check(
                document,
                *(rule(lambda d: [at(d, words, "字" * 500)], name) for name in names),
                rule(lambda d: [at(d, words, "the gravest")], "accuracy/a", "error" if number == 399 else "hint"),
            )

    out = write(REPORTS["markdown"], *many())
    assert 30_000 < len(out.encode()) <= 60_000
    assert "\n| … | | and 702 more |\n" in out
    assert re.search(r"<summary>The gravest \d+ of 1,200 findings</summary>\n\n- 🔴 .* the gravest ", out)
    assert out.endswith("\n</details>\n")


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("tqa.toml").write_text('target_lang = "en"\n', encoding="utf-8")
    Path("a.txt").write_text("Both sides met.\n\nA lot of consensus.\n", encoding="utf-8")
    return tmp_path


def tqa(*args: str) -> int:
    try:
        return cli.main(["check", *args])
    except SystemExit as end:
        return int(str(end.code))


@formats
def test_standard_input_is_reported(
    name: str, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Stdin:
        buffer = Path("a.txt").open("rb")  # noqa: SIM115 - closed below

    monkeypatch.setattr("sys.stdin", Stdin)
    with Stdin.buffer:
        assert tqa("--format", name, "-") == 1
    out = capsys.readouterr().out
    validate(name, out)
    assert "stdin" in out


def test_further_reports_are_what_they_are_alone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [name for name in REPORTS if name != "terminal"]
    further = [f"--report={name}=made/{name}=x" for name in names]
    Path("made").mkdir()
    assert tqa("a.txt", "--color", "always", *further, "--report", "terminal=made/terminal") == 1
    said = capsys.readouterr().out
    assert "\x1b[" in said
    for name in names:
        assert tqa("a.txt", "--format", name) == 1
        assert Path("made", f"{name}=x").read_text(encoding="utf-8") == capsys.readouterr().out
    assert "\x1b[" not in Path("made", "terminal").read_text(encoding="utf-8")
    assert sorted(path.name for path in Path("made").iterdir()) == sorted([*(f"{n}=x" for n in names), "terminal"])


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--report", "sarif"], "--report: 'sarif' is not NAME=FILE, as in sarif=tqa.sarif"),
        (["--report", "sarif="], "--report: 'sarif=' is not NAME=FILE, as in sarif=tqa.sarif"),
        (["--report", "=x"], "--report: '=x' is not NAME=FILE, as in sarif=tqa.sarif"),
        (["--report", "serif=x"], "--report: there is no 'serif'; did you mean 'sarif'?"),
        (["--report", "sarif=no/x"], "--report: no/x cannot be written: No such file or directory"),
        (["--report", "sarif=x", "--report", "gitlab=./x"], "--report: ./x is written by another report already"),
        (["--report", "sarif=x", "--output", "x"], "--report: x is written by another report already"),
        (
            ["--report", "sarif=x", "--diff"],
            "--report can't go with --diff or with fixes of standard input, which print text",
        ),
        (
            ["--report", "sarif=x", "--fix", "-"],
            "--report can't go with --diff or with fixes of standard input, which print text",
        ),
    ],
)
def test_further_reports_that_cannot_be_are_said_in_one_line(
    args: list[str], message: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(project.iterdir())
    assert tqa(*args) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"tqa: {message}\n")
    assert sorted(project.iterdir()) == before  # no drafts either


def test_a_run_that_fails_leaves_the_files_of_its_reports_as_they_were(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("old").write_text("old", encoding="utf-8")

    def broken(*_: object) -> Iterator[str]:
        yield "half"
        raise RuntimeError("broken")

    monkeypatch.setattr(gitlab, "report", broken)
    assert tqa("a.txt", "--report", "sarif=old", "--report", "gitlab=new") == 2
    assert Path("old").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in project.iterdir()) == ["a.txt", "old", "tqa.toml"]


def test_a_baseline_in_use_is_told_to_the_reports(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tqa("a.txt", "--baseline", "known.json", "--update-baseline", "--report", "sarif=first.sarif") == 0
    capsys.readouterr()
    assert tqa("a.txt", "--baseline", "known.json", "--format", "sarif") == 0
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert result["baselineState"] == "unchanged"
    (result,) = json.loads(Path("first.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert "baselineState" not in result


def test_the_page_about_ci_says_what_there_is() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    first = page.partition("\n## ")[0]
    described = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", first, re.MULTILINE)))
    assert sorted([*described, "terminal"]) == sorted(REPORTS)
    typed = re.findall(r"\btqa check [^|'`\n]+", page)
    assert len(typed) >= 6
    for command in typed:
        args = cli.parser().parse_args(shlex.split(command)[1:])
        assert {args.format, *(report.partition("=")[0] for report in args.report)} <= set(REPORTS)
        if (named := re.findall(r"--report \w+=([\w.-]+)", command)) and "github" not in command:
            assert all(page.count(file) >= 2 for file in named)  # the system is told to read it


def test_the_help_names_every_report() -> None:
    names, _, default = cli._FORMATS.partition(" [")
    assert sorted(names.split(", ")) == sorted(REPORTS)
    assert default == "terminal]"
