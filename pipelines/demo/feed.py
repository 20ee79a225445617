"""Plays sites that offer nothing but an RSS 2.0 feed with validators
(https://www.rssboard.org/rss-specification, RFC 9110 section 13)."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from pipelines.demo.answer import Answer, as_html
from pipelines.demo.city import Post, Trouble
from pipelines.demo.wordpress import paragraphs

_TYPE = "application/rss+xml; charset=UTF-8"
_PAGE = "<!doctype html><html><body><h1>Situs dalam perbaikan</h1></body></html>"
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed."""

    at: datetime
    title: str
    text: str

    @property
    def name(self) -> str:
        """Its place in the address and the guid."""
        return hashlib.sha256(f"{self.title}\n{self.text}".encode()).hexdigest()[:16]


class Feeds:
    """All feeds under ``/feed/``."""

    def __init__(self, keys: Iterable[str], troubles: dict[str, Trouble]) -> None:
        self._feeds: dict[str, list[Item]] = {key: [] for key in keys}
        self._troubles = troubles
        self._busy = {key for key, trouble in troubles.items() if trouble == "busy_once"}

    def add(self, post: Post, at: datetime) -> None:
        """Publishes ``post`` in its account's feed."""
        self._feeds[post.account].append(Item(at, post.title, post.text))

    def answer(self, path: str, headers: Mapping[str, str], base: str) -> Answer | None:
        """The answer to a path of these sites; None for a path of another server."""
        if not path.startswith("/feed/"):
            return None
        key, _, name = path.removeprefix("/").partition(".xml/")
        key = f"{key}.xml" if name else key
        if key not in self._feeds:
            return as_html("<h1>404</h1>", 404)
        if self._troubles.get(key) == "html":
            return as_html(_PAGE)
        if key in self._busy:
            self._busy.discard(key)
            return Answer(429, b"", {"Retry-After": "1"})
        return self._item(key, name) if name else self._feed(key, headers, base)

    def _item(self, key: str, name: str) -> Answer:
        for item in self._feeds[key]:
            if item.name == name:
                return as_html(
                    f"<meta charset=utf-8><h1>{html.escape(item.title)}</h1>{paragraphs(item.text)}"
                )
        return as_html("<h1>404</h1>", 404)

    def _feed(self, key: str, headers: Mapping[str, str], base: str) -> Answer:
        items = sorted(self._feeds[key], key=lambda item: item.at, reverse=True)
        body = _document(key, items, f"{base}/{key}").encode()
        changed = format_datetime((items[0].at if items else _NEVER), usegmt=True)
        validators = {
            "ETag": f'"{hashlib.sha256(body).hexdigest()[:24]}"',
            "Last-Modified": changed,
        }
        if _unchanged(headers, validators):
            return Answer(304, b"", validators)
        return Answer(200, body, {"Content-Type": _TYPE, **validators})


def _unchanged(asked: Mapping[str, str], validators: Mapping[str, str]) -> bool:
    """If-None-Match wins over If-Modified-Since where both are sent (RFC 9110, 13.2.2)."""
    if tags := asked.get("If-None-Match"):
        return validators["ETag"] in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    return asked.get("If-Modified-Since") == validators["Last-Modified"]


def _document(key: str, items: list[Item], address: str) -> str:
    name = key.removeprefix("feed/").removesuffix(".xml")
    entries = "".join(_entry(name, item, address) for item in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{name}</title><link>{address}</link><description>{name}</description>"
        f"<language>id</language>{entries}</channel></rss>\n"
    )


def _entry(name: str, item: Item, address: str) -> str:
    """The guid leaves the server's address out: it is another after each start."""
    return (
        f"<item><title>{html.escape(item.title, quote=False)}</title>"
        f"<link>{address}/{item.name}</link>"
        f'<guid isPermaLink="false">tag:tirtaloka.test,2026:{name}/{item.name}</guid>'
        f"<pubDate>{format_datetime(item.at, usegmt=True)}</pubDate>"
        f"<description>{html.escape(paragraphs(item.text), quote=False)}</description></item>\n"
    )
