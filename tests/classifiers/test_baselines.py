from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from classifiers import baselines as module
from classifiers.baselines import SENTENCE_VECTORS, SentenceVectors, Task, baselines, judged
from classifiers.held_out import HeldOut
from classifiers.refit import beside

WORDS = ("bodoh", "baik")
TEXTS = [f"{word} sekali kamu ini {n}" for n in range(40) for word in WORDS]
ROWS = np.arange(80)
TASK = Task("hate_speech", TEXTS, np.array([True, False] * 40), [(ROWS[:40], ROWS[40:])])


class Letters:
    """A tiny encoder: does the text have an o, a k."""

    name = "letters"
    encoded = 0

    def encode(self, texts: Sequence[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        self.encoded += len(texts)
        return np.array([[text.count("o"), text.count("k")] for text in texts], dtype=np.float32)


@pytest.fixture
def without_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PACKAGE", "no_such_package_here")


@pytest.mark.usefixtures("without_package")
def test_without_its_package_the_sentence_baseline_is_left_out() -> None:
    assert SENTENCE_VECTORS not in baselines()
    assert len(baselines()) == 3


@pytest.mark.usefixtures("without_package")
def test_baselines_are_measured_on_what_they_did_not_see() -> None:
    told: list[str] = []
    held_out = HeldOut(TASK, np.zeros(80), {"here": ROWS[40:]}, {})
    found = beside(held_out, told.append)
    by_name = {one.on: one.figure for one in found if one.measure == "average_precision"}
    assert by_name["here, baseline: word TF-IDF"].value == 1
    assert by_name["here, baseline: majority"].value < 1
    assert len(told) == len(by_name) == 3
    assert all(figure.cases == 40 for figure in by_name.values())


def test_sentence_vectors_learn_and_encode_no_text_twice() -> None:
    encoder = Letters()
    baseline = SentenceVectors(encoder)
    first = judged(TASK, baseline)
    assert ((first[40:] > 0.5) == TASK.answers[40:]).all()
    assert encoder.encoded == len(TEXTS)
    assert (judged(TASK, baseline) == first).all()
    assert encoder.encoded == len(TEXTS)


def test_rows_in_no_part_are_not_judged() -> None:
    assert (judged(TASK, SentenceVectors(Letters()))[:40] == 0).all()
    assert TASK.tested.tolist() == list(range(40, 80))
