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
from store.decisions import Decision
from store.errors import LeaseHeld
from store.flags import Flag, State

if TYPE_CHECKING:
    import duckdb

    from store.database import Database

MOST_CHARACTERS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person (``reviewer``, a code) says of one step. ``alone``: of this post only, also
    where *bukan* could be said of all its near-duplicates."""

    decision: str
    reviewer: str
    reason: str = ""
    rulebook_row: str | None = None
    alone: bool = False


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
    made = _complete(judgement, now)
    with audit.recorded(database) as connection:
        flag = flags.get(connection, flag_id)
        wave = flags.of_wave(connection, flag)
        covered = wave if made.decision == State.BUKAN and not judgement.alone else [flag]
        _check_held(connection, wave, made.reviewer, now)
        recorded = {post.flag_id: _record(connection, post, made) for post in covered}
        claim.give_back(connection, wave)
        return Decided(recorded[flag_id], flags.get(connection, flag_id).state, len(covered))


def _complete(judgement: Judgement, now: datetime) -> Decision:
    """The judgement as a decision, before it is laid on a flag."""
    made = Decision(
        flag_id="",
        review_round=1,
        step="",
        decision=_plain(judgement.decision),
        reviewer=_plain(judgement.reviewer),
        reason=_plain(judgement.reason),
        rulebook_row=_plain(judgement.rulebook_row or "") or None,
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


def _check_held(
    connection: duckdb.DuckDBPyConnection, wave: Sequence[Flag], reviewer: str, now: datetime
) -> None:
    held = leases.live(connection, now, [flag.flag_id for flag in wave])
    if any(lease.holder != reviewer for lease in held):
        raise LeaseHeld(f"{wave[0].flag_id}: somebody else is reviewing it now")


def _record(connection: duckdb.DuckDBPyConnection, flag: Flag, made: Decision) -> Decision:
    step = decisions.open_step(flag)
    earlier = decisions.of_round(connection, flag)
    check_person(step, earlier, made.reviewer)
    laid = replace(made, flag_id=flag.flag_id, review_round=flag.review_round, step=step)
    held = transition(flag.state, Action.CLAIM) if flag.state is State.BARU else flag.state
    flags.move(connection, flag, transition(held, _action(step, earlier, made)))
    return replace(laid, audit_hash=decisions.add(connection, laid))


def _action(step: str, earlier: Sequence[Decision], made: Decision) -> Action:
    if step != decisions.SECOND:
        return Action(made.decision)
    same = any(one.decision == made.decision for one in earlier)
    return Action.AGREE if same else Action.DIFFER


def check_person(step: str, earlier: Sequence[Decision], reviewer: str) -> None:
    """Whether this person may decide this step, after what was decided in the round before it.

    Raises:
        DecisionRejected: a later step needs somebody who has not decided yet.
    """
    if step != decisions.FIRST and reviewer in {one.reviewer for one in earlier}:
        word = "second review" if step == decisions.SECOND else "last word"
        raise DecisionRejected(f"{word}: expected another person than who decided before")


def _plain(text: str) -> str:
    return text.strip().encode("utf-8", "replace").decode()
