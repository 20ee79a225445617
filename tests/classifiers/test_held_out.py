from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from classifiers.data import IBROHIM
from classifiers.examples import load_examples
from classifiers.held_out import FUNCTIONAL, PUBLIC, hate_held_out, support_held_out
from classifiers.models import Models

RUDE = "Orang desa {} itu {} semua, usir saja {}"
KIND = "Selamat pagi warga {}, besok kerja {} bakti {}"


def test_support_is_judged_contest_by_contest(models: Models) -> None:
    examples = load_examples()
    ids = sorted(examples.contests)[:3]
    few = [[one for one in examples.support if one.contest == name][:60] for name in ids]
    some = replace(examples, support=tuple(one for part in few for one in part))
    held_out = support_held_out(some, models, seed=0)
    task, [unseen] = held_out.task, held_out.unseen()
    assert sorted(task.tested) == list(range(180))
    assert all(not set(rest) & set(part) for rest, part in task.splits)
    assert {len(part) for _, part in task.splits} == {60}
    by_contest = [m.figure for m in unseen.parts() if m.measure.startswith("right_by_contest")]
    assert [figure.cases for figure in by_contest] == [60, 60, 60]
    assert sum(figure.value for figure in by_contest) / 3 > 0.6


def test_hate_is_judged_on_the_fifth_that_no_twin_saw(models: Models, tmp_path: Path) -> None:
    words = ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan"]
    rows = [
        {"text": text.format(one, other, other + one), "hate": text == RUDE, "source": IBROHIM}
        for one in words
        for other in words
        for text in (RUDE, KIND)
    ]
    pl.DataFrame(rows).write_parquet(tmp_path / "hate_speech.parquet")
    examples = load_examples()
    few = replace(examples, hate=examples.hate[::20])
    held_out = hate_held_out(tmp_path, few, models, seed=0)
    [(rest, tested)] = held_out.task.splits
    assert set(held_out.parts) == {PUBLIC, FUNCTIONAL}
    assert sorted(np.concatenate(list(held_out.parts.values()))) == sorted(tested)
    assert set(tested).isdisjoint(rest)
    by_name = {one.on: one for one in held_out.unseen()}
    assert (by_name[PUBLIC].probabilities[by_name[PUBLIC].answers] > 0.5).all()
    assert set(by_name[PUBLIC].kinds["function"]) == {""}
    assert "" not in by_name[FUNCTIONAL].kinds["function"]
    baseline = held_out.beside("none", np.zeros(len(held_out.scores)))
    assert [one.on for one in baseline] == [f"{name}, baseline: none" for name in held_out.parts]
