"""Decisions of people: one row per flag, round and step of review, vouched for by the chain."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from store import audit
from store.bulk import incoming
from store.canonical import canonical_json
from store.errors import DecisionTaken
from store.flags import Flag, State
from store.moment import from_utc, to_utc

if TYPE_CHECKING:
    import duckdb

DECIDED = "decision.made"
"""The event in the audit chain that vouches for a decision."""
WITHDRAWN = "decision.withdrawn"
"""The event that vouches for taking a decision back."""
FIRST, SECOND, LAST = "telaah_pertama", "telaah_kedua", "telaah_penyelia"
ORDER = (FIRST, SECOND, LAST)
"""The steps of a round, as they follow each other."""
STEPS = {
    State.BARU: FIRST,
    State.DIKLAIM: FIRST,
    State.TELAAH_KEDUA: SECOND,
    State.BEDA_PENDAPAT: LAST,
}
"""The step of review that is open in a state."""
STEP_SQL = " ".join(
    ("CASE state", *(f"WHEN '{s}' THEN '{step}'" for s, step in STEPS.items()), "END")
)
OPEN_SQL = ", ".join(f"'{state}'" for state in STEPS)
"""``STEPS`` as SQL: the step that is open for a flag, and the states in which one is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a reviewer decided at one step, and why; ``audit_hash`` is its row in the chain."""

    flag_id: str
    review_round: int
    step: str
    decision: str
    reviewer: str
    reason: str
    rulebook_row: str | None
    decided_at: datetime
    audit_hash: str = ""


def open_step(flag: Flag) -> str:
    """The step of review this flag waits for.

    Raises:
        DecisionTaken: none: it has been decided.
    """
    step = STEPS.get(flag.state)
    if step is None:
        raise DecisionTaken(f"{flag.flag_id}: already decided, now in state {flag.state}")
    return step


def add(connection: duckdb.DuckDBPyConnection, decision: Decision) -> str:
    """Store a decision with its event in the audit chain and return the event's hash.

    Raises:
        DecisionTaken: the step was decided before; nothing of this decision stays.
    """
    return add_all(connection, [decision])[0].audit_hash


def add_all(connection: duckdb.DuckDBPyConnection, made: Sequence[Decision]) -> list[Decision]:
    """``add`` for many decisions, with one event each; return them with their events' hashes."""
    import duckdb

    events = [audit.Event(DECIDED, one.reviewer, one.flag_id, _details(one)) for one in made]
    hashes = audit.append_all(connection, events)
    vouched = [replace(one, audit_hash=digest) for one, digest in zip(made, hashes, strict=True)]
    try:
        with incoming(connection, [_to_row(one) for one in vouched], _INCOMING):
            connection.execute("INSERT INTO decisions SELECT * FROM incoming")
    except duckdb.ConstraintException as error:
        first = made[0]
        raise DecisionTaken(f"{first.flag_id}: {first.step} was decided before") from error
    return vouched


def of_flag(connection: duckdb.DuckDBPyConnection, flag_id: str) -> list[Decision]:
    """The decisions on a flag, oldest first."""
    rows = connection.execute(f"{_SELECT} WHERE flag_id = ?", [flag_id])
    return _oldest_first(rows.fetchall())


def of_round(connection: duckdb.DuckDBPyConnection, flag: Flag) -> list[Decision]:
    """The decisions of the flag's present round, in the order of its steps."""
    return of_rounds(connection, [flag])[flag.flag_id]


def of_rounds(
    connection: duckdb.DuckDBPyConnection, asked: Sequence[Flag]
) -> dict[str, list[Decision]]:
    """``of_round`` of each flag, by its id."""
    rows = connection.execute(
        f"{_SELECT} WHERE flag_id IN (SELECT unnest(?))", [[flag.flag_id for flag in asked]]
    )
    held = _oldest_first(rows.fetchall())
    return {
        flag.flag_id: [
            one
            for one in held
            if (one.flag_id, one.review_round) == (flag.flag_id, flag.review_round)
        ]
        for flag in asked
    }


