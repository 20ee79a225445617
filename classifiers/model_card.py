"""Model cards: what a model is for, made from, worth and bad at, written from its manifest.

After Mitchell et al. 2019. Figures come from the manifest and nowhere else; the wording is in
``model_card.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from textwrap import fill
from typing import Any

import yaml

from classifiers.artefact import load
from classifiers.errors import ModelError
from classifiers.score import LABELS

CARD = "MODEL_CARD.md"
_TEMPLATE = Path(__file__).with_name("model_card.md.j2")
_WORDING = Path(__file__).with_name("model_card.yaml")
_HASHED = ("code", "data", "examples")
_PREFIXES = {
    "held_out_": "public rows kept apart: ",
    "functional_": "functional cases kept apart: ",
    "flagged_": "flagged (above 0.5) among posts that ",
}
_NAMES = {
    "macro_f1": "macro-F1 at 0.5",
    "average_precision": "average precision",
    "calibration_error": "expected calibration error",
    "recall_at_5_percent_false": "partisan posts found when 5 % of look-alikes are flagged",
    "direction_right": "right direction (for or against) among partisan posts",
    "share": "share the claim",
    "deny": "deny the claim",
    "report": "report on the claim",
    "ask": "ask about the claim",
    "unrelated": "have its words but not its matter",
    "ordinary": "are ordinary public posts",
}


def write_card(folder: Path) -> Path:
    """Write ``MODEL_CARD.md`` into the folder of a model, whose name is its label.

    Raises:
        ModelError: The model cannot be read, or is none that has a card.
    """
    path = folder / CARD
    path.write_text(card(folder.name, load(folder).manifest), encoding="utf-8")
    return path


def write_cards(models: Path) -> list[Path]:
    """The cards of all labels under ``models``."""
    return [write_card(models / label) for label in LABELS]


def card(label: str, manifest: Mapping[str, Any]) -> str:
    """The text of a card.

    Raises:
        ModelError: ``label`` has no card.
    """
    from jinja2 import Environment, StrictUndefined

    if label not in LABELS:
        raise ModelError(f"{label} has no model card; expected one of {', '.join(LABELS)}")
    wording = yaml.safe_load(_WORDING.read_text(encoding="utf-8"))[label]
    environment = Environment(undefined=StrictUndefined)  # noqa: S701 - Markdown, not HTML
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    text = template.render(
        **wording,
        **_origin(manifest),
        figures=list(_figures(manifest.get("figures", {}))),
    )
    return "\n".join(_wrapped(line) for line in text.splitlines()) + "\n"


def _wrapped(line: str) -> str:
    if line.startswith("|"):
        return line
    indent = "  " if line.startswith("- ") else ""
    return fill(line, 110, subsequent_indent=indent, break_on_hyphens=False)


def _origin(manifest: Mapping[str, Any]) -> dict[str, Any]:
    versions = manifest.get("versions", {})
    return {
        "weights": manifest["files"]["weights.safetensors"][:12],
        **{name: manifest.get(f"{name}_sha256", "unknown")[:12] for name in _HASHED},
        "seed": manifest.get("seed", "unknown"),
        "versions": ", ".join(f"{name} {one}" for name, one in sorted(versions.items())),
    }


def _figures(figures: Mapping[str, Mapping[str, float]]) -> Iterable[dict[str, str]]:
    for name, numbers in sorted(figures.items()):
        rounded = {key: f"{numbers[key]:.3f}" for key in ("value", "low", "high")}
        yield {"name": _name(name), **rounded, "cases": f"{numbers['cases']:,}"}


def _name(measure: str) -> str:
    """In words; a measure without words of its own is shown by its name."""
    for prefix, words in _PREFIXES.items():
        if measure.startswith(prefix):
            return words + _name(measure.removeprefix(prefix))
    return _NAMES.get(measure, measure.replace("_", " "))
