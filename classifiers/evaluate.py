"""``netra evaluate``: what is known of how well the models work, each figure with its interval.

A shipped model cannot be measured honestly on what it was trained on. So the figures of training
are shown, which come from parts that a twin had not seen; with data sets at hand twins are trained
and measured again, beside baselines on the same split; and any labelled file can be measured. Gates
that need no labels, and the speed, are measured always.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from classifiers.artefact import SHIPPED, load
from classifiers.contest import Contest
from classifiers.evaluation import Evaluation, Measured, measured
from classifiers.evenhanded import candidates_alike, groups_alike, name_swaps
from classifiers.examples import Examples, load_examples
from classifiers.external import measure_file
from classifiers.metrics import Figure
from classifiers.models import Models
from classifiers.score import LABELS
from classifiers.scorer import Scorer

Progress = Callable[[str], None]

_SPEED_RUNS = 3


def evaluate(
    models_dir: Path | None = None,
    datasets: Path | None = None,
    *,
    external: Sequence[Path] = (),
    contests: Sequence[Contest] = (),
    seed: int = 0,
    progress: Progress = lambda _: None,
) -> Evaluation:
    """Measure the models of ``models_dir`` (the shipped ones by default).

    ``external`` are labelled files (``classifiers.external``), ``contests`` what their targets
    stand in. ``datasets`` trains twins anew from ``seed`` and takes minutes.

    Raises:
        ModelError: A model is missing or not the one its manifest names.
        ExampleError: A data set, an example or an external file is not what is expected.
    """
    folder = models_dir or SHIPPED
    models, examples = Models.load(folder), load_examples()
    progress("even-handedness")
    figures = [*recorded(folder), *_gates(models, examples), speed(models, examples)]
    for path in external:
        progress(path.name)
        figures += measure_file(models, path, contests)
    if datasets is not None:
        from classifiers.refit import refitted

        figures += refitted(datasets, models, examples, seed=seed, progress=progress)
    return Evaluation(models.version, tuple(figures))


def recorded(folder: Path) -> list[Measured]:
    """The figures in the manifests, measured by training on what a twin had not seen."""
    return [
        one
        for label in LABELS
        for one in measured(
            label,
            "held out by training",
            [(k, _figure(v)) for k, v in load(folder / label).manifest.get("figures", {}).items()],
        )
    ]


def speed(models: Models, examples: Examples) -> Measured:
    """Posts a second by one process, for all labels, one contest and the invented claims."""
    texts = [example.text for example in examples.support]
    scorer = Scorer(models, [next(iter(examples.contests.values()))], examples.claims)
    scorer.score(texts)
    rates = sorted(len(texts) / _seconds(scorer, texts) for _ in range(_SPEED_RUNS))
    median = rates[len(rates) // 2]
    figure = Figure(median, rates[0], rates[-1], len(texts))
    return Measured("all", "posts_per_second", figure, "the written examples, one process")


def _gates(models: Models, examples: Examples) -> list[Measured]:
    swaps = name_swaps(examples, models)
    return [*candidates_alike(swaps, models), *groups_alike(Scorer(models))]


def _seconds(scorer: Scorer, texts: Sequence[str]) -> float:
    begun = time.perf_counter()
    scorer.score(texts)
    return time.perf_counter() - begun


def _figure(numbers: dict[str, Any]) -> Figure:
    return Figure(numbers["value"], numbers["low"], numbers["high"], numbers["cases"])
