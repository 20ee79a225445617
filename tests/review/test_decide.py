"""Deciding: complete, once, and in the chain."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from review.decide import decide
from review.errors import DecisionRejected
from store import audit, decisions, flags
from store.errors import DecisionTaken, FlagMissing
from store.flags import State
from store.folder import DataFolder
from tests.store.make import new_flag

FLAG = new_flag(1).flag_id


def state_of(folder: DataFolder, flag_id: str = FLAG) -> State:
    with folder.database.transaction() as connection:
        return flags.get(connection, flag_id).state


def put(folder: DataFolder, state: State, flag_id: str = FLAG) -> None:
    with folder.database.transaction() as connection:
        flags.move(connection, flags.get(connection, flag_id), state)


def chain(folder: DataFolder) -> audit.ChainReport:
    with folder.database.transaction() as connection:
        assert decisions.verify_all(connection) == []
        return audit.verify(connection, audit.witnessed(folder.database))


@pytest.mark.parametrize("decision", ["bukan", "klarifikasi", "tidak_cukup_bukti"])
def test_decide_when_no_indication_then_no_reason_is_needed(
    folder: DataFolder, decision: str
) -> None:
    made = decide(folder.database, FLAG, decision, "analis-7")
    assert made.state == state_of(folder) == State(decision)
    assert (made.posts, made.decision.flag_id) == (1, FLAG)


def test_decide_when_an_indication_is_complete_then_it_is_in_the_chain_and_witnessed(
    folder: DataFolder,
) -> None:
    made = decide(folder.database, FLAG, "indikasi_kuat", "analis-7", " jelas ", "B6")
    assert (made.decision.reason, made.state) == ("jelas", State.INDIKASI_KUAT)
    report = chain(folder)
    assert (report.ok, report.head.hash) == (True, made.decision.audit_hash)
    assert audit.witnessed(folder.database) == [report.head]


@pytest.mark.parametrize(
    ("decision", "reviewer", "reason", "row", "expected"),
    [
        ("indikasi_kuat", "analis-7", " ", "B6", "reason"),
        ("indikasi_kuat", "analis-7", "jelas", None, "rulebook"),
        ("indikasi_kuat", "analis-7", "jelas", " ", "rulebook"),
        ("terbukti", "analis-7", "jelas", "B6", "one of indikasi_kuat"),
        ("bukan", " ", "", None, "a person"),
        ("bukan", "netra", "", None, "a person"),
        ("bukan", "analis-7", "a" * 5001, None, "at most 5000"),
    ],
)
def test_decide_when_something_is_missing_then_refused_and_nothing_changes(
    folder: DataFolder, decision: str, reviewer: str, reason: str, row: str | None, expected: str
) -> None:
    with pytest.raises(DecisionRejected, match=expected):
        decide(folder.database, FLAG, decision, reviewer, reason, row)
    assert state_of(folder) is State.BARU
    assert chain(folder).rows == 0


@pytest.mark.parametrize("reviewer", ["analis-7", "analis-8"])
def test_decide_when_decided_before_then_refused(folder: DataFolder, reviewer: str) -> None:
    decide(folder.database, FLAG, "bukan", "analis-7")
    with pytest.raises(DecisionTaken, match=FLAG):
        decide(folder.database, FLAG, "klarifikasi", reviewer)
    assert state_of(folder) is State.BUKAN
    assert chain(folder).rows == 1


def test_decide_when_there_is_no_such_flag_then_says_so(folder: DataFolder) -> None:
    with pytest.raises(FlagMissing, match="F-tiada"):
        decide(folder.database, "F-tiada", "bukan", "analis-7")


def test_decide_when_a_wave_then_all_its_posts_at_once(folder: DataFolder) -> None:
    wave = [new_flag(n, wave_id="W-1") for n in (11, 12, 13)]
    other = new_flag(11, "hate_speech", wave_id="W-1")
    with folder.database.transaction() as connection:
        flags.raise_flags(connection, [*wave, other])
    made = decide(folder.database, wave[1].flag_id, "bukan", "analis-7")
    assert made.posts == 3
    assert {state_of(folder, flag.flag_id) for flag in wave} == {State.BUKAN}
    assert state_of(folder, other.flag_id) is State.BARU
    assert chain(folder).rows == 3


def test_decide_when_second_review_then_by_another_person(folder: DataFolder) -> None:
    decide(folder.database, FLAG, "bukan", "analis-7")
    put(folder, State.TELAAH_KEDUA)
    with pytest.raises(DecisionRejected, match="another person"):
        decide(folder.database, FLAG, "bukan", "analis-7")
    made = decide(folder.database, FLAG, "bukan", "analis-8")
    assert (made.decision.step, made.state) == (decisions.SECOND, State.FINAL)


def test_decide_when_clarified_then_the_first_review_is_open_again(folder: DataFolder) -> None:
    decide(folder.database, FLAG, "klarifikasi", "analis-7")
    put(folder, State.BARU)
    made = decide(folder.database, FLAG, "bukan", "analis-7")
    assert (made.decision.review_round, made.decision.step) == (2, decisions.FIRST)


def test_decide_when_many_decide_at_once_then_exactly_one_does(folder: DataFolder) -> None:
    def attempt(number: int) -> bool:
        try:
            decide(folder.database, FLAG, "bukan", f"analis-{number}")
        except DecisionTaken:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(8))) == 1
    assert chain(folder).rows == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from review.decide import decide
from store import decisions
from store.folder import DataFolder

decisions.add_all = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
decide(DataFolder.open(Path(sys.argv[1])).database, sys.argv[2], "bukan", "analis-7")
"""


def test_decide_when_killed_in_the_middle_then_nothing_was_decided(folder: DataFolder) -> None:
    command = [sys.executable, "-c", KILLED, str(folder.root), FLAG]
    killed = subprocess.run(command, check=False, cwd=Path(__file__).parents[2])
    assert killed.returncode == -9
    assert state_of(folder) is State.BARU
    decide(folder.database, FLAG, "bukan", "analis-7")
    assert chain(folder).rows == 1
