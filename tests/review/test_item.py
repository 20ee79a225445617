"""What a reviewer sees of an item, built from its evidence."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.activity import Media
from review import item
from review.item import Reference
from review.outcome import marked
from store import evidence
from tests.review.desk import ELECTION, capture_of, flag_of

POST = {"uri": "at://x/1", "record": {"text": "Yang dikutip"}}


def manifest(**post: Any) -> bytes:
    """A manifest whose post has these facts, as they stand in JSON."""
    facts = json.loads(evidence.manifest(capture_of(flag_of(1), "Betul sekali")))
    facts["post"] |= post
    return json.dumps(facts).encode()


def test_read_post_when_plain_then_what_was_posted_and_nothing_of_whom() -> None:
    post = item.read_post(manifest())
    assert (post.kind, post.platform, post.text) == ("post", "bluesky", "Betul sekali")
    assert (post.references, post.media, post.claim) == ((), (), None)
    assert "contoh.example" not in repr(post)


def test_read_post_when_the_platform_gives_no_time_then_the_day_is_that_of_the_capture() -> None:
    late = {"utc": "2031-09-01T18:00:00+00:00", "wib": "2031-09-02T01:00:00+07:00"}
    post = item.read_post(manifest(created_at=None, observed_at=late))
    assert (post.posted_at, post.acted_on()) == (None, date(2031, 9, 2))


def test_acted_on_when_the_election_is_further_east_then_its_own_day() -> None:
    east = ELECTION.model_copy(update={"timezone": "Asia/Jayapura"})
    late = {"utc": "2031-09-01T16:30:00+00:00", "wib": "2031-09-01T23:30:00+07:00"}
    post = item.read_post(manifest(created_at=None, observed_at=late))
    assert [post.acted_on(), post.acted_on(ELECTION)] == [date(2031, 9, 1)] * 2
    assert post.acted_on(east) == date(2031, 9, 2)


@pytest.mark.parametrize(
    ("kind", "media", "expected"),
    [
        ("post", "image", "photo"),
        ("post", "image/jpeg", "photo"),
        ("post", "video", "post"),
        ("reply", "image", "reply"),
    ],
)
def test_rule_kind_when_a_post_shows_a_picture_then_photo(
    kind: str, media: str, expected: str
) -> None:
    shown = [{"type": media, "url": "https://x.example/1", "alt_text": "", "sha256": None}]
    assert item.read_post(manifest(kind=kind, media=shown)).rule_kind == expected


def test_read_post_when_it_refers_to_others_then_their_texts_where_the_page_has_them() -> None:
    page = json.dumps({"feed": [{"post": {"reply": [POST]}}]}).encode()
    facts = manifest(quoted="at://x/1", in_reply_to="at://x/2")
    assert item.refers(facts)
    assert item.read_post(facts, page).references == (
        Reference("membalas", None),
        Reference("mengutip", "Yang dikutip"),
    )
    assert item.read_post(facts).references[1].text is None


def test_read_post_when_a_like_then_what_it_is_about_is_no_reference() -> None:
    assert item.read_post(manifest(kind="like", object_id="at://x/1")).references == ()


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (json.dumps({"id": "7", "content": "<p>Halo <b>warga</b></p>"}).encode(), "Halo warga"),
        (json.dumps([{"id": "8"}, {"id": "7", "text": "<3 ini"}]).encode(), "<3 ini"),
        (json.dumps({"id": "7"}).encode(), None),
        (json.dumps({"id": "7", "text": 5}).encode(), None),
        (b"<html>7</html>", None),
        (b"\xff\xfe", None),
        (b"[" * 100_000, None),
        (json.dumps("7").encode(), None),
    ],
)
def test_text_of_when_a_page_is_searched_then_the_text_or_nothing(
    page: bytes, expected: str | None
) -> None:
    assert item.text_of("7", page) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/1", "https://x.example/1"),
        ("http://x.example/1", "http://x.example/1"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//x.example", None),
        (None, None),
    ],
)
def test_original_url_when_no_browser_should_follow_it_then_none(
    url: str | None, expected: str | None
) -> None:
    assert item.original_url(manifest(url=url)) == expected


def test_other_texts_when_some_are_the_same_then_each_once_and_not_ones_own() -> None:
    assert item.other_texts("a", ["a", "b", "a", "b", "c"]) == ["b", "c"]


def test_media_when_read_then_its_address_is_left_out() -> None:
    capture = Media("image", "https://x.example/rahasia.jpg", "Spanduk")
    shown = [{"type": capture.type, "url": capture.url, "alt_text": capture.alt_text}]
    assert "rahasia" not in repr(item.read_post(manifest(media=shown)))


TEXTS = st.text(max_size=40)
SPANS = st.lists(st.tuples(st.integers(-3, 50), st.integers(-3, 50)), max_size=6)


@given(text=TEXTS, spans=SPANS)
def test_marked_when_put_together_then_the_text_itself(
    text: str, spans: list[tuple[int, int]]
) -> None:
    pieces = marked(text, spans)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


@given(text=TEXTS, spans=SPANS)
def test_marked_when_a_character_lies_in_a_span_then_and_only_then_it_is_marked(
    text: str, spans: list[tuple[int, int]]
) -> None:
    flags = [piece.marked for piece in marked(text, spans) for _ in piece.text]
    assert flags == [any(a <= at < b for a, b in spans) for at in range(len(text))]
