"""Plays WordPress sites: the start page that names the API, and ``wp/v2/posts``
(https://developer.wordpress.org/rest-api/reference/posts/)."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipelines.demo.answer import Answer, Query, as_html, as_json
from pipelines.demo.city import ZONE, Post, Trouble

_COLUMNS = {"date": "date_gmt", "modified": "modified_gmt", "id": "id"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A post of a site; its address is put in when the server's own is known."""

    id: int
    at: datetime
    title: str
    text: str

    def shown(self, site: str) -> dict[str, Any]:
        """As ``wp/v2/posts`` shows it."""
        local, utc = (_stamp(at) for at in (self.at.astimezone(ZONE), self.at))
        return {
            "id": self.id,
            "date": local,
            "date_gmt": utc,
            "guid": {"rendered": f"{site}/?p={self.id}"},
            "modified": local,
            "modified_gmt": utc,
            "status": "publish",
            "type": "post",
            "link": f"{site}/?p={self.id}",
            "title": {"rendered": html.escape(self.title, quote=False)},
            "content": {"rendered": paragraphs(self.text), "protected": False},
            "author": 1,
        }


class WordPress:
    """All sites under ``/blog/``."""

    def __init__(self, keys: Iterable[str], troubles: dict[str, Trouble]) -> None:
        self._sites: dict[str, list[Entry]] = {
            key: [] for key in keys if troubles.get(key) != "gone"
        }

    def add(self, post: Post, at: datetime) -> None:
        """Publishes ``post``; ids count up from 11 in the order of publishing."""
        entries = self._sites[post.account]
        entries.append(Entry(11 + 3 * len(entries), at, post.title or "Catatan", post.text))

    def answer(self, path: str, query: Query, base: str) -> Answer | None:
        """The answer to a path of these sites; None for a path of another server."""
        if not path.startswith("/blog/"):
            return None
        name, _, rest = path.removeprefix("/blog/").partition("/")
        entries, site = self._sites.get(f"blog/{name}"), f"{base}/blog/{name}"
        if entries is None:
            return as_html("<h1>Not Found</h1><p>Situs ini sudah dihapus.</p>", 404)
        match rest.strip("/").split("/"):
            case [""]:
                return _front(entries, site, query)
            case ["wp-json"]:
                return as_json({"name": name, "url": site, "home": site, "namespaces": ["wp/v2"]})
            case ["wp-json", "wp", "v2", "posts"]:
                return _posts(entries, site, query)
            case ["wp-json", "wp", "v2", "posts", number]:
                return _single(entries, site, number)
        return as_json(_error("rest_no_route", "No route was found.", 404), 404)


def paragraphs(text: str) -> str:
    """Plain text as the HTML an editor would make of it."""
    parts = html.escape(text, quote=False).split("\n\n")
    return "\n".join(f"<p>{part.replace(chr(10), '<br />')}</p>" for part in parts)


def _front(entries: list[Entry], site: str, query: Query) -> Answer:
    wanted = query.get("p")
    shown = [e for e in reversed(entries) if wanted in {None, str(e.id)}]
    body = "".join(f"<h2>{html.escape(e.title)}</h2>{paragraphs(e.text)}" for e in shown)
    link = {"Link": f'<{site}/wp-json/>; rel="https://api.w.org/"'}
    page = f"<!doctype html><html lang=id><meta charset=utf-8><body>{body}</body></html>"
    return as_html(page, 200 if shown or wanted is None else 404, link)


def _posts(entries: list[Entry], site: str, query: Query) -> Answer:
    size, page = query.get("per_page", "10"), query.get("page", "1")
    if not size.isdecimal() or not 1 <= int(size) <= 100 or not page.isdecimal():
        return as_json(_error("rest_invalid_param", "Invalid parameter(s)", 400), 400)
    found = _ordered([e.shown(site) for e in entries if _wanted(e, query)], query)
    pages = -(-len(found) // int(size))
    if int(page) > max(pages, 1) or int(page) < 1:
        text = "The page number requested is larger than the number of pages available."
        return as_json(_error("rest_post_invalid_page_number", text, 400), 400)
    start = (int(page) - 1) * int(size)
    totals = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)}
    picked = [_fields(shown, query) for shown in found[start : start + int(size)]]
    return as_json(picked, headers=totals)


def _single(entries: list[Entry], site: str, number: str) -> Answer:
    for entry in entries:
        if str(entry.id) == number:
            return as_json(entry.shown(site))
    return as_json(_error("rest_post_invalid_id", "Invalid post ID.", 404), 404)


def _wanted(entry: Entry, query: Query) -> bool:
    """Bounds are exclusive; a time without zone is the site's own, as WordPress reads it. Nobody
    edits here, so a post is modified when it is written."""
    after = [_moment(query[name]) for name in ("after", "modified_after") if name in query]
    before = [_moment(query[name]) for name in ("before", "modified_before") if name in query]
    at = entry.at.replace(microsecond=0)
    return all(at > bound for bound in after) and all(at < bound for bound in before)


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def _ordered(shown: list[dict[str, Any]], query: Query) -> list[dict[str, Any]]:
    column = _COLUMNS.get(query.get("orderby", "date"), "date_gmt")
    newest_first = query.get("order", "desc") == "desc"
    return sorted(shown, key=lambda post: (post[column], post["id"]), reverse=newest_first)


def _fields(shown: dict[str, Any], query: Query) -> dict[str, Any]:
    wanted = [name.split(".")[0] for name in query.get("_fields", "").split(",") if name]
    return {name: value for name, value in shown.items() if not wanted or name in wanted}


def _error(code: str, message: str, status: int) -> dict[str, Any]:
    return {"code": code, "message": message, "data": {"status": status}}


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S")
