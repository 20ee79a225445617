from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.features import Grams

WORDS = st.lists(st.text(alphabet="abcé😀", min_size=1, max_size=5), max_size=6)
KINDS = [Grams("words", 1, 2, 12), Grams("chars", 2, 4, 12)]


@settings(deadline=None)
@pytest.mark.parametrize("grams", KINDS)
@given(batch=st.lists(WORDS, max_size=5))
def test_grams_of_a_text_do_not_depend_on_its_batch(grams: Grams, batch: list[list[str]]) -> None:
    together = grams.matrix(batch).toarray()
    for row, words in enumerate(batch):
        np.testing.assert_array_equal(grams.matrix([words]).toarray()[0], together[row])


@settings(deadline=None)
@pytest.mark.parametrize("grams", KINDS)
@given(batch=st.lists(WORDS, max_size=5))
def test_sums_are_those_of_the_matrix(grams: Grams, batch: list[list[str]]) -> None:
    table = np.sin(np.arange(grams.columns)).astype(np.float32)
    [sums, counts] = grams.sums(batch, table, np.ones_like(table))
    matrix = grams.matrix(batch)
    np.testing.assert_allclose(sums, matrix @ table.astype(np.float64), atol=1e-6)
    np.testing.assert_array_equal(counts, np.asarray(matrix.sum(axis=1)).ravel())


def test_grams_of_words_are_the_words_and_their_neighbours() -> None:
    counts = Grams("words", 1, 2, 16).matrix([["ayo", "coblos", "dua"]])
    assert counts.sum() == 3 + 2


def test_grams_of_chars_cover_the_padded_text() -> None:
    counts = Grams("chars", 2, 3, 16).matrix([["abc"]])
    assert counts.sum() == len(" abc ") - 1 + len(" abc ") - 2


def test_grams_tell_the_order_of_words() -> None:
    forward, backward = Grams("words", 2, 2, 16).matrix([["a", "b"], ["b", "a"]]).toarray()
    assert (forward != backward).any()


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_word_of_unit_counts_every_character_for_one_word(batch: list[list[str]]) -> None:
    numbers = Grams("chars", 2, 3, 8).word_of_unit(batch)
    assert len(numbers) == sum(1 + sum(len(word) + 1 for word in words) for words in batch)
    assert (np.diff(numbers) >= 0).all()
    assert numbers[-1] == max(sum(map(len, batch)) - 1, 0)
