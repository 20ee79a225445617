"""What the overview counts: items, not posts, and nothing of a person, a candidate or a unit."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from classifiers.score import Label
from store import audit, decisions, flags, overview, skips
from store.activities import ActivityLake
from store.decisions import FIRST, LAST, SECOND, Decision
from store.flags import NewFlag, State
from store.moment import to_utc
from store.overview import CLAIMED, Beside, Facts, Found, Made, Pair, Waiting
from tests.store.make import MOMENT, NIGHT, activity, deletion, new_flag

if TYPE_CHECKING:
    import duckdb

    Connection = duckdb.DuckDBPyConnection

YES, NO = "indikasi_kuat", "bukan"
SINCE, NOW = MOMENT - timedelta(days=1), MOMENT + timedelta(days=3)
HATE: Label = "hate_speech"
SUPPORT: Label = "candidate_support"


def say(
    connection: Connection,
    flag: NewFlag,
    words: str,
    state: State = State.FINAL,
    hours: float = 2,
    reviewers: str = "A01 A02 P01",
) -> None:
    """Raise a flag and decide it step after step, the first after ``hours``."""
    flags.raise_flags(connection, [flag])
    steps = zip((FIRST, SECOND, LAST), words.split(), reviewers.split(), strict=False)
    for number, (step, word, reviewer) in enumerate(steps):
        decisions.add(
            connection,
            Decision(
                flag_id=flag.flag_id,
                review_round=1,
                step=step,
                decision=word,
                reviewer=reviewer,
                reason="Mengajak memilih",
                rulebook_row="B6",
                decided_at=flag.known_at + timedelta(hours=hours + number),
            ),
        )
    flags.move(connection, flags.get(connection, flag.flag_id), state)


def read(connection: Connection) -> Facts:
    return overview.read(connection, SINCE, NOW)


def test_overview_when_nothing_happened_then_nothing_is_counted(connection: Connection) -> None:
    facts = read(connection)
    assert (facts.waiting, facts.made, facts.pairs, facts.found) == ((), (), (), ())
    assert [(one.items, one.median_h) for one in facts.pace] == [(0, None), (0, None)]
    assert (facts.undone, facts.flagged) == (0, 0)


def test_waiting_when_items_are_open_then_by_step_and_day_with_the_late_ones(
    connection: Connection,
) -> None:
    late = NOW - timedelta(hours=1)
    flags.raise_flags(
        connection,
        [new_flag(1), *(new_flag(n, wave_id="W", deadline_at=late) for n in (2, 3))],
    )
    say(connection, new_flag(4, HATE), YES, State.TELAAH_KEDUA)
    say(connection, new_flag(5, HATE), f"{YES} {NO}", State.BEDA_PENDAPAT)
    say(connection, new_flag(6, HATE), NO)
    due = date(2031, 9, 8)
    assert read(connection).waiting == (
        Waiting(SECOND, HATE, due, 1, 0),
        Waiting(LAST, HATE, due, 1, 0),
        Waiting(FIRST, SUPPORT, date(2031, 9, 4), 1, 1),
        Waiting(FIRST, SUPPORT, due, 1, 0),
    )


def test_made_when_a_wave_was_decided_in_one_breath_then_it_is_one_item_of_its_wib_day(
    connection: Connection,
) -> None:
    for number in (1, 2, 3):
        say(connection, new_flag(number, wave_id="W"), NO, hours=3)
    say(connection, new_flag(4), NO, hours=-30)
    assert read(connection).made == (Made(date(2031, 9, 2), SUPPORT, NO, 1),)


def test_pace_when_items_were_claimed_then_hours_from_known_and_from_the_claim(
    connection: Connection,
) -> None:
    for number, hours in ((1, 1.0), (2, 2.0), (3, 9.0)):
        say(connection, new_flag(number), NO, hours=hours)
    flag = new_flag(1).flag_id
    audit.append(connection, CLAIMED, "A01", flag, {})
    audit.append(connection, CLAIMED, "A02", flag, {})
    half_past = to_utc(MOMENT + timedelta(minutes=30))
    connection.execute("UPDATE audit SET recorded_utc = ? WHERE actor = 'A01' AND event = ?",
                       [half_past, CLAIMED])  # fmt: skip
    known, claimed = read(connection).pace
    assert (known.items, known.median_h, known.p90_h) == (3, 2.0, 7.6)
    assert (claimed.items, claimed.median_h) == (1, 0.5)


def test_pairs_when_two_reviewed_then_what_each_said_counted_once_a_wave(
    connection: Connection,
) -> None:
    for number in (1, 2):
        say(connection, new_flag(number, wave_id="W"), f"{NO} {NO}")
    say(connection, new_flag(3), f"{YES} {NO} {YES}")
    say(connection, new_flag(4), NO)
    assert read(connection).pairs == (Pair(SUPPORT, NO, NO, 1), Pair(SUPPORT, YES, NO, 1))


def test_beside_when_people_decided_then_how_often_each_said_what_the_machine_said(
    connection: Connection,
) -> None:
    say(connection, new_flag(1), YES, reviewers="A01")
    say(connection, new_flag(2), NO, reviewers="A01")
    say(connection, new_flag(3, control=True), NO, reviewers="A02")
    say(connection, new_flag(4), "tidak_cukup_bukti", reviewers="A02")
    assert read(connection).beside == (Beside("A01", 1, 2), Beside("A02", 1, 1))


def test_found_when_decided_then_the_penyelia_has_the_last_word_and_the_open_do_not_count(
    connection: Connection,
) -> None:
    say(connection, new_flag(1), f"{YES} {NO} {YES}")
    say(connection, new_flag(2), f"{YES} {NO}", State.BEDA_PENDAPAT)
    say(connection, new_flag(3, control=True), NO)
    say(connection, new_flag(4, control=True, night=NIGHT - timedelta(days=60)), YES)
    assert read(connection).found == (
        Found(SUPPORT, control=False, yes=1, no=0, posts=2),
        Found(SUPPORT, control=True, yes=0, no=1, posts=1),
    )


def test_skips_when_a_wave_was_passed_over_twice_then_two_items(connection: Connection) -> None:
    flags.raise_flags(connection, [new_flag(n, wave_id="W") for n in (1, 2)])
    wave = [flags.get(connection, new_flag(n).flag_id) for n in (1, 2)]
    for hours in (1, 2):
        skips.add(connection, wave, FIRST, "A01", MOMENT + timedelta(hours=hours))
    skips.add(connection, wave, FIRST, "A01", SINCE - timedelta(hours=1))
    assert read(connection).skips == ((SUPPORT, 2),)


def test_undone_when_a_wave_was_taken_back_then_one_item(connection: Connection) -> None:
    for number in (1, 2):
        say(connection, new_flag(number, wave_id="W"), NO)
        (made,) = decisions.of_flag(connection, new_flag(number).flag_id)
        decisions.withdraw(connection, made, MOMENT + timedelta(hours=3))
    facts = read(connection)
    assert (facts.undone, facts.made) == (1, ())


def test_flagged_when_one_post_has_two_labels_then_it_is_one_post(connection: Connection) -> None:
    flags.raise_flags(connection, [new_flag(1), new_flag(1, HATE), new_flag(2, control=True)])
    assert read(connection).flagged == 1


def test_facts_when_read_then_no_account_post_candidate_or_unit_is_in_them() -> None:
    kinds = (Waiting, Made, Pair, Beside, Found)
    told = {field.name for kind in kinds for field in fields(kind)}
    assert not told & {"account_id", "activity_key", "targets", "unit_id", "flag_id"}


def test_posts_when_read_from_the_lake_then_those_with_text_said_since(tmp_path: Path) -> None:
    lake = ActivityLake(tmp_path)
    lake.add(
        [
            activity(1),
            activity(2, "lagi", created_at=SINCE - timedelta(hours=1)),
            activity(3, ""),
            activity(4, kind="like"),
            activity(5, "dibalas", kind="reply", created_at=MOMENT),
        ],
        shard="s",
        day=NIGHT,
    )
    lake.add([activity(1, "disunting", observed_at=NOW)], shard="s", day=NIGHT)
    lake.add([deletion(5, hours=9)], shard="s", day=NIGHT)
    assert overview.read_posts(lake, SINCE) == 2


def test_posts_when_the_lake_is_empty_then_none(tmp_path: Path) -> None:
    assert overview.read_posts(ActivityLake(tmp_path), datetime(2031, 1, 1, tzinfo=UTC)) == 0
