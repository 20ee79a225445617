"""The feed connector against the RSS and Atom feeds of a real WordPress."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from connectors.connector import Connector
from connectors.http import HttpClient
from connectors.network import public_transport

from .process import next_second
from .reader import Reader, connectors, policy
from .wordpress import Author


class Listening(httpx.BaseTransport):
    """Passes everything on and keeps the status of each answer."""

    def __init__(self) -> None:
        self._inner = public_transport(loopback=True)
        self.statuses: list[int] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        self.statuses.append(response.status_code)
        return response

    def close(self) -> None:
        self._inner.close()


@pytest.fixture
def listening() -> Listening:
    return Listening()


@pytest.fixture
def connector(listening: Listening) -> Iterator[Connector]:
    client = HttpClient(policy(), listening)
    yield connectors(client)["feed"]
    client.close()


@pytest.fixture(params=["feed/", "feed/atom/"])
def reader(request: pytest.FixtureRequest, connector: Connector, wordpress: Author) -> Reader:
    next_second()
    return Reader(connector, f"{wordpress.site}/{request.param}")


def test_reading_when_feed_has_entries_returns_them_as_posts(
    reader: Reader, wordpress: Author
) -> None:
    post = wordpress.post("Kabar &amp; berita", "<p>Isi <b>tebal</b></p>")
    newest = max(reader.read(), key=lambda activity: activity.created_at or activity.observed_at)
    assert (newest.kind, newest.url) == ("post", post["link"])
    assert "Kabar & berita" in newest.text
    assert "Isi tebal" in newest.text
    assert newest.created_at
    assert newest.created_at.strftime("%Y-%m-%dT%H:%M:%S") == post["date_gmt"]


def test_second_reading_when_nothing_changed_is_answered_304(
    reader: Reader, wordpress: Author, listening: Listening
) -> None:
    wordpress.post("Kabar", "<p>isi</p>")
    assert reader.read()
    listening.statuses.clear()
    assert reader.read() == []
    assert listening.statuses == [304]


def test_second_reading_when_a_post_was_added_brings_it(reader: Reader, wordpress: Author) -> None:
    wordpress.post("Lama", "<p>isi</p>")
    reader.read()
    next_second()
    post = wordpress.post("Paling baru", "<p>isi</p>")
    assert [activity.url for activity in reader.read()] == [post["link"]]


def test_second_reading_when_a_post_was_edited_brings_its_new_text(
    reader: Reader, wordpress: Author
) -> None:
    post = wordpress.post("Kabar", "<p>salah ketik</p>")
    first = {activity.native_id: activity for activity in reader.read()}
    next_second()
    wordpress.edit(post["id"], content="<p>sudah diperbaiki</p>")
    (edited,) = reader.read()
    assert "sudah diperbaiki" in edited.text
    assert first[edited.native_id].content_sha256 != edited.content_sha256


def test_listing_of_a_feed_is_never_complete(reader: Reader) -> None:
    stream = reader.connector.streams(reader.account)[0]
    assert reader.connector.listing(reader.account, stream) is None
