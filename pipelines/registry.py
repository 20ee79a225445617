"""``netra registry import``: files into the registry, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.errors import ImportRejected, RowProblem
from store.folder import DataFolder
from store.registry import (
    ImportReport,
    Registry,
    import_registry,
    known_registry,
    read_registry,
)

if TYPE_CHECKING:
    from pipelines.console import Step


@dataclass(frozen=True, slots=True)
class RegistryImport:
    """What was taken (None: nothing, only looked at), and every bad row."""

    report: ImportReport | None
    problems: tuple[RowProblem, ...]
    warnings: tuple[RowProblem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for machines."""
        return {
            "report": self._counts() or None,
            "problems": [{**asdict(one), "path": str(one.path)} for one in self.problems],
            "warnings": [{**asdict(one), "path": str(one.path)} for one in self.warnings],
        }

    def facts(self) -> dict[str, Any]:
        """A few lines for people."""
        taken = self._counts() or {"taken": "nothing (dry run)"}
        return {
            **taken,
            "bad rows": len(self.problems),
            **_numbered("bad row", self.problems),
            **_numbered("warning", self.warnings),
        }

    def _counts(self) -> dict[str, Any]:
        tables = ("units", "people", "accounts") if self.report else ()
        return {table: asdict(getattr(self.report, table)) for table in tables}


def check_files(data: Path, files: Sequence[Path]) -> RegistryImport:
    """Look at the files and take nothing."""
    registry = _read(data, files)
    return RegistryImport(None, tuple(registry.problems), tuple(registry.warnings))


def import_whole(data: Path, files: Sequence[Path], step: Step) -> RegistryImport:
    """Take everything, or nothing when there is a bad row.

    Raises:
        ImportRejected: carries every bad row.
    """
    registry = _read(data, files)
    if registry.problems:
        raise ImportRejected(registry.problems)
    with DataFolder.open(data).database.transaction() as connection:
        report = import_registry(connection, registry, progress=step)
    return RegistryImport(report, (), report.warnings)


def import_good_rows(data: Path, files: Sequence[Path], step: Step) -> RegistryImport:
    """Take the good rows and name the bad ones."""
    registry = _read(data, files)
    with DataFolder.open(data).database.transaction() as connection:
        report = import_registry(connection, registry, partial=True, progress=step)
    return RegistryImport(report, report.left_out, report.warnings)


def _read(data: Path, files: Sequence[Path]) -> Registry:
    """The files, whose rows may refer to what the registry already holds."""
    with DataFolder.open(data).database.transaction() as connection:
        known = known_registry(connection)
    return read_registry(files, known)


def _numbered(name: str, rows: Sequence[RowProblem]) -> dict[str, str]:
    return {f"{name} {number}": str(one) for number, one in enumerate(rows, start=1)}
