"""Texts as weighted sets of terms, and how much of one is in another."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain
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
_REMEMBERED = 100_000

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
        self._whole = _Known(self._whole_terms)
        self._grams = _Known(self._gram_terms)

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

    def _table(self, batch: Sequence[Words], known: _Known) -> Table:
        used = known.numbers(batch)
        rows = np.repeat(np.arange(len(batch)), np.fromiter(map(len, batch), np.int64))
        ends = np.frombuffer(known.ends, dtype=np.int64)
        starts, counts = ends[used], ends[used + 1] - ends[used]
        place = _spread(starts, counts)
        columns = np.frombuffer(known.columns, dtype=np.int64)[place]
        weights = np.frombuffer(known.weights, dtype=np.float64)[place]
        return _sparse(np.repeat(rows, counts), columns, weights, len(batch))

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


class _Known(dict[str, int]):
    """A number for every word seen; the terms of word ``n`` lie from ``ends[n]`` to ``ends[n + 1]``
    of ``columns`` and ``weights``. Emptied when full.
    """

    def __init__(self, terms_of: Callable[[str], list[Term]]) -> None:
        super().__init__()
        self._terms_of = terms_of
        self._empty()

    def numbers(self, batch: Sequence[Words]) -> NDArray[np.int64]:
        """The numbers of all words of a batch."""
        if len(self) > _REMEMBERED:
            self.clear()
            self._empty()
        return np.fromiter(map(self.__getitem__, chain.from_iterable(batch)), np.int64)

    def __missing__(self, word: str) -> int:
        for column, weight in self._terms_of(word):
            self.columns.append(column)
            self.weights.append(weight)
        self.ends.append(len(self.columns))
        number = self[word] = len(self)
        return number

    def _empty(self) -> None:
        self.columns, self.weights, self.ends = array("q"), array("d"), array("q", [0])


def _column(term: str) -> int:
    return crc32(term.encode()) >> (32 - _BITS)


def _spread(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The ``counts[w]`` places from ``starts[w]`` on, for every ``w`` in turn."""
    before = np.cumsum(counts) - counts
    places: NDArray[np.int64] = np.repeat(starts - before, counts)
    places += np.arange(places.size)
    return places


def _sparse(
    rows: NDArray[np.int64], columns: NDArray[np.int64], weights: NDArray[np.float64], size: int
) -> Table:
    from scipy.sparse import csr_matrix

    place, first = np.unique((rows << _BITS) + columns, return_index=True)
    at = (place >> _BITS, place & (_COLUMNS - 1))
    return Table(csr_matrix((weights[first], at), shape=(size, _COLUMNS)))


def _row_sums(matrix: csr_matrix) -> NDArray[np.float64]:
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()
