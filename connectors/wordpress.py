"""WordPress sites, through the REST API that each of them publishes.

https://developer.wordpress.org/rest-api/reference/posts/ and .../using-the-rest-api/discovery/

Two streams, because one time is not enough: a post that waited for its hour keeps, when WordPress
publishes it, the modification time of when it was last saved, so reading by modification alone
would never see it; reading by publication alone would never see an edit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urlsplit

from connectors import jsondoc
from connectors.account import Account, Identity
from connectors.activity import Activity, ActivityKind, Issue, Media
from connectors.capture import capture, issue_in
from connectors.connector import Access, Presence
from connectors.errors import (
    AccountGone,
    AnswerTooLarge,
    CredentialsRejected,
    PlatformChanged,
)
from connectors.http import Answer, HttpClient
from connectors.moment import read_moment
from connectors.page import Page
from connectors.site_address import same_site, web_url
from connectors.text import absolute, readable
from connectors.wordpress_api import api_root, page_count, route, site_of
from connectors.wordpress_mark import Mark
from connectors.wordpress_walk import PAGE_SIZE, STREAMS, Walk

_END = "rest_post_invalid_page_number"
_NO_POST = "rest_post_invalid_id"


class WordPress:
    """One self-hosted or hosted WordPress site per account; all its published posts."""

    platform: ClassVar[str] = "wordpress"
    version: ClassVar[str] = "wordpress/1"
    access: ClassVar[Access] = "open"
    kinds: ClassVar[frozenset[ActivityKind]] = frozenset({"post"})

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def resolve(self, handle: str) -> Identity:
        """The API root of a site address.

        The API must lie on the site itself, and the site must not lead to another: otherwise a
        stranger's posts would be laid to this account.
        """
        site = web_url(handle)
        answer = self._http.get(site)
        if answer.status in {404, 410} or not same_site(site, answer.url):
            raise AccountGone("the address leads to no site, or to another one")
        root = api_root(answer)
        if not same_site(site, root):
            raise PlatformChanged("expected the API on the site itself, found another server")
        namespaces = jsondoc.items(_json(self._http.get(root)), "namespaces")
        if "wp/v2" not in namespaces:
            raise PlatformChanged("expected a WordPress REST API, found none")
        parts = urlsplit(root)
        return Identity(stable_id=root, home=f"{parts.scheme}://{parts.netloc}")

    def streams(self, _account: Account) -> tuple[str, ...]:
        """By time of publication, and by time of change."""
        return STREAMS

    def pages(self, account: Account, stream: str, cursor: str | None) -> Iterator[Page]:
        """Posts published (or changed) since ``cursor``, oldest first; pages without any are left
        out. A page of unknown shape is yielded, to be kept, before PlatformChanged is raised."""
        walk = Walk(stream, Mark.read(cursor))
        while not walk.over:
            try:
                answer = self._posts(account, walk.question())
            except AnswerTooLarge:
                if not walk.ask_for_less():
                    raise
                continue
            posts = _json(answer)
            if jsondoc.text(posts, "code") == _END:
                return
            page = capture(answer, account, stream, self.version)
            if not isinstance(posts, list):
                yield replace(page, records=1)
                raise PlatformChanged(f"expected a list of posts, found status {answer.status}")
            fresh = walk.take(posts, page_count(answer), answer.fetched_at)
            if fresh:
                yield replace(page, records=fresh, cursor=walk.mark.text())

    def parse(self, page: Page) -> Iterator[Activity | Issue]:
        """The published, unprotected posts of a stored page."""
        try:
            posts = jsondoc.load(page.body)
        except jsondoc.NotJson as error:
            yield issue_in(page, error.code, str(error))
            return
        if not isinstance(posts, list):
            yield issue_in(page, "unknown_shape", "expected a list of posts")
            return
        for position, post in enumerate(posts):
            yield from _read(page, position, post)

    def listing(self, account: Account, _stream: str) -> Iterator[str]:
        """The ids of all published posts now; the same for either stream."""
        number, last, site = 1, 1, ""
        while number <= last:
            params: dict[str, str | int] = {
                "orderby": "id",
                "order": "asc",
                "_fields": "id",
                "page": number,
            }
            answer = self._posts(account, {**params, "per_page": PAGE_SIZE})
            posts = _json(answer)
            if not isinstance(posts, list):
                raise PlatformChanged(f"expected a list of posts, found status {answer.status}")
            site = site or site_of(answer.url)
            yield from (_native_id(site, post["id"]) for post in posts if _has_id(post))
            last = page_count(answer) or (number + 1 if len(posts) >= PAGE_SIZE else number)
            number += 1

    def presence(self, account: Account, native_id: str) -> Presence:
        """``gone`` only when the site does not know the id; a post taken back to draft or moved
        to the bin answers 401 until it is erased, and stays ``unknown`` until then."""
        number = native_id.rpartition("?p=")[2]
        try:
            answer = self._http.get(
                route(self._root(account), f"posts/{number}", {"_fields": "id"})
            )
        except CredentialsRejected:
            return "unknown"
        if answer.status == 200 and jsondoc.table({"post": _json(answer)}, "post"):
            return "present"
        gone = answer.status == 404 and jsondoc.text(_json(answer), "code") == _NO_POST
        return "gone" if gone else "unknown"

    def _root(self, account: Account) -> str:
        return account.stable_id or self.resolve(account.handle).stable_id

    def _posts(self, account: Account, params: dict[str, str | int]) -> Answer:
        """The answer to a question for posts, under the address that was asked."""
        asked = route(self._root(account), "posts", params)
        answer = self._http.get(asked)
        if answer.status == 410 or not same_site(asked, answer.url):
            raise AccountGone("the site is gone or leads to another one")
        return replace(answer, url=asked)


def _read(page: Page, position: int, post: Any) -> Iterator[Activity | Issue]:
    if not _has_id(post) or not isinstance(jsondoc.table(post, "content").get("rendered"), str):
        yield issue_in(page, "bad_record", "expected a post with id and content", position)
        return
    content = jsondoc.table(post, "content")
    if content.get("protected") or post.get("status", "publish") != "publish":
        return
    link = absolute("", jsondoc.text(post, "link"))
    created_at = read_moment(jsondoc.text(post, "date_gmt"))
    if created_at is None:
        yield issue_in(page, "bad_timestamp", "expected date_gmt in ISO 8601", position)
    title = readable(jsondoc.text(jsondoc.table(post, "title"), "rendered")).text
    body = readable(jsondoc.text(content, "rendered"), link)
    yield Activity(
        platform=page.platform,
        account_id=page.account_id,
        kind="post",
        native_id=_native_id(site_of(page.url), post["id"]),
        observed_at=page.fetched_at,
        page_sha256=page.sha256,
        url=link or None,
        created_at=created_at,
        text=f"{title}\n\n{body.text}".strip(),
        urls=body.links,
        media=tuple(Media("image", url, alt) for url, alt in body.pictures),
    )


def _has_id(post: Any) -> bool:
    return isinstance(post, dict) and type(post.get("id")) is int


def _native_id(site: str, number: object) -> str:
    """The permanent short address of a post, which outlives every permalink setting."""
    return f"{site}/?p={number}"


def _json(answer: Answer) -> Any:
    """The document of an answer, or None: the caller says what that means."""
    try:
        return jsondoc.load(answer.body)
    except jsondoc.NotJson:
        return None
