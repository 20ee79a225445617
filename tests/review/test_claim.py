"""Claims: one holder at a time, for minutes, of the whole item."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from review import claim
from review.decide import Judgement, judge
from review.errors import DecisionRejected
from store import audit, flags, leases
from store.errors import DecisionTaken, FlagMissing, LeaseHeld
from store.flags import State
from store.folder import DataFolder
from tests.store.make import MOMENT, new_flag

NOW, LENGTH = MOMENT, timedelta(minutes=5)
FLAG = new_flag(1).flag_id
WAVE = [new_flag(n, wave_id="W-1") for n in (11, 12)]


@pytest.fixture
def wave(folder: DataFolder) -> list[str]:
    with folder.database.transaction() as connection:
        flags.raise_flags(connection, WAVE)
    return [flag.flag_id for flag in WAVE]


def states(folder: DataFolder, *flag_ids: str) -> set[State]:
    with folder.database.transaction() as connection:
        return {flag.state for flag in flags.get_all(connection, flag_ids)}


def names(folder: DataFolder) -> list[str]:
    with folder.database.transaction() as connection:
        return [
            row[0] for row in connection.execute("SELECT event FROM audit ORDER BY seq").fetchall()
        ]


def test_claim_when_free_then_the_whole_item_is_held_with_one_event(
    folder: DataFolder, wave: list[str]
) -> None:
    taken = claim.claim(folder.database, wave[0], "A01", NOW, LENGTH)
    assert [flag.flag_id for flag in taken] == sorted(wave)
    assert states(folder, *wave) == {State.DIKLAIM}
    assert names(folder) == [claim.CLAIMED]


def test_claim_when_another_holds_a_near_duplicate_then_refused(
    folder: DataFolder, wave: list[str]
) -> None:
    claim.claim(folder.database, wave[0], "A01", NOW, LENGTH)
    with pytest.raises(LeaseHeld):
        claim.claim(folder.database, wave[1], "A02", NOW + timedelta(minutes=4), LENGTH)


def test_claim_when_a_near_duplicate_came_later_then_it_is_not_given_to_another(
    folder: DataFolder, wave: list[str]
) -> None:
    claim.claim(folder.database, wave[0], "A01", NOW, LENGTH)
    late = new_flag(13, wave_id="W-1")
    with folder.database.transaction() as connection:
        flags.raise_flags(connection, [late])
    with pytest.raises(LeaseHeld):
        claim.claim(folder.database, late.flag_id, "A02", NOW, LENGTH)
    judge(folder.database, wave[0], Judgement(decision="bukan", reviewer="A01"), NOW)
    assert states(folder, *wave) == {State.BUKAN}
    assert states(folder, late.flag_id) == {State.BARU}


def test_claim_when_it_ran_out_then_another_takes_it_and_the_chain_tells(
    folder: DataFolder,
) -> None:
    claim.claim(folder.database, FLAG, "A01", NOW, LENGTH)
    claim.claim(folder.database, FLAG, "A02", NOW + LENGTH, LENGTH)
    assert names(folder) == [claim.CLAIMED, claim.RAN_OUT, claim.CLAIMED]
    with folder.database.transaction() as connection:
        [lease] = leases.live(connection, NOW + LENGTH, [FLAG])
    assert (lease.holder, lease.until) == ("A02", NOW + 2 * LENGTH)


def test_claim_when_held_already_then_prolonged_without_an_event(folder: DataFolder) -> None:
    claim.claim(folder.database, FLAG, "A01", NOW, LENGTH)
    claim.claim(folder.database, FLAG, "A01", NOW + timedelta(minutes=3), LENGTH)
    assert names(folder) == [claim.CLAIMED]


def test_claim_when_decided_or_unknown_then_refused(folder: DataFolder) -> None:
    judge(folder.database, FLAG, Judgement(decision="bukan", reviewer="A01"), NOW)
    with pytest.raises(DecisionTaken):
        claim.claim(folder.database, FLAG, "A02", NOW, LENGTH)
    with pytest.raises(FlagMissing):
        claim.claim(folder.database, "F-tiada", "A02", NOW, LENGTH)


def test_claim_when_a_second_review_then_not_by_the_first_reviewer(folder: DataFolder) -> None:
    judge(folder.database, FLAG, Judgement(decision="bukan", reviewer="A01"), NOW)
    with folder.database.transaction() as connection:
        flags.move(connection, flags.get(connection, FLAG), State.TELAAH_KEDUA)
    with pytest.raises(DecisionRejected, match="another person"):
        claim.claim(folder.database, FLAG, "A01", NOW, LENGTH)
    claim.claim(folder.database, FLAG, "A02", NOW, LENGTH)
    assert states(folder, FLAG) == {State.TELAAH_KEDUA}


def test_claim_when_many_race_then_exactly_one_holds(folder: DataFolder) -> None:
    def attempt(number: int) -> bool:
        try:
            claim.claim(folder.database, FLAG, f"A{number:02}", NOW, LENGTH)
        except LeaseHeld:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(6))) == 1


def test_renew_when_held_then_longer_and_when_it_ran_out_then_refused(folder: DataFolder) -> None:
    claim.claim(folder.database, FLAG, "A01", NOW, LENGTH)
    later = NOW + timedelta(minutes=4)
    assert claim.renew(folder.database, FLAG, "A01", later, LENGTH) == later + LENGTH
    with pytest.raises(LeaseHeld):
        claim.renew(folder.database, FLAG, "A02", later, LENGTH)
    with pytest.raises(LeaseHeld):
        claim.renew(folder.database, FLAG, "A01", later + LENGTH, LENGTH)


def test_release_when_held_then_free_and_by_another_then_nothing(folder: DataFolder) -> None:
    claim.claim(folder.database, FLAG, "A01", NOW, LENGTH)
    claim.release(folder.database, FLAG, "A02", NOW)
    assert states(folder, FLAG) == {State.DIKLAIM}
    claim.release(folder.database, FLAG, "A01", NOW)
    assert states(folder, FLAG) == {State.BARU}
    assert names(folder) == [claim.CLAIMED, claim.RELEASED]


def test_sweep_when_leases_ran_out_then_their_items_are_back_and_the_machine_says_so(
    folder: DataFolder, wave: list[str]
) -> None:
    claim.claim(folder.database, wave[0], "A01", NOW, LENGTH)
    claim.claim(folder.database, FLAG, "A02", NOW + timedelta(minutes=3), LENGTH)
    with audit.recorded(folder.database) as connection:
        assert claim.sweep(connection, NOW + LENGTH) == 2
    assert states(folder, *wave) == {State.BARU}
    assert states(folder, FLAG) == {State.DIKLAIM}
    with folder.database.transaction() as connection:
        actors = connection.execute(
            "SELECT DISTINCT actor FROM audit WHERE event = ?", [claim.RAN_OUT]
        ).fetchall()
    assert actors == [(audit.MACHINE,)]
