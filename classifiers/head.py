"""A linear head: a calibrated yes or no from blocks of columns, as plain arrays.

Training is scikit-learn's; scoring is this file and numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.artefact import part
from classifiers.blocks import Block, Floats, Weights, rebuild_block
from classifiers.features import Words
from classifiers.static_encoder import StaticEncoder

__all__ = ["Calibration", "Floats", "LinearHead"]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt's sigmoid: the probability of a decision ``z`` is ``1 / (1 + exp(-(a z + b)))``."""

    slope: float = 1.0
    intercept: float = 0.0

    def probabilities(self, decisions: Floats) -> Floats:
        """Probabilities (0 to 1), rising with the decisions."""
        return 1.0 / (1.0 + np.exp(-np.clip(self.slope * decisions + self.intercept, -60, 60)))


@dataclass(frozen=True, slots=True)
class LinearHead:
    """Blocks with their weights, a bias and a calibration."""

    blocks: tuple[Block, ...]
    weights: tuple[Weights, ...]
    bias: float
    calibration: Calibration = Calibration()

    def decisions(self, batch: Sequence[Words]) -> Floats:
        """The uncalibrated decision of every text; above 0 is more yes than no."""
        total = np.full(len(batch), self.bias)
        if len(batch):
            for block, weights in zip(self.blocks, self.weights, strict=True):
                total += block.decisions(batch, weights)
        return total

    def contributions(self, batch: Sequence[Words]) -> list[Floats]:
        """Roughly how much each word raises the decision; at best a hint, to be checked."""
        if not batch:
            return []
        added = np.zeros(sum(map(len, batch)))
        for block, weights in zip(self.blocks, self.weights, strict=True):
            added += block.contributions(batch, weights)
        return np.split(added, np.cumsum([len(words) for words in batch])[:-1])

    def probabilities(self, batch: Sequence[Words]) -> Floats:
        """Calibrated probabilities (0 to 1), one a text."""
        return self.calibration.probabilities(self.decisions(batch))

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The numbers, in half precision; half precision changes a decision by less than 0.01."""
        pairs = enumerate(zip(self.blocks, self.weights, strict=True))
        return {
            f"{place}.{name}": array
            for place, (block, weights) in pairs
            for name, array in (
                *block.to_arrays().items(),
                ("weights", weights.astype(np.float16)),
            )
        }

    def to_settings(self) -> dict[str, Any]:
        """Everything but the numbers, for the manifest."""
        return {
            "blocks": [block.to_settings() for block in self.blocks],
            "bias": self.bias,
            "calibration": asdict(self.calibration),
        }

    @classmethod
    def rebuild(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        settings: Mapping[str, Any],
        encoder: StaticEncoder,
    ) -> LinearHead:
        """The head that ``to_arrays`` and ``to_settings`` describe.

        Raises:
            ValueError: The head was trained with another encoder.
        """
        parts = [part(arrays, str(place)) for place in range(len(settings["blocks"]))]
        blocks = [
            rebuild_block(own, spec, encoder)
            for own, spec in zip(parts, settings["blocks"], strict=True)
        ]
        weights = [own["weights"].astype(np.float32) for own in parts]
        calibration = Calibration(**settings["calibration"])
        return cls(tuple(blocks), tuple(weights), settings["bias"], calibration)
