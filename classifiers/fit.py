"""Fitting linear heads with scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifiers.blend import Blend, BlendedHead
from classifiers.blocks import Block, Floats, GramBlock, VectorBlock
from classifiers.context import ContextModel
from classifiers.features import Grams, Words
from classifiers.head import Calibration, LinearHead
from classifiers.static_encoder import StaticEncoder
from classifiers.views import VIEWS


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a head is made of: grams by view, perhaps sentence vectors, and how it is fitted.

    ``strength`` is the inverse of the regularisation. ``contrast`` is the power of a gram's
    log-count ratio that stretches its column (0 for none; after Wang & Manning 2012).
    """

    blocks: tuple[tuple[str, Grams], ...]
    strength: float
    contrast: float = 0.0
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


FOLDS = 5


def fit_head(recipe: Recipe, sample: Sample, *, seed: int) -> LinearHead:
    """Logistic regression over all blocks; not yet calibrated."""
    from scipy.sparse import hstack
    from sklearn.linear_model import LogisticRegression

    blocks = recipe.fitted(sample.batch)
    if recipe.contrast:
        blocks = tuple(_stretched(block, sample, recipe.contrast) for block in blocks)
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


def unseen_decisions(recipe: Recipe, sample: Sample, *, seed: int) -> Floats:
    """The decision on every row by a head that saw none of its fold."""
    folds, decisions = folds_of(sample.groups), np.zeros(len(sample.batch))
    for fold in range(FOLDS):
        here = folds == fold
        head = fit_head(recipe, sample.take(np.flatnonzero(~here)), seed=seed)
        decisions[here] = head.decisions(sample.take(np.flatnonzero(here)).batch)
    return decisions


@dataclass(frozen=True, slots=True)
class Second:
    """A second opinion for training: the model that will be asked, how it is blended, and what
    twins of it, trained on the other folds, say of every row.
    """

    blend: Blend
    model: ContextModel
    unseen: Floats


@dataclass(frozen=True, slots=True)
class Trained:
    """A head, and the probability of every row by twins and a calibration that had not seen it.

    ``alone`` is the same by the linear head without the second opinion.
    """

    head: BlendedHead
    unseen: Floats
    alone: Floats


def fit_blended(recipe: Recipe, sample: Sample, second: Second, *, seed: int) -> Trained:
    """A blended head on all rows, calibrated by decisions of twins on the rows of their fold."""
    linear = unseen_decisions(recipe, sample, seed=seed)
    mixed = second.blend.mixed(linear, second.unseen)
    head = BlendedHead(
        fit_head(recipe, sample, seed=seed),
        second.model,
        second.blend,
        calibrate(mixed, sample.answers, sample.weights),
    )
    return Trained(head, calibrated_across(mixed, sample), calibrated_across(linear, sample))


def calibrated_across(decisions: Floats, sample: Sample) -> Floats:
    """Probabilities of every fold by a calibration on the others."""
    folds, found = folds_of(sample.groups), np.zeros(len(decisions))
    for fold in range(FOLDS):
        here = folds == fold
        others = calibrate(decisions[~here], sample.answers[~here], sample.weights[~here])
        found[here] = others.probabilities(decisions[here])
    return found


def folds_of(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """The fold of every row; a group lies within one, and folds are about equally large."""
    from sklearn.model_selection import GroupKFold

    folds = np.zeros(len(groups), dtype=np.int64)
    for fold, (_, part) in enumerate(GroupKFold(FOLDS).split(groups, groups=groups)):
        folds[part] = fold
    return folds


def _gram_block(view: str, grams: Grams, batch: Sequence[Words]) -> GramBlock:
    found = _texts_with(grams, [VIEWS[view](words) for words in batch])
    return GramBlock(view, grams, (np.log((1 + len(batch)) / (1 + found)) + 1).astype(np.float32))


def _stretched(block: Block, sample: Sample, contrast: float) -> Block:
    """The block with each column stretched by how unlike its shares of yes and no are."""
    if not isinstance(block, GramBlock):
        return block
    seen = [VIEWS[block.view](words) for words in sample.batch]
    yes, no = (
        _texts_with(block.grams, [seen[row] for row in np.flatnonzero(among).tolist()]) + 1
        for among in (sample.answers, ~sample.answers)
    )
    ratio = np.log(yes / yes.sum()) - np.log(no / no.sum())
    return replace(block, emphasis=(np.abs(ratio) ** contrast).astype(np.float32))


def _texts_with(grams: Grams, seen: Sequence[Words]) -> Floats:
    """In how many texts each column is found."""
    found = np.zeros(grams.columns)
    for gram in grams.of(seen):
        pairs = np.unique(gram.texts * grams.columns + gram.columns)
        found += np.bincount(pairs % grams.columns, minlength=grams.columns)
    return found
