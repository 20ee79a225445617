"""The one door to scoring: texts in, three calibrated probabilities and their reasons out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from classifiers.artefact import SHIPPED
from classifiers.claims import Claim, ClaimIndex
from classifiers.contest import Contest
from classifiers.encoder import Encoder
from classifiers.hate_details import LEAST_HATE
from classifiers.head import Floats
from classifiers.judges import HateJudge, HoaxJudge, SupportJudge, likeliest
from classifiers.language import abstention
from classifiers.models import Models
from classifiers.reading import Place, Reader, Reading
from classifiers.score import LABELS, Abstention, HateDetails, Label, Score, Span, Target
from classifiers.spans import faithful
from classifiers.support import LEAST_TARGET

_BATCH = 2048
_EXPLAINED = 0.5
_LEAST_CLAIM = 0.1


class Scorer:
    """Scores texts for the three labels, against the contests and claims of an office."""

    def __init__(
        self,
        models: Models,
        contests: Sequence[Contest] = (),
        claims: Sequence[Claim] = (),
        encoder: Encoder | None = None,
    ) -> None:
        self.version = models.version
        self._lexicon = models.normaliser.lexicon
        self._reader = Reader(models.normaliser, contests)
        self._support = SupportJudge(models.support)
        self._hate = HateJudge(models.hate, models.hate_details)
        index = ClaimIndex(
            claims, models.normaliser, encoder or models.encoder, self._reader.hidden
        )
        self._hoax = HoaxJudge(models.hoax, index)
        self._alone = Lock()

    @classmethod
    def load(
        cls,
        models_dir: Path | None = None,
        *,
        contests: Sequence[Contest] = (),
        claims: Sequence[Claim] = (),
        encoder: Encoder | None = None,
    ) -> Scorer:
        """A scorer with the models of ``models_dir``; the shipped ones by default.

        Raises:
            ModelError: A model's file is missing, or is not the one that its manifest names.
        """
        return cls(Models.load(models_dir or SHIPPED), contests, claims, encoder)

    def score(self, texts: Sequence[str]) -> list[Score]:
        """One score a text, in order, for any text at all.

        Memory does not grow with the number of texts but for the scores themselves. Threads that
        share a scorer take turns by the batch, since what it remembers of words is shared.
        """
        batches = (texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH))
        return [score for batch in batches for score in self._score(batch)]

    def _score(self, texts: Sequence[str]) -> list[Score]:
        with self._alone:
            return self._judged(texts)

    def _judged(self, texts: Sequence[str]) -> list[Score]:
        readings = self._reader.read(texts)
        sides, shares = self._support.sides(readings), self._hoax.shares(readings)
        found = {
            self._support.label: likeliest(sides),
            self._hate.label: self._hate.probabilities(readings),
            self._hoax.label: shares.probabilities,
        }
        reasons = self._reasons(readings)
        heard = np.array([reason is None for reason in reasons])
        peaks = {
            label: _Peaks.of(readings, np.where(heard, each, 0.0), len(texts))
            for label, each in found.items()
        }
        silent = _silent(readings, reasons)
        return self._compose(_Batch(texts, readings, sides, shares.claims.tolist(), peaks, silent))

    def _compose(self, batch: _Batch) -> list[Score]:
        support, hate, hoax = (batch.probabilities(label) for label in LABELS)
        targets, claims, spans = self._targets(batch), self._claims(batch), self._spans(batch)
        details = self._details(batch)
        return [
            Score(
                candidate_support=support[row],
                hate_speech=hate[row],
                hoax_sharing=hoax[row],
                targets=targets.get(row, ()),
                hoax_claim=claims.get(row),
                hate_details=details.get(row),
                spans=tuple(spans.get(row, ())),
                abstained=batch.abstained[row],
            )
            for row in range(len(batch.texts))
        ]

    def _targets(self, batch: _Batch) -> dict[int, tuple[Target, ...]]:
        rows, numbers = batch.likely("candidate_support", LEAST_TARGET)
        sides = [batch.sides[number] for number in numbers]
        found = self._support.targets([batch.readings[number] for number in numbers], sides)
        return dict(zip(rows, found, strict=True))

    def _claims(self, batch: _Batch) -> dict[int, str]:
        rows, numbers = batch.likely("hoax_sharing", _LEAST_CLAIM)
        claims = self._hoax.index.claims
        return {
            row: claims[batch.claims[number]].claim_id
            for row, number in zip(rows, numbers, strict=True)
        }

    def _details(self, batch: _Batch) -> dict[int, HateDetails]:
        rows, numbers = batch.likely("hate_speech", LEAST_HATE)
        found = self._hate.details([batch.readings[number] for number in numbers])
        return dict(zip(rows, found, strict=True))

    def _spans(self, batch: _Batch) -> dict[int, list[Span]]:
        spans: dict[int, list[Span]] = {}
        for judge in (self._support, self._hate, self._hoax):
            rows, numbers = batch.likely(judge.label, _EXPLAINED)
            found = batch.probabilities(judge.label)
            kept = faithful(
                judge.label,
                [batch.texts[row] for row in rows],
                self._places(batch, judge.label, numbers),
                [found[row] for row in rows],
                partial(self._peak, judge.ceilings),
                partial(self._peak, judge.probabilities),
            )
            for row, own in zip(rows, kept, strict=True):
                spans.setdefault(row, []).extend(own)
        return spans

    def _places(self, batch: _Batch, label: Label, numbers: Sequence[int]) -> list[list[Place]]:
        readings = [batch.readings[number] for number in numbers]
        if label == self._support.label:
            return self._support.places(readings, [batch.sides[number] for number in numbers])
        if label == self._hoax.label:
            return self._hoax.places(readings, [batch.claims[number] for number in numbers])
        return self._hate.places(readings)

    def _peak(self, judged: Callable[[Sequence[Reading]], Floats], texts: Sequence[str]) -> Floats:
        readings = self._reader.read(texts)
        return _Peaks.of(readings, judged(readings), len(texts)).probabilities

    def _reasons(self, readings: Sequence[Reading]) -> list[Abstention | None]:
        """Why each reading says nothing; none does so whose text names a candidate anywhere."""
        naming = {
            reading.row
            for reading in readings
            if any(entry.links.naming for entry in reading.linked)
        }
        return [
            None if reading.row in naming else abstention(reading.post.words, self._lexicon)
            for reading in readings
        ]


def _silent(
    readings: Sequence[Reading], reasons: Sequence[Abstention | None]
) -> list[Abstention | None]:
    """The reason of each text's first reading, for a text of which no reading says anything."""
    heard = {
        reading.row for reading, reason in zip(readings, reasons, strict=True) if reason is None
    }
    return [
        None if reading.row in heard else reason
        for reading, reason in zip(readings, reasons, strict=True)
        if reading.post.first == 0
    ]


