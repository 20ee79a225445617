"""Days and times as an Indonesian letter writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_LOCALE = "id"


def long_day(day: date) -> str:
    """As *3 November 2031*."""
    from babel.dates import format_date

    return format_date(day, "d MMMM y", locale=_LOCALE)


def moment(at: datetime, zone: ZoneInfo) -> str:
    """As *Senin, 3 November 2031 pukul 14.30 WIB*; ``at`` is aware."""
    return _formatted(at, zone, "HH.mm")


def exact_moment(at: datetime, zone: ZoneInfo) -> str:
    """``moment`` to the second, with the same instant in UTC behind it, as machines write it."""
    utc = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f"{_formatted(at, zone, 'HH.mm.ss')} ({utc})"


def _formatted(at: datetime, zone: ZoneInfo, clock: str) -> str:
    from babel.dates import format_datetime

    pattern = f"EEEE, d MMMM y 'pukul' {clock} z"
    return format_datetime(at, pattern, tzinfo=zone, locale=_LOCALE)
