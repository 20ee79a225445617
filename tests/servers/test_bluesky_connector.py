"""The Bluesky connector against a real PDS and a real PLC directory."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from connectors.activity import Activity
from connectors.connector import Connector
from connectors.errors import AccountGone, AccountNotPublic, BudgetSpent, NetworkFailed
from connectors.http import HttpClient

from .pds import FOLLOW, LIKE, POST, REPOST, Pds, Repo
from .reader import Reader, connectors, policy

SignUp = Callable[[str], Repo]


@pytest.fixture(scope="module")
def bluesky(pds: Pds) -> Iterator[Connector]:
    client = HttpClient(policy())
    yield connectors(client, pds)["bluesky"]
    client.close()


def by_id(activities: list[Activity]) -> dict[str, Activity]:
    return {activity.native_id: activity for activity in activities}


def read_thrice(reader: Reader) -> None:
    for _ in range(3):
        reader.read()


def texts(activities: list[Activity]) -> list[str]:
    return [activity.text for activity in activities]


def test_resolve_when_handle_exists_names_did_and_server(
    bluesky: Connector, pds: Pds, sign_up: SignUp
) -> None:
    ani = sign_up("ani")
    identity = bluesky.resolve(ani.handle)
    assert (identity.stable_id, identity.home) == (ani.did, pds.url)


def test_resolve_when_handle_is_unknown_says_the_account_is_gone(bluesky: Connector) -> None:
    with pytest.raises(AccountGone):
        bluesky.resolve("tidak-ada.test")


def test_reading_when_account_has_many_posts_returns_each_once_in_order(
    bluesky: Connector, sign_up: SignUp
) -> None:
    ani = sign_up("ani")
    written = [f"Laporan harian nomor {number} 🦋" for number in range(230)]
    records = ani.posts(written)
    read = Reader(bluesky, ani.handle).read()
    assert texts(read) == written
    assert [activity.native_id for activity in read] == [record.uri for record in records]
    assert {activity.kind for activity in read} == {"post"}
    assert all(activity.created_at and activity.language == "id" for activity in read)


def test_reading_when_account_acts_in_every_way_returns_the_act_and_its_object(
    bluesky: Connector, sign_up: SignUp
) -> None:
    ani, budi = sign_up("ani"), sign_up("budi")
    about = ani.posts(["satu", "dua", "tiga", "empat"])
    like, repost, follow = budi.like(about[0]), budi.repost(about[1]), budi.follow(ani)
    reply, quote = budi.reply("setuju", about[2]), budi.quote("lihat ini", about[3])
    budi.delete(budi.post("terhapus"))
    read = by_id(Reader(bluesky, budi.handle).read())
    assert Counter(activity.kind for activity in read.values()) == {
        kind: 1 for kind in ("like", "repost", "follow", "reply", "quote")
    }
    assert (read[like.uri].kind, read[like.uri].object_id) == ("like", about[0].uri)
    assert (read[repost.uri].kind, read[repost.uri].object_id) == ("repost", about[1].uri)
    assert (read[follow.uri].kind, read[follow.uri].object_id) == ("follow", ani.did)
    assert (read[reply.uri].kind, read[reply.uri].in_reply_to) == ("reply", about[2].uri)
    assert (read[quote.uri].kind, read[quote.uri].quoted) == ("quote", about[3].uri)
    assert (read[reply.uri].text, read[quote.uri].text) == ("setuju", "lihat ini")


def test_second_reading_when_nothing_happened_fetches_nothing_new(
    bluesky: Connector, sign_up: SignUp
) -> None:
    ani, budi = sign_up("ani"), sign_up("budi")
    ani.like(budi.post("halo"))
    ani.posts(["satu", "dua"])
    reader = Reader(bluesky, ani.handle)
    assert len(reader.read()) == 3
    assert reader.read() == []
    assert sum(page.records for page in reader.pages) == 0


def test_second_reading_when_posts_were_added_fetches_exactly_those(
    bluesky: Connector, sign_up: SignUp
) -> None:
    ani, budi = sign_up("ani"), sign_up("budi")
    ani.posts([f"lama {number}" for number in range(120)])
    reader = Reader(bluesky, ani.handle)
    reader.read()
    new = [*ani.posts(["baru 1", "baru 2"]), ani.follow(budi)]
    assert set(by_id(reader.read())) == {record.uri for record in new}


def test_full_pass_when_a_post_was_edited_shows_the_new_content_under_the_old_id(
    bluesky: Connector, sign_up: SignUp
) -> None:
    ani = sign_up("ani")
    _, edited = ani.posts(["tetap", "salah ketik"])
    reader = Reader(bluesky, ani.handle)
    reader.read()
    ani.edit(edited, "sudah diperbaiki")
    assert reader.read() == []
    after = by_id(reader.read_all())
    assert {uri: activity.text for uri, activity in after.items()} == {
        edited.uri: "sudah diperbaiki"
    }


def test_presence_when_a_post_was_deleted_is_gone_and_the_listing_lacks_it(
    bluesky: Connector, sign_up: SignUp
) -> None:
    ani = sign_up("ani")
    kept, deleted = ani.posts(["tetap", "dihapus"])
    reader = Reader(bluesky, ani.handle)
    assert reader.listed() == {kept.uri, deleted.uri}
    ani.delete(deleted)
    assert reader.listed() == {kept.uri}
    assert bluesky.presence(reader.account, deleted.uri) == "gone"
    assert bluesky.presence(reader.account, kept.uri) == "present"


def test_listing_when_there_are_several_pages_is_complete(
    bluesky: Connector, sign_up: SignUp
) -> None:
    ani = sign_up("ani")
    records = ani.posts([f"catatan {number}" for number in range(205)])
    assert Reader(bluesky, ani.handle).listed() == {record.uri for record in records}


def test_reading_when_owner_deactivated_the_account_says_it_is_not_public(
    bluesky: Connector, sign_up: SignUp
) -> None:
    ani = sign_up("ani")
    record = ani.post("halo")
    reader = Reader(bluesky, ani.handle)
    reader.resolve()
    ani.deactivate()
    with pytest.raises(AccountNotPublic):
        reader.read()
    with pytest.raises(AccountNotPublic):
        reader.listed()
    # The server passes this question on to an AppView, which it does not have here: a 502.
    with pytest.raises(NetworkFailed):
        bluesky.presence(reader.account, record.uri)
    # One account's failure does not keep the run from the server's others.
    bluesky.resolve(sign_up("budi").handle)


def test_reading_when_the_account_was_deleted_says_it_is_gone(
    bluesky: Connector, pds: Pds, sign_up: SignUp
) -> None:
    ani = sign_up("ani")
    reader = Reader(bluesky, ani.handle)
    reader.resolve()
    pds.remove_account(ani.did)
    with pytest.raises(AccountGone):
        reader.read()


def test_streams_of_an_account_are_the_four_collections(bluesky: Connector) -> None:
    streams = bluesky.streams(Reader(bluesky, "ani.test").account)
    assert set(streams) == {POST, LIKE, REPOST, FOLLOW}


def test_reading_when_the_server_asks_for_a_rest_waits_and_loses_nothing(strict_pds: Pds) -> None:
    ani = strict_pds.create_account("ani-sabar.test")
    ani.posts(["satu", "dua"])
    client = HttpClient(policy())
    started = time.monotonic()
    # Six requests or more: handle, DID and one to two pages for each of four collections.
    read = Reader(connectors(client, strict_pds)["bluesky"], ani.handle).read()
    client.close()
    assert texts(read) == ["satu", "dua"]
    assert time.monotonic() - started > 1.0


def test_reading_when_the_rest_asked_for_is_too_long_stops_without_asking_again(
    strict_pds: Pds,
) -> None:
    ani = strict_pds.create_account("ani-tergesa.test")
    client = HttpClient(policy(max_wait_s=0.2))
    reader = Reader(connectors(client, strict_pds)["bluesky"], ani.handle)
    with pytest.raises(BudgetSpent):
        read_thrice(reader)
    started = time.monotonic()
    with pytest.raises(BudgetSpent):
        reader.read()
    client.close()
    assert time.monotonic() - started < 0.2
