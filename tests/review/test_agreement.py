"""Two reviewers agree beyond chance, or not, and the interval says how sure that is."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.agreement import ENOUGH, agreement

WORDS = ("indikasi_kuat", "bukan", "klarifikasi", "tidak_cukup_bukti")
counted = st.dictionaries(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)), st.integers(1, 200), min_size=1
)


def test_kappa_when_worked_by_hand_then_the_same() -> None:
    """p_o = 35/50, p_e = 0.5 * 0.6 + 0.5 * 0.4 = 0.5, so kappa = 0.4."""
    made = agreement({("a", "a"): 20, ("a", "b"): 5, ("b", "a"): 10, ("b", "b"): 15})
    assert made.raw.value == pytest.approx(0.7)
    assert made.kappa.value == pytest.approx(0.4)
    assert made.kappa.low < 0.4 < made.kappa.high


def test_kappa_when_nobody_ever_differed_then_the_interval_still_has_a_width() -> None:
    made = agreement({("a", "a"): 8, ("b", "b"): 7})
    assert made.kappa.value == pytest.approx(1.0)
    assert made.kappa.low < 0.7
    assert not made.enough


@pytest.mark.parametrize("pairs", [{}, {("bukan", "bukan"): 40}])
def test_kappa_when_chance_explains_everything_then_no_value(
    pairs: Mapping[tuple[str, str], int],
) -> None:
    made = agreement(pairs)
    assert (made.kappa.value, made.kappa.low, made.kappa.high) == (None, -1.0, 1.0)


def test_enough_when_one_pair_is_missing_then_not_yet() -> None:
    assert not agreement({("a", "a"): ENOUGH - 1}).enough
    assert agreement({("a", "a"): ENOUGH}).enough


@given(counted)
def test_kappa_when_the_reviewers_change_places_then_the_same(
    pairs: dict[tuple[str, str], int],
) -> None:
    turned = agreement({(other, one): count for (one, other), count in pairs.items()})
    assert turned.kappa.value == pytest.approx(agreement(pairs).kappa.value)


@given(counted)
def test_kappa_when_there_is_a_value_then_it_lies_in_its_interval(
    pairs: dict[tuple[str, str], int],
) -> None:
    made = agreement(pairs)
    if made.kappa.value is not None:
        assert -1 <= made.kappa.low <= made.kappa.value + 1e-9
        assert made.kappa.value - 1e-9 <= made.kappa.high <= 1 + 1e-9


@pytest.mark.parametrize("n", [15, 60])
def test_interval_when_few_pairs_are_drawn_then_it_holds_the_true_kappa(n: int) -> None:
    """A true kappa of 0.9, where a bootstrap of 15 pairs holds it in 56 of 100 draws only."""
    shares = dict(zip(WORDS, (0.3, 0.6, 0.05, 0.05), strict=True))
    drawn = random.Random(7)  # noqa: S311 - no secret

    def pair() -> tuple[str, str]:
        one, other = drawn.choices(WORDS, list(shares.values()), k=2)
        return one, one if drawn.random() < 0.9 else other

    made = [agreement(Counter(pair() for _ in range(n))).kappa for _ in range(300)]
    held = sum(one.low <= 0.9 <= one.high for one in made)
    assert 0.92 <= held / len(made) <= 1
