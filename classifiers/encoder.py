"""Sentence vectors: the seam for any sentence-transformers model."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from classifiers.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_COMPARED, _ENOUGH_PAIRS = 400, 28
_TYPICAL = (0.1, 0.1)
_SMALL = 1e-6


class Encoder(Protocol):
    """Turns texts into vectors."""

    @property
    def name(self) -> str:
        """What a manifest records; vectors of different names are never compared."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length, shape ``(len(texts), dimensions)``."""


@dataclass(frozen=True, slots=True)
class Space:
    """Texts to compare others with, as one encoder sees them.

    Likeness is the cosine in spreads above the mean of the texts among themselves, so that it means
    about the same whatever the encoder.
    """

    encoder: Encoder | None
    vectors: NDArray[np.float32]
    mean: float
    spread: float

    @classmethod
    def of(cls, encoder: Encoder | None, texts: Sequence[str]) -> Space:
        """The space of ``texts``; with no encoder nothing is like anything (likeness 0)."""
        if encoder is None or not texts:
            return cls(None, np.zeros((len(texts), 0), dtype=np.float32), 0.0, 1.0)
        vectors = encoder.encode(texts)
        some = vectors[:_COMPARED]
        cosines = (some @ some.T)[np.triu_indices(len(some), 1)]
        if cosines.size < _ENOUGH_PAIRS:
            return cls(encoder, vectors, *_TYPICAL)
        return cls(encoder, vectors, float(cosines.mean()), max(float(cosines.std()), _SMALL))

    def likeness(
        self, texts: Sequence[str], rows: NDArray[np.int64], others: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """For each pair, of a row of ``texts`` and a text of the space, their likeness."""
        if self.encoder is None or not len(texts):
            return np.zeros(len(rows))
        vectors = self.encoder.encode(texts)
        cosines: NDArray[np.float64] = np.sum(
            vectors[rows] * self.vectors[others], axis=1, dtype=np.float64
        )
        return (cosines - self.mean) / self.spread


class SentenceEncoder:
    """A sentence-transformers model, by name or path, loaded when first used.

    Nothing is downloaded unless ``download`` is set: a model is otherwise read from the disk only.
    """

    def __init__(self, name_or_path: str | Path, *, download: bool = False) -> None:
        self.name = Path(name_or_path).name
        self._source = str(name_or_path)
        self._download = download
        self._model: SentenceTransformer | None = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length, shape ``(len(texts), dimensions)``.

        Raises:
            ModelError: The model is not on the disk, or is not a sentence-transformers model.
        """
        model = self._model or self._load()
        if not texts:
            return np.zeros((0, int(model.get_embedding_dimension() or 0)), dtype=np.float32)
        vectors: Any = model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vectors, dtype=np.float32)

    def _load(self) -> SentenceTransformer:
        if not self._download:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(
                self._source, device="cpu", local_files_only=not self._download
            )
        except (OSError, ValueError) as error:
            raise ModelError(
                f"encoder {self._source} cannot be loaded from disk ({type(error).__name__});"
                " give the path of a sentence-transformers model, or allow the download"
            ) from error
        self._model = model
        return model
