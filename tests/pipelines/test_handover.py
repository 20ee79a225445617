"""Posts handed over as a file: registered accounts only, once, and traced."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.handover_file import HandoverError
from pipelines.handover import take_over
from store.activities import ActivityLake
from tests.pipelines.office import HANDLES, make_office

HEADING = "platform,handle,native_id,created_at,kind,text\n"
ROWS = (
    f"bluesky,{HANDLES[0]},a1,2025-09-13T08:00:00+07:00,post,Pagi semua\n"
    f"bluesky,@{HANDLES[1].upper()},b1,2025-09-13T09:00:00+07:00,post,Siang semua\n"
)


def handed_over(folder: Path, rows: str) -> Path:
    path = folder / "serah-terima.csv"
    path.write_text(HEADING + rows, "utf-8")
    return path


def test_posts_of_registered_accounts_are_taken_once(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    file = handed_over(tmp_path, ROWS)
    first = take_over(office.folder.root, file, "Inspektorat")
    again = take_over(office.folder.root, file, "Inspektorat")
    assert (first.accounts, first.created, first.issues) == (2, 2, 0)
    assert again.created == 0
    assert ActivityLake(office.folder.activities).count() == 2


def test_row_of_anyone_else_is_refused_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    stranger = "bluesky,orang.lain.test,x1,2025-09-13T08:00:00+07:00,post,rahasia orang lain\n"
    taken = take_over(office.folder.root, handed_over(tmp_path, ROWS + stranger), "Warga")
    assert (taken.created, taken.issues) == (2, 1)
    for path in office.folder.root.rglob("*"):
        if path.is_file():
            assert b"rahasia orang lain" not in path.read_bytes()
            assert b"orang.lain.test" not in path.read_bytes()


def test_malformed_file_leaves_nothing(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    bad = handed_over(tmp_path, ROWS + "bluesky\n")
    with pytest.raises(HandoverError, match=r"serah-terima\.csv"):
        take_over(office.folder.root, bad, "Warga")
    assert ActivityLake(office.folder.activities).count() == 0
