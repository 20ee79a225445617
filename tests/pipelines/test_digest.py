"""The digest says what a night did and whether something may be missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.digest import Digest, keep_digest


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
