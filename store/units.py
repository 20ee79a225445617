"""Organisation units: a forest whose roots are the local governments themselves.

The tree is checked as a whole, because one wrong parent can cut off everything below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the registry."""

    unit_id: str
    name: str
    kind: str
    parent_id: str | None


def find_cycles(parents: Mapping[str, str | None]) -> list[tuple[str, ...]]:
    """Every cycle of a parent map, each once, as the path from its smallest id back to it.

    A unit has one parent, so the cycles are disjoint; the work grows linearly.
    """
    cycles = []
    walked: dict[str, str] = {}
    for start in parents:
        path = _climb(parents, start, walked)
        end = parents.get(path[-1]) if path else None
        if end is not None and walked.get(end) == start:
            cycles.append(_turn(path[path.index(end) :]))
    return sorted(cycles)


def _climb(parents: Mapping[str, str | None], start: str, walked: dict[str, str]) -> list[str]:
    """The units from ``start`` upwards until one already walked, and mark them as walked."""
    path: list[str] = []
    unit: str | None = start
    while unit is not None and unit in parents and unit not in walked:
        walked[unit] = start
        path.append(unit)
        unit = parents[unit]
    return path


def _turn(cycle: list[str]) -> tuple[str, ...]:
    first = cycle.index(min(cycle))
    return (*cycle[first:], *cycle[:first], cycle[first])


def find_rooted(parents: Mapping[str, str | None]) -> set[str]:
    """The units from which parents lead to a root; all others hang on a cycle or an orphan."""
    children: dict[str | None, list[str]] = {}
    for unit, parent in parents.items():
        children.setdefault(parent, []).append(unit)
    rooted: set[str] = set()
    front = children.get(None, [])
    while front:
        rooted.update(front)
        front = [child for unit in front for child in children.get(unit, [])]
    return rooted


def units(connection: duckdb.DuckDBPyConnection) -> list[Unit]:
    """The units in the registry, by id."""
    rows = connection.execute(
        """SELECT unit_id, name, kind, parent_id FROM units
           WHERE removed_utc IS NULL ORDER BY unit_id"""
    ).fetchall()
    return [Unit(*row) for row in rows]


def chain_of(connection: duckdb.DuckDBPyConnection, unit_id: str) -> list[Unit]:
    """A unit and the units above it, up to the root: the tiers a finding passes through.

    Empty for an unknown unit; removed units are part of it, so that old findings stay readable.
    """
    rows = connection.execute("SELECT unit_id, name, kind, parent_id FROM units").fetchall()
    known = {row[0]: Unit(*row) for row in rows}
    chain: list[Unit] = []
    unit = known.get(unit_id)
    while unit is not None and unit not in chain:
        chain.append(unit)
        unit = known.get(unit.parent_id or "")
    return chain
