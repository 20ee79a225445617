"""Figures of the overview: what the machine misses, who goes with it, what waits."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.overview import ENOUGH_CONTROLS, ENOUGH_DECISIONS, Overview, build
from store.overview import Beside, Facts, Found, Made, Pair, Waiting

TODAY = date(2031, 9, 10)
SUPPORT = "candidate_support"
NOTHING = Facts((), (), (), (), (), (), (), 0, 0)


def overview(read: int = 0, days: int = 7, **facts: object) -> Overview:
    return build(replace(NOTHING, **facts), read, TODAY, days)  # type: ignore[arg-type]


def machine(yes: int, decided: int, caught: int, read: int = 10_100) -> Overview:
    found = (
        Found(SUPPORT, control=True, yes=yes, no=decided - yes, posts=decided),
        Found(SUPPORT, control=False, yes=caught, no=5, posts=100),
    )
    return overview(read, found=found, flagged=100)


def test_recall_when_worked_by_hand_then_the_same() -> None:
    """2 of 100 controls stand for 200 of the 10,000 posts not shown: 50 of 250 were caught."""
    one = machine(yes=2, decided=100, caught=50).recalls[0]
    assert one.missed is not None
    assert one.recall is not None
    assert one.missed.value == pytest.approx(200)
    assert one.recall.value == pytest.approx(0.2)
    assert one.recall.low < 0.2 < one.recall.high
    assert one.recall.high == pytest.approx(50 / (50 + one.missed.low))


def test_recall_when_no_control_was_found_then_its_low_end_still_doubts() -> None:
    one = machine(yes=0, decided=100, caught=50).recalls[0]
    assert one.recall is not None
    assert (one.recall.value, one.recall.high) == (1.0, 1.0)
    assert one.recall.low < 0.15


@pytest.mark.parametrize(
    ("decided", "caught", "read"),
    [(ENOUGH_CONTROLS - 1, 50, 10_100), (100, 0, 10_100), (100, 50, 0), (100, 50, 100)],
)
def test_recall_when_there_is_too_little_to_go_by_then_none(
    decided: int, caught: int, read: int
) -> None:
    assert machine(yes=1, decided=decided, caught=caught, read=read).recalls[0].recall is None


@given(st.integers(31, 400), st.integers(0, 30), st.integers(1, 500), st.integers(200, 10**6))
def test_recall_when_more_controls_are_found_then_lower_and_in_its_interval(
    decided: int, yes: int, caught: int, read: int
) -> None:
    fewer, more = (
        machine(found, decided, caught, read).recalls[0].recall for found in (yes, yes + 1)
    )
    assert fewer is not None
    assert more is not None
    assert (more.value or 0) < (fewer.value or 0)
    assert 0 <= more.low <= (more.value or 0) + 1e-12
    assert (more.value or 0) - 1e-12 <= more.high <= 1


@pytest.mark.parametrize(
    ("same", "items", "alike"),
    [
        (ENOUGH_DECISIONS, ENOUGH_DECISIONS, True),
        (ENOUGH_DECISIONS - 1, ENOUGH_DECISIONS - 1, False),
        (98, 100, True),
        (97, 100, False),
    ],
)
def test_beside_when_nearly_always_the_machine_and_often_enough_then_alarm(
    same: int, items: int, alike: bool
) -> None:
    (one,) = overview(beside=(Beside("A01", same, items),)).beside
    assert one.alike is alike


def test_load_when_items_wait_then_by_step_with_their_late_ones_and_days_ahead() -> None:
    made = overview(
        waiting=(
            Waiting("telaah_pertama", SUPPORT, date(2031, 9, 9), 4, 4),
            Waiting("telaah_pertama", "hate_speech", TODAY, 3, 1),
            Waiting("telaah_kedua", SUPPORT, date(2031, 9, 12), 2, 0),
        )
    )
    assert [(one.step, one.items, one.late) for one in made.load] == [
        ("telaah_pertama", 7, 5),
        ("telaah_kedua", 2, 0),
        ("telaah_penyelia", 0, 0),
    ]
    assert (made.waiting, made.late) == (9, 5)
    assert made.ahead[0] == (TODAY, 2)
    assert made.ahead[2] == (date(2031, 9, 12), 2)
    assert len(made.ahead) == 7


def test_decided_when_counted_then_every_day_stands_there_also_the_empty_ones() -> None:
    made = overview(
        made=(
            Made(date(2031, 9, 9), SUPPORT, "bukan", 3),
            Made(date(2031, 9, 9), "hate_speech", "indikasi_kuat", 2),
        )
    )
    assert made.decided == 5
    assert [n for _, n in made.per_day] == [0, 0, 0, 0, 0, 0, 5, 0]
    assert made.by_label[0] == (SUPPORT, Counter({"bukan": 3}))


def test_agreements_when_labels_differ_then_each_and_all_together() -> None:
    pairs = (Pair(SUPPORT, "bukan", "bukan", 3), Pair("hate_speech", "bukan", "klarifikasi", 1))
    made = dict(overview(pairs=pairs).agreements)
    assert made["semua"].raw.value == pytest.approx(0.75)
    assert made[SUPPORT].raw.value == 1
    assert made["hate_speech"].raw.value == 0
    assert made["hoax_sharing"].raw.n == 0
