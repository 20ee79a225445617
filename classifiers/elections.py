"""Candidate support on elections it has never seen: public tweets, one election left out each time.

Each election is judged by the shipped recipe taught by the written examples alone; then by one that
learns from the other elections' tweets in full, from the examples less, and is held closer; and by
baselines that see the other elections' plain texts. What counts is how far average precision
(partisan against none) lies above the strongest baseline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers import public_stance, train_support
from classifiers.baselines import Baseline, Split, Task, baselines, judged
from classifiers.data import STANCES, StanceRow, stance_rows
from classifiers.evaluation import Measured, measured
from classifiers.examples import Examples
from classifiers.fit import Recipe, Sample, fit_head
from classifiers.head import Floats
from classifiers.metrics import Figure, average_precision, resampled
from classifiers.models import Models
from classifiers.train_context import Base, built, fine_tune

Progress = Callable[[str], None]
Rows = NDArray[np.int64]

WRITTEN, WITH_PUBLIC = "written examples only", "with the other elections' tweets"
OURS = (WRITTEN, WITH_PUBLIC)
# Chosen on these very elections, since there are no others: 0.1 to 1 and 0.3 to 10 were tried.
_WRITTEN_WEIGHT, _STRENGTH = 0.3, 0.3
_ALL = "mean of elections"
_GAIN = "gain_over_strongest_baseline"


def _alike(_: int) -> float:
    return 1.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """The tweets of the elections left out, with what each arm says of them.

    ``weigh`` gives an election's weight in the mean from the number of its tweets.
    """

    rows: Sequence[StanceRow]
    answers: NDArray[np.bool_]
    elections: NDArray[np.int64]
    arms: Mapping[str, Floats]
    weigh: Callable[[int], float] = _alike

    def take(self, which: Rows) -> Judgement:
        """Some of the tweets."""
        arms = {name: scores[which] for name, scores in self.arms.items()}
        rows = [self.rows[row] for row in which.tolist()]
        return Judgement(rows, self.answers[which], self.elections[which], arms, self.weigh)

    def figures(self, on: str) -> list[Measured]:
        """Average precision of every arm, and of ours above the strongest baseline."""
        best = self.strongest()
        found = [(name, self._average_precision(name)) for name in self.arms]
        gains = [(name, self._above(name, best)) for name in OURS]
        return [
            *measured("candidate_support", on, [(f"average_precision: {n}", f) for n, f in found]),
            *measured("candidate_support", on, [(f"{_GAIN}: {n}", f) for n, f in gains]),
        ]

    def strongest(self) -> str:
        """The baseline of the highest average precision."""
        return max(
            (name for name in self.arms if name not in OURS),
            key=lambda name: self._mean(name, np.arange(len(self.rows))),
        )

    def _average_precision(self, arm: str) -> Figure:
        return resampled(lambda rows: self._mean(arm, rows), len(self.rows))

    def _above(self, arm: str, other: str) -> Figure:
        """Paired: both arms are measured on the same resampled tweets."""
        return resampled(
            lambda rows: self._mean(arm, rows) - self._mean(other, rows), len(self.rows)
        )

    def _mean(self, arm: str, rows: Rows) -> float:
        """The mean over elections, each ranked by itself."""
        parts = [rows[self.elections[rows] == one] for one in np.unique(self.elections[rows])]
        scores = self.arms[arm]
        values = [average_precision(self.answers[part], scores[part]) for part in parts]
        return float(np.average(values, weights=[self.weigh(len(part)) for part in parts]))


def leave_one_out(
    datasets: Path,
    examples: Examples,
    models: Models,
    base: Base,
    *,
    seed: int,
    progress: Progress,
) -> list[Measured]:
    """Figures of every election that has a none class, of their mean alike and by size, and of the
    mean where the text names its target.

    Raises:
        ExampleError: ``candidate_stance.parquet`` cannot be read.
    """
    rows = stance_rows(datasets)
    return list(reported(judgement(rows, examples, models, base, seed=seed, progress=progress)))


def judgement(
    rows: Sequence[StanceRow],
    examples: Examples,
    models: Models,
    base: Base,
    *,
    seed: int,
    progress: Progress,
) -> Judgement:
    """What every arm says of the tweets of each election, having seen none of it."""
    linked_rows = public_stance.linked_rows(rows, models.normaliser)
    public = public_stance.partisan_sample(rows, linked_rows, weight=1.0)
    linked = train_support.linked_examples(examples, models.normaliser)
    written = train_support.partisan_sample(examples.support, linked)
    linear, _ = train_support.recipes(models.encoder)
    ours = _Recipe(linear, base, seed)
    task = Task("candidate_support", [row.text for row in rows], public.answers, _splits(public))
    progress("leave one election out: our recipe")
    arms = {
        WRITTEN: ours.decisions(written, public),
        WITH_PUBLIC: ours.by_others(written, public, task.splits),
        **dict(_by_baselines(task, baselines(), progress)),
    }
    everything = Judgement(rows, public.answers, public.groups, arms)
    return everything.take(task.tested)


def reported(found: Judgement) -> Iterator[Measured]:
    """The mean of elections first, then by their size, where the target is named, and each."""
    named = np.array([row.target_in_text for row in found.rows], dtype=bool)
    yield from found.figures(f"{STANCES}, {_ALL}")
    yield from replace(found, weigh=float).figures(f"{STANCES}, {_ALL}, by size")
    if named.any():
        yield from found.take(np.flatnonzero(named)).figures(f"{STANCES}, {_ALL}, target in text")
    for election in np.unique(found.elections):
        part = found.take(np.flatnonzero(found.elections == election))
        yield from part.figures(f"{STANCES}, {part.rows[0].election} left out")


def _splits(public: Sample) -> list[Split]:
    """The elections that have both answers, each against all others."""
    parts = [public.groups == group for group in np.unique(public.groups)]
    return [
        (np.flatnonzero(~part), np.flatnonzero(part))
        for part in parts
        if 0 < public.answers[part].sum() < part.sum()
    ]


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How a partisan head is made, both of its readers."""

    linear: Recipe
    base: Base
    seed: int

    def by_others(self, written: Sample, public: Sample, splits: Sequence[Split]) -> Floats:
        closer = replace(self, linear=replace(self.linear, strength=_STRENGTH))
        lighter = replace(written, weights=written.weights * _WRITTEN_WEIGHT)
        decisions = np.zeros(len(public.batch))
        for rest, part in splits:
            taught = lighter.with_more(public.take(rest))
            decisions[part] = closer.decisions(taught, public.take(part))
        return decisions

    def decisions(self, taught: Sample, asked: Sample) -> Floats:
        blend = train_support.PARTISAN_BLEND
        linear = fit_head(self.linear, taught, seed=self.seed).decisions(asked.batch)
        network = fine_tune(self.base, {blend.task: taught}, seed=self.seed)
        return blend.decisions(linear, built(self.base, network), asked.batch)


def _by_baselines(
    task: Task, found: Mapping[str, Baseline], progress: Progress
) -> Iterator[tuple[str, Floats]]:
    for name, baseline in found.items():
        progress(f"leave one election out: {name}")
        yield name, judged(task, baseline)
