"""``netra evaluate``: what it measures by, where progress and results go."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import typer

from classifiers.ablation import Ablation, Step
from classifiers.artefact import SHIPPED
from classifiers.evaluate import Plan
from classifiers.evaluation import Evaluation, Measured
from classifiers.metrics import Figure
from classifiers.model_card import CARD
from classifiers.models import Models
from classifiers.score import LABELS
from config.flagging import load_flagging
from pipelines import evaluate
from pipelines.commands import models as commands

FIGURE = Figure(0.5, 0.4, 0.6, 10)
CONFIG = Path("config")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped models, to write beside."""
    for label in LABELS:
        shutil.copytree(SHIPPED / label, tmp_path / label)
    return tmp_path


def test_plan_takes_the_thresholds_in_use_from_the_flagging_rules() -> None:
    plan = evaluate.plan_of(None, [], [], CONFIG, 3)
    assert plan.minimum == load_flagging(CONFIG).minimum.model_dump()
    assert (plan.seed, plan.datasets, plan.contests) == (3, None, ())


def test_recorded_figures_are_on_the_cards(folder: Path) -> None:
    one = Measured("hate_speech", "macro_f1", FIGURE, "frozen test")
    paths = evaluate.recorded(folder, Evaluation("abc", (one,)))
    assert len(paths) == len(LABELS)
    assert "0.500 (0.400 to 0.600)" in (folder / "hate_speech" / CARD).read_text("utf-8")


def test_evaluated_writes_a_report_and_tells_steps_on_stderr(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def measure(*_: object, progress: Callable[[str], None]) -> Evaluation:
        progress("frozen tests")
        return Evaluation("abc", (Measured("all", "x", FIGURE, "y"),))

    monkeypatch.setattr(evaluate, "evaluate", measure)
    evaluate.evaluated(tmp_path, Plan(), tmp_path / "report")
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == ["frozen tests", "report"]
    assert json.loads((tmp_path / "report" / "figures.json").read_text("utf-8"))["figures"]


def test_ablation_is_kept_beside_the_models_and_on_their_cards(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    step = Step("without x", {"macro_f1": FIGURE}, {"macro_f1": replace(FIGURE, value=0.01)})
    found = Ablation({"hate_speech": [step]})
    monkeypatch.setattr(evaluate, "ablate", lambda *_, **__: found)
    monkeypatch.setattr(Models, "load", lambda _: None)
    assert evaluate.ablated(folder, folder, 0) is found
    assert "| without x |" in (folder / "hate_speech" / CARD).read_text("utf-8")


def test_ablation_asks_for_the_data_sets() -> None:
    with pytest.raises(typer.BadParameter, match="data sets"):
        commands.evaluate(ablation=True)
