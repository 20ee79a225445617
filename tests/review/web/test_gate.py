"""The gate: nobody passes without a session, the role, and a form of our own."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from review.desk import Desk
from review.web.app import create_app
from review.web.gate import COOKIE
from store import users
from tests.review.desk import Clock
from tests.review.web.conftest import Browser

SignIn = Callable[[str], Browser]


def test_any_page_when_signed_out_then_to_the_sign_in_page(sign_in: SignIn) -> None:
    browser = sign_in("A01")
    browser.cookies.clear()
    answer = browser.get("/antrean", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk?lanjut=/antrean")


def test_any_page_when_idle_too_long_then_signed_out(sign_in: SignIn, clock: Clock) -> None:
    browser = sign_in("A01")
    clock.advance(minutes=61)
    assert browser.get("/antrean", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("path", ["/", "/sehat", "/tidak-ada", "/statis/netra.css"])
def test_every_answer_when_given_then_nothing_foreign_may_load(sign_in: SignIn, path: str) -> None:
    headers = sign_in("A01").get(path, follow_redirects=False).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_form_sent_from_another_site_is_refused_even_with_the_token(sign_in: SignIn) -> None:
    browser = sign_in("A01")
    form = {"csrf": browser.csrf, "bahasa": "en", "pintasan": "ya"}
    for site in ("cross-site", "same-site"):
        answer = browser.post("/saya/pilihan", data=form, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 403
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = browser.post("/saya/pilihan", data=form, headers=headers, follow_redirects=False)
    assert answer.status_code == 303


def test_where_one_was_going_when_signed_out_then_is_kept_with_its_question(
    sign_in: SignIn,
) -> None:
    browser = sign_in("A01")
    browser.cookies.clear()
    answer = browser.get("/antrean?label=hate_speech&milik=saya", follow_redirects=False)
    onwards = parse_qs(urlsplit(answer.headers["location"]).query)["lanjut"]
    assert onwards == ["/antrean?label=hate_speech&milik=saya"]


def test_a_form_when_the_session_ended_then_the_page_says_so_and_nothing_is_done(
    sign_in: SignIn, desk: Desk, clock: Clock
) -> None:
    browser = sign_in("A01")
    clock.advance(hours=2)
    answer = browser.submit("/saya/pilihan", bahasa="en", pintasan="ya")
    assert answer.status_code == 401
    assert "Sesi Anda berakhir" in answer.text
    with desk.database.transaction() as connection:
        user = users.get(connection, "A01")
    assert user is not None
    assert user.language == "id"


def test_a_fault_nobody_foresaw_is_a_page_without_details(desk: Desk) -> None:
    app = create_app(desk)
    app.state.book = None
    browser = TestClient(app, base_url="http://netra.test", raise_server_exceptions=False)
    browser.cookies.set(COOKIE, "x")
    answer = browser.get("/saya")
    assert answer.status_code == 500
    assert "Terjadi kesalahan di pihak Netra" in answer.text
    assert "Traceback" not in answer.text
    assert "NoneType" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
