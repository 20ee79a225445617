"""Hashed n-grams of a whole batch at once: compiled array operations, no loop over grams.

A batch is a list of texts, each a list of words. Every gram becomes a column number between 0 and
``2 ** bits`` (Weinberger et al. 2009, feature hashing). The same code makes the matrix that
training sees and the columns that scoring adds up, so the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Words = Sequence[str]
Columns = NDArray[np.int64]
Floats = NDArray[np.float64]

_MIX = np.uint32(0x9E3779B1)
_PRIME = np.uint32(0x01000193)
_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class Placed:
    """Grams of one length: their texts, columns, and the number of their first unit."""

    texts: Columns
    columns: Columns
    starts: Columns
    length: int


@dataclass(frozen=True, slots=True)
class Grams:
    """The kind of grams: of ``words`` or of the ``chars`` of the words joined by spaces."""

    unit: Literal["words", "chars"]
    shortest: int
    longest: int
    bits: int

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return 1 << self.bits

    def of(self, batch: Sequence[Words]) -> Iterator[Placed]:
        """For each length, every gram that lies within one text; text numbers do not fall."""
        units, owner = _UNITS[self.unit](batch)
        for length, hashes in self._hashed(units):
            inside = np.flatnonzero(owner[: hashes.size] == owner[length - 1 :])
            columns = _columns(hashes[inside], length, self.bits)
            yield Placed(owner[inside], columns, inside, length)

    def sums(self, batch: Sequence[Words], *tables: NDArray[np.float32]) -> list[Floats]:
        """For every table of a number a column, its sum over all grams of each text.

        The same as adding up over ``of``: the few grams that reach over two texts count nothing,
        which is less work than picking the others out.
        """
        units, owner = _UNITS[self.unit](batch)
        sums = [np.zeros(len(batch)) for _ in tables]
        for length, hashes in self._hashed(units):
            columns, first = _columns(hashes, length, self.bits), owner[: hashes.size]
            outside = np.flatnonzero(first != owner[length - 1 :])
            for total, table in zip(sums, tables, strict=True):
                found = table[columns]
                found[outside] = 0
                total += np.bincount(first, found, minlength=len(batch))
        return sums

    def _hashed(self, units: NDArray[np.uint32]) -> Iterator[tuple[int, NDArray[np.uint32]]]:
        """For each length, the hash of the units from every place on; wherever a text ends."""
        hashes = units
        for length in range(1, self.longest + 1):
            if length > 1:
                hashes = hashes[:-1] * _PRIME
                hashes ^= units[length - 1 :]
            if length >= self.shortest and hashes.size:
                yield length, hashes

    def matrix(self, batch: Sequence[Words]) -> csr_matrix:
        """Counts of every gram, one row a text."""
        from scipy.sparse import csr_matrix

        empty = [np.zeros(0, np.int64)]
        grams = list(self.of(batch))
        rows = np.concatenate(empty + [gram.texts for gram in grams])
        columns = np.concatenate(empty + [gram.columns for gram in grams])
        ones = np.ones(len(rows), dtype=np.float32)
        return csr_matrix((ones, (rows, columns)), shape=(len(batch), self.columns))

    def word_of_unit(self, batch: Sequence[Words]) -> Columns:
        """The number, in the whole batch, of the word that each unit of ``of`` belongs to."""
        if self.unit == "words":
            return np.arange(sum(map(len, batch)))
        lengths = [len(word) + 1 for words in batch for word in (*words, "")]
        last_of_text = np.cumsum([len(words) + 1 for words in batch]) - 1
        kept = np.ones(len(lengths), dtype=np.int64)
        kept[last_of_text] = 0
        return np.repeat(np.maximum(np.cumsum(kept) - 1, 0), lengths)


def _columns(hashes: NDArray[np.uint32], length: int, bits: int) -> Columns:
    mixed = hashes + np.uint32(length)
    mixed *= _MIX
    mixed ^= mixed >> np.uint32(15)
    mixed *= _PRIME * np.uint32(length * 2 + 1)
    mixed >>= np.uint32(32 - bits)
    return mixed.astype(np.int64)


def _word_units(batch: Sequence[Words]) -> tuple[NDArray[np.uint32], Columns]:
    lengths = np.fromiter(map(len, batch), dtype=np.int64, count=len(batch))
    flat = chain.from_iterable(batch)
    units = np.fromiter(map(_HASHES.__getitem__, flat), np.uint32, count=int(lengths.sum()))
    return units * _MIX, np.repeat(np.arange(len(batch)), lengths)


class _Hashes(dict[str, int]):
    """The hash of every word seen; emptied when full."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        value = self[word] = crc32(word.encode())
        return value


_HASHES = _Hashes()


def _char_units(batch: Sequence[Words]) -> tuple[NDArray[np.uint32], Columns]:
    joined = [" ".join(["", *words, ""]) for words in batch]
    lengths = np.fromiter(map(len, joined), dtype=np.int64, count=len(batch))
    codes = np.frombuffer("".join(joined).encode("utf-32-le"), dtype=np.uint32)
    return codes * _MIX, np.repeat(np.arange(len(batch)), lengths)


_UNITS = {"words": _word_units, "chars": _char_units}
