"""Tables as an office hands them over, CSV or XLSX: read exactly, nothing guessed, nothing mended.

A cell keeps the type its file gave it, so that a number Excel has rounded can be told from text.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from store.errors import RowProblem

Cell = str | int | float | bool | date | datetime | None

_DELIMITERS = (",", ";", "\t")
_MOST_BYTES = 200 * 2**20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row was read. ``row`` counts from 1 with the heading as row 1."""

    path: Path
    sheet: str
    row: int

    def problem(self, column: str, expected: str, found: str) -> RowProblem:
        """A problem with one cell here; in a workbook the column is named ``sheet!column``."""
        name = f"{self.sheet}!{column}" if self.sheet else column
        return RowProblem(self.path, self.row, name, expected, found)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the headings in lower case, and per row its number and its cells.

    Every row has as many cells as there are headings; empty rows are left out. ``sheet`` is
    empty for a CSV file.
    """

    path: Path
    sheet: str
    headings: tuple[str, ...]
    rows: list[tuple[int, Sequence[Cell]]] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    def place(self, row: int) -> Place:
        """Where row ``row`` is."""
        return Place(self.path, self.sheet, row)


class Unreadable(ValueError):
    """The file as a whole cannot be read."""

    def __init__(self, path: Path, expected: str, found: str) -> None:
        problem = RowProblem(path, 0, "", expected, found)
        super().__init__(str(problem))
        self.problem = problem


def read_tables(path: Path) -> list[Table]:
    """The tables of a CSV file (one) or of a workbook (one per sheet that is not empty).

    Raises:
        Unreadable: missing, empty, too large, of another kind, damaged, or in another encoding.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(path, "a file that can be read", error.strerror or "none") from error
    if len(content) > _MOST_BYTES:
        raise Unreadable(path, f"at most {_MOST_BYTES} bytes", f"{len(content)}")
    if not content.strip():
        raise Unreadable(path, "a heading row", "an empty file")
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _read_workbook(path, content)
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable(path, "a CSV file, or a workbook named .xlsx", "another kind of file")
    return [_read_csv(path, content)]


def _read_csv(path: Path, content: bytes) -> Table:
    text = _decode(path, content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    table: Table | None = None
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if table is None:
                table = Table(path, "", _headings(cells))
            else:
                _add_row(table, number, cells)
    except csv.Error as error:
        problem = RowProblem(path, number + 1, "", "a row of well-formed CSV", str(error))
        table = table or Table(path, "", ())
        table.problems.append(problem)
    return table or Table(path, "", ())


def _decode(path: Path, content: bytes) -> str:
    if b"\0" in content:
        raise Unreadable(path, "text in UTF-8 or Windows-1252", "null bytes, as in UTF-16")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(path, "text in UTF-8 or Windows-1252", "bytes that are neither")


def _delimiter(text: str) -> str:
    heading = text.partition("\n")[0]
    return max(_DELIMITERS, key=heading.count)


def _headings(cells: Sequence[Cell]) -> tuple[str, ...]:
    names = ["" if cell is None else str(cell).strip().lower().replace(" ", "_") for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _add_row(table: Table, number: int, cells: Sequence[Cell]) -> None:
    width = len(table.headings)
    if all(_is_blank(cell) for cell in cells):
        return
    if len(cells) < width or not all(_is_blank(cell) for cell in cells[width:]):
        place = table.place(number)
        table.problems.append(place.problem("", f"{width} cells", f"{len(cells)}"))
        return
    table.rows.append((number, cells[:width]))


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _read_workbook(path: Path, content: bytes) -> list[Table]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > _MOST_BYTES * 2:
            raise Unreadable(path, f"at most {_MOST_BYTES * 2} bytes unpacked", str(size))
        with warnings.catch_warnings():
            # openpyxl warns of parts it leaves out (drop-down lists); no cell is among them.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            tables = [_read_sheet(path, sheet) for sheet in book.worksheets]
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, SyntaxError, OSError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(
            path, "an unencrypted XLSX workbook", f"a damaged or other file ({error})"
        ) from error
    return [table for table in tables if table.headings]


def _read_sheet(path: Path, sheet: Any) -> Table:
    # What the sheet says of its own size may be wrong, or meant to exhaust the reader.
    sheet.reset_dimensions()
    rows: Iterator[Sequence[Cell]] = sheet.iter_rows(values_only=True)
    table = Table(path, sheet.title.strip().lower(), _headings(next(rows, ())))
    for number, cells in enumerate(rows, start=2):
        _add_row(table, number, [*cells, *[None] * (len(table.headings) - len(cells))])
    return table
