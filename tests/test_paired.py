"""Source and translation in two files: which paragraphs are put side by side, where evidence is, what is said of files
that lack their partner.
"""

from __future__ import annotations

import json
import random
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqa import Content, Document, Origin, Segment, Span, Text, check_files
from tqa.align import Alignment
from tqa.cli import main
from tqa.config import ConfigError, Configs, load
from tqa.paired import Pairs, Pattern, beside
from tqa.plugins import languages
from tqa.runner import FileResult, Options, Session, discover

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LANGUAGES = languages()

CHINESE = (
    "港口周五重新开放",
    "港务局星期五宣布，连接两岸的大桥将于12月3日重新开放。工程耗时十四个月，比原计划长了两个月。",
    "局长李明表示，维修花费了4500万元，比计划多了百分之八。他说，大部分费用用于更换钢缆。",
    "行人从早上六点起可以使用人行道，车辆须等到星期一。",
    "渔民协会主席陈志强希望航道尽快疏浚。他说，去年冬天有三艘渔船在浅滩搁浅，所幸无人受伤。",
    "市长在仪式上把这座桥称为“城市的脊梁”，并感谢工人们的努力。",
    "明年，该市还将修建两条自行车道，一条通往机场，另一条通往大学。",
)
ENGLISH = tuple(
    " ".join(paragraph.split())
    for paragraph in """Port Reopens on Friday

    The port authority announced on Friday that the bridge that connects both shores will reopen on December 3. The work
    took fourteen months, two more than planned.

    Repairs cost 45 million yuan, eight percent more than planned, said director Li Ming. Most of it, he said, went into
    new steel cables.

    Pedestrians may use the walkway from 6 a.m.; vehicles have to wait until Monday.

    Chen Zhiqiang, chairman of the fishermen's association, hopes that the channel will soon be dredged. Last winter, he
    said, three boats ran aground in the shallows; fortunately nobody was hurt.

    At the ceremony, the mayor called the bridge “the backbone of the city” and thanked the workers for their efforts.

    Next year, the city will also build two bicycle lanes, one to the airport, the other to the university.""".split(
        "\n\n"
    )
)

_RENDERED = {ord("在"): "In ", ord("说"): " says ", ord("共"): "that ", ord("会"): "meeting "}


def texts(values: Sequence[str], lang: str) -> list[Text]:
    return [Text(value, lang, Origin.contiguous(0, len(value))) for value in values]


def links(source: Sequence[str], target: Sequence[str]) -> list[tuple[list[int], list[int]]]:
    found = Alignment(texts(source, "zh"), texts(target, "en"), LANGUAGES).links
    return [([*link.sources], [*link.targets]) for link in found]


def document(values: Sequence[str], lang: str, path: str) -> Document:
    content, segments, at = "\n\n".join(values), [], 0
    for number, value in enumerate(values, 1):
        segments.append(Segment(str(number), Text(value, lang, Origin.contiguous(at, len(value)))))
        at += len(value) + 2
    return Document(path, "text", tuple(segments), target_lang=lang, content=Content(content))


def pair(source: Sequence[str], target: Sequence[str]) -> list[tuple[str, str | None, str]]:
    found = beside(document(target, "en", "en.txt"), document(source, "zh", "zh.txt"), LANGUAGES)
    return [(s.id, s.source.value if s.source else None, s.target.value) for s in found.segments]


# --- alignment --------------------------------------------------------------------------------------------------------


def test_as_many_paragraphs_belong_together_one_by_one() -> None:
    assert links(CHINESE, ENGLISH) == [([i], [i]) for i in range(7)]


@pytest.mark.parametrize("lost", [1, 2, 4])
def test_a_paragraph_that_is_left_out_is_found(lost: int) -> None:
    assert ([lost], []) in links(CHINESE, ENGLISH[:lost] + ENGLISH[lost + 1 :])
    assert ([], [lost]) in links(CHINESE[:lost] + CHINESE[lost + 1 :], ENGLISH)


