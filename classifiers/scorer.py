"""The one door to scoring: texts in, three calibrated probabilities and their reasons out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers.artefact import SHIPPED
from classifiers.claims import Claim, ClaimIndex
from classifiers.contest import Contest
from classifiers.encoder import Encoder
from classifiers.hate_details import LEAST_HATE
from classifiers.head import Floats
from classifiers.judges import HateJudge, HoaxJudge, Judge, SupportJudge
from classifiers.language import abstention
from classifiers.models import Models
from classifiers.reading import Reader, Reading
from classifiers.score import LABELS, Abstention, HateDetails, Label, Score, Span, Target
from classifiers.spans import faithful
from classifiers.support import LEAST_TARGET

_BATCH = 1024
_EXPLAINED = 0.3
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

        Memory does not grow with the number of texts but for the scores themselves.
        """
        batches = (texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH))
        return [score for batch in batches for score in self._score(batch)]

    def _score(self, texts: Sequence[str]) -> list[Score]:
        readings = self._reader.read(texts)
        shares = self._hoax.shares(readings)
        found = {
            self._support.label: self._support.probabilities(readings),
            self._hate.label: self._hate.probabilities(readings),
            self._hoax.label: shares.probabilities,
        }
        peaks = {label: _Peaks.of(readings, each, len(texts)) for label, each in found.items()}
        batch = _Batch(texts, readings, peaks, self._abstentions(readings))
        return self._compose(batch, shares.claims)

    def _compose(self, batch: _Batch, claims: NDArray[np.int64]) -> list[Score]:
        support, hate, hoax = (batch.probabilities(label) for label in LABELS)
        targets = self._targets(batch, support)
        details = self._details(batch, hate)
        claimed = claims[batch.peaks["hoax_sharing"].readings]
        spans = self._spans(batch)
        return [
            Score(
                candidate_support=float(support[row]),
                hate_speech=float(hate[row]),
                hoax_sharing=float(hoax[row]),
                targets=targets.get(row, ()),
                hoax_claim=self._claim_id(claimed[row]) if hoax[row] >= _LEAST_CLAIM else None,
                spans=tuple(spans.get(row, ())),
                abstained=batch.abstained[row],
                hate_details=details.get(row),
            )
            for row in range(len(batch.texts))
        ]

    def _targets(self, batch: _Batch, support: Floats) -> dict[int, tuple[Target, ...]]:
        rows = np.flatnonzero(support >= LEAST_TARGET)
        readings = batch.at("candidate_support", rows)
        return dict(zip(rows.tolist(), self._support.targets(readings), strict=True))

    def _details(self, batch: _Batch, hate: Floats) -> dict[int, HateDetails]:
        rows = np.flatnonzero(hate >= LEAST_HATE)
        readings = batch.at("hate_speech", rows)
        return dict(zip(rows.tolist(), self._hate.details(readings), strict=True))

    def _spans(self, batch: _Batch) -> dict[int, list[Span]]:
        spans: dict[int, list[Span]] = {}
        for judge in (self._support, self._hate, self._hoax):
            found = batch.probabilities(judge.label)
            rows = np.flatnonzero(found >= _EXPLAINED)
            places = judge.places(batch.at(judge.label, rows))
            texts = [batch.texts[row] for row in rows.tolist()]
            kept = faithful(judge.label, texts, places, found[rows], partial(self._peak, judge))
            for row, own in zip(rows.tolist(), kept, strict=True):
                spans.setdefault(row, []).extend(own)
        return spans

    def _peak(self, judge: Judge, texts: Sequence[str]) -> Floats:
        readings = self._reader.read(texts)
        return _Peaks.of(readings, judge.probabilities(readings), len(texts)).probabilities

    def _claim_id(self, claim: int) -> str:
        return self._hoax.index.claims[claim].claim_id

    def _abstentions(self, readings: Sequence[Reading]) -> list[Abstention | None]:
        """The reason of each text's first reading; none for a text that names a candidate."""
        return [
            None
            if any(entry.links.naming for entry in reading.linked)
            else abstention(reading.post.words, self._lexicon)
            for reading in readings
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
    peaks: Mapping[Label, _Peaks]
    abstained: Sequence[Abstention | None]

    def probabilities(self, label: Label) -> Floats:
        """The probability of each text, 0 where it could not be scored."""
        silent = np.array([reason is not None for reason in self.abstained], dtype=bool)
        return np.where(silent, 0.0, self.peaks[label].probabilities)

    def at(self, label: Label, rows: NDArray[np.int64]) -> list[Reading]:
        """The likeliest readings of some texts."""
        return [self.readings[reading] for reading in self.peaks[label].readings[rows]]
