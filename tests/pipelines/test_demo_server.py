"""The demo's platforms answer as the real ones do, and the same after every restart."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from pipelines.demo.city import City, CityAccount, Post, load_city
from pipelines.demo.server import DemoPlatforms

NIGHT = date(2025, 9, 14)
POSTS = "app.bsky.feed.post"
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""All is plain HTTP here; loading the certificates for each request took most of the time."""


def post(account: str, days_ago: int, text: str, **more: Any) -> Post:
    return Post(account=account, days_ago=days_ago, time="08:00", text=text, **more)


CITY = City(
    accounts=(
        CityAccount("ani.test", "bluesky"),
        CityAccount("hilang.test", "bluesky"),
        CityAccount("dibekukan.test", "bluesky"),
        CityAccount("blog/ani", "wordpress"),
        CityAccount("feed/ani.xml", "feed"),
        CityAccount("feed/rusak.xml", "feed"),
        CityAccount("feed/sibuk.xml", "feed"),
    ),
    posts=(
        *(post("ani.test", 13 - n, f"kabar ke-{n}", truth="support") for n in range(5)),
        post("ani.test", 3, "", kind="like", target="kpu-1"),
        post("ani.test", 3, "", kind="follow", target="kpu.test"),
        post("ani.test", 2, "setuju", kind="quote", target="kpu-1"),
        *(post("blog/ani", 13 - n, f"isi {n} <b>\n\nakhir", title=f"Judul {n}") for n in range(3)),
        post("feed/ani.xml", 4, "isi & lain", title="Kabar"),
    ),
    outside=(post("kpu.test", 9, "cek namamu", ref="kpu-1"),),
    troubles={
        "hilang.test": "gone",
        "dibekukan.test": "suspended",
        "feed/rusak.xml": "html",
        "feed/sibuk.xml": "busy_once",
    },
)


@pytest.fixture
def base() -> Iterator[str]:
    with DemoPlatforms(CITY, NIGHT).serving() as address:
        yield address


def get(url: str, **options: Any) -> httpx.Response:
    return httpx.get(url, verify=NO_CERTIFICATES, **options)


def xrpc(base: str, method: str, **params: str) -> httpx.Response:
    return get(f"{base}/xrpc/com.atproto.{method}", params=params)


def did_of(base: str, handle: str) -> str:
    return str(xrpc(base, "identity.resolveHandle", handle=handle).json()["did"])


def texts_of(base: str, **params: str) -> list[str]:
    """Walks a listing to its empty page."""
    found: list[str] = []
    repo = did_of(base, "ani.test")
    while True:
        page = xrpc(base, "repo.listRecords", repo=repo, collection=POSTS, **params).json()
        if not page["records"]:
            assert "cursor" not in page
            return found
        found += [record["value"]["text"] for record in page["records"]]
        params["cursor"] = page["cursor"]


def test_server_listens_on_loopback_only(base: str) -> None:
    assert base.startswith("http://127.0.0.1:")


def test_handle_leads_to_a_did_and_the_did_to_this_server(base: str) -> None:
    document = get(f"{base}/{did_of(base, 'ani.test')}").json()
    (service,) = document["service"]
    assert (service["id"], service["serviceEndpoint"]) == ("#atproto_pds", base)
    assert document["alsoKnownAs"] == ["at://ani.test"]


def test_listing_runs_newest_first_and_in_reverse_oldest_first(base: str) -> None:
    oldest_first = [f"kabar ke-{n}" for n in range(5)] + ["setuju"]
    assert texts_of(base, limit="2", reverse="true") == oldest_first
    assert texts_of(base, limit="4") == oldest_first[::-1]


def test_cursor_is_the_key_of_the_last_record(base: str) -> None:
    repo = did_of(base, "ani.test")
    page = xrpc(base, "repo.listRecords", repo=repo, collection=POSTS, limit="2").json()
    assert page["records"][-1]["uri"] == f"at://{repo}/{POSTS}/{page['cursor']}"


