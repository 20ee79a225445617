"""Entries: how an event is written into a case, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from review.case_errors import CaseRejected, Reason
from review.case_steps import Situation, Step, steps
from review.clarifications import answers_in
from review.decide import MOST_CHARACTERS
from review.errors import IllegalTransition
from review.identity import Identity, identity_of, tells
from store import audit, cases, decisions, flags
from store.canonical import storable
from store.cases import Case, CaseEvent, Kind
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


def outcome_of(connection: duckdb.DuckDBPyConnection, flag: Flag) -> str | None:
    """What the flag's round of review decided: the penyelia's word, else what two agreed on."""
    made = decisions.of_round(connection, flag)
    return made[-1].decision if made else None


def situation(connection: duckdb.DuckDBPyConnection, case: Case, flag: Flag) -> Situation:
    """Where a case stands."""
    asked = answers_in(cases.events_of(connection, case.case_id))
    return Situation(
        state=flag.state,
        outcome=outcome_of(connection, flag),
        closed=case.closed_at is not None,
        asked=bool(asked) and asked[-1].text is None,
        written=bool(valid_letters(connection, case.case_id, flag)),
    )


@contextmanager
def writing(
    database: Database, entry: Entry, step: Step
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Flag]]:
    """A transaction in which the case may take this step, with its flag.

    Raises:
        CaseMissing: there is no such case.
        IllegalTransition: it stands elsewhere.
    """
    with audit.recorded(database) as connection:
        case = cases.get(connection, entry.case_id)
        flag = flags.get(connection, case.flag_id)
        if step not in steps(situation(connection, case, flag)):
            raise IllegalTransition(f"{case.case_id}: {step} is not possible in {flag.state}")
        yield connection, flag


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


def valid_letters(
    connection: duckdb.DuckDBPyConnection, case_id: str, flag: Flag
) -> list[CaseEvent]:
    """The documents made since the flag was last decided: older ones state other reasons."""
    made = decisions.of_round(connection, flag)
    return [
        one
        for one in cases.events_of(connection, case_id)
        if one.kind is Kind.WRITTEN and made and one.happened_at >= made[-1].decided_at
    ]


def involved(connection: duckdb.DuckDBPyConnection, case: Case) -> frozenset[str]:
    """Who decided on the flag or opened or referred the case, and may not judge an objection."""
    events = cases.events_of(connection, case.case_id)
    referred = {one.actor for one in events if one.kind in (Kind.REFERRED, Kind.WRITTEN)}
    return cases.deciders(connection, case.flag_id) | referred | {case.opened_by}
