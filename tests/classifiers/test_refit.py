"""That all parts of ``netra evaluate --datasets`` come together; each is tested by itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from classifiers import baselines, evaluate, refit
from classifiers.artefact import SHIPPED
from classifiers.baselines import MISSING, Task
from classifiers.evaluate import Plan
from classifiers.evaluation import Measured
from classifiers.examples import load_examples
from classifiers.held_out import HeldOut
from classifiers.material import Material
from classifiers.metrics import Figure
from classifiers.models import Models
from classifiers.refit import Refitted, refitted
from classifiers.unseen import Unseen

FIGURE = Figure(0.5, 0.4, 0.6, 10)
ANSWERS = np.array([True, False] * 20)
ROWS = np.arange(40)


def held_out(label: str) -> HeldOut:
    texts = [f"{'usir' if yes else 'salam'} mereka {n}" for n, yes in enumerate(ANSWERS)]
    task = Task(label, texts, ANSWERS, [(ROWS[:20], ROWS[20:])])
    return HeldOut(task, np.where(ANSWERS, 0.9, 0.1), {"rows held out": ROWS[20:]}, {})


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is trained for minutes, and no sentence vectors are made."""
    monkeypatch.setattr(baselines, "_PACKAGE", "no_such_package_here")
    one = [Measured("all", "rebuilt_identically", FIGURE, "x")]
    nothing = dict.fromkeys(("partisan", "hate"), np.zeros(40))
    nothing["hoax_sharing"] = np.linspace(0, 1, len(load_examples().claim_posts))
    monkeypatch.setattr(refit, "_twins", lambda *_, **__: (list(one), nothing))
    monkeypatch.setattr(refit, "leave_one_out", lambda *_, **__: list(one))
    monkeypatch.setattr(refit, "measure_file", lambda *_: list(one))
    monkeypatch.setattr(refit, "support_held_out", lambda *_, **__: held_out("candidate_support"))
    monkeypatch.setattr(refit, "hate_held_out", lambda *_, **__: held_out("hate_speech"))


def test_refitted_measures_ours_and_every_baseline_on_the_same_rows(models: Models) -> None:
    told: list[str] = []
    material = Material(Path("unused"), load_examples(), models.normaliser, 0)
    found = refitted(SHIPPED, material, progress=told.append)
    assert [one.label for one in found.curves] == [
        "candidate_support",
        "hate_speech",
        "hoax_sharing",
    ]
    places = {one.on for one in found.figures if one.label == "hate_speech"}
    assert places == {
        "rows held out",
        *(f"rows held out, baseline: {name}" for name in baselines.baselines()),
    }
    assert {one.figure.cases for one in found.figures if one.label == "hate_speech"} == {20}
    assert "baseline of hate_speech: word TF-IDF" in told


def test_evaluate_with_data_sets_chooses_thresholds_and_says_what_was_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    curve = Unseen("hate_speech", "rows held out", ANSWERS, np.where(ANSWERS, 0.9, 0.1))
    monkeypatch.setattr(refit, "refitted", lambda *_, **__: Refitted([], [curve]))
    monkeypatch.setattr(evaluate, "_gates", lambda *_: [])
    monkeypatch.setattr(evaluate, "speed", lambda *_: Measured("all", "x", FIGURE, "y"))
    found = evaluate.evaluate(plan=Plan(datasets=Path("unused")))
    assert found.notes == (MISSING,)
    assert found.curves[-1] is curve
    chosen = {(m.on, m.measure) for m in found.figures if "threshold_for" in m.measure}
    assert ("rows held out, half to choose on", "threshold_for_precision_0.8") in chosen
    assert ("frozen test", "recall_at_threshold_for_precision_0.9") in chosen
    assert ("rows held out", "threshold_for_precision_0.9") in chosen
