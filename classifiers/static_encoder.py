"""The shipped sentence encoder, read with numpy alone: the mean of its pieces' vectors.

The same folder loads as a sentence-transformers model and gives the same vectors; this reader needs
neither torch nor its seconds of start-up.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from classifiers import artefact

_SMALL = 1e-9
# Characters of words whose pieces are remembered: some 200,000 words, 40 MB.
_REMEMBERED = 1_500_000


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
        self._known: dict[str, tuple[int, ...]] = {}
        self._held = 0

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._vectors.shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length (0 for a text without pieces), one row a text."""
        rows = self._pieces(texts)
        lengths = np.fromiter(map(len, rows), np.int64, count=len(rows))
        pieces = np.fromiter(chain.from_iterable(rows), np.int64, count=int(lengths.sum()))
        sums = np.zeros((len(rows), self.dimensions), dtype=np.float32)
        filled = np.flatnonzero(lengths)
        if filled.size:
            starts = (np.cumsum(lengths) - lengths)[filled]
            sums[filled] = np.add.reduceat(self._vectors[pieces], starts, axis=0)
        norms = np.sqrt(np.square(sums).sum(axis=1, keepdims=True))
        unit: NDArray[np.float32] = sums / np.maximum(norms, np.float32(_SMALL))
        return unit

    def _pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """The pieces of every text: those of its words, since no piece reaches over a space."""
        if self._held > _REMEMBERED:
            self._known.clear()
            self._held = 0
        split = [text.split(" ") for text in texts]
        self._learn({word for words in split for word in words if word not in self._known})
        known = self._known
        return [[piece for word in words for piece in known[word]] for words in split]

    def _learn(self, new: set[str]) -> None:
        listed = list(new)
        pieces = [tuple(found.ids) for found in self._tokenizer.encode_batch_fast(listed)]
        self._known.update(zip(listed, pieces, strict=True))
        self._held += sum(map(len, listed))
