"""Cases and their events stand as they were recorded, and the audit chain vouches for each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from store import audit, case_rows, cases, decisions, flags
from store.cases import CaseEvent, Kind
from store.decisions import Decision, add
from store.errors import CaseMissing
from store.flags import State
from tests.store.make import new_flag

if TYPE_CHECKING:
    import duckdb

NOW = datetime(2031, 9, 3, 2, 0, tzinfo=UTC)
FLAG = new_flag(1).flag_id


def put(connection: duckdb.DuckDBPyConnection, *numbers: int) -> list[str]:
    raised = [new_flag(number, deadline_at=NOW + timedelta(days=number)) for number in numbers]
    flags.raise_flags(connection, raised)
    return [flag.flag_id for flag in raised]


def event(case_id: str, kind: Kind = Kind.NOTED, **details: Any) -> CaseEvent:
    return CaseEvent(case_id=case_id, kind=kind, actor="P01", happened_at=NOW, details=details)


def decided(connection: duckdb.DuckDBPyConnection, flag_id: str, **facts: Any) -> None:
    known: dict[str, Any] = {
        "review_round": 1,
        "step": "telaah_pertama",
        "decision": "indikasi_kuat",
        "reviewer": "A01",
        "reason": "Ajakan memilih.",
        "rulebook_row": "B2",
        "decided_at": NOW,
    }
    add(connection, Decision(flag_id=flag_id, **{**known, **facts}))


def to_state(connection: duckdb.DuckDBPyConnection, flag_id: str, state: State) -> None:
    flags.move(connection, flags.get(connection, flag_id), state)


def test_cases_when_opened_then_numbered_within_their_year_of_wib(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    new_year = datetime(2031, 12, 31, 17, 30, tzinfo=UTC)  # 00.30 WIB
    made = [cases.open_case(connection, f"F-{n}", "P01", NOW).case_id for n in range(2)]
    later = cases.open_case(connection, "F-3", "P01", new_year).case_id
    assert [*made, later] == ["K-2031-0001", "K-2031-0002", "K-2032-0001"]


def test_case_when_stored_then_found_by_its_id_and_by_its_flag(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    made = cases.open_case(connection, FLAG, "P01", NOW)
    assert cases.get(connection, made.case_id) == made == cases.of_flag(connection, FLAG)
    assert cases.of_flag(connection, "F-lain") is None


def test_case_when_there_is_none_then_told(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(CaseMissing):
        cases.get(connection, "K-2031-0009")


def test_events_when_read_then_as_they_were_recorded(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    made = cases.open_case(connection, FLAG, "P01", NOW)
    added = [cases.add_event(connection, event(made.case_id, text=text)) for text in "ba"]
    assert cases.events_of(connection, made.case_id) == added


def test_event_when_recorded_then_the_chain_holds_its_hash_and_not_its_words(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    made = cases.open_case(connection, FLAG, "P01", NOW)
    cases.add_event(connection, event(made.case_id, Kind.REVEALED, purpose="Menyurati"))
    (details,) = connection.execute(
        "SELECT details FROM audit WHERE event = 'identity.revealed'"
    ).fetchall()[0]
    assert "details_sha256" in details
    assert "Menyurati" not in details


def test_case_when_closed_and_then_objected_to_then_open_again(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    case_id = cases.open_case(connection, FLAG, "P01", NOW).case_id
    cases.add_event(connection, event(case_id, Kind.CLOSED))
    assert cases.get(connection, case_id).closed_at == NOW
    cases.add_event(connection, event(case_id, Kind.OBJECTED))
    assert cases.get(connection, case_id).closed_at is None
    assert cases.verify_all(connection) == []


def test_files_when_listed_then_those_of_every_event(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    case_id = cases.open_case(connection, FLAG, "P01", NOW).case_id
    listed = [{"sha256": "a" * 64, "bytes": 3}, {"sha256": "b" * 64, "bytes": 4}]
    cases.add_event(connection, event(case_id, Kind.WRITTEN, files=listed))
    assert cases.files(connection) == [(case_id, "a" * 64), (case_id, "b" * 64)]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE cases SET opened_by = 'P02'",
        "UPDATE cases SET closed_utc = opened_utc",
        "UPDATE cases SET flag_id = 'F-lain'",
        "DELETE FROM cases",
        "UPDATE case_events SET details = '{}'",
        "UPDATE case_events SET details = 'bukan JSON'",
        "UPDATE case_events SET actor = 'P02'",
        "UPDATE case_events SET kind = 'hasil'",
        "UPDATE case_events SET happened_utc = happened_utc + INTERVAL 1 SECOND",
        "DELETE FROM case_events",
        "INSERT INTO case_events SELECT * REPLACE ('x' AS audit_hash) FROM case_events",
        "INSERT INTO cases SELECT * REPLACE ('K-2031-0001x' AS case_id) FROM cases",
    ],
)
def test_case_when_changed_behind_the_chain_then_named(
    connection: duckdb.DuckDBPyConnection, tampering: str
) -> None:
    case_id = cases.open_case(connection, FLAG, "P01", NOW).case_id
    cases.add_event(connection, event(case_id, text="Sudah ditelepon."))
    assert cases.verify_all(connection) == []
    connection.execute(tampering)
    assert [found[: len(case_id)] for found in cases.verify_all(connection)] == [case_id]
    assert audit.verify(connection).ok


def test_rows_when_listed_then_by_deadline_and_only_what_may_become_a_case(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    found, dismissed, asked, waits = put(connection, 3, 2, 1, 4)
    for flag_id in (found, dismissed):
        to_state(connection, flag_id, State.FINAL)
    decided(connection, found)
    decided(connection, dismissed, decision="bukan")
    to_state(connection, asked, State.KLARIFIKASI)
    assert [row.flag_id for row in case_rows.rows(connection)] == [asked, found]
    cases.open_case(connection, waits, "P01", NOW)
    assert [row.flag_id for row in case_rows.rows(connection)] == [asked, found, waits]


def test_rows_when_the_penyelia_had_the_last_word_then_that_is_the_outcome(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    overruled, confirmed = put(connection, 1, 2)
    for flag_id, last in ((overruled, "bukan"), (confirmed, "indikasi_kuat")):
        decided(connection, flag_id)
        decided(connection, flag_id, step="telaah_kedua", reviewer="A02", decision="bukan")
        decided(connection, flag_id, step="telaah_penyelia", reviewer="P01", decision=last)
        to_state(connection, flag_id, State.FINAL)
    assert [(row.flag_id, row.outcome) for row in case_rows.rows(connection)] == [
        (confirmed, "indikasi_kuat")
    ]


def test_rows_when_a_clarification_opened_another_round_then_its_outcome_counts(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    (flag_id,) = put(connection, 1)
    decided(connection, flag_id, decision="klarifikasi")
    to_state(connection, flag_id, State.KLARIFIKASI)
    to_state(connection, flag_id, State.BARU)
    cases.open_case(connection, flag_id, "P01", NOW)
    assert case_rows.rows(connection)[0].outcome is None
    decided(connection, flag_id, review_round=2, decision="bukan", reviewer="A02")
    assert case_rows.rows(connection)[0].outcome == "bukan"


def test_waiting_when_counted_then_a_wave_is_one_item(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    wave = [new_flag(n, wave_id="W-1", deadline_at=NOW) for n in (1, 2)]
    flags.raise_flags(connection, [*wave, new_flag(3, deadline_at=NOW + timedelta(days=9))])
    assert case_rows.waiting(connection, NOW, NOW) == (1, 1)
    assert case_rows.waiting(connection, NOW + timedelta(days=9), NOW) == (2, 1)


def test_deciders_when_a_decision_was_taken_back_then_still_one_of_them(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    (flag_id,) = put(connection, 1)
    decided(connection, flag_id)
    decisions.withdraw(connection, decisions.of_flag(connection, flag_id)[0], NOW)
    decided(connection, flag_id, reviewer="A02")
    assert cases.deciders(connection, flag_id) == {"A01", "A02"}


def test_who_saw_when_an_identity_was_revealed_then_that_person(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    case_id = cases.open_case(connection, FLAG, "P02", NOW).case_id
    assert cases.who_saw(connection, [FLAG]) == frozenset()
    cases.add_event(connection, event(case_id, Kind.REVEALED, purpose="Menyurati"))
    assert cases.who_saw(connection, [FLAG]) == {"P01"}
