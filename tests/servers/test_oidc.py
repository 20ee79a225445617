"""Signing in by a real OpenID provider, there and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from config.review import Oidc
from review import people
from review.desk import Desk
from review.people import OPERATOR
from review.web.app import create_app
from review.web.gate import COOKIE
from tests.review.desk import Lots, add_users, make_desk
from tests.review.web.people import stranger

from .identity import RETURN_TO, SECRET, running_provider, sign_in_there


@pytest.fixture(scope="session")
def issuer(installed: Path, server_folder: Path) -> Iterator[str]:
    with running_provider(installed, server_folder) as address:
        yield address


@pytest.fixture
def desk(tmp_path: Path, issuer: str) -> Desk:
    """Sekar (A01) is known at the provider as ``sekar-sso``."""
    made = make_desk(tmp_path / "data", lambda: datetime.now(UTC), Lots())
    add_users(made)
    people.link(made.database, "A01", "sekar-sso", OPERATOR)
    oidc = Oidc(issuer=issuer, client_id="netra", name="SSO Uji", return_to=RETURN_TO)
    rules = made.rules.model_copy(update={"oidc": oidc})
    return replace(made, rules=rules, oidc_secret=SECRET)


@pytest.fixture
def app(desk: Desk) -> Starlette:
    return create_app(desk)


def leave_for_provider(browser: TestClient) -> str:
    answer = browser.get("/masuk/oidc?lanjut=/saya")
    assert answer.status_code == 303
    return answer.headers["location"]


def come_back(browser: TestClient, onwards: httpx.URL) -> httpx.Response:
    return browser.get(f"{onwards.path}?{onwards.query.decode()}")


def events(desk: Desk) -> list[tuple[str, str]]:
    with desk.database.transaction() as connection:
        return connection.execute("SELECT event, details FROM audit ORDER BY seq").fetchall()


def test_whom_the_provider_vouches_for_is_let_in_and_goes_on(app: Starlette, desk: Desk) -> None:
    browser = stranger(app)
    answer = come_back(browser, sign_in_there(leave_for_provider(browser), "sekar-sso"))
    assert answer.status_code == 200
    assert 'content="0; url=/saya"' in answer.text
    assert "Sekar Ayu" in browser.get("/saya").text
    assert events(desk)[-1] == ("user.signed_in", '{"by":"oidc"}')


def test_the_errand_survives_coming_from_another_site_and_the_session_never_does(
    app: Starlette,
) -> None:
    browser = stranger(app)
    leaving = browser.get("/masuk/oidc").headers["set-cookie"].lower()
    assert "samesite=lax" in leaving
    assert "path=/masuk" in leaving
    address = leave_for_provider(browser)
    given = come_back(browser, sign_in_there(address, "sekar-sso")).headers.get_list("set-cookie")
    assert ["samesite=strict" in one.lower() for one in given if one.startswith(COOKIE)] == [True]


@pytest.mark.parametrize("disabled", [False, True])
def test_who_is_unknown_or_disabled_here_is_not_let_in(
    app: Starlette, desk: Desk, disabled: bool
) -> None:
    if disabled:
        people.disable(desk.database, "A01", OPERATOR, datetime.now(UTC))
    browser = stranger(app)
    there = sign_in_there(leave_for_provider(browser), "sekar-sso" if disabled else "orang-lain")
    answer = come_back(browser, there)
    assert answer.status_code == 403
    assert "belum terdaftar" in answer.text
    assert COOKIE not in browser.cookies


def test_an_answer_brought_by_another_browser_is_worth_nothing(app: Starlette) -> None:
    there = sign_in_there(leave_for_provider(stranger(app)), "sekar-sso")
    other = stranger(app)
    assert come_back(other, there).status_code == 502
    leave_for_provider(other)
    assert come_back(other, there).status_code == 502
    assert COOKIE not in other.cookies


def test_an_answer_is_good_once(app: Starlette) -> None:
    browser = stranger(app)
    there = sign_in_there(leave_for_provider(browser), "sekar-sso")
    errand = browser.cookies["netra_oidc"]
    assert come_back(browser, there).status_code == 200
    again = stranger(app)
    again.cookies.set("netra_oidc", errand)
    assert come_back(again, there).status_code == 502


def test_the_provider_is_asked_for_a_code_with_pkce_state_and_nonce(app: Starlette) -> None:
    asked = parse_qs(urlsplit(leave_for_provider(stranger(app))).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len({asked[name][0] for name in ("state", "nonce", "code_challenge")}) == 3


def test_a_wrong_secret_lets_nobody_in(desk: Desk) -> None:
    wrong = create_app(replace(desk, oidc_secret="bukan itu"))  # noqa: S106
    browser = stranger(wrong)
    answer = come_back(browser, sign_in_there(leave_for_provider(browser), "sekar-sso"))
    assert answer.status_code == 502
    assert "bukan itu" not in answer.text


def test_a_provider_that_does_not_answer_is_a_page_not_a_crash(desk: Desk) -> None:
    assert desk.rules.oidc is not None
    nowhere = desk.rules.oidc.model_copy(update={"issuer": "http://127.0.0.1:9"})
    rules = desk.rules.model_copy(update={"oidc": nowhere})
    answer = stranger(create_app(replace(desk, rules=rules))).get("/masuk/oidc")
    assert answer.status_code == 502
    assert "Masuk lewat SSO tidak berhasil" in answer.text
