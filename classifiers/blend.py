"""Two readers of the same words, blended: a linear head, and the context model where it is asked.

The linear head reads every text. The context model costs more, so it is asked only about a text of
which the linear head is not sure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from classifiers.artefact import part
from classifiers.context import ContextModel
from classifiers.features import Words
from classifiers.head import Calibration, Floats, LinearHead
from classifiers.static_encoder import StaticEncoder

_ADDED = "correction"
_LOUDEST = 4.0


class Decider(Protocol):
    """What is asked for a second opinion: ``ContextModel`` as scoring reads it."""

    def decisions(self, task: str, batch: Sequence[Words]) -> Floats:
        """The decision of one task on every text."""


@dataclass(frozen=True, slots=True)
class Blend:
    """Of which task the second opinion is, how much it counts (0 to 1), and where it is asked.

    It is asked where the linear decision is from ``least`` to ``most``, that is not sure. An
    opinion beyond 4 counts as 4, so that the linear decision bounds what both can say.
    """

    task: str
    share: float
    least: float
    most: float

    def decisions(self, linear: Floats, second: Decider, batch: Sequence[Words]) -> Floats:
        """Blended decisions; those that are sure stay as they are."""
        asked = np.flatnonzero(self._unsure(linear))
        opinions = np.zeros(len(linear))
        opinions[asked] = second.decisions(self.task, [batch[row] for row in asked.tolist()])
        return self.mixed(linear, opinions)

    def mixed(self, linear: Floats, opinions: Floats) -> Floats:
        """The same where every opinion is at hand."""
        mixed: Floats = np.where(
            self._unsure(linear),
            (1 - self.share) * linear + self.share * np.clip(opinions, -_LOUDEST, _LOUDEST),
            linear,
        )
        return mixed

    def highest(self, linear: Floats) -> Floats:
        """The highest that any opinions could make the decisions."""
        return self.mixed(linear, np.full(len(linear), _LOUDEST))

    def _unsure(self, linear: Floats) -> NDArray[np.bool_]:
        unsure: NDArray[np.bool_] = (linear >= self.least) & (linear <= self.most)
        return unsure


@dataclass(frozen=True, slots=True)
class BlendedHead:
    """A linear head, a second opinion and the calibration of both together.

    ``correction`` is what an office's own decisions add to both (``classifiers.correction``).
    """

    linear: LinearHead
    context: ContextModel
    blend: Blend
    calibration: Calibration
    correction: LinearHead | None = None

    def decisions(self, batch: Sequence[Words]) -> Floats:
        """The uncalibrated decision of every text; above 0 is more yes than no."""
        linear = self.linear.decisions(batch)
        return self._corrected(self.blend.decisions(linear, self.context, batch), batch)

    def probabilities(self, batch: Sequence[Words]) -> Floats:
        """Calibrated probabilities (0 to 1), one a text."""
        return self.calibration.probabilities(self.decisions(batch))

    def ceilings(self, batch: Sequence[Words]) -> Floats:
        """What the probabilities could be at most, by the linear heads alone."""
        highest = self.blend.highest(self.linear.decisions(batch))
        return self.calibration.probabilities(self._corrected(highest, batch))

    def _corrected(self, decisions: Floats, batch: Sequence[Words]) -> Floats:
        if self.correction is None:
            return decisions
        return decisions + self.correction.decisions(batch)

    def contributions(self, batch: Sequence[Words]) -> list[Floats]:
        """Roughly how much each word raises the decision: a hint of the linear head alone."""
        return self.linear.contributions(batch)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The numbers of the linear heads; the context model is stored once, by itself."""
        added = {} if self.correction is None else self.correction.to_arrays()
        return self.linear.to_arrays() | {f"{_ADDED}.{name}": a for name, a in added.items()}

    def to_settings(self) -> dict[str, Any]:
        """Everything but the numbers."""
        return {
            "linear": self.linear.to_settings(),
            _ADDED: None if self.correction is None else self.correction.to_settings(),
            "blend": asdict(self.blend),
            "calibration": asdict(self.calibration),
        }

    @classmethod
    def rebuild(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        settings: Mapping[str, Any],
        encoder: StaticEncoder,
        context: ContextModel,
    ) -> BlendedHead:
        """The head that ``to_arrays`` and ``to_settings`` describe.

        Raises:
            ValueError: The head was trained with another encoder.
        """
        added = settings[_ADDED]
        return cls(
            LinearHead.rebuild(arrays, settings["linear"], encoder),
            context,
            Blend(**settings["blend"]),
            Calibration(**settings["calibration"]),
            added and LinearHead.rebuild(part(arrays, _ADDED), added, encoder),
        )
