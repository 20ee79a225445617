from __future__ import annotations

import numpy as np
import pytest

from classifiers.metrics import (
    average_precision,
    bootstrapped,
    calibration_error,
    macro_f1,
    recall_at,
    resampled,
    share,
    threshold_for,
)

ANSWERS = np.array([True, True, False, True, False, False, False, False])
SCORES = np.array([0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1])


def test_average_precision_is_scikit_learn_s() -> None:
    from sklearn.metrics import average_precision_score

    rng = np.random.default_rng(0)
    answers, scores = rng.random(200) < 0.3, rng.random(200)
    assert average_precision(answers, scores) == pytest.approx(
        average_precision_score(answers, scores)
    )


def test_average_precision_of_ties_is_scikit_learn_s() -> None:
    from sklearn.metrics import average_precision_score

    rng = np.random.default_rng(1)
    answers, scores = rng.random(200) < 0.3, rng.integers(0, 4, 200).astype(float)
    expected = average_precision_score(answers, scores)
    assert average_precision(answers, scores) == pytest.approx(expected)
    assert average_precision(ANSWERS, np.zeros(8)) == pytest.approx(ANSWERS.mean())


def test_macro_f1_is_scikit_learn_s() -> None:
    from sklearn.metrics import f1_score

    expected = f1_score(ANSWERS, SCORES > 0.5, average="macro")
    assert macro_f1(ANSWERS, SCORES) == pytest.approx(expected)


def test_share_gives_wilson_s_interval() -> None:
    figure = share(np.arange(100) < 10)
    assert (figure.low, figure.high) == pytest.approx((0.0552, 0.1744), abs=1e-4)


def test_share_of_nothing_is_unknown() -> None:
    figure = share(np.zeros(0, dtype=bool))
    assert (figure.low, figure.high, figure.cases) == (0.0, 1.0, 0)


def test_calibration_error_is_nought_where_shares_are_as_said() -> None:
    assert calibration_error(np.arange(100) % 2 == 0, np.full(100, 0.5)) == pytest.approx(
        0, abs=0.1
    )
    assert calibration_error(np.zeros(100, dtype=bool), np.full(100, 0.9)) == pytest.approx(0.9)


def test_threshold_for_reaches_the_precision_and_no_lower_one_does() -> None:
    assert threshold_for(0.75, ANSWERS, SCORES) == 0.6
    assert threshold_for(0.99, ANSWERS, SCORES) == 0.8
    assert threshold_for(0.5, ~ANSWERS, -SCORES) < 0
    assert threshold_for(0.9, np.zeros(8, dtype=bool), SCORES) == 1.0


def test_threshold_for_never_cuts_between_rows_of_the_same_score() -> None:
    assert threshold_for(0.8, ANSWERS, np.full(8, 0.5)) == 1.0
    assert threshold_for(0.3, ANSWERS, np.full(8, 0.5)) == 0.5


def test_resampled_keeps_two_things_on_the_same_rows() -> None:
    numbers = np.arange(50.0)
    figure = resampled(lambda rows: float((numbers[rows] - numbers[rows]).sum()), 50)
    assert (figure.low, figure.value, figure.high, figure.cases) == (0, 0, 0, 50)


def test_recall_at_counts_what_is_above_the_false_ones_allowed() -> None:
    assert recall_at(0.0, ANSWERS, SCORES) == pytest.approx(2 / 3)
    assert recall_at(0.2, ANSWERS, SCORES) == 1.0


def test_bootstrapped_holds_the_value_between_its_bounds() -> None:
    figure = bootstrapped(average_precision, ANSWERS, SCORES)
    assert figure.low <= figure.value <= figure.high
    assert figure == bootstrapped(average_precision, ANSWERS, SCORES)
