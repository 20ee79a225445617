"""Opaque ids for people and accounts: the same for the same person or holding at every import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from store.bulk import incoming
from store.entries import AccountEntry, PersonEntry, UnitEntry
from store.moment import now_utc
from store.registry_tables import Row

if TYPE_CHECKING:
    import duckdb


def unit_rows(units: Sequence[UnitEntry]) -> dict[str, Row]:
    """The units as rows of their table, by id."""
    return {u.unit_id: (u.unit_id, u.name, u.kind, u.parent_id, None) for u in units}


def person_rows(
    connection: duckdb.DuckDBPyConnection, people: Sequence[PersonEntry]
) -> dict[str, Row]:
    """The people as rows of their table, by person id; new numbers are remembered.

    A person is known by any NIP held so far, or by the previous one given with a new one.
    """
    holders = _holders(connection)
    known = [holders.get(p.nip) or holders.get(p.previous_nip or "") for p in people]
    ids = _identify(connection, known, "asn", "person_numbers")
    _remember(connection, {p.nip: i for p, i in zip(people, ids, strict=True)}, holders)
    return {
        person_id: (
            person_id,
            person.nip,
            person.name,
            person.status,
            person.unit_id,
            person.position,
            person.active_from,
            person.active_to,
            None,
        )
        for person_id, person in zip(ids, people, strict=True)
    }


def account_rows(
    connection: duckdb.DuckDBPyConnection, accounts: Sequence[AccountEntry]
) -> dict[str, Row]:
    """The accounts as rows of their table, by account id; their people must be registered."""
    holders = _holders(connection)
    held = {row[1:]: row[0] for row in connection.execute(_HOLDINGS).fetchall()}
    people = [holders[account.nip] if account.nip else None for account in accounts]
    known = [
        held.get((account.platform, account.handle, account.institution or person_id))
        for account, person_id in zip(accounts, people, strict=True)
    ]
    ids = _identify(connection, known, "acc", "account_numbers")
    return {
        account_id: (
            account_id,
            account.platform,
            account.handle,
            person_id,
            account.institution,
            account.confirmed_by,
            account.note,
            account.active_from,
            account.active_to,
            None,
        )
        for account_id, person_id, account in zip(ids, people, accounts, strict=True)
    }


_HOLDINGS = """
SELECT account_id, platform, handle, coalesce(institution_id, person_id) FROM accounts
"""


def _identify(
    connection: duckdb.DuckDBPyConnection, known: Sequence[str | None], prefix: str, sequence: str
) -> list[str]:
    """The known ids, and in place of every None one that was never given before."""
    fresh = connection.execute(
        "SELECT nextval(?) FROM range(?)", [sequence, known.count(None)]
    ).fetchall()
    numbers = iter(fresh)
    return [found or f"{prefix}-{next(numbers)[0]:06d}" for found in known]


def _holders(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(connection.execute("SELECT nip, person_id FROM person_nips").fetchall())


def _remember(
    connection: duckdb.DuckDBPyConnection, holders: Mapping[str, str], known: Mapping[str, str]
) -> None:
    new = [(nip, person_id) for nip, person_id in holders.items() if nip not in known]
    with incoming(connection, new, {"nip": "string", "person_id": "string"}):
        connection.execute("INSERT INTO person_nips SELECT *, ? FROM incoming", [now_utc()])
