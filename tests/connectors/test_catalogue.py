from __future__ import annotations

from typing import get_args

from connectors.activity import ActivityKind
from connectors.catalogue import CATALOGUE, build_connectors, parse_page
from connectors.handle import PLATFORMS
from connectors.handover import STREAM
from tests.connectors.fakes import client, page, reply

BUILT = build_connectors(client(lambda _: reply(b"")))


def test_every_platform_that_can_be_registered_is_listed_once() -> None:
    listed = [entry.platform for entry in CATALOGUE if entry.access != "file"]
    assert sorted(listed) == sorted(PLATFORMS)


def test_what_has_a_connector_is_ready_and_says_what_the_connector_says() -> None:
    ready = {one.platform: one for one in CATALOGUE if not one.not_ready and one.access != "file"}
    assert ready.keys() == BUILT.keys()
    for name, connector in BUILT.items():
        assert (ready[name].access, ready[name].kinds) == (connector.access, connector.kinds)


def test_closed_platforms_say_what_is_missing() -> None:
    missing = {one.platform: one.not_ready for one in CATALOGUE if one.access == "approval"}
    assert missing.keys() == {"x", "facebook", "instagram", "threads"}
    assert all("legal basis" in reason for reason in missing.values())


def test_only_known_kinds_are_promised() -> None:
    assert all(entry.kinds <= set(get_args(ActivityKind)) for entry in CATALOGUE)


def test_a_page_is_parsed_by_the_way_it_came() -> None:
    body = b'{"native_id": "1", "text": "Halo"}'
    handed = page("x", body, "handover:a.csv", STREAM)
    assert [type(one).__name__ for one in parse_page(BUILT, handed)] == ["Activity"]
    fetched = page("bluesky", body, "https://pds.test/", "app.bsky.feed.post")
    assert [type(one).__name__ for one in parse_page(BUILT, fetched)] == ["Issue"]
