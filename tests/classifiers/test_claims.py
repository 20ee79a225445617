from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from classifiers.claims import FEATURES, Claim, ClaimIndex, Matches
from classifiers.models import Models
from classifiers.normalise import Normaliser
from tests.classifiers.conftest import CLAIM

OTHERS = (
    Claim(claim_id="K-2", text="Jembatan Sungai Uji ambruk tadi malam, puluhan motor tercebur"),
    Claim(claim_id="K-3", text="Pendaftaran bantuan beras lewat tautan ini ditutup malam ini"),
)
WORDS = ["air", "kran", "obat", "tidur", "jembatan", "ambruk", "beras", "bantuan", "warga", "kota"]


class Constant:
    """An encoder for which all texts are alike."""

    name = "constant"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.ones((len(texts), 1), dtype=np.float32)


@pytest.fixture(scope="module")
def index(normaliser: Normaliser) -> ClaimIndex:
    return ClaimIndex([CLAIM, *OTHERS], normaliser)


def matches(index: ClaimIndex, normaliser: Normaliser, *texts: str) -> Matches:
    return index.matches([normaliser.read(text) for text in texts], texts)


def nearest(index: ClaimIndex, normaliser: Normaliser, text: str) -> list[str]:
    return [index.claims[row].claim_id for row in matches(index, normaliser, text).claims]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("air kran dicampur obat tidur katanya, udah 40 org pingsan", "K-1"),
        ("jembatan sungai uji ambruk!!", "K-2"),
        ("daftar bantuan beras di tautan ini sebelum ditutup", "K-3"),
    ],
)
def test_matches_puts_the_claim_that_a_text_repeats_first(
    index: ClaimIndex, normaliser: Normaliser, text: str, claim: str
) -> None:
    assert nearest(index, normaliser, text)[0] == claim


def test_matches_of_a_text_near_no_claim_is_empty(
    index: ClaimIndex, normaliser: Normaliser
) -> None:
    assert nearest(index, normaliser, "selamat ulang tahun sahabatku") == []


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join), max_size=5))
def test_matches_of_a_batch_are_those_of_its_texts(
    index: ClaimIndex, normaliser: Normaliser, texts: list[str]
) -> None:
    found = matches(index, normaliser, *texts)
    assert found.features.shape == (len(found.texts), len(FEATURES))
    assert sorted(found.texts) == list(found.texts)
    for row, text in enumerate(texts):
        alone = matches(index, normaliser, text)
        assert list(alone.claims) == list(found.claims[found.texts == row])
        np.testing.assert_allclose(alone.features, found.features[found.texts == row])


def test_matches_takes_half_of_a_surrogate_pair_for_nothing(models: Models) -> None:
    broken = replace(CLAIM, text=f"\ud83d {CLAIM.text}")
    index = ClaimIndex([broken], models.normaliser, models.encoder)
    text = "air kran dicampur obat tidur"
    batch = [models.normaliser.read(text)] * 2
    whole, half = index.matches(batch, [text, f"{text}\udc00"]).features
    np.testing.assert_array_equal(whole, half)


@pytest.mark.parametrize("verdict", ["BENAR", "[KLARIFIKASI]", "Satire", "true"])
def test_index_leaves_out_what_is_no_hoax(normaliser: Normaliser, verdict: str) -> None:
    assert len(ClaimIndex([replace(CLAIM, verdict=verdict)], normaliser)) == 0


def test_index_leaves_out_a_claim_without_words(normaliser: Normaliser) -> None:
    assert len(ClaimIndex([replace(CLAIM, text="  ")], normaliser)) == 0


def test_encoder_adds_a_likeness_and_without_one_there_is_none(
    index: ClaimIndex, normaliser: Normaliser
) -> None:
    encoded = ClaimIndex([CLAIM, *OTHERS], normaliser, Constant())
    column = FEATURES.index("encoder_likeness")
    plain, with_it = (matches(one, normaliser, "air kran obat tidur") for one in (index, encoded))
    assert set(plain.features[:, column]) == {0.0}
    assert 0.0 not in with_it.features[:, column]
