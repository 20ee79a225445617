"""Whom a text means that takes a side and names nobody."""

from __future__ import annotations

import pytest

from classifiers.hinted import hinted, titles_of
from classifiers.scorer import Scorer

NUMBERS = {1: 0, 2: 1, 3: 2}
TITLES = {"kapten": 1}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("di kertas nanti yang dua itu", 1),
        ("☝ paham kan", 0),
        ("tanggal 14 ingat 3 ya", 2),
        ("kapindo wae", 1),
        ("siji . oktober . gas", 0),
        ("yang tengah saja bu", 1),
        ("di kertas paling kiri", 0),
        ("gambar sebelah kanan", 2),
        ("kapten saja tanggal 14", 1),
        ("satu kapten untuk semua", 1),
        ("ingat yang satu itu", 0),
    ],
)
def test_hinted_is_the_candidate_of_the_one_number(text: str, place: int) -> None:
    assert [mention.candidate for mention in hinted(text.split(), NUMBERS, TITLES)] == [place]


@pytest.mark.parametrize(
    "text",
    [
        "tiga untuk dua",
        "tanggal 2",
        "jam 3 sore",
        "2 / 3",
        "2 orang datang",
        "nomor 9 saja",
        "begitu saja",
        "1 . kopi",
        "di tengah hujan",
        "belok kanan",
        "satu kampung datang",
    ],
)
def test_hinted_is_nobody_where_numbers_are_several_counted_dated_or_unknown(text: str) -> None:
    assert hinted(text.split(), NUMBERS, TITLES) == []


def test_hinted_places_a_number_where_it_stands() -> None:
    [mention] = hinted(["yang", "dua", "itu"], NUMBERS, TITLES)
    assert (mention.start, mention.end, mention.kind) == (1, 2, "number")


def test_a_number_is_a_target_only_where_nobody_is_named(scorer: Scorer) -> None:
    texts = ["Coblos yang adem, tanggal 27, ingat ya yang dua 😉", "Coblos Darmawangsa, jangan dua"]
    unnamed, named = ({one.candidate for one in score.targets} for score in scorer.score(texts))
    assert unnamed == {"paslon-2"}
    assert named == {"paslon-1"}


def test_an_even_ballot_has_no_middle() -> None:
    assert hinted(["yang", "tengah", "saja", "bu"], {1: 0, 2: 1}, {}) == []


def test_a_title_hints_at_the_one_who_alone_bears_it() -> None:
    called = [
        [["kapten", "uci"], ["uci"]],
        [["mas", "gun"], ["gun"]],
        [["mas", "rat"], ["bapak", "rat"]],
    ]
    assert titles_of(called) == {"kapten": 0}
