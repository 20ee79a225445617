"""Whole nights by the command line, over a real PDS and a real WordPress.

The fixtures are one story, night after night; each test looks at one of its nights.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from .office import Office, Row
from .pds import Pds, Record
from .process import next_second
from .world import PARTISAN, World

TODAY = datetime.now(UTC).astimezone(ZoneInfo("Asia/Jakarta")).date()
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Night:
    """What a night said, and the rows of activities before and after it."""

    digest: dict[str, Any]
    before: list[Row]
    after: list[Row]

    @property
    def new(self) -> list[Row]:
        """The rows that this night added; those before it must all still be there."""
        old = {key(row): row for row in self.before}
        assert [row for row in self.after if key(row) in old] == self.before
        return [row for row in self.after if key(row) not in old]


def key(row: Row) -> Key:
    return row["activity_key"], row["version"]


def of(rows: list[Row], platform: str) -> list[Row]:
    return [row for row in rows if row["platform"] == platform]


def ids(rows: list[Row]) -> set[str]:
    return {row["native_id"] for row in rows}


def spend(office: Office, day: date) -> Night:
    before = office.activities()
    digest = office.spend(day)
    return Night(digest, before, office.activities())


@pytest.fixture(scope="module")
def office(
    pds: Pds, world: World, prefect: str, tmp_path_factory: pytest.TempPathFactory
) -> Office:
    return Office(tmp_path_factory.mktemp("office"), pds, world.accounts, prefect)


@pytest.fixture(scope="module")
def first(office: Office) -> Night:
    return spend(office, TODAY)


@pytest.fixture(scope="module")
def again(office: Office, first: Night) -> Night:
    assert first
    return spend(office, TODAY)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written between two nights."""

    records: list[Record]
    post: dict[str, Any]


@pytest.fixture(scope="module")
def written(world: World, again: Night) -> Written:
    assert again
    next_second()
    records = [*world.ani.posts(["Selamat pagi", PARTISAN[0]]), world.budi.like(world.records[5])]
    return Written(records, world.site.post("Kabar baru", "<p>Baru saja.</p>"))


@pytest.fixture(scope="module")
def with_posts(office: Office, written: Written) -> Night:
    assert written
    return spend(office, TODAY)


@pytest.fixture(scope="module")
def with_changes(office: Office, world: World, with_posts: Night) -> Night:
    """The next night, after an edit and a deletion on either platform."""
    assert with_posts
    next_second()
    world.ani.edit(world.records[10], "Ralat: rapat diundur")
    world.ani.delete(world.records[11])
    world.site.edit(int(str(world.posts[3]["id"])), content="<p>Ralat: diundur.</p>")
    world.site.delete(int(str(world.posts[4]["id"])))
    return spend(office, TODAY + timedelta(days=1))


@pytest.fixture(scope="module")
def second_look(office: Office, with_changes: Night) -> Night:
    assert with_changes
    return spend(office, TODAY + timedelta(days=2))


def test_first_night_holds_every_act_of_the_registered_accounts(first: Night, world: World) -> None:
    bluesky = of(first.after, "bluesky")
    assert Counter(row["kind"] for row in bluesky) == {
        "post": 130, "like": 1, "repost": 1, "follow": 1, "reply": 1, "quote": 1
    }  # fmt: skip
    assert ids(bluesky) >= {record.uri for record in world.records}
    assert len(of(first.after, "wordpress")) == 12
    assert len(of(first.after, "feed")) == 10
    assert {row["change"] for row in first.after} == {"create"}


def test_first_night_says_what_it_did(first: Night) -> None:
    assert first.digest["complete"]
    assert first.digest["outcomes"] == {"ok": 4}
    assert first.digest["created"] == len(first.after)
    assert first.digest["scored"] > 0
    assert sum(first.digest["flags"].values()) > 0


def test_same_night_again_adds_nothing(again: Night) -> None:
    assert again.after == again.before
    assert (again.digest["created"], again.digest["updated"], again.digest["scored"]) == (0, 0, 0)
    assert sum(again.digest["flags"].values()) + again.digest["controls"] == 0


def test_night_after_new_posts_adds_exactly_those(with_posts: Night, written: Written) -> None:
    assert ids(of(with_posts.new, "bluesky")) == {record.uri for record in written.records}
    assert [row["url"] for row in of(with_posts.new, "wordpress")] == [written.post["link"]]
    assert [row["url"] for row in of(with_posts.new, "feed")] == [written.post["link"]]
    assert {row["change"] for row in with_posts.new} == {"create"}


def test_edit_becomes_an_update_row(with_changes: Night, world: World) -> None:
    updates = [row for row in with_changes.new if row["change"] == "update"]
    assert {row["text"] for row in of(updates, "bluesky")} == {"Ralat: rapat diundur"}
    assert ids(of(updates, "bluesky")) == {world.records[10].uri}
    assert {row["text"] for row in of(updates, "wordpress")} == {"Kegiatan 3\n\nRalat: diundur."}
    assert {row["version"] for row in updates} == {2}


def test_deletion_seen_once_is_not_believed(with_changes: Night) -> None:
    assert with_changes.digest["deleted"] == 0
    assert {row["change"] for row in with_changes.new} == {"update"}


def test_deletion_seen_twice_becomes_a_delete_row(second_look: Night, world: World) -> None:
    deletions = {(row["platform"], row["change"], row["text"]) for row in second_look.new}
    assert deletions == {("bluesky", "delete", ""), ("wordpress", "delete", "")}
    assert ids(of(second_look.new, "bluesky")) == {world.records[11].uri}
    assert second_look.digest["deleted"] == len(second_look.new) == 2
