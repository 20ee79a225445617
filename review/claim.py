"""Claiming: one person has an item before them, for minutes at a time.

The item is the whole wave of near-duplicates. A first review moves it to ``diklaim`` and back; a
second review or the penyelia's word leaves its state. A claim that ran out is not an error: the
item returns to the queue, and whoever had it may still decide it while nobody else has taken it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from review.errors import DecisionRejected
from review.states import Action, transition
from store import audit, cases, decisions, flags, leases
from store.errors import LeaseHeld
from store.flags import Flag, State
from store.leases import Lease

if TYPE_CHECKING:
    import duckdb

    from store.database import Database

CLAIMED, RELEASED, RAN_OUT = "item.claimed", "item.released", "item.claim_ran_out"


def claim(
    database: Database, flag_id: str, holder: str, now: datetime, length: timedelta
) -> list[Flag]:
    """Give the item of this flag to ``holder`` until ``now + length``, or prolong it; return its
    flags.

    Raises:
        FlagMissing: there is no such flag.
        DecisionTaken: its step has been decided.
        DecisionRejected: its step needs somebody who has not decided yet.
        LeaseHeld: another person holds it.
    """
    with audit.recorded(database) as connection:
        return claim_in(connection, flag_id, holder, now, length)


def claim_in(
    connection: duckdb.DuckDBPyConnection,
    flag_id: str,
    holder: str,
    now: datetime,
    length: timedelta,
) -> list[Flag]:
    """``claim`` inside the caller's transaction; ``audit.recorded`` must be around it."""
    sweep(connection, now)
    flag = flags.get(connection, flag_id)
    step = decisions.open_step(flag)
    wave = flags.of_wave(connection, flag)
    check_person(connection, wave, step, holder)
    ids = [one.flag_id for one in wave]
    mine = leases.live(connection, now, ids)
    leases.take(connection, ids, step, holder, now, length)
    new = [one for one in wave if one.state is State.BARU]
    moved = flags.move_all(connection, new, transition(State.BARU, Action.CLAIM))
    if not mine:
        audit.append(connection, CLAIMED, holder, flag_id, {"step": step, "posts": len(ids)})
    return sorted([*moved, *(one for one in wave if one not in new)], key=lambda x: x.flag_id)


def check_person(
    connection: duckdb.DuckDBPyConnection, item: Sequence[Flag], step: str, person: str
) -> None:
    """Whether this person may decide this step of these flags, after what was decided in the round
    before it, and after whose identity they asked for.

    Raises:
        DecisionRejected: a later step needs somebody who has not decided yet, and both reviews
            somebody who has not seen whose post it is.
    """
    if step != decisions.LAST and person in cases.who_saw(connection, [x.flag_id for x in item]):
        raise DecisionRejected(f"{step}: expected a blind reviewer: this one saw whose post it is")
    if step == decisions.FIRST:
        return
    earlier = decisions.of_rounds(connection, item).values()
    if any(one.reviewer == person for made in earlier for one in made):
        word = "second review" if step == decisions.SECOND else "last word"
        raise DecisionRejected(f"{word}: expected another person than who decided before")


def renew(
    database: Database, flag_id: str, holder: str, now: datetime, length: timedelta
) -> datetime:
    """Prolong what ``holder`` has; return until when. It writes nothing to the chain.

    Raises:
        LeaseHeld: the claim ran out or another person has it.
    """
    with database.transaction() as connection:
        wave = [one.flag_id for one in flags.of_wave(connection, flags.get(connection, flag_id))]
        held = leases.live(connection, now, wave)
        if not held or any(lease.holder != holder for lease in held):
            raise LeaseHeld(f"{flag_id}: the claim ran out: claim it again")
        leases.take(connection, [x.flag_id for x in held], held[0].step, holder, now, length)
    return now + length


def release(database: Database, flag_id: str, holder: str, now: datetime) -> None:
    """Give the item back undecided; nothing happens where ``holder`` does not have it."""
    with audit.recorded(database) as connection:
        wave = flags.of_wave(connection, flags.get(connection, flag_id))
        held = leases.live(connection, now, [one.flag_id for one in wave])
        if held and all(lease.holder == holder for lease in held):
            give_back(connection, wave)
            audit.append(connection, RELEASED, holder, flag_id, {"step": held[0].step})


def give_back(connection: duckdb.DuckDBPyConnection, item: Sequence[Flag]) -> None:
    """End the leases on these flags, as they are now, and put what is still undecided back into the
    queue."""
    leases.drop(connection, [one.flag_id for one in item])
    claimed = [one for one in item if one.state is State.DIKLAIM]
    flags.move_all(connection, claimed, transition(State.DIKLAIM, Action.RELEASE))


def end(
    connection: duckdb.DuckDBPyConnection, ended: Sequence[Lease], event: str, actor: str
) -> None:
    """End these leases: what is still undecided goes back into the queue, with an event each."""
    if not ended:
        return
    give_back(connection, flags.get_all(connection, [lease.flag_id for lease in ended]))
    events = [audit.Event(event, actor, lease.flag_id, {"step": lease.step}) for lease in ended]
    audit.append_all(connection, events)


def sweep(connection: duckdb.DuckDBPyConnection, now: datetime) -> int:
    """Put the items whose claim ran out back into the queue; say how many flags those were."""
    ended = leases.run_out(connection, now)
    end(connection, ended, RAN_OUT, audit.MACHINE)
    return len(ended)
