"""How reading each account ended in each run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.outcome import Outcome
from store.moment import now_utc
from store.upsert import upsert

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class AccountOutcome:
    """The end of one account in one run; ``pages`` and ``records`` count what was new."""

    account_id: str
    platform: str
    outcome: Outcome
    pages: int
    records: int
    detail: str


def record_outcome(  # noqa: PLR0913 - one argument per column
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    account_id: str,
    outcome: Outcome,
    *,
    pages: int,
    records: int,
    detail: str,
) -> None:
    """Keep how the account ended in this run, in place of an earlier attempt's outcome.

    ``detail`` is for operators and may end in a log: no text, handle or name belongs in it.
    """
    upsert(
        connection,
        "outcomes",
        {"run_id": run_id, "account_id": account_id},
        {
            "outcome": outcome.value,
            "pages": pages,
            "records": records,
            "detail": detail,
            "recorded_utc": now_utc(),
        },
    )


def outcomes_of(connection: duckdb.DuckDBPyConnection, run_id: str) -> list[AccountOutcome]:
    """How every account of the run ended, by account id."""
    rows = connection.execute(
        """SELECT o.account_id, coalesce(a.platform, ''), o.outcome, o.pages, o.records, o.detail
           FROM outcomes o LEFT JOIN accounts a ON a.account_id = o.account_id
           WHERE o.run_id = ? ORDER BY o.account_id""",
        [run_id],
    ).fetchall()
    return [AccountOutcome(row[0], row[1], Outcome(row[2]), *row[3:]) for row in rows]
