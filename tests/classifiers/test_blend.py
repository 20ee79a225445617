"""Blending two readers: the second is asked only where the first is not sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.blend import Blend
from classifiers.features import Words
from classifiers.head import Floats
from classifiers.models import Models

BLEND = Blend("hate", share=0.25, least=-1.0, most=5.0)
NUMBERS = st.floats(-20, 20)


@dataclass
class Opinions:
    """A second reader that says the same of everything, and remembers what it was asked."""

    opinion: float
    asked: list[Words] = field(default_factory=list)

    def decisions(self, task: str, batch: Sequence[Words]) -> Floats:
        assert task == "hate"
        self.asked += batch
        return np.full(len(batch), self.opinion)


def test_a_text_of_which_the_first_is_sure_is_not_asked_about() -> None:
    second = Opinions(4.0)
    found = BLEND.decisions(np.array([-3.0, 0.0, 7.0]), second, [["pagi"], ["usir"], ["basmi"]])
    assert second.asked == [["usir"]]
    assert found.tolist() == [-3.0, 0.25 * 4.0, 7.0]


def test_an_empty_batch_asks_nothing() -> None:
    assert BLEND.decisions(np.zeros(0), Opinions(1.0), []).shape == (0,)


@given(st.lists(NUMBERS, min_size=1, max_size=9), NUMBERS)
def test_scoring_blends_as_training_did(linear: list[float], opinion: float) -> None:
    decisions = np.array(linear)
    scored = BLEND.decisions(decisions, Opinions(opinion), [["x"]] * len(linear))
    trained = BLEND.mixed(decisions, np.full(len(linear), opinion))
    assert scored == pytest.approx(trained)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_higher_opinion_never_lowers_a_decision(linear: float, one: float, other: float) -> None:
    low, high = (
        BLEND.mixed(np.array([linear]), np.array([opinion]))[0] for opinion in sorted((one, other))
    )
    assert low <= high


@given(st.lists(NUMBERS, min_size=1, max_size=9), NUMBERS)
def test_no_opinion_lifts_a_decision_above_the_highest(linear: list[float], opinion: float) -> None:
    decisions = np.array(linear)
    blended = BLEND.mixed(decisions, np.full(len(linear), opinion))
    assert (blended <= BLEND.highest(decisions)).all()


def test_a_text_of_which_the_first_is_sure_has_its_own_decision_as_highest() -> None:
    assert BLEND.highest(np.array([-3.0, 7.0])).tolist() == [-3.0, 7.0]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["usir", "kafir", "bukan", "warga", "tetap", "desa", "!"])))
def test_no_probability_exceeds_its_ceiling(models: Models, words: list[str]) -> None:
    for head in (models.hate, models.support.partisan):
        assert head.probabilities([words]) <= head.ceilings([words])
