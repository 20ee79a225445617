"""``netra handover import``: posts handed over as a file take the same way as fetched ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from connectors.activity import Activity, Issue
from connectors.handover import parse, read_handover
from connectors.page import Page
from store import audit
from store.accounts import registered
from store.activities import ActivityLake
from store.folder import DataFolder
from store.issues import record_issues
from store.moment import today
from store.pages import PageStore, mark_parsed, record_page
from store.runs import finish_run, start_run


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What a file gave: accounts and activities new to the lake, and rows not taken."""

    run_id: str
    accounts: int
    created: int
    updated: int
    issues: int


def take_over(data: Path, file: Path, received_from: str) -> TakenOver:
    """Take the posts of registered accounts out of ``file``; rows of others are refused and
    counted, and nothing of them is kept. Taking the same file again adds nothing.

    Raises:
        HandoverError: the file or one of its rows is malformed; nothing is taken.
    """
    folder, now = DataFolder.open(data), datetime.now(UTC)
    run_id = f"handover-{now:%Y%m%dT%H%M%S}"
    with folder.database.transaction() as connection:
        start_run(connection, run_id, today(), now)
        accounts = registered(connection)
    pages, issues = _split(read_handover(file, accounts, received_from, now))
    activities: list[Activity] = []
    for page in pages:
        for record in parse(page):
            if isinstance(record, Issue):
                issues.append(record)
            else:
                activities.append(record)
    store = PageStore(folder.pages)
    for page in pages:
        store.save(page)
    added = ActivityLake(folder.activities).add(activities, shard=run_id, day=today())
    taken = TakenOver(run_id, len(pages), added.created, added.updated, len(issues))
    _record(folder, taken, pages, issues, received_from)
    return taken


def _split(read: Iterable[Page | Issue]) -> tuple[list[Page], list[Issue]]:
    pages, issues = list[Page](), list[Issue]()
    for one in read:
        if isinstance(one, Issue):
            issues.append(one)
        else:
            pages.append(one)
    return pages, issues


def _record(
    folder: DataFolder,
    taken: TakenOver,
    pages: Sequence[Page],
    issues: Sequence[Issue],
    received_from: str,
) -> None:
    with folder.database.transaction() as connection:
        for page in pages:
            record_page(connection, taken.run_id, page)
        mark_parsed(connection, pages)
        record_issues(connection, taken.run_id, issues)
        finish_run(connection, taken.run_id, datetime.now(UTC), {"created": taken.created})
        digest = hashlib.sha256(received_from.encode()).hexdigest()
        details = {"pages": [page.sha256 for page in pages], "received_from_sha256": digest}
        audit.append(connection, "handover.taken", audit.MACHINE, taken.run_id, details)
        head = audit.head(connection)
    audit.witness(folder.database, head)
