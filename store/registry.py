"""The registry of units, civil servants and accounts: read from files, checked, taken in at once.

Reading touches no database and importing no file. A row that is wrong in any way is reported with
its place and never mended; unless the caller asks for the good rows only, one bad row stops all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from store import moment
from store.entries import AccountEntry, PersonEntry, UnitEntry
from store.errors import ImportRejected, RowProblem
from store.identify import account_rows, person_rows, unit_rows
from store.references import (
    Known,
    KnownAccount,
    check_accounts,
    check_people,
    check_units,
)
from store.registry_tables import ACCOUNTS, PEOPLE, UNITS, Counts, Row, Table, Writer
from store.sheets import Progress, read_files

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Registry:
    """What files hold: the rows that may be taken, and every one that may not.

    ``warnings`` are about rows that are taken all the same and deserve a look.
    """

    units: tuple[UnitEntry, ...] = ()
    people: tuple[PersonEntry, ...] = ()
    accounts: tuple[AccountEntry, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[RowProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import changed; ``left_out`` are the bad rows of a partial one."""

    units: Counts
    people: Counts
    accounts: Counts
    left_out: tuple[RowProblem, ...] = field(default=())
    warnings: tuple[RowProblem, ...] = field(default=())


def read_registry(
    paths: Iterable[Path],
    known: Known | None = None,
    *,
    today: date | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Registry:
    """The registry in these CSV and XLSX files, checked row by row and against itself.

    What the rows refer to must be in the files or in ``known`` (``known_registry`` of the database
    they are meant for). Without ``known``, a unit or NIP is looked for only if the files hold units
    or civil servants at all, and the import checks the rest. ``progress`` counts rows.
    """
    reading = read_files(paths, today or moment.today(), progress)
    registry = Registry(
        units=tuple(entry for entry in reading.entries if isinstance(entry, UnitEntry)),
        people=tuple(entry for entry in reading.entries if isinstance(entry, PersonEntry)),
        accounts=tuple(entry for entry in reading.entries if isinstance(entry, AccountEntry)),
        problems=tuple(reading.problems),
        warnings=tuple(reading.warnings),
    )
    return _check(registry, known)


def known_registry(connection: duckdb.DuckDBPyConnection) -> Known:
    """What the database already holds, for ``read_registry``."""
    parents = connection.execute(
        "SELECT unit_id, parent_id FROM units WHERE removed_utc IS NULL"
    ).fetchall()
    holders = connection.execute("SELECT nip, person_id FROM person_nips").fetchall()
    accounts = connection.execute(
        """SELECT platform, handle, coalesce(institution_id, person_id), active_from, active_to
           FROM accounts WHERE removed_utc IS NULL"""
    ).fetchall()
    return Known(dict(parents), dict(holders), [KnownAccount(*row) for row in accounts])


def import_registry(
    connection: duckdb.DuckDBPyConnection,
    registry: Registry,
    *,
    partial: bool = False,
    today: date | None = None,
    progress: Progress = lambda _done, _total: None,
) -> ImportReport:
    """Add the rows to the registry and bring known ones up to date; what is not in the files
    stays. Doing it again changes nothing.

    ``partial`` takes the good rows although there are bad ones. ``today`` decides who is counted
    as leaving service (default: now in Asia/Jakarta). ``progress`` counts rows.

    Raises:
        ImportRejected: there are bad rows; nothing is changed.
    """
    checked = _check(registry, known_registry(connection))
    _reject(checked, partial=partial)
    writer = Writer(connection, today or moment.today(), _advance(checked, progress))
    return _write(connection, checked, writer.merge)


def replace_registry(
    connection: duckdb.DuckDBPyConnection,
    registry: Registry,
    *,
    partial: bool = False,
    today: date | None = None,
    progress: Progress = lambda _done, _total: None,
) -> ImportReport:
    """As ``import_registry``, and whatever the files no longer hold leaves the registry.

    Only kinds of which the files hold rows are replaced. Rows are marked as removed, not deleted:
    decisions refer to them, and a later import that holds them again brings them back.

    Raises:
        ImportRejected: there are bad rows; nothing is changed.
    """
    known = known_registry(connection)
    staying = replace(
        known,
        parents={} if registry.units else known.parents,
        accounts=() if registry.accounts else known.accounts,
    )
    checked = _check(registry, staying)
    _reject(checked, partial=partial)
    writer = Writer(connection, today or moment.today(), _advance(checked, progress))
    return _write(connection, checked, writer.exchange)


def _check(registry: Registry, known: Known | None) -> Registry:
    base = known or Known()
    units, unit_problems = check_units(registry.units, base.parents)
    unit_ids = {*base.parents, *(unit.unit_id for unit in units)} if known or units else None
    people, person_problems = check_people(
        registry.people, unit_ids, known.holders if known else None
    )
    holders = _holders(base.holders, people) if known or people else None
    accounts, account_problems = check_accounts(registry.accounts, unit_ids, holders, base.accounts)
    problems = [*registry.problems, *unit_problems, *person_problems, *account_problems]
    return Registry(
        units=tuple(units),
        people=tuple(people),
        accounts=tuple(accounts),
        problems=tuple(sorted(problems, key=lambda problem: (problem.path, problem.row))),
        warnings=registry.warnings,
    )


def _holders(known: Mapping[str, str], people: Iterable[PersonEntry]) -> dict[str, str]:
    """Every usable NIP to its person's id, or to the NIP itself for a person not yet known."""
    holders = dict(known)
    for person in people:
        previous = holders.get(person.previous_nip or "")
        holders[person.nip] = holders.get(person.nip) or previous or person.nip
    return holders


def _reject(registry: Registry, *, partial: bool) -> None:
    if registry.problems and not partial:
        raise ImportRejected(registry.problems)


def _write(
    connection: duckdb.DuckDBPyConnection,
    registry: Registry,
    write: Callable[[Table, Mapping[str, Row]], Counts],
) -> ImportReport:
    """People go before accounts, which refer to the ids they are given."""
    return ImportReport(
        units=write(UNITS, unit_rows(registry.units)),
        people=write(PEOPLE, person_rows(connection, registry.people)),
        accounts=write(ACCOUNTS, account_rows(connection, registry.accounts)),
        left_out=registry.problems,
        warnings=registry.warnings,
    )


def _advance(registry: Registry, progress: Progress) -> Callable[[int], None]:
    """Rows done in steps as ``progress`` wants them, out of all."""
    total = len(registry.units) + len(registry.people) + len(registry.accounts)
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done = min(done + rows, total)  # rows that leave the registry were not in the files
        progress(done, total)

    return advance
