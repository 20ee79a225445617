from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.activity import Activity, Issue
from connectors.errors import AccountGone, BudgetSpent, PlatformChanged
from connectors.wordpress import WordPress
from tests.connectors.fakes import Site, account, article, client, page, reply

ROOT = "https://contoh.test/wp-json/"
HOME = account("wordpress", handle="contoh.test", stable_id=ROOT, home="https://contoh.test")
URL = f"{ROOT}wp/v2/posts?per_page=100"


def wordpress(site: Any, **changes: Any) -> WordPress:
    return WordPress(client(site, **changes))


def posts(count: int, second: str = "") -> list[dict[str, Any]]:
    return [
        article(n, second or f"2021-08-{1 + n // 1440:02}T{n // 60 % 24:02}:{n % 60:02}:00")
        for n in range(1, count + 1)
    ]


def read_through(site: Site, stream: str, cursor: str | None) -> tuple[list[str], str | None, int]:
    """Ids brought by a run, the cursor it leaves, and how many posts it counts as new."""
    reader, ids, records = wordpress(site), [], 0
    for found in reader.pages(HOME, stream, cursor):
        ids += [one.native_id for one in reader.parse(found) if isinstance(one, Activity)]
        cursor, records = found.cursor, records + found.records
    return ids, cursor, records


def parsed(*entries: Any) -> list[Activity | Issue]:
    body = json.dumps(entries).encode()
    return list(wordpress(Site()).parse(page("wordpress", body, URL)))


def test_resolve_finds_the_api_in_the_link_header() -> None:
    identity = wordpress(Site()).resolve("contoh.test")
    assert (identity.stable_id, identity.home) == (ROOT, "https://contoh.test")


def test_resolve_without_a_link_falls_back_to_the_plain_form() -> None:
    site = Site(posts(1))
    site.link = ""
    root = wordpress(site).resolve("contoh.test").stable_id
    assert root == "https://contoh.test/?rest_route=%2F"
    known = account("wordpress", stable_id=root)
    (found,) = wordpress(site).pages(known, "modified", None)
    (kept,) = wordpress(site).parse(found)
    assert isinstance(kept, Activity)
    assert kept.native_id == "contoh.test/?p=1"


