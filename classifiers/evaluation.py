"""What was measured of the models, in one shape for people and for machines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classifiers.metrics import Figure

if TYPE_CHECKING:
    from classifiers.unseen import Unseen

_COLUMNS = ("label", "measure", "value (95 % interval)", "cases", "measured on")


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure: of which label, what it measures, and on what."""

    label: str
    measure: str
    figure: Figure
    on: str

    def to_json(self) -> dict[str, Any]:
        """For a machine."""
        names = {"label": self.label, "measure": self.measure, "measured_on": self.on}
        return {**names, **self.figure.rounded()}

    def to_row(self) -> tuple[str, ...]:
        """For a person."""
        figure = self.figure
        value = f"{_short(figure.value)} ({_short(figure.low)} to {_short(figure.high)})"
        return self.label, self.measure.replace("_", " "), value, f"{figure.cases:,}", self.on


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of the models of one version.

    ``notes`` say what was left out and why; ``curves`` are what reliability is drawn from.
    """

    version: str
    figures: tuple[Measured, ...]
    notes: tuple[str, ...] = ()
    curves: tuple[Unseen, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """``model_version``, ``notes`` and ``figures``, each with its interval and cases."""
        return {
            "model_version": self.version,
            "figures": [one.to_json() for one in self.figures],
            "notes": list(self.notes),
        }

    def table(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Columns and rows."""
        return _COLUMNS, [one.to_row() for one in self.figures]


def measured(label: str, on: str, figures: Iterable[tuple[str, Figure]]) -> list[Measured]:
    """Figures of one label, all measured on the same."""
    return [Measured(label, name, figure, on) for name, figure in figures]


def _short(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 10 else f"{number:.3f}"
