"""Failures of keeping; every message says what, which, and what to do.

StoreError
 ├─ StoreMissing     no data folder here: run ``netra init``
 ├─ StoreBusy        another process kept the database locked for too long
 ├─ MigrationEdited  an applied migration no longer has the checksum it was applied with
 └─ ImportRejected   a file cannot be taken; carries every bad row
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class StoreError(Exception):
    """Base of all failures of the store."""


class StoreMissing(StoreError):
    """There is no data folder where one was expected."""


class StoreBusy(StoreError):
    """The database stayed locked by another process."""


class MigrationEdited(StoreError):
    """A migration was changed after it was applied."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One bad row of a file: where it is, what was expected and what was found.

    ``row`` counts from 1 with the heading as row 1; 0 means the file as a whole.
    """

    path: Path
    row: int
    column: str
    expected: str
    found: str

    def __str__(self) -> str:
        place = f"row {self.row}, column {self.column}" if self.row else "file"
        return f"{self.path}: {place}: expected {self.expected}, found {self.found}"


class ImportRejected(StoreError):
    """Nothing was taken from the files; ``problems`` names every bad row."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
