"""How far a WordPress site was read, to the second and, within it, to the post."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from connectors import jsondoc
from connectors.moment import read_moment

_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Mark:
    """The last second read (UTC) and what was seen in it or, by its own claim, after it.

    WordPress tells times to the second. Asking for what came after the last one would lose its
    other posts when a page ended within it; asking from it on would bring its posts every night.
    So the question starts one second early and what is ``known`` (``id@time``) is set aside.
    """

    at: str | None = None
    known: frozenset[str] = frozenset()

    @classmethod
    def read(cls, cursor: str | None) -> Mark:
        """The mark that ``text`` wrote; the beginning for None or anything unreadable."""
        try:
            found = json.loads(cursor or "{}")
        except ValueError:
            return cls()
        at = jsondoc.text(found, "at")
        known = frozenset(one for one in jsondoc.items(found, "known") if isinstance(one, str))
        return cls(at, known) if _is_second(at) else cls()

    def text(self) -> str:
        """The cursor to remember."""
        return json.dumps({"at": self.at, "known": sorted(self.known)}, separators=(",", ":"))

    def filter(self, name: str) -> dict[str, str | int]:
        """The query parameter ``name`` that asks from this mark on."""
        if self.at is None:
            return {}
        early = datetime.fromisoformat(self.at) - timedelta(seconds=1)
        return {name: f"{early.isoformat()}Z"}

    def after(self, posts: list[Any], order: str, now: datetime) -> tuple[Mark, int]:
        """The mark behind a page of posts, and how many of them are new to this one.

        The mark never passes ``now``: a post dated ahead must not hide what is written until then.
        """
        seen = {one for post in posts if (one := _seen(post, order))}
        fresh = {one for one in seen if self._is_new(one)}
        if not fresh:
            return self, 0
        latest = min(max(second for _, second in fresh), now.strftime("%Y-%m-%dT%H:%M:%S"))
        at = max(latest, self.at or "")
        known = {f"{post}@{second}" for post, second in seen if second >= at}
        kept = {one for one in self.known if one.rpartition("@")[2] >= at}
        return Mark(at, frozenset(known | kept)), len(fresh)

    def precedes_any(self, posts: list[Any], order: str) -> bool:
        """Whether one of the posts lies clearly before this mark: the filter was not heard."""
        if self.at is None:
            return False
        start = (datetime.fromisoformat(self.at) - timedelta(seconds=1)).isoformat()
        return any(one[1] < start for post in posts if (one := _seen(post, order)))

    def _is_new(self, seen: tuple[int, str]) -> bool:
        post, second = seen
        return second >= (self.at or "") and f"{post}@{second}" not in self.known


def _seen(post: Any, order: str) -> tuple[int, str] | None:
    """Id and time of a post, if both can be read."""
    second = jsondoc.text(post, f"{order}_gmt")
    if not _is_second(second) or type(post.get("id")) is not int:
        return None
    return post["id"], second


def _is_second(text: str) -> bool:
    return bool(_SECOND.fullmatch(text)) and read_moment(text) is not None
