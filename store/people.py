"""The civil servants of the registry. What this module returns is identity: whoever shows it to a
person records an audit event first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from store.errors import StoreError

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Person:
    """A civil servant as registered now; ``nips`` are all numbers held so far, oldest first."""

    person_id: str
    nip: str
    name: str
    status: str
    unit_id: str
    position: str
    active_from: date | None
    active_to: date | None
    nips: tuple[str, ...]


def person(connection: duckdb.DuckDBPyConnection, person_id: str) -> Person:
    """The person with this opaque id.

    Raises:
        StoreError: there never was one.
    """
    row = connection.execute(
        """SELECT person_id, nip, name, status, unit_id, position, active_from, active_to
           FROM people WHERE person_id = ?""",
        [person_id],
    ).fetchone()
    if row is None:
        raise StoreError(f"{person_id}: expected a person of the registry, found none")
    numbers = connection.execute(
        "SELECT nip FROM person_nips WHERE person_id = ? ORDER BY since_utc, nip", [person_id]
    ).fetchall()
    return Person(*(*row, tuple(number[0] for number in numbers)))


def person_with_nip(connection: duckdb.DuckDBPyConnection, nip: str) -> Person:
    """The person who holds or has held this number.

    Raises:
        StoreError: nobody has; the message does not repeat the number.
    """
    row = connection.execute("SELECT person_id FROM person_nips WHERE nip = ?", [nip]).fetchone()
    if row is None:
        raise StoreError("expected a NIP of the registry, found one of nobody in it")
    return person(connection, row[0])
