"""The digest says what a night did and whether something may be missing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.digest import Digest, due_at, keep_digest
from store import flags
from store.folder import DataFolder
from tests.store.make import new_flag


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder.create(tmp_path / "data")


def digest(**outcomes: int) -> Digest:
    return Digest(
        night="2025-09-14",
        run_id="night-2025-09-14",
        outcomes=outcomes,
        created=12,
        flags={"hate_speech": 2},
    )


@pytest.mark.parametrize("outcome", ["partial", "auth", "blocked", "changed", "network"])
def test_night_with_something_unread_is_incomplete(outcome: str) -> None:
    assert not digest(ok=3, **{outcome: 1}).complete


def test_night_with_gone_and_private_accounts_is_complete() -> None:
    assert digest(ok=3, empty=1, gone=1, not_public=2).complete


def test_failed_shard_makes_the_night_incomplete() -> None:
    assert not Digest(night="n", run_id="r", outcomes={"ok": 1}, failed_shards=1).complete


def test_digest_is_kept_for_people_and_for_machines(tmp_path: Path) -> None:
    keep_digest(tmp_path, digest(ok=3, gone=1))
    text = (tmp_path / "2025-09-14.md").read_text("utf-8")
    assert "| terbaca | 3 |" in text
    assert "manusia yang memutuskan" in text
    assert "pelanggar" not in text
    assert json.loads((tmp_path / "2025-09-14.json").read_text("utf-8"))["created"] == 12


def test_digest_when_deadlines_near_then_counted_for_people_and_machines(
    folder: DataFolder, tmp_path: Path
) -> None:
    now = datetime(2031, 9, 6, tzinfo=UTC)
    raised = [new_flag(n, deadline_at=now + timedelta(days=n - 2)) for n in (1, 3, 9)]
    with folder.database.transaction() as connection:
        flags.raise_flags(connection, raised)
    found = replace(digest(ok=1), due=due_at(folder.database, now))
    assert (found.due["antrean_segera"], found.due["antrean_lewat"]) == (1, 1)
    keep_digest(tmp_path, found)
    told = (tmp_path / "2025-09-14.md").read_text("utf-8")
    assert "sudah lewat: antrean 1 / 1; kasus 0 / 0." in told
    assert found.facts()["batas lapor dekat / lewat"] == "antrean 1 / 1; kasus 0 / 0"
