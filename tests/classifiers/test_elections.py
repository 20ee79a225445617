from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from classifiers import baselines, public_stance
from classifiers.artefact import SHIPPED
from classifiers.data import StanceRow, stance_rows
from classifiers.elections import OURS, Judgement, judgement, reported
from classifiers.errors import ExampleError
from classifiers.examples import load_examples
from classifiers.models import Models
from classifiers.train_context import load_base

SAID = {
    "support": "Ayo coblos {}, kudu menang {n}",
    "oppose": "Jangan pilih {}, pembohong besar {n}",
    "neutral": "KPU menetapkan jadwal debat {} tanggal {n}",
}
TARGETS = {"Kota Uji 2031": "Wirasena-Lodra", "Kota Coba 2032": "Melur", "Desa Lama": "Sanjaya"}


def row(election: str, stance: str, n: int) -> StanceRow:
    target = TARGETS[election]
    return StanceRow(SAID[stance].format(target, n=n), target, stance, election, n % 2 == 0)


ROWS = [
    row(election, stance, n)
    for election in TARGETS
    for stance in SAID
    for n in range(12)
    if (election, stance) != ("Desa Lama", "neutral")
]


@pytest.fixture(scope="module")
def found(models: Models) -> Judgement:
    examples = load_examples()
    few = replace(examples, support=examples.support[::40])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(baselines, "_PACKAGE", "no_such_package_here")
        base = load_base(SHIPPED)
        return judgement(ROWS, few, models, base, seed=0, progress=lambda _: None)


def test_only_elections_with_a_none_class_are_judged(found: Judgement) -> None:
    assert {one.election for one in found.rows} == {"Kota Uji 2031", "Kota Coba 2032"}
    assert len(found.rows) == 72
    assert set(OURS) < set(found.arms)


def test_gain_is_over_the_strongest_baseline_and_paired() -> None:
    answers = np.array([True, False] * 20)
    right, wrong = answers.astype(float), 1.0 - answers
    rows = [replace(ROWS[0], election="a")] * 40
    arms = {OURS[0]: right, OURS[1]: wrong, "weak": wrong, "strong": right}
    found = Judgement(rows, answers, np.zeros(40, dtype=np.int64), arms)
    figures = {one.measure: one.figure for one in found.figures("here")}
    assert found.strongest() == "strong"
    same = figures[f"gain_over_strongest_baseline: {OURS[0]}"]
    assert (same.low, same.value, same.high) == (0, 0, 0)
    assert figures[f"gain_over_strongest_baseline: {OURS[1]}"].high < 0


def test_mean_weighs_elections_alike_or_by_size() -> None:
    answers = np.array([True, False] * 3 + [True, True, False, False])
    scores = np.where(answers, 1.0, 0.0)
    scores[6:] = 0.5
    arms = dict.fromkeys([*OURS, "other"], scores)
    found = Judgement([ROWS[0]] * 10, answers, np.array([0] * 6 + [1] * 4), arms)
    for judged, mean in ((found, 0.75), (replace(found, weigh=float), 0.8)):
        assert judged.figures("here")[0].figure.value == pytest.approx(mean)


def test_reported_has_the_mean_each_election_and_where_the_target_is_named(
    found: Judgement,
) -> None:
    figures = list(reported(found))
    places = list(dict.fromkeys(one.on.split(", ", 1)[1] for one in figures))
    means = ["mean of elections", "mean of elections, by size", "mean of elections, target in text"]
    assert places[:3] == means
    assert {*places[3:]} == {"Kota Uji 2031 left out", "Kota Coba 2032 left out"}
    cases = {one.on.split(", ", 1)[1]: one.figure.cases for one in figures}
    assert cases["mean of elections"] == 72
    assert cases["mean of elections, target in text"] == 36
    assert cases["Kota Uji 2031 left out"] == 36


def test_public_rows_are_masked_and_weigh_little(models: Models) -> None:
    linked = public_stance.linked_rows(ROWS, models.normaliser)
    sample = public_stance.partisan_sample(ROWS, linked)
    assert (sample.weights == public_stance.WEIGHT).all()
    assert (sample.groups < 0).all()
    assert len(set(sample.groups.tolist())) == 3
    words = {word for text in sample.batch for word in text}
    assert words.isdisjoint({"wirasena", "lodra", "melur", "sanjaya"})
    assert sample.answers.sum() == sum(one.partisan for one in ROWS)


def test_direction_sample_has_the_named_target_of_partisan_rows_only(models: Models) -> None:
    linked = public_stance.linked_rows(ROWS, models.normaliser)
    sample = public_stance.direction_sample(ROWS, linked)
    assert len(sample.batch) == sum(one.partisan for one in ROWS)
    assert sample.answers.sum() == sum(one.stance == "support" for one in ROWS)


def test_stance_rows_are_the_tweets(tmp_path: Path) -> None:
    base = {"text": "a", "target": None, "stance": "support", "election": "x"}
    kinds = [{**base, "genre": kind, "target_in_text": None} for kind in ("tweet", "blog_article")]
    pl.DataFrame(kinds).write_parquet(tmp_path / "candidate_stance.parquet")
    assert stance_rows(tmp_path) == [StanceRow("a", "", "support", "x", target_in_text=False)]
    with pytest.raises(ExampleError, match="candidate_stance"):
        stance_rows(tmp_path / "elsewhere")
