"""What other programs get: rows without text, reason or identity."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import TYPE_CHECKING

from store import exports, flags
from store.decisions import FIRST, SECOND
from store.exports import Made, Open
from tests.store.make import MOMENT, new_flag
from tests.store.test_overview import NOW, SINCE, YES, say

if TYPE_CHECKING:
    import duckdb

    Connection = duckdb.DuckDBPyConnection


def test_decisions_when_exported_then_oldest_first_and_without_reasons(
    connection: Connection,
) -> None:
    say(connection, new_flag(1), f"{YES} {YES}")
    rows = exports.decisions_since(connection, SINCE)
    assert [(row.step, row.decision, row.reviewer) for row in rows] == [
        (FIRST, YES, "A01"),
        (SECOND, YES, "A02"),
    ]
    assert "Mengajak" not in repr(rows)
    assert exports.decisions_since(connection, NOW) == []


def test_open_items_when_exported_then_a_wave_is_one_row_nearest_deadline_first(
    connection: Connection,
) -> None:
    soon = MOMENT + timedelta(days=1)
    flags.raise_flags(connection, [new_flag(1), *(new_flag(n, wave_id="W") for n in (2, 3))])
    flags.raise_flags(connection, [new_flag(4, control=True, probability=0.1, deadline_at=soon)])
    say(connection, new_flag(5), YES)
    rows = exports.open_items(connection)
    assert (rows[0].deadline_at, rows[0].posts, rows[0].step) == (soon, 1, FIRST)
    assert sorted(row.posts for row in rows) == [1, 1, 2]


def test_rows_when_exported_then_nothing_tells_a_control_a_score_or_a_person() -> None:
    told = {field.name for kind in (Open, Made) for field in fields(kind)}
    assert not told & {"control", "probability", "queue_rank", "account_id", "targets", "reason"}
