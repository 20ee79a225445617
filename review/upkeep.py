"""Upkeep: what is due by the clock, done by whoever comes to the queue, so that no daemon is
needed."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from review import claim
from review.settle import settle

if TYPE_CHECKING:
    import duckdb

    from review.desk import Desk


class Rounds:
    """When a process last looked what is due: seconds matter to nobody, and each look costs two
    queries over all flags."""

    def __init__(self, every: timedelta = timedelta(seconds=15)) -> None:
        self._every = every
        self._last: datetime | None = None
        self._lock = threading.Lock()

    def due(self, now: datetime) -> bool:
        """Whether to look now; then not again for a while, unless the clock is set back."""
        with self._lock:
            if self._last is not None and self._last <= now < self._last + self._every:
                return False
            self._last = now
            return True


def tend(connection: duckdb.DuckDBPyConnection, desk: Desk, now: datetime) -> int:
    """Put back items whose claim ran out and move on what can no longer be undone; say how many
    flags those were. ``audit.recorded`` must be around it."""
    if not desk.rounds.due(now):
        return 0
    rules = desk.rules
    moved = settle(connection, now, rules.undo_within, rules.second_review_share, desk.draw)
    return moved + claim.sweep(connection, now)
