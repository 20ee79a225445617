"""Whom a text means that takes a side and names nobody."""

from __future__ import annotations

import pytest

from classifiers.hinted import hinted
from classifiers.scorer import Scorer

NUMBERS = {1: 0, 2: 1, 3: 2}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("di kertas nanti yang dua itu", 1),
        ("☝ paham kan", 0),
        ("tanggal 14 ingat 3 ya", 2),
        ("kapindo wae", 1),
    ],
)
def test_hinted_is_the_candidate_of_the_one_number(text: str, place: int) -> None:
    assert [mention.candidate for mention in hinted(text.split(), NUMBERS)] == [place]


@pytest.mark.parametrize(
    "text",
    [
        "satu untuk dua",
        "tanggal 2",
        "jam 3 sore",
        "2 / 3",
        "2 orang datang",
        "nomor 9 saja",
        "begitu saja",
    ],
)
def test_hinted_is_nobody_where_numbers_are_several_counted_dated_or_unknown(text: str) -> None:
    assert hinted(text.split(), NUMBERS) == []


def test_hinted_places_a_number_where_it_stands() -> None:
    [mention] = hinted(["yang", "dua", "itu"], NUMBERS)
    assert (mention.start, mention.end, mention.kind) == (1, 2, "number")


def test_a_number_is_a_target_only_where_nobody_is_named(scorer: Scorer) -> None:
    texts = ["Coblos yang adem, tanggal 27, ingat ya yang dua 😉", "Coblos Darmawangsa, jangan dua"]
    unnamed, named = ({one.candidate for one in score.targets} for score in scorer.score(texts))
    assert unnamed == {"paslon-2"}
    assert named == {"paslon-1"}
