"""Undoing: a decision taken back within its minutes, as a new event."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from review.claim import claim_in
from review.errors import DecisionRejected
from review.states import Action, transition
from store import audit, decisions, flags
from store.decisions import Decision
from store.flags import Flag

if TYPE_CHECKING:
    import duckdb

    from store.database import Database

UNDOES = {
    decisions.FIRST: Action.UNDO_FIRST,
    decisions.SECOND: Action.UNDO_SECOND,
    decisions.LAST: Action.UNDO_LAST,
}
"""The action that takes back the decision of a step."""


def undo(
    database: Database,
    flag_id: str,
    reviewer: str,
    now: datetime,
    within: timedelta,
    lease: timedelta,
) -> list[Flag]:
    """Take back the latest decision on a flag, and the same person's on its near-duplicates made in
    the same breath; the item is then before ``reviewer`` again, for ``lease``.

    Raises:
        DecisionRejected: it is another person's, too old, or something came after it.
        IllegalTransition: the state has moved on.
    """
    with audit.recorded(database) as connection:
        flag = flags.get(connection, flag_id)
        latest = _latest(connection, flag, reviewer)
        if now - latest.decided_at > within:
            minutes = int(within.total_seconds() // 60)
            raise DecisionRejected(f"undo: expected within {minutes} minutes of deciding")
        for one, made in _same_breath(connection, flag, latest):
            flags.move(connection, one, transition(one.state, UNDOES[made.step]))
            decisions.withdraw(connection, made, now)
        return claim_in(connection, flag_id, reviewer, now, lease)


def _latest(connection: duckdb.DuckDBPyConnection, flag: Flag, reviewer: str) -> Decision:
    made = decisions.of_round(connection, flag)
    if not made or made[-1].reviewer != reviewer:
        raise DecisionRejected("undo: expected your own decision as the latest one")
    return made[-1]


def _same_breath(
    connection: duckdb.DuckDBPyConnection, flag: Flag, latest: Decision
) -> list[tuple[Flag, Decision]]:
    pairs = []
    for one in flags.of_wave(connection, flag):
        made = decisions.of_round(connection, one)
        if made and (made[-1].reviewer, made[-1].decided_at) == (
            latest.reviewer,
            latest.decided_at,
        ):
            pairs.append((one, made[-1]))
    return pairs
