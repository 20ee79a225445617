"""The templates an office fills in: the columns the importer reads, a NIP kept as text."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from connectors.handle import PLATFORMS
from store.entries import CONFIRMERS, SHEETS, Sheet
from store.nip import STATUSES
from store.registry import read_registry
from tests.store.registry_files import TODAY, write

TEMPLATES = Path(__file__).parents[2] / "config" / "templates"
README = (TEMPLATES / "README.md").read_text("utf-8")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_template_has_every_column_the_importer_reads(sheet: Sheet) -> None:
    heading = (TEMPLATES / f"{sheet.name}.csv").read_text("utf-8").strip().split(",")
    book = openpyxl.load_workbook(TEMPLATES / "registry.xlsx")
    assert sorted(heading) == sorted((*sheet.required, *sheet.optional))
    assert [cell.value for cell in book[sheet.name][1]] == heading


def test_the_templates_are_taken_as_they_are() -> None:
    files = [TEMPLATES / f"{sheet.name}.csv" for sheet in SHEETS]
    for paths in (files, [TEMPLATES / "registry.xlsx"]):
        registry = read_registry(paths)
        assert registry.problems == registry.warnings == ()


@pytest.mark.parametrize(("sheet", "column"), [("asn", "A"), ("asn", "H"), ("accounts", "A")])
def test_columns_of_a_nip_are_formatted_as_text(sheet: str, column: str) -> None:
    book = openpyxl.load_workbook(TEMPLATES / "registry.xlsx")
    assert book[sheet].column_dimensions[column].number_format == "@"


def test_the_examples_of_the_manual_are_taken(tmp_path: Path) -> None:
    blocks = re.findall(r"```\n([a-z_,]+,[^`]+)```", README)
    paths = [write(tmp_path, f"{number}.csv", text) for number, text in enumerate(blocks)]
    registry = read_registry(paths, today=TODAY)
    assert registry.problems == ()
    assert (len(registry.units), len(registry.people), len(registry.accounts)) == (3, 1, 2)


def test_the_manual_names_every_column_and_word() -> None:
    columns = {column for sheet in SHEETS for column in (*sheet.required, *sheet.optional)}
    words = columns | set(STATUSES) | set(CONFIRMERS) | set(PLATFORMS)
    assert not [word for word in sorted(words) if f"`{word}`" not in README]
