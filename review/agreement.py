"""Agreement of two reviewers beyond chance: Cohen's kappa with its interval (ADR 0064).

Kappa is (p_o - p_e) / (1 - p_e): of the agreement p_o that chance p_e leaves open, the share that
was reached (Cohen 1960, https://doi.org/10.1177/001316446002000104). The interval takes p_e as it
was observed and p_o with the interval of Wilson (1927), which stays honest where bootstrap and
large-sample formulas fail: in few pairs and where nobody ever differed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from review.rates import Figure, rate

ENOUGH = 30
"""Pairs below which kappa is a hint and no more: the interval is then about 0.5 wide or wider."""

Pairs = Mapping[tuple[str, str], int]
"""How often the first reviewer said the one and the second the other."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """``raw``: the share of pairs with the same answer. ``kappa`` has no value where chance alone
    explains everything: no pairs, or both reviewers always gave one and the same answer."""

    raw: Figure
    kappa: Figure

    @property
    def enough(self) -> bool:
        """Whether there are pairs enough to go by."""
        return self.raw.n >= ENOUGH


def agreement(pairs: Pairs) -> Agreement:
    """Raw agreement (0 to 1) and Cohen's kappa (-1 to 1) of these pairs."""
    n = sum(pairs.values())
    raw = rate(sum(count for (one, other), count in pairs.items() if one == other), n)
    expected = _by_chance(pairs, n)
    if raw.value is None or expected == 1:
        return Agreement(raw, Figure(None, -1.0, 1.0, n))
    beyond = [(share - expected) / (1 - expected) for share in (raw.value, raw.low, raw.high)]
    value, low, high = (max(one, -1.0) for one in beyond)
    return Agreement(raw, Figure(value, low, high, n))


def _by_chance(pairs: Pairs, n: int) -> float:
    first, second = Counter[str](), Counter[str]()
    for (one, other), count in pairs.items():
        first[one] += count
        second[other] += count
    return sum(first[word] * second[word] for word in first) / (n * n) if n else 1.0
