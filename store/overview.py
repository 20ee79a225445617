"""What the penyelia's overview counts, in a few set-based queries (figures: review.overview).

Items are counted, not posts: near-duplicates of a wave under one label are one item. Nothing here
is said of a person who posted, of a candidate or of a unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from store.decisions import FIRST, OPEN_SQL, SECOND, STEP_SQL
from store.moment import WIB, to_utc
from store.parquet import private_connection
from store.verdicts import STANDS, WORDS

if TYPE_CHECKING:
    import duckdb

    from store.activities import ActivityLake

CLAIMED = "item.claimed"
"""The event in the audit chain with which somebody took an item."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open items of one step of review, label and day (WIB) of the deadline; ``late`` are past
    it."""

    step: str
    label: str
    due: date
    items: int
    late: int


@dataclass(frozen=True, slots=True)
class Made:
    """First decisions of one day (WIB), label and kind, in items."""

    day: date
    label: str
    decision: str
    items: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Hours up to the first decision, from *diketahui* or from the claim: median and 90th
    percentile; None without a case."""

    since: str
    items: int
    median_h: float | None
    p90_h: float | None


@dataclass(frozen=True, slots=True)
class Pair:
    """How often the first review said the one and the second the other, in items."""

    label: str
    first: str
    second: str
    items: int


@dataclass(frozen=True, slots=True)
class Beside:
    """How many of a reviewer's first decisions of yes or no were what the machine had said."""

    reviewer: str
    same: int
    items: int


@dataclass(frozen=True, slots=True)
class Found:
    """What people finally said of the posts of a label, flagged or drawn as controls: how many they
    found to be an indication, how many not, and how many there are."""

    label: str
    control: bool
    yes: int
    no: int
    posts: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything counted in the database; ``skips`` by label, ``undone`` items, and ``flagged``
    posts of any label without controls."""

    waiting: tuple[Waiting, ...]
    made: tuple[Made, ...]
    pace: tuple[Pace, ...]
    pairs: tuple[Pair, ...]
    beside: tuple[Beside, ...]
    found: tuple[Found, ...]
    skips: tuple[tuple[str, int], ...]
    undone: int
    flagged: int


def read(connection: duckdb.DuckDBPyConnection, since: datetime, now: datetime) -> Facts:
    """Count what waits ``now`` and what was decided, skipped, taken back and raised from ``since``
    on (aware, both)."""

    def rows(query: str) -> list[tuple[Any, ...]]:
        known = {"since": to_utc(since), "now": to_utc(now), "night": since.astimezone(WIB).date()}
        used = {name: value for name, value in known.items() if f"${name}" in query}
        return connection.execute(query, used).fetchall()

    rows(_FIRST)
    return Facts(
        waiting=tuple(Waiting(*row) for row in rows(_WAITING)),
        made=tuple(Made(*row) for row in rows(_MADE)),
        pace=tuple(Pace(*row) for row in rows(_PACE)),
        pairs=tuple(Pair(*row) for row in rows(_PAIRS)),
        beside=tuple(Beside(*row) for row in rows(_BESIDE)),
        found=tuple(Found(*row) for row in rows(_FOUND)),
        skips=tuple((row[0], row[1]) for row in rows(_SKIPS)),
        undone=rows(_UNDONE)[0][0],
        flagged=rows(_FLAGGED)[0][0],
    )


def read_posts(lake: ActivityLake, since: datetime) -> int:
    """How many different posts with text, said from ``since`` on, the lake holds: what the machine
    read. The review's database is not opened for it."""
    connection = private_connection()
    lake.show(connection)
    row = connection.execute(_READ, {"since": to_utc(since)}).fetchone()
    return int(row[0]) if row else 0


