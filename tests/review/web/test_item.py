"""One item as a page: blind before the decision, whole after it, and no typed word lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from review.desk import Desk
from store import decisions, flags
from store.flags import State
from tests.review.desk import flag_of, put_flags
from tests.review.web.conftest import Browser, text_of

SignIn = Callable[[str], Browser]
HOSTILE = "<script>alert(1)</script> \u202egnalu\x00 <svg onload=x> data:text/html,x"


@pytest.fixture
def flagged(desk: Desk) -> list[str]:
    posts = [(flag_of(n, probability=0.9 - n / 100), f"Unggahan nomor {n}") for n in range(1, 4)]
    return put_flags(desk, posts)


def take(browser: Browser, flag_id: str) -> str:
    answer = browser.submit(f"/butir/{flag_id}/klaim")
    assert answer.headers["location"] == f"/butir/{flag_id}"
    return browser.get(f"/butir/{flag_id}").text


def state_of(desk: Desk, flag_id: str) -> State:
    with desk.database.transaction() as connection:
        return flags.get(connection, flag_id).state


def events(desk: Desk, name: str) -> list[tuple[str, str, str]]:
    with desk.database.transaction() as connection:
        return connection.execute(
            "SELECT actor, subject, details FROM audit WHERE event = ? ORDER BY seq", [name]
        ).fetchall()


def test_item_when_not_decided_then_identity_score_and_link_are_hidden(
    sign_in: SignIn, flagged: list[str]
) -> None:
    page = take(sign_in("A01"), flagged[0])
    assert "Unggahan nomor 1" in page
    for hidden in ("A-1", "akun-contoh", "did:plc", "contoh.example", "0.89", "0,89", "89 %"):
        assert hidden not in page


def test_decide_when_bukan_then_recorded_and_the_next_item_is_claimed(
    sign_in: SignIn, desk: Desk, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    take(browser, flagged[0])
    answer = browser.submit(
        f"/butir/{flagged[0]}/putuskan", decision="bukan", quick="berita", lanjut="1"
    )
    assert answer.headers["location"] == f"/butir/{flagged[1]}?dari={flagged[0]}"
    assert state_of(desk, flagged[0]) is State.BUKAN
    page = browser.get(answer.headers["location"]).text
    assert "Keputusan tercatat" in page
    assert f"/butir/{flagged[0]}/selesai" in page
    with desk.database.transaction() as connection:
        assert decisions.of_flag(connection, flagged[0])[0].reason == "Berita"


def test_decided_when_shown_then_the_machines_score_stands_there(
    sign_in: SignIn, flagged: list[str]
) -> None:
    browser = sign_in("A01")
    take(browser, flagged[0])
    answer = browser.submit(f"/butir/{flagged[0]}/putuskan", decision="bukan", lanjut="0")
    assert answer.headers["location"] == f"/butir/{flagged[0]}/selesai"
    page = text_of(browser.get(answer.headers["location"]).text)
    assert "89 %" in page
    assert "50 %" in page
    assert "Urungkan" in page
