"""A night killed with SIGKILL and run again ends as if nothing had happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from .office import Office, Row
from .pds import Pds
from .process import next_second
from .world import World

TODAY = datetime.now(UTC).astimezone(ZoneInfo("Asia/Jakarta")).date()
# While fetching, and between pages and activities: the same code with and without a flow.
COLLECTING = [
    ("before:lake/pages", 1),
    ("after:lake/pages", 2),
    ("before:lake/activities", 1),
    ("after:lake/activities", 1),
]
SCORING = [
    ("before:lake/scores", 1),
    ("after:lake/scores", 1),
    ("after:evidence", 3),
]
Moment = tuple[str, int]


@dataclass(frozen=True, slots=True)
class State:
    """What two runs of one night must agree on; times are left out."""

    activities: list[Row]
    scores: list[Row]
    flags: list[Row]
    cursors: list[Row]


def state(office: Office) -> State:
    return State(office.activities(), office.scores(), office.flags(), office.cursors())


NewOffice = Callable[[str | None], Office]


@pytest.fixture(scope="module")
def new_office(pds: Pds, world: World, tmp_path_factory: pytest.TempPathFactory) -> NewOffice:
    """Makes an office with the same accounts as every other, and nothing read yet."""
    return lambda prefect: Office(tmp_path_factory.mktemp("office"), pds, world.accounts, prefect)


@pytest.fixture(scope="module")
def undisturbed(new_office: NewOffice, prefect: str) -> State:
    office = new_office(prefect)
    office.spend(TODAY)
    found = state(office)
    assert len(found.activities) > 100
    assert found.scores
    assert found.flags
    return found


def named(moment: Moment) -> str:
    return f"{moment[0]}-{moment[1]}"


@pytest.mark.parametrize("moment", COLLECTING, ids=named)
def test_collecting_killed_and_run_again_gives_the_rows_of_an_undisturbed_run(
    moment: Moment, undisturbed: State, new_office: NewOffice
) -> None:
    office = new_office(None)
    office.die(TODAY, moment, "collect")
    office.spend(TODAY, "collect")
    assert office.activities() == undisturbed.activities
    assert office.cursors() == undisturbed.cursors


@pytest.mark.parametrize("moment", SCORING, ids=named)
def test_night_killed_and_run_again_gives_the_rows_of_an_undisturbed_one(
    moment: Moment, undisturbed: State, new_office: NewOffice, prefect: str
) -> None:
    office = new_office(prefect)
    office.die(TODAY, moment)
    office.spend(TODAY)
    assert state(office) == undisturbed


def test_night_killed_with_its_own_prefect_server_gives_the_rows_of_an_undisturbed_one(
    undisturbed: State, new_office: NewOffice
) -> None:
    office = new_office(None)
    office.die(TODAY, ("after:lake/pages", 6))
    office.spend(TODAY)
    assert state(office) == undisturbed


def test_later_run_killed_between_its_cursors_and_its_rows_loses_no_new_post(
    new_office: NewOffice, world: World
) -> None:
    """Here the cursors already point behind pages that nothing has read."""
    calm, killed = new_office(None), new_office(None)
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
