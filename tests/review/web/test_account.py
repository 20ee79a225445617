"""One's own account: devices, preferences, password."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from httpx import Response
from starlette.applications import Starlette

from review import passwords, people
from review.desk import Desk
from review.web.app import create_app
from review.web.gate import COOKIE
from store import users
from tests.review.web.conftest import Browser, text_of
from tests.review.web.people import (
    PASSWORD,
    give_password,
    stranger,
    try_to_sign_in,
)

SignIn = Callable[[str], Browser]
NEW = "payung biru tiga tangkai"


@pytest.fixture
def app(desk: Desk) -> Starlette:
    give_password(desk, "A01")
    return create_app(desk)


def change(browser: Browser, current: str, new: str, again: str | None = None) -> Response:
    again = new if again is None else again
    return browser.submit("/saya/sandi", sekarang=current, baru=new, ulang=again)


def test_the_account_lists_ones_own_devices_with_times_in_wib(sign_in: SignIn) -> None:
    sign_in("A02")
    browser = sign_in("A01")
    page = text_of(browser.get("/saya").text)
    assert page.count("Peramban uji") == 1
    assert "perangkat ini" in page
    assert "02-09-2031 08.00 WIB" in page


def test_ending_another_device_ends_its_session_and_not_ones_own(sign_in: SignIn) -> None:
    here, there = sign_in("A01"), sign_in("A01")
    session_id = here.get("/saya").text.split('name="sesi" value="')[1].split('"')[0]
    assert here.submit("/saya/sesi/akhiri", sesi=session_id).status_code == 303
    assert there.get("/saya", follow_redirects=False).status_code == 303
    assert here.get("/saya", follow_redirects=False).status_code == 200


def test_ending_all_others_keeps_this_one(sign_in: SignIn) -> None:
    here, there, elsewhere = (sign_in("A01") for _ in range(3))
    here.submit("/saya/sesi/akhiri-lain")
    assert [
        browser.get("/saya", follow_redirects=False).status_code
        for browser in (here, there, elsewhere)
    ] == [200, 303, 303]


def test_ending_somebody_elses_session_does_nothing(sign_in: SignIn, desk: Desk) -> None:
    mine, theirs = sign_in("A01"), sign_in("A02")
    with desk.database.transaction() as connection:
        row = connection.execute("SELECT session_id FROM sessions WHERE user_id = 'A02'")
        session_id = row.fetchall()[0][0]
    mine.submit("/saya/sesi/akhiri", sesi=session_id)
    assert theirs.get("/saya", follow_redirects=False).status_code == 200


def test_language_and_shortcuts_are_kept_for_the_next_page(sign_in: SignIn, desk: Desk) -> None:
    browser = sign_in("A01")
    browser.submit("/saya/pilihan", bahasa="en", pintasan="tidak")
    assert '<html lang="en">' in browser.get("/saya").text
    with desk.database.transaction() as connection:
        user = users.get(connection, "A01")
    assert user is not None
    assert (user.language, user.shortcuts) == ("en", False)


@pytest.mark.parametrize("form", [{}, {"bahasa": "xx", "pintasan": "ya"}, {"bahasa": "id"}])
def test_a_preference_that_is_none_is_refused(sign_in: SignIn, form: dict[str, str]) -> None:
    assert sign_in("A01").submit("/saya/pilihan", **form).status_code == 422


def test_another_password_signs_in_from_then_on_and_the_old_one_does_not(
    app: Starlette, sign_in: SignIn
) -> None:
    answer = change(sign_in("A01"), PASSWORD, NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, "/saya?kabar=sandi")
    assert try_to_sign_in(stranger(app), "analis", NEW).status_code == 303
    assert try_to_sign_in(stranger(app), "analis", PASSWORD).status_code == 401


def test_changing_the_password_gives_a_new_token_and_ends_every_other_session(
    sign_in: SignIn, desk: Desk
) -> None:
    give_password(desk, "A01")
    here, there = sign_in("A01"), sign_in("A01")
    before = here.cookies[COOKIE]
    change(here, PASSWORD, NEW)
    jar = {str(cookie.value) for cookie in here.cookies.jar if cookie.name == COOKIE}
    here.cookies.clear()
    after = (jar - {before}).pop()
    for token, status in ((after, 200), (before, 303)):
        here.cookies.set(COOKIE, token)
        assert here.get("/saya", follow_redirects=False).status_code == status
    assert there.get("/saya", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "again", "message"),
    [
        ("salah", NEW, None, "Kata sandi sekarang tidak cocok."),
        (PASSWORD, NEW, "lain", "tidak sama"),
        (PASSWORD, "pendek", None, "terlalu pendek"),
        (PASSWORD, "Sekar Ayu 2031!", None, "mudah ditebak"),
        (PASSWORD, PASSWORD, None, "sama dengan yang sekarang"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(
    sign_in: SignIn, desk: Desk, current: str, new: str, again: str | None, message: str
) -> None:
    give_password(desk, "A01")
    answer = change(sign_in("A01"), current, new, again)
    assert answer.status_code == 422
    assert message in text_of(answer.text)
    assert NEW not in answer.text


def test_guessing_the_current_password_locks_like_signing_in(
    sign_in: SignIn, app: Starlette
) -> None:
    browser = sign_in("A01")
    for _ in range(5):
        answer = change(browser, "salah", NEW)
    assert "setelah pukul" in text_of(answer.text)
    assert try_to_sign_in(stranger(app), "analis").status_code == 429


def test_a_password_changed_while_the_access_is_taken_gives_none_back(
    sign_in: SignIn, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(desk, "A01")
    browser = sign_in("A01")

    def meanwhile(_: str) -> str:
        people.disable(desk.database, "A01", "D01", desk.clock())
        return "tidak dipakai"

    monkeypatch.setattr(passwords, "hashed", meanwhile)
    assert change(browser, PASSWORD, NEW).status_code == 422
    with desk.database.transaction() as connection:
        user = users.get(connection, "A01")
    assert user is not None
    assert user.disabled_at is not None
