"""Training the heads that say what hate speech strikes, and which of their answers to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers.data import HateDetailRow, hate_detail_rows
from classifiers.examples import Examples, HateExample
from classifiers.features import Grams
from classifiers.fit import FOLDS, Recipe, Sample, calibrate, folds_of
from classifiers.groups import near_copies
from classifiers.hate_details import (
    CATEGORIES,
    CLASSES,
    HEADS,
    QUESTIONS,
    HateDetailsModel,
    chosen,
    class_probabilities,
)
from classifiers.head import Calibration, Floats
from classifiers.mask import numbers_alike
from classifiers.metrics import Answers, Figure, bootstrapped, calibration_error, share
from classifiers.normalise import Normaliser
from classifiers.score import HateCategory, HateLevel

RECIPE = Recipe(
    (("words", Grams("words", 1, 2, 15)), ("words", Grams("chars", 2, 5, 16))), strength=10.0
)
LEAST_PRECISION = 0.6
"""Below this share of right answers on posts kept apart a class is never shown."""
_KEPT = 0.95

_GROUNDS: dict[HateCategory, str] = {
    "religion": (
        "ahmadiyah, ateis, buddha, hindu, katolik, konghucu, kristen, muslim, penghayat, syiah,"
        " yahudi"
    ),
    "race": (
        "aceh, afghanistan, afrika, ambon, arab, bali, banjar, batak, betawi, bugis, china-tka,"
        " dayak, india, jawa, madura, manado, melayu, migran-jawa, minang, nias, ntt, papua,"
        " rohingya, sunda, tionghoa"
    ),
    "physical": (
        "autis, cebol, disabilitas, hiv, kusta, odgj, tuli, tunadaksa, tunagrahita, tunanetra,"
        " tunawicara"
    ),
    "gender": "janda, lgbt, perempuan, transgender",
    "other": (
        "buruh migran, imigran, lansia, miskin, orang desa, orang miskin, pendatang, pengemis,"
        " pengungsi"
    ),
}
_GROUND_OF = {name: category for category, names in _GROUNDS.items() for name in names.split(", ")}


def read_rows(datasets: Path, examples: Examples) -> list[HateDetailRow]:
    """The public rows, then the functional cases that are hate."""
    return [*hate_detail_rows(datasets), *read_own_rows(examples)]


def read_own_rows(examples: Examples) -> list[HateDetailRow]:
    """The functional cases that are hate; all strike a group, and threats are strong."""
    return [_own_row(one) for one in examples.hate if one.hate and one.group in _GROUND_OF]


def detail_sample(rows: Sequence[HateDetailRow], normaliser: Normaliser) -> Sample:
    """Rows as training sees them; ``answers`` has a column a head.

    Near copies share a group, and so do all cases of one function: what is measured on them is how
    a function never seen is judged.
    """
    batch = [numbers_alike(normaliser.read(row.text)) for row in rows]
    functions = sorted({row.function for row in rows})
    own = np.array([functions.index(row.function) if row.function else -1 for row in rows])
    groups = np.where(own >= 0, len(rows) + own, near_copies(batch))
    return Sample(batch, np.array([_answers(row) for row in rows]), np.ones(len(rows)), groups)


def train_details(
    rows: Sequence[HateDetailRow], sample: Sample, *, seed: int
) -> tuple[HateDetailsModel, dict[str, Figure]]:
    """The model that is shipped, trained on everything, and the figures of its twins.

    Every fifth is judged by a twin, and a calibration, that saw only the other four. Their
    decisions calibrate the model, and their precision says which classes it may show.
    """
    decisions, parts = unseen_decisions(sample, seed=seed)
    public = np.array([not row.function for row in rows])
    found = _calibrated_by_others(decisions, sample.answers, parts, public)
    figures = measure_details(rows, found)
    model = fit_details(sample, seed=seed)
    calibrations = calibrations_of(decisions[public], sample.answers[public])
    return replace(model, calibrations=calibrations, shown=shown_by(figures)), figures


def shown_by(figures: Mapping[str, Figure]) -> frozenset[str]:
    """The classes that were right often enough on public posts kept apart."""
    return frozenset(
        name for name in CLASSES if figures[f"held_out_{name}_precision"].value >= LEAST_PRECISION
    )


def fit_details(sample: Sample, *, seed: int) -> HateDetailsModel:
    """Logistic regression a head over the same blocks; not yet calibrated."""
    from scipy.sparse import hstack
    from sklearn.linear_model import LogisticRegression

    blocks = RECIPE.fitted(sample.batch)
    matrix = hstack([block.matrix(sample.batch) for block in blocks]).tocsr()
    made = [
        LogisticRegression(C=RECIPE.strength, solver="liblinear", random_state=seed) for _ in HEADS
    ]
    for model, answers in zip(made, sample.answers.T, strict=True):
        model.fit(matrix, answers, sample_weight=sample.weights)
    coefficients = np.column_stack([model.coef_[0] for model in made]).astype(np.float32)
    edges = np.cumsum([block.columns for block in blocks])[:-1]
    weights = tuple(np.split(coefficients, edges))
    return HateDetailsModel(blocks, weights, tuple(float(m.intercept_[0]) for m in made))


def unseen_decisions(sample: Sample, *, seed: int) -> tuple[Floats, NDArray[np.int64]]:
    """The decisions on every row by a twin that saw none of its group, and the row's fifth."""
    decisions = np.zeros((len(sample.batch), len(HEADS)))
    parts = folds_of(sample.groups)
    for number in range(FOLDS):
        here = parts == number
        twin = fit_details(sample.take(np.flatnonzero(~here)), seed=seed)
        decisions[here] = twin.decisions(sample.take(np.flatnonzero(here)).batch)
    return decisions, parts


