"""A real, migrated data folder for every test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from store.folder import DataFolder

if TYPE_CHECKING:
    import duckdb


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder.create(tmp_path / "data")


@pytest.fixture
def connection(folder: DataFolder) -> Iterator[duckdb.DuckDBPyConnection]:
    with folder.database.transaction() as opened:
        yield opened
