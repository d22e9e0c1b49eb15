"""The baseline every language model must beat: interpolated modified Kneser-Ney over prompt-gpt's tokens, order 5.

    python training/ngram.py --megabytes 16
    python training/ngram.py --megabytes 2.9 --to models/prompt-ngram/prompt-ngram.bin

Chen & Goodman 1999 (modified Kneser-Ney, interpolated), pruned to a size by Stolcke's criterion (1998): n-grams whose
removal changes the likelihood of the training text least are removed first. The first file is for the bench, the second
ships. A trie:

    header    8 bytes "NGRAM\\0\\1\\0"; uint32 order; uint32 entries of each level, 1 to order
    level n   uint16 tokens, uint8 codes of p(token | prefix); below the order also uint8 codes of the prefix's back-off
              weight and uint16 numbers of children. An entry's children are consecutive in the next level, in the
              order of their parents.

A code c stands for the natural logarithm −c / 16.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from encode import tokens_file

ORDER = 5
CODES_PER_NAT = 16
FILE = Path(__file__).parent.parent / "bench" / "ngram" / "prompt-ngram.bin"
BYTES_OF_INNER, BYTES_OF_LEAF = 6, 3


@dataclass
class Level:
    """All n-grams of one length, sorted by prefix, then token."""

    tokens: np.ndarray
    """Last token of each."""
    prefixes: np.ndarray
    """Index in the level below of the n-gram without its last token."""
    suffixes: np.ndarray
    """Index in the level below of the n-gram without its first token."""
    occurrences: np.ndarray
    counts: np.ndarray
    """Occurrences at the highest order, distinct left neighbours below it."""
    probabilities: np.ndarray
    """Of the last token, given the others; interpolated."""


def count(tokens: np.ndarray, vocabulary: int) -> list[Level]:
    levels: list[Level] = []
    # Index, in the level below, of the n-gram that ends at each position; −1 where the text is too short for one.
    ending_here = np.zeros(len(tokens), dtype=np.int64)
    for order in range(1, ORDER + 1):
        prefixes_here = ending_here[order - 2 : -1] if order > 1 else ending_here
        suffixes_here = ending_here[order - 1 :]
        keys = prefixes_here * vocabulary + tokens[order - 1 :]
        if order == 1:
            # Every token of the vocabulary has a probability, seen or not.
            unique = np.arange(vocabulary)
            occurrences = np.bincount(keys, minlength=vocabulary)
            inverse, suffixes = keys, np.zeros(vocabulary, dtype=np.int64)
        else:
            unique, first, inverse, occurrences = np.unique(
                keys, return_index=True, return_inverse=True, return_counts=True
            )
            suffixes = suffixes_here[first]
        levels.append(Level(unique % vocabulary, unique // vocabulary, suffixes, occurrences, occurrences, np.empty(0)))
        ending_here = np.concatenate([np.full(order - 1, -1), inverse])
        print(f"order {order}: {len(unique):,} n-grams", flush=True)
    for lower, higher in zip(levels, levels[1:]):
        lower.counts = np.bincount(higher.suffixes, minlength=len(lower.tokens))
    return levels


def estimate(levels: list[Level], vocabulary: int) -> None:
    """Fills in the probabilities, each order interpolated with the one below it."""
    below = np.full(1, 1 / vocabulary)
    for level in levels:
        contexts = len(below)
        n1, n2, n3, n4 = (np.count_nonzero(level.counts == times) for times in (1, 2, 3, 4))
        y = n1 / (n1 + 2 * n2)
        discounts = np.array([0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3])
        discount = discounts[np.minimum(level.counts, 3)]
        total = np.bincount(level.prefixes, weights=level.counts, minlength=contexts)[level.prefixes]
        freed = np.bincount(level.prefixes, weights=discount, minlength=contexts)[level.prefixes]
        level.probabilities = (level.counts - discount + freed * below[level.suffixes]) / total
        below = level.probabilities


def back_off_weights(level: Level, kept: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Factors of the lower order's probabilities after each prefix, given which n-grams are `kept`."""
    contexts = len(below)
    prefixes = level.prefixes[kept]
    stated = np.bincount(prefixes, weights=level.probabilities[kept], minlength=contexts)
    stated_below = np.bincount(prefixes, weights=below[level.suffixes[kept]], minlength=contexts)
    return np.maximum(1 - stated, 1e-6) / np.maximum(1 - stated_below, 1e-6)


