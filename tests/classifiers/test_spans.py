from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.score import Span
from classifiers.scorer import Scorer
from classifiers.spans import faithful, joined

WORDS = (
    *(
        "Ayo",
        "coblos",
        "Wirasena",
        "nomor",
        "2",
        "menang!",
        "😀",
        "monyet",
        "bodoh",
        "usir",
        "kafir",
    ),
    *("#BerkibarKotaUji", "air", "kran", "obat", "tidur", "pingsan", "sebarkan", "\u200b\u202e"),
    *("Ｃoblos", "hari", "ini", "cerah"),
)
PARTS = st.lists(
    st.sampled_from(WORDS),
    min_size=1,
    max_size=14,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(PARTS)
def test_spans_lie_within_the_text_and_the_score_falls_without_them(
    scorer: Scorer, text: str
) -> None:
    [score] = scorer.score([text])
    for span in score.spans:
        assert 0 <= span.start < span.end <= len(text)
        without = scorer.score([text[: span.start] + " " + text[span.end :]])[0]
        assert without.probability(span.label) < score.probability(span.label)


def test_joined_gives_neighbours_as_one_place_and_the_strongest_three() -> None:
    places = [(at * 2, at * 2 + 1) for at in range(10)]
    raised = np.array([3, 3, 0, 2, 0, 4, 0, 1, 0, 0.1])
    assert joined(places, raised) == [(0, 3), (10, 11), (6, 7)]


def test_joined_of_words_that_raise_nothing_is_empty() -> None:
    assert joined([(0, 1), (2, 3)], np.array([0.0, -1.0])) == []


def test_faithful_keeps_only_places_without_which_the_score_falls() -> None:
    def score(texts: object) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([0.9 if "buruk" in text else 0.1 for text in texts])  # type: ignore[attr-defined]

    kept = faithful("hate_speech", ["buruk sekali"], [[(0, 5), (6, 12)]], [0.9], score)
    assert kept == [(Span("hate_speech", 0, 5),)]
