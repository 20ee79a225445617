"""Claims, decisions, undoing and settling by several people at once: laws that hold in any order
of events, over the real database with a clock that the test moves."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from review import claim
from review.decide import Judgement, judge
from review.errors import ReviewError
from review.next import Search, skip, take_next
from review.settle import settle
from review.states import MOVES
from review.undo import undo
from store import audit, decisions, flags, leases
from store.decisions import FIRST, LAST, SECOND
from store.errors import StoreError
from store.flags import Flag, State
from store.folder import DataFolder
from store.waiting import Wanted
from tests.store.make import MOMENT, new_flag

LEASE, UNDO = timedelta(minutes=5), timedelta(minutes=10)
PEOPLE = st.sampled_from(("A01", "A02", "A03", "P01"))
POSTS = (
    new_flag(1, wave_id="W-1"),
    new_flag(2, wave_id="W-1"),
    new_flag(3, wave_id="W-1"),
    new_flag(4),
    new_flag(1, "hate_speech", wave_id="W-1"),
)
FLAGS = st.sampled_from([post.flag_id for post in POSTS])
STEPS = (FIRST, SECOND, LAST)
LEGAL = {(source, goal) for (source, _), goal in MOVES.items()}
# What one event of this machine may do to a flag: deciding what nobody holds claims it on the way,
# and coming for the next item first puts back what ran out.
REACHED = LEGAL | {
    (source, beyond) for source, goal in LEGAL for middle, beyond in LEGAL if middle is goal
}


class Reviewing(RuleBasedStateMachine):
    """Several people, one queue."""

    template: Path

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        shutil.copytree(self.template, self.root / "data")
        self.folder = DataFolder.open(self.root / "data")
        self.now = MOMENT
        with self.folder.database.transaction() as connection:
            flags.raise_flags(connection, POSTS)
        self.before = {post.flag_id: State.BARU for post in POSTS}
        self.laws()

    def teardown(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)

    def attempt(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except (StoreError, ReviewError):
            return False
        return True

    @rule(minutes=st.sampled_from((1, 3, 5, 6, 11)))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(flag_id=FLAGS, person=PEOPLE)
    def take(self, flag_id: str, person: str) -> None:
        others = self.holders(flag_id) - {person}
        taken = self.attempt(
            lambda: claim.claim(self.folder.database, flag_id, person, self.now, LEASE)
        )
        assert not (taken and others)

    @rule(flag_id=FLAGS, person=PEOPLE)
    def renew(self, flag_id: str, person: str) -> None:
        mine = self.holders(flag_id) == {person}
        renewed = self.attempt(
            lambda: claim.renew(self.folder.database, flag_id, person, self.now, LEASE)
        )
        assert renewed == mine

    @rule(flag_id=FLAGS, person=PEOPLE)
    def release(self, flag_id: str, person: str) -> None:
        others = self.holders(flag_id) - {person}
        claim.release(self.folder.database, flag_id, person, self.now)
        self.laws()
        assert self.holders(flag_id) == others

    @rule(
        flag_id=FLAGS,
        person=PEOPLE,
        decision=st.sampled_from(("bukan", "indikasi_kuat", "tidak_cukup_bukti", "klarifikasi")),
        alone=st.booleans(),
    )
    def decide(self, flag_id: str, person: str, decision: str, alone: bool) -> None:
        others = self.holders(flag_id) - {person}
        judgement = Judgement(
            decision=decision, reviewer=person, reason="uji", rulebook_row="B6", alone=alone
        )
        made = self.attempt(lambda: judge(self.folder.database, flag_id, judgement, self.now))
        assert not (made and others)

    @rule(flag_id=FLAGS, person=PEOPLE)
    def undo(self, flag_id: str, person: str) -> None:
        latest = self.decisions[flag_id][-1:]
        undone = self.attempt(
            lambda: undo(self.folder.database, flag_id, person, self.now, UNDO, LEASE)
        )
        if undone:
            self.laws()
            assert [one.reviewer for one in latest] == [person]
            assert self.now - latest[0].decided_at <= UNDO
            assert self.holders(flag_id) == {person}

    @rule(flag_id=FLAGS, person=PEOPLE)
    def skip(self, flag_id: str, person: str) -> None:
        mine = person in self.holders(flag_id)
        skipped = self.attempt(lambda: skip(self.folder.database, flag_id, self.search(person)))
        assert skipped == mine

    @rule(person=PEOPLE)
    def take_next(self, person: str) -> None:
        with audit.recorded(self.folder.database) as connection:
            found = take_next(connection, self.search(person))
        self.laws()
        assert found is None or self.holders(found) == {person}

    @rule(lot=st.floats(0, 0.99))
    def settle(self, lot: float) -> None:
        with audit.recorded(self.folder.database) as connection:
            settle(connection, self.now, UNDO, 0.3, lambda: lot)

    @invariant()
    def laws(self) -> None:
        """Read once after every event: opening the database takes most of the time."""
        with self.folder.database.transaction() as connection:
            self.flags = flags.get_all(connection, [post.flag_id for post in POSTS])
            self.decisions = decisions.of_rounds(connection, self.flags)
            self.leases = [
                *leases.live(connection, self.now),
                *leases.run_out(connection, self.now),
            ]
            assert decisions.verify_all(connection) == []
            assert audit.verify(connection, audit.witnessed(self.folder.database)).ok
        self.every_change_of_state_was_legal()
        for flag in self.flags:
            self.only_open_steps_are_held(flag)
            self.decisions_and_state_agree(flag)

    def every_change_of_state_was_legal(self) -> None:
        now = {flag.flag_id: flag.state for flag in self.flags}
        assert now.keys() == self.before.keys()
        for flag_id, state in now.items():
            assert state is self.before[flag_id] or (self.before[flag_id], state) in REACHED
        self.before = now

    def only_open_steps_are_held(self, flag: Flag) -> None:
        steps = [lease.step for lease in self.leases if lease.flag_id == flag.flag_id]
        assert steps in ([], [decisions.STEPS.get(flag.state)])
        assert flag.state is not State.DIKLAIM or steps

    def decisions_and_state_agree(self, flag: Flag) -> None:
        made = self.decisions[flag.flag_id]
        steps = [one.step for one in made]
        assert steps == list(STEPS[: len(steps)])
        assert len({one.reviewer for one in made}) == len(steps)
        open_step = decisions.STEPS.get(flag.state)
        assert open_step not in steps
        assert (open_step == FIRST) == (not steps)

    def holders(self, flag_id: str) -> set[str]:
        """Who held the item of this flag after the last event, and still does."""
        asked = next(flag for flag in self.flags if flag.flag_id == flag_id)
        item = {
            flag.flag_id
            for flag in self.flags
            if flag.flag_id == flag_id
            or (
                (flag.wave_id, flag.label) == (asked.wave_id, asked.label)
                and asked.wave_id
                and decisions.STEPS.get(flag.state, flag.state)
                == decisions.STEPS.get(asked.state, asked.state)
            )
        }
        return {x.holder for x in self.leases if x.flag_id in item and x.until > self.now}

    def search(self, person: str) -> Search:
        wanted = Wanted(step=FIRST, person=person, now=self.now)
        return Search(wanted, STEPS if person == "P01" else STEPS[:2], LEASE)


def test_several_people_when_anything_happens_in_any_order_then_the_laws_hold(
    tmp_path: Path,
) -> None:
    Reviewing.template = tmp_path / "template"
    DataFolder.create(Reviewing.template)
    run_state_machine_as_test(
        Reviewing,
        settings=settings(
            max_examples=6,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
