"""What can be done with a case follows from where it stands, and from nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from review.case_steps import (
    Countdown,
    Situation,
    Status,
    Step,
    countdown,
    due,
    overdue,
    status,
    steps,
)
from review.states import Action, allowed
from store.case_rows import CaseRow
from store.flags import State
from tests.review.desk import ELECTION

NOW = datetime(2031, 9, 5, 3, 0, tzinfo=UTC)
IN_REVIEW = (
    State.BARU,
    State.DIKLAIM,
    State.INDIKASI_KUAT,
    State.BUKAN,
    State.TIDAK_CUKUP_BUKTI,
    State.TELAAH_KEDUA,
    State.BEDA_PENDAPAT,
)
EXPECTED: dict[tuple[State, str | None], str] = {
    (State.KLARIFIKASI, "klarifikasi"): "identitas tanya catat",
    (State.FINAL, "indikasi_kuat"): "identitas tanya dokumen catat tutup",
    (State.FINAL, "bukan"): "catat tutup",
    (State.FINAL, "tidak_cukup_bukti"): "catat tutup",
    (State.DIRUJUK, "indikasi_kuat"): "identitas dokumen hasil keberatan catat tutup",
    (State.KEBERATAN, "indikasi_kuat"): "identitas hasil putus catat",
    (State.DIKUATKAN, "indikasi_kuat"): "identitas hasil catat tutup",
    (State.DIBATALKAN, "indikasi_kuat"): "identitas hasil catat tutup",
    **{(state, None): "catat" for state in IN_REVIEW},
}
ROW = CaseRow(
    flag_id="F-1",
    case_id="K-2031-0001",
    label="candidate_support",
    platform="bluesky",
    state=State.FINAL,
    outcome="indikasi_kuat",
    deadline_at=NOW + timedelta(days=5),
    election_id=None,
    closed_at=None,
)


@pytest.mark.parametrize(("state", "outcome"), EXPECTED)
def test_steps_when_a_case_is_open_then_those_of_its_state(
    state: State, outcome: str | None
) -> None:
    found = steps(Situation(state=state, outcome=outcome))
    assert found == {Step(name) for name in EXPECTED[state, outcome].split()}


def test_steps_when_every_state_is_asked_then_none_is_forgotten() -> None:
    assert {state for state, _ in EXPECTED} == set(State)


@pytest.mark.parametrize("state", State)
def test_steps_when_closed_then_only_a_note_or_a_late_objection(state: State) -> None:
    found = steps(Situation(state=state, outcome="indikasi_kuat", closed=True, written=True))
    assert found == {Step.NOTE, Step.OBJECT} if state is State.DIRUJUK else {Step.NOTE}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("outcome", ["indikasi_kuat", "bukan", None])
@pytest.mark.parametrize("known", [False, True])
def test_steps_that_move_a_flag_are_legal_where_they_are_offered(
    state: State, outcome: str | None, known: bool
) -> None:
    moves = {
        Step.REFER: Action.REFER,
        Step.OBJECT: Action.OBJECT,
        Step.JUDGE: Action.UPHOLD,
    }
    found = steps(Situation(state=state, outcome=outcome, asked=known, written=known))
    assert all(moves[step] in allowed(state) for step in found & moves.keys())


def test_steps_when_a_document_states_the_decision_then_it_can_be_referred() -> None:
    final = Situation(state=State.FINAL, outcome="indikasi_kuat")
    assert Step.REFER not in steps(final)
    assert Step.REFER in steps(replace(final, written=True))


def test_steps_when_somebody_was_asked_then_an_answer_can_come() -> None:
    waiting = Situation(state=State.KLARIFIKASI, outcome="klarifikasi")
    assert Step.ANSWER not in steps(waiting)
    assert Step.ANSWER in steps(replace(waiting, asked=True))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"case_id": None}, Status.TO_OPEN),
        ({}, Status.TO_REFER),
        ({"outcome": "bukan"}, Status.NOTHING),
        ({"state": State.KLARIFIKASI}, Status.ASKED),
        ({"state": State.TELAAH_KEDUA}, Status.AGAIN),
        ({"state": State.DIRUJUK}, Status.REFERRED),
        ({"state": State.DIRUJUK, "closed_at": NOW}, Status.CLOSED),
    ],
)
def test_status_when_read_off_a_row_then_where_it_stands(
    changed: dict[str, object], expected: Status
) -> None:
    assert status(replace(ROW, **changed)) is expected  # type: ignore[arg-type]


def test_overdue_when_it_was_referred_in_time_then_not() -> None:
    late = replace(ROW, deadline_at=NOW - timedelta(days=1))
    assert overdue(late, NOW)
    assert not overdue(replace(late, state=State.DIRUJUK), NOW)
    assert not overdue(ROW, NOW)


def test_due_when_the_deadline_is_two_days_away_then_told() -> None:
    near, far = (replace(ROW, deadline_at=NOW + timedelta(days=days)) for days in (2, 3))
    assert due([near, far, replace(near, state=State.KEBERATAN)], NOW) == [near]


def test_countdown_when_the_election_counts_working_days_then_so() -> None:
    friday, friday_after = NOW, NOW + timedelta(days=7)
    working = ELECTION.model_copy(update={"report_days_are_working": True})
    assert countdown(friday, friday_after, ELECTION) == Countdown(7, working=False)
    assert countdown(friday, friday_after, working) == Countdown(5, working=True)
    assert countdown(friday_after, friday, working) == Countdown(-7, working=False)
