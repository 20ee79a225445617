from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.handle import PLATFORMS, HandleError, normalise_handle

PLC = "did:plc:abcdefghijklmnopqrstuvwx"
CHANNEL = "UCabcdefghijklmnopqrstuv"


@pytest.mark.parametrize(
    ("platform", "handle", "spellings"),
    [
        ("bluesky", "budi.bsky.social", [
            "budi.bsky.social", "@Budi.bsky.social", "https://bsky.app/profile/budi.bsky.social",
            "bsky.app/profile/budi.bsky.social/post/3kabc", "at://budi.bsky.social",
            "\u202a@budi.bsky.social\u202c",
        ]),
        ("bluesky", PLC, [PLC, f"https://bsky.app/profile/{PLC}", f"at://{PLC}"]),
        ("bluesky", "did:web:contoh.id", ["did:web:contoh.id"]),
        ("wordpress", "contoh.id", [
            "contoh.id", "https://contoh.id/", "HTTPS://Contoh.ID", "https://contoh.id:443/?p=3",
            "contoh.id/index.php", "https://contoh.id/#atas",
        ]),
        ("wordpress", "http://contoh.id/Blog", ["http://contoh.id/Blog/",
                                                "http://contoh.id:80/Blog"]),
        ("wordpress", "xn--caf-dma.id", ["café.id", "https://CAFÉ.id/", "xn--caf-dma.id"]),
        ("wordpress", "127.0.0.1:8081", ["127.0.0.1:8081", "https://127.0.0.1:8081/"]),
        ("feed", "contoh.id/feed?type=rss", ["https://contoh.id/feed?type=rss"]),
        ("feed", "contoh.id/feed", ["feed:https://contoh.id/feed/", "feed://contoh.id/feed"]),
        ("x", "budi_s", ["Budi_S", "@budi_s", "https://x.com/budi_s?s=20",
                         "twitter.com/budi_s/status/1", "https://mobile.twitter.com/budi_s/"]),
        ("instagram", "budi.s_", ["@budi.s_", "https://www.instagram.com/budi.s_/?hl=id"]),
        ("facebook", "dinas.contoh", ["https://m.facebook.com/dinas.contoh/", "Dinas.Contoh"]),
        ("facebook", "100012345678", ["https://www.facebook.com/profile.php?id=100012345678&ref=1",
                                      "facebook.com/people/Budi-S/100012345678/"]),
        ("tiktok", "budi.s", ["@budi.s", "https://www.tiktok.com/@budi.s?lang=id"]),
        ("threads", "budi", ["https://www.threads.net/@budi", "threads.com/@Budi", "budi"]),
        ("youtube", "@budi", ["@Budi", "https://www.youtube.com/@budi/videos", "budi"]),
        ("youtube", CHANNEL, [CHANNEL, f"https://youtube.com/channel/{CHANNEL}/about"]),
        ("telegram", "kabarcontoh", ["t.me/KabarContoh", "https://t.me/s/kabarcontoh",
                                      "@kabarcontoh"]),
        ("mastodon", "budi@sosial.test", ["@budi@sosial.test", "https://sosial.test/@budi",
                                          "https://sosial.test/users/Budi",
                                          "https://lain.test/@budi@sosial.test"]),
    ],
)  # fmt: skip
def test_all_spellings_of_an_account_give_one_handle(
    platform: str, handle: str, spellings: list[str]
) -> None:
    assert {normalise_handle(platform, f"  {one}\n") for one in spellings} == {handle}
    assert normalise_handle(platform, handle) == handle


@pytest.mark.parametrize(
    ("platform", "text"),
    [
        ("bluesky", "budi"), ("bluesky", "did:plc:short"), ("bluesky", "https://x.com/budi"),
        ("bluesky", "https://bsky.app/search"), ("bluesky", "a" * 300 + ".id"),
        ("wordpress", "contoh"), ("wordpress", "ftp://contoh.id"), ("wordpress", "https://a:b@c.id"),
        ("wordpress", "dinas contoh.id"), ("wordpress", "http://["),
        ("wordpress", "contoh.id:99999"),
        ("feed", "javascript:alert(1)"), ("feed", "file:///etc/passwd"), ("feed", ""),
        ("x", "https://x.com/i/status/1"), ("x", "budi santoso"), ("x", "a" * 16),
        ("x", "https://x.com/"),
        ("instagram", "https://instagram.com/p/Cabc/"), ("tiktok", "https://vm.tiktok.com/ZSabc/"),
        ("tiktok", "https://tiktok.com/discover"), ("telegram", "https://t.me/+AbCdEf"),
        ("telegram", "https://t.me/joinchat/AbC"), ("youtube", "https://youtube.com/watch?v=a"),
        ("facebook", "https://facebook.com/groups/123456"), ("mastodon", "budi"),
        ("mastodon", "https://sosial.test/explore"),
        *[(platform, "") for platform in PLATFORMS],
    ],
)  # fmt: skip
def test_what_names_no_account_says_what_was_expected(platform: str, text: str) -> None:
    with pytest.raises(HandleError, match=r"^expected .+, found "):
        normalise_handle(platform, text)


def test_an_unknown_platform_names_the_known_ones() -> None:
    with pytest.raises(HandleError, match="bluesky, wordpress, feed"):
        normalise_handle("friendster", "budi")


@given(st.sampled_from(PLATFORMS), st.text(max_size=60) | st.from_regex(r"https?://[ -~]{1,40}"))
def test_any_text_is_refused_or_gives_a_handle_that_gives_itself(platform: str, text: str) -> None:
    with contextlib.suppress(HandleError):
        handle = normalise_handle(platform, text)
        assert normalise_handle(platform, handle) == handle
