from __future__ import annotations

import pytest

from classifiers.lexicon import Lexicon, count_words
from classifiers.stem import stem

LEXICON = count_words([["ayo", "coblos", "bupati"]] * 3 + [["ayo"], ["jarang"]], at_least=2, keep=9)


def test_lexicon_knows_words_seen_often_enough() -> None:
    assert "coblos" in LEXICON
    assert "jarang" not in LEXICON
    assert LEXICON.frequency("ayo") > LEXICON.frequency("coblos") > LEXICON.frequency("jarang")


def test_lexicon_splits_what_is_all_known_and_nothing_else() -> None:
    assert LEXICON.split("ayocoblosbupati") == ("ayo", "coblos", "bupati")
    assert LEXICON.split("ayocoblosxyz") == ("ayocoblosxyz",)
    assert LEXICON.split("ayo") == ("ayo",)


def test_lexicon_leaves_whole_what_would_take_long_to_split() -> None:
    assert LEXICON.split("coblos" * 10) == ("coblos",) * 10
    assert LEXICON.split("coblos" * 5_000) == ("coblos" * 5_000,)


def test_lexicon_rebuilt_from_its_arrays_is_the_same_but_for_rounding() -> None:
    again = Lexicon.from_arrays(LEXICON.to_arrays())
    assert again.frequency("ayo") == pytest.approx(LEXICON.frequency("ayo"), abs=0.01)
    assert set(again.frequencies) == set(LEXICON.frequencies)


@pytest.mark.parametrize(
    ("word", "root"),
    [("melipatnya", "lipat"), ("dilipat", "lipat"), ("nama", "nama"), ("2031", "2031")],
)
def test_stem_takes_common_affixes_off(word: str, root: str) -> None:
    assert stem(word) == root
