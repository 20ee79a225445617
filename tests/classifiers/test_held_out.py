"""What is measured beside baselines: the first fold, as training judged it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from classifiers.data import IBROHIM
from classifiers.examples import load_examples
from classifiers.held_out import (
    CONTESTS,
    FUNCTIONAL,
    PUBLIC,
    hate_held_out,
    hoax_held_out,
    support_held_out,
)
from classifiers.material import Material
from classifiers.models import Models

RUDE = "Orang desa {} itu {} semua, usir saja {}"
KIND = "Selamat pagi warga {}, besok kerja {} bakti {}"
WORDS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan")


@pytest.fixture
def material(models: Models, tmp_path: Path) -> Material:
    rows = [
        {"text": text.format(one, other, other + one), "hate": text == RUDE, "source": IBROHIM}
        for one in WORDS
        for other in WORDS
        for text in (RUDE, KIND)
    ]
    pl.DataFrame(rows).write_parquet(tmp_path / "hate_speech.parquet")
    posts = [{"text": f"hari {one} ayo kerja", "genre": "tweet_general"} for one in WORDS]
    pl.DataFrame(posts).write_parquet(tmp_path / "unlabelled.parquet")
    examples = load_examples()
    ids = sorted(examples.contests)[:6]
    few = [[one for one in examples.support if one.contest == name][:20] for name in ids]
    some = replace(
        examples,
        support=tuple(one for part in few for one in part),
        hate=examples.hate[::20],
        contests={name: examples.contests[name] for name in ids},
    )
    return Material(tmp_path, some, models.normaliser, 0)


def test_support_is_measured_on_contests_that_the_rest_does_not_have(material: Material) -> None:
    found = np.linspace(0, 1, len(material.partisan.batch))
    held_out = support_held_out(material, found)
    [(rest, part)] = held_out.task.splits
    contests = held_out.kinds["contest"]
    assert {contests[row] for row in part}.isdisjoint({contests[row] for row in rest})
    assert sorted([*rest, *part]) == list(range(120))
    [unseen] = held_out.unseen()
    assert unseen.on == CONTESTS
    assert np.array_equal(unseen.probabilities, found[part])


def test_hate_is_measured_on_the_fold_by_source(material: Material) -> None:
    found = np.linspace(0, 1, len(material.hate.batch))
    held_out = hate_held_out(material, found)
    [(rest, tested)] = held_out.task.splits
    assert set(held_out.parts) == {PUBLIC, FUNCTIONAL}
    assert sorted(np.concatenate(list(held_out.parts.values()))) == sorted(tested)
    assert set(tested).isdisjoint(rest)
    by_name = {one.on: one for one in held_out.unseen()}
    assert set(by_name[PUBLIC].kinds["function"]) == {""}
    assert "" not in by_name[FUNCTIONAL].kinds["function"]
    baseline = held_out.beside("none", np.zeros(len(held_out.scores)))
    assert [one.on for one in baseline] == [f"{name}, baseline: none" for name in held_out.parts]


def test_hoax_is_measured_on_every_written_post_by_what_it_does_with_the_claim() -> None:
    examples = load_examples()
    found = np.linspace(0, 1, len(examples.claim_posts))
    unseen = hoax_held_out(examples, found)
    assert unseen.two_sided
    shares = [stance == "share" for stance in unseen.kinds["stance"]]
    assert unseen.answers.tolist() == shares
    assert np.array_equal(unseen.probabilities, found)
