"""Unit trees: cycles are found as they are, and rooted means a way up to a root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from store.units import chain_of, find_cycles, find_rooted, units

if TYPE_CHECKING:
    import duckdb

names = st.sampled_from("abcdefgh")
parent_maps = st.dictionaries(names, st.none() | names)


def climb(parents: dict[str, str | None], start: str) -> list[str]:
    """The slow and obvious way: at most as many steps as there are units."""
    path, unit = [start], parents.get(start)
    while unit is not None and unit in parents and len(path) <= len(parents):
        path.append(unit)
        unit = parents[unit]
    return path


def test_find_cycles_names_each_once_from_its_smallest_unit() -> None:
    parents = {"c": "a", "a": "b", "b": "c", "x": "x", "d": "c", "r": None, "s": "r", "o": "gone"}
    assert find_cycles(parents) == [("a", "b", "c", "a"), ("x", "x")]


@given(parent_maps)
def test_a_unit_is_on_a_cycle_exactly_when_climbing_comes_back_to_it(
    parents: dict[str, str | None],
) -> None:
    found = {unit for cycle in find_cycles(parents) for unit in cycle}
    assert found == {unit for unit in parents if unit in climb(parents, unit)[1:]}


@given(parent_maps)
def test_a_unit_is_rooted_exactly_when_climbing_ends_at_a_root(
    parents: dict[str, str | None],
) -> None:
    ends = {unit: climb(parents, unit)[-1] for unit in parents}
    assert find_rooted(parents) == {unit for unit, end in ends.items() if parents[end] is None}


@given(st.lists(st.integers(0, 30), min_size=1, max_size=30))
def test_a_tree_built_from_the_root_down_has_no_fault(choices: list[int]) -> None:
    parents: dict[str, str | None] = {"u0": None}
    for number, choice in enumerate(choices, start=1):
        parents[f"u{number}"] = f"u{choice % number}"
    assert find_cycles(parents) == []
    assert find_rooted(parents) == set(parents)


def test_chain_of_climbs_to_the_root(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """INSERT INTO units VALUES ('kota', 'Kota', 'pemda', NULL, NULL, '2031-01-01'),
           ('dinas', 'Dinas', 'dinas', 'kota', NULL, '2031-01-01'),
           ('sd', 'SD', 'sekolah', 'dinas', '2031-02-01', '2031-01-01')"""
    )
    assert [unit.unit_id for unit in chain_of(connection, "sd")] == ["sd", "dinas", "kota"]
    assert chain_of(connection, "none") == []
    assert [unit.unit_id for unit in units(connection)] == ["dinas", "kota"]
