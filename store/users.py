"""People who may sign in to the review page. ``user_id`` is the code that stands in decisions,
events and documents; names stay in here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from store.moment import from_utc, to_utc

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """``password_hash`` is None for who signs in only by the office's identity provider;
    ``password_at`` is when that password was given or chosen; ``must_change`` asks for another one
    at the next sign-in; ``shortcuts`` are the page's
    single-key shortcuts (WCAG 2.1.4); ``disabled_at`` is None for who may sign in."""

    user_id: str
    username: str
    name: str
    role: str
    password_hash: str | None
    created_at: datetime
    oidc_subject: str | None = None
    must_change: bool = False
    language: str = "id"
    shortcuts: bool = True
    disabled_at: datetime | None = None
    password_at: datetime | None = None


def get(connection: duckdb.DuckDBPyConnection, user_id: str) -> User | None:
    """The user with this code."""
    return _one(connection, "user_id = ?", user_id)


def with_username(connection: duckdb.DuckDBPyConnection, username: str) -> User | None:
    """The user who signs in under this name, whatever its case."""
    return _one(connection, "lower(username) = lower(?)", username)


def with_subject(connection: duckdb.DuckDBPyConnection, subject: str) -> User | None:
    """The user whom the office's identity provider knows as ``subject``."""
    return _one(connection, "oidc_subject = ?", subject)


def everybody(connection: duckdb.DuckDBPyConnection) -> list[User]:
    """All users, by code."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM users ORDER BY user_id")  # noqa: S608
    return [_to_user(row) for row in rows.fetchall()]


def add(connection: duckdb.DuckDBPyConnection, user: User) -> None:
    """Store a new user; the caller has seen to it that code and username are free."""
    connection.execute(
        f"INSERT INTO users ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        [
            *(user.user_id, user.username, user.name, user.role, user.password_hash),
            *(user.oidc_subject, user.must_change, user.language, user.shortcuts),
            to_utc(user.created_at),
            *_moments(user),
        ],
    )


def update(connection: duckdb.DuckDBPyConnection, user: User) -> None:
    """Store everything about a known user anew but the code, the username and when they came."""
    connection.execute(
        """UPDATE users SET name = ?, role = ?, password_hash = ?, oidc_subject = ?,
           must_change = ?, language = ?, shortcuts = ?, disabled_utc = ?, password_utc = ?
           WHERE user_id = ?""",
        [
            *(user.name, user.role, user.password_hash, user.oidc_subject),
            *(user.must_change, user.language, user.shortcuts),
            *_moments(user),
            user.user_id,
        ],
    )


def free_code(connection: duckdb.DuckDBPyConnection) -> str:
    """The next code, such as ``P007``; users are never deleted, so none is given twice.

    It says nothing about the person's role, which may change while decisions keep the code.
    """
    row = connection.execute(
        "SELECT max(TRY_CAST(user_id[2:] AS INTEGER)) FROM users WHERE user_id[1] = ?", [_CODE]
    ).fetchone()
    return f"{_CODE}{(row[0] if row and row[0] else 0) + 1:03}"


_CODE = "P"
_COLUMNS = (
    "user_id, username, name, role, password_hash, oidc_subject, must_change, language, shortcuts, "
    "created_utc, disabled_utc, password_utc"
)


def _moments(user: User) -> list[datetime | None]:
    return [to_utc(at) if at else None for at in (user.disabled_at, user.password_at)]


def _one(connection: duckdb.DuckDBPyConnection, where: str, value: str) -> User | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM users WHERE {where}",  # noqa: S608 - constants only
        [value],
    ).fetchone()
    return _to_user(row) if row else None


def _to_user(row: tuple[Any, ...]) -> User:
    return User(
        user_id=row[0],
        username=row[1],
        name=row[2],
        role=row[3],
        password_hash=row[4],
        oidc_subject=row[5],
        must_change=row[6],
        language=row[7],
        shortcuts=row[8],
        created_at=from_utc(row[9]),
        disabled_at=from_utc(row[10]) if row[10] else None,
        password_at=from_utc(row[11]) if row[11] else None,
    )
