"""``netra evaluate``: what is known of how well the models work, each figure with its interval.

A shipped model cannot be measured honestly on what it was trained on. So the figures of training
are shown, which come from parts that a twin had not seen; the frozen tests, which no training sees,
are always measured, and so are gates that need no labels, and the speed. With data sets at hand
twins are trained and measured again, beside baselines on the same split, and thresholds are chosen
for a wanted precision; any labelled file can be measured.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from classifiers.artefact import SHIPPED, load
from classifiers.baselines import MISSING, sentence_encoder
from classifiers.contest import Contest
from classifiers.counterfactual import counterfactuals, identities_alike
from classifiers.evaluation import Evaluation, Measured, measured
from classifiers.evenhanded import candidates_alike, groups_alike, name_swaps
from classifiers.examples import Examples, load_examples, load_frozen
from classifiers.external import measure_file
from classifiers.frozen import measure_frozen
from classifiers.metrics import Figure
from classifiers.models import Models
from classifiers.score import LABELS
from classifiers.scorer import Scorer
from classifiers.thresholds import halves, thresholds
from classifiers.unseen import Unseen

Progress = Callable[[str], None]

_SPEED_RUNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to measure on, besides what is always measured.

    ``external`` are labelled files (``classifiers.external``), ``contests`` what their targets
    stand in. ``minimum`` is the threshold in use of each label. ``datasets`` trains twins anew from
    ``seed`` and takes minutes.
    """

    datasets: Path | None = None
    external: Sequence[Path] = ()
    contests: Sequence[Contest] = ()
    minimum: Mapping[str, float] = field(default_factory=dict)
    seed: int = 0


def evaluate(
    models_dir: Path | None = None,
    plan: Plan | None = None,
    *,
    progress: Progress = lambda _: None,
) -> Evaluation:
    """Measure the models of ``models_dir`` (the shipped ones by default).

    Raises:
        ModelError: A model is missing or not the one its manifest names.
        ExampleError: A data set, an example or an external file is not what is expected.
    """
    folder, plan = models_dir or SHIPPED, plan or Plan()
    models, examples = Models.load(folder), load_examples()
    progress("frozen tests")
    frozen, curves = measure_frozen(models, load_frozen(), plan.minimum)
    progress("even-handedness")
    figures = [*recorded(folder), *frozen, *_gates(models, examples), speed(models, examples)]
    for path in plan.external:
        progress(path.name)
        figures += measure_file(models, path, plan.contests)
    if plan.datasets is None:
        return Evaluation(models.version, tuple(figures), curves=tuple(curves))
    from classifiers.material import Material
    from classifiers.refit import refitted

    material = Material(plan.datasets, examples, models.normaliser, plan.seed)
    twins = refitted(folder, material, progress=progress)
    held_out = [*figures, *twins.figures, *_chosen(twins.curves, curves, plan.seed)]
    notes = () if sentence_encoder() else (MISSING,)
    return Evaluation(models.version, tuple(held_out), notes, (*curves, *twins.curves))


def _chosen(held_out: Sequence[Unseen], frozen: Sequence[Unseen], seed: int) -> Iterator[Measured]:
    """Thresholds for a wanted precision.

    Half of what was held out chooses, the other half and the frozen test say what that is worth.
    """
    for one in held_out:
        first, second = halves(one, seed=seed)
        yield from thresholds(first, second)
        for test in (test for test in frozen if test.label == one.label):
            yield from thresholds(one, test)


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
    scorer = Scorer(models)
    found = [*candidates_alike(name_swaps(examples, models), models), *groups_alike(scorer)]
    for name, cases in (("frozen", load_frozen().hate), ("written", examples.hate)):
        on = f"group swap in the {name} cases"
        found += identities_alike(counterfactuals(cases), scorer, on)
    return found


def _seconds(scorer: Scorer, texts: Sequence[str]) -> float:
    begun = time.perf_counter()
    scorer.score(texts)
    return time.perf_counter() - begun


def _figure(numbers: dict[str, Any]) -> Figure:
    return Figure(numbers["value"], numbers["low"], numbers["high"], numbers["cases"])
