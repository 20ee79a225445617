"""A challenger beside the models at work: is it worse on the frozen tests, and is it even-handed.

A challenger is not worse where, of every label and measure, the difference on the same rows is at
least -0.005 and the lower end of its interval (95 %, paired bootstrap) lies above -0.02. Beside
that the gates that need no labels must hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from classifiers.evaluation import Measured
from classifiers.evenhanded import candidates_alike, groups_alike, name_swaps
from classifiers.examples import Examples
from classifiers.frozen import frozen_hate, frozen_support
from classifiers.metrics import (
    Answers,
    Figure,
    Floats,
    Measure,
    Rows,
    average_precision,
    macro_f1,
    resampled,
)
from classifiers.models import Models
from classifiers.scorer import Scorer

LEAST_DIFFERENCE: Final = -0.005
LEAST_LOW: Final = -0.02
MOST_CHANGE: Final = 0.01
"""The change of a score that a swap of names may cause; more only where it already does."""
_MEASURES: Mapping[str, Measure] = {"average_precision": average_precision, "macro_f1": macro_f1}


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure of both on the same rows; ``gain`` is the challenger's minus the other's."""

    label: str
    measure: str
    current: float
    challenger: float
    gain: Figure

    @property
    def not_worse(self) -> bool:
        """Whether the rule of this module holds."""
        return self.gain.value >= LEAST_DIFFERENCE and self.gain.low > LEAST_LOW


@dataclass(frozen=True, slots=True)
class Gate:
    """Something that may be ``allowed`` at most, and what it is of both."""

    name: str
    current: float
    challenger: float
    allowed: float

    @property
    def holds(self) -> bool:
        """Whether the challenger keeps to what is allowed."""
        return self.challenger <= self.allowed


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of what was compared."""

    current: str
    challenger: str
    differences: tuple[Difference, ...]
    gates: tuple[Gate, ...]

    @property
    def reasons(self) -> list[str]:
        """Why the challenger must not be promoted; none where it may."""
        worse = [
            f"{one.label} {one.measure}: {one.gain.value:+.3f} (from {one.gain.low:+.3f})"
            for one in self.differences
            if not one.not_worse
        ]
        unfair = [
            f"{one.name}: {one.challenger:.4f}, allowed {one.allowed:.4f}"
            for one in self.gates
            if not one.holds
        ]
        return worse + unfair

    def to_json(self) -> dict[str, Any]:
        """For a machine, and for the audit chain: versions and numbers only."""
        return {
            "current": self.current,
            "challenger": self.challenger,
            "promotable": not self.reasons,
            "differences": [_difference(one) for one in self.differences],
            "gates": [_gate(one) for one in self.gates],
        }


def compare(challenger: Models, current: Models, frozen: Examples, written: Examples) -> Comparison:
    """Measure both on the ``frozen`` tests, and the gates on the ``written`` examples."""
    differences = (
        Difference(label, name, *_values(measure, answers, before, after))
        for label, answers, before, after in _scored(challenger, current, frozen)
        for name, measure in _MEASURES.items()
    )
    gates = _gates(_fairness(challenger, written), _fairness(current, written))
    return Comparison(current.version, challenger.version, tuple(differences), tuple(gates))


def gain(measure: Measure, answers: Answers, before: Floats, after: Floats) -> Figure:
    """What ``after`` has over ``before`` on the same rows, with a paired bootstrap interval."""

    def of(rows: Rows) -> float:
        return measure(answers[rows], after[rows]) - measure(answers[rows], before[rows])

    return resampled(of, len(answers))


def _scored(
    challenger: Models, current: Models, frozen: Examples
) -> Iterator[tuple[str, Answers, Floats, Floats]]:
    """Of each label with a frozen test: answers, and the probabilities of both."""
    parts = [
        (frozen_support(one, frozen)[0], frozen_hate(one, frozen)) for one in (current, challenger)
    ]
    for before, after in zip(*parts, strict=True):
        yield before.label, before.answers, before.probabilities, after.probabilities


def _values(
    measure: Measure, answers: Answers, before: Floats, after: Floats
) -> tuple[float, float, Figure]:
    return measure(answers, before), measure(answers, after), gain(measure, answers, before, after)


def _fairness(models: Models, written: Examples) -> dict[str, float]:
    """The gates' numbers by a name that does not depend on who the worst group is."""
    swaps = _named(candidates_alike(name_swaps(written, models), models))
    groups = _named(groups_alike(Scorer(models)))
    return {
        "name swap: decisions flipped": swaps["decisions_flipped"],
        "name swap: largest change": swaps["largest_change"],
        "groups: false alarms": groups["false_alarms"],
        "groups: false alarms on the worst": groups["false_alarms_worst_group"],
    }


def _gates(challenger: Mapping[str, float], current: Mapping[str, float]) -> Iterator[Gate]:
    """A flip is never allowed; of the rest as much as the models at work do already."""
    for name, before in current.items():
        allowed = {
            "name swap: decisions flipped": 0.0,
            "name swap: largest change": max(MOST_CHANGE, before),
        }.get(name, before)
        yield Gate(name, before, challenger[name], allowed)


def _named(found: list[Measured]) -> dict[str, float]:
    return {one.measure.partition(" (")[0]: one.figure.value for one in found}


def _difference(one: Difference) -> dict[str, Any]:
    sides = {"current": round(one.current, 4), "challenger": round(one.challenger, 4)}
    named = {"label": one.label, "measure": one.measure, **sides}
    return {**named, "gain": one.gain.rounded(), "not_worse": one.not_worse}


def _gate(one: Gate) -> dict[str, Any]:
    sides = {"current": round(one.current, 6), "challenger": round(one.challenger, 6)}
    return {"gate": one.name, **sides, "allowed": round(one.allowed, 6), "holds": one.holds}
