from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.head import Floats
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


def test_joined_gives_the_one_place_of_all_words_of_a_hashtag_once() -> None:
    tag = (4, 20)
    assert joined([(0, 3), tag, tag, tag], np.array([0.0, 3.0, 0.0, 2.0])) == [tag]


def test_joined_of_words_that_raise_nothing_is_empty() -> None:
    assert joined([(0, 1), (2, 3)], np.array([0.0, -1.0])) == []


class Marked:
    """Scores 0.9 where a word stands, else 0.1, and remembers what it was asked."""

    def __init__(self, word: str) -> None:
        self.word, self.asked = word, list[str]()

    def __call__(self, texts: Sequence[str]) -> Floats:
        self.asked += texts
        return np.array([0.9 if self.word in text else 0.1 for text in texts])


def nothing_sure(texts: Sequence[str]) -> Floats:
    return np.ones(len(texts))


def test_faithful_keeps_only_places_without_which_the_score_falls() -> None:
    score = Marked("buruk")
    kept = faithful("hate_speech", ["buruk sekali"], [[(0, 5), (6, 12)]], [0.9], score, score)
    assert kept == [(Span("hate_speech", 0, 5),)]


def test_faithful_asks_for_no_score_where_a_ceiling_proves_a_place() -> None:
    ceiling, score = Marked("buruk"), Marked("buruk")
    faithful("hate_speech", ["buruk sekali"], [[(0, 5), (6, 12)]], [0.9], ceiling, score)
    assert score.asked == []


def test_faithful_asks_about_one_place_after_the_other_until_one_is_found() -> None:
    text, places = "itu buruk sekali", [[(0, 3), (4, 9), (10, 16)]]
    score = Marked("buruk")
    kept = faithful("hate_speech", [text], places, [0.9], nothing_sure, score)
    assert kept == [(Span("hate_speech", 4, 9),)]
    assert score.asked == ["  buruk sekali", "itu   sekali"]


def test_faithful_gives_none_where_every_place_can_go() -> None:
    kept = faithful("hate_speech", ["apa ini"], [[(0, 3)]], [0.1], nothing_sure, Marked("apa"))
    assert kept == [()]
