"""A linear head: a calibrated yes or no from hashed grams, as plain arrays.

Training is scikit-learn's; scoring is this file and numpy. Each block of grams is scaled by inverse
document frequency to unit length, and the decision is the sum of its weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from classifiers.features import Grams, Words
from classifiers.views import VIEWS

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt's sigmoid: the probability of a decision ``z`` is ``1 / (1 + exp(-(a z + b)))``."""

    slope: float = 1.0
    intercept: float = 0.0

    def probabilities(self, decisions: Floats) -> Floats:
        """Probabilities (0 to 1), rising with the decisions."""
        return 1.0 / (1.0 + np.exp(-np.clip(self.slope * decisions + self.intercept, -60, 60)))


@dataclass(frozen=True, slots=True)
class Block:
    """Grams of one view of the words, with the scale (idf) of every column."""

    view: str
    grams: Grams
    scale: NDArray[np.float32]

    def matrix(self, batch: Sequence[Words]) -> csr_matrix:
        """Scaled rows of unit length; what a head is trained on."""
        from scipy.sparse import diags_array

        counts = self.grams.matrix(self._seen(batch))
        length = np.sqrt(counts @ np.square(self.scale))
        return (
            diags_array(1.0 / np.maximum(length, 1e-9)) @ counts @ diags_array(self.scale)
        ).tocsr()

    def decisions(self, batch: Sequence[Words], weights: NDArray[np.float32]) -> Floats:
        """``matrix(batch) @ (weights / scale)`` without building the matrix.

        ``weights`` are those of training times the scale.
        """
        total, length = np.zeros(len(batch)), np.zeros(len(batch))
        squares = np.square(self.scale)
        for rows, columns in self.grams.of(self._seen(batch)):
            total += np.bincount(rows, weights[columns], minlength=len(batch))
            length += np.bincount(rows, squares[columns], minlength=len(batch))
        return total / np.maximum(np.sqrt(length), 1e-9)

    def _seen(self, batch: Sequence[Words]) -> Sequence[Words]:
        return VIEWS[self.view](batch)


@dataclass(frozen=True, slots=True)
class LinearHead:
    """Blocks with their weights (scale already multiplied in), a bias and a calibration."""

    blocks: tuple[Block, ...]
    weights: tuple[NDArray[np.float32], ...]
    bias: float
    calibration: Calibration = Calibration()

    def decisions(self, batch: Sequence[Words]) -> Floats:
        """The uncalibrated decision of every text; above 0 is more yes than no."""
        total = np.full(len(batch), self.bias)
        if len(batch):
            for block, weights in zip(self.blocks, self.weights, strict=True):
                total += block.decisions(batch, weights)
        return total

    def probabilities(self, batch: Sequence[Words]) -> Floats:
        """Calibrated probabilities (0 to 1), one a text."""
        return self.calibration.probabilities(self.decisions(batch))

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The numbers, in half precision; half precision changes a decision by less than 0.01."""
        pairs = enumerate(zip(self.blocks, self.weights, strict=True))
        return {
            name: array.astype(np.float16)
            for place, (block, weights) in pairs
            for name, array in ((f"{place}.scale", block.scale), (f"{place}.weights", weights))
        }

    def to_settings(self) -> dict[str, Any]:
        """Everything but the numbers, for the manifest."""
        return {
            "blocks": [{"view": block.view, **asdict(block.grams)} for block in self.blocks],
            "bias": self.bias,
            "calibration": asdict(self.calibration),
        }

    @classmethod
    def rebuild(cls, arrays: Mapping[str, NDArray[Any]], settings: Mapping[str, Any]) -> LinearHead:
        """The head that ``to_arrays`` and ``to_settings`` describe."""
        blocks, weights = [], []
        for place, spec in enumerate(settings["blocks"]):
            grams = Grams(**{name: value for name, value in spec.items() if name != "view"})
            scale = arrays[f"{place}.scale"].astype(np.float32)
            blocks.append(Block(spec["view"], grams, scale))
            weights.append(arrays[f"{place}.weights"].astype(np.float32))
        calibration = Calibration(**settings["calibration"])
        return cls(tuple(blocks), tuple(weights), settings["bias"], calibration)
