"""From the tables of a file to the records of the registry: which table is which, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from store.cells import Cells
from store.entries import SHEETS, Entry, Sheet
from store.errors import RowProblem
from store.tabular import Table, Unreadable, read_tables

Progress = Callable[[int, int], None]
"""Called with the rows done and the rows there are."""

_ENOUGH = 0.5
_STEP = 1000


@dataclass(slots=True)
class Reading:
    """What files gave: good records, bad rows, and what deserves a look but was taken."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)


def read_files(paths: Iterable[Path], today: date, progress: Progress) -> Reading:
    """Every row of these files, in order; dates are checked against ``today``."""
    reading = Reading()
    tables = [found for path in paths for found in _tables(path, reading)]
    total = sum(len(table.rows) for table, _ in tables)
    done = 0
    for table, sheet in tables:
        for row, values in table.rows:
            _read_row(Cells(table, row, values), sheet, today, reading)
            done += 1
            if done % _STEP == 0 or done == total:
                progress(done, total)
    return reading


def _tables(path: Path, reading: Reading) -> list[tuple[Table, Sheet]]:
    """The tables of the file that hold a registry, with what they hold."""
    try:
        tables = read_tables(path)
    except Unreadable as error:
        reading.problems.append(error.problem)
        return []
    named = [(table, _recognise(table)) for table in tables]
    found = [(table, sheet) for table, sheet in named if sheet]
    others = [table.place(1).problem("", *_strange(table)) for table, sheet in named if not sheet]
    # A workbook may carry a sheet of instructions; a file that holds nothing else is a mistake.
    (reading.warnings if found else reading.problems).extend(others)
    if not named:
        reading.problems.append(RowProblem(path, 0, "", "a heading row", "none"))
    return [(table, sheet) for table, sheet in found if _take_headings(table, sheet, reading)]


def _recognise(table: Table) -> Sheet | None:
    named = [sheet for sheet in SHEETS if sheet.name == table.sheet]
    best = max(SHEETS, key=lambda sheet: sheet.likeness(table.headings))
    if named:
        return named[0]
    return best if best.likeness(table.headings) >= _ENOUGH else None


def _strange(table: Table) -> tuple[str, str]:
    wanted = "; ".join(f"{sheet.name}: {', '.join(sheet.required)}" for sheet in SHEETS)
    # Where the heading is missing this is somebody's row: it is counted and not repeated.
    known = {column for sheet in SHEETS for column in (*sheet.required, *sheet.optional)}
    named = [column for column in table.headings if column in known]
    others = len(table.headings) - len(named)
    found = ", ".join([*named, *([f"{others} of other names"] if others else [])])
    return f"the columns of a registry table ({wanted})", found or "none"


def _take_headings(table: Table, sheet: Sheet, reading: Reading) -> bool:
    """Report what is wrong with the headings; whether the rows can be read nevertheless."""
    place = table.place(1)
    known = (*sheet.required, *sheet.optional)
    missing = [column for column in sheet.required if column not in table.headings]
    doubled = {column for column in table.headings if table.headings.count(column) > 1}
    found = ", ".join(table.headings)
    for column in missing:
        reading.problems.append(place.problem(column, f"this column in {sheet.name}", found))
    for column in sorted(set(table.headings) - set(known)):
        reading.problems.append(
            place.problem(column, f"only columns of {sheet.name} ({', '.join(known)})", column)
        )
    for column in sorted(doubled):
        reading.problems.append(place.problem(column, "the column once", "it more than once"))
    reading.problems.extend(table.problems)
    return not missing and not doubled


def _read_row(cells: Cells, sheet: Sheet, today: date, reading: Reading) -> None:
    entry = sheet.read(cells, today, reading.warnings)
    if cells.problems:
        reading.problems.extend(cells.problems)
    else:
        reading.entries.append(entry)
