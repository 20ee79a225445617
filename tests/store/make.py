"""Invented activities, scores and flags for the tests of the store and of reviewing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from classifiers.score import Label, Score
from connectors.activity import Activity
from store.flags import NewFlag

NIGHT = date(2031, 9, 1)
MOMENT = datetime(2031, 9, 1, 14, 30, tzinfo=UTC)


def activity(
    number: int = 1, text: str = "Selamat pagi, warga Tirtaloka", **facts: Any
) -> Activity:
    known: dict[str, Any] = {
        "platform": "bluesky",
        "account_id": "A-1",
        "kind": "post",
        "native_id": f"at://did:plc:contoh/post/{number}",
        "observed_at": MOMENT,
        "page_sha256": "a" * 64,
        "text": text,
    }
    return Activity(**{**known, **facts})


def later(hours: float) -> datetime:
    return MOMENT + timedelta(hours=hours)


def deletion(number: int = 1, hours: float = 1) -> Activity:
    return activity(number, "", change="delete", observed_at=later(hours))


def score(support: float = 0.0, hate: float = 0.0, hoax: float = 0.0, **facts: Any) -> Score:
    return Score(candidate_support=support, hate_speech=hate, hoax_sharing=hoax, **facts)


def new_flag(number: int = 1, label: Label = "candidate_support", **facts: Any) -> NewFlag:
    post = activity(number)
    known: dict[str, Any] = {
        "activity_key": post.key,
        "content_sha256": post.content_sha256,
        "account_id": post.account_id,
        "platform": post.platform,
        "label": label,
        "probability": 0.9,
        "threshold": 0.5,
        "model_version": "m1",
        "known_at": MOMENT,
        "deadline_at": MOMENT + timedelta(days=7),
        "night": NIGHT,
        "run_id": "night-2031-09-01",
    }
    return NewFlag(**{**known, **facts})
