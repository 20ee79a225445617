"""The next item: what one holds already, else what is free, and never another's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from review import claim
from review.next import Search, skip, steps_for, take_next
from review.roles import Role
from store import audit, flags, leases
from store.decisions import FIRST, LAST, SECOND
from store.errors import LeaseHeld
from store.flags import State
from store.folder import DataFolder
from store.waiting import Wanted
from tests.store.make import MOMENT, new_flag

NOW, LEASE = MOMENT, timedelta(minutes=5)
ONE, TWO = sorted((new_flag(1).flag_id, new_flag(2).flag_id))


def search(person: str = "A01", step: str = FIRST, role: Role = Role.ANALIS) -> Search:
    return Search(Wanted(step=step, person=person, now=NOW), steps_for(role), LEASE)


def take(folder: DataFolder, asked: Search) -> str | None:
    with audit.recorded(folder.database) as connection:
        return take_next(connection, asked)


def put(folder: DataFolder, flag_id: str, state: State) -> None:
    with folder.database.transaction() as connection:
        flags.move(connection, flags.get(connection, flag_id), state)


def test_steps_for_when_a_role_then_the_last_word_is_the_penyelias() -> None:
    assert steps_for("analis") == (FIRST, SECOND)
    assert steps_for("penyelia") == (FIRST, SECOND, LAST)


def test_take_next_when_two_people_ask_then_each_gets_another(folder: DataFolder) -> None:
    assert {take(folder, search("A01")), take(folder, search("A02"))} == {ONE, TWO}
    assert take(folder, search("A03")) is None


def test_take_next_when_something_is_held_already_then_that(folder: DataFolder) -> None:
    claim.claim(folder.database, TWO, "A01", NOW, LEASE)
    assert take(folder, search()) == TWO


def test_take_next_when_the_step_is_empty_then_from_the_other_steps_of_the_role(
    folder: DataFolder,
) -> None:
    put(folder, ONE, State.TELAAH_KEDUA)
    put(folder, TWO, State.BEDA_PENDAPAT)
    assert take(folder, search("A01")) == ONE
    assert take(folder, search("A02")) is None
    assert take(folder, search("P01", role=Role.PENYELIA)) == TWO
    with folder.database.transaction() as connection:
        assert [x.step for x in leases.live(connection, NOW, [ONE, TWO])] == [SECOND, LAST]


def test_skip_when_done_then_the_item_is_free_for_others(folder: DataFolder) -> None:
    claim.claim(folder.database, ONE, "A01", NOW, LEASE)
    assert skip(folder.database, ONE, search()) == TWO
    assert take(folder, search("A02")) == ONE


def test_skip_when_another_holds_it_then_refused_and_nothing_is_recorded(
    folder: DataFolder,
) -> None:
    claim.claim(folder.database, ONE, "A02", NOW, LEASE)
    with pytest.raises(LeaseHeld):
        skip(folder.database, ONE, search())
    with folder.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM skips").fetchone() == (0,)
