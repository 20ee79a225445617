"""What every connector owes, whatever its platform."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import handover
from connectors.account import Account
from connectors.activity import Activity, Issue
from connectors.catalogue import build_connectors
from connectors.connector import Connector
from connectors.errors import AccountGone, ConnectorError
from connectors.page import Page
from tests.connectors.fakes import (
    DID,
    PDS,
    Handler,
    Pds,
    Site,
    account,
    article,
    client,
    note,
    page,
    reply,
)
from tests.connectors.test_feed import Server, item, rss

NOON = "2021-08-01T12:00:00"
RKEYS = {f"3k{number:05}": note(f"ke-{number}") for number in range(120)}
ITEMS = [item(str(number), pubDate="Mon, 01 Sep 2025 10:00:00 GMT") for number in range(120)]


@dataclass(frozen=True)
class Case:
    """A connector before a server with 120 acts, one with none, and one without the account."""

    platform: str
    account: Account
    full: Callable[[], Handler]
    empty: Callable[[], Handler]
    gone: Handler
    malformed: bytes
    """A page of two sound records around one that cannot be read."""

    @property
    def url(self) -> str:
        return {
            "bluesky": f"{PDS}/x?repo={DID}&collection=app.bsky.feed.post",
            "wordpress": "https://contoh.test/wp-json/wp/v2/posts",
            "feed": "https://contoh.test/feed",
        }[self.platform]

    def connector(self, server: Handler, **changes: Any) -> Connector:
        return build_connectors(client(server, **changes))[self.platform]


def _away(_: httpx.Request) -> httpx.Response:
    return reply({"error": "RepoNotFound"}, 400)


def _left(request: httpx.Request) -> httpx.Response:
    return Pds()(request) if request.url.path == f"/{DID}" else _away(request)


def _records(*values: Any) -> bytes:
    base = f"at://{DID}/app.bsky.feed.post/3k"
    found = [{"uri": f"{base}{number}", "value": value} for number, value in enumerate(values)]
    return json.dumps({"records": found}).encode()


CASES = [
    Case(
        "bluesky",
        account("bluesky", stable_id=DID, home=PDS),
        lambda: Pds({"app.bsky.feed.post": dict(RKEYS)}),
        Pds,
        _left,
        _records(note("a"), {"$type": 7}, note("b")),
    ),
    Case(
        "wordpress",
        account("wordpress", stable_id="https://contoh.test/wp-json/"),
        lambda: Site([article(n, f"2021-08-01T{n // 60:02}:{n % 60:02}:00") for n in range(120)]),
        Site,
        lambda _: reply(b"", 410),
        json.dumps([article(1, NOON), 5, article(2, NOON)]).encode(),
    ),
    Case(
        "feed",
        account("feed", stable_id="https://contoh.test/feed"),
        lambda: Server(rss(*ITEMS)),
        lambda: Server(rss()),
        lambda _: reply(b"", 410),
        rss(item("1"), "<item></item>", item("2")),
    ),
]  # fmt: skip
each = pytest.mark.parametrize("case", CASES, ids=[case.platform for case in CASES])


def fetched(case: Case, server: Handler, cursor: str | None = None) -> list[Page]:
    reader = case.connector(server)
    return list(reader.pages(case.account, reader.streams(case.account)[0], cursor))


def acts(case: Case, pages: list[Page]) -> list[Activity]:
    reader = case.connector(case.full())
    return [one for kept in pages for one in reader.parse(kept) if isinstance(one, Activity)]


@each
def test_every_act_is_brought_once_with_a_stable_id_and_aware_times(case: Case) -> None:
    found = acts(case, fetched(case, case.full()))
    again = acts(case, fetched(case, case.full()))
    assert len({one.key for one in found}) == 120
    assert [one.key for one in found] == [one.key for one in again]
    for one in found:
        assert one.observed_at.tzinfo is not None
        assert one.created_at is not None
        assert one.created_at.tzinfo is not None
        assert one.kind in case.connector(case.full()).kinds


@each
def test_a_page_names_its_account_stream_bytes_and_reader(case: Case) -> None:
    reader = case.connector(case.full())
    for kept in fetched(case, case.full()):
        assert kept.account_id == case.account.account_id
        assert kept.stream in reader.streams(case.account)
        assert kept.connector_version == reader.version
        assert kept.records > 0
        assert kept.cursor is not None


@each
def test_parsing_a_page_again_gives_the_same(case: Case) -> None:
    reader = case.connector(case.full())
    for kept in fetched(case, case.full()):
        assert list(reader.parse(kept)) == list(reader.parse(kept))


@each
def test_nothing_comes_again_from_the_last_cursor_when_nothing_changed(case: Case) -> None:
    server = case.full()
    last = fetched(case, server)[-1].cursor
    assert fetched(case, server, last) == []


@each
def test_an_account_without_acts_is_empty_and_no_failure(case: Case) -> None:
    assert acts(case, fetched(case, case.empty())) == []


@each
def test_a_gone_account_says_so(case: Case) -> None:
    with pytest.raises(AccountGone):
        fetched(case, case.gone)


@each
@pytest.mark.parametrize("status", [429, 500, 503])
def test_one_refusal_before_each_answer_costs_nothing(case: Case, status: int) -> None:
    server, refused = case.full(), set[str]()

    def moody(request: httpx.Request) -> httpx.Response:
        if str(request.url) not in refused:
            refused.add(str(request.url))
            return reply(b"", status)
        return server(request)

    assert len({one.key for one in acts(case, fetched(case, moody))}) == 120


@each
@pytest.mark.parametrize("status", [200, 204, 302, 304, 400, 401, 403, 404, 410, 418, 429, 500])
@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"[]", b"\xff\x00"])
def test_any_answer_ends_in_pages_or_in_a_connector_error(
    case: Case, status: int, body: bytes
) -> None:
    reader = case.connector(lambda _: reply(body, status), attempts=1)
    questions: list[Callable[[], object]] = [
        lambda: fetched(case, lambda _: reply(body, status)),
        lambda: reader.resolve("contoh.test"),
        lambda: list(reader.listing(case.account, reader.streams(case.account)[0]) or ()),
        lambda: reader.presence(case.account, "at://a/b/c"),
        lambda: reader.presence(case.account, "contoh.test/?p=1"),
    ]
    for question in questions:
        try:
            found = question()
        except ConnectorError:
            continue
        assert found != "gone"


@each
def test_one_malformed_record_is_one_issue_and_the_rest_survives(case: Case) -> None:
    reader = case.connector(case.full())
    found = list(reader.parse(page(case.platform, case.malformed, case.url)))
    assert [type(one) for one in found] == [Activity, Issue, Activity]
    (issue,) = [one for one in found if isinstance(one, Issue)]
    assert (issue.account_id, issue.position) == ("akun-1", 1)
    assert len(issue.page_sha256) == 64


@each
@given(body=st.binary())
def test_parse_any_bytes_is_total(case: Case, body: bytes) -> None:
    reader = case.connector(case.full())
    list(reader.parse(page(case.platform, body, case.url)))


@each
@given(place=st.integers(0, 10_000), byte=st.integers(0, 255), cut=st.booleans())
def test_parse_a_damaged_page_is_total(case: Case, place: int, byte: int, *, cut: bool) -> None:
    reader = case.connector(case.full())
    at = place % len(case.malformed)
    rest = b"" if cut else case.malformed[at + 1 :]
    damaged = case.malformed[:at] + bytes([byte]) + rest
    for one in reader.parse(page(case.platform, damaged, case.url)):
        if isinstance(one, Activity):
            json.dumps([one.native_id, one.text, one.url, one.urls]).encode()
            one.native_id.encode()
            one.text.encode()


@each
def test_listing_is_whole_or_there_is_none(case: Case) -> None:
    reader = case.connector(case.full())
    listing = reader.listing(case.account, reader.streams(case.account)[0])
    if listing is not None:
        assert set(listing) == {one.native_id for one in acts(case, fetched(case, case.full()))}


def test_a_handed_over_page_owes_the_same() -> None:
    kept = page("x", b'{"native_id": "1"}\n5\n{"native_id": "2"}', "handover:a.csv")
    found = list(handover.parse(kept))
    assert [type(one) for one in found] == [Activity, Issue, Activity]
    assert found == list(handover.parse(replace(kept)))
