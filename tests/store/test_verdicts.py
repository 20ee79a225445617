"""Verdicts: what people agreed on, once a wave, with the chance each post had to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from classifiers.score import Label
from store import decisions, evidence, flags
from store.decisions import FIRST, LAST, SECOND, Decision
from store.evidence import EvidenceFile
from store.flags import NewFlag, State
from store.verdicts import Verdict, Verdicts, verdicts
from tests.store.make import MOMENT, new_flag

if TYPE_CHECKING:
    import duckdb

    Connection = duckdb.DuckDBPyConnection

YES, NO = "indikasi_kuat", "bukan"


def decided(
    connection: Connection, flag: NewFlag, said: Sequence[str], state: State = State.FINAL
) -> None:
    flags.raise_flags(connection, [flag])
    for step, word in zip((FIRST, SECOND, LAST), said, strict=False):
        decisions.add(connection, made(flag, word, step))
    flags.move(connection, flags.get(connection, flag.flag_id), state)


def made(flag: NewFlag, word: str, step: str = FIRST) -> Decision:
    return Decision(
        flag_id=flag.flag_id,
        review_round=1,
        step=step,
        decision=word,
        reviewer={FIRST: "analis-1", SECOND: "analis-2", LAST: "penyelia-1"}[step],
        reason="Mengajak memilih",
        rulebook_row="B6",
        decided_at=MOMENT,
    )


def only(found: Verdicts) -> Verdict:
    (row,) = found.rows
    return row


@pytest.mark.parametrize(("word", "answer"), [(YES, True), (NO, False)])
def test_verdict_when_a_decision_stands_then_yes_or_no_with_its_rows_of_the_chain(
    connection: Connection, word: str, answer: bool
) -> None:
    flag = new_flag(1, account_id="A-7")
    decided(connection, flag, [word], State(word))
    evidence.keep_all(connection, {flag.flag_id: [EvidenceFile("manifest", "b" * 64, 9)]}, "netra")
    row = only(verdicts(connection))
    assert (row.label, row.answer, row.chance, row.control) == (
        "candidate_support",
        answer,
        1,
        False,
    )
    assert (row.writers, row.manifest, row.decided_at) == (("A-7",), "b" * 64, MOMENT)
    (kept,) = decisions.of_flag(connection, flag.flag_id)
    assert row.audit_hashes == (kept.audit_hash,)


@pytest.mark.parametrize("word", ["klarifikasi", "tidak_cukup_bukti"])
def test_verdict_when_the_question_was_left_open_then_none(
    connection: Connection, word: str
) -> None:
    decided(connection, new_flag(), [word], State(word))
    assert verdicts(connection) == Verdicts((), undecided=1, disagreed=0)


@pytest.mark.parametrize("said", [(YES, NO), (NO, YES), (YES, "tidak_cukup_bukti")])
def test_verdict_when_the_second_review_disagrees_then_none(
    connection: Connection, said: tuple[str, str]
) -> None:
    decided(connection, new_flag(), said)
    assert verdicts(connection) == Verdicts((), undecided=0, disagreed=1)


def test_verdict_when_the_second_review_agrees_then_it_counts_once(connection: Connection) -> None:
    decided(connection, new_flag(), (YES, YES))
    assert only(verdicts(connection)).answer
    assert len(only(verdicts(connection)).audit_hashes) == 2


@pytest.mark.parametrize(
    ("said", "answer"),
    [((YES, NO, YES), True), ((YES, NO, NO), False), ((YES, "tidak_cukup_bukti", YES), True)],
)
def test_verdict_when_the_penyelia_had_the_last_word_then_it_is_the_verdict(
    connection: Connection, said: tuple[str, ...], answer: bool
) -> None:
    flag = new_flag()
    decided(connection, flag, said)
    row = only(verdicts(connection))
    assert row.answer is answer
    last = decisions.of_round(connection, flags.get(connection, flag.flag_id))[-1]
    assert (last.step, row.audit_hashes) == (LAST, (last.audit_hash,))


def test_verdict_when_the_penyelia_left_the_question_open_then_none(connection: Connection) -> None:
    decided(connection, new_flag(), (YES, NO, "tidak_cukup_bukti"))
    assert verdicts(connection) == Verdicts((), undecided=1, disagreed=0)


def test_verdict_when_the_last_word_was_in_an_earlier_round_then_it_does_not_count(
    connection: Connection,
) -> None:
    flag = new_flag()
    decided(connection, flag, (YES, NO, "klarifikasi"), State.KLARIFIKASI)
    flags.move(connection, flags.get(connection, flag.flag_id), State.BARU)
    decisions.add(connection, replace(made(flag, YES), review_round=2))
    flags.move(connection, flags.get(connection, flag.flag_id), State.INDIKASI_KUAT)
    assert only(verdicts(connection)).answer is True


@pytest.mark.parametrize("state", set(State) - {State.INDIKASI_KUAT, State.BUKAN, State.FINAL})
def test_verdict_when_the_flag_is_still_open_or_overturned_then_none(
    connection: Connection, state: State
) -> None:
    decided(connection, new_flag(), [YES], state)
    stands = state in (State.KLARIFIKASI, State.TIDAK_CUKUP_BUKTI, State.DIRUJUK, State.DIKUATKAN)
    assert len(verdicts(connection).rows) == stands


def test_verdict_when_a_wave_was_decided_then_one_with_all_its_writers(
    connection: Connection,
) -> None:
    wave = [new_flag(n, wave_id="W-1", account_id=f"A-{n}") for n in range(1, 5)]
    for flag in wave:
        decided(connection, flag, [NO])
    assert only(verdicts(connection)).writers == ("A-1", "A-2", "A-3", "A-4")


def test_verdict_when_a_wave_was_decided_both_ways_then_none(connection: Connection) -> None:
    decided(connection, new_flag(1, wave_id="W-1"), [NO])
    decided(connection, new_flag(2, wave_id="W-1"), [YES])
    assert verdicts(connection) == Verdicts((), undecided=0, disagreed=1)


def test_verdict_when_two_labels_share_a_wave_then_each_has_its_own(connection: Connection) -> None:
    labels: list[Label] = ["candidate_support", "hate_speech"]
    for label, word in zip(labels, (YES, NO), strict=True):
        decided(connection, new_flag(1, label, wave_id="W-1"), [word])
    assert [(row.label, row.answer) for row in verdicts(connection).rows] == [
        ("candidate_support", True),
        ("hate_speech", False),
    ]


def test_chance_when_a_control_then_the_share_its_night_recorded_over_three_labels(
    connection: Connection,
) -> None:
    flags.raise_flags(connection, [new_flag(n) for n in range(1, 11)])
    control = new_flag(20, control=True, probability=0.1)
    decided(connection, control, [NO])
    row = only(verdicts(connection))
    assert row.control
    assert row.chance == pytest.approx(0.1 / 3)


def test_verdict_when_only_an_earlier_round_was_decided_then_none(connection: Connection) -> None:
    flag = new_flag()
    decided(connection, flag, ["klarifikasi"], State.KLARIFIKASI)
    flags.move(connection, flags.get(connection, flag.flag_id), State.BARU)
    assert verdicts(connection).rows == ()
    decisions.add(connection, replace(made(flag, NO), review_round=2))
    flags.move(connection, flags.get(connection, flag.flag_id), State.BUKAN)
    assert only(verdicts(connection)).answer is False
