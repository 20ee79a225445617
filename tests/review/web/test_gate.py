"""The gate: nobody passes without a session, the role, and a form of our own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

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
