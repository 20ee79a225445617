"""Cursors, runs, outcomes, issues and absences: each says the same however often it is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from connectors.activity import Issue
from connectors.outcome import Outcome
from store.absences import forget, note_missing
from store.cursors import cursors_of, last_listing, remember_cursor, remember_listing
from store.errors import StoreError
from store.issues import issues_of, record_issues
from store.outcomes import AccountOutcome, outcomes_of, record_outcome
from store.runs import finish_run, runs, start_run

if TYPE_CHECKING:
    import duckdb

NIGHT = date(2031, 8, 20)
START = datetime(2031, 8, 20, 15, 0, tzinfo=UTC)


def test_cursor_when_remembered_again_replaces_the_earlier(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    remember_cursor(connection, "acc-000001", "posts", "a")
    remember_cursor(connection, "acc-000001", "posts", "b")
    remember_cursor(connection, "acc-000001", "likes", "x")
    remember_cursor(connection, "acc-000002", "posts", "z")
    assert cursors_of(connection, "acc-000001") == {"posts": "b", "likes": "x"}


def test_cursor_and_listing_of_a_stream_do_not_disturb_each_other(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    remember_listing(connection, "acc-000001", "posts", START)
    assert cursors_of(connection, "acc-000001") == {}
    remember_cursor(connection, "acc-000001", "posts", "a")
    remember_listing(connection, "acc-000001", "posts", START + timedelta(days=7))
    assert cursors_of(connection, "acc-000001") == {"posts": "a"}
    assert last_listing(connection, "acc-000001", "posts") == START + timedelta(days=7)


def test_last_listing_is_none_when_the_stream_was_never_listed(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    remember_cursor(connection, "acc-000001", "posts", "a")
    assert last_listing(connection, "acc-000001", "posts") is None
    assert last_listing(connection, "acc-000009", "posts") is None


def test_times_are_kept_in_utc_whatever_zone_they_come_in(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    wib = timezone(timedelta(hours=7))
    remember_listing(connection, "acc-000001", "posts", datetime(2031, 8, 21, 1, 0, tzinfo=wib))
    row = connection.execute("SELECT last_listing_utc FROM streams").fetchone()
    assert row == (datetime(2031, 8, 20, 18, 0),)  # noqa: DTZ001


def test_a_time_without_zone_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ValueError, match="zone"):
        remember_listing(connection, "acc-000001", "posts", datetime(2031, 8, 20))  # noqa: DTZ001


def test_start_run_again_counts_the_attempt_and_takes_back_the_finish(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert start_run(connection, "night-2031-08-20", NIGHT, START) == 1
    finish_run(connection, "night-2031-08-20", START + timedelta(hours=1), {"posts": 3})
    assert start_run(connection, "night-2031-08-20", NIGHT, START + timedelta(hours=2)) == 2
    [run] = runs(connection)
    assert (run.attempts, run.started_utc, run.finished_utc) == (2, START, None)


def test_finish_run_keeps_the_summary(connection: duckdb.DuckDBPyConnection) -> None:
    start_run(connection, "r", NIGHT, START)
    finish_run(connection, "r", START + timedelta(hours=1), {"posts": 3, "by": {"ok": 2}})
    [run] = runs(connection)
    assert run.summary == {"posts": 3, "by": {"ok": 2}}
    assert run.finished_utc == START + timedelta(hours=1)


def test_finish_run_is_refused_for_a_run_never_started(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    with pytest.raises(StoreError, match=r"run r: .*found none"):
        finish_run(connection, "r", START, {})


def test_runs_come_newest_first_and_no_more_than_asked(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    for day in range(3):
        start_run(connection, f"r{day}", NIGHT + timedelta(days=day), START + timedelta(days=day))
    assert [run.run_id for run in runs(connection, 2)] == ["r2", "r1"]


def test_outcome_when_recorded_again_replaces_the_earlier_attempt(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    record_outcome(
        connection, "r", "acc-000001", Outcome.NETWORK, pages=0, records=0, detail="timeout"
    )
    record_outcome(connection, "r", "acc-000001", Outcome.OK, pages=2, records=9, detail="")
    assert outcomes_of(connection, "r") == [AccountOutcome("acc-000001", "", Outcome.OK, 2, 9, "")]
    assert outcomes_of(connection, "other") == []


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_of_a_connector_can_be_kept(
    connection: duckdb.DuckDBPyConnection, outcome: Outcome
) -> None:
    record_outcome(connection, "r", "acc-000001", outcome, pages=0, records=0, detail="")
    assert [found.outcome for found in outcomes_of(connection, "r")] == [outcome]


def issue(position: int | None, code: str = "bad_record") -> Issue:
    return Issue(
        platform="feed",
        account_id="acc-000001",
        code=code,
        detail="expected a date, found none",
        page_sha256="a" * 64,
        position=position,
    )


def test_issues_are_kept_once_however_often_the_page_is_read(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    found = [issue(None, "truncated"), issue(0), issue(1)]
    record_issues(connection, "run-1", found)
    record_issues(connection, "run-1", [*found, issue(1)])
    record_issues(connection, "run-2", found)
    assert issues_of(connection, "run-1") == found
    assert issues_of(connection, "run-2") == []


def test_record_issues_takes_none_at_all(connection: duckdb.DuckDBPyConnection) -> None:
    record_issues(connection, "run-1", [])
    assert issues_of(connection, "run-1") == []


def test_missing_is_confirmed_only_by_a_second_run(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert note_missing(connection, "run-1", ["b", "a"]) == []
    assert note_missing(connection, "run-1", ["a", "b"]) == []
    assert note_missing(connection, "run-2", ["b", "a", "c"]) == ["a", "b"]
    assert note_missing(connection, "run-2", ["b", "a", "c"]) == ["a", "b"]


def test_missing_starts_anew_when_the_item_was_seen_again(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    note_missing(connection, "run-1", ["a", "b"])
    forget(connection, ["a"])
    assert note_missing(connection, "run-2", ["a", "b"]) == ["b"]


def test_missing_takes_no_keys_at_all(connection: duckdb.DuckDBPyConnection) -> None:
    assert note_missing(connection, "run-1", []) == []
    forget(connection, [])
