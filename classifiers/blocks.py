"""What a linear head is made of: blocks of columns, each taken from one way of reading a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from classifiers.features import Grams, Words
from classifiers.static_encoder import StaticEncoder
from classifiers.views import SOURCES, VIEWS

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
Weights = NDArray[np.float32]

_SMALL = 1e-9


class Block(Protocol):
    """Columns of a head. ``matrix`` is for training; the rest gives the same without a matrix."""

    @property
    def columns(self) -> int:
        """How many columns the block has."""

    def matrix(self, batch: Sequence[Words]) -> csr_matrix:
        """One row a text, of unit length (before any emphasis) or empty."""

    def fused(self, coefficients: Floats) -> Weights:
        """The coefficients of ``matrix`` as ``decisions`` wants them."""

    def decisions(self, batch: Sequence[Words], weights: Weights) -> Floats:
        """What the block adds to the decision on each text."""

    def contributions(self, batch: Sequence[Words], weights: Weights) -> Floats:
        """Roughly how much each word of all texts adds, up to a positive factor of its text."""

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The block's own numbers."""

    def to_settings(self) -> dict[str, Any]:
        """Everything but the numbers."""


@dataclass(frozen=True, slots=True)
class GramBlock:
    """Grams of one view of the words, scaled by inverse document frequency.

    ``emphasis`` stretches columns for training alone; once fused into the weights it is not kept.
    """

    view: str
    grams: Grams
    scale: Weights
    emphasis: Weights | None = None
    _squares: Weights = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_squares", np.square(self.scale))

    @property
    def columns(self) -> int:
        """See ``Block``."""
        return self.grams.columns

    def matrix(self, batch: Sequence[Words]) -> csr_matrix:
        """See ``Block``."""
        from scipy.sparse import diags_array

        counts = self.grams.matrix(self._seen(batch))
        length = np.maximum(np.sqrt(counts @ self._squares), _SMALL)
        scaled: csr_matrix = diags_array(1.0 / length) @ counts @ diags_array(self._stretch())
        return scaled.tocsr()

    def fused(self, coefficients: Floats) -> Weights:
        """See ``Block``: the scale and the emphasis multiplied in."""
        return (coefficients * self._stretch()).astype(np.float32)

    def decisions(self, batch: Sequence[Words], weights: Weights) -> Floats:
        """See ``Block``."""
        total, squares = self.grams.sums(self._seen(batch), weights, self._squares)
        return total / np.maximum(np.sqrt(squares), _SMALL)

    def contributions(self, batch: Sequence[Words], weights: Weights) -> Floats:
        """See ``Block``. A gram counts for the word in its middle.

        A view of the text as a whole adds to no word.
        """
        spread = np.zeros(sum(map(len, batch)))
        if self.view in SOURCES:
            spread[self._sources(batch)] = self._added(self._seen(batch), weights)
        return spread

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """See ``Block``."""
        return {"scale": self.scale.astype(np.float16)}

    def to_settings(self) -> dict[str, Any]:
        """See ``Block``."""
        return {"view": self.view, **asdict(self.grams)}

    def _sources(self, batch: Sequence[Words]) -> NDArray[np.int64]:
        starts = accumulate(map(len, batch), initial=0)
        places = [
            start + place
            for start, words in zip(starts, batch, strict=False)
            for place in SOURCES[self.view](words)
        ]
        return np.array(places, dtype=np.int64)

    def _added(self, seen: Sequence[Words], weights: Weights) -> Floats:
        word_of_unit = self.grams.word_of_unit(seen)
        added = np.zeros(sum(map(len, seen)))
        for gram in self.grams.of(seen):
            middle = word_of_unit[gram.starts + gram.length // 2]
            added += np.bincount(middle, weights[gram.columns], minlength=len(added))
        return added

    def _stretch(self) -> Weights:
        return self.scale if self.emphasis is None else self.scale * self.emphasis

    def _seen(self, batch: Sequence[Words]) -> Sequence[Words]:
        return [VIEWS[self.view](words) for words in batch]


@dataclass(frozen=True, slots=True)
class VectorBlock:
    """The sentence vector of the words; slots and numbers have no part in it."""

    encoder: StaticEncoder

    @property
    def columns(self) -> int:
        """See ``Block``."""
        return self.encoder.dimensions

    def matrix(self, batch: Sequence[Words]) -> csr_matrix:
        """See ``Block``."""
        from scipy.sparse import csr_matrix

        return csr_matrix(self._vectors(batch))

    def fused(self, coefficients: Floats) -> Weights:
        """See ``Block``."""
        return coefficients.astype(np.float32)

    def decisions(self, batch: Sequence[Words], weights: Weights) -> Floats:
        """See ``Block``. Row by row: a matrix product would round by the size of the batch."""
        decisions: Floats = np.sum(self._vectors(batch) * weights, axis=1, dtype=np.float64)
        return decisions

    def contributions(
        self,
        batch: Sequence[Words],
        weights: Weights,  # noqa: ARG002
    ) -> Floats:
        """See ``Block``: nothing, the vector is the text's as a whole."""
        return np.zeros(sum(map(len, batch)))

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """See ``Block``: the encoder is stored once, by itself."""
        return {}

    def to_settings(self) -> dict[str, Any]:
        """See ``Block``."""
        return {"encoder": self.encoder.digest}

    def _vectors(self, batch: Sequence[Words]) -> NDArray[np.float32]:
        return self.encoder.encode([" ".join(words) for words in batch])


def rebuild_block(
    arrays: Mapping[str, NDArray[Any]], settings: Mapping[str, Any], encoder: StaticEncoder
) -> Block:
    """The block that ``to_arrays`` and ``to_settings`` describe.

    Raises:
        ValueError: The block was trained with another encoder.
    """
    if "encoder" in settings:
        if settings["encoder"] != encoder.digest:
            raise ValueError(f"trained with another encoder than {encoder.name}")
        return VectorBlock(encoder)
    grams = Grams(**{name: value for name, value in settings.items() if name != "view"})
    return GramBlock(settings["view"], grams, arrays["scale"].astype(np.float32))