def test_one_left_out_and_another_put_in_are_found_though_there_are_as_many() -> None:
    target = (*ENGLISH[:2], *ENGLISH[3:6], "Our reporter saw a small cat asleep beside the walkway.", ENGLISH[6])
    found = links(CHINESE, target)
    assert ([2], []) in found
    assert ([], [5]) in found


def test_paragraphs_that_were_merged_or_split_are_found() -> None:
    assert ([1, 2], [1]) in links(CHINESE, (ENGLISH[0], f"{ENGLISH[1]} {ENGLISH[2]}", *ENGLISH[3:]))
    first, second = ENGLISH[4].split(". Last")
    assert ([4], [4, 5]) in links(CHINESE, (*ENGLISH[:4], f"{first}.", f"Last{second}", *ENGLISH[5:]))


@given(
    st.lists(st.text("ab 1漢字.", max_size=20), max_size=40), st.lists(st.text("ab 1漢字.", max_size=20), max_size=40)
)
def test_every_paragraph_is_in_one_link_in_order(source: list[str], target: list[str]) -> None:
    found = links(source, target)
    assert [i for ours, _ in found for i in ours] == [*range(len(source))]
    assert [j for _, theirs in found for j in theirs] == [*range(len(target))]


@pytest.mark.parametrize("gap", [(0, 0), (300, 340), (0, 60), (540, 600)])
def test_many_paragraphs_take_linear_time_also_about_a_gap(gap: tuple[int, int]) -> None:
    rnd = random.Random(7)
    names = ["".join(rnd.choices("bcdfgklmnprst", k=2)) + rnd.choice("aeiou") + rnd.choice("xz") for _ in range(4000)]
    source = [
        f"在{rnd.choice(names)}，{rnd.choice(names)}说，共有{rnd.randrange(99, 9999)}人参加了会议。" for _ in range(600)
    ]
    target = [text.translate(_RENDERED) for text in source]
    del target[slice(*gap)]
    began = time.process_time()
    found = links(source, target)
    assert time.process_time() - began < 20
    straight = [(ours, theirs) for ours, theirs in found if len(ours) == len(theirs) == 1]
    right = [o for o, t in straight if t[0] == (o[0] if o[0] < gap[0] else o[0] - (gap[1] - gap[0]))]
    assert len(right) >= 0.97 * len(target)


# --- segments ---------------------------------------------------------------------------------------------------------


def test_a_split_paragraph_has_its_source_split_with_it() -> None:
    first, second = ENGLISH[4].split(". Last")
    found = pair(CHINESE, (*ENGLISH[:4], f"{first}.", f"Last{second}", *ENGLISH[5:]))
    assert [source for _, source, _ in found[4:6]] == [
        "渔民协会主席陈志强希望航道尽快疏浚。",
        "他说，去年冬天有三艘渔船在浅滩搁浅，所幸无人受伤。",
    ]


def test_merged_paragraphs_have_both_sources() -> None:
    found = pair(CHINESE, (ENGLISH[0], f"{ENGLISH[1]} {ENGLISH[2]}", *ENGLISH[3:]))
    assert found[1][1] == f"{CHINESE[1]}\n{CHINESE[2]}"


def test_what_is_not_translated_stands_beside_an_empty_segment_and_what_was_put_in_beside_nothing() -> None:
    assert pair(CHINESE, ENGLISH[:2] + ENGLISH[3:])[2] == ("source 3", CHINESE[2], "")
    assert pair(CHINESE[:2] + CHINESE[3:], ENGLISH)[2] == ("3", None, ENGLISH[2])
    assert pair(CHINESE[:1], ())[0] == ("source 1", CHINESE[0], "")
    assert pair((), ENGLISH[:1])[0] == ("1", None, ENGLISH[0])


