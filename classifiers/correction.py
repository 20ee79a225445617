"""Correcting a trained head by answers that came later, without the data that trained it.

The head's own log odds stay as they are, a fixed offset; a small block of words learns what is
left, held back strongly. Its log odds are then set right on answers that it had not seen, by a
slope and a shift drawn towards 1 and 0 (logistic recalibration, Steyerberg et al., Statistics in
Medicine 2004), so that few answers move little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from classifiers.blend import BlendedHead
from classifiers.blocks import GramBlock
from classifiers.features import Grams, Words
from classifiers.groups import near_copies
from classifiers.head import Calibration, Floats, LinearHead
from classifiers.metrics import Figure, average_precision, bootstrapped, calibration_error

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

GRAMS: Final = Grams("words", 1, 2, 16)
LEAST_WRITERS: Final = 3
"""Accounts that must use a word before it counts: what only one person says would be a mark of the
person, not of the deed."""
_VIEW = "words"
_PENALTY = 1.0
_CALM = 25.0
_SLOPES, _SHIFTS = (-0.5, 1.0), (-4.0, 4.0)
_FOLDS = 5
_NEVER = 1e-9


@dataclass(frozen=True, slots=True)
class Answered:
    """Texts as a head sees them, with answers and weights; ``writers`` are the accounts of each."""

    batch: Sequence[Words]
    answers: NDArray[np.bool_]
    weights: Floats
    writers: Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Corrected:
    """The corrected head, and how well it did on answers that it had not seen."""

    head: BlendedHead
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Problem:
    """Logistic regression with a fixed part of the log odds: ``offset``, one a row."""

    matrix: csr_matrix | Floats
    offset: Floats
    answers: NDArray[np.bool_]
    weights: Floats

    def take(self, rows: NDArray[np.int64]) -> Problem:
        """Some of the rows."""
        return Problem(self.matrix[rows], self.offset[rows], self.answers[rows], self.weights[rows])

    def solved(self, penalty: float, bounds: Sequence[tuple[float, float]] | None = None) -> Floats:
        """The coefficients of least loss, where ``penalty`` / 2 times their squares counts as
        loss."""
        from scipy.optimize import minimize

        start = np.zeros(self.matrix.shape[1])
        found = minimize(
            self._loss, start, args=(penalty,), jac=True, method="L-BFGS-B", bounds=bounds
        )
        return np.asarray(found.x, dtype=np.float64)

    def _loss(self, coefficients: Floats, penalty: float) -> tuple[float, Floats]:
        odds = self.offset + self.matrix @ coefficients
        wrong = np.where(self.answers, -odds, odds)
        loss = self.weights @ np.logaddexp(0, wrong) + penalty / 2 * coefficients @ coefficients
        missed = self.weights * (Calibration().probabilities(odds) - self.answers)
        return float(loss), self.matrix.T @ missed + penalty * coefficients


def correct(head: BlendedHead, decided: Answered, known: Answered, *, seed: int) -> Corrected:
    """Teach ``head`` what was ``decided``, without forgetting what it is ``known`` to be right of.

    Near copies among the decided weigh as one. A word counts that at least three accounts use.

    Raises:
        ValueError: the decided are all near copies of one text, or all have one answer.
    """
    groups = near_copies(decided.batch)
    _check(decided.answers, groups)
    block = _block(decided)
    problem = _problem(head, block, _once(decided, groups), known)
    unseen = _unseen(problem, groups, seed=seed)
    seen = problem.take(np.arange(len(unseen)))
    slope, shift = _recalibration(seen, unseen)
    learnt = problem.solved(_PENALTY)
    calibrated = Calibration(slope, shift).probabilities(unseen)
    return Corrected(
        _extended(head, block, learnt, (slope, shift)),
        _figures(seen.answers, Calibration().probabilities(seen.offset), calibrated),
    )


def log_odds(head: BlendedHead, batch: Sequence[Words]) -> Floats:
    """The calibrated log odds of a head, one a text."""
    calibration = head.calibration
    return calibration.slope * head.decisions(batch) + calibration.intercept


def _check(answers: NDArray[np.bool_], groups: NDArray[np.int64]) -> None:
    if len(np.unique(answers)) < 2 or len(np.unique(groups)) < 2:
        raise ValueError("expected different texts with both answers")


def _block(decided: Answered) -> GramBlock:
    """Words and pairs scaled by rarity; 0 for those that fewer than three accounts use."""
    from scipy.sparse import csr_matrix

    rows, writers = _pairs(decided.writers)
    used = GRAMS.matrix(decided.batch) > 0
    shape = (int(writers.max(initial=0)) + 1, len(decided.batch))
    wrote = csr_matrix((np.ones(len(rows)), (writers, rows)), shape=shape)
    by_writers = np.asarray(((wrote @ used) > 0).sum(axis=0)).ravel()
    by_texts = np.asarray(used.sum(axis=0)).ravel()
    rarity = np.log((1 + len(decided.batch)) / (1 + by_texts)) + 1
    scale = np.where(by_writers >= LEAST_WRITERS, rarity, 0.0)
    return GramBlock(_VIEW, GRAMS, scale.astype(np.float16).astype(np.float32))


def _pairs(writers: Sequence[tuple[str, ...]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    numbers = {name: n for n, name in enumerate(sorted({w for all_ in writers for w in all_}))}
    pairs = [(row, numbers[w]) for row, all_ in enumerate(writers) for w in all_]
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return rows, columns


def _once(decided: Answered, groups: NDArray[np.int64]) -> Answered:
    """Near copies together weigh as much as one text."""
    copies = np.bincount(groups, minlength=len(groups))[groups]
    return replace(decided, weights=decided.weights / copies)


def _problem(head: BlendedHead, block: GramBlock, decided: Answered, known: Answered) -> Problem:
    """The decided rows, then the known ones; only the columns that count."""
    batch = [*decided.batch, *known.batch]
    return Problem(
        block.matrix(batch)[:, np.flatnonzero(block.scale)],
        log_odds(head, batch),
        np.concatenate([decided.answers, known.answers]),
        np.concatenate([decided.weights, known.weights]),
    )


def _unseen(problem: Problem, groups: NDArray[np.int64], *, seed: int) -> Floats:
    """The log odds of each decided row by a correction that saw none of its near copies."""
    from sklearn.model_selection import GroupKFold

    decided = len(groups)
    known = np.arange(decided, len(problem.answers))
    unseen = problem.offset[:decided].copy()
    folds = GroupKFold(min(_FOLDS, len(np.unique(groups))), shuffle=True, random_state=seed)
    for rest, part in folds.split(unseen, groups=groups):
        learnt = problem.take(np.concatenate([rest, known])).solved(_PENALTY)
        unseen[part] += problem.matrix[part] @ learnt
    return unseen


def _recalibration(decided: Problem, unseen: Floats) -> tuple[float, float]:
    """Slope and shift of the log odds ``unseen``; the slope stays between 0.5 and 2."""
    columns = np.column_stack([unseen, np.ones(len(unseen))])
    problem = replace(decided, matrix=columns, offset=unseen)
    change, shift = problem.solved(_CALM, (_SLOPES, _SHIFTS))
    return 1.0 + float(change), float(shift)


def _extended(
    head: BlendedHead, block: GramBlock, learnt: Floats, line: tuple[float, float]
) -> BlendedHead:
    """The head whose log odds are ``slope * (its own + the correction) + shift``."""
    slope, shift = line
    own = head.calibration
    coefficients = np.zeros(block.columns)
    coefficients[np.flatnonzero(block.scale)] = learnt / max(own.slope, _NEVER)
    before = head.correction or LinearHead((), (), 0.0)
    added = replace(
        before,
        blocks=(*before.blocks, block),
        weights=(*before.weights, block.fused(coefficients)),
    )
    line_of_all = Calibration(slope * own.slope, slope * own.intercept + shift)
    return replace(head, correction=added, calibration=line_of_all)


def _figures(answers: NDArray[np.bool_], before: Floats, after: Floats) -> dict[str, Figure]:
    measures = {
        "average_precision": average_precision,
        "calibration_error": calibration_error,
    }
    return {
        f"decisions_{name}{when}": bootstrapped(measure, answers, found)
        for name, measure in measures.items()
        for when, found in (("", after), ("_before", before))
    }
