"""Decisions of people: one row per flag, round and step of review, vouched for by the chain."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from store import audit
from store.canonical import canonical_json
from store.errors import DecisionTaken
from store.flags import Flag, State
from store.moment import from_utc, to_utc

if TYPE_CHECKING:
    import duckdb

DECIDED = "decision.made"
"""The event in the audit chain that vouches for a decision."""
FIRST, SECOND = "telaah_pertama", "telaah_kedua"
STEPS = {State.BARU: FIRST, State.DIKLAIM: FIRST, State.TELAAH_KEDUA: SECOND}
"""The step of review that is open in a state."""


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
    import duckdb

    digest = audit.append(
        connection, DECIDED, decision.reviewer, decision.flag_id, _details(decision)
    )
    row = [*_key(decision), decision.decision, decision.reviewer, decision.reason]
    try:
        connection.execute(
            "INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*row, decision.rulebook_row, to_utc(decision.decided_at), digest],
        )
    except duckdb.ConstraintException as error:
        raise DecisionTaken(f"{decision.flag_id}: {decision.step} was decided before") from error
    return digest


def of_flag(connection: duckdb.DuckDBPyConnection, flag_id: str) -> list[Decision]:
    """The decisions on a flag, oldest first."""
    rows = connection.execute(
        f"{_SELECT} WHERE flag_id = ? ORDER BY review_round, step",
        [flag_id],
    )
    return [_to_decision(row) for row in rows.fetchall()]


def verify_all(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The flags with a decision that the audit chain does not vouch for, or that is missing
    although the chain knows it; by id."""
    rows = [_to_decision(row) for row in connection.execute(_SELECT).fetchall()]
    held = {(d.audit_hash, d.reviewer, d.flag_id, canonical_json(_details(d))) for d in rows}
    events = connection.execute(
        "SELECT hash, actor, subject, details FROM audit WHERE event = ?", [DECIDED]
    )
    return sorted({row[2] for row in held ^ set(events.fetchall())})


_SELECT = """
SELECT flag_id, review_round, step, decision, reviewer, reason, rulebook_row, decided_utc,
       audit_hash
FROM decisions
"""


def _details(decision: Decision) -> dict[str, Any]:
    # The reason may name people and must be erasable one day, so only its hash goes into the chain.
    return {
        "review_round": decision.review_round,
        "step": decision.step,
        "decision": decision.decision,
        "rulebook_row": decision.rulebook_row,
        "reason_sha256": hashlib.sha256(decision.reason.encode()).hexdigest(),
        "decided_utc": to_utc(decision.decided_at).isoformat(timespec="microseconds"),
    }


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
