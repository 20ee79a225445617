"""The data folder: where everything Netra keeps has its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from store.database import Database
from store.errors import StoreMissing
from store.migrate import migrate

_ROOMS = ("lake/pages", "lake/activities", "lake/scores", "evidence", "snapshots", "digests")


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The paths below one data folder (design, section 5)."""

    root: Path

    @classmethod
    def create(cls, root: Path) -> DataFolder:
        """Make the folder and its database, or bring an existing one up to date."""
        for room in _ROOMS:
            (root / room).mkdir(parents=True, exist_ok=True)
        folder = cls(root)
        folder.database.create()
        migrate(folder.database)
        return folder

    @classmethod
    def open(cls, root: Path) -> DataFolder:
        """The existing folder at ``root``.

        Raises:
            StoreMissing: there is none.
        """
        if not (root / "netra.duckdb").exists():
            raise StoreMissing(
                f"{root}: expected a data folder, found none: run `netra init --data {root}`, "
                "or give the right place with --data DIR or NETRA_DATA"
            )
        return cls(root)

    @property
    def database(self) -> Database:
        """The database people work on."""
        return Database(self.root / "netra.duckdb")

    @property
    def pages(self) -> Path:
        """Raw pages, compressed, by day."""
        return self.root / "lake" / "pages"

    @property
    def activities(self) -> Path:
        """Parquet files of activities, by day of observation."""
        return self.root / "lake" / "activities"

    @property
    def scores(self) -> Path:
        """Parquet files of scores, by day and model version."""
        return self.root / "lake" / "scores"

    @property
    def evidence(self) -> Path:
        """Content-addressed files of flagged items."""
        return self.root / "evidence"

    @property
    def snapshot(self) -> Path:
        """The read-only copy auditors open."""
        return self.root / "snapshots" / "audit.duckdb"

    @property
    def digests(self) -> Path:
        """One summary per night."""
        return self.root / "digests"
