"""What a reviewer waits for, with a full office and a nightly run beside.

Run: ``python -m benchmarks.review [--flags 100000] [--activities 2000000] [--reviewers 5]``.
It fills a data folder, starts the real page (``netra review``, one process) and a process that
writes as a night does (pages by account, bulk into Parquet, new flags), and lets reviewers, each in
a thread with their own connection, work through the queue: open it, take the next item, read for
``--reading`` seconds, decide. Printed are median, 95 % and 99 % of every kind of request, what
failed, and whether every decision is in the database and the chain still holds. The peer, in the
same run, is the same page without the writer.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import stamina.instrumentation

from benchmarks import lake
from benchmarks.machine import describe
from config.review import SessionRules
from connectors.account import Account
from connectors.activity import Activity
from connectors.page import Page
from review.sessions import SessionBook
from review.web.gate import COOKIE
from store import audit, decisions, evidence, flags, users
from store.activities import ActivityLake
from store.evidence import Capture, EvidenceFile, EvidenceStore
from store.flags import NewFlag
from store.folder import DataFolder
from store.pages import record_page
from store.users import User

PORT = 8699
BASE = f"http://127.0.0.1:{PORT}"
BATCH = 20_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--flags", type=int, default=100_000)
    parser.add_argument("--activities", type=int, default=2_000_000)
    parser.add_argument("--reviewers", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--reading", type=float, default=5.0, help="mean seconds with an item")
    parser.add_argument("--folder", type=Path, help="keep the filled folder here and reuse it")
    parser.add_argument("--write-beside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    stamina.instrumentation.set_on_retry_hooks([])
    if options.write_beside:
        write_beside(DataFolder.open(options.write_beside))
        return
    print(f"{describe()}; {options.flags:,} flags, {options.activities:,} activities")
    with _folder(options.folder) as root:
        folder = fill(root, options.flags, options.activities)
        for beside in (False, True):
            measure(folder, options, beside)
        check(folder)


def measure(folder: DataFolder, options: argparse.Namespace, beside: bool) -> None:
    """One measured stretch, with or without a night running at the same time."""
    tokens = sign_in(folder, options.reviewers)
    with page_of(folder, tokens[0]), night_of(folder) if beside else nullcontext():
        work = [Reviewer(f"R{n:02d}", token, options.reading) for n, token in enumerate(tokens)]
        until = time.monotonic() + options.seconds
        threads = [threading.Thread(target=one.work, args=(until,)) for one in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    report(work, "beside a nightly run" if beside else "alone")


@dataclass
class Reviewer:
    """Somebody who works through the queue; keeps what each request took, in milliseconds."""

    code: str
    token: str
    reading: float
    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: list[str] = field(default_factory=list)
    decided: int = 0

    def work(self, until: float) -> None:
        """Review until then."""
        dice = random.Random(self.code)  # noqa: S311 - think times, not secrets
        with httpx.Client(base_url=BASE, cookies={COOKIE: self.token}, timeout=30) as browser:
            time.sleep(dice.uniform(0, 1) * self.reading)  # nobody comes on the same second
            page = self._ask(browser, "queue", "GET", "/antrean")
            token = _csrf(page)
            form = {"csrf": token}
            place = self._ask(browser, "next", "POST", "/antrean/berikutnya", form)
            while time.monotonic() < until:
                item = self._ask(browser, "item", "GET", place.headers["location"])
                time.sleep(dice.uniform(0.5, 1.5) * self.reading)
                path = place.headers["location"].partition("?")[0]
                form = {"csrf": token, "decision": "bukan", "lanjut": "1", **_hidden(item)}
                place = self._ask(browser, "decision", "POST", f"{path}/putuskan", form)
                self.decided += 1
                if self.decided % 3 == 0:
                    self._ask(browser, "queue", "GET", "/antrean")

    def _ask(
        self,
        browser: httpx.Client,
        kind: str,
        method: str,
        path: str,
        form: dict[str, str] | None = None,
    ) -> httpx.Response:
        start = time.perf_counter()
        answer = browser.request(method, path, data=form)
        self.taken[kind].append((time.perf_counter() - start) * 1000)
        if answer.status_code not in (200, 303):
            self.failed.append(f"{kind}: {answer.status_code}")
        return answer


def report(work: Sequence[Reviewer], name: str) -> None:
    """One line for each kind of request."""
    decided, failed = sum(one.decided for one in work), [f for one in work for f in one.failed]
    print(f"{name}: {len(work)} reviewers, {decided} decisions, {len(failed)} failed {failed[:3]}")
    for kind in ("queue", "next", "item", "decision"):
        taken = [t for one in work for t in one.taken[kind]]
        if len(taken) < 2:
            continue
        cut = statistics.quantiles(taken, n=100, method="inclusive")
        print(
            f"  {kind:9} median {statistics.median(taken):4.0f} ms, 95 % {cut[94]:4.0f}, "
            f"99 % {cut[98]:4.0f}, longest {max(taken):4.0f} (n = {len(taken)})"
        )


def check(folder: DataFolder) -> None:
    """Whether every decision is kept and the chain vouches for it."""
    with folder.database.transaction() as connection:
        kept = connection.execute("SELECT count(*) FROM decisions").fetchone()
        chain = audit.verify(connection, audit.witnessed(folder.database))
        unvouched = decisions.verify_all(connection)
    print(f"decisions kept {kept[0] if kept else 0}, unvouched {len(unvouched)}; chain {chain.ok}")


def fill(root: Path, count: int, activities: int) -> DataFolder:
    """A data folder with so many open flags and so many activities in the lake."""
    made = (root / "netra.duckdb").exists()
    folder = DataFolder.create(root)
    if made:
        return folder
    store, begun = ActivityLake(folder.activities), time.perf_counter()
    for start in range(0, activities, BATCH):
        lake.add(store, start, min(BATCH, activities - start))
    files = EvidenceStore(folder.evidence)
    for start in range(0, count, BATCH):
        raise_flags(folder, files, range(start, min(start + BATCH, count)))
    print(f"filled in {time.perf_counter() - begun:.0f} s", flush=True)
    return folder


def raise_flags(folder: DataFolder, store: EvidenceStore, numbers: Sequence[int]) -> None:
    """New flags with their manifests and events, as a night leaves them."""
    made = [flag(number) for number in numbers]
    kept = {one.flag_id: [_keep(store, one)] for one in made}
    with audit.recorded(folder.database) as connection:
        flags.raise_flags(connection, made)
        raised = [audit.Event(flags.RAISED, audit.MACHINE, x.flag_id, flags.facts(x)) for x in made]
        audit.append_all(connection, raised)
        evidence.keep_all(connection, kept, audit.MACHINE)


def flag(number: int) -> NewFlag:
    """An invented flag, due within a week of today; one in ten stands in a wave of five."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    wave = f"W-{number // 5}" if number % 50 < 5 else None
    return NewFlag(
        activity_key=f"bluesky:{number}",
        content_sha256=f"{number:064x}",
        account_id=lake.account(number),
        platform=("bluesky", "mastodon", "rss")[number % 3],
        label=("candidate_support", "hate_speech", "hoax_sharing")[number % 3],
        probability=0.75 + number % 200 / 1000,
        threshold=0.75,
        model_version="m1",
        known_at=now - timedelta(hours=number % 100),
        deadline_at=now + timedelta(hours=168 - number % 100),
        night=now.date(),
        run_id="night",
        wave_id=wave,
    )


def write_beside(folder: DataFolder) -> None:
    """A nightly run's load, without end: pages by account, bulk, and a flag now and then."""
    store, files, number = ActivityLake(folder.activities), EvidenceStore(folder.evidence), 10**7
    while True:
        for account in range(20):
            with folder.database.transaction() as connection:
                for page in range(3):
                    record_page(connection, "night", _page(number + account * 3 + page))
            time.sleep(0.05)  # the platform's own pace: an account is not read faster
        lake.add(store, number, 4096)
        raise_flags(folder, files, range(number, number + 10))
        number += 4096


def sign_in(folder: DataFolder, count: int) -> list[str]:
    """Sessions of so many analysts."""
    book, now, tokens = SessionBook(folder.database, SessionRules()), datetime.now(UTC), []
    with folder.database.transaction() as connection:
        for number in range(count):
            code = f"R{number:02d}"
            user = User(
                user_id=code,
                username=code,
                name=code,
                role="analis",
                password_hash=None,
                created_at=now,
            )
            if users.get(connection, code) is None:
                users.add(connection, user)
            tokens.append(book.open(connection, user, "benchmark", now))
    return tokens


@contextmanager
def page_of(folder: DataFolder, token: str) -> Iterator[None]:
    """The page, served by its own process until leaving."""
    netra = [str(Path(sys.executable).with_name("netra")), "review", "--data", str(folder.root)]
    with subprocess.Popen([*netra, "--port", str(PORT)], stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for_page(token)
            yield
        finally:
            server.terminate()


@contextmanager
def night_of(folder: DataFolder) -> Iterator[None]:
    """A process that writes as a night does, until leaving."""
    command = [sys.executable, "-m", "benchmarks.review", "--write-beside", str(folder.root)]
    with subprocess.Popen(command) as writer:
        time.sleep(5)
        try:
            yield
        finally:
            writer.terminate()


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        yield kept
        return
    made = Path(tempfile.mkdtemp())
    yield made / "data"
    shutil.rmtree(made)


def _wait_for_page(token: str) -> None:
    for _ in range(200):
        try:
            httpx.get(f"{BASE}/sehat")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            _warm_up(token)
            return
    raise TimeoutError("the page did not come up within 20 s")


def _warm_up(token: str) -> None:
    """What only a process's first visitor waits for: templates, catalogues, what is overdue."""
    with httpx.Client(base_url=BASE, cookies={COOKIE: token}, timeout=60) as browser:
        for _ in range(3):
            browser.get("/antrean")


def _csrf(page: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    return found.group(1) if found else ""


def _hidden(page: httpx.Response) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    return {name: value for name, value in fields if name != "csrf"}


def _keep(store: EvidenceStore, one: NewFlag) -> EvidenceFile:
    text = f"{lake.TEXT} {one.activity_key}"
    data = evidence.manifest(
        Capture(
            activity=Activity(
                platform=one.platform,
                account_id=one.account_id,
                kind="post",
                native_id=one.activity_key,
                observed_at=one.known_at,
                created_at=one.known_at,
                page_sha256="a" * 64,
                text=text,
            ),
            account=Account(account_id=one.account_id, platform=one.platform, handle="contoh"),
            page=_page(0),
            score=lake.SCORE,
            model_version="m1",
            thresholds={},
        )
    )
    # Not ``put``: making 100,000 files durable one by one takes the disk's time, not ours.
    from hashlib import sha256

    digest = sha256(data).hexdigest()
    path = store.path(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return EvidenceFile("manifest", digest, len(data))


def _page(number: int) -> Page:
    return Page(
        platform="bluesky",
        account_id=lake.account(number),
        stream="posts",
        url="https://contoh.example/feed",
        status=200,
        fetched_at=lake.MOMENT,
        body=str(number).encode(),
        connector_version="1",
    )


if __name__ == "__main__":
    main()
