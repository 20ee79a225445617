"""One's own account: password, devices, preferences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from review import passwords
from review.desk import Desk
from review.errors import PasswordRefused, SignInRefused
from review.passwords import Fault
from review.people import check_password
from review.sessions import SessionBook, SignedIn
from review.sign_in import Attempt, prove
from store import audit, sessions, users
from store.database import Database
from store.sign_ins import Origin


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """The password in use, the one to come, and the address it is asked from."""

    current: str
    new: str
    address: str


def change_password(
    desk: Desk, book: SessionBook, signed_in: SignedIn, change: PasswordChange, now: datetime
) -> str:
    """Keep another password; every session ends and a new one begins, whose token is returned.

    Raises:
        PasswordRefused: the new one will not do.
        SignInRefused: the current one is wrong, or was wrong too often.
    """
    user = signed_in.user
    check_password(change.new, desk.rules.sign_in.password_length, user.name, user.username)
    if change.new == change.current:
        raise PasswordRefused(Fault.AS_BEFORE)
    proven = prove(desk, Attempt(Origin(user.username, change.address), change.current), now)
    digest = passwords.hashed(change.new)
    kept = replace(proven, password_hash=digest, password_at=now, must_change=False)
    with audit.recorded(desk.database) as connection:
        # Keeping a password takes long enough for an admin to take the access meanwhile.
        if users.get(connection, user.user_id) != proven:
            raise SignInRefused
        users.update(connection, kept)
        sessions.end_all(connection, user.user_id)
        audit.append(connection, "user.password_changed", user.user_id, user.user_id, {})
        token = book.open(connection, kept, signed_in.session.device, now)
    book.forget(user.user_id)
    return token


def end_session(database: Database, user_id: str, session_id: str) -> None:
    """End one of one's sessions; nothing happens where it is not one's own."""
    with audit.recorded(database) as connection:
        found = sessions.get(connection, session_id)
        if found is not None and found.user_id == user_id:
            sessions.end(connection, session_id)
            audit.append(connection, "user.session_ended", user_id, user_id, {})


def end_other_sessions(database: Database, signed_in: SignedIn) -> None:
    """End all of one's sessions but this one."""
    user_id = signed_in.user.user_id
    with audit.recorded(database) as connection:
        ended = len(sessions.of_user(connection, user_id)) - 1
        sessions.end_others(connection, signed_in.session)
        if ended > 0:
            audit.append(connection, "user.sessions_ended", user_id, user_id, {"count": ended})


def prefer(database: Database, user_id: str, language: str, shortcuts: bool) -> None:
    """Keep the language of the pages and whether single keys do something (WCAG 2.1.4)."""
    with database.transaction() as connection:
        user = users.get(connection, user_id)
        if user is not None:
            users.update(connection, replace(user, language=language, shortcuts=shortcuts))
