"""Verdicts: what people finally decided, one a wave, as learning needs it.

Near-duplicates of a wave count once. Where two reviewers differed, the penyelia's word is the
verdict; where people still disagree, within a wave or between two reviews, and where they left the
question open, there is none; nor where a review or an objection is still open, or a decision was
overturned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from classifiers.score import LABELS, Label
from store.decisions import LAST
from store.flags import State
from store.moment import from_utc

if TYPE_CHECKING:
    import duckdb

STANDS = (
    State.INDIKASI_KUAT,
    State.BUKAN,
    State.KLARIFIKASI,
    State.TIDAK_CUKUP_BUKTI,
    State.FINAL,
    State.DIRUJUK,
    State.DIKUATKAN,
)
"""The states in which what people decided holds."""
_ANSWERS = {State.INDIKASI_KUAT.value: True, State.BUKAN.value: False}
WORDS = f"""last_words AS (
    SELECT * FROM decisions WHERE step = '{LAST}'
), words AS (
    FROM last_words
    UNION ALL FROM decisions ANTI JOIN last_words USING (flag_id, review_round)
)"""  # noqa: S608 - a constant
"""SQL: the decisions that count in each round of a flag: the penyelia's alone where there is one,
else the reviews'."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decided item. ``chance`` (above 0, at most 1) is how likely its post was to be put into
    the queue; ``writers`` are opaque account ids; ``manifest`` is the SHA-256 of its evidence, and
    ``audit_hashes`` are the rows of the chain that vouch for the decisions it rests on.
    """

    label: Label
    answer: bool
    chance: float
    control: bool
    writers: tuple[str, ...]
    manifest: str
    decided_at: datetime
    audit_hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All verdicts of an office, and how many decided items gave none: ``undecided`` by everyone,
    or ``disagreed`` about."""

    rows: tuple[Verdict, ...]
    undecided: int
    disagreed: int


def verdicts(connection: duckdb.DuckDBPyConnection) -> Verdicts:
    """What people finally decided, in an order that does not depend on when it was asked.

    A control's chance is the share of controls that its night recorded, over the three labels of
    which one was drawn for it; a flagged post was sure to be put into the queue.
    """
    rows = connection.execute(
        _ITEMS, {"stands": [state.value for state in STANDS], "labels": len(LABELS)}
    ).fetchall()
    agreed = [row for row in rows if len(row[1]) == 1]
    decided = [row for row in agreed if row[1][0] in _ANSWERS]
    return Verdicts(
        tuple(
            Verdict(
                label=row[0],
                answer=_ANSWERS[row[1][0]],
                chance=row[2],
                control=row[3],
                writers=tuple(row[4]),
                manifest=row[5] or "",
                decided_at=from_utc(row[6]),
                audit_hashes=tuple(row[7]),
            )
            for row in decided
        ),
        undecided=len(agreed) - len(decided),
        disagreed=len(rows) - len(agreed),
    )


_ITEMS = f"""
WITH {WORDS}, shares AS (
    SELECT night, count(*) FILTER (WHERE control) / count(*) FILTER (WHERE NOT control) AS share
    FROM flags GROUP BY night HAVING count(*) FILTER (WHERE NOT control) > 0
), manifests AS (
    SELECT flag_id, min(sha256) AS manifest FROM evidence WHERE kind = 'manifest' GROUP BY flag_id
)
SELECT label, list(DISTINCT decision ORDER BY decision),
       max(CASE WHEN control THEN least(coalesce(share, 1) / $labels, 1) ELSE 1 END),
       bool_and(control), list(DISTINCT account_id ORDER BY account_id), min(manifest),
       max(decided_utc), list(audit_hash ORDER BY audit_hash)
FROM flags
JOIN words USING (flag_id, review_round)
LEFT JOIN shares USING (night)
LEFT JOIN manifests USING (flag_id)
WHERE list_contains($stands, state)
GROUP BY label, coalesce(wave_id, activity_key || content_sha256)
ORDER BY label, min(flag_id)
"""  # noqa: S608 - a constant
