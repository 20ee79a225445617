"""Writing the registry's tables in bulk: compare in memory, upsert only what differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from store.bulk import incoming
from store.moment import now_utc

if TYPE_CHECKING:
    import duckdb

Row = tuple[Any, ...]

_BATCH = 5000
_TYPES = {"active_from": "date32", "active_to": "date32", "removed_utc": "timestamp[us]"}


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import did to one table, in rows; ``deactivated`` left service or the registry."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deactivated: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the registry: its first column is the key, ``removed_utc`` the last."""

    name: str
    columns: tuple[str, ...]

    def read(self, connection: duckdb.DuckDBPyConnection) -> dict[str, Row]:
        """All rows by key, removed ones too."""
        columns = ", ".join(self.columns)
        rows = connection.execute(f"SELECT {columns} FROM {self.name}").fetchall()  # noqa: S608
        return {row[0]: row for row in rows}

    def upsert(
        self, connection: duckdb.DuckDBPyConnection, rows: Sequence[Row], changed_utc: datetime
    ) -> None:
        """Write whole rows by key."""
        updates = ", ".join(f"{c} = excluded.{c}" for c in (*self.columns[1:], "changed_utc"))
        types = {column: _TYPES.get(column, "string") for column in self.columns}
        with incoming(connection, rows, types):
            connection.execute(
                f"INSERT INTO {self.name} ({', '.join(self.columns)}, changed_utc) "  # noqa: S608
                f"SELECT *, ? FROM incoming ON CONFLICT ({self.columns[0]}) "
                f"DO UPDATE SET {updates}",
                [changed_utc],
            )

    def serves(self, row: Row, today: date) -> bool:
        """Whether the row is in service or still to come on ``today``."""
        last = dict(zip(self.columns, row, strict=True)).get("active_to")
        return row[-1] is None and (last is None or last >= today)


UNITS = Table("units", ("unit_id", "name", "kind", "parent_id", "removed_utc"))
PEOPLE = Table(
    "people",
    (
        "person_id",
        "nip",
        "name",
        "status",
        "unit_id",
        "position",
        "active_from",
        "active_to",
        "removed_utc",
    ),
)
ACCOUNTS = Table(
    "accounts",
    (
        "account_id",
        "platform",
        "handle",
        "person_id",
        "institution_id",
        "confirmed_by",
        "note",
        "active_from",
        "active_to",
        "removed_utc",
    ),
)


@dataclass(frozen=True, slots=True)
class Writer:
    """One import into an open transaction; ``advance`` is told of rows as they are done."""

    connection: duckdb.DuckDBPyConnection
    today: date
    advance: Callable[[int], None]
    moment: datetime = field(default_factory=now_utc)

    def merge(self, table: Table, rows: Mapping[str, Row]) -> Counts:
        """Add and update these rows, and leave the others alone."""
        return self._apply(table, table.read(self.connection), rows)

    def exchange(self, table: Table, rows: Mapping[str, Row]) -> Counts:
        """Add and update these rows, and mark the others as removed, if there are any of these."""
        existing = table.read(self.connection)
        gone = {
            key: (*row[:-1], self.moment)
            for key, row in existing.items()
            if rows and key not in rows and row[-1] is None
        }
        return self._apply(table, existing, {**rows, **gone})

    def _apply(self, table: Table, existing: Mapping[str, Row], rows: Mapping[str, Row]) -> Counts:
        added = [row for key, row in rows.items() if key not in existing]
        changed = [row for key, row in rows.items() if existing.get(key, row) != row]
        unchanged = len(rows) - len(added) - len(changed)
        left = sum(
            table.serves(existing[row[0]], self.today) and not table.serves(row, self.today)
            for row in changed
        )
        if unchanged:
            self.advance(unchanged)
        self._write(table, [*added, *changed])
        return Counts(len(added), len(changed) - left, unchanged, left)

    def _write(self, table: Table, rows: Sequence[Row]) -> None:
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            table.upsert(self.connection, batch, self.moment)
            self.advance(len(batch))
