"""A night killed with SIGKILL and run again ends as if nothing had happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from .office import Office, Row
from .pds import Pds
from .process import next_second
from .world import World

TODAY = datetime.now(UTC).astimezone(ZoneInfo("Asia/Jakarta")).date()
MOMENTS = [
    ("before:lake/pages", 1),
    ("after:lake/pages", 2),
    ("after:lake/pages", 6),
    ("before:lake/activities", 1),
    ("after:lake/activities", 1),
    ("before:lake/scores", 1),
    ("after:lake/scores", 1),
    ("after:evidence", 3),
]


@dataclass(frozen=True, slots=True)
class State:
    """What two runs of one night must agree on; times are left out."""

    activities: list[Row]
    scores: list[Row]
    flags: list[Row]
    cursors: list[Row]


def state(office: Office) -> State:
    return State(office.activities(), office.scores(), office.flags(), office.cursors())


def new_office(pds: Pds, world: World, factory: pytest.TempPathFactory) -> Office:
    return Office(factory.mktemp("office"), pds, world.accounts)


@pytest.fixture(scope="module")
def undisturbed(pds: Pds, world: World, tmp_path_factory: pytest.TempPathFactory) -> State:
    office = new_office(pds, world, tmp_path_factory)
    office.spend(TODAY)
    return state(office)


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: f"{moment[0]}-{moment[1]}")
def test_night_killed_and_run_again_gives_the_rows_of_an_undisturbed_one(
    moment: tuple[str, int],
    undisturbed: State,
    pds: Pds,
    world: World,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    office = new_office(pds, world, tmp_path_factory)
    office.die(TODAY, moment)
    office.spend(TODAY)
    survived = state(office)
    assert len(undisturbed.activities) > 100
    assert undisturbed.flags
    assert survived.activities == undisturbed.activities
    assert survived.scores == undisturbed.scores
    assert survived.flags == undisturbed.flags
    assert survived.cursors == undisturbed.cursors


def test_later_run_killed_between_its_cursors_and_its_rows_loses_no_new_post(
    pds: Pds, world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Here the cursors already point behind pages that nothing has read."""
    calm, killed = (new_office(pds, world, tmp_path_factory) for _ in range(2))
    for office in (calm, killed):
        office.spend(TODAY, "collect")
    next_second()
    added = world.budi.posts([f"Sore {number}" for number in range(5)])
    world.site.post("Sore", "<p>Sore ini.</p>")
    calm.spend(TODAY, "collect")
    killed.die(TODAY, ("before:lake/activities", 1), "collect")
    killed.spend(TODAY, "collect")
    assert {record.uri for record in added} <= {row["native_id"] for row in calm.activities()}
    assert killed.activities() == calm.activities()
    assert killed.cursors() == calm.cursors()
