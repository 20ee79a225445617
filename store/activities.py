"""The lake of activities: every version of every public act of the registered accounts.

A row is one version of one activity. Rows are only added, and only when they say something new, so
reading the same pages again, after a crash or on another night, adds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.activity import Activity, ActivityKind, Change
from store.activity_table import activity_schema, to_activity, to_table
from store.moment import from_utc
from store.parquet import ParquetFolder, private_connection, remember, show

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from store.scores import ScoreLake

# A deletion counts as content 0, and so does what was never seen: deleting either changes nothing.
_CONTENT = "CASE WHEN change = 'delete' THEN 0 ELSE md5_number(content_sha256) END"
_KNOWN = "key UHUGEINT, content UHUGEINT, version INTEGER, observed_utc TIMESTAMP"
_REMEMBERED = f"md5_number(activity_key), {_CONTENT}, version, observed_utc"
_NEWS = f"""
WITH numbered AS (
    SELECT *, row_number() OVER () AS place, md5_number(activity_key) AS key,
           {_CONTENT} AS content
    FROM batch
), last AS (
    SELECT * FROM numbered
    QUALIFY row_number() OVER (PARTITION BY key, observed_utc ORDER BY place DESC) = 1
), observed AS (
    SELECT * FROM last ANTI JOIN known USING (key, content, observed_utc)
), latest AS (
    SELECT key, max(version) AS version, arg_max(content, version) AS content,
           max(observed_utc) AS observed_utc
    FROM known SEMI JOIN observed USING (key) GROUP BY key
), compared AS (
    SELECT observed.*, latest.version AS held,
           lag(observed.content, 1, coalesce(latest.content, 0)) OVER turn AS previous
    FROM observed LEFT JOIN latest ON observed.key = latest.key
    WHERE latest.key IS NULL OR observed.observed_utc >= latest.observed_utc
    WINDOW turn AS (PARTITION BY observed.key ORDER BY observed.observed_utc)
), news AS (
    SELECT *, coalesce(held, 0) + row_number() OVER (
        PARTITION BY key ORDER BY observed_utc) AS next_version
    FROM compared WHERE content <> previous
)
SELECT * EXCLUDE (place, key, content, held, previous, next_version)
    REPLACE (CAST(next_version AS INTEGER) AS version,
             CASE WHEN next_version = 1 THEN 'create'
                  WHEN change = 'delete' THEN 'delete' ELSE 'update' END AS change)
FROM news ORDER BY account_id, activity_key, next_version
"""  # noqa: S608 - constants only
_LATEST = """
    SELECT activity_key, max(version) AS version FROM activities GROUP BY activity_key
"""


@dataclass(frozen=True, slots=True)
class Added:
    """How many activities were seen for the first time, found edited, and found deleted."""

    created: int = 0
    updated: int = 0
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class Live:
    """An activity not known to be deleted."""

    key: str
    platform: str
    account_id: str
    kind: ActivityKind
    native_id: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an activity and when it was seen; version 1 is the first sighting."""

    activity_key: str
    version: int
    change: Change
    content_sha256: str
    observed_at: datetime


class ActivityLake:
    """The Parquet files below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = ParquetFolder(folder)

    def add(self, activities: Iterable[Activity], *, shard: str, day: date) -> Added:
        """Keep what is new among ``activities``, durably, as one file of ``shard`` and ``day``.

        An unknown key is a create, another content under a known key an update; the same content,
        and a deletion of what is already deleted or was never held, is nothing. Of several
        observations of a key at one moment the last counts; one older than what is held does not.
        """
        batch = to_table(activities)
        if not batch.num_rows:
            return Added()
        with self._folder.exclusive():
            news = self._news(batch)
            if news.num_rows:
                self._folder.write(news, day=day, shard=shard, digest=_digest(news))
        changes = news.column("change").to_pylist()
        return Added(changes.count("create"), changes.count("update"), changes.count("delete"))

    def unscored(
        self, scores: ScoreLake, model_version: str, batch: int
    ) -> Iterator[list[Activity]]:
        """Present posts, replies and quotes with text that this model has not scored, in lists of
        at most ``batch``; what is added meanwhile comes with the next call."""
        connection = self._open()
        scores.show(connection, model_version)
        connection.execute(
            f"""CREATE TABLE pending AS
            SELECT activity_key, version FROM ({_LATEST})
            SEMI JOIN (
                SELECT activity_key, version FROM activities
                ANTI JOIN scores USING (activity_key, content_sha256)
                WHERE change <> 'delete' AND kind IN ('post', 'reply', 'quote')
                  AND regexp_matches(text, '\\S')
            ) AS wanted USING (activity_key, version)"""  # noqa: S608
        )
        reader = connection.sql(
            "SELECT * FROM activities SEMI JOIN pending USING (activity_key, version)"
        ).to_arrow_reader(batch)
        for rows in reader:
            if rows.num_rows:
                yield [to_activity(row) for row in rows.to_pylist()]

    def live(self, account_ids: Collection[str]) -> list[Live]:
        """What these accounts have said and done that is not known to be deleted, by key."""
        rows = self._open().execute(
            """SELECT activity_key, any_value(platform), any_value(account_id),
                      arg_max(kind, version), any_value(native_id)
            FROM activities WHERE account_id IN (SELECT unnest(?))
            GROUP BY activity_key HAVING arg_max(change, version) <> 'delete'
            ORDER BY activity_key""",
            [sorted(account_ids)],
        )
        return [Live(*row) for row in rows.fetchall()]

    def history(self, activity_keys: Collection[str]) -> list[Version]:
        """Every version held of these activities, by key and version."""
        rows = self._open().execute(
            """SELECT activity_key, version, change, content_sha256, observed_utc FROM activities
            WHERE activity_key IN (SELECT unnest(?)) ORDER BY activity_key, version""",
            [sorted(activity_keys)],
        )
        return [
            Version(key, version, change, content, from_utc(seen))
            for key, version, change, content, seen in rows.fetchall()
        ]

    def count(self) -> int:
        """How many different activities are held, deleted ones included."""
        row = self._open().execute("SELECT count(DISTINCT activity_key) FROM activities").fetchone()
        return int(row[0]) if row else 0

    def show(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Let ``activities`` stand for every version of every activity on ``connection``."""
        show(connection, "activities", self._folder.files(), activity_schema())

    def _open(self) -> duckdb.DuckDBPyConnection:
        connection = private_connection()
        self.show(connection)
        return connection

    def _news(self, batch: pa.Table) -> pa.Table:
        with remember(self._folder.root, _KNOWN, _REMEMBERED).refreshed() as connection:
            connection.register("batch", batch)
            news = connection.sql(_NEWS).to_arrow_table().cast(activity_schema())
            connection.unregister("batch")
        return news


def _digest(news: pa.Table) -> str:
    columns = (news.column(name).to_pylist() for name in ("activity_key", "version"))
    contents = news.column("content_sha256").to_pylist()
    return hashlib.sha256(repr([*zip(*columns, contents, strict=True)]).encode()).hexdigest()
