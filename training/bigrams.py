"""The baseline that prompt-bert must beat: a masked word guessed from the words on its left and right.

The guess is the word with the highest p(word | left) · p(word | right) / p(word), as if its two neighbours were
independent given the word. It may have as many pieces as there are masks: prompt-bert sees these too.
"""

from collections.abc import Iterator

import numpy as np

from masked_lm import continuations

DISCOUNT = 0.75

Word = tuple[int, ...]
"""Ids of a word's pieces: a token and the ## continuations after it."""


def words_of(tokens: np.ndarray) -> Iterator[Word]:
    """The words of `tokens`, in order."""
    ids = tokens.tolist()
    starts = [0, *(np.flatnonzero(~continuations()[tokens[1:]]) + 1).tolist()]
    for start, end in zip(starts, [*starts[1:], len(ids)]):
        yield tuple(ids[start:end])


class Neighbours:
    """How often each word stands on one side of each other word."""

    def __init__(self, contexts: np.ndarray, words: np.ndarray, vocabulary: int):
        pairs, self.counts = np.unique(contexts * vocabulary + words, return_counts=True)
        self.words = pairs % vocabulary
        self.starts = np.searchsorted(pairs, np.arange(vocabulary + 1) * vocabulary)

    def probabilities(self, context: int | None, unigrams: np.ndarray) -> np.ndarray:
        """p(word | context) [vocabulary]: absolute discounting, interpolated with p(word), which None gives alone."""
        if context is None:
            return unigrams
        here = slice(self.starts[context], self.starts[context + 1])
        counts = self.counts[here]
        probabilities = unigrams * (DISCOUNT * len(counts) / counts.sum())
        probabilities[self.words[here]] += (counts - DISCOUNT) / counts.sum()
        return probabilities


class Bigrams:
    """Counts of the words of `tokens` and of their pairs."""

    def __init__(self, tokens: np.ndarray):
        self.ids: dict[Word, int] = {}
        text = np.fromiter((self.ids.setdefault(word, len(self.ids)) for word in words_of(tokens)), dtype=np.int64)
        self.words = list(self.ids)
        self.pieces = np.array([len(word) for word in self.words])
        self.unigrams = np.bincount(text) / len(text)
        # The first word follows the last, which is [SEP], as the first word of every other document does.
        lefts = np.roll(text, 1)
        self.after = Neighbours(lefts, text, len(self.words))
        self.before = Neighbours(text, lefts, len(self.words))

    def guess(self, left: Word | None, right: Word | None, pieces: int) -> Word:
        """The likeliest word of `pieces` pieces between two others. Ignores a neighbour that is None or unknown."""
        given_left = self.after.probabilities(self.ids.get(left), self.unigrams)
        given_right = self.before.probabilities(self.ids.get(right), self.unigrams)
        scores = given_left * given_right / self.unigrams
        return self.words[np.where(self.pieces == pieces, scores, 0).argmax()]
