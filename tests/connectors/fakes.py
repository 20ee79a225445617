"""Stand-ins for servers: scripted transports and small platforms that keep their own state."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from connectors.account import Account
from connectors.http import HttpClient, HttpPolicy
from connectors.page import Page

Handler = Callable[[httpx.Request], httpx.Response]
DID = "did:plc:abcdefghijklmnopqrstuvwx"
PDS = "https://pds.contoh.test"


def policy(**changes: Any) -> HttpPolicy:
    """A policy that never makes a test wait."""
    quick: dict[str, Any] = {
        "contact": "uji@contoh.test",
        "backoff_s": 0.0,
        "max_wait_s": 0.5,
        "requests_per_minute": 600_000,
    }
    return HttpPolicy(**{**quick, **changes})


def client(handler: Handler, **changes: Any) -> HttpClient:
    """A client whose network is ``handler``."""
    return HttpClient(policy(**changes), httpx.MockTransport(handler))


def account(platform: str, **known: str) -> Account:
    """A registered account of an invented person."""
    return Account(
        account_id="akun-1",
        platform=platform,
        handle=known.get("handle", "budi.contoh.test"),
        stable_id=known.get("stable_id"),
        home=known.get("home"),
    )


def page(platform: str, body: bytes, url: str, stream: str = "s") -> Page:
    """A stored page with ``body``."""
    return Page(
        platform=platform,
        account_id="akun-1",
        stream=stream,
        url=url,
        status=200,
        fetched_at=datetime(2031, 9, 1, 15, 0, tzinfo=UTC),
        body=body,
        connector_version="uji/1",
    )


def reply(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> httpx.Response:
    """A response with a JSON or raw body."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return httpx.Response(status, content=content, headers=headers)


class Pds:
    """A personal data server with one account, its PLC directory and its resolver.

    ``records`` maps collection to {rkey: value}; keys sort in the order of writing.
    """

    def __init__(self, records: dict[str, dict[str, Any]] | None = None) -> None:
        self.records = records or {}
        self.names = ["at://budi.contoh.test"]
        self.home = PDS
        self.away: dict[str, str] = {}
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        query = {key: values[0] for key, values in parse_qs(request.url.query.decode()).items()}
        path = request.url.path
        if path.endswith("resolveHandle"):
            known = query["handle"] == "budi.contoh.test"
            return reply({"did": DID}) if known else reply({"error": "HandleNotFound"}, 400)
        if path == f"/{DID}":
            return reply(self._did_document())
        if request.url.host in self.away:
            return reply({"error": self.away[request.url.host]}, 400)
        if path.endswith("listRecords"):
            return self._list(query)
        return self._get(query)

    def _did_document(self) -> dict[str, Any]:
        service = {
            "id": "#atproto_pds",
            "type": "AtprotoPersonalDataServer",
            "serviceEndpoint": self.home,
        }
        return {"id": DID, "alsoKnownAs": self.names, "service": [service]}

    def _list(self, query: dict[str, str]) -> httpx.Response:
        held, limit = self.records.get(query["collection"], {}), int(query["limit"])
        forward = query["reverse"] == "true"
        keys = sorted(held, reverse=not forward)
        cursor = query.get("cursor")
        if cursor is not None:
            keys = [key for key in keys if (key > cursor if forward else key < cursor)]
        base = f"at://{query['repo']}/{query['collection']}/"
        found = [
            {"uri": base + key, "cid": "bafyreicid", "value": held[key]} for key in keys[:limit]
        ]
        return reply({"records": found, **({"cursor": keys[:limit][-1]} if found else {})})

    def _get(self, query: dict[str, str]) -> httpx.Response:
        value = self.records.get(query["collection"], {}).get(query["rkey"])
        if value is None:
            return reply({"error": "RecordNotFound", "message": "Could not locate record"}, 400)
        return reply({"uri": "at://x", "value": value})


def note(text: str = "Halo", **more: Any) -> dict[str, Any]:
    """A Bluesky post record."""
    return {
        "$type": "app.bsky.feed.post",
        "text": text,
        "createdAt": "2031-08-30T10:00:00.000Z",
        **more,
    }


class Site:
    """A WordPress site at https://contoh.test: ``posts`` are dicts as its API shows them."""

    def __init__(self, posts: list[dict[str, Any]] | None = None) -> None:
        self.posts = posts or []
        self.asked: list[str] = []
        self.link = '<https://contoh.test/wp-json/>; rel="https://api.w.org/"'
        self.hears_filters = True

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        path = request.url.path
        query = {key: values[0] for key, values in parse_qs(request.url.query.decode()).items()}
        path = query.get("rest_route", path.removeprefix("/wp-json"))
        if path.startswith("/wp/v2/posts/"):
            return self._one(int(path.rpartition("/")[2]))
        if path.startswith("/wp/v2/posts"):
            return self._many(query)
        if "rest_route" in query or urlsplit(str(request.url)).path.startswith("/wp-json"):
            return reply({"namespaces": ["oembed/1.0", "wp/v2"]})
        return httpx.Response(200, content=b"<html></html>", headers={"link": self.link})

    def _one(self, number: int) -> httpx.Response:
        if any(post["id"] == number for post in self.posts):
            return reply({"id": number, "status": "publish"})
        return reply({"code": "rest_post_invalid_id", "data": {"status": 404}}, 404)

    def _many(self, query: dict[str, str]) -> httpx.Response:
        order = query["orderby"]
        field = order if order == "id" else f"{order}_gmt"
        after = query.get("after" if order == "date" else "modified_after", "").rstrip("Z")
        if not self.hears_filters:
            after = ""
        found = sorted((p for p in self.posts if str(p[field]) > after), key=lambda p: p[field])
        size, number = int(query["per_page"]), int(query["page"])
        pages = max(1, -(-len(found) // size))
        if number > pages:
            return reply({"code": "rest_post_invalid_page_number"}, 400)
        body = found[(number - 1) * size : number * size]
        return reply(body, headers={"X-WP-TotalPages": str(pages)})


def article(number: int, second: str, **more: Any) -> dict[str, Any]:
    """A WordPress post as its REST API shows it, published and changed at ``second``."""
    return {
        "id": number,
        "type": "post",
        "status": "publish",
        "date_gmt": second,
        "modified_gmt": second,
        "link": f"https://contoh.test/tulisan-{number}/",
        "title": {"rendered": f"Tulisan {number}"},
        "content": {"rendered": "<p>Isi</p>", "protected": False},
        **more,
    }
