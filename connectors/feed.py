"""RSS and Atom feeds of personal and office sites.

RSS 2.0 (https://www.rssboard.org/rss-specification), Atom (RFC 4287), conditional requests
(RFC 9110 section 13). A feed is a window on the newest entries: what left it is not deleted, so
there is no complete listing and absence means nothing.
"""

from __future__ import annotations

import calendar
import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

import feedparser
from bs4 import BeautifulSoup

from connectors import jsondoc
from connectors.account import Account, Identity
from connectors.activity import Activity, ActivityKind, Issue, Media
from connectors.capture import capture, issue_in
from connectors.connector import Access, Presence
from connectors.errors import AccountGone, NetworkFailed, PlatformChanged
from connectors.http import Answer, HttpClient
from connectors.page import Page
from connectors.site_address import same_site, web_url
from connectors.text import Readable, absolute, readable, storable

_STREAM = "entries"
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml"})
_LONGEST_ID = 500
_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8"


class Feed:
    """One feed per account; all its entries are the account's posts."""

    platform: ClassVar[str] = "feed"
    version: ClassVar[str] = "feed/1"
    access: ClassVar[Access] = "open"
    kinds: ClassVar[frozenset[ActivityKind]] = frozenset({"post"})

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def resolve(self, handle: str) -> Identity:
        """The feed at an address, or the first one that the page there names on the same site."""
        url = web_url(handle)
        answer = self._fetch(url, _Cursor())
        if not _entries(answer.body, answer.headers.get("content-type", ""))[0]:
            url = _named_feed(answer)
        parts = urlsplit(url)
        return Identity(stable_id=url, home=f"{parts.scheme}://{parts.netloc}")

    def streams(self, _account: Account) -> tuple[str, ...]:
        """A feed is one stream."""
        return (_STREAM,)

    def pages(self, account: Account, stream: str, cursor: str | None) -> Iterator[Page]:
        """The feed if it is not what ``cursor`` remembers, else nothing.

        What is no feed is yielded, to be kept, before PlatformChanged is raised.
        """
        known = _Cursor.read(cursor)
        url = account.stable_id or self.resolve(account.handle).stable_id
        answer = self._fetch(url, known)
        page = replace(capture(answer, account, stream, self.version), url=url)
        if answer.status == 304 or page.sha256 == known.sha256:
            return
        version, entries = _entries(page.body, page.headers.get("content-type", ""))
        if not version:
            yield replace(page, records=1)
            raise PlatformChanged("expected RSS or Atom, found something else")
        now = _Cursor(
            page.headers.get("etag", ""), page.headers.get("last-modified", ""), page.sha256
        )
        yield replace(page, records=len(entries), cursor=now.text())

    def parse(self, page: Page) -> Iterator[Activity | Issue]:
        """The entries of a stored feed; a feed that is not well-formed XML is read all the same."""
        version, entries = _entries(page.body, page.headers.get("content-type", ""))
        if not version:
            yield issue_in(page, "not_feed", "expected RSS or Atom, found something else")
            return
        for position, entry in enumerate(entries):
            yield from _read(page, position, entry)

    def listing(self, _account: Account, _stream: str) -> None:
        """None: a feed never shows everything."""
        return

    def presence(self, _account: Account, _native_id: str) -> Presence:
        """Always ``unknown``: a feed cannot be asked about one entry."""
        return "unknown"

    def _fetch(self, url: str, known: _Cursor) -> Answer:
        answer = self._http.get(url, headers={"Accept": _ACCEPT, **known.headers()})
        if answer.status == 410:
            raise AccountGone("410: the feed was taken away for good")
        if answer.status not in {200, 304}:
            # Living feeds answer 404 now and then and come back.
            raise NetworkFailed(f"expected a feed, found status {answer.status}")
        return answer


@dataclass(frozen=True, slots=True)
class _Cursor:
    """What the last answer said about itself, and its digest for servers that say nothing."""

    etag: str = ""
    modified: str = ""
    sha256: str = ""

    @classmethod
    def read(cls, cursor: str | None) -> _Cursor:
        try:
            found = json.loads(cursor or "{}")
        except ValueError:
            return cls()
        return cls(*(jsondoc.text(found, name) for name in ("etag", "modified", "sha256")))

    def text(self) -> str:
        return json.dumps({"etag": self.etag, "modified": self.modified, "sha256": self.sha256})

    def headers(self) -> dict[str, str]:
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in said.items() if value}


