from __future__ import annotations

import pytest

from classifiers.examples import Examples, load_examples, load_frozen
from classifiers.frozen import frozen_hate, frozen_support, measure_frozen
from classifiers.models import Models


@pytest.fixture(scope="module")
def frozen() -> Examples:
    return load_frozen()


def texts(examples: Examples) -> set[str]:
    support, hate = ([one.text for one in examples.support], [one.text for one in examples.hate])
    return {*support, *hate}


def test_no_training_row_names_a_frozen_contest_or_repeats_a_frozen_text(frozen: Examples) -> None:
    written = load_examples()
    assert frozen.contests.keys().isdisjoint(written.contests)
    assert texts(written).isdisjoint(texts(frozen))


def test_frozen_rows_name_contests_and_candidates_that_exist(frozen: Examples) -> None:
    for example in frozen.support:
        known = {one.candidate_id for one in frozen.contests[example.contest].candidates}
        assert set(example.stances) <= known


def test_every_frozen_row_is_scored_in_order(models: Models, frozen: Examples) -> None:
    support, scores = frozen_support(models, frozen)
    assert [score.candidate_support for score in scores] == support.probabilities.tolist()
    assert len(frozen_hate(models, frozen).answers) == len(frozen.hate)


def test_measures_say_what_the_shipped_thresholds_reach(models: Models, frozen: Examples) -> None:
    found, curves = measure_frozen(models, frozen, {"candidate_support": 0.75, "hate_speech": 0.8})
    figures = {(one.label, one.measure): one.figure for one in found}
    assert [one.label for one in curves] == ["candidate_support", "hate_speech"]
    assert figures["candidate_support", "average_precision"].value > 0.7
    recall = figures["candidate_support", "recall_at_minimum"]
    assert 0 < recall.low < recall.value < recall.high
    right = figures["candidate_support", "right_candidate_at_minimum"]
    both = figures["candidate_support", "right_candidate_and_direction_at_minimum"]
    assert both.value <= right.value
    assert figures["hate_speech", "recall_at_minimum"].cases == curves[1].answers.sum()
    assert figures["hate_speech", "minimum"].value == 0.8
    assert ("hate_speech", "right_by_function: threat-direct") in figures
