"""Where a person stands towards an item, over every state and role."""

from __future__ import annotations

from datetime import timedelta

import pytest

from review.due import due
from review.errors import DecisionRejected
from review.roles import Role
from review.standing import (
    Standing,
    agreement,
    check_role,
    may_see_outcome,
    standing,
    undo_until,
    visible_decisions,
)
from store.decisions import FIRST, LAST, SECOND, STEPS, Decision
from store.dossier import Dossier
from store.errors import DecisionTaken
from store.flags import Flag, State
from store.leases import Lease
from store.moment import WIB
from tests.review.desk import START
from tests.store.make import new_flag

WITHIN = timedelta(minutes=10)
POST = new_flag(1)


def flag(state: State) -> Flag:
    facts = {name: getattr(POST, name) for name in POST.__dataclass_fields__}
    return Flag(**facts, state=state, review_round=1)


def made(step: str, reviewer: str, decision: str = "bukan") -> Decision:
    return Decision(
        flag_id=POST.flag_id,
        review_round=1,
        step=step,
        decision=decision,
        reviewer=reviewer,
        reason="",
        rulebook_row=None,
        decided_at=START,
    )


def dossier(state: State, *decided: Decision, holder: str | None = None) -> Dossier:
    one = flag(state)
    lease = Lease(one.flag_id, STEPS.get(state, ""), holder or "", START, START + WITHIN)
    return Dossier(
        flag=one,
        item=(one,),
        held=(lease,) if holder else (),
        made=decided,
        notes=(),
        changes=(),
        manifests={},
        page=None,
    )


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("role", Role)
def test_standing_when_any_state_and_role_then_only_who_may_decide_it_may_take_it(
    state: State, role: Role
) -> None:
    reviewing = {Role.ANALIS, Role.PENYELIA}
    allowed = {FIRST: reviewing, SECOND: reviewing, LAST: {Role.PENYELIA}}
    step = STEPS.get(state)
    if step is None:
        assert standing(dossier(state), "A01", role) is Standing.DECIDED
        with pytest.raises(DecisionTaken):
            check_role(flag(state), role)
    elif role in allowed[step]:
        assert standing(dossier(state), "A01", role) is Standing.FREE
        check_role(flag(state), role)
    else:
        assert standing(dossier(state), "A01", role) is Standing.NOT_THEIRS
        with pytest.raises(DecisionRejected):
            check_role(flag(state), role)


def test_standing_when_held_then_mine_or_anothers() -> None:
    held = dossier(State.DIKLAIM, holder="A01")
    assert standing(held, "A01", Role.ANALIS) is Standing.MINE
    assert standing(held, "A02", Role.ANALIS) is Standing.HELD


def test_standing_when_decided_before_then_the_second_review_is_not_theirs() -> None:
    second = dossier(State.TELAAH_KEDUA, made(FIRST, "A01"))
    assert standing(second, "A01", Role.ANALIS) is Standing.NOT_THEIRS
    assert standing(second, "A02", Role.ANALIS) is Standing.FREE


def test_outcome_when_a_step_is_open_then_only_for_who_decided() -> None:
    second = dossier(State.TELAAH_KEDUA, made(FIRST, "A01"))
    assert may_see_outcome(second, "A01", Role.ANALIS)
    assert not may_see_outcome(second, "A02", Role.ANALIS)
    assert not may_see_outcome(second, "P01", Role.PENYELIA)
    assert not may_see_outcome(second, "U01", Role.AUDITOR)


def test_outcome_when_closed_then_also_for_who_sees_cases_and_never_for_the_admin() -> None:
    closed = dossier(State.FINAL, made(FIRST, "A01"), made(SECOND, "A02"))
    assert may_see_outcome(closed, "P01", Role.PENYELIA)
    assert may_see_outcome(closed, "U01", Role.AUDITOR)
    assert not may_see_outcome(closed, "A03", Role.ANALIS)
    assert not may_see_outcome(closed, "D01", Role.ADMIN)


def test_decisions_when_a_second_review_is_open_then_ones_own_only() -> None:
    first = made(FIRST, "A01")
    assert visible_decisions(dossier(State.TELAAH_KEDUA, first), "A01") == (first,)
    assert visible_decisions(dossier(State.TELAAH_KEDUA, first), "A02") == ()


@pytest.mark.parametrize(
    ("state", "decided", "expected"),
    [
        (State.BUKAN, ["bukan"], "none"),
        (State.TELAAH_KEDUA, ["bukan"], "waiting"),
        (State.FINAL, ["bukan", "bukan"], "agree"),
        (State.BEDA_PENDAPAT, ["bukan", "klarifikasi"], "differ"),
        (State.FINAL, ["bukan", "klarifikasi", "bukan"], "differ"),
    ],
)
def test_agreement_when_reviewed_then_whether_the_two_came_to_the_same(
    state: State, decided: list[str], expected: str
) -> None:
    steps = zip((FIRST, SECOND, LAST), ("A01", "A02", "P01"), decided, strict=False)
    assert agreement(dossier(state, *(made(*step) for step in steps))) == expected


def test_undo_until_when_ones_own_and_in_time_then_the_end_of_its_minutes() -> None:
    own = [made(FIRST, "A01")]
    end = START + WITHIN
    assert undo_until(flag(State.BUKAN), own, "A01", end, WITHIN) == end
    assert undo_until(flag(State.BUKAN), own, "A02", START, WITHIN) is None
    assert undo_until(flag(State.BUKAN), own, "A01", end + timedelta(seconds=1), WITHIN) is None
    assert undo_until(flag(State.TELAAH_KEDUA), own, "A01", START, WITHIN) is None
    assert undo_until(flag(State.BUKAN), [], "A01", START, WITHIN) is None


@pytest.mark.parametrize(
    ("hours", "days", "tone"),
    [(72, 3, ""), (47, 2, "warn"), (1, 0, "warn"), (-1, 0, "danger"), (-49, -2, "danger")],
)
def test_due_when_near_then_it_warns_and_when_past_it_alarms(
    hours: int, days: int, tone: str
) -> None:
    noon = START.astimezone(WIB).replace(hour=12)
    found = due(noon + timedelta(hours=hours), noon)
    assert (found.days, found.tone, found.over) == (days, tone, max(-days, 0))
