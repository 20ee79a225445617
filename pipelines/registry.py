"""``netra registry import``: files into the registry, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.registry import ImportReport, import_registry, read_registry

from store.errors import ImportRejected, RowProblem
from store.folder import DataFolder

if TYPE_CHECKING:
    from pipelines.console import Step


@dataclass(frozen=True, slots=True)
class RegistryImport:
    """What was taken (None: nothing, only looked at), and every bad row."""

    report: ImportReport | None
    problems: tuple[RowProblem, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values for machines."""
        return {
            "report": asdict(self.report) if self.report else None,
            "problems": [{**asdict(one), "path": str(one.path)} for one in self.problems],
        }

    def facts(self) -> dict[str, Any]:
        """A few lines for people."""
        taken = asdict(self.report) if self.report else {"taken": "nothing (dry run)"}
        return {**taken, "bad rows": len(self.problems), **dict(_numbered(self.problems))}


def check_files(files: Sequence[Path]) -> RegistryImport:
    """Look at the files and take nothing."""
    return RegistryImport(None, tuple(read_registry(files).problems))


def import_whole(data: Path, files: Sequence[Path], step: Step) -> RegistryImport:
    """Take everything, or nothing when there is a bad row.

    Raises:
        ImportRejected: carries every bad row.
    """
    registry = read_registry(files)
    if registry.problems:
        raise ImportRejected(registry.problems)
    with DataFolder.open(data).database.transaction() as connection:
        return RegistryImport(import_registry(connection, registry, progress=step), ())


def import_good_rows(data: Path, files: Sequence[Path], step: Step) -> RegistryImport:
    """Take the good rows and name the bad ones."""
    registry = read_registry(files)
    with DataFolder.open(data).database.transaction() as connection:
        report = import_registry(connection, registry, progress=step)
    return RegistryImport(report, tuple(registry.problems))


def _numbered(problems: Sequence[RowProblem]) -> list[tuple[str, str]]:
    return [(f"bad row {number}", str(one)) for number, one in enumerate(problems, start=1)]
