"""Figures with their uncertainty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Answers = NDArray[np.bool_]
Rows = NDArray[np.int64]
Measure = Callable[[Answers, Floats], float]

_BINS = 15
_RESAMPLES = 500


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95 % interval and the number of cases behind it."""

    value: float
    low: float
    high: float
    cases: int

    def rounded(self) -> dict[str, float | int]:
        """For a manifest or a card."""
        numbers = {"value": self.value, "low": self.low, "high": self.high}
        return {**{name: round(number, 4) for name, number in numbers.items()}, "cases": self.cases}


def share(hits: Answers) -> Figure:
    """A share (0 to 1) with the interval of Wilson (1927); 0 to 1 where there are no cases."""
    n = len(hits)
    if n == 0:
        return Figure(0.0, 0.0, 1.0, 0)
    p, z = float(np.mean(hits)), 1.959964
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Figure(p, float(max(centre - half, 0.0)), float(min(centre + half, 1.0)), n)


def bootstrapped(measure: Measure, answers: Answers, scores: Floats, *, seed: int = 0) -> Figure:
    """A measure with its percentile bootstrap interval (500 resamples of the cases)."""
    return resampled(lambda rows: measure(answers[rows], scores[rows]), len(answers), seed=seed)


def resampled(statistic: Callable[[Rows], float], cases: int, *, seed: int = 0) -> Figure:
    """A statistic of the rows 0 to ``cases`` with its percentile bootstrap interval.

    Two things compared on the same resampled rows make a paired interval (Efron & Tibshirani 1993).
    """
    rng = np.random.default_rng(seed)
    values = [statistic(rng.integers(0, cases, cases)) for _ in range(_RESAMPLES)]
    low, high = np.percentile(values, [2.5, 97.5])
    return Figure(statistic(np.arange(cases)), float(low), float(high), cases)


def macro_f1(answers: Answers, yes: NDArray[np.floating] | Answers) -> float:
    """The mean of the F1 of yes and the F1 of no; ``yes`` above 0.5 (or true) counts as yes."""
    said = np.asarray(yes, dtype=np.float64) > 0.5
    return (_f1(answers, said) + _f1(~answers, ~said)) / 2


def average_precision(answers: Answers, scores: Floats) -> float:
    """Area under precision over recall, by steps; 0 where no answer is yes. Ties are one step."""
    if not answers.any():
        return 0.0
    found, flagged, _ = _steps(answers, scores)
    return float((found / flagged * np.diff(found, prepend=0)).sum() / found[-1])


def calibration_error(answers: Answers, probabilities: Floats) -> float:
    """Expected calibration error: mean gap of probability and share, in 15 bins of equal size.

    Naeini et al. 2015, with equal-mass bins.
    """
    order = np.argsort(probabilities, kind="stable")
    bins = np.array_split(order, min(_BINS, len(order)))
    gaps = [abs(answers[b].mean() - probabilities[b].mean()) * len(b) for b in bins if len(b)]
    return float(sum(gaps) / len(order))


def threshold_for(precision: float, answers: Answers, probabilities: Floats) -> float:
    """The lowest threshold whose precision is at least ``precision``; 1 where none is."""
    found, flagged, limits = _steps(answers, probabilities)
    reached = np.flatnonzero(found / flagged >= precision)
    return float(limits[reached[-1]]) if reached.size else 1.0


def recall_at(false_share: float, answers: Answers, scores: Floats) -> float:
    """The share of yes found when at most ``false_share`` of no is flagged."""
    no = np.sort(scores[~answers])[::-1]
    limit = no[min(int(false_share * len(no)), len(no) - 1)]
    return float((scores[answers] > limit).mean())


def _steps(answers: Answers, scores: Floats) -> tuple[Rows, Rows, Floats]:
    """For every score that there is, falling: how many yes and how many rows are not below it."""
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    last = np.flatnonzero(np.append(np.diff(ranked) != 0, [True] * min(1, len(ranked))))
    return np.cumsum(answers[order], dtype=np.int64)[last], last + 1, ranked[last]


def _f1(answers: Answers, said: Answers) -> float:
    both = float((answers & said).sum())
    return 2 * both / max(float(answers.sum() + said.sum()), 1.0)
