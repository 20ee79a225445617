"""Which words raised a score, as places in the original text.

The heads hint at words; every span is then checked: without it the text scores lower. So a span is
faithful by construction (erasure, Li et al. 2016), and a text may have none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from classifiers.head import Floats
from classifiers.score import Label, Span

_MOST = 3
_LEAST_SHARE = 0.2

Place = tuple[int, int]


def joined(places: Sequence[Place], raised: Floats) -> list[Place]:
    """The places (start, end) that raised a score most, neighbours as one; at most three."""
    matters = np.flatnonzero(raised >= max(float(raised.max(initial=0.0)) * _LEAST_SHARE, 1e-9))
    runs = np.split(matters, np.flatnonzero(np.diff(matters) > 1) + 1) if matters.size else []
    runs.sort(key=lambda run: -float(raised[run].sum()))
    return [(places[run[0]][0], places[run[-1]][1]) for run in runs[:_MOST]]


def faithful(
    label: Label,
    texts: Sequence[str],
    places: Sequence[Sequence[Place]],
    whole: Sequence[float],
    probabilities: Callable[[Sequence[str]], Floats],
) -> list[tuple[Span, ...]]:
    """For each text, those of its places without which it scores lower than ``whole``, in order."""
    cut = [
        text[:start] + " " + text[end:]
        for text, own in zip(texts, places, strict=True)
        for start, end in own
    ]
    found = iter(probabilities(cut).tolist())
    kept = [
        [Span(label, *place) for place in own if next(found) < before]
        for before, own in zip(whole, places, strict=True)
    ]
    return [tuple(sorted(own, key=lambda span: span.start)) for own in kept]
