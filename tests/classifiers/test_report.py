from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from classifiers.evaluation import Evaluation, Measured
from classifiers.metrics import Figure
from classifiers.reliability import curve
from classifiers.report import FIGURES, drawing, write_report
from classifiers.unseen import Unseen

ANSWERS = np.array([False, False, False, True] * 25)
CURVE = Unseen("hate_speech", "Frozen test!", ANSWERS, np.where(ANSWERS, 1.0, 0.05))
ONE = Measured("hate_speech", "macro_f1", Figure(0.8, 0.7, 0.9, 100), "frozen | test")


def test_curve_has_the_share_and_interval_of_every_filled_bin() -> None:
    first, last = curve(CURVE)
    assert (first.low, first.high, last.low, last.high) == (0, 0.1, 0.9, 1)
    assert (first.share.value, first.share.cases) == (0, 75)
    assert (last.share.value, last.mean) == (1, 1)
    assert 0 < first.share.high < 0.1


def test_report_holds_figures_curve_and_drawing(tmp_path: Path) -> None:
    evaluation = Evaluation("abc", (ONE,), ("baseline left out",), (CURVE,))
    path = write_report(tmp_path / "out", evaluation)
    text = path.read_text("utf-8")
    assert "| macro f1 | 0.800 (0.700 to 0.900) | 100 | frozen / test |" in text
    assert "baseline left out." in text
    assert f"]({drawing(CURVE)})" in text
    found = json.loads((path.parent / FIGURES).read_text("utf-8"))
    assert found["figures"][0]["value"] == 0.8
    assert len(found["reliability"][drawing(CURVE)]) == 2
    ElementTree.fromstring((path.parent / drawing(CURVE)).read_text("utf-8"))  # noqa: S314


def test_drawing_is_named_by_label_and_place() -> None:
    assert drawing(CURVE) == "reliability-hate_speech-frozen-test.svg"


def test_same_figures_give_the_same_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_report(tmp_path / name, Evaluation("abc", (ONE,), curves=(CURVE,)))
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
