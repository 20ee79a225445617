"""One step of the night by itself, without an orchestrator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipelines.collect import Collected, collect_shard
from pipelines.digest import Digest, summarise
from pipelines.shards import SHARD, shards
from store import runs
from store.turn import sole_run

if TYPE_CHECKING:
    from connectors.account import Account
    from pipelines.night import Night
    from pipelines.watch import Watch


def collect_only(night: Night, watch: Watch) -> Digest:
    """Read every registered account, shard after shard; nothing is scored.

    Raises:
        StoreBusy: another run is at work on this data folder.
    """
    database = night.office.folder.database
    with sole_run(night.office.folder.root):
        with database.transaction() as connection:
            runs.start_run(connection, night.run_id, night.day, datetime.now(UTC))
        digest = summarise(night, _collect(night, night.roster().readable, watch), watch)
        with database.transaction() as connection:
            runs.finish_run(connection, night.run_id, datetime.now(UTC), digest.to_json())
    return digest


def _collect(night: Night, accounts: Sequence[Account], watch: Watch) -> list[Collected]:
    parts = list(shards(accounts, SHARD))
    collected = []
    with watch.step("mengumpulkan"):
        for number, (name, part) in enumerate(parts, start=1):
            collected.append(collect_shard(night, part, name))
            watch.advance(number, len(parts))
    return collected
