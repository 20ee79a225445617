"""A challenger: the models at hand, corrected by what reviewers decided.

An office has no public data sets, only what it was shipped and its own decisions. So a challenger
is the shipped models with a correction of the heads that decisions speak of; everything else is
copied. Only labels with a frozen test are learnt: nothing could refuse a worse one of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any, Final

import numpy as np

from classifiers import artefact
from classifiers.blend import BlendedHead
from classifiers.contest import Contest
from classifiers.correction import Answered, Corrected, correct, log_odds
from classifiers.data import digest
from classifiers.examples import Examples
from classifiers.features import Words
from classifiers.mask import numbers_alike
from classifiers.model_card import CARD
from classifiers.models import Models
from classifiers.reading import Reader, Reading
from classifiers.score import Label

LEARNT: Final[tuple[Label, ...]] = ("candidate_support", "hate_speech")
LEAST, LEAST_EACH = 50, 5
"""Decisions that a label needs, and how many of them of each answer."""
ORIGIN: Final = "challenger"
"""The key of a manifest that says what decisions the head was corrected by."""
_OWN = ("files", "settings")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A post that people decided on: ``weight`` is how many posts it stands for, ``writers`` the
    opaque ids of the accounts that posted it."""

    text: str
    answer: bool
    weight: float
    writers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lessons:
    """The lessons of a label; ``about`` says which they are, without text or identity."""

    rows: Sequence[Lesson]
    about: Mapping[str, Any]


class TooFewDecisions(Exception):
    """Not one label has the decisions that a challenger needs; says what there is."""


def build(
    base: Path,
    out: Path,
    lessons: Mapping[Label, Lessons],
    contests: Sequence[Contest],
    examples: Examples,
    *,
    seed: int,
) -> Models:
    """Write a challenger of the models in ``base`` to ``out``, a folder that is not there yet.

    The same decisions, models and seed give the same version.

    Raises:
        TooFewDecisions: No label has enough of them that its head can see; nothing is written.
        ModelError: A model of ``base`` cannot be used.
    """
    models = Models.load(base)
    reader = Reader(models.normaliser, contests)
    taught = {label: _answered(models, label, reader, lessons[label].rows) for label in lessons}
    enough = [label for label, answered in taught.items() if _enough(answered)]
    if not enough:
        raise TooFewDecisions(_shortage(taught))
    copytree(base, out, ignore=ignore_patterns(CARD))
    for label in enough:
        known = _known(models, label, examples)
        corrected = correct(head_of(models, label), taught[label], known, seed=seed)
        used = {**lessons[label].about, "used": len(taught[label].batch)}
        origin = {"base_version": models.version, "decisions": used, "seed": seed}
        _save(out / label, with_head(models, label, corrected.head), corrected, origin)
    return Models.load(out)


def head_of(models: Models, label: Label) -> BlendedHead:
    """The head that decisions on a label correct."""
    return models.support.partisan if label == "candidate_support" else models.hate


def with_head(models: Models, label: Label, head: BlendedHead) -> Models:
    """The models with another head for a label."""
    if label == "candidate_support":
        return replace(models, support=replace(models.support, partisan=head))
    return replace(models, hate=head)


def origin_of(folder: Path) -> dict[str, Mapping[str, Any]]:
    """What the manifests in ``folder`` say of each label learnt from decisions; empty if none is.

    Raises:
        ModelError: A manifest cannot be read.
    """
    manifests = {label: artefact.read_manifest(folder / label) for label in LEARNT}
    return {label: found[ORIGIN] for label, found in manifests.items() if ORIGIN in found}


def _answered(models: Models, label: Label, reader: Reader, rows: Sequence[Lesson]) -> Answered:
    """The lessons that the head can see: a post that touches no contest never comes to it."""
    views = _views(models, label, reader, [row.text for row in rows])
    pairs = [(words, row) for words, row in zip(views, rows, strict=True) if words is not None]
    return Answered(
        [words for words, _ in pairs],
        np.array([row.answer for _, row in pairs], dtype=bool),
        np.array([row.weight for _, row in pairs], dtype=np.float64),
        [row.writers for _, row in pairs],
    )


def _known(models: Models, label: Label, examples: Examples) -> Answered:
    """The written examples of a label: the head is right of them and is to stay so."""
    rows: list[tuple[Words, bool]] = []
    for contest, texts, said in _written(label, examples):
        reader = Reader(models.normaliser, contest)
        views = _views(models, label, reader, texts)
        rows += [(words, yes) for words, yes in zip(views, said, strict=True) if words]
    answers = np.array([yes for _, yes in rows], dtype=bool)
    return Answered([words for words, _ in rows], answers, np.ones(len(rows)), [()] * len(rows))


def _written(
    label: Label, examples: Examples
) -> Iterable[tuple[Sequence[Contest], list[str], list[bool]]]:
    if label == "hate_speech":
        yield (), [one.text for one in examples.hate], [one.hate for one in examples.hate]
        return
    for name, contest in examples.contests.items():
        own = [one for one in examples.support if one.contest == name]
        yield [contest], [one.text for one in own], [bool(one.stances) for one in own]


def _views(
    models: Models, label: Label, reader: Reader, texts: Sequence[str]
) -> list[Words | None]:
    """Of each text what the head sees where it finds the label likeliest, as in scoring."""
    seen = [
        (reading.row, words) for reading in reader.read(texts) for words in _seen(label, reading)
    ]
    odds = log_odds(head_of(models, label), [words for _, words in seen])
    likeliest: list[Words | None] = [None] * len(texts)
    for place in np.argsort(odds, kind="stable").tolist():
        row, words = seen[place]
        likeliest[row] = words
    return likeliest


def _seen(label: Label, reading: Reading) -> list[list[str]]:
    if label == "hate_speech":
        return [numbers_alike(reading.hidden())]
    return [entry.masked() for entry in reading.touched]


def _enough(answered: Answered) -> bool:
    yes = int(answered.answers.sum())
    return len(answered.batch) >= LEAST and min(yes, len(answered.batch) - yes) >= LEAST_EACH


def _shortage(taught: Mapping[Label, Answered]) -> str:
    found = "; ".join(
        f"{label}: {int(one.answers.sum())} yes and {int((~one.answers).sum())} no"
        for label, one in taught.items()
    )
    return (
        f"expected a label with at least {LEAST} final decisions, {LEAST_EACH} of each answer;"
        f" found {found or 'none'}: let the reviewers go on"
    )


def _save(folder: Path, models: Models, corrected: Corrected, origin: Mapping[str, Any]) -> None:
    """Replace the model of a label in ``folder`` by its like in ``models``; what its manifest says
    of the training stays, but for the figures, which were the former head's."""
    before = artefact.load(folder)
    model = models.support if folder.name == "candidate_support" else models.hate
    settings = {**before.settings, **model.to_settings()}
    made = {key: value for key, value in before.manifest.items() if key not in _OWN}
    figures = {name: figure.rounded() for name, figure in corrected.figures.items()}
    code = digest(Path(__file__).parent.glob("*.py"))
    about = {ORIGIN: {**origin, "code_sha256": code}, "figures": figures}
    artefact.save(folder, {**before.arrays, **model.to_arrays()}, settings, {**made, **about})
