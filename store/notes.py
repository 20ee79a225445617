"""Notes on a flag: what somebody wants to remember of it. A note never changes a state."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from store import audit
from store.canonical import canonical_json
from store.moment import from_utc, to_utc

if TYPE_CHECKING:
    import duckdb

NOTED = "note.written"
"""The event in the audit chain that vouches for a note."""
OPENED = "original.opened"
"""The event that vouches for the reason why somebody looked at the original before deciding."""


@dataclass(frozen=True, slots=True)
class Note:
    """``author`` is a user's id; ``written_at`` is aware."""

    flag_id: str
    author: str
    text: str
    written_at: datetime
    audit_hash: str


def add(
    connection: duckdb.DuckDBPyConnection,
    flag_id: str,
    author: str,
    text: str,
    now: datetime,
    event: str = NOTED,
) -> Note:
    """Keep a note with its event in the audit chain; the chain holds only the text's hash."""
    digest = audit.append(connection, event, author, flag_id, _details(text))
    connection.execute(
        "INSERT INTO notes VALUES (?, ?, ?, ?, ?)", [flag_id, author, text, to_utc(now), digest]
    )
    return Note(flag_id, author, text, now, digest)


def of_flag(connection: duckdb.DuckDBPyConnection, flag_id: str) -> list[Note]:
    """The notes on a flag, oldest first."""
    rows = connection.execute(
        "SELECT flag_id, author, text, written_utc, audit_hash FROM notes WHERE flag_id = ? "
        "ORDER BY written_utc, audit_hash",
        [flag_id],
    )
    return [
        Note(flag_id, author, text, from_utc(written), digest)
        for flag_id, author, text, written, digest in rows.fetchall()
    ]


def verify_all(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The flags with a note that is not, in author and text, as the audit chain has it, or that is
    missing although the chain knows it; by id."""
    # Only the chain knows why a note was written; one that it does not know differs anyway.
    rows = connection.execute(
        """SELECT notes.audit_hash, coalesce(audit.event, ''), author, flag_id, text
           FROM notes LEFT JOIN audit ON audit.hash = notes.audit_hash"""
    ).fetchall()
    held = {(*row[:4], canonical_json(_details(row[4]))) for row in rows}
    return sorted(audit.unvouched(connection, (NOTED, OPENED), held))


def _details(text: str) -> dict[str, str]:
    return {"text_sha256": hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()}
