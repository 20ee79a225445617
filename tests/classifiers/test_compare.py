"""Comparing: the rule by which a challenger is not worse, on tests that nothing was trained on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from classifiers.challenger import head_of, with_head
from classifiers.compare import Comparison, Difference, Gate, compare, gain
from classifiers.examples import Examples, load_examples, load_frozen
from classifiers.head import Calibration
from classifiers.metrics import Figure, macro_f1
from classifiers.models import Models

FROZEN = replace(load_frozen(), support=load_frozen().support[::4], hate=load_frozen().hate[::3])


@pytest.fixture(scope="module")
def written() -> Examples:
    every = load_examples()
    return replace(every, support=every.support[:150])


def difference(value: float, low: float) -> Difference:
    return Difference("hate_speech", "macro_f1", 0.7, 0.7 + value, Figure(value, low, 0.1, 300))


@pytest.mark.parametrize(
    ("value", "low", "not_worse"),
    [
        (0.0, -0.01, True),
        (-0.005, -0.019, True),
        (-0.006, -0.019, False),
        (0.0, -0.02, False),
        (0.1, 0.05, True),
    ],
)
def test_difference_when_at_the_limits_then_judged_by_the_stated_rule(
    value: float, low: float, not_worse: bool
) -> None:
    assert difference(value, low).not_worse is not_worse


def test_compare_when_a_version_meets_itself_then_nothing_differs(
    models: Models, written: Examples
) -> None:
    compared = compare(models, models, FROZEN, written)
    assert {one.label for one in compared.differences} == {"candidate_support", "hate_speech"}
    assert all(one.gain.value == one.gain.low == one.gain.high == 0 for one in compared.differences)
    assert all(one.current == one.challenger for one in compared.gates)
    assert compared.reasons == []
    assert compared.to_json()["promotable"] is True


def test_compare_when_a_head_says_yes_to_all_then_worse_and_unfair(
    models: Models, written: Examples
) -> None:
    head = replace(head_of(models, "hate_speech"), calibration=Calibration(1.0, 50.0))
    compared = compare(with_head(models, "hate_speech", head), models, FROZEN, written)
    reasons = "; ".join(compared.reasons)
    assert "hate_speech macro_f1" in reasons
    assert "groups: false alarms" in reasons
    assert "candidate_support" not in reasons
    assert compared.to_json()["promotable"] is False


def test_reasons_when_a_gate_is_over_what_is_allowed_then_named() -> None:
    gates = (Gate("name swap: decisions flipped", 0.0, 0.001, 0.0), Gate("b", 0.1, 0.1, 0.1))
    compared = Comparison("lama", "baru", (difference(0.0, -0.01),), gates)
    assert compared.reasons == ["name swap: decisions flipped: 0.0010, allowed 0.0000"]


def test_gain_when_both_err_on_the_same_rows_then_the_interval_is_narrow() -> None:
    rng = np.random.default_rng(1)
    answers = rng.random(300) < 0.5
    before = np.where(rng.random(300) < 0.7, answers, ~answers).astype(float)
    after = before.copy()
    after[:3] = answers[:3]
    found = gain(macro_f1, answers, before, after)
    assert found.value >= 0
    assert found.high - found.low < 0.03
