"""Fitting linear heads with scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifiers.blocks import Block, Floats, GramBlock, VectorBlock
from classifiers.features import Grams, Words
from classifiers.head import Calibration, LinearHead
from classifiers.static_encoder import StaticEncoder
from classifiers.views import VIEWS


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a head is made of: grams by view, perhaps sentence vectors, and the inverse of the
    regularisation.
    """

    blocks: tuple[tuple[str, Grams], ...]
    strength: float
    encoder: StaticEncoder | None = None

    def fitted(self, batch: Sequence[Words]) -> tuple[Block, ...]:
        """The blocks, scaled to a batch."""
        grams = tuple(_gram_block(view, grams, batch) for view, grams in self.blocks)
        return grams if self.encoder is None else (*grams, VectorBlock(self.encoder))


@dataclass(frozen=True, slots=True)
class Sample:
    """Texts as words, with answers and weights; ``groups`` keeps near copies together."""

    batch: Sequence[Words]
    answers: NDArray[np.bool_]
    weights: Floats
    groups: NDArray[np.int64]

    def with_more(self, other: Sample) -> Sample:
        """These rows, then those of ``other``."""
        return Sample(
            [*self.batch, *other.batch],
            np.concatenate([self.answers, other.answers]),
            np.concatenate([self.weights, other.weights]),
            np.concatenate([self.groups, other.groups]),
        )

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

    blocks = recipe.fitted(sample.batch)
    matrix = hstack([block.matrix(sample.batch) for block in blocks]).tocsr()
    model = LogisticRegression(C=recipe.strength, solver="liblinear", random_state=seed)
    model.fit(matrix, sample.answers, sample_weight=sample.weights)
    edges = np.cumsum([0] + [block.columns for block in blocks])
    weights = tuple(
        block.fused(model.coef_[0, start:end])
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


def _gram_block(view: str, grams: Grams, batch: Sequence[Words]) -> GramBlock:
    texts = len(batch)
    found = np.zeros(grams.columns, dtype=np.float32)
    for gram in grams.of([VIEWS[view](words) for words in batch]):
        pairs = np.unique(gram.texts * grams.columns + gram.columns)
        found += np.bincount(pairs % grams.columns, minlength=grams.columns)
    return GramBlock(view, grams, (np.log((1 + texts) / (1 + found)) + 1).astype(np.float32))
