"""Times as platforms write them."""

from __future__ import annotations

from datetime import UTC, datetime

_YEARS = range(1990, 2101)


def read_moment(text: str) -> datetime | None:
    """An ISO 8601 time as aware UTC, or None if it cannot be meant.

    A time without offset counts as UTC. Years outside 1990 to 2100 are nobody's posting time and
    would overflow when shown in another zone.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return aware if aware.year in _YEARS else None
