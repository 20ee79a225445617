"""The lake of scores: what each model version said of each content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifiers.score import LABELS, HateDetails, Minimums, Score, Span, Target
from connectors.activity import Activity
from store.activity_table import to_activity
from store.canonical import canonical_json
from store.moment import from_utc, now_utc, to_utc
from store.parquet import ParquetFolder, file_name, private_connection, remember, show

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from store.activities import ActivityLake


@dataclass(frozen=True, slots=True)
class ScoredActivity:
    """The present content of an activity with what a model said of it."""

    activity: Activity
    score: Score
    model_version: str
    scored_at: datetime


class ScoreLake:
    """The Parquet files below one folder, by model version and day."""

    def __init__(self, folder: Path) -> None:
        self._root = folder

    def add(
        self,
        rows: Sequence[tuple[Activity, Score]],
        *,
        model_version: str,
        shard: str,
        day: date,
    ) -> int:
        """Keep, durably, the scores of contents this model has not scored yet; say how many."""
        batch = _to_table(rows, model_version)
        folder = self._folder(model_version)
        with folder.exclusive():
            news = self._news(batch, model_version)
            if news.num_rows:
                folder.write(news, day=day, shard=shard, digest=_digest(news))
        return int(news.num_rows)

    def candidates_for_flags(
        self,
        activities: ActivityLake,
        model_version: str,
        minimum: Minimums,
        since: datetime | None = None,
    ) -> list[ScoredActivity]:
        """What reaches ``minimum`` for any label and was said at or after ``since`` (as
        claimed, else as seen), highest first. Only the present content of what is not deleted;
        labels without a minimum do not count."""
        connection = self._joined(activities, model_version, since)
        rows = connection.sql(
            f"SELECT * FROM joined WHERE {_reaches(minimum)} "  # noqa: S608
            "ORDER BY greatest(candidate_support, hate_speech, hoax_sharing) DESC, activity_key"
        ).to_arrow_table()
        return [_to_scored(row) for row in rows.to_pylist()]

    def below(
        self,
        activities: ActivityLake,
        model_version: str,
        minimum: Minimums,
        since: datetime | None = None,
        *,
        count: int,
        seed: str,
    ) -> list[ScoredActivity]:
        """A random ``count`` of what was said at or after ``since`` and stays below every
        ``minimum``: the reviewers' controls.

        The draw depends only on ``seed`` and the activity, so drawing again gives the same.
        """
        connection = self._joined(activities, model_version, since)
        rows = connection.sql(
            f"""SELECT * FROM joined WHERE NOT ({_reaches(minimum)})
            ORDER BY md5_number($seed || activity_key) LIMIT $count""",  # noqa: S608
            params={"seed": seed + ":", "count": count},
        ).to_arrow_table()
        return [_to_scored(row) for row in rows.to_pylist()]

    def show(self, connection: duckdb.DuckDBPyConnection, model_version: str) -> None:
        """Let ``scores`` stand for this model's scores on ``connection``."""
        show(connection, "scores", self._folder(model_version).files(), score_schema())

    def show_all(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Let ``scores`` stand for the scores of every model on ``connection``."""
        files = sorted(str(path) for path in self._root.glob("*/*/*.parquet"))
        show(connection, "scores", files, score_schema())

    def _folder(self, model_version: str) -> ParquetFolder:
        return ParquetFolder(self._root / file_name(model_version))

    def _news(self, batch: pa.Table, model_version: str) -> pa.Table:
        memory = remember(self._folder(model_version).root, "key UHUGEINT", _KEY)
        with memory.refreshed() as connection:
            connection.register("batch", batch)
            news = connection.sql(_NEWS).to_arrow_table().cast(score_schema())
            connection.unregister("batch")
        return news

    def _joined(
        self, activities: ActivityLake, model_version: str, since: datetime | None
    ) -> duckdb.DuckDBPyConnection:
        connection = private_connection()
        activities.show(connection)
        self.show(connection, model_version)
        earliest = to_utc(since) if since else datetime.min  # noqa: DTZ901 - naive UTC, as stored
        connection.execute(f"{_JOINED} >= TIMESTAMP '{earliest.isoformat(' ')}'")
        return connection


_SERIOUS = "CAST(json_extract(hate_details, '$.serious') AS DOUBLE)"
_KEY = "md5_number(activity_key || content_sha256)"
_NEWS = f"""
SELECT * FROM batch
WHERE {_KEY} NOT IN (SELECT key FROM known)
QUALIFY row_number() OVER (PARTITION BY activity_key, content_sha256 ORDER BY scored_utc) = 1
ORDER BY activity_key, content_sha256
"""  # noqa: S608 - constants only
_JOINED = """
CREATE VIEW joined AS
SELECT activities.*, scores.* EXCLUDE (activity_key, content_sha256)
FROM activities
JOIN (SELECT activity_key, max(version) AS version FROM activities GROUP BY activity_key) AS latest
  USING (activity_key, version)
JOIN scores USING (activity_key, content_sha256)
WHERE activities.change <> 'delete' AND coalesce(created_utc, observed_utc)
"""


def score_schema() -> pa.Schema:
    """The columns of a score file (meanings: columns-lake.md)."""
    import pyarrow as pa

    text = pa.string()
    return pa.schema(
        [
            *((name, text) for name in ("activity_key", "content_sha256", "model_version")),
            *((label, pa.float64()) for label in LABELS),
            *((name, text) for name in ("targets", "hoax_claim", "spans", "abstained")),
            ("hate_details", text),
            ("scored_utc", pa.timestamp("us")),
        ]
    )


def _to_table(rows: Sequence[tuple[Activity, Score]], model_version: str) -> pa.Table:
    import pyarrow as pa

    moment = now_utc()
    return pa.Table.from_pylist(
        [
            {
                "activity_key": activity.key,
                "content_sha256": activity.content_sha256,
                "model_version": model_version,
                **{label: score.probability(label) for label in LABELS},
                "targets": canonical_json([asdict(target) for target in score.targets]),
                "hoax_claim": score.hoax_claim,
                "spans": canonical_json([asdict(span) for span in score.spans]),
                "abstained": score.abstained,
                "hate_details": _details_json(score.hate_details),
                "scored_utc": moment,
            }
            for activity, score in rows
        ],
        schema=score_schema(),
    )


def _to_scored(row: Mapping[str, Any]) -> ScoredActivity:
    score = Score(
        **{label: row[label] for label in LABELS},
        targets=tuple(Target(**target) for target in json.loads(row["targets"])),
        hoax_claim=row["hoax_claim"],
        spans=tuple(Span(**span) for span in json.loads(row["spans"])),
        abstained=row["abstained"],
        hate_details=_to_details(row["hate_details"]),
    )
    return ScoredActivity(
        to_activity(row), score, row["model_version"], from_utc(row["scored_utc"])
    )


def _details_json(details: HateDetails | None) -> str | None:
    return canonical_json(asdict(details)) if details else None


def _to_details(stored: str | None) -> HateDetails | None:
    if stored is None:
        return None
    found = json.loads(stored)
    categories = tuple((name, probability) for name, probability in found.pop("categories"))
    return HateDetails(**found, categories=categories)


def _reaches(minimum: Minimums) -> str:
    """``Minimums.reached`` for any label, in SQL."""
    serious = f"coalesce({_SERIOUS}, 1) >= {float(minimum.serious)!r}"
    tests = [
        f"({label} >= {float(least)!r}{f' AND {serious}' if label == 'hate_speech' else ''})"
        for label, least in minimum.probability.items()
    ]
    return " OR ".join(tests) or "false"


def _digest(news: pa.Table) -> str:
    keys = news.column("activity_key").to_pylist()
    contents = news.column("content_sha256").to_pylist()
    return hashlib.sha256(repr([*zip(keys, contents, strict=True)]).encode()).hexdigest()
