"""The queue: what waits for a first review, nearest deadline first.

An item is one wave of near-duplicates under one label. It says nothing of who posted: no name,
handle, NIP, unit, address or account. Random controls stand among the rest and cannot be told from
the order, only from ``probability``, which is for machines and not for a reviewer to see before
deciding.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from classifiers.score import Label
from store.evidence import EvidenceStore
from store.flags import State
from store.moment import from_utc

if TYPE_CHECKING:
    import duckdb

_OPEN = """
WITH waiting AS (
    SELECT *, coalesce(wave_id, activity_key) AS wave FROM flags
    WHERE state IN ('baru', 'diklaim') AND ($label IS NULL OR label = $label)
), items AS (
    SELECT label, min(deadline_utc) AS deadline_utc, max(queue_rank) AS queue_rank,
           max(probability) AS probability, count(*) AS posts,
           arg_min(flag_id, (deadline_utc, -queue_rank, flag_id)) AS flag_id,
           list(flag_id) AS flag_ids
    FROM waiting GROUP BY wave, label, state
)
SELECT items.flag_id, items.label, platform, state, items.deadline_utc, items.probability, posts,
       (SELECT list(DISTINCT sha256 ORDER BY sha256) FROM evidence
        WHERE list_contains(flag_ids, evidence.flag_id))
FROM items JOIN flags USING (flag_id)
ORDER BY items.deadline_utc, items.queue_rank DESC, items.flag_id
LIMIT $limit
"""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One thing to review. ``flag_id`` stands for all ``posts`` of the wave; a decision on it
    covers them. ``evidence`` are SHA-256 names in the evidence store."""

    flag_id: str
    label: Label
    platform: str
    state: State
    deadline_at: datetime
    probability: float
    posts: int
    evidence: tuple[str, ...]


def open_items(
    connection: duckdb.DuckDBPyConnection, limit: int, label: str | None = None
) -> list[QueueItem]:
    """At most ``limit`` items that wait for a first review, of one label or of all."""
    rows = connection.execute(_OPEN, {"label": label, "limit": limit})
    return [
        QueueItem(
            flag_id=row[0],
            label=row[1],
            platform=row[2],
            state=State(row[3]),
            deadline_at=from_utc(row[4]),
            probability=row[5],
            posts=row[6],
            evidence=tuple(row[7] or ()),
        )
        for row in rows.fetchall()
    ]


def read_text(connection: duckdb.DuckDBPyConnection, store: EvidenceStore, flag_id: str) -> str:
    """The text of a flagged post as it was when flagged, from its evidence.

    Raises:
        EvidenceDamaged: the manifest is missing or was changed.
    """
    row = connection.execute(
        "SELECT sha256 FROM evidence WHERE flag_id = ? AND kind = 'manifest'", [flag_id]
    ).fetchone()
    manifest = json.loads(store.get(row[0] if row else ""))
    return str(manifest["post"]["text"])
