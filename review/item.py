"""What a reviewer sees of an item: built from its evidence, blind to who posted it.

The manifest was written when the flag was raised and is canonical JSON; nothing of it but what
stands in ``Post`` reaches a page before somebody has decided.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from config.election import Election, Stage
from config.rulebook import Rulebook
from review.desk import Desk
from review.rules import Suggestion, rows_that_may_apply
from store.flags import Flag
from store.moment import WIB

_REFERENCES = (
    ("in_reply_to", "membalas"),
    ("quoted", "mengutip"),
    ("object_id", "membagikan"),
)
# Where platforms put the text of a post, nearest first.
_TEXTS = ("text", "content", "full_text", "message", "caption", "description")
_INNER = ("record", "value", "data")
_NAMES = ("uri", "id", "id_str", "url", "guid")
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Reference:
    """A post this one answers, quotes or shares; ``text`` is None where it was not seen."""

    relation: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture, video or sound, told by its kind and its author's description only."""

    type: str
    alt_text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The debunked claim that the text was matched with."""

    text: str
    title: str
    verdict: str
    conclusion: str
    checked_on: date | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What was posted. ``posted_at`` is what the platform says; ``links`` how many addresses."""

    kind: str
    platform: str
    text: str
    posted_at: datetime | None
    captured_at: datetime
    references: tuple[Reference, ...]
    media: tuple[Attachment, ...]
    claim: Claim | None

    def acted_on(self, election: Election | None = None) -> date:
        """The day the act is judged by: where the election is held, or in WIB."""
        zone = election.zone if election else WIB
        return (self.posted_at or self.captured_at).astimezone(zone).date()

    @property
    def rule_kind(self) -> str:
        """The kind of act as the rulebook has it: a post that shows a picture is a photo."""
        shows = any(one.type.startswith("image") for one in self.media)
        return "photo" if self.kind == "post" and shows else self.kind


@dataclass(frozen=True, slots=True)
class Timing:
    """The election's name and its stage on the day of the act; None where none is known."""

    election: str | None
    stage: Stage | None


def read_post(manifest: bytes, page: bytes | None = None) -> Post:
    """The post in a manifest; ``page`` is the raw page it came from, in which what it refers to
    may stand."""
    facts = json.loads(manifest)
    post = facts["post"]
    return Post(
        kind=post["kind"],
        platform=post["platform"],
        text=post["text"],
        posted_at=_moment(post["created_at"]),
        captured_at=datetime.fromisoformat(post["observed_at"]["utc"]),
        references=tuple(_references(post, page)),
        media=tuple(Attachment(one["type"], one["alt_text"]) for one in post["media"]),
        claim=_claim(facts["claim"]),
    )


def refers(manifest: bytes) -> bool:
    """Whether the post answers, quotes or shares another, so that its page is worth reading."""
    post = json.loads(manifest)["post"]
    return any(post[name] for name, _ in _REFERENCES)


def original_url(manifest: bytes) -> str | None:
    """Where the post stands on its platform; only addresses that a browser may follow."""
    url = json.loads(manifest)["post"]["url"] or ""
    return url if url.startswith(("https://", "http://")) else None


def election_for(desk: Desk, flag: Flag, post: Post) -> Election | None:
    """The election the flag belongs to, or else the one under way on the day of the act."""
    return desk.election(flag.election_id) or desk.election_on(post.acted_on())


def timing(election: Election | None, post: Post) -> Timing:
    """The election on the day of the act."""
    if election is None:
        return Timing(None, None)
    return Timing(election.name, election.stages.on(post.acted_on(election)))


def suggestions(
    rulebook: Rulebook, election: Election | None, post: Post, label: str
) -> tuple[Suggestion, ...]:
    """The rows of the rulebook that may apply to the post under this label, and why."""
    day = post.acted_on(election)
    return rows_that_may_apply(
        rulebook, day=day, kind=post.rule_kind, election=election, label=label
    )


def other_texts(own: str, texts: Iterable[str]) -> list[str]:
    """The texts that differ from ``own``, each once, in their order."""
    return [text for text in dict.fromkeys(texts) if text != own]


def _moment(times: Mapping[str, str] | None) -> datetime | None:
    return datetime.fromisoformat(times["utc"]) if times else None


def _claim(claim: Mapping[str, Any] | None) -> Claim | None:
    if claim is None:
        return None
    return Claim(
        text=claim["text"],
        title=claim["title"],
        verdict=claim["verdict"],
        conclusion=claim["conclusion"],
        checked_on=date.fromisoformat(claim["checked_on"]) if claim["checked_on"] else None,
        url=claim["url"] if claim["url"].startswith(("https://", "http://")) else "",
    )


def _references(post: Mapping[str, Any], page: bytes | None) -> Iterator[Reference]:
    if post["kind"] in ("like", "follow"):
        return
    for name, relation in _REFERENCES:
        if post[name]:
            yield Reference(relation, text_of(post[name], page) if page else None)


def text_of(native_id: str, page: bytes) -> str | None:
    """The text of the post that a raw JSON page knows under this id or address, if it is there."""
    try:
        known = json.loads(page)
    except (ValueError, RecursionError):
        return None
    named = (one for one in _records(known) if any(one.get(x) == native_id for x in _NAMES))
    return next((text for one in named if (text := _text(one)) is not None), None)


def _records(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every object in a JSON document, down to a depth no platform reaches."""
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, dict):
            yield one
        inner: Sequence[Any] = (
            list(one.values()) if isinstance(one, dict) else one if isinstance(one, list) else ()
        )
        if depth < _DEEPEST:
            waiting.extend((x, depth + 1) for x in inner)


def _text(record: Mapping[str, Any]) -> str | None:
    for holder in (record, *(record.get(name) for name in _INNER)):
        if isinstance(holder, dict):
            for name in _TEXTS:
                if isinstance(holder.get(name), str):
                    return _plain(holder[name])
    return None


def _plain(text: str) -> str:
    if "<" not in text:
        return text
    from bs4 import BeautifulSoup

    return BeautifulSoup(text, "html.parser").get_text(" ", strip=True)
