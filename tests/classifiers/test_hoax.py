from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.claims import ClaimIndex
from classifiers.head import Calibration
from classifiers.hoax import Both, HoaxModel, residue
from classifiers.mask import CLAIMED
from classifiers.models import Models
from classifiers.normalise import Normaliser
from classifiers.scorer import Scorer
from tests.classifiers.conftest import CLAIM

SHARED = "Waspada! Air kran Kota Uji dicampur obat tidur mulai Senin, 40 warga sudah pingsan."
ODDS = st.floats(-20, 20)


@pytest.mark.parametrize(
    "text",
    [
        "Hoaks ya. Air kran Kota Uji tidak dicampur obat tidur, jangan percaya dan jangan disebar.",
        "Cek fakta: kabar air kran Kota Uji dicampur obat tidur adalah tidak benar, kata PDAM.",
        "Benarkah air kran Kota Uji dicampur obat tidur? Ada yang tahu info resminya?",
        "Polisi selidiki penyebar kabar bohong air kran Kota Uji dicampur obat tidur.",
    ],
)
def test_sharing_a_claim_scores_above_denying_asking_and_reporting(
    scorer: Scorer, text: str
) -> None:
    shared, other = scorer.score([SHARED, text])
    assert other.hoax_sharing < shared.hoax_sharing
    assert shared.hoax_claim == CLAIM.claim_id


@pytest.mark.parametrize(
    "text",
    [
        "SEBARKAN!!! AWAS BAHAYA!!! jangan sampai terlambat, viralkan ke semua grup!!!",
        "Harga cabai di pasar naik lagi hari ini",
        "Selamat pagi bapak ibu, rapat dimulai pukul delapan",
    ],
)
def test_a_text_near_no_claim_shares_none_whatever_it_sounds_like(
    scorer: Scorer, text: str
) -> None:
    [score] = scorer.score([text])
    assert score.hoax_sharing < 0.02
    assert score.hoax_claim is None


def test_without_claims_nothing_is_a_hoax(models: Models) -> None:
    [score] = Scorer(models).score([SHARED])
    assert score.hoax_sharing == 0
    assert score.hoax_claim is None


def test_shares_of_no_text_are_none(models: Models, normaliser: Normaliser) -> None:
    shares = models.hoax.shares([], [], ClaimIndex([CLAIM], normaliser))
    assert shares.probabilities.shape == shares.claims.shape == (0,)


def test_a_model_rebuilt_from_its_numbers_says_the_same(
    models: Models, normaliser: Normaliser
) -> None:
    arrays, settings = models.hoax.to_arrays(), models.hoax.to_settings()
    rebuilt = HoaxModel.rebuild(arrays, settings, models.encoder)
    index, batch = ClaimIndex([CLAIM], normaliser), [normaliser.read(SHARED)]
    one, other = (model.shares(batch, [SHARED], index) for model in (models.hoax, rebuilt))
    np.testing.assert_allclose(one.probabilities, other.probabilities, atol=0.01)


@given(ODDS, ODDS)
def test_both_is_no_likelier_than_either(about: float, sharing: float) -> None:
    calibration = Both(Calibration(0.7, 2.0), Calibration(0.9, -0.5))
    [found] = calibration.probabilities(np.array([about]), np.array([sharing]))
    assert found <= calibration.about.probabilities(np.array([about]))[0]
    assert found <= calibration.sharing.probabilities(np.array([sharing]))[0]


def test_residue_leaves_what_is_not_the_claim_s() -> None:
    left = residue(["hoaks", "air", "kran", "beracun"], frozenset(["air", "kran"]), "")
    assert left == ["hoaks", CLAIMED, "beracun"]
