"""The site answers as the connector's documentation of it says."""

from __future__ import annotations

import secrets

import httpx

from .wordpress import Author


def test_posts_when_made_by_an_author_are_public(wordpress: Author) -> None:
    author = wordpress.create_author(f"penulis-{secrets.token_hex(4)}")
    kept = author.post("Judul", "<p>isi</p>")
    gone = author.post("Sebentar", "<p>isi</p>")
    author.edit(kept["id"], content="<p>isi baru</p>")
    author.delete(gone["id"])
    answer = httpx.get(f"{wordpress.site}/wp-json/wp/v2/posts?author={author.user_id}")
    assert [post["id"] for post in answer.json()] == [kept["id"]]
    assert answer.json()[0]["content"]["rendered"].strip() == "<p>isi baru</p>"


def test_feed_when_asked_again_with_its_etag_answers_304(wordpress: Author) -> None:
    wordpress.post("Judul", "<p>isi</p>")
    first = httpx.get(f"{wordpress.site}/feed/")
    again = httpx.get(f"{wordpress.site}/feed/", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert httpx.get(f"{wordpress.site}/feed/atom/").status_code == 200
