"""Where a case stands follows from what was decided in the present round and what happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from review.case_history import History
from store.cases import Case, CaseEvent, Kind
from store.decisions import FIRST, Decision
from store.flags import Flag, State
from tests.review.desk import flag_of

NOW = datetime(2031, 9, 3, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def decided(review_round: int, hours: int, decision: str = "indikasi_kuat") -> Decision:
    return Decision(
        flag_id="F-1",
        review_round=review_round,
        step=FIRST,
        decision=decision,
        reviewer="A01",
        reason="Sapaan",
        rulebook_row=None,
        decided_at=NOW + hours * HOUR,
    )


def event(kind: Kind, hours: int) -> CaseEvent:
    details = {"question": "Mengapa?", "text": "Tidak sengaja."}
    return CaseEvent(
        case_id="K-1", kind=kind, actor="P01", happened_at=NOW + hours * HOUR, details=details
    )


def flag(review_round: int = 1) -> Flag:
    facts = {name: getattr(flag_of(1), name) for name in flag_of(1).__slots__}
    return Flag(**facts, state=State.FINAL, review_round=review_round)


HISTORY = History(Case("K-1", "F-1", "P01", NOW), flag(), (decided(1, 1),), ())


@pytest.mark.parametrize(("hours", "valid"), [(0, 0), (1, 1), (2, 1)])
def test_letters_when_older_than_the_decision_then_they_do_not_count(
    hours: int, valid: int
) -> None:
    history = replace(HISTORY, events=(event(Kind.WRITTEN, hours), event(Kind.NOTED, 9)))
    assert len(history.letters) == valid
    assert history.situation.written is bool(valid)


def test_letters_when_a_new_round_has_not_decided_then_none_and_no_outcome() -> None:
    history = replace(HISTORY, flag=flag(2), events=(event(Kind.WRITTEN, 2),))
    assert (history.letters, history.outcome) == ((), None)


def test_outcome_when_two_rounds_decided_then_that_of_the_present_one() -> None:
    made = (decided(1, 1, "klarifikasi"), decided(2, 2, "bukan"))
    assert replace(HISTORY, flag=flag(2), decisions=made).outcome == "bukan"


def test_situation_when_a_question_was_answered_then_nothing_waits() -> None:
    asked = replace(HISTORY, events=(event(Kind.ASKED, 2),))
    answered = replace(HISTORY, events=(*asked.events, event(Kind.ANSWERED, 3)))
    assert (asked.situation.asked, answered.situation.asked) == (True, False)
