from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.activity import Activity, Issue
from connectors.bluesky import Bluesky
from connectors.errors import AccountGone, AccountNotPublic, BudgetSpent, PlatformChanged
from tests.connectors.fakes import DID, PDS, Pds, account, client, note, page, reply

POSTS = "app.bsky.feed.post"
HOME = account("bluesky", stable_id=DID, home=PDS)


def bluesky(pds: Any) -> Bluesky:
    return Bluesky(client(pds), resolver_url="https://resolver.test/", plc_url="https://plc.test/")


def listed(*values: Any, collection: str = POSTS) -> bytes:
    records = [
        {"uri": f"at://{DID}/{collection}/3k{number}", "cid": "bafy", "value": value}
        for number, value in enumerate(values)
    ]
    return json.dumps({"records": records}).encode()


def parsed(body: bytes, collection: str = POSTS) -> list[Activity | Issue]:
    url = f"{PDS}/xrpc/com.atproto.repo.listRecords?repo={DID}&collection={collection}"
    return list(bluesky(Pds()).parse(page("bluesky", body, url, collection)))


def only(body: bytes, collection: str = POSTS) -> Activity:
    (found,) = parsed(body, collection)
    assert isinstance(found, Activity)
    return found


def many(count: int) -> dict[str, dict[str, Any]]:
    return {POSTS: {f"3k{number:05}": note(f"ke-{number}") for number in range(count)}}


def test_resolve_a_handle_gives_its_did_and_its_own_server() -> None:
    identity = bluesky(Pds()).resolve("budi.contoh.test")
    assert (identity.stable_id, identity.home) == (DID, PDS)


def test_resolve_when_the_account_does_not_name_the_handle_back_finds_nobody() -> None:
    pds = Pds()
    pds.names = ["at://orang-lain.test"]
    with pytest.raises(AccountGone, match="not confirmed"):
        bluesky(pds).resolve("budi.contoh.test")


def test_resolve_an_unknown_handle_is_gone() -> None:
    with pytest.raises(AccountGone):
        bluesky(Pds()).resolve("tidak-ada.test")


@pytest.mark.parametrize("did", ["", "did:plc:short", "did:key:zabc", "did:web:a/../b", "x"])
def test_resolve_when_the_resolver_answers_no_proper_did_says_changed(did: str) -> None:
    with pytest.raises(PlatformChanged):
        bluesky(lambda _: reply({"did": did})).resolve("budi.contoh.test")


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (reply(b"<html>"), PlatformChanged),
        (reply(b"", 404), AccountGone),
        (reply({"id": "did:plc:zzzzzzzzzzzzzzzzzzzzzzzz"}), PlatformChanged),
        (reply({"id": DID, "service": [{"type": "Lain"}, 5]}), AccountGone),
    ],
)
def test_resolve_when_the_directory_has_no_proper_document_says_so(
    answer: httpx.Response, meaning: type[Exception]
) -> None:
    with pytest.raises(meaning):
        bluesky(lambda _: answer).resolve(DID)


