"""How far each stream of each account has been read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from store.moment import from_utc, now_utc, to_utc
from store.upsert import upsert

if TYPE_CHECKING:
    import duckdb


def cursors_of(connection: duckdb.DuckDBPyConnection, account_id: str) -> dict[str, str]:
    """Stream to cursor, for the streams of an account that have one."""
    rows = connection.execute(
        "SELECT stream, cursor FROM streams WHERE account_id = ? AND cursor IS NOT NULL",
        [account_id],
    ).fetchall()
    return dict(rows)


def remember_cursor(
    connection: duckdb.DuckDBPyConnection, account_id: str, stream: str, cursor: str
) -> None:
    """Read on from ``cursor`` next time; call it in the transaction that records the page."""
    key = {"account_id": account_id, "stream": stream}
    upsert(connection, "streams", key, {"cursor": cursor, "cursor_utc": now_utc()})


def last_listing(
    connection: duckdb.DuckDBPyConnection, account_id: str, stream: str
) -> datetime | None:
    """When the stream was last listed completely (aware, UTC), or None if never."""
    row = connection.execute(
        "SELECT last_listing_utc FROM streams WHERE account_id = ? AND stream = ?",
        [account_id, stream],
    ).fetchone()
    return from_utc(row[0]) if row and row[0] else None


def remember_listing(
    connection: duckdb.DuckDBPyConnection, account_id: str, stream: str, listed_utc: datetime
) -> None:
    """The stream was listed completely at ``listed_utc`` (aware)."""
    key = {"account_id": account_id, "stream": stream}
    upsert(connection, "streams", key, {"last_listing_utc": to_utc(listed_utc)})