def test_too_large_a_limit_is_refused(base: str) -> None:
    repo = did_of(base, "ani.test")
    answer = xrpc(base, "repo.listRecords", repo=repo, collection=POSTS, limit="101")
    assert (answer.status_code, answer.json()["error"]) == (400, "InvalidRequest")


def test_record_is_found_by_its_key_and_a_missing_one_is_named_missing(base: str) -> None:
    repo = did_of(base, "ani.test")
    (record,) = xrpc(base, "repo.listRecords", repo=repo, collection=POSTS, limit="1").json()[
        "records"
    ]
    where = {"repo": repo, "collection": POSTS}
    rkey = record["uri"].rpartition("/")[2]
    assert xrpc(base, "repo.getRecord", **where, rkey=rkey).json() == record
    missing = xrpc(base, "repo.getRecord", **where, rkey="2222222222222")
    assert (missing.status_code, missing.json()["error"]) == (400, "RecordNotFound")


def test_likes_quotes_and_follows_name_what_they_are_about(base: str) -> None:
    kpu = did_of(base, "kpu.test")
    (target,) = xrpc(base, "repo.listRecords", repo=kpu, collection=POSTS).json()["records"]
    ref = {"uri": target["uri"], "cid": target["cid"]}

    def newest(collection: str) -> dict[str, Any]:
        repo = did_of(base, "ani.test")
        page = xrpc(base, "repo.listRecords", repo=repo, collection=collection).json()
        value: dict[str, Any] = page["records"][0]["value"]
        return value

    assert newest("app.bsky.feed.like")["subject"] == ref
    assert newest("app.bsky.graph.follow")["subject"] == kpu
    assert newest(POSTS)["embed"]["record"] == ref


def test_gone_and_suspended_accounts_answer_as_such(base: str) -> None:
    gone = xrpc(base, "identity.resolveHandle", handle="hilang.test")
    assert (gone.status_code, gone.json()["error"]) == (400, "HandleNotFound")
    repo = did_of(base, "dibekukan.test")
    hidden = xrpc(base, "repo.listRecords", repo=repo, collection=POSTS)
    assert (hidden.status_code, hidden.json()["error"]) == (400, "RepoTakendown")


def test_site_names_its_api_and_the_api_its_posts(base: str) -> None:
    root = get(f"{base}/blog/ani").links["https://api.w.org/"]["url"]
    answer = get(f"{root}wp/v2/posts", params={"per_page": 2, "_fields": "id,title"})
    assert answer.json() == [
        {"id": 17, "title": {"rendered": "Judul 2"}},
        {"id": 14, "title": {"rendered": "Judul 1"}},
    ]
    assert (answer.headers["X-WP-Total"], answer.headers["X-WP-TotalPages"]) == ("3", "2")


def test_site_lists_what_changed_after_a_moment_and_not_at_it(base: str) -> None:
    posts = f"{base}/blog/ani/wp-json/wp/v2/posts"
    oldest = {"orderby": "modified", "order": "asc"}
    first, second, third = get(posts, params=oldest).json()
    assert first["content"]["rendered"] == "<p>isi 0 &lt;b&gt;</p>\n<p>akhir</p>"
    # Without a zone it is the site's own time.
    for moment in (first["modified"], f"{first['modified_gmt']}Z"):
        later = get(posts, params={**oldest, "modified_after": moment}).json()
        assert later == [second, third]


