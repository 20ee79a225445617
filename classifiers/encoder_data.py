"""What the sentence encoder learns from, and the pairs that it must never see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.errors import ExampleError

PAIRS, UNLABELLED = "pairs.parquet", "unlabelled.parquet"
TITLES = "fact-check title vs claim"
# The newest fact-checks (2025 and 2026) are kept for testing: claims change with time.
_NEWEST = "luthfillawliet23/turnbackhoax_scraper"
_STS, _PAWS = "sts (machine-translated)", "paws (machine-translated)"
_ANSWERS = {"entailment": 1.0, "neutral": 0.5, "contradiction": 0.0}
_WRETE = {"Entail_or_Paraphrase": 1.0, "NotEntail": 0.0}


@dataclass(frozen=True, slots=True)
class Pairs:
    """Texts side by side; ``scores`` (0 to 1) say how much of the meaning they share."""

    left: Sequence[str]
    right: Sequence[str]
    scores: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.left)

    def take(self, rows: NDArray[np.int64]) -> Pairs:
        """The pairs of ``rows``."""
        return Pairs([self.left[r] for r in rows], [self.right[r] for r in rows], self.scores[rows])

    def alike(self) -> Pairs:
        """The pairs that mean the same (0.75 and above)."""
        return self.take(np.flatnonzero(self.scores >= 0.75))


@dataclass(frozen=True, slots=True)
class EncoderData:
    """Texts to learn words from, pairs to learn meaning from, and pairs to measure by, by kind."""

    texts: Sequence[str]
    train: Mapping[str, Pairs]
    test: Mapping[str, Pairs]


def encoder_data(datasets: Path) -> EncoderData:
    """Read ``unlabelled.parquet`` and ``pairs.parquet``; no text of a test pair is learnt from.

    Official test splits are for testing, validation splits are used by neither; PAWS has no
    training split here. Fact-check titles have no split: those of 2025 and 2026 are the test.

    Raises:
        ExampleError: A file is missing or lacks a column.
    """
    rows = _rows(
        datasets / PAIRS, ("text_a", "text_b", "label", "score", "kind", "split", "source")
    )
    train: dict[str, list[tuple[str, str, float]]] = {}
    test: dict[str, list[tuple[str, str, float]]] = {}
    for row in rows:
        part = _part(row["kind"], row["split"], row["source"])
        if part:
            side, name = part
            pair = (row["text_a"], row["text_b"], _score(row["label"], row["score"]))
            (train if side == "train" else test).setdefault(name, []).append(pair)
    held = {text for pairs in test.values() for a, b, _ in pairs for text in (a, b)}
    return EncoderData(_texts(datasets, held), _without(train, held), _by_kind(test))


def _part(kind: str, split: str | None, source: str) -> tuple[str, str] | None:
    if kind == TITLES:
        return ("test" if source == _NEWEST else "train", kind)
    if split == "train":
        return ("train", kind)
    if split and split.startswith("test"):
        return ("test", f"{kind}, {split}" if kind == "nli" else kind)
    return None


def _score(label: str | None, score: float | None) -> float:
    if score is not None:
        return float(score)
    return {**_ANSWERS, **_WRETE}[label or ""]


def _texts(datasets: Path, held: set[str]) -> list[str]:
    rows = _rows(datasets / UNLABELLED, ("text", "source"))
    return [row["text"] for row in rows if row["text"] not in held and row["source"] != _NEWEST]


def _without(kinds: Mapping[str, list[tuple[str, str, float]]], held: set[str]) -> dict[str, Pairs]:
    kept = {
        kind: [pair for pair in pairs if pair[0] not in held and pair[1] not in held]
        for kind, pairs in kinds.items()
    }
    return _by_kind(kept)


def _by_kind(kinds: Mapping[str, list[tuple[str, str, float]]]) -> dict[str, Pairs]:
    return {
        kind: Pairs(
            [a for a, _, _ in rows], [b for _, b, _ in rows], np.array([s for *_, s in rows])
        )
        for kind, rows in kinds.items()
    }


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, Any]]:
    import polars as pl

    try:
        return pl.read_parquet(path, columns=list(columns)).to_dicts()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise ExampleError(
            f"{path}: expected a Parquet file with columns {', '.join(columns)}"
            f" ({type(error).__name__})"
        ) from error
