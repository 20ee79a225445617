"""Turning an answer into the page that is kept, and a fault in it into an Issue."""

from __future__ import annotations

from connectors.account import Account
from connectors.activity import Issue
from connectors.http import Answer
from connectors.page import Page

_KEPT_HEADERS = (
    "content-type",
    "date",
    "etag",
    "last-modified",
    "link",
    "x-wp-total",
    "x-wp-totalpages",
)


def capture(answer: Answer, account: Account, stream: str, version: str) -> Page:
    """The answer, byte for byte, as a page of one account's stream."""
    kept = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
    return Page(
        platform=account.platform,
        account_id=account.account_id,
        stream=stream,
        url=answer.url,
        status=answer.status,
        headers=kept,
        fetched_at=answer.fetched_at,
        body=answer.body,
        connector_version=version,
    )


def issue_in(page: Page, code: str, detail: str, position: int | None = None) -> Issue:
    """A fault in a stored page, at the record number ``position`` from 0 if it has one."""
    return Issue(
        platform=page.platform,
        account_id=page.account_id,
        code=code,
        detail=detail,
        page_sha256=page.sha256,
        position=position,
    )
