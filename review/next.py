"""The next item for a person: what they hold already, else what is free, nearest deadline first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from review import claim
from review.roles import Permission, Role, may
from store import audit, flags, leases, skips, waiting
from store.decisions import FIRST, LAST, SECOND, open_step
from store.errors import LeaseHeld
from store.waiting import Wanted

if TYPE_CHECKING:
    import duckdb

    from store.database import Database


def steps_for(role: str) -> tuple[str, ...]:
    """The steps of review that somebody of this role may see, in the order they are offered."""
    return (FIRST, SECOND, LAST) if may(Role(role), Permission.LAST_WORD) else (FIRST, SECOND)


@dataclass(frozen=True, slots=True)
class Search:
    """Where to look: ``wanted`` first, then the other ``steps``; a claim holds for ``lease``."""

    wanted: Wanted
    steps: Sequence[str]
    lease: timedelta


def take_next(connection: duckdb.DuckDBPyConnection, search: Search) -> str | None:
    """Claim the next item inside the caller's transaction; return one of its flags, or None where
    nothing is left. ``audit.recorded`` must be around it.

    What the person skipped comes last, the longest skipped first.
    """
    person, now = search.wanted.person, search.wanted.now
    found = waiting.held_by(connection, person, now) or _free(connection, search)
    if found:
        claim.claim_in(connection, found, person, now, search.lease)
    return found


def skip(database: Database, flag_id: str, search: Search) -> str | None:
    """Pass over an item that the person holds and claim the next one.

    Raises:
        LeaseHeld: the person does not hold it.
    """
    person, now = search.wanted.person, search.wanted.now
    with audit.recorded(database) as connection:
        item = flags.of_wave(connection, flags.get(connection, flag_id))
        mine = {
            one.flag_id
            for one in leases.live(connection, now, [flag.flag_id for flag in item])
            if one.holder == person
        }
        if flag_id not in mine:
            raise LeaseHeld(f"{flag_id}: expected an item that is before you")
        passed = [flag for flag in item if flag.flag_id in mine]
        skips.add(connection, passed, open_step(passed[0]), person, now)
        claim.give_back(connection, passed)
        return take_next(connection, search)


def _free(connection: duckdb.DuckDBPyConnection, search: Search) -> str | None:
    steps = [search.wanted.step, *(one for one in search.steps if one != search.wanted.step)]
    ways = [replace(search.wanted, step=step) for step in steps]
    for look in (waiting.next_free, waiting.next_skipped):
        for wanted in ways:
            if found := look(connection, wanted):
                return found
    return None