_WAVE = "coalesce(wave_id, flag_id)"
_STANDS = ", ".join(f"'{state}'" for state in STANDS)
_WAITING = f"""
WITH items AS (
    SELECT {STEP_SQL} AS step, label, {_WAVE} AS wave, min(deadline_utc) AS due
    FROM flags WHERE state IN ({OPEN_SQL}) GROUP BY ALL
)
SELECT step, label, CAST(due + INTERVAL 7 HOUR AS DATE), count(*),
       count(*) FILTER (WHERE due < $now)
FROM items GROUP BY ALL ORDER BY ALL
"""  # noqa: S608 - constants only; WIB is UTC+7 all year
# What one person said in one breath of near-duplicates is one decision.
_FIRST = f"""
CREATE OR REPLACE TEMP TABLE first AS
SELECT label, decision, reviewer, decided_utc, {_WAVE} AS wave, min(known_utc) AS known_utc,
       bool_and(control) AS control
FROM decisions JOIN flags USING (flag_id)
WHERE step = '{FIRST}' AND decided_utc >= $since
GROUP BY ALL
"""  # noqa: S608
_MADE = """
SELECT CAST(decided_utc + INTERVAL 7 HOUR AS DATE), label, decision, count(*)
FROM first GROUP BY ALL ORDER BY ALL
"""
_HOURS = "count(*), quantile_cont(hours, 0.5), quantile_cont(hours, 0.9)"
_PACE = f"""
WITH known AS (
    SELECT epoch(decided_utc - known_utc) / 3600 AS hours FROM first
), claims AS (
    SELECT subject AS flag_id, actor AS reviewer, recorded_utc AS decided_utc FROM audit
    WHERE event = '{CLAIMED}' AND recorded_utc >= $since - INTERVAL 1 DAY
), held AS (
    SELECT epoch(decisions.decided_utc - claims.decided_utc) / 3600 AS hours
    FROM decisions ASOF JOIN claims USING (flag_id, reviewer, decided_utc)
    WHERE step = '{FIRST}' AND decisions.decided_utc >= $since
)
SELECT 'diketahui', {_HOURS} FROM known UNION ALL SELECT 'klaim', {_HOURS} FROM held
"""  # noqa: S608
_PAIRS = f"""
WITH pairs AS (
    SELECT DISTINCT label, {_WAVE} AS wave, one.decision AS first, other.decision AS second,
           one.decided_utc, other.decided_utc AS seconded_utc
    FROM decisions AS one JOIN decisions AS other USING (flag_id, review_round)
    JOIN flags USING (flag_id)
    WHERE one.step = '{FIRST}' AND other.step = '{SECOND}' AND other.decided_utc >= $since
)
SELECT label, first, second, count(*) FROM pairs GROUP BY ALL ORDER BY ALL
"""  # noqa: S608
_BESIDE = """
SELECT reviewer, count(*) FILTER (WHERE (decision = 'indikasi_kuat') <> control), count(*)
FROM first WHERE decision IN ('indikasi_kuat', 'bukan') GROUP BY reviewer ORDER BY reviewer
"""
_FOUND = f"""
WITH {WORDS}, said AS (
    SELECT flag_id, review_round, min(decision) AS word FROM words
    GROUP BY flag_id, review_round HAVING min(decision) = max(decision)
)
SELECT label, control, count(*) FILTER (WHERE word = 'indikasi_kuat' AND state IN ({_STANDS})),
       count(*) FILTER (WHERE word = 'bukan' AND state IN ({_STANDS})), count(*)
FROM flags LEFT JOIN said USING (flag_id, review_round)
WHERE night >= $night GROUP BY label, control ORDER BY label, control
"""  # noqa: S608
_SKIPS = f"""
SELECT label, count(DISTINCT ({_WAVE}, skipped_utc)) FROM skips JOIN flags USING (flag_id)
WHERE skipped_utc >= $since GROUP BY label ORDER BY label
"""  # noqa: S608
_UNDONE = f"""
SELECT count(DISTINCT (label, {_WAVE}, withdrawn_utc)) FROM withdrawn JOIN flags USING (flag_id)
WHERE withdrawn_utc >= $since
"""  # noqa: S608
_FLAGGED = "SELECT count(DISTINCT activity_key) FROM flags WHERE NOT control AND night >= $night"
_READ = r"""
SELECT count(*) FROM activities
WHERE version = 1 AND kind IN ('post', 'reply', 'quote') AND regexp_matches(text, '\S')
  AND coalesce(created_utc, observed_utc) >= $since
"""