def test_resolve_a_did_web_asks_its_own_host() -> None:
    asked: list[str] = []

    def server(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        service = {"type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://p.test"}
        return reply({"id": "did:web:contoh.test", "service": [service]})

    assert bluesky(server).resolve("did:web:contoh.test").home == "https://p.test"
    assert asked == ["https://contoh.test/.well-known/did.json"]


def test_pages_from_the_beginning_brings_every_record_once_and_stops() -> None:
    pages = list(bluesky(Pds(many(250))).pages(HOME, POSTS, None))
    assert [found.records for found in pages] == [100, 100, 50]
    assert pages[-1].cursor == "3k00249"


def test_pages_from_the_last_cursor_brings_only_what_was_added() -> None:
    pds = Pds(many(3))
    pds.records[POSTS]["3k99999"] = note("baru")
    (found,) = bluesky(pds).pages(HOME, POSTS, "3k00002")
    assert [one.text for one in bluesky(pds).parse(found) if isinstance(one, Activity)] == ["baru"]
    assert list(bluesky(pds).pages(HOME, POSTS, "3k99999")) == []


def test_pages_when_the_account_moved_asks_its_new_server() -> None:
    pds = Pds(many(1))
    pds.home, pds.away = "https://baru.test", {"pds.contoh.test": "RepoDeactivated"}
    (found,) = bluesky(pds).pages(HOME, POSTS, None)
    assert found.url.startswith("https://baru.test/")


@pytest.mark.parametrize(
    ("error", "meaning"), [("RepoDeactivated", AccountNotPublic), ("RepoNotFound", AccountGone)]
)
def test_pages_when_the_account_left_its_server_says_how(
    error: str, meaning: type[Exception]
) -> None:
    pds = Pds(many(1))
    pds.away = {"pds.contoh.test": error}
    with pytest.raises(meaning):
        list(bluesky(pds).pages(HOME, POSTS, None))


@pytest.mark.parametrize(
    ("status", "meaning"), [("deactivated", AccountNotPublic), ("deleted", AccountGone)]
)
def test_pages_when_the_refusal_does_not_say_how_ask_for_the_status(
    status: str, meaning: type[Exception]
) -> None:
    def server(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("listRecords"):
            return reply({"error": "InvalidRequest", "message": "Could not find repo"}, 400)
        if request.url.path.endswith("getRepoStatus"):
            return reply({"did": DID, "active": False, "status": status})
        return Pds()(request)

    with pytest.raises(meaning):
        list(bluesky(server).pages(HOME, POSTS, None))


def test_pages_when_the_server_repeats_a_cursor_ends_as_partial_without_remembering_it() -> None:
    body = {"records": [{"uri": f"at://{DID}/{POSTS}/3k1", "value": note()}], "cursor": "3k1"}
    pages = bluesky(lambda _: reply(body)).pages(HOME, POSTS, None)
    assert [next(pages).cursor, next(pages).cursor] == ["3k1", None]
    with pytest.raises(BudgetSpent):
        next(pages)


@pytest.mark.parametrize("body", [b"<html>perbaikan</html>", b'{"records": [', b"[]", b""])
def test_pages_of_unknown_shape_are_handed_over_before_the_error(body: bytes) -> None:
    pages = bluesky(lambda _: reply(body)).pages(HOME, POSTS, None)
    kept = next(pages)
    assert (kept.body, kept.records, kept.cursor) == (body, 1, None)
    with pytest.raises(PlatformChanged):
        next(pages)


def test_listing_names_every_record_of_the_collection() -> None:
    listing = list(bluesky(Pds(many(150))).listing(HOME, POSTS))
    assert len(set(listing)) == 150
    assert listing[0] == f"at://{DID}/{POSTS}/3k00149"


def test_presence_is_gone_only_when_the_server_says_so() -> None:
    pds = Pds(many(1))
    assert bluesky(pds).presence(HOME, f"at://{DID}/{POSTS}/3k00000") == "present"
    assert bluesky(pds).presence(HOME, f"at://{DID}/{POSTS}/3kxxxxx") == "gone"
    refuse = bluesky(lambda _: reply({"error": "InvalidRequest"}, 400))
    assert refuse.presence(HOME, f"at://{DID}/{POSTS}/3k00000") == "unknown"


def test_parse_a_post_keeps_text_time_language_and_address() -> None:
    found = only(listed(note("Selamat pagi 🇮🇩", langs=["id", "en"])))
    assert (found.kind, found.text, found.language) == ("post", "Selamat pagi 🇮🇩", "id")
    assert found.native_id == f"at://{DID}/{POSTS}/3k0"
    assert found.url == f"https://bsky.app/profile/{DID}/post/3k0"
    assert found.created_at is not None
    assert found.created_at.isoformat() == "2031-08-30T10:00:00+00:00"


OTHER = "at://did:plc:zzz/app.bsky.feed.post/3kother"
QUOTE = {"$type": "app.bsky.embed.record", "record": {"uri": OTHER, "cid": "b"}}
REPLY = {"parent": {"uri": OTHER}, "root": {"uri": OTHER}}


@pytest.mark.parametrize(
    ("more", "kind", "in_reply_to", "quoted"),
    [
        ({"reply": REPLY}, "reply", OTHER, None),
        ({"embed": QUOTE}, "quote", None, OTHER),
        ({"embed": {"record": QUOTE, "media": {}}}, "quote", None, OTHER),
        ({"reply": REPLY, "embed": QUOTE}, "reply", OTHER, OTHER),
        ({"embed": {"record": {"uri": "at://x/app.bsky.graph.list/1"}}}, "post", None, None),
    ],
)
def test_parse_tells_replies_quotes_and_both_apart(
    more: dict[str, Any], kind: str, in_reply_to: str | None, quoted: str | None
) -> None:
    found = only(listed(note(**more)))
    assert (found.kind, found.in_reply_to, found.quoted) == (kind, in_reply_to, quoted)


@pytest.mark.parametrize(
    ("collection", "subject", "kind", "about"),
    [
        ("app.bsky.feed.repost", {"uri": OTHER}, "repost", OTHER),
        ("app.bsky.feed.like", {"uri": OTHER}, "like", OTHER),
        ("app.bsky.graph.follow", "did:plc:zzz", "follow", "did:plc:zzz"),
    ],
)
def test_parse_names_what_a_repost_like_or_follow_is_about(
    collection: str, subject: Any, kind: str, about: str
) -> None:
    value = {"$type": collection, "subject": subject, "createdAt": "2031-08-30T10:00:00Z"}
    found = only(listed(value, collection=collection), collection)
    assert (found.kind, found.object_id, found.url, found.text) == (kind, about, None, "")


def test_parse_finds_links_pictures_video_and_card() -> None:
    facet = {
        "index": {"byteStart": 0, "byteEnd": 4},
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://a.test/panjang"}],
    }
    blob = {"$type": "blob", "ref": {"$link": "bafkreiabcdefgh"}, "mimeType": "image/png"}
    embed = {
        "record": QUOTE,
        "media": {"images": [{"image": blob, "alt": "spanduk"}]},
        "external": {"uri": "https://b.test/berita", "title": "Judul", "description": "Isi"},
    }
    found = only(listed(note("🇮🇩 a.test", facets=[facet], embed=embed)))
    assert found.urls == ("https://a.test/panjang", "https://b.test/berita")
    assert [(item.type, item.alt_text) for item in found.media] == [
        ("link", "Judul\nIsi"),
        ("image", "spanduk"),
    ]
    assert found.media[1].url == (
        f"{PDS}/xrpc/com.atproto.sync.getBlob?did={DID}&cid=bafkreiabcdefgh"
    )


@pytest.mark.parametrize(
    "time",
    ["kemarin", None, 7, "", "2031-13-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "0001-01-01"],
)
def test_parse_an_unreadable_time_keeps_the_post_and_says_so(time: Any) -> None:
    issue, kept = parsed(listed(note(createdAt=time)))
    assert isinstance(kept, Activity)
    assert kept.created_at is None
    assert isinstance(issue, Issue)
    assert (issue.code, issue.position) == ("bad_timestamp", 0)


@pytest.mark.parametrize(
    "bad", [None, 5, "x", [], {}, {"$type": POSTS}, {"$type": "x", "text": "a"}]
)
def test_parse_one_malformed_record_costs_only_itself(bad: Any) -> None:
    found = parsed(listed(note("satu"), bad, note("tiga")))
    assert [one.text for one in found if isinstance(one, Activity)] == ["satu", "tiga"]
    assert [(one.code, one.position) for one in found if isinstance(one, Issue)] == [
        ("bad_record", 1)
    ]


def test_parse_a_record_of_another_account_is_never_taken() -> None:
    body = {"records": [{"uri": OTHER, "value": note("kata orang lain")}]}
    (found,) = parsed(json.dumps(body).encode())
    assert isinstance(found, Issue)
    assert found.code == "foreign_record"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<!doctype html><title>Maaf</title>", "not_json"),
        (b"", "not_json"),
        (listed(note("x" * 200))[:150], "truncated"),
        (b"[" * 100_000, "not_json"),
        (b'{"error": "InternalServerError"}', "unknown_shape"),
        (b"null", "unknown_shape"),
    ],
)
def test_parse_what_is_no_listing_is_one_issue(body: bytes, code: str) -> None:
    (found,) = parsed(body)
    assert isinstance(found, Issue)
    assert found.code == code


def test_parse_keeps_hostile_text_as_written_but_for_what_no_store_holds() -> None:
    hostile = "\u202eotohC ilip\u202c \u200b\u2066 " + "a" * 100_000
    assert only(listed(note(hostile))).text == hostile
    assert only(listed(note("a\x00b\ud83dc"))).text == "a\ufffdb\ufffdc"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["text", "reply", "embed", "facets", "langs"]), JSON))
def test_parse_any_record_of_the_right_type_yields_and_never_raises(more: dict[str, Any]) -> None:
    assert parsed(listed({**note(), **more}))
