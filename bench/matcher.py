"""What rules that never match cost: 10,000 phrases and 5,000 regular expressions, as whole processes with a warm cache.

    python bench/matcher.py [FILE.txt]

Checks a text of about 2 MB (made here, or the one given) with tqa's own rules, and again with the added ones, in turn;
prints the processor seconds of both and their ratio, which is to be at most 1.10, and what one short file costs.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tqa.match import Matcher, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PHRASES, REGEXES = 10_000, 5_000
BYTES = 2_000_000
GOAL = 1.10
SHORT = 3_000
"""Characters of the short file."""

COMMON = """the of and to in a is that for was on with as by at from it are were has have be an this not which his its
said will their also been more than one new after who about up over can first into people other years two government
""".split()
# Each is a template of what house styles hold: forms of a word, alternatives, gaps, optional parts, numbers.
TEMPLATES = (
    r"{0}\w* {1}",
    r"(?:{0}|{1}|{2}) {3}",
    r"{0} (?:\w+ ){{1,3}}{1}",
    r"{0}(?:s|ed|ing)? (?:the |a )?{1}",
    r"\d+ {0}s? {1}",
    r"{0}[^.]{{1,40}}{1} {2}",
    r"(?:very|most) {0} {1}",
)


def words(rng: random.Random, number: int) -> list[str]:
    """Made-up words, of the lengths of English ones."""
    onsets = "b c d f g h k l m n p r s t v w bl br ch cl cr dr fl fr gr pl pr sc sh sl sp st str th tr".split()
    cores = "a e i o u ai ea ee io oa ou".split()
    ends = [
        "",
        "",
        "b",
        "ck",
        "d",
        "l",
        "ll",
        "m",
        "n",
        "nd",
        "ng",
        "nt",
        "r",
        "rd",
        "s",
        "st",
        "t",
        "ve",
        "ly",
        "tion",
    ]
    found: dict[str, None] = {}
    while len(found) < number:
        syllable = (rng.choice(onsets) + rng.choice(cores) for _ in range(rng.choice((1, 1, 2, 2, 3))))
        found["".join(syllable) + rng.choice(ends)] = None
    return list(found)


def text(rng: random.Random, vocabulary: Sequence[str]) -> str:
    """Paragraphs of sentences; words are as frequent as in English, a third of them function words."""
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    out: list[str] = []
    size = 0
    while size < BYTES:
        sentences = []
        for _ in range(rng.randint(1, 4)):
            chosen = rng.choices(vocabulary, weights, k=rng.randint(8, 30))
            spoken = [rng.choice(COMMON) if rng.random() < 0.35 else word for word in chosen]
            if rng.random() < 0.3:
                spoken.insert(rng.randrange(len(spoken)), str(rng.randint(1, 2025)))
            sentences.append(" ".join(spoken).capitalize() + rng.choice((".", ".", ".", "?")))
        out.append(" ".join(sentences))
        size += len(out[-1])
    return "\n\n".join(out)


def silent(rng: random.Random, corpus: str, templates: Sequence[str], number: int) -> list[str]:
    """Patterns of words of the corpus that match nowhere in it."""
    vocabulary = [word for word in sorted(set(corpus.lower().split())) if word.isalpha() and len(word) > 2]
    paragraphs = corpus.split("\n\n")
    found: list[str] = []
    while len(found) < number:
        tried = [rng.choice(templates).format(*rng.sample(vocabulary, 4)) for _ in range(number - len(found) + 200)]
        matcher = Matcher([[Pattern(rf"\b(?:{regex})\b", ignorecase=True) for regex in tried]])
        loud = {number for paragraph in paragraphs for _, number, _ in matcher.matches(paragraph)}
        found += [regex for number, regex in enumerate(tried) if number not in loud]
    return found[:number]


def rule_file(regexes: Sequence[str]) -> str:
    tokens = "\n".join(f"  '{regex}'," for regex in regexes)
    return f"""kind = "existence"
summary = "A phrase that is never there"
why = "To measure what rules cost that never match."
message = "Do not write “{{match}}”"

[existence]
ignorecase = true
tokens = [
{tokens}
]

[[bad]]
text = "[[Not run]]"

[[good]]
text = "Not run"
"""


def rule_files(folder: Path, phrases: Sequence[str], regexes: Sequence[str]) -> None:
    for name, patterns in (("phrases", phrases), ("regexes", regexes)):
        for start in range(0, len(patterns), 500):
            file = folder / "style" / f"{name}-{start // 500}.toml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(rule_file(patterns[start : start + 500]), encoding="utf-8")


def seconds(folder: Path, file: str) -> float:
    """The processor time, in this process and its children, of checking a file."""
    command = [sys.executable, "-m", "tqa", "check", file, "--format", "jsonl", "--jobs", "1", "--exit-zero"]
    process = subprocess.Popen([*command, "--output", os.devnull], cwd=folder)  # noqa: S603
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"tqa ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def pairs(without: Path, added: Path, file: str, number: int) -> Iterator[tuple[float, float]]:
    for folder in (without, added):  # fill the cache
        seconds(folder, file)
    for _ in range(number):
        yield seconds(without, file), seconds(added, file)


def report(what: str, measured: Sequence[tuple[float, float]]) -> float:
    without, added = (statistics.median(column) for column in zip(*measured, strict=True))
    ratio = statistics.median(b / a for a, b in measured)
    print(f"{what}: {without:.3f} s without, {added:.3f} s with the added rules (medians of {len(measured)})")
    return ratio


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("text", nargs="?", type=Path, help="a text to check; made up if not given")
    parser.add_argument("--pairs", type=int, default=7, help="how often each is measured")
    args = parser.parse_args()
    rng = random.Random(1)
    corpus = args.text.read_text(encoding="utf-8") if args.text else text(rng, words(rng, 20_000))
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        os.environ["TQA_CACHE_DIR"] = str(root / "cache")
        without, added = root / "without", root / "added"
        for folder, settings in ((without, ""), (added, 'rules = ["rules"]\n')):
            folder.mkdir()
            (folder / "tqa.toml").write_text(f'target_lang = "en"\n{settings}', encoding="utf-8")
            (folder / "long.txt").write_text(corpus, encoding="utf-8")
            (folder / "short.txt").write_text(corpus[:SHORT], encoding="utf-8")
        rule_files(
            added / "rules",
            silent(rng, corpus, ("{0} {1}", "{0} {1} {2}", "{0} {1} {2} {3}"), PHRASES),
            silent(rng, corpus, TEMPLATES, REGEXES),
        )
        first = seconds(added, "short.txt")
        print(f"{len(corpus.encode()):,} bytes; {PHRASES:,} phrases and {REGEXES:,} regular expressions")
        print(f"the first run, which compiles: {first:.1f} s")
        short = list(pairs(without, added, "short.txt", args.pairs))
        report("a short file", short)
        print(f"  {1000 * statistics.median(b - a for a, b in short):.0f} ms more")
        ratio = report("the text", list(pairs(without, added, "long.txt", args.pairs)))
        print(f"ratio {ratio:.3f} (goal: at most {GOAL})")
        sys.exit(ratio > GOAL)


if __name__ == "__main__":
    main()