def test_resolve_finds_the_api_in_the_head_of_the_page() -> None:
    def site(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/":
            return reply({"namespaces": ["wp/v2"]})
        return reply(b"<head><link rel='https://api.w.org/' href='/api/'></head>")

    assert wordpress(site).resolve("contoh.test").stable_id == "https://contoh.test/api/"


@pytest.mark.parametrize("link", ["https://lain.test/wp-json/", "http://[", "ftp://contoh.test/"])
def test_resolve_when_the_api_lies_elsewhere_refuses_it(link: str) -> None:
    site = Site()
    site.link = f'<{link}>; rel="https://api.w.org/"'
    with pytest.raises(PlatformChanged):
        wordpress(site).resolve("contoh.test")


def test_resolve_when_the_site_leads_to_another_one_finds_nobody() -> None:
    def site(request: httpx.Request) -> httpx.Response:
        if request.url.host == "contoh.test":
            return reply(b"", 301, {"location": "https://berita.test/"})
        return reply(b"<html>")

    with pytest.raises(AccountGone):
        wordpress(site).resolve("contoh.test")


def test_resolve_a_page_that_is_no_wordpress_says_changed() -> None:
    with pytest.raises(PlatformChanged):
        wordpress(lambda _: reply(b"<html>toko</html>")).resolve("contoh.test")


@pytest.mark.parametrize("stream", ["published", "modified"])
def test_pages_bring_every_post_and_nothing_again_when_nothing_changed(stream: str) -> None:
    site = Site(posts(250))
    ids, cursor, _ = read_through(site, stream, None)
    assert len(set(ids)) == 250
    assert read_through(site, stream, cursor) == ([], cursor, 0)


def test_pages_bring_an_edited_post_beside_the_last_one_known() -> None:
    site = Site(posts(130))
    _, cursor, _ = read_through(site, "modified", None)
    site.posts[4]["modified_gmt"] = "2021-08-20T00:00:00"
    ids, _, records = read_through(site, "modified", cursor)
    assert (ids, records) == (["contoh.test/?p=130", "contoh.test/?p=5"], 1)


def test_pages_bring_a_scheduled_post_whose_modification_is_long_past() -> None:
    site = Site(posts(3))
    _, cursor, _ = read_through(site, "published", None)
    site.posts.append(article(9, "2021-08-09T08:00:00", modified_gmt="2021-07-01T00:00:00"))
    ids, _, records = read_through(site, "published", cursor)
    assert (ids, records) == (["contoh.test/?p=3", "contoh.test/?p=9"], 1)


def test_pages_lose_no_post_of_a_second_in_which_many_were_changed() -> None:
    site = Site(posts(90) + [article(n, "2021-08-10T00:00:00") for n in range(1000, 1250)])
    ids, cursor, _ = read_through(site, "modified", None)
    assert len(set(ids)) == 340
    site.posts.append(article(2000, "2021-08-10T00:00:00"))
    assert read_through(site, "modified", cursor)[0].count("contoh.test/?p=2000") == 1


def test_pages_when_a_post_is_edited_while_reading_lose_none() -> None:
    site = Site(posts(150))
    reader, ids = wordpress(site), set()
    for found in reader.pages(HOME, "modified", None):
        ids |= {one.native_id for one in reader.parse(found) if isinstance(one, Activity)}
        site.posts[0]["modified_gmt"] = "2021-08-20T00:00:00"
    assert len(ids) == 150


def test_pages_of_a_server_deaf_to_the_filter_bring_all_and_end() -> None:
    site = Site(posts(250))
    site.hears_filters = False
    ids, cursor, _ = read_through(site, "modified", None)
    assert len(set(ids)) == 250
    assert len(site.asked) <= 6
    assert read_through(site, "modified", cursor)[0] == []


def test_pages_with_a_post_dated_ahead_still_bring_what_is_written_before() -> None:
    site = Site([article(1, "2020-08-01T00:00:00"), article(2, "2090-01-01T00:00:00")])
    _, cursor, _ = read_through(site, "published", None)
    assert read_through(site, "published", cursor)[0] == []
    site.posts.append(article(3, "2089-01-01T00:00:00"))
    assert "contoh.test/?p=3" in read_through(site, "published", cursor)[0]


def test_pages_too_large_are_asked_for_in_smaller_ones() -> None:
    long = {"rendered": "a" * 2000, "protected": False}
    site = Site([{**post, "content": long} for post in posts(30)])
    reader = wordpress(site, max_bytes=30_000)
    found = [one for kept in reader.pages(HOME, "modified", None) for one in reader.parse(kept)]
    assert len({one.native_id for one in found if isinstance(one, Activity)}) == 30


def test_a_post_too_large_by_itself_ends_the_reading_as_partial() -> None:
    long = {"rendered": "a" * 2000, "protected": False}
    site = Site([article(1, "2021-08-01T00:00:00", content=long)])
    with pytest.raises(BudgetSpent):
        list(wordpress(site, max_bytes=1000).pages(HOME, "modified", None))


def test_pages_of_a_server_that_counts_no_pages_end_with_one_that_is_not_full() -> None:
    site = Site(posts(150))

    def silent(request: httpx.Request) -> httpx.Response:
        return reply(site(request).content)

    assert sum(one.records for one in wordpress(silent).pages(HOME, "modified", None)) == 150
    assert len(list(wordpress(silent).listing(HOME, "modified"))) == 150


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"<html>", 200), (b'[{"id": 1', 200), (b'{"code": "rest_no_route"}', 404)],
)
def test_pages_of_unknown_shape_are_handed_over_before_the_error(body: bytes, status: int) -> None:
    pages = wordpress(lambda _: reply(body, status)).pages(HOME, "modified", None)
    kept = next(pages)
    assert (kept.body, kept.records, kept.cursor) == (body, 1, None)
    with pytest.raises(PlatformChanged):
        next(pages)


def test_pages_of_a_site_that_leads_elsewhere_are_refused() -> None:
    def site(request: httpx.Request) -> httpx.Response:
        if request.url.host == "contoh.test":
            return reply(b"", 302, {"location": "https://lain.test/wp-json/wp/v2/posts"})
        return reply([article(1, "2021-01-01T00:00:00")])

    with pytest.raises(AccountGone):
        list(wordpress(site).pages(HOME, "modified", None))


