"""Training the heads of candidate support on the examples written for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from classifiers.blend import Blend
from classifiers.examples import Examples, SupportExample
from classifiers.features import Grams
from classifiers.fit import Recipe, Sample
from classifiers.head import Floats
from classifiers.link import Linker
from classifiers.metrics import (
    Figure,
    Measure,
    average_precision,
    bootstrapped,
    calibration_error,
    recall_at,
)
from classifiers.normalise import Normaliser
from classifiers.static_encoder import StaticEncoder
from classifiers.support import Linked, link_text

_WORDS = (
    ("words", Grams("words", 1, 2, 18)),
    ("words", Grams("chars", 2, 5, 18)),
    ("together", Grams("words", 1, 1, 16)),
    ("beside", Grams("words", 1, 1, 16)),
)
# What known words do, and facts of the whole text, add nothing to the first question beyond their
# pairs: without them found at 5 % of look-alikes rises by 0.02 before blending. They help the
# second.
PARTISAN = Recipe(_WORDS, strength=10.0)
DIRECTION = Recipe(
    (
        *_WORDS,
        ("sketch", Grams("words", 1, 3, 16)),
        ("facts", Grams("words", 1, 1, 12)),
        ("in_turn", Grams("words", 1, 1, 10)),
    ),
    strength=10.0,
)
PARTISAN_BLEND = Blend("partisan", share=0.4, least=0.0, most=3.0)
DIRECTION_BLEND = Blend("direction", share=0.5, least=-0.8, most=0.8)
_ORDINARY_WEIGHT = 0.3


def linked_examples(examples: Examples, normaliser: Normaliser) -> list[Linked]:
    """Every example linked to its contest."""
    linkers = {name: Linker(contest, normaliser) for name, contest in examples.contests.items()}
    return [
        link_text(example.text, linkers[example.contest], normaliser)
        for example in examples.support
    ]


def partisan_sample(examples: Sequence[SupportExample], linked: Sequence[Linked]) -> Sample:
    """Does the text take a side; contests are the groups, so each is judged by the others."""
    batch = [entry.masked() for entry in linked]
    answers = np.array([bool(example.stances) for example in examples])
    return Sample(batch, answers, np.ones(len(batch)), _contests(examples))


def ordinary_sample(texts: Sequence[str], examples: Examples, normaliser: Normaliser) -> Sample:
    """Ordinary posts that touch an invented contest by chance: they take no side.

    A post goes to one contest, in turn. They are many and not checked, so they weigh little.
    """
    names = sorted({example.contest for example in examples.support})
    linkers = [Linker(examples.contests[name], normaliser) for name in names]
    found = [
        (group, link_text(text, linkers[group], normaliser))
        for place, text in enumerate(texts)
        for group in [place % len(names)]
    ]
    touched = [(group, entry.masked()) for group, entry in found if entry.links.touched]
    groups = np.array([group for group, _ in touched], dtype=np.int64)
    weights = np.full(len(touched), _ORDINARY_WEIGHT)
    return Sample([words for _, words in touched], np.zeros(len(touched), bool), weights, groups)


def direction_sample(examples: Sequence[SupportExample], linked: Sequence[Linked]) -> Sample:
    """For every candidate whom a partisan text means and takes a stance on: is it for."""
    found = [
        (words, example.stances[name] == "support", group)
        for example, entry, group in zip(examples, linked, _contests(examples), strict=True)
        for name, words in entry.meant()
        if name in example.stances
    ]
    batch, answers, groups = zip(*found, strict=True)
    return Sample(batch, np.array(answers), np.ones(len(batch)), np.array(groups))


def recipes(encoder: StaticEncoder) -> tuple[Recipe, Recipe]:
    """How the partisan and the direction head are made, with the sentence vectors of an encoder."""
    return replace(PARTISAN, encoder=encoder), replace(DIRECTION, encoder=encoder)


def support_figures(
    answers: NDArray[np.bool_], found: Floats, touched: NDArray[np.bool_]
) -> dict[str, Figure]:
    """How well the examples are found, by probabilities from heads that had not seen the contest.

    ``touched`` says whether an example reaches the head at all.
    """
    measures: dict[str, Measure] = {
        "average_precision": average_precision,
        "recall_at_5_percent_false": partial(recall_at, 0.05),
        "calibration_error": calibration_error,
    }
    reached = np.where(touched, found, 0.0)
    return {name: bootstrapped(measure, answers, reached) for name, measure in measures.items()}


def _contests(examples: Sequence[SupportExample]) -> NDArray[np.int64]:
    names = sorted({example.contest for example in examples})
    return np.array([names.index(example.contest) for example in examples])
