"""``netra audit verify``: the whole chain and every evidence file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store import audit, cases, decisions, evidence, flags, notes, promotions
from store.errors import EvidenceDamaged, PromotionsDamaged
from store.evidence import EvidenceStore

if TYPE_CHECKING:
    from store.folder import DataFolder


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, and every fault found by name."""

    rows: int
    files: int
    faults: tuple[str, ...]


def verify_all(folder: DataFolder) -> Verification:
    """Check every audit row and every file of evidence and of a case against its SHA-256, and every
    flag, decision, note, case and promotion of models against the chain."""
    with folder.database.transaction() as connection:
        chain = audit.verify(connection, audit.witnessed(folder.database))
        index, files = evidence.read_index(connection), evidence.count(connection)
        undecided, unraised = decisions.verify_all(connection), flags.verify_all(connection)
        unnoted = notes.verify_all(connection)
        unopened, case_files = cases.verify_all(connection), cases.files(connection)
    store = EvidenceStore(folder.evidence)
    problems = evidence.check(index, store)
    faults = [f"audit row {chain.broken.seq}: {chain.broken.reason}"] if chain.broken else []
    faults += [f"{one}: the flag is not as the audit chain has it raised" for one in unraised]
    faults += [f"{one}: its decision is not the one in the audit chain" for one in undecided]
    faults += [f"{one}: a note on it is not the one in the audit chain" for one in unnoted]
    faults += [f"{one}: the case is not as the audit chain has it" for one in unopened]
    faults += [f"{one.flag_id}: {one.sha256}: {one.reason}" for one in problems]
    faults += _damaged(case_files, store)
    kept = files + len({sha256 for _, sha256 in case_files})
    return Verification(chain.rows, kept, (*faults, *_promotions(folder)))


def _damaged(case_files: list[tuple[str, str]], store: EvidenceStore) -> list[str]:
    faults = []
    for case_id, sha256 in case_files:
        try:
            store.verify(sha256)
        except EvidenceDamaged as error:
            faults.append(f"{case_id}: {error}")
    return faults


def _promotions(folder: DataFolder) -> list[str]:
    try:
        promotions.history(folder)
    except PromotionsDamaged as error:
        return [str(error)]
    return []
