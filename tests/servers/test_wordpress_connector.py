"""The WordPress connector against a real site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from connectors.activity import Activity
from connectors.connector import Connector
from connectors.errors import AccountGone, ConnectorError
from connectors.http import HttpClient

from .process import free_port, next_second
from .reader import Reader, connectors, policy
from .wordpress import Author


@pytest.fixture(scope="module")
def connector() -> Iterator[Connector]:
    client = HttpClient(policy())
    yield connectors(client)["wordpress"]
    client.close()


@pytest.fixture
def reader(connector: Connector, wordpress: Author) -> Reader:
    """The site, everything that is there already read."""
    reader = Reader(connector, wordpress.site)
    reader.read()
    next_second()
    return reader


def native(post: dict[str, object], site: str) -> str:
    """The id that outlives permalink settings and a move to TLS."""
    return f"{site.removeprefix('http://')}/?p={post['id']}"


def by_id(activities: list[Activity]) -> dict[str, Activity]:
    return {activity.native_id: activity for activity in activities}


def test_resolve_when_site_is_a_wordpress_finds_its_api(
    connector: Connector, wordpress: Author
) -> None:
    identity = connector.resolve(wordpress.site)
    assert identity.stable_id.startswith(f"{wordpress.site}/wp-json")
    assert identity.home == wordpress.site


def test_resolve_when_nobody_listens_says_so(connector: Connector) -> None:
    with pytest.raises(ConnectorError) as caught:
        connector.resolve(f"http://127.0.0.1:{free_port()}")
    assert not isinstance(caught.value, AccountGone)


def test_reading_when_site_has_many_posts_returns_each_once(
    reader: Reader, wordpress: Author
) -> None:
    made = [
        wordpress.post(f"Berita {number} &amp; kabar", f"<p>Isi <b>nomor</b> {number}</p>")
        for number in range(125)
    ]
    read = by_id(reader.read())
    assert set(read) == {native(post, wordpress.site) for post in made}
    third = read[native(made[3], wordpress.site)]
    assert (third.kind, third.url) == ("post", made[3]["link"])
    assert third.text.split("\n\n") == ["Berita 3 & kabar", "Isi nomor 3"]
    assert third.created_at
    assert third.created_at.strftime("%Y-%m-%dT%H:%M:%S") == made[3]["date_gmt"]
    assert sum(page.records for page in reader.pages if page.stream == "published") == 125


def test_second_reading_when_nothing_happened_fetches_nothing_new(
    reader: Reader, wordpress: Author
) -> None:
    wordpress.post("Judul", "<p>isi</p>")
    assert len(by_id(reader.read())) == 1
    assert reader.read() == []
    assert sum(page.records for page in reader.pages) == 0


def test_second_reading_when_posts_were_added_fetches_exactly_those(
    reader: Reader, wordpress: Author
) -> None:
    posts = [wordpress.post(f"Baru {number}", "<p>isi</p>") for number in range(3)]
    assert set(by_id(reader.read())) == {native(post, wordpress.site) for post in posts}


def test_second_reading_when_a_post_was_edited_brings_it_again_with_its_new_text(
    reader: Reader, wordpress: Author
) -> None:
    post = wordpress.post("Judul", "<p>salah ketik</p>")
    wordpress.post("Lain", "<p>tetap</p>")
    first = by_id(reader.read())
    next_second()
    wordpress.edit(post["id"], content="<p>sudah diperbaiki</p>")
    again = by_id(reader.read())
    key = native(post, wordpress.site)
    assert set(again) == {key}
    assert again[key].text.endswith("sudah diperbaiki")
    assert again[key].content_sha256 != first[key].content_sha256


def test_reading_when_posts_are_not_public_does_not_show_them(
    reader: Reader, wordpress: Author
) -> None:
    wordpress.post("Rancangan", "<p>isi</p>", status="draft")
    wordpress.post("Pribadi", "<p>isi</p>", status="private")
    wordpress.post("Bersandi", "<p>rahasia</p>", password="sandi")  # noqa: S106
    shown = wordpress.post("Terbuka", "<p>isi</p>")
    assert set(by_id(reader.read())) == {native(shown, wordpress.site)}


def test_presence_when_a_post_was_deleted_is_gone_and_the_listing_lacks_it(
    reader: Reader, wordpress: Author
) -> None:
    kept, trashed, deleted = (wordpress.post(f"Kabar {n}", "<p>isi</p>") for n in range(3))
    wordpress.trash(trashed["id"])
    wordpress.delete(deleted["id"])
    presence = {
        post["id"]: reader.connector.presence(reader.account, native(post, wordpress.site))
        for post in (kept, trashed, deleted)
    }
    assert presence == {kept["id"]: "present", trashed["id"]: "unknown", deleted["id"]: "gone"}
    listed = reader.listed()
    assert native(kept, wordpress.site) in listed
    assert not {native(trashed, wordpress.site), native(deleted, wordpress.site)} & listed
