"""A thousand actions of several people: nothing is lost, and the chain vouches for all."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import duckdb
import pytest

from review.claim import claim, release, sweep
from review.decide import Judgement, judge
from review.desk import Desk
from review.errors import ReviewError
from review.settle import settle
from review.undo import undo
from store import audit, decisions, flags
from store.errors import DecisionTaken, LeaseHeld
from tests.review.desk import Clock, Lots, flag_of, make_desk, put_flags

PEOPLE = ("A01", "A02", "A03", "P01")
ACTIONS, FLAGS = 1_000, 60
LEASE, UNDO = timedelta(minutes=5), timedelta(minutes=10)
REFUSED = (ReviewError, DecisionTaken, LeaseHeld)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, int]:
    """A desk after the thousand actions, and how many were refused."""
    clock = Clock()
    desk = make_desk(tmp_path_factory.mktemp("thousand") / "data", clock, Lots())
    wave = {n: f"W-{n // 3}" for n in range(0, 15)}
    posts = [(flag_of(n, wave_id=wave.get(n)), f"unggahan ke-{n}") for n in range(FLAGS)]
    ids = put_flags(desk, posts)
    dice, refused = random.Random(1), 0  # noqa: S311 - a test's dice
    # Held open beside, so that the file is not opened and checkpointed a thousand times.
    with duckdb.connect(str(desk.database.path)):
        for _ in range(ACTIONS):
            try:
                act_at_random(desk, clock, dice, dice.choice(PEOPLE), dice.choice(ids))
            except REFUSED:
                refused += 1
    return desk, refused


def act_at_random(desk: Desk, clock: Clock, dice: random.Random, who: str, flag_id: str) -> None:
    actions: list[Callable[[], object]] = [
        lambda: claim(desk.database, flag_id, who, clock(), LEASE),
        lambda: take_and_give_back(desk, clock, flag_id, who),
        lambda: judge(desk.database, flag_id, judgement(dice, who), clock()),
        lambda: judge(desk.database, flag_id, judgement(dice, who), clock()),
        lambda: decide_and_undo(desk, clock, dice, flag_id, who),
        lambda: move_on(desk, clock, dice),
    ]
    dice.choice(actions)()


def decide_and_undo(desk: Desk, clock: Clock, dice: random.Random, flag_id: str, who: str) -> None:
    judge(desk.database, flag_id, judgement(dice, who), clock())
    undo(desk.database, flag_id, who, clock(), UNDO, LEASE)


def take_and_give_back(desk: Desk, clock: Clock, flag_id: str, who: str) -> None:
    claim(desk.database, flag_id, who, clock(), LEASE)
    release(desk.database, flag_id, who, clock())


def judgement(dice: random.Random, who: str) -> Judgement:
    word = dice.choice(["bukan", "indikasi_kuat", "klarifikasi", "tidak_cukup_bukti"])
    return Judgement(
        decision=word, reviewer=who, reason="jelas", rulebook_row="B6", alone=dice.random() < 0.5
    )


def move_on(desk: Desk, clock: Clock, dice: random.Random) -> None:
    clock.advance(minutes=dice.choice([0, 1, 6]))
    with audit.recorded(desk.database) as connection:
        sweep(connection, clock())
        settle(connection, clock(), UNDO, 0.5, dice.random)


def test_thousand_actions_when_done_then_the_chain_and_every_decision_hold(
    worked: tuple[Desk, int],
) -> None:
    desk, refused = worked
    with desk.database.transaction() as connection:
        report = audit.verify(connection, audit.witnessed(desk.database))
        assert (report.ok, decisions.verify_all(connection)) == (True, [])
        events = connection.execute("SELECT event, count(*) FROM audit GROUP BY event").fetchall()
    counts = dict(events)
    assert refused < ACTIONS * 0.8, "too few actions were possible to show anything"
    assert counts["decision.made"] > 50
    assert {"item.claimed", "item.released", "decision.withdrawn", "item.final"} <= set(counts)


def test_thousand_actions_when_done_then_no_flag_is_lost_and_each_stands_where_it_was_put(
    worked: tuple[Desk, int],
) -> None:
    desk, _ = worked
    with desk.database.transaction() as connection:
        ids = [row[0] for row in connection.execute("SELECT flag_id FROM flags").fetchall()]
        assert len(ids) == len(set(ids)) == FLAGS
        for flag_id in ids:
            flag = flags.get(connection, flag_id)
            made = decisions.of_round(connection, flag)
            steps = [one.step for one in made]
            assert steps == [decisions.FIRST, decisions.SECOND, decisions.LAST][: len(steps)]
            assert len({one.reviewer for one in made}) == len(made)


@pytest.mark.parametrize("column", ["recorded_utc", "event", "actor", "subject", "details", "hash"])
def test_thousand_actions_when_any_row_is_altered_then_the_chain_names_it(
    worked: tuple[Desk, int], column: str
) -> None:
    desk, _ = worked
    changed = {
        "recorded_utc": "recorded_utc + INTERVAL 1 MICROSECOND",
        "details": "details || ' '",
        "hash": "reverse(hash)",
    }.get(column, f"{column} || 'x'")
    with desk.database.transaction() as connection:
        rows = range(1, audit.head(connection).seq + 1)
        picked = random.Random(column).sample(rows, 8)  # noqa: S311
        for seq in picked:
            was = connection.execute("SELECT * FROM audit WHERE seq = ?", [seq]).fetchone()
            connection.execute(
                f"UPDATE audit SET {column} = {changed} WHERE seq = ?",  # noqa: S608
                [seq],
            )
            broken = audit.verify(connection).broken
            assert broken is not None
            assert broken.seq == seq
            connection.execute("DELETE FROM audit WHERE seq = ?", [seq])
            assert was is not None
            connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", list(was))
        assert audit.verify(connection).ok
