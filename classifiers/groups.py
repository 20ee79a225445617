"""Near copies, found so that they never stand on both sides of a split."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifiers.features import Words

_PERMUTATIONS = 64
_ALIKE = 0.7
_SHINGLE = 2


def near_copies(batch: Sequence[Words]) -> NDArray[np.int64]:
    """A group number for every text; texts whose word pairs overlap by 70 % share one.

    MinHash with locality-sensitive hashing (Broder 1997), seeded: same texts, same groups.
    """
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=_ALIKE, num_perm=_PERMUTATIONS)
    parents = np.arange(len(batch))
    for row, sketch in enumerate(MinHash.generator(map(_shingles, batch), num_perm=_PERMUTATIONS)):
        for other in index.query(sketch):
            parents[_root(parents, row)] = _root(parents, other)
        index.insert(row, sketch)
    return np.array([_root(parents, row) for row in range(len(batch))])


def _shingles(words: Words) -> list[bytes]:
    plain = [word for word in words if word[0].isalnum()]
    pairs = zip(plain, plain[_SHINGLE - 1 :], strict=False)
    return [" ".join(pair).encode() for pair in pairs] or [" ".join(words).encode()]


def _root(parents: NDArray[np.int64], row: int) -> int:
    while parents[row] != row:
        row = int(parents[row])
    return row
