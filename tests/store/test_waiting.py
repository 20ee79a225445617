"""What waits, as items: in their order, for the person who asks, and nothing of who posted."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from store import decisions, flags, leases, skips, waiting
from store.decisions import FIRST, LAST, SECOND, Decision
from store.flags import NewFlag, State
from store.waiting import Count, Waiting, Wanted
from tests.store.make import MOMENT, new_flag

if TYPE_CHECKING:
    import duckdb

NOW = MOMENT + timedelta(days=1)
LEASE = timedelta(minutes=5)


def put(connection: duckdb.DuckDBPyConnection, *posts: NewFlag, state: State = State.BARU) -> None:
    flags.raise_flags(connection, posts)
    held = flags.get_all(connection, [post.flag_id for post in posts])
    flags.move_all(connection, held, state)


def due(number: int, days: float, **facts: Any) -> NewFlag:
    return new_flag(number, deadline_at=MOMENT + timedelta(days=days), **facts)


def wanted(step: str = FIRST, person: str = "A01", **more: Any) -> Wanted:
    return Wanted(step=step, person=person, now=NOW, **more)


def ids(items: list[Waiting]) -> list[str]:
    return [item.flag_id for item in items]


def decide(connection: duckdb.DuckDBPyConnection, post: NewFlag, person: str) -> None:
    decisions.add(
        connection,
        Decision(
            flag_id=post.flag_id,
            review_round=1,
            step=FIRST,
            decision="bukan",
            reviewer=person,
            reason="",
            rulebook_row=None,
            decided_at=NOW,
        ),
    )


def test_page_when_several_wait_then_by_deadline_and_within_it_by_rank(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    late, sure, unsure = due(1, 3), due(2, 2, probability=0.9), due(3, 2, probability=0.6)
    put(connection, late, unsure, sure)
    assert ids(waiting.page(connection, wanted(), 9)) == [
        sure.flag_id,
        unsure.flag_id,
        late.flag_id,
    ]


def test_page_when_near_duplicates_wait_then_they_are_one_item_where_the_first_stands(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    wave = [due(n, n, wave_id="W-1") for n in (1, 5, 9)]
    other, alone = due(1, 1, wave_id="W-1", label="hate_speech"), due(3, 3)
    put(connection, *wave, other, alone)
    found = waiting.page(connection, wanted(), 9)
    assert {(x.label, x.posts) for x in found[:2]} == {("candidate_support", 3), ("hate_speech", 1)}
    assert (found[2].flag_id, found[2].posts) == (alone.flag_id, 1)


def test_page_when_a_wave_is_longer_than_what_is_sorted_at_once_then_the_page_is_still_full(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    put(connection, *(due(n, 1, wave_id="W-1") for n in range(40)), *(due(n, 2) for n in (50, 51)))
    assert [x.posts for x in waiting.page(connection, wanted(), 3)] == [40, 1, 1]


def test_page_when_turned_then_every_item_stands_on_one_page(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    put(connection, *(due(n, 1 + n % 3) for n in range(11)))
    turned = [ids(waiting.page(connection, wanted(), 4, offset)) for offset in (0, 4, 8)]
    assert [len(one) for one in turned] == [4, 4, 3]
    assert len({flag_id for one in turned for flag_id in one}) == 11


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"label": "hate_speech"}, {2}),
        ({"platform": "mastodon"}, {3}),
        ({"overdue": True}, {3}),
        ({"mine": True}, {1}),
    ],
)
def test_page_when_filtered_then_only_what_fits(
    connection: duckdb.DuckDBPyConnection, filters: dict[str, Any], expected: set[int]
) -> None:
    posts = {
        1: due(1, 5),
        2: due(2, 5, label="hate_speech"),
        3: due(3, 0.5, platform="mastodon"),
    }
    put(connection, *posts.values())
    leases.take(connection, [posts[1].flag_id], FIRST, "A01", NOW, LEASE)
    found = waiting.page(connection, wanted(**filters), 9)
    assert {item.flag_id for item in found} == {posts[number].flag_id for number in expected}


def test_page_when_held_then_told_without_by_whom_and_until_the_lease_ends(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    wave = [due(n, 1, wave_id="W-1") for n in (1, 2)]
    put(connection, *wave, state=State.DIKLAIM)
    leases.take(connection, [wave[1].flag_id], FIRST, "A02", NOW, LEASE)
    [seen] = waiting.page(connection, wanted(), 9)
    assert (seen.held, seen.mine) == (True, False)
    [own] = waiting.page(connection, wanted(person="A02"), 9)
    assert (own.held, own.mine) == (False, True)
    later = Wanted(step=FIRST, person="A01", now=NOW + LEASE)
    assert not waiting.page(connection, later, 9)[0].held


def test_page_when_a_second_review_then_not_for_who_decided_one_of_the_wave(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    wave = [due(n, 1, wave_id="W-1") for n in (1, 2)]
    put(connection, *wave, state=State.TELAAH_KEDUA)
    decide(connection, wave[0], "A01")
    decide(connection, wave[1], "A02")
    assert waiting.page(connection, wanted(SECOND, "A01"), 9) == []
    assert waiting.page(connection, wanted(SECOND, "A02"), 9) == []
    assert len(waiting.page(connection, wanted(SECOND, "A03"), 9)) == 1
    assert waiting.page(connection, wanted(FIRST, "A03"), 9) == []


def test_page_when_read_then_it_has_no_field_for_who_or_how_sure() -> None:
    names = {field.name for field in fields(Waiting)}
    assert names == {"flag_id", "label", "platform", "deadline_at", "posts", "held", "mine"}


def test_counts_when_asked_then_items_by_step_and_label_that_are_for_this_person(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    put(connection, *(due(n, 1, wave_id="W-1") for n in (1, 2)), due(3, 1))
    second, last = due(4, 1, label="hate_speech"), due(5, 1)
    put(connection, second, state=State.TELAAH_KEDUA)
    put(connection, last, state=State.BEDA_PENDAPAT)
    put(connection, due(6, 1), state=State.FINAL)
    everybodys = [
        Count(FIRST, "candidate_support", 2),
        Count(SECOND, "hate_speech", 1),
        Count(LAST, "candidate_support", 1),
    ]
    assert set(waiting.counts(connection, "A01")) == set(everybodys)
    decide(connection, second, "A01")
    assert everybodys[1] not in waiting.counts(connection, "A01")


def test_platforms_when_asked_then_those_of_what_waits(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    put(connection, due(1, 1, platform="youtube"), due(2, 1))
    put(connection, due(3, 1, platform="feed"), state=State.FINAL)
    assert waiting.platforms(connection) == ["bluesky", "youtube"]


def test_next_free_when_some_are_held_or_skipped_then_the_first_of_the_others(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    wave = [due(n, 1, wave_id="W-1") for n in (1, 2)]
    skipped, free = due(3, 2), due(4, 3)
    put(connection, *wave, skipped, free)
    leases.take(connection, [wave[0].flag_id], FIRST, "A02", NOW, LEASE)
    skips.add(connection, flags.get_all(connection, [skipped.flag_id]), FIRST, "A01", NOW)
    assert waiting.next_free(connection, wanted()) == free.flag_id
    assert waiting.next_free(connection, wanted(person="A02")) == wave[0].flag_id
    assert waiting.next_skipped(connection, wanted()) == skipped.flag_id
    assert waiting.next_skipped(connection, wanted(person="A02")) is None


def test_next_free_when_most_are_skipped_then_it_looks_further(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    posts = [due(n, n) for n in range(1, 81)]
    put(connection, *posts)
    passed = flags.get_all(connection, [post.flag_id for post in posts[:79]])
    skips.add(connection, passed, FIRST, "A01", NOW)
    assert waiting.next_free(connection, wanted()) == posts[79].flag_id


def test_held_by_when_somebody_holds_an_item_then_one_of_its_flags(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    first, second = due(1, 1), due(2, 1)
    put(connection, first, second)
    leases.take(connection, [second.flag_id], FIRST, "A01", NOW, LEASE)
    leases.take(connection, [first.flag_id], FIRST, "A01", NOW + timedelta(minutes=1), LEASE)
    assert waiting.held_by(connection, "A01", NOW + timedelta(minutes=2)) == second.flag_id
    assert waiting.held_by(connection, "A02", NOW) is None