def scores_of(levels: list[Level]) -> list[np.ndarray]:
    """Approximate loss of the training text's log-likelihood without each n-gram."""
    scores = [np.full(len(levels[0].tokens), np.inf)]
    for lower, level in zip(levels, levels[1:]):
        everything = np.ones(len(level.tokens), dtype=bool)
        without = back_off_weights(level, everything, lower.probabilities)[level.prefixes]
        without *= lower.probabilities[level.suffixes]
        scores.append(level.occurrences * np.log(level.probabilities / without))
    return scores


def kept_above(levels: list[Level], scores: list[np.ndarray], threshold: float) -> list[np.ndarray]:
    """Which n-grams score above `threshold` or are a prefix of one that does."""
    kept = [score > threshold for score in scores]
    for order in range(ORDER - 1, 0, -1):
        kept[order - 1][levels[order].prefixes[kept[order]]] = True
    return kept


def size_of(kept: list[np.ndarray]) -> int:
    return sum(map(np.count_nonzero, kept[:-1])) * BYTES_OF_INNER + np.count_nonzero(kept[-1]) * BYTES_OF_LEAF


def prune(levels: list[Level], size: float) -> list[np.ndarray]:
    scores = scores_of(levels)
    low, high = 0.0, 100.0
    for _ in range(30):
        middle = (low + high) / 2
        if size_of(kept_above(levels, scores, middle)) > size:
            low = middle
        else:
            high = middle
    return kept_above(levels, scores, high)


def codes(probabilities: np.ndarray) -> bytes:
    return np.clip(np.round(-np.log(probabilities) * CODES_PER_NAT), 0, 255).astype(np.uint8).tobytes()


def write(levels: list[Level], kept: list[np.ndarray], file: Path) -> None:
    parts = [b"NGRAM\0\1\0", np.array([ORDER, *map(np.count_nonzero, kept)], dtype=np.uint32).tobytes()]
    below = np.ones(1)
    for order, (level, here) in enumerate(zip(levels, kept), start=1):
        probabilities = level.probabilities
        if order > 1:
            backed_off = back_off_weights(level, here, below)[level.prefixes] * below[level.suffixes]
            probabilities = np.where(here, probabilities, backed_off)
        parts += [level.tokens[here].astype(np.uint16).tobytes(), codes(probabilities[here])]
        if order < ORDER:
            following = levels[order]
            weights = back_off_weights(following, kept[order], probabilities)
            children = np.bincount(following.prefixes[kept[order]], minlength=len(level.tokens))
            parts += [codes(weights[here]), children[here].astype(np.uint16).tobytes()]
        below = probabilities
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"".join(parts))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--megabytes", type=float, required=True)
    arguments.add_argument("--to", type=Path, default=FILE)
    options = arguments.parse_args()

    tokens = np.load(tokens_file("gpt", "train")).astype(np.int64)
    vocabulary = int(tokens.max()) + 1
    levels = count(tokens, vocabulary)
    estimate(levels, vocabulary)
    kept = prune(levels, options.megabytes * 1e6)
    write(levels, kept, options.to)
    numbers = ", ".join(f"{np.count_nonzero(here):,}" for here in kept)
    print(f"{options.to}: {options.to.stat().st_size / 1e6:.1f} MB, n-grams of each order: {numbers}")


if __name__ == "__main__":
    main()
