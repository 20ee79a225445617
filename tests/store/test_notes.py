"""Notes are kept with their hash in the audit chain, which tells when one was changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from store import notes

if TYPE_CHECKING:
    import duckdb

NOW = datetime(2031, 9, 3, 2, 0, tzinfo=UTC)


@pytest.fixture
def noted(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Two notes on one flag, one of them why the original was opened, and one on another."""
    notes.add(connection, "F-1", "A01", "Mirip unggahan kemarin", NOW)
    notes.add(connection, "F-1", "A01", "Mencari konteks", NOW, notes.OPENED)
    notes.add(connection, "F-2", "A02", "Perlu dibahas", NOW)
    return connection


def test_verify_all_when_nothing_was_touched_then_nothing_to_say(
    noted: duckdb.DuckDBPyConnection,
) -> None:
    assert notes.verify_all(noted) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE notes SET text = 'Lain' WHERE author = 'A02'",
        "UPDATE notes SET author = 'A01' WHERE author = 'A02'",
        "UPDATE notes SET audit_hash = repeat('0', 64) WHERE author = 'A02'",
        "DELETE FROM notes WHERE author = 'A02'",
        "INSERT INTO notes VALUES ('F-2', 'A02', 'Sisipan', now(), repeat('0', 64))",
        "UPDATE notes SET audit_hash = (SELECT max(audit_hash) FROM notes WHERE flag_id = 'F-1') "
        "WHERE author = 'A02'",
    ],
)
def test_verify_all_when_a_note_was_changed_added_or_taken_away_then_its_flag_is_named(
    noted: duckdb.DuckDBPyConnection, change: str
) -> None:
    noted.execute(change)
    assert notes.verify_all(noted) == ["F-2"]


def test_verify_all_when_a_note_was_put_on_another_flag_then_both_are_named(
    noted: duckdb.DuckDBPyConnection,
) -> None:
    noted.execute("UPDATE notes SET flag_id = 'F-3' WHERE author = 'A02'")
    assert notes.verify_all(noted) == ["F-2", "F-3"]
