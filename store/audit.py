"""The audit chain: what was done, by whom, to what, in an order nobody can rewrite unseen.

``h_n = SHA256(h_{n-1} || canonical_json(event_n))`` with ``h_0`` of 64 zeros, both as text. Three
things guard the end of the chain: the head row beside it, the heads file outside the database
(``witness``), and the daily root that is printed on referrals and handed to an outside witness.
Whoever rewrites the chain and both heads still disagrees with the paper.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from store.bulk import incoming
from store.canonical import canonical_json
from store.errors import HeadsDamaged
from store.moment import WIB, now_utc, to_utc

if TYPE_CHECKING:
    import duckdb

    from store.database import Database

GENESIS = "0" * 64
MACHINE = "netra"
"""The machine's name in the chain: an automatic event never looks like a person's."""
_INCOMING = {
    "seq": "int64",
    "recorded_utc": "timestamp[us]",
    **dict.fromkeys(("event", "actor", "subject", "details", "hash"), "string"),
}


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of the chain: its number (0 for none) and hash."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Event:
    """What is to be added to the chain; see ``append`` for what may stand in it."""

    event: str
    actor: str
    subject: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row that does not fit, and why."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What verifying found: how many rows fit, the last that does, the first that does not."""

    rows: int
    head: Head
    broken: Broken | None

    @property
    def ok(self) -> bool:
        """Whether every row fits."""
        return self.broken is None


def append(
    connection: duckdb.DuckDBPyConnection,
    event: str,
    actor: str,
    subject: str,
    details: Mapping[str, Any],
) -> str:
    """Add an event to the chain inside the caller's transaction and return its hash.

    ``actor`` is a user's id, or ``netra`` for the machine. ``details`` are plain JSON values and
    hold no post text, name, handle or NIP: the chain is never erased.
    """
    return append_all(connection, [Event(event, actor, subject, details)])[0]


def append_all(connection: duckdb.DuckDBPyConnection, events: Sequence[Event]) -> list[str]:
    """Add events to the chain in their order, as ``append`` does with one; return their hashes."""
    last, rows = head(connection), list[tuple[Any, ...]]()
    for event in events:
        content = canonical_json(event.details)
        row = (last.seq + 1, now_utc(), event.event, event.actor, event.subject, content)
        last = Head(last.seq + 1, _hash(last.hash, row))
        rows.append((*row, last.hash))
    with incoming(connection, rows, _INCOMING):
        connection.execute("INSERT INTO audit SELECT * FROM incoming")
    connection.execute("UPDATE audit_head SET seq = ?, hash = ?", [last.seq, last.hash])
    return [row[-1] for row in rows]


def head(connection: duckdb.DuckDBPyConnection) -> Head:
    """Where the chain ends now."""
    row = connection.execute("SELECT seq, hash FROM audit_head").fetchone()
    return Head(*row) if row else Head(0, GENESIS)


def verify(connection: duckdb.DuckDBPyConnection, heads: Iterable[Head] = ()) -> ChainReport:
    """Check every row against its hash, its number, the head row and the ``heads`` kept outside.

    Changed, missing, added and reordered rows are found, and so is a cut-off tail.
    """
    expected = _by_number([head(connection), *heads])
    last = Head(0, GENESIS)
    rows = connection.execute(f"{_ROWS} ORDER BY seq")
    while batch := rows.fetchmany(10_000):
        last, broken = _fit(last, batch, expected)
        if broken:
            return ChainReport(last.seq, last, broken)
    return ChainReport(last.seq, last, _cut_off(last, expected))


def verify_in_turns(database: Database, size: int = 10_000) -> ChainReport:
    """As ``verify`` with the heads file, up to the row that is the last now; the database is let go
    of after every ``size`` rows, so that people can go on working.

    Raises:
        HeadsDamaged: as ``witnessed``.
        StoreError: as ``Database.transaction``.
    """
    heads = witnessed(database)
    with database.transaction() as connection:
        expected = _by_number([head(connection), *heads])
        row = connection.execute("SELECT coalesce(max(seq), 0) FROM audit").fetchone()
    last = Head(0, GENESIS)
    for start in range(0, row[0] if row else 0, size):
        with database.transaction() as connection:
            batch = connection.execute(
                f"{_ROWS} WHERE seq > ? AND seq <= ? ORDER BY seq", [start, start + size]
            ).fetchall()
        last, broken = _fit(last, batch, expected)
        # Numbers run on without a gap, so only a broken chain has none here.
        if broken or not batch:
            return ChainReport(last.seq, last, broken or _missing(last))
    return ChainReport(last.seq, last, _cut_off(last, expected))


