"""Signing in: whoever proves it is let in, guessing is slowed down, and the chain knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from config.review import SignInRules
from review import passwords, people
from review.desk import Desk
from review.errors import PasswordExpired, SignInRefused
from review.people import NewPerson
from review.sessions import SessionBook
from review.sign_in import Attempt, locked_until, prove, sign_in, sign_in_as, sign_out
from store import audit, users
from store.sign_ins import Origin
from store.users import User
from tests.review.desk import START, Clock, Lots, make_desk

PASSWORD = "kucing abu dua ekor"  # noqa: S105
HOME = "203.0.113.7"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    """Two failures under one name lock it, eight from one address."""
    made = make_desk(tmp_path / "data", clock, Lots())
    rules = made.rules.model_copy(update={"sign_in": SignInRules(failures=2)})
    return replace(made, rules=rules)


@pytest.fixture
def book(desk: Desk) -> SessionBook:
    return SessionBook(desk.database, desk.rules.session)


@pytest.fixture
def sekar(desk: Desk) -> User:
    person = NewPerson(username="sekar.ayu", name="Sekar Ayu", role="analis", password=PASSWORD)
    return people.add(desk.database, person, people.OPERATOR, START)


def attempt(password: str, username: str = "sekar.ayu", address: str = HOME) -> Attempt:
    return Attempt(Origin(username, address), password)


def fail(desk: Desk, times: int, username: str = "sekar.ayu", address: str = HOME) -> SignInRefused:
    for _ in range(times):
        with pytest.raises(SignInRefused) as refused:
            prove(desk, attempt("salah", username, address), desk.clock())
    return refused.value


def enter(desk: Desk, book: SessionBook) -> str:
    return sign_in(desk, book, attempt(PASSWORD), "Firefox", desk.clock())


def events(desk: Desk) -> list[tuple[str, str, str]]:
    with desk.database.transaction() as connection:
        rows = connection.execute("SELECT event, actor, subject FROM audit ORDER BY seq")
        return rows.fetchall()


def test_name_and_password_when_right_then_a_session_holds(
    desk: Desk, book: SessionBook, sekar: User
) -> None:
    token = sign_in(desk, book, attempt(PASSWORD, "Sekar.Ayu"), "Firefox", START)
    found = book.find(token, START)
    assert found is not None
    assert found.user.user_id == sekar.user_id
    assert events(desk)[-1] == ("user.signed_in", sekar.user_id, sekar.user_id)


@pytest.mark.usefixtures("sekar")
@pytest.mark.parametrize(("username", "password"), [("sekar.ayu", "salah"), ("tiada", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(
    desk: Desk, username: str, password: str
) -> None:
    with pytest.raises(SignInRefused) as refused:
        prove(desk, attempt(password, username), START)
    assert (str(refused.value), refused.value.until) == ("signing in failed", None)


def test_somebody_disabled_is_refused_as_if_unknown(desk: Desk, sekar: User) -> None:
    people.disable(desk.database, sekar.user_id, people.OPERATOR, START)
    assert str(fail(desk, 1)) == "signing in failed"
    with pytest.raises(SignInRefused):
        prove(desk, attempt(PASSWORD), START)


def test_too_many_failures_lock_the_name_for_the_window_even_with_the_right_password(
    desk: Desk, clock: Clock, sekar: User
) -> None:
    assert fail(desk, 1).until is None
    assert fail(desk, 1).until == START + timedelta(minutes=15)
    clock.advance(minutes=14, seconds=59)
    with pytest.raises(SignInRefused) as refused:
        prove(desk, attempt(PASSWORD, address="198.51.100.9"), clock())
    assert refused.value.until == START + timedelta(minutes=15)
    clock.advance(seconds=1)
    assert prove(desk, attempt(PASSWORD), clock()).user_id == sekar.user_id


def test_a_name_of_nobody_is_locked_like_any_other(desk: Desk) -> None:
    assert fail(desk, 2, "tiada").until == START + timedelta(minutes=15)


@pytest.mark.usefixtures("sekar")
def test_trying_while_locked_does_not_prolong_the_lock(desk: Desk, clock: Clock) -> None:
    fail(desk, 2)
    clock.advance(minutes=10)
    assert fail(desk, 3).until == START + timedelta(minutes=15)


@pytest.mark.usefixtures("sekar")
def test_success_makes_earlier_failures_of_the_name_count_no_more(desk: Desk, clock: Clock) -> None:
    fail(desk, 1)
    clock.advance(seconds=1)
    prove(desk, attempt(PASSWORD), clock())
    clock.advance(seconds=1)
    assert fail(desk, 1).until is None


def test_one_address_guessing_under_many_names_is_locked_and_others_are_not(
    desk: Desk, sekar: User
) -> None:
    for number in range(8):
        fail(desk, 1, f"nama{number}")
    with pytest.raises(SignInRefused) as refused:
        prove(desk, attempt(PASSWORD), START)
    assert refused.value.until == START + timedelta(minutes=15)
    assert prove(desk, attempt(PASSWORD, address="198.51.100.9"), START).user_id == sekar.user_id


def test_a_lock_is_an_event_of_the_machine_with_the_persons_code_never_the_name(
    desk: Desk, sekar: User
) -> None:
    fail(desk, 2)
    fail(desk, 2, "rahasia yang salah kolom")
    assert events(desk)[-2:] == [
        ("user.locked_out", audit.MACHINE, sekar.user_id),
        ("user.locked_out", audit.MACHINE, "tidak_dikenal"),
    ]


def test_neither_name_nor_address_can_be_read_from_what_is_kept(desk: Desk) -> None:
    fail(desk, 1, "rahasia yang salah kolom")
    with desk.database.transaction() as connection:
        kept = str(connection.execute("SELECT * FROM sign_ins").fetchall())
    assert "rahasia" not in kept
    assert HOME not in kept


def test_a_password_kept_by_weaker_parameters_is_kept_anew_at_signing_in(
    desk: Desk, sekar: User
) -> None:
    weaker = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with desk.database.transaction() as connection:
        users.update(connection, replace(sekar, password_hash=weaker))
    prove(desk, attempt(PASSWORD), START)
    with desk.database.transaction() as connection:
        now = users.get(connection, sekar.user_id)
    assert now is not None
    assert now.password_hash is not None
    assert not passwords.outdated(now.password_hash)
    assert prove(desk, attempt(PASSWORD), START).user_id == sekar.user_id


def test_a_subject_of_the_provider_when_linked_then_lets_its_user_in_and_nobody_else(
    desk: Desk, book: SessionBook, sekar: User
) -> None:
    people.link(desk.database, sekar.user_id, "sso-7", people.OPERATOR)
    assert book.find(sign_in_as(desk, book, "sso-7", "Firefox", START), START)
    for subject in ("sso-8", ""):
        with pytest.raises(SignInRefused):
            sign_in_as(desk, book, subject, "Firefox", START)


def test_signing_out_ends_the_session_at_once(desk: Desk, book: SessionBook, sekar: User) -> None:
    token = sign_in(desk, book, attempt(PASSWORD), "Firefox", START)
    found = book.find(token, START)
    assert found is not None
    sign_out(desk, book, found)
    assert book.find(token, START) is None
    assert events(desk)[-1] == ("user.signed_out", sekar.user_id, sekar.user_id)


@given(st.lists(st.integers(0, 3_600), max_size=30), st.integers(1, 6), st.integers(1, 1_800))
def test_a_lock_needs_enough_failures_and_ends_a_window_after_one_of_them(
    seconds: list[int], allowed: int, window: int
) -> None:
    start = datetime(2031, 9, 2, tzinfo=UTC)
    failures = [start + timedelta(seconds=s) for s in sorted(seconds)]
    length, now = timedelta(seconds=window), start + timedelta(seconds=max(seconds, default=0))
    until = locked_until(failures, allowed, length, now)
    if until is None:
        assert sum(now - length < one for one in failures) < allowed
    else:
        assert now < until <= now + length
        assert until - length in failures


@pytest.mark.usefixtures("sekar")
def test_a_one_time_password_counts_for_its_hours_and_not_a_second_longer(
    desk: Desk, book: SessionBook, clock: Clock
) -> None:
    clock.advance(hours=72, seconds=-1)
    token = enter(desk, book)
    clock.advance(seconds=1)
    with pytest.raises(PasswordExpired):
        enter(desk, book)
    assert book.find(token, desk.clock()) is not None


@pytest.mark.usefixtures("sekar")
def test_a_one_time_password_that_is_too_old_is_told_only_to_who_has_it(
    desk: Desk, clock: Clock
) -> None:
    clock.advance(hours=72)
    assert type(fail(desk, 1)) is SignInRefused


def test_another_one_time_password_counts_from_when_it_was_given(
    desk: Desk, book: SessionBook, clock: Clock, sekar: User
) -> None:
    clock.advance(hours=100)
    people.reset_password(desk.database, sekar.user_id, PASSWORD, people.OPERATOR, desk.clock())
    clock.advance(hours=71)
    assert enter(desk, book)


def test_a_password_of_ones_own_does_not_age(
    desk: Desk, book: SessionBook, clock: Clock, sekar: User
) -> None:
    with desk.database.transaction() as connection:
        users.update(connection, replace(sekar, must_change=False))
    clock.advance(hours=24 * 400)
    assert enter(desk, book)
