"""``netra claims match``: the debunked claims nearest to a text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from config.settings import load_settings
from pipelines.office import claims_of, load_encoder, open_office


def nearest(data: Path, config: Path, text: str) -> list[dict[str, Any]]:
    """The nearest claims (at most three) with the cosine of their words (0 to 1), highest first.

    Similarity ranks; whether the text shares the claim is the hoax head's to judge.
    """
    from classifiers.artefact import SHIPPED
    from classifiers.claims import FEATURES, ClaimIndex
    from classifiers.models import Models

    settings = load_settings()
    normaliser = Models.load(settings.models or SHIPPED).normaliser
    claims = claims_of(open_office(data, config))
    index = ClaimIndex(claims, normaliser, load_encoder(settings))
    found = index.matches([normaliser.read(text)], [text])
    cosines = found.features[:, FEATURES.index("word_cosine")]
    rows = [
        {
            "claim_id": index.claims[number].claim_id,
            "similarity": round(float(cosine), 4),
            "title": index.claims[number].title,
            "verdict": index.claims[number].verdict,
            "url": index.claims[number].url,
        }
        for number, cosine in zip(found.claims, cosines, strict=True)
    ]
    return sorted(rows, key=lambda row: -float(row["similarity"]))
