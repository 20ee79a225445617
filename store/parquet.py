"""A folder of immutable Parquet files, one folder per day, and a memory of their keys.

A file is written whole under a temporary name, put on disk and renamed; it is never changed. Its
name says the shard and the digest of its rows, so the same rows written twice are one file.
Writers of one folder take turns by a file lock, so what one adds the next one knows.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from store.durable import write_durably
from store.turn import sole_writer

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


class ParquetFolder:
    """The files ``root/YYYY-MM-DD/shard-digest.parquet``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def files(self) -> list[str]:
        """Every complete file, by day and name; what a killed writer left is not among them."""
        return sorted(str(path) for path in self.root.glob("*/*.parquet"))

    def exclusive(self) -> AbstractContextManager[None]:
        """The only writer of this folder, among threads and processes, until leaving."""
        return sole_writer(self.root, orphans="*/.tmp-*")

    def write(self, table: pa.Table, *, day: date, shard: str, digest: str) -> None:
        """Keep ``table`` as one file; call it inside ``exclusive``."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        content = pa.BufferOutputStream()
        pq.write_table(table, content, compression="zstd")
        name = f"{file_name(shard)}-{digest[:16]}.parquet"
        write_durably(self.root / day.isoformat() / name, content.getvalue())


class KeyMemory:
    """Narrow columns of all files of a folder in a private in-memory DuckDB.

    Files never change, so ``refresh`` reads only those not read before: adding to a lake of
    millions of rows costs what the new rows cost, not a scan per batch.
    """

    def __init__(self, folder: ParquetFolder, columns: str, select: str) -> None:
        self._folder = folder
        self._columns = columns
        self._select = select
        self._read: set[str] = set()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._turn = threading.RLock()

    @contextmanager
    def refreshed(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection whose table ``known`` covers every file there is now; one user at a time."""
        with self._turn:
            files = set(self._folder.files())
            connection = self._current(files)
            fresh = sorted(files - self._read)
            if fresh:
                # The select list is a constant of this package, never input.
                connection.execute(
                    f"INSERT INTO known SELECT {self._select} FROM read_parquet(?)",  # noqa: S608
                    [fresh],
                )
            self._read |= set(fresh)
            yield connection

    def _current(self, files: set[str]) -> duckdb.DuckDBPyConnection:
        if self._connection is None or not self._read <= files:  # retention took files away
            self._connection = private_connection()
            self._connection.execute(f"CREATE TABLE known ({self._columns})")
            self._read = set()
        return self._connection


@lru_cache(maxsize=8)
def remember(root: Path, columns: str, select: str) -> KeyMemory:
    """The process's one memory of a folder: shards that open the lake anew share it."""
    return KeyMemory(ParquetFolder(root), columns, select)


def private_connection() -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB of the caller's own; the database file is not involved."""
    import duckdb

    return duckdb.connect()


def show(
    connection: duckdb.DuckDBPyConnection, name: str, files: list[str], schema: pa.Schema
) -> None:
    """Let ``name`` stand for the rows of ``files``, or for no rows where there is no file.

    A column of ``schema`` that a file of an earlier version lacks is NULL.
    """
    if not files:
        connection.register(name, schema.empty_table())
        return
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    connection.register(f"{name}_empty", schema.empty_table())
    connection.execute(
        f"CREATE VIEW {name} AS SELECT * FROM {name}_empty UNION ALL BY NAME"  # noqa: S608
        f" SELECT * FROM read_parquet([{listed}], union_by_name = true)"
    )


def file_name(text: str) -> str:
    """A file name for any text: readable, safe, and different for different texts."""
    plain = _UNSAFE.sub("_", text)[:48]
    if plain == text:
        return plain
    return f"{plain}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"
