"""The shipped encoder: word by word it reads what its tokenizer reads of the whole text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from classifiers.artefact import SHIPPED
from classifiers.models import ENCODER, Models
from classifiers.static_encoder import StaticEncoder

TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from(" \n#@/aAbz.'"), max_size=40)


@pytest.fixture(scope="module")
def encoder(models: Models) -> StaticEncoder:
    return models.encoder


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(SHIPPED / ENCODER / "tokenizer.json"))


@settings(deadline=None)
@given(st.lists(TEXTS | st.just("https://contoh.example/a b@c #AyoPilih kakaaaak"), max_size=4))
def test_text_read_by_its_words_gives_the_pieces_of_the_whole_text(
    encoder: StaticEncoder, tokenizer: Tokenizer, texts: list[str]
) -> None:
    assert encoder._pieces(texts) == [tokenizer.encode(text).ids for text in texts]


def test_vector_of_a_text_does_not_depend_on_its_batch(encoder: StaticEncoder) -> None:
    texts = ["kran air kota", "", "obat tidur"]
    together = encoder.encode(texts)
    for text, vector in zip(texts, together, strict=True):
        np.testing.assert_array_equal(encoder.encode([text])[0], vector)
