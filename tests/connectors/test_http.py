from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import (
    BudgetSpent,
    ConnectorError,
    CredentialsRejected,
    NetworkFailed,
    PlatformChanged,
    PlatformRefused,
)
from connectors.http import HttpPolicy, with_params
from connectors.pace import HostPace, asked_rest
from tests.connectors.fakes import Handler, client, reply

URL = "https://contoh.test/a"


class Script:
    """Answers in the given order, the last one for ever, and remembers what was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_get_says_who_asks_and_gives_bytes_and_lower_case_headers() -> None:
    script = Script(reply(b"isi", headers={"ETag": '"1"'}))
    answer = client(script).get(URL, params={"q": "a b"}, headers={"Accept": "text/plain"})
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"isi", '"1"')
    assert answer.url == f"{URL}?q=a+b"
    assert answer.fetched_at.tzinfo is not None
    (request,) = script.requests
    assert request.headers["user-agent"] == "Netra/0.1 (+uji@contoh.test)"
    assert request.headers["accept"] == "text/plain"


@pytest.mark.parametrize("contact", ["", "  ", "a@b\r\nX: y", "kontak@dinas.é"])
def test_a_contact_that_cannot_stand_in_a_header_is_refused(contact: str) -> None:
    with pytest.raises(ValueError, match="contact"):
        HttpPolicy(contact=contact)


@pytest.mark.parametrize("status", [200, 204, 304, 400, 404, 410, 451])
def test_get_leaves_other_answers_to_the_connector(status: int) -> None:
    assert client(Script(reply(b"", status))).get(URL).status == status


@pytest.mark.parametrize(("status", "error"), [(401, CredentialsRejected), (403, PlatformRefused)])
def test_get_when_refused_says_so_at_once(status: int, error: type[Exception]) -> None:
    script = Script(reply(b"", status))
    with pytest.raises(error):
        client(script).get(URL)
    assert len(script.requests) == 1


@pytest.mark.parametrize(
    "passing",
    [
        reply(b"", 500),
        reply(b"", 503, {"retry-after": "0"}),
        reply(b"", 429),
        httpx.ConnectError("x"),
        httpx.ReadTimeout("x"),
        httpx.RemoteProtocolError("x"),
    ],
)
def test_get_tries_again_after_a_passing_failure(passing: httpx.Response | Exception) -> None:
    assert client(Script(passing, reply(b"baik"))).get(URL).body == b"baik"


@pytest.mark.parametrize(
    ("failing", "error"),
    [
        (reply(b"", 502), NetworkFailed),
        (reply(b"", 429), BudgetSpent),
        (httpx.ConnectError("x"), NetworkFailed),
    ],
)
def test_get_gives_up_after_the_allowed_attempts(
    failing: httpx.Response | Exception, error: type[Exception]
) -> None:
    script = Script(failing)
    with pytest.raises(error):
        client(script, attempts=3).get(URL)
    assert len(script.requests) == 3


def test_get_rests_as_long_as_asked_before_the_next_attempt() -> None:
    started = time.monotonic()
    client(Script(reply(b"", 429, {"retry-after": "1"}), reply(b"")), max_wait_s=2).get(URL)
    assert time.monotonic() - started >= 1


def test_get_when_asked_for_a_longer_rest_than_allowed_does_not_ask_again() -> None:
    script = Script(reply(b"", 429, {"retry-after": "283"}))
    web = client(script)
    for _ in range(2):
        with pytest.raises(BudgetSpent):
            web.get(URL)
    assert len(script.requests) == 1


def test_get_when_the_requests_of_the_run_are_used_up_asks_no_more_of_that_host() -> None:
    script = Script(reply(b""))
    web = client(script, budget_requests=2)
    web.get(URL)
    web.get(URL)
    with pytest.raises(BudgetSpent):
        web.get(URL)
    assert web.get("https://lain.test/").status == 200
    assert len(script.requests) == 3


def test_get_a_certificate_that_is_not_trusted_is_not_tried_again() -> None:
    script = Script(httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] x"))
    with pytest.raises(NetworkFailed, match="certificate"):
        client(script).get(URL)
    assert len(script.requests) == 1


def test_get_follows_redirects_and_names_where_it_arrived() -> None:
    script = Script(reply(b"", 302, {"location": "../b?c=1"}), reply(b"tiba"))
    answer = client(script).get(URL)
    assert (answer.body, answer.url) == (b"tiba", "https://contoh.test/b?c=1")


def test_get_keeps_keys_from_servers_it_is_redirected_to() -> None:
    script = Script(reply(b"", 302, {"location": "https://lain.test/"}), reply(b""))
    client(script).get(URL, headers={"Authorization": "rahasia", "If-None-Match": '"1"'})
    assert "authorization" in script.requests[0].headers
    assert "authorization" not in script.requests[1].headers
    assert script.requests[1].headers["if-none-match"] == '"1"'


def test_get_ends_a_ring_of_redirects() -> None:
    script = Script(reply(b"", 301, {"location": URL}))
    with pytest.raises(PlatformChanged, match="redirects"):
        client(script).get(URL)
    assert len(script.requests) == 6


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://a.test/", "gopher://a", "http://", "http://[", "//u:p@a.test/",
     "http://a.test:99999/", "javascript:x"],
)  # fmt: skip
def test_get_never_leaves_the_web(location: str) -> None:
    script = Script(reply(b"", 302, {"location": location}))
    with pytest.raises(PlatformChanged):
        client(script).get(URL)
    assert len(script.requests) == 1


@given(st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0")))
def test_get_any_location_is_an_answer_or_a_connector_error(location: str) -> None:
    header = [(b"location", location.encode("latin-1"))]
    script = Script(httpx.Response(302, headers=header), reply(b""))
    with contextlib.suppress(ConnectorError):
        client(script, attempts=1).get(URL)


def test_get_carries_no_cookie_from_one_answer_to_the_next() -> None:
    script = Script(reply(b"", headers={"set-cookie": "lacak=1; Path=/"}))
    web = client(script)
    web.get(URL)
    web.get(URL)
    assert "cookie" not in script.requests[1].headers


def test_get_from_many_threads_spends_the_budget_exactly() -> None:
    web = client(Script(reply(b"")), budget_requests=40)
    outcomes: Counter[str] = Counter()

    def ask() -> None:
        for _ in range(10):
            try:
                web.get(URL)
                outcomes["ok"] += 1
            except BudgetSpent:
                outcomes["spent"] += 1

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == {"ok": 40, "spent": 40}


def test_error_messages_name_neither_host_nor_address() -> None:
    failing: list[Handler] = [
        Script(reply(b"", 500)),
        Script(reply(b"", 403)),
        Script(httpx.ConnectError("no route to contoh.test")),
        Script(reply(b"", 302, {"location": "ftp://contoh.test"})),
    ]
    for script in failing:
        with pytest.raises(ConnectorError) as caught:
            client(script, attempts=1).get(URL)
        assert "contoh" not in str(caught.value)


def test_the_pace_spreads_requests_after_a_short_burst() -> None:
    pace = HostPace(600, budget=100, max_wait_s=1)
    started = time.monotonic()
    for _ in range(13):
        pace.enter()
    assert 0.25 <= time.monotonic() - started < 1


NOW = datetime(2031, 9, 1, tzinfo=UTC)
DATE = {"date": format_datetime(NOW, usegmt=True)}
LATER = NOW + timedelta(seconds=30)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7),
        ({"retry-after": format_datetime(LATER, usegmt=True)}, 30),
        ({"retry-after": "besok", "ratelimit-reset": "9"}, 9),
        ({"ratelimit-reset": str(int(LATER.timestamp()))}, 30),
        ({"x-ratelimit-reset": LATER.isoformat()}, 30),
        ({"x-ratelimit-reset": "2031-09-01T00:00:30"}, 30),
        ({"ratelimit-reset": str(int(NOW.timestamp()) - 5)}, 0),
        ({"ratelimit-reset": "9", "ratelimit-remaining": "0"}, 9),
        ({"ratelimit-reset": "9", "ratelimit-remaining": "2990"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "9" * 400}, None),
    ],
)
def test_asked_rest_reads_every_habit(headers: dict[str, str], seconds: float | None) -> None:
    assert asked_rest({**DATE, **headers}) == seconds


@given(st.text(), st.text())
def test_asked_rest_is_total(retry_after: str, date: str) -> None:
    rest = asked_rest({"retry-after": retry_after, "date": date})
    assert rest is None or rest >= 0


@pytest.mark.parametrize(
    ("url", "params", "joined"),
    [
        ("https://a.test/", {}, "https://a.test/"),
        ("https://a.test/", {"b": 1}, "https://a.test/?b=1"),
        ("https://a.test/?x=/", {"b": "ä&"}, "https://a.test/?x=/&b=%C3%A4%26"),
        ("https://a.test/#f", {"b": 1}, "https://a.test/?b=1#f"),
    ],
)
def test_with_params_adds_to_the_query(url: str, params: dict[str, Any], joined: str) -> None:
    assert with_params(url, params) == joined
