"""Training twins anew and measuring them, beside baselines, on parts that none of them saw."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from classifiers import train_hate, train_support
from classifiers.baselines import Task, baselines, judged
from classifiers.data import IBROHIM, STANCES
from classifiers.elections import leave_one_out
from classifiers.evaluation import Measured, measured
from classifiers.examples import Examples
from classifiers.external import measure_file
from classifiers.head import Floats
from classifiers.metrics import (
    Answers,
    Figure,
    Measure,
    average_precision,
    bootstrapped,
    macro_f1,
    recall_at,
    share,
)
from classifiers.models import PARTS, Models
from classifiers.train import train

Progress = Callable[[str], None]
_LONG = 140


def refitted(
    datasets: Path, models: Models, examples: Examples, *, seed: int, progress: Progress
) -> list[Measured]:
    """Everything that needs the data sets: twins, whether they are the shipped models, baselines.

    Raises:
        ExampleError: A data set is not what training expects.
    """
    found = _twins(datasets, models, seed=seed, progress=progress)
    support, parts = support_task(examples, models, seed=seed)
    found += parts
    for task in (support, hate_task(datasets, examples, models, seed=seed)):
        progress(f"baselines of {task.label}")
        found += beside(task)
    found += leave_one_out(datasets, examples, models, seed=seed, progress=progress)
    progress(STANCES)
    return [*found, *measure_file(models, datasets / STANCES)]


def beside(task: Task) -> list[Measured]:
    """The baselines of a task, each with its figures on the rows that it did not see."""
    found: list[Measured] = []
    rows = task.tested
    for name, baseline in baselines().items():
        scores = judged(task, baseline)
        figures = _figures(task.answers[rows], scores[rows])
        found += measured(task.label, f"baseline: {name}", figures)
    return found


def support_task(examples: Examples, models: Models, *, seed: int) -> tuple[Task, list[Measured]]:
    """Every contest judged by heads of the others; with figures by language, length and contest."""
    linked = train_support.linked_examples(examples, models.normaliser)
    sample = train_support.partisan_sample(examples.support, linked)
    recipe, _ = train_support.recipes(models.encoder)
    found = train_support.across(recipe, sample, seed=seed)
    rows = np.arange(len(found))
    splits = [
        (rows[sample.groups != group], rows[sample.groups == group])
        for group in np.unique(sample.groups)
    ]
    texts = [example.text for example in examples.support]
    task = Task("candidate_support", texts, sample.answers, splits)
    kinds = {
        "language": [example.language for example in examples.support],
        "contest": [example.contest for example in examples.support],
        "form": [example.form for example in examples.support],
        "length": ["long" if len(text) > _LONG else "short" for text in texts],
    }
    return task, [one for kind, of in kinds.items() for one in _parts(task, found, kind, of)]


def hate_task(datasets: Path, examples: Examples, models: Models, *, seed: int) -> Task:
    """The public rows of the source to build on, by the split that training measures with."""
    rows = train_hate.read_rows(datasets, examples)
    sample = train_hate.hate_sample(rows, models.normaliser)
    rest, part = train_hate.apart(sample.groups, seed=seed)
    tested = np.array([row for row in part if rows[row].source == IBROHIM])
    return Task("hate_speech", [row.text for row in rows], sample.answers, [(rest, tested)])


def _twins(datasets: Path, models: Models, *, seed: int, progress: Progress) -> list[Measured]:
    from classifiers.evaluate import recorded

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        train(datasets, out, seed=seed, progress=progress)
        figures = [Measured(m.label, m.measure, m.figure, "twins, held out") for m in recorded(out)]
        again = Models.load(out).version == models.version
    made = Measured("all", "rebuilt_identically", share(np.array([again])), f"{len(PARTS)} models")
    return [*figures, made]


def _parts(task: Task, found: Floats, kind: str, of: Sequence[str]) -> Iterator[Measured]:
    """The share decided rightly at 0.5, for each value of ``kind``."""
    values = np.array(of)
    right = (found >= 0.5) == task.answers
    names = [
        (f"right_by_{kind}: {value}", share(right[values == value])) for value in sorted(set(of))
    ]
    yield from measured(task.label, "examples, contest held out", names)


def _figures(answers: Answers, found: Floats) -> Iterator[tuple[str, Figure]]:
    measures: dict[str, Measure] = {
        "average_precision": average_precision,
        "macro_f1": macro_f1,
        "recall_at_5_percent_false": partial(recall_at, 0.05),
    }
    for name, measure in measures.items():
        yield name, bootstrapped(measure, answers, found)
