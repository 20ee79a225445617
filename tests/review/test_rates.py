"""Shares are shown with the interval of Wilson."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.rates import Figure, rate


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(0, 36, 0.0, 0.0964), (0, 100, 0.0, 0.0370), (81, 263, 0.2553, 0.3662), (15, 15, 0.796, 1.0)],
)
def test_rate_when_published_then_as_published(hits: int, n: int, low: float, high: float) -> None:
    """81 of 263: Newcombe (1998), Statistics in Medicine 17, 857, table I."""
    made = rate(hits, n)
    assert made.low == pytest.approx(low, abs=5e-4)
    assert made.high == pytest.approx(high, abs=5e-4)


def test_rate_when_there_are_no_cases_then_nothing_is_known() -> None:
    assert rate(0, 0) == Figure(None, 0.0, 1.0, 0)


@pytest.mark.parametrize(("hits", "n"), [(2, 1), (-1, 4)])
def test_rate_when_the_counts_do_not_fit_then_refused(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="between none and all"):
        rate(hits, n)


@given(st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_rate_when_anything_is_counted_then_it_lies_in_its_interval(
    counted: tuple[int, int],
) -> None:
    made = rate(*counted)
    assert made.value is not None
    assert 0 <= made.low <= made.value + 1e-12
    assert made.value - 1e-12 <= made.high <= 1
