"""A data folder with flags to review."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import flags
from store.folder import DataFolder
from tests.store.make import new_flag


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder.create(tmp_path / "data")
    with made.database.transaction() as connection:
        flags.raise_flags(connection, [new_flag(1), new_flag(2)])
    return made
