"""Training twins anew and measuring them, beside baselines, on parts that none of them saw."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from classifiers.baselines import baselines, judged
from classifiers.data import STANCES
from classifiers.elections import leave_one_out
from classifiers.evaluation import Measured
from classifiers.examples import Examples
from classifiers.external import measure_file
from classifiers.held_out import HeldOut, hate_held_out, support_held_out
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
    support = support_held_out(examples, models, seed=seed)
    progress("held out: hate speech")
    parts = [support, hate_held_out(datasets, examples, models, seed=seed)]
    curves = [one for part in parts for one in part.unseen()]
    figures += [figure for one in curves for figure in (*one.figures(), *one.parts())]
    figures += [figure for part in parts for figure in beside(part, progress)]
    figures += leave_one_out(datasets, examples, models, seed=seed, progress=progress)
    progress(STANCES)
    return Refitted([*figures, *measure_file(models, datasets / STANCES)], curves)


def beside(held_out: HeldOut, progress: Progress) -> list[Measured]:
    """The baselines, each with its figures on the rows that it did not see."""
    found: list[Measured] = []
    for name, baseline in baselines().items():
        progress(f"baseline of {held_out.task.label}: {name}")
        for unseen in held_out.beside(name, judged(held_out.task, baseline)):
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
