"""What could not be read in stored pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from connectors.activity import Issue
from store.moment import now_utc

if TYPE_CHECKING:
    import duckdb

_WHOLE_PAGE = -1


def record_issues(
    connection: duckdb.DuckDBPyConnection, run_id: str, issues: Iterable[Issue]
) -> None:
    """Keep each issue once per account, page, position and code, under the first run to meet it."""
    recorded_utc = now_utc()
    rows = [
        [
            issue.page_sha256,
            issue.account_id,
            _WHOLE_PAGE if issue.position is None else issue.position,
            issue.code,
            run_id,
            issue.platform,
            issue.detail,
            recorded_utc,
        ]
        for issue in issues
    ]
    if rows:
        connection.executemany(
            "INSERT INTO issues VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", rows
        )


def issues_of(connection: duckdb.DuckDBPyConnection, run_id: str) -> list[Issue]:
    """The issues the run met first, by account, page and position."""
    rows = connection.execute(
        """SELECT platform, account_id, code, detail, page_sha256, position FROM issues
           WHERE run_id = ? ORDER BY account_id, page_sha256, position, code""",
        [run_id],
    ).fetchall()
    return [
        Issue(
            platform=row[0],
            account_id=row[1],
            code=row[2],
            detail=row[3],
            page_sha256=row[4],
            position=None if row[5] == _WHOLE_PAGE else row[5],
        )
        for row in rows
    ]
