"""The lake of activities: nothing lost, nothing twice, whatever happens in between."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.activity import Activity, Media
from store.activities import ActivityLake, Added, Version
from store.scores import ScoreLake
from tests.store.make import MOMENT, NIGHT, activity, deletion, later, score


@pytest.fixture
def lake(tmp_path: Path) -> ActivityLake:
    return ActivityLake(tmp_path / "activities")


@pytest.fixture
def scores(tmp_path: Path) -> ScoreLake:
    return ScoreLake(tmp_path / "scores")


def add(lake: ActivityLake, *activities: Activity) -> Added:
    return lake.add(activities, shard="shard-1", day=NIGHT)


def unscored(lake: ActivityLake, scores: ScoreLake, batch: int = 100) -> list[Activity]:
    return [one for some in lake.unscored(scores, "m1", batch) for one in some]


def changes(lake: ActivityLake, number: int = 1) -> list[str]:
    return [one.change for one in lake.history([activity(number).key])]


def test_add_when_key_unknown_then_it_is_created(lake: ActivityLake) -> None:
    assert add(lake, activity(1), activity(2)) == Added(created=2)
    assert lake.count() == 2


def test_add_when_same_content_seen_again_then_nothing_is_added(lake: ActivityLake) -> None:
    add(lake, activity(1))
    assert add(lake, activity(1, observed_at=later(24), page_sha256="b" * 64)) == Added()
    assert changes(lake) == ["create"]


def test_add_when_content_differs_then_it_is_an_update(lake: ActivityLake) -> None:
    add(lake, activity(1, "semula"))
    assert add(lake, activity(1, "sesudah", observed_at=later(1))) == Added(updated=1)
    assert add(lake, activity(1, "semula", observed_at=later(2))) == Added(updated=1)
    assert changes(lake) == ["create", "update", "update"]


def test_add_when_batch_repeats_a_key_then_it_counts_once(lake: ActivityLake) -> None:
    assert add(lake, activity(1), activity(1), activity(1)) == Added(created=1)


def test_add_when_one_moment_shows_two_contents_then_the_last_counts(
    lake: ActivityLake, scores: ScoreLake
) -> None:
    assert add(lake, activity(1, "pertama"), activity(1, "terakhir")) == Added(created=1)
    assert [one.text for one in unscored(lake, scores)] == ["terakhir"]


def test_add_when_batch_holds_an_edit_then_both_versions_are_kept(lake: ActivityLake) -> None:
    batch = [activity(1, "sesudah", observed_at=later(1)), activity(1, "semula")]
    assert add(lake, *batch) == Added(created=1, updated=1)
    assert add(lake, *batch) == Added()


def test_add_when_observation_is_older_than_what_is_held_then_it_does_not_count(
    lake: ActivityLake,
) -> None:
    add(lake, activity(1, "sekarang", observed_at=later(2)))
    assert add(lake, activity(1, "dahulu", observed_at=later(1))) == Added()


def test_add_when_deleted_then_once_and_only_if_held(lake: ActivityLake) -> None:
    add(lake, activity(1))
    assert add(lake, deletion(1), deletion(2)) == Added(deleted=1)
    assert add(lake, deletion(1, hours=2)) == Added()
    assert add(lake, activity(1, observed_at=later(3))) == Added(updated=1)
    assert changes(lake) == ["create", "delete", "update"]


def test_add_when_nothing_given_then_no_file(lake: ActivityLake, tmp_path: Path) -> None:
    assert add(lake) == Added()
    assert not list(tmp_path.rglob("*.parquet"))


def test_add_when_two_threads_bring_the_same_then_it_is_kept_once(tmp_path: Path) -> None:
    batch = [activity(number) for number in range(50)]
    with ThreadPoolExecutor(4) as pool:
        done = pool.map(lambda _: add(ActivityLake(tmp_path / "activities"), *batch), range(8))
    assert sum(one.created for one in done) == 50


def test_add_when_retention_removed_a_file_then_its_keys_are_new_again(
    lake: ActivityLake, tmp_path: Path
) -> None:
    add(lake, activity(1))
    next(tmp_path.rglob("*.parquet")).unlink()
    assert add(lake, activity(1)) == Added(created=1)


def test_unscored_when_read_back_then_every_field_is_as_stored(
    lake: ActivityLake, scores: ScoreLake
) -> None:
    full = activity(
        1,
        "Halo 👋\0 dunia",
        kind="quote",
        url="https://contoh.invalid/1",
        created_at=MOMENT - timedelta(days=3),
        language="id",
        in_reply_to="at://x/1",
        quoted="at://x/2",
        object_id="",
        urls=("https://contoh.invalid/a", "https://contoh.invalid/a"),
        media=(Media("image", "https://contoh.invalid/p.jpg", "sebuah foto"),),
    )
    add(lake, full)
    assert unscored(lake, scores) == [full]


def test_unscored_when_no_text_of_its_own_then_left_out(
    lake: ActivityLake, scores: ScoreLake
) -> None:
    add(lake, activity(1, " \n"), activity(2, kind="like"), activity(3, kind="repost"))
    assert unscored(lake, scores) == []


def test_unscored_when_edited_then_only_the_present_content(
    lake: ActivityLake, scores: ScoreLake
) -> None:
    add(lake, activity(1, "semula"), activity(2))
    add(lake, activity(1, "sesudah", observed_at=later(1)), deletion(2))
    assert [one.text for one in unscored(lake, scores)] == ["sesudah"]


def test_unscored_when_scored_then_only_for_that_model(
    lake: ActivityLake, scores: ScoreLake
) -> None:
    add(lake, activity(1))
    scores.add([(activity(1), score())], model_version="m1", shard="s", day=NIGHT)
    assert unscored(lake, scores) == []
    assert sum(map(len, lake.unscored(scores, "m2", 10))) == 1


def test_unscored_when_many_then_in_lists_of_at_most_the_batch(
    lake: ActivityLake, scores: ScoreLake
) -> None:
    add(lake, *(activity(number) for number in range(25)))
    sizes = [len(some) for some in lake.unscored(scores, "m1", 10)]
    assert sum(sizes) == 25
    assert max(sizes) <= 10


def test_live_when_deleted_or_of_another_account_then_left_out(lake: ActivityLake) -> None:
    add(lake, activity(1), activity(2), activity(3, account_id="A-2"))
    add(lake, deletion(2))
    assert [one.key for one in lake.live(["A-1", "A-9"])] == [activity(1).key]


def test_history_when_edited_then_every_version_in_order(lake: ActivityLake) -> None:
    edited = activity(1, "sesudah", observed_at=later(1))
    add(lake, activity(1, "semula"), activity(2))
    add(lake, edited)
    last = Version(edited.key, 2, "update", edited.content_sha256, edited.observed_at)
    assert lake.history([edited.key])[1:] == [last]


KILLED = """
import os, signal, sys
from pathlib import Path
from store.activities import ActivityLake
from tests.store.make import NIGHT, activity

