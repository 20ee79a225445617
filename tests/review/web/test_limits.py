"""How much may be sent, and where it is counted as coming from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import HTTPConnection

from config.review import Limits, ReviewRules
from review.desk import Desk
from review.web.address import address_of
from review.web.app import create_app
from review.web.limits import Meter
from tests.review.desk import START, Clock
from tests.review.web.conftest import Browser, text_of
from tests.review.web.people import stranger


@pytest.fixture
def app(desk: Desk) -> Starlette:
    limits = Limits(forms_per_minute=6, sign_ins_per_minute=3, megabytes=1)
    object.__setattr__(desk, "rules", desk.rules.model_copy(update={"limits": limits}))
    return create_app(desk)


def test_forms_when_too_many_from_one_address_then_429_for_it_alone(
    app: Starlette, clock: Clock
) -> None:
    browser = stranger(app)
    answers = [browser.post("/saya/pilihan") for _ in range(7)]
    assert [answer.status_code for answer in answers] == [401] * 6 + [429]
    assert answers[-1].headers["retry-after"] == "10"
    assert "Terlalu banyak permintaan" in text_of(answers[-1].text)
    assert "default-src 'none'" in answers[-1].headers["content-security-policy"]
    assert stranger(app, "198.51.100.9").post("/saya/pilihan").status_code == 401
    assert browser.get("/masuk").status_code == 200
    clock.advance(seconds=10)
    assert browser.post("/saya/pilihan").status_code == 401


def test_signing_in_has_its_own_lower_limit(app: Starlette) -> None:
    browser = stranger(app)
    assert [browser.post("/masuk").status_code for _ in range(4)] == [403, 403, 403, 429]
    assert browser.post("/saya/pilihan").status_code == 401


def test_a_body_that_says_it_is_too_large_is_not_read(app: Starlette) -> None:
    answer = stranger(app).post("/masuk", content=b"x" * (1024 * 1024 + 1))
    assert answer.status_code == 413
    assert "Kiriman terlalu besar" in text_of(answer.text)


def test_a_body_that_does_not_say_how_large_it_is_is_stopped_on_the_way(app: Starlette) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"nama=" + b"x" * 65_536

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = stranger(app).post("/masuk", content=endless(), headers=form)
    assert answer.status_code == 413


@pytest.mark.parametrize("said", ["-1", "banyak", "1e3"])
def test_a_length_that_is_none_is_refused(app: Starlette, said: str) -> None:
    answer = stranger(app).post("/masuk", headers={"Content-Length": said})
    assert answer.status_code == 413


def test_a_form_of_too_many_fields_cannot_be_read(app: Starlette) -> None:
    answer = stranger(app).post("/masuk", files={f"n{n}": (None, "x") for n in range(50)})
    assert answer.status_code == 400
    assert "tidak dapat dibaca" in text_of(answer.text)


@pytest.mark.usefixtures("app")
def test_a_refusal_before_the_page_when_the_reader_chose_english_then_in_english(
    desk: Desk, sign_in: Callable[[str], Browser]
) -> None:
    with desk.database.transaction() as connection:
        connection.execute("UPDATE users SET language = 'en'")
    browser = sign_in("A01")
    large = browser.post("/saya/pilihan", content=b"x" * (1024 * 1024 + 1))
    crowded = browser.post("/saya/pilihan", files={f"n{n}": (None, "x") for n in range(150)})
    for _ in range(5):
        often = browser.submit("/saya/pilihan")
    said = [text_of(answer.text) for answer in (large, crowded, often, browser.get("/tiada"))]
    for text, expected in zip(
        said, ("too large", "cannot be read", "Too many requests", "no such page"), strict=True
    ):
        assert expected in text


@given(st.lists(st.integers(0, 60), max_size=60), st.integers(1, 10))
def test_no_address_ever_gets_more_through_than_twice_its_minute(
    gaps: list[int], per_minute: int
) -> None:
    meter, now, passed = Meter(per_minute), START, []
    for gap in gaps:
        now += timedelta(seconds=gap)
        if meter.wait("203.0.113.7", now) == 0:
            passed.append(now)
    for first in passed:
        within = [one for one in passed if first <= one < first + timedelta(minutes=1)]
        assert len(within) <= 2 * per_minute


def test_the_meter_forgets_addresses_that_went_quiet() -> None:
    meter = Meter(2)
    for number in range(10_000):
        meter.wait(str(number), START)
    meter.wait("lain", START + timedelta(minutes=2))
    assert meter.wait("lain", START + timedelta(minutes=2)) == 0
    assert meter.wait("lain", START + timedelta(minutes=2)) > 0


def connection(client: str, forwarded: str) -> HTTPConnection:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return HTTPConnection({"type": "http", "client": (client, 1), "headers": headers})


@pytest.mark.parametrize(
    ("proxies", "client", "forwarded", "address"),
    [
        ((), "203.0.113.7", "10.1.1.1", "203.0.113.7"),
        ((), "127.0.0.1", "10.1.1.1", "127.0.0.1"),
        (("10.0.0.5",), "10.0.0.5", "203.0.113.7", "203.0.113.7"),
        (("10.0.0.5",), "10.0.0.5", "1.2.3.4, 203.0.113.7", "203.0.113.7"),
        (("10.0.0.5", "10.0.0.6"), "10.0.0.5", "203.0.113.7, 10.0.0.6", "203.0.113.7"),
        (("10.0.0.5",), "203.0.113.9", "1.2.3.4", "203.0.113.9"),
        (("10.0.0.5",), "10.0.0.5", "", "10.0.0.5"),
    ],
)
def test_a_forwarded_address_is_believed_from_the_offices_own_proxies_only(
    proxies: tuple[str, ...], client: str, forwarded: str, address: str
) -> None:
    rules = ReviewRules.model_validate({"trusted_proxies": proxies})
    assert address_of(connection(client, forwarded), rules) == address
