"""Flags: raised once per content and label, and followed afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.score import Target
from store import audit, flags
from store.errors import FlagCollision, FlagMissing
from store.flags import NewFlag, State
from tests.store.make import NIGHT, activity, new_flag

if TYPE_CHECKING:
    import duckdb

    Connection = duckdb.DuckDBPyConnection


def test_raise_flags_when_raised_before_then_only_the_new_ones(connection: Connection) -> None:
    assert flags.raise_flags(connection, [new_flag(1), new_flag(1), new_flag(2)]) == 2
    assert flags.raise_flags(connection, [new_flag(2), new_flag(3)]) == 1
    assert flags.raise_flags(connection, []) == 0


def test_raise_flags_when_read_back_then_as_given_and_new(connection: Connection) -> None:
    flag = new_flag(
        targets=(Target("pilkada-contoh-2031", "paslon-1", "support", 0.9),),
        hoax_claim="K-1",
        election_id="pilkada-contoh-2031",
        stage="kampanye",
        wave_id="W-1",
    )
    flags.raise_flags(connection, [flag])
    (stored,) = flags.raised_on(connection, NIGHT)
    facts = {name: getattr(stored, name) for name in NewFlag.__slots__}
    assert NewFlag(**facts) == flag
    assert (stored.state, stored.review_round) == (State.BARU, 1)
    assert flags.get(connection, flag.flag_id) == stored


def test_raise_flags_when_decided_meanwhile_then_the_state_stays(connection: Connection) -> None:
    flags.raise_flags(connection, [new_flag()])
    flags.move(connection, flags.get(connection, new_flag().flag_id), State.DIKLAIM)
    flags.raise_flags(connection, [new_flag()])
    assert flags.get(connection, new_flag().flag_id).state is State.DIKLAIM


def test_raise_flags_when_an_id_would_stand_for_two_contents_then_refused(
    connection: Connection,
) -> None:
    flags.raise_flags(connection, [new_flag(1)])
    connection.execute("UPDATE flags SET activity_key = 'bluesky:lain'")
    with pytest.raises(FlagCollision, match=new_flag(1).flag_id):
        flags.raise_flags(connection, [new_flag(1)])


def test_flag_id_when_content_or_label_differs_then_another() -> None:
    one = new_flag()
    others = [new_flag(2), new_flag(label="hate_speech"), replace(one, content_sha256="b" * 64)]
    assert len({one.flag_id, *(other.flag_id for other in others)}) == 4
    assert new_flag(probability=0.6, run_id="lain").flag_id == one.flag_id


def test_get_when_unknown_then_says_so(connection: Connection) -> None:
    with pytest.raises(FlagMissing, match="F-tiada"):
        flags.get(connection, "F-tiada")


def test_known_when_flagged_then_keys_and_contents(connection: Connection) -> None:
    flags.raise_flags(connection, [new_flag(1), new_flag(1, "hate_speech")])
    assert flags.known_keys(connection) == {activity(1).key}
    assert (activity(1).key, activity(1).content_sha256, "hate_speech") in flags.known_contents(
        connection
    )


def test_move_when_clarified_then_the_next_round_begins(connection: Connection) -> None:
    flags.raise_flags(connection, [new_flag()])
    for state in (State.DIKLAIM, State.BARU, State.DIKLAIM, State.KLARIFIKASI, State.BARU):
        flags.move(connection, flags.get(connection, new_flag().flag_id), state)
    assert flags.get(connection, new_flag().flag_id).review_round == 2


@given(number=st.integers(), threshold=st.floats(0, 1), share=st.floats(0, 1))
def test_queue_rank_when_control_then_within_the_range_of_the_flagged(
    number: int, threshold: float, share: float
) -> None:
    control = new_flag(number, control=True, threshold=threshold, probability=threshold * share)
    assert threshold <= control.queue_rank <= 1
    assert replace(control, control=False).queue_rank == control.probability


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE flags SET probability = 0.61",
        "UPDATE flags SET label = 'hate_speech'",
        "DELETE FROM flags",
        "UPDATE flags SET flag_id = 'F-000000000000'",
    ],
)
def test_verify_all_when_a_flag_was_changed_or_taken_away_then_it_is_named(
    connection: Connection, tampering: str
) -> None:
    flag = new_flag()
    flags.raise_flags(connection, [flag])
    audit.append(connection, flags.RAISED, "netra", flag.flag_id, flags.facts(flag))
    assert flags.verify_all(connection) == []
    connection.execute(tampering)
    assert flag.flag_id in flags.verify_all(connection)


def test_verify_all_when_the_chain_never_raised_a_flag_then_it_is_named(
    connection: Connection,
) -> None:
    flags.raise_flags(connection, [new_flag()])
    assert flags.verify_all(connection) == [new_flag().flag_id]
