"""The whole night over the demo city: the real flow, the real models, a real DuckDB."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.demo.city import Materials, load_city
from pipelines.demo.run import Demo, run_demo
from pipelines.demo.server import DemoPlatforms
from pipelines.digest import Digest
from pipelines.verify import verify_all
from pipelines.watch import Watch
from store import evidence, flags
from store.activities import ActivityLake
from store.evidence import EvidenceStore
from store.folder import DataFolder
from store.queue import QueueItem, open_items
from store.snapshot import read


@dataclass(frozen=True)
class Finished:
    """A demo that ran, and a way to run its night again over its platforms."""

    demo: Demo

    @property
    def folder(self) -> DataFolder:
        return DataFolder.open(self.demo.data)

    def again(self, *new: tuple[str, str]) -> Digest:
        from pipelines.nightly import run_nightly

        made = Materials(self.demo.data)
        platforms = DemoPlatforms(load_city(), made.night, made.added)
        for account, text in new:
            platforms.add_post(account, text, datetime.now(UTC))
        with platforms.serving(made.port):
            return run_nightly(self.demo.data, made.config, made.night, Watch())

    def queue(self) -> list[QueueItem]:
        with self.folder.database.transaction() as connection:
            return open_items(connection, 1000)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finished]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NETRA_DATA", "NETRA_CONFIG", "NETRA_MODELS", "NETRA_ENCODER"):
            patch.delenv(name, raising=False)
        yield Finished(run_demo(tmp_path_factory.mktemp("demo") / "kota", Watch()))


def test_every_account_has_its_outcome(finished: Finished) -> None:
    outcomes = finished.demo.digest.outcomes
    assert sum(outcomes.values()) == len(load_city().accounts)
    assert outcomes["ok"] >= 90
    assert {"gone", "not_public", "changed", "empty"} <= outcomes.keys()


def test_every_post_is_kept_and_scored(finished: Finished) -> None:
    digest = finished.demo.digest
    assert digest.created >= 1500
    assert digest.scored >= 1400


def test_all_three_labels_reach_the_queue_with_evidence_that_holds(finished: Finished) -> None:
    labels = {item.label for item in finished.queue()}
    assert labels == {"candidate_support", "hate_speech", "hoax_sharing"}
    store = EvidenceStore(finished.folder.evidence)
    with finished.folder.database.transaction() as connection:
        for flag in flags.raised_on(connection, datetime.fromisoformat(finished.demo.digest.night)):
            kinds = set()
            for file in evidence.files_of(connection, flag.flag_id):
                store.verify(file.sha256)
                kinds.add(file.kind)
            assert kinds == {"manifest", "page"}


def test_audit_chain_and_evidence_hold(finished: Finished) -> None:
    assert verify_all(finished.folder).faults == ()


def test_lookalikes_mostly_stay_unflagged(finished: Finished) -> None:
    by_sort = {one.what: one for one in finished.demo.found}
    lookalikes = by_sort["mirip, tetapi netral"]
    everyday = by_sort["keseharian"]
    assert lookalikes.flagged <= 0.15 * lookalikes.written
    assert everyday.flagged <= 0.02 * everyday.written


def test_queue_says_nothing_of_who_posted(finished: Finished) -> None:
    text = json.dumps([str(item) for item in finished.queue()])
    for account in load_city().accounts:
        assert account.key not in text


def test_snapshot_holds_no_text_and_no_handle(finished: Finished) -> None:
    data = finished.folder.snapshot.read_bytes()
    for post in [post for post in load_city().posts if len(post.text) > 40][:200]:
        assert post.text[:40].encode() not in data
    assert read(finished.folder.snapshot, "SELECT count(*) AS n FROM flags")["n"][0] > 0


def test_second_night_adds_nothing_and_new_posts_exactly_themselves(finished: Finished) -> None:
    before = len(finished.queue())
    again = finished.again()
    assert (again.created, again.updated, again.deleted, again.scored) == (0, 0, 0, 0)
    assert sum(again.flags.values()) == 0
    assert len(finished.queue()) == before

    account = next(one.key for one in load_city().accounts if one.platform == "bluesky")
    held = ActivityLake(finished.folder.activities).count()
    later = finished.again(
        (account, "Pagi ini hujan, murid datang berpayung daun pisang semua."),
        (account, "Sore tadi rapat wali murid, alhamdulillah lancar dan tidak molor."),
    )
    assert (later.created, later.scored) == (2, 2)
    assert ActivityLake(finished.folder.activities).count() == held + 2


def test_folder_with_other_files_is_not_taken_for_a_demo(tmp_path: Path) -> None:
    from pipelines.errors import InputError

    (tmp_path / "penting.txt").write_text("jangan dihapus", "utf-8")
    with pytest.raises(InputError, match="an empty folder or an earlier demo"):
        run_demo(tmp_path, Watch())
    assert (tmp_path / "penting.txt").exists()
