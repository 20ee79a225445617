"""The list of columns in ``store/columns.md`` is the list of columns in the database."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import store

if TYPE_CHECKING:
    import duckdb

DOCUMENT = (Path(store.__file__).parent / "columns.md").read_text("utf-8")


def documented() -> dict[str, set[str]]:
    sections = re.split(r"^## ", DOCUMENT, flags=re.MULTILINE)[1:]
    return {section.split()[0]: columns_of(section) for section in sections}


def columns_of(section: str) -> set[str]:
    cells = re.findall(r"^\| ([a-z_0-9, ]+) \|", section, flags=re.MULTILINE)
    return {name for cell in cells for name in cell.split(", ")}


def test_every_column_of_a_documented_table_is_documented_and_no_other(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = connection.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall()
    tables: dict[str, set[str]] = {}
    for table, column in rows:
        tables.setdefault(table, set()).add(column)
    for table, columns in documented().items():
        assert columns == tables[table], table
