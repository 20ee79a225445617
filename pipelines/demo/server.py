"""The loopback server that plays every platform of the demo; it listens on 127.0.0.1 only.

Everything it serves follows from the city and the night, so a restarted demo serves the same posts
under the same names. What is added while it runs goes into a file, which it reads before each
answer: whoever may write that file may post, and the server needs no door for it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from pipelines.demo.answer import Answer, Query, as_html
from pipelines.demo.bluesky import Bluesky
from pipelines.demo.city import City, Post, dated, key_of
from pipelines.demo.feed import Feeds
from pipelines.demo.wordpress import WordPress


class DemoPlatforms:
    """The platforms of one city on one night.

    ``added`` is the file of later posts, one JSON object a line (``account``, ``text``, ``at``);
    without it they live in memory only.
    """

    def __init__(self, city: City, night: date, added: Path | None = None) -> None:
        self._city, self._night, self._added = city, night, added
        self._lock = threading.Lock()
        self._read, self._latest = 0, datetime.min.replace(tzinfo=UTC)
        keys = {p: [a.key for a in city.accounts if a.platform == p] for p in _PLATFORMS}
        handles = {*keys["bluesky"], *(post.account for post in city.outside)}
        handles |= {str(post.target) for post in city.posts if post.kind == "follow"}
        self._bluesky = Bluesky(handles, city.troubles)
        self._wordpress = WordPress(keys["wordpress"], city.troubles)
        self._feeds = Feeds(keys["feed"], city.troubles)
        self._publish_all()

    @contextmanager
    def serving(self, port: int = 0) -> Iterator[str]:
        """Serves until the block ends; yields the base address, such as http://127.0.0.1:8123."""
        with ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, self.answer)) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}"
            finally:
                server.shutdown()
                thread.join()

    def add_post(self, account: str, text: str, at: datetime | None = None) -> None:
        """A new post of a registered account, named by handle or address, at ``at`` (default:
        now), but always later than all there is.

        Raises:
            KeyError: no such account.
        """
        key = key_of(account)
        self._city.platform_of(key)
        with self._lock:
            self._catch_up()
            moment = max(at or datetime.now(UTC), self._latest + timedelta(seconds=1))
            if self._added is None:
                self._publish(_new_post(key, text), moment)
            else:
                append_post(self._added, key, text, moment)

    def answer(self, target: str, headers: Mapping[str, str], base: str) -> Answer:
        """The answer to one GET."""
        address = urlsplit(target)
        query: Query = dict(parse_qsl(address.query))
        with self._lock:
            self._catch_up()
            return (
                self._bluesky.answer(address.path, query, base)
                or self._wordpress.answer(address.path, query, base)
                or self._feeds.answer(address.path, headers, base)
                or as_html("<h1>404</h1>", 404)
            )

    def _publish_all(self) -> None:
        """Plain posts first: the others are about them."""
        posts = [*self._city.outside, *self._city.posts]
        timed = [(post.written_at(self._night), post) for post in posts]
        timed.sort(key=lambda pair: (pair[1].kind != "post", pair[0]))
        for at, post in timed:
            self._publish(replace(post, text=dated(post.text, self._night)), at)

    def _publish(self, post: Post, at: datetime) -> None:
        self._latest = max(self._latest, at)
        if post.account.startswith("blog/"):
            self._wordpress.add(post, at)
        elif post.account.startswith("feed/"):
            self._feeds.add(post, at)
        else:
            self._bluesky.add(post, at)

    def _catch_up(self) -> None:
        """Publishes the lines written to ``added`` since the last look; half a line waits."""
        if self._added is None or not self._added.exists():
            return
        if self._added.stat().st_size <= self._read:
            return
        with self._added.open("rb") as lines:
            lines.seek(self._read)
            for line in lines:
                if not line.endswith(b"\n"):
                    return
                self._read += len(line)
                entry = json.loads(line)
                at = datetime.fromisoformat(entry["at"])
                self._publish(_new_post(entry["account"], entry["text"]), at)


def append_post(added: Path, account: str, text: str, at: datetime) -> None:
    """Hands a post to every server that reads ``added``; ``at`` is aware."""
    entry = {"account": key_of(account), "text": text, "at": at.isoformat()}
    with added.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(entry, ensure_ascii=False) + "\n")


_PLATFORMS = ("bluesky", "wordpress", "feed")
_Respond = Callable[[str, Mapping[str, str], str], Answer]


class _Handler(BaseHTTPRequestHandler):
    """Writes each answer in one piece: two small writes would wait for each other 40 ms."""

    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16
    disable_nagle_algorithm = True

    def __init__(self, respond: _Respond, *args: object) -> None:
        self._respond = respond
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Any page."""
        headers = {name.title(): value for name, value in self.headers.items()}
        port = int(self.request.getsockname()[1])
        answer = self._respond(self.path, headers, f"http://127.0.0.1:{port}")
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    do_HEAD = do_GET

    def log_message(self, *_: object) -> None:
        """Silent: the run that reads it keeps its own record."""


def _new_post(key: str, text: str) -> Post:
    title, _, body = text.partition("\n\n")
    if key.startswith(("blog/", "feed/")) and body:
        return Post(account=key, days_ago=0, time="00:00", text=body, title=title)
    return Post(account=key, days_ago=0, time="00:00", text=text)
