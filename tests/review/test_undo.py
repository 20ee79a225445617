"""Undoing: one's own latest decision, within its minutes, as a new event."""

from __future__ import annotations

from datetime import timedelta

import pytest

from review import claim
from review.decide import Judgement, judge
from review.errors import DecisionRejected, IllegalTransition
from review.undo import undo
from store import audit, decisions, flags, leases
from store.errors import LeaseHeld
from store.flags import State
from store.folder import DataFolder
from tests.store.make import MOMENT, new_flag

NOW, WITHIN, LEASE = MOMENT, timedelta(minutes=10), timedelta(minutes=5)
FLAG = new_flag(1).flag_id
BUKAN = Judgement(decision="bukan", reviewer="A01")


def state_of(folder: DataFolder, flag_id: str = FLAG) -> State:
    with folder.database.transaction() as connection:
        return flags.get(connection, flag_id).state


def put(folder: DataFolder, state: State) -> None:
    with folder.database.transaction() as connection:
        flags.move(connection, flags.get(connection, FLAG), state)


def test_undo_when_in_time_then_the_item_is_before_the_same_person_and_the_trace_stays(
    folder: DataFolder,
) -> None:
    judge(folder.database, FLAG, BUKAN, NOW)
    undo(folder.database, FLAG, "A01", NOW + WITHIN, WITHIN, LEASE)
    assert state_of(folder) is State.DIKLAIM
    with folder.database.transaction() as connection:
        assert decisions.of_flag(connection, FLAG) == []
        assert [one.holder for one in leases.live(connection, NOW + WITHIN)] == ["A01"]
        assert decisions.verify_all(connection) == []
        assert audit.verify(connection).ok


def test_undo_when_too_late_or_anothers_then_refused(folder: DataFolder) -> None:
    judge(folder.database, FLAG, BUKAN, NOW)
    with pytest.raises(DecisionRejected, match="10 minutes"):
        undo(folder.database, FLAG, "A01", NOW + timedelta(minutes=11), WITHIN, LEASE)
    with pytest.raises(DecisionRejected, match="your own"):
        undo(folder.database, FLAG, "A02", NOW, WITHIN, LEASE)
    assert state_of(folder) is State.BUKAN


def test_undo_when_never_decided_then_refused(folder: DataFolder) -> None:
    with pytest.raises(DecisionRejected):
        undo(folder.database, FLAG, "A01", NOW, WITHIN, LEASE)


def test_undo_when_the_state_has_moved_on_then_refused(folder: DataFolder) -> None:
    judge(folder.database, FLAG, BUKAN, NOW)
    put(folder, State.TELAAH_KEDUA)
    with pytest.raises(IllegalTransition):
        undo(folder.database, FLAG, "A01", NOW, WITHIN, LEASE)


@pytest.mark.parametrize(
    ("decision", "goal"), [("bukan", State.FINAL), ("klarifikasi", State.BEDA_PENDAPAT)]
)
def test_undo_when_a_second_review_then_back_to_it(
    folder: DataFolder, decision: str, goal: State
) -> None:
    judge(folder.database, FLAG, BUKAN, NOW)
    put(folder, State.TELAAH_KEDUA)
    second = Judgement(decision=decision, reviewer="A02")
    assert judge(folder.database, FLAG, second, NOW).state is goal
    undo(folder.database, FLAG, "A02", NOW, WITHIN, LEASE)
    assert state_of(folder) is State.TELAAH_KEDUA


def test_undo_when_a_wave_was_decided_in_one_breath_then_all_of_it(folder: DataFolder) -> None:
    wave = [new_flag(n, wave_id="W-1") for n in (11, 12, 13)]
    with folder.database.transaction() as connection:
        flags.raise_flags(connection, wave)
    alone = Judgement(decision="bukan", reviewer="A01", alone=True)
    judge(folder.database, wave[0].flag_id, alone, NOW)
    judge(folder.database, wave[1].flag_id, BUKAN, NOW + timedelta(minutes=1))
    later = NOW + timedelta(minutes=2)
    undo(folder.database, wave[1].flag_id, "A01", later, WITHIN, LEASE)
    assert state_of(folder, wave[0].flag_id) is State.BUKAN
    assert {state_of(folder, one.flag_id) for one in wave[1:]} == {State.DIKLAIM}


def test_undo_when_another_holds_the_rest_of_the_wave_then_refused_and_nothing_changes(
    folder: DataFolder,
) -> None:
    wave = [new_flag(n, wave_id="W-1") for n in (11, 12)]
    with folder.database.transaction() as connection:
        flags.raise_flags(connection, wave)
    alone = Judgement(decision="bukan", reviewer="A01", alone=True)
    judge(folder.database, wave[0].flag_id, alone, NOW)
    claim.claim(folder.database, wave[1].flag_id, "A02", NOW, LEASE)
    with pytest.raises(LeaseHeld):
        undo(folder.database, wave[0].flag_id, "A01", NOW, WITHIN, LEASE)
    assert state_of(folder, wave[0].flag_id) is State.BUKAN