def calibrations_of(decisions: Floats, answers: Answers) -> tuple[Calibration, ...]:
    """A calibration a head, from decisions on rows not seen."""
    ones = np.ones(len(decisions))
    return tuple(calibrate(d, a, ones) for d, a in zip(decisions.T, answers.T, strict=True))


def measure_details(rows: Sequence[HateDetailRow], found: Floats) -> dict[str, Figure]:
    """Figures of the public rows by question and class, and of the functional cases."""
    truth = np.array([_truth(row) for row in rows])
    public = np.array([not row.function for row in rows])
    figures = dict(_figures(truth[public], found[public]))
    own, said = truth[~public], chosen(found[~public])
    for name in ("group", "strong", *CATEGORIES):
        column = CLASSES.index(name)
        figures[f"functional_{name}_recall"] = share(said[own[:, column], column])
    return figures | _weak_apart(truth, found, public)


def _calibrated_by_others(
    decisions: Floats, answers: Answers, parts: NDArray[np.int64], public: Answers
) -> Floats:
    """Class probabilities of every fifth by a calibration on the public rows of the others.

    The written cases all strike groups: calibrating on them would make every insult one.
    """
    found = np.zeros((len(decisions), len(CLASSES)))
    for part in np.unique(parts):
        here, others = parts == part, (parts != part) & public
        seen = calibrations_of(decisions[others], answers[others])
        found[here] = class_probabilities(decisions[here], seen)
    return found


def _figures(truth: Answers, found: Floats) -> Iterator[tuple[str, Figure]]:
    said = chosen(found)
    for question, where in QUESTIONS.items():
        yes, told, sure = truth[:, where], said[:, where].astype(np.float64), found[:, where]
        yield f"held_out_{question}_macro_f1", bootstrapped(_macro, yes, told)
        yield f"held_out_{question}_calibration_error", bootstrapped(_mean_error, yes, sure)
    for column, name in enumerate(CLASSES):
        is_so, is_said = truth[:, column], said[:, column]
        yield f"held_out_{name}_precision", share(is_so[is_said])
        yield f"held_out_{name}_recall", share(is_said[is_so])


def _weak_apart(truth: Answers, found: Floats, public: Answers) -> dict[str, Figure]:
    """From which ``serious`` on 95 % of what is moderate or strong stays, and what that does."""
    weak = CLASSES.index("weak")
    serious, likely = ~truth[:, weak], 1 - found[:, weak]
    least = bootstrapped(_keeps, serious[public], likely[public])
    return {
        "held_out_serious_minimum": least,
        "held_out_weak_held_back": share(likely[public & ~serious] < least.value),
        "functional_serious_kept": share(likely[~public] >= least.value),
    }


def _keeps(serious: Answers, likely: Floats) -> float:
    return float(np.quantile(likely[serious], 1 - _KEPT))


def _macro(truth: Answers, said: Floats) -> float:
    """The mean over classes of each one's F1; ``said`` is 1 for yes and 0 for no."""
    told = said > 0
    both = (truth & told).sum(axis=0)
    return float(np.mean(2 * both / np.maximum(truth.sum(axis=0) + told.sum(axis=0), 1)))


def _mean_error(truth: Answers, found: Floats) -> float:
    columns = zip(truth.T, found.T, strict=True)
    return float(np.mean([calibration_error(yes, p) for yes, p in columns]))


def _own_row(example: HateExample) -> HateDetailRow:
    threat = example.function.startswith("threat")
    grounds = frozenset([_GROUND_OF[example.group]])
    level: HateLevel = "strong" if threat else "moderate"
    return HateDetailRow(example.text, "group", grounds, level, example.function)


def _answers(row: HateDetailRow) -> list[bool]:
    ordered = (row.target == "group", row.level != "weak", row.level == "strong")
    return [*ordered, *(category in row.categories for category in CATEGORIES)]


def _truth(row: HateDetailRow) -> list[bool]:
    return [name in {row.target, row.level, *row.categories} for name in CLASSES]
