"""Runs: one per night, begun as often as it takes, finished once more each time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from store.errors import StoreError
from store.moment import from_utc, to_utc

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Run:
    """One night's run. Times are aware, UTC; ``finished_utc`` is None while it runs or died."""

    run_id: str
    night: date
    attempts: int
    started_utc: datetime
    finished_utc: datetime | None
    summary: Mapping[str, Any]


def start_run(
    connection: duckdb.DuckDBPyConnection, run_id: str, night: date, started_utc: datetime
) -> int:
    """Begin the run, or begin it again; return which attempt this is, from 1.

    The first attempt's start is kept; an earlier finish is taken back.
    """
    row = connection.execute(
        """INSERT INTO runs (run_id, night, attempts, started_utc) VALUES (?, ?, 1, ?)
           ON CONFLICT (run_id) DO UPDATE SET attempts = attempts + 1, finished_utc = NULL
           RETURNING attempts""",
        [run_id, night, to_utc(started_utc)],
    ).fetchone()
    return int(row[0]) if row else 1


def finish_run(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    finished_utc: datetime,
    summary: Mapping[str, object],
) -> None:
    """The run is over; ``summary`` is kept as JSON.

    Raises:
        StoreError: the run was never started.
    """
    found = connection.execute(
        "UPDATE runs SET finished_utc = ?, summary = ? WHERE run_id = ? RETURNING run_id",
        [to_utc(finished_utc), json.dumps(summary, ensure_ascii=False, sort_keys=True), run_id],
    ).fetchone()
    if found is None:
        raise StoreError(f"run {run_id}: expected a run that was started, found none")


def runs(connection: duckdb.DuckDBPyConnection, limit: int = 30) -> list[Run]:
    """The latest ``limit`` runs, newest night first."""
    rows = connection.execute(
        """SELECT run_id, night, attempts, started_utc, finished_utc, summary FROM runs
           ORDER BY night DESC, started_utc DESC LIMIT ?""",
        [limit],
    ).fetchall()
    return [_to_run(row) for row in rows]


def _to_run(row: tuple[Any, ...]) -> Run:
    finished_utc = None if row[4] is None else from_utc(row[4])
    return Run(row[0], row[1], row[2], from_utc(row[3]), finished_utc, json.loads(row[5]))
