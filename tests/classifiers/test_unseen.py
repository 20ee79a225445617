from __future__ import annotations

import numpy as np
import pytest

from classifiers.metrics import Figure
from classifiers.thresholds import WANTED, halves, thresholds
from classifiers.unseen import Unseen, lengths

ANSWERS = np.array([True] * 50 + [False] * 50)
SHARP = Unseen("hate_speech", "sharp", ANSWERS, np.where(ANSWERS, 0.9, 0.2))
BLUNT = Unseen("hate_speech", "blunt", ANSWERS, np.full(100, 0.5))


def named(unseen: Unseen, threshold: float) -> dict[str, Figure]:
    return {one.measure: one.figure for one in unseen.at(threshold, "x")}


def test_figures_of_a_perfect_model_are_perfect() -> None:
    values = {one.measure: one.figure.value for one in SHARP.figures()}
    assert values["average_precision"] == values["macro_f1"] == 1
    assert values["calibration_error"] == pytest.approx(0.15, abs=0.01)


def test_rows_of_one_answer_have_no_rank_figures() -> None:
    one_sided = SHARP.take(np.arange(50))
    assert {one.measure for one in one_sided.figures()} == {"macro_f1", "calibration_error"}


def test_at_counts_what_is_at_or_above_the_threshold() -> None:
    found = named(SHARP, 0.9)
    assert found["precision_x"].value == found["recall_x"].value == 1
    assert found["false_share_x"].value == 0
    assert named(SHARP, 0.91)["precision_x"] == Figure(0.0, 0.0, 1.0, 0)
    assert named(BLUNT, 0.5)["false_share_x"].value == 1


def test_parts_tell_every_kind_apart() -> None:
    kinds = {"form": ["x"] * 50 + [""] * 50, "language": ["id"] * 100}
    halved = Unseen("a", "b", ANSWERS, np.full(100, 0.9), kinds)
    found = {one.measure: one.figure for one in halved.parts()}
    assert found["right_by_form: x"].value == 1
    assert found["right_by_form: none"].value == 0
    assert not any("average_precision" in name for name in found)
    assert not any("language" in name for name in found)


def test_threshold_is_chosen_on_one_part_and_measured_on_the_other() -> None:
    found = {one.measure: one for one in thresholds(SHARP, BLUNT)}
    assert found["threshold_for_precision_0.8"].figure.value == 0.9
    assert found["threshold_for_precision_0.8"].on == "sharp"
    reached = found["recall_at_threshold_for_precision_0.8"]
    assert (reached.on, reached.figure.value) == ("blunt", 0)
    assert len(found) == 4 * len(WANTED)


def test_precision_that_cannot_be_had_has_the_threshold_1() -> None:
    found = {one.measure: one.figure for one in thresholds(BLUNT, SHARP)}
    assert found["threshold_for_precision_0.9"].value == 1


def test_halves_share_no_row_and_leave_none_out() -> None:
    numbered = Unseen("a", "b", ANSWERS, np.arange(100) / 100)
    first, second = halves(numbered, seed=1)
    assert sorted([*first.probabilities, *second.probabilities]) == list(numbered.probabilities)
    assert first.on != second.on
    assert list(halves(numbered, seed=1)[0].answers) == list(first.answers)


def test_lengths_are_told_by_characters() -> None:
    assert lengths(["a" * 60, "a" * 61, "a" * 140, "a" * 141]) == [
        *("brief", "middling", "middling", "long")
    ]
