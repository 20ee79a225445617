"""Who may sign in, as what, and who changed that: every change is an event of the chain.

``by`` is the code of the admin, or ``OPERATOR`` for whoever works on the machine itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from review import claim, passwords
from review.errors import PasswordRefused, PersonRefused, Refusal
from review.roles import Role
from store import audit, leases, sessions, sign_ins, users
from store.users import User

if TYPE_CHECKING:
    import duckdb

    from store.database import Database

OPERATOR = "operator"
_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,31}")
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody to be let in. ``password`` is None for who signs in by the identity provider only,
    as ``subject``; ``must_change`` asks for another password at the first sign-in."""

    username: str
    name: str
    role: str
    password: str | None
    must_change: bool = True
    subject: str | None = None


def add(database: Database, person: NewPerson, by: str, now: datetime) -> User:
    """Let somebody in.

    Raises:
        PersonRefused: the username is taken, or something is not as it must be.
    """
    _check(person)
    kept = passwords.hashed(person.password) if person.password is not None else None
    with audit.recorded(database) as connection:
        _check_free(connection, person)
        user = User(
            user_id=users.free_code(connection),
            username=person.username.lower(),
            name=person.name.strip(),
            role=person.role,
            password_hash=kept,
            oidc_subject=person.subject,
            must_change=kept is not None and person.must_change,
            created_at=now,
            password_at=now if kept is not None else None,
        )
        users.add(connection, user)
        audit.append(connection, "user.added", by, user.user_id, {"role": user.role})
    return user


def with_username(database: Database, username: str) -> User:
    """The user of this name.

    Raises:
        PersonRefused: there is none.
    """
    with database.transaction() as connection:
        return _known(users.with_username(connection, username))


def set_role(database: Database, user_id: str, role: str, by: str, now: datetime) -> User:
    """Give somebody another role; they sign in anew.

    Raises:
        PersonRefused: there is no such person or role, it is oneself, or the last admin.
    """
    if role not in set(Role):
        raise PersonRefused(Refusal.ROLE)
    with audit.recorded(database) as connection:
        user = _other(connection, user_id, by)
        if role == user.role:
            return user
        if role != Role.ADMIN:
            _keep_an_admin(connection, user)
        _end_access(connection, user_id, by, now)
        details = {"role": role, "before": user.role}
        return _change(connection, replace(user, role=role), "user.role_changed", by, details)


def disable(database: Database, user_id: str, by: str, now: datetime) -> User:
    """Take somebody's access: sessions end, and what they hold returns to the queue.

    Raises:
        PersonRefused: there is no such person, it is oneself, or the last admin.
    """
    with audit.recorded(database) as connection:
        user = _other(connection, user_id, by)
        if user.disabled_at:
            return user
        _keep_an_admin(connection, user)
        _end_access(connection, user_id, by, now)
        return _change(connection, replace(user, disabled_at=now), "user.disabled", by, {})


def enable(database: Database, user_id: str, by: str) -> User:
    """Give somebody's access back.

    Raises:
        PersonRefused: there is no such person.
    """
    with audit.recorded(database) as connection:
        user = _known(users.get(connection, user_id))
        if not user.disabled_at:
            return user
        return _change(connection, replace(user, disabled_at=None), "user.enabled", by, {})


def reset_password(database: Database, user_id: str, password: str, by: str, now: datetime) -> User:
    """Give somebody a password to be changed at the next sign-in; sessions end, a lock-out too.

    Raises:
        PersonRefused: there is no such person.
    """
    kept = passwords.hashed(password)
    with audit.recorded(database) as connection:
        user = _known(users.get(connection, user_id))
        _end_access(connection, user_id, by, now)
        sign_ins.forget_name(connection, user.username)
        changed = replace(user, password_hash=kept, password_at=now, must_change=True)
        return _change(connection, changed, "user.password_reset", by, {})


def link(database: Database, user_id: str, subject: str | None, by: str) -> User:
    """Say as whom the identity provider knows somebody; None for nobody.

    Raises:
        PersonRefused: there is no such person, or another one is known by that subject.
    """
    with audit.recorded(database) as connection:
        user = _known(users.get(connection, user_id))
        if subject == user.oidc_subject:
            return user
        if subject and users.with_subject(connection, subject):
            raise PersonRefused(Refusal.SUBJECT_TAKEN)
        details = {"linked": subject is not None}
        return _change(connection, replace(user, oidc_subject=subject), "user.linked", by, details)


def check_password(password: str, length: int, *names: str) -> None:
    """Let a new password pass for somebody with these names.

    Raises:
        PasswordRefused: it will not do.
    """
    fault = passwords.fault_of(password, length, names)
    if fault is not None:
        raise PasswordRefused(fault)


def _check(person: NewPerson) -> None:
    if not _USERNAME.fullmatch(person.username.lower()):
        raise PersonRefused(Refusal.USERNAME)
    name = person.name.strip()
    if not (1 <= len(name) <= _LONGEST_NAME and name.isprintable()):
        raise PersonRefused(Refusal.NAME)
    if person.role not in set(Role):
        raise PersonRefused(Refusal.ROLE)


def _check_free(connection: duckdb.DuckDBPyConnection, person: NewPerson) -> None:
    if users.with_username(connection, person.username):
        raise PersonRefused(Refusal.TAKEN)
    if person.subject and users.with_subject(connection, person.subject):
        raise PersonRefused(Refusal.SUBJECT_TAKEN)


def _known(user: User | None) -> User:
    if user is None:
        raise PersonRefused(Refusal.UNKNOWN)
    return user


def _other(connection: duckdb.DuckDBPyConnection, user_id: str, by: str) -> User:
    user = _known(users.get(connection, user_id))
    if user_id == by:
        raise PersonRefused(Refusal.ONESELF)
    return user


def _keep_an_admin(connection: duckdb.DuckDBPyConnection, leaving: User) -> None:
    admins = [
        user
        for user in users.everybody(connection)
        if user.role == Role.ADMIN and not user.disabled_at
    ]
    if admins == [leaving]:
        raise PersonRefused(Refusal.LAST_ADMIN)


def _change(
    connection: duckdb.DuckDBPyConnection,
    user: User,
    event: str,
    by: str,
    details: Mapping[str, object],
) -> User:
    users.update(connection, user)
    audit.append(connection, event, by, user.user_id, details)
    return user


def _end_access(
    connection: duckdb.DuckDBPyConnection, user_id: str, by: str, now: datetime
) -> None:
    """End somebody's sessions, and put what they hold back into the queue."""
    sessions.end_all(connection, user_id)
    held = [one for one in leases.live(connection, now) if one.holder == user_id]
    claim.end(connection, held, claim.RELEASED, by)
