"""Changes of a flagged post are noted once each, and told oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import changes, flags
from store.activities import Version
from store.changes import Change
from tests.store.make import MOMENT, activity, later, new_flag

if TYPE_CHECKING:
    import duckdb

    Connection = duckdb.DuckDBPyConnection

POST, FLAG = activity(1), new_flag(1)


def test_note_when_edited_or_deleted_later_then_each_once_and_oldest_first(
    connection: Connection,
) -> None:
    flags.raise_flags(connection, [FLAG])
    history = [
        Version(POST.key, 1, "create", "b" * 64, later(-1)),
        Version(POST.key, 2, "update", POST.content_sha256, MOMENT),
        Version(POST.key, 3, "update", "c" * 64, later(1)),
        Version(POST.key, 4, "delete", "d" * 64, later(2)),
    ]
    assert changes.note(connection, history) == 2
    assert changes.note(connection, history) == 0
    seen = changes.of_flag(connection, FLAG.flag_id)
    assert seen == [Change("update", later(1)), Change("delete", later(2))]


def test_note_when_the_flagged_content_is_not_held_then_nothing(connection: Connection) -> None:
    flags.raise_flags(connection, [FLAG])
    unknown = [Version(POST.key, 1, "create", "b" * 64, MOMENT)]
    assert changes.note(connection, unknown) == 0
    assert changes.of_flag(connection, FLAG.flag_id) == []


def test_of_flag_when_changes_were_noted_out_of_order_then_by_when_they_were_seen(
    connection: Connection,
) -> None:
    flags.raise_flags(connection, [FLAG])
    first = Version(POST.key, 1, "create", POST.content_sha256, MOMENT)
    changes.note(connection, [first, Version(POST.key, 2, "delete", "d" * 64, later(5))])
    changes.note(connection, [first, Version(POST.key, 2, "update", "c" * 64, later(2))])
    assert [one.change for one in changes.of_flag(connection, FLAG.flag_id)] == ["update", "delete"]
