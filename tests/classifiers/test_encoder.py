from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from classifiers.claims import Claim
from classifiers.encoder import SentenceEncoder
from classifiers.errors import ModelError
from classifiers.score import LABELS
from classifiers.scorer import Scorer
from tests.classifiers.conftest import CLAIM

WORDS = ["air", "kran", "obat", "tidur", "warga", "pingsan", "kota", "sebarkan", "ambruk"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of ten words, made on the spot."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    tokenizer = Tokenizer(WordLevel({w: n for n, w in enumerate(["[UNK]", *WORDS])}, "[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    vectors = np.random.default_rng(0).normal(size=(len(WORDS) + 1, 8)).astype(np.float32)
    path = tmp_path_factory.mktemp("models") / "tiny"
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=vectors)]).save(
        str(path)
    )
    return path


def test_encoder_gives_vectors_of_unit_length_by_the_name_of_its_folder(folder: Path) -> None:
    encoder = SentenceEncoder(folder)
    vectors = encoder.encode(["air kran", "jembatan ambruk", "air kran"])
    assert encoder.name == "tiny"
    assert vectors.shape == (3, 8)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(vectors[0], vectors[2])


def test_encoder_of_nothing_has_its_width(folder: Path) -> None:
    assert SentenceEncoder(folder).encode([]).shape == (0, 8)


def test_scorer_takes_any_sentence_transformers_model(folder: Path) -> None:
    claims = [CLAIM, Claim(claim_id="K-2", text="Jembatan ambruk, warga tercebur")]
    scorer = Scorer.load(claims=claims, encoder=SentenceEncoder(folder))
    texts = ["air kran dicampur obat tidur, sebarkan", "selamat pagi semua warga kota"]
    scores = scorer.score(texts)
    assert len(scores) == 2
    assert all(0 <= score.probability(label) <= 1 for score in scores for label in LABELS)
    assert scores[0].hoax_sharing > scores[1].hoax_sharing


def test_encoder_that_is_not_on_the_disk_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere cannot be loaded from disk"):
        SentenceEncoder(tmp_path / "nowhere").encode(["a"])
