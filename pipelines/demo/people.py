"""People of the demo's office: one of each role, with passwords that serve for one sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from review import passwords, people
from review.people import NewPerson
from review.roles import Role
from store.database import Database

_PEOPLE = (
    ("sekar", "Sekar Ayu", Role.ANALIS),
    ("gilang", "Gilang Restu", Role.ANALIS),
    ("bima", "Bima Saka", Role.PENYELIA),
    ("laras", "Laras Wening", Role.AUDITOR),
    ("jaya", "Jaya Mandala", Role.ADMIN),
)


@dataclass(frozen=True, slots=True)
class OneTime:
    """A sign-in that asks for a password of one's own at once."""

    role: Role
    username: str
    password: str


def let_in(database: Database) -> tuple[OneTime, ...]:
    """Add the office's people and return how each signs in."""
    now, made = datetime.now(UTC), []
    for username, name, role in _PEOPLE:
        password = passwords.one_time()
        person = NewPerson(username=username, name=name, role=role.value, password=password)
        people.add(database, person, people.OPERATOR, now)
        made.append(OneTime(role, username, password))
    return tuple(made)
