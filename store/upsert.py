"""Writing a row by its key into a table that has no index.

DuckDB writes an index anew at the checkpoint of every change to its table, which makes one row of a
large table expensive (014_no_growing_indexes.sql has the figures); finding a row without one is a
scan of a few milliseconds. Keys stay unique because transactions on the file are one at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


def upsert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
) -> None:
    """Set ``values`` in the row with this ``key``, or add the row; names are constants of the
    caller, never input."""
    settings = ", ".join(f"{name} = ?" for name in values)
    matches = " AND ".join(f"{name} = ?" for name in key)
    updated = connection.execute(
        f"UPDATE {table} SET {settings} WHERE {matches} RETURNING 1",  # noqa: S608
        [*values.values(), *key.values()],
    ).fetchone()
    if updated is None:
        names = ", ".join([*key, *values])
        marks = ", ".join("?" * (len(key) + len(values)))
        connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
            [*key.values(), *values.values()],
        )
