#!/usr/bin/env python3
r"""Makes the word lists of tqa/languages/data/english from SCOWL, cspell's dictionaries and symspellpy's frequencies.

    apt-get download scowl && dpkg-deb -x scowl_*.deb scowl
    pip download --no-deps symspellpy && unzip symspellpy-*.whl
    npm pack @cspell/dict-en_us @cspell/dict-en-gb-mit     # unpack each; then, with the package cspell-trie:
    cspell-trie reader en_US.trie.gz >us.txt; cspell-trie reader en_GB.trie.gz >gb.txt
    tools/english_words.py --scowl scowl/usr/share/dict/scowl --words us.txt gb.txt \
        --frequencies symspellpy/frequency_dictionary_en_82_765.txt

A word that hardly anyone uses and that is one slip away from one that everybody uses ("thew", "lave") is left
out: in news it is a misspelling. Of names only those are listed that are a slip away from a common word; no other is
ever looked for. `own.txt` beside the lists has what the sources lack and what stays in spite of that.
"""

from __future__ import annotations

import argparse
import re
import string
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

DATA = Path(__file__).parent.parent / "tqa" / "languages" / "data" / "english"
LEVELS = (10, 20, 35, 40, 50, 55, 60, 70)
"""SCOWL's sizes; to 60 they make the usual dictionaries, to 70 the large ones."""
NAME_LEVELS = (*LEVELS, 80, 95)
LISTS = {"english", "american", "british", "british_z", "canadian", "australian", "variant_1", "variant_2"}
FLOOR = {10: 3_000_000, 20: 500_000, 35: 100_000, 40: 20_000, 50: 10_000}
"""How frequent a word of a level is taken to be where no frequency is known."""
RARE = 3_000
COMMON = 100_000
"""How frequent a word must be for others to be misspellings of it: one in 10,000,000 words."""
COMMON_NAME = 2_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scowl", type=Path, required=True)
    parser.add_argument("--words", type=Path, nargs="*", default=[])
    parser.add_argument("--frequencies", type=Path, required=True)
    args = parser.parse_args()

    own, out = _own()
    counts = {w: int(n) for w, n in map(str.split, args.frequencies.read_text("utf-8-sig").splitlines())}
    levels: dict[str, int] = {}
    names: set[str] = set()
    for level in NAME_LEVELS:
        if level in LEVELS:
            for word in _scowl(args.scowl, ("words", "contractions"), level):
                levels.setdefault(word, level)
        names |= _scowl(args.scowl, ("upper", "proper-names", "abbreviations"), level)
    for path in args.words:
        for line in path.read_text("utf-8").splitlines():
            if line[:1] not in "~!+*" and line:
                levels.setdefault(line, LEVELS[-1]) if line.islower() else names.add(line)

    # "it's" stays; "year's" is made of its noun.
    words = {w for w in levels if re.fullmatch("[a-z]+|[a-z]+'[a-rt-z]+", w)}
    words |= {w for w in levels if w.endswith("'s") and w[:-2] in PRONOUNS} | own
    frequency = {w: counts.get(w) or FLOOR.get(levels.get(w, 99), RARE) for w in words}
    frequency |= {w: max(frequency[w], COMMON) for w in own}
    common = {w for w in words if frequency[w] >= COMMON and len(w) > 1}
    names = {n for n in names if re.fullmatch("[A-Z][a-z]{2,}", n)}
    common_names = {n for n in names if levels.get(n.lower(), 99) > 35 and counts.get(n.lower(), 0) >= COMMON_NAME}
    frequency |= {n: counts[n.lower()] for n in common_names}

    rare = out | {w for w in words - own if _slip(w, levels[w], frequency, common)}
    near = common | {n.lower() for n in common_names}
    names = {n for n in names if not near.isdisjoint(edits(n.lower()))}
    varieties = sorted(_varieties(args.scowl))
    _write("varieties.txt", varieties)
    rare -= {word for line in varieties for word in line.split()}
    _write("words.txt", sorted((words - rare) | names | common_names | {f"I'{end}" for end in ("d", "ll", "m", "ve")}))
    _write("common.txt", sorted((common - rare) | common_names, key=lambda w: (-frequency[w], w)))


