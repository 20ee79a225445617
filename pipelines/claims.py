"""``netra claims match``: the debunked claims nearest to a text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipelines.office import claims_of, open_office

NEAREST = 5


def nearest(data: Path, config: Path, text: str) -> list[dict[str, Any]]:
    """The ``NEAREST`` claims by lexical similarity (0 to 1), highest first."""
    from classifiers.claims import ClaimIndex

    claims = claims_of(open_office(data, config))
    index = ClaimIndex.build(claims)
    return [
        {
            "claim_id": one.claim.claim_id,
            "similarity": round(one.similarity, 4),
            "title": one.claim.title,
            "verdict": one.claim.verdict,
            "url": one.claim.url,
        }
        for one in index.nearest(text, NEAREST)
    ]
