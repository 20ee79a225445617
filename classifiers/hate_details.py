"""What hate speech strikes: one person or a group, on what ground, and how hard.

Every answer supposes that the text is hate speech; whether it is, is the hate head's to say, and
nothing here can change that. Target and level follow Ibrohim & Budi (ALW 2019): weak is an insult
to one person, moderate one to a group, strong a call to harm or to drive out. The levels are
ordered by two heads, "at least moderate" and "strong" (Frank & Hall, ECML 2001), and a category has
a head of its own, since a text may have several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from classifiers.artefact import part
from classifiers.blocks import Block, rebuild_block
from classifiers.features import Words
from classifiers.head import Calibration, Floats
from classifiers.score import HateCategory, HateDetails, HateLevel, HateTarget
from classifiers.static_encoder import StaticEncoder

LEAST_HATE: Final = 0.3
"""The probability of hate speech from which a text has details."""
CATEGORIES: Final = get_args(HateCategory)
HEADS: Final = ("group", "serious", "strong", *CATEGORIES)
CLASSES: Final = (*get_args(HateTarget), *get_args(HateLevel), *CATEGORIES)
QUESTIONS: Final[Mapping[str, slice]] = {
    "target": slice(0, 2),
    "level": slice(2, 5),
    "category": slice(5, len(CLASSES)),
}
_LIKELY = 0.5

Table = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class HateDetailsModel:
    """All heads over the same blocks: ``weights`` has a row a column and a column a head.

    ``shown`` are the classes that are right often enough to be told to a person.
    """

    blocks: tuple[Block, ...]
    weights: tuple[Table, ...]
    bias: tuple[float, ...]
    calibrations: tuple[Calibration, ...] = (Calibration(),) * len(HEADS)
    shown: frozenset[str] = frozenset(CLASSES)

    def details(self, batch: Sequence[Words]) -> list[HateDetails]:
        """What each text strikes if it is hate speech."""
        found = self.probabilities(batch)
        told = chosen(found) & np.array([name in self.shown for name in CLASSES])
        return [_details(*row) for row in zip(found, told, strict=True)]

    def probabilities(self, batch: Sequence[Words]) -> Floats:
        """Calibrated probabilities (0 to 1): a row a text, a column a class."""
        return class_probabilities(self.decisions(batch), self.calibrations)

    def decisions(self, batch: Sequence[Words]) -> Floats:
        """Uncalibrated decisions: a row a text, a column a head."""
        total = np.tile(np.array(self.bias), (len(batch), 1))
        if len(batch):
            for block, weights in zip(self.blocks, self.weights, strict=True):
                total += block.matrix(batch) @ weights
        return total

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The numbers, in half precision."""
        return {
            f"{place}.{name}": array
            for place, (block, weights) in enumerate(zip(self.blocks, self.weights, strict=True))
            for name, array in (
                *block.to_arrays().items(),
                ("weights", weights.astype(np.float16)),
            )
        }

    def to_settings(self) -> dict[str, Any]:
        """Everything but the numbers, for the manifest."""
        return {
            "blocks": [block.to_settings() for block in self.blocks],
            "bias": list(self.bias),
            "calibrations": [asdict(one) for one in self.calibrations],
            "heads": list(HEADS),
            "shown": sorted(self.shown, key=CLASSES.index),
        }

    @classmethod
    def rebuild(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        settings: Mapping[str, Any],
        encoder: StaticEncoder,
    ) -> HateDetailsModel:
        """The model that ``to_arrays`` and ``to_settings`` describe.

        Raises:
            ValueError: It has other heads than this version of Netra.
        """
        if tuple(settings["heads"]) != HEADS:
            raise ValueError(f"expected the heads {', '.join(HEADS)}")
        parts = [part(arrays, str(place)) for place in range(len(settings["blocks"]))]
        pairs = zip(parts, settings["blocks"], strict=True)
        return cls(
            blocks=tuple(rebuild_block(own, spec, encoder) for own, spec in pairs),
            weights=tuple(own["weights"].astype(np.float32) for own in parts),
            bias=tuple(settings["bias"]),
            calibrations=tuple(Calibration(**one) for one in settings["calibrations"]),
            shown=frozenset(settings["shown"]),
        )


def class_probabilities(decisions: Floats, calibrations: Sequence[Calibration]) -> Floats:
    """A column a class from a column a head; targets add up to 1, and so do levels."""
    columns = zip(calibrations, decisions.T, strict=True)
    group, serious, strong, *categories = (one.probabilities(column) for one, column in columns)
    strong = np.minimum(strong, serious)
    ordered = (1 - group, group, 1 - serious, serious - strong, strong)
    return np.column_stack((*ordered, *categories))


def chosen(probabilities: Floats) -> NDArray[np.bool_]:
    """The likeliest target and level, and every category likelier than not."""
    said = probabilities >= _LIKELY
    for question in ("target", "level"):
        asked = probabilities[:, QUESTIONS[question]]
        said[:, QUESTIONS[question]] = np.arange(asked.shape[1]) == asked.argmax(axis=1)[:, None]
    return said


def _details(found: Floats, told: NDArray[np.bool_]) -> HateDetails:
    named = {
        question: [
            (CLASSES[place], float(found[place]))
            for place in range(len(CLASSES))[where]
            if told[place]
        ]
        for question, where in QUESTIONS.items()
    }
    target, target_probability = (*named["target"], (None, 0.0))[0]
    level, level_probability = (*named["level"], (None, 0.0))[0]
    return HateDetails(
        target=target,
        target_probability=target_probability,
        categories=tuple(sorted(named["category"], key=lambda one: -one[1])),
        level=level,
        level_probability=level_probability,
        serious=float(1 - found[CLASSES.index("weak")]),
    )
