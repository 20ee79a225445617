"""Texts as weighted sets of terms, and how much of one is in another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from classifiers.claim_words import AROUND
from classifiers.features import Words
from classifiers.lexicon import Lexicon
from classifiers.stem import stem

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_BITS = 20
_COLUMNS = 1 << _BITS
_COMMON, _HEAVIEST, _NUMBER = 6.0, 8.0, 5.0
_GRAM = 4
_CACHED = 100_000

Term = tuple[int, float]


class Table:
    """Rows of term weights, no term twice in a row."""

    def __init__(self, weights: csr_matrix) -> None:
        self.weights = weights

    @cached_property
    def unit(self) -> csr_matrix:
        """The rows at length 1; rows without terms stay empty."""
        length = np.sqrt(_row_sums(self.weights.multiply(self.weights)))
        unit = self.weights.copy()
        unit.data = unit.data / np.repeat(np.maximum(length, 1e-9), np.diff(unit.indptr))
        return unit

    @cached_property
    def present(self) -> csr_matrix:
        """1 where a term is."""
        present = self.weights.copy()
        present.data = np.ones_like(present.data)
        return present

    def take(self, rows: NDArray[np.int64]) -> Table:
        """The rows of ``rows``, repeated as there."""
        return Table(self.weights[rows])

    def sizes(self) -> NDArray[np.float64]:
        """How many terms each row has."""
        return np.diff(self.weights.indptr).astype(np.float64)

    def cosine(self, other: Table) -> NDArray[np.float64]:
        """The cosine (0 to 1) of each row with the same row of ``other``."""
        return _row_sums(self.unit.multiply(other.unit))

    def covered(self, by: Table) -> NDArray[np.float64]:
        """The share (0 to 1) of each row's weight whose terms are also in ``by``."""
        return _row_sums(self.weights.multiply(by.present)) / np.maximum(
            _row_sums(self.weights), 1e-9
        )

    def shared(self, other: Table, *, heavier_than: float = 0.0) -> NDArray[np.float64]:
        """How many terms above a weight both rows have."""
        both = self.weights.multiply(other.present)
        return _row_sums(both > heavier_than)


class Terms:
    """Makes tables; a word weighs by how rare it is in the language.

    Calls to share, questions and hearsay weigh nothing: they make no claim.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._whole = lru_cache(_CACHED)(self._whole_terms)
        self._grams = lru_cache(_CACHED)(self._gram_terms)

    def stems(self, words: Words) -> frozenset[str]:
        """The stems that a text's table of words is made of."""
        return frozenset(stem(word) for word in words if self._weight(word))

    def words(self, batch: Sequence[Words]) -> Table:
        """Stems of words and numbers."""
        return self._table(batch, self._whole)

    def numbers(self, batch: Sequence[Words]) -> Table:
        """Numbers alone."""
        return self._table([[w for w in words if w[0].isdecimal()] for words in batch], self._whole)

    def chars(self, batch: Sequence[Words]) -> Table:
        """Runs of four characters within words, which share the word's weight."""
        return self._table(batch, self._grams)

    def _table(self, batch: Sequence[Words], terms_of: Callable[[str], list[Term]]) -> Table:
        """The terms of every different word are made once and then spread over the rows."""
        known = {word: 0 for words in batch for word in words}
        listed = [terms_of(word) for word in known]
        known.update(zip(known, range(len(known)), strict=True))
        used = np.fromiter((known[word] for words in batch for word in words), np.int64)
        rows = np.repeat(np.arange(len(batch)), [len(words) for words in batch])
        counts = np.array([len(terms) for terms in listed], dtype=np.int64)
        flat = np.array([term for terms in listed for term in terms], dtype=np.float64).reshape(
            -1, 2
        )
        place = _spread(np.cumsum(counts) - counts, counts, used)
        return _sparse(np.repeat(rows, counts[used]), flat[place], len(batch))

    def _whole_terms(self, word: str) -> list[Term]:
        weight = self._weight(word)
        return [(_column(stem(word)), weight)] if weight else []

    def _gram_terms(self, word: str) -> list[Term]:
        weight = self._weight(word)
        padded = f" {word} "
        starts = range(max(len(padded) - _GRAM, 0) + 1) if weight else ()
        return [(_column(padded[at : at + _GRAM]), weight / len(starts)) for at in starts]

    def _weight(self, word: str) -> float:
        if word[0].isdecimal():
            return _NUMBER
        if len(word) < 2 or not word[0].isalpha() or word in AROUND:
            return 0.0
        return min(max(-self._lexicon.frequency(word) - _COMMON, 0.0), _HEAVIEST)


def _column(term: str) -> int:
    return crc32(term.encode()) >> (32 - _BITS)


def _spread(
    starts: NDArray[np.int64], counts: NDArray[np.int64], used: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The ``counts[w]`` places from ``starts[w]`` on, for every used word ``w`` in turn."""
    ends = np.cumsum(counts[used])
    total = int(ends[-1]) if ends.size else 0
    within = np.arange(total) - np.repeat(ends - counts[used], counts[used])
    places: NDArray[np.int64] = np.repeat(starts[used], counts[used]) + within
    return places


def _sparse(rows: NDArray[np.int64], terms: NDArray[np.float64], size: int) -> Table:
    from scipy.sparse import csr_matrix

    place, first = np.unique((rows << _BITS) + terms[:, 0].astype(np.int64), return_index=True)
    at = (place >> _BITS, place & (_COLUMNS - 1))
    return Table(csr_matrix((terms[first, 1], at), shape=(size, _COLUMNS)))


def _row_sums(matrix: csr_matrix) -> NDArray[np.float64]:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()
