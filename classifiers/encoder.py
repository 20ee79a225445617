"""Sentence vectors: the seam for any sentence-transformers model."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from classifiers.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class Encoder(Protocol):
    """Turns texts into vectors."""

    @property
    def name(self) -> str:
        """What a manifest records; vectors of different names are never compared."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length, shape ``(len(texts), dimensions)``."""


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
                " give the path of a sentence-transformers model or allow the download in the settings"
            ) from error
        self._model = model
        return model
