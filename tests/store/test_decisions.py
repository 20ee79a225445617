"""Decisions: one per step, and none changed without the chain saying so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from store import audit, decisions, flags
from store.decisions import FIRST, LAST, SECOND, Decision
from store.errors import DecisionTaken
from store.flags import State
from tests.store.make import MOMENT, new_flag

if TYPE_CHECKING:
    import duckdb

    from store.folder import DataFolder

    Connection = duckdb.DuckDBPyConnection

DECISION = Decision(
    flag_id="F-1",
    review_round=1,
    step=FIRST,
    decision="indikasi_kuat",
    reviewer="analis-7",
    reason="Mengajak memilih",
    rulebook_row="B6",
    decided_at=MOMENT,
)


def test_add_when_read_back_then_as_given_with_its_row_of_the_chain(
    connection: Connection,
) -> None:
    digest = decisions.add(connection, DECISION)
    assert decisions.of_flag(connection, "F-1") == [replace(DECISION, audit_hash=digest)]
    assert audit.head(connection).hash == digest


@pytest.mark.parametrize("reviewer", ["analis-7", "analis-8"])
def test_add_when_the_step_was_decided_then_refused_and_nothing_stays(
    folder: DataFolder, reviewer: str
) -> None:
    with folder.database.transaction() as connection:
        decisions.add(connection, DECISION)
    again = replace(DECISION, reviewer=reviewer, decision="bukan")
    with (
        pytest.raises(DecisionTaken, match="F-1"),
        folder.database.transaction() as connection,
    ):
        decisions.add(connection, again)
    with folder.database.transaction() as connection:
        assert [one.decision for one in decisions.of_flag(connection, "F-1")] == ["indikasi_kuat"]
        assert audit.verify(connection).rows == 1


def test_add_when_another_step_or_round_then_allowed(connection: Connection) -> None:
    decisions.add(connection, DECISION)
    decisions.add(connection, replace(DECISION, step=SECOND))
    decisions.add(connection, replace(DECISION, review_round=2))
    assert len(decisions.of_flag(connection, "F-1")) == 3
    assert decisions.verify_all(connection) == []


def test_add_when_done_then_the_reason_itself_is_not_in_the_chain(connection: Connection) -> None:
    decisions.add(connection, DECISION)
    rows = connection.execute("SELECT * FROM audit").fetchall()
    assert "Mengajak" not in repr(rows)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE decisions SET decision = 'bukan'",
        "UPDATE decisions SET reviewer = 'analis-8'",
        "UPDATE decisions SET reason = 'lain'",
        "UPDATE decisions SET rulebook_row = 'B7'",
        "UPDATE decisions SET decided_utc = decided_utc + INTERVAL 1 SECOND",
        "UPDATE decisions SET step = 'telaah_kedua'",
        "UPDATE decisions SET review_round = 2",
        "UPDATE decisions SET audit_hash = repeat('a', 64)",
        "DELETE FROM decisions",
    ],
)
def test_verify_all_when_a_row_was_changed_then_its_flag_is_named(
    connection: Connection, tampering: str
) -> None:
    decisions.add(connection, DECISION)
    assert decisions.verify_all(connection) == []
    connection.execute(tampering)
    assert decisions.verify_all(connection) == ["F-1"]


def test_of_flag_when_all_three_have_decided_then_in_the_order_of_the_steps(
    connection: Connection,
) -> None:
    for step in (LAST, FIRST, SECOND):
        decisions.add(connection, replace(DECISION, step=step))
    steps = [one.step for one in decisions.of_flag(connection, DECISION.flag_id)]
    assert steps == [FIRST, SECOND, LAST]


@pytest.mark.parametrize("state", State)
def test_open_step_when_asked_in_any_state_then_the_step_or_an_error(
    connection: Connection, state: State
) -> None:
    flags.raise_flags(connection, [new_flag()])
    flag = replace(flags.get(connection, new_flag().flag_id), state=state)
    steps = {
        State.BARU: FIRST,
        State.DIKLAIM: FIRST,
        State.TELAAH_KEDUA: SECOND,
        State.BEDA_PENDAPAT: LAST,
    }
    if state in steps:
        assert decisions.open_step(flag) == steps[state]
    else:
        with pytest.raises(DecisionTaken, match=str(state)):
            decisions.open_step(flag)
