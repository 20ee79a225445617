"""One judge a label: how probable the label is for a reading, and which words made it so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from classifiers.blend import BlendedHead
from classifiers.claims import ClaimIndex
from classifiers.features import Words
from classifiers.hate_details import HateDetailsModel
from classifiers.head import Floats
from classifiers.hoax import HoaxModel, Shares
from classifiers.mask import numbers_alike, sources
from classifiers.reading import Place, Reading
from classifiers.score import HateDetails, Label, Target
from classifiers.spans import joined
from classifiers.stem import stem
from classifiers.support import SupportModel


class Judge(Protocol):
    """What scoring needs to know of a label."""

    @property
    def label(self) -> Label:
        """The label judged."""

    def probabilities(self, readings: Sequence[Reading]) -> Floats:
        """The calibrated probability (0 to 1) of the label, one a reading."""

    def ceilings(self, readings: Sequence[Reading]) -> Floats:
        """What no probability exceeds, found without asking the second reader."""


@dataclass(frozen=True, slots=True)
class HateJudge:
    """Hate speech, with every candidate hidden and every number alike."""

    head: BlendedHead
    model: HateDetailsModel
    label: Label = "hate_speech"

    def probabilities(self, readings: Sequence[Reading]) -> Floats:
        """See ``Judge``."""
        return self.head.probabilities(self._words(readings))

    def ceilings(self, readings: Sequence[Reading]) -> Floats:
        """See ``Judge``."""
        return self.head.ceilings(self._words(readings))

    def details(self, readings: Sequence[Reading]) -> list[HateDetails]:
        """What each reading strikes, supposing that it is hate speech."""
        return self.model.details(self._words(readings))

    def places(self, readings: Sequence[Reading]) -> list[list[Place]]:
        """For each reading where the words stand that raised its probability, at most three."""
        pairs = zip(readings, self.head.contributions(self._words(readings)), strict=True)
        return [reading.places(joined(reading.hidden_sources(), each)) for reading, each in pairs]

    @staticmethod
    def _words(readings: Sequence[Reading]) -> list[list[str]]:
        return [numbers_alike(reading.hidden()) for reading in readings]


@dataclass(frozen=True, slots=True)
class SupportJudge:
    """Candidate support, in the contest where it is likeliest."""

    model: SupportModel
    label: Label = "candidate_support"

    def probabilities(self, readings: Sequence[Reading]) -> Floats:
        """See ``Judge``; 0 for a text that names no candidate and speaks of no election."""
        return likeliest(self.sides(readings))

    def ceilings(self, readings: Sequence[Reading]) -> Floats:
        """See ``Judge``."""
        return likeliest(self._contests(readings, self.model.partisan.ceilings))

    def sides(self, readings: Sequence[Reading]) -> list[list[float]]:
        """For each reading the probability of a side in each of the contests it touches."""
        return self._contests(readings, self.model.probabilities)

    def targets(
        self, readings: Sequence[Reading], sides: Sequence[Sequence[float]]
    ) -> list[tuple[Target, ...]]:
        """For each reading, whom it is for or against, likeliest first, given its ``sides``."""
        entries = [(row, entry) for row, r in enumerate(readings) for entry in r.touched]
        partisan = [side for own in sides for side in own]
        found: list[list[Target]] = [[] for _ in readings]
        for (row, _), targets in zip(
            entries, self.model.targets([e for _, e in entries], partisan), strict=True
        ):
            found[row] += targets
        return [tuple(sorted(targets, key=lambda t: -t.probability)) for targets in found]

    def places(
        self, readings: Sequence[Reading], sides: Sequence[Sequence[float]]
    ) -> list[list[Place]]:
        """For each reading where the words stand that raised its probability, at most three."""
        entries = [
            reading.touched[own.index(max(own))]
            for reading, own in zip(readings, sides, strict=True)
        ]
        raised = self.model.partisan.contributions([entry.masked() for entry in entries])
        found = zip(readings, entries, raised, strict=True)
        return [
            reading.places(joined(sources(len(entry.post.words), entry.links.mentions), each))
            for reading, entry, each in found
        ]

    @staticmethod
    def _contests(
        readings: Sequence[Reading], judged: Callable[[Sequence[Words]], Floats]
    ) -> list[list[float]]:
        touched = [reading.touched for reading in readings]
        masked = [entry.masked() for entries in touched for entry in entries]
        found = iter(judged(masked).tolist())
        return [[next(found) for _ in entries] for entries in touched]


@dataclass(frozen=True, slots=True)
class HoaxJudge:
    """Hoax sharing: passing on one of an office's debunked claims."""

    model: HoaxModel
    index: ClaimIndex
    label: Label = "hoax_sharing"

    def shares(self, readings: Sequence[Reading]) -> Shares:
        """The probability of each reading, and the claim it would be."""
        words = [reading.hidden() for reading in readings]
        return self.model.shares(words, [reading.text for reading in readings], self.index)

    def probabilities(self, readings: Sequence[Reading]) -> Floats:
        """See ``Judge``; 0 for a text near no claim."""
        return self.shares(readings).probabilities

    def ceilings(self, readings: Sequence[Reading]) -> Floats:
        """See ``Judge``: no second reader is asked."""
        return self.probabilities(readings)

    def places(self, readings: Sequence[Reading], claims: Sequence[int]) -> list[list[Place]]:
        """For each reading where the words of its claim stand, at most three places."""
        return [
            reading.places(
                joined(
                    reading.hidden_sources(), _claimed(reading.hidden(), self.index.words[claim])
                )
            )
            for reading, claim in zip(readings, claims, strict=True)
        ]


def _claimed(words: Sequence[str], claim: frozenset[str]) -> Floats:
    return np.array([float(stem(word) in claim) for word in words])


def likeliest(sides: Sequence[Sequence[float]]) -> Floats:
    """The greatest of each reading's probabilities; 0 where there is none."""
    return np.array([max(own, default=0.0) for own in sides], dtype=np.float64)
