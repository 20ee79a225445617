"""What one record of a Bluesky repository says.

Lexicons app.bsky.feed.{post,repost,like}, app.bsky.graph.follow, app.bsky.embed.*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from connectors import jsondoc
from connectors.activity import Activity, ActivityKind, Issue, Media
from connectors.capture import issue_in
from connectors.jsondoc import Table
from connectors.moment import read_moment
from connectors.page import Page
from connectors.text import absolute

_POST = "app.bsky.feed.post"
_RKEY = re.compile(r"[A-Za-z0-9._:~-]{1,512}")
_CID = re.compile(r"[A-Za-z0-9]{8,128}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of records was read: whose repository, which collection, on which server."""

    repo: str
    collection: str
    server: str

    @classmethod
    def of(cls, url: str) -> Place:
        """The place named by the address of a listRecords page."""
        parts = urlsplit(url)
        query = parse_qs(parts.query)
        repo, collection = query.get("repo", [""])[0], query.get("collection", [""])[0]
        return cls(repo, collection, f"{parts.scheme}://{parts.netloc}")


@dataclass(frozen=True, slots=True)
class _Act:
    """The part of an activity that depends on the kind of record."""

    kind: ActivityKind
    text: str = ""
    language: str | None = None
    in_reply_to: str | None = None
    quoted: str | None = None
    object_id: str | None = None
    urls: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()


def read(page: Page, place: Place, position: int, record: Any) -> Iterator[Activity | Issue]:
    """The activity of one record, an Issue for an unreadable time, or only an Issue.

    A record that belongs to another repository or collection than the one asked for is never
    taken: it would put a stranger's words into this account's mouth.
    """
    uri, value = jsondoc.text(record, "uri"), jsondoc.table(record, "value")
    rkey = uri.removeprefix(f"at://{place.repo}/{place.collection}/")
    if not _RKEY.fullmatch(rkey):
        yield issue_in(page, "foreign_record", "expected a record of this repository", position)
        return
    if place.collection not in COLLECTIONS or value.get("$type") != place.collection:
        yield issue_in(page, "bad_record", "expected a record of the collection's type", position)
        return
    act = COLLECTIONS[place.collection](value, place)
    if act is None:
        yield issue_in(page, "bad_record", "expected a record with text or subject", position)
        return
    created_at = read_moment(jsondoc.text(value, "createdAt"))
    if created_at is None:
        yield issue_in(page, "bad_timestamp", "expected createdAt in ISO 8601", position)
    yield Activity(
        platform=page.platform,
        account_id=page.account_id,
        kind=act.kind,
        native_id=uri,
        observed_at=page.fetched_at,
        page_sha256=page.sha256,
        url=f"https://bsky.app/profile/{place.repo}/post/{rkey}" if _is_post(uri) else None,
        created_at=created_at,
        text=act.text,
        language=act.language,
        in_reply_to=act.in_reply_to,
        quoted=act.quoted,
        object_id=act.object_id,
        urls=act.urls,
        media=act.media,
    )


def _post(value: Table, place: Place) -> _Act | None:
    if not isinstance(value.get("text"), str):
        return None
    embed = jsondoc.table(value, "embed")
    parent = jsondoc.text(jsondoc.table(jsondoc.table(value, "reply"), "parent"), "uri") or None
    quoted = _quoted(embed)
    media = tuple(_media(embed, place))
    cards = (item.url for item in media if item.type == "link")
    return _Act(
        kind="reply" if parent else "quote" if quoted else "post",
        text=jsondoc.text(value, "text"),
        language=next((x for x in jsondoc.items(value, "langs") if _is_language(x)), None),
        in_reply_to=parent,
        quoted=quoted,
        urls=tuple(dict.fromkeys([*_facet_links(value), *cards])),
        media=media,
    )


def _repost(value: Table, _place: Place) -> _Act | None:
    subject = jsondoc.text(jsondoc.table(value, "subject"), "uri")
    return _Act(kind="repost", object_id=subject) if subject else None


def _like(value: Table, _place: Place) -> _Act | None:
    subject = jsondoc.text(jsondoc.table(value, "subject"), "uri")
    return _Act(kind="like", object_id=subject) if subject else None


def _follow(value: Table, _place: Place) -> _Act | None:
    subject = jsondoc.text(value, "subject")
    return _Act(kind="follow", object_id=subject) if subject else None


COLLECTIONS: dict[str, Callable[[Table, Place], _Act | None]] = {
    _POST: _post,
    "app.bsky.feed.repost": _repost,
    "app.bsky.feed.like": _like,
    "app.bsky.graph.follow": _follow,
}
"""The collections that are read, in reading order, and how."""


def _quoted(embed: Table) -> str | None:
    """The post an embed quotes; lists, feeds and starter packs are embedded alike but no posts."""
    record = jsondoc.table(embed, "record")
    uri = jsondoc.text(record, "uri") or jsondoc.text(jsondoc.table(record, "record"), "uri")
    return uri if _is_post(uri) else None


def _facet_links(value: Table) -> Iterator[str]:
    """Where marked stretches of text lead.

    The stretch is given in bytes of UTF-8 and often shows a shortened or unrelated text; the
    whole address stands in the facet itself, so the offsets are not needed to know it.
    """
    for facet in jsondoc.items(value, "facets"):
        for feature in jsondoc.items(facet, "features"):
            link = absolute("", jsondoc.text(feature, "uri"))
            if link:
                yield link


def _media(embed: Table, place: Place) -> Iterator[Media]:
    """Pictures, video and link card of an embed, also beside a quotation."""
    for holder in (embed, jsondoc.table(embed, "media")):
        for image in jsondoc.items(holder, "images"):
            yield from _blob("image", jsondoc.table(image, "image"), image, place)
        yield from _blob("video", jsondoc.table(holder, "video"), holder, place)
        card = jsondoc.table(holder, "external")
        link = absolute("", jsondoc.text(card, "uri"))
        if link:
            said = (jsondoc.text(card, "title"), jsondoc.text(card, "description"))
            yield Media("link", link, "\n".join(part for part in said if part))


def _blob(kind: str, blob: Table, holder: Any, place: Place) -> Iterator[Media]:
    cid = jsondoc.text(jsondoc.table(blob, "ref"), "$link") or jsondoc.text(blob, "cid")
    if _CID.fullmatch(cid):
        query = f"did={quote(place.repo, safe=':')}&cid={cid}"
        url = f"{place.server}/xrpc/com.atproto.sync.getBlob?{query}"
        yield Media(kind, url, jsondoc.text(holder, "alt"))


def _is_post(uri: str) -> bool:
    return f"/{_POST}/" in uri


def _is_language(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9-]{2,35}", value) is not None
