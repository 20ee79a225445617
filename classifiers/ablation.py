"""What each part of a recipe is worth: the head made again without it, on the same unseen rows.

Support is judged contest by contest (four parts), hate speech on the fifth that training measures
with. Gains are paired: the whole recipe and the one without a part are measured on the same
resampled rows. Nothing is calibrated, since ranks do not depend on it; the F1 is at the decision 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers import public_stance, train_hate, train_support
from classifiers.data import IBROHIM, stance_rows
from classifiers.examples import Examples
from classifiers.fit import Recipe, Sample, fit_head
from classifiers.head import Calibration, Floats
from classifiers.mask import numbers_alike
from classifiers.metrics import (
    Figure,
    Measure,
    Rows,
    average_precision,
    bootstrapped,
    macro_f1,
    recall_at,
    resampled,
)
from classifiers.models import Models

Progress = Callable[[str], None]
Answers = NDArray[np.bool_]
WHOLE = "the whole recipe"
_FOLDS = 4


@dataclass(frozen=True, slots=True)
class Variant:
    """A way of making the head, and the rows it learns from."""

    name: str
    recipe: Recipe
    sample: Sample


@dataclass(frozen=True, slots=True)
class Step:
    """One variant: its figures, and what the whole recipe gains over it (paired)."""

    name: str
    figures: Mapping[str, Figure]
    gains: Mapping[str, Figure]

    def to_json(self) -> dict[str, Any]:
        """For a machine and for the card."""
        return {
            "name": self.name,
            "figures": {name: figure.rounded() for name, figure in self.figures.items()},
            "gains": {name: figure.rounded() for name, figure in self.gains.items()},
        }


@dataclass(frozen=True, slots=True)
class Ablation:
    """The steps of every label that was taken apart."""

    steps: Mapping[str, Sequence[Step]]

    def to_json(self) -> dict[str, list[dict[str, Any]]]:
        """The steps by label."""
        return {label: [step.to_json() for step in steps] for label, steps in self.steps.items()}

    def table(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Columns and rows: each variant's figures, and how far they lie below the whole."""
        columns = ("label", "variant", "measure", "value", "the whole gains (95 % interval)")
        return columns, [
            (label, step.name, key.replace("_", " "), f"{figure.value:.3f}", _short(step, key))
            for label, steps in self.steps.items()
            for step in steps
            for key, figure in step.figures.items()
        ]


def ablate(
    datasets: Path, examples: Examples, models: Models, *, seed: int, progress: Progress
) -> Ablation:
    """The steps of candidate support and of hate speech; takes many minutes.

    Raises:
        ExampleError: A data set is not what training expects.
    """
    support = support_steps(datasets, examples, models, seed=seed, told=progress)
    hate = hate_steps(datasets, examples, models, seed=seed, told=progress)
    return Ablation({"candidate_support": support, "hate_speech": hate})


def _short(step: Step, key: str) -> str:
    gain = step.gains.get(key)
    return f"{gain.value:+.3f} ({gain.low:+.3f} to {gain.high:+.3f})" if gain else ""


def support_steps(
    datasets: Path, examples: Examples, models: Models, *, seed: int, told: Progress
) -> list[Step]:
    """Partisan against none on written examples whose contest was left out."""
    variants = list(_support_variants(datasets, examples, models))
    written = variants[0].sample
    measures: dict[str, Measure] = {
        "average_precision": average_precision,
        "recall_at_5_percent_false": partial(recall_at, 0.05),
    }
    found = {}
    for variant in variants:
        told(f"ablation of candidate support: {variant.name}")
        found[variant.name] = _across(variant, written.groups, seed=seed)
    return _steps(measures, written.answers, found)


def hate_steps(
    datasets: Path, examples: Examples, models: Models, *, seed: int, told: Progress
) -> list[Step]:
    """Hate or not, on public rows and on functional cases that were kept apart."""
    rows = train_hate.read_rows(datasets, examples)
    sample = train_hate.hate_sample(rows, models.normaliser)
    kept, tested = train_hate.apart(sample.groups, seed=seed)
    sources = np.array([row.source for row in rows])
    found = {}
    for name, recipe, seen in _hate_variants(sources, kept):
        told(f"ablation of hate speech: {name}")
        head = fit_head(recipe, sample.take(seen), seed=seed)
        found[name] = head.decisions([sample.batch[row] for row in tested.tolist()])
    steps = [
        _steps(_named(part), sample.answers[tested][where], _taken(found, where))
        for part, where in (
            ("public", np.flatnonzero(sources[tested] == IBROHIM)),
            ("functional", np.flatnonzero(sources[tested] == train_hate.EXAMPLES)),
        )
    ]
    return [
        Step(a.name, {**a.figures, **b.figures}, {**a.gains, **b.gains})
        for a, b in zip(*steps, strict=True)
    ]