def test_an_unreadable_cursor_starts_from_the_beginning() -> None:
    assert len(read_through(Site(posts(3)), "modified", "bukan json")[0]) == 3


def test_listing_names_every_published_post() -> None:
    listing = list(wordpress(Site(posts(250))).listing(HOME, "modified"))
    assert len(set(listing)) == 250
    assert "contoh.test/?p=7" in listing


def test_presence_is_gone_only_when_the_site_does_not_know_the_id() -> None:
    assert wordpress(Site(posts(3))).presence(HOME, "contoh.test/?p=2") == "present"
    assert wordpress(Site(posts(3))).presence(HOME, "contoh.test/?p=9") == "gone"


@pytest.mark.parametrize(("status", "code"), [(401, "rest_forbidden"), (404, "rest_no_route")])
def test_presence_of_a_hidden_post_is_unknown(status: int, code: str) -> None:
    reader = wordpress(lambda _: reply({"code": code}, status))
    assert reader.presence(HOME, "contoh.test/?p=2") == "unknown"


def test_parse_a_post_makes_text_of_its_html() -> None:
    html = (
        "<h2>Jalan &amp; jembatan</h2><p>Baris <b>tebal</b>.</p>ekor<script>x()</script>"
        '<a href="/lain">baca</a> <a href="javascript:x()">tidak</a>'
        '<img src="gambar.png" alt="spanduk"><iframe src="https://video.test/1"></iframe>'
    )
    entry = article(7, "2021-08-01T01:02:03", content={"rendered": html})
    entry["title"] = {"rendered": "Kabar &#8220;baru&#8221;"}
    (found,) = parsed(entry)
    assert isinstance(found, Activity)
    assert found.text == "Kabar “baru”\n\nJalan & jembatan\nBaris tebal.\nekorbaca tidak"
    assert found.urls == ("https://contoh.test/lain", "https://video.test/1")
    assert [(m.url, m.alt_text) for m in found.media] == [
        ("https://contoh.test/tulisan-7/gambar.png", "spanduk")
    ]
    assert found.native_id == "contoh.test/?p=7"
    assert found.created_at is not None
    assert found.created_at.isoformat() == "2021-08-01T01:02:03+00:00"


def test_parse_the_native_id_stands_whatever_form_the_api_address_has() -> None:
    body = json.dumps([article(7, "2021-08-01T01:02:03")]).encode()
    forms = [
        "https://contoh.test/blog/wp-json/wp/v2/posts?page=1",
        "https://contoh.test/blog/?rest_route=/wp/v2/posts&page=1",
        "https://contoh.test/blog/index.php?rest_route=/wp/v2/posts",
    ]
    ids = {
        one.native_id
        for url in forms
        for one in wordpress(Site()).parse(page("wordpress", body, url))
        if isinstance(one, Activity)
    }
    assert ids == {"contoh.test/blog/?p=7"}


@pytest.mark.parametrize(
    "more",
    [{"content": {"rendered": "", "protected": True}}, {"status": "private"}, {"status": "draft"}],
)
def test_parse_never_takes_protected_or_unpublished_posts(more: dict[str, Any]) -> None:
    assert parsed(article(1, "2021-08-01T00:00:00", **more)) == []


@pytest.mark.parametrize("bad", [None, 3, {}, {"id": "1"}, {"id": True}, {"id": 1, "content": "x"}])
def test_parse_one_malformed_post_costs_only_itself(bad: Any) -> None:
    found = parsed(article(1, "2021-08-01T00:00:00"), bad)
    assert [type(one) for one in found] == [Activity, Issue]


def test_parse_an_unreadable_time_keeps_the_post_and_says_so() -> None:
    issue, kept = parsed(article(1, "0000-00-00T00:00:00"))
    assert isinstance(issue, Issue)
    assert isinstance(kept, Activity)
    assert (issue.code, kept.created_at) == ("bad_timestamp", None)


@given(st.text())
def test_parse_any_content_yields_a_post(html: str) -> None:
    (found,) = parsed(article(1, "2021-08-01T00:00:00", content={"rendered": html}))
    assert isinstance(found, Activity)
    found.text.encode()
