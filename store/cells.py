"""The cells of one row, read into typed values; every fault is noted and the reading goes on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from datetime import date, datetime

from store.errors import RowProblem
from store.tabular import Cell, Table

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EXCEL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
_TYPES = {bool: "truth value", float: "broken or rounded number", date: "date", datetime: "date"}


class Cells:
    """One row of a table. A method that notes a fault returns an empty value."""

    def __init__(self, table: Table, row: int, cells: Sequence[Cell]) -> None:
        self.place = table.place(row)
        self.problems: list[RowProblem] = []
        self._cells = dict(zip(table.headings, cells, strict=True))

    def fault(self, column: str, expected: str, found: str) -> None:
        """Note that this column does not hold what was expected."""
        self.problems.append(self.place.problem(column, expected, found))

    def text(self, column: str) -> str:
        """The text of a cell that must not be empty."""
        noted = len(self.problems)
        text = self.optional(column)
        if not text and len(self.problems) == noted:
            self.fault(column, "a value", "an empty cell")
        return text

    def optional(self, column: str) -> str:
        """The text of a cell, in Unicode NFC without outer spaces; empty where there is none."""
        cell = self._cells.get(column)
        if type(cell) in _TYPES:
            self.fault(column, "a cell formatted as text", f"a {_TYPES[type(cell)]}")
            return ""
        text = "" if cell is None else unicodedata.normalize("NFC", str(cell)).strip()
        if _EXCEL_ERROR.fullmatch(text):
            self.fault(column, "text", f"the spreadsheet error {text}")
            return ""
        if not text.isprintable():
            self.fault(column, "text on one line", "control or invisible characters")
            return ""
        return text

    def number(self, column: str) -> str:
        """The text of a cell that holds a long number, empty where there is none.

        A numeric cell is refused: a spreadsheet keeps 15 digits of it and makes up the rest.
        """
        if isinstance(self._cells.get(column), int | float):
            found = "a number, of which a spreadsheet keeps only 15 digits"
            self.fault(column, "18 digits in a cell formatted as text", found)
            return ""
        return self.optional(column)

    def choice(self, column: str, allowed: Collection[str], default: str = "") -> str:
        """One of ``allowed``, in any case of letters; ``default`` for an empty cell if given."""
        text = (self.optional(column) if default else self.text(column)).lower()
        if text and text not in allowed:
            self.fault(column, f"one of {', '.join(allowed)}", "another word")
        return text or default

    def day(self, column: str) -> date | None:
        """The date in a cell (a date, or YYYY-MM-DD), None where it is empty."""
        cell = self._cells.get(column)
        if isinstance(cell, date):
            return cell.date() if isinstance(cell, datetime) else cell
        text = self.optional(column)
        if not text:
            return None
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self.fault(column, "a date YYYY-MM-DD", "something else")
        return None