def unvouched(
    connection: duckdb.DuckDBPyConnection,
    events: Collection[str],
    held: Set[tuple[str, str, str, str, str]],
) -> set[str]:
    """The subjects for which the chain's rows of these events and those that follow from what is
    ``held`` differ, in either direction.

    A row is its hash, event, actor, subject and details as canonical JSON.
    """
    chain = connection.execute(
        """SELECT hash, event, actor, subject, details FROM audit
           WHERE list_contains(?, event)""",
        [list(events)],
    )
    return {subject for _, _, _, subject, _ in held ^ set(chain.fetchall())}


def daily_root(connection: duckdb.DuckDBPyConnection, day: date, zone: ZoneInfo = WIB) -> str:
    """The hash of the chain at the end of ``day`` in ``zone``: it vouches for every row so far."""
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    row = connection.execute(
        "SELECT hash FROM audit WHERE recorded_utc < ? ORDER BY seq DESC LIMIT 1", [to_utc(end)]
    ).fetchone()
    return str(row[0]) if row else GENESIS


def witness(database: Database, last: Head) -> None:
    """Write a committed head into the heads file, durably; call it after the commit.

    What a crash left of an unfinished line is cut off first.
    """
    with heads_path(database).open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)
        file.write(f"{last.seq} {last.hash}\n".encode())
        file.flush()
        os.fsync(file.fileno())


def witnessed(database: Database) -> list[Head]:
    """The heads in the heads file; a last line cut short by a crash does not count.

    Raises:
        HeadsDamaged: another line is no head.
    """
    path = heads_path(database)
    if not path.exists():
        return []
    lines = path.read_text("ascii", errors="replace").split("\n")[:-1]
    return [_to_head(path, number, line) for number, line in enumerate(lines, start=1)]


@contextmanager
def recorded(database: Database) -> Iterator[duckdb.DuckDBPyConnection]:
    """A transaction whose events are witnessed once it is committed.

    Raises:
        StoreError: as ``Database.transaction``.
    """
    with database.transaction() as connection:
        before = head(connection)
        yield connection
        last = head(connection)
    if last != before:
        witness(database, last)


def heads_path(database: Database) -> Path:
    """The heads file beside the database; a copy belongs where the office's hands do not reach."""
    return database.path.with_name("audit-heads.txt")


_ROWS = "SELECT seq, recorded_utc, event, actor, subject, details, hash FROM audit"


def _by_number(heads: Iterable[Head]) -> dict[int, set[str]]:
    expected: dict[int, set[str]] = {}
    for kept in heads:
        expected.setdefault(kept.seq, set()).add(kept.hash)
    return expected


def _fit(
    last: Head, batch: Sequence[tuple[Any, ...]], expected: Mapping[int, set[str]]
) -> tuple[Head, Broken | None]:
    """The last row of the batch that fits, and the first that does not."""
    for row in batch:
        reason = _fault(last, row, expected)
        if reason:
            return last, Broken(min(row[0], last.seq + 1), reason)
        last = Head(row[0], row[6])
    return last, None


def _missing(last: Head) -> Broken:
    return Broken(last.seq + 1, f"row {last.seq + 1} is missing")


def _to_head(path: Path, number: int, line: str) -> Head:
    seq, _, digest = line.partition(" ")
    if not seq.isdecimal() or not re.fullmatch("[0-9a-f]{64}", digest):
        raise HeadsDamaged(
            f"{path}: line {number}: expected a row number and a SHA-256, found something else"
        )
    return Head(int(seq), digest)


def _hash(previous: str, row: tuple[Any, ...]) -> str:
    names = ("seq", "recorded_utc", "event", "actor", "subject", "details")
    event = dict(zip(names, row[:6], strict=True))
    event["recorded_utc"] = event["recorded_utc"].isoformat(timespec="microseconds")
    return hashlib.sha256((previous + canonical_json(event)).encode()).hexdigest()


def _fault(last: Head, row: tuple[Any, ...], expected: Mapping[int, set[str]]) -> str | None:
    if row[0] != last.seq + 1:
        return f"row {last.seq + 1} is missing"
    if _hash(last.hash, row) != row[6]:
        return "the row does not give its hash: it, or the row before it, was changed"
    if expected.get(row[0], {row[6]}) != {row[6]}:
        return "the hash is not the one kept as the head at that time"
    return None


def _cut_off(last: Head, expected: Mapping[int, set[str]]) -> Broken | None:
    furthest = max(expected)
    if furthest > last.seq:
        return Broken(last.seq + 1, f"the chain once ended at row {furthest}: its tail is missing")
    return None
