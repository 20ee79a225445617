from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from classifiers.artefact import SHIPPED, save
from classifiers.errors import ModelError
from classifiers.model_card import CARD, card, card_of, write_card
from classifiers.record import Records
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
    assert (SHIPPED / label / CARD).read_text("utf-8") == card_of(SHIPPED / label)


def on_frozen(measure: str, value: float) -> dict[str, dict[str, Any]]:
    names = {"measured_on": "frozen test", "measure": measure}
    return {f"frozen test: {measure}": {**names, **FIGURE, "value": value}}


@pytest.mark.parametrize(
    ("value", "says"), [(0.6, "**no**"), (0.65, "yes"), (0.86, "yes, and the aim")]
)
def test_card_says_whether_a_target_is_reached(value: float, says: str) -> None:
    text = card("hate_speech", MANIFEST, Records(on_frozen("macro_f1", value)))
    row = f"| 0.65 | 0.85 | {value:.3f} (0.100 to 0.150) | {says} |"
    assert f"| macro-F1 on functional cases (frozen test) {row}" in text


def test_less_is_better_where_a_target_says_so() -> None:
    text = card("candidate_support", MANIFEST, Records(on_frozen("calibration_error", 0.03)))
    assert "| 0.05 | 0.02 | 0.030 (0.100 to 0.150) | yes |" in text


def test_a_target_that_was_not_measured_is_not_reached() -> None:
    assert "| not measured | unknown |" in card("hate_speech", MANIFEST)


def test_card_shows_the_frozen_test_and_its_kinds() -> None:
    found = on_frozen("average_precision", 0.9) | on_frozen("right_by_form: call", 0.8)
    text = card("candidate_support", MANIFEST, Records(found))
    assert "## On the frozen tests" in text
    assert "| average precision | 0.900 | 0.100 to 0.150 | 4,321 |" in text
    assert "| form: call | 0.800 |" in text
    assert "## On the frozen tests" not in card("candidate_support", MANIFEST)


def test_card_shows_what_each_part_is_worth() -> None:
    gain = {**FIGURE, "value": 0.01, "low": -0.02, "high": 0.04}
    step = {"name": "without x", "figures": {"macro_f1": FIGURE}, "gains": {"macro_f1": gain}}
    text = card("hate_speech", MANIFEST, Records({}, [step]))
    row = "| 0.123 | +0.010 | -0.020 to +0.040 |"
    assert f"| without x | macro-F1 at 0.5 {row}" in text


def test_card_names_what_the_linear_reader_reaches_alone() -> None:
    text = card("hate_speech", {**MANIFEST, "figures": {"linear_alone_held_out_macro_f1": FIGURE}})
    assert "| the linear reader alone: public rows kept apart: macro-F1 at 0.5 | 0.123 |" in text


def test_card_says_that_records_of_another_model_are_not_shown() -> None:
    text = card("hate_speech", MANIFEST, Records({}, (), ("ablation.json",)))
    assert "are not shown (ablation.json)" in text
