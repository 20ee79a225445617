"""Keys hold without an index, and the migration that took the indexes away took no row."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from store.database import Database
from store.migrate import MIGRATIONS, migrate
from store.upsert import upsert

writes = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers()), max_size=20)


@settings(deadline=None)
@given(writes)
def test_one_row_for_each_key_with_what_was_written_last(
    written: list[tuple[int, int, int]],
) -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t (a INTEGER, b INTEGER, v HUGEINT, other INTEGER)")
    for a, b, value in written:
        upsert(connection, "t", {"a": a, "b": b}, {"v": value % 2**64})
    rows = connection.execute("SELECT a, b, v FROM t ORDER BY a, b").fetchall()
    last = {(a, b): value % 2**64 for a, b, value in written}
    assert rows == sorted((*key, value) for key, value in last.items())


def test_columns_not_named_stay_as_they_are() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t (a INTEGER, v INTEGER, other INTEGER)")
    upsert(connection, "t", {"a": 1}, {"other": 7})
    upsert(connection, "t", {"a": 1}, {"v": 2})
    assert connection.execute("SELECT * FROM t").fetchall() == [(1, 2, 7)]


def test_rows_of_an_older_data_folder_outlive_the_migration(tmp_path: Path) -> None:
    database, first = Database(tmp_path / "netra.duckdb"), tmp_path / "first"
    database.create()
    first.mkdir()
    for path in MIGRATIONS.glob("00*.sql"):
        shutil.copy(path, first)
    migrate(database, first)
    with database.transaction() as connection:
        connection.execute(
            "INSERT INTO streams VALUES ('acc-1', 'posts', 'c', '2031-09-01', '2031-09-02')"
        )
        connection.execute(
            "INSERT INTO outcomes VALUES ('night-1', 'acc-1', 'ok', 1, 2, 'd', '2031-09-01')"
        )
        connection.execute(
            """INSERT INTO pages VALUES (repeat('a', 64), 'acc-1', 'posts', 'night-1', 'bluesky',
               'u', 200, '{}', '2031-09-01', '1', 'c', 3, 4, '1', '2031-09-02')"""
        )
        before = [connection.execute(f"FROM {t}").fetchall() for t in TABLES]
    migrate(database)
    with database.transaction() as connection:
        assert [connection.execute(f"FROM {t}").fetchall() for t in TABLES] == before


TABLES = ("streams", "outcomes", "pages")
