"""Sessions and attempts to sign in, as kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from store import sessions, sign_ins
from store.sessions import Session
from store.sign_ins import Origin

if TYPE_CHECKING:
    import duckdb

START = datetime(2031, 9, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
ONE = Session("s1", "P001", "csrf", "Firefox", START, START, START + 10 * HOUR)


def put(connection: duckdb.DuckDBPyConnection, *made: Session) -> None:
    for session in made:
        sessions.add(connection, session)


def ids(connection: duckdb.DuckDBPyConnection, user_id: str = "P001") -> list[str]:
    return [one.session_id for one in sessions.of_user(connection, user_id)]


def test_a_session_comes_back_as_stored_until_ended(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    put(connection, ONE)
    assert sessions.get(connection, "s1") == ONE
    sessions.end(connection, "s1")
    assert sessions.get(connection, "s1") is None


def test_somebodys_sessions_are_listed_latest_used_first(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    put(connection, ONE, replace(ONE, session_id="s2"), replace(ONE, session_id="x", user_id="Q"))
    sessions.seen(connection, "s2", START + HOUR)
    assert ids(connection) == ["s2", "s1"]


def test_ending_others_keeps_this_one_and_other_peoples(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    put(connection, ONE, replace(ONE, session_id="s2"), replace(ONE, session_id="x", user_id="Q"))
    sessions.end_others(connection, ONE)
    assert (ids(connection), ids(connection, "Q")) == (["s1"], ["x"])
    sessions.end_all(connection, "P001")
    assert (ids(connection), ids(connection, "Q")) == ([], ["x"])


def test_a_sweep_clears_what_is_over_or_left_alone(connection: duckdb.DuckDBPyConnection) -> None:
    over = replace(ONE, session_id="over", expires_at=START + HOUR, seen_at=START + HOUR)
    used = replace(ONE, session_id="used", seen_at=START + HOUR)
    put(connection, ONE, over, used)
    sessions.sweep(connection, START + HOUR, seen_before=START)
    assert ids(connection) == ["used"]


def test_failures_count_by_name_since_the_last_success_and_by_address_regardless(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    moments = [START + timedelta(minutes=minute) for minute in range(5)]
    for moment, name, succeeded in zip(
        moments, ("a", "a", "A ", "b", "a"), (False, True, False, False, False), strict=True
    ):
        sign_ins.note(connection, Origin(name, "203.0.113.7"), succeeded, moment)
    assert sign_ins.failures_of_name(connection, "A", START) == [moments[2], moments[4]]
    assert sign_ins.failures_of_name(connection, "a", moments[3]) == [moments[4]]
    assert sign_ins.failures_of_address(connection, "203.0.113.7", START) == [
        moments[index] for index in (0, 2, 3, 4)
    ]
    assert sign_ins.failures_of_address(connection, "203.0.113.8", START) == []


def test_forgetting_a_name_or_the_past_leaves_the_rest(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    for name, moment in (("a", START), ("b", START), ("b", START + HOUR)):
        sign_ins.note(connection, Origin(name, "203.0.113.7"), False, moment)
    sign_ins.forget_name(connection, "A")
    sign_ins.sweep(connection, START + HOUR)
    assert sign_ins.failures_of_name(connection, "a", START) == []
    assert sign_ins.failures_of_name(connection, "b", START) == [START + HOUR]
