"""Failures of keeping; every message says what, which, and what to do.

StoreError
 ├─ StoreMissing     no data folder here: run ``netra init``
 ├─ StoreBusy        another process kept the database locked for too long
 ├─ StoreOutdated    the database lacks what this version needs: run ``netra init``
 ├─ StoreUnusable    the database file is damaged, unreadable or on a full disk
 ├─ MigrationEdited  an applied migration no longer has the checksum it was applied with
 ├─ PagesDamaged     files of raw pages are missing or no longer hold their bytes
 ├─ FlagMissing      no flag has this id
 ├─ FlagCollision    one id would stand for two contents
 ├─ DecisionTaken    this step of this flag has been decided
 ├─ LeaseHeld        another person holds this step of this flag
 ├─ CaseMissing      no case has this id
 ├─ EvidenceDamaged  a file of evidence is missing or no longer has its hash
 ├─ PromotionsDamaged  the file of promoted models is not as the audit chain has it
 ├─ HeadsDamaged     the heads file of the audit chain cannot be read
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


class StoreOutdated(StoreError):
    """The database lacks a table or column of this version of Netra."""


class StoreUnusable(StoreError):
    """The database file cannot be opened, read or written."""


class MigrationEdited(StoreError):
    """A migration was changed after it was applied."""


class PagesDamaged(StoreError):
    """Files of raw pages are missing or damaged; ``pages`` holds each SHA-256 and account id."""

    def __init__(self, message: str, pages: Sequence[tuple[str, str]]) -> None:
        super().__init__(message)
        self.pages = tuple(pages)


class FlagMissing(StoreError):
    """No flag has the id that was asked for."""


class FlagCollision(StoreError):
    """One flag id would stand for two contents."""


class DecisionTaken(StoreError):
    """The step has been decided, by the same person or another."""


class LeaseHeld(StoreError):
    """Another person is reviewing the flag."""


class CaseMissing(StoreError):
    """No case has the id that was asked for."""


class EvidenceDamaged(StoreError):
    """A file of evidence is missing or no longer has the hash it was kept under."""


class PromotionsDamaged(StoreError):
    """The file that says which models are at work is damaged or was changed by hand."""


class HeadsDamaged(StoreError):
    """A line of the heads file is not a head."""


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
