"""The way through a site's posts, from a mark on, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.wordpress_mark import Mark

PAGE_SIZE = 100
_FIELDS = "id,type,status,date_gmt,modified_gmt,link,title,content"
_ORDERS = {"published": ("date", "after"), "modified": ("modified", "modified_after")}

STREAMS = tuple(_ORDERS)
"""By time of publication, and by time of change."""


@dataclass(slots=True)
class Walk:
    """Where a reading stands: what to ask next, and what a page of answers means.

    The filter moves on with the mark, so that an edit while reading shifts no page border; the
    page number counts only within one second, or where the server does not hear the filter
    (before WordPress 5.7).
    """

    stream: str
    mark: Mark
    number: int = 1
    size: int = PAGE_SIZE
    over: bool = False
    deaf: bool = False

    def question(self) -> dict[str, str | int]:
        """The query parameters of the next page."""
        order, after = _ORDERS[self.stream]
        asked: dict[str, str | int] = {"orderby": order, "order": "asc", "_fields": _FIELDS}
        return {**asked, **self.mark.filter(after), "per_page": self.size, "page": self.number}

    def ask_for_less(self) -> bool:
        """Go on with smaller pages; False when they are at their smallest."""
        self.size, self.number = self.size // 10, 1
        return self.size > 0

    def take(self, posts: list[Any], pages: int | None, now: datetime) -> int:
        """Move past a page and give the number of its posts that are new.

        ``pages`` is how many the question has, None if the server does not say.
        """
        order, _ = _ORDERS[self.stream]
        ahead, fresh = self.mark.after(posts, order, now)
        full = len(posts) >= self.size
        self.over = self.number >= pages if pages is not None else not full
        self.deaf = self.deaf or self.mark.precedes_any(posts, order)
        self.number = 1 if ahead.at != self.mark.at and not self.deaf else self.number + 1
        self.mark = ahead
        return fresh
