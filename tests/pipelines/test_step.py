"""One step by itself leaves the books of the run as a whole night would."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.nightly import nightly, settled
from pipelines.step import collect_only
from pipelines.watch import Watch
from store.errors import StoreBusy
from store.runs import runs
from store.turn import sole_run
from tests.fakes import FakePlatform
from tests.pipelines.office import DAY, HANDLES, make_night, make_office


def test_collecting_alone_finishes_its_run(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    platform = FakePlatform({HANDLES[0]: ["kabar"], HANDLES[1]: [], HANDLES[2]: []})
    assert collect_only(make_night(office, platform), Watch()).created == 1
    with office.folder.database.transaction() as connection:
        (run,) = runs(connection)
    assert run.finished_utc is not None
    assert run.summary["created"] == 1


def test_night_and_collecting_are_refused_while_another_run_is_at_work(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    with sole_run(office.folder.root):
        with pytest.raises(StoreBusy, match="another"):
            nightly.fn(str(office.folder.root), str(office.config), DAY)
        with pytest.raises(StoreBusy, match="another"):
            collect_only(make_night(office, FakePlatform()), Watch())


def test_failed_tasks_are_counted_and_the_others_stay() -> None:
    assert settled([3, ValueError("x"), 4], int) == ([3, 4], 1)
