"""What was measured of a model after it was made, kept beside it for its card.

``evaluation.json`` holds figures, ``ablation.json`` the worth of each part of the recipe. Each says
of which weights it is, so that a record never speaks for another model than the one measured.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifiers.artefact import load
from classifiers.errors import ModelError
from classifiers.evaluation import Measured
from classifiers.score import LABELS

EVALUATION, ABLATION = "evaluation.json", "ablation.json"
_WEIGHTS = "weights.safetensors"
_ALL = "all"


@dataclass(frozen=True, slots=True)
class Records:
    """The figures by ``measured on: measure``, and the steps of the ablation.

    ``stale`` names records of other weights, which are not shown.
    """

    figures: Mapping[str, Mapping[str, Any]]
    steps: Sequence[Mapping[str, Any]] = ()
    stale: tuple[str, ...] = ()


NO_RECORDS = Records({})


def record_figures(models: Path, figures: Iterable[Measured]) -> list[Path]:
    """Write ``evaluation.json`` beside every model; figures of all labels go to each."""
    kept = list(figures)
    return [
        _write(
            models / label / EVALUATION,
            {"figures": [one.to_json() for one in kept if one.label in (label, _ALL)]},
        )
        for label in LABELS
    ]


def record_steps(models: Path, steps: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Path]:
    """Write ``ablation.json`` beside the models that were taken apart."""
    return [
        _write(models / label / ABLATION, {"steps": list(found)}) for label, found in steps.items()
    ]


def records(folder: Path) -> Records:
    """The records beside a model.

    Raises:
        ModelError: The model or a record cannot be read.
    """
    weights = load(folder).manifest["files"][_WEIGHTS]
    found = {name: _read(folder / name) for name in (EVALUATION, ABLATION)}
    fresh = {name: one for name, one in found.items() if one.get("weights") == weights}
    figures = fresh.get(EVALUATION, {}).get("figures", [])
    return Records(
        {f"{one['measured_on']}: {one['measure']}": one for one in figures},
        fresh.get(ABLATION, {}).get("steps", ()),
        tuple(name for name, one in found.items() if one and name not in fresh),
    )


def _write(path: Path, content: Mapping[str, Any]) -> Path:
    weights = load(path.parent).manifest["files"][_WEIGHTS]
    text = json.dumps({"weights": weights, **content}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", "utf-8")
    return path


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ModelError(f"{path} is no record of `netra evaluate`: {error}") from error
    return found
