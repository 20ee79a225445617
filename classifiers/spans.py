"""Which words raised a score, as places in the original text.

The heads hint at words; every span is then checked: without it the text scores lower. So a span is
faithful by construction (erasure, Li et al. 2016), and a text may have none. A highest score that
the text without the span could have is enough to know, and cheaper than its score.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from classifiers.head import Floats
from classifiers.score import Label, Span

_MOST, _ASKED = 3, 2
_LEAST_SHARE = 0.2

Place = tuple[int, int]
Scores = Callable[[Sequence[str]], Floats]


def joined(places: Sequence[Place], raised: Floats) -> list[Place]:
    """The places (start, end) that raised a score most, neighbours as one; at most three."""
    matters = np.flatnonzero(raised >= max(float(raised.max(initial=0.0)) * _LEAST_SHARE, 1e-9))
    runs = np.split(matters, np.flatnonzero(np.diff(matters) > 1) + 1) if matters.size else []
    runs.sort(key=lambda run: -float(raised[run].sum()))
    found = [(places[run[0]][0], places[run[-1]][1]) for run in runs]
    # A hashtag is several words in one place.
    return list(dict.fromkeys(found))[:_MOST]


def faithful(
    label: Label,
    texts: Sequence[str],
    places: Sequence[Sequence[Place]],
    whole: Sequence[float],
    ceilings: Scores,
    probabilities: Scores,
) -> list[tuple[Span, ...]]:
    """For each text, places without which it scores lower than ``whole``, in order.

    They are those that ``ceilings``, which no score exceeds, prove. Where these prove none, the
    ``probabilities`` are asked about the strongest place, then about the next.
    """
    kept = dict(enumerate(_lowering(texts, places, whole, ceilings)))
    for turn in range(_ASKED):
        rows = [row for row, own in enumerate(places) if turn < len(own) and not kept[row]]
        one = [places[row][turn : turn + 1] for row in rows]
        own_texts, own_whole = [texts[row] for row in rows], [whole[row] for row in rows]
        asked = _lowering(own_texts, one, own_whole, probabilities)
        kept |= dict(zip(rows, asked, strict=True))
    return [tuple(Span(label, *place) for place in sorted(own)) for own in kept.values()]


def _lowering(
    texts: Sequence[str],
    places: Sequence[Sequence[Place]],
    whole: Sequence[float],
    scores: Scores,
) -> list[list[Place]]:
    """For each text the places without which ``scores`` give less than ``whole``."""
    cut = [
        text[:start] + " " + text[end:]
        for text, own in zip(texts, places, strict=True)
        for start, end in own
    ]
    found = iter(scores(cut).tolist() if cut else [])
    return [
        [place for place in own if next(found) < before]
        for before, own in zip(whole, places, strict=True)
    ]
