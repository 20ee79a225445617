"""Bluesky: public records read from the repository of the account itself (AT Protocol).

https://atproto.com/specs/repository, /specs/did, /specs/handle; lexicons com.atproto.repo.*,
com.atproto.identity.resolveHandle, app.bsky.feed.*, app.bsky.graph.follow.

The repository lies on the account's own server (PDS), needs no sign-in and holds likes, reposts
and follows too. ``reverse=true`` with the last record key as cursor gives exactly what was added.
A record written again under its old key is not seen that way: ``pages(account, stream, None)`` is
the full pass, and the store's content hash then finds the edits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from connectors import bluesky_record, jsondoc
from connectors.account import Account, Identity
from connectors.activity import Activity, ActivityKind, Issue
from connectors.bluesky_identity import Directory
from connectors.capture import capture, issue_in
from connectors.connector import Access, Presence
from connectors.errors import (
    AccountGone,
    AccountNotPublic,
    BudgetSpent,
    ConnectorError,
    PlatformChanged,
)
from connectors.http import Answer, HttpClient
from connectors.page import Page

PAGE_SIZE = 100
_HIDDEN = frozenset({"RepoDeactivated", "RepoTakendown", "RepoSuspended"})
_HIDDEN_STATUS = frozenset({"deactivated", "takendown", "suspended"})


class Bluesky:
    """The open AT Protocol network, starting from a resolver and a DID directory."""

    platform: ClassVar[str] = "bluesky"
    version: ClassVar[str] = "bluesky/1"
    access: ClassVar[Access] = "open"
    kinds: ClassVar[frozenset[ActivityKind]] = frozenset(
        {"post", "reply", "quote", "repost", "like", "follow"}
    )

    def __init__(self, http: HttpClient, *, resolver_url: str, plc_url: str) -> None:
        self._http = http
        self._directory = Directory(http, resolver_url=resolver_url, plc_url=plc_url)
        self._moved: dict[str, str] = {}

    def resolve(self, handle: str) -> Identity:
        """DID and server of a handle (or of a DID)."""
        return self._directory.resolve(handle)

    def streams(self, _account: Account) -> tuple[str, ...]:
        """The four collections of public acts."""
        return tuple(bluesky_record.COLLECTIONS)

    def pages(self, account: Account, stream: str, cursor: str | None) -> Iterator[Page]:
        """Records added after ``cursor`` (a record key), oldest first; all of them for None.

        A page of unknown shape is yielded, so that it is kept, before PlatformChanged is raised.
        """
        for answer, listing in self._listings(account, stream, cursor, reverse="true"):
            page = capture(answer, account, stream, self.version)
            if listing is None:
                yield replace(page, records=1)
                raise PlatformChanged(f"expected a list of records, found status {answer.status}")
            yield replace(page, records=listing.count, cursor=listing.following)

    def parse(self, page: Page) -> Iterator[Activity | Issue]:
        """The acts in a stored page, one Issue for each record that cannot be read."""
        try:
            document = jsondoc.load(page.body)
        except jsondoc.NotJson as error:
            yield issue_in(page, error.code, str(error))
            return
        if not isinstance(document, dict) or not isinstance(document.get("records"), list):
            yield issue_in(page, "unknown_shape", "expected a list of records")
            return
        place = bluesky_record.Place.of(page.url)
        for position, record in enumerate(document["records"]):
            yield from bluesky_record.read(page, place, position, record)

    def listing(self, account: Account, stream: str) -> Iterator[str]:
        """Every record address of a collection now; raises rather than end early."""
        for _, listing in self._listings(account, stream, None, reverse="false"):
            if listing is None:
                raise PlatformChanged("expected a list of records, found something else")
            yield from listing.uris

    def presence(self, account: Account, native_id: str) -> Presence:
        """``gone`` only when the account's server says that this record is not there."""
        identity = self._identity(account)
        repo, _, path = native_id.removeprefix("at://").partition("/")
        collection, _, rkey = path.partition("/")
        answer = self._http.get(
            f"{self._home(identity)}/xrpc/com.atproto.repo.getRecord",
            params={"repo": repo, "collection": collection, "rkey": rkey},
        )
        if answer.status == 200:
            return "present"
        return "gone" if _error(answer) == "RecordNotFound" else "unknown"

    def _identity(self, account: Account) -> Identity:
        if account.stable_id is not None and account.home is not None:
            return Identity(account.stable_id, account.home.rstrip("/"))
        return self.resolve(account.stable_id or account.handle)

    def _listings(
        self, account: Account, stream: str, cursor: str | None, reverse: str
    ) -> Iterator[tuple[Answer, _Listing | None]]:
        """The pages of a collection up to an empty one; None for a page that is no listing."""
        identity, seen = self._identity(account), {cursor}
        while True:
            answer = self._list(identity, stream, cursor, reverse)
            listing = _read_listing(answer.body)
            if listing is not None and not listing.count:
                return
            repeated = listing is not None and listing.following in seen
            yield answer, replace(listing, following=None) if listing and repeated else listing
            cursor = listing.following if listing else None
            if cursor is None or repeated:
                raise BudgetSpent("the server gave no cursor, or one it had given before")
            seen.add(cursor)

    def _list(self, identity: Identity, stream: str, cursor: str | None, reverse: str) -> Answer:
        params: dict[str, str | int] = {
            "repo": identity.stable_id,
            "collection": stream,
            "limit": PAGE_SIZE,
            "reverse": reverse,
        }
        if cursor is not None:
            params["cursor"] = cursor
        method = "/xrpc/com.atproto.repo.listRecords"
        answer = self._http.get(self._home(identity) + method, params=params)
        if _is_away(answer) and self._has_moved(identity):
            answer = self._http.get(self._home(identity) + method, params=params)
        if _is_away(answer):
            raise self._absence(identity, answer)
        return answer

    def _absence(self, identity: Identity, answer: Answer) -> ConnectorError:
        """Left or hidden: a listing is refused in the same words, so the repository's status is
        asked (lexicon com.atproto.sync.getRepoStatus)."""
        if _error(answer) in _HIDDEN or self._status(identity) in _HIDDEN_STATUS:
            return AccountNotPublic("the account is deactivated or suspended on its server")
        return AccountGone("the account is not on its server")

    def _status(self, identity: Identity) -> str:
        answer = self._http.get(
            f"{self._home(identity)}/xrpc/com.atproto.sync.getRepoStatus",
            params={"did": identity.stable_id},
        )
        return _text_in(answer, "status") if answer.status == 200 else ""

    def _home(self, identity: Identity) -> str:
        return self._moved.get(identity.stable_id, identity.home)

    def _has_moved(self, identity: Identity) -> bool:
        """Whether the account's DID names another server than the one asked; then it is used."""
        home = self.resolve(identity.stable_id).home
        if home == self._home(identity):
            return False
        self._moved[identity.stable_id] = home
        return True


@dataclass(frozen=True, slots=True)
class _Listing:
    """What a page of listRecords holds; ``following`` is the cursor behind it."""

    count: int
    uris: tuple[str, ...]
    following: str | None


def _read_listing(body: bytes) -> _Listing | None:
    try:
        document = jsondoc.load(body)
    except jsondoc.NotJson:
        return None
    if not isinstance(document, dict) or not isinstance(document.get("records"), list):
        return None
    records = jsondoc.items(document, "records")
    uris = tuple(uri for record in records if (uri := jsondoc.text(record, "uri")))
    last = uris[-1].rpartition("/")[2] if uris else None
    return _Listing(len(records), uris, jsondoc.text(document, "cursor") or last)


def _is_away(answer: Answer) -> bool:
    """Older servers say InvalidRequest with a sentence where newer ones say RepoNotFound."""
    return answer.status != 200 and (
        _error(answer) in {"RepoNotFound", *_HIDDEN} or b"Could not find repo" in answer.body
    )


def _error(answer: Answer) -> str:
    return _text_in(answer, "error")


def _text_in(answer: Answer, key: str) -> str:
    try:
        return jsondoc.text(jsondoc.load(answer.body), key)
    except jsondoc.NotJson:
        return ""
