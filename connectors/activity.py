"""The record every connector produces, in the terms of W3C ActivityStreams 2.0.

https://www.w3.org/TR/activitystreams-vocabulary/
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ActivityKind = Literal["post", "reply", "repost", "quote", "like", "follow"]
Change = Literal["create", "update", "delete"]


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, video or sound attached to a post; never downloaded while collecting."""

    type: str
    url: str
    alt_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One public act of one registered account.

    ``native_id`` is the platform's own id of the act (AT URI, post address, feed entry id).
    ``created_at`` is what the author's side claims, ``observed_at`` when Netra saw it; both aware,
    UTC. ``in_reply_to`` and ``quoted`` name other posts; ``object_id`` names what a repost, like
    or follow is about. ``change`` tells a first sighting from an edit and a deletion; a deletion
    has no text.
    """

    platform: str
    account_id: str
    kind: ActivityKind
    native_id: str
    observed_at: datetime
    page_sha256: str
    change: Change = "create"
    url: str | None = None
    created_at: datetime | None = None
    text: str = ""
    language: str | None = None
    in_reply_to: str | None = None
    quoted: str | None = None
    object_id: str | None = None
    urls: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()

    @property
    def key(self) -> str:
        """Identity across runs and edits: ``platform:native_id``."""
        return f"{self.platform}:{self.native_id}"

    @property
    def content_sha256(self) -> str:
        """Hex digest of what the author controls; observation details and counts stay out of it,
        so a different digest under the same key is an edit and nothing else."""
        content = [
            self.kind,
            self.text,
            self.in_reply_to,
            self.quoted,
            self.object_id,
            list(self.urls),
            [[item.type, item.url, item.alt_text] for item in self.media],
            self.change == "delete",
        ]
        canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something in a stored page that could not be read; the rest of the page survives.

    ``code`` is a stable word (``not_json``, ``truncated``, ``bad_record``, ...); ``detail`` says
    what was expected and found without quoting the post.
    """

    platform: str
    account_id: str
    code: str
    detail: str
    page_sha256: str
    position: int | None = None
