"""Training the shipped sentence encoder: a static sentence-transformers model for Indonesian.

A text's vector is the mean of its pieces' vectors. The pieces are learnt from
``unlabelled.parquet`` (``encoder_words``), what they mean from ``pairs.parquet`` (``encoder_fit``);
all of it on a CPU.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from classifiers import artefact
from classifiers.data import digest
from classifiers.encoder_data import PAIRS, TITLES, UNLABELLED, EncoderData, Pairs, encoder_data
from classifiers.encoder_fit import Grades, Partners, Spans, Task, fit_vectors
from classifiers.encoder_words import (
    UNKNOWN,
    Ragged,
    first_vectors,
    learn_vocabulary,
    tokenise,
)

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Progress = Callable[[str], None]

_CODE = ("encoder_data.py", "encoder_fit.py", "encoder_words.py", "train_encoder.py")
_PACKAGES = ("numpy", "scipy", "scikit-learn", "tokenizers", "sentence-transformers", "safetensors")
_LONG_ENOUGH = 10

# Shares of the training steps. What was written by people in Indonesian counts above what a machine
# translated; each of the seven regional languages has its part.
_ALIKE = {TITLES: 0.10, "nli": 0.07, "informal-formal": 0.05, "sts (machine-translated)": 0.05}
_LARGE_TRANSLATION, _SMALL_TRANSLATION, _LARGE = 0.06, 0.02, 1000
_GRADED = {"sts (machine-translated)": 0.06, "nli": 0.05, "entailment (WReTE)": 0.01}
_SPANS = 0.40


@dataclass(frozen=True, slots=True)
class Size:
    """How large a model, and how long it learns."""

    vocabulary: int = 28_000
    dimensions: int = 224
    steps: int = 1_500
    batch: int = 512
    rate: float = 3e-3


def train_encoder(
    datasets: Path,
    out: Path,
    *,
    seed: int = 0,
    size: Size | None = None,
    progress: Progress = lambda _: None,
) -> None:
    """Train the encoder and write it to ``out``, a folder that sentence-transformers can load.

    The same data, seed and versions give the same files. Held-out pairs are not read for training.
    About four minutes on two cores at the default size. ``progress`` is told what is being done.

    Raises:
        ExampleError: A data set is not what training expects.
    """
    progress("encoder: data")
    data = encoder_data(datasets)
    tokenizer, vectors = fit_encoder(data, size or Size(), seed=seed, progress=progress)
    progress("encoder: write")
    origin = {
        "code_sha256": digest(Path(__file__).parent / name for name in _CODE),
        "data_sha256": digest(datasets / name for name in (PAIRS, UNLABELLED)),
        "seed": seed,
        "versions": {name: version(name) for name in _PACKAGES},
    }
    save_encoder(out, tokenizer, vectors, origin)


def fit_encoder(
    data: EncoderData, size: Size, *, seed: int, progress: Progress = lambda _: None
) -> tuple[Tokenizer, NDArray[np.float32]]:
    """The tokenizer and one vector a token."""
    progress("encoder: vocabulary")
    tokenizer = learn_vocabulary(data.texts, size.vocabulary)
    texts = tokenise(tokenizer, data.texts)
    progress("encoder: first vectors")
    pieces = tokenizer.get_vocab_size()
    first = first_vectors(texts, pieces, min(size.dimensions, pieces - 1), seed=seed)
    progress("encoder: meaning")
    spans = Spans(texts.take(np.flatnonzero(texts.lengths >= _LONG_ENOUGH)), _SPANS)
    tasks = [spans, *_tasks(data.train, tokenizer)]
    vectors = fit_vectors(
        first, tasks, steps=size.steps, batch=size.batch, rate=size.rate, seed=seed
    )
    vectors[tokenizer.token_to_id(UNKNOWN)] = 0.0
    return tokenizer, vectors


def _tasks(train: Mapping[str, Pairs], tokenizer: Tokenizer) -> list[Task]:
    tasks: list[Task] = []
    for kind, pairs in train.items():
        alike = pairs.alike()
        if steps := _alike_steps(kind, len(alike)):
            tasks.append(Partners(*_read(tokenizer, alike.left, alike.right), steps))
        if kind in _GRADED:
            read = _read(tokenizer, pairs.left, pairs.right)
            tasks.append(Grades(*read, pairs.scores, _GRADED[kind]))
    return tasks


def _alike_steps(kind: str, pairs: int) -> float:
    if kind.startswith("translation"):
        return _LARGE_TRANSLATION if pairs >= _LARGE else _SMALL_TRANSLATION
    return _ALIKE.get(kind, 0.0)


def _read(tokenizer: Tokenizer, left: Sequence[str], right: Sequence[str]) -> tuple[Ragged, Ragged]:
    return tokenise(tokenizer, left), tokenise(tokenizer, right)


def save_encoder(
    folder: Path, tokenizer: Tokenizer, vectors: NDArray[np.float32], origin: Mapping[str, Any]
) -> None:
    """Write a sentence-transformers folder with a manifest of the SHA-256 of every file.

    Vectors are whole numbers of eight bits with one scale a row, in the layout that
    ``StaticEmbedding`` reads by itself: ``embeddings`` times ``weights``.
    """
    from safetensors.numpy import save as to_bytes

    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127.0
    whole = np.rint(vectors / scales[:, None]).astype(np.int8)
    numbers = to_bytes({"embeddings": whole, "weights": scales.astype(np.float32)})
    module = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
    files = {
        "model.safetensors": numbers,
        "tokenizer.json": tokenizer.to_str().encode(),
        "modules.json": _json([{"idx": 0, "name": "0", "path": "", "type": module}]),
        "config_sentence_transformers.json": _json({"similarity_fn_name": "cosine"}),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    settings = {"pieces": len(vectors), "dimensions": vectors.shape[1]}
    hashes = {name: artefact.sha256(content) for name, content in files.items()}
    (folder / "manifest.json").write_bytes(_json({"files": hashes, "settings": settings, **origin}))


def _json(content: Any) -> bytes:
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"
