"""Scoring what is in the lake and has no score of the present models yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connectors.activity import Activity
    from pipelines.night import Bench
    from store.scores import ScoreLake

BATCH = 4096
"""Posts per shard: large enough for vectorised features, small enough to lose little."""


def score_shard(
    scores: ScoreLake, bench: Bench, activities: Sequence[Activity], shard: str, day: date
) -> int:
    """Score ``activities`` and keep the scores; returns how many were new."""
    judged = bench.scorer.score([one.text for one in activities])
    rows = list(zip(activities, judged, strict=True))
    return scores.add(rows, model_version=bench.version, shard=shard, day=day)
