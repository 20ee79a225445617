"""The shipped sentence encoder, read with numpy alone: the mean of its pieces' vectors.

The same folder loads as a sentence-transformers model and gives the same vectors; this reader needs
neither torch nor its seconds of start-up.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from classifiers import artefact

_SMALL = 1e-9


class StaticEncoder:
    """A checked folder of token vectors (``embeddings``) with their ``weights``."""

    def __init__(self, folder: Path) -> None:
        """Read the folder; raises ModelError as ``artefact.load`` does."""
        loaded = artefact.load(folder, weights="model.safetensors")
        self.name = folder.name
        self.digest = loaded.digest
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._vectors = loaded.arrays["embeddings"].astype(np.float32)
        self._vectors *= loaded.arrays["weights"][:, None]

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._vectors.shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length (0 for a text without pieces), one row a text."""
        rows = [encoded.ids for encoded in self._tokenizer.encode_batch_fast(list(texts))]
        lengths = np.fromiter(map(len, rows), np.int64, count=len(rows))
        pieces = np.fromiter((piece for row in rows for piece in row), np.int64)
        sums = np.zeros((len(rows), self.dimensions), dtype=np.float32)
        filled = np.flatnonzero(lengths)
        if filled.size:
            starts = (np.cumsum(lengths) - lengths)[filled]
            sums[filled] = np.add.reduceat(self._vectors[pieces], starts, axis=0)
        norms = np.sqrt(np.square(sums).sum(axis=1, keepdims=True))
        unit: NDArray[np.float32] = sums / np.maximum(norms, np.float32(_SMALL))
        return unit