calls, fsync = 0, os.fsync
def dying_fsync(descriptor):
    global calls
    calls += 1
    if calls == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    fsync(descriptor)

os.fsync = dying_fsync
batch = [activity(number) for number in range(100)]
ActivityLake(Path(sys.argv[1])).add(batch, shard="shard-1", day=NIGHT)
"""


@pytest.mark.parametrize("moment", [1, 2], ids=["written-not-renamed", "renamed"])
def test_add_when_killed_in_the_middle_then_the_next_run_ends_in_the_same_rows(
    tmp_path: Path, moment: int
) -> None:
    batch = [activity(number) for number in range(100)]
    undisturbed, disturbed = ActivityLake(tmp_path / "whole"), ActivityLake(tmp_path / "killed")
    add(undisturbed, *batch)
    command = [sys.executable, "-c", KILLED, str(tmp_path / "killed"), str(moment)]
    killed = subprocess.run(command, check=False, cwd=Path(__file__).parents[2])
    assert killed.returncode == -9
    leftovers = list((tmp_path / "killed").rglob(".tmp-*"))
    assert len(leftovers) == (1 if moment == 1 else 0)
    add(disturbed, *batch)
    keys = [one.key for one in batch]
    assert disturbed.history(keys) == undisturbed.history(keys)
    assert names(tmp_path / "killed") == names(tmp_path / "whole")


def names(root: Path) -> set[str]:
    return {path.name for path in root.rglob("*") if path.is_file()}


texts = st.text(st.characters(codec=None), max_size=20)  # lone surrogates and controls included


@settings(deadline=None, max_examples=25)
@given(text=texts, native_id=texts.filter(bool), urls=st.lists(texts, max_size=2))
def test_add_when_text_is_hostile_then_what_is_read_back_has_the_stored_content(
    text: str, native_id: str, urls: list[str]
) -> None:
    with TemporaryDirectory() as root:
        lake, scores = ActivityLake(Path(root) / "a"), ScoreLake(Path(root) / "s")
        hostile = activity(1, "x" + text, native_id=native_id, urls=tuple(urls))
        add(lake, hostile)
        assert add(lake, hostile) == Added()
        back = unscored(lake, scores)
        assert len(back) == 1
        scores.add([(back[0], score())], model_version="m1", shard="s", day=NIGHT)
        assert unscored(lake, scores) == []


observations = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(["a", "b", None]), st.integers(0, 5)),
    max_size=12,
)


@settings(deadline=None, max_examples=25)
@given(batches=st.lists(observations, min_size=1, max_size=3))
def test_add_when_any_batches_come_then_the_rows_are_the_changes_and_a_second_run_adds_none(
    batches: list[list[tuple[int, str | None, int]]],
) -> None:
    nights = [
        [(number, text, 24 * night + hour) for number, text, hour in batch]
        for night, batch in enumerate(batches)
    ]
    with TemporaryDirectory() as root:
        lake = ActivityLake(Path(root))
        made = [[observe(*seen) for seen in batch] for batch in nights]
        for batch in made:
            add(lake, *batch)
        keys = [activity(number).key for number in (1, 2, 3)]
        held = [(one.activity_key, one.change) for one in lake.history(keys)]
        told = [
            (keys[number - 1], change) for number in (1, 2, 3) for change in tell(number, nights)
        ]
        assert held == told
        assert [add(lake, *batch) for batch in made] == [Added()] * len(made)


def observe(number: int, text: str | None, hour: int) -> Activity:
    if text is None:
        return deletion(number, hour)
    return replace(activity(number, text), observed_at=later(hour))


def tell(number: int, nights: Iterable[list[tuple[int, str | None, int]]]) -> list[str]:
    """The changes as one would tell them by hand."""
    held: list[str | None] = []
    for night in nights:
        seen = {hour: text for one, text, hour in night if one == number}
        for _, text in sorted(seen.items()):
            if text != (held[-1] if held else None):
                held.append(text)
    return [
        "create" if place == 0 else "delete" if text is None else "update"
        for place, text in enumerate(held)
    ]