def test_site_refuses_in_the_words_of_wordpress(base: str) -> None:
    posts = f"{base}/blog/ani/wp-json/wp/v2/posts"
    for path, status, code in (
        ("/999", 404, "rest_post_invalid_id"),
        ("?page=9", 400, "rest_post_invalid_page_number"),
        ("?per_page=101", 400, "rest_invalid_param"),
    ):
        answer = get(f"{posts}{path}")
        assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("kept", "asked"), [("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")]
)
def test_feed_that_did_not_change_has_no_body(base: str, kept: str, asked: str) -> None:
    url = f"{base}/feed/ani.xml"
    first = get(url)
    again = get(url, headers={asked: first.headers[kept]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert get(url, headers={asked: "lain"}).status_code == 200


def test_feed_may_be_html_or_busy_for_a_moment(base: str) -> None:
    assert "text/html" in get(f"{base}/feed/rusak.xml").headers["content-type"]
    busy = get(f"{base}/feed/sibuk.xml")
    assert (busy.status_code, busy.headers["Retry-After"]) == (429, "1")
    assert get(f"{base}/feed/sibuk.xml").status_code == 200


def test_links_of_entries_can_be_opened(base: str) -> None:
    (entry,) = get(f"{base}/blog/ani/wp-json/wp/v2/posts?per_page=1").json()
    assert "isi 2" in get(entry["link"], follow_redirects=True).text
    feed = get(f"{base}/feed/ani.xml").text
    link = feed.partition("<item>")[2].partition("<link>")[2].partition("</link>")[0]
    assert "isi &amp; lain" in get(link).text


def test_nothing_that_is_served_tells_the_truth_of_a_post(base: str) -> None:
    repo = did_of(base, "ani.test")
    assert "support" not in xrpc(base, "repo.listRecords", repo=repo, collection=POSTS).text


@pytest.mark.parametrize("account", ["ani.test", "blog/ani", "feed/ani.xml"])
def test_added_post_comes_after_all_others(account: str) -> None:
    platforms = DemoPlatforms(CITY, NIGHT)
    with platforms.serving() as base:
        platforms.add_post(account, "kabar baru\n\nbenar baru")
        newest = {
            "ani.test": lambda: texts_of(base)[0],
            "blog/ani": lambda: get(f"{base}/blog/ani/wp-json/wp/v2/posts").text[:600],
            "feed/ani.xml": lambda: get(f"{base}/feed/ani.xml").text.partition("</item>")[0],
        }
        assert "benar baru" in newest[account]()


def test_added_post_needs_a_registered_account() -> None:
    with pytest.raises(KeyError):
        DemoPlatforms(CITY, NIGHT).add_post("kpu.test", "bukan ASN")


def test_restart_serves_the_same_posts_with_the_added_ones(tmp_path: Path) -> None:
    added = tmp_path / "added.jsonl"
    first = DemoPlatforms(CITY, NIGHT, added)
    first.add_post("ani.test", "kabar baru")
    first.add_post("http://127.0.0.1:1/feed/ani.xml", "Judul\n\nisi")
    again = DemoPlatforms(CITY, NIGHT, added)
    for target in ("/blog/ani/wp-json/wp/v2/posts", "/feed/ani.xml"):
        assert first.answer(target, {}, "http://x") == again.answer(target, {}, "http://x")
    with first.serving() as one, again.serving() as other:
        assert texts_of(one)[0] == "kabar baru"
        assert texts_of(one) == texts_of(other)


def test_half_a_line_in_the_file_of_added_posts_waits(tmp_path: Path) -> None:
    added = tmp_path / "added.jsonl"
    platforms = DemoPlatforms(CITY, NIGHT, added)
    line = '{"account": "ani.test", "text": "kabar baru", "at": "2025-09-15T08:00:00+07:00"}\n'
    with platforms.serving() as base:
        added.write_text(line[:30], "utf-8")
        assert "kabar baru" not in texts_of(base)
        added.write_text(line, "utf-8")
        assert texts_of(base)[0] == "kabar baru"


def test_whole_city_is_served() -> None:
    city = load_city()
    with DemoPlatforms(city, NIGHT).serving() as base:
        for account in city.accounts:
            if account.platform == "wordpress" and account.key not in city.troubles:
                assert get(f"{base}/{account.key}").status_code == 200
