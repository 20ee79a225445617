"""Leases: who holds the open step of a flag, and until when.

A lease is kept alive while its item is open before its holder; one that ran out counts for nothing
and is taken over by whoever claims next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from store.errors import LeaseHeld
from store.moment import from_utc, to_utc

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Lease:
    """``holder`` (a user id) has the flag's ``step`` from ``since`` up to, not including,
    ``until``; both aware."""

    flag_id: str
    step: str
    holder: str
    since: datetime
    until: datetime


def take(
    connection: duckdb.DuckDBPyConnection,
    flag_ids: Sequence[str],
    step: str,
    holder: str,
    now: datetime,
    length: timedelta,
) -> None:
    """Give ``holder`` every one of the flags until ``now + length``; what the holder has already is
    prolonged.

    Raises:
        LeaseHeld: another person holds one of them; none is taken.
    """
    held = {lease.flag_id: lease for lease in live(connection, now, flag_ids)}
    if any(lease.holder != holder for lease in held.values()):
        raise LeaseHeld(f"{flag_ids[0]}: somebody else is reviewing it now: take the next one")
    until = to_utc(now + length)
    if held:
        connection.execute(
            "UPDATE leases SET until_utc = ? WHERE list_contains(?, flag_id) AND holder = ?",
            [until, list(held), holder],
        )
    new = [flag_id for flag_id in flag_ids if flag_id not in held]
    if new:
        connection.execute(
            "INSERT OR REPLACE INTO leases SELECT unnest(?), ?, ?, ?, ?",
            [new, step, holder, to_utc(now), until],
        )


def drop(connection: duckdb.DuckDBPyConnection, flag_ids: Sequence[str]) -> None:
    """End the leases on these flags."""
    connection.execute("DELETE FROM leases WHERE list_contains(?, flag_id)", [list(flag_ids)])


def live(
    connection: duckdb.DuckDBPyConnection, now: datetime, flag_ids: Sequence[str] | None = None
) -> list[Lease]:
    """The leases that hold at ``now``, of these flags or of all, by flag."""
    rows = connection.execute(
        f"{_SELECT} WHERE until_utc > $now AND ($ids IS NULL OR list_contains($ids, flag_id)) "
        "ORDER BY flag_id",
        {"now": to_utc(now), "ids": None if flag_ids is None else list(flag_ids)},
    )
    return [_to_lease(row) for row in rows.fetchall()]


def run_out(connection: duckdb.DuckDBPyConnection, now: datetime) -> list[Lease]:
    """The leases that no longer hold at ``now`` and are still written down, by flag."""
    rows = connection.execute(f"{_SELECT} WHERE until_utc <= ? ORDER BY flag_id", [to_utc(now)])
    return [_to_lease(row) for row in rows.fetchall()]


_SELECT = "SELECT flag_id, step, holder, since_utc, until_utc FROM leases"


def _to_lease(row: tuple[str, str, str, datetime, datetime]) -> Lease:
    return Lease(*row[:3], from_utc(row[3]), from_utc(row[4]))
