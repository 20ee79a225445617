from __future__ import annotations

import pytest

from classifiers.artefact import SHIPPED
from classifiers.claims import Claim
from classifiers.contest import Candidate, Contest
from classifiers.models import Models
from classifiers.normalise import Normaliser
from classifiers.scorer import Scorer

CONTEST = Contest(
    contest_id="pilkada-uji-2031",
    area="Kota Uji",
    candidates=(
        Candidate(
            candidate_id="paslon-1",
            number=1,
            names=("Darmawangsa Kertapati", "Melur Anjasmara"),
            aliases=("IDOLA", "Darma-Melur", "Pak Darma"),
            hashtags=("#IdolaKotaUji",),
            slogans=("Uji Semakin Terang",),
            parties=("Partai Embun Pagi", "PEP"),
            campaign_accounts=("@idola.kotauji",),
        ),
        Candidate(
            candidate_id="paslon-2",
            number=2,
            names=("Wirasena Baskoro", "Kenanga Purnawirati"),
            aliases=("BERKIBAR", "Wira-Kenanga", "Pak Wira"),
            hashtags=("#BerkibarKotaUji",),
            slogans=("Uji Semakin Berkibar",),
            parties=("Partai Layar Senja", "PLS"),
            campaign_accounts=("@berkibar.kotauji",),
        ),
    ),
)

CLAIM = Claim(
    claim_id="K-1",
    text="Awas! Air kran Kota Uji dicampur obat tidur mulai Senin, 40 warga pingsan. Sebarkan!",
    title="Air Kran Kota Uji Dicampur Obat Tidur",
    verdict="SALAH",
    conclusion="Perusahaan air minum memastikan air kran aman; tidak ada warga yang dirawat.",
)


@pytest.fixture(scope="session")
def models() -> Models:
    return Models.load(SHIPPED)


@pytest.fixture(scope="session")
def normaliser(models: Models) -> Normaliser:
    return models.normaliser


@pytest.fixture(scope="session")
def scorer(models: Models) -> Scorer:
    return Scorer(models, [CONTEST], [CLAIM])
