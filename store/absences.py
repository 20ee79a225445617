"""Items that a complete listing no longer shows: gone only when missed in two different runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from store.moment import now_utc

if TYPE_CHECKING:
    import duckdb


def note_missing(
    connection: duckdb.DuckDBPyConnection, run_id: str, keys: Iterable[str]
) -> list[str]:
    """Note that ``keys`` were missing in this run; return those another run had missed before.

    The same run noting a key again confirms nothing, so an attempt after a crash is harmless.
    The result is ordered.
    """
    missing = sorted(set(keys))
    connection.execute(
        "INSERT INTO absences SELECT unnest(?), ?, ? ON CONFLICT DO NOTHING",
        [missing, run_id, now_utc()],
    )
    rows = connection.execute(
        """SELECT activity_key FROM absences
           WHERE first_run_id <> ? AND activity_key IN (SELECT unnest(?)) ORDER BY activity_key""",
        [run_id, missing],
    ).fetchall()
    return [row[0] for row in rows]


def forget(connection: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> None:
    """The keys were seen again, or their deletion is recorded: start from nothing."""
    connection.execute(
        "DELETE FROM absences WHERE activity_key IN (SELECT unnest(?))", [sorted(set(keys))]
    )
