"""Tables for spreadsheet programs, in which no cell is taken for a formula.

A cell that begins like a formula gets an apostrophe before it, as OWASP advises
(https://owasp.org/www-community/attacks/CSV_Injection); in XLSX its type is text besides, but a
file may be saved as CSV by whoever opens it.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell import Cell

Value = str | int | float | None
MOST_CHARACTERS = 32_767
"""What a cell holds in Excel; the rest is cut off."""
_BEGINS_FORMULA = tuple("=+-@")
_SPACES = {ord(blank): " " for blank in "\t\r\n\v\f\x85\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Table:
    """``name`` is short and plain: it becomes the name of the sheet. Rows are as long as
    ``heads``."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]


def harmless(text: str) -> str:
    """The text in one line, without control characters, never beginning like a formula; fullwidth
    signs and spaces before the sign count too, since some programs read them so."""
    if text.startswith(("\t", "\r", "\n")):
        text = "'" + text
    plain = "".join(
        char
        for char in text.translate(_SPACES).encode("utf-8", "replace").decode()
        if unicodedata.category(char) != "Cc" and char not in "\ufffe\uffff"
    )
    # Compatibility forms: a fullwidth equals sign becomes the plain one, only for the question.
    begins = unicodedata.normalize("NFKC", plain[:64]).lstrip().startswith(_BEGINS_FORMULA)
    return ("'" + plain if begins else plain)[:MOST_CHARACTERS]


def to_csv(table: Table) -> bytes:
    """UTF-8 with a mark for Excel, every text quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([harmless(head) for head in table.heads])
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(table: Table) -> bytes:
    """One sheet with a fixed head row; every text is a text, never a formula or a link."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"

    def cell(value: Value) -> Cell:
        made = WriteOnlyCell(sheet, _cell(value))
        if isinstance(value, str):
            made.data_type = "s"
        return made

    for row in (table.heads, *table.rows):
        sheet.append([cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(value: Value) -> Value:
    return harmless(value) if isinstance(value, str) else value
