"""What rows say about each other: repeats, the unit tree, unknown numbers, two owners at once.

Pure. Every check returns the rows that may be taken and a problem for each that may not. Where two
rows claim one account for two owners both are refused: nobody here can know which one is right.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from store.entries import AccountEntry, PersonEntry, UnitEntry
from store.errors import RowProblem
from store.units import find_cycles, find_rooted

E = TypeVar("E", UnitEntry, PersonEntry, AccountEntry)
Checked = tuple[list[E], list[RowProblem]]


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account already in the registry. ``owner`` is a person id or a unit id."""

    platform: str
    handle: str
    owner: str
    active_from: date | None
    active_to: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the registry already holds and new rows may refer to.

    ``parents`` maps units to their parents, ``holders`` every NIP ever held to its person's id.
    """

    parents: Mapping[str, str | None] = field(default_factory=dict)
    holders: Mapping[str, str] = field(default_factory=dict)
    accounts: Sequence[KnownAccount] = ()


def check_units(
    units: Sequence[UnitEntry], parents: Mapping[str, str | None]
) -> Checked[UnitEntry]:
    """Keep the units whose parents lead to a root, in these rows or among known ``parents``."""
    unique, problems = _once(units, "unit_id", lambda unit: unit.unit_id)
    tree = {**parents, **{unit.unit_id: unit.parent_id for unit in unique}}
    if unique and None not in tree.values():
        place = unique[0].place
        problems.append(RowProblem(place.path, 0, "parent_id", "a unit without a parent", "none"))
    cycle_of = {unit: cycle for cycle in find_cycles(tree) for unit in cycle}
    rooted = find_rooted(tree)
    for unit in unique:
        if unit.unit_id not in rooted:
            problems.append(_unrooted(unit, tree, cycle_of.get(unit.unit_id)))
    return [unit for unit in unique if unit.unit_id in rooted], problems


def _unrooted(
    unit: UnitEntry, tree: Mapping[str, str | None], cycle: tuple[str, ...] | None
) -> RowProblem:
    if cycle:
        return unit.place.problem("parent_id", "a tree", f"the cycle {' -> '.join(cycle)}")
    if unit.parent_id not in tree:
        return unit.place.problem("parent_id", "a unit in the registry", f"{unit.parent_id}")
    found = f"{unit.parent_id}, from which no root is reached"
    return unit.place.problem("parent_id", "a parent that leads to a root", found)


def check_people(
    people: Sequence[PersonEntry], units: Collection[str] | None, holders: Mapping[str, str] | None
) -> Checked[PersonEntry]:
    """Keep the people whose number is theirs alone and whose unit exists.

    ``None`` for ``units`` or ``holders`` leaves what refers to them to a later check.
    """
    unique, problems = _once(people, "nip", lambda person: person.nip)
    known = holders or {}
    single, again = _once(
        unique, "nip", lambda p: known.get(p.nip) or known.get(p.previous_nip or "") or p.nip
    )

    def faults(person: PersonEntry) -> Iterable[RowProblem]:
        if units is not None and person.unit_id not in units:
            yield person.place.problem("unit_id", "a unit in the registry", person.unit_id)
        if holders is not None and person.previous_nip:
            holder = holders.get(person.previous_nip)
            if holder is None:
                yield person.place.problem("previous_nip", "a NIP in the registry", "another")
            elif holders.get(person.nip, holder) != holder:
                found = "two people: the registry has this NIP and the previous one apart"
                yield person.place.problem("nip", "the new NIP of one person", found)

    kept, more = _sift(single, faults)
    return kept, [*problems, *again, *more]


def check_accounts(
    accounts: Sequence[AccountEntry],
    units: Collection[str] | None,
    holders: Mapping[str, str] | None,
    known: Sequence[KnownAccount],
) -> Checked[AccountEntry]:
    """Keep the accounts of people and units that exist, each held by one owner at a time.

    ``holders`` maps every NIP, of these files too, to something that identifies its person.
    ``None`` for ``units`` or ``holders`` leaves what refers to them to a later check.
    """

    def faults(account: AccountEntry) -> Iterable[RowProblem]:
        if units is not None and account.institution and account.institution not in units:
            yield account.place.problem("institution", "a unit in the registry", "another")
        if holders is not None and account.nip and account.nip not in holders:
            yield account.place.problem("nip", "a NIP in the registry", "one of nobody in it")

    def owner(account: AccountEntry) -> str:
        return account.institution or (holders or {}).get(account.nip or "") or f"{account.nip}"

    found, problems = _sift(accounts, faults)
    unique, again = _once(found, "handle", lambda a: (a.platform, a.handle, owner(a)))
    kept, shared = _one_owner(unique, owner, known)
    return kept, [*problems, *again, *shared]


def _one_owner(
    accounts: Sequence[AccountEntry],
    owner: Callable[[AccountEntry], str],
    known: Sequence[KnownAccount],
) -> Checked[AccountEntry]:
    spans = [
        KnownAccount(a.platform, a.handle, owner(a), a.active_from, a.active_to) for a in accounts
    ]
    holdings: dict[tuple[str, str], dict[str, KnownAccount]] = {}
    for span in (*known, *spans):  # a row of these files replaces what was known of its owner
        holdings.setdefault((span.platform, span.handle), {})[span.owner] = span

    def faults(account: AccountEntry) -> Iterable[RowProblem]:
        others = holdings[account.platform, account.handle]
        mine = others[owner(account)]
        if any(_overlap(mine, other) for other in others.values() if other is not mine):
            yield account.place.problem("handle", "an account of one owner at a time", "two owners")

    return _sift(accounts, faults)


def _overlap(one: KnownAccount, other: KnownAccount) -> bool:
    first, last = date.min, date.max
    return (one.active_from or first) <= (other.active_to or last) and (
        other.active_from or first
    ) <= (one.active_to or last)


def _once(entries: Sequence[E], column: str, key: Callable[[E], Hashable]) -> Checked[E]:
    """Keep the first row of each key."""
    first: dict[Hashable, E] = {}
    kept, problems = [], []
    for entry in entries:
        earlier = first.setdefault(key(entry), entry)
        if earlier is entry:
            kept.append(entry)
        else:
            found = f"the same in row {earlier.place.row} of {earlier.place.path.name}"
            problems.append(entry.place.problem(column, "a value given once", found))
    return kept, problems


def _sift(entries: Iterable[E], faults: Callable[[E], Iterable[RowProblem]]) -> Checked[E]:
    kept, problems = [], []
    for entry in entries:
        found = list(faults(entry))
        problems.extend(found)
        if not found:
            kept.append(entry)
    return kept, problems
