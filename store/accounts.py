"""Registered accounts: the only ones that may be read, and whose they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from connectors.account import Account, Identity
from store import moment
from store.errors import StoreError

if TYPE_CHECKING:
    import duckdb

# Read only while the account is registered and its owner in service. An institution's account
# needs no operator; one whose unit has left the registry is not read.
_REGISTERED = """
SELECT a.account_id, a.platform, a.handle, a.stable_id, a.home
FROM accounts a
LEFT JOIN people p ON p.person_id = a.person_id
LEFT JOIN units u ON u.unit_id = a.institution_id
WHERE a.removed_utc IS NULL
  AND coalesce(a.active_from, $today) <= $today AND coalesce(a.active_to, $today) >= $today
  AND CASE WHEN a.institution_id IS NOT NULL THEN u.unit_id IS NOT NULL AND u.removed_utc IS NULL
      ELSE p.person_id IS NOT NULL AND p.removed_utc IS NULL
           AND coalesce(p.active_from, $today) <= $today
           AND coalesce(p.active_to, $today) >= $today
      END
  AND ($platforms IS NULL OR list_contains($platforms, a.platform))
ORDER BY a.account_id
"""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose an account is, as registered now.

    ``unit_id`` is the institution of an institutional account, else the person's unit;
    ``person_id`` is the operator of an institutional account and may be unknown there.
    ``handle`` and ``stable_id`` are as last seen, ``confirmed_by`` says who vouched for the
    account: ``asn``, ``kepegawaian``, ``unit`` or ``belum`` (nobody yet).
    """

    account_id: str
    platform: str
    handle: str
    stable_id: str | None
    person_id: str | None
    unit_id: str
    institutional: bool
    confirmed_by: str


def registered(
    connection: duckdb.DuckDBPyConnection,
    platforms: Collection[str] | None = None,
    *,
    today: date | None = None,
) -> list[Account]:
    """The accounts that may be read on ``today`` (default: now in Asia/Jakarta), by account id.

    An account drops out with its own dates, its removal from the registry, and the end of
    service of its owner.
    """
    day = today or moment.today()
    names = None if platforms is None else sorted(platforms)
    rows = connection.execute(_REGISTERED, {"today": day, "platforms": names}).fetchall()
    return [
        Account(account_id=row[0], platform=row[1], handle=row[2], stable_id=row[3], home=row[4])
        for row in rows
    ]


def account_of(connection: duckdb.DuckDBPyConnection, account_id: str) -> Account:
    """The account as last seen.

    Raises:
        StoreError: no such account was ever registered.
    """
    owner = owner_of(connection, account_id)
    row = connection.execute("SELECT home FROM accounts WHERE account_id = ?", [account_id])
    (home,) = row.fetchone() or (None,)
    return Account(
        account_id=account_id,
        platform=owner.platform,
        handle=owner.handle,
        stable_id=owner.stable_id,
        home=home,
    )


def owner_of(connection: duckdb.DuckDBPyConnection, account_id: str) -> Owner:
    """Whose ``account_id`` is.

    Raises:
        StoreError: no such account was ever registered.
    """
    row = connection.execute(
        """SELECT a.platform, a.handle, a.stable_id, a.person_id,
                  coalesce(a.institution_id, p.unit_id), a.institution_id IS NOT NULL,
                  a.confirmed_by
           FROM accounts a LEFT JOIN people p ON p.person_id = a.person_id
           WHERE a.account_id = ?""",
        [account_id],
    ).fetchone()
    if row is None:
        raise StoreError(f"{account_id}: expected an account of the registry, found none")
    return Owner(account_id, *row)


def held_spans(
    connection: duckdb.DuckDBPyConnection,
) -> dict[str, tuple[date | None, date | None]]:
    """The first and last day (None: open) on which each account's owner held it and was in
    service: what it said outside of them is nobody's to answer for here."""
    rows = connection.execute(
        """SELECT a.account_id,
                  CASE WHEN a.institution_id IS NULL THEN greatest(a.active_from, p.active_from)
                       ELSE a.active_from END,
                  CASE WHEN a.institution_id IS NULL THEN least(a.active_to, p.active_to)
                       ELSE a.active_to END
           FROM accounts a LEFT JOIN people p ON p.person_id = a.person_id"""
    )
    return {row[0]: (row[1], row[2]) for row in rows.fetchall()}


def unit_of(connection: duckdb.DuckDBPyConnection, account_id: str) -> str:
    """The unit id an account counts for; raises StoreError for an account never registered."""
    return owner_of(connection, account_id).unit_id


def remember_identity(
    connection: duckdb.DuckDBPyConnection, account_id: str, identity: Identity
) -> Identity | None:
    """Keep what the handle resolves to now; return the identity it replaces, if it differs.

    A replaced stable id under an unchanged handle may be another person's account: the caller
    should say so before reading on. Earlier identities stay in ``account_identities``.

    Raises:
        StoreError: no such account was ever registered.
    """
    row = connection.execute(
        "SELECT handle, stable_id, home FROM accounts WHERE account_id = ?", [account_id]
    ).fetchone()
    if row is None:
        raise StoreError(f"{account_id}: expected an account of the registry, found none")
    handle, stable_id, home = row
    if (stable_id, home) == (identity.stable_id, identity.home):
        return None
    _write_identity(connection, account_id, handle, identity)
    return None if stable_id is None else Identity(stable_id, home)


def _write_identity(
    connection: duckdb.DuckDBPyConnection, account_id: str, handle: str, identity: Identity
) -> None:
    connection.execute(
        "UPDATE accounts SET stable_id = ?, home = ? WHERE account_id = ?",
        [identity.stable_id, identity.home, account_id],
    )
    connection.execute(
        "INSERT INTO account_identities (account_id, handle, stable_id, home, seen_utc) "
        "VALUES (?, ?, ?, ?, ?)",
        [account_id, handle, identity.stable_id, identity.home, moment.now_utc()],
    )
