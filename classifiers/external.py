"""Measuring the models on a labelled file that training never saw.

The formats are those of the public data sets: a column ``text`` with ``hate`` (yes or no), or with
``stance`` (support, oppose, neutral) and ``target`` (the candidate's id, or what people call them)
and, where several contests are mixed, ``election``. Unlabelled rows are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.contest import Contest
from classifiers.errors import ExampleError
from classifiers.evaluation import Measured
from classifiers.metrics import Answers, Figure, share
from classifiers.models import Models
from classifiers.public_stance import contest
from classifiers.score import Label, Score
from classifiers.scorer import Scorer
from classifiers.unseen import Unseen, lengths

Rows = list[dict[str, Any]]
_YES, _NO = frozenset(["1", "true", "yes", "ya"]), frozenset(["0", "false", "no", "tidak"])
_SIDES = ("support", "oppose")
_STANCES = (*_SIDES, "neutral", "none")
_DIRECTION = "direction_right_where_target_found"
# Columns that a figure is told apart by, where a file has them.
_KINDS = ("source", "language", "lang", "genre", "target_in_text")


@dataclass(frozen=True, slots=True)
class Judged:
    """Texts with their scores and the rows that they come from."""

    rows: Rows
    scores: list[Score]

    def probabilities(self, label: Label) -> NDArray[np.float64]:
        """The probability of one label, one a row."""
        return np.array([score.probability(label) for score in self.scores])


def measure_file(models: Models, path: Path, contests: Sequence[Contest] = ()) -> list[Measured]:
    """The figures of a labelled file, ``stance`` by election where it names several.

    Where no ``contests`` are given, the targets of each election are taken for its candidates.

    Raises:
        ExampleError: The file cannot be read or has none of the columns; names file and row.
    """
    rows = read_labelled(path)
    found: list[Measured] = []
    if "hate" in rows[0]:
        found += _hate(models, rows, path)
    if "stance" in rows[0]:
        found += _stance(models, rows, path, contests)
    if not found:
        raise ExampleError(f"{path.name}: expected a column hate, or stance and target")
    return found


def read_labelled(path: Path) -> Rows:
    """The rows of a CSV, JSONL or Parquet file with a ``text``.

    Raises:
        ExampleError: It cannot be read, has no row, or a row has no text.
    """
    import polars as pl

    readers: Mapping[str, Callable[[Path], pl.DataFrame]] = {
        ".csv": partial(pl.read_csv, infer_schema_length=0),
        ".jsonl": partial(pl.read_ndjson, infer_schema_length=None),
        ".parquet": pl.read_parquet,
    }
    if path.suffix not in readers:
        raise ExampleError(f"{path.name}: expected one of {', '.join(readers)}")
    try:
        rows = readers[path.suffix](path).to_dicts()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise ExampleError(f"{path.name} cannot be read ({type(error).__name__})") from error
    if not rows:
        raise ExampleError(f"{path.name}: no row")
    for number, row in enumerate(rows, start=1):
        if not str(row.get("text") or "").strip():
            raise ExampleError(f"{path.name}: row {number}: expected a text")
    return rows


def _hate(models: Models, rows: Rows, path: Path) -> list[Measured]:
    answers = [_answer(row["hate"], path, number) for number, row in enumerate(rows, start=1)]
    labelled = [row for row, answer in zip(rows, answers, strict=True) if answer is not None]
    judged = _judged(models, labelled, ())
    yes = np.array([answer for answer in answers if answer is not None], dtype=bool)
    return _measured(judged, "hate_speech", path.name, yes)


def _stance(models: Models, rows: Rows, path: Path, contests: Sequence[Contest]) -> list[Measured]:
    for number, row in enumerate(rows, start=1):
        if row["stance"] not in (*_STANCES, None):
            expected = ", ".join(_STANCES)
            raise ExampleError(f"{path.name}: row {number}: stance: expected one of {expected}")
    found: list[Measured] = []
    for election, part in _by_election([row for row in rows if row["stance"]]).items():
        judged = _judged(models, part, contests or [contest_of(election, part)])
        on = f"{path.name}, {election}" if election else path.name
        partisan = np.array([row["stance"] in _SIDES for row in judged.rows], dtype=bool)
        found += _measured(judged, "candidate_support", on, partisan)
        found.append(Measured("candidate_support", _DIRECTION, _direction(judged, partisan), on))
    return found


def contest_of(election: str, rows: Rows) -> Contest:
    """The contest whose candidates are the targets of ``rows``."""
    targets = dict.fromkeys(str(row["target"]) for row in rows if row.get("target"))
    return contest(election, tuple(targets))


def _measured(judged: Judged, label: Label, on: str, answers: Answers) -> list[Measured]:
    kinds = {
        name: [str(row.get(name) or "") for row in judged.rows]
        for name in _KINDS
        if len({row.get(name) for row in judged.rows}) > 1
    }
    kinds["length"] = lengths([str(row["text"]) for row in judged.rows])
    unseen = Unseen(label, on, answers, judged.probabilities(label), kinds)
    return [*unseen.figures(), *unseen.parts()]


def _direction(judged: Judged, partisan: Answers) -> Figure:
    said = [_said(row, score) for row, score in zip(judged.rows, judged.scores, strict=True)]
    right = [
        stance == row["stance"]
        for row, stance, is_partisan in zip(judged.rows, said, partisan, strict=True)
        if is_partisan and stance is not None
    ]
    return share(np.array(right, dtype=bool))


def _said(row: Mapping[str, Any], score: Score) -> str | None:
    """The stance found toward the row's target, whatever its probability."""
    stances = (one.stance for one in score.targets if one.candidate == row.get("target"))
    return next(stances, None)


def _judged(models: Models, rows: Rows, contests: Sequence[Contest]) -> Judged:
    scores = Scorer(models, contests).score([str(row["text"]) for row in rows])
    return Judged(rows, scores)


def _by_election(rows: Iterable[dict[str, Any]]) -> dict[str, Rows]:
    parts: dict[str, Rows] = {}
    for row in rows:
        parts.setdefault(str(row.get("election") or ""), []).append(row)
    return parts


def _answer(value: object, path: Path, number: int) -> bool | None:
    if value is None or value == "":
        return None
    said = str(value).strip().casefold()
    if said not in _YES | _NO:
        raise ExampleError(f"{path.name}: row {number}: hate: expected yes or no")
    return said in _YES
