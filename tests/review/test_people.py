"""Who may sign in: every change is checked, is an event, and takes effect at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from review import claim, people
from review.desk import Desk
from review.errors import PersonRefused, Refusal
from review.people import OPERATOR, NewPerson
from review.sessions import SessionBook
from store import flags, leases, users
from store.flags import State
from store.users import User
from tests.review.desk import START, Clock, Lots, add_users, flag_of, make_desk, put_flags

SEKAR = NewPerson(username="Sekar.Ayu", name=" Sekar Ayu ", role="analis", password="x" * 12)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path / "data", Clock(), Lots())
    add_users(made)
    return made


def events(desk: Desk) -> list[tuple[str, str, str, str]]:
    with desk.database.transaction() as connection:
        rows = connection.execute("SELECT event, actor, subject, details FROM audit ORDER BY seq")
        return rows.fetchall()


def user(desk: Desk, user_id: str) -> User:
    with desk.database.transaction() as connection:
        found = users.get(connection, user_id)
    assert found is not None
    return found


def test_somebody_added_has_a_code_a_password_to_change_and_an_event(desk: Desk) -> None:
    made = people.add(desk.database, SEKAR, OPERATOR, START)
    assert (made.user_id, made.username, made.name) == ("P002", "sekar.ayu", "Sekar Ayu")
    assert made.must_change
    assert user(desk, "P002") == made
    assert events(desk) == [("user.added", OPERATOR, "P002", '{"role":"analis"}')]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"username": "ab"}, Refusal.USERNAME),
        ({"username": "198001012005012001"}, Refusal.USERNAME),
        ({"username": "sekar ayu"}, Refusal.USERNAME),
        ({"name": "  "}, Refusal.NAME),
        ({"name": "Sekar\nAyu"}, Refusal.NAME),
        ({"name": "S" * 101}, Refusal.NAME),
        ({"role": "raja"}, Refusal.ROLE),
    ],
)
def test_somebody_described_wrongly_is_not_added(
    desk: Desk, change: dict[str, Any], refusal: Refusal
) -> None:
    with pytest.raises(PersonRefused) as refused:
        people.add(desk.database, replace(SEKAR, **change), OPERATOR, START)
    assert refused.value.refusal is refusal
    assert events(desk) == []


def test_a_username_or_subject_in_use_is_not_given_twice(desk: Desk) -> None:
    people.add(desk.database, replace(SEKAR, subject="sso-7"), OPERATOR, START)
    for again, refusal in (
        (SEKAR, Refusal.TAKEN),
        (replace(SEKAR, username="lain", subject="sso-7"), Refusal.SUBJECT_TAKEN),
    ):
        with pytest.raises(PersonRefused) as refused:
            people.add(desk.database, again, OPERATOR, START)
        assert refused.value.refusal is refusal


Change = Callable[[Desk, str, str], User]
CHANGES: dict[str, Change] = {
    "disable": lambda desk, who, by: people.disable(desk.database, who, by, START),
    "demote": lambda desk, who, by: people.set_role(desk.database, who, "auditor", by, START),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_last_admin_stays_admin_even_for_the_operator(desk: Desk, change: Change) -> None:
    with pytest.raises(PersonRefused) as refused:
        change(desk, "D01", OPERATOR)
    assert refused.value.refusal is Refusal.LAST_ADMIN


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nobody_takes_their_own_access_or_role(desk: Desk, change: Change) -> None:
    people.set_role(desk.database, "A02", "admin", "D01", START)
    with pytest.raises(PersonRefused) as refused:
        change(desk, "D01", "D01")
    assert refused.value.refusal is Refusal.ONESELF


def test_one_of_two_admins_can_go_but_a_disabled_one_does_not_count(desk: Desk) -> None:
    people.set_role(desk.database, "A02", "admin", "D01", START)
    assert people.disable(desk.database, "A02", "D01", START).disabled_at == START
    with pytest.raises(PersonRefused):
        people.disable(desk.database, "D01", "A02", START)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_losing_access_or_role_ends_sessions_and_returns_what_was_held(
    desk: Desk, change: Change
) -> None:
    book = SessionBook(desk.database, desk.rules.session)
    with desk.database.transaction() as connection:
        token = book.open(connection, user(desk, "A01"), "Firefox", START)
    held, others = put_flags(desk, [(flag_of(1), "satu"), (flag_of(2), "dua")])
    claim.claim(desk.database, held, "A01", START, desk.rules.lease)
    claim.claim(desk.database, others, "A02", START, desk.rules.lease)
    change(desk, "A01", "D01")
    with desk.database.transaction() as connection:
        assert [one.holder for one in leases.live(connection, START)] == ["A02"]
        assert flags.get(connection, held).state is State.BARU
    assert book.find(token, START) is None
    assert [event[:3] for event in events(desk)][-2] == (claim.RELEASED, "D01", held)


def test_every_change_is_one_event_with_who_and_whom(desk: Desk) -> None:
    database = desk.database
    people.set_role(database, "A01", "penyelia", "D01", START)
    people.disable(database, "A01", "D01", START)
    people.enable(database, "A01", "D01")
    people.reset_password(database, "A01", "y" * 12, "D01", START)
    people.link(database, "A01", "sso-7", "D01")
    assert [event for event, by, whom, _ in events(desk) if (by, whom) == ("D01", "A01")] == [
        "user.role_changed",
        "user.disabled",
        "user.enabled",
        "user.password_reset",
        "user.linked",
    ]
    assert "sso-7" not in str(events(desk))


def test_what_changes_nothing_leaves_no_event(desk: Desk) -> None:
    people.set_role(desk.database, "A01", "analis", "D01", START)
    people.enable(desk.database, "A01", "D01")
    people.link(desk.database, "A01", None, "D01")
    assert events(desk) == []


def test_nobody_is_changed_who_is_not_there(desk: Desk) -> None:
    with pytest.raises(PersonRefused) as refused:
        people.enable(desk.database, "P999", "D01")
    assert refused.value.refusal is Refusal.UNKNOWN
