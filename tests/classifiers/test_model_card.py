from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from classifiers.artefact import SHIPPED, save
from classifiers.errors import ModelError
from classifiers.model_card import CARD, card, write_card
from classifiers.score import LABELS

FIGURE = {"value": 0.1234, "low": 0.1, "high": 0.15, "cases": 4321}
MANIFEST: dict[str, Any] = {
    "files": {"weights.safetensors": "abcdef0123456789"},
    "figures": {"held_out_macro_f1": FIGURE, "some_new_measure": FIGURE},
    "seed": 7,
    "versions": {"numpy": "2.0"},
    "code_sha256": "c" * 64,
}


@pytest.mark.parametrize("label", LABELS)
def test_card_says_what_it_is_for_and_what_is_forbidden(label: str) -> None:
    text = " ".join(card(label, MANIFEST).split())
    assert "**Intended**" in text
    assert "**Forbidden**: deciding or sanctioning" in text
    assert "commercial use" in text
    assert "--seed 7" in text
    assert "abcdef012345" in text


def test_card_shows_every_figure_of_the_manifest_with_interval_and_cases() -> None:
    text = card("hate_speech", MANIFEST)
    row = "| 0.123 | 0.100 to 0.150 | 4,321 |"
    assert f"| public rows kept apart: macro-F1 at 0.5 {row}" in text
    assert f"| some new measure {row}" in text


def test_card_of_hate_speech_says_that_commercial_use_is_forbidden() -> None:
    assert "**Not for commercial use.**" in card("hate_speech", MANIFEST)


def test_card_of_something_else_is_refused() -> None:
    with pytest.raises(ModelError, match="lexicon has no model card"):
        card("lexicon", MANIFEST)


def test_write_card_puts_it_beside_the_model(tmp_path: Path) -> None:
    folder = tmp_path / "hoax_sharing"
    save(folder, {"a": np.zeros(1)}, {}, {"figures": {"average_precision": FIGURE}})
    path = write_card(folder)
    assert path == folder / CARD
    assert "# Hoax sharing" in path.read_text("utf-8")


@pytest.mark.parametrize("label", LABELS)
def test_shipped_card_is_the_one_of_the_shipped_model(label: str) -> None:
    manifest = json.loads((SHIPPED / label / "manifest.json").read_text("utf-8"))
    assert (SHIPPED / label / CARD).read_text("utf-8") == card(label, manifest)
