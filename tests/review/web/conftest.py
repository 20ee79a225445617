"""The review page over a real data folder, and a browser for each person."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from httpx import Response
from starlette.testclient import TestClient

from review.desk import Desk
from review.web.app import create_app
from review.web.gate import COOKIE
from store import users
from tests.review.desk import Clock, Lots, add_users, make_desk


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lots() -> Lots:
    return Lots()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock, lots: Lots) -> Desk:
    made = make_desk(tmp_path / "data", clock, lots)
    add_users(made)
    return made


class Browser(TestClient):
    """A signed-in person: gets pages and sends their forms."""

    def submit(self, path: str, **form: str) -> Response:
        """POST a form with this session's token."""
        return self.post(path, data={"csrf": self.csrf, **form}, follow_redirects=False)

    csrf = ""


@pytest.fixture
def sign_in(desk: Desk) -> Callable[[str], Browser]:
    """Somebody's browser by user code, signed in; all share one application."""
    app = create_app(desk)

    def signed_in(user_id: str) -> Browser:
        with desk.database.transaction() as connection:
            user = users.get(connection, user_id)
            assert user is not None
            token = app.state.book.open(connection, user, "Peramban uji", desk.clock())
        browser = Browser(app, base_url="http://netra.test")
        browser.cookies.set(COOKIE, token)
        found = app.state.book.find(token, desk.clock())
        assert found is not None
        browser.csrf = found.session.csrf_token
        return browser

    return signed_in


def text_of(html: str) -> str:
    """What a reader sees of a page, roughly."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