def without_parts(recipe: Recipe) -> Iterator[tuple[str, Recipe]]:
    """The recipe without each of its blocks, then without its sentence vectors."""
    for place, (view, grams) in enumerate(recipe.blocks):
        rest = (*recipe.blocks[:place], *recipe.blocks[place + 1 :])
        name = f"without {grams.unit} {grams.shortest} to {grams.longest} of {view}"
        yield name, replace(recipe, blocks=rest)
    if recipe.encoder is not None:
        yield "without sentence vectors", replace(recipe, encoder=None)


def _support_variants(datasets: Path, examples: Examples, models: Models) -> Iterator[Variant]:
    linked = train_support.linked_examples(examples, models.normaliser)
    written = train_support.partisan_sample(examples.support, linked)
    recipe, _ = train_support.recipes(models.encoder)
    yield Variant(WHOLE, recipe, written)
    for name, made in without_parts(recipe):
        yield Variant(name, made, written)
    plain = [numbers_alike(entry.post.words) for entry in linked]
    yield Variant("without masking", recipe, replace(written, batch=plain))
    rows = stance_rows(datasets)
    links = public_stance.linked_rows(rows, models.normaliser)
    public = public_stance.partisan_sample(rows, links)
    yield Variant("half of the examples", recipe, _half(written))
    yield Variant("with the public tweets", recipe, written.with_more(public))
    silent = replace(written, weights=np.zeros(len(written.batch)))
    yield Variant("public tweets in place of the examples", recipe, silent.with_more(public))


def _half(sample: Sample) -> Sample:
    """The rows to judge are the same; every second one, drawn, teaches nothing."""
    kept = np.random.default_rng(0).permutation(len(sample.batch)) % 2
    return replace(sample, weights=sample.weights * kept)


def _hate_variants(sources: NDArray[np.str_], kept: Rows) -> Iterator[tuple[str, Recipe, Rows]]:
    yield WHOLE, train_hate.RECIPE, kept
    for name, recipe in without_parts(train_hate.RECIPE):
        yield name, recipe, kept
    own = sources[kept] == train_hate.EXAMPLES
    yield "without the functional examples", train_hate.RECIPE, kept[~own]
    yield "without the public rows", train_hate.RECIPE, kept[own]


def _across(variant: Variant, groups: NDArray[np.int64], *, seed: int) -> Floats:
    """Decisions on the first rows, as many as there are ``groups``; rows beyond only teach."""
    from sklearn.model_selection import GroupKFold

    judged = len(groups)
    more = np.arange(judged, len(variant.sample.batch))
    decisions = np.zeros(judged)
    for rest, part in GroupKFold(_FOLDS).split(decisions, groups=groups):
        seen = np.concatenate([rest, more])
        taught = variant.sample.take(seen[variant.sample.weights[seen] > 0])
        head = fit_head(variant.recipe, taught, seed=seed)
        decisions[part] = head.decisions([variant.sample.batch[row] for row in part.tolist()])
    return decisions


def _steps(
    measures: Mapping[str, Measure], answers: Answers, found: Mapping[str, Floats]
) -> list[Step]:
    scores = {name: Calibration().probabilities(one) for name, one in found.items()}
    return [
        Step(
            name,
            {key: bootstrapped(measure, answers, one) for key, measure in measures.items()},
            {
                key: _gained(measure, answers, scores[WHOLE], one)
                for key, measure in measures.items()
                if name != WHOLE
            },
        )
        for name, one in scores.items()
    ]


def _gained(measure: Measure, answers: Answers, whole: Floats, part: Floats) -> Figure:
    def difference(rows: Rows) -> float:
        return measure(answers[rows], whole[rows]) - measure(answers[rows], part[rows])

    return resampled(difference, len(answers))


def _named(part: str) -> dict[str, Measure]:
    return {f"{part}_macro_f1": macro_f1, f"{part}_average_precision": average_precision}


def _taken(found: Mapping[str, Floats], rows: Rows) -> dict[str, Floats]:
    return {name: scores[rows] for name, scores in found.items()}
