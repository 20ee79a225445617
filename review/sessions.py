"""Sessions: who is behind a cookie, and for how long.

What was found is remembered for seconds, so that a page does not open the database twice; what is
ended here is forgotten at once, and what another process ends within those seconds.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from config.review import SessionRules
from store import sessions, users
from store.sessions import Session
from store.users import User

if TYPE_CHECKING:
    import duckdb

    from store.database import Database

_REMEMBERED = timedelta(seconds=5)
_NOTED_EVERY = timedelta(minutes=1)
_MOST_DEVICE = 120


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that holds and whose it is."""

    session: Session
    user: User


class SessionBook:
    """The sessions of one data folder, as one process sees them."""

    def __init__(self, database: Database, rules: SessionRules) -> None:
        self._database = database
        self._rules = rules
        self._remembered: dict[str, tuple[datetime, SignedIn]] = {}
        self._lock = threading.Lock()

    def open(
        self, connection: duckdb.DuckDBPyConnection, user: User, device: str, now: datetime
    ) -> str:
        """Begin a session inside the caller's transaction and return the token for its cookie.

        Sessions of anybody that no longer hold are cleared away.
        """
        sessions.sweep(connection, now, now - self._idle)
        token = secrets.token_urlsafe(32)
        session = Session(
            session_id=_digest(token),
            user_id=user.user_id,
            csrf_token=secrets.token_urlsafe(32),
            device=device[:_MOST_DEVICE],
            created_at=now,
            seen_at=now,
            expires_at=now + timedelta(hours=self._rules.longest_hours),
        )
        sessions.add(connection, session)
        return token

    def find(self, token: str, now: datetime) -> SignedIn | None:
        """Who has this token, unless the session is over, idle for too long, or its user
        disabled."""
        session_id = _digest(token)
        with self._lock:
            at, found = self._remembered.get(session_id, (now - _REMEMBERED, None))
        if found is None or not at <= now < at + _REMEMBERED:
            found = self._read(session_id, now)
        if found is None or not self._holds(found.session, now):
            return None
        return found

    def end(self, token: str, now: datetime) -> None:
        """End the session with this token, if there is one."""
        found = self.find(token, now) if token else None
        if found is not None:
            with self._database.transaction() as connection:
                sessions.end(connection, found.session.session_id)
            self.forget(found.user.user_id)

    def forget(self, user_id: str) -> None:
        """Remember nothing of somebody, so that the next page asks the database."""
        with self._lock:
            self._remembered = {
                key: entry
                for key, entry in self._remembered.items()
                if entry[1].user.user_id != user_id
            }

    def _read(self, session_id: str, now: datetime) -> SignedIn | None:
        with self._database.transaction() as connection:
            session = sessions.get(connection, session_id)
            user = users.get(connection, session.user_id) if session else None
            if session is None or user is None or user.disabled_at or not self._holds(session, now):
                return None
            if now - session.seen_at >= _NOTED_EVERY:
                sessions.seen(connection, session_id, now)
                session = replace(session, seen_at=now)
            # Remembered before the database is free again, so that no older word overtakes an end.
            found = SignedIn(session, user)
            self._remember(found, now)
        return found

    def _remember(self, found: SignedIn, now: datetime) -> None:
        with self._lock:
            self._remembered = {
                key: entry
                for key, entry in self._remembered.items()
                if now < entry[0] + _REMEMBERED
            } | {found.session.session_id: (now, found)}

    @property
    def _idle(self) -> timedelta:
        return timedelta(minutes=self._rules.idle_minutes)

    def _holds(self, session: Session, now: datetime) -> bool:
        return now < session.expires_at and now - session.seen_at < self._idle


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
