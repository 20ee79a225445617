"""Teaching token vectors which texts mean the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from classifiers.encoder_words import Ragged

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_SCALE = 20.0
_DROPPED = 0.3
_SHORT = 1e-6
_SHORTEST, _LONGEST = 0.3, 0.7


@dataclass(frozen=True, slots=True)
class Partners:
    """Pairs that mean the same; every other right side of a batch is a wrong answer."""

    left: Ragged
    right: Ragged
    steps: float

    def draw(self, rng: np.random.Generator, size: int) -> tuple[Ragged, Ragged, None]:
        """Random pairs, no pair twice."""
        rows = rng.permutation(len(self.left))[:size]
        return self.left.take(rows), self.right.take(rows), None


@dataclass(frozen=True, slots=True)
class Grades:
    """Pairs with a degree of likeness, which the cosines are to follow in order."""

    left: Ragged
    right: Ragged
    scores: NDArray[np.float64]
    steps: float

    def draw(
        self, rng: np.random.Generator, size: int
    ) -> tuple[Ragged, Ragged, NDArray[np.float64]]:
        """Random pairs with their scores, no pair twice."""
        rows = rng.permutation(len(self.left))[:size]
        return self.left.take(rows), self.right.take(rows), self.scores[rows]


@dataclass(frozen=True, slots=True)
class Spans:
    """Two random stretches of one text mean the same (Giorgi et al. 2021, DeCLUTR)."""

    texts: Ragged
    steps: float

    def draw(self, rng: np.random.Generator, size: int) -> tuple[Ragged, Ragged, None]:
        """Random texts, a stretch of 30 to 70 % of each on either side."""
        rows = rng.integers(0, len(self.texts), size)
        return self._stretch(rng, rows), self._stretch(rng, rows), None

    def _stretch(self, rng: np.random.Generator, rows: NDArray[np.int64]) -> Ragged:
        whole = self.texts.lengths[rows]
        lengths = np.ceil(whole * rng.uniform(_SHORTEST, _LONGEST, len(rows))).astype(np.int64)
        firsts = self.texts.starts[rows] + rng.integers(0, whole - lengths + 1)
        return self.texts.spans(firsts, lengths)


Task = Partners | Grades | Spans


def fit_vectors(
    first: NDArray[np.float32],
    tasks: Sequence[Task],
    *,
    steps: int,
    batch: int,
    rate: float,
    seed: int,
) -> NDArray[np.float32]:
    """Train token vectors, from ``first``, so that texts that mean the same are near.

    Every step takes one batch of one task, drawn by the tasks' ``steps``. A text is the sum of its
    tokens at length 1, three in ten of them left out. Pairs: cross-entropy among the batch in both
    directions (Henderson et al. 2017); grades: CoSENT, which orders the cosines.
    """
    rng = np.random.default_rng(seed)
    shares = np.array([task.steps for task in tasks])
    plan = rng.choice(len(tasks), steps, p=shares / shares.sum())
    rows = _Rows(first.copy(), rate)
    for step, place in enumerate(plan):
        left, right, scores = tasks[place].draw(rng, batch)
        used, sums = _sums(left, right, rng)
        slope = _slope(sums @ rows.vectors[used], scores)
        rows.move(used, sums.T @ slope, 1.0 - step / steps)
    return rows.vectors


class _Rows:
    """Vectors with their moments for Adam (Kingma and Ba 2015); only the rows of a batch move."""

    def __init__(self, vectors: NDArray[np.float32], rate: float) -> None:
        self.vectors = vectors
        self._mean, self._square = np.zeros_like(vectors), np.zeros_like(vectors)
        self._rate, self._moves = rate, 0

    def move(self, rows: NDArray[np.int64], slope: NDArray[np.float32], share: float) -> None:
        """One step of ``share`` (0 to 1) of the rate."""
        self._moves += 1
        self._mean[rows] = mean = 0.9 * self._mean[rows] + 0.1 * slope
        self._square[rows] = square = 0.999 * self._square[rows] + 0.001 * slope * slope
        rate = self._rate * share * np.sqrt(1 - 0.999**self._moves) / (1 - 0.9**self._moves)
        self.vectors[rows] -= np.float32(rate) * mean / (np.sqrt(square) + 1e-8)


def _sums(
    left: Ragged, right: Ragged, rng: np.random.Generator
) -> tuple[NDArray[np.int64], csr_matrix]:
    """The tokens of a batch, and a matrix that adds their vectors up, left texts first."""
    from scipy.sparse import csr_matrix

    flat = np.concatenate([left.flat, right.flat])
    owner = np.repeat(
        np.arange(len(left) + len(right)), np.concatenate([left.lengths, right.lengths])
    )
    used, columns = np.unique(flat, return_inverse=True)
    kept = (rng.random(len(flat)) >= _DROPPED).astype(np.float32)
    return used, csr_matrix((kept, (owner, columns)), shape=(len(left) + len(right), len(used)))


def _slope(sums: NDArray[np.float32], scores: NDArray[np.float64] | None) -> NDArray[np.float32]:
    """The gradient of a batch's loss at the sums, left texts first."""
    lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), _SHORT)
    units = sums / lengths
    left, right = np.split(units, 2)
    slope = _contrast(left, right) if scores is None else _order(left, right, scores)
    along = np.einsum("ij,ij->i", slope, units)[:, None]
    found: NDArray[np.float32] = (slope - along * units) / lengths
    return found


def _contrast(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    """Gradient of the cross-entropy of finding each text's partner, both ways."""
    chances = np.exp(_SCALE * (left @ right.T - 1.0))
    pull = chances / chances.sum(axis=1, keepdims=True) + chances / chances.sum(axis=0)
    pull[np.diag_indices(len(left))] -= 2.0
    pull *= _SCALE / len(left)
    return np.vstack([pull @ right, pull.T @ left])


def _order(
    left: NDArray[np.float32], right: NDArray[np.float32], scores: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Gradient of ``log(1 + sum of exp(cosine of the less alike - cosine of the more alike))``."""
    cosines = _SCALE * np.einsum("ij,ij->i", left, right)
    gaps = np.where(scores[:, None] < scores, cosines[:, None] - cosines, -np.inf)
    highest = max(float(gaps.max()), 0.0)
    wrong = np.exp(gaps - highest)
    wrong /= wrong.sum() + np.exp(-highest)
    push = (_SCALE * (wrong.sum(axis=1) - wrong.sum(axis=0))).astype(np.float32)[:, None]
    return np.vstack([push * right, push * left])
