"""Entries: how an event is written into a case, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from review.case_errors import CaseRejected, Reason
from review.case_history import History, history_of
from review.case_steps import Step, steps
from review.decide import MOST_CHARACTERS
from review.errors import IllegalTransition
from review.identity import Identity, identity_of, tells
from store import audit, cases
from store.canonical import storable
from store.cases import CaseEvent, Kind
from store.errors import StoreError
from store.flags import Flag

if TYPE_CHECKING:
    import duckdb

    from store.database import Database

_READ_BLIND = (Kind.ASKED, Kind.ANSWERED)
"""What reviewers read, who may not know the unit either."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody (``actor``, a code) writes into a case, and when."""

    case_id: str
    actor: str
    now: datetime


@contextmanager
def writing(
    database: Database, entry: Entry, step: Step
) -> Iterator[tuple[duckdb.DuckDBPyConnection, History]]:
    """A transaction in which the case may take this step, with what is known of it so far.

    Raises:
        CaseMissing: there is no such case.
        IllegalTransition: it stands elsewhere.
    """
    with audit.recorded(database) as connection:
        history = history_of(connection, entry.case_id)
        if step not in steps(history.situation):
            state = history.flag.state
            raise IllegalTransition(f"{entry.case_id}: {step} is not possible in {state}")
        yield connection, history


def write(
    connection: duckdb.DuckDBPyConnection,
    entry: Entry,
    kind: Kind,
    details: dict[str, Any],
    who: Identity | None,
) -> CaseEvent:
    """Add an event whose words do not tell whose post it is.

    Raises:
        CaseRejected: they do.
    """
    if who and tells(details, who, *((who.unit,) if kind in _READ_BLIND else ())):
        raise CaseRejected(Reason.NAMED)
    return cases.add_event(
        connection,
        CaseEvent(
            case_id=entry.case_id,
            kind=kind,
            actor=entry.actor,
            happened_at=entry.now,
            details=details,
        ),
    )


def known_identity(connection: duckdb.DuckDBPyConnection, flag: Flag) -> Identity:
    """Whose post it is; the caller records that somebody sees it.

    Raises:
        CaseRejected: the account is not in the registry.
    """
    try:
        return identity_of(connection, flag.account_id)
    except StoreError as error:
        raise CaseRejected(Reason.UNREGISTERED) from error


def required(text: str) -> str:
    """The text without blanks around it.

    Raises:
        CaseRejected: nothing is left, or too much.
    """
    kept = storable(text)
    if not kept:
        raise CaseRejected(Reason.EMPTY)
    if len(kept) > MOST_CHARACTERS:
        raise CaseRejected(Reason.TOO_LONG)
    return kept


def guarded(connection: duckdb.DuckDBPyConnection, flag: Flag) -> Identity | None:
    """Whose post it is, for ``write`` to keep out of what it writes; None where nobody knows."""
    try:
        return identity_of(connection, flag.account_id)
    except StoreError:
        return None  # nobody knows whose it is, so nothing can tell


def involved(connection: duckdb.DuckDBPyConnection, history: History) -> frozenset[str]:
    """Who decided on the flag or opened or referred the case, and may not judge an objection."""
    case = history.case
    referred = {one.actor for one in history.events if one.kind in (Kind.REFERRED, Kind.WRITTEN)}
    return cases.deciders(connection, case.flag_id) | referred | {case.opened_by}
