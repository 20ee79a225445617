"""The penyelia's overview: figures with their intervals from what the store counted (ADR 0064).

Of the queue, of the work and of the machine; never of a person who posted, a candidate or a unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from config.rulebook import Label
from review.agreement import Agreement, agreement
from review.rates import Figure, rate
from store.decisions import ORDER
from store.overview import Facts, Found, Pace

PERIODS = (7, 30, 90)
"""Days one can look back."""
AHEAD = 7
"""Days of deadlines shown ahead."""
LABELS: tuple[Label, ...] = get_args(Label)
DECISIONS = ("indikasi_kuat", "bukan", "klarifikasi", "tidak_cukup_bukti")
ALL = "semua"
ENOUGH_CONTROLS = 30
"""Decided controls of a label below which nothing is estimated from them."""
ENOUGH_DECISIONS, TOO_ALIKE = 50, 0.98
"""From so many decisions on, a reviewer who says what the machine says in this share of them, or in
more, is worth a talk."""


@dataclass(frozen=True, slots=True)
class Load:
    """Open items of one step of review, and how many of them are past their deadline."""

    step: str
    items: int
    late: int


@dataclass(frozen=True, slots=True)
class Recall:
    """What the machine misses under a label, estimated from random controls.

    ``share`` of the decided controls were found to be an indication; ``missed`` are posts;
    ``recall`` is the share (0 to 1) of all indications that the machine put before people. Both are
    None while controls are too few or nothing tells how many posts were read.
    """

    label: str
    share: Figure
    caught: int
    missed: Figure | None
    recall: Figure | None


@dataclass(frozen=True, slots=True)
class Beside:
    """A reviewer (by code) beside the machine; ``alike`` where they agree nearly always."""

    reviewer: str
    same: Figure
    alike: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """All figures of a period of ``days``. ``per_day`` runs from its first day to the last,
    ``ahead`` from today on; counts are items, except in ``recalls``."""

    days: int
    load: tuple[Load, ...]
    ahead: tuple[tuple[date, int], ...]
    per_day: tuple[tuple[date, int], ...]
    by_label: tuple[tuple[str, Counter[str]], ...]
    pace: tuple[Pace, ...]
    agreements: tuple[tuple[str, Agreement], ...]
    beside: tuple[Beside, ...]
    skips: tuple[tuple[str, int], ...]
    undone: int
    recalls: tuple[Recall, ...]
    read: int

    @property
    def waiting(self) -> int:
        """Open items of every step."""
        return sum(one.items for one in self.load)

    @property
    def late(self) -> int:
        """Open items past their deadline."""
        return sum(one.late for one in self.load)

    @property
    def decided(self) -> int:
        """Items with a first decision in the period."""
        return sum(items for _, items in self.per_day)


def build(facts: Facts, read: int, today: date, days: int) -> Overview:
    """The overview of the ``days`` up to ``today`` (WIB); ``read`` is how many posts the machine
    read in them."""
    return Overview(
        days=days,
        load=tuple(_load(facts, step) for step in ORDER),
        ahead=_ahead(facts, today),
        per_day=_per_day(facts, today, days),
        by_label=tuple((label, _decided(facts, label)) for label in LABELS),
        pace=facts.pace,
        agreements=tuple((label, _agreement(facts, label)) for label in (ALL, *LABELS)),
        beside=tuple(_beside(one.reviewer, one.same, one.items) for one in facts.beside),
        skips=tuple((label, dict(facts.skips).get(label, 0)) for label in LABELS),
        undone=facts.undone,
        recalls=tuple(_recall(facts, label, read) for label in LABELS),
        read=read,
    )


def _load(facts: Facts, step: str) -> Load:
    here = [one for one in facts.waiting if one.step == step]
    return Load(step, sum(one.items for one in here), sum(one.late for one in here))


def _ahead(facts: Facts, today: date) -> tuple[tuple[date, int], ...]:
    due = Counter[date]()
    for one in facts.waiting:
        due[one.due] += one.items - one.late
    return tuple((day, due[day]) for day in _days(today, AHEAD))


def _per_day(facts: Facts, today: date, days: int) -> tuple[tuple[date, int], ...]:
    made = Counter[date]()
    for one in facts.made:
        made[one.day] += one.items
    return tuple((day, made[day]) for day in _days(today - timedelta(days=days), days + 1))


def _days(first: date, count: int) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range(count))


def _decided(facts: Facts, label: str) -> Counter[str]:
    words = Counter[str]()
    for one in facts.made:
        if one.label == label:
            words[one.decision] += one.items
    return words


def _agreement(facts: Facts, label: str) -> Agreement:
    pairs = Counter[tuple[str, str]]()
    for pair in facts.pairs:
        if label in (ALL, pair.label):
            pairs[pair.first, pair.second] += pair.items
    return agreement(pairs)


def _beside(reviewer: str, same: int, items: int) -> Beside:
    alike = items >= ENOUGH_DECISIONS and same / items >= TOO_ALIKE
    return Beside(reviewer, rate(same, items), alike)


def _recall(facts: Facts, label: str, read: int) -> Recall:
    drawn = _found(facts.found, label, control=True)
    flagged = _found(facts.found, label, control=False)
    share, unflagged = rate(drawn.yes, drawn.yes + drawn.no), read - facts.flagged
    if share.n < ENOUGH_CONTROLS or unflagged <= 0:
        return Recall(label, share, flagged.yes, None, None)
    missed = _each(share, lambda found: found * unflagged)
    if not flagged.yes:
        return Recall(label, share, 0, missed, None)
    recall = _each(missed, lambda posts: flagged.yes / (flagged.yes + posts))
    return Recall(label, share, flagged.yes, missed, recall)


def _each(figure: Figure, of: Callable[[float], float]) -> Figure:
    """A monotone function of a figure, with the interval it carries over."""
    ends = sorted((of(figure.low), of(figure.high)))
    value = None if figure.value is None else of(figure.value)
    return Figure(value, ends[0], ends[1], figure.n)


def _found(found: Sequence[Found], label: str, *, control: bool) -> Found:
    nothing = Found(label, control, 0, 0, 0)
    return next((x for x in found if (x.label, x.control) == (label, control)), nothing)
