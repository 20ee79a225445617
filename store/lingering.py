"""Keeping the database file open for a moment after each use, for who uses it again and again.

Opening costs 15 ms of processor time and the checkpoint at closing as much (100,000 flags); a page
that answers a click with a redirect would pay both twice. The moment is short and cannot be
prolonged beyond a limit, so that a nightly run gets its turn.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


class Keeper:
    """Holds one file open; ``turn`` is the lock that whoever uses the file has."""

    def __init__(self, path: Path, turn: threading.RLock, moment_s: float, limit_s: float) -> None:
        self._path, self._turn = path, turn
        self._moment_s, self._limit_s = moment_s, limit_s
        self._held: duckdb.DuckDBPyConnection | None = None
        self._until = self._at_most_until = 0.0

    def open(self) -> duckdb.DuckDBPyConnection:
        """A connection, as every one of this process to the file must be made.

        Pages ask short questions one at a time: with one thread each takes half the processor time
        that two take, who wait for each other.
        """
        import duckdb

        return duckdb.connect(str(self._path), config={"threads": 1})

    def keep(self) -> None:
        """Keep the file, which is open, open for another moment; ``turn`` is taken."""
        now = time.monotonic()
        if self._held is None:
            self._held = self.open()
            self._at_most_until = now + self._limit_s
            self._look_again(min(self._moment_s, self._limit_s))
        self._until = min(now + self._moment_s, self._at_most_until)

    def let_go(self) -> None:
        """Close the file now."""
        with self._turn:
            if self._held is not None:
                self._held.close()
                self._held = None

    def _look_again(self, seconds: float) -> None:
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()

    def _expire(self) -> None:
        with self._turn:
            left = self._until - time.monotonic()
            if left > 0:
                self._look_again(left)
            else:
                self.let_go()


_keepers: dict[Path, Keeper] = {}


def keeper_of(path: Path) -> Keeper | None:
    """Who keeps this file open in this process, if anybody."""
    return _keepers.get(path)


@contextmanager
def keeping(
    path: Path, turn: threading.RLock, *, moment_s: float = 0.3, limit_s: float = 1.5
) -> Iterator[None]:
    """Until leaving, the file stays open for ``moment_s`` after each use, and for at most
    ``limit_s`` at a stretch; both in seconds."""
    keeper = _keepers[path] = Keeper(path, turn, moment_s, limit_s)
    with _without_pandas():
        try:
            yield
        finally:
            del _keepers[path]
            keeper.let_go()


class _NoPandas:
    """DuckDB looks for pandas on disk twice for every value of a query, a seventh of the time of a
    decision. Whoever asks is told at once that there is none."""

    def find_spec(self, name: str, *_: object) -> None:
        """Nothing, as for a module that is not installed.

        Raises:
            ModuleNotFoundError: it is pandas.
        """
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)


@contextmanager
def _without_pandas() -> Iterator[None]:
    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
