"""Changes: what became of a flagged post after it was captured, an event for each edit or deletion
that was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from store.activities import Version
from store.bulk import incoming
from store.moment import from_utc, to_utc

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Change:
    """The post was seen edited or deleted after it was captured."""

    change: Literal["update", "delete"]
    observed_at: datetime


def note(connection: duckdb.DuckDBPyConnection, history: Iterable[Version]) -> int:
    """Note edits and deletions after the flagged content as events; say how many are new.

    ``history`` is what ``ActivityLake.history`` gives for the flagged keys, by key and version.
    """
    flagged = connection.execute("SELECT activity_key, content_sha256, flag_id FROM flags")
    later = list(_later(flagged.fetchall(), history))
    before = _count(connection)
    with incoming(connection, later, _TYPES):
        connection.execute("INSERT OR IGNORE INTO flag_events SELECT DISTINCT * FROM incoming")
    return _count(connection) - before


def of_flag(connection: duckdb.DuckDBPyConnection, flag_id: str) -> list[Change]:
    """Every edit and deletion of a flagged post that was seen, oldest first."""
    found = connection.execute(
        """SELECT event, observed_utc FROM flag_events WHERE flag_id = ?
           ORDER BY observed_utc, event""",
        [flag_id],
    )
    return [
        Change("delete" if event == "deleted" else "update", from_utc(seen))
        for event, seen in found.fetchall()
    ]


_TYPES = {
    "flag_id": "string",
    "event": "string",
    "content_sha256": "string",
    "observed_utc": "timestamp[us]",
}


def _later(
    flagged: Sequence[tuple[str, str, str]], history: Iterable[Version]
) -> Iterable[tuple[str, str, str, datetime]]:
    versions = {key: list(held) for key, held in groupby(history, lambda v: v.activity_key)}
    for key, content_sha256, flag_id in flagged:
        contents = [version.content_sha256 for version in versions.get(key, ())]
        if content_sha256 not in contents:
            continue
        for version in versions[key][contents.index(content_sha256) + 1 :]:
            event = "deleted" if version.change == "delete" else "updated"
            yield flag_id, event, version.content_sha256, to_utc(version.observed_at)


def _count(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("SELECT count(*) FROM flag_events").fetchone()
    return int(row[0]) if row else 0
