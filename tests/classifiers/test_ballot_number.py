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


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("coblos nomor dua belas", 12), ("coblos nomor loro welas ya", 12)),
        *(("nomor duo baleh", 12), ("nomor dua walas", 12), ("nomor tiga belas", 13)),
        *(("nomor dua puluh", 20), ("nomor dua puluh tiga", 23), ("nomor telu likur", 23)),
    ],
)
def test_numbered_reads_a_number_of_several_words_as_one(text: str, number: int) -> None:
    everyone = {value: value for value in range(1, 31)}
    [mention] = numbered(text.split(), everyone, open_context=True)
    assert mention.candidate == number


def test_numbered_reaches_over_all_words_of_a_number() -> None:
    words = ["coblos", "nomor", "dua", "puluh", "satu", "saja"]
    [mention] = numbered(words, {21: 0}, open_context=False)
    assert (mention.start, mention.end) == (2, 5)


@pytest.mark.parametrize(
    "text",
    [
        "nomor dua belas",
        "nomor dua puluh satu",
        "nomor dua ratus satu",
        "nomor satu ratus dua belas",
    ],
)
def test_numbered_never_takes_a_part_of_a_larger_number(text: str) -> None:
    assert places(text, open_context=True) == []
