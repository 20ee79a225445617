"""How fast the lake takes what is new, and what a reviewer waits for while it does.

Run: ``python -m benchmarks.lake [--known 1000000]``. Prints the machine and the median of 5 runs of

- adding 20,000 activities, half of them known, to a lake that knows ``--known`` keys;
- the same by a fresh process, which must first read the keys;
- finding what is not scored yet, and what two hundred accounts have live;
- a reviewer's decision, alone and beside a process that writes pages, activities and flags.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import stamina.instrumentation

from benchmarks.machine import describe
from classifiers.score import Score
from connectors.activity import Activity
from review.decide import decide
from store import flags
from store.activities import ActivityLake
from store.flags import NewFlag
from store.folder import DataFolder
from store.parquet import remember
from store.scores import ScoreLake

RUNS = 5
BATCH = 20_000
NIGHT = date(2031, 9, 1)
MOMENT = datetime(2031, 9, 1, 14, tzinfo=UTC)
TEXT = "pagi ini warga kota contoh berkumpul di balai desa untuk kerja bakti bersama lurah"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--known", type=int, default=1_000_000)
    parser.add_argument("--write-beside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    stamina.instrumentation.set_on_retry_hooks([])
    if options.write_beside:
        write_beside(DataFolder.open(options.write_beside))
        return
    print(f"{describe()}; {options.known:,} known keys; median of {RUNS} runs")
    with tempfile.TemporaryDirectory() as root:
        measure_lake(DataFolder.create(Path(root)), options.known)
        measure_decisions(DataFolder.create(Path(root) / "review"))


def measure_lake(folder: DataFolder, known: int) -> None:
    """Adding to, and reading from, a lake of ``known`` activities."""
    lake, scores = ActivityLake(folder.activities), ScoreLake(folder.scores)
    for start in range(0, known, BATCH):
        add(lake, start)
        if start < known - 2 * BATCH:  # all but the newest have a score
            rows = [(one, SCORE) for one in activities(start)]
            scores.add(rows, model_version="m1", shard=str(start), day=NIGHT)
    size = sum(file.stat().st_size for file in folder.root.rglob("*.parquet"))
    print(f"lake of {lake.count():,} activities and their scores: {size / 2**20:.0f} MiB")
    starts = iter(range(known - BATCH // 2, known * 2, BATCH))
    report("add 20,000, half known", lambda: add(lake, next(starts)), BATCH, "rows/s")
    report("the same, keys unread", lambda: fresh_add(lake, next(starts)), BATCH, "rows/s")
    report("first unscored batch", lambda: len(next(lake.unscored(scores, "m1", 4096))))
    accounts = [account(number) for number in range(200)]
    report("live of 200 accounts", lambda: len(lake.live(accounts)))


def measure_decisions(folder: DataFolder) -> None:
    """A reviewer's decisions, without and beside a busy writer."""
    with folder.database.transaction() as connection:
        flags.raise_flags(connection, [flag(number) for number in range(400)])
    alone = [decision_ms(folder, number) for number in range(100)]
    command = [sys.executable, "-m", "benchmarks.lake", "--write-beside", str(folder.root)]
    with subprocess.Popen(command) as writer:
        time.sleep(3)
        beside = [decision_ms(folder, number) for number in range(100, 300)]
        writer.terminate()
    for name, taken in (("alone", alone), ("beside a writer", beside)):
        tail = statistics.quantiles(taken, n=100)
        print(
            f"decision {name}: median {statistics.median(taken):.0f} ms, "
            f"95 % {tail[94]:.0f} ms, longest {max(taken):.0f} ms (n = {len(taken)})"
        )


def write_beside(folder: DataFolder) -> None:
    """A nightly run's load: bulk into Parquet, then a short transaction, without end."""
    lake, number = ActivityLake(folder.activities), 0
    while True:
        add(lake, number, 4096)
        with folder.database.transaction() as connection:
            flags.raise_flags(connection, [flag(number + 10_000_000)])
        number += 4096


def report(name: str, run: Callable[[], int], rows: int = 0, unit: str = "") -> None:
    """Print the median of ``RUNS`` runs."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    median = statistics.median(taken)
    rate = f", {rows / median:,.0f} {unit}" if rows else ""
    print(f"{name}: {median * 1000:,.0f} ms{rate} ({min(taken):.2f} to {max(taken):.2f} s)")


def add(lake: ActivityLake, start: int, rows: int = BATCH) -> int:
    """Add ``rows`` activities from number ``start`` on."""
    return lake.add(activities(start, rows), shard=f"shard-{start}", day=NIGHT).created


def fresh_add(lake: ActivityLake, start: int) -> int:
    """Add as a process does that has not read the keys yet."""
    remember.cache_clear()
    return add(lake, start)


def activities(start: int, rows: int = BATCH) -> list[Activity]:
    """Invented posts of a dozen words."""
    return [
        Activity(
            platform="bluesky",
            account_id=account(number),
            kind="post",
            native_id=f"at://did:plc:{number % 5000:024d}/app.bsky.feed.post/{number:013d}",
            observed_at=MOMENT,
            page_sha256=f"{number // 100:064x}",
            created_at=MOMENT - timedelta(seconds=number % 86_400),
            text=f"{TEXT[number % 20 :]} {number}",
        )
        for number in range(start, start + rows)
    ]


def account(number: int) -> str:
    """One of 5,000 accounts."""
    return f"A-{number % 5000:05d}"


def flag(number: int) -> NewFlag:
    """An invented flag."""
    return NewFlag(
        activity_key=f"bluesky:{number}",
        content_sha256="a" * 64,
        account_id=account(number),
        platform="bluesky",
        label="hate_speech",
        probability=0.9,
        threshold=0.8,
        model_version="m1",
        known_at=MOMENT,
        deadline_at=MOMENT + timedelta(days=7),
        night=NIGHT,
        run_id="night-2031-09-01",
    )


def decision_ms(folder: DataFolder, number: int) -> float:
    """How long one decision takes, in milliseconds."""
    start = time.perf_counter()
    decide(folder.database, flag(number).flag_id, "bukan", "analis-7")
    return (time.perf_counter() - start) * 1000


SCORE = Score(candidate_support=0.1, hate_speech=0.1, hoax_sharing=0.1)

if __name__ == "__main__":
    main()