@given(st.integers(0, 5), st.sets(st.integers(0, 6), max_size=3))
def test_the_places_of_sources_are_in_their_file(merged: int, lost: set[int]) -> None:
    target = [*ENGLISH[:merged], f"{ENGLISH[merged]} {ENGLISH[merged + 1]}", *ENGLISH[merged + 2 :]]
    target = [text for number, text in enumerate(target) if number not in lost]
    found = beside(document(target, "en", "en.txt"), document(CHINESE, "zh", "zh.txt"), LANGUAGES)
    assert found.source_file is not None
    content = found.source_file.content.value
    for segment in found.segments:
        for at, c in enumerate(segment.source.value) if segment.source else ():
            assert segment.source is not None
            place = segment.source.origin.span(Span(at, at + 1))
            assert content[place.start : place.end] == c or (c == "\n" and place.start == place.end)
    assert len({segment.id for segment in found.segments}) == len(found.segments)


# --- patterns ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "target", "path", "partner"),
    [
        ("{name}.zh.txt", "{name}.en.txt", "a.en.txt", "a.zh.txt"),
        ("{name}.zh.txt", "{name}.en.txt", "news/2026/a.en.txt", "news/2026/a.zh.txt"),
        ("{name}.zh.txt", "{name}.en.txt", "a.en.md", None),
        ("{name}.zh.txt", "{name}.en.txt", ".en.txt", None),
        ("zh/{name}", "en/{name}", "en/2026/a.html", "zh/2026/a.html"),
        ("zh/{name}", "en/{name}", "a.html", None),
        ("zh/{name}.md", "{name}.md", "a.md", "zh/a.md"),
        ("{name}.txt", "{name}.en.txt", "a.en.txt", "a.txt"),
        ("{name}[1].txt", "{name}(1).txt", "a(1).txt", "a[1].txt"),
    ],
)
def test_the_partner_of_a_file(source: str, target: str, path: str, partner: str | None) -> None:
    pairs = Pairs(Pattern.of(source), Pattern.of(target))
    assert pairs.source_of(path) == partner
    if partner:
        assert pairs.target_of(partner) == path


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ('source = "a.zh.txt"\ntarget = "{name}.en.txt"', "tqa.toml:2: pairs: source = 'a.zh.txt': it has no {name}"),
        ('source = "{name}.zh"\ntarget = "{name}.{lang}"', "tqa.toml:3: pairs: target = '{name}.{lang}': it may have"),
        ('source = "/a/{name}"\ntarget = "{name}"', "tqa.toml:2: pairs: source = '/a/{name}': it has to be relative"),
        ('source = "../{name}"\ntarget = "{name}"', "tqa.toml:2: pairs: source = '../{name}': it has to be relative"),
        ('source = "{name}.txt"', "tqa.toml:1: pairs takes both, source and target"),
        ('source = "{name}"\ntarget = "{name}"', "tqa.toml:3: pairs: source and target are the same"),
        ('sauce = "{name}"', "tqa.toml:2: pairs: there is no 'sauce'; it takes source and target"),
    ],
)
def test_a_bad_pattern_is_named_with_its_line(table: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "tqa.toml"
    path.write_text(f"[pairs]\n{table}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert says in str(caught.value)


def test_an_encoding_that_there_is_not_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "tqa.toml").write_text('encoding = "utf-99"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"tqa\.toml:1: encoding = 'utf-99': there is none of that name"):
        load(tmp_path / "tqa.toml")


def test_the_encoding_of_the_configuration_holds(tmp_path: Path) -> None:
    (tmp_path / "tqa.toml").write_text('encoding = "shift_jis"\n', encoding="utf-8")
    (tmp_path / "a.txt").write_bytes("港".encode("shift_jis"))
    session = Session(Configs(), Options(keep_documents=True))
    (checked,) = session.check_file(tmp_path / "a.txt").checked
    assert checked.source is not None
    assert checked.source.segments[0].target.value == "港"


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zh.txt").write_text("\n\n".join(CHINESE) + "\n", encoding="utf-8")
    (tmp_path / "en.txt").write_text("\n\n".join(ENGLISH[:2] + ENGLISH[3:]) + "\n", encoding="utf-8")
    return tmp_path


_EMPTY = "accuracy/empty-translation"


def test_a_source_is_named_on_the_command_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "en.txt", "--source", "zh.txt", "--format", "jsonl", "--select", _EMPTY]) == 1
    (found,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (found["rule"], found["path"], found["segment"]["id"]) == (
        "accuracy/empty-translation",
        "en.txt",
        "source 3",
    )
    assert found["evidence"][0]["path"] == "zh.txt"
    assert found["evidence"][0]["range"]["start"] == {"line": 4, "character": 0}


@pytest.mark.parametrize(
    "name",
    ["terminal", "json", "jsonl", "sarif", "github", "gitlab", "rdjson", "checkstyle", "junit", "markdown", "html"],
)
def test_every_report_takes_evidence_in_another_file(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "en.txt", "--source", "zh.txt", "--format", name, "--select", "accuracy"]) == 1
    out = capsys.readouterr().out
    assert name in ("gitlab", "html", "junit", "github", "checkstyle") or "zh.txt" in out


