"""Fitting linear heads with scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifiers.features import Grams, Words
from classifiers.head import Block, Calibration, Floats, LinearHead
from classifiers.views import VIEWS


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a head is made of: gram blocks by view, and the inverse of the regularisation."""

    blocks: tuple[tuple[str, Grams], ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Sample:
    """Texts as words, with answers and weights; ``groups`` keeps near copies together."""

    batch: Sequence[Words]
    answers: NDArray[np.bool_]
    weights: Floats
    groups: NDArray[np.int64]

    def take(self, which: NDArray[np.int64]) -> Sample:
        """The rows of ``which``."""
        return Sample(
            [self.batch[row] for row in which],
            self.answers[which],
            self.weights[which],
            self.groups[which],
        )


def fit_head(recipe: Recipe, sample: Sample, *, seed: int) -> LinearHead:
    """Logistic regression over all blocks; not yet calibrated."""
    from scipy.sparse import hstack
    from sklearn.linear_model import LogisticRegression

    blocks = tuple(_block(view, grams, sample.batch) for view, grams in recipe.blocks)
    matrix = hstack([block.matrix(sample.batch) for block in blocks]).tocsr()
    model = LogisticRegression(C=recipe.strength, solver="liblinear", random_state=seed)
    model.fit(matrix, sample.answers, sample_weight=sample.weights)
    edges = np.cumsum([0] + [block.grams.columns for block in blocks])
    weights = tuple(
        (model.coef_[0, start:end] * block.scale).astype(np.float32)
        for block, start, end in zip(blocks, edges[:-1], edges[1:], strict=True)
    )
    return LinearHead(blocks, weights, float(model.intercept_[0]))


def calibrate(decisions: Floats, answers: NDArray[np.bool_], weights: Floats) -> Calibration:
    """Platt's sigmoid for decisions that training has not seen."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e6).fit(decisions[:, None], answers, sample_weight=weights)
    return Calibration(float(model.coef_[0, 0]), float(model.intercept_[0]))


def unseen_decisions(recipe: Recipe, sample: Sample, *, seed: int, folds: int = 5) -> Floats:
    """The decision on every row by a head that saw none of its group."""
    from sklearn.model_selection import GroupKFold

    decisions = np.zeros(len(sample.batch))
    for rest, part in GroupKFold(folds).split(decisions, groups=sample.groups):
        decisions[part] = fit_head(recipe, sample.take(rest), seed=seed).decisions(
            [sample.batch[row] for row in part]
        )
    return decisions


def fit_calibrated(recipe: Recipe, sample: Sample, *, seed: int, folds: int = 5) -> LinearHead:
    """A head on all rows, calibrated by decisions of heads that had not seen the row."""
    unseen = unseen_decisions(recipe, sample, seed=seed, folds=folds)
    calibration = calibrate(unseen, sample.answers, sample.weights)
    return replace(fit_head(recipe, sample, seed=seed), calibration=calibration)


def _block(view: str, grams: Grams, batch: Sequence[Words]) -> Block:
    texts = len(batch)
    found = np.zeros(grams.columns, dtype=np.float32)
    for rows, columns in grams.of(VIEWS[view](batch)):
        pairs = np.unique(rows * grams.columns + columns)
        found += np.bincount(pairs % grams.columns, minlength=grams.columns)
    return Block(view, grams, (np.log((1 + texts) / (1 + found)) + 1).astype(np.float32))
