"""The queue as a page: what waits, for whom, and the next item."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from review.desk import Desk
from tests.review.desk import flag_of, put_flags
from tests.review.web.conftest import Browser, text_of

SignIn = Callable[[str], Browser]


@pytest.fixture
def flagged(desk: Desk) -> list[str]:
    posts = [(flag_of(n, probability=0.9 - n / 100), f"Unggahan nomor {n}") for n in range(1, 4)]
    return put_flags(desk, posts)


def test_queue_when_items_wait_then_none_tells_who_posted_or_how_sure_the_machine_is(
    sign_in: SignIn, flagged: list[str]
) -> None:
    page = sign_in("A01").get("/antrean").text
    assert all(f"/butir/{flag_id}" in page for flag_id in flagged)
    for hidden in ("A-1", "akun-contoh", "did:plc", "0.8", "0,8", "88", "Unggahan nomor"):
        assert hidden not in page


def test_next_when_taken_then_the_item_is_before_the_person(
    sign_in: SignIn, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    answer = browser.submit("/antrean/berikutnya", step="telaah_pertama")
    assert answer.headers["location"] == f"/butir/{flagged[0]}"
    page = browser.get(f"/butir/{flagged[0]}").text
    assert "Unggahan nomor 1" in text_of(page)
    assert 'name="decision"' in page
