"""What waits at a step of review, as items, for the people who review.

An item is one wave of near-duplicates under one label. It stands where the first of its flags
stands: nearest deadline first, then ``queue_rank``. Nothing here tells who posted, nor how sure the
machine is. Only so many flags are sorted as a page may need, because grouping 100,000 of them
costs more than the rest of the page together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from store import leases
from store.decisions import FIRST, LAST, OPEN_SQL, SECOND, STEPS
from store.moment import from_utc, to_utc

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which items: of one step, as ``person`` (a user id) may review them, at ``now``.

    ``mine``: only what the person holds. ``overdue``: only what is past its deadline.
    """

    step: str
    person: str
    now: datetime
    label: str | None = None
    platform: str | None = None
    mine: bool = False
    overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One item. ``flag_id`` stands for all its ``posts``; ``held``: somebody else has it before
    them; ``mine``: the person who asks has."""

    flag_id: str
    label: str
    platform: str
    deadline_at: datetime
    posts: int
    held: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many items wait at a step under a label."""

    step: str
    label: str
    items: int


def page(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int, offset: int = 0
) -> list[Waiting]:
    """At most ``limit`` items after the first ``offset``, in their order."""
    needed = offset + limit
    rows = 4 * needed
    while True:
        found = _run(connection, wanted, _LEADERS, rows=rows)
        if len(found) >= needed or not found or found[0][-1] < rows:
            return _described(connection, wanted, found[offset:needed])
        rows *= 8


def counts(connection: duckdb.DuckDBPyConnection, person: str) -> list[Count]:
    """How many items of each step and label ``person`` could review."""
    return [Count(*row) for row in connection.execute(_COUNTS, {"person": person}).fetchall()]


