"""The chain to read: newest first, by event and by what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import audit, trail
from store.trail import Wanted

if TYPE_CHECKING:
    import duckdb


@pytest.fixture(autouse=True)
def chain(connection: duckdb.DuckDBPyConnection) -> None:
    for number in range(1, 7):
        event = "flag.raised" if number % 2 else "decision.made"
        audit.append(connection, event, "netra", f"F-{number % 3}", {"teks": "tidak tampil"})


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), [6, 5, 4]),
        (Wanted(before=4), [3, 2, 1]),
        (Wanted(event="flag.raised"), [5, 3, 1]),
        (Wanted(subject="F-0"), [6, 3]),
        (Wanted(event="flag.raised", subject="F-0", before=6), [3]),
        (Wanted(event="tidak.ada"), []),
    ],
)
def test_entries_when_asked_for_then_only_those_newest_first(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, numbers: list[int]
) -> None:
    found = trail.entries(connection, wanted, limit=3)
    assert [entry.seq for entry in found] == numbers
    assert "tidak tampil" not in repr(found)


def test_kinds_when_events_repeat_then_each_once(connection: duckdb.DuckDBPyConnection) -> None:
    assert trail.kinds(connection) == ["decision.made", "flag.raised"]
