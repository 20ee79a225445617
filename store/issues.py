"""What could not be read in stored pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from connectors.activity import Issue
from store.bulk import incoming
from store.moment import now_utc

if TYPE_CHECKING:
    import duckdb

_WHOLE_PAGE = -1
_INCOMING = {
    "page_sha256": "string",
    "account_id": "string",
    "position": "int32",
    "code": "string",
    "platform": "string",
    "detail": "string",
}


def record_issues(
    connection: duckdb.DuckDBPyConnection, run_id: str, issues: Iterable[Issue]
) -> None:
    """Keep each issue once per account, page, position and code, under the first run to meet it."""
    rows = [
        (
            issue.page_sha256,
            issue.account_id,
            _WHOLE_PAGE if issue.position is None else issue.position,
            issue.code,
            issue.platform,
            issue.detail,
        )
        for issue in issues
    ]
    with incoming(connection, rows, _INCOMING):
        connection.execute(
            """INSERT INTO issues
               SELECT page_sha256, account_id, position, code, ?, platform, detail, ?
               FROM incoming ON CONFLICT DO NOTHING""",
            [run_id, now_utc()],
        )


def damaged_page(platform: str, account_id: str, sha256: str) -> Issue:
    """The record of a page whose file is missing or no longer holds its bytes."""
    return Issue(
        platform=platform,
        account_id=account_id,
        code="page_damaged",
        detail="expected the stored page, found none or other bytes: restore it from a backup",
        page_sha256=sha256,
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
