"""The lists of known words."""

from __future__ import annotations

import pytest

from classifiers import claim_words, hate_words, language, wordlists
from classifiers.normalise import Normaliser

# Titles (HONORIFICS, EVERYONES) are left out: they are compared before shortenings are written out.
LISTS = {
    "class_of": wordlists.CLASS_OF,
    "electoral": wordlists.ELECTORAL,
    "hints": wordlists.HINTS,
    "numbers": wordlists.NUMBER_OF.keys() | wordlists.NUMBERS,
    "unsaid": wordlists.UNSAID,
    "introduces": wordlists.INTRODUCES,
    "counted": wordlists.COUNTED,
    "acronyms": wordlists.ACRONYMS,
    "hate": hate_words.HATE_CLASS_OF,
    "claims": claim_words.CLAIM_CLASS_OF,
    "foreign": language._FOREIGN,
    "kept": language._KEPT,
}


@pytest.mark.parametrize("name", LISTS)
def test_every_listed_word_is_what_the_normaliser_makes_of_it(
    normaliser: Normaliser, name: str
) -> None:
    changed = {word for word in LISTS[name] if normaliser.read(f"2 {word}")[1:] != [word]}
    assert not changed


@pytest.mark.parametrize(
    ("text", "number"),
    [("lellema'", 5), ("petto'", 7), ("ballu'", 8), ("dalapan", 8), ("salapan", 9), ("dhuwa'", 2)],
)
def test_number_is_read_in_madurese_and_sundanese(
    normaliser: Normaliser, text: str, number: int
) -> None:
    assert wordlists.NUMBER_OF[normaliser.read(text)[0]] == number


def test_no_number_word_means_two_numbers() -> None:
    listed = [word for words in wordlists._NUMBER_WORDS.values() for word in words.split()]
    assert len(listed) == len(set(listed))


def test_honorifics_are_single_words_at_every_turn_of_a_line() -> None:
    turns = "kiai kyai tuan nyonya purn jend mpok enyak guru amang"
    assert set(turns.split()) <= wordlists.HONORIFICS