def test_fixes_go_into_the_translation(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "en.txt"
    path.write_text(path.read_text("utf-8").replace("the mayor", "the  mayor"), encoding="utf-8")
    assert main(["check", "en.txt", "--source", "zh.txt", "--select", "linguistic", "--fix"]) == 0
    assert "the mayor" in path.read_text("utf-8")
    assert "1 fixed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["en.txt", "--source", "no.txt"], "--source: there is no file no.txt"),
        (["en.txt", "zh.txt", "--source", "zh.txt"], "--source is of one file"),
        ([".", "--source", "zh.txt"], "--source is of one file"),
    ],
)
def test_a_source_that_cannot_be(args: list[str], says: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *args]) == 2
    assert says in capsys.readouterr().err


def test_a_file_that_has_its_source_in_it_takes_no_other(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.jsonl").write_text('{"source": "港口", "target": "Port"}\n', encoding="utf-8")
    assert main(["check", "a.jsonl", "--source", "zh.txt"]) == 1
    assert "has its sources in it, so it can't go with another" in " ".join(capsys.readouterr().out.split())


def test_a_folder_of_pairs(folder: Path) -> None:
    (folder / "tqa.toml").write_text('[pairs]\nsource = "{name}.zh.md"\ntarget = "{name}.en.html"\n', encoding="utf-8")
    for name, text in {
        "a.zh.md": "# 标题\n\n会议于2019年在北京举行。\n",
        "a.en.html": "<h1>The headline</h1><p>The meeting took place in Beijing in 2018.",
        "b.zh.md": "会议",
        "c.en.html": "<p>A lot of words.",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    found = [f for f in discover([folder], Session(Configs(), Options())) if not isinstance(f, FileResult)]
    assert sorted(path.name for path in found) == ["a.en.html", "c.en.html", "en.txt", "zh.txt"]
    diagnostics = check_files([folder / "a.en.html"], config=str(folder / "tqa.toml"), select=["accuracy"])
    assert [(d.rule, [e.path for e in d.evidence]) for d in diagnostics] == [
        ("accuracy/date-mismatch", [str(folder / "a.zh.md")])
    ]
    messages = {d.message for d in check_files(folder, config=str(folder / "tqa.toml")) if d.rule == "tqa/unreadable"}
    assert messages == {
        f"{folder / 'b.zh.md'}: its translation, {folder / 'b.en.html'}, is not there",
        f"its source, {folder / 'c.zh.md'}, cannot be read (No such file or directory), and is not compared",
    }
    (named,) = discover([folder / "a.zh.md"], Session(Configs(), Options()))
    assert isinstance(named, FileResult)
    assert "name its translation" in named.checked[0].diagnostics[0].message


def test_a_problem_of_the_source_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "zh.txt").write_text("港口\n\n# tqa: ignore\n", encoding="utf-8")
    main(["check", "en.txt", "--source", "zh.txt", "--select", "terminology"])
    assert "in the source, zh.txt, line 3: this comment is not understood" in " ".join(capsys.readouterr().out.split())


def test_findings_beside_what_is_left_out_go_into_no_copy(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    page = "".join(f"<p>{text}</p>\n" for text in ENGLISH[:2] + ENGLISH[3:])
    (folder / "en.html").write_text(page, encoding="utf-8")
    assert main(["annotate", "en.html", "--source", "zh.txt", "--select", "accuracy"]) == 0
    assert capsysbinary.readouterr().out.decode() == page
