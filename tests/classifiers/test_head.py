from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.features import Grams
from classifiers.fit import Recipe, Sample, calibrate, fit_head, unseen_decisions
from classifiers.head import Calibration, LinearHead
from classifiers.models import Models
from classifiers.static_encoder import StaticEncoder

GOOD, BAD = ["kopi", "pagi", "nikmat"], ["dasar", "bodoh", "pergi"]
BATCH = [[*GOOD, str(n)] if n % 2 else [*BAD, str(n)] for n in range(40)]
SAMPLE = Sample(BATCH, np.arange(40) % 2 == 0, np.ones(40), np.arange(40, dtype=np.int64) // 4)
RECIPE = Recipe((("words", Grams("words", 1, 2, 12)), ("words", Grams("chars", 2, 4, 12))), 5.0)
WORDS = st.lists(st.sampled_from([*GOOD, *BAD, "warung", "!"]), max_size=8)


@pytest.fixture(scope="module")
def head() -> LinearHead:
    unseen = unseen_decisions(RECIPE, SAMPLE, seed=0)
    calibration = calibrate(unseen, SAMPLE.answers, SAMPLE.weights)
    return replace(fit_head(RECIPE, SAMPLE, seed=0), calibration=calibration)


@pytest.fixture(scope="module")
def encoder(models: Models) -> StaticEncoder:
    return models.encoder


@settings(deadline=None, max_examples=30)
@given(st.lists(WORDS, max_size=5))
def test_decisions_are_those_of_the_matrix_that_training_saw(batch: list[list[str]]) -> None:
    head = fit_head(RECIPE, SAMPLE, seed=0)
    expected = np.full(len(batch), head.bias)
    for block, weights in zip(head.blocks, head.weights, strict=True):
        unscaled = weights / block.fused(np.ones(block.columns))
        expected += block.matrix(batch) @ unscaled
    np.testing.assert_allclose(head.decisions(batch), expected, atol=1e-5)


def test_probabilities_tell_what_was_taught(head: LinearHead) -> None:
    good, bad = head.probabilities([["kopi", "nikmat"], ["dasar", "bodoh"]])
    assert good < 0.2 < 0.8 < bad


def test_head_rebuilt_from_its_arrays_decides_alike(
    head: LinearHead, encoder: StaticEncoder
) -> None:
    again = LinearHead.rebuild(head.to_arrays(), head.to_settings(), encoder)
    np.testing.assert_allclose(again.decisions(BATCH), head.decisions(BATCH), atol=0.01)
    assert again.calibration == head.calibration


def test_head_trained_with_another_encoder_is_refused(
    head: LinearHead, encoder: StaticEncoder
) -> None:
    settings = head.to_settings()
    settings["blocks"][0] = {"encoder": "0" * 64}
    with pytest.raises(ValueError, match="another encoder"):
        LinearHead.rebuild(head.to_arrays(), settings, encoder)


def test_contributions_name_the_words_that_raise_the_decision(head: LinearHead) -> None:
    [raised, calm] = head.contributions([["kopi", "bodoh", "pagi"], ["pagi"]])
    assert raised.argmax() == 1
    assert calm[0] < 0


def test_contributions_of_nothing_are_nothing(head: LinearHead) -> None:
    assert head.contributions([]) == []
    assert [len(each) for each in head.contributions([[], ["a"]])] == [0, 1]


def test_calibration_gives_shares_of_what_it_was_shown() -> None:
    decisions = np.repeat([-1.0, 1.0], 100)
    answers = np.concatenate([np.arange(100) < 20, np.arange(100) < 70])
    found = calibrate(decisions, answers, np.ones(200)).probabilities(np.array([-1.0, 1.0]))
    np.testing.assert_allclose(found, [0.2, 0.7], atol=0.01)


def test_calibration_never_overflows() -> None:
    found = Calibration(10.0, 0.0).probabilities(np.array([-1e9, 1e9]))
    assert 0 <= found[0] < found[1] <= 1
