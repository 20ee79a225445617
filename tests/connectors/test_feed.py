from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.activity import Activity, Issue
from connectors.connector import Connector
from connectors.errors import AccountGone, NetworkFailed, PlatformChanged
from connectors.feed import Feed
from tests.connectors.fakes import account, client, page, reply

URL = "https://contoh.test/feed"
HOME = account("feed", handle="contoh.test/feed", stable_id=URL)


def feed(server: Any) -> Feed:
    return Feed(client(server))


def item(guid: str = "1", title: str = "Judul", **more: str) -> str:
    rest = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
    return f"<item><guid isPermaLink='false'>{guid}</guid><title>{title}</title>{rest}</item>"


def rss(*items: str) -> bytes:
    space = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    return f"<rss version='2.0' {space}><channel>{''.join(items)}</channel></rss>".encode()


def parsed(body: bytes) -> list[Activity | Issue]:
    return list(feed(lambda _: reply(b"")).parse(page("feed", body, URL)))


def only(body: bytes) -> Activity:
    (found,) = parsed(body)
    assert isinstance(found, Activity)
    return found


class Server:
    """A feed with an ETag that answers 304 to those who know it."""

    def __init__(self, body: bytes, *, etag: str = '"1"') -> None:
        self.body, self.etag, self.asked = body, etag, 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if self.etag and request.headers.get("if-none-match") == self.etag:
            return httpx.Response(304)
        return reply(self.body, headers={"ETag": self.etag} if self.etag else {})


@pytest.mark.parametrize("etag", ['"1"', ""])
def test_pages_of_an_unchanged_feed_bring_nothing_again(etag: str) -> None:
    server = Server(rss(item("1"), item("2")), etag=etag)
    (found,) = feed(server).pages(HOME, "entries", None)
    assert found.records == 2
    assert list(feed(server).pages(HOME, "entries", found.cursor)) == []
    server.body, server.etag = rss(item("3")), etag and '"2"'
    assert len(list(feed(server).pages(HOME, "entries", found.cursor))) == 1


def test_pages_of_what_is_no_feed_are_handed_over_before_the_error() -> None:
    pages = feed(lambda _: reply(b"<html>pindah</html>")).pages(HOME, "entries", None)
    kept = next(pages)
    assert (kept.records, kept.cursor) == (1, None)
    with pytest.raises(PlatformChanged):
        next(pages)


@pytest.mark.parametrize(("status", "error"), [(404, NetworkFailed), (410, AccountGone)])
def test_a_feed_that_is_not_found_may_come_back_but_not_one_that_is_gone(
    status: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        list(feed(lambda _: reply(b"", status)).pages(HOME, "entries", None))


def test_resolve_a_feed_gives_its_address() -> None:
    identity = feed(lambda _: reply(rss(item()))).resolve("contoh.test/feed")
    assert (identity.stable_id, identity.home) == (URL, "https://contoh.test")


def test_resolve_a_page_takes_the_feed_it_names_on_the_same_site_only() -> None:
    html = (
        b"<link rel=alternate type=application/rss+xml href=//lain.test/feed>"
        b"<link rel=alternate type=application/atom+xml href=/atom.xml>"
    )
    assert feed(lambda _: reply(html)).resolve("contoh.test").stable_id.endswith("test/atom.xml")
    with pytest.raises(PlatformChanged):
        feed(lambda _: reply(b"<html>")).resolve("contoh.test")


def test_listing_and_presence_never_claim_what_a_feed_cannot_show() -> None:
    reader: Connector = feed(Server(b""))
    assert reader.listing(HOME, "entries") is None
    assert reader.presence(HOME, "x") == "unknown"


def test_parse_an_rss_item_prefers_the_whole_text_to_the_summary() -> None:
    html = (
        "<p>Isi &amp; <a href='/b'>tautan</a></p>akhir<script>x</script><img src='/g.png' alt='g'>"
    )
    found = only(
        rss(
            item(
                link="https://contoh.test/a",
                pubDate="Mon, 01 Sep 2025 10:00:00 +0700",
                description="ringkas",
                **{"content:encoded": f"<![CDATA[{html}]]>"},
            )
        )
    )
    assert found.text == "Judul\n\nIsi & tautan\nakhir"
    assert (found.url, found.urls) == ("https://contoh.test/a", ("https://contoh.test/b",))
    assert [(m.type, m.url, m.alt_text) for m in found.media] == [
        ("image", "https://contoh.test/g.png", "g")
    ]
    assert found.created_at is not None
    assert found.created_at.isoformat() == "2025-09-01T03:00:00+00:00"
    assert found.native_id == "contoh.test/feed#1"


def test_parse_an_atom_entry_with_plain_title_and_enclosure() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:1</id>
      <title>1 &lt; 2 &amp; 3</title><updated>2025-09-01T00:00:00Z</updated>
      <link href="https://contoh.test/a"/><link rel="enclosure" href="/s.mp3" type="audio/mpeg"/>
      <content type="html">&lt;b&gt;isi&lt;/b&gt;</content></entry></feed>"""
    found = only(body)
    assert found.text == "1 < 2 & 3\n\nisi"
    assert [(m.type, m.url) for m in found.media] == [("audio", "https://contoh.test/s.mp3")]
    assert found.native_id == "contoh.test/feed#urn:1"


def test_parse_an_entry_without_guid_is_known_by_its_link() -> None:
    body = rss("<item><link>https://contoh.test/a</link><title>x</title></item>")
    assert only(body).native_id == "contoh.test/feed#https://contoh.test/a"


def test_parse_a_guid_taken_from_another_site_stays_below_this_feed() -> None:
    assert only(rss(item("https://lain.test/?p=1"))).native_id.startswith("contoh.test/feed#")


def test_parse_an_endless_guid_is_shortened_but_stays_the_same() -> None:
    first, again = only(rss(item("a" * 9000))), only(rss(item("a" * 9000)))
    assert first.native_id == again.native_id
    assert len(first.native_id) < 100


@pytest.mark.parametrize("date", ["kemarin", "", "Mon, 01 Sep 9999 10:00:00 GMT"])
def test_parse_an_unreadable_date_keeps_the_entry_and_says_so(date: str) -> None:
    issue, kept = parsed(rss(item(pubDate=date or "?")))
    assert isinstance(issue, Issue)
    assert isinstance(kept, Activity)
    assert (issue.code, kept.created_at) == ("bad_timestamp", None)


def test_parse_an_entry_without_a_date_is_no_fault() -> None:
    assert only(rss(item())).created_at is None


def test_parse_an_entry_that_cannot_be_named_costs_only_itself() -> None:
    found = parsed(rss(item("1"), "<item><title>tanpa nama</title></item>", item("3")))
    assert [type(one) for one in found] == [Activity, Issue, Activity]


def test_parse_a_feed_that_is_not_well_formed_is_read_all_the_same() -> None:
    body = rss(item(title="Halo & kabar<br>")).replace(b"</channel></rss>", b"")
    assert only(body).text.startswith("Halo & kabar")


def test_parse_an_emoji_in_two_halves_does_not_cost_the_feed() -> None:
    assert only(rss(item(title="Halo &#55357;&#56832; &#xD83D; &#0;"))).text.startswith(
        "Halo \ufffd"
    )


def test_parse_entities_that_multiply_stay_small() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{entities}]>'.encode()
    found = parsed(bomb + rss(item(title="&a8;")))
    assert all(len(one.text) < 10_000 for one in found if isinstance(one, Activity))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_parse_any_description_yields_and_never_raises(text: str) -> None:
    assert parsed(rss(item(description=text)))