def _entries(body: bytes, content_type: str) -> tuple[str, list[Any]]:
    """Version and entries of a feed; an empty version for what is none."""
    # From a stream and with flags off: the library then neither fetches nor rewrites anything.
    try:
        found = feedparser.parse(
            io.BytesIO(_REFERENCE.sub(_mended, body)),
            response_headers={"content-type": content_type},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _FAULTS:
        return "", []
    return found.get("version", ""), found.get("entries", [])


_REFERENCE = re.compile(rb"&#(?:(\d+)|[xX]([0-9a-fA-F]+));")
_FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What feedparser is known to let through on damaged input (found by feeding it noise)."""


def _mended(reference: re.Match[bytes]) -> bytes:
    """A character reference, or the replacement character where it names none: sloppy writers
    split emoji into two halves, which would cost the whole feed."""
    decimal, hexadecimal = reference.groups()
    digits = (decimal or hexadecimal).lstrip(b"0")
    number = int(digits or b"0", 10 if decimal else 16) if len(digits) < 9 else 0
    fit = 0 < number < 0xD800 or 0xE000 <= number <= 0x10FFFF
    return reference.group() if fit else b"&#xFFFD;"


def _named_feed(answer: Answer) -> str:
    for link in BeautifulSoup(answer.body, "html.parser").find_all("link", href=True):
        url = absolute(answer.url, str(link["href"]))
        if link.get("type") in _FEED_TYPES and same_site(answer.url, url):
            return url
    raise PlatformChanged("expected RSS or Atom, or a page that names one, found neither")


def _read(page: Page, position: int, entry: Any) -> Iterator[Activity | Issue]:
    own_id = entry.get("id") or entry.get("link")
    if not own_id:
        yield issue_in(page, "bad_record", "expected an entry with guid or link", position)
        return
    created_at, readable_time = _time(entry)
    if not readable_time:
        yield issue_in(page, "bad_timestamp", "expected a date of RFC 822 or 3339", position)
    link = absolute(page.url, entry.get("link", ""))
    title, body = _shown(entry.get("title_detail"), link), _shown(_body(entry), link)
    enclosed = tuple(_enclosures(entry, page.url))
    pictures = tuple(Media("image", url, alt) for url, alt in body.pictures)
    yield Activity(
        platform=page.platform,
        account_id=page.account_id,
        kind="post",
        native_id=_native_id(page.url, own_id),
        observed_at=page.fetched_at,
        page_sha256=page.sha256,
        url=link or None,
        created_at=created_at,
        text=f"{title.text}\n\n{body.text}".strip(),
        urls=body.links,
        media=tuple(dict.fromkeys(enclosed + pictures)),
    )


def _native_id(feed: str, own_id: str) -> str:
    """The entry's id below the feed's address: ids are chosen by the author, who may choose
    another author's."""
    if len(own_id) > _LONGEST_ID:
        own_id = hashlib.sha256(own_id.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{feed.partition('://')[2]}#{storable(own_id)}"


def _time(entry: Any) -> tuple[datetime | None, bool]:
    """When the entry claims to be from, and whether what it claims can be read."""
    for name in ("published", "updated"):
        if name in entry:
            parsed = entry.get(f"{name}_parsed")
            seconds = calendar.timegm(parsed) if parsed else -1
            known = 0 <= seconds < _YEAR_2100
            return (datetime.fromtimestamp(seconds, UTC) if known else None), known
    return None, True


_YEAR_2100 = 4_102_444_800


def _body(entry: Any) -> Any:
    contents = entry.get("content") or [entry.get("summary_detail")]
    return contents[0]


def _shown(detail: Any, base: str) -> Readable:
    """What a reader sees of a piece of an entry, which says itself whether it is HTML."""
    if not detail:
        return Readable("", (), ())
    value = detail.get("value") or ""
    if detail.get("type") == "text/plain":
        return Readable(storable(value).strip(), (), ())
    return readable(value, base)


def _enclosures(entry: Any, base: str) -> Iterator[Media]:
    for item in entry.get("enclosures", []):
        url = absolute(base, item.get("href", ""))
        kind = item.get("type", "").partition("/")[0]
        if url:
            yield Media(kind if kind in {"image", "video", "audio"} else "file", url)
