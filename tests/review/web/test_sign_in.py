"""The sign-in page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from config.review import SessionRules
from review.desk import Desk
from review.web.app import create_app
from review.web.gate import COOKIE
from review.web.pages.sign_in import own_path
from tests.review.desk import Clock
from tests.review.web.conftest import text_of
from tests.review.web.people import form_token, give_password, stranger, try_to_sign_in


@pytest.fixture
def app(desk: Desk) -> Starlette:
    give_password(desk, "A01")
    return create_app(desk)


def test_name_and_password_when_right_then_on_to_where_one_was_going(app: Starlette) -> None:
    browser = stranger(app)
    answer = try_to_sign_in(browser, "analis", lanjut="/saya")
    assert (answer.status_code, answer.headers["location"]) == (303, "/saya")
    assert browser.get("/saya").status_code == 200


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(app: Starlette, desk: Desk) -> None:
    given = try_to_sign_in(stranger(app), "analis").headers["set-cookie"].lower()
    assert COOKIE in given
    assert "httponly" in given
    assert "samesite=strict" in given
    assert "secure" not in given
    rules = desk.rules.model_copy(update={"session": SessionRules(secure_cookie=True)})
    object.__setattr__(desk, "rules", rules)
    assert "secure" in stranger(app).get("/masuk").headers["set-cookie"].lower()


def test_the_token_is_another_at_every_sign_in_and_the_one_before_is_ended(
    app: Starlette,
) -> None:
    browser = stranger(app)
    try_to_sign_in(browser, "analis")
    before = browser.cookies[COOKIE]
    token = browser.cookies["netra_masuk"]
    form = {"csrf": token, "nama": "analis", "sandi": "kucing abu dua ekor"}
    browser.post("/masuk", data=form)
    assert browser.cookies[COOKIE] != before
    old = stranger(app)
    old.cookies.set(COOKIE, before)
    assert old.get("/saya").status_code == 303


@pytest.mark.parametrize("username", ["analis", "tiada"])
def test_a_failure_when_for_whatever_reason_then_looks_the_same(
    app: Starlette, username: str
) -> None:
    answer = try_to_sign_in(stranger(app), username, "salah")
    assert answer.status_code == 401
    assert "Nama pengguna atau kata sandi tidak cocok." in text_of(answer.text)
    assert "salah" not in answer.text
    assert COOKIE not in answer.headers["set-cookie"]


def test_a_lock_out_when_it_holds_then_the_page_says_until_when(
    app: Starlette, clock: Clock
) -> None:
    browser = stranger(app)
    for _ in range(5):
        answer = try_to_sign_in(browser, "analis", "salah")
    assert answer.status_code == 429
    assert "setelah pukul 08.15 WIB" in text_of(answer.text)
    assert answer.headers["retry-after"] == "900"
    assert try_to_sign_in(browser, "analis").status_code == 429
    clock.advance(minutes=15)
    assert try_to_sign_in(browser, "analis").status_code == 303


@pytest.mark.parametrize("token", ["", "dikarang"])
def test_a_form_without_the_cookies_token_is_not_taken(app: Starlette, token: str) -> None:
    browser = stranger(app)
    browser.get("/masuk")
    form = {"csrf": token, "nama": "analis", "sandi": "kucing abu dua ekor"}
    assert browser.post("/masuk", data=form).status_code == 403
    browser.cookies.clear()
    assert browser.post("/masuk", data=form).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_from_another_site_is_not_taken(app: Starlette, site: str) -> None:
    browser = stranger(app)
    token = form_token(browser.get("/masuk"))
    form = {"csrf": token, "nama": "analis", "sandi": "kucing abu dua ekor"}
    answer = browser.post("/masuk", data=form, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403


def test_a_second_tab_does_not_spoil_the_form_of_the_first(app: Starlette) -> None:
    browser = stranger(app)
    first = form_token(browser.get("/masuk"))
    browser.get("/masuk")
    form = {"csrf": first, "nama": "analis", "sandi": "kucing abu dua ekor"}
    assert browser.post("/masuk", data=form).status_code == 303


def test_who_is_signed_in_when_coming_again_then_goes_on(app: Starlette) -> None:
    browser = stranger(app)
    try_to_sign_in(browser, "analis")
    assert browser.get("/masuk?lanjut=/saya").headers["location"] == "/saya"


def test_signing_out_ends_the_session_and_the_cookie(app: Starlette) -> None:
    browser = stranger(app)
    try_to_sign_in(browser, "analis")
    kept = browser.cookies[COOKIE]
    answer = browser.post("/keluar", data={"csrf": form_token(browser.get("/saya"))})
    assert answer.headers["location"] == "/masuk?kabar=keluar"
    assert COOKIE not in browser.cookies
    browser.cookies.set(COOKIE, kept)
    assert browser.get("/saya").status_code == 303
    assert "Anda sudah keluar." in browser.get("/masuk?kabar=keluar").text


def test_signing_out_by_a_link_does_nothing(app: Starlette) -> None:
    browser = stranger(app)
    try_to_sign_in(browser, "analis")
    assert browser.get("/keluar").status_code == 404
    assert browser.get("/saya").status_code == 200


def test_what_was_typed_is_shown_as_text(app: Starlette) -> None:
    answer = try_to_sign_in(stranger(app), '"><script>alert(1)</script>', "salah")
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "typed",
    ["", "\x00", "' OR 1=1 --", "\u202enama", "n" * 4_000, "😀", "%00%ff", "nama\r\nSet: x"],
)
def test_whatever_is_typed_is_a_failure_like_any_other(app: Starlette, typed: str) -> None:
    assert try_to_sign_in(stranger(app), typed, typed or "x").status_code == 401


@pytest.mark.parametrize("token", ["x", "é", "x" * 5_000, "a.b.c", "%00"])
def test_a_cookie_nobody_gave_is_nobodys(app: Starlette, token: str) -> None:
    browser = stranger(app)
    for cookie in (COOKIE, "netra_masuk", "netra_oidc"):
        headers = {b"Cookie": f"{cookie}={token}".encode()}
        answer = browser.get("/saya", headers=headers)
        assert answer.status_code == 303
        form = {"csrf": token, "nama": "analis", "sandi": "x"}
        assert browser.post("/masuk", data=form, headers=headers).status_code in (401, 403)


@pytest.mark.parametrize("role", [("D01", "admin", "/pengguna"), ("A01", "analis", "/antrean")])
def test_the_start_is_where_ones_work_is(
    app: Starlette, desk: Desk, role: tuple[str, str, str]
) -> None:
    user_id, username, start = role
    give_password(desk, user_id)
    browser = stranger(app)
    assert try_to_sign_in(browser, username).headers["location"] == "/"
    assert browser.get("/").headers["location"] == start


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//jahat.example",
        "/\\jahat.example",
        "\\\\jahat.example",
        "https://jahat.example",
        "/\t/jahat.example",
        "/antrean\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "antrean",
        "",
    ],
)
def test_onwards_when_not_our_own_path_then_to_the_start(app: Starlette, elsewhere: str) -> None:
    answer = try_to_sign_in(stranger(app), "analis", lanjut=elsewhere)
    assert answer.headers["location"] == "/"


@given(st.text(alphabet="/\\:.@?#% \t\nahttps", max_size=30))
def test_onwards_is_always_a_path_of_ours(text: str) -> None:
    path = own_path(text)
    assert path[0] == "/"
    assert path[1:2] not in ("/", "\\")
    assert not set(path) & set("\\\t\n ")