PRONOUNS = frozenset("he here how it let she that there what when where who why".split())


def _own() -> tuple[set[str], set[str]]:
    """What to add and what to leave out."""
    lines = (DATA / "own.txt").read_text("utf-8").splitlines()
    listed = {word for line in lines if not line.startswith("#") for word in line.split()}
    out = {word for word in listed if word.startswith("-")}
    return listed - out, {word[1:] for word in out}


def _scowl(folder: Path, kinds: tuple[str, ...], level: int, lists: Container[str] = LISTS) -> set[str]:
    found: set[str] = set()
    for path in folder.glob(f"*.{level}"):
        of, _, kind = path.stem.partition("-")
        if of in lists and kind in kinds:
            found.update(path.read_text("latin-1").split())
    return found


def _varieties(folder: Path) -> Iterator[str]:
    """Words of one variety only, each with that of the other: "colour british color". With -ize a word is of both."""
    american, british = set[str](), set[str]()
    for level in LEVELS[:-1]:
        american |= _scowl(folder, ("words",), level, {"american"})
        british |= _scowl(folder, ("words",), level, {"british", "british_z"})
    for one, name, other in ((american, "american", british), (british, "british", american)):
        for word in sorted(one - other):
            same = sorted(other & set(_respelt(word, name)))
            if word.islower() and "'" not in word and len(same) == 1 and not {word, *same} & BOTH:
                yield f"{word} {name} {same[0]}"


BOTH = frozenset(
    """airplane airplanes canceled canceling cancelled cancelling catalogue catalogues initialed initialled jeweler
    jewelers jeweller jewellers totaled totalled""".split()
)
"""What American writers spell either way."""

RESPELT = """or/our er/re iz/is yz/ys l/ll e/ae e/oe og/ogue ck/que olt/oult olde/oulde gray/grey gram/gramme ense/ence
    ens/enc illf/ilf illm/ilm ulf/ullf skept/scept aneuver/anoeuvre aneuver/anoeuvr aluminum/aluminium jewelry/jewellery
    center/centre ax/axe ticed/tised ticing/tising ustache/oustache airplane/aeroplane ajama/yjama pecialty/peciality
    pecialties/pecialities iveable/ivable raft/raught ollusk/ollusc""".split()


def _respelt(word: str, variety: str) -> Iterator[str]:
    for pair in RESPELT:
        here, there = pair.split("/")
        if variety == "british":
            here, there = there, here
        for at in range(len(word)):
            if word.startswith(here, at):
                yield word[:at] + there + word[at + len(here) :]


def _slip(word: str, level: int, frequency: dict[str, int], common: set[str]) -> bool:
    """Whether a word is more likely a slip than meant: one letter away from another that is so much more frequent."""
    if level <= 35 or (level < 70 and len(word) > 5):
        return False
    meant = max((frequency[e] for e in edits(word) if e in common), default=0)
    times = 8000 if level < 70 else 300 if len(word) <= 5 else 1000
    return meant > times * frequency[word] and meant > (10**7 if len(word) <= 5 else 3 * 10**6)


def edits(word: str) -> set[str]:
    """What a word becomes with a letter left out, put in, changed, or two neighbours swapped."""
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    out = {a + b[1:] for a, b in parts if b} | {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    for letter in string.ascii_lowercase:
        out |= {a + letter + b[1:] for a, b in parts if b} | {a + letter + b for a, b in parts}
    return out - {word}


def _write(name: str, words: list[str]) -> None:
    (DATA / name).write_text("\n".join(words) + "\n", "ascii", newline="\n")
    print(f"{name}: {len(words)} words")


if __name__ == "__main__":
    main()
