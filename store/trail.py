"""The audit chain as an auditor reads it: newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from store.moment import from_utc

if TYPE_CHECKING:
    import duckdb

_SELECT = """
SELECT seq, recorded_utc, event, actor, subject, hash FROM audit
WHERE ($before IS NULL OR seq < $before) AND ($event IS NULL OR event = $event)
  AND ($subject IS NULL OR subject = $subject)
ORDER BY seq DESC LIMIT $limit
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the chain without its details; ``recorded_at`` is aware."""

    seq: int
    recorded_at: datetime
    event: str
    actor: str
    subject: str
    hash: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: of one ``event`` or ``subject``, numbered below ``before``; None for any."""

    event: str | None = None
    subject: str | None = None
    before: int | None = None


def entries(connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int) -> list[Entry]:
    """At most ``limit`` rows, the newest first."""
    known = {"event": wanted.event, "subject": wanted.subject, "before": wanted.before}
    rows = connection.execute(_SELECT, {**known, "limit": limit}).fetchall()
    return [Entry(row[0], from_utc(row[1]), *row[2:]) for row in rows]


def kinds(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The events there are, by name."""
    rows = connection.execute("SELECT DISTINCT event FROM audit ORDER BY event").fetchall()
    return [row[0] for row in rows]
