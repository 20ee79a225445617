"""The auditors' snapshot: a read-only DuckDB file without text, names, handles, NIP or addresses.

Accounts carry the registry's opaque id, activities a hash whose salt is thrown away with every
snapshot, so a known public post cannot be looked up in it. Flags carry the unit but neither account
nor activity: what they say of a candidate cannot be put together to a leaning of a person.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.durable import sync_folder
from store.parquet import private_connection
from store.turn import sole_writer

if TYPE_CHECKING:
    import duckdb
    import polars as pl
    import pyarrow as pa

    from store.activities import ActivityLake
    from store.database import Database
    from store.scores import ScoreLake

# Columns are listed one by one, so that a new column stays out until someone puts it in.
_TABLES = {
    "units": "SELECT unit_id, name, kind, parent_id FROM units",
    "accounts": """
        SELECT account_id, platform, coalesce(institution_id, people.unit_id) AS unit_id
        FROM accounts LEFT JOIN people USING (person_id)""",
    "runs": "SELECT run_id, night, attempts, started_utc, finished_utc, summary FROM runs",
    "outcomes": "SELECT run_id, account_id, outcome, pages, records, recorded_utc FROM outcomes",
    "issues": "SELECT run_id, account_id, platform, code, position, recorded_utc FROM issues",
    "flags": """
        SELECT flag_id, flags.platform, coalesce(institution_id, people.unit_id) AS unit_id, label,
               probability, threshold, model_version, targets, hoax_claim, election_id, stage,
               CASE WHEN wave_id IS NOT NULL THEN dense_rank() OVER (ORDER BY wave_id) END AS wave,
               control, flags.state, review_round, known_utc, deadline_utc, night, run_id
        FROM flags LEFT JOIN accounts USING (account_id) LEFT JOIN people USING (person_id)""",
    "flag_events": "SELECT flag_id, event, observed_utc FROM flag_events",
    "evidence": "SELECT flag_id, kind, sha256, bytes FROM evidence",
    "decisions": """
        SELECT flag_id, review_round, step, decision, reviewer, rulebook_row, decided_utc,
               audit_hash
        FROM decisions""",
    "audit_events": "SELECT seq, recorded_utc, event, hash FROM audit",
    "audit_roots": """
        SELECT CAST(recorded_utc + INTERVAL 7 HOUR AS DATE) AS day, max(seq) AS seq,
               arg_max(hash, seq) AS root
        FROM audit GROUP BY day""",
}
_LAKE = {
    "activities": """
        SELECT left(sha256($salt || activity_key), 24) AS activity,
               left(sha256($salt || content_sha256), 24) AS content, version,
               activities.platform, account_id, unit_id, kind, change,
               CAST(coalesce(created_utc, observed_utc) + INTERVAL 7 HOUR AS DATE) AS day,
               CAST(observed_utc + INTERVAL 7 HOUR AS DATE) AS observed_day
        FROM activities LEFT JOIN snapshot.accounts USING (account_id)""",
    "scores": """
        SELECT left(sha256($salt || activity_key), 24) AS activity,
               left(sha256($salt || content_sha256), 24) AS content, model_version,
               candidate_support, hate_speech, hoax_sharing, abstained, hate_details,
               CAST(scored_utc + INTERVAL 7 HOUR AS DATE) AS day
        FROM scores""",
}


def write_snapshot(
    database: Database, path: Path, activities: ActivityLake, scores: ScoreLake
) -> Path:
    """Replace the snapshot at ``path``, whole or not at all, and return its path.

    The database is held only while its small tables are read.
    """
    with database.transaction() as connection:
        tables = {name: connection.sql(sql).to_arrow_table() for name, sql in _TABLES.items()}
    with sole_writer(path.parent, orphans=".tmp-*"):
        unfinished = path.parent / f".tmp-{secrets.token_hex(8)}.duckdb"
        try:
            _build(unfinished, tables, activities, scores)
            _sync(unfinished)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        sync_folder(path.parent)
    return path


def read(path: Path, sql: str, values: Sequence[Any] | None = None) -> pl.DataFrame:
    """The answer of the snapshot to a query; nothing can be written, nor any other file read."""
    import duckdb

    connection = duckdb.connect(
        str(path), read_only=True, config={"enable_external_access": "false"}
    )
    try:
        return connection.sql(sql, params=values).pl()
    finally:
        connection.close()


def _build(
    path: Path, tables: dict[str, pa.Table], activities: ActivityLake, scores: ScoreLake
) -> None:
    connection = private_connection()
    try:
        connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS snapshot")
        for name, table in tables.items():
            connection.register("source", table)
            connection.execute(f"CREATE TABLE snapshot.{name} AS SELECT * FROM source")  # noqa: S608
        activities.show(connection)
        scores.show_all(connection)
        _copy_lake(connection, secrets.token_hex(16))
        connection.execute("DETACH snapshot")
    finally:
        connection.close()


def _copy_lake(connection: duckdb.DuckDBPyConnection, salt: str) -> None:
    for name, sql in _LAKE.items():
        connection.execute(f"CREATE TABLE snapshot.{name} AS {sql}", {"salt": salt})


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
