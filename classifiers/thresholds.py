"""Thresholds for a wanted precision: chosen on one part, measured on another.

Neither part was seen in training. The interval of a threshold says how far it depends on the rows
that it happened to be chosen on.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from classifiers.evaluation import Measured
from classifiers.metrics import bootstrapped, threshold_for
from classifiers.unseen import Unseen

WANTED = (0.8, 0.9)


def thresholds(validation: Unseen, test: Unseen) -> list[Measured]:
    """For every wanted precision the threshold, and what it reaches on ``test``.

    A threshold of 1 says that the precision cannot be had.
    """
    found: list[Measured] = []
    for wanted in WANTED:
        choose = partial(threshold_for, wanted)
        figure = bootstrapped(choose, validation.answers, validation.probabilities)
        name = f"for_precision_{wanted:g}"
        found.append(Measured(validation.label, f"threshold_{name}", figure, validation.on))
        found += test.at(figure.value, f"at_threshold_{name}")
    return found


def halves(whole: Unseen, *, seed: int) -> tuple[Unseen, Unseen]:
    """Two halves drawn at random: one to choose on, one to measure on."""
    order = np.random.default_rng(seed).permutation(len(whole.answers))
    middle = len(order) // 2
    return (
        whole.take(order[:middle], f"{whole.on}, half to choose on"),
        whole.take(order[middle:], f"{whole.on}, half to measure on"),
    )
