"""Until when a report may be made, in days or in working days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.deadline import deadline, is_working_day, working_days_left

WIB, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
MOMENTS = st.integers(0, 11 * 365 * 24).map(
    lambda hours: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
)
NUMBERS = st.integers(1, 30)


def test_days_run_from_the_day_after_to_the_end_of_the_last() -> None:
    known = datetime(2026, 11, 3, 14, 30, tzinfo=WIB)
    until = deadline(known, 7, working_days=False, zone=WIB)
    assert until == datetime(2026, 11, 10, 23, 59, 59, tzinfo=WIB)


def test_day_is_that_of_the_elections_zone() -> None:
    # 23:30 in Jakarta is 01:30 of the next day in Jayapura.
    known = datetime(2026, 11, 3, 16, 30, tzinfo=UTC)
    assert deadline(known, 1, working_days=False, zone=WIB).date() == date(2026, 11, 4)
    assert deadline(known, 1, working_days=False, zone=WIT).date() == date(2026, 11, 5)


def test_working_days_leave_weekends_out() -> None:
    monday = datetime(2026, 11, 2, 9, tzinfo=WIB)
    until = deadline(monday, 7, working_days=True, zone=WIB)
    assert until == datetime(2026, 11, 11, 23, 59, 59, tzinfo=WIB)


def test_working_days_leave_holidays_and_collective_leave_out() -> None:
    # Christmas 2026 is a Friday, and the Thursday before it was set as cuti bersama.
    wednesday = datetime(2026, 12, 23, 9, tzinfo=WIB)
    assert deadline(wednesday, 1, working_days=True, zone=WIB).date() == date(2026, 12, 28)


def test_independence_day_is_no_working_day_and_the_next_is() -> None:
    assert not is_working_day(date(2026, 8, 17))
    assert is_working_day(date(2026, 8, 18))


def test_holiday_that_is_only_estimated_counts_as_a_working_day() -> None:
    # 3 April 2031 is Idul Adha by calculation; the day is set by the government in that year.
    assert is_working_day(date(2031, 4, 3))
    assert not is_working_day(date(2031, 5, 22))


def test_working_days_left_counts_the_days_after_today_to_the_last() -> None:
    friday = datetime(2026, 11, 6, 16, tzinfo=WIB)
    until = datetime(2026, 11, 11, 23, 59, 59, tzinfo=WIB)
    assert working_days_left(friday, until, WIB) == 3


def test_no_working_day_is_left_on_the_last_day_nor_later() -> None:
    until = datetime(2026, 11, 11, 23, 59, 59, tzinfo=WIB)
    assert working_days_left(until - timedelta(hours=20), until, WIB) == 0
    assert working_days_left(until + timedelta(days=9), until, WIB) == 0


@given(known=MOMENTS, days=NUMBERS)
def test_working_days_never_end_before_days_and_end_on_a_working_day(
    known: datetime, days: int
) -> None:
    until = deadline(known, days, working_days=True, zone=WIB)
    assert until >= deadline(known, days, working_days=False, zone=WIB)
    assert is_working_day(until.date())


@given(known=MOMENTS, days=NUMBERS)
def test_as_many_working_days_are_left_as_were_given(known: datetime, days: int) -> None:
    assert working_days_left(known, deadline(known, days, working_days=True, zone=WIB), WIB) == days


@given(known=MOMENTS, days=NUMBERS, later=st.timedeltas(timedelta(0), timedelta(days=9)))
def test_what_was_known_later_lapses_no_earlier(
    known: datetime, days: int, later: timedelta
) -> None:
    first, second = (
        deadline(moment, days, working_days=True, zone=WIB) for moment in (known, known + later)
    )
    assert second >= first


def test_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        deadline(datetime(2026, 11, 3), 7, working_days=False, zone=WIB)  # noqa: DTZ001


def test_no_day_to_report_in_is_refused() -> None:
    with pytest.raises(ValueError, match="1 day or more"):
        deadline(datetime(2026, 11, 3, tzinfo=UTC), 0, working_days=True, zone=WIB)
