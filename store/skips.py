"""Skips: who passed over which step of a flag, and when. They show which items are hard to judge
and are never held against anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from store import audit
from store.bulk import incoming
from store.flags import Flag
from store.moment import to_utc

if TYPE_CHECKING:
    import duckdb

SKIPPED = "item.skipped"
"""The event in the audit chain that tells of a skip."""
_TYPES = {
    "flag_id": "string",
    "review_round": "int32",
    **dict.fromkeys(("step", "reviewer"), "string"),
    "skipped_utc": "timestamp[us]",
}


def add(
    connection: duckdb.DuckDBPyConnection,
    item: Sequence[Flag],
    step: str,
    reviewer: str,
    now: datetime,
) -> None:
    """Note that ``reviewer`` passed over this step of these flags, with one event in the audit
    chain for the item; ``item`` has at least one flag."""
    rows = [(one.flag_id, one.review_round, step, reviewer, to_utc(now)) for one in item]
    with incoming(connection, rows, _TYPES):
        connection.execute("INSERT INTO skips SELECT * FROM incoming")
    first = item[0]
    details = {"review_round": first.review_round, "step": step, "posts": len(item)}
    audit.append(connection, SKIPPED, reviewer, first.flag_id, details)
