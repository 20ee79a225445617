"""Shares with their intervals: no share is shown without how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` with the ends of its 95 % interval, from ``n`` cases; without cases ``value`` is
    None and the interval as wide as it can be."""

    value: float | None
    low: float
    high: float
    n: int


def rate(hits: int, n: int) -> Figure:
    """A share (0 to 1) with the interval of Wilson (1927), which holds for few cases and for none
    or all of them.

    Raises:
        ValueError: there are more hits than cases, or fewer than none.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n}: expected between none and all of them")
    if n == 0:
        return Figure(None, 0.0, 1.0, 0)
    p = hits / n
    centre = (p + _Z * _Z / (2 * n)) / (1 + _Z * _Z / n)
    half = _Z * sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n)) / (1 + _Z * _Z / n)
    return Figure(p, max(centre - half, 0.0), min(centre + half, 1.0), n)
