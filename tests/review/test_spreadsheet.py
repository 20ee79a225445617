"""Exports never carry a formula into a spreadsheet program."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from review.spreadsheet import MOST_CHARACTERS, Table, Value, harmless, to_csv, to_xlsx

HOSTILE = [
    "=1+1",
    "+62811",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=cmd",
    " =1+1",
    "\u00a0=1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20A1",
    "\x00=1",
    '=HYPERLINK("https://contoh.example";"x")',
    "=cmd|' /C calc'!A0",
]


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_when_it_begins_like_a_formula_then_with_an_apostrophe(text: str) -> None:
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["bukan", "B6", "telaah = selesai", "2031-09-02", ""])
def test_text_when_it_is_plain_then_as_it_was(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_text_when_anything_then_one_line_that_no_program_runs(text: str) -> None:
    made = harmless(text)
    assert not unicodedata.normalize("NFKC", made).lstrip().startswith(("=", "+", "-", "@"))
    assert all(unicodedata.category(char) != "Cc" for char in made)
    assert len(made.splitlines()) <= 1
    made.encode()


def test_text_when_longer_than_a_cell_then_cut() -> None:
    assert len(harmless("=" + "a" * 100_000)) == MOST_CHARACTERS


@given(st.lists(st.lists(st.one_of(st.text(), st.integers(-9, 9)), min_size=2, max_size=2)))
def test_csv_when_read_back_then_every_row_stands_and_no_text_is_a_formula(
    rows: list[list[Value]],
) -> None:
    read = cells(to_csv(Table("t", ("a", "b"), rows)))
    expected = [[harmless(x) if isinstance(x, str) else str(x) for x in row] for row in rows]
    assert read == [["a", "b"], *expected]


def test_csv_when_a_number_is_negative_then_it_stays_a_number() -> None:
    assert to_csv(Table("t", ("a",), [[-0.5]])).decode("utf-8-sig").splitlines() == ['"a"', "-0.5"]


def test_xlsx_when_cells_are_hostile_then_all_are_texts_and_none_a_formula_or_link() -> None:
    data = to_xlsx(Table("antrean", ("teks", "n"), [[text, -1] for text in HOSTILE]))
    sheet = load_workbook(io.BytesIO(data))["antrean"]
    found = list(sheet.iter_rows(min_row=2))
    assert [row[0].data_type for row in found] == ["s"] * len(HOSTILE)
    assert [row[0].value for row in found] == [harmless(text) for text in HOSTILE]
    assert {row[1].data_type for row in found} == {"n"}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
