from __future__ import annotations

import pytest

from classifiers.ballot_number import numbered
from classifiers.mention import Mention

NUMBERS = {1: 0, 2: 1}


def places(text: str, *, open_context: bool = False) -> list[Mention]:
    return list(numbered(text.split(), NUMBERS, open_context=open_context))


@pytest.mark.parametrize(
    "text", ["coblos nomor 2", "coblos nomor dua", "pilih urut 02", "salam jari loro"]
)
def test_numbered_finds_a_number_that_is_introduced(text: str) -> None:
    assert [mention.candidate for mention in places(text)] == [1]


def test_numbered_reaches_over_the_number_alone() -> None:
    assert places("coblos nomor 2") == [Mention(2, 3, 1, "number")]


@pytest.mark.parametrize("text", ["yang 2 itu", "yang ✌ itu"])
def test_numbered_takes_a_bare_number_only_where_candidates_are_spoken_of(text: str) -> None:
    assert places(text) == []
    assert [mention.candidate for mention in places(text, open_context=True)] == [1]


@pytest.mark.parametrize("text", ["coblos 2 kali", "antre 2 jam", "nomor 3"])
def test_numbered_leaves_counts_and_numbers_of_nobody_alone(text: str) -> None:
    assert places(text, open_context=True) == []
