"""Training twins anew and measuring them, beside baselines, on parts that none of them saw."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import numpy as np

from classifiers import artefact, train_hate, train_support
from classifiers.baselines import baselines, judged
from classifiers.data import STANCES
from classifiers.elections import leave_one_out
from classifiers.evaluation import Measured
from classifiers.external import measure_file
from classifiers.head import Floats
from classifiers.held_out import HeldOut, hate_held_out, hoax_held_out, support_held_out
from classifiers.material import Material
from classifiers.metrics import share
from classifiers.models import CONTEXT_BASE, ENCODER, SCORING, Models
from classifiers.train import HOAX, train
from classifiers.train_context import load_base
from classifiers.unseen import Unseen

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Refitted:
    """Figures that needed the data sets, and what was held out to make them."""

    figures: list[Measured]
    curves: list[Unseen]


def refitted(folder: Path, material: Material, *, progress: Progress) -> Refitted:
    """Everything that needs the data sets: twins, whether they are the shipped models, baselines.

    ``folder`` holds the models. Twins start from its context base, which has seen no label.

    Raises:
        ExampleError: A data set is not what training expects.
    """
    models, datasets = Models.load(folder), material.datasets
    figures, unseen = _twins(folder, material, progress=progress)
    parts = [
        support_held_out(material, unseen[train_support.PARTISAN_BLEND.task]),
        hate_held_out(material, unseen[train_hate.BLEND.task]),
    ]
    hoax = hoax_held_out(material.examples, unseen[HOAX])
    curves = [*(one for part in parts for one in part.unseen()), hoax]
    figures += [figure for one in curves for figure in (*one.figures(), *one.parts())]
    figures += [figure for part in parts for figure in beside(part, progress)]
    figures += leave_one_out(
        datasets,
        material.examples,
        models,
        load_base(folder),
        seed=material.seed,
        progress=progress,
    )
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


def _twins(
    folder: Path, material: Material, *, progress: Progress
) -> tuple[list[Measured], dict[str, Floats]]:
    from classifiers.evaluate import recorded

    with tempfile.TemporaryDirectory() as made:
        out = Path(made)
        for name in (ENCODER, CONTEXT_BASE):
            copytree(folder / name, out / name)
        unseen = train(material.datasets, out, seed=material.seed, progress=progress, parts=SCORING)
        figures = [Measured(m.label, m.measure, m.figure, "twins, held out") for m in recorded(out)]
        same = share(
            np.array([_weights(out / name) == _weights(folder / name) for name in SCORING])
        )
    return [
        *figures,
        Measured("all", "rebuilt_identically", same, f"{len(SCORING)} models"),
    ], unseen


def _weights(model: Path) -> object:
    """The hashes of its numbers; the manifest also names the code, which may have moved on."""
    return artefact.load(model).manifest["files"]
