"""Collecting: fetch pages and keep them raw, then make activities of what was kept.

The two halves meet only in the store. A run killed anywhere loses nothing: a page is on disk before
its record and cursor are committed together, and a page not parsed yet is parsed by the next run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from connectors.activity import Activity, Issue
from connectors.catalogue import parse_page
from connectors.errors import ConnectorError, PlatformRefused
from connectors.outcome import Outcome
from pipelines.deletions import confirmed_deletions
from pipelines.night import server_of
from store.accounts import remember_identity
from store.cursors import cursors_of, last_listing, remember_cursor, remember_listing
from store.errors import PagesDamaged
from store.issues import damaged_page, record_issues
from store.outcomes import record_outcome
from store.pages import PageStore, mark_parsed, record_page, unparsed_pages

if TYPE_CHECKING:
    from connectors.account import Account, Identity
    from connectors.page import Page
    from pipelines.night import Night
    from store.activities import Added

WHOLE = "*"
"""The stream name under which a complete listing of all streams is remembered."""

PAGES_PER_COMMIT = 10
"""A commit costs about as much as fetching a page; a kill costs at most so many pages twice."""

PAGES_AT_ONCE = 100
"""Bodies in memory at a time: the first reading of a shard may have thousands."""


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
class Derived:
    """What came of a shard's stored pages; ``damaged`` are the accounts of unreadable ones."""

    created: int = 0
    updated: int = 0
    deleted: int = 0
    issues: int = 0
    damaged: Collection[str] = ()

    def count(self, added: Added) -> None:
        """Add what the lake took."""
        self.created += added.created
        self.updated += added.updated
        self.deleted += added.deleted


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
    identity: Identity | None = None
    saved: list[Page] = field(default_factory=list)
    """Pages on disk whose record and cursor are not committed yet."""

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
    derived = _derive(night, accounts, shard, deleted)
    for reading in readings:
        if reading.account.account_id in derived.damaged:
            reading.outcome, reading.detail = Outcome.PARTIAL, "a stored page is damaged"
    _record(night, readings)
    return Collected(
        Counter(one.outcome.value for one in readings),
        sum(one.pages for one in readings),
        derived.created,
        derived.updated,
        derived.deleted,
        derived.issues,
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
            night.refused.add(server_of(reading.account))
    finally:
        _commit(night, reading)


def _read_streams(night: Night, reading: Reading) -> None:
    if server_of(reading.account) in night.refused:
        raise PlatformRefused("not asked: this server refused another account in this run")
    connector = night.connectors[reading.account.platform]
    if reading.account.stable_id is None:
        reading.identity = found = connector.resolve(reading.account.handle)
        reading.account = replace(reading.account, stable_id=found.stable_id, home=found.home)
    for stream in connector.streams(reading.account):
        cursor = None if reading.full else reading.cursors.get(stream)
        for page in connector.pages(reading.account, stream, cursor):
            _keep(night, page, reading)


def _keep(night: Night, page: Page, reading: Reading) -> None:
    """The raw page goes to disk at once; its record and cursor follow, together."""
    reading.pages += 1
    reading.records += page.records
    PageStore(night.office.folder.pages).save(page)
    reading.saved.append(page)
    if len(reading.saved) >= PAGES_PER_COMMIT:
        _commit(night, reading)


def _commit(night: Night, reading: Reading) -> None:
    """One short transaction for everything learnt of the account since the last."""
    if reading.identity is None and not reading.saved:
        return
    with night.office.folder.database.transaction() as connection:
        if reading.identity is not None:
            remember_identity(connection, reading.account.account_id, reading.identity)
        for page in reading.saved:
            record_page(connection, night.run_id, page)
            if page.cursor is not None:
                remember_cursor(connection, page.account_id, page.stream, page.cursor)
    reading.identity = None
    reading.saved.clear()


def _derive(
    night: Night, accounts: Sequence[Account], shard: str, deleted: Iterable[Activity]
) -> Derived:
    """Activities of every page of the shard not parsed yet, into the lake; then say so.

    A damaged page leaves its account partial and the others whole; it is tried again each night.
    """
    folder = night.office.folder
    with folder.database.transaction() as connection:
        ids = [account.account_id for account in accounts]
        pages = unparsed_pages(connection, PageStore(folder.pages), ids)
    derived = Derived()
    derived.count(night.activities.add(deleted, shard=shard, day=night.day))
    try:
        for part in _in_parts(pages):
            _derive_part(night, part, shard, derived)
    except PagesDamaged as error:
        platforms = {account.account_id: account.platform for account in accounts}
        issues = [damaged_page(platforms[owner], owner, page) for page, owner in error.pages]
        derived.damaged = {owner for _, owner in error.pages}
        derived.issues += len(issues)
        with folder.database.transaction() as connection:
            record_issues(connection, night.run_id, issues)
    return derived


def _in_parts(pages: Iterable[Page]) -> Iterator[list[Page]]:
    """Pages in lists of at most ``PAGES_AT_ONCE``; what they raise comes after the last list."""
    part: list[Page] = []
    damage: PagesDamaged | None = None
    try:
        for page in pages:
            part.append(page)
            if len(part) == PAGES_AT_ONCE:
                yield part
                part = []
    except PagesDamaged as error:
        damage = error
    if part:
        yield part
    if damage:
        raise damage


def _derive_part(night: Night, pages: Sequence[Page], shard: str, derived: Derived) -> None:
    activities, issues = list[Activity](), list[Issue]()
    for page in pages:
        for record in parse_page(night.connectors, page):
            if isinstance(record, Issue):
                issues.append(record)
            else:
                activities.append(record)
    derived.count(night.activities.add(activities, shard=shard, day=night.day))
    derived.issues += len(issues)
    with night.office.folder.database.transaction() as connection:
        record_issues(connection, night.run_id, issues)
        mark_parsed(connection, pages)
