"""What heads say of rows that they have not seen, by the splits that training measures with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from classifiers import train_hate, train_support
from classifiers.baselines import Task
from classifiers.data import IBROHIM, HateRow
from classifiers.examples import Examples
from classifiers.fit import fit_calibrated
from classifiers.metrics import Rows
from classifiers.models import Models
from classifiers.unseen import Unseen, lengths

PUBLIC, FUNCTIONAL = "public rows held out", "functional cases held out"
CONTESTS = "examples, contest held out"


def support_held_out(examples: Examples, models: Models, *, seed: int) -> tuple[Task, Unseen]:
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
    unseen = Unseen("candidate_support", CONTESTS, sample.answers, found, kinds)
    parts = [sample.groups == group for group in np.unique(sample.groups)]
    splits = [(np.flatnonzero(~part), np.flatnonzero(part)) for part in parts]
    return Task("candidate_support", texts, sample.answers, splits), unseen


def hate_held_out(
    datasets: Path, examples: Examples, models: Models, *, seed: int
) -> tuple[list[Task], list[Unseen]]:
    """The fifth that training measures with, judged by a twin: public rows, functional cases.

    The public rows are those of the source to build on.
    """
    rows = train_hate.read_rows(datasets, examples)
    sample = train_hate.hate_sample(rows, models.normaliser)
    rest, tested = train_hate.apart(sample.groups, seed=seed)
    twin = fit_calibrated(train_hate.RECIPE, sample.take(rest), seed=seed)
    texts = [row.text for row in rows]
    tasks, unseen = [], []
    for name, source in ((PUBLIC, IBROHIM), (FUNCTIONAL, train_hate.EXAMPLES)):
        part = tested[np.array([rows[row].source == source for row in tested.tolist()], bool)]
        found = twin.probabilities([sample.batch[row] for row in part.tolist()])
        tasks.append(Task("hate_speech", texts, sample.answers, [(rest, part)]))
        unseen.append(
            Unseen("hate_speech", name, sample.answers[part], found, _kinds(rows, examples, part))
        )
    return tasks, unseen


def _kinds(rows: Sequence[HateRow], examples: Examples, part: Rows) -> dict[str, list[str]]:
    functions = {example.text: example.function for example in examples.hate}
    groups = {example.text: example.group for example in examples.hate}
    texts = [rows[row].text for row in part.tolist()]
    kinds = {"length": lengths(texts)}
    if any(text in functions for text in texts):
        kinds["function"] = [functions.get(text, "") for text in texts]
        kinds["group"] = [groups.get(text, "") for text in texts]
    return kinds
