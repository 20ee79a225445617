"""Deletions: concluded only from a complete listing and a definite look, in two different runs.

An item missing once is often a hiccup of the platform, so one sighting is never enough (design,
section 4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from connectors.activity import Activity
from connectors.errors import ConnectorError, PlatformRefused
from pipelines.night import server_of
from store.absences import forget, note_missing

if TYPE_CHECKING:
    from connectors.account import Account
    from connectors.connector import Connector
    from pipelines.night import Night
    from store.activities import Live

MOST_LOOKS = 500
"""Point look-ups per account and run; the rest waits for the next listing."""


def confirmed_deletions(night: Night, accounts: Sequence[Account]) -> list[Activity]:
    """A deletion for every item of these fully read accounts now gone in a second run."""
    missing: dict[str, Live] = {}
    present: list[str] = []
    for account, held in _held(night, accounts):
        connector = night.connectors[account.platform]
        listed = _listed(night, connector, account)
        if listed is not None:
            present.extend(one.key for one in held if one.native_id in listed)
            absent = [one for one in held if one.native_id not in listed]
            missing.update((one.key, one) for one in _gone(connector, account, absent))
    with night.office.folder.database.transaction() as connection:
        confirmed = note_missing(connection, night.run_id, missing)
        forget(connection, present)
    return [_tombstone(missing[key]) for key in confirmed]


def _held(night: Night, accounts: Sequence[Account]) -> Iterator[tuple[Account, list[Live]]]:
    """Each account with what the lake holds of it and does not know deleted; one scan for all."""
    live: dict[str, list[Live]] = {account.account_id: [] for account in accounts}
    for one in night.activities.live(live) if live else ():
        live[one.account_id].append(one)
    for account in accounts:
        yield account, live[account.account_id]


def _listed(night: Night, connector: Connector, account: Account) -> set[str] | None:
    """Every native id shown now, or None when any stream cannot be listed whole."""
    ids: set[str] = set()
    if server_of(account) in night.refused:
        return None
    try:
        for stream in connector.streams(account):
            listing = connector.listing(account, stream)
            if listing is None:
                return None
            ids.update(listing)
    except PlatformRefused:
        night.refused.add(server_of(account))
        return None
    except ConnectorError:
        return None
    return ids


def _gone(connector: Connector, account: Account, absent: Sequence[Live]) -> list[Live]:
    gone = []
    for one in absent[:MOST_LOOKS]:
        try:
            presence = connector.presence(account, one.native_id)
        except ConnectorError:
            break
        if presence == "gone":
            gone.append(one)
    return gone


def _tombstone(one: Live) -> Activity:
    return Activity(
        platform=one.platform,
        account_id=one.account_id,
        kind=one.kind,
        native_id=one.native_id,
        observed_at=datetime.now(UTC),
        page_sha256="",
        change="delete",
    )
