"""Which words raised a score: leave words out, score again, keep what made the difference.

Every span is checked on the original text: without it the text scores lower. So a span is faithful
by construction (erasure, Li et al. 2016), and a text may have none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from classifiers.features import Words
from classifiers.head import Floats
from classifiers.score import Label, Span

_PIECES = 32
_MOST = 3
_LEAST_SHARE = 0.2

Place = tuple[int, int]


def weightiest(
    words: Words, places: Sequence[Place], decide: Callable[[Sequence[Words]], Floats]
) -> list[Place]:
    """Places of the words that, left out, lower the decision most; at most three.

    ``places`` gives the characters (start, end) of each of ``words`` in the text.
    """
    step = max(1, -(-len(words) // _PIECES))
    starts = range(0, len(words), step)
    whole, *fewer = decide([words, *([*words[:at], *words[at + step :]] for at in starts)])
    wide = [(places[at][0], places[min(at + step, len(words)) - 1][1]) for at in starts]
    return joined(wide, whole - np.array(fewer))


def joined(places: Sequence[Place], drops: Floats) -> list[Place]:
    """Neighbouring places that each matter, as one; the three that matter most."""
    matters = np.flatnonzero(drops >= max(float(drops.max(initial=0.0)) * _LEAST_SHARE, 1e-9))
    runs = np.split(matters, np.flatnonzero(np.diff(matters) > 1) + 1) if matters.size else []
    runs.sort(key=lambda run: -float(drops[run].sum()))
    return [(places[run[0]][0], places[run[-1]][1]) for run in runs[:_MOST]]


def faithful(
    label: Label,
    texts: Sequence[str],
    places: Sequence[Sequence[Place]],
    probabilities: Callable[[Sequence[str]], Floats],
) -> list[tuple[Span, ...]]:
    """For each text, those of its places without which it scores lower, in order."""
    cut = [
        text[:s] + " " + text[e:] for text, own in zip(texts, places, strict=True) for s, e in own
    ]
    found = iter(probabilities([*texts, *cut]))
    whole = [next(found) for _ in texts]
    kept = [
        [Span(label, s, e) for s, e in own if next(found) < before]
        for before, own in zip(whole, places, strict=True)
    ]
    return [tuple(sorted(own, key=lambda span: span.start)) for own in kept]
