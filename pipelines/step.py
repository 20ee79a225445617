"""One step of the night by itself, without an orchestrator."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipelines.collect import collect_shard
from pipelines.digest import Digest, summarise
from pipelines.shards import SHARD, shards
from store import runs
from store.accounts import registered

if TYPE_CHECKING:
    from pipelines.night import Night
    from pipelines.watch import Watch


def collect_only(night: Night, watch: Watch) -> Digest:
    """Read every registered account, shard after shard; nothing is scored."""
    with night.office.folder.database.transaction() as connection:
        runs.start_run(connection, night.run_id, night.day, datetime.now(UTC))
        accounts = registered(connection, night.connectors, today=night.day)
    parts = list(shards(accounts, SHARD))
    collected = []
    with watch.step("mengumpulkan"):
        for number, (name, part) in enumerate(parts, start=1):
            collected.append(collect_shard(night, part, name))
            watch.advance(number, len(parts))
    return summarise(night, collected, watch)
