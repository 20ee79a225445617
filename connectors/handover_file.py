"""The rows of a file that was handed over: CSV, JSON Lines or XLSX, all texts, nothing guessed."""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

Row = tuple[int, dict[str, str]]
"""The number of a row as a person counts it (the heading is row 1), and its cells by column."""

MAX_BYTES = 100 * 2**20
_DELIMITERS = ",;\t|"


class HandoverError(ValueError):
    """A file that cannot be taken; the message names file, row, column, expected and found.

    What is found is described or, in columns that cannot hold a person's words, quoted.
    """

    def __init__(self, place: tuple[int, str], expected: str, found: str) -> None:
        super().__init__(place, expected, found)
        self.file = ""
        self.row, self.column = place
        self.expected, self.found = expected, found

    def __str__(self) -> str:
        row = f"row {self.row}" if self.row else ""
        column = f"column {self.column}" if self.column else ""
        where = ", ".join(part for part in (self.file, row, column) if part)
        return f"{where}: expected {self.expected}, found {self.found}"


def read_rows(name: str, content: bytes) -> Iterator[Row]:
    """The rows of the file ``name`` that are not empty; column names in lower case.

    Raises:
        HandoverError: the file is of another kind, too large or damaged.
    """
    reader = _READERS.get(Path(name).suffix.lower())
    if reader is None:
        raise HandoverError((0, ""), f"a file named {', '.join(_READERS)}", "another name")
    if len(content) > MAX_BYTES:
        raise HandoverError((0, ""), f"at most {MAX_BYTES} bytes", f"{len(content)}")
    for number, cells in reader(content):
        filled = {column: value.strip() for column, value in cells.items() if column or value}
        if any(filled.values()):
            yield number, filled


def _csv(content: bytes) -> Iterator[Row]:
    text = _decoded(content)
    heading = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    rows = _csv_cells(text, delimiter)
    names = _headings(rows[0] if rows else [])
    for number, row in enumerate(rows[1:], start=2):
        yield number, _named(number, names, row)


def _csv_cells(text: str, delimiter: str) -> list[list[str]]:
    # The limit is the whole process's: other files keep theirs.
    before = csv.field_size_limit(MAX_BYTES)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(rows)
    except csv.Error:
        found = "a quoted cell that does not end, or text after it"
        raise HandoverError((rows.line_num, ""), "well-formed CSV", found) from None
    finally:
        csv.field_size_limit(before)


def _headings(cells: Iterable[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    doubled = next((name for name in names if name and names.count(name) > 1), None)
    if doubled:
        raise HandoverError((1, doubled[:40]), "each column once", "one more than once")
    return names


def _named(number: int, names: list[str], cells: list[str]) -> dict[str, str]:
    """The cells by column; empty ones may be missing or too many at the end of the row."""
    if any(cells[len(names) :]):
        raise HandoverError((number, ""), f"{len(names)} cells", f"{len(cells)}")
    padded = cells + [""] * (len(names) - len(cells))
    return dict(zip(names, padded, strict=False))


def _jsonl(content: bytes) -> Iterator[Row]:
    for number, line in enumerate(_decoded(content).splitlines(), start=1):
        try:
            found = json.loads(line or "{}")
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise HandoverError((number, ""), "one JSON object on the line", "something else")
        yield number, {name.strip().lower(): _cell(value) for name, value in found.items()}


def _xlsx(content: bytes) -> Iterator[Row]:
    from openpyxl import load_workbook

    _check_unpacked_size(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True))
    except _DAMAGED:
        raise HandoverError((0, ""), "an XLSX workbook with a sheet", "a damaged file") from None
    names = _headings(_cell(value) for value in (rows[0] if rows else ()))
    for number, row in enumerate(rows[1:], start=2):
        if any(isinstance(value, int | float) and abs(value) >= _ROUNDED for value in row):
            raise HandoverError((number, ""), "long numbers as text cells", "one Excel may round")
        yield number, _named(number, names, [_cell(value) for value in row])


_ROUNDED = 10**15
_DAMAGED = (
    *(AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError),
    *(TypeError, ValueError, zipfile.BadZipFile, zlib.error),
)
"""What a workbook that is none, or half of one, is known to raise."""


def _check_unpacked_size(content: bytes) -> None:
    """A small archive may hold gigabytes; its table of contents tells before anything is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except _DAMAGED:
        raise HandoverError((0, ""), "an XLSX workbook", "another kind of file") from None
    if size > 10 * MAX_BYTES:
        raise HandoverError((0, ""), f"at most {10 * MAX_BYTES} bytes unpacked", f"{size}")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return " ".join(_cell(one) for one in value)
    return str(value)


def _decoded(content: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 if it begins with that mark (as Excel writes)."""
    wide = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise HandoverError((row, ""), "text in UTF-8", "other bytes") from None


_READERS: Mapping[str, Callable[[bytes], Iterator[Row]]] = {
    ".csv": _csv,
    ".jsonl": _jsonl,
    ".xlsx": _xlsx,
}
