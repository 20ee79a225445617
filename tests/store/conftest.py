"""A real, migrated data folder for every test that asks for one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from store.folder import DataFolder

if TYPE_CHECKING:
    import duckdb


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: applying every migration anew for each test would take most of the time."""
    root = tmp_path_factory.mktemp("empty") / "data"
    DataFolder.create(root)
    return root


@pytest.fixture
def folder(tmp_path: Path, empty_folder: Path) -> DataFolder:
    shutil.copytree(empty_folder, tmp_path / "data")
    return DataFolder.open(tmp_path / "data")


@pytest.fixture
def connection(folder: DataFolder) -> Iterator[duckdb.DuckDBPyConnection]:
    with folder.database.transaction() as opened:
        yield opened
