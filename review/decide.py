"""Deciding: a person's judgement of one step, stored with its event in the audit chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from review import claim
from review.errors import DecisionRejected
from review.states import DECISIONS, Action, transition
from store import audit, decisions, flags, leases
from store.canonical import storable
from store.decisions import Decision
from store.errors import DecisionTaken, LeaseHeld
from store.flags import Flag, State

if TYPE_CHECKING:
    import duckdb

    from store.database import Database

MOST_CHARACTERS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person (``reviewer``, a code) says of one step. ``alone``: of this post only, also
    where *bukan* could be said of all its near-duplicates. ``asked``: the step and round that were
    before the person, where that is known."""

    decision: str
    reviewer: str
    reason: str = ""
    rulebook_row: str | None = None
    alone: bool = False
    asked: tuple[str, int] | None = None


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
    """``judge`` at this moment, for a whole item."""
    judgement = Judgement(
        decision=decision, reviewer=reviewer, reason=reason, rulebook_row=rulebook_row
    )
    return judge(database, flag_id, judgement, datetime.now(UTC))


def judge(database: Database, flag_id: str, judgement: Judgement, now: datetime) -> Decided:
    """Decide the open step of a flag; *bukan* covers the near-duplicates that make up its item.

    Anything heavier than *bukan* is said of one post: the rest of the item goes back to the queue.
    All of it happens in one transaction or nothing does. Where nobody holds the step, deciding
    claims it on the way.

    Raises:
        DecisionRejected: something a decision must have is missing, or the person may not.
        FlagMissing: there is no such flag.
        DecisionTaken: the step has been decided.
        LeaseHeld: another person holds the step.
    """
    with audit.recorded(database) as connection:
        return judge_in(connection, flag_id, judgement, now)


def judge_in(
    connection: duckdb.DuckDBPyConnection, flag_id: str, judgement: Judgement, now: datetime
) -> Decided:
    """``judge`` inside the caller's transaction; ``audit.recorded`` must be around it."""
    made = _complete(judgement, now)
    flag = flags.get(connection, flag_id)
    step = decisions.open_step(flag)
    if judgement.asked not in (None, (step, flag.review_round)):
        raise DecisionTaken(f"{flag_id}: the step that was asked about has been decided")
    wave = flags.of_wave(connection, flag)
    held = _held(connection, wave, made.reviewer, now)
    alone = judgement.alone or made.decision != State.BUKAN
    # What joined the wave after it was claimed was not before the person.
    covered = [flag] if alone else [one for one in wave if not held or one.flag_id in held]
    claim.check_person(connection, covered, step, made.reviewer)
    recorded, moved = _record(connection, covered, replace(made, step=step))
    rest = [one for one in wave if one not in covered]
    claim.give_back(connection, [*moved.values(), *rest])
    return Decided(recorded[flag_id], moved[flag_id].state, len(covered))


def _complete(judgement: Judgement, now: datetime) -> Decision:
    """The judgement as a decision, before it is laid on a flag."""
    made = Decision(
        flag_id="",
        review_round=1,
        step="",
        decision=storable(judgement.decision),
        reviewer=storable(judgement.reviewer),
        reason=storable(judgement.reason),
        rulebook_row=storable(judgement.rulebook_row or "") or None,
        decided_at=now,
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


def _held(
    connection: duckdb.DuckDBPyConnection, wave: Sequence[Flag], reviewer: str, now: datetime
) -> set[str]:
    """What of the wave ``reviewer`` has before them."""
    held = leases.live(connection, now, [flag.flag_id for flag in wave])
    if any(lease.holder != reviewer for lease in held):
        raise LeaseHeld(f"{wave[0].flag_id}: somebody else is reviewing it now")
    return {lease.flag_id for lease in held}


def _record(
    connection: duckdb.DuckDBPyConnection, covered: Sequence[Flag], made: Decision
) -> tuple[dict[str, Decision], dict[str, Flag]]:
    """The decisions, and the flags as they are now, by flag id."""
    earlier = decisions.of_rounds(connection, covered)
    goes: dict[State, list[Flag]] = {}
    for flag in covered:
        state = transition(_claimed(flag.state), _action(earlier[flag.flag_id], made))
        goes.setdefault(state, []).append(flag)
    moved = [
        flag
        for state, flagged in goes.items()
        for flag in flags.move_all(connection, flagged, state)
    ]
    laid = [replace(made, flag_id=x.flag_id, review_round=x.review_round) for x in covered]
    recorded = decisions.add_all(connection, laid)
    return {one.flag_id: one for one in recorded}, {one.flag_id: one for one in moved}


def _claimed(state: State) -> State:
    return transition(state, Action.CLAIM) if state is State.BARU else state


def _action(earlier: Sequence[Decision], made: Decision) -> Action:
    if made.step != decisions.SECOND:
        return Action(made.decision)
    same = any(one.decision == made.decision for one in earlier)
    return Action.AGREE if same else Action.DIFFER
