"""Debunked claims: imported from files, compared with posts by the classifiers."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from store.bulk import incoming
from store.claim import StoredClaim
from store.claim_file import COLUMNS, read_claims
from store.moment import now_utc

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many claims of a file are new, changed, and as they were."""

    added: int
    changed: int
    unchanged: int


def import_claims(connection: duckdb.DuckDBPyConnection, path: Path) -> ImportReport:
    """Take every claim of a CSV, JSONL or ClaimReview file; importing it again changes nothing.

    Raises:
        ImportRejected: with every bad row; nothing is taken.
    """
    claims = read_claims(path)
    held = {claim.claim_id: claim for claim in all_claims(connection)}
    news = [claim for claim in claims if held.get(claim.claim_id) != claim]
    types = {name: "date32" if name == "checked_on" else "string" for name in COLUMNS}
    with incoming(connection, [astuple(claim) for claim in news], types):
        connection.execute("INSERT OR REPLACE INTO claims SELECT *, ? FROM incoming", [now_utc()])
    changed = sum(claim.claim_id in held for claim in news)
    return ImportReport(len(news) - changed, changed, len(claims) - len(news))


def all_claims(connection: duckdb.DuckDBPyConnection) -> list[StoredClaim]:
    """Every claim, by id."""
    rows = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM claims ORDER BY claim_id")  # noqa: S608
    return [StoredClaim(**dict(zip(COLUMNS, row, strict=True))) for row in rows.fetchall()]
