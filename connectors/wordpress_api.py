"""Where a WordPress site keeps its REST API, and how its addresses are written.

https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from connectors.http import Answer, with_params
from connectors.text import absolute

_API = "https://api.w.org/"
_LINK = re.compile(r'<([^>]*)>\s*;\s*rel="?https://api\.w\.org/"?')


def site_of(url: str) -> str:
    """Host and path of the site an API address belongs to."""
    parts = urlsplit(url)
    path = parts.path.partition("/wp-json/")[0].partition("/wp/v2/")[0].removesuffix("index.php")
    return parts.netloc.lower() + path.rstrip("/")


def api_root(answer: Answer) -> str:
    """The API root that a site's front page names in header or head, else the plain form."""
    found = _LINK.search(answer.headers.get("link", ""))
    if found:
        return absolute(answer.url, str(found.group(1)))
    for link in BeautifulSoup(answer.body, "html.parser").find_all("link", href=True):
        if _API in str(link.get("rel")):
            return absolute(answer.url, str(link["href"]))
    return with_params(absolute(answer.url, "./"), {"rest_route": "/"})


def route(root: str, path: str, params: Mapping[str, str | int]) -> str:
    """A wp/v2 address below an API root of either form, ``…/wp-json/`` or ``…?rest_route=/``."""
    if "rest_route=" in root:
        base = root.partition("rest_route=")[0]
        return with_params(f"{base}rest_route=/wp/v2/{path}", params)
    return with_params(f"{root.rstrip('/')}/wp/v2/{path}", params)


def page_count(answer: Answer) -> int | None:
    """How many pages the question has, if the server says so."""
    total = answer.headers.get("x-wp-totalpages", "")
    return int(total) if total.isascii() and total.isdigit() and len(total) < 9 else None
