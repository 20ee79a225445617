"""Deciding: a person's judgement of one step, stored with its event in the audit chain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from review.errors import DecisionRejected
from review.states import DECISIONS, Action, transition
from store import audit, decisions, flags
from store.decisions import Decision
from store.flags import Flag, State

if TYPE_CHECKING:
    import duckdb

    from store.database import Database

MOST_CHARACTERS = 5_000


@dataclass(frozen=True, slots=True)
class Decided:
    """What was recorded, the state it led to, and how many near-duplicates it covers."""

    decision: Decision
    state: State
    posts: int


def decide(
    database: Database,
    flag_id: str,
    decision: str,
    reviewer: str,
    reason: str = "",
    rulebook_row: str | None = None,
) -> Decided:
    """Decide the open step of a flag and of the near-duplicates that make up its item.

    ``reviewer`` is a person's code. All of it happens in one transaction or nothing does.

    Raises:
        DecisionRejected: something a decision must have is missing.
        FlagMissing: there is no such flag.
        DecisionTaken: the step has been decided.
    """
    made = _judge(decision, reviewer, reason, rulebook_row)
    with database.transaction() as connection:
        flag = flags.get(connection, flag_id)
        posts = flags.of_wave(connection, flag)
        recorded = {post.flag_id: _record(connection, post, made) for post in posts}
        state, head = flags.get(connection, flag_id).state, audit.head(connection)
    audit.witness(database, head)
    return Decided(recorded[flag_id], state, len(posts))


def _judge(decision: str, reviewer: str, reason: str, rulebook_row: str | None) -> Decision:
    """The judgement before it is laid on a flag."""
    made = Decision(
        flag_id="",
        review_round=1,
        step="",
        decision=_plain(decision),
        reviewer=_plain(reviewer),
        reason=_plain(reason),
        rulebook_row=_plain(rulebook_row or "") or None,
        decided_at=datetime.now(UTC),
    )
    if made.decision not in {action.value for action in DECISIONS}:
        options = ", ".join(action.value for action in DECISIONS)
        raise DecisionRejected(f"decision: expected one of {options}, found another word")
    if made.reviewer in ("", audit.MACHINE):
        raise DecisionRejected("reviewer: expected the code of a person")
    if len(made.reason) > MOST_CHARACTERS:
        raise DecisionRejected(f"reason: expected at most {MOST_CHARACTERS} characters")
    if made.decision == State.INDIKASI_KUAT and not (made.reason and made.rulebook_row):
        raise DecisionRejected("indikasi_kuat: expected a reason and a row of the rulebook")
    return made


def _record(connection: duckdb.DuckDBPyConnection, flag: Flag, made: Decision) -> Decision:
    step = decisions.open_step(flag)
    _check_person(connection, flag, step, made.reviewer)
    laid = replace(made, flag_id=flag.flag_id, review_round=flag.review_round, step=step)
    held = transition(flag.state, Action.CLAIM) if flag.state is State.BARU else flag.state
    flags.move(connection, flag, transition(held, Action(made.decision)))
    return replace(laid, audit_hash=decisions.add(connection, laid))


def _check_person(
    connection: duckdb.DuckDBPyConnection, flag: Flag, step: str, reviewer: str
) -> None:
    earlier = {one.reviewer for one in decisions.of_flag(connection, flag.flag_id)}
    if step == decisions.SECOND and reviewer in earlier:
        raise DecisionRejected("second review: expected another person than the first reviewer")


def _plain(text: str) -> str:
    return text.strip().encode("utf-8", "replace").decode()
