"""A head corrected by later answers: it learns what is new and keeps what it knew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.blend import Blend, BlendedHead
from classifiers.correction import Answered, Problem, correct, log_odds
from classifiers.features import Grams
from classifiers.fit import Recipe, Sample, calibrate, fit_head, unseen_decisions
from classifiers.models import Models

PLACES = [f"kampung{n}" for n in range(60)]
KNOWN = [
    ["bersama", place, "tetangga"] if n % 2 else ["usir", place, "binatang"]
    for n, place in enumerate(PLACES)
]
IS_YES = np.array([n % 2 == 0 for n in range(60)])
# What the head has never met: "sampah" is meant as an insult here, "panen" is not.
NEW = [
    [f"kata{n}", "itu", "sampah" if n % 2 else "panen", "di", PLACES[n], f"hari{n}"]
    for n in range(60)
]
IS_INSULT = np.array([n % 2 == 1 for n in range(60)])


@pytest.fixture(scope="module")
def head(models: Models) -> BlendedHead:
    """It asks a second reader a little; what that says does not matter here."""
    sample = Sample(KNOWN, IS_YES, np.ones(60), np.arange(60, dtype=np.int64))
    recipe = Recipe((("words", Grams("words", 1, 2, 12)),), 5.0)
    unseen = unseen_decisions(recipe, sample, seed=0)
    calibration = calibrate(unseen, sample.answers, sample.weights)
    blend = Blend("hate", share=0.05, least=-1.0, most=1.0)
    linear = fit_head(recipe, sample, seed=0)
    return BlendedHead(linear, models.hate.context, blend, calibration)


@pytest.fixture(scope="module")
def known() -> Answered:
    return Answered(KNOWN, IS_YES, np.ones(60), [()] * 60)


def decided(batch: list[list[str]] = NEW, accounts: int = 7) -> Answered:
    rows = range(len(batch))
    writers = [(f"A-{row % 60 % accounts}",) for row in rows]
    return Answered(batch, IS_INSULT[[row % 60 for row in rows]], np.ones(len(batch)), writers)


def test_correct_when_words_are_new_then_they_are_learnt_and_the_known_is_kept(
    head: BlendedHead, known: Answered
) -> None:
    corrected = correct(head, decided(), known, seed=0)
    insult, harvest = corrected.head.probabilities(
        [["semua", "sampah", "di", "sana"], ["semua", "panen", "di", "sana"]]
    )
    assert insult > harvest + 0.1
    assert np.array_equal(
        corrected.head.probabilities(KNOWN) > 0.5, head.probabilities(KNOWN) > 0.5
    )
    figures = corrected.figures
    before, after = (figures[f"decisions_average_precision{when}"] for when in ("_before", ""))
    assert after.value > before.value + 0.2
    assert after.cases == 60


def test_correct_when_only_two_accounts_use_a_word_then_it_counts_for_nothing(
    head: BlendedHead, known: Answered
) -> None:
    corrected = correct(head, decided(accounts=2), known, seed=0).head
    assert corrected.correction is not None
    assert not corrected.correction.weights[-1].any()


def test_correct_when_rows_are_copied_then_they_weigh_as_one(
    head: BlendedHead, known: Answered
) -> None:
    once = correct(head, decided(), known, seed=0).head
    five = correct(head, decided(NEW * 5), known, seed=0).head
    np.testing.assert_allclose(once.decisions(NEW), five.decisions(NEW), atol=0.2)
    assert once.calibration.intercept == pytest.approx(five.calibration.intercept, abs=0.2)


def test_correct_when_a_row_weighs_more_then_its_answer_counts_more(
    head: BlendedHead, known: Answered
) -> None:
    rows = decided()
    heavy = replace(rows, weights=np.where(IS_INSULT, 10.0, 1.0))
    plain = correct(head, rows, known, seed=0).head.probabilities(NEW)
    assert correct(head, heavy, known, seed=0).head.probabilities(NEW).mean() > plain.mean()


def test_correct_when_there_are_few_answers_then_little_moves(
    head: BlendedHead, known: Answered
) -> None:
    few = decided(NEW[:10])
    moved = correct(head, few, known, seed=0).head.probabilities(KNOWN)
    assert np.abs(moved - head.probabilities(KNOWN)).max() < 0.1


def test_correct_when_stored_and_rebuilt_then_it_decides_alike(
    head: BlendedHead, known: Answered, models: Models
) -> None:
    corrected = correct(head, decided(), known, seed=0).head
    again = BlendedHead.rebuild(
        corrected.to_arrays(), corrected.to_settings(), models.encoder, models.hate.context
    )
    np.testing.assert_allclose(again.probabilities(NEW), corrected.probabilities(NEW), atol=0.01)


def test_correct_when_run_twice_then_the_same_to_the_last_bit(
    head: BlendedHead, known: Answered
) -> None:
    one, two = (correct(head, decided(), known, seed=3).head.to_arrays() for _ in range(2))
    assert all(np.array_equal(one[name], two[name]) for name in one)


@pytest.mark.parametrize(
    "rows", [replace(decided(), answers=np.ones(60, dtype=bool)), decided([NEW[0]] * 2)]
)
def test_correct_when_there_is_one_answer_or_one_text_then_refused(
    head: BlendedHead, known: Answered, rows: Answered
) -> None:
    with pytest.raises(ValueError, match="different texts with both answers"):
        correct(head, rows, known, seed=0)


def test_log_odds_are_those_of_the_probabilities(head: BlendedHead) -> None:
    found = head.probabilities(KNOWN)
    np.testing.assert_allclose(log_odds(head, KNOWN), np.log(found / (1 - found)))


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3), st.booleans()), min_size=2, max_size=20)
)
def test_solved_leaves_no_slope_of_the_loss(rows: list[tuple[float, float, bool]]) -> None:
    matrix = np.array([[one, 1.0] for one, _, _ in rows])
    offset = np.array([other for _, other, _ in rows])
    answers = np.array([yes for _, _, yes in rows])
    found = Problem(matrix, offset, answers, np.ones(len(rows))).solved(1.0)
    missed = 1 / (1 + np.exp(-(offset + matrix @ found))) - answers
    np.testing.assert_allclose(matrix.T @ missed + found, 0, atol=1e-3)
