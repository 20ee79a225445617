"""Numbered SQL migrations: each applied once, in order, in its own transaction with its record."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import MigrationEdited

if TYPE_CHECKING:
    import duckdb

    from store.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"

_LEDGER = """
CREATE TABLE IF NOT EXISTS migrations (
    name VARCHAR PRIMARY KEY,
    sha256 VARCHAR NOT NULL,
    applied_utc TIMESTAMP NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')
)
"""


def migrate(database: Database, folder: Path = MIGRATIONS) -> list[str]:
    """Apply what is pending and return the names applied.

    Raises:
        MigrationEdited: an applied migration's file changed since; nothing is applied.
    """
    with database.transaction() as connection:
        connection.execute(_LEDGER)
        pending = _pending(connection, folder)
    for path in pending:
        with database.upgrade() as connection:
            if path not in _pending(connection, folder):  # another process was faster
                continue
            connection.execute(path.read_text("utf-8"))
            connection.execute(
                "INSERT INTO migrations (name, sha256) VALUES (?, ?)", [path.name, _sha256(path)]
            )
    return [path.name for path in pending]


def _pending(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    rows = connection.execute("SELECT name, sha256 FROM migrations").fetchall()
    applied: dict[str, str] = dict(rows)
    pending = []
    for path in sorted(folder.glob("[0-9][0-9][0-9]_*.sql")):
        if path.name not in applied:
            pending.append(path)
        elif applied[path.name] != _sha256(path):
            raise MigrationEdited(
                f"{path}: applied with checksum {applied[path.name][:12]}, found "
                f"{_sha256(path)[:12]}: restore the file and put the change into a new migration"
            )
    return pending


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
