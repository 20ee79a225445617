"""Hand-written stand-ins: a platform of lists and a scorer of marked words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from classifiers.score import HateDetails, Score
from connectors.account import Account, Identity
from connectors.activity import Activity, ActivityKind, Issue
from connectors.connector import Access, Presence
from connectors.errors import AccountGone, ConnectorError
from connectors.page import Page

MORNING = datetime(2025, 9, 14, 1, 0, tzinfo=UTC)
WEAK = HateDetails(
    target="individual",
    target_probability=0.9,
    categories=(("other", 0.8),),
    level="weak",
    level_probability=0.95,
    serious=0.05,
)


@dataclass
class FakePlatform:
    """A platform with one stream per account: numbered posts, oldest first, two to a page.

    ``failures`` are raised for an account after its first page; ``order`` records every page
    handed out.
    """

    posts: dict[str, list[str]] = field(default_factory=dict)
    failures: dict[str, ConnectorError] = field(default_factory=dict)
    gone_items: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    platform: ClassVar[str] = "bluesky"
    version: ClassVar[str] = "fake-1"
    access: ClassVar[Access] = "open"
    kinds: ClassVar[frozenset[ActivityKind]] = frozenset({"post"})

    def resolve(self, handle: str) -> Identity:
        if handle not in self.posts:
            raise AccountGone("no such account")
        return Identity(f"did:fake:{handle}", "https://fake.example")

    def streams(self, account: Account) -> tuple[str, ...]:
        return ("posts",)

    def pages(self, account: Account, stream: str, cursor: str | None) -> Iterator[Page]:
        start = int(cursor or 0)
        posts = self.posts[account.handle]
        for first in range(start, len(posts), 2):
            self.asked.append(account.handle)
            yield self._page(account, stream, first, posts[first : first + 2])
            if account.handle in self.failures:
                raise self.failures[account.handle]

    def _page(self, account: Account, stream: str, first: int, texts: Sequence[str]) -> Page:
        records = [
            {"id": f"{account.handle}/{first + offset}", "text": text}
            for offset, text in enumerate(texts)
            if f"{account.handle}/{first + offset}" not in self.gone_items
        ]
        return Page(
            platform=self.platform,
            account_id=account.account_id,
            stream=stream,
            url=f"https://fake.example/{first}",
            status=200,
            fetched_at=MORNING,
            body=json.dumps(records).encode(),
            connector_version=self.version,
            cursor=str(first + len(texts)),
            records=len(records),
        )

    def parse(self, page: Page) -> Iterator[Activity | Issue]:
        for position, record in enumerate(json.loads(page.body)):
            yield self._record(page, position, record)

    def _record(self, page: Page, position: int, record: dict[str, Any]) -> Activity | Issue:
        if record["text"] == "RUSAK":
            return Issue(
                platform=self.platform,
                account_id=page.account_id,
                code="bad_record",
                detail="expected a text, found none",
                page_sha256=page.sha256,
                position=position,
            )
        return Activity(
            platform=self.platform,
            account_id=page.account_id,
            kind="post",
            native_id=record["id"],
            created_at=MORNING,
            observed_at=page.fetched_at,
            text=record["text"],
            page_sha256=page.sha256,
        )

    def listing(self, account: Account, stream: str) -> Iterator[str] | None:
        ids = [f"{account.handle}/{n}" for n in range(len(self.posts[account.handle]))]
        return iter([one for one in ids if one not in self.gone_items])

    def presence(self, account: Account, native_id: str) -> Presence:
        return "gone" if native_id in self.gone_items else "present"


@dataclass
class FakeScorer:
    """Scores by marks in the text: D for support, B for hate, L for weak hate, H for a hoax, each
    0.9."""

    version: str = "fake"
    seen: list[str] = field(default_factory=list)

    def score(self, texts: Sequence[str]) -> list[Score]:
        self.seen.extend(texts)
        return [
            Score(
                candidate_support=0.9 if "[D]" in text else 0.01,
                hate_speech=0.9 if "[B]" in text or "[L]" in text else 0.01,
                hoax_sharing=0.9 if "[H]" in text else 0.01,
                hate_details=WEAK if "[L]" in text else None,
            )
            for text in texts
        ]
