"""Until when a report may be made, in days or in working days.

A report lapses so many days after the act was known (*diketahui*): art. 134 UU 1/2015 speaks of
days, art. 454(6) UU 7/2017 of working days. The day on which it was known does not count, and the
last day counts to its end.

Working days leave out Saturday, Sunday, the national holidays and the days of collective leave
(*cuti bersama*). A holiday that is only estimated, as those by the moon are until the government
sets them, counts as a working day here: the deadline may then be too early, never too late.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from holidays import HolidayBase

_SATURDAY = 5
_ESTIMATED = "(perkiraan)"
_END_OF_DAY = time(23, 59, 59)


def deadline(known_at: datetime, days: int, *, working_days: bool, zone: ZoneInfo) -> datetime:
    """The last second in which a report is in time: the end of a day in ``zone``.

    ``known_at`` is aware; ``days`` is 1 or more.

    Raises:
        ValueError: ``known_at`` has no zone, or there is no day to report in.
    """
    if days < 1:
        raise ValueError(f"expected 1 day or more, found {days}")
    known = _day(known_at, zone)
    last = _after_working_days(known, days) if working_days else known + timedelta(days=days)
    return datetime.combine(last, _END_OF_DAY, zone)


def working_days_left(now: datetime, until: datetime, zone: ZoneInfo) -> int:
    """How many working days begin after today, to the day of ``until``; 0 on that day and later.

    Raises:
        ValueError: a time has no zone.
    """
    today, last = _day(now, zone), _day(until, zone)
    following = (today + timedelta(days=step) for step in range(1, (last - today).days + 1))
    return sum(is_working_day(day) for day in following)


def is_working_day(day: date) -> bool:
    """Whether offices are known to work on ``day``."""
    if day.weekday() >= _SATURDAY:
        return False
    return all(name.endswith(_ESTIMATED) for name in _calendar().get_list(day))


def _after_working_days(day: date, days: int) -> date:
    following = (day + timedelta(days=step) for step in count(1))
    working = (one for one in following if is_working_day(one))
    return next(one for number, one in enumerate(working, start=1) if number == days)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    if moment.tzinfo is None:
        raise ValueError("expected a time with a zone, found one without")
    return moment.astimezone(zone).date()


@lru_cache(maxsize=1)
def _calendar() -> HolidayBase:
    """Grows by itself as years are asked for."""
    import holidays

    return holidays.country_holidays("ID", categories=("public", "government"), language="id")
