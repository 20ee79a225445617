"""Reading the public data sets that training is given; nothing of them is kept but numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from classifiers.claims import Claim
from classifiers.errors import ExampleError
from classifiers.score import HateCategory, HateLevel, HateTarget

STANCES = "candidate_stance.parquet"
HATE, SENTIMENT = "hate_speech.parquet", "sentiment.parquet"
_PERSONAL = "rizalespe/Dataset-Sentimen-Analisis-Bahasa-Indonesia"
IBROHIM = "okkyibrohim/id-multi-label-hate-speech-and-abusive-language-detection"


@dataclass(frozen=True, slots=True)
class HateRow:
    """A post with its answer; ``source`` is the repository it comes from."""

    text: str
    hate: bool
    source: str


@dataclass(frozen=True, slots=True)
class HateDetailRow:
    """Hate speech with whom it strikes, on what grounds and how hard (``score.HateDetails``).

    ``function`` is the functional case it was written for; empty for a public post.
    """

    text: str
    target: HateTarget
    categories: frozenset[HateCategory]
    level: HateLevel
    function: str = ""


@dataclass(frozen=True, slots=True)
class StanceRow:
    """A tweet with the stance (support, oppose or neutral) that its source gives it.

    ``target`` is empty where the source names none, or both sides; ``target_in_text`` says whether
    the text itself names the target.
    """

    text: str
    target: str
    stance: str
    election: str
    target_in_text: bool

    @property
    def partisan(self) -> bool:
        """Whether the text takes a side, for or against."""
        return self.stance in ("support", "oppose")


def hate_rows(datasets: Path) -> list[HateRow]:
    """The rows of ``hate_speech.parquet`` that were labelled for hate."""
    rows = _rows(datasets / HATE, ("text", "hate", "source"))
    return [HateRow(**row) for row in rows if row["hate"] is not None]


def hate_detail_rows(datasets: Path) -> list[HateDetailRow]:
    """The rows of ``hate_speech.parquet`` that are hate and say what they strike."""
    columns = ("text", "hate", "target", "category", "level")
    return [
        HateDetailRow(
            row["text"], row["target"], frozenset(row["category"].split(",")), row["level"]
        )
        for row in _rows(datasets / HATE, columns)
        if row["hate"] and row["target"] and row["category"] and row["level"]
    ]


def abuse_rows(datasets: Path) -> list[tuple[str, bool]]:
    """Texts of ``hate_speech.parquet`` that were labelled for abuse alone, not for hate."""
    rows = _rows(datasets / HATE, ("text", "hate", "abusive"))
    return [
        (row["text"], row["abusive"])
        for row in rows
        if row["hate"] is None and row["abusive"] is not None
    ]


def sentiment_rows(datasets: Path) -> list[tuple[str, str]]:
    """Texts of ``sentiment.parquet`` with positive, negative or neutral.

    One source, which is for personal use only, is left out.
    """
    rows = _rows(datasets / SENTIMENT, ("text", "label", "source"))
    return [(row["text"], row["label"]) for row in rows if row["source"] != _PERSONAL]


def stance_rows(datasets: Path) -> list[StanceRow]:
    """The tweets of ``candidate_stance.parquet``, without its long blog articles."""
    columns = ("text", "target", "stance", "election", "genre", "target_in_text")
    return [
        StanceRow(
            text=row["text"],
            target=row["target"] or "",
            stance=row["stance"],
            election=row["election"] or "",
            target_in_text=bool(row["target_in_text"]),
        )
        for row in _rows(datasets / STANCES, columns)
        if row["genre"] == "tweet"
    ]


def unlabelled_texts(datasets: Path, genres: Sequence[str] = ()) -> list[str]:
    """The texts of ``unlabelled.parquet``, of some genres only if any are given."""
    return [text for text, genre in unlabelled_rows(datasets) if not genres or genre in genres]


def unlabelled_rows(datasets: Path) -> list[tuple[str, str]]:
    """The texts of ``unlabelled.parquet``, each with its genre."""
    rows = _rows(datasets / "unlabelled.parquet", ("text", "genre"))
    return [(row["text"], row["genre"]) for row in rows]


def public_claims(datasets: Path) -> list[Claim]:
    """The claims of ``hoax_claims.parquet``."""
    columns = ("text", "title", "verdict", "conclusion", "date", "url")
    return [
        Claim(
            claim_id=f"public-{number}",
            text=row["text"] or "",
            title=row["title"] or "",
            verdict=row["verdict"] or "",
            url=row["url"] or "",
            conclusion=row["conclusion"] or "",
            checked_on=date.fromisoformat(row["date"]) if row["date"] else None,
        )
        for number, row in enumerate(_rows(datasets / "hoax_claims.parquet", columns))
    ]


def digest(paths: Iterable[Path]) -> str:
    """One SHA-256 over files, in the order of their names."""
    total = hashlib.sha256()
    for path in sorted(paths, key=lambda path: path.name):
        total.update(path.name.encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, Any]]:
    import polars as pl

    try:
        return pl.read_parquet(path, columns=list(columns)).to_dicts()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise ExampleError(
            f"{path}: expected a Parquet file with columns {', '.join(columns)}"
            f" ({type(error).__name__})"
        ) from error
