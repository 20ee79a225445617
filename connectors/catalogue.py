"""Which platforms Netra knows, what may be read there, and what is ready."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from connectors import handover
from connectors.activity import Activity, ActivityKind, Issue
from connectors.bluesky import Bluesky
from connectors.connector import Access, Connector
from connectors.feed import Feed
from connectors.http import HttpClient
from connectors.page import Page
from connectors.wordpress import WordPress


@dataclass(frozen=True, slots=True)
class Entry:
    """One platform: how it may be read and which acts it shows.

    What is not in ``kinds`` cannot be observed there, which is not the same as not done.
    ``not_ready`` says why there is no connector, and is empty where there is one.
    """

    platform: str
    access: Access
    kinds: frozenset[ActivityKind]
    not_ready: str = ""


_FILE = "no connector yet; accounts can be registered and their posts handed over as a file"
_APPROVAL = "needs the platform's written approval for this use and the office's legal basis; "
_ALL = frozenset[ActivityKind]({"post", "reply", "quote", "repost", "like", "follow"})
_POST = frozenset[ActivityKind]({"post"})

CATALOGUE: tuple[Entry, ...] = (
    Entry("bluesky", Bluesky.access, Bluesky.kinds),
    Entry("wordpress", WordPress.access, WordPress.kinds),
    Entry("feed", Feed.access, Feed.kinds),
    Entry("handover", "file", _ALL),
    Entry("mastodon", "open", frozenset({"post", "reply", "quote", "repost", "follow"}), _FILE),
    Entry("telegram", "open", frozenset({"post", "reply", "repost"}), _FILE),
    Entry("youtube", "key", _POST, f"needs an API key; {_FILE}"),
    Entry(
        "x",
        "approval",
        frozenset({"post", "reply", "quote", "repost", "follow"}),
        _APPROVAL + _FILE,
    ),
    Entry("facebook", "approval", _POST, _APPROVAL + _FILE),
    Entry("instagram", "approval", _POST, _APPROVAL + _FILE),
    Entry("threads", "approval", frozenset({"post", "quote", "repost"}), _APPROVAL + _FILE),
    Entry("tiktok", "consent", _POST, f"needs the account owner's recorded consent; {_FILE}"),
)
"""Every platform that can be registered, and the hand-over of files; what is ready comes first."""


def build_connectors(
    http: HttpClient,
    *,
    resolver_url: str = "https://public.api.bsky.app",
    plc_url: str = "https://plc.directory",
) -> dict[str, Connector]:
    """The connectors that are ready, by platform, sharing ``http`` and so its budgets."""
    ready: tuple[Connector, ...] = (
        Bluesky(http, resolver_url=resolver_url, plc_url=plc_url),
        WordPress(http),
        Feed(http),
    )
    return {connector.platform: connector for connector in ready}


def parse_page(connectors: Mapping[str, Connector], page: Page) -> Iterator[Activity | Issue]:
    """The activities of any stored page, fetched or handed over."""
    if page.stream == handover.STREAM:
        return handover.parse(page)
    return connectors[page.platform].parse(page)
