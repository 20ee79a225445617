"""Signing in and out: who somebody is, how often one may be wrong, and the trace of it.

After so many failures under one name within the window, nobody can sign in under it for the
window's length, whether there is such a person or not; one address may fail four times as often,
because an office shares one. What is refused while locked does not count, so nobody is kept out for
good. The chain has the code of the person, never what was typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from config.review import SignInRules
from review import passwords
from review.desk import Desk
from review.errors import PasswordExpired, SignInRefused
from review.sessions import SessionBook, SignedIn
from store import audit, sessions, sign_ins, users
from store.sign_ins import Origin
from store.users import User

if TYPE_CHECKING:
    import duckdb

SIGNED_IN, SIGNED_OUT, LOCKED_OUT = "user.signed_in", "user.signed_out", "user.locked_out"
NOBODY = "tidak_dikenal"
BY_PASSWORD, BY_PROVIDER = "password", "oidc"
_ADDRESS_FACTOR = 4


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody typed, and from where."""

    origin: Origin
    password: str


def sign_in(desk: Desk, book: SessionBook, attempt: Attempt, device: str, now: datetime) -> str:
    """Begin a session for whoever proves to be its user; return the token for the cookie.

    Raises:
        PasswordExpired: the password is a one-time password that is too old.
        SignInRefused: name and password do not belong together, or signing in is locked.
    """
    user = prove(desk, attempt, now)
    if _expired(user, desk.rules.sign_in, now):
        raise PasswordExpired
    return _enter(desk, book, user, device, now)


def sign_in_as(desk: Desk, book: SessionBook, subject: str, device: str, now: datetime) -> str:
    """Begin a session for whom the office's identity provider vouches for.

    Raises:
        SignInRefused: nobody who may sign in is known under this subject.
    """
    with desk.database.transaction() as connection:
        user = users.with_subject(connection, subject) if subject else None
    if user is None or user.disabled_at:
        raise SignInRefused
    return _enter(desk, book, user, device, now, BY_PROVIDER)


def sign_out(desk: Desk, book: SessionBook, signed_in: SignedIn) -> None:
    """End this session."""
    user_id = signed_in.user.user_id
    with audit.recorded(desk.database) as connection:
        sessions.end(connection, signed_in.session.session_id)
        audit.append(connection, SIGNED_OUT, user_id, user_id, {})
    book.forget(user_id)


def prove(desk: Desk, attempt: Attempt, now: datetime) -> User:
    """The user whose name and password these are; the attempt counts.

    Raises:
        SignInRefused: they do not belong together, or signing in is locked.
    """
    rules = desk.rules.sign_in
    with desk.database.transaction() as connection:
        _refuse_if_locked(connection, attempt.origin, rules, now)
        user = users.with_username(connection, attempt.origin.username)
    kept = user.password_hash if user and not user.disabled_at else None
    right = passwords.matches(kept, attempt.password)
    with audit.recorded(desk.database) as connection:
        # Of many guesses at once only the first are answered, and nobody is let in whose access
        # was changed meanwhile.
        until = _locked_until(connection, attempt.origin, rules, now)
        if until is None and user and right and users.get(connection, user.user_id) == user:
            return _proven(connection, user, attempt, now)
        if until is None:
            until = _note_failure(connection, user, attempt.origin, rules, now)
    raise SignInRefused(until)


def locked_until(
    failures: Sequence[datetime], allowed: int, window: timedelta, now: datetime
) -> datetime | None:
    """When the lock-out ends that these failures (oldest first) brought about; None if none holds.

    The last of ``allowed`` failures within ``window`` begins it; it lasts for ``window``.
    """
    runs = zip(failures, failures[allowed - 1 :], strict=False)
    ends = [last + window for first, last in runs if last - first <= window]
    return ends[-1] if ends and now < ends[-1] else None


def _expired(user: User, rules: SignInRules, now: datetime) -> bool:
    given = user.password_at
    return user.must_change and given is not None and now >= given + rules.one_time


def _enter(
    desk: Desk,
    book: SessionBook,
    user: User,
    device: str,
    now: datetime,
    by: str = BY_PASSWORD,
) -> str:
    with audit.recorded(desk.database) as connection:
        audit.append(connection, SIGNED_IN, user.user_id, user.user_id, {"by": by})
        return book.open(connection, user, device, now)


def _proven(
    connection: duckdb.DuckDBPyConnection, user: User, attempt: Attempt, now: datetime
) -> User:
    sign_ins.note(connection, attempt.origin, True, now)
    if user.password_hash and passwords.outdated(user.password_hash):
        user = replace(user, password_hash=passwords.hashed(attempt.password))
        users.update(connection, user)
    return user


def _note_failure(
    connection: duckdb.DuckDBPyConnection,
    user: User | None,
    origin: Origin,
    rules: SignInRules,
    now: datetime,
) -> datetime | None:
    sign_ins.sweep(connection, now - 2 * rules.window)
    sign_ins.note(connection, origin, False, now)
    until = _locked_until(connection, origin, rules, now)
    if until is not None:
        whom = user.user_id if user else NOBODY
        audit.append(connection, LOCKED_OUT, audit.MACHINE, whom, {})
    return until


def _refuse_if_locked(
    connection: duckdb.DuckDBPyConnection, origin: Origin, rules: SignInRules, now: datetime
) -> None:
    until = _locked_until(connection, origin, rules, now)
    if until is not None:
        raise SignInRefused(until)


def _locked_until(
    connection: duckdb.DuckDBPyConnection, origin: Origin, rules: SignInRules, now: datetime
) -> datetime | None:
    since = now - 2 * rules.window
    by_name = sign_ins.failures_of_name(connection, origin.username, since)
    by_address = sign_ins.failures_of_address(connection, origin.address, since)
    ends = (
        locked_until(by_name, rules.failures, rules.window, now),
        locked_until(by_address, rules.failures * _ADDRESS_FACTOR, rules.window, now),
    )
    return max((end for end in ends if end), default=None)
