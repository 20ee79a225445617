"""The queue: nearest deadline first, one item per wave, nothing of who posted."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from connectors.account import Account
from connectors.page import Page
from store import evidence, flags
from store.errors import EvidenceDamaged
from store.evidence import Capture, EvidenceFile, EvidenceStore
from store.flags import State
from store.queue import open_items, read_text
from tests.store.make import MOMENT, activity, later, new_flag, score

if TYPE_CHECKING:
    import duckdb

    Connection = duckdb.DuckDBPyConnection


def ids(connection: Connection, limit: int = 100, label: str | None = None) -> list[str]:
    return [item.flag_id for item in open_items(connection, limit, label)]


def test_open_items_when_deadlines_differ_then_the_nearest_first_then_the_probability(
    connection: Connection,
) -> None:
    late = new_flag(1, probability=0.99, deadline_at=later(200))
    low = new_flag(2, probability=0.6)
    high = new_flag(3, probability=0.8)
    flags.raise_flags(connection, [low, late, high])
    assert ids(connection) == [high.flag_id, low.flag_id, late.flag_id]
    assert ids(connection, limit=1) == [high.flag_id]


def test_open_items_when_label_given_then_only_that(connection: Connection) -> None:
    hate = new_flag(1, "hate_speech")
    flags.raise_flags(connection, [hate, new_flag(1, "hoax_sharing")])
    assert ids(connection, label="hate_speech") == [hate.flag_id]


def test_open_items_when_near_duplicates_then_one_item_with_the_evidence_of_all(
    connection: Connection,
) -> None:
    wave = [new_flag(n, probability=0.6 + n / 10, wave_id="W-1") for n in (1, 2, 3)]
    other_label = new_flag(1, "hate_speech", wave_id="W-1")
    flags.raise_flags(connection, [*wave, other_label])
    for number, flag in enumerate(wave):
        files = [EvidenceFile("manifest", str(number) * 64, 1), EvidenceFile("page", "f" * 64, 1)]
        evidence.keep(connection, flag.flag_id, files, "netra")
    items = {item.label: item for item in open_items(connection, 10)}
    assert items["candidate_support"].flag_id == wave[2].flag_id
    assert items["candidate_support"].posts == 3
    assert items["candidate_support"].evidence == ("0" * 64, "1" * 64, "2" * 64, "f" * 64)
    assert (items["hate_speech"].posts, items["hate_speech"].evidence) == (1, ())


def test_open_items_when_no_wave_then_each_post_is_an_item(connection: Connection) -> None:
    flags.raise_flags(connection, [new_flag(1), new_flag(2)])
    assert len(ids(connection)) == 2


@pytest.mark.parametrize("state", State)
def test_open_items_when_past_the_first_review_then_left_out(
    connection: Connection, state: State
) -> None:
    flags.raise_flags(connection, [new_flag()])
    flags.move(connection, flags.get(connection, new_flag().flag_id), state)
    assert bool(ids(connection)) == (state in (State.BARU, State.DIKLAIM))


def test_open_items_when_controls_stand_among_the_flagged_then_the_order_does_not_tell_them(
    connection: Connection,
) -> None:
    flagged = [new_flag(n, probability=0.5 + n / 400) for n in range(200)]
    controls = [new_flag(n, probability=0.01, control=True) for n in range(200, 300)]
    flags.raise_flags(connection, [*controls, *flagged])
    order = ids(connection, limit=1000)
    places = [order.index(control.flag_id) for control in controls]
    halves = sum(place < 150 for place in places)
    assert 35 <= halves <= 65  # of 100 controls, about half stand in the first half


def test_open_items_when_shown_then_nothing_says_who_posted_or_what_is_a_control(
    connection: Connection,
) -> None:
    flags.raise_flags(connection, [new_flag(1, control=True), new_flag(2)])
    for item in open_items(connection, 10):
        assert set(asdict(item)) == {
            *("flag_id", "label", "platform", "state", "deadline_at"),
            *("probability", "posts", "evidence"),
        }
        assert "did:plc" not in repr(item)


def test_read_text_when_asked_then_the_text_as_flagged(
    connection: Connection, tmp_path: Path
) -> None:
    store = EvidenceStore(tmp_path)
    capture = Capture(
        activity=activity(1, "Ayo dukung!"),
        account=Account(account_id="A-1", platform="bluesky", handle="h"),
        page=Page(
            platform="bluesky",
            account_id="A-1",
            stream="s",
            url="u",
            status=200,
            fetched_at=MOMENT,
            body=b"",
            connector_version="1",
        ),
        score=score(0.9),
        model_version="m1",
        thresholds={},
    )
    data = evidence.manifest(capture)
    files = [EvidenceFile("manifest", store.put(data), len(data))]
    evidence.keep(connection, "F-1", files, "netra")
    assert read_text(connection, store, "F-1") == "Ayo dukung!"
    with pytest.raises(EvidenceDamaged):
        read_text(connection, store, "F-2")
