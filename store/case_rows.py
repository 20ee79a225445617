"""The list of cases, and of what may become one; it holds nothing of who posted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from store.decisions import ORDER
from store.flags import State
from store.moment import from_utc, to_utc

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case, or a flag that may become one (``case_id`` None). ``outcome`` is what its latest
    round of review decided, if anything."""

    flag_id: str
    case_id: str | None
    label: str
    platform: str
    state: State
    outcome: str | None
    deadline_at: datetime
    election_id: str | None
    closed_at: datetime | None


def rows(connection: duckdb.DuckDBPyConnection) -> list[CaseRow]:
    """Every case, every flag whose final review found a strong indication and every one that waits
    for a clarification, nearest deadline first."""
    found = connection.execute(_ROWS, {"steps": list(ORDER), "states": list(_AFTER_REVIEW)})
    return [
        CaseRow(
            flag_id=row[0],
            case_id=row[1],
            label=row[2],
            platform=row[3],
            state=State(row[4]),
            outcome=row[5],
            deadline_at=from_utc(row[6]),
            election_id=row[7],
            closed_at=from_utc(row[8]) if row[8] else None,
        )
        for row in found.fetchall()
    ]


def waiting(
    connection: duckdb.DuckDBPyConnection, soon: datetime, late: datetime
) -> tuple[int, int]:
    """How many items still wait for a step of review and are due by ``soon``, and how many of those
    by ``late``."""
    row = connection.execute(_WAITING, [to_utc(late), list(_IN_REVIEW), to_utc(soon)]).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


_AFTER_REVIEW = (
    *(State.KLARIFIKASI, State.DIRUJUK, State.KEBERATAN),
    *(State.DIKUATKAN, State.DIBATALKAN),
)
_IN_REVIEW = (
    *(State.BARU, State.DIKLAIM, State.INDIKASI_KUAT),
    *(State.TELAAH_KEDUA, State.BEDA_PENDAPAT),
)
# Few flags ever come near a case: the decisions of all others are not looked at.
_ROWS = """
WITH near AS (
    SELECT flag_id, label, platform, state, review_round, deadline_utc, election_id FROM flags
    WHERE list_contains($states, state) OR flag_id IN (SELECT flag_id FROM cases)
       OR (state = 'final' AND flag_id IN (
              SELECT flag_id FROM decisions WHERE decision = 'indikasi_kuat'))
), words AS (
    SELECT flag_id, review_round,
           arg_max(decision, list_position($steps, step)) AS decision
    FROM decisions SEMI JOIN near USING (flag_id, review_round) GROUP BY flag_id, review_round
)
SELECT near.flag_id, case_id, label, platform, state, decision, deadline_utc, election_id,
       closed_utc
FROM near LEFT JOIN cases USING (flag_id) LEFT JOIN words USING (flag_id, review_round)
WHERE case_id IS NOT NULL OR list_contains($states, state)
   OR (state = 'final' AND decision = 'indikasi_kuat')
ORDER BY deadline_utc, near.flag_id
"""
_WAITING = """
WITH items AS (
    SELECT min(deadline_utc) AS deadline_utc FROM flags
    WHERE list_contains($2, state) AND deadline_utc <= $3
    GROUP BY label, coalesce(wave_id, activity_key)
)
SELECT count(*), count(*) FILTER (deadline_utc <= $1) FROM items
"""
