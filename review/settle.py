"""Settling: what becomes of a decided item once it can no longer be undone.

Every strong indication, and a share of the rest drawn at random, goes to another person for a
second review; the others are final. A clarification waits for its answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from review.states import Action, transition
from store import audit, flags
from store.flags import Flag, State
from store.moment import to_utc

if TYPE_CHECKING:
    import duckdb

SENT, CLOSED = "item.second_review", "item.final"
_DUE = """
SELECT flag_id FROM flags JOIN decisions USING (flag_id, review_round)
WHERE state IN ('indikasi_kuat', 'bukan', 'tidak_cukup_bukti') AND step = 'telaah_pertama'
  AND decided_utc <= ?
ORDER BY flag_id
"""


def settle(
    connection: duckdb.DuckDBPyConnection,
    now: datetime,
    undo_within: timedelta,
    share: float,
    draw: Callable[[], float],
) -> int:
    """Move on what was decided before ``now - undo_within``; say how many flags those were.

    ``share`` (0 to 1) of what is no strong indication gets a second review; ``draw`` gives numbers
    from 0 up to, not including, 1, one for each wave, in a way that no reviewer can foresee. The
    near-duplicates of a wave go the same way.
    """
    rows = connection.execute(_DUE, [to_utc(now - undo_within)]).fetchall()
    due = flags.get_all(connection, [row[0] for row in rows])
    drawn: dict[tuple[str, str], float] = {}
    again, final = list[Flag](), list[Flag]()
    for flag in due:
        lot = drawn.setdefault((flag.wave_id or flag.flag_id, flag.label), draw())
        twice = flag.state is State.INDIKASI_KUAT or lot < share
        (again if twice else final).append(flag)
    _move(connection, again, Action.SECOND, SENT)
    _move(connection, final, Action.CLOSE, CLOSED)
    return len(due)


def _move(
    connection: duckdb.DuckDBPyConnection, moved: Sequence[Flag], action: Action, event: str
) -> None:
    if not moved:
        return
    for state in {flag.state for flag in moved}:
        flags.move_all(
            connection, [x for x in moved if x.state is state], transition(state, action)
        )
    audit.append_all(
        connection,
        [
            audit.Event(event, audit.MACHINE, x.flag_id, {"review_round": x.review_round})
            for x in moved
        ],
    )
