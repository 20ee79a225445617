"""Model cards: what a model is for, made from, worth and bad at, written from its manifest.

After Mitchell et al. 2019. Figures come from the manifest and the records of ``netra evaluate``
beside it, and from nowhere else; the wording and the targets are in ``model_card.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import fill
from typing import Any

import yaml

from classifiers.artefact import load
from classifiers.card_tables import recorded, rows_of
from classifiers.errors import ModelError
from classifiers.record import NO_RECORDS, Records, records
from classifiers.score import LABELS

CARD = "MODEL_CARD.md"
_TEMPLATE = Path(__file__).with_name("model_card.md.j2")
_WORDING = Path(__file__).with_name("model_card.yaml")
_GAP = re.compile(r"\n{3,}")
_HASHED = ("code", "data", "examples")


def write_card(folder: Path) -> Path:
    """Write ``MODEL_CARD.md`` into the folder of a model, whose name is its label.

    Raises:
        ModelError: The model cannot be read, or is none that has a card.
    """
    path = folder / CARD
    path.write_text(card_of(folder), encoding="utf-8")
    return path


def card_of(folder: Path) -> str:
    """The card of the model in ``folder``, with the records that lie beside it.

    Raises:
        ModelError: The model cannot be read, or is none that has a card.
    """
    manifest = load(folder).manifest
    return card(folder.name, manifest, records(folder))


def write_cards(models: Path) -> list[Path]:
    """The cards of all labels under ``models``."""
    return [write_card(models / label) for label in LABELS]


def card(label: str, manifest: Mapping[str, Any], found: Records = NO_RECORDS) -> str:
    """The text of a card.

    Raises:
        ModelError: ``label`` has no card.
    """
    from jinja2 import Environment, StrictUndefined

    if label not in LABELS:
        raise ModelError(f"{label} has no model card; expected one of {', '.join(LABELS)}")
    wording = yaml.safe_load(_WORDING.read_text(encoding="utf-8"))[label]
    figures = manifest.get("figures", {})
    environment = Environment(undefined=StrictUndefined)  # noqa: S701 - Markdown, not HTML
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    text = template.render(
        **wording,
        **_origin(manifest),
        figures=list(rows_of(sorted(figures.items()))),
        goals=[_goal(goal, {**figures, **found.figures}) for goal in wording["targets"]],
        **recorded(found),
    )
    return "\n".join(_wrapped(line) for line in _GAP.sub("\n\n", text).splitlines()) + "\n"


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


def _goal(goal: Mapping[str, Any], figures: Mapping[str, Mapping[str, float]]) -> dict[str, str]:
    """A target beside what was measured; ``lower`` says that less is better."""
    found = figures.get(goal["figure"])
    row = {"name": goal["name"], "least": f"{goal['least']:g}", "aim": f"{goal['aim']:g}"}
    if found is None:
        return {**row, "value": "not measured", "reached": "unknown"}
    sign = -1 if goal.get("lower") else 1
    reached = [key for key in ("least", "aim") if sign * found["value"] >= sign * goal[key]]
    says = {0: "**no**", 1: "yes", 2: "yes, and the aim"}[len(reached)]
    interval = f"{found['value']:.3f} ({found['low']:.3f} to {found['high']:.3f})"
    return {**row, "value": interval, "reached": says}