def platforms(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The platforms of what waits at any step, by name."""
    rows = connection.execute(f"SELECT DISTINCT platform FROM flags WHERE {_OPEN} ORDER BY ALL")  # noqa: S608
    return [row[0] for row in rows.fetchall()]


def next_free(connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> str | None:
    """The first item that nobody else holds and this person did not skip, by one of its flags."""
    rows = _FIRST_ROWS
    while True:
        [(looked_at, found)] = _run(connection, wanted, _FREE, rows=rows)
        if found or looked_at < rows:
            return str(found) if found else None
        rows *= 8


def next_skipped(connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> str | None:
    """Of the items that nobody else holds and this person did skip, the one skipped longest ago."""
    [(_, found)] = _run(connection, wanted, _SKIPPED, rows=_ALL_ROWS)
    return str(found) if found else None


def held_by(connection: duckdb.DuckDBPyConnection, person: str, now: datetime) -> str | None:
    """A flag of the item this person has had before them the longest."""
    row = connection.execute(
        "SELECT flag_id FROM leases WHERE holder = ? AND until_utc > ? "
        "ORDER BY since_utc, flag_id LIMIT 1",
        [person, to_utc(now)],
    ).fetchone()
    return str(row[0]) if row else None


_FIRST_ROWS = 64
_ALL_ROWS = 2**40
# Who saw whose post it is, when it was asked about, does not get it to review blind.
_SEEN = """
    SELECT DISTINCT flag_id FROM cases JOIN case_events USING (case_id)
    WHERE kind = 'identitas_dibuka' AND actor = ?
"""
_NOT_SEEN = """coalesce(wave_id, flag_id) NOT IN (
    SELECT coalesce(wave_id, flag_id) FROM flags WHERE flag_id IN (SELECT unnest($seen))
)"""
_OPEN = f"state IN ({OPEN_SQL})"
_ORDER = "deadline_utc, queue_rank DESC, flag_id"
_WAVE = "coalesce(wave_id, flag_id) AS wave"
# At a later step a wave is not for whoever decided one of its posts before.
_DECIDED = f"""
    SELECT {_WAVE}, label, state FROM flags JOIN decisions USING (flag_id, review_round)
    WHERE state IN ('telaah_kedua', 'beda_pendapat') AND reviewer = $person
"""  # noqa: S608 - constants only
_ANYBODYS = f"""
WITH open AS (
    SELECT flags.rowid AS place, flag_id, review_round, label, deadline_utc, queue_rank, {_WAVE}
    FROM flags WHERE {{where}}
)"""  # noqa: S608
_ANOTHERS = f"""
WITH decided AS ({_DECIDED}), waiting AS (
    SELECT flags.rowid AS place, flag_id, review_round, label, state, deadline_utc, queue_rank,
           {_WAVE}
    FROM flags WHERE {{where}}
), open AS (
    SELECT * FROM waiting ANTI JOIN decided USING (wave, label, state)
)"""  # noqa: S608
# Sorted by their numbers; their texts are fetched only for those that come first.
_FIRST = f"""
{{waiting}}, first AS (
    SELECT flag_id, review_round, label, platform, deadline_utc, queue_rank, wave_id, {_WAVE}
    FROM flags
    JOIN (SELECT place FROM open ORDER BY deadline_utc, queue_rank DESC, place LIMIT $rows)
    ON flags.rowid = place
)"""  # noqa: S608
_LEADERS = f"""
{_FIRST}
SELECT flag_id, label, platform, deadline_utc, wave_id, (SELECT count(*) FROM first) FROM first
QUALIFY row_number() OVER (PARTITION BY wave, label ORDER BY {_ORDER}) = 1 ORDER BY {_ORDER}
"""  # noqa: S608
_UNTAKEN = f"""
{_FIRST}, taken AS (
    SELECT {_WAVE}, label FROM flags SEMI JOIN (
        SELECT flag_id FROM leases WHERE until_utc > $now AND holder <> $person
    ) AS held USING (flag_id)
), skipped AS (
    SELECT flag_id, review_round, max(skipped_utc) AS skipped_utc FROM skips
    WHERE step = $step AND reviewer = $person GROUP BY ALL
), untaken AS (
    SELECT * FROM first ANTI JOIN taken USING (wave, label)
)
SELECT (SELECT count(*) FROM first), (SELECT flag_id FROM untaken
"""  # noqa: S608
_FREE = f"{_UNTAKEN} ANTI JOIN skipped USING (flag_id, review_round) ORDER BY {_ORDER} LIMIT 1)"
_SKIPPED = (
    f"{_UNTAKEN} JOIN skipped USING (flag_id, review_round) ORDER BY skipped_utc, {_ORDER} LIMIT 1)"
)
_WAVES = """
SELECT wave_id, label, list(flag_id) FROM flags
WHERE list_contains($states, state) AND wave_id IN (SELECT unnest($waves)) GROUP BY ALL
"""


# Waves are told apart without the ids of single flags, whose 100,000 texts cost as much again.
_COUNTS = f"""
WITH decided AS ({_DECIDED}), later AS (
    SELECT label, state, {_WAVE} FROM flags WHERE state IN ('telaah_kedua', 'beda_pendapat')
)
SELECT '{FIRST}', label, count(DISTINCT wave_id) + count(*) FILTER (wave_id IS NULL)
FROM flags WHERE state IN ('baru', 'diklaim') GROUP BY label
UNION ALL
SELECT CASE state WHEN 'telaah_kedua' THEN '{SECOND}' ELSE '{LAST}' END, label,
       count(DISTINCT wave)
FROM later ANTI JOIN decided USING (wave, label, state) GROUP BY ALL
"""  # noqa: S608


def _waiting(connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """The table ``open`` as SQL, and its values."""
    values: dict[str, Any] = {"states": _states(wanted)}
    conditions = ["list_contains($states, state)"]
    for column in ("label", "platform"):
        if value := getattr(wanted, column):
            conditions.append(f"{column} = ${column}")
            values[column] = value
    if wanted.overdue:
        conditions.append("deadline_utc < $now")
    if wanted.mine:
        conditions.append(
            "flag_id IN (SELECT flag_id FROM leases WHERE holder = $person AND until_utc > $now)"
        )
    seen = connection.execute(_SEEN, [wanted.person]).fetchall() if wanted.step != LAST else []
    if seen:
        conditions.append(_NOT_SEEN)
        values["seen"] = [row[0] for row in seen]
    table = _ANYBODYS if wanted.step == FIRST else _ANOTHERS
    return table.format(where=" AND ".join(conditions)), values


def _run(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, query: str, **more: Any
) -> list[tuple[Any, ...]]:
    table, values = _waiting(connection, wanted)
    query = query.format(waiting=table)
    values |= {"person": wanted.person, "now": to_utc(wanted.now), "step": wanted.step, **more}
    # DuckDB refuses values that a query has no name for.
    used = {name: value for name, value in values.items() if f"${name}" in query}
    return connection.execute(query, used).fetchall()


def _described(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, leaders: Sequence[tuple[Any, ...]]
) -> list[Waiting]:
    waves = sorted({row[4] for row in leaders if row[4]})
    rows = connection.execute(_WAVES, {"states": _states(wanted), "waves": waves}).fetchall()
    members = {(wave, label): ids for wave, label, ids in rows}
    holders = {one.flag_id: one.holder for one in leases.live(connection, wanted.now)}
    return [
        _item(row[:4], members.get((row[4], row[1])) or [row[0]], holders, wanted.person)
        for row in leaders
    ]


def _item(
    leader: tuple[Any, ...], members: Sequence[str], holders: dict[str, str], person: str
) -> Waiting:
    flag_id, label, platform, until = leader
    held = {holders[one] for one in members if one in holders}
    return Waiting(
        flag_id=flag_id,
        label=label,
        platform=platform,
        deadline_at=from_utc(until),
        posts=len(members),
        held=bool(held - {person}),
        mine=person in held,
    )


def _states(wanted: Wanted) -> list[str]:
    return [state.value for state, step in STEPS.items() if step == wanted.step]
