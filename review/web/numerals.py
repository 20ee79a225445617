"""Numbers as a reader of the language writes them: ``92,5 %`` or ``92.5 %``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from review.rates import Figure

NONE = "–"
"""Stands where there is no value."""
_UNITS = {"id": ("mnt", "jam", "hari"), "en": ("min", "h", "d")}


@dataclass(frozen=True, slots=True)
class Numerals:
    """``language`` is one of the page's."""

    language: str

    def number(self, value: float | None) -> str:
        """With two decimals, for what lies between -1 and 1."""
        return self._as(value, "0.00")

    def percent(self, value: float | None) -> str:
        """A share (0 to 1) in percent."""
        return NONE if value is None else f"{self._as(100 * value, '0.#')} %"

    def count(self, value: float | None) -> str:
        """A whole number, its thousands grouped."""
        return self._as(value, "#,##0")

    def duration(self, hours: float | None) -> str:
        """Minutes below two hours, hours below two days, days above."""
        if hours is None:
            return NONE
        minutes, whole, days = _UNITS[self.language]
        if hours < 2:
            return f"{self._as(60 * hours, '0.#')} {minutes}"
        if hours < 48:
            return f"{self._as(hours, '0.#')} {whole}"
        return f"{self._as(hours / 24, '0.#')} {days}"

    def shares(self, figure: Figure | None) -> str:
        """The interval of a share, such as ``3,1–9,8 %``."""
        return self._ends(figure, lambda end: self._as(100 * end, "0.#"), " %")

    def numbers(self, figure: Figure | None) -> str:
        """The interval of a number between -1 and 1."""
        return self._ends(figure, self.number)

    def counts(self, figure: Figure | None) -> str:
        """The interval of a count."""
        return self._ends(figure, self.count)

    def _ends(self, figure: Figure | None, text: Callable[[float], str], unit: str = "") -> str:
        if figure is None or figure.value is None:
            return NONE
        return f"{text(figure.low)}–{text(figure.high)}{unit}"

    def _as(self, value: float | None, pattern: str) -> str:
        from babel.numbers import format_decimal

        return NONE if value is None else format_decimal(value, pattern, self.language)
