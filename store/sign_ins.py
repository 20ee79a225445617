"""Attempts to sign in, for as long as they count. Name and address are kept as SHA-256: whoever
types a password into the wrong field leaves nothing readable."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from store.moment import from_utc, to_utc

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Origin:
    """Under which name somebody tried, in any case, and from which address."""

    username: str
    address: str


def note(
    connection: duckdb.DuckDBPyConnection, origin: Origin, succeeded: bool, now: datetime
) -> None:
    """Write an attempt down."""
    connection.execute(
        "INSERT INTO sign_ins VALUES (?, ?, ?, ?)",
        [_username(origin.username), _digest(origin.address), succeeded, to_utc(now)],
    )


def failures_of_name(
    connection: duckdb.DuckDBPyConnection, username: str, since: datetime
) -> list[datetime]:
    """When signing in under this name failed since ``since`` and since it last succeeded, oldest
    first."""
    rows = connection.execute(
        """SELECT tried_utc FROM sign_ins
           WHERE username_sha256 = $name AND NOT succeeded AND tried_utc >= $since
             AND tried_utc > coalesce((SELECT max(tried_utc) FROM sign_ins
                                       WHERE username_sha256 = $name AND succeeded),
                                      TIMESTAMP '0001-01-01')
           ORDER BY tried_utc""",
        {"name": _username(username), "since": to_utc(since)},
    )
    return [from_utc(row[0]) for row in rows.fetchall()]


def failures_of_address(
    connection: duckdb.DuckDBPyConnection, address: str, since: datetime
) -> list[datetime]:
    """When signing in from this address failed since ``since``, under whatever name, oldest
    first."""
    rows = connection.execute(
        """SELECT tried_utc FROM sign_ins
           WHERE address_sha256 = ? AND NOT succeeded AND tried_utc >= ? ORDER BY tried_utc""",
        [_digest(address), to_utc(since)],
    )
    return [from_utc(row[0]) for row in rows.fetchall()]


def forget_name(connection: duckdb.DuckDBPyConnection, username: str) -> None:
    """Forget every attempt under this name: what was locked is open."""
    connection.execute("DELETE FROM sign_ins WHERE username_sha256 = ?", [_username(username)])


def sweep(connection: duckdb.DuckDBPyConnection, before: datetime) -> None:
    """Forget what no longer counts."""
    connection.execute("DELETE FROM sign_ins WHERE tried_utc < ?", [to_utc(before)])


def _username(username: str) -> str:
    return _digest(username.strip().lower())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
