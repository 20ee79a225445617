"""Reminders: what is due soon or late, of cases and of the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from review.case_steps import SOON, due
from store import case_rows
from store.case_rows import CaseRow

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Reminders:
    """What is due within two days or late: cases by deadline, and how many items of the queue."""

    cases: tuple[CaseRow, ...]
    items_soon: int
    items_late: int

    def counts(self, now: datetime) -> dict[str, int]:
        """The figures alone, for a digest."""
        late = sum(row.deadline_at < now for row in self.cases)
        return {
            "kasus_segera": len(self.cases) - late,
            "kasus_lewat": late,
            "antrean_segera": self.items_soon,
            "antrean_lewat": self.items_late,
        }


def reminders(connection: duckdb.DuckDBPyConnection, now: datetime) -> Reminders:
    """What is due within two days or late."""
    return reminders_of(connection, case_rows.rows(connection), now)


def reminders_of(
    connection: duckdb.DuckDBPyConnection, rows: Sequence[CaseRow], now: datetime
) -> Reminders:
    """``reminders`` where the list of cases is at hand."""
    due_by_then, late = case_rows.waiting(connection, now + SOON, now)
    return Reminders(tuple(due(rows, now)), items_soon=due_by_then - late, items_late=late)
