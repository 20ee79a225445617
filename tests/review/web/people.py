"""Browsers of people who are not signed in yet."""

from __future__ import annotations

import re
from dataclasses import replace

from httpx import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from review import passwords
from review.desk import Desk
from store import users

PASSWORD = "kucing abu dua ekor"  # noqa: S105
HOME = "http://netra.test"


def give_password(desk: Desk, user_id: str, password: str = PASSWORD) -> None:
    """Let somebody sign in with a password."""
    with desk.database.transaction() as connection:
        user = users.get(connection, user_id)
        assert user is not None
        users.update(connection, replace(user, password_hash=passwords.hashed(password)))


def stranger(app: Starlette, address: str = "203.0.113.7") -> TestClient:
    """A browser with nothing in it."""
    return TestClient(app, base_url=HOME, client=(address, 50000), follow_redirects=False)


def form_token(page: Response) -> str:
    """The token in a page's form."""
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found is not None
    return found.group(1)


def try_to_sign_in(
    browser: TestClient, username: str, password: str = PASSWORD, **fields: str
) -> Response:
    """Fill in the sign-in form as a person does."""
    token = form_token(browser.get("/masuk"))
    form = {"csrf": token, "nama": username, "sandi": password, **fields}
    return browser.post("/masuk", data=form)
