"""Activities as rows of a table and back, without loss.

Text of posts is hostile: lone surrogates, which no file can hold, become ``?`` before anything
else, so that what is read back has the same ``content_sha256`` as what was stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from connectors.activity import Activity, Media
from store.moment import from_utc, to_utc

if TYPE_CHECKING:
    import pyarrow as pa


def activity_schema() -> pa.Schema:
    """The columns of an activity file (meanings: columns-lake.md)."""
    import pyarrow as pa

    text, moment = pa.string(), pa.timestamp("us")
    media = pa.struct([("type", text), ("url", text), ("alt_text", text)])
    return pa.schema(
        [
            *((name, text) for name in ("activity_key", "platform", "account_id", "kind")),
            *((name, text) for name in ("native_id", "change", "url")),
            ("created_utc", moment),
            ("observed_utc", moment),
            *((name, text) for name in ("text", "language", "in_reply_to", "quoted", "object_id")),
            ("urls", pa.list_(text)),
            ("media", pa.list_(media)),
            ("page_sha256", text),
            ("content_sha256", text),
            ("version", pa.int32()),
        ]
    )


def to_table(activities: Iterable[Activity]) -> pa.Table:
    """The activities in their order; ``version`` is left empty for the lake to fill."""
    import pyarrow as pa

    rows = [_to_row(storable(activity)) for activity in activities]
    return pa.Table.from_pylist(rows, schema=activity_schema())


def to_activity(row: Mapping[str, Any]) -> Activity:
    """The activity of one row."""
    return Activity(
        platform=row["platform"],
        account_id=row["account_id"],
        kind=row["kind"],
        native_id=row["native_id"],
        observed_at=from_utc(row["observed_utc"]),
        page_sha256=row["page_sha256"],
        change=row["change"],
        url=row["url"],
        created_at=_aware(row["created_utc"]),
        text=row["text"],
        language=row["language"],
        in_reply_to=row["in_reply_to"],
        quoted=row["quoted"],
        object_id=row["object_id"],
        urls=tuple(row["urls"]),
        media=tuple(Media(**item) for item in row["media"]),
    )


def storable(activity: Activity) -> Activity:
    """The activity with every character one that UTF-8 can hold."""
    return replace(
        activity,
        native_id=_clean(activity.native_id),
        url=_clean_or_none(activity.url),
        text=_clean(activity.text),
        language=_clean_or_none(activity.language),
        in_reply_to=_clean_or_none(activity.in_reply_to),
        quoted=_clean_or_none(activity.quoted),
        object_id=_clean_or_none(activity.object_id),
        urls=tuple(map(_clean, activity.urls)),
        media=tuple(
            Media(_clean(m.type), _clean(m.url), _clean(m.alt_text)) for m in activity.media
        ),
    )


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _clean_or_none(text: str | None) -> str | None:
    return None if text is None else _clean(text)


def _to_row(activity: Activity) -> dict[str, Any]:
    return {
        "activity_key": activity.key,
        "platform": activity.platform,
        "account_id": activity.account_id,
        "kind": activity.kind,
        "native_id": activity.native_id,
        "change": activity.change,
        "url": activity.url,
        "created_utc": activity.created_at and to_utc(activity.created_at),
        "observed_utc": to_utc(activity.observed_at),
        "text": activity.text,
        "language": activity.language,
        "in_reply_to": activity.in_reply_to,
        "quoted": activity.quoted,
        "object_id": activity.object_id,
        "urls": list(activity.urls),
        "media": [
            {"type": item.type, "url": item.url, "alt_text": item.alt_text}
            for item in activity.media
        ],
        "page_sha256": activity.page_sha256,
        "content_sha256": activity.content_sha256,
    }


def _aware(stored: datetime | None) -> datetime | None:
    return None if stored is None else from_utc(stored)
