"""Upkeep: what is due by the clock, done by whoever comes to the queue, so that no daemon is
needed. Where nothing is due it costs two small queries."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from review import claim
from review.desk import Desk
from review.settle import settle

if TYPE_CHECKING:
    import duckdb


def tend(connection: duckdb.DuckDBPyConnection, desk: Desk, now: datetime) -> int:
    """Put back items whose claim ran out and move on what can no longer be undone; say how many
    flags those were. ``audit.recorded`` must be around it."""
    rules = desk.rules
    moved = settle(connection, now, rules.undo_within, rules.second_review_share, desk.draw)
    return moved + claim.sweep(connection, now)
