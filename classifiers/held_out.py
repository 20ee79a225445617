"""What heads say of rows that they have not seen, by the splits that training measures with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from classifiers import train_hate, train_support
from classifiers.baselines import Task
from classifiers.data import IBROHIM, HateRow
from classifiers.examples import Examples
from classifiers.fit import fit_calibrated
from classifiers.head import Floats
from classifiers.metrics import Rows
from classifiers.models import Models
from classifiers.unseen import Unseen, lengths

PUBLIC, FUNCTIONAL = "public rows held out", "functional cases held out"
CONTESTS = "examples, contest held out"
_NAMES = {IBROHIM: PUBLIC, train_hate.EXAMPLES: FUNCTIONAL}


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A task, what our head says of its texts, and the parts that are measured apart.

    ``kinds`` says of every text what it is.
    """

    task: Task
    scores: Floats
    parts: Mapping[str, Rows]
    kinds: Mapping[str, Sequence[str]]

    def unseen(self) -> list[Unseen]:
        """The parts as our head judges them."""
        return self._judged_by(self.scores, "")

    def beside(self, name: str, scores: Floats) -> list[Unseen]:
        """The same parts as a baseline judges them."""
        return self._judged_by(scores, f", baseline: {name}")

    def _judged_by(self, scores: Floats, name: str) -> list[Unseen]:
        task = self.task
        whole = Unseen(task.label, "", task.answers, scores, self.kinds)
        return [whole.take(rows, f"{part}{name}") for part, rows in self.parts.items()]


def support_held_out(examples: Examples, models: Models, *, seed: int) -> HeldOut:
    """Every contest judged by heads, and a calibration, of the others."""
    linked = train_support.linked_examples(examples, models.normaliser)
    sample = train_support.partisan_sample(examples.support, linked)
    recipe, _ = train_support.recipes(models.encoder)
    found = train_support.across(recipe, sample, seed=seed)
    texts = [example.text for example in examples.support]
    kinds = {
        "language": [example.language for example in examples.support],
        "contest": [example.contest for example in examples.support],
        "form": [example.form for example in examples.support],
        "length": lengths(texts),
    }
    contests = [sample.groups == group for group in np.unique(sample.groups)]
    splits = [(np.flatnonzero(~one), np.flatnonzero(one)) for one in contests]
    task = Task("candidate_support", texts, sample.answers, splits)
    return HeldOut(task, found, {CONTESTS: np.arange(len(texts))}, kinds)


def hate_held_out(datasets: Path, examples: Examples, models: Models, *, seed: int) -> HeldOut:
    """The fifth that training measures with, judged by a twin: a part for every source."""
    rows = train_hate.read_rows(datasets, examples)
    sample = train_hate.hate_sample(rows, models.normaliser)
    rest, tested = train_hate.apart(sample.groups, seed=seed)
    twin = fit_calibrated(train_hate.RECIPE, sample.take(rest), seed=seed)
    found = np.zeros(len(rows))
    found[tested] = twin.probabilities([sample.batch[row] for row in tested.tolist()])
    task = Task("hate_speech", [row.text for row in rows], sample.answers, [(rest, tested)])
    sources = np.array([row.source for row in rows])
    parts = {
        _NAMES.get(source, f"{PUBLIC}, {source}"): tested[sources[tested] == source]
        for source in np.unique(sources[tested]).tolist()
    }
    return HeldOut(task, found, parts, _hate_kinds(rows, examples))


def _hate_kinds(rows: Sequence[HateRow], examples: Examples) -> dict[str, list[str]]:
    """Function and group are known of our own cases only, which are the last rows."""
    public = [""] * (len(rows) - len(examples.hate))
    return {
        "function": [*public, *(example.function for example in examples.hate)],
        "group": [*public, *(example.group for example in examples.hate)],
        "length": lengths([row.text for row in rows]),
    }
