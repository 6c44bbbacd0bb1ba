"""Makes tqa/checks/sequences.bin, what tqa knows of English words side by side.

    pip install pocketsphinx numpy scipy scikit-learn textblob
    python bench/sequences.py TEXT.txt [--out tqa/checks/sequences.bin]

Words, their classes and how often classes follow one another come from the English trigram model that the package
pocketsphinx holds (CMU Sphinx, BSD): 72,000 words, 2 million pairs, 1.7 million triples, with probabilities. Words are
put into classes by the company they keep (k-means on the classes of their neighbours, from the tags of textblob's
lexicon on). Of each pair of classes only a rounded logarithm goes into the file.

The network, 171 numbers, is fitted to tell sentences of TEXT (good English, a sentence a line) from the same with two
words swapped, a word left out, or one put for another. The one in the repository was fitted on 9,600 sentences of news,
written or translated by people (half of the English side of WMT21 and WMT22, of which nothing else goes into the file);
its threshold was set on the other half.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import zlib
from pathlib import Path

import numpy as np
import pocketsphinx
import scipy.sparse as sp
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from tqa.checks import _sequences as sequences
from tqa.text import word_class

MAGIC = b"Trie Language Model"
LOG10 = 4.3427276862669634e-5  # of 1.0001, the base of Sphinx's logarithms
SINGLES, CLASSES, GROUPS, PASSES = 150, 255, 64, 25  # the last class is that of unknown words
RAREST = -6.3  # log10 of the probability of the rarest word that is kept
COUNT = 2e8  # the size of a text that the probabilities stand for, for smoothing
PSEUDO = 3.0  # occurrences that are expected or found, added to both
STRENGTH = 0.001
HIDDEN = 10

Joint = tuple[np.ndarray, ...]


def decode(path: str) -> tuple[list[str], np.ndarray, Joint, Joint]:
    """Words, their probabilities, and pairs and triples (the words' numbers) with the probability of each.

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
    return known, single, (before, after, joint2), (first, before[middle], after[middle], joint3)


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


# --- what the network is fitted to ----------------------------------------------------------------------------------

Units = list[sequences.Unit]
FUNCTION = """of in to for on at by with from about into as than that the a and or but his her their its is was are were
have has had be been which who would will can it he she they""".split()


SUBJECTS = ("he", "she", "it", "they", "we", "i", "this")


def damage(
    rnd: random.Random, known: sequences.Model, whole: Units, by_start: dict[str, list[str]]
) -> tuple[Units, set[int]] | None:
    """The sentence with one error, and before which units it shows."""
    found = list(whole)
    places = [n for n, unit in enumerate(found) if unit.kind > 1 or unit.kind == sequences.NEUTRAL]
    if len(places) < 6:
        return None
    number, dice = rnd.choice(places[:-1]), rnd.random()
    if dice < 0.3:
        if found[number + 1].kind in (0, 1, sequences.MARK):
            return None
        found[number], found[number + 1] = found[number + 1], found[number]
        return found, {number, number + 1, number + 2}
    if dice < 0.65:
        if found[number].kind < known.singles and found[number].word not in (
            "he",
            "she",
            "it",
            "they",
            "we",
            "i",
            "this",
        ):
            return None
        del found[number]
        return found, {number}
    if dice < 0.75:
        if found[number].word not in FUNCTION:
            return None
        new = rnd.choice(FUNCTION)
    else:
        if found[number].kind < known.singles or len(found[number].word) < 5:
            return None
        new = rnd.choice(by_start.get(found[number].word[:5], [found[number].word]))
    if new == found[number].word:
        return None
    found[number] = found[number]._replace(kind=known.classes[new], word=new)
    return found, {number, number + 1}


def fit(rows: list[list[int]], labels: list[int]) -> dict[str, object]:
    scale = StandardScaler().fit(rows)
    net = MLPClassifier((HIDDEN,), max_iter=150, alpha=1e-3, random_state=1).fit(scale.transform(rows), labels)
    first = net.coefs_[0] / scale.scale_[:, None]
    bias = net.intercepts_[0] - scale.mean_ @ first
    return {
        "hidden": [[round(float(b), 4), [float(f"{w:.4g}") for w in first[:, n]]] for n, b in enumerate(bias)],
        "bias": round(float(net.intercepts_[1][0]), 4),
        "out": [round(float(w), 4) for w in net.coefs_[1][:, 0]],
    }


def fit_order(known: sequences.Model, texts: list[str], rnd: random.Random) -> dict[str, object]:
    rows: list[list[int]] = []
    labels: list[int] = []
    by_start: dict[str, list[str]] = collections.defaultdict(list)
    for word in list(known.classes)[:20000]:
        if len(word) > 4 and word.isalpha():
            by_start[word[:5]].append(word)

    def add(whole: Units, label: int, numbers: set[int] | range) -> None:
        for number in numbers:
            if number < len(whole):
                features = sequences.order_features(known, whole, number)
                if features and features[sequences.HERE] < sequences.DOUBTFUL:
                    rows.append(features)
                    labels.append(label)

    for text in texts:
        whole = sequences.units(known, text)
        add(whole, 0, range(len(whole)))
        for _ in range(12):
            if worse := damage(rnd, known, whole, by_start):
                add(worse[0], 1, worse[1])
    print("order:", len(rows), "places, wrong:", sum(labels))
    return fit(rows, labels)


NOTHING = {"hidden": [], "bias": 0.0, "out": []}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path)
    parser.add_argument("--out", type=Path, default=sequences.FILE)
    args = parser.parse_args()
    words, single, pairs, triples = decode(pocketsphinx.get_model_path("en-us/en-us.lm.bin"))
    classes = cluster(words, single, pairs)
    log = np.log10(single)
    order = [w for w in np.argsort(-single) if log[w] > RAREST and not words[w].endswith("-")]
    listed = [words[w] for w in order]
    proper: collections.Counter[int] = collections.Counter()
    total: collections.Counter[int] = collections.Counter()
    for w in order:
        if classes[w] >= SINGLES:
            total[classes[w]] += single[w]
            if word_class(words[w]) is None and word_class(words[w].capitalize()) in ("NNP", "NNPS"):
                proper[classes[w]] += single[w]
    groups = group(pairs, classes)
    head = {
        "words": " ".join(listed),
        "classes": CLASSES,
        "singles": SINGLES,
        "groups": GROUPS,
        "names": sorted(int(c) for c in total if proper[c] > 0.45 * total[c]),
        "order": NOTHING,
    }
    body = classes[order].astype(np.uint8).tobytes()
    body += steps(classes[pairs[0]], classes[pairs[1]], pairs[2]).tobytes()
    body += steps(classes[triples[0]], classes[triples[2]], triples[3]).tobytes()

    body += groups.astype(np.uint8).tobytes()
    body += triple_steps(groups[classes], pairs, triples).tobytes()

    def packed() -> bytes:
        start = zlib.compress(json.dumps(head, separators=(",", ":")).encode(), 9)
        return len(start).to_bytes(4, "big") + start + zlib.compress(body, 9)

    known = sequences.read(packed())
    texts = [line for line in args.text.read_text(encoding="utf-8").splitlines() if line.strip()]
    rnd = random.Random(1)
    head["order"] = fit_order(known, texts, rnd)
    data = packed()
    args.out.write_bytes(data)
    print(len(listed), "words,", len(data), "bytes")


if __name__ == "__main__":
    main()