def withdraw(connection: duckdb.DuckDBPyConnection, decision: Decision, moment: datetime) -> str:
    """Take a decision back with its event in the audit chain and return the event's hash; the step
    can be decided again, and what was decided is kept among the withdrawn."""
    details = {**_step(decision), "decision_hash": decision.audit_hash}
    digest = audit.append(connection, WITHDRAWN, decision.reviewer, decision.flag_id, details)
    key = " AND ".join(f"{name} = ?" for name in ("flag_id", "review_round", "step"))
    connection.execute(
        f"INSERT INTO withdrawn SELECT *, ?, ? FROM decisions WHERE {key}",  # noqa: S608
        [to_utc(moment), digest, *_key(decision)],
    )
    connection.execute(f"DELETE FROM decisions WHERE {key}", [*_key(decision)])  # noqa: S608
    return digest


def verify_all(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The flags with a decision, standing or withdrawn, that the audit chain does not vouch for, or
    that is missing although the chain knows it; by id."""
    return sorted({*_unvouched(connection), *_unvouched_withdrawals(connection)})


def _oldest_first(rows: Sequence[tuple[Any, ...]]) -> list[Decision]:
    return sorted(
        map(_to_decision, rows), key=lambda one: (one.review_round, ORDER.index(one.step))
    )


def _unvouched(connection: duckdb.DuckDBPyConnection) -> set[str]:
    stored = connection.execute(f"{_SELECT} UNION ALL {_SELECT_WITHDRAWN}").fetchall()
    rows = [_to_decision(row) for row in stored]
    held = {
        (one.audit_hash, DECIDED, one.reviewer, one.flag_id, canonical_json(_details(one)))
        for one in rows
    }
    return audit.unvouched(connection, [DECIDED], held)


def _unvouched_withdrawals(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute(
        """SELECT withdrawn_hash, reviewer, flag_id, review_round, step, audit_hash
           FROM withdrawn"""
    ).fetchall()
    names = ("review_round", "step", "decision_hash")
    held = {
        (digest, WITHDRAWN, by, flag_id, canonical_json(dict(zip(names, facts, strict=True))))
        for digest, by, flag_id, *facts in rows
    }
    return audit.unvouched(connection, [WITHDRAWN], held)


_COLUMNS = """flag_id, review_round, step, decision, reviewer, reason, rulebook_row, decided_utc,
       audit_hash"""
_SELECT = f"SELECT {_COLUMNS} FROM decisions"  # noqa: S608 - constants only
_SELECT_WITHDRAWN = f"SELECT {_COLUMNS} FROM withdrawn"  # noqa: S608


_INCOMING = {
    "flag_id": "string",
    "review_round": "int32",
    **dict.fromkeys(("step", "decision", "reviewer", "reason", "rulebook_row"), "string"),
    "decided_utc": "timestamp[us]",
    "audit_hash": "string",
}


def _details(decision: Decision) -> dict[str, Any]:
    # The reason may name people and must be erasable one day, so only its hash goes into the chain.
    return {
        **_step(decision),
        "decision": decision.decision,
        "rulebook_row": decision.rulebook_row,
        "reason_sha256": hashlib.sha256(decision.reason.encode()).hexdigest(),
        "decided_utc": to_utc(decision.decided_at).isoformat(timespec="microseconds"),
    }


def _step(decision: Decision) -> dict[str, Any]:
    return {"review_round": decision.review_round, "step": decision.step}


def _to_row(decision: Decision) -> list[Any]:
    row = [*_key(decision), decision.decision, decision.reviewer, decision.reason]
    return [*row, decision.rulebook_row, to_utc(decision.decided_at), decision.audit_hash]


def _key(decision: Decision) -> tuple[str, int, str]:
    return decision.flag_id, decision.review_round, decision.step


def _to_decision(row: tuple[Any, ...]) -> Decision:
    return Decision(
        flag_id=row[0],
        review_round=row[1],
        step=row[2],
        decision=row[3],
        reviewer=row[4],
        reason=row[5],
        rulebook_row=row[6],
        decided_at=from_utc(row[7]),
        audit_hash=row[8],
    )
