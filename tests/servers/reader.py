"""Reading an account the way a run does: pages in order, cursors kept, known content set aside."""

from __future__ import annotations

from dataclasses import replace

from connectors.account import Account
from connectors.activity import Activity, Issue
from connectors.catalogue import build_connectors
from connectors.connector import Connector
from connectors.http import HttpClient, HttpPolicy
from connectors.page import Page

from .pds import Pds


def policy(max_wait_s: float = 30.0) -> HttpPolicy:
    """The shipped manners, at the pace of a test, on this machine."""
    return HttpPolicy(
        contact="uji@example.test",
        backoff_s=0.05,
        requests_per_minute=60_000,
        max_wait_s=max_wait_s,
        allow_loopback=True,
    )


def connectors(http: HttpClient, pds: Pds | None = None) -> dict[str, Connector]:
    """All connectors, Bluesky's directories being those of ``pds``."""
    directories = (pds.url, pds.plc_url) if pds else ("http://localhost:9", "http://localhost:9")
    return build_connectors(http, resolver_url=directories[0], plc_url=directories[1])


class Reader:
    """One account, read again and again."""

    def __init__(self, connector: Connector, handle: str) -> None:
        self.connector = connector
        self.account = Account(account_id="akun-1", platform=connector.platform, handle=handle)
        self.cursors: dict[str, str] = {}
        self.pages: list[Page] = []
        self._known: dict[str, str] = {}

    def read(self) -> list[Activity]:
        """What is new, or has new content, since the last call.

        A page may hold neighbours of what is new (times to the second); the lake knows them.
        """
        self.resolve()
        self.pages = []
        for stream in self.connector.streams(self.account):
            for page in self.connector.pages(self.account, stream, self.cursors.get(stream)):
                self.pages.append(page)
                if page.cursor is not None:
                    self.cursors[stream] = page.cursor
        return [one for one in activities(self.connector, self.pages) if self._is_news(one)]

    def resolve(self) -> None:
        """Learns, once, what the handle stands for, as the first run does."""
        if self.account.stable_id is None:
            found = self.connector.resolve(self.account.handle)
            self.account = replace(self.account, stable_id=found.stable_id, home=found.home)

    def read_all(self) -> list[Activity]:
        """The same from the beginning: a full pass, which finds edits."""
        self.cursors.clear()
        return self.read()

    def _is_news(self, activity: Activity) -> bool:
        before = self._known.get(activity.native_id)
        self._known[activity.native_id] = activity.content_sha256
        return before != activity.content_sha256

    def listed(self) -> set[str]:
        """The native ids of all streams now; fails if one cannot be listed whole."""
        self.resolve()
        ids: set[str] = set()
        for stream in self.connector.streams(self.account):
            listing = self.connector.listing(self.account, stream)
            assert listing is not None, stream
            ids.update(listing)
        return ids


def activities(connector: Connector, pages: list[Page]) -> list[Activity]:
    """What the pages hold; an issue in a page of a real server is a failure."""
    records = [record for page in pages for record in connector.parse(page)]
    issues = [record for record in records if isinstance(record, Issue)]
    assert issues == []
    return [record for record in records if isinstance(record, Activity)]
