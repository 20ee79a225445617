"""The one way to the DuckDB file: open late, commit a short transaction, close.

A process with the file open for writing locks every other process out, readers too, so nothing
may be held across HTTP, scoring or the rendering of a page. Measured here: open and close cost
about 15 ms, and a reviewer's decision 59 ms beside a busy nightly run.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import StoreBusy, StoreMissing, StoreOutdated, StoreUnusable
from store.lingering import keeper_of, keeping

if TYPE_CHECKING:
    import duckdb

# Connections of one process must share one mode and may conflict on update, so they take turns.
_process_turn = threading.RLock()


class Database:
    """The database file of one data folder."""

    def __init__(self, path: Path, *, wait_s: float = 30.0) -> None:
        """``wait_s`` is how long another process's lock is waited for, in seconds."""
        self.path = path
        self._wait_s = wait_s

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection inside one transaction: committed on leaving, rolled back on any error.

        Raises:
            StoreMissing: the file does not exist.
            StoreBusy: another process kept it locked longer than ``wait_s``.
            StoreOutdated: a table is missing that this version of Netra has.
            StoreUnusable: the file is damaged, or it cannot be read or written.
        """
        with _explained(self.path), self.upgrade() as connection:
            yield connection

    @contextmanager
    def upgrade(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """As ``transaction``, for migrations: what is wrong with their SQL comes as DuckDB's own
        error."""
        if not self.path.exists():
            raise StoreMissing(
                f"{self.path} does not exist: expected a data folder made by `netra init`; "
                "give its place with --data DIR or NETRA_DATA"
            )
        with _process_turn, self._open() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def lingering(self, moment_s: float = 0.3, limit_s: float = 1.5) -> Iterator[None]:
        """Until leaving, this process keeps the file open for ``moment_s`` after each use, at most
        ``limit_s`` at a stretch; for who answers page after page."""
        with keeping(self.path, _process_turn, moment_s=moment_s, limit_s=limit_s):
            yield

    def create(self) -> None:
        """Make the file if it is not there yet."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with _process_turn, self._open():
            pass

    @contextmanager
    def _open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        import duckdb
        import stamina

        # Its log of retries goes to stdout, which belongs to results for machines.
        stamina.instrumentation.set_on_retry_hooks([])
        keeper = keeper_of(self.path)
        try:
            for attempt in stamina.retry_context(
                on=_is_lock,
                attempts=None,
                timeout=self._wait_s,
                wait_initial=0.01,
                wait_max=0.05,
                wait_jitter=0.02,
            ):
                with attempt:
                    connection = keeper.open() if keeper else duckdb.connect(str(self.path))
        except duckdb.IOException as error:
            if not _is_lock(error):
                raise _unusable(self.path, error) from error
            raise StoreBusy(
                f"{self.path} stayed locked for {self._wait_s:.0f} s: another process has it open; "
                "close notebooks or tools that opened it directly and try again"
            ) from error
        try:
            yield connection
        finally:
            if keeper:
                keeper.keep()
            connection.close()


def _is_lock(error: Exception) -> bool:
    import duckdb

    return isinstance(error, duckdb.IOException) and "Could not set lock" in str(error)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    import duckdb

    try:
        yield
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise StoreOutdated(
            f"{path}: expected the tables of this version of Netra, found others "
            f"({_first_line(error)}): run `netra init --data {path.parent}`"
        ) from error
    # A full disk fails a commit with an operational error; the transaction is undone.
    except duckdb.OperationalError as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, error: Exception) -> StoreUnusable:
    return StoreUnusable(
        f"{path}: expected a database that can be read and written: {_first_line(error)}: "
        "check free disk space and permissions; if it is damaged, restore it from a backup"
    )


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
