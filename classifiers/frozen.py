"""Measuring models on the frozen tests: written to measure, never to train or to choose by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from classifiers.evaluation import Measured
from classifiers.examples import Examples, SupportExample
from classifiers.head import Floats
from classifiers.metrics import Figure, share
from classifiers.models import Models
from classifiers.score import Label, Score
from classifiers.scorer import Scorer
from classifiers.unseen import DECISION, Unseen, lengths

ON = "frozen test"
_NO_GROUP = "tidak ada"


def frozen_support(models: Models, frozen: Examples) -> tuple[Unseen, list[Score]]:
    """The support posts, each scored with its own contest alone, in the order of the file."""
    scores: dict[int, Score] = {}
    for contest in frozen.contests.values():
        rows = [n for n, one in enumerate(frozen.support) if one.contest == contest.contest_id]
        found = Scorer(models, [contest]).score([frozen.support[row].text for row in rows])
        scores.update(zip(rows, found, strict=True))
    ordered = [scores[row] for row in range(len(frozen.support))]
    texts = [example.text for example in frozen.support]
    kinds = {
        "form": [example.form for example in frozen.support],
        "language": [example.language for example in frozen.support],
        "contest": [example.contest for example in frozen.support],
        "length": lengths(texts),
    }
    answers = np.array([bool(example.stances) for example in frozen.support], dtype=bool)
    return Unseen("candidate_support", ON, answers, _of(ordered, "candidate_support"), kinds), (
        ordered
    )


def frozen_hate(models: Models, frozen: Examples) -> Unseen:
    """The functional cases of hate speech."""
    texts = [example.text for example in frozen.hate]
    answers = np.array([example.hate for example in frozen.hate], dtype=bool)
    kinds = {
        "function": [example.function for example in frozen.hate],
        "group": [example.group or _NO_GROUP for example in frozen.hate],
        "length": lengths(texts),
    }
    return Unseen(
        "hate_speech", ON, answers, _of(Scorer(models).score(texts), "hate_speech"), kinds
    )


def measure_frozen(
    models: Models, frozen: Examples, minimum: Mapping[str, float]
) -> tuple[list[Measured], list[Unseen]]:
    """The figures, and what they were made of. ``minimum`` is the threshold in use."""
    support, scores = frozen_support(models, frozen)
    parts = [support, frozen_hate(models, frozen)]
    found: list[Measured] = []
    for part in parts:
        threshold = minimum.get(part.label, DECISION)
        in_use = Figure(threshold, threshold, threshold, len(part.answers))
        found += [*part.figures(), Measured(part.label, "minimum", in_use, ON)]
        found += [*part.at(threshold, "at_minimum"), *part.parts()]
    return [*found, *_targets(frozen.support, scores, minimum)], parts


def _targets(
    examples: Sequence[SupportExample], scores: Sequence[Score], minimum: Mapping[str, float]
) -> list[Measured]:
    """Right candidate and right direction of the likeliest target, among partisan posts found."""
    threshold = minimum.get("candidate_support", DECISION)
    pairs = [
        (example, score)
        for example, score in zip(examples, scores, strict=True)
        if example.stances and score.candidate_support >= threshold
    ]
    candidate = np.array([_first(score)[0] in example.stances for example, score in pairs], bool)
    both = np.array([_first(score) in example.stances.items() for example, score in pairs], bool)
    figures = {"right_candidate": candidate, "right_candidate_and_direction": both}
    return [
        Measured("candidate_support", f"{name}_at_minimum", share(hits), ON)
        for name, hits in figures.items()
    ]


def _first(score: Score) -> tuple[str, str]:
    return (score.targets[0].candidate, score.targets[0].stance) if score.targets else ("", "")


def _of(scores: Sequence[Score], label: Label) -> Floats:
    return np.array([score.probability(label) for score in scores], dtype=np.float64)
