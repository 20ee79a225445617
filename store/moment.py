"""Moments as the database keeps them: TIMESTAMP without a zone, always UTC.

DuckDB's TIMESTAMPTZ needs another package at every fetch, so the zone is put on and taken off
here, and naive times never leave the store.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
"""Where the office and its days are."""


def to_utc(moment: datetime) -> datetime:
    """The aware ``moment`` as a naive UTC time for a ``*_utc`` column.

    Raises:
        ValueError: ``moment`` has no zone, so nobody can say when it was.
    """
    if moment.tzinfo is None:
        raise ValueError("expected a time with a zone, found one without")
    return moment.astimezone(UTC).replace(tzinfo=None)


def from_utc(stored: datetime) -> datetime:
    """A ``*_utc`` value as an aware UTC time."""
    return stored.replace(tzinfo=UTC)


def now_utc() -> datetime:
    """This moment, ready for a ``*_utc`` column."""
    return to_utc(datetime.now(UTC))


def today() -> date:
    """The current day in Asia/Jakarta."""
    return datetime.now(WIB).date()
