"""Training twins anew and measuring them, beside baselines, on parts that none of them saw."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from classifiers.baselines import Task, baselines, judged
from classifiers.data import STANCES
from classifiers.elections import leave_one_out
from classifiers.evaluation import Measured
from classifiers.examples import Examples
from classifiers.external import measure_file
from classifiers.held_out import hate_held_out, support_held_out
from classifiers.metrics import share
from classifiers.models import PARTS, Models
from classifiers.train import train
from classifiers.unseen import Unseen

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Refitted:
    """Figures that needed the data sets, and what was held out to make them."""

    figures: list[Measured]
    curves: list[Unseen]


def refitted(
    datasets: Path, models: Models, examples: Examples, *, seed: int, progress: Progress
) -> Refitted:
    """Everything that needs the data sets: twins, whether they are the shipped models, baselines.

    Raises:
        ExampleError: A data set is not what training expects.
    """
    figures = _twins(datasets, models, seed=seed, progress=progress)
    progress("held out: candidate support")
    support, contests = support_held_out(examples, models, seed=seed)
    progress("held out: hate speech")
    tasks, hate = hate_held_out(datasets, examples, models, seed=seed)
    curves = [contests, *hate]
    for task, unseen in zip([support, *tasks], curves, strict=True):
        figures += [*unseen.figures(), *unseen.parts(), *beside(task, unseen.on, progress)]
    figures += leave_one_out(datasets, examples, models, seed=seed, progress=progress)
    progress(STANCES)
    return Refitted([*figures, *measure_file(models, datasets / STANCES)], curves)


def beside(task: Task, on: str, progress: Progress) -> list[Measured]:
    """The baselines of a task, each with its figures on the rows that it did not see."""
    found: list[Measured] = []
    rows = task.tested
    for name, baseline in baselines().items():
        progress(f"baseline of {task.label}: {name}")
        scores = judged(task, baseline)[rows]
        unseen = Unseen(task.label, f"{on}, baseline: {name}", task.answers[rows], scores)
        found += unseen.figures()
    return found


def _twins(datasets: Path, models: Models, *, seed: int, progress: Progress) -> list[Measured]:
    from classifiers.evaluate import recorded

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        train(datasets, out, seed=seed, progress=progress)
        figures = [Measured(m.label, m.measure, m.figure, "twins, held out") for m in recorded(out)]
        again = Models.load(out).version == models.version
    made = Measured("all", "rebuilt_identically", share(np.array([again])), f"{len(PARTS)} models")
    return [*figures, made]
