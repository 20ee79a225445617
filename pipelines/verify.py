"""``netra audit verify``: the whole chain and every evidence file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store import audit, decisions, evidence, flags, promotions
from store.errors import PromotionsDamaged
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
    """Check every audit row and every evidence file against its SHA-256, and every flag, decision
    and promotion of models against the chain."""
    with folder.database.transaction() as connection:
        chain = audit.verify(connection, audit.witnessed(folder.database))
        index, files = evidence.read_index(connection), evidence.count(connection)
        undecided, unraised = decisions.verify_all(connection), flags.verify_all(connection)
    problems = evidence.check(index, EvidenceStore(folder.evidence))
    faults = [f"audit row {chain.broken.seq}: {chain.broken.reason}"] if chain.broken else []
    faults += [f"{one}: the flag is not as the audit chain has it raised" for one in unraised]
    faults += [f"{one}: its decision is not the one in the audit chain" for one in undecided]
    faults += [f"{one.flag_id}: {one.sha256}: {one.reason}" for one in problems]
    return Verification(chain.rows, files, (*faults, *_promotions(folder)))


def _promotions(folder: DataFolder) -> list[str]:
    try:
        promotions.history(folder)
    except PromotionsDamaged as error:
        return [str(error)]
    return []
