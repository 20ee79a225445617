"""Sessions of signed-in people. ``session_id`` is the SHA-256 of the cookie's token, so that who
reads the database cannot sign in with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from store.moment import from_utc, to_utc

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Session:
    """``device`` is what the browser says it is, shortened; times are aware."""

    session_id: str
    user_id: str
    csrf_token: str
    device: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


def add(connection: duckdb.DuckDBPyConnection, session: Session) -> None:
    """Store a new session."""
    times = [to_utc(t) for t in (session.created_at, session.seen_at, session.expires_at)]
    connection.execute(
        "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?)",
        [session.session_id, session.user_id, session.csrf_token, session.device, *times],
    )


def get(connection: duckdb.DuckDBPyConnection, session_id: str) -> Session | None:
    """The session with this id, whether it still holds or not."""
    row = connection.execute(f"{_SELECT} WHERE session_id = ?", [session_id]).fetchone()
    return _to_session(row) if row else None


def of_user(connection: duckdb.DuckDBPyConnection, user_id: str) -> list[Session]:
    """Somebody's sessions, the latest first."""
    rows = connection.execute(f"{_SELECT} WHERE user_id = ? ORDER BY seen_utc DESC", [user_id])
    return [_to_session(row) for row in rows.fetchall()]


def seen(connection: duckdb.DuckDBPyConnection, session_id: str, now: datetime) -> None:
    """Note that the session was used."""
    connection.execute(
        "UPDATE sessions SET seen_utc = ? WHERE session_id = ?", [to_utc(now), session_id]
    )


def end(connection: duckdb.DuckDBPyConnection, session_id: str) -> None:
    """Forget a session: its cookie is worth nothing any more."""
    connection.execute("DELETE FROM sessions WHERE session_id = ?", [session_id])


def end_all(connection: duckdb.DuckDBPyConnection, user_id: str) -> None:
    """Forget everything somebody is signed in with."""
    connection.execute("DELETE FROM sessions WHERE user_id = ?", [user_id])


def end_others(connection: duckdb.DuckDBPyConnection, session: Session) -> None:
    """Forget everything the session's user is signed in with but this session."""
    connection.execute(
        "DELETE FROM sessions WHERE user_id = ? AND session_id <> ?",
        [session.user_id, session.session_id],
    )


def sweep(connection: duckdb.DuckDBPyConnection, now: datetime, seen_before: datetime) -> None:
    """Forget the sessions that are over at ``now`` or were last used up to ``seen_before``."""
    connection.execute(
        "DELETE FROM sessions WHERE expires_utc <= ? OR seen_utc <= ?",
        [to_utc(now), to_utc(seen_before)],
    )


_SELECT = """
SELECT session_id, user_id, csrf_token, device, created_utc, seen_utc, expires_utc FROM sessions
"""


def _to_session(row: tuple[Any, ...]) -> Session:
    return Session(*row[:4], *(from_utc(moment) for moment in row[4:]))
