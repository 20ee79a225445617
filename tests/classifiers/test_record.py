from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from classifiers.artefact import save
from classifiers.errors import ModelError
from classifiers.evaluation import Measured
from classifiers.metrics import Figure
from classifiers.record import EVALUATION, record_figures, record_steps, records
from classifiers.score import LABELS

FIGURE = Figure(0.5, 0.4, 0.6, 10)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    for label in LABELS:
        save(tmp_path / label, {"a": np.zeros(1)}, {}, {})
    return tmp_path


def measured(label: str) -> Measured:
    return Measured(label, "macro_f1", FIGURE, "frozen test")


def test_each_model_keeps_its_own_figures_and_those_of_all(models: Path) -> None:
    record_figures(models, [measured("hate_speech"), measured("all")])
    hate, hoax = records(models / "hate_speech"), records(models / "hoax_sharing")
    assert hate.figures["frozen test: macro_f1"]["label"] == "all"
    assert hate.figures["frozen test: macro_f1"]["value"] == 0.5
    assert list(hoax.figures) == ["frozen test: macro_f1"]
    assert hate.stale == ()


def test_steps_are_kept_for_the_labels_taken_apart(models: Path) -> None:
    record_steps(models, {"hate_speech": [{"name": "x"}]})
    assert records(models / "hate_speech").steps == [{"name": "x"}]
    assert records(models / "hoax_sharing").steps == ()


def test_records_of_other_weights_are_stale_and_not_given(models: Path) -> None:
    record_figures(models, [measured("hate_speech")])
    save(models / "hate_speech", {"a": np.ones(1)}, {}, {})
    found = records(models / "hate_speech")
    assert found.figures == {}
    assert found.stale == (EVALUATION,)


def test_a_broken_record_is_named(models: Path) -> None:
    (models / "hate_speech" / EVALUATION).write_text("{", "utf-8")
    with pytest.raises(ModelError, match=EVALUATION):
        records(models / "hate_speech")
