"""Answers beside probabilities on rows that the model had not seen: what figures are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from classifiers.evaluation import Measured, measured
from classifiers.head import Floats
from classifiers.metrics import (
    Answers,
    Figure,
    Measure,
    Rows,
    average_precision,
    bootstrapped,
    calibration_error,
    macro_f1,
    recall_at,
    share,
)

DECISION = 0.5
_FALSE_SHARE = 0.05
_BRIEF, _LONG = 60, 140


@dataclass(frozen=True, slots=True)
class Unseen:
    """Rows of one label. ``kinds`` says of each row what it is (language, source, form, ...)."""

    label: str
    on: str
    answers: Answers
    probabilities: Floats
    kinds: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def two_sided(self) -> bool:
        """Whether there are rows of both answers; a rank means nothing otherwise."""
        return 0 < int(self.answers.sum()) < len(self.answers)

    def take(self, rows: Rows, on: str = "") -> Unseen:
        """Some of the rows, perhaps by another name."""
        kinds = {kind: [of[row] for row in rows.tolist()] for kind, of in self.kinds.items()}
        return Unseen(
            self.label, on or self.on, self.answers[rows], self.probabilities[rows], kinds
        )

    def figures(self) -> list[Measured]:
        """What does not depend on a threshold that somebody chose, but for the F1 at 0.5."""
        measures: dict[str, Measure] = {
            "average_precision": average_precision,
            "macro_f1": macro_f1,
            "recall_at_5_percent_false": partial(recall_at, _FALSE_SHARE),
            "calibration_error": calibration_error,
        }
        if not self.two_sided:
            del measures["average_precision"], measures["recall_at_5_percent_false"]
        found = ((name, self._bootstrapped(measure)) for name, measure in measures.items())
        return measured(self.label, self.on, found)

    def at(self, threshold: float, name: str) -> list[Measured]:
        """Precision, recall and the share of the others flagged, at a threshold called ``name``."""
        flagged = self.probabilities >= threshold
        found = [
            (f"precision_{name}", share(self.answers[flagged])),
            (f"recall_{name}", share(flagged[self.answers])),
            (f"false_share_{name}", share(flagged[~self.answers])),
        ]
        return measured(self.label, self.on, found)

    def parts(self) -> list[Measured]:
        """The share decided rightly at 0.5, and the average precision, by every kind.

        A kind of which all rows are alike says nothing and is left out.
        """
        several = [kind for kind, of in self.kinds.items() if len(set(of)) > 1]
        return [one for kind in several for one in self._parts(kind)]

    def _parts(self, kind: str) -> Iterator[Measured]:
        values = np.array(self.kinds[kind])
        right = (self.probabilities >= DECISION) == self.answers
        for value in np.unique(values).tolist():
            rows = np.flatnonzero(values == value)
            named = f"by_{kind}: {value or 'none'}"
            yield Measured(self.label, f"right_{named}", share(right[rows]), self.on)
            part = self.take(rows)
            if part.two_sided:
                figure = part._bootstrapped(average_precision)
                yield Measured(self.label, f"average_precision_{named}", figure, self.on)

    def _bootstrapped(self, measure: Measure) -> Figure:
        return bootstrapped(measure, self.answers, self.probabilities)


def lengths(texts: Sequence[str]) -> list[str]:
    """Brief, middling or long: up to 60 characters, up to 140, more."""
    return [
        "brief" if len(t) <= _BRIEF else "long" if len(t) > _LONG else "middling" for t in texts
    ]
