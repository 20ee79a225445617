"""Rows for other programs: no text, no reason, no identity, nothing that tells a control apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from store.decisions import OPEN_SQL, STEP_SQL
from store.moment import from_utc, to_utc

if TYPE_CHECKING:
    import duckdb

EXPORTED = "export.made"
"""The event in the audit chain that tells what was exported, by whom and how many rows."""


@dataclass(frozen=True, slots=True)
class Open:
    """An item that waits: one wave of near-duplicates under one label, at one step of review."""

    known_at: datetime
    deadline_at: datetime
    flag_id: str
    label: str
    platform: str
    step: str
    state: str
    posts: int


@dataclass(frozen=True, slots=True)
class Made:
    """A decision at one step of review; ``state`` is where its flag stands now."""

    decided_at: datetime
    flag_id: str
    label: str
    platform: str
    review_round: int
    step: str
    decision: str
    rulebook_row: str | None
    reviewer: str
    state: str


def open_items(connection: duckdb.DuckDBPyConnection) -> list[Open]:
    """Everything that waits for a review, nearest deadline first."""
    rows = connection.execute(_OPEN).fetchall()
    return [Open(from_utc(row[0]), from_utc(row[1]), *row[2:]) for row in rows]


def decisions_since(connection: duckdb.DuckDBPyConnection, since: datetime) -> list[Made]:
    """Every decision made from ``since`` (aware) on, oldest first."""
    rows = connection.execute(_MADE, {"since": to_utc(since)}).fetchall()
    return [Made(from_utc(row[0]), *row[1:]) for row in rows]


_OPEN = f"""
SELECT min(known_utc), min(deadline_utc) AS due, min(flag_id) AS first_id, label, min(platform),
       {STEP_SQL} AS step, state, count(*)
FROM flags WHERE state IN ({OPEN_SQL})
GROUP BY label, state, coalesce(wave_id, flag_id) ORDER BY due, first_id
"""  # noqa: S608 - constants only
_MADE = """
SELECT decided_utc, flag_id, label, platform, decisions.review_round, step, decision, rulebook_row,
       reviewer, state
FROM decisions JOIN flags USING (flag_id) WHERE decided_utc >= $since
ORDER BY decided_utc, flag_id, step
"""
