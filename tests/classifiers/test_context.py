"""The context model: read by numpy as torch made it, and learnt the same from every run."""

from __future__ import annotations

import numpy as np
import pytest

from classifiers import pieces
from classifiers.context import ContextModel
from classifiers.fit import Sample
from classifiers.pieces import FIRST, Pieces
from classifiers.train_context import Base, Course, built, fine_tune, pretrain, schooled, unseen

PLAIN = [f"pagi {a} kerja {b} di desa" for a in ("hujan", "cerah") for b in ("bakti", "rapat")]
HATE = [f"usir {a} dari {b} ini" for a in ("mereka", "kalian") for b in ("kota", "desa")]


def _words(texts: list[str]) -> list[list[str]]:
    return [text.split() for text in texts]


@pytest.fixture(scope="module")
def base() -> Base:
    texts = _words([*PLAIN, *HATE] * 20)
    return pretrain(texts, seed=1, course=Course(30, 400, 2e-3), progress=lambda _: None)


@pytest.fixture(scope="module")
def sample() -> Sample:
    batch = _words([*PLAIN, *HATE] * 20)
    answers = np.array(([False] * 4 + [True] * 4) * 20)
    return Sample(batch, answers, np.ones(len(batch)), np.arange(len(batch)))


@pytest.fixture(scope="module")
def model(base: Base, sample: Sample) -> ContextModel:
    return built(base, fine_tune(base, {"hate": sample}, seed=1))


def test_a_task_is_learnt(model: ContextModel) -> None:
    found = model.decisions("hate", _words(["usir mereka dari desa ini", "pagi cerah kerja rapat"]))
    assert found[0] > 0 > found[1]


def test_numpy_decides_as_torch_does(base: Base, sample: Sample) -> None:
    import torch

    network = fine_tune(base, {"hate": sample}, seed=2)
    network.fill(network.arrays())
    rows = base.pieces.of(sample.batch[:8], most=64)
    with torch.no_grad():
        wanted = [float(network.decisions("hate", torch.tensor([row]))[0]) for row in rows]
    assert built(base, network).decisions("hate", sample.batch[:8]) == pytest.approx(
        wanted, abs=1e-3
    )


def test_a_decision_does_not_depend_on_the_neighbours(model: ContextModel) -> None:
    texts = _words(["usir mereka", "pagi hujan kerja bakti di desa " * 9, "desa"])
    alone = [float(model.decisions("hate", [words])[0]) for words in texts]
    assert model.decisions("hate", texts).tolist() == alone


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 9])
def test_rows_that_only_fill_up_change_nothing(model: ContextModel, size: int) -> None:
    x = model.vectors[[5] * size] + model.places[:size]
    filled = np.concatenate([x, np.full((3, x.shape[1]), 7, dtype=np.float32)])
    [layer, *_] = model.layers
    assert layer(filled, size)[:size] == pytest.approx(layer(x, size), abs=1e-5)


def test_the_order_of_words_counts(model: ContextModel) -> None:
    one, other = model.decisions("hate", [["usir", "mereka", "desa"], ["desa", "mereka", "usir"]])
    assert one != other


def test_no_texts_have_no_decisions(model: ContextModel) -> None:
    assert model.decisions("hate", []).shape == (0,)


def test_a_text_without_words_is_decided_all_the_same(model: ContextModel) -> None:
    assert np.isfinite(model.decisions("hate", [[]])).all()


def test_the_same_seed_gives_the_same_numbers(base: Base, sample: Sample) -> None:
    one, other = (fine_tune(base, {"hate": sample}, seed=3).arrays() for _ in range(2))
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_a_base_that_went_to_school_knows_more_but_no_task(base: Base, sample: Sample) -> None:
    after = schooled(base, {"blames": sample}, seed=3, progress=lambda _: None)
    assert set(after.arrays) == set(base.arrays)
    assert not np.array_equal(after.arrays["vectors"], base.arrays["vectors"])
    assert built(after, after.network(())).tasks == {}


def test_rows_are_judged_by_networks_that_saw_none_of_their_fold(
    base: Base, sample: Sample
) -> None:
    folds = np.arange(len(sample.batch)) % 2
    found = unseen(base, {"hate": sample}, {"hate": folds}, seed=1)["hate"]
    kept = sample.take(np.flatnonzero(folds == 1))
    other = built(base, fine_tune(base, {"hate": kept}, seed=1))
    first = np.flatnonzero(folds == 0)
    assert found[first] == pytest.approx(other.decisions("hate", sample.take(first).batch))


def test_pieces_survive_being_stored(base: Base) -> None:
    again = Pieces.from_array(base.pieces.packed())
    texts = _words(["usir mereka zzz", "pagi"])
    assert again.of(texts, most=9) == base.pieces.of(texts, most=9)


def test_words_are_read_alike_after_those_remembered_were_let_go(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Pieces.from_array(base.pieces.packed())
    texts = _words(["usir mereka dari desa", "pagi cerah"])
    first = reader.of(texts, most=9)
    monkeypatch.setattr(pieces, "_REMEMBERED", 3)
    assert reader.of([*texts, ["baru"]], most=9)[:2] == first
    assert reader.of(texts, most=9) == first


def test_a_slot_is_one_piece_and_long_texts_are_cut(base: Base) -> None:
    [row] = base.pieces.of([["\ue000", *["desa"] * 99]], most=64)
    assert row[0] == FIRST
    assert row[1] == base.pieces.of([["\ue000"]], most=64)[0][1]
    assert len(row) == 64