@dataclass(frozen=True, slots=True)
class _Peaks:
    """For each text its likeliest reading, by number, and that reading's probability."""

    readings: NDArray[np.int64]
    probabilities: Floats

    @classmethod
    def of(cls, readings: Sequence[Reading], probabilities: Floats, texts: int) -> _Peaks:
        rows = np.fromiter((reading.row for reading in readings), np.int64, count=len(readings))
        order = np.lexsort((-probabilities, rows))
        first = order[np.searchsorted(rows[order], np.arange(texts))]
        return cls(first, probabilities[first])


@dataclass(frozen=True, slots=True)
class _Batch:
    """Texts being scored: what was read of them and found in them."""

    texts: Sequence[str]
    readings: Sequence[Reading]
    sides: Sequence[Sequence[float]]
    claims: Sequence[int]
    peaks: Mapping[Label, _Peaks]
    abstained: Sequence[Abstention | None]

    def probabilities(self, label: Label) -> list[float]:
        """The probability of each text, 0 where it could not be scored."""
        found: list[float] = self.peaks[label].probabilities.tolist()
        return found

    def likely(self, label: Label, least: float) -> tuple[list[int], list[int]]:
        """The texts of at least a probability, and the numbers of their likeliest readings."""
        found = enumerate(self.probabilities(label))
        rows = [row for row, probability in found if probability >= least]
        return rows, self.peaks[label].readings[rows].tolist()
