"""Sessions: a token is worth something for its hours, while used, and until ended."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from review import people
from review.desk import Desk
from review.roles import Role
from review.sessions import SessionBook
from store import sessions, users
from store.users import User
from tests.review.desk import Clock, Lots, add_users, make_desk


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return make_desk(tmp_path / "data", clock, Lots())


@pytest.fixture
def book(desk: Desk) -> SessionBook:
    return SessionBook(desk.database, desk.rules.session)


@pytest.fixture
def sekar(desk: Desk) -> User:
    return add_users(desk)[Role.ANALIS]


def begin(desk: Desk, book: SessionBook, user: User) -> str:
    with desk.database.transaction() as connection:
        return book.open(connection, user, "Firefox", desk.clock())


def test_a_token_when_fresh_then_is_its_users(desk: Desk, book: SessionBook, sekar: User) -> None:
    found = book.find(begin(desk, book, sekar), desk.clock())
    assert found is not None
    assert found.user == sekar


def test_a_token_nobody_gave_is_nobodys(desk: Desk, book: SessionBook) -> None:
    assert book.find("dikarang", desk.clock()) is None


def test_two_tokens_are_never_alike_and_are_not_kept(
    desk: Desk, book: SessionBook, sekar: User
) -> None:
    tokens = {begin(desk, book, sekar) for _ in range(3)}
    with desk.database.transaction() as connection:
        kept = str(connection.execute("SELECT * FROM sessions").fetchall())
    assert len(tokens) == 3
    assert not any(token in kept for token in tokens)


def test_a_session_used_every_half_hour_holds_for_its_longest_hours_only(
    desk: Desk, book: SessionBook, sekar: User, clock: Clock
) -> None:
    token = begin(desk, book, sekar)
    for _ in range(19):
        clock.advance(minutes=30)
        assert book.find(token, clock())
    clock.advance(minutes=30)
    assert book.find(token, clock()) is None


def test_a_session_left_alone_for_an_hour_is_over(
    desk: Desk, book: SessionBook, sekar: User, clock: Clock
) -> None:
    token = begin(desk, book, sekar)
    clock.advance(minutes=60)
    assert book.find(token, clock()) is None


def test_what_is_over_is_cleared_away_when_somebody_signs_in(
    desk: Desk, book: SessionBook, sekar: User, clock: Clock
) -> None:
    begin(desk, book, sekar)
    clock.advance(minutes=61)
    begin(desk, book, sekar)
    with desk.database.transaction() as connection:
        assert len(sessions.of_user(connection, sekar.user_id)) == 1


def test_ending_a_token_ends_it_at_once(desk: Desk, book: SessionBook, sekar: User) -> None:
    token = begin(desk, book, sekar)
    assert book.find(token, desk.clock())
    book.end(token, desk.clock())
    assert book.find(token, desk.clock()) is None


def test_what_another_process_ends_is_over_within_seconds(
    desk: Desk, book: SessionBook, sekar: User, clock: Clock
) -> None:
    token = begin(desk, book, sekar)
    assert book.find(token, clock())
    people.disable(desk.database, sekar.user_id, people.OPERATOR, clock())
    clock.advance(seconds=5)
    assert book.find(token, clock()) is None


def test_when_it_was_last_used_is_noted_to_the_minute(
    desk: Desk, book: SessionBook, sekar: User, clock: Clock
) -> None:
    token = begin(desk, book, sekar)
    clock.advance(minutes=7)
    found = book.find(token, clock())
    assert found is not None
    with desk.database.transaction() as connection:
        kept = sessions.get(connection, found.session.session_id)
        assert users.get(connection, sekar.user_id) == sekar
    assert kept is not None
    assert kept.seen_at == clock()


def test_many_pages_at_once_are_one_persons(desk: Desk, book: SessionBook, sekar: User) -> None:
    token, found = begin(desk, book, sekar), []
    threads = [
        threading.Thread(target=lambda: found.append(book.find(token, desk.clock())))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.user.user_id for one in found if one} == {sekar.user_id}
    assert len(found) == 20
