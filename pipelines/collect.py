"""Collecting: fetch pages and keep them raw, then make activities of what was kept.

The two halves meet only in the store. A run killed anywhere loses nothing: a page is on disk before
its record and cursor are committed together, and a page not parsed yet is parsed by the next run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from connectors.activity import Activity, Issue
from connectors.errors import ConnectorError, PlatformRefused
from connectors.outcome import Outcome
from pipelines.deletions import confirmed_deletions
from store.accounts import remember_identity
from store.cursors import cursors_of, last_listing, remember_cursor, remember_listing
from store.issues import record_issues
from store.outcomes import record_outcome
from store.pages import PageStore, mark_parsed, record_page, unparsed_pages

if TYPE_CHECKING:
    from connectors.account import Account
    from connectors.page import Page
    from pipelines.night import Night
    from store.activities import Added

WHOLE = "*"
"""The stream name under which a complete listing of all streams is remembered."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What one shard gave: accounts by outcome, and rows new to the lake."""

    outcomes: Mapping[str, int]
    pages: int
    created: int
    updated: int
    deleted: int
    issues: int


@dataclass(slots=True)
class Reading:
    """The reading of one account: where it starts, and how it went.

    ``full`` asks for everything again, because an edit does not move a cursor and only a complete
    list shows what is gone.
    """

    account: Account
    cursors: Mapping[str, str]
    full: bool
    pages: int = 0
    records: int = 0
    outcome: Outcome = Outcome.EMPTY
    detail: str = ""

    @property
    def whole(self) -> bool:
        """Whether everything the account shows now was read to its end."""
        return self.full and self.outcome in (Outcome.OK, Outcome.EMPTY)


def collect_shard(night: Night, accounts: Sequence[Account], shard: str) -> Collected:
    """Read every account of a shard and add what is new to the lake.

    One account's failure is its own outcome and never touches another's.
    """
    readings = _plan(night, accounts)
    for reading in readings:
        _read(night, reading)
    deleted = confirmed_deletions(night, [one.account for one in readings if one.whole])
    added, issues = _derive(night, accounts, shard, deleted)
    _record(night, readings)
    return Collected(
        Counter(one.outcome.value for one in readings),
        sum(one.pages for one in readings),
        added.created,
        added.updated,
        added.deleted,
        issues,
    )


def _plan(night: Night, accounts: Sequence[Account]) -> list[Reading]:
    """Where each account's reading starts; one transaction for the shard."""
    enabled = night.platforms.enabled()
    plan = []
    with night.office.folder.database.transaction() as connection:
        for account in accounts:
            listed = last_listing(connection, account.account_id, WHOLE)
            days = enabled[account.platform].full_listing_every_days
            due = listed is None or (night.day - listed.date()).days >= days
            plan.append(Reading(account, cursors_of(connection, account.account_id), due))
    return plan


def _record(night: Night, readings: Sequence[Reading]) -> None:
    listed = datetime.combine(night.day, time(), UTC)
    with night.office.folder.database.transaction() as connection:
        for one in readings:
            record_outcome(
                connection,
                night.run_id,
                one.account.account_id,
                one.outcome,
                pages=one.pages,
                records=one.records,
                detail=one.detail,
            )
            if one.whole:
                remember_listing(connection, one.account.account_id, WHOLE, listed)


def _read(night: Night, reading: Reading) -> None:
    try:
        _read_streams(night, reading)
        reading.outcome = Outcome.OK if reading.records else Outcome.EMPTY
    except ConnectorError as error:
        reading.outcome, reading.detail = error.outcome, str(error)
        if isinstance(error, PlatformRefused):
            night.refused.add(_server(reading.account))


def _read_streams(night: Night, reading: Reading) -> None:
    if _server(reading.account) in night.refused:
        raise PlatformRefused("not asked: this server refused another account in this run")
    reading.account = account = _resolved(night, reading.account)
    connector = night.connectors[account.platform]
    for stream in connector.streams(account):
        cursor = None if reading.full else reading.cursors.get(stream)
        for page in connector.pages(account, stream, cursor):
            _keep(night, page, reading)


def _resolved(night: Night, account: Account) -> Account:
    if account.stable_id is not None:
        return account
    identity = night.connectors[account.platform].resolve(account.handle)
    with night.office.folder.database.transaction() as connection:
        remember_identity(connection, account.account_id, identity)
    return replace(account, stable_id=identity.stable_id, home=identity.home)


def _keep(night: Night, page: Page, reading: Reading) -> None:
    """The raw page first, then its record and cursor in one transaction."""
    reading.pages += 1
    reading.records += page.records
    PageStore(night.office.folder.pages).save(page)
    with night.office.folder.database.transaction() as connection:
        record_page(connection, night.run_id, page)
        if page.cursor is not None:
            remember_cursor(connection, page.account_id, page.stream, page.cursor)


def _derive(
    night: Night, accounts: Sequence[Account], shard: str, deleted: Iterable[Activity]
) -> tuple[Added, int]:
    """Activities of every page of the shard not parsed yet, into the lake; then say so."""
    folder = night.office.folder
    with folder.database.transaction() as connection:
        ids = [account.account_id for account in accounts]
        pages = list(unparsed_pages(connection, PageStore(folder.pages), ids))
    activities, issues = list(deleted), list[Issue]()
    for page in pages:
        for record in night.connectors[page.platform].parse(page):
            if isinstance(record, Issue):
                issues.append(record)
            else:
                activities.append(record)
    added = night.activities.add(activities, shard=shard, day=night.day)
    with folder.database.transaction() as connection:
        record_issues(connection, night.run_id, issues)
        mark_parsed(connection, pages)
    return added, len(issues)


def _server(account: Account) -> str:
    return f"{account.platform}:{account.home or account.handle}"
