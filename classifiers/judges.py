"""One judge a label: how probable the label is for a reading, and which words made it so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from classifiers.claims import ClaimIndex
from classifiers.hate_details import HateDetailsModel
from classifiers.head import Floats, LinearHead
from classifiers.hoax import HoaxModel, Shares
from classifiers.mask import numbers_alike, sources
from classifiers.reading import Place, Reading
from classifiers.score import HateDetails, Label, Target
from classifiers.spans import joined
from classifiers.stem import stem
from classifiers.support import Linked, SupportModel


class Judge(Protocol):
    """What scoring needs to know of a label."""

    @property
    def label(self) -> Label:
        """The label judged."""

    def probabilities(self, readings: Sequence[Reading]) -> Floats:
        """The calibrated probability (0 to 1) of the label, one a reading."""

    def places(self, readings: Sequence[Reading]) -> list[list[Place]]:
        """For each reading where the words stand that raised its probability, at most three."""


@dataclass(frozen=True, slots=True)
class HateJudge:
    """Hate speech, with every candidate hidden and every number alike."""

    head: LinearHead
    model: HateDetailsModel
    label: Label = "hate_speech"

    def probabilities(self, readings: Sequence[Reading]) -> Floats:
        """See ``Judge``."""
        return self.head.probabilities([numbers_alike(reading.hidden()) for reading in readings])

    def details(self, readings: Sequence[Reading]) -> list[HateDetails]:
        """What each reading strikes, supposing that it is hate speech."""
        return self.model.details([numbers_alike(reading.hidden()) for reading in readings])

    def places(self, readings: Sequence[Reading]) -> list[list[Place]]:
        """See ``Judge``."""
        raised = self.head.contributions([numbers_alike(r.hidden()) for r in readings])
        pairs = zip(readings, raised, strict=True)
        return [joined(reading.hidden_places(), each) for reading, each in pairs]


@dataclass(frozen=True, slots=True)
class SupportJudge:
    """Candidate support, in the contest where it is likeliest."""

    model: SupportModel
    label: Label = "candidate_support"

    def probabilities(self, readings: Sequence[Reading]) -> Floats:
        """See ``Judge``; 0 for a text that names no candidate and speaks of no election."""
        probabilities = np.zeros(len(readings))
        pairs = _pairs(readings)
        np.maximum.at(
            probabilities,
            [row for row, _ in pairs],
            self.model.probabilities([words for _, words in pairs]),
        )
        return probabilities

    def targets(self, readings: Sequence[Reading]) -> list[tuple[Target, ...]]:
        """For each reading, whom it is for or against, likeliest first."""
        entries = [(row, entry) for row, r in enumerate(readings) for entry in r.touched]
        found: list[list[Target]] = [[] for _ in readings]
        for (row, _), targets in zip(
            entries, self.model.targets([e for _, e in entries]), strict=True
        ):
            found[row] += targets
        return [tuple(sorted(targets, key=lambda t: -t.probability)) for targets in found]

    def places(self, readings: Sequence[Reading]) -> list[list[Place]]:
        """See ``Judge``."""
        entries = [self._likeliest(reading.touched) for reading in readings]
        raised = self.model.partisan.contributions([entry.masked() for entry in entries])
        found = zip(readings, entries, raised, strict=True)
        return [
            joined(reading.places(sources(len(entry.post.words), entry.links.mentions)), each)
            for reading, entry, each in found
        ]

    def _likeliest(self, entries: Sequence[Linked]) -> Linked:
        if len(entries) == 1:
            return entries[0]
        found = self.model.probabilities([entry.masked() for entry in entries])
        return entries[int(found.argmax())]


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

    def places(self, readings: Sequence[Reading]) -> list[list[Place]]:
        """For each reading where the claim's own words stand, at most three places."""
        claims = self.shares(readings).claims.tolist()
        return [
            joined(reading.hidden_places(), _claimed(reading.hidden(), self.index.words[claim]))
            for reading, claim in zip(readings, claims, strict=True)
        ]


def _claimed(words: Sequence[str], claim: frozenset[str]) -> Floats:
    return np.array([float(stem(word) in claim) for word in words])


def _pairs(readings: Sequence[Reading]) -> list[tuple[int, list[str]]]:
    return [(row, entry.masked()) for row, r in enumerate(readings) for entry in r.touched]
