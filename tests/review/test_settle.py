"""Settling: what becomes of a decision once it can no longer be undone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from review.decide import Judgement, judge
from review.settle import CLOSED, SENT, settle
from store import audit, flags
from store.flags import State
from store.folder import DataFolder
from tests.review.desk import Lots
from tests.store.make import MOMENT, new_flag

NOW, UNDO, SHARE = MOMENT, timedelta(minutes=10), 0.2
FLAG = new_flag(1).flag_id


def decided(folder: DataFolder, decision: str, flag_id: str = FLAG) -> None:
    judgement = Judgement(decision=decision, reviewer="A01", reason="jelas", rulebook_row="B6")
    judge(folder.database, flag_id, judgement, NOW)


def settled(folder: DataFolder, lot: float, minutes: float = 10) -> tuple[int, State]:
    with audit.recorded(folder.database) as connection:
        moved = settle(connection, NOW + timedelta(minutes=minutes), UNDO, SHARE, lambda: lot)
        return moved, flags.get(connection, FLAG).state


@pytest.mark.parametrize(
    ("decision", "lot", "goal"),
    [
        ("bukan", 0.19, State.TELAAH_KEDUA),
        ("bukan", 0.2, State.FINAL),
        ("tidak_cukup_bukti", 0.0, State.TELAAH_KEDUA),
        ("tidak_cukup_bukti", 0.99, State.FINAL),
        ("indikasi_kuat", 0.99, State.TELAAH_KEDUA),
    ],
)
def test_settle_when_the_minutes_are_over_then_an_indication_always_and_the_rest_by_lot(
    folder: DataFolder, decision: str, lot: float, goal: State
) -> None:
    decided(folder, decision)
    assert settled(folder, lot) == (1, goal)
    event = SENT if goal is State.TELAAH_KEDUA else CLOSED
    with folder.database.transaction() as connection:
        found = connection.execute("SELECT actor FROM audit WHERE event = ?", [event]).fetchall()
        assert audit.verify(connection, audit.witnessed(folder.database)).ok
    assert found == [(audit.MACHINE,)]


def test_settle_when_it_can_still_be_undone_then_nothing(folder: DataFolder) -> None:
    decided(folder, "bukan")
    assert settled(folder, 0.99, minutes=9.9) == (0, State.BUKAN)


def test_settle_when_a_clarification_is_awaited_then_it_waits(folder: DataFolder) -> None:
    decided(folder, "klarifikasi")
    assert settled(folder, 0.0, minutes=60) == (0, State.KLARIFIKASI)


def test_settle_when_done_then_doing_it_again_adds_nothing(folder: DataFolder) -> None:
    decided(folder, "bukan")
    settled(folder, 0.99)
    assert settled(folder, 0.0, minutes=99) == (0, State.FINAL)


def test_settle_when_a_wave_then_all_of_it_goes_the_way_of_one_lot(folder: DataFolder) -> None:
    wave = [new_flag(n, wave_id="W-1") for n in (11, 12, 13)]
    with folder.database.transaction() as connection:
        flags.raise_flags(connection, wave)
    decided(folder, "bukan", wave[0].flag_id)
    lots = Lots([0.1, 0.9, 0.9])
    with audit.recorded(folder.database) as connection:
        assert settle(connection, NOW + UNDO, UNDO, SHARE, lots) == 3
        found = flags.get_all(connection, [one.flag_id for one in wave])
    assert len({flag.state for flag in found}) == 1
