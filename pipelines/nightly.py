"""The night as a Prefect flow: collect, score, flag, snapshot, digest.

Only paths, keys and dates are flow parameters, because Prefect's server stores them. Every step is
idempotent by key, so the flow is safe to run twice and after a kill at any moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from prefect import flow, task
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from config.settings import load_settings
from connectors.account import Account
from connectors.activity import Activity
from pipelines.collect import Collected, collect_shard
from pipelines.digest import Digest, due_at, keep_digest, summarise
from pipelines.flag import Raised, raise_new
from pipelines.log import configure
from pipelines.night import Night, open_bench, open_night
from pipelines.score import BATCH, score_shard
from pipelines.shards import SHARD, shards
from pipelines.watch import Watch, current_watch, watching
from store import runs
from store.errors import StoreBusy
from store.moment import today
from store.snapshot import write_snapshot
from store.turn import sole_run

T = TypeVar("T")

open_shared_night = lru_cache(maxsize=1)(open_night)
"""Shards of one process share the night, its budgets and what its lakes remember."""


def run_nightly(data: Path, config: Path, day: date, watch: Watch) -> Digest:
    """The flow as a command runs it: with the settings' number of workers, watched."""
    runner = cast(
        "TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=load_settings().workers)
    )
    with watching(watch):
        return nightly.with_options(task_runner=runner)(str(data), str(config), day)


@flow(name="nightly", persist_result=False)
def nightly(data: str, config: str, day: date | None = None) -> Digest:
    """One night over the office in ``data`` and ``config``; without ``day``, today in WIB.

    Raises:
        StoreBusy: another run is at work on this data folder.
    """
    configure()  # a served night has a process of its own
    open_shared_night.cache_clear()
    open_bench.cache_clear()
    with (
        closing(open_shared_night(Path(data), Path(config), day or today())) as night,
        sole_run(night.office.folder.root),
    ):
        return _run(night, current_watch())


def _run(night: Night, watch: Watch) -> Digest:
    paths = _paths(night)
    _begin(night)
    with watch.step("mengumpulkan"):
        collected, failed = _collect(night, watch)
    with watch.step("menilai"):
        scored, unscored = _score(night, watch)
    with watch.step("menandai"):
        raised = flag_task(*paths, night.day)
    digest = replace(
        summarise(night, collected, watch),
        scored=scored,
        flags=raised.by_label,
        controls=raised.controls,
        held_back=raised.held_back,
        without_evidence=raised.without_evidence,
        failed_shards=failed + unscored,
        due=due_at(night.office.folder.database, datetime.now(UTC)),
    )
    finish_task(*paths, digest)
    return digest


def _busy(_task: object, _run: object, state: Any) -> bool:
    """Only a locked database is worth another try; everything else has its own outcome."""
    return isinstance(state.result(raise_on_failure=False), StoreBusy)


@task(retries=3, retry_delay_seconds=[5, 30, 120], retry_condition_fn=_busy)
def collect_task(
    data: str, config: str, day: date, shard: str, accounts: Sequence[Account]
) -> Collected:
    """Read the accounts of one shard."""
    night = open_shared_night(Path(data), Path(config), day)
    return collect_shard(night, accounts, shard)


@task(retries=3, retry_delay_seconds=[5, 30, 120], retry_condition_fn=_busy)
def score_task(
    data: str, config: str, day: date, shard: str, activities: Sequence[Activity]
) -> int:
    """Score one shard of activities."""
    bench = open_bench(Path(data), Path(config), day)
    night = open_shared_night(Path(data), Path(config), day)
    return score_shard(night.scores, bench, activities, shard, day)


@task(retries=3, retry_delay_seconds=[5, 30, 120], retry_condition_fn=_busy)
def flag_task(data: str, config: str, day: date) -> Raised:
    """Put before people what reaches a minimum, with its evidence."""
    bench = open_bench(Path(data), Path(config), day)
    return raise_new(open_shared_night(Path(data), Path(config), day), bench.version)


@task(retries=3, retry_delay_seconds=[5, 30, 120], retry_condition_fn=_busy)
def finish_task(data: str, config: str, digest: Digest) -> None:
    """The auditors' snapshot and the digest of the night."""
    night = open_shared_night(Path(data), Path(config), date.fromisoformat(digest.night))
    folder = night.office.folder
    with folder.database.transaction() as connection:
        runs.finish_run(connection, night.run_id, datetime.now(UTC), digest.to_json())
    keep_digest(folder.digests, digest)
    write_snapshot(folder.database, folder.snapshot, night.activities, night.scores)


def _begin(night: Night) -> None:
    with night.office.folder.database.transaction() as connection:
        runs.start_run(connection, night.run_id, night.day, datetime.now(UTC))


def _collect(night: Night, watch: Watch) -> tuple[list[Collected], int]:
    """What the shards gave, and how many failed unexpectedly; one never stops another."""
    futures = [
        collect_task.submit(*_paths(night), night.day, name, quote(shard))
        for name, shard in shards(night.roster().readable, SHARD)
    ]
    results = []
    for future in as_completed(futures):
        results.append(future.result(raise_on_failure=False))
        watch.advance(len(results), len(futures))
    return settled(results, Collected)


def _score(night: Night, watch: Watch) -> tuple[int, int]:
    """Score every activity without a score of the present models, shard by shard; return how many
    were scored and how many shards failed: one hostile text must not silence a whole night."""
    bench = open_bench(*map(Path, _paths(night)), night.day)
    futures: list[PrefectFuture[int]] = []
    workers = load_settings().workers
    pending = night.activities.unscored(night.scores, bench.version, BATCH)
    for number, shard in enumerate(pending):
        name = f"score-{number:05d}"
        futures.append(score_task.submit(*_paths(night), night.day, name, quote(shard)))
        # A bounded number in flight keeps memory constant however much there is to score.
        if len(futures) > workers:
            futures[-workers].wait()
    results = []
    for done, future in enumerate(futures, start=1):
        results.append(future.result(raise_on_failure=False))
        watch.advance(done, len(futures))
    scored, failed = settled(results, int)
    return sum(scored), failed


def settled(results: Sequence[object], kind: type[T]) -> tuple[list[T], int]:
    """The results of the tasks that ended well, and how many did not."""
    well = [one for one in results if isinstance(one, kind)]
    return well, len(results) - len(well)


def _paths(night: Night) -> tuple[str, str]:
    return str(night.office.folder.root), str(night.office.config)
